"""What an application with few rights may see and do: it takes a second client id (RULES §3, §4)."""

import asyncio
from datetime import UTC, datetime

from meent.tools.conform.rules.rule import Rule
from meent.tools.conform.scratch import Failed, Scratch, demand, expect
from meent.tools.conform.target import AUTORISATIES, BESLUITEN, CATALOGI, DOCUMENTEN, ZAKEN
from meent.tools.conform.traffic import Exchange

PATIENCE = 5
"""Seconds in which a change of rights should be known (A-06 lets a register remember them)."""


def denied(answer: Exchange) -> None:
    """Whatever the code is called, nothing is shown or done."""
    expect(answer, 403)


async def follow_rights_of_application(s: Scratch) -> None:
    """Reading and making, not deleting: it has no such scope."""
    key, zaak = await s.second(), await s.zaak()
    expect(await s.get(zaak["url"], key=key), 200)
    made = expect(await s.post("zaken/zaken", await s.zaak_body(), key=key), 201).document
    denied(await s.delete(str(made.get("url")), key=key))


async def know_nobody_without_application(s: Scratch) -> None:
    """Of a scope it has nowhere, not even a list is shown."""
    key = await s.second()
    denied(await s.get("autorisaties/applicaties", key=key))


async def stop_nobody_with_all_rights(s: Scratch) -> None:
    zaak = await s.zaak(vertrouwelijkheidaanduiding="zeer_geheim")
    expect(await s.get(zaak["url"]), 200)


async def order_confidentiality(s: Scratch) -> None:
    key = await s.second()
    for level, status in (("beperkt_openbaar", 200), ("intern", 200), ("zaakvertrouwelijk", 403), ("geheim", 403)):
        zaak = await s.zaak(vertrouwelijkheidaanduiding=level)
        expect(await s.get(zaak["url"], key=key), status)


async def show_only_what_is_allowed(s: Scratch) -> None:
    """In lists, their totals and in searches."""
    key = await s.second()
    allowed, other = await s.zaak(), await s.zaak(await s.other_zaaktype())
    secret = await s.zaak(vertrouwelijkheidaanduiding="geheim")
    body = {"uuid__in": [z["url"].rpartition("/")[2] for z in (allowed, other, secret)]}
    found = expect(await s.post("zaken/zaken/_zoek", body, key=key), 200)
    demand([r.get("url") for r in found.rows] == [allowed["url"]], "zoeken toont zaken buiten de rechten")
    demand(found.document.get("count") == 1, "count telt zaken buiten de rechten mee")
    for zaak in (other, secret):
        rows = await s.all_of("zaken/zaken", {"identificatie": zaak["identificatie"]}, key=key)
        demand(rows == set(), "een lijst toont een zaak buiten de rechten")


async def refuse_single_object(s: Scratch) -> None:
    key, zaak = await s.second(), await s.zaak(await s.other_zaaktype())
    denied(await s.get(zaak["url"], key=key))
    denied(await s.patch(zaak["url"], {"toelichting": "x"}, key=key))


async def judge_before_and_after(s: Scratch) -> None:
    key = await s.second()
    denied(await s.post("zaken/zaken", await s.zaak_body(vertrouwelijkheidaanduiding="geheim"), key=key))
    denied(await s.post("zaken/zaken", await s.zaak_body(await s.other_zaaktype()), key=key))
    zaak = await s.zaak()
    denied(await s.patch(zaak["url"], {"vertrouwelijkheidaanduiding": "geheim"}, key=key))
    expect(await s.patch(zaak["url"], {"vertrouwelijkheidaanduiding": "intern"}, key=key), 200)


async def follow_rights_of_main_object(s: Scratch) -> None:
    key, secret, open_ = await s.second(), await s.zaak(vertrouwelijkheidaanduiding="geheim"), await s.zaak()
    for zaak, status in ((open_, 200), (secret, 403)):
        rol = await s.rol(zaak)
        expect(await s.get(rol["url"], key=key), status)
    denied(await s.post("zaken/rollen", await s.rol_body(secret), key=key))


async def judge_besluit_by_type(s: Scratch) -> None:
    key = await s.second()
    other = await s.published(await s.besluittype_concept())
    allowed = await s.besluit()
    hidden = await s.create("besluiten/besluiten", await s.besluit_body(other))
    expect(await s.get(allowed["url"], key=key), 200)
    denied(await s.get(hidden["url"], key=key))
    expect(await s.get((await s.zaaktype())["url"], key=key), 200)


async def hide_in_expand(s: Scratch) -> None:
    """A deelzaak that is out of reach may not be shown by way of its hoofdzaak."""
    key, zaak = await s.second(), await s.zaak()
    deel = await s.zaak(hoofdzaak=zaak["url"], vertrouwelijkheidaanduiding="geheim")
    answer = expect(await s.get(zaak["url"], {"expand": "deelzaken"}, key=key), 200, 403, 404)
    inside = (answer.document.get("_expand") or {}).get("deelzaken") or []
    demand(deel["url"] not in [d.get("url") for d in inside if isinstance(d, dict)], "_expand toont een geheime zaak")


async def filter_on_rights(s: Scratch) -> None:
    key, hidden = await s.second(), await s.zaak(vertrouwelijkheidaanduiding="geheim")
    rows = await s.all_of("zaken/zaken", {"identificatie": hidden["identificatie"]}, key=key)
    demand(rows == set(), "een lijst toont een zaak boven het maximum")
    denied(await s.get(hidden["url"], key=key))


async def guard_closed_zaak(s: Scratch) -> None:
    """Whoever may force, may still write."""
    key, zaak = await s.second(), await s.closed_zaak()
    denied(await s.patch(zaak["url"], {"toelichting": "x"}, key=key))
    denied(await s.post("zaken/rollen", await s.rol_body(zaak), key=key))
    expect(await s.patch(zaak["url"], {"toelichting": "met force"}), 200)


async def guard_reopening(s: Scratch) -> None:
    key, zaak = await s.second(), await s.closed_zaak()
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    denied(await s.post("zaken/statussen", await s.status_body(zaak, 1, datumStatusGezet=now), key=key))
    await s.status(zaak, 1, datumStatusGezet=now)
    demand((await s.get(zaak["url"])).document.get("einddatum") is None, "heropenen wist de einddatum niet")


async def guard_unlocking(s: Scratch) -> None:
    """Without the right to force, only the key opens."""
    key, document = await s.second(), await s.document()
    lock = await s.lock(document)
    unlock = f"{document['url']}/unlock"
    for body in ({}, {"lock": "een-verkeerde-sleutel"}):
        refused = await s.post(unlock, body, key=key)
        s.refuses(refused, "nonFieldErrors", "incorrect-lock-id", status=(400, 403), firm=False)
    expect(await s.post(unlock, {"lock": lock}, key=key), 204)


async def guard_besluit_of_closed_zaak(s: Scratch) -> None:
    key, zaak = await s.second(), await s.closed_zaak()
    denied(await s.post("besluiten/besluiten", await s.besluit_body(zaak=zaak["url"]), key=key))


async def keep_published_type(s: Scratch) -> None:
    """Only its last day may be set; the rest takes the right to correct."""
    key, soort = await s.second(), await s.published(await s.soort_concept())
    answer = await s.patch(soort["url"], {"omschrijving": "anders"}, key=key)
    s.refuses(answer, "nonFieldErrors", "non-concept-object")
    s.refuses(await s.delete(soort["url"], key=key), "nonFieldErrors", "non-concept-object")
    expect(await s.patch(soort["url"], {"eindeGeldigheid": "2099-12-31"}, key=key), 200)


async def keep_parts_of_published(s: Scratch) -> None:
    key, zaaktype = await s.second(), await s.zaaktype()
    status = {"omschrijving": "nieuw", "zaaktype": zaaktype["url"], "volgnummer": 9}
    names = ("nonFieldErrors", "zaaktype")
    s.refuses(await s.post("catalogi/statustypen", status, key=key), names, "non-concept-zaaktype")
    part = zaaktype["roltypen"][0]["url"]
    s.refuses(await s.patch(part, {"omschrijving": "anders"}, key=key), names, "non-concept-zaaktype")
    s.refuses(await s.delete(part, key=key), names, "non-concept-zaaktype")


async def heed_change_of_rights(s: Scratch) -> None:
    """A right that is taken away is gone soon, also for who was just let in. The last rule: it leaves no rights."""
    key = await s.second()
    expect(await s.get("zaken/zaken", key=key), 200)
    less = {"autorisaties": [{"component": "ztc", "scopes": ["catalogi.lezen"]}]}
    expect(await s.patch(s.second_url, less), 200)
    for _ in range(PATIENCE):
        if (await s.get("zaken/zaken", key=key)).status == 403:
            return
        await asyncio.sleep(1)
    raise Failed(f"een ingetrokken recht gold na {PATIENCE} seconden nog")


ALL = (ZAKEN, CATALOGI, AUTORISATIES)
RULES = (
    Rule("A-06", ALL, follow_rights_of_application),
    Rule("A-07", ALL, know_nobody_without_application),
    Rule("A-08", (ZAKEN, CATALOGI), stop_nobody_with_all_rights),
    Rule("A-09", ALL, order_confidentiality),
    Rule("A-10", ALL, show_only_what_is_allowed),
    Rule("A-11", ALL, refuse_single_object),
    Rule("A-12", ALL, judge_before_and_after),
    Rule("A-13", ALL, follow_rights_of_main_object),
    Rule("A-14", (BESLUITEN, DOCUMENTEN, *ALL), judge_besluit_by_type),
    Rule("X-07", ALL, hide_in_expand),
    Rule("Z-10", ALL, filter_on_rights),
    Rule("Z-15", ALL, guard_closed_zaak),
    Rule("Z-20", ALL, guard_reopening, part="recht"),
    Rule("D-14", (DOCUMENTEN, *ALL), guard_unlocking, part="recht"),
    Rule("B-12", (BESLUITEN, DOCUMENTEN, *ALL), guard_besluit_of_closed_zaak),
    Rule("C-04", (CATALOGI, ZAKEN, AUTORISATIES), keep_published_type),
    Rule("C-05", (CATALOGI, ZAKEN, AUTORISATIES), keep_parts_of_published),
    Rule("AC-06", (AUTORISATIES, CATALOGI, ZAKEN), heed_change_of_rights, advice=True),
)
