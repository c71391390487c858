"""Other suppliers: what the standard leaves free makes nobody fail, and what is not there is not held against them."""

from dataclasses import replace
from typing import Any

import pytest

from meent.app import App
from meent.services.autorisaties import keys
from meent.tools.conform import show
from meent.tools.conform.findings import Check
from meent.tools.conform.rules import RULES
from meent.tools.conform.rules.rule import Rule
from meent.tools.conform.run import Run
from meent.tools.conform.scratch import Failed, Scratch
from meent.tools.conform.target import APIS, KLANTINTERACTIES, ZGW, Key, target_of
from meent.tools.conform.traffic import Limits, Reply, Request
from tests.asgi import SECRET
from tests.tools.conform.anders import Otherwise
from tests.tools.conform.conftest import InProcess, Proefbank


async def test_who_does_otherwise_where_the_standard_is_silent_fails_nowhere(app: App, proefbank: Proefbank) -> None:
    """A supplier may call an error as it likes, and fill in less than we do."""
    report = await Run(proefbank.target, InProcess(Otherwise(app)), proefbank.standards, proefbank.key)()
    assert [(c.id, c.told) for c in report.checks if c.verdict == "failed"] == []
    advised = {c.id for c in report.checks if c.ground == "advice" and c.verdict == "remark"}
    assert {"rule G-09", "rule KI-31", "rule KI-36"} <= advised
    assert sum(c.verdict == "passed" for c in report.checks) > 200


async def test_advice_is_told_apart(app: App, proefbank: Proefbank) -> None:
    """In the page, in JSON and side by side; and it never counts as a fault."""

    async def otherwise(s: Scratch) -> None:
        raise Failed("de server doet het anders")

    rules = [Rule("Z-41", ("zaken",), otherwise, advice=True), Rule("Z-01", ("zaken",), otherwise)]
    run = Run(proefbank.target, InProcess(app), proefbank.standards, proefbank.key, rules, looks=False)
    report = await run()
    found = {c.id: (c.ground, c.verdict) for c in report.checks if c.kind == "rule"}
    assert found == {"rule Z-41": ("advice", "remark"), "rule Z-01": ("standard", "failed")}
    page = show.page(report)
    standard, advice = page.index("De regels van de standaard"), page.index("Advies: wat de standaard niet")
    assert standard < page.index(">Z-01<") < advice < page.index(">Z-41<")
    table = show.side_by_side([report.as_dict()])
    assert {r["id"]: r["ground"] for r in table["rows"] if r["id"] in found} == {
        "rule Z-41": "advies", "rule Z-01": "standaard",
    }  # fmt: skip


def test_choices_of_ours_are_advice() -> None:
    """Decisions 0030, 0033 and 0034 bind Meent and nobody else."""
    ours = ("KI-05", "KI-06", "KI-11", "KI-12", "KI-14", "KI-19", "KI-20", "KI-21", "KI-23", "KI-24", "KI-39", "KI-43")
    assert {r.number for r in RULES if r.number in ours and not r.advice} == set()
    assert {r.number for r in RULES if r.number.startswith("KI-")} == {
        *(f"KI-{n:02d}" for n in range(1, 25)), *(f"KI-{n}" for n in range(31, 45)),
    }  # fmt: skip


class Only(InProcess):
    """A server that has some APIs only, and tells a version of its own when it is given one."""

    def __init__(self, app: Any, *apis: str, version: str = "") -> None:
        super().__init__(app)
        self.apis, self.version = apis, version

    async def carry(self, request: Request, limits: Limits) -> Reply:
        if not any(f"/{api}/api/v1" in request.url for api in self.apis):
            return Reply(404, (("content-type", "text/html"),), b"<h1>Niet gevonden</h1>")
        reply = await super().carry(request, limits)
        told = tuple((n, self.version if self.version and n == "api-version" else v) for n, v in reply.headers)
        return Reply(reply.status, told, reply.body)


async def test_an_api_that_is_not_offered_is_no_fault(app: App, proefbank: Proefbank) -> None:
    """A supplier of Klantinteracties alone, pointed at with one address."""
    target = target_of(proefbank.gemeente.client.base, key=proefbank.target.key, name="Alleen klanten")
    rules = [r for r in RULES if r.number in ("KI-03", "Z-01")]
    run = Run(target, Only(app, KLANTINTERACTIES), proefbank.standards, proefbank.key, rules)
    report = await run()
    assert report.is_good, [(c.id, c.told) for c in report.checks if c.verdict == "failed"]
    assert report.absent == list(ZGW)
    assert list(report.bases) == [KLANTINTERACTIES]
    assert "biedt niet aan" in show.page(report)
    named = replace(target, is_guess=False)
    report = await Run(named, Only(app, KLANTINTERACTIES), proefbank.standards, proefbank.key, [])()
    assert {c.id for c in report.checks if c.kind == "reach" and c.verdict == "failed"} == {f"reach {a}" for a in ZGW}


async def test_nothing_at_all_is_no_success(app: App, proefbank: Proefbank) -> None:
    """An address with none of the APIs is a wrong address."""
    target = target_of(proefbank.gemeente.client.base, key=proefbank.target.key)
    report = await Run(target, Only(app), proefbank.standards, proefbank.key, [])()
    assert not report.is_good
    assert len(report.bases) == len(APIS)


async def test_another_version_than_ours_gives_remarks(app: App, proefbank: Proefbank) -> None:
    """Nobody is held to a document that he does not say to keep; who chooses one with --version is."""

    class Older(Only):
        async def carry(self, request: Request, limits: Limits) -> Reply:
            reply = await super().carry(request, limits)
            return Reply(reply.status, reply.headers, reply.body.replace(b'"vertrouwelijk":', b'"geheim":'))

    rules = [r for r in RULES if r.number == "KI-44"]
    carrier = Older(app, *APIS, version="0.4.0")
    for versions, verdict in (({}, "remark"), ({KLANTINTERACTIES: "0.9.0"}, "failed")):
        target = replace(proefbank.target, versions=versions)
        report = await Run(target, carrier, proefbank.standards, proefbank.key, rules, looks=False)()
        (check,) = [c for c in report.checks if c.id == "document klantinteracties POST /klantcontacten 201"]
        assert check.verdict == verdict, check


async def test_a_plain_key_will_do(app: App, proefbank: Proefbank) -> None:
    """Clients of Klantinteracties have a key and no JWT; it stands in no report."""
    gemeente = proefbank.gemeente
    place = await app.directory.find("gemeente.test", f"/{gemeente.slug}/")
    key = await keys.new(app.engine, place, gemeente.client.client_id, "conform")
    target = target_of(gemeente.client.base, keys={KLANTINTERACTIES: key}, name="Met een sleutel")
    assert list(target.bases) == [KLANTINTERACTIES]
    rules = [r for r in RULES if r.number in ("KI-01", "KI-03", "KI-23")]
    report = await Run(target, InProcess(app), proefbank.standards, proefbank.key, rules)()
    assert [(c.id, c.told) for c in report.checks if c.verdict == "failed"] == []
    assert {c.id for c in report.checks if c.verdict == "not tried"} == {"rule KI-01 elders", "rule KI-23"}
    assert key not in show.page(report) + str(report.as_dict())
    both = replace(proefbank.target, keys={KLANTINTERACTIES: key})
    report = await Run(both, InProcess(app), proefbank.standards, proefbank.key, rules, looks=False)()
    assert {c.verdict for c in report.checks if c.id.startswith("rule KI-01")} == {"passed"}


def test_secrets_of_every_kind_are_known() -> None:
    """The word before a key is not a part of it."""
    target = target_of("https://a.example", key=Key(token="Token heel-geheim"), keys={KLANTINTERACTIES: "ook-geheim"})
    assert {"heel-geheim", "ook-geheim"} <= set(target.secrets)
    assert SECRET not in target.secrets


@pytest.mark.parametrize("ground", ["standard", "advice"])
def test_a_check_keeps_no_more_than_can_be_read(ground: Any) -> None:
    """A server may break the same thing in another way a thousand times."""
    check = Check("x", "rule", "zaken", "x", ground)
    for n in range(1000):
        check.worsen("failed", f"fout {n}", n)
    assert check.verdict == ("failed" if ground == "standard" else "remark")
    assert len(check.told) == len(check.traces) <= 100
