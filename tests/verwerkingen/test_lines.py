"""Each use of personal data is a line, exactly: what was shown or written, of whom, why, and no value of it."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec
import pytest

from meent.basis.datums import vandaag
from meent.data.pool import Connection
from meent.engine.declare import Registry, Resource
from meent.engine.links import parse_uuid
from meent.services.resources import RESOURCES
from meent.verwerkingen import regels
from tests.asgi import token
from tests.conftest import Gemeente
from tests.engine.samples import gevuld
from tests.verwerkingen.conftest import ANNA, BRAM, Town, key, person, who_is
from tests.zgw import (
    DOCUMENTEN,
    ZAKEN,
    bij_zaak,
    een_document,
    een_informatieobjecttype,
    een_rol,
    rol_body,
    zaaktype_met,
)  # fmt: skip

REGISTRY = Registry(RESOURCES)
NOT_OF_RESIDENTS = {"catalogus", "objecttype", "actor"}
"""Who looks after a catalogue or a kind of object, which the municipality tells everybody; and who works for it."""


def test_whatever_is_personal_is_logged() -> None:
    """A register that forgets to say whom it is about would be read unseen."""
    personal = {r.name for r in RESOURCES if any(r.privacy_of(f) != "none" for f in r.fields)}
    logged = {r.name for r in RESOURCES if regels.betrokkenen_of(r)}
    assert personal - NOT_OF_RESIDENTS == logged


async def test_a_zaak_that_is_shown_is_a_line_for_each_person(town: Town) -> None:
    """Who asks "who looked at me" must not depend on who else is in the case."""
    known = len(await town.lines())
    assert (await town.client.get(town.samen["url"])).status == 200
    zaak, anna, bram = key(town.samen), await town.who(ANNA), await town.who(BRAM)
    assert await town.since(known) == {("retrieve", "zaak", zaak, anna), ("retrieve", "zaak", zaak, bram)}


async def test_a_list_is_a_line_for_each_row_and_person(town: Town) -> None:
    """Also for the case of nobody we know: personal data may stand in its text."""
    known = len(await town.lines())
    assert (await town.client.get(f"{ZAKEN}/zaken")).json["count"] == 3
    anna, bram = await town.who(ANNA), await town.who(BRAM)
    assert await town.since(known) == {
        ("list", "zaak", key(town.samen), anna), ("list", "zaak", key(town.samen), bram),
        ("list", "zaak", key(town.niemand), None), ("list", "zaak", key(town.anna), anna),
    }  # fmt: skip


async def test_what_is_expanded_is_shown_as_well(town: Town) -> None:
    """A rol inside a zaak tells as much as a rol by itself, and types tell nothing of people."""
    known = len(await town.lines())
    answer = await town.client.get(town.samen["url"], {"expand": "rollen,zaaktype,status"})
    assert len(answer.json["_expand"]["rollen"]) == 2
    anna, bram = await town.who(ANNA), await town.who(BRAM)
    assert await town.since(known) == {
        ("retrieve", "zaak", key(town.samen), anna), ("retrieve", "zaak", key(town.samen), bram),
        ("retrieve", "rol", key(town.rollen[0]), anna), ("retrieve", "rol", key(town.rollen[1]), bram),
    }  # fmt: skip


@pytest.mark.parametrize("shown", [
    lambda t: t.client.post(f"{ZAKEN}/zaken/_zoek", {"uuid__in": [t.anna["uuid"]]}),
    lambda t: t.client.get(f"{ZAKEN}/zaken", {
        "rol__betrokkeneIdentificatie__natuurlijkPersoon__inpBsn": ANNA, "identificatie": t.anna["identificatie"]}),
    lambda t: t.client.get(f"{ZAKEN}/zaken", {"page": "3", "pageSize": "1", "ordering": "-identificatie"}),
], ids=["zoek", "filter", "page"])  # fmt: skip
async def test_only_what_is_on_the_page_is_a_line(town: Town, shown: Callable[[Town], Any]) -> None:
    """A line too many says that somebody saw what nobody saw."""
    known = len(await town.lines())
    found = (await shown(town)).json["results"]
    (row,) = found
    zaak = next(z for z in (town.samen, town.niemand, town.anna) if z["url"] == row["url"])
    people = {"samen": {ANNA, BRAM}, "anna": {ANNA}}
    of = next(name for name in ("samen", "niemand", "anna") if getattr(town, name) is zaak)
    wanted = {await town.who(bsn) for bsn in people.get(of, ())} or {None}
    assert await town.since(known) == {("list", "zaak", key(zaak), wie) for wie in wanted}


async def test_a_choice_of_fields_is_a_choice_of_groups(town: Town) -> None:
    """Who asked for the place alone did not see the text."""
    fields = ["url", "zaakgeometrie", {"rollen": ["roltoelichting"]}]
    body = {"uuid__in": [town.anna["uuid"]], "fields": fields}
    known = len(await town.lines())
    assert (await town.client.post(f"{ZAKEN}/zaken/_zoek", body)).status == 200
    shown = {(r["resource"], *r["gegevens"]) for r in (await town.lines())[known:]}
    assert shown == {("zaak", "plaats"), ("rol", "rol")}
    known = len(await town.lines())
    await town.client.post(f"{ZAKEN}/zaken/_zoek", body | {"fields": ["*"]})
    assert [r["gegevens"] for r in (await town.lines())[known:]] == [["plaats", "zaak"]]


async def test_nothing_shown_is_no_line(town: Town) -> None:
    """What was refused, or is not there, was seen by nobody."""
    known = len(await town.lines())
    stranger = await town.gemeente.application()
    assert (await stranger.get(town.anna["url"])).status == 403
    assert (await town.client.get(f"{town.anna['url'][:-36]}{UUID(int=7)}")).status == 404
    assert (await town.client.get(f"{town.niemand['url']}/zaakeigenschappen/{UUID(int=7)}")).status == 404
    assert (await town.client.get(f"{ZAKEN}/zaken", {"identificatie": "bestaat-niet"})).json["count"] == 0
    assert (await town.client.patch(town.anna["url"], {"startdatum": "ooit"})).status == 400
    assert await town.since(known) == set()


async def test_the_trail_shows_what_a_zaak_was(town: Town) -> None:
    """Old values are personal data too."""
    known = len(await town.lines())
    assert (await town.client.get(f"{town.anna['url']}/audittrail")).status == 200
    assert await town.since(known) == {("audittrail", "zaak", key(town.anna), await town.who(ANNA))}
    assert {"identiteit", "zaak", "status"} <= set((await town.lines())[-1]["gegevens"])


async def test_writes_are_lines_in_the_same_breath(town: Town) -> None:
    """Create, change and delete, and what a rule changes along with it."""
    known, anna = len(await town.lines()), await town.who(ANNA)
    assert (await town.client.patch(town.anna["url"], {"toelichting": "Belde vanochtend"})).status == 200
    rol = await een_rol(town.client, town.niemand, town.zaaktype["roltypen"][0],
                        betrokkeneIdentificatie=person("Bram Berkenhout", BRAM))  # fmt: skip
    assert (await town.client.delete(rol["url"])).status == 204
    assert (await town.client.delete(town.anna["url"])).status == 204
    bram = await town.who(BRAM)
    assert await town.since(known) == {
        ("partial_update", "zaak", key(town.anna), anna), ("create", "rol", key(rol), bram),
        ("destroy", "rol", key(rol), bram), ("destroy", "zaak", key(town.anna), anna),
    }  # fmt: skip


async def test_who_was_in_a_row_before_is_told_as_well(town: Town) -> None:
    """Taking somebody out of a case is using their data."""
    body = {"zaak": town.niemand["url"], "objectType": "natuurlijk_persoon",
            "objectIdentificatie": person("Anna Appelboom", ANNA)}  # fmt: skip
    made = await town.client.post(f"{ZAKEN}/zaakobjecten", body)
    assert made.status == 201
    known = len(await town.lines())
    changed = {"objectIdentificatie": person("Bram Berkenhout", BRAM)}
    assert (await town.client.patch(made.json["url"], changed)).status == 200
    object_ = key(made.json)
    assert await town.since(known) == {
        ("partial_update", "zaakobject", object_, await town.who(ANNA)),
        ("partial_update", "zaakobject", object_, await town.who(BRAM)),
    }


async def test_the_same_answer_again_is_shown_again(town: Town) -> None:
    """A kept answer holds the same personal data as a fresh one."""
    body = rol_body(town.anna, town.zaaktype["roltypen"][1], betrokkeneIdentificatie=person("Bram Berkenhout", BRAM))
    made = await town.client.post(f"{ZAKEN}/rollen", body, idempotency_key="een")
    known = len(await town.lines())
    again = await town.client.post(f"{ZAKEN}/rollen", body, idempotency_key="een")
    assert again.body == made.body
    assert await town.since(known) == {("retrieve", "rol", key(made.json), await town.who(BRAM))}


async def test_a_document_is_about_the_people_of_its_zaak(gemeente: Gemeente) -> None:
    """Its title names them; who opens it sees more than a title."""
    client = gemeente.client
    soort = await een_informatieobjecttype(client)
    zaaktype = await zaaktype_met(client, soort)
    zaak = (await client.post(f"{ZAKEN}/zaken", {
        "bronorganisatie": "823288444", "verantwoordelijkeOrganisatie": "823288444", "startdatum": "2026-01-05",
        "zaaktype": zaaktype["url"]})).json  # fmt: skip
    await een_rol(client, zaak, zaaktype["roltypen"][0], betrokkeneIdentificatie=person("Anna Appelboom", ANNA))
    document = await een_document(client, soort, inhoud="aGFsbG8=", bestandsomvang=5)
    await bij_zaak(client, zaak, document)
    town = Town(gemeente, zaaktype, zaak, zaak, zaak, [])
    known, anna, uuid = len(await town.lines()), await who_is(gemeente, ANNA), UUID(document["url"][-36:].split("?")[0])
    assert (await client.get(f"{DOCUMENTEN}/enkelvoudiginformatieobjecten/{uuid}")).status == 200
    assert (await client.get(f"{DOCUMENTEN}/enkelvoudiginformatieobjecten/{uuid}/download")).body == b"hallo"
    name = "enkelvoudiginformatieobject"
    assert await town.since(known) == {("retrieve", name, uuid, anna), ("download", name, uuid, anna)}
    assert (await town.lines())[-1]["gegevens"] == [f"{name}_inhoud"]


def leaves(value: Any) -> list[str]:
    """All texts in a JSON value."""
    if isinstance(value, dict):
        return [text for inner in value.values() for text in leaves(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in leaves(inner)]
    return [value] if isinstance(value, str) else []


def personal_texts(resource: Resource[Any], body: dict[str, Any]) -> set[str]:
    """What a row says of people. A word of two letters is no secret, and neither is the key of a row."""
    values = [body.get(f.json) for f in resource.fields if resource.privacy_of(f) != "none"]
    return {text for text in leaves(values) if len(text) > 3 and "://" not in text and not parse_uuid(text)}


EVERYTHING_OF_ANNA = {
    "roltoelichting": "Belt elke maandag",
    "afwijkendeNaamBetrokkene": "Tante Annie",
    "contactpersoonRol": {"naam": "Cor Contact", "functie": "Buurvrouw", "telefoonnummer": "0612345678",
                          "emailadres": "cor@contact.example"},
    "betrokkeneIdentificatie": {
        "inpBsn": ANNA, "anpIdentificatie": "ANP-4321", "geslachtsnaam": "Appelboom-Zee", "voorletters": "A.B.C.",
        "voornamen": "Annabella", "geboortedatum": "19630217",
        "verblijfsadres": {"aoaIdentificatie": "0363200000123456", "wplWoonplaatsNaam": "Meerwijde",
                           "gorOpenbareRuimteNaam": "Lisdoddepad", "aoaPostcode": "1234AB", "aoaHuisnummer": 7,
                           "inpLocatiebeschrijving": "Achter de molen"},
    },
}  # fmt: skip


async def test_no_line_holds_a_personal_value(gemeente: Gemeente, town: Town) -> None:
    """A log that repeats the data is a second register of it, and a worse one."""
    g = await gevuld(gemeente)
    told = {ANNA, BRAM, "Anna Appelboom", "Bram Berkenhout"}
    texts = {"omschrijving": "Scheiding Appelboom", "toelichting": "Krijgt dreigbrieven"}
    rol = await een_rol(town.client, town.niemand, town.zaaktype["roltypen"][0], **EVERYTHING_OF_ANNA)
    for shown in ((await town.client.patch(town.anna["url"], texts)).json, (await town.client.get(rol["url"])).json):
        resource = REGISTRY.of("Rol" if "roltype" in shown else "Zaak")
        told |= personal_texts(resource, shown)
    for resource in (r for r in RESOURCES if regels.betrokkenen_of(r)):
        answer = await g.client.get(g.url(resource.name))
        assert answer.status == 200, resource.name
        told |= personal_texts(resource, answer.json)
        assert (await g.client.get(g.collection(resource))).status == 200, resource.name
    assert len(told) > 20
    lines = await gemeente.rows("select row_to_json(v)::text from verwerking v where v.tenant_id = $1", gemeente.id)
    words = {"zaak", "object", "status", "besluit", "klant"}  # names of resources and groups, which no value owns
    words |= {str(vandaag(datetime.now(UTC)))}  # the day on which an object was registered is that of the line
    text = "\n".join(r[0] for r in lines)
    assert [value for value in told - words if value in text] == []
    assert len(lines) > 50


async def test_a_user_known_by_a_bsn_is_not_told_by_it(town: Town) -> None:
    """A portal may name the resident in its token."""
    from_portal = {"authorization": f"Bearer {token_of(town, user_id=ANNA)}"}
    assert (await town.client.get(town.anna["url"], None, **from_portal)).status == 200
    assert (await town.lines())[-1]["gebruiker"] == "(bsn)"


def token_of(town: Town, **claims: Any) -> str:
    return token(town.client.client_id, **claims)


async def test_a_list_of_a_hundred_costs_one_insert(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """One by one, the log would cost a hundred times what it tells."""
    async with town.gemeente.app.pool.tenant(town.gemeente.id) as conn:
        body = await conn.fetchrow("select * from rol where tenant_id = $1 limit 1", town.gemeente.id)
        assert body is not None
    for number in range(97):
        made = await town.client.post(f"{ZAKEN}/zaken", {
            "bronorganisatie": "823288444", "verantwoordelijkeOrganisatie": "823288444", "startdatum": "2026-01-05",
            "zaaktype": town.zaaktype["url"], "identificatie": f"ZAAK-{number}"})  # fmt: skip
        assert made.status == 201
    trips: list[str] = []
    for method in ("fetch", "fetchrow", "fetchval", "execute"):
        before = getattr(Connection, method)

        async def counted(self: Any, query: str, *args: Any, _before: Any = before, **more: Any) -> Any:
            trips.append(query)
            return await _before(self, query, *args, **more)

        monkeypatch.setattr(Connection, method, counted)
    known = len(await town.lines())
    trips.clear()
    assert len((await town.client.get(f"{ZAKEN}/zaken")).json["results"]) == 100
    assert [t.split("(")[0].strip() for t in trips if "verwerking " in t] == ["INSERT INTO verwerking"]
    assert len(trips) == 2
    assert len(await town.since(known)) == 101


async def test_application_user_and_trace_stand_in_the_line(town: Town) -> None:
    """Two systems can lay their logs side by side; what makes no sense as a trace is replaced."""
    trace, parent = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
    await town.client.get(town.anna["url"], traceparent=f"00-{trace}-{parent}-01")
    line = (await town.lines())[-1]
    assert (line["applicatie"], line["gebruiker"]) == (town.client.client_id, "jdevries")
    assert (line["trace"].hex(), line["aanroeper"].hex()) == (trace, parent)
    for wrong in ("", "00-zz-1-01", f"00-{'0' * 32}-{parent}-01", f"00-{trace}-{'0' * 16}-01",
                  f"ff-{trace}-{parent}-01", f"00-{trace}-{parent}-01-meer",
                  f"00-{trace.upper()}-{parent}-01"):  # fmt: skip
        await town.client.get(town.anna["url"], traceparent=wrong)
        line = (await town.lines())[-1]
        assert line["aanroeper"] is None
        assert (len(line["trace"]), line["trace"].hex() != trace) == (16, True), wrong
    await town.client.get(town.anna["url"], traceparent=f"01-{trace}-{parent}-01-meer")
    assert (await town.lines())[-1]["trace"].hex() == trace


async def test_municipalities_do_not_share_a_line_or_a_hash(town: Town, andere_gemeente: Gemeente) -> None:
    """The same person in two places may not be known as one by who sees both logs."""
    assert await town.who(ANNA) != await who_is(andere_gemeente, ANNA)
    assert await andere_gemeente.rows("select 1 from verwerking") == []
    assert {r["tenant_id"] for r in await town.gemeente.rows("select tenant_id from verwerking")} == {town.gemeente.id}


async def test_the_log_stands_by_itself(superuser: Connection) -> None:
    """Restored alone, or after all else is lost, it must still be readable: no line leans on another table."""
    tables = ["verwerking", "verwerkingsdoel", "verwerkingsdoel_van", "verwerkingssleutel"]
    leaning = await superuser.fetchval(
        "select count(*) from pg_constraint where contype = 'f' and conrelid::regclass::text = any($1)", tables
    )
    assert leaning == 0


def test_a_hidden_or_sent_field_is_no_group() -> None:
    """A group that is named though nobody saw it frightens people."""
    for resource in (r for r in RESOURCES if regels.betrokkenen_of(r)):
        assert regels.groups(resource)
        assert regels.groups(resource, frozenset({"url"})) == (resource.name,)
        assert msgspec.json.encode(regels.groups(resource))
