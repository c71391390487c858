"""The trail that a main object keeps of its writes (RULES §5)."""

from typing import Any

from meent.tools.conform.rules.rule import Rule
from meent.tools.conform.scratch import Failed, Scratch, demand, expect
from meent.tools.conform.target import BESLUITEN, CATALOGI, DOCUMENTEN, ZAKEN

MEMBERS = {
    "bron", "actie", "resultaat", "hoofdObject", "resource", "resourceUrl", "resourceWeergave", "aanmaakdatum",
    "wijzigingen",
}  # fmt: skip
"""Those that the document requires."""
ALSO = {"uuid", "applicatieId", "applicatieWeergave", "gebruikersId", "gebruikersWeergave", "toelichting"}


async def trail_of(s: Scratch, row: dict[str, Any]) -> list[dict[str, Any]]:
    return expect(await s.get(f"{row['url']}/audittrail"), 200).rows


async def keep_a_trail(s: Scratch) -> None:
    """Of the main object and of what hangs under it."""
    zaak = await s.zaak()
    rol = await s.rol(zaak)
    found = {(r.get("actie"), r.get("resourceUrl")) for r in await trail_of(s, zaak)}
    demand(("create", zaak["url"]) in found, "het maken van de zaak staat niet in haar spoor")
    demand(("create", rol["url"]) in found, "het maken van een rol staat niet in het spoor van de zaak")
    for row in (await s.a_document(), await s.a_besluit()):
        demand(len(await trail_of(s, row)) > 0, f"{row['url']} heeft geen spoor")


async def tell_who_when_and_why(s: Scratch) -> None:
    zaak = await s.zaak()
    trail = await trail_of(s, zaak)
    demand(len(trail) > 0, "het spoor is leeg")
    line = trail[0]
    missing = sorted(MEMBERS - set(line))
    demand(not missing, f"in een regel ontbreekt: {', '.join(missing)}")
    s.remark(set(line) >= ALSO, f"in een regel staat niet: {', '.join(sorted(ALSO - set(line)))}")
    expected = {"bron": "zrc", "actie": "create", "resultaat": 201, "hoofdObject": zaak["url"], "resource": "zaak"}
    wrong = [n for n, v in expected.items() if str(line[n]).lower() != str(v).lower()]
    demand(not wrong, f"in een regel klopt niet: {', '.join(wrong)}")
    if s.traffic.target.key.secret:
        demand(line.get("gebruikersId") == "conform", "gebruikersId is niet de user_id van het token")


async def show_old_and_new(s: Scratch) -> None:
    zaak = await s.zaak()
    expect(await s.patch(zaak["url"], {"toelichting": "anders"}), 200)
    changes = {r.get("actie"): r.get("wijzigingen") or {} for r in await trail_of(s, zaak)}
    demand({"create", "partial_update"} <= set(changes), "create of partial_update staat niet in het spoor")
    demand(changes["create"].get("oud") is None, "een create heeft een oud dat niet null is")
    old, new = changes["partial_update"].get("oud"), changes["partial_update"].get("nieuw")
    if not isinstance(old, dict) or not isinstance(new, dict):
        raise Failed("oud of nieuw ontbreekt bij een wijziging")
    demand(new.get("toelichting") == "anders" != old.get("toelichting"), "oud en nieuw tonen de wijziging niet")


async def keep_trail_read_only(s: Scratch) -> None:
    zaak = await s.zaak()
    trail = await s.get(f"{zaak['url']}/audittrail")
    demand(isinstance(expect(trail, 200).json, list), "het spoor is geen kale lijst")
    expect(await s.post(f"{zaak['url']}/audittrail", {}), 405, 404)
    line = trail.rows[0] if trail.rows else {}
    one = expect(await s.get(f"{zaak['url']}/audittrail/{line.get('uuid')}"), 200)
    demand(one.document.get("uuid") == line.get("uuid"), "een losse regel is een andere regel")
    expect(await s.delete(f"{zaak['url']}/audittrail/{line.get('uuid')}"), 405, 404)


async def lose_trail_with_object(s: Scratch) -> None:
    zaak = await s.zaak()
    expect(await s.delete(zaak["url"]), 204)
    expect(await s.get(f"{zaak['url']}/audittrail"), 404)


async def tell_side_effects(s: Scratch) -> None:
    """That posting an end status changed the zaak."""
    zaak = await s.closed_zaak()
    changed = [r for r in await trail_of(s, zaak) if r.get("resourceUrl") == zaak["url"]]
    ended = [r for r in changed if ((r.get("wijzigingen") or {}).get("nieuw") or {}).get("einddatum")]
    s.remark(len(ended) > 0, "het sluiten van de zaak staat niet in haar spoor")


ZC = (ZAKEN, CATALOGI)
RULES = (
    Rule("AT-01", (*ZC, DOCUMENTEN, BESLUITEN), keep_a_trail),
    Rule("AT-02", ZC, tell_who_when_and_why),
    Rule("AT-03", ZC, show_old_and_new),
    Rule("AT-04", ZC, keep_trail_read_only),
    Rule("AT-05", ZC, lose_trail_with_object),
    Rule("AT-06", ZC, tell_side_effects, advice=True),
)
