"""Somebody asks what the municipality holds about them, and who looked (AVG article 15, Wet BRP article 2.55)."""

import msgspec

from meent.basis.fouten import Fout
from meent.integration.brp.boek import open_boek
from meent.integration.zgw import Zgw
from meent.services.across.alles import Alles, over

BSN_CIJFERS = 9
__all__ = ["Alles", "alles_over", "as_bestand"]


async def alles_over(zgw: Zgw, bsn: str, *, behalve: str | None = None) -> Alles:
    """All of it as it is now; that it was gathered is a line in the log itself.

    behalve  name of a purpose that is not told
    raises   ZgwFout for who may not record facts of the BRP, and for what is no BSN: it would be found with many
    """
    async with open_boek(zgw) as boek:
        if not (len(bsn) == BSN_CIJFERS and bsn.isascii() and bsn.isdigit()):
            raise Fout(400, "invalid", "Geef een burgerservicenummer van negen cijfers.")
        found = await over(boek.conn, boek.session.registry, boek.tenant_id, bsn, behalve=behalve)
        await boek.log_alles(bsn)
        return found


def as_bestand(bsn: str, found: Alles) -> bytes:
    """One JSON object, to hand over."""
    return msgspec.json.format(msgspec.json.encode({"burgerservicenummer": bsn, **msgspec.structs.asdict(found)}))
