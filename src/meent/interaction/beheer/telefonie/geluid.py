"""Prompts: a text that the computer speaks, or a recording that somebody uploads; to be heard in the browser."""

import asyncio
from collections.abc import Mapping
from shutil import which

from starlette.responses import Response

from meent.integration.telefooncentrale.beleidboek import OpnameSleutel
from meent.integration.telefooncentrale.centrale import CentraleFout
from meent.integration.telefooncentrale.geluid import TEKST_MAX
from meent.integration.telefooncentrale.opname import OpnameFout, gesproken, uit_wav
from meent.integration.telefooncentrale.rijen import BeleidVeranderd
from meent.interaction.beheer.telefonie import concept as concepten
from meent.interaction.beheer.telefonie import samen
from meent.interaction.beheer.telefonie.samen import Invulling
from meent.interaction.beheer.telefonie.velden import SPREEKT, TALEN
from meent.interaction.visit import NOT_HERE, Refused, Visit
from meent.interaction.words import mark
from meent.process.telefonie import beheren
from meent.process.telefonie.beheren import Concept, geschat
from meent.process.telefonie.beleid import TAAL, Geluid
from meent.process.telefonie.stem import TOON_SECONDEN

BESTAND_MAX_BYTES = 25_000_000
TE_GROOT = mark("Dit bestand is te groot. Kies een opname van ten hoogste 25 MB.")
NIETS = mark("Typ een tekst of kies een opname.")
ONUITSPREEKBAAR = mark("Deze tekst kan niet worden uitgesproken. Verander de tekst.")
TE_LANG = mark("Deze tekst is te lang. Maak de tekst korter.")


class Misvuld(ValueError):
    """(field, what is wrong)."""


async def bewaar(visit: Visit) -> Response:
    """A prompt as the form has it, or out of the draft."""
    form = await visit.form_with_file()
    naam, is_nieuw = form.get("sleutel", ""), not form.get("sleutel")
    try:
        concept = await concepten.gelezen(visit, form)
    except BeleidVeranderd:
        return await concepten.toon_deel(
            visit, "geluiden", naam, is_nieuw=is_nieuw, invulling=Invulling(form), melding=samen.VERANDERD, status=409
        )
    if form.get("doe") == "verwijder" and naam:
        return await concepten.schrijf(visit, concept, "geluiden", naam, None, "verwijderd")
    try:
        if is_nieuw:
            naam, fout = concepten.nieuwe_naam("geluiden", form.get("nieuwe-naam", ""), concept.beleid.geluiden)
            if fout:
                raise Misvuld("nieuwe-naam", fout)
        geluid = await _geluid(visit, concept, naam, form)
    except Misvuld as fout_:
        veld, tekst = fout_.args
        terug = Invulling(form, {veld: [tekst]})
        return await concepten.toon_deel(
            visit, "geluiden", "" if is_nieuw else naam, is_nieuw=is_nieuw, invulling=terug, status=400
        )
    return await concepten.schrijf(visit, concept, "geluiden", naam, geluid, "bewaard")


async def _geluid(visit: Visit, concept: Concept, naam: str, form: Mapping[str, str]) -> Geluid:
    """The prompt after the form; its recordings are stored under its new version. raises Misvuld"""
    was, taal = concept.beleid.geluiden.get(naam), form.get("taal", TAAL)
    if taal not in TALEN:
        raise Refused(NOT_HERE)
    teksten = _teksten(form)
    tekst = teksten.get(TAAL, "")
    versie = beheren.volgende_versie(samen.in_force(visit), samen.newest(visit), naam)
    weg = {t for t in (was.opgenomen if was else ()) if form.get(f"zonder-{t}")}
    opgenomen = (was.opgenomen if was else frozenset()) - weg
    is_toon = was is not None and not was.tekst and not was.opgenomen  # music that nobody recorded yet
    if visit.file is None and not tekst and TAAL not in opgenomen and not is_toon:
        raise Misvuld("tekst", NIETS)
    await _neem_mee(visit, naam, was, versie, opgenomen)
    duur = {t: s for t, s in (was.duur if was else {}).items() if t in opgenomen}
    if visit.file is not None:
        duur[taal] = await _neem_op(visit, OpnameSleutel(naam, taal, versie))
        opgenomen |= {taal}
    for t in [TAAL, *(t for t in teksten if t != TAAL)]:
        if t in opgenomen:
            continue
        bekend = was.duur.get(t) if was and was.tekst_in(t) == teksten.get(t, "") else None
        duur[t] = bekend or await _spreekduur(teksten.get(t, ""), t)
    if TAAL not in duur:
        raise Misvuld("tekst", NIETS)
    return Geluid(versie, duur, tekst, opgenomen, {t: wat for t, wat in teksten.items() if t != TAAL})


def _teksten(form: Mapping[str, str]) -> dict[str, str]:
    """Language -> what is to be spoken in it. raises Misvuld"""
    velden = {TAAL: "tekst"} | {taal: f"tekst-{taal}" for taal in SPREEKT}
    teksten = {taal: form.get(veld, "").strip() for taal, veld in velden.items()}
    for taal, tekst in teksten.items():
        if len(tekst) > TEKST_MAX:
            raise Misvuld(velden[taal], TE_LANG)
    return {taal: tekst for taal, tekst in teksten.items() if tekst}


async def _neem_mee(visit: Visit, naam: str, was: Geluid | None, versie: int, opgenomen: frozenset[str]) -> None:
    """Recordings in other languages go along to the new version."""
    journaal, tenant = samen.desk_of(visit).journaal, visit.gemeente.id
    for taal in opgenomen if was and was.versie != versie else ():
        oud = await journaal.opname(tenant, OpnameSleutel(naam, taal, was.versie if was else 0))
        if oud:
            sleutel = OpnameSleutel(naam, taal, versie)
            await journaal.bewaar_opname(tenant, sleutel, oud, by=visit.who.user, now=visit.now)


async def _neem_op(visit: Visit, sleutel: OpnameSleutel) -> float:
    """Store what was uploaded as the exchange plays it; returns its seconds. raises Misvuld"""
    assert visit.file is not None
    bestand = await visit.file.read(BESTAND_MAX_BYTES + 1)
    if len(bestand) > BESTAND_MAX_BYTES:
        raise Misvuld("bestand", TE_GROOT)
    try:
        opname = await asyncio.to_thread(uit_wav, bestand)
    except OpnameFout as fout:
        raise Misvuld("bestand", str(fout)) from fout
    journaal = samen.desk_of(visit).journaal
    await journaal.bewaar_opname(visit.gemeente.id, sleutel, opname.inhoud, by=visit.who.user, now=visit.now)
    return opname.seconden


async def _spreekduur(tekst: str, taal: str) -> float:
    """How long it takes to say; an estimate where nothing can speak. raises Misvuld"""
    if not tekst:
        return TOON_SECONDEN
    if which("espeak-ng") is None:
        return geschat(tekst)
    try:
        return max(0.1, (await asyncio.to_thread(gesproken, tekst, taal)).seconden)
    except CentraleFout as fout:
        raise Misvuld("tekst" if taal == TAAL else f"tekst-{taal}", ONUITSPREEKBAAR) from fout


async def luister(visit: Visit) -> Response:
    """The prompt as a caller hears it, of the draft or of what is in force. 404 when nothing can be heard here."""
    params, naam = visit.request.query_params, str(visit.request.path_params["naam"])
    taal, tenant = params.get("spreekt", TAAL), visit.gemeente.id
    beleid = samen.in_force(visit)
    if params.get("van") == "concept":
        try:
            concept = await beheren.concept(samen.desk_of(visit), tenant)
        except beheren.NietTeLezen:
            concept = None
        beleid = concept.beleid if concept else None
    geluid = beleid.geluiden.get(naam) if beleid else None
    if geluid is None or taal not in TALEN:
        raise Refused(NOT_HERE)
    inhoud: bytes | None = None
    if taal in geluid.opgenomen:
        sleutel = OpnameSleutel(naam, taal, geluid.versie)
        inhoud = await samen.desk_of(visit).journaal.opname(tenant, sleutel)
    elif geluid.tekst_in(taal):
        inhoud = await _voorgelezen(geluid.tekst_in(taal), taal)
    if not inhoud:
        raise Refused(NOT_HERE)
    return Response(inhoud, media_type="audio/wav")


async def _voorgelezen(tekst: str, taal: str) -> bytes | None:
    """None where nothing can speak it."""
    try:
        return (await asyncio.to_thread(gesproken, tekst, taal)).inhoud
    except CentraleFout:
        return None
