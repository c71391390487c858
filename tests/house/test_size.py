"""Functions and files stay small enough to read in one sitting; the tail is what makes code hard, not the average."""

import ast

import pytest

from tests.house.source import PACKAGE, functions, modules, place, text_of

FUNCTION_LINES = 80
FILE_LINES = 500
DEPTH = 4

NESTS = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try, ast.Match)
ENGINE_LINES = 2_551
"""Lines of code in engine/, without comments, blank lines and docstrings. This number only goes down: what the engine
gains for one resource, it must lose elsewhere, or it is on its way to being a framework that nobody knows by heart."""
WRITTEN_BY_HAND = (".py", ".sql", ".html", ".css", ".js", ".toml")


def depth(node: ast.AST, within: int = 0) -> int:
    """How deep statements stand inside each other; an `elif` is no deeper than its `if`, a new function starts anew."""
    deepest = within
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        is_elif = isinstance(node, ast.If) and isinstance(child, ast.If) and node.orelse == [child]
        deepest = max(deepest, depth(child, within + (isinstance(child, NESTS) and not is_elif)))
    return deepest


@pytest.mark.parametrize(("code", "expected"), [
    ("def f():\n return 1", 0),
    ("def f():\n if a:\n  pass\n elif b:\n  pass\n elif c:\n  pass", 1),
    ("def f():\n for a in b:\n  with c:\n   if d:\n    pass", 3),
    ("def f():\n match a:\n  case 1:\n   try:\n    pass\n   finally:\n    pass", 2),
    ("def f():\n if a:\n  def g():\n   if b:\n    pass", 1),
])  # fmt: skip
def test_depth_is_counted_as_a_reader_does(code, expected):
    """The guard itself: an elif chain is flat to the eye."""
    assert depth(ast.parse(code).body[0]) == expected


def test_functions_are_short():
    """A function of a hundred lines holds a rule that nobody finds."""
    long = [
        f"{place(file, function.lineno)} {function.name}: {lines} lines"
        for file in modules()
        for function in functions(ast.parse(file.read_text()))
        if (lines := (function.end_lineno or 0) - function.lineno + 1) > FUNCTION_LINES
    ]
    assert long == []


def test_functions_are_flat():
    """The fifth level in is where conditions are forgotten."""
    deep = [
        f"{place(file, function.lineno)} {function.name}: {levels} levels"
        for file in modules()
        for function in functions(ast.parse(file.read_text()))
        if (levels := depth(function)) > DEPTH
    ]
    assert deep == []


def test_files_are_short():
    """A file that keeps growing has become a folder without saying so."""
    written = [path for path in PACKAGE.rglob("*") if path.suffix in WRITTEN_BY_HAND and "built" not in path.parts]
    lengths = {place(path, 1): text_of(path).count("\n") for path in written}
    assert {path: lines for path, lines in lengths.items() if lines > FILE_LINES} == {}


def code_lines(text: str) -> int:
    """Lines that hold code: no comment, no blank line, no docstring and no other text that stands by itself."""
    tree = ast.parse(text)
    texts = [n for n in ast.walk(tree) if isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant)]
    told = {line for n in texts for line in range(n.lineno, (n.end_lineno or 0) + 1)}
    lines = enumerate(text.splitlines(), start=1)
    return sum(1 for number, line in lines if number not in told and line.strip() and not line.strip().startswith("#"))


@pytest.mark.parametrize(("text", "expected"), [
    ('"""About."""\n\n# why\na = 1  # beside\n"""What a is."""\n', 1),
    ('def f():\n    """First.\n\n    More.\n    """\n    return """a\nb"""\n', 3),
])  # fmt: skip
def test_code_is_counted_without_words(text, expected):
    """The guard itself: nobody may make room by explaining less."""
    assert code_lines(text) == expected


def test_engine_stays_small():
    """An engine larger than its resources need costs more than writing those by hand (ARCHITECTURE §2)."""
    lines = sum(code_lines(file.read_text()) for file in (PACKAGE / "engine").glob("**/*.py"))
    assert lines <= ENGINE_LINES
