"""Documents of zaken and besluiten: the relation there and its mirror in Documenten, made and undone as one.

Zaken API 1.7.0 (zrc-005), Besluiten API 1.1.0 (brc-005), Documenten API 1.7.0 (drc-002…drc-004). Shapes are named by
text: the resources whose rules stand here are those that are mirrored.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from meent.basis.adres import is_elders
from meent.basis.placeholder import PLACEHOLDER
from meent.services.koppelingen.spiegels import let_go
from meent.services.koppelingen.spiegels import mirror as mirror_there
from meent.services.links import listed, local_target, seen, stored_url

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from meent.engine.change import Change
    from meent.services.besluiten.besluit import Besluit
    from meent.services.besluiten.besluitinformatieobject import BesluitInformatieObject
    from meent.services.documenten.objectinformatieobject import ObjectInformatieObject
    from meent.services.zaken.zaak import Zaak
    from meent.services.zaken.zaakinformatieobject import ZaakInformatieObject


@dataclass(frozen=True)
class Bron:
    """Where a relation is kept of which Documenten holds the mirror.

    shape     of the object that has documents
    relation  shape of the relation, whose field `field` leads to that object
    """

    shape: str
    relation: str
    field: str


BRONNEN = {
    "zaak": Bron("Zaak", "ZaakInformatieObject", "zaak"),
    "besluit": Bron("Besluit", "BesluitInformatieObject", "besluit"),
}
"""By objectType. A verzoek is not here: no register of ours holds one."""
MIRROR = "ObjectInformatieObject"


# --- at the source ---------------------------------------------------------------------------------------------------


async def mirror_document_of_zaak(change: Change[ZaakInformatieObject]) -> None:
    """A document knows of which zaken it is part, as long as it is. Source: Z-09, zrc-005."""
    await _mirror(change, "zaak", change.row.zaak)


async def mirror_document_of_besluit(change: Change[BesluitInformatieObject]) -> None:
    """A document knows which besluiten it puts down, as long as it does. Source: B-05, brc-005."""
    await _mirror(change, "besluit", change.row.besluit)


async def delete_mirrors_of_zaak(change: Change[Zaak]) -> None:
    """With a zaak and its deelzaken go the mirrors of their documents; the documents stay. Source: Z-40, zrc-023."""
    if change.operation == "delete":
        deelzaken: list[Zaak] = await change.find("Zaak", hoofdzaak=change.id)
        await _delete_mirrors(change, "Zaak", [change.id, *(deelzaak.id for deelzaak in deelzaken)])


async def delete_mirrors_of_besluit(change: Change[Besluit]) -> None:
    """With a besluit go the mirrors of its documents; the documents stay. Source: B-09, brc-009."""
    if change.operation == "delete":
        await _delete_mirrors(change, "Besluit", [change.id])


async def _mirror(change: Change[Any], object_type: str, key: UUID) -> None:
    """Makes or deletes the mirror of the relation that is being made or deleted, in the same transaction."""
    url, document = stored_url(change, BRONNEN[object_type].shape, key), change.row.informatieobject
    if change.operation not in ("create", "delete"):
        return
    if is_elders(document):
        await _mirror_elders(change, object_type, url, document)
        return
    known: list[ObjectInformatieObject] = await change.find(MIRROR, informatieobject=document, object=url)
    if change.operation == "delete":
        for mirror in known:
            change.also_delete(MIRROR, mirror.id)
    elif not known:
        change.also_create(MIRROR, informatieobject=document, object=url, object_type=object_type)


async def _mirror_elders(change: Change[Any], object_type: str, url: str, document: UUID) -> None:
    """As `_mirror`, in the register of documents where this one stands."""
    if change.operation == "delete":
        await let_go(change, [change.id])
        return
    there = await change.session.url_of(change.session.registry.of("EnkelvoudigInformatieObject"), document)
    base = there.rpartition("/enkelvoudiginformatieobjecten/")[0]
    body = {"informatieobject": there, "object": url, "objectType": object_type}
    await mirror_there(change, f"{base}/objectinformatieobjecten", body)


async def _delete_mirrors(change: Change[Any], shape: str, keys: Iterable[UUID]) -> None:
    (bron,) = (b for b in BRONNEN.values() if b.shape == shape)
    for key in keys:
        relations: list[Any] = await change.find(bron.relation, **{bron.field: key})
        if elders := [r.id for r in relations if is_elders(r.informatieobject)]:
            await let_go(change, elders)
        mirrors: list[ObjectInformatieObject] = await change.find(MIRROR, object=stored_url(change, shape, key))
        for mirror in mirrors:
            change.also_delete(MIRROR, mirror.id)


# --- at the mirror ---------------------------------------------------------------------------------------------------


async def require_object(change: Change[ObjectInformatieObject]) -> None:
    """What a document belongs to exists, and is of the kind that is told. Source: D-03, drc-002."""
    if change.operation == "delete":
        return
    bron = BRONNEN.get(change.new.object_type)
    target = local_target(change, change.new.object)
    if bron is not None and target is None and (found := await seen(change, bron.shape, change.new.object)):
        if found.code:
            change.reject("object", found.code.replace("unknown-service", "bad-url"), found.told)
    elif bron is None or target is None:
        change.reject("object", "bad-url", "Op dit adres staat niets waar een document bij kan horen.")
    elif target[0] != bron.shape:
        change.reject("object", "invalid-resource", f"Op dit adres staat geen {change.new.object_type}.")
    elif not await change.load(bron.shape, [target[1]]):
        change.reject("object", "bad-url", f"Deze {change.new.object_type} bestaat niet.")


async def require_source_relation(change: Change[ObjectInformatieObject]) -> None:
    """A mirror shows what is there: the relation at the source comes first. Source: D-05, drc-004."""
    if change.operation == "create" and not change.faults.found and not await _has_source(change):
        reason = f"Koppel het document eerst bij de {change.new.object_type} zelf; dan staat het ook hier."
        change.reject("nonFieldErrors", "inconsistent-relation", reason)


async def require_no_source_relation(change: Change[ObjectInformatieObject]) -> None:
    """A mirror stays as long as what it shows. Source: D-06."""
    if change.operation == "delete" and await _has_source(change):
        reason = f"Maak het document eerst los van de {change.row.object_type} zelf; dan verdwijnt het ook hier."
        change.reject("nonFieldErrors", "remote-relation-exists", reason)


async def _has_source(change: Change[ObjectInformatieObject]) -> bool:
    bron, target = BRONNEN.get(change.row.object_type), local_target(change, change.row.object)
    if bron is not None and target is None:
        return await _has_source_elders(change, bron)
    if bron is None or target is None:
        return False
    equal = {"informatieobject": change.row.informatieobject, bron.field: target[1]}
    return bool(await change.find(bron.relation, **equal))


async def _has_source_elders(change: Change[ObjectInformatieObject], bron: Bron) -> bool:
    """As `_has_source`, asked of the register where that zaak or besluit stands."""
    url, name = change.row.object, change.session.registry.of(bron.shape).collection
    base, there, _ = url.rpartition(f"/{name}/")
    document = stored_url(change, "EnkelvoudigInformatieObject", change.row.informatieobject)
    asked = {bron.field: url, "informatieobject": document.replace(PLACEHOLDER, change.links.base)}
    return bool(there) and bool(await listed(change, bron.relation, base, asked))
