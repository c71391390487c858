"""The OpenAPI document of the read side, in our own words, of the VNG's Verwerkingenlogging API 0.9.0."""

from typing import Any

import msgspec

from meent.basis.placeholder import PLACEHOLDER

API, VERSION = "logging", "0.9.0"
ROOT = f"{API}/api/v1"
Json = dict[str, Any]


def _text(description: str, **more: Any) -> Json:
    return {"type": "string", "description": description, **more}


def _query(name: str, schema: Json, *, required: bool = False) -> Json:
    return {"name": name, "in": "query", "required": required, "schema": schema}


def _list_of(name: str) -> Json:
    link = {"type": "string", "format": "uri", "nullable": True}
    rows = {"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}}
    return {
        "type": "object",
        "required": ["count", "results"],
        "properties": {"count": {"type": "integer"}, "next": link, "previous": link, "results": rows},
    }


def _operation(name: str, summary: str, schema: Json, parameters: list[Json], *refusals: str) -> Json:
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Fout"}}}
    refused = {status: {"description": "Geweigerd, met de reden.", "content": content} for status in refusals}
    answered = {"description": "Gevonden.", "content": {"application/json": {"schema": schema}}}
    return {
        "operationId": name, "summary": summary, "parameters": parameters,
        "security": [{"JWT-Claims": []}], "responses": {"200": answered, **refused},
    }  # fmt: skip


def _questions(*, days: bool) -> list[Json]:
    return [
        _query("objecttype", _text("Soort object.", enum=["persoon"]), required=True),
        _query("soortObjectId", _text("Waarmee het object wordt aangeduid.", enum=["BSN"]), required=True),
        _query("objectId", _text("Het BSN.", maxLength=9), required=True),
        _query("beginDatum", _text("Eerste dag.", format="date"), required=days),
        _query("eindDatum", _text("Dag waarvoor het was.", format="date"), required=days),
        _query("verwerkingsactiviteitId", _text("Alleen voor dit doel.", format="uuid")),
        _query("page", {"type": "integer", "description": "Nummer van de bladzijde."}),
    ]


OBJECT: Json = {
    "url": _text("Adres van dit object.", format="uri"),
    "verwerktObjectId": _text("Regel van het log.", format="uuid"),
    "objecttype": _text("Altijd een persoon.", enum=["persoon"]),
    "soortObjectId": _text("BSN waarnaar gevraagd is, of pseudoniem."),
    "objectId": _text("Wie het is.", maxLength=40),
    "verwerkteSoortenGegevens": {
        "type": "array",
        "items": {"type": "object", "properties": {"soortGegeven": _text("Groep van gegevens.")}},
    },
}
ACTIE: Json = {
    "url": _text("Adres van deze actie.", format="uri"),
    "actieId": _text("De actie.", format="uuid"),
    "actieNaam": _text("Wat er gebeurde."),
    "verwerkingNaam": _text("Het doel, in woorden."),
    "verwerkingsactiviteitId": _text("De versie van het doel.", format="uuid"),
    "verwerkingsactiviteitUrl": _text("De activiteit in het register van de gemeente.", format="uri"),
    "vertrouwelijkheid": _text("Altijd normaal.", enum=["normaal"]),
    "bewaartermijn": _text("Hoe lang de regel blijft.", format="duration"),
    "uitvoerder": _text("OIN van de gemeente.", pattern="[0-9]{20}"),
    "systeem": _text("De applicatie."),
    "gebruiker": _text("Wie haar gebruikte.", maxLength=40),
    "tijdstip": _text("Wanneer.", format="date-time"),
    "tijdstipRegistratie": _text("Wanneer het in het log kwam.", format="date-time"),
    "verwerkteObjecten": {"type": "array", "items": {"$ref": "#/components/schemas/VerwerktObject"}},
}


def _schema(properties: Json, *required: str) -> Json:
    return {"type": "object", "required": list(required), "properties": properties}


def document() -> Json:
    """Paths and schemas, with a placeholder where scheme, host and municipality go."""
    objecten, acties = ({"$ref": f"#/components/schemas/{n}"} for n in ("VerwerktObject", "Verwerkingsactie"))
    one = [{"name": "uuid", "in": "path", "required": True, "schema": _text("Kenmerk.", format="uuid")}]
    listed, single = ("400", "403", "404", "503"), ("403", "404", "503")
    return {
        "openapi": "3.0.3",
        "info": {
            "title": "Verwerkingenlogging: inzage", "version": VERSION,
            "description": "Wie persoonsgegevens gebruikte, wanneer en waarom.",
            "contact": {"name": "Meent", "url": "https://meent.example"},
        },
        "servers": [{"url": f"{PLACEHOLDER}/{ROOT}"}],
        "paths": {
            "/verwerkte-objecten": {"get": _operation(
                "verwerkte-objecten_list", "Wat er met gegevens van een persoon gebeurde.", _list_of("VerwerktObject"),
                _questions(days=True), *listed)},
            "/verwerkte-objecten/{uuid}": {"get": _operation(
                "verwerktobject_read", "Eén regel.", objecten, one, *single)},
            "/verwerkingsacties": {"get": _operation(
                "verwerkingsactie_list", "Acties met gegevens van een persoon.", _list_of("Verwerkingsactie"),
                _questions(days=False), *listed)},
            "/verwerkingsacties/{uuid}": {"get": _operation(
                "verwerkingsactie_read", "Eén actie.", acties, one, *single)},
        },
        "components": {
            "securitySchemes": {"JWT-Claims": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
            "schemas": {
                "VerwerktObject": _schema(
                    OBJECT | {"verwerkingsactie": acties}, "url", "verwerktObjectId", "objecttype", "soortObjectId",
                    "objectId"),
                "Verwerkingsactie": _schema(
                    ACTIE, "url", "actieId", "vertrouwelijkheid", "tijdstip", "tijdstipRegistratie",
                    "verwerkteObjecten"),
                "Fout": _schema(
                    {"type": _text("Uitleg."), "code": _text("Vaste code."), "title": _text("Wat er mis is."),
                     "status": {"type": "integer"}, "detail": _text("Wat te doen."), "instance": _text("Dit geval.")},
                    "code", "title", "status", "detail", "instance"),
            },
        },
    }  # fmt: skip


AS_JSON = msgspec.json.encode(document())
