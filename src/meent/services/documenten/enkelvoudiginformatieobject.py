"""Enkelvoudig informatieobject: a document and what is known of it, in all its versions. Documenten API 1.7.0."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Literal

from msgspec import Meta

from meent.capabilities.counters import COUNTERS
from meent.capabilities.inhoud import Download, Inhoud
from meent.capabilities.kinds import Rsin
from meent.capabilities.versions import Versions
from meent.capabilities.zoek import Zoek
from meent.engine.declare import Filter, Kanaal, Operation, Related, Resource, Scopes, Unique
from meent.engine.marks import (
    Computed,
    Doc,
    Exact,
    Fixed,
    Group,
    Hidden,
    Long,
    Missing,
    Personal,
    Ref,
    Reverse,
    Sent,
    Server,
    Shape,
    Uri,
    Url,
    Vertrouwelijkheidaanduiding,
)  # fmt: skip
from meent.services.across import betrokkenen, documenten_catalogi
from meent.services.documenten import delen, download, omvang, regels, sloten
from meent.services.documenten.api import DOCUMENTEN, LEZEN, NOT_BLANK, WRITABLE_ONLY

if TYPE_CHECKING:
    from meent.services.catalogi.informatieobjecttype import InformatieObjectType

Status = Literal["", "in_bewerking", "ter_vaststelling", "definitief", "gearchiveerd"]
Algoritme = Literal[
    "crc_16", "crc_32", "crc_64", "fletcher_4", "fletcher_8", "fletcher_16", "fletcher_32",
    "hmac", "md5", "sha_1", "sha_256", "sha_512", "sha_3",
]  # fmt: skip
TREFWOORDEN = (
    "NOT EXISTS (SELECT 1 FROM unnest({}) w(woord)"
    " WHERE w.woord NOT IN (SELECT json_array_elements_text(z.trefwoorden)))"
)
MAX_OMVANG = Doc(extra=(("maximum", 9223372036854776000),))
"""The largest number of 64 bits, as the published document rounds it."""


class Ondertekening(Group, kw_only=True):
    soort: Literal["analoog", "digitaal", "pki"]
    datum: date


class Integriteit(Group, kw_only=True):
    algoritme: Algoritme
    waarde: Annotated[str, Meta(max_length=128)]
    datum: date


class Deel(Group, kw_only=True):
    """A bestandsdeel as the document shows it; the key of the lock is for who has it."""

    url: Annotated[Url, Doc(extra=(("readOnly", True), ("minLength", 1), ("maxLength", 1000)))]
    volgnummer: Annotated[int, Doc(extra=(("readOnly", True),))]
    omvang: Annotated[Long, Doc(extra=(("readOnly", True), ("format", None)))]
    voltooid: Annotated[bool, Computed("r.inhoud IS NOT NULL")]
    lock: Annotated[str, Computed("''"), Doc(extra=(("readOnly", None),))]


class EnkelvoudigInformatieObject(Shape, kw_only=True):
    """slot is the key of whoever has locked the document, "" when nobody has; lock is the key that a request brings."""

    identificatie: Annotated[Fixed[Exact[str]], Meta(max_length=40)] = ""
    bronorganisatie: Annotated[Exact[Rsin], NOT_BLANK]
    creatiedatum: date
    titel: Annotated[Personal[str], Meta(max_length=200), NOT_BLANK]
    vertrouwelijkheidaanduiding: Vertrouwelijkheidaanduiding | Literal[""] = ""
    is_gereed_voor_publicatie: bool | None = None
    tonen_aan_initiator: Annotated[bool, Doc(extra=(("default", False),))] = False
    auteur: Annotated[Personal[str], Meta(max_length=200), NOT_BLANK]
    status: Status = ""
    inhoud_is_vervallen: bool | None = None
    formaat: Annotated[str, Meta(max_length=255)] = ""
    taal: Annotated[str, Meta(max_length=3, min_length=3)]
    versie: Server[int]
    begin_registratie: Server[datetime]
    bestandsnaam: Annotated[Personal[str], Meta(max_length=255)] = ""
    inhoud: Annotated[Inhoud | None, Download("versie")] = None
    bestandsomvang: Annotated[Long | None, Meta(ge=0), MAX_OMVANG] = None
    link: Annotated[Uri, Meta(max_length=200)] = ""
    beschrijving: Annotated[Personal[str], Meta(max_length=1000)] = ""
    ontvangstdatum: date | None = None
    verzenddatum: date | None = None
    indicatie_gebruiksrecht: bool | None = None
    verschijningsvorm: str = ""
    bestandsdelen: Annotated[list[Deel], Reverse("BestandsDeel", via="informatieobject")] = []
    ondertekening: Ondertekening | None = None
    integriteit: Integriteit | None = None
    informatieobjecttype: Annotated[Ref["InformatieObjectType"], Meta(max_length=200), Missing("bad-url"), NOT_BLANK]
    locked: Annotated[bool, Computed("z.slot <> ''")] = False
    trefwoorden: list[str] = []
    slot: Hidden[Server[str]] = ""
    lock: Annotated[
        Sent[str],
        Meta(max_length=100),
        Doc(
            without=("read", "create"),
            extra=(("maxLength", None), ("minLength", 1), ("update", {"required": True})),
        ),
    ] = ""


ENKELVOUDIGINFORMATIEOBJECT = Resource(
    EnkelvoudigInformatieObject,
    api=DOCUMENTEN,
    path="/enkelvoudiginformatieobjecten",
    scopes=Scopes(
        read=LEZEN,
        create=("documenten.aanmaken",),
        update=("documenten.bijwerken", "documenten.geforceerd-bijwerken"),
        delete=("documenten.verwijderen",),
    ),
    privacy="none",
    named=(
        Operation(
            "GET",
            "/{uuid}/download",
            act=download.download,
            scopes=LEZEN,
            document={
                "summary": "Geeft de inhoud van het document, zoals die is gestuurd.",
                "query": download.QUERY,
                "answer": {"type": "string", "format": "binary"},
            },
        ),
        Operation(
            "POST",
            "/{uuid}/lock",
            act=sloten.lock,
            scopes=("documenten.lock",),
            gives=lambda document: {"lock": document.slot},
            document={
                "summary": "Vergrendelt een document en geeft de sleutel waarmee het te wijzigen is.",
                "answer": {
                    "type": "object",
                    "properties": {
                        "lock": {"type": "string", "readOnly": True, "description": "De sleutel van het slot."}
                    },
                    "required": ["lock"],
                },
            },
        ),
        Operation(
            "POST",
            "/{uuid}/unlock",
            act=sloten.unlock,
            scopes=("documenten.lock", "documenten.geforceerd-unlock"),
            takes=("lock",),
            gives=lambda document: None,
            document={
                "summary": "Ontgrendelt een document, met de sleutel of met het recht om te forceren.",
                "body": {
                    "type": "object",
                    "properties": {
                        "lock": {"type": "string", "maxLength": 100, "description": "De sleutel van het slot."}
                    },
                },
            },
        ),
    ),
    unique=(
        Unique(
            ("bronorganisatie", "identificatie"),
            on="identificatie",
            code="identificatie-niet-uniek",
            reason="Deze organisatie heeft al een document met deze identificatie.",
        ),
    ),
    filters=(Filter("trefwoorden", TREFWOORDEN, many=True),),
    related=tuple(
        Related(prefix, "ObjectInformatieObject", via="informatieobject", names=("object", "objectType"), extra=extra)
        for prefix, extra in (("objectinformatieobjecten_", False), ("objectinformatieobjecten__", True))
    ),
    authorised_by="informatieobjecttype",
    level="vertrouwelijkheidaanduiding",
    open_when="is_gereed_voor_publicatie",
    audit=True,
    kanaal=Kanaal(
        "documenten",
        ("bronorganisatie", "informatieobjecttype", "vertrouwelijkheidaanduiding"),
        "informatieobjecttype.catalogus",
    ),
    keeps_document=True,
    along=(
        betrokkenen.VAN_DOCUMENT,
        Versions(number="versie", since="begin_registratie", apart=("slot",), asked_by=("versie", "registratieOp")),
        COUNTERS,
        Zoek("identificatie", "bronorganisatie"),
    ),
    tells_maker=lambda document: {"lock": document.slot},
    defaults=(
        documenten_catalogi.fill_vertrouwelijkheid,
        regels.number_document,
        regels.number_versie,
        omvang.take_omvang,
        omvang.take_empty_inhoud,
        regels.carry_indicatie_gebruiksrecht,
        delen.request_delen,
    ),
    rules=(
        sloten.require_lock,
        sloten.require_unlocked,
        regels.require_no_relations,
        documenten_catalogi.require_published_informatieobjecttype,
        omvang.require_omvang_of_inhoud,
        regels.require_status_of_received,
        regels.require_indicatie_as_gebruiksrechten,
        regels.delete_inhoud,
    ),
    weergave=lambda d: d.identificatie,
    document={
        "description": "Een document met wat ervan bekend is, in al zijn versies.",
        "writable_only": WRITABLE_ONLY,
        "expand": {"link": False},
        "tells_maker": {"lock": "De sleutel, als het document op zijn inhoud wacht en daarom op slot zit."},
    },
)
