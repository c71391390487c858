"""One block of a load: its lists judged, then stored with their outcomes in one transaction.

A block that was cut off leaves nothing, and is done once more; one that is done is passed over, also when somebody else
is still at it: who comes second waits for the first. Source: K-12, K-48.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

import msgspec

from meent.services.personen import lo3, opslag, pljson, rvig
from meent.services.personen.bevinding import Bevinding
from meent.services.personen.keuring import heeft_testnummer, keur
from meent.services.personen.persoonslijst import Persoonslijst
from meent.services.personen.rubrieken import OnbekendeRubriek
from meent.services.personen.rvig import Ingelezen
from meent.services.personen.tabellen import Tabellen

Uitkomst = Literal["nieuw", "gelijk", "bijgewerkt", "ouder", "botst", "geweigerd"]
Ongelezen = Callable[[], Ingelezen]
"""A list in a file; calling it reads it."""
BLOCK = 200
"""Lists that go into one transaction: what a crash undoes, and what is done once more after it."""
WIE = "meent personen import"
ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtextextended('inlezing ' || $1::uuid || ' ' || $2::int, 0))"
GEDAAN = """
SELECT nummer FROM inlezing_lijst WHERE tenant_id = $1 AND inlezing = $2 AND nummer BETWEEN $3 AND $4
"""
REGELS = """
INSERT INTO inlezing_lijst (tenant_id, inlezing, nummer, naam, uitkomst, lijst, bevindingen)
SELECT $1, $2, v.* FROM unnest($3::int[], $4::text[], $5::text[], $6::uuid[], $7::jsonb[]) v
"""


class BestandOnleesbaar(ValueError):
    """Wij lezen de CSV van RvIG (.csv), PL-JSON (.json, of .jsonl met een lijst per regel) en LO3 (.txt, .lo3)."""


@dataclass(frozen=True)
class Opdracht:
    """A load, or the part of it that one process of several does: of all blocks each `van`-th, from `beurt` on."""

    tenant_id: int
    inlezing: UUID
    path: Path
    tabellen: Tabellen | None = None
    is_productie: bool = True
    beurt: int = 0
    van: int = 1


@dataclass
class Beoordeeld:
    """One list with what was found. Without `pl` it is not stored; outcome and key follow from storing."""

    nummer: int
    naam: str
    pl: Persoonslijst | None
    bevindingen: list[Bevinding]
    uitkomst: Uitkomst = "geweigerd"
    lijst: UUID | None = None


# --- the file --------------------------------------------------------------------------------------------------------


def unread(path: Path) -> Iterator[Ongelezen]:
    """The lists in a file, by the end of its name; a line is held at a time. raises BestandOnleesbaar, CsvOnleesbaar"""
    kind = path.suffix.lower()
    if kind == ".csv":
        yield from rvig.unread(path)
    elif kind == ".jsonl":
        with path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield _one(f"{path.stem}:{number}", number, line, pljson.read)
    elif kind in (".json", ".txt", ".lo3"):
        raw = path.read_bytes()
        if raw.strip():
            yield _one(path.stem, 1, raw, pljson.read if kind == ".json" else _of_message)
    else:
        raise BestandOnleesbaar(BestandOnleesbaar.__doc__)


def _of_message(raw: bytes) -> Persoonslijst:
    return lo3.read_message(raw.rstrip(b"\r\n")).pl


def _one(naam: str, number: int, raw: bytes, read: Callable[[bytes], Persoonslijst]) -> Ongelezen:
    def make() -> Ingelezen:
        try:
            return Ingelezen(naam, number, read(raw))
        except (lo3.Lo3Fout, pljson.PlJsonFout, OnbekendeRubriek) as fault:
            return Ingelezen(naam, number, None, (Bevinding("onleesbaar", uitleg=str(fault)),))

    return make


def blocks(path: Path) -> Iterator[tuple[int, list[Ongelezen]]]:
    """Number of the first list (counted from 1) and the lists of each block."""
    left, first = unread(path), 1
    while block := list(islice(left, BLOCK)):
        yield first, block
        first += len(block)


# --- a block ---------------------------------------------------------------------------------------------------------


async def lees(conn: Any, opdracht: Opdracht, advance: Callable[[int], object]) -> None:
    """Does what has not been done of the blocks of this part. `advance` hears how many lists each block had."""
    for number, (first, block) in enumerate(blocks(opdracht.path)):
        if number % opdracht.van == opdracht.beurt:
            await lees_blok(conn, opdracht, first, block)
            advance(len(block))


async def lees_blok(conn: Any, opdracht: Opdracht, first: int, block: Sequence[Ongelezen]) -> None:
    """All of it or nothing; what is done already stays as it is."""
    place = (opdracht.tenant_id, opdracht.inlezing, first, first + len(block) - 1)
    done = {row[0] for row in await conn.fetch(GEDAAN, *place)}
    todo = [(nummer, make) for nummer, make in enumerate(block, start=first) if nummer not in done]
    if not todo:
        return
    judged = [beoordeel(nummer, make(), opdracht) for nummer, make in todo]
    async with conn.transaction():
        await conn.execute(ONE_AT_A_TIME, opdracht.inlezing, first)
        done = {row[0] for row in await conn.fetch(GEDAAN, *place)}
        judged = [one for one in judged if one.nummer not in done]
        await store(conn, opdracht.tenant_id, judged)
        rows = [(j.nummer, j.naam, j.uitkomst, j.lijst, msgspec.json.encode(j.bevindingen)) for j in judged]
        if rows:
            await conn.execute(REGELS, opdracht.tenant_id, opdracht.inlezing, *map(list, zip(*rows, strict=True)))


def beoordeel(nummer: int, one: Ingelezen, opdracht: Opdracht) -> Beoordeeld:
    """What is found about a list, and whether it may be stored."""
    if one.pl is None:
        return Beoordeeld(nummer, one.naam, None, list(one.bevindingen))
    refusal = list(refusals(one.pl))
    found = [*one.bevindingen, *keur(one.pl, opdracht.tabellen, is_productie=opdracht.is_productie), *refusal]
    is_refused = bool(refusal) or (opdracht.is_productie and heeft_testnummer(one.pl))
    return Beoordeeld(nummer, one.naam, None if is_refused else one.pl, found)


def refusals(pl: Persoonslijst) -> Iterator[Bevinding]:
    """Why a list cannot be stored at all: nobody could find it, or a text has a character that no database keeps."""
    if not (pl.anummer or pl.bsn):
        yield Bevinding(
            "geen-nummer", "01", uitleg="Er staat geen A-nummer en geen BSN op; zo is de lijst van niemand."
        )
    for c, s, v, voorkomen in pl.voorkomens():
        if any("\x00" in waarde for waarde in voorkomen.values()):
            yield Bevinding("teken", c, s + 1, v, uitleg="Hier staat een teken zonder betekenis (U+0000).")


async def store(conn: Any, tenant_id: int, judged: Sequence[Beoordeeld]) -> None:
    """New ones together, in order of A-nummer so that no two loads wait in a ring; what else there is one by one."""
    fit = [(one, one.pl) for one in judged if one.pl is not None]
    numbered = sorted((pair for pair in fit if opslag.keys_of(pair[1])[0]), key=lambda pair: pair[1].anummer)
    keys = await opslag.bewaar_nieuwe(conn, tenant_id, [pl for _, pl in numbered])
    for (one, _), key in zip(numbered, keys, strict=True):
        if key is not None:
            one.uitkomst, one.lijst = "nieuw", key
    for one, pl in fit:
        if one.lijst is None:
            one.uitkomst, one.lijst = await store_one(conn, tenant_id, pl)


async def store_one(conn: Any, tenant_id: int, pl: Persoonslijst) -> tuple[Uitkomst, UUID]:
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
