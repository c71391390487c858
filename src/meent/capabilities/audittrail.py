"""The audit trail of a main object, read over the API (AT-01…AT-05)."""

from meent.basis.fouten import forbidden, not_found
from meent.capabilities.logbook import tell
from meent.engine import read
from meent.engine.call import Call
from meent.engine.declare import Registry
from meent.engine.links import address, parse_uuid
from meent.wire.answer import JSON, Answer, not_allowed


async def audittrail(call: Call, rest: list[str]) -> Answer:
    """The audit trail of a main object (AT-01…AT-05)."""
    resource, key = call.resource, parse_uuid(rest[0])
    if key is None or not resource.audit or len(rest) > 3:
        raise not_found()
    if call.method != "GET":
        raise not_allowed(["GET"])
    await call.authenticate()
    trails = call.caller.rights.reach(resource.api.component, ("audittrails.lezen",))
    if not trails.given:
        raise forbidden()
    # Given without a type, the scope reaches the trails of what the caller may read (AC-03); with one, only that type.
    reach = trails if trails.types else call.caller.rights.reach(resource.api.component, resource.scopes.read)
    async with call.engine.pool.tenant(call.place.id) as conn:
        await read.read_one(conn, call.engine.sql, resource, call.place.id, key, reach)
        records = await conn.fetch(audit_sql(call.engine.registry), call.place.id, key)
        await tell(conn, call, [(resource, [key])], "audittrail")
    lines = [r[1] for r in records]
    if len(rest) == 2:
        return Answer(200, call.links.render(b"[" + b",".join(lines) + b"]"), (JSON,))
    wanted = parse_uuid(rest[2])
    found = [r[1] for r in records if r[0] == wanted]
    if not found:
        raise not_found()
    return Answer(200, call.links.render(found[0]), (JSON,))


def audit_sql(registry: Registry) -> str:
    """Uuid and rendered line of the trail of main object $2, oldest first (AT-02, AT-03)."""
    mains = " ".join(f"WHEN '{r.name}' THEN {address(r, '', 'a.hoofd_id')}" for r in registry.all if r.audit)
    urls = " ".join(f"WHEN '{r.name}' THEN {address(r, 'a.hoofd_id', 'a.resource_id')}" for r in registry.all)
    return (
        "SELECT a.id, row_to_json(d) FROM audit a CROSS JOIN LATERAL (SELECT a.id AS uuid, a.bron,"
        ' a.applicatie_id AS "applicatieId", a.applicatie_weergave AS "applicatieWeergave",'
        ' a.gebruikers_id AS "gebruikersId", a.gebruikers_weergave AS "gebruikersWeergave", a.actie,'
        ' a.actie_weergave AS "actieWeergave", a.resultaat,'
        f' CASE a.hoofd_resource {mains} END AS "hoofdObject", a.resource,'
        f' CASE a.resource {urls} END AS "resourceUrl", a.toelichting,'
        ' a.resource_weergave AS "resourceWeergave", a.aanmaakdatum,'
        " json_build_object('oud', a.oud, 'nieuw', a.nieuw) AS wijzigingen) d"
        " WHERE a.tenant_id = $1 AND a.hoofd_id = $2 ORDER BY a.id"
    )
