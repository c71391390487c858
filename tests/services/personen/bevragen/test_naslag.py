"""National tables to look up. Landelijke tabellen 1.0.0."""

from typing import Any

import pytest

from meent.services.personen.bevragen import naslag
from tests.asgi import Client
from tests.conftest import Gemeente
from tests.services.personen.bevragen.antwoord import fits_document
from tests.services.personen.bevragen.test_vragen import lines

TABELLEN = "/brp/api/v1/tabellen"


async def ask(client: Client, path: str, schema: str, **query: str) -> Any:
    """What stands there, which is what the document says."""
    answer = await client.get(TABELLEN + path, query)
    assert answer.headers["api-version"] == "1.0.0"
    return fits_document("tabellen", answer, schema)


async def codes(client: Client, tabel: str, **query: str) -> list[str]:
    return [w["code"] for w in (await ask(client, f"/{tabel}/waarden", "WaardeCollectie", **query))["waarden"]]


@pytest.mark.usefixtures("shared")
async def test_which_tables_there_are(client: Client, gemeente: Gemeente) -> None:
    """By name or by what they are about; nobody is in them, so nothing is in the log."""
    found = (await ask(client, "", "TabelCollectie"))["tabellen"]
    assert {"Gemeenten", "Landen", "Reden_Nationaliteit", "Geslacht"} <= {t["tabelidentificatie"] for t in found}
    one = {"tabelidentificatie": "Reden_Nationaliteit", "omschrijving": "Reden opnemen - beeindigen Nationaliteit"}
    assert await ask(client, "", "TabelCollectie", omschrijving="reden*NATIONALITEIT") == {"tabellen": [one]}
    assert await ask(client, "", "TabelCollectie", tabelidentificatie="Reden_Nationaliteit") == {"tabellen": [one]}
    answer = await client.get(f"{TABELLEN}/Reden_Nationaliteit")
    assert (answer.json, answer.headers["content-type"]) == (one, "application/hal+json")
    assert await lines(gemeente) == []


@pytest.mark.rule("BV-71")
@pytest.mark.rule("BV-72")
@pytest.mark.usefixtures("shared")
async def test_values_of_now_and_when_asked_those_of_before(client: Client) -> None:
    """A form that offers an abolished municipality gets letters sent to nobody."""
    assert await codes(client, "Gemeenten", omschrijving="ADUARD") == []
    assert await codes(client, "Gemeenten", omschrijving="Adua*", inclusiefbeeindigd="true") == ["0002"]
    assert await codes(client, "Gemeenten", omschrijving="adua*", inclusiefbeeindigd="false") == []
    assert await codes(client, "Landen", omschrijving="*derland") == ["6030"]
    assert await codes(client, "Geslacht") == ["M", "O", "V"]
    assert len(await codes(client, "Gemeenten")) < len(await codes(client, "Gemeenten", inclusiefbeeindigd="true"))


@pytest.mark.rule("BV-71")
@pytest.mark.parametrize(("gevraagd", "past_het"), [
    (None, True), ("curaçao en bonaire", True), ("CURACAO*", True), ("*bonaire", True), ("*en*", True),
    ("c*o*b*e", True),
    ("", False), ("curaçao", False), ("*curaçao", False), ("bonaire*", False), ("*", True), ("**", True),
    ("c*x*e", False),
    ("*".join("a" * 100), False), ("curacao en bonaire*bonaire", False),
])  # fmt: skip
def test_a_star_stands_for_anything(gevraagd: str | None, past_het: bool) -> None:
    """A hundred stars are answered as fast as one."""
    assert naslag.past("Curaçao en Bonaire", gevraagd) is past_het


@pytest.mark.rule("BV-73")
@pytest.mark.usefixtures("shared")
async def test_one_value(client: Client) -> None:
    """An abolished municipality is found by its code, with which one came after it."""
    assert await ask(client, "/Gemeenten/waarden/0002", "Waarde") == {
        "code": "0002", "omschrijving": "Aduard", "datumEinde": "1990-01-01", "nieuweCode": "0056",
    }  # fmt: skip
    reden = await ask(client, "/Reden_Nationaliteit/waarden/001", "Waarde")
    assert (reden["soort"], reden["datumIngang"], reden["datumEinde"]) == ("VK", "1893-07-01", "1985-01-01")


@pytest.mark.rule("BV-70")
@pytest.mark.usefixtures("shared")
async def test_what_is_wrong_and_what_is_not_there(client: Client) -> None:
    """Each refusal in the published shape."""
    for path, status, faults in [
        ("?kleur=rood&inclusiefbeeindigd=ja", 400, {("kleur", "unknownParam"), ("inclusiefbeeindigd", "unknownParam")}),
        ("/Landen/waarden?inclusiefbeeindigd=ja", 400, {("inclusiefbeeindigd", "boolean")}),
        ("/Landen/waarden?inclusiefbeeindigd=", 400, {("inclusiefbeeindigd", "boolean")}),
        (f"/Landen/waarden?omschrijving={'a' * 201}", 400, {("omschrijving", "pattern")}),
        ("/Landen?omschrijving=x", 400, {("omschrijving", "unknownParam")}),
        ("/Bestaat_Niet", 404, set()),
        ("/Landen/waarden/ZZZZ", 404, set()),
        ("/Landen/iets", 404, set()),
        ("/Landen/waarden/6030/meer", 404, set()),
    ]:
        answer = await client.get(TABELLEN + path)
        assert answer.status == status, path
        assert answer.json["code"] == ("paramsValidation" if status == 400 else "notFound")
        assert answer.codes == faults if faults else "invalidParams" not in answer.json
    assert (await client.post(TABELLEN, {})).status == 405
    assert (await client.get(TABELLEN, authorization=None)).status == 401
    assert (await client.get(TABELLEN.replace("v1", "v2"))).status == 404
    assert (await client.get(TABELLEN, accept="text/csv")).status == 406
