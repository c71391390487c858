"""Brings objects of other registers here: fetched, judged by their shape, and remembered as rows that can be linked to.

A remembered object stands in the table of its resource under a key that leads elsewhere (basis/adres.py), so that
foreign keys, rules and rights hold for it as for a row of our own. It is no row of our registers: no list, count,
trail or message knows it (decision 0024).
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from uuid import UUID

import asyncpg
import msgspec

from meent.basis.adres import key_of
from meent.basis.fouten import Faults
from meent.basis.placeholder import holds_placeholder
from meent.capabilities.elders import FRESH, Outcome, Wanted
from meent.capabilities.expand import Tree
from meent.capabilities.names import Names
from meent.engine.call import Call
from meent.engine.check import Context, compile_check
from meent.engine.declare import Registry, Resource
from meent.engine.fields import Field
from meent.engine.links import Links
from meent.engine.marks import HIDDEN, Choice
from meent.engine.rows import encode, python_type, written
from meent.engine.sql import RAISE_VERSION
from meent.integration.diensten.register import Fetched, HttpRegisters
from meent.integration.diensten.spiegels import Spiegels, rows_of
from meent.integration.diensten.uitklappen import Uitklapper

if TYPE_CHECKING:
    from meent.data.pool import Connection, Pool

MAX_OBJECTS = 60
"""Objects that one link may need: a type, its catalogue, and the types beside it."""
MAX_PAGES = 10
MAX_LOOKED, MAX_LOOKED_BYTES = 500, 64 * 1024
"""Objects that were only looked at and are kept in memory, so that a busy list does not ask for each of them anew."""
SECONDS = 20.0
"""For one link with all that it needs; whoever writes it waits meanwhile."""
AT_ONCE = 6
FORGIVEN = {"blank", "max_length", "min_length", "invalid-length", "required"}
"""Faults of an attribute that do not make the object another kind of thing: its register has its own limits."""
NOTHING: dict[str, Any] = {"list": [], "bool": False, "int": 0}
NOT_THERE = "Dit adres is niet bereikbaar of geeft geen antwoord."
WRONG = "Op dit adres staat een ander soort object."
STRANGE = "Dit object wijst zelf naar een adres dat hier niet bekend of bereikbaar is"

KNOWN = "SELECT resource, etag, opgehaald_op, digest FROM elders WHERE tenant_id = $1 AND id = $2"
ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(1701602405, $1)"
"""Two errands that share objects would otherwise wait for one another, each for what the other holds."""
TOUCH = "UPDATE elders SET opgehaald_op = $3 WHERE tenant_id = $1 AND id = $2"
KEEP = """
INSERT INTO elders AS e (tenant_id, id, resource, url, etag, digest, opgehaald_op) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (tenant_id, id) DO UPDATE SET etag = excluded.etag, digest = excluded.digest,
opgehaald_op = excluded.opgehaald_op
"""


class Unusable(Exception):
    """An object elsewhere cannot be used: code of the fault, and why in words."""

    def __init__(self, code: str, told: str) -> None:
        super().__init__(code, told)
        self.outcome = Outcome(code, told)


@dataclass(frozen=True)
class Seen:
    """An object as it was fetched, with the row that stands for it here."""

    resource: Resource[Any]
    url: str
    row: Any
    digest: str
    etag: str = ""


@dataclass(frozen=True)
class Place:
    """Where an object was asked for, and how its own register calls it: it may have moved, or know itself otherwise.

    Here it goes by the address that was asked for, and so do the others of that register: else a status would be of
    another zaaktype than the zaak that it is set on, for who still uses the former addresses of both.
    """

    asked: str
    found: str

    def here(self, resource: Resource[Any], url: str) -> str:
        """The address by which a neighbour is asked for. Raises Unusable for what is no neighbour."""
        home = register_of(resource, self.found)
        if not url.startswith(f"{home}/"):
            raise Unusable("invalid-resource", f"{STRANGE}.")
        return register_of(resource, self.asked) + url[len(home) :]


@dataclass
class Trip:
    """One errand.

    seen    what was fetched, in the order in which it can be stored
    still   what has not changed, and only has to be marked as seen
    names   names of types by URL, where those stand for them
    """

    tenant_id: int
    links: Links
    seen: list[Seen] = field(default_factory=list)
    still: set[UUID] = field(default_factory=set)
    known: set[UUID] = field(default_factory=set)
    names: dict[str, str] = field(default_factory=dict)

    def take(self, key: UUID) -> bool:
        """Whether this one still has to be fetched; says so once."""
        if key in self.known:
            return False
        if len(self.known) >= MAX_OBJECTS:
            raise Unusable("bad-url", f"Dit object hangt aan meer dan {MAX_OBJECTS} andere.")
        self.known.add(key)
        return True


class Objects:
    """The objects of other registers; one for the whole process.

    along   shape name -> shapes under it that come along, because rules look at all of them
    """

    def __init__(
        self,
        registry: Registry,
        pool: "Pool",
        registers: HttpRegisters,
        *,
        along: Mapping[str, tuple[str, ...]],
        now: Callable[[], datetime],
        seconds: float = SECONDS,
    ) -> None:
        self.seconds = seconds
        self.uitklapper, self.spiegels = Uitklapper(registry, self), Spiegels(pool, registers)
        self._looked: dict[tuple[int, str, str], tuple[datetime, str, bytes]] = {}
        self.registry, self.pool, self.registers, self.along, self.now = registry, pool, registers, along, now

    async def bring(self, tenant_id: int, wanted: list[Wanted], links: Links) -> dict[Wanted, Outcome]:
        """What came of each; those that can be used, and are not only looked at, are remembered when this returns."""
        turn = asyncio.Semaphore(AT_ONCE)

        async def one(each: Wanted) -> Outcome:
            async with turn:
                return await self._bring_one(tenant_id, each, links)

        found = await asyncio.gather(*(one(each) for each in wanted))
        return dict(zip(wanted, found, strict=True))

    async def expand(self, call: Call, resource: Resource[Any], bodies: list[bytes], tree: Tree) -> list[bytes]:
        """Expanded bodies with what stands elsewhere; at once when the municipality uses no registers of others."""
        if not await self.registers.diensten.of(call.place.id):
            return bodies
        return await self.uitklapper.expand(call, resource, bodies, tree)

    async def mirror(self, call: Call, mirrors: list[UUID], written: UUID) -> None:
        await self.spiegels.mirror(call, mirrors, written)

    async def _bring_one(self, tenant_id: int, wanted: Wanted, links: Links) -> Outcome:
        trip = Trip(tenant_id, links)
        try:
            if wanted.only_look:
                return await self._look(trip, wanted)
            assert wanted.resource is not None, "wat onthouden wordt, heeft een vorm"
            async with asyncio.timeout(self.seconds):
                await self._gather(trip, wanted.resource, wanted.url)
            await self._remember(trip)
        except Unusable as why:
            return why.outcome
        except TimeoutError:
            return Outcome("bad-url", f"Dit adres en wat daarbij hoort is er niet binnen {self.seconds:g} seconden.")
        return Outcome()

    async def _look(self, trip: Trip, wanted: Wanted) -> Outcome:
        """The object as it is now, judged by its shape and not remembered."""
        place = (trip.tenant_id, wanted.resource.name if wanted.resource else "", wanted.url)
        known = self._looked.get(place)
        if known and known[0] > self.now() - FRESH:
            return Outcome(body=known[2])
        async with asyncio.timeout(self.seconds):
            fetched = await self.registers.fetch(trip.tenant_id, wanted.url, known[1] if known else "")
        if is_list(wanted):
            return Outcome(body=msgspec.json.encode({"results": rows_of(fetched)}))
        if known and fetched.status == 304:
            shown, etag = known[2], known[1]
        else:
            body = as_resource(wanted.resource, wanted.url, fetched) if wanted.resource else as_any(fetched)
            shown, etag = msgspec.json.encode(body), fetched.etag
        if len(self._looked) >= MAX_LOOKED:
            self._looked.clear()
        if len(shown) <= MAX_LOOKED_BYTES:
            self._looked[place] = (self.now(), etag, shown)
        return Outcome(body=shown)

    async def _gather(self, trip: Trip, resource: Resource[Any], url: str) -> None:
        """Fetches the object, after what it leans on and before what comes along with it."""
        key = key_of(url)
        if not trip.take(key):
            return
        known = await self._known(trip.tenant_id, key)
        if known and known[0] != resource.name:
            raise Unusable("invalid-resource", WRONG)
        if known and known[2] > self.now() - FRESH:
            return
        fetched = await self.registers.fetch(trip.tenant_id, url, known[1] if known else "")
        if fetched.status == 304 and known:
            trip.still.add(key)
            return
        body = as_resource(resource, url, fetched)
        digest = digest_of(body)
        if known and digest == known[3]:
            trip.still.add(key)
            return
        row = await self._row(trip, resource, Place(url, body["url"]), body)
        trip.seen.append(Seen(resource, url, row, digest, fetched.etag))
        for shape in self.along.get(resource.shape.__name__, ()):
            await self._take_along(trip, resource, self.registry.of(shape), Place(url, body["url"]))

    async def _take_along(self, trip: Trip, resource: Resource[Any], other: Resource[Any], place: "Place") -> None:
        """All rows of another shape under this object, from the list of its own register."""
        via = next(f for f in other.refs if f.target == resource.shape.__name__)
        collection = f"{register_of(resource, place.asked)}{other.path}"
        page = f"{collection}?{via.json}={quote(place.found, safe='')}"
        for _ in range(MAX_PAGES):
            fetched = await self.registers.fetch(trip.tenant_id, page)
            if fetched.code or fetched.status != 200:
                raise Unusable("bad-url", fetched.told or NOT_THERE)
            found = as_object(fetched.body)
            for item in found["results"] if isinstance(found.get("results"), list) else ():
                await self._take_item(trip, other, place.here(resource, url_in(item)), item)
            if not found.get("next"):
                return
            page = place.here(resource, str(found["next"]))
        raise Unusable("bad-url", f"Bij dit object horen meer dan {MAX_PAGES} bladzijden.")

    async def _take_item(self, trip: Trip, resource: Resource[Any], url: str, item: dict[str, Any]) -> None:
        if trip.take(key_of(url)):
            require_shape(resource, item)
            row = await self._row(trip, resource, Place(url, item["url"]), item)
            trip.seen.append(Seen(resource, url, row, digest_of(item)))

    # --- from a body to a row ----------------------------------------------------------------------------------------

    async def _row(self, trip: Trip, resource: Resource[Any], place: "Place", body: dict[str, Any]) -> Any:
        """The row that stands for the object; what it links to is brought as well."""
        values: dict[str, Any] = {}
        for f in resource.stored:
            if f.kind == "ref":
                values[f.name] = await self._ref(trip, resource, f, place, body.get(f.json))
            elif f.mark(Names):
                values[f.name] = await self._names(trip, f, body)
            else:
                values[f.name] = value_of(f, body, trip.links)
        key = key_of(place.asked)
        for unique in resource.unique:
            if text := next((n for n in reversed(unique.fields) if resource.field[n].kind == "text"), None):
                values[text] = str(key)  # what is unique among our own rows is no concern of somebody else's
        return resource.shape(id=key, **values)

    async def _ref(self, trip: Trip, resource: Resource[Any], f: Field, place: "Place", raw: Any) -> UUID | None:
        """The key of what the object links to, which is brought as well."""
        if raw in (None, ""):
            if f.nullable:
                return None
            raise Unusable("invalid-resource", WRONG)
        target = self.registry.find(f.target)
        if not isinstance(raw, str) or target is None:
            raise Unusable("invalid-resource", WRONG)
        is_own_api = target.api is resource.api
        if own := trip.links.find(raw):
            if is_own_api or own[0] is not target:  # it would pass for a part of what is ours
                raise Unusable("invalid-resource", WRONG)
            return own[1]
        if is_own_api:
            raw = place.here(resource, raw)
        try:
            await self._gather(trip, target, raw)
        except Unusable as why:
            raise Unusable("bad-url", f"{STRANGE}: {f.json}. {why.outcome.told}") from why
        return key_of(raw)

    async def _names(self, trip: Trip, f: Field, body: dict[str, Any]) -> Any:
        """Names of types: as they stand beside their URLs, or, from an older register, as those types say."""
        names = f.mark(Names)
        assert names is not None
        given = body.get(names.shown_as) if names.shown_as else None
        shown = given if given is not None else body.get(f.json)
        many = shown if isinstance(shown, list) else [shown]
        found = [await self._name(trip, names, text) for text in many if isinstance(text, str)]
        return found if f.item else (found[0] if found else "")

    async def _name(self, trip: Trip, names: Names, text: str) -> str:
        if "://" not in text:
            return text
        if text not in trip.names:
            if len(trip.names) >= MAX_OBJECTS:
                raise Unusable("bad-url", f"Dit object hangt aan meer dan {MAX_OBJECTS} andere.")
            fetched = await self.registers.fetch(trip.tenant_id, text)
            if fetched.status != 200:
                raise Unusable("bad-url", f"{STRANGE}. {fetched.told}")
            trip.names[text] = str(as_object(fetched.body).get(names.by, ""))
        return trip.names[text]

    # --- remembering -------------------------------------------------------------------------------------------------

    async def _known(self, tenant_id: int, key: UUID) -> Any:
        async with self.pool.tenant(tenant_id) as conn:
            return await conn.fetchrow(KNOWN, tenant_id, key)

    async def _remember(self, trip: Trip) -> None:
        """All that the errand brought, in one transaction."""
        if not trip.seen and not trip.still:
            return
        async with self.pool.tenant(trip.tenant_id) as conn:
            await conn.execute("BEGIN")
            await conn.execute(ONE_AT_A_TIME, trip.tenant_id)
            try:
                for seen in trip.seen:
                    await self._keep(conn, trip.tenant_id, seen)
            except asyncpg.IntegrityConstraintViolationError as held:
                raise Unusable("bad-url", f"{STRANGE}.") from held
            for key in trip.still:
                await conn.execute(TOUCH, trip.tenant_id, key, self.now())
            if any(seen.resource.api.versioned for seen in trip.seen):
                await conn.execute(RAISE_VERSION, trip.tenant_id)
            await conn.execute("COMMIT")

    async def _keep(self, conn: "Connection", tenant_id: int, seen: Seen) -> None:
        resource, key = seen.resource, seen.row.id
        await conn.execute(keep_row(resource), tenant_id, key, *encode(resource, seen.row))
        await conn.execute(KEEP, tenant_id, key, resource.name, seen.url, seen.etag, seen.digest, self.now())


def keep_row(resource: Resource[Any]) -> str:
    """Puts the columns of an object elsewhere in the table of its resource: $1 tenant, $2 key, then the columns."""
    names = written(resource)
    values = ", ".join(f"${i}" for i in range(1, len(names) + 3))
    return (
        f"INSERT INTO {resource.name} AS z (tenant_id, id, {', '.join(names)}) VALUES ({values})"
        f" ON CONFLICT (tenant_id, id) DO UPDATE SET {', '.join(f'{n} = excluded.{n}' for n in names)}"
    )


def value_of(f: Field, body: dict[str, Any], links: Links) -> Any:
    """The value of a stored attribute, with what is missing or beyond our limits forgiven. Raises Unusable."""
    raw = body.get(f.json)
    if raw is None or f.kind == "content" or f.has(HIDDEN) or f.mark(Choice) is not None:
        return _nothing(f)
    faults = Faults()
    value = compile_check(f)(raw, f.json, Context(faults, links))
    if any(fault.code not in FORGIVEN for fault in faults.found):
        raise Unusable("invalid-resource", f"{WRONG[:-1]}: {f.json} heeft niet de juiste vorm.")
    if value is None:
        return _nothing(f)
    if f.kind in ("group", "list"):
        try:
            return msgspec.convert(value, python_type(f))
        except msgspec.ValidationError:
            return _nothing(f)
    return value


def _nothing(f: Field) -> Any:
    """The value of an attribute that says nothing."""
    if f.default is not msgspec.UNSET:
        return f.default
    if f.nullable:
        return None
    if f.kind in NOTHING:
        return NOTHING[f.kind]
    if f.sql_type == "text":
        return ""
    raise Unusable("invalid-resource", f"{WRONG[:-1]}: {f.json} ontbreekt.")


def as_any(fetched: Fetched) -> dict[str, Any]:
    """Whatever object was fetched. Raises Unusable when it is not there."""
    if fetched.code or fetched.status != 200:
        raise Unusable(fetched.code or "bad-url", fetched.told or NOT_THERE)
    return as_object(fetched.body)


def as_resource(resource: Resource[Any], url: str, fetched: Fetched) -> dict[str, Any]:
    """The object that was fetched. Raises Unusable when it is not there, or another kind of thing."""
    body = as_any(fetched)
    register_of(resource, url)
    if last_part(body.get("url")) != last_part(url):
        raise Unusable("invalid-resource", WRONG)
    require_shape(resource, body)
    return body


def require_shape(resource: Resource[Any], body: dict[str, Any]) -> None:
    """An object of this kind has all that a client must send to make one."""
    if missing := [f.json for f in resource.writable if f.required and not f.has(HIDDEN) and f.json not in body]:
        raise Unusable("invalid-resource", f"{WRONG[:-1]}: {', '.join(missing[:3])} ontbreekt.")


def register_of(resource: Resource[Any], url: str) -> str:
    """What the URLs of that register begin with, without closing slash."""
    base, found, _ = url.partition("?")[0].rpartition(f"{resource.path}/")
    if not found:
        raise Unusable("invalid-resource", WRONG)
    return base


def digest_of(body: dict[str, Any]) -> str:
    return sha256(msgspec.json.encode(body)).hexdigest()


def as_object(raw: bytes) -> dict[str, Any]:
    """The JSON object in an answer, or the array as the results of a list. Raises Unusable for anything else."""
    if holds_placeholder(raw) or b"\\u0000" in raw:
        raise Unusable("invalid-resource", "Het antwoord bevat een teken dat niet mag.")
    try:
        found = msgspec.json.decode(raw)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as fault:
        raise Unusable("invalid-resource", "Het antwoord is geen JSON.") from fault
    if isinstance(found, list):
        return {"results": found}
    if not isinstance(found, dict):
        raise Unusable("invalid-resource", WRONG)
    return found


def last_part(url: Any) -> str:
    """The uuid at the end of a URL."""
    return url.partition("?")[0].rstrip("/").rpartition("/")[2] if isinstance(url, str) else ""


def is_list(wanted: Wanted) -> bool:
    """Whether a list is asked for, instead of one object."""
    return wanted.resource is not None and wanted.url.partition("?")[0].endswith(wanted.resource.path)


def url_in(item: Any) -> str:
    """The URL of one row of a list. Raises Unusable when it has none."""
    url = item.get("url") if isinstance(item, dict) else None
    if not isinstance(url, str):
        raise Unusable("invalid-resource", WRONG)
    return url
