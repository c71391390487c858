"""What the tests of the demo share: the published documents, and a walk that says what in a body they do not allow."""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import yaml

from meent.tools.demo.items import Item, Verwijzing, resolve

REPO = Path(__file__).parents[3]
DOCUMENT = {
    "catalogi": "standards/catalogi/1.3.3/openapi.yaml",
    "zaken": "standards/zaken/1.7.0/openapi.yaml",
    "besluiten": "standards/besluiten/1.1.0/openapi.yaml",
    "autorisaties": "standards/autorisaties/1.1.0/openapi.yaml",
    "klantinteracties": "standards/klantinteracties/openklant-2.18.0/openapi.yaml",
    "objecten": "standards/objecten/2.7.0/openapi.yaml",
    "objecttypen": "standards/objecttypen/2.2.2/openapi.yaml",
}
PATH = {"objecttypes/versions": "/objecttypes/{objecttype_uuid}/versions"}
"""Collections with another in their address."""
DUUR = re.compile(r"P(?=\d|T\d)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?")
Schema = dict[str, Any]


@pytest.fixture(scope="session")
def shared() -> Path:
    """Folder with published standards and data; a test that needs it is skipped where it is absent."""
    folder = (REPO / os.environ.get("MEENT_SHARED", "../shared")).resolve()
    if not folder.is_dir():
        pytest.skip(f"MEENT_SHARED is absent: {folder}")
    return folder


@pytest.fixture(scope="session")
def schemas_of(shared: Path) -> Callable[[str], dict[str, Schema]]:
    """API -> schemas of its published document."""
    return lambda api: load_document(shared / DOCUMENT[api])["components"]["schemas"]


@pytest.fixture(scope="session")
def faults(shared: Path) -> Callable[[list[Item]], list[str]]:
    """What is wrong with items posted in this order: bodies against their schema, references to earlier items."""

    def check(items: list[Item]) -> list[str]:
        urls: dict[Verwijzing, str] = {}
        found: list[str] = []
        for item in items:
            document = load_document(shared / DOCUMENT[item.api])
            body = resolve(item.body, urls.__getitem__)  # KeyError: a reference to nothing or to something later
            schema = request_schema(document, PATH.get(item.collectie, f"/{item.collectie}"))
            found += [f"{item.collectie} {item.sleutel}{fault}" for fault in walk(document, schema, body, "")]
            assert item.verwijzing not in urls, f"the key {item.verwijzing} is used twice"
            urls[item.verwijzing] = f"https://meent.example/{item.collectie}/{UUID(int=len(urls))}"
        return found

    return check


@cache
def load_document(path: Path) -> dict[str, Any]:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def request_schema(document: dict[str, Any], path: str) -> Schema:
    body = document["paths"][path]["post"]["requestBody"]
    if "$ref" in body:
        body = follow(document, body["$ref"])
    return next(iter(body["content"].values()))["schema"]


def follow(document: dict[str, Any], ref: str) -> Any:
    target: Any = document
    for part in ref.removeprefix("#/").split("/"):
        target = target[part]
    return target


def flatten(document: dict[str, Any], schema: Schema) -> Schema:
    """The schema with $ref and allOf worked out: one set of properties and required names."""
    if "$ref" in schema:
        return flatten(document, follow(document, schema["$ref"]))
    flat: Schema = {"properties": {}, "required": []}
    for part in [*(flatten(document, p) for p in schema.get("allOf", [])), schema]:
        flat["properties"] |= part.get("properties", {})
        flat["required"] = [*flat["required"], *part.get("required", [])]
        flat |= {key: value for key, value in part.items() if key not in {"allOf", "properties", "required"}}
    return flat


def walk(document: dict[str, Any], schema: Schema, value: Any, path: str) -> Iterator[str]:
    flat = flatten(document, schema)
    if value is None:
        if not flat.get("nullable"):
            yield f"{path}: null"
    elif "oneOf" in flat and "discriminator" not in flat:
        passing = [s for s in flat["oneOf"] if not list(walk(document, s, value, path))]
        if len(passing) != 1:
            yield f"{path}: {len(passing)} of the oneOf fit"
    elif isinstance(value, dict):
        yield from walk_object(document, specialise(document, flat, value), value, path)
    elif isinstance(value, list):
        if flat.get("type") != "array":
            yield f"{path}: a list"
        for index, part in enumerate(value):
            yield from walk(document, flat.get("items", {}), part, f"{path}.{index}")
    else:
        yield from walk_scalar(flat, value, path)


def specialise(document: dict[str, Any], flat: Schema, value: dict[str, Any]) -> Schema:
    """The schema that the discriminator of this object points at."""
    discriminator = flat.get("discriminator")
    if not discriminator:
        return flat
    name = value[discriminator["propertyName"]]
    target = discriminator.get("mapping", {}).get(name, f"#/components/schemas/{name}")
    return flatten(document, {"$ref": target})


def walk_object(document: dict[str, Any], flat: Schema, value: dict[str, Any], path: str) -> Iterator[str]:
    properties = flat["properties"]
    writable = {name for name, part in properties.items() if not flatten(document, part).get("readOnly")}
    for name in flat["required"]:
        if name in writable and name not in value:
            yield f"{path}.{name}: required"
        elif value.get(name) == "":  # no limit in the documents, yet every register refuses it (E-04, `blank`)
            yield f"{path}.{name}: blank"
    for name, part in value.items():
        if name in writable:
            yield from walk(document, properties[name], part, f"{path}.{name}")
        elif properties and "additionalProperties" not in flat:  # an object without any is one of every kind
            yield f"{path}.{name}: read-only or unknown"


def walk_scalar(flat: Schema, value: Any, path: str) -> Iterator[str]:
    kinds = {"string": str, "boolean": bool, "integer": int, "number": (int, float)}
    kind = flat.get("type")
    if kind and (kind not in kinds or not isinstance(value, kinds[kind])):
        yield f"{path}: not a {kind}"
    elif "enum" in flat and value not in flat["enum"]:
        yield f"{path}: {value!r} not in the list"
    elif isinstance(value, str):
        if not flat.get("minLength", 0) <= len(value) <= flat.get("maxLength", len(value)):
            yield f"{path}: {len(value)} characters"
        if "pattern" in flat and not re.search(flat["pattern"], value):
            yield f"{path}: {value!r} does not fit the pattern"
        if flat.get("format") and not FORMAT[flat["format"]](value):
            yield f"{path}: {value!r} is no {flat['format']}"
    elif not flat.get("minimum", value) <= value <= flat.get("maximum", value):
        yield f"{path}: {value!r} out of range"


def is_date(value: str) -> bool:
    with suppress(ValueError):
        return date.fromisoformat(value).isoformat() == value
    return False


def is_instant(value: str) -> bool:
    with suppress(ValueError):
        return datetime.fromisoformat(value).tzinfo is not None
    return False


FORMAT: dict[str, Callable[[str], Any]] = {
    "date": is_date,
    "date-time": is_instant,
    "duration": DUUR.fullmatch,
    "uri": re.compile(r"https?://\S+").fullmatch,
    "email": re.compile(r"[^@\s]+@[^@\s]+").fullmatch,
    "uuid": re.compile(r"[0-9a-f-]{36}").fullmatch,
}
