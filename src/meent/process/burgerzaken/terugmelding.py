"""Terugmelding: somebody who uses the BRP doubts what stands in it, and the municipality says what it does (HUP 6.9).

Within five working days it takes the report up, sends it on, or says why not. Taking it up puts what is in doubt in
onderzoek, unless one runs there or the answer is plain; closing ends the onderzoek that it began. Decision 0066.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Literal
from uuid import UUID

import msgspec

from meent.integration.brp import meldingen
from meent.integration.brp.bijhouding import GeenLijst, Gevolg
from meent.integration.brp.boek import Boek, open_boek
from meent.integration.brp.feiten import Invoer, Uitkomst, Weigering
from meent.integration.zgw import Zgw
from meent.process.burgerzaken.onderzoek import Onderzoek, Stap, onderzoek
from meent.process.burgerzaken.opnemen import as_weigering, neem_op
from meent.process.burgerzaken.toetsen import Bezwaar, Geweigerd, is_code
from meent.services.personen.persoonslijst import Persoonslijst
from meent.services.personen.terugmeldingen import Melding, Resultaat, Terugmelding, Toestand

Handeling = Literal["behandel", "stuur_door", "weiger", "trek_in", "sluit"]
STAPPEN: Mapping[tuple[Toestand, Handeling], Toestand] = MappingProxyType({
    ("ontvangen", "behandel"): "in_behandeling",
    ("ontvangen", "stuur_door"): "doorgestuurd",
    ("ontvangen", "weiger"): "niet_behandeld",
    ("ontvangen", "trek_in"): "ingetrokken",
    ("in_behandeling", "trek_in"): "ingetrokken",
    ("in_behandeling", "sluit"): "afgesloten",
})  # fmt: skip
"""What may be done with a report, and what it is then. Source: BZ-122, HUP 6.9."""
GROND = "artikel 2.34 van de Wet BRP"
FEIT, EVENT = "terugmelding", "nl.meent.brp.terugmelding"


class Meldinginvoer(Invoer, frozen=True, kw_only=True):
    """A report that comes in; the key is the kenmerk of who reports."""

    bsn: str
    aanduiding: str
    toelichting: str
    stapel: int = 0


class Behandelinvoer(Invoer, frozen=True, kw_only=True):
    """A step with a report.

    toelichting  what is told to who reported it; needed to refuse and to close
    gemeente     code of the municipality it is sent on to
    resultaat    of closing: gewijzigd or niet_gewijzigd
    geen_onderzoek  why there is none, when the answer is plain
    """

    melding: UUID
    handeling: Handeling
    toelichting: str = ""
    gemeente: str = ""
    resultaat: Resultaat = ""
    geen_onderzoek: str = ""


class Gemeld(msgspec.Struct, frozen=True, kw_only=True):
    """What came of reporting: refusals, or the report as it is kept; neither when it was only judged and may be."""

    weigeringen: tuple[Weigering, ...] = ()
    melding: Terugmelding | None = None


async def meldt(zgw: Zgw, invoer: Meldinginvoer) -> Gemeld:
    """Receives a report about somebody who has a list here. raises ZgwFout"""
    async with open_boek(zgw) as boek:
        found = meldingen.report_faults(invoer.aanduiding, invoer.toelichting)
        try:
            await boek.lees(invoer.bsn)
        except GeenLijst as fault:
            found += [str(fault)]
        if found:
            return Gemeld(weigeringen=tuple(Weigering("BZ-120", told, GROND, False) for told in found))
        if invoer.alleen_toetsen:
            await boek.log_gezien(invoer.aanduiding[:2])
            return Gemeld()
        melding = Melding(
            kenmerk=invoer.sleutel, bsn=invoer.bsn, aanduiding=invoer.aanduiding, toelichting=invoer.toelichting,
            stapel=invoer.stapel,
        )  # fmt: skip
        kept = await meldingen.ontvang(boek, melding)
        await boek.log_gezien(invoer.aanduiding[:2])
        return Gemeld(melding=kept)


async def lijst(zgw: Zgw, *, te_laat: bool = False) -> Sequence[Terugmelding]:
    """Reports that are open, the most urgent first; or only those that nobody reacted to in time. raises ZgwFout"""
    async with open_boek(zgw) as boek:
        if te_laat:
            return await meldingen.te_laat(boek)
        return await meldingen.open_meldingen(boek)


async def behandelt(zgw: Zgw, invoer: Behandelinvoer) -> Uitkomst:
    """A step with a report, with the onderzoek on the list that goes with it. raises ZgwFout"""
    async with open_boek(zgw) as boek:
        melding = await meldingen.lees(boek, invoer.melding)
        loopt = await _is_looked_into(boek, melding)
        if found := step_faults(melding, invoer):
            await boek.log_gezien(melding.aanduiding[:2])
            return Uitkomst(weigeringen=tuple(as_weigering(b) for b in found))
        stap = onderzoek_bij(melding, invoer, loopt=loopt)
        if stap is None:
            if not invoer.alleen_toetsen:
                await _keep(boek, melding, invoer, onderzoek=melding.onderzoek)
            await boek.log_gezien(melding.aanduiding[:2])
            return Uitkomst(soort=f"{EVENT}.{STAPPEN[melding.toestand, invoer.handeling]}", over=melding.bsn)
    return await _with_onderzoek(zgw, invoer, stap)


async def _with_onderzoek(zgw: Zgw, invoer: Behandelinvoer, stap: Stap) -> Uitkomst:
    """The step and the onderzoek, in the transaction of a fact of life."""

    async def bereid(boek: Boek) -> Gevolg:
        melding = await meldingen.lees(boek, invoer.melding)
        if found := step_faults(melding, invoer):
            raise Geweigerd(found)
        gevolg = onderzoek(_onderzoek(boek, melding, await boek.lees(melding.bsn), stap))
        await _keep(boek, melding, invoer, onderzoek=True)
        return gevolg

    return await neem_op(zgw, invoer, bereid, feit=FEIT, leest=("01", "08"))


def step_faults(melding: Terugmelding, invoer: Behandelinvoer) -> list[Bezwaar]:
    """Why this step is not possible now, or is not whole. Source: BZ-122, BZ-124"""
    if (melding.toestand, invoer.handeling) not in STAPPEN:
        return [Bezwaar("BZ-122", "Deze stap past niet bij de stand van de terugmelding.", GROND)]
    return [Bezwaar("BZ-124", told, GROND) for told in answer_faults(invoer)]


def answer_faults(invoer: Behandelinvoer) -> list[str]:
    """What who reported it must hear. Source: BZ-124, HUP 6.9"""
    found = []
    if invoer.handeling in ("weiger", "sluit") and not invoer.toelichting.strip():
        found.append("Schrijf op wat u met de terugmelding hebt gedaan; de melder leest dit.")
    if invoer.handeling == "sluit" and not invoer.resultaat:
        found.append("Kies of het gegeven is gewijzigd.")
    if invoer.handeling == "stuur_door" and not is_code(invoer.gemeente):
        found.append("Kies de gemeente waar de terugmelding heen gaat.")
    return found


def onderzoek_bij(melding: Terugmelding, invoer: Behandelinvoer, *, loopt: bool) -> Stap | None:
    """What happens to group 83: begun when nothing runs and the answer is not plain, ended when this report began it.

    Source: BZ-123, HUP 6.9
    """
    if invoer.handeling == "behandel":
        return None if loopt or invoer.geen_onderzoek.strip() else "begin"
    return "beeindig" if loopt and melding.onderzoek else None


async def _is_looked_into(boek: Boek, melding: Terugmelding) -> bool:
    """Whether an onderzoek runs on what the report is about; also when somebody else began it."""
    persoon = await boek.zoek(melding.bsn)
    return persoon is not None and _onderzoek(boek, melding, persoon, "begin").loopt


def _onderzoek(boek: Boek, melding: Terugmelding, persoon: Persoonslijst, stap: Stap) -> Onderzoek:
    """Of the actual voorkomen; it ends with the words that stand there."""
    found = Onderzoek(
        eigen=boek.eigen, persoon=persoon, stap=stap, aanduiding=melding.aanduiding, datum=boek.vandaag,
        vandaag=boek.vandaag, stapel=melding.stapel,
    )  # fmt: skip
    stands = found.plaats.get("83.10", "") if stap == "beeindig" and found.plaats is not None else ""
    return msgspec.structs.replace(found, aanduiding=stands) if stands else found


async def _keep(boek: Boek, melding: Terugmelding, invoer: Behandelinvoer, *, onderzoek: bool) -> None:
    """Who reported it reads the answer; an earlier one is replaced."""
    new = msgspec.structs.replace(
        melding, toestand=STAPPEN[melding.toestand, invoer.handeling], onderzoek=onderzoek, behandelaar=boek.hier,
        antwoord=invoer.toelichting.strip() or invoer.geen_onderzoek.strip() or melding.antwoord,
        doorgestuurd=invoer.gemeente if invoer.handeling == "stuur_door" else "",
        resultaat=invoer.resultaat if invoer.handeling == "sluit" else "",
    )  # fmt: skip
    await meldingen.zet(boek, new)
