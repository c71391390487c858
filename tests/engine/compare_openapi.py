"""Compares a served OpenAPI document with a published one, in structure and not in words.

Schema names, descriptions, titles and examples may differ; everything that a client or a validator acts on may not.
A schema is seen through `$ref`, `allOf` and enums spread over `oneOf`; a reference to another file is not followed.
Under `_expand` only the names and to-one or to-many are compared: what hangs there is described by its own API.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

METHODS = ("get", "put", "post", "delete", "patch", "head", "options", "trace")
KEYS = (
    "type", "format", "nullable", "readOnly", "writeOnly", "deprecated", "default", "pattern", "multipleOf",
    "minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum",
    "minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties",
)  # fmt: skip
IS_FALSE = ("nullable", "readOnly", "writeOnly", "deprecated", "uniqueItems", "exclusiveMinimum", "exclusiveMaximum")
"""Keys for which absent means false."""
EXTRA = "x-meent-extra"


def compare(served: Json, published: Json, concerns: Callable[[str], bool] = lambda path: True) -> list[str]:
    """One line for each difference, "ours ≠ published"; [] when the documents say the same.

    concerns   which published paths count; others need not be served
    """
    return list(_paths(Document(served), Document(published), concerns))


@dataclass
class Node:
    """A schema with everything it refers to and consists of taken together."""

    keys: Json = field(default_factory=dict)
    enum: frozenset[Any] | None = None
    properties: dict[str, Any] = field(default_factory=dict)
    required: set[str] = field(default_factory=set)
    items: Any = None
    free: bool | None = None
    variants: dict[str, Any] = field(default_factory=dict)
    by: str = ""
    alternatives: list[Any] = field(default_factory=list)
    opaque: bool = False


class Document:
    def __init__(self, content: Json) -> None:
        self.content = content
        self.schemas: Json = content.get("components", {}).get("schemas", {})

    def follow(self, thing: Any) -> Any:
        """The thing itself, when it is a reference within this document."""
        while isinstance(thing, dict) and str(thing.get("$ref", "")).startswith("#"):
            target: Any = self.content
            for key in thing["$ref"][2:].split("/"):
                target = target[key.replace("~1", "/").replace("~0", "~")]
            thing = target
        return thing

    def node(self, schema: Any, skip: frozenset[str] = frozenset()) -> Node:
        """`skip` holds the references that led here: a variant points back at the base it extends."""
        found = Node()
        self._take(schema or {}, found, skip)
        return found

    def _take(self, schema: Any, into: Node, skip: frozenset[str]) -> None:
        if ref := schema.get("$ref"):
            if ref in skip:
                return
            if not ref.startswith("#"):
                into.opaque = True
                return
            self._take(self.follow(schema), into, skip | {ref})
            self._implied_variants(ref, into)
            return
        for part in schema.get("allOf", ()):
            self._take(part, into, skip)
        self._take_one_of(schema, into, skip)
        for key in KEYS:
            if key in schema:
                into.keys[key] = into.keys.get(key) or schema[key] if key == "nullable" else schema[key]
        if "enum" in schema:
            into.enum = (into.enum or frozenset()) | frozenset(schema["enum"]) - {None}
        into.properties |= schema.get("properties", {})
        into.required |= set(schema.get("required", ()))
        into.items = schema.get("items") or into.items
        if "additionalProperties" in schema:
            into.free = schema["additionalProperties"] is not False
        if "discriminator" in schema:
            into.by = schema["discriminator"]["propertyName"]
            for value, ref in schema["discriminator"].get("mapping", {}).items():
                into.variants[value] = {"$ref": ref}

    def _take_one_of(self, schema: Json, into: Node, skip: frozenset[str]) -> None:
        parts = [*schema.get("oneOf", ()), *schema.get("anyOf", ())]
        nodes = [self.node(part, skip) for part in parts]
        if nodes and all(n.enum is not None for n in nodes):
            into.enum = (into.enum or frozenset()).union(*[n.enum or () for n in nodes])
            into.keys["type"] = next((n.keys["type"] for n in nodes if "type" in n.keys), "string")
        elif "discriminator" in schema and "mapping" not in schema["discriminator"]:
            into.variants |= {part["$ref"].rpartition("/")[2]: part for part in parts}
        else:  # what the discriminator maps to is compared by its value, in whatever order it stands here
            mapped = schema.get("discriminator", {}).get("mapping", {}).values()
            into.alternatives += [part for part in parts if part.get("$ref") not in mapped]

    def _implied_variants(self, ref: str, into: Node) -> None:
        """A discriminator without a mapping means: the schemas by that name that extend this one."""
        if into.by and not into.variants:
            for name, schema in self.schemas.items():
                if {"$ref": ref} in schema.get("allOf", ()):
                    into.variants[name] = {"$ref": f"#/components/schemas/{name}"}


def _paths(ours: Document, theirs: Document, concerns: Callable[[str], bool]) -> Iterator[str]:
    published = {p: i for p, i in theirs.content["paths"].items() if concerns(p)}
    served: Json = ours.content["paths"]
    for path in sorted(published.keys() | served.keys()):
        if path not in served:
            yield f"{path.lstrip('/')}: path is not served"
        elif path not in published:
            yield f"{path.lstrip('/')}: path is not published"
        else:
            for method in METHODS:
                where = f"{method.upper()} {path.lstrip('/')}"
                a, b = served[path].get(method), published[path].get(method)
                if a and not b and not a.get(EXTRA):
                    yield f"{where}: operation is not published"
                elif b and not a:
                    yield f"{where}: operation is not served"
                elif a and b:
                    common = (served[path].get("parameters", []), published[path].get("parameters", []))
                    yield from Operations(ours, theirs, where).differences(a, b, common)


class Operations:
    """Two operations on the same path."""

    def __init__(self, ours: Document, theirs: Document, where: str) -> None:
        self.ours, self.theirs, self.where = ours, theirs, where

    def differences(self, a: Json, b: Json, common: tuple[Any, Any]) -> Iterator[str]:
        yield from self._told("operationId", a.get("operationId"), b.get("operationId"))
        yield from self._told("tags", a.get("tags"), b.get("tags"))
        if "security" in b:  # the published documents say nothing about the scopes of HEAD
            yield from self._told("scopes", _scopes(a), _scopes(b))
        yield from self._parameters([*common[0], *a.get("parameters", [])], [*common[1], *b.get("parameters", [])])
        yield from self._body(self.ours.follow(a.get("requestBody")), self.theirs.follow(b.get("requestBody")))
        yield from self._responses(a["responses"], b["responses"])

    def _told(self, what: str, a: Any, b: Any) -> Iterator[str]:
        if a != b:
            yield f"{self.where} {what}: {show(a)} ≠ {show(b)}"

    def _parameters(self, a: list[Any], b: list[Any]) -> Iterator[str]:
        mine = _by_name(self.ours, [p for p in a if not p.get(EXTRA)])
        published = _by_name(self.theirs, b)
        for key in sorted(mine.keys() | published.keys()):
            where = f"{key[0]} {key[1]}"
            if key not in mine:
                yield f"{self.where} {where}: parameter is not served"
            elif key not in published:
                yield f"{self.where} {where}: parameter is not published"
            else:
                p, q = mine[key], published[key]
                for name, default in (("required", False), ("deprecated", False), ("style", None), ("explode", None)):
                    yield from self._told(f"{where} {name}", p.get(name, default), q.get(name, default))
                yield from self._schemas(p.get("schema"), q.get("schema"), where)

    def _body(self, a: Any, b: Any) -> Iterator[str]:
        if not a or not b:
            yield from self._told("body", bool(a), bool(b))
            return
        yield from self._told("body required", a.get("required", False), b.get("required", False))
        yield from self._content(a["content"], b["content"], "body")

    def _responses(self, a: Json, b: Json) -> Iterator[str]:
        for status in sorted(a.keys() | b.keys()):
            if status not in a:
                yield f"{self.where} {status}: status is not served"
            elif status not in b:
                yield f"{self.where} {status}: status is not published"
            else:
                mine, published = self.ours.follow(a[status]), self.theirs.follow(b[status])
                yield from self._headers(mine.get("headers", {}), published.get("headers", {}), status)
                contents = mine.get("content", {}), published.get("content", {})
                yield from self._content(*contents, f"{status} body", deep=status < "400")

    def _headers(self, a: Json, b: Json, status: str) -> Iterator[str]:
        for name in sorted(a.keys() | b.keys()):
            if name not in a or name not in b:
                yield f"{self.where} {status} header {name}: {'is not served' if name in b else 'is not published'}"
            else:
                mine, published = self.ours.follow(a[name]), self.theirs.follow(b[name])
                yield from self._schemas(mine.get("schema"), published.get("schema"), f"{status} header {name}")

    def _content(self, a: Json, b: Json, where: str, *, deep: bool = True) -> Iterator[str]:
        yield from self._told(f"{where} media types", sorted(a), sorted(b))
        for media in sorted(a.keys() & b.keys()):
            if deep:
                yield from self._schemas(a[media].get("schema"), b[media].get("schema"), where)
            else:  # of a fault only the members count: one API limits the length of its texts, the others do not
                mine, published = self.ours.node(a[media]["schema"]), self.theirs.node(b[media]["schema"])
                yield from self._told(f"{where} members", sorted(mine.properties), sorted(published.properties))
                yield from self._told(f"{where} required", sorted(mine.required), sorted(published.required))

    def _schemas(self, a: Any, b: Any, where: str) -> Iterator[str]:
        for line in Walk(self.ours, self.theirs).schemas(a, b, where, ()):
            yield f"{self.where} {line}"


class Walk:
    """Two schemas side by side."""

    def __init__(self, ours: Document, theirs: Document) -> None:
        self.ours, self.theirs = ours, theirs

    def schemas(self, a: Any, b: Any, where: str, seen: tuple[Any, ...]) -> Iterator[str]:
        pair = (_refs(a), _refs(b))
        if any(pair) and pair in seen:
            return
        seen = (*seen, pair)
        yield from self.nodes(self.ours.node(a), self.theirs.node(b), where, seen)

    def nodes(self, a: Node, b: Node, where: str, seen: tuple[Any, ...]) -> Iterator[str]:
        if a.opaque or b.opaque:
            return
        for key in KEYS:
            default = False if key in IS_FALSE else None
            if (p := a.keys.get(key, default)) != (q := b.keys.get(key, default)):
                yield f"{where} {key}: {show(p)} ≠ {show(q)}"
        if a.enum != b.enum:
            yield f"{where} enum: {show(a.enum)} ≠ {show(b.enum)}"
        if bool(a.free) != bool(b.free):
            yield f"{where} additionalProperties: {show(a.free)} ≠ {show(b.free)}"
        yield from self._properties(a, b, where, seen)
        if a.items or b.items:
            yield from self.schemas(a.items, b.items, f"{where}[]", seen)
        yield from self._variants(a, b, where, seen)
        if len(a.alternatives) != len(b.alternatives):
            yield f"{where} alternatives: {len(a.alternatives)} ≠ {len(b.alternatives)}"
        for i, (p, q) in enumerate(zip(a.alternatives, b.alternatives, strict=False)):
            yield from self.schemas(p, q, f"{where}({i})", seen)

    def _properties(self, a: Node, b: Node, where: str, seen: tuple[Any, ...]) -> Iterator[str]:
        mine = {n: s for n, s in a.properties.items() if not (isinstance(s, dict) and s.get(EXTRA))}
        for name in sorted(mine.keys() | b.properties.keys()):
            at = f"{where}.{name}"
            if name not in mine:
                yield f"{at}: is not served"
            elif name not in b.properties:
                yield f"{at}: is not published"
            elif name == "_expand":
                yield from self._embedded(mine[name], b.properties[name], at)
            else:
                yield from self.schemas(mine[name], b.properties[name], at, seen)
        for name in sorted(a.required ^ b.required):
            yield f"{where}.{name} required: {show(name in a.required)} ≠ {show(name in b.required)}"

    def _embedded(self, a: Any, b: Any, where: str) -> Iterator[str]:
        mine, published = self.ours.node(a).properties, self.theirs.node(b).properties
        for name in sorted(mine.keys() | published.keys()):
            if name not in mine or name not in published:
                yield f"{where}.{name}: {'is not served' if name in published else 'is not published'}"
                continue
            many = self.ours.node(mine[name]).items is not None, self.theirs.node(published[name]).items is not None
            if many[0] != many[1]:
                yield f"{where}.{name} to-many: {show(many[0])} ≠ {show(many[1])}"

    def _variants(self, a: Node, b: Node, where: str, seen: tuple[Any, ...]) -> Iterator[str]:
        if a.by != b.by:
            yield f"{where} discriminator: {show(a.by)} ≠ {show(b.by)}"
        for value in sorted(a.variants.keys() | b.variants.keys()):
            at = f"{where}<{value}>"
            if value not in a.variants or value not in b.variants:
                yield f"{at}: {'is not served' if value in b.variants else 'is not published'}"
                continue
            pair = (_refs(a.variants[value]), _refs(b.variants[value]))
            if pair in seen:
                continue
            mine, published = self.ours.node(a.variants[value]), self.theirs.node(b.variants[value])
            for node, base in ((mine, a), (published, b)):  # what the base says has been compared already
                node.properties = {n: s for n, s in node.properties.items() if n not in base.properties}
                node.required -= base.required
                node.by, node.variants = "", {}
            yield from self.nodes(mine, published, at, (*seen, pair))


def _by_name(document: Document, parameters: list[Any]) -> dict[tuple[str, str], Json]:
    found = (document.follow(p) for p in parameters)
    return {(p["in"], p["name"].lower() if p["in"] == "header" else p["name"]): p for p in found}


def _scopes(operation: Json) -> set[str]:
    """The scopes of which one is enough: written as `(a | b)`."""
    labels = [s for needed in operation["security"] for scopes in needed.values() for s in scopes]
    return {s.strip() for label in labels for s in label.strip("()").split("|")}


def _refs(schema: Any) -> str:
    return str(schema.get("$ref", "")) if isinstance(schema, dict) else ""


def show(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (set, frozenset)):
        return "{" + ", ".join(sorted(repr(v) for v in value)) + "}"
    return str(value)
