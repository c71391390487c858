"""Overkomst: somebody moves here from another municipality, and the list comes after (HUP 4.4).

The new municipality asks (Ii01), the old one blocks the list and sends it (Ib01), the new one records the move when the
lists of all who move are there and says so (Iv01), and then the old one keeps the verwijsgegevens only (Null). Each
message is handled in a transaction of its own, once by its key; what cannot be is uitval, for a person.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple
from uuid import UUID

import msgspec

from meent.basis.datums import PartialDate
from meent.basis.fouten import Fout
from meent.integration.brp import postbus
from meent.integration.brp.bijhouding import Gevolg
from meent.integration.brp.boek import Boek, open_boek
from meent.integration.brp.feiten import Uitkomst, Weigering
from meent.integration.brp.postbus import Bericht, Gekomen, Overkomst
from meent.integration.zgw import Zgw
from meent.process.burgerzaken import kennisgeving, verhuizing
from meent.process.burgerzaken.feiten import Verhuisinvoer, verhuizing_als, verhuizing_van
from meent.process.burgerzaken.ontvangst import neem_aan, pas_aan, voer_af
from meent.process.burgerzaken.opnemen import IN_DE_WEG, as_weigering, nummers
from meent.process.burgerzaken.synchronisatie import geef_lijst, lees_vrij
from meent.process.burgerzaken.terugverhuizing import Terugverhuizing, zet_terug
from meent.process.burgerzaken.toetsen import Geweigerd, kopie, require
from meent.services.personen.persoonslijst import Persoonslijst, Voorkomen

HERHALING, STATUS = "0", "A"
ONBEKEND, OPGESCHORT, VERHUISD, GEBLOKKEERD = "U", "O", "V", "B"
REDENEN = MappingProxyType({
    ONBEKEND: "kent deze persoon niet", OPGESCHORT: "houdt deze lijst niet meer bij",
    VERHUISD: "heeft deze lijst niet meer", GEBLOKKEERD: "is deze lijst al aan het overdragen",
})  # fmt: skip
"""Of If01: what the other municipality says."""


GEVRAAGD = "nl.meent.brp.overkomst.gevraagd"
VOORAF = ("BZ-01", "BZ-03", "BZ-06", "BZ-09")
"""Rules of a move that need nobody's list."""


DOSSIER = "Stuurt u ons het dossier van het onderzoek op de lijst met A-nummer {anummer}?"


class Overkomstinvoer(Verhuisinvoer, frozen=True, kw_only=True):
    """A move from another municipality; `uit` is its code.

    onterecht   nobody moved there: the lists come back, and what that municipality recorded was wrong
    """

    uit: str
    onterecht: bool = False


async def vraagt_over(zgw: Zgw, invoer: Overkomstinvoer) -> Uitkomst:
    """Asks the lists of all who move; recorded is nothing yet. The same declaration asks once. raises ZgwFout"""
    async with open_boek(zgw) as boek:
        if told := niet_te_vragen(invoer, boek.eigen, has_mailbox=bool(zgw.place.settings.get(postbus.AAN))):
            return Uitkomst(weigeringen=(Weigering("BZ-95", told, "artikel 2.39 van de Wet BRP", False),))
        known = msgspec.structs.replace(invoer, ontvangen=invoer.ontvangen or boek.vandaag)
        if not invoer.onterecht and (wrong := aangifte_faults(known, boek)):
            return Uitkomst(weigeringen=wrong)
        if invoer.alleen_toetsen:
            return Uitkomst(soort=GEVRAAGD)
        keys = {bsn: postbus.nieuwe_sleutel() for bsn in invoer.verhuizers}
        raw = msgspec.json.encode(known)
        args = (boek.conn, boek.tenant_id)
        if await postbus.begin(*args, invoer.sleutel, raw, invoer.uit, list(keys.values()), wie=boek.wie):
            for bsn, key in keys.items():
                asked = Persoonslijst({"01": [[Voorkomen({"01.20": bsn})]]})
                await postbus.zend(*args, "Ii01", invoer.uit, {"herhaling": HERHALING}, asked, sleutel=key)
        return Uitkomst(soort=GEVRAAGD)


def niet_te_vragen(invoer: Overkomstinvoer, eigen: str, *, has_mailbox: bool) -> str:
    """Why nothing is asked; "" when it is. Source: BZ-95, R1384"""
    if not has_mailbox:
        return "Uw gemeente heeft nog geen postbus; zet die eerst aan."
    if invoer.uit == eigen or not invoer.verhuizers:
        return "Noem wie er verhuist, en de andere gemeente waar zij vandaan komen."
    return ""


def aangifte_faults(invoer: Overkomstinvoer, boek: Boek) -> tuple[Weigering, ...]:
    """What is wrong with the declaration whatever the lists say: no list is asked, and blocked there, for nothing."""
    try:
        toetsen = {nummer: toets for nummer, toets in verhuizing.TOETSEN.items() if nummer in VOORAF}
        require(toetsen, verhuizing_als(boek, invoer, {}))
    except Geweigerd as refused:
        return tuple(as_weigering(bezwaar) for bezwaar in refused.bezwaren)
    return ()


async def verwerk_post(zgw: Zgw) -> int:
    """Handles all that came in, oldest first; how many messages that were. raises ZgwFout"""
    count = 0
    while await _one(zgw):
        count += 1
    return count


async def herinner(zgw: Zgw, voor: datetime) -> int:
    """Sends again what was sent before that instant and has no answer."""
    async with open_boek(zgw) as boek:
        return await postbus.herinner(boek.conn, boek.tenant_id, voor)


async def _one(zgw: Zgw) -> bool:
    """The oldest message, in a transaction: what it does and that it was handled, or why a person must look.

    Anything else than what is IN_DE_WEG rises, and the message waits.
    """
    async with open_boek(zgw) as boek:
        bericht = await postbus.volgende(boek.conn, boek.tenant_id)
        if bericht is None:
            return False
        try:
            async with boek.poging(bewaren=True):
                uitval = await DOEN.get(bericht.soort, _unknown)(boek, bericht)
        except IN_DE_WEG as fault:
            uitval = str(fault)
        asked = await postbus.overkomst_van(boek.conn, boek.tenant_id, bericht) if uitval else None
        if asked and asked.wacht:
            await _break_off(boek, asked, uitval)
        await postbus.gedaan(boek.conn, boek.tenant_id, bericht, uitval)
        return True


# --- what an officer does while it waits ----------------------------------------------------------------------------


class Wachtend(NamedTuple):
    """A move whose lists are waited for; mensen are BSNs of who moves, and whether the list came."""

    id: UUID
    uit: str
    op: datetime
    invoer: Overkomstinvoer
    mensen: tuple[tuple[str, bool], ...]


async def bekijk(zgw: Zgw, key: UUID) -> Wachtend:
    """raises ZgwFout, 404 for one that is not there, or waits no longer"""
    async with open_boek(zgw) as boek:
        asked = await _waiting(boek, key)
        came = await postbus.gekomen(boek.conn, boek.tenant_id, asked)
        invoer = msgspec.json.decode(asked.invoer, type=Overkomstinvoer)
        mensen = tuple((bsn, sent in came) for bsn, sent in zip(invoer.verhuizers, asked.sleutels, strict=True))
        for bsn, _ in mensen:
            await boek.log_elders(asked.id, f"bsn:{bsn}", ("08",), "retrieve")
        return Wachtend(asked.id, asked.uit, asked.op, invoer, mensen)


async def vraag_nog_eens(zgw: Zgw, key: UUID) -> None:
    """Each list that did not come is asked again. raises as `bekijk`"""
    async with open_boek(zgw) as boek:
        await postbus.vraag_nog_eens(boek.conn, boek.tenant_id, await _waiting(boek, key))


async def stop(zgw: Zgw, key: UUID, reden: str) -> None:
    """The move is not recorded; whichever list came, or comes yet, goes back. raises as `bekijk`"""
    async with open_boek(zgw) as boek:
        await _break_off(boek, await _waiting(boek, key), f"{reden[:900]} ({boek.weergave})")


async def _waiting(boek: Boek, key: UUID) -> Overkomst:
    found = await postbus.wachtende(boek.conn, boek.tenant_id, key)
    if found is None:
        raise Fout(404, "not-found", "Deze verhuizing wacht niet op een andere gemeente.")
    return found


# --- the old municipality --------------------------------------------------------------------------------------------


def weigering(pl: Persoonslijst | None, eigen: str) -> str:
    """Why a list is not sent, as If01 says it; "" when it is. Source: BZ-96, K-35"""
    if pl is None:
        return ONBEKEND
    if pl.waarde("08.09.10") != eigen:
        return VERHUISD
    if pl.waarde("07.67.20"):
        return OPGESCHORT
    return GEBLOKKEERD if pl.is_geblokkeerd else ""


async def _send_list(boek: Boek, bericht: Bericht) -> str:
    """Ii01 -> Ib01 with the list, which is blocked here from now on; or If01."""
    args = (boek.conn, boek.tenant_id)
    if await postbus.antwoord_opnieuw(*args, bericht):
        return ""
    bsn = bericht.pl.bsn
    pl = await boek.zoek(bsn)
    if reden := weigering(pl, boek.eigen):
        now_in = (pl.waarde("08.09.10") if pl is not None else "").rjust(4, "0")
        kop = {"foutreden": reden, "gemeente": now_in}
        await postbus.zend(*args, "If01", bericht.ander, kop, Persoonslijst({}), antwoord_op=bericht.sleutel)
        return ""
    sent = await boek.geef_over(bsn)
    kop = {"herhaling": HERHALING, "status": STATUS, "datum": str(PartialDate.of(boek.vandaag))}
    await postbus.zend(*args, "Ib01", bericht.ander, kop, sent, antwoord_op=bericht.sleutel)
    return ""


async def _let_go(boek: Boek, bericht: Bericht) -> str:
    """Iv01 -> the list goes, its verwijsgegevens stay, and Null says that it came."""
    args = (boek.conn, boek.tenant_id)
    if await postbus.antwoord_opnieuw(*args, bericht):
        return ""
    verwijzing = bericht.pl
    bsn = verwijzing.waarde("21.01.20")
    pl = await boek.zoek(bsn)
    if pl is None or not pl.is_geblokkeerd:
        return "Deze lijst is hier niet aan het verhuizen."
    await boek.laat_los(bsn, verwijzing)
    await postbus.zend(*args, "Null", bericht.ander, {}, Persoonslijst({}), antwoord_op=bericht.sleutel)
    return ""


# --- the new municipality --------------------------------------------------------------------------------------------


async def _take_over(boek: Boek, bericht: Bericht) -> str:
    """Ib01 -> the move, as soon as the lists of all who move are there; and Iv01 for each."""
    args = (boek.conn, boek.tenant_id)
    waiting = await postbus.overkomst_van(*args, bericht)
    if waiting is None:
        return "Op deze lijst wacht hier niemand."
    if waiting.toestand == "uitval":  # it was broken off while this list was on its way
        if not await postbus.antwoord_opnieuw(*args, bericht):
            await _not_taken_over(boek, waiting, Gekomen(bericht.sleutel, bericht.pl))
        return ""
    if not waiting.wacht:  # the same again, or the last of a family whose lists were all there
        return ""
    lists = {key: came.pl for key, came in (await postbus.gekomen(*args, waiting)).items()}
    if not zijn_er_allemaal(lists, waiting.sleutels):
        return ""
    for pl in lists.values():
        await boek.neem_over(pl)
    invoer = msgspec.json.decode(waiting.invoer, type=Overkomstinvoer)
    gevolg = await (terug_van(boek, invoer) if invoer.onterecht else verhuizing_van(boek, invoer))
    boek.require_right(gevolg)
    await boek.neem_op("verhuizing", gevolg, invoer, invoer.ontvangen or boek.vandaag)
    for pl in lists.values():
        await postbus.zend(*args, "Iv01", waiting.uit, {"herhaling": HERHALING}, verwijzing_van(pl, boek))
        if loopt_onderzoek(pl):
            asked = DOSSIER.format(anummer=pl.anummer)
            await postbus.zend(*args, postbus.VRIJ, waiting.uit, {}, Persoonslijst({}), tekst=asked)
    await postbus.klaar(*args, waiting)
    return ""


async def terug_van(boek: Boek, invoer: Overkomstinvoer) -> Gevolg:
    """What a move that was a mistake leaves, when the lists are back. raises Geweigerd, GeenLijst"""
    lijsten = {bsn: await boek.lees(bsn) for bsn in invoer.verhuizers}
    return zet_terug(Terugverhuizing(eigen=boek.eigen, uit=invoer.uit, lijsten=lijsten, voorbij=nummers(invoer)))


def loopt_onderzoek(pl: Persoonslijst) -> bool:
    """Whether something on the list is in doubt now: then its file is asked. Source: BZ-441, HUP 4.4, 6.9"""
    return any("83.10" in v and "83.30" not in v for _, _, _, v in pl.voorkomens())


async def _break_off(boek: Boek, asked: Overkomst, uitval: str) -> None:
    """The move is not recorded: each list that came is told back with If21, so that it can be kept up there again."""
    args = (boek.conn, boek.tenant_id)
    for came in (await postbus.gekomen(*args, asked)).values():
        await _not_taken_over(boek, asked, came)
    await postbus.klaar(*args, asked, uitval)


async def _not_taken_over(boek: Boek, asked: Overkomst, came: Gekomen) -> None:
    """If21: the list goes back to who sent it. Source: K-35"""
    who = Persoonslijst({"01": [[Voorkomen(kopie(came.pl, "01"))]]})
    await postbus.zend(boek.conn, boek.tenant_id, "If21", asked.uit, {}, who, antwoord_op=came.sleutel)


def zijn_er_allemaal(lists: Mapping[str, Persoonslijst], sleutels: Sequence[str]) -> bool:
    """Nothing is recorded before every list is there: a family moves at once. Source: BZ-99"""
    return lists.keys() >= set(sleutels)


def verwijzing_van(pl: Persoonslijst, boek: Boek) -> Persoonslijst:
    """Category 21: who it was, and which municipality has the list now."""
    dag = str(PartialDate.of(boek.vandaag))
    said = {**kopie(pl, "01", "02", "03"), "09.10": boek.eigen, "09.20": dag, "85.10": dag, "86.10": dag}
    return Persoonslijst({"21": [[Voorkomen(said)]]})


async def _refused(boek: Boek, bericht: Bericht) -> str:
    """If01 -> a person must look."""
    return f"De andere gemeente {REDENEN.get(bericht.kop['foutreden'], 'stuurt deze lijst niet')}."


async def _not_taken(boek: Boek, bericht: Bericht) -> str:
    """If21 -> two people lift the blokkering. Source: HUP 7.3.2.4"""
    return "De andere gemeente neemt deze lijst niet over; neem contact op en hef de blokkering op."


async def _unknown(boek: Boek, bericht: Bericht) -> str:
    return "Dit bericht kennen wij niet."


async def _received(boek: Boek, bericht: Bericht) -> str:
    return ""


DOEN: Mapping[str, Callable[[Boek, Bericht], Awaitable[str]]] = MappingProxyType({
    **kennisgeving.DOEN,
    "Ii01": _send_list, "Ib01": _take_over, "If01": _refused, "If21": _not_taken,
    "Iv01": _let_go, "Null": _received, "Lq01": geef_lijst, "Vb01": lees_vrij,
    "Ag01": neem_aan, "Ag11": neem_aan, "Ag21": neem_aan, "Ag31": neem_aan, "Gv01": pas_aan, "Gv02": pas_aan,
    "Ng01": voer_af,
})  # fmt: skip
"""What each message asks of us; gives why a person must look, or ""."""
