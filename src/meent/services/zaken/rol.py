"""Rol: what somebody does in a zaak, and who that is. Zaken API 1.7.0. Replaced by delete and create (Z-53)."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Literal, get_args

import msgspec
from msgspec import Meta

from meent.capabilities.kinds import Bsn, Email
from meent.engine.declare import Filter, Resource
from meent.engine.marks import (
    Choice,
    Exact,
    Group,
    Pattern,
    Personal,
    Ref,
    Reverse,
    Server,
    Shape,
    Uri,
    Url,
)  # fmt: skip
from meent.services.across import betrokkenen, zaken_catalogi
from meent.services.waarden import OmschrijvingGeneriek
from meent.services.zaken import regels
from meent.services.zaken.api import ONDER_ZAAK, ZAKEN
from meent.verwerkingen.regels import Gegevens

if TYPE_CHECKING:
    from meent.services.catalogi.roltype import RolType
    from meent.services.zaken.zaak import Zaak

BetrokkeneType = Literal[
    "natuurlijk_persoon", "niet_natuurlijk_persoon", "vestiging", "organisatorische_eenheid", "medewerker"
]
Rechtsvorm = Literal[
    "", "besloten_vennootschap", "cooperatie_europees_economische_samenwerking", "europese_cooperatieve_venootschap",
    "europese_cooperatieve_vennootschap", "europese_naamloze_vennootschap", "kerkelijke_organisatie",
    "naamloze_vennootschap", "onderlinge_waarborg_maatschappij", "overig_privaatrechtelijke_rechtspersoon", "stichting",
    "vereniging", "vereniging_van_eigenaars", "publiekrechtelijke_rechtspersoon", "vennootschap_onder_firma",
    "maatschap", "rederij", "commanditaire_vennootschap", "kapitaalvennootschap_binnen_eer",
    "overige_buitenlandse_rechtspersoon_vennootschap", "kapitaalvennootschap_buiten_eer",
]  # fmt: skip


class VerblijfsAdres(Group, kw_only=True):
    aoa_identificatie: Annotated[str, Meta(max_length=100)]
    wpl_woonplaats_naam: Annotated[str, Meta(max_length=80)]
    gor_openbare_ruimte_naam: Annotated[str, Meta(max_length=80)]
    aoa_postcode: Annotated[str, Meta(max_length=7)] = ""
    aoa_huisnummer: Annotated[int, Meta(ge=0, le=99999)]
    aoa_huisletter: Annotated[str, Meta(max_length=1)] = ""
    aoa_huisnummertoevoeging: Annotated[str, Meta(max_length=4)] = ""
    inp_locatiebeschrijving: Annotated[str, Meta(max_length=1000)] = ""


class SubVerblijfBuitenland(Group, kw_only=True):
    lnd_landcode: Annotated[str, Meta(max_length=4)]
    lnd_landnaam: Annotated[str, Meta(max_length=40)]
    sub_adres_buitenland_1: Annotated[str, Meta(max_length=35)] = msgspec.field(default="", name="subAdresBuitenland_1")
    sub_adres_buitenland_2: Annotated[str, Meta(max_length=35)] = msgspec.field(default="", name="subAdresBuitenland_2")
    sub_adres_buitenland_3: Annotated[str, Meta(max_length=35)] = msgspec.field(default="", name="subAdresBuitenland_3")


class NatuurlijkPersoon(Group, kw_only=True):
    inp_bsn: Bsn = ""
    anp_identificatie: Annotated[str, Meta(max_length=17)] = ""
    inp_a_nummer: Annotated[str, Meta(max_length=10), Pattern("^[1-9][0-9]{9}$")] = msgspec.field(
        default="", name="inpA_nummer"
    )
    geslachtsnaam: Annotated[str, Meta(max_length=200)] = ""
    voorvoegsel_geslachtsnaam: Annotated[str, Meta(max_length=80)] = ""
    voorletters: Annotated[str, Meta(max_length=20)] = ""
    voornamen: Annotated[str, Meta(max_length=200)] = ""
    geslachtsaanduiding: Literal["", "m", "v", "o"] = ""
    geboortedatum: Annotated[str, Meta(max_length=18)] = ""
    verblijfsadres: VerblijfsAdres | None = None
    sub_verblijf_buitenland: SubVerblijfBuitenland | None = None


class NietNatuurlijkPersoon(Group, kw_only=True):
    inn_nnp_id: Annotated[str, Meta(max_length=9)] = ""
    ann_identificatie: Annotated[str, Meta(max_length=17)] = ""
    statutaire_naam: Annotated[str, Meta(max_length=500)] = ""
    inn_rechtsvorm: Rechtsvorm = ""
    bezoekadres: Annotated[str, Meta(max_length=1000)] = ""
    sub_verblijf_buitenland: SubVerblijfBuitenland | None = None


class Vestiging(Group, kw_only=True):
    vestigings_nummer: Annotated[str, Meta(max_length=24)] = ""
    handelsnaam: list[Annotated[str, Meta(max_length=625)]] = []
    verblijfsadres: VerblijfsAdres | None = None
    sub_verblijf_buitenland: SubVerblijfBuitenland | None = None
    kvk_nummer: Annotated[str, Meta(max_length=8)] = ""


class OrganisatorischeEenheid(Group, kw_only=True):
    identificatie: Annotated[str, Meta(max_length=24)] = ""
    naam: Annotated[str, Meta(max_length=50)] = ""
    is_gehuisvest_in: Annotated[str, Meta(max_length=24)] = ""


class Medewerker(Group, kw_only=True):
    identificatie: Annotated[str, Meta(max_length=254)] = ""
    achternaam: Annotated[str, Meta(max_length=200)] = ""
    voorletters: Annotated[str, Meta(max_length=20)] = ""
    voorvoegsel_achternaam: Annotated[str, Meta(max_length=10)] = ""


class ContactPersoonRol(Group, kw_only=True):
    emailadres: Email = ""
    functie: Annotated[str, Meta(max_length=50)] = ""
    telefoonnummer: Annotated[str, Meta(max_length=20)] = ""
    naam: Annotated[str, Meta(max_length=40)]


BETROKKENE = Choice(
    by="betrokkene_type",
    shapes={
        "natuurlijk_persoon": NatuurlijkPersoon,
        "niet_natuurlijk_persoon": NietNatuurlijkPersoon,
        "vestiging": Vestiging,
        "organisatorische_eenheid": OrganisatorischeEenheid,
        "medewerker": Medewerker,
    },
    keys={
        "natuurlijkPersoon": ("natuurlijk_persoon", ("inpBsn", "anpIdentificatie", "inpA_nummer")),
        "nietNatuurlijkPersoon": ("niet_natuurlijk_persoon", ("innNnpId", "annIdentificatie")),
        "vestiging": ("vestiging", ("vestigingsNummer",)),
        "organisatorischeEenheid": ("organisatorische_eenheid", ("identificatie",)),
        "medewerker": ("medewerker", ("identificatie",)),
    },
)


class Rol(Shape, kw_only=True):
    zaak: Annotated[Exact[Ref["Zaak"]], Meta(max_length=1000, min_length=1)]
    betrokkene: Annotated[Exact[Uri], Meta(max_length=1000)] = ""
    betrokkene_type: Exact[BetrokkeneType]
    afwijkende_naam_betrokkene: Annotated[Personal[str], Meta(max_length=625), Gegevens("identiteit")] = ""
    roltype: Annotated[Exact[Ref["RolType"]], Meta(max_length=1000)]
    omschrijving: Exact[Server[str]] = ""
    omschrijving_generiek: Exact[Server[str]] = ""
    roltoelichting: Annotated[Personal[str], Meta(max_length=1000)]
    registratiedatum: Server[datetime]
    indicatie_machtiging: Literal["", "gemachtigde", "machtiginggever"] = ""
    contactpersoon_rol: Annotated[Personal[ContactPersoonRol | None], Gegevens("contact")] = None
    statussen: Annotated[
        list[Annotated[Url, Meta(max_length=1000, min_length=1)]], Reverse("Status", via="gezetdoor")
    ] = []
    betrokkene_identificatie: Annotated[Personal[Group | None], BETROKKENE, Gegevens("identiteit")] = None


ROL = Resource(
    Rol,
    api=ZAKEN,
    path="/rollen",
    scopes=ONDER_ZAAK,
    privacy="none",
    along=(betrokkenen.VAN_ROL,),
    operations=("list", "create", "retrieve", "head", "delete"),
    authorised_by="zaak.zaaktype",
    under="zaak",
    defaults=(zaken_catalogi.copy_roltype, regels.stamp_registratiedatum),
    rules=(
        regels.require_forced_on_closed_zaak,
        zaken_catalogi.require_roltype_of_zaaktype,
        regels.require_betrokkene,
        regels.require_single_initiator_and_coordinator,
        regels.clear_gezetdoor,
    ),
    filters=(
        Filter(
            "omschrijvingGeneriek",
            "z.omschrijving_generiek = {}",
            kind="choice",
            choices=get_args(OmschrijvingGeneriek),
        ),
    ),
    document={
        "description": "Wat iemand in een zaak doet, en wie dat is. Wijzigen is verwijderen en opnieuw aanmaken.",
    },
    weergave=lambda r: f"{r.omschrijving} ({r.betrokkene_type})",
)
