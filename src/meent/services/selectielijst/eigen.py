"""The few rows that come with Meent: those of the demo and of the tests, not the selectielijst.

Numbers, names, terms and uuids are facts of the Selectielijst gemeenten en intergemeentelijke organen 2020 (VNG) as the
public service gives them; the sentences are ours. Of communicatiekanalen no public list is at hand: these are ours, but
for the uuid of the first, by which other suppliers know it too.
"""

from typing import Any

PUBLIC = "https://selectielijst.openzaak.nl/api/v1"
GROUPS = (
    "algemeenBestuurEnInrichtingOrganisatie", "bedrijfsvoeringEnPersoneel", "publiekeInformatieEnRegistratie",
    "burgerzaken", "veiligheid", "verkeerEnVervoer", "economie", "onderwijs", "sportCultuurEnRecreatie",
    "sociaalDomein", "volksgezonheidEnMilieu", "vhrosv", "heffenBelastingen", "alleTaakgebieden",
)  # fmt: skip

# Number, uuid, name, object and what it is about.
PROCESTYPEN = (
    (1, "aa8aa2fd-b9c6-4e34-9a6c-58a677f60ea0", "Instellen en inrichten organisatie",
     "De vastgestelde organisatie inrichting", "Een onderdeel van de organisatie begint, verandert of stopt."),
    (5, "0f86ece3-f863-4c67-928e-cc71ad0e2318", "Producten en diensten leveren",
     "Het geleverde product of de geleverde dienst", "Iemand krijgt wat de gemeente maakt of doet."),
    (6, "838e405a-9b12-43c4-a985-d7a7490d422e", "Verzoeken behandelen",
     "Het handelen van het orgaan op basis van het verzoek", "Iemand vraagt de gemeente om iets te doen."),
    (7, "1ade83bf-5f13-4c00-9361-ec723c2b14a6", "Aangiften behandelen", "De aangifte",
     "Iemand meldt wat de gemeente moet weten."),
    (8, "f4603775-5a08-4829-85c8-28017dfeee1f", "Voorzieningen verstrekken", "De voorziening",
     "Iemand krijgt geld of hulp waar hij recht op heeft."),
    (11, "7ff2b005-4d84-47fe-983a-732bfa958ff5", "Toestemming verlenen",
     "De verleende toestemming", "Iemand mag iets wat zonder toestemming niet mag."),
    (13, "1e12ad30-b900-4e7f-b3b7-569673cee0b0", "Geschillen behandelen",
     "Het object waar het geschil betrekking op heeft", "Iemand is het ergens niet mee eens."),
    (15, "d5f61062-8493-47b5-a8e3-b74f66c298e8", "Onderhouden en repareren",
     "Het object waarop het onderhoud of de reparatie wordt uitgevoerd", "Iets van de gemeente blijft of wordt heel."),
)  # fmt: skip

# Procestype, number, uuid, name, waardering, procestermijn and bewaartermijn.
RESULTATEN = (
    (1, "1.1", "afa30940-855b-4a7e-aa21-9e15a8078814", "Ingericht", "vernietigen", "nihil", "P10Y"),
    (1, "1.1.1", "8af64c99-a168-40dd-8afd-9fbe0597b6dc", "Ingericht", "blijvend_bewaren", "", None),
    (1, "1.2", "ef6ec016-7747-4e71-b62f-d33cf90e0bc7", "Ingesteld", "blijvend_bewaren", "", None),
    (1, "1.4", "4811c2bc-3255-4cd4-a00a-7ed59223b8b1", "Niet doorgegaan", "vernietigen", "nihil", "P5Y"),
    (5, "5.1", "42cd3baf-7b4f-42da-978f-a3d1945f58e5", "Geleverd", "vernietigen", "nihil", "P5Y"),
    (5, "5.1.2", "682697d3-c73e-4490-bb07-d6b0652ede86", "Geleverd", "vernietigen", "nihil", "P20Y"),
    (5, "5.1.4", "d6f66966-7ff9-4d16-8ea6-3042b4edb367", "Geleverd", "vernietigen", "nihil", "P16Y"),
    (5, "5.1.6", "b3e2368f-65c7-4764-b7bf-f0d025c7609b", "Geleverd", "vernietigen", "vast_te_leggen_datum", "P1Y"),
    (5, "5.3", "cf0c6097-dd84-4e01-8401-28403ab738b0", "Niet geleverd", "vernietigen", "nihil", "P1Y"),
    (5, "5.4", "733f7553-fb30-4e68-8aa6-2d211de84fb7", "Afgebroken", "vernietigen", "nihil", "P1Y"),
    (6, "6.1.1", "99c841a8-44cc-4777-871c-af19eb969226", "Ingewilligd", "vernietigen", "nihil", "P7Y"),
    (6, "6.1.3", "eef2428b-dbf8-46e0-989f-f3724a24d554", "Ingewilligd", "vernietigen", "nihil", "P1Y"),
    (6, "6.2", "9d6e6675-8764-4c55-9a47-626c2dc399f8", "Afgewezen", "vernietigen", "nihil", "P1Y"),
    (6, "6.3", "6f5d3859-78c5-467a-9e2f-43d71cf52a6c", "Afgebroken", "vernietigen", "nihil", "P1Y"),
    (7, "7.1.2", "8796c9b5-e68d-49d8-b9d9-ae1670a48c00", "Verwerkt", "vernietigen", "nihil", "P110Y"),
    (7, "7.1.4", "680a911a-c8ed-4de3-9ef5-46c1ef6b8be2", "Verwerkt", "vernietigen", "nihil", "P5Y"),
    (7, "7.1.5", "641c8431-ebaa-4240-beec-deea8ffaf0d8", "Verwerkt", "vernietigen", "nihil", "P110Y"),
    (7, "7.1.6", "5d4e8159-86fd-4e74-b123-2d4be0c0947c", "Verwerkt", "vernietigen", "nihil", "P110Y"),
    (7, "7.1.7", "72702adc-0bfc-4913-986a-3b3b1796cb8e", "Verwerkt", "vernietigen", "nihil", "P5Y"),
    (7, "7.2", "ad2ceeb0-8f15-46cb-a96f-6b06d0b9ba4c", "Geweigerd", "vernietigen", "nihil", "P5Y"),
    (7, "7.3", "44fa9f46-9f58-418c-ba4f-912b321e67de", "Afgebroken", "vernietigen", "nihil", "P1Y"),
    (8, "8.1.1", "4bb7842e-094b-4079-872a-ce0dbaee3ae7", "Verstrekt", "vernietigen", "nihil", "P15Y"),
    (8, "8.1.7", "2cb5661d-5a1f-481a-8f12-0e5bf8363b13", "Verstrekt", "vernietigen",
     "bestaansduur_procesobject", "P7Y"),
    (8, "8.2", "9debb6c9-0f45-4825-be3b-140f2f7466a6", "Geweigerd", "vernietigen", "nihil", "P5Y"),
    (8, "8.4", "71b3a170-d6df-4548-a03d-c6219f468ba4", "Afgebroken", "vernietigen", "nihil", "P1Y"),
    (11, "11.1", "2e86a8ca-0269-446c-8da2-6f4d08be422d", "Verleend", "vernietigen", "bestaansduur_procesobject", "P1Y"),
    (11, "11.2", "f572cb0e-244a-4682-b57e-0c044c468387", "Geweigerd", "vernietigen", "nihil", "P5Y"),
    (11, "11.3", "12421a71-3dc3-42df-a0dc-820c1744c7b7", "Ingetrokken", "vernietigen", "nihil", "P1Y"),
    (13, "13.1", "f969d912-1cd7-42f0-97ad-7b5cd24115d4", "Afgehandeld", "vernietigen", "nihil", "P5Y"),
    (13, "13.1.4", "949daaef-57e6-43aa-a1f2-4aeea5d4f7fc", "Afgehandeld", "vernietigen", "nihil", "P1Y"),
    (13, "13.2", "c68b5f02-e30a-4226-aae7-bf24d0eb07f6", "Afgebroken", "vernietigen", "nihil", "P1Y"),
    (15, "15.1", "d52e6e2c-9a7a-403c-9b01-3e5ef1b052c9", "Uitgevoerd", "vernietigen", "nihil", "P5Y"),
    (15, "15.1.1", "c1375774-9381-42e0-892a-73278b129057", "Uitgevoerd", "vernietigen",
     "ingeschatte_bestaansduur_procesobject", "P5Y"),
    (15, "15.2", "559e4fcd-1163-4b94-bb4f-54dfa80d5c4f", "Niet uitgevoerd", "vernietigen", "nihil", "P5Y"),
    (15, "15.3", "450c6aba-625e-4539-a1c3-3d71477113c7", "Afgebroken", "vernietigen", "nihil", "P1Y"),
)  # fmt: skip
WEERGAVE = {
    "": "",
    "nihil": "Geen",
    "bestaansduur_procesobject": "Zolang het procesobject bestaat",
    "vast_te_leggen_datum": "Tot een dag die in het proces wordt vastgelegd",
    "ingeschatte_bestaansduur_procesobject": "Zolang het procesobject naar schatting bestaat",
}

OMSCHRIJVINGEN = {
    "ce8cf476-0b59-496f-8eee-957a7c6e2506": "Afgebroken",
    "7cb315fb-4f7b-4a43-aca1-e4522e4c73b3": "Afgehandeld",
    "e6a0c939-3404-45b0-88e3-76c94fb80ea7": "Afgewezen",
    "3a0a9c3c-0847-4e7e-b7d9-765b9434094c": "Gegrond",
    "1f750958-431c-4916-bc01-af5d3a753b41": "Geweigerd",
    "a6a0bd73-262a-401a-b629-9c4a908c69b5": "Ingetrokken",
    "3c23a936-ab4b-4715-a05b-b122d62ff050": "Niet nodig",
    "1118c52c-5445-4d32-91cd-e9efbac24ccd": "Niet ontvankelijk",
    "b20acab7-ba04-4c44-b408-3d2ea18d1e57": "Ongegrond",
    "fb65d251-1518-4185-865f-b8bdcfad07b1": "Toegekend",
    "f7d2dc14-1b71-4179-aed3-4e7abcfbeb0d": "Verleend",
    "f33dbd16-68ae-4820-acb5-5f437bca5edb": "Verwerkt",
}

KANALEN = {
    "2b757868-45c2-42ca-b637-b63ddc87beb4": ("Telefonisch", "Iemand belde."),
    "4d564659-c2e3-442d-bbda-d109b1b469e1": ("Balie", "Iemand kwam langs."),
    "f91d56a8-8d92-46ce-8636-4426fe3d15e3": ("E-mail", "Iemand stuurde een e-mail."),
    "d7565d07-53b1-4e2e-978d-870f4a2c5eea": ("Post", "Iemand stuurde een brief."),
    "a25d4cb1-5073-4f47-a6c9-f1ee3fbf3641": ("Internet", "Iemand vulde een formulier op de website in."),
}


def _procestypen() -> list[dict[str, Any]]:
    return [
        {
            "url": f"{PUBLIC}/procestypen/{uuid}", "nummer": nummer, "jaar": 2020, "naam": naam, "omschrijving": naam,
            "toelichting": toelichting, "procesobject": procesobject,
        }
        for nummer, uuid, naam, procesobject, toelichting in PROCESTYPEN
    ]  # fmt: skip


def _resultaten() -> list[dict[str, Any]]:
    urls = {nummer: f"{PUBLIC}/procestypen/{uuid}" for nummer, uuid, *_ in PROCESTYPEN}
    return [
        {
            "url": f"{PUBLIC}/resultaten/{uuid}", "procesType": urls[procestype],
            "nummer": int(volledig.rpartition(".")[2]), "volledigNummer": volledig,
            "generiek": volledig.count(".") == 1, "specifiek": volledig.count(".") > 1, "naam": naam,
            "herkomst": "Selectielijst 2020", "waardering": waardering, "procestermijn": procestermijn,
            "procestermijnWeergave": WEERGAVE[procestermijn], "bewaartermijn": bewaartermijn,
        }
        | dict.fromkeys(GROUPS, False)
        for procestype, volledig, uuid, naam, waardering, procestermijn, bewaartermijn in RESULTATEN
    ]  # fmt: skip


COMMUNICATIEKANALEN = [
    {"url": f"{PUBLIC}/communicatiekanalen/{uuid}", "naam": naam, "omschrijving": omschrijving}
    for uuid, (naam, omschrijving) in KANALEN.items()
]
ROWS: dict[str, list[dict[str, Any]]] = {
    "procestypen": _procestypen(),
    "resultaten": _resultaten(),
    "resultaattypeomschrijvingen": [
        {
            "url": f"{PUBLIC}/resultaattypeomschrijvingen/{uuid}", "omschrijving": naam,
            "definitie": f"De zaak is {naam.lower()}.",
        }
        for uuid, naam in OMSCHRIJVINGEN.items()
    ],
    "communicatiekanalen": COMMUNICATIEKANALEN,
}  # fmt: skip
