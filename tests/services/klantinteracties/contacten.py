"""Arranging in the Klantinteracties API: a contact with a resident, and all that belongs to one."""

from typing import Any

from tests.asgi import Client
from tests.services.klantinteracties import bodies
from tests.services.klantinteracties.bodies import KLANTINTERACTIES as KI
from tests.services.klantinteracties.bodies import ref
from tests.zgw import made


def klantcontact_body(**extra: Any) -> dict[str, Any]:
    return {"kanaal": "telefoon", "onderwerp": "Vraag over een paspoort", "taal": "nld", "vertrouwelijk": False} | extra


def betrokkene_body(klantcontact: dict[str, Any], **extra: Any) -> dict[str, Any]:
    return {"hadKlantcontact": ref(klantcontact), "rol": "klant", "initiator": True} | extra


def actor_body(**extra: Any) -> dict[str, Any]:
    return {"naam": "Team Burgerzaken", "soortActor": "organisatorische_eenheid"} | extra


def taak_body(klantcontact: dict[str, Any], *actoren: dict[str, Any], **extra: Any) -> dict[str, Any]:
    return {
        "gevraagdeHandeling": "Terugbellen",
        "aanleidinggevendKlantcontact": ref(klantcontact),
        "toegewezenAanActoren": [ref(a) for a in actoren],
        "status": "te_verwerken",
    } | extra


def identificator(object_id: str = "Z-1", **extra: Any) -> dict[str, str]:
    return {
        "objectId": object_id, "codeObjecttype": "zaak", "codeRegister": "meent", "codeSoortObjectId": "uuid",
    } | extra  # fmt: skip


async def een_klantcontact(client: Client, **extra: Any) -> dict[str, Any]:
    return await made(client, f"{KI}/klantcontacten", klantcontact_body(**extra))


async def een_betrokkene(client: Client, klantcontact: dict[str, Any], **extra: Any) -> dict[str, Any]:
    return await made(client, f"{KI}/betrokkenen", betrokkene_body(klantcontact, **extra))


async def een_actor(client: Client, **extra: Any) -> dict[str, Any]:
    return await made(client, f"{KI}/actoren", actor_body(**extra))


async def een_taak(
    client: Client, klantcontact: dict[str, Any], *actoren: dict[str, Any], **extra: Any
) -> dict[str, Any]:
    return await made(client, f"{KI}/internetaken", taak_body(klantcontact, *actoren, **extra))


async def een_onderwerp(client: Client, of: dict[str, Any] | None, **extra: Any) -> dict[str, Any]:
    """What a klantcontact was about."""
    body = {"klantcontact": of and ref(of), "onderwerpobjectidentificator": identificator()}
    return await made(client, f"{KI}/onderwerpobjecten", body | extra)


async def een_bijlage(client: Client, klantcontact: dict[str, Any], **extra: Any) -> dict[str, Any]:
    body = {"wasBijlageVanKlantcontact": ref(klantcontact), "bijlageidentificator": identificator("D-1")}
    return await made(client, f"{KI}/bijlagen", body | extra)


async def een_adres(client: Client, betrokkene: dict[str, Any], **extra: Any) -> dict[str, Any]:
    """An address by which a betrokkene wants to be reached."""
    return await bodies.een_adres(client, verstrektDoorBetrokkene=ref(betrokkene), **extra)


async def is_weg(client: Client, *rows: dict[str, Any]) -> bool:
    """Whether none of the rows can be read any more."""
    return {(await client.get(row["url"])).status for row in rows} == {404}


async def found(client: Client, collection: str, **query: str) -> list[str]:
    """The uuids that a list gives, oldest first."""
    answer = await client.get(f"{KI}/{collection}", query)
    assert answer.status == 200, answer.body
    return [row["uuid"] for row in reversed(answer.json["results"])]
