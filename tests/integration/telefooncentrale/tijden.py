"""How long each call with telephones that ring took, told at the end of a run; nothing is demanded of it.

On a machine that does something else as well these are no measurements: those are of `python -m bench.gesprekken`.
"""

from collections.abc import Iterable

import pytest

BELLEN = "telefooncentrale/bellen/"
HOORDE = "hoorde"
GEHOORD: list[str] = []
"""What was heard in the test of this moment, and after how long a wait for it."""


def samen(reports: Iterable[object]) -> dict[str, tuple[float, list[str]]]:
    """Test -> seconds of all its parts, and what was heard in it; of the tests in which telephones ring."""
    gevonden: dict[str, tuple[float, list[str]]] = {}
    for report in reports:
        if isinstance(report, pytest.TestReport) and BELLEN in report.nodeid:
            seconden, eerder = gevonden.get(report.nodeid, (0.0, []))
            gehoord = [str(value) for name, value in report.user_properties if name == HOORDE]
            gevonden[report.nodeid] = (seconden + report.duration, gehoord or eerder)  # the last of its reports has it
    return gevonden


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One table, also when workers ran the tests: their reports bring along what was heard."""
    gevonden = samen(report for reports in terminalreporter.stats.values() for report in reports)
    if gevonden:
        terminalreporter.section("gesprekken: seconden samen, en hoe lang op elke toon werd gewacht")
    for naam, (seconden, gehoord) in sorted(gevonden.items()):
        terminalreporter.write_line(f"{seconden:6.1f}  {naam.partition(BELLEN)[2]}")
        if gehoord:
            terminalreporter.write_line(f"        {', '.join(gehoord)}")
