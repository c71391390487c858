"""Facts that fit on one form: who may see the data, by which name somebody is called, and a marriage or partnership."""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast

from starlette.responses import Response

from meent.integration.brp.feiten import Invoer
from meent.interaction.balie import proces
from meent.interaction.balie.proces import BIJ_CONTROLE, CONTROLE, Form, Proces, Soort, Stap
from meent.interaction.balie.verhuizing import aangever_voor, day_in
from meent.interaction.problems import Probleem
from meent.interaction.visit import Visit
from meent.interaction.words import mark, today
from meent.process.burgerzaken.feiten import Huwelijksinvoer
from meent.process.burgerzaken.naamgebruik import Naamgebruikinvoer
from meent.process.burgerzaken.onderzoek import Onderzoeksinvoer
from meent.process.burgerzaken.verstrekkingsbeperking import Beperkingsinvoer

GEGEVENS = "gegevens"
GETAL = re.compile(r"\d", re.ASCII)
NEGEN = re.compile(r"\d{9}", re.ASCII)
DATUM_FOUT = mark("Vul een hele datum in.")


@dataclass(frozen=True)
class Veld:
    """A field of such a form.

    opties   what can be chosen; without them it is a text, a day or a tick
    """

    naam: str
    label: str
    soort: Literal["text", "date", "checkbox", "keuze"] = "text"
    opties: Mapping[str, str] | None = None
    lang: int = 80


Toon = Callable[[Proces, Form], Awaitable[dict[str, str]]]


async def niets(gaande: Proces, form: Form) -> dict[str, str]:
    return {}


def soort_van(
    feit: str,
    titel: str,
    gedaan: str,
    vraag: str,
    velden: Callable[[Proces], list[Veld]],
    *,
    begin: Callable[[Proces], dict[str, str]],
    keur: Callable[[Proces, Form], list[Probleem]],
    maak: Callable[[Proces, Form, dict[str, Any]], Invoer],
    toon: Toon = niets,
) -> Soort:
    """A fact of one form and a check; `toon` gives names (label -> name) that belong to what was filled in."""

    async def facts(gaande: Proces, form: Form, stap: Stap) -> dict[str, Any]:
        shown = await toon(gaande, form) if stap.code == CONTROLE else {}
        return {"velden": velden(gaande), "erbij": shown}

    names = VELDEN[feit]
    stappen = (Stap(GEGEVENS, vraag, names, keur), Stap(CONTROLE, mark("Controle"), BIJ_CONTROLE))
    return Soort(feit, titel, gedaan, stappen, begin, maak, facts, sjabloon="balie/verzoek.html")


VELDEN = {
    "verstrekkingsbeperking": ("beperkt", "verzoeker", "stuk-"),
    "naamgebruik": ("naamgebruik", "ontvangen"),
    "onderzoek": ("wat", "datum"),
    "huwelijk": ("soort", "partner", "datum", "gemeld", "getuigen", "ontheffing"),
}
"""Fact -> names of the fields of its form."""

# --- who may see the data --------------------------------------------------------------------------------------------

BEPERKT = {"ja": mark("Ja: geef de gegevens niet aan anderen"), "nee": mark("Nee: hef de geheimhouding op")}
BEWIJZEN = {
    "uittreksel gezagsregister": mark("Uittreksel uit het gezagsregister"),
    "verklaring verzorger": mark("Verklaring van de verzorger"),
    "bewijs curatele": mark("Bewijs van curatele"),
}


def is_geheim(gaande: Proces) -> bool:
    return any(signaal.code == "geheim" for signaal in gaande.persoon.kaart.signalen)


def velden_geheim(gaande: Proces) -> list[Veld]:
    people = {str(b.id): b.kaart.naam for b in gaande.bewoners}
    return [
        Veld("beperkt", mark("Moeten de gegevens geheim zijn?"), "keuze", BEPERKT),
        Veld("verzoeker", mark("Wie vraagt dit?"), "keuze", people),
        *(Veld(f"stuk-{code}", woord, "checkbox") for code, woord in BEWIJZEN.items()),
    ]


def begin_geheim(gaande: Proces) -> dict[str, str]:
    verzoeker = aangever_voor(gaande) or gaande.persoon
    return {"beperkt": "nee" if is_geheim(gaande) else "ja", "verzoeker": str(verzoeker.id)}


def keur_geheim(gaande: Proces, form: Form) -> list[Probleem]:
    found = [] if form.get("beperkt") in BEPERKT else [Probleem("beperkt", mark("Kies ja of nee."))]
    who = gaande.bewoner(form.get("verzoeker", ""))
    return found + ([] if who else [Probleem("verzoeker", mark("Kies wie dit vraagt."))])


def maak_geheim(gaande: Proces, form: Form, how: dict[str, Any]) -> Invoer:
    verzoeker = gaande.bewoner(form["verzoeker"])
    return Beperkingsinvoer(
        bsn=gaande.persoon.bsn, beperkt=form["beperkt"] == "ja", verzoeker=verzoeker.bsn if verzoeker else "",
        stukken=frozenset(code for code in BEWIJZEN if form.get(f"stuk-{code}")), **how,
    )  # fmt: skip


GEHEIM = soort_van(
    "verstrekkingsbeperking", mark("Geheimhouding"), mark("Het verzoek is verwerkt"),
    mark("Geheim of niet?"), velden_geheim, begin=begin_geheim, keur=keur_geheim, maak=maak_geheim,
)  # fmt: skip

# --- by which name ---------------------------------------------------------------------------------------------------

NAMEN = {
    "E": mark("Eigen naam"), "P": mark("Naam van de partner"), "V": mark("Naam van de partner, dan eigen naam"),
    "N": mark("Eigen naam, dan naam van de partner"),
}  # fmt: skip


def velden_naam(gaande: Proces) -> list[Veld]:
    return [
        Veld("naamgebruik", mark("Hoe wil de persoon heten?"), "keuze", NAMEN),
        Veld("ontvangen", mark("Dag van het verzoek"), "date"),
    ]


def begin_naam(gaande: Proces) -> dict[str, str]:
    return {"naamgebruik": "E", "ontvangen": today(gaande.visit.now).isoformat()}


def keur_naam(gaande: Proces, form: Form) -> list[Probleem]:
    found = [] if form.get("naamgebruik") in NAMEN else [Probleem("naamgebruik", mark("Kies een naam."))]
    return found + ([] if day_in(form, "ontvangen") else [Probleem("ontvangen", DATUM_FOUT)])


def maak_naam(gaande: Proces, form: Form, how: dict[str, Any]) -> Invoer:
    return Naamgebruikinvoer(
        bsn=gaande.persoon.bsn, naamgebruik=form["naamgebruik"], ontvangen=day_in(form, "ontvangen"), **how
    )


NAAMGEBRUIK = soort_van(
    "naamgebruik", mark("Naamgebruik"), mark("Het naamgebruik is opgenomen"), mark("Welke naam?"),
    velden_naam, begin=begin_naam, keur=keur_naam, maak=maak_naam,
)  # fmt: skip

# --- marriage and partnership ----------------------------------------------------------------------------------------

SOORTEN = {"H": mark("Huwelijk"), "P": mark("Geregistreerd partnerschap")}


def velden_huwelijk(gaande: Proces) -> list[Veld]:
    return [
        Veld("soort", mark("Wat is het?"), "keuze", SOORTEN),
        Veld("partner", mark("BSN van de partner"), lang=11),
        Veld("datum", mark("Dag van de sluiting"), "date"),
        Veld("gemeld", mark("Dag waarop zij het meldden"), "date"),
        Veld("getuigen", mark("Aantal getuigen"), lang=1),
        Veld("ontheffing", mark("De officier van justitie gaf ontheffing van de 14 dagen"), "checkbox"),
    ]


def begin_huwelijk(gaande: Proces) -> dict[str, str]:
    day = today(gaande.visit.now).isoformat()
    return {"soort": "H", "datum": day, "gemeld": "", "getuigen": "2"}


def keur_huwelijk(gaande: Proces, form: Form) -> list[Probleem]:
    found = [] if form.get("soort") in SOORTEN else [Probleem("soort", mark("Kies wat het is."))]
    if not NEGEN.fullmatch(bare(form)):
        found.append(Probleem("partner", mark("Een BSN heeft negen cijfers.")))
    found += [Probleem(name, DATUM_FOUT) for name in ("datum", "gemeld") if day_in(form, name) is None]
    if not GETAL.fullmatch(form.get("getuigen", "")):
        found.append(Probleem("getuigen", mark("Vul het aantal in.")))
    return found


def bare(form: Form) -> str:
    return re.sub(r"[\s.]", "", form.get("partner", ""))


def maak_huwelijk(gaande: Proces, form: Form, how: dict[str, Any]) -> Invoer:
    gemeld = day_in(form, "gemeld")
    assert gemeld is not None
    return Huwelijksinvoer(
        soort=cast(Literal["H", "P"], form["soort"]), partners=(gaande.persoon.bsn, bare(form)), gemeld=gemeld,
        datum=day_in(form, "datum"), getuigen=int(form["getuigen"]), ontheffing=bool(form.get("ontheffing")), **how,
    )  # fmt: skip


async def toon_partner(gaande: Proces, form: Form) -> dict[str, str]:
    found = await gaande.visit.burgerzaken.met_nummers([bare(form)])
    return {mark("Partner"): b.kaart.naam for b in found}


HUWELIJK = soort_van(
    "huwelijk", mark("Huwelijk of partnerschap"), mark("Het huwelijk of partnerschap is opgenomen"),
    mark("Met wie en wanneer?"), velden_huwelijk, begin=begin_huwelijk, keur=keur_huwelijk, maak=maak_huwelijk,
    toon=toon_partner,
)  # fmt: skip

# --- an onderzoek ----------------------------------------------------------------------------------------------------

TE_ONDERZOEKEN = {
    "080000": mark("Begin: klopt het adres?"), "089999": mark("Begin: de persoon woont niet op dit adres"),
    "010000": mark("Begin: klopt de persoon?"), "020000": mark("Begin: klopt de eerste ouder?"),
    "030000": mark("Begin: klopt de tweede ouder?"), "040000": mark("Begin: klopt de nationaliteit?"),
    "050000": mark("Begin: klopt het huwelijk of partnerschap?"),
}  # fmt: skip
"""What may be in doubt (83.10): a category, or that somebody lives where the list says."""
NEEM_WEG = mark("Beëindig het onderzoek naar:")


def keuzes(gaande: Proces) -> dict[str, str]:
    """What can be begun, and what runs and can be ended; of what runs in a category nothing is begun there."""
    running = gaande.persoon.kaart.onderzoeken
    words = gaande.visit.words.gettext
    ends = {
        f"beeindig-{o.aanduiding}-{o.stapel}-{o.voorkomen}": f"{words(NEEM_WEG)} {o.naam} ({o.sinds})" for o in running
    }
    busy = {o.aanduiding[:2] for o in running if o.voorkomen == 0}
    return ends | {f"begin-{code}-0-0": word for code, word in TE_ONDERZOEKEN.items() if code[:2] not in busy}


def velden_onderzoek(gaande: Proces) -> list[Veld]:
    return [
        Veld("wat", mark("Wat wilt u doen?"), "keuze", keuzes(gaande)), Veld("datum", mark("Vanaf welke dag?"), "date"),
    ]  # fmt: skip


def begin_onderzoek(gaande: Proces) -> dict[str, str]:
    return {"wat": next(iter(keuzes(gaande))), "datum": today(gaande.visit.now).isoformat()}


def keur_onderzoek(gaande: Proces, form: Form) -> list[Probleem]:
    found = [] if form.get("wat") in keuzes(gaande) else [Probleem("wat", mark("Kies wat u wilt doen."))]
    return found + ([] if day_in(form, "datum") else [Probleem("datum", DATUM_FOUT)])


def maak_onderzoek(gaande: Proces, form: Form, how: dict[str, Any]) -> Invoer:
    stap, aanduiding, stapel, voorkomen = form["wat"].split("-")
    return Onderzoeksinvoer(
        bsn=gaande.persoon.bsn, stap=cast(Literal["begin", "beeindig"], stap), aanduiding=aanduiding,
        datum=day_in(form, "datum"), stapel=int(stapel), voorkomen=int(voorkomen), **how,
    )  # fmt: skip


ONDERZOEK = soort_van(
    "onderzoek", mark("Onderzoek"), mark("Het onderzoek is opgenomen"), mark("Wat is er in onderzoek?"),
    velden_onderzoek, begin=begin_onderzoek, keur=keur_onderzoek, maak=maak_onderzoek,
)  # fmt: skip

VERZOEKEN = {soort.feit: soort for soort in (GEHEIM, NAAMGEBRUIK, HUWELIJK, ONDERZOEK)}
"""By the last part of their address."""


def soort_in(visit: Visit) -> Soort:
    return VERZOEKEN[visit.request.url.path.rsplit("/", 1)[-1]]


async def show(visit: Visit) -> Response:
    return await proces.begin(visit, soort_in(visit))


async def verder(visit: Visit) -> Response:
    return await proces.verder(visit, soort_in(visit))
