"""Filling the register of a place for tests: lists as plain data, or out of the file of RvIG's test persons.

For places that begin empty, such as the demo. What comes from another supplier is loaded by `meent personen import`,
which judges each list and can go on where it was cut off.
"""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from meent.data.pool import Pool
from meent.services.personen import opslag, rvig
from meent.services.personen.persoonslijst import Persoonslijst, Voorkomen

Lijst = Mapping[str, Sequence[Sequence[Mapping[str, str]]]]
"""Category -> stapels -> voorkomens, the actual one first."""
PER_KEER = 250
"""Lists in one transaction: they are built while nothing else of this process runs, so not for long."""


def persoonslijst(lijst: Lijst) -> Persoonslijst:
    """raises OnbekendeRubriek when an element is not in the table"""
    return Persoonslijst({c: [[Voorkomen(rij) for rij in stapel] for stapel in found] for c, found in lijst.items()})


def testpersonen(path: Path, bsns: set[str], gemeente: str) -> Iterator[Persoonslijst]:
    """The lists of these people out of RvIG's file, as residents of this municipality; the first list of each.

    raises   CsvOnleesbaar
    """
    for one in rvig.read(path):
        if one.pl is not None and one.pl.bsn in bsns:
            bsns = bsns - {one.pl.bsn}
            yield hier_ingeschreven(one.pl, gemeente)


def hier_ingeschreven(pl: Persoonslijst, gemeente: str) -> Persoonslijst:
    """The same list with this code where it named the municipality of registration of now; what was before stays."""
    now = pl.waarde("08.09.10")
    moved = [
        [v.met({"09.10": gemeente}) if v.get("09.10") == now else v for v in stapel] for stapel in pl.stapels["08"]
    ]
    return pl.met("08", moved)


async def laad(
    pool: Pool, tenant_id: int, lijsten: Iterable[Persoonslijst], advance: Callable[[int], object] = lambda count: None
) -> None:
    """Stores them, some at a time, while what else this process does goes on between."""
    todo = iter(lijsten)
    async with pool.tenant(tenant_id) as conn:
        while some := list(islice(todo, PER_KEER)):
            await opslag.bewaar_veel(conn, tenant_id, some)
            advance(len(some))
            await asyncio.sleep(0)
