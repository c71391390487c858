"""Actoren, what they took part in, and bijlagen (Klantinteracties 2.18.0).

Source: the published document of Open Klant 2.18, RULES.md §14.
"""

from typing import Any

import pytest

from tests.asgi import Client
from tests.services.klantinteracties.bodies import KLANTINTERACTIES as KI
from tests.services.klantinteracties.bodies import link, ref
from tests.services.klantinteracties.contacten import (
    actor_body,
    een_actor,
    een_bijlage,
    een_klantcontact,
    een_onderwerp,
    found,
    identificator,
)
from tests.zgw import made

MEDEWERKER = {"functie": "Baliemedewerker", "emailadres": "balie@meerwijde.example", "telefoonnummer": "0301234567"}
SOORTEN = {
    "medewerker": MEDEWERKER,
    "organisatorische_eenheid": {
        "omschrijving": "Burgerzaken", "emailadres": "", "faxnummer": "", "telefoonnummer": "+31301234567",
    },
    "geautomatiseerde_actor": {"functie": "Zaaksysteem", "omschrijving": "Maakt taken"},
}  # fmt: skip


@pytest.mark.rule("KI-37")
@pytest.mark.parametrize("soort", SOORTEN)
async def test_each_kind_of_actor_tells_its_own(client: Client, soort: str) -> None:
    """The number of a colleague would be lost because a department has other particulars."""
    actor = await een_actor(client, soortActor=soort, actorIdentificatie=SOORTEN[soort])
    assert actor["actorIdentificatie"] == SOORTEN[soort]
    assert actor["indicatieActief"] is True
    assert (await client.get(actor["url"])).json == actor


@pytest.mark.rule("KI-37")
@pytest.mark.parametrize(
    ("soort", "identificatie", "codes"),
    [
        ("medewerker", {}, {("functie", "required"), ("telefoonnummer", "required")}),
        ("medewerker", MEDEWERKER | {"telefoonnummer": "12345"}, {("telefoonnummer", "invalid")}),
        ("medewerker", MEDEWERKER | {"emailadres": "balie"}, {("emailadres", "invalid")}),
        ("geautomatiseerde_actor", {"omschrijving": "x"}, {("functie", "required")}),
        ("organisatorische_eenheid", {"omschrijving": "x" * 201}, {("omschrijving", "max_length")}),
    ],
)
async def test_what_is_told_of_an_actor_fits_its_kind(
    client: Client, soort: str, identificatie: dict[str, str], codes: set[tuple[str, str]]
) -> None:
    """Somebody would be called at half a number."""
    body = actor_body(soortActor=soort, actorIdentificatie=identificatie)
    refused = await client.post(f"{KI}/actoren", body)
    assert (refused.status, refused.codes) == (400, {(f"actorIdentificatie.{name}", code) for name, code in codes})


@pytest.mark.rule("KI-37")
async def test_actor_of_another_kind_begins_anew(client: Client) -> None:
    """A department would have the job title of the employee that it was registered as by mistake."""
    actor = await een_actor(client, soortActor="medewerker", actorIdentificatie=MEDEWERKER)
    changed = await client.patch(actor["url"], {"soortActor": "organisatorische_eenheid"})
    assert changed.status == 200, changed.body
    assert "actorIdentificatie" not in changed.json
    eenheid = {"soortActor": "organisatorische_eenheid", "actorIdentificatie": SOORTEN["organisatorische_eenheid"]}
    assert (await client.patch(actor["url"], eenheid)).json["actorIdentificatie"] == eenheid["actorIdentificatie"]


async def test_actor_needs_no_particulars(client: Client) -> None:
    """KISS registers a department by its name and number alone."""
    actor = await een_actor(client, actoridentificator=identificator("afd-12", codeObjecttype="afd"))
    assert "actorIdentificatie" not in actor
    assert actor["actoridentificator"] == identificator("afd-12", codeObjecttype="afd")


@pytest.mark.rule("KI-42")
async def test_actoren_are_found_by_a_part_of_their_name(client: Client) -> None:
    """An employee knows a colleague's surname only."""
    actor = await een_actor(client, naam="A. de Vries")
    await een_actor(client, naam="Team Wonen")
    assert await found(client, "actoren", naam="vries") == [actor["uuid"]]
    assert await found(client, "actoren", naam="vriesland") == []


@pytest.mark.parametrize(
    ("collection", "make", "name"),
    [
        ("actoren", "actor", "actoridentificator"),
        ("bijlagen", "bijlage", "bijlageidentificator"),
        ("onderwerpobjecten", "onderwerp", "onderwerpobjectidentificator"),
    ],
)
async def test_rows_are_found_by_their_number_in_another_register(
    client: Client, collection: str, make: str, name: str
) -> None:
    """A department would be registered anew with each task."""
    contact = await een_klantcontact(client)
    makers: dict[str, Any] = {
        "actor": lambda **extra: een_actor(client, **extra),
        "bijlage": lambda **extra: een_bijlage(client, contact, **extra),
        "onderwerp": lambda **extra: een_onderwerp(client, contact, **extra),
    }
    row = await makers[make](**{name: identificator("A", codeRegister="obj")})
    await makers[make](**{name: identificator("B")})
    await makers[make](**{name: None})
    for member, value in identificator("A", codeRegister="obj").items():
        query = {f"{name}{member[0].upper()}{member[1:]}": value}
        assert row["uuid"] in await found(client, collection, **query), query
    assert await found(client, collection, **{f"{name}ObjectId": "A"}) == [row["uuid"]]
    assert await found(client, collection, **{f"{name}CodeRegister": "obj"}) == [row["uuid"]]


async def test_actoren_are_found_by_kind_and_whether_active(client: Client) -> None:
    """A task could be given to somebody who left."""
    actor = await een_actor(client, soortActor="medewerker", indicatieActief=False)
    await een_actor(client)
    assert await found(client, "actoren", soortActor="medewerker") == [actor["uuid"]]
    assert await found(client, "actoren", indicatieActief="false") == [actor["uuid"]]


# --- at a klantcontact -----------------------------------------------------------------------------------------------


@pytest.mark.rule("KI-43")
async def test_actor_takes_part_in_a_klantcontact_once(client: Client) -> None:
    """One colleague would count for two."""
    actor, contact = await een_actor(client), await een_klantcontact(client)
    body = {"actor": ref(actor), "klantcontact": ref(contact)}
    tie = await made(client, f"{KI}/actorklantcontacten", body)
    assert (tie["actor"], tie["klantcontact"]) == (link(actor), link(contact))
    refused = await client.post(f"{KI}/actorklantcontacten", body)
    assert (refused.status, refused.codes) == (400, {("nonFieldErrors", "unique")})


async def test_actorklantcontacten_are_found_by_both_ends(client: Client) -> None:
    """What a colleague did, or who did this, could not be told."""
    actor, contact = await een_actor(client), await een_klantcontact(client)
    other = {"actor": ref(await een_actor(client)), "klantcontact": ref(await een_klantcontact(client))}
    await made(client, f"{KI}/actorklantcontacten", other)
    tie = await made(client, f"{KI}/actorklantcontacten", {"actor": ref(actor), "klantcontact": ref(contact)})
    for name, row in (("actor", actor), ("klantcontact", contact)):
        for by in ("uuid", "url"):
            assert await found(client, "actorklantcontacten", **{f"{name}__{by}": row[by]}) == [tie["uuid"]]


@pytest.mark.rule("KI-38")
async def test_who_left_takes_part_in_no_other_klantcontact(client: Client) -> None:
    """A resident would be told to ask for somebody who does not work there any more."""
    actor, contact = await een_actor(client), await een_klantcontact(client)
    tie = await made(client, f"{KI}/actorklantcontacten", {"actor": ref(actor), "klantcontact": ref(contact)})
    assert (await client.patch(actor["url"], {"indicatieActief": False})).status == 200
    other = {"actor": ref(actor), "klantcontact": ref(await een_klantcontact(client))}
    for refused in (await client.post(f"{KI}/actorklantcontacten", other), await client.put(tie["url"], other)):
        assert (refused.status, refused.codes) == (400, {("actor.uuid", "inactive")})
    assert (await client.put(tie["url"], {"actor": ref(actor), "klantcontact": ref(contact)})).status == 200
    assert (await client.delete(tie["url"])).status == 204


async def test_onderwerpobjecten_and_bijlagen_are_found_by_their_klantcontact(client: Client) -> None:
    """The letter that came with a question could not be found again."""
    contact, other = await een_klantcontact(client), await een_klantcontact(client)
    onderwerp = await een_onderwerp(client, contact, wasKlantcontact=ref(other))
    bijlage = await een_bijlage(client, contact)
    await een_onderwerp(client, other)
    await een_bijlage(client, other)
    for query in (
        {"klantcontact__uuid": contact["uuid"]},
        {"klantcontact__url": contact["url"]},
        {"wasKlantcontact__uuid": other["uuid"]},
        {"wasKlantcontact__url": other["url"]},
    ):
        assert await found(client, "onderwerpobjecten", **query) == [onderwerp["uuid"]], query
    assert await found(client, "bijlagen", klantcontact__uuid=contact["uuid"]) == [bijlage["uuid"]]
