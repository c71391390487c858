"""`python -m trust.full`: the disk with the documents runs full, and what became of each of them.

The store is a real small file system (a tmpfs, so this asks for root), the server a real process. Documents go in, as
base64 and in pieces, until there is no room; then some are destroyed, and it must go on by itself. What was answered
with 201 must be there to the last byte; what was refused must have left nothing.
"""

import asyncio
import base64
import json
import random
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp

from meent.integration.objectopslag.folder import UNFINISHED
from tests.zgw import DOCUMENTEN, document_body, een_informatieobjecttype
from trust.server import Http, Meent, prepared, serving

ROOM_MB = 24
DOCUMENTS = f"{DOCUMENTEN}/enkelvoudiginformatieobjecten"
SIZES = (900, 100_000, 1_500_000, 3_000_000)
ROUNDS = 5
REFUSALS = 8
RESULTS = Path(__file__).parent / "results"


@contextmanager
def small_disk(folder: Path) -> Iterator[None]:
    folder.mkdir(parents=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={ROOM_MB}m,mode=0700", "meent", folder], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


class Filler:
    """Sends documents and remembers what was promised."""

    def __init__(self, client: Http, soort: str) -> None:
        self.client, self.soort, self.chance = client, soort, random.Random(28)
        self.kept: dict[str, bytes] = {}
        self.waiting: list[tuple[str, str, bytes]] = []
        self.counts: Counter[str] = Counter()

    async def send(self) -> int:
        """One document, with its content in the body or in pieces; the last status."""
        content = self.chance.randbytes(self.chance.choice(SIZES))
        return await (self._whole(content) if self.chance.random() < 0.7 else self._pieces(content))

    async def _whole(self, content: bytes) -> int:
        body = document_body(self.soort, inhoud=base64.b64encode(content).decode(), bestandsomvang=len(content))
        answer = await self.client.post(DOCUMENTS, body)
        self._note("als base64", answer, 201)
        if answer.status == 201:
            self.kept[answer.json["url"]] = content
        return answer.status

    async def _pieces(self, content: bytes) -> int:
        document = await self.client.post(DOCUMENTS, document_body(self.soort, bestandsomvang=len(content)))
        if document.status != 201:
            self._note("in delen", document, 200)
            return document.status
        url, lock, at = document.json["url"], document.json["lock"], 0
        answer = document
        for deel in document.json["bestandsdelen"]:
            form = aiohttp.FormData({"lock": lock})
            form.add_field("inhoud", content[at : at + deel["omvang"]], filename="deel")
            at += deel["omvang"]
            answer = await self._put(deel["url"], form)
            self._note("in delen", answer, 200)
            if answer.status != 200:
                break
        if answer.status == 200:
            self.waiting.append((url, lock, content))
            return await self._join()
        forced, gone = await self.client.post(f"{url}/unlock", {}), await self.client.delete(url)
        assert gone.status == 204, (forced.body, gone.body)
        return answer.status

    async def _join(self) -> int:
        """Unlocks the last document of which all pieces are there; without room it stays as it is, for later."""
        url, lock, content = self.waiting[-1]
        answer = await self.client.post(f"{url}/unlock", {"lock": lock})
        self._note("samengevoegd", answer, 204)
        if answer.status == 204:
            self.waiting.pop()
            self.kept[url] = content
        return answer.status

    async def _put(self, url: str, form: aiohttp.FormData) -> Any:
        payload = form()
        headers = self.client.headers() | {"content-type": payload.headers["content-type"]}
        async with self.client.session.put(url, data=payload, headers=headers) as sent:
            return _Status(sent.status, await sent.text())

    def _note(self, how: str, answer: Any, good: int) -> None:
        self.counts[f"{how}: {answer.status}"] += 1
        assert answer.status in (good, 507), f"{how}: {answer.status} {answer.body[:500]!r}"

    async def check(self) -> None:
        """Every document that was promised, byte for byte."""
        for url, content in self.kept.items():
            answer = await self.client.get(f"{url}/download")
            assert answer.status == 200, url
            assert answer.body == content, url
            self.counts["teruggelezen, gelijk"] += 1

    async def make_room(self, share: float) -> None:
        """Destroys some; what waited for room must then come in."""
        for url in self.chance.sample(sorted(self.kept), int(len(self.kept) * share)):
            assert (await self.client.delete(url)).status == 204, url
            del self.kept[url]
            self.counts["vernietigd"] += 1
        while self.waiting:
            assert await self._join() == 204


def unfinished(store: Path) -> list[Path]:
    return [file for folder in store.rglob(UNFINISHED) for file in folder.iterdir()]


class _Status:
    def __init__(self, status: int, body: str) -> None:
        self.status, self.body = status, body


async def fill(client: Http, store: Path) -> dict[str, Any]:
    """Fill, look, make room, and again. Room comes back when the content of what is destroyed is swept."""
    soort = await een_informatieobjecttype(client)  # type: ignore[arg-type]
    filler = Filler(client, soort["url"])
    told = []
    for number in range(ROUNDS):
        refused = sent = 0
        while refused < REFUSALS:
            refused += await filler.send() == 507
            sent += 1
        await filler.check()
        assert await asyncio.to_thread(unfinished, store) == []
        promised = sum(map(len, filler.kept.values()))
        told.append({"ronde": number, "verstuurd": sent, "bewaard": len(filler.kept), "mb": round(promised / 1e6, 1)})
        print(told[-1], flush=True)  # noqa: T201
        await filler.make_room(0.5)
    return {"kamer_mb": ROOM_MB, "rondes": told, "aantallen": dict(sorted(filler.counts.items()))}


async def run(server: Meent, store: Path) -> dict[str, Any]:
    await server.ready()
    async with aiohttp.ClientSession() as session:
        return await fill(Http(session, server), store)


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="meent-full-"))
    store = folder / "documenten"
    try:
        with small_disk(store), serving(prepared(folder)) as server:
            told = asyncio.run(run(server, store))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    (RESULTS / f"{datetime.now(UTC):%Y-%m-%d}-full.json").write_text(json.dumps(told, indent=2) + "\n")
    print(json.dumps(told["aantallen"], indent=2))  # noqa: T201


if __name__ == "__main__":
    main()
