"""Names as they are typed, and as a list holds them: a voorvoegsel apart, a title by its code.

Source: HUP 3.9 §2.8.1, §2.8.2; K-08.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from meent.services.personen.bevragen.namen import TITELS

VOORNAMEN, TITEL, VOORVOEGSEL, GESLACHTSNAAM = "02.10", "02.20", "02.30", "02.40"


@cache
def voorvoegsels() -> frozenset[str]:
    """All that may stand before a geslachtsnaam, in small letters."""
    lines = files("meent.services.personen").joinpath("voorvoegsels.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def is_voorvoegsel(tekst: str) -> bool:
    return tekst.casefold() in voorvoegsels()


@dataclass(frozen=True)
class Persoonsnaam:
    """Elements of group 02, as somebody typed them."""

    elementen: Mapping[str, str]

    @property
    def gesplitst(self) -> dict[str, str]:
        """With the voorvoegsel apart: the longest after which something is left.

        `Van der Hove` is Van der and Hove, `Van Der` is Van and Der, and who is called `Van` has no voorvoegsel. Names
        of somebody without given names are no geslachtsnaam and stay together; so does what somebody typed as
        voorvoegsel and is none, for `fouten` to tell. Source: K-08, HUP 2.8.2, 4.1.1.
        """
        naam, typed = self.elementen, self.elementen.get(VOORVOEGSEL, "")
        if not naam.get(GESLACHTSNAAM) or not (typed or naam.get(VOORNAMEN)) or (typed and not is_voorvoegsel(typed)):
            return dict(naam)
        words = f"{typed} {naam[GESLACHTSNAAM]}".split()
        before = next((i for i in range(len(words) - 1, 0, -1) if is_voorvoegsel(" ".join(words[:i]))), 0)
        kept = {n: w for n, w in naam.items() if n != VOORVOEGSEL}
        apart = {VOORVOEGSEL: " ".join(words[:before])} if before else {}
        return {**kept, **apart, GESLACHTSNAAM: " ".join(words[before:])}

    def fouten(self, *familie: Mapping[str, str]) -> Iterator[str]:
        """Why a list cannot hold this name so, as sentences. Source: K-08, HUP 2.8.1, 2.8.2.

        familie   names as lists have them: a voorvoegsel that one of them bears is taken over as it is
        """
        typed = self.elementen.get(VOORVOEGSEL, "")
        if typed and not is_voorvoegsel(typed) and all(n.get(VOORVOEGSEL) != typed for n in familie):
            yield "Dit voorvoegsel staat niet in de tabel; zet het bij de geslachtsnaam."
        if (titel := self.elementen.get(TITEL, "")) and titel not in TITELS:
            yield "Alleen een titel of predicaat uit tabel 38 staat apart; laat een andere weg."
