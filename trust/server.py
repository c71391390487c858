"""A Meent of one's own: an embedded database in a folder, and `meent serve` on it as a real process on loopback."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import aiohttp
import msgspec

import meent
from meent.app import App, Database, running, with_selectielijst
from meent.data import embedded, migrate, tenant
from meent.data.pool import connect
from meent.services.autorisaties import applications, keys
from tests.asgi import CRS, Response, token

SLUG = "meerwijde"
CLIENT_ID = "trust"
RSIN = "823288444"
ANSWER_MAX_SECONDEN = 5.0
"""No answer may take longer, not even while the database is away (trust §4 no. 2)."""
STOP_MAX_SECONDEN = 20.0
TOKEN_SECONDEN = 1_200


@dataclass
class Meent:
    """A folder with a database, secret and key of an application with all rights, and the process that serves it."""

    folder: Path
    port: int
    secret: str
    superuser_dsn: str
    key: str
    environment: dict[str, str] = field(default_factory=dict)
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}/{SLUG}"

    @property
    def pgdata(self) -> Path:
        return self.folder / "postgres" / "pgdata"

    def start(self) -> None:
        """Launch `meent serve`; it is not waited for. What it says goes to serve.log."""
        environment = os.environ | {
            "MEENT_DATA": str(self.folder),
            "PYTHONPATH": str(Path(meent.__file__).parents[1]),
        } | self.environment  # fmt: skip
        environment.pop("MEENT_DATABASE_URL", None)
        with (self.folder / "serve.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "meent.cli", "serve", "--host", "127.0.0.1", "--port", str(self.port)],
                env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip

    def kill_server(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def kill_database(self) -> int:
        """SIGKILL for the postmaster and then for all its children; how many processes that were."""
        postmaster = self.postmaster()
        children = _children(postmaster)
        for pid in (postmaster, *children):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        return 1 + len(children)

    def postmaster(self) -> int:
        """Number of the running postmaster; raises FileNotFoundError when there is none."""
        pid = int((self.pgdata / "postmaster.pid").read_text().split()[0])
        if os.fsencode(self.pgdata) not in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0"):
            raise FileNotFoundError("postmaster.pid names another process")
        return pid

    def stop(self) -> bool:
        """End it as an operator does; False when something stayed behind and had to be killed."""
        if self.process and self.process.poll() is None:
            self.process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(STOP_MAX_SECONDEN)
        is_clean = self.process is not None and self.process.poll() == 0
        if self.process and self.process.poll() is None:
            self.kill_server()
        with suppress(FileNotFoundError, ProcessLookupError):
            os.kill(self.postmaster(), signal.SIGQUIT)
            is_clean = False
        return is_clean

    async def ready(self, most_seconden: float = 30) -> None:
        """Wait until it serves; raises TimeoutError."""
        async with aiohttp.ClientSession() as session:
            deadline = time.monotonic() + most_seconden
            while time.monotonic() < deadline:
                with suppress(aiohttp.ClientError, TimeoutError):
                    async with session.get(f"http://127.0.0.1:{self.port}/_healthz/readyz") as answer:
                        if answer.status == 200:
                            return
                await asyncio.sleep(0.05)
        raise TimeoutError(f"meent serve antwoordt niet; zie {self.folder / 'serve.log'}")


def _children(parent: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError, IndexError, ValueError):
            if int(stat.read_text().rpartition(")")[2].split()[1]) == parent:
                found.append(int(stat.parent.name))
    return found


def prepared(folder: Path) -> Meent:
    """The folder with its database, made when it is not there yet. Nothing runs when this returns."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o711)  # the account that runs PostgreSQL must get through
    noted = folder / "trust.json"
    if not noted.exists():
        noted.write_text(json.dumps(asyncio.run(_made(folder))))
    return Meent(folder=folder, **json.loads(noted.read_text()))


async def _made(folder: Path) -> dict[str, Any]:
    """An empty municipality and an application with all rights."""
    with embedded.start(folder / "postgres") as database:
        await migrate.migrate(database.owner_dsn)
        await with_selectielijst(Database(database.app_dsn, database.owner_dsn))
        conn = await connect(database.owner_dsn)
        await tenant.new(conn, tenant.Tenant(slug=SLUG, naam="Meerwijde", rsin=RSIN))
        await conn.close()
        async with running(App(database.app_dsn, pool_size=2)) as app:
            place = app.directory.by_slug[SLUG]
            secret = await applications.new(app.engine, place, applications.body_from(CLIENT_ID, "", ""))
            key = await keys.new(app.engine, place, CLIENT_ID, "trust")
        return {"key": key, "port": free_port(), "secret": secret, "superuser_dsn": database.dsn("postgres")}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(meent_: Meent) -> Iterator[Meent]:
    meent_.start()
    try:
        yield meent_
    finally:
        meent_.stop()


class Http:
    """A client over real HTTP, with the methods that tests.zgw uses."""

    def __init__(self, session: aiohttp.ClientSession, server: Meent) -> None:
        self.session, self.server = session, server
        self._token, self._made_at = "", float(-TOKEN_SECONDEN)

    async def get(self, path: str, query: dict[str, Any] | None = None, **headers: str) -> Response:
        return await self.call("GET", path + (f"?{urlencode(query)}" if query else ""), headers=headers)

    async def post(self, path: str, body: Any, **headers: str) -> Response:
        return await self.call("POST", path, msgspec.json.encode(body), headers)

    async def patch(self, path: str, body: Any, **headers: str) -> Response:
        return await self.call("PATCH", path, msgspec.json.encode(body), headers)

    async def delete(self, path: str, **headers: str) -> Response:
        return await self.call("DELETE", path, headers=headers)

    async def call(
        self, method: str, path: str, content: bytes | None = None, headers: dict[str, str] | None = None
    ) -> Response:
        """Raises aiohttp.ClientError for a broken connection and TimeoutError after ANSWER_MAX_SECONDEN."""
        url = path if "://" in path else self.server.base + path
        named = {k.replace("_", "-"): v for k, v in (headers or {}).items()}
        async with self.session.request(
            method, url, data=content, headers=self.headers() | named,
            timeout=aiohttp.ClientTimeout(total=ANSWER_MAX_SECONDEN),
        ) as answer:  # fmt: skip
            return Response(answer.status, {k.lower(): v for k, v in answer.headers.items()}, await answer.read())

    def headers(self) -> dict[str, str]:
        if time.monotonic() - self._made_at > TOKEN_SECONDEN:
            self._token, self._made_at = token(CLIENT_ID, self.server.secret), time.monotonic()
        return CRS | {"authorization": f"Bearer {self._token}", "content-type": "application/json"}
