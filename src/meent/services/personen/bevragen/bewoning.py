"""Who lived at a place, day by day: periods in which that did not change. Source: BRP API Bewoning 2.1.0."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Any

from meent.services.personen.bevragen import waarden
from meent.services.personen.bevragen.adres import niet_op_adres
from meent.services.personen.bevragen.feiten import Feiten, in_onderzoek
from meent.services.personen.bevragen.persoon import NAAM_BEPERKT
from meent.services.personen.bevragen.tonen import ALLES, Groep, Plek, Veld, datum, rubrieken_of, toon, zoals
from meent.services.personen.bevragen.verblijf import Verblijf, op_dag, periode, verblijven
from meent.services.personen.bevragen.vraag import Vraag

Json = dict[str, Any]
MEEST = 100
"""People of one period who are told by name. Source: BV-56."""
BEPALEND = ("07.67.10", "08.10.30", "08.11.80", "08.13.20", "58.10.30", "58.11.80", "58.13.20")
"""Rubrieken that say who lived there when."""
BETWIJFELD = ("08.10.30", "08.11.80")


def _undoubted(lid: Veld | Groep) -> Veld | Groep:
    """The document has no member that says it is doubted."""
    return replace(lid, onderzoek=False) if isinstance(lid, Veld) else lid


BEWONER = Groep({
    "burgerservicenummer": zoals("01.01.20", waarden.cijfers, onderzoek=False),
    "naam": Groep({"volledigeNaam": _undoubted(NAAM_BEPERKT["volledigeNaam"])}),
    "geboorte": Groep({"datum": datum("01.03.10", onderzoek=False)}),
})  # fmt: skip


@dataclass(frozen=True)
class Samenstelling:
    """Who lived there from `van` until `tot`, by their place among those who ever did."""

    van: date
    tot: date
    bewoners: tuple[int, ...]
    mogelijke: tuple[int, ...]

    @property
    def allen(self) -> set[int]:
        return {*self.bewoners, *self.mogelijke}


def rubrieken(vraag: Vraag) -> list[str]:
    return sorted({*rubrieken_of(BEWONER, ALLES), *BEPALEND})


def bewoningen(vraag: Vraag, people: Sequence[Feiten]) -> tuple[Json, list[int]]:
    """The answer, and whom of these people it shows. Source: BV-55, BV-56."""
    van, tot = periode(vraag.gegeven)
    plaats = vraag.gegeven["adresseerbaarObjectIdentificatie"]
    stays = [verblijven(one) for one in people]
    told: list[Json] = []
    shown: dict[int, Json] = {}
    for found in samenstellingen(plaats, stays, van, tot):
        bewoning: Json = {
            "adresseerbaarObjectIdentificatie": plaats,
            "periode": {"datumVan": found.van.isoformat(), "datumTot": found.tot.isoformat()},
        }
        if is_veel(found):
            told.append(bewoning | {"indicatieVeelBewoners": True})
            continue
        for naam, who in (("bewoners", found.bewoners), ("mogelijkeBewoners", found.mogelijke)):
            shown |= {i: bewoner(people[i]) for i in who if i not in shown}
            bewoning[naam] = [shown[i] | in_twijfel(stays[i], plaats, found) for i in who]
        told.append(bewoning)
    return {"bewoningen": told}, sorted(shown)


def is_veel(found: Samenstelling) -> bool:
    """Whether so many may have lived there that they are not told. Source: BV-56."""
    return len(found.allen) > MEEST


def samenstellingen(plaats: str, stays: Sequence[Sequence[Verblijf]], van: date, tot: date) -> Iterator[Samenstelling]:
    """Periods in which the same people lived there, from the first on; none for the time in which nobody did."""
    changes: dict[date, list[tuple[int, bool | None]]] = {van: []}
    for i, found in enumerate(stays):
        days = {d for v in found for d in (v.vanaf, v.tot) if van < d < tot} | {van}
        for day in days if van < tot else ():
            changes.setdefault(day, []).append((i, woont(found, plaats, day)))
    now: dict[int, bool | None] = {}
    last: Samenstelling | None = None
    for begin, end in pairwise([*sorted(changes), tot]):
        now.update(changes[begin])
        there = [tuple(sorted(i for i, how in now.items() if how is certain)) for certain in (True, False)]
        if last and (last.bewoners, last.mogelijke) == tuple(there):
            last = replace(last, tot=end)
            continue
        if last and last.allen:
            yield last
        last = Samenstelling(begin, end, *there)
    if last and last.allen:
        yield last


def woont(stays: Sequence[Verblijf], plaats: str, dag: date) -> bool | None:
    """Whether somebody lived there on a day: True, False when he may have been elsewhere, None when he did not."""
    there = [is_daar(v, plaats) for v in op_dag(stays, dag)]
    return all(there) if any(there) else None


def is_daar(verblijf: Verblijf, plaats: str) -> bool:
    """Whether this is a stay at that place; not when it has been found that he does not live there. Source: BV-57."""
    v = verblijf.voorkomen
    return v.get("11.80") == plaats and not (not verblijf.volgende and niet_op_adres(v))


def bewoner(feiten: Feiten) -> Json:
    """One of them, with what always comes along. Source: BV-12."""
    found = toon(BEWONER, Plek(feiten, "01", feiten.actueel("01")), ALLES)
    return found | ({"geheimhoudingPersoonsgegevens": True} if feiten.pl.is_beperkt else {})


def in_twijfel(stays: Sequence[Verblijf], plaats: str, found: Samenstelling) -> Json:
    """Whether an onderzoek doubts that he lived there in this period. Source: BV-23."""
    there = (v.voorkomen for v in stays if is_daar(v, plaats) and v.raakt(found.van, found.tot))
    doubted = any(in_onderzoek(rubriek, v) for v in there for rubriek in BETWIJFELD)
    return {"inOnderzoek": True} if doubted else {}
