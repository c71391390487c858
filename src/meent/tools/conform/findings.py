"""What a run found: one `Check` per thing that was looked at, with the exchanges that show what went wrong."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

Verdict = Literal["passed", "failed", "remark", "not tried"]
Kind = Literal["reach", "scratch", "document", "served", "rule"]
Ground = Literal["standard", "advice"]
"""Whether the published standard asks it, or practice, or only we: what is advice makes nobody fail."""
WORST: tuple[Verdict, ...] = ("failed", "remark", "not tried", "passed")
TOLD_KEPT = 60
"""Sentences that one check keeps: a server may break the same thing in another way each time."""
FORMAT = 1
"""Version of the JSON of a report."""


@dataclass
class Check:
    """One thing that was looked at.

    id      the same for every supplier, so that reports can be laid side by side
    ground  "advice" never fails: it becomes a remark
    told    what was found, in sentences; [] when all was well
    traces  numbers of the exchanges that show it, in the report's list of traces
    """

    id: str
    kind: Kind
    api: str
    title: str
    ground: Ground = "standard"
    verdict: Verdict = "passed"
    told: list[str] = field(default_factory=list)
    traces: list[int] = field(default_factory=list)

    def worsen(self, verdict: Verdict, told: str, trace: int | None = None) -> None:
        if verdict == "failed" and self.ground == "advice":
            verdict = "remark"
        self.verdict = min(self.verdict, verdict, key=WORST.index)
        if told and told not in self.told and len(self.told) < TOLD_KEPT:
            self.told.append(told)
            if trace is not None and trace not in self.traces:
                self.traces.append(trace)

    def as_dict(self) -> dict[str, Any]:
        return {
            "id": self.id, "kind": self.kind, "api": self.api, "title": self.title, "ground": self.ground,
            "verdict": self.verdict, "told": self.told, "traces": self.traces,
        }  # fmt: skip


@dataclass
class Report:
    """All of it.

    traces  number of the exchange -> its signed trace
    left    what could not be taken away again
    absent  APIs that the server does not offer
    """

    name: str
    bases: dict[str, str]
    versions: dict[str, str]
    began: str
    seconds: float
    exchanges: int
    checks: list[Check]
    traces: dict[int, dict[str, Any]]
    left: list[str]
    absent: list[str] = field(default_factory=list)

    @property
    def summary(self) -> dict[str, int]:
        return counts(c.verdict for c in self.checks)

    @property
    def is_good(self) -> bool:
        """Nothing was wrong, and something was right: who answers nothing did nothing well."""
        return self.summary["failed"] == 0 and self.summary["passed"] > 0

    def as_dict(self) -> dict[str, Any]:
        return {
            "meent_conform": FORMAT, "name": self.name, "bases": self.bases, "versions": self.versions,
            "began": self.began, "seconds": round(self.seconds, 1), "exchanges": self.exchanges,
            "summary": self.summary, "checks": [c.as_dict() for c in self.checks], "left": self.left,
            "absent": self.absent,
            "traces": {str(n): t for n, t in self.traces.items()},
        }  # fmt: skip


def counts(verdicts: Iterable[str]) -> dict[str, int]:
    found = Counter(verdicts)
    return {verdict: found[verdict] for verdict in ("passed", "failed", "remark", "not tried")}
