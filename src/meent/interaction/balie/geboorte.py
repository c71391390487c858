"""A birth of a child whose mother lives here: the child, its name, and who the other parent is."""

from collections.abc import Sequence
from typing import Any, Literal, cast

from starlette.responses import Response

from meent.integration.brp.feiten import Invoer
from meent.integration.brp.inzien import Bewoner
from meent.interaction.balie import proces
from meent.interaction.balie.proces import BIJ_CONTROLE, CONTROLE, Form, Proces, Soort, Stap
from meent.interaction.balie.verhuizing import day_in
from meent.interaction.problems import Probleem
from meent.interaction.visit import Visit
from meent.interaction.words import mark, today
from meent.process.burgerzaken.feiten import Geboorteinvoer

GESLACHTEN = {"": mark("Kies"), "M": mark("Jongen"), "V": mark("Meisje"), "O": mark("Nog niet bekend")}
MOEDER, ANDER = "moeder", "ander"
NAMEN = {MOEDER: mark("Die van de moeder"), ANDER: mark("Die van de andere ouder")}
VELDEN = ("voornamen", "naam", "geslacht", "datum", "ouder", "erkend")


async def partners(visit: Visit, moeder: Bewoner) -> Sequence[Bewoner]:
    """The partner of the mother may be registered at another address."""
    numbers = [r.bsn for r in moeder.kaart.van("partner") if r.bsn]
    return await visit.burgerzaken.met_nummers(numbers) if numbers else ()


def partner_in(gaande: Proces) -> Bewoner | None:
    """Who is a parent by law: the partner of the mother, where that one is registered here."""
    numbers = {r.bsn for r in gaande.persoon.kaart.van("partner") if r.bsn}
    return next((b for b in gaande.bewoners[1:] if b.bsn in numbers), None)


def mogelijke_ouders(gaande: Proces) -> list[Bewoner]:
    """Who can have recognised the child: a grown-up at the same address."""
    return [b for b in gaande.bewoners[1:] if b.kaart.leeftijd is None or b.kaart.leeftijd >= 16]


def ander(gaande: Proces, form: Form) -> Bewoner | None:
    return partner_in(gaande) or gaande.bewoner(form.get("ouder", ""))


def keur(gaande: Proces, form: Form) -> list[Probleem]:
    found = []
    if not form.get("voornamen"):
        found.append(Probleem("voornamen", mark("Vul de voornamen in.")))
    if not form.get("geslacht") or form["geslacht"] not in GESLACHTEN:
        found.append(Probleem("geslacht", mark("Kies jongen, meisje of nog niet bekend.")))
    if day_in(form, "datum") is None:
        found.append(Probleem("datum", mark("Vul een hele datum in.")))
    if form.get("naam") == ANDER and ander(gaande, form) is None:
        found.append(Probleem("naam", mark("Er is geen andere ouder. Kies de naam van de moeder.")))
    return found


def begin(gaande: Proces) -> dict[str, str]:
    return {"naam": MOEDER, "geslacht": "", "datum": today(gaande.visit.now).isoformat(), "ouder": ""}


def maak(gaande: Proces, form: Form, how: dict[str, Any]) -> Invoer:
    datum = day_in(form, "datum")
    assert datum is not None
    ouder = ander(gaande, form)
    named = gaande.persoon if form.get("naam") != ANDER else ouder or gaande.persoon
    return Geboorteinvoer(
        moeder=gaande.persoon.bsn, naam={"02.10": form["voornamen"], **named.familienaam},
        geslacht=cast(Literal["M", "V", "O"], form["geslacht"]), datum=datum, ouder=ouder.bsn if ouder else "",
        erkend=bool(form.get("erkend")), **how,
    )  # fmt: skip


async def facts(gaande: Proces, form: Form, stap: Stap) -> dict[str, Any]:
    return {
        "geslachten": GESLACHTEN, "namen": NAMEN, "partner": partner_in(gaande), "ouders": mogelijke_ouders(gaande),
        "ander": ander(gaande, form),
    }  # fmt: skip


GEBOORTE = Soort(
    feit="geboorte",
    titel=mark("Geboorte"),
    gedaan=mark("De geboorte is opgenomen"),
    stappen=(
        Stap("gegevens", mark("Wie is er geboren?"), VELDEN, keur),
        Stap(CONTROLE, mark("Controle"), BIJ_CONTROLE),
    ),
    begin=begin,
    maak=maak,
    facts=facts,
    mensen=partners,
)


async def show(visit: Visit) -> Response:
    return await proces.begin(visit, GEBOORTE)


async def verder(visit: Visit) -> Response:
    return await proces.verder(visit, GEBOORTE)
