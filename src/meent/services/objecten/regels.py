"""Rules of the Objecten API 2.7.0: a change is a new record, and what was known before stays known (decision 0036)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from meent.services.objecten.record import Stand, in_order

if TYPE_CHECKING:
    from meent.engine.change import Change, Session
    from meent.services.objecten.object import Object

RECORDS = """
SELECT r.index, r.rang, r.start_at, r.correction_for, r.end_at, r.corrected_by FROM objectrecord r
WHERE r.tenant_id = $1 AND r.object = $2 ORDER BY r.index
"""
ENDS = """
UPDATE objectrecord r SET end_at = n.end_at, corrected_by = n.corrected_by
FROM unnest($3::integer[], $4::date[], $5::integer[]) AS n(index, end_at, corrected_by)
WHERE r.tenant_id = $1 AND r.object = $2 AND r.index = n.index
"""
COUNTING = "SELECT z.record FROM object_gezien z WHERE z.tenant_id = $1 AND z.id = $2"
KEPT = ("typeVersion", "data", "geometry", "references", "startAt")
"""Members of a record that a PATCH leaves as they were; that it corrects another is not one."""


async def merged(session: Session, old: Object, body: dict[str, Any]) -> dict[str, Any]:
    """The body of a PATCH with all that the record of now says and it does not; data are merged. Source: OB-11."""
    given = body.get("record")
    if not isinstance(given, dict):
        return body
    stored = await session.conn.fetchval(COUNTING, session.tenant_id, old.id)
    now = msgspec.json.decode(session.links.render(stored))
    kept = {name: now[name] for name in KEPT} | given
    if isinstance(given.get("data"), dict):
        kept["data"] = merge(now["data"], given["data"])
    return body | {"record": kept}


def merge(old: Any, patch: Any) -> Any:
    """JSON merge patch (RFC 7396): null takes a member away, and anything but an object takes the place of the old."""
    if not isinstance(patch, dict):
        return patch
    found = dict(old) if isinstance(old, dict) else {}
    for name, value in patch.items():
        if value is None:
            found.pop(name, None)
        else:
            found[name] = merge(found.get(name), value)
    return found


async def number_record(change: Change[Object]) -> None:
    """Every change is a record of its own, known from today on; the earlier ones stay. Source: OB-10."""
    if "record" not in change.given:
        return
    last = change.old.record.index if change.old else 0
    change.new.record = msgspec.structs.replace(
        change.new.record, index=last + 1, registration_at=change.today, end_at=None, corrected_by=None
    )


async def require_correctable_record(change: Change[Object]) -> None:
    """What is corrected is a record of this object that was not corrected before. Source: OB-13."""
    if not is_new_record(change) or change.new.record.correction_for is None:
        return
    known = {r.index: r for r in await _records(change)}
    corrected = known.get(change.new.record.correction_for)
    if corrected is None:
        change.reject("record.correctionFor", "does_not_exist", "Kies het nummer van een record van dit object.")
    elif corrected.corrected_by is not None:
        reason = f"Dit record is al gecorrigeerd. Corrigeer record {corrected.corrected_by}."
        change.reject("record.correctionFor", "invalid", reason)


async def close_earlier_records(change: Change[Object]) -> None:
    """Earlier records end where this one begins; the one it corrects no longer counts. Source: OB-12."""
    if change.old is None or not is_new_record(change) or change.faults.found:
        return
    record, known = change.new.record, await _records(change)
    rang = next((r.rang for r in known if r.index == record.correction_for), record.index)
    *earlier, latest = in_order([*known, Stand(record.index, rang, record.start_at, record.correction_for)])
    record.end_at = latest.end_at
    moved = [now for was, now in zip(known, earlier, strict=True) if was != now]
    if moved:
        await change.session.begin()
        columns = zip(*((r.index, r.end_at, r.corrected_by) for r in moved), strict=True)
        await change.session.conn.execute(ENDS, change.session.tenant_id, change.id, *map(list, columns))


def is_new_record(change: Change[Object]) -> bool:
    return change.operation != "delete" and "record" in change.given


async def _records(change: Change[Object]) -> list[Stand]:
    """What decides when each of the records counts, oldest first."""
    if change.old is None:
        return []
    return [Stand(*row) for row in await change.session.conn.fetch(RECORDS, change.session.tenant_id, change.id)]
