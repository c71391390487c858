"""How cases of the demo can end, per referentieproces: the resultaattypen and what each means for the archive.

Names of outcomes are ours, in plain Dutch. Numbers, terms and addresses are those of the Selectielijst gemeenten en
intergemeentelijke organen 2020, as the public service selectielijst.openzaak.nl gives them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from meent.tools.demo.zaaktypen import Zaaktype

SELECTIELIJST = "https://selectielijst.openzaak.nl/api/v1"

# Generic name -> the last part of its address among the resultaattypeomschrijvingen.
GENERIEK = {
    "Afgebroken": "ce8cf476-0b59-496f-8eee-957a7c6e2506",
    "Afgehandeld": "7cb315fb-4f7b-4a43-aca1-e4522e4c73b3",
    "Afgewezen": "e6a0c939-3404-45b0-88e3-76c94fb80ea7",
    "Gegrond": "3a0a9c3c-0847-4e7e-b7d9-765b9434094c",
    "Geweigerd": "1f750958-431c-4916-bc01-af5d3a753b41",
    "Ingetrokken": "a6a0bd73-262a-401a-b629-9c4a908c69b5",
    "Niet nodig": "3c23a936-ab4b-4715-a05b-b122d62ff050",
    "Niet ontvankelijk": "1118c52c-5445-4d32-91cd-e9efbac24ccd",
    "Ongegrond": "b20acab7-ba04-4c44-b408-3d2ea18d1e57",
    "Toegekend": "fb65d251-1518-4185-865f-b8bdcfad07b1",
    "Verleend": "f7d2dc14-1b71-4179-aed3-4e7abcfbeb0d",
    "Verwerkt": "f33dbd16-68ae-4820-acb5-5f437bca5edb",
}


AFGEHANDELD: Mapping[str, str] = MappingProxyType({"afleidingswijze": "afgehandeld"})
VERGUNNING_VERVALT: Mapping[str, str] = MappingProxyType({"afleidingswijze": "vervaldatum_besluit"})
RIJBEWIJS_VERVALT: Mapping[str, str] = MappingProxyType(
    {
        "afleidingswijze": "ander_datumkenmerk",
        "datumkenmerk": "einde geldigheid",
        "objecttype": "overige",
        "registratie": "Rijbewijzenregister",
    }
)
"""As the selectielijst has it: as long as what was given holds (11.1), or until a day that is written down (5.1.6)."""


@dataclass(frozen=True, slots=True)
class Uitkomst:
    """One way to end.

    generiek    key of GENERIEK
    klasse      result in the selectielijst, last part of its address
    termijn     ISO 8601 duration after which all of the case is destroyed
    brondatum   brondatumArchiefprocedure: the day from which that is counted; for most the day on which the case ends
    """

    naam: str
    generiek: str
    klasse: str
    termijn: str
    brondatum: Mapping[str, str] = field(default_factory=lambda: AFGEHANDELD)


@dataclass(frozen=True, slots=True)
class Uitkomsten:
    """The usual outcome first; `procestype` is the last part of its address in the selectielijst."""

    procestype: str
    alle: tuple[Uitkomst, ...]


LEVEREN, VERZOEK = "0f86ece3-f863-4c67-928e-cc71ad0e2318", "838e405a-9b12-43c4-a985-d7a7490d422e"
AANGIFTE, VOORZIENING = "1ade83bf-5f13-4c00-9361-ec723c2b14a6", "f4603775-5a08-4829-85c8-28017dfeee1f"
TOESTEMMING, GESCHIL = "7ff2b005-4d84-47fe-983a-732bfa958ff5", "1e12ad30-b900-4e7f-b3b7-569673cee0b0"
ONDERHOUD = "d5f61062-8493-47b5-a8e3-b74f66c298e8"


def _leveren(naam: str, klasse: str, termijn: str, brondatum: Mapping[str, str] = AFGEHANDELD) -> Uitkomsten:
    niet = Uitkomst("Niet verstrekt", "Geweigerd", "cf0c6097-dd84-4e01-8401-28403ab738b0", "P1Y")
    gestopt = Uitkomst("Aanvraag ingetrokken", "Ingetrokken", "733f7553-fb30-4e68-8aa6-2d211de84fb7", "P1Y")
    return Uitkomsten(LEVEREN, (Uitkomst(naam, "Verwerkt", klasse, termijn, brondatum), niet, gestopt))


def _aangifte(naam: str, klasse: str, termijn: str) -> Uitkomsten:
    niet = Uitkomst("Niet verwerkt", "Geweigerd", "ad2ceeb0-8f15-46cb-a96f-6b06d0b9ba4c", "P5Y")
    gestopt = Uitkomst("Aangifte ingetrokken", "Ingetrokken", "44fa9f46-9f58-418c-ba4f-912b321e67de", "P1Y")
    return Uitkomsten(AANGIFTE, (Uitkomst(naam, "Verwerkt", klasse, termijn), niet, gestopt))


def _voorziening(naam: str, klasse: str, termijn: str) -> Uitkomsten:
    niet = Uitkomst("Afgewezen", "Afgewezen", "9debb6c9-0f45-4825-be3b-140f2f7466a6", "P5Y")
    gestopt = Uitkomst("Aanvraag ingetrokken", "Ingetrokken", "71b3a170-d6df-4548-a03d-c6219f468ba4", "P1Y")
    return Uitkomsten(VOORZIENING, (Uitkomst(naam, "Toegekend", klasse, termijn), niet, gestopt))


def _verzoek(naam: str, klasse: str, termijn: str) -> Uitkomsten:
    niet = Uitkomst("Afgewezen", "Afgewezen", "9d6e6675-8764-4c55-9a47-626c2dc399f8", "P1Y")
    gestopt = Uitkomst("Verzoek ingetrokken", "Ingetrokken", "6f5d3859-78c5-467a-9e2f-43d71cf52a6c", "P1Y")
    return Uitkomsten(VERZOEK, (Uitkomst(naam, "Toegekend", klasse, termijn), niet, gestopt))


VAN_PROCES = {
    "Adreswijziging verwerken": _aangifte("Verhuizing verwerkt", "72702adc-0bfc-4913-986a-3b3b1796cb8e", "P5Y"),
    "Geboorte registreren": _aangifte("Geboorte ingeschreven", "8796c9b5-e68d-49d8-b9d9-ae1670a48c00", "P110Y"),
    "Huwelijk voltrekken": _aangifte("Huwelijk voltrokken", "641c8431-ebaa-4240-beec-deea8ffaf0d8", "P110Y"),
    "Overlijden registreren": _aangifte("Overlijden ingeschreven", "5d4e8159-86fd-4e74-b123-2d4be0c0947c", "P110Y"),
    "Naamgebruik wijzigen": _aangifte("Naamgebruik aangepast", "680a911a-c8ed-4de3-9ef5-46c1ef6b8be2", "P5Y"),
    "Reisdocument verstrekken": _leveren("Reisdocument verstrekt", "d6f66966-7ff9-4d16-8ea6-3042b4edb367", "P16Y"),
    "Rijbewijs verstrekken": _leveren(
        "Rijbewijs verstrekt", "b3e2368f-65c7-4764-b7bf-f0d025c7609b", "P1Y", RIJBEWIJS_VERVALT
    ),
    "Uittreksel verstrekken": _leveren("Uittreksel verstrekt", "682697d3-c73e-4490-bb07-d6b0652ede86", "P20Y"),
    "Voorziening toekennen": _voorziening("Toegekend", "4bb7842e-094b-4079-872a-ce0dbaee3ae7", "P15Y"),
    "Uitkering toekennen": _voorziening("Uitkering toegekend", "4bb7842e-094b-4079-872a-ce0dbaee3ae7", "P15Y"),
    "Subsidie verlenen": _voorziening("Subsidie vastgesteld", "2cb5661d-5a1f-481a-8f12-0e5bf8363b13", "P7Y"),
    "Kwijtschelding behandelen": _verzoek("Kwijtgescholden", "99c841a8-44cc-4777-871c-af19eb969226", "P7Y"),
    "Informatieverzoek behandelen": _verzoek("Openbaar gemaakt", "eef2428b-dbf8-46e0-989f-f3724a24d554", "P1Y"),
    "Vergunning behandelen": Uitkomsten(TOESTEMMING, (
        Uitkomst("Vergunning verleend", "Verleend", "2e86a8ca-0269-446c-8da2-6f4d08be422d", "P1Y", VERGUNNING_VERVALT),
        Uitkomst("Vergunning geweigerd", "Geweigerd", "f572cb0e-244a-4682-b57e-0c044c468387", "P5Y"),
        Uitkomst("Aanvraag ingetrokken", "Ingetrokken", "12421a71-3dc3-42df-a0dc-820c1744c7b7", "P1Y"),
    )),
    "Melding behandelen": Uitkomsten(ONDERHOUD, (
        Uitkomst("Opgelost", "Afgehandeld", "d52e6e2c-9a7a-403c-9b01-3e5ef1b052c9", "P5Y"),
        Uitkomst("Niets aan de hand", "Niet nodig", "559e4fcd-1163-4b94-bb4f-54dfa80d5c4f", "P5Y"),
        Uitkomst("Niet van de gemeente", "Afgebroken", "450c6aba-625e-4539-a1c3-3d71477113c7", "P1Y"),
    )),
    "Bezwaar behandelen": Uitkomsten(GESCHIL, (
        Uitkomst("Bezwaar ongegrond", "Ongegrond", "f969d912-1cd7-42f0-97ad-7b5cd24115d4", "P5Y"),
        Uitkomst("Bezwaar gegrond", "Gegrond", "f969d912-1cd7-42f0-97ad-7b5cd24115d4", "P5Y"),
        Uitkomst("Bezwaar niet-ontvankelijk", "Niet ontvankelijk", "949daaef-57e6-43aa-a1f2-4aeea5d4f7fc", "P1Y"),
    )),
    "Klacht behandelen": Uitkomsten(GESCHIL, (
        Uitkomst("Klacht gegrond", "Gegrond", "f969d912-1cd7-42f0-97ad-7b5cd24115d4", "P5Y"),
        Uitkomst("Klacht ongegrond", "Ongegrond", "f969d912-1cd7-42f0-97ad-7b5cd24115d4", "P5Y"),
        Uitkomst("Klacht ingetrokken", "Ingetrokken", "c68b5f02-e30a-4226-aae7-bf24d0eb07f6", "P1Y"),
    )),
}  # fmt: skip


def uitkomsten_of(row: Zaaktype) -> Uitkomsten:
    """How cases of this zaaktype can end, the usual way first."""
    return VAN_PROCES[row.referentieproces]
