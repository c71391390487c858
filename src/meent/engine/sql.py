"""SQL that follows from a declaration: how a row is rendered, selected, inserted, changed and deleted.

All text here is made of names that a declaration gives and of numbered parameters; a value of a request never becomes
text. In every statement the row is called `z`, $1 is the tenant, and every table that is read is held to the tenant.
"""

from functools import cache
from typing import Any

from meent.basis.adres import OWN
from meent.engine.declare import Registry, Resource
from meent.engine.fields import Field, fields_of
from meent.engine.links import own_address, prefix
from meent.engine.marks import (
    HIDDEN,
    SENT,
    VERTROUWELIJKHEID,
    Choice,
    Computed,
    Doc,
    Empty,
    Group,
    Kind,
    Reverse,
)
from meent.engine.rows import columns, written

VERSION = "coalesce((SELECT v.nummer FROM versie v WHERE v.tenant_id = $1), 0)"
"""Of the APIs that are `versioned`, in the municipality $1."""
RAISE_VERSION = """
INSERT INTO versie AS v (tenant_id, nummer) VALUES ($1, 1) ON CONFLICT (tenant_id) DO UPDATE SET nummer = v.nummer + 1
"""
KEPT = "soort = excluded.soort, niveau = excluded.niveau, etag = excluded.etag, body = excluded.body"
ONCE = "OFFSET 0"
"""Behind a sub-select that renders: merged into the one around it, it would render for body and tag apart."""

AUDIT_COLUMNS = (
    "bron", "applicatie_id", "applicatie_weergave", "gebruikers_id", "gebruikers_weergave",
    "actie", "actie_weergave", "resultaat", "toelichting", "resource_weergave", "aanmaakdatum",
)  # fmt: skip


BY_KEY = " AND z.id = $2"
BY_KEYS = " AND z.id = ANY($2::uuid[])"
LOCKED = " AND z.id = $2 FOR NO KEY UPDATE"
"""Conditions for `Sql.rows`."""


@cache
def where_equal(names: tuple[str, ...]) -> str:
    """As these: the fields `names` equal $2, $3 …"""
    return "".join(f" AND z.{n} = ${i}" for i, n in enumerate(names, start=2)) + " ORDER BY z.id"


def json_array(select: str) -> str:
    return f"(SELECT coalesce(json_agg(x), '[]'::json) FROM ({select}) q(x))"


class Sql:
    """The statements of all resources of one registry; each is made once and then remembered."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry

    # --- rendering ---------------------------------------------------------------------------------------------------

    @cache  # noqa: B019 - one Sql per process, it lives as long as the process
    def rendering(
        self, resource: Resource[Any], *, fresh: bool = False, adding: Resource[Any] | None = None
    ) -> tuple[str, str]:
        """A lateral join that names every attribute, and the expression that makes JSON of it.

        fresh   the row is being inserted by the same statement, so nothing points to it yet and nothing is looked up
        adding  of what the same statement is inserting a row, `rij`, that may point to this one
        """
        named = [f'{own_address(resource, "z")} AS "url"']
        if resource.api.uuid_in_body and not resource.numbered:
            named.append('z.id AS "uuid"')
        choices = []
        for f in resource.fields:
            if f.mark(Choice):
                choices.append(f)
            else:
                named += self.attribute(resource, f, fresh=fresh, adding=adding)
        body = "row_to_json(d)"
        for f in choices:  # an object that the row has no shape for is left out, not null
            body = (
                f"CASE WHEN z.{f.name} IS NULL THEN {body} ELSE"
                f" (left({body}::text, -1) || ',\"{f.json}\":' || z.{f.name}::text || '}}')::json END"
            )
        return f"CROSS JOIN LATERAL (SELECT {', '.join(named)}) d", body

    def attribute(
        self, resource: Resource[Any], f: Field, *, fresh: bool = False, adding: Resource[Any] | None = None
    ) -> list[str]:
        """`expression AS "name"` for one field; two for a field that also shows plain names (C-22)."""
        if f.has(HIDDEN) or f.has(SENT):
            return []
        if (own := f.mark(Kind)) and (shown_so := own.shown(self, resource, f)):
            return shown_so
        if reverse := f.mark(Reverse):
            shown = _nobody(reverse) if fresh else self._reverse(f, reverse, adding)
            return [f'{shown} AS "{f.json}"']
        if computed := f.mark(Computed):
            return [f'{self._computed(f, computed)} AS "{f.json}"']
        return [f'{self._plain(resource, f)} AS "{f.json}"']

    def _plain(self, resource: Resource[Any], f: Field) -> str:
        column = f"z.{f.name}"
        if f.kind == "ref":
            target = self.registry.find(f.target)
            shown = f"{prefix(target)} || {column}" if target else column
            if self.registry.leads_out(resource, f):
                shown = f"CASE WHEN {OWN.format(column)} THEN {shown} ELSE meent_elders(z.tenant_id, {column}) END"
            return f"coalesce({shown}, '')" if f.nullable and (doc := f.mark(Doc)) and doc.nullable is False else shown
        if empty := f.mark(Empty):
            return f"coalesce({column}, '{empty.json}'::json)"
        return column

    def _computed(self, f: Field, computed: Computed) -> str:
        shown, other = computed.sql, self.registry.find(computed.links)
        if f.item:
            link = f"{prefix(other)} || x" if other else "x"
            return f"(SELECT coalesce(json_agg({link} ORDER BY x), '[]'::json) FROM ({shown}) q(x))"
        return f"{prefix(other)} || ({shown})" if other else shown

    def _reverse(self, f: Field, reverse: Reverse, adding: Resource[Any] | None) -> str:
        """Links to the rows that point here; an empty answer while no resource declares that shape."""
        other = self.registry.find(reverse.shape)
        if other is None:
            return _nobody(reverse)
        if f.item and f.item.kind == "text":
            return json_array(f"SELECT DISTINCT r.omschrijving {_pointing(other, reverse, adding)}")
        if f.item and f.item.group:
            made = f"json_agg({object_of(other, f.item.group)} ORDER BY r.id)"
            return f"(SELECT coalesce({made}, '[]'::json) {_pointing(other, reverse, adding)})"
        link = f"SELECT {own_address(other, 'r')} {_pointing(other, reverse, adding)}"
        if reverse.latest:
            return f"({link} ORDER BY r.{reverse.latest} DESC LIMIT 1)"
        return f"({link} LIMIT 1)" if reverse.single else json_array(f"{link} ORDER BY r.id")

    # --- reading -----------------------------------------------------------------------------------------------------

    @cache  # noqa: B019
    def one(self, resource: Resource[Any], key: str = "$2", *, opened: bool = False) -> str:
        """Body, etag ("" when none is kept), type (soort) and level (niveau) of the row `key`; whether it is open."""
        if resource.keeps_document and not resource.through and not opened:
            return (
                f"SELECT k.body, k.etag, k.soort, k.niveau FROM {resource.name}_document k"
                f" WHERE k.tenant_id = $1 AND k.id = {key}"
            )
        body, etag, source = self.document(resource)
        of_type, level, join = self.holder(resource)
        return (
            f"SELECT {body} AS body, {etag} AS etag, {of_type} AS soort, {level} AS niveau, {self.opened(resource)}"
            f" FROM {resource.source} z {source} {join} WHERE z.tenant_id = $1 AND z.id = {key}"
        )

    def document(self, resource: Resource[Any]) -> tuple[str, str, str]:
        """Expression of the body, of its etag, and the join they need."""
        if resource.keeps_document:
            join = f"JOIN {resource.name}_document k ON k.tenant_id = z.tenant_id AND k.id = z.id"
            return "k.body", "k.etag", join
        join, body = self.rendering(resource)
        return body, "''", join

    def holder(self, resource: Resource[Any]) -> tuple[str, str, str]:
        """Expressions of the type and the level by which a row is authorised, and the join they need.

        What has no level is open to whoever may read its type (A-14).
        """
        if not resource.authorised_by:
            return "NULL::uuid", f"'{VERTROUWELIJKHEID[0]}'", ""
        holder = self.registry.holder(resource)
        alias = "h" if resource.through else "z"
        level = f"{alias}.{holder.level}" if holder.level else f"'{VERTROUWELIJKHEID[0]}'"
        on = f"h.tenant_id = z.tenant_id AND h.id = z.{resource.through}"
        join = f"JOIN {holder.name} h ON {on}" if resource.through else ""
        return f"{alias}.{resource.type_field}", level, join

    def opened(self, resource: Resource[Any]) -> str:
        """Whether a row is open to all, with the join of `holder`."""
        holder = self.registry.holder(resource)
        return f"coalesce({'h' if resource.through else 'z'}.{holder.open_when}, false)" if holder.open_when else "true"

    def own_holder(self, resource: Resource[Any]) -> tuple[str, str]:
        """Type and level on the row itself, null where it has none."""
        if not resource.authorised_by or resource.through:
            return "NULL::uuid", "NULL::text"
        return f"z.{resource.type_field}", f"z.{resource.level}" if resource.level else "NULL::text"

    @cache  # noqa: B019
    def rows(self, resource: Resource[Any], where: str, *, versioned: bool = False) -> str:
        """The stored columns of the rows that meet a condition; versioned: with the version of their API behind it."""
        shown = ", ".join([*(f"z.{name}" for name in columns(resource)), *([VERSION] if versioned else [])])
        return f"SELECT {shown} FROM {resource.name} z WHERE z.tenant_id = $1{where}"

    @cache  # noqa: B019
    def bodies(self, resource: Resource[Any], *, versioned: bool = False) -> str:
        """Uuid and rendered body of the rows $2 (array); versioned as for `row`."""
        kept = resource.keeps_document
        source, body = ("", "z.body") if kept else self.rendering(resource)
        version, table = f", {VERSION}" if versioned else "", f"{resource.name}_document" if kept else resource.source
        return f"SELECT z.id, {body}{version} FROM {table} z {source} WHERE z.tenant_id = $1{BY_KEYS}"

    @cache  # noqa: B019
    def row_and_kept(self, resource: Resource[Any]) -> str:
        """The stored columns of row $2, and the version of its kept document: it changes with all that it shows."""
        shown = ", ".join(f"z.{name}" for name in columns(resource))
        return (
            f"SELECT {shown}, k.xmin FROM {resource.name} z"
            f" JOIN {resource.name}_document k ON k.tenant_id = z.tenant_id AND k.id = z.id"
            f" WHERE z.tenant_id = $1{BY_KEY}"
        )

    @cache  # noqa: B019
    def held(self, resource: Resource[Any]) -> str:
        """1 with row $2 locked, if its kept document is still version $3."""
        return _held(resource, "1", key=2, version=3)

    # --- writing -----------------------------------------------------------------------------------------------------

    @cache  # noqa: B019
    def insert(self, resource: Resource[Any], *, under: bool = False) -> str:
        """Row, kept document, counter, audit and outbox in one statement; gives the rendered body and its etag.

        under   the main object is held meanwhile, and its kept document rendered with the new row in it. Behind the
                other parameters stand its key and the version that was judged (`row_and_kept`); when it is of another
                version by now, nothing is written and no row comes back
        """
        stored = written(resource)
        p = _Numbers(3)
        values = ", ".join(f"${p.next()}" for _ in stored)
        names = ", ".join(("tenant_id", "id", *stored))
        source = " FROM hoofd" if under else ""
        row = f"INSERT INTO {resource.name} AS z ({names}) SELECT $1, $2, {values}{source} RETURNING *"
        return self._with(resource, row, p, old=False, new=True, under=under)

    @cache  # noqa: B019
    def update(self, resource: Resource[Any]) -> str:
        """As `insert`, for row $2; the body as it was is a parameter behind the columns."""
        p = _Numbers(3)
        sets = ", ".join(f"{name} = ${p.next()}" for name in written(resource))
        row = f"UPDATE {resource.name} z SET {sets} WHERE z.tenant_id = $1 AND z.id = $2 RETURNING *"
        return self._with(resource, row, p, old=True, new=True)

    @cache  # noqa: B019
    def delete(self, resource: Resource[Any]) -> str:
        """Deletes row $2; what hangs under it goes by its foreign keys."""
        row = f"DELETE FROM {resource.name} z WHERE z.tenant_id = $1 AND z.id = $2 RETURNING *"
        return self._with(resource, row, _Numbers(3), old=True, new=False)

    def _with(
        self, resource: Resource[Any], row: str, p: "_Numbers", *, old: bool, new: bool, under: bool = False
    ) -> str:
        """The statement around `row`: what must be written in the same breath as the row itself."""
        parts = [f"rij AS ({row})"]
        if new:
            join, body = self.rendering(resource, fresh=not old)
            of_type, level = self.own_holder(resource)
            parts.append(
                f"beeld AS (SELECT b.*, md5(b.body::text) AS etag FROM (SELECT {body} AS body, {of_type} AS soort,"
                f" {level} AS niveau FROM rij z {join} {ONCE}) b)"
            )
        if new and resource.keeps_document:
            parts.append(
                f"bewaard AS (INSERT INTO {resource.name}_document AS k (tenant_id, id, soort, niveau, etag, body)"
                " SELECT $1, $2, soort, niveau, etag, body FROM beeld"
                + (f" ON CONFLICT (tenant_id, id) DO UPDATE SET {KEPT})" if old else ")")
            )
        elif resource.keeps_document:
            parts.append(f"bewaard AS (DELETE FROM {resource.name}_document k WHERE k.tenant_id = $1 AND k.id = $2)")
        if new:
            parts += [part for f in resource.stored if (own := f.mark(Kind)) and (part := own.along(f))]
        parts += [part for along in resource.along if (part := along.part(resource, p.next, old=old, new=new))]
        parts += self._audit(resource, p, old=old, new=new)
        relied = p.next()  # the version that the writer relied on, or null
        if under:
            main = self.registry.main(resource)
            join, body = self.rendering(main, adding=resource)
            parts.insert(0, f"hoofd AS ({_held(main, 'z.*', key=p.next(), version=p.next())})")
            parts.append(f"getoond AS ({_keep(main, body, f'hoofd z {join}')})")
        holds = f"CASE WHEN ${relied}::bigint IS NOT NULL AND ${relied}::bigint <> {VERSION} THEN meent_verouderd() END"
        return f"WITH {', '.join(parts)} " + (
            f"SELECT body, etag, {holds} FROM beeld" if new else f"SELECT 1, {holds} FROM rij"
        )

    def _audit(self, resource: Resource[Any], p: "_Numbers", *, old: bool, new: bool) -> list[str]:
        """Audit and outbox. Deleting a main object takes its trail along (AT-05), so then there is no new line."""
        main = self.registry.main(resource)
        hoofd = f"${p.next()}::uuid"
        parts = []
        if new or resource.under or not main.audit:
            oud = f"${p.next()}::json" if old else "NULL::json"
            nieuw = "(SELECT body FROM beeld)" if new else "NULL::json"
            key = f"${p.next()}::uuid"
            fixed = ", ".join(f"${p.next()}" for _ in AUDIT_COLUMNS)
            parts.append(
                "spoor AS (INSERT INTO audit (tenant_id, id, hoofd_resource, hoofd_id, resource, resource_id,"
                f" oud, nieuw, {', '.join(AUDIT_COLUMNS)}) SELECT $1, {key}, '{main.name}', {hoofd},"
                f" '{resource.name}', $2, {oud}, {nieuw}, {fixed} FROM rij)"
            )
        else:
            parts.append(f"spoor AS (DELETE FROM audit a WHERE a.tenant_id = $1 AND a.hoofd_id = {hoofd})")
        if main.kanaal:
            parts.append(
                "bericht AS (INSERT INTO outbox (tenant_id, kanaal, hoofd_resource, hoofd_id, resource, resource_id,"
                f" actie, kenmerken, aanmaakdatum, trace) SELECT $1, '{main.kanaal.naam}', '{main.name}', {hoofd},"
                f" '{resource.name}', $2, ${p.next()}::text, ${p.next()}::json, ${p.next()}::timestamptz,"
                f" ${p.next()}::bytea FROM rij)"
            )
        return parts

    @cache  # noqa: B019
    def refresh(self, resource: Resource[Any]) -> str:
        """Renders the kept documents of the rows $2 (array) anew, because something they show has changed."""
        join, body = self.rendering(resource)
        return _keep(resource, body, f"{resource.name} z {join} WHERE z.tenant_id = $1 AND z.id = ANY($2::uuid[])")


def _keep(resource: Resource[Any], body: str, source: str) -> str:
    """Renders the rows `z` of `source` into their kept documents."""
    return (
        f"UPDATE {resource.name}_document k SET body = r.body, etag = md5(r.body::text)"
        f" FROM (SELECT z.id, {body} AS body FROM {source} {ONCE}) r"
        f" WHERE k.tenant_id = $1 AND k.id = r.id AND {OWN.format('k.id')}"
    )


def _held(resource: Resource[Any], shown: str, *, key: int, version: int) -> str:
    """Row $key, locked against other writers, if its kept document is still version $version."""
    return (
        f"SELECT {shown} FROM {resource.name} z"
        f" JOIN {resource.name}_document k ON k.tenant_id = z.tenant_id AND k.id = z.id"
        f" WHERE z.tenant_id = $1 AND z.id = ${key} AND k.xmin = ${version}::xid FOR NO KEY UPDATE"
    )


class _Numbers:
    """Hands out parameter numbers."""

    def __init__(self, first: int) -> None:
        self.upcoming = first

    def next(self) -> int:
        self.upcoming += 1
        return self.upcoming - 1


def _pointing(other: Resource[Any], reverse: Reverse, adding: Resource[Any] | None) -> str:
    rows = f"(SELECT * FROM {other.name} UNION ALL SELECT * FROM rij)" if other is adding else other.name
    return f"FROM {rows} r WHERE r.tenant_id = z.tenant_id AND r.{reverse.via} = z.id"


def object_of(other: Resource[Any], group: type[Group]) -> str:
    """What is shown of the row `r` of another resource."""
    shown = ", ".join(f"'{m.json}', {_of_other(other, m)}" for m in fields_of(group))
    return f"json_build_object({shown})"


def _of_other(other: Resource[Any], member: Field) -> str:
    """A member of it: its key, its address, what is computed, or its field."""
    computed = member.mark(Computed)
    if computed or member.kind == "uuid":
        return computed.sql if computed else "r.id"
    return f"{prefix(other)} || r.id" if member.kind == "url" else f"r.{member.name}"


def _nobody(reverse: Reverse) -> str:
    """What is shown when no row points here."""
    return "NULL::text" if reverse.one else "'[]'::json"
