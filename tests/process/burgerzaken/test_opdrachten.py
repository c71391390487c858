"""`meent personen`: what a register or a rule says stands on the screen, and never a traceback."""

from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from click.testing import CliRunner, Result
from msgspec.structs import replace

from meent import cli, fact_commands, person_commands
from meent.integration.brp.feiten import Uitkomst, Weigering
from meent.integration.brp.taken import Loop
from meent.integration.zgw import ZgwFout
from meent.process.burgerzaken.correspondentie import Briefbeeld
from meent.process.burgerzaken.taken import TAKEN

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


def test_the_texts_of_a_municipality_are_judged_before_they_are_kept(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    kept: list[Any] = []
    monkeypatch.setattr(fact_commands, "with_settings", lambda slug, new: kept.append(new) or SimpleNamespace(naam="M"))
    texts = tmp_path / "brieven.toml"
    texts.write_text('[teksten.briefadres]\ntitel = "{bsn}"\nalineas = ["Hallo {over}"]')
    told = CliRunner().invoke(cli.main, ["personen", "brieventeksten", "meer", str(texts)])
    assert (told.exit_code, "De brief briefadres kent dit niet: bsn." in told.output, kept) == (1, True, [])
    texts.write_text(texts.read_text().replace("{bsn}", "Post") + "\n[teksten.weg]")
    assert "niet te lezen" in CliRunner().invoke(cli.main, ["personen", "brieventeksten", "meer", str(texts)]).output
    texts.write_text(texts.read_text().replace("[teksten.weg]", ""))
    told = CliRunner().invoke(cli.main, ["personen", "brieventeksten", "meer", str(texts)])
    assert told.output == "Gemeente M heeft eigen teksten voor: briefadres.\n"
    assert kept[0]["brp_brieven"]["teksten"]["briefadres"]["titel"] == "Post"


def test_a_letter_becomes_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """One that stands beside its zaak already is not made anew."""
    made = Briefbeeld(brief=None, pdf=b"%PDF-", bij_zaak=True)  # type: ignore[arg-type]
    answers(monkeypatch, made)
    out = tmp_path / "brief.pdf"
    asked = ("brief", "meer", str(UUID(int=1)), "--out", str(out))
    told = run(*asked)
    assert (told.output, out.read_bytes()) == (f"De brief staat in {out} en bij de zaak.\n", b"%PDF-")
    answers(monkeypatch, replace(made, pdf=b""))
    assert run(*asked).output == "Error: Deze brief staat al bij de zaak.\n"


def test_of_each_job_it_is_told_when_it_last_ran(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that never ran, and one that stopped on its way, must not look like done."""
    began = datetime(2026, 11, 28, 1, 30, tzinfo=UTC)
    stopped = Loop(
        id=UUID(int=1), taak="keuring", periode="2026-11-28", begonnen=began, bij=began, tot=UUID(int=0), bekeken=300,
        verslag={"fout": 2}, klaar=None,
    )  # fmt: skip
    answers(monkeypatch, [(TAKEN["keuring"], stopped), (TAKEN["gezag"], None)])
    told = run("taken", "meer").output
    assert ["onderweg" in told, "2 fout" in told, "nog niet" in told, "klaar" in told] == [True, True, True, False]
    answers(monkeypatch, None)
    assert "Een ander proces is met deze taak bezig." in run("taken", "meer", "--draai", "gezag").output
