"""Proof that the tests of a rule can fail: switch the rule off and see whether they notice.

A test that passes with its rule switched off tests something else, and the register would promise too much.
Verdicts stay in `.meent/proofs.json`, for as long as not a letter of code or tests changes: a proof that was cut off
goes on where it was.
"""

import json
import os
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Literal, TypedDict

from meent.tools.rules.register import RuleState, rules
from meent.tools.rules.results import load_results, project_root, results_file
from meent.tools.rules.switch import load_switches, rules_in_docstrings
from meent.tools.rules.trial import try_all

Verdict = Literal["proven", "not proven", "no switch", "not passed", "broken"]

FOLDERS = ("src", "tests", "bench", "trust")
# By exit code of pytest: all passed, some failed. Any other code: the tests could not run, which proves nothing.
VERDICT_BY_EXIT_CODE: dict[int | None, Verdict] = {0: "not proven", 1: "proven"}


class Proof(TypedDict):
    """What switching one rule off showed.

    proven      a test failed, as it must; `noticed_by` is the first that did
    not proven  every test still passed
    no switch   neither a rule function nor tests/rules_off.py knows the rule, so it cannot be switched off
    not passed  its tests do not all pass with the rule on, or its register waits: nothing to prove yet
    broken      the tests could not run, or took too long; .meent/proofs/RULE.log tells why
    """

    rule: str
    title: str
    verdict: Verdict
    tests: list[str]
    noticed_by: str


class Proofs(TypedDict):
    """The file. `code` is the state of code and tests that the verdicts are about."""

    code: str
    proofs: dict[str, Proof]


def prove(ids: Iterable[str] | None = None, root: Path | None = None) -> list[Proof]:
    """Switch each rule off in turn and run its tests; all rules that have tests when no ids are given."""
    return in_order(proofs(ids, root or project_root()))


def in_order(found: Iterable[Proof]) -> list[Proof]:
    order = [state["rule"] for state in rules(results={})]
    return sorted(found, key=lambda proof: order.index(proof["rule"]))


def proofs(
    ids: Iterable[str] | None, root: Path, *, workers: int | None = None, again: bool = False
) -> Iterator[Proof]:
    """The proofs as they come. `again`: those of before do not count."""
    wanted = None if ids is None else set(ids)
    states = [
        state
        for state in rules(results=load_results(results_file(root)))
        if state["tests"] and (wanted is None or state["rule"] in wanted)
    ]
    switches = {*load_switches(root), *rules_in_docstrings(root)}
    code, before = code_of(root), load_proofs(root)
    to_try: dict[str, RuleState] = {}
    for state in states:
        known = before["proofs"].get(state["rule"])
        if verdict := verdict_without_trial(state, switches):
            yield proof_of(state, verdict)
        elif known and code == before["code"] and known["tests"] == state["tests"] and not again:
            yield known
        else:
            to_try[state["rule"]] = state
    tests = {rule: likely_first(state, before["proofs"].get(rule)) for rule, state in to_try.items()}
    for ended in try_all(tests, root, workers or os.cpu_count() or 1):
        verdict = VERDICT_BY_EXIT_CODE.get(ended.exit_code, "broken")
        proof = proof_of(to_try[ended.rule], verdict, ended.noticed_by)
        if verdict != "broken":
            store_proof(root, code, proof)
        yield proof


def verdict_without_trial(state: RuleState, switches: set[str]) -> Verdict | None:
    if state["state"] != "passed":
        return "not passed"
    return None if state["rule"] in switches else "no switch"


def proof_of(state: RuleState, verdict: Verdict, noticed_by: str = "") -> Proof:
    return {
        "rule": state["rule"],
        "title": state["title"],
        "verdict": verdict,
        "tests": state["tests"],
        "noticed_by": noticed_by,
    }


def likely_first(state: RuleState, before: Proof | None) -> list[str]:
    """The tests of a rule; the one that noticed last time goes first, because the run ends with the first failure."""
    return sorted(state["tests"], key=lambda test: before is None or test != before["noticed_by"])


# --- what was proven before ------------------------------------------------------------------------------------------


def proofs_file(root: Path) -> Path:
    return root / ".meent" / "proofs.json"


def load_proofs(root: Path) -> Proofs:
    file = proofs_file(root)
    found: Proofs = json.loads(file.read_text()) if file.is_file() else {"code": "", "proofs": {}}
    return found


def store_proof(root: Path, code: str, proof: Proof) -> None:
    """Verdicts about other code leave with the first about this; who noticed stays, to be asked first."""
    file, before = proofs_file(root), load_proofs(root)
    kept = before["proofs"]
    if before["code"] != code:
        kept = {rule: Proof(**old | {"tests": []}) for rule, old in kept.items()}
    fresh = file.with_suffix(".new")
    fresh.write_text(json.dumps({"code": code, "proofs": kept | {proof["rule"]: proof}}, indent=1) + "\n")
    fresh.replace(file)


def code_of(root: Path) -> str:
    """A number that changes with any file of code or tests."""
    state = sha256()
    for folder in FOLDERS:
        for file in sorted((root / folder).rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts:
                state.update(str(file.relative_to(root)).encode() + b"\0" + file.read_bytes())
    return state.hexdigest()[:16]
