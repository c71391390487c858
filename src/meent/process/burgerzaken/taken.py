"""Jobs of civil affairs that come back by themselves: what each does, when it is its time, and how a run goes.

What a job changes is a fact as any other: judged, with group 80, event, log and message, under a key of its own. A run
stops anywhere and goes on there; what it did already it finds done. Decision 0074; module 41.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Literal

import msgspec

from meent.basis.datums import AMSTERDAM
from meent.integration.brp import keuringen, taken, termijnen, voorraad, werk
from meent.integration.brp.bijhouding import Gevolg
from meent.integration.brp.boek import Boek, open_boek
from meent.integration.brp.feiten import Invoer
from meent.integration.brp.taken import Loop, Welke
from meent.integration.zgw import Zgw
from meent.process.burgerzaken.opnemen import IN_DE_WEG
from meent.process.burgerzaken.opschonen import beeindig_gezag, verwijder_reisdocumenten
from meent.process.burgerzaken.werkbak import uiterlijk
from meent.services.personen.opslag import Bewaard
from meent.services.personen.persoonslijst import Persoonslijst

Doe = Callable[[Boek, Loop, Sequence[Bewaard]], Awaitable[Mapping[str, int]]]
"""Does a page of lists, and tells outcome -> how many."""
NACHT = (1, 6)
"""Hours of the clock in Amsterdam between which work on all lists begins."""
GEMIST = timedelta(hours=36)
"""Since the last run of a nightly job: then no night is waited for."""
VERANDERD, OVERGESLAGEN = "veranderd", "overgeslagen"


class Taakinvoer(Invoer, frozen=True, kw_only=True):
    """What a job does to one list."""


@dataclass(frozen=True)
class Taak:
    """One job.

    elke       for which period it runs once
    s_nachts   it looks at every list, so it begins at night
    """

    naam: str
    elke: Literal["dag", "maand"]
    welke: Welke
    doe: Doe
    s_nachts: bool = False

    def periode(self, dag: date) -> str:
        return f"{dag:%Y-%m}" if self.elke == "maand" else f"{dag:%Y-%m-%d}"

    def is_tijd(self, laatste: Loop | None, nu: datetime) -> bool:
        """Whether a run must begin, or go on. Source: BZ-265."""
        lokaal = nu.astimezone(AMSTERDAM)
        if laatste is not None and laatste.klaar is None:
            return True
        if laatste is not None and laatste.periode >= self.periode(lokaal.date()):
            return False
        is_gemist = laatste is not None and nu - laatste.begonnen > GEMIST
        return not self.s_nachts or NACHT[0] <= lokaal.hour < NACHT[1] or is_gemist


async def draai_wat_moet(zgw: Zgw) -> list[Loop]:
    """Runs each job whose time it is; gives how each ended. raises ZgwFout"""
    async with open_boek(zgw) as boek:
        last, nu = await taken.laatste(boek.conn, boek.tenant_id), boek.nu
    due = [taak for taak in TAKEN.values() if taak.is_tijd(last.get(taak.naam), nu)]
    ended = [await draai(zgw, taak) for taak in due]
    return [loop for loop in ended if loop is not None]


async def draai(zgw: Zgw, taak: Taak) -> Loop | None:
    """A run to its end, page by page; None when somebody else has it in hand. raises ZgwFout"""
    loop = None
    while True:
        async with open_boek(zgw) as boek:
            loop = await (_take(boek, taak) if loop is None else taken.weer(boek.conn, boek.tenant_id, loop.id))
            if loop is None or loop.klaar is not None:
                return loop
            loop = await _page(boek, taak, loop)
        await asyncio.sleep(0)  # who asks something meanwhile goes first


async def _take(boek: Boek, taak: Taak) -> Loop | None:
    periode = taak.periode(boek.vandaag)
    return await taken.pak(boek.conn, boek.tenant_id, taak.naam, periode, nu=boek.nu, wie=boek.hier)


async def _page(boek: Boek, taak: Taak, loop: Loop) -> Loop:
    lijsten = await taken.lijsten(boek.conn, boek.tenant_id, taak.welke, loop.tot)
    verslag = await taak.doe(boek, loop, lijsten)
    return await taken.verder(boek.conn, boek.tenant_id, loop, lijsten, verslag, boek.nu)


async def overzicht(zgw: Zgw) -> list[tuple[Taak, Loop | None]]:
    """Each job with its last run. raises ZgwFout"""
    async with open_boek(zgw) as boek:
        last = await taken.laatste(boek.conn, boek.tenant_id)
    return [(taak, last.get(taak.naam)) for taak in TAKEN.values()]


# --- what they do ----------------------------------------------------------------------------------------------------


def verandert(feit: str, oordeel: Callable[[Persoonslijst, str, date], Gevolg | None]) -> Doe:
    """A job that changes those lists of which the judgment says so."""

    async def doe(boek: Boek, loop: Loop, lijsten: Sequence[Bewaard]) -> Mapping[str, int]:
        verslag: Counter[str] = Counter()
        for kept in lijsten:
            gevolg = oordeel(kept.pl, boek.eigen, boek.vandaag)
            if gevolg is not None:
                verslag[await _neem_op(boek, feit, loop, kept, gevolg)] += 1
        return verslag

    return doe


async def _neem_op(boek: Boek, feit: str, loop: Loop, kept: Bewaard, gevolg: Gevolg) -> str:
    """Records it as any fact. What stands in the way now does not hold up the others: the next run tries again."""
    key = str(kept.id)  # a list without a BSN has old documents too
    boek.gelezen = {key: kept}
    gevolg = msgspec.structs.replace(gevolg, wijzigingen={key: gevolg.wijzigingen[kept.pl.bsn]})
    try:
        async with boek.poging(bewaren=True):
            boek.require_right(gevolg)
            await boek.neem_op(feit, gevolg, Taakinvoer(sleutel=f"{feit}-{loop.id}-{key}"), boek.vandaag)
    except IN_DE_WEG:
        return OVERGESLAGEN
    return VERANDERD


async def keur_lijsten(boek: Boek, loop: Loop, lijsten: Sequence[Bewaard]) -> Mapping[str, int]:
    """All checks on each list; what they find is kept, and faults are work for somebody. Source: K-48, BZ-266."""
    found = await keuringen.keur(boek.session, lijsten)
    await keuringen.bewaar(boek.conn, boek.tenant_id, found, boek.nu)
    with_fault = sum(any(b.ernst == "fout" for b in some) for _, some in found)
    return {"fout": with_fault, "opmerking": sum(bool(some) for _, some in found) - with_fault}


async def tel_termijnen(boek: Boek, loop: Loop, lijsten: Sequence[Bewaard]) -> Mapping[str, int]:
    """What is over its day, what hangs, and how many numbers are left. Source: BZ-267."""
    args = (boek.conn, boek.tenant_id)
    due = [uiterlijk(stuk) for stuk in await werk.stukken(*args, boek.vandaag) if stuk.soort != "termijn"]
    return {
        "werk": sum(dag is None or dag < boek.vandaag for dag in due),
        "termijn": len(await termijnen.verlopen(boek)),
        "geblokkeerd": await taken.geblokkeerd(*args),
        "bsn": await voorraad.aantal(*args, "bsn"),
        "anummer": await voorraad.aantal(*args, "anummer"),
    }


TAKEN: Mapping[str, Taak] = MappingProxyType({taak.naam: taak for taak in (
    Taak("gezag", "dag", "gezag", verandert("gezag", beeindig_gezag)),
    Taak("reisdocumenten", "maand", "reisdocument", verandert("reisdocumenten", verwijder_reisdocumenten)),
    Taak("keuring", "dag", "alle", keur_lijsten, s_nachts=True),
    Taak("termijnen", "dag", "geen", tel_termijnen),
)})  # fmt: skip
