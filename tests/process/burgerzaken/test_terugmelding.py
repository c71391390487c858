"""Reports of doubt: received with a term, looked into, answered. HUP 6.9, decision 0066."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from meent.integration.zgw import ZgwFout
from meent.process.burgerzaken import terugmelding
from meent.process.burgerzaken.onderzoek import Onderzoeksinvoer, onderzoekt
from meent.process.burgerzaken.terugmelding import Behandelinvoer, Gemeld, Meldinginvoer, behandelt, meldt
from meent.services.personen.terugmeldingen import is_aanduiding, reactietermijn
from tests.conftest import Gemeente
from tests.process.burgerzaken.conftest import Loket
from tests.services.personen.lijsten import BSN, VANDAAG, WOONT, lijst

MELDING = Meldinginvoer(sleutel="z-2026-17", bsn=BSN, aanduiding="080000", toelichting="De post komt terug.")


async def gemeld(loket: Loket) -> UUID:
    found = await meldt(loket.zgw, MELDING)
    assert found.melding is not None, found.weigeringen
    return found.melding.id


async def stap(loket: Loket, key: UUID, handeling: Any, **anders: Any) -> list[str]:
    """Numbers of what stands in the way."""
    invoer = Behandelinvoer(sleutel=f"{handeling}-{uuid4()}", melding=key, handeling=handeling, **anders)
    return [w.nummer for w in (await behandelt(loket.zgw, invoer)).weigeringen]


async def stand(loket: Loket) -> tuple[Any, ...]:
    [row] = await loket.gemeente.rows(
        "select toestand, onderzoek, resultaat, antwoord, doorgestuurd from brp_terugmelding"
    )
    return tuple(row)


@pytest.mark.rule("BZ-123")
async def test_a_doubt_from_beginning_to_end(loket: Loket) -> None:
    """Received, in onderzoek on the list, answered; the onderzoek ends with it, and nothing else changed."""
    await loket.bewaar(lijst())
    key = await gemeld(loket)
    assert await stap(loket, key, "behandel") == []
    pl = await loket.lees(BSN)
    assert (pl.waarde("08.83.10"), pl.waarde("08.83.20"), pl.waarde("08.85.10")) == ("080000", VANDAAG, WOONT["85.10"])
    assert await stand(loket) == ("in_behandeling", True, "", "", "")
    assert await stap(loket, key, "sluit", resultaat="niet_gewijzigd", toelichting="Woont er nog.") == []
    assert (await loket.lees(BSN)).waarde("08.83.30") == VANDAAG
    assert await stand(loket) == ("afgesloten", True, "niet_gewijzigd", "Woont er nog.", "")
    events = await loket.gemeente.rows("select soort from brp_gebeurtenis order by id")
    assert [e["soort"] for e in events] == ["nl.meent.brp.onderzoek.begonnen", "nl.meent.brp.onderzoek.beeindigd"]
    assert await terugmelding.lijst(loket.zgw) == []


@pytest.mark.rule("BZ-123")
async def test_what_is_looked_into_already_is_not_begun_again(loket: Loket) -> None:
    """Nor ended by the report: it was somebody else's. And what is plain is answered without an onderzoek."""
    await loket.bewaar(lijst())
    await onderzoekt(loket.zgw, Onderzoeksinvoer(sleutel="o1", bsn=BSN, stap="begin", aanduiding="089999"))
    key = await gemeld(loket)
    assert await stap(loket, key, "behandel") == []
    assert await stap(loket, key, "sluit", resultaat="gewijzigd", toelichting="Was al bekend.") == []
    assert (await loket.lees(BSN)).waarde("08.83.10") == "089999"
    assert (await loket.lees(BSN)).waarde("08.83.30") == ""
    other = await meldt(loket.zgw, Meldinginvoer(sleutel="2", bsn=BSN, aanduiding="010240", toelichting="Moulin?"))
    assert other.melding is not None
    assert await stap(loket, other.melding.id, "behandel", geen_onderzoek="Staat zo in de geboorteakte.") == []
    assert (await loket.lees(BSN)).waarde("01.83.10") == ""


@pytest.mark.rule("BZ-121")
@pytest.mark.requirement("K-34", "burgerzaken-9")
@pytest.mark.parametrize(
    ("ontvangen", "uiterlijk"),
    [
        (date(2026, 11, 23), date(2026, 11, 30)),  # Monday: the fifth working day after it
        (date(2026, 11, 28), date(2026, 12, 4)),  # Saturday
        (date(2026, 12, 21), date(2026, 12, 29)),  # Christmas is a Friday, the day after a Saturday
        (date(2027, 4, 22), date(2027, 4, 30)),  # King's day on a Tuesday
    ],
)
def test_five_working_days(ontvangen: date, uiterlijk: date) -> None:
    """Neither Saturday, Sunday nor a holiday of the Algemene termijnenwet counts."""
    assert reactietermijn(ontvangen) == uiterlijk


@pytest.mark.rule("BZ-121")
async def test_who_is_too_late_is_told(loket: Loket, clock: Callable[[str], None]) -> None:
    """On the last day it is not late, the day after it is; once taken up it no longer is."""
    await loket.bewaar(lijst())
    key = await gemeld(loket)
    clock("2026-12-04T22:30:00Z")
    assert await terugmelding.lijst(loket.zgw, te_laat=True) == []
    clock("2026-12-04T23:30:00Z")  # Saturday in Amsterdam
    assert [m.id for m in await terugmelding.lijst(loket.zgw, te_laat=True)] == [key]
    assert await stap(loket, key, "behandel") == []
    assert await terugmelding.lijst(loket.zgw, te_laat=True) == []
    assert [m.toestand for m in await terugmelding.lijst(loket.zgw)] == ["in_behandeling"]


@pytest.mark.requirement("burgerzaken-9")
async def test_a_part_result(loket: Loket) -> None:
    """HUP 6.9: who is known not to live there gets 089999 while the onderzoek runs on from its first day; closing the
    report with its result ends it."""
    await loket.bewaar(lijst())
    key = await gemeld(loket)
    assert await stap(loket, key, "behandel") == []
    began = (await loket.lees(BSN)).waarde("08.83.20")
    part = Onderzoeksinvoer(sleutel="o1", bsn=BSN, stap="wijzig", aanduiding="089999")
    assert (await onderzoekt(loket.zgw, part)).is_opgenomen
    runs = await loket.lees(BSN)
    assert [runs.waarde(f"08.83.{n}") for n in (10, 20, 30)] == ["089999", began, ""]
    assert await stap(loket, key, "sluit", resultaat="gewijzigd", toelichting="Is vertrokken.") == []
    ended = await loket.lees(BSN)
    assert [ended.waarde(f"08.83.{n}") for n in (10, 20, 30)] == ["089999", began, VANDAAG]


@pytest.mark.requirement("burgerzaken-9")
async def test_it_is_refused_with_an_answer(loket: Loket) -> None:
    await loket.bewaar(lijst())
    key = await gemeld(loket)
    assert await stap(loket, key, "weiger", toelichting="Er staat niet om welk huis het gaat.") == []
    assert (await stand(loket))[0] == "niet_behandeld"
    assert (await loket.lees(BSN)).waarde("08.83.10") == ""


@pytest.mark.rule("BZ-122")
@pytest.mark.rule("BZ-124")
@pytest.mark.requirement("burgerzaken-9")
async def test_the_steps_and_what_they_ask(loket: Loket) -> None:
    """In order only, and with an answer for who reported it."""
    await loket.bewaar(lijst())
    key = await gemeld(loket)
    assert await stap(loket, key, "sluit", resultaat="gewijzigd", toelichting="Klaar.") == ["BZ-122"]
    assert await stap(loket, key, "weiger") == ["BZ-124"]
    assert await stap(loket, key, "stuur_door", gemeente="Breda") == ["BZ-124"]
    assert await stap(loket, key, "stuur_door", gemeente="0758") == []
    assert await stand(loket) == ("doorgestuurd", False, "", "", "0758")
    assert await stap(loket, key, "behandel") == ["BZ-122"]
    assert (await loket.lees(BSN)).waarde("08.83.10") == ""


@pytest.mark.rule("BZ-120")
async def test_what_is_not_reported(loket: Loket) -> None:
    await loket.bewaar(lijst())
    for wrong in ({"aanduiding": "070000"}, {"aanduiding": "080220"}, {"toelichting": " "}, {"bsn": "999991115"}):
        values: dict[str, Any] = {"sleutel": "x", "bsn": BSN, "aanduiding": "080000", "toelichting": "Twijfel", **wrong}
        assert [w.nummer for w in (await meldt(loket.zgw, Meldinginvoer(**values))).weigeringen] == ["BZ-120"]
    judged = Meldinginvoer(sleutel="x", bsn=BSN, aanduiding="080000", toelichting="Twijfel", alleen_toetsen=True)
    assert (await meldt(loket.zgw, judged), await terugmelding.lijst(loket.zgw)) == (Gemeld(), [])
    assert [is_aanduiding(a) for a in ("010310", "010300", "010000", "019999", "011010")] == [
        True, True, True, False, False,
    ]  # fmt: skip


async def test_of_another_municipality_there_is_nothing(loket: Loket, andere_gemeente: Gemeente, migrated: Any) -> None:
    await loket.bewaar(lijst())
    key = await gemeld(loket)
    elders = Loket(andere_gemeente, loket.zgw)
    await elders.stel_in(migrated.owner_dsn, "0363")
    assert await terugmelding.lijst(elders.zgw) == []
    with pytest.raises(ZgwFout) as told:
        await stap(elders, key, "behandel")
    assert told.value.status == 404
