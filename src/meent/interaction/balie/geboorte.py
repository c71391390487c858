"""A birth of a child whose mother lives here: the child, its name, and who the other parent is."""

from collections.abc import Sequence
from typing import Any, Literal, cast

from meent.integration.brp.feiten import Invoer
from meent.integration.brp.inzien import Bewoner
from meent.interaction.balie.proces import CONTROLEREN, Proces, Soort, Stap
from meent.interaction.balie.velden import Form, Regel, Veld, day_in
from meent.interaction.problems import Probleem
from meent.interaction.visit import Visit
from meent.interaction.words import mark, today
from meent.process.burgerzaken.feiten import Geboorteinvoer
from meent.process.burgerzaken.geboorte import VAN_MOEDER, VAN_RECHTER

GESLACHTEN = {"": mark("Kies"), "M": mark("Jongen"), "V": mark("Meisje"), "O": mark("Nog niet bekend")}
MOEDER, ANDER = "moeder", "ander"
NAMEN = {MOEDER: mark("Die van de moeder"), ANDER: mark("Die van de andere ouder")}
KIND = (
    Veld("voornamen", mark("Voornamen van het kind"), lang=200, fout=mark("Vul de voornamen in.")),
    Veld("geslacht", mark("Geslacht"), "keuze", GESLACHTEN, fout=mark("Kies jongen, meisje of nog niet bekend.")),
    Veld("datum", mark("Dag van de geboorte"), "dag", kort=True),
)
NAAM = Veld("naam", mark("Welke achternaam krijgt het kind?"), "keuze", NAMEN)
VOOR, NU = "voor", "nu"
ERKEND = Veld("erkend", mark("Wanneer erkende deze ouder het kind?"), "keuze", {
    "": mark("Niet"), VOOR: mark("Voor de geboorte"), NU: mark("Nu, bij deze aangifte"),
})  # fmt: skip
TOESTEMMING = Veld("toestemming", mark("De moeder gaf toestemming, op papier"), "vinkje", bij=("erkend", NU))
CURATELE = Veld(
    "curatele", mark("De rechter gaf toestemming, want deze ouder staat onder curatele"), "vinkje", bij=("erkend", NU)
)
STUKKEN = {TOESTEMMING.naam: VAN_MOEDER, CURATELE.naam: VAN_RECHTER}


async def partners(visit: Visit, moeder: Bewoner, form: Form) -> Sequence[Bewoner]:
    """The partner of the mother may be registered at another address."""
    numbers = [r.bsn for r in moeder.kaart.van("partner") if r.bsn]
    return await visit.burgerzaken.met_nummers(numbers) if numbers else ()


def partner_in(gaande: Proces) -> Bewoner | None:
    """Who is a parent by law: the partner of the mother, where that one is registered here."""
    numbers = {r.bsn for r in gaande.persoon.kaart.van("partner") if r.bsn}
    return next((b for b in gaande.bewoners[1:] if b.bsn in numbers), None)


def ander(gaande: Proces, form: Form) -> Bewoner | None:
    return partner_in(gaande) or gaande.bewoner(form.get("ouder", ""))


def vraagt(gaande: Proces, form: Form) -> Sequence[Veld]:
    """Who is the other parent is asked where no partner is it by law: a grown-up at the same address may be."""
    if partner_in(gaande):
        return *KIND, NAAM
    grown = {str(b.id): b.kaart.naam for b in gaande.bewoners[1:] if b.is_volwassen}
    return (
        *KIND, Veld("ouder", mark("Wie is de andere ouder?"), "wie", {"": mark("Niemand")} | grown), ERKEND,
        TOESTEMMING, CURATELE, NAAM,
    )  # fmt: skip


def keur(gaande: Proces, form: Form) -> list[Probleem]:
    if form.get("naam") == ANDER and ander(gaande, form) is None:
        return [Probleem("naam", mark("Er is geen andere ouder. Kies de naam van de moeder."))]
    return []


def begin(gaande: Proces) -> dict[str, str]:
    today_ = today(gaande.visit.now).isoformat()
    return {"naam": MOEDER, "geslacht": "", "datum": today_, "ouder": "", "erkend": ""}


def maak(gaande: Proces, form: Form, how: dict[str, Any]) -> Invoer:
    datum = day_in(form, "datum")
    assert datum is not None
    ouder = ander(gaande, form)
    return Geboorteinvoer(
        moeder=gaande.persoon.bsn, naam={"02.10": form["voornamen"], **naamgever(gaande, form).familienaam},
        geslacht=cast(Literal["M", "V", "O"], form["geslacht"]), datum=datum, ouder=ouder.bsn if ouder else "",
        erkend=form.get("erkend") == VOOR,
        erkend_op=today(gaande.visit.now) if form.get("erkend") == NU else None,
        stukken=frozenset(stuk for naam, stuk in STUKKEN.items() if form.get(naam)), **how,
    )  # fmt: skip


def naamgever(gaande: Proces, form: Form) -> Bewoner:
    other = ander(gaande, form)
    return other if other and form.get("naam") == ANDER else gaande.persoon


def ouders(gaande: Proces, form: Form) -> list[Regel]:
    law = partner_in(gaande)
    mother = Regel(mark("Moeder"), (gaande.persoon.kaart.naam,), naam="moeder")
    return [mother, *([Regel(mark("Andere ouder"), (law.kaart.naam,), naam="ouder")] if law else [])]


def toon(gaande: Proces, form: Form) -> list[Regel]:
    heet = f"{form.get('voornamen', '')} {naamgever(gaande, form).achternaam}"
    return [Regel(mark("Kind"), (heet,), naam="kind"), *ouders(gaande, form)]


GEBOORTE = Soort(
    feit="geboorte",
    titel=mark("Geboorte"),
    gedaan=mark("De geboorte is opgenomen"),
    stappen=(Stap("gegevens", mark("Wie is er geboren?"), vraagt, keur, vooraf=ouders), CONTROLEREN),
    begin=begin,
    maak=maak,
    bij={
        "BZ-30": "moeder",
        "BZ-31": "naam",
        "BZ-32": "datum",
        "BZ-33": "ouder",
        "BZ-34": "moeder",
        "BZ-300": "datum",
        "BZ-36": "naam",
        "BZ-240": "erkend",
        "BZ-241": "erkend",
    },
    toon=toon,
    mensen=partners,
)
