"""Leave to bury, to cremate or to carry abroad: on what it rests, and when. Wet op de lijkbezorging."""

from datetime import date, datetime
from typing import Any

import msgspec
import pytest

from meent.basis.datums import AMSTERDAM
from meent.process.burgerzaken import feiten
from meent.process.burgerzaken.lijkbezorging import TOETSEN, Verlof, Verlofinvoer, geeft_verlof
from meent.process.burgerzaken.toetsen import Bezwaar, Geweigerd, require
from tests.process.burgerzaken.conftest import Loket
from tests.process.burgerzaken.test_opnemen import OVERLIJDEN
from tests.services.personen.lijsten import BSN, lijst


def om(maand: int, dag: int, uur: int, minuut: int) -> datetime:
    return datetime(2026, maand, dag, uur, minuut, tzinfo=AMSTERDAM)


VERLOF = Verlof(
    soort="begraven", dag="20261126", overleden=om(11, 26, 4, 30), op=om(12, 2, 11, 0),
    verklaring="arts", b_gesloten=True,
)  # fmt: skip
"""Somebody died on a Thursday: the sixth working day is Friday the fourth."""


def anders(**values: Any) -> list[str]:
    found: list[Bezwaar] = []
    try:
        require(TOETSEN, msgspec.structs.replace(VERLOF, **values))
    except Geweigerd as refused:
        found = refused.bezwaren
    assert all("Wet op de lijkbezorging" in b.reden for b in found)
    return [b.nummer for b in found]


@pytest.mark.parametrize(("values", "found"), [
    pytest.param(*row, marks=pytest.mark.rule(row[1] or "BZ-321")) for row in (
        ({}, ""),
        ({"op": om(11, 27, 16, 30)}, ""),  # thirty-six hours to the minute
        ({"op": om(11, 27, 16, 29)}, "BZ-321"),
        ({"op": om(11, 27, 9, 0), "eerder": True}, ""),
        ({"op": om(12, 4, 23, 0)}, ""),
        ({"op": om(12, 5, 0, 0)}, "BZ-322"),
        ({"op": om(12, 8, 9, 0), "uiterlijk": date(2026, 12, 8)}, ""),
        ({"op": om(12, 9, 9, 0), "uiterlijk": date(2026, 12, 8)}, "BZ-322"),
        ({"verklaring": ""}, "BZ-320"),
        ({"b_gesloten": False}, "BZ-320"),
        ({"verklaring": "officier", "b_gesloten": False}, ""),
        ({"op": None}, "BZ-323"),
        ({"soort": "vervoer", "op": None}, "BZ-323"),
        ({"soort": "vervoer", "op": None, "bestemming": "Rabat, Marokko"}, ""),
        ({"overleden": om(10, 24, 23, 0), "dag": "20261024", "op": om(10, 26, 10, 0)}, ""),  # an hour more that night
        ({"overleden": om(10, 24, 23, 0), "dag": "20261024", "op": om(10, 26, 9, 59)}, "BZ-321"),
        ({"dag": "20261125"}, "BZ-324"),
        ({"dag": "20261100"}, ""),
        ({"dag": "20261000"}, "BZ-324"),
    )
])  # fmt: skip
def test_when_and_on_what(values: dict[str, Any], found: str) -> None:
    assert anders(**values) == ([found] if found else [])


@pytest.mark.rule("BZ-325")
async def test_leave_is_given_with_the_akte(loket: Loket) -> None:
    """Once of each kind; the same again is the same paper. It names who died as the akte does."""
    await loket.bewaar(lijst())
    akte = (await feiten.overlijdt(loket.zgw, OVERLIJDEN)).akte
    invoer = Verlofinvoer(
        sleutel="v", akte=akte, jaar=2026, soort="cremeren", overleden=VERLOF.overleden, op=VERLOF.op,
        verklaring="arts", b_gesloten=True, uitvaart="Uitvaart De Linde",
    )  # fmt: skip
    made = await geeft_verlof(loket.zgw, invoer)
    assert (made.weigeringen, made.pdf[:5], made.regels[0].waarde) == ((), b"%PDF-", "Suzanne Moulin")
    assert (await geeft_verlof(loket.zgw, msgspec.structs.replace(invoer, sleutel="w"))).pdf[:5] == b"%PDF-"
    other = await geeft_verlof(loket.zgw, msgspec.structs.replace(invoer, op=om(12, 3, 11, 0)))
    assert [w.nummer for w in other.weigeringen] == ["BZ-325"]
    unknown = await geeft_verlof(loket.zgw, msgspec.structs.replace(invoer, akte="20A0099"))
    assert [w.nummer for w in unknown.weigeringen] == ["BZ-160"]
    rows = await loket.gemeente.rows("select soort, bsn, akte, wie from brp_verlof")
    assert [tuple(row) for row in rows] == [("cremeren", BSN, akte, "ans")]
