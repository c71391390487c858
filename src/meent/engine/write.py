"""The one way in which anything is written: API, screens, imports and bridges alike (ARCHITECTURE §3).

Nine steps: (1) caller and municipality are known, (2) current row and main object locked, (3) body to values with all
faults, links included, (4) what was left out filled in, (5) authorised before and after, (6) own rules and those across
registers on the merged state, (7) row, and with it in one statement (8) kept document, counter, audit and outbox, (9)
stale documents rendered and commit.
"""

from functools import cache
from typing import Any, TypeVar
from uuid import UUID

import asyncpg
import msgspec

from meent.basis import spoor
from meent.basis.fouten import Faults, Fout, forbidden, not_found, one_fault
from meent.basis.ids import uuid7
from meent.engine.authorise import Reach, require_covered
from meent.engine.change import Also, Change, Session
from meent.engine.check import ABSENT, Context, check_body, check_choice, choices_of
from meent.engine.declare import Operation, Resource
from meent.engine.fields import camel
from meent.engine.marks import FIXED, Kind, Shape
from meent.engine.remembered import OUTDATED, Ingehaald, Verouderd
from meent.engine.rows import encode, natural
from meent.engine.sql import RAISE_VERSION

S = TypeVar("S", bound=Shape)
ACTIE_WEERGAVE = {
    "create": "Object aangemaakt",
    "update": "Object bijgewerkt",
    "partial_update": "Object deels bijgewerkt",
    "destroy": "Object verwijderd",
}
STATUS_OF = {"create": 201, "update": 200, "partial_update": 200, "destroy": 204}


async def write(
    session: Session, resource: Resource[S], operation: str, *, key: UUID | None = None, body: Any = None,
    named: Operation | None = None, as_key: UUID | None = None, below: UUID | None = None,
) -> tuple[UUID, bytes, str]:  # fmt: skip
    """Writes one row and all that follows from it.

    `session.commit()` is the caller's work, so that several writes can be one.

    operation  create, update, partial_update or delete
    named      a named operation on a row, such as publishing: changes the row instead of a body
    as_key     uuid of what is created, when it was known elsewhere by that one
    below      the main object that the address names, for what is nested: the row is, or will be, one of that
    returns    uuid, rendered body with placeholder (empty on delete) and its etag
    raises     Fout
    """
    old = await _current(session, resource, key, below) if key else None
    if old is not None:
        await _require_reach_of_old(session, resource, _scopes(resource, operation, named), old)
    if named is not None and isinstance(body, dict):
        body = {n: body[n] for f in named.takes if (n := resource.field[f].json) in body}
    if resource.merges and operation == "partial_update" and old is not None and isinstance(body, dict):
        body = await resource.merges(session, old, body)
    is_given = operation != "delete" and (named is None or body not in (None, {}))
    context = Context(Faults(), session.links)
    values = _values(session, resource, operation, old, body, context) if is_given else {}
    if below and operation == "create" and values.setdefault(resource.under, below) != below:
        under = resource.field[resource.under]
        raise one_fault(under.json, under.missing("does_not_exist"), f"Noem dezelfde {under.json} als in het adres.")
    new = _merged(resource, operation, old, values, as_key)
    parent = await _parent(session, resource, new or old)
    given = frozenset(body) if isinstance(body, dict) else frozenset()
    change = Change(
        session, resource, operation=operation, old=old, new=new, parent=parent, given=given, named=named,
        elders=context.elders,
    )  # fmt: skip
    _require_unchanged(change)
    await _require_links(change)
    change.faults.stop_if_any()
    for fill in () if new is None else resource.defaults if named is None else (named.act,):
        await fill(change)
    _authorise(change)
    await _run_rules(change)
    return await _store(change)


async def _current(session: Session, resource: Resource[S], key: UUID, below: UUID | None) -> S:
    row = await session.lock(resource, key)
    if row is None or (below is not None and getattr(row, resource.under) != below):
        raise not_found()
    return row


def _scopes(resource: Resource[Any], operation: str, named: Operation | None) -> tuple[str, ...]:
    return named.scopes if named is not None else resource.scopes.of(operation)


async def _require_reach_of_old(session: Session, resource: Resource[S], scopes: tuple[str, ...], old: S) -> None:
    """Outside the rights the answer is 403 whatever stands in the body (A-11): a fault would tell of what is there."""
    reach = session.caller.rights.reach(resource.api.component, scopes)
    if not resource.authorised_by or (reach.everything and not reach.only_open):
        return
    row: Any = old
    if resource.through:
        row = await session.get(session.registry.holder(resource), getattr(old, resource.through))
    registry = session.registry
    require_covered(resource, reach, *registry.type_and_level(resource, row), registry.is_open(resource, row))


def _values(
    session: Session, resource: Resource[S], operation: str, old: S | None, body: Any, context: Context
) -> dict[str, Any]:
    """Step 2: the values that the body gives, checked."""
    if not isinstance(body, dict):
        raise one_fault("nonFieldErrors", "invalid", "Stuur een JSON-object.")
    faults, partial = context.faults, operation == "partial_update"
    values = check_body(resource, body, context, partial=partial)
    decided: dict[str, Any] = {}
    for f, choice in choices_of(resource):
        by = values.get(choice.by, getattr(old, choice.by, ""))
        decided[choice.by] = by if isinstance(by, str) else ""  # anything else is a fault that has been told
        raw = body.get(f.json, ABSENT)
        if raw is not ABSENT:
            values[f.name] = check_choice(f, choice, decided[choice.by], raw, context)
        elif not partial:
            values[f.name] = None
    for f in resource.refs if context.elders else ():
        if values.get(f.name) in context.elders and not session.registry.leads_out(resource, f):
            faults.add(f.json, f.missing("bad-url"))
    faults.stop_if_any()
    if old is not None:
        values = _without_unsent(resource, values, body)
    return natural(resource, values, decided)


def _merged(
    resource: Resource[S], operation: str, old: S | None, values: dict[str, Any], as_key: UUID | None
) -> S | None:
    """The row as it will be; what only the server sets stays as it was."""
    if operation == "delete":
        return None
    if old is None:
        return resource.shape(id=as_key or uuid7(), **(_awaiting(resource) | values))
    return msgspec.structs.replace(old, **values)


@cache
def _awaiting(resource: Resource[Any]) -> dict[str, Any]:
    """What only the server sets: a default function gives these their value."""
    return {f.name: None for f in resource.stored if f.read_only and f.default is msgspec.UNSET}


def _without_unsent(resource: Resource[Any], values: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
    """What is fixed and left out of a PUT keeps its value (E-06); in some APIs so does all else. Source: KI-02."""
    kept = [f for f in resource.writable if f.has(FIXED) or resource.api.puts_what_is_given]
    unsent = {f.name for f in kept if f.json not in body}
    return {n: v for n, v in values.items() if n not in unsent}


async def _parent(session: Session, resource: Resource[S], row: S | None) -> Any:
    """The main object: what happens to one case happens in a row."""
    if not resource.under:
        return None
    main = session.registry.main(resource)
    ref = getattr(row, resource.under)
    found = await session.hold(main, ref)
    if found is None:
        under = resource.field[resource.under]
        raise one_fault(under.json, under.missing("does_not_exist"))
    return found


def _require_unchanged(change: Change[Any]) -> None:
    """What is fixed at creation keeps its value; sending the same value again is fine (E-06)."""
    if change.old is None or change.operation == "delete":
        return
    for f in change.resource.writable:
        if f.has(FIXED) and f.json in change.given and change.changed(f.name):
            change.faults.add(f.json, "wijzigen-niet-toegelaten")


async def _require_links(change: Change[Any]) -> None:
    """Every new link leads to a row of this municipality, or to an object that was seen in a register elsewhere."""
    if change.operation == "delete":
        return
    out = []
    for f in change.resource.refs:
        value = getattr(change.new, f.name)
        if value is None or f.name == change.resource.under or not change.changed(f.name):
            continue
        target, own = change.session.registry.find(f.target), f.mark(Kind)
        if value in change.elders:
            out.append(f)
        elif target and await change.session.get(target, value) is None:
            change.faults.add(f.json + (own.inside if own else ""), f.missing("does_not_exist"))
    for f in change.resource.ref_lists:
        if own := f.mark(Kind):
            await own.require(change, f)
    if out:
        await change.session.engine.require_elders(change, out)


def _authorise(change: Change[Any]) -> None:
    """Step 4: the caller may do this to the row as it was and to the row as it will be (A-12)."""
    resource = change.resource
    reach = change.caller.rights.reach(resource.api.component, _scopes(resource, change.operation, change.named))
    if not reach.given:
        raise forbidden()
    if not resource.authorised_by or reach.everything:
        return
    if resource.through:
        _require_covered(change, reach, change.parent)
        return
    for row in (change.old, change._new):
        if row is not None:
            _require_covered(change, reach, row)


def _require_covered(change: Change[Any], reach: Reach, holder: Any) -> None:
    if not reach.covers(*change.session.registry.type_and_level(change.resource, holder)):
        raise forbidden()


async def _run_rules(change: Change[Any]) -> None:
    """Steps 5 and 6: all rules run, and their faults are told together."""
    for rule in change.resource.rules:
        await rule(change)
    change.faults.stop_if_any()


async def _store(change: Change[Any]) -> tuple[UUID, bytes, str]:
    """Steps 7 and 8, then the other rows that rules asked for."""
    session, resource = change.session, change.resource
    actie = "destroy" if change.operation == "delete" else change.operation
    before = b""
    if change.old is not None:
        before = await session.conn.fetchval(session.sql.one(resource), session.tenant_id, change.id)
    shown_by = _shown_by(change)
    is_alone = not change.pending and not resource.api.versioned
    if is_alone and session.judged and shown_by in ([], [(session.judged[0], {session.judged[1]})]):
        shown_by = []  # the statement does that
    elif session.judged or shown_by or not is_alone:
        await session.begin()
    if change.operation == "delete":  # what hangs under it goes first, each with its own audit line
        for along in resource.along if change.pending else ():
            await along.leaving(change)
        await _write_also(session, change.pending)
        change.pending.clear()
    try:
        body, etag = await _execute(change, actie, before)
    except asyncpg.UniqueViolationError as double:
        raise _not_unique(resource, double) from double
    except asyncpg.ForeignKeyViolationError as held:
        raise _still_used(change, held) from held
    for companion in session.companions.made if change._new is not None else ():
        companion.wrote(resource, change._new)
    session.has_written(resource, change.id, change._new)
    session.is_shown(resource, change.id)
    for showing, keys in shown_by:  # to be rendered anew
        session.show_anew(showing, keys)
    for along in resource.along:
        await along.wrote(change)
    await _write_also(session, change.pending)
    if change.pending and body:
        await session.render_stale()
        body, etag = await _rendered(session, resource, change.id)
    return change.id, body, etag


async def _execute(change: Change[Any], actie: str, before: bytes) -> tuple[bytes, str]:
    session, resource = change.session, change.resource
    sql = session.sql
    if actie == "create":
        statement = sql.insert(resource, under=session.judged is not None)
    else:
        statement = sql.delete(resource) if actie == "destroy" else sql.update(resource)
    columns = [] if actie == "destroy" else encode(resource, change.new)
    held = session.judged[1:] if session.judged else ()
    beside = [value for along in resource.along for value in await along.values(change, actie)]
    try:
        record = await session.conn.fetchrow(
            statement, session.tenant_id, change.id, *columns, *beside, *await _trail(change, actie, before),
            session.relies_on, *held,
        )
    except asyncpg.PostgresError as fault:
        if fault.sqlstate == OUTDATED:
            raise Verouderd from fault
        raise
    if record is None:
        raise Ingehaald if session.judged else not_found()
    if resource.api.versioned:
        await session.conn.execute(RAISE_VERSION, session.tenant_id)
    return (b"", "") if actie == "destroy" else (record[0], record[1])


async def _trail(change: Change[Any], actie: str, before: bytes) -> list[Any]:
    """Parameters of audit and outbox, in the order of Sql._audit."""
    session, resource = change.session, change.resource
    main = session.registry.main(resource)
    hoofd = change.parent if resource.under else change.row
    caller = session.caller
    found: list[Any] = [hoofd.id]
    if actie != "destroy" or resource.under or not main.audit:
        found += [before] if actie != "create" else []
        found += [
            uuid7(),
            main.api.component,
            caller.client_id[:100],
            caller.label[:200],
            caller.user_id,
            caller.user_weergave,
            actie,
            ACTIE_WEERGAVE[actie],
            STATUS_OF[actie],
            _toelichting(change),
            resource.weergave(change.row)[:200],
            session.now,
        ]
    if main.kanaal:
        kenmerken = msgspec.json.encode(await _kenmerken(change, main, hoofd))
        found += [actie, kenmerken, session.now, spoor.current().trace]
    return found


def _toelichting(change: Change[Any]) -> str:
    given = change.session.toelichting
    return f"{given} [geforceerd]".strip() if change.is_forced else given


async def _kenmerken(change: Change[Any], main: Resource[Any], hoofd: Any) -> dict[str, str]:
    """Kenmerken of the main object, links as URLs with placeholder (N-02, N-04)."""
    assert main.kanaal is not None
    found = {}
    for name in main.kanaal.kenmerken:
        f, value = main.field[name], getattr(hoofd, name)
        target = change.session.registry.find(f.target) if f.kind == "ref" else None
        found[camel(name)] = await change.session.url_of(target, value) if target else str(value)
    return found


async def _write_also(session: Session, pending: list[Also]) -> None:
    """The other rows that rules asked for: own audit, own notification, no rules of their own."""
    for also in pending:
        old = None if also.is_new else await session.lock(also.resource, also.id)
        if old is None and not also.is_new:
            raise not_found()
        new = _changed_also(also, old)
        parent = await _parent(session, also.resource, new or old)
        operation = "create" if old is None else "delete" if new is None else "partial_update"
        if new != old:
            await _store(Change(session, also.resource, operation=operation, old=old, new=new, parent=parent))


def _changed_also(also: Also, old: Any) -> Any:
    """The other row as it will be, None when it goes."""
    if also.fields is None:
        return None
    return msgspec.structs.replace(old, **also.fields) if old else also.resource.shape(id=also.id, **also.fields)


def _shown_by(change: Change[Any]) -> list[tuple[Resource[Any], set[UUID]]]:
    """Kept documents that show this row: of which resource, and which ones."""
    rows = [row for row in (change.old, change._new) if row is not None]
    found = []
    for resource, via in change.session.registry.shown_in.get(change.resource.shape.__name__, []):
        keys = {ref for row in rows if (ref := getattr(row, via, None)) is not None}
        if keys:
            found.append((resource, keys))
    return found


async def _rendered(session: Session, resource: Resource[Any], key: UUID) -> tuple[bytes, str]:
    (record,) = await session.conn.fetch(session.sql.one(resource), session.tenant_id, key)
    return record[0], record[1]


def _not_unique(resource: Resource[Any], double: asyncpg.UniqueViolationError) -> Fout:
    """The fault of the Unique whose constraint was hit; constraints are numbered in the order of the declaration."""
    name = double.constraint_name or ""
    if name == f"{resource.name}_pkey":
        return one_fault("uuid", "unique", "Kies een andere uuid: deze is al in gebruik.")
    for number, unique in enumerate(resource.unique):
        if name == f"{resource.name}_uniek_{number}":
            return one_fault(unique.on, unique.code, unique.reason)
    raise double


def _still_used(change: Change[Any], held: asyncpg.ForeignKeyViolationError) -> Fout:
    if change.operation == "delete":
        return one_fault(
            "nonFieldErrors", "pending-relations", "Dit object is nog in gebruik. Verwijder eerst wat ernaar verwijst."
        )
    return one_fault("nonFieldErrors", "does_not_exist", "Een link in dit object leidt nergens heen.")
