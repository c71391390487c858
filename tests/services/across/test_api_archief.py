"""Archive fields of a zaak at its closing and after it, through the API (Zaken API 1.7.0, zrc-021, zrc-022, zrc-026).

Source: gemma-zaken, docs/standaard/zaken, and RULES.md §6.1. The nine ways themselves: test_archief.py.
"""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from meent.data.pool import Connection
from tests.asgi import Client, Response
from tests.conftest import Gemeente
from tests.zgw import (
    BESLUITEN,
    CATALOGI,
    ZAKEN,
    besluit_body,
    een_besluit,
    een_besluittype,
    een_catalogus,
    een_status,
    een_zaak,
    een_zaaktype,
    made,
    resultaattype_body,
    zaak_body,
    zrc,
)  # fmt: skip

Clock = Callable[[str], None]
Json = dict[str, Any]
SLUITING = "2026-03-02T10:00:00Z"
VELDEN = ("archiefnominatie", "startdatumBewaartermijn", "archiefactiedatum")
FORCED = ["zaken.lezen", "zaken.bijwerken", "zaken.geforceerd-bijwerken"]


@pytest.fixture(autouse=True)
def now(clock: Clock) -> None:
    """A fixed day, after all moments that these tests write."""
    clock("2026-12-01T12:00:00Z")


async def een_type(
    client: Client, afleidingswijze: str, *, termijn: str | None = "P5Y", nominatie: str = "vernietigen", **bron: Any
) -> Json:
    """A zaaktype of which `resultaattype` derives in this way; its zaken may be deelzaken of each other."""
    catalogus = (await een_catalogus(client))["url"]
    besluittype = await een_besluittype(client, catalogus)
    zaaktype = await een_zaaktype(
        client, catalogus, identificatie="ZELF", deelzaaktypen=["ZELF"], besluittypen=[besluittype["omschrijving"]]
    )
    resultaattype = await een_resultaattype(client, zaaktype, afleidingswijze, termijn, nominatie, **bron)
    return zaaktype | {"resultaattype": resultaattype, "besluittype": besluittype}


async def een_resultaattype(
    client: Client, zaaktype: Json, afleidingswijze: str, termijn: str | None, nominatie: str, **bron: Any
) -> Json:
    body = resultaattype_body(
        zaaktype["url"],
        archiefnominatie=nominatie,
        archiefactietermijn=termijn,
        brondatumArchiefprocedure={"afleidingswijze": afleidingswijze, **bron},
    )
    return await made(client, f"{CATALOGI}/resultaattypen", body)


async def met_resultaat(client: Client, zaaktype: Json, **zaak: Any) -> Json:
    """A zaak, still open, with the resultaat of which the archive fields follow."""
    made_zaak = await een_zaak(client, zaaktype, **zaak)
    await made(
        client,
        f"{ZAKEN}/resultaten",
        {"zaak": made_zaak["url"], "resultaattype": zaaktype["resultaattype"]["url"]},
    )
    return made_zaak


async def sluit(client: Client, zaak: Json, zaaktype: Json, op: str = SLUITING) -> Response:
    body = {"zaak": zaak["url"], "statustype": zaaktype["statustypen"][-1]["url"], "datumStatusGezet": op}
    return await client.post(f"{ZAKEN}/statussen", body)


async def gesloten(client: Client, zaaktype: Json, **zaak: Any) -> Json:
    """Closed on 2 March 2026."""
    open_zaak = await met_resultaat(client, zaaktype, **zaak)
    answer = await sluit(client, open_zaak, zaaktype)
    assert answer.status == 201, answer.body
    return open_zaak


async def archief(client: Client, zaak: Json) -> tuple[str | None, ...]:
    """Nominatie, begin of the bewaartermijn, and the day of destruction or transfer."""
    shown = (await client.get(zaak["url"])).json
    return tuple(shown[name] for name in VELDEN)


async def besluit_bij(client: Client, zaak: Json, zaaktype: Json, **extra: Any) -> Json:
    return await een_besluit(client, zaaktype["besluittype"], zaak=zaak["url"], **extra)


async def object_bij(client: Client, zaak: Json, **extra: Any) -> Json:
    body = {"zaak": zaak["url"], "objectType": "overige", "objectTypeOverige": "vergunning", **extra}
    return await made(client, f"{ZAKEN}/zaakobjecten", body)


def overige(**data: Any) -> Json:
    return {"objectIdentificatie": {"overigeData": data}}


# --- closing ---------------------------------------------------------------------------------------------------------


@pytest.mark.rule("Z-37", "Z-44")
async def test_closing_gives_the_archive_fields(gemeente: Gemeente) -> None:
    """Nobody knows when a file may be destroyed, so everything is kept for ever or thrown away by hand."""
    client = gemeente.client
    zaaktype = await een_type(client, "afgehandeld")
    zaak = await gesloten(client, zaaktype)
    assert await archief(client, zaak) == ("vernietigen", "2026-03-02", "2031-03-02")
    of_status, of_zaak = (await client.get(f"{zaak['url']}/audittrail")).json[-2:]
    assert (of_status["resource"], of_zaak["resource"], of_zaak["actie"]) == ("status", "zaak", "partial_update")
    assert of_zaak["wijzigingen"]["oud"]["archiefactiedatum"] is None
    assert of_zaak["wijzigingen"]["nieuw"]["einddatum"] == "2026-03-02"  # one change: the end and what follows from it
    events = await gemeente.rows("select actie, resource from outbox where kanaal = 'zaken' order by id desc limit 2")
    assert [tuple(e) for e in events] == [("partial_update", "zaak"), ("create", "status")]


@pytest.mark.rule("Z-37")
@pytest.mark.parametrize(
    ("op", "start", "actie"),
    [
        ("2026-03-02T23:30:00Z", "2026-03-03", "2027-03-03"),  # past midnight in Amsterdam
        ("2024-02-29T10:00:00Z", "2024-02-29", "2025-02-28"),
    ],
)
async def test_terms_are_counted_on_the_calendar_in_amsterdam(client: Client, op: str, start: str, actie: str) -> None:
    """A file goes a day too early."""
    zaaktype = await een_type(client, "afgehandeld", termijn="P1Y")
    zaak = await met_resultaat(client, zaaktype, startdatum="2024-01-05")
    assert (await sluit(client, zaak, zaaktype, op)).status == 201
    assert await archief(client, zaak) == ("vernietigen", start, actie)


@pytest.mark.rule("Z-37", "Z-44")
@pytest.mark.parametrize(
    ("nominatie", "termijn", "zaak", "uitkomst"),
    [
        ("vernietigen", None, {}, ("vernietigen", None, None)),
        ("blijvend_bewaren", "P20Y", {}, ("blijvend_bewaren", None, "2046-03-02")),
        (
            "vernietigen",
            "P5Y",
            {"archiefnominatie": "blijvend_bewaren"},
            ("blijvend_bewaren", None, "2031-03-02"),
        ),
        (
            "vernietigen",
            "P5Y",
            {"startdatumBewaartermijn": "2030-01-01"},
            ("vernietigen", "2030-01-01", "2035-01-01"),
        ),
        (
            "vernietigen",
            "P5Y",
            {"archiefactiedatum": "2050-01-01"},
            ("vernietigen", "2026-03-02", "2050-01-01"),
        ),
    ],
)
async def test_what_somebody_chose_wins(
    client: Client, nominatie: str, termijn: str | None, zaak: Json, uitkomst: tuple[str | None, ...]
) -> None:
    """The judgement of a record manager is overwritten by a table."""
    zaaktype = await een_type(client, "afgehandeld", nominatie=nominatie, termijn=termijn)
    assert await archief(client, await gesloten(client, zaaktype, **zaak)) == uitkomst


@pytest.mark.rule("Z-37")
@pytest.mark.parametrize(
    ("afleidingswijze", "bron"),
    [
        ("hoofdzaak", {}),
        ("gerelateerde_zaak", {}),
        ("ingangsdatum_besluit", {}),
        ("zaakobject", {"datumkenmerk": "overigeData/einddatum", "objecttype": "overige"}),
    ],
)
async def test_closing_is_refused_when_something_was_forgotten(
    client: Client, afleidingswijze: str, bron: Json
) -> None:
    """The case disappears from the work list and its file lies around without a date."""
    zaaktype = await een_type(client, afleidingswijze, **bron)
    zaak = await met_resultaat(client, zaaktype)
    refused = await sluit(client, zaak, zaaktype)
    assert (refused.status, refused.codes) == (400, {("nonFieldErrors", "archiefactiedatum-error")})
    assert (await client.get(zaak["url"])).json["einddatum"] is None


@pytest.mark.rule("Z-37")
@pytest.mark.parametrize(
    ("afleidingswijze", "bron"),
    [
        ("ander_datumkenmerk", {"datumkenmerk": "x", "objecttype": "pand", "registratie": "y"}),
        ("eigenschap", {"datumkenmerk": "vanaf"}),
        ("vervaldatum_besluit", {}),
    ],
)
async def test_closing_does_not_wait_for_what_comes_later(client: Client, afleidingswijze: str, bron: Json) -> None:
    """Work that is done cannot be closed for years."""
    zaaktype = await een_type(client, afleidingswijze, **bron)
    assert await archief(client, await gesloten(client, zaaktype)) == ("vernietigen", None, None)


# --- besluiten -------------------------------------------------------------------------------------------------------


@pytest.mark.rule("Z-37")
async def test_last_besluit_counts(client: Client) -> None:
    """The file of a permit is destroyed while the permit still holds."""
    zaaktype = await een_type(client, "vervaldatum_besluit")
    zaak = await met_resultaat(client, zaaktype)
    for vervaldatum in ("2036-01-01", "2031-01-01", None):
        await besluit_bij(client, zaak, zaaktype, vervaldatum=vervaldatum)
    assert (await sluit(client, zaak, zaaktype)).status == 201
    assert await archief(client, zaak) == ("vernietigen", "2036-01-01", "2041-01-01")


@pytest.mark.rule("Z-37", "AT-06")
async def test_later_besluit_moves_the_dates(gemeente: Gemeente) -> None:
    """An appeal changes the end of a permit and the file goes on the old day."""
    client = gemeente.client
    zaaktype = await een_type(client, "vervaldatum_besluit")
    zaak = await gesloten(client, zaaktype)
    trail = len((await client.get(f"{zaak['url']}/audittrail")).json)
    besluit = await besluit_bij(client, zaak, zaaktype, vervaldatum="2030-01-01")
    assert await archief(client, zaak) == ("vernietigen", "2030-01-01", "2035-01-01")
    assert (await client.patch(besluit["url"], {"vervaldatum": "2032-02-29"})).status == 200
    assert await archief(client, zaak) == ("vernietigen", "2032-02-29", "2037-02-28")
    assert (await client.patch(besluit["url"], {"toelichting": "Uitleg"})).status == 200
    assert (await client.delete(besluit["url"])).status == 204
    assert await archief(client, zaak) == ("vernietigen", None, None)
    lines = (await client.get(f"{zaak['url']}/audittrail")).json[trail:]
    moved = [line["wijzigingen"]["nieuw"]["archiefactiedatum"] for line in lines if line["resource"] == "zaak"]
    assert moved == ["2035-01-01", "2037-02-28", None]
    events = await gemeente.rows("select actie from outbox where kanaal = 'zaken' and resource = 'zaak' order by id")
    assert [event[0] for event in events[-3:]] == ["partial_update"] * 3


@pytest.mark.rule("Z-37")
async def test_besluit_of_another_way_moves_nothing(client: Client) -> None:
    """Every letter that is sent later moves the day of destruction."""
    zaaktype = await een_type(client, "afgehandeld")
    zaak = await gesloten(client, zaaktype)
    before = (await client.get(zaak["url"])).json
    await besluit_bij(client, zaak, zaaktype, vervaldatum="2040-01-01")
    assert (await client.get(zaak["url"])).json == before


@pytest.mark.rule("Z-37", "Z-44")
async def test_date_that_was_put_off_stays(client: Client) -> None:
    """A judge orders a file to be kept, and it is destroyed because of a later letter."""
    zaaktype = await een_type(client, "vervaldatum_besluit")
    zaak = await met_resultaat(client, zaaktype)
    besluit = await besluit_bij(client, zaak, zaaktype, vervaldatum="2030-01-01")
    assert (await sluit(client, zaak, zaaktype)).status == 201
    assert (await client.patch(zaak["url"], {"archiefactiedatum": "2060-01-01"})).status == 200
    assert (await client.patch(besluit["url"], {"vervaldatum": "2031-01-01"})).status == 200
    assert await archief(client, zaak) == ("vernietigen", "2031-01-01", "2060-01-01")


@pytest.mark.rule("Z-37")
async def test_archived_file_keeps_its_dates(client: Client) -> None:
    """The register says another day than the papers with which a file was handed over."""
    zaaktype = await een_type(client, "vervaldatum_besluit")
    zaak = await met_resultaat(client, zaaktype)
    besluit = await besluit_bij(client, zaak, zaaktype, vervaldatum="2030-01-01")
    assert (await sluit(client, zaak, zaaktype)).status == 201
    assert (await client.patch(zaak["url"], {"archiefstatus": "overgedragen"})).status == 200
    assert (await client.delete(besluit["url"])).status == 204
    assert await archief(client, zaak) == ("vernietigen", "2030-01-01", "2035-01-01")


@pytest.mark.rule("Z-37")
async def test_besluit_during_closing_counts(client: Client) -> None:
    """Two colleagues press a button at once, and a besluit is not seen by either."""
    zaaktype = await een_type(client, "vervaldatum_besluit")
    for _ in range(5):
        zaak = await met_resultaat(client, zaaktype)
        body = besluit_body(zaaktype["besluittype"]["url"], zaak=zaak["url"], vervaldatum="2030-01-01")
        answers = await asyncio.gather(sluit(client, zaak, zaaktype), client.post(f"{BESLUITEN}/besluiten", body))
        assert [a.status for a in answers] == [201, 201]
        assert await archief(client, zaak) == ("vernietigen", "2030-01-01", "2035-01-01")


# --- objects ---------------------------------------------------------------------------------------------------------

EINDE = {"datumkenmerk": "overigeData/geldigheid/einde", "objecttype": "overige"}


@pytest.mark.rule("Z-37")
async def test_last_object_counts_and_a_later_one_moves_the_dates(client: Client) -> None:
    """The file of a building goes while the building still stands."""
    zaaktype = await een_type(client, "zaakobject", **EINDE)
    zaak = await met_resultaat(client, zaaktype)
    await object_bij(client, zaak, **overige(geldigheid={"einde": "2027-01-01"}))
    other = await object_bij(client, zaak, **overige(geldigheid={"einde": "20280101"}))
    pand = {"zaak": zaak["url"], "objectType": "pand", "objectIdentificatie": {"identificatie": "0599100000000001"}}
    await made(client, f"{ZAKEN}/zaakobjecten", pand)  # of another type: does not count
    assert (await sluit(client, zaak, zaaktype)).status == 201
    assert await archief(client, zaak) == ("vernietigen", "2028-01-01", "2033-01-01")
    await client.patch(other["url"], overige(geldigheid={"einde": "2029-01-01"}))
    assert await archief(client, zaak) == ("vernietigen", "2029-01-01", "2034-01-01")
    await object_bij(client, zaak, **overige(geldigheid={"einde": "2030-01-01"}))
    assert await archief(client, zaak) == ("vernietigen", "2030-01-01", "2035-01-01")
    await object_bij(client, zaak, **overige(geldigheid={}))  # nobody knows when this one ends
    assert await archief(client, zaak) == ("vernietigen", None, None)


@pytest.mark.rule("Z-37")
async def test_object_without_the_date_stops_closing(client: Client) -> None:
    """The case is closed, the object is forgotten, and nobody finds out when its file may go."""
    zaaktype = await een_type(client, "zaakobject", **EINDE)
    zaak = await met_resultaat(client, zaaktype)
    await object_bij(client, zaak, **overige(geldigheid={"einde": "2027-01-01"}))
    await object_bij(client, zaak, **overige(geldigheid="2028-01-01"))
    refused = await sluit(client, zaak, zaaktype)
    assert (refused.status, refused.codes) == (400, {("nonFieldErrors", "archiefactiedatum-error")})


@pytest.mark.rule("Z-37")
async def test_object_of_our_own_is_read_in_our_own_register(client: Client) -> None:
    """A link to a besluit in the register next door is not followed."""
    zaaktype = await een_type(client, "zaakobject", datumkenmerk="uiterlijkeReactiedatum", objecttype="besluit")
    zaak = await met_resultaat(client, zaaktype)
    besluit = await besluit_bij(client, zaak, zaaktype, uiterlijkeReactiedatum="2027-06-01")
    await made(
        client, f"{ZAKEN}/zaakobjecten", {"zaak": zaak["url"], "objectType": "besluit", "object": besluit["url"]}
    )
    assert (await sluit(client, zaak, zaaktype)).status == 201
    assert await archief(client, zaak) == ("vernietigen", "2027-06-01", "2032-06-01")


@pytest.mark.rule("Z-37")
async def test_object_that_cannot_be_read_stops_closing(client: Client) -> None:
    """A register that is down for an hour leaves files without a date."""
    zaaktype = await een_type(client, "zaakobject", datumkenmerk="einddatum", objecttype="pand")
    zaak = await met_resultaat(client, zaaktype)
    body = {"zaak": zaak["url"], "objectType": "pand", "object": "https://bag.example.nl/panden/1"}
    await made(client, f"{ZAKEN}/zaakobjecten", body)
    refused = await sluit(client, zaak, zaaktype)
    assert (refused.status, refused.codes) == (400, {("nonFieldErrors", "archiefactiedatum-error")})


# --- eigenschappen ---------------------------------------------------------------------------------------------------

VANAF = {"datumkenmerk": "vanaf"}


async def eigenschap_bij(client: Client, zaak: Json, zaaktype: Json, naam: str, waarde: str) -> Json:
    (eigenschap,) = [e for e in zaaktype["eigenschappen"] if e["naam"] == naam]
    body = {"zaak": zaak["url"], "eigenschap": eigenschap["url"], "waarde": waarde}
    return await made(client, f"{zaak['url']}/zaakeigenschappen", body)


@pytest.mark.rule("Z-37", "Z-44", "AT-06")
async def test_eigenschap_can_be_written_after_closing(client: Client) -> None:
    """The day on which a licence ended is written down years later, and its file stays for ever."""
    zaaktype = await een_type(client, "eigenschap", **VANAF)
    zaak = await met_resultaat(client, zaaktype)
    await eigenschap_bij(client, zaak, zaaktype, "kenteken", "20200101")  # another one: does not count
    assert (await sluit(client, zaak, zaaktype)).status == 201
    assert await archief(client, zaak) == ("vernietigen", None, None)
    vanaf = await eigenschap_bij(client, zaak, zaaktype, "vanaf", "20280229")
    assert await archief(client, zaak) == ("vernietigen", "2028-02-29", "2033-02-28")
    line = (await client.get(f"{zaak['url']}/audittrail")).json[-1]
    assert (line["resource"], line["wijzigingen"]["nieuw"]["archiefactiedatum"]) == ("zaak", "2033-02-28")
    for waarde, start, actie in (
        ("2029-06-01", "2029-06-01", "2034-06-01"),  # ISO, as clients send it (RULES §13 no. 16)
        ("onbekend", None, None),
        ("20300601", "2030-06-01", "2035-06-01"),
    ):
        assert (await client.patch(vanaf["url"], {"waarde": waarde})).status == 200
        assert await archief(client, zaak) == ("vernietigen", start, actie)
    assert (await client.delete(vanaf["url"])).status == 204
    assert await archief(client, zaak) == ("vernietigen", None, None)


@pytest.mark.rule("Z-37")
@pytest.mark.parametrize(("waarde", "status"), [("20280229", 201), ("2028-02-29", 201), ("volgend jaar", 400)])
async def test_eigenschap_that_is_no_date_stops_closing(client: Client, waarde: str, status: int) -> None:
    """A typing mistake keeps a file for ever."""
    zaaktype = await een_type(client, "eigenschap", **VANAF)
    zaak = await met_resultaat(client, zaaktype)
    await eigenschap_bij(client, zaak, zaaktype, "vanaf", waarde)
    answer = await sluit(client, zaak, zaaktype)
    wrong = set() if status == 201 else {("nonFieldErrors", "archiefactiedatum-error")}
    assert (answer.status, answer.codes) == (status, wrong)
    expected = ("vernietigen", "2028-02-29", "2033-02-28") if status == 201 else (None, None, None)
    assert await archief(client, zaak) == expected


# --- related zaken ---------------------------------------------------------------------------------------------------


def verwant(*zaken: Json) -> list[Json]:
    return [{"url": zaak["url"], "aardRelatie": "vervolg"} for zaak in zaken]


@pytest.mark.rule("Z-37")
async def test_last_related_zaak_counts(client: Client) -> None:
    """A file is needed in a case that goes on, and is gone."""
    gewoon = await een_type(client, "afgehandeld")
    zaaktype = await een_type(client, "gerelateerde_zaak")
    closed, later, still_open = [await met_resultaat(client, gewoon) for _ in range(3)]
    await sluit(client, closed, gewoon, "2026-04-01T10:00:00Z")
    await sluit(client, later, gewoon, "2026-06-01T10:00:00Z")
    zaak = await gesloten(client, zaaktype, relevanteAndereZaken=verwant(closed, later, still_open))
    assert await archief(client, zaak) == ("vernietigen", "2026-06-01", "2031-06-01")
    waiting = await gesloten(client, zaaktype, relevanteAndereZaken=verwant(still_open))
    assert await archief(client, waiting) == ("vernietigen", None, None)
    patched = await client.patch(waiting["url"], {"relevanteAndereZaken": verwant(closed, still_open)})
    assert (patched.status, patched.json["archiefactiedatum"]) == (200, "2031-04-01")
    assert await archief(client, waiting) == ("vernietigen", "2026-04-01", "2031-04-01")


@pytest.mark.rule("Z-37", "AT-06")
async def test_closing_reaches_the_zaken_that_look_at_it(gemeente: Gemeente, andere_gemeente: Gemeente) -> None:
    """Two cases that belong together are closed in the wrong order, and one file never gets its day."""
    client = gemeente.client
    gewoon, zaaktype = await een_type(client, "afgehandeld"), await een_type(client, "gerelateerde_zaak")
    first, second = [await met_resultaat(client, gewoon) for _ in range(2)]
    waiting = await gesloten(client, zaaktype, relevanteAndereZaken=verwant(first, second))
    bystander = await gesloten(client, gewoon, relevanteAndereZaken=verwant(first))
    no_longer = await gesloten(client, zaaktype, relevanteAndereZaken=verwant(first, waiting))
    assert (await client.patch(no_longer["url"], {"relevanteAndereZaken": verwant(waiting)})).status == 200
    before = [await archief(client, zaak) for zaak in (bystander, no_longer)]

    await sluit(client, first, gewoon, "2026-04-01T10:00:00Z")
    assert await archief(client, waiting) == ("vernietigen", "2026-04-01", "2031-04-01")
    line = (await client.get(f"{waiting['url']}/audittrail")).json[-1]
    assert (line["resource"], line["wijzigingen"]["nieuw"]["archiefactiedatum"]) == ("zaak", "2031-04-01")
    await sluit(client, second, gewoon, "2026-06-01T10:00:00Z")
    assert await archief(client, waiting) == ("vernietigen", "2026-06-01", "2031-06-01")
    await een_status(client, second, gewoon["statustypen"][0], op="2026-07-01T10:00:00Z")
    assert await archief(client, waiting) == ("vernietigen", "2026-04-01", "2031-04-01")
    assert [await archief(client, zaak) for zaak in (bystander, no_longer)] == before
    assert await gemeente.rows("select 1 from zaak_andere")
    assert not await andere_gemeente.rows("select 1 from zaak_andere")


# --- hoofdzaak and deelzaken -----------------------------------------------------------------------------------------


@pytest.mark.rule("Z-37", "AT-06")
async def test_deelzaken_wait_for_their_hoofdzaak(gemeente: Gemeente) -> None:
    """Half of a file is destroyed while the case as a whole goes on."""
    client = gemeente.client
    zaaktype = await een_type(client, "hoofdzaak")
    gewoon = await een_resultaattype(client, zaaktype, "afgehandeld", "P1Y", "vernietigen")
    hoofdzaak = await een_zaak(client, zaaktype)
    await made(client, f"{ZAKEN}/resultaten", {"zaak": hoofdzaak["url"], "resultaattype": gewoon["url"]})
    deelzaken = [await gesloten(client, zaaktype, hoofdzaak=hoofdzaak["url"]) for _ in range(2)]
    zelfstandig = await een_zaak(client, zaaktype, hoofdzaak=hoofdzaak["url"])
    await made(client, f"{ZAKEN}/resultaten", {"zaak": zelfstandig["url"], "resultaattype": gewoon["url"]})
    await een_status(client, zelfstandig, zaaktype["statustypen"][-1], op=SLUITING)
    for deelzaak in deelzaken:
        assert await archief(client, deelzaak) == ("vernietigen", None, None)
    own = await archief(client, zelfstandig)

    assert (await sluit(client, hoofdzaak, zaaktype, "2026-06-30T10:00:00Z")).status == 201
    for deelzaak in deelzaken:
        assert await archief(client, deelzaak) == ("vernietigen", "2026-06-30", "2031-06-30")
        line = (await client.get(f"{deelzaak['url']}/audittrail")).json[-1]
        assert (line["resource"], line["wijzigingen"]["nieuw"]["archiefactiedatum"]) == ("zaak", "2031-06-30")
    events = await gemeente.rows(
        "select resource_id from outbox where kanaal = 'zaken' and resource = 'zaak' order by id desc limit 3"
    )
    assert {str(e[0]) for e in events} == {z["uuid"] for z in (hoofdzaak, *deelzaken)}

    await een_status(client, hoofdzaak, zaaktype["statustypen"][0], op="2026-07-01T10:00:00Z")
    for deelzaak in deelzaken:
        assert await archief(client, deelzaak) == ("vernietigen", None, None)
        assert (await client.get(deelzaak["url"])).json["einddatum"] == "2026-03-02"
    assert await archief(client, hoofdzaak) == (None, None, None)
    assert await archief(client, zelfstandig) == own


@pytest.mark.rule("Z-37")
async def test_closed_zaak_moves_to_another_hoofdzaak(client: Client) -> None:
    """A file is kept as long as a case it no longer belongs to."""
    zaaktype = await een_type(client, "hoofdzaak")
    gewoon = await een_resultaattype(client, zaaktype, "afgehandeld", "P1Y", "vernietigen")
    hoofdzaken = [await een_zaak(client, zaaktype) for _ in range(2)]
    for hoofdzaak in hoofdzaken:
        await made(client, f"{ZAKEN}/resultaten", {"zaak": hoofdzaak["url"], "resultaattype": gewoon["url"]})
    assert (await sluit(client, hoofdzaken[0], zaaktype, "2026-06-30T10:00:00Z")).status == 201
    deelzaak = await gesloten(client, zaaktype, hoofdzaak=hoofdzaken[0]["url"])
    assert await archief(client, deelzaak) == ("vernietigen", "2026-06-30", "2031-06-30")
    assert (await client.patch(deelzaak["url"], {"hoofdzaak": hoofdzaken[1]["url"]})).status == 200
    assert await archief(client, deelzaak) == ("vernietigen", None, None)


@pytest.mark.rule("Z-16")
async def test_hoofdzaak_closes_when_its_waiting_deelzaken_have_a_resultaat(client: Client) -> None:
    """The part of a file that waited for this moment gets no date, and nobody looks at it again."""
    zaaktype = await een_type(client, "hoofdzaak")
    hoofdzaak = await met_resultaat(client, await with_own(client, zaaktype))
    deelzaak = await gesloten(client, zaaktype, hoofdzaak=hoofdzaak["url"])
    resultaat = (await client.get(deelzaak["url"])).json["resultaat"]
    assert (await client.delete(resultaat)).status == 204
    assert await archief(client, deelzaak) == (None, None, None)
    refused = await sluit(client, hoofdzaak, zaaktype)
    assert (refused.status, refused.codes) == (400, {("nonFieldErrors", "deelzaak-resultaat-does-not-exist")})
    body = {"zaak": deelzaak["url"], "resultaattype": zaaktype["resultaattype"]["url"]}
    await made(client, f"{ZAKEN}/resultaten", body)
    assert (await sluit(client, hoofdzaak, zaaktype)).status == 201
    assert await archief(client, deelzaak) == ("vernietigen", "2026-03-02", "2031-03-02")


async def with_own(client: Client, zaaktype: Json) -> Json:
    """The same zaaktype, with a resultaattype that looks at the zaak itself."""
    return zaaktype | {"resultaattype": await een_resultaattype(client, zaaktype, "afgehandeld", "P1Y", "vernietigen")}


@pytest.mark.rule("Z-37")
async def test_many_deelzaken_are_looked_at_together(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """A case with two hundred parts cannot be closed: the answer takes too long."""
    zaaktype = await een_type(client, "hoofdzaak")
    own = await with_own(client, zaaktype)
    asked: list[str] = []
    fetch = Connection.fetch

    async def counting(self: Connection, query: str, *args: Any, **kwargs: Any) -> Any:
        asked.append(query)
        return await fetch(self, query, *args, **kwargs)

    counts = []
    for aantal in (1, 4):
        hoofdzaak = await met_resultaat(client, own)
        for _ in range(aantal):
            await gesloten(client, zaaktype, hoofdzaak=hoofdzaak["url"])
        monkeypatch.setattr(Connection, "fetch", counting)
        asked.clear()
        assert (await sluit(client, hoofdzaak, zaaktype)).status == 201
        monkeypatch.undo()
        counts.append(len([query for query in asked if "FROM resultaat " in query]))
    assert counts == [2, 2]  # of the hoofdzaak itself, and of all its deelzaken


# --- after closing ---------------------------------------------------------------------------------------------------


@pytest.mark.rule("Z-37")
async def test_another_resultaat_gives_other_archive_fields(client: Client) -> None:
    """A request that turned out to be granted is thrown away as if it had been refused."""
    zaaktype = await een_type(client, "afgehandeld", termijn="P1Y")
    other = await een_resultaattype(client, zaaktype, "afgehandeld", "P20Y", "blijvend_bewaren")
    zaak = await gesloten(client, zaaktype)
    assert await archief(client, zaak) == ("vernietigen", "2026-03-02", "2027-03-02")
    resultaat = (await client.get(zaak["url"])).json["resultaat"]
    assert (await client.patch(resultaat, {"resultaattype": other["url"]})).status == 200
    assert await archief(client, zaak) == ("blijvend_bewaren", None, "2046-03-02")
    assert (await client.patch(resultaat, {"toelichting": "Alsnog"})).status == 200
    assert (await client.delete(resultaat)).status == 204
    assert await archief(client, zaak) == (None, None, None)


@pytest.mark.rule("Z-44")
async def test_begin_of_the_bewaartermijn_becomes_known_later(gemeente: Gemeente) -> None:
    """The file of a licence that was handed in after years stays for ever, because its case was closed."""
    client = gemeente.client
    bron = {"datumkenmerk": "einde", "objecttype": "pand", "registratie": "BAG"}
    zaaktype = await een_type(client, "ander_datumkenmerk", **bron)
    zaak = await gesloten(client, zaaktype)
    archivaris = await gemeente.application(zrc(FORCED, zaaktype))
    patched = await archivaris.patch(zaak["url"], {"startdatumBewaartermijn": "2028-02-29"})
    assert (patched.status, patched.json["archiefactiedatum"]) == (200, "2033-02-28")
    assert await archief(client, zaak) == ("vernietigen", "2028-02-29", "2033-02-28")
    ordinary = await gemeente.application(zrc(["zaken.lezen", "zaken.bijwerken"], zaaktype))
    assert (await ordinary.patch(zaak["url"], {"startdatumBewaartermijn": "2027-01-01"})).status == 403
    both = {"startdatumBewaartermijn": "2028-03-01", "archiefactiedatum": "2040-01-01"}
    assert (await archivaris.patch(zaak["url"], both)).status == 200
    assert await archief(client, zaak) == ("vernietigen", "2028-03-01", "2040-01-01")
    assert (await archivaris.patch(zaak["url"], {"startdatumBewaartermijn": None})).status == 200
    assert await archief(client, zaak) == ("vernietigen", None, "2040-01-01")


@pytest.mark.rule("Z-37", "Z-44")
async def test_put_without_archive_fields_keeps_what_follows(client: Client) -> None:
    """A correction of a spelling mistake by an older client takes the day of destruction away."""
    zaaktype = await een_type(client, "afgehandeld")
    zaak = await gesloten(client, zaaktype)
    put = await client.put(zaak["url"], zaak_body(zaaktype["url"], omschrijving="Beter gespeld"))
    assert put.status == 200
    assert await archief(client, zaak) == ("vernietigen", "2026-03-02", "2031-03-02")


@pytest.mark.rule("Z-37")
async def test_closed_again_on_another_day(client: Client) -> None:
    """The day of destruction is counted from a day on which the case was not closed."""
    zaaktype = await een_type(client, "afgehandeld")
    zaak = await gesloten(client, zaaktype)
    assert (await sluit(client, zaak, zaaktype, "2026-05-04T10:00:00Z")).status == 201
    assert await archief(client, zaak) == ("vernietigen", "2026-05-04", "2031-05-04")


@pytest.mark.rule("Z-20", "Z-37")
async def test_reopened_and_closed_again(client: Client) -> None:
    """A case keeps the day of destruction of a decision that was taken back."""
    zaaktype = await een_type(client, "afgehandeld")
    zaak = await gesloten(client, zaaktype)
    await een_status(client, zaak, zaaktype["statustypen"][0], op="2026-04-01T10:00:00Z")
    assert await archief(client, zaak) == (None, None, None)
    assert (await sluit(client, zaak, zaaktype, "2026-05-04T10:00:00Z")).status == 201
    assert await archief(client, zaak) == ("vernietigen", "2026-05-04", "2031-05-04")
