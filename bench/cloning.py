"""Copies of cases inside SQL, as many as the write path would take an hour for.

Keys are uuid7: their first four digits are a stretch of fifty days. A copy gets another stretch and keeps the rest, so
copies have keys of their own, in the same order; links inside documents and audit lines change along.
"""

from typing import Any

from meent.data.pool import Connection
from meent.engine.declare import Registry, Resource
from meent.engine.rows import columns, written


def cloned(registry: Registry) -> list[Resource[Any]]:
    """Zaak and all that hangs under it."""
    zaak = registry.of("Zaak")
    return [zaak, *(r for r in registry.all if r.under and registry.main(r) is zaak)]


async def clone(
    owner: Connection, registry: Registry, tenant_id: int, *, copy: int, base: int, bsns: list[str]
) -> None:
    """Copy number `copy` of all cases whose key lies in the newest stretch."""
    first = await owner.fetchval("select max(id::text) from zaak where tenant_id = $1", tenant_id)
    old, new = first[:4], f"{int(first[:4], 16) - copy:04x}"
    resources = cloned(registry)
    async with owner.transaction():
        await owner.execute("set local session_replication_role = replica")  # the links are right, do not look again
        await _map_bsns(owner, tenant_id, copy=copy, bsns=bsns, old=old)
        shift = f"overlay({{}}::text placing '{new}' from 1 for 4)::uuid"
        for resource in resources:
            await owner.execute(
                _rows(resource, resources, shift, copy=copy, base=base),
                tenant_id,
                f"{old}0000-0000-7000-8000-000000000000",
            )
        text = _replaced("{}", resources, old, new)
        await owner.execute(
            _documents(text, shift, copy=copy, base=base), tenant_id, f"{old}0000-0000-7000-8000-000000000000"
        )
        await owner.execute(
            _audit(text, shift, copy=copy, base=base), tenant_id, f"{old}0000-0000-7000-8000-000000000000"
        )


async def multiply_counters(owner: Connection, tenant_id: int, by: int) -> None:
    await owner.execute("update aantal set aantal = aantal * $2 where tenant_id = $1", tenant_id, by)


async def _map_bsns(owner: Connection, tenant_id: int, *, copy: int, bsns: list[str], old: str) -> None:
    """Everybody in this copy is somebody else: `bench_bsn` says who."""
    query = "select distinct natuurlijk_persoon_inp_bsn from rol where tenant_id = $1 and left(id::text, 4) = $2"
    known = sorted(r[0] for r in await owner.fetch(query, tenant_id, old) if r[0])
    taken = set(known)
    spare = [b for b in bsns if b not in taken]
    mine = spare[(copy - 1) * len(known) : copy * len(known)]
    assert len(mine) == len(known), "too few BSNs for so many copies"
    await owner.execute("create temporary table bench_bsn (oud text primary key, nieuw text) on commit drop")
    await owner.copy_records_to_table("bench_bsn", records=list(zip(known, mine, strict=True)))


def _identificatie(column: str, copy: int, base: int) -> str:
    return f"(left({column}, -7) || lpad((right({column}, 7)::int + {copy * base})::text, 7, '0'))"


def _rows(resource: Resource[Any], resources: list[Resource[Any]], shift: str, *, copy: int, base: int) -> str:
    ours = {r.shape.__name__ for r in resources}
    refs = {f.name for f in resource.stored if f.kind == "ref" and f.target in ours}
    names = ["id", *written(resource)]
    assert set(columns(resource)) <= set(names)
    values = []
    for name in names:
        if name == "id" or name in refs:
            values.append(shift.format(f"z.{name}"))
        elif resource.name == "zaak" and name == "identificatie":
            values.append(_identificatie("z.identificatie", copy, base))
        elif name == "betrokkene_identificatie":
            values.append(f"{_other_bsn('z.betrokkene_identificatie')}::json")
        else:
            values.append(f"z.{name}")
    join = "LEFT JOIN bench_bsn b ON b.oud = z.natuurlijk_persoon_inp_bsn" if resource.name == "rol" else ""
    return (
        f"INSERT INTO {resource.name} (tenant_id, {', '.join(names)}) SELECT z.tenant_id, {', '.join(values)}"
        f" FROM {resource.name} z {join} WHERE z.tenant_id = $1 AND z.id > $2::text::uuid ORDER BY z.id"
    )


def _other_bsn(text: str) -> str:
    """Strict functions: without a BSN the CASE leaves the text as it is."""
    return f"(CASE WHEN b.oud IS NULL THEN {text}::text ELSE replace({text}::text, b.oud, b.nieuw) END)"


def _replaced(text: str, resources: list[Resource[Any]], old: str, new: str) -> str:
    for resource in resources:
        text = f"replace({text}, '/{resource.collection}/{old}', '/{resource.collection}/{new}')"
    return f"""replace({text}, '"uuid":"{old}', '"uuid":"{new}')"""


def _documents(text: str, shift: str, *, copy: int, base: int) -> str:
    renamed = f"replace(k.body::text, z.identificatie, {_identificatie('z.identificatie', copy, base)})"
    return (
        "INSERT INTO zaak_document (tenant_id, id, soort, niveau, etag, body)"
        " SELECT $1, q.id, q.soort, q.niveau, md5(q.body), q.body::json FROM"
        f" (SELECT {shift.format('k.id')} AS id, k.soort, k.niveau, {text.format(renamed)} AS body FROM zaak_document k"
        " JOIN zaak z ON z.tenant_id = k.tenant_id AND z.id = k.id WHERE k.tenant_id = $1 AND k.id > $2::text::uuid) q"
        " ORDER BY q.id"
    )


def _audit(text: str, shift: str, *, copy: int, base: int) -> str:
    """The trail; a line about a rol tells its BSN as well."""
    number = _identificatie("z.identificatie", copy, base)
    shown = [
        text.format(f"replace({_other_bsn(f'a.{n}')}, z.identificatie, {number})") + "::json" for n in ("oud", "nieuw")
    ]
    plain = (
        "bron", "applicatie_id", "applicatie_weergave", "gebruikers_id", "gebruikers_weergave", "actie",
        "actie_weergave", "resultaat", "toelichting", "aanmaakdatum", "hoofd_resource", "resource",
    )  # fmt: skip
    keys = ("id", "hoofd_id", "resource_id")
    return (
        f"INSERT INTO audit (tenant_id, {', '.join(keys)}, resource_weergave, oud, nieuw, {', '.join(plain)})"
        f" SELECT $1, {', '.join(shift.format(f'a.{n}') for n in keys)},"
        f" replace(a.resource_weergave, z.identificatie, {number}), {', '.join(shown)},"
        f" {', '.join(f'a.{n}' for n in plain)}"
        " FROM audit a JOIN zaak z ON z.tenant_id = a.tenant_id AND z.id = a.hoofd_id"
        " LEFT JOIN rol r ON r.tenant_id = a.tenant_id AND r.id = a.resource_id"
        " LEFT JOIN bench_bsn b ON b.oud = r.natuurlijk_persoon_inp_bsn"
        " WHERE a.tenant_id = $1 AND a.id > $2::text::uuid ORDER BY a.id"
    )
