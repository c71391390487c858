"""Object: anything of a type, with what it was and is as records. Objecten API 2.7.0.

The row keeps the record that was registered last; lists and answers look through the view `object_gezien`, which shows
the one that counts (`record.py`).
"""

from typing import TYPE_CHECKING, Annotated

from msgspec import Meta

from meent.capabilities.seen import Seen
from meent.capabilities.zoek import Zoek
from meent.engine.declare import Filter, Kanaal, Operation, Resource
from meent.engine.marks import Exact, Fixed, Named, Ref, Shape
from meent.services.across import objecten_objecttypen
from meent.services.across.betrokkenen import VAN_OBJECT
from meent.services.nummering import ChosenUuid, take_uuid
from meent.services.objecten import geschiedenis, permissies, regels, verwijderen, zicht, zoektaal
from meent.services.objecten.api import BIJWERKEN, LEZEN, OBJECTEN, SCOPES
from meent.services.objecten.doorzoekbaar import Doorzoekbaar
from meent.services.objecten.permissies import Permission
from meent.services.objecten.record import HistoryRecord, ObjectRecord, Records

if TYPE_CHECKING:
    from meent.services.objecttypen.objecttype import ObjectType

TEXT = {"type": "string"}
LEFT_OUT = {
    "X-Unauthorized-Fields": {
        "schema": TEXT,
        "description": "Velden die deze applicatie niet mag zien, als `objecttype:veld,veld; objecttype:veld`.",
    }
}
DAYS = {"date": "meent.peildatum", "registrationDate": "meent.kennisdatum"}
BY_BODY = (
    "type", "data_attrs", "data_attr", "date", "registrationDate", "typeVersion", "data_icontains", "ordering",
)  # fmt: skip


class Object(Shape, kw_only=True):
    uuid: ChosenUuid = None
    object_type: Annotated[Fixed[Exact[Ref["ObjectType"]]], Named("type"), Meta(max_length=1000, min_length=1)]
    record: ObjectRecord


OBJECT = Resource(
    Object,
    api=OBJECTEN,
    path="/objects",
    scopes=SCOPES,
    privacy="personal",
    operations=("list", "create", "retrieve", "update", "partial_update", "delete"),
    named=(
        Operation(
            "GET",
            "/{uuid}/history",
            act=geschiedenis.history,
            scopes=LEZEN,
            document={"gives": HistoryRecord, "is_page": True, "id": "object_history"},
        ),
        Operation(
            "GET",
            "/{uuid}/{index}",
            act=geschiedenis.one,
            scopes=LEZEN,
            document={"gives": HistoryRecord, "id": "object_history_detail"},
        ),
        Operation(
            "GET",
            "/permissions",
            act=permissies.listed,
            scopes=(*LEZEN, *BIJWERKEN),
            beside=True,
            document={"gives": Permission, "is_page": True, "id": "permission_list"},
        ),
        Operation("DELETE", "/{uuid}", act=verwijderen.delete_or_keep, scopes=BIJWERKEN),
    ),
    authorised_by="object_type",
    row_parameters=("fields",),
    crs=b"content-crs",
    along=(
        Records(),
        Doorzoekbaar(),
        VAN_OBJECT,
        Zoek(*BY_BODY, within="geometry", of=lambda o: o.record.geometry, word="search"),
        Seen(
            "object_gezien",
            listed="z.geldt IS NOT NULL",
            questions=zoektaal.QUESTIONS,
            repeated=("data_attr",),
            orders=zoektaal.ordering,
            days=DAYS,
            selects=zoektaal.fields,
            sight=zicht.sight,
            hidden=zicht.hidden,
            header=zicht.header,
        ),
    ),
    filters=(
        Filter("data_attr", "", many=True),
        Filter("data_attrs", "", deprecated=True),
        Filter("data_icontains", ""),
        Filter("date", "", kind="date"),
        Filter("registrationDate", "", kind="date"),
        Filter("typeVersion", "z.type_version = {}", kind="int"),
        Filter("fields", ""),
        Filter("ordering", ""),
    ),
    kanaal=Kanaal("objecten", ("object_type",)),
    merges=regels.merged,
    defaults=(take_uuid, regels.number_record),
    rules=(
        objecten_objecttypen.require_data_of_type,
        objecten_objecttypen.require_geometry_allowed,
        regels.require_correctable_record,
        regels.close_earlier_records,
    ),
    weergave=lambda o: f"Object {o.id}",
    document={
        "description": "Een object met de gegevens die op een dag gelden.",
        "ids": {"retrieve": "read", "delete": "delete"},
        "standard": ("pageSize",),
        "expand": {"type": False},
        "filters": {
            "data_attr": TEXT | {"explode": True},
            "date": {"format": "date"},
            "registrationDate": {"format": "date"},
            "type": {"maxLength": 1000, "minLength": 1},
        },
        "headers": {"list": LEFT_OUT, "retrieve": LEFT_OUT},
        "query": {
            "retrieve": {"fields": {"schema": TEXT, "description": "Velden die terug moeten komen, met komma's."}},
            "delete": {
                "zaak": {
                    "schema": TEXT | {"format": "uri"},
                    "description": "De zaak die vernietigd wordt; is het object ook van een andere, dan blijft het.",
                }
            },
        },
        "also_answers": {
            "200": {
                "type": "object",
                "required": ["behouden"],
                "properties": {"behouden": {"type": "array", "items": TEXT | {"format": "uri"}}},
            }
        },
        "search": {
            "data_attr": TEXT,
            "date": {"format": "date"},
            "registrationDate": {"format": "date"},
            "type": {"format": "uri", "maxLength": 1000, "minLength": 1},
        },
    },
)
