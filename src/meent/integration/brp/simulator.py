"""BRP-V and its network, for one installation: takes messages out of mailboxes and puts them in others.

For tests and the demo. It keeps of each person the last Lg01, as BRP-V does, so that group 80 can be compared.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from meent.basis.datums import amsterdam_dag
from meent.basis.ids import uuid7
from meent.data.pool import Pool
from meent.integration.brp.postbus import BRP_V, nieuwe_sleutel
from meent.services.personen import lo3
from meent.services.personen.autorisatie.levering import Levering, attendering, mutatie, pas_toe, vulling
from meent.services.personen.autorisatie.tabel35 import Regel
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
    regels      code -> the rule by which that municipality hears of people who live elsewhere
    heeft       A-nummer and code -> what that municipality was told of somebody it follows
    """

    def __init__(
        self, pool: Pool, gemeenten: Mapping[str, int], regels: Mapping[str, Regel] | None = None,
        dag: Callable[[], date] = lambda: amsterdam_dag(datetime.now(UTC)),
    ) -> None:  # fmt: skip
        self.pool, self.gemeenten, self.regels, self.dag = pool, gemeenten, regels or {}, dag
        self.lijsten: dict[str, Persoonslijst] = {}
        self.niet: dict[str, str] = {}
        self.heeft: dict[tuple[str, str], Persoonslijst] = {}

    async def plaats(self, code: str, anummer: str, nummer: str = "Ag01") -> None:
        """A municipality follows somebody from now on, and gets all that it may have; Ag31 gives that anew."""
        await self._lever(code, anummer, Levering(nummer, vulling(self.lijsten[anummer], self.regels[code])))

    async def vraag(self, code: str, anummer: str, sleutel: str = "") -> str:
        """Asks a municipality for a list (Lq01), as BRP-V does when what it has may be wrong; gives the key."""
        key, asked = sleutel or nieuwe_sleutel(), Persoonslijst({"01": [[Voorkomen({"01.10": anummer})]]})
        await self._put(code, lo3.bericht("Lq01", key, {"herhaling": "0"}, asked))
        return key

    async def _put(self, code: str, bericht: lo3.Bericht) -> None:
        """A message of BRP-V itself into a mailbox."""
        there = self.gemeenten[code]
        async with self.pool.tenant(there) as conn:
            raw = lo3.write_message(bericht)
            await conn.execute(BEZORG, there, uuid7(), bericht.nummer, BRP_V, bericht.sleutel, "", raw)

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
            await self._keep(lo3.read_message(row["inhoud"]))
            return
        there = self.gemeenten.get(row["ander"])
        if there is None:  # no such mailbox: the sender's reminder tells of it
            return
        told = (row["soort"], van, row["sleutel"], row["antwoord_op"], row["inhoud"])
        async with self.pool.tenant(there) as conn:
            await conn.execute(BEZORG, there, uuid7(), *told)

    async def _keep(self, bericht: lo3.Bericht) -> None:
        """A list as it is now, or why there is none; of other messages BRP-V keeps nothing."""
        if bericht.nummer in ("Lg01", "La01"):
            old, new = self.lijsten.get(bericht.pl.anummer), bericht.pl
            self.lijsten[new.anummer] = new
            self.niet.pop(new.anummer, None)
            for code, regel in self.regels.items():
                if code != new.waarde("08.09.10") and (told := self._levering(code, regel, old, new)):
                    await self._lever(code, new.anummer, told)
        elif bericht.nummer == "Lf01":
            self.niet[bericht.kop["anummer"]] = bericht.kop["foutreden"]

    def _levering(self, code: str, regel: Regel, old: Persoonslijst | None, new: Persoonslijst) -> Levering | None:
        known = self.heeft.get((new.anummer, code))
        return mutatie(known, new, regel) if known is not None else attendering(old, new, regel, self.dag())

    async def _lever(self, code: str, anummer: str, told: Levering) -> None:
        """Puts a delivery in the mailbox, and remembers what the municipality then has."""
        key = anummer, code
        if told.nummer == "Gv01":
            self.heeft[key] = pas_toe(self.heeft[key], told.pl)
        elif told.nummer == "Ng01":
            self.heeft.pop(key, None)
        elif told.nummer != "Ag21":
            self.heeft[key] = told.pl
        kop = {"anummer": anummer} if told.nummer == "Gv01" else self._status(anummer) if told.nummer != "Ng01" else {}
        await self._put(code, lo3.bericht(told.nummer, nieuwe_sleutel(), kop, told.pl))

    def _status(self, anummer: str) -> dict[str, str]:
        """Header of Ag01 and its kind: why and since when a list is not kept up, or A."""
        pl = self.lijsten[anummer]
        return {"status": pl.waarde("07.67.20") or "A", "datum": pl.waarde("07.67.10") or "00000000"}
