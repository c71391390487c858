"""`python -m trust.large [GIB]`: a document of so many GiB up as base64, up in pieces, and down: what it costs us.

The server is a real process. Its peak memory is what the kernel has noted (VmHWM), set to zero before each work. What
comes down is hashed and compared. Needs three times the size on disk, which is given back.
"""

import asyncio
import base64
import json
import shutil
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import aiohttp

from tests.zgw import DOCUMENTEN, document_body, een_informatieobjecttype
from trust.server import Http, Meent, prepared, serving

GIB = 1024**3
PIECE = 3 * 256 * 1024
PATIENCE = aiohttp.ClientTimeout(total=3600)
RESULTS = Path(__file__).parent / "results"


def pieces_of(size: int) -> Any:
    """The same bytes each time; nothing of it is held."""
    block = bytes(range(256)) * (PIECE // 256)
    for at in range(0, size, PIECE):
        yield block[: min(PIECE, size - at)]


def hash_of(size: int) -> str:
    hashed = sha256()
    for piece in pieces_of(size):
        hashed.update(piece)
    return hashed.hexdigest()


async def as_json(body: dict[str, Any], size: int) -> AsyncIterator[bytes]:
    yield json.dumps(body).encode()[:-1] + b', "inhoud": "'
    for piece in pieces_of(size):
        yield base64.b64encode(piece)
    yield b'"}'


async def as_form(lock: str, size: int) -> AsyncIterator[bytes]:
    yield b'--grens\r\nContent-Disposition: form-data; name="lock"\r\n\r\n' + lock.encode() + b"\r\n"
    yield b'--grens\r\nContent-Disposition: form-data; name="inhoud"; filename="deel"\r\n\r\n'
    for piece in pieces_of(size):
        yield piece
    yield b"\r\n--grens--\r\n"


class Works:
    """The works on one server, and what each cost: seconds and peak memory."""

    def __init__(self, server: Meent, session: aiohttp.ClientSession, client: Http, size: int) -> None:
        self.server, self.session, self.client, self.size = server, session, client, size
        self.told: list[dict[str, Any]] = []

    def _memory(self, name: str) -> int:
        """kB, from the kernel."""
        assert self.server.process is not None
        lines = Path(f"/proc/{self.server.process.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith(name))

    def _forget_peak(self) -> None:
        assert self.server.process is not None
        Path(f"/proc/{self.server.process.pid}/clear_refs").write_text("5")

    async def costs(self, name: str, work: Any) -> Any:
        self._forget_peak()
        before, begun = self._memory("VmRSS"), time.monotonic()
        outcome = await work
        told = {
            "werk": name, "bytes": self.size, "seconden": round(time.monotonic() - begun, 1),
            "geheugen_vooraf_mb": before // 1024, "geheugen_piek_mb": self._memory("VmHWM") // 1024,
        }  # fmt: skip
        print(told, flush=True)  # noqa: T201
        self.told.append(told)
        return outcome

    async def send(self, method: str, url: str, body: AsyncIterator[bytes], content_type: str) -> Any:
        headers = self.client.headers() | {"content-type": content_type}
        async with self.session.request(method, url, data=body, headers=headers, timeout=PATIENCE) as answer:
            assert answer.status in (200, 201), await answer.text()
            return await answer.json()

    async def fetched(self, url: str) -> str:
        hashed = sha256()
        async with self.session.get(url, headers=self.client.headers(), timeout=PATIENCE) as answer:
            assert answer.status == 200, await answer.text()
            async for piece in answer.content.iter_any():
                hashed.update(piece)
        return hashed.hexdigest()

    async def pieces(self, document: dict[str, Any]) -> None:
        """All pieces as asked for, and the document unlocked. Each begins the pattern anew."""
        for deel in document["bestandsdelen"]:
            form = as_form(document["lock"], deel["omvang"])
            await self.send("PUT", deel["url"], form, "multipart/form-data; boundary=grens")
        url, lock = f"{document['url']}/unlock", {"lock": document["lock"]}
        async with self.session.post(url, json=lock, headers=self.client.headers(), timeout=PATIENCE) as answer:
            assert answer.status == 204, await answer.text()


async def measure(server: Meent, size: int) -> list[dict[str, Any]]:
    await server.ready()
    async with aiohttp.ClientSession(timeout=PATIENCE) as session:
        client = Http(session, server)
        works = Works(server, session, client, size)
        soort = await een_informatieobjecttype(client)  # type: ignore[arg-type]
        body = document_body(soort["url"], bestandsomvang=size)
        url = f"{server.base}{DOCUMENTEN}/enkelvoudiginformatieobjecten"
        made = await works.costs("op, als base64", works.send("POST", url, as_json(body, size), "application/json"))
        assert await works.costs("neer", works.fetched(made["inhoud"])) == hash_of(size)
        asked = (await client.post(f"{DOCUMENTEN}/enkelvoudiginformatieobjecten", body)).json
        await works.costs("op, in delen, en samengevoegd", works.pieces(asked))
        expected = sha256()
        for deel in asked["bestandsdelen"]:
            for piece in pieces_of(deel["omvang"]):
                expected.update(piece)
        assert await works.costs("neer, uit delen", works.fetched(f"{asked['url']}/download")) == expected.hexdigest()
        return works.told


def main() -> None:
    size = int(float(sys.argv[1] if len(sys.argv) > 1 else "4") * GIB)
    folder = Path(tempfile.mkdtemp(prefix="meent-large-"))
    try:
        with serving(prepared(folder)) as server:
            told = asyncio.run(measure(server, size))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    day = f"{datetime.now(UTC):%Y-%m-%d}"
    (RESULTS / f"{day}-large-{size // 1024**2}.json").write_text(json.dumps(told, indent=2) + "\n")


if __name__ == "__main__":
    main()
