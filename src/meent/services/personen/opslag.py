"""Where persoonslijsten are kept: a row for each, read by key in one statement and written under the lock of group 80.

No log of processing here: who shows a list to somebody writes that line (decision 0037), the store does not know why.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from meent.basis.ids import uuid7
from meent.services.personen import pljson
from meent.services.personen.mutaties import Mutatie, apply
from meent.services.personen.persoonslijst import Persoonslijst
from meent.services.personen.rubrieken import tabel
from meent.services.personen.zoekregel import COLUMNS, sleutels, sleutels_van, upserts, zoekwaarden

# The indexes hold what is known only: without `<> ''` a plan for any value cannot use them, and reads all lists.
BY_BSN = "SELECT id, lijst FROM persoonslijst WHERE tenant_id = $1 AND bsn = $2 AND bsn <> '' ORDER BY id"
BY_ANUMMER = "SELECT id, lijst FROM persoonslijst WHERE tenant_id = $1 AND anummer = $2 AND anummer <> ''"
WITHOUT_ANUMMER = f"{BY_BSN.removesuffix(' ORDER BY id')} AND anummer = '' ORDER BY id"
INSERT = f"""
WITH nieuw AS (
    INSERT INTO persoonslijst (tenant_id, id, anummer, bsn, versie, tijdstempel, opschorting, lijst)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING RETURNING id
), {upserts("nieuw", 9)}
SELECT id FROM nieuw
"""
CHANGE = f"""
WITH nieuw AS (
    UPDATE persoonslijst SET anummer = $3, bsn = $4, versie = $5, tijdstempel = $6, opschorting = $7, lijst = $8,
        vastgelegd_op = now()
    WHERE tenant_id = $1 AND id = $2 AND versie = $9 AND tijdstempel = $10 RETURNING id
), {upserts("nieuw", 14)}
INSERT INTO persoonslijst_wijziging (tenant_id, id, lijst, versie, tijdstempel, wie, wat)
SELECT $1, $11, nieuw.id, $5, $6, $12, $13 FROM nieuw RETURNING lijst
"""
MANY = """
INSERT INTO persoonslijst (tenant_id, id, anummer, bsn, versie, tijdstempel, opschorting, lijst)
SELECT $1, v.* FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::jsonb[]) v
"""
NEW = f"{MANY} ON CONFLICT (tenant_id, anummer) WHERE anummer <> '' DO NOTHING RETURNING id"
MANY_INDEX = f"""
INSERT INTO persoon_zoek (tenant_id, lijst, {", ".join(COLUMNS)})
SELECT $1, v.* FROM unnest($2::uuid[], {
    ", ".join(f"${n}::{'integer' if c == 'huisnummer' else 'text'}[]" for n, c in enumerate(COLUMNS, start=3))
}) v
"""
MANY_KEYS = """
INSERT INTO persoon_sleutel (tenant_id, lijst, soort, waarde)
SELECT $1, v.* FROM unnest($2::uuid[], $3::text[], $4::text[]) v
"""
AFTER = "SELECT id, lijst FROM persoonslijst WHERE tenant_id = $1 AND id > $2 ORDER BY id LIMIT 500"
INDEX = f"""
WITH nieuw AS (SELECT id FROM persoonslijst WHERE tenant_id = $1 AND id = $2), {upserts("nieuw", 3)}
SELECT id FROM nieuw
"""


class LijstVeranderd(Exception):
    """Een collega heeft deze persoonslijst intussen veranderd; bekijk haar opnieuw en doe het daarna nog eens."""


@dataclass(frozen=True)
class Bewaard:
    """A list and the key of its row."""

    id: UUID
    pl: Persoonslijst


def keys_of(pl: Persoonslijst) -> tuple[str, str, str, str, str]:
    """A-nummer, BSN, version, stamp and reason of suspension, as the columns hold them."""
    anummer = pl.anummer if pl.anummer.isascii() and pl.anummer.isdigit() and len(pl.anummer) <= 10 else ""
    return anummer, pl.bsn, pl.waarde("07.80.10"), pl.waarde("07.80.20"), pl.waarde("07.67.20")


async def lees(conn: Any, tenant_id: int, bsn: str) -> list[Bewaard]:
    """The lists with this BSN: mostly one, two after a double registration, none for who is not here."""
    return [as_kept(row) for row in await conn.fetch(BY_BSN, tenant_id, bsn)]


async def enige(conn: Any, tenant_id: int, bsn: str) -> Bewaard | None:
    """The one list with this BSN that is not afgevoerd; None when there is none, or more."""
    found = [kept for kept in await lees(conn, tenant_id, bsn) if not kept.pl.is_afgevoerd]
    return found[0] if len(found) == 1 else None


async def lees_anummer(conn: Any, tenant_id: int, anummer: str) -> Bewaard | None:
    row = await conn.fetchrow(BY_ANUMMER, tenant_id, anummer)
    return as_kept(row) if row else None


async def bekende(conn: Any, tenant_id: int, pl: Persoonslijst) -> Bewaard | None:
    """The list that is this one: of the same A-nummer, or of the same BSN where both have no A-nummer."""
    anummer, bsn, *_ = keys_of(pl)
    row = await conn.fetchrow(*((BY_ANUMMER, tenant_id, anummer) if anummer else (WITHOUT_ANUMMER, tenant_id, bsn)))
    return as_kept(row) if row else None


async def bewaar(conn: Any, tenant_id: int, pl: Persoonslijst) -> UUID:
    """Stores a list that was not there. raises LijstVeranderd when somebody else stored it in the meantime"""
    values = (*keys_of(pl), pljson.write(pl), *zoekwaarden(pl), *sleutels(pl))
    found: UUID | None = await conn.fetchval(INSERT, tenant_id, uuid7(), *values)
    if found is None:
        raise LijstVeranderd(LijstVeranderd.__doc__)
    return found


async def bewaar_veel(conn: Any, tenant_id: int, lijsten: Sequence[Persoonslijst]) -> None:
    """Stores lists that were not there, a few statements for all of them: for filling a place, some hundreds at a time.

    COPY would be faster still; PostgreSQL refuses it under row policies. raises UniqueViolationError, storing none
    """
    ids = [uuid7() for _ in lijsten]
    async with conn.transaction():
        await conn.execute(MANY, tenant_id, ids, *_columns(lijsten))
        await _index_many(conn, tenant_id, dict(zip(ids, lijsten, strict=True)))


async def bewaar_nieuwe(conn: Any, tenant_id: int, lijsten: Sequence[Persoonslijst]) -> list[UUID | None]:
    """Stores those of these lists whose A-nummer is not here yet, in the transaction of the caller.

    Returns the key of each, in their order, and None for one that is here already, or for the second of two in a row.
    """
    if not lijsten:
        return []
    ids = [uuid7() for _ in lijsten]
    made = {row[0] for row in await conn.fetch(NEW, tenant_id, ids, *_columns(lijsten))}
    await _index_many(conn, tenant_id, {key: pl for key, pl in zip(ids, lijsten, strict=True) if key in made})
    return [key if key in made else None for key in ids]


def _columns(lijsten: Sequence[Persoonslijst]) -> list[list[Any]]:
    """What stands beside the key, a list for each column."""
    rows = [(*keys_of(pl), pljson.write(pl)) for pl in lijsten]
    return [list(column) for column in zip(*rows, strict=True)]


async def _index_many(conn: Any, tenant_id: int, lijsten: Mapping[UUID, Persoonslijst]) -> None:
    """By what these new lists are searched."""
    if not lijsten:
        return
    rows = list(zip(*map(zoekwaarden, lijsten.values()), strict=True))
    await conn.execute(MANY_INDEX, tenant_id, list(lijsten), *map(list, rows))
    found = [(key, *one) for key, pl in lijsten.items() for one in sleutels_van(pl)]
    if found:
        await conn.execute(MANY_KEYS, tenant_id, *map(list, zip(*found, strict=True)))


async def wijzig(
    conn: Any, tenant_id: int, old: Bewaard, mutaties: Sequence[Mutatie], nu: datetime, *, wie: str
) -> Persoonslijst:
    """Applies and stores, in one statement with the line that tells of it.

    raises   MutatieGeweigerd; LijstVeranderd when group 80 is no longer that of `old` (K-15)
    """
    new = apply(old.pl, mutaties, nu)
    await vervang(conn, tenant_id, old, new, wie=wie, wat=[_told(m) for m in mutaties])
    return new


async def vervang(
    conn: Any, tenant_id: int, old: Bewaard, new: Persoonslijst, *, wie: str, wat: Sequence[dict[str, Any]]
) -> None:
    """Puts another list in the place of one that is still as it was read. raises LijstVeranderd"""
    _, _, versie, tijdstempel, _ = keys_of(old.pl)
    done = await conn.fetchval(
        CHANGE, tenant_id, old.id, *keys_of(new), pljson.write(new), versie, tijdstempel, uuid7(), wie,
        msgspec.json.encode(wat), *zoekwaarden(new), *sleutels(new),
    )  # fmt: skip
    if done is None:
        raise LijstVeranderd(LijstVeranderd.__doc__)


async def herbouw_zoekregels(conn: Any, tenant_id: int) -> int:
    """Writes anew by what each list is searched, for lists of before and after a change of how; tells how many."""
    last, count = UUID(int=0), 0
    while rows := await conn.fetch(AFTER, tenant_id, last):
        found = [as_kept(row) for row in rows]
        await conn.executemany(
            INDEX, [(tenant_id, kept.id, *zoekwaarden(kept.pl), *sleutels(kept.pl)) for kept in found]
        )
        last, count = found[-1].id, count + len(found)
    return count


def _told(mutatie: Mutatie) -> dict[str, Any]:
    """Verb and category, without anything that stood there."""
    naam = tabel().categorieen[mutatie.categorie].naam
    return {"werkwoord": type(mutatie).__name__.lower(), "categorie": mutatie.categorie, "naam": naam}


def as_kept(row: Any) -> Bewaard:
    return Bewaard(row["id"], pljson.read(row["lijst"]))
