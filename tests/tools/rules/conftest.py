"""A toy project in a folder of its own, with our plugin, to watch the plugin and the proof at work."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from meent.tools.rules.results import Results, load_results, results_file
from meent.tools.rules.switch import RULE_OFF

PYPROJECT = """
[project]
name = "meent"
[tool.pytest.ini_options]
addopts = ["-p", "meent.tools.rules.plugin", "--strict-markers"]
pythonpath = ["."]
"""


class Toy:
    """A project of a few files, and pytest run in it as a person would."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.write("pyproject.toml", PYPROJECT)

    def write(self, name: str, text: str) -> None:
        file = self.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def pytest(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {name: value for name, value in os.environ.items() if name != RULE_OFF}
        command = [sys.executable, "-m", "pytest", "-q", *arguments]
        return subprocess.run(command, cwd=self.root, env=environment, capture_output=True, text=True)

    def results(self) -> Results:
        return load_results(results_file(self.root))

    def outcomes(self) -> dict[str, str]:
        return {name.rpartition("::")[2]: result["outcome"] for name, result in self.results().items()}


@pytest.fixture
def toy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Toy:
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")  # a toy needs our plugin only, and starts twice as fast
    return Toy(tmp_path)
