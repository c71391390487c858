"""Arranging in the Klantinteracties API: a partij, an address, a number, as short as a test needs them."""

import itertools
from typing import Any

from tests.asgi import Client
from tests.zgw import made

KLANTINTERACTIES = "/klantinteracties/api/v1"
PARTIJEN, IDENTIFICATOREN = f"{KLANTINTERACTIES}/partijen", f"{KLANTINTERACTIES}/partij-identificatoren"
ADRESSEN, REKENINGEN = f"{KLANTINTERACTIES}/digitaleadressen", f"{KLANTINTERACTIES}/rekeningnummers"
VERTEGENWOORDIGINGEN = f"{KLANTINTERACTIES}/vertegenwoordigingen"
CATEGORIEEN, RELATIES = f"{KLANTINTERACTIES}/categorieen", f"{KLANTINTERACTIES}/categorie-relaties"
NERGENS = {"uuid": "00000000-0000-4000-8000-000000000000"}
NUMBERS = itertools.count(1)


def ref(row: dict[str, Any]) -> dict[str, str]:
    """A row as a client names it in a body."""
    return {"uuid": row["uuid"]}


def link(row: dict[str, Any]) -> dict[str, str]:
    """A row as others show it."""
    return {"uuid": row["uuid"], "url": row["url"]}


async def een_partij(client: Client, soort: str = "persoon", **extra: Any) -> dict[str, Any]:
    return await made(client, PARTIJEN, {"soortPartij": soort, "indicatieActief": True} | extra)


async def een_adres(client: Client, partij: dict[str, Any] | None = None, **extra: Any) -> dict[str, Any]:
    body = {"verstrektDoorPartij": partij and ref(partij), "soortDigitaalAdres": "email", "adres": "sam@b.example"}
    return await made(client, ADRESSEN, body | extra)


async def een_rekening(client: Client, partij: dict[str, Any] | None = None, **extra: Any) -> dict[str, Any]:
    return await made(client, REKENINGEN, {"partij": partij and ref(partij), "iban": "NL12INHO0003456789"} | extra)


def nummer(soort: str, number: str) -> dict[str, str]:
    """The group `partijIdentificator` of a number of that kind."""
    objecttype = {"bsn": "natuurlijk_persoon", "vestigingsnummer": "vestiging"}.get(soort, "niet_natuurlijk_persoon")
    return {
        "codeObjecttype": objecttype, "codeSoortObjectId": soort, "objectId": number,
        "codeRegister": "brp" if soort == "bsn" else "hr",
    }  # fmt: skip


def kvk() -> dict[str, str]:
    """A KVK-nummer that nobody has yet."""
    return nummer("kvk_nummer", f"{next(NUMBERS):08d}")


async def een_identificator(
    client: Client, partij: dict[str, Any] | None = None, identificator: dict[str, str] | None = None, **extra: Any
) -> dict[str, Any]:
    body = {"identificeerdePartij": partij and ref(partij), "partijIdentificator": identificator or kvk()}
    return await made(client, IDENTIFICATOREN, body | extra)
