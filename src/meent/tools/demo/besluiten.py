"""Besluiten of the demo: what a municipality grants, and how long it holds (Besluiten API 1.1.0).

The day on which a permit ends is the day on which its file begins to age, so these cases show an archive date that
follows from a besluit, or that waits for one.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from meent.tools.demo.gemeenten import Gemeente
from meent.tools.demo.items import BESLUITEN, CATALOGI, Body, Item, Verwijzing


@dataclass(frozen=True, slots=True)
class Besluitsoort:
    """What the granting of one zaaktype is called.

    geldig_dagen   days after which it ends by itself; None when it holds until somebody withdraws it
    """

    naam: str
    bestuursorgaan: str
    geldig_dagen: int | None = None


COLLEGE, BURGEMEESTER = "College van burgemeester en wethouders", "Burgemeester"

VAN_ZAAKTYPE = {
    "omgevingsvergunning": Besluitsoort("Omgevingsvergunning verleend", COLLEGE),
    "kapvergunning": Besluitsoort("Kapvergunning verleend", COLLEGE, geldig_dagen=365),
    "evenementenvergunning": Besluitsoort("Evenementenvergunning verleend", BURGEMEESTER, geldig_dagen=90),
    "alcoholvergunning": Besluitsoort("Vergunning voor drank en horeca verleend", BURGEMEESTER),
    "parkeervergunning": Besluitsoort("Parkeervergunning verleend", COLLEGE, geldig_dagen=730),
}


def besluittype_items(catalogus: Verwijzing, begin_geldigheid: str) -> Iterator[Item]:
    """A besluittype for each; the zaaktypen name them."""
    for sleutel, soort in VAN_ZAAKTYPE.items():
        body: Body = {
            "catalogus": catalogus,
            "omschrijving": soort.naam,
            "informatieobjecttypen": [],
            "publicatieIndicatie": False,
            "beginGeldigheid": begin_geldigheid,
        }
        yield Item(CATALOGI, "besluittypen", sleutel, body, publiceren=True)


def besluittypen_of(sleutel: str) -> list[str]:
    """The names of the besluittypen of this zaaktype."""
    return [VAN_ZAAKTYPE[sleutel].naam] if sleutel in VAN_ZAAKTYPE else []


def make_besluit(gemeente: Gemeente, zaaktype: str, zaak: Verwijzing, number: int, *, op: str, tot: str | None) -> Item:
    """The besluit that grants what was asked.

    op    day on which it was taken and begins to hold
    tot   day on which it ends, None for one that does not end by itself
    """
    body: Body = {
        "identificatie": f"{gemeente.domein}-B-{number:07d}",
        "verantwoordelijkeOrganisatie": gemeente.rsin,
        "besluittype": Verwijzing("besluittype", zaaktype),
        "zaak": zaak,
        "datum": op,
        "bestuursorgaan": VAN_ZAAKTYPE[zaaktype].bestuursorgaan,
        "ingangsdatum": op,
        "verzenddatum": op,
    }
    if tot:
        body |= {"vervaldatum": tot, "vervalreden": "tijdelijk"}
    return Item(BESLUITEN, "besluiten", f"{zaak.sleutel}.besluit", body)
