"""Documents of the demo: the kinds that every zaaktype knows, and letters in the newest open cases (Documenten 1.7.0).

Each letter is a real PDF with headings and a language, made for its case by Typst.
"""

from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import typst
from babel.dates import format_date

from meent.integration.zgw import Zgw
from meent.tools.demo.gemeenten import Gemeente
from meent.tools.demo.items import CATALOGI, Body, Item, Verwijzing
from meent.tools.demo.load import Loader
from meent.tools.demo.zaaktypen import Zaaktype

ZAKEN_MET_BRIEF = 60
BRIEF = Path(__file__).with_name("brief.typ")
JsonRow = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Soort:
    """A kind of document; richting as seen from the municipality."""

    categorie: str
    richting: str


SOORTEN = {
    "Aanvraag": Soort("Verzoek", "inkomend"),
    "Ontvangstbevestiging": Soort("Brief", "uitgaand"),
    "Bijlage": Soort("Bewijsstuk", "inkomend"),
    "Brief": Soort("Brief", "uitgaand"),
    "Advies": Soort("Advies", "intern"),
}


def informatieobjecttype_items(catalogus: Verwijzing, begin_geldigheid: str) -> Iterator[Item]:
    for naam, soort in SOORTEN.items():
        body: Body = {
            "catalogus": catalogus,
            "omschrijving": naam,
            "vertrouwelijkheidaanduiding": "zaakvertrouwelijk",
            "informatieobjectcategorie": soort.categorie,
            "zaaktypeIdentificaties": [],
            "beginGeldigheid": begin_geldigheid,
        }
        yield Item(CATALOGI, "informatieobjecttypen", naam, body, publiceren=True)


def soorten_of(row: Zaaktype) -> Iterator[Item]:
    """Every zaaktype knows all kinds."""
    for volgnummer, (naam, soort) in enumerate(SOORTEN.items(), start=1):
        body: Body = {
            "zaaktype": Verwijzing("zaaktype", row.sleutel),
            "informatieobjecttype": naam,
            "volgnummer": volgnummer,
            "richting": soort.richting,
        }
        yield Item(CATALOGI, "zaaktype-informatieobjecttypen", f"{row.sleutel}.{volgnummer}", body)


@dataclass(frozen=True, slots=True)
class Brief:
    """A letter: its kind, who wrote it, and what it says, a paragraph a line."""

    soort: str
    titel: str
    auteur: str
    tekst: str


def brieven(zaak: JsonRow, gemeente: Gemeente, zaaktype: str) -> list[Brief]:
    """What lies in the file of a case from its first days."""
    onderwerp = zaak["omschrijving"] or zaaktype
    uiterlijk = zaak["uiterlijkeEinddatumAfdoening"] or zaak["einddatumGepland"]
    wanneer = f"Wij laten het u weten voor {dag(uiterlijk)}." if uiterlijk else "Wij laten u weten hoe het verder gaat."
    return [
        Brief(
            "Aanvraag", f"Aanvraag: {onderwerp}", "Inwoner via het webformulier",
            f"Hierbij vraag ik de gemeente {gemeente.naam} om het volgende: {onderwerp}.\n"
            "Ik heb alles naar waarheid ingevuld. Als u iets mist, kunt u mij bellen.",
        ),
        Brief(
            "Ontvangstbevestiging", "Wij hebben uw aanvraag ontvangen", f"Gemeente {gemeente.naam}",
            f"U hebt ons iets gevraagd: {onderwerp}. Uw aanvraag kwam bij ons binnen op {dag(zaak['startdatum'])}.\n"
            f"{wanneer}\nHebt u vragen? Noem dan altijd het zaaknummer dat boven deze brief staat.",
        ),
    ]  # fmt: skip


def dag(value: str) -> str:
    return format_date(date.fromisoformat(value), "d MMMM y", locale="nl")


def as_pdf(brief: Brief, zaak: JsonRow, gemeente: Gemeente) -> bytes:
    given = {
        "titel": brief.titel, "tekst": brief.tekst, "ondertekening": brief.auteur, "zaaknummer": zaak["identificatie"],
        "datum": dag(zaak["startdatum"]), "onderwerp": zaak["omschrijving"], "afzender": f"Gemeente {gemeente.naam}",
    }  # fmt: skip
    made = typst.compile(BRIEF, sys_inputs=given)
    assert isinstance(made, bytes)
    return made


async def newest_open(zgw: Zgw) -> list[JsonRow]:
    """The cases that get letters."""
    found = await zgw.list("zaken", "zaken", expand="zaaktype", einddatum__isnull="true", ordering="-startdatum")
    return list(found["results"][:ZAKEN_MET_BRIEF])


async def write_brieven(
    loader: Loader, gemeente: Gemeente, zaken: list[JsonRow], progress: Callable[[int], None]
) -> None:
    """Puts the letters of these cases in the register, each beside its case."""
    for zaak in zaken:
        for brief in brieven(zaak, gemeente, zaak["_expand"]["zaaktype"]["omschrijving"]):
            soort = loader.urls[Verwijzing("informatieobjecttype", brief.soort)]
            await write(loader.zgw, zaak, brief, as_pdf(brief, zaak, gemeente), soort)
        progress(1)


async def write(zgw: Zgw, zaak: JsonRow, brief: Brief, pdf: bytes, soort: str) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        yield pdf

    body: Body = {
        "bronorganisatie": zaak["bronorganisatie"],
        "creatiedatum": zaak["startdatum"],
        "titel": brief.titel[:200],
        "auteur": brief.auteur,
        "taal": "nld",
        "formaat": "application/pdf",
        "bestandsnaam": f"{brief.soort.lower()}.pdf",
        "bestandsomvang": len(pdf),
        "status": "definitief",
        "informatieobjecttype": soort,
        "indicatieGebruiksrecht": False,
    }
    made = await zgw.create("documenten", "enkelvoudiginformatieobjecten", body, inhoud=pieces())
    await zgw.create("zaken", "zaakinformatieobjecten", {"zaak": zaak["url"], "informatieobject": made["url"]})
