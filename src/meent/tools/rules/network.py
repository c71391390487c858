"""Tests do not reach the network: only this machine's own addresses and Unix sockets may be called.

It hangs on Python's audit events, so it also sees sockets that a library makes for itself. It does not see
uvloop's own connections nor other processes; servers and browsers started by a test get their addresses from it.
"""

import ipaddress
import socket
import sys

# Names that by RFC 2606 never exist: a test may use them for an address that does not answer.
NEVER = (".invalid", ".test", ".example")

forbidding = False


class NetworkForbidden(RuntimeError):
    """A test tried to reach another machine."""


def forbid_network() -> None:
    """From now on, calling another machine raises NetworkForbidden in this process."""
    global forbidding
    if not forbidding:
        sys.addaudithook(refuse_other_machines)  # cannot be taken away again, which is the intention
        forbidding = True


def refuse_other_machines(event: str, arguments: tuple[object, ...]) -> None:
    """Audit hook. The first argument of connect and sendto is the socket, the last is the address."""
    if event in ("socket.connect", "socket.sendto"):
        address = arguments[-1]
        if isinstance(address, tuple) and not is_own_address(str(address[0])):
            raise NetworkForbidden(f"A test may not reach {address[0]}: give it a server on 127.0.0.1.")
    elif event == "socket.getaddrinfo":
        refuse_lookup(arguments[0])


def refuse_lookup(host: object) -> None:
    """Looking up a name asks a name server; a literal address and `localhost` do not."""
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    if not isinstance(host, str) or is_literal(host) or is_own_address(host):
        return
    if host.rstrip(".").endswith(NEVER):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    raise NetworkForbidden(f"A test may not look up {host}: use 127.0.0.1, localhost, or a name under .invalid.")


def is_literal(host: str) -> bool:
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True


def is_own_address(host: str) -> bool:
    if host in ("", "localhost") or host.endswith(".localhost"):
        return True
    return is_literal(host) and ipaddress.ip_address(host.partition("%")[0]).is_loopback
