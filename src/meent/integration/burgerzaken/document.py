"""The OpenAPI document of the door, made from the operations that it serves and the structs that they read and give."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec
from msgspec.structs import fields

from meent.basis.placeholder import PLACEHOLDER
from meent.integration.burgerzaken.operatie import KEY, PDF, Operatie
from meent.integration.burgerzaken.vorm import Vormen

API, VERSIE = "burgerzaken", "1.0.0"
ROOT = f"{API}/api/v1"
REF = "#/components/schemas/{name}"
PROBLEM = "application/problem+json"
GELUKT = {
    200: "Dit is het antwoord.", 201: "Het is opgenomen.", 202: "Het wacht op een collega.",
    204: "Het is gedaan.",
}  # fmt: skip
GEWEIGERD = {
    "400": "Er klopt iets niet in wat u stuurt; alles wat niet klopt staat erbij.",
    "403": "Wij weten niet wie u bent, of u mag dit niet.",
    "404": "Dit is er niet.",
    "409": "Deze sleutel is al voor iets anders gebruikt, of het past niet bij wat er al is.",
    "415": "Stuur JSON.",
    "422": "De regels laten dit niet toe; elke regel staat erbij.",
    "500": "Er ging bij ons iets mis.",
    "503": "De registratie is even niet bereikbaar.",
}
Json = dict[str, Any]


def document(operaties: Sequence[Operatie], vormen: Vormen) -> Json:
    """Paths and schemas, with a placeholder where scheme, host and municipality go."""
    read = [vormen.spiegel(o.leest) for o in operaties if o.leest is not None]
    given = [shape for o in operaties for shape in o.geeft.values() if isinstance(shape, type) and shape is not bytes]
    made = msgspec.json.schema_components([*read, *given], ref_template=REF)[1]
    schemas = msgspec.json.decode(msgspec.json.encode(made))
    paths: dict[str, Json] = {}
    for operatie in operaties:
        paths.setdefault(operatie.pad, {})[operatie.methode.lower()] = _operation(operatie, vormen)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Burgerzaken", "version": VERSIE,
            "description": "Feiten opnemen in de BRP van deze gemeente, en wat daarbij hoort. Alles staat in het log.",
            "contact": {"name": "Meent", "url": "https://meent.example"},
            "license": {"name": "EUPL-1.2", "url": "https://eupl.eu/1.2/nl/"},
        },
        "servers": [{"url": f"{PLACEHOLDER}/{ROOT}"}],
        "security": [{"JWT-Claims": []}, {"sleutel": []}],
        "tags": [{"name": tag} for tag in dict.fromkeys(tag_of(o) for o in operaties)],
        "paths": paths,
        "components": {
            "securitySchemes": {
                "JWT-Claims": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
                "sleutel": {"type": "apiKey", "in": "header", "name": "Authorization"},
            },
            "schemas": {naam: _in_words(naam, schema, vormen) for naam, schema in sorted(schemas.items())} | FOUTEN,
        },
    }  # fmt: skip


def tag_of(operatie: Operatie) -> str:
    return operatie.pad.split("/")[1].capitalize()


def _operation(operatie: Operatie, vormen: Vormen) -> Json:
    found: Json = {
        "operationId": operatie.naam, "summary": operatie.zegt, "tags": [tag_of(operatie)],
        "description": f"Recht: {' of '.join(operatie.scopes)}.",
        "parameters": [*_parameters(operatie, vormen)],
    }  # fmt: skip
    if operatie.leest is not None:
        sent = {"application/json": {"schema": {"$ref": REF.format(name=operatie.leest.__name__)}}}
        found["requestBody"] = {"required": True, "content": sent}
    refused = {status: _refusal(status) for status in refusals(operatie)}
    return found | {"responses": {str(s): _answer(s, shape) for s, shape in operatie.geeft.items()} | refused}


def refusals(operatie: Operatie) -> Iterator[str]:
    """Statuses with which it can be refused."""
    yield from ("403", "404", "409", "500", "503")
    if operatie.leest is not None or operatie.vraagt is not None:
        yield "400"
    if operatie.leest is not None:
        yield "415"
    if operatie.methode == "POST":
        yield "422"


def _parameters(operatie: Operatie, vormen: Vormen) -> Iterator[Json]:
    if KEY in operatie.pad:
        yield {
            "name": "uuid", "in": "path", "required": True, "description": "Kenmerk.",
            "schema": {"type": "string", "format": "uuid"},
        }  # fmt: skip
    if operatie.vraagt is not None:
        for f in fields(vormen.spiegel(operatie.vraagt)):
            yield {
                "name": f.encode_name, "in": "query", "required": f.required,
                "description": vormen.veld(operatie.vraagt.__name__, f.name).zegt,
                "schema": msgspec.json.schema(f.type),
            }  # fmt: skip


def _answer(status: int, shape: Any) -> Json:
    found: Json = {"description": GELUKT[status], "headers": VERSIE_HEADER}
    if shape is bytes:
        return found | {"content": {PDF: {"schema": {"type": "string", "format": "binary"}}}}
    if shape is None:
        return found
    return found | {"content": {"application/json": {"schema": {"$ref": REF.format(name=shape.__name__)}}}}


def _refusal(status: str) -> Json:
    kind = {"400": "ValidatieFout", "422": "Weigering"}.get(status, "Fout")
    content = {PROBLEM: {"schema": {"$ref": REF.format(name=kind)}}}
    return {"description": GEWEIGERD[status], "content": content, "headers": VERSIE_HEADER}


def _in_words(naam: str, schema: Json, vormen: Vormen) -> Json:
    """With what people read of each member, and without the words of the code."""
    members = {n: {**said, "description": vormen.veld(naam, _own(n)).zegt} for n, said in schema["properties"].items()}
    return {k: v for k, v in schema.items() if k != "description"} | {"properties": members}


def _own(naam: str) -> str:
    """`alleenToetsen` -> `alleen_toetsen`."""
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in naam)


VERSIE_HEADER: Mapping[str, Any] = {"api-version": {"schema": {"type": "string"}, "description": "Versie."}}


def _text(zegt: str, **more: Any) -> Json:
    return {"type": "string", "description": zegt, **more}


_FOUT: Json = {
    "type": _text("Uitleg bij de code.", format="uri"), "code": _text("Vaste code."), "title": _text("Wat er mis is."),
    "status": {"type": "integer", "description": "Status van HTTP."}, "detail": _text("Wat u kunt doen."),
    "instance": _text("Dit ene geval.", format="uri"),
}  # fmt: skip


def _fout(**more: Any) -> Json:
    members = _FOUT | more
    return {"type": "object", "required": list(members), "properties": members}


def _list_of(zegt: str, **members: Json) -> Json:
    row = {"type": "object", "required": list(members), "properties": members}
    return {"type": "array", "description": zegt, "items": row}


FOUTEN: Json = {
    "Fout": _fout(),
    "ValidatieFout": _fout(invalidParams=_list_of(
        "Alles wat niet klopt.", name=_text("Waar."), code=_text("Vaste code."), reason=_text("Wat er mis is."),
    )),
    "Weigering": _fout(weigeringen=_list_of(
        "Elke regel die het tegenhoudt.", nummer=_text("Nummer van de regel."), zin=_text("Waarom het niet kan."),
        grond=_text("Waar de regel op rust."),
        kanWordenOverruled={"type": "boolean", "description": "Een medewerker mag er met een collega aan voorbijgaan."},
    )),
}  # fmt: skip
