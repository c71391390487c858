"""`meent personen`: what a register or a rule says stands on the screen, and never a traceback."""

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from meent import cli, person_commands
from meent.integration.brp.feiten import Uitkomst, Weigering
from meent.integration.zgw import ZgwFout

AWAY = ZgwFout(403, {"status": 403, "title": "Verboden", "detail": "U mag geen feiten in de BRP opnemen."})
AS_ASKED = '{"sleutel": "s", "aangever": "", "datum": "2026-03-01", "adres": {}, "verhuizers": {}, "uit": "0599"}'


def run(*args: str) -> Result:
    return CliRunner().invoke(cli.main, ["personen", *args, "--wie", "ans"])


def answers(monkeypatch: pytest.MonkeyPatch, answer: Any) -> None:
    """The registers answer so, or raise it."""

    def with_app(slug: str, act: Any) -> Any:
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(person_commands, "with_app", with_app)


@pytest.mark.parametrize("opdracht", ["overkomst", "elders", "voorstellen", "vrijbericht"])
def test_what_a_register_refuses_is_told_in_its_words(
    opdracht: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    answers(monkeypatch, AWAY)
    (invoer := tmp_path / "invoer.json").write_text(AS_ASKED)
    rest = {"overkomst": [str(invoer)], "elders": ["1234567890"], "vrijbericht": ["tekst", "--aan", "0000"]}
    told = run(opdracht, "meer", *rest.get(opdracht, []))
    assert (told.exit_code, told.output) == (1, "Error: U mag geen feiten in de BRP opnemen.\n")


def test_each_refusal_stands_on_a_line_with_its_number_and_ground(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    found = Weigering("BZ-95", "Zet de postbus aan.", "de wet", False), Weigering("BZ-01", "Te vroeg.", "de BRP", False)
    answers(monkeypatch, Uitkomst(weigeringen=found))
    (invoer := tmp_path / "invoer.json").write_text(AS_ASKED)
    told = run("overkomst", "meer", str(invoer))
    assert told.output == "Error: BZ-95 Zet de postbus aan. (de wet)\nBZ-01 Te vroeg. (de BRP)\n"


@pytest.mark.parametrize("opdracht", ["overkomst", "terugmelding", "kennisgeving"])
def test_a_file_that_is_something_else_is_named(opdracht: str, tmp_path: Path) -> None:
    (invoer := tmp_path / "invoer.json").write_text("[]")
    told = run(opdracht, "meer", str(invoer))
    assert told.exit_code == 1
    assert told.output.startswith(f"Error: Dit bestand is geen {opdracht}: ")
