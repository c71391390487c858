"""An autorisatie that names a whole catalogus (A-15, decision 0020)."""

from typing import Any
from uuid import UUID

import msgspec
import pytest

from meent.app import App
from meent.data.embedded import Embedded
from meent.integration.notificaties import omroep
from meent.integration.notificaties.verdelen import Uitzending, Verandering
from tests.asgi import SECRET, Client
from tests.conftest import Gemeente
from tests.engine.test_tenant_settings import set_for
from tests.zgw import (
    AUTORISATIES,
    BESLUITEN,
    CATALOGI,
    DOCUMENTEN,
    ZAKEN,
    bij_zaak,
    brc,
    een_besluit,
    een_besluittype,
    een_catalogus,
    een_document,
    een_informatieobjecttype,
    een_status,
    een_zaak,
    een_zaaktype,
    made,
    zaak_body,
    zaaktype_met,
    zrc,
    ztc,
)  # fmt: skip

PATH = f"{AUTORISATIES}/applicaties"
LIJSTEN = {
    "zrc": f"{ZAKEN}/zaken",
    "drc": f"{DOCUMENTEN}/enkelvoudiginformatieobjecten",
    "brc": f"{BESLUITEN}/besluiten",
}


def op(catalogus: dict[str, Any], component: str, *scopes: str, tot: str = "openbaar") -> dict[str, Any]:
    """An autorisatie for all that is of a catalogus."""
    level = {} if component == "brc" else {"maxVertrouwelijkheidaanduiding": tot}
    return {"component": component, "scopes": list(scopes), "catalogus": catalogus["url"]} | level


def body(*autorisaties: dict[str, Any]) -> dict[str, Any]:
    return {
        "clientIds": ["a"], "label": "x", "heeftAlleAutorisaties": False, "autorisaties": list(autorisaties),
    }  # fmt: skip


async def registered(gemeente: Gemeente, *autorisaties: dict[str, Any]) -> Client:
    """An application whose rights were given over the API."""
    await made(gemeente.client, PATH, body(*autorisaties))
    await gemeente.rows(
        "insert into applicatie_geheim (tenant_id, client_id, geheim) values ($1, 'a', $2)", gemeente.id, SECRET
    )
    gemeente.app.engine.authenticator.forget(gemeente.id)
    return Client(gemeente.app, f"/{gemeente.slug}", "a")


async def one_of_each(client: Client, catalogus: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """A zaak, a document and a besluit of types in this catalogus."""
    where = catalogus["url"]
    return {
        "zrc": await een_zaak(client, await een_zaaktype(client, where)),
        "drc": await een_document(client, await een_informatieobjecttype(client, where)),
        "brc": await een_besluit(client, await een_besluittype(client, where)),
    }


async def seen(client: Client, path: str) -> list[str]:
    """URLs of what a list shows; its count is that many."""
    page = (await client.get(path)).json
    assert page["count"] == len(page["results"])
    return [row["url"] for row in page["results"]]


@pytest.mark.rule("A-15")
@pytest.mark.parametrize(("component", "scope"), [
    ("zrc", "zaken.lezen"), ("drc", "documenten.lezen"), ("brc", "besluiten.lezen"),
])  # fmt: skip
async def test_all_types_of_the_catalogus_count(gemeente: Gemeente, component: str, scope: str) -> None:
    """With a thousand types, a right per type is a right that somebody forgets."""
    een, ander = await een_catalogus(gemeente.client), await een_catalogus(gemeente.client)
    own = (await one_of_each(gemeente.client, een))[component]
    other = (await one_of_each(gemeente.client, ander))[component]
    client = await registered(gemeente, op(een, component, scope))
    assert await seen(client, LIJSTEN[component]) == [own["url"]]
    assert (await client.get(own["url"])).status == 200
    assert (await client.get(other["url"])).status == 403
    found = (await client.post(f"{LIJSTEN['zrc']}/_zoek", {"uuid__in": [own["url"][-36:], other["url"][-36:]]})).json
    assert [z["url"] for z in found.get("results", [])] == ([own["url"]] if component == "zrc" else [])


@pytest.mark.rule("A-15")
async def test_a_new_type_counts_at_once(gemeente: Gemeente) -> None:
    """Whoever publishes a type would have to change the rights of each application the same day."""
    catalogus = await een_catalogus(gemeente.client)
    client = await registered(gemeente, op(catalogus, "zrc", "zaken.lezen", "zaken.aanmaken"), ztc("catalogi.lezen"))
    assert await seen(client, LIJSTEN["zrc"]) == []  # and not 403: it has the right, there is only nothing yet
    zaaktype = await een_zaaktype(gemeente.client, catalogus["url"])
    zaak = await een_zaak(client, zaaktype)
    assert await seen(client, LIJSTEN["zrc"]) == [zaak["url"]]
    buiten = await een_zaaktype(gemeente.client)
    assert (await client.post(f"{ZAKEN}/zaken", zaak_body(buiten["url"]))).status == 403


@pytest.mark.rule("A-15")
async def test_level_of_the_autorisatie_counts(gemeente: Gemeente) -> None:
    """A catalogus is a wide right; it must not be a deep one as well."""
    catalogus = await een_catalogus(gemeente.client)
    zaaktype = await een_zaaktype(gemeente.client, catalogus["url"])
    open_, intern, geheim = [
        await een_zaak(gemeente.client, zaaktype, vertrouwelijkheidaanduiding=level)
        for level in ("openbaar", "intern", "geheim")
    ]
    client = await registered(
        gemeente, op(catalogus, "zrc", "zaken.lezen", tot="intern"), zrc(["zaken.bijwerken"], zaaktype, "geheim")
    )
    assert set(await seen(client, LIJSTEN["zrc"])) == {open_["url"], intern["url"]}
    assert (await client.get(geheim["url"])).status == 403
    assert (await client.patch(geheim["url"], {"toelichting": "x"})).status == 200


@pytest.mark.rule("A-15")
async def test_right_holds_for_its_own_scope_only(gemeente: Gemeente) -> None:
    """Making cases in one catalogus and reading one type of another added up to reading both (GHSA-vpvj-hgh4-8389)."""
    een, ander = await een_catalogus(gemeente.client), await een_catalogus(gemeente.client)
    maakt, leest = await een_zaaktype(gemeente.client, een["url"]), await een_zaaktype(gemeente.client, ander["url"])
    verborgen, gezien = await een_zaak(gemeente.client, maakt), await een_zaak(gemeente.client, leest)
    client = await registered(
        gemeente, op(een, "zrc", "zaken.aanmaken", tot="zeer_geheim"), zrc(["zaken.lezen"], leest)
    )
    assert await seen(client, LIJSTEN["zrc"]) == [gezien["url"]]
    search = await client.post(f"{ZAKEN}/zaken/_zoek", {"uuid__in": [verborgen["uuid"], gezien["uuid"]]})
    assert (search.json["count"], [z["url"] for z in search.json["results"]]) == (1, [gezien["url"]])
    assert (await client.get(verborgen["url"])).status == 403
    assert (await client.post(f"{ZAKEN}/zaken", zaak_body(leest["url"]))).status == 403
    assert (await client.post(f"{ZAKEN}/zaken", zaak_body(maakt["url"]))).status == 201


@pytest.mark.rule("A-15")
async def test_right_holds_for_its_own_component_only(gemeente: Gemeente) -> None:
    """A right on the documents of a catalogus opened the cases of it as well (GHSA-vpvj-hgh4-8389)."""
    een, ander = await een_catalogus(gemeente.client), await een_catalogus(gemeente.client)
    hier, daar = await one_of_each(gemeente.client, een), await one_of_each(gemeente.client, ander)
    all_scopes = ("zaken.lezen", "documenten.lezen", "besluiten.lezen")
    client = await registered(
        gemeente,
        op(een, "drc", *all_scopes, tot="zeer_geheim"),
        zrc(list(all_scopes), {"url": daar["zrc"]["zaaktype"]}),
        brc(list(all_scopes), {"url": daar["brc"]["besluittype"]}),
    )
    assert await seen(client, LIJSTEN["zrc"]) == [daar["zrc"]["url"]]
    assert await seen(client, LIJSTEN["brc"]) == [daar["brc"]["url"]]
    assert await seen(client, LIJSTEN["drc"]) == [hier["drc"]["url"]]
    statuses = {kind: (await client.get(row["url"])).status for kind, row in hier.items()}
    assert statuses == {"zrc": 403, "drc": 200, "brc": 403}


@pytest.mark.rule("A-15")
async def test_expand_shows_what_the_catalogus_allows(gemeente: Gemeente) -> None:
    """A document of another catalogus would come out by way of the case that it hangs on (X-07)."""
    catalogus = await een_catalogus(gemeente.client)
    soort = await een_informatieobjecttype(gemeente.client, catalogus["url"])
    zaaktype = await zaaktype_met(gemeente.client, soort)
    zaak = await een_zaak(gemeente.client, zaaktype)
    await bij_zaak(gemeente.client, zaak, await een_document(gemeente.client, soort))
    path, names = zaak["url"], {"expand": "zaakinformatieobjecten.informatieobject"}
    blind = await gemeente.application(op(catalogus, "zrc", "zaken.lezen"), ztc("catalogi.lezen"))
    assert b'"auteur"' not in (await blind.get(path, names)).body
    ziet = await gemeente.application(
        op(catalogus, "zrc", "zaken.lezen"), op(catalogus, "drc", "documenten.lezen"), ztc("catalogi.lezen")
    )
    assert b'"auteur"' in (await ziet.get(path, names)).body


@pytest.mark.rule("A-15")
async def test_what_hangs_under_a_zaak_follows(gemeente: Gemeente) -> None:
    """Statuses tell as much as the case that they are of (A-13)."""
    catalogus = await een_catalogus(gemeente.client)
    binnen, buiten = await een_zaaktype(gemeente.client, catalogus["url"]), await een_zaaktype(gemeente.client)
    statussen = [
        await een_status(gemeente.client, await een_zaak(gemeente.client, z), z["statustypen"][0])
        for z in (binnen, buiten)
    ]  # fmt: skip
    client = await registered(gemeente, op(catalogus, "zrc", "zaken.lezen"))
    assert await seen(client, f"{ZAKEN}/statussen") == [statussen[0]["url"]]
    assert [(await client.get(s["url"])).status for s in statussen] == [200, 403]


@pytest.mark.rule("A-15")
@pytest.mark.parametrize(("component", "scope", "max_required"), [
    ("zrc", "zaken.lezen", True), ("drc", "documenten.lezen", True), ("brc", "besluiten.lezen", False),
])  # fmt: skip
async def test_catalogus_stands_for_the_type(client: Client, component: str, scope: str, max_required: bool) -> None:
    """ac-003 asks what the right is about; it still asks how secret that may be."""
    catalogus = await een_catalogus(client)
    autorisatie = {"component": component, "scopes": [scope], "catalogus": catalogus["url"]}
    answer = await client.post(PATH, body(autorisatie))
    wanted = {("autorisaties.0.maxVertrouwelijkheidaanduiding", "required")} if max_required else set()
    assert (answer.status, answer.codes) == (400 if max_required else 201, wanted)
    if max_required:
        kept = (await made(client, PATH, body(op(catalogus, component, scope))))["autorisaties"]
        assert kept[0]["catalogus"] == catalogus["url"]


@pytest.mark.rule("A-15")
async def test_catalogus_is_one_of_this_municipality(gemeente: Gemeente, andere_gemeente: Gemeente) -> None:
    """A right on the catalogus of the neighbours is a mistake, and must never become a right there or here."""
    theirs = await een_catalogus(andere_gemeente.client)
    own = await een_catalogus(gemeente.client)
    as_ours = theirs | {"url": own["url"][:-36] + theirs["url"][-36:]}
    zaaktype = await een_zaaktype(gemeente.client, own["url"])
    elders = {"url": "https://elders.example/catalogi/api/v1/catalogussen/" + own["url"][-36:]}
    for wrong in (theirs, as_ours, elders, zaaktype):
        answer = await gemeente.client.post(PATH, body(op(wrong, "zrc", "zaken.lezen")))
        assert answer.codes == {("autorisaties.0.catalogus", "does_not_exist")}, wrong["url"]
    applicatie = await made(gemeente.client, PATH, body(op(own, "zrc", "zaken.lezen")))
    changed = await gemeente.client.patch(
        applicatie["url"], {"autorisaties": body(op(theirs, "zrc", "zaken.lezen"))["autorisaties"]}
    )
    assert changed.codes == {("autorisaties.0.catalogus", "does_not_exist")}


@pytest.mark.rule("A-15")
async def test_even_a_stored_right_does_not_cross(gemeente: Gemeente, andere_gemeente: Gemeente) -> None:
    """Whatever stands in the register, what is read for a municipality is of that municipality."""
    theirs = await een_catalogus(andere_gemeente.client)
    await een_zaak(andere_gemeente.client, await een_zaaktype(andere_gemeente.client, theirs["url"]))
    own = await een_zaaktype(gemeente.client)
    await een_zaak(gemeente.client, own)
    forged = {"url": own["url"][: own["url"].index(CATALOGI)] + theirs["url"][theirs["url"].index(CATALOGI) :]}
    client = await gemeente.application(op(forged, "zrc", "zaken.lezen", tot="zeer_geheim"))
    granted = (await gemeente.app.engine.authenticator.applications.of(gemeente.id))[client.client_id].rights
    assert granted.reach("zrc", ("zaken.lezen",)).types == {}
    assert await seen(client, LIJSTEN["zrc"]) == []


@pytest.mark.rule("A-15")
async def test_catalogus_where_it_says_nothing_is_refused(client: Client) -> None:
    """Who reads it back would think that it limits something, or that it adds something to the type."""
    catalogus = await een_catalogus(client)
    zaaktype = await een_zaaktype(client, catalogus["url"])
    for autorisatie in (
        {"component": "ztc", "scopes": ["catalogi.lezen"], "catalogus": catalogus["url"]},
        {"component": "ac", "scopes": ["autorisaties.lezen"], "catalogus": catalogus["url"]},
        op(catalogus, "zrc", "zaken.lezen") | {"zaaktype": zaaktype["url"]},
    ):
        assert (await client.post(PATH, body(autorisatie))).codes == {("autorisaties.0.catalogus", "invalid")}


@pytest.mark.rule("G-22")
async def test_no_catalogus_where_only_the_standard_is_shown(app: App, migrated: Embedded, gemeente: Gemeente) -> None:
    """A supplier that is tested against the standard would be given rights that the standard does not know."""
    client, catalogus = gemeente.client, await een_catalogus(gemeente.client)
    given = body(op(catalogus, "zrc", "zaken.lezen"))
    before = await made(client, PATH, given)
    await set_for(app, migrated.owner_dsn, gemeente.slug, extras=False)
    answer = await client.post(PATH, given | {"clientIds": ["b"]})
    assert answer.codes == {("autorisaties.0.zaaktype", "required")}
    kept = await client.patch(before["url"], {"label": "anders"})  # what was given before stays
    assert (kept.status, kept.json["autorisaties"]) == (200, before["autorisaties"])
    assert b'"catalogus"' not in (await client.get(f"{AUTORISATIES}/openapi.json")).body


@pytest.mark.rule("A-15")
@pytest.mark.parametrize("kanaal", ["zaaktypen", "informatieobjecttypen", "besluittypen"])
def test_other_processes_read_rights_anew_when_types_change(kanaal: str) -> None:
    """A type that was published at one server would be forbidden for a minute at the next."""
    told: list[int | None] = []
    one = omroep.Omroep("", told.append)
    change = Verandering(kanaal, UUID(int=1), "type", "create")
    one._heard(None, 0, "", f"1 {msgspec.json.encode(Uitzending(7, [change])).decode()}")
    one._heard(
        None,
        0,
        "",
        f"2 {msgspec.json.encode(Uitzending(8, [msgspec.structs.replace(change, kanaal='zaken')])).decode()}",
    )
    assert told == [7]
