"""The work list of civil affairs: what is on it, in which order, who has it, and what an officer does with it."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from meent.data import embedded
from meent.integration.brp import termijnen
from meent.integration.brp.boek import open_boek
from meent.integration.zgw import Zgw, ZgwFout
from meent.process.burgerzaken import accord
from meent.process.burgerzaken.terugmelding import Behandelinvoer, Meldinginvoer, meldt
from meent.process.burgerzaken.werkbak import Werkbak
from tests.conftest import Gemeente
from tests.process.burgerzaken.conftest import Loket
from tests.process.burgerzaken.test_accord import CORRECTIE
from tests.process.burgerzaken.test_verhuismelding import BUUR, NUMMER_35, meld
from tests.services.personen.lijsten import BSN, GEZAG, WOONT, lijst

UITVAL, OVERKOMST = UUID(int=11), UUID(int=12)
BERICHT = """
INSERT INTO brp_bericht (tenant_id, id, richting, soort, ander, sleutel, inhoud, toestand, uitleg, op)
VALUES ($1, $2, 'in', 'If01', '0599', '00000007', '', 'uitval', 'De andere gemeente kent deze persoon niet.', $3)
"""
VERZOEK = """
INSERT INTO brp_overkomst (tenant_id, id, kenmerk, invoer, uit, sleutels, wie, op)
VALUES ($1, $2, 'k', '', '0599', array['00000008'], 'ans', $3)
"""


def bak(loket: Loket, **anders: Any) -> Werkbak:
    return Werkbak(loket.als(**anders) if anders else loket.zgw)


async def vol(loket: Loket) -> None:
    """One of each, on Saturday 28 November 2026."""
    await loket.bewaar(
        lijst(c11=[[GEZAG]], c08=[[{**WOONT, "83.10": "081100", "83.20": "20260501"}]]), BUUR,
    )  # fmt: skip
    assert (await meld(loket)).toestand == "behandelen"
    assert (await accord.stel_voor(loket.zgw, "correctie", CORRECTIE)).voorstel is not None
    told = Meldinginvoer(sleutel="t1", bsn=BUUR.bsn, aanduiding="080000", toelichting="Woont daar niet.")
    assert (await meldt(loket.zgw, told)).melding is not None
    async with loket.gemeente.app.pool.tenant(loket.gemeente.id) as conn:
        now = loket.gemeente.app.engine.now()
        await conn.execute(BERICHT, loket.gemeente.id, UITVAL, now)
        await conn.execute(VERZOEK, loket.gemeente.id, OVERKOMST, now)


async def test_what_is_due_first_stands_on_top(loket: Loket, clock: Any) -> None:
    """An onderzoek of 1 May has run its half year (ending on a Saturday counts to Monday); the rest has five days."""
    await vol(loket)
    werk = await bak(loket).lijst()
    assert [(w.stuk.soort, w.uiterlijk) for w in werk] == [
        ("onderzoek", date(2026, 10, 30)), ("bericht", date(2026, 12, 4)), ("overkomst", date(2026, 12, 4)),
        ("terugmelding", date(2026, 12, 4)), ("verhuizing", date(2026, 12, 4)), ("voorstel", date(2026, 12, 4)),
    ]  # fmt: skip
    assert await bak(loket).aantal() == len(werk)
    assert [w.is_te_laat(date(2026, 11, 28)) for w in werk] == [True] + [False] * 5
    assert {"BZ-203", "BZ-204"} == set(werk[4].stuk.wat)
    assert werk[3].stuk.wat == ("080000", "ontvangen")
    assert BSN not in str(werk)


async def test_one_has_it_at_a_time(loket: Loket) -> None:
    """Who was first keeps it; a colleague takes it over only from whom the page named."""
    await vol(loket)
    ans, yusuf = bak(loket), bak(loket, user_id="yusuf", user_weergave="Yusuf Demir")
    assert await ans.pak("bericht", UITVAL, "neem")
    assert not await yusuf.pak("bericht", UITVAL, "neem")
    assert not await yusuf.pak("bericht", UITVAL, "geef")
    assert not await yusuf.pak("bericht", UITVAL, "over", "noor")
    assert await yusuf.pak("bericht", UITVAL, "over", "ans")
    [had] = [w for w in await ans.lijst() if w.stuk.id == UITVAL]
    assert (had.is_mijn, had.hebber and had.hebber.weergave) == (False, "Yusuf Demir")
    assert await yusuf.pak("bericht", UITVAL, "geef")
    assert [w.hebber for w in await ans.lijst()] == [None] * 6
    for soort, key in (("bericht", uuid4()), ("voorstel", UITVAL)):
        with pytest.raises(ZgwFout, match="404"):
            await ans.pak(soort, key, "neem")  # type: ignore[arg-type]


async def test_a_message_is_tried_again_or_done_by_hand(loket: Loket) -> None:
    await vol(loket)
    ans = bak(loket)
    found = await ans.uitval(UITVAL)
    assert (found.soort, found.ander, found.bsn) == ("If01", "0599", "")
    await ans.na_uitval(UITVAL, opnieuw=False, uitleg="Gebeld; de persoon was al verhuisd.")
    [row] = await loket.gemeente.rows("select toestand, uitleg, gedaan_op is not null from brp_bericht")
    assert tuple(row) == ("gedaan", "Gebeld; de persoon was al verhuisd. (Ans Brouwer)", True)
    with pytest.raises(ZgwFout, match="404"):
        await ans.na_uitval(UITVAL, opnieuw=True)


async def test_what_is_done_is_off_the_list_and_nobody_has_it(loket: Loket) -> None:
    await vol(loket)
    ans = bak(loket)
    [melding] = [w.stuk.id for w in await ans.lijst() if w.stuk.soort == "verhuizing"]
    await ans.pak("verhuizing", melding, "neem")
    seen = await ans.melding(melding)
    assert (seen.mensen, seen.adres[0], [r.nummer for r in seen.redenen]) == (
        (BSN,), f"Boterdiep {NUMMER_35['11.20']}", ["BZ-203", "BZ-204"],
    )  # fmt: skip
    done = await ans.neem_op(melding)
    assert (done.stop, done.toestand) == ((), "gedaan")
    assert await loket.gemeente.rows("select 1 from brp_werk") == []
    assert "verhuizing" not in [w.stuk.soort for w in await ans.lijst()]
    with pytest.raises(ZgwFout, match="404"):
        await ans.melding(melding)


async def test_a_report_of_doubt_is_answered_and_gone(loket: Loket) -> None:
    """Taken up it begins an onderzoek and waits on; closed it is off the list, and nobody has it."""
    await vol(loket)
    ans = bak(loket)
    [key] = [w.stuk.id for w in await ans.lijst() if w.stuk.soort == "terugmelding"]
    await ans.pak("terugmelding", key, "neem")
    assert (await ans.behandel(Behandelinvoer(sleutel="s1", melding=key, handeling="sluit"))).weigeringen
    assert not (await ans.behandel(Behandelinvoer(sleutel="s2", melding=key, handeling="behandel"))).weigeringen
    due = {w.uiterlijk for w in await ans.lijst() if w.stuk.id == key}
    assert due == {date(2027, 5, 31)}
    closing = Behandelinvoer(sleutel="s3", melding=key, handeling="sluit", resultaat="niet_gewijzigd", toelichting="Ok")
    assert not (await ans.behandel(closing)).weigeringen
    assert key not in {w.stuk.id for w in await ans.lijst()}
    assert await loket.gemeente.rows("select 1 from brp_werk") == []
    with pytest.raises(ZgwFout, match="404"):
        await ans.terugmelding(key)


async def test_another_municipality_has_its_own_work(
    loket: Loket, andere_gemeente: Gemeente, migrated: embedded.Embedded
) -> None:
    await vol(loket)
    elsewhere = await _elsewhere(loket, andere_gemeente, migrated.owner_dsn)
    assert (await elsewhere.lijst(), await elsewhere.aantal()) == ([], 0)
    for asked in (elsewhere.uitval(UITVAL), elsewhere.pak("bericht", UITVAL, "neem"), elsewhere.melding(UITVAL)):
        with pytest.raises(ZgwFout, match="404"):
            await asked


async def _elsewhere(loket: Loket, andere: Gemeente, owner_dsn: str) -> Werkbak:
    there = Loket(andere, loket.zgw)
    await there.stel_in(owner_dsn, code="0599")
    zgw = Zgw(loket.zgw.engine, andere.app.directory.by_slug[andere.slug], loket.zgw.caller, loket.zgw.base)
    return Werkbak(zgw)


async def test_a_day_to_look_again_is_on_the_list_from_its_day_on(loket: Loket, clock: Any) -> None:
    """Who looked says what came of it; when it is not over yet, it comes back on another day."""
    async with open_boek(loket.zgw) as boek:
        await termijnen.zet(boek, "briefadres", BSN, date(2026, 12, 1))
    ans = bak(loket)
    assert (await ans.lijst(), await ans.aantal()) == ([], 0)
    clock("2026-12-01T08:00:00Z")
    [work] = await ans.lijst()
    assert (work.stuk.soort, work.stuk.wat, work.uiterlijk, await ans.aantal()) == (
        "termijn", ("briefadres",), date(2026, 12, 1), 1,
    )  # fmt: skip
    assert await ans.pak("termijn", work.stuk.id, "neem")
    assert (await ans.termijn(work.stuk.id)).bsn == BSN
    await ans.rond_termijn_af(work.stuk.id, "Nog geen woning", opnieuw=date(2027, 6, 1))
    assert (await ans.lijst(), await loket.gemeente.rows("select 1 from brp_werk")) == ([], [])
    with pytest.raises(ZgwFout, match="404"):
        await ans.rond_termijn_af(work.stuk.id, "Nog eens")
    rows = await loket.gemeente.rows("select dag, uitleg, gedaan_door from brp_termijn order by dag")
    assert [tuple(row) for row in rows] == [
        (date(2026, 12, 1), "Nog geen woning", "ans"), (date(2027, 6, 1), "", ""),
    ]  # fmt: skip
