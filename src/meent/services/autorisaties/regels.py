"""Rules of the Autorisaties API 1.1.0: one applicatie per client id, and rights that say all they must."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meent.basis.fouten import not_found, one_fault
from meent.capabilities.views import PLAIN
from meent.services.catalogi.catalogus import Catalogus
from meent.services.catalogi.zaaktype import ZaakType
from meent.services.links import local_ref
from meent.services.objecten.api import BIJWERKEN
from meent.services.objecten.zicht import is_field
from meent.services.objecttypen.objecttype import ObjectType
from meent.wire.answer import JSON, Answer

if TYPE_CHECKING:
    from meent.engine.call import Call
    from meent.engine.change import Change
    from meent.services.autorisaties.applicatie import Applicatie, Autorisatie

COMPONENTEN = {
    "ac": "Autorisaties API",
    "nrc": "Notificaties API",
    "zrc": "Zaken API",
    "ztc": "Catalogi API",
    "drc": "Documenten API",
    "brc": "Besluiten API",
    "kic": "Klantinteracties API",
    "objecttypen": "Objecttypen API",
    "objecten": "Objecten API",
    "brp": "BRP API's",
}

VERPLICHT = {
    "zrc": ("zaken.", ("zaaktype", "max_vertrouwelijkheidaanduiding")),
    "drc": ("documenten.", ("informatieobjecttype", "max_vertrouwelijkheidaanduiding")),
    "brc": ("besluiten.", ("besluittype",)),
    "objecten": ("objecten.", ("objecttype",)),
}
"""Component -> start of the scopes that reach files, and what must then be said about those files (AC-03): first their
type, for which a catalogus may stand (A-15)."""

CONSUMER = "SELECT z.id FROM applicatie z WHERE z.tenant_id = $1 AND z.client_ids::jsonb ?| ARRAY[$2::text]"


def missing_members(autorisatie: Autorisatie) -> list[str]:
    """Members that must be filled in because of the component and its scopes, and are not."""
    scopes, members = VERPLICHT.get(autorisatie.component, ("", ()))
    if not any(scope.startswith(scopes) for scope in autorisatie.scopes):
        return []
    missing = [member for member in members if not getattr(autorisatie, member)]
    return [member for member in missing if member != members[0]] if autorisatie.catalogus else missing


async def find_consumer(call: Call, key: None) -> Answer:
    """The applicatie that one client id belongs to, in a list (G-07). Source: AC-07."""
    query = call.parameters()
    if unknown := sorted(set(query) - {"clientId"}):
        raise one_fault("nonFieldErrors", "unknown-parameters", f"Laat deze parameters weg: {', '.join(unknown)}.")
    if "clientId" not in query:
        raise one_fault("clientId", "required", "Geef de client-id die u zoekt.")
    async with call.engine.pool.tenant(call.place.id) as conn:
        found = await conn.fetchval(CONSUMER, call.place.id, query["clientId"])
        if found is None:
            raise not_found()
        body, _etag = await PLAIN.read_one(conn, call, found, call.reach_to_read())
    return Answer(200, call.links.render(b"[" + body + b"]"), (JSON,))


async def clear_catalogus(change: Change[Applicatie]) -> None:
    """Where a municipality shows the standard alone, an autorisatie has no catalogus. Source: G-22."""
    if not change.session.place.extras and change.changed("autorisaties"):
        change.new.autorisaties = [msgspec.structs.replace(a, catalogus="") for a in change.new.autorisaties]


async def name_components(change: Change[Applicatie]) -> None:
    """Each autorisatie says in words which API it is for. Source: Autorisaties API 1.1.0."""
    change.new.autorisaties = [
        msgspec.structs.replace(a, component_weergave=COMPONENTEN[a.component]) for a in change.new.autorisaties
    ]


async def require_free_client_ids(change: Change[Applicatie]) -> None:
    """A client id belongs to one applicatie. Source: AC-01, ac-001."""
    if change.operation == "delete" or not change.changed("client_ids"):
        return
    applicatie = change.new
    for alle in (True, False):
        for other in await change.find(type(applicatie), heeft_alle_autorisaties=alle):
            if other.id != applicatie.id and not set(other.client_ids).isdisjoint(applicatie.client_ids):
                change.reject(
                    "clientIds", "clientId-exists", f"Kies een andere client-id: {other.label} gebruikt deze al."
                )


async def require_unambiguous_rights(change: Change[Applicatie]) -> None:
    """An applicatie may do everything, or what its autorisaties say: one of the two. Source: AC-02, ac-002."""
    if change.operation == "delete":
        return
    if change.new.heeft_alle_autorisaties and change.new.autorisaties:
        change.reject(
            "nonFieldErrors",
            "ambiguous-authorizations-specified",
            "Laat de autorisaties weg, of zet heeftAlleAutorisaties op false.",
        )
    if not change.new.heeft_alle_autorisaties and not change.new.autorisaties:
        change.reject(
            "nonFieldErrors",
            "missing-authorizations",
            "Geef ten minste één autorisatie, of zet heeftAlleAutorisaties op true.",
        )


async def require_scopes(change: Change[Applicatie]) -> None:
    """An autorisatie without scopes allows nothing and is a mistake. Source: AC-03, ac-003."""
    for i, autorisatie in enumerate(change.row.autorisaties if change.operation != "delete" else []):
        if not autorisatie.scopes:
            change.reject(f"autorisaties.{i}.scopes", "required", "Kies ten minste één scope.")


async def require_type_of_autorisaties(change: Change[Applicatie]) -> None:
    """Who may see files is told of which type, and how secret. Source: AC-03, ac-003."""
    for i, autorisatie in enumerate(change.row.autorisaties if change.operation != "delete" else []):
        names = dict(zip(autorisatie.__struct_fields__, autorisatie.__struct_encode_fields__, strict=True))
        for member in missing_members(autorisatie):
            change.reject(f"autorisaties.{i}.{names[member]}", "required", "Vul dit in bij deze scopes.")


async def require_existing_types(change: Change[Applicatie]) -> None:
    """A zaaktype or objecttype of our own that is authorised exists; others we cannot look at. Source: AC-04."""
    for i, autorisatie in enumerate(change.row.autorisaties if change.operation != "delete" else []):
        for name, shape in (("zaaktype", ZaakType), ("objecttype", ObjectType)):
            ref = local_ref(change, getattr(autorisatie, name), shape.__name__)
            if ref is not None and await change.session.get(change.session.registry.of(shape), ref) is None:
                change.reject(f"autorisaties.{i}.{name}", "does_not_exist", f"Dit {name} bestaat niet.")


async def require_fitting_catalogus(change: Change[Applicatie]) -> None:
    """A catalogus in an autorisatie is one of ours, and stands there for the types of it. Source: A-15."""
    for i, autorisatie in enumerate(change.row.autorisaties if change.operation != "delete" else []):
        if not autorisatie.catalogus:
            continue
        name = f"autorisaties.{i}.catalogus"
        if autorisatie.component not in ("zrc", "drc", "brc"):
            change.reject(name, "invalid", "Laat de catalogus weg: dit onderdeel kent geen rechten per type.")
        elif autorisatie.zaaktype or autorisatie.informatieobjecttype or autorisatie.besluittype:
            change.reject(name, "invalid", "Kies een type of een catalogus, niet allebei.")
        ref = local_ref(change, autorisatie.catalogus, "Catalogus")
        if ref is None or await change.get(Catalogus, ref) is None:
            change.reject(name, "does_not_exist", "Kies een catalogus van deze gemeente.")


async def require_fields_to_read(change: Change[Applicatie]) -> None:
    """Which fields somebody sees is said of objects of a type that he may read, and not write. Source: OB-31."""
    given = change.row.autorisaties if change.operation != "delete" else []
    written = {a.objecttype for a in given if BIJWERKEN[0] in a.scopes}
    for i, autorisatie in enumerate(given):
        name = f"autorisaties.{i}.fields"
        if autorisatie.fields is None:
            continue
        if autorisatie.component != "objecten":
            change.reject(name, "invalid", "Laat de velden weg: alleen rechten op objecten kennen die.")
        elif autorisatie.objecttype in written:
            change.reject(name, "invalid", "Laat de velden weg: wie deze objecten bijwerkt, ziet ze helemaal.")
        for version, names in autorisatie.fields.items():
            is_version = version.isascii() and version.isdecimal() and not version.startswith("0")
            if not is_version or not isinstance(names, list) or not all(map(is_field, names)):
                reason = "Noem bij het nummer van een versie velden als record__startAt of record__data__naam."
                change.reject(name, "invalid", reason)
