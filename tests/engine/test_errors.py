"""Errors: one layout, all faults at once, names that lead to the field (RULES §2)."""

import re
from typing import Any
from uuid import UUID

import pytest

from meent.data.pool import DatabaseWeg
from meent.engine import read
from meent.engine.declare import Resource
from meent.engine.fields import Field
from meent.engine.marks import FIXED
from tests.asgi import Response
from tests.engine.samples import READABLE, REGISTRY, Gevuld, collection
from tests.zgw import ZAKEN, een_zaaktype

EACH = pytest.mark.parametrize("resource", READABLE, ids=lambda r: r.name)


def require_problem(answer: Response, status: int, code: str) -> None:
    """The layout of the standard, whatever went wrong (E-01)."""
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.status, answer.json["status"], answer.json["code"]) == (status, status, code)
    assert set(answer.json) - {"invalidParams"} == {"type", "code", "title", "status", "detail", "instance"}
    assert re.match(r"^https?://.+/" + re.escape(code) + "/$", answer.json["type"])
    assert answer.json["instance"].startswith("urn:uuid:")
    assert UUID(answer.json["instance"][9:])
    assert answer.json["title"]
    assert answer.json["detail"]
    assert ("invalidParams" in answer.json) == (status == 400)
    for param in answer.json.get("invalidParams", []):
        assert set(param) == {"name", "code", "reason"}
        assert param["reason"].strip()


@EACH
@pytest.mark.rule("E-01", "E-05")
async def test_every_refusal_has_one_layout(stad: Gevuld, resource: Resource[Any]) -> None:
    """A client shows the user what went wrong from fixed fields; another layout shows nothing."""
    client, path, url = stad.client, stad.collection(resource), stad.url(resource.name)
    require_problem(await client.get(path, authorization=None), 403, "not_authenticated")
    require_problem(await client.get(url[:-12] + "000000000000"), 404, "not_found")
    require_problem(await client.get(path + "/geen-uuid"), 404, "not_found")
    require_problem(await client.call("TRACE", url), 405, "method_not_allowed")
    require_problem(await client.call("DELETE", path), 405, "method_not_allowed")
    require_problem(
        await client.call("POST", path, raw=b"{}", headers={"content-type": "text/xml"}), 415, "unsupported_media_type"
    )
    require_problem(await client.get(path, {"bestaatNiet": "1"}), 400, "invalid")
    beperkt = await stad.gemeente.application()
    require_problem(await beperkt.get(path), 403, "permission_denied")
    if resource.crs:
        require_problem(await client.get(path, accept_crs="EPSG:28992"), 406, "not_acceptable")
        if resource.crs is True:
            require_problem(await client.get(path, accept_crs=None), 412, "precondition_failed")


@pytest.mark.rule("E-05")
@EACH
async def test_405_tells_what_is_allowed(stad: Gevuld, resource: Resource[Any]) -> None:
    """Which methods exist is the standard's; one too many (deleting a status) breaks the history of a case."""
    methods = {
        "list": "GET", "create": "POST", "retrieve": "GET", "head": "HEAD", "update": "PUT",
        "partial_update": "PATCH", "delete": "DELETE",
    }  # fmt: skip
    on_list = {methods[o] for o in resource.operations if o in ("list", "create")}
    on_row = {methods[o] for o in resource.operations if o not in ("list", "create")}
    there = stad.url(resource.name)
    nowhere = f"{there.rpartition('/')[0]}/9999" if resource.numbered else there[:-12] + "000000000000"
    for path, allowed in ((stad.collection(resource), on_list), (nowhere, on_row)):
        for method in ("GET", "POST", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"):
            answer = await stad.client.call(method, path, body={}, headers={"content-type": "application/json"})
            if method in allowed:
                assert answer.status != 405, method
            else:
                assert answer.status == 405, method
                assert set(answer.headers["allow"].split(", ")) == allowed


@pytest.mark.rule("E-01", "E-05", "X-06")
async def test_fault_of_ours_tells_nothing(stad: Gevuld, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stack trace in an answer shows the house to burglars; a database that is away is no fault of the client."""

    async def breaks(*args: Any, **named: Any) -> Any:
        raise RuntimeError("geheim-pad /srv/meent")

    async def is_away(*args: Any, **named: Any) -> Any:
        raise DatabaseWeg("De database is er niet.")

    monkeypatch.setattr(read, "read_one", breaks)
    answer = await stad.client.get(stad.url("zaak"))
    require_problem(answer, 500, "error")
    assert b"geheim" not in answer.body
    monkeypatch.setattr(read, "read_one", is_away)
    answer = await stad.client.get(stad.url("zaak"))
    assert (answer.status, answer.json["code"], answer.headers["retry-after"]) == (503, "unavailable", "2")


# --- validation ------------------------------------------------------------------------------------------------------


@pytest.mark.rule("E-02", "E-07", "E-08")
@EACH
async def test_all_missing_fields_are_told_at_once(stad: Gevuld, resource: Resource[Any]) -> None:
    """Told one at a time, somebody fills in the form as often as it has fields."""
    answer = await stad.client.post(stad.collection(resource), {})
    required = {(f.json, "required") for f in resource.writable if f.required}
    if resource.name in ASK_NOTHING:
        assert (answer.status, required) == (201, set())
        return
    require_problem(answer, 400, "invalid")
    assert required
    assert answer.codes == required


ASK_NOTHING = {"categorie", "categorierelatie", "onderwerpobject", "bijlage", "objecttypeversion"}
"""What can be made of nothing, because the standard says so."""


def faults_of(f: Field) -> list[tuple[Any, str]]:
    """Values that the field refuses, with the code of the standard."""
    found: list[tuple[Any, str]] = []
    longest = f.meta.get("max_length")
    if f.kind in ("text", "uri", "email", "rsin", "bsn") and longest:
        found.append(("x" * (longest + 1), "max_length"))
    if f.kind == "text":
        found += [({}, "invalid"), ([], "invalid"), (True, "invalid")]
        if f.required:
            found.append(("", "blank"))
    if f.kind == "choice":
        found += [("geen-keuze", "invalid_choice"), (1, "invalid_choice"), ([], "invalid_choice")]
    if f.kind == "bool":
        found += [("ja", "invalid"), (1, "invalid")]
    if f.kind == "int":
        found += [("1", "invalid"), (1.5, "invalid"), (True, "invalid"), (f.meta["ge"] - 1, "min_value")]
        found.append((f.meta["le"] + 1, "max_value"))
    if f.kind == "list":
        found += [({}, "not_a_list"), ("x", "not_a_list")]
    if f.kind in ("group", "object", "geometry"):
        found += [([], "invalid"), ("x", "invalid"), (1, "invalid")]
    if f.kind in ("uri", "email"):
        found.append(("geen adres", "invalid"))
    if f.kind == "rsin":
        found += [("123456789", "invalid"), ("12345678", "invalid-length")]
    return found


@pytest.mark.rule("E-04")
@EACH
async def test_each_field_refuses_what_is_wrong(stad: Gevuld, resource: Resource[Any]) -> None:
    """One code for one fault: a client decides by it what to tell the person who typed."""
    for f in resource.writable:
        for value, code in faults_of(f):
            answer = await stad.client.post(stad.collection(resource), stad.body(resource) | {f.json: value})
            assert answer.status == 400, (f.json, value)
            assert (f.json, code) in answer.codes, (f.json, value, answer.codes)
    for f in resource.writable:
        answer = await stad.client.post(stad.collection(resource), stad.body(resource) | {f.json: None})
        told = {code for name, code in answer.codes if name == f.json}
        assert (told == {"null"}) if not f.nullable else ("null" not in told or f.marks), (f.json, answer.codes)


LEZER = {"component": "zrc", "scopes": ["zaken.lezen"]}


@pytest.mark.rule("E-03")
@pytest.mark.parametrize(("name", "extra", "faults"), [
    ("zaak", {"relevanteAndereZaken": [{"url": "x", "aardRelatie": "vervolg"}]}, {
        ("relevanteAndereZaken.0.url", "invalid"),
    }),
    ("zaak", {"verlenging": {"reden": "x"}}, {("verlenging.duur", "required")}),
    ("zaak", {"kenmerken": [{"kenmerk": "a", "bron": "b"}, {"kenmerk": "c"}]}, {("kenmerken.1.bron", "required")}),
    ("zaak", {"productenOfDiensten": ["http://a.example/1", "x"]}, {("productenOfDiensten.1", "invalid")}),
    ("rol", {"betrokkeneIdentificatie": {"inpBsn": "1"}}, {("betrokkeneIdentificatie.inpBsn", "invalid-length")}),
    ("rol", {"betrokkeneIdentificatie": {"verblijfsadres": {}}}, {
        (f"betrokkeneIdentificatie.verblijfsadres.{n}", "required")
        for n in ("aoaIdentificatie", "wplWoonplaatsNaam", "gorOpenbareRuimteNaam", "aoaHuisnummer")
    }),
    ("applicatie", {"heeftAlleAutorisaties": False, "autorisaties": [LEZER]}, {
        ("autorisaties.0.zaaktype", "required"), ("autorisaties.0.maxVertrouwelijkheidaanduiding", "required"),
    }),
    ("zaaktype", {"referentieproces": {}}, {("referentieproces.naam", "required")}),
    ("statustype", {"checklistitemStatustype": [{"itemnaam": "x"}]}, {
        ("checklistitemStatustype.0.vraagstelling", "required"),
    }),
])  # fmt: skip
async def test_name_of_a_fault_is_its_path(
    stad: Gevuld, name: str, extra: dict[str, Any], faults: set[tuple[str, str]]
) -> None:
    """With the path a form marks the field that is wrong; without, somebody searches forty fields."""
    resource = next(r for r in READABLE if r.name == name)
    answer = await stad.client.post(stad.collection(resource), stad.body(resource) | extra)
    assert (answer.status, answer.codes) == (400, faults)


@pytest.mark.rule("E-03")
@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"null", b"1", b'"x"', b"\xff", b'{"a":1}x', b'{"a":"\x7f"}'])
async def test_fault_of_the_whole_is_told_so(stad: Gevuld, raw: bytes) -> None:
    """A body that is no object has no field to blame."""
    for resource in READABLE:
        answer = await stad.client.call("POST", stad.collection(resource), raw=raw)
        require_problem(answer, 400, "invalid")
        assert answer.codes == {("nonFieldErrors", "invalid")}


@pytest.mark.rule("E-07")
async def test_rules_of_the_whole_wait_for_the_fields(stad: Gevuld) -> None:
    """Half a body gives nonsense for a rule that looks at the whole; first the fields, all of them, then the rules."""
    zaaktype = REGISTRY.of("ZaakType")
    wrong = {"verlengingMogelijk": True, "doorlooptijd": "x", "indicatieInternOfExtern": "y"}
    answer = await stad.client.post(collection(zaaktype), stad.body(zaaktype) | wrong)
    assert answer.codes == {("doorlooptijd", "invalid"), ("indicatieInternOfExtern", "invalid_choice")}
    both = {"verlengingMogelijk": True, "eindeGeldigheid": "2020-01-01"}
    answer = await stad.client.post(collection(zaaktype), stad.body(zaaktype) | both)
    assert answer.codes == {("nonFieldErrors", "verlenging-mismatch"), ("eindeGeldigheid", "invalid")}


# --- what is fixed ---------------------------------------------------------------------------------------------------

OTHER: dict[str, Any] = {
    "zaak.identificatie": "ANDERS", "zaak.bronorganisatie": "111222333", "zaakobject.object": "https://a.example/2",
    "zaakobject.objectType": "besluit", "besluit.identificatie": "ANDERS",
    "besluit.verantwoordelijkeOrganisatie": "111222333", "enkelvoudiginformatieobject.identificatie": "ANDERS",
}  # fmt: skip
FIXED_FIELDS = [(r, f) for r in READABLE if "partial_update" in r.operations for f in r.fields if f.has(FIXED)]


@pytest.mark.rule("E-06")
@pytest.mark.parametrize(("resource", "f"), FIXED_FIELDS, ids=lambda x: getattr(x, "name", x))
async def test_fixed_field_may_be_repeated_not_changed(stad: Gevuld, resource: Resource[Any], f: Field) -> None:
    """The number of a case stands in letters; but a client that sends the same number again does nothing wrong."""
    row = await stad.fresh(resource, **({"object": "https://a.example/1"} if f.json == "object" else {}))
    other = OTHER.get(f"{resource.name}.{f.json}") or (await stad.fresh(REGISTRY.of(f.target)))["url"]
    key = await stad.key(resource, row)
    again = stad.again(resource, row) | key
    for method, body in (("PATCH", key), ("PUT", again)):
        answer = await stad.client.call(method, row["url"], body=body | {f.json: other})
        assert answer.status == 400, answer.body
        assert (f.json, "wijzigen-niet-toegelaten") in answer.codes
        answer = await stad.client.call(method, row["url"], body=body | {f.json: row[f.json]})
        assert answer.status == 200, answer.body
    if not f.required:
        answer = await stad.client.put(row["url"], {k: v for k, v in again.items() if k != f.json})
        assert answer.status == 200, answer.body
        assert answer.json[f.json] == row[f.json]


def test_fixed_fields_are_there() -> None:
    """Guards the test above: without fixed fields it would say nothing."""
    assert {f"{r.name}.{f.json}" for r, f in FIXED_FIELDS} >= set(OTHER)


async def test_refused_write_changes_nothing(stad: Gevuld) -> None:
    """Half a change is worse than none: the row, its trail and its message stay as they were."""
    zaaktype = await een_zaaktype(stad.client)
    before = (await stad.client.get(stad.url("zaak"))).body
    trail = (await stad.client.get(f"{stad.url('zaak')}/audittrail")).body
    outbox = await stad.gemeente.rows("select count(*) from outbox")
    body = {
        "zaak": stad.url("zaak"),
        "statustype": zaaktype["statustypen"][0]["url"],
        "datumStatusGezet": "2026-01-02T00:00:00Z",
    }
    answer = await stad.client.post(f"{ZAKEN}/statussen", body)
    assert answer.codes == {("nonFieldErrors", "zaaktype-mismatch")}
    assert (await stad.client.get(stad.url("zaak"))).body == before
    assert (await stad.client.get(f"{stad.url('zaak')}/audittrail")).body == trail
    assert await stad.gemeente.rows("select count(*) from outbox") == outbox
