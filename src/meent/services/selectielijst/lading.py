"""Loading the selectielijst: rows from files as the public service gives them, into the one set of the installation.

A row keeps its uuid, whichever host published it, so links to the public service lead to ours. Rows are added and
brought up to date, never taken away: a type of years ago still refers to them.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec

from meent.basis.fouten import Faults
from meent.data.pool import Connection
from meent.engine.check import Context, check_body
from meent.engine.declare import Registry, Resource
from meent.engine.links import Links, parse_uuid
from meent.engine.rows import encode, written
from meent.schema.table import NATIONAL
from meent.services.selectielijst.bestanden import Rows, SelectielijstOnleesbaar, read, read_shared
from meent.services.selectielijst.communicatiekanaal import COMMUNICATIEKANAAL
from meent.services.selectielijst.eigen import ROWS as EIGEN
from meent.services.selectielijst.procestype import PROCESTYPE
from meent.services.selectielijst.resultaat import SELECTIELIJSTRESULTAAT
from meent.services.selectielijst.resultaattypeomschrijving import RESULTAATTYPEOMSCHRIJVINGGENERIEK

IN_ORDER: tuple[Resource[Any], ...] = (
    PROCESTYPE, SELECTIELIJSTRESULTAAT, RESULTAATTYPEOMSCHRIJVINGGENERIEK, COMMUNICATIEKANAAL,
)  # fmt: skip
"""What is written, a row after those that it refers to."""
REGISTRY = Registry(IN_ORDER)
FAULTS_TOLD = 20
EIGEN_UITGAVE = "greep uit 2020"
NEWEST = "SELECT uitgave, bron, is_eigen, aantallen, geladen_op FROM selectielijst_lading ORDER BY id DESC LIMIT 1"


@dataclass
class Aantal:
    """What loading did to the rows of one collection."""

    nieuw: int = 0
    gewijzigd: int = 0
    gelijk: int = 0


@dataclass(frozen=True)
class Lading:
    """One load of the selectielijst.

    uitgave    edition, such as "2017, 2020"
    is_eigen   the handful of rows that comes with Meent, not the list itself
    """

    uitgave: str
    bron: str
    is_eigen: bool
    geladen_op: datetime
    aantallen: dict[str, Aantal] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        return asdict(self) | {"geladen_op": self.geladen_op.isoformat()}


async def newest(conn: Connection) -> Lading | None:
    """The load that is served now; None before the first one."""
    record = await conn.fetchrow(NEWEST)
    if record is None:
        return None
    found = msgspec.json.decode(record["aantallen"], type=dict[str, Aantal])
    return Lading(record["uitgave"], record["bron"], record["is_eigen"], record["geladen_op"], found)


async def load_path(conn: Connection, path: Path, uitgave: str = "") -> Lading:
    """A file, or all files of a folder. Raises SelectielijstOnleesbaar."""
    return await load(conn, read(path), uitgave=uitgave, bron=path.name)


async def load_first(conn: Connection, shared: Path) -> Lading | None:
    """What an installation begins with: the list of the folder `shared`, else our own few rows; None when it has one.

    Our own rows make room for the list as soon as that is there.
    """
    known = await newest(conn)
    rows = read_shared(shared / "data" / "selectielijst") if known is None or known.is_eigen else {}
    if rows:
        return await load(conn, rows, bron="data/selectielijst")
    return await load(conn, EIGEN, uitgave=EIGEN_UITGAVE, bron="Meent", is_eigen=True) if known is None else None


async def load(conn: Connection, rows: Rows, *, uitgave: str = "", bron: str, is_eigen: bool = False) -> Lading:
    """All or nothing; raises SelectielijstOnleesbaar with the first faults when a row is not as the API describes."""
    checked = _checked(rows)
    aantallen = {resource.collection: Aantal() for resource in IN_ORDER if resource.collection in rows}
    async with conn.transaction():
        for resource, row in checked:
            await _require_procestype(conn, row)
            outcome = await conn.fetchrow(_upsert(resource), row.id, *encode(resource, row))
            _count(aantallen[resource.collection], outcome)
        jaren = await conn.fetch("SELECT DISTINCT jaar FROM procestype_landelijk ORDER BY jaar")
        await conn.execute(
            "INSERT INTO selectielijst_lading (uitgave, bron, is_eigen, aantallen) VALUES ($1, $2, $3, $4)",
            uitgave or ", ".join(str(r[0]) for r in jaren) or "onbekend",
            bron, is_eigen, msgspec.json.encode(aantallen),
        )  # fmt: skip
        found = await newest(conn)
    assert found is not None
    return found


def _checked(rows: Rows) -> list[tuple[Resource[Any], Any]]:
    """The rows as shapes, each once, judged as the API describes them."""
    faults: list[str] = []
    found = []
    for resource in IN_ORDER:
        once = {_uuid(row.get("url")): row for row in rows.get(resource.collection, [])}
        for key, row in once.items():
            told = [f"geen url met een uuid: {row.get('url')!r}"] if key is None else []
            values, wrong = _values(resource, row)
            faults += [f"{resource.collection} {key or '?'}: {fault}" for fault in (*told, *wrong)]
            if key and not wrong:
                found.append((resource, resource.shape(id=key, **values)))
    if faults:
        more = f"; en nog {len(faults) - FAULTS_TOLD}" if len(faults) > FAULTS_TOLD else ""
        raise SelectielijstOnleesbaar("; ".join(faults[:FAULTS_TOLD]) + more)
    return found


def _values(resource: Resource[Any], row: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    faults = Faults()
    links = Links(REGISTRY, "http://meent")
    body = dict(row)
    for f in resource.refs:
        body[f.json] = f"{links.base}{REGISTRY.of(f.target).url_path}{_uuid(row.get(f.json))}"
    values = check_body(resource, body, Context(faults, links), partial=False)
    return values, [f"{p.name} {p.reason or p.code}" for p in faults.found]


def _uuid(url: Any) -> UUID | None:
    """The uuid at the end of a link, whoever published it."""
    return parse_uuid(url.rstrip("/")[-36:]) if isinstance(url, str) else None


async def _require_procestype(conn: Connection, row: Any) -> None:
    key = getattr(row, "proces_type", None)
    if key and not await conn.fetchval("SELECT 1 FROM procestype_landelijk WHERE id = $1", key):
        raise SelectielijstOnleesbaar(f"resultaten {row.id}: het procestype {key} is er niet en staat er niet bij.")


def _upsert(resource: Resource[Any]) -> str:
    """Writes row $1; gives whether it was there and whether it is another now, or nothing when it is the same."""
    table, names = resource.name + NATIONAL, written(resource)
    values = ", ".join(f"${i}" for i in range(2, len(names) + 2))
    return (
        f"INSERT INTO {table} AS t (id, {', '.join(names)}) VALUES ($1, {values}) ON CONFLICT (id) DO UPDATE"
        f" SET {', '.join(f'{n} = excluded.{n}' for n in names)}"
        f" WHERE ({', '.join(f't.{n}' for n in names)}) IS DISTINCT FROM"
        f" ({', '.join(f'excluded.{n}' for n in names)}) RETURNING xmax = 0"
    )


def _count(aantal: Aantal, outcome: Any) -> None:
    if outcome is None:
        aantal.gelijk += 1
    elif outcome[0]:
        aantal.nieuw += 1
    else:
        aantal.gewijzigd += 1
