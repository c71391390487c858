"""Looking for a person: one box for whatever is known. It goes by POST, so that no number stands in an address."""

from starlette.responses import RedirectResponse, Response

from meent.integration.brp.inzien import Gevonden
from meent.interaction.balie.feiten import zonder_lijst
from meent.interaction.balie.woorden import GESTOPT, SIGNALEN
from meent.interaction.visit import Visit
from meent.interaction.words import mark

GEZOCHT_OP = {
    "bsn": mark("BSN"), "anummer": mark("A-nummer"), "adres": mark("postcode en huisnummer"),
    "straat": mark("straat en huisnummer"), "naam": mark("naam"), "geboren": mark("geboortedatum"),
}  # fmt: skip
RAAD = {
    "adres": mark("Typ ook het huisnummer."),
    "straat": mark("Typ de hele naam van de straat."),
    "naam": mark("Typ ook de voornaam of de geboortedatum."),
    "geboren": mark("Typ ook de naam."),
}
"""What makes a question sharper, for each kind of which there can be too many."""
MEEST_LETTERS = 100


async def show(visit: Visit) -> Response:
    return page(visit, "")


async def zoek(visit: Visit) -> Response:
    """Who it is: with one, the page of this person; with more, whom to choose from."""
    getypt = (await visit.form()).get("zoek", "").strip()[:MEEST_LETTERS]
    gevonden = await visit.burgerzaken.zoek(getypt)
    if len(gevonden.treffers) == 1:
        return RedirectResponse(f"/{visit.gemeente.slug}/balie/personen/{gevonden.treffers[0].id}", 303)
    return page(visit, getypt, gevonden=gevonden)


def page(visit: Visit, getypt: str, gevonden: Gevonden | None = None) -> Response:
    return visit.render(
        "balie/zoeken.html", back=f"/{visit.gemeente.slug}/balie", getypt=getypt, gezocht_op=GEZOCHT_OP, raad=RAAD,
        zonder_lijst=zonder_lijst(has_mailbox=visit.burgerzaken.heeft_postbus),
        signalen=SIGNALEN, gestopt=GESTOPT, gevonden=gevonden,
    )  # fmt: skip
