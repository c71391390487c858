"""One run: is it there, what does it serve, which rules hold, and all the while: is every answer as published?"""

import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from meent.tools.conform import judge, served
from meent.tools.conform.findings import Check, Ground, Report, Verdict
from meent.tools.conform.published import NEWEST, Published, load, version_for
from meent.tools.conform.rules import RULES
from meent.tools.conform.rules.rule import Rule
from meent.tools.conform.scratch import Failed, NotTried, Scratch, listed
from meent.tools.conform.signed import BODY_SHOWN, Masker, content_of, sign
from meent.tools.conform.target import ZGW, Target
from meent.tools.conform.tidy import tidy
from meent.tools.conform.traffic import Carrier, Exchange, OutOfTime, Traffic, shown
from meent.tools.rules.register import load_rules

STRANGE = (LookupError, TypeError, ValueError, AttributeError, RecursionError)
"""What reading an answer raises that is of another make than any server should send."""
BEFORE = 12
BODIES_KEPT, BODY_BEYOND = 12_000_000, 2_000
"""Bytes of bodies in all traces together; what comes after shows its beginning only."""
Step = Callable[[str, int, int], None]
"""Told of progress: what is going on, how many are done, of how many."""
LISTS: dict[str, tuple[str, ...]] = {
    "catalogi": (
        "catalogussen", "zaaktypen", "statustypen", "roltypen", "resultaattypen", "eigenschappen", "besluittypen",
        "informatieobjecttypen", "zaaktype-informatieobjecttypen", "zaakobjecttypen",
    ),
    "zaken": (
        "zaken", "statussen", "resultaten", "rollen", "zaakobjecten", "zaakinformatieobjecten", "klantcontacten",
        "zaakcontactmomenten", "zaakverzoeken", "zaaknotities",
    ),
    "documenten": ("enkelvoudiginformatieobjecten", "gebruiksrechten", "objectinformatieobjecten", "verzendingen"),
    "besluiten": ("besluiten", "besluitinformatieobjecten"),
    "autorisaties": ("applicaties",),
    "notificaties": ("kanaal", "abonnement"),
    "klantinteracties": (
        "partijen", "partij-identificatoren", "digitaleadressen", "rekeningnummers", "categorieen",
        "categorie-relaties", "vertegenwoordigingen", "klantcontacten", "betrokkenen", "actoren",
        "actorklantcontacten", "onderwerpobjecten", "bijlagen", "internetaken",
    ),
}  # fmt: skip
"""Lists of which the first page is read, and the first object on it: what is there already is looked at, no more."""
TITLES = {rule["id"]: rule["title"] for rule in load_rules()}


@dataclass
class Run:
    """What one run gathers.

    rules    those to try
    looks    whether what is there already, and the server's own document, are looked at as well
    scratch  a corner that an earlier run made and that stays; without one it is made, and taken away at the end
    absent   APIs that are not there, where nobody said that they should be
    other    APIs of a version that we have no document of: held against another one, what differs is no fault
    """

    target: Target
    carrier: Carrier
    standards: Path
    key: Ed25519PrivateKey
    rules: Sequence[Rule] = RULES
    looks: bool = True
    scratch: Scratch | None = None
    step: Step = lambda what, done, total: None
    published: dict[str, Published] = field(default_factory=dict)
    checks: dict[str, Check] = field(default_factory=dict)
    context: dict[int, tuple[list[str], list[Exchange]]] = field(default_factory=dict)
    absent: list[str] = field(default_factory=list)
    other: set[str] = field(default_factory=set)
    _bytes: int = 0
    _trying: str = ""
    _from: int = 0

    async def __call__(self) -> Report:
        began, clock = datetime.now(UTC), time.monotonic()
        self.traffic = Traffic(self.target, self.carrier, self._judge)
        try:
            await self._reach()
            if self.looks:
                await self._look_round()
            versions = {api: p.version for api, p in self.published.items()}
            scratch = self.scratch or Scratch(self.traffic, versions, uuid4().hex[:8])
            scratch.traffic, scratch.first, scratch.documents = self.traffic, {}, self.published
            try:
                await self._try_rules(scratch)
            finally:  # also when somebody breaks it off
                self.step("opruimen", 0, 1)
                left = [] if self.scratch else await self._tidied(scratch)
        finally:
            await self.carrier.close()
        return Report(
            self.target.name, dict(self.target.bases), versions, began.isoformat(timespec="seconds"),
            time.monotonic() - clock, len(self.traffic.kept), list(self.checks.values()), self._traces(), left,
            self.absent,
        )  # fmt: skip

    def check(self, made: Check) -> Check:
        return self.checks.setdefault(made.id, made)

    # --- is it there, and what does it serve -------------------------------------------------------------------------

    async def _reach(self) -> None:
        """Each API answers; its version decides by which document it is judged."""
        for n, api in enumerate(self.target.bases):
            self.step("bereiken", n, len(self.target.bases))
            await self._reach_one(api)
        if self.absent and len(self.absent) < len(self.target.bases):
            self.target = self.traffic.target = self.target.without(self.absent)
            self.checks = {id_: c for id_, c in self.checks.items() if c.api not in self.absent}
        self.absent = [api for api in self.absent if api not in self.target.bases]

    async def _reach_one(self, api: str) -> None:
        check = self._reach_of(api)
        answer = await self._safely(check, self._ask(api, LISTS[api][0]))
        told = answer.header("api-version") if answer else None
        version = self.target.versions.get(api) or version_for(self.standards, api, told)
        self.published[api] = load(self.standards, api, version)
        if answer is None or not answer.status:
            return
        if told and api not in self.target.versions and not is_alike(told, version):
            self.other.add(api)
        self._judge(answer)
        if answer.status == 404 and self.target.is_guess:
            self.absent.append(api)
        if answer.status != 200:
            why = " Geef de client rechten, anders is hier niets te toetsen." if answer.status in (401, 403) else ""
            check.worsen("failed", f"De eerste lijst geeft {answer.status}.{why}", answer.number)
        elif told != version:
            more = " Dat is een andere versie: wat verschilt, is een opmerking." if api in self.other else ""
            check.worsen(
                "remark",
                f"De server noemt versie {shown(told or 'geen')[:40]}; getoetst is tegen {version}.{more}",
                answer.number,
            )
        if self.looks and api not in self.absent:
            await self._safely(check, self._compare_document(api))
        self._forget(answer.number)

    def _reach_of(self, api: str) -> Check:
        return self.check(Check(f"reach {api}", "reach", api, f"De API {api} is te bereiken"))

    async def _ask(self, api: str, path: str) -> Exchange:
        return await self.traffic.send("GET", f"{self.target.bases[api]}/{path}")

    async def _safely(self, check: Check, asking: Awaitable[Exchange | None]) -> Exchange | None:
        """What goes wrong on the way is a finding."""
        try:
            answer = await asking
        except OutOfTime as why:
            check.worsen("not tried", str(why))
            return None
        if answer is not None and answer.fault:
            check.worsen("failed", answer.fault, answer.number)
        return answer

    async def _compare_document(self, api: str) -> None:
        """The document that the server serves of itself."""
        content, answer = None, None
        for place in served.PLACES:
            answer = await self._ask(api, place)
            if answer.status == 200 and (content := served.read(answer)):
                break
        title, ground = f"Het eigen OpenAPI-document van {api}", "standard" if api in ZGW else "advice"
        own = self.check(Check(f"served {api}", "served", api, title, cast(Ground, ground)))
        if content is None or answer is None:
            own.worsen("failed", "Er is geen eigen OpenAPI-document te vinden.", answer.number if answer else None)
            return
        absent = served.missing(content, self.published[api])
        for name, told in absent.items():
            for sentence in told:
                own.worsen("remark", f"{name}: {sentence}", answer.number)

    # --- every answer ------------------------------------------------------------------------------------------------

    def _judge(self, exchange: Exchange) -> None:
        """Held against its published document, in passing."""
        if self._trying:
            self.context[exchange.number] = ([self._trying], self.traffic.kept[self._from : exchange.number][-BEFORE:])
        published = self.published.get(exchange.api)
        if published is None or exchange.is_beyond:
            return
        operation = judge.operation_of(exchange, published, self.target.bases[exchange.api])
        if operation is None or not exchange.status:
            return
        name = f"{exchange.api} {operation.name} {exchange.status}"
        check = self.check(Check(f"document {name}", "document", exchange.api, f"{operation.name} → {exchange.status}"))
        for remark in judge.judge(exchange, operation):
            verdict: Verdict = "failed" if remark.is_fault and exchange.api not in self.other else "remark"
            where = f"{shown(remark.where)}: " if remark.where and remark.kind == "inhoud" else ""
            check.worsen(verdict, where + remark.told, exchange.number)

    async def _look_round(self) -> None:
        """First pages of every list, and the first object on each."""
        places = [(api, path) for api in self.target.bases for path in LISTS[api]]
        for n, (api, path) in enumerate(places):
            self.step(f"lijsten van {api}", n, len(places))
            begun, check = len(self.traffic.kept), self._reach_of(api)
            answer = await self._safely(check, self._ask(api, path))
            if answer and answer.status in (404, 405, 501) and self.published[api].operation("GET", f"/{path}"):
                listed_ = self.check(Check(f"document {api} GET /{path}", "document", api, f"GET /{path}"))
                listed_.worsen("failed", "Deze lijst staat in het document en is er niet.", answer.number)
            url = answer.rows[0].get("url") if answer and answer.rows else None
            if isinstance(url, str):
                await self._safely(check, self.traffic.send("GET", url))
            self._forget(begun)

    # --- rules -------------------------------------------------------------------------------------------------------

    async def _try_rules(self, scratch: Scratch) -> None:
        """Those of the APIs that are judged; of another API none is worth a row."""
        rules = [rule for rule in self.rules if rule.apis[0] in self.target.bases]
        for n, rule in enumerate(rules):
            self.step(f"regel {rule.id}", n, len(rules))
            title = rule.title or TITLES.get(rule.number, rule.number)
            ground: Ground = "advice" if rule.advice else "standard"
            check = self.check(Check(f"rule {rule.id}", "rule", rule.apis[0], title, ground))
            await self._try(rule, check, scratch)
        for (api, path), (answer, is_there) in scratch.first.items():
            made = self.check(Check(f"scratch {api}/{path}", "scratch", api, f"POST /{path} maakt iets nieuws"))
            if not is_there:
                why = answer.fault or f"kreeg {answer.status}: {shown(listed(sorted(answer.codes)))}"
                verdict: Verdict = "not tried" if is_ours(answer) else "failed"
                made.worsen(verdict, f"Een aanvraag volgens het document lukte niet: {why}.", answer.number)

    async def _try(self, rule: Rule, check: Check, scratch: Scratch) -> None:
        """Whatever a server answers, a rule has a verdict."""
        self._trying, self._from = rule.number, len(self.traffic.kept)
        scratch.remarks.clear()
        try:
            if absent := [api for api in rule.apis if api not in self.target.bases]:
                raise NotTried(f"niet opgegeven: {', '.join(absent)}")
            await rule.attempt(scratch)
        except Failed as why:
            check.worsen("failed", shown(str(why)), self._last())
        except (NotTried, OutOfTime) as why:
            check.worsen("not tried", shown(str(why)))
        except STRANGE as fault:
            told = shown(f"{type(fault).__name__}: {fault}"[:200])
            check.worsen("failed", f"Het antwoord heeft een vorm die nergens op past ({told}).", self._last())
        finally:
            for told in scratch.remarks:
                check.worsen("remark", shown(told), self._last())
            self._trying = ""
            self._forget(self._from)

    def _forget(self, since: int) -> None:
        """Bodies are not kept, but of what is shown the beginning: a server may send megabytes each time."""
        shown_ones = {n for check in self.checks.values() for n in check.traces}
        for exchange in self.traffic.kept[since:]:
            most = BODY_SHOWN if self._bytes < BODIES_KEPT else BODY_BEYOND
            exchange.trim(most if exchange.number in shown_ones else 0)
            self._bytes += len(exchange.body)

    def _last(self) -> int | None:
        """The exchange that showed it: the last one of this rule."""
        return len(self.traffic.kept) - 1 if len(self.traffic.kept) > self._from else None

    async def _tidied(self, scratch: Scratch) -> list[str]:
        try:
            return await tidy(scratch)
        except OutOfTime as why:
            return [f"niet opgeruimd: {why}", *scratch.made]

    # --- what is kept as evidence ------------------------------------------------------------------------------------

    def _traces(self) -> dict[int, dict[str, Any]]:
        masker = Masker(self.target.secrets)
        wanted = sorted({n for check in self.checks.values() for n in check.traces})
        found: dict[int, dict[str, Any]] = {}
        for number in wanted:
            exchange = self.traffic.kept[number]
            rules, before = self.context.get(number, ([], []))
            version = (
                self.published[exchange.api].version if exchange.api in self.published else NEWEST.get(exchange.api, "")
            )
            base = self.target.bases.get(exchange.api, "")
            content = content_of(exchange, masker, version=version, base=base, rules=rules, before=before)
            content["told"] = [f"{c.id}: {t}" for c in self.checks.values() if number in c.traces for t in c.told]
            content["supplier"] = self.target.name
            found[number] = sign(content, self.key)
        return found


def is_alike(told: str, version: str) -> bool:
    """Whether two versions promise the same: they differ in their last number at most."""
    return told.split(".")[:2] == version.split(".")[:2]


def is_ours(answer: Exchange) -> bool:
    """Whether it was refused for what the tester must arrange: rights, or a selectielijst that the server can reach."""
    lists = {"selectielijstProcestype", "selectielijstklasse", "resultaattypeomschrijving"}
    return answer.status in (401, 403) or (answer.status == 400 and bool(lists & {name for name, _ in answer.codes}))
