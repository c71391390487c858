"""The registers of rules and of requirements: what must hold, and what the last test run said about it.

The numbers and our own titles are data (`rules.toml`, `requirements.toml`); a test compares the numbers with
the pages they come from. Nothing here is written by hand about being done: that comes from the tests.
"""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Literal, TypedDict

from meent.tools.rules.results import Results, load_results, project_root, results_file

State = Literal["passed", "failed", "untested", "waits"]


class Rule(TypedDict):
    """A numbered rule of the ZGW standards.

    standard   the numbers VNG gives it, such as zrc-007; often none
    needs      registers without which it cannot hold, as `api.resource`
    """

    id: str
    api: str
    title: str
    standard: list[str]
    needs: list[str]


class Requirement(TypedDict):
    """Something Meent must do. Priority 1 comes first; None where the source gives none."""

    id: str
    area: str
    title: str
    priority: int | None


class RuleState(TypedDict):
    """A rule as `meent rules --json` prints it."""

    rule: str
    title: str
    api: str
    state: State
    tests: list[str]


class RequirementState(TypedDict):
    """A requirement as `meent requirements --json` prints it."""

    id: str
    title: str
    priority: int | None
    state: State
    tests: list[str]


def rules(api: str | None = None, results: Results | None = None) -> list[RuleState]:
    """Every rule, or those of one API, with the state that the last test results give it."""
    known = last_results() if results is None else results
    return [rule_state(rule, known) for rule in load_rules() if api in (None, rule["api"])]


def requirements(area: str | None = None, results: Results | None = None) -> list[RequirementState]:
    """Every requirement, or those of one area, with the state that the last test results give it."""
    known = last_results() if results is None else results
    return [requirement_state(entry, known) for entry in load_requirements() if area in (None, entry["area"])]


def last_results() -> Results:
    return load_results(results_file(project_root()))


def rule_state(rule: Rule, results: Results) -> RuleState:
    tests = {name: result for name, result in results.items() if rule["id"] in result["rules"]}
    state: State = "waits" if waits_for(rule) else state_of(tests)
    return {"rule": rule["id"], "title": rule["title"], "api": rule["api"], "state": state, "tests": list(tests)}


def requirement_state(entry: Requirement, results: Results) -> RequirementState:
    tests = {name: result for name, result in results.items() if entry["id"] in result["requirements"]}
    return {
        "id": entry["id"],
        "title": entry["title"],
        "priority": entry["priority"],
        "state": state_of(tests),
        "tests": list(tests),
    }


def state_of(tests: Results) -> State:
    """Failed when one test failed, passed when there are tests and all passed; a skipped test proves nothing."""
    outcomes = {result["outcome"] for result in tests.values()}
    if "failed" in outcomes:
        return "failed"
    return "passed" if outcomes == {"passed"} else "untested"


def waits_for(rule: Rule) -> list[str]:
    """The registers this rule needs that are not in the product yet."""
    return [name for name in rule["needs"] if name not in registers_in_product()]


RULES = ("rules.toml", "rules-autorisatie.toml", "rules-bevragen.toml", "rules-burgerzaken.toml", "rules-gezag.toml")
"""A register too long for one file stands in several."""


@cache
def load_rules() -> tuple[Rule, ...]:
    return tuple(
        Rule(id=number, api=api, title=row["title"], standard=row.get("standard", []), needs=row.get("needs", []))
        for file in RULES
        for api, rows in load(file).items()
        if api != "in_product"
        for number, row in rows.items()
    )


@cache
def registers_in_product() -> frozenset[str]:
    return frozenset(load("rules.toml")["in_product"])


@cache
def load_requirements() -> tuple[Requirement, ...]:
    return tuple(
        Requirement(id=number, area=area, title=row["title"], priority=row.get("priority"))
        for area, rows in load("requirements.toml").items()
        for number, row in rows.items()
    )


@cache
def load(name: str) -> dict[str, Any]:
    text = files("meent.tools.rules").joinpath(name).read_text(encoding="utf-8")
    return tomllib.loads(text)
