"""What a legal fact does, written in one transaction: each list with its history, its numbers, the event, its message.

All of it or nothing: when a colleague changed one of the lists meanwhile, none of them moves.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from meent.basis.ids import uuid7
from meent.integration.brp.brieven import Briefvraag
from meent.services.personen import opslag
from meent.services.personen.bevragen import gebeurtenissen
from meent.services.personen.mutaties import Mutatie, apply
from meent.services.personen.opslag import Bewaard
from meent.services.personen.persoonslijst import Persoonslijst

EVENT = """
INSERT INTO brp_gebeurtenis (tenant_id, id, soort, bsn, lijsten, wie) VALUES ($1, $2, $3, $4, $5, $6)
"""


class Gevolg(msgspec.Struct, frozen=True, kw_only=True):
    """What one legal fact does.

    soort         CloudEvents type of what happened, such as nl.brp.verhuisd.binnengemeentelijk
    over          BSN of whom it is about
    wijzigingen   BSN -> the changes to the list of that person, in order; by A-nummer when a BSN is not enough
    nieuw         what makes each list that was not there, category 07 first
    brieven       letters that must follow
    """

    soort: str
    over: str
    wijzigingen: Mapping[str, tuple[Mutatie, ...]] = {}
    nieuw: tuple[tuple[Mutatie, ...], ...] = ()
    brieven: tuple[Briefvraag, ...] = ()


class GeenLijst(LookupError):
    """Van deze persoon is er niet één persoonslijst."""


async def lees(conn: Any, tenant_id: int, bsns: Sequence[str]) -> dict[str, Bewaard]:
    """The lists of these people, one each. raises GeenLijst"""
    found = {}
    for bsn in dict.fromkeys(bsns):
        kept = await opslag.enige(conn, tenant_id, bsn)
        if kept is None:
            raise GeenLijst(GeenLijst.__doc__)
        found[bsn] = kept
    return found


async def verwerk(
    conn: Any, tenant_id: int, gevolg: Gevolg, lijsten: Mapping[str, Bewaard], nu: datetime, *, wie: str
) -> UUID:
    """Writes it. Returns the number of the event.

    lijsten   as they were read when the fact was judged; group 80 is the lock (K-15)
    raises    MutatieGeweigerd, LijstVeranderd; then nothing is written
    """
    async with whole(conn):
        return await schrijf(conn, tenant_id, gevolg, lijsten, nu, wie=wie)


async def schrijf(
    conn: Any, tenant_id: int, gevolg: Gevolg, lijsten: Mapping[str, Bewaard], nu: datetime, *, wie: str
) -> UUID:
    """The same for a caller that undoes all of it when this raises."""
    touched = [lijsten[bsn].id for bsn in gevolg.wijzigingen]
    for bsn in sorted(gevolg.wijzigingen, key=lambda b: lijsten[b].id):  # one order for all: no two wait in a ring
        await opslag.wijzig(conn, tenant_id, lijsten[bsn], gevolg.wijzigingen[bsn], nu, wie=wie)
    for made in gevolg.nieuw:
        touched.append(await opslag.bewaar(conn, tenant_id, apply(Persoonslijst({}), made, nu)))
    event, of_whom = uuid7(), [kept.id for kept in lijsten.values() if kept.pl.bsn == gevolg.over]
    about = (of_whom or touched)[0 if of_whom else -1]
    await conn.execute(EVENT, tenant_id, event, gevolg.soort, gevolg.over, touched or [about], wie)
    await gebeurtenissen.kondig_aan(conn, tenant_id, event, gevolg.soort, about, nu)
    return event


@asynccontextmanager
async def whole(conn: Any) -> AsyncIterator[None]:
    """All that is written within, or nothing; also within a transaction that goes on afterwards. Source: BZ-40."""
    if not conn.is_in_transaction():
        async with conn.transaction():
            yield
        return
    await conn.execute("SAVEPOINT feit")
    try:
        yield
    except Exception:
        await conn.execute("ROLLBACK TO SAVEPOINT feit")
        raise
    await conn.execute("RELEASE SAVEPOINT feit")
