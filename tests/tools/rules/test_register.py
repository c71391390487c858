"""The state of a rule and of a requirement follows from the last test results, and from nothing else."""

import json

import pytest
from click.testing import CliRunner

from meent.services.resources import EVERYTHING
from meent.tools.rules import register, requirements, rules
from meent.tools.rules.commands import requirements_command, rules_command
from meent.tools.rules.register import load_rules, registers_in_product, waits_for
from meent.tools.rules.results import merge, project_root
from tests.house.source import ROOT

PRESENT = "Z-20"  # reopening needs statussen, which are there


def ran(*outcomes: str, rule: str = PRESENT, requirement: str = "R36") -> dict:
    """Results of tests that all decide one rule and one requirement."""
    return {
        f"tests/test_x.py::test_{number}": {
            "outcome": outcome, "rules": [rule], "requirements": [requirement], "commit": "abc",
        }
        for number, outcome in enumerate(outcomes)
    }  # fmt: skip


@pytest.mark.parametrize(("outcomes", "state"), [
    ([], "untested"),
    (["passed"], "passed"),
    (["passed", "passed"], "passed"),
    (["passed", "failed"], "failed"),
    (["skipped", "failed"], "failed"),
    (["skipped"], "untested"),
    (["passed", "skipped"], "untested"),
])  # fmt: skip
@pytest.mark.requirement("R13", "R36")
def test_the_state_is_what_the_tests_say(outcomes, state):
    """A skipped test proves nothing, and one failure is enough to take the claim back."""
    results = ran(*outcomes)
    assert one(rules(results=results), "rule", PRESENT)["state"] == state
    assert one(requirements(results=results), "id", "R36")["state"] == state


@pytest.mark.requirement("R13")
def test_a_rule_waits_for_its_register_whatever_its_tests_say(monkeypatch):
    """Closing a case without results in the product cannot have been tested in earnest."""
    known = registers_in_product()
    assert one(rules(results=ran("passed", rule="Z-12")), "rule", "Z-12")["state"] == "passed"
    monkeypatch.setattr(register, "registers_in_product", lambda: known - {"zaken.resultaten"})
    assert one(rules(results=ran("passed", rule="Z-12")), "rule", "Z-12")["state"] == "waits"
    rule = next(rule for rule in load_rules() if rule["id"] == "Z-12")
    assert waits_for(rule) == ["zaken.resultaten"]


def test_a_rule_is_printed_for_scripts_in_the_agreed_form():
    """Others script against these names."""
    assert one(rules("zaken", ran("passed")), "rule", PRESENT) == {
        "rule": PRESENT, "title": "Heropenen is een eigen recht en wist de archiefgegevens", "api": "zaken",
        "state": "passed", "tests": ["tests/test_x.py::test_0"],
    }  # fmt: skip
    assert one(requirements("contact", {}), "id", "contact-28") == {
        "id": "contact-28", "title": "Bellen namens een ander", "priority": 2, "state": "untested", "tests": [],
    }  # fmt: skip


def test_one_api_and_one_area_can_be_chosen():
    """Somebody who builds Zaken reads 57 rules, not all."""
    assert {rule["api"] for rule in rules("zaken", {})} == {"zaken"}
    assert {entry["id"].partition("-")[0] for entry in requirements("contact", {})} == {"contact"}
    assert len(rules(results={})) == len(load_rules())


def test_a_register_that_a_rule_needs_is_called_api_and_resource():
    """A misspelt register would let a rule wait for ever."""
    apis = {rule["api"] for rule in load_rules()} | {"selectielijst", "referentielijsten", "koppelingen", "objecttypen"}
    names = {name for rule in load_rules() for name in rule["needs"]} | registers_in_product()
    assert [name for name in names if name.count(".") != 1 or name.partition(".")[0] not in apis] == []


def test_what_is_in_the_product_is_what_it_offers():
    """A rule may neither wait for a register that is there, nor be asked of one that is not."""
    offered = {f"{resource.api.name}.{resource.collection}" for resource in EVERYTHING}
    offered |= {
        f"{resource.api.name}{o.path.replace('/', '.')}" for resource in EVERYTHING for o in resource.named
        if o.body or o.beside
    }  # fmt: skip
    offered |= {"koppelingen.diensten"}  # configured by a command (decision 0024), not offered by an API
    offered |= {"autorisaties.catalogusautorisaties"}  # part of an applicatie (decision 0020)
    assert registers_in_product() == offered | {f"{r.api.name}.audittrail" for r in EVERYTHING if r.audit}


def test_a_run_of_one_test_leaves_the_others():
    """Working on one rule may not turn the rest of the register red."""
    before = ran("passed", "passed", "passed")
    after = merge(before, ran("failed"), gone=lambda name: name.endswith("test_2"))
    assert [result["outcome"] for result in after.values()] == ["failed", "passed"]


def test_the_project_is_found_from_any_folder_in_it(tmp_path):
    """`meent rules` in a subfolder reads the same results."""
    assert project_root(ROOT / "src" / "meent") == ROOT
    assert project_root(tmp_path) == ROOT


@pytest.mark.parametrize(("command", "arguments", "column"), [
    (rules_command, ["zaken"], "rule"),
    (requirements_command, ["experience"], "id"),
])  # fmt: skip
def test_the_commands_print_a_table_and_json(command, arguments, column):
    """A person reads the table, a script the list; both show every entry and a state."""
    runner = CliRunner()
    table = runner.invoke(command, arguments, catch_exceptions=False)
    printed = runner.invoke(command, [*arguments, "--json"], catch_exceptions=False)
    entries = json.loads(printed.output)
    assert all(entry[column] in table.output for entry in entries)
    assert all(entry["state"] in ("passed", "failed", "untested", "waits") for entry in entries)


def test_a_waiting_rule_names_its_register(monkeypatch):
    """The reader must know what has to come first."""
    known = registers_in_product()
    monkeypatch.setattr(register, "registers_in_product", lambda: known - {"koppelingen.diensten"})
    output = CliRunner().invoke(rules_command, ["algemeen"]).output
    assert "waits for" in output
    assert "koppelingen.diensten" in output


def one(entries: list, column: str, value: str) -> dict:
    return next(entry for entry in entries if entry[column] == value)
