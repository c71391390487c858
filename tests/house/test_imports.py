"""Imports look down only, stand on top of their file, and no module carries a name of Python's own library.

A municipality must be able to put another supplier's register under Meent, so what stands above a register
may not know it.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.source import PACKAGE, ROOT, functions, imports, modules, place

# Layer -> the layers of ours it may import beside itself. `app` wires everything; commands stand on top of it.
BELOW = {
    "basis": (),
    "data": ("basis",),
    "wire": ("basis",),
    "engine": ("wire", "data", "basis"),
    "capabilities": ("engine", "wire", "data", "basis"),
    "openapi": ("capabilities", "engine", "wire", "basis"),
    "schema": ("capabilities", "engine", "data", "basis"),
    "verwerkingen": ("capabilities", "engine", "wire", "data", "basis"),
    "services": ("verwerkingen", "schema", "capabilities", "engine", "wire", "data", "basis"),
    "integration": ("services", "capabilities", "engine", "wire", "data", "basis"),
    "process": ("integration", "basis"),
    "interaction": ("process", "integration", "basis"),
    "tools": ("process", "integration", "basis"),
}
WIRING = (
    "app", "eloketten", "vaste_taken", "cli", "commands", "key_commands", "log_commands", "person_commands",
    "fact_commands", "person_rights_commands", "service_commands", "telephony_commands", "serve", "worker",
    "civil_commands", "demo", "demo_calls", "doctor",
)  # fmt: skip
EVERYBODY = ("settings",)


def offences_of(file: Path, tree: ast.Module) -> Iterator[str]:
    """Imports of ours that look up, or from a screen or process past `integration` into a register."""
    layer = file.relative_to(PACKAGE).parts[0].removesuffix(".py")
    if layer in WIRING or layer == "__init__":
        return
    for module, name, line in imports(tree):
        top, _, rest = module.partition(".")
        target = rest.partition(".")[0] or name
        if top != "meent" or target in (layer, *BELOW.get(layer, ()), *EVERYBODY, "__version__"):
            continue
        if not (target == "services" and layer in ("process", "interaction") and is_shape(name)):
            yield f"{place(file, line)} {layer} may not import {module} {name}"


def is_shape(name: str) -> bool:
    """A Shape is the contract of a register, and named like a class; its resource is written in capitals."""
    return name[:1].isupper() and not name.isupper()


def test_imports_look_down_only():
    """A screen that knows a register cannot be put before another supplier's."""
    offences = [offence for file in modules() for offence in offences_of(file, ast.parse(file.read_text()))]
    assert offences == []


@pytest.mark.parametrize(("file", "line", "allowed"), [
    ("engine/read.py", "from meent.data.pool import Pool", True),
    ("engine/read.py", "from meent.services.zaken.zaak import ZAAK", False),
    ("engine/web.py", "from meent.openapi import as_json", False),
    ("engine/web.py", "from meent.schema.table import columns_of", False),
    ("engine/web.py", "from meent.capabilities import expand", False),
    ("engine/write.py", "from meent.capabilities.inhoud import Contents", False),
    ("capabilities/expand.py", "from meent.services.zaken.zaak import ZAAK", False),
    ("basis/geld.py", "import meent.data.pool", False),
    ("interaction/lijst.py", "from meent.services.zaken.zaak import Zaak", True),
    ("interaction/lijst.py", "from meent.services.zaken.zaak import ZAAK", False),
    ("interaction/lijst.py", "from meent.data.pool import Pool", False),
    ("data/pool.py", "from meent.settings import SETTINGS", True),
    ("app.py", "from meent.interaction.lijst import routes", True),
    ("services/zaken/rol.py", "from meent.app import app", False),
])  # fmt: skip
def test_a_wrong_import_is_seen(file, line, allowed):
    """The guard itself: a lint that sees nothing is worse than none."""
    assert (list(offences_of(PACKAGE / file, ast.parse(line))) == []) is allowed


def test_imports_stand_on_top():
    """An import inside a function hides that two modules want to be one, or a third."""
    hidden = [
        place(file, line)
        for file in modules()
        for function in functions(ast.parse(file.read_text()))
        for _, _, line in imports(function)
    ]
    assert hidden == []


def test_no_module_is_named_after_pythons_own():
    """`from meent.x import calendar` beside `import calendar`: it bites the day somebody mistakes one for the other."""
    folders = {file.parent for file in modules()}
    wrong = [path.relative_to(ROOT) for path in (*modules(), *folders) if path.stem in sys.stdlib_module_names]
    assert wrong == []
