"""What BRP-V asks between changes: a list as it is here (Lq01), and free messages that a person reads (Vb01).

Lq01 gets La01 with the whole list, or Lf01 with why not; the same question again gets the same answer. A list goes to
BRP-V only: whoever else asks waits for a person. Decision 0070.
"""

from types import MappingProxyType

from meent.integration.brp import postbus
from meent.integration.brp.boek import Boek, open_boek
from meent.integration.brp.postbus import Bericht
from meent.integration.zgw import Zgw
from meent.process.burgerzaken.toetsen import is_code
from meent.services.personen.opslag import Bewaard
from meent.services.personen.persoonslijst import Persoonslijst

ONBEKEND, GEBLOKKEERD, VERHUISD = "G", "B", "V"
REDENEN = MappingProxyType({
    ONBEKEND: "komt hier niet voor", GEBLOKKEERD: "wordt overgedragen", VERHUISD: "staat in een andere gemeente",
})  # fmt: skip
"""Of Lf01: why the list is not given."""
GEEN_GEMEENTE = "0000"
MAX_VRIJ = 10_000


class VrijBerichtGeweigerd(ValueError):
    """Schrijf een bericht van hoogstens 10.000 tekens, aan een gemeente (vier cijfers) of aan BRP-V (0000)."""


def onbeantwoordbaar(kept: Bewaard | None, eigen: str) -> str:
    """Why a list is not given, as Lf01 says it; "" when it is. Source: AU-30, K-27, K-35"""
    if kept is None or kept.pl.is_afgevoerd:
        return ONBEKEND
    if kept.pl.waarde("08.09.10") != eigen:
        return VERHUISD
    return GEBLOKKEERD if kept.pl.is_geblokkeerd else ""


async def geef_lijst(boek: Boek, bericht: Bericht) -> str:
    """Lq01 -> La01 with the list, in the log before it leaves; or Lf01. Source: AU-30, AU-31"""
    if bericht.ander != postbus.BRP_V:
        return "Een andere gemeente vraagt om een persoonslijst; alleen BRP-V krijgt die zo. Neem contact op."
    args = (boek.conn, boek.tenant_id)
    if await postbus.antwoord_opnieuw(*args, bericht):
        return ""
    anummer = bericht.pl.anummer
    kept = await boek.op_anummer(anummer)
    if reden := onbeantwoordbaar(kept, boek.eigen):
        now_in = kept.pl.waarde("08.09.10") if kept is not None and reden == VERHUISD else GEEN_GEMEENTE
        kop = {"foutreden": reden, "gemeente": now_in, "anummer": anummer.rjust(10, "0")}
        await postbus.zend(*args, "Lf01", bericht.ander, kop, Persoonslijst({}), antwoord_op=bericht.sleutel)
    elif kept is not None:
        await boek.log_verstrekt(kept)
        await postbus.zend(*args, "La01", bericht.ander, {}, kept.pl, antwoord_op=bericht.sleutel)
    return ""


async def lees_vrij(boek: Boek, bericht: Bericht) -> str:
    """Vb01 -> a person reads it; its text stays in the message, for who may read that. Source: AU-32"""
    return "Dit is een vrij bericht; lees het en handel het af." if bericht.tekst.strip() else "Dit bericht is leeg."


async def stuurt_vrij(zgw: Zgw, aan: str, tekst: str) -> None:
    """Sends a free message. raises VrijBerichtGeweigerd, Lo3Fout, ZgwFout. Source: AU-32"""
    if not is_code(aan) or not 0 < len(tekst.strip()) <= MAX_VRIJ:
        raise VrijBerichtGeweigerd(VrijBerichtGeweigerd.__doc__)
    async with open_boek(zgw) as boek:
        if aan == boek.eigen or not zgw.place.settings.get(postbus.AAN):
            raise VrijBerichtGeweigerd("Uw gemeente heeft geen postbus, of schrijft aan zichzelf.")
        await postbus.zend(boek.conn, boek.tenant_id, postbus.VRIJ, aan, {}, Persoonslijst({}), tekst=tekst.strip())
