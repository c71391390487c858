"""One request that makes a klantcontact with who took part and what it was about: all of it or nothing.

Klantinteracties 2.18.0. Each row is written as if it were posted, so that nothing that holds there is forgotten here.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec

from meent.basis.fouten import Faults, Fout, InvalidParam, invalid
from meent.basis.ids import uuid7
from meent.engine.change import Session
from meent.engine.check import Context, check_body
from meent.engine.declare import Resource
from meent.engine.marks import Group, JsonObject
from meent.engine.write import write
from meent.services.klantinteracties.nummers import NAMES

MAX_TRIES = 5
WHOLE = "klantcontact"
PARTS = {"betrokkene": ("Betrokkene", "had_klantcontact"), "onderwerpobject": ("Onderwerpobject", "klantcontact")}
"""What may come along: its shape, and the link by which it belongs to the klantcontact."""


class MaakKlantcontact(Group, kw_only=True):
    klantcontact: JsonObject
    betrokkene: JsonObject | None = None
    onderwerpobject: JsonObject | None = None


async def maak(session: Session, values: dict[str, Any]) -> dict[str, Any]:
    """Maakt een klantcontact, met de betrokkene en het onderwerp als die erbij staan. Source: KI-41.

    values   members of MaakKlantcontact by JSON name
    returns  the same members as they can be read from now on; null for what did not come along
    raises   Fout with the faults of all three, named `betrokkene.rol`
    """
    contact = session.registry.of("Klantinteractie")
    given = {name: part for name, part in PARTS.items() if values[name] is not None}
    parts = {name: (session.registry.of(shape), link) for name, (shape, link) in given.items()}
    key = uuid7()
    bodies = {n: values[n] | {r.field[link].json: {"uuid": str(key)}} for n, (r, link) in parts.items()}
    _require_valid(session, {WHOLE: (contact, values[WHOLE])} | {n: (parts[n][0], b) for n, b in bodies.items()})
    await _write_numbered(session, contact, values[WHOLE], key)
    made: dict[str, Any] = dict.fromkeys((WHOLE, *PARTS))
    for name, body in bodies.items():
        made[name] = msgspec.Raw(await _write(session, name, parts[name][0], body))
    made[WHOLE] = msgspec.Raw(await session.conn.fetchval(session.sql.one(contact), session.tenant_id, key))
    return made


def _require_valid(session: Session, bodies: Mapping[str, tuple[Resource[Any], dict[str, Any]]]) -> None:
    """All that is wrong with the values of all rows, told together."""
    told: list[InvalidParam] = []
    for name, (resource, body) in bodies.items():
        faults = Faults()
        check_body(resource, body, Context(faults, session.links), partial=False)
        told += _within(name, tuple(faults.found))
    if told:
        raise invalid(*told)


async def _write_numbered(session: Session, resource: Resource[Any], body: dict[str, Any], key: UUID) -> None:
    """Writes the klantcontact, with the next number once more when a client has just brought the one that we chose."""
    for _ in range(MAX_TRIES - 1):
        await session.conn.execute("SAVEPOINT nummer")
        try:
            await _write(session, WHOLE, resource, body, as_key=key)
        except Fout as fout:
            if not _is_own_number(fout, body):
                raise
            await session.conn.execute("ROLLBACK TO nummer")
        else:
            return
    await _write(session, WHOLE, resource, body, as_key=key)


async def _write(
    session: Session, name: str, resource: Resource[Any], body: dict[str, Any], *, as_key: UUID | None = None
) -> bytes:
    """As a POST of the row: what is answered to that; its faults are named after the member that it is."""
    try:
        _, document, _ = await write(session, resource, "create", body=body, as_key=as_key)
    except Fout as fout:
        if fout.status != 400:
            raise
        raise invalid(*_within(name, fout.params)) from fout
    return document


def _is_own_number(fout: Fout, body: dict[str, Any]) -> bool:
    """Whether a number that we chose, and not the client, turned out to be taken."""
    taken = {f.name.removeprefix(f"{WHOLE}.") for f in fout.params if f.code == "unique"}
    return any(name in taken and not body.get(name) for name in NAMES)


def _within(name: str, faults: tuple[InvalidParam, ...]) -> list[InvalidParam]:
    return [InvalidParam(f"{name}.{f.name}", f.code, f.reason) for f in faults]
