"""What is written: a paper that adds up with the figures, the same bytes each time, all of it or nothing."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import typst
from click.testing import CliRunner

from meent.cli import main
from meent.tools.scenario import uitvoer
from meent.tools.scenario.bestand import Gelezen
from meent.tools.scenario.bijlage import appendix
from meent.tools.scenario.controle import load_with_places
from meent.tools.scenario.rapport import Rapport, report
from meent.tools.scenario.stuk import as_data, council_paper, figure, money, percent
from meent.tools.scenario.uitvoer import PDF_SOURCE, rendered, write_all
from meent.tools.scenario.vorm import Model
from tests.house.source import ROOT
from tests.tools.scenario.test_controle import line_of
from tests.tools.scenario.test_deelname import JOINT, WAY
from tests.tools.scenario.voorbeeld import TEKST, changed, write

EXAMPLES = sorted((ROOT / "docs" / "voorbeelden" / "gt-connect").glob("*.toml"))
PAPERS = {"uitkomst.json", "raadsstuk.html", "raadsstuk.pdf", "bijlage.html", "werkboek.xlsx"}


def run(*arguments: object):
    return CliRunner().invoke(main, ["scenario", "run", *map(str, arguments)])


def few_draws(loaded: tuple[Model, Gelezen]) -> tuple[Model, Gelezen]:
    loaded[0].kop.trekkingen = 2_000
    return loaded


@pytest.fixture(scope="module")
def found(tmp_path_factory) -> Rapport:
    file = write(tmp_path_factory.mktemp("model"), TEKST + JOINT + WAY)
    return report(file, *load_with_places(file))


def test_the_papers_are_written_and_the_best_is_told(tmp_path):
    done = run(write(tmp_path, TEKST + JOINT + WAY), "--out", tmp_path / "uit")
    assert done.exit_code == 0, done.output
    assert "is naar verwachting het goedkoopst" in done.output
    assert {file.name for file in (tmp_path / "uit" / "voorbeeld").iterdir()} == PAPERS
    assert [folder.name for folder in (tmp_path / "uit").iterdir()] == ["voorbeeld"]


def test_the_same_model_gives_the_same_bytes(tmp_path, found):
    """A council that recomputes the paper must get the paper."""
    again = report(found.bestand, *load_with_places(found.bestand))
    assert rendered(again) == rendered(found)


def test_another_seed_gives_another_digest(tmp_path, found):
    text = (TEKST + JOINT + WAY).replace("zaad = 7", "zaad = 8")
    file = write(tmp_path, text)
    other = json.loads(uitvoer.as_json(report(file, *load_with_places(file))))
    assert other["digest"] != json.loads(uitvoer.as_json(found))["digest"]


def test_the_json_holds_every_figure_with_source_and_place(found):
    told = json.loads(uitvoer.as_json(found))
    assert told["grootheden"].keys() == found.model.grootheden.keys()
    assert all(q["bron"] and q["datum"] for q in told["grootheden"].values())
    assert told["grootheden"]["uurtarief"]["plaats"] == f"voorbeeld.toml:{line_of(TEKST, '[grootheden.uurtarief]')}"
    assert told["grootheden"]["tarief_nieuw"]["verdeling"] == {"soort": "uniform", "laag": 20, "hoog": 36}
    assert told["scenarios"]["nul"]["verwacht"] == found.uitkomsten["nul"].verwacht
    assert told["bedragen"] == "eurocent"


def test_the_paper_says_what_the_figures_say(found):
    """Text is checked against the outcomes, not against an earlier text."""
    text = " ".join(line for part in council_paper(found).onderdelen for line in part.alineas)
    best = found.rangorde[0]
    assert f"'{found.of(best).naam}' het goedkoopst" in text
    assert percent(found.kansen.scenarios[best].kans_goedkoopst) in text
    assert money(found.kansen.scenarios[best].spijt) in text
    costs = next(p.tabel for p in council_paper(found).onderdelen if p.kop == "Wat het kost")
    assert costs is not None
    bars = next(p.balken for p in council_paper(found).onderdelen if p.kop == "Wat de uitkomst bepaalt")
    wide = found.gevoeligheid.tornado[0]
    assert money(wide.bij_laag).lstrip("-") in bars[0].tekst
    assert all(0 <= bar.begin <= bar.midden <= bar.eind <= 1 and 0 <= bar.grens <= 1 for bar in bars)
    assert [row[1] for row in costs.rijen] == [money(found.uitkomsten[key].verwacht) for key in found.rangorde]


@pytest.mark.requirement("R21")
def test_every_source_of_the_paper_leads_to_the_appendix(found):
    """From any figure one step to its source: every part that tells one points there, and no link is dead."""
    for part in council_paper(found).onderdelen:
        told = [*part.alineas, *(cell for row in (part.tabel.rijen if part.tabel else []) for cell in row)]
        assert part.bronnen or not re.search(r"\d", " ".join(told)), part.kop
    files = {name: content.decode() for name, content in rendered(found).items() if name.endswith(".html")}
    links = re.findall(r'href="bijlage\.html#([^"]+)"', files["raadsstuk.html"])
    assert links
    assert set(links) <= set(re.findall(r'id="([^"]+)"', files["bijlage.html"]))
    listed = next(p.tabel for p in appendix(found).onderdelen if p.kop == "Cijfers met hun bron")
    assert listed is not None
    assert len(listed.rijen) == len(found.model.grootheden)


def test_text_of_a_model_is_never_read_as_markup(tmp_path):
    """A name with a tag in it is a name."""
    text = changed('naam = "Voorbeeld"', 'naam = "<script>alert(1)</script> #panic()"')
    file = write(tmp_path, text)
    page = rendered(report(file, *few_draws(load_with_places(file))))["raadsstuk.html"].decode()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_nothing_is_written_when_one_model_is_wrong(tmp_path):
    good, wrong = write(tmp_path), write(tmp_path, changed("waarde = 0.21", "waarde = 21"), "fout.toml")
    done = run(good, wrong, "--out", tmp_path / "uit")
    assert done.exit_code == 1
    assert "Er is niets gerekend of geschreven" in done.output
    assert not (tmp_path / "uit").exists()


def test_correlations_that_cannot_be_are_told_with_their_line(tmp_path):
    extra = "".join(
        f'\n[[correlaties]]\ntussen = ["{name}", "overschrijding"]\nrang = {rank}\nbron = "Invented for a test"\n'
        for name, rank in (("tarief_oud", 0.95), ("tarief_nieuw", -0.95))
    )
    file = write(tmp_path, TEKST + extra)
    done = run(file, "--out", tmp_path / "uit")
    assert (done.exit_code, (tmp_path / "uit").exists()) == (1, False)
    assert f"{file}:{line_of(TEKST, '[[correlaties]]')}: De correlaties" in done.output


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    blocked = tmp_path / "uit"
    blocked.write_text("a file where a folder should come")
    done = run(write(tmp_path), "--out", blocked / "hier")
    assert done.exit_code == 1
    assert "er is niets geschreven" in done.output


def test_a_failure_halfway_leaves_the_old_papers_whole(tmp_path, monkeypatch):
    write_all(tmp_path, {"a": {"x": b"oud"}})
    wrote = Path.write_bytes

    def full(self: Path, data: bytes) -> int:
        if self.name == "y":
            raise OSError(28, "No space left on device")
        return wrote(self, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(uitvoer.UitvoerGeweigerd, match="No space left"):
        write_all(tmp_path, {"a": {"x": b"nieuw", "y": b"nieuw"}})
    assert [(p.name, p.read_bytes()) for p in tmp_path.rglob("*") if p.is_file()] == [("x", b"oud")]


def test_two_models_of_one_name_are_refused(tmp_path):
    (tmp_path / "b").mkdir()
    done = run(write(tmp_path), write(tmp_path / "b"), "--out", tmp_path / "uit")
    assert (done.exit_code, (tmp_path / "uit").exists()) == (1, False)


def meent(code: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """The command line in a process of its own, where `code` comes first."""
    command = [sys.executable, "-c", f"import sys; {code}; from meent.cli import main; main()", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True)


def test_without_the_extra_it_says_what_to_install(tmp_path):
    """Who does not reckon needs no libraries for it; who does is told which."""
    file, without = write(tmp_path), "sys.modules['scipy'] = None"
    done = meent(without, "scenario", "run", file)
    assert (done.returncode, "meent[scenario]" in done.stderr) == (1, True), done.stderr
    assert "needs the extra" in meent(without, "scenario", "--help").stdout
    assert "20 grootheden" in meent(without, "scenario", "check", file).stdout


def test_other_commands_do_not_wait_for_the_libraries():
    """Loading scipy costs half a second of every start."""
    done = subprocess.run([sys.executable, "-c", "import sys, meent.cli; sys.exit('scipy' in sys.modules)"])
    assert done.returncode == 0


@pytest.mark.parametrize(("cents", "text"), [
    (0, "€ 0"), (99_49, "€ 99"), (7_189_849, "€ 71.900"), (-7_189_849, "-€ 71.900"), (99_949_900, "€ 999.000"),
    (99_950_000, "€ 1,00 miljoen"), (644_512_345, "€ 6,45 miljoen"),
])  # fmt: skip
def test_money_is_rounded_as_a_council_reads_it(cents, text):
    assert money(cents) == text


@pytest.mark.parametrize(("value", "text"), [(0.0225, "0,0225"), (8.3333, "8,333"), (82_000, "82.000"), (0, "0")])
def test_figures_have_a_comma(value, text):
    assert figure(value) == text


# --- the worked examples ---------------------------------------------------------------------------------------------


def test_the_examples_are_three_sizes_of_the_four_scenarios():
    models = [load_with_places(file)[0] for file in EXAMPLES]
    assert sorted(model.grootheden["inwoners"].waarde for model in models) == [20_000, 100_000, 350_000]
    for model in models:
        assert list(model.scenarios) == ["gt_connect", "teams", "teams_blokken", "meent"]
        assert model.coalitie is not None
        assert sum(group.aantal for group in model.coalitie.groepen.values()) == 342


@pytest.mark.requirement("R16")
@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_an_example_recomputes_byte_for_byte_in_at_most_four_pages(file):
    """The four scenarios ship, and whoever runs them again gets the same paper."""
    found, again = (report(file, *few_draws(load_with_places(file))) for _ in range(2))
    assert rendered(found) == rendered(again)
    paper = json.dumps(as_data(council_paper(found)))
    pages = typst.compile(PDF_SOURCE, format="png", ppi=10, sys_inputs={"stuk": paper})
    assert isinstance(pages, list)
    assert len(pages) <= 4
