"""`meent show`: all that follows from a declaration, so that nothing about a resource is hidden."""

import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from meent.engine.declare import Registry, Resource
from meent.engine.filters import filters_of, related_filters
from meent.engine.sql import Sql
from meent.schema.table import create_table


def table_sql(registry: Registry, resource: Resource[Any]) -> str:
    """The table the declaration asks for; the start of a migration."""
    return create_table(registry, resource)


def everything(registry: Registry, resource: Resource[Any]) -> str:
    """A page of plain text."""
    return "\n".join(_lines(registry, resource))


def _lines(registry: Registry, resource: Resource[Any]) -> Iterator[str]:
    sql = Sql(registry)
    yield f"{resource.shape.__name__}  {resource.api.title} {resource.api.version}  {resource.api.name}{resource.path}"
    yield f"  declared in {_place(resource.shape)}"
    yield f"  operations  {', '.join(resource.operations)}" + "".join(f", {o.method} {o.path}" for o in resource.named)
    yield f"  scopes      read {_any(resource.scopes.read)}; create {_any(resource.scopes.create)};"
    yield f"              update {_any(resource.scopes.update)}; delete {_any(resource.scopes.delete)}"
    level = f", up to {resource.level}" if resource.level else ""
    yield f"  authorised  by {resource.authorised_by or 'scope alone'}{level}"
    yield "\nfields"
    for f in resource.fields:
        marks = " ".join(str(getattr(m, "name", type(m).__name__)) for m in f.marks)
        kind = f"{f.kind}{'?' if f.nullable else ''}{' → ' + f.target if f.target else ''}"
        yield f"  {f.json:<34} {kind:<22} {resource.privacy_of(f):<9} {marks}"
    yield "\nfilters"
    for name in (*filters_of(resource), *related_filters(registry, resource)):
        yield f"  {name}"
    yield "\nfilled in before the rules"
    yield from _functions(resource.defaults)
    yield "\nrules, in order"
    yield from _functions(resource.rules)
    yield "\nlisteners"
    main = registry.main(resource)
    yield f"  audit trail of {main.name}" + (f"; notifications on {main.kanaal.naam}" if main.kanaal else "")
    for other, via in registry.shown_in.get(resource.shape.__name__, []):
        yield f"  kept document of {other.name}, through {via}"
    yield f"\ntable\n{create_table(registry, resource)}"
    yield f"\nread one\n{sql.one(resource)}"
    yield f"\ninsert\n{sql.insert(resource)}"


def _any(scopes: tuple[str, ...]) -> str:
    return " | ".join(scopes) or "-"


def _functions(functions: tuple[Callable[..., Any], ...]) -> Iterator[str]:
    for number, function in enumerate(functions, start=1):
        first = (inspect.getdoc(function) or "").partition("\n")[0]
        yield f"  {number}. {function.__name__}  {_place(function)}\n     {first}"


def _place(thing: Any) -> str:
    """File and line, relative to the package."""
    path = Path(inspect.getsourcefile(thing) or "")
    parts = path.parts[path.parts.index("meent") + 1 :] if "meent" in path.parts else path.parts
    return f"{'/'.join(parts)}:{inspect.getsourcelines(thing)[1]}"
