"""A published OpenAPI document, as something that answers can be held against.

OpenAPI 3.0 says "may be null" and "depends on this member" in words of its own; they are written out here as plain
JSON Schema. What refers to another file is not judged. The document itself is ours: read from MEENT_SHARED, trusted.
"""

import re
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator

from meent.tools.conform.formats import FORMATS

Json = dict[str, Any]

METHODS = ("get", "head", "post", "put", "patch", "delete")
NEWEST = {
    "zaken": "1.7.0", "catalogi": "1.3.3", "documenten": "1.7.0",
    "besluiten": "1.1.0", "autorisaties": "1.1.0", "notificaties": "1.0.1", "klantinteracties": "0.9.0",
}  # fmt: skip
"""The versions of the bundle ZGW 1.7: what a server is held to that does not tell, or tells one that we have not."""
FOLDERS = {"klantinteracties": {"0.9.0": "openklant-2.18.0"}}
"""API -> version -> folder of its document, where that is not called after the version of the API."""
SHOWN_HEADERS = ("API-version", "ETag", "Location", "Content-Crs")
"""Headers of an answer that a client needs; others that a document names are favours."""
VERSION = re.compile(r"\d+\.\d+\.\d+")


class StandaardOntbreekt(Exception):
    """De gepubliceerde documenten zijn er niet. Wijs MEENT_SHARED naar de map waarin ze staan."""


@dataclass
class Operation:
    """What a client may ask at one path, and what it may get.

    template  "/zaken/{uuid}"
    """

    api: str
    method: str
    template: str
    content: Json
    published: "Published" = field(repr=False)

    @property
    def name(self) -> str:
        return f"{self.method.upper()} {self.template}"

    def response(self, status: int) -> Json | None:
        """What is published of answers with this status; None when nothing is."""
        found = self.content.get("responses", {})
        told = found.get(str(status)) or found.get(f"{status // 100}XX") or found.get("default")
        return None if told is None else self.published.follow(told)

    def headers(self, status: int) -> list[str]:
        named = {h.lower() for h in (self.response(status) or {}).get("headers", {})}
        return [h for h in SHOWN_HEADERS if h.lower() in named]

    def media_types(self, status: int) -> list[str]:
        return list((self.response(status) or {}).get("content", {}))

    def schema(self, status: int) -> Json | None:
        """The schema of a JSON body with this status; None when there is none to hold it against."""
        for media_type, told in (self.response(status) or {}).get("content", {}).items():
            if "json" in media_type and told.get("schema"):
                found: Json = told["schema"]
                return found
        return None

    def request_schema(self) -> Json | None:
        body = self.published.follow(self.content.get("requestBody", {}))
        for media_type, told in body.get("content", {}).items():
            if "json" in media_type and told.get("schema"):
                found: Json = told["schema"]
                return found
        return None

    @cached_property
    def query(self) -> list[str]:
        """Names of the query parameters."""
        shared = self.published.content["paths"][self.template].get("parameters", [])
        told = [self.published.follow(p) for p in [*shared, *self.content.get("parameters", [])]]
        return [p["name"] for p in told if p.get("in") == "query"]


class Published:
    """One version of one API, as published."""

    def __init__(self, api: str, version: str, content: Json) -> None:
        self.api, self.version, self.content = api, version, content
        self.plain = {name: _Plain(self, way).components() for way, name in ((WRITTEN, "request"), (READ, "response"))}
        self._validators: dict[tuple[int, str], Draft202012Validator] = {}
        self.operations = [
            Operation(api, method, template, item[method], self)
            for template, item in content["paths"].items()
            for method in METHODS
            if method in item
        ]
        self._patterns = [(self._pattern(o.template), o) for o in self.operations]

    @staticmethod
    def _pattern(template: str) -> re.Pattern[str]:
        return re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(template)))

    def operation(self, method: str, path: str) -> Operation | None:
        """The operation of a path below the root of the API; one without a variable goes first."""
        fits = [o for pattern, o in self._patterns if o.method == method.lower() and pattern.fullmatch(path)]
        return min(fits, key=lambda o: o.template.count("{"), default=None)

    def follow(self, thing: Any) -> Any:
        """The thing itself, when it is a reference within this document; an empty one when it leads elsewhere."""
        while isinstance(thing, dict) and "$ref" in thing:
            if not thing["$ref"].startswith("#"):
                return {}
            target: Any = self.content
            for key in thing["$ref"][2:].split("/"):
                target = target[key.replace("~1", "/").replace("~0", "~")]
            thing = target
        return thing

    def variants(self, ref: str) -> dict[str, str]:
        """Kinds of a schema: value of the member by which they are told apart -> the schema of that kind."""
        schema = self.follow({"$ref": ref})
        told = schema.get("discriminator", {})
        if not told or "oneOf" in schema:
            return {}
        schemas = self.content["components"]["schemas"]
        extend = [name for name, other in schemas.items() if {"$ref": ref} in other.get("allOf", ())]
        implied = {name: f"#/components/schemas/{name}" for name in extend}
        found: dict[str, str] = told.get("mapping") or implied
        return found

    def validator(self, schema: Json, way: str) -> Draft202012Validator:
        """Judges bodies by a schema of this document.

        way   "request" or "response": what is only read need not be sent, and the other way round
        """
        known = self._validators.get((id(schema), way))
        if known is None:
            rule = WRITTEN if way == "request" else READ
            whole = _Plain(self, rule).plain(schema) | {"components": {"schemas": self.plain[way]}}
            known = Draft202012Validator(whole, format_checker=FORMATS)
            self._validators[id(schema), way] = known
        return known


READ, WRITTEN = "writeOnly", "readOnly"
"""Members that are not required in an answer, and those that are not required in a request."""


@dataclass
class _Plain:
    """Writes schemas of a document out as JSON Schema.

    leave_out   members with this mark are not required
    """

    of: Published
    leave_out: str

    def components(self) -> Json:
        schemas: Json = self.of.content.get("components", {}).get("schemas", {})
        made = {}
        for name, schema in schemas.items():
            ref = f"#/components/schemas/{name}"
            made[name] = self.plain(schema) | self._variants(schema, ref)
        for name, schema in schemas.items():
            for base in self._bases(schema):
                rest = [p for p in schema["allOf"] if p.get("$ref") != base]
                made[f"{name}~own"] = self.plain({k: v for k, v in schema.items() if k != "allOf"} | {"allOf": rest})
        return made

    def _bases(self, schema: Any) -> list[str]:
        """Schemas that this one extends and that name it as a variant: to hold it against them again never ends."""
        refs = [p.get("$ref", "") for p in schema.get("allOf", ())] if isinstance(schema, dict) else []
        return [ref for ref in refs if ref.startswith("#") and self.of.variants(ref)]

    def _variants(self, schema: Any, ref: str) -> Json:
        """If the member by which kinds are told apart has this value, the rest is as that kind says."""
        found = []
        for value, target in self.of.variants(ref).items():
            by, name = schema["discriminator"]["propertyName"], target.rpartition("/")[2]
            own = {"$ref": f"{target}~own" if {"$ref": ref} in self._parts(name) else target}
            found.append({"if": {"properties": {by: {"const": value}}, "required": [by]}, "then": own})
        return {"allOf": [*self.plain(schema).get("allOf", []), *found]} if found else {}

    def _parts(self, name: str) -> list[Json]:
        found: list[Json] = self.of.content["components"]["schemas"].get(name, {}).get("allOf", [])
        return found

    def plain(self, schema: Any) -> Json:
        """One schema. One of several is any of several: the published ones overlap."""
        if not isinstance(schema, dict) or not str(schema.get("$ref", "#")).startswith("#"):
            return {}
        if "$ref" in schema:
            return {"$ref": schema["$ref"]}
        made = {k: v for k, v in schema.items() if k in KEPT}
        if "required" in schema and isinstance(schema["required"], list):
            members = schema.get("properties", {})
            made["required"] = [n for n in schema["required"] if not self._may_miss(members.get(n))]
        if "properties" in schema:
            made["properties"] = {n: self.plain(s) for n, s in schema["properties"].items()}
        if isinstance(schema.get("items"), dict):
            made["items"] = self.plain(schema["items"])
        if isinstance(schema.get("additionalProperties"), dict):
            made["additionalProperties"] = self.plain(schema["additionalProperties"])
        if parts := [self.plain(p) for p in schema.get("allOf", ())]:
            made["allOf"] = parts
        if kinds := kinds_of(schema):
            return made | self._one_of(str(schema["discriminator"]["propertyName"]), kinds)
        if parts := [self.plain(p) for p in (*schema.get("oneOf", ()), *schema.get("anyOf", ()))]:
            made["anyOf"] = parts
        return nullable(made) if schema.get("nullable") is True else made

    def _one_of(self, by: str, kinds: Json) -> Json:
        """The kind that the member `by` names, and no other."""
        told = [
            {"if": {"properties": {by: {"const": value}}, "required": [by]}, "then": {"$ref": ref}}
            for value, ref in kinds.items()
        ]
        return {"type": "object", "required": [by], "properties": {by: {"enum": list(kinds)}}, "allOf": told}

    def _may_miss(self, member: Any) -> bool:
        return bool(self.of.follow(member or {}).get(self.leave_out)) or bool((member or {}).get(self.leave_out))


KEPT = (
    "type", "format", "enum", "pattern", "minLength", "maxLength", "minimum", "maximum",
    "minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties", "multipleOf",
)  # fmt: skip


def kinds_of(schema: Any) -> Json:
    """Of a schema that is one of several, told apart by a member: value -> reference to the schema of that kind."""
    told = schema.get("discriminator") if isinstance(schema, dict) and "oneOf" in schema else None
    found: Json = (told or {}).get("mapping") or {}
    return found if all(str(ref).startswith("#") for ref in found.values()) else {}


def nullable(made: Json) -> Json:
    """The same schema, which null fits too; of anything else each fault is told as it is."""
    if isinstance(made.get("type"), str) and "anyOf" not in made and "allOf" not in made:
        enum = {"enum": [*made["enum"], None]} if "enum" in made else {}
        return made | {"type": [made["type"], "null"]} | enum
    return {"if": {"type": "null"}, "else": made}


@cache
def load(standards: Path, api: str, version: str) -> Published:
    """StandaardOntbreekt when the folder has no such document."""
    path = standards / api / FOLDERS.get(api, {}).get(version, version) / "openapi.yaml"
    if not VERSION.fullmatch(version) or not path.is_file():
        raise StandaardOntbreekt(
            f"Het document van {api} {version} is er niet ({path}). Wijs MEENT_SHARED naar de map met de standaarden."
        )
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return Published(api, version, yaml.load(path.read_text(encoding="utf-8"), Loader=loader))


def versions_of(standards: Path, api: str) -> list[str]:
    """The published versions that we have, oldest first."""
    folder = standards / api
    found = [p.parent.name for p in folder.glob("*/openapi.yaml") if VERSION.fullmatch(p.parent.name)]
    found += [version for version, name in FOLDERS.get(api, {}).items() if (folder / name).is_dir()]
    return sorted(found, key=lambda v: [int(n) for n in v.split(".")])


def version_for(standards: Path, api: str, told: str | None) -> str:
    """The version to hold a server to: the one it tells, else ours of the same minor version, else the newest."""
    known = versions_of(standards, api)
    told = told or ""
    if told in known:
        return told
    alike = [v for v in known if VERSION.fullmatch(told) and v.rpartition(".")[0] == told.rpartition(".")[0]]
    return alike[-1] if alike else NEWEST[api]
