"""The kinds of object of the demo: what a municipality keeps in an Objecten register (Objecttypen 2.2.2).

The JSON schemas are ours. Words of the field are Dutch.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from meent.tools.demo.gemeenten import AFDELINGEN, Gemeente
from meent.tools.demo.items import OBJECTTYPEN, Body, Item, Verwijzing

DAG: Body = {"type": "string", "format": "date"}
TEKST: Body = {"type": "string", "maxLength": 200}


def een_van(*waarden: str) -> Body:
    return {"type": "string", "enum": list(waarden)}


@dataclass(frozen=True, slots=True)
class Objectsoort:
    """A kind of object.

    velden     member of the data -> its JSON schema
    verplicht  members that every object has
    openbaar   dataClassification of the standard
    """

    sleutel: str
    naam: str
    meervoud: str
    omschrijving: str
    afdeling: str
    velden: dict[str, Body]
    verplicht: tuple[str, ...]
    openbaar: str = "open"

    @property
    def schema(self) -> Body:
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": self.naam,
            "type": "object",
            "properties": self.velden,
            "required": list(self.verplicht),
            "additionalProperties": False,
        }


BOOMSOORTEN = ("Zomereik", "Winterlinde", "Gewone es", "Paardenkastanje", "Noorse esdoorn", "Zwarte els", "Plataan")
CONDITIES = ("goed", "redelijk", "matig", "slecht")
MELDINGEN = ("bestrating", "verlichting", "afval", "groen", "riolering", "overlast")

OBJECTSOORTEN = (
    Objectsoort(
        "boom", "Boom", "Bomen", "Een boom die de gemeente beheert.", "openbare_ruimte",
        {"nummer": TEKST, "soort": een_van(*BOOMSOORTEN), "plantjaar": {"type": "integer", "minimum": 1700},
         "hoogteMeter": {"type": "number", "minimum": 0, "maximum": 60}, "conditie": een_van(*CONDITIES),
         "gecontroleerdOp": DAG, "isMonumentaal": {"type": "boolean"}},
        ("nummer", "soort", "conditie"),
    ),
    Objectsoort(
        "laadpaal", "Laadpaal", "Laadpalen", "Een openbare paal om een auto op te laden.", "parkeren",
        {"nummer": TEKST, "adres": TEKST, "aansluitingen": {"type": "integer", "minimum": 1, "maximum": 12},
         "vermogenKilowatt": {"type": "number", "exclusiveMinimum": 0}, "status": een_van("gepland", "in gebruik",
                                                                                         "defect", "verwijderd")},
        ("nummer", "aansluitingen", "status"),
    ),
    Objectsoort(
        "lichtmast", "Lichtmast", "Lichtmasten", "Een lantaarnpaal langs een straat.", "openbare_ruimte",
        {"nummer": TEKST, "straat": TEKST, "hoogteMeter": {"type": "number", "minimum": 0},
         "lamp": een_van("led", "natrium"), "brandt": {"type": "boolean"}},
        ("nummer", "lamp", "brandt"),
    ),
    Objectsoort(
        "melding", "Melding openbare ruimte", "Meldingen openbare ruimte",
        "Wat iemand op straat zag en aan de gemeente vertelde.", "openbare_ruimte",
        {"onderwerp": TEKST, "categorie": een_van(*MELDINGEN), "gemeldOp": DAG, "afgehandeldOp": DAG,
         "status": een_van("gemeld", "in behandeling", "afgehandeld")},
        ("onderwerp", "categorie", "gemeldOp", "status"), "intern",
    ),
    Objectsoort(
        "parkeervergunning", "Parkeervergunning", "Parkeervergunningen",
        "Wie waar met welke auto mag parkeren.", "parkeren",
        {"nummer": TEKST, "kenteken": {"type": "string", "pattern": "^[A-Z0-9-]{6,8}$"}, "zone": TEKST,
         "geldigTot": DAG, "status": een_van("geldig", "ingetrokken", "verlopen")},
        ("nummer", "kenteken", "zone", "status"), "confidential",
    ),
)  # fmt: skip


def objecttype_items(gemeente: Gemeente, op: datetime) -> Iterator[Item]:
    """Each kind with the published version of its schema."""
    for soort in OBJECTSOORTEN:
        item = Item(OBJECTTYPEN, "objecttypes", soort.sleutel, objecttype_body(soort, gemeente), op=op)
        version: Body = {"status": "published", "jsonSchema": soort.schema}
        yield item
        yield Item(OBJECTTYPEN, "objecttypes/versions", soort.sleutel, version, onder=item.verwijzing, op=op)


def objecttype_body(soort: Objectsoort, gemeente: Gemeente) -> dict[str, Any]:
    return {
        "name": soort.naam,
        "namePlural": soort.meervoud,
        "description": soort.omschrijving,
        "dataClassification": soort.openbaar,
        "maintainerOrganization": f"Gemeente {gemeente.naam}",
        "maintainerDepartment": AFDELINGEN[soort.afdeling],
        "contactPerson": "Functioneel beheer",
        "contactEmail": f"beheer@{gemeente.slug}.example",
        "updateFrequency": "daily",
        "providerOrganization": f"Gemeente {gemeente.naam}",
        "labels": {"thema": "buiten" if soort.afdeling == "openbare_ruimte" else "parkeren"},
        "allowGeometry": soort.sleutel != "parkeervergunning",
    }


def soort_van(sleutel: str) -> Verwijzing:
    return Verwijzing("objecttype", sleutel)
