"""The server under test, or the bare one beside it, as a process of its own: `python -m bench.serve PORT [DSN]`.

One process, as `meent serve` runs it, without the screens.
"""

import sys
from typing import Any

from bench.fill import HOME
from meent.app import App
from meent.integration.objectopslag.folder import FolderStore
from meent.serve import Server, config

Message = dict[str, Any]


class Bare:
    """F1: answers what it was told last, same bytes and headers, and does nothing else. PUT tells it: status, header
    lines and body as in HTTP/1.1, behind each other."""

    def __init__(self) -> None:
        self.start: Message = {}
        self.body = b""

    async def __call__(self, scope: Message, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await _lifespan(receive, send)
            return
        if scope["method"] != "GET":
            given = await _read(receive)
            if scope["method"] == "PUT":
                self._remember(given)
        await send(self.start)
        await send({"type": "http.response.body", "body": self.body})

    def _remember(self, told: bytes) -> None:
        head, _, self.body = told.partition(b"\r\n\r\n")
        status, *lines = head.split(b"\r\n")
        own = (b"date", b"server")  # uvicorn adds these itself
        headers = [(n, v.strip()) for line in lines for n, _, v in [line.partition(b":")] if n.lower() not in own]
        self.start = {"type": "http.response.start", "status": int(status.split()[0]), "headers": headers}


async def _lifespan(receive: Any, send: Any) -> None:
    await receive()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await send({"type": "lifespan.shutdown.complete"})


async def _read(receive: Any) -> bytes:
    chunks, more = [], True
    while more:
        message = await receive()
        chunks.append(message.get("body", b""))
        more = message.get("more_body", False)
    return b"".join(chunks)


if __name__ == "__main__":
    app: Any = App(sys.argv[2], store=FolderStore(HOME / "documenten")) if len(sys.argv) > 2 else Bare()
    settings = config(app, "127.0.0.1", int(sys.argv[1]))
    settings.timeout_keep_alive = 600
    Server(settings, on_ready=lambda: None).run()
