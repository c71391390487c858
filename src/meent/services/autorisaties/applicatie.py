"""Applicatie: a program that may call the APIs, and what it may do there. Autorisaties API 1.1.0.

Not here: secrets. The register of rights holds none (AC-08); `meent application` keeps them.
"""

from typing import Annotated, Literal

from msgspec import Meta

from meent.engine.declare import Filter, Kanaal, Operation, Resource
from meent.engine.marks import Doc, Extra, Group, JsonObject, Server, Shape, Uri, Vertrouwelijkheidaanduiding
from meent.services.autorisaties import regels
from meent.services.autorisaties.api import AUTORISATIES, LEZEN, SCOPES

Component = Literal["ac", "nrc", "zrc", "ztc", "drc", "brc", "kic", "objecttypen", "objecten", "brp"]
"""Those of the standard; and `kic` for Klantinteracties, `objecttypen`, `objecten` and `brp`, which have no rights in
their own standards (decisions 0030, 0035, 0051)."""


class Autorisatie(Group, kw_only=True, omit_defaults=True):
    """What counts for another component is left out of the answer, as the published document has it per component.

    catalogus   all types of it, those that come later included, instead of one type (decision 0020)
    fields      version of the objecttype -> fields that may be seen of its objects; without it all (decision 0041)
    """

    component: Component
    component_weergave: Annotated[Server[str], Meta(min_length=1), Doc(required=False)] = ""
    scopes: list[Annotated[str, Meta(max_length=100, min_length=1)]]
    zaaktype: Annotated[Uri, Meta(max_length=1000)] = ""
    informatieobjecttype: Annotated[Uri, Meta(max_length=1000)] = ""
    besluittype: Annotated[Uri, Meta(max_length=1000)] = ""
    objecttype: Extra[Annotated[Uri, Meta(max_length=1000)]] = ""
    fields: Extra[JsonObject | None] = None
    catalogus: Extra[Annotated[Uri, Meta(max_length=1000)]] = ""
    max_vertrouwelijkheidaanduiding: Annotated[Vertrouwelijkheidaanduiding | Literal[""], Doc(blank=False)] = ""


class Applicatie(Shape, kw_only=True):
    client_ids: list[Annotated[str, Meta(max_length=50, min_length=1)]]
    label: Annotated[str, Meta(max_length=100, min_length=1)]
    heeft_alle_autorisaties: bool = False
    alleen_is_gereed_voor_publicatie: Annotated[bool, Doc(extra=(("default", False),))] = False
    autorisaties: list[Autorisatie] = []


APPLICATIE = Resource(
    Applicatie,
    api=AUTORISATIES,
    path="/applicaties",
    scopes=SCOPES,
    privacy="none",
    operations=("list", "create", "retrieve", "update", "partial_update", "delete"),
    named=(
        Operation(
            "GET",
            "/consumer",
            act=regels.find_consumer,
            scopes=LEZEN,
            document={
                "query": {
                    "clientId": {
                        "required": True,
                        "schema": {"type": "string"},
                        "description": "Een van haar client-ids.",
                    }
                },
                "summary": "Geeft de applicatie die bij een client-id hoort.",
                "answer": "list",
                "failing": ("404",),
            },
        ),
    ),
    filters=(Filter("clientIds", "z.client_ids::jsonb ?| {}", many=True),),
    kanaal=Kanaal("autorisaties", ()),
    grants_rights=True,
    defaults=(regels.clear_catalogus, regels.name_components),
    rules=(
        regels.require_free_client_ids,
        regels.require_unambiguous_rights,
        regels.require_scopes,
        regels.require_type_of_autorisaties,
        regels.require_existing_types,
        regels.require_fitting_catalogus,
        regels.require_fields_to_read,
    ),
    weergave=lambda a: a.label,
    document={
        "description": "Een programma dat de API's mag aanroepen, en wat het daar mag.",
        "ids": {"retrieve": "read", "delete": "delete"},
        "filters": {"clientIds": {"type": "string"}},
        "without": {"*": ("Content-Type",)},
        "variants": {
            "autorisaties": (
                "component",
                {
                    "ac": (),
                    "nrc": (),
                    "ztc": (),
                    "kic": (),
                    "brp": (),
                    "objecttypen": (),
                    "objecten": ("objecttype", "fields"),
                    "zrc": ("zaaktype", "catalogus", "maxVertrouwelijkheidaanduiding"),
                    "drc": ("informatieobjecttype", "catalogus", "maxVertrouwelijkheidaanduiding"),
                    "brc": ("besluittype", "catalogus"),
                },
            )
        },
    },
)
