"""Somebody recognises a child that was born before: who, by which akte, with whose consent, and what name follows."""

from collections.abc import Mapping, Sequence
from typing import Any

from meent.integration.brp.feiten import Invoer
from meent.integration.brp.inzien import Bewoner
from meent.interaction.balie import akte as akten
from meent.interaction.balie.proces import CONTROLEREN, Proces, Soort, Stap
from meent.interaction.balie.velden import BSN_FOUT, NEGEN, Form, Regel, Veld, bare, day_in
from meent.interaction.problems import Probleem
from meent.interaction.visit import Visit
from meent.interaction.words import mark, today
from meent.process.burgerzaken.erkenning import Erkenningsinvoer

ANDER = "ander"
BSN = Veld("bsn", mark("BSN van de ander"), lang=11, patroon=NEGEN, kaal=True, fout=BSN_FOUT,
           bij=("erkenner", ANDER), kort=True)  # fmt: skip
NAMEN = {
    "": mark("De naam die het kind nu heeft"), "erkenner": mark("De naam van wie erkent"),
    "eigen-erkenner": mark("De naam van nu, dan die van wie erkent"),
    "erkenner-eigen": mark("De naam van wie erkent, dan die van nu"),
}  # fmt: skip
AKTE = (
    Veld("datum", mark("Dag van de erkenning"), "dag", kort=True),
    akten.WIE_MAAKT,
    akten.gemeente(mark("Gemeente van de geboorteakte"), akten.BIJ_ELDERS),
    akten.nummer(akten.BIJ_ELDERS, uitleg=mark("Met een C op de derde plaats: de latere vermelding.")),
    Veld("naam", mark("Welke achternaam krijgt het kind?"), "keuze", NAMEN),
    Veld("stuk", mark("Wie gaf toestemming?"), "vinkjes", {
        "toestemming moeder": mark("De moeder, op papier"), "toestemming kind": mark("Het kind zelf, op papier"),
        "toestemming kantonrechter": mark("De kantonrechter, voor wie onder curatele staat"),
    }),
)  # fmt: skip


async def genoemd(visit: Visit, kind: Bewoner, form: Form) -> Sequence[Bewoner]:
    """Who is named by number lives at another address."""
    return await visit.burgerzaken.met_nummers([bare(form["bsn"])]) if form.get("bsn") else ()


def vraagt(gaande: Proces, form: Form) -> Sequence[Veld]:
    """A grown-up at the same address, or somebody else by number."""
    grown = {str(b.id): b.kaart.naam for b in gaande.bewoners[1:] if b.is_volwassen}
    return Veld("erkenner", mark("Wie erkent het kind?"), "wie", grown | {ANDER: mark("Iemand anders")}), BSN


def keur(gaande: Proces, form: Form) -> list[Probleem]:
    if form.get("erkenner") == ANDER and NEGEN.fullmatch(bare(form.get("bsn", ""))) and not erkenner(gaande, form):
        return [Probleem("bsn", mark("Deze persoon staat niet in deze gemeente ingeschreven."))]
    return []


def erkenner(gaande: Proces, form: Form) -> Bewoner | None:
    if form.get("erkenner") == ANDER:
        return gaande.met_bsn(bare(form.get("bsn", "")))
    return gaande.bewoner(form.get("erkenner", ""))


def begin(gaande: Proces) -> dict[str, str]:
    first = next((str(b.id) for b in gaande.bewoners[1:] if b.is_volwassen), ANDER)
    return {
        "erkenner": first, "datum": today(gaande.visit.now).isoformat(), "naam": "",
        akten.VERMELDING: akten.ELDERS, "aktegemeente": gaande.visit.burgerzaken.eigen_naam,
    }  # fmt: skip


def maak(gaande: Proces, form: Form, how: dict[str, Any]) -> Invoer:
    datum, wie_erkent = day_in(form, "datum"), erkenner(gaande, form)
    assert datum is not None
    assert wie_erkent is not None
    return Erkenningsinvoer(
        kind=gaande.persoon.bsn, erkenner=wie_erkent.bsn, akte=akten.vermelding_in(gaande, form), datum=datum,
        naam=naam_in(gaande, form), stukken=frozenset(AKTE[-1].gekozen(form)), **how,
    )  # fmt: skip


def naam_in(gaande: Proces, form: Form) -> Mapping[str, str]:
    """Group 02 of the child from then on; nothing when the name stays as it is."""
    wie_erkent = erkenner(gaande, form)
    if not form.get("naam") or wie_erkent is None:
        return {}
    own, other = gaande.persoon, wie_erkent
    parts = {"erkenner": (other,), "eigen-erkenner": (own, other), "erkenner-eigen": (other, own)}[form["naam"]]
    return own.voornamen | samengevoegd(parts)


def samengevoegd(parts: Sequence[Bewoner]) -> dict[str, str]:
    """Surnames one after the other: only the first keeps its voorvoegsel apart (02.30)."""
    first = dict(parts[0].familienaam)
    rest = [one.achternaam for one in parts[1:]]
    return first | {"02.40": " ".join([first.get("02.40", ""), *rest])}


def toon(gaande: Proces, form: Form) -> list[Regel]:
    wie_erkent, naam = erkenner(gaande, form), naam_in(gaande, form)
    who = [Regel(mark("Wie erkent"), (wie_erkent.kaart.naam,), naam="erkenner", stap="wie")] if wie_erkent else []
    called = " ".join(naam.values()) if naam else gaande.persoon.kaart.naam
    return [
        Regel(mark("Kind"), (gaande.persoon.kaart.naam,), naam="persoon"), *who,
        Regel(mark("Het kind heet dan"), (called,), naam="heet"),
    ]  # fmt: skip


ERKENNING = Soort(
    feit="erkenning",
    titel=mark("Erkenning van een kind"),
    gedaan=mark("De erkenning is opgenomen"),
    stappen=(
        Stap("wie", mark("Wie erkent?"), vraagt, keur),
        Stap("akte", mark("Akte en naam"), lambda gaande, form: AKTE),
        CONTROLEREN,
    ),
    begin=begin,
    maak=maak,
    bij={
        "BZ-70": "persoon",
        "BZ-71": "erkenner",
        "BZ-72": "stuk",
        "BZ-351": "stuk",
        "BZ-73": "naam",
        "BZ-74": akten.VERMELDING,
        "BZ-75": "naam",
    },
    toon=toon,
    mensen=genoemd,
)
