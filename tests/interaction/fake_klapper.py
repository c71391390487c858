"""Akten in memory: one marriage at Meerwijde that was ended since; "Iedereen" finds too many."""

from typing import Any

from meent.integration.brp.feiten import Weigering
from meent.interaction.seams import Akteblad, Klapperregel, ZgwFout
from meent.process.burgerzaken.klapper import Deel, Genoemd
from meent.process.burgerzaken.uittreksel import Uittreksel
from tests.interaction.fake_burgerzaken import SUZANNE
from tests.services.personen.lijsten import EIGEN

HUWELIJK = "30A0001"
MENSEN = (
    Genoemd("partner", {"01.20": SUZANNE.bsn, "02.10": "Suzanne", "02.40": "Moulin", "03.10": "19851201"}),
    Genoemd("partner", {"01.20": "999990019", "02.10": "Paul", "02.30": "van", "02.40": "<b>Dijk</b>"}),
)


class FakeAktestuk:
    """A paper for everybody but who asks an afschrift without a number."""

    def __init__(self) -> None:
        self.gevraagd: list[Any] = []

    async def __call__(self, zgw: Any, invoer: Any) -> Uittreksel:
        self.gevraagd.append(invoer)
        if invoer.vorm == "afschrift" and not invoer.aanvrager:
            return Uittreksel(weigeringen=(Weigering("BZ-335", "Vraag naar het belang.", "artikel 1:23b", False),))
        return Uittreksel(pdf=b"%PDF-", regels=(), leges_eurocent=1690)


class FakeKlapper:
    def __init__(self) -> None:
        self.klopt = True
        self.gezocht: list[tuple[str, int, str]] = []

    async def zoek(self, zgw: Any, soort: str, jaar: int, naam: str) -> list[Klapperregel] | None:
        self.gezocht.append((soort, jaar, naam))
        if naam == "Iedereen":
            return None
        return [Klapperregel("<b>Dijk</b>", "van", "Paul", HUWELIJK, "2026-11-20", "B")] if soort == "3" else []

    async def open_akte(self, zgw: Any, nummer: str, jaar: int) -> Akteblad:
        if (nummer, jaar) != (HUWELIJK, 2026):
            raise ZgwFout(404, {})
        ended = Deel("B", "30B0001", "20261127", MENSEN, beschikking="Rechtbank <i>Den Haag</i> 26/1234")
        return Akteblad(jaar, (Deel("A", HUWELIJK, "20261120", MENSEN, plaats=EIGEN), ended), self.klopt)
