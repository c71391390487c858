"""Zaakeigenschappen of the Zaken API 1.7.0 (zrc-018), and how a value is held against its specificatie.

Source: gemma-zaken, docs/standaard/zaken, and RULES.md §6.
"""

from typing import Any

import pytest

from meent.services.catalogi.eigenschap import EigenschapSpecificatie
from meent.services.zaken.eigenschapwaarde import waarom_niet
from tests.asgi import Client, Response
from tests.zgw import een_zaak, een_zaaktype, made

LETTERS, DATUM = 0, 1


async def eigenschap(
    client: Client, zaak: dict[str, Any], zaaktype: dict[str, Any], which: int, waarde: str
) -> Response:
    body = {"zaak": zaak["url"], "eigenschap": zaaktype["eigenschappen"][which]["url"], "waarde": waarde}
    return await client.post(f"{zaak['url']}/zaakeigenschappen", body)


@pytest.mark.rule("Z-51")
async def test_naam_comes_from_the_eigenschap_and_stays(client: Client) -> None:
    """A number plate is shown as a date."""
    zaaktype = await een_zaaktype(client)
    zaak = await een_zaak(client, zaaktype)
    answer = await eigenschap(client, zaak, zaaktype, LETTERS, "A-123-BC")
    row = answer.json
    assert (answer.status, row["naam"], row["waarde"]) == (201, "kenteken", "A-123-BC")
    assert answer.headers["location"] == row["url"] == f"{zaak['url']}/zaakeigenschappen/{row['uuid']}"
    assert "x-warning" not in answer.headers
    assert (await client.patch(row["url"], {"waarde": "A-124-BC", "naam": "Anders"})).json == row | {
        "waarde": "A-124-BC"
    }
    for name, other in (
        ("eigenschap", zaaktype["eigenschappen"][DATUM]["url"]),
        ("zaak", (await een_zaak(client, zaaktype))["url"]),
    ):
        refused = await client.patch(row["url"], {name: other})
        assert (refused.status, refused.codes) == (400, {(name, "wijzigen-niet-toegelaten")})


@pytest.mark.rule("Z-51")
async def test_value_that_does_not_fit_is_kept_with_a_warning(client: Client) -> None:
    """A term that depends on this date is never computed, and nobody was told why."""
    zaaktype = await een_zaaktype(client)
    zaak = await een_zaak(client, zaaktype)
    answer = await eigenschap(client, zaak, zaaktype, DATUM, "31 maart")
    assert (answer.status, answer.json["waarde"]) == (201, "31 maart")
    assert "vanaf" in answer.headers["x-warning"]
    better = await client.patch(answer.json["url"], {"waarde": "20260331"})
    assert "x-warning" not in better.headers
    assert "x-warning" in (await client.patch(answer.json["url"], {"waarde": "2026-03-31"})).headers


@pytest.mark.rule("Z-32")
async def test_eigenschap_is_one_of_the_zaaktype(client: Client) -> None:
    """A request for a passport has the height of a tree."""
    zaaktype, other = await een_zaaktype(client), await een_zaaktype(client)
    zaak = await een_zaak(client, zaaktype)
    refused = await eigenschap(client, zaak, other, LETTERS, "x")
    assert (refused.status, refused.codes) == (400, {("nonFieldErrors", "zaaktype-mismatch")})
    assert (await client.get(f"{zaak['url']}/zaakeigenschappen")).json == []


async def test_zaak_shows_and_expands_its_eigenschappen(client: Client) -> None:
    """Half of what was recorded is missing on the screen."""
    zaaktype = await een_zaaktype(client)
    zaak = await een_zaak(client, zaaktype)
    rows = [(await eigenschap(client, zaak, zaaktype, which, "20260331")).json for which in (LETTERS, DATUM)]
    shown = (await client.get(zaak["url"], {"expand": "eigenschappen,eigenschappen.eigenschap"})).json
    assert shown["eigenschappen"] == [row["url"] for row in rows]
    inner = shown["_expand"]["eigenschappen"]
    assert [e["naam"] for e in inner] == [e["_expand"]["eigenschap"]["naam"] for e in inner] == ["kenteken", "vanaf"]
    assert (await client.delete(rows[0]["url"])).status == 204
    assert (await client.get(zaak["url"])).json["eigenschappen"] == [rows[1]["url"]]


async def test_trail_tells_the_address_under_the_zaak(client: Client) -> None:
    """Who follows the trail to what changed finds nothing there."""
    zaaktype = await een_zaaktype(client)
    zaak = await een_zaak(client, zaaktype)
    row = await made(client, f"{zaak['url']}/zaakeigenschappen", {
        "zaak": zaak["url"], "eigenschap": zaaktype["eigenschappen"][LETTERS]["url"], "waarde": "x",
    })  # fmt: skip
    line = (await client.get(f"{zaak['url']}/audittrail")).json[-1]
    assert (line["hoofdObject"], line["resourceUrl"], line["resource"]) == (zaak["url"], row["url"], "zaakeigenschap")


@pytest.mark.rule("Z-51")
@pytest.mark.parametrize(
    ("formaat", "lengte", "waarde", "past"),
    [
        ("tekst", "5", "vijf!", True),
        ("tekst", "5", "zes!!!", False),
        ("getal", "8", "12345678", True),
        ("getal", "8", "123456789", False),
        ("getal", "8", "1,5", False),
        ("getal", "8,2", "12345678,99", True),
        ("getal", "8,2", "-1,5", True),
        ("getal", "8,2", "1,555", False),
        ("getal", "8,2", "1.5", False),
        ("getal", "8,2", "", False),
        ("datum", "8", "20260331", True),
        ("datum", "8", "20260230", False),
        ("datum", "8", "2026-03-31", False),
        ("datum_tijd", "14", "20260331235959", True),
        ("datum_tijd", "14", "20260331240000", False),
        ("datum_tijd", "14", "20260331", False),
    ],
)
def test_value_is_held_against_its_specificatie(formaat: Any, lengte: str, waarde: str, past: bool) -> None:
    """A warning for what is right is one that people stop reading."""
    specificatie = EigenschapSpecificatie(formaat=formaat, lengte=lengte, kardinaliteit="1")
    assert (waarom_niet(specificatie, waarde) == "") is past


@pytest.mark.rule("Z-51")
def test_value_is_one_of_those_that_are_listed() -> None:
    """Somebody types "ja hoor" where ja or nee is asked."""
    specificatie = EigenschapSpecificatie(
        formaat="tekst", lengte="3", kardinaliteit="1", waardenverzameling=["ja", "nee"]
    )
    assert waarom_niet(specificatie, "ja") == ""
    assert "ja, nee" in waarom_niet(specificatie, "ja hoor")
