"""Holds an exchange against the published document of its API: who broke it, the server or the client?"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal, cast
from urllib.parse import urlsplit

from jsonschema import ValidationError
from jsonschema.exceptions import best_match

from meent.tools.conform.known_faults import is_borne
from meent.tools.conform.published import Json, Operation, Published, kinds_of
from meent.tools.conform.traffic import UNREADABLE, Exchange, shown

ROWS, INSIDE = 25, 100
"""Rows of a list that are judged, and of a list inside a row; the rest is of the same make."""
FAULTS = 20
DEEP, LONG = 40, 300_000
"""Levels of a body that are judged, and bytes of one in which we look for names that occur twice."""
REFUSALS = (304, 400, 401, 403, 404, 405, 406, 409, 410, 412, 413, 415, 429)
"""What any operation may answer (E-05, G-18)."""
Kind = Literal["status", "kop", "mediatype", "inhoud", "leeg", "extra"]
BLANK = ("pattern", "minLength")
"""What an empty text breaks that stands where nothing was filled in."""


@dataclass(frozen=True)
class Remark:
    """Something in an answer that the document does not say so.

    kind    "leeg" is an empty text of which the document says that it may not be one; "extra" is no fault
    where   place in the body, numbers of rows left out: "results.zaaktype"
    """

    kind: Kind
    where: str
    told: str

    @property
    def is_fault(self) -> bool:
        return self.kind != "extra"


def operation_of(exchange: Exchange, published: Published, base: str) -> Operation | None:
    """The published operation that was asked for; None when the document knows none there."""
    path = urlsplit(exchange.request.url).path.removeprefix(urlsplit(base).path)
    return published.operation(exchange.request.method, path)


def judge(exchange: Exchange, operation: Operation) -> list[Remark]:
    """What the server did otherwise than published; [] when it kept to it, or gave no answer to judge."""
    if not exchange.status or exchange.fault:
        return []
    found = [*_outside(exchange, operation), *_inside(exchange, operation)]
    name = f"{operation.name} {exchange.status}"
    return [r for r in found if not _is_borne(r, operation, name)]


def _is_borne(remark: Remark, operation: Operation, name: str) -> bool:
    """Whether it is about a fault in the document; an empty text is content too."""
    kinds = (remark.kind, "inhoud") if remark.kind == "leeg" else (remark.kind,)
    return any(is_borne(operation.api, f"{name} {kind} {remark.where}") for kind in kinds)


def judge_request(exchange: Exchange, operation: Operation) -> list[Remark]:
    """What the client sent otherwise than published."""
    schema = operation.request_schema()
    body = Exchange(0, "", exchange.request, body=exchange.request.body).json
    if schema is None:
        return []
    if body is UNREADABLE:
        return [Remark("inhoud", "", "De aanvraag is geen JSON.")]
    errors = operation.published.validator(schema, "request").iter_errors(body)
    found = [Remark(kind_of(e), place(e), sentence(e)) for e in (deepest(e) for e in errors)]
    return [r for r in found if not _is_borne(r, operation, f"{operation.name} verzoek")]


def _outside(exchange: Exchange, operation: Operation) -> Iterator[Remark]:
    """Status, headers and kind of content."""
    status, method = as_described(exchange.status, operation), exchange.request.method
    if status is None and not refusals(operation) and exchange.status in REFUSALS:
        return
    if status is None:
        known = ", ".join(sorted(operation.content.get("responses", {})))
        yield Remark("status", "", f"Status {exchange.status} staat niet in het document; wel {known}.")
        return
    for name in operation.headers(status):
        if exchange.header(name) is None:
            yield Remark("kop", name, f"De kop {name} ontbreekt.")
    told = (exchange.header("content-type") or "").partition(";")[0].strip().lower()
    expected = operation.media_types(status)
    is_free = not expected or "*/*" in expected or method == "HEAD" or status in (204, 304) or not exchange.body
    if not is_free and told not in expected and not (status < 400 and told == "application/octet-stream"):
        yield Remark("mediatype", "", f"De inhoud heet {shown(told) or 'niets'}, verwacht {' of '.join(expected)}.")
    if method == "HEAD" and exchange.body:
        yield Remark("inhoud", "", "Een antwoord op HEAD heeft geen inhoud.")


def _inside(exchange: Exchange, operation: Operation) -> Iterator[Remark]:
    """The body against its schema."""
    status = as_described(exchange.status, operation)
    schema = operation.schema(status) if status else None
    if schema is None or exchange.request.method == "HEAD" or exchange.status == 304:
        return
    if exchange.json is UNREADABLE:
        yield Remark("inhoud", "", unreadable(exchange.body))
        return
    yield from (Remark("extra", "", odd) for odd in oddities(exchange))
    validator = operation.published.validator(schema, "response")
    try:
        body = cut(exchange.json)
        told: dict[str, Remark] = {}
        for error in validator.iter_errors(body):
            near = deepest(error)
            if near.validator == "required" and is_selection(exchange):
                continue
            told.setdefault(place(near), Remark(kind_of(near), place(near), sentence(near)))
            if len(told) == FAULTS:
                break
        yield from told.values()
        more = extras(body, schema, operation.published) if status == exchange.status else ()
        for where in sorted(set(islice(more, FAULTS * ROWS)))[:FAULTS]:
            yield Remark("extra", where, f"Het veld {shown(where)} staat niet in het document.")
    except RecursionError:
        yield Remark("inhoud", "", "Het antwoord is te diep genest om te lezen.")


def as_described(status: int, operation: Operation) -> int | None:
    """The status by whose description an answer is judged; None when it may not be.

    A document does not name every refusal at every operation. Those that the standard knows anyway are held against
    another refusal of the same operation.
    """
    if operation.response(status) is not None:
        return status
    known = refusals(operation)
    return known[-1] if status in REFUSALS and known else None


def refusals(operation: Operation) -> list[int]:
    """Published statuses of refusals. Where there is none, as in all of Klantinteracties, none is judged."""
    return sorted(int(s) for s in operation.content.get("responses", {}) if s.isdigit() and s[0] == "4")


def is_selection(exchange: Exchange) -> bool:
    """Whether the client asked for some members only (Z-46): then others are rightly absent."""
    return b'"fields"' in exchange.request.body


def cut(body: Any) -> Any:
    """What is judged of a body: so much that whoever sends millions of rows cannot hold us up."""
    if isinstance(body, list):
        return [_cut_inside(row) for row in body[:ROWS]]
    if isinstance(body, dict) and isinstance(body.get("results"), list):
        return body | {"results": [_cut_inside(row) for row in body["results"][:ROWS]]}
    return _cut_inside(body)


def _cut_inside(value: Any, depth: int = 0) -> Any:
    """RecursionError when it is nested deeper than anything that is published."""
    if depth > DEEP:
        raise RecursionError
    if isinstance(value, list):
        return [_cut_inside(row, depth + 1) for row in value[:INSIDE]]
    if isinstance(value, dict):
        return {name: _cut_inside(inside, depth + 1) for name, inside in islice(value.items(), INSIDE * ROWS)}
    return value


def kind_of(error: ValidationError) -> Kind:
    return "leeg" if error.instance == "" and error.validator in BLANK else "inhoud"


HTML = re.compile(rb"\s*<(!doctype|html|h1|head|body|p)\b", re.IGNORECASE)


def unreadable(body: bytes) -> str:
    """Why a body is no JSON, in a sentence."""
    if not body.strip():
        return "Het antwoord is leeg, verwacht JSON."
    if HTML.match(body):
        return "Het antwoord is een webpagina (HTML), geen JSON."
    try:
        text = body.decode()
    except UnicodeDecodeError as fault:
        return f"Het antwoord is geen geldige JSON: byte {fault.start} is geen UTF-8."
    try:
        json.loads(text)
    except RecursionError:
        return "Het antwoord is te diep genest om te lezen."
    except json.JSONDecodeError as fault:
        is_cut = fault.pos >= len(text.rstrip()) or fault.msg.startswith("Unterminated")
        why = "het houdt midden in op" if is_cut else f"bij teken {fault.pos} gaat het mis"
        return f"Het antwoord is geen geldige JSON: {why}."
    return "Het antwoord is geen geldige JSON."


def oddities(exchange: Exchange) -> Iterator[str]:
    """What JSON rather not does: a client may read something else in it than its neighbour."""
    if len(exchange.body) <= LONG and (double := doubles(exchange.body)):
        yield f"Deze namen staan twee keer in één object: {shown(', '.join(double))[:200]}."
    told = (exchange.header("content-type") or "").lower().partition("charset=")[2].strip(' "').partition(";")[0]
    if told and told.strip(' "') not in ("utf-8", "utf8", "us-ascii"):
        yield f"De kop noemt de tekenset {shown(told)[:40]}; JSON is UTF-8."


def doubles(body: bytes) -> list[str]:
    """Names that occur twice in one object, at most some of them."""
    found: dict[str, None] = {}

    def paired(pairs: list[tuple[str, Any]]) -> None:
        count = Counter(name for name, _ in pairs) if len(found) < FAULTS else {}
        found.update((name, None) for name, n in count.items() if n > 1)

    try:
        json.loads(body, object_pairs_hook=paired)
    except (ValueError, RecursionError):
        return []
    return list(found)[:FAULTS]


def deepest(error: ValidationError) -> ValidationError:
    """Of a value that fits none of several kinds: what is wrong by the kind it comes nearest to."""
    return (best_match([error]) or error) if error.context else error


def place(error: ValidationError) -> str:
    """Where: names of members, without the numbers of rows, so that a fault in all rows is one fault."""
    names = [shown(p) for p in error.absolute_path if isinstance(p, str)]
    if error.validator == "required":
        names.append(missing(error))
    return ".".join(names)


def missing(error: ValidationError) -> str:
    """The member that is not there; the library tells of each in a message of its own, and nowhere else."""
    return error.message.removesuffix(" is a required property").strip("'\"")


KINDS = {
    "string": "een tekst", "integer": "een geheel getal", "number": "een getal", "boolean": "true of false",
    "object": "een object", "array": "een lijst", "null": "null",
}  # fmt: skip


def sentence(error: ValidationError) -> str:
    """What is wrong, in a plain sentence."""
    value, wanted = shortly(error.instance), cast(Any, error.validator_value)
    match error.validator:
        case "required":
            return f"Het veld {missing(error)} ontbreekt."
        case "type":
            kinds = " of ".join(KINDS.get(k, k) for k in ([wanted] if isinstance(wanted, str) else wanted))
            return f"De waarde is {value}, verwacht {kinds}."
        case "enum":
            return f"De waarde {value} hoort niet bij de mogelijke: {shortly(list(wanted))}."
        case "format":
            return f"De waarde {value} is geen {wanted}."
        case "minLength" | "maxLength":
            bound = "korter" if error.validator == "minLength" else "langer"
            return f"De waarde {value} is {bound} dan {wanted} tekens."
        case "pattern":
            return f"De waarde {value} past niet op {wanted}."
    return f"De waarde {value} past niet ({error.validator})."


def shortly(value: Any) -> str:
    text = shown(repr(value) if not isinstance(value, str) else f"'{value}'")
    return text if len(text) <= 80 else text[:77] + "…"


def extras(body: Any, schema: Json, published: Published, where: str = "", depth: int = 0) -> Iterator[str]:
    """Members that no part of the schema describes; below what is free in form nothing is."""
    if depth > 8:
        return
    members, items, is_free = described(schema, published, body)
    if isinstance(body, list) and items is not None:
        for row in body:
            yield from extras(row, items, published, where, depth + 1)
    if not isinstance(body, dict) or is_free or not members:
        return
    for name, value in body.items():
        here = f"{where}.{name}" if where else str(name)
        if name == "_expand":
            continue
        if name not in members:
            yield here
        else:
            yield from extras(value, members[name], published, here, depth + 1)


def described(
    schema: Any, published: Published, body: Any, seen: tuple[str, ...] = ()
) -> tuple[Json, Json | None, bool]:
    """Members, rows and whether anything goes: of a schema with all it consists of, and the kind that this body is."""
    ref = schema.get("$ref", "")
    if ref in seen or (ref and not ref.startswith("#")):
        return {}, None, not ref.startswith("#")
    found = published.follow(schema)
    members, items = dict(found.get("properties", {})), found.get("items")
    is_free = found.get("additionalProperties") not in (None, False)
    parts = [*found.get("allOf", ()), *found.get("oneOf", ()), *found.get("anyOf", ())]
    if ref and isinstance(body, dict) and (kinds := published.variants(ref)):
        kind = kinds.get(str(body.get(found["discriminator"]["propertyName"])))
        parts += [{"$ref": kind}] if kind else []
    if kinds := kinds_of(found):
        kind = kinds.get(str(body.get(found["discriminator"]["propertyName"])) if isinstance(body, dict) else "")
        parts = [{"$ref": kind}] if kind else parts
    for part in parts:
        more, rows, free = described(part, published, body, (*seen, ref) if ref else seen)
        members = more | members
        items, is_free = items or rows, is_free or free
    return members, items, is_free
