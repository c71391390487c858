"""Proof that the tests of a rule can fail: switch the rule off and see whether they notice.

A test that passes with its rule switched off tests something else, and the register would promise too much.
"""

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal, TypedDict

from meent.tools.rules.register import RuleState, rules
from meent.tools.rules.results import load_results, project_root, results_file
from meent.tools.rules.switch import RULE_OFF, load_switches, rules_in_docstrings

Verdict = Literal["proven", "not proven", "no switch", "not passed", "broken"]

TIMEOUT_SECONDS = 600
# By exit code of pytest: all passed, some failed. Any other code: the tests could not run, which proves nothing.
VERDICT_BY_EXIT_CODE: dict[int, Verdict] = {0: "not proven", 1: "proven"}


class Proof(TypedDict):
    """What switching one rule off showed.

    proven      a test failed, as it must
    not proven  every test still passed
    no switch   neither a rule function nor tests/rules_off.py knows the rule, so it cannot be switched off
    not passed  its tests do not all pass with the rule on, or its register waits: nothing to prove yet
    broken      the tests could not run, or took too long
    """

    rule: str
    title: str
    verdict: Verdict
    tests: list[str]


def prove(ids: Iterable[str] | None = None, root: Path | None = None) -> list[Proof]:
    """Switch each rule off in turn and run its tests; all rules that have tests when no ids are given."""
    return list(proofs(ids, root or project_root()))


def proofs(ids: Iterable[str] | None, root: Path) -> Iterator[Proof]:
    """The proofs one by one, because each takes seconds."""
    wanted = None if ids is None else set(ids)
    switches = {*load_switches(root), *rules_in_docstrings(root)}
    for state in rules(results=load_results(results_file(root))):
        if state["tests"] and (wanted is None or state["rule"] in wanted):
            verdict = verdict_on(state, switches, root)
            yield {"rule": state["rule"], "title": state["title"], "verdict": verdict, "tests": state["tests"]}


def verdict_on(state: RuleState, switches: set[str], root: Path) -> Verdict:
    if state["state"] != "passed":
        return "not passed"
    if state["rule"] not in switches:
        return "no switch"
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *state["tests"]]
    environment = os.environ | {RULE_OFF: state["rule"]}
    try:
        done = subprocess.run(command, cwd=root, env=environment, capture_output=True, timeout=TIMEOUT_SECONDS)
    except subprocess.TimeoutExpired:
        return "broken"
    return VERDICT_BY_EXIT_CODE.get(done.returncode, "broken")
