"""Klantcontacten and who took part in them (Klantinteracties 2.18.0): what is filled in, shown, found, and what goes.

Source: the published document of Open Klant 2.18, RULES.md §14.
"""

from collections.abc import Callable
from typing import Any

import pytest

from tests.asgi import Client
from tests.conftest import Gemeente
from tests.services.klantinteracties.bodies import KLANTINTERACTIES as KI
from tests.services.klantinteracties.bodies import link, ref
from tests.services.klantinteracties.contacten import (
    actor_body,
    een_actor,
    een_adres,
    een_betrokkene,
    een_bijlage,
    een_klantcontact,
    een_onderwerp,
    een_taak,
    found,
    identificator,
    is_weg,
    klantcontact_body,
)
from tests.zgw import made

# --- number and moment -----------------------------------------------------------------------------------------------


@pytest.mark.rule("KI-31")
async def test_klantcontact_gets_the_next_number_under_both_names(client: Client) -> None:
    """Whoever calls again could not say which contact he means."""
    first, second = await een_klantcontact(client), await een_klantcontact(client, nummer=None, referentienummer="")
    assert [first["nummer"], second["nummer"]] == ["0000000001", "0000000002"]
    assert [first["referentienummer"], second["referentienummer"]] == ["0000000001", "0000000002"]


@pytest.mark.rule("KI-31")
@pytest.mark.parametrize("name", ["nummer", "referentienummer"])
async def test_a_number_that_was_brought_counts_for_both_names(client: Client, name: str) -> None:
    """A client of the old name and one of the new name would speak of different contacts."""
    contact = await een_klantcontact(client, **{name: "77"})
    assert (contact["nummer"], contact["referentienummer"]) == ("77", "77")
    assert (await een_klantcontact(client))["nummer"] == "0000000001"
    refused = await client.post(f"{KI}/klantcontacten", klantcontact_body(**{name: "77"}))
    assert (refused.status, refused.codes) == (400, {(name, "unique")})


@pytest.mark.rule("KI-31")
async def test_next_number_passes_over_those_that_were_brought(client: Client) -> None:
    """After a migration nobody could register a contact: each number would be taken already."""
    await een_klantcontact(client, nummer="0000000041")
    await een_klantcontact(client, nummer="99")
    assert (await een_klantcontact(client))["nummer"] == "0000000042"
    await een_klantcontact(client, nummer="0000000043")
    assert (await een_klantcontact(client))["nummer"] == "0000000044"


@pytest.mark.rule("KI-31")
async def test_numbers_end_and_say_so(client: Client) -> None:
    """A number of eleven digits fits in no form, and in no other register."""
    await een_klantcontact(client, nummer="9999999998")
    assert (await een_klantcontact(client))["nummer"] == "9999999999"
    refused = await client.post(f"{KI}/klantcontacten", klantcontact_body())
    assert (refused.status, refused.json["code"]) == (409, "conflict")
    assert (await een_klantcontact(client, nummer="5"))["nummer"] == "5"


@pytest.mark.rule("KI-31")
@pytest.mark.parametrize("letters", ["A12", "12-3", "١٢"])
async def test_number_is_made_of_digits(client: Client, letters: str) -> None:
    """Somebody would have to spell it on the telephone."""
    refused = await client.post(f"{KI}/klantcontacten", klantcontact_body(nummer=letters))
    assert refused.status == 400
    assert ("nummer", "invalid") in refused.codes


@pytest.mark.rule("KI-31")
@pytest.mark.parametrize("method", ["PUT", "PATCH"])
async def test_klantcontact_keeps_its_number(client: Client, method: str) -> None:
    """The number on a letter would lead to nothing."""
    contact = await een_klantcontact(client)
    changed = await client.call(method, contact["url"], body=klantcontact_body(nummer=None, referentienummer=""))
    assert changed.status == 200, changed.body
    assert (changed.json["nummer"], changed.json["referentienummer"]) == ("0000000001", "0000000001")


async def test_numbers_of_another_municipality_do_not_count(client: Client, andere_gemeente: Gemeente) -> None:
    """One municipality would see from its numbers how busy another is."""
    await een_klantcontact(andere_gemeente.client)
    assert (await een_klantcontact(client))["nummer"] == "0000000001"


@pytest.mark.rule("KI-32")
async def test_klantcontact_without_a_moment_takes_place_now(client: Client, clock: Callable[[str], None]) -> None:
    """A contact without a moment would stand in no report of that day."""
    clock("2026-03-31T22:30:00Z")
    contact = await een_klantcontact(client)
    assert contact["plaatsgevondenOp"] == "2026-03-31T22:30:00+00:00"
    clock("2026-04-02T10:00:00Z")
    kept = await client.put(contact["url"], klantcontact_body())
    assert kept.json["plaatsgevondenOp"] == contact["plaatsgevondenOp"]
    moved = await client.patch(contact["url"], {"plaatsgevondenOp": "2026-03-30T08:00:00+02:00"})
    assert moved.json["plaatsgevondenOp"] == "2026-03-30T06:00:00+00:00"


# --- what is shown ---------------------------------------------------------------------------------------------------


@pytest.mark.rule("KI-44")
async def test_klantcontact_shows_all_that_belongs_to_it(client: Client) -> None:
    """Whoever takes the next call would not see what was said and promised in the last."""
    contact, actor = await een_klantcontact(client), await een_actor(client)
    betrokkene, taak = await een_betrokkene(client, contact), await een_taak(client, contact, actor)
    onderwerp, bijlage = await een_onderwerp(client, contact), await een_bijlage(client, contact)
    await made(client, f"{KI}/actorklantcontacten", {"actor": ref(actor), "klantcontact": ref(contact)})
    other = await een_klantcontact(client)
    await een_betrokkene(client, other)
    shown = (await client.get(contact["url"])).json
    assert shown["hadBetrokkenen"] == [link(betrokkene)]
    assert shown["leiddeTotInterneTaken"] == [link(taak)]
    assert shown["gingOverOnderwerpobjecten"] == [link(onderwerp)]
    assert shown["omvatteBijlagen"] == [link(bijlage)]
    assert shown["hadBetrokkenActoren"] == [actor]
    assert (await client.get(f"{KI}/klantcontacten")).json["results"][1] == shown


@pytest.mark.rule("KI-44")
async def test_actoren_of_a_klantcontact_are_shown_whole_and_in_order(client: Client) -> None:
    """A colleague's kind and number would have to be asked one by one."""
    contact = await een_klantcontact(client)
    identificatie = {"functie": "Baliemedewerker", "telefoonnummer": "0301234567"}
    soort = {"soortActor": "medewerker", "actorIdentificatie": identificatie}
    actoren = [await een_actor(client, **soort), await een_actor(client, actoridentificator=identificator("afd-1"))]
    for actor in actoren:
        await made(client, f"{KI}/actorklantcontacten", {"actor": ref(actor), "klantcontact": ref(contact)})
    assert (await client.get(contact["url"])).json["hadBetrokkenActoren"] == actoren


@pytest.mark.parametrize(
    ("contactnaam", "naam"),
    [
        ({"voornaam": "Anna", "voorvoegselAchternaam": "de", "achternaam": "Vries"}, "Anna de Vries"),
        ({"voorletters": "A.", "voornaam": "", "achternaam": "Vries"}, "A. Vries"),
        ({"achternaam": "Vries"}, "Vries"),
        ({}, ""),
        (None, ""),
    ],
)
async def test_betrokkene_has_a_whole_name(client: Client, contactnaam: dict[str, str] | None, naam: str) -> None:
    """A letter would begin with blanks, or with half a name."""
    betrokkene = await een_betrokkene(client, await een_klantcontact(client), contactnaam=contactnaam)
    assert betrokkene["volledigeNaam"] == naam


async def test_betrokkene_has_addresses_of_its_own(client: Client) -> None:
    """What was asked for after this contact would go to the address that is known of old."""
    adres = {
        "nummeraanduidingId": "0344200000012345", "straatnaam": "Korte Nieuwstraat", "huisnummer": 12,
        "huisnummertoevoeging": "bis", "postcode": "3512 NM", "stad": "Utrecht", "adresregel1": "t.a.v. de heer Jansen",
        "adresregel2": "", "adresregel3": "", "land": "NL",
    }  # fmt: skip
    contact = await een_klantcontact(client)
    betrokkene = await een_betrokkene(client, contact, bezoekadres=adres, correspondentieadres=None)
    assert (betrokkene["bezoekadres"], betrokkene["correspondentieadres"]) == (adres, None)
    wrong = await client.patch(betrokkene["url"], {"bezoekadres": {"postcode": "3512NM", "huisnummer": 0}})
    assert wrong.codes == {("bezoekadres.postcode", "invalid"), ("bezoekadres.huisnummer", "min_value")}


# --- finding ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["onderwerp", "inhoud", "reactie"])
@pytest.mark.rule("KI-42")
async def test_klantcontacten_are_found_by_a_part_of_their_text(client: Client, name: str) -> None:
    """An employee remembers a word, not a sentence."""
    contact = await een_klantcontact(client, **{name: "Kapvergunning voor een 50% dode EIK"})
    await een_klantcontact(client, **{name: "Paspoort"})
    assert await found(client, "klantcontacten", **{name: "eik"}) == [contact["uuid"]]
    assert await found(client, "klantcontacten", **{name: "50%"}) == [contact["uuid"]]
    assert await found(client, "klantcontacten", **{name: "beuk"}) == []


@pytest.mark.parametrize(
    ("query", "extra"),
    [
        ({"nummer": "12"}, {"nummer": "12"}),
        ({"referentienummer": "12"}, {"nummer": "12"}),
        ({"kanaal": "balie"}, {"kanaal": "balie"}),
        ({"indicatieContactGelukt": "true"}, {"indicatieContactGelukt": True}),
        ({"vertrouwelijk": "true"}, {"vertrouwelijk": True}),
        ({"plaatsgevondenOp": "2026-01-05T10:00:00Z"}, {"plaatsgevondenOp": "2026-01-05T11:00:00+01:00"}),
    ],
)
async def test_klantcontacten_are_found_by_what_they_are(client: Client, query: dict[str, str], extra: Any) -> None:
    """A report would count contacts that it is not about."""
    contact = await een_klantcontact(client, **extra)
    await een_klantcontact(client)
    assert await found(client, "klantcontacten", **query) == [contact["uuid"]]


async def test_klantcontacten_are_found_by_their_betrokkenen(client: Client) -> None:
    """Nobody could see what a resident called about before."""
    contact, other = await een_klantcontact(client), await een_klantcontact(client)
    partij = await made(client, f"{KI}/partijen", PERSOON)
    betrokkene, _ = await een_betrokkene(client, contact, wasPartij=ref(partij)), await een_betrokkene(client, other)
    await een_adres(client, betrokkene, adres="A.Jansen@voorbeeld.example")
    for query in (
        {"hadBetrokkene__uuid": betrokkene["uuid"]},
        {"hadBetrokkene__url": betrokkene["url"]},
        {"hadBetrokkene__wasPartij__uuid": partij["uuid"]},
        {"hadBetrokkene__wasPartij__url": partij["url"]},
        {"hadBetrokkene__wasPartij": "true"},
        {"hadBetrokkene__digitaaladres__adres__icontains": "jansen@"},
    ):
        assert await found(client, "klantcontacten", **query) == [contact["uuid"]], query
    assert await found(client, "klantcontacten", hadBetrokkene__wasPartij="false") == [other["uuid"]]


PERSOON = {
    "soortPartij": "persoon", "digitaleAdressen": [], "rekeningnummers": [], "indicatieActief": True,
    "voorkeursDigitaalAdres": None, "voorkeursRekeningnummer": None, "partijIdentificatie": {"contactnaam": None},
}  # fmt: skip
BSN = {"codeObjecttype": "natuurlijk_persoon", "codeRegister": "brp", "codeSoortObjectId": "bsn"}


@pytest.mark.rule("KI-18")
@pytest.mark.parametrize(("collection", "prefix"), [("klantcontacten", "hadBetrokkene__"), ("betrokkenen", "")])
async def test_all_that_is_asked_of_an_identificator_holds_for_one_and_the_same(
    client: Client, collection: str, prefix: str
) -> None:
    """A number of one register that happens to be a BSN as well would show somebody else's contacts."""
    contacts = []
    for bsn in ("999990019", "999990020"):
        partij = await made(client, f"{KI}/partijen", PERSOON)
        body = {"identificeerdePartij": ref(partij), "partijIdentificator": BSN | {"objectId": bsn}}
        await made(client, f"{KI}/partij-identificatoren", body)
        contact = await een_klantcontact(client)
        betrokkene = await een_betrokkene(client, contact, wasPartij=ref(partij))
        contacts.append({"klantcontacten": contact, "betrokkenen": betrokkene})
    asked = {f"{prefix}wasPartij__partijIdentificator__{n}": v for n, v in (BSN | {"objectId": "999990019"}).items()}
    assert await found(client, collection, **asked) == [contacts[0][collection]["uuid"]]
    other = asked | {f"{prefix}wasPartij__partijIdentificator__codeSoortObjectId": "kvk_nummer"}
    assert await found(client, collection, **other) == []


@pytest.mark.parametrize(
    ("own", "name"), [("klantcontact", "onderwerpobject"), ("wasKlantcontact", "wasOnderwerpobject")]
)
async def test_klantcontacten_are_found_by_what_they_are_about(client: Client, own: str, name: str) -> None:
    """The page of a zaak would not show the contacts about it."""
    contact, other = await een_klantcontact(client), await een_klantcontact(client)
    onderwerp = await een_onderwerp(client, None, **{own: ref(contact)})
    await een_onderwerp(client, None, **{own: ref(other)}, onderwerpobjectidentificator=identificator("Z-2"))
    codes = {
        f"{name}__onderwerpobjectidentificator{k[0].upper()}{k[1:]}": v
        for k, v in onderwerp["onderwerpobjectidentificator"].items()
    }
    assert await found(client, "klantcontacten", **codes) == [contact["uuid"]]
    assert await found(client, "klantcontacten", **{f"{name}__uuid": onderwerp["uuid"]}) == [contact["uuid"]]
    assert await found(client, "klantcontacten", **{f"{name}__url": onderwerp["url"]}) == [contact["uuid"]]


async def test_klantcontacten_are_found_by_whether_work_follows(client: Client) -> None:
    """A team leader could not see which contacts led to a task."""
    contact, other = await een_klantcontact(client), await een_klantcontact(client)
    await een_taak(client, contact, await een_actor(client))
    assert await found(client, "klantcontacten", leiddeTotInterneTaken="true") == [contact["uuid"]]
    assert await found(client, "klantcontacten", leiddeTotInterneTaken="false") == [other["uuid"]]


async def test_betrokkenen_are_found_by_name_contact_and_address(client: Client) -> None:
    """Somebody who calls back could not be recognised."""
    contact, other = await een_klantcontact(client), await een_klantcontact(client)
    naam = {"voorletters": "A.", "voornaam": "Anna", "voorvoegselAchternaam": "de", "achternaam": "Vries"}
    betrokkene = await een_betrokkene(client, contact, contactnaam=naam, organisatienaam="Bakkerij Vries")
    adres = await een_adres(client, betrokkene)
    await een_betrokkene(client, other)
    for query in (
        {"contactnaamVoorletters": "A."},
        {"contactnaamVoornaam": "Anna"},
        {"contactnaamVoorvoegselAchternaam": "de"},
        {"contactnaamAchternaam": "Vries"},
        {"organisatienaam": "Bakkerij Vries"},
        {"hadKlantcontact__uuid": contact["uuid"]},
        {"hadKlantcontact__url": contact["url"]},
        {"hadKlantcontact__nummer": contact["nummer"]},
        {"hadKlantcontact__referentienummer": contact["referentienummer"]},
        {"verstrektedigitaalAdres__uuid": adres["uuid"]},
        {"verstrektedigitaalAdres__url": adres["url"]},
        {"verstrektedigitaalAdres__adres": adres["adres"]},
    ):
        assert await found(client, "betrokkenen", **query) == [betrokkene["uuid"]], query


# --- expand ----------------------------------------------------------------------------------------------------------


@pytest.mark.rule("KI-17")
async def test_klantcontact_expands_what_the_document_names(client: Client) -> None:
    """The desk would ask eight times for one screen."""
    contact, actor = await een_klantcontact(client), await een_actor(client)
    partij = await made(client, f"{KI}/partijen", PERSOON)
    betrokkene = await een_betrokkene(client, contact, wasPartij=ref(partij))
    adres, taak = await een_adres(client, betrokkene), await een_taak(client, contact, actor)
    onderwerp, bijlage = await een_onderwerp(client, contact), await een_bijlage(client, contact)
    names = (
        "hadBetrokkenen,hadBetrokkenen.digitaleAdressen,hadBetrokkenen.wasPartij,leiddeTotInterneTaken,"
        "gingOverOnderwerpobjecten,omvatteBijlagen"
    )
    shown = (await client.get(contact["url"], {"expand": names})).json
    assert (await client.get(f"{KI}/klantcontacten", {"expand": names})).json["results"] == [shown]
    expand = shown["_expand"]
    assert expand["leiddeTotInterneTaken"] == [taak]
    assert expand["gingOverOnderwerpobjecten"] == [onderwerp]
    assert expand["omvatteBijlagen"] == [bijlage]
    (who,) = expand["hadBetrokkenen"]
    assert (who["uuid"], who["_expand"]["digitaleAdressen"]) == (betrokkene["uuid"], [adres])
    assert who["_expand"]["wasPartij"]["uuid"] == partij["uuid"]
    refused = await client.get(contact["url"], {"expand": "hadBetrokkenActoren"})
    assert (refused.status, refused.codes) == (400, {("expand", "invalid_choice")})


# --- what goes -------------------------------------------------------------------------------------------------------


@pytest.mark.rule("KI-39")
async def test_with_a_klantcontact_goes_what_is_nothing_without_it(gemeente: Gemeente) -> None:
    """Names and addresses of people would stay behind where nobody can find or destroy them."""
    client = gemeente.client
    contact, other, actor = await een_klantcontact(client), await een_klantcontact(client), await een_actor(client)
    betrokkene = await een_betrokkene(client, contact)
    tie = await made(client, f"{KI}/actorklantcontacten", {"actor": ref(actor), "klantcontact": ref(contact)})
    parts = (
        betrokkene, await een_adres(client, betrokkene), tie, await een_taak(client, contact, actor),
        await een_onderwerp(client, contact), await een_bijlage(client, contact),
        await een_onderwerp(client, other, wasKlantcontact=ref(contact)),
    )  # fmt: skip
    spared = await een_betrokkene(client, other)
    assert (await client.delete(contact["url"])).status == 204
    assert await is_weg(client, contact, *parts)
    assert (await client.get(spared["url"])).status == (await client.get(actor["url"])).status == 200
    lines = await gemeente.rows("select resource_id::text from audit where actie = 'destroy'")
    assert {row[0] for row in lines} == {row["uuid"] for row in (contact, *parts)}


@pytest.mark.rule("KI-39")
async def test_with_a_betrokkene_go_the_addresses_that_only_served_it(client: Client) -> None:
    """The telephone number of somebody who asked to be forgotten would stay."""
    contact = await een_klantcontact(client)
    betrokkene, other = await een_betrokkene(client, contact), await een_betrokkene(client, contact)
    adres, spared = await een_adres(client, betrokkene), await een_adres(client, other)
    partij = await made(client, f"{KI}/partijen", PERSOON)
    of_partij = await een_adres(client, betrokkene, verstrektDoorPartij=ref(partij))
    assert (await client.delete(betrokkene["url"])).status == 204
    assert await is_weg(client, betrokkene, adres)
    assert (await client.get(spared["url"])).status == 200
    assert (await client.get(of_partij["url"])).json == of_partij | {"verstrektDoorBetrokkene": None}


@pytest.mark.rule("KI-40")
async def test_onderwerpobject_goes_alone_unless_asked_otherwise(client: Client) -> None:
    """Correcting the subject of a contact would lose the contact."""
    contact = await een_klantcontact(client)
    onderwerp = await een_onderwerp(client, contact)
    answer = await client.call("DELETE", onderwerp["url"], query={"cascade": "false"})
    assert (answer.status, answer.body) == (204, b"")
    assert (await client.get(contact["url"])).json["gingOverOnderwerpobjecten"] == []


@pytest.mark.rule("KI-40")
async def test_cascade_takes_along_contacts_that_were_about_nothing_else(client: Client) -> None:
    """When the file of a zaak is destroyed, what was said of it would stay; or what was said of another would go."""
    only, both = await een_klantcontact(client), await een_klantcontact(client)
    betrokkene = await een_betrokkene(client, only)
    adres = await een_adres(client, betrokkene)
    onderwerp, shared = await een_onderwerp(client, only), await een_onderwerp(client, both)
    await een_onderwerp(client, both, onderwerpobjectidentificator=identificator("Z-2"))
    gone = await client.call("DELETE", onderwerp["url"], query={"cascade": "true"})
    assert (gone.status, gone.json) == (200, {"behouden": []})
    assert await is_weg(client, onderwerp, only, betrokkene, adres)
    kept = await client.call("DELETE", shared["url"], query={"cascade": "true"})
    assert (kept.status, kept.json) == (200, {"behouden": [both["url"]]})
    assert await is_weg(client, shared)
    assert (await client.get(both["url"])).status == 200


@pytest.mark.rule("KI-40")
async def test_cascade_is_done_once_for_a_key(client: Client) -> None:
    """A client that lost the answer would be told that there was nothing."""
    onderwerp = await een_onderwerp(client, await een_klantcontact(client))
    for _ in range(2):
        answer = await client.call(
            "DELETE", onderwerp["url"], query={"cascade": "true"}, headers={"idempotency-key": "eenmaal"}
        )
        assert (answer.status, answer.json) == (200, {"behouden": []})


async def test_cascade_is_yes_or_no_and_needs_something_to_delete(client: Client) -> None:
    """A typing error would delete less than was meant, silently."""
    onderwerp = await een_onderwerp(client, await een_klantcontact(client))
    wrong = await client.call("DELETE", onderwerp["url"], query={"cascade": "ja"})
    assert (wrong.status, wrong.codes) == (400, {("cascade", "invalid")})
    assert (await client.delete(onderwerp["url"])).status == 204
    for cascade in ("true", "false"):
        assert (await client.call("DELETE", onderwerp["url"], query={"cascade": cascade})).status == 404


async def test_actor_with_work_cannot_be_deleted(client: Client) -> None:
    """A task would have no owner, and nobody would call back."""
    contact, actor = await een_klantcontact(client), await made(client, f"{KI}/actoren", actor_body())
    taak = await een_taak(client, contact, actor)
    refused = await client.delete(actor["url"])
    assert (refused.status, refused.codes) == (400, {("nonFieldErrors", "pending-relations")})
    assert (await client.delete(taak["url"])).status == 204
    assert (await client.delete(actor["url"])).status == 204
