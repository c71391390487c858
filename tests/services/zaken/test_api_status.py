"""Statussen, and closing and reopening a zaak with them (Zaken API 1.7.0, zrc-007, zrc-008 and zrc-016).

Source: gemma-zaken, docs/standaard/zaken, and RULES.md §6.
"""

from collections.abc import Callable
from typing import Any

import pytest

from tests.asgi import Client, Response
from tests.conftest import Gemeente
from tests.zgw import (
    ZAKEN,
    een_catalogus,
    een_resultaat,
    een_rol,
    een_status,
    een_zaak,
    een_zaaktype,
    made,
    rol_body,
    sluit,
    zaak_body,
    zrc,
)  # fmt: skip

Clock = Callable[[str], None]
NERGENS = "00000000-0000-4000-8000-000000000000"
FORCED, REOPEN = "zaken.geforceerd-bijwerken", "zaken.heropenen"
NOT_FORCED = [
    "zaken.lezen", "zaken.aanmaken", "zaken.bijwerken", "zaken.verwijderen", "zaken.statussen.toevoegen", REOPEN,
]  # fmt: skip


@pytest.fixture(autouse=True)
def now(clock: Clock) -> None:
    """A fixed day, after all moments that these tests write."""
    clock("2026-12-01T12:00:00Z")


def status_body(zaak: dict[str, Any], statustype: dict[str, Any], op: str, **extra: Any) -> dict[str, Any]:
    return {"zaak": zaak["url"], "statustype": statustype["url"], "datumStatusGezet": op} | extra


async def status(client: Client, zaak: dict[str, Any], statustype: dict[str, Any], op: str, **extra: Any) -> Response:
    """POST that may be refused."""
    return await client.post(f"{ZAKEN}/statussen", status_body(zaak, statustype, op, **extra))


async def een_gesloten_zaak(client: Client, zaaktype: dict[str, Any], **extra: Any) -> dict[str, Any]:
    """Begun on 6 January, closed on 2 February 2026."""
    zaak = await een_zaak(client, zaaktype, **extra)
    await een_status(client, zaak, zaaktype["statustypen"][0], op="2026-01-06T10:00:00Z")
    await sluit(client, zaak, zaaktype, op="2026-02-02T10:00:00Z")
    closed: dict[str, Any] = (await client.get(zaak["url"])).json
    assert closed["einddatum"] == "2026-02-02"
    return closed


async def shown(client: Client, zaak: dict[str, Any]) -> dict[str, Any]:
    body: dict[str, Any] = (await client.get(zaak["url"])).json
    return body


# --- nobody, the wrong municipality, the wrong scope -----------------------------------------------------------------


async def test_nobody_sets_a_status(client: Client) -> None:
    """Anybody on the internet closes the case of a citizen."""
    zaaktype = await een_zaaktype(client)
    zaak = await een_zaak(client, zaaktype)
    body = status_body(zaak, zaaktype["statustypen"][-1], "2026-02-02T10:00:00Z")
    answer = await client.post(f"{ZAKEN}/statussen", body, authorization=None)  # type: ignore[arg-type]
    assert (answer.status, answer.json["code"]) == (403, "not_authenticated")
    assert await shown(client, zaak) == zaak


async def test_other_municipality_neither_sets_nor_sees_a_status(gemeente: Gemeente, andere_gemeente: Gemeente) -> None:
    """A municipality closes the case of a citizen of another one."""
    client, buren = gemeente.client, andere_gemeente.client
    zaaktype, theirs = await een_zaaktype(client), await een_zaaktype(buren)
    zaak = await een_zaak(client, zaaktype)
    for url in (zaak["url"], zaak["url"].replace(gemeente.slug, andere_gemeente.slug)):
        answer = await status(buren, {"url": url}, theirs["statustypen"][-1], "2026-02-02T10:00:00Z")
        assert (answer.status, {name for name, _ in answer.codes}) == (400, {"zaak"})
    gezet = await een_status(client, zaak, zaaktype["statustypen"][0])
    assert (await buren.get(f"{ZAKEN}/statussen/{gezet['uuid']}")).status == 404
    assert (await buren.get(f"{ZAKEN}/statussen")).json["count"] == 0
    assert (await client.get(f"{ZAKEN}/statussen")).json["results"] == [gezet]


@pytest.mark.rule("Z-10")
@pytest.mark.parametrize(
    ("scope", "first", "second"),
    [
        ("zaken.aanmaken", 201, 403),  # who takes in a case only begins it
        ("zaken.statussen.toevoegen", 201, 201),
        ("zaken.heropenen", 201, 201),
        ("zaken.lezen", 403, 403),
        ("zaken.bijwerken", 403, 403),
        ("zaken.geforceerd-bijwerken", 403, 403),
        ("zaken.verwijderen", 403, 403),
        ("catalogi.schrijven", 403, 403),
    ],
)
async def test_scope_for_a_status(gemeente: Gemeente, scope: str, first: int, second: int) -> None:
    """A web form that only takes in requests can also decide on them."""
    zaaktype = await een_zaaktype(gemeente.client)
    zaak, begun = await een_zaak(gemeente.client, zaaktype), await een_zaak(gemeente.client, zaaktype)
    await een_status(gemeente.client, begun, zaaktype["statustypen"][0])
    caller = await gemeente.application(zrc([scope], zaaktype))
    answers = [await status(caller, z, zaaktype["statustypen"][1], "2026-02-02T10:00:00Z") for z in (zaak, begun)]
    assert [a.status for a in answers] == [first, second]
    assert all(a.status == 201 or a.json["code"] == "permission_denied" for a in answers)


# --- a status itself -------------------------------------------------------------------------------------------------


@pytest.mark.rule("Z-30")
async def test_status_is_one_of_the_zaaktype(client: Client) -> None:
    """A request for a passport gets the status "Boom gekapt"."""
    zaaktype, other = await een_zaaktype(client), await een_zaaktype(client)
    zaak = await een_zaak(client, zaaktype)
    answer = await status(client, zaak, other["statustypen"][0], "2026-02-02T10:00:00Z")
    assert (answer.status, answer.codes) == (400, {("nonFieldErrors", "zaaktype-mismatch")})
    gezet = await een_status(client, zaak, zaaktype["statustypen"][0])
    assert gezet["statustype"] == zaaktype["statustypen"][0]["url"]
    assert (await shown(client, zaak))["status"] == gezet["url"]


@pytest.mark.rule("Z-17")
@pytest.mark.parametrize("moment", ["2026-02-02T10:00:00Z", "2026-02-02T11:00:00+01:00", "2026-02-02T10:00:00.000Z"])
async def test_zaak_has_one_status_at_a_moment(client: Client, moment: str) -> None:
    """Nobody can tell which of two statuses holds."""
    zaaktype = await een_zaaktype(client)
    zaak, other = await een_zaak(client, zaaktype), await een_zaak(client, zaaktype)
    await een_status(client, zaak, zaaktype["statustypen"][0], op="2026-02-02T10:00:00Z")
    answer = await status(client, zaak, zaaktype["statustypen"][1], moment)
    assert (answer.status, answer.codes) == (400, {("nonFieldErrors", "unique")})
    assert (await status(client, zaak, zaaktype["statustypen"][1], "2026-02-02T10:00:00.001Z")).status == 201
    assert (await status(client, other, zaaktype["statustypen"][1], moment)).status == 201


@pytest.mark.rule("Z-17")
@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-12-01T12:00:00Z", 201),
        ("2026-12-01T12:00:30Z", 201),  # the clock of the client runs ahead
        ("2026-12-01T13:00:00+01:00", 201),
        ("2026-12-01T12:00:00-01:00", 400),
        ("2026-12-01T12:05:00Z", 400),
        ("2027-01-01T00:00:00Z", 400),
    ],
)
async def test_status_is_not_set_in_the_future(client: Client, moment: str, expected: int) -> None:
    """A citizen reads that a decision was taken tomorrow."""
    zaaktype = await een_zaaktype(client)
    answer = await status(client, await een_zaak(client, zaaktype), zaaktype["statustypen"][0], moment)
    assert answer.status == expected
    assert expected == 201 or answer.codes == {("datumStatusGezet", "date-in-future")}


@pytest.mark.rule("Z-18")
async def test_current_status_is_the_latest_by_its_date(client: Client) -> None:
    """Cases that were migrated, in whatever order, show an old status as where they are now."""
    zaaktype = await een_zaaktype(client, statussen=("A", "B", "C", "D"))
    a, b, c, _ = zaaktype["statustypen"]
    zaak = await een_zaak(client, zaaktype)
    gezet = {
        naam: await een_status(client, zaak, statustype, op=op)
        for naam, statustype, op in (
            ("b", b, "2026-02-02T10:00:00Z"),
            ("c", c, "2026-03-03T10:00:00+01:00"),
            ("a", a, "2026-01-01T10:00:00Z"),
            ("net voor c", b, "2026-03-03T08:59:59Z"),
        )
    }
    assert (await shown(client, zaak))["status"] == gezet["c"]["url"]
    flags = {naam: (await client.get(s["url"])).json["indicatieLaatstGezetteStatus"] for naam, s in gezet.items()}
    assert flags == {"a": False, "b": False, "c": True, "net voor c": False}
    for flag, namen in (("true", {"c"}), ("false", {"a", "b", "net voor c"})):
        listed = await client.get(f"{ZAKEN}/statussen", {"zaak": zaak["url"], "indicatieLaatstGezetteStatus": flag})
        assert {s["url"] for s in listed.json["results"]} == {gezet[naam]["url"] for naam in namen}
    expanded = (await client.get(zaak["url"], {"expand": "status"})).json
    assert expanded["_expand"]["status"]["url"] == gezet["c"]["url"]


@pytest.mark.rule("Z-19")
async def test_who_sets_a_status_takes_part_in_the_zaak(client: Client) -> None:
    """A decision stands in the name of somebody who has nothing to do with the case."""
    zaaktype = await een_zaaktype(client)
    zaak, other = await een_zaak(client, zaaktype), await een_zaak(client, zaaktype)
    theirs = await een_rol(client, other, zaaktype["roltypen"][1])
    ours = await een_rol(client, zaak, zaaktype["roltypen"][1])
    statustype = zaaktype["statustypen"][0]
    answer = await status(client, zaak, statustype, "2026-02-02T10:00:00Z", gezetdoor=theirs["url"])
    assert (answer.status, answer.codes) == (400, {("nonFieldErrors", "zaak-mismatch")})
    nowhere = f"{client.base}{ZAKEN}/rollen/{NERGENS}"
    dead = await status(client, zaak, statustype, "2026-02-02T10:00:00Z", gezetdoor=nowhere)
    assert (dead.status, {name for name, _ in dead.codes}) == (400, {"gezetdoor"})
    gezet = await een_status(client, zaak, statustype, gezetdoor=ours["url"])
    assert gezet["gezetdoor"] == ours["url"]
    assert (await client.get(ours["url"])).json["statussen"] == [gezet["url"]]
    assert (await een_status(client, other, statustype))["gezetdoor"] == ""


@pytest.mark.rule("Z-53")
@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
async def test_status_is_history(client: Client, method: str) -> None:
    """What happened to a case can be rewritten afterwards."""
    zaaktype = await een_zaaktype(client)
    gezet = await een_status(client, await een_zaak(client, zaaktype), zaaktype["statustypen"][0])
    answer = await client.call(method, gezet["url"], body={"statustoelichting": "Anders"})
    assert (answer.status, answer.json["code"]) == (405, "method_not_allowed")
    assert (await client.get(gezet["url"])).json == gezet


# --- closing (zrc-007) -----------------------------------------------------------------------------------------------


@pytest.mark.rule("Z-11")
async def test_highest_number_closes_and_no_other(gemeente: Gemeente) -> None:
    """A case counts as finished while somebody still waits, or stays open for ever."""
    client = gemeente.client
    zaaktype = await een_zaaktype(client, statussen=tuple("abcdefghij"))  # as texts 9 comes after 10
    zaak = await een_zaak(client, zaaktype)
    for day, statustype in enumerate(zaaktype["statustypen"][:-1], start=1):
        await een_status(client, zaak, statustype, op=f"2026-02-{day:02}T10:00:00Z")
        assert (await shown(client, zaak))["einddatum"] is None
    await sluit(client, zaak, zaaktype, op="2026-03-01T10:00:00Z")
    assert (await shown(client, zaak))["einddatum"] == "2026-03-01"


@pytest.mark.rule("Z-11", "Z-13")
async def test_closing_stands_in_audit_trail_and_notifications(gemeente: Gemeente) -> None:
    """A case ends, and nobody can say when that was recorded or tells the programs that follow it."""
    client = gemeente.client
    zaaktype = await een_zaaktype(client)
    zaak = await een_zaak(client, zaaktype)
    await een_resultaat(client, zaak, zaaktype)
    before = len((await client.get(f"{zaak['url']}/audittrail")).json)
    gezet = await sluit(client, zaak, zaaktype, op="2026-03-01T10:00:00Z")
    of_status, of_zaak = (await client.get(f"{zaak['url']}/audittrail")).json[before:]
    assert (of_status["actie"], of_status["resourceUrl"], of_status["hoofdObject"]) == (
        "create", gezet["url"], zaak["url"],
    )  # fmt: skip
    assert (of_zaak["actie"], of_zaak["resourceUrl"], of_zaak["resultaat"]) == ("partial_update", zaak["url"], 200)
    old, new = of_zaak["wijzigingen"]["oud"], of_zaak["wijzigingen"]["nieuw"]
    assert (old["einddatum"], new["einddatum"]) == (None, "2026-03-01")
    events = await gemeente.rows("select actie, resource from outbox where kanaal = 'zaken' order by id desc limit 2")
    assert [tuple(e) for e in events] == [("partial_update", "zaak"), ("create", "status")]


@pytest.mark.rule("Z-13")
@pytest.mark.parametrize(
    ("gezet", "einddatum"),
    [
        ("2026-02-01T22:59:59Z", "2026-02-01"),
        ("2026-02-01T23:00:00Z", "2026-02-02"),  # midnight in winter
        ("2026-07-01T21:59:59Z", "2026-07-01"),
        ("2026-07-01T22:00:00Z", "2026-07-02"),  # midnight in summer
        ("2026-03-28T23:30:00Z", "2026-03-29"),  # the night the clock goes forward
        ("2026-03-29T22:30:00Z", "2026-03-30"),
        ("2026-10-24T22:30:00Z", "2026-10-25"),  # the night the clock goes back
        ("2026-10-25T22:30:00Z", "2026-10-25"),
        ("2025-12-31T23:00:00Z", "2026-01-01"),
        ("2026-02-01T23:30:00+01:00", "2026-02-01"),  # what the client calls the day is not what counts,
        ("2026-02-01T19:30:00-05:00", "2026-02-02"),  # Amsterdam does
        ("2026-02-02T08:30:00+10:00", "2026-02-01"),
    ],
)
async def test_einddatum_is_the_day_in_amsterdam(client: Client, gezet: str, einddatum: str) -> None:
    """Terms for objection and destruction count from a day that is one too early or too late."""
    zaaktype = await een_zaaktype(client)
    zaak = await een_zaak(client, zaaktype)
    await sluit(client, zaak, zaaktype, op=gezet)
    assert (await shown(client, zaak))["einddatum"] == einddatum


@pytest.mark.rule("Z-16")
async def test_zaak_closes_after_its_deelzaken(client: Client) -> None:
    """A case counts as finished although half of it still has to be done."""
    catalogus = (await een_catalogus(client))["url"]
    zaaktype = await een_zaaktype(client, catalogus, identificatie="ZELF", deelzaaktypen=["ZELF"])
    eind = zaaktype["statustypen"][-1]
    hoofdzaak = await een_zaak(client, zaaktype)
    first, second = [await een_zaak(client, zaaktype, hoofdzaak=hoofdzaak["url"]) for _ in range(2)]
    await sluit(client, first, zaaktype, op="2026-02-02T10:00:00Z")
    await een_resultaat(client, hoofdzaak, zaaktype)
    refused = await status(client, hoofdzaak, eind, "2026-02-03T10:00:00Z")
    assert (refused.status, refused.codes) == (400, {("nonFieldErrors", "deelzaken-not-closed")})
    assert (await shown(client, hoofdzaak))["einddatum"] is None
    assert (await shown(client, hoofdzaak))["status"] is None
    assert (await status(client, hoofdzaak, zaaktype["statustypen"][1], "2026-02-03T10:00:00Z")).status == 201
    await sluit(client, second, zaaktype, op="2026-02-04T10:00:00Z")
    await sluit(client, hoofdzaak, zaaktype, op="2026-02-05T10:00:00Z")
    assert (await shown(client, hoofdzaak))["einddatum"] == "2026-02-05"


@pytest.mark.rule("Z-12")
async def test_zaak_closes_with_a_resultaat(gemeente: Gemeente) -> None:
    """A case is over and nobody recorded whether the citizen got what was asked."""
    client = gemeente.client
    zaaktype = await een_zaaktype(client)
    zaak, other = await een_zaak(client, zaaktype), await een_zaak(client, zaaktype)
    await een_resultaat(client, other, zaaktype)
    refused = await status(client, zaak, zaaktype["statustypen"][-1], "2026-02-02T10:00:00Z")
    assert (refused.status, refused.codes) == (400, {("zaak", "resultaat-does-not-exist")})
    assert (await shown(client, zaak))["einddatum"] is None
    assert (await status(client, zaak, zaaktype["statustypen"][1], "2026-02-02T10:00:00Z")).status == 201
    resultaat = await een_resultaat(client, zaak, zaaktype)
    assert (await status(client, zaak, zaaktype["statustypen"][-1], "2026-02-03T10:00:00Z")).status == 201
    after = await shown(client, zaak)
    assert (after["einddatum"], after["resultaat"]) == ("2026-02-03", resultaat["url"])


# --- a closed zaak (zrc-007) -----------------------------------------------------------------------------------------


Write = tuple[str, str, dict[str, Any]]


async def writes_on(client: Client, zaak: dict[str, Any], zaaktype: dict[str, Any]) -> dict[str, Write]:
    """Every way to write on or under a zaak that exists already; one row each, the zaak itself last."""
    rol = await een_rol(client, zaak, zaaktype["roltypen"][1])
    pand = {"zaak": zaak["url"], "objectType": "pand", "objectIdentificatie": {"identificatie": "0599100000000001"}}
    objecten = [await made(client, f"{ZAKEN}/zaakobjecten", pand) for _ in range(2)]
    resultaat = await een_resultaat(client, zaak, zaaktype)
    ander = {"zaak": zaak["url"], "resultaattype": zaaktype["resultaattypen"][1]["url"]}
    eind = zaaktype["statustypen"][-1]
    return {
        "rol maken": ("POST", f"{ZAKEN}/rollen", rol_body(zaak, zaaktype["roltypen"][0])),
        "rol weghalen": ("DELETE", rol["url"], {}),
        "zaakobject maken": ("POST", f"{ZAKEN}/zaakobjecten", pand),
        "zaakobject vervangen": ("PUT", objecten[0]["url"], pand | {"relatieomschrijving": "Buren"}),
        "zaakobject wijzigen": ("PATCH", objecten[0]["url"], {"relatieomschrijving": "Overburen"}),
        "zaakobject weghalen": ("DELETE", objecten[1]["url"], {}),
        "resultaat wijzigen": ("PATCH", resultaat["url"], {"toelichting": "Toch niet"}),
        "resultaat vervangen": ("PUT", resultaat["url"], ander),
        "oude status": ("POST", f"{ZAKEN}/statussen", status_body(zaak, eind, "2026-01-20T10:00:00Z")),
        "nogmaals sluiten": ("POST", f"{ZAKEN}/statussen", status_body(zaak, eind, "2026-02-10T10:00:00Z")),
        "resultaat weghalen": ("DELETE", resultaat["url"], {}),
        "resultaat maken": ("POST", f"{ZAKEN}/resultaten", ander),
        "zaak wijzigen": ("PATCH", zaak["url"], {"toelichting": "Anders"}),
        "zaak vervangen": ("PUT", zaak["url"], zaak_body(zaaktype["url"], toelichting="Heel anders")),
        "zaak weghalen": ("DELETE", zaak["url"], {}),
    }


@pytest.mark.rule("Z-15", "Z-18")
async def test_closed_zaak_is_read_only_without_force(gemeente: Gemeente) -> None:
    """A file changes after the citizen got the decision on it."""
    client = gemeente.client
    zaaktype = await een_zaaktype(client)
    zaak = await een_zaak(client, zaaktype)
    writes = await writes_on(client, zaak, zaaktype)
    await sluit(client, zaak, zaaktype, op="2026-02-02T10:00:00Z")
    before, trail = await shown(client, zaak), (await client.get(f"{zaak['url']}/audittrail")).json
    ordinary = await gemeente.application(zrc(NOT_FORCED, zaaktype))
    refused = {naam: await ordinary.call(method, path, body=body) for naam, (method, path, body) in writes.items()}
    assert {naam: (a.status, a.json["code"]) for naam, a in refused.items()} == dict.fromkeys(
        writes, (403, "permission_denied")
    )
    assert await shown(client, zaak) == before
    assert (await client.get(f"{zaak['url']}/audittrail")).json == trail


@pytest.mark.rule("Z-15")
async def test_who_may_force_writes_on_a_closed_zaak(gemeente: Gemeente) -> None:
    """A mistake in a closed file can never be corrected."""
    client = gemeente.client
    zaaktype = await een_zaaktype(client)
    zaak = await een_zaak(client, zaaktype)
    writes = await writes_on(client, zaak, zaaktype)
    await sluit(client, zaak, zaaktype, op="2026-02-02T10:00:00Z")
    before = len((await client.get(f"{zaak['url']}/audittrail")).json)
    forcing = await gemeente.application(zrc([*NOT_FORCED, FORCED], zaaktype))
    *under, (last, (method, path, _)) = writes.items()
    answers = {naam: await forcing.call(m, p, body=b) for naam, (m, p, b) in under}
    assert {naam: a.status for naam, a in answers.items() if a.status >= 300} == {}
    after = await shown(client, zaak)
    assert (after["toelichting"], after["einddatum"]) == ("Heel anders", "2026-02-10")
    trail = (await client.get(f"{zaak['url']}/audittrail")).json[before:]
    followed = [line for line in trail if "[geforceerd]" not in line["toelichting"]]
    assert len(trail) == len(under) + len(followed)
    assert {line["resource"] for line in followed} == {"zaak"}  # from a status or resultaat, which is noted
    days = [[line["wijzigingen"][side]["einddatum"] for side in ("oud", "nieuw")] for line in followed]
    assert ["2026-02-02", "2026-02-10"] in days
    assert (await forcing.call(method, path)).status == 204, last


@pytest.mark.rule("Z-15")
async def test_force_is_not_noted_where_it_was_not_needed(gemeente: Gemeente) -> None:
    """The trail calls ordinary work a correction, and real corrections no longer stand out."""
    zaaktype = await een_zaaktype(gemeente.client)
    zaak = await een_zaak(gemeente.client, zaaktype)
    forcing = await gemeente.application(zrc([FORCED], zaaktype))
    assert (await forcing.patch(zaak["url"], {"toelichting": "Anders"}, x_audit_toelichting="Op verzoek")).status == 200
    (line,) = (await gemeente.client.get(f"{zaak['url']}/audittrail")).json[1:]
    assert line["toelichting"] == "Op verzoek"


# --- reopening (zrc-008) ---------------------------------------------------------------------------------------------

ARCHIEF = {
    "archiefnominatie": "vernietigen",
    "archiefactiedatum": "2031-02-02",
    "startdatumBewaartermijn": "2026-02-02",
}


@pytest.mark.rule("Z-20")
async def test_reopening_needs_its_own_right(gemeente: Gemeente) -> None:
    """Anybody who may set a status takes back a decision."""
    client = gemeente.client
    zaaktype = await een_zaaktype(client)
    zaak = await een_gesloten_zaak(client, zaaktype, **ARCHIEF)
    rest = [s for s in (*NOT_FORCED, FORCED) if s != REOPEN]
    answer = await status(
        await gemeente.application(zrc(rest, zaaktype)), zaak, zaaktype["statustypen"][1], "2026-03-01T10:00:00Z"
    )
    assert (answer.status, answer.json["code"]) == (403, "permission_denied")
    assert await shown(client, zaak) == zaak


@pytest.mark.rule("Z-20")
async def test_reopened_zaak_has_no_end_and_no_archive_dates(gemeente: Gemeente) -> None:
    """A case that is being worked on is destroyed on the day that was set when it seemed finished."""
    client = gemeente.client
    zaaktype = await een_zaaktype(client)
    zaak = await een_gesloten_zaak(client, zaaktype, **ARCHIEF)
    assert {name: zaak[name] for name in ARCHIEF} == ARCHIEF
    reopening = await gemeente.application(zrc([REOPEN], zaaktype))
    gezet = await status(reopening, zaak, zaaktype["statustypen"][1], "2026-03-01T10:00:00Z")
    assert gezet.status == 201
    after = await shown(client, zaak)
    empty = ("einddatum", "archiefactiedatum", "archiefnominatie", "startdatumBewaartermijn")
    assert [after[name] for name in empty] == [None] * 4
    assert after["status"] == gezet.json["url"]
    of_status, of_zaak = (await client.get(f"{zaak['url']}/audittrail")).json[-2:]
    assert (of_status["actie"], of_status["resource"]) == ("create", "status")
    assert (of_zaak["actie"], of_zaak["resource"]) == ("partial_update", "zaak")
    assert of_zaak["wijzigingen"]["oud"]["archiefactiedatum"] == "2031-02-02"
    events = await gemeente.rows("select actie, resource from outbox where kanaal = 'zaken' order by id desc limit 2")
    assert [tuple(e) for e in events] == [("partial_update", "zaak"), ("create", "status")]
    ordinary = await gemeente.application(zrc(["zaken.bijwerken"], zaaktype))
    assert (await ordinary.patch(zaak["url"], {"toelichting": "Weer open"})).status == 200


@pytest.mark.rule("Z-20", "Z-13")
async def test_reopened_zaak_closes_again_on_its_new_day(client: Client) -> None:
    """A case keeps the end date of a decision that was taken back."""
    zaaktype = await een_zaaktype(client)
    zaak = await een_gesloten_zaak(client, zaaktype)
    await een_status(client, zaak, zaaktype["statustypen"][0], op="2026-03-01T10:00:00Z")
    assert (await shown(client, zaak))["einddatum"] is None
    await sluit(client, zaak, zaaktype, op="2026-03-31T22:30:00Z")
    assert (await shown(client, zaak))["einddatum"] == "2026-04-01"


@pytest.mark.rule("Z-18", "Z-20")
async def test_completing_the_history_does_not_reopen(client: Client) -> None:
    """A migration that brings the steps of an old case after its end opens thousands of closed cases."""
    zaaktype = await een_zaaktype(client)
    zaak = await een_gesloten_zaak(client, zaaktype, **ARCHIEF)
    await een_status(client, zaak, zaaktype["statustypen"][1], op="2026-01-20T10:00:00Z")
    assert await shown(client, zaak) == zaak


@pytest.mark.rule("Z-21")
async def test_deelzaak_opens_after_its_hoofdzaak(client: Client) -> None:
    """Work goes on in a part of a case whose whole is closed."""
    catalogus = (await een_catalogus(client))["url"]
    zaaktype = await een_zaaktype(client, catalogus, identificatie="ZELF", deelzaaktypen=["ZELF"])
    hoofdzaak = await een_zaak(client, zaaktype)
    deelzaak = await een_gesloten_zaak(client, zaaktype, hoofdzaak=hoofdzaak["url"])
    await sluit(client, hoofdzaak, zaaktype, op="2026-02-05T10:00:00Z")
    begin = zaaktype["statustypen"][0]
    refused = await status(client, deelzaak, begin, "2026-03-01T10:00:00Z")
    assert (refused.status, refused.codes) == (400, {("nonFieldErrors", "hoofdzaak-closed")})
    assert (await shown(client, deelzaak))["einddatum"] == "2026-02-02"
    assert (await status(client, hoofdzaak, begin, "2026-03-01T10:00:00Z")).status == 201
    assert (await status(client, deelzaak, begin, "2026-03-01T10:00:00Z")).status == 201
    assert [(await shown(client, z))["einddatum"] for z in (hoofdzaak, deelzaak)] == [None, None]
