"""Trust §4 no. 14: nonsense and near-sense for every operation of every API; nothing may surprise the server.

`python -m trust.fuzz` serves a small town, takes each OpenAPI document as the server publishes it, and lets
schemathesis make cases that fit it and cases that do not. Part of the time real uuids, links and bodies of the town are
put in, so that more is reached than 404 and 400, and part of the time one value is swapped for something nasty. What
schemathesis cannot say, such as a body that is no JSON, comes from nasty.py. Every answer is held against the document.

Operations, links and bodies come from the one list of resources and their recipes in tests/engine/samples.py, so a new
register is fuzzed from the day it has those. Documents that are of no resource (of the log, civil affairs, the BRP) are
added by name; of the latter an answer must also fit the kind that it says it is. Where a key will do beside a JWT
(decision 0031), each of the two is sent half of the time.
"""

import argparse
import asyncio
import http.client
import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import hypothesis
import jsonschema
import msgspec
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from rich.console import Console
from rich.progress import Progress
from schemathesis import GenerationMode
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.core.result import Ok
from schemathesis.specs.openapi import checks as openapi_checks

from tests.engine.samples import REGISTRY
from trust.brp import BRP, NAMED_ANYWAY, misfits
from trust.nasty import BODIES, HEADERS, LONG, QUERIES, VALUES
from trust.server import ANSWER_MAX_SECONDEN, SLUG, Http, Meent, prepared, serving
from trust.town import CIVIL, NEW, REAL, ROOTS, Town, a_town, api_of, document_of, leaves, make_real

RESULTS = Path(__file__).parent / "results"
NASTY = 0.3
CHECKS: list[Any] = [
    schemathesis.checks.not_a_server_error,
    openapi_checks.status_code_conformance,
    openapi_checks.content_type_conformance,
    openapi_checks.response_headers_conformance,
    openapi_checks.response_schema_conformance,
]
OUR_LINK = re.compile(rf'"http://127\.0\.0\.1:\d+/{SLUG}/\S* \.\.\. is longer than')
UNSENDABLE = (
    requests.exceptions.InvalidURL, requests.exceptions.InvalidHeader, requests.exceptions.InvalidJSONError,
)  # fmt: skip
"""Answers that the published documents of the standard do not name though they must be given: (method, status)."""
UNNAMED = {
    ("HEAD", 403): "the published HEAD names 200 only",
    ("HEAD", 404): "the published HEAD names 200 only",
    ("HEAD", 304): "the published HEAD names 200 only",
    ("HEAD", 406): "the published HEAD names 200 only",
    ("HEAD", 412): "the published HEAD names 200 only",
    ("HEAD", 400): "the published HEAD names 200 only",
    ("GET", 304): "If-None-Match is published, 304 is not",
    ("GET", 400): "the published retrieve names no 400 for parameters that do not exist",
    ("GET", 404): "the published audit trail names no 404 for a case that does not exist",
    ("POST", 404): "the published create names no 404 for the main object in its address",
    ("PUT", 413): "the published upload of a part names no 413 for a body that is too large",
    ("DELETE", 400): "the published DELETE names no 400, and pending-relations needs one",
}

EMPTY = ('"" is not a "uri"', '"" is not a "email"', '"" is not one of ', '"" does not match ', '"" is shorter than ')
"""The standard says empty text for "not filled in", and the published schemas forget that."""
WITHIN = re.compile("is not valid under any of the schemas listed in the '(one|any)Of'")
"""So too where a schema that chooses holds such a text; which one is not told then."""
EITHER = "is valid under more than one of the schemas listed in the 'oneOf'"
"""A partij of which no identificatie is known fits each of the kinds that the published schema chooses from."""


@dataclass
class Finding:
    """One kind of fault, with one request that shows it."""

    operation: str
    check: str
    what: str
    example: str
    times: int = 0


@dataclass
class Fuzz:
    """A run: what was sent, and what was found."""

    server: Meent
    town: Town
    seed: int
    sent: Counter[str] = field(default_factory=Counter)
    answers: Counter[int] = field(default_factory=Counter)
    good: Counter[str] = field(default_factory=Counter)
    unnamed: Counter[str] = field(default_factory=Counter)
    findings: dict[tuple[str, str, str], Finding] = field(default_factory=dict)
    accepted: Counter[str] = field(default_factory=Counter)
    session: requests.Session = field(default_factory=requests.Session)
    slowest_seconden: float = 0.0

    @property
    def cases(self) -> int:
        return sum(self.sent.values())

    def found(self, operation: str, check: str, what: str, example: str) -> None:
        known = self.findings.setdefault((operation, check, what), Finding(operation, check, what, example))
        known.times += 1


def operations(server: Meent, seed: int, apis: Iterable[str]) -> Iterator[Any]:
    """All operations of these documents as served, as schemathesis sees them."""
    for name in apis:
        config = schemathesis.Config.from_dict({"seed": seed, "generation": {"database": "none"}})
        schema = schemathesis.openapi.from_url(f"{server.base}/{document_of(name)}", config=config)
        for result in schema.get_all_operations():
            if isinstance(result, Ok):
                yield result.ok()


def fuzz_operation(fuzz: Fuzz, http: Http, operation: Any, count: int, raw: int | None) -> None:
    """`count` cases of one operation: two thirds that fit the document, one third that do not, and the raw ones."""
    rng = random.Random(f"{fuzz.seed} {_label(operation)}")
    for mode, share in ((GenerationMode.POSITIVE, count * 2 // 3), (GenerationMode.NEGATIVE, count - count * 2 // 3)):
        try:
            strategy = operation.as_strategy(generation_mode=mode)
            _generate(strategy, share, fuzz.seed, lambda case, m=mode: _one(fuzz, http, case, m, rng))
        except (hypothesis.errors.Unsatisfiable, hypothesis.errors.FlakyFailure):
            continue  # nothing that this operation can be sent fails to fit
    requests_ = list(_raw(fuzz, operation, rng))
    for request in requests_ if raw is None else rng.sample(requests_, min(raw, len(requests_))):
        _send_raw(fuzz, http, operation, *request)


def _generate(strategy: Any, count: int, seed: int, act: Any) -> None:
    @hypothesis.seed(seed)
    @settings(
        max_examples=max(count, 1), database=None, deadline=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck), derandomize=False,
    )  # fmt: skip
    @hypothesis.given(strategy)
    def each(case: Any) -> None:
        act(case)

    each()


def _one(fuzz: Fuzz, http: Http, case: Any, mode: GenerationMode, rng: random.Random) -> None:
    is_touched = rng.random() < REAL and make_real(fuzz.town, case, rng)
    if rng.random() < NASTY:
        is_touched = _make_nasty(case, rng) or is_touched
    headers = {k: v for k, v in _headers(http, case.operation, rng).items() if k != "content-type"}
    checks = list(CHECKS)
    if mode is GenerationMode.NEGATIVE and not is_touched and "pageSize" not in (case.query or {}):  # cut to fit, G-08
        checks.append(openapi_checks.negative_data_rejection)
    began = time.monotonic()
    try:
        response = case.call(
            base_url=_api_base(fuzz.server, case), session=fuzz.session, headers=headers, timeout=ANSWER_MAX_SECONDEN
        )
    except (*UNSENDABLE, UnicodeError):
        return  # this cannot be put on the wire
    except requests.exceptions.RequestException as broken:
        fuzz.found(_label(case.operation), "transport", type(broken).__name__, repr(case.body)[:600])
        return
    fuzz.slowest_seconden = max(fuzz.slowest_seconden, time.monotonic() - began)
    fuzz.sent[_label(case.operation)] += 1
    fuzz.answers[response.status_code] += 1
    fuzz.good[_label(case.operation)] += response.status_code < 400
    if response.status_code == 201 and "location" in response.headers:
        fuzz.town.add(response.headers["location"][0])
    _check(fuzz, case, response, checks)
    if api_of(case.operation) in BRP and response.status_code == 200:
        for what in misfits(api_of(case.operation), case.operation, response.json()):
            fuzz.found(_label(case.operation), "ResponseOfKind", what, _example(case, response))


def _headers(http: Http, operation: Any, rng: random.Random) -> dict[str, str]:
    """Who sends it: by a JWT, or by its key where that will do."""
    known = REGISTRY.apis.get(api_of(operation))
    takes_keys = api_of(operation) in (CIVIL, *BRP) or (known is not None and known.keys)
    key = takes_keys and rng.random() < 0.5
    return http.headers() | ({"authorization": f"Token {http.server.key}"} if key else {})


def _api_base(server: Meent, case: Any) -> str:
    return f"{server.base}/{ROOTS[api_of(case.operation)]}"


def _label(operation: Any) -> str:
    """Two documents may have an operation of the same name."""
    return f"{api_of(operation)} {operation.label}"


def _lists_numbers(body: Any) -> bool:
    lists = [v for v in body.values() if isinstance(v, list)] if isinstance(body, dict) else []
    return any(v and all(type(one) in (int, float) for one in v) for v in lists)


def _fits(case: Any) -> bool:
    """Whether the body is as its document has it; what only an answer has need not be there."""
    said = [body.definition["schema"] for body in case.operation.body if "schema" in body.definition]
    document = case.operation.schema.raw_schema
    return any(jsonschema.Draft202012Validator(document | _as_asked(one)).is_valid(case.body) for one in said)


def _as_asked(schema: dict[str, Any]) -> dict[str, Any]:
    members = schema.get("properties", {})
    required = [name for name in schema.get("required", ()) if not members.get(name, {}).get("readOnly")]
    return schema | {"required": required}


def _check(fuzz: Fuzz, case: Any, response: Any, checks: list[Any]) -> None:
    reason = UNNAMED.get((case.method, response.status_code))
    if reason and str(response.status_code) not in case.operation.responses.status_codes:
        fuzz.unnamed[f"{case.method} {response.status_code}: {reason}"] += 1
        checks = [c for c in checks if c is not openapi_checks.status_code_conformance]
    try:
        case.validate_response(response, checks=checks)
    except FailureGroup as group:
        failures: list[Any] = list(group.exceptions)
    except Failure as one:
        failures = [one]
    else:
        return
    for failure in failures:
        if type(failure).__name__ == "AcceptedNegativeData" and not isinstance(case.body, (dict, list)):
            fuzz.unnamed["a parameter that does not fit was let pass: page and pageSize are cut to fit"] += 1
            continue
        if type(failure).__name__ == "AcceptedNegativeData" and _lists_numbers(case.body):
            fuzz.unnamed["numbers in a list of texts are read as those texts, as in any text"] += 1
            continue
        if type(failure).__name__ == "AcceptedNegativeData" and _fits(case):
            fuzz.unnamed["a body was made to be wrong and its document allows it all the same"] += 1
            continue
        if type(failure).__name__ == "AcceptedNegativeData" and response.status_code == 412:
            continue  # a header was missing, and that was told
        if "fields" in (case.query or {}) and "is a required property" in str(failure.message):
            fuzz.unnamed["with `fields` an answer lacks what the published schema requires"] += 1
            continue
        is_within = WITHIN.search(str(failure.message)) and b'":""' in response.content
        if _gist(failure).startswith(EMPTY) or is_within:
            fuzz.unnamed["empty text where the published schema wants a uri, an email, a pattern or one of a list"] += 1
            continue
        if OUR_LINK.match(_gist(failure)):
            fuzz.unnamed["a link of ours is longer than published, with this host and municipality in it"] += 1
            continue
        if NAMED_ANYWAY.search(_gist(failure)):
            fuzz.unnamed["a name in invalidParams that its published pattern has no place for (decision 0051)"] += 1
            continue
        if EITHER in str(failure.message):
            fuzz.unnamed["a partij without identificatie fits more than one of its published kinds"] += 1
            continue
        what = f"{response.status_code} {failure.title}: {_gist(failure)}"
        fuzz.found(_label(case.operation), type(failure).__name__, what, _example(case, response))


def _gist(failure: Any) -> str:
    """The first line of a failure, without values, so that the same fault counts as one."""
    return str(failure.message).partition("\n")[0][:160]


def _example(case: Any, response: Any) -> str:
    asked = f"{case.method} {response.request.url} {response.request.body!r}"
    return f"{asked[:1500]} -> {response.status_code} {response.content[:700]!r}"


# --- putting in what is nasty -----------------------------------------------------------------------------------------


def _make_nasty(case: Any, rng: random.Random) -> bool:
    """Swaps one value, in the body or in the query, for one of VALUES; True when there was one to swap."""
    places = list(leaves(case.body))
    if case.query and (not places or rng.random() < 0.3):
        name = rng.choice(list(case.query))
        case.query[name] = rng.choice([v for v in VALUES if isinstance(v, str) and not _has_surrogate(v) and v != LONG])
        return True
    if not places:
        return False
    holder, key = rng.choice(places)
    holder[key] = rng.choice([v for v in VALUES if not (isinstance(v, str) and _has_surrogate(v))])
    return True


def _has_surrogate(value: str) -> bool:
    return any("\ud800" <= c <= "\udfff" for c in value)


# --- what is no case of any document ---------------------------------------------------------------------------------


def _raw(fuzz: Fuzz, operation: Any, rng: random.Random) -> Iterator[tuple[str, str, bytes, dict[str, bytes]]]:
    """Method, path, body and odd headers of requests outside any schema."""
    method = operation.method.upper()
    path = operation.full_path
    for name, value in fuzz.town.path(operation, rng).items():
        path = path.replace(f"{{{name}}}", value)
    if method in ("POST", "PUT", "PATCH"):
        schemas = [b.definition.get("schema", {}) for b in operation.body]
        names = [name for schema in schemas for name in schema.get("properties", {})] or ["zaaktype"]
        for make in BODIES:
            yield method, path, make(rng.choice(names).encode()), {}
    for name, value in rng.sample(HEADERS, 12):
        yield method, path, b"{}" if method in ("POST", "PUT", "PATCH") else b"", {name: value}
    if method == "GET":
        names = [p.name for p in operation.query] or ["page"]
        for query in QUERIES:
            yield method, f"{path}?{query.replace('NAAM', rng.choice(names))}", b"", {}


def _send_raw(
    fuzz: Fuzz, http_: Http, operation: Any, method: str, path: str, content: bytes, odd: dict[str, bytes]
) -> None:
    asked = f"{method} {path[:300]} {odd} {content[:200]!r}"
    sender = _headers(http_, operation, random.Random(asked))
    usual = {k: v.encode() for k, v in sender.items()} | {"host": f"127.0.0.1:{fuzz.server.port}".encode()}
    line = http.client.HTTPConnection("127.0.0.1", fuzz.server.port, timeout=ANSWER_MAX_SECONDEN)
    began = time.monotonic()
    try:
        line.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in (usual | {"content-length": str(len(content)).encode()} | odd).items():
            line.putheader(name, value)
        line.endheaders(content)
        response = line.getresponse()
        body = response.read()
    except (OSError, http.client.HTTPException) as broken:
        fuzz.found(_label(operation), "transport", type(broken).__name__, asked)
        return
    finally:
        line.close()
    fuzz.slowest_seconden = max(fuzz.slowest_seconden, time.monotonic() - began)
    fuzz.sent[_label(operation)] += 1
    fuzz.answers[response.status] += 1
    fuzz.good[_label(operation)] += response.status < 400
    told = f"{asked} -> {response.status} {body[:700]!r}"
    is_problem = response.headers.get("content-type") == "application/problem+json"
    if response.status >= 500:
        fuzz.found(_label(operation), "ServerError", f"{response.status}", told)
    elif response.status >= 400 and not is_problem and method != "HEAD":
        fuzz.found(_label(operation), "NoProblem", f"{response.status} {response.headers.get('content-type')}", told)
    elif content and content != b"{}" and response.status < 300:
        fuzz.unnamed[f"{method}: a raw body was accepted"] += 1
        fuzz.accepted[told[:400]] += 1


# --- the run ---------------------------------------------------------------------------------------------------------


class Obliging(BaseHTTPRequestHandler):
    """A subscriber as the Notificaties API wants them: refuses a message without authorisation (N-07)."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("content-length", 0)))
        self.send_response(204 if self.headers.get("authorization") else 403)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing."""


@contextmanager
def ready_server(folder: Path) -> Iterator[tuple[Meent, str]]:
    """A server with an empty municipality, and the address of a subscriber that it may call."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Obliging) as subscriber:
        Thread(target=subscriber.serve_forever, daemon=True).start()
        server = prepared(folder)
        server.environment["MEENT_CALLBACK_NETWORKS"] = "127.0.0.0/8"
        with serving(server):
            asyncio.run(server.ready())
            yield server, f"http://127.0.0.1:{subscriber.server_port}"
        subscriber.shutdown()


def run(
    server: Meent,
    subscriber: str,
    cases: int,
    seed: int,
    progress: Progress | None = None,
    raw: int | None = None,
    apis: Iterable[str] = ROOTS,
) -> Fuzz:
    """At least `cases` cases over all operations of these APIs of a running server, and `raw` raw ones (None: all) for
    each."""
    fuzz = Fuzz(server, asyncio.run(a_town(server, subscriber)), seed)
    http = Http(None, server)  # type: ignore[arg-type]  # for its headers only
    todo = list(operations(server, seed, apis))
    each = cases // len(todo) + 1
    task = progress.add_task("operations", total=len(todo)) if progress else None
    for operation in todo:
        fuzz_operation(fuzz, http, operation, each, raw)
        if progress and task is not None:
            told = f"{_label(operation)}: {fuzz.cases} cases, {len(fuzz.findings)} findings"
            progress.update(task, advance=1, description=told)
    return fuzz


def outcome(fuzz: Fuzz) -> dict[str, Any]:
    return {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "seed": fuzz.seed,
        "apis": sorted({label.partition(" ")[0] for label in fuzz.sent}),
        "operations": len(fuzz.sent),
        "cases": fuzz.cases,
        "operations that were never let through": sorted(set(fuzz.sent) - set(+fuzz.good)),
        "answers": {str(k): v for k, v in sorted(fuzz.answers.items())},
        "slowest answer (s)": round(fuzz.slowest_seconden, 2),
        "answers the published documents do not name": dict(sorted(fuzz.unnamed.items())),
        "findings": len(fuzz.findings),
        "accepted raw bodies": sorted(fuzz.accepted),
        "told": [msgspec.to_builtins(f) for f in sorted(fuzz.findings.values(), key=lambda f: (f.check, f.operation))],
    }


def as_markdown(told: dict[str, Any]) -> str:
    rows = "\n".join(f"| {k} | {v} |" for k, v in told.items() if k not in ("told", "accepted raw bodies"))
    found = "\n".join(f"- {f['operation']} · {f['check']} · {f['times']}× · {f['what']}" for f in told["told"])
    found = found or "None."
    return f"# Fuzzing, {told['date'][:10]}\n\n| What | Count |\n|---|---|\n{rows}\n\nFindings:\n\n{found}\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=6_000)
    parser.add_argument("--api", action="append", choices=[*ROOTS, "new"], help="only this one; new: beside ZGW")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--results", type=Path, default=RESULTS)
    given = parser.parse_args()
    console = Console()
    with tempfile.TemporaryDirectory(prefix="meent-fuzz-", ignore_cleanup_errors=True) as folder:
        console.print(f"seed {given.seed}")
        with ready_server(Path(folder)) as (server, subscriber), Progress(console=console) as progress:
            apis = [name for each in given.api or ROOTS for name in (NEW if each == "new" else (each,))]
            fuzz = run(server, subscriber, given.cases, given.seed, progress, apis=apis)
    told = outcome(fuzz)
    given.results.mkdir(parents=True, exist_ok=True)
    stem = given.results / f"{told['date'][:10]}-fuzz-{given.seed}"
    stem.with_suffix(".json").write_bytes(msgspec.json.format(msgspec.json.encode(told), indent=1) + b"\n")
    stem.with_suffix(".md").write_text(as_markdown(told))
    console.print(as_markdown(told), markup=False)
    return 1 if fuzz.findings else 0


if __name__ == "__main__":
    sys.exit(main())
