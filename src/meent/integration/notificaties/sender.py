"""Calls the addresses of subscribers, and nobody else: no private network, no redirect, no long answer.

A callback address is typed in by somebody outside. Without a guard it would be a way to have this server knock on the
doors of its own network (server-side request forgery), so an address is judged when the connection is made: what a
name leads to can change after it was looked up the first time.
"""

import asyncio
import ipaddress
from collections.abc import Iterable
from socket import AddressFamily
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from meent.services.notificaties.callbacks import Answered

SECONDS = 10.0
CONNECT_SECONDS = 5.0
MAX_ANSWER_BYTES = 16 * 1024
"""An answer is read this far, so that the connection can be used again; a longer one costs its subscriber a new one."""
JSON = "application/json"
NOT_ALLOWED = "Dit adres ligt in een netwerk waar wij geen berichten heen sturen (MEENT_CALLBACK_NETWORKS)"

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class Forbidden(OSError):
    """Het adres ligt in een netwerk waar geen berichten heen mogen."""


class Networks:
    """The addresses that may be called: all public ones, and the networks that are named.

    named   as in "10.0.0.0/8, 127.0.0.0/8"; ValueError when one is none
    """

    def __init__(self, named: str = "") -> None:
        self.named: list[Network] = [ipaddress.ip_network(n.strip()) for n in named.split(",") if n.strip()]

    def allow(self, host: str) -> bool:
        """Whether this numeric address may be called."""
        address: Address = ipaddress.ip_address(host.partition("%")[0])
        if isinstance(address, ipaddress.IPv6Address):
            if address.ipv4_mapped:
                address = address.ipv4_mapped
            elif address.sixtofour or address.teredo:  # another address in disguise
                return False
        if any(address.version == network.version and address in network for network in self.named):
            return True
        return address.is_global and not address.is_multicast


class Guarded(AbstractResolver):
    """Looks up a name and gives only the addresses that may be called."""

    def __init__(self, networks: Networks) -> None:
        self.networks, self.resolver = networks, aiohttp.ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: AddressFamily = AddressFamily.AF_UNSPEC
    ) -> list[ResolveResult]:
        found: Iterable[ResolveResult] = await self.resolver.resolve(host, port, family)
        allowed = [r for r in found if self.networks.allow(r["host"])]
        if not allowed:
            raise Forbidden(NOT_ALLOWED)
        return allowed

    async def close(self) -> None:
        await self.resolver.close()


class Sender:
    """Posts messages to callback addresses; one for the whole process.

    seconds   how long an answer may take, connecting included
    """

    def __init__(self, networks: Networks, *, seconds: float = SECONDS) -> None:
        self.networks, self.seconds = networks, seconds
        self._session: aiohttp.ClientSession | None = None

    async def post(self, url: str, body: bytes, *, auth: str, kind: str = JSON) -> Answered:
        """The status that the subscriber answers, or why there is none. A redirect is an answer, and not followed."""
        if trouble := self._refused(url):
            return Answered(0, trouble)
        headers = {"content-type": kind} | ({"authorization": auth} if auth else {})
        try:
            async with self._http().post(url, data=body, headers=headers, allow_redirects=False) as response:
                await response.content.read(MAX_ANSWER_BYTES)
                return Answered(response.status)
        except TimeoutError:
            return Answered(0, f"Het antwoordt niet binnen {self.seconds:g} seconden")
        except (aiohttp.ClientError, OSError, ValueError) as fault:
            return Answered(0, _told(fault))

    async def close(self) -> None:
        if self._session:
            await self._session.close()
            self._session = None

    def _refused(self, url: str) -> str:
        """Why this address is not called at all, or ""."""
        try:
            parts = urlsplit(url)
            host = parts.hostname or ""
        except ValueError:
            return "Dit is geen webadres"
        if parts.scheme not in ("http", "https") or not host:
            return "Gebruik een adres dat met https:// begint"
        if parts.username or parts.password:
            return "Zet geen naam of wachtwoord in het adres"
        try:
            return "" if self.networks.allow(host) else NOT_ALLOWED
        except ValueError:
            return ""  # a name: judged when it is looked up

    def _http(self) -> aiohttp.ClientSession:
        """Made when first needed, because it belongs to the loop that runs then."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=0, resolver=Guarded(self.networks), ttl_dns_cache=30),
                timeout=aiohttp.ClientTimeout(total=self.seconds, sock_connect=CONNECT_SECONDS),
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
                headers={"user-agent": "Meent"},
            )
        return self._session


class Patient:
    """A Sender for the test of a new subscription: a few at once, because each holds a connection to the database."""

    def __init__(self, sender: Sender, at_once: int = 2) -> None:
        self.sender, self._turn = sender, asyncio.Semaphore(at_once)

    async def post(self, url: str, body: bytes, *, auth: str) -> Answered:
        async with self._turn:
            return await self.sender.post(url, body, auth=auth)


def _told(fault: BaseException) -> str:
    """In words, without what the address or the authorisation might betray."""
    cause: Any = fault
    while cause is not None:
        if isinstance(cause, Forbidden):
            return NOT_ALLOWED
        cause = getattr(cause, "os_error", None) or cause.__cause__
    match fault:
        case aiohttp.ClientConnectorDNSError():
            return "De naam van dit adres is niet bekend"
        case aiohttp.ClientConnectorCertificateError() | aiohttp.ClientConnectorSSLError():
            return "Het certificaat van dit adres is niet te vertrouwen"
        case aiohttp.ClientConnectorError():
            return "Er luistert niemand op dit adres"
        case aiohttp.ServerDisconnectedError() | aiohttp.ClientOSError():
            return "De verbinding is verbroken voor er een antwoord was"
    return "Het antwoord is niet te lezen"
