"""Data of a relative on somebody's list, recorded by two people (HUP 7.4). What it does stands in `verwanten.py`."""

from meent.integration.brp.bijhouding import Gevolg
from meent.integration.brp.boek import Boek
from meent.integration.brp.feiten import Uitkomst
from meent.integration.zgw import Zgw
from meent.process.burgerzaken.opnemen import neem_op, nummers
from meent.process.burgerzaken.verwanten import FEIT, Gerelateerde, Gerelateerdeninvoer, werk_bij


async def werkt_bij(zgw: Zgw, invoer: Gerelateerdeninvoer) -> Uitkomst:
    """Brings up what a list says of a relative whose list is here too."""

    async def bereid(boek: Boek) -> Gevolg:
        feit = Gerelateerde(
            eigen=boek.eigen, persoon=await boek.lees(invoer.bsn), ander=await boek.lees(invoer.ander),
            vandaag=boek.vandaag, voorbij=nummers(invoer),
        )  # fmt: skip
        return werk_bij(feit)

    return await neem_op(zgw, invoer, bereid, feit=FEIT, leest=("01", "02", "03", "05", "07", "08", "09"))
