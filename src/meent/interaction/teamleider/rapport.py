"""Reports of the team leader: how it went over a period, as a table, as a drawing and as a file."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, get_args
from urllib.parse import urlencode

from starlette.responses import Response

from meent.basis.datums import amsterdam_dag, parse_date
from meent.interaction.teamleider.bestand import als_csv, als_xlsx
from meent.interaction.teamleider.kolommen import KOLOMMEN, SLEUTELS
from meent.interaction.teamleider.tekening import tekening
from meent.interaction.teamleider.wandbord import desk_of
from meent.interaction.visit import NOT_HERE, Refused, Visit, Weigering
from meent.interaction.words import Words, mark
from meent.process.telefonie.beleid import Beleid
from meent.process.telefonie.desk import Desk
from meent.process.telefonie.rapport import STAP, Groep, Rapport, Rij, Selectie, Tijd, rapport, regels
from meent.process.telefonie.werkplek import leesbaar

TIJD: Mapping[str, str] = {
    "kwartier": mark("Per kwartier"), "uur": mark("Per uur"), "dag": mark("Per dag"), "": mark("Alles samen"),
}  # fmt: skip
GROEP: Mapping[str, str] = {
    "": mark("Niet verdelen"), "wachtrij": mark("Per wachtrij"), "nummer": mark("Per nummer"),
    "onderwerp": mark("Per onderwerp"),
}  # fmt: skip
RIJEN_MAX = 400
"""Rows on a page; a file has them all."""
GEEN_KEUZE = mark("Geen keuze in het menu")
GEEN_DATUM = mark("Een datum klopt niet. Vul die in als jaar, maand en dag: 2026-11-30.")
ANDERSOM = mark("De laatste dag ligt voor de eerste. Draai ze om.")
TE_LANG = {
    "kwartier": mark("Kies per kwartier hoogstens 7 dagen."), "": mark("Kies hoogstens 31 dagen."),
}  # fmt: skip
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


async def show(visit: Visit) -> Response:
    """The page. What cannot be asked is said, and nothing is counted."""
    desk = desk_of(visit)
    if desk is None:
        return visit.render("teamleider/rapport.html", desk=False)
    gevraagd, fout = lees(visit, desk)
    beleid = desk.boeken[visit.gemeente.id].beleid
    noem = partial(naam_van_groep, gevraagd=gevraagd, beleid=beleid, words=visit.words)
    facts: dict[str, Any] = {"uit": None, "beelden": None}
    if not fout:
        uit = await tel(visit, desk, gevraagd)
        facts = {"uit": uit, "beelden": beelden(uit, gevraagd, noem, visit.words)}
    return visit.render(
        "teamleider/rapport.html", desk=True, gevraagd=gevraagd, fout=fout, status=400 if fout else 200, **facts,
        tijden=TIJD, groepen=GROEP, wachtrijen=sorted(beleid.wachtrijen), nummers=beleid.nummers, leesbaar=leesbaar,
        kolommen=[kolom for kolom in KOLOMMEN if kolom.op_pagina], alle_kolommen=KOLOMMEN, sleutels=SLEUTELS,
        rijen_max=RIJEN_MAX, naam_van=partial(naam_van, words=visit.words), noem=noem,
        adres=urlencode(asdict(gevraagd)),
    )  # fmt: skip


async def csv(visit: Visit) -> Response:
    """The same as CSV."""
    gevraagd, uit = await van_bestand(visit)
    return _bestand(als_csv(gevraagd, uit), "text/csv; charset=utf-8", gevraagd, "csv")


async def xlsx(visit: Visit) -> Response:
    """The same as a workbook."""
    gevraagd, uit = await van_bestand(visit)
    inhoud = await asyncio.to_thread(als_xlsx, gevraagd, uit, visit.words)
    return _bestand(inhoud, XLSX, gevraagd, "xlsx")


async def van_bestand(visit: Visit) -> tuple[Selectie, Rapport]:
    """raises Refused"""
    desk = desk_of(visit)
    if desk is None:
        raise Refused(NOT_HERE)
    gevraagd, fout = lees(visit, desk)
    if fout:
        raise Refused(Weigering(400, mark("Dit rapport is er niet"), fout))
    return gevraagd, await tel(visit, desk, gevraagd)


async def tel(visit: Visit, desk: Desk, gevraagd: Selectie) -> Rapport:
    """Counted beside the loop: a month of a large municipality takes part of a second."""
    tenant = visit.gemeente.id
    gevonden = await regels(desk.journaal, tenant, *gevraagd.grenzen)
    return await asyncio.to_thread(rapport, gevraagd, gevonden, desk.boeken[tenant].beleid, desk.now())


def lees(visit: Visit, desk: Desk) -> tuple[Selectie, str]:
    """What is asked, and what is wrong with it or "". Without anything: today, per hour."""
    query, beleid = visit.request.query_params, desk.boeken[visit.gemeente.id].beleid
    vandaag = amsterdam_dag(desk.now())
    tijd: Tijd = next((t for t in get_args(Tijd) if t == query.get("tijd", "uur")), "uur")
    groep: Groep = next((g for g in get_args(Groep) if g == query.get("groep", "")), "")
    dagen, fout = lees_dagen(query, vandaag, vandaag)
    gevraagd = Selectie(
        *dagen, tijd, groep,
        next((naam for naam in beleid.wachtrijen if naam == query.get("wachtrij")), ""),
        next((nummer for nummer in beleid.nummers if nummer == query.get("nummer")), ""),
    )  # fmt: skip
    if not fout and gevraagd.is_te_lang:
        fout = TE_LANG.get(tijd, TE_LANG[""])
    return gevraagd, fout


def lees_dagen(query: Mapping[str, str], van: date, tot: date) -> tuple[tuple[date, date], str]:
    """First and last day, these when none are given; and what is wrong with them or ""."""
    try:
        eerste = parse_date(query.get("van") or van.isoformat())
        dagen = eerste, parse_date(query.get("tot_en_met") or max(eerste, tot).isoformat())
    except ValueError:
        return (van, tot), GEEN_DATUM
    if not all(2000 <= dag.year <= 2999 for dag in dagen):
        return (van, tot), GEEN_DATUM
    return dagen, ANDERSOM if dagen[0] > dagen[1] else ""


def naam_van(begin: datetime | None, gevraagd: Selectie, words: Words) -> str:
    """What an interval is called: the clock, with the day when there are more days."""
    if begin is None:
        return ""
    if gevraagd.tijd == "dag":
        return words.short_day(begin.date())
    klok = f"{begin:%H:%M}"
    return klok if gevraagd.van == gevraagd.tot_en_met else f"{words.short_day(begin.date())} {klok}"


def naam_van_groep(naam: str, gevraagd: Selectie, beleid: Beleid, words: Words) -> str:
    """What a queue, number or subject is called on the page."""
    if gevraagd.groep == "onderwerp":
        return naam or words.gettext(GEEN_KEUZE)
    if gevraagd.groep == "nummer" and naam in beleid.nummers:
        return f"{naam} {beleid.nummers[naam].naam}"
    return leesbaar(naam) if gevraagd.groep == "wachtrij" else naam


def beelden(uit: Rapport, gevraagd: Selectie, noem: Callable[[str], str], words: Words) -> dict[str, Any]:
    """What is drawn: bars in time, or one bar for each group; nothing when all of it is one figure."""
    if gevraagd.tijd:
        staven = [(naam_van(begin, gevraagd, words), *waarden) for begin, waarden in gevuld(uit.rijen, gevraagd.tijd)]
        return {"staven": staven, "tekening": tekening(staven), "balken": [], "meest": 0}
    balken = [(noem(rij.groep), rij.cijfers.telling.beantwoord, rij.cijfers.telling.aangeboden) for rij in uit.rijen]
    return {"staven": [], "tekening": None, "balken": balken, "meest": max((alles for *_, alles in balken), default=0)}


def gevuld(rijen: tuple[Rij, ...], tijd: Tijd) -> Iterator[tuple[datetime, tuple[int, int]]]:
    """(answered, offered) per interval, all groups together; an interval in between is there with nothing in it.

    Nights are left out: each day goes from its first caller to its last.
    """
    geteld: dict[datetime, list[int]] = {}
    for rij in rijen:
        if rij.begin and rij.cijfers.telling.aangeboden:
            hier = geteld.setdefault(rij.begin, [0, 0])
            hier[0] += rij.cijfers.telling.beantwoord
            hier[1] += rij.cijfers.telling.aangeboden
    vorige: datetime | None = None
    for begin in sorted(geteld):
        stap = STAP.get(tijd)
        while stap and vorige and vorige.date() == begin.date() and vorige + stap < begin:
            vorige += stap
            yield vorige, (0, 0)
        while not stap and vorige and vorige.date() + timedelta(days=1) < begin.date():
            vorige += timedelta(days=1)
            yield vorige, (0, 0)
        vorige = begin
        yield begin, (geteld[begin][0], geteld[begin][1])


def _bestand(inhoud: bytes, soort: str, gevraagd: Selectie, extensie: str) -> Response:
    naam = f"rapport-{gevraagd.van}-{gevraagd.tot_en_met}.{extensie}"
    return Response(inhoud, media_type=soort, headers={"Content-Disposition": f'attachment; filename="{naam}"'})
