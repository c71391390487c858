"""A zaak by itself (Zaken API 1.7.0): its type, number, money, groups, relations and archive fields.

Source: gemma-zaken, docs/standaard/zaken, and RULES.md §6.
"""

import asyncio
import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.asgi import Client
from tests.conftest import Gemeente
from tests.zgw import (
    RSIN,
    ZAKEN,
    een_catalogus,
    een_concept,
    een_rol,
    een_status,
    een_zaak,
    een_zaaktype,
    made,
    zaak_body,
    zrc,
)  # fmt: skip

ANDER_RSIN = "111222333"
NERGENS = "00000000-0000-4000-8000-000000000000"
PRODUCT, ANDER_PRODUCT = "https://producten.test/paspoort", "https://producten.test/rijbewijs"


async def patched(client: Client, zaak: dict[str, Any], **given: Any) -> dict[str, Any]:
    answer = await client.patch(zaak["url"], given)
    assert answer.status == 200, answer.body
    changed: dict[str, Any] = answer.json
    return changed


# --- nobody, the wrong municipality, the wrong scope -----------------------------------------------------------------


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE"])
async def test_nobody_gets_to_a_zaak(client: Client, method: str) -> None:
    """A file of a citizen lies open to anyone who knows its address."""
    zaak = await een_zaak(client)
    answer = await client.call(method, zaak["url"], body={}, headers={"authorization": None})  # type: ignore[dict-item]
    assert (answer.status, answer.json["code"]) == (403, "not_authenticated")
    assert (await client.get(zaak["url"])).json == zaak


async def test_other_municipality_does_not_see_or_touch_a_zaak(gemeente: Gemeente, andere_gemeente: Gemeente) -> None:
    """A municipality reads, changes or deletes the file of a citizen of another one."""
    zaak = await een_zaak(gemeente.client)
    buren = andere_gemeente.client
    own_address = f"{ZAKEN}/zaken/{zaak['uuid']}"
    answers = [
        await buren.get(own_address),
        await buren.patch(own_address, {"omschrijving": "Van ons"}),
        await buren.delete(own_address),
    ]
    assert [a.status for a in answers] == [404, 404, 404]
    their_address = await buren.get(zaak["url"])
    assert (their_address.status, their_address.json["code"]) == (403, "invalid-client-identifier")
    assert (await gemeente.client.get(zaak["url"])).json == zaak


@pytest.mark.rule("Z-01")
async def test_zaaktype_of_another_municipality_does_not_exist_here(
    gemeente: Gemeente, andere_gemeente: Gemeente
) -> None:
    """A case is handled by the rules of another municipality."""
    theirs = await een_zaaktype(andere_gemeente.client)
    for url in (theirs["url"], theirs["url"].replace(andere_gemeente.slug, gemeente.slug)):
        answer = await gemeente.client.post(f"{ZAKEN}/zaken", zaak_body(url))
        assert (answer.status, answer.codes) == (400, {("zaaktype", "bad-url")})


@pytest.mark.rule("Z-24", "Z-26")
async def test_zaak_of_another_municipality_is_no_relation(gemeente: Gemeente, andere_gemeente: Gemeente) -> None:
    """Two municipalities hang their cases together and see each other's numbers."""
    theirs = await een_zaak(andere_gemeente.client)
    zaaktype = await een_zaaktype(gemeente.client)
    for url in (theirs["url"], theirs["url"].replace(andere_gemeente.slug, gemeente.slug)):
        andere = [{"url": url, "aardRelatie": "vervolg"}]
        answer = await gemeente.client.post(
            f"{ZAKEN}/zaken", zaak_body(zaaktype["url"], hoofdzaak=url, relevanteAndereZaken=andere)
        )
        assert answer.status == 400
        assert ("hoofdzaak", "no_match") in answer.codes
    answer = await gemeente.client.post(f"{ZAKEN}/zaken", zaak_body(zaaktype["url"], relevanteAndereZaken=andere))
    assert answer.codes == {("relevanteAndereZaken.0.url", "bad-url")}


# --- zaaktype (zrc-001) ----------------------------------------------------------------------------------------------


@pytest.mark.rule("Z-01")
@pytest.mark.parametrize(
    ("zaaktype", "code"),
    [
        ("geen-adres", "bad-url"),
        ("https://elders.test/catalogi/api/v1/zaaktypen/" + NERGENS, "bad-url"),
        ("{base}/catalogi/api/v1/zaaktypen/" + NERGENS, "bad-url"),
        ("{base}/catalogi/api/v1/zaaktypen/", "bad-url"),
        ("{statustype}", "invalid-resource"),
        ("{concept}", "not-published"),
    ],
)
async def test_zaaktype_exists_and_is_published(client: Client, zaaktype: str, code: str) -> None:
    """A case is started whose term, statuses and destruction nobody has decided on."""
    published = await een_zaaktype(client)
    url = zaaktype.format(
        base=client.base,
        statustype=published["statustypen"][0]["url"],
        concept=(await een_concept(client, published["catalogus"]))["url"],
    )
    zaak = await een_zaak(client, published)
    answers = [
        await client.post(f"{ZAKEN}/zaken", zaak_body(url)),
        await client.put(zaak["url"], zaak_body(url)),
        await client.patch(zaak["url"], {"zaaktype": url}),
    ]
    assert [(a.status, a.codes) for a in answers] == [(400, {("zaaktype", code)})] * 3
    assert (await client.get(zaak["url"])).json["zaaktype"] == published["url"]


@pytest.mark.rule("Z-01")
@pytest.mark.parametrize("geldig", [{"beginGeldigheid": "2999-01-01"}, {"eindeGeldigheid": "2025-01-01"}])
async def test_zaaktype_need_not_be_valid_today(client: Client, geldig: dict[str, Any]) -> None:
    """Old cases cannot be migrated with the type they were handled by."""
    zaaktype = await een_zaaktype(client, **geldig)
    zaak = await een_zaak(client, zaaktype)
    assert zaak["zaaktype"] == zaaktype["url"]


@pytest.mark.rule("Z-02")
@pytest.mark.parametrize("method", ["PUT", "PATCH"])
async def test_zaaktype_may_change(gemeente: Gemeente, method: str) -> None:
    """A case that was started with the wrong type must be thrown away and typed in again."""
    client = gemeente.client
    zaak, other = await een_zaak(client), await een_zaaktype(client)
    answer = await client.call(method, zaak["url"], body=zaak_body(other["url"]))
    assert (answer.status, answer.json["zaaktype"]) == (200, other["url"])
    line = (await client.get(f"{zaak['url']}/audittrail")).json[-1]
    assert line["wijzigingen"]["oud"]["zaaktype"] == zaak["zaaktype"]
    assert line["wijzigingen"]["nieuw"]["zaaktype"] == other["url"]
    (event,) = await gemeente.rows("select kenmerken from outbox where kanaal = 'zaken' order by id desc limit 1")
    assert other["url"].rpartition("/")[2] in str(event[0])


# --- identificatie (zrc-002) -----------------------------------------------------------------------------------------


@pytest.mark.rule("Z-03")
async def test_identificatie_is_unique_within_its_bronorganisatie(
    gemeente: Gemeente, andere_gemeente: Gemeente
) -> None:
    """Two citizens get letters about a case with the same number."""
    zaaktype = await een_zaaktype(gemeente.client)
    await een_zaak(gemeente.client, zaaktype, identificatie="Z-1")
    double = await gemeente.client.post(f"{ZAKEN}/zaken", zaak_body(zaaktype["url"], identificatie="Z-1"))
    assert (double.status, double.codes) == (400, {("identificatie", "identificatie-niet-uniek")})
    assert (await gemeente.client.get(f"{ZAKEN}/zaken")).json["count"] == 1
    await een_zaak(gemeente.client, zaaktype, identificatie="Z-1", bronorganisatie=ANDER_RSIN)
    await een_zaak(gemeente.client, zaaktype, identificatie="z-1")
    await een_zaak(andere_gemeente.client, identificatie="Z-1")


@pytest.mark.rule("Z-03")
@pytest.mark.parametrize("given", [{}, {"identificatie": ""}])
async def test_zaak_without_identificatie_gets_one(
    client: Client, clock: Callable[[str], None], given: dict[str, str]
) -> None:
    """A case without a number cannot be found again by the person who calls about it."""
    clock("2026-12-31T23:30:00Z")  # already 2027 in Amsterdam
    zaaktype = await een_zaaktype(client)
    numbers = [(await een_zaak(client, zaaktype, **given))["identificatie"] for _ in range(2)]
    assert numbers == ["ZAAK-2027-0000000001", "ZAAK-2027-0000000002"]


@pytest.mark.rule("Z-03")
async def test_made_number_avoids_numbers_that_clients_brought(client: Client, clock: Callable[[str], None]) -> None:
    """Nobody can start a case because a migration already used the next number."""
    clock("2026-06-01T10:00:00Z")
    zaaktype = await een_zaaktype(client)
    await een_zaak(client, zaaktype, identificatie="ZAAK-2026-0000000001")
    await een_zaak(client, zaaktype, identificatie="ZAAK-2026-0000000002", bronorganisatie=ANDER_RSIN)
    assert (await een_zaak(client, zaaktype))["identificatie"] == "ZAAK-2026-0000000002"


@pytest.mark.rule("Z-03")
async def test_fifty_zaken_at_once_get_fifty_numbers(client: Client) -> None:
    """On a busy morning two people get the same case number."""
    zaaktype = await een_zaaktype(client)
    answers = await asyncio.gather(*(client.post(f"{ZAKEN}/zaken", zaak_body(zaaktype["url"])) for _ in range(50)))
    assert {a.status for a in answers} == {201}
    numbers = {a.json["identificatie"] for a in answers}
    assert len(numbers) == 50
    assert all(re.fullmatch(r"ZAAK-\d{4}-\d{10}", n) for n in numbers)
    assert (await client.get(f"{ZAKEN}/zaken")).json["count"] == 50


@pytest.mark.rule("Z-03")
async def test_same_number_sent_twice_at_once_is_stored_once(client: Client) -> None:
    """A double click on a form gives two cases with one number."""
    zaaktype = await een_zaaktype(client)
    body = zaak_body(zaaktype["url"], identificatie="Z-1")
    answers = await asyncio.gather(*(client.post(f"{ZAKEN}/zaken", body) for _ in range(5)))
    assert sorted(a.status for a in answers) == [201, 400, 400, 400, 400]
    assert all(a.codes == {("identificatie", "identificatie-niet-uniek")} for a in answers if a.status == 400)


@pytest.mark.rule("Z-04")
@pytest.mark.parametrize(("name", "value"), [("identificatie", "Z-2"), ("bronorganisatie", ANDER_RSIN)])
async def test_identity_of_a_zaak_does_not_change(client: Client, name: str, value: str) -> None:
    """A letter in the hands of a citizen names a case that no longer exists."""
    zaak = await een_zaak(client, identificatie="Z-1")
    body = zaak_body(zaak["zaaktype"], identificatie="Z-1") | {name: value}
    for answer in (await client.patch(zaak["url"], {name: value}), await client.put(zaak["url"], body)):
        assert (answer.status, answer.codes) == (400, {(name, "wijzigen-niet-toegelaten")})
    assert (await client.get(zaak["url"])).json == zaak


@pytest.mark.rule("Z-04")
async def test_identity_may_be_repeated_or_left_out(client: Client) -> None:
    """A program that sends back what it read is refused, or the number gets lost."""
    zaak = await een_zaak(client, identificatie="Z-1")
    same = await client.patch(zaak["url"], {"identificatie": "Z-1", "bronorganisatie": RSIN, "omschrijving": "Nieuw"})
    without = await client.put(zaak["url"], zaak_body(zaak["zaaktype"]))
    assert [(a.status, a.json["identificatie"]) for a in (same, without)] == [(200, "Z-1"), (200, "Z-1")]


# --- vertrouwelijkheidaanduiding (zrc-009) ---------------------------------------------------------------------------


@pytest.mark.rule("Z-22")
@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ({}, "zaakvertrouwelijk"),
        ({"vertrouwelijkheidaanduiding": ""}, "zaakvertrouwelijk"),
        ({"vertrouwelijkheidaanduiding": "openbaar"}, "openbaar"),
        ({"vertrouwelijkheidaanduiding": "zeer_geheim"}, "zeer_geheim"),
    ],
)
async def test_confidentiality_is_of_the_client_or_of_the_zaaktype(
    client: Client, given: dict[str, str], shown: str
) -> None:
    """A case about debts or youth care is readable for the whole town hall."""
    zaaktype = await een_zaaktype(client, vertrouwelijkheidaanduiding="zaakvertrouwelijk")
    zaak = await een_zaak(client, zaaktype, **given)
    assert zaak["vertrouwelijkheidaanduiding"] == shown
    assert (await client.put(zaak["url"], zaak_body(zaaktype["url"], **given))).json[
        "vertrouwelijkheidaanduiding"
    ] == shown
    emptied = await client.patch(zaak["url"], {"vertrouwelijkheidaanduiding": ""})
    assert (emptied.status, emptied.json["vertrouwelijkheidaanduiding"]) == (200, "zaakvertrouwelijk")


# --- relevanteAndereZaken (zrc-011) ----------------------------------------------------------------------------------


@pytest.mark.rule("Z-24")
async def test_related_zaken_exist(client: Client) -> None:
    """A file refers to a case that nobody can open."""
    zaaktype = await een_zaaktype(client)
    andere = await een_zaak(client, zaaktype)
    good = {"url": andere["url"], "aardRelatie": "vervolg"}
    zaak = await een_zaak(client, zaaktype, relevanteAndereZaken=[good])
    assert zaak["relevanteAndereZaken"] == [good]
    for url in (f"{client.base}{ZAKEN}/zaken/{NERGENS}", "https://elders.test/zaken/1", zaaktype["url"]):
        bad = [good, {"url": url, "aardRelatie": "onderwerp"}]
        answers = [
            await client.post(f"{ZAKEN}/zaken", zaak_body(zaaktype["url"], relevanteAndereZaken=bad)),
            await client.patch(zaak["url"], {"relevanteAndereZaken": bad}),
        ]
        assert [(a.status, a.codes) for a in answers] == [(400, {("relevanteAndereZaken.1.url", "bad-url")})] * 2
    assert (await client.get(zaak["url"])).json == zaak


# --- groups (zrc-012) ------------------------------------------------------------------------------------------------

LEEG: dict[str, Any] = {
    "verlenging": {"reden": "", "duur": None},
    "opschorting": {"indicatie": False, "reden": ""},
    "processobject": {"datumkenmerk": "", "identificatie": "", "objecttype": "", "registratie": ""},
}
VOL: dict[str, Any] = {
    "verlenging": {"reden": "Advies nodig", "duur": "P30D"},
    "opschorting": {"indicatie": True, "reden": "Wacht op stukken"},
    "processobject": {"datumkenmerk": "einddatum", "identificatie": "1", "objecttype": "pand", "registratie": "BAG"},
}


@pytest.mark.rule("Z-25")
@pytest.mark.parametrize("groep", LEEG)
async def test_group_is_absent_or_whole_and_always_shown(client: Client, groep: str) -> None:
    """A program stumbles over a missing object, or a suspension is stored without its reason."""
    zaaktype = await een_zaaktype(client)
    assert (await een_zaak(client, zaaktype))[groep] == LEEG[groep]
    assert (await een_zaak(client, zaaktype, **{groep: None}))[groep] == LEEG[groep]
    zaak = await een_zaak(client, zaaktype, **{groep: VOL[groep]})
    assert zaak[groep] == VOL[groep]
    assert (await patched(client, zaak, **{groep: None}))[groep] == LEEG[groep]


@pytest.mark.rule("Z-25")
@pytest.mark.parametrize(("groep", "member"), [(g, m) for g, members in VOL.items() for m in members])
async def test_given_group_has_all_its_members(client: Client, groep: str, member: str) -> None:
    """A case is extended without anybody knowing for how long or why."""
    zaak = await een_zaak(client)
    partly = {name: value for name, value in VOL[groep].items() if name != member}
    answers = [
        await client.post(f"{ZAKEN}/zaken", zaak_body(zaak["zaaktype"], **{groep: partly})),
        await client.patch(zaak["url"], {groep: partly}),
    ]
    assert [(a.status, a.codes) for a in answers] == [(400, {(f"{groep}.{member}", "required")})] * 2


@pytest.mark.rule("Z-25")
async def test_empty_group_misses_everything_at_once(client: Client) -> None:
    """A clerk corrects one field, only to hear about the next."""
    zaak = await een_zaak(client)
    answer = await client.patch(zaak["url"], {"verlenging": {}, "opschorting": {}})
    assert answer.codes == {
        (name, "required")
        for name in ("verlenging.reden", "verlenging.duur", "opschorting.indicatie", "opschorting.reden")
    }


# --- hoofdzaak (zrc-013) ---------------------------------------------------------------------------------------------


async def hoofd_en_deeltype(client: Client) -> tuple[dict[str, Any], dict[str, Any]]:
    """Zaaktypen of a hoofdzaak and of its deelzaken, in one catalogus."""
    catalogus = (await een_catalogus(client))["url"]
    deel = await een_zaaktype(client, catalogus)
    return await een_zaaktype(client, catalogus, deelzaaktypen=[deel["identificatie"]]), deel


@pytest.mark.rule("Z-26")
async def test_deelzaak_hangs_under_its_hoofdzaak(client: Client) -> None:
    """A handler closes a case and does not know of the parts that are still open."""
    hoofdtype, deeltype = await hoofd_en_deeltype(client)
    hoofdzaak = await een_zaak(client, hoofdtype)
    deelzaak = await een_zaak(client, deeltype, hoofdzaak=hoofdzaak["url"])
    later = await een_zaak(client, deeltype)
    assert (await patched(client, later, hoofdzaak=hoofdzaak["url"]))["hoofdzaak"] == hoofdzaak["url"]
    shown = (await client.get(hoofdzaak["url"])).json
    assert set(shown["deelzaken"]) == {deelzaak["url"], later["url"]}
    assert (shown["hoofdzaak"], deelzaak["hoofdzaak"]) == (None, hoofdzaak["url"])
    assert (await patched(client, later, hoofdzaak=None))["hoofdzaak"] is None
    assert (await client.get(hoofdzaak["url"])).json["deelzaken"] == [deelzaak["url"]]


@pytest.mark.rule("Z-26")
@pytest.mark.parametrize("url", ["{base}/zaken/api/v1/zaken/" + NERGENS, "https://elders.test/zaken/api/v1/zaken/1"])
async def test_hoofdzaak_exists(client: Client, url: str) -> None:
    """A part of a case hangs under nothing and is never asked for."""
    zaak = await een_zaak(client)
    answer = await client.patch(zaak["url"], {"hoofdzaak": url.format(base=client.base)})
    assert (answer.status, answer.codes) == (400, {("hoofdzaak", "no_match")})


@pytest.mark.rule("Z-26")
async def test_zaak_is_not_its_own_hoofdzaak(client: Client) -> None:
    """A program that walks up from a case never arrives."""
    zaak = await een_zaak(client)
    answer = await client.patch(zaak["url"], {"hoofdzaak": zaak["url"]})
    assert (answer.status, answer.codes) == (400, {("hoofdzaak", "self-forbidden")})


@pytest.mark.rule("Z-26")
async def test_there_are_only_two_levels(client: Client) -> None:
    """Cases hang under cases under cases, and closing one waits for a chain nobody sees."""
    catalogus = (await een_catalogus(client))["url"]
    zaaktype = await een_zaaktype(client, catalogus, identificatie="ZELF", deelzaaktypen=["ZELF"])
    hoofdzaak = await een_zaak(client, zaaktype)
    deelzaak = await een_zaak(client, zaaktype, hoofdzaak=hoofdzaak["url"])
    third = await client.post(f"{ZAKEN}/zaken", zaak_body(zaaktype["url"], hoofdzaak=deelzaak["url"]))
    above = await client.patch(hoofdzaak["url"], {"hoofdzaak": (await een_zaak(client, zaaktype))["url"]})
    for answer in (third, above):
        assert (answer.status, answer.codes) == (400, {("hoofdzaak", "deelzaak-als-hoofdzaak")})


@pytest.mark.rule("Z-26")
async def test_zaaktype_of_hoofdzaak_knows_its_deelzaken(client: Client) -> None:
    """A parking permit becomes part of a divorce."""
    hoofdtype, deeltype = await hoofd_en_deeltype(client)
    hoofdzaak, vreemd = await een_zaak(client, hoofdtype), await een_zaaktype(client)
    deelzaak = await een_zaak(client, deeltype, hoofdzaak=hoofdzaak["url"])
    answers = [
        await client.post(f"{ZAKEN}/zaken", zaak_body(vreemd["url"], hoofdzaak=hoofdzaak["url"])),
        await client.patch(deelzaak["url"], {"zaaktype": vreemd["url"]}),
    ]
    assert [(a.status, a.codes) for a in answers] == [(400, {("hoofdzaak", "invalid-deelzaaktype")})] * 2


# --- payment (zrc-014) -----------------------------------------------------------------------------------------------


@pytest.mark.rule("Z-27")
async def test_no_payment_date_when_there_is_nothing_to_pay(client: Client) -> None:
    """The file says that somebody paid for what is free."""
    zaaktype = await een_zaaktype(client)
    paid = {"betalingsindicatie": "nvt", "laatsteBetaaldatum": "2026-01-05T10:00:00Z"}
    geheel = await een_zaak(client, zaaktype, **(paid | {"betalingsindicatie": "geheel"}))
    free = await een_zaak(client, zaaktype, betalingsindicatie="nvt")
    answers = [
        await client.post(f"{ZAKEN}/zaken", zaak_body(zaaktype["url"], **paid)),
        await client.put(geheel["url"], zaak_body(zaaktype["url"], **paid)),
        await client.patch(geheel["url"], paid),
        await client.patch(free["url"], {"laatsteBetaaldatum": "2026-01-05T10:00:00Z"}),
    ]
    assert [(a.status, a.codes) for a in answers] == [(400, {("laatsteBetaaldatum", "betaling-nvt")})] * 4
    assert geheel["laatsteBetaaldatum"] == "2026-01-05T10:00:00+00:00"


@pytest.mark.rule("Z-28")
@pytest.mark.parametrize(("method", "extra"), [("PATCH", {}), ("PATCH", {"laatsteBetaaldatum": None}), ("PUT", {})])
async def test_payment_date_goes_when_there_is_nothing_to_pay_any_more(
    client: Client, method: str, extra: dict[str, Any]
) -> None:
    """A citizen whose fee was waived is still shown as having paid it."""
    zaak = await een_zaak(client, betalingsindicatie="geheel", laatsteBetaaldatum="2026-01-05T10:00:00Z")
    change = {"betalingsindicatie": "nvt"} | extra
    body = change if method == "PATCH" else zaak_body(zaak["zaaktype"], **change)
    answer = await client.call(method, zaak["url"], body=body)
    assert (answer.status, answer.json["laatsteBetaaldatum"]) == (200, None)


@pytest.mark.rule("Z-28")
@pytest.mark.parametrize(
    ("paid", "status"),
    [
        ("2026-06-01T10:00:30Z", 201),  # the clock of the client runs ahead
        ("2026-06-01T12:00:00+02:00", 201),
        ("2026-06-01T10:05:00Z", 400),
        ("2026-06-02T09:00:00Z", 400),
    ],
)
async def test_payment_is_not_in_the_future(
    client: Client, clock: Callable[[str], None], paid: str, status: int
) -> None:
    """The books show money that has not come in."""
    clock("2026-06-01T10:00:00Z")
    zaaktype = await een_zaaktype(client)
    answer = await client.post(
        f"{ZAKEN}/zaken", zaak_body(zaaktype["url"], betalingsindicatie="geheel", laatsteBetaaldatum=paid)
    )
    assert answer.status == status
    assert status == 201 or answer.codes == {("laatsteBetaaldatum", "future_not_allowed")}


@pytest.mark.rule("Z-55")
@pytest.mark.parametrize(
    ("indicatie", "weergave"),
    [
        ("", ""),
        ("nvt", "Er is geen sprake van te betalen, met de zaak gemoeide, kosten."),
        ("nog_niet", "De met de zaak gemoeide kosten zijn (nog) niet betaald."),
        ("gedeeltelijk", "De met de zaak gemoeide kosten zijn gedeeltelijk betaald."),
        ("geheel", "De met de zaak gemoeide kosten zijn geheel betaald."),
    ],
)
async def test_payment_is_shown_in_words(client: Client, indicatie: str, weergave: str) -> None:
    """A screen tells a citizen that the fee is paid when it is not."""
    zaak = await een_zaak(client, betalingsindicatie=indicatie, betalingsindicatieWeergave="Alles betaald")
    assert zaak["betalingsindicatieWeergave"] == weergave


# --- productenOfDiensten (zrc-015) -----------------------------------------------------------------------------------


@pytest.mark.rule("Z-29")
async def test_zaak_delivers_what_its_zaaktype_knows(client: Client) -> None:
    """A case about a passport delivers a driving licence."""
    zaaktype = await een_zaaktype(client, productenOfDiensten=[PRODUCT])
    zaak = await een_zaak(client, zaaktype, productenOfDiensten=[PRODUCT])
    assert zaak["productenOfDiensten"] == [PRODUCT]
    both = [PRODUCT, ANDER_PRODUCT]
    answers = [
        await client.post(f"{ZAKEN}/zaken", zaak_body(zaaktype["url"], productenOfDiensten=both)),
        await client.patch(zaak["url"], {"productenOfDiensten": both}),
        await client.patch(zaak["url"], {"zaaktype": (await een_zaaktype(client))["url"]}),
    ]
    wrong = {("productenOfDiensten", "invalid-products-services")}
    assert [(a.status, a.codes) for a in answers] == [(400, wrong)] * 3


# --- archive fields (zrc-022) ----------------------------------------------------------------------------------------


@pytest.mark.rule("Z-38")
@pytest.mark.parametrize("archiefstatus", ["gearchiveerd", "gearchiveerd_procestermijn_onbekend", "overgedragen"])
async def test_archiving_needs_a_destination_and_a_day(client: Client, archiefstatus: str) -> None:
    """A file leaves the working files and nobody knows whether or when it may be destroyed."""
    zaak = await een_zaak(client)
    assert zaak["archiefstatus"] == "nog_te_archiveren"
    steps = [
        ({}, {("archiefnominatie", "archiefnominatie-not-set"), ("archiefactiedatum", "archiefactiedatum-not-set")}),
        ({"archiefnominatie": "vernietigen"}, {("archiefactiedatum", "archiefactiedatum-not-set")}),
        ({"archiefactiedatum": "2030-01-01"}, {("archiefnominatie", "archiefnominatie-not-set")}),
    ]
    for given, codes in steps:
        answers = [
            await client.patch(zaak["url"], {"archiefstatus": archiefstatus, **given}),
            await client.post(f"{ZAKEN}/zaken", zaak_body(zaak["zaaktype"], archiefstatus=archiefstatus, **given)),
        ]
        assert [(a.status, a.codes) for a in answers] == [(400, codes)] * 2
    await patched(client, zaak, archiefnominatie="vernietigen", archiefactiedatum="2030-01-01")
    assert (await patched(client, zaak, archiefstatus=archiefstatus))["archiefstatus"] == archiefstatus
    emptied = await client.patch(zaak["url"], {"archiefactiedatum": None})
    assert (emptied.status, emptied.codes) == (400, {("archiefactiedatum", "archiefactiedatum-not-set")})


# --- deleting (zrc-023) ----------------------------------------------------------------------------------------------


@pytest.mark.rule("Z-40")
async def test_deleting_a_zaak_takes_everything_along(gemeente: Gemeente) -> None:
    """A citizen whose file was destroyed still stands in the register with name and number."""
    client = gemeente.client
    hoofdtype, deeltype = await hoofd_en_deeltype(client)
    hoofdzaak = await een_zaak(client, hoofdtype)
    under = [await een_zaak(client, deeltype, hoofdzaak=hoofdzaak["url"]) for _ in range(2)]
    blijft = await een_zaak(
        client, hoofdtype, relevanteAndereZaken=[{"url": hoofdzaak["url"], "aardRelatie": "vervolg"}]
    )
    gone = [hoofdzaak["url"], *(z["url"] for z in under)]
    for zaak, zaaktype in ((hoofdzaak, hoofdtype), (under[0], deeltype)):
        rol = await een_rol(client, zaak, zaaktype["roltypen"][0])
        status = await een_status(client, zaak, zaaktype["statustypen"][0], gezetdoor=rol["url"])
        pand = {"zaak": zaak["url"], "objectType": "pand", "objectIdentificatie": {"identificatie": "0599100000000001"}}
        zaakobject = await made(client, f"{ZAKEN}/zaakobjecten", pand)
        gone += [rol["url"], status["url"], zaakobject["url"]]

    answer = await client.delete(hoofdzaak["url"])

    assert (answer.status, answer.body) == (204, b"")
    assert {(await client.get(url)).status for url in gone} == {404}
    assert {(await client.get(f"{z['url']}/audittrail")).status for z in (hoofdzaak, *under)} == {404}
    for table in ("zaak", "zaak_document", "rol", "status", "zaakobject"):
        (left,) = await gemeente.rows(f"select count(*) from {table}")
        assert (table, left[0]) == (table, 1 if table.startswith("zaak") and table != "zaakobject" else 0)
    assert (
        await gemeente.rows("select 1 from audit where hoofd_resource = 'zaak' and resource_id <> $1", blijft["uuid"])
        == []
    )
    destroyed = await gemeente.rows(
        "select resource_id::text from outbox where kanaal = 'zaken' and resource = 'zaak' and actie = 'destroy'"
    )
    assert {e[0] for e in destroyed} == {z["uuid"] for z in (hoofdzaak, *under)}
    listed = (await client.get(f"{ZAKEN}/zaken")).json
    assert (listed["count"], [z["url"] for z in listed["results"]]) == (1, [blijft["url"]])


@pytest.mark.rule("Z-40")
async def test_deelzaak_may_be_deleted_alone(client: Client) -> None:
    """One part that was made by mistake costs the whole case."""
    hoofdtype, deeltype = await hoofd_en_deeltype(client)
    hoofdzaak = await een_zaak(client, hoofdtype)
    weg, blijft = [await een_zaak(client, deeltype, hoofdzaak=hoofdzaak["url"]) for _ in range(2)]
    assert (await client.delete(weg["url"])).status == 204
    assert (await client.get(hoofdzaak["url"])).json["deelzaken"] == [blijft["url"]]
    assert (await client.get(blijft["url"])).status == 200


@pytest.mark.rule("Z-40", "Z-10")
async def test_deleting_a_hoofdzaak_needs_rights_on_its_deelzaken(gemeente: Gemeente) -> None:
    """Somebody destroys secret files by deleting the ordinary one they hang under."""
    client = gemeente.client
    hoofdtype, deeltype = await hoofd_en_deeltype(client)
    hoofdzaak = await een_zaak(client, hoofdtype)
    deelzaak = await een_zaak(client, deeltype, hoofdzaak=hoofdzaak["url"], vertrouwelijkheidaanduiding="zeer_geheim")
    limited = await gemeente.application(zrc(["zaken.verwijderen"], hoofdtype), zrc(["zaken.verwijderen"], deeltype))
    answer = await limited.delete(hoofdzaak["url"])
    assert (answer.status, answer.json["code"]) == (403, "permission_denied")
    assert [(await client.get(z["url"])).status for z in (hoofdzaak, deelzaak)] == [200, 200]


# --- numbers and fields of the server --------------------------------------------------------------------------------


@pytest.mark.rule("Z-54")
@pytest.mark.parametrize("name", ["bronorganisatie", "verantwoordelijkeOrganisatie", "opdrachtgevendeOrganisatie"])
@pytest.mark.parametrize(
    ("rsin", "code"),
    [("123456789", "invalid"), ("12345678", "invalid-length"), ("12345678a", "invalid"), ("1234567890", "max_length")],
)
async def test_rsin_passes_the_eleven_test(client: Client, name: str, rsin: str, code: str) -> None:
    """A typing error books a case on an organisation that does not exist."""
    zaaktype = await een_zaaktype(client)
    answer = await client.post(f"{ZAKEN}/zaken", zaak_body(zaaktype["url"], **{name: rsin}))
    assert (answer.status, answer.codes) == (400, {(name, code)})


@pytest.mark.rule("Z-54")
@pytest.mark.parametrize("rsin", ["000000000", RSIN, ANDER_RSIN])
async def test_good_rsin_is_taken(client: Client, rsin: str) -> None:
    """Programs that write nine zeroes for "unknown", as they always could, are refused."""
    zaak = await een_zaak(
        client, bronorganisatie=rsin, verantwoordelijkeOrganisatie=rsin, opdrachtgevendeOrganisatie=rsin
    )
    assert {zaak[n] for n in ("bronorganisatie", "verantwoordelijkeOrganisatie", "opdrachtgevendeOrganisatie")} == {
        rsin
    }


@pytest.mark.rule("Z-55")
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH"])
async def test_what_the_server_works_out_cannot_be_sent(client: Client, method: str) -> None:
    """A program closes a case, or gives it another person's role, by writing what only follows."""
    zaaktype = await een_zaaktype(client)
    other = await een_zaak(client, zaaktype)
    rol = await een_rol(client, other, zaaktype["roltypen"][0])
    derived = {
        "url": other["url"], "uuid": other["uuid"], "einddatum": "2026-02-02", "deelzaken": [other["url"]],
        "eigenschappen": [rol["url"]], "rollen": [rol["url"]], "status": rol["url"], "resultaat": rol["url"],
        "zaakinformatieobjecten": [rol["url"]], "zaakobjecten": [rol["url"]],
    }  # fmt: skip
    zaak = await een_zaak(client, zaaktype)
    body = zaak_body(zaaktype["url"], **derived) if method != "PATCH" else derived
    answer = await client.call(method, f"{ZAKEN}/zaken" if method == "POST" else zaak["url"], body=body)
    assert answer.status in (200, 201)
    shown = answer.json
    assert shown["uuid"] not in (other["uuid"], "")
    assert shown["url"].endswith(shown["uuid"])
    assert shown["einddatum"] is None
    assert (shown["status"], shown["resultaat"]) == (None, None)
    empty = ("deelzaken", "eigenschappen", "rollen", "zaakinformatieobjecten", "zaakobjecten")
    assert [shown[name] for name in empty] == [[]] * 5


@pytest.mark.rule("Z-55")
@pytest.mark.parametrize(
    ("now", "today"), [("2026-03-31T21:59:00Z", "2026-03-31"), ("2026-03-31T22:30:00Z", "2026-04-01")]
)
async def test_zaak_is_registered_today_in_amsterdam(
    client: Client, clock: Callable[[str], None], now: str, today: str
) -> None:
    """A form sent in just after midnight counts as a day too late or too early."""
    clock(now)
    zaaktype = await een_zaaktype(client)
    assert (await een_zaak(client, zaaktype))["registratiedatum"] == today
    assert (await een_zaak(client, zaaktype, registratiedatum="2020-05-05"))["registratiedatum"] == "2020-05-05"


# --- geometry --------------------------------------------------------------------------------------------------------

GEOMETRIE: dict[str, dict[str, Any]] = {
    "Point": {"type": "Point", "coordinates": [4.9, 52.37]},
    "MultiPoint": {"type": "MultiPoint", "coordinates": [[4.9, 52.37], [5.1, 52.09]]},
    "LineString": {"type": "LineString", "coordinates": [[4.9, 52.37], [5.1, 52.09]]},
    "MultiLineString": {"type": "MultiLineString", "coordinates": [[[4.9, 52.37], [5.1, 52.09]], [[4, 52], [5, 53]]]},
    "Polygon": {
        "type": "Polygon",
        "coordinates": [
            [[4, 52], [5, 52], [5, 53], [4, 53], [4, 52]],
            [[4.2, 52.2], [4.4, 52.2], [4.4, 52.4], [4.2, 52.2]],
        ],
    },
    "MultiPolygon": {"type": "MultiPolygon", "coordinates": [[[[4, 52], [5, 52], [5, 53], [4, 52]]]]},
    "GeometryCollection": {
        "type": "GeometryCollection",
        "geometries": [{"type": "Point", "coordinates": [4.9, 52.37]}, {"type": "Point", "coordinates": [5, 52]}],
    },
}


@pytest.mark.parametrize("kind", GEOMETRIE)
async def test_place_comes_back_as_it_was_given(client: Client, kind: str) -> None:
    """The pothole lies in another street than where the citizen pointed."""
    zaak = await een_zaak(client, zaakgeometrie=GEOMETRIE[kind])
    assert zaak["zaakgeometrie"] == GEOMETRIE[kind]
    assert (await client.get(zaak["url"])).json["zaakgeometrie"] == GEOMETRIE[kind]
    assert (await patched(client, zaak, zaakgeometrie=None))["zaakgeometrie"] is None


@pytest.mark.parametrize(
    "geometrie",
    [
        {"type": "Punt", "coordinates": [4.9, 52.37]},
        {"type": "Point"},
        {"type": "Point", "coordinates": ["4.9", "x"]},
        {"type": "Point", "coordinates": [121000, 487000]},  # metres of Rijksdriehoek
        {"type": "LineString", "coordinates": [[4.9, 52.37]]},
        {"type": "Polygon", "coordinates": [[[4, 52], [5, 52]]]},
        "POINT(4.9 52.37)",
    ],
)
async def test_place_that_is_no_geojson_is_refused(client: Client, geometrie: Any) -> None:
    """A case cannot be shown on the map, or stops the whole map."""
    zaaktype = await een_zaaktype(client)
    answer = await client.post(f"{ZAKEN}/zaken", zaak_body(zaaktype["url"], zaakgeometrie=geometrie))
    assert answer.status == 400
    assert {name.split(".")[0] for name, _ in answer.codes} == {"zaakgeometrie"}
