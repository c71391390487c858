"""Four eyes: a fact that one person proposes waits until another, signed in and with the right to, records it.

A proposal is the input of a fact, judged and kept. Who agrees records the fact itself: judged again by the lists of
that moment, in one transaction with the end of the waiting. A correction, a deblokkering and a check that was passed
take two people; any other fact may be proposed too. Decision 0065.
"""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from meent.basis.fouten import Fout
from meent.integration.brp import voorstellen
from meent.integration.brp.boek import Boek, open_boek, print_of
from meent.integration.brp.feiten import Invoer, Uitkomst, Weigering
from meent.integration.brp.voorstellen import Toestand, Voorstel
from meent.integration.zgw import Zgw
from meent.process.burgerzaken.feiten import FEITEN
from meent.process.burgerzaken.opnemen import AKKOORD

VOORSTEL = "BZ-102"


class Voorgesteld(msgspec.Struct, frozen=True, kw_only=True):
    """What came of proposing: refusals, or the proposal that waits now."""

    weigeringen: tuple[Weigering, ...] = ()
    voorstel: Voorstel | None = None


class Bekeken(msgspec.Struct, frozen=True, kw_only=True):
    """A proposal as it would work out now.

    invoer     as it was handed in; None when it is not kept any more
    uitkomst   refusals that stand in the way since, or each element that would be otherwise; None as above
    mag_besluiten, mag_intrekken   whether who looks may record or return it, or take it back
    """

    voorstel: Voorstel
    invoer: Invoer | None = None
    uitkomst: Uitkomst | None = None
    mag_besluiten: bool = False
    mag_intrekken: bool = False


async def stel_voor(zgw: Zgw, feit: str, invoer: Invoer) -> Voorgesteld:
    """Judges a fact and lets it wait for a colleague; the same key again is the same proposal. raises ZgwFout"""
    judged = await _record(zgw, feit, msgspec.structs.replace(invoer, alleen_toetsen=True, voorstel=None))
    if is_refused(judged):
        return Voorgesteld(weigeringen=judged.weigeringen)
    invoer = msgspec.structs.replace(invoer, alleen_toetsen=False, voorstel=None)
    over = "" if judged.over in judged.nieuw else judged.over  # somebody else may get that number meanwhile
    async with open_boek(zgw) as boek:
        kept = await voorstellen.voeg_toe(
            boek.conn, boek.tenant_id, feit=feit, sleutel=invoer.sleutel, vingerafdruk=print_of(invoer),
            invoer=msgspec.json.encode(invoer), over=over, soort=judged.soort, wie=boek.hier,
            weergave=boek.weergave, op=boek.nu,
        )  # fmt: skip
        if kept.vingerafdruk != print_of(invoer) or not kept.is_van(boek.hier):
            raise Fout(409, "conflict", "Deze sleutel is al gebruikt voor een ander voorstel.")
        return Voorgesteld(voorstel=kept)


async def lijst(zgw: Zgw, toestand: Toestand = "wacht") -> Sequence[Voorstel]:
    """Proposals of the municipality, the oldest first; with those of who asks. raises ZgwFout"""
    async with open_boek(zgw) as boek:
        return await voorstellen.in_toestand(boek.conn, boek.tenant_id, toestand)


async def aantal(zgw: Zgw) -> int:
    """How many proposals of others wait. raises ZgwFout"""
    async with open_boek(zgw) as boek:
        return await voorstellen.wachtend_voor(boek.conn, boek.tenant_id, boek.hier)


async def bekijk(zgw: Zgw, key: UUID) -> Bekeken:
    """One proposal with what would change now; that somebody looked is in the log. raises ZgwFout"""
    async with open_boek(zgw) as boek:
        voorstel = await _get(boek, key)
        mine = voorstel.is_van(boek.hier)
        may = voorstel.wacht and not mine and boek.mag_accorderen
    if not voorstel.invoer:
        return Bekeken(voorstel=voorstel)
    invoer = _invoer(voorstel)
    return Bekeken(
        voorstel=voorstel, invoer=invoer, mag_besluiten=may, mag_intrekken=mine,
        uitkomst=await _record(zgw, voorstel.feit, msgspec.structs.replace(invoer, alleen_toetsen=True)),
    )  # fmt: skip


async def keur_goed(zgw: Zgw, key: UUID) -> Uitkomst:
    """Records what a colleague proposed; when the lists no longer allow it, it waits on. raises ZgwFout

    Who may is judged in the transaction that records (`opnemen.may_agree`).
    """
    async with open_boek(zgw) as boek:
        voorstel = await _get(boek, key)
    if not voorstel.wacht:
        return Uitkomst(weigeringen=(Weigering(VOORSTEL, "Dit voorstel is al behandeld.", AKKOORD, False),))
    return await _record(zgw, voorstel.feit, _invoer(voorstel))


async def stuur_terug(zgw: Zgw, key: UUID, reden: str) -> tuple[Weigering, ...]:
    """Nothing is recorded; who proposed it reads why. Empty when it went back. raises ZgwFout"""
    async with open_boek(zgw) as boek:
        voorstel = await _get(boek, key)
        if told := may_return(voorstel, reden, boek):
            return (Weigering(VOORSTEL, told, AKKOORD, False),)
        await voorstellen.besluit(
            boek.conn, boek.tenant_id, key, "teruggestuurd", wie=boek.hier, op=boek.nu, uitleg=reden.strip()
        )
    return ()


async def trek_in(zgw: Zgw, key: UUID) -> tuple[Weigering, ...]:
    """Who proposed it takes it back, also after it was returned. Empty when it is gone. raises ZgwFout"""
    async with open_boek(zgw) as boek:
        voorstel = await _get(boek, key)
        if told := may_withdraw(voorstel, boek):
            return (Weigering(VOORSTEL, told, AKKOORD, False),)
        await voorstellen.besluit(boek.conn, boek.tenant_id, key, "ingetrokken", wie=boek.hier, op=boek.nu)
    return ()


def may_return(voorstel: Voorstel, reden: str, boek: Boek) -> str:
    """Why not; "" when it may. Source: BZ-102"""
    if not voorstel.wacht:
        return "Dit voorstel is al behandeld."
    if voorstel.is_van(boek.hier) or not boek.mag_accorderen:
        return "Een andere collega, die mag accorderen, beslist over dit voorstel."
    return "" if reden.strip() else "Schrijf op waarom u het voorstel terugstuurt."


def may_withdraw(voorstel: Voorstel, boek: Boek) -> str:
    """Why not; "" when it may. Source: BZ-102"""
    if voorstel.toestand in ("opgenomen", "ingetrokken"):
        return "Dit voorstel is al behandeld."
    return "" if voorstel.is_van(boek.hier) else "Alleen wie het voorstelde kan het intrekken."


def is_refused(judged: Uitkomst) -> bool:
    """What may not be recorded is not for a colleague to find out. Source: BZ-101"""
    return bool(judged.weigeringen)


async def _get(boek: Boek, key: UUID) -> Voorstel:
    voorstel = await voorstellen.lees(boek.conn, boek.tenant_id, key, lock=True)
    if voorstel is None:
        raise Fout(404, "not-found", "Dit voorstel is er niet.")
    return voorstel


async def _record(zgw: Zgw, feit: str, invoer: Invoer) -> Uitkomst:
    _, record = FEITEN[feit]
    return await record(zgw, invoer)


def _invoer(voorstel: Voorstel) -> Invoer:
    """What was handed in, as what was proposed here."""
    kind, _ = FEITEN[voorstel.feit]
    kept: Invoer = msgspec.json.decode(voorstel.invoer, type=kind)
    return msgspec.structs.replace(kept, voorstel=voorstel.id)
