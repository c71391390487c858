"""Who may do what with zaken, and what stands in their trail (Zaken API 1.7.0, zrc-006).

Rights on statussen, rollen and zaakobjecten stand with those; rights on search in test_api_zoeken.py.
Source: gemma-zaken, docs/standaard/zaken, and RULES.md §3–§6.
"""

from typing import Any

import pytest

from meent.engine.marks import VERTROUWELIJKHEID
from tests.asgi import Client, Response
from tests.conftest import Gemeente
from tests.zgw import ZAKEN, een_concept, een_rol, een_status, een_zaak, een_zaaktype, made, zaak_body, zrc, ztc

REFUSED = (403, "permission_denied")


def refusal(answer: Response) -> tuple[int, str]:
    return answer.status, answer.json["code"]


# --- nobody, the wrong municipality, the wrong scope -----------------------------------------------------------------


@pytest.mark.rule("Z-10")
@pytest.mark.parametrize(("method", "path"), [("GET", ""), ("POST", ""), ("POST", "/_zoek")])
async def test_nobody_lists_makes_or_searches_zaken(client: Client, method: str, path: str) -> None:
    """All files of the town lie open."""
    body = zaak_body((await een_zaaktype(client))["url"])
    answer = await client.call(method, f"{ZAKEN}/zaken{path}", body=body, headers={"authorization": None})  # type: ignore[dict-item]
    assert refusal(answer) == (403, "not_authenticated")
    assert (await client.get(f"{ZAKEN}/zaken")).json["count"] == 0


@pytest.mark.rule("Z-10")
async def test_municipalities_list_their_own_zaken(gemeente: Gemeente, andere_gemeente: Gemeente) -> None:
    """The cases of two towns stand in one list."""
    ours, theirs = await een_zaak(gemeente.client), await een_zaak(andere_gemeente.client)
    for client, zaak in ((gemeente.client, ours), (andere_gemeente.client, theirs)):
        listed = (await client.get(f"{ZAKEN}/zaken")).json
        assert (listed["count"], listed["results"]) == (1, [zaak])


@pytest.mark.rule("Z-10")
@pytest.mark.parametrize(
    ("scope", "allowed"),
    [
        ("zaken.lezen", {"list", "GET", "HEAD", "zoek"}),
        ("zaken.aanmaken", {"POST"}),
        ("zaken.bijwerken", {"PUT", "PATCH"}),
        ("zaken.geforceerd-bijwerken", {"PUT", "PATCH"}),
        ("zaken.verwijderen", {"DELETE"}),
        ("zaken.statussen.toevoegen", set()),
        ("zaken.heropenen", set()),
        ("audittrails.lezen", {"audittrail"}),
        ("documenten.lezen", set()),
    ],
)
async def test_scope_for_a_zaak(gemeente: Gemeente, scope: str, allowed: set[str]) -> None:
    """A program does more than the municipality agreed to."""
    zaaktype = await een_zaaktype(gemeente.client)
    zaak = await een_zaak(gemeente.client, zaaktype)
    caller = await gemeente.application(zrc([scope], zaaktype))
    body, collection = zaak_body(zaaktype["url"]), f"{ZAKEN}/zaken"
    answers = {
        "list": await caller.get(collection),
        "zoek": await caller.post(f"{collection}/_zoek", {"startdatum": zaak["startdatum"]}),
        "GET": await caller.get(zaak["url"]),
        "HEAD": await caller.head(zaak["url"]),
        "audittrail": await caller.get(f"{zaak['url']}/audittrail"),
        "POST": await caller.post(collection, body),
        "PUT": await caller.put(zaak["url"], body),
        "PATCH": await caller.patch(zaak["url"], {"omschrijving": "Anders"}),
        "DELETE": await caller.delete(zaak["url"]),
    }
    assert {name for name, a in answers.items() if a.status < 300} == allowed
    assert {a.status for name, a in answers.items() if name not in allowed} == {403}


# --- zaaktype and vertrouwelijkheid (zrc-006) ------------------------------------------------------------------------


@pytest.mark.rule("Z-10")
async def test_list_holds_what_the_caller_may_read(gemeente: Gemeente) -> None:
    """The counter reads the cases of youth care, or counts them."""
    client = gemeente.client
    gewoon, ander, niet = [await een_zaaktype(client) for _ in range(3)]
    zaken = {
        (name, level): (await een_zaak(client, zaaktype, vertrouwelijkheidaanduiding=level))["url"]
        for name, zaaktype in (("gewoon", gewoon), ("ander", ander), ("niet", niet))
        for level in ("openbaar", "vertrouwelijk", "zeer_geheim")
    }
    caller = await gemeente.application(
        zrc(["zaken.lezen"], gewoon, tot="vertrouwelijk"),
        zrc(["zaken.lezen"], ander, tot="openbaar"),
        zrc(["zaken.bijwerken"], niet, tot="zeer_geheim"),
    )
    may = {("gewoon", "openbaar"), ("gewoon", "vertrouwelijk"), ("ander", "openbaar")}
    for query in ({}, {"startdatum__gt": "2020-01-01"}):
        listed = (await caller.get(f"{ZAKEN}/zaken", query)).json
        assert {z["url"] for z in listed["results"]} == {zaken[key] for key in may}
        assert listed["count"] == 3
    for key, url in zaken.items():
        answer = await caller.get(url)
        assert answer.status == (200 if key in may else 403), key
    for key in zaken.keys() - may:
        assert refusal(await caller.get(zaken[key])) == REFUSED


@pytest.mark.rule("Z-10")
async def test_maximum_counts_itself(gemeente: Gemeente) -> None:
    """A case at the agreed level is withheld from who must handle it, or one above it is shown."""
    zaaktype = await een_zaaktype(gemeente.client)
    zaken = [await een_zaak(gemeente.client, zaaktype, vertrouwelijkheidaanduiding=v) for v in VERTROUWELIJKHEID]
    for place, highest in enumerate(VERTROUWELIJKHEID):
        caller = await gemeente.application(zrc(["zaken.lezen"], zaaktype, tot=highest))
        seen = [(await caller.get(zaak["url"])).status for zaak in zaken]
        assert seen == [200] * (place + 1) + [403] * (7 - place)
        assert (await caller.get(f"{ZAKEN}/zaken")).json["count"] == place + 1


@pytest.mark.rule("Z-10")
async def test_caller_without_any_right_gets_no_empty_list(gemeente: Gemeente) -> None:
    """A program that was never admitted believes that there are no cases."""
    zaaktype = await een_zaaktype(gemeente.client)
    await een_zaak(gemeente.client, zaaktype)
    for rights in ((), (ztc("catalogi.lezen"),), (zrc(["zaken.aanmaken"], zaaktype),)):
        caller = await gemeente.application(*rights)
        for path in ("zaken", "statussen", "rollen", "zaakobjecten"):
            assert refusal(await caller.get(f"{ZAKEN}/{path}")) == REFUSED
    other = await gemeente.application(zrc(["zaken.lezen"], await een_zaaktype(gemeente.client)))
    assert (await other.get(f"{ZAKEN}/zaken")).json["count"] == 0


@pytest.mark.rule("Z-10")
async def test_making_a_zaak_looks_at_what_it_will_be(gemeente: Gemeente) -> None:
    """A program hands in cases of a kind, or of a secrecy, that was never agreed."""
    client = gemeente.client
    intern = await een_zaaktype(client, vertrouwelijkheidaanduiding="intern")
    openbaar, vreemd = await een_zaaktype(client), await een_zaaktype(client)
    caller = await gemeente.application(
        zrc(["zaken.aanmaken"], intern, tot="beperkt_openbaar"), zrc(["zaken.aanmaken"], openbaar, tot="intern")
    )
    rows: list[tuple[dict[str, Any], str, int]] = [
        (openbaar, "", 201),
        (openbaar, "intern", 201),
        (openbaar, "zaakvertrouwelijk", 403),
        (intern, "", 403),  # gets the level of its zaaktype
        (intern, "openbaar", 201),
        (vreemd, "", 403),
    ]
    for zaaktype, level, expected in rows:
        given = {"vertrouwelijkheidaanduiding": level} if level else {}
        answer = await caller.post(f"{ZAKEN}/zaken", zaak_body(zaaktype["url"], **given))
        assert answer.status == expected, (zaaktype["identificatie"], level)
        assert expected == 201 or refusal(answer) == REFUSED
    assert (await client.get(f"{ZAKEN}/zaken")).json["count"] == 3


@pytest.mark.rule("Z-10")
async def test_changing_a_zaak_looks_at_before_and_after(gemeente: Gemeente) -> None:
    """Somebody makes a secret case open to himself, or hides one from those who watch him."""
    client = gemeente.client
    eigen, ander = await een_zaaktype(client), await een_zaaktype(client)
    zaak = await een_zaak(client, eigen, vertrouwelijkheidaanduiding="intern")
    geheim = await een_zaak(client, eigen, vertrouwelijkheidaanduiding="geheim")
    vreemd = await een_zaak(client, ander)
    caller = await gemeente.application(zrc(["zaken.bijwerken"], eigen, tot="vertrouwelijk"))
    refused = [
        (zaak, {"vertrouwelijkheidaanduiding": "geheim"}),
        (zaak, {"zaaktype": ander["url"]}),
        (geheim, {"vertrouwelijkheidaanduiding": "openbaar"}),
        (geheim, {"omschrijving": "Anders"}),
        (vreemd, {"zaaktype": eigen["url"]}),
        (vreemd, {"startdatum": "geen-datum"}),  # what is wrong with it is not for this caller to know
    ]
    for target, change in refused:
        assert refusal(await caller.patch(target["url"], change)) == REFUSED, change
    for target in (zaak, geheim, vreemd):
        assert (await client.get(target["url"])).json == target
    raised = await caller.patch(zaak["url"], {"vertrouwelijkheidaanduiding": "vertrouwelijk"})
    assert (raised.status, raised.json["vertrouwelijkheidaanduiding"]) == (200, "vertrouwelijk")
    counted = await gemeente.application(zrc(["zaken.lezen"], eigen, tot="intern"))
    assert (await counted.get(f"{ZAKEN}/zaken")).json["count"] == 0


@pytest.mark.rule("Z-10")
async def test_what_hangs_under_a_zaak_follows_it(gemeente: Gemeente) -> None:
    """The people in a secret case can be read although the case cannot."""
    client = gemeente.client
    zaaktype = await een_zaaktype(client)
    under: dict[str, list[str]] = {}
    for level in ("openbaar", "geheim"):
        zaak = await een_zaak(client, zaaktype, vertrouwelijkheidaanduiding=level)
        pand = {"zaak": zaak["url"], "objectType": "pand", "objectIdentificatie": {"identificatie": "1"}}
        parts = [
            await een_rol(client, zaak, zaaktype["roltypen"][0]),
            await een_status(client, zaak, zaaktype["statustypen"][0]),
            await made(client, f"{ZAKEN}/zaakobjecten", pand),
        ]
        under[level] = [part["url"] for part in parts]
    caller = await gemeente.application(zrc(["zaken.lezen", "zaken.bijwerken"], zaaktype, tot="intern"))
    assert [(await caller.get(url)).status for url in under["openbaar"]] == [200] * 3
    assert [refusal(await caller.get(url)) for url in under["geheim"]] == [REFUSED] * 3
    for path, url in zip(("rollen", "statussen", "zaakobjecten"), under["openbaar"], strict=True):
        listed = (await caller.get(f"{ZAKEN}/{path}")).json
        assert (listed["count"], [row["url"] for row in listed["results"]]) == (1, [url])
    rol, _, zaakobject = under["geheim"]
    for url in (rol, zaakobject):
        assert refusal(await caller.delete(url)) == REFUSED
        assert (await client.get(url)).status == 200


@pytest.mark.rule("Z-10")
async def test_right_of_another_component_is_no_right_here(gemeente: Gemeente) -> None:
    """A right on documents opens cases."""
    zaaktype = await een_zaaktype(gemeente.client)
    await een_zaak(gemeente.client, zaaktype)
    caller = await gemeente.application(zrc(["zaken.lezen"], zaaktype) | {"component": "drc"})
    assert refusal(await caller.get(f"{ZAKEN}/zaken")) == REFUSED


# --- the trail of a zaak ---------------------------------------------------------------------------------------------


@pytest.mark.rule("Z-10")
async def test_trail_follows_the_rights_on_its_zaak(gemeente: Gemeente, andere_gemeente: Gemeente) -> None:
    """Who may not read a secret case reads in its trail what stands in it."""
    client = gemeente.client
    zaaktype = await een_zaaktype(client)
    open_zaak = await een_zaak(client, zaaktype)
    geheim = await een_zaak(client, zaaktype, vertrouwelijkheidaanduiding="geheim")
    scopes = ["zaken.lezen", "audittrails.lezen"]
    caller = await gemeente.application(zrc(scopes, zaaktype, tot="intern"))
    assert len((await caller.get(f"{open_zaak['url']}/audittrail")).json) == 1
    assert refusal(await caller.get(f"{geheim['url']}/audittrail")) == REFUSED
    without = await gemeente.application(zrc(["zaken.lezen"], zaaktype))
    assert refusal(await without.get(f"{open_zaak['url']}/audittrail")) == REFUSED
    theirs = await andere_gemeente.client.get(f"{ZAKEN}/zaken/{open_zaak['uuid']}/audittrail")
    assert theirs.status == 404


@pytest.mark.rule("Z-40")
async def test_trail_goes_with_its_zaak(gemeente: Gemeente) -> None:
    """Of a file that had to be destroyed every version can still be read."""
    client = gemeente.client
    zaak = await een_zaak(client)
    (line,) = (await client.get(f"{zaak['url']}/audittrail")).json
    one = f"{zaak['url']}/audittrail/{line['uuid']}"
    assert (await client.get(one)).json == line
    assert (await client.delete(zaak["url"])).status == 204
    assert [(await client.get(url)).status for url in (one, f"{zaak['url']}/audittrail")] == [404, 404]
    assert await gemeente.rows("select 1 from audit where hoofd_resource = 'zaak'") == []


async def test_refused_write_leaves_no_trail(gemeente: Gemeente) -> None:
    """The trail tells of things that never happened, and other programs are told of them."""
    client = gemeente.client
    zaak = await een_zaak(client)
    concept = await een_concept(client)
    before = await gemeente.rows("select count(*) from outbox")
    for change in ({"zaaktype": concept["url"]}, {"startdatum": "gisteren"}, {"hoofdzaak": zaak["url"]}):
        assert (await client.patch(zaak["url"], change)).status == 400
    assert len((await client.get(f"{zaak['url']}/audittrail")).json) == 1
    assert await gemeente.rows("select count(*) from outbox") == before
