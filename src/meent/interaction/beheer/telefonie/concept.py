"""The draft: begin one, change its parts, see what is wrong and what would change, put it in force or throw it away."""

import re
import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import quote

import msgspec
from starlette.responses import Response

from meent.integration.telefooncentrale.rijen import BeleidVeranderd, NummerBezet
from meent.interaction.beheer.telefonie import samen, velden, woorden
from meent.interaction.beheer.telefonie.samen import Invulling
from meent.interaction.beheer.telefonie.velden import ENKEL, VELDEN
from meent.interaction.visit import NOT_HERE, Refused, Visit
from meent.interaction.words import mark
from meent.process.telefonie import beheren, keuring
from meent.process.telefonie.beheren import Concept, NietTeLezen
from meent.process.telefonie.beleid import Beleid
from meent.process.telefonie.verschil import verschillen

NUMMER = re.compile(r"\+[1-9][0-9]{4,14}")
KORTE_NAAM, MEDEWERKER = re.compile(r"[a-z0-9][a-z0-9-]{0,39}"), re.compile(r"[A-Za-z0-9][A-Za-z0-9@._-]{0,99}")
GEEN_NUMMER = mark("Schrijf het nummer met landcode, zoals +31201234567.")
GEEN_NAAM = mark("Kies een korte naam van letters, cijfers en streepjes.")
BESTAAT_AL = mark("Deze naam is er al. Kies een andere.")
NAAM_UITLEG = {
    "nummers": mark("Het telefoonnummer met landcode, zoals +31201234567."),
    "medewerkers": mark("De naam waarmee deze medewerker inlogt."),
}  # fmt: skip
UITLEG_TEKST = mark("De computer leest dit voor, als er geen opname is.")
UITLEG_BESTAND = mark("Een WAV-bestand van ten hoogste 2 minuten en 25 MB.")
KORT_UITLEG = mark("Korte naam van letters, cijfers en streepjes.")


# --- the draft as a whole --------------------------------------------------------------------------------------------


async def show(visit: Visit) -> Response:
    """What would change, what is wrong, and the button."""
    if visit.deps.desk is None:
        return samen.page(visit, "geen")
    return await toon(visit)


async def toon(visit: Visit, melding: str = "", status: int = 200) -> Response:
    beleid = samen.in_force(visit)
    try:
        concept = await beheren.concept(samen.desk_of(visit), visit.gemeente.id)
    except NietTeLezen:
        return samen.page(visit, "onleesbaar", melding=samen.NIET_TE_LEZEN, back=samen.home(visit))
    if concept is None:
        return samen.page(
            visit, "geen_concept", melding=melding, status=status, geldt=beleid is not None, waarden={}, fouten={},
            back=f"{samen.home(visit)}/concept",
        )  # fmt: skip
    anders = verschillen(beleid, concept.beleid) if beleid else []
    return samen.page(
        visit, "concept", melding=melding, status=status, concept=concept, na=samen.newest(visit),
        fouten=samen.per_deel(keuring.faults(concept.beleid), concept.beleid),
        aandacht=samen.per_deel(keuring.attention(concept.beleid), concept.beleid),
        verschillen=[woorden.verschil(visit.words, een) for een in anders], is_eerste=beleid is None,
        aantallen={deel: len(getattr(concept.beleid, deel)) for deel in keuring.DELEN},
        back=f"{samen.home(visit)}/concept",
    )  # fmt: skip


async def doe(visit: Visit) -> Response:
    """Begin, put in force, or throw away."""
    form, desk, tenant = await visit.form(), samen.desk_of(visit), visit.gemeente.id
    match form.get("doe"):
        case "begin":
            return await _begin(visit, form)
        case "weg":
            await desk.journaal.wis_concept(tenant)
            return samen.to(visit, "", "weggegooid")
        case "in-werking":
            return await _in_werking(visit, form)
    raise Refused(NOT_HERE)


async def _begin(visit: Visit, form: Mapping[str, str]) -> Response:
    """Of what is in force; a municipality that has nothing yet begins with one number and one queue."""
    desk, tenant = samen.desk_of(visit), visit.gemeente.id
    beleid, verder = samen.in_force(visit), form.get("verder", "")
    if beleid is None:
        nummer = _nummer(form.get("nummer", ""))
        if not NUMMER.fullmatch(nummer):
            fouten = {"nummer": [GEEN_NUMMER]}
            return samen.page(visit, "leeg", heeft_concept=False, waarden=form, fouten=fouten, back=samen.home(visit))
        beleid = beheren.eerste_beleid(nummer, visit.gemeente.naam)
    with suppress(BeleidVeranderd):  # there is one already, which is what was asked for
        await beheren.begin_concept(desk, tenant, beleid, samen.newest(visit), by=visit.who.user)
    is_hier = verder.partition("?")[0] in {f"/{deel}" for deel in woorden.DELEN}
    return samen.to(visit, f"/concept{verder if is_hier else ''}", "begonnen")


async def _in_werking(visit: Visit, form: Mapping[str, str]) -> Response:
    desk, tenant = samen.desk_of(visit), visit.gemeente.id
    try:
        concept = await gelezen(visit, form)
        await beheren.zet_concept_in_werking(
            desk, tenant, concept, na=_getal(form.get("na", "")), by=visit.who.user,
            toelichting=form.get("toelichting", "").strip(),
        )  # fmt: skip
    except BeleidVeranderd:
        return await toon(visit, samen.VERANDERD, 409)
    except NummerBezet:
        return await toon(visit, samen.NUMMER_BEZET, 409)
    except keuring.BeleidGeweigerd:
        return await toon(visit, mark("Er klopt nog iets niet. Los eerst op wat hieronder staat."), 400)
    return samen.to(visit, "", "in-werking")


async def gelezen(visit: Visit, form: Mapping[str, str]) -> Concept:
    """The draft that the form was made from. raises BeleidVeranderd when it is not that any more."""
    try:
        concept = await beheren.concept(samen.desk_of(visit), visit.gemeente.id)
    except NietTeLezen:
        concept = None
    if concept is None or str(concept.rij.stand) != form.get("stand"):
        raise BeleidVeranderd(BeleidVeranderd.__doc__)
    return concept


# --- one part --------------------------------------------------------------------------------------------------------


async def deel(visit: Visit) -> Response:
    """The parts of one kind, and the form of one of them."""
    if visit.deps.desk is None:
        return samen.page(visit, "geen")
    welk, params = known_deel(visit), visit.request.query_params
    return await toon_deel(visit, welk, params.get("naam", ""), is_nieuw="nieuw" in params)


async def toon_deel(
    visit: Visit, welk: str, naam: str, *, is_nieuw: bool = False, invulling: Invulling | None = None,
    melding: str = "", status: int = 200,
) -> Response:  # fmt: skip
    adres = f"{samen.home(visit)}/concept/{welk}" + (f"?naam={quote(naam)}" if naam else "?nieuw=1" if is_nieuw else "")
    try:
        concept = await beheren.concept(samen.desk_of(visit), visit.gemeente.id)
    except NietTeLezen:
        return samen.page(visit, "onleesbaar", melding=samen.NIET_TE_LEZEN, back=samen.home(visit))
    if concept is None:
        return samen.page(
            visit, "geen_concept", melding=melding, status=status, geldt=samen.in_force(visit) is not None,
            verder=adres.removeprefix(f"{samen.home(visit)}/concept"), waarden={}, fouten={}, back=adres,
        )  # fmt: skip
    namen = [] if welk in ENKEL else list(getattr(concept.beleid, welk))
    if naam and naam not in namen:
        if not melding:
            raise Refused(NOT_HERE)
        naam = ""  # somebody else took it out
    return samen.page(
        visit, "deel" if welk != "geluiden" else "geluid", concept=concept, deel=welk, naam=naam, namen=namen,
        is_nieuw=is_nieuw, is_enkel=welk in ENKEL, melding=melding, status=status, back=adres,
        naam_uitleg=NAAM_UITLEG.get(welk, KORT_UITLEG), met_fout=_met_fout(concept.beleid, welk, namen),
        **_formulier(visit, concept.beleid, welk, naam, invulling or Invulling()),
    )  # fmt: skip


def _formulier(visit: Visit, beleid: Beleid, welk: str, naam: str, invulling: Invulling) -> dict[str, Any]:
    """What the form needs: fields with their values, faults beside them, and what can be chosen."""
    inhoud = inhoud_van(beleid, welk, naam)
    fouten = samen.per_veld([*keuring.faults(beleid), *keuring.attention(beleid)], welk, naam)
    waarden = invulling.waarden or (velden.toon(welk, inhoud) if welk in VELDEN else {})
    return {
        "velden": VELDEN.get(welk, ()),
        "namen_van": lambda blok: {n: n for n in getattr(beleid, blok)},
        "rijen_van": lambda begin, eind: velden.rijen(waarden, begin, eind),
        "inhoud": inhoud,
        "waarden": waarden,
        "fouten": invulling.fouten or (fouten if naam or welk in ENKEL else {}),
        "is_teruggestuurd": bool(invulling.fouten),
        "beleid": beleid,
        "doelen": doelen(visit, beleid),
        "beltalen": {taal: velden.TALEN.get(taal, taal) for taal in velden.talen(beleid)},
        "vaardigheden": velden.vaardigheden(beleid),
        "toetsen": velden.TOETSEN,
        "alle_talen": velden.TALEN,
        "spreekt": velden.SPREEKT,
        "uitleg_tekst": UITLEG_TEKST,
        "uitleg_bestand": UITLEG_BESTAND,
        "toestellen": velden.TOESTELLEN,
        "bij_opties": woorden.bij_opties(visit.words),
        "gebruikt": _gebruikt(visit, beleid, welk, naam),
    }


async def bewaar(visit: Visit) -> Response:
    """One part as the form has it, or out of the draft."""
    form, welk = await visit.form(), known_deel(visit)
    if welk not in VELDEN:
        raise Refused(NOT_HERE)
    is_nieuw, naam = welk not in ENKEL and not form.get("sleutel"), "" if welk in ENKEL else form.get("sleutel", "")
    try:
        concept = await gelezen(visit, form)
    except BeleidVeranderd:
        return await toon_deel(
            visit, welk, naam, is_nieuw=is_nieuw, invulling=Invulling(form), melding=samen.VERANDERD, status=409
        )
    if form.get("doe") == "verwijder" and naam:
        return await schrijf(visit, concept, welk, naam, None, "verwijderd")
    fouten = {}
    if is_nieuw:
        naam, fout = nieuwe_naam(welk, form.get("nieuwe-naam", ""), getattr(concept.beleid, welk))
        fouten = {"nieuwe-naam": [fout]} if fout else {}
    was = inhoud_van(concept.beleid, welk, "" if is_nieuw else naam)
    inhoud, mis = velden.lees(welk, form, was)
    fouten |= {veld: [tekst] for veld, tekst in mis.items()}
    if fouten:
        terug = Invulling(form, fouten)
        return await toon_deel(visit, welk, "" if is_nieuw else naam, is_nieuw=is_nieuw, invulling=terug, status=400)
    soort = ENKEL.get(welk) or keuring.DELEN[welk]
    return await schrijf(visit, concept, welk, naam, inhoud and msgspec.convert(inhoud, soort), "bewaard")


async def schrijf(visit: Visit, concept: Concept, welk: str, naam: str, inhoud: Any, gelukt: str) -> Response:
    try:
        await beheren.wijzig(
            samen.desk_of(visit), visit.gemeente.id, concept, welk, naam, inhoud, by=visit.who.user
        )  # fmt: skip
    except BeleidVeranderd:
        return await toon_deel(visit, welk, "", melding=samen.VERANDERD, status=409)
    waar = f"?naam={quote(naam)}" if naam and gelukt == "bewaard" else ""
    return samen.to(visit, f"/concept/{welk}{waar}", gelukt)


def known_deel(visit: Visit) -> str:
    welk = str(visit.request.path_params.get("deel", "geluiden"))
    if welk not in woorden.DELEN:
        raise Refused(NOT_HERE)
    return welk


def inhoud_van(beleid: Beleid, welk: str, naam: str) -> Any:
    """A part as in the document; None for one that is not there."""
    deel = getattr(beleid, welk)
    gevonden = deel if welk in ENKEL else deel.get(naam)
    return None if gevonden is None else msgspec.to_builtins(gevonden)


def nieuwe_naam(welk: str, tekst: str, bestaand: Mapping[str, Any]) -> tuple[str, str]:
    """(name of a new part, what is wrong with it)."""
    if welk == "nummers":
        naam, vorm, fout = _nummer(tekst), NUMMER, GEEN_NUMMER
    elif welk == "medewerkers":
        naam, vorm, fout = tekst.strip(), MEDEWERKER, GEEN_NAAM
    else:
        plat = unicodedata.normalize("NFKD", tekst.strip().lower()).encode("ascii", "ignore").decode()
        naam, vorm, fout = re.sub(r"[^a-z0-9]+", "-", plat).strip("-"), KORTE_NAAM, GEEN_NAAM
    if not vorm.fullmatch(naam):
        return naam, fout
    return naam, BESTAAT_AL if naam in bestaand else ""


def doelen(visit: Visit, beleid: Beleid) -> list[tuple[str, str]]:
    """Where a caller can go, as the options of a field."""
    vaste = ("aanbod", "ophangen", "extern")
    opties = [
        (f"{soort}:{naam}", woorden.doel(visit.words, {"soort": soort, "naam": naam, "taal": ""}))
        for soort, blok in keuring.BLOKKEN.items()
        for naam in getattr(beleid, blok)
    ]
    return opties + [(soort, woorden.doel(visit.words, {"soort": soort, "naam": "", "taal": ""})) for soort in vaste]


def _met_fout(beleid: Beleid, welk: str, namen: list[str]) -> set[str]:
    alle = [*keuring.faults(beleid), *keuring.attention(beleid)]
    return {naam for naam in namen if samen.per_veld(alle, welk, naam)}


def _gebruikt(visit: Visit, beleid: Beleid, welk: str, naam: str) -> list[str]:
    """What would miss this part if it went: the faults that the draft would have then and has not now."""
    if not naam:
        return []
    zonder = {k: v for k, v in getattr(beleid, welk).items() if k != naam}
    nu = {tuple(fout) for fout in keuring.faults(beleid)}
    dan = keuring.faults(msgspec.structs.replace(beleid, **{welk: zonder}))
    waar = samen.per_deel([fout for fout in dan if tuple(fout) not in nu], beleid)
    return sorted({f"{visit.words.gettext(woorden.EEN_DEEL[d])} {n}".strip() for _, d, n in waar})


def _nummer(tekst: str) -> str:
    """As people write it: spaces, dashes, 0031 or a national 0 in front."""
    kaal = re.sub(r"[\s().-]", "", tekst)
    if kaal.startswith("00"):
        return f"+{kaal[2:]}"
    return f"+31{kaal[1:]}" if re.fullmatch(r"0[1-9]\d{8}", kaal) else kaal


def _getal(tekst: str) -> int:
    return int(tekst) if tekst.isascii() and tekst.isdigit() and len(tekst) < 10 else -1
