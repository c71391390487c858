"""A fact of life recorded step by step: what was filled in, what the rules say to it, and what changed.

Each step is the same form with more in it; nothing is kept on the server before the last one. The key of the attempt
goes along from the first step, so that sending the last one again records nothing twice (decision 0060). What the rules
say comes from the process and is shown at the field it is about: here stand no rules.
"""

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from starlette.responses import Response

from meent.integration.brp.feiten import Invoer, Uitkomst, Voorbij, Weigering
from meent.integration.brp.inzien import Bewoner
from meent.integration.brp.kaart import Kaart
from meent.integration.brp.verschil import Verschil
from meent.interaction.balie.velden import TABEL, Form, Regel, Veld, problemen, regels
from meent.interaction.balie.woorden import GESTOPT, SIGNALEN
from meent.interaction.problems import Invulling, Probleem
from meent.interaction.stappen import CONTROLE, NIET_MEE, hoort_bij, waar
from meent.interaction.visit import NOT_READABLE, Refused, Visit
from meent.interaction.words import mark

MEEST_SLEUTEL = 255
BIJ_CONTROLE = ("voorbij-", "reden-")
NEEM_OP = mark("Neem op in de BRP")
LEEG_REDEN = mark("Schrijf op waarom u doorgaat.")
Zin = tuple[Weigering, list[str]]
"""A rule, with all that it says."""


@dataclass(frozen=True)
class Oordeel:
    """What the rules say before anything is written, and what would change.

    erbij   what else a template of its own shows with the summary
    """

    weigeringen: Sequence[Weigering] = ()
    verschillen: Sequence[Verschil] = ()
    erbij: Any = None


NOG_NIET = Oordeel()
"""Nothing was judged."""


@dataclass(frozen=True)
class Stap:
    """One step.

    vraagt   its fields, which may depend on what is known and was filled in
    keur     what is wrong that no field can see by itself
    deel     template part with more than fields; `ook` are the names it adds, or how they begin when they end on a dash
    vooraf   what is told above the fields
    klas     of the box around the fields
    vertel   its lines of the summary, where those of its fields would say too much
    geldt    whether it is asked, with what was filled in on the steps before it
    """

    code: str
    naam: str
    vraagt: Callable[["Proces", Form], Sequence[Veld]] = lambda gaande, form: ()
    keur: Callable[["Proces", Form], list[Probleem]] = lambda gaande, form: []
    deel: str = ""
    ook: tuple[str, ...] = ()
    vooraf: Callable[["Proces", Form], Sequence[Regel]] = lambda gaande, form: ()
    klas: str = "velden"
    vertel: Callable[["Proces", Form], Sequence[Regel]] | None = None
    geldt: Callable[[Form], bool] = lambda form: True

    def is_own(self, velden: Sequence[Veld], naam: str) -> bool:
        """Whether it has this field on the screen: a tick that was taken away must not come back hidden.

        velden  those that it asks now
        """
        return hoort_bij(self.ook, naam) or any(veld.is_own(naam) for veld in velden)


CONTROLEREN = Stap(CONTROLE, mark("Controle"), ook=BIJ_CONTROLE)
"""The last step of every kind."""


async def geen_mensen(visit: Visit, bewoner: Bewoner, form: Form) -> Sequence[Bewoner]:
    return ()


async def niets(visit: Visit, form: Form) -> Any:
    return None


async def toets(gaande: "Proces", invoer: Any) -> Oordeel:
    """A fact: nothing is passed yet."""
    judged = await gaande.visit.deps.neem_op(gaande.visit.zgw, gaande.soort.feit, invoer)
    return Oordeel(judged.weigeringen, judged.verschillen)


async def leg_vast(gaande: "Proces", invoer: Any) -> Response | Sequence[Weigering]:
    """A fact is recorded; where it takes two it waits for a colleague. The page that says so, or why not."""
    visit, soort = gaande.visit, gaande.soort
    if invoer.verantwoording:
        proposed = await visit.deps.accord.stel_voor(visit.zgw, soort.feit, invoer)
        return proposed.weigeringen or visit.render(
            "balie/voorgelegd.html", back=gaande.hier, hier_persoon=gaande.hier, titel=gaande.titel,
            voorstel=proposed.voorstel, terug=terug_naar(gaande.hier),
        )  # fmt: skip
    uitkomst = await visit.deps.neem_op(visit.zgw, soort.feit, invoer)
    return uitkomst.weigeringen or await klaar(visit, gaande.titel, soort.gedaan, uitkomst, gaande.hier)


async def geen_feiten(gaande: "Proces", form: Form, stap: Stap) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Soort:
    """A kind of fact that an officer records.

    feit     its name among the facts of the process
    heet     signal on the list -> what it is called of somebody who has that
    maak     what was filled in, as the process takes it; called when no step has a problem
    bij      number of a rule -> name of the field it is about; what is about none stands above the summary
    toon     lines of the summary before those of the fields
    mensen   who else may have part in it, beside those at the address
    weet     what else must be read before anything is asked; it stands in `Proces.weet`
    facts    what a template of its own needs more
    over_persoon  it is of somebody who has a list already
    twee_mensen   it always takes a colleague who agrees
    toets, leg_vast   how it is judged and written: a fact, unless it is something else
    knop     what the last button says when one person may do it
    """

    feit: str
    titel: str
    gedaan: str
    stappen: tuple[Stap, ...]
    begin: Callable[["Proces"], dict[str, str]]
    maak: Callable[["Proces", Form, dict[str, Any]], Invoer]
    bij: Mapping[str, str] = field(default_factory=dict)
    toon: Callable[["Proces", Form], Sequence[Regel]] = lambda gaande, form: ()
    mensen: Callable[[Visit, Bewoner, Form], Awaitable[Sequence[Bewoner]]] = geen_mensen
    weet: Callable[[Visit, Form], Awaitable[Any]] = niets
    facts: Callable[["Proces", Form, Stap], Awaitable[dict[str, Any]]] = geen_feiten
    sjabloon: str = "balie/proces.html"
    heet: Mapping[str, str] = field(default_factory=dict)
    over_persoon: bool = True
    twee_mensen: bool = False
    toets: Callable[["Proces", Any], Awaitable[Oordeel]] = toets
    leg_vast: Callable[["Proces", Any], Awaitable[Response | Sequence[Weigering]]] = leg_vast
    knop: str = NEEM_OP

    def titel_van(self, kaart: Kaart) -> str:
        """What it is called of this person."""
        return next((self.heet[s.code] for s in kaart.signalen if s.code in self.heet), self.titel)


@dataclass(frozen=True)
class Proces:
    """One fact being filled in, with the people who may have part in it, of whom it began first; of somebody who has
    no list yet there is nobody."""

    visit: Visit
    soort: Soort
    bewoners: Sequence[Bewoner]
    weet: Any = None

    @property
    def persoon(self) -> Bewoner:
        return self.bewoners[0]

    @property
    def hier(self) -> str:
        """Where the person is, of whom it began; or where people are looked for."""
        balie = f"/{self.visit.gemeente.slug}/balie"
        return f"{balie}/personen/{self.persoon.id}" if self.bewoners else balie

    @property
    def titel(self) -> str:
        return self.soort.titel_van(self.persoon.kaart) if self.bewoners else self.soort.titel

    def stappen(self, form: Form) -> list[Stap]:
        """Those that are asked, with what was filled in."""
        return [stap for stap in self.soort.stappen if stap.geldt(form)]

    def bewoner(self, sleutel: str) -> Bewoner | None:
        return next((b for b in self.bewoners if str(b.id) == sleutel), None)

    def met_bsn(self, bsn: str) -> Bewoner | None:
        return next((b for b in self.bewoners if b.bsn == bsn and bsn), None)


async def open_proces(visit: Visit, soort: Soort, form: Form) -> Proces:
    bewoners = list(await visit.burgerzaken.bewoners(visit.uuid)) if soort.over_persoon else []
    known = {b.id for b in bewoners}
    others = [o for o in await soort.mensen(visit, bewoners[0], form) if o.id not in known] if bewoners else []
    return Proces(visit, soort, [*bewoners, *others], await soort.weet(visit, form))


async def begin(visit: Visit, soort: Soort) -> Response:
    gaande = await open_proces(visit, soort, dict(visit.request.query_params))
    whom = gaande.persoon.id if gaande.bewoners else visit.who.user
    key = f"balie-{visit.now:%Y%m%d%H%M%S%f}-{whom}"
    return await page(gaande, 0, soort.begin(gaande) | {"sleutel": key})


async def verder(visit: Visit, soort: Soort) -> Response:
    """One step on, or back to one that was asked for; at the end recorded."""
    form = {name: value.strip() for name, value in (await visit.form()).items()}
    if not 0 < len(form.get("sleutel", "")) <= MEEST_SLEUTEL:
        raise Refused(NOT_READABLE)
    gaande = await open_proces(visit, soort, form)
    stappen = gaande.stappen(form)
    codes = [stap.code for stap in stappen]
    now, wanted = waar(form, codes)
    found = [(number, problems_on(gaande, form, stap)) for number, stap in enumerate(stappen[: now + 1])]
    wrong = next(((number, problems) for number, problems in found if problems), None)
    if wanted <= now:  # back: what is on this step is kept as it is; what the rules said stands at its field
        judged = await oordeel(gaande, form) if codes[now] == CONTROLE and not wrong else NOG_NIET
        return await page(gaande, min(wanted, wrong[0]) if wrong else wanted, form, judged)
    if wrong:
        return await page(gaande, wrong[0], form, problems=wrong[1])
    if codes[now] == CONTROLE:
        return await neem_op(gaande, form, now)
    judged = await oordeel(gaande, form) if codes[now + 1] == CONTROLE else NOG_NIET
    return await page(gaande, now + 1, form, judged)


def problems_on(gaande: Proces, form: Form, stap: Stap) -> list[Probleem]:
    return [*problemen(stap.vraagt(gaande, form), form, gaande.visit.burgerzaken), *stap.keur(gaande, form)]


async def neem_op(gaande: Proces, form: Form, now: int) -> Response:
    """Writes it, or shows what stands in the way."""
    voorbij, problems = voorbij_of(form)
    if problems:
        return await page(gaande, now, form, await oordeel(gaande, form), problems=problems)
    done = await gaande.soort.leg_vast(gaande, maak(gaande, form, voorbij=voorbij))
    if isinstance(done, Response):
        return done
    judged = await oordeel(gaande, form)  # with the checks that were to be passed: their fields stay on the page
    return await page(gaande, now, form, replace(judged, weigeringen=[*dict.fromkeys([*judged.weigeringen, *done])]))


async def oordeel(gaande: Proces, form: Form) -> Oordeel:
    return await gaande.soort.toets(gaande, maak(gaande, form, alleen_toetsen=True))


def maak(gaande: Proces, form: Form, **how: Any) -> Invoer:
    return gaande.soort.maak(gaande, form, {"sleutel": form["sleutel"], **how})


def voorbij_of(form: Form) -> tuple[tuple[Voorbij, ...], list[Probleem]]:
    """The checks that the officer goes past, and what is missing for that."""
    found, problems = [], []
    for name in form:
        prefix, _, nummer = name.partition("-")
        if prefix == "voorbij" and form[name]:
            reden = form.get(f"reden-{nummer}", "")
            problems += [] if reden else [Probleem(f"reden-{nummer}", LEEG_REDEN)]
            found.append(Voorbij(nummer=nummer, reden=reden))
    return tuple(found), problems


async def page(
    gaande: Proces, now: int, form: Form, judged: Oordeel = NOG_NIET, *, problems: Sequence[Probleem] = ()
) -> Response:
    """A step; on the last one the summary. What the rules refused stands at the field it is about."""
    visit, soort, stappen = gaande.visit, gaande.soort, gaande.stappen(form)
    stap = stappen[now]
    velden = stap.vraagt(gaande, form)
    lines = samenvatting(gaande, form) if stap.code == CONTROLE else []
    at_field, elsewhere = verdeel(soort, judged.weigeringen, {line.naam for line in lines})
    return visit.render(
        soort.sjabloon,
        status=400 if problems else 200,
        back=gaande.hier,
        hier_persoon=gaande.hier,
        proces=gaande,
        soort=soort,
        stap=stap,
        stappen=stappen,
        nummer=now,
        form=form,
        velden=velden,
        vooraf=stap.vooraf(gaande, form),
        lijsten=keuzelijsten(gaande, velden),
        invulling=Invulling("proces", form, list(problems)),
        samenvatting=lines,
        erbij=judged.erbij,
        verschillen=wat_verandert({b.bsn: b.kaart.naam for b in gaande.bewoners}, judged.verschillen),
        bij_veld=at_field,
        weigeringen=elsewhere,
        kan_opnemen=all(w.kan_worden_overruled for w in judged.weigeringen),
        legt_voor=soort.twee_mensen or bool(judged.weigeringen),
        vorige=stappen[now - 1] if now else None,
        verborgen={n: w for n, w in form.items() if n not in NIET_MEE and not stap.is_own(velden, n)},
        **await soort.facts(gaande, form, stap),
    )


def keuzelijsten(gaande: Proces, velden: Sequence[Veld]) -> dict[str, list[str]]:
    """Kind of field that is typed by name or code -> the names, to choose from while typing."""
    kinds = {veld.vorm for veld in velden} & TABEL.keys()
    return {kind: sorted(gaande.visit.burgerzaken.codes(TABEL[kind]).values()) for kind in kinds}


def wat_verandert(namen: Mapping[str, str], verschillen: Sequence[Verschil]) -> list[tuple[str, list[Verschil]]]:
    """By whom: a name, or "" of a list that is yet to come; then each element that would be otherwise.

    namen   BSN -> name; two lists of one person are told apart by their A-nummer
    """
    found: dict[tuple[str, str], list[Verschil]] = {}
    for een in verschillen:
        found.setdefault((een.bsn, een.anummer), []).append(een)
    lists_of = Counter(bsn for bsn, _ in found)
    return [
        (f"{naam} (A-nummer {anummer})" if naam and lists_of[bsn] > 1 else naam, some)
        for (bsn, anummer), some in found.items() for naam in (naam_van(namen, bsn, some),)
    ]  # fmt: skip


def naam_van(namen: Mapping[str, str], bsn: str, verschillen: Sequence[Verschil]) -> str:
    """Whose list it is; the end of the number of who is not found here."""
    return namen.get(bsn) or (f"BSN …{bsn[-3:]}" if any(een.oud for een in verschillen) else "")


def samenvatting(gaande: Proces, form: Form) -> list[Regel]:
    """Everything that was filled in, step by step; what the kind tells of a field stands in its place."""
    first = gaande.soort.toon(gaande, form)
    told = {line.naam for line in first}
    of_steps = [regels_van(gaande, form, stap) for stap in gaande.stappen(form)]
    return [*first, *(line for lines in of_steps for line in lines if line.naam not in told)]


def regels_van(gaande: Proces, form: Form, stap: Stap) -> Sequence[Regel]:
    """What a step adds to the summary."""
    if stap.vertel is not None:
        return stap.vertel(gaande, form)
    return regels(stap.vraagt(gaande, form), form, stap.code, gaande.visit.burgerzaken)


def verdeel(soort: Soort, geweigerd: Sequence[Weigering], shown: set[str]) -> tuple[dict[str, list[Zin]], list[Zin]]:
    """Refusals by the field they are about, and those about none; on a step all fields can have theirs.

    shown   names of the lines of the summary; a refusal of a field that is no line stands with the others
    """
    at_field: dict[str, list[Zin]] = {}
    elsewhere: list[Zin] = []
    for zin in per_regel(geweigerd):
        naam = soort.bij.get(zin[0].nummer, "")
        if naam and (naam in shown or not shown):
            at_field.setdefault(naam, []).append(zin)
        else:
            elsewhere.append(zin)
    return at_field, elsewhere


def per_regel(weigeringen: Sequence[Weigering]) -> list[Zin]:
    """Each rule once, with all that it says: going past it is past all of it."""
    found: dict[str, Zin] = {}
    for weigering in weigeringen:
        found.setdefault(weigering.nummer, (weigering, []))[1].append(weigering.zin)
    return list(found.values())


async def klaar(visit: Visit, titel: str, gedaan: str, uitkomst: Uitkomst, hier: str) -> Response:
    """What was recorded, read again from the lists: what stands there now, not what was asked.

    hier   where the person is of whom it began
    """
    changed = dict.fromkeys([*(w.bsn for w in uitkomst.wijzigingen), *uitkomst.nieuw])
    mensen = await visit.burgerzaken.met_nummers(list(changed))
    namen: dict[str, list[str]] = {}
    for wijziging in uitkomst.wijzigingen:
        if wijziging.naam not in namen.setdefault(wijziging.bsn, []):
            namen[wijziging.bsn].append(wijziging.naam)
    return visit.render(
        "balie/opgenomen.html",
        back=hier,
        hier_persoon=hier,
        terug=terug_naar(hier),
        titel=titel,
        gedaan=gedaan,
        uitkomst=uitkomst,
        berichten=sorted(Counter(uitkomst.berichten).items()),
        signalen=SIGNALEN,
        gestopt=GESTOPT,
        mensen=[(mens, namen.get(mens.bsn, [])) for mens in mensen],
    )


def terug_naar(hier: str) -> str:
    """What the way back is called."""
    return NAAR_PERSOON if "/balie/personen/" in hier else NAAR_BALIE


NAAR_PERSOON, NAAR_BALIE = mark("Terug naar de persoon"), mark("Terug naar de balie")
