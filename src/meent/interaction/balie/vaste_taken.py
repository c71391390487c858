"""Jobs that Meent does by itself: when each last ran, and what it did."""

from starlette.responses import Response

from meent.interaction.visit import Visit
from meent.interaction.words import mark

TITELS = {
    "gezag": mark("Gezag stopt op de achttiende verjaardag"),
    "reisdocumenten": mark("Oude reisdocumenten gaan van de lijst"),
    "keuring": mark("Alle lijsten worden nagekeken"),
    "termijnen": mark("Wat over tijd is wordt geteld"),
}
UITKOMSTEN = {
    "veranderd": mark("Lijsten veranderd"), "overgeslagen": mark("Overgeslagen, de volgende keer weer"),
    "fout": mark("Lijsten met een fout"), "opmerking": mark("Lijsten met een opmerking"),
    "werk": mark("Werk dat over tijd is"), "termijn": mark("Dagen waarop iets opnieuw bekeken moet worden"),
    "geblokkeerd": mark("Lijsten die geblokkeerd zijn"), "bsn": mark("BSN's om uit te geven"),
    "anummer": mark("A-nummers om uit te geven"),
}  # fmt: skip


async def show(visit: Visit) -> Response:
    taken = await visit.deps.vaste_taken(visit.zgw)
    return visit.render("balie/taken.html", taken=taken, titels=TITELS, uitkomsten=UITKOMSTEN)
