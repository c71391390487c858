"""A zaak of ours with a zaaktype in the Catalogi register of another supplier (RULES G-14…G-16, Z-01)."""

from typing import Any

import pytest

from meent.basis.adres import is_elders, key_of
from meent.data.pool import Connection
from meent.services.koppelingen.diensten import Dienst
from tests.asgi import SECRET, token
from tests.conftest import Gemeente
from tests.services.koppelingen.conftest import Leverancier
from tests.zgw import (
    CATALOGI,
    ZAKEN,
    een_concept,
    een_document,
    een_informatieobjecttype,
    een_rol,
    een_status,
    een_zaak,
    een_zaaktype,
    gewijzigd,
    sluit,
    zaak_body,
    ztc,
)  # fmt: skip

NERGENS = "00000000-0000-4000-8000-000000000000"


async def post_zaak(gemeente: Gemeente, zaaktype: str, **extra: Any) -> Any:
    return await gemeente.client.post(f"{ZAKEN}/zaken", zaak_body(zaaktype, **extra))


@pytest.mark.rule("G-14", "Z-01")
async def test_zaak_with_a_zaaktype_elsewhere(gemeente: Gemeente, leverancier: Leverancier) -> None:
    """A municipality that keeps its catalogue with another supplier could not make one case."""
    zaaktype = await een_zaaktype(leverancier.client, vertrouwelijkheidaanduiding="zaakvertrouwelijk")
    await leverancier.is_known_to(gemeente, "catalogi")
    zaak = (await post_zaak(gemeente, zaaktype["url"])).json
    assert zaak["zaaktype"] == zaaktype["url"]
    assert zaak["vertrouwelijkheidaanduiding"] == "zaakvertrouwelijk"
    client = gemeente.client
    assert (await client.get(zaak["url"])).json == zaak
    assert (await client.get(f"{ZAKEN}/zaken")).json["results"] == [zaak]
    rol = await een_rol(client, zaak, zaaktype["roltypen"][0])
    assert (rol["roltype"], rol["omschrijvingGeneriek"]) == (zaaktype["roltypen"][0]["url"], "initiator")
    status = await een_status(client, zaak, zaaktype["statustypen"][0])
    assert status["statustype"] == zaaktype["statustypen"][0]["url"]


@pytest.mark.rule("G-14")
async def test_rules_hold_for_types_elsewhere(gemeente: Gemeente, leverancier: Leverancier) -> None:
    """A case would be closed by any status, or take statuses of another kind of case."""
    zaaktype, ander = await een_zaaktype(leverancier.client), await een_zaaktype(leverancier.client)
    await leverancier.is_known_to(gemeente, "catalogi")
    client, zaak = gemeente.client, (await post_zaak(gemeente, zaaktype["url"])).json
    body = {"zaak": zaak["url"], "datumStatusGezet": "2026-01-06T10:00:00Z"}
    wrong = await client.post(f"{ZAKEN}/statussen", body | {"statustype": ander["statustypen"][0]["url"]})
    assert (wrong.status, wrong.codes) == (400, {("nonFieldErrors", "zaaktype-mismatch")})
    await een_status(client, zaak, zaaktype["statustypen"][0], "2026-01-07T10:00:00Z")
    assert (await client.get(zaak["url"])).json["einddatum"] is None


@pytest.mark.rule("Z-01")
async def test_concept_elsewhere_is_refused(gemeente: Gemeente, leverancier: Leverancier) -> None:
    """A case by a draft of somebody else's catalogue would change its meaning with every edit there."""
    concept = await een_concept(leverancier.client)
    await leverancier.is_known_to(gemeente, "catalogi")
    refused = await post_zaak(gemeente, concept["url"])
    assert (refused.status, refused.codes) == (400, {("zaaktype", "not-published")})


@pytest.mark.rule("G-16")
async def test_our_own_credentials_and_never_the_callers(gemeente: Gemeente, leverancier: Leverancier) -> None:
    """With the caller's token, its secret would have to be known to every register it ever links to."""
    zaaktype = await een_zaaktype(leverancier.client)
    await leverancier.is_known_to(gemeente, "catalogi")
    callers = token(gemeente.client.client_id)
    answer = await gemeente.client.post(f"{ZAKEN}/zaken", zaak_body(zaaktype["url"]), authorization=f"Bearer {callers}")
    assert answer.status == 201
    assert leverancier.wire.asked
    for _, _, authorization in leverancier.wire.asked:
        assert authorization.startswith("Bearer ")
        assert callers not in authorization


@pytest.mark.rule("G-16")
async def test_only_configured_services_are_called(gemeente: Gemeente, leverancier: Leverancier) -> None:
    """Whoever may make a case could otherwise have this server knock on any door of its network."""
    zaaktype = await een_zaaktype(leverancier.client)
    refused = await post_zaak(gemeente, zaaktype["url"])
    assert (refused.status, refused.codes) == (400, {("zaaktype", "bad-url")})
    zaak = await een_zaak(gemeente.client)
    body = {"zaak": zaak["url"], "statustype": zaaktype["statustypen"][0]["url"]}
    refused = await gemeente.client.post(f"{ZAKEN}/statussen", body | {"datumStatusGezet": "2026-01-06T10:00:00Z"})
    assert (refused.status, refused.codes) == (400, {("statustype", "unknown-service")})
    assert leverancier.wire.asked == []


@pytest.mark.rule("G-16")
async def test_services_are_of_one_municipality(
    gemeente: Gemeente, andere_gemeente: Gemeente, leverancier: Leverancier
) -> None:
    """The secret that one town hall got would open the register for its neighbours."""
    zaaktype = await een_zaaktype(leverancier.client)
    await leverancier.is_known_to(andere_gemeente, "catalogi")
    assert (await post_zaak(andere_gemeente, zaaktype["url"])).status == 201
    refused = await post_zaak(gemeente, zaaktype["url"])
    assert (refused.status, refused.codes) == (400, {("zaaktype", "bad-url")})


@pytest.mark.rule("G-14")
@pytest.mark.parametrize(("path", "code"), [
    (f"zaaktypen/{NERGENS}", "bad-url"),
    ("zaaktypen", "invalid-resource"),
    ("", "bad-url"),
])  # fmt: skip
async def test_what_is_not_there_or_something_else(
    gemeente: Gemeente, leverancier: Leverancier, path: str, code: str
) -> None:
    """A case would hang on nothing."""
    await leverancier.is_known_to(gemeente, "catalogi")
    refused = await post_zaak(gemeente, f"{leverancier.basis('catalogi')}/{path}")
    assert (refused.status, refused.codes) == (400, {("zaaktype", code)})


@pytest.mark.rule("G-14")
async def test_another_kind_of_object(gemeente: Gemeente, leverancier: Leverancier) -> None:
    """A case with a statustype for its zaaktype has no types at all."""
    zaaktype = await een_zaaktype(leverancier.client)
    await leverancier.is_known_to(gemeente, "catalogi")
    for url in (zaaktype["catalogus"], zaaktype["statustypen"][0]["url"], zaaktype["roltypen"][0]["url"]):
        refused = await post_zaak(gemeente, url)
        assert (refused.status, refused.codes) == (400, {("zaaktype", "invalid-resource")})


@pytest.mark.rule("G-14")
@pytest.mark.parametrize("status", [301, 302, 307, 308])
async def test_a_moved_register_is_followed(gemeente: Gemeente, leverancier: Leverancier, status: int) -> None:
    """A supplier that moved its register would break every link to it, though it says where it went."""
    zaaktype = await een_zaaktype(leverancier.client)
    await leverancier.is_known_to(gemeente, "catalogi")
    now = leverancier.client.base
    before = now.replace(leverancier.gemeente.slug, f"{leverancier.gemeente.slug}-voorheen")
    leverancier.wire.moved["/" + before.rpartition("/")[2] + "/"] = (status, f"{now}/")
    dienst = Dienst("voorheen", f"{before}/catalogi/api/v1", "catalogi", leverancier.client.client_id, SECRET)
    await gemeente.app.diensten.new(gemeente.id, dienst)
    zaak = await post_zaak(gemeente, zaaktype["url"].replace(now, before))
    assert (zaak.status, zaak.json["zaaktype"]) == (201, zaaktype["url"].replace(now, before))
    statustype = {"url": zaaktype["statustypen"][0]["url"].replace(now, before)}
    assert (await een_status(gemeente.client, zaak.json, statustype))["statustype"] == statustype["url"]


@pytest.mark.rule("G-14", "G-16")
async def test_no_redirect_out_of_the_configured_services(gemeente: Gemeente, leverancier: Leverancier) -> None:
    """A register that was broken into would have this server fetch whatever it names."""
    zaaktype = await een_zaaktype(leverancier.client)
    await leverancier.is_known_to(gemeente, "catalogi")
    path = "/" + zaaktype["url"].partition("://")[2].partition("/")[2]
    for location in (
        zaaktype["url"].replace("/catalogi/", "/zaken/"), "http://169.254.169.254/latest", "https://elders.test/",
        "file:///etc/passwd", "", "//elders.test/x", "http://[",
    ):  # fmt: skip
        leverancier.wire.answers[path] = (302, [(b"location", location.encode())])
        refused = await post_zaak(gemeente, zaaktype["url"])
        assert (refused.status, refused.codes) == (400, {("zaaktype", "bad-url")}), location
    assert set(leverancier.wire.paths()) == {path}


@pytest.mark.rule("G-15")
async def test_keys_of_what_is_elsewhere_are_no_address_of_ours(gemeente: Gemeente, leverancier: Leverancier) -> None:
    """Our own register would seem to hold the types of another, and let them be changed here."""
    zaaktype = await een_zaaktype(leverancier.client)
    await leverancier.is_known_to(gemeente, "catalogi")
    await post_zaak(gemeente, zaaktype["url"])
    client, key = gemeente.client, key_of(zaaktype["url"])
    assert is_elders(key)
    here = f"{client.base}{CATALOGI}/zaaktypen/{key}"
    assert (await client.get(here)).status == 404
    assert (await client.delete(here)).status == 404
    assert (await post_zaak(gemeente, here)).codes == {("zaaktype", "bad-url")}
    for collectie in ("zaaktypen", "statustypen", "catalogussen"):
        listed = (await client.get(f"{CATALOGI}/{collectie}")).json
        assert (listed["count"], listed["results"]) == (0, [])


@pytest.mark.rule("G-14")
async def test_filters_and_searches_know_the_address(gemeente: Gemeente, leverancier: Leverancier) -> None:
    """Nobody would find the cases of a type that stands elsewhere."""
    zaaktype = await een_zaaktype(leverancier.client)
    await leverancier.is_known_to(gemeente, "catalogi")
    zaak = (await post_zaak(gemeente, zaaktype["url"])).json
    client = gemeente.client
    await een_zaak(client)
    found = (await client.get(f"{ZAKEN}/zaken", {"zaaktype": zaaktype["url"]})).json
    assert (found["count"], found["results"]) == (1, [zaak])
    found = (await client.post(f"{ZAKEN}/zaken/_zoek", {"zaaktype__in": [zaaktype["url"]]})).json
    assert found["results"] == [zaak]


@pytest.mark.rule("A-06")
async def test_rights_name_a_type_elsewhere(gemeente: Gemeente, leverancier: Leverancier) -> None:
    """Rights that cannot name the type would be all or nothing."""
    zaaktype, ander = await een_zaaktype(leverancier.client), await een_zaaktype(leverancier.client)
    await leverancier.is_known_to(gemeente, "catalogi")
    zaak = (await post_zaak(gemeente, zaaktype["url"])).json
    verborgen = (await post_zaak(gemeente, ander["url"])).json
    limited = await gemeente.application(
        {
            "component": "zrc", "scopes": ["zaken.lezen", "zaken.aanmaken"], "zaaktype": zaaktype["url"],
            "maxVertrouwelijkheidaanduiding": "openbaar",
        },
        ztc("catalogi.lezen"),
    )  # fmt: skip
    assert (await limited.get(f"{ZAKEN}/zaken")).json["results"] == [zaak]
    assert (await limited.get(verborgen["url"])).status == 403
    assert (await limited.post(f"{ZAKEN}/zaken", zaak_body(ander["url"]))).status == 403
    assert (await limited.post(f"{ZAKEN}/zaken", zaak_body(zaaktype["url"]))).status == 201


@pytest.mark.rule("N-02")
async def test_trail_and_message_tell_the_address(gemeente: Gemeente, leverancier: Leverancier) -> None:
    """A subscriber on this zaaktype would never hear of its cases."""
    zaaktype = await een_zaaktype(leverancier.client)
    await leverancier.is_known_to(gemeente, "catalogi")
    zaak = (await post_zaak(gemeente, zaaktype["url"])).json
    (line,) = (await gemeente.client.get(f"{zaak['url']}/audittrail")).json
    assert line["wijzigingen"]["nieuw"]["zaaktype"] == zaaktype["url"]
    told = await gemeente.rows("select kenmerken, resource from outbox where tenant_id = $1", gemeente.id)
    assert [r[1] for r in told] == ["zaak"]
    assert zaaktype["url"].encode() in told[0][0]


@pytest.mark.rule("G-14")
async def test_asked_once_and_then_whether_it_changed(
    gemeente: Gemeente, leverancier: Leverancier, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A busy hour would be a thousand questions about one type, or a type that changed would never be seen."""
    zaaktype = await een_zaaktype(leverancier.client)
    await leverancier.is_known_to(gemeente, "catalogi")
    await post_zaak(gemeente, zaaktype["url"])
    asked = len(leverancier.wire.asked)
    await post_zaak(gemeente, zaaktype["url"])
    assert len(leverancier.wire.asked) == asked
    await gemeente.rows("update elders set opgehaald_op = 'epoch' where tenant_id = $1", gemeente.id)
    await post_zaak(gemeente, zaaktype["url"])
    again = leverancier.wire.paths()[asked:]
    assert len(again) == 1
    assert zaaktype["url"].endswith(again[0])
    await leverancier.client.patch(zaaktype["url"], {"eindeGeldigheid": "2030-01-01"})
    await gemeente.rows("update elders set opgehaald_op = 'epoch' where tenant_id = $1", gemeente.id)
    await post_zaak(gemeente, zaaktype["url"])
    key = key_of(zaaktype["url"])
    ((einde,),) = await gemeente.rows(
        "select einde_geldigheid::text from zaaktype where tenant_id = $1 and id = $2", gemeente.id, key
    )
    assert einde == "2030-01-01"


@pytest.mark.rule("G-14")
async def test_a_register_that_is_away(gemeente: Gemeente, leverancier: Leverancier) -> None:
    """A type that was withdrawn a year ago would still get cases."""
    zaaktype = await een_zaaktype(leverancier.client)
    await leverancier.is_known_to(gemeente, "catalogi")
    zaak = (await post_zaak(gemeente, zaaktype["url"])).json
    path = "/" + zaaktype["url"].partition("://")[2].partition("/")[2]
    leverancier.wire.answers[path] = (503, [])
    await gemeente.rows("update elders set opgehaald_op = 'epoch' where tenant_id = $1", gemeente.id)
    refused = await post_zaak(gemeente, zaaktype["url"])
    assert (refused.status, refused.codes) == (400, {("zaaktype", "bad-url")})
    assert (await gemeente.client.get(zaak["url"])).json == zaak
    assert (await gemeente.client.patch(zaak["url"], {"omschrijving": "gaat door"})).status == 200


async def test_own_catalogue_with_the_same_name(gemeente: Gemeente, leverancier: Leverancier) -> None:
    """A municipality that moves its catalogue has it at both places for a while."""
    zaaktype = await een_zaaktype(leverancier.client)
    catalogus = (await leverancier.client.get(zaaktype["catalogus"])).json
    await leverancier.is_known_to(gemeente, "catalogi")
    assert (await post_zaak(gemeente, zaaktype["url"])).status == 201
    own = {name: catalogus[name] for name in ("domein", "rsin", "contactpersoonBeheerNaam")}
    assert (await gemeente.client.post(f"{CATALOGI}/catalogussen", own)).status == 201


@pytest.mark.rule("G-14")
async def test_a_zaak_of_a_type_elsewhere_from_start_to_archive(gemeente: Gemeente, leverancier: Leverancier) -> None:
    """A file that cannot be closed, or is closed without a day for its archive, is kept for ever."""
    zaaktype = await een_zaaktype(leverancier.client)
    await leverancier.is_known_to(gemeente, "catalogi")
    client, zaak = gemeente.client, (await post_zaak(gemeente, zaaktype["url"])).json
    refused = await client.post(
        f"{ZAKEN}/statussen",
        {
            "zaak": zaak["url"], "statustype": zaaktype["statustypen"][-1]["url"],
            "datumStatusGezet": "2026-02-03T12:00:00Z",
        },
    )  # fmt: skip
    assert refused.codes == {("zaak", "resultaat-does-not-exist")}
    await sluit(client, zaak, zaaktype, op="2026-02-03T12:00:00Z")
    closed = (await client.get(zaak["url"], {"expand": "resultaat.resultaattype,status.statustype"})).json
    assert closed["einddatum"] == "2026-02-03"
    resultaattype = closed["_expand"]["resultaat"]["_expand"]["resultaattype"]
    assert closed["archiefnominatie"] == resultaattype["archiefnominatie"]
    assert closed["_expand"]["status"]["_expand"]["statustype"]["isEindstatus"] is True


@pytest.mark.rule("D-01", "G-14")
async def test_document_of_ours_of_a_type_elsewhere(gemeente: Gemeente, leverancier: Leverancier) -> None:
    """Whoever keeps the catalogue elsewhere keeps the types of documents there too."""
    soort = await een_informatieobjecttype(leverancier.client, vertrouwelijkheidaanduiding="geheim")
    await leverancier.is_known_to(gemeente, "catalogi")
    client = gemeente.client
    document = await een_document(client, soort)
    assert document["informatieobjecttype"] == soort["url"]
    assert document["vertrouwelijkheidaanduiding"] == "geheim"
    changed = await gewijzigd(client, document, titel="Anders")
    assert changed["informatieobjecttype"] == soort["url"]
    first = (await client.get(document["url"], {"versie": "1"})).json
    assert (first["titel"], first["informatieobjecttype"]) == (document["titel"], soort["url"])
    shown = (await client.get(document["url"], {"expand": "informatieobjecttype"})).json
    assert shown["_expand"]["informatieobjecttype"] == (await leverancier.client.get(soort["url"])).json


async def test_asks_the_database_nothing_more_where_nothing_is_elsewhere(
    gemeente: Gemeente, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Most municipalities use no register of others, and would pay for those who do."""
    zaaktype = await een_zaaktype(gemeente.client)
    zaak = await een_zaak(gemeente.client, zaaktype)
    await gemeente.client.get(zaak["url"], {"expand": "zaaktype"})  # the type is remembered from here
    asked: list[str] = []
    for name in ("fetch", "fetchrow", "fetchval", "execute"):
        ask = getattr(Connection, name)

        def counted(self: Connection, query: str, *args: Any, _ask: Any = ask, **more: Any) -> Any:
            asked.append(query)
            return _ask(self, query, *args, **more)

        monkeypatch.setattr(Connection, name, counted)
    client = gemeente.client
    for request, statements in (
        (client.get(zaak["url"]), 1),
        (client.get(f"{ZAKEN}/zaken"), 1),
        (client.get(f"{ZAKEN}/zaken", {"zaaktype": zaaktype["url"]}), 1),
        (client.get(zaak["url"], {"expand": "zaaktype"}), 1),
    ):
        asked.clear()
        assert (await request).status == 200
        relevant = [q for q in asked if not any(w in q for w in ("set_config", "FROM dienst", "INTO verwerking"))]
        assert len(relevant) == statements, relevant
    asked.clear()
    await een_zaak(client, zaaktype)
    assert not [q for q in asked if ("FROM elders e" in q and "INSERT" not in q) or "FROM dienst" in q]
