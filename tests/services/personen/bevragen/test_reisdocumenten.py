"""Travel documents, by their number or of somebody. BRP API Reisdocumenten 2.0.0."""

from collections.abc import Sequence
from typing import Any

import pytest
import pytest_asyncio

from meent.services.personen import opslag
from tests.asgi import Client, Response
from tests.conftest import Gemeente
from tests.services.personen.bevragen.antwoord import fits_document
from tests.services.personen.bevragen.test_vragen import BSNS, bewaar, iemand, lines
from tests.services.personen.lijsten import BSN, INSCHRIJVING, PASPOORT, SIGNALERING, lijst, met, stapel
from tests.verwerkingen.conftest import hash_of, who_is

REISDOCUMENTEN = "/brp/api/v2/reisdocumenten"
NUMMER, ANDER_NUMMER = "SPECI2014", "SPECI2015"
ALLES = ["reisdocumentnummer", "soort", "datumEindeGeldigheid", "inhoudingOfVermissing", "houder"]
VERMIST = met(PASPOORT, e35_20=ANDER_NUMMER, e35_50="20190000", e35_60="20180105", e35_70="V", e83_10="123560",
              e83_20="20180201")  # fmt: skip


def met_nummer(nummer: str = NUMMER, fields: Sequence[str] = ALLES, **more: Any) -> dict[str, Any]:
    return {
        "type": "RaadpleegMetReisdocumentnummer", "reisdocumentnummer": [nummer], "fields": list(fields), **more
    }  # fmt: skip


def van(bsn: str = BSN, fields: Sequence[str] = ALLES) -> dict[str, Any]:
    return {"type": "ZoekMetBurgerservicenummer", "burgerservicenummer": bsn, "fields": list(fields)}


def fits(answer: Response, schema: str = "ReisdocumentenQueryResponse", status: int = 200) -> Any:
    return fits_document("reisdocumenten", answer, schema, status)


def found(answer: Response) -> list[Any]:
    return list(fits(answer)["reisdocumenten"])


@pytest_asyncio.fixture(loop_scope="session")
async def moulin(gemeente: Gemeente) -> Gemeente:
    """Suzanne Moulin with a passport, one that was lost, and a signalering of which nobody hears."""
    await bewaar(gemeente, lijst(c12=[[PASPOORT], [VERMIST], [SIGNALERING]]))
    return gemeente


@pytest.mark.rule("BV-65")
async def test_of_somebody_and_by_number(moulin: Gemeente, andere_gemeente: Gemeente) -> None:
    """A document without words for its kind is given by its code; a signalering is no document."""
    paspoort = {
        "reisdocumentnummer": NUMMER, "soort": {"code": "PN"}, "houder": {"burgerservicenummer": BSN},
        "datumEindeGeldigheid": {"type": "Datum", "datum": "2030-01-01", "langFormaat": "1 januari 2030"},
    }  # fmt: skip
    answer = await moulin.client.post(REISDOCUMENTEN, van())
    assert found(answer) == [paspoort, {
        "reisdocumentnummer": ANDER_NUMMER, "soort": {"code": "PN"}, "houder": {"burgerservicenummer": BSN},
        "datumEindeGeldigheid": {"type": "JaarDatum", "jaar": 2019, "langFormaat": "2019"},
        "inhoudingOfVermissing": {
            "datum": {"type": "Datum", "datum": "2018-01-05", "langFormaat": "5 januari 2018"},
            "aanduiding": {"code": "V", "omschrijving": "vermist"},
            "inOnderzoek": {
                "datum": True,
                "datumIngangOnderzoek": {"type": "Datum", "datum": "2018-02-01", "langFormaat": "1 februari 2018"},
            },
        },
    }]  # fmt: skip
    assert fits(answer)["type"] == "ZoekMetBurgerservicenummer"
    assert found(await moulin.client.post(REISDOCUMENTEN, met_nummer())) == [paspoort]
    for question in (met_nummer("ABCDEF123"), van(BSNS[0])):
        assert found(await moulin.client.post(REISDOCUMENTEN, question)) == []
    for question in (met_nummer(), van()):
        assert found(await andere_gemeente.client.post(REISDOCUMENTEN, question)) == []


@pytest.mark.rule("BV-66")
async def test_what_holds_for_who_holds_it_comes_along(gemeente: Gemeente) -> None:
    """Whatever was asked: who hands a document back must know that its holder may not be told to others."""
    inschrijving = met(INSCHRIJVING, e67_10="20200101", e67_20="O", e70_10="7")
    await bewaar(gemeente, lijst(c07=[[inschrijving]], c12=[[PASPOORT]]))
    asked = met_nummer(fields=["soort.code", "houder.burgerservicenummer"])
    assert found(await gemeente.client.post(REISDOCUMENTEN, asked)) == [{
        "soort": {"code": "PN"},
        "houder": {
            "burgerservicenummer": BSN,
            "geheimhoudingPersoonsgegevens": True,
            "opschortingBijhouding": {
                "reden": {"code": "O", "omschrijving": "overlijden"},
                "datum": {"type": "Datum", "datum": "2020-01-01", "langFormaat": "1 januari 2020"},
            },
        },
    }]  # fmt: skip
    (alone,) = found(await gemeente.client.post(REISDOCUMENTEN, met_nummer(fields=["soort"])))
    assert set(alone["houder"]) == {"geheimhoudingPersoonsgegevens", "opschortingBijhouding"}


async def test_a_document_that_was_taken_away_is_found_no_more(moulin: Gemeente) -> None:
    """What the law removes from a list must be gone from where it is looked up too (K-26, K-43)."""
    async with moulin.app.pool.tenant(moulin.id) as conn:
        (old,) = await opslag.lees(conn, moulin.id, BSN)
        new = old.pl.met("12", [stapel(VERMIST)])
        await opslag.vervang(conn, moulin.id, old, new, wie="anna", wat=[])
    assert found(await moulin.client.post(REISDOCUMENTEN, met_nummer())) == []
    kept = await moulin.rows("select waarde from persoon_sleutel where soort = 'reisdocument'")
    assert [row[0] for row in kept] == [ANDER_NUMMER]
    assert len(found(await moulin.client.post(REISDOCUMENTEN, met_nummer(ANDER_NUMMER)))) == 1


WRONG: Sequence[tuple[dict[str, Any], set[tuple[str, str]]]] = [
    ({}, {("type", "required"), ("fields", "required")}),
    (met_nummer(reisdocumentnummer=[NUMMER, ANDER_NUMMER]), {("reisdocumentnummer", "maxItems")}),
    (met_nummer(reisdocumentnummer=[]), {("reisdocumentnummer", "minItems")}),
    (met_nummer("speci2014"), {("reisdocumentnummer[0]", "pattern")}),
    (met_nummer(fields=["soort"] * 26), {("fields", "maxItems")}),
    (met_nummer(fields=["houder.naam", "houder.geheimhoudingPersoonsgegevens"]),
     {("fields[0]", "fields"), ("fields[1]", "fields")}),
    (van(BSN[:8]), {("burgerservicenummer", "pattern")}),
]  # fmt: skip


async def test_a_wrong_question(client: Client, gemeente: Gemeente) -> None:
    for question, faults in WRONG:
        answer = await client.post(REISDOCUMENTEN, question)
        assert (answer.status, answer.codes) == (400, faults), question
    assert await lines(gemeente) == []


@pytest.mark.rule("BV-40")
@pytest.mark.parametrize(("scopes", "question", "status"), [
    (["brp.reisdocumenten", "rubriek.12"], met_nummer(fields=["soort"]), 200),
    (["brp.reisdocumenten", "rubriek.12"], met_nummer(fields=["houder.burgerservicenummer"]), 403),
    (["brp.reisdocumenten", "rubriek.12"], van(fields=["soort"]), 403),  # by whose number it is found is a right too
    (["brp.reisdocumenten", "rubriek.12", "rubriek.01.01.20"], van(), 200),
    (["brp.reisdocumenten", "rubriek.12.35.10"], met_nummer(fields=["soort"]), 403),
    (["brp.raadplegen", "rubrieken"], met_nummer(), 403),
])  # fmt: skip
async def test_rights(moulin: Gemeente, scopes: list[str], question: dict[str, Any], status: int) -> None:
    client = await moulin.application({"component": "brp", "scopes": scopes})
    assert (await client.post(REISDOCUMENTEN, question)).status == status


@pytest.mark.rule("BV-42")
@pytest.mark.rule("BV-43")
async def test_it_stands_in_the_log(moulin: Gemeente) -> None:
    """Who has no document, and a number that nobody here holds, are answers too."""
    await bewaar(moulin, iemand(0))
    for question in (met_nummer(fields=["soort"]), van(BSNS[0], ["soort"]), met_nummer("ABCDEF123")):
        await moulin.client.post(REISDOCUMENTEN, question)
    kept = await lines(moulin)
    assert [(r["handeling"], r["betrokkene"]) for r in kept] == [
        ("retrieve", await who_is(moulin, BSN)), ("retrieve", await who_is(moulin, BSNS[0])),
        ("search", await hash_of(moulin, "reisdocument:ABCDEF123")),
    ]  # fmt: skip
    assert kept[0]["gegevens"] == ["12.35.10", "12.35.20"]
