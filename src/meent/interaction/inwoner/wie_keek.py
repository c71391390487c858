"""Who looked at my data: what stands in the log of processing about one resident, by day, in words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from starlette.responses import Response

from meent.interaction.seams import Blik
from meent.interaction.visit import NOT_HERE, Refused, Visit, known_uuid
from meent.interaction.words import AMSTERDAM, mark

MEDEWERKER = mark("Een medewerker van de gemeente")
GEEN_DOEL = mark("Dat is niet verteld.")
HANDELINGEN = {
    "retrieve": mark("Bekeken"), "list": mark("Bekeken in een lijst"), "download": mark("Bestand geopend"),
    "search": mark("Naar u gezocht, en niets gevonden"),
    "listen": mark("Opname van een gesprek beluisterd"),
    "audittrail": mark("Bekeken wat er eerder is veranderd"), "create": mark("Toegevoegd"),
    "update": mark("Veranderd"), "partial_update": mark("Veranderd"), "destroy": mark("Verwijderd"),
}  # fmt: skip
ANDERS = mark("Gebruikt")
GEGEVENS = {
    "actorklantcontact": mark("welke medewerker u sprak"),
    "besluit": mark("een besluit over u"),
    "betrokkene": mark("dat u contact had, en namens wie"),
    "bijlage": mark("wat bij een gesprek met u hoort"),
    "categorierelatie": mark("in welke groep de gemeente u zet"),
    "contact": mark("adres en contactgegevens"),
    "digitaaladres": mark("uw e-mailadres of telefoonnummer"),
    "enkelvoudiginformatieobject": mark("namen van documenten"),
    "enkelvoudiginformatieobject_inhoud": mark("wat er in een document staat"),
    "gespreksopname": mark("de opname van een gesprek met u"),
    "identiteit": mark("wie u bent: naam, BSN en adres"),
    "internetaak": mark("wat de gemeente voor u moet doen"),
    "klantcontact": mark("een gesprek met u"),
    "object": mark("iets dat over u is vastgelegd"),
    "klantinteractie": mark("wat u de gemeente vroeg of vertelde"),
    "onderwerpobject": mark("waar een gesprek met u over ging"),
    "partij": mark("hoe de gemeente u kent"),
    "partijidentificator": mark("uw nummer bij de overheid, zoals uw BSN"),
    "plaats": mark("de plek waar uw zaak over gaat"),
    "rekeningnummer": mark("uw rekeningnummer"),
    "resultaat": mark("de uitkomst van uw zaak"),
    "rol": mark("wat u met de zaak te maken hebt"),
    "status": mark("hoe ver uw zaak is"),
    "verwerking": mark("wie in uw gegevens keek"),
    "vertegenwoordigden": mark("wie u helpt of wie u vertegenwoordigt"),
    "verzending": mark("wat u is gestuurd"),
    "volgindicatie": mark("dat een applicatie hoort als er iets over u verandert"),
    "zaak": mark("waar uw zaak over gaat"),
    "zaakeigenschap": mark("details van uw zaak"),
    "zaakinformatieobject": mark("welke documenten bij uw zaak horen"),
    "zaaknotitie": mark("een notitie over uw zaak"),
    "zaakobject": mark("waar of over wie uw zaak gaat"),
    "zoekvraag": mark("het nummer of adres waarmee is gezocht"),
}
"""Groups of data as the registers declare them; a test compares the names."""
OVERIG = mark("andere gegevens over u")
BRP = mark("wat in de basisregistratie personen over u staat")
RUBRIEK = re.compile(r"\d\d\.\d\d\.\d\d", re.ASCII)
"""How the log names what was used of a persoonslijst."""
DOELEN = (
    mark("Een zaak behandelen"), mark("Een vraag van een inwoner beantwoorden"), mark("Het klantcontact regelen"),
    mark("De gegevens van inwoners bijhouden"), mark("Zelf uw gegevens bekijken"), mark("De systemen beheren"),
)  # fmt: skip
"""Purposes that every municipality begins with; here for their translation. Those of its own stand in Dutch."""


@dataclass(frozen=True)
class Keer:
    """One time that somebody used the data, as the page shows it.

    wie      a Dutch text of ours, or the name of an application when `is_naam`
    waarom   a Dutch text, of ours when `is_eigen`
    """

    moment: str
    tijd: str
    wie: str
    is_naam: bool
    wat: str
    waarom: str
    is_eigen: bool
    gegevens: tuple[str, ...]


async def show(visit: Visit) -> Response:
    """A page of the log, newest first; `voor` leads to what was before."""
    asked = visit.request.query_params.get("voor")
    voor = known_uuid(asked) if asked is not None else None
    gevonden = await visit.deps.inzage.over(visit.gemeente.slug, visit.who.user, voor)
    if gevonden is None:
        raise Refused(NOT_HERE)
    blikken, verder = gevonden
    return visit.render(
        "inwoner/wie_keek.html",
        dagen=per_dag(blikken),
        is_eerste=voor is None,
        eerder=str(verder or ""),
    )


def per_dag(blikken: Sequence[Blik]) -> list[tuple[date, list[Keer]]]:
    """By the calendar day in Amsterdam."""
    by_day = groupby(blikken, key=lambda blik: blik.moment.astimezone(AMSTERDAM).date())
    return [(day, [keer(blik) for blik in some]) for day, some in by_day]


def woorden(naam: str) -> str:
    """What a resident reads for a group of data in the log."""
    return BRP if RUBRIEK.fullmatch(naam) else GEGEVENS.get(naam, OVERIG)


def keer(blik: Blik) -> Keer:
    moment = blik.moment.astimezone(AMSTERDAM)
    waarom = blik.waarom or GEEN_DOEL
    return Keer(
        moment=moment.isoformat(), tijd=f"{moment:%H:%M}",
        wie=blik.applicatie or MEDEWERKER, is_naam=bool(blik.applicatie),
        wat=HANDELINGEN.get(blik.handeling, ANDERS),
        waarom=waarom, is_eigen=waarom in (*DOELEN, GEEN_DOEL),
        gegevens=tuple(dict.fromkeys(woorden(naam) for naam in blik.gegevens)),
    )  # fmt: skip
