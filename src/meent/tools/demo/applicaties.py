"""The applications of the demo that may call the APIs, as bodies for the Autorisaties API (1.1.0).

Two per municipality, so that the difference can be seen: one may do everything, one sees three zaaktypen only.
Not here: secrets. The caller makes them, the Autorisaties API holds none (AC-08).
"""

from collections.abc import Iterator

from meent.tools.demo.gemeenten import Gemeente
from meent.tools.demo.items import AUTORISATIES, Body, Item, Verwijzing

SCOPES_ZAKEN = (
    "zaken.lezen",
    "zaken.aanmaken",
    "zaken.bijwerken",
    "zaken.statussen.toevoegen",
)
# Zaaktype -> highest vertrouwelijkheidaanduiding the limited application may see.
BALIE_ZAAKTYPEN = {"verhuizing": "zaakvertrouwelijk", "paspoort": "zaakvertrouwelijk", "melding": "beperkt_openbaar"}


def applicatie_items(gemeente: Gemeente) -> Iterator[Item]:
    """Both applications of this municipality; zaaktypen must have been written before."""
    yield Item(AUTORISATIES, "applicaties", f"{gemeente.slug}-alles", all_rights_body(gemeente))
    yield Item(AUTORISATIES, "applicaties", f"{gemeente.slug}-balie", limited_body(gemeente))


def all_rights_body(gemeente: Gemeente) -> Body:
    """May do everything: for the tour and for `meent conform`. No autorisaties beside it (AC-02)."""
    return {
        "clientIds": [f"{gemeente.slug}-alles"],
        "label": f"Proeftuin {gemeente.naam} (alle rechten)",
        "heeftAlleAutorisaties": True,
        "autorisaties": [],
    }


def limited_body(gemeente: Gemeente) -> Body:
    """The counter: three zaaktypen up to a level, and reading the catalogue."""
    zaken = [
        {
            "component": "zrc",
            "scopes": list(SCOPES_ZAKEN),
            "zaaktype": Verwijzing("zaaktype", sleutel),
            "maxVertrouwelijkheidaanduiding": niveau,
        }
        for sleutel, niveau in BALIE_ZAAKTYPEN.items()
    ]
    return {
        "clientIds": [f"{gemeente.slug}-balie"],
        "label": f"Balieprogramma {gemeente.naam} (drie zaaktypen)",
        "heeftAlleAutorisaties": False,
        "autorisaties": [*zaken, {"component": "ztc", "scopes": ["catalogi.lezen"]}],
    }
