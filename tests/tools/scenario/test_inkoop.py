"""A procurement with its days: when rights end, and what a judge would look at."""

import json
from datetime import date

import pytest
from click.testing import CliRunner

from meent.cli import main
from meent.tools.scenario.bestand import ModelGeweigerd
from meent.tools.scenario.inkoop import load_dossier, moments, signals, working_day
from tests.house.source import ROOT

TEKST = """\
[opdracht]
naam = "Zaaksysteem"
dienst = "Gemeente Meerwijde"
soort = "diensten"
waarde = 1000000
drempel = 221000
bron_drempel = "Invented for a test"
gunningsbeslissing = 2026-04-07
gesloten = 2026-05-04
aankondiging_gunning = 2026-05-11
einde = 2030-05-04
opzeggen_voor = 2029-11-04

[opties.burgerzaken]
naam = "Burgerzaken"
omvang = "Modules voor burgerzaken, tot 100.000 inwoners"
waarde = 300000
uiterlijk = 2028-05-04
bron = "Beschrijvend document, paragraaf 2.3"

[[berichten]]
aan = "Alle inschrijvers"
wat = "gunningsbeslissing met motivering"
datum = 2026-04-07
bewijs = "Bericht in het aanbestedingssysteem"
"""
CHANGE = """
[wijzigingen.{name}]
naam = "{name}"
datum = 2027-0{month}-01
waarde = {value}
grond = "{ground}"
bron = "Invented for a test"
{more}
"""


def told(tmp_path, text: str) -> list[str]:
    file = tmp_path / "dossier.toml"
    file.write_text(text)
    return [f"{signal.wat} {signal.herstel}" for signal in signals(*load_dossier(file))]


def changed(old: str, new: str) -> str:
    assert TEKST.count(old) == 1
    return TEKST.replace(old, new)


@pytest.mark.requirement("R22")
def test_the_days_on_which_rights_end(tmp_path):
    """Twenty days after 7 April 2026 is King's Day, a Monday: the term runs to Tuesday the 28th."""
    file = tmp_path / "dossier.toml"
    file.write_text(TEKST)
    days = {one.wat: one for one in moments(load_dossier(file)[0], date(2028, 3, 1))}
    standstill = days["Laatste dag om voor het sluiten een kort geding te beginnen"]
    assert (standstill.datum, standstill.staat, standstill.grond) == (date(2026, 4, 28), "voorbij", "Aw art. 2.127")
    assert days["Laatste dag om vernietiging van de overeenkomst te vragen"].datum == date(2026, 6, 10)
    assert days["Laatste dag om de optie 'Burgerzaken' te lichten"].staat == "nadert"
    assert days["Laatste dag om op te zeggen"].staat == "later"
    assert [one.datum for one in days.values()] == sorted(one.datum for one in days.values())


@pytest.mark.parametrize(("day", "runs_to"), [
    ("2026-12-25", "2026-12-28"), ("2026-04-03", "2026-04-07"), ("2026-05-14", "2026-05-15"),
    ("2026-06-10", "2026-06-10"),
])  # fmt: skip
def test_a_term_runs_to_the_next_working_day(day, runs_to):
    """Christmas on a Friday, Good Friday, Ascension Day, a Wednesday."""
    assert working_day(date.fromisoformat(day)) == date.fromisoformat(runs_to)


def test_a_tidy_procurement_has_no_signal(tmp_path):
    assert told(tmp_path, TEKST) == []


@pytest.mark.parametrize(("old", "new", "expected"), [
    ("gesloten = 2026-05-04", "gesloten = 2026-04-28", "termijn loopt tot en met 2026-04-28"),
    ("aankondiging_gunning = 2026-05-11\n", "", "vernietiging kan dan tot en met 2026-11-04"),
    (TEKST[TEKST.index("[[berichten]]"):], "", "wie wanneer is ingelicht"),
    ("uiterlijk = 2028-05-04", "uiterlijk = 2028-05-04\ngelicht = 2028-05-01", "binnen de omvang valt"),
    ("uiterlijk = 2028-05-04", "uiterlijk = 2028-05-04\ngelicht = 2028-05-05", "gelicht na 2028-05-04"),
    ("uiterlijk = 2028-05-04", "uiterlijk = 2028-05-04\ngelicht = 2028-05-01\ngelicht_waarde = 300001", "meer dan is"),
])  # fmt: skip
def test_what_a_judge_would_look_at_is_told(tmp_path, old, new, expected):
    assert any(expected in line for line in told(tmp_path, changed(old, new)))


def change(name: str, month: int, value: int, ground: str, more: str = "") -> str:
    return CHANGE.format(name=name, month=month, value=value, ground=ground, more=more)


def test_small_changes_count_together(tmp_path):
    """Two of 5 % stay within a tenth; the third, of one euro, does not, and is the one that is named."""
    two = change("een", 1, 50_000, "gering") + change("twee", 2, 50_000, "gering")
    assert told(tmp_path, TEKST + two) == []
    (line,) = told(tmp_path, TEKST + two + change("drie", 3, 1, "gering"))
    assert line.startswith("Met 'drie'")
    low = changed("drempel = 221000", "drempel = 100000")
    assert [line[:10] for line in told(tmp_path, low + two)] == ["Met 'twee'"]


@pytest.mark.parametrize(("value", "ground", "more", "expected"), [
    (500_000, "onvoorzien", "aangekondigd = 2027-02-01", []),
    (500_001, "onvoorzien", "aangekondigd = 2027-02-01", ["'w' is meer dan de helft van de opdracht."]),
    (100_000, "aanvullend", "", ["'w' is niet aangekondigd."]),
    (1, "niet_wezenlijk", "", ["'w' rust op het oordeel dat zij niet wezenlijk is."]),
])  # fmt: skip
def test_a_larger_change_needs_its_ground(tmp_path, value, ground, more, expected):
    found = told(tmp_path, TEKST + change("w", 1, value, ground, more))
    assert [line[: len(want)] for line, want in zip(found, expected, strict=True)] == expected


EXAMPLES = ROOT / "docs" / "voorbeelden" / "inkoop"


@pytest.mark.requirement("R22")
@pytest.mark.parametrize(("name", "came"), [("emmen", "2017-01-01"), ("enschede", "2018-01-01")])
def test_on_the_published_timelines_the_option_is_flagged_and_the_objection_came_too_late(name, came):
    """Even with every unknown day in favour of who objects; the court held the same in both (2018:2311, 2019:1240)."""
    dossier, read = load_dossier(EXAMPLES / f"{name}.toml")
    days = {one.wat: one.datum for one in moments(dossier, date(2019, 4, 10))}
    under = "Laatste dag om vernietiging te vragen van wat onder de optie 'Burgerzakenmodules' is gesloten"
    assert days["Laatste dag om vernietiging van de overeenkomst te vragen"] == date(2013, 7, 1)
    assert days[under] == date(2014, 6, 30)
    told = [one.wat for one in signals(dossier, read)]
    assert any(line.startswith("De optie 'Burgerzakenmodules' is gelicht op 2013-12-31") for line in told)
    assert f"Centric Netherlands B.V. komt op {came}; vernietiging kon tot en met 2014-06-30." in told


CALLED = "uiterlijk = 2028-05-04\ngelicht = 2028-05-01"
AGAINST = '\n[[bezwaren]]\nvan = "B"\ndatum = 2028-{day}\nbron = "Invented for a test"\noptie = "{option}"\n'


@pytest.mark.parametrize(("day", "more", "expected"), [
    ("11-01", "", "dat is op tijd"), ("11-02", "", "komt op 2028-11-02; vernietiging kon tot en met 2028-11-01"),
    ("06-08", "\ngelicht_aangekondigd = 2028-05-08", "vernietiging kon tot en met 2028-06-07"),
])  # fmt: skip
def test_an_objection_is_in_time_or_too_late(tmp_path, day, more, expected):
    """Six months after the option was called, or thirty days after that was announced."""
    text = changed("uiterlijk = 2028-05-04", CALLED + more) + AGAINST.format(day=day, option="burgerzaken")
    assert any(expected in line for line in told(tmp_path, text))


@pytest.mark.parametrize(("old", "new", "more", "wrong"), [
    ("waarde = 1000000\n", "", change("w", 1, 1, "gering"), "niet te wegen"),
    ('bron_drempel = "Invented for a test"\n', "", "", "ontbreekt 'bron_drempel'"),
    ("gesloten = 2026-05-04\n", "", AGAINST.format(day="01-01", option=""), "nog niet gesloten"),
    ("drempel = 221000", "drempel = 221000", AGAINST.format(day="01-01", option="burgerzaken"), "niet gelicht"),
])  # fmt: skip
def test_what_may_be_left_out_is_asked_where_it_is_needed(tmp_path, old, new, more, wrong):
    file = tmp_path / "dossier.toml"
    file.write_text(changed(old, new) + more)
    with pytest.raises(ModelGeweigerd, match=wrong):
        load_dossier(file)


def test_a_fault_in_the_file_is_told_with_its_line(tmp_path):
    file = tmp_path / "dossier.toml"
    file.write_text(changed("omvang = ", "omvng = "))
    with pytest.raises(ModelGeweigerd, match=r"dossier\.toml:16: .*Bedoelt u 'omvang'\?"):
        load_dossier(file)
    file.write_text(changed("drempel = 221000", "drempel = -1"))
    with pytest.raises(ModelGeweigerd, match=r"dossier\.toml:6: .*niet groter dan 0"):
        load_dossier(file)


def test_the_command_tells_days_and_signals(tmp_path):
    file = tmp_path / "dossier.toml"
    file.write_text(changed("uiterlijk = 2028-05-04", "uiterlijk = 2028-05-04\ngelicht = 2028-05-05"))
    asked = ["scenario", "inkoop", str(file), "--op", "2026-04-20"]
    plain = CliRunner().invoke(main, asked)
    assert "2026-04-28  nadert    Laatste dag om voor het sluiten" in plain.output
    assert f"{file}:19: De optie 'Burgerzaken' is gelicht na" in plain.output
    found = json.loads(CliRunner().invoke(main, [*asked, "--json"]).output)
    assert (found["op"], len(found["signalen"])) == ("2026-04-20", 2)
