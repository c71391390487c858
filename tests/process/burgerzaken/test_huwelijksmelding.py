"""Two people tell that they will marry, a day is kept for them, and on that day it is entered as planned."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest

from meent.basis.datums import AMSTERDAM
from meent.data import embedded
from meent.integration.brp.huwelijksmeldingen import Huwelijksmelding
from meent.integration.zgw import ZgwFout
from meent.process.burgerzaken import feiten
from meent.process.burgerzaken.huwelijksmelding import (
    TROUWEN,
    Gemeld,
    Meldinginvoer,
    Planinvoer,
    agenda,
    meldt,
    other_than_planned,
    plan_faults,
    plant,
    trekt_in,
)
from tests.process.burgerzaken.conftest import Loket
from tests.process.burgerzaken.test_feiten import MAN
from tests.process.burgerzaken.test_opnemen import HUWELIJK
from tests.services.personen.lijsten import ANDER_BSN, BSN, lijst

MELDING = Meldinginvoer(sleutel="m", soort="H", partners=(BSN, ANDER_BSN))


def om(dag: int, uur: int, minuut: int = 0, maand: int = 12) -> datetime:
    return datetime(2026, maand, dag, uur, minuut, tzinfo=AMSTERDAM)


PLAN = Planinvoer(
    sleutel="p", melding=uuid4(), begin=om(18, 14), eind=om(18, 15), babs="Ans Brouwer", plaats="Trouwzaal",
    getuigen=("Bram Berkenhout", "Cor Claes"),
)  # fmt: skip
RIJ = Huwelijksmelding(
    id=uuid4(), sleutel="m", soort="H", bsn=BSN, partner=ANDER_BSN, gemeld=date(2026, 11, 28), stukken=(),
    begin=om(18, 14), eind=om(18, 15), babs="Ans Brouwer", plaats="Trouwzaal", getuigen=("Bram", "Cor"),
    toestand="gepland",
)  # fmt: skip


def nummers(found: Gemeld) -> list[str]:
    return [w.nummer for w in found.weigeringen]


def key_of(found: Gemeld) -> UUID:
    assert found.melding is not None, found.weigeringen
    return found.melding.id


def anders(invoer: Any, **values: Any) -> Any:
    return msgspec.structs.replace(invoer, **values)


@pytest.mark.rule("BZ-306")
async def test_from_telling_to_the_day_itself(
    loket: Loket, migrated: embedded.Embedded, clock: Callable[[str], None]
) -> None:
    """The akte says who married them, where, and before whom; the melding is done with the fact, and only then."""
    trouwen = {"babsen": ["Ans Brouwer", "Yusuf Demir"], "plaatsen": ["Trouwzaal", "Kasteel"]}
    await loket.stel_in(migrated.owner_dsn, **{TROUWEN: trouwen})
    await loket.bewaar(lijst(), MAN)
    told = await meldt(loket.zgw, MELDING)
    assert (told.vanaf, told.tot) == (date(2026, 12, 12), date(2027, 11, 28))
    assert key_of(await meldt(loket.zgw, MELDING)) == key_of(told)
    plan = anders(PLAN, melding=key_of(told))
    assert nummers(await plant(loket.zgw, anders(plan, begin=om(11, 14), eind=om(11, 15)))) == ["BZ-13"]
    assert nummers(await plant(loket.zgw, anders(plan, getuigen=("Bram",)))) == ["BZ-14"]
    assert nummers(await plant(loket.zgw, anders(plan, babs="Iemand"))) == ["BZ-305"]
    assert key_of(await plant(loket.zgw, plan)) == key_of(told)
    clock("2026-12-18T13:30:00Z")
    jawoord = anders(HUWELIJK, melding=key_of(told))
    judged = await feiten.huwt(loket.zgw, anders(jawoord, datum=date(2026, 12, 17)))
    assert nummers(Gemeld(weigeringen=judged.weigeringen)) == ["BZ-306"]
    assert (await feiten.huwt(loket.zgw, anders(jawoord, alleen_toetsen=True))).weigeringen == ()
    assert [m.toestand for m in await agenda(loket.zgw)] == ["gepland"]
    assert (await feiten.huwt(loket.zgw, jawoord)).akte == "30A0001"
    [row] = await loket.gemeente.rows("select convert_from(inhoud, 'utf8')::jsonb->'voltrekking' from akte")
    assert msgspec.json.decode(row[0]) == {
        "babs": "Ans Brouwer", "plaats": "Trouwzaal", "getuigen": ["Bram Berkenhout", "Cor Claes"],
    }  # fmt: skip
    assert await agenda(loket.zgw) == []
    assert nummers(await trekt_in(loket.zgw, key_of(told))) == ["BZ-304"]


@pytest.mark.rule("BZ-304")
async def test_who_may_not_marry_hears_it_when_they_tell(loket: Loket) -> None:
    """What stands in the way of the marriage stands in the way of the melding; nothing is kept."""
    await loket.bewaar(lijst(), MAN)
    assert nummers(await meldt(loket.zgw, anders(MELDING, partners=(BSN, BSN)))) == ["BZ-16"]
    assert nummers(await meldt(loket.zgw, anders(MELDING, gemeld=date(2026, 11, 29)))) == ["BZ-304"]
    assert nummers(await meldt(loket.zgw, anders(MELDING, partners=(BSN, "999991115")))) == ["BZ-43"]
    assert await agenda(loket.zgw) == []
    key = key_of(await meldt(loket.zgw, MELDING))
    with pytest.raises(ZgwFout, match="409"):  # the key of this couple is not that of another
        await meldt(loket.zgw, anders(MELDING, partners=(BSN, "999991115")))
    assert (await trekt_in(loket.zgw, key)).weigeringen == ()
    assert nummers(await plant(loket.zgw, anders(PLAN, melding=key))) == ["BZ-304"]
    assert nummers(await plant(loket.zgw, PLAN)) == ["BZ-304"]


@pytest.mark.rule("BZ-305")
async def test_nobody_marries_two_couples_at_once(loket: Loket) -> None:
    """Nor are there two in one room; a minute later it is free. Moving one's own day is no clash."""
    await loket.bewaar(lijst(), MAN)
    een, twee = [key_of(await meldt(loket.zgw, anders(MELDING, sleutel=s))) for s in ("m1", "m2")]
    assert nummers(await plant(loket.zgw, anders(PLAN, melding=een))) == []
    assert nummers(await plant(loket.zgw, anders(PLAN, melding=een, eind=om(18, 15, 30)))) == []
    tweede = anders(PLAN, melding=twee, begin=om(18, 15), eind=om(18, 16))
    assert nummers(await plant(loket.zgw, tweede)) == ["BZ-305", "BZ-305"]
    assert nummers(await plant(loket.zgw, anders(tweede, plaats="Kasteel"))) == ["BZ-305"]
    assert nummers(await plant(loket.zgw, anders(tweede, babs="Yusuf Demir"))) == ["BZ-305"]
    assert nummers(await plant(loket.zgw, anders(tweede, begin=om(18, 15, 30)))) == []
    assert [m.begin for m in await agenda(loket.zgw)] == [om(18, 14), om(18, 15, 30)]


@pytest.mark.rule("BZ-305")
@pytest.mark.parametrize(("values", "count"), [
    ({}, 0),
    ({"begin": om(27, 9, maand=11)}, 1),  # it is half past ten on the 28th
    ({"eind": om(18, 13)}, 1),
    ({"babs": ""}, 1),
    ({"plaats": "Strand", "babs": "Iemand"}, 2),
    ({"getuigen": ("Bram", " ")}, 1),
])  # fmt: skip
def test_what_can_be_planned(values: dict[str, Any], count: int) -> None:
    settings = {"babsen": ["Ans Brouwer"], "plaatsen": ["Trouwzaal"]}
    nu = om(28, 10, 30, maand=11)
    assert len(plan_faults(anders(RIJ, **values), settings, nu)) == count


@pytest.mark.rule("BZ-306")
def test_what_is_entered_is_what_was_planned() -> None:
    day, both = date(2026, 12, 18), (ANDER_BSN, BSN)
    assert other_than_planned(RIJ, "H", both, day) == ""
    assert other_than_planned(RIJ, "P", both, day)
    assert other_than_planned(RIJ, "H", (BSN, "999991115"), day)
    assert other_than_planned(RIJ, "H", both, date(2026, 12, 19))
    assert other_than_planned(anders(RIJ, begin=None), "H", both, day)
