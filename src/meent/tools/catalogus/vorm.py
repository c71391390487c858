"""How a catalogue stands in the archive of Open Zaak: which files, in which order, and how names are spelt there.

Fields are snake_case and relations are URLs of the source system. Since Catalogi 1.3 relations between types go by
name; we put the names beside the URLs, as the standard does in answers, and read either.
"""

import re
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]
MAX_DEPTH = 10


@dataclass(frozen=True, slots=True)
class Relatie:
    """A relation by name from a type to types of another kind.

    veld      attribute in which URLs stand when read, and names when written
    bestand   the file with the types meant, which are known by their attribute `naam`
    namen     attribute in which the names stand when read
    """

    veld: str
    bestand: str
    naam: str
    namen: str


@dataclass(frozen=True, slots=True)
class Bestand:
    """One file of the archive: the collection its records are posted to, and what ties them to others.

    hoort_bij   attribute with the catalogus or the zaaktype under which a record stands
    """

    collectie: str
    hoort_bij: str = "zaaktype"
    relaties: tuple[Relatie, ...] = ()
    publiceren: bool = False


def _documenten(namen: str) -> Relatie:
    return Relatie("informatieobjecttypen", "InformatieObjectType", "omschrijving", namen)


BESLUITEN = Relatie("besluittypen", "BesluitType", "omschrijving", "besluittypeOmschrijving")

# In the order in which they can be written: each refers to earlier ones only, or by name.
BESTANDEN: dict[str, Bestand] = {
    "Catalogus": Bestand("catalogussen", hoort_bij=""),
    "InformatieObjectType": Bestand("informatieobjecttypen", "catalogus", publiceren=True),
    "BesluitType": Bestand(
        "besluittypen", "catalogus", (_documenten("informatieobjecttypeOmschrijvingen"),), publiceren=True
    ),
    "ZaakType": Bestand(
        "zaaktypen",
        "catalogus",
        (BESLUITEN, Relatie("deelzaaktypen", "ZaakType", "identificatie", "deelzaaktypeIdentificaties")),
        publiceren=True,
    ),
    "StatusType": Bestand("statustypen"),
    "RolType": Bestand("roltypen"),
    "ResultaatType": Bestand(
        "resultaattypen", relaties=(BESLUITEN, _documenten("informatieobjecttypeOmschrijving"))
    ),
    "Eigenschap": Bestand("eigenschappen"),
    "ZaakObjectType": Bestand("zaakobjecttypen"),
    "ZaakTypeInformatieObjectType": Bestand("zaaktype-informatieobjecttypen"),
}  # fmt: skip
EEN_DOCUMENT = Relatie(
    "informatieobjecttype", "InformatieObjectType", "omschrijving", "informatieobjecttypeOmschrijving"
)
"""Of a ZaakTypeInformatieObjectType: one, and a name in both directions."""
VERWANT = Relatie("zaaktype", "ZaakType", "identificatie", "zaaktypeIdentificatie")
"""Of each of the gerelateerdeZaaktypen of a zaaktype."""


def camel(key: str) -> str:
    """`begin_geldigheid` becomes `beginGeldigheid`."""
    return re.sub(r"_([a-z])", lambda match: match[1].upper(), key)


def snake(key: str) -> str:
    """`beginGeldigheid` becomes `begin_geldigheid`."""
    return re.sub(r"([A-Z])", lambda match: f"_{match[1].lower()}", key)


def respelt(value: Any, spell: Any, room: int = MAX_DEPTH) -> Any:
    """The same value with all its keys spelt anew; raises ValueError when it is nested deeper than a type can be."""
    if room == 0:
        raise ValueError(f"gegevens van meer dan {MAX_DEPTH} lagen diep")
    if isinstance(value, dict):
        return {spell(key): respelt(part, spell, room - 1) for key, part in value.items()}
    if isinstance(value, list):
        return [respelt(part, spell, room - 1) for part in value]
    return value
