"""The component schemas of an OpenAPI document: each made from a shape, its fields and their marks.

One resource gives one to four schemas, depending on how much its four uses differ: what is read, and the bodies of
create, update (PUT) and patch. A use that equals what is read shares its schema, as the published documents do.
What a published document says otherwise than the rule stands as data with the resource; see `document.py`.
"""

import sys
from collections.abc import Mapping
from typing import Any

import msgspec

from meent.capabilities.expand import is_many, is_relation, target_of
from meent.capabilities.linked import Linked, Whole
from meent.capabilities.names import Names
from meent.engine.declare import Registry, Resource
from meent.engine.fields import Field, fields_of
from meent.engine.marks import (
    EXTRA,
    FIXED,
    HIDDEN,
    PERSONAL,
    SENT,
    SPECIAL,
    VERTROUWELIJKHEID,
    Choice,
    Doc,
    Empty,
    Group,
    Reverse,
)
from meent.openapi.fixed import AUDITTRAIL, FAULTS, GEOMETRY

Schema = dict[str, Any]

USES = ("read", "create", "update", "patch")
LIMITS = {"max_length": "maxLength", "min_length": "minLength", "pattern": "pattern", "ge": "minimum", "le": "maximum"}
LIST_LIMITS = {"max_length": "maxItems", "min_length": "minItems"}
TEXT: Schema = {"type": "string"}
URL: Schema = {"type": "string", "format": "uri"}
FREE: Schema = {"type": "object", "additionalProperties": {}}

OF_KIND: dict[str, Schema] = {
    "text": TEXT,
    "uri": URL,
    "url": URL,
    "ref": URL,
    "email": {"type": "string", "format": "email"},
    "duration": {"type": "string", "format": "duration"},
    "rsin": TEXT,
    "bsn": TEXT,
    "date": {"type": "string", "format": "date"},
    "datetime": {"type": "string", "format": "date-time"},
    "uuid": {"type": "string", "format": "uuid"},
    "bool": {"type": "boolean"},
    "int": {"type": "integer"},
    "long": {"type": "integer", "format": "int64"},
    "object": FREE,
    "content": {"type": "string", "format": "byte"},
    "level": {"type": "string", "enum": list(VERTROUWELIJKHEID)},
}
"""A value of each kind; choice, list, names, group and geometry are not here, for they need more than the kind."""


class Schemas:
    """Collects the component schemas that a document turns out to need."""

    def __init__(self, registry: Registry, *, extras: bool) -> None:
        self.registry, self.extras = registry, extras
        self.found: dict[str, Schema] = {}
        self._groups: dict[tuple[type[Group], str], str] = {}

    def ref(self, name: str) -> Schema:
        return {"$ref": f"#/components/schemas/{name}"}

    def add(self, name: str, schema: Schema) -> Schema:
        self.found[name] = schema
        return self.ref(name)

    # --- uses of a resource ------------------------------------------------------------------------------------------

    def read(self, r: Resource[Any]) -> Schema:
        return self._once(r.shape.__name__, lambda name: self._shape(r, "read", name))

    def body(self, r: Resource[Any], use: str) -> Schema:
        """The request body of create, update or patch."""
        shape = r.shape.__name__
        if use == "patch":
            return self._once(f"Patched{shape}", lambda name: self._shape(r, "patch", name))
        if self._properties(r, use) == self._properties(r, "read"):
            return self.read(r)
        return self._once(f"{shape}{use.title()}", lambda name: self._shape(r, use, name))

    def expanded(self, r: Resource[Any]) -> Schema:
        """What is read with `_expand`, or without it where nothing can be expanded."""
        if not relations(r):
            return self.read(r)
        name = f"{r.shape.__name__}Expanded"
        if is_polymorphic(r) and not r.api.document.get("one_of"):
            return self._once(name, lambda name: self._shape(r, "read", name, expand=True))
        return self._once(
            name,
            lambda name: self.add(
                name,
                {
                    "description": f"{r.shape.__name__} met de meegevraagde objecten in `_expand`.",
                    "allOf": [self.read(r), {"type": "object", "properties": {"_expand": self._embedded(r)}}],
                },
            ),
        )

    def made(self, r: Resource[Any]) -> Schema:
        """The answer to a create: what is read, and `document["tells_maker"]`, which only its maker gets to see."""
        told: Mapping[str, str] = r.document.get("tells_maker", {})
        if not told:
            return self.read(r)
        members = {n: TEXT | {"readOnly": True, "description": text} for n, text in told.items()}
        more = {"type": "object", "properties": members, "required": sorted(told)}
        about_it = f"{r.shape.__name__} voor wie het aanmaakt."
        return self.add(f"{r.shape.__name__}Made", {"description": about_it, "allOf": [self.read(r), more]})

    def page(self, r: Resource[Any]) -> Schema:
        """One page of a list."""
        return self.page_of(r.shape.__name__, self.expanded(r), r.collection)

    def page_of(self, name: str, items: Schema, collection: str = "") -> Schema:
        link = {"type": "string", "format": "uri", "nullable": True}
        return self.add(
            f"Paginated{name}List",
            {
                "type": "object",
                "description": f"Een pagina van de lijst {collection or name}.",
                "properties": {
                    "count": {"type": "integer", "description": "Aantal over alle pagina's samen."},
                    "next": link | {"description": "De volgende pagina, of null op de laatste."},
                    "previous": link | {"description": "De vorige pagina, of null op de eerste."},
                    "results": {"type": "array", "items": items},
                },
            },
        )

    def fixed(self, name: str) -> Schema:
        """A schema that is the same for every API: faults, audit trail, geometry."""
        for family in (FAULTS, AUDITTRAIL, GEOMETRY):
            if name in family:
                self.found.update(family)
        return self.ref(name)

    def _once(self, name: str, make: Any) -> Schema:
        if name not in self.found:
            self.found[name] = {}  # taken, so that a shape that leads back to itself ends here
            make(name)
        return self.ref(name)

    # --- a shape -----------------------------------------------------------------------------------------------------

    def _shape(self, r: Resource[Any], use: str, name: str, *, expand: bool = False) -> Schema:
        properties, required = self._properties(r, use)
        if expand:
            properties["_expand"] = self._embedded(r)
        schema: Schema = {"type": "object", "description": about(r), "properties": properties}
        if required:
            schema["required"] = sorted(required)
        one_of = is_polymorphic(r) and r.api.document.get("one_of")
        base = f"Base{name}" if one_of else name
        self.add(base, schema)
        for f in r.fields:
            if choice := f.mark(Choice):
                found = self._variants(r, f, choice, base, use)
                if one_of:
                    kinds = [{"$ref": ref} for ref in found["mapping"].values()]
                    schema = self.found[name] = {"description": about(r), "oneOf": kinds}
                schema["discriminator"] = found
        return self.ref(name)

    def _properties(self, r: Resource[Any], use: str) -> tuple[dict[str, Schema], list[str]]:
        fields = [f for f in r.fields if f.mark(Choice) is None and (self.extras or not f.has(EXTRA))]
        fields = [f for f in fields if not (f.has(HIDDEN) and f.read_only)]
        if use in r.document.get("writable_only", ()):
            fields = [f for f in fields if not f.read_only]
            properties, required = {}, []
        else:
            properties = identity(r)
            required = list(properties)
        for f in fields:
            doc = f.mark(Doc) or Doc()
            if use in doc.without:
                continue
            properties[f.json] = self.property(f, use)
            if is_required(f, use):
                required.append(f.json)
            if (names := f.mark(Names)) and names.shown_as and use == "read":
                properties[names.shown_as] = shown_names(f, names)
                required.append(names.shown_as)
        self._variant_fields(r, properties)
        return properties, [] if use == "patch" else required

    def _variant_fields(self, r: Resource[Any], properties: dict[str, Schema]) -> None:
        """A list whose items have members that depend on one of them: `document["variants"]`."""
        for name, (by, members) in r.document.get("variants", {}).items():
            group = r.by_json[name].item
            assert group is not None
            assert group.group is not None
            base = self.group(group.group, r=r)["$ref"].rpartition("/")[2]
            special = {m: None for names in members.values() for m in names}
            own = {m: self.found[base]["properties"].pop(m) for m in special if m in self.found[base]["properties"]}
            if own:
                mapping = {}
                for value, names in members.items():
                    mapping[value] = f"#/components/schemas/{value}"
                    self.add(value, self._variant(base, value, {n: own[n] for n in names if n in own}))
                self.found[base]["discriminator"] = {"propertyName": by, "mapping": mapping}

    def _variants(self, r: Resource[Any], f: Field, choice: Choice, name: str, use: str) -> Schema:
        """The discriminator of a polymorphic resource; a schema is added for each value of the deciding field."""
        decider = r.field[choice.by]
        mapping = {}
        for value in decider.choices:
            if not value:
                continue
            group = choice.shapes.get(value)
            members = {f.json: self.group(group, use, r=r)} if group else {}
            mapping[value] = f"#/components/schemas/{value}_{name}"
            self.add(f"{value}_{name}", self._variant(name, value, members))
        return {"propertyName": decider.json, "mapping": mapping}

    def _variant(self, base: str, value: str, members: dict[str, Schema]) -> Schema:
        return {
            "description": f"{base} waarvan de soort `{value}` is.",
            "allOf": [self.ref(base), {"type": "object", "properties": members}],
        }

    def _embedded(self, r: Resource[Any]) -> Schema:
        """The objects that `expand` can add, by the name of the link."""
        name = f"{r.shape.__name__}Embedded"

        def make(name: str) -> None:
            properties = {
                link: {"type": "array", "items": self._linked(f, r)} if is_many(f) else self._linked(f, r)
                for link, f in relations(r).items()
            }
            self.add(
                name,
                {
                    "type": "object",
                    "description": f"Objecten waar {r.name} naar verwijst; alleen wat met `expand` is gevraagd.",
                    "properties": properties,
                },
            )

        return self._once(name, make)

    def _linked(self, f: Field, r: Resource[Any]) -> Schema:
        other = target_of(self.registry, f)
        if other and other.api == r.api:
            return self.expanded(other)
        return {"type": "object", "description": f"Het object achter `{f.json}`, zoals de API daarvan het beschrijft."}

    # --- a field -----------------------------------------------------------------------------------------------------

    def property(self, f: Field, use: str = "read") -> Schema:
        """One member of an object, with everything its marks say about it."""
        doc = f.mark(Doc) or Doc()
        schema = self.value(f, use)
        if (f.nullable and doc.nullable is not False) or doc.nullable:
            schema = nullable(schema)
        more: Schema = {}
        if f.read_only:
            more["readOnly"] = True
        if f.has(HIDDEN) or f.has(SENT):
            more["writeOnly"] = True
        if f.has(EXTRA):
            more["x-meent-extra"] = True
        if about_it := describe(f):
            more["description"] = about_it
        schema = with_keys(schema, more)
        for key, value in doc.extra:
            if key == use:
                schema = with_keys(schema, {k: v for k, v in value.items() if k != "required"})
            elif key not in (*USES, "shown_as"):
                schema = with_keys(schema, {key: value})
        return schema

    def value(self, f: Field, use: str) -> Schema:
        """The value of a field, without null."""
        if f.kind == "choice":
            doc = f.mark(Doc)
            blank = doc is None or doc.blank is not False
            return {"type": "string", "enum": [c for c in f.choices if c or blank]}
        if whole := f.mark(Whole):
            return {"type": "array", "items": self.read(whole.target(self.registry, f))}
        if linked := f.mark(Linked):
            shown = self.group(linked.link)
            return {"type": "array", "items": shown} if f.item else shown
        if f.kind == "list":
            assert f.item is not None
            is_named = f.mark(Names) is not None and use == "read"
            items = URL if is_named else self.property(f.item, use)
            is_set = (f.computed and f.item.kind != "group") or is_named
            unique = {"uniqueItems": True} if is_set else {}
            return {"type": "array", "items": items} | unique | limits(f, LIST_LIMITS)
        if f.kind == "group":
            assert f.group is not None
            return self.group(f.group, use, empty=f.mark(Empty))
        if f.kind == "map":
            assert f.item is not None
            return {"type": "object", "additionalProperties": self.property(f.item, use)}
        if f.kind == "geometry":
            return self.fixed("GeoJSONGeometry")
        if (names := f.mark(Names)) and names.shown_as and use == "read":
            return URL
        if f.kind == "content" and use == "read":
            return URL
        return OF_KIND[f.kind] | limits(f, LIMITS)

    def row(self, shape: str, via: str = "") -> Schema:
        """A row within something larger, with the link `via` read only by which it belongs to that."""
        r = self.registry.of(shape)
        if not via:
            return self.read(r)

        def make(name: str) -> None:
            (properties, required), link = self._properties(r, "read"), r.field[via].json
            properties[link] = with_keys(properties[link], {"readOnly": True})
            required = sorted({*required, link})
            self.add(name, {"type": "object", "description": about(r), "properties": properties, "required": required})

        return self._once(f"{r.shape.__name__}Within", make)

    def group(
        self, group: type[Group], use: str = "read", *, r: Resource[Any] | None = None, empty: Empty | None = None
    ) -> Schema:
        """A nested object; one that holds links written by name has a second schema for writing."""
        fields = [f for f in fields_of(group) if self.extras or not f.has(EXTRA)]
        use = "create" if use != "read" and any(f.mark(Names) for f in fields) else "read"
        if (group, use) not in self._groups:
            self._groups[group, use] = name = self._free_name(group.__name__ + use.title().removeprefix("Read"), r)
            properties = {f.json: self.property(f, use) for f in fields}
            required = [f.json for f in fields if is_required(f)]
            for f in fields:
                if (names := f.mark(Names)) and use == "read":
                    properties[names.shown_as] = shown_names(f, names)
                    required.append(names.shown_as)
            for member, value in msgspec.json.decode(empty.json).items() if empty else ():
                if value is None:
                    properties[member] = nullable(properties[member])
            schema = {"type": "object", "description": f"Gegevensgroep {words(name)}.", "properties": properties}
            self.add(name, schema | ({"required": sorted(required)} if required else {}))
        return self.ref(self._groups[group, use])

    def _free_name(self, name: str, r: Resource[Any] | None) -> str:
        """The name of a group, with that of the resource in front when something else has it already."""
        taken = {*self._groups.values(), *self.registry.by_shape}
        return f"{r.shape.__name__ if r else 'Groep'}{name}" if name in taken else name


# --- small derivations, each of one field or resource ----------------------------------------------------------------


def identity(r: Resource[Any]) -> dict[str, Schema]:
    """`url`, and `uuid` in the APIs that show it."""
    length = {} if "{" in r.path else {"minLength": 1, "maxLength": 1000}  # so in the published documents
    shown: dict[str, Schema] = {"url": URL | {"readOnly": True, **length, "description": "Adres van dit object zelf."}}
    if r.api.uuid_in_body and not r.numbered:
        shown["uuid"] = OF_KIND["uuid"] | {"readOnly": True, "description": "Kenmerk van dit object binnen deze API."}
    return shown


def is_required(f: Field, use: str = "read") -> bool:
    """Always there when read, or to be sent: the published documents use one word for both."""
    doc = f.mark(Doc) or Doc()
    told = dict(doc.extra).get(use, {}).get("required", doc.required)
    return bool(told if told is not None else f.required or f.read_only)


def limits(f: Field, names: Mapping[str, str]) -> Schema:
    return {names[k]: v for k, v in f.meta.items() if k in names}


def nullable(schema: Schema) -> Schema:
    if "enum" in schema:
        schema = schema | {"enum": [*schema["enum"], None]}
    return with_keys(schema, {"nullable": True})


def with_keys(schema: Schema, more: Mapping[str, Any]) -> Schema:
    """The schema with these keys too, None to take one off. A reference has no neighbours, so it moves into allOf."""
    if not more:
        return schema
    if "$ref" in schema:
        schema = {"allOf": [schema]}
    return {k: v for k, v in (schema | dict(more)).items() if v is not None}


def shown_names(f: Field, names: Names) -> Schema:
    doc = f.mark(Doc) or Doc()
    schema: Schema = {"type": "array", "items": TEXT, "uniqueItems": True} if f.item else TEXT
    more: Schema = next((value for key, value in doc.extra if key == "shown_as"), {})
    return with_keys(schema | {"readOnly": True, "description": f"De naam of namen bij `{f.json}`."}, more)


def relations(r: Resource[Any]) -> dict[str, Field]:
    """What can stand under `_expand`; `document["expand"]` says which fields the published document has otherwise."""
    told = r.document.get("expand", {})
    if r.expands is not None:
        told = {f.json: f.json in r.expands for f in r.fields}
    return {f.json: f for f in r.fields if told.get(f.json, is_relation(f))}


def is_polymorphic(r: Resource[Any]) -> bool:
    return any(f.mark(Choice) for f in r.fields)


def words(name: str) -> str:
    """`ContactPersoonRol` -> `contact persoon rol`."""
    return "".join(f" {c.lower()}" if c.isupper() else c for c in name).strip()


def describe(f: Field) -> str:
    """What the marks of a field tell its reader, in sentences."""
    told = []
    if f.kind == "ref":
        told.append(f"Link naar {words(f.target)}{', met zijn uuid' if f.mark(Linked) else ''}.")
    if f.kind == "duration":
        told.append("Duur volgens ISO 8601, bijvoorbeeld P30D of P1Y2M.")
    if reverse := f.mark(Reverse):
        told.append(f"Volgt uit {words(reverse.shape)}.")
    if names := f.mark(Names):
        told.append(f"Wordt geschreven als lijst van namen van {words(names.shape)} en gelezen als lijst van links.")
    if f.has(FIXED):
        told.append("Kan na het aanmaken niet meer veranderen.")
    if f.has(PERSONAL) or f.has(SPECIAL):
        told.append("Persoonsgegeven.")
    return " ".join(told)


def about(r: Resource[Any]) -> str:
    """What a resource is: its own sentence, else that of the shape or the module it stands in."""
    module = sys.modules[r.shape.__module__]
    text = r.document.get("description") or r.shape.__doc__ or module.__doc__ or f"Een {r.name}."
    return str(text).strip().partition("\n\n")[0].replace("\n", " ")
