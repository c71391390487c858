"""A rule is proven when its tests fail once it is switched off; all other outcomes have a name of their own."""

import pytest

from meent.tools.rules import prove
from meent.tools.rules.proof import verdict_on
from meent.tools.rules.switch import rules_in_docstrings

pytestmark = pytest.mark.requirement("R13")

TOY = '''
import os

def betaaldatum(indicatie):
    return None if indicatie == "nvt" else "2026-11-01"

def refuse_reopening():
    """A case may not be opened by just anybody.

    Source: Z-20, zrc-008.
    """
    return os.environ.get("MEENT_RULE_OFF") != "Z-20"
'''

TESTS = '''
import pytest
from src import toy

@pytest.mark.rule("Z-28")
def test_notices_the_table(): assert toy.betaaldatum("nvt") is None

@pytest.mark.rule("Z-20")
def test_notices_the_function(): assert toy.refuse_reopening()

@pytest.mark.rule("Z-27")
def test_notices_nothing(): pass

@pytest.mark.rule("Z-26")
def test_breaks_the_run(): pass

@pytest.mark.rule("Z-25")
def test_of_a_rule_without_a_switch(): pass

@pytest.mark.rule("Z-24")
def test_fails_anyway(): assert False
'''

RULES_OFF = '''
def betaald(patch): patch.setattr("src.toy.betaaldatum", lambda indicatie: "2026-11-01")
def wrong(patch): raise RuntimeError("a switch that does not work")
OFF = {"Z-28": betaald, "Z-27": betaald, "Z-26": wrong}
'''


@pytest.fixture
def project(toy):
    toy.write("src/toy.py", TOY)
    toy.write("tests/test_toy.py", TESTS)
    toy.write("tests/rules_off.py", RULES_OFF)
    toy.pytest()
    return toy


def test_each_outcome_is_told_apart(project):
    """A test that cannot fail, a rule that cannot be switched off and a broken run each need another repair."""
    recorded = project.results()
    assert {proof["rule"]: proof["verdict"] for proof in prove(root=project.root)} == {
        "Z-28": "proven",
        "Z-20": "proven",
        "Z-27": "not proven",
        "Z-26": "broken",
        "Z-25": "no switch",
        "Z-24": "not passed",
    }
    assert project.results() == recorded, "a run with a rule switched off says nothing about the code"


def test_a_few_rules_can_be_chosen(project):
    """Each proof takes seconds; whoever writes one rule waits for one."""
    assert [proof["rule"] for proof in prove(["Z-28"], root=project.root)] == ["Z-28"]


def test_rules_that_are_functions_are_found_by_their_docstring(project):
    """The number in the docstring is the switch, so it is also how we know that there is one."""
    assert rules_in_docstrings(project.root) == {"Z-20"}


def test_a_test_that_no_longer_exists_proves_nothing(project):
    """pytest's own error is not a failure of the test."""
    state = {"rule": "Z-28", "title": "", "api": "zaken", "state": "passed", "tests": ["tests/test_toy.py::test_left"]}
    assert verdict_on(state, {"Z-28"}, project.root) == "broken"
