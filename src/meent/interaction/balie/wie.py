"""Who goes along: the people of one address, who tells of it, and in what way for each (72.10)."""

from collections.abc import Iterable, Mapping

from meent.integration.brp.inzien import Bewoner
from meent.interaction.balie.proces import Proces, Stap
from meent.interaction.balie.velden import Form, Regel
from meent.interaction.problems import Probleem
from meent.interaction.words import mark

AMBTSHALVE = "ambtshalve"
WIJZEN = {
    "I": mark("zelf"),
    "G": mark("ouder of voogd, voor een kind onder 18 jaar"),
    "P": mark("echtgenoot of partner"),
    "O": mark("ouder, voor een kind van 18 jaar of ouder"),
    "K": mark("kind van 18 jaar of ouder, voor een ouder"),
    "M": mark("iemand met een machtiging"),
    "H": mark("hoofd van een instelling"),
}
MACHTIGING, GEZAGSREGISTER, INSTELLING = "machtiging", "uittreksel gezagsregister", "verklaring instelling"
STUKKEN = {
    MACHTIGING: mark("Machtiging"),
    GEZAGSREGISTER: mark("Uittreksel uit het gezagsregister"),
    INSTELLING: mark("Verklaring van de instelling"),
}


def over(gaande: Proces) -> list[Regel]:
    """The line that says of whom it is, for a fact of one person."""
    return [Regel(mark("Persoon"), (gaande.persoon.kaart.naam,), naam="persoon")]


def wie_gaat(naam: str) -> Stap:
    """The first step of a fact of several people."""
    return Stap("wie", naam, keur=keur, deel="balie/wie.html", ook=("aangever", "mee-", "wijze-"))


def keur(gaande: Proces, form: Form) -> list[Probleem]:
    if not mee(gaande, form):
        return [Probleem("mee", mark("Kies om wie het gaat."))]
    if form.get("aangever") != AMBTSHALVE and gaande.bewoner(form.get("aangever", "")) is None:
        return [Probleem("aangever", mark("Kies wie dit meldt."))]
    return []


def mee(gaande: Proces, form: Form) -> list[Bewoner]:
    return [b for b in gaande.bewoners if form.get(f"mee-{b.id}")]


def begin(gaande: Proces, anders: str = "M") -> dict[str, str]:
    """This person goes and tells of it, unless a child: then the first grown-up at the address does.

    anders   how one is declared of whom the lists tell no relation
    """
    aangever = aangever_voor(gaande)
    form = {"aangever": str(aangever.id) if aangever else AMBTSHALVE, f"mee-{gaande.persoon.id}": "1"}
    return form | {f"wijze-{b.id}": wijze_voor(b, aangever, anders) for b in gaande.bewoners}


def aangever_voor(gaande: Proces) -> Bewoner | None:
    grown = [b for b in gaande.bewoners if b.is_volwassen]
    return gaande.persoon if gaande.persoon in grown else next(iter(grown), None)


def wijze_voor(bewoner: Bewoner, aangever: Bewoner | None, anders: str) -> str:
    """How one is most likely declared, as the lists have the relations; the officer may choose otherwise."""
    if aangever is None or bewoner.id == aangever.id:
        return "I"
    is_minor = bewoner.kaart.leeftijd is not None and bewoner.kaart.leeftijd < 18
    rollen = {r.rol for r in bewoner.kaart.relaties if r.bsn and r.bsn == aangever.bsn}
    if "ouder" in rollen:
        return "G" if is_minor else "O"
    return "P" if "partner" in rollen else "K" if "kind" in rollen else anders


def aangever_in(gaande: Proces, form: Form) -> str:
    """BSN of who tells of it; of the first who goes when the municipality decides."""
    aangever = gaande.bewoner(form.get("aangever", ""))
    return aangever.bsn if aangever else mee(gaande, form)[0].bsn


def wijzen_in(gaande: Proces, form: Form) -> Mapping[str, str]:
    """BSN of each who goes -> 72.10."""
    is_ambtshalve = form.get("aangever") == AMBTSHALVE
    return {b.bsn: "A" if is_ambtshalve else form.get(f"wijze-{b.id}", "") for b in mee(gaande, form)}


def toon(gaande: Proces, form: Form) -> list[Regel]:
    aangever = gaande.bewoner(form.get("aangever", ""))
    told = Regel(MELDER, (aangever.kaart.naam,), naam="aangever", stap="wie") if aangever else Regel(
        MELDER, (mark("Niemand: de gemeente beslist zelf"),), "woord", "aangever", "wie"
    )  # fmt: skip
    return [Regel(mark("Om wie gaat het?"), namen(mee(gaande, form)), naam="mee", stap="wie"), told]


MELDER = mark("Wie meldt het?")


def namen(people: Iterable[Bewoner]) -> tuple[str, ...]:
    return tuple(b.kaart.naam for b in people)
