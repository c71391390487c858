"""Where somebody lived, the last place first. BRP API Verblijfplaatshistorie 2.0.0."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import pytest_asyncio

from meent.services.personen import rvig, tabellen
from meent.services.personen.bevragen.contract import document
from meent.services.personen.bevragen.feiten import Feiten
from meent.services.personen.bevragen.historie import historie
from meent.services.personen.bevragen.vraag import Vraag
from meent.services.personen.persoonslijst import Persoonslijst
from tests.asgi import Client, Response
from tests.conftest import Gemeente
from tests.services.personen.bevragen.antwoord import fits_document
from tests.services.personen.bevragen.test_bewoning import ELDERS, HIER, op, woonde
from tests.services.personen.bevragen.test_persoon import TABELLEN, VANDAAG
from tests.services.personen.bevragen.test_vragen import BSNS, bewaar, iemand, lines
from tests.services.personen.lijsten import BSN, INSCHRIJVING, WOONT, lijst, met
from tests.verwerkingen.conftest import who_is

HISTORIE = "/brp/api/v2/verblijfplaatshistorie"
BUITENLAND = {"13.10": "5002", "13.20": "20150300", "13.30": "1 Rue de la Paix", "13.40": "Paris", "09.10": "1999",
              "85.10": "20150300", "86.10": "20150401"}  # fmt: skip
LOCATIE = {"09.10": "0518", "10.10": "W", "10.30": "20050101", "12.10": "Woonboot aan de kade", "85.10": "20050101",
           "86.10": "20050102"}  # fmt: skip
GAAT = "1900-01-01", "2100-01-01"


def van(pl: Persoonslijst, begin: str = GAAT[0], tot: str = GAAT[1]) -> Any:
    """What a question for this period gets."""
    vraag = Vraag("RaadpleegMetPeriode", {"datumVan": begin, "datumTot": tot})
    return historie(vraag, [Feiten(pl, TABELLEN, VANDAAG)])[0]


def places(told: Any) -> list[tuple[str | None, str | None, str | None]]:
    """Which place, from when and until when."""
    return [
        (one.get("adresseerbaarObjectIdentificatie"), _dag(one, "datumVan"), _dag(one, "datumTot"))
        for one in told["verblijfplaatsen"]
    ]


def _dag(one: Any, naam: str) -> str | None:
    return str(one[naam]["langFormaat"]) if naam in one else None


@pytest.mark.rule("BV-60")
def test_the_last_place_stands_first_and_each_ends_where_the_next_began() -> None:
    """Of a day that is partly unknown stands what is known of it."""
    pl = woonde(op("20050101", ELDERS), op("20100500"), op("20120101", ELDERS))
    assert places(van(pl)) == [
        (ELDERS, "1 januari 2012", None), (HIER, "mei 2010", "1 januari 2012"), (ELDERS, "1 januari 2005", "mei 2010"),
    ]  # fmt: skip


PERIODES: Sequence[tuple[str, str, list[str]]] = [
    ("2004-01-01", "2005-01-01", []),
    ("2004-01-01", "2005-01-02", ["1 januari 2005"]),
    ("2010-04-30", "2010-05-01", ["1 januari 2005"]),
    ("2010-05-31", "2010-06-01", ["mei 2010", "1 januari 2005"]),  # somewhere in May
    ("2010-06-01", "2010-06-02", ["mei 2010"]),
    ("2011-12-31", "2012-01-01", ["mei 2010"]),
    ("2012-01-01", "2099-01-01", ["1 januari 2012"]),
]


@pytest.mark.rule("BV-50")
@pytest.mark.parametrize(("begin", "tot", "sinds"), PERIODES)
def test_what_may_have_been_in_the_period_is_given(begin: str, tot: str, sinds: list[str]) -> None:
    """A place left out because its day is not known was, for who reads the answer, never there."""
    pl = woonde(op("20050101", ELDERS), op("20100500"), op("20120101", ELDERS))
    assert [p[1] for p in places(van(pl, begin, tot))] == sinds


@pytest.mark.rule("BV-52")
def test_what_was_wrong_was_never_there() -> None:
    """A correction is no move: the place before it lasted until the next one that is right."""
    pl = woonde(op("20050101"), met(op("20080101", ELDERS), e84_10="O"), op("20090101"))
    assert places(van(pl)) == [(HIER, "1 januari 2009", None), (HIER, "1 januari 2005", "1 januari 2009")]


@pytest.mark.rule("BV-61")
def test_each_kind_of_place_with_what_was_registered_then() -> None:
    """The lines for an envelope are those of that place, and not of the one of now."""
    boot = met(LOCATIE, e83_10="581210", e83_20="20060101")
    weg = met(BUITENLAND, e88_10="0201", e88_20="Verdrag")
    onbekend = {"09.10": "1999", "13.10": "0000", "13.20": "20160101", "85.10": "20160101", "86.10": "20160102"}
    hier = op("20200101", e83_10="089999", e83_20="20220101")
    told = van(lijst(c08=[[hier, onbekend, weg, boot]]))["verblijfplaatsen"]
    assert [one["type"] for one in told] == [
        "Adres", "VerblijfplaatsOnbekend", "VerblijfplaatsBuitenland", "Locatie"
    ]  # fmt: skip
    adres, nergens, buitenland, locatie = told
    assert adres["verblijfadres"]["korteStraatnaam"] == "Boterdiep"
    assert adres["adressering"]["adresregel1"] == "Boterdiep 31"
    assert adres["verblijftNietOpAdresVanaf"]["datum"] == "2022-01-01"
    assert adres["inOnderzoek"] | {"datumIngangOnderzoek": 0} == {
        "type": True, "gemeenteVanInschrijving": True, "functieAdres": True, "datumVan": True,
        "adresseerbaarObjectIdentificatie": True, "nummeraanduidingIdentificatie": True, "datumIngangOnderzoek": 0,
    }  # fmt: skip
    assert adres["adressering"]["inOnderzoek"] == {"adresregel1": True, "adresregel2": True}
    # The end of one place is the day of the next: that one is doubted.
    assert nergens["datumTot"]["datum"] == "2020-01-01"
    assert nergens["inOnderzoek"] == {"datumTot": True, "datumIngangOnderzoek": adres["verblijftNietOpAdresVanaf"]}
    assert buitenland["adressering"] == {
        "adresregel1": "1 Rue de la Paix", "adresregel2": "Paris",
        "land": {"code": "5002", "omschrijving": "Frankrijk"},
    }  # fmt: skip
    assert buitenland["rni"] == {
        "deelnemer": {"code": "0201", "omschrijving": "Sociale Verzekeringsbank"}, "omschrijvingVerdrag": "Verdrag"
    }  # fmt: skip
    assert "inOnderzoek" not in buitenland
    assert locatie["verblijfadres"]["inOnderzoek"] == {
        "locatiebeschrijving": True,
        "datumIngangOnderzoek": {"type": "Datum", "datum": "2006-01-01", "langFormaat": "1 januari 2006"},
    }
    assert locatie["datumTot"] == {"type": "JaarMaandDatum", "jaar": 2015, "maand": 3, "langFormaat": "maart 2015"}


def test_all_of_the_test_set_fits_the_document(shared: Path) -> None:
    """687 people with 1,743 places: an answer outside the document breaks every generated client."""
    known = tabellen.read(shared / "data/brp/landelijke-tabellen")
    said = document("verblijfplaatshistorie") | {"$ref": "#/components/schemas/VerblijfplaatshistorieQueryResponse"}
    checked = jsonschema.Draft202012Validator(said)
    vraag = Vraag("RaadpleegMetPeriode", {"datumVan": "1850-01-01", "datumTot": "2100-01-01"})
    misfits: set[str] = set()
    count = 0
    for one in rvig.read(shared / "data/brp/persoonslijsten/rvig-testset-gbav-20220502.csv"):
        assert one.pl
        told, _ = historie(vraag, [Feiten(one.pl, known, date(2026, 11, 29))])
        count += len(told["verblijfplaatsen"])
        misfits |= {f"{e.validator} {e.absolute_path[-1]}" for e in checked.iter_errors(told)}
    assert count > 1_000
    assert misfits <= {"maxLength adresregel1", "pattern omschrijving"}  # two streets abroad; ’ in a name of a country


# --- over HTTP -------------------------------------------------------------------------------------------------------


def op_peildatum(dag: str, bsn: str = BSN, **more: Any) -> dict[str, Any]:
    return {"type": "RaadpleegMetPeildatum", "burgerservicenummer": bsn, "peildatum": dag, **more}


def periode(begin: str, tot: str, **more: Any) -> dict[str, Any]:
    return {
        "type": "RaadpleegMetPeriode", "burgerservicenummer": BSN, "datumVan": begin, "datumTot": tot, **more
    }  # fmt: skip


def fits(answer: Response, schema: str = "VerblijfplaatshistorieQueryResponse", status: int = 200) -> Any:
    return fits_document("verblijfplaatshistorie", answer, schema, status)


@pytest_asyncio.fixture(loop_scope="session")
async def moulin(gemeente: Gemeente) -> Gemeente:
    """Suzanne Moulin, who lived at two places, and of whom nothing may be told to others."""
    inschrijving = met(INSCHRIJVING, e67_10="20200101", e67_20="E", e70_10="7")
    await bewaar(gemeente, lijst(c07=[[inschrijving]], c08=[[op("20120101"), op("20080219", ELDERS)]]))
    return gemeente


async def test_peildatum_and_periode(moulin: Gemeente, andere_gemeente: Gemeente) -> None:
    """With what must travel along; and the same number, asked next door, lived nowhere."""
    answer = await moulin.client.post(HISTORIE, op_peildatum("2011-12-31"))
    told = fits(answer)
    assert places(told) == [(ELDERS, "19 februari 2008", "1 januari 2012")]
    assert told["geheimhoudingPersoonsgegevens"] is True
    assert told["opschortingBijhouding"] == {
        "reden": {"code": "E", "omschrijving": "emigratie"},
        "datum": {"type": "Datum", "datum": "2020-01-01", "langFormaat": "1 januari 2020"},
    }
    assert (answer.headers["content-type"], answer.headers["api-version"]) == ("application/json", "2.0.0")
    told = fits(await moulin.client.post(HISTORIE, periode("2008-01-01", "2012-01-02")))
    assert [p[0] for p in places(told)] == [HIER, ELDERS]
    for client, question in (
        (andere_gemeente.client, op_peildatum("2011-12-31")), (moulin.client, op_peildatum("2011-12-31", BSNS[0])),
    ):  # fmt: skip
        assert fits(await client.post(HISTORIE, question)) == {"verblijfplaatsen": []}


@pytest.mark.rule("BV-16")
async def test_two_lists_of_one_number_are_not_told_as_one(moulin: Gemeente) -> None:
    """Places of two people told as of one would send somebody to a door that is not his."""
    await bewaar(moulin, iemand(0), iemand(0, woont=met(WOONT, e11_10="Anders")))
    answer = await moulin.client.post(HISTORIE, op_peildatum("2011-12-31", BSNS[0]))
    fits(answer, "BadRequestFoutbericht", 400)
    assert answer.json["code"] == "tooManyResults"


WRONG: Sequence[tuple[dict[str, Any], set[tuple[str, str]]]] = [
    ({}, {("type", "required")}),
    ({"type": "RaadpleegMetPeildatum"}, {("burgerservicenummer", "required"), ("peildatum", "required")}),
    (op_peildatum("2011"), {("peildatum", "date")}),
    (op_peildatum("2011-12-31", "12345678"), {("burgerservicenummer", "pattern")}),
    (op_peildatum("2011-12-31", datumVan="2011-12-31"), {("datumVan", "unknownParam")}),
    (periode("2012-01-01", "2012-01-01"), {("datumTot", "date")}),
]


@pytest.mark.rule("BV-54")
async def test_a_wrong_question(client: Client, gemeente: Gemeente) -> None:
    for question, faults in WRONG:
        answer = await client.post(HISTORIE, question)
        assert (answer.status, answer.codes) == (400, faults), question
    assert await lines(gemeente) == []


@pytest.mark.rule("BV-40")
@pytest.mark.rule("BV-41")
async def test_the_past_is_a_right_of_its_own(moulin: Gemeente) -> None:
    """Who may know where somebody lives may not therefore know where he lived."""
    for scopes, status in [
        (["brp.verblijfplaatshistorie", "rubriek.08", "rubriek.58", "rubriek.07.67"], 200),
        (["brp.verblijfplaatshistorie", "rubriek.08", "rubriek.07.67"], 403),
        (["brp.raadplegen", "rubrieken"], 403),
    ]:
        client = await moulin.application({"component": "brp", "scopes": scopes})
        assert (await client.post(HISTORIE, op_peildatum("2011-12-31"))).status == status, scopes


@pytest.mark.rule("BV-42")
@pytest.mark.rule("BV-43")
async def test_it_stands_in_the_log(moulin: Gemeente) -> None:
    """Also that a number was asked that is not here."""
    await moulin.client.post(HISTORIE, op_peildatum("2011-12-31"))
    await moulin.client.post(HISTORIE, op_peildatum("2011-12-31", BSNS[0]))
    kept = await lines(moulin)
    assert [(r["handeling"], r["betrokkene"]) for r in kept] == [
        ("retrieve", await who_is(moulin, BSN)), ("search", await who_is(moulin, BSNS[0])),
    ]  # fmt: skip
    assert {"08.11.10", "58.11.10"} <= set(kept[0]["gegevens"])
