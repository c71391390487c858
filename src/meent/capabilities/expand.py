"""`_expand`: linked resources inside the answer, one query per level however many rows there are (RULES §1.1).

Documents are joined as bytes, without reading them. What the caller may not read is left out (X-07), and so is a
relation that leads nowhere (X-09) or to something outside the registers (X-08).
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

import msgspec

from meent.basis.adres import OWN
from meent.basis.fouten import Fout, not_found, one_fault
from meent.basis.placeholder import PLACEHOLDER
from meent.capabilities.linked import Link
from meent.capabilities.logbook import Seen
from meent.capabilities.names import Names, named_member, valid_now
from meent.capabilities.versions import rows_of_versions
from meent.engine.authorise import Caller, Reach, require_covered
from meent.engine.declare import Registry, Resource
from meent.engine.fields import Field
from meent.engine.filters import rights_condition
from meent.engine.marks import HIDDEN, Computed, Reverse
from meent.engine.read import read_one
from meent.engine.remembered import Remembered
from meent.engine.sql import VERSION, Sql

Tree = dict[str, "Tree"]
Linked = tuple[UUID, UUID, bytes]
"""Parent, child, and the child's body."""
VERSION_ROW, OWN_ROW = -1, -2
MAX_TEXTS = 1_000
MAX_DEPTH = 8
MAX_RELATIONS = 50
MAX_BYTES = 32 * 1024 * 1024
"""Of all that one request expands: there and back again multiplies, and sixteen rollen become 65,536 copies."""


def parse(registry: Registry, resource: Resource[Any], raw: Any) -> Tree:
    """`a,b.c` -> {"a": {}, "b": {"c": {}}}; raises on a name that is no relation (X-05)."""
    if not raw:
        return {}
    parts = raw if isinstance(raw, list) else str(raw).split(",")
    tree: Tree = {}
    if len(parts) > MAX_RELATIONS:
        raise one_fault("expand", "invalid", f"U kunt ten hoogste {MAX_RELATIONS} relaties tegelijk opvragen.")
    for part in parts:
        names = str(part).strip().split(".")
        if len(names) > MAX_DEPTH:
            raise one_fault("expand", "invalid", f"U kunt ten hoogste {MAX_DEPTH} niveaus diep opvragen.")
        if resource.expands is not None and ".".join(names) not in resource.expands:
            raise _no_relation(names[-1])
        _require_relations(registry, resource, names)
        branch = tree
        for name in names:
            branch = branch.setdefault(name, {})
    return tree


def _require_relations(registry: Registry, resource: Resource[Any] | None, names: list[str]) -> None:
    for name in names:
        f = resource.by_json.get(name) if resource else None
        if resource is not None and (f is None or not is_relation(f)):
            raise _no_relation(name)
        resource = target_of(registry, f) if f else None


def _no_relation(name: str) -> Fout:
    return one_fault("expand", "invalid_choice", f"'{name}' is geen relatie die u kunt opvragen.")


def is_relation(f: Field) -> bool:
    """Whether the field links to other resources, ours or somebody else's."""
    computed = f.mark(Computed)
    inner = f.item.kind if f.item else f.kind
    return not f.has(HIDDEN) and bool(
        f.kind in ("ref", "refs", "uri")
        or (f.mark(Reverse) and (inner == "url" or (f.item and f.item.group and issubclass(f.item.group, Link))))
        or f.mark(Leads)
        or f.mark(Names)
        or named_member(f)
        or (computed and computed.links)
        or inner == "uri"
    )


def target_of(registry: Registry, f: Field) -> Resource[Any] | None:
    """The resource of ours that a relation leads to, or None for one that is outside or not there yet."""
    computed, reverse, names, leads = f.mark(Computed), f.mark(Reverse), _names(f), f.mark(Leads)
    shape = f.target or (reverse and reverse.shape) or (names and names.shape) or (computed and computed.links)
    return registry.find(shape or (leads.shape if leads else ""))


def _names(f: Field) -> Names | None:
    """How the field names types: itself, or in a member of the objects that it lists."""
    named = named_member(f)
    return named[1] if named else f.mark(Names)


@dataclass(frozen=True)
class Leads:
    """A list of objects whose member is a plain URL that may lead to a resource of ours; can be expanded."""

    shape: str
    member: str


class Expander:
    """Expands the rows of one request.

    remembered  types that need not be rendered again on the day `today`; None renders everything
    seen        here it tells which rows it shows
    """

    def __init__(
        self,
        registry: Registry,
        sql: Sql,
        conn: Any,
        tenant_id: int,
        caller: Caller,
        *,
        remembered: Remembered | None,
        today: date,
        seen: Seen,
    ) -> None:
        self.seen = seen
        self.registry, self.sql, self.conn = registry, sql, conn
        self.tenant_id, self.caller = tenant_id, caller
        self.remembered, self.today = remembered, today
        self.size = 0

    async def read_one(self, resource: Resource[Any], key: UUID, reach: Reach, tree: Tree) -> bytes:
        """As `read.read_one`, expanded: the row and its first level come in one statement."""
        if reach.only_open:
            await read_one(self.conn, self.sql, resource, self.tenant_id, key, reach)
        relations = self._relations(resource, tree)
        records = await self.conn.fetch(*self._query(resource, [key], relations, with_row=True))
        row = next((r for r in records if r[0] == OWN_ROW), None)
        if row is None:
            raise not_found()
        require_covered(resource, reach, row[1], row[4], is_open=True)
        (body,) = await self._spliced([key], [row[3]], relations, records)
        return body

    async def expand(
        self, resource: Resource[Any], keys: list[UUID], bodies: list[bytes], tree: Tree, *, version: int = 0
    ) -> list[bytes]:
        """The bodies with `_expand` where something was found; `version` is that of the bodies when not the latest."""
        relations = self._relations(resource, tree) if keys else []
        if not relations:
            return bodies
        records = await self.conn.fetch(*self._query(resource, keys, relations, version=version))
        return await self._spliced(keys, bodies, relations, records)

    def _relations(self, resource: Resource[Any], tree: Tree) -> "list[Relation]":
        return [r for name, branch in tree.items() if (r := self._reachable(resource, name, branch))]

    async def _spliced(
        self, keys: list[UUID], bodies: list[bytes], relations: "list[Relation]", records: list[Any]
    ) -> list[bytes]:
        """The bodies with what was found of one level, and below it."""
        members: dict[UUID, list[bytes]] = {}
        for number, relation in enumerate(relations):
            own = [(r[1], r[2], r[3]) for r in records if r[0] == number]
            if self._may_remember(relation):
                version = int(next(r[3] for r in records if r[0] == VERSION_ROW))
                own = await self._with_remembered(relation, own, version)
            found = await self._joined(relation, own)
            for parent, value in found.items():
                members.setdefault(parent, []).append(b'"' + relation.f.json.encode() + b'":' + value)
        return [
            body[:-1] + b',"_expand":{' + b",".join(inner) + b"}}" if (inner := members.get(key)) else body
            for key, body in zip(keys, bodies, strict=True)
        ]

    def _reachable(self, resource: Resource[Any], name: str, branch: Tree) -> "Relation | None":
        """The relation, or None when it leads outside or to what this caller may not read at all."""
        f = resource.by_json[name]
        other = target_of(self.registry, f)
        reach = other and self.caller.rights.reach(other.api.component, other.scopes.read)
        return Relation(f, other, reach, branch) if other and reach and reach.given else None

    def _may_remember(self, relation: "Relation") -> bool:
        other = relation.other
        is_open = other.api.versioned and not other.authorised_by
        return self.remembered is not None and relation.f.kind == "ref" and is_open

    async def _with_remembered(self, relation: "Relation", pairs: list[Linked], version: int) -> list[Linked]:
        """The pairs of parent and child with the child's body, rendered only when it is not remembered."""
        assert self.remembered is not None
        name, today = relation.other.name, self.today
        shelf = self.remembered.at(self.tenant_id, version)
        bodies = {c: b for _, c, _ in pairs if (b := shelf.bodies.get((name, c, today)))}
        missing = list({c for _, c, _ in pairs} - bodies.keys())
        if missing:
            text = self.sql.bodies(relation.other, versioned=True)
            for key, body, now in await self.conn.fetch(text, self.tenant_id, missing):
                bodies[key] = self.remembered.at(self.tenant_id, now).bodies[name, key, today] = body
        return [(parent, child, bodies[child]) for parent, child, _ in pairs if child in bodies]

    async def _joined(self, relation: "Relation", records: list[Linked]) -> dict[UUID, bytes]:
        """Parent -> what stands under the name of this relation."""
        children = {child: body for _, child, body in records}
        self.seen.append((relation.other, list(children)))
        expanded = await self.expand(relation.other, list(children), list(children.values()), relation.branch)
        by_key = dict(zip(children, expanded, strict=True))
        self.size += sum(len(by_key[child]) for _, child, _ in records)
        if self.size > MAX_BYTES:
            raise one_fault("expand", "invalid", "Dit antwoord wordt te groot. Vraag minder relaties of minder diep.")
        if not is_many(relation.f):
            return {parent: by_key[child] for parent, child, _ in records}
        found: dict[UUID, list[bytes]] = {}
        for parent, child, _ in records:
            found.setdefault(parent, []).append(by_key[child])
        return {parent: b"[" + b",".join(values) + b"]" for parent, values in found.items()}

    def _query(
        self,
        resource: Resource[Any],
        keys: list[UUID],
        relations: "list[Relation]",
        *,
        with_row: bool = False,
        version: int = 0,
    ) -> list[Any]:
        """All relations of one level in one statement, with its parameters."""
        values: list[Any] = [self.tenant_id, keys, *([version] if version else [])]
        asked = []
        for relation in relations:
            is_narrowed = relation.other.authorised_by and not relation.reach.everything
            rights = self._rights(relation, values) if is_narrowed else ""
            if relation.reach.only_open and relation.other.authorised_by:
                rights = " AND ".join(filter(None, [rights, self.sql.opened(relation.other)]))
            asked.append((relation.f.json, self._may_remember(relation), rights))
        return [_level_sql(self.sql, resource, tuple(asked), with_row=with_row, of_version=version > 0), *values]

    def _rights(self, relation: "Relation", values: list[Any]) -> str:
        """The condition by which the caller's rights narrow this relation; its parameters are added to `values`."""
        of_type, level, _ = self.sql.holder(relation.other)
        return rights_condition(relation.reach, values).format(type=of_type, level=level)


@dataclass(frozen=True)
class Relation:
    """One relation that is being expanded."""

    f: Field
    other: Resource[Any]
    reach: Reach
    branch: Tree


def is_many(f: Field) -> bool:
    reverse = f.mark(Reverse)
    return not reverse.one if reverse else f.item is not None


@lru_cache(maxsize=MAX_TEXTS)
def _level_sql(
    sql: Sql,
    resource: Resource[Any],
    asked: tuple[tuple[str, bool, str], ...],
    *,
    with_row: bool = False,
    of_version: bool = False,
) -> str:
    """Number of the relation, parent's uuid, child's uuid and child's body, for the parents $2.

    asked      JSON name of a relation, whether its bodies may be remembered, and the condition of the caller's rights;
               what may be remembered comes without a body, and the version it must be of stands in a row VERSION_ROW
    with_row   OWN_ROW too: the type of the one row $2, nothing, its body and, behind that, its level
    of_version the parents are of version $3
    """
    parts = []
    rows = _of_version(resource) if of_version else resource.name
    if with_row:
        one = sql.one(resource, "ANY($2::uuid[])")
        parts.append(f"SELECT {OWN_ROW}, q.soort, NULL::uuid, q.body, q.niveau FROM ({one}) q")
    last = ", NULL::text" if with_row else ""
    if any(is_remembered for _, is_remembered, _ in asked):
        parts.append(f"SELECT {VERSION_ROW}, NULL::uuid, NULL::uuid, to_json({VERSION}){last}")
    for number, (name, is_remembered, rights) in enumerate(asked):
        f = resource.by_json[name]
        if is_remembered:
            parts.append(
                f"SELECT {number}, p.id, p.{f.name}, NULL::json{last} FROM {rows} p"
                f" WHERE p.tenant_id = $1 AND p.id = ANY($2::uuid[]) AND {OWN.format(f'p.{f.name}')}"
            )
        else:
            text = _relation_sql(sql, resource, f, f"AND {rights}" if rights else "", rows)
            parts.append(f"SELECT {number}, q.ouder, q.kind, q.beeld{last} FROM ({text}) q(ouder, kind, beeld)")
    return " UNION ALL ".join(parts)


def _of_version(resource: Resource[Any]) -> str:
    """The rows $2 as they were in version $3."""
    return f"(SELECT z.* FROM {rows_of_versions(resource)} WHERE v.tenant_id = $1 AND v.nummer = $3)"


def _relation_sql(sql: Sql, resource: Resource[Any], f: Field, rights: str, rows: str) -> str:
    """Parent's uuid, child's uuid and child's body for the parents $2 of `rows`, narrowed by `rights`."""
    other = target_of(sql.registry, f)
    assert other is not None
    body, _, source = sql.document(other)
    holder = sql.holder(other)[2] if rights else ""
    reverse, computed, names, leads = f.mark(Reverse), f.mark(Computed), _names(f), f.mark(Leads)
    if reverse:
        if reverse.latest:
            return (
                f"SELECT z.{reverse.via}, z.id, {body} FROM unnest($2::uuid[]) p(id) CROSS JOIN LATERAL"
                f" (SELECT z.* FROM {other.name} z {holder} WHERE z.tenant_id = $1 AND z.{reverse.via} = p.id {rights}"
                f" ORDER BY z.{reverse.latest} DESC LIMIT 1) z {source}"
            )
        return (
            f"SELECT z.{reverse.via}, z.id, {body} FROM {other.name} z {source} {holder}"
            f" WHERE z.tenant_id = $1 AND z.{reverse.via} = ANY($2::uuid[]) {rights} ORDER BY z.{reverse.via}, z.id"
        )
    pairs = f"p.{f.name}"
    if computed:
        pairs = computed.sql.replace("z.", "p.")
    if names:
        held = f"= p.{f.name}"
        if named := named_member(f):
            held = f"IN (SELECT e->>'{named[0].json}' FROM json_array_elements(p.{f.name}) e)"
        elif f.item:
            held = f"IN (SELECT json_array_elements_text(p.{f.name}))"
        valid = valid_now("t").replace("z.", "p.")
        pairs = f"SELECT t.id FROM {other.name} t WHERE {valid} AND t.{names.by} {held}"
    if leads:
        path = f"{PLACEHOLDER}{other.url_path}"
        pairs = (
            f"SELECT right(e->>'{leads.member}', 36)::uuid FROM json_array_elements(p.{f.name}) e"
            f" WHERE e->>'{leads.member}' LIKE '{path}____________________________________'"
        )
    link = f"z.id IN ({pairs})" if names or leads or f.item else f"z.id = ({pairs})"
    if f.kind == "refs":
        link = f"z.id = ANY ({pairs})"
    if sql.registry.leads_out(resource, f):
        link += f" AND {OWN.format('z.id')}"
    return (
        f"SELECT p.id, z.id, {body} FROM {rows} p JOIN {other.name} z ON z.tenant_id = p.tenant_id AND {link}"
        f" {source} {holder} WHERE p.tenant_id = $1 AND p.id = ANY($2::uuid[]) {rights} ORDER BY p.id, z.id"
    )


# --- fields (Zaken 1.6+, X-11) ---------------------------------------------------------------------------------------


def tree_of_fields(registry: Registry, resource: Resource[Any], selection: Any) -> Tree:
    """The relations that a `fields` selection asks for."""
    tree: Tree = {}
    for part in _parts(selection):
        if isinstance(part, dict):
            for name, inner in part.items():
                f = resource.by_json.get(name)
                other = target_of(registry, f) if f and is_relation(f) else None
                if other is not None:
                    tree[name] = tree_of_fields(registry, other, inner)
    return tree


def _parts(selection: Any) -> list[Any]:
    if not isinstance(selection, list) or not all(isinstance(p, (str, dict)) for p in selection):
        raise one_fault("fields", "invalid", "Geef een lijst van veldnamen en objecten met veldnamen.")
    return selection


def select_fields(body: bytes, selection: Any) -> bytes:
    """The body with only the selected attributes."""
    return msgspec.json.encode(_selected(msgspec.json.decode(body), selection))


def _selected(value: Any, selection: Any) -> Any:
    if isinstance(value, list):
        return [_selected(v, selection) for v in value]
    if not isinstance(value, dict):
        return value
    wanted = {p for p in selection if isinstance(p, str)}
    inner = {name: parts for p in selection if isinstance(p, dict) for name, parts in p.items()}
    if "*" in wanted:
        wanted = set(value) - {"_expand"}
    found = {n: v for n, v in value.items() if n in wanted}
    expanded = {}
    for name, parts in inner.items():
        if name in value.get("_expand", {}):
            expanded[name] = _selected(value["_expand"][name], _parts(parts))
            found[name] = value[name]
        elif name in value:
            found[name] = _selected(value[name], _parts(parts))
    return found | ({"_expand": expanded} if expanded else {})
