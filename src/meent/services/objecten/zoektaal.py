"""The words in which objects are looked for by what is in them: `data_attr`, `data_icontains`, `ordering`, `fields`.

Each becomes conditions on the record `z` with the value as a parameter: nothing that a client writes becomes SQL. A
name with `__` in it leads into an object; a value in a list counts for the list. Objecten API 2.7.0.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from meent.basis.datums import parse_date
from meent.basis.fouten import one_fault
from meent.capabilities.seen import Condition, Unreadable
from meent.engine.filters import Where

MAX_EXPRESSIONS = 50
MAX_DEPTH = 20
MAX_VALUES = 500
COMPARED = {"gt": ">", "gte": ">=", "lt": "<", "lte": "<="}
OPERATORS = ("exact", *COMPARED, "icontains", "in")
_EXPRESSION = re.compile(rf"(.+)__({'|'.join(OPERATORS)})__(.*)", re.DOTALL)
_NUMBER = re.compile(r"-?(0|[1-9]\d{0,99})(\.\d{1,99})?", re.ASCII)

HAS = "z.data @@ {}"
FOUND = (
    "(z.id, z.geldt) IN (SELECT w.object, w.index FROM objectwaarde w WHERE w.tenant_id = $1 AND w.waarde ="
    " ANY(ARRAY(SELECT object_waarde(v->>0, v->1) FROM jsonb_array_elements({}) v)))"
)
"""By the index; what two values share a number with is taken out by HAS."""
HOLDS = "strpos(lower(z.data #>> ({})[:cardinality({}) - 1]), lower(({})[cardinality({})])) > 0"


def data_attr(raw: Any) -> Iterator[Condition]:
    """Conditions of one or more expressions `naam__operator__waarde`. Source: OB-19."""
    expressions = raw if isinstance(raw, list) else [raw]
    if len(expressions) > MAX_EXPRESSIONS:
        raise Unreadable(f"Stel ten hoogste {MAX_EXPRESSIONS} voorwaarden tegelijk.")
    for expression in expressions:
        yield from _conditions(str(expression))


def data_attrs(raw: Any) -> Iterator[Condition]:
    """As `data_attr`, with commas between the expressions."""
    return data_attr(_expressions(raw))


def _expressions(raw: Any) -> list[str]:
    return [part for one in (raw if isinstance(raw, list) else [raw]) for part in str(one).split(",")]


def _conditions(expression: str) -> Iterator[Condition]:
    found = _EXPRESSION.fullmatch(expression)
    if found is None:
        raise Unreadable(f"Schrijf een voorwaarde als naam__operator__waarde, met {', '.join(OPERATORS)}.")
    name, operator, value = found.groups()
    path = name.split("__")
    if len(path) > MAX_DEPTH:
        raise Unreadable(f"Een naam leidt ten hoogste {MAX_DEPTH} diep.")
    if operator == "icontains":
        yield HOLDS, [*path, value], "text[]"
        return
    place = "$" + "".join(f".{json.dumps(step)}" for step in path)
    if operator in COMPARED:
        yield HAS, f"{place} {COMPARED[operator]} {_comparable(value)}", "jsonpath"
        return
    texts = value.split("|") if operator == "in" else [value]
    if len(texts) > MAX_VALUES:
        raise Unreadable(f"Noem ten hoogste {MAX_VALUES} waarden.")
    values = [v for text in texts for v in _meanings(text)]
    yield FOUND, json.dumps([[name, v] for v in values]).encode(), "jsonb"
    yield HAS, " || ".join(f"{place} == {json.dumps(v)}" for v in values), "jsonpath"


def _meanings(text: str) -> Iterator[Any]:
    """What a value may be in the data: the text itself, and the number or truth that is written so."""
    yield text
    if _NUMBER.fullmatch(text):
        yield json.loads(text)
    elif text in ("true", "false"):
        yield text == "true"


def _comparable(text: str) -> str:
    """A number or a day: the only values that are more or less than others."""
    if _NUMBER.fullmatch(text):
        return text
    try:
        return json.dumps(parse_date(text).isoformat())
    except ValueError:
        raise Unreadable("Vergelijk met een getal, of met een datum als 2026-03-31.") from None


def texts_of(raw: Any) -> Iterator[str]:
    """The texts that `data_attr` looks for, whole or in part."""
    for expression in raw if isinstance(raw, list) else [raw]:
        yield from str(expression).rpartition("__")[2].split("|")


def texts_of_all(raw: Any) -> Iterator[str]:
    """As `texts_of`, of `data_attrs`."""
    return texts_of(_expressions(raw))


def data_icontains(raw: Any) -> Iterator[Condition]:
    """The text stands somewhere in the data, in capitals or not. Source: OB-20."""
    yield "z.data @? {}", f'$.** ? (@ like_regex {json.dumps(str(raw))} flag "iq")', "jsonpath"


QUESTIONS = {"data_attr": data_attr, "data_attrs": data_attrs, "data_icontains": data_icontains}

# --- in what order, and what of it -----------------------------------------------------------------------------------

COLUMNS = {
    "uuid": "id", "url": "id", "type": "object_type", "record__index": "index", "record__typeVersion": "type_version",
    "record__startAt": "start_at", "record__endAt": "end_at", "record__registrationAt": "registration_at",
    "record__correctionFor": "correction_for", "record__correctedBy": "corrected_by",
}  # fmt: skip
DATA = "record__data__"
SHOWN = ("url", "uuid", "type", "record")
MEMBERS = (
    "index", "typeVersion", "data", "geometry", "references", "startAt", "endAt", "registrationAt", "correctionFor",
    "correctedBy",
)  # fmt: skip


def ordering(name: str, where: Where) -> str | None:
    """Column of the record to order by, with the names that lead into it as a parameter. Source: OB-21."""
    if not name.startswith(DATA):
        return COLUMNS.get(name)
    where.add("{} IS NOT NULL", name.removeprefix(DATA).split("__"), "text[]")  # so that who counts has it too
    return f"data #> ${len(where.values)}::text[]"


def fields(raw: str) -> list[Any]:
    """`url,record__geometry` as names, and as names within a name. Source: OB-22."""
    wanted: dict[str, Any] = {}
    for name in map(str.strip, raw.split(",")):
        first, *rest = name.split("__")
        if first not in SHOWN or len(rest) > MAX_DEPTH or (rest and (first != "record" or rest[0] not in MEMBERS)):
            raise one_fault("fields", "invalid_choice", f"'{name}' is geen veld dat u kunt kiezen.")
        branch = wanted
        for step in (first, *rest):
            branch = branch.setdefault(step, {})
    return _as_selection(wanted)


def _as_selection(wanted: dict[str, Any]) -> list[Any]:
    return [{name: _as_selection(inner)} if inner else name for name, inner in wanted.items()]
