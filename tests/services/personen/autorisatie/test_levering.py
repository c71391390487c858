"""What an afnemer is told when a list changes, and that it then has what it may have."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meent.services.personen import lo3
from meent.services.personen.autorisatie.levering import (
    PastNiet,
    attendering,
    gefilterd,
    mutatie,
    pas_toe,
    vulling,
)
from meent.services.personen.autorisatie.tabel35 import Regel, Verstrekking
from meent.services.personen.mutaties import Mutatie
from meent.services.personen.persoonslijst import Persoonslijst
from tests.services.personen.lijsten import ANUMMER, INSCHRIJVING, KIND, PASPOORT, PERSOON, WOONT, lijst, met
from tests.services.personen.test_rondreis import BEGIN, done
from tests.services.personen.test_rondreis import mutatie as een_mutatie

VANDAAG = date(2026, 11, 29)
VERHUISD = met(WOONT, e11_10="Spui")


def regel(*rubrieken: str, **anders: object) -> Regel:
    given = Verstrekking(frozenset(rubrieken), str(anders.pop("voorwaarde", "")), "N")
    return Regel(wie="250301", naam="Waterschap", ingang="20160101", spontaan=given, **anders)  # type: ignore[arg-type]


@pytest.mark.rule("AU-40")
def test_an_afnemer_gets_the_rubrieken_of_its_rule() -> None:
    """And no element more; the past is a rubriek of its own."""
    pl = lijst(c08=[[VERHUISD, WOONT]])
    told = vulling(pl, regel("01.02.40", "08.11.10", "58.11.20"))
    assert [(c, v, dict(found)) for c, _, v, found in told.voorkomens()] == [
        ("01", 0, {"01.10": ANUMMER, "02.40": "Moulin"}), ("07", 0, {"70.10": "0"}),
        ("08", 0, {"11.10": "Spui"}), ("08", 1, {"11.20": "31"}),
    ]  # fmt: skip


RUBRIEKEN = ("01.02.40", "01.02.10", "05.06.10", "05.02.40", "07.67.10", "07.67.20", "08.11.10", "09.02.40", "09.01.20",
             "04.05.10", "12.35.20")  # fmt: skip


@pytest.mark.rule("AU-42")
@pytest.mark.rule("AU-44")
@settings(max_examples=60)
@given(st.lists(een_mutatie(), min_size=1, max_size=8))
def test_after_each_change_an_afnemer_has_what_it_may_have(mutaties: list[Mutatie]) -> None:
    """Whatever happens to a list, who was told of each change has what a whole new message would say."""
    rule, pl = regel(*RUBRIEKEN), BEGIN
    heeft = vulling(pl, rule)
    for one in mutaties:
        new = done(pl, one)
        if new is None or new.is_afgevoerd:
            continue
        if told := mutatie(heeft, new, rule):
            heeft = pas_toe(heeft, lo3.read_body(lo3.write_body(told.pl)))
        pl = new
        assert contents(heeft) == contents(vulling(pl, rule))
    assert mutatie(heeft, pl, rule) is None


def contents(pl: Persoonslijst) -> dict[str, list[tuple[tuple[str, str], ...]]]:
    """What the actual voorkomens say, whatever the order of stapels."""
    found = {c: sorted(tuple(s.actueel.items()) for s in stapels if s.actueel) for c, stapels in pl.stapels.items()}
    return {c: rows for c, rows in found.items() if rows}


@pytest.mark.rule("AU-42")
def test_what_is_not_of_the_rule_is_not_told() -> None:
    rule = regel("08.11.10")
    heeft = vulling(lijst(), rule)
    assert mutatie(heeft, lijst(c09=[[KIND]], c08=[[met(WOONT, e11_20="33")]]), rule) is None
    told = mutatie(heeft, lijst(c08=[[VERHUISD, WOONT]]), rule)
    assert told is not None
    assert (told.nummer, told.pl.stapels["08"]) == ("Gv01", gefilterd(
        lijst(c08=[[VERHUISD, WOONT]]), frozenset(["08.11.10", "58.11.10"])).stapels["08"])  # fmt: skip


@pytest.mark.rule("AU-42")
@pytest.mark.requirement("K-27")
def test_a_list_that_was_never_right_is_told_as_that() -> None:
    wrong = lijst(c07=[[met(INSCHRIJVING, e67_10="20261101", e67_20="F")]])
    told = mutatie(vulling(lijst(), regel("08.11.10")), wrong, regel("08.11.10"))
    assert told is not None
    assert (told.nummer, [*told.pl.stapels], told.pl.waarde("07.67.20")) == ("Ng01", ["01", "07"], "F")


@pytest.mark.rule("AU-41")
def test_a_restriction_goes_along_and_shuts_derden_out() -> None:
    """Government hears of a move with the word that it is secret; a church hears the word, and then nothing."""
    secret = lijst(c07=[[met(INSCHRIJVING, e70_10="7")]])
    moved = lijst(c07=[[met(INSCHRIJVING, e70_10="7")]], c08=[[VERHUISD, WOONT]])
    derde, overheid = regel("08.11.10", is_derde=True), regel("08.11.10")
    heeft = vulling(lijst(), derde)
    told = mutatie(heeft, secret, derde)
    assert told is not None
    assert (told.pl.waarde("07.70.10"), "08" in told.pl.stapels) == ("7", False)
    after = pas_toe(heeft, told.pl)
    assert mutatie(after, moved, derde) is None
    assert "08" not in vulling(moved, derde).stapels
    government = mutatie(heeft, moved, overheid)
    assert government is not None
    assert (government.pl.waarde("07.70.10"), government.pl.waarde("08.11.10")) == ("7", "Spui")


@pytest.mark.rule("AU-43")
@pytest.mark.parametrize(("anders", "nummer"), [
    ({}, "Ag11"),
    ({"is_conditioneel": True}, "Ag21"),
    ({"sleutels": frozenset(["01.02.40"])}, None),  # that did not change
    ({"sleutels": frozenset()}, None),
    ({"voorwaarde": "08.11.10 GA1 0001"}, None),  # does not meet it
    ({"voorwaarde": ""}, None),
])  # fmt: skip
def test_who_comes_to_meet_a_condition_is_told(anders: dict[str, object], nummer: str | None) -> None:
    """A water board hears of who comes to live in its area, without asking for everybody."""
    rule = regel("01.02.40", "08.11.10", **({
        "voorwaarde": '08.11.10 GA1 "Spui"', "sleutels": frozenset(["08.11.10"]),
    } | anders))  # fmt: skip
    told = attendering(lijst(), lijst(c08=[[VERHUISD, WOONT]]), rule, VANDAAG)
    assert (told.nummer if told else None) == nummer
    if told:
        assert told.pl == vulling(lijst(c08=[[VERHUISD]]), rule)


@pytest.mark.rule("AU-42")
def test_of_what_has_no_history_all_that_is_left_is_told() -> None:
    """A travel document has no history by which an afnemer could know which one is meant."""
    other = met(PASPOORT, e35_20="SPECI2015")
    rule, both = regel("12.35.20"), lijst(c12=[[PASPOORT], [other]])
    for now, left in ((lijst(c12=[[other]]), ["SPECI2015"]), (lijst(), [])):
        told = mutatie(vulling(both, rule), now, rule)
        assert told is not None
        after = pas_toe(vulling(both, rule), lo3.read_body(lo3.write_body(told.pl)))
        assert [stapel.actueel["35.20"] for stapel in after.stapels.get("12", ())] == left


@pytest.mark.rule("AU-44")
def test_a_change_of_something_else_is_refused() -> None:
    """Written over what it does not fit, it would make a list that nobody ever had."""
    rule = regel("01.02.40", "08.11.10")
    told = mutatie(vulling(lijst(), rule), lijst(c08=[[VERHUISD, WOONT]]), rule)
    assert told is not None
    has_other = vulling(lijst(c01=[[PERSOON]], c08=[[met(WOONT, e11_10="Elders")]]), rule)
    with pytest.raises(PastNiet):
        pas_toe(has_other, told.pl)
