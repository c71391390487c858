"""What dispatchers pass on to the screens and caches of every process: in order, of one's own municipality, bounded."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio

from meent.app import App, running
from meent.integration.notificaties import omroep
from meent.integration.notificaties.omroep import RIJ_MAX, Luisteraar, Nieuws, Omroep, Vol
from meent.integration.notificaties.verdelen import Verandering
from tests.asgi import SECRET, Client
from tests.conftest import Gemeente
from tests.integration.notificaties.abonnee import WAIT_SECONDEN, eventually
from tests.integration.notificaties.conftest import Start
from tests.zgw import AUTORISATIES, ZAKEN, een_zaak


@pytest_asyncio.fixture(loop_scope="session")
async def listening(migrated: Any, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Omroep]:
    """The broadcasts as one process hears them."""
    monkeypatch.setattr(omroep, "OPNIEUW_SECONDEN", 0.01)
    one = Omroep(migrated.app_dsn, lambda _: None)
    task = asyncio.create_task(one.run())
    await one.is_listening.wait()
    yield one
    task.cancel()


async def heard(listener: Luisteraar) -> Nieuws | None:
    async with asyncio.timeout(WAIT_SECONDEN):
        return await listener.next()


async def test_a_change_is_heard_in_its_own_municipality_alone(
    gemeente: Gemeente, andere_gemeente: Gemeente, start: Start, listening: Omroep
) -> None:
    """Even the number of changes of a neighbour is the neighbour's."""
    start()
    with listening.listen(gemeente.id) as ours, listening.listen(andere_gemeente.id) as theirs:
        zaak = await een_zaak(gemeente.client)
        told: list[Verandering] = []
        while not any(v.kanaal == "zaken" for v in told):
            nieuws = await heard(ours)
            assert nieuws is not None
            told += nieuws.veranderingen
        assert told[-1] == Verandering("zaken", UUID(zaak["uuid"]), "zaak", "create")
        assert theirs._rij.empty()


async def test_who_comes_back_hears_what_was_missed(gemeente: Gemeente, start: Start, listening: Omroep) -> None:
    """A laptop that was shut for a minute must not show a case as it was."""
    start()
    with listening.listen(gemeente.id) as listener:
        zaak = await een_zaak(gemeente.client)
        while (last := await heard(listener)) and last.veranderingen[-1].kanaal != "zaken":
            pass  # its types are heard first, together with it or apart
    assert last is not None
    assert (await gemeente.client.patch(zaak["url"], {"toelichting": "x"})).status == 200
    await eventually(lambda: known_after(listening, gemeente.id, last.nummer))
    with listening.listen(gemeente.id, last.nummer) as listener:
        missed = await heard(listener)
    assert missed is not None
    assert missed.nummer > last.nummer
    assert [v.actie for v in missed.veranderingen] == ["partial_update"]
    with listening.listen(gemeente.id, 0) as listener:
        assert await heard(listener) is None


async def known_after(one: Omroep, gemeente: int, nummer: int) -> bool:
    return any(n.nummer > nummer for n in one._known.get(gemeente, ()))


async def test_a_broken_line_is_made_again_and_everybody_looks_anew(
    gemeente: Gemeente, start: Start, listening: Omroep
) -> None:
    """Nobody knows what was said meanwhile, so nobody may think that nothing was."""
    start()
    with listening.listen(gemeente.id) as listener:
        await gemeente.rows(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where datname = current_database() and query ilike 'listen%' and pid <> pg_backend_pid()"
        )
        assert await heard(listener) is None
        await listening.is_listening.wait()
        while not listener._rij.empty():
            assert await heard(listener) is None
        await een_zaak(gemeente.client)
        assert await heard(listener) is not None


def test_a_listener_that_cannot_keep_up_looks_anew() -> None:
    """A browser on a bad line must not fill our memory."""
    listener = Luisteraar()
    for nummer in range(RIJ_MAX + 1):
        listener.tell(Nieuws(nummer, ()))
    assert listener._rij.qsize() == 1
    assert listener._rij.get_nowait() is None


def test_listeners_are_counted_and_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    """One too many is told so; and when we stop, nobody is left waiting."""
    monkeypatch.setattr(omroep, "LUISTERAARS_MAX", 1)
    one = Omroep("", lambda _: None)
    with one.listen(1) as listener:
        with pytest.raises(Vol), one.listen(2):
            pass
        one.close()
        assert listener.is_gesloten
    with one.listen(1) as late:
        assert late.is_gesloten


def test_what_a_newer_version_says_is_no_reason_to_fall() -> None:
    """During an upgrade two versions run side by side."""
    one = Omroep("", lambda _: None)
    one._heard(None, 0, "", '7 {"nieuw": true}')
    assert one._known == {}


@pytest.mark.rule("A-06", "AC-06")
async def test_rights_that_change_are_known_at_once_in_other_processes(
    app: App, gemeente: Gemeente, migrated: Any, start: Start
) -> None:
    """An application whose rights were taken away would go on for a minute at every process but one."""
    start()
    body = {"clientIds": ["vertrekt"], "label": "x", "heeftAlleAutorisaties": True}
    applicatie = (await gemeente.client.post(f"{AUTORISATIES}/applicaties", body)).json
    await gemeente.rows(
        "insert into applicatie_geheim (tenant_id, client_id, geheim) values ($1, 'vertrekt', $2)", gemeente.id, SECRET
    )
    async with running(App(migrated.app_dsn, pool_size=2, store=app.store)) as other:
        task = asyncio.create_task(other.omroep.run())
        await other.omroep.is_listening.wait()
        elsewhere = Client(other, f"/{gemeente.slug}", "vertrekt")
        assert (await elsewhere.get(f"{ZAKEN}/zaken")).status == 200
        assert (await gemeente.client.delete(applicatie["url"])).status == 204

        async def is_refused() -> bool:
            return (await elsewhere.get(f"{ZAKEN}/zaken")).status == 403

        await eventually(is_refused)
        task.cancel()
