"""What BRP-V tells a municipality as afnemer, of people who live elsewhere: all (Ag), a change (Gv), or no more (Ng01).

It is kept apart from the lists of the municipality, with a line in the log for whom it is about. Decision 0070.
"""

from meent.integration.brp import elders, postbus
from meent.integration.brp.boek import Boek, open_boek, rubrieken_of
from meent.integration.brp.postbus import Bericht
from meent.integration.zgw import Zgw
from meent.services.personen.autorisatie.levering import PastNiet
from meent.services.personen.persoonslijst import Persoonslijst

NIET_VAN_BRP_V = "Alleen BRP-V vertelt ons over personen die elders wonen; dit bericht kwam ergens anders vandaan."
VAN_HIER = "Van deze persoon houdt uw gemeente zelf de lijst bij; dit bericht verandert daar niets aan."
ONBEKEND = "Van deze persoon is hier niets bekend; vraag BRP-V om een foutherstel (Ag31)."
PAST_NIET = "Deze wijziging past niet op wat hier van de persoon bekend is; vraag BRP-V om een foutherstel (Ag31)."


async def neem_aan(boek: Boek, bericht: Bericht) -> str:
    """Ag01, Ag11, Ag21 or Ag31: all that the rule gives, in the place of what was known. Source: AU-45"""
    anummer = bericht.pl.anummer
    if told := await _not_for_us(boek, bericht, anummer):
        return told
    rij = await elders.zet(boek.conn, boek.tenant_id, anummer, bericht.pl, bericht.soort)
    await boek.log_elders(rij, elders.wie(bericht.pl, anummer), rubrieken_of(bericht.pl), "create")
    return ""


async def pas_aan(boek: Boek, bericht: Bericht) -> str:
    """Gv01: what changed, when it fits what is known. Source: AU-44, AU-45"""
    anummer = bericht.kop["anummer"]
    if told := await _not_for_us(boek, bericht, anummer):
        return told
    known = await elders.lees(boek.conn, boek.tenant_id, anummer)
    if known is None:
        return ONBEKEND
    try:
        who = await elders.wijzig(boek.conn, boek.tenant_id, anummer, known, bericht.pl, bericht.soort)
    except PastNiet:
        return PAST_NIET
    await boek.log_elders(known.id, who, rubrieken_of(bericht.pl), "partial_update")
    return ""


async def voer_af(boek: Boek, bericht: Bericht) -> str:
    """Ng01: the list was never right, so nothing of it stays. Source: AU-45, K-27"""
    anummer = bericht.pl.anummer
    if told := await _not_for_us(boek, bericht, anummer):
        return told
    rij = await elders.weg(boek.conn, boek.tenant_id, anummer)
    if rij is not None:
        await boek.log_elders(rij, elders.wie(bericht.pl, anummer), rubrieken_of(bericht.pl), "destroy")
    return ""


async def kijkt_elders(zgw: Zgw, anummer: str) -> Persoonslijst | None:
    """What is known of somebody who lives elsewhere, with the line that somebody looked. raises ZgwFout"""
    async with open_boek(zgw) as boek:
        known = await elders.lees(boek.conn, boek.tenant_id, anummer)
        if known is None:
            return None
        await boek.log_elders(known.id, elders.wie(known.pl, anummer), rubrieken_of(known.pl), "retrieve")
        return known.pl


async def _not_for_us(boek: Boek, bericht: Bericht, anummer: str) -> str:
    """Why a person must look instead; "" when it may be kept. Source: AU-45"""
    if bericht.ander != postbus.BRP_V:
        return NIET_VAN_BRP_V
    own = await boek.op_anummer(anummer)
    return VAN_HIER if own is not None and own.pl.waarde("08.09.10") == boek.eigen else ""
