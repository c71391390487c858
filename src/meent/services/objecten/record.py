"""Record: what an object was or is from a day on. Objecten API 2.7.0.

A record never changes. What is known later is a record of its own, which follows the others or corrects one of them;
from when until when each of them counts follows from all of them together.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any, Literal

from msgspec import Meta

from meent.capabilities.zoek import Geometry
from meent.engine.declare import Along, Resource
from meent.engine.marks import Doc, Group, JsonObject, Server, Uri

SHOWN = Doc(required=False)


class Reference(Group, kw_only=True):
    type: Literal["zaak"]
    url: Annotated[Uri, Meta(max_length=200)]


class ObjectRecord(Group, kw_only=True):
    """State of an object.

    index            number within the object, from 1
    start_at         first day on which it is so
    end_at           first day on which another record counts, None when it is not known to end
    registration_at  day on which we got to know it
    correction_for   number of the record in whose place it comes
    corrected_by     number of the record that came in its place
    """

    index: Annotated[Server[int], SHOWN] = 0
    type_version: Annotated[int, Meta(ge=0, le=32_767)]
    data: JsonObject = {}
    geometry: Geometry | None = None
    references: Annotated[list[Reference], Doc(extra=(("default", []),))] = []
    start_at: date
    end_at: Annotated[Server[date | None], SHOWN] = None
    registration_at: Annotated[Server[date | None], Doc(required=False, nullable=False)] = None
    correction_for: Annotated[int, Meta(ge=0, le=2_147_483_647)] | None = None
    corrected_by: Annotated[Server[Annotated[int, Meta(ge=0, le=2_147_483_647)] | None], SHOWN] = None


class HistoryRecord(Group, kw_only=True):
    """A record as the history of its object shows it. Fields as in ObjectRecord."""

    index: Annotated[Server[int], SHOWN] = 0
    type_version: Annotated[int, Meta(ge=0, le=32_767)]
    data: JsonObject = {}
    geometry: Geometry | None = None
    start_at: date
    end_at: Annotated[Server[date | None], SHOWN] = None
    registration_at: Annotated[Server[date | None], Doc(required=False, nullable=False)] = None
    correction_for: Annotated[Server[Annotated[int, Meta(ge=0, le=2_147_483_647)] | None], SHOWN] = None
    corrected_by: Annotated[Server[Annotated[int, Meta(ge=0, le=2_147_483_647)] | None], SHOWN] = None


# --- from when until when --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Stand:
    """What decides when a record counts.

    rang   number of the first record in whose place it stands, its own when it corrects none
    """

    index: int
    rang: int
    start_at: date
    correction_for: int | None = None
    end_at: date | None = None
    corrected_by: int | None = None


def in_order(records: Sequence[Stand]) -> list[Stand]:
    """The records of one object with their ends and their correctors (decision 0036).

    A record counts from its first day until another one does that came later, or that stands in the place of one that
    came later. What was corrected does not count, and shows the first day of its corrector as its end.
    """
    by = {r.correction_for: r for r in records if r.correction_for is not None}
    counting = [r for r in records if r.index not in by]
    found = []
    for record in records:
        if corrector := by.get(record.index):
            end: date | None = corrector.start_at
        else:
            end = min((other.start_at for other in counting if other.rang > record.rang), default=None)
        found.append(replace(record, end_at=end, corrected_by=corrector.index if corrector else None))
    return found


# --- beside the object -----------------------------------------------------------------------------------------------

MEMBERS = (
    ("index", "index", "integer"), ("type_version", "typeVersion", "integer"), ("start_at", "startAt", "date"),
    ("end_at", "endAt", "date"), ("registration_at", "registrationAt", "date"),
    ("correction_for", "correctionFor", "integer"), ("corrected_by", "correctedBy", "integer"),
)  # fmt: skip
"""Column, member of the record and SQL type."""


class Records(Along):
    """Lays every record of an object down in a row of its own, and every value in it where it can be looked up."""

    def part(self, resource: Resource[Any], numbers: Callable[[], int], *, old: bool, new: bool) -> str:
        """The record, once; of one that is there already only the references may become others."""
        if not new:
            return ""
        names = ", ".join(name for name, _, _ in MEMBERS)
        values = ", ".join(f"(z.record->>'{member}')::{kind}" for _, member, kind in MEMBERS)
        rang = (
            "coalesce((SELECT k.rang FROM objectrecord k WHERE k.tenant_id = $1 AND k.object = z.id"
            " AND k.index = (z.record->>'correctionFor')::integer), (z.record->>'index')::integer)"
        )
        return (
            f"vastgelegd AS (INSERT INTO objectrecord AS v (tenant_id, object, {names}, rang, data, geometry,"
            f" geometry_cel, verwijzingen) SELECT $1, z.id, {values}, {rang}, (z.record->'data')::jsonb,"
            " nullif(z.record->>'geometry', '')::json, z.geometry_cel, z.record->'references' FROM rij z"
            " ON CONFLICT (tenant_id, object, index) DO UPDATE SET verwijzingen = excluded.verwijzingen"
            " RETURNING v.object, v.index, v.data),"
            " vindbaar AS (INSERT INTO objectwaarde (tenant_id, waarde, object, index)"
            " SELECT DISTINCT $1, w.waarde, v.object, v.index FROM vastgelegd v, object_waarden(v.data) w(waarde)"
            " ON CONFLICT DO NOTHING)"
        )
