"""Schemas that are the same in every API of the ZGW standard: faults, the audit trail and GeoJSON."""

from typing import Any

Schema = dict[str, Any]


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _text(description: str, **more: Any) -> Schema:
    return {"type": "string", **more, "description": description}


_FAULT: dict[str, Schema] = {
    "type": _text("Adres waar de code wordt uitgelegd."),
    "code": _text("Vaste code van de fout, voor programma's."),
    "title": _text("De fout in een paar woorden, voor mensen."),
    "status": {"type": "integer", "description": "De HTTP-status van dit antwoord."},
    "detail": _text("Wat er in dit geval aan de hand is."),
    "instance": _text("Kenmerk van dit ene voorval, om in het logboek terug te vinden."),
}
_ALWAYS = ["code", "detail", "instance", "status", "title"]

FAULTS: dict[str, Schema] = {
    "Fout": {
        "type": "object",
        "description": "Een verzoek dat niet kon worden uitgevoerd.",
        "properties": _FAULT,
        "required": _ALWAYS,
    },
    "FieldValidationError": {
        "type": "object",
        "description": "Eén fout in de inhoud van een verzoek.",
        "properties": {
            "name": _text("Naam van het attribuut, met punten voor wat erin zit: `verlenging.reden`."),
            "code": _text("Vaste code van de fout, voor programma's."),
            "reason": _text("Wat er mis is en wat wel kan, voor mensen."),
        },
        "required": ["code", "name", "reason"],
    },
    "ValidatieFout": {
        "type": "object",
        "description": "Een verzoek met fouten in de inhoud; alle fouten staan er tegelijk in.",
        "properties": {**_FAULT, "invalidParams": {"type": "array", "items": _ref("FieldValidationError")}},
        "required": [*_ALWAYS, "invalidParams"],
    },
}

_COMPONENTS = ["ac", "nrc", "zrc", "ztc", "drc", "brc", "cmc", "kc", "vrc"]

_STATE: Schema = {"type": "object", "nullable": True, "additionalProperties": {}}

AUDITTRAIL: dict[str, Schema] = {
    "Wijzigingen": {
        "type": "object",
        "description": "Het object voor en na de handeling.",
        "properties": {
            "oud": _STATE | {"description": "Null bij aanmaken."},
            "nieuw": _STATE | {"description": "Null bij verwijderen."},
        },
    },
    "AuditTrail": {
        "type": "object",
        "description": "Eén handeling op een object: wie deed wanneer wat, en waarom.",
        "properties": {
            "uuid": _text("Kenmerk van deze regel.", format="uuid"),
            "bron": _text("Het register waarin de handeling gebeurde.", enum=_COMPONENTS),
            "applicatieId": _text("De applicatie die de handeling uitvoerde.", maxLength=100),
            "applicatieWeergave": _text("Naam van die applicatie.", maxLength=200),
            "gebruikersId": _text("De medewerker namens wie dat gebeurde.", maxLength=255),
            "gebruikersWeergave": _text("Naam van die medewerker.", maxLength=255),
            "actie": _text("De handeling: list, retrieve, create, update, partial_update of destroy.", maxLength=50),
            "actieWeergave": _text("De handeling in gewone woorden.", maxLength=200),
            "resultaat": {
                "type": "integer",
                "minimum": 100,
                "maximum": 599,
                "description": "HTTP-status van het antwoord.",
            },
            "hoofdObject": _text("Het object waar alles onder valt.", format="uri", maxLength=1000),
            "resource": _text("Soort object waarop de handeling gebeurde.", maxLength=50),
            "resourceUrl": _text("Dat object zelf.", format="uri", maxLength=1000),
            "toelichting": _text("Waarom de handeling is gedaan, volgens de applicatie."),
            "resourceWeergave": _text("Dat object in gewone woorden.", maxLength=200),
            "aanmaakdatum": _text("Tijdstip van de handeling.", format="date-time", readOnly=True),
            "wijzigingen": _ref("Wijzigingen"),
        },
        "required": [
            "aanmaakdatum",
            "actie",
            "bron",
            "hoofdObject",
            "resource",
            "resourceUrl",
            "resourceWeergave",
            "resultaat",
            "wijzigingen",
        ],
    },
}

_POINT = _ref("Point2D")
_LINE: Schema = {"type": "array", "items": _POINT}
_SURFACE: Schema = {"type": "array", "items": _LINE}
_FORMS: dict[str, tuple[str, Schema]] = {
    "Point": ("Een punt.", _POINT),
    "MultiPoint": ("Punten.", _LINE),
    "LineString": ("Een lijn van twee of meer punten.", _LINE | {"minItems": 2}),
    "MultiLineString": ("Lijnen.", _SURFACE),
    "Polygon": ("Een vlak: de buitenrand, en daarna de gaten.", _SURFACE),
    "MultiPolygon": ("Vlakken.", {"type": "array", "items": _SURFACE}),
}


def _form(description: str, member: str, schema: Schema) -> Schema:
    return {
        "description": description,
        "allOf": [_ref("Geometry"), {"type": "object", "required": [member], "properties": {member: schema}}],
    }


GEOMETRY: dict[str, Schema] = {
    "Point2D": {
        "type": "array",
        "description": "Lengtegraad en breedtegraad, in die volgorde.",
        "items": {"type": "number"},
        "minItems": 2,
        "maxItems": 2,
    },
    "Geometry": {
        "type": "object",
        "description": "Wat alle vormen van GeoJSON (RFC 7946) gemeen hebben.",
        "required": ["type"],
        "properties": {
            "type": {"type": "string", "enum": [*_FORMS, "Feature", "FeatureCollection", "GeometryCollection"]}
        },
    },
    **{name: _form(description, "coordinates", schema) for name, (description, schema) in _FORMS.items()},
    "GeometryCollection": _form("Meer vormen bij elkaar.", "geometries", {"type": "array", "items": _ref("Geometry")}),
    "GeoJSONGeometry": {
        "type": "object",
        "description": "Een plaats of gebied als GeoJSON, in EPSG:4326.",
        "oneOf": [_ref(name) for name in (*_FORMS, "GeometryCollection")],
        "discriminator": {"propertyName": "type"},
    },
    "GeoWithin": {
        "type": "object",
        "description": "Zoekt wat binnen een gebied ligt.",
        "properties": {"within": _ref("GeoJSONGeometry")},
    },
}
