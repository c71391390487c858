"""What holds for every declared resource and for every rule that hangs on one."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from meent.capabilities.names import Names
from meent.engine.declare import Registry, Resource
from meent.engine.marks import Choice, Computed, Reverse
from meent.schema.table import key_columns
from meent.services.resources import RESOURCES

REGISTRY = Registry(RESOURCES)
FUNCTIONS = sorted({f for r in RESOURCES for f in (*r.defaults, *r.rules)}, key=lambda f: (f.__module__, f.__name__))
NAMES_OF = {r.shape.__name__: {f.name for f in r.fields} for r in RESOURCES}

# Verbs with which the name of a rule or default begins; a new one is fine, if it is a verb.
VERBS = {
    "carry", "clear", "close", "complete", "copy", "delete", "derive", "fill", "keep", "link", "mirror", "name",
    "number", "read", "reopen", "request", "require", "stamp", "take", "warn", "write",
}  # fmt: skip


WITHOUT_CHANNEL = ("catalogus", "kanaal", "abonnement", "objecttype", "objecttypeversion")
"""Of which the standard announces nothing."""


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda f: f.__name__)
def test_rule_says_what_and_why(function: Callable[[Any], Awaitable[None]]) -> None:
    """A rule whose number is missing cannot be switched off, so nobody can prove that a test guards it."""
    assert function.__name__.split("_")[0] in VERBS
    assert re.search(r"\. Source: [^.\n]+(\.\d[^.\n]*)*\.$", (function.__doc__ or "").strip())


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda r: r.name)
def test_fields_point_to_what_exists(resource: Resource[Any]) -> None:
    """A mark with a misspelt name would show an empty list for ever, and nobody would miss it."""
    for f in resource.fields:
        if (reverse := f.mark(Reverse)) and reverse.shape in NAMES_OF:
            assert reverse.via in NAMES_OF[reverse.shape], f.name
        if (computed := f.mark(Computed)) and computed.links:
            assert computed.links in NAMES_OF, f.name
        if (names := f.mark(Names)) and names.shape in NAMES_OF:
            assert names.by in NAMES_OF[names.shape], f.name
        if choice := f.mark(Choice):
            assert set(choice.shapes) <= set(resource.field[choice.by].choices)


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda r: r.name)
def test_kenmerken_and_uniques_are_fields(resource: Resource[Any]) -> None:
    """A channel that announces a field that is not there announces nothing."""
    stored = {f.name for f in resource.stored}
    assert set(resource.kanaal.kenmerken if resource.kanaal else ()) <= stored
    columns = stored | {name for name, _ in key_columns(resource)}
    assert all(set(unique.fields) <= columns for unique in resource.unique)
    assert REGISTRY.main(resource).kanaal is not None or resource.name in WITHOUT_CHANNEL
