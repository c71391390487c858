"""What an application may do: scopes, types, levels (RULES §3, §4)."""

import itertools
from typing import Any

import pytest

from meent.capabilities.zoek import zoek_of
from meent.engine.declare import Resource
from meent.engine.marks import VERTROUWELIJKHEID
from tests.asgi import Client, Response
from tests.conftest import Gemeente
from tests.engine.samples import READABLE, REGISTRY, Gevuld, gevuld
from tests.zgw import ZAKEN, een_zaak, een_zaaktype, zaak_body, zrc, ztc

SCOPES = {
    "zrc": (
        "zaken.lezen", "zaken.aanmaken", "zaken.bijwerken", "zaken.geforceerd-bijwerken", "zaken.verwijderen",
        "zaken.statussen.toevoegen", "zaken.heropenen", "audittrails.lezen",
    ),
    "drc": (
        "documenten.lezen", "documenten.aanmaken", "documenten.bijwerken", "documenten.geforceerd-bijwerken",
        "documenten.verwijderen", "documenten.lock", "documenten.geforceerd-unlock", "audittrails.lezen",
    ),
    "ztc": ("catalogi.lezen", "catalogi.schrijven", "catalogi.geforceerd-schrijven", "catalogi.geforceerd-verwijderen"),
    "ac": ("autorisaties.lezen", "autorisaties.bijwerken"),
    "nrc": ("notificaties.consumeren", "notificaties.publiceren"),
    "kic": (
        "klantinteracties.lezen", "klantinteracties.aanmaken", "klantinteracties.bijwerken",
        "klantinteracties.verwijderen",
    ),
    "objecttypen": ("objecttypen.lezen", "objecttypen.bijwerken"),
    "objecten": ("objecten.lezen", "objecten.bijwerken"),
}  # fmt: skip
ALL = sorted(set(itertools.chain(*SCOPES.values())))

LEZEN = {"zaken.lezen"}
BIJWERKEN = {"zaken.bijwerken", "zaken.geforceerd-bijwerken"}
TYPEN = {"catalogi.schrijven", "catalogi.geforceerd-schrijven"}
NRC = {"notificaties.consumeren", "notificaties.publiceren"}
DRC = ({"documenten.lezen"}, {"documenten.aanmaken"}, {"documenten.bijwerken"}, {"documenten.verwijderen"})
KIC = tuple({scope} for scope in SCOPES["kic"])
WEG = {"catalogi.schrijven", "catalogi.geforceerd-verwijderen"}
# RULES §4 and decision 0030, row by row: resource -> (read, create, update, delete); None where there is none.
MATRIX: dict[str, tuple[set[str], set[str], set[str] | None, set[str] | None]] = {
    "catalogus": ({"catalogi.lezen"}, {"catalogi.schrijven"}, TYPEN, None),
    "zaaktype": ({"catalogi.lezen", "zaken.lezen", "documenten.lezen"}, {"catalogi.schrijven"}, TYPEN, WEG),
    "statustype": ({"catalogi.lezen"}, TYPEN, TYPEN, WEG),
    "roltype": ({"catalogi.lezen"}, TYPEN, TYPEN, WEG),
    "informatieobjecttype": ({"catalogi.lezen"}, {"catalogi.schrijven"}, TYPEN, WEG),
    "besluittype": ({"catalogi.lezen"}, {"catalogi.schrijven"}, TYPEN, WEG),
    "resultaattype": ({"catalogi.lezen"}, TYPEN, TYPEN, WEG),
    "eigenschap": ({"catalogi.lezen"}, TYPEN, TYPEN, WEG),
    "zaaktypeinformatieobjecttype": ({"catalogi.lezen"}, TYPEN, TYPEN, WEG),
    "zaakobjecttype": ({"catalogi.lezen"}, TYPEN, TYPEN, WEG),
    "zaak": (LEZEN, {"zaken.aanmaken"}, BIJWERKEN, {"zaken.verwijderen"}),
    "status": (LEZEN, {"zaken.aanmaken", "zaken.statussen.toevoegen", "zaken.heropenen"}, None, None),
    "resultaat": (LEZEN, BIJWERKEN, BIJWERKEN, BIJWERKEN),
    "rol": (LEZEN, BIJWERKEN, None, BIJWERKEN),
    "zaakobject": (LEZEN, BIJWERKEN | {"zaken.aanmaken"}, BIJWERKEN, BIJWERKEN | {"zaken.verwijderen"}),
    "zaakeigenschap": (LEZEN, BIJWERKEN, BIJWERKEN, BIJWERKEN),
    "klantcontact": (LEZEN, BIJWERKEN, None, None),
    "zaakcontactmoment": (LEZEN, {"zaken.bijwerken"}, None, {"zaken.bijwerken"}),
    "zaakverzoek": (LEZEN, {"zaken.bijwerken"}, None, {"zaken.bijwerken"}),
    "zaaknotitie": (LEZEN, *[{"zaken.bijwerken"}] * 3),
    "zaakbesluit": (LEZEN, {"zaken.bijwerken"}, None, {"zaken.bijwerken"}),
    "besluit": (
        {"besluiten.lezen"}, {"besluiten.aanmaken"}, {"besluiten.bijwerken"}, {"besluiten.verwijderen"},
    ),
    "besluitinformatieobject": ({"besluiten.lezen"}, {"besluiten.aanmaken"}, None, {"besluiten.verwijderen"}),
    "zaakinformatieobject": (LEZEN, BIJWERKEN | {"zaken.aanmaken"}, BIJWERKEN, BIJWERKEN | {"zaken.verwijderen"}),
    "enkelvoudiginformatieobject": (*DRC[:2], DRC[2] | {"documenten.geforceerd-bijwerken"}, DRC[3]),
    "objectinformatieobject": (*DRC[:2], None, DRC[3]),
    "gebruiksrechten": DRC,
    "verzending": DRC,
    "applicatie": (
        {"autorisaties.lezen"}, {"autorisaties.bijwerken"}, {"autorisaties.bijwerken"}, {"autorisaties.bijwerken"},
    ),
    "kanaal": (NRC, {"notificaties.publiceren"}, None, None),
    "abonnement": (NRC, *[{"notificaties.consumeren"}] * 3),
    "partij": KIC,
    "partijidentificator": KIC,
    "digitaaladres": KIC,
    "rekeningnummer": KIC,
    "vertegenwoordigden": KIC,
    "categorie": KIC,
    "categorierelatie": KIC,
    "objecttype": ({"objecttypen.lezen"}, *[{"objecttypen.bijwerken"}] * 3),
    "objecttypeversion": ({"objecttypen.lezen"}, *[{"objecttypen.bijwerken"}] * 3),
    "object": ({"objecten.lezen"}, *[{"objecten.bijwerken"}] * 3),
    "actor": KIC,
    "klantinteractie": KIC,
    "betrokkene": KIC,
    "onderwerpobject": KIC,
    "bijlage": KIC,
    "actorklantcontact": KIC,
    "internetaak": KIC,
}  # fmt: skip


TYPE_OF = {"brc": "besluittype", "drc": "informatieobjecttype", "objecten": "objecttype"}
"""Component -> the kind of type that its rights are given for, where that is not the zaaktype."""


WITH_SCOPE: dict[tuple[str, str], Client] = {}


async def with_scope(g: Gevuld, scope: str) -> Client:
    """The application with this one scope, for the component it is of, and for the one type up to the top."""
    if (found := WITH_SCOPE.get((g.gemeente.slug, scope))) is not None:
        return found
    component = next(c for c, scopes in SCOPES.items() if scope in scopes)
    grant = {"component": component, "scopes": [scope]}
    of_type = TYPE_OF.get(component, "zaaktype")
    WITH_SCOPE[g.gemeente.slug, scope] = await g.gemeente.application(
        grant | {of_type: g.url(of_type), "maxVertrouwelijkheidaanduiding": "zeer_geheim"}
    )
    return WITH_SCOPE[g.gemeente.slug, scope]


async def attempts(g: Gevuld, client: Client, resource: Resource[Any]) -> dict[str, Response]:
    """One call of each operation that exists, with bodies that would do."""
    path, row = g.collection(resource), await fresh(g, resource)
    found = {"list": await client.get(path), "retrieve": await client.get(row["url"])}
    if "head" in resource.operations:
        found["head"] = await client.head(row["url"])
    if zoek := zoek_of(resource):
        wanted = {"uuid__in": [row["url"][-36:]]} if zoek.usual else {}
        found["_zoek"] = await client.post(f"{path}/{zoek.word}", wanted)
    found["create"] = await client.post(path, await body_for(g, resource))
    if "update" in resource.operations:
        key = await g.key(resource, row)
        found["update"] = await client.put(row["url"], g.again(resource, row) | key)
        found["partial_update"] = await client.patch(row["url"], key)
    if "delete" in resource.operations:
        found["delete"] = await client.delete((await fresh(g, resource))["url"])
    return found


async def fresh(g: Gevuld, resource: Resource[Any]) -> dict[str, Any]:
    return await g.fresh(resource, **await body_for(g, resource))


async def body_for(g: Gevuld, resource: Resource[Any]) -> dict[str, Any]:
    """A status goes to a new zaak: who may only make zaken sets the first one. So does a resultaat: there is one."""
    await g.save_up()
    body = g.body(resource)
    if resource.name in ("status", "resultaat"):
        body["zaak"] = (await g.fresh(REGISTRY.of("Zaak")))["url"]
    return body


def test_matrix_knows_every_resource() -> None:
    """A resource that is not in the matrix is guarded by whatever somebody typed in its declaration."""
    assert set(MATRIX) == {r.name for r in READABLE}


@pytest.mark.rule("A-06", "A-08", "C-35")
@pytest.mark.parametrize("resource", READABLE, ids=lambda r: r.name)
async def test_each_operation_asks_its_scope(stad: Gevuld, resource: Resource[Any]) -> None:
    """One scope too many in a declaration and a reading screen can delete cases."""
    read, create, update, delete = MATRIX[resource.name]
    for scope in ALL:
        client = await with_scope(stad, scope)
        for operation, answer in (await attempts(stad, client, resource)).items():
            kind = {"partial_update": update, "update": update, "create": create, "delete": delete}.get(operation, read)
            may = scope in (kind or set())
            assert (answer.status < 300) == may, (operation, scope, answer.status, answer.body[:200])
            assert may or answer.status == 403, (operation, scope, answer.status)
            if not may and operation != "head":
                assert answer.json["code"] == "permission_denied"
    everything = await stad.gemeente.application(all_rights=True)
    assert {a.status < 300 for a in (await attempts(stad, everything, resource)).values()} == {True}


@pytest.mark.rule("A-06")
@pytest.mark.parametrize("resource", READABLE, ids=lambda r: r.name)
async def test_scope_counts_for_its_own_component(stad: Gevuld, resource: Resource[Any]) -> None:
    """Rights are kept per component; a scope of Zaken that stands under Notificaties opens nothing (GHSA-vpvj)."""
    for component in set(SCOPES) - {resource.api.component, "zrc", "drc"}:
        client = await stad.gemeente.application(
            {"component": component, "scopes": [s for s in ALL if s not in SCOPES[component]],
             "zaaktype": stad.url("zaaktype"), "maxVertrouwelijkheidaanduiding": "zeer_geheim"},
        )  # fmt: skip
        statuses = {o: a.status for o, a in (await attempts(stad, client, resource)).items()}
        assert set(statuses.values()) == {403}, (component, statuses)


@pytest.mark.rule("A-14")
async def test_publishing_and_consumer_ask_their_scope(stad: Gevuld) -> None:
    """Named operations have no row in anybody's head; each is held to its scope."""
    concept = await stad.fresh(REGISTRY.of("ZaakType"))
    client_id = stad.rows["applicatie"]["clientIds"][0]
    for scope in ALL:
        client = await with_scope(stad, scope)
        published = await client.post(f"{concept['url']}/publish", {})
        assert published.status == (400 if scope == "catalogi.schrijven" else 403), scope  # 400: it has no statustype
        asked = await client.get("/autorisaties/api/v1/applicaties/consumer", {"clientId": client_id})
        assert asked.status == (200 if scope == "autorisaties.lezen" else 403), scope


# --- types and levels ------------------------------------------------------------------------------------------------


async def town(gemeente: Gemeente) -> tuple[dict[str, Any], dict[str, Any], dict[tuple[str, str], dict[str, Any]]]:
    """Two zaaktypen, and of each a zaak of every level."""
    client = gemeente.client
    a, b = await een_zaaktype(client), await een_zaaktype(client)
    zaken = {
        (letter, level): await een_zaak(client, zaaktype, vertrouwelijkheidaanduiding=level)
        for letter, zaaktype in (("a", a), ("b", b))
        for level in VERTROUWELIJKHEID
    }  # fmt: skip
    return a, b, zaken


@pytest.mark.rule("A-09", "A-10", "A-11")
@pytest.mark.parametrize("top", VERTROUWELIJKHEID)
async def test_visible_is_what_type_and_level_allow(gemeente: Gemeente, top: str) -> None:
    """A secret case that shows up in a list, a count or a search is out, and cannot be called back."""
    a, _, zaken = await town(gemeente)
    client = await gemeente.application(zrc(["zaken.lezen"], a, top), ztc("catalogi.lezen"))
    allowed = VERTROUWELIJKHEID[: VERTROUWELIJKHEID.index(top) + 1]
    expected = {zaken["a", level]["url"] for level in allowed}
    for key, zaak in zaken.items():
        answer = await client.get(zaak["url"])
        assert answer.status == (200 if zaak["url"] in expected else 403), key
    uuids = [zaak["uuid"] for zaak in zaken.values()]
    for page in (
        await client.get(f"{ZAKEN}/zaken"),
        await client.get(f"{ZAKEN}/zaken", {"startdatum": "2026-01-05"}),
        await client.post(f"{ZAKEN}/zaken/_zoek", {"uuid__in": uuids}),
        await client.get(f"{ZAKEN}/zaken", {"pageSize": "500", "ordering": "-startdatum"}),
    ):
        assert {row["url"] for row in page.json["results"]} == expected
        assert page.json["count"] == len(expected)


@pytest.mark.rule("A-10")
async def test_list_looks_at_the_grant_that_holds_the_scope(gemeente: Gemeente) -> None:
    """Making cases of one type and reading another must not add up to reading both (GHSA-vpvj-hgh4-8389)."""
    a, b, zaken = await town(gemeente)
    client = await gemeente.application(
        zrc(["zaken.aanmaken", "zaken.bijwerken"], a, "zeer_geheim"),
        zrc(["zaken.lezen"], b, "openbaar"),
        zrc(["zaken.lezen"], b, "intern"),
        {
            "component": "drc",
            "scopes": ["zaken.lezen"],
            "zaaktype": a["url"],
            "maxVertrouwelijkheidaanduiding": "geheim",
        },
    )
    page = (await client.get(f"{ZAKEN}/zaken")).json
    expected = {zaken["b", level]["url"] for level in ("openbaar", "beperkt_openbaar", "intern")}
    assert {row["url"] for row in page["results"]} == expected
    assert (await client.get(zaken["a", "openbaar"]["url"])).status == 403
    assert (await client.patch(zaken["b", "openbaar"]["url"], {"toelichting": "x"})).status == 403
    assert (await client.patch(zaken["a", "zeer_geheim"]["url"], {"toelichting": "x"})).status == 200


@pytest.mark.rule("A-10")
async def test_no_scope_at_all_is_403(stad: Gevuld) -> None:
    """An empty list would say there are no cases; the truth is that this application may not ask."""
    client = await stad.gemeente.application(ztc("catalogi.lezen"))
    for path in (f"{ZAKEN}/zaken", f"{ZAKEN}/rollen", f"{ZAKEN}/statussen"):
        assert (await client.get(path)).json["code"] == "permission_denied"
    answer = await client.post(f"{ZAKEN}/zaken/_zoek", {"uuid__in": []})
    assert (answer.status, answer.json["code"]) == (403, "permission_denied")


@pytest.mark.rule("A-12")
async def test_rights_count_before_and_after(gemeente: Gemeente) -> None:
    """Otherwise somebody moves a case to a type he may write, changes it, or hides his own from its owner."""
    a, b, zaken = await town(gemeente)
    client = await gemeente.application(zrc(["zaken.bijwerken", "zaken.aanmaken"], a, "intern"))
    own, secret, other = zaken["a", "openbaar"]["url"], zaken["a", "geheim"]["url"], zaken["b", "openbaar"]["url"]
    for url, body, status in (
        (own, {"toelichting": "x"}, 200),
        (own, {"zaaktype": b["url"]}, 403),
        (own, {"vertrouwelijkheidaanduiding": "geheim"}, 403),
        (secret, {"vertrouwelijkheidaanduiding": "openbaar"}, 403),
        (other, {"zaaktype": a["url"]}, 403),
        (own, {"vertrouwelijkheidaanduiding": "intern"}, 200),
    ):
        answer = await client.patch(url, body)
        assert answer.status == status, (body, answer.body)
    for extra, status in (
        ({}, 201), ({"vertrouwelijkheidaanduiding": "geheim"}, 403), ({"zaaktype": b["url"]}, 403),
    ):  # fmt: skip
        assert (await client.post(f"{ZAKEN}/zaken", zaak_body(a["url"]) | extra)).status == status
    hidden = await een_zaaktype(gemeente.client, vertrouwelijkheidaanduiding="geheim")
    may = await gemeente.application(zrc(["zaken.aanmaken"], hidden, "openbaar"))
    answer = await may.post(f"{ZAKEN}/zaken", zaak_body(hidden["url"]))  # it would get the level of its type
    assert (answer.status, answer.json["code"]) == (403, "permission_denied")


@pytest.mark.rule("A-11")
async def test_outside_the_rights_no_fault_tells_what_is_there(gemeente: Gemeente) -> None:
    """`wijzigen-niet-toegelaten` for one number and 403 for another tells the number of a case one may not see."""
    a, _, zaken = await town(gemeente)
    client = await gemeente.application(zrc(["zaken.bijwerken"], a, "openbaar"))
    secret = zaken["b", "geheim"]
    for body in ({}, {"identificatie": "x"}, {"identificatie": secret["identificatie"]}, {"startdatum": "x"}):
        answer = await client.patch(secret["url"], body)
        assert (answer.status, answer.json["code"]) == (403, "permission_denied")


@pytest.mark.rule("A-13")
async def test_parts_follow_their_main_object(gemeente: Gemeente) -> None:
    """Who may not see the case may not see who is in it."""
    g = await gevuld(gemeente)
    elsewhere = await een_zaaktype(gemeente.client)
    under = [r for r in READABLE if r.through in ("zaak", "gerelateerd_aan")]
    assert {r.name for r in under} >= {"status", "resultaat", "rol", "zaakobject", "zaakeigenschap", "zaaknotitie"}
    for max_level, zaaktype, may in (("openbaar", elsewhere, False), ("openbaar", g.rows["zaaktype"], True)):
        client = await gemeente.application(
            zrc(["zaken.lezen", "zaken.bijwerken", "zaken.statussen.toevoegen"], zaaktype, max_level)
        )
        for r in under:
            assert (await client.get(g.url(r.name))).status == (200 if may else 403), r.name
            answer = await client.get(g.collection(r))
            if "{" in r.path:
                assert answer.status == (200 if may else 403), r.name
            else:
                assert (len(answer.json["results"] if r.paginated else answer.json) > 0) == may, r.name
            assert (await client.post(g.collection(r), g.body(r))).status == (201 if may else 403), r.name
            if "delete" in r.operations:
                row = await g.fresh(r)
                assert (await client.delete(row["url"])).status == (204 if may else 403)


@pytest.mark.rule("A-14")
async def test_catalogi_and_autorisaties_go_by_scope_alone(stad: Gevuld) -> None:
    """A type has no secrecy of its own; a level in the grant must not hide half a catalogus."""
    client = await stad.gemeente.application(
        ztc("catalogi.lezen"), {"component": "ac", "scopes": ["autorisaties.lezen"]}
    )
    for r in (r for r in READABLE if r.api.component in ("ztc", "ac")):
        assert not r.authorised_by
        assert (await client.get(stad.collection(r))).json == (await stad.client.get(stad.collection(r))).json


@pytest.mark.rule("A-06")
async def test_new_rights_count_at_once(stad: Gevuld) -> None:
    """Taken away is taken away now, not when a memory runs out."""
    client = await stad.gemeente.application(zrc(["zaken.lezen"], stad.rows["zaaktype"], "zeer_geheim"))
    assert (await client.get(stad.url("zaak"))).status == 200
    found = await stad.client.get("/autorisaties/api/v1/applicaties/consumer", {"clientId": client.client_id})
    url = found.json[0]["url"]
    changed = {"autorisaties": [zrc(["zaken.aanmaken"], stad.rows["zaaktype"])]}
    assert (await stad.client.patch(url, changed)).status == 200
    assert (await client.get(stad.url("zaak"))).status == 403
    assert (await stad.client.delete(url)).status == 204
    assert (await client.post(f"{ZAKEN}/zaken", stad.body(REGISTRY.of("Zaak")))).status == 403
