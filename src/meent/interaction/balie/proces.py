"""A fact of life recorded step by step: what was filled in, what the rules say to it, and what changed.

Each step is the same form with more in it; nothing is kept on the server before the last one. The key of the attempt
goes along from the first step, so that sending the last one again records nothing twice (decision 0060). What the rules
say comes from the process: here stand no rules.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from starlette.responses import Response

from meent.integration.brp.feiten import Invoer, Uitkomst, Voorbij, Weigering
from meent.integration.brp.inzien import Bewoner
from meent.interaction.balie.woorden import GESTOPT, SIGNALEN
from meent.interaction.problems import Invulling, Probleem
from meent.interaction.visit import Visit
from meent.interaction.words import mark

Form = Mapping[str, str]
CONTROLE = "controle"
NIET_MEE = ("formulierbewijs", "stap", "naar")
"""Fields of the step itself, which do not go along to the next."""
BIJ_CONTROLE = ("voorbij-", "reden-", "akkoord-")
LEEG_REDEN = mark("Schrijf op waarom u doorgaat.")
LEEG_AKKOORD = mark("Noem de collega die het met u eens is.")


@dataclass(frozen=True)
class Stap:
    """One step: its code, its name, what is wrong with what was filled in on it, and its fields.

    velden   names of fields, or how they begin when they end on a dash
    """

    code: str
    naam: str
    velden: tuple[str, ...]
    keur: Callable[["Proces", Form], list[Probleem]] = field(default=lambda proces, form: [])


@dataclass(frozen=True)
class Soort:
    """A kind of fact that an officer records.

    feit     its name among the facts of the process
    maak     what was filled in, as the process takes it; called when no step has a problem
    facts    what the template shows beside what was filled in
    mensen   who else may have part in it, beside those at the address
    """

    feit: str
    titel: str
    gedaan: str
    stappen: tuple[Stap, ...]
    begin: Callable[["Proces"], dict[str, str]]
    maak: Callable[["Proces", Form, dict[str, Any]], Invoer]
    facts: Callable[["Proces", Form, Stap], Awaitable[dict[str, Any]]]
    mensen: Callable[[Visit, Bewoner], Awaitable[Sequence[Bewoner]]] | None = None
    sjabloon: str = ""


@dataclass(frozen=True)
class Proces:
    """One fact being filled in, with the people who may have part in it, of whom it began first."""

    visit: Visit
    soort: Soort
    bewoners: Sequence[Bewoner]

    @property
    def persoon(self) -> Bewoner:
        return self.bewoners[0]

    @property
    def hier(self) -> str:
        """Where the person is, of whom it began."""
        return f"/{self.visit.gemeente.slug}/balie/personen/{self.persoon.id}"

    def bewoner(self, sleutel: str) -> Bewoner | None:
        return next((b for b in self.bewoners if str(b.id) == sleutel), None)


async def open_proces(visit: Visit, soort: Soort) -> Proces:
    bewoners = list(await visit.burgerzaken.bewoners(uuid_in(visit)))
    others = await soort.mensen(visit, bewoners[0]) if soort.mensen else ()
    known = {b.id for b in bewoners}
    return Proces(visit, soort, [*bewoners, *(o for o in others if o.id not in known)])


async def begin(visit: Visit, soort: Soort) -> Response:
    proces = await open_proces(visit, soort)
    form = soort.begin(proces) | {"sleutel": f"balie-{visit.now:%Y%m%d%H%M%S%f}-{proces.persoon.id}"}
    return await page(proces, 0, form, Invulling("proces", form))


async def verder(visit: Visit, soort: Soort) -> Response:
    """One step on, or back to one that was asked for; at the end recorded."""
    form = {name: value.strip() for name, value in (await visit.form()).items()}
    proces = await open_proces(visit, soort)
    codes = [stap.code for stap in soort.stappen]
    now = codes.index(form["stap"]) if form.get("stap") in codes else 0
    wanted = codes.index(form["naar"]) if form.get("naar") in codes else now + 1
    if wanted <= now:  # back: what is on this step is kept as it is
        return await page(proces, wanted, form, Invulling("proces", form))
    for number, stap in enumerate(soort.stappen[: now + 1]):
        if problems := stap.keur(proces, form):
            return await page(proces, number, form, Invulling("proces", form, problems))
    if codes[now] != CONTROLE:
        return await page(proces, now + 1, form, Invulling("proces", form))
    return await neem_op(proces, form, now)


async def neem_op(proces: Proces, form: Form, now: int) -> Response:
    """Records it, or shows what stands in the way."""
    voorbij, problems = voorbij_of(form)
    if problems:
        return await page(proces, now, form, Invulling("proces", form, problems))
    uitkomst = await record(proces, form, voorbij=voorbij, alleen_toetsen=False)
    if uitkomst.weigeringen:
        return await page(proces, now, form, Invulling("proces", form), geweigerd=uitkomst.weigeringen)
    return await klaar(proces, uitkomst)


async def record(proces: Proces, form: Form, **how: Any) -> Uitkomst:
    invoer = proces.soort.maak(proces, form, {"sleutel": form["sleutel"], **how})
    return await proces.visit.deps.neem_op(proces.visit.zgw, proces.soort.feit, invoer)


def voorbij_of(form: Form) -> tuple[tuple[Voorbij, ...], list[Probleem]]:
    """The checks that the officer goes past, and what is missing for that."""
    found, problems = [], []
    for name in form:
        prefix, _, nummer = name.partition("-")
        if prefix == "voorbij" and form[name]:
            reden, akkoord = form.get(f"reden-{nummer}", ""), form.get(f"akkoord-{nummer}", "")
            problems += [] if reden else [Probleem(f"reden-{nummer}", LEEG_REDEN)]
            problems += [] if akkoord else [Probleem(f"akkoord-{nummer}", LEEG_AKKOORD)]
            found.append(Voorbij(nummer=nummer, reden=reden, akkoord_van=akkoord))
    return tuple(found), problems


async def page(
    proces: Proces, now: int, form: Form, invulling: Invulling, *, geweigerd: Sequence[Weigering] = ()
) -> Response:
    """A step. The last one tells what the rules say, before anything is written."""
    visit, soort = proces.visit, proces.soort
    stap = soort.stappen[now]
    if stap.code == CONTROLE and not geweigerd:
        voorbij, _ = voorbij_of(form)
        agreed = voorbij if not invulling.problems else ()
        geweigerd = (await record(proces, form, voorbij=agreed, alleen_toetsen=True)).weigeringen
    refused = [w for w in geweigerd if not w.kan_worden_overruled]
    return visit.render(
        soort.sjabloon or f"balie/{soort.feit}.html",
        status=400 if invulling.problems else 200,
        back=proces.hier,
        hier_persoon=proces.hier,
        proces=proces,
        soort=soort,
        stap=stap,
        nummer=now,
        form=form,
        invulling=invulling,
        weigeringen=per_regel(geweigerd),
        kan_opnemen=not refused,
        vorige=soort.stappen[now - 1] if now else None,
        verborgen={n: waarde for n, waarde in form.items() if n not in NIET_MEE and not is_own(stap, n)},
        **await soort.facts(proces, form, stap),
    )


def is_own(stap: Stap, name: str) -> bool:
    """Whether the step has this field on the screen: a tick that was taken away must not come back hidden."""
    return any(name == veld or (veld.endswith("-") and name.startswith(veld)) for veld in stap.velden)


def per_regel(weigeringen: Sequence[Weigering]) -> list[tuple[Weigering, list[str]]]:
    """Each rule once, with all that it says: going past it is past all of it."""
    found: dict[str, tuple[Weigering, list[str]]] = {}
    for weigering in weigeringen:
        found.setdefault(weigering.nummer, (weigering, []))[1].append(weigering.zin)
    return list(found.values())


async def klaar(proces: Proces, uitkomst: Uitkomst) -> Response:
    """What was recorded, read again from the lists: what stands there now, not what was asked."""
    visit = proces.visit
    changed = dict.fromkeys([*(w.bsn for w in uitkomst.wijzigingen), *uitkomst.nieuw])
    mensen = await visit.burgerzaken.met_nummers(list(changed))
    namen: dict[str, list[str]] = {}
    for wijziging in uitkomst.wijzigingen:
        if wijziging.naam not in namen.setdefault(wijziging.bsn, []):
            namen[wijziging.bsn].append(wijziging.naam)
    return visit.render(
        "balie/opgenomen.html",
        back=proces.hier,
        hier_persoon=proces.hier,
        proces=proces,
        soort=proces.soort,
        uitkomst=uitkomst,
        signalen=SIGNALEN,
        gestopt=GESTOPT,
        mensen=[(mens, namen.get(mens.bsn, [])) for mens in mensen],
    )


def uuid_in(visit: Visit) -> UUID:
    return UUID(str(visit.request.path_params["uuid"]))
