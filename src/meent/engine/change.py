"""One change of one row, as rules see it: what was, what will be, who asks, and what else they need to look at."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from uuid import UUID

from meent.basis.adres import is_elders
from meent.basis.datums import vandaag
from meent.basis.fouten import Faults, forbidden
from meent.basis.ids import uuid7
from meent.basis.placeholder import PLACEHOLDER
from meent.engine.authorise import Caller
from meent.engine.companions import Companions
from meent.engine.declare import Operation, Resource
from meent.engine.links import Links
from meent.engine.marks import Ref, Shape
from meent.engine.remembered import Ingehaald, Remembered, Verouderd
from meent.engine.rows import decode
from meent.engine.sql import BY_KEY, BY_KEYS, LOCKED, VERSION, where_equal

if TYPE_CHECKING:
    from meent.data.pool import Connection
    from meent.engine.web import Engine
    from meent.wire.place import Place

S = TypeVar("S", bound=Shape)
T = TypeVar("T", bound=Shape)
P = TypeVar("P")


@dataclass(frozen=True)
class Also:
    """Another row that must change in the same transaction; `fields` None means that it goes."""

    resource: Resource[Any]
    id: UUID
    fields: dict[str, Any] | None
    is_new: bool = False


class Session:
    """One writing request: its transaction, its caller and its clock, shared by all changes it makes.

    now    the instant of the request, UTC
    seen   rows read in this transaction, by resource name and uuid
    found  rows looked for in this transaction, by resource name and condition
    held   rows that this transaction has locked or written, by resource name and uuid
    stale  rows whose kept document must be rendered anew, by shape name
    remembered  types that may be taken from memory; relies_on is the version that was taken
    judged  a main object that was read and not locked, its uuid and version: whoever writes by it checks it (`hold`)
    companions  what capabilities keep during this request
    warnings    what the answer must tell beside its body (X-Warning)
    may_begin_again  whether `Again` may be raised, so that what takes long is done while nothing is locked
    """

    def __init__(
        self,
        engine: "Engine",
        conn: "Connection",
        place: "Place",
        caller: Caller,
        links: Links,
        companions: Companions | None = None,
        toelichting: str = "",
    ) -> None:
        self.engine, self.conn, self.place, self.tenant_id = engine, conn, place, place.id
        self.registry, self.sql, self.now = engine.registry, engine.sql, engine.now()
        self.caller, self.links, self.toelichting = caller, links, toelichting
        self.companions = companions or Companions(engine, place)
        self.may_begin_again = False
        self.seen: dict[tuple[str, UUID], Shape | None] = {}
        self.found: dict[str, dict[Any, list[Any]]] = {}
        self.stale: dict[str, set[UUID]] = {}
        self.held: set[tuple[str, UUID]] = set()
        self.remembered: Remembered | None = None
        self.relies_on: int | None = None
        self.judged: tuple[Resource[Any], UUID, int] | None = None
        self.warnings: list[str] = []

    async def begin(self) -> None:
        """Opens the transaction, when something first asks for more than one statement: one insert is its own.

        A main object that was judged is locked now; raises Ingehaald when it has changed since.
        """
        if self.conn.is_in_transaction():
            return
        await self.conn.execute("BEGIN")
        if self.judged is not None:
            resource, key, version = self.judged
            if await self.conn.fetchval(self.sql.held(resource), self.tenant_id, key, version) is None:
                raise Ingehaald
            self.held.add((resource.name, key))
            self.judged = None

    def show_anew(self, resource: Resource[Any], keys: set[UUID]) -> None:
        """The kept documents of these rows show something that has changed."""
        self.stale.setdefault(resource.shape.__name__, set()).update(keys)

    def is_shown(self, resource: Resource[Any], key: UUID) -> None:
        """The kept document of this row has just been rendered."""
        if resource.keeps_document:
            self.stale.get(resource.shape.__name__, set()).discard(key)

    async def render_stale(self) -> None:
        for shape, keys in self.stale.items():
            if keys:
                await self.conn.execute(self.sql.refresh(self.registry.of(shape)), self.tenant_id, list(keys))
        self.stale.clear()

    async def commit(self) -> None:
        """Renders what has become stale, once per row however many changes touched it, and ends the transaction."""
        await self.render_stale()
        if self.conn.is_in_transaction():
            await self.conn.execute("COMMIT")
        for companion in self.companions.made:
            companion.committed()

    async def get(self, resource: Resource[T], key: UUID) -> T | None:
        """A row of this municipality, read at most once."""
        known = (resource.name, key)
        if known not in self.seen:
            rows = await self._rows(resource, key, BY_KEY, key)
            self.seen[known] = rows[0] if rows else None
        return self.seen[known]  # type: ignore[return-value]

    async def load(self, resource: Resource[T], keys: Iterable[UUID]) -> list[T]:
        """The rows of this municipality with these uuids, in one query, each read at most once."""
        wanted = list(dict.fromkeys(keys))
        unseen = [key for key in wanted if (resource.name, key) not in self.seen]
        if unseen:
            for record in await self.conn.fetch(self.sql.rows(resource, BY_KEYS), self.tenant_id, unseen):
                read = decode(resource, record)
                self.seen[resource.name, read.id] = read
        return [row for key in wanted if (row := self.seen.get((resource.name, key)))]  # type: ignore[misc]

    async def url_of(self, resource: Resource[Any], key: UUID) -> str:
        """The link to a row, with placeholder; to an object elsewhere, its own URL."""
        if not is_elders(key):
            return f"{PLACEHOLDER}{resource.url_path}{key}"
        return str(await self.conn.fetchval("SELECT meent_elders($1, $2)", self.tenant_id, key))

    async def require_still_valid(self) -> None:
        """Before a refusal goes out: was it judged by types that still hold? Raises Verouderd when not."""
        if self.relies_on is None:
            return
        if self.conn.is_in_transaction():
            await self.conn.execute("ROLLBACK")
        now = await self.conn.fetchval(f"SELECT {VERSION}", self.tenant_id)
        if now != self.relies_on:
            raise Verouderd

    def _rely_on(self, version: int) -> None:
        if self.relies_on not in (None, version):
            raise Verouderd
        self.relies_on = version

    async def _rows(self, resource: Resource[T], known: Any, where: str, *values: Any) -> list[T]:
        """Rows that meet a condition. Types come from memory, or are remembered with their version by `known`.

        That there are none is not remembered: that row would have no version.
        """
        memory = self.remembered if resource.api.versioned else None
        shelf = memory.of(self.tenant_id) if memory else None
        if shelf and (rows := shelf.rows.get((resource.name, known))):
            self._rely_on(shelf.version)
            return rows
        text = self.sql.rows(resource, where, versioned=memory is not None)
        records = await self.conn.fetch(text, self.tenant_id, *values)
        rows = [decode(resource, r) for r in records]
        if memory and records:
            self._rely_on(records[0][-1])
            memory.at(self.tenant_id, records[0][-1]).rows[resource.name, known] = rows
        return rows

    async def find(self, resource: Resource[T], equal: dict[str, Any]) -> list[T]:
        """Rows whose stored fields equal the values; asked at most once as long as nothing of their kind is written."""
        known = (tuple(equal), tuple(equal.values()))
        found = self.found.setdefault(resource.name, {})
        if known not in found:
            found[known] = await self._rows(resource, known, where_equal(tuple(equal)), *equal.values())
        return list(found[known])

    async def find_each(self, resource: Resource[T], name: str, values: Iterable[Any]) -> None:
        """As `find` on one field, for each of the values, in one query; `find` then knows the answers."""
        found = self.found.setdefault(resource.name, {})
        unknown = [value for value in dict.fromkeys(values) if ((name,), (value,)) not in found]
        if not unknown:
            return
        where = f" AND z.{name} = ANY($2::{resource.field[name].sql_type}[]) ORDER BY z.id"
        for record in await self.conn.fetch(self.sql.rows(resource, where), self.tenant_id, unknown):
            row = decode(resource, record)
            found.setdefault(((name,), (getattr(row, name),)), []).append(row)
        for value in unknown:
            found.setdefault(((name,), (value,)), [])

    def has_written(self, resource: Resource[T], key: UUID, row: T | None) -> None:
        """What was read of this resource before no longer counts."""
        self.seen[resource.name, key] = row
        if self.conn.is_in_transaction():
            self.held.add((resource.name, key))
        self.found.pop(resource.name, None)

    async def lock(self, resource: Resource[T], key: UUID) -> T | None:
        """A row of this municipality, locked until the transaction ends; asked for once."""
        known = (resource.name, key)
        if known not in self.held:
            await self.begin()  # which locks the main object that was judged
        if known in self.held:
            return self.seen[known]  # type: ignore[return-value]
        record = await self.conn.fetchrow(self.sql.rows(resource, LOCKED), self.tenant_id, key)
        row = decode(resource, record) if record else None
        self.seen[known] = row
        self.held.add(known)
        return row

    async def hold(self, resource: Resource[T], key: UUID) -> T | None:
        """A main object, so that what happens to it happens in a row: locked, or else read with its version.

        In the second case the statement that writes locks it and goes through only if the version is still the same:
        a row under a main object then costs no transaction of its own and no waiting on others before it is judged
        (decision 0010). Not where the request is done again: then it is locked first.
        """
        if self.remembered is None or not resource.keeps_document or self.conn.is_in_transaction():
            return await self.lock(resource, key)
        record = await self.conn.fetchrow(self.sql.row_and_kept(resource), self.tenant_id, key)
        if record is None:
            return None
        self.judged = (resource, key, record[-1])
        row = self.seen[resource.name, key] = decode(resource, record)
        return row


class Change(Generic[S]):
    """What rules and defaults get.

    old, new     the row before and after; new is the merged state (G-13) and None when the row goes
    parent       the main object under which the row hangs, locked; None when it is one itself
    operation    create, update, partial_update or delete
    given        JSON names in the request
    named        the named operation that this is, or None
    elders       links in the request that lead to somebody else's register: key -> URL
    is_forced    set by a rule when only a forced scope made this possible; noted in the audit trail
    """

    def __init__(
        self,
        session: Session,
        resource: Resource[S],
        *,
        operation: str,
        old: S | None,
        new: S | None,
        parent: Any = None,
        given: frozenset[str] = frozenset(),
        named: Operation | None = None,
        elders: dict[UUID, str] | None = None,
    ) -> None:
        self.session, self.resource, self.operation, self.named = session, resource, operation, named
        self.old, self._new, self.parent, self.given = old, new, parent, given
        self.faults, self.elders = Faults(), elders or {}
        self.pending: list[Also] = []
        self.is_forced = False

    @property
    def new(self) -> S:
        """The row as it will be. Rules on a delete use `row`."""
        assert self._new is not None, "bij verwijderen is er geen nieuwe rij"
        return self._new

    @property
    def row(self) -> S:
        """The new row, or on a delete the old one."""
        row = self._new if self._new is not None else self.old
        assert row is not None
        return row

    @property
    def id(self) -> UUID:
        return self.row.id

    @property
    def caller(self) -> Caller:
        return self.session.caller

    @property
    def now(self) -> datetime:
        return self.session.now

    @cached_property
    def today(self) -> date:
        return vandaag(self.session.now)

    @property
    def links(self) -> Links:
        return self.session.links

    def outside(self, protocol: type[P]) -> P:
        """What app.py has handed in for this protocol: the way in which a rule reaches the world."""
        found: P = self.session.engine.outside[protocol]
        return found

    def changed(self, name: str) -> bool:
        """Whether the field gets another value; always so on create."""
        return self.old is None or self._new is None or getattr(self.old, name) != getattr(self._new, name)

    def may(self, *scopes: str) -> bool:
        """Whether the caller has one of the scopes for the type and level of this row."""
        reach = self.caller.rights.reach(self.resource.api.component, scopes)
        if not self.resource.authorised_by:
            return reach.given
        holder = self.parent if self.resource.through else self.row
        return reach.covers(*self.session.registry.type_and_level(self.resource, holder))

    async def get(self, shape: type[T] | str, ref: Ref[T] | UUID | None) -> T | None:
        """Another row of this municipality by its uuid."""
        return None if ref is None else await self.session.get(self.session.registry.of(shape), ref)

    async def load(self, shape: type[T] | str, refs: Iterable[UUID]) -> list[T]:
        """As `get`, for many rows at once; those that are not there are left out."""
        return await self.session.load(self.session.registry.of(shape), refs)

    async def lock(self, shape: type[T] | str, ref: Ref[T] | UUID) -> T | None:
        """As `get`, and nobody else changes that row until this change is done."""
        return await self.session.lock(self.session.registry.of(shape), ref)

    async def find(self, shape: type[T] | str, **equal: Any) -> list[T]:
        """Rows whose stored fields equal the given values, oldest first."""
        resource: Resource[T] = self.session.registry.of(shape)
        assert all(name in resource.field for name in equal), equal
        return await self.session.find(resource, equal)

    async def find_each(self, shape: type[T] | str, **values: Iterable[Any]) -> None:
        """Looks once for the rows of all these values of one field, so that `find` by each of them costs nothing."""
        ((name, wanted),) = values.items()
        await self.session.find_each(self.session.registry.of(shape), name, wanted)

    def reject(self, name: str, code: str, reason: str) -> None:
        """A fault in the request: 400, told together with all others."""
        self.faults.add(name, code, reason)

    def warn(self, text: str) -> None:
        """The change is accepted, and whoever asked for it should know this: the header X-Warning, so plain letters."""
        self.session.warnings.append(text)

    def refuse(self, code: str = "permission_denied", reason: str = "") -> None:
        """Not allowed for this caller: 403, at once."""
        raise forbidden(reason, code)

    def also(self, shape: type[Shape] | str, key: UUID, **fields: Any) -> None:
        """Changes another row in the same transaction, with its own audit line and notification.

        What several rules ask of the same row is one change of it. A row elsewhere is its own register's to change.
        """
        if is_elders(key):
            return
        resource = self.session.registry.of(shape)
        for known in self.pending:
            if known.resource is resource and known.id == key and known.fields is not None:
                known.fields.update(fields)
                return
        self.pending.append(Also(resource, key, fields))

    def also_create(self, shape: type[Shape] | str, **fields: Any) -> None:
        """Makes another row in the same transaction, after this one."""
        self.pending.append(Also(self.session.registry.of(shape), uuid7(), fields, is_new=True))

    def also_delete(self, shape: type[Shape] | str, key: UUID) -> None:
        """Deletes another row in the same transaction."""
        self.pending.append(Also(self.session.registry.of(shape), key, None))
