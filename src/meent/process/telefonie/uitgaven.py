"""What calls to numbers outside cost a municipality today, and whom it did not call: read from the journal."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec

from meent.basis.datums import vandaag
from meent.basis.geld import Eurocent
from meent.process.telefonie.beleid import Buitenbellen
from meent.process.telefonie.buitenlijn import Buiten, Geweigerd, kosten
from meent.process.telefonie.journaal import Journaal

TERUG = timedelta(days=7)
"""A call-back may have been asked for so long before it is made."""


@dataclass(frozen=True)
class Uitgaven:
    """Of one day.

    gebeld      how often somebody outside answered
    geweigerd   newest first
    """

    besteed: Eurocent
    dagbedrag: Eurocent
    gebeld: int
    geweigerd: list[Geweigerd]


class _Gesprek(msgspec.Struct):
    buiten: list[Buiten] = []
    geweigerd: list[Geweigerd] = []
    toestand: dict[str, object] = {}


async def vandaag_naar_buiten(journaal: Journaal, tenant: int, regels: Buitenbellen, now: datetime) -> Uitgaven:
    alle = await _gesprekken(journaal, tenant, now)
    benen = [been for g in alle for been in g.buiten if vandaag(been.sinds) == vandaag(now)]
    niet = [een for g in alle for een in g.geweigerd if vandaag(een.op) == vandaag(now)]
    return Uitgaven(
        kosten(benen, regels, now), Eurocent(regels.dagbedrag_euro * 100), len(benen),
        sorted(niet, key=lambda een: een.op, reverse=True),
    )  # fmt: skip


async def buiten_gebeld(journaal: Journaal, tenant: int, now: datetime) -> list[Buiten]:
    """Of the conversations that are over: what a node that starts must know of today."""
    return [been for g in await _gesprekken(journaal, tenant, now) if _is_over(g) for been in g.buiten]


async def _gesprekken(journaal: Journaal, tenant: int, now: datetime) -> list[_Gesprek]:
    return [msgspec.json.decode(rij, type=_Gesprek) for rij in await journaal.naar_buiten(tenant, now - TERUG)]


def _is_over(gesprek: _Gesprek) -> bool:
    return gesprek.toestand.get("type") == "Afgelopen"
