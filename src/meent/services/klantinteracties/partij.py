"""Partij: a person, an organisation or a contact person with whom the municipality is in touch.

Source: Klantinteracties API 0.9.0, as Open Klant 2.18.0 serves it.
"""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal
from uuid import UUID

from msgspec import Meta

from meent.capabilities.linked import Link, Linked
from meent.engine.declare import Filter, Kanaal, Related, Resource, Unique
from meent.engine.marks import (
    Choice,
    Computed,
    Doc,
    Exact,
    Group,
    Hidden,
    Keyed,
    OwnUrl,
    Ref,
    Reverse,
    Server,
    Shape,
    Writable,
)  # fmt: skip
from meent.services.across import betrokkenen
from meent.services.klantinteracties import identificatorregels, koppelen, partijregels, voorkeur
from meent.services.klantinteracties.api import KLANTINTERACTIES, OPERATIONS, SCOPES, document, url_sql
from meent.services.klantinteracties.groepen import ADRES_FILTERS, Adres, Contactpersoon, Organisatie, Persoon
from meent.services.klantinteracties.partijidentificator import IDENTIFICATOR_FILTERS, Identificator

if TYPE_CHECKING:
    from meent.services.klantinteracties.digitaaladres import DigitaalAdres
    from meent.services.klantinteracties.rekeningnummer import Rekeningnummer

SoortPartij = Literal["persoon", "organisatie", "contactpersoon"]
NOT_READ_ONLY = Doc(required=False, extra=(("readOnly", None),))
"""Published as if a client could write it; it follows from the row itself."""


class CategorieRelatieLink(Link, kw_only=True):
    categorie_naam: Annotated[
        str | None, Computed("(SELECT c.naam FROM categorie c WHERE c.tenant_id = r.tenant_id AND c.id = r.categorie)")
    ] = None
    begin_datum: date | None = None
    eind_datum: date | None = None


class VertegenwoordigdeLink(Link, kw_only=True):
    """The partij that is represented, behind the row that says so."""

    uuid: Annotated[UUID, Computed("r.vertegenwoordigde_partij"), Doc(extra=(("readOnly", None),))]
    url: Annotated[OwnUrl, Computed(url_sql("/partijen", "r.vertegenwoordigde_partij"))] = ""


class EigenIdentificator(Group, kw_only=True):
    """A partij-identificator inside its partij: with a uuid the one that is there already, without it a new one."""

    uuid: Annotated[UUID | None, Doc(nullable=False)] = None
    url: OwnUrl = ""
    identificeerde_partij: Annotated[
        Link | None,
        Computed(f"json_build_object('uuid', z.id, 'url', {url_sql('/partijen', 'z.id')})"),
        NOT_READ_ONLY,
    ] = None
    andere_partij_identificator: Annotated[str, Meta(max_length=200), Doc(extra=(("deprecated", True),))] = ""
    partij_identificator: Identificator
    sub_identificator_van: Annotated[
        Writable[Link | None],
        Computed(
            "CASE WHEN r.sub_identificator_van IS NOT NULL THEN json_build_object('uuid', r.sub_identificator_van,"
            f" 'url', {url_sql('/partij-identificatoren', 'r.sub_identificator_van')}) END"
        ),
    ] = None


IDENTIFICATIE = Choice(
    by="soort_partij",
    shapes={"persoon": Persoon, "organisatie": Organisatie, "contactpersoon": Contactpersoon},
)


class Partij(Shape, kw_only=True):
    """`werkte_voor` holds the organisation of a contactpersoon once more, so that it cannot go while he is there."""

    nummer: Annotated[str | None, Meta(max_length=10), Doc(extra=(("deprecated", True),))] = None
    interne_notitie: Annotated[str, Meta(max_length=1000)] = ""
    betrokkenen: Annotated[list[Link], Reverse("Betrokkene", via="was_partij")] = []
    categorie_relaties: Annotated[list[CategorieRelatieLink], Reverse("CategorieRelatie", via="partij")] = []
    digitale_adressen: Annotated[Writable[list[Link] | None], Reverse("DigitaalAdres", via="verstrekt_door_partij")] = (
        None
    )
    voorkeurs_digitaal_adres: Annotated[Ref["DigitaalAdres"] | None, Linked()] = None
    vertegenwoordigden: Annotated[
        list[VertegenwoordigdeLink], Reverse("Vertegenwoordigden", via="vertegenwoordigende_partij")
    ] = []
    rekeningnummers: Annotated[Writable[list[Link] | None], Reverse("Rekeningnummer", via="partij")] = None
    voorkeurs_rekeningnummer: Annotated[Ref["Rekeningnummer"] | None, Linked()] = None
    partij_identificatoren: Annotated[
        Writable[list[EigenIdentificator] | None], Reverse("PartijIdentificator", via="identificeerde_partij")
    ] = None
    soort_partij: Exact[SoortPartij]
    indicatie_geheimhouding: Exact[bool | None] = None
    voorkeurstaal: Annotated[str, Meta(max_length=3)] = ""
    indicatie_actief: Exact[bool]
    bezoekadres: Annotated[Adres | None, Keyed(*ADRES_FILTERS)] = None
    correspondentieadres: Annotated[Adres | None, Keyed(*ADRES_FILTERS)] = None
    werkte_voor: Hidden[Server[Ref["Partij"] | None]] = None
    partij_identificatie: Annotated[Group | None, IDENTIFICATIE] = None


OF_CATEGORIE = (
    "z.categorie IN (SELECT c.id FROM categorie c WHERE c.tenant_id = z.tenant_id"
    " AND c.naam = ANY(string_to_array({}, ',')))"
)

PARTIJ = Resource(
    Partij,
    api=KLANTINTERACTIES,
    path="/partijen",
    scopes=SCOPES,
    privacy="personal",
    along=(betrokkenen.VAN_PARTIJ,),
    operations=OPERATIONS,
    unique=(Unique(("nummer",), on="nummer", reason="Kies een ander nummer: er is al een partij met dit nummer."),),
    kanaal=Kanaal("partijen", ("nummer", "soort_partij")),
    expands=("betrokkenen", "betrokkenen.hadKlantcontact", "categorieRelaties", "digitaleAdressen"),
    filters=(Filter("nummer", "z.nummer = {}", deprecated=True),),
    related=(
        Related("", "PartijIdentificator", via="identificeerde_partij", own=IDENTIFICATOR_FILTERS),
        Related("categorierelatie__", "CategorieRelatie", via="partij", own=(Filter("categorie__naam", OF_CATEGORIE),)),
        Related(
            "vertegenwoordigdePartij__",
            "Vertegenwoordigden",
            via="vertegenwoordigde_partij",
            own=(
                Filter("uuid", "z.vertegenwoordigende_partij = {}", kind="uuid"),
                Filter("url", "z.vertegenwoordigende_partij = {}", kind="ref", target="Partij"),
            ),
        ),
    ),
    defaults=(partijregels.number_partij, partijregels.complete_identificatie),
    rules=(
        partijregels.require_numeric_nummer,
        partijregels.require_identificatie_of_soort,
        partijregels.require_organisatie,
        koppelen.link_what_is_named,
        voorkeur.require_own_voorkeur,
        voorkeur.clear_voorkeur_elsewhere,
        voorkeur.keep_one_standard_of_partij,
        identificatorregels.require_fitting_codes,
        identificatorregels.require_right_number,
        identificatorregels.require_kvk_above_vestiging,
        identificatorregels.require_other_above,
        partijregels.write_identificatoren,
        partijregels.delete_what_is_of_partij,
    ),
    weergave=lambda p: f"{p.soort_partij} {p.nummer}",
    document=document("partijen", "Een persoon, organisatie of contactpersoon met wie de gemeente contact heeft."),
)
