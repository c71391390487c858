"""A family to test with: a child, its parents and a partner, and ways to make it another one. Nobody in it exists."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from meent.services.personen.gezag.relaties import Gezagsrelatie, gezag_over
from meent.services.personen.persoonslijst import Persoonslijst
from tests.services.personen.lijsten import INSCHRIJVING, WOONT, lijst, met

VANDAAG = date(2026, 11, 29)
KIND, MOEDER, VADER, ANNE, DERDE = "999990032", "999990019", "999990020", "999990044", "999990056"
GEBOREN = "20200510"
"""The day of birth of the child, unless it says otherwise."""
MENSEN = {
    MOEDER: ("Mila", "Bakker", "19900301", "V"), VADER: ("Joris", "Visser", "19880712", "M"),
    ANNE: ("Anne", "Smit", "19911224", "V"), DERDE: ("Kees", "Dekker", "19870101", "M"),
}  # fmt: skip
NAMEN = {MOEDER: "moeder", VADER: "vader", ANNE: "Anne", DERDE: "Kees"}
GEEN: Mapping[str, str] = {"81.10": "0518", "81.20": "10A1284", "85.10": GEBOREN, "86.10": GEBOREN}
"""By law there is no such parent."""
ONBEKEND = {"02.40": ".", **GEEN}
"""There is one, of whom nobody knows more."""
Voorkomens = Sequence[Mapping[str, str]]


def identiteit(bsn: str) -> dict[str, str]:
    voornaam, naam, geboren, geslacht = MENSEN[bsn]
    return {
        "01.20": bsn, "02.10": voornaam, "02.40": naam, "03.10": geboren, "03.20": "0518", "03.30": "6030",
        "04.10": geslacht,
    }  # fmt: skip


def ouder(bsn: str, *, sinds: str = GEBOREN, akte: str = "A", **anders: str) -> dict[str, str]:
    """A parent as the list of the child has them; `akte` is the letter of the akte from which that appears."""
    return met({
        **identiteit(bsn), "62.10": sinds, "81.10": "0518", "81.20": f"10{akte}1284", "85.10": sinds or GEBOREN,
        "86.10": sinds or GEBOREN,
    }, **anders)  # fmt: skip


def verbintenis(bsn: str, begin: str, einde: str = "", soort: str = "H", **anders: str) -> Voorkomens:
    """A stapel of 05: married to this person from one day, and till another when that is given."""
    began = met({**identiteit(bsn), "06.10": begin, "06.20": "0518", "06.30": "6030", "15.10": soort,
                 "85.10": begin, "86.10": begin}, **anders)  # fmt: skip
    if not einde:
        return [began]
    ended = {n: w for n, w in began.items() if n[:2] != "06"} | {"07.10": einde, "07.40": "S", "85.10": einde}
    return [ended, began]


def mens(
    bsn: str, *verbintenissen: Voorkomens, opschorting: str = "", curatele: bool = False, overleden: str = "",
    c09: Any = (), **anders: str,
) -> Persoonslijst:  # fmt: skip
    """The list of somebody of age; `anders` alters category 01."""
    opgeschort = {"67.10": "20250101", "67.20": "O" if overleden else opschorting} if overleden or opschorting else {}
    return lijst(
        c01=[[met({**identiteit(bsn), "85.10": "19900301", "86.10": "19900303"}, **anders)]],
        c05=verbintenissen, c06=[[{"08.10": overleden}]] if overleden else [], c07=[[{**INSCHRIJVING, **opgeschort}]],
        c09=c09, c11=[[{"33.10": "1", "85.10": "20220101", "86.10": "20220101"}]] if curatele else [],
    )  # fmt: skip


def als_kind(bsn: str = KIND, geboren: str = GEBOREN, **anders: str) -> dict[str, str]:
    """A child as the list of a parent has it."""
    return met({"01.20": bsn, "02.10": "Noor", "02.40": "Bakker", "03.10": geboren, "85.10": geboren, "86.10": geboren},
               **anders)  # fmt: skip


@dataclass(frozen=True)
class Gezin:
    """A child of Mila and Joris, who were never married to each other.

    ouder1, ouder2   stapels of 02 and 03 on the list of the child
    uitspraak        what stands in 11.32.10, and since when
    lijsten          lists that are here, by BSN
    """

    ouder1: Voorkomens = (ouder(MOEDER),)
    ouder2: Voorkomens = (ouder(VADER),)
    geboren: str = GEBOREN
    uitspraak: tuple[str, str] = ("", "20210101")
    zelf: Mapping[str, str] = field(default_factory=dict)
    woont: Voorkomens = (WOONT,)
    opschorting: str = ""
    kind05: Sequence[Voorkomens] = ()
    overleden: str = ""
    gezag: Voorkomens = ()
    lijsten: Mapping[str, Persoonslijst] = field(
        default_factory=lambda: {bsn: mens(bsn) for bsn in (MOEDER, VADER, ANNE)}
    )

    @property
    def kind(self) -> Persoonslijst:
        code, sinds = self.uitspraak
        zelf = {"01.20": KIND, "02.10": "Noor", "02.40": "Bakker", "03.10": self.geboren, "03.20": "0518",
                "03.30": "6030", "04.10": "V", "85.10": GEBOREN, "86.10": GEBOREN}  # fmt: skip
        gezag = self.gezag or ([{"32.10": code, "82.30": "uittreksel", "85.10": sinds, "86.10": sinds}] if code else [])
        opgeschort = {"67.10": "20250101", "67.20": self.opschorting} if self.opschorting else {}
        return lijst(
            c01=[[met(zelf, **self.zelf)]], c02=[self.ouder1] if self.ouder1 else [],
            c03=[self.ouder2] if self.ouder2 else [], c05=self.kind05,
            c06=[[{"08.10": self.overleden}]] if self.overleden else [],
            c07=[[{**INSCHRIJVING, **opgeschort}]], c08=[self.woont], c11=[gezag] if gezag else [],
        )  # fmt: skip

    def met(self, *lists: Persoonslijst) -> "Gezin":
        """With these lists in the place of what we had of these people."""
        return replace(self, lijsten={**self.lijsten, **{pl.bsn: pl for pl in lists}})

    def zonder(self, *bsns: str) -> "Gezin":
        """These people are not in our registration."""
        return replace(self, lijsten={b: pl for b, pl in self.lijsten.items() if b not in bsns})

    def relatie(self, vandaag: date = VANDAAG) -> Gezagsrelatie | None:
        return gezag_over(self.kind, self.lijsten, vandaag)

    def gezag_is(self, vandaag: date = VANDAAG) -> str:
        return in_woorden(self.relatie(vandaag))


def gehuwd(begin: str = "20150601", einde: str = "", gezin: Gezin | None = None) -> Gezin:
    """Mila and Joris are or were married to each other, on both lists."""
    return (gezin or Gezin()).met(
        mens(MOEDER, verbintenis(VADER, begin, einde)), mens(VADER, verbintenis(MOEDER, begin, einde))
    )


def in_woorden(relatie: Gezagsrelatie | None) -> str:
    """Who has the authority, as the tables of the tests write it."""
    if relatie is None:
        return "niemand nodig"
    wie = [NAMEN.get(m.bsn, m.bsn) for m in (*relatie.ouders, *([relatie.derde] if relatie.derde else []))]
    match relatie.uitkomst.soort:
        case "GezamenlijkOuderlijkGezag" | "EenhoofdigOuderlijkGezag":
            return " en ".join(wie)
        case "GezamenlijkGezag":
            return " en ".join(wie if relatie.derde else [*wie, "een derde"])
        case "Voogdij":
            return f"voogd {wie[0]}" if wie else "een voogd"
    return relatie.uitkomst.toelichting.replace("Tijdelijk geen gezag omdat", "geen:").replace(
        "Gezag kan niet worden bepaald omdat", "niet:"
    )
