"""Connections to PostgreSQL, kept open, each with the tenant it last served.

A connection carries the session setting `meent.tenant`, which the row policies read. Changing it costs a round trip,
so a free connection that already has the right tenant goes first, and otherwise the one used last. Taking one asks
the server nothing else. Not for a pooler in transaction mode: there the setting would land on somebody else's session.
"""

import asyncio
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from logging import Logger
from types import TracebackType
from typing import TYPE_CHECKING

import asyncpg

if TYPE_CHECKING:
    BaseConnection = asyncpg.Connection[asyncpg.Record]
else:
    BaseConnection = asyncpg.Connection

CONNECT_MAX_SECONDEN = 2.5  # with the waiting time below: no request waits five seconds for a server that is away
WACHT_MAX_SECONDEN = 2.0
COMMAND_MAX_SECONDEN = 35.0  # only when the server is silent: it breaks off itself after STATEMENT_MAX
STATEMENT_MAX = "30s"
SET_TENANT = "select set_config('meent.tenant', $1, false)"

# Planning a statement anew for each set of values costs more than running it (decision 0008).
PLANNER = {"plan_cache_mode": "force_generic_plan"}

# What asyncpg raises when there is no server to talk to, or the talk was broken off.
WEG = (
    OSError,
    TimeoutError,
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.TooManyConnectionsError,
    asyncpg.InternalClientError,  # the server's farewell was read, its hanging up was not yet
)


class DatabaseWeg(Exception):
    """De database is even niet bereikbaar; probeer het over enkele seconden opnieuw."""


class DatabaseBezig(Exception):
    """Alle verbindingen met de database zijn bezet; probeer het over enkele seconden opnieuw."""


TROUBLE = (DatabaseWeg, DatabaseBezig, asyncpg.PostgresError, asyncpg.InterfaceError)
"""What passes by itself: work beside serving tells it, waits and tries again."""


@contextmanager
def endure(log: Logger, event: str, *also: type[Exception], **extra: object) -> Iterator[None]:
    """A step of such work: what stands in the way now, TROUBLE or one of `also`, is told as `event` and ends it."""
    passes: tuple[type[Exception], ...] = (*TROUBLE, *also)
    try:
        yield
    except passes as trouble:
        log.warning(event, extra={**extra, "trouble": str(trouble)})


class Connection(BaseConnection):
    """A connection that remembers which tenant it serves; None is no tenant, and then the policies show nothing."""

    __slots__ = ("tenant",)
    tenant: int | None


class Pool:
    """At most `size` connections, opened when first needed.

    settings    of PostgreSQL, for each of its connections
    raises      DatabaseBezig when none comes free in WACHT_MAX_SECONDEN, DatabaseWeg when the server is away
    """

    __slots__ = (
        "_beside", "_dsn", "_free", "_is_closed", "_left", "_settings", "_waiting", "size", "wacht_max_seconden",
    )  # fmt: skip

    def __init__(
        self,
        dsn: str,
        size: int = 10,
        *,
        wacht_max_seconden: float = WACHT_MAX_SECONDEN,
        settings: Mapping[str, str] | None = None,
    ) -> None:
        self.size, self._settings = size, settings
        self.wacht_max_seconden = wacht_max_seconden
        self._dsn = dsn
        self._left = size
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._is_closed = False
        self._free: list[Connection] = []
        self._beside: Pool | None = None

    def tenant(self, tenant_id: int) -> "Lease":
        """A connection that sees this tenant's rows and nothing else's."""
        return Lease(self, tenant_id)

    def any(self) -> "Lease":
        """A connection without a tenant, for the control tables."""
        return Lease(self, None)

    def beside(self) -> "Pool":
        """One more connection, for who already holds one of these: if all are held, waiting for one would never end."""
        self._beside = self._beside or Pool(self._dsn, 1, wacht_max_seconden=self.wacht_max_seconden)
        return self._beside

    async def close(self) -> None:
        """Close what is free now, and what is out when it comes back."""
        self._is_closed = True
        if self._beside:
            await self._beside.close()
        while self._free:
            await self._free.pop().close(timeout=CONNECT_MAX_SECONDEN)

    async def _take(self, tenant: int | None) -> Connection:
        await self._wait_for_slot()
        try:
            return await self._fitting(tenant)
        except WEG as weg:
            self._release_slot()
            raise DatabaseWeg(DatabaseWeg.__doc__) from weg
        except BaseException:
            self._release_slot()
            raise

    def _at_once(self, tenant: int | None) -> Connection | None:
        """The connection used last, when it is on this tenant and nobody waits: the way nearly every request goes."""
        if self._left and self._free and self._free[-1].tenant == tenant and not self._free[-1].is_closed():
            self._left -= 1
            return self._free.pop()
        return None

    async def _wait_for_slot(self) -> None:
        if self._left:
            self._left -= 1
            return
        handed = asyncio.get_running_loop().create_future()
        self._waiting.append(handed)
        try:
            async with asyncio.timeout(self.wacht_max_seconden):
                await handed
        except BaseException as stop:
            if handed.done() and not handed.cancelled():  # handed over in the moment that we stopped waiting
                self._release_slot()
            if isinstance(stop, TimeoutError):
                raise DatabaseBezig(DatabaseBezig.__doc__) from None
            raise

    def _release_slot(self) -> None:
        """To who has waited longest, else back among the free ones."""
        while self._waiting:
            handed = self._waiting.popleft()
            if not handed.done():
                handed.set_result(None)
                return
        self._left += 1

    async def _fitting(self, tenant: int | None) -> Connection:
        while conn := self._pick(tenant):
            with suppress(asyncpg.InterfaceError, *WEG):  # it died while it was free: the next one, or a new one
                return await _serve(conn, tenant)
        return await _serve(await connect(self._dsn, settings=self._settings), tenant)

    def _pick(self, tenant: int | None) -> Connection | None:
        """The free connection used last among those on this tenant, else the one used last."""
        free = self._free
        for position in range(len(free) - 1, -1, -1):
            if free[position].tenant == tenant:
                return free.pop(position)
        return free.pop() if free else None

    async def _give_back(self, conn: Connection, error: BaseException | None) -> None:
        """Back among the free, unless it is broken or in the middle of something."""
        try:
            if isinstance(error, (asyncio.CancelledError, TimeoutError)):
                conn.terminate()  # the server may still be answering the question nobody waits for
            elif not conn.is_closed() and conn.is_in_transaction():
                await _roll_back(conn)
            if self._is_closed:
                conn.terminate()
            elif not conn.is_closed():
                self._free.append(conn)
        finally:
            self._release_slot()


class Lease:
    """`async with pool.tenant(7) as conn:` – a class, because a generator would cost more than the taking itself."""

    __slots__ = ("_conn", "_pool", "_tenant")

    def __init__(self, pool: Pool, tenant: int | None) -> None:
        self._pool = pool
        self._tenant = tenant

    async def __aenter__(self) -> Connection:
        conn = self._pool._at_once(self._tenant)
        self._conn = conn if conn is not None else await self._pool._take(self._tenant)
        return self._conn

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, asyncpg.InternalClientError):
            self._conn.terminate()
        is_broken = error is not None and self._conn.is_closed()
        await self._pool._give_back(self._conn, error)
        if is_broken and isinstance(error, (asyncpg.InterfaceError, *WEG)):
            raise DatabaseWeg(DatabaseWeg.__doc__) from error


async def connect(
    dsn: str,
    *,
    command_max_seconden: float | None = COMMAND_MAX_SECONDEN,
    settings: Mapping[str, str] | None = None,
) -> Connection:
    """One connection as the pool makes them; for LISTEN and other work that keeps a connection to itself.

    JSON goes in and out as bytes: PostgreSQL has rendered it and nobody here reads it.
    """
    conn = await asyncpg.connect(
        dsn,
        timeout=CONNECT_MAX_SECONDEN,
        command_timeout=command_max_seconden,
        statement_cache_size=2000,
        max_cached_statement_lifetime=0,
        max_cacheable_statement_size=0,
        connection_class=Connection,
        server_settings={
            "timezone": "UTC", "application_name": "meent", "statement_timeout": STATEMENT_MAX, **PLANNER,
            **(settings or {}),
        },
    )
    conn.tenant = None
    await conn.set_type_codec("json", schema="pg_catalog", encoder=bytes, decoder=bytes, format="binary")
    await conn.set_type_codec("jsonb", schema="pg_catalog", encoder=_to_jsonb, decoder=_from_jsonb, format="binary")
    await conn.set_type_codec("date", schema="pg_catalog", encoder=_to_days, decoder=_from_days, format="tuple")
    await conn.set_type_codec(
        "timestamptz", schema="pg_catalog", encoder=_to_micros, decoder=_from_micros, format="tuple"
    )
    return conn


async def _serve(conn: Connection, tenant: int | None) -> Connection:
    if conn.tenant != tenant:
        try:
            await conn.fetchval(SET_TENANT, "" if tenant is None else str(tenant), timeout=CONNECT_MAX_SECONDEN)
        except BaseException:
            conn.terminate()  # whose rows it would show is no longer known
            raise
        conn.tenant = tenant
    elif conn.is_closed():
        raise asyncpg.InterfaceError("closed while it was free")
    return conn


async def _roll_back(conn: Connection) -> None:
    try:
        await conn.execute("rollback")
    except (asyncpg.InterfaceError, asyncpg.PostgresError, *WEG):
        conn.terminate()


# The driver makes infinity of 9999-12-31, the day that registers write for "no end", and of the first day and instant.
_ZERO = datetime(2000, 1, 1, tzinfo=UTC)
_DAY_ZERO = _ZERO.toordinal()
_MICRO = timedelta(microseconds=1)


def _to_days(day: date) -> tuple[int]:
    return (day.toordinal() - _DAY_ZERO,)


def _from_days(stored: tuple[int]) -> date:
    return date.fromordinal(stored[0] + _DAY_ZERO)


def _to_micros(moment: datetime) -> tuple[int]:
    return ((moment - _ZERO) // _MICRO,)


def _from_micros(stored: tuple[int]) -> datetime:
    return _ZERO + timedelta(microseconds=stored[0])


def _to_jsonb(document: bytes) -> bytes:
    return b"\x01" + document  # the version of jsonb's binary form, which PostgreSQL puts in front


def _from_jsonb(stored: bytes) -> bytes:
    return stored[1:]
