"""HTTP behaviour that all registers share (RULES §1, NL API Design Rules 2.1).

Most tests run over the list of resources, so that a new one is held to the same rules at once.
"""

import re
from typing import Any

import msgspec
import pytest

from meent.capabilities.linked import Linked
from meent.capabilities.versions import versions_of
from meent.capabilities.zoek import zoek_of
from meent.engine.declare import Resource
from meent.engine.filters import filters_of, related_filters
from meent.engine.marks import HIDDEN, Choice, Missing
from tests.asgi import Response
from tests.conftest import Gemeente
from tests.engine.samples import (
    AROUND,
    CHANGEABLE,
    NO_TEXT,
    POINT,
    READABLE,
    REGISTRY,
    Gevuld,
    another,
    collection,
    gevuld,
)
from tests.zgw import ZAKEN, een_zaak, een_zaaktype, zaak_body

EACH = pytest.mark.parametrize("resource", READABLE, ids=lambda r: r.name)
SECURITY = {
    "cache-control": "no-store",
    "content-security-policy": "frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
BARE_LISTS = {"zaken.audittrail", "besluiten.audittrail", "documenten.audittrail", "autorisaties.consumer"}


def having(operation: str) -> pytest.MarkDecorator:
    wanted = [r for r in READABLE if operation in r.operations]
    return pytest.mark.parametrize("resource", wanted, ids=lambda r: r.name)


async def some_answers(g: Gevuld, resource: Resource[Any]) -> list[Response]:
    """One answer of every kind: read, written, refused, not there, not allowed, not understood."""
    path, url, client = g.collection(resource), g.url(resource.name), g.client
    row = await g.fresh(resource)
    return [
        await client.get(path),
        await client.get(url),
        await client.post(path, g.body(resource)),
        await client.delete(row["url"]),
        await client.post(path, {}),
        await client.get(path, {"bestaatNiet": "1"}),
        await client.get(url, authorization=None),
        await client.get(url, authorization="Bearer x"),
        await client.get(url[:-12] + "000000000000"),
        await client.get(path + "/geen-uuid"),
        await client.call("TRACE", url),
        await client.call("POST", path, raw=b"{", headers={"content-type": "application/json"}),
        await client.call("POST", path, raw=b"{}", headers={"content-type": "text/xml"}),
    ]


@EACH
@pytest.mark.rule("G-03")
async def test_every_answer_says_version_and_protects(stad: Gevuld, resource: Resource[Any]) -> None:
    """A client that cannot tell the version guesses; an answer that may be framed or kept by a proxy leaks."""
    for answer in await some_answers(stad, resource):
        assert answer.headers["api-version"] == resource.api.version
        assert answer.headers.items() >= SECURITY.items()
        assert int(answer.headers["strict-transport-security"].removeprefix("max-age=")) >= 31_536_000
        assert ("content-type" in answer.headers) == bool(answer.body)
        assert "access-control-allow-origin" not in answer.headers
        assert "server" not in answer.headers


@pytest.mark.parametrize(
    "path", ["/zaken/api/v2/zaken", "/zaken/api/v1", "/zaken/api/v1/onbekend", "/zaken/api/v1/zaken/x/y"]
)
async def test_unknown_address_is_a_safe_404(gemeente: Gemeente, path: str) -> None:
    """Outside the registers nothing is told, and still every answer protects."""
    for base in (gemeente.client.base, "http://gemeente.test/er-is-geen-gemeente-zo"):
        answer = await gemeente.client.get(base + path)
        assert (answer.status, answer.json["code"]) == (404, "not_found")
        assert answer.headers.items() >= SECURITY.items()


AHEAD = {"klantinteracties"}
"""Published at /v1 by its peer while its version is below that."""


@pytest.mark.rule("G-01")
@EACH
async def test_address_holds_major_version_only(stad: Gevuld, resource: Resource[Any]) -> None:
    """With a minor version in the address every release would break every client."""
    major = "1" if resource.api.name in AHEAD else resource.api.version.split(".")[0]
    assert resource.url_path == f"/{resource.api.name}/api/v{major}{resource.path}/"
    versioned = stad.collection(resource).replace(f"/v{major}/", f"/v{resource.api.version}/")
    assert (await stad.client.get(versioned)).status == 404
    assert (await stad.client.get(stad.collection(resource))).status == 200


@pytest.mark.rule("G-02")
@pytest.mark.parametrize("api", REGISTRY.apis)
@pytest.mark.parametrize("name", ["openapi.json", "schema/openapi.json", "schema/openapi.yaml"])
async def test_each_api_serves_its_document_to_anybody(gemeente: Gemeente, api: str, name: str) -> None:
    """Without the document at the known place a supplier cannot generate a client, nor a browser show it."""
    path = f"/{api}/{REGISTRY.apis[api].root}/{name}"
    answer = await gemeente.client.get(path, authorization=None)
    assert answer.status == 200
    assert answer.json["openapi"].startswith("3.")
    assert answer.json["info"]["version"] == REGISTRY.apis[api].version
    assert answer.headers["access-control-allow-origin"] == "*"
    assert (await gemeente.client.post(path, {})).status == 405


@pytest.mark.rule("G-04")
@EACH
async def test_closing_slash_is_another_address(stad: Gevuld, resource: Resource[Any]) -> None:
    """Two addresses for one thing break comparing links, and every relation is a link."""
    g, gemeente = stad, stad.gemeente
    for path in (g.collection(resource), g.url(resource.name)):
        assert (await gemeente.client.get(path)).status == 200
        assert (await gemeente.client.get(f"{path}/")).status == 404
        assert not path.endswith("/")


LOOKUPS = r"(__(lt|lte|gt|gte|in|isnull|icontains))?"
# inpA_nummer is spelt so by the standard; rol__… and betrokkeneIdentificatie__… are paths.
QUERY_KEY = re.compile(rf"^([a-z][A-Za-z]*__)*[a-z][A-Za-z]*([1-9]|A_nummer)?{LOOKUPS}$")
JSON_KEY = re.compile(r"^[a-z][A-Za-z0-9]*(_[0-9]|A_nummer|A_A_nummer)?$")


@pytest.mark.rule("G-05")
@EACH
async def test_keys_are_camel_case(stad: Gevuld, resource: Resource[Any]) -> None:
    """One key in another spelling is a field that generated clients never fill."""
    names = {*filters_of(resource), *related_filters(REGISTRY, resource)}
    names -= {n for n, flt in filters_of(resource).items() if flt.deprecated}  # the standard's own older spelling
    names -= {"data_attr", "data_icontains"}  # so in Objecten 2.7
    names -= {"objectinformatieobjecten_object", "objectinformatieobjecten_objectType"}  # so in Documenten 1.6 (§13)
    assert [n for n in names if not QUERY_KEY.match(n)] == []
    g, gemeente = stad, stad.gemeente
    shown = (await gemeente.client.get(g.url(resource.name))).json
    assert [n for n in shown if not JSON_KEY.match(n)] == []
    assert [f.json for f in resource.fields if not JSON_KEY.match(f.json)] == []
    snake = {f.name: "x" for f in resource.writable if f.name != f.json}
    assert (await gemeente.client.get(g.collection(resource), snake)).status == (400 if snake else 200)


# --- lists -----------------------------------------------------------------------------------------------------------


@pytest.mark.rule("G-06", "G-08")
@pytest.mark.parametrize("resource", [r for r in READABLE if r.paginated], ids=lambda r: r.name)
async def test_list_comes_in_pages(gemeente: Gemeente, resource: Resource[Any]) -> None:
    """A client that walks the pages must see every row once and keep its filters on the way."""
    g = await gevuld(gemeente)
    path = g.collection(resource)
    for _ in range(4):
        await g.fresh(resource)
    everything = everything_of(resource)
    whole = (await gemeente.client.get(path, everything)).json
    assert list(whole) == ["count", "next", "previous", "results"]
    assert (whole["next"], whole["previous"]) == (None, None)
    assert whole["count"] == len(whole["results"]) >= 5
    page = await gemeente.client.get(path, {**everything, "pageSize": "2"})
    seen, steps = [], 0
    assert page.json["previous"] is None
    while True:
        assert page.json["count"] == whole["count"]
        seen += [row["url"] for row in page.json["results"]]
        steps += 1
        if page.json["next"] is None:
            break
        assert page.json["next"].startswith(gemeente.client.base + path + "?")
        assert all(f"{k}={v}" in page.json["next"] for k, v in {**everything, "pageSize": "2"}.items())
        before, page = page, await gemeente.client.get(page.json["next"])
        back = await gemeente.client.get(page.json["previous"])
        assert back.json["results"] == before.json["results"]
    assert seen == [row["url"] for row in whole["results"]]
    assert steps == -(-whole["count"] // 2)


@pytest.mark.rule("G-06")
@pytest.mark.parametrize("page", ["0", "-1", "2", "abc", "99999999999999999999999"])
@pytest.mark.parametrize(
    "resource", [r for r in READABLE if r.paginated and "{" not in r.path], ids=lambda r: r.name
)
async def test_page_that_is_not_there(gemeente: Gemeente, resource: Resource[Any], page: str) -> None:
    """An empty answer beyond the end sends a client round for ever; page 1 always exists."""
    answer = await gemeente.client.get(collection(resource), {"page": page})
    assert (answer.status, answer.json["code"]) == (404, "not_found")
    first = await gemeente.client.get(collection(resource), {"page": "1"})
    assert first.json == (await gemeente.client.get(collection(resource))).json


@pytest.mark.rule("G-08")
async def test_page_size_has_a_limit(gemeente: Gemeente) -> None:
    """A page of everything would fill the memory of the server."""
    zaaktype = await een_zaaktype(gemeente.client)
    await een_zaak(gemeente.client, zaaktype)
    for size in ("1000000", "501", "0", "-3", "abc", "99999999999999999999"):
        answer = await gemeente.client.get(f"{ZAKEN}/zaken", {"pageSize": size})
        assert (answer.status, answer.json["count"], len(answer.json["results"])) == (200, 1, 1)


@pytest.mark.rule("G-07")
async def test_some_lists_are_bare_arrays(stad: Gevuld) -> None:
    """A client loops for ever when it gets an object where the standard promises an array, and the other way round."""
    g, gemeente = stad, stad.gemeente
    trail = await gemeente.client.get(f"{g.url('zaak')}/audittrail")
    assert isinstance(trail.json, list)
    assert trail.json
    found = await gemeente.client.get(
        "/autorisaties/api/v1/applicaties/consumer", {"clientId": g.rows["applicatie"]["clientIds"][0]}
    )
    assert [row["url"] for row in found.json] == [g.url("applicatie")]
    bare = {f"{r.api.name}.audittrail" for r in READABLE if r.audit} | {
        f"{r.api.name}.{o.path.strip('/')}"
        for r in READABLE for o in r.named if o.method == "GET" and "{" not in o.path
    }
    assert bare - {"objecten.permissions"} == BARE_LISTS  # that one has pages, as any collection there
    for resource in READABLE:
        assert isinstance((await gemeente.client.get(g.collection(resource))).json, dict) == resource.paginated


@pytest.mark.rule("G-09")
@EACH
async def test_unknown_parameter_is_refused(stad: Gevuld, resource: Resource[Any]) -> None:
    """A misspelt filter that is passed over gives all cases where somebody asked for one."""
    g, gemeente = stad, stad.gemeente
    questions = [g.collection(resource), g.url(resource.name)]
    own = g.uuid(resource.name)
    for o in resource.named:
        before = f"/{resource.api.name}/{resource.api.root}" if o.beside else g.collection(resource)
        path = o.path.replace("{uuid}", own).replace("{index}", "1")
        questions += [before + path] * (o.method == "GET")
    for path in questions:
        answer = await gemeente.client.get(path, {"zaaktypee": "x"})
        assert (answer.status, answer.codes) == (400, {("nonFieldErrors", "unknown-parameters")}), path
    if zoek := zoek_of(resource):
        something = {"uuid__in": []} if zoek.usual else {}
        for query, body in (({"zaaktypee": "x"}, something), ({}, {"zaaktypee": "x"})):
            answer = await gemeente.client.call("POST", f"{g.collection(resource)}/{zoek.word}", query=query, body=body)
            assert (answer.status, answer.codes) == (400, {("nonFieldErrors", "unknown-parameters")})


WRONG = {
    "date": ["gisteren", "2026-02-30", "2026-1-5", "20260105", "2026-W01-1", "2026-01-05T00:00:00Z", ""],
    "datetime": ["gisteren", "2026-01-05", ""],
    "ref": ["geen-url", "zaken/1", "http://a b", ""],
    "uri": ["geen-url", ""],
    "bool": ["misschien", ""],
    "int": ["een", ""],
    "level": ["geheimer", ""],
}


@pytest.mark.rule("G-10")
@having("list")
async def test_filter_values_are_checked(gemeente: Gemeente, resource: Resource[Any]) -> None:
    """A wrong value that is passed over answers another question than was asked."""
    related = {n: f for n, (_, f) in related_filters(REGISTRY, resource).items()}
    for name, flt in (filters_of(resource) | related).items():
        wrong = ["dit-is-geen-keuze"] if flt.choices else WRONG.get(flt.kind, [])
        if limit := dict(flt.meta).get("max_length"):
            wrong = [*wrong, "x" * (limit + 1)]
        for value in wrong if not flt.many else []:
            answer = await gemeente.client.get(collection(resource), {name: value})
            assert answer.status == 400, (name, value)
            assert {n for n, _ in answer.codes} == {name}
            code = "invalid_choice" if flt.choices or flt.kind == "level" else "invalid"
            assert {c for _, c in answer.codes} <= {code, "max_length"}, (name, value)
        if flt.kind == "text":
            assert (await gemeente.client.get(collection(resource), {name: "\x00"})).status == 400


@pytest.mark.rule("G-10")
@having("list")
async def test_filter_on_dead_link_finds_nothing(stad: Gevuld, resource: Resource[Any]) -> None:
    """Somebody asking for the cases of a type that is gone must get none, not an error and not all."""
    g, gemeente = stad, stad.gemeente
    for name, flt in filters_of(resource).items():
        if flt.kind == "ref" and not flt.many and REGISTRY.find(flt.target):
            dead = g.url(flt.target.lower())[:-12] + "000000000000"
            for link in (dead, "https://elders.example/zaken/api/v1/zaken/" + dead[-36:]):
                answer = await gemeente.client.get(g.collection(resource), {name: link})
                nothing = {"count": 0, "next": None, "previous": None, "results": []} if resource.paginated else []
                assert (answer.status, answer.json) == (200, nothing)
            f = resource.by_json.get(name)  # a filter may look through another row instead
            if f is None or f.kind != "ref" or not g.rows[resource.name].get(name):
                continue
            known = {name: g.rows[resource.name][name]} | everything_of(resource)
            answer = await gemeente.client.get(g.collection(resource), known)
            assert len(answer.json["results"] if resource.paginated else answer.json) >= 1


def everything_of(resource: Resource[Any]) -> dict[str, str]:
    """Concepts too, where a list hides them."""
    status = filters_of(resource).get("status")
    return {"status": "alles"} if status and status.default else {}


# --- bodies ----------------------------------------------------------------------------------------------------------

BAD_BY_KIND: dict[str, list[Any]] = {
    "date": ["5 januari 2026", "2026-02-30", "2026-W01-1", "05-01-2026", 20260105, True, ["2026-01-05"]],
    "datetime": ["2026-01-05", "gisteren", 5, {"x": 1}],
    "duration": ["30 dagen", "P", "30", 30, "P1.5D", "-P1D"],
}


@pytest.mark.rule("G-11")
@having("create")
async def test_dates_and_durations_are_iso_8601(stad: Gevuld, resource: Resource[Any]) -> None:
    """A date that each side reads differently destroys a file in the wrong year."""
    g, gemeente = stad, stad.gemeente
    for f in resource.writable:
        for bad in BAD_BY_KIND.get(f.kind, []):
            answer = await gemeente.client.post(g.collection(resource), g.body(resource) | {f.json: bad})
            assert answer.status == 400, (f.json, bad)
            assert (f.json, "invalid") in answer.codes


@pytest.mark.rule("G-11")
async def test_instants_come_out_in_utc(stad: Gevuld) -> None:
    """Two clocks in one answer make a status earlier than the one before it."""
    g, gemeente = stad, stad.gemeente
    body = g.body(REGISTRY.of("Status")) | {"datumStatusGezet": "2026-01-03T00:30:00+02:00"}
    made = await gemeente.client.post(f"{ZAKEN}/statussen", body)
    assert made.json["datumStatusGezet"] in ("2026-01-02T22:30:00Z", "2026-01-02T22:30:00+00:00")


@pytest.mark.rule("G-12")
@having("create")
async def test_unknown_and_read_only_attributes_do_not_count(stad: Gevuld, resource: Resource[Any]) -> None:
    """A client sends back what it read; that must neither fail nor let it write what only the server may."""
    g, gemeente = stad, stad.gemeente
    body = g.body(resource)
    lies: dict[str, Any] = {f.json: True if f.kind == "bool" else "2020-01-01" for f in resource.fields if f.read_only}
    lies |= {"url": "http://elders.example/x", "_expand": {"x": 1}, "bestaatNiet": [1]}
    lies |= {} if "uuid" in resource.by_json else {"uuid": "x"}
    made = await gemeente.client.post(g.collection(resource), body | lies)
    assert made.status == 201, made.body
    honest = await gemeente.client.post(g.collection(resource), g.body(resource))
    for f in resource.fields:
        if f.read_only and f.kind != "datetime" and not f.has(HIDDEN) and f.name != resource.numbered:
            assert made.json[f.json] == honest.json[f.json], f.json
    assert made.json["url"].startswith(gemeente.client.base + g.collection(resource))
    assert not {"bestaatNiet", "_expand"} & set(made.json)


def of_version(resource: Resource[Any], row: dict[str, Any]) -> dict[str, Any]:
    """Number and instant of the version, which every change makes anew."""
    names = (kept.number, kept.since) if (kept := versions_of(resource)) else ()
    return {resource.field[name].json: row[resource.field[name].json] for name in names}


@pytest.mark.rule("G-13")
@pytest.mark.parametrize(
    "resource", [r for r in READABLE if "update" in r.operations and r.name not in NO_TEXT], ids=lambda r: r.name
)
async def test_put_replaces_and_patch_keeps(stad: Gevuld, resource: Resource[Any], clock: Any) -> None:
    """PUT without a field empties it; PATCH without a field leaves it: the wrong way round loses data."""
    clock("2026-12-01T12:00:00Z")  # for what tells when it last changed
    g, gemeente = stad, stad.gemeente
    row = await g.fresh(resource)
    name = CHANGEABLE[resource.name]
    needed = [f.json for f in resource.writable if f.required or f.mark(Choice) is not None or f.json in ALSO_NEEDED]
    known = g.again(resource, row)
    lock = await g.key(resource, row)
    minimal = {key: known[key] for key in needed if key in known} | lock
    row = (await gemeente.client.get(row["url"])).json
    changed = {name: another(g, name)}
    patched = await gemeente.client.patch(row["url"], changed | lock)
    assert patched.status == 200, patched.body
    assert patched.json == row | changed | of_version(resource, patched.json)
    emptied = await gemeente.client.patch(row["url"], lock)
    assert emptied.json == patched.json | of_version(resource, emptied.json)
    put = await gemeente.client.put(row["url"], {k: v for k, v in minimal.items() if k != name})
    required = next(f for f in resource.writable if f.json == name).required
    if required:
        assert (put.status, put.codes) == (400, {(name, "required")})
    else:
        assert put.status == 200, put.body
        stays = name in LEFT_AS_IT_IS or resource.api.puts_what_is_given  # decisions 0022 and 0030
        assert put.json[name] in (changed.values() if stays else ("", None))
        assert (await gemeente.client.get(row["url"])).json == put.json


LEFT_AS_IT_IS = {"informatieobjectcategorie"}
"""What a PUT without it does not empty: older clients do not know it (decision 0022)."""
ALSO_NEEDED = {"emailadres", "heeftAlleAutorisaties", "objectTypeOverige"}
"""Optional, yet a rule asks for it beside what the tests fill in."""


@pytest.mark.rule("G-13")
async def test_patch_is_checked_with_what_is_there(stad: Gevuld) -> None:
    """Two halves that are each right can be wrong together: extending with a term, then not extending any more."""
    g, gemeente = stad, stad.gemeente
    url = g.concept["url"]
    assert (await gemeente.client.patch(url, {"verlengingMogelijk": True, "verlengingstermijn": "P30D"})).status == 200
    answer = await gemeente.client.patch(url, {"verlengingMogelijk": False})
    assert answer.codes == {("nonFieldErrors", "verlenging-mismatch")}


@pytest.mark.rule("G-15", "E-04")
@having("create")
async def test_links_are_followed_by_kind(stad: Gevuld, resource: Resource[Any]) -> None:
    """A case of a type that is a status, or of a type that nobody has, cannot be handled by anybody."""
    g, gemeente = stad, stad.gemeente
    for f in (f for f in resource.writable if f.kind == "ref" and REGISTRY.find(f.target)):
        missing = f.mark(Missing)
        dead = g.url(f.target.lower())[:-12] + "000000000000"
        wrong = g.url("rol" if f.target != "Rol" else "zaak")
        if f.mark(Linked):
            for key in (dead[-36:], wrong[-36:]):
                body = g.body(resource) | {f.json: {"uuid": key}}
                answer = await gemeente.client.post(g.collection(resource), body)
                assert (answer.status, answer.codes) == (400, {(f"{f.json}.uuid", "does_not_exist")})
            continue
        for link, codes in (
            (dead, {missing.code if missing else "does_not_exist"}),
            (wrong, {"invalid-resource"}),
            ("geen-url", {"bad-url"}),
            ("https://elders.example/x/1", {"bad-url", f.missing("bad-url"), f.missing("unknown-service")}),
            (17, {"invalid"}),
        ):
            answer = await gemeente.client.post(g.collection(resource), g.body(resource) | {f.json: link})
            assert answer.status == 400, (f.json, link)
            assert next(c for n, c in answer.codes if n == f.json) in codes, (f.json, link)


@pytest.mark.rule("G-15")
async def test_own_links_are_known_behind_a_proxy(gemeente: Gemeente) -> None:
    """Behind a proxy the same row is named with https; taking it for a stranger would refuse every link."""
    zaaktype = await een_zaaktype(gemeente.client)
    https = zaaktype["url"].replace("http://", "https://")
    made = await gemeente.client.post(f"{ZAKEN}/zaken", zaak_body(https))
    assert (made.status, made.json["zaaktype"]) == (201, zaaktype["url"])
    listed = await gemeente.client.get(f"{ZAKEN}/zaken", {"zaaktype": https})
    assert listed.json["count"] == 1


@pytest.mark.rule("G-15")
async def test_municipality_with_a_longer_name_is_somebody_else(gemeente: Gemeente) -> None:
    """`/ede-noord/…` begins with `/ede`; taking it for our own reads a link of another municipality as ours."""
    zaaktype = await een_zaaktype(gemeente.client)
    longer = zaaktype["url"].replace(gemeente.client.base, gemeente.client.base + "0")
    answer = await gemeente.client.post(f"{ZAKEN}/zaken", zaak_body(longer))
    assert (answer.status, answer.codes) == (400, {("zaaktype", "bad-url")})
    await een_zaak(gemeente.client, zaaktype)
    assert (await gemeente.client.get(f"{ZAKEN}/zaken", {"zaaktype": longer})).json["count"] == 0


@pytest.mark.rule("G-20")
@having("partial_update")
async def test_if_match_is_not_looked_at(stad: Gevuld, resource: Resource[Any]) -> None:
    """The standard has no If-Match; refusing a write for it would stop clients that send it to every server."""
    g, gemeente = stad, stad.gemeente
    row = await g.fresh(resource)
    answer = await gemeente.client.patch(row["url"], await g.key(resource, row), if_match='"een-ander-etiket"')
    assert answer.status == 200


@pytest.mark.rule("G-23")
async def test_extra_headers_are_welcome(stad: Gevuld) -> None:
    """Why somebody changed a case is asked in court; a refused header would stop the write altogether."""
    g, gemeente = stad, stad.gemeente
    extra = {"x_nlx_logrecord_id": "1", "x_nlx_request_subject_identifier": "2", "x_audit_toelichting": "Op verzoek"}
    for method, url in (("PATCH", g.url("zaak")), ("POST", f"{ZAKEN}/zaakobjecten")):
        body = {} if method == "PATCH" else g.body(REGISTRY.of("ZaakObject"))
        assert (await gemeente.client.call(method, url, body=body, headers=extra)).status in (200, 201)
        trail = (await gemeente.client.get(f"{g.url('zaak')}/audittrail")).json
        assert trail[-1]["toelichting"] == "Op verzoek"
    await gemeente.client.patch(g.url("zaak"), {}, x_audit_toelichting="é" * 2000)
    trail = (await gemeente.client.get(f"{g.url('zaak')}/audittrail")).json
    assert len(trail[-1]["toelichting"]) <= 1000


@pytest.mark.rule("G-24")
@having("delete")
async def test_delete_answers_204_and_it_is_gone(stad: Gevuld, resource: Resource[Any]) -> None:
    """A client that gets a body after a delete takes it for a failure; a row that stays was not deleted."""
    g, gemeente = stad, stad.gemeente
    row = await g.fresh(resource)
    answer = await gemeente.client.delete(row["url"])
    assert (answer.status, answer.body) == (204, b"")
    assert "content-type" not in answer.headers
    assert (await gemeente.client.get(row["url"])).status == 404
    assert (await gemeente.client.delete(row["url"])).status == 404


@pytest.mark.rule("G-25")
@pytest.mark.parametrize(("header", "value", "status", "code"), [
    ("accept-crs", None, 412, "precondition_failed"),
    ("accept-crs", "EPSG:28992", 406, "not_acceptable"),
    ("content-crs", None, 412, "precondition_failed"),
    ("content-crs", "EPSG:28992", 406, "not_acceptable"),
])  # fmt: skip
async def test_geometry_names_its_coordinates(
    stad: Gevuld, header: str, value: str | None, status: int, code: str
) -> None:
    """Degrees read as metres put a pothole in the sea."""
    g, gemeente = stad, stad.gemeente
    headers: dict[str, Any] = {header: value}
    writes = [
        ("POST", f"{ZAKEN}/zaken", g.body(REGISTRY.of("Zaak"))),
        ("PUT", g.url("zaak"), g.rows["zaak"]),
        ("PATCH", g.url("zaak"), {}),
        ("POST", f"{ZAKEN}/zaken/_zoek", {"zaakgeometrie": {"within": AROUND}}),
    ]
    reads: list[tuple[str, str, Any]] = [("GET", f"{ZAKEN}/zaken", None), ("GET", g.url("zaak"), None)]
    for method, url, body in writes + reads:
        answer = await gemeente.client.call(method, url, body=body, headers=headers)
        asked = header == "accept-crs" or method != "GET"
        assert (answer.status, answer.json.get("code")) == ((status, code) if asked else (200, None)), (method, url)
        ok = await gemeente.client.call(method, url, body=body)
        assert ok.status in (200, 201), ok.body
        assert ok.headers["content-crs"] == "EPSG:4326"
    row = await g.fresh(REGISTRY.of("Zaak"))
    assert row["zaakgeometrie"] == POINT
    assert (await gemeente.client.delete(row["url"], **{header: value})).status == 204


@pytest.mark.rule("G-25")
async def test_other_resources_do_not_ask_for_coordinates(stad: Gevuld) -> None:
    """A rol has no place on the map; asking for the header would break every client that reads it."""
    g, gemeente = stad, stad.gemeente
    for resource in (r for r in READABLE if not r.crs):
        for path in (g.collection(resource), g.url(resource.name)):
            answer = await gemeente.client.get(path, accept_crs=None, content_crs=None)
            assert answer.status == 200
            assert "content-crs" not in answer.headers


@pytest.mark.rule("G-26")
@having("create")
async def test_only_json_is_read(stad: Gevuld, resource: Resource[Any]) -> None:
    """A form or XML read as if it were JSON is a body that nobody meant."""
    g, gemeente = stad, stad.gemeente
    row = await g.fresh(resource)
    for method, url in (("POST", g.collection(resource)), ("PUT", row["url"]), ("PATCH", row["url"])):
        operation = {"POST": "create", "PUT": "update", "PATCH": "partial_update"}[method]
        if operation in resource.operations:
            for kind in (
                "text/plain",
                "application/xml",
                "application/x-www-form-urlencoded",
                "multipart/form-data",
                None,
            ):
                answer = await gemeente.client.call(method, url, body={}, headers={"content-type": kind})
                assert (answer.status, answer.json["code"]) == (415, "unsupported_media_type"), (method, kind)
            answer = await gemeente.client.call(
                method, url, body={}, headers={"content-type": "Application/JSON; charset=utf-8"}
            )
            assert answer.status in (200, 201, 400)


NOT_JSON = ("text/plain", "application/xml", "application/x-www-form-urlencoded", "multipart/form-data", None)
HOSTS = ['x"y', "a b", "<script>", "a\\", "é.example", "a/b", "a@b", ""]


@pytest.mark.parametrize("host", HOSTS)
async def test_strange_host_is_refused(stad: Gevuld, host: str) -> None:
    """The host name stands in every link of the answer: a quote in it would make the JSON say something else."""
    g, gemeente = stad, stad.gemeente
    answer = await gemeente.client.get(g.url("zaak"), host=host)
    assert answer.status == 400
    assert answer.json["code"] == "invalid"


HUGE = b"1" * 5000
DEEP = b"[" * 20_000 + b"]" * 20_000


@having("create")
async def test_monstrous_values_are_refused(stad: Gevuld, resource: Resource[Any]) -> None:
    """One request with a number of five thousand digits must not become a fault of ours (500), nor be stored."""
    body, gemeente = stad.body(resource), stad.gemeente
    for f in resource.writable:
        members = [b'"%s":%s' % (k.encode(), msg(v)) for k, v in body.items() if k != f.json]
        for monster in (HUGE, b"-" + HUGE, b"1e400", DEEP, b'"\\u0000"', b'"\\ud800"', b'"' + b"x" * 1_000_001 + b'"'):
            raw = b"{" + b",".join([*members, b'"%s":%s' % (f.json.encode(), monster)]) + b"}"
            answer = await gemeente.client.call("POST", stad.collection(resource), raw=raw)
            assert answer.status == 400, (f.json, monster[:20], answer.status)


def msg(value: Any) -> bytes:
    return msgspec.json.encode(value)


async def test_too_large_body_is_refused(gemeente: Gemeente) -> None:
    """One client that sends without end must not fill the memory of all municipalities."""
    answer = await gemeente.client.call("POST", f"{ZAKEN}/zaken", raw=b" " * (10 * 1024 * 1024 + 1))
    assert (answer.status, answer.json["code"]) == (413, "too_large")


@pytest.mark.parametrize("body", [
    {"page": {"a": 1}}, {"page": [1]}, {"page": 1.5}, {"page": True}, {"page": 10**30}, {"pageSize": {"a": 1}},
    {"pageSize": [1]}, {"ordering": {"a": 1}}, {"ordering": [{}]}, {"expand": {"a": 1}}, {"expand": [[1]]},
    {"uuid__in": "x"}, {"uuid__in": [1]}, {"zaaktype__in": [[1]]}, {"zaaktype__in": {}},
    {"zaakgeometrie": {"within": {"type": "Polygon", "coordinates": [[[5, 52], [6, 53], [6, 52], [5, 53], [5, 52]]]}}},
    {"zaakgeometrie": {"within": {"type": "Polygon", "coordinates": []}}}, {"zaakgeometrie": {"within": 1}},
    {"zaakgeometrie": {"within": {"type": "GeometryCollection", "geometries": [{}]}}}, {"zaakgeometrie": []},
    {"startdatum": 5}, {"startdatum": ["2026-01-05"]}, {"bronorganisatie": 823288444}, {"identificatie": None},
    {"fields": "x"}, {"fields": [1]}, {"fields": [{"rollen": 1}]}, {"fields": [{"verlenging": 1}]}, {"fields": {}},
    {"rol__betrokkeneType": 1}, {"archiefnominatie__in": "x"}, {"archiefnominatie__in": [1]},
    {"einddatum__isnull": "x"},
])  # fmt: skip
async def test_search_survives_nonsense(stad: Gevuld, body: dict[str, Any]) -> None:
    """A search body comes from a form that somebody else made; nonsense is refused, never a fault of ours."""
    g, gemeente = stad, stad.gemeente
    assert (await gemeente.client.post(f"{ZAKEN}/zaken/_zoek", body)).status in (200, 400, 404), g
