"""When somebody lived where: the places of category 08 one after the other, and what is certain of their days.

Of a day that is partly unknown it is certain that the place had not begun before the first day that it can be, and had
begun after the last one. What comes before and after says more: nobody comes later than he leaves (decision 0058).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from typing import Any

from meent.basis.datums import OngeldigeDatum, PartialDate, parse_date
from meent.services.personen.bevragen.feiten import LEEG, Feiten
from meent.services.personen.bevragen.fouten import Param
from meent.services.personen.persoonslijst import Voorkomen

VROEGER = "58"
"""Category of the places of before."""
OOIT, NOOIT = date.min, date.max


@dataclass(frozen=True)
class Begin:
    """From `mogelijk` on it may have begun, from `zeker` on it certainly has; of a known day both are that day."""

    mogelijk: date
    zeker: date

    @property
    def is_bekend(self) -> bool:
        return self.mogelijk == self.zeker


@dataclass(frozen=True)
class Verblijf:
    """One place, or the time before and after all of them (then `voorkomen` is empty).

    vanaf, tot   he may have been there from this day on, and on `tot` certainly no more
    volgende     what stands after it on the list; empty where nothing does
    """

    voorkomen: Voorkomen
    vanaf: date
    tot: date
    volgende: Voorkomen = LEEG

    def raakt(self, van: date, tot: date) -> bool:
        """Whether he may have been there on one of these days; the last is not one of them."""
        return self.vanaf < min(self.tot, tot) and self.tot > van


def keur_periode(gegeven: Mapping[str, Any]) -> list[Param]:
    """What is wrong with the days of a question. Source: BV-54."""
    if "datumVan" in gegeven and parse_date(gegeven["datumTot"]) <= parse_date(gegeven["datumVan"]):
        return [("datumTot", "date", "datumTot moet na datumVan liggen.")]
    return []


def periode(gegeven: Mapping[str, Any]) -> tuple[date, date]:
    """The first day that is asked, and the day after the last one."""
    if "peildatum" in gegeven:
        day = parse_date(gegeven["peildatum"])
        return day, _after(day)
    return parse_date(gegeven["datumVan"]), parse_date(gegeven["datumTot"])


def aanvang(voorkomen: Voorkomen) -> str:
    """The day from which it counts: of an address in the Netherlands 10.30, of one abroad 13.20."""
    return voorkomen.get("13.20" if "13.10" in voorkomen else "10.30", "")


def begin(waarde: str) -> Begin:
    """When something with this date began; any day at all for what is no date. Source: BV-50, K-04."""
    try:
        found = PartialDate(waarde)
    except OngeldigeDatum:
        return Begin(OOIT, NOOIT)
    if found.eerste_dag is None or found.laatste_dag is None:
        return Begin(OOIT, NOOIT)
    return Begin(found.eerste_dag, found.eerste_dag if found.is_volledig else _after(found.laatste_dag))


def _after(day: date) -> date:
    return day + timedelta(days=1) if day < NOOIT else NOOIT


def op_volgorde(begins: Sequence[Begin]) -> list[Begin]:
    """The same, told that they stand in order. Who came on a known day was there that day. Source: BV-51."""
    certain = list(accumulate((one.zeker for one in reversed(begins)), min))[::-1]
    found: list[Begin] = []
    earliest, came = OOIT, False
    for one, zeker in zip(begins, certain, strict=True):
        first = max(one.mogelijk, earliest)
        if came and not one.is_bekend:
            first = max(first, min(_after(earliest), max(zeker, earliest)))
        found.append(Begin(first, max(first, zeker)))
        earliest, came = first, one.is_bekend
    return found


def verblijven(feiten: Feiten) -> list[Verblijf]:
    """All places from the first to the last, with the time before and, once the list is suspended, after them.

    What was wrong is not among them. Source: BV-52, BV-53.
    """
    stapels = feiten.pl.stapels.get("08", ())
    lines = [toen(v) for stapel in stapels[:1] for v in reversed(stapel)]
    kept = [v for v in lines if not v.is_onjuist and not v.is_leeg]
    if not kept:
        return []
    opgeschort = _opgeschort(feiten)
    begins = op_volgorde([*(begin(aanvang(v)) for v in kept), *opgeschort])
    ends = [*(b.zeker for b in begins[1:]), NOOIT]
    before = Verblijf(LEEG, OOIT, begins[0].zeker)
    after = [*kept[1:], LEEG, LEEG]
    return [before, *(
        Verblijf(v, b.mogelijk, end, next_)
        for v, b, end, next_ in zip([*kept, *[LEEG] * len(opgeschort)], begins, ends, after, strict=False)
    )]  # fmt: skip


def toen(voorkomen: Voorkomen) -> Voorkomen:
    """As it was when it counted: what history says of 58 was said of 08."""
    doubted = voorkomen.get("83.10", "")
    return voorkomen.met({"83.10": f"08{doubted[2:]}"}) if doubted[:2] == VROEGER else voorkomen


def _opgeschort(feiten: Feiten) -> list[Begin]:
    """From when on the list is not kept any more, if it is suspended."""
    dag = feiten.waarde("07.67.10")
    return [begin(dag)] if dag else []


def op_dag(found: Sequence[Verblijf], dag: date) -> Iterator[Verblijf]:
    """Where he may have been on this day: one place when that is certain."""
    return (v for v in found if v.vanaf <= dag < v.tot)
