"""ETag, If-None-Match and HEAD (RULES §1, G-17…G-19)."""

from typing import Any

import pytest

from tests.asgi import Client
from tests.engine.samples import CHANGEABLE, NO_TEXT, READABLE, REGISTRY, Gevuld, another
from tests.zgw import een_rol

EACH = pytest.mark.parametrize("resource", READABLE, ids=lambda r: r.name)
HEAD = pytest.mark.parametrize("resource", [r for r in READABLE if "head" in r.operations], ids=lambda r: r.name)


@pytest.mark.rule("G-17")
@EACH
async def test_etag_follows_the_representation(stad: Gevuld, resource: Any) -> None:
    """The same tag on another content shows yesterday's case for ever."""
    row = await stad.fresh(resource)
    first, again = [await stad.client.get(row["url"]) for _ in "12"]
    tag = first.headers["etag"]
    assert tag == again.headers["etag"]
    assert tag[0] == tag[-1] == '"'
    tags = {tag}
    other_host = Client(stad.client.app, stad.client.prefix, stad.client.client_id, host="andere.test")
    tags.add((await other_host.get(f"http://andere.test{row['url'].partition('gemeente.test')[2]}")).headers["etag"])
    tags.add((await stad.client.get(stad.url(resource.name))).headers["etag"])
    assert len(tags) == 3
    if "partial_update" in resource.operations and resource.name not in NO_TEXT:
        name = CHANGEABLE[resource.name]
        change = {name: another(stad, name)} | await stad.key(resource, row)
        changed = await stad.client.patch(row["url"], change)
        assert changed.status == 200, changed.body
        assert (await stad.client.get(row["url"])).headers["etag"] not in tags


@pytest.mark.rule("G-17")
async def test_etag_sees_what_hangs_under_it_and_what_is_expanded(stad: Gevuld) -> None:
    """A new rol changes what the case shows, so it changes its tag; an expanded answer is another representation."""
    zaak = await stad.fresh(REGISTRY.of("Zaak"))
    before = (await stad.client.get(zaak["url"])).headers["etag"]
    expanded = (await stad.client.get(zaak["url"], {"expand": "zaaktype"})).headers["etag"]
    await een_rol(stad.client, zaak, stad.rows["zaaktype"]["roltypen"][1])
    after = (await stad.client.get(zaak["url"])).headers["etag"]
    with_rol = (await stad.client.get(zaak["url"], {"expand": "rollen"})).headers["etag"]
    assert len({before, expanded, after, with_rol}) == 4


@pytest.mark.rule("G-18")
@EACH
async def test_known_tag_gives_304(stad: Gevuld, resource: Any) -> None:
    """Sending what the client has costs time; saying "unchanged" when it changed costs more."""
    url = stad.url(resource.name)
    tag = (await stad.client.get(url)).headers["etag"]
    for known in (tag, f'"a", {tag}', f'{tag},"b"', f"W/{tag}", "*"):
        answer = await stad.client.get(url, if_none_match=known)
        assert (answer.status, answer.body, answer.headers["etag"]) == (304, b"", tag), known
        assert "content-type" not in answer.headers
    for strange in ('"a"', tag.strip('"'), tag[:-2] + '"', '"a", "b"', ""):
        answer = await stad.client.get(url, if_none_match=strange)
        assert (answer.status, answer.headers["etag"]) == (200, tag), strange
    assert (await stad.client.get(url, if_none_match=tag, authorization=None)).status == 403


@pytest.mark.rule("G-19")
@HEAD
async def test_head_is_get_without_body(stad: Gevuld, resource: Any) -> None:
    """A client asks HEAD to see whether something changed; other headers than GET give another answer."""
    url = stad.url(resource.name)
    get, head = await stad.client.get(url), await stad.client.head(url)
    assert (head.status, head.body, head.headers) == (200, b"", get.headers)
    assert head.headers["content-length"] == str(len(get.body))
    assert (await stad.client.head(url, if_none_match=head.headers["etag"])).status == 304
    assert (await stad.client.head(url[:-12] + "000000000000")).status == 404


def test_head_exists_where_the_standard_has_it() -> None:
    """Published without: Autorisaties, Notificaties, Besluiten, what came from Maykin, and five of Zaken."""
    without = {r.api.name if r.api.name != "zaken" else r.name for r in READABLE if "head" not in r.operations}
    relations = {"klantcontact", "zaakcontactmoment", "zaakverzoek", "zaaknotitie", "zaakbesluit"}
    others = {"klantinteracties", "objecten", "objecttypen"}
    assert without == {"autorisaties", "notificaties", "besluiten"} | others | relations
