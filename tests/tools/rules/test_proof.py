"""A rule is proven when its tests fail once it is switched off; all other outcomes have a name of their own."""

import pytest

from meent.tools.rules import proof, prove, trial
from meent.tools.rules.switch import rules_in_docstrings
from meent.tools.rules.trial import try_all

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
    assert {found["rule"]: found["verdict"] for found in prove(root=project.root)} == {
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
    assert [found["rule"] for found in prove(["Z-28"], root=project.root)] == ["Z-28"]


def test_rules_that_are_functions_are_found_by_their_docstring(project):
    """The number in the docstring is the switch, so it is also how we know that there is one."""
    assert rules_in_docstrings(project.root) == {"Z-20"}


def test_a_test_that_no_longer_exists_proves_nothing(project):
    """pytest's own error is not a failure of the test."""
    (ended,) = try_all({"Z-28": ["tests/test_toy.py::test_left"]}, project.root, workers=1)
    assert ended.exit_code not in (0, 1)


def test_proofs_stay_as_long_as_the_code_does(project, monkeypatch):
    """A proof over all rules takes minutes: cut off, it goes on where it was; on other code it begins anew."""
    first = prove(["Z-28"], root=project.root)
    monkeypatch.setattr(proof, "try_all", refuse)
    assert prove(["Z-28"], root=project.root) == first
    project.write("src/other.py", "")
    with pytest.raises(AssertionError, match="Z-28"):
        prove(["Z-28"], root=project.root)


def refuse(tests, root, workers):
    assert not tests, tests
    return iter(())


def test_the_test_that_noticed_goes_first(project):
    """The run of a rule ends with its first failure, so the next proof of it costs one test."""
    (found,) = prove(["Z-28"], root=project.root)
    assert found["noticed_by"] == "tests/test_toy.py::test_notices_the_table"
    state = {"rule": "Z-28", "title": "", "api": "zaken", "state": "passed", "tests": ["a", found["noticed_by"]]}
    assert proof.likely_first(state, found) == [found["noticed_by"], "a"]


def test_what_takes_too_long_is_cut_off(project, monkeypatch):
    """A rule that is off may let a test wait for ever; the others must still get their turn."""
    project.write("tests/test_slow.py", "import time\ndef test_waits(): time.sleep(60)")
    monkeypatch.setattr(trial, "TIMEOUT_SECONDS", 1)
    (ended,) = try_all({"Z-28": ["tests/test_slow.py"]}, project.root, workers=1)
    assert ended.exit_code is None
