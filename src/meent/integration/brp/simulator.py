"""BRP-V and its network, for one installation: takes messages out of mailboxes and puts them in others.

For tests and the demo. It keeps of each person the last Lg01, as BRP-V does, so that group 80 can be compared.
"""

from collections.abc import Callable, Mapping
from typing import Any

from meent.basis.ids import uuid7
from meent.data.pool import Pool
from meent.integration.brp.postbus import BRP_V, nieuwe_sleutel
from meent.services.personen import lo3
from meent.services.personen.persoonslijst import Persoonslijst, Voorkomen

BUITEN = """
SELECT id, soort, ander, sleutel, antwoord_op, inhoud FROM brp_bericht
WHERE tenant_id = $1 AND richting = 'uit' AND toestand = 'klaar' ORDER BY id FOR UPDATE SKIP LOCKED
"""
SENT = "UPDATE brp_bericht SET toestand = 'gedaan', gedaan_op = now() WHERE tenant_id = $1 AND id = ANY($2::uuid[])"
BEZORG = """
INSERT INTO brp_bericht (tenant_id, id, richting, soort, ander, sleutel, antwoord_op, inhoud)
VALUES ($1, $2, 'in', $3, $4, $5, $6, $7)
ON CONFLICT (tenant_id, richting, ander, soort, sleutel) DO UPDATE SET toestand = 'klaar'
"""
Verlies = Callable[[str], bool]
"""Whether a message of this kind gets lost on its way."""


class BrpV:
    """See above.

    gemeenten   code -> id of the municipality in this installation
    lijsten     A-nummer -> the list as it was told last
    niet        A-nummer -> why a municipality could not give the list that was asked, as Lf01 says it
    """

    def __init__(self, pool: Pool, gemeenten: Mapping[str, int]) -> None:
        self.pool, self.gemeenten = pool, gemeenten
        self.lijsten: dict[str, Persoonslijst] = {}
        self.niet: dict[str, str] = {}

    async def vraag(self, code: str, anummer: str, sleutel: str = "") -> str:
        """Asks a municipality for a list (Lq01), as BRP-V does when what it has may be wrong; gives the key."""
        key, asked = sleutel or nieuwe_sleutel(), Persoonslijst({"01": [[Voorkomen({"01.10": anummer})]]})
        raw = lo3.write_message(lo3.bericht("Lq01", key, {"herhaling": "0"}, asked))
        there = self.gemeenten[code]
        async with self.pool.tenant(there) as conn:
            await conn.execute(BEZORG, there, uuid7(), "Lq01", BRP_V, key, "", raw)
        return key

    async def bezorg(self, verlies: Verlies = lambda soort: False) -> int:
        """Takes all that is waiting one step further; how many messages there were.

        What was put in a mailbox stays to be sent until the other has it: cut off between, it is sent again.
        """
        count = 0
        for code, tenant_id in self.gemeenten.items():
            async with self.pool.tenant(tenant_id) as conn, conn.transaction():
                rows = await conn.fetch(BUITEN, tenant_id)
                for row in rows:
                    if not verlies(row["soort"]):
                        await self._deliver(code, row)
                await conn.execute(SENT, tenant_id, [row["id"] for row in rows])
                count += len(rows)
        return count

    async def _deliver(self, van: str, row: Any) -> None:
        if row["ander"] == BRP_V:
            self._keep(lo3.read_message(row["inhoud"]))
            return
        there = self.gemeenten.get(row["ander"])
        if there is None:  # no such mailbox: the sender's reminder tells of it
            return
        told = (row["soort"], van, row["sleutel"], row["antwoord_op"], row["inhoud"])
        async with self.pool.tenant(there) as conn:
            await conn.execute(BEZORG, there, uuid7(), *told)

    def _keep(self, bericht: lo3.Bericht) -> None:
        """A list as it is now, or why there is none; of other messages BRP-V keeps nothing."""
        if bericht.nummer in ("Lg01", "La01"):
            self.lijsten[bericht.pl.anummer] = bericht.pl
            self.niet.pop(bericht.pl.anummer, None)
        elif bericht.nummer == "Lf01":
            self.niet[bericht.kop["anummer"]] = bericht.kop["foutreden"]
