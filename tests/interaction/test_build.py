"""The build of the front end: it keeps what is used, drops the rest, and ships nothing that others may not use."""

import importlib.util
import json
import re
from pathlib import Path

import pytest

from meent.interaction.assets import BUILT, manifest

ROOT = Path(__file__).parents[2]
STYLE = ROOT / "src/meent/interaction/style"
FORBIDDEN_THEMES = ("@utrecht/design-tokens", "@rijkshuisstijl-community", "@nl-rvo", "rotterdam", "@gemeente-")


@pytest.fixture(scope="module")
def hook():
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_only_rules_in_use_are_kept(hook):
    css = """/* .utrecht-a */ .utrecht-a, .utrecht-b { color: red } .utrecht-a:not(.utrecht-c, .utrecht-d) { top: 0 }
    .utrecht-a .utrecht-b { left: 0 } html { font: x } @media print { .utrecht-b { x: y } }
    @media screen { .utrecht-a { content: "}" } }"""
    pruned = hook.prune(css, {"utrecht-a"})
    assert hook.minify(pruned) == (
        '.utrecht-a{color:red}.utrecht-a:not(.utrecht-c,.utrecht-d){top:0}@media screen{.utrecht-a{content:"}"}}\n'
    )


def test_variables_are_followed_through_every_theme(hook):
    """A colour that only the dark theme reads must be there at night."""
    light, dark = {"--a": "var(--b)", "--b": "1", "--c": "2"}, {"--b": "var(--d)", "--d": "3"}
    assert hook.closure(["x: var(--a, 0)"], light, dark) == {"--a", "--b", "--d"}


def test_names_change_with_contents(hook):
    output = hook.Output()
    assert output.add("a.css", "x") != output.add("a.css", "y")
    assert re.fullmatch(r"a\.[0-9a-f]{10}\.css", output.add("a.css", "x"))


def test_own_style_uses_tokens_of_the_basis_only():
    """Then any theme with a basis works, dark included. Colours stand in the files of a theme alone."""
    for path in (path for name in ("meent", "los") for path in (STYLE / name).glob("*.css")):
        text = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
        foreign = {name for name in re.findall(r"var\(\s*(--[\w-]+)", text) if not re.match(r"--(basis|meent)-", name)}
        assert foreign == set(), path.name
        assert re.findall(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(", text) == [], path.name


def test_every_token_has_a_value():
    """A misspelt token is an invisible text."""
    css = (BUILT / manifest()["meent.css"]).read_text()
    own = "".join(path.read_text("utf-8") for name in ("meent", "los") for path in (STYLE / name).glob("*.css"))
    used = set(re.findall(r"var\(\s*(--(?:basis|meent)-[\w-]+)", own))
    assert {name for name in used if f"{name}:" not in css} == set()


def test_only_free_themes_and_named_licences_are_shipped(hook):
    lock = json.loads((ROOT / "package-lock.json").read_text())
    names = " ".join(lock["packages"])
    assert [theme for theme in FORBIDDEN_THEMES if theme in names] == []
    licences = (BUILT / "licences.txt").read_text("utf-8")
    assert all(f"{name} " in licences for name in hook.SHIPPED)
    assert "EUPL-1.2" in licences
    assert "SIL OPEN FONT LICENSE" in licences.upper()


def test_the_lock_file_names_no_machine():
    """A registry of one machine in it makes the build fail on every other."""
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text()


def test_what_a_browser_loads_stays_small():
    """The design promises about ten kilobytes of design system; the rest is letters and one script."""
    sizes = {name: (BUILT / file).stat().st_size for name, file in manifest().items()}
    assert sizes["meent.css"] < 90_000  # every work place of a municipality: about 12 kB as it travels
    assert max(sizes["donker.css"], sizes["scenario.css"]) < 10_000
    scripts = {name: size for name, size in sizes.items() if name.endswith(".js")}
    everywhere = sum(scripts.pop(name) for name in ("htmx.js", "meent.js", "meekijken.js"))
    assert everywhere < 60_000
    assert sum(scripts.values()) < 25_000  # each on a few pages only
