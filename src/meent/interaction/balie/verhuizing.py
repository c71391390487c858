"""A move within the municipality: who goes along, where to, since when, and what the law says to it."""

import re
from datetime import date
from typing import Any

from starlette.responses import Response

from meent.integration.brp.feiten import Invoer
from meent.integration.brp.inzien import Bewoner
from meent.interaction.balie import proces
from meent.interaction.balie.proces import BIJ_CONTROLE, CONTROLE, Form, Proces, Soort, Stap
from meent.interaction.problems import Probleem
from meent.interaction.visit import Visit
from meent.interaction.words import mark, today
from meent.process.burgerzaken.feiten import Verhuisinvoer

AMBTSHALVE = "ambtshalve"
POSTCODE = re.compile(r"[1-9]\d{3}\s?[A-Za-z]{2}", re.ASCII)
HUISNUMMER = re.compile(r"[1-9]\d{0,4}", re.ASCII)
WIJZEN = {
    "I": mark("zelf"),
    "G": mark("ouder of voogd, voor een kind onder 18 jaar"),
    "P": mark("echtgenoot of partner"),
    "O": mark("ouder, voor een kind van 18 jaar of ouder"),
    "K": mark("kind van 18 jaar of ouder, voor een ouder"),
    "M": mark("iemand met een machtiging"),
    "H": mark("hoofd van een instelling"),
}
ADRESVELDEN = ("straat", "huisnummer", "huisletter", "toevoeging", "postcode", "woonplaats", "functie")
FUNCTIES = {"W": mark("Woonadres"), "B": mark("Briefadres")}
STUKKEN = {
    "machtiging": mark("Machtiging"),
    "instemming briefadresgever": mark("Brief van wie het briefadres geeft"),
    "uittreksel gezagsregister": mark("Uittreksel uit het gezagsregister"),
    "verklaring instelling": mark("Verklaring van de instelling"),
}


def keur_wie(gaande: Proces, form: Form) -> list[Probleem]:
    if not verhuizers(gaande, form):
        return [Probleem("mee", mark("Kies wie er verhuist."))]
    if form.get("aangever") != AMBTSHALVE and gaande.bewoner(form.get("aangever", "")) is None:
        return [Probleem("aangever", mark("Kies wie de verhuizing meldt."))]
    return []


def keur_waarheen(gaande: Proces, form: Form) -> list[Probleem]:
    found = []
    if not form.get("straat"):
        found.append(Probleem("straat", mark("Vul de straat in.")))
    if not HUISNUMMER.fullmatch(form.get("huisnummer", "")):
        found.append(Probleem("huisnummer", mark("Vul het nummer in.")))
    if form.get("postcode") and not POSTCODE.fullmatch(form["postcode"]):
        found.append(Probleem("postcode", mark("Een postcode is vier cijfers en twee letters.")))
    if form.get("functie") not in FUNCTIES:
        found.append(Probleem("functie", mark("Kies of dit een woonadres of een briefadres is.")))
    return found


def keur_wanneer(gaande: Proces, form: Form) -> list[Probleem]:
    names = ("datum", "ontvangen")
    return [Probleem(name, mark("Vul een hele datum in.")) for name in names if day_in(form, name) is None]


def day_in(form: Form, name: str) -> date | None:
    try:
        return date.fromisoformat(form.get(name, ""))
    except ValueError:
        return None


def verhuizers(gaande: Proces, form: Form) -> list[Bewoner]:
    return [b for b in gaande.bewoners if form.get(f"mee-{b.id}")]


def begin(gaande: Proces) -> dict[str, str]:
    """This person moves and tells of it, unless a child: then the first grown-up at the address does."""
    day = today(gaande.visit.now)
    aangever = aangever_voor(gaande)
    form = {
        "aangever": str(aangever.id) if aangever else AMBTSHALVE, f"mee-{gaande.persoon.id}": "1", "functie": "W",
        "datum": day.isoformat(), "ontvangen": day.isoformat(), "woonplaats": gaande.visit.gemeente.naam,
    }  # fmt: skip
    return form | {f"wijze-{b.id}": wijze_voor(b, aangever) for b in gaande.bewoners}


def aangever_voor(gaande: Proces) -> Bewoner | None:
    grown = [b for b in gaande.bewoners if b.kaart.leeftijd is None or b.kaart.leeftijd >= 16]
    return gaande.persoon if gaande.persoon in grown else next(iter(grown), None)


def wijze_voor(bewoner: Bewoner, aangever: Bewoner | None) -> str:
    """How one is most likely declared, as the lists have the relations; the officer may choose otherwise."""
    if aangever is None or bewoner.id == aangever.id:
        return "I"
    is_minor = bewoner.kaart.leeftijd is not None and bewoner.kaart.leeftijd < 18
    rollen = {r.rol for r in bewoner.kaart.relaties if r.bsn and r.bsn == aangever.bsn}
    if "ouder" in rollen:
        return "G" if is_minor else "O"
    return "P" if "partner" in rollen else "K" if "kind" in rollen else "M"


def maak(gaande: Proces, form: Form, how: dict[str, Any]) -> Invoer:
    datum, ontvangen = day_in(form, "datum"), day_in(form, "ontvangen")
    assert datum is not None
    movers = verhuizers(gaande, form)
    is_ambtshalve = form.get("aangever") == AMBTSHALVE
    aangever = gaande.bewoner(form.get("aangever", ""))
    wijzen = {b.bsn: "A" if is_ambtshalve else form.get(f"wijze-{b.id}", "") for b in movers}
    return Verhuisinvoer(
        aangever=aangever.bsn if aangever else movers[0].bsn, datum=datum, ontvangen=ontvangen, adres=adres_in(form),
        verhuizers=wijzen, stukken=frozenset(code for code in STUKKEN if form.get(f"stuk-{code}")), **how,
    )  # fmt: skip


def adres_in(form: Form) -> dict[str, str]:
    """Elements of 10, 11: what was left open is not there."""
    found = {
        "10.10": form.get("functie", ""), "11.10": form.get("straat", "")[:24], "11.15": form.get("straat", "")[:80],
        "11.20": form.get("huisnummer", ""), "11.30": form.get("huisletter", "")[:1],
        "11.40": form.get("toevoeging", "")[:4], "11.60": form.get("postcode", "").replace(" ", "").upper(),
        "11.70": form.get("woonplaats", "")[:80],
    }  # fmt: skip
    return {nummer: waarde for nummer, waarde in found.items() if waarde}


async def facts(gaande: Proces, form: Form, stap: Stap) -> dict[str, Any]:
    """Who moves, and how many live there already: told at the end, when the address is known."""
    shown: dict[str, Any] = {"wijzen": WIJZEN, "functies": FUNCTIES, "stukken": STUKKEN, "bezet": 0}
    if stap.code == CONTROLE:
        adres = adres_in(form)
        asked = [adres.get(n, "") for n in ("11.60", "11.20", "11.30", "11.40")]
        shown["bezet"] = await gaande.visit.burgerzaken.bezetting(*asked)
    return shown | {"verhuizers": verhuizers(gaande, form)}


VERHUIZING = Soort(
    feit="verhuizing",
    titel=mark("Verhuizing"),
    gedaan=mark("De verhuizing is opgenomen"),
    stappen=(
        Stap("wie", mark("Wie verhuist?"), ("aangever", "mee-", "wijze-"), keur_wie),
        Stap("waarheen", mark("Waarheen?"), ADRESVELDEN, keur_waarheen),
        Stap("wanneer", mark("Wanneer?"), ("datum", "ontvangen", "stuk-"), keur_wanneer),
        Stap(CONTROLE, mark("Controle"), BIJ_CONTROLE),
    ),
    begin=begin,
    maak=maak,
    facts=facts,
)


async def show(visit: Visit) -> Response:
    return await proces.begin(visit, VERHUIZING)


async def verder(visit: Visit) -> Response:
    return await proces.verder(visit, VERHUIZING)
