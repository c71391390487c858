"""How a legal fact is judged: numbered checks, each with its article, and every objection at once."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import msgspec

from meent.basis.datums import PartialDate
from meent.services.personen.persoonslijst import Persoonslijst, Voorkomen

NEDERLANDER = "0001"
"""05.10 of table 32."""
OUDERS = ("02", "03")


class Toets(NamedTuple):
    """artikel is what a refusal names; zoek gives a Dutch sentence for each thing that stands in the way.

    mag_voorbij   an officer may go past it with a reason: what the former national programme called a D rule (K-49)
    """

    artikel: str
    zoek: Callable[[Any], Iterator[str]]
    mag_voorbij: bool = False


class Rechtsfeit(msgspec.Struct, frozen=True, kw_only=True):
    """What every legal fact has beside its own.

    voorbij   numbers of the checks that an officer goes past; it counts for those that allow it
    """

    voorbij: frozenset[str] = frozenset()


class Bezwaar(msgspec.Struct, frozen=True):
    """Why not: number of the check, a sentence, the article of law, and whether an officer may go past it."""

    nummer: str
    zin: str
    artikel: str
    mag_voorbij: bool = False

    @property
    def reden(self) -> str:
        return f"{self.zin} ({self.artikel})"


class Geweigerd(Exception):
    """Dit rechtsfeit mag zo niet worden opgenomen."""

    def __init__(self, bezwaren: list[Bezwaar]) -> None:
        super().__init__(" ".join(b.reden for b in bezwaren))
        self.bezwaren = bezwaren


def require(toetsen: Mapping[str, Toets], feit: Rechtsfeit) -> None:
    """Judges by all checks, in order. raises Geweigerd with every objection. Source: K-49"""
    found = [
        Bezwaar(nummer, told, toets.artikel, toets.mag_voorbij)
        for nummer, toets in toetsen.items()
        if not (toets.mag_voorbij and nummer in feit.voorbij)
        for told in toets.zoek(feit)
    ]
    if found:
        raise Geweigerd(found)


def leeftijd(pl: Persoonslijst, op: date) -> int | None:
    """Full years on that day; None when the birth date is not fully known, since zeroes are no date for law (K-04)."""
    born = PartialDate(pl.waarde("01.03.10") or "00000000").datum
    return None if born is None else op.year - born.year - ((op.month, op.day) < (born.month, born.day))


def is_dezelfde(relatie: Voorkomen, persoon: Persoonslijst) -> bool:
    """Whether this copy in 02, 03, 05 or 09 is of that person. Source: K-28, HUP 7.4.1.

    Numbers are compared where both have them; name and birth wherever both have the group, to the element.
    """
    own = persoon.actueel("01")
    return own is not None and past_bij(relatie, own)


def past_bij(relatie: Voorkomen, own: Voorkomen) -> bool:
    """The same for one voorkomen of category 01, of now or before."""
    if not relatie.heeft("01", "02", "03"):
        return False
    if any(n in relatie and n in own and relatie[n] != own[n] for n in ("01.10", "01.20")):
        return False
    return all(relatie.groep(g) == own.groep(g) for g in ("02", "03") if relatie.heeft(g) and own.heeft(g))


def is_verwant(pl: Persoonslijst, categorieen: Sequence[str], ander: Persoonslijst, needs: str = "") -> bool:
    """Whether one of these categories is about that other person now; `needs` is a group that must be there."""
    actual = (s.actueel for c in categorieen for s in pl.stapels.get(c, ()))
    return any((not needs or v.heeft(needs)) and is_dezelfde(v, ander) for v in actual)


def is_familie(een: Persoonslijst, ander: Persoonslijst) -> bool:
    """Parent and child, as far as the lists tell; or brother and sister, by the A-nummers of parents."""
    if any(is_verwant(kind, OUDERS, ouder) for kind, ouder in ((een, ander), (ander, een))):
        return True
    parents = [{pl.waarde(f"{c}.01.10") for c in OUDERS} - {"", "0000000000"} for pl in (een, ander)]
    return bool(parents[0] & parents[1])


def kopie(persoon: Persoonslijst, *groepen: str) -> dict[str, str]:
    """What stands about somebody on the list of a relative: groups of 01, copied now."""
    own = persoon.actueel("01")
    return own.groep(*groepen) if own is not None else {}


def is_nederlander(pl: Persoonslijst) -> bool:
    """Whether Dutch stands on the list now."""
    return any(s.actueel.get("05.10") == NEDERLANDER for s in pl.stapels.get("04", ()))


def is_code(waarde: str) -> bool:
    """Four digits, as a municipality or a country has in the national tables."""
    return len(waarde) == 4 and waarde.isascii() and waarde.isdigit()


def zin(pl: Persoonslijst) -> str:
    """Of whom a refusal speaks, without a name: the last digits of the BSN."""
    return f"persoon met BSN …{pl.bsn[-3:]}"
