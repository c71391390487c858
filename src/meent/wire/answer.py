"""What goes back over the wire: answers and refusals, headers of the API Design Rules."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

import asyncpg

from meent.basis.fouten import Fout, OpslagVol, one_fault

Headers = tuple[tuple[bytes, bytes], ...]
Scope = dict[str, Any]
Send = Callable[[dict[str, Any]], Awaitable[None]]

JSON = (b"content-type", b"application/json")
PROBLEM = (b"content-type", b"application/problem+json")
SECURITY_HEADERS: Headers = (
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"frame-ancestors 'none'"),
    (b"strict-transport-security", b"max-age=31536000"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
)


@dataclass
class Answer:
    """What goes back: body is complete, links included.

    stream  instead of a body, what is too large to hold; its headers then tell the length
    """

    status: int
    body: bytes = b""
    headers: Headers = ()
    stream: AsyncIterator[bytes] | None = None


def away(detail: str) -> Fout:
    return Fout(503, "unavailable", detail, headers=((b"retry-after", b"2"),))


def of_database(fault: asyncpg.PostgresError) -> Fout:
    """What a refusal of the database means to a client."""
    if isinstance(fault, asyncpg.DiskFullError):
        return OpslagVol()
    if isinstance(fault, (asyncpg.QueryCanceledError, asyncpg.DeadlockDetectedError, asyncpg.SerializationError)):
        return away("Het verzoek duurde te lang of kwam een ander verzoek tegen. Probeer het opnieuw.")
    if isinstance(fault, asyncpg.DataError) and getattr(fault, "severity", None):  # the server's word, not the driver's
        return one_fault("nonFieldErrors", "invalid", "Een waarde in het verzoek kan niet worden opgeslagen.")
    return Fout(500, "error")


def problem(fout: Fout, scope: Scope, host: str) -> Answer:
    return Answer(fout.status, fout.as_json(f"{scope['scheme']}://{host}"), (PROBLEM, *fout.headers))


async def send_answer(send: Send, answer: Answer, common: Headers, method: str) -> None:
    """Sends all of it. A stream that breaks off breaks the connection: the client sees that it lacks bytes."""
    headers = [*answer.headers, *common]
    if answer.stream is None and answer.status not in (204, 304):
        headers.append((b"content-length", b"%d" % len(answer.body)))
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    if answer.stream is not None and method != "HEAD":
        async for piece in answer.stream:
            await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body", "body": b"" if method == "HEAD" else answer.body})


async def with_header(made: Awaitable[Answer], header: tuple[bytes, bytes]) -> Answer:
    """The answer with this header, which a refusal has as well. Raises Fout."""
    try:
        answer = await made
    except Fout as fout:
        fout.headers += (header,)
        raise
    answer.headers += (header,)
    return answer


def not_allowed(methods: Sequence[str]) -> Fout:
    return Fout(405, "method_not_allowed", headers=((b"allow", ", ".join(methods).encode()),))
