"""Autorisaties: whose client ids are whose, and what a right must name (RULES §10)."""

from typing import Any

from meent.tools.conform.rules.rule import Rule
from meent.tools.conform.scratch import NAAM, Scratch, demand, expect
from meent.tools.conform.target import AUTORISATIES, NOTIFICATIES

APPLICATIES = "autorisaties/applicaties"


def rights(s: Scratch, **extra: Any) -> dict[str, Any]:
    """Rights that lead to no type of anybody."""
    one = {"component": "zrc", "scopes": ["audittrails.lezen"]}
    return {
        "clientIds": [s.name("client")],
        "label": NAAM,
        "heeftAlleAutorisaties": False,
        "autorisaties": [one],
    } | extra


async def keep_client_id_of_one(s: Scratch) -> None:
    made = await s.create(APPLICATIES, rights(s))
    s.refuses(await s.post(APPLICATIES, rights(s, clientIds=made["clientIds"])), "clientIds", "clientId-exists")
    expect(await s.patch(made["url"], {"clientIds": made["clientIds"]}), 200)


async def refuse_all_and_some(s: Scratch) -> None:
    both = rights(s, heeftAlleAutorisaties=True)
    s.refuses(await s.post(APPLICATIES, both), "nonFieldErrors", "ambiguous-authorizations-specified")
    neither = rights(s, autorisaties=[])
    s.refuses(await s.post(APPLICATIES, neither), "nonFieldErrors", "missing-authorizations")


async def require_type_of_scope(s: Scratch) -> None:
    zaken = rights(s, autorisaties=[{"component": "zrc", "scopes": ["zaken.lezen"]}])
    answer = await s.post(APPLICATIES, zaken)
    s.refuses(answer, "autorisaties.0.zaaktype", "required")
    s.refuses(answer, "autorisaties.0.maxVertrouwelijkheidaanduiding", "required")
    besluiten = rights(s, autorisaties=[{"component": "brc", "scopes": ["besluiten.lezen"]}])
    s.refuses(await s.post(APPLICATIES, besluiten), "autorisaties.0.besluittype", "required")
    documenten = rights(s, autorisaties=[{"component": "drc", "scopes": ["documenten.lezen"]}])
    s.refuses(await s.post(APPLICATIES, documenten), "autorisaties.0.informatieobjecttype", "required")


async def replace_all_rights(s: Scratch) -> None:
    made = await s.create(APPLICATIES, rights(s))
    other = [{"component": "ztc", "scopes": ["catalogi.lezen"]}]
    changed = expect(await s.patch(made["url"], {"autorisaties": other}), 200).document
    components = [a.get("component") for a in changed.get("autorisaties", []) if isinstance(a, dict)]
    demand(components == ["ztc"], f"na vervangen gelden: {components}")


async def find_by_client_id(s: Scratch) -> None:
    made = await s.create(APPLICATIES, rights(s))
    client_id = made["clientIds"][0]
    demand(await s.all_of(APPLICATIES, {"clientIds": client_id}) == {made["url"]}, "niet gevonden op clientIds")
    one = expect(await s.get(f"{APPLICATIES}/consumer", {"clientId": client_id}), 200).json
    found = one[0] if isinstance(one, list) and one else one
    demand(isinstance(found, dict) and found.get("url") == made["url"], "consumer geeft een andere applicatie")
    expect(await s.get(f"{APPLICATIES}/consumer", {"clientId": s.name("onbekend")}), 404)


async def keep_no_secret(s: Scratch) -> None:
    made = await s.create(APPLICATIES, rights(s))
    answer = expect(await s.get(made["url"]), 200)
    names = [n for n in answer.document if "secret" in n.lower() or "geheim" in n.lower()]
    demand(not names, f"het antwoord heeft een veld voor een geheim: {', '.join(names)}")


# --- notificaties ----------------------------------------------------------------------------------------------------


def message(**extra: Any) -> dict[str, Any]:
    return {
        "kanaal": "zaken", "hoofdObject": "https://example.com/zaken/1", "resource": "zaak",
        "resourceUrl": "https://example.com/zaken/1", "actie": "create", "aanmaakdatum": "2026-01-05T10:00:00Z",
        "kenmerken": {},
    } | extra  # fmt: skip


async def channels(s: Scratch) -> dict[str, list[str]]:
    found = expect(await s.get("notificaties/kanaal"), 200)
    demand(isinstance(found.json, list), "kanalen komen niet als kale lijst")
    return {str(r.get("naam")): [str(f) for f in r.get("filters") or []] for r in found.rows}


async def keep_channel_names_unique(s: Scratch) -> None:
    known = await channels(s)
    demand(bool(known), "er is geen enkel kanaal")
    body = {"naam": next(iter(known)), "documentatieLink": "https://example.com", "filters": []}
    s.refuses(await s.post("notificaties/kanaal", body), "naam", "unique", named=True)


async def know_channels(s: Scratch) -> None:
    wanted = {
        "zaken": {"bronorganisatie", "zaaktype", "vertrouwelijkheidaanduiding"},
        "documenten": {"bronorganisatie", "informatieobjecttype", "vertrouwelijkheidaanduiding"},
        "besluiten": {"verantwoordelijkeOrganisatie", "besluittype"},
    }
    known = await channels(s)
    missing = [
        n for n in (*wanted, "zaaktypen", "besluittypen", "informatieobjecttypen", "autorisaties") if n not in known
    ]
    s.remark(not missing, f"deze kanalen zijn er niet: {', '.join(missing)}")
    for name, filters in wanted.items():
        short = filters - set(known.get(name, filters))
        demand(not short, f"kanaal {name} mist de kenmerken {', '.join(sorted(short))}")


async def require_channel_of_message(s: Scratch) -> None:
    answer = await s.post("notificaties/notificaties", message(kanaal=s.name("kanaal")))
    s.refuses(answer, "kanaal", "message_kanaal", firm=False)
    strange = message(kenmerken={"kleur": "rood"})
    s.refuses(await s.post("notificaties/notificaties", strange), "kenmerken", "kenmerken_inconsistent", firm=False)


def subscription(**extra: Any) -> dict[str, Any]:
    """At an address that never exists (RFC 2606)."""
    channel = {"naam": "zaken", "filters": {}}
    return {"callbackUrl": "https://nergens.invalid/", "auth": "Bearer proef", "kanalen": [channel]} | extra


async def require_channel_of_subscription(s: Scratch) -> None:
    nowhere = subscription(kanalen=[{"naam": s.name("kanaal"), "filters": {}}])
    s.refuses(await s.post("notificaties/abonnement", nowhere), "nonFieldErrors", "kanaal_naam", firm=False)
    strange = subscription(kanalen=[{"naam": "zaken", "filters": {"kleur": "rood"}}])
    answer = await s.post("notificaties/abonnement", strange)
    s.refuses(answer, "filters", "inconsistent-abonnement-filters", firm=False)


async def try_callback_first(s: Scratch) -> None:
    answer = await s.post("notificaties/abonnement", subscription())
    s.refuses(answer, ("callbackUrl", "nonFieldErrors"), "invalid-callback-url", firm=False)


async def keep_channels(s: Scratch) -> None:
    found = expect(await s.get("notificaties/kanaal"), 200).rows
    demand(bool(found), "er is geen enkel kanaal")
    answer = await s.patch(str(found[0].get("url")), {})
    s.remark(answer.status in (404, 405), f"een kanaal is te wijzigen: PATCH geeft {answer.status}")


AC, NRC = (AUTORISATIES,), (NOTIFICATIES,)
RULES = (
    Rule("AC-01", AC, keep_client_id_of_one),
    Rule("AC-02", AC, refuse_all_and_some),
    Rule("AC-03", AC, require_type_of_scope),
    Rule("AC-05", AC, replace_all_rights),
    Rule("AC-07", AC, find_by_client_id),
    Rule("AC-08", AC, keep_no_secret),
    Rule("N-01", NRC, keep_channel_names_unique),
    Rule("N-02", NRC, know_channels),
    Rule("N-05", NRC, require_channel_of_message),
    Rule("N-06", NRC, require_channel_of_subscription),
    Rule("N-07", NRC, try_callback_first),
    Rule("N-12", NRC, keep_channels, advice=True),
)
