"""Notificaties API 1.0.1: channels, subscriptions and messages (RULES §11)."""

import json
from typing import Any

import pytest

from meent.app import App
from meent.data import tenant
from meent.data.pool import connect
from meent.engine.declare import Registry
from meent.services.notificaties.callbacks import Answered, Callbacks
from meent.services.resources import RESOURCES
from tests.asgi import Client
from tests.conftest import Gemeente
from tests.zgw import CATALOGI, een_catalogus, een_zaak, een_zaaktype, made

NRC = "/notificaties/api/v1"
GEHEIM = "Bearer niet-voor-anderen"


def kanaal_body(**extra: Any) -> dict[str, Any]:
    return {"naam": "parkeren", "documentatieLink": "https://docs.example/parkeren", "filters": ["wijk"]} | extra


def abonnement_body(**extra: Any) -> dict[str, Any]:
    return {
        "callbackUrl": "https://afnemer.example/notificaties",
        "auth": GEHEIM,
        "kanalen": [{"naam": "zaken", "filters": {"bronorganisatie": "823288444"}}],
    } | extra


def bericht_body(**extra: Any) -> dict[str, Any]:
    return {
        "kanaal": "parkeren",
        "hoofdObject": "https://parkeren.example/vergunningen/1",
        "resource": "vergunning",
        "resourceUrl": "https://parkeren.example/vergunningen/1",
        "actie": "create",
        "aanmaakdatum": "2026-01-05T10:00:00Z",
        "kenmerken": {"wijk": "Noord"},
    } | extra


class Door:
    """A callback address that answers as told, and keeps what it was sent."""

    def __init__(self, with_auth: int = 204, without: int = 403) -> None:
        self.with_auth, self.without = with_auth, without
        self.got: list[tuple[str, dict[str, Any], str]] = []

    async def post(self, url: str, body: bytes, *, auth: str) -> Answered:
        self.got.append((url, json.loads(body), auth))
        return Answered(self.with_auth if auth else self.without)


@pytest.fixture
def door(app: App, monkeypatch: pytest.MonkeyPatch) -> Door:
    made = Door()
    monkeypatch.setitem(app.engine.outside, Callbacks, made)
    return made


# --- channels --------------------------------------------------------------------------------------------------------


@pytest.mark.rule("N-01", "N-02")
async def test_our_own_channels_are_there_from_the_start(client: Client) -> None:
    """Who subscribes on the first day would be told that nothing is ever announced here."""
    found = {k["naam"]: k["filters"] for k in (await client.get(f"{NRC}/kanaal")).json}
    declared = {r.kanaal.naam for r in Registry(RESOURCES).all if r.kanaal}
    assert set(found) == declared | {"personen", "gesprekken"}
    assert found["zaken"] == ["bronorganisatie", "zaaktype", "vertrouwelijkheidaanduiding", "zaaktype.catalogus"]
    assert found["documenten"][-1] == "informatieobjecttype.catalogus"
    assert found["besluiten"] == ["verantwoordelijkeOrganisatie", "besluittype", "besluittype.catalogus"]
    assert found["zaaktypen"][:1] == ["catalogus"]
    assert found["autorisaties"] == []
    (zaken,) = (await client.get(f"{NRC}/kanaal", {"naam": "zaken"})).json
    assert zaken["documentatieLink"] == f"{client.base}/zaken/api/v1/openapi.json"
    assert (await client.get(zaken["documentatieLink"])).status == 200


@pytest.mark.rule("N-01")
async def test_a_municipality_that_comes_later_has_them_too(app: App, gemeente: Gemeente, migrated: Any) -> None:
    """A municipality of next year gets its channels without anybody thinking of it, and keeps those of its own."""
    await made(gemeente.client, f"{NRC}/kanaal", kanaal_body())
    before = (await gemeente.client.get(f"{NRC}/kanaal")).json
    conn = await connect(migrated.owner_dsn)
    later = await tenant.new(conn, tenant.Tenant(slug="later-gekomen", naam="Later", rsin="823288444"))
    await conn.close()
    await app.directory.refresh()
    async with app.pool.tenant(later.id) as conn:
        names = {r[0] for r in await conn.fetch("select naam from kanaal where tenant_id = $1", later.id)}
    assert names == {k["naam"] for k in before} - {"parkeren"}
    assert (await gemeente.client.get(f"{NRC}/kanaal")).json == before


@pytest.mark.rule("N-01")
async def test_name_of_a_channel_is_unique(client: Client, andere_gemeente: Gemeente) -> None:
    """Two channels of one name: a subscriber would hear of something else than it asked for."""
    kanaal = await made(client, f"{NRC}/kanaal", kanaal_body())
    assert kanaal == {"url": kanaal["url"]} | kanaal_body()
    again = await client.post(f"{NRC}/kanaal", kanaal_body())
    assert (again.status, again.codes) == (400, {("naam", "unique")})
    ours = await client.post(f"{NRC}/kanaal", kanaal_body(naam="zaken"))
    assert (ours.status, ours.codes) == (400, {("naam", "unique")})
    assert (await andere_gemeente.client.post(f"{NRC}/kanaal", kanaal_body())).status == 201


@pytest.mark.rule("N-12")
async def test_a_channel_cannot_be_changed(client: Client) -> None:
    """Filters of subscribers lean on the names that a channel gave when they subscribed."""
    kanaal = await made(client, f"{NRC}/kanaal", kanaal_body())
    for method in ("PUT", "PATCH", "DELETE"):
        assert (await client.call(method, kanaal["url"], body=kanaal_body())).status == 405


# --- subscriptions ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["http://[", "http://[::1", "https://a[b.example/", "https://[geen]/"])
async def test_an_address_whose_host_is_none_is_refused(client: Client, address: str) -> None:
    """Clients read what we serve with a parser of addresses; one such value makes a whole list unreadable."""
    answer = await client.post(f"{NRC}/kanaal", {"naam": "parkeren", "documentatieLink": address})
    assert (answer.status, answer.codes) == (400, {("documentatieLink", "invalid")})


@pytest.mark.rule("N-06")
async def test_subscription_is_told_back_without_its_secret(gemeente: Gemeente, door: Door) -> None:
    """Whoever may list subscriptions could otherwise call every subscriber in our name."""
    client = gemeente.client
    abonnement = await made(client, f"{NRC}/abonnement", abonnement_body())
    assert set(abonnement) == {"url", "callbackUrl", "kanalen", "sendCloudevents"}
    assert abonnement["kanalen"] == abonnement_body()["kanalen"]
    answers = [
        await client.get(f"{NRC}/abonnement"),
        await client.get(abonnement["url"]),
        await client.patch(abonnement["url"], {"sendCloudevents": True}),
        await client.put(abonnement["url"], abonnement_body()),
    ]
    assert [a.status for a in answers] == [200] * 4
    assert all(GEHEIM.encode() not in a.body for a in answers)
    assert (await client.delete(abonnement["url"])).status == 204
    for table in ("audit", "outbox", "idempotentie"):
        told = await gemeente.rows(f"select t::text from {table} t where tenant_id = $1", gemeente.id)
        assert not [row for row in told if "niet-voor-anderen" in row[0]], table


@pytest.mark.rule("N-06")
async def test_put_needs_the_secret_again_and_patch_keeps_it(gemeente: Gemeente, door: Door) -> None:
    """A PATCH of the filters that lost the secret would end all deliveries."""
    abonnement = await made(gemeente.client, f"{NRC}/abonnement", abonnement_body())
    changed = await gemeente.client.patch(abonnement["url"], {"kanalen": [{"naam": "zaken"}]})
    assert changed.json["kanalen"] == [{"filters": {}, "naam": "zaken"}]
    ((auth,),) = await gemeente.rows("select auth from abonnement where tenant_id = $1", gemeente.id)
    assert auth == GEHEIM
    refused = await gemeente.client.put(abonnement["url"], {k: v for k, v in abonnement_body().items() if k != "auth"})
    assert (refused.status, refused.codes) == (400, {("auth", "required")})


@pytest.mark.rule("N-06")
@pytest.mark.parametrize(("kanalen", "fault"), [
    ([{"naam": "onbekend"}], ("nonFieldErrors", "kanaal_naam")),
    ([{"naam": "zaken"}, {"naam": "onbekend"}], ("nonFieldErrors", "kanaal_naam")),
    ([{"naam": "zaken", "filters": {"kleur": "rood"}}], ("filters", "inconsistent-abonnement-filters")),
    ([{"naam": "zaken", "filters": {"zaaktype": ""}}], ("kanalen.0.filters.zaaktype", "blank")),
    ([{"naam": "zaken", "filters": {"zaaktype": "x" * 1001}}], ("kanalen.0.filters.zaaktype", "max_length")),
    ([{"naam": "zaken", "filters": ["zaaktype"]}], ("kanalen.0.filters", "invalid")),
    ([{"filters": {}}], ("kanalen.0.naam", "required")),
])  # fmt: skip
async def test_subscription_asks_for_what_exists(client: Client, door: Door, kanalen: Any, fault: Any) -> None:
    """A subscription to nothing looks well and stays silent."""
    refused = await client.post(f"{NRC}/abonnement", abonnement_body(kanalen=kanalen))
    assert (refused.status, refused.codes) == (400, {fault})
    abonnement = await made(client, f"{NRC}/abonnement", abonnement_body())
    refused = await client.patch(abonnement["url"], {"kanalen": kanalen})
    assert (refused.status, refused.codes) == (400, {fault})


@pytest.mark.rule("N-07", "N-08")
async def test_callback_is_tried_with_and_without_authorisation(client: Client, door: Door) -> None:
    """An address that lets anybody in lets anybody tell its owner that a case has changed."""
    abonnement = await made(client, f"{NRC}/abonnement", abonnement_body())
    assert [(url, auth) for url, _, auth in door.got] == [
        ("https://afnemer.example/notificaties", GEHEIM),
        ("https://afnemer.example/notificaties", ""),
    ]
    assert {message["kanaal"] for _, message, _ in door.got} == {"test"}
    for method in ("PUT", "PATCH"):
        door.got.clear()
        assert (await client.call(method, abonnement["url"], body=abonnement_body())).status == 200
        assert len(door.got) == 2


@pytest.mark.rule("N-07")
@pytest.mark.parametrize(("with_auth", "without", "fault"), [
    (500, 403, ("callbackUrl", "invalid-callback-url")),
    (403, 403, ("callbackUrl", "invalid-callback-url")),
    (301, 403, ("callbackUrl", "invalid-callback-url")),
    (0, 0, ("callbackUrl", "invalid-callback-url")),
    (204, 204, ("nonFieldErrors", "no-auth-on-callback-url")),
    (200, 404, ("nonFieldErrors", "no-auth-on-callback-url")),
])  # fmt: skip
async def test_callback_that_does_not_behave_is_refused(
    client: Client, door: Door, with_auth: int, without: int, fault: tuple[str, str]
) -> None:
    """It would be found out only when the first message is missed."""
    abonnement = await made(client, f"{NRC}/abonnement", abonnement_body())
    door.with_auth, door.without = with_auth, without
    for refused in (
        await client.post(f"{NRC}/abonnement", abonnement_body()),
        await client.patch(abonnement["url"], {"callbackUrl": "https://ander.example/"}),
    ):
        assert (refused.status, refused.codes) == (400, {fault})
    assert len((await client.get(f"{NRC}/abonnement")).json) == 1


@pytest.mark.rule("N-08")
async def test_one_address_may_have_several_subscriptions(client: Client, door: Door) -> None:
    """A department that listens for two reasons would have to build two doors."""
    for _ in "12":
        await made(client, f"{NRC}/abonnement", abonnement_body())
    assert len((await client.get(f"{NRC}/abonnement")).json) == 2


@pytest.mark.rule("N-10")
async def test_authorisation_is_one_header(client: Client, door: Door) -> None:
    """A line break in it would let a subscriber write further headers."""
    refused = await client.post(f"{NRC}/abonnement", abonnement_body(auth="Bearer x\r\nhost: elders"))
    assert (refused.status, refused.codes) == (400, {("auth", "invalid")})
    assert door.got == []


async def test_all_subscriptions_are_told_at_once(client: Client, door: Door) -> None:
    """The list has no pages: whoever is past the hundredth would not exist (G-07)."""
    for _ in range(105):
        await made(client, f"{NRC}/abonnement", abonnement_body())
    assert len((await client.get(f"{NRC}/abonnement")).json) == 105


# --- messages --------------------------------------------------------------------------------------------------------


@pytest.mark.rule("N-05", "N-14")
async def test_message_of_another_source_is_taken(gemeente: Gemeente) -> None:
    """Sources without a router of their own hand their messages to ours."""
    await made(gemeente.client, f"{NRC}/kanaal", kanaal_body())
    taken = await gemeente.client.post(f"{NRC}/notificaties", bericht_body())
    assert (taken.status, taken.json) == (200, bericht_body())
    ((bericht,),) = await gemeente.rows("select bericht from outbox where tenant_id = $1", gemeente.id)
    assert json.loads(bericht) == bericht_body()


@pytest.mark.rule("N-05")
@pytest.mark.parametrize(("extra", "fault"), [
    ({"kanaal": "onbekend"}, ("kanaal", "message_kanaal")),
    ({"kenmerken": {"wijk": "Noord", "kleur": "rood"}}, ("kenmerken", "kenmerken_inconsistent")),
    ({"hoofdObject": "geen-adres"}, ("hoofdObject", "invalid")),
    ({"aanmaakdatum": "gisteren"}, ("aanmaakdatum", "invalid")),
    ({"actie": "x" * 101}, ("actie", "max_length")),
    ({"hoofdObject": f"https://x.example/{'a' * 70_000}"}, ("nonFieldErrors", "max_length")),
])  # fmt: skip
async def test_message_that_does_not_fit_is_refused(gemeente: Gemeente, extra: Any, fault: Any) -> None:
    """What nobody can filter on reaches everybody or nobody."""
    await made(gemeente.client, f"{NRC}/kanaal", kanaal_body())
    refused = await gemeente.client.post(f"{NRC}/notificaties", bericht_body(**extra))
    assert (refused.status, refused.codes) == (400, {fault})
    assert await gemeente.rows("select 1 from outbox where tenant_id = $1", gemeente.id) == []


async def test_only_who_may_publish_hands_over_messages(gemeente: Gemeente) -> None:
    """A subscriber that could publish could make all others believe that a case has changed."""
    await made(gemeente.client, f"{NRC}/kanaal", kanaal_body())
    reader = await gemeente.application({"component": "nrc", "scopes": ["notificaties.consumeren"]})
    assert (await reader.post(f"{NRC}/notificaties", bericht_body())).status == 403
    writer = await gemeente.application({"component": "nrc", "scopes": ["notificaties.publiceren"]})
    assert (await writer.post(f"{NRC}/notificaties", bericht_body())).status == 200
    assert (await gemeente.client.get(f"{NRC}/notificaties")).status == 405
    assert (await gemeente.client.post(f"{NRC}/notificaties/x", bericht_body())).status == 404


async def test_message_with_an_idempotency_key_goes_out_once(gemeente: Gemeente) -> None:
    """A source that lost our answer asks again; its subscribers need not hear twice."""
    await made(gemeente.client, f"{NRC}/kanaal", kanaal_body())
    for _ in "12":
        taken = await gemeente.client.post(f"{NRC}/notificaties", bericht_body(), idempotency_key="een")
        assert (taken.status, taken.json) == (200, bericht_body())
    assert len(await gemeente.rows("select 1 from outbox where tenant_id = $1", gemeente.id)) == 1


@pytest.mark.rule("N-02", "N-04")
async def test_every_write_is_announced_with_the_kenmerken_of_its_main_object(gemeente: Gemeente) -> None:
    """Who filters on a zaaktype must hear of its statuses too, and of what went with the values it had."""
    client = gemeente.client
    zaaktype = await een_zaaktype(client)
    await gemeente.rows("delete from outbox where tenant_id = $1", gemeente.id)
    zaak = await een_zaak(client, zaaktype)
    status = {"zaak": zaak["url"], "statustype": zaaktype["statustypen"][0]["url"]}
    await made(client, "/zaken/api/v1/statussen", status | {"datumStatusGezet": "2026-01-06T10:00:00Z"})
    assert (await client.patch(zaak["url"], {"toelichting": "x"})).status == 200
    assert (await client.delete(zaak["url"])).status == 204
    told = await gemeente.rows(
        "select kanaal, hoofd_resource, hoofd_id, resource, actie, kenmerken from outbox where tenant_id = $1"
        " order by id", gemeente.id,
    )  # fmt: skip
    assert [(t[3], t[4]) for t in told] == [
        ("zaak", "create"), ("status", "create"), ("zaak", "partial_update"), ("zaak", "destroy"),
    ]  # fmt: skip
    assert {(t[0], t[1], str(t[2])) for t in told} == {("zaken", "zaak", zaak["uuid"])}
    kenmerken = {t[5] for t in told}
    assert len(kenmerken) == 1
    assert json.loads(kenmerken.pop().decode().replace("\x7f", client.base)) == {
        "bronorganisatie": zaak["bronorganisatie"],
        "zaaktype": zaaktype["url"],
        "vertrouwelijkheidaanduiding": "openbaar",
    }


async def test_types_are_announced_on_their_own_channel(gemeente: Gemeente) -> None:
    """Other registers keep copies of types and must hear when one changes."""
    catalogus = await een_catalogus(gemeente.client)
    zaaktype = await een_zaaktype(gemeente.client, catalogus["url"])
    told = await gemeente.rows(
        "select kenmerken from outbox where tenant_id = $1 and kanaal = 'zaaktypen' and hoofd_id = $2::text::uuid",
        gemeente.id, zaaktype["url"][-36:],
    )  # fmt: skip
    assert {json.loads(t[0])["catalogus"] for t in told} == {f"\x7f{CATALOGI}/catalogussen/{catalogus['url'][-36:]}"}
