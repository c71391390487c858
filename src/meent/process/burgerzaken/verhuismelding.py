"""A resident tells of an own move: straight through where every rule passes, else a zaak with why for an officer.

The household is what the register knows: who lives at the same address and is partner, child or parent. What is due
later waits for its day, and who moves in with somebody waits until that person agrees. Decision 0068.
"""

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import NamedTuple
from uuid import UUID

import msgspec

from meent.basis.feestdagen import werkdagen_na
from meent.basis.fouten import Fout
from meent.integration.brp import adressen, eigenmeldingen
from meent.integration.brp.bijhouding import GeenLijst, Gevolg
from meent.integration.brp.boek import Boek, open_boek
from meent.integration.brp.eigenmeldingen import Melding, Toestand
from meent.integration.brp.feiten import Weigering
from meent.integration.brp.zaak import ZaaksoortOnbekend
from meent.integration.zgw import Zgw
from meent.process.burgerzaken import briefadres
from meent.process.burgerzaken.feiten import Verhuisinvoer, verhuizing_van
from meent.process.burgerzaken.opnemen import IN_DE_WEG, VAN_BUITEN, weigeringen_van
from meent.process.burgerzaken.toetsen import Geweigerd, Rechtsfeit, Toets, is_verwant, leeftijd, require, zin
from meent.process.burgerzaken.verhuizing import TOESTEMMING as HOOFDBEWONER
from meent.process.burgerzaken.verhuizing import laatste_dag
from meent.services.personen.persoonslijst import Persoonslijst, Voorkomen

BEHANDELDAGEN = 5
"""Working days within which somebody does what waits: a norm of ours, a municipality may promise less."""
ZELF_VANAF_JAREN = 16
E_DIENST = "de regels van deze e-dienst"
LEEST = ("01", "02", "03", "05", "07", "08", "09", "11")
GEZIEN = ("01.02.40", "01.03.10", "08.09.10", "08.11.10", "08.11.20", "08.11.60")
"""What is looked at of who lives at the new address, when somebody moves in there."""
STOP = ("BZ-01", "BZ-05", "BZ-06", "BZ-07", "BZ-43", "BZ-200", "BZ-201", "BZ-207")
"""What nobody can do something about for the resident: it is told, and nothing is sent."""
PAS_DAN = "BZ-03"
TOESTEMMING = "BZ-203"
VANDAAG_AL = Weigering("BZ-421", "Deze verhuizing hoeft niet te wachten; neem haar nu op.", E_DIENST, False)
Bewaar = Callable[[object, int, Melding], Awaitable[Melding]]


class Verhuisverzoek(msgspec.Struct, frozen=True, kw_only=True):
    """What a resident filled in.

    sleutel       of this attempt, made with the form
    adres         elements of 10 and 11, as in a Verhuisinvoer
    mee           BSNs of who goes along, beside the resident
    is_inwonend   somebody lives there already, who stays
    hoofdbewoner, hoofdbewoner_geboren   family name and birth date (eight digits) of that person
    aan_balie     what an officer filled in and looked at, of a move that was told at the counter
    """

    sleutel: str
    datum: date
    adres: Mapping[str, str]
    mee: tuple[str, ...] = ()
    is_inwonend: bool = False
    hoofdbewoner: str = ""
    hoofdbewoner_geboren: str = ""
    ontvangen: date | None = None
    aan_balie: Verhuisinvoer | None = None


class Afloop(NamedTuple):
    """What comes of it. `stop` says why nothing can be sent; else `toestand` is what it is now, or would be.

    vanaf     from which day the new address counts
    redenen   why an officer looks first
    """

    stop: tuple[Weigering, ...] = ()
    toestand: Toestand = "behandelen"
    redenen: tuple[Weigering, ...] = ()
    vanaf: date | None = None
    melding: Melding | None = None


class Aanmelding(Rechtsfeit, frozen=True, kw_only=True):
    """What the rules of the e-service judge, beside those of the move itself.

    verhuizers    BSN -> list of who moves, the resident first
    achterblijvers   who stays at the old address
    bewoners      who is registered at the new address and does not move
    mee, gezin    BSNs of who goes along, and of who may
    """

    melder: Persoonslijst
    adres: Mapping[str, str]
    mee: frozenset[str]
    verhuizers: Mapping[str, Persoonslijst]
    achterblijvers: Sequence[Persoonslijst]
    bewoners: Sequence[Persoonslijst]
    gezin: frozenset[str]
    straat_is_bekend: bool
    vandaag: date
    is_eens: bool = False


class Oordeel(NamedTuple):
    """What the rules say: `gevolg` when the law has nothing against it, and not before `pas_dan` when that is set."""

    invoer: Verhuisinvoer
    stop: tuple[Weigering, ...]
    redenen: tuple[Weigering, ...]
    gevolg: Gevolg | None
    is_later: bool
    vanaf: date
    hoofdbewoner: str

    @property
    def toestand(self) -> Toestand:
        if self.hoofdbewoner and [r.nummer for r in self.redenen] == [TOESTEMMING]:
            return "toestemming"
        if self.redenen:
            return "behandelen"
        return "gepland" if self.is_later else "gedaan"


# --- who may go along ------------------------------------------------------------------------------------------------


async def gezin_van(boek: Boek, melder: Persoonslijst) -> dict[str, str]:
    """BSN of who lives at the same address and is family -> how the resident declares for that person (72.10)."""
    found = {}
    for kept in await adressen.bewoners(boek.conn, boek.tenant_id, adressen.adres_van(melder), boek.eigen):
        wijze = wijze_voor(melder, kept.pl, boek.vandaag)
        if wijze and kept.pl.bsn and adressen.zelfde_adres(melder, kept.pl):
            found[kept.pl.bsn] = wijze
            boek.gelezen.setdefault(kept.pl.bsn, kept)
    return found


def wijze_voor(melder: Persoonslijst, ander: Persoonslijst, op: date) -> str:
    """72.10 of who is family; "" for anybody else, who declares alone. Source: BZ-201."""
    if ander.bsn == melder.bsn:
        return ""
    if is_verwant(ander, ("02", "03"), melder):
        years = leeftijd(ander, op)
        return "G" if years is not None and years < 18 else "O"
    if is_verwant(ander, ("05",), melder, needs="06"):
        return "P"
    return "K" if is_verwant(ander, ("09",), melder) and (leeftijd(melder, op) or 0) >= 18 else ""


# --- checks ----------------------------------------------------------------------------------------------------------


def oud_genoeg(feit: Aanmelding) -> Iterator[str]:
    """Who is younger is declared by a parent. Source: BZ-200."""
    years = leeftijd(feit.melder, feit.vandaag)
    if years is not None and years < ZELF_VANAF_JAREN:
        yield "U bent jonger dan 16 jaar; laat een ouder uw verhuizing melden."


def alleen_gezin(feit: Aanmelding) -> Iterator[str]:
    """Nobody is moved by somebody who has no say. Source: BZ-201."""
    if not feit.mee <= feit.gezin:
        yield "U kunt alleen iemand van uw gezin meenemen die nu op uw adres staat."


def bekende_straat(feit: Aanmelding) -> Iterator[str]:
    """Without a BAG only what is registered already tells that an address is one. Source: BZ-202."""
    if not feit.straat_is_bekend:
        yield "De straat en de postcode komen samen nog niet voor in onze administratie; kijk of dit adres bestaat."


def hoofdbewoner_is_het_eens(feit: Aanmelding) -> Iterator[str]:
    """Who lives there already agrees. Source: BZ-203."""
    if feit.bewoners and not feit.is_eens:
        yield "Op het nieuwe adres staat al iemand ingeschreven; vraag of de hoofdbewoner het goed vindt."


def geen_onderzoek(feit: Aanmelding) -> Iterator[str]:
    """An onderzoek of the address is ended first, by an officer. Source: BZ-204, K-20."""
    for pl in feit.verhuizers.values():
        now = pl.actueel("08") or Voorkomen()
        if "83.10" in now and "83.30" not in now:
            yield f"Naar het adres van de {zin(pl)} loopt een onderzoek; rond dat eerst af."


def ouders_bij_elkaar(feit: Aanmelding) -> Iterator[str]:
    """When one parent takes a child along and the other stays, an officer asks how it is. Source: BZ-205."""
    for pl in feit.verhuizers.values():
        years = leeftijd(pl, feit.vandaag)
        stays = any(is_verwant(pl, ("02", "03"), one) for one in feit.achterblijvers)
        if pl.bsn != feit.melder.bsn and years is not None and years < 18 and stays:
            yield f"Een ouder van de {zin(pl)} blijft op het oude adres; vraag hoe het zit."


def geen_curatele(feit: Aanmelding) -> Iterator[str]:
    """Somebody under curatele is declared by the curator. Source: BZ-206."""
    for pl in feit.verhuizers.values():
        if pl.waarde("11.33.10"):
            yield f"De {zin(pl)} staat onder curatele; de curator doet de aangifte."


def ergens_anders(feit: Aanmelding) -> Iterator[str]:
    """Who stays where they are does not move, however the street was written. Source: BZ-207, BZ-07."""
    if all(feit.adres.get(n, "") == now for n, now in adressen.adres_van(feit.melder).items()):
        yield "U staat al op dit adres."


TOETSEN: Mapping[str, Toets] = MappingProxyType({
    "BZ-200": Toets("artikel 2.48 van de Wet BRP", oud_genoeg),
    "BZ-201": Toets(E_DIENST, alleen_gezin),
    "BZ-202": Toets(E_DIENST, bekende_straat),
    TOESTEMMING: Toets(E_DIENST, hoofdbewoner_is_het_eens),
    "BZ-204": Toets(E_DIENST, geen_onderzoek),
    "BZ-205": Toets(E_DIENST, ouders_bij_elkaar),
    "BZ-206": Toets(E_DIENST, geen_curatele),
    "BZ-207": Toets("artikel 2.39 van de Wet BRP", ergens_anders),
})  # fmt: skip


async def beoordeel(
    boek: Boek, melder: str, verzoek: Verhuisverzoek, *, is_eens: bool = False, alleen_wet: bool = False
) -> Oordeel:
    """What the rules say to it now; `alleen_wet` leaves out those of the e-service, which an officer has looked at."""
    try:
        own = await boek.lees(melder)
    except GeenLijst as fault:
        return Oordeel(_invoer(melder, verzoek, {}), weigeringen_van(fault), (), None, False, verzoek.datum, "")
    gezin = await gezin_van(boek, own)
    invoer = verzoek.aan_balie or _invoer(melder, verzoek, gezin)
    may_go = verzoek.aan_balie is not None or {*verzoek.mee} <= gezin.keys()
    wet, gevolg = await _volgens_de_wet(boek, invoer) if may_go else ((), None)
    eigen, hoofdbewoner = ((), "") if alleen_wet else await _volgens_de_dienst(boek, own, verzoek, gezin, is_eens)
    found = [*eigen, *(w for w in wet if w.nummer != PAS_DAN)]
    stop = tuple(w for w in found if w.nummer in STOP)
    redenen = tuple(w for w in found if w.nummer not in STOP)
    is_later = any(w.nummer == PAS_DAN for w in wet)
    return Oordeel(invoer, stop, redenen, gevolg, is_later, vanaf(verzoek), hoofdbewoner)


def vanaf(verzoek: Verhuisverzoek) -> date:
    """From which day the new address counts: who tells too late moves on the day of telling. Source: BZ-02."""
    received = verzoek.ontvangen or verzoek.datum
    return verzoek.datum if received <= laatste_dag(verzoek.datum) else received


def _invoer(melder: str, verzoek: Verhuisverzoek, gezin: Mapping[str, str]) -> Verhuisinvoer:
    """Whether the main occupant agrees is judged by BZ-203, or by the officer who looked."""
    verhuizers = {melder: "I"} | {bsn: gezin.get(bsn, "") for bsn in verzoek.mee}
    return Verhuisinvoer(
        sleutel=verzoek.sleutel, aangever=melder, datum=verzoek.datum, adres=verzoek.adres, verhuizers=verhuizers,
        ontvangen=verzoek.ontvangen, stukken=frozenset({HOOFDBEWONER}),
    )  # fmt: skip


async def _volgens_de_wet(boek: Boek, invoer: Verhuisinvoer) -> tuple[tuple[Weigering, ...], Gevolg | None]:
    try:
        gevolg = await verhuizing_van(boek, invoer)
        boek.require_right(gevolg)
    except IN_DE_WEG as fault:
        return weigeringen_van(fault), None
    return (), gevolg


async def _volgens_de_dienst(
    boek: Boek, melder: Persoonslijst, verzoek: Verhuisverzoek, gezin: Mapping[str, str], is_eens: bool
) -> tuple[tuple[Weigering, ...], str]:
    """What the e-service has against it, and the BSN of the main occupant when that person was named rightly."""
    moving = {melder.bsn, *verzoek.mee}
    args = (boek.conn, boek.tenant_id, verzoek.adres, boek.eigen)
    there = [kept for kept in await adressen.bewoners(*args) if kept.pl.bsn not in moving]
    named = ""
    if verzoek.is_inwonend:
        for kept in there:
            boek.gelezen.setdefault(kept.pl.bsn, kept)
            await boek.log_gegeven(kept.pl.bsn, GEZIEN)
        who = (kept.pl for kept in there if adressen.heet(
            kept.pl, verzoek.hoofdbewoner, verzoek.hoofdbewoner_geboren
        ))  # fmt: skip
        named = next((pl.bsn for pl in who if (leeftijd(pl, boek.vandaag) or 0) >= ZELF_VANAF_JAREN), "")
    feit = Aanmelding(
        melder=melder, adres=verzoek.adres, mee=frozenset(verzoek.mee), gezin=frozenset(gezin),
        vandaag=boek.vandaag, is_eens=is_eens,
        verhuizers={melder.bsn: melder} | {b: boek.gelezen[b].pl for b in verzoek.mee if b in gezin},
        achterblijvers=[boek.gelezen[b].pl for b in gezin if b not in verzoek.mee], bewoners=[k.pl for k in there],
        straat_is_bekend=await adressen.is_bekend(*args),
    )  # fmt: skip
    try:
        require(TOETSEN, feit)
    except Geweigerd as refused:
        return weigeringen_van(refused), named
    return (), named


# --- from telling to the register ------------------------------------------------------------------------------------


async def meld_verhuizing(zgw: Zgw, melder: str, verzoek: Verhuisverzoek, *, alleen_toetsen: bool = False) -> Afloop:
    """Judges and, unless that is all, records it or puts it where it waits. The same key again: once. raises ZgwFout"""
    async with open_boek(zgw) as boek:
        await eigenmeldingen.wacht(boek.conn, boek.tenant_id, melder)
        known = await eigenmeldingen.van_sleutel(boek.conn, boek.tenant_id, melder, verzoek.sleutel)
        if known is not None:
            return Afloop(toestand=known.toestand, redenen=known.redenen, melding=known)
        verzoek = msgspec.structs.replace(verzoek, ontvangen=boek.vandaag)
        oordeel = await beoordeel(boek, melder, verzoek)
        if oordeel.stop or alleen_toetsen:
            await boek.log_gezien(*LEEST)
            return Afloop(oordeel.stop, oordeel.toestand, oordeel.redenen, oordeel.vanaf)
        melding = Melding(
            id=eigenmeldingen.new_id(), soort="verhuizing", bsn=melder, sleutel=verzoek.sleutel, toestand="behandelen",
            invoer=msgspec.json.encode(verzoek), uiterlijk=werkdagen_na(boek.vandaag, BEHANDELDAGEN), op=boek.nu,
        )  # fmt: skip
        done = await _ga_verder(boek, melding, oordeel, eigenmeldingen.voeg_toe)
        return Afloop((), done.toestand, done.redenen, oordeel.vanaf, done)


async def plan_verhuizing(zgw: Zgw, invoer: Verhuisinvoer) -> Afloop:
    """A move of later, told at the counter: kept until its day when only that day stands in the way. raises ZgwFout

    Source: BZ-421. The same key again: once.
    """
    async with open_boek(zgw) as boek:
        args = (boek.conn, boek.tenant_id)
        await eigenmeldingen.wacht(*args, invoer.aangever)
        known = await eigenmeldingen.van_sleutel(*args, invoer.aangever, invoer.sleutel)
        if known is not None:
            return Afloop(toestand=known.toestand, redenen=known.redenen, melding=known)
        invoer = msgspec.structs.replace(invoer, ontvangen=invoer.ontvangen or boek.vandaag)
        verzoek = Verhuisverzoek(
            sleutel=invoer.sleutel, datum=invoer.datum, adres=invoer.adres, ontvangen=invoer.ontvangen,
            mee=tuple(bsn for bsn in invoer.verhuizers if bsn != invoer.aangever), aan_balie=invoer,
        )  # fmt: skip
        oordeel = await beoordeel(boek, invoer.aangever, verzoek, alleen_wet=True)
        against = (*oordeel.stop, *oordeel.redenen)
        if against or not oordeel.is_later or invoer.voorbij:
            await boek.log_gezien(*LEEST)
            return Afloop(against or (VANDAAG_AL,))
        melding = Melding(
            id=eigenmeldingen.new_id(), soort="verhuizing", bsn=invoer.aangever, sleutel=invoer.sleutel,
            toestand="gepland", invoer=msgspec.json.encode(verzoek), uiterlijk=oordeel.vanaf, op=boek.nu,
        )  # fmt: skip
        done = await _ga_verder(boek, melding, oordeel, eigenmeldingen.voeg_toe)
        return Afloop((), done.toestand, done.redenen, oordeel.vanaf, done)


async def _ga_verder(boek: Boek, melding: Melding, oordeel: Oordeel, bewaar: Bewaar) -> Melding:
    """To the register, or to where it waits."""
    if oordeel.toestand == "gedaan" and oordeel.gevolg is not None:
        try:
            return await _neem_op(boek, melding, oordeel, bewaar)
        except tuple(VAN_BUITEN) as fault:
            oordeel = oordeel._replace(redenen=weigeringen_van(fault))
    toestand, zaak = oordeel.toestand, melding.zaak
    if toestand == "behandelen" and zaak is None:
        zaak = await _zaak_voor(boek, melding, oordeel)
    later = oordeel.vanaf if toestand == "gepland" else werkdagen_na(boek.vandaag, BEHANDELDAGEN)
    await boek.log_gezien(*LEEST)
    waits = msgspec.structs.replace(
        melding, toestand=toestand, redenen=oordeel.redenen, zaak=zaak, uiterlijk=later,
        hoofdbewoner=melding.hoofdbewoner or (oordeel.hoofdbewoner if toestand == "toestemming" else ""),
    )  # fmt: skip
    return await bewaar(boek.conn, boek.tenant_id, waits)


async def _neem_op(boek: Boek, melding: Melding, oordeel: Oordeel, bewaar: Bewaar) -> Melding:
    """List, event, log, zaak and what became of the declaration, together. raises what is in VAN_BUITEN"""
    assert oordeel.gevolg is not None
    invoer = msgspec.structs.replace(oordeel.invoer, sleutel=f"melding-{melding.id}")
    async with boek.poging(bewaren=True):
        boek.lopende_zaak = melding.zaak
        since = invoer.ontvangen or boek.vandaag
        await briefadres.eindigt(boek, invoer.verhuizers)
        uitkomst = await boek.neem_op("verhuizing", oordeel.gevolg, invoer, since)
        done = msgspec.structs.replace(
            melding, toestand="gedaan", redenen=(), zaak=uitkomst.zaak or melding.zaak, gedaan_op=boek.nu
        )
        return await bewaar(boek.conn, boek.tenant_id, done)


async def _zaak_voor(boek: Boek, melding: Melding, oordeel: Oordeel) -> UUID | None:
    """The zaak of an officer, with why; a catalogue that does not fit must not keep a resident from telling."""
    told = " ".join(["Via de e-dienst gemeld.", *(r.zin for r in oordeel.redenen)])
    try:
        async with boek.poging(bewaren=True):
            return await boek.begin_zaak("verhuizing", melding.bsn, told)
    except ZaaksoortOnbekend:
        return None


async def _in_behandeling(boek: Boek, key: UUID, *toestanden: Toestand) -> tuple[Melding, Verhuisverzoek]:
    """raises Fout when it is not there, or somebody did something with it meanwhile"""
    found = await eigenmeldingen.lees(boek.conn, boek.tenant_id, key)
    if found is None or found.soort != "verhuizing":
        raise Fout(404, "not-found", "Deze melding is er niet.")
    if found.toestand not in toestanden:
        raise Fout(409, "conflict", "Iemand heeft hier net iets mee gedaan; bekijk de melding opnieuw.")
    return found, msgspec.json.decode(found.invoer, type=Verhuisverzoek)


async def geef_toestemming(zgw: Zgw, wie: str, key: UUID, *, is_goed: bool) -> Melding:
    """The main occupant says yes or no to who wants to live there. raises ZgwFout, 404 for who was not asked"""
    async with open_boek(zgw) as boek:
        melding, verzoek = await _in_behandeling(boek, key, "toestemming")
        if melding.hoofdbewoner != wie:
            raise Fout(404, "not-found", "Deze melding is er niet.")
        oordeel = await beoordeel(boek, melding.bsn, verzoek, is_eens=is_goed)
        if not is_goed:
            oordeel = oordeel._replace(hoofdbewoner="")  # so that an officer looks, and nobody is asked again
        elif oordeel.stop:  # what was right when it was told is so no longer
            oordeel = oordeel._replace(redenen=(*oordeel.stop, *oordeel.redenen))
        return await _ga_verder(boek, melding, oordeel, eigenmeldingen.wijzig)


async def geplande(zgw: Zgw) -> Sequence[UUID]:
    """The moves whose day has come. raises ZgwFout"""
    async with open_boek(zgw) as boek:
        return await eigenmeldingen.geplande(boek.conn, boek.tenant_id, boek.vandaag)


async def verwerk_geplande(zgw: Zgw, key: UUID) -> Melding:
    """Records a move whose day has come; what may not be recorded goes to an officer. raises ZgwFout"""
    async with open_boek(zgw) as boek:
        melding, verzoek = await _in_behandeling(boek, key, "gepland")
        oordeel = await beoordeel(boek, melding.bsn, verzoek, alleen_wet=True)
        oordeel = oordeel._replace(redenen=(*oordeel.stop, *oordeel.redenen))
        return await _ga_verder(boek, melding, oordeel, eigenmeldingen.wijzig)


async def neem_melding_op(zgw: Zgw, key: UUID) -> Afloop:
    """An officer looked at it: recorded, or planned for its day, when the law has nothing against it. raises ZgwFout

    returns  what stands in the way in `stop`, or what it is now
    """
    async with open_boek(zgw) as boek:
        melding, verzoek = await _in_behandeling(boek, key, "behandelen", "toestemming")
        oordeel = await beoordeel(boek, melding.bsn, verzoek, alleen_wet=True)
        against = (*oordeel.stop, *oordeel.redenen)
        if not against:
            done = await _ga_verder(boek, melding, oordeel, eigenmeldingen.wijzig)
            return Afloop(done.redenen, done.toestand, (), oordeel.vanaf, done)
        await boek.log_gezien(*LEEST)
        return Afloop(against, melding.toestand, (), oordeel.vanaf, melding)


async def wijs_melding_af(zgw: Zgw, key: UUID, uitleg: str) -> Melding:
    """An officer turns it down, and tells the resident why. raises ZgwFout"""
    if not uitleg.strip():
        raise ValueError("An officer who turns something down says why.")
    async with open_boek(zgw) as boek:
        melding, _ = await _in_behandeling(boek, key, "behandelen", "toestemming", "gepland")
        if melding.zaak is not None:
            await boek.sluit_zaak("verhuizing", melding.zaak, afgewezen=True, uitleg=uitleg)
        done = msgspec.structs.replace(melding, toestand="afgewezen", uitleg=uitleg[:1000], gedaan_op=boek.nu)
        return await eigenmeldingen.wijzig(boek.conn, boek.tenant_id, done)
