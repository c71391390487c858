"""What the published documents of the BRP APIs say and hear, and the OpenAPI documents that follow from it.

The facts (names, types, limits) stand in contract/*/*.toml; everything else of a document is the same for all of them.
What may be asked in `fields`, what a parameter may hold and what is served follow from the same table.
Source: BRP API Personen 2.7.0, Bewoning 2.1.0, Verblijfplaatshistorie 2.0.0, Reisdocumenten 2.0.0,
Landelijke tabellen 1.0.0, Gezag 2.0.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from meent.basis.placeholder import PLACEHOLDER

Json = dict[str, Any]
PLAIN = ("string", "boolean", "integer", "array", "object")
WORDS = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
IN_ADDRESS = re.compile(r"{(\w+)}")
PROBLEM = "application/problem+json"
GEWEIGERD = {
    "400": "De vraag klopt niet; de antwoorden per parameter staan erbij.",
    "401": "Wij weten niet wie er vraagt.",
    "403": "Deze applicatie mag dit niet vragen.",
    "404": "Dit is er niet.",
    "406": "In deze vorm antwoorden wij niet.",
    "409": "Dit past niet bij wat er al is.",
    "415": "In deze vorm lezen wij niet.",
    "429": "Er komen te veel vragen tegelijk.",
    "500": "Er ging bij ons iets mis.",
    "501": "Dit kunnen wij niet.",
    "503": "De registratie is even niet bereikbaar.",
}


OF_SCHEMA = ("_van", "_verplicht", "_soorten")
"""What a table says of a schema beside its members."""
STATUSSEN = "400 401 403 406 415 429 500 503"
"""Refusals that most of the documents name."""


@dataclass(frozen=True)
class Soort:
    """One schema.

    leden      member -> how it is written in the table
    van        schemas whose members it has too
    verplicht  members that must be there
    soorten    value of `type` -> the schema that it stands for
    """

    naam: str
    leden: Mapping[str, Any]
    van: tuple[str, ...] = ()
    verplicht: tuple[str, ...] = ()
    soorten: Mapping[str, str] | None = None


@dataclass(frozen=True, eq=False)
class Contract:
    """One API as published; read once, so the same only as itself.

    soorten    schema -> what it is; what has no members stands in `kaal` as JSON Schema
    headers    of the answer: name -> how it is written; of a refusal too those that `bij_weigering` names
    statussen  refusals that the document names
    anders     whether it has one for all other statuses
    operaties  what can be asked by address; without any, a question is a POST to the API by its name
    pad        where the question is sent, below /brp, where that is not /api/v2/naam
    meegestuurd       headers that a question must have: name -> how it is written
    vraag_verplicht   whether the document says that a question needs a body
    """

    naam: str
    titel: str
    versie: str
    openapi: str
    tag: str
    media: str
    soorten: Mapping[str, Soort]
    kaal: Mapping[str, Any]
    operatie: str = ""
    vraag: str = ""
    antwoord: str = ""
    headers: Mapping[str, Any] = field(default_factory=dict)
    statussen: tuple[str, ...] = tuple(STATUSSEN.split())
    bij_weigering: str = ""
    anders: bool = True
    operaties: tuple[Mapping[str, Any], ...] = ()
    pad: str = ""
    meegestuurd: Mapping[str, Any] = field(default_factory=dict)
    vraag_verplicht: bool = False

    @property
    def adres(self) -> list[str]:
        """Where the question is sent, below /brp, in parts."""
        return self.pad.strip("/").split("/") if self.pad else ["api", self.major, self.naam]

    def is_at(self, parts: list[str]) -> bool:
        """Whether this address is one of this API."""
        roots = {o["pad"].split("/")[1] for o in self.operaties}
        return parts[:3] == self.adres or (parts[:2] == self.adres[:2] and parts[2:3] != [] and parts[2] in roots)

    @property
    def major(self) -> str:
        """As it stands in an address."""
        return f"v{self.versie.partition('.')[0]}"

    @cache  # noqa: B019 - there are nine, and they stay
    def leden(self, naam: str) -> Mapping[str, Any]:
        """All members of a schema, with those of what it extends."""
        soort = self.soorten[naam]
        found: dict[str, Any] = {}
        for base in soort.van:
            found |= self.leden(base)
        return found | dict(soort.leden)

    @cache  # noqa: B019
    def verplicht(self, naam: str) -> tuple[str, ...]:
        soort = self.soorten[naam]
        return tuple(dict.fromkeys((*(n for base in soort.van for n in self.verplicht(base)), *soort.verplicht)))

    def schema(self, written: Any) -> Json:
        """JSON Schema of how a member is written in the table, references followed where they have no members."""
        found = _schema(written)
        while (ref := found.get("$ref")) and ref.rpartition("/")[2] in self.kaal:
            found = {k: v for k, v in found.items() if k != "$ref"} | _schema(self.kaal[ref.rpartition("/")[2]])
        return found

    def doel(self, written: Any) -> str:
        """The schema with members that a member leads to, through a list as well; empty for a plain value."""
        found = self.schema(written)
        if found.get("type") == "array":
            found = found["items"]
        naam: str = found.get("$ref", "").rpartition("/")[2]
        if naam in self.kaal:
            return self.doel(self.kaal[naam])
        return naam

    def paden(self, naam: str) -> Iterator[str]:
        """Every path to a member below a schema, groups included; where it is one of several, those of each of them."""
        for lid, written in self.leden(naam).items():
            yield lid
            if below := self.doel(written):
                yield from (f"{lid}.{pad}" for pad in self.paden(below))
        for kind in (self.soorten[naam].soorten or {}).values():
            if naam in self.soorten[kind].van:
                yield from self.paden(kind)


@cache
def contract(naam: str) -> Contract:
    """One of them, read once."""
    folder = files("meent.services.personen.bevragen").joinpath("contract", naam)
    parts = [tomllib.loads(file.read_text(encoding="utf-8")) for file in folder.iterdir()]
    rows: dict[str, Any] = {name: row for part in parts for name, row in sorted(part.items())}
    api = rows.pop("_api")
    soorten, kaal = {}, {}
    for schema, row in rows.items():
        is_plain = not isinstance(row, dict) or ("type" in row and row["type"] in PLAIN and not _is_member(row))
        if is_plain:
            kaal[schema] = row
        else:
            soorten[schema] = Soort(
                schema, {k: v for k, v in row.items() if k not in OF_SCHEMA}, tuple(row.get("_van", ())),
                tuple(row.get("_verplicht", "").split()), row.get("_soorten"),
            )  # fmt: skip
    statussen = tuple(api.pop("statussen", STATUSSEN).split())
    operaties = tuple(api.pop("operaties", ()))
    return Contract(naam=naam, soorten=soorten, kaal=kaal, statussen=statussen, operaties=operaties, **api)


def _is_member(row: Mapping[str, Any]) -> bool:
    """Whether `type` in it is a member by that name, and not what a plain value is."""
    known = ("type", "pattern", "format", "minimum", "maximum", "minLength", "maxLength", "enum", "items", "minItems",
             "maxItems", "default", "deprecated", "ref")  # fmt: skip
    return any(key not in known for key in row)


def _schema(written: Any) -> Json:
    if isinstance(written, str):
        if written.startswith("["):
            return {"type": "array", "items": _schema(written[1:-1])}
        return {"type": written} if written in PLAIN else {"$ref": f"#/components/schemas/{written}"}
    found = {k: v for k, v in written.items() if k not in ("ref", "items")}
    if "ref" in written:
        found["$ref"] = f"#/components/schemas/{written['ref']}"
    if "items" in written:
        found["items"] = _schema(written["items"])
    return found


def in_woorden(naam: str) -> str:
    """`NaamInOnderzoek` as people say it."""
    return "Onderdeel: " + " ".join(w if w.isupper() and len(w) > 1 else w.lower() for w in WORDS.split(naam)) + "."


@cache
def document(naam: str) -> Json:
    """The OpenAPI document of an API, with a placeholder where scheme, host and municipality go."""
    api = contract(naam)
    return {
        "openapi": api.openapi,
        "info": {
            "title": api.titel, "version": api.versie,
            "description": "Vragen aan de registratie van deze gemeente zelf. Elk antwoord staat in het log.",
            "contact": {"name": "Meent", "url": "https://meent.example"},
            "license": {"name": "EUPL-1.2", "url": "https://eupl.eu/1.2/nl/"},
        },
        "servers": [{"url": f"{PLACEHOLDER}/brp" + ("" if api.pad else f"/api/{api.major}")}],
        "security": [{"JWT-Claims": []}],
        "tags": [{"name": tag} for tag in dict.fromkeys((api.tag, *(o.get("tag", api.tag) for o in api.operaties)))],
        "paths": _paths(api),
        "components": {
            "securitySchemes": {"JWT-Claims": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
            "schemas": {n: _plain(n, row, api) for n, row in api.kaal.items()}
            | {n: _with_members(soort, api) for n, soort in api.soorten.items()},
        },
    }  # fmt: skip


def _paths(api: Contract) -> Json:
    """Every address with what can be done there."""
    if not api.operaties:
        question = {
            "naam": api.operatie, "zegt": f"Stelt een vraag aan {api.titel}.", "geeft": api.antwoord,
            "leest": api.vraag, "wat": "Wat er gevonden is; een lege lijst als er niemand is.",
        }  # fmt: skip
        return {api.pad or f"/{api.naam}": {"post": _operation(api, question)}}
    found: dict[str, Json] = {}
    for told in api.operaties:
        found.setdefault(told["pad"], {})[told.get("methode", "get")] = _operation(api, told)
    return found


def _operation(api: Contract, told: Mapping[str, Any]) -> Json:
    headers = {n: {"schema": _schema(written)} for n, written in api.headers.items()}

    def answer(media: str) -> Json:
        found: Json = {
            "description": told.get("wat", told["zegt"]),
            "content": {media: {"schema": {"$ref": f"#/components/schemas/{told['geeft']}"}}},
        }
        return found | {"headers": headers} if headers else found

    def refusal(status: str) -> Json:
        schema = "BadRequestFoutbericht" if status == "400" else "Foutbericht"
        found: Json = {
            "description": GEWEIGERD[status],
            "content": {PROBLEM: {"schema": {"$ref": f"#/components/schemas/{schema}"}}},
        }
        common = {n: headers[n] for n in api.bij_weigering.split()}
        return found | {"headers": common} if common else found

    found: Json = {"operationId": told["naam"], "summary": told["zegt"], "tags": [told.get("tag", api.tag)]}
    if parameters := [*_in_address(told), *_in_query(told), *_in_headers(api)]:
        found["parameters"] = parameters
    if "leest" in told:
        content = {api.media: {"schema": {"$ref": f"#/components/schemas/{told['leest']}"}}}
        found["requestBody"] = {"content": content} | ({"required": True} if api.vraag_verplicht else {})
    refused = sorted({*api.statussen, *told.get("ook", "").split()} - {*told.get("niet", "").split()})
    found["responses"] = {
        "200": answer(told.get("media", api.media)),
        **({"201": answer(told["gemaakt"])} if "gemaakt" in told else {}),
        **{s: refusal(s) for s in refused},
        **({"default": refusal("500")} if api.anders else {}),
    }
    return found


def _in_address(told: Mapping[str, Any]) -> Iterator[Json]:
    for naam in IN_ADDRESS.findall(told.get("pad", "")):
        schema = _schema(told.get("adres", "string"))
        yield {"name": naam, "in": "path", "required": True, "style": "simple", "explode": False, "schema": schema}


def _in_headers(api: Contract) -> Iterator[Json]:
    for naam, written in api.meegestuurd.items():
        yield {"name": naam, "in": "header", "required": True, "schema": _schema(written)}


def _in_query(told: Mapping[str, Any]) -> Iterator[Json]:
    for naam, written in told.get("vraagt", {}).items():
        explode = told.get("los", True)
        yield {
            "name": naam, "in": "query", "required": False, "style": "form", "explode": explode,
            "schema": _schema(written),
        }  # fmt: skip


def _plain(naam: str, row: Any, api: Contract) -> Json:
    return {"description": in_woorden(naam), **_for_version(_schema(row), api)}


def _with_members(soort: Soort, api: Contract) -> Json:
    own: Json = {"type": "object", "properties": {n: _for_version(_schema(w), api) for n, w in soort.leden.items()}}
    if soort.verplicht:
        own["required"] = list(soort.verplicht)
    if soort.soorten:
        mapping = {value: f"#/components/schemas/{naam}" for value, naam in soort.soorten.items()}
        own["discriminator"] = {"propertyName": "type", "mapping": mapping}
    words = {"description": in_woorden(soort.naam)}
    if not soort.van:
        return words | own
    return words | {"allOf": [*({"$ref": f"#/components/schemas/{base}"} for base in soort.van), own]}


def _for_version(schema: Json, api: Contract) -> Json:
    """Before 3.1 nothing may stand beside a reference."""
    if "$ref" in schema and len(schema) > 1 and api.openapi < "3.1":
        return {"allOf": [{"$ref": schema["$ref"]}], **{k: v for k, v in schema.items() if k != "$ref"}}
    return schema
