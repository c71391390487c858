"""The operations of an OpenAPI document: paths, parameters, bodies, answers and scopes of each resource."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from meent.basis.adres import MAX_NUMBER
from meent.capabilities.idempotency import MAX_KEY
from meent.capabilities.versions import Versions, versions_of
from meent.capabilities.zoek import Zoek, zoek_of
from meent.engine.declare import Api, Filter, Operation, Resource
from meent.engine.filters import MAX_PAGE_SIZE, PAGE_SIZE, filters_of, related_filters
from meent.openapi.schemas import FREE, OF_KIND, TEXT, URL, Schema, Schemas, nullable, relations, with_keys
from meent.openapi.searches import EXTRA, search_body

METHOD = {
    "list": "get",
    "create": "post",
    "retrieve": "get",
    "head": "head",
    "update": "put",
    "partial_update": "patch",
    "delete": "delete",
}
OPERATION_ID = {"head": "headers", "delete": "destroy"}
WRITES = ("create", "update", "partial_update", "delete")
USE_OF = {"create": "create", "update": "update", "partial_update": "patch"}
SUMMARY = {
    "list": "Geeft de {plural} die de aanroeper mag zien.",
    "create": "Maakt een {name} aan.",
    "retrieve": "Geeft één {name}.",
    "head": "Geeft de headers die bij het opvragen van deze {name} horen.",
    "update": "Vervangt een {name} in zijn geheel.",
    "partial_update": "Wijzigt de meegegeven attributen van een {name}.",
    "delete": "Verwijdert een {name}.",
}
PHRASE = {
    "200": "OK",
    "201": "Aangemaakt",
    "204": "Uitgevoerd; geen inhoud",
    "400": "De inhoud van het verzoek klopt niet",
    "401": "De aanroeper is niet bekend",
    "403": "De aanroeper mag dit niet",
    "404": "Dit bestaat niet",
    "406": "Dit kan niet in de gevraagde vorm",
    "409": "Dit botst met een ander verzoek",
    "410": "Dit is er niet meer",
    "412": "Een header die nodig is ontbreekt",
    "415": "Deze vorm van inhoud wordt niet gelezen",
    "429": "Te veel verzoeken in korte tijd",
    "500": "Er ging bij ons iets mis",
}
ALWAYS = ("401", "403", "406", "409", "410", "415", "429", "500")

_CRS = {"type": "string", "enum": ["EPSG:4326"]}
API_VERSION: Schema = {"schema": TEXT, "description": "Volledige versie van de API die antwoordt."}
ETAG: Schema = {"schema": TEXT, "description": "Kenmerk van de inhoud, voor If-None-Match."}
CONTENT_CRS: Schema = {"schema": _CRS, "description": "Coördinatenstelsel van het antwoord."}
LOCATION: Schema = {"schema": URL, "description": "Adres van wat is aangemaakt."}


def _header(name: str, schema: Schema, description: str, **more: Any) -> Schema:
    return {"in": "header", "name": name, "schema": schema, "description": description, **more}


JSON = "application/json"
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
KEYS: list[Schema] = [{"tokenAuth": []}]
FORM_TYPE = _header("Content-Type", {"type": "string", "enum": list(FORMS)}, "Vorm van de inhoud.", required=True)
CONTENT_TYPE = _header(
    "Content-Type", {"type": "string", "enum": ["application/json"]}, "Vorm van de inhoud.", required=True
)
IF_NONE_MATCH = _header("If-None-Match", TEXT, "Een of meer ETags. Is de inhoud nog zo, dan volgt 304 zonder inhoud.")
CRS_HEADERS = (
    _header("Accept-Crs", _CRS, "Gewenst coördinatenstelsel van het antwoord.", required=True),
    _header("Content-Crs", _CRS, "Coördinatenstelsel van het verzoek.", required=True),
)
AUDIT_HEADERS = (
    _header("X-NLX-Logrecord-ID", TEXT, "Kenmerk waarmee een verzoek over organisaties heen te volgen is."),
    _header("X-Audit-Toelichting", TEXT, "Waarom dit gebeurt; komt in de audit trail."),
)
IDEMPOTENCY_KEY = _header(
    "Idempotency-Key",
    TEXT | {"minLength": 1, "maxLength": MAX_KEY},
    "Eigen kenmerk van dit verzoek. Hetzelfde kenmerk met dezelfde inhoud geeft hetzelfde antwoord en één gevolg.",
    **EXTRA,
)
PAGE: Schema = {"in": "query", "name": "page", "schema": {"type": "integer"}, "description": "Nummer van de pagina."}
SIZE: Schema = {
    "in": "query",
    "name": "pageSize",
    "schema": {"type": "integer", "minimum": 1, "maximum": MAX_PAGE_SIZE},
    "description": f"Aantal op een pagina; zonder dit {PAGE_SIZE}.",
    **EXTRA,
}
EXPAND: Schema = {
    "in": "query",
    "name": "expand",
    "schema": TEXT,
    "description": "Links waarvan het object mee moet komen, met komma's: `zaaktype,status.statustype`.",
}


NUMBER: dict[str, Schema] = {
    "version": {"type": "integer", "minimum": 0, "maximum": MAX_NUMBER},
    "index": {"type": "number"},
}
"""Numbers in an address, as they are published."""


class Paths:
    """Writes the operations of resources, and asks `schemas` for what they carry."""

    def __init__(self, schemas: Schemas) -> None:
        self.schemas, self.extras = schemas, schemas.extras
        self.found: dict[str, dict[str, Schema]] = {}

    def add(self, r: Resource[Any]) -> None:
        for operation in r.operations:
            path = r.path if operation in ("list", "create") else f"{r.path}/{{{r.numbered or 'uuid'}}}"
            self._put(path, METHOD[operation], self._standard(r, operation))
        if zoek := zoek_of(r):
            self._put(f"{r.path}/{zoek.word}", "post", self._search(r, zoek))
        for named in r.named:
            if named.method != "DELETE" or named.document:  # else it is described as any other
                path = named.path if named.body or named.beside else r.path + named.path
                self._put(path, named.method.lower(), self._named(r, named))
        if r.audit:
            self._audit_trail(r)

    def _put(self, path: str, method: str, operation: Schema) -> None:
        in_path = [
            {
                "in": "path",
                "name": n,
                "required": True,
                "schema": OF_KIND["uuid"] if n.endswith("uuid") else NUMBER.get(n, OF_KIND["int"]),
                "description": "Kenmerk van het object." if n.endswith("uuid") else "Nummer binnen het object.",
            }
            for n in re.findall(r"{(\w+)}", path)
        ]
        parameters = in_path + operation["parameters"]
        if not self.extras:
            parameters = [p for p in parameters if not p.get("x-meent-extra")]
        self.found.setdefault(path, {})[method] = operation | {"parameters": parameters}

    # --- kinds of operation ------------------------------------------------------------------------------------------

    def _standard(self, r: Resource[Any], operation: str) -> Schema:
        suffix = r.document.get("ids", {}).get(operation) or OPERATION_ID.get(operation, operation)
        made: Schema = {
            "operationId": _operation_id(r, suffix),
            "summary": SUMMARY[operation].format(name=r.name, plural=r.collection.rpartition("/")[2]),
            "parameters": self._parameters(r, operation),
        }
        if operation in USE_OF:
            may_be_left_out = ("partial_update", *r.document.get("optional_body", ()))
            made["requestBody"] = _body(
                self.schemas.body(r, USE_OF[operation]), required=operation not in may_be_left_out
            )
        return made | self._end(r, self._scopes(r, operation), self._answers(r, operation))

    def _search(self, r: Resource[Any], zoek: Zoek) -> Schema:
        name = f"{r.shape.__name__}Zoek"
        if zoek.within:
            self.schemas.fixed("GeoWithin")
        query = [p for p in self._query(r) if self.extras or not p.get("x-meent-extra")]
        self.schemas.add(name, search_body(r, zoek, query))
        expand = [] if zoek.names else [EXPAND]
        return {
            "operationId": f"{r.name}_{zoek.word}",
            "summary": f"Zoekt {r.collection}, met de zoekvraag in het verzoek in plaats van in het adres.",
            "parameters": [CONTENT_TYPE, *_crs_asked(r, has_body=True), PAGE, _unless_told(r, SIZE), *expand],
            "requestBody": _body(self.schemas.ref(name), required=bool(zoek.names) and zoek.word == "_zoek"),
        } | self._end(
            r, r.scopes.read, self._responses(r, "200", self.schemas.page(r), failing=("400",), headers=_crs_answer(r))
        )

    def _named(self, r: Resource[Any], named: Operation) -> Schema:
        """An operation of the resource's own; `document` of the Operation tells what cannot be derived.

        summary       text, instead of the first sentence of the function
        query         name of a parameter -> the keys of its OpenAPI object
        without       names of usual parameters that are not published
        id            operation id, where it is not made of the resource's name
        free_body     accepts any JSON object
        answer        "one" (default), "list", or the schema of what it gives; with a `body` and without this: nothing
        gives         the group that it answers
        is_page       it answers a page of those
        body          the schema of what it takes
        rows          members of the body that are rows: name -> shape, and the link that the operation fills in
        answers       status -> schema or None, where there is more than one way to succeed
        failing       statuses beside the usual ones
        """
        told, writes = named.document, named.method.upper() != "GET"
        one = "{uuid}" in named.path
        status = "204" if isinstance(told.get("body"), dict) and "answer" not in told else str(named.status)
        failing = tuple(told.get("failing", (("400",) if writes else ()) + (("404",) if one else ())))
        answer: Schema | None = self.schemas.group(named.body) if named.body else self.schemas.read(r)
        if told.get("answer") == "list":
            answer = {"type": "array", "items": answer}
        elif isinstance(told.get("answer"), dict) or status == "204":
            answer = told.get("answer")
        if "gives" in told:
            answer = self.schemas.group(told["gives"])
        if told.get("is_page"):
            answer = self.schemas.page_of(told["gives"].__name__, self.schemas.group(told["gives"]))
        made: Schema = {
            "operationId": told.get("id") or f"{r.name}_{named.path.rpartition('/')[2]}",
            "summary": told.get("summary") or _first_sentence(named.act.__doc__) or f"{named.path} van een {r.name}.",
            "parameters": [{"in": "query", "name": n, **keys} for n, keys in told.get("query", {}).items()],
        }
        if told.get("is_page"):
            made["parameters"] += [PAGE, _unless_told(r, SIZE)]
        if one and not writes:
            made["parameters"] += _crs_asked(r, has_body=False) if "gives" in told else ()
        if writes:
            made["parameters"] += [FORM_TYPE if named.reads else CONTENT_TYPE, IDEMPOTENCY_KEY]
            made["parameters"] = [p for p in made["parameters"] if p["name"] not in told.get("without", ())]
        if named.body:
            made["requestBody"] = _body(self.schemas.group(named.body), required=True)
            members = self.schemas.found[named.body.__name__]["properties"]
            for member, row in told.get("rows", {}).items():
                is_nullable = "nullable" in members[member]
                members[member] = nullable(self.schemas.row(*row)) if is_nullable else self.schemas.row(*row)
        if "body" in told:
            is_form = named.reads is not None
            made["requestBody"] = _body(told["body"], required=is_form, kinds=FORMS if is_form else (JSON,))
        if told.get("free_body"):
            made["requestBody"] = _body(FREE, required=False)
        crs = _crs_answer(r) if one and "gives" in told else {}
        responses: Schema = {}
        for succeeded, schema in told.get("answers", {status: answer}).items():
            responses |= self._responses(r, succeeded, schema, failing=failing, headers=crs)
        end = self._end(r, named.scopes, responses)
        return made | end | ({"tags": [named.path.strip("/")]} if named.body or named.beside else {})

    def _audit_trail(self, r: Resource[Any]) -> None:
        path = f"{r.path}/{{{r.name}_uuid}}/audittrail"
        one = self.schemas.fixed("AuditTrail")
        scopes = ("audittrails.lezen",)
        plain: Schema = {"parameters": []}
        read = r.document.get("ids", {}).get("retrieve", "retrieve")
        self._put(
            path,
            "get",
            plain
            | {"operationId": "audittrail_list", "summary": f"Geeft alle handelingen op een {r.name}, oudste eerst."}
            | self._end(r, scopes, self._responses(r, "200", {"type": "array", "items": one}, failing=(), crs=False)),
        )
        self._put(
            f"{path}/{{uuid}}",
            "get",
            plain
            | {"operationId": f"audittrail_{read}", "summary": f"Geeft één handeling op een {r.name}."}
            | self._end(r, scopes, self._responses(r, "200", one, failing=("404",), crs=False)),
        )

    def _end(self, r: Resource[Any], scopes: tuple[str, ...], responses: Schema) -> Schema:
        """Any one of the scopes is enough; the standard writes that as `(a | b)`."""
        label = scopes[0] if len(scopes) == 1 else f"({' | '.join(scopes)})"
        security = {} if r.api.reference else {"security": [{"JWT-Claims": [label]}, *KEYS[: r.api.keys]]}
        return {"tags": [r.document.get("tag") or r.path.split("/")[1]], **security, "responses": responses}

    def _scopes(self, r: Resource[Any], operation: str) -> tuple[str, ...]:
        if operation == "create":
            return r.scopes.create
        if operation == "delete":
            return r.scopes.delete
        return r.scopes.update if operation in WRITES else r.scopes.read

    # --- parameters --------------------------------------------------------------------------------------------------

    def _parameters(self, r: Resource[Any], operation: str) -> list[Schema]:
        found: list[Schema] = []
        if operation == "list":
            found += self._query(r)
            found += [PAGE, _unless_told(r, SIZE)] if r.paginated else []
        if operation in ("list", "retrieve") and relations(r):
            found.append(_unless_told(r, _expand(r)))
        if operation in ("retrieve", "head") and "head" in r.operations:
            found.append(IF_NONE_MATCH)
        if operation in USE_OF:
            found.append(CONTENT_TYPE)
        if operation in WRITES:
            if self.schemas.registry.main(r).audit:
                found += AUDIT_HEADERS
            found.append(IDEMPOTENCY_KEY)
        if operation != "delete" or CRS_HEADERS[0] in _crs_asked(r, has_body=True):
            found += _crs_asked(r, has_body=operation in USE_OF)
        told = r.document.get("without", {})
        unpublished = (*told.get("*", ()), *told.get(operation, ()))
        if operation == "retrieve" and (versions := versions_of(r)):
            found += _version_asked(versions)
        found += [{"in": "query", "name": n, **k} for n, k in r.document.get("query", {}).get(operation, {}).items()]
        return [p for p in found if p["name"] not in unpublished]

    def _query(self, r: Resource[Any]) -> list[Schema]:
        """All filters of the list and its ordering, as `document["filters"]` has them where it does."""
        found = [_parameter(f, _schema_of(r, f.name, f)) for f in filters_of(r).values()]
        for name, (related, f) in related_filters(self.schemas.registry, r).items():
            theirs = _schema_of(self.schemas.registry.of(related.shape), f.name, f)
            found.append(_parameter(replace(f, name=name, extra=related.extra), _told(r, name, theirs)))
        if r.ordering:
            choices = [sign + name for name in r.ordering for sign in ("", "-")]
            ordering = Filter("ordering", "", extra="ordering" in r.document.get("extra", ()))
            found.append(_parameter(ordering, {"type": "array", "items": TEXT | {"enum": choices}}))
        return found

    # --- answers -----------------------------------------------------------------------------------------------------

    def _answers(self, r: Resource[Any], operation: str) -> Schema:
        etag = {"ETag": ETAG} if "head" in r.operations else {}
        crs, own = _crs_answer(r), r.document.get("headers", {}).get(operation, {})
        match operation:
            case "list":
                listed = self.schemas.page(r) if r.paginated else {"type": "array", "items": self.schemas.expanded(r)}
                failing = ("400",) if r.paginated or filters_of(r) else ()
                return self._responses(r, "200", listed, failing=failing, headers=crs | own)
            case "create":
                headers = {"Location": LOCATION} | crs | own
                return self._responses(r, "201", self.schemas.made(r), failing=("400",), headers=headers)
            case "retrieve":
                return self._responses(r, "200", self.schemas.expanded(r), failing=("404",), headers=etag | crs | own)
            case "head":
                return {"200": _answer("200", None, etag | crs)}
            case "delete":
                also = {s: _answer(s, schema, crs) for s, schema in r.document.get("also_answers", {}).items()}
                return also | self._responses(r, "204", None, failing=("404",))
        return self._responses(r, "200", self.schemas.read(r), failing=("400", "404"), headers=crs)

    def _responses(
        self,
        r: Resource[Any],
        status: str,
        schema: Schema | None,
        *,
        failing: Iterable[str],
        headers: Schema | None = None,
        crs: bool = True,
    ) -> Schema:
        self.schemas.fixed("Fout")
        statuses = sorted((*ALWAYS, *failing, *(("412",) if r.crs and crs else ())))
        return {
            status: _answer(status, schema, headers or {}),
            **{s: {"$ref": f"#/components/responses/{s}"} for s in statuses},
        }


def _expand(r: Resource[Any]) -> Schema:
    """The parameter `expand`; where it may name some relations only, these as a list."""
    if r.expands is None:
        return EXPAND
    named = {"schema": {"type": "array", "items": TEXT | {"enum": list(r.expands)}}, "style": "form", "explode": False}
    return EXPAND | named | {"description": "Links waarvan het object mee moet komen, met komma's ertussen."}


def _operation_id(r: Resource[Any], suffix: str) -> str:
    name = r.document.get("name", r.name)
    return name + "".join(w.title() for w in suffix.split("_")) if r.api.document.get("camel") else f"{name}_{suffix}"


def _version_asked(versions: Versions) -> list[Schema]:
    by_number, by_instant = versions.asked_by
    return [
        {
            "in": "query",
            "name": by_number,
            "schema": {"type": "integer"},
            "description": "Nummer van de versie; zonder dit komt de laatste.",
        },
        {
            "in": "query",
            "name": by_instant,
            "schema": TEXT,
            "description": "Tijdstip met zone: de versie die toen gold.",
        },
    ]


def failures(api: Api, statuses: Iterable[str]) -> dict[str, Schema]:
    """The error answers that operations refer to, by status."""
    kinds = ("application/problem+json", *((JSON,) if api.plain_refusals else ()))
    return {
        s: {
            "description": PHRASE[s],
            "headers": {"API-version": API_VERSION},
            "content": {
                kind: {"schema": {"$ref": f"#/components/schemas/{'ValidatieFout' if s == '400' else 'Fout'}"}}
                for kind in kinds
            },
        }
        for s in statuses
    }


def _unless_told(r: Resource[Any], parameter: Schema) -> Schema:
    """A parameter as `document` has it: ours where it is mostly the standard's, or the other way round."""
    bare = {k: v for k, v in parameter.items() if k not in EXTRA}
    if parameter["name"] in r.document.get("standard", ()):
        return bare
    return bare | EXTRA if parameter["name"] in r.document.get("extra", ()) else parameter


def _answer(status: str, schema: Schema | None, headers: Schema) -> Schema:
    made: Schema = {"description": PHRASE[status], "headers": headers | {"API-version": API_VERSION}}
    if schema is not None:
        kind = "application/octet-stream" if schema.get("format") == "binary" else JSON
        made["content"] = {kind: {"schema": schema}}
    return made


def _body(schema: Schema, *, required: bool, kinds: tuple[str, ...] = (JSON,)) -> Schema:
    return {"content": {kind: {"schema": schema} for kind in kinds}} | ({"required": True} if required else {})


def _crs_asked(r: Resource[Any], *, has_body: bool) -> tuple[Schema, ...]:
    """The headers about coordinates; where none is asked for what is not sent, only those that can be."""
    if r.crs not in (True, False):
        accept, content = CRS_HEADERS
        return ({k: v for k, v in accept.items() if k != "required"}, *((content,) if has_body else ()))
    return CRS_HEADERS if r.crs else ()


def _crs_answer(r: Resource[Any]) -> Schema:
    return {"Content-Crs": CONTENT_CRS} if r.crs else {}


# --- filters ---------------------------------------------------------------------------------------------------------


def _schema_of(r: Resource[Any], name: str, f: Filter) -> Schema:
    """A filter as the published documents have it: without limits, and with a day as plain text."""
    if f.many:
        schema: Schema = {"type": "array", "items": TEXT}
    elif f.choices:
        schema = {"type": "string", "enum": [c for c in f.choices if c]}
    elif f.target and f.kind != "uuid":
        schema = URL
    else:
        schema = OF_KIND[f.kind] if f.kind in ("bool", "int", "level", "uri", "url", "ref", "uuid") else TEXT
    return _told(r, name, schema)


def _told(r: Resource[Any], name: str, schema: Schema) -> Schema:
    """The schema of a filter with what `document["filters"]` says of it: a whole schema, or keys to add."""
    told = r.document.get("filters", {}).get(name, {})
    return dict(told) if "type" in told else with_keys(schema, told)


def _parameter(f: Filter, schema: Schema) -> Schema:
    field, _, lookup = f.name.rpartition("__")
    text = {
        "in": f"Een van deze waarden van {field}.",
        "isnull": f"Of {field} leeg is.",
        "lt": f"{field} voor of onder deze waarde.",
        "lte": f"{field} tot en met deze waarde.",
        "gt": f"{field} na of boven deze waarde.",
        "gte": f"{field} vanaf deze waarde.",
        "icontains": f"{field} bevat deze tekst.",
    }.get(lookup, f"Alleen met deze {f.name.replace('__', ' ')}.")
    if f.name == "ordering":
        text = "Volgorde van de lijst; een minteken keert haar om."
    if f.choices and "enum" not in schema:
        text += f" Te kiezen uit: {', '.join(f.choices)}."
    if f.default is not None:
        text += f" Zonder deze parameter telt `{f.default}`."
    made: Schema = {"in": "query", "name": f.name, "schema": schema, "description": text}
    if schema["type"] == "array":
        made |= {"style": "form", "explode": False}
    if "explode" in schema:
        made |= {"schema": {k: v for k, v in schema.items() if k != "explode"}, "explode": schema["explode"]}
    return made | (EXTRA if f.extra else {}) | ({"deprecated": True} if f.deprecated else {})


def _first_sentence(doc: str | None) -> str:
    return (doc or "").strip().partition("\n")[0]
