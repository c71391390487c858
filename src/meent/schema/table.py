"""The table that a declaration asks for, as SQL. A test compares it with what the migrations made.

`meent show RESOURCE --sql` prints it: the start of the migration for a new resource or field.
"""

from typing import Any

from meent.capabilities.versions import versions_of
from meent.engine.declare import Registry, Resource, Unique
from meent.engine.fields import Field
from meent.engine.filters import key_column
from meent.engine.marks import Choice, Keyed

RIGHTS = "tenant_id = meent_tenant()"


def columns_of(resource: Resource[Any]) -> dict[str, tuple[str, bool]]:
    """Column name -> (SQL type, may be null), generated columns included."""
    found = {"tenant_id": ("integer", False), "id": ("uuid", False)}
    for f in resource.stored:
        found[f.name] = (f.sql_type, f.nullable)
    for name, _ in key_columns(resource):
        found[name] = ("text", True)
    for along in resource.along:
        found |= {name: ("bigint", True) for name, _ in along.columns}
    return found


def key_columns(resource: Resource[Any]) -> list[tuple[str, str]]:
    """Generated columns in which the keys of a polymorphic object are looked up, with their expression.

    A plain column, because under row policies an index cannot be used for a JSON operator (ARCHITECTURE §5).
    """
    found = []
    for f in resource.stored:
        if keyed := f.mark(Keyed):
            found += [(key_column(f.name, key), f"nullif({f.name} ->> '{key}', '')") for key in keyed.names]
        for group, (decided, keys) in (choice.keys if (choice := f.mark(Choice)) else {}).items():
            for key in keys:
                value = f"nullif({f.name} ->> '{key}', '')"
                found.append(
                    (key_column(group, key), f"CASE WHEN {f.mark(Choice).by} = '{decided}' THEN {value} END")  # type: ignore[union-attr]
                )
    return found


def create_table(registry: Registry, resource: Resource[Any]) -> str:
    """CREATE TABLE with keys, links, uniqueness and row policy."""
    if resource.api.reference:
        return create_reference_table(registry, resource)
    links = [_foreign(registry, resource, f) for f in resource.stored if f.kind == "ref" and registry.find(f.target)]
    # A row that must link to another row is of an existing municipality because that one is.
    is_held = any(f.kind == "ref" and not f.nullable and registry.find(f.target) for f in resource.stored)
    lines = ["tenant_id integer NOT NULL" + ("" if is_held else " REFERENCES tenant (id)"), "id uuid NOT NULL"]
    lines += [_column(f) for f in resource.stored]
    lines += [f"{name} text GENERATED ALWAYS AS ({made}) STORED" for name, made in key_columns(resource)]
    beside = [name for along in resource.along for name, _ in along.columns]
    lines += [f"{name} bigint" for name in beside]
    lines.append(f"PRIMARY KEY (tenant_id, id){_beside_key(resource)}")
    for number, unique in enumerate(resource.unique):
        lines.append(f"CONSTRAINT {resource.name}_uniek_{number} {unique_of(unique)}")
    lines += links
    body = ",\n    ".join(lines)
    text = f"CREATE TABLE {resource.name} (\n    {body}\n);\n{policy(resource.name)}\n"
    for f in resource.stored:
        if f.kind == "ref":
            text += f"CREATE INDEX {resource.name}_{f.name} ON {resource.name} (tenant_id, {f.name});\n"
    for name, _ in key_columns(resource):
        text += (
            f"CREATE INDEX {resource.name}_{name} ON {resource.name} (tenant_id, {name}) WHERE {name} IS NOT NULL;\n"
        )
    for cel in beside:
        text += f"CREATE INDEX {resource.name}_{cel} ON {resource.name} (tenant_id, {cel}) WHERE {cel} IS NOT NULL;\n"
    text += "".join(create_pairs(registry, resource, f) for f in resource.ref_lists)
    if resource.keeps_document:
        text += create_document_table(resource)
    if versions_of(resource):
        text += create_version_table(resource)
    return text


def unique_of(unique: Unique) -> str:
    """The constraint, as PostgreSQL shows it."""
    nulls = " NULLS NOT DISTINCT" if unique.nulls_equal else ""
    return f"UNIQUE{nulls} (tenant_id, {', '.join(unique.fields)})"


NATIONAL = "_landelijk"
"""What is added to the name of a resource for the one table that all municipalities see."""


def create_reference_table(registry: Registry, resource: Resource[Any]) -> str:
    """One table for the installation, and a view by which each municipality sees it as its own (decision 0021).

    The view shows nothing to a session without a municipality, and the serving role can only read it.
    """
    table = resource.name + NATIONAL
    links = {f.name: f" REFERENCES {registry.of(f.target).name}{NATIONAL} (id)" for f in resource.refs}
    lines = ["id uuid PRIMARY KEY", *(_column(f) + links.get(f.name, "") for f in resource.stored)]
    body = ",\n    ".join(lines)
    return (
        f"CREATE TABLE {table} (\n    {body}\n);\n"
        f"CREATE VIEW {resource.name} AS SELECT meent_tenant() AS tenant_id, t.* FROM {table} t"
        " WHERE meent_tenant() IS NOT NULL;\n"
        f"REVOKE ALL ON {table} FROM meent_app;\n"
        f"REVOKE INSERT, UPDATE, DELETE ON {resource.name} FROM meent_app;\n"
    )


def _beside_key(resource: Resource[Any]) -> str:
    """Type and level stand in the key's index, so that a list narrowed by rights finds its page without the rows."""
    names = [resource.type_field, resource.level] if resource.level and not resource.through else []
    return f" INCLUDE ({', '.join(names)})" if names else ""


def create_pairs(registry: Registry, resource: Resource[Any], f: Field) -> str:
    """Side table that holds the list of links `f` once more, a row for each, so that it can lead to no other
    municipality and to no row that is not there. A trigger fills it."""
    name, target = f"{resource.name}_{f.name}", registry.of(f.target).name
    return (
        f"CREATE TABLE {name} (\n    tenant_id integer NOT NULL,\n    van uuid NOT NULL,\n    naar uuid NOT NULL,\n"
        "    PRIMARY KEY (tenant_id, van, naar),\n"
        f"    FOREIGN KEY (tenant_id, van) REFERENCES {resource.name} (tenant_id, id) ON DELETE CASCADE,\n"
        f"    FOREIGN KEY (tenant_id, naar) REFERENCES {target} (tenant_id, id)\n);\n{policy(name)}\n"
        f"CREATE INDEX {name}_naar ON {name} (tenant_id, naar);\n"
        f"CREATE TRIGGER {name}_paren AFTER INSERT OR UPDATE OF {f.name} ON {resource.name}\n"
        f"    FOR EACH ROW EXECUTE FUNCTION meent_paren('{name}', '{f.name}');\n"
    )


def create_document_table(resource: Resource[Any]) -> str:
    """Side table of rendered documents with the type and level by which they may be read.

    Kept in the row and uncompressed, so that reading one and judging whether it may be read is one look at one page.
    """
    name = f"{resource.name}_document"
    return (
        f"CREATE TABLE {name} (\n    tenant_id integer NOT NULL,\n    id uuid NOT NULL,\n    soort uuid,\n"
        "    niveau text,\n    etag text NOT NULL,\n    body json NOT NULL,\n    PRIMARY KEY (tenant_id, id)\n"
        ") WITH (toast_tuple_target = 8160, fillfactor = 85);\n"
        f"ALTER TABLE {name} ALTER COLUMN body SET STORAGE MAIN;\n{policy(name)}\n"
    )


def create_version_table(resource: Resource[Any]) -> str:
    """Side table of what rows were: the stored columns as one JSON value, under the number of the version."""
    name = f"{resource.name}_versie"
    return (
        f"CREATE TABLE {name} (\n    tenant_id integer NOT NULL,\n    id uuid NOT NULL,\n    nummer integer NOT NULL,\n"
        "    sinds timestamptz NOT NULL,\n    rij json NOT NULL,\n    PRIMARY KEY (tenant_id, id, nummer),\n"
        f"    FOREIGN KEY (tenant_id, id) REFERENCES {resource.name} (tenant_id, id) ON DELETE CASCADE\n);\n"
        f"{policy(name)}\n"
    )


def policy(table: str) -> str:
    """The second net: without a tenant in the session nothing is seen and nothing can be written."""
    return (
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;\nALTER TABLE {table} FORCE ROW LEVEL SECURITY;\n"
        f"CREATE POLICY {table}_van_tenant ON {table} USING ({RIGHTS}) WITH CHECK ({RIGHTS});"
    )


def _column(f: Field) -> str:
    return f"{f.name} {f.sql_type}" + ("" if f.nullable else " NOT NULL")


def _foreign(registry: Registry, resource: Resource[Any], f: Field) -> str:
    """A link within the municipality: a link to another one's row cannot be stored."""
    target = registry.of(f.target)
    cascade = " ON DELETE CASCADE" if f.name == resource.under else ""
    return f"FOREIGN KEY (tenant_id, {f.name}) REFERENCES {target.name} (tenant_id, id){cascade}"
