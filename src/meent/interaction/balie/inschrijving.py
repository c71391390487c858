"""A first registration: who it is, whether that one is known already, by which papers, with whom, and where.

Nobody has a list yet, so it begins at the counter and not at a person. Papers are asked in the order of the law.
"""

import re
from collections.abc import Mapping
from functools import partial
from typing import Any, cast

from meent.integration.brp.feiten import Akte, Invoer
from meent.integration.brp.inzien import Bewoner
from meent.interaction.balie import akte as akten
from meent.interaction.balie import mens, wie
from meent.interaction.balie.adres import ADRES, adres_in, bezet
from meent.interaction.balie.hervestiging import VANZELF, verblijf
from meent.interaction.balie.proces import CONTROLEREN, Proces, Soort, Stap
from meent.interaction.balie.velden import TABEL, Form, Regel, Veld, day_in, digits_of
from meent.interaction.balie.woorden import GESTOPT, SIGNALEN
from meent.interaction.problems import Probleem
from meent.interaction.visit import Visit
from meent.interaction.words import mark, today
from meent.process.burgerzaken.aktes import document
from meent.process.burgerzaken.inschrijving import NEDERLANDER, ZWAK, Inschrijvingsinvoer, Rang
from meent.process.burgerzaken.relaties import (
    GEEN,
    ONBEKEND,
    ONBEKENDE_DATUM,
    REDENEN,
    VREEMD,
    Kind,
    Nationaliteit,
    Ouder,
    Verbintenis,
)

BEKEND = "bekend"
"""The step on which people are compared."""
VERWANTEN = ("ouder1-", "ouder2-", "partner-")
MEEST_KINDEREN = 8

# --- is this one known already ---------------------------------------------------------------------------------------

PRESENTIE = (
    Veld("presentie", mark("Dag waarop u het aan de BV-BSN vroeg"), "dag", kort=True,
         uitleg=mark("Doe deze presentievraag vandaag of gisteren. Anders vraagt u het opnieuw.")),
    Veld("antwoord", mark("Wat was het antwoord?"), "keuze", {
        "": mark("Kies"), "niemand": mark("De BV-BSN kent deze persoon niet"),
        "iemand": mark("De BV-BSN kent deze persoon al"),
    }, fout=mark("Kies wat het antwoord was.")),
)  # fmt: skip


def keur_bekend(gaande: Proces, form: Form) -> list[Probleem]:
    if form.get("antwoord") == "iemand":
        told = mark("Deze persoon heeft al een BSN. Zoek de lijst op of vraag haar op; schrijf niet nog eens in.")
        return [Probleem("antwoord", told)]
    return []


# --- by which papers -------------------------------------------------------------------------------------------------

RANGEN = {
    "a": mark("Akte van de Nederlandse burgerlijke stand"), "b": mark("Uitspraak van een Nederlandse rechter"),
    "c": mark("Akte of uitspraak uit het buitenland"),
    "d": mark("Ander stuk uit het buitenland, zoals een paspoort"), "e": mark("Verklaring onder eed of belofte"),
}  # fmt: skip
BIJ_AKTE, BIJ_DOCUMENT = ("als", "aktenummer"), ("als", "beschrijving")
STUK = (
    Veld("rang", mark("Wat is het sterkste stuk?"), "keuze", RANGEN,
         uitleg=mark("Het sterkste stuk staat bovenaan. Neem een volgend stuk alleen als een sterker er niet is.")),
    Veld("geen_sterker", mark("Een sterker stuk kan de persoon nu niet laten zien"), "vinkje"),
    Veld("als", mark("Hoe legt u het stuk vast?"), "keuze", {
        "beschrijving": mark("Met een beschrijving"), "aktenummer": mark("Met het nummer van een Nederlandse akte"),
    }),
    Veld("document", mark("Welk document hebt u gezien?"), lang=40, bij=BIJ_DOCUMENT,
         fout=mark("Beschrijf het document."), uitleg=mark("Schrijf op: soort stuk, plaats en nummer.")),
    akten.gemeente(mark("Welke gemeente?"), BIJ_AKTE),
    akten.nummer(BIJ_AKTE),
    Veld("sinds", mark("Vanaf welke dag gelden de gegevens?"), "deeldag", lang=10, kort=True, mag_leeg=True,
         uitleg=mark("Laat dit leeg als er na de geboorte niets is veranderd.")),
)  # fmt: skip


def sinds(form: Form) -> str:
    """Since when it holds: from birth when an akte says so; a weaker paper does not tell. Source: HUP 4.1.1"""
    told = digits_of(form.get("sinds", ""))
    return told or (ONBEKENDE_DATUM if form["rang"] in ZWAK else digits_of(form["geboren"]))


def akte_van(gaande: Proces, form: Form) -> Akte | None:
    return akten.akte_in(gaande, form) if form["als"] == BIJ_AKTE[1] else None


def bron(gaande: Proces, form: Form, begin: str) -> Mapping[str, str]:
    """The document of a relative; that of the person when no other is named."""
    akte = akte_van(gaande, form)
    own = form.get(f"{begin}document", "")
    if akte is not None and not own:
        return akte.groep
    codes, day = gaande.visit.burgerzaken, today(gaande.visit.now)
    return document(codes.code_van(TABEL["gemeente"], codes.eigen_naam), day, own or form["document"])


# --- parents, partner, children --------------------------------------------------------------------------------------

OUDERS = {GEEN: mark("Volgens de wet is deze ouder er niet"), ONBEKEND: mark("Deze ouder is niet bekend")}
FAMILIE = (
    Veld("verbintenis", mark("Is de persoon getrouwd of partner, of geweest?"), "keuze", {
        "": mark("Nee"), "H": mark("Ja, een huwelijk"), "P": mark("Ja, een geregistreerd partnerschap"),
    }, uitleg=mark("Zijn er meer geweest? Neem dan het laatste.")),
    Veld("kinderen", mark("Hoeveel kinderen heeft de persoon?"), "keuze",
         {str(n): str(n) for n in range(MEEST_KINDEREN + 1)}, kort=True),
)  # fmt: skip
BIJ_EINDE = ("beeindigd", "ja")
VERBINTENIS = (
    Veld("begin-datum", mark("Dag waarop het begon"), "deeldag", lang=10, kort=True),
    mens.plaats("begin-", mark("Plaats waar het begon")),
    Veld("begin-land", mark("Land waar het begon"), "land", kort=True),
    Veld("beeindigd", mark("Is het voorbij?"), "keuze", {"nee": mark("Nee"), "ja": mark("Ja")}, kort=True),
    Veld("einde-reden", mark("Waarom is het voorbij?"), "keuze",
         {"S": mark("Gescheiden"), "O": mark("Partner is overleden")}, bij=BIJ_EINDE),
    Veld("einde-datum", mark("Dag van het einde"), "deeldag", lang=10, kort=True, bij=BIJ_EINDE),
    mens.plaats("einde-", mark("Plaats van het einde"), BIJ_EINDE),
    Veld("einde-land", mark("Land van het einde"), "land", kort=True, bij=BIJ_EINDE),
)  # fmt: skip
PARTNER = (*mens.wie_is("partner-", mark("Wie is de partner?")), *VERBINTENIS, mens.bewijs("partner-"))
NAAM_VAN_KIND = (
    mark("Kind 1"), mark("Kind 2"), mark("Kind 3"), mark("Kind 4"), mark("Kind 5"), mark("Kind 6"), mark("Kind 7"),
    mark("Kind 8"),
)  # fmt: skip


def verwanten(form: Form) -> list[str]:
    """How the fields begin of everybody who is named."""
    children = [f"kind{n}-" for n in range(1, aantal_kinderen(form) + 1)]
    return [begin for begin in VERWANTEN if begin != "partner-" or form.get("verbintenis")] + children


def aantal_kinderen(form: Form) -> int:
    return int(form.get("kinderen") or 0) if form.get("kinderen", "") in FAMILIE[1].opties else 0


async def weet(visit: Visit, form: Form) -> Mapping[str, Bewoner]:
    """BSN -> who is named by it and registered here."""
    numbers = [bsn for begin in verwanten(form) if (bsn := mens.bsn_van(form, begin))]
    return {b.bsn: b for b in await visit.burgerzaken.met_nummers(numbers)} if numbers else {}


def stap_ouder(nummer: int, naam: str) -> Stap:
    begin = f"ouder{nummer}-"
    asks = (*mens.wie_is(begin, mark("Wie is deze ouder?"), OUDERS), mens.bewijs(begin))
    return Stap(
        f"ouder{nummer}", naam, lambda gaande, form: asks,
        partial(keur_verwant, begin=begin), vertel=partial(vertel_verwant, begin=begin, label=naam),
    )  # fmt: skip


def stap_kind(nummer: int) -> Stap:
    begin, naam = f"kind{nummer}-", NAAM_VAN_KIND[nummer - 1]
    asks = (*mens.wie_is(begin, mark("Wie is dit kind?"), papier=mens.naam_en_geboorte), mens.bewijs(begin))
    return Stap(
        f"kind{nummer}", naam, lambda gaande, form: asks,
        partial(keur_verwant, begin=begin), vertel=partial(vertel_verwant, begin=begin, label=naam),
        geldt=lambda form: nummer <= aantal_kinderen(form),
    )  # fmt: skip


def keur_verwant(gaande: Proces, form: Form, *, begin: str) -> list[Probleem]:
    on_paper = mens.keur_plaats(gaande, form, f"{begin}geboorte") if form.get(f"{begin}soort") == mens.PAPIER else []
    return [*mens.keur(gaande, form, begin), *on_paper]


def keur_partner(gaande: Proces, form: Form) -> list[Probleem]:
    places = ("begin-", "einde-") if form.get("beeindigd") == "ja" else ("begin-",)
    wrong = [one for begin in places for one in mens.keur_plaats(gaande, form, begin)]
    return [*keur_verwant(gaande, form, begin="partner-"), *wrong]


def vertel_verwant(gaande: Proces, form: Form, *, begin: str, label: str) -> list[Regel]:
    stap = begin.removesuffix("-")
    soort = form.get(f"{begin}soort", "")
    if soort in OUDERS:
        return [Regel(label, (OUDERS[soort],), "woord", f"{begin}soort", stap)]
    return [mens.regel(gaande, form, begin, label, stap, form.get(f"{begin}document", ""))]


def vertel_partner(gaande: Proces, form: Form) -> list[Regel]:
    began = " ".join(filter(None, (form["begin-datum"], form.get("begin-plaats", ""), form["begin-land"])))
    lines = [
        mens.regel(gaande, form, "partner-", PARTNER_NAAM, "partner", form.get("partner-document", "")),
        Regel(mark("Begonnen"), (began,), naam="begin-datum", stap="partner"),
    ]
    if form.get("beeindigd") == "ja":
        ended = " ".join(filter(None, (form["einde-datum"], form.get("einde-plaats", ""), form["einde-land"])))
        lines += [Regel(mark("Voorbij"), (ended,), naam="einde-datum", stap="partner")]
    return lines


PARTNER_NAAM = mark("Partner")


def ouder_in(gaande: Proces, form: Form, begin: str) -> Ouder:
    soort, source, since = form[f"{begin}soort"], bron(gaande, form, begin), sinds(form)
    if soort == ONBEKEND:
        return Ouder(soort="onbekend")
    if soort == GEEN:
        return Ouder(soort="geen", bron=source, ingang=since)
    return Ouder(**mens.over(gaande, form, begin), bron=source, ingang=since, sinds=since)


def verbintenissen_in(gaande: Proces, form: Form) -> tuple[Verbintenis, ...]:
    """The marriage or partnership, with its end when it has ended."""
    if not form.get("verbintenis"):
        return ()
    source, ended = bron(gaande, form, "partner-"), form["beeindigd"] == "ja"
    end = moment(gaande, form, "einde-", "07") | {"07.40": form["einde-reden"]} if ended else {}
    return (Verbintenis(
        **mens.over(gaande, form, "partner-"), bron=source, einde=source if ended else {}, ontbinding=end,
        sluiting=moment(gaande, form, "begin-", "06") | {"15.10": form["verbintenis"]},
    ),)  # fmt: skip


def moment(gaande: Proces, form: Form, begin: str, groep: str) -> dict[str, str]:
    place, land = mens.waar(gaande, form, begin)
    return {f"{groep}.10": digits_of(form[f"{begin}datum"]), f"{groep}.20": place, f"{groep}.30": land}


def kind_in(gaande: Proces, form: Form, begin: str) -> Kind:
    born = digits_of(form.get(f"{begin}geboren", "")) or ONBEKENDE_DATUM
    return Kind(**mens.over(gaande, form, begin), bron=bron(gaande, form, begin), ingang=born)


# --- nationality -----------------------------------------------------------------------------------------------------

VREEMDE, NEDERLANDSE, STAATLOOS, ONBEKENDE = "vreemd", "nederlands", "0499", "0000"
BIJ_VREEMD, BIJ_NEDERLANDS = ("nationaal", VREEMDE), ("nationaal", NEDERLANDSE)
NATIONALITEIT = (
    Veld("nationaal", mark("Welke nationaliteit heeft de persoon?"), "keuze", {
        VREEMDE: mark("Een andere dan de Nederlandse"), NEDERLANDSE: mark("De Nederlandse"),
        STAATLOOS: mark("Staatloos"), ONBEKENDE: mark("Niet bekend"),
    }),
    Veld("nationaliteit1", mark("Nationaliteit"), "nationaliteit", bij=BIJ_VREEMD, kort=True),
    Veld("nationaliteit2", mark("Tweede nationaliteit"), "nationaliteit", bij=BIJ_VREEMD, kort=True, mag_leeg=True),
    Veld("reden", mark("Waarom is de persoon Nederlander?"), "keuze", {
        "017": mark("Kind van een Nederlandse ouder, geboren sinds 1985"),
        "001": mark("Kind van een Nederlandse vader, geboren voor 1985"), "027": mark("Nederlander geworden"),
    }, bij=BIJ_NEDERLANDS),
    Veld("redencode", mark("Een andere reden?"), lang=3, patroon=re.compile(r"\d{3}", re.ASCII),
         bij=BIJ_NEDERLANDS, kort=True, mag_leeg=True, fout=mark("De code van een reden is drie cijfers."),
         uitleg=mark("Vul de code uit tabel 37 in: drie cijfers.")),
    Veld("nationaal-sinds", mark("Sinds welke dag?"), "deeldag", lang=10, kort=True, mag_leeg=True,
         uitleg=mark("Laat dit leeg als het niet bekend is.")),
    mens.bewijs("nationaal-"),
)  # fmt: skip


def nationaliteiten_in(gaande: Proces, form: Form) -> tuple[Nationaliteit, ...]:
    """Each with the reason that goes with it; what is not known rests on nothing. Source: HUP 6.2"""
    kind, code_van = form["nationaal"], gaande.visit.burgerzaken.code_van
    since, source = digits_of(form.get("nationaal-sinds", "")) or ONBEKENDE_DATUM, bron(gaande, form, "nationaal-")
    if kind == ONBEKENDE:
        return (Nationaliteit(code=ONBEKENDE, reden=REDENEN[ONBEKENDE]),)
    if kind == STAATLOOS:
        return (Nationaliteit(code=STAATLOOS, reden=REDENEN[STAATLOOS], sinds=since, bron=source),)
    if kind == NEDERLANDSE:
        reden = form.get("redencode") or form["reden"]
        return (Nationaliteit(code=NEDERLANDER, reden=reden, sinds=since, bron=source),)
    codes = [code_van(32, form.get(f"nationaliteit{n}", "")) for n in (1, 2) if form.get(f"nationaliteit{n}")]
    return tuple(Nationaliteit(code=code, reden=VREEMD, sinds=since, bron=source) for code in codes)


# --- the whole -------------------------------------------------------------------------------------------------------

AANGIFTE = (
    *verblijf({**wie.WIJZEN, **VANZELF}),
    Veld("land", mark("Uit welk land komt de persoon?"), "land", kort=True, mag_leeg=True,
         uitleg=mark("Niet bekend? Vul 0000 in. Is het kind hier geboren? Laat het dan leeg.")),
)  # fmt: skip


def keur_wie(gaande: Proces, form: Form) -> list[Probleem]:
    return mens.keur_plaats(gaande, form, "geboorte")


def begin(gaande: Proces) -> dict[str, str]:
    day = today(gaande.visit.now).isoformat()
    relatives = {f"{begin}soort": mens.PAPIER for begin in VERWANTEN}
    return relatives | {f"kind{n}-soort": mens.PAPIER for n in range(1, MEEST_KINDEREN + 1)} | {
        "presentie": day, "ontvangen": day, "rang": "c", "als": "beschrijving", "nationaal": VREEMDE, "kinderen": "0",
        "beeindigd": "nee", "wijze": "I", "functie": "W", "woonplaats": gaande.visit.gemeente.naam, "geslacht": "",
        "antwoord": "", "verbintenis": "", "reden": "017",
    }  # fmt: skip


def maak(gaande: Proces, form: Form, how: dict[str, Any]) -> Invoer:
    akte = akte_van(gaande, form)
    children = [begin for begin in verwanten(form) if begin not in VERWANTEN]
    return Inschrijvingsinvoer(
        persoon=mens.elementen(gaande, form), rang=cast(Rang, form["rang"]),
        geen_sterker=bool(form.get("geen_sterker")), akte=akte, document="" if akte else form["document"],
        sinds=sinds(form), ouders=(ouder_in(gaande, form, "ouder1-"), ouder_in(gaande, form, "ouder2-")),
        nationaliteiten=nationaliteiten_in(gaande, form), verbintenissen=verbintenissen_in(gaande, form),
        kinderen=tuple(kind_in(gaande, form, begin) for begin in children), adres=adres_in(form),
        land=gaande.visit.burgerzaken.code_van(TABEL["land"], form.get("land", "")), wijze=form["wijze"],
        ontvangen=day_in(form, "ontvangen"), presentie=day_in(form, "presentie"), gezien=bool(form.get("gezien")),
        blijft=bool(form.get("blijft")), rechtmatig=bool(form.get("rechtmatig")), **how,
    )  # fmt: skip


async def facts(gaande: Proces, form: Form, stap: Stap) -> dict[str, Any]:
    """People here who may be the one, on the step that asks; and how many live at the address."""
    asks = stap.code == BEKEND
    found = await gaande.visit.burgerzaken.gelijkend(mens.elementen(gaande, form)) if asks else ()
    lives_there = await bezet(gaande.visit, form, stap.code)
    return {"treffers": found, "signalen": SIGNALEN, "gestopt": GESTOPT, "bezet": lives_there}


INSCHRIJVING = Soort(
    feit="inschrijving",
    titel=mark("Eerste inschrijving"),
    gedaan=mark("De persoon is ingeschreven"),
    stappen=(
        Stap("wie", mark("Wie is het?"), lambda gaande, form: mens.op_papier(), keur_wie),
        Stap(BEKEND, mark("Is de persoon al bekend?"), lambda gaande, form: PRESENTIE, keur_bekend,
             deel="balie/gelijkend.html"),
        Stap("stuk", mark("Waaruit blijkt wie het is?"), lambda gaande, form: STUK),
        stap_ouder(1, mark("Eerste ouder")),
        stap_ouder(2, mark("Tweede ouder")),
        Stap("nationaliteit", mark("Welke nationaliteit?"), lambda gaande, form: NATIONALITEIT),
        Stap("familie", mark("Partner en kinderen"), lambda gaande, form: FAMILIE),
        Stap("partner", PARTNER_NAAM, lambda gaande, form: PARTNER, keur_partner, vertel=vertel_partner,
             geldt=lambda form: bool(form.get("verbintenis"))),
        *(stap_kind(n) for n in range(1, MEEST_KINDEREN + 1)),
        Stap("aangifte", mark("Verblijf in Nederland"), lambda gaande, form: AANGIFTE),
        Stap("waarheen", mark("Waar gaat de persoon wonen?"), lambda gaande, form: ADRES, klas="adresvelden"),
        CONTROLEREN,
    ),
    begin=begin,
    maak=maak,
    bij={
        "BZ-110": "achternaam", "BZ-111": "presentie", "BZ-112": "gezien", "BZ-113": "straat", "BZ-114": "geboren",
        "BZ-115": "nationaal", "BZ-116": "ouder1-soort", "BZ-117": "rang", "BZ-118": "voorvoegsel",
    },
    weet=weet,
    facts=facts,
    sjabloon="balie/verhuizing.html",
    over_persoon=False,
)  # fmt: skip
