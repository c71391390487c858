"""A briefadres: who, why there is no woonadres, who passes the post on, and until when.

Back to a woonadres is a move.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, cast

from meent.integration.brp.feiten import Invoer
from meent.integration.brp.inzien import Bewoner
from meent.interaction.balie import wie
from meent.interaction.balie.adres import WOONADRES, adres_in
from meent.interaction.balie.mens import NIET_HIER
from meent.interaction.balie.proces import CONTROLEREN, Proces, Soort, Stap
from meent.interaction.balie.velden import BSN_FOUT, NEGEN, Form, Regel, Veld, bare, day_in, regels
from meent.interaction.balie.verhuizing import AMBTSHALVE_DAG, ONTVANGEN
from meent.interaction.problems import Probleem
from meent.interaction.visit import Visit
from meent.interaction.words import mark, today
from meent.process.burgerzaken.briefadres import AANGEWEZEN, INSTEMMING, STUK, Briefadresinvoer, Reden

HALF_JAAR = timedelta(days=182)
PERSOON, GEMEENTE = "persoon", "gemeente"
BIJ_PERSOON = ("gever", PERSOON)
REDENEN = {
    "geen woonadres": mark("De persoon heeft geen woonadres"), "instelling": mark("De persoon is in een instelling"),
    "veiligheid": mark("Het woonadres moet geheim blijven, voor de veiligheid"),
}  # fmt: skip
WAAROM = (
    Veld("reden", mark("Waarom een briefadres?"), "keuze", REDENEN),
    Veld("gever", mark("Wie geeft de post door?"), "keuze", {
        PERSOON: mark("Iemand die in deze gemeente woont"), "rechtspersoon": mark("Een instelling of bedrijf"),
        GEMEENTE: mark("De gemeente zelf"),
    }),
    Veld("geverbsn", mark("BSN van wie de post doorgeeft"), lang=11, patroon=NEGEN, kaal=True, fout=BSN_FOUT,
         bij=BIJ_PERSOON, kort=True, uitleg=mark("Het briefadres wordt het adres waar deze persoon woont.")),
    Veld("stuk", mark("Wat is er ingeleverd?"), "vinkjes", {
        INSTEMMING: mark("Brief van wie de post doorgeeft"), STUK["instelling"]: mark("Bewijs van de instelling"),
        STUK["veiligheid"]: mark("Besluit van de burgemeester"), AANGEWEZEN: mark("Aanwijzing door het college"),
        wie.MACHTIGING: wie.STUKKEN[wie.MACHTIGING], wie.GEZAGSREGISTER: wie.STUKKEN[wie.GEZAGSREGISTER],
        wie.INSTELLING: wie.STUKKEN[wie.INSTELLING],
    }),
)  # fmt: skip
DAGEN = (
    Veld("datum", mark("Vanaf welke dag?"), "dag", kort=True, uitleg=AMBTSHALVE_DAG),
    ONTVANGEN,
    Veld("herzien", mark("Wanneer bekijkt u het opnieuw?"), "dag", kort=True),
)


async def gevers(visit: Visit, persoon: Bewoner, form: Form) -> Sequence[Bewoner]:
    """Who is named by number lives at another address."""
    return await visit.burgerzaken.met_nummers([bare(form["geverbsn"])]) if form.get("geverbsn") else ()


def gever(gaande: Proces, form: Form) -> Bewoner | None:
    return gaande.met_bsn(bare(form.get("geverbsn", ""))) if form.get("gever") == PERSOON else None


def keur_gever(gaande: Proces, form: Form) -> list[Probleem]:
    named = form.get("gever") == PERSOON and NEGEN.fullmatch(bare(form.get("geverbsn", "")))
    return [Probleem("geverbsn", NIET_HIER)] if named and gever(gaande, form) is None else []


def begin(gaande: Proces) -> dict[str, str]:
    day = today(gaande.visit.now)
    return wie.begin(gaande) | {
        "reden": "geen woonadres", "gever": PERSOON, "woonplaats": gaande.visit.gemeente.naam,
        "datum": day.isoformat(), "ontvangen": day.isoformat(), "herzien": (day + HALF_JAAR).isoformat(),
    }  # fmt: skip


def maak(gaande: Proces, form: Form, how: dict[str, Any]) -> Invoer:
    datum, herzien, who = day_in(form, "datum"), day_in(form, "herzien"), gever(gaande, form)
    assert datum is not None
    assert herzien is not None
    return Briefadresinvoer(
        aangever=wie.aangever_in(gaande, form), verhuizers=wie.wijzen_in(gaande, form), datum=datum,
        ontvangen=day_in(form, "ontvangen"), reden=cast(Reden, form["reden"]), herzien=herzien,
        gever=who.bsn if who else "", adres={} if who else adres_in({**form, "functie": "B"}),
        stukken=frozenset(WAAROM[-1].gekozen(form)), **how,
    )  # fmt: skip


def vertel(gaande: Proces, form: Form) -> list[Regel]:
    """Who passes it on by name, with the address that it becomes."""
    lines, who = regels(WAAROM, form, "waarom", gaande.visit.burgerzaken), gever(gaande, form)
    if who is None:
        return lines
    told = Regel(WAAROM[1].label, (who.kaart.naam, *who.kaart.adres), naam="gever", stap="waarom")
    return [told if line.naam == "gever" else line for line in lines if line.naam != "geverbsn"]


async def facts(gaande: Proces, form: Form, stap: Stap) -> dict[str, Any]:
    return {"wijzen": wie.WIJZEN}


BRIEFADRES = Soort(
    feit="briefadres",
    titel=mark("Briefadres"),
    gedaan=mark("Het briefadres is opgenomen"),
    stappen=(
        wie.wie_gaat(mark("Wie krijgt het briefadres?")),
        Stap("waarom", mark("Waarom, en bij wie?"), lambda gaande, form: WAAROM, keur_gever, vertel=vertel),
        Stap("waarheen", mark("Wat is het briefadres?"), lambda gaande, form: WOONADRES, klas="adresvelden",
             geldt=lambda form: form.get("gever", PERSOON) != PERSOON),
        Stap("wanneer", mark("Wanneer?"), lambda gaande, form: DAGEN),
        CONTROLEREN,
    ),
    begin=begin,
    maak=maak,
    bij={
        "BZ-01": "ontvangen", "BZ-03": "datum", "BZ-04": "aangever", "BZ-05": "mee", "BZ-06": "straat",
        "BZ-07": "gever", "BZ-08": "datum", "BZ-09": "stuk", "BZ-150": "reden", "BZ-151": "gever", "BZ-152": "herzien",
    },
    mensen=gevers,
    toon=wie.toon,
    facts=facts,
)  # fmt: skip
