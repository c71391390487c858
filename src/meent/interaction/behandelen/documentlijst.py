"""Documents of a zaak as a screen shows them, taken from answers of the registers. Pure: no request, no clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from meent.interaction.behandelen.zakenlijst import uuid_of
from meent.interaction.seams import Json
from meent.interaction.words import mark

BEELD = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
VERTONING = {"application/pdf": "pdf", "text/plain": "tekst"} | dict.fromkeys(BEELD, "beeld")
"""What a browser can show without running anything of it: not HTML, not SVG. The rest is only ever downloaded."""
STATUSSEN = {
    "in_bewerking": mark("In bewerking"),
    "ter_vaststelling": mark("Moet nog worden vastgesteld"),
    "definitief": mark("Definitief"),
    "gearchiveerd": mark("Gearchiveerd"),
}


@dataclass(frozen=True)
class Document:
    """One version of a document.

    vertoning  beeld, pdf, tekst, or "" for what can only be downloaded
    omvang     bytes; None when there is no content
    """

    uuid: str
    titel: str
    soort: str
    status: str
    datum: str
    geregistreerd: str
    auteur: str
    beschrijving: str
    bestandsnaam: str
    vertoning: str
    omvang: int | None
    versie: int
    op_slot: bool


@dataclass(frozen=True)
class Besluit:
    """A decision on the zaak."""

    naam: str
    nummer: str
    datum: str
    ingaat: str
    vervalt: str
    toelichting: str


def documenten(relaties: list[Json]) -> list[Document]:
    """Newest first. A document that this person may not see is not in `_expand`, and is left out (X-07)."""
    gezien = [relatie["_expand"]["informatieobject"] for relatie in relaties if has_document(relatie)]
    return sorted((document(een) for een in gezien), key=lambda een: een.geregistreerd, reverse=True)


def has_document(relatie: Json) -> bool:
    return bool((relatie.get("_expand") or {}).get("informatieobject"))


def document(body: Json) -> Document:
    soort: Mapping[str, Any] = (body.get("_expand") or {}).get("informatieobjecttype") or {}
    formaat = str(body.get("formaat") or "").partition(";")[0].strip().lower()
    return Document(
        uuid=uuid_of(body),
        titel=body["titel"],
        soort=soort.get("omschrijving", ""),
        status=STATUSSEN.get(body.get("status") or "", ""),
        datum=body["creatiedatum"],
        geregistreerd=body["beginRegistratie"],
        auteur=body["auteur"],
        beschrijving=body.get("beschrijving") or "",
        bestandsnaam=body.get("bestandsnaam") or "",
        vertoning=VERTONING.get(formaat, ""),
        omvang=body.get("bestandsomvang") if body.get("inhoud") else None,
        versie=int(body["versie"]),
        op_slot=bool(body.get("locked")),
    )


def besluiten(rows: list[Json]) -> list[Besluit]:
    """Newest first."""
    return [
        Besluit(
            naam=((row.get("_expand") or {}).get("besluittype") or {}).get("omschrijving", ""),
            nummer=row["identificatie"],
            datum=row["datum"],
            ingaat=row["ingangsdatum"],
            vervalt=row.get("vervaldatum") or "",
            toelichting=row.get("toelichting") or "",
        )
        for row in sorted(rows, key=lambda row: str(row["datum"]), reverse=True)
    ]
