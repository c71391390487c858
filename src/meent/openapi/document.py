"""The OpenAPI 3.0.3 document of one API, made from the declarations alone.

What is served is what is declared, so the two cannot part. Where the published documents of the standard do something
that no rule gives, it stands as data in `document` of the resource:

    name          singular in the operation ids, where it is not the name of the shape
    ids           operation -> last part of its operation id
    description   what the resource is, instead of the docstring
    without       operation (or "*") -> names of usual parameters that are not published there
    query         operation -> parameter -> keys of its OpenAPI object, for parameters that are no filter of a list
    filters       filter -> its whole schema, or keys to add to it
    extra         parameters of ours that are otherwise taken for the standard's ("ordering", "expand")
    standard      parameters of the standard that are otherwise taken for ours ("pageSize")
    headers       operation -> headers of its answer beside the usual ones
    expand        field -> whether it stands under `_expand`, where that differs from what is a relation
    search        attribute of `_zoek` -> keys to add to its schema
    writable_only uses ("create", "update", "patch") whose body leaves out what can only be read
    tells_maker   member -> what it is, of those that only the answer to a create has
    tag           the tag of its operations, where it is not the path
    also_answers  status -> schema of what a DELETE may answer as well
    optional_body operations whose body may be left out
    variants      list -> (deciding member, its value -> members that exist with that value only)

`Doc` says the same for one field; its `extra` may hold, under "read", "create", "update", "patch" or "shown_as", keys
for that use only; `required` there tells whether it is. A value of None takes a key off.

In `document` of an Api, what holds for all its resources:

    camel         operation ids are one word: `partijenList`
    one_of        a polymorphic resource is one of its kinds, instead of a base that its kinds extend
"""

import re
from typing import Any

import msgspec

from meent.basis.placeholder import PLACEHOLDER
from meent.engine.declare import Api, Registry
from meent.openapi.paths import Paths, failures
from meent.openapi.schemas import Schemas

CONTACT = {"name": "Meent"}
JWT = {
    "type": "http",
    "scheme": "bearer",
    "bearerFormat": "JWT",
    "description": "Token van een applicatie, met haar geheim ondertekend (HS256).",
}
KEY = {
    "type": "apiKey",
    "in": "header",
    "name": "Authorization",
    "description": "`Token` met daarachter een sleutel van een applicatie. Zij mag daarmee wat zij anders ook mag.",
}
LICENCE = {"name": "EUPL-1.2", "url": "https://joinup.ec.europa.eu/collection/eupl/eupl-text-eupl-12"}


def document(api: Api, registry: Registry, *, extras: bool = True, base: str = "") -> dict[str, Any]:
    """The document of one API.

    extras   also what the standard does not have; each is marked `x-meent-extra`
    base     scheme, host and municipality before `/zaken/api/v1`; "" gives an address relative to the host
    """
    resources = [r for r in registry.all if r.api == api or r.api.name in api.includes]
    schemas = Schemas(registry, extras=extras)
    paths = Paths(schemas)
    for r in resources:
        paths.add(r)
    return {
        "openapi": "3.0.3",
        "info": {
            "title": api.title,
            "version": api.version,
            "description": f"{api.title} van Meent, volgens versie {api.version} van de standaard.",
            "contact": CONTACT,
            "license": LICENCE,
        },
        "servers": [{"url": f"{base}/{api.name}/{api.root}"}],
        "tags": [{"name": tag} for tag in sorted({o["tags"][0] for p in paths.found.values() for o in p.values()})],
        "paths": paths.found,
        "components": {
            "securitySchemes": {"JWT-Claims": JWT} | ({"tokenAuth": KEY} if api.keys else {}),
            "responses": failures(api, sorted(_statuses(paths.found))),
            "schemas": dict(sorted(schemas.found.items())),
        },
    }


def as_json(api: Api, registry: Registry, *, extras: bool = True, base: str = PLACEHOLDER) -> bytes:
    """The document as kept for serving, its address a placeholder that `Links.render` fills in for each municipality.

    JSON is valid YAML too, so `openapi.yaml` gets the same bytes.
    """
    return msgspec.json.encode(document(api, registry, extras=extras, base=base))


def _statuses(paths: dict[str, dict[str, Any]]) -> set[str]:
    return set(re.findall(r"#/components/responses/(\d+)", str(paths)))
