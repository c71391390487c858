"""A resident tells of an own move, step by step; the last step says what will happen before anything is sent.

Each step is the same form with more in it, and nothing waits on the server before the last one (decision 0061). The
rules are those of the process: here stand only what a field must look like and the words for what the rules say.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from starlette.responses import RedirectResponse, Response

from meent.interaction.balie.adres import HUISNUMMER, adres_in
from meent.interaction.balie.velden import DATUM_FOUT, Form, day_in
from meent.interaction.inwoner import woorden
from meent.interaction.problems import Invulling, Probleem
from meent.interaction.seams import Afloop, Thuis, Verhuisverzoek
from meent.interaction.stappen import CONTROLE, NIET_MEE, hoort_bij, waar
from meent.interaction.visit import Visit
from meent.interaction.words import mark, today
from meent.process.burgerzaken.verhuizing import VIER_WEKEN

POSTCODE = re.compile(r"[1-9]\d{3}\s?[A-Za-z]{2}", re.ASCII)


@dataclass(frozen=True)
class Stap:
    """One step. `velden` are its fields, as `hoort_bij` reads them."""

    code: str
    naam: str
    velden: tuple[str, ...]
    keur: Callable[[Form, date], list[Probleem]]


def keur_wanneer(form: Form, day: date) -> list[Probleem]:
    datum = day_in(form, "datum")
    if datum is None:
        return [Probleem("datum", DATUM_FOUT)]
    if datum > day + VIER_WEKEN:
        return [Probleem("datum", woorden.STOPPEN["BZ-01"])]
    return []


def keur_waarheen(form: Form, day: date) -> list[Probleem]:
    found = []
    if not form.get("straat"):
        found.append(Probleem("straat", mark("Vul de straat in.")))
    if not HUISNUMMER.fullmatch(form.get("huisnummer", "")):
        found.append(Probleem("huisnummer", mark("Vul het nummer in.")))
    if not POSTCODE.fullmatch(form.get("postcode", "")):
        found.append(Probleem("postcode", mark("Een postcode is vier cijfers en twee letters.")))
    if form.get("inwonend") not in ("ja", "nee"):
        found.append(Probleem("inwonend", mark("Kies of er al iemand woont.")))
    return found


def keur_wie_daar(form: Form, day: date) -> list[Probleem]:
    if form.get("inwonend") != "ja":
        return []
    found = []
    if not form.get("hoofdbewoner"):
        found.append(Probleem("hoofdbewoner", mark("Vul de achternaam van de hoofdbewoner in.")))
    if day_in(form, "geboren") is None:
        found.append(Probleem("geboren", DATUM_FOUT))
    return found


STAPPEN = (
    Stap("wie", mark("Wie verhuist?"), ("mee-",), lambda form, day: []),
    Stap("wanneer", mark("Wanneer?"), ("datum",), keur_wanneer),
    Stap(
        "waarheen", mark("Waarheen?"),
        ("straat", "huisnummer", "huisletter", "toevoeging", "postcode", "inwonend", "hoofdbewoner", "geboren"),
        lambda form, day: [*keur_waarheen(form, day), *keur_wie_daar(form, day)],
    ),
    Stap(CONTROLE, mark("Controle"), (), lambda form, day: []),
)  # fmt: skip
CODES = [stap.code for stap in STAPPEN]


async def show(visit: Visit) -> Response:
    thuis = await visit.eloket.thuis()
    if thuis is None or not thuis.is_inwoner:
        return visit.render("inwoner/niet_hier.html", titel=mark("Ik ga verhuizen"))
    day = today(visit.now)
    form = {"sleutel": f"thuis-{visit.now:%Y%m%d%H%M%S%f}", "datum": day.isoformat(), "inwonend": "nee"}
    return await page(visit, thuis, 0, form)


async def verder(visit: Visit) -> Response:
    """One step on, or back to one that was asked for; at the end it is sent."""
    form = {name: value.strip() for name, value in (await visit.form()).items()}
    thuis = await visit.eloket.thuis()
    if thuis is None or not thuis.is_inwoner:
        return visit.render("inwoner/niet_hier.html", titel=mark("Ik ga verhuizen"))
    now, wanted = waar(form, CODES)
    if wanted <= now:
        return await page(visit, thuis, wanted, form)
    day = today(visit.now)
    for number, stap in enumerate(STAPPEN[: now + 1]):
        if problems := stap.keur(form, day):
            return await page(visit, thuis, number, form, problems)
    if CODES[now] != CONTROLE:
        return await page(visit, thuis, now + 1, form)
    afloop = await visit.eloket.meld_verhuizing(verzoek_in(visit, thuis, form))
    if afloop.melding is None:
        return await page(visit, thuis, now, form, afloop=afloop)
    return RedirectResponse(f"/{visit.gemeente.slug}/inwoner/zaken/{afloop.melding.id}?net=1", 303)


async def page(
    visit: Visit, thuis: Thuis, now: int, form: Form, problems: list[Probleem] | None = None,
    afloop: Afloop | None = None,
) -> Response:  # fmt: skip
    stap = STAPPEN[now]
    if stap.code == CONTROLE and afloop is None:
        afloop = await visit.eloket.meld_verhuizing(verzoek_in(visit, thuis, form), alleen_toetsen=True)
    facts: dict[str, Any] = {}
    if afloop is not None:
        facts = {
            "afloop": afloop, "stoppen": woorden.stoppen(afloop.stop),
            "redenen": woorden.redenen(w.nummer for w in afloop.redenen),
            "is_te_laat": afloop.vanaf is not None and afloop.vanaf != day_in(form, "datum"),
        }  # fmt: skip
    return visit.render(
        "inwoner/verhuizen.html",
        status=400 if problems else 200,
        back=f"/{visit.gemeente.slug}/inwoner/verhuizen",
        wie=thuis,
        stap=stap,
        nummer=now,
        stappen=STAPPEN,
        form=form,
        invulling=Invulling("stap", form, problems or []),
        mee=mee_in(thuis, form),
        vorige=STAPPEN[now - 1] if now else None,
        verborgen={n: waarde for n, waarde in form.items() if n not in NIET_MEE and not hoort_bij(stap.velden, n)},
        **facts,
    )


def mee_in(thuis: Thuis, form: Form) -> list[Any]:
    """Who goes along: only of the own household, whatever a form says."""
    return [lid for lid in thuis.gezin if form.get(f"mee-{lid.sleutel}")]


def verzoek_in(visit: Visit, thuis: Thuis, form: Form) -> Verhuisverzoek:
    datum, geboren = day_in(form, "datum"), day_in(form, "geboren")
    is_inwonend = form.get("inwonend") == "ja"
    adres = adres_in({**form, "functie": "W", "woonplaats": visit.gemeente.naam})
    return Verhuisverzoek(
        sleutel=form.get("sleutel", "")[:100] or "thuis", datum=datum or today(visit.now), adres=adres,
        mee=tuple(lid.bsn for lid in mee_in(thuis, form)), is_inwonend=is_inwonend,
        hoofdbewoner=form.get("hoofdbewoner", "")[:200] if is_inwonend else "",
        hoofdbewoner_geboren=f"{geboren:%Y%m%d}" if geboren and is_inwonend else "",
    )  # fmt: skip
