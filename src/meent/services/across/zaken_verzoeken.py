"""Verzoeken and contactmomenten of a zaak, and their mirrors in the registers where those stand.

Zaken API 1.7.0 (zrc-024, zrc-025); Verzoeken API 1.0.0-beta and Contactmomenten API 1.0.0 take the mirrors. A
municipality that uses no such register keeps the relation alone (decision 0027).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from meent.services.koppelingen.spiegels import let_go, mirror
from meent.services.links import seen, stored_url

if TYPE_CHECKING:
    from meent.engine.change import Change
    from meent.services.zaken.zaak import Zaak
    from meent.services.zaken.zaakcontactmoment import ZaakContactMoment
    from meent.services.zaken.zaakverzoek import ZaakVerzoek


async def mirror_verzoek(change: Change[ZaakVerzoek]) -> None:
    """A verzoek knows to which zaken it led, as long as it did. Source: Z-42, zrc-024."""
    await _mirror(change, "verzoek", "/verzoeken", "objectverzoeken")


async def mirror_contactmoment(change: Change[ZaakContactMoment]) -> None:
    """A contactmoment knows about which zaken it was, as long as it was. Source: Z-43, zrc-025."""
    await _mirror(change, "contactmoment", "/contactmomenten", "objectcontactmomenten")


async def delete_mirrors_of_zaak(change: Change[Zaak]) -> None:
    """With a zaak and its deelzaken go the mirrors of their verzoeken and contactmomenten. Source: Z-42, Z-43."""
    if change.operation != "delete":
        return
    deelzaken: list[Zaak] = await change.find("Zaak", hoofdzaak=change.id)
    for key in (change.id, *(deelzaak.id for deelzaak in deelzaken)):
        verzoeken: list[ZaakVerzoek] = await change.find("ZaakVerzoek", zaak=key)
        momenten: list[ZaakContactMoment] = await change.find("ZaakContactMoment", zaak=key)
        if going := [relation.id for relation in (*verzoeken, *momenten)]:
            await let_go(change, going)


async def _mirror(change: Change[Any], name: str, place: str, collection: str) -> None:
    """Makes or deletes the mirror of the relation that is being made or deleted.

    name        attribute with the URL of what stands elsewhere, in the relation and in its mirror
    place       where such a thing stands in an API that takes mirrors; klantinteracties takes none
    collection  of the mirrors, in that API
    """
    if change.operation == "delete":
        await let_go(change, [change.id])
    if change.operation != "create" or change.faults.found:
        return
    url: str = getattr(change.new, name)
    around = url.rpartition("/")[0]
    found = await seen(change, None, url) if around.endswith(place) else None
    if found is None or found.code == "unknown-service":
        return
    if found.code:
        change.reject(name, found.code, found.told)
        return
    body = {name: url, "object": stored_url(change, "Zaak", change.new.zaak), "objectType": "zaak"}
    await mirror(change, f"{around.removesuffix(place)}/{collection}", body)
