"""Where a published document contradicts the text of its own standard, or is too loose to hold anybody to.

A server is not blamed for these: it cannot do right. Each has its reason, and the report counts them.
"""

import re
from typing import NamedTuple


class Known(NamedTuple):
    """`where` is a regular expression for "METHOD path status kind place"."""

    api: str
    where: str
    reason: str


MANY_WAYS = r"(results\.)?((besluit|informatieobject)type\w*|resultaattypeOmschrijving)"
KNOWN = (
    Known(
        r"\w+", r".* inhoud (\w+\.)*wijzigingen(\.(oud|nieuw))?",
        "Voor een create is er niets, en na een destroy ook niet: null (AT-03).",
    ),
    Known(
        "zaken", r".* inhoud (\w+\.)*verlenging(\.duur)?",
        "Niet verlengd is een groep met een lege duur (Z-25).",
    ),
    Known(
        "zaken", r".* inhoud (\w+\.)*betrokkeneIdentificatie\.inpA_nummer",
        "Wie geen A-nummer opgaf, leest een lege tekst.",
    ),
    Known(
        "zaken", r".* /zaakobjecten\S* \d+ \w+ (results\.)?(object|betrokkene)Identificatie",
        "Vijf soorten zaakobject hebben hier de naam van het veld van een rol.",
    ),
    Known(
        "zaken", r"POST /statussen 201 (inhoud|extra|served) zaakinformatieobjecten",
        "Verzoek en antwoord zijn hier verwisseld.",
    ),
    Known(
        "zaken", r"\w+ /zaaknotities\S* \d+ extra (results\.)?uuid",
        "Alleen hier hoort de uuid er niet bij.",
    ),
    Known(
        "zaken", r"\w+ /zaaknotities\S* (\d+|verzoek) inhoud (results\.)?gerelateerdAan",
        "De zaak staat hier als getal beschreven.",
    ),
    Known(
        "zaken", r"POST /zaaknummer_reserveren 201 kop Location",
        "Er is niets gemaakt dat een adres heeft.",
    ),
    Known(
        "catalogi", r"DELETE \S+ 204 .*",
        "Gepubliceerd als 200 met een object; iedereen antwoordt 204 (G-24).",
    ),
    Known(
        "catalogi", r"POST /informatieobjecttypen 20[01] (status|served) .*",
        "Wat gemaakt is, antwoordt 201, ook hier.",
    ),
    Known(
        "catalogi", r"POST /besluittypen 201 \w+ (informatieobjecttypeOmschrijving|zaaktypen|zaaktypeIdentificaties)",
        "Het antwoord op een POST is hier anders beschreven dan elk ander.",
    ),
    Known(
        "catalogi", rf".* /resultaattypen\S* \d+ \w+ {MANY_WAYS}",
        "Dezelfde lijsten zijn in één document op drie manieren beschreven (C-20…C-22).",
    ),
    Known(
        "catalogi", r".* /zaaktypen\S* \d+ extra (results\.)?resultaattypeOmschrijving",
        "Bij de resultaattypen verplicht en nergens beschreven; hier hoort het naast de adressen (C-22).",
    ),
    Known(
        "besluiten", r".* inhoud (results\.)?vervalreden(Weergave)?",
        "Een besluit dat niet verviel, heeft een lege reden.",
    ),
    Known(
        "documenten", r"PUT /bestandsdelen/\S+ 200 \w+ inhoud",
        "Een deel is niet te downloaden.",
    ),
    Known(
        "documenten", r"GET \S+/download 200 mediatype ",
        "De soort inhoud volgt uit het formaat (D-18).",
    ),
    Known(
        "documenten", r"POST \S+/_zoek verzoek inhoud uuid__in",
        "Wie op nummer zoekt, heeft geen uuids te geven (D-29).",
    ),
    Known(
        "documenten", r"POST \S+/(un)?lock 400 extra .*",
        "De codes waar clients op letten, staan in invalidParams (D-12).",
    ),
    Known(
        "autorisaties|klantinteracties", r"PATCH \S+ verzoek inhoud (label|clientIds|naam|soort\w+|indicatieActief)",
        "Een PATCH hoeft niet alles te noemen; hier vergeet het document dat.",
    ),
    Known(
        "catalogi", r"POST /informatieobjecttypen verzoek inhoud zaaktypeIdentificaties",
        "Wie een soort maakt, weet nog niet bij welke zaaktypen hij gaat horen.",
    ),
    Known(
        "klantinteracties", r".* leeg .*",
        "Wat niet is ingevuld is een lege tekst, ook waar een patroon of een kleinste lengte staat.",
    ),
    Known(
        "klantinteracties", r"POST /maak-klantcontact 201 inhoud (betrokkene|onderwerpobject)",
        "Wat niet is meegestuurd, is null.",
    ),
)  # fmt: skip

COMPILED = [(re.compile(k.api), re.compile(k.where)) for k in KNOWN]


def is_borne(api: str, line: str) -> bool:
    """Whether a remark is about a fault in the document itself."""
    return any(of.fullmatch(api) and where.fullmatch(line) for of, where in COMPILED)
