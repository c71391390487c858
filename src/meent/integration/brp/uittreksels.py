"""Papers that were handed out, by the key of who asked: the same again is one paper with one zaak."""

from typing import NamedTuple
from uuid import UUID

from meent.basis.fouten import Fout
from meent.integration.brp.boek import ONE_AT_A_TIME, Boek, print_of
from meent.integration.brp.feiten import Invoer

KNOWN = "SELECT vingerafdruk, zaak FROM brp_uittreksel WHERE tenant_id = $1 AND sleutel = $2"
ADD = """
INSERT INTO brp_uittreksel (tenant_id, sleutel, vingerafdruk, zaak, wie, op) VALUES ($1, $2, $3, $4, $5, $6)
"""


class Afgegeven(NamedTuple):
    """What was handed out before; zaak is None where there is none."""

    zaak: UUID | None


async def eerder(boek: Boek, invoer: Invoer) -> Afgegeven | None:
    """What came of this key before; waits while somebody else uses it. raises Fout 409 when it was for another paper"""
    await boek.conn.execute(ONE_AT_A_TIME, boek.tenant_id, invoer.sleutel)
    known = await boek.conn.fetchrow(KNOWN, boek.tenant_id, invoer.sleutel)
    if known is None:
        return None
    if known["vingerafdruk"] != print_of(invoer):
        raise Fout(409, "conflict", "Deze sleutel is al gebruikt voor een ander uittreksel.")
    return Afgegeven(known["zaak"])


async def bewaar(boek: Boek, invoer: Invoer, zaak: UUID | None) -> None:
    await boek.conn.execute(ADD, boek.tenant_id, invoer.sleutel, print_of(invoer), zaak, boek.hier, boek.nu)
