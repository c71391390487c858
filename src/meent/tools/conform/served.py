"""The OpenAPI document that a server serves itself: what of the published one is not in it?

The document is a stranger's. It is read by name along the published one, with a bound on how much is looked at.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from meent.tools.conform.known_faults import is_borne
from meent.tools.conform.published import Json, Operation, Published
from meent.tools.conform.traffic import UNREADABLE, Exchange, shown

PLACES = ("openapi.json", "schema/openapi.json", "openapi.yaml", "schema/openapi.yaml")
LOOKS = 50_000
DEPTH = 6


@dataclass
class Served:
    """A stranger's document; gives up, without an answer, when there is no end to it."""

    content: Json
    looks: int = field(default=0)

    def follow(self, thing: Any) -> Json:
        for _ in range(32):
            self.looks += 1
            ref = thing.get("$ref") if isinstance(thing, dict) else None
            if not isinstance(ref, str) or not ref.startswith("#/"):
                break
            target: Any = self.content
            for key in ref[2:].split("/"):
                target = target.get(key.replace("~1", "/").replace("~0", "~")) if isinstance(target, dict) else None
            thing = target
        return thing if isinstance(thing, dict) else {}

    def members(self, schema: Any, depth: int = 0) -> tuple[Json, Any]:
        """Members and rows of a schema with all that it consists of."""
        if depth > DEPTH or self.looks > LOOKS:
            return {}, None
        found = self.follow(schema)
        told = found.get("properties")
        members, items = dict(told) if isinstance(told, dict) else {}, found.get("items")
        for name in ("allOf", "oneOf", "anyOf"):
            parts = found.get(name)
            for part in parts if isinstance(parts, list) else ():
                more, rows = self.members(part, depth + 1)
                if name != "allOf":  # kinds differ below this: only that it is there counts
                    more |= {n: {} for n in more if n in members and members[n] != more[n]}
                    members = {n: more[n] if more.get(n) == {} else s for n, s in members.items()}
                members, items = more | members, items or rows
        by = found.get("discriminator")
        mapping = by.get("mapping") if isinstance(by, dict) else None
        for ref in mapping.values() if isinstance(mapping, dict) and depth < 2 else ():
            more, _ = self.members({"$ref": ref}, depth + 3)
            members = {name: {} for name in more} | members  # kinds differ below this: only that it is there counts
        return members, items

    def operation(self, template: str, method: str) -> Json | None:
        """By its path, whatever its variables are called."""
        paths = self.content.get("paths")
        for path, item in paths.items() if isinstance(paths, dict) else ():
            if isinstance(path, str) and shape(path) == shape(template) and isinstance(item, dict):
                found = item.get(method)
                return found if isinstance(found, dict) else None
        return None


def shape(path: str) -> str:
    return "/".join("{}" if part.startswith("{") else part for part in path.strip("/").split("/"))


def read(answer: Exchange) -> Json | None:
    """A document of an answer, None when it is none. YAML is read as text only: no tags, no dates, no numbers."""
    found = answer.json
    if found is UNREADABLE:
        try:
            found = yaml.load(answer.body, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
        except (yaml.YAMLError, UnicodeError, ValueError, RecursionError):
            return None
    return found if isinstance(found, dict) and isinstance(found.get("paths"), dict) else None


def missing(content: Json, published: Published) -> dict[str, list[str]]:
    """Published operation -> what of it is not in the served document."""
    served, found = Served(content), {}
    for operation in published.operations:
        if told := list(_missing(served, operation)):
            found[operation.name] = told
    return found


def _missing(served: Served, operation: Operation) -> Iterator[str]:
    theirs = served.operation(operation.template, operation.method)
    if theirs is None:
        yield "De hele bewerking ontbreekt."
        return
    parameters = theirs.get("parameters")
    named = {str(served.follow(p).get("name")) for p in parameters} if isinstance(parameters, list) else set()
    if absent := [q for q in operation.query if q not in named]:
        yield f"Vraagparameters ontbreken: {', '.join(absent)}."
    responses = theirs.get("responses")
    for status in operation.content.get("responses", {}):
        schema = operation.schema(int(status)) if status.isdigit() and int(status) < 300 else None
        told = served.follow(responses.get(status) if isinstance(responses, dict) else None)
        if schema is None:
            continue
        absent = sorted(set(_absent(served, json_schema(told), operation.published, schema)))
        line = f"{operation.name} {status} served"
        if absent := [name for name in absent if not is_borne(operation.api, f"{line} {name}")]:
            yield f"Velden van het antwoord {status} ontbreken: {shown(', '.join(absent[:20]))}."


def json_schema(response: Json) -> Any:
    content = response.get("content")
    for media_type, told in content.items() if isinstance(content, dict) else ():
        if "json" in str(media_type) and isinstance(told, dict):
            return told.get("schema")
    return None


def _absent(
    served: Served, theirs: Any, published: Published, ours: Any, where: str = "", depth: int = 0
) -> Iterator[str]:
    """Names of published members that are not served, below each other."""
    if depth > DEPTH or served.looks > LOOKS:
        return
    mine = Served(published.content)
    members, items = mine.members(ours)
    their_members, their_items = served.members(theirs)
    if items is not None and not members:
        yield from _absent(served, their_items, published, items, where, depth + 1)
    if not their_members and not their_items and depth:
        return  # described as anything: nothing is missing in it
    for name, schema in members.items():
        here = f"{where}.{name}" if where else name
        if name == "_expand":
            continue
        if name not in their_members:
            yield here
        else:
            yield from _absent(served, their_members[name], published, schema, here, depth + 1)
