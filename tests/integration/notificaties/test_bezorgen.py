"""Delivery to real subscribers on loopback: down, slow, poisoned, refusing, closing (RULES §11, trust no. 7, 8, 9)."""

import asyncio
import random
from typing import Any

import pytest

from meent.integration.notificaties import beleid
from meent.integration.notificaties.toestand import Toestand
from tests.asgi import Client
from tests.conftest import Gemeente
from tests.integration.notificaties.abonnee import AUTH, NRC, WAIT_SECONDEN, Abonnee, abonnee, eventually, subscribe
from tests.integration.notificaties.conftest import ANTWOORD_SECONDEN, Start
from tests.zgw import ZAKEN, een_zaak, een_zaaktype, made


async def zaken(client: Client, count: int) -> list[dict[str, Any]]:
    zaaktype = await een_zaaktype(client)
    return [await een_zaak(client, zaaktype) for _ in range(count)]


async def change(client: Client, zaak: dict[str, Any], text: str) -> None:
    assert (await client.patch(zaak["url"], {"toelichting": text})).status == 200


async def until_empty(gemeente: Gemeente) -> None:
    """Waits until nothing of this municipality is to be delivered."""

    async def is_empty() -> bool:
        return not await gemeente.rows(
            "select 1 from bezorging where tenant_id = $1 union all select 1 from outbox where tenant_id = $1",
            gemeente.id,
        )

    await eventually(is_empty)


# --- what is sent, and to whom ---------------------------------------------------------------------------------------


@pytest.mark.rule("N-03", "N-10")
async def test_message_is_that_of_the_standard(gemeente: Gemeente, start: Start) -> None:
    """A receiver built to the consumer API must understand it, and find the case by its links."""
    async with abonnee() as to:
        await subscribe(gemeente.client, to)
        zaaktype = await een_zaaktype(gemeente.client)
        zaak = await een_zaak(gemeente.client, zaaktype, omschrijving="Jan Jansen verhuist")
        start()
        await to.has(1)
    (message,), (headers,) = to.taken, to.headers
    assert {k: v for k, v in message.items() if k != "aanmaakdatum"} == {
        "kanaal": "zaken",
        "hoofdObject": zaak["url"],
        "resource": "zaak",
        "resourceUrl": zaak["url"],
        "actie": "create",
        "kenmerken": {
            "bronorganisatie": zaak["bronorganisatie"],
            "zaaktype": zaaktype["url"],
            "vertrouwelijkheidaanduiding": "openbaar",
            "zaaktype.catalogus": zaaktype["catalogus"],
        },
    }
    assert message["aanmaakdatum"].endswith("Z")
    assert (headers["authorization"], headers["content-type"]) == (AUTH, "application/json")
    assert "Jansen" not in str(message)


async def test_message_as_cloudevent_when_asked(gemeente: Gemeente, start: Start) -> None:
    """The same message in the envelope that other systems of the government read."""
    async with abonnee() as to, abonnee() as plain:
        await subscribe(gemeente.client, plain)
        await subscribe(gemeente.client, to, sendCloudevents=True)
        (zaak,) = await zaken(gemeente.client, 1)
        start()
        await to.has(1)
        await plain.has(1)
    (event,) = to.taken
    assert event["data"] == plain.taken[0]
    assert {k: v for k, v in event.items() if k not in ("data", "id", "time")} == {
        "specversion": "1.0",
        "source": gemeente.client.base,
        "type": "nl.overheid.zaken.zaak.create",
        "subject": zaak["uuid"],
        "dataref": zaak["url"],
        "datacontenttype": "application/json",
    }
    assert event["time"] == event["data"]["aanmaakdatum"]
    assert to.headers[0]["content-type"] == "application/cloudevents+json"


@pytest.mark.rule("N-02", "N-09")
async def test_filters_choose_by_what_the_main_object_is(
    gemeente: Gemeente, andere_gemeente: Gemeente, start: Start
) -> None:
    """A department must hear of its own case types, by type or by whole catalogue, and of nothing else."""
    client = gemeente.client
    ours, theirs = await een_zaaktype(client), await een_zaaktype(client)
    async with abonnee() as by_type, abonnee() as by_catalogue, abonnee() as star, abonnee() as elsewhere:
        await subscribe(client, by_type, {"naam": "zaken", "filters": {"zaaktype": ours["url"]}})
        await subscribe(
            client, by_catalogue, {"naam": "zaken", "filters": {"zaaktype.catalogus": theirs["catalogus"]}}
        )  # fmt: skip
        await subscribe(client, star, {"naam": "zaken", "filters": {"zaaktype": "*", "bronorganisatie": "823288444"}})
        await subscribe(andere_gemeente.client, elsewhere)
        first, second = await een_zaak(client, ours), await een_zaak(client, theirs)
        body = {"zaak": first["url"], "statustype": ours["statustypen"][0]["url"]}
        await made(client, f"{ZAKEN}/statussen", body | {"datumStatusGezet": "2026-01-06T10:00:00Z"})
        start()
        await until_empty(gemeente)
        await until_empty(andere_gemeente)
    assert [(m["hoofdObject"], m["resource"]) for m in by_type.taken] == [
        (first["url"], "zaak"), (first["url"], "status"),
    ]  # fmt: skip
    assert by_catalogue.objects == [second["url"]]
    assert sorted(star.objects) == sorted([first["url"], second["url"], first["url"]])
    assert elsewhere.got == []


async def test_one_subscription_hears_once(gemeente: Gemeente, start: Start) -> None:
    """Two wishes that both fit are no reason to hear twice."""
    async with abonnee() as to:
        await subscribe(gemeente.client, to, {"naam": "zaken"}, {"naam": "zaken", "filters": {"zaaktype": "*"}})
        await zaken(gemeente.client, 1)
        start()
        await until_empty(gemeente)
    assert len(to.got) == 1


@pytest.mark.rule("N-05")
async def test_message_of_another_source_goes_out_as_it_came(gemeente: Gemeente, start: Start) -> None:
    """We are its postman: what we would add or leave out is not ours to decide."""
    body = {
        "kanaal": "parkeren", "hoofdObject": "https://p.example/1", "resource": "vergunning",
        "resourceUrl": "https://p.example/1", "actie": "verlengd", "aanmaakdatum": "2026-01-05T10:00:00Z",
        "kenmerken": {"wijk": "Noord"},
    }  # fmt: skip
    kanaal = {"naam": "parkeren", "documentatieLink": "https://p.example/", "filters": ["wijk"]}
    await made(gemeente.client, f"{NRC}/kanaal", kanaal)
    async with abonnee() as to:
        await subscribe(gemeente.client, to, {"naam": "parkeren", "filters": {"wijk": "Noord"}})
        for wijk in ("Noord", "Zuid"):
            sent = body | {"kenmerken": {"wijk": wijk}}
            assert (await gemeente.client.post(f"{NRC}/notificaties", sent)).status == 200
        start()
        await until_empty(gemeente)
    assert to.got == [body]


async def test_links_of_a_subscription_made_by_a_command(gemeente: Gemeente, start: Start) -> None:
    """It has no request to take an address from; the municipality's own address counts (decision 0018)."""
    async with abonnee() as to:
        await subscribe(gemeente.client, to)
        await gemeente.rows("update abonnement set basis = '' where tenant_id = $1", gemeente.id)
        await zaken(gemeente.client, 1)
        start()
        await to.has(1)
    assert to.objects[0].startswith(f"{gemeente.app.base}/{gemeente.slug}/zaken/api/v1/zaken/")


# --- what an answer means --------------------------------------------------------------------------------------------


@pytest.mark.rule("N-10")
@pytest.mark.parametrize(("code", "is_delivered"), [
    (200, True), (201, True), (202, True), (204, True),
    (301, False), (302, False), (307, False),
    (400, False), (401, False), (403, False), (404, False), (410, False), (413, False), (429, False),
    (500, False), (502, False), (503, False), (-1, False),
])  # fmt: skip
async def test_delivered_is_what_was_taken(gemeente: Gemeente, start: Start, code: int, is_delivered: bool) -> None:
    """Counting a refusal as delivered loses the message; counting a redirect so loses it at the wrong address."""

    async def first_time(self: Abonnee, _: dict[str, Any]) -> int:
        return code if len(self.got) == 1 else 204

    async with abonnee(first_time) as to:
        await subscribe(gemeente.client, to)
        await zaken(gemeente.client, 1)
        start()
        await until_empty(gemeente)
    assert (len(to.got), len(to.taken)) == ((1, 1) if is_delivered else (2, 1))
    assert to.got[0] == to.got[-1]


@pytest.mark.rule("N-11")
async def test_subscriber_that_is_down_misses_nothing(gemeente: Gemeente, start: Start) -> None:
    """A night of maintenance must not cost the morning's cases; and it is not called without end meanwhile."""
    client = gemeente.client
    is_up = asyncio.Event()

    async def down(_: Abonnee, __: dict[str, Any]) -> int:
        return 204 if is_up.is_set() else 503

    async with abonnee(down) as to:
        await subscribe(client, to)
        made_ = await zaken(client, 40)
        start()
        await to.until(lambda: len(to.got) >= 40)
        ((fouten, pauze),) = await gemeente.rows(
            "select fouten, gepauzeerd_tot > 'epoch' from bezorgstand where tenant_id = $1", gemeente.id
        )
        assert pauze
        assert fouten < len(to.got)
        is_up.set()
        await until_empty(gemeente)
    assert sorted(to.objects) == sorted(z["url"] for z in made_)
    ((stand,),) = await gemeente.rows(
        "select (fouten, sinds, reden, bezorgd)::text from bezorgstand where tenant_id = $1", gemeente.id
    )
    assert stand == '(0,,"",40)'


@pytest.mark.rule("N-11")
async def test_nobody_listening_is_no_loss(gemeente: Gemeente, start: Start) -> None:
    """The connection is refused, then the same address answers."""
    async with abonnee() as gone:
        await subscribe(gemeente.client, gone)
    await zaken(gemeente.client, 3)
    start()
    await eventually(
        lambda: gemeente.rows("select 1 from bezorgstand where tenant_id = $1 and fouten > 2", gemeente.id)
    )
    ((reden,),) = await gemeente.rows("select reden from bezorgstand where tenant_id = $1", gemeente.id)
    assert reden == "Er luistert niemand op dit adres"
    async with abonnee() as back:
        await gemeente.rows("update abonnement set callback_url = $2 where tenant_id = $1", gemeente.id, back.url)
        await until_empty(gemeente)
    assert len(back.taken) == 3


async def test_slow_subscriber_delays_no_other(gemeente: Gemeente, start: Start) -> None:
    """One tired system would otherwise decide when all others hear of a case."""

    async def slow(_: Abonnee, __: dict[str, Any]) -> int:
        await asyncio.sleep(ANTWOORD_SECONDEN * 3)
        return 204

    async with abonnee(slow) as tired, abonnee() as quick:
        await subscribe(gemeente.client, tired)
        await subscribe(gemeente.client, quick)
        start()
        await zaken(gemeente.client, 50)
        await quick.has(50)
        assert tired.taken == []


# --- order, poison, death --------------------------------------------------------------------------------------------


@pytest.mark.rule("N-11")
async def test_order_of_an_object_holds_with_many_dispatchers_and_failures(
    gemeente: Gemeente, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ "Closed" before "reopened": a receiver that believes the last message would believe the wrong one."""
    monkeypatch.setattr(beleid, "POGINGEN_MAX", 1_000)  # bad luck parks nothing here
    chance = random.Random(1)

    async def moody(_: Abonnee, __: dict[str, Any]) -> int:
        await asyncio.sleep(chance.random() / 200)
        return chance.choice((204, 204, 204, 500, -1))

    async with abonnee(moody) as to:
        await subscribe(gemeente.client, to, {"naam": "zaken"})
        for _ in range(3):
            start()
        made_ = await zaken(gemeente.client, 6)
        for number in range(8):
            await asyncio.gather(*(change(gemeente.client, zaak, str(number)) for zaak in made_))
        await until_empty(gemeente)
    moments: dict[str, list[str]] = {}
    for message in to.taken:
        if message["aanmaakdatum"] not in moments.setdefault(message["hoofdObject"], []):
            moments[message["hoofdObject"]].append(message["aanmaakdatum"])
    assert {zaak["url"]: 9 for zaak in made_} == {url: len(told) for url, told in moments.items()}
    assert all(told == sorted(told) for told in moments.values())


async def test_poisoned_message_is_parked_and_the_rest_flows(
    gemeente: Gemeente, start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    """One message that its receiver cannot read must hold up neither other cases nor be lost itself."""
    client = gemeente.client
    poisoned, healthy = await zaken(client, 2)
    is_mended = asyncio.Event()

    async def allergic(_: Abonnee, message: dict[str, Any]) -> int:
        return 500 if message["hoofdObject"] == poisoned["url"] and not is_mended.is_set() else 204

    toestand = Toestand(gemeente.app.pool)
    async with abonnee(allergic) as to:
        await subscribe(client, to)
        start()
        await change(client, poisoned, "1")
        await change(client, poisoned, "2")
        number = 0
        async with asyncio.timeout(WAIT_SECONDEN):
            while not (parked := await toestand.geparkeerd(gemeente.id)):
                await change(client, healthy, str(number := number + 1))
                await to.has(number)
        (message,) = parked
        assert message.object.removeprefix("\x7f") == poisoned["url"].removeprefix(client.base)
        assert message.reden == "Het antwoord is 500"
        assert message.pogingen >= 10
        assert [r.message for r in caplog.records if r.message == "bericht_geparkeerd"] == ["bericht_geparkeerd"]
        assert set(to.objects) == {healthy["url"]}
        is_mended.set()
        assert (await toestand.opnieuw(gemeente.id)).berichten == 1
        await until_empty(gemeente)
    told = [m["aanmaakdatum"] for m in to.taken if m["hoofdObject"] == poisoned["url"]]
    assert len(told) >= 2
    assert told == sorted(told)


async def test_what_waits_behind_a_parked_message_can_be_let_through(gemeente: Gemeente, start: Start) -> None:
    """Nobody will ever read that message: then the case must be able to go on without it."""
    client = gemeente.client
    (zaak,) = await zaken(client, 1)

    async def refuses_first(self: Abonnee, message: dict[str, Any]) -> int:
        return 400 if message == self.got[0] else 204

    toestand = Toestand(gemeente.app.pool)
    async with abonnee(refuses_first) as to:
        abonnement = await subscribe(client, to)
        start()
        await change(client, zaak, "1")
        await change(client, zaak, "2")
        parked = await eventually(lambda: toestand.geparkeerd(gemeente.id))
        assert (parked[0].reden, parked[0].wachten_erachter) == ("Het antwoord is 400", 2)
        (stand,) = await toestand.abonnees(gemeente.id)
        assert (str(stand.id), stand.wachtend, stand.geparkeerd) == (abonnement["url"][-36:], 2, 1)
        assert await toestand.laat_vervallen(gemeente.id, stand.id, parked[0].nummer)
        await until_empty(gemeente)
    assert len(to.taken) == 2


async def test_subscriber_that_is_away_for_days_is_parked_until_a_person_says_so(
    gemeente: Gemeente, start: Start
) -> None:
    """Somebody must look; and what waits meanwhile must be there when it is mended."""
    client = gemeente.client
    is_mended = asyncio.Event()

    async def dead(_: Abonnee, __: dict[str, Any]) -> int:
        return 204 if is_mended.is_set() else 404

    toestand = Toestand(gemeente.app.pool)
    async with abonnee(dead) as to:
        await subscribe(client, to)
        start()
        await zaken(client, 2)

        async def is_parked() -> bool:
            await gemeente.rows(
                "update bezorgstand set sinds = sinds - interval '3 days' where tenant_id = $1 and fouten > 0",
                gemeente.id,
            )
            return bool((await toestand.abonnees(gemeente.id))[0].geparkeerd_op)

        await eventually(is_parked)
        is_mended.set()
        await zaken(client, 1)
        tried = len(to.got)
        await asyncio.sleep(0.3)
        assert len(to.got) == tried
        await toestand.opnieuw(gemeente.id)
        await until_empty(gemeente)
    assert len(to.taken) == 3


async def test_a_subscription_that_is_mended_is_tried_at_once(gemeente: Gemeente, start: Start) -> None:
    """Its owner has just shown that the address works; waiting for ours to press a button helps nobody."""
    async with abonnee() as to:
        abonnement = await subscribe(gemeente.client, to)
        await zaken(gemeente.client, 1)
        await gemeente.rows(
            "insert into bezorgstand (tenant_id, abonnement, fouten, geparkeerd_op) select $1, id, 99, now()"
            " from abonnement where tenant_id = $1", gemeente.id,
        )  # fmt: skip
        start()
        await gemeente.client.patch(abonnement["url"], {"auth": AUTH})
        await until_empty(gemeente)
    assert len(to.taken) == 1


async def test_what_waits_goes_with_its_subscription(gemeente: Gemeente, start: Start) -> None:
    """Who is no longer subscribed is not called any more, whatever waited."""

    async def down(_: Abonnee, __: dict[str, Any]) -> int:
        return 503

    async with abonnee(down) as to:
        abonnement = await subscribe(gemeente.client, to)
        await zaken(gemeente.client, 5)
        start()
        await to.until(lambda: bool(to.got))
        assert (await gemeente.client.delete(abonnement["url"])).status == 204
        await until_empty(gemeente)


# --- dispatchers that stop or die ------------------------------------------------------------------------------------


async def test_what_is_under_way_at_a_stop_gets_its_answer(gemeente: Gemeente, start: Start) -> None:
    """A restart for a new version must not send everything twice."""
    is_asked, may_answer = asyncio.Event(), asyncio.Event()

    async def thoughtful(_: Abonnee, __: dict[str, Any]) -> int:
        is_asked.set()
        await may_answer.wait()
        return 204

    async with abonnee(thoughtful) as to:
        await subscribe(gemeente.client, to)
        await zaken(gemeente.client, 1)
        bezorger = start()
        await is_asked.wait()
        bezorger.stop()
        may_answer.set()
        await until_empty(gemeente)
        start()
        await zaken(gemeente.client, 1)
        await until_empty(gemeente)
    assert len(to.got) == 2


async def test_what_a_dead_dispatcher_held_goes_out_when_its_time_is_over(gemeente: Gemeente, start: Start) -> None:
    """A process that was killed between sending and writing down: again rather than never."""
    async with abonnee() as to:
        await subscribe(gemeente.client, to)
        bezorger = start()
        (zaak,) = await zaken(gemeente.client, 1)
        await until_empty(gemeente)
        await gemeente.rows(
            "insert into bezorging (tenant_id, abonnement, nummer, object, bericht, pogingen, wacht_tot)"
            " select $1, id, 1, id, '{\"hoofdObject\": \"x\"}', 1, now() + interval '0.3 seconds' from abonnement"
            " where tenant_id = $1", gemeente.id,
        )  # fmt: skip
        await asyncio.sleep(0.1)
        assert len(to.got) == 1
        await until_empty(gemeente)
    assert bezorger
    assert to.objects == [zaak["url"], "x"]
