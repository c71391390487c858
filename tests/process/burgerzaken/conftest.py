"""A municipality in which facts of life are recorded."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest_asyncio

from meent.data import embedded, tenant
from meent.data.pool import connect
from meent.engine.authorise import ALL_RIGHTS, Caller
from meent.integration.brp import bijhouding
from meent.integration.brp.feiten import Invoer, Uitkomst
from meent.integration.zgw import Zgw
from meent.process.burgerzaken import accord
from meent.services.personen import opslag
from meent.services.personen.persoonslijst import Persoonslijst
from tests.conftest import Gemeente
from tests.services.personen.lijsten import EIGEN

ANDERS = "0363"
"""The code of the municipality next door."""


@dataclass
class Loket:
    """A municipality that knows its code, and somebody of civil affairs in it."""

    gemeente: Gemeente
    zgw: Zgw

    async def bewaar(self, *lijsten: Persoonslijst) -> None:
        async with self.gemeente.app.pool.tenant(self.gemeente.id) as conn:
            for pl in lijsten:
                await opslag.bewaar(conn, self.gemeente.id, pl)

    async def lees(self, bsn: str) -> Persoonslijst:
        async with self.gemeente.app.pool.tenant(self.gemeente.id) as conn:
            return (await bijhouding.lees(conn, self.gemeente.id, [bsn]))[bsn].pl

    def als(self, **anders: Any) -> Zgw:
        caller = replace(self.zgw.caller, **anders)
        return Zgw(self.zgw.engine, self.zgw.place, caller, self.zgw.base)

    async def met_collega(self, feit: str, invoer: Invoer) -> Uitkomst:
        """Recorded by two people: who is here proposes it, Yusuf agrees."""
        proposed = await accord.stel_voor(self.zgw, feit, invoer)
        if proposed.voorstel is None:
            return Uitkomst(weigeringen=proposed.weigeringen)
        return await accord.keur_goed(self.als(user_id="yusuf", user_weergave="Yusuf Demir"), proposed.voorstel.id)

    async def stel_in(self, owner_dsn: str, code: str = EIGEN, **settings: Any) -> None:
        conn = await connect(owner_dsn)
        try:
            known = await tenant.get(conn, self.gemeente.slug)
            assert known is not None
            await tenant.change(conn, replace(known, gemeentecode=code, instellingen=settings))
        finally:
            await conn.close()
        app = self.gemeente.app
        await app.directory.refresh()
        caller = Caller("meent-schermen", ALL_RIGHTS, "Schermen", "ans", "Ans Brouwer", doel="bijhouding BRP")
        self.zgw = Zgw(app.engine, app.directory.by_slug[self.gemeente.slug], caller, "http://gemeente.test")


@pytest_asyncio.fixture(loop_scope="session")
async def loket(gemeente: Gemeente, migrated: embedded.Embedded, clock: Callable[[str], None]) -> AsyncIterator[Loket]:
    clock("2026-11-28T09:30:00.123Z")
    made = Loket(gemeente, None)  # type: ignore[arg-type]
    await made.stel_in(migrated.owner_dsn)
    yield made


@pytest_asyncio.fixture(loop_scope="session")
async def daar(loket: Loket, andere_gemeente: Gemeente, migrated: embedded.Embedded) -> Loket:
    """The municipality next door; each of both has a mailbox."""
    made = Loket(andere_gemeente, loket.zgw)
    await loket.stel_in(migrated.owner_dsn, brp_postbus=True)
    await made.stel_in(migrated.owner_dsn, ANDERS, brp_postbus=True)
    return made
