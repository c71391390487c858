"""Version of an objecttype: the JSON schema that objects of it meet. Objecttypen API 2.2.2.

It stands at an address with its number (`/objecttypes/{uuid}/versions/3`), and is kept under a key that follows from
both, so that the address needs no look-up.
"""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal

from meent.engine.declare import Resource
from meent.engine.marks import Doc, JsonObject, Ref, Server, Shape
from meent.services.objecttypen import regels
from meent.services.objecttypen.api import OBJECTTYPEN, OPERATIONS, SCOPES

if TYPE_CHECKING:
    from meent.services.objecttypen.objecttype import ObjectType

SHOWN = Doc(required=False)


class ObjectTypeVersion(Shape, kw_only=True):
    version: Annotated[Server[int], SHOWN]
    object_type: Annotated[Server[Ref["ObjectType"]], SHOWN]
    status: Literal["published", "draft", "deprecated"] = "draft"
    json_schema: JsonObject = {}
    created_at: Annotated[Server[date], SHOWN]
    modified_at: Annotated[Server[date], SHOWN]
    published_at: Annotated[Server[date | None], SHOWN] = None


OBJECTTYPEVERSION = Resource(
    ObjectTypeVersion,
    api=OBJECTTYPEN,
    path="/objecttypes/{objecttype_uuid}/versions",
    scopes=SCOPES,
    privacy="none",
    operations=OPERATIONS,
    under="object_type",
    numbered="version",
    defaults=(regels.number_version, regels.stamp_days, regels.stamp_publication),
    rules=(regels.require_draft, regels.require_json_schema),
    weergave=lambda v: f"Versie {v.version}",
    document={
        "name": "objectversion",
        "description": "Hoe objecten van dit type eruitzien, als JSON-schema met een nummer.",
        "tag": "Objecttypes",
        "ids": {"retrieve": "read", "delete": "delete"},
        "standard": ("pageSize",),
        "expand": {"objectType": False},
        "optional_body": ("create", "update"),
    },
)
