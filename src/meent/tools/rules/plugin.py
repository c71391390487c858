"""pytest plugin of the house: records which rule and requirement each test decides, and how it ended.

It also keeps tests off the network, refuses markers that name an unknown id, and switches a rule off when
`MEENT_RULE_OFF` names one (see `prove`). pyproject.toml loads it for every run.
"""

import os
from itertools import chain
from typing import Any

import pytest

from meent.tools.rules.network import forbid_network
from meent.tools.rules.register import load_requirements, load_rules
from meent.tools.rules.results import Outcome, Result, commit_of, results_file, store_results
from meent.tools.rules.switch import RULE_OFF, load_switches

Ids = tuple[list[str], list[str]]


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "rule(*ids): the numbered rules that this test decides")
    config.addinivalue_line("markers", "requirement(*ids): the requirements that this test decides")
    forbid_network()
    rule = os.environ.get(RULE_OFF)
    if rule:
        switch_off(rule, config)
    else:
        config.pluginmanager.register(Recorder(config), "meent-recorder")


def switch_off(rule: str, config: pytest.Config) -> None:
    """Apply the switch of tests/rules_off.py for the whole run; rules that are functions the engine skips itself."""
    patch = pytest.MonkeyPatch()
    config.add_cleanup(patch.undo)
    switch = load_switches(config.rootpath).get(rule)
    if switch:
        switch(patch)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A marker with an id that nobody knows would claim a proof of nothing."""
    known = {entry["id"] for entry in (*load_rules(), *load_requirements())}
    wrong = [f"{item.nodeid}: {name}" for item in items for name in chain(*ids_of(item)) if name not in known]
    if wrong:
        raise pytest.UsageError("unknown rule or requirement:\n" + "\n".join(wrong))


def ids_of(item: pytest.Item) -> Ids:
    """The rules and the requirements on the test itself, its class, its module and its row of parameters."""
    return marked(item, "rule"), marked(item, "requirement")


def marked(item: pytest.Item, marker: str) -> list[str]:
    return sorted({str(name) for mark in item.iter_markers(marker) for name in mark.args})


class Recorder:
    """Gathers the outcomes of one run and merges them into the file at its end.

    A run in several processes (pytest-xdist) is judged by the one that leads it: the outcomes reach it test by test,
    and what each test decides when its process has ended.
    """

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.collected: dict[str, Ids] = {}
        self.outcomes: dict[str, Outcome] = {}

    def pytest_itemcollected(self, item: pytest.Item) -> None:
        self.collected[item.nodeid] = ids_of(item)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Set-up, the test and tear-down report one by one: a failure in any of them is a failure."""
        before = self.outcomes.get(report.nodeid)
        if report.failed:
            self.outcomes[report.nodeid] = "failed"
        elif report.skipped and before != "failed":
            self.outcomes[report.nodeid] = "skipped"
        elif report.when == "call" and before is None:
            self.outcomes[report.nodeid] = "passed"

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        for name, ids in getattr(node, "workeroutput", {}).get("meent", {}).items():
            self.collected[name] = tuple(ids)

    def pytest_sessionfinish(self) -> None:
        if hasattr(self.config, "workeroutput"):
            self.config.workeroutput["meent"] = self.collected
            return
        if not self.outcomes:
            return
        commit = commit_of(self.config.rootpath)
        known = {name: outcome for name, outcome in self.outcomes.items() if name in self.collected}
        ran = {name: self.result(name, outcome, commit) for name, outcome in known.items()}
        whole = self.files_read_whole()
        store_results(results_file(self.config.rootpath), ran, lambda name: self.is_gone(name, whole))

    def result(self, name: str, outcome: Outcome, commit: str) -> Result:
        rules, requirements = self.collected[name]
        return {"outcome": outcome, "rules": rules, "requirements": requirements, "commit": commit}

    def is_gone(self, name: str, read_whole: set[str]) -> bool:
        """The test no longer exists: its file left, or its file was read whole in this run and did not hold it."""
        file = name.partition("::")[0]
        return not (self.config.rootpath / file).exists() or (file in read_whole and name not in self.collected)

    def files_read_whole(self) -> set[str]:
        """The files of which every test was seen; none when the run named single tests, or only the last failures."""
        if self.config.getoption("lf", False) or any("::" in argument for argument in self.config.args):
            return set()
        return {name.partition("::")[0] for name in self.collected}
