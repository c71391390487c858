"""Somebody moves here from another municipality: who, where to and when. The lists are asked; the move comes with them.

Nobody of them has a list here yet, so people are told by their BSN, and judged by their lists when those are there.
"""

import re
from collections.abc import Sequence
from typing import Any

from starlette.responses import Response

from meent.integration.brp.feiten import Weigering
from meent.interaction.balie import wie
from meent.interaction.balie.adres import ADRES, adres_in
from meent.interaction.balie.proces import CONTROLEREN, Proces, Soort, Stap
from meent.interaction.balie.velden import BSN_FOUT, KIES_FOUT, NEGEN, Form, Veld, bare, day_in
from meent.interaction.balie.verhuizing import DAGEN
from meent.interaction.problems import Probleem
from meent.interaction.words import mark, today
from meent.process.burgerzaken.overkomst import Overkomstinvoer

OOK, WIJZE = "ook-", "wijze-"
MEEST = 20
NAAM = re.compile(rf"{OOK}(\d{{1,2}})", re.ASCII)
MELDER = (
    Veld("uit", mark("Uit welke gemeente?"), "gemeente", kort=True),
    Veld(
        "melder",
        mark("BSN van wie het meldt, of van de eerste die komt"),
        lang=11,
        patroon=NEGEN,
        kaal=True,
        fout=BSN_FOUT,
        kort=True,
    ),
    Veld("zelf", mark("Deze persoon verhuist zelf mee"), "vinkje"),
    Veld(wie.AMBTSHALVE, mark("Niemand meldt het: de gemeente beslist zelf"), "vinkje"),
)
NOG_IEMAND = mark("BSN van persoon %(nummer)s die meekomt")
WIE_MELDT = mark("Wie meldt het voor %(bsn)s?")


def wie_komt(gaande: Proces, form: Form) -> Sequence[Veld]:
    """Who tells of it, and a field for each who comes along with one more that is open."""
    words = gaande.visit.words.gettext
    numbers = [n for n in range(1, MEEST + 1) if form.get(f"{OOK}{n}")]
    shown = range(1, min(max(numbers, default=0) + 1, MEEST) + 1)
    return *MELDER, *(
        Veld(
            f"{OOK}{n}", words(NOG_IEMAND) % {"nummer": n}, lang=11, patroon=NEGEN, kaal=True, fout=BSN_FOUT,
            mag_leeg=True, kort=True,
        ) for n in shown
    )  # fmt: skip


def ook(form: Form) -> list[str]:
    """BSNs of who comes along, in the order of their fields."""
    found = sorted((int(m[1]), bare(form[m[0]])) for naam in form if (m := NAAM.fullmatch(naam)) and form[naam])
    return [bsn for _, bsn in found]


def komen(form: Form) -> list[str]:
    """BSNs of all who come; who tells of it first, when that one comes too."""
    return [*([bare(form.get("melder", ""))] if form.get("zelf") else []), *ook(form)]


def keur(gaande: Proces, form: Form) -> list[Probleem]:
    if not komen(form):
        return [Probleem("zelf", mark("Kies om wie het gaat."))]
    all_of_them = [bare(form.get("melder", "")), *ook(form)]
    if len(set(all_of_them)) < len(all_of_them):
        return [Probleem("melder", mark("Vul elk BSN een keer in."))]
    return []


def wanneer(gaande: Proces, form: Form) -> Sequence[Veld]:
    """The days, what was handed over, and for each who comes along how it was told (72.10), if somebody did."""
    words = gaande.visit.words.gettext
    wijzen = {"": mark("Kies"), **wie.WIJZEN}
    return *(
        Veld(f"{WIJZE}{bsn}", words(WIE_MELDT) % {"bsn": bsn}, "keuze", wijzen, fout=KIES_FOUT)
        for bsn in ook(form) if not form.get(wie.AMBTSHALVE)
    ), *DAGEN  # fmt: skip


def begin(gaande: Proces) -> dict[str, str]:
    day = today(gaande.visit.now).isoformat()
    return {"zelf": "1", "functie": "W", "woonplaats": gaande.visit.gemeente.naam, "datum": day, "ontvangen": day}


def maak(gaande: Proces, form: Form, how: dict[str, Any]) -> Overkomstinvoer:
    datum, melder = day_in(form, "datum"), bare(form["melder"])
    assert datum is not None
    own = {melder: "I"} if form.get("zelf") else {}
    wijzen = own | {bsn: form.get(f"{WIJZE}{bsn}", "") for bsn in ook(form)}
    if form.get(wie.AMBTSHALVE):  # of who comes first it is, as of a move within the municipality
        melder, wijzen = komen(form)[0], dict.fromkeys(komen(form), "A")
    return Overkomstinvoer(
        uit=gaande.visit.burgerzaken.code_van(33, form["uit"]), aangever=melder, datum=datum,
        ontvangen=day_in(form, "ontvangen"), adres=adres_in(form), stukken=frozenset(DAGEN[-1].gekozen(form)),
        verhuizers=wijzen, **how,
    )  # fmt: skip


async def vraag(gaande: Proces, invoer: Overkomstinvoer) -> Response | Sequence[Weigering]:
    """The lists are asked; the same form again asks nothing."""
    visit, soort = gaande.visit, gaande.soort
    done = await visit.deps.neem_op(visit.zgw, soort.feit, invoer)
    return done.weigeringen or visit.render(
        "balie/verzonden.html", back=gaande.hier, soort=soort, akte="", jaar=0,
        ander=visit.burgerzaken.codes(33).get(invoer.uit, invoer.uit),
    )  # fmt: skip


OVERKOMST = Soort(
    feit="overkomst",
    titel=mark("Verhuizing uit een andere gemeente"),
    gedaan=mark("De lijsten zijn gevraagd"),
    stappen=(
        Stap("wie", mark("Wie komt hier wonen?"), wie_komt, keur, ook=(OOK,)),
        Stap("waarheen", mark("Waarheen?"), lambda gaande, form: ADRES, klas="adresvelden"),
        Stap("wanneer", mark("Wanneer?"), wanneer, ook=(WIJZE,)),
        CONTROLEREN,
    ),
    over_persoon=False,
    begin=begin,
    maak=maak,
    bij={"BZ-95": "uit", "BZ-01": "ontvangen", "BZ-03": "datum", "BZ-06": "straat", "BZ-09": "stuk"},
    sjabloon="balie/overkomst.html",
    leg_vast=vraag,
    knop=mark("Vraag de lijsten"),
)
