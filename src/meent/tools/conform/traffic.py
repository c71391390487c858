"""What goes to the server under judgement and comes back: each exchange is kept, and none is trusted.

A server may be slow, silent, endless or malicious. Whatever it does becomes an `Exchange`, with a fault told in words
when there was no good answer; nothing here raises for what a server does. We call no address outside the target.
"""

import asyncio
import hashlib
import json
import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol
from urllib.parse import urlencode, urljoin

import aiohttp
import msgspec
from joserfc import jwt
from joserfc.jwk import OctKey

from meent.tools.conform.target import Key, Limits, Target, split

CRS = {"Accept-Crs": "EPSG:4326", "Content-Crs": "EPSG:4326"}
REDIRECTS = (301, 302, 303, 307, 308)
UNREADABLE = object()
"""The body of an answer that is no JSON."""


class OutOfTime(Exception):
    """De tijd voor de hele toets is op, of de API antwoordt niet meer."""


class NoAnswer(Exception):
    """Er kwam geen bruikbaar antwoord; de tekst zegt waarom."""


@dataclass(frozen=True)
class Request:
    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass(frozen=True)
class Reply:
    """An answer as it came; headers in the order in which they came."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


class Carrier(Protocol):
    """Brings a request to a server. Raises NoAnswer, and reads no more than the limits allow."""

    async def carry(self, request: Request, limits: Limits) -> Reply: ...

    async def close(self) -> None: ...


@dataclass
class Exchange:
    """A request with its answer.

    status   0 when there was none; `fault` then tells why
    fault    also told when an answer came that is against the rules of HTTP itself, such as one without an end
    """

    number: int
    api: str
    request: Request
    status: int = 0
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    fault: str = ""
    at: float = 0.0
    seconds: float = 0.0
    is_beyond: bool = False
    size: int = -1
    digest: str = ""

    def trim(self, most: int) -> None:
        """Keeps the beginning of the body, with the size and digest (SHA-256) of all of it."""
        if self.size < 0:
            self.size, self.digest = len(self.body), hashlib.sha256(self.body).hexdigest()
        self.body = self.body[:most]
        self.__dict__.pop("json", None)

    def header(self, name: str) -> str | None:
        return next((v for k, v in self.headers if k.lower() == name.lower()), None)

    @cached_property
    def json(self) -> Any:
        """The body read as JSON, UNREADABLE when it is none."""
        try:
            return msgspec.json.decode(self.body)
        except (msgspec.MsgspecError, UnicodeError, ValueError, RecursionError):
            return UNREADABLE

    @property
    def is_whole(self) -> bool:
        """Whether all of the body is still kept."""
        return self.size < 0 or self.size == len(self.body)

    @property
    def document(self) -> dict[str, Any]:
        """The body as an object; an empty one when it is something else."""
        return self.json if isinstance(self.json, dict) else {}

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The objects of a list, paged or not."""
        found = self.document.get("results") if isinstance(self.json, dict) else self.json
        return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []

    @property
    def codes(self) -> set[tuple[str, str]]:
        """(name, code) of what was refused."""
        params = self.document.get("invalidParams")
        rows = [p for p in params if isinstance(p, dict)] if isinstance(params, list) else []
        return {(str(p.get("name")), str(p.get("code"))) for p in rows}

    @property
    def line(self) -> str:
        return f"{self.request.method} {self.request.url} → {self.status or 'geen antwoord'}"


def token_of(key: Key, **claims: Any) -> str:
    """The Authorization header of a client; claims override the usual ones, None leaves one out."""
    if key.token:
        return key.token if " " in key.token else f"Bearer {key.token}"
    usual = {"iss": key.client_id, "iat": int(time.time()), "client_id": key.client_id}
    usual |= {"user_id": "conform", "user_representation": "meent conform"}
    wanted = {k: v for k, v in (usual | claims).items() if v is not None}
    return "Bearer " + jwt.encode({"alg": "HS256"}, wanted, OctKey.import_key(key.secret or "-"))


@dataclass
class Traffic:
    """Sends requests to one target and keeps what came of them.

    on_exchange  told of each exchange, in order
    """

    target: Target
    carrier: Carrier
    on_exchange: Callable[[Exchange], None] = lambda exchange: None
    kept: list[Exchange] = field(default_factory=list)
    clock: Callable[[], float] = time.monotonic
    silent: dict[str, int] = field(default_factory=dict)
    grace_seconds: float = 0.0
    _began: float = 0.0

    def __post_init__(self) -> None:
        self._began = self.clock()

    @property
    def seconds_left(self) -> float:
        return self.target.limits.run_seconds + self.grace_seconds - (self.clock() - self._began)

    async def send(
        self,
        method: str,
        url: str,
        body: Any = None,
        *,
        query: Mapping[str, str] | None = None,
        key: Key | None = None,
        headers: Mapping[str, str | None] | None = None,
        raw: bytes | None = None,
        is_beyond: bool = False,
    ) -> Exchange:
        """One exchange. OutOfTime when the run has to end or this API does not answer any more.

        key      another one than the target's
        headers  instead of the usual; None leaves one out
        is_beyond  asks what no document has: the answer is held against none
        """
        api = self.target.api_of(url)
        if self.seconds_left <= 0:
            raise OutOfTime("de tijd voor de hele toets was op")
        if self.silent.get(api or "", 0) >= self.target.limits.silent_calls:
            raise OutOfTime(f"de API {api} antwoordde {self.target.limits.silent_calls} keer na elkaar niet")
        request = self._request(method, url, body, query, key or self.target.key_for(api), headers or {}, raw)
        exchange = Exchange(len(self.kept), api or "", request, at=time.time(), is_beyond=is_beyond)
        began = self.clock()
        if api is None:
            exchange.fault = "Dit adres ligt buiten de opgegeven adressen; wij roepen het niet aan."
        else:
            await self._carry(exchange)
            self.silent[api] = 0 if exchange.status else self.silent.get(api, 0) + 1
        exchange.seconds = self.clock() - began
        self.kept.append(exchange)
        self.on_exchange(exchange)
        return exchange

    def _request(
        self,
        method: str,
        url: str,
        body: Any,
        query: Mapping[str, str] | None,
        key: Key,
        headers: Mapping[str, str | None],
        raw: bytes | None,
    ) -> Request:
        content = raw if raw is not None else json.dumps(body).encode() if body is not None else b""
        usual: dict[str, str | None] = {"Accept": "application/json", "Accept-Encoding": "identity"}
        usual |= {"Authorization": token_of(key), "User-Agent": "meent-conform"} | CRS
        usual |= {"Content-Type": "application/json"} if content or method in ("POST", "PUT", "PATCH") else {}
        sent = {k: v for k, v in (usual | dict(headers)).items() if v is not None}
        address = url + ("&" if "?" in url else "?") + urlencode(query) if query else url
        return Request(method, address, sent, content)

    async def _carry(self, exchange: Exchange) -> None:
        """Fills in the answer; a redirect of a GET is followed within the same API, three times at most."""
        limits, request = self.target.limits, exchange.request
        for _ in range(4):
            allowed = max(0.1, min(limits.call_seconds, self.seconds_left))
            within = Limits(allowed, limits.run_seconds, limits.answer_bytes)
            try:
                async with asyncio.timeout(allowed + 1.0):
                    reply = await self.carrier.carry(request, within)
            except TimeoutError:
                exchange.fault = f"Er kwam binnen {allowed:.0f} seconden geen volledig antwoord."
                return
            except NoAnswer as reason:
                exchange.fault = str(reason)
                return
            exchange.status, exchange.headers, exchange.body = reply.status, reply.headers, reply.body
            to = exchange.header("location")
            if reply.status not in REDIRECTS or request.method != "GET" or not to:
                return
            to = joined(request.url, to)
            if self.target.api_of(to) != exchange.api:
                exchange.fault = "De server verwijst door naar een ander adres; dat volgen wij niet."
                return
            request = Request("GET", to, request.headers)
        exchange.fault = "De server blijft doorverwijzen."


class Http:
    """Carries over HTTP: no cookies, no redirects, nothing unpacked without a limit."""

    def __init__(self, per_host: int = 4) -> None:
        self._session: aiohttp.ClientSession | None = None
        self._per_host = per_host

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit_per_host=self._per_host),
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
            )
        return self._session

    async def carry(self, request: Request, limits: Limits) -> Reply:
        timeout = aiohttp.ClientTimeout(total=limits.call_seconds)
        try:
            async with self._opened().request(
                request.method, request.url, data=request.body or None, headers=request.headers,
                allow_redirects=False, timeout=timeout,
            ) as answer:  # fmt: skip
                body = await read_at_most(answer, limits.answer_bytes)
                headers = tuple((shown(k), shown(v)) for k, v in answer.headers.items())
                return Reply(answer.status, headers, unpacked(body, answer.headers, limits.answer_bytes))
        except TimeoutError:
            raise NoAnswer(f"Er kwam binnen {limits.call_seconds:.0f} seconden geen volledig antwoord.") from None
        except (aiohttp.ClientError, OSError, ValueError) as fault:
            raise NoAnswer(told(fault)) from fault

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()


async def read_at_most(answer: aiohttp.ClientResponse, most: int) -> bytes:
    """The body. What tells beforehand to be too large is not begun upon."""
    parts, size = [], 0
    if (answer.content_length or 0) > most and answer.method != "HEAD":
        answer.close()
        raise NoAnswer(f"Het antwoord is groter dan {most} bytes ({answer.content_length}); het is niet gelezen.")
    async for part in answer.content.iter_chunked(65_536):
        parts.append(part)
        size += len(part)
        if size > most:
            answer.close()
            raise NoAnswer(f"Het antwoord is groter dan {most} bytes; verder is niet gelezen.")
    return b"".join(parts)


def unpacked(body: bytes, headers: Mapping[str, str], most: int) -> bytes:
    """The body of a server that packs although we asked it not to; never more than `most` bytes of it."""
    way = headers.get("content-encoding", "identity").strip().lower() or "identity"
    if way == "identity" or not body:
        return body
    if way not in ("gzip", "deflate", "x-gzip"):
        raise NoAnswer(f"Het antwoord is ingepakt als {shown(way)[:40]}; daar vroegen wij niet om.")
    try:
        opener = zlib.decompressobj(47)
        found = opener.decompress(body, most)
    except zlib.error as fault:
        raise NoAnswer("Het antwoord zegt ingepakt te zijn, maar is niet uit te pakken.") from fault
    if opener.unconsumed_tail:
        raise NoAnswer(f"Het uitgepakte antwoord is groter dan {most} bytes; verder is niet gelezen.")
    return found


def told(fault: BaseException) -> str:
    """Why there was no answer, in a sentence."""
    match fault:
        case aiohttp.ClientConnectorDNSError():
            return "De naam van dit adres is niet bekend."
        case aiohttp.ClientConnectorCertificateError():
            return "Het certificaat van dit adres is niet te vertrouwen."
        case aiohttp.ClientConnectorSSLError():
            return "Er kwam geen beveiligde verbinding (TLS) tot stand."
        case aiohttp.ClientConnectorError():
            return "Er luistert niemand op dit adres."
        case aiohttp.ServerDisconnectedError() | aiohttp.ClientOSError() | aiohttp.ClientPayloadError():
            return "De verbinding werd verbroken voor het antwoord compleet was."
        case aiohttp.InvalidURL():
            return "Dit is geen adres dat aan te roepen is."
    return "Wat de server stuurde, is geen geldig HTTP."


def joined(base: str, to: str) -> str:
    """Where a Location leads: it may be told relative to the address that was asked for."""
    try:
        return urljoin(base, to)
    except ValueError:
        return to


def shown(text: str) -> str:
    """Text of a stranger, without what could steer a terminal or break a file."""
    return "".join(c if c.isprintable() else "�" for c in text)


def is_web_address(value: Any) -> bool:
    return isinstance(value, str) and split(value) is not None
