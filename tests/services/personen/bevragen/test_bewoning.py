"""Who lived at a place: certain, possible, or not. BRP API Bewoning 2.1.0, and its published decision trees."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
import pytest_asyncio

from meent.data import embedded
from meent.data.pool import connect
from meent.services.personen.bevragen.bewoning import samenstellingen
from meent.services.personen.bevragen.feiten import Feiten
from meent.services.personen.bevragen.verblijf import verblijven
from meent.services.personen.bevragen.zoeken import BY_SLEUTEL
from meent.services.personen.persoonslijst import Persoonslijst
from meent.services.personen.tabellen import Tabellen
from meent.services.personen.zoekregel import OBJECT
from tests.asgi import Client, Response
from tests.conftest import Gemeente
from tests.services.personen.bevragen.antwoord import fits_document
from tests.services.personen.bevragen.test_vragen import BSNS, TOWN, bewaar, iemand, lines
from tests.services.personen.lijsten import BSN, INSCHRIJVING, PERSOON, WOONT, lijst, met
from tests.verwerkingen.conftest import who_is

BEWONINGEN = "/brp/api/v2/bewoningen"
HIER, ELDERS = "0518010000000001", "0518010000000002"


def op(begin: str, plaats: str = HIER, **more: str) -> dict[str, str]:
    """A place from this day on."""
    return met(WOONT, e10_30=begin, e11_80=plaats, e85_10=begin, **more)


def woonde(*places: dict[str, str], opgeschort: str = "", reden: str = "E", **person: str) -> Persoonslijst:
    """Somebody with these places, the first one first."""
    inschrijving = met(INSCHRIJVING, e67_10=opgeschort, e67_20=reden if opgeschort else "")
    return lijst(c01=[[met(PERSOON, **person)]], c07=[[inschrijving]], c08=[list(reversed(places))])


def stays(pl: Persoonslijst) -> list[Any]:
    return verblijven(Feiten(pl, Tabellen({}), date(2026, 11, 29)))


def op_peildatum(pl: Persoonslijst, dag: str) -> str:
    """Whether somebody lived here on that day, in the words of the published trees."""
    day = date.fromisoformat(dag)
    for found in samenstellingen(HIER, [stays(pl)], day, date.fromordinal(day.toordinal() + 1)):
        return "bewoner" if found.bewoners else "mogelijk"
    return "niet"


DAGEN: Sequence[tuple[Persoonslijst, dict[str, str]]] = [
    # a known day
    (woonde(op("20100510")), {"2010-05-09": "niet", "2010-05-10": "bewoner", "2026-01-01": "bewoner"}),
    (woonde(op("20100510"), op("20120101", ELDERS)), {"2011-12-31": "bewoner", "2012-01-01": "niet"}),
    # a day of which the year, or the year and the month, are known
    (woonde(op("20100500")), {"2010-04-30": "niet", "2010-05-01": "mogelijk", "2010-05-31": "mogelijk",
                              "2010-06-01": "bewoner"}),
    (woonde(op("20100000")), {"2009-12-31": "niet", "2010-12-31": "mogelijk", "2011-01-01": "bewoner"}),
    # nothing is known of the day
    (woonde(op("00000000")), {"1900-01-01": "mogelijk", "2026-01-01": "mogelijk"}),
    (woonde(op("00000000"), op("20120101", ELDERS)), {"2011-12-31": "mogelijk", "2012-01-01": "niet"}),
    (woonde(op("00000000"), op("20120300", ELDERS)), {"2012-02-29": "mogelijk", "2012-03-31": "mogelijk",
                                                      "2012-04-01": "niet"}),
    # of the next place it is partly unknown
    (woonde(op("20100510"), op("20120300", ELDERS)), {"2012-02-29": "bewoner", "2012-03-01": "mogelijk",
                                                      "2012-03-31": "mogelijk", "2012-04-01": "niet"}),
    (woonde(op("20100510"), op("00000000", ELDERS)), {"2010-05-10": "bewoner", "2010-05-11": "mogelijk",
                                                      "2026-01-01": "mogelijk"}),
    (woonde(op("20100500"), op("00000000", ELDERS)), {"2010-05-01": "mogelijk", "2026-01-01": "mogelijk"}),
    # the place before and the place after say when it cannot have been
    (woonde(op("20100510", ELDERS), op("20100000")), {"2010-05-10": "niet", "2010-05-11": "mogelijk",
                                                      "2011-01-01": "bewoner"}),
    (woonde(op("20100000"), op("20100510", ELDERS)), {"2010-05-09": "mogelijk", "2010-05-10": "niet"}),
    (woonde(op("20100510", ELDERS), op("00000000"), op("20120101", ELDERS)),
     {"2010-05-10": "niet", "2010-05-11": "mogelijk", "2011-12-31": "mogelijk", "2012-01-01": "niet"}),
    (woonde(op("20120101", ELDERS), op("20100101")), {"2011-12-31": "niet", "2012-01-01": "bewoner"}),
    # the same place on another line of the list is no move
    (woonde(op("20100510"), op("20120000")), {"2010-05-10": "bewoner", "2012-06-01": "bewoner"}),
    (woonde(op("20100510", ""), op("20120101")), {"2011-12-31": "niet", "2012-01-01": "bewoner"}),
    # no more since the list was suspended
    (woonde(op("20100510"), opgeschort="20150101"), {"2014-12-31": "bewoner", "2015-01-01": "niet"}),
    (woonde(op("20100510"), opgeschort="20150000"), {"2014-12-31": "bewoner", "2015-06-01": "mogelijk",
                                                     "2016-01-01": "niet"}),
    # what was wrong never was; and it has been found that he does not live there
    (woonde(op("20100510"), met(op("20110101", ELDERS), e84_10="O"), op("20120101", ELDERS)),
     {"2011-06-01": "bewoner", "2012-01-01": "niet"}),
    (woonde(op("20100510", e83_10="089999", e83_20="20200101")), {"2015-01-01": "niet"}),
    (woonde(op("20100510", e83_10="089999", e83_20="20200101", e83_30="20200301")), {"2015-01-01": "bewoner"}),
]  # fmt: skip


@pytest.mark.rule("BV-50")
@pytest.mark.rule("BV-51")
@pytest.mark.rule("BV-52")
@pytest.mark.rule("BV-53")
@pytest.mark.rule("BV-57")
@pytest.mark.parametrize(("pl", "dagen"), DAGEN)
def test_who_lived_here_on_a_day(pl: Persoonslijst, dagen: dict[str, str]) -> None:
    """Who counts heads for a benefit takes it from somebody when a guess is told as a fact."""
    assert {dag: op_peildatum(pl, dag) for dag in dagen} == dagen


@pytest.mark.rule("BV-55")
def test_a_period_is_cut_where_somebody_came_or_left() -> None:
    """First the oldest; nothing for the time in which nobody lived there, and nothing twice."""
    anna = stays(woonde(op("20100101"), op("20110601"), op("20120101", ELDERS)))
    bert = stays(woonde(op("20110000"), op("20130101", ELDERS), op("20150101")))
    found = samenstellingen(HIER, [anna, bert], date(2009, 1, 1), date(2016, 1, 1))
    assert [(str(f.van), str(f.tot), f.bewoners, f.mogelijke) for f in found] == [
        ("2010-01-01", "2011-01-01", (0,), ()),
        ("2011-01-01", "2012-01-01", (0,), (1,)),
        ("2012-01-01", "2013-01-01", (1,), ()),
        ("2015-01-01", "2016-01-01", (1,), ()),
    ]


# --- over HTTP -------------------------------------------------------------------------------------------------------


def peildatum(dag: str, plaats: str = HIER) -> dict[str, Any]:
    return {"type": "BewoningMetPeildatum", "peildatum": dag, "adresseerbaarObjectIdentificatie": plaats}


def periode(van: str, tot: str, **more: Any) -> dict[str, Any]:
    return {
        "type": "BewoningMetPeriode", "datumVan": van, "datumTot": tot, "adresseerbaarObjectIdentificatie": HIER, **more
    }  # fmt: skip


def fits(answer: Response, schema: str = "BewoningenQueryResponse", status: int = 200) -> Any:
    return fits_document("bewoningen", answer, schema, status)


@pytest_asyncio.fixture(loop_scope="session")
async def huis(gemeente: Gemeente) -> Gemeente:
    """A house in which Suzanne lives since 2010, of whom others are told nothing; somebody else may have in 2012."""
    geheim = met(INSCHRIJVING, e70_10="7")
    suzanne = lijst(c07=[[geheim]], c08=[[op("20100510", e83_10="081180", e83_20="20200101")]])
    ander = iemand(0, woont=op("20130101", ELDERS), e02_40="Ander", e02_10="Bob").met(
        "08", lijst(c08=[[op("20130101", ELDERS), op("20120000")]]).stapels["08"]
    )
    await bewaar(gemeente, suzanne, ander, iemand(1, woont=op("20100510", ELDERS)))
    return gemeente


async def test_peildatum(huis: Gemeente) -> None:
    """Who lived there, who may have, what is doubted, and of whom nothing may be told to others."""
    told = fits(await huis.client.post(BEWONINGEN, peildatum("2012-06-01")))
    assert told == {"bewoningen": [{
        "adresseerbaarObjectIdentificatie": HIER,
        "periode": {"datumVan": "2012-06-01", "datumTot": "2012-06-02"},
        "bewoners": [{
            "burgerservicenummer": BSN,
            "naam": {"volledigeNaam": "Suzanne Moulin"},
            "geboorte": {"datum": {"type": "Datum", "datum": "1985-12-01", "langFormaat": "1 december 1985"}},
            "geheimhoudingPersoonsgegevens": True,
            "inOnderzoek": True,
        }],
        "mogelijkeBewoners": [{
            "burgerservicenummer": BSNS[0],
            "naam": {"volledigeNaam": "Bob Ander"},
            "geboorte": {"datum": {"type": "Datum", "datum": "1985-12-01", "langFormaat": "1 december 1985"}},
        }],
    }]}  # fmt: skip
    answer = await huis.client.post(BEWONINGEN, peildatum("2009-01-01"))
    assert fits(answer) == {"bewoningen": []}
    assert answer.headers["api-version"] == "2.1.0"
    for number, reden in enumerate("FW", start=2):  # made wrongly, or wiped: of nobody
        weg = met(INSCHRIJVING, e67_10="20200101", e67_20=reden)
        await bewaar(huis, iemand(number, inschrijving=weg, woont=op("20000101")))
    assert fits(await huis.client.post(BEWONINGEN, peildatum("2009-01-01"))) == {"bewoningen": []}


async def test_periode(huis: Gemeente) -> None:
    told = fits(await huis.client.post(BEWONINGEN, periode("2010-01-01", "2020-01-01")))["bewoningen"]
    assert [(b["periode"], len(b["bewoners"]), len(b["mogelijkeBewoners"])) for b in told] == [
        ({"datumVan": "2010-05-10", "datumTot": "2012-01-01"}, 1, 0),
        ({"datumVan": "2012-01-01", "datumTot": "2013-01-01"}, 1, 1),
        ({"datumVan": "2013-01-01", "datumTot": "2020-01-01"}, 1, 0),
    ]


async def test_next_door_nobody_lives_here(huis: Gemeente, andere_gemeente: Gemeente) -> None:
    """The same house, asked as another municipality."""
    assert fits(await andere_gemeente.client.post(BEWONINGEN, peildatum("2012-06-01"))) == {"bewoningen": []}


@pytest.mark.rule("BV-56")
async def test_of_very_many_only_that_there_are(gemeente: Gemeente, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is told, so nobody is in the log."""
    monkeypatch.setattr("meent.services.personen.bevragen.bewoning.MEEST", 1)
    await bewaar(gemeente, iemand(0, woont=op("20100101")), iemand(1, woont=op("20120101")))
    told = fits(await gemeente.client.post(BEWONINGEN, periode("2010-01-01", "2020-01-01")))["bewoningen"]
    assert [(len(b.get("bewoners", ())), b.get("indicatieVeelBewoners")) for b in told] == [(1, None), (0, True)]
    assert len(await lines(gemeente)) == 1


WRONG: Sequence[tuple[dict[str, Any], set[tuple[str, str]]]] = [
    ({}, {("type", "required")}),
    ({"type": "Bewoning"}, {("type", "value")}),
    ({"type": "BewoningMetPeildatum"}, {("peildatum", "required"), ("adresseerbaarObjectIdentificatie", "required")}),
    (peildatum("2012-06-31"), {("peildatum", "date")}),
    (peildatum("2012-06-01", "0" * 16), {("adresseerbaarObjectIdentificatie", "pattern")}),
    (peildatum("2012-06-01") | {"fields": ["naam"]}, {("fields", "unknownParam")}),
    (periode("2012-06-01", "2012-06-01"), {("datumTot", "date")}),
    (periode("2012-06-01", "2011-06-01"), {("datumTot", "date")}),
    (periode("2012-06-01", "", peildatum="2012-06-01"), {("datumTot", "required"), ("peildatum", "unknownParam")}),
]


@pytest.mark.rule("BV-54")
async def test_a_wrong_question(client: Client, gemeente: Gemeente) -> None:
    """All that is wrong, at once; nothing was looked up, so nothing is in the log."""
    for question, faults in WRONG:
        answer = await client.post(BEWONINGEN, question)
        assert (answer.status, answer.codes) == (400, faults), question
    assert await lines(gemeente) == []


NODIG = [
    "brp.bewoningen", "rubriek.01.01.20", "rubriek.01.02", "rubriek.01.03.10", "rubriek.01.04.10", "rubriek.07.67",
    "rubriek.08.10.30", "rubriek.08.11.80", "rubriek.08.13.20", "rubriek.58",
]  # fmt: skip


@pytest.mark.rule("BV-40")
@pytest.mark.rule("BV-41")
async def test_who_may_not_know_all_of_it_hears_nothing(huis: Gemeente) -> None:
    """Also what somebody only needs to find out, such as the places of before, is a right of its own."""
    for scopes, status in [(NODIG, 200), *[([s for s in NODIG if s != out], 403) for out in NODIG]]:
        client = await huis.application({"component": "brp", "scopes": scopes})
        answer = await client.post(BEWONINGEN, peildatum("2012-06-01"))
        assert answer.status == status, scopes
    assert (await huis.client.post(BEWONINGEN, peildatum("2012-06-01"), authorization=None)).status == 401


@pytest.mark.rule("BV-42")
@pytest.mark.rule("BV-43")
async def test_each_who_is_shown_is_a_line(huis: Gemeente) -> None:
    """And that somebody asked about an empty house is one too."""
    await huis.client.post(BEWONINGEN, peildatum("2012-06-01"))
    await huis.client.post(BEWONINGEN, peildatum("2009-01-01"))
    kept = await lines(huis)
    people = [await who_is(huis, BSN), await who_is(huis, BSNS[0]), None]
    assert [(r["handeling"], r["betrokkene"]) for r in kept] == [
        ("list", people[0]), ("list", people[1]), ("search", None)
    ]  # fmt: skip
    assert {"01.01.20", "08.11.80", "58.10.30", "07.67.10"} <= set(kept[0]["gegevens"])
    assert kept[2]["gegevens"] == ["zoekvraag"]


@pytest.mark.rule("BV-45")
async def test_a_place_is_found_by_its_index(gemeente: Gemeente, migrated: embedded.Embedded) -> None:
    """A question about one house that reads the whole town is slow for all."""
    await gemeente.rows(TOWN, gemeente.id)
    await gemeente.rows(KEYS, gemeente.id)
    owner = await connect(migrated.owner_dsn)
    await owner.execute("analyze persoonslijst, persoon_sleutel")
    await owner.close()
    async with gemeente.app.pool.tenant(gemeente.id) as conn:
        plan = "\n".join(row[0] for row in await conn.fetch(f"explain {BY_SLEUTEL}", gemeente.id, OBJECT, "o7", 10))
    assert "persoon_sleutel_pkey" in plan
    assert "Seq Scan" not in plan


KEYS = """
INSERT INTO persoon_sleutel
SELECT $1, 'adresseerbaar_object', 'o' || row_number() OVER (), id FROM persoonslijst WHERE tenant_id = $1
"""
