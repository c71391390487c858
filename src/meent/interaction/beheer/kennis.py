"""Keeping knowledge articles: which there are, what one says and said, and writing one with a look before it counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from markupsafe import Markup
from starlette.responses import RedirectResponse, Response

from meent.integration.kennis.artikel import (
    NAAM_MAX,
    TALEN,
    TEKST_MAX,
    TITEL_MAX,
    TREFWOORD_MAX,
    TREFWOORDEN_MEEST,
    Inhoud,
    Stand,
)
from meent.integration.kennis.boek import LIJST_MEEST, Regel
from meent.interaction.klantcontact import ophalen
from meent.interaction.opmaak import opgemaakt
from meent.interaction.problems import Invulling, Probleem, explain
from meent.interaction.seams import ZgwFout
from meent.interaction.visit import NOT_HERE, Refused, Visit, known_uuid
from meent.interaction.words import mark, today
from meent.process.kennis import artikelen
from meent.process.kennis.artikelen import Artikel, NetVeranderd

STANDEN = {
    Stand.GELDIG: mark("Geldig"), Stand.GEPLAND: mark("Gepland"), Stand.VERLOPEN: mark("Verlopen"),
    Stand.INGETROKKEN: mark("Ingetrokken"),
}  # fmt: skip
OPMERKING = "opmerking"
KEUZES: dict[str, str] = {
    "": mark("Alle artikelen"), **{stand.value: naam for stand, naam in STANDEN.items()},
    OPMERKING: mark("Met een opmerking"),
}  # fmt: skip
TAALNAMEN = dict(zip(TALEN, (
    mark("Nederlands"), mark("Engels"), mark("Duits"), mark("Frans"), mark("Arabisch"), mark("Pools"), mark("Turks"),
    mark("Oekraïens"),
), strict=True))  # fmt: skip
GELUKT = {
    "nieuw": mark("Het artikel is opgeslagen."), "gewijzigd": mark("De nieuwe versie is opgeslagen."),
    "ingetrokken": mark("Het artikel is ingetrokken. Medewerkers vinden het niet meer."),
    "gezien": mark("De opmerking is afgehandeld."),
}  # fmt: skip
FORM = "artikel"
VELDEN = {"record.data.titel": "titel", "record.data.tekst": "tekst", "record.data.trefwoorden": "trefwoorden"}
GEEN_TITEL = Probleem("titel", mark("Geef het artikel een titel."))
GEEN_TEKST = Probleem("tekst", mark("Schrijf wat de medewerker moet weten."))
GEEN_AFDELING = Probleem("afdeling", mark("Kies welke afdeling het artikel bijhoudt."))
TE_LANG = mark("Deze tekst is te lang. Maak de tekst korter.")
TE_VEEL = Probleem("trefwoorden", mark("Dit zijn te veel of te lange trefwoorden. Houd de beste over."))
GEEN_DAG = mark("Vul een dag in, zoals 31-12-2026.")
VROEGER = Probleem("vanaf", mark("Kies vandaag of later. Wat eerder gold, blijft zoals het was."))
EINDE_EERST = Probleem("tot", mark("De laatste dag is eerder dan de eerste. Kies een latere dag."))
NET_VERANDERD = Probleem("", mark("Iemand heeft dit artikel net veranderd. Open het opnieuw."))


@dataclass(frozen=True)
class Vraag:
    """What is asked of the list; what is no choice asks for all."""

    zoek: str
    stand: str
    afdeling: str

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Vraag":
        stand = query.get("stand", "")
        return cls(query.get("zoek", "").strip()[:80], stand if stand in KEUZES else "", query.get("afdeling", ""))

    def wants(self, regel: Regel, day: date) -> bool:
        if self.afdeling and regel.versie.inhoud.afdeling != self.afdeling:
            return False
        if self.stand == OPMERKING:
            return regel.oordeel.open > 0
        return not self.stand or regel.versie.stand(day) == self.stand


@dataclass
class Ingevuld:
    """A form as it was sent, with what is wrong with it."""

    inhoud: Inhoud
    vanaf: date
    problems: list[Probleem] = field(default_factory=list)


async def show(visit: Visit) -> Response:
    """The list; what has expired is told first, with who keeps it."""
    day, vraag = today(visit.now), Vraag.of(visit.request.query_params)
    regels = await visit.deps.kennis.lijst(visit.gemeente.id, vraag.zoek, day)
    verlopen = [een for een in regels if een.versie.stand(day) is Stand.VERLOPEN]
    return visit.render(
        "beheer/kennis/lijst.html",
        vraag=vraag, regels=[een for een in regels if vraag.wants(een, day)], keuzes=KEUZES, standen=STANDEN, day=day,
        afdelingen=sorted({een.versie.inhoud.afdeling for een in regels if een.versie.inhoud.afdeling}),
        verlopen=len(verlopen), is_vol=len(regels) == LIJST_MEEST, meest=LIJST_MEEST,
    )  # fmt: skip


async def artikel(visit: Visit) -> Response:
    """One article as agents see it, or an earlier version of it, with how it helped."""
    found, day, query = await _artikel(visit), today(visit.now), visit.request.query_params
    here = next((een for een in found.versies if str(een.nummer) == query.get("versie")), found.getoond)
    tenant = visit.gemeente.id
    return visit.render(
        "beheer/kennis/artikel.html",
        artikel=found, versie=here, day=day, stand=found.getoond.stand(day), standen=STANDEN, talen=TAALNAMEN,
        tekst=opgemaakt(here.inhoud.tekst, visit.words), gelukt=GELUKT.get(query.get("gelukt", "")),
        oordeel=await visit.deps.kennis.oordeel(tenant, found.uuid),
        opmerkingen=await visit.deps.kennis.opmerkingen(tenant, found.uuid),
    )  # fmt: skip


async def doe(visit: Visit) -> Response:
    """Withdraw it, or say that somebody looked at a word about it."""
    form, found = await visit.form(), await _artikel(visit)
    wat, _, welke = form.get("doe", "").partition(":")
    if wat == "gezien":
        await visit.deps.kennis.handel_af(
            visit.gemeente.id, found.uuid, known_uuid(welke), by=visit.who.name, now=visit.now
        )
        return _terug(visit, found.uuid, "gezien")
    if wat == "intrekken":
        await artikelen.trek_in(visit.zgw, found, today(visit.now), by=visit.who.name)
        return _terug(visit, found.uuid, "ingetrokken")
    raise Refused(NOT_HERE)


async def formulier(visit: Visit) -> Response:
    """An empty form, or that of the newest version."""
    day = today(visit.now)
    if "uuid" not in visit.request.path_params:
        return await _formulier(visit, None, Ingevuld(Inhoud(titel="", tekst="", eigenaar=visit.who.name), day))
    found = await _artikel(visit)
    return await _formulier(visit, found, Ingevuld(found.nieuwste.inhoud, max(day, found.nieuwste.vanaf)))


async def bewaar(visit: Visit) -> Response:
    """Show how it will look, or keep it."""
    form, day = await visit.form(), today(visit.now)
    found = await _artikel(visit) if "uuid" in visit.request.path_params else None
    given = ingevuld(form, day, by=visit.who.name)
    if form.get("doe") == "voorbeeld" or given.problems:
        return await _formulier(visit, found, given)
    try:
        if found is None:
            return await _nieuw(visit, form, given)
        seen = int(form["versie"]) if form.get("versie", "").isdecimal() else 0
        await artikelen.wijzig(visit.zgw, found, given.inhoud, given.vanaf, gezien=seen)
        return _terug(visit, found.uuid, "gewijzigd")
    except NetVeranderd:
        given.problems = [NET_VERANDERD]
    except ZgwFout as fout:
        given.problems = explain(fout, VELDEN)
    return await _formulier(visit, found, given)


async def _nieuw(visit: Visit, form: Mapping[str, str], given: Ingevuld) -> Response:
    key = form.get("formuliersleutel", "")
    if not visit.deps.spent_forms.spend(key):
        return RedirectResponse(f"{_home(visit)}?zoek=", 303)
    try:
        made = await artikelen.nieuw(visit.zgw, given.inhoud, given.vanaf)
    except ZgwFout:
        visit.deps.spent_forms.release(key)
        raise
    return _terug(visit, made, "nieuw")


def ingevuld(form: Mapping[str, str], day: date, *, by: str) -> Ingevuld:
    """What the form says; with a fault the text of the form comes back as it was typed."""
    problems: list[Probleem] = []
    vanaf = _dag(form, "vanaf", problems) or day
    inhoud = Inhoud(
        titel=form.get("titel", "").strip(), tekst=form.get("tekst", "").replace("\r\n", "\n").strip(),
        trefwoorden=_trefwoorden(form.get("trefwoorden", "")),
        taal=form.get("taal", "") if form.get("taal") in TALEN else TALEN[0],
        afdeling=form.get("afdeling", "").strip()[:NAAM_MAX], eigenaar=form.get("eigenaar", "").strip()[:NAAM_MAX],
        is_openbaar=form.get("openbaar") == "1", geldig_tot_en_met=_dag(form, "tot", problems),
        gewijzigd_door=by[:NAAM_MAX],
    )  # fmt: skip
    return Ingevuld(inhoud, vanaf, [*problems, *_problemen(inhoud, vanaf, day)])


def _problemen(inhoud: Inhoud, vanaf: date, day: date) -> Sequence[Probleem]:
    words, tot = inhoud.trefwoorden, inhoud.geldig_tot_en_met
    checks = (
        (not inhoud.titel, GEEN_TITEL), (len(inhoud.titel) > TITEL_MAX, Probleem("titel", TE_LANG)),
        (not inhoud.tekst, GEEN_TEKST), (len(inhoud.tekst) > TEKST_MAX, Probleem("tekst", TE_LANG)),
        (len(words) > TREFWOORDEN_MEEST or any(len(word) > TREFWOORD_MAX for word in words), TE_VEEL),
        (not inhoud.afdeling, GEEN_AFDELING), (vanaf < day, VROEGER), (tot is not None and tot < vanaf, EINDE_EERST),
    )  # fmt: skip
    return [problem for is_wrong, problem in checks if is_wrong]


def _dag(form: Mapping[str, str], name: str, problems: list[Probleem]) -> date | None:
    given = form.get(name, "").strip()
    try:
        return date.fromisoformat(given) if given else None
    except ValueError:
        problems.append(Probleem(name, GEEN_DAG))
        return None


def _trefwoorden(text: str) -> tuple[str, ...]:
    """Between commas or on lines of their own, each once."""
    words = (" ".join(word.split()) for word in text.replace("\n", ",").split(","))
    return tuple(dict.fromkeys(word for word in words if word))


async def _formulier(visit: Visit, found: Artikel | None, given: Ingevuld) -> Response:
    afdelingen = sorted((await ophalen.alle_actoren(visit.zgw, soortActor="organisatorische_eenheid")).values())
    form = await visit.form() if visit.request.method == "POST" else {}
    tekst: Markup | str = opgemaakt(given.inhoud.tekst, visit.words) if form.get("doe") == "voorbeeld" else ""
    return visit.render(
        "beheer/kennis/formulier.html", status=400 if given.problems else 200,
        back=f"{_home(visit)}/{found.uuid}/wijzigen" if found else f"{_home(visit)}/nieuw",
        artikel=found, inhoud=given.inhoud, vanaf=given.vanaf, day=today(visit.now), voorbeeld=tekst, talen=TAALNAMEN,
        invulling=Invulling(FORM if given.problems else "", form, given.problems), afdelingen=afdelingen,
        gezien=form.get("versie") or (found.nieuwste.nummer if found else ""), titel_max=TITEL_MAX, tekst_max=TEKST_MAX,
    )  # fmt: skip


async def _artikel(visit: Visit) -> Artikel:
    """The article in the address; ZgwFout 404 becomes the page that says it is not there."""
    return await artikelen.lees(visit.zgw, visit.uuid, today(visit.now))


def _terug(visit: Visit, uuid: UUID, gelukt: str) -> Response:
    return RedirectResponse(f"{_home(visit)}/{uuid}?gelukt={gelukt}", 303)


def _home(visit: Visit) -> str:
    return f"/{visit.gemeente.slug}/beheer/kennis"
