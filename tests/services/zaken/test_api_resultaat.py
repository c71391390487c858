"""Resultaten of the Zaken API 1.7.0 (zrc-020): how a zaak ended. That closing needs one: test_api_status.py.

Source: gemma-zaken, docs/standaard/zaken, and RULES.md §6.
"""

from typing import Any

import pytest

from tests.asgi import Client, Response
from tests.conftest import Gemeente
from tests.zgw import ZAKEN, een_resultaat, een_zaak, een_zaaktype, zrc

RESULTATEN = f"{ZAKEN}/resultaten"


async def resultaat(client: Client, zaak: dict[str, Any], zaaktype: dict[str, Any], nummer: int = 0) -> Response:
    """POST that may be refused."""
    body = {"zaak": zaak["url"], "resultaattype": zaaktype["resultaattypen"][nummer]["url"]}
    return await client.post(RESULTATEN, body)


async def test_other_municipality_neither_gives_nor_sees_one(gemeente: Gemeente, andere_gemeente: Gemeente) -> None:
    """A municipality decides on the request of a citizen of another one."""
    client, buren = gemeente.client, andere_gemeente.client
    zaaktype, theirs = await een_zaaktype(client), await een_zaaktype(buren)
    zaak = await een_zaak(client, zaaktype)
    refused = await resultaat(buren, zaak, theirs)
    assert (refused.status, {name for name, _ in refused.codes}) == (400, {"zaak"})
    made = await een_resultaat(client, zaak, zaaktype)
    assert (await buren.get(f"{RESULTATEN}/{made['uuid']}")).status == 404
    assert (await buren.get(RESULTATEN)).json["count"] == 0


@pytest.mark.parametrize(
    ("scope", "may"), [("zaken.bijwerken", True), ("zaken.geforceerd-bijwerken", True), ("zaken.aanmaken", False)]
)
async def test_who_may_give_a_resultaat(gemeente: Gemeente, scope: str, may: bool) -> None:
    """A web form that only takes in requests can also decide on them."""
    zaaktype = await een_zaaktype(gemeente.client)
    zaak = await een_zaak(gemeente.client, zaaktype)
    answer = await resultaat(await gemeente.application(zrc([scope], zaaktype)), zaak, zaaktype)
    assert answer.status == (201 if may else 403)


async def test_zaak_shows_its_resultaat(client: Client) -> None:
    """A citizen reads an outcome that was taken back, or none while there is one."""
    zaaktype = await een_zaaktype(client)
    zaak = await een_zaak(client, zaaktype)
    assert zaak["resultaat"] is None
    made = await een_resultaat(client, zaak, zaaktype, toelichting="Zoals gevraagd")
    assert (await client.get(zaak["url"])).json["resultaat"] == made["url"]
    changed = await client.patch(made["url"], {"resultaattype": zaaktype["resultaattypen"][1]["url"]})
    assert changed.json == made | {"resultaattype": zaaktype["resultaattypen"][1]["url"]}
    expanded = (await client.get(zaak["url"], {"expand": "resultaat,resultaat.resultaattype"})).json
    inner = expanded["_expand"]["resultaat"]
    assert inner["toelichting"] == "Zoals gevraagd"
    assert inner["_expand"]["resultaattype"]["omschrijving"] == "Afgewezen"
    assert (await client.delete(made["url"])).status == 204
    assert (await client.get(zaak["url"])).json["resultaat"] is None


@pytest.mark.rule("Z-32")
async def test_resultaattype_is_one_of_the_zaaktype(client: Client) -> None:
    """A request for a passport ends as "Boom gekapt"."""
    zaaktype, other = await een_zaaktype(client), await een_zaaktype(client)
    zaak = await een_zaak(client, zaaktype)
    refused = await resultaat(client, zaak, other)
    assert (refused.status, refused.codes) == (400, {("nonFieldErrors", "zaaktype-mismatch")})
    made = await een_resultaat(client, zaak, zaaktype)
    wrong = {"resultaattype": other["resultaattypen"][0]["url"]}
    for answer in (await client.patch(made["url"], wrong), await client.put(made["url"], made | wrong)):
        assert (answer.status, answer.codes) == (400, {("nonFieldErrors", "zaaktype-mismatch")})
    assert (await client.get(made["url"])).json == made


@pytest.mark.rule("Z-33")
async def test_zaak_has_one_resultaat(client: Client) -> None:
    """Granted and refused at the same time."""
    zaaktype = await een_zaaktype(client)
    zaak = await een_zaak(client, zaaktype)
    made = await een_resultaat(client, zaak, zaaktype)
    for nummer in (0, 1):
        refused = await resultaat(client, zaak, zaaktype, nummer)
        assert (refused.status, refused.codes) == (400, {("zaak", "unique")})
    assert (await client.put(made["url"], made | {"toelichting": "Anders"})).status == 200
    assert (await client.delete(made["url"])).status == 204
    assert (await resultaat(client, zaak, zaaktype, 1)).status == 201


async def test_resultaat_stays_with_its_zaak(client: Client) -> None:
    """The outcome of one case becomes that of another."""
    zaaktype = await een_zaaktype(client)
    zaak, other = await een_zaak(client, zaaktype), await een_zaak(client, zaaktype)
    made = await een_resultaat(client, zaak, zaaktype)
    refused = await client.patch(made["url"], {"zaak": other["url"]})
    assert (refused.status, refused.codes) == (400, {("zaak", "wijzigen-niet-toegelaten")})


@pytest.mark.rule("Z-57")
async def test_resultaten_are_found_by_zaak_and_type(client: Client) -> None:
    """A report on refused requests counts the granted ones."""
    zaaktype = await een_zaaktype(client)
    first = await een_resultaat(client, await een_zaak(client, zaaktype), zaaktype)
    second = await een_resultaat(client, await een_zaak(client, zaaktype), zaaktype, nummer=1)
    for query, expected in (
        ({"zaak": first["zaak"]}, [first]),
        ({"resultaattype": second["resultaattype"]}, [second]),
        ({"zaak": first["zaak"], "resultaattype": second["resultaattype"]}, []),
    ):
        assert (await client.get(RESULTATEN, query)).json["results"] == expected


async def test_resultaat_is_told_and_kept_in_the_trail(gemeente: Gemeente) -> None:
    """Nobody can show who changed the outcome of a case, or programs that follow it do not hear of it."""
    client = gemeente.client
    zaaktype = await een_zaaktype(client)
    zaak = await een_zaak(client, zaaktype)
    made = await een_resultaat(client, zaak, zaaktype)
    await client.patch(made["url"], {"toelichting": "Anders"})
    await client.delete(made["url"])
    lines = (await client.get(f"{zaak['url']}/audittrail")).json[1:]
    acties = ["create", "partial_update", "destroy"]
    assert [(line["actie"], line["resourceUrl"]) for line in lines] == [(a, made["url"]) for a in acties]
    events = await gemeente.rows("select actie from outbox where resource = 'resultaat' order by id")
    assert [e[0] for e in events] == acties
