"""Verzending: a document came from somebody, or went to somebody, and along which way. Documenten API 1.7.0."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal

from msgspec import Meta

from meent.engine.declare import Resource
from meent.engine.marks import Exact, Fixed, Group, Missing, Personal, Ref, Shape, Uri
from meent.services.across import betrokkenen
from meent.services.documenten import onderdelen
from meent.services.documenten.api import DOCUMENTEN, NOT_BLANK, ONDER_DOCUMENT, WRITABLE_ONLY
from meent.verwerkingen.regels import Gegevens

if TYPE_CHECKING:
    from meent.services.documenten.enkelvoudiginformatieobject import EnkelvoudigInformatieObject

AUDIT_HEADERS = ("X-NLX-Logrecord-ID", "X-Audit-Toelichting")


class BinnenlandsCorrespondentieadres(Group, kw_only=True):
    huisletter: Annotated[str, Meta(max_length=1)] = ""
    huisnummer: Annotated[int, Meta(ge=1, le=99999)]
    huisnummer_toevoeging: Annotated[str, Meta(max_length=4)] = ""
    naam_openbare_ruimte: Annotated[str, Meta(max_length=80)]
    postcode: Annotated[str, Meta(max_length=6)] = ""
    woonplaatsnaam: Annotated[str, Meta(max_length=80)]


class BuitenlandsCorrespondentieadres(Group, kw_only=True):
    adres_buitenland1: Annotated[str, Meta(max_length=35)]
    adres_buitenland2: Annotated[str, Meta(max_length=35)] = ""
    adres_buitenland3: Annotated[str, Meta(max_length=35)] = ""
    land_postadres: Annotated[Uri, Meta(max_length=200)]


class CorrespondentiePostadres(Group, kw_only=True):
    post_bus_of_antwoordnummer: Annotated[int, Meta(ge=1, le=9999)]
    postadres_postcode: Annotated[str, Meta(max_length=6)]
    postadres_type: Literal["antwoordnummer", "postbusnummer"]
    woonplaatsnaam: Annotated[str, Meta(max_length=80)]


class Verzending(Shape, kw_only=True):
    betrokkene: Annotated[Personal[Exact[Uri]], Gegevens("contact"), Meta(max_length=200), NOT_BLANK]
    informatieobject: Annotated[Fixed[Exact[Ref["EnkelvoudigInformatieObject"]]], Missing("bad-url")]
    aard_relatie: Exact[Literal["afzender", "geadresseerde"]]
    toelichting: Annotated[Personal[str], Meta(max_length=200)] = ""
    ontvangstdatum: date | None = None
    verzenddatum: date | None = None
    contact_persoon: Annotated[Personal[Uri], Gegevens("contact"), Meta(max_length=1000), NOT_BLANK]
    contactpersoonnaam: Annotated[Personal[str], Gegevens("contact"), Meta(max_length=40)] = ""
    binnenlands_correspondentieadres: Annotated[
        Personal[BinnenlandsCorrespondentieadres | None], Gegevens("contact")
    ] = None
    buitenlands_correspondentieadres: Annotated[
        Personal[BuitenlandsCorrespondentieadres | None], Gegevens("contact")
    ] = None
    correspondentie_postadres: Annotated[Personal[CorrespondentiePostadres | None], Gegevens("contact")] = None
    faxnummer: Annotated[Personal[str | None], Gegevens("contact"), Meta(max_length=15)] = None
    emailadres: Annotated[Personal[str | None], Gegevens("contact"), Meta(max_length=100)] = None
    mijn_overheid: bool = False
    telefoonnummer: Annotated[Personal[str | None], Gegevens("contact"), Meta(max_length=15)] = None


VERZENDING = Resource(
    Verzending,
    api=DOCUMENTEN,
    path="/verzendingen",
    scopes=ONDER_DOCUMENT,
    privacy="none",
    along=(betrokkenen.VAN_VERZENDING,),
    authorised_by="informatieobject.informatieobjecttype",
    under="informatieobject",
    rules=(onderdelen.require_one_address, onderdelen.require_one_afzender),
    weergave=lambda v: v.aard_relatie,
    document={
        "description": "Van wie een document kwam of naar wie het ging, en langs welke weg.",
        "writable_only": WRITABLE_ONLY,
        "expand": {"betrokkene": False, "contactPersoon": False},
        "without": {"*": AUDIT_HEADERS},
    },
)
