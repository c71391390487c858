"""The counter for residents at home: own data, own household, own declarations, and nobody else's. Decision 0068.

Whoever signs in is one person; every question is asked for that BSN, so that no address of a screen leads to another's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from meent.basis.fouten import Fout
from meent.integration.betalen import Kassa
from meent.integration.brp import eigenmeldingen
from meent.integration.brp.bijhouding import GeenLijst
from meent.integration.brp.boek import Boek, open_boek
from meent.integration.brp.eigenmeldingen import Melding, Soort, Toestand
from meent.integration.brp.gegevens import kaart_van
from meent.integration.brp.kaart import Kaart
from meent.integration.zgw import Zgw
from meent.process.burgerzaken import uittrekselmelding, verhuismelding
from meent.process.burgerzaken.uittreksel import Uittreksel
from meent.process.burgerzaken.uittrekselmelding import Uittrekselverzoek
from meent.process.burgerzaken.verhuismelding import TOESTEMMING, Afloop, Verhuisverzoek, gezin_van
from meent.services.personen.persoonslijst import Persoonslijst

VAN_PERSOON = "rol__betrokkeneIdentificatie__natuurlijkPersoon__inpBsn"
ZAAK_EXPAND = "zaaktype,status,status.statustype"
THUIS = ("01", "07", "08")
Json = dict[str, Any]


@dataclass(frozen=True)
class Lid:
    """Somebody of the household. `bsn` is for the process; `sleutel` stands in the form."""

    sleutel: str
    bsn: str
    kaart: Kaart


@dataclass(frozen=True)
class Thuis:
    """Who asks, and who may go along.

    is_inwoner   registered here, and the list is kept up
    """

    zelf: Lid
    gezin: tuple[Lid, ...]
    is_inwoner: bool


@dataclass(frozen=True)
class Mijn:
    """One declaration, as the resident sees it.

    vanaf     day from which the new address counts
    adres     lines of the new address
    redenen   numbers of the rules for which an officer looks
    aantal    how many people move
    stuk      what is on the uittreksel; bedrag: its fee in eurocents
    """

    id: UUID
    soort: Soort
    toestand: Toestand
    op: datetime
    gedaan_op: datetime | None
    uiterlijk: date
    redenen: tuple[str, ...]
    uitleg: str
    zaak: UUID | None
    vanaf: date | None = None
    adres: tuple[str, ...] = ()
    aantal: int = 1
    stuk: str = ""
    bedrag: int = 0


@dataclass(frozen=True)
class Gevraagd:
    """Somebody wants to live with the resident."""

    id: UUID
    naam: str
    vanaf: date
    aantal: int


@dataclass(frozen=True)
class Overzicht:
    """What runs: own declarations, what others ask, and the other zaken as the register has them."""

    mijn: tuple[Mijn, ...]
    gevraagd: tuple[Gevraagd, ...]
    zaken: Sequence[Json]


@dataclass(frozen=True)
class Eloket:
    """All that one resident can do.

    zgw     as what is done is written: by the e-service, for this person
    lezen   as the person looks at own data
    """

    zgw: Zgw
    lezen: Zgw
    bsn: str

    async def thuis(self) -> Thuis | None:
        """None for who has no list here. raises ZgwFout"""
        async with open_boek(self.lezen) as boek:
            try:
                own = await boek.lees(self.bsn)
            except GeenLijst:
                return None
            gezin = await gezin_van(boek, own)
            leden = [self._lid(boek, boek.gelezen[bsn].pl) for bsn in gezin]
            await boek.log_gezien(*THUIS)
            here = own.waarde("08.09.10") == boek.eigen and not own.waarde("07.67.20")
            return Thuis(self._lid(boek, own), tuple(leden), here)

    def _lid(self, boek: Boek, pl: Persoonslijst) -> Lid:
        return Lid(str(boek.gelezen[pl.bsn].id), pl.bsn, kaart_van(self.lezen, pl, boek.vandaag))

    async def meld_verhuizing(self, verzoek: Verhuisverzoek, *, alleen_toetsen: bool = False) -> Afloop:
        """raises ZgwFout"""
        return await verhuismelding.meld_verhuizing(self.zgw, self.bsn, verzoek, alleen_toetsen=alleen_toetsen)

    async def geef_toestemming(self, key: UUID, *, is_goed: bool) -> None:
        """raises ZgwFout, 404 for who was not asked"""
        await verhuismelding.geef_toestemming(self.zgw, self.bsn, key, is_goed=is_goed)

    async def melding(self, key: UUID) -> Mijn:
        """raises ZgwFout, 404 for what is not of this person"""
        async with open_boek(self.lezen) as boek:
            found = await eigenmeldingen.lees(boek.conn, boek.tenant_id, key)
            if found is None or found.bsn != self.bsn:
                raise Fout(404, "not-found", "Deze melding is er niet.")
            return as_mijn(found)

    def leges(self) -> int:
        return uittrekselmelding.bedrag(self.zgw)

    async def bekijk_uittreksel(self, verzoek: Uittrekselverzoek) -> Uittreksel:
        """raises ZgwFout"""
        return await uittrekselmelding.bekijk_uittreksel(self.lezen, self.bsn, verzoek)

    async def vraag_uittreksel(self, verzoek: Uittrekselverzoek) -> Mijn:
        """raises ZgwFout"""
        return as_mijn(await uittrekselmelding.vraag_uittreksel(self.zgw, self.bsn, verzoek))

    async def rond_uittreksel_af(self, key: UUID, kassa: Kassa) -> Mijn:
        """raises ZgwFout, 404 for what is not of this person"""
        return as_mijn(await uittrekselmelding.rond_uittreksel_af(self.zgw, self.bsn, key, kassa))

    async def stuk(self, key: UUID) -> bytes | None:
        """The paper; None for what is not there, not made yet, or not of this person. raises ZgwFout"""
        async with open_boek(self.lezen) as boek:
            return await eigenmeldingen.stuk_van(boek.conn, boek.tenant_id, self.bsn, key)

    async def overzicht(self) -> Overzicht:
        """raises ZgwFout"""
        async with open_boek(self.lezen) as boek:
            own = [as_mijn(m) for m in await eigenmeldingen.van(boek.conn, boek.tenant_id, self.bsn)]
            asked = await eigenmeldingen.gevraagd_aan(boek.conn, boek.tenant_id, self.bsn)
            gevraagd = [await self._gevraagd(boek, m) for m in asked]
            if gevraagd:
                await boek.log_gezien("01")
        of_mine: Json = {VAN_PERSOON: self.bsn}
        found = await self.lezen.list("zaken", "zaken", expand=ZAAK_EXPAND, ordering="-startdatum", **of_mine)
        told = {str(m.zaak) for m in own}
        zaken = [z for z in found["results"] if str(z["url"]).rpartition("/")[2] not in told]
        return Overzicht(tuple(own), tuple(gevraagd), zaken)

    async def _gevraagd(self, boek: Boek, melding: Melding) -> Gevraagd:
        """Who asks is told by name: nobody agrees to a stranger without one."""
        verzoek = msgspec.json.decode(melding.invoer, type=Verhuisverzoek)
        naam = kaart_van(self.lezen, await boek.lees(melding.bsn), boek.vandaag).naam
        return Gevraagd(melding.id, naam, verzoek.datum, 1 + len(verzoek.mee))


def as_mijn(melding: Melding) -> Mijn:
    """As the resident may see it. Whether a main occupant was named rightly is not told: that would be a register."""
    m = melding
    nummers = tuple(r.nummer for r in m.redenen)
    told = Mijn(m.id, m.soort, m.toestand, m.op, m.gedaan_op, m.uiterlijk, nummers, m.uitleg, m.zaak)
    if m.soort == "uittreksel":
        asked = msgspec.json.decode(m.invoer, type=Uittrekselverzoek)
        return replace(told, stuk=asked.soort, bedrag=asked.bedrag_eurocent)
    verzoek = msgspec.json.decode(m.invoer, type=Verhuisverzoek)
    asks = verzoek.is_inwonend and m.toestand == "behandelen" and nummers == (TOESTEMMING,)
    return replace(
        told, toestand="toestemming" if asks else m.toestand, vanaf=verhuismelding.vanaf(verzoek),
        adres=adresregels(verzoek.adres), aantal=1 + len(verzoek.mee),
    )  # fmt: skip


def adresregels(adres: Mapping[str, str]) -> tuple[str, ...]:
    """As on an envelope."""
    number = adres.get("11.20", "") + adres.get("11.30", "")
    lines = ((adres.get("11.10", ""), number, adres.get("11.40", "")), (adres.get("11.60", ""), adres.get("11.70", "")))
    return tuple(filter(None, (" ".join(filter(None, line)) for line in lines)))
