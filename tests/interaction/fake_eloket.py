"""What a resident can do, in memory: Suzanne of Meerwijde with her daughter; nobody of Zuiderkoog is registered."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from meent.integration.betalen import Kassa
from meent.integration.brp import kaart as kaarten
from meent.integration.brp.eigenmeldingen import Melding
from meent.integration.brp.feiten import Weigering
from meent.interaction.seams import (
    Afloop,
    Gevraagd,
    Json,
    Mijn,
    Overzicht,
    Thuis,
    Uittrekselverzoek,
    Verhuisverzoek,
    ZgwFout,
)
from meent.process.burgerzaken.eloket import Lid
from meent.process.burgerzaken.uittreksel import Regel, Uittreksel
from meent.services.personen.bevragen.feiten import Feiten
from meent.services.personen.persoonslijst import Persoonslijst
from tests.interaction.fake_burgerzaken import NOELLE, SUZANNE, TABELLEN, lijst_uuid
from tests.interaction.fake_zgw import NOW, TODAY

VERHUISD, GEPLAND, GEVRAAGD = UUID(int=101), UUID(int=102), UUID(int=103)
ONBETAALD, UITTREKSEL = UUID(int=104), UUID(int=105)
BZ_91 = Weigering("BZ-91", "Deze aanvrager mag dat niet.", "artikel 2.55 van de Wet BRP", False)
BZ_202 = Weigering("BZ-202", "De straat komt nog niet voor.", "e-dienst", False)
BZ_207 = Weigering("BZ-207", "U staat al op dit adres.", "artikel 2.39 van de Wet BRP", False)
MIJN = (
    Mijn(VERHUISD, "verhuizing", "behandelen", NOW, None, TODAY + timedelta(days=7), ("BZ-202",), "", None,
         vanaf=TODAY, adres=("Otterlaan 7", "9810AB Meerwijde"), aantal=2),
    Mijn(GEPLAND, "verhuizing", "gepland", NOW, None, date(2026, 12, 1), (), "", None, vanaf=date(2026, 12, 1),
         adres=("Een-straat-met-een-naam-die-niet-op-een-telefoon-past-" * 2,)),
    Mijn(ONBETAALD, "uittreksel", "betalen", NOW, None, TODAY, (), "", None, stuk="woonadres", bedrag=1130),
    Mijn(UITTREKSEL, "uittreksel", "gedaan", NOW, NOW, TODAY, (), "", None, stuk="nationaliteit", bedrag=1130),
)  # fmt: skip
ZAAK = {
    "url": "http://testserver/meerwijde/zaken/api/v1/zaken/7",
    "identificatie": "ZAAK-2026-7", "startdatum": "2026-11-01",
    "omschrijving": "Rijbewijs", "_expand": {
        "zaaktype": {"omschrijving": "Rijbewijs <b>verlengen</b>"},
        "status": {"_expand": {"statustype": {"omschrijving": "Besteld", "statustekst": "Wij hebben het besteld."}}},
    },
}  # fmt: skip


def lid(pl: Persoonslijst) -> Lid:
    return Lid(str(lijst_uuid(pl)), pl.bsn, kaarten.kaart(Feiten(pl, TABELLEN, TODAY)))


class FakeEloket:
    """Refuses by `stop`, gives work to an officer by `redenen`; what was sent is in `gemeld` and `geantwoord`."""

    def __init__(self) -> None:
        self.stop: list[Weigering] = []
        self.redenen: list[Weigering] = []
        self.gevraagd: list[Verhuisverzoek] = []
        self.gemeld: list[Verhuisverzoek] = []
        self.geantwoord: list[tuple[UUID, bool]] = []
        self.is_inwoner = True
        self.kosten = 1130
        self.asked: list[Uittrekselverzoek] = []

    def __call__(self, who: Any, slug: str) -> "FakeEloket | None":
        return self if who.user == "meerwijde-inwoner" and slug == "meerwijde" else None

    async def thuis(self) -> Thuis | None:
        return Thuis(lid(SUZANNE), (lid(NOELLE),), self.is_inwoner)

    async def meld_verhuizing(self, verzoek: Verhuisverzoek, *, alleen_toetsen: bool = False) -> Afloop:
        self.gevraagd.append(verzoek)
        redenen = tuple(self.redenen)
        afloop = Afloop(tuple(self.stop), "behandelen" if redenen else "gedaan", redenen, verzoek.datum)
        if self.stop or alleen_toetsen:
            return afloop
        self.gemeld.append(verzoek)
        return afloop._replace(melding=Melding(
            id=VERHUISD, soort="verhuizing", bsn=SUZANNE.bsn, sleutel=verzoek.sleutel, invoer=b"", toestand="gedaan",
            uiterlijk=TODAY, op=NOW,
        ))  # fmt: skip

    async def geef_toestemming(self, key: UUID, *, is_goed: bool) -> None:
        if key != GEVRAAGD:
            raise ZgwFout(404, {})
        self.geantwoord.append((key, is_goed))

    async def melding(self, key: UUID) -> Mijn:
        for one in MIJN:
            if one.id == key:
                return replace(one)
        raise ZgwFout(404, {})

    def leges(self) -> int:
        return self.kosten

    async def bekijk_uittreksel(self, verzoek: Uittrekselverzoek) -> Uittreksel:
        return Uittreksel(weigeringen=tuple(self.stop), regels=(Regel("Naam", "Suzanne <b>Moulin</b>\nMeerwijde"),))

    async def vraag_uittreksel(self, verzoek: Uittrekselverzoek) -> Mijn:
        self.asked.append(verzoek)
        return await self.melding(ONBETAALD if self.kosten else UITTREKSEL)

    async def rond_uittreksel_af(self, key: UUID, kassa: Kassa) -> Mijn:
        found = await self.melding(key)
        return replace(found, toestand="gedaan") if await kassa.is_betaald(str(key)) else found

    async def stuk(self, key: UUID) -> bytes | None:
        return b"%PDF-1.7" if key == UITTREKSEL else None

    async def overzicht(self) -> Overzicht:
        zaken: list[Json] = [ZAAK]
        return Overzicht(MIJN, (Gevraagd(GEVRAAGD, "Gerrit <i>Brouwer</i>", date(2026, 12, 1), 2),), zaken)
