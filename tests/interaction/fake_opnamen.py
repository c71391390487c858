"""Recordings in memory for the tests of the screens: Meerwijde has three, of which one is past its day."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from meent.integration.telefooncentrale.beluisteren import Keer, Stuk
from meent.integration.telefooncentrale.geluid import tonen, wav
from meent.integration.telefooncentrale.opnamen import Opname
from tests.interaction.fake_zgw import NOW

NIEUW, OUD, GEWIST = (UUID(int=number) for number in (1, 2, 3))
GELUID = wav(tonen([440, 880], 3.0))


def een_opname(gesprek: UUID, geleden: timedelta, **anders) -> Opname:
    begin = NOW - geleden
    gewoon = {"wachtrij": "burgerzaken", "medewerker": "ann", "begonnen_op": begin, "seconden": 3}
    gewoon |= {"beeindigd_op": begin + timedelta(minutes=3), "weg_op": begin + timedelta(days=30)}
    return Opname(gesprek=str(gesprek), **gewoon | anders)


@dataclass
class FakeOpnamen:
    """See `beluisteren.Beluisteren`; `gehoord` is what was logged."""

    gehoord: list[tuple[UUID, UUID, str]] = field(default_factory=list)
    rijen: list[Opname] = field(default_factory=lambda: [
        een_opname(NIEUW, timedelta(hours=2)), een_opname(OUD, timedelta(days=2), medewerker=""),
        een_opname(GEWIST, timedelta(days=4), weg_op=NOW, verwijderd_op=NOW),
    ])  # fmt: skip

    async def lijst(self, zgw, van: datetime, tot: datetime) -> list[Opname]:
        return [een for een in self.van(zgw) if van <= een.begonnen_op < tot]

    async def een(self, zgw, gesprek: UUID) -> tuple[Opname, list[Keer]] | None:
        found = next((een for een in self.van(zgw) if een.gesprek == str(gesprek)), None)
        keren = [Keer("els", "Els de Boer", reden, NOW) for welk, _, reden in self.gehoord if welk == gesprek]
        return (found, keren) if found else None

    async def te_horen(self, zgw, gesprekken: Sequence[UUID]) -> list[UUID]:
        hier = {een.gesprek for een in self.van(zgw) if een.verwijderd_op is None}
        return [gesprek for gesprek in gesprekken if str(gesprek) in hier]

    async def luister(self, zgw, gesprek: UUID, contact: UUID, reden: str) -> bool:
        found = await self.een(zgw, gesprek)
        if found is None or found[0].verwijderd_op:
            return False
        self.gehoord.append((gesprek, contact, reden))
        return True

    async def geluid(self, zgw, gesprek: UUID, van: int, tot: int | None) -> Stuk | None:
        tot = min(len(GELUID), len(GELUID) if tot is None else tot)

        async def stukken():
            yield GELUID[van:tot]

        return Stuk(van, tot, len(GELUID), stukken()) if van < tot else None

    def van(self, zgw) -> list[Opname]:
        return self.rijen if zgw.tenant.slug == "meerwijde" else []
