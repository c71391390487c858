"""Which addresses outside may be called: what subscribers and foreign registers have in common.

An address that somebody typed in, or that another server sent us, would without a guard be a way to have this server
knock on the doors of its own network (server-side request forgery). So an address is judged when the connection is
made: what a name leads to can change after it was looked up the first time.
"""

import ipaddress
from collections.abc import Iterable
from socket import AddressFamily
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from meent.basis import spoor

CONNECT_SECONDS = 5.0

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class Forbidden(OSError):
    """Het adres ligt in een netwerk waar dit programma niet heen mag."""


class Networks:
    """The addresses that may be called: all public ones, and the networks that are named.

    named   as in "10.0.0.0/8, 127.0.0.0/8"; ValueError when one is none
    setting name of the setting in which they are named, told to who is refused
    """

    def __init__(self, named: str = "", setting: str = "MEENT_CALLBACK_NETWORKS") -> None:
        self.named: list[Network] = [ipaddress.ip_network(n.strip()) for n in named.split(",") if n.strip()]
        self.not_allowed = f"Dit adres ligt in een netwerk waar wij geen berichten heen sturen ({setting})"

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

    def refused(self, url: str) -> str:
        """Why this address is not called at all, or ""; what a name leads to is judged when it is looked up."""
        try:
            parts = urlsplit(url)
            host, _ = parts.hostname or "", parts.port
        except ValueError:
            return "Dit is geen webadres"
        if parts.scheme not in ("http", "https") or not host:
            return "Gebruik een adres dat met https:// begint"
        if parts.username or parts.password:
            return "Zet geen naam of wachtwoord in het adres"
        try:
            return "" if self.allow(host) else self.not_allowed
        except ValueError:
            return ""

    def told(self, fault: BaseException) -> str:
        """Why there was no answer, in words that betray nothing of the address or the authorisation."""
        cause: Any = fault
        while cause is not None:
            if isinstance(cause, Forbidden):
                return self.not_allowed
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
            raise Forbidden(self.networks.not_allowed)
        return allowed

    async def close(self) -> None:
        await self.resolver.close()


async def tell_trace(_: Any, __: Any, request: aiohttp.TraceRequestStartParams) -> None:
    """Whoever is called hears of which trace the call is a part (W3C Trace Context). Source: LV-03."""
    request.headers["traceparent"] = spoor.current().further()


def guarded_session(networks: Networks, seconds: float, *, per_host: int = 0) -> aiohttp.ClientSession:
    """A client that resolves through the guard, keeps no cookies and unpacks nothing; follows no redirect by itself.

    It tells whom it calls the trace of what is being done.
    per_host   connections to one address at once, 0 for any number
    """
    traces = aiohttp.TraceConfig()
    traces.on_request_start.append(tell_trace)
    return aiohttp.ClientSession(
        trace_configs=[traces],
        connector=aiohttp.TCPConnector(limit=0, limit_per_host=per_host, resolver=Guarded(networks), ttl_dns_cache=30),
        timeout=aiohttp.ClientTimeout(total=seconds, sock_connect=CONNECT_SECONDS),
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,
        headers={"user-agent": "Meent"},
    )
