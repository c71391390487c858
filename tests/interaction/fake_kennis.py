"""Knowledge articles for the tests of the screens: objects of the fake register, found by a word in their title.

What the database makes of stems and halves of words is tested on the database: tests/integration/kennis.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from meent.basis.objectsoorten import KENNISARTIKEL
from meent.integration.kennis.artikel import Inhoud, data, versie
from meent.integration.kennis.boek import Artikelcijfers, Oordeel, Opmerking, Regel, Treffer, woorden
from meent.process.kennis.artikelen import counting
from tests.interaction.fake_zgw import NOW, TENANTS, TODAY, FakeRegisters

if TYPE_CHECKING:
    from tests.interaction.fake_zgw import FakeZgw

PASPOORT, GROFVUIL, PRIJZEN, AANVRAAG = "paspoort", "grofvuil", "prijzen", "aanvraag"
TEKST = (
    "# Wat is nodig?\n- uw oude paspoort\n- een pasfoto\n\nMaak eerst een afspraak op [de website](https://a.example)."
)
BEGIN = TODAY - timedelta(days=90)
INHOUDEN = {
    PASPOORT: Inhoud(
        titel="Paspoort aanvragen of verlengen", tekst=TEKST, trefwoorden=("reisdocument", "kwijt"), is_openbaar=True,
        afdeling="Team Vergunningen", eigenaar="Ans Mulder", gewijzigd_door="Beheer",
    ),
    GROFVUIL: Inhoud(titel="Grofvuil laten ophalen", tekst="<b>Bel</b> de ophaaldienst.", afdeling="Team Parkeren",
                     eigenaar="een.lang.adres.dat.niet.op.een.telefoon.past@voorbeeld-van-een-bedrijf.example"),
    PRIJZEN: Inhoud(titel="Prijzen van 2025", tekst="Een paspoort kost …", geldig_tot_en_met=date(2025, 12, 31),
                    afdeling="Team Parkeren"),
    AANVRAAG: Inhoud(titel="Nieuwe regels", tekst="Vanaf volgend jaar.", afdeling="Team Parkeren"),
}  # fmt: skip


def artikel_uuid(tenant: str, name: str) -> UUID:
    return uuid5(UUID(int=0), f"{tenant}/objecten/objects/{name}")


def record(inhoud: Inhoud, vanaf: date, index: int = 1) -> dict[str, Any]:
    return {"index": index, "startAt": str(vanaf), "registrationAt": str(min(vanaf, TODAY)), "data": data(inhoud)}


def fill(zgw: "FakeZgw") -> None:
    """Four articles in Meerwijde, none in Zuiderkoog."""
    soort = zgw._add("objecttypen/objecttypes", "kennis", {})
    soort["url"] = f"{soort['url'][:-36]}{KENNISARTIKEL}"
    if zgw.tenant.slug != "meerwijde":
        return
    for name, inhoud in INHOUDEN.items():
        vanaf = date(2027, 1, 1) if name == AANVRAAG else BEGIN
        records = [record(inhoud, vanaf)]
        if name == PASPOORT:
            records.append(record(inhoud, TODAY - timedelta(days=9), 2))
        zgw._add("objecten/objects", name, {"type": soort["url"], "records": records})


class FakeKennisboek:
    """The book over the objects of the fake registers."""

    def __init__(self, registers: FakeRegisters) -> None:
        self.registers = registers
        self.gebruikt = 3
        self.gevonden: list[UUID] = []
        een = Opmerking(UUID(int=8), 1, False, "De prijs klopt niet <b>meer</b>.", "Noor van Dam", NOW)
        self.oordelen: list[tuple[UUID, Opmerking]] = [(artikel_uuid("meerwijde", PASPOORT), een)]

    def _alle(self, tenant: int) -> list[Any]:
        slug = next((t.slug for t in TENANTS if t.id == tenant), "")
        found = self.registers.by_slug[slug].rows.get("objecten/objects", []) if slug else []
        versies = [(UUID(row["uuid"]), tuple(filter(None, map(versie, row["records"][::-1])))) for row in found]
        return sorted(versies, key=lambda pair: pair[1][0].inhoud.titel)

    async def zoek(self, tenant: int, vraag: str, day: date, limit: int) -> list[Treffer]:
        found = []
        for uuid, versies in self._alle(tenant):
            nu = counting(versies, day)
            asked = woorden(vraag)
            if nu and asked and nu.stand(day) == "geldig" and all(w in nu.inhoud.titel.lower() for w in asked):
                part = (("Dit staat bij ", False), (asked[0], True), (".", False))
                found.append(Treffer(uuid, nu.inhoud.titel, part, nu.inhoud.is_openbaar, nu.inhoud.taal))
        return found[:limit]

    async def lijst(self, tenant: int, vraag: str, day: date) -> list[Regel]:
        return [
            Regel(uuid, counting(versies, day) or versies[0], False, await self.oordeel(tenant, uuid))
            for uuid, versies in self._alle(tenant)
            if all(word in versies[0].inhoud.titel.lower() for word in woorden(vraag))
        ]

    async def oordeel(self, tenant: int, artikel: UUID) -> Oordeel:
        about = [een for uuid, een in self.oordelen if uuid == artikel]
        ja = sum(een.hielp for een in about)
        return Oordeel(ja, len(about) - ja, len(await self.opmerkingen(tenant, artikel)), self.gebruikt)

    async def opmerkingen(self, tenant: int, artikel: UUID) -> list[Opmerking]:
        return [een for uuid, een in self.oordelen if uuid == artikel and een.notitie]

    async def oordeel_over(
        self, tenant: int, artikel: UUID, versie: int, *, hielp: bool, notitie: str, by: str, now: datetime
    ) -> bool:
        self.oordelen.append((artikel, Opmerking(UUID(int=len(self.oordelen)), versie, hielp, notitie, by, now)))
        return True

    async def vond(self, tenant: int, artikelen: Sequence[UUID], day: date) -> None:
        self.gevonden += artikelen

    async def cijfers(self, tenant: int, van: date, tot_en_met: date) -> list[Artikelcijfers]:
        if not van <= TODAY <= tot_en_met:
            return []
        return [
            Artikelcijfers(uuid, versies[0].inhoud.titel, 12 + self.gevonden.count(uuid), self.gebruikt, 5, 1)
            for uuid, versies in self._alle(tenant)
        ]

    async def handel_af(self, tenant: int, artikel: UUID, opmerking: UUID, *, by: str, now: datetime) -> None:
        self.oordelen = [
            (uuid, replace(een, notitie="") if een.id == opmerking else een) for uuid, een in self.oordelen
        ]
