"""A partij-identificator (Klantinteracties API 0.9.0): its codes, its number, and what it stands under."""

from typing import Any

import pytest

from meent.services.klantinteracties.identificatorregels import number_fault
from tests.asgi import Client
from tests.services.klantinteracties.bodies import (
    IDENTIFICATOREN,
    NERGENS,
    een_identificator,
    een_partij,
    kvk,
    link,
    nummer,
    ref,
)  # fmt: skip


async def test_identificator_is_shown_whole(client: Client) -> None:
    """A client of the peer reads these members, in this form."""
    partij, bsn = await een_partij(client), nummer("bsn", "999990019")
    shown = await een_identificator(client, partij, bsn, anderePartijIdentificator="klant 12")
    assert {k: v for k, v in shown.items() if k not in ("url", "uuid")} == {
        "identificeerdePartij": link(partij), "anderePartijIdentificator": "klant 12", "partijIdentificator": bsn,
        "subIdentificatorVan": None,
    }  # fmt: skip
    loose = await client.patch(shown["url"], {"identificeerdePartij": None})
    assert loose.json["identificeerdePartij"] is None


@pytest.mark.rule("KI-10")
async def test_identificator_occurs_once(client: Client) -> None:
    """Two partijen with one BSN are one resident with half a history each."""
    body = {"partijIdentificator": nummer("bsn", "999990019")}
    known = (await client.post(IDENTIFICATOREN, body)).json
    again = await client.post(IDENTIFICATOREN, body)
    assert (again.status, again.codes) == (400, {("partijIdentificator", "unique")})
    other = await een_identificator(client)
    moved = await client.patch(other["url"], body)
    assert (moved.status, moved.codes) == (400, {("partijIdentificator", "unique")})
    assert (await client.patch(known["url"], body)).status == 200


@pytest.mark.rule("KI-10")
async def test_vestigingsnummer_occurs_once_under_a_kvk_nummer(client: Client) -> None:
    """The document says that it is unique under what it stands under."""
    eerste, tweede = await een_identificator(client), await een_identificator(client)
    body = {"partijIdentificator": nummer("vestigingsnummer", "000000000001")}
    for above in (eerste, tweede):
        made = await client.post(IDENTIFICATOREN, body | {"subIdentificatorVan": ref(above)})
        assert (made.status, made.json["subIdentificatorVan"]) == (201, link(above))
    again = await client.post(IDENTIFICATOREN, body | {"subIdentificatorVan": ref(tweede)})
    assert (again.status, again.codes) == (400, {("partijIdentificator", "unique")})


@pytest.mark.rule("KI-11")
@pytest.mark.parametrize(
    ("register", "objecttype", "soort", "number", "fault"),
    [
        ("brp", "natuurlijk_persoon", "bsn", "999990019", None),
        ("hr", "niet_natuurlijk_persoon", "kvk_nummer", "90000001", None),
        ("hr", "niet_natuurlijk_persoon", "rsin", "823288444", None),
        ("brp", "niet_natuurlijk_persoon", "rsin", "823288444", "codeObjecttype"),
        ("brp", "vestiging", "kvk_nummer", "90000001", "codeObjecttype"),
        ("hr", "natuurlijk_persoon", "bsn", "999990019", "codeObjecttype"),
        ("brp", "natuurlijk_persoon", "rsin", "823288444", "codeSoortObjectId"),
        ("hr", "niet_natuurlijk_persoon", "bsn", "999990019", "codeSoortObjectId"),
        ("hr", "vestiging", "kvk_nummer", "90000001", "codeSoortObjectId"),
    ],
)
async def test_register_objecttype_and_soort_fit(
    client: Client, register: str, objecttype: str, soort: str, number: str, fault: str | None
) -> None:
    """A person with a KVK-nummer is found by nobody who looks for the firm."""
    codes = {"codeRegister": register, "codeObjecttype": objecttype, "codeSoortObjectId": soort, "objectId": number}
    answer = await client.post(IDENTIFICATOREN, {"partijIdentificator": codes})
    assert answer.status == (400 if fault else 201)
    assert answer.codes == ({(f"partijIdentificator.{fault}", "invalid")} if fault else set())


@pytest.mark.parametrize(("soort", "number", "is_right"), [
    ("bsn", "999990019", True),
    ("bsn", "999990018", False),
    ("bsn", "000000000", False),
    ("bsn", "12", False),
    ("bsn", "9999900191", False),
    ("rsin", "823288444", True),
    ("rsin", "823288445", False),
    ("kvk_nummer", "12345678", True),
    ("kvk_nummer", "1234567", False),
    ("kvk_nummer", "1234567a", False),
    ("kvk_nummer", "１２３４５６７８", False),
    ("vestigingsnummer", "000000000001", True),
    ("vestigingsnummer", "00000000001", False),
])  # fmt: skip
def test_number_can_be_one(soort: str, number: str, is_right: bool) -> None:
    """A digit too few, and the number of somebody else is looked up."""
    assert (number_fault(soort, number) == "") is is_right


@pytest.mark.rule("KI-12")
@pytest.mark.parametrize(("soort", "number"), [("bsn", "999990018"), ("rsin", "823288445"), ("kvk_nummer", "123")])
async def test_number_that_cannot_be_one_is_refused(client: Client, soort: str, number: str) -> None:
    """A typing error in a BSN makes a second resident."""
    answer = await client.post(IDENTIFICATOREN, {"partijIdentificator": nummer(soort, number)})
    assert (answer.status, answer.codes) == (400, {("partijIdentificator.objectId", "invalid")})


@pytest.mark.rule("KI-13")
@pytest.mark.parametrize(
    ("above", "fault"),
    [
        (None, ("subIdentificatorVan", "required")),
        ("rsin", ("subIdentificatorVan", "invalid")),
        ("kvk_nummer", None),
    ],
)
async def test_vestigingsnummer_stands_under_a_kvk_nummer(
    client: Client, above: str | None, fault: tuple[str, str] | None
) -> None:
    """By its own number alone nobody knows what it is a branch of."""
    rsin = nummer("rsin", "823288444")
    over = await een_identificator(client, None, rsin if above == "rsin" else kvk()) if above else None
    vestiging = nummer("vestigingsnummer", "000000000001")
    body = {"partijIdentificator": vestiging, "subIdentificatorVan": over and ref(over)}
    answer = await client.post(IDENTIFICATOREN, body)
    assert (answer.status, answer.codes) == ((400, {fault}) if fault else (201, set()))


@pytest.mark.rule("KI-14")
async def test_identificator_does_not_stand_under_itself(client: Client) -> None:
    """Who climbs up would never arrive."""
    one = await een_identificator(client)
    answer = await client.patch(one["url"], {"subIdentificatorVan": ref(one)})
    assert (answer.status, answer.codes) == (400, {("subIdentificatorVan", "invalid")})
    missing = await client.patch(one["url"], {"subIdentificatorVan": NERGENS})
    assert (missing.status, missing.codes) == (400, {("subIdentificatorVan.uuid", "does_not_exist")})


async def test_identificator_that_others_stand_under_stays(client: Client) -> None:
    """Branches of a firm that is gone would be branches of nothing."""
    over = await een_identificator(client)
    under = await een_identificator(
        client, None, nummer("vestigingsnummer", "000000000001"), subIdentificatorVan=ref(over)
    )
    answer = await client.delete(over["url"])
    assert (answer.status, answer.codes) == (400, {("nonFieldErrors", "pending-relations")})
    assert (await client.delete(under["url"])).status == 204
    assert (await client.delete(over["url"])).status == 204


@pytest.mark.parametrize("missing", ["codeRegister", "codeObjecttype", "codeSoortObjectId", "objectId"])
@pytest.mark.parametrize("how", ["absent", "blank"])
async def test_each_code_is_asked(client: Client, missing: str, how: str) -> None:
    """Three of four codes identify nobody."""
    codes: dict[str, Any] = kvk()
    codes.pop(missing)
    if how == "blank":
        codes[missing] = ""
    answer = await client.post(IDENTIFICATOREN, {"partijIdentificator": codes})
    code = "required" if how == "absent" else "blank" if missing == "objectId" else "invalid_choice"
    assert (answer.status, answer.codes) == (400, {(f"partijIdentificator.{missing}", code)})


async def test_identificatoren_are_found(client: Client) -> None:
    """A caller gives a number, and the desk looks for who that is."""
    one = await een_identificator(client, None, nummer("bsn", "999990019"), anderePartijIdentificator="klant 12")
    await een_identificator(client)
    for query in (
        {"partijIdentificatorCodeRegister": "brp"},
        {"partijIdentificatorCodeObjecttype": "natuurlijk_persoon"},
        {"partijIdentificatorCodeSoortObjectId": "bsn"},
        {"partijIdentificatorObjectId": "999990019"},
        {"anderePartijIdentificator": "klant 12"},
    ):
        assert (await client.get(IDENTIFICATOREN, query)).json["results"] == [one], query
    refused = await client.get(IDENTIFICATOREN, {"partijIdentificatorCodeRegister": "kvk"})
    assert refused.codes == {("partijIdentificatorCodeRegister", "invalid_choice")}
    refused = await client.get(IDENTIFICATOREN, {"expand": "identificeerdePartij"})
    assert refused.status == 400
