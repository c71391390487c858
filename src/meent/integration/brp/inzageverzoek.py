"""Somebody asks what the municipality holds about them, and who looked (AVG article 15, Wet BRP article 2.55)."""

import msgspec

from meent.integration.brp.boek import open_boek
from meent.integration.zgw import Zgw
from meent.services.across.alles import Alles, over

__all__ = ["Alles", "alles_over", "as_bestand"]


async def alles_over(zgw: Zgw, bsn: str, *, behalve: str | None = None) -> Alles:
    """All of it as it is now; that it was gathered is a line in the log itself.

    behalve  name of a purpose that is not told
    raises   ZgwFout for who may not record facts of the BRP
    """
    async with open_boek(zgw) as boek:
        found = await over(boek.conn, boek.session.registry, boek.tenant_id, bsn, behalve=behalve)
        await boek.log_alles(bsn)
        return found


def as_bestand(bsn: str, found: Alles) -> bytes:
    """One JSON object, to hand over."""
    return msgspec.json.format(msgspec.json.encode({"burgerservicenummer": bsn, **msgspec.structs.asdict(found)}))
