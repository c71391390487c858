"""DigitaalAdres: an e-mail address, telephone number or other way to reach somebody.

Source: Klantinteracties API 0.9.0, as Open Klant 2.18.0 serves it.
"""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal, get_args

from msgspec import Meta

from meent.capabilities.linked import Linked
from meent.engine.declare import Filter, Kanaal, Related, Resource
from meent.engine.marks import By, Exact, Ref, Shape
from meent.services.across import betrokkenen
from meent.services.klantinteracties import adresregels, voorkeur
from meent.services.klantinteracties.api import DAY, KLANTINTERACTIES, OPERATIONS, SCOPES, document
from meent.services.klantinteracties.betrokkene import Betrokkene, Rol
from meent.services.klantinteracties.partijidentificator import MEMBERS

if TYPE_CHECKING:
    from meent.services.klantinteracties.partij import Partij

DAYS = ("verificatieDatum", *(f"verificatieDatum__{sign}" for sign in ("gt", "gte", "lt", "lte")))


class DigitaalAdres(Shape, kw_only=True):
    verstrekt_door_betrokkene: Annotated[Ref[Betrokkene] | None, Linked(), By("uuid", "url")] = None
    verstrekt_door_partij: Annotated[Ref["Partij"] | None, Linked(), By("uuid", "url")] = None
    adres: Annotated[str, Meta(max_length=80), By("exact", "icontains")]
    soort_digitaal_adres: Exact[Literal["email", "telefoonnummer", "overig"]]
    is_standaard_adres: Exact[bool] = False
    omschrijving: Annotated[str, Meta(max_length=40)] = ""
    referentie: Annotated[Exact[str], Meta(max_length=50, pattern="^[-a-zA-Z0-9_]+$")] = ""
    verificatie_datum: Annotated[date | None, By("exact", "gt", "gte", "lt", "lte")] = None


DIGITAALADRES = Resource(
    DigitaalAdres,
    api=KLANTINTERACTIES,
    path="/digitaleadressen",
    scopes=SCOPES,
    privacy="personal",
    along=(betrokkenen.VAN_DIGITAALADRES,),
    operations=OPERATIONS,
    kanaal=Kanaal("digitaleadressen", ()),
    expands=(
        "verstrektDoorBetrokkene",
        "verstrektDoorBetrokkene.hadKlantcontact",
        "verstrektDoorBetrokkene.hadKlantcontact.leiddeTotInterneTaken",
    ),
    filters=(
        Filter("isGeverifieerd", "(z.verificatie_datum IS NOT NULL) = {}", kind="bool"),
        Filter("omschrijving", "strpos(lower(z.omschrijving), lower({})) > 0"),
    ),
    related=(
        Related(
            "verstrektDoorBetrokkene__",
            "Betrokkene",
            via="id",
            of="verstrekt_door_betrokkene",
            own=(Filter("rol", "z.rol = {}", kind="choice", choices=get_args(Rol)),),
        ),
        Related("verstrektDoorPartij__", "Partij", via="id", of="verstrekt_door_partij", names=("soortPartij",)),
        Related(
            "verstrektDoorPartij__partijIdentificator__",
            "PartijIdentificator",
            via="identificeerde_partij",
            of="verstrekt_door_partij",
            own=tuple(Filter(name, f"z.{column} = {{}}") for name, column in MEMBERS.items()),
        ),
    ),
    rules=(
        adresregels.require_adres_of_soort,
        adresregels.require_single_referentie,
        voorkeur.keep_one_standard,
        voorkeur.clear_voorkeur_of_moved_adres,
    ),
    weergave=lambda a: f"{a.soort_digitaal_adres} {a.id}",
    document=document(
        "digitaleadressen",
        "Een e-mailadres, telefoonnummer of andere weg waarlangs iemand te bereiken is.",
        tag="digitale adressen",
        filters=dict.fromkeys(DAYS, DAY),
    ),
)
