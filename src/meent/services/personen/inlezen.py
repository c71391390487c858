"""Loading persoonslijsten: a file at a time, each list with an outcome, and going on where it was cut off.

Nothing is left out and nothing mended: what is wrong is written down beside the list, and a list that may not be stored
keeps its outcome and its findings. The same file again gives `gelijk` for each list. Source: K-12, K-48; idempotent on
A-nummer with 80.10 and 80.20.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import file_digest
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec

from meent.basis.ids import uuid7
from meent.data.pool import Pool
from meent.services.personen import inleesblok, inleesploeg
from meent.services.personen.bevinding import Bevinding
from meent.services.personen.inleesblok import Opdracht, Uitkomst
from meent.services.personen.tabellen import Tabellen

ANDER_BSN = "PRE061"
NOG_NIET_KLAAR = "SELECT id FROM inlezing WHERE tenant_id = $1 AND digest = $2 AND klaar IS NULL ORDER BY id LIMIT 1"
BEGIN = "INSERT INTO inlezing (tenant_id, id, bron, digest) VALUES ($1, $2, $3, $4)"
KLAAR = "UPDATE inlezing SET klaar = now() WHERE tenant_id = $1 AND id = $2"
AANTALLEN = "SELECT uitkomst, count(*) FROM inlezing_lijst WHERE tenant_id = $1 AND inlezing = $2 GROUP BY uitkomst"
VERSLAG = """
SELECT nummer, naam, uitkomst, bevindingen FROM inlezing_lijst WHERE tenant_id = $1 AND inlezing = $2
    AND ($3 OR bevindingen <> '[]' OR uitkomst NOT IN ('nieuw', 'gelijk')) ORDER BY nummer
"""
DUBBEL = """
SELECT bsn FROM persoonslijst WHERE tenant_id = $1 AND bsn <> '' AND opschorting <> 'F'
GROUP BY bsn HAVING count(*) > 1
"""


@dataclass(frozen=True)
class Regel:
    """What became of one list."""

    nummer: int
    naam: str
    uitkomst: Uitkomst
    bevindingen: tuple[Bevinding, ...]


@dataclass
class Verslag:
    """A load, whole.

    aantallen     how many lists had each outcome
    regels        the lists, or only those that somebody must look at
    dubbele_bsn   how many numbers stand on more than one list that is not afgevoerd (PRE061)
    """

    inlezing: UUID
    bron: str
    aantallen: dict[str, int] = field(default_factory=dict)
    regels: list[Regel] = field(default_factory=list)
    dubbele_bsn: int = 0

    @property
    def totaal(self) -> int:
        return sum(self.aantallen.values())

    def aantal(self, uitkomst: Uitkomst) -> int:
        return self.aantallen.get(uitkomst, 0)

    def per_code(self) -> dict[str, int]:
        """How often each finding was made, by its code."""
        counts: dict[str, int] = {}
        for regel in self.regels:
            for b in regel.bevindingen:
                counts[b.code] = counts.get(b.code, 0) + 1
        return dict(sorted(counts.items()))


def count_in(path: Path) -> int:
    """How many there are, without reading one. raises BestandOnleesbaar, CsvOnleesbaar"""
    return sum(1 for _ in inleesblok.unread(path))


def digest_of(path: Path) -> str:
    """By which a file is known when it comes again."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


async def laad(
    pool: Pool,
    tenant_id: int,
    path: Path,
    *,
    tabellen: Tabellen | None = None,
    is_productie: bool = True,
    advance: Callable[[int], object] = lambda count: None,
    ploeg: tuple[str, int] | None = None,
    alles: bool = True,
) -> Verslag:
    """Loads a file and gives the report of all of it, also of what an earlier run did. `advance` hears of progress.

    ploeg   DSN of the serving role, and how many processes do the work; None: this one, on a connection of the pool
    alles   the report has each list, not only those that somebody must look at
    raises  InlezenAfgebroken when a process of the ploeg failed
    """
    digest = digest_of(path)
    async with pool.tenant(tenant_id) as conn:
        key = await conn.fetchval(NOG_NIET_KLAAR, tenant_id, digest)
        if key is None:
            key = uuid7()
            await conn.execute(BEGIN, tenant_id, key, path.name, digest)
        opdracht = Opdracht(tenant_id, key, path, tabellen, is_productie)
        if ploeg:
            await asyncio.to_thread(inleesploeg.lees, ploeg[0], opdracht, ploeg[1], advance)
        else:
            await inleesblok.lees(conn, opdracht, advance)
        await conn.execute(KLAAR, tenant_id, key)
        return await verslag(conn, tenant_id, key, path.name, alles=alles)


async def verslag(conn: Any, tenant_id: int, key: UUID, bron: str, *, alles: bool = True) -> Verslag:
    """The report of a load, from what was written down."""
    found = Verslag(key, bron, {row[0]: row[1] for row in await conn.fetch(AANTALLEN, tenant_id, key)})
    for row in await conn.fetch(VERSLAG, tenant_id, key, alles):
        bevindingen = msgspec.json.decode(row["bevindingen"], type=tuple[Bevinding, ...])
        found.regels.append(Regel(row["nummer"], row["naam"], row["uitkomst"], bevindingen))
    found.dubbele_bsn = len(await conn.fetch(DUBBEL, tenant_id))
    return found
