"""Calls the registers of other suppliers: the address in the path, our own token for that service, within bounds.

What comes back is somebody else's: it is read up to a limit, never followed out of the configured services, and never
trusted to be what it says (that is judged in objecten.py).
"""

import asyncio
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

import aiohttp
import msgspec
from joserfc import jwt
from joserfc.jwk import OctKey
from yarl import URL

from meent.basis.adres import normal
from meent.integration.netwerk import Networks, guarded_session
from meent.services.koppelingen.diensten import Dienst, Diensten

SECONDS = 10.0
MAX_BYTES = 4 * 1024 * 1024
MAX_REDIRECTS = 3
PER_HOST = 16
"""Connections to one register at once: who asks more of it waits, and holds nothing of ours meanwhile."""
MOVED = (301, 302, 303, 307, 308)
WEIGHT = {"accept": "application/json", "accept-encoding": "identity", "accept-crs": "EPSG:4326"}
ONBEKEND = "Dit adres ligt niet binnen een dienst die voor deze gemeente is ingesteld"


def authorization(dienst: Dienst, now: float) -> str:
    """Our own proof for this service: a JWT of ZGW, or its fixed token. Never the token of whoever calls us (G-16)."""
    if not dienst.client_id:
        return f"Token {dienst.geheim}"
    claims = {
        "iss": dienst.client_id, "iat": int(now), "client_id": dienst.client_id,
        "user_id": "meent", "user_representation": "Meent",
    }  # fmt: skip
    return f"Bearer {jwt.encode({'alg': 'HS256'}, claims, OctKey.import_key(dienst.geheim))}"


@dataclass(frozen=True)
class Fetched:
    """What came of fetching a URL.

    status   of HTTP: 200, 304 when nothing changed, otherwise what was answered; 0 when there was no answer
    body     as it came, when the status is 200
    code     why it cannot be used, "" when it can: `unknown-service` or `bad-url`
    told     the same in words for a person
    """

    status: int
    body: bytes = b""
    etag: str = ""
    code: str = ""
    told: str = ""


class HttpRegisters:
    """The registers that the municipalities have configured; one for the whole process.

    seconds  for one object: connecting, redirects and reading included
    """

    def __init__(
        self, diensten: Diensten, networks: Networks, *, seconds: float = SECONDS, max_bytes: int = MAX_BYTES
    ) -> None:
        self.diensten, self.networks, self.seconds, self.max_bytes = diensten, networks, seconds, max_bytes
        self._session: aiohttp.ClientSession | None = None

    async def fetch(self, tenant_id: int, url: str, etag: str = "") -> Fetched:
        """The object at a URL within a service; redirects are followed as long as they stay within one (G-14)."""
        dienst = await self.diensten.find(tenant_id, url)
        if dienst is None:
            return Fetched(0, code="unknown-service", told=ONBEKEND)
        try:
            async with asyncio.timeout(self.seconds):
                return await self._follow(tenant_id, dienst, normal(url) or "", etag)
        except TimeoutError:
            return _bad(f"Het antwoordt niet binnen {self.seconds:g} seconden")
        except (aiohttp.ClientError, OSError, ValueError) as fault:
            return _bad(self.networks.told(fault))

    async def send(self, tenant_id: int, method: str, url: str, body: Any = None) -> Fetched:
        """Writes to a register: POST or DELETE. A redirect is not followed: what was written where would be unclear."""
        dienst = await self.diensten.find(tenant_id, url)
        if dienst is None:
            return Fetched(0, code="unknown-service", told=ONBEKEND)
        if trouble := self.networks.refused(plain := normal(url) or ""):
            return _bad(trouble)
        headers = WEIGHT | {"authorization": authorization(dienst, time.time()), "content-crs": "EPSG:4326"}
        headers |= {"content-type": "application/json"} if body is not None else {}
        sent = msgspec.json.encode(body) if body is not None else None
        try:
            async with (
                asyncio.timeout(self.seconds),
                self._http().request(
                    method, URL(plain, encoded=True), data=sent, headers=headers, allow_redirects=False
                ) as response,
            ):
                found = await self._whole(response)
                told = "" if response.ok else f"Het antwoordt {response.status}"
                return Fetched(response.status, found or b"", code="" if response.ok else "bad-url", told=told)
        except TimeoutError:
            return _bad(f"Het antwoordt niet binnen {self.seconds:g} seconden")
        except (aiohttp.ClientError, OSError, ValueError) as fault:
            return _bad(self.networks.told(fault))

    async def close(self) -> None:
        if self._session:
            await self._session.close()
            self._session = None

    async def _follow(self, tenant_id: int, dienst: Dienst, url: str, etag: str) -> Fetched:
        for _ in range(MAX_REDIRECTS + 1):
            if trouble := self.networks.refused(url):
                return _bad(trouble)
            headers = WEIGHT | {"authorization": authorization(dienst, time.time())}
            headers |= {"if-none-match": etag} if etag else {}
            async with self._http().get(URL(url, encoded=True), headers=headers, allow_redirects=False) as response:
                if response.status not in MOVED:
                    return await self._read(response)
                to = normal(urljoin(url, response.headers.get("location", "")))
            further = await self.diensten.find(tenant_id, to) if to else None
            if to is None or further is None:
                return _bad(f"Het verwijst door naar een adres buiten de ingestelde diensten. {ONBEKEND}")
            dienst, url = further, to
        return _bad("Het verwijst te vaak door")

    async def _read(self, response: aiohttp.ClientResponse) -> Fetched:
        if response.status == 304:
            return Fetched(304)
        if response.status != 200:
            return Fetched(response.status, code="bad-url", told=f"Het antwoordt {response.status} in plaats van 200")
        if response.headers.get("content-encoding", "identity") != "identity":
            return _bad("Het antwoord is ingepakt, en daar vroegen wij niet om")
        body = await self._whole(response)
        if body is None:
            return _bad(f"Het antwoord is groter dan {self.max_bytes // 1024} kB")
        return Fetched(200, body, response.headers.get("etag", "")[:200])

    async def _whole(self, response: aiohttp.ClientResponse) -> bytes | None:
        """The body, or None when it is larger than we read."""
        chunks: list[bytes] = []
        size = 0
        async for chunk in response.content.iter_any():
            size += len(chunk)
            if size > self.max_bytes:
                return None
            chunks.append(chunk)
        return b"".join(chunks)

    def _http(self) -> aiohttp.ClientSession:
        """Made when first needed, because it belongs to the loop that runs then."""
        if self._session is None:
            self._session = guarded_session(self.networks, self.seconds, per_host=PER_HOST)
        return self._session


def _bad(told: str) -> Fetched:
    return Fetched(0, code="bad-url", told=told)
