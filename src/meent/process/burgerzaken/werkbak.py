"""The work list of civil affairs: what waits, until when, who has it, and what an officer does with it. Decision 0068.

Terms are counted as the Algemene termijnenwet counts: none ends on a free day. That of a terugmelding stands on
it (BZ-121); how long the others are is a norm of ours, so that nothing lies for ever.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Literal
from uuid import UUID

import msgspec

from meent.basis.datums import PartialDate, amsterdam_dag
from meent.basis.feestdagen import werkdagen_na
from meent.basis.fouten import Fout
from meent.integration.brp import eigenmeldingen, keuringen, termijnen, werk
from meent.integration.brp import meldingen as terugmeldingen
from meent.integration.brp.boek import open_boek
from meent.integration.brp.eigenmeldingen import Melding
from meent.integration.brp.feiten import Uitkomst, Weigering
from meent.integration.brp.keuringen import Gebrek
from meent.integration.brp.termijnen import Termijn
from meent.integration.brp.werk import Hebber, Soort, Stuk
from meent.integration.zgw import Zgw, ZgwFout
from meent.process.burgerzaken import correspondentie, overkomst, verhuismelding
from meent.process.burgerzaken.correspondentie import Briefbeeld
from meent.process.burgerzaken.eloket import adresregels
from meent.process.burgerzaken.feiten import Verhuisinvoer
from meent.process.burgerzaken.overkomst import Wachtend
from meent.process.burgerzaken.terugmelding import Behandelinvoer, Gemeld, Meldinginvoer, behandelt, meldt
from meent.process.burgerzaken.verhuismelding import Afloop, Verhuisverzoek
from meent.services.personen.terugmeldingen import Terugmelding

WERKDAGEN: Mapping[Soort, int] = MappingProxyType({"bericht": 5, "overkomst": 5, "voorstel": 5, "gebrek": 20})
ONDERZOEK = timedelta(weeks=26)
Doe = Literal["neem", "geef", "over"]


@dataclass(frozen=True)
class Werk:
    """One piece of work, with its last day. `uiterlijk` is None when nobody knows since when it runs."""

    stuk: Stuk
    uiterlijk: date | None
    hebber: Hebber | None
    is_mijn: bool

    def is_te_laat(self, vandaag: date) -> bool:
        return self.uiterlijk is None or self.uiterlijk < vandaag


@dataclass(frozen=True)
class Verhuismelding:
    """What a resident told, for the officer who looks at it. BSNs are for finding the people, not for showing."""

    id: UUID
    toestand: str
    op: datetime
    uiterlijk: date
    redenen: Sequence[Weigering]
    mensen: tuple[str, ...]
    adres: tuple[str, ...]
    elementen: Mapping[str, str]
    vanaf: date
    is_inwonend: bool
    zaak: UUID | None


@dataclass(frozen=True)
class Uitval:
    """A message that could not be handled. `bsn` is of whom it is about, where the message says so."""

    id: UUID
    soort: str
    ander: str
    op: datetime
    uitleg: str
    bsn: str


def uiterlijk(stuk: Stuk) -> date | None:
    """The last day to do something with it; working days count, and a term never ends on a free day."""
    if stuk.op is not None:
        return stuk.op
    if stuk.soort == "onderzoek":
        began = PartialDate(stuk.digits).laatste_dag
        return werkdagen_na(began + ONDERZOEK - timedelta(days=1), 1) if began else None
    assert isinstance(stuk.sinds, datetime)
    if stuk.soort == "terugmelding":  # somebody reacted in time; what is left is to find out
        return werkdagen_na(amsterdam_dag(stuk.sinds) + ONDERZOEK - timedelta(days=1), 1)
    return werkdagen_na(amsterdam_dag(stuk.sinds), WERKDAGEN[stuk.soort])


@dataclass(frozen=True)
class Werkbak:
    """For one officer of one municipality."""

    zgw: Zgw

    async def lijst(self) -> Sequence[Werk]:
        """All that waits, what is due first on top. raises ZgwFout"""
        async with open_boek(self.zgw) as boek:
            args = (boek.conn, boek.tenant_id)
            had = await werk.hebbers(*args)
            found = []
            for stuk in await werk.stukken(*args, boek.vandaag):
                hebber = had.get((stuk.soort, stuk.id))
                found.append(Werk(stuk, uiterlijk(stuk), hebber, hebber is not None and hebber.wie == boek.hier))
        return sorted(found, key=lambda one: (one.uiterlijk or date.min, one.stuk.soort, str(one.stuk.id)))

    async def aantal(self) -> int:
        """For the menu. raises ZgwFout"""
        async with open_boek(self.zgw) as boek:
            return await werk.aantal(boek.conn, boek.tenant_id, boek.vandaag)

    async def pak(self, soort: str, key: UUID, doe: Doe, van: str = "") -> bool:
        """Takes it, takes it over from who had it, or gives it back; False when a colleague was first.

        raises   ZgwFout, 404 for work that is not there
        """
        async with open_boek(self.zgw) as boek:
            args = (boek.conn, boek.tenant_id)
            if not any((s.soort, s.id) == (soort, key) for s in await werk.stukken(*args, boek.vandaag)):
                raise Fout(404, "not-found", "Dit werk is er niet meer.")
            if doe == "geef":
                return await werk.geef_terug(*args, soort, key, wie=boek.hier)
            who = {"wie": boek.hier, "weergave": boek.weergave, "op": boek.nu}
            return await werk.neem(*args, soort, key, van=van if doe == "over" else "", **who)  # type: ignore[arg-type]

    async def melding(self, key: UUID) -> Verhuismelding:
        """raises ZgwFout, 404 for what is not there or not of an officer"""
        async with open_boek(self.zgw) as boek:
            return as_melding(_waiting(await eigenmeldingen.lees(boek.conn, boek.tenant_id, key)))

    async def neem_op(self, key: UUID) -> Afloop:
        """raises ZgwFout"""
        afloop = await verhuismelding.neem_melding_op(self.zgw, key)
        if not afloop.stop:
            await self._klaar("verhuizing", key)
        return afloop

    async def plan_verhuizing(self, invoer: Verhuisinvoer) -> Afloop:
        """A move of later is kept until its day. raises ZgwFout"""
        return await verhuismelding.plan_verhuizing(self.zgw, invoer)

    async def wijs_af(self, key: UUID, uitleg: str) -> None:
        """raises ZgwFout"""
        await verhuismelding.wijs_melding_af(self.zgw, key, uitleg)
        await self._klaar("verhuizing", key)

    async def uitval(self, key: UUID) -> Uitval:
        """raises ZgwFout, 404 for what is not there"""
        async with open_boek(self.zgw) as boek:
            row = await werk.uitval(boek.conn, boek.tenant_id, key)
            if row is None:
                raise Fout(404, "not-found", "Dit bericht is er niet.")
            return Uitval(key, row["soort"], row["ander"], row["op"], row["uitleg"], werk.over_wie(row["inhoud"]))

    async def na_uitval(self, key: UUID, *, opnieuw: bool, uitleg: str = "") -> None:
        """Tried again with the next post, or done by hand, with what was done. raises ZgwFout, 404 as above"""
        async with open_boek(self.zgw) as boek:
            args = (boek.conn, boek.tenant_id)
            if await werk.uitval(*args, key) is None:
                raise Fout(404, "not-found", "Dit bericht is er niet.")
            told = "" if opnieuw else f"{uitleg[:900]} ({boek.weergave})"
            await werk.na_uitval(*args, key, "klaar" if opnieuw else "gedaan", told, boek.nu)
            await werk.klaar(*args, "bericht", key)

    async def terugmelding(self, key: UUID) -> Terugmelding:
        """raises ZgwFout, 404 for what is not there, or is closed"""
        async with open_boek(self.zgw) as boek:
            found = await terugmeldingen.lees(boek, key)
            if found.gesloten_op is not None:
                raise Fout(404, "not-found", "Deze terugmelding is al klaar.")
            return found

    async def behandel(self, invoer: Behandelinvoer) -> Uitkomst:
        """A step with a terugmelding, with the onderzoek that goes with it. raises ZgwFout"""
        uitkomst = await behandelt(self.zgw, invoer)
        if not uitkomst.weigeringen and invoer.handeling != "behandel":
            await self._klaar("terugmelding", invoer.melding)
        return uitkomst

    async def brief(self, key: UUID) -> Briefbeeld:
        """raises ZgwFout, 404 for what is not there"""
        return await correspondentie.bekijk(self.zgw, key)

    async def maak_brief(self, key: UUID) -> Briefbeeld:
        """raises ZgwFout, 404 as above"""
        made = await correspondentie.maak(self.zgw, key)
        if not made.weigeringen:
            await self._klaar("brief", key)
        return made

    async def laat_brief_vervallen(self, key: UUID, uitleg: str) -> None:
        """raises ZgwFout, 404 as above"""
        await correspondentie.laat_vervallen(self.zgw, key, uitleg)
        await self._klaar("brief", key)

    async def meld(self, invoer: Meldinginvoer) -> Gemeld:
        """Doubt that is told at the counter, judged or kept. raises ZgwFout"""
        return await meldt(self.zgw, invoer)

    async def overkomst(self, key: UUID) -> Wachtend:
        """raises ZgwFout, 404 for what is not there, or waits no longer"""
        return await overkomst.bekijk(self.zgw, key)

    async def na_wachten(self, key: UUID, *, opnieuw: bool, uitleg: str = "") -> None:
        """The lists are asked once more, or no longer waited for, with why. raises ZgwFout, 404 as above"""
        if opnieuw:
            await overkomst.vraag_nog_eens(self.zgw, key)
        else:
            await overkomst.stop(self.zgw, key, uitleg)
            await self._klaar("overkomst", key)

    async def termijn(self, key: UUID) -> Termijn:
        """raises ZgwFout, 404 for what is not there, or was looked at"""
        async with open_boek(self.zgw) as boek:
            return await termijnen.lees(boek, key)

    async def rond_termijn_af(self, key: UUID, uitleg: str, *, opnieuw: date | None = None) -> None:
        """Somebody looked and says what came of it; `opnieuw` is the day to look again. raises ZgwFout, 404 as above"""
        async with open_boek(self.zgw) as boek:
            found = await termijnen.lees(boek, key)
            await termijnen.gedaan(boek, key, uitleg)
            if opnieuw is not None:
                await termijnen.zet(boek, found.soort, found.bsn, opnieuw)
            await werk.klaar(boek.conn, boek.tenant_id, "termijn", key)

    async def gebrek(self, lijst: UUID) -> Gebrek:
        """What the nightly look found on a list. raises ZgwFout, 404 when nothing of it waits any more"""
        async with open_boek(self.zgw) as boek:
            found = await keuringen.een(boek.conn, boek.tenant_id, lijst)
            if found is None:
                raise Fout(404, "not-found", "Dit gebrek is er niet meer.")
            return found

    async def laat_staan(self, lijst: UUID, uitleg: str) -> None:
        """It stays as it is, with a reason, until something else is found. raises ZgwFout, 404 as above"""
        async with open_boek(self.zgw) as boek:
            args = (boek.conn, boek.tenant_id)
            if not await keuringen.laat_staan(*args, lijst, wie=boek.hier, uitleg=uitleg[:900]):
                raise Fout(404, "not-found", "Dit gebrek is er niet meer.")
            await werk.klaar(*args, "gebrek", lijst)

    async def _klaar(self, soort: Soort, key: UUID) -> None:
        async with open_boek(self.zgw) as boek:
            await werk.klaar(boek.conn, boek.tenant_id, soort, key)


async def wachtend_werk(zgw: Zgw) -> int:
    """How much waits, for the menu: nothing where the BRP is not kept. raises ZgwFout"""
    try:
        return await Werkbak(zgw).aantal()
    except ZgwFout as fault:
        if fault.status in (403, 409):
            return 0
        raise


def _waiting(found: Melding | None) -> Melding:
    if found is None or found.soort != "verhuizing" or found.is_klaar:
        raise Fout(404, "not-found", "Deze melding is er niet, of is al klaar.")
    return found


def as_melding(m: Melding) -> Verhuismelding:
    verzoek = msgspec.json.decode(m.invoer, type=Verhuisverzoek)
    return Verhuismelding(
        id=m.id, toestand=m.toestand, op=m.op, uiterlijk=m.uiterlijk, redenen=m.redenen, mensen=(m.bsn, *verzoek.mee),
        adres=adresregels(verzoek.adres), elementen=verzoek.adres, vanaf=verhuismelding.vanaf(verzoek),
        is_inwonend=verzoek.is_inwonend, zaak=m.zaak,
    )  # fmt: skip
