"""An uittreksel at the counter: which kind, for whom, what stands on it, what it costs, and the paper itself.

Nothing is kept of it but the zaak and the line in the log: the paper goes along in the page that says it is ready.
"""

from base64 import b64encode
from collections.abc import Sequence
from typing import Any, cast

import msgspec
from starlette.responses import Response

from meent.integration.brp.feiten import Weigering
from meent.interaction.balie import wie
from meent.interaction.balie.proces import CONTROLEREN, Oordeel, Proces, Soort, Stap
from meent.interaction.balie.velden import Form, Veld
from meent.interaction.words import mark
from meent.process.burgerzaken.uittreksel import Betaling, Uittrekselinvoer
from meent.process.burgerzaken.uittreksel import Soort as Papier

SOORTEN = {
    "woonadres": mark("Woonadres"), "burgerlijke staat": mark("Burgerlijke staat"),
    "nationaliteit": mark("Nationaliteit"), "in leven": mark("Bewijs van in leven zijn"),
    "attestatie de vita": mark("Attestatie de vita"),
}  # fmt: skip
STUKKEN = Veld("stuk", mark("Wat is er ingeleverd?"), "vinkjes", {
    wie.MACHTIGING: wie.STUKKEN[wie.MACHTIGING], wie.GEZAGSREGISTER: wie.STUKKEN[wie.GEZAGSREGISTER],
    "bewijs curatele": mark("Bewijs van curatele"),
})  # fmt: skip
BETALEN = {"betaald": mark("Betaald aan de balie"), "kosteloos": mark("Hoeft niet te betalen")}


def vraagt(gaande: Proces, form: Form) -> Sequence[Veld]:
    people = {str(b.id): b.kaart.naam for b in gaande.bewoners}
    return (
        Veld("papier", mark("Wat moet erop staan?"), "keuze", SOORTEN),
        Veld("met_bsn", mark("Zet ook het BSN erop"), "vinkje"),
        Veld("gezien", mark("De persoon is hier en liet zien wie hij is (nodig voor in leven zijn)"), "vinkje"),
        Veld("aanvrager", mark("Wie vraagt het?"), "wie", people),
        STUKKEN,
        Veld("betaling", mark("Is er betaald?"), "keuze", BETALEN),
    )


def begin(gaande: Proces) -> dict[str, str]:
    aanvrager = wie.aangever_voor(gaande) or gaande.persoon
    return {"papier": "woonadres", "aanvrager": str(aanvrager.id), "betaling": "betaald"}


def maak(gaande: Proces, form: Form, how: dict[str, Any]) -> Uittrekselinvoer:
    aanvrager = gaande.bewoner(form["aanvrager"])
    return Uittrekselinvoer(
        bsn=gaande.persoon.bsn, soort=cast(Papier, form["papier"]), aanvrager=aanvrager.bsn if aanvrager else "",
        stukken=frozenset(STUKKEN.gekozen(form)), met_bsn=bool(form.get("met_bsn")),
        betaling=cast(Betaling, form["betaling"]), gezien=bool(form.get("gezien")), **how,
    )  # fmt: skip


async def toets(gaande: Proces, invoer: Uittrekselinvoer) -> Oordeel:
    """What stands on it, before it is paid for. Nobody goes past a rule here: it is not for a colleague to agree to."""
    judged = await gaande.visit.deps.uittreksel(gaande.visit.zgw, invoer)
    return Oordeel(zonder_voorbij(judged.weigeringen), erbij=judged)


async def geef_af(gaande: Proces, invoer: Uittrekselinvoer) -> Response | Sequence[Weigering]:
    """The paper in a page; a second click gives it again and makes no second zaak."""
    visit = gaande.visit
    is_first = visit.deps.spent_forms.spend(invoer.sleutel)
    made = await visit.deps.uittreksel(visit.zgw, msgspec.structs.replace(invoer, nog_eens=not is_first))
    if made.weigeringen:
        visit.deps.spent_forms.release(invoer.sleutel)
        return zonder_voorbij(made.weigeringen)
    return visit.render(
        "balie/afgegeven.html", back=gaande.hier, hier_persoon=gaande.hier, soort=gaande.soort, papier=made,
        nog_eens=not is_first, pdf=b64encode(made.pdf).decode(), bestand=f"uittreksel-{visit.now:%Y%m%d}.pdf",
    )  # fmt: skip


def zonder_voorbij(weigeringen: Sequence[Weigering]) -> list[Weigering]:
    return [w._replace(kan_worden_overruled=False) for w in weigeringen]


UITTREKSEL = Soort(
    feit="uittreksel",
    titel=mark("Uittreksel"),
    gedaan=mark("Het uittreksel is klaar"),
    stappen=(Stap("keuze", mark("Welk uittreksel?"), vraagt), CONTROLEREN),
    begin=begin,
    maak=maak,
    bij={"BZ-90": "persoon", "BZ-91": "aanvrager", "BZ-92": "aanvrager", "BZ-94": "gezien"},
    toon=lambda gaande, form: wie.over(gaande),
    sjabloon="balie/uittreksel.html",
    toets=toets,
    leg_vast=geef_af,
    knop=mark("Geef het uittreksel af"),
)
