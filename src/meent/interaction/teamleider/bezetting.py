"""What-if staffing: a number of agents per hour, and what callers would notice. Answered at once, by Erlang; for the
hour in which callers wait longest also per queue, when not everybody can answer every queue.

Nothing is kept: what is tried stands in the address, so it can be shared and tried again.
"""

import asyncio
from collections.abc import Mapping
from datetime import timedelta

from starlette.responses import Response

from meent.basis.datums import amsterdam_dag
from meent.interaction.teamleider.rapport import TE_LANG, lees_dagen
from meent.interaction.teamleider.wandbord import desk_of
from meent.interaction.visit import Visit
from meent.interaction.words import mark
from meent.process.telefonie.beleid import Beleid
from meent.process.telefonie.desk import Desk
from meent.process.telefonie.rapport import Regels, Selectie, regels
from meent.process.telefonie.vaardigheden import BELLERS, Groep
from meent.process.telefonie.watals import (
    GESPREKKEN_MINST,
    MEDEWERKERS_MAX,
    RijUitkomst,
    Uitkomst,
    Verleden,
    norm_van,
    per_wachtrij,
    uitkomsten,
    verleden,
)
from meent.process.telefonie.werkplek import leesbaar

WEEK = timedelta(days=27)
"""So many days back is looked when nothing is chosen: four weeks with today."""
WERKDAGEN = frozenset(range(5))
DAGEN: Mapping[str, str] = {
    "": mark("Alle dagen"), "werkdagen": mark("Maandag tot en met vrijdag"), "0": mark("Maandag"),
    "1": mark("Dinsdag"), "2": mark("Woensdag"), "3": mark("Donderdag"), "4": mark("Vrijdag"), "5": mark("Zaterdag"),
    "6": mark("Zondag"),
}  # fmt: skip
WEEKDAGEN = {"": frozenset(range(7)), "werkdagen": WERKDAGEN} | {str(dag): frozenset({dag}) for dag in range(7)}
NORM_SECONDEN_MAX, NORM_PROCENT_MAX = 3_600, 99


async def show(visit: Visit) -> Response:
    """The page; its script takes the answers out of it and leaves the rest."""
    desk = desk_of(visit)
    if desk is None:
        return visit.render("teamleider/bezetting.html", desk=False)
    query, vandaag = visit.request.query_params, amsterdam_dag(desk.now())
    dagen, fout = lees_dagen(query, vandaag - WEEK, vandaag)
    gevraagd = Selectie(*dagen)
    if not fout and gevraagd.is_te_lang:
        fout = TE_LANG[""]
    welke = query.get("dag", "") if query.get("dag", "") in DAGEN else ""
    beleid = desk.boeken[visit.gemeente.id].beleid
    gevonden = Regels([], []) if fout else await regels(desk.journaal, visit.gemeente.id, *gevraagd.grenzen)
    norm = _norm(query, gevonden, beleid)
    bekend, uit, groepen, rijen = await asyncio.to_thread(
        _reken, desk, gevraagd, gevonden, welke, beleid, norm, _keuze(query)
    )
    return visit.render(
        "teamleider/bezetting.html", desk=True, status=400 if fout else 200, gevraagd=gevraagd, fout=fout,
        dagen=DAGEN, welke=welke, norm=norm, bekend=bekend, uitkomsten=uit, drukst=drukst(uit),
        groepen=groepen, rijen=rijen, leesbaar=leesbaar, nagespeeld=BELLERS,
        minst=GESPREKKEN_MINST, meest=MEDEWERKERS_MAX, norm_max=(NORM_SECONDEN_MAX, NORM_PROCENT_MAX),
    )  # fmt: skip


def _reken(
    desk: Desk, gevraagd: Selectie, gevonden: Regels, welke: str, beleid: Beleid, norm: tuple[int, int],
    keuze: Mapping[int, int],
) -> tuple[Verleden, list[Uitkomst], list[Groep], list[RijUitkomst]]:  # fmt: skip
    bekend = verleden(gevraagd, gevonden, WEEKDAGEN[welke], beleid, desk.now())
    uit = list(uitkomsten(bekend, keuze, norm[0], norm[1] / 100)) if bekend.is_genoeg else []
    druk = drukst(uit)
    groepen, rijen = per_wachtrij(bekend, druk, beleid, norm[0]) if druk else ([], [])
    return bekend, uit, groepen, rijen


def drukst(uit: list[Uitkomst]) -> Uitkomst | None:
    """The hour in which callers wait longest; of equals the first."""
    return max(uit, key=lambda een: een.nu.wacht_seconden, default=None)


def _norm(query: Mapping[str, str], gevonden: Regels, beleid: Beleid) -> tuple[int, int]:
    """(seconds, percent) as asked, else that of the queue with most callers."""
    seconden, procent = norm_van(gevonden, beleid)
    return (
        _getal(query.get("norm_seconden", ""), 0, NORM_SECONDEN_MAX, seconden),
        _getal(query.get("norm_procent", ""), 1, NORM_PROCENT_MAX, min(procent, NORM_PROCENT_MAX)),
    )


def _keuze(query: Mapping[str, str]) -> dict[int, int]:
    """Hour -> agents, of the fields that hold a number."""
    aantallen = {uur: _getal(query.get(f"uur-{uur}", ""), 1, MEDEWERKERS_MAX, 0) for uur in range(24)}
    return {uur: aantal for uur, aantal in aantallen.items() if aantal}


def _getal(tekst: str, laagst: int, hoogst: int, anders: int) -> int:
    """A whole number between these two; what lies outside becomes the nearest, what is none `anders`."""
    return min(max(int(tekst), laagst), hoogst) if tekst.isascii() and tekst.isdigit() and len(tekst) < 10 else anders
