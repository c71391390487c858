"""Rules applied to questions: an afnemer or a task sees what its rule gives, of whom it gives it, and no more."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from meent.basis.datums import vandaag
from meent.services.personen.autorisatie import regels, taken
from meent.services.personen.autorisatie.tabel35 import Regel, Verstrekking
from meent.services.personen.autorisatie.toetsing import cijfers_van
from tests.asgi import Client
from tests.conftest import Gemeente
from tests.integration.notificaties.test_gebeurtenissen import PAD, verhuizen
from tests.services.personen.bevragen.antwoord import fits_document
from tests.services.personen.bevragen.test_volgen import VOLG, veranderd, volg
from tests.services.personen.bevragen.test_vragen import (
    BSNS,
    PERSONEN,
    bewaar,
    fits,
    found,
    iemand,
    lines,
    op_adres,
    op_naam,
    raadpleeg,
)  # fmt: skip
from tests.services.personen.lijsten import BSN, INSCHRIJVING, WOONT, lijst, met

VRAGEN = ("brp.raadplegen", "brp.zoeken", "brp.volgen", "brp.bewoningen", "brp.gezag")
NAAM = frozenset(["01.01.20", "01.02.10", "01.02.20", "01.02.30", "01.02.40"])
GEHEIM = met(INSCHRIJVING, e70_10="7")


def regel(*rubrieken: str, voorwaarde: str = "", **anders: Any) -> Regel:
    """A rule that gives a name and these, by a question."""
    given = Verstrekking(NAAM | set(rubrieken), voorwaarde, "N")
    return Regel(**({"wie": "250301", "naam": "Waterschap", "ingang": "20160101", "adhoc": given} | anders))


async def lees_in(gemeente: Gemeente, *found: Regel, soort: regels.Soort = "afnemer") -> dict[str, int]:
    async with gemeente.app.pool.tenant(gemeente.id) as conn:
        return await regels.lees_in(
            conn, gemeente.id, soort, found, bestand="t.csv", raw=b"", gebreken={"rubriek": 1}, wie="anna"
        )


async def als(gemeente: Gemeente, *given: Regel, scope: str = "afnemer.250301") -> Client:
    """An application that gets what these rules give; Suzanne Moulin lives here."""
    await bewaar(gemeente, lijst())
    await lees_in(gemeente, *given)
    return await gemeente.application({"component": "brp", "scopes": [*VRAGEN, scope]})


@pytest.mark.rule("AU-12")
@pytest.mark.parametrize(("rubrieken", "fields", "status"), [
    ((), ["naam.geslachtsnaam", "naam.voorletters", "burgerservicenummer"], 200),
    ((), ["geslacht"], 403),
    (("01.04.10",), ["geslacht", "naam.volledigeNaam"], 200),
    (("01.03.10",), ["geboorte.datum"], 200),
    (("01.03.10",), ["geboorte"], 403),  # the place is another rubriek
    (("01.03.10",), ["leeftijd"], 403),  # whether somebody lives is in 06
    (("01.03.10", "06.08.10"), ["leeftijd"], 200),  # why a list is suspended comes with every answer
    (("01.04.10", "01.61.10"), ["adressering.aanhef"], 403),  # made of the name of a partner too
    (("51.02.40", "58.11.10"), ["verblijfplaats"], 403),  # the past is no leave to read the present
])  # fmt: skip
async def test_an_afnemer_gets_what_its_rule_gives(
    gemeente: Gemeente, rubrieken: tuple[str, ...], fields: list[str], status: int
) -> None:
    """One field outside refuses all: a client must not have to guess what was left out."""
    client = await als(gemeente, regel(*rubrieken))
    answer = await client.post(PERSONEN, raadpleeg(BSN, fields=fields))
    assert answer.status == status
    if status == 403:
        fits("Foutbericht", answer)
        assert await lines(gemeente) == []
    else:
        assert len(answer.json["personen"]) == 1


@pytest.mark.rule("AU-11")
@pytest.mark.rule("AU-12")
async def test_only_the_rule_of_today_counts(gemeente: Gemeente) -> None:
    """What an afnemer lost, or gets next month, it has not today; and what stands for another is not its own."""
    dag = vandaag(gemeente.app.engine.now())
    today, tomorrow = cijfers_van(dag), cijfers_van(dag + timedelta(days=1))
    client = await als(
        gemeente, regel("01.04.10", ingang="20000101", einde=today), regel(ingang=today),
        regel("01.04.10", ingang=tomorrow), regel("01.04.10", wie="601301"),
    )  # fmt: skip
    assert (await client.post(PERSONEN, raadpleeg(BSN))).status == 200
    assert (await client.post(PERSONEN, raadpleeg(BSN, fields=["geslacht"]))).status == 403
    stranger = await gemeente.application({"component": "brp", "scopes": [*VRAGEN, "afnemer.999901"]})
    refused = await stranger.post(PERSONEN, raadpleeg(BSN))
    told = "Voor afnemer.999901 geldt vandaag geen autorisatieregel."
    assert (refused.status, refused.json["detail"]) == (403, told)
    fits("Foutbericht", refused)


@pytest.mark.rule("AU-13")
async def test_who_does_not_meet_the_condition_is_not_there(gemeente: Gemeente) -> None:
    """A water board has nothing to do with who lives elsewhere: not even that they are here."""
    client = await als(gemeente, regel("01.03.10", voorwaarde='08.09.10 GA1 0599 ENVWD 08.10.10 OGA1 "B"'))
    elsewhere = iemand(0, woont=met(WOONT, e09_10="0599"))
    await bewaar(gemeente, elsewhere, iemand(1, woont=met(WOONT, e09_10="0599", e10_10="B")))
    assert found(await client.post(PERSONEN, raadpleeg(BSN, *BSNS[:2]))) == [BSNS[0]]
    assert found(await client.post(PERSONEN, op_naam("Moulin"))) == [BSNS[0]]
    shown = [(line["handeling"], *line["gegevens"]) for line in await lines(gemeente)]
    nobody = ("retrieve", "zoekvraag")  # who is not shown stands there as who is not here
    assert sorted(shown) == [("list", "01.01.20"), ("retrieve", "01.01.20", "01.02.40"), nobody, nobody]


@pytest.mark.rule("AU-10")
async def test_a_broken_condition_lets_nobody_through(gemeente: Gemeente) -> None:
    """Also when it was readable for an older version of this program."""
    client = await als(gemeente, regel(voorwaarde="08.09.10 GA1"))
    assert (await client.post(PERSONEN, raadpleeg(BSN))).status == 403


@pytest.mark.rule("AU-14")
async def test_people_are_sought_only_by_what_may_be_read(gemeente: Gemeente) -> None:
    """Who may not read a date of birth could find it by trying all of them."""
    may_not = await als(gemeente, regel())
    refused = await may_not.post(PERSONEN, op_naam("Moulin"))
    assert (refused.status, refused.json["detail"].endswith("zoals 01.03.10.")) == (403, True)
    await lees_in(gemeente, regel("01.03.10", wie="601301"))
    may = await gemeente.application({"component": "brp", "scopes": [*VRAGEN, "afnemer.601301"]})
    assert found(await may.post(PERSONEN, op_naam("Moulin"))) == [BSN]


@pytest.mark.rule("AU-15")
@pytest.mark.parametrize(("anders", "status"), [
    ({}, 403),
    ({"mag_adresvraag": True}, 200),
    ({"mag_adresvraag": True, "adres": Verstrekking(NAAM, "", "N")}, 403),  # of an address less than of a person
])  # fmt: skip
async def test_who_lives_there_is_a_right_of_its_own(gemeente: Gemeente, anders: dict[str, Any], status: int) -> None:
    client = await als(gemeente, regel("08.11.20", "08.11.60", **anders))
    assert (await client.post(PERSONEN, op_adres())).status == status
    assert (await client.post(PERSONEN, raadpleeg(BSN))).status == 200


@pytest.mark.rule("AU-20")
async def test_a_derde_does_not_find_who_is_restricted(gemeente: Gemeente) -> None:
    """A church does not get data of who asked not to be told; government does, with the word that it is so."""
    derde, overheid = regel(is_derde=True), regel(wie="601301")
    client = await als(gemeente, derde, overheid)
    await bewaar(gemeente, iemand(0, inschrijving=GEHEIM))
    question = raadpleeg(BSN, BSNS[0])
    assert found(await client.post(PERSONEN, question)) == [BSN]
    government = await gemeente.application({"component": "brp", "scopes": [*VRAGEN, "afnemer.601301"]})
    answer = await government.post(PERSONEN, question)
    assert [p.get("geheimhoudingPersoonsgegevens") for p in answer.json["personen"]] == [None, True]


@pytest.mark.rule("AU-20")
async def test_an_application_is_a_derde_without_any_rule(gemeente: Gemeente) -> None:
    """The sports club of the regulation reads rubrieken by scope, and yet nobody who is restricted."""
    await bewaar(gemeente, lijst(), iemand(0, inschrijving=GEHEIM))
    scopes = [*VRAGEN, "rubrieken", "brp.derde"]
    client = await gemeente.application({"component": "brp", "scopes": scopes})
    assert found(await client.post(PERSONEN, raadpleeg(BSN, BSNS[0]))) == [BSN]
    assert found(await client.post(PERSONEN, op_naam("Moulin"))) == [BSN]
    for bsn in (BSN, BSNS[0]):
        await volg(client, bsn)
    assert await veranderd(client) == [BSN]
    assert (await client.post(PERSONEN, raadpleeg(BSN, fields=["gezag"]))).status == 403
    other = await gemeente.application(
        {"component": "zrc", "scopes": ["brp.derde"]}, {"component": "brp", "scopes": scopes[:-1]}
    )
    assert found(await other.post(PERSONEN, raadpleeg(BSN, BSNS[0]))) == [BSN, BSNS[0]]
    assert found(await gemeente.client.post(PERSONEN, raadpleeg(BSN, BSNS[0]))) == [BSN, BSNS[0]]


@pytest.mark.rule("AU-20")
async def test_a_derde_hears_nothing_of_other_people(gemeente: Gemeente) -> None:
    """Who has authority over a child is told of the parents, who may be restricted."""
    everything = frozenset(taken.alle_rubrieken([f"{n:02}" for n in range(1, 14)]))
    rule = regel(*everything)
    client = await als(gemeente, msgspec.structs.replace(rule, is_derde=True), regel(*everything, wie="601301"))
    government = await gemeente.application({"component": "brp", "scopes": [*VRAGEN, "afnemer.601301"]})
    question = raadpleeg(BSN, fields=["gezag"])
    assert [(await c.post(PERSONEN, question)).status for c in (client, government)] == [403, 200]


@pytest.mark.rule("AU-18")
async def test_following_is_for_who_may_be_placed_on_a_list(gemeente: Gemeente) -> None:
    """Who follows hears of each change, also that somebody died or went away; a derde not of who is restricted."""
    spontaan = Verstrekking(NAAM, "08.09.10 GA1 0518", "N")
    given = {"mag_plaatsen": True, "spontaan": spontaan}
    client = await als(gemeente, regel(**given), regel(wie="850001", is_derde=True, **given), regel(wie="601301"))
    derde, asks_only = [
        await gemeente.application({"component": "brp", "scopes": [*VRAGEN, f"afnemer.{wie}"]})
        for wie in ("850001", "601301")
    ]
    await bewaar(gemeente, iemand(0, woont=met(WOONT, e09_10="0599")), iemand(1, inschrijving=GEHEIM))
    for who in (client, derde):
        for bsn in BSNS[:2]:
            await volg(who, bsn)
    assert await veranderd(client) == BSNS[:2]
    assert await veranderd(derde) == BSNS[:1]
    fits_document("update", await asks_only.put(f"{VOLG}/{BSN}", {}), "Foutbericht", 403)


@pytest.mark.rule("AU-18")
@pytest.mark.parametrize(("anders", "status"), [
    ({"spontaan": Verstrekking(NAAM, "08.09.10 GA1 0518", "N")}, 200),
    ({"spontaan": Verstrekking(NAAM, "01.03.10 KD1 20000101", "N")}, 404),  # not of the child
    ({}, 403),
])  # fmt: skip
async def test_an_event_names_nobody_whom_the_rule_does_not_give(
    gemeente: Gemeente, anders: dict[str, Any], status: int
) -> None:
    path = f"{PAD}/{await verhuizen(gemeente)}"
    await lees_in(gemeente, regel(**anders))
    client = await gemeente.application({"component": "brp", "scopes": ["brp.gebeurtenissen", "afnemer.250301"]})
    assert (await client.get(path)).status == status


# --- the municipality itself -----------------------------------------------------------------------------------------


TAAK = """
[[taak]]
naam = "sociaal-domein.wmo"
titel = "Wmo-consulenten"
verordening = "Verordening gegevensverstrekking BRP 2026, artikel 4"
besluit = "B en W 13 januari 2026"
ingang = "20260201"
rubrieken = ["01.01.20", "01.02", "08"]
voorwaarde = "08.09.10 GA1 0518"
"""


@pytest.mark.rule("AU-16")
async def test_a_task_of_the_municipality_is_a_rule(gemeente: Gemeente, tmp_path: Path) -> None:
    """The desk for care reads addresses of its own residents, by a regulation that can be named."""
    path = tmp_path / "taken.toml"
    path.write_text(TAAK)
    (task,) = taken.read(path)
    assert task.grond == "Verordening gegevensverstrekking BRP 2026, artikel 4; B en W 13 januari 2026"
    await lees_in(gemeente, task, soort="taak")
    await bewaar(gemeente, lijst(), iemand(0, woont=met(WOONT, e09_10="0599")))
    client = await gemeente.application({"component": "brp", "scopes": [*VRAGEN, "taak.sociaal-domein.wmo"]})
    assert found(
        await client.post(PERSONEN, raadpleeg(BSN, BSNS[0], fields=["burgerservicenummer", "verblijfplaats"]))
    ) == [BSN]
    assert (await client.post(PERSONEN, raadpleeg(BSN, fields=["partners"]))).status == 403
    assert (await client.post(PERSONEN, op_adres())).status == 403


@pytest.mark.rule("AU-16")
@pytest.mark.parametrize(("old", "new", "told"), [
    ('besluit = "B en W 13 januari 2026"', 'besluit = " "', "mist een titel, een verordening of een besluit"),
    ('besluit = "B en W 13 januari 2026"', "", "besluit"),
    ('"20260201"', '"2026-02-01"', "geen goede ingang"),
    ('"01.02"', '"01.99"', "01.99 is geen rubriek, groep of categorie"),
    ('"01.02"', '"01.0"', "01.0 is geen rubriek"),
    ("GA1 0518", "GA1", "de voorwaarde van taak sociaal-domein.wmo is niet te lezen"),
    ("[[taak]]", "[[taken]]", "taken"),
    ("ingang", "kleur = 'rood'\ningang", "kleur"),
])  # fmt: skip
def test_a_task_that_is_wrong_is_refused(tmp_path: Path, old: str, new: str, told: str) -> None:
    path = tmp_path / "taken.toml"
    path.write_text(TAAK.replace(old, new))
    with pytest.raises(taken.TakenOnleesbaar) as fault:
        taken.read(path)
    assert told.lower() in str(fault.value).lower()


# --- keeping them ----------------------------------------------------------------------------------------------------


@pytest.mark.rule("AU-17")
async def test_reading_in_makes_the_rules_equal_to_the_file(gemeente: Gemeente, andere_gemeente: Gemeente) -> None:
    """Who is no longer in the table has no rights any more; what the municipality decided itself stays."""
    await lees_in(andere_gemeente, regel())
    await lees_in(gemeente, regel(wie="wmo"), soort="taak")
    first = await lees_in(gemeente, regel(), regel(wie="601301"), regel(wie="601302"))
    second = await lees_in(gemeente, regel(), regel("01.04.10", wie="601301"), regel(wie="999901"))
    assert first == {"nieuw": 3, "anders": 0, "gelijk": 0, "weg": 0}
    assert second == {"nieuw": 1, "anders": 1, "gelijk": 1, "weg": 1}
    rows = await gemeente.rows("select wie from brp_autorisatie where tenant_id = $1 order by wie", gemeente.id)
    assert [r["wie"] for r in rows] == ["afnemer.250301", "afnemer.601301", "afnemer.999901", "taak.wmo"]
    told = await gemeente.rows("select soort, wie, aantallen from brp_autorisatie_inlezing order by id")
    assert [(r["soort"], r["wie"], msgspec.json.decode(r["aantallen"])["nieuw"]) for r in told] == [
        ("taak", "anna", 1), ("afnemer", "anna", 3), ("afnemer", "anna", 1),
    ]  # fmt: skip


@pytest.mark.rule("AU-19")
async def test_a_rule_is_read_once(gemeente: Gemeente, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asking for one person may cost no statement more than it did."""
    client, times, real = await als(gemeente, regel()), [0], regels.van

    async def counted(*args: Any) -> list[Regel]:
        times[0] += 1
        return await real(*args)

    monkeypatch.setattr(regels, "van", counted)
    for _ in range(3):
        assert (await client.post(PERSONEN, raadpleeg(BSN))).status == 200
    assert times == [1]
