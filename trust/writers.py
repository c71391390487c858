"""Writers that never stop: cases, roles, statuses and changes over real HTTP, each write with a mark of its own.

The mark stands in a text field of what is written, so that afterwards its effects can be counted. A write with an
Idempotency-Key is sent again until it is answered; one without is sent once, and when no answer comes nobody knows.
"""

import asyncio
import random
import time
from collections import Counter, deque
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TextIO

import aiohttp
import msgspec

from tests.zgw import ZAKEN, rol_body, zaak_body
from trust.server import Http

KEYED = 0.6
AGAIN = 0.1
"""Share of answered writes with a key that are sent once more, to see that the same answer comes back."""
PATIENCE_SECONDEN = 300.0
"""How long a write with a key is sent again. By the clock: on a busy machine a server takes long to start."""
PAUSE_SECONDEN = 0.1
CASES_KEPT = 400
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Write:
    """One write that was answered with 2xx."""

    mark: str
    kind: str
    id: str
    zaak: str
    is_keyed: bool


@dataclass
class Tally:
    """What was sent and what came of it."""

    acknowledged: list[Write] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    slowest_seconden: float = 0.0
    ledger: TextIO | None = None

    def acknowledge(self, write: Write) -> None:
        self.acknowledged.append(write)
        self.note({"write": asdict(write)})

    def note(self, line: dict[str, Any]) -> None:
        """Into the ledger, so that a run that is cut off can go on."""
        if self.ledger:
            self.ledger.write(msgspec.json.encode(line).decode() + "\n")
            self.ledger.flush()

    def fault(self, what: str) -> None:
        self.counts["faults"] += 1
        self.note({"fault": what})
        if len(self.faults) < 50:
            self.faults.append(what)


class Writer:
    """One of the writers; `zaaktype` with its statustypen and roltypen, as tests.zgw makes it."""

    def __init__(
        self, http: Http, zaaktype: dict[str, Any], tally: Tally, name: str, rng: random.Random, cases: deque[str]
    ) -> None:
        self.http, self.zaaktype, self.tally, self.name, self.rng, self.cases = http, zaaktype, tally, name, rng, cases
        self.number = 0

    async def run(self, is_over: asyncio.Event) -> None:
        while not is_over.is_set():
            kinds = ("zaak", "rol", "status", "patch") if self.cases else ("zaak",)
            await self.write(self.rng.choices(kinds, (30, 20, 15, 35)[: len(kinds)])[0])

    async def write(self, kind: str) -> None:
        self.number += 1
        mark = f"{self.name}-{self.number}"
        method, path, body = self._request(kind, mark)
        content = msgspec.json.encode(body)
        is_keyed = self.has_key(kind)
        headers = {"idempotency-key": mark} if is_keyed else {}
        answer = await self._send(method, path, content, headers)
        if answer is None:
            self.tally.unanswered.append(mark)
            self.tally.note({"unanswered": mark})
            return
        self._keep(kind, mark, answer, is_keyed)
        if is_keyed and self.rng.random() < AGAIN:
            await self._send_again(method, path, content, headers, answer)

    def has_key(self, kind: str) -> bool:
        """Whether this write gets an Idempotency-Key."""
        return self.rng.random() < KEYED

    def _request(self, kind: str, mark: str) -> tuple[str, str, dict[str, Any]]:
        if kind == "zaak":
            return "POST", f"{ZAKEN}/zaken", zaak_body(self.zaaktype["url"], omschrijving=mark)
        zaak = self.rng.choice(self.cases)
        if kind == "rol":
            roltype = self.zaaktype["roltypen"][1]  # of the first, the initiator, a zaak has only one
            return "POST", f"{ZAKEN}/rollen", rol_body({"url": zaak}, roltype, roltoelichting=mark)
        if kind == "status":
            statustype = self.zaaktype["statustypen"][self.rng.randrange(2)]
            op = LONG_AGO + timedelta(seconds=self.rng.randrange(10**8), microseconds=self.rng.randrange(10**6))
            body = {"zaak": zaak, "statustype": statustype["url"], "datumStatusGezet": op.isoformat()}
            return "POST", f"{ZAKEN}/statussen", body | {"statustoelichting": mark}
        return "PATCH", zaak, {"toelichting": mark}

    async def _send(self, method: str, path: str, content: bytes, headers: dict[str, str]) -> Any:
        """The answer 2xx, or None when none came and it may not be sent again."""
        until = time.monotonic() + (PATIENCE_SECONDEN if headers else 0)
        while (began := time.monotonic()) < until or not headers:
            self.tally.counts["sent"] += 1
            try:
                answer = await self.http.call(method, path, content, headers)
            except TimeoutError:
                self.tally.fault(f"{method} {path}: geen antwoord binnen vijf seconden")
            except aiohttp.ClientError:
                self.tally.counts["broken"] += 1
            else:
                self.tally.slowest_seconden = max(self.tally.slowest_seconden, time.monotonic() - began)
                if answer.status < 300:
                    return answer
                self.tally.counts[f"status {answer.status}"] += 1
                if answer.status != 503 or "retry-after" not in answer.headers:
                    self.tally.fault(f"{method} {path}: {answer.status} {answer.body[:300]!r}")
                    return None
            if not headers:
                return None
            await asyncio.sleep(PAUSE_SECONDEN * (0.5 + self.rng.random()))
        self.tally.fault(f"{method} {path}: na {PATIENCE_SECONDEN} s nog geen antwoord")
        return None

    def _keep(self, kind: str, mark: str, answer: Any, is_keyed: bool) -> None:
        url = answer.json["url"]
        zaak = url if kind in ("zaak", "patch") else answer.json["zaak"]
        if kind == "zaak":
            self.cases.append(url)
        key, hoofd = url.rpartition("/")[2], zaak.rpartition("/")[2]
        self.tally.acknowledge(Write(mark, kind, key, hoofd, is_keyed))

    async def _send_again(self, method: str, path: str, content: bytes, headers: dict[str, str], first: Any) -> None:
        second = await self._send(method, path, content, headers)
        self.tally.counts["replayed"] += 1
        if second is not None and (second.status, second.body) != (first.status, first.body):
            self.tally.fault(f"{method} {path}: een ander antwoord op dezelfde sleutel: {second.body[:200]!r}")
