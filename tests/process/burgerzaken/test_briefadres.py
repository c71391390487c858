"""A briefadres: on the list, on the calendar, and why not. HUP 4.0.1.2."""

from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec
import pytest

from meent.integration.brp import termijnen
from meent.integration.brp.boek import open_boek
from meent.process.burgerzaken import feiten
from meent.process.burgerzaken.briefadres import Briefadres, Briefadresinvoer, geef_briefadres
from meent.process.burgerzaken.feiten import Verhuisinvoer
from meent.process.burgerzaken.toetsen import Geweigerd
from meent.process.burgerzaken.werkbak import Werkbak
from meent.services.personen.mutaties import apply
from tests.process.burgerzaken.conftest import Loket
from tests.process.burgerzaken.test_feiten import HIJ
from tests.services.personen.lijsten import ANDER_BSN, BSN, EIGEN, NU, PERSOON, VANDAAG, WOONT, lijst

DAG = date(2026, 11, 28)
STRAAT = {"11.10": "Spui", "11.20": "70", "11.60": "2511BT"}
GEVER = lijst(c01=[[{**PERSOON, **HIJ}]], c08=[[{**{n: w for n, w in WOONT.items() if n[:2] != "11"}, **STRAAT}]])
FEIT = Briefadres(
    eigen=EIGEN, aangever=BSN, datum=DAG, ontvangen=DAG, vandaag=DAG, adres={"10.10": "B", **STRAAT},
    verhuizers={BSN: "I"}, lijsten={BSN: lijst()}, reden="geen woonadres", gever=GEVER, herzien=date(2027, 5, 28),
    stukken=frozenset({"instemming briefadresgever"}),
)  # fmt: skip


@pytest.mark.requirement("burgerzaken-7")
def test_post_at_somebody_who_agreed() -> None:
    """The elements of a move within the municipality, with B."""
    new = apply(lijst(), geef_briefadres(FEIT).wijzigingen[BSN], NU)
    assert new.stapels["08"][0].actueel.inhoud == {
        "09.10": EIGEN, "09.20": WOONT["09.20"], "10.10": "B", "10.30": VANDAAG, **STRAAT, "72.10": "I",
    }  # fmt: skip


def test_at_the_municipality_itself() -> None:
    """Who has nobody who agrees gets the address of the municipality, by its own decision (Wet BRP 2.23)."""
    ambtshalve = msgspec.structs.replace(FEIT, gever=None, verhuizers={BSN: "A"}, stukken=frozenset())
    assert apply(lijst(), geef_briefadres(ambtshalve).wijzigingen[BSN], NU).waarde("08.72.10") == "A"


NEE: list[tuple[str, dict[str, Any]]] = [
    ("BZ-150", {"reden": "veiligheid"}),
    ("BZ-150", {"reden": "instelling"}),
    ("BZ-150", {"adres": {"10.10": "W", **STRAAT}}),
    ("BZ-151", {"gever": None}),
    ("BZ-151", {"gever": lijst(c01=[[{**PERSOON, **HIJ}]])}),
    ("BZ-152", {"herzien": DAG}),
    ("BZ-09", {"stukken": frozenset()}),
]


@pytest.mark.requirement("burgerzaken-7")
@pytest.mark.parametrize(("nummer", "values"), [pytest.param(*row, marks=pytest.mark.rule(row[0])) for row in NEE])
def test_what_stands_in_the_way(nummer: str, values: dict[str, Any]) -> None:
    """Its own rules and those of a move, all at once."""
    with pytest.raises(Geweigerd) as told:
        geef_briefadres(msgspec.structs.replace(FEIT, **values))
    assert {b.nummer for b in told.value.bezwaren} == {nummer}


@pytest.mark.rule("BZ-152")
@pytest.mark.requirement("burgerzaken-7")
async def test_it_is_looked_at_again(loket: Loket, clock: Callable[[str], None]) -> None:
    """From its day on it is on the list of who looks, until somebody did; what is only judged is not.

    Where the gever lives need not be told.
    """
    await loket.bewaar(lijst(), GEVER)
    invoer = Briefadresinvoer(
        sleutel="b1", aangever=BSN, datum=DAG, verhuizers={BSN: "I"}, reden="geen woonadres",
        gever=ANDER_BSN, herzien=date(2027, 5, 28), stukken=frozenset({"instemming briefadresgever"}),
    )  # fmt: skip
    kind, record = feiten.FEITEN["briefadres"]
    assert (await record(loket.zgw, msgspec.structs.replace(invoer, alleen_toetsen=True))).weigeringen == ()
    sent = msgspec.json.decode(msgspec.json.encode(invoer), type=kind)
    assert (await record(loket.zgw, sent)).is_opgenomen
    assert (await loket.lees(BSN)).waarde("08.11.10") == "Spui"
    async with open_boek(loket.zgw) as boek:
        assert await termijnen.verlopen(boek) == []
    assert [w.stuk.soort for w in await Werkbak(loket.zgw).lijst()] == ["brief"]  # to who passes the post on
    clock("2027-05-28T08:00:00Z")
    [_, again] = await Werkbak(loket.zgw).lijst()
    assert (again.stuk.soort, again.stuk.wat, again.uiterlijk) == ("termijn", ("briefadres",), date(2027, 5, 28))
    async with open_boek(loket.zgw) as boek:
        [found] = await termijnen.verlopen(boek)
        assert (found.soort, found.bsn, found.dag) == ("briefadres", BSN, date(2027, 5, 28))
        assert await termijnen.gedaan(boek, found.id, "Nog steeds geen woning")
        assert await termijnen.verlopen(boek) == []
        assert not await termijnen.gedaan(boek, found.id, "Nog eens")


@pytest.mark.rule("BZ-153")
@pytest.mark.requirement("burgerzaken-7")
async def test_and_back(loket: Loket) -> None:
    """A move to a woonadres, as any other (HUP 7.5); what was to be looked at again then is so no longer."""
    await loket.bewaar(lijst(c08=[[{**WOONT, "10.10": "B"}]]))
    async with open_boek(loket.zgw) as boek:
        await termijnen.zet(boek, "briefadres", BSN, date(2026, 11, 1))
    home = {"10.10": "W", **STRAAT}
    moves = Verhuisinvoer(sleutel="v1", aangever=BSN, datum=DAG, adres=home, verhuizers={BSN: "I"})
    assert (await feiten.verhuis(loket.zgw, msgspec.structs.replace(moves, alleen_toetsen=True))).weigeringen == ()
    assert [w.stuk.soort for w in await Werkbak(loket.zgw).lijst()] == ["termijn"]
    assert (await feiten.verhuis(loket.zgw, moves)).is_opgenomen
    assert (await loket.lees(BSN)).waarde("08.10.10") == "W"
    assert await Werkbak(loket.zgw).lijst() == []
