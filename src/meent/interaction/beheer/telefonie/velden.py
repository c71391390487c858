"""The forms of a policy: which fields a part has, how a field is written down, and how it is read back.

What a form holds is text by field name (`waarden`); what the policy holds is plain data, as in its document.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

import msgspec

from meent.interaction.words import mark
from meent.process.telefonie.beleid import DAGEN, TAAL, Beleid, Buitenbellen, Noodmelding, Terugbellen
from meent.process.telefonie.keuring import DELEN, vormfout

TOETSEN = tuple("1234567890*#")
OVERLOOP_MEEST, DAGEN_ERBIJ = 3, 3
TALEN = {"nl": mark("Nederlands"), "en": mark("Engels"), "de": mark("Duits"), "fr": mark("Frans"), "fy": mark("Fries")}
SPREEKT = ("en", "de", "fr")
"""What espeak-ng can say beside Dutch; in Frisian there are recordings only."""
TOESTELLEN = {
    "browser": mark("Computer met headset"), "telefoon": mark("Eigen toestel"), "lijn": mark("Nummer buiten"),
}  # fmt: skip
BIJ = {
    "": mark("Geen"), "wachttijd": mark("Na zoveel seconden wachten"), "lengte": mark("Als er zoveel bellers wachten"),
    "geen_medewerkers": mark("Als niemand is aangemeld"),
}  # fmt: skip
TIJD = re.compile(r"(\d{1,2})[:.](\d{2})\s*(?:-|–|tot)\s*(\d{1,2})[:.](\d{2})")
GEEN_TIJD = mark("Schrijf tijden als 08:30-17:00. Zet een komma tussen twee blokken.")
GEEN_GETAL = mark("Vul hier een heel getal in.")
GEEN_DAG = mark("Kies een dag bij deze tijden.")
Waarden = Mapping[str, str]
Form = dict[str, str]


class Misvuld(ValueError):
    """What is wrong in one field of a form."""


@dataclass(frozen=True)
class Veld:
    """One member of a part.

    soort   how it is drawn and read: a key of SOORTEN
    bron    part of the policy whose names can be chosen
    """

    naam: str
    label: str
    soort: str = "tekst"
    uitleg: str = ""
    bron: str = ""
    van: int = 0
    tot: int = 86_400


VELDEN: dict[str, tuple[Veld, ...]] = {
    "nummers": (
        Veld("naam", mark("Naam van dit nummer"), uitleg=mark("Zo ziet de medewerker het.")),
        Veld("begin", mark("Waar begint de beller?"), "doel"),
        Veld("vangnet", mark("Wachtrij voor wie er niet uitkomt"), "keuze", bron="wachtrijen",
             uitleg=mark("Toets 0 gaat in elk menu hierheen.")),
        Veld("taal", mark("Taal"), "taal"),
    ),
    "tijden": (
        Veld("week", mark("Elke week"), "week", uitleg=mark("Laat leeg als u die dag dicht bent.")),
        Veld("feestdagen_gesloten", mark("Dicht op feestdagen"), "vink"),
        Veld("uitzonderingen", mark("Andere tijden op één dag"), "uitzonderingen",
             uitleg=mark("Zonder tijden bent u die dag dicht.")),
    ),
    "menus": (
        Veld("melding", mark("Melding met de keuzes"), "keuze", bron="geluiden"),
        Veld("keuzes", mark("Toetsen"), "keuzes"),
        Veld("standaard", mark("Zonder keuze"), "doel"),
        Veld("wacht_seconden", mark("Wachten op een toets, in seconden"), "getal", van=1, tot=60),
        Veld("keer", mark("Hoe vaak klinkt het menu?"), "getal", van=1, tot=5),
    ),
    "wachtrijen": (
        Veld("vaardigheid", mark("Wat moet een medewerker kunnen?"), "vaardigheid"),
        Veld("niveau", mark("Op welk niveau ten minste?"), "getal", van=1, tot=9),
        Veld("tijden", mark("Openingstijden"), "keuze", bron="tijden"),
        Veld("gesloten", mark("Melding als u dicht bent"), "keuze", bron="geluiden"),
        Veld("muziek", mark("Muziek"), "keuze", bron="geluiden"),
        Veld("norm_seconden", mark("Norm: opnemen binnen zoveel seconden"), "getal"),
        Veld("norm_procent", mark("Norm: voor zoveel procent van de bellers"), "getal", van=1, tot=100),
        Veld("overgaan_seconden", mark("Zo lang rinkelt het bij één medewerker, in seconden"), "getal", van=3, tot=120),
        Veld("nawerk_seconden", mark("Tijd om op te schrijven, in seconden"), "getal"),
        Veld("plaats_seconden", mark("Om de hoeveel seconden hoort de beller zijn plaats?"), "getal",
             uitleg=mark("0 is nooit.")),
        Veld("terugbel_toets", mark("Toets om teruggebeld te worden"), "toets"),
        Veld("voorrang", mark("Voorrang"), "getal", tot=9, uitleg=mark("Een hoger getal gaat voor.")),
        Veld("veroudering_seconden", mark("Zoveel seconden wachten is één stap voorrang"), "getal",
             van=1, tot=3600),
        Veld("zelfde_uren", mark("Dezelfde medewerker binnen zoveel uur"), "getal", tot=168, uitleg=mark("0 is nee.")),
        Veld("opnemen", mark("Gesprekken opnemen"), "vink",
             uitleg=mark("De beller hoort eerst dat u opneemt. Daarvoor kiest u hieronder een melding.")),
        Veld("opname_melding", mark("Melding dat u opneemt"), "keuze-of-geen", bron="geluiden"),
        Veld("opname_bewaardagen", mark("Opname bewaren, in dagen"), "getal", van=1, tot=365,
             uitleg=mark("Daarna wissen wij de opname vanzelf. Een andere termijn geldt voor nieuwe gesprekken.")),
        Veld("meeluisteren", mark("Een teamleider mag meeluisteren"), "vink",
             uitleg=mark("De medewerker ziet het als iemand meeluistert.")),
        Veld("overloop", mark("Als het te druk is"), "overloop"),
    ),
    "medewerkers": (
        Veld("naam", mark("Naam")),
        Veld("vaardigheden", mark("Wat kan deze medewerker?"), "vaardigheden",
             uitleg=mark("0 is niet, 9 is het beste.")),
        Veld("toestel", mark("Waarmee neemt deze medewerker op?"), "toestel"),
        Veld("adres", mark("Toestel of nummer"), uitleg=mark("Laat leeg bij een computer.")),
    ),
    "terugbellen": (
        Veld("aanbod", mark("Melding met de vraag"), "keuze", bron="geluiden"),
        Veld("bevestiging", mark("Melding na ja"), "keuze", bron="geluiden"),
        Veld("toets", mark("Toets voor ja"), "toets"),
        Veld("pogingen", mark("Hoe vaak proberen wij het?"), "getal", van=1, tot=10),
        Veld("tussen_seconden", mark("Tijd tussen twee keer, in seconden"), "getal", van=60),
        Veld("overgaan_seconden", mark("Zo lang gaat de telefoon van de inwoner, in seconden"), "getal",
             van=5, tot=120),
        Veld("termijn_werkdagen", mark("Terugbellen binnen zoveel werkdagen"), "getal", van=1, tot=60),
    ),
    "buitenbellen": (
        Veld("dagbedrag_euro", mark("Hoogste bedrag op één dag, in euro"), "getal", tot=100_000,
             uitleg=mark("Is dit bedrag op? Dan kan tot de volgende dag niemand meer naar buiten doorverbinden of "
                         "terugbellen.")),
        Veld("vast_eurocent_per_minuut", mark("Vast nummer: kosten per minuut, in eurocent"), "getal", tot=1_000),
        Veld("mobiel_eurocent_per_minuut", mark("Mobiel nummer: kosten per minuut, in eurocent"), "getal", tot=1_000),
        Veld("buitenland", mark("Naar het buitenland bellen mag"), "vink",
             uitleg=mark("Betaalde nummers (0900, 0906 en 0909) bellen wij nooit.")),
        Veld("buitenland_eurocent_per_minuut", mark("Buitenland: kosten per minuut, in eurocent"), "getal",
             tot=10_000),
    ),
    "noodmelding": (
        Veld("geluid", mark("Welke melding hoort iedereen eerst?"), "keuze-of-geen", bron="geluiden"),
        Veld("ophangen", mark("Daarna ophangen"), "vink"),
    ),
}  # fmt: skip
"""Prompts have a form of their own (geluid.py). Members that stand in no form keep what they had."""
ENKEL: dict[str, Any] = {"terugbellen": Terugbellen, "buitenbellen": Buitenbellen, "noodmelding": Noodmelding}
"""Parts of which there is one."""


# --- from the policy to the form -------------------------------------------------------------------------------------


def toon(deel: str, inhoud: Any) -> Form:
    """The fields of a part as text, by the name of the field; `inhoud` as in the document, None for a new one."""
    soort = cast("type[msgspec.Struct]", ENKEL.get(deel) or DELEN[deel])
    gewoon = {f.name: f.default for f in msgspec.structs.fields(soort) if f.default is not msgspec.NODEFAULT}
    form: Form = {}
    for veld in VELDEN[deel]:
        form |= _TONEN.get(veld.soort, _toon_tekst)(veld.naam, (gewoon if inhoud is None else inhoud).get(veld.naam))
    return form


def _toon_tekst(naam: str, waarde: Any) -> Form:
    return {naam: "" if waarde is None else str(waarde)}


def _toon_vink(naam: str, waarde: Any) -> Form:
    return {naam: "1" if waarde else ""}


def _toon_doel(naam: str, doel: Any) -> Form:
    if not doel:
        return {naam: "", f"{naam}-nummer": "", f"{naam}-taal": ""}
    is_buiten = doel["soort"] == "extern"
    kiest = doel["soort"] if is_buiten or not doel["naam"] else f"{doel['soort']}:{doel['naam']}"
    return {naam: kiest, f"{naam}-nummer": doel["naam"] if is_buiten else "", f"{naam}-taal": doel["taal"]}


def _toon_week(naam: str, week: Any) -> Form:
    return {f"week-{dag}": tijden_in_tekst((week or {}).get(dag, [])) for dag in DAGEN}


def _toon_uitzonderingen(naam: str, dagen: Any) -> Form:
    form: Form = {}
    for n, (dag, vakken) in enumerate([*sorted((dagen or {}).items()), *[("", [])] * DAGEN_ERBIJ]):
        form |= {f"uitz-{n}-dag": dag, f"uitz-{n}-tijden": tijden_in_tekst(vakken)}
    return form


def _toon_keuzes(naam: str, keuzes: Any) -> Form:
    form: Form = {}
    for toets in TOETSEN:
        form |= _toon_doel(f"keuze-{toets}", (keuzes or {}).get(toets))
    return form


def _toon_overloop(naam: str, regels: Any) -> Form:
    form: Form = {}
    leeg = {"bij": "", "grens": 0, "naar": None}
    for n, regel in enumerate([*(regels or []), *[leeg] * OVERLOOP_MEEST][: max(OVERLOOP_MEEST, len(regels or []))]):
        form |= {f"over-{n}-bij": regel["bij"], f"over-{n}-grens": str(regel["grens"])}
        form |= _toon_doel(f"over-{n}", regel["naar"])
    return form


def _toon_vaardigheden(naam: str, kan: Any) -> Form:
    return {f"kan-{vaardigheid}": str(niveau) for vaardigheid, niveau in (kan or {}).items()}


_TONEN: dict[str, Callable[[str, Any], Form]] = {
    "vink": _toon_vink, "doel": _toon_doel, "week": _toon_week, "uitzonderingen": _toon_uitzonderingen,
    "keuzes": _toon_keuzes, "overloop": _toon_overloop, "vaardigheden": _toon_vaardigheden,
}  # fmt: skip


def tijden_in_tekst(vakken: Any) -> str:
    return ", ".join(f"{vak['van']}-{vak['tot']}" for vak in vakken)


# --- from the form to the policy -------------------------------------------------------------------------------------


def lees(deel: str, form: Waarden, was: Any) -> tuple[Any, dict[str, str]]:
    """What the form says as plain data, and by field what is wrong with it; without faults it has the right shape.

    was     what stood there, for the members that have no field; None for a new one
    """
    inhoud, fouten = dict(was or {}), dict[str, str]()
    for veld in VELDEN[deel]:
        try:
            inhoud[veld.naam] = _LEZEN.get(veld.soort, _lees_tekst)(veld.naam, form)
        except Misvuld as fout:
            veldnaam, tekst = fout.args
            fouten[veldnaam] = tekst
    if deel == "noodmelding" and not inhoud["geluid"]:
        return None, fouten
    if not fouten:
        try:
            msgspec.convert(inhoud, ENKEL.get(deel) or DELEN[deel])
        except msgspec.ValidationError as fout:
            plaats, tekst = vormfout(str(fout))
            fouten[veld_van(plaats)] = tekst
    return inhoud, fouten


def _lees_tekst(naam: str, form: Waarden) -> str:
    return form.get(naam, "").strip()


def _lees_getal(naam: str, form: Waarden) -> int:
    tekst = form.get(naam, "").strip()
    if not (tekst.isascii() and tekst.isdigit() and len(tekst) < 7):
        raise Misvuld(naam, GEEN_GETAL)
    return int(tekst)


def _lees_vink(naam: str, form: Waarden) -> bool:
    return bool(form.get(naam))


def _lees_doel(naam: str, form: Waarden) -> dict[str, str] | None:
    """None where nothing was chosen."""
    soort, _, doel = form.get(naam, "").partition(":")
    if not soort:
        return None
    if soort == "extern":
        doel = re.sub(r"[\s().-]", "", form.get(f"{naam}-nummer", ""))
    return {"soort": soort, "naam": doel, "taal": form.get(f"{naam}-taal", "")}


def _lees_verplicht_doel(naam: str, form: Waarden) -> dict[str, str]:
    doel = _lees_doel(naam, form)
    if doel is None:
        raise Misvuld(naam, mark("Kies waar de beller heen gaat."))
    return doel


def _lees_tijden(naam: str, tekst: str) -> list[dict[str, str]]:
    """08:30-12:00, 13:00-17:00; also 8.30 tot 12.00. Whether the hours can be is judged with the rest."""
    stukken = [stuk.strip() for stuk in re.split(r"[,;]|\ben\b", tekst) if stuk.strip()]
    vakken = [TIJD.fullmatch(stuk) for stuk in stukken]
    if not all(vakken):
        raise Misvuld(naam, GEEN_TIJD)
    return [{"van": f"{int(v[1]):02}:{v[2]}", "tot": f"{int(v[3]):02}:{v[4]}"} for v in vakken if v]


def rijen(form: Waarden, begin: str, eind: str) -> int:
    """How many rows of a field there are in a form."""
    return sum(veld.startswith(begin) and veld.endswith(eind) for veld in form)


def _lees_week(naam: str, form: Waarden) -> dict[str, Any]:
    dagen = {dag: _lees_tijden(f"week-{dag}", form.get(f"week-{dag}", "")) for dag in DAGEN}
    return {dag: vakken for dag, vakken in dagen.items() if vakken}


def _lees_uitzonderingen(naam: str, form: Waarden) -> dict[str, Any]:
    dagen: dict[str, Any] = {}
    for n in range(rijen(form, "uitz-", "-dag")):
        dag, tijden = form.get(f"uitz-{n}-dag", "").strip(), form.get(f"uitz-{n}-tijden", "").strip()
        if tijden and not dag:
            raise Misvuld(f"uitz-{n}-dag", GEEN_DAG)
        if dag:
            dagen[dag] = _lees_tijden(f"uitz-{n}-tijden", "" if tijden.lower() in ("dicht", "gesloten") else tijden)
    return dagen


def _lees_keuzes(naam: str, form: Waarden) -> dict[str, Any]:
    doelen = {toets: _lees_doel(f"keuze-{toets}", form) for toets in TOETSEN}
    return {toets: doel for toets, doel in doelen.items() if doel}


def _lees_overloop(naam: str, form: Waarden) -> list[Any]:
    regels = []
    for n in range(rijen(form, "over-", "-bij")):
        if bij := form.get(f"over-{n}-bij", ""):
            grens = 0 if bij == "geen_medewerkers" else _lees_getal(f"over-{n}-grens", form)
            regels.append({"bij": bij, "naar": _lees_verplicht_doel(f"over-{n}", form), "grens": grens})
    return regels


def _lees_vaardigheden(naam: str, form: Waarden) -> dict[str, int]:
    kan = {veld[4:]: _lees_getal(veld, form) for veld in form if veld.startswith("kan-")}
    return {vaardigheid: niveau for vaardigheid, niveau in kan.items() if niveau}


_LEZEN: dict[str, Callable[[str, Waarden], Any]] = {
    "getal": _lees_getal, "vink": _lees_vink, "doel": _lees_verplicht_doel, "week": _lees_week,
    "uitzonderingen": _lees_uitzonderingen, "keuzes": _lees_keuzes, "overloop": _lees_overloop,
    "vaardigheden": _lees_vaardigheden,
}  # fmt: skip
BINNEN = {"keuzes": "keuze", "week": "week", "overloop": "over", "vaardigheden": "kan"}


def veld_van(plaats: str) -> str:
    """The field of the form for a place inside a part: keuzes.3 is keuze-3, overloop.0.naar is over-0."""
    eerste, *rest = plaats.split(".")
    return f"{BINNEN[eerste]}-{rest[0]}" if rest and eerste in BINNEN else eerste


def vaardigheden(beleid: Beleid) -> list[str]:
    """All that somebody is asked for, or can do."""
    gevraagd = {rij.vaardigheid for rij in beleid.wachtrijen.values()}
    return sorted(gevraagd | {kan for inzet in beleid.medewerkers.values() for kan in inzet.vaardigheden})


def talen(beleid: Beleid) -> list[str]:
    """Languages in which anything can be heard."""
    return [TAAL, *sorted({taal for geluid in beleid.geluiden.values() for taal in geluid.duur} - {TAAL})]
