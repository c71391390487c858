"""Runs the application in a web server: uvicorn on uvloop, one process."""

import asyncio
import gc
import signal
import socket
from collections.abc import Awaitable, Callable

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from meent.app import App
from meent.basis.fouten import one_fault
from meent.integration.telefooncentrale.browser import BERICHT_MAX
from meent.wire.answer import PROBLEM, SECURITY_HEADERS

NO_HTTP = one_fault("nonFieldErrors", "invalid", "Dit is geen geldig HTTP-verzoek.")


class Protocol(HttpToolsProtocol):
    """HTTP as uvicorn speaks it; what is no HTTP, and so reaches no application, gets a problem document too (E-01)."""

    def send_400_response(self, msg: str) -> None:
        body = NO_HTTP.as_json("")
        headers = (PROBLEM, *SECURITY_HEADERS, (b"content-length", b"%d" % len(body)), (b"connection", b"close"))
        lines = [b"HTTP/1.1 400 Bad Request", *(name + b": " + value for name, value in headers), b"", body]
        self.transport.write(b"\r\n".join(lines))
        self.transport.close()


def config(app: App, host: str, port: int, log_level: str = "warning") -> uvicorn.Config:
    """The server's settings: no access log (the audit trail tells), nothing that betrays the technology."""
    return uvicorn.Config(
        app, host=host, port=port, loop="uvloop", http=Protocol, log_level=log_level, access_log=False,
        server_header=False, date_header=False, lifespan="on", timeout_keep_alive=60,
        ws_max_size=BERICHT_MAX,
    )  # fmt: skip


class Server(uvicorn.Server):
    """A server that tells when it listens, and when it is about to leave: who stays connected would keep it.

    beside   what is done meanwhile; when that fails the server stops, and `serve` raises why
    """

    def __init__(
        self,
        settings: uvicorn.Config,
        on_ready: Callable[[], None],
        on_leave: Callable[[], None] = lambda: None,
        beside: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        super().__init__(settings)
        self.on_ready, self.on_leave, self.beside = on_ready, on_leave, beside
        self.work: asyncio.Future[None] | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        gc.collect()
        gc.freeze()  # what stands now stays, so the collector need not go through it again and again
        self.on_ready()
        if self.beside:
            self.work = asyncio.ensure_future(self.beside())
            self.work.add_done_callback(self._worked)

    def _worked(self, work: "asyncio.Future[None]") -> None:
        if not work.cancelled() and work.exception():
            self.should_exit = True

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.on_leave()
        if self.work:
            self.work.cancel()
            await asyncio.wait([self.work])
        await super().shutdown(sockets)


def serve(
    app: App,
    host: str,
    port: int,
    *,
    on_ready: Callable[[], None],
    beside: Callable[[], Awaitable[None]] | None = None,
    log_level: str = "warning",
) -> None:
    """Serves until SIGTERM or Ctrl-C. SystemExit at SIGTERM, and when the port is taken; what `beside` raises."""
    signal.signal(signal.SIGTERM, _leave)
    server = Server(config(app, host, port, log_level), on_ready, app.leave, beside)
    server.run()
    if server.work and not server.work.cancelled():
        server.work.result()


def _leave(*_: object) -> None:
    """uvicorn raises the signal again when it has stopped; by default we would be gone before our database stops."""
    raise SystemExit(0)
