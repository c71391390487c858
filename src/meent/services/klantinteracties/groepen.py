"""Groups of the Klantinteracties API: addresses and names, and what a partij is."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta

from meent.capabilities.linked import Link
from meent.engine.marks import Doc, Group, Pattern, Server

Regel = Annotated[str, Meta(max_length=80)]
TWO_LETTERS = Pattern("^.{2}$"), Doc(extra=(("minLength", 2), ("pattern", None)))


class Adres(Group, kw_only=True):
    """Where somebody wants to be visited or written to: by BAG-id, as a Dutch address, or as lines abroad."""

    nummeraanduiding_id: Annotated[str, Meta(max_length=16), Pattern("^[0-9]{16}$")] = ""
    straatnaam: Annotated[str, Meta(max_length=255)] = ""
    huisnummer: Annotated[int, Meta(ge=1, le=99999)] | None = None
    huisnummertoevoeging: Annotated[str, Meta(max_length=20)] = ""
    postcode: Annotated[str, Meta(max_length=7), Pattern("^[1-9][0-9]{3} [A-Z]{2}$")] = ""
    stad: Annotated[str, Meta(max_length=255)] = ""
    adresregel1: Regel = ""
    adresregel2: Regel = ""
    adresregel3: Regel = ""
    land: Annotated[str, Meta(max_length=2), *TWO_LETTERS] = ""


ADRES_FILTERS = ("nummeraanduidingId", "adresregel1", "adresregel2", "adresregel3", "land")


class Contactnaam(Group, kw_only=True):
    """The name by which somebody wants to be called."""

    voorletters: Annotated[str, Meta(max_length=10)] = ""
    voornaam: Annotated[str, Meta(max_length=200)] = ""
    voorvoegsel_achternaam: Annotated[str, Meta(max_length=10)] = ""
    achternaam: Annotated[str, Meta(max_length=200)] = ""


def volledige_naam(naam: Contactnaam | None) -> str:
    """First name, or else the initials, and surname."""
    if naam is None:
        return ""
    parts = (naam.voornaam or naam.voorletters, naam.voorvoegsel_achternaam, naam.achternaam)
    return " ".join(part for part in parts if part)


class Persoon(Group, kw_only=True):
    contactnaam: Contactnaam | None = None
    volledige_naam: Server[str] = ""


class Organisatie(Group, kw_only=True):
    naam: Annotated[str, Meta(max_length=200)] = ""


class Contactpersoon(Group, kw_only=True):
    uuid: Annotated[UUID | None, Doc(nullable=False)] = None
    werkte_voor_partij: Link | None = None
    contactnaam: Contactnaam | None = None
    volledige_naam: Server[str] = ""
