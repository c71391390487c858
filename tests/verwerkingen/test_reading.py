"""Reading the log: the VNG's read API, the records of Logboek Dataverwerkingen, retention."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import jsonschema
import openapi_spec_validator
import pytest
import yaml
from asyncpg import InsufficientPrivilegeError
from click.testing import CliRunner

from meent import log_commands
from meent.data import embedded
from meent.verwerkingen import inzage
from meent.verwerkingen.aanleiding import first_id, new_id
from meent.verwerkingen.bewaren import Bewaarder, TermijnTeKort, checked_term, term_of
from meent.verwerkingen.uitvoer import as_ldv
from tests.asgi import Client
from tests.conftest import Gemeente
from tests.engine.test_tenant_settings import set_for
from tests.verwerkingen.conftest import ANNA, BRAM, Town
from tests.verwerkingen.test_purposes import purpose, screens

OBJECTEN, ACTIES = "/logging/api/v1/verwerkte-objecten", "/logging/api/v1/verwerkingsacties"
ALWAYS = {"beginDatum": "2020-01-01", "eindDatum": "2999-01-01"}


def about(bsn: str, **more: str) -> dict[str, str]:
    return {"objecttype": "persoon", "soortObjectId": "BSN", "objectId": bsn} | ALWAYS | more


def require_fits(shared: Path, document: str, name: str, body: Any) -> None:
    """The body is what the published document says of a schema."""
    said = yaml.safe_load((shared / f"standards/verwerkingenlogging/{document}/openapi.yaml").read_text())
    jsonschema.validate(body, said | {"$ref": f"#/components/schemas/{name}"})


async def test_who_looked_at_this_person(town: Town, shared: Path) -> None:
    """One question, one answer, newest first, and nothing of who was in the same case."""
    doel = await purpose(town.gemeente, "vergunning", town.client.client_id)
    await town.client.get(town.samen["url"])
    found = (await town.client.get(OBJECTEN, about(ANNA))).json
    require_fits(shared, "read-0.9.0", "VerwerktObjectUitgebreid", found["results"][0])
    newest = found["results"][0]
    assert (newest["objectId"], newest["soortObjectId"]) == (ANNA, "BSN")
    assert newest["verwerkteSoortenGegevens"] == [{"soortGegeven": "plaats"}, {"soortGegeven": "zaak"}]
    actie = newest["verwerkingsactie"]
    assert (actie["actieNaam"], actie["verwerkingNaam"]) == ("retrieve zaak", "Uw vraag beantwoorden")
    assert (actie["verwerkingsactiviteitId"], actie["verwerkingsactiviteitUrl"]) == (
        str(doel.id), "https://register.example/vergunning/1")  # fmt: skip
    assert (actie["uitvoerder"], actie["bewaartermijn"]) == ("00000001823288444000", "P5Y")
    lines = [r for r in await town.lines() if r["betrokkene"] == await town.who(ANNA)]
    assert found["count"] == len(found["results"]) == len(lines) - 1  # this question itself is the last one
    assert [r["verwerktObjectId"] for r in found["results"]] == [str(r["id"]) for r in reversed(lines[:-1])]
    assert BRAM not in json.dumps(found)


async def test_actions_hold_what_they_touched(town: Town, shared: Path) -> None:
    """Who gives account of one action wants all of it in one place."""
    await town.client.get(town.samen["url"], {"expand": "rollen"})
    found = (await town.client.get(ACTIES, about(ANNA))).json["results"]
    require_fits(shared, "write-0.9.0", "VerwerkingsactieUitgebreid", found[0])
    assert len(found[0]["verwerkteObjecten"]) == 2  # the zaak and her rol
    assert (found[0]["systeem"], found[0]["gebruiker"]) == (town.client.client_id, "jdevries")
    whole = (await town.client.get(found[0]["url"])).json
    require_fits(shared, "write-0.9.0", "VerwerkingsactieUitgebreid", whole)
    assert len(whole["verwerkteObjecten"]) == 4
    assert {o["soortObjectId"] for o in whole["verwerkteObjecten"]} == {"pseudoniem"}
    one = (await town.client.get(whole["verwerkteObjecten"][0]["url"])).json
    require_fits(shared, "read-0.9.0", "VerwerktObjectUitgebreid", one)
    assert one["verwerkingsactie"]["actieId"] == whole["actieId"]


async def test_time_and_purpose_narrow_it(town: Town) -> None:
    """A day in Amsterdam; the last day does not count, as the document says."""
    doel = await purpose(town.gemeente, "vergunning", town.client.client_id)
    await town.client.get(town.anna["url"])
    today = datetime.now(UTC).date()

    async def counted(**query: str) -> int:
        return int((await town.client.get(OBJECTEN, about(ANNA, **query))).json["count"])

    assert await counted(beginDatum=str(today - timedelta(days=1)), eindDatum=str(today + timedelta(days=2))) > 0
    assert await counted(eindDatum=str(today - timedelta(days=1))) == 0
    assert await counted(beginDatum=str(today + timedelta(days=2))) == 0
    assert await counted(verwerkingsactiviteitId=str(UUID(int=7))) == 0
    assert 0 < await counted(verwerkingsactiviteitId=str(doel.id)) < await counted()


async def test_reading_the_log_is_in_the_log(town: Town) -> None:
    """Whoever follows what is done with somebody follows somebody."""
    await town.client.get(OBJECTEN, about(ANNA))
    line = (await town.lines())[-1]
    assert (line["handeling"], line["resource"], line["betrokkene"]) == ("list", "verwerking", await town.who(ANNA))


async def test_who_may_read_it(town: Town, andere_gemeente: Gemeente) -> None:
    """Nobody without the right; another municipality sees its own lines only."""
    nobody = await town.gemeente.application({"component": "zrc", "scopes": ["zaken.lezen"]})
    reader = await town.gemeente.application({"component": "ac", "scopes": ["verwerkingen.lezen"]})
    for path in (OBJECTEN, ACTIES, f"{OBJECTEN}/{UUID(int=7)}", f"{ACTIES}/{UUID(int=7)}"):
        assert (await nobody.get(path, about(ANNA))).status == 403
        assert (await town.client.get(path, about(ANNA), authorization=None)).status == 403
    assert (await reader.get(OBJECTEN, about(ANNA))).json["count"] > 0
    assert (await andere_gemeente.client.get(OBJECTEN, about(ANNA))).json["count"] == 0
    line = (await town.lines())[0]
    assert (await andere_gemeente.client.get(f"{OBJECTEN}/{line['id']}")).status == 404
    assert (await town.client.get(f"{OBJECTEN}/{line['id']}")).status == 200


@pytest.mark.parametrize(("change", "fault"), [
    ({"objectId": "123456789"}, ("objectId", "invalid")),
    ({"soortObjectId": "RSIN"}, ("soortObjectId", "invalid_choice")),
    ({"objecttype": "boom"}, ("objecttype", "invalid_choice")),
    ({"beginDatum": "gisteren"}, ("beginDatum", "invalid")),
    ({"verwerkingsactiviteitId": "x"}, ("verwerkingsactiviteitId", "invalid")),
    ({"vertrouwelijkheid": "geheim"}, ("vertrouwelijkheid", "invalid_choice")),
    ({"onbekend": "x"}, ("onbekend", "unknown-parameters")),
])  # fmt: skip
async def test_a_wrong_question_is_refused(client: Client, change: dict[str, str], fault: tuple[str, str]) -> None:
    """An answer to another question than was meant looks like nobody looked."""
    answer = await client.get(OBJECTEN, about(ANNA) | change)
    assert (answer.status, answer.codes) == (400, {fault})


async def test_what_is_missing_is_told_at_once(client: Client) -> None:
    required = {(name, "required") for name in ("objecttype", "soortObjectId", "objectId", "beginDatum", "eindDatum")}
    assert (await client.get(OBJECTEN)).codes == required
    assert (await client.get(f"{OBJECTEN}/geen-uuid")).status == 404
    assert (await client.get("/logging/api/v1/iets")).status == 404
    assert (await client.get(OBJECTEN, about(ANNA, page="2"))).status == 404
    refused = await client.post(OBJECTEN, {})
    assert (refused.status, refused.headers["allow"]) == (405, "GET, HEAD")


async def test_its_document_is_valid_and_open(client: Client) -> None:
    """Clients are made from it; every answer tells its version, refusals too."""
    answer = await client.get("/logging/api/v1/openapi.json", authorization=None)
    openapi_spec_validator.validate(answer.json)
    assert answer.json["servers"] == [{"url": f"{client.base}/logging/api/v1"}]
    assert answer.headers["access-control-allow-origin"] == "*"
    refused = await client.get(OBJECTEN, authorization=None)
    assert {a.headers["api-version"] for a in (answer, refused)} == {"0.9.0"}
    assert refused.headers["x-content-type-options"] == "nosniff"


async def test_pages_follow_each_other(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every line once, and none left out."""
    monkeypatch.setattr("meent.verwerkingen.api.PAGE", 2)
    doel = await purpose(town.gemeente, "vergunning", town.client.client_id)
    for _ in range(5):
        await town.client.get(town.anna["url"])
    await purpose(town.gemeente, "anders", town.client.client_id)
    seen, url = [], f"{town.client.base}{OBJECTEN}"
    answer = await town.client.get(url, about(ANNA, verwerkingsactiviteitId=str(doel.id)))
    while True:
        seen += [r["verwerktObjectId"] for r in answer.json["results"]]
        if answer.json["next"] is None:
            break
        answer = await town.client.get(answer.json["next"])
    assert answer.json["previous"].endswith("page=2")
    lines = [str(r["id"]) for r in reversed(await town.lines()) if r["doel"] == doel.id]
    assert seen == lines


# --- as the resident sees it -----------------------------------------------------------------------------------------


async def times(town: Town, most: int = 100, tot: UUID = inzage.END) -> tuple[list[inzage.Regel], UUID | None]:
    async with town.gemeente.app.pool.tenant(town.gemeente.id) as conn:
        return await inzage.times_about(
            conn, town.gemeente.id, inzage.Vraag(f"bsn:{ANNA}", inzage.FIRST, tot), most=most
        )


async def test_a_page_of_a_screen_is_one_time(town: Town) -> None:
    """Six lines for one look make people think that six people looked."""
    zgw, uuid = screens(town), town.samen["uuid"]
    await zgw.get("zaken", "zaken", uuid)
    await zgw.list("zaken", "rollen", zaak=town.samen["url"])
    await zgw.audittrail(uuid)
    (newest, *older), _ = await times(town)
    assert (newest.handeling, newest.doel_naam) == ("retrieve", "zaakbehandeling")
    assert {"identiteit", "zaak"} <= set(newest.gegevens)
    await zgw.update("zaken", "zaken", uuid, {"toelichting": "Gebeld"})
    await screens(town).list("zaken", "zaken")
    (listed, written, looked, *rest), _ = await times(town)
    assert [r.handeling for r in (listed, written, looked)] == ["list", "partial_update", "retrieve"]
    assert len(rest) == len(older)


async def test_no_time_is_lost_between_pages(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """However lines of several callers lie through each other, and wherever a page ends."""
    for number in range(4):
        trace = f"00-{number:031x}1-{'1' * 16}-01"
        await town.client.get(town.samen["url"], {"expand": "rollen"}, traceparent=trace)
        await town.client.get(town.anna["url"])
        await town.client.get(town.samen["url"], {"expand": "rollen"}, traceparent=trace)
    whole, verder = await times(town)
    assert verder is None
    wanted = {(r.trace, r.handeling) for r in whole}
    monkeypatch.setattr(inzage, "LINES_OF_TIME", 2)
    for most in (1, 2, 3):
        seen, tot = set(), inzage.END
        for _ in range(200):
            some, verder = await times(town, most, tot)
            assert len(some) <= most
            seen |= {(r.trace, r.handeling) for r in some}
            if verder is None:
                break
            assert verder < tot
            tot = verder
        assert verder is None
        assert seen == wanted


# --- records of Logboek Dataverwerkingen -----------------------------------------------------------------------------


async def test_lines_go_out_as_records(town: Town) -> None:
    """What the standard asks, and no user (design/trust.md §1.4)."""
    trace, parent = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
    await purpose(town.gemeente, "vergunning", town.client.client_id)
    await town.client.get(town.samen["url"], traceparent=f"00-{trace}-{parent}-01")
    now = datetime.now(UTC)
    lines = [r async for r in inzage.all_lines(town.gemeente.app.pool, town.gemeente.id, now - timedelta(hours=1),
                                              now + timedelta(hours=1))]  # fmt: skip
    assert [r.id for r in lines] == [r["id"] for r in await town.lines()]
    records = [as_ldv(r, town.gemeente.slug) for r in lines]
    one = records[-1]
    assert (one["trace_id"], one["status_code"], one["name"]) == (trace, 1, "retrieve zaak")
    assert one["foreign_operation"] == {"trace_id": trace, "operation_id": parent, "entity": town.client.client_id}
    assert one["attributes"]["dpl.core.processing_activity_id"] == "https://register.example/vergunning/1"
    people = {r["attributes"]["dpl.core.data_subject_id"] for r in records[-2:]}
    assert people == {(await town.who(ANNA)).hex(), (await town.who(BRAM)).hex()}
    assert len({(r["trace_id"], r["operation_id"]) for r in records}) == len(records)
    assert {len(r["operation_id"]) for r in records} == {16}
    assert "jdevries" not in json.dumps(records)
    assert ANNA not in json.dumps(records)


async def test_batches_leave_none_out(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inzage, "BATCH", 3)
    now = datetime.now(UTC)
    lines = [r.id async for r in inzage.all_lines(town.gemeente.app.pool, town.gemeente.id, now - timedelta(hours=1),
                                                  now + timedelta(hours=1))]  # fmt: skip
    assert lines == [r["id"] for r in await town.lines()]
    assert len(lines) > 6


def test_export_is_a_command(migrated: embedded.Embedded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who is asked for the log by a supervisor runs one line."""
    asked: dict[str, Any] = {}

    def with_app(slug: str, act: Any) -> int:
        asked["slug"] = slug
        return 7

    monkeypatch.setattr(log_commands, "with_app", with_app)
    out = tmp_path / "log.jsonl"
    done = CliRunner().invoke(log_commands.log_group, ["export", "meerwijde", "--out", str(out)])
    assert (done.exit_code, asked["slug"], "7 regels" in done.output) == (0, "meerwijde", True)


# --- retention -------------------------------------------------------------------------------------------------------

OLD = """
INSERT INTO verwerking (tenant_id, id, moment, applicatie, applicatie_weergave, gebruiker, trace, handeling, resource,
    object, gegevens) VALUES ($1, $2, $3, 'x', 'x', 'x', $4, 'list', 'zaak', $5, '{zaak}')
"""


async def add_line(gemeente: Gemeente, age: timedelta) -> UUID:
    moment = datetime.now(UTC) - age
    made = new_id(moment)
    await gemeente.rows(OLD, gemeente.id, made, moment, b"0" * 16, UUID(int=7))
    return made


async def test_lines_past_their_term_go_and_no_others(
    gemeente: Gemeente, andere_gemeente: Gemeente, migrated: embedded.Embedded, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A log kept for ever is a risk of its own; one that loses a line too early proves nothing."""
    monkeypatch.setattr("meent.verwerkingen.bewaren.PARTIJ", 2)
    app = gemeente.app
    await set_for(app, migrated.owner_dsn, gemeente.slug, log_bewaartermijn="P1Y")
    gone = [await add_line(gemeente, timedelta(days=days)) for days in (366, 400, 500, 800, 3000)]
    kept = [await add_line(gemeente, timedelta(days=days)) for days in (363, 200, 0)]
    elsewhere = [await add_line(andere_gemeente, timedelta(days=days)) for days in (400, 800)]
    by_slug = app.directory.by_slug
    assert (term_of(by_slug[gemeente.slug]), term_of(by_slug[andere_gemeente.slug])) == ("P1Y", "P5Y")
    bewaarder = Bewaarder(app.pool)
    assert await bewaarder.remove(by_slug[gemeente.slug]) == len(gone)
    assert await bewaarder.remove(by_slug[andere_gemeente.slug]) == 0
    left = await gemeente.rows("select id from verwerking where tenant_id = $1 order by id", gemeente.id)
    assert [r[0] for r in left] == sorted(kept)
    left = await andere_gemeente.rows("select id from verwerking order by id")
    assert [r[0] for r in left] == sorted(elsewhere)


async def test_what_is_recent_cannot_be_removed(gemeente: Gemeente, andere_gemeente: Gemeente) -> None:
    """Whatever a setting says, and whoever asks."""
    recent = await add_line(gemeente, timedelta(days=170))
    ask = "select meent_verwerkingen_weg($1, 100)"
    with pytest.raises(InsufficientPrivilegeError):
        await gemeente.rows(ask, datetime.now(UTC) - timedelta(days=100))
    old = await add_line(gemeente, timedelta(days=400))
    assert [r[0] for r in await andere_gemeente.rows(ask, datetime.now(UTC) - timedelta(days=200))] == [0]
    assert [r[0] for r in await gemeente.rows(ask, datetime.now(UTC) - timedelta(days=200))] == [1]
    left = [r[0] for r in await gemeente.rows("select id from verwerking")]
    assert (recent in left, old in left) == (True, False)


@pytest.mark.parametrize("text", ["P6M", "P1M", "P30D", "P0D"])
def test_a_term_is_not_too_short(text: str) -> None:
    with pytest.raises(TermijnTeKort):
        checked_term(text)
    assert checked_term("P7M") == "P7M"


def test_ids_follow_time() -> None:
    """Retention and paging lean on it: the id of a line says when it was."""
    moments = [datetime(2026, 1, 1, tzinfo=UTC) + timedelta(microseconds=n) for n in range(0, 90_000, 331)]
    ids = [new_id(m) for m in moments]
    assert ids == sorted(ids)
    for moment, made in zip(moments, ids, strict=True):
        assert first_id(moment) <= made < first_id(moment + timedelta(milliseconds=1))
        assert made.int & 0xFFFF == 0
        assert (made.version, made.variant) == (7, "specified in RFC 4122")
