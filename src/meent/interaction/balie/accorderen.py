"""Four eyes: what colleagues proposed, what each would change element by element, and the decision of another.

Who may decide is judged by the process (decision 0065): the page only shows the buttons that will not be refused.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.responses import RedirectResponse, Response

from meent.integration.brp.feiten import Uitkomst, Weigering
from meent.integration.brp.inzien import Bewoner
from meent.integration.brp.voorstellen import Voorstel
from meent.interaction.balie.feiten import SOORTEN
from meent.interaction.balie.proces import klaar, wat_verandert
from meent.interaction.problems import Invulling, Probleem
from meent.interaction.visit import Visit
from meent.interaction.words import mark
from meent.process.burgerzaken.accord import Bekeken

GEEN_REDEN = mark("Schrijf op waarom u het terugstuurt.")
TOESTANDEN = {
    "wacht": mark("Wacht op een collega"), "opgenomen": mark("Opgenomen"), "teruggestuurd": mark("Teruggestuurd"),
    "ingetrokken": mark("Ingetrokken"),
}  # fmt: skip
GELUKT = {"terug": mark("Het voorstel is teruggestuurd."), "intrekken": mark("Het voorstel is ingetrokken.")}
GESTOPTE_LIJST = mark("Een lijst die gestopt is")
ZONDER_FORMULIER = {
    "gerelateerde": (mark("Gegevens van een verwant"), mark("De gegevens van de verwant zijn bijgewerkt"))
}
"""Facts that nobody fills in: what was recorded gave rise to them."""
ANDERS = mark("Ander feit"), mark("Het feit is opgenomen")
"""For a fact that has no screen of its own here."""


@dataclass(frozen=True)
class Rij:
    """One proposal of the list; `naam` is "" of who has no list yet, or one that is not found any more."""

    voorstel: Voorstel
    feit: str
    naam: str


async def show(visit: Visit) -> Response:
    """Three lists: what waits for this officer, what this officer proposed, and what came back."""
    accord = visit.deps.accord
    waiting, returned = [await accord.lijst(visit.zgw, toestand) for toestand in ("wacht", "teruggestuurd")]
    mine = visit.who.user
    names = await namen(visit, [*waiting, *returned])
    return visit.render(
        "balie/accorderen.html",
        back=f"/{visit.gemeente.slug}/balie/accorderen",
        gestopt=GESTOPTE_LIJST,
        gelukt=GELUKT.get(visit.request.query_params.get("gelukt", ""), ""),
        te_doen=[rij(v, names) for v in waiting if not v.is_van(mine)],
        eigen=[rij(v, names) for v in waiting if v.is_van(mine)],
        terug=[rij(v, names) for v in returned if v.is_van(mine)],
    )


async def bekijk(visit: Visit) -> Response:
    return await page(visit, await visit.deps.accord.bekijk(visit.zgw, visit.uuid))


async def besluit(visit: Visit) -> Response:
    """Records it, sends it back with a reason, or takes it back; what was recorded is shown as after any fact."""
    form, key, accord = await visit.form(), visit.uuid, visit.deps.accord
    here = f"/{visit.gemeente.slug}/balie/accorderen"
    match form.get("besluit"):
        case "goed":
            uitkomst = await accord.keur_goed(visit.zgw, key)
            if uitkomst.is_opgenomen:
                return await opgenomen(visit, await accord.bekijk(visit.zgw, key), uitkomst)
            refused: Sequence[Weigering] = uitkomst.weigeringen
        case "terug":
            if not form.get("reden", "").strip():
                found = await accord.bekijk(visit.zgw, key)
                return await page(visit, found, problems=[Probleem("reden", GEEN_REDEN)], form=form)
            refused = await accord.stuur_terug(visit.zgw, key, form["reden"])
        case "intrekken":
            refused = await accord.trek_in(visit.zgw, key)
        case _:
            return RedirectResponse(f"{here}/{key}", 303)
    if refused:
        return await page(visit, await accord.bekijk(visit.zgw, key), geweigerd=refused, form=form)
    return RedirectResponse(f"{here}?gelukt={form['besluit']}", 303)


async def page(
    visit: Visit, found: Bekeken, *, geweigerd: Sequence[Weigering] = (), problems: Sequence[Probleem] = (),
    form: Mapping[str, str] | None = None,
) -> Response:  # fmt: skip
    """The proposal as it would work out now, and why it may not be recorded if so."""
    voorstel = found.voorstel
    judged = found.uitkomst
    people = await visit.burgerzaken.met_nummers(numbers_in(found))
    names = {b.bsn: b.kaart.naam for b in people}
    return visit.render(
        "balie/voorstel.html",
        status=400 if problems else 200,
        back=f"/{visit.gemeente.slug}/balie/accorderen/{voorstel.id}",
        voorstel=voorstel,
        feit=woorden_van(voorstel.feit)[0],
        gestopt=GESTOPTE_LIJST,
        toestand=TOESTANDEN[voorstel.toestand],
        persoon=next((b for b in people if b.bsn == voorstel.over), None),
        redenen=found.invoer.verantwoording if found.invoer else (),
        document=getattr(found.invoer, "document", ""),
        verschillen=wat_verandert(names, judged.verschillen if judged else ()),
        weigeringen=[*geweigerd, *(judged.weigeringen if judged else ())],
        mag_besluiten=found.mag_besluiten,
        mag_intrekken=found.mag_intrekken,
        invulling=Invulling("proces", form or {}, list(problems)),
        form=form or {},
        bij_veld={},
    )


async def opgenomen(visit: Visit, found: Bekeken, uitkomst: Uitkomst) -> Response:
    """As after any fact; it leads to the person it is about, or back to the list of proposals."""
    people = await visit.burgerzaken.met_nummers([found.voorstel.over])
    balie = f"/{visit.gemeente.slug}/balie"
    hier = f"{balie}/personen/{people[0].id}" if people else f"{balie}/accorderen"
    titel_, gedaan = woorden_van(found.voorstel.feit)
    return await klaar(visit, titel_, gedaan, uitkomst, hier)


def rij(voorstel: Voorstel, names: Mapping[str, str]) -> Rij:
    return Rij(voorstel, woorden_van(voorstel.feit)[0], names.get(voorstel.over, ""))


def woorden_van(feit: str) -> tuple[str, str]:
    """What a fact is called, and what is told when it was recorded."""
    soort = SOORTEN.get(feit)
    return (soort.titel, soort.gedaan) if soort else ZONDER_FORMULIER.get(feit, ANDERS)


def numbers_in(found: Bekeken) -> list[str]:
    """BSNs of everybody whose list is told of."""
    changed = [v.bsn for v in found.uitkomst.verschillen] if found.uitkomst else []
    return list(dict.fromkeys(n for n in (found.voorstel.over, *changed) if n))


async def namen(visit: Visit, voorstellen: Sequence[Voorstel]) -> dict[str, str]:
    numbers = list(dict.fromkeys(v.over for v in voorstellen if v.over))
    people: Sequence[Bewoner] = await visit.burgerzaken.met_nummers(numbers) if numbers else ()
    return {b.bsn: b.kaart.naam for b in people}
