"""Objecttype: a kind of object that a register of objects may hold. Objecttypen API 2.2.2.

Not here: what an object of it looks like, for that changes: see `objecttypeversion.py`.
"""

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta

from meent.engine.declare import Resource
from meent.engine.marks import Doc, Exact, Personal, Reverse, Server, Shape, Uri, Url
from meent.services.nummering import ChosenUuid, take_uuid
from meent.services.objecttypen import regels
from meent.services.objecttypen.api import OBJECTTYPEN, OPERATIONS, SCOPES

Text200 = Annotated[str, Meta(max_length=200)]
DataClassification = Literal["open", "intern", "confidential", "strictly_confidential"]
UpdateFrequency = Literal["real_time", "hourly", "daily", "weekly", "monthly", "yearly", "unknown"]
SHOWN = Doc(required=False)
"""Always there when read; the published document does not say so."""


class ObjectType(Shape, kw_only=True):
    uuid: ChosenUuid = None
    name: Annotated[str, Meta(max_length=100)]
    name_plural: Annotated[str, Meta(max_length=100)]
    description: Annotated[str, Meta(max_length=1000)] = ""
    data_classification: Exact[DataClassification] = "open"
    maintainer_organization: Text200 = ""
    maintainer_department: Text200 = ""
    contact_person: Personal[Text200] = ""
    contact_email: Personal[Text200] = ""
    source: Text200 = ""
    update_frequency: UpdateFrequency = "unknown"
    provider_organization: Text200 = ""
    documentation_url: Annotated[Uri, Meta(max_length=200)] = ""
    labels: dict[str, str] = {}
    created_at: Annotated[Server[date], SHOWN]
    modified_at: Annotated[Server[date], SHOWN]
    allow_geometry: bool = True
    versions: Annotated[list[Url], Reverse("ObjectTypeVersion", "object_type"), SHOWN] = []


OBJECTTYPE = Resource(
    ObjectType,
    api=OBJECTTYPEN,
    path="/objecttypes",
    scopes=SCOPES,
    privacy="none",
    operations=OPERATIONS,
    defaults=(take_uuid, regels.stamp_days),
    rules=(regels.require_no_versions,),
    weergave=lambda t: t.name,
    document={
        "description": "Een soort objecten: hoe ze heten, wie erover gaat en hoe openbaar ze zijn.",
        "tag": "Objecttypes",
        "ids": {"retrieve": "read", "delete": "delete"},
        "standard": ("pageSize",),
        "expand": {"documentationUrl": False, "versions": False},
    },
)
