"""What is in force now: the newest policy with the closings of this moment, and the versions that callers follow.

Who puts a version in force or closes says so to the desk of this process (`Desk.herlaad`); one that starts reads it.
"""

import logging
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime

import msgspec

from meent.process.telefonie import keuring
from meent.process.telefonie.beleid import Beleid
from meent.process.telefonie.boek import Boek
from meent.process.telefonie.journaal import Journaal
from meent.process.telefonie.uitgaven import buiten_gebeld

Bereid = Callable[[int, Beleid], Awaitable[None]]
"""(municipality, policy) -> its sounds are there, before anybody may hear them."""

log = logging.getLogger(__name__)


async def geen_geluid(tenant: int, beleid: Beleid) -> None:
    """For an exchange that makes no sound."""


async def herlees(journaal: Journaal, tenant: int, boek: Boek | None, now: datetime, bereid: Bereid) -> Boek | None:
    """The book, which follows what is in force from now on; a new one for None; None when there is no policy.

    raises keuring.BeleidGeweigerd, and then nothing changed
    """
    rij = await journaal.beleid(tenant)
    if rij is None:
        return None
    sluitingen = tuple(await journaal.sluitingen(tenant, now))
    beleid = msgspec.structs.replace(keuring.read(bytes(rij.inhoud)), sluitingen=sluitingen)
    await bereid(tenant, beleid)
    if boek is None:
        boek = Boek(tenant, beleid, rij.versie)
        boek.buiten = await buiten_gebeld(journaal, tenant, now)
        return boek
    eerder = await _eerder(journaal, tenant, boek.onbekend)
    for oud in eerder.values():
        await bereid(tenant, oud)
    boek.volg(rij.versie, beleid, eerder)
    return boek


async def _eerder(journaal: Journaal, tenant: int, versies: Iterable[int]) -> dict[int, Beleid]:
    """Older versions; one that cannot be read any more is left out, and who followed it follows the newest."""
    gevonden: dict[int, Beleid] = {}
    for versie in versies:
        rij = await journaal.beleid(tenant, versie)
        try:
            if rij:
                gevonden[versie] = keuring.read(bytes(rij.inhoud))
        except keuring.BeleidGeweigerd as fout:
            log.error("beleid_onleesbaar", extra={"tenant": tenant, "versie": versie, "fout": str(fout)})
    return gevonden
