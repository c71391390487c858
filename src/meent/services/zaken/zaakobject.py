"""Zaakobject: what a zaak is about, an object of ours or of another register. Zaken API 1.7.0.

Either `object` points to it, or `objectIdentificatie` describes it in the shape that belongs to `objectType`.
"""

from typing import TYPE_CHECKING, Annotated, Literal

from msgspec import Meta

from meent.engine.declare import Resource, Scopes
from meent.engine.marks import Choice, Doc, Exact, Fixed, Group, JsonObject, Personal, Ref, Shape, Uri
from meent.services.across import archiefherziening, betrokkenen, zaken_objecten
from meent.services.zaken import regels
from meent.services.zaken.api import AUDIT_HEADERS, BIJWERKEN, LEZEN, ZAKEN
from meent.services.zaken.rol import (
    Medewerker,
    NatuurlijkPersoon,
    NietNatuurlijkPersoon,
    OrganisatorischeEenheid,
    Vestiging,
)  # fmt: skip

if TYPE_CHECKING:
    from meent.services.zaken.zaak import Zaak

ObjectType = Literal[
    "adres", "besluit", "buurt", "enkelvoudig_document", "gemeente", "gemeentelijke_openbare_ruimte", "huishouden",
    "inrichtingselement", "kadastrale_onroerende_zaak", "kunstwerkdeel", "maatschappelijke_activiteit", "medewerker",
    "natuurlijk_persoon", "niet_natuurlijk_persoon", "openbare_ruimte", "organisatorische_eenheid", "pand",
    "spoorbaandeel", "status", "terreindeel", "terrein_gebouwd_object", "vestiging", "waterdeel", "wegdeel", "wijk",
    "woonplaats", "woz_deelobject", "woz_object", "woz_waarde", "zakelijk_recht", "overige",
]  # fmt: skip

# An optional object inside an object may be left out; unlike most of its kind it may not be null.
OPTIONAL = Doc(nullable=False)


class ObjectTypeOverigeDefinitie(Group, kw_only=True):
    url: Annotated[Uri, Meta(max_length=1000)]
    schema: Annotated[str, Meta(max_length=100)]
    object_data: Annotated[str, Meta(max_length=100)]


class ObjectAdres(Group, kw_only=True):
    identificatie: Annotated[str, Meta(max_length=100)]
    wpl_woonplaats_naam: Annotated[str, Meta(max_length=80)]
    gor_openbare_ruimte_naam: Annotated[str, Meta(max_length=80)]
    huisnummer: Annotated[int, Meta(ge=0, le=99999)]
    huisletter: Annotated[str, Meta(max_length=1)] = ""
    huisnummertoevoeging: Annotated[str, Meta(max_length=4)] = ""
    postcode: Annotated[str, Meta(max_length=7)] = ""


class ObjectBuurt(Group, kw_only=True):
    buurt_code: Annotated[str, Meta(max_length=2)]
    buurt_naam: Annotated[str, Meta(max_length=40)]
    gem_gemeente_code: Annotated[str, Meta(max_length=4)]
    wyk_wijk_code: Annotated[str, Meta(max_length=2)]


class ObjectGemeente(Group, kw_only=True):
    gemeente_naam: Annotated[str, Meta(max_length=80)]
    gemeente_code: Annotated[str, Meta(max_length=4)]


class ObjectGemeentelijkeOpenbareRuimte(Group, kw_only=True):
    identificatie: Annotated[str, Meta(max_length=100)]
    openbare_ruimte_naam: Annotated[str, Meta(max_length=80)]


class TerreinGebouwdObjectAdres(Group, kw_only=True):
    num_identificatie: Annotated[str, Meta(max_length=100)] = ""
    oao_identificatie: Annotated[str, Meta(max_length=100), Doc(extra=(("deprecated", True),))] = ""
    aoa_identificatie: Annotated[str, Meta(max_length=100)] = ""
    wpl_woonplaats_naam: Annotated[str, Meta(max_length=80)]
    gor_openbare_ruimte_naam: Annotated[str, Meta(max_length=80)]
    aoa_postcode: Annotated[str, Meta(max_length=7)] = ""
    aoa_huisnummer: Annotated[int, Meta(ge=0, le=99999)]
    aoa_huisletter: Annotated[str, Meta(max_length=1)] = ""
    aoa_huisnummertoevoeging: Annotated[str, Meta(max_length=4)] = ""
    ogo_locatie_aanduiding: Annotated[str, Meta(max_length=100)] = ""


class ObjectTerreinGebouwdObject(Group, kw_only=True):
    identificatie: Annotated[str, Meta(max_length=100)]
    adres_aanduiding_grp: TerreinGebouwdObjectAdres | None = None


class ObjectHuishouden(Group, kw_only=True):
    nummer: Annotated[str, Meta(max_length=12)]
    is_gehuisvest_in: ObjectTerreinGebouwdObject | None = None


class ObjectInrichtingselement(Group, kw_only=True):
    type: Literal[
        "bak", "bord", "installatie", "kast", "mast", "paal",
        "sensor", "straatmeubilair", "waterinrichtingselement", "weginrichtingselement",
    ]  # fmt: skip
    identificatie: Annotated[str, Meta(max_length=100)]
    naam: Annotated[str, Meta(max_length=500)] = ""


class ObjectKadastraleOnroerendeZaak(Group, kw_only=True):
    kadastrale_identificatie: Annotated[str, Meta(max_length=100)]
    kadastrale_aanduiding: Annotated[str, Meta(max_length=1000)]


class ObjectKunstwerkdeel(Group, kw_only=True):
    type: Literal[
        "keermuur", "overkluizing", "duiker", "faunavoorziening", "vispassage", "bodemval", "coupure", "ponton",
        "voorde", "hoogspanningsmast", "gemaal", "perron", "sluis", "strekdam", "steiger", "stuw",
    ]  # fmt: skip
    identificatie: Annotated[str, Meta(max_length=100)]
    naam: Annotated[str, Meta(max_length=80)]


class ObjectMaatschappelijkeActiviteit(Group, kw_only=True):
    kvk_nummer: Annotated[str, Meta(max_length=8)]
    handelsnaam: Annotated[str, Meta(max_length=200)]


class ObjectOpenbareRuimte(Group, kw_only=True):
    identificatie: Annotated[str, Meta(max_length=100)]
    wpl_woonplaats_naam: Annotated[str, Meta(max_length=80)]
    gor_openbare_ruimte_naam: Annotated[str, Meta(max_length=80)]


class ObjectOverige(Group, kw_only=True):
    overige_data: JsonObject


class ObjectPand(Group, kw_only=True):
    identificatie: Annotated[str, Meta(max_length=100)]


class ObjectSpoorbaandeel(Group, kw_only=True):
    type: Literal["breedspoor", "normaalspoor", "smalspoor", "spoorbaan"]
    identificatie: Annotated[str, Meta(max_length=100)]
    naam: Annotated[str, Meta(max_length=500)] = ""


class ObjectTerreindeel(Group, kw_only=True):
    type: Annotated[str, Meta(max_length=40)]
    identificatie: Annotated[str, Meta(max_length=100)]
    naam: Annotated[str, Meta(max_length=500)] = ""


class ObjectWaterdeel(Group, kw_only=True):
    type_waterdeel: Literal["zee", "waterloop", "watervlakte", "greppel_droge_sloot"]
    identificatie: Annotated[str, Meta(max_length=100)]
    naam: Annotated[str, Meta(max_length=500)] = ""


class ObjectWegdeel(Group, kw_only=True):
    type: Annotated[str, Meta(max_length=100)]
    identificatie: Annotated[str, Meta(max_length=100)]
    naam: Annotated[str, Meta(max_length=500)] = ""


class ObjectWijk(Group, kw_only=True):
    wijk_code: Annotated[str, Meta(max_length=2)]
    wijk_naam: Annotated[str, Meta(max_length=40)]
    gem_gemeente_code: Annotated[str, Meta(max_length=4)]


class ObjectWoonplaats(Group, kw_only=True):
    identificatie: Annotated[str, Meta(max_length=100)]
    woonplaats_naam: Annotated[str, Meta(max_length=80)]


class WozObjectAdres(Group, kw_only=True):
    aoa_identificatie: Annotated[str, Meta(max_length=100)]
    wpl_woonplaats_naam: Annotated[str, Meta(max_length=80)]
    gor_openbare_ruimte_naam: Annotated[str, Meta(max_length=80)]
    aoa_postcode: Annotated[str, Meta(max_length=7)] = ""
    aoa_huisnummer: Annotated[int, Meta(ge=0, le=99999)]
    aoa_huisletter: Annotated[str, Meta(max_length=1)] = ""
    aoa_huisnummertoevoeging: Annotated[str, Meta(max_length=4)] = ""
    locatie_omschrijving: Annotated[str, Meta(max_length=1000)] = ""


class ObjectWozObject(Group, kw_only=True):
    woz_object_nummer: Annotated[str, Meta(max_length=100)]
    aanduiding_woz_object: WozObjectAdres | None = None


class ObjectWozDeelobject(Group, kw_only=True, omit_defaults=True):
    nummer_woz_deel_object: Annotated[str, Meta(max_length=6)]
    is_onderdeel_van: Annotated[ObjectWozObject | None, OPTIONAL] = None


class ObjectWozWaarde(Group, kw_only=True, omit_defaults=True):
    waardepeildatum: Annotated[str, Meta(max_length=9)]
    is_voor: Annotated[ObjectWozObject | None, OPTIONAL] = None


class ZakelijkRechtHeeftAlsGerechtigde(Group, kw_only=True, omit_defaults=True):
    natuurlijk_persoon: Annotated[NatuurlijkPersoon | None, OPTIONAL] = None
    niet_natuurlijk_persoon: Annotated[NietNatuurlijkPersoon | None, OPTIONAL] = None


class ObjectZakelijkRecht(Group, kw_only=True, omit_defaults=True):
    identificatie: Annotated[str, Meta(max_length=100)]
    avg_aard: Annotated[str, Meta(max_length=1000)]
    heeft_betrekking_op: Annotated[ObjectKadastraleOnroerendeZaak | None, OPTIONAL] = None
    heeft_als_gerechtigde: Annotated[ZakelijkRechtHeeftAlsGerechtigde | None, OPTIONAL] = None


# Not here: besluit, enkelvoudig_document and status, which have an address and need no description.
OBJECT = Choice(
    by="object_type",
    shapes={
        "adres": ObjectAdres,
        "buurt": ObjectBuurt,
        "gemeente": ObjectGemeente,
        "gemeentelijke_openbare_ruimte": ObjectGemeentelijkeOpenbareRuimte,
        "huishouden": ObjectHuishouden,
        "inrichtingselement": ObjectInrichtingselement,
        "kadastrale_onroerende_zaak": ObjectKadastraleOnroerendeZaak,
        "kunstwerkdeel": ObjectKunstwerkdeel,
        "maatschappelijke_activiteit": ObjectMaatschappelijkeActiviteit,
        "medewerker": Medewerker,
        "natuurlijk_persoon": NatuurlijkPersoon,
        "niet_natuurlijk_persoon": NietNatuurlijkPersoon,
        "openbare_ruimte": ObjectOpenbareRuimte,
        "organisatorische_eenheid": OrganisatorischeEenheid,
        "pand": ObjectPand,
        "spoorbaandeel": ObjectSpoorbaandeel,
        "terreindeel": ObjectTerreindeel,
        "terrein_gebouwd_object": ObjectTerreinGebouwdObject,
        "vestiging": Vestiging,
        "waterdeel": ObjectWaterdeel,
        "wegdeel": ObjectWegdeel,
        "wijk": ObjectWijk,
        "woonplaats": ObjectWoonplaats,
        "woz_deelobject": ObjectWozDeelobject,
        "woz_object": ObjectWozObject,
        "woz_waarde": ObjectWozWaarde,
        "zakelijk_recht": ObjectZakelijkRecht,
        "overige": ObjectOverige,
    },
)


class ZaakObject(Shape, kw_only=True):
    zaak: Annotated[Fixed[Exact[Ref["Zaak"]]], Meta(max_length=1000, min_length=1)]
    object: Annotated[Fixed[Exact[Uri]], Meta(max_length=1000)] = ""
    zaakobjecttype: Annotated[Uri, Meta(max_length=1000)] = ""
    object_type: Fixed[Exact[ObjectType]]
    object_type_overige: Annotated[str, Meta(max_length=100, pattern=r"[a-z\_]+")] = ""
    object_type_overige_definitie: ObjectTypeOverigeDefinitie | None = None
    relatieomschrijving: Annotated[str, Meta(max_length=80)] = ""
    object_identificatie: Annotated[Personal[Group | None], OBJECT] = None


ZAAKOBJECT = Resource(
    ZaakObject,
    api=ZAKEN,
    path="/zaakobjecten",
    scopes=Scopes(
        read=LEZEN,
        create=("zaken.aanmaken", *BIJWERKEN),
        update=BIJWERKEN,
        delete=(*BIJWERKEN, "zaken.verwijderen"),
    ),
    privacy="none",
    along=(betrokkenen.VAN_ZAAKOBJECT,),
    authorised_by="zaak.zaaktype",
    under="zaak",
    rules=(
        regels.require_forced_on_closed_zaak,
        regels.require_object,
        regels.require_object_type_overige,
        zaken_objecten.require_object_of_definition,
        archiefherziening.derive_archief_anew,
    ),
    document={
        "description": "Waar een zaak over gaat: iets van ons of uit een andere registratie.",
        "without": dict.fromkeys(("update", "partial_update", "delete"), AUDIT_HEADERS),
    },
    weergave=lambda o: o.object_type_overige or o.object_type,
)
