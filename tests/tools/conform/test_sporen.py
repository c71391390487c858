"""Traces: whole or tampered with, and who is to blame; reports as a page, as JSON and side by side."""

import copy
import json
import stat
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from meent.app import App
from meent.cli import main
from meent.tools.conform import show
from meent.tools.conform.findings import Report
from meent.tools.conform.signed import BODY_SHOWN, Masker, SpoorOngeldig, faults_of, load_key, public_of, sign
from meent.tools.conform.target import Key, Target
from meent.tools.conform.traffic import Exchange, Request
from meent.tools.conform.verify import read_traces, verify
from tests.asgi import SECRET
from tests.tools.conform.conftest import Proefbank
from tests.tools.conform.kapot import FAULTS, Broken

BY_NAME = {f.name: f for f in FAULTS}


async def broken(app: App, proefbank: Proefbank, name: str) -> Report:
    return await proefbank.run(Broken(app, BY_NAME[name]), *BY_NAME[name].rules)


def only_trace(report: Report) -> Any:
    return json.loads(json.dumps(next(iter(report.traces.values()))))


async def test_a_trace_is_whole_until_somebody_touches_it(app: App, proefbank: Proefbank) -> None:
    """Whatever is changed in it shows: an answer, a digest that was made to fit, a key of somebody else."""
    trace = only_trace(await broken(app, proefbank, "a number is text"))
    assert faults_of(trace) == []
    assert faults_of(trace, public_of(proefbank.key)) == []
    assert faults_of(trace, public_of(Ed25519PrivateKey.generate())) != []
    touched = copy.deepcopy(trace)
    touched["content"]["answer"]["status"] = 418
    assert len(faults_of(touched)) == 2
    fitted = sign(touched["content"], Ed25519PrivateKey.generate()) | {"public_key": trace["public_key"]}
    assert faults_of(fitted) == ["De handtekening hoort niet bij deze inhoud en sleutel."]
    for wrong in ("", "geen base64 ü", "AAAA", None, 5):
        assert faults_of(trace | {"signature": wrong}) != []
        assert faults_of(trace | {"public_key": wrong}) != []


@pytest.mark.parametrize("wrong", [None, [], {}, {"content": 5}, {"content": {}}, {"content": {"request": []}}])
def test_what_is_no_trace_is_told_so(wrong: Any, shared: Path) -> None:
    """A file from another party may hold anything."""
    with pytest.raises(SpoorOngeldig):
        verify("", wrong, shared / "standards")


@pytest.mark.requirement("R40")
async def test_the_right_side_is_blamed(app: App, proefbank: Proefbank) -> None:
    """Of a broken answer the supplier, of a broken request that was rightly refused the client."""
    for name in ("a number is text", "null where something is", "an error is a page", "made answers 200"):
        trace = only_trace(await broken(app, proefbank, name))
        assert verify("", trace, proefbank.standards).blames == "leverancier", name
    report = await broken(app, proefbank, "one fault at a time")
    content = only_trace(report)["content"] | {"told": []}
    told = verify("", sign(content, proefbank.key), proefbank.standards)
    assert (told.blames, told.answer, told.faults) == ("client", [], [])
    assert any("zaaktype" in line for line in told.request)


def test_secrets_are_masked() -> None:
    """Also where a server repeats them, and those that a body holds."""
    masker = Masker(["heel-geheim"])
    token = "eyJhbGciOiJIUzI1NiJ9.eyJjbGllbnRfaWQiOiJ4In0.c2lnbmF0dXVy"
    body = json.dumps({"auth": 'Bearer "x"', "lock": "abc", "titel": "heel-geheim", "echo": f"Bearer {token}"})
    shown = json.dumps([masker.body(body.encode()), masker.headers([("Authorization", "Bearer y"), ("X", token)])])
    for secret in ("heel-geheim", token, "abc", "Bearer y", 'Bearer \\\\"x'):
        assert secret not in shown.replace('"sha256": "', ""), secret


def test_a_long_answer_is_cut_but_counted() -> None:
    """Size and digest are those of all of it."""
    exchange = Exchange(0, "zaken", Request("GET", "http://a.example", {}), 200, body="é".encode() * 300_000)
    exchange.trim(BODY_SHOWN - 1)
    told = Masker([]).body(exchange.body, exchange.size, exchange.digest)
    assert (told["bytes"], told["cut"], set(told["text"])) == (600_000, True, {"é"})


def test_the_key_is_made_once_and_private(tmp_path: Path) -> None:
    """Whoever reads the key can sign in our name."""
    path = tmp_path / "nieuw" / "sleutel"
    assert public_of(load_key(path)) == public_of(load_key(path))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


# --- reports ---------------------------------------------------------------------------------------------------------


async def test_page_shows_what_went_wrong(app: App, proefbank: Proefbank) -> None:
    """A reader without a program sees which rule, why, and the exchange."""
    report = await broken(app, proefbank, "another code")
    page = show.page(report)
    assert "Z-03" in page
    assert "identificatie-niet-uniek" in page
    assert '<html lang="nl">' in page
    assert 'id="spoor-' in page
    assert "http-equiv" in page
    for outside in ("<script", "<link", "src=", "@import"):
        assert outside not in page


@pytest.mark.requirement("R34")
async def test_suppliers_stand_side_by_side(app: App, proefbank: Proefbank, tmp_path: Path) -> None:
    """Three suppliers, one table; what went wrong at one of them stands on top."""
    found = {"een": proefbank.whole}
    for name in ("another code", "no ETag"):
        found[name] = await broken(app, proefbank, name)
    paths = []
    for name, report in found.items():
        report.name = name
        path = tmp_path / f"{name.replace(' ', '-')}.json"
        path.write_text(json.dumps(report.as_dict()))
        paths.append(str(path))
    done = CliRunner().invoke(main, ["conform", "compare", *paths, "--json", "--html", str(tmp_path / "naast.html")])
    assert done.exit_code == 0, done.output
    table = json.loads(done.output)
    assert table["names"] == ["een", "another code", "no ETag"]
    rows = {r["id"]: r["verdicts"] for r in table["rows"]}
    assert rows["rule Z-03"] == ["passed", "failed", "absent"]
    assert "failed" in table["rows"][0]["verdicts"]
    assert "regel Z-03" in (tmp_path / "naast.html").read_text()
    shown = CliRunner().invoke(main, ["conform", "compare", *paths])
    assert shown.exit_code == 0
    assert "Z-03" in shown.output


async def test_traces_of_a_report_are_verified(app: App, proefbank: Proefbank, tmp_path: Path) -> None:
    """As the other party does it: from the file alone."""
    report = await broken(app, proefbank, "another code")
    path = tmp_path / "verslag.json"
    path.write_text(json.dumps(report.as_dict()))
    done = CliRunner().invoke(main, ["conform", "verify", str(path)])
    assert done.exit_code == 0, done.output
    assert "regel: rule Z-03" in done.output
    told = report.as_dict()
    next(iter(told["traces"].values()))["content"]["request"]["method"] = "PUT"
    path.write_text(json.dumps(told))
    done = CliRunner().invoke(main, ["conform", "verify", str(path)])
    assert done.exit_code == 1
    assert "vingerafdruk" in done.output
    assert len(read_traces(path.read_bytes())) == len(report.traces)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"meent_conform": 1, "checks": [{}]}', "\x00"])
def test_what_is_no_report_is_refused_in_one_line(content: str, tmp_path: Path) -> None:
    """A file of somebody else is no reason for a traceback."""
    path = tmp_path / "x.json"
    path.write_text(content)
    for command in ("compare", "verify"):
        done = CliRunner().invoke(main, ["conform", command, str(path)])
        assert done.exit_code == 1
        assert done.output.startswith("Error: ")


@pytest.mark.parametrize("arguments", [
    ["http://127.0.0.1:1/x"],
    ["geen-adres", "--client-id", "a", "--secret", "b"],
    ["http://127.0.0.1:1/x", "--token", "x", "--base", "zaken"],
    ["http://127.0.0.1:1/x", "--token", "x", "--base", "zaken=ftp://x"],
    ["http://127.0.0.1:1/x", "--token", "x", "--version", "zaken=../../etc"],
])  # fmt: skip
def test_wrong_arguments_are_refused_in_one_line(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And nothing is sent."""
    monkeypatch.setenv("MEENT_DATA", str(tmp_path))
    done = CliRunner().invoke(main, ["conform", *arguments, "--run-seconds", "5"])
    assert done.exit_code == 1
    assert "Error: " in done.output


def test_an_address_is_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shared: Path) -> None:
    """Nobody listens there: a report that says so, as page, JSON and file, and exit code 1."""
    monkeypatch.setenv("MEENT_DATA", str(tmp_path))
    monkeypatch.setenv("MEENT_SHARED", str(shared))
    out, html = tmp_path / "v.json", tmp_path / "v.html"
    usual = ["conform", "http://127.0.0.1:1/x", "--client-id", "a", "--secret", SECRET]
    done = CliRunner().invoke(main, [*usual, "--out", str(out), "--html", str(html), "--traces", str(tmp_path / "t")])
    assert done.exit_code == 1, done.output
    assert "Er luistert niemand op dit adres." in done.output
    assert json.loads(out.read_text())["summary"]["failed"] > 0
    assert "Er luistert niemand" in html.read_text()
    assert list((tmp_path / "t").glob("spoor-*.json"))


def test_settings_may_stand_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A secret on a command line is seen by everybody on that machine."""
    monkeypatch.setenv("MEENT_DATA", str(tmp_path))
    file = tmp_path / "a.toml"
    file.write_text(
        'naam = "A"\n[adressen]\nzaken = "http://127.0.0.1:1/zaken/api/v1"\n'
        f'[toegang]\nclient_id = "a"\nsecret = "{SECRET}"\n[versies]\nzaken = "1.5.1"\n'
    )
    done = CliRunner().invoke(main, ["conform", "--settings", str(file), "--json"])
    told = json.loads(done.stdout)
    assert (told["name"], list(told["bases"]), told["versions"]) == ("A", ["zaken"], {"zaken": "1.5.1"})


@pytest.mark.parametrize(("url", "api"), [
    ("https://a.example/x/zaken/api/v1", "zaken"),
    ("https://a.example/x/zaken/api/v1/zaken/1", "zaken"),
    ("https://a.example/x/zaken/api/v11", None),
    ("https://a.example/y/zaken/api/v1/zaken", None),
    ("https://b.example/x/zaken/api/v1/zaken", None),
    ("https://a.example:444/x/zaken/api/v1/zaken", None),
    ("https://naam@a.example/x/zaken/api/v1/zaken", None),
])  # fmt: skip
def test_only_given_addresses_are_ours(url: str, api: str | None) -> None:
    """The neighbour lives at the same host."""
    assert Target("x", {"zaken": "https://a.example/x/zaken/api/v1"}, Key()).api_of(url) == api
