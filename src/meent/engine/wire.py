"""What goes over the wire: the operation an address names, answers and refusals, headers of the API Design Rules."""

from typing import Any

import asyncpg

from meent.engine.call import Answer, Scope, Send
from meent.engine.declare import Operation, Resource
from meent.engine.errors import Fout, OpslagVol, one_fault
from meent.engine.links import parse_uuid

SECURITY_HEADERS: tuple[tuple[bytes, bytes], ...] = (
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"frame-ancestors 'none'"),
    (b"strict-transport-security", b"max-age=31536000"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
)
PROBLEM = (b"content-type", b"application/problem+json")


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


async def send_answer(send: Send, answer: Answer, common: tuple[tuple[bytes, bytes], ...], method: str) -> None:
    """Sends all of it. A stream that breaks off breaks the connection: the client sees that it lacks bytes."""
    headers = [*answer.headers, *common]
    if answer.stream is None and answer.status not in (204, 304):
        headers.append((b"content-length", b"%d" % len(answer.body)))
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    if answer.stream is not None and method != "HEAD":
        async for piece in answer.stream:
            await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body", "body": b"" if method == "HEAD" else answer.body})


def named_operation(resource: Resource[Any], method: str, rest: list[str]) -> Operation | None:
    method = "GET" if method == "HEAD" else method
    return next((o for o in resource.named if o.method == method and not o.body and _fits(o.path, rest)), None)


def other_methods(resource: Resource[Any], rest: list[str]) -> list[str]:
    return [o.method for o in resource.named if not o.body and _fits(o.path, rest)]


def _fits(path: str, rest: list[str]) -> bool:
    wanted = path.strip("/").split("/")
    return len(wanted) == len(rest) and all(
        parse_uuid(r) is not None if w == "{uuid}" else w in (r, r.isdecimal() and "{index}")
        for w, r in zip(wanted, rest, strict=True)
    )
