"""Switching a rule off, so that its own test must notice.

A rule that is a function carries its number in its docstring, and a server that starts while `MEENT_RULE_OFF` names
that number does without it. What the engine does by itself has no such function: for that, `tests/rules_off.py` holds
`OFF`, a table from rule to a function that breaks the behaviour with pytest's MonkeyPatch.
"""

import ast
import importlib.util
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the table is read by the command line too, and an installed Meent has no pytest
    import pytest

RULE_OFF = "MEENT_RULE_OFF"

Switch = Callable[["pytest.MonkeyPatch"], None]


def load_switches(root: Path) -> dict[str, Switch]:
    """The table of the project's tests; empty when the project has none."""
    file = root / "tests" / "rules_off.py"
    if not file.is_file():
        return {}
    spec = importlib.util.spec_from_file_location("tests.rules_off", file)
    if spec is None or spec.loader is None:
        raise ImportError(f"{file} cannot be read as a module")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    table: dict[str, Switch] = module.OFF
    return table


def rules_in_docstrings(root: Path) -> set[str]:
    """The rule numbers that functions under src name behind `Source:`, those a server can do without."""
    sources = [text.rpartition("Source:") for file in (root / "src").rglob("*.py") for text in docstrings(file)]
    return {number for _, named, source in sources if named for number in re.findall(r"\b[A-Z]{1,2}-\d\d\b", source)}


def docstrings(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield ast.get_docstring(node) or ""
