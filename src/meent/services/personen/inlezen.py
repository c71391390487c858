"""Loading persoonslijsten: a file at a time, each list with an outcome, and going on where it was cut off.

Nothing is left out and nothing mended: what is wrong is written down beside the list, and a list that may not be stored
keeps its outcome and its findings. The same file again gives `gelijk` for each list. Source: K-12, K-48; idempotent on
A-nummer with 80.10 and 80.20.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

import msgspec

from meent.basis.ids import uuid7
from meent.data.pool import Pool
from meent.services.personen import lo3, opslag, pljson, rvig
from meent.services.personen.bevinding import Bevinding
from meent.services.personen.keuring import heeft_testnummer, keur
from meent.services.personen.persoonslijst import Persoonslijst
from meent.services.personen.rubrieken import OnbekendeRubriek
from meent.services.personen.rvig import Ingelezen
from meent.services.personen.tabellen import Tabellen

Uitkomst = Literal["nieuw", "gelijk", "bijgewerkt", "ouder", "botst", "geweigerd"]
BLOCK = 50
"""Lists that go into one transaction: what a crash undoes, and what is done once more after it."""
WIE = "meent personen import"
ANDER_BSN = "PRE061"
NOG_NIET_KLAAR = "SELECT id FROM inlezing WHERE tenant_id = $1 AND digest = $2 AND klaar IS NULL ORDER BY id LIMIT 1"
BEGIN = "INSERT INTO inlezing (tenant_id, id, bron, digest) VALUES ($1, $2, $3, $4)"
GEDAAN = "SELECT nummer FROM inlezing_lijst WHERE tenant_id = $1 AND inlezing = $2"
REGEL = (
    "INSERT INTO inlezing_lijst (tenant_id, inlezing, nummer, naam, uitkomst, lijst, bevindingen)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7)"
)
KLAAR = "UPDATE inlezing SET klaar = now() WHERE tenant_id = $1 AND id = $2"
VERSLAG = (
    "SELECT nummer, naam, uitkomst, bevindingen FROM inlezing_lijst WHERE tenant_id = $1 AND inlezing = $2"
    " ORDER BY nummer"
)
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

    dubbele_bsn   how many numbers stand on more than one list that is not afgevoerd (PRE061)
    """

    inlezing: UUID
    bron: str
    regels: list[Regel] = field(default_factory=list)
    dubbele_bsn: int = 0

    def aantal(self, uitkomst: Uitkomst) -> int:
        return sum(1 for regel in self.regels if regel.uitkomst == uitkomst)

    def per_code(self) -> dict[str, int]:
        """How often each finding was made, by its code."""
        counts: dict[str, int] = {}
        for regel in self.regels:
            for b in regel.bevindingen:
                counts[b.code] = counts.get(b.code, 0) + 1
        return dict(sorted(counts.items()))


class BestandOnleesbaar(ValueError):
    """Wij lezen de CSV van RvIG (.csv), PL-JSON (.json, of .jsonl met een lijst per regel) en LO3 (.txt, .lo3)."""


def lists_in(path: Path) -> Iterator[Ingelezen]:
    """The lists in a file, by the end of its name. raises BestandOnleesbaar, CsvOnleesbaar"""
    kind = path.suffix.lower()
    if kind == ".csv":
        yield from rvig.read(path)
    elif kind in (".json", ".jsonl", ".txt", ".lo3"):
        read: Callable[[bytes], Persoonslijst] = pljson.read if kind.startswith(".j") else _of_message
        raw = path.read_bytes()
        for number, one in enumerate(raw.splitlines() if kind == ".jsonl" else [raw], start=1):
            if one.strip():
                yield _one(path.stem if kind != ".jsonl" else f"{path.stem}:{number}", number, one, read)
    else:
        raise BestandOnleesbaar(BestandOnleesbaar.__doc__)


def digest_of(path: Path) -> str:
    """By which a file is known when it comes again."""
    return sha256(path.read_bytes()).hexdigest()


def _of_message(raw: bytes) -> Persoonslijst:
    return lo3.read_message(raw.rstrip(b"\r\n")).pl


def _one(naam: str, number: int, raw: bytes, read: Callable[[bytes], Persoonslijst]) -> Ingelezen:
    try:
        return Ingelezen(naam, number, read(raw))
    except (lo3.Lo3Fout, pljson.PlJsonFout, OnbekendeRubriek) as fault:
        return Ingelezen(naam, number, None, (Bevinding("onleesbaar", uitleg=str(fault)),))


async def laad(
    pool: Pool,
    tenant_id: int,
    path: Path,
    *,
    tabellen: Tabellen | None = None,
    is_productie: bool = True,
    advance: Callable[[int], object] = lambda count: None,
) -> Verslag:
    """Loads a file and gives the report of all of it, also of what an earlier run did. `advance` hears of progress."""
    digest = digest_of(path)
    async with pool.tenant(tenant_id) as conn:
        key = await conn.fetchval(NOG_NIET_KLAAR, tenant_id, digest)
        if key is None:
            key = uuid7()
            await conn.execute(BEGIN, tenant_id, key, path.name, digest)
        done = {row["nummer"] for row in await conn.fetch(GEDAAN, tenant_id, key)}
        advance(len(done))
        todo = ((n, one) for n, one in enumerate(lists_in(path), start=1) if n not in done)
        for block in _blocks(todo):
            async with conn.transaction():
                for nummer, one in block:
                    await _load_one(conn, tenant_id, key, nummer, one, tabellen, is_productie)
            advance(len(block))
        await conn.execute(KLAAR, tenant_id, key)
        return await verslag(conn, tenant_id, key, path.name)


def _blocks(todo: Iterable[tuple[int, Ingelezen]]) -> Iterator[list[tuple[int, Ingelezen]]]:
    block: list[tuple[int, Ingelezen]] = []
    for one in todo:
        block.append(one)
        if len(block) == BLOCK:
            yield block
            block = []
    if block:
        yield block


async def verslag(conn: Any, tenant_id: int, key: UUID, bron: str) -> Verslag:
    """The report of a load, from what was written down."""
    found = Verslag(key, bron)
    for row in await conn.fetch(VERSLAG, tenant_id, key):
        bevindingen = msgspec.json.decode(row["bevindingen"], type=tuple[Bevinding, ...])
        found.regels.append(Regel(row["nummer"], row["naam"], row["uitkomst"], bevindingen))
    found.dubbele_bsn = len(await conn.fetch(DUBBEL, tenant_id))
    return found


async def _load_one(
    conn: Any, tenant_id: int, key: UUID, nummer: int, one: Ingelezen, tabellen: Tabellen | None, is_productie: bool
) -> None:
    found = list(one.bevindingen)
    uitkomst: Uitkomst = "geweigerd"
    lijst = None
    if one.pl is not None:
        found += keur(one.pl, tabellen, is_productie=is_productie)
        refusal = list(refusals(one.pl))
        found += refusal
        if not refusal and not (is_productie and heeft_testnummer(one.pl)):
            uitkomst, lijst = await _store(conn, tenant_id, one.pl)
    told = msgspec.json.encode(found)
    await conn.execute(REGEL, tenant_id, key, nummer, one.naam, uitkomst, lijst, told)


def refusals(pl: Persoonslijst) -> Iterator[Bevinding]:
    """Why a list cannot be stored at all: nobody could find it, or a text has a character that no database keeps."""
    if not (pl.anummer or pl.bsn):
        yield Bevinding(
            "geen-nummer", "01", uitleg="Er staat geen A-nummer en geen BSN op; zo is de lijst van niemand."
        )
    for c, s, v, voorkomen in pl.voorkomens():
        if any("\x00" in waarde for waarde in voorkomen.values()):
            yield Bevinding("teken", c, s + 1, v, uitleg="Hier staat een teken zonder betekenis (U+0000).")


async def _store(conn: Any, tenant_id: int, pl: Persoonslijst) -> tuple[Uitkomst, UUID | None]:
    """New, the same, newer or older than what is there; two that differ under one version are nobody's to choose."""
    known = await opslag.bekende(conn, tenant_id, pl)
    if known is None:
        return "nieuw", await opslag.bewaar(conn, tenant_id, pl)
    if known.pl == pl:
        return "gelijk", known.id
    ours, theirs = _version(known.pl), _version(pl)
    if ours == theirs:
        return "botst", known.id
    if theirs < ours:
        return "ouder", known.id
    await opslag.vervang(conn, tenant_id, known, pl, wie=WIE, wat=[{"werkwoord": "inlezen"}])
    return "bijgewerkt", known.id


def _version(pl: Persoonslijst) -> tuple[str, str]:
    """Stamp before number: the stamp tells which of two was written later, and the number may have begun anew."""
    return pl.waarde("07.80.20"), pl.waarde("07.80.10").rjust(9, "0")
