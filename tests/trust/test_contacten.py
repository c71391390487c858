"""What somebody who knows the code tries on Klantinteracties and on the log (trust §4 no. 14)."""

import asyncio
from typing import Any

import pytest
import pytest_asyncio

from meent.engine.declare import Resource
from meent.engine.marks import Choice
from meent.services.autorisaties import keys
from tests.asgi import Client, Response
from tests.conftest import Gemeente
from tests.engine.samples import REGISTRY, Gevuld, gevuld
from tests.services.klantinteracties.bodies import (
    ADRESSEN,
    IDENTIFICATOREN,
    PARTIJEN,
    REKENINGEN,
    een_adres,
    een_partij,
    nummer,
    ref,
)
from tests.services.klantinteracties.bodies import KLANTINTERACTIES as KI
from tests.services.klantinteracties.contacten import (
    een_actor,
    een_betrokkene,
    een_klantcontact,
    een_taak,
    identificator,
    klantcontact_body,
    taak_body,
)

MAAK = f"{KI}/maak-klantcontact"
BSN = "999990019"
ALONE = "select k.id from klantinteractie k where not exists (select from betrokkene b where b.had_klantcontact = k.id)"
NEW = [r for r in REGISTRY.all if r.api.name in ("klantinteracties", "objecttypen", "objecten")]
LOG = "/logging/api/v1/verwerkingsacties"
ASKED = {"objecttype": "persoon", "soortObjectId": "BSN", "objectId": BSN}


def whole(partij: dict[str, Any] | None = None) -> dict[str, Any]:
    betrokkene = {"wasPartij": partij and ref(partij), "rol": "klant", "initiator": True}
    onderwerp = {"onderwerpobjectidentificator": identificator()}
    return {"klantcontact": klantcontact_body(), "betrokkene": betrokkene, "onderwerpobject": onderwerp}


def statuses(answers: list[Response]) -> list[int]:
    return sorted(a.status for a in answers)


# --- at once ---------------------------------------------------------------------------------------------------------


async def test_one_bsn_given_to_several_at_once_is_of_one(client: Client) -> None:
    """Two counters register the same resident at once, and from then on half of what is known is with each."""
    partijen = [await een_partij(client) for _ in range(4)]
    bodies = [{"identificeerdePartij": ref(p), "partijIdentificator": nummer("bsn", BSN)} for p in partijen]
    alone = await asyncio.gather(*(client.post(IDENTIFICATOREN, body) for body in bodies))
    assert statuses(alone) == [201, 400, 400, 400]
    assert {c for a in alone if a.status == 400 for c in a.codes} == {("partijIdentificator", "unique")}
    inside = {"soortPartij": "persoon", "indicatieActief": True}
    inside |= {"partijIdentificatoren": [{"partijIdentificator": nummer("bsn", "517439943")}]}
    made = await asyncio.gather(*(client.post(PARTIJEN, inside) for _ in range(4)))
    assert statuses(made) == [201, 400, 400, 400]
    found = await client.get(PARTIJEN, {"partijIdentificator__objectId": "517439943"})
    assert found.json["count"] == 1


async def test_partij_that_goes_while_a_contact_with_her_comes(client: Client, gemeente: Gemeente) -> None:
    """A contact with nobody, or a partij that is still there for who has the link."""
    for _ in range(5):
        partij = await een_partij(client)
        came, gone = await asyncio.gather(client.post(MAAK, whole(partij)), client.delete(partij["url"]))
        assert (came.status, gone.status) in ((201, 400), (400, 204)), (came.body, gone.body)
        left = await client.get(f"{KI}/betrokkenen", {"wasPartij__uuid": partij["uuid"]})
        assert left.json["count"] == (came.status == 201)
    assert await gemeente.rows(ALONE) == []


async def test_contact_that_goes_while_work_for_it_comes(client: Client) -> None:
    """A call that nobody makes, for nobody knows what it is about."""
    for _ in range(5):
        contact, actor = await een_klantcontact(client), await een_actor(client)
        body = taak_body(contact, actor)
        came, gone = await asyncio.gather(client.post(f"{KI}/internetaken", body), client.delete(contact["url"]))
        assert (came.status, gone.status) in ((201, 204), (400, 204), (201, 400)), (came.body, gone.body)
        is_there = (await client.get(contact["url"])).status == 200
        left = await client.get(f"{KI}/internetaken", {"klantcontact__uuid": contact["uuid"]})
        assert left.json["count"] <= is_there


async def test_actor_that_goes_while_she_gets_work(client: Client) -> None:
    """A taak of somebody who left is a taak of nobody."""
    for _ in range(5):
        contact, actor = await een_klantcontact(client), await een_actor(client)
        body = taak_body(contact, actor)
        came, gone = await asyncio.gather(client.post(f"{KI}/internetaken", body), client.delete(actor["url"]))
        assert (came.status, gone.status) in ((201, 400), (400, 204)), (came.body, gone.body)


async def test_changes_of_one_row_at_once_are_all_kept(client: Client) -> None:
    """What one employee types is wiped out by what another one types elsewhere in the form."""
    partij = await een_partij(client)
    changes = [{"interneNotitie": "belt"}, {"voorkeurstaal": "nld"}, {"indicatieActief": False}]
    assert statuses(await asyncio.gather(*(client.patch(partij["url"], c) for c in changes))) == [200, 200, 200]
    now = (await client.get(partij["url"])).json
    assert {n: now[n] for c in changes for n in c} == {n: v for c in changes for n, v in c.items()}


async def test_one_address_claimed_by_two_at_once_is_of_one(client: Client) -> None:
    """Letters for the one go to the other, who may read them."""
    for _ in range(5):
        one, two = await een_partij(client), await een_partij(client)
        adressen = [await een_adres(client), await een_adres(client, adres="twee@b.example")]
        mine = {"digitaleAdressen": [ref(a) for a in adressen], "voorkeursDigitaalAdres": ref(adressen[0])}
        theirs = {"digitaleAdressen": [ref(a) for a in reversed(adressen)], "voorkeursDigitaalAdres": ref(adressen[1])}
        answers = await asyncio.gather(client.patch(one["url"], mine), client.patch(two["url"], theirs))
        assert set(statuses(answers)) <= {200, 503}, [a.body for a in answers]
        for partij in (one, two):
            now = (await client.get(partij["url"])).json
            held = [a["uuid"] for a in now["digitaleAdressen"]]
            assert now["voorkeursDigitaalAdres"] is None or now["voorkeursDigitaalAdres"]["uuid"] in held
        owners = [(await client.get(a["url"])).json["verstrektDoorPartij"]["uuid"] for a in adressen]
        assert len(set(owners)) == 1


async def test_standard_addresses_made_at_once_leave_one(client: Client) -> None:
    """Which of two standard addresses gets the letter is chance."""
    partij = await een_partij(client)
    await asyncio.gather(*(een_adres(client, partij, isStandaardAdres=True, adres=f"a{n}@b.example") for n in range(5)))
    found = await client.get(ADRESSEN, {"isStandaardAdres": "true", "verstrektDoorPartij__uuid": partij["uuid"]})
    assert found.json["count"] == 1


async def test_numbers_given_out_at_once_differ(client: Client) -> None:
    """Two residents have the same number to call with."""
    answers = await asyncio.gather(*(client.post(MAAK, whole()) for _ in range(12)))
    assert set(statuses(answers)) == {201}
    assert len({a.json["klantcontact"]["referentienummer"] for a in answers}) == 12


# --- odd characters --------------------------------------------------------------------------------------------------


@pytest_asyncio.fixture(loop_scope="session")
async def stad(gemeente: Gemeente) -> Gevuld:
    return await gevuld(gemeente)


@pytest.mark.parametrize("resource", NEW, ids=lambda r: r.name)
async def test_no_text_field_takes_what_cannot_be_stored(stad: Gevuld, resource: Resource[Any]) -> None:
    """Each field that was forgotten is an error page for who pastes from a PDF."""
    client, path = stad.client, stad.collection(resource)
    for where, put in texts(resource, stad.body(resource)):
        for bad in ("\x00", "a\x00b"):
            answer = await client.post(path, put(bad))
            told = {name for name, _ in answer.codes} if answer.status == 400 else set()
            assert any(name == where or name.startswith(where) for name in told), (where, bad, answer.body)
        half = await client.call("POST", path, raw=b'{"x": "\\ud800"}')
        assert half.status == 400


def texts(resource: Resource[Any], body: dict[str, Any]) -> Any:
    """Each place in the body that holds a text, and the body with another text in it."""
    for f in resource.writable:
        value = body.get(f.json)
        if f.kind in ("text", "map") or f.json in ("labels", "metadata"):

            def put(bad: str, name: str = f.json, is_map: bool = f.kind == "map") -> dict[str, Any]:
                return body | {name: {bad: bad} if is_map else bad}

            yield f.json, put
        elif isinstance(value, dict) and f.kind == "group" and f.mark(Choice) is None:
            for inner in (n for n, v in value.items() if isinstance(v, str)):

                def within(bad: str, name: str = f.json, inner: str = inner, was: Any = value) -> dict[str, Any]:
                    return body | {name: was | {inner: bad}}

                yield f"{f.json}.{inner}", within


@pytest.mark.parametrize(("path", "body", "name"), [
    (REKENINGEN, {"iban": "NL12INHO0003456789\n"}, "iban"),
    (REKENINGEN, {"iban": "NL12INHO0003456789", "bic": "INHONL2A\n"}, "bic"),
    (ADRESSEN, {"soortDigitaalAdres": "email", "adres": "a@b.example\n"}, "adres"),
    (ADRESSEN, {"soortDigitaalAdres": "email", "adres": "a@b.example", "referentie": "huis\n"}, "referentie"),
    (PARTIJEN, {"soortPartij": "persoon", "indicatieActief": True, "bezoekadres": {"postcode": "1234 AB\n"}},
     "bezoekadres.postcode"),
    (f"{KI}/klantcontacten", klantcontact_body(hoofdOnderwerpType="https://a.example/x\n"), "hoofdOnderwerpType"),
])  # fmt: skip
async def test_end_of_line_is_no_part_of_a_value(client: Client, path: str, body: Any, name: str) -> None:
    """An account with an end of line in it is another account for the bank, and looks the same on every screen."""
    answer = await client.post(path, body)
    assert {n for n, _ in answer.codes} == {name}, answer.body


# --- borders ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dag", ["0001-01-01", "2024-02-29", "9999-12-31"])
async def test_days_at_the_borders_come_back(client: Client, dag: str) -> None:
    """9999-12-31 is what registers write for "no end"."""
    partij = await een_partij(client)
    adres = await een_adres(client, partij, verificatieDatum=dag)
    assert (await client.get(adres["url"])).json["verificatieDatum"] == dag
    for sign, count in (("", 1), ("__gt", 0), ("__gte", 1), ("__lt", 0), ("__lte", 1)):
        assert (await client.get(ADRESSEN, {f"verificatieDatum{sign}": dag})).json["count"] == count
    body = {"partij": ref(partij), "beginDatum": dag, "eindDatum": dag}
    relatie = await client.post(f"{KI}/categorie-relaties", body)
    assert (relatie.status, relatie.json["eindDatum"]) == (201, dag)
    shown = (await client.get(partij["url"])).json["categorieRelaties"][0]
    assert (shown["beginDatum"], shown["eindDatum"]) == (dag, dag)


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "2024-02-30T00:00:00Z"])
async def test_moments_beyond_the_calendar_are_refused(client: Client, moment: str) -> None:
    """An hour before the beginning of time is no moment."""
    answer = await client.post(f"{KI}/klantcontacten", klantcontact_body(plaatsgevondenOp=moment))
    assert answer.codes == {("plaatsgevondenOp", "invalid")}
    assert (await client.get(f"{KI}/klantcontacten", {"plaatsgevondenOp": moment})).status == 400


@pytest.mark.parametrize(("link", "where", "code"), [
    ({}, ".uuid", "required"), ({"type": ["Point"]}, ".uuid", "required"), (None, "", "invalid"), (5, "", "invalid"),
    ({"uuid": None}, ".uuid", "null"), ({"uuid": 5}, ".uuid", "invalid"), ([], "", "invalid"),
])  # fmt: skip
async def test_link_in_a_list_that_is_none_is_told(client: Client, link: Any, where: str, code: str) -> None:
    """Found by fuzzing: a link without a uuid was an error of ours."""
    body = taak_body(await een_klantcontact(client)) | {"toegewezenAanActoren": [link]}
    answer = await client.post(f"{KI}/internetaken", body)
    assert answer.codes == {(f"toegewezenAanActoren.0{where}", code)}, answer.body


async def test_very_much_is_kept_or_refused(client: Client) -> None:
    """Ten thousand members of metadata, or as many links, and the server thinks for a minute."""
    many = {f"k{n}": "v" for n in range(10_000)}
    contact = await een_klantcontact(client, metadata=many)
    assert (await client.get(contact["url"])).json["metadata"] == many
    actor = await een_actor(client)
    taak = await een_taak(client, contact, *([actor] * 5_000))
    assert len(taak["toegewezenAanActoren"]) == 1
    nowhere = [{"uuid": f"00000000-0000-4000-8000-{n:012d}"} for n in range(5_000)]
    answer = await client.patch(taak["url"], {"toegewezenAanActoren": nowhere})
    assert (answer.status, len(answer.codes)) == (400, 5_000)
    answer = await client.post(f"{KI}/klantcontacten", klantcontact_body(onderwerp="x" * 201, taal="x" * 10_000))
    assert answer.codes == {("onderwerp", "max_length"), ("taal", "max_length")}


# --- others ----------------------------------------------------------------------------------------------------------


async def test_rows_of_another_municipality_cannot_be_named(gemeente: Gemeente, andere_gemeente: Gemeente) -> None:
    """With somebody else's uuid one would see, tie or take what is of his residents."""
    theirs, mine = andere_gemeente.client, gemeente.client
    partij, contact, actor = await een_partij(theirs), await een_klantcontact(theirs), await een_actor(theirs)
    adres = await een_adres(theirs, partij)
    await een_betrokkene(theirs, contact, wasPartij=ref(partij))
    own, own_contact = await een_partij(mine), await een_klantcontact(mine)
    for answer in (
        await mine.post(MAAK, whole(partij)),
        await mine.patch(own["url"], {"digitaleAdressen": [ref(adres)]}),
        await mine.patch(own["url"], {"voorkeursDigitaalAdres": ref(adres)}),
        await mine.post(f"{KI}/internetaken", taak_body(own_contact, actor)),
        await mine.post(f"{KI}/internetaken", taak_body(contact)),
        await mine.post(f"{KI}/vertegenwoordigingen", {
            "vertegenwoordigendePartij": ref(own), "vertegenwoordigdePartij": ref(partij)}),
    ):  # fmt: skip
        assert answer.status == 400, answer.body
    for path, query in (
        (f"{KI}/betrokkenen", {"wasPartij__uuid": partij["uuid"]}),
        (f"{KI}/betrokkenen", {"wasPartij__url": partij["url"]}),
        (f"{KI}/klantcontacten", {"hadBetrokkene__wasPartij__uuid": partij["uuid"]}),
        (ADRESSEN, {"verstrektDoorPartij__uuid": partij["uuid"]}), (ADRESSEN, {"adres": adres["adres"]}),
        (PARTIJEN, {"vertegenwoordigdePartij__uuid": partij["uuid"]}),
    ):  # fmt: skip
        assert (await mine.get(path, query)).json["results"] == [], (path, query)
    assert (await theirs.get(partij["url"])).json["digitaleAdressen"] == [{"uuid": adres["uuid"], "url": adres["url"]}]


async def test_token_of_another_municipality_is_none(gemeente: Gemeente, andere_gemeente: Gemeente) -> None:
    """A supplier with two customers could read the one with what the other one gave him."""
    theirs = andere_gemeente.client
    mine = Client(gemeente.app, f"/{gemeente.slug}", theirs.client_id)
    for path in (PARTIJEN, "/objecten/api/v2/objects", "/objecttypen/api/v2/objecttypes", LOG):
        answer = await mine.get(path)
        assert (answer.status, answer.json["code"]) == (403, "invalid-client-identifier")


async def test_key_that_was_taken_back_opens_nothing_any_more(gemeente: Gemeente) -> None:
    """Who left yesterday could go on reading; also when her requests are under way while the key goes."""
    client = await gemeente.application(all_rights=True)
    engine = gemeente.app.engine
    place = await gemeente.app.directory.find("gemeente.test", f"/{gemeente.slug}/")
    assert place is not None
    for round_ in range(5):
        key = await keys.new(engine, place, client.client_id, f"kiss {round_}")
        client.headers["authorization"] = f"Token {key}"
        if round_ % 2:
            assert (await client.get(PARTIJEN)).status == 200
        asking = [asyncio.create_task(client.get(PARTIJEN)) for _ in range(6)]
        await keys.revoke(engine, place, client.client_id, f"kiss {round_}")
        assert {a.status for a in await asyncio.gather(*asking)} <= {200, 403}
        assert (await client.get(PARTIJEN)).status == 403
        assert (await client.post(MAAK, whole())).status == 403


# --- the log ---------------------------------------------------------------------------------------------------------


async def test_answer_that_is_given_again_is_a_line_too(gemeente: Gemeente, client: Client) -> None:
    """With a key that somebody used before one would read a contact, and nobody would know."""
    partij = await een_partij(client, partijIdentificatoren=[{"partijIdentificator": nummer("bsn", BSN)}])
    first = await client.post(MAAK, whole(partij), idempotency_key="eenmaal")
    lines = "select handeling, betrokkene from verwerking where handeling = 'retrieve' and resource = 'klantinteractie'"
    assert await gemeente.rows(lines) == []
    again = await client.post(MAAK, whole(partij), idempotency_key="eenmaal")
    assert (again.status, again.body) == (201, first.body)
    ((_, about),) = await gemeente.rows(lines)
    assert about is not None


@pytest.mark.parametrize("number", [
    "0", "-1", "9" * 20, "0" * 8 + "1" + "9" * 20, "0" * 8 + "1" * 5_000, "x", "٣", "", "1.0",
])  # fmt: skip
async def test_strange_pages_of_the_log(client: Client, number: str) -> None:
    """A page that is none is not found, however it is written."""
    assert (await client.get(LOG, ASKED | {"page": number})).status == 404


@pytest.mark.parametrize("day", ["20260101", "2026-W01-1", "2026-02-30", "0000-01-01", "morgen"])
async def test_strange_days_of_the_log(client: Client, day: str) -> None:
    """The week of another calendar is no day of the standard."""
    for name in ("beginDatum", "eindDatum"):
        assert (await client.get(LOG, ASKED | {name: day})).codes == {(name, "invalid")}, name
    for first, last in (("0001-01-01", "9999-12-31"), ("9999-12-31", "0001-01-01")):
        assert (await client.get(LOG, ASKED | {"beginDatum": first, "eindDatum": last})).status == 200
