"""A besluit by itself (Besluiten API 1.1.0): its type, number, zaak, dates and filters.

Source: gemma-zaken, docs/standaard/besluiten, and RULES.md §8.
"""

import asyncio
import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.asgi import Client
from tests.conftest import Gemeente
from tests.zgw import (
    BESLUITEN,
    RSIN,
    ZAKEN,
    besluit_body,
    brc,
    een_besluit,
    een_besluittype,
    een_besluittype_concept,
    een_catalogus,
    een_zaak,
    een_zaaktype,
    sluit,
    zrc,
)  # fmt: skip

ANDER_RSIN = "111222333"
NERGENS = "00000000-0000-4000-8000-000000000000"


# --- nobody, the wrong scope, the wrong type -------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE"])
async def test_nobody_gets_to_a_besluit(client: Client, method: str) -> None:
    """What was decided about a citizen lies open to anyone who knows its address."""
    besluit = await een_besluit(client)
    answer = await client.call(method, besluit["url"], body={}, headers={"authorization": None})  # type: ignore[dict-item]
    assert (answer.status, answer.json["code"]) == (403, "not_authenticated")


@pytest.mark.parametrize(
    ("scope", "method", "status"),
    [
        ("besluiten.lezen", "GET", 200),
        ("besluiten.aanmaken", "GET", 403),
        ("besluiten.lezen", "POST", 403),
        ("besluiten.aanmaken", "POST", 201),
        ("besluiten.aanmaken", "PATCH", 403),
        ("besluiten.bijwerken", "PATCH", 200),
        ("besluiten.bijwerken", "PUT", 200),
        ("besluiten.bijwerken", "DELETE", 403),
        ("besluiten.verwijderen", "DELETE", 204),
    ],
)
async def test_each_operation_has_its_own_scope(gemeente: Gemeente, scope: str, method: str, status: int) -> None:
    """Who may read besluiten could take them, or make them disappear."""
    besluittype = await een_besluittype(gemeente.client)
    besluit = await een_besluit(gemeente.client, besluittype)
    caller = await gemeente.application(brc([scope], besluittype))
    path = f"{BESLUITEN}/besluiten" if method == "POST" else besluit["url"]
    body = besluit_body(besluittype["url"], **({} if method == "POST" else {"identificatie": besluit["identificatie"]}))
    answer = await caller.call(method, path, body={} if method == "PATCH" else body)
    assert answer.status == status, answer.body


@pytest.mark.rule("A-14")
async def test_besluiten_are_authorised_by_their_type_alone(gemeente: Gemeente) -> None:
    """An application for permits reads what was decided on benefits; or none, because a besluit has no level."""
    client = gemeente.client
    mine, other = await een_besluittype(client), await een_besluittype(client)
    besluit, hidden = await een_besluit(client, mine), await een_besluit(client, other)
    caller = await gemeente.application(brc(["besluiten.lezen", "besluiten.aanmaken"], mine))
    assert (await caller.get(besluit["url"])).json == besluit
    assert (await caller.get(hidden["url"])).status == 403
    found = (await caller.get(f"{BESLUITEN}/besluiten")).json
    assert (found["count"], [b["url"] for b in found["results"]]) == (1, [besluit["url"]])
    refused = await caller.post(f"{BESLUITEN}/besluiten", besluit_body(other["url"]))
    assert (refused.status, refused.json["code"]) == (403, "permission_denied")


# --- besluittype (B-01) ----------------------------------------------------------------------------------------------


@pytest.mark.rule("B-01", "C-03")
async def test_besluittype_exists_and_is_published(client: Client) -> None:
    """A besluit of a type that is still being drawn up rests on nothing."""
    concept = await een_besluittype_concept(client)
    zaaktype = await een_zaaktype(client)
    base = client.base
    for besluittype, code in (
        (concept["url"], "not-published"),
        (f"{base}/catalogi/api/v1/besluittypen/{NERGENS}", "bad-url"),
        ("geen adres", "bad-url"),
        (zaaktype["url"], "invalid-resource"),
    ):
        refused = await client.post(f"{BESLUITEN}/besluiten", besluit_body(besluittype))
        assert (refused.status, refused.codes) == (400, {("besluittype", code)}), besluittype


@pytest.mark.rule("B-01")
async def test_besluittype_stays(client: Client) -> None:
    """A refusal would become a permit after it was sent."""
    catalogus = (await een_catalogus(client))["url"]
    besluit = await een_besluit(client, await een_besluittype(client, catalogus))
    other = await een_besluittype(client, catalogus)
    refused = await client.patch(besluit["url"], {"besluittype": other["url"]})
    assert (refused.status, refused.codes) == (400, {("besluittype", "wijzigen-niet-toegelaten")})
    assert (await client.patch(besluit["url"], {"besluittype": besluit["besluittype"]})).status == 200


# --- identificatie (B-02) --------------------------------------------------------------------------------------------


@pytest.mark.rule("B-02")
async def test_besluit_gets_a_number(client: Client, clock: Callable[[str], None]) -> None:
    """Without a number nobody can object to it by letter."""
    clock("2026-03-31T10:00:00Z")
    besluittype = await een_besluittype(client)
    first, second = await een_besluit(client, besluittype), await een_besluit(client, besluittype)
    assert re.fullmatch(r"BESLUIT-2026-\d{10}", first["identificatie"])
    assert first["identificatie"] < second["identificatie"]


@pytest.mark.rule("B-02")
async def test_number_is_unique_within_the_organisation(client: Client) -> None:
    """Two besluiten under one number: an objection would reach the wrong one."""
    besluittype = await een_besluittype(client)
    await een_besluit(client, besluittype, identificatie="B-1")
    path = f"{BESLUITEN}/besluiten"
    refused = await client.post(path, besluit_body(besluittype["url"], identificatie="B-1"))
    assert (refused.status, refused.codes) == (400, {("identificatie", "identificatie-niet-uniek")})
    other = besluit_body(besluittype["url"], identificatie="B-1", verantwoordelijkeOrganisatie=ANDER_RSIN)
    assert (await client.post(path, other)).status == 201


@pytest.mark.rule("B-02")
async def test_numbers_given_at_once_differ(client: Client) -> None:
    besluittype = await een_besluittype(client)
    made = await asyncio.gather(*(een_besluit(client, besluittype) for _ in range(8)))
    assert len({b["identificatie"] for b in made}) == 8


@pytest.mark.rule("B-02")
@pytest.mark.parametrize(("name", "value"), [("identificatie", "ANDERS"), ("verantwoordelijkeOrganisatie", ANDER_RSIN)])
async def test_number_and_organisation_stay(client: Client, name: str, value: str) -> None:
    """The letter that was sent names them."""
    besluit = await een_besluit(client)
    for method in ("PATCH", "PUT"):
        body = {name: value} if method == "PATCH" else besluit | {name: value}
        refused = await client.call(method, besluit["url"], body=body)
        assert (refused.status, refused.codes) == (400, {(name, "wijzigen-niet-toegelaten")})
    without = {n: v for n, v in besluit.items() if n != "identificatie"} | {"zaak": ""}
    assert (await client.put(besluit["url"], without)).json == besluit


# --- zaak (B-06, B-07, B-12) -----------------------------------------------------------------------------------------


@pytest.mark.rule("B-07", "C-26")
async def test_besluittype_belongs_to_the_zaaktype_by_name(client: Client) -> None:
    """A tree felling permit under a case about a passport; a newer version of the type is the same type."""
    catalogus = (await een_catalogus(client))["url"]
    naam = "Kapvergunning"
    oud = await een_besluittype(client, catalogus, omschrijving=naam, eindeGeldigheid="2025-12-31")
    nieuw = await een_besluittype(client, catalogus, omschrijving=naam, beginGeldigheid="2026-01-01")
    vreemd = await een_besluittype(client, catalogus)
    elders = await een_besluittype(client, omschrijving=naam)
    zaak = await een_zaak(client, await een_zaaktype(client, catalogus, besluittypen=[naam]))
    for besluittype in (oud, nieuw):
        assert (await een_besluit(client, besluittype, zaak=zaak["url"]))["zaak"] == zaak["url"]
    for besluittype in (vreemd, elders):
        refused = await client.post(f"{BESLUITEN}/besluiten", besluit_body(besluittype["url"], zaak=zaak["url"]))
        assert (refused.status, refused.codes) == (400, {("nonFieldErrors", "zaaktype-mismatch")})


async def een_besluit_bij_een_zaak(client: Client) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """A zaak, its zaaktype and a besluit of it."""
    catalogus = (await een_catalogus(client))["url"]
    besluittype = await een_besluittype(client, catalogus)
    zaaktype = await een_zaaktype(client, catalogus, besluittypen=[besluittype["omschrijving"]])
    zaak = await een_zaak(client, zaaktype)
    return zaak, zaaktype, await een_besluit(client, besluittype, zaak=zaak["url"])


@pytest.mark.rule("B-06")
async def test_zaak_of_a_besluit_stays(client: Client) -> None:
    """The outcome of one case would move to another, and its file would say that nothing was decided."""
    zaak, zaaktype, besluit = await een_besluit_bij_een_zaak(client)
    other = await een_zaak(client, zaaktype)
    for method, body in (
        ("PATCH", {"zaak": other["url"]}),
        ("PATCH", {"zaak": ""}),
        ("PUT", besluit | {"zaak": other["url"]}),
    ):
        refused = await client.call(method, besluit["url"], body=body)
        assert (refused.status, refused.codes) == (400, {("zaak", "wijzigen-niet-toegelaten")})
    assert (await client.put(besluit["url"], besluit)).json == besluit
    assert (await client.get(besluit["url"])).json["zaak"] == zaak["url"]


async def test_zaak_of_a_besluit_exists(client: Client) -> None:
    besluittype = await een_besluittype(client)
    for zaak in (f"{client.base}{ZAKEN}/zaken/{NERGENS}", "https://elders.example/zaken/1"):
        refused = await client.post(f"{BESLUITEN}/besluiten", besluit_body(besluittype["url"], zaak=zaak))
        assert (refused.status, refused.codes) == (400, {("zaak", "bad-url")})


@pytest.mark.rule("B-12", "Z-15")
async def test_closed_zaak_gets_and_loses_no_besluit(gemeente: Gemeente) -> None:
    """Something would be decided in a case that was told to be over."""
    client = gemeente.client
    zaak, zaaktype, besluit = await een_besluit_bij_een_zaak(client)
    await sluit(client, zaak, zaaktype)
    besluittype = {"url": besluit["besluittype"]}
    taking = brc(["besluiten.aanmaken", "besluiten.verwijderen", "besluiten.bijwerken"], besluittype)
    may_not = await gemeente.application(taking, zrc(["zaken.bijwerken"], zaaktype))
    may = await gemeente.application(taking, zrc(["zaken.geforceerd-bijwerken"], zaaktype))
    body = besluit_body(besluittype["url"], zaak=zaak["url"])
    for refused in (await may_not.post(f"{BESLUITEN}/besluiten", body), await may_not.delete(besluit["url"])):
        assert (refused.status, refused.json["code"]) == (403, "permission_denied")
    assert (await may_not.patch(besluit["url"], {"toelichting": "Tikfout"})).status == 200
    assert (await may.post(f"{BESLUITEN}/besluiten", body)).status == 201
    assert (await may.delete(besluit["url"])).status == 204


# --- dates, words, filters, trail ------------------------------------------------------------------------------------


@pytest.mark.rule("B-10")
async def test_besluit_is_not_of_tomorrow(client: Client, clock: Callable[[str], None]) -> None:
    """A term to object would run from a day on which nothing was decided yet; the day is that of Amsterdam."""
    clock("2026-03-30T22:30:00Z")  # 00:30 on the 31st in Amsterdam
    besluittype = await een_besluittype(client)
    refused = await client.post(f"{BESLUITEN}/besluiten", besluit_body(besluittype["url"], datum="2026-04-01"))
    assert (refused.status, refused.codes) == (400, {("datum", "future_not_allowed")})
    besluit = await een_besluit(client, besluittype, datum="2026-03-31", ingangsdatum="2026-06-01")
    refused = await client.patch(besluit["url"], {"datum": "2026-04-01"})
    assert (refused.status, refused.codes) == (400, {("datum", "future_not_allowed")})


@pytest.mark.parametrize(
    ("vervalreden", "weergave"),
    [
        ("", ""),
        ("tijdelijk", "Besluit met tijdelijke werking"),
        ("ingetrokken_overheid", "Besluit ingetrokken door overheid"),
        ("ingetrokken_belanghebbende", "Besluit ingetrokken o.v.v. belanghebbende"),
    ],
)
async def test_vervalreden_has_words(client: Client, vervalreden: str, weergave: str) -> None:
    besluit = await een_besluit(client, vervalreden=vervalreden, vervalredenWeergave="Zomaar")
    assert (besluit["vervalreden"], besluit["vervalredenWeergave"]) == (vervalreden, weergave)


@pytest.mark.rule("B-11")
async def test_besluiten_are_found_by_each_filter(client: Client) -> None:
    """A filter that is passed over shows what was decided about others."""
    zaak, _, besluit = await een_besluit_bij_een_zaak(client)
    other = await een_besluit(client, identificatie="B-9", verantwoordelijkeOrganisatie=ANDER_RSIN)
    for query in (
        {"identificatie": besluit["identificatie"]},
        {"verantwoordelijkeOrganisatie": RSIN},
        {"besluittype": besluit["besluittype"]},
        {"zaak": zaak["url"]},
        {"zaak": zaak["url"], "besluittype": besluit["besluittype"]},
    ):
        found = (await client.get(f"{BESLUITEN}/besluiten", query)).json
        assert (found["count"], [b["url"] for b in found["results"]]) == (1, [besluit["url"]]), query
    assert (await client.get(f"{BESLUITEN}/besluiten", {"zaak": other["url"]})).json["count"] == 0
    refused = await client.get(f"{BESLUITEN}/besluiten", {"zaak": "zomaar"})
    assert (refused.status, refused.codes) == (400, {("zaak", "invalid")})


async def test_besluit_expands_its_zaak_and_type(client: Client) -> None:
    zaak, _, besluit = await een_besluit_bij_een_zaak(client)
    found = (await client.get(besluit["url"], {"expand": "zaak,besluittype"})).json["_expand"]
    assert (found["zaak"]["url"], found["besluittype"]["url"]) == (zaak["url"], besluit["besluittype"])


@pytest.mark.rule("AT-01", "AT-05", "B-09")
async def test_trail_of_a_besluit_goes_with_it(client: Client) -> None:
    """Who changed the outcome must be known as long as there is an outcome, and no longer."""
    besluit = await een_besluit(client)
    await client.patch(besluit["url"], {"toelichting": "Beter uitgelegd"}, x_audit_toelichting="Op verzoek")
    lines = (await client.get(f"{besluit['url']}/audittrail")).json
    assert [(r["bron"], r["actie"], r["resource"], r["toelichting"]) for r in lines] == [
        ("brc", "create", "besluit", ""),
        ("brc", "partial_update", "besluit", "Op verzoek"),
    ]
    assert (await client.delete(besluit["url"])).status == 204
    assert (await client.get(besluit["url"])).status == 404
    assert (await client.get(f"{besluit['url']}/audittrail")).status == 404


async def test_besluiten_are_announced_with_their_kenmerken(gemeente: Gemeente) -> None:
    """Who waits for the outcome listens on the channel besluiten (N-02, N-04)."""
    besluit = await een_besluit(gemeente.client)
    await gemeente.client.patch(besluit["url"], {"toelichting": "x"})
    await gemeente.client.delete(besluit["url"])
    rows = await gemeente.rows("select actie, resource, kenmerken from outbox where kanaal = 'besluiten' order by id")
    assert [(r[0], r[1]) for r in rows] == [
        ("create", "besluit"), ("partial_update", "besluit"), ("destroy", "besluit"),
    ]  # fmt: skip
    for row in rows:
        assert f'"verantwoordelijkeOrganisatie":"{RSIN}"' in row[2].decode()
        assert besluit["besluittype"][-36:] in row[2].decode()
