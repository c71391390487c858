"""Reading a trace again: is it whole, and who broke the published document, whoever it was that signed?"""

import base64
import binascii
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from meent.tools.conform import judge
from meent.tools.conform.findings import FORMAT
from meent.tools.conform.published import StandaardOntbreekt, load
from meent.tools.conform.signed import SpoorOngeldig, faults_of
from meent.tools.conform.traffic import Exchange, Request

MISSHAPEN = (LookupError, TypeError, ValueError, AttributeError)


@dataclass(frozen=True)
class Verified:
    """What a trace says after it was looked at again.

    faults   why it is not to be trusted; [] when whole
    request  what the client sent otherwise than published
    answer   what the server answered otherwise than published
    rules    numbered rules of which the signer says that this exchange breaks them, with why
    unseen   why it could not be judged again, or ""
    """

    name: str
    line: str
    key: str
    faults: list[str]
    request: list[str]
    answer: list[str]
    rules: list[str]
    unseen: str

    @property
    def blames(self) -> str:
        """Who broke it: leverancier, client, niemand or onbekend."""
        if self.faults or self.unseen:
            return "onbekend"
        if self.answer:
            return "leverancier"
        if self.request and not self.rules:
            return "client"
        return "leverancier" if self.rules else "niemand"

    def as_dict(self) -> dict[str, Any]:
        return msgspec.to_builtins(self) | {"is_whole": not self.faults, "blames": self.blames}  # type: ignore[no-any-return]


def read_traces(content: bytes) -> dict[str, Any]:
    """Name -> trace: of a file with one, or of a whole report. SpoorOngeldig when it is neither."""
    try:
        found = msgspec.json.decode(content)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as fault:
        raise SpoorOngeldig("Dit bestand is geen JSON.") from fault
    if isinstance(found, dict) and found.get("meent_conform") == FORMAT and isinstance(found.get("traces"), dict):
        return dict(found["traces"])
    return {"": found}


def verify(name: str, trace: Any, standards: Path, expected_key: str = "") -> Verified:
    """SpoorOngeldig when it is no trace."""
    faults = faults_of(trace, expected_key)
    content = trace["content"]
    try:
        exchange = exchange_of(content)
        request, answer, unseen = judged(content, exchange, standards)
        rules = [str(t) for t in content.get("told", []) if str(t).startswith("rule ")]
    except MISSHAPEN as fault:
        raise SpoorOngeldig("De inhoud van dit spoor is niet te lezen.") from fault
    return Verified(name, exchange.line, str(trace.get("public_key")), faults, request, answer, rules, unseen)


def judged(content: dict[str, Any], exchange: Exchange, standards: Path) -> tuple[list[str], list[str], str]:
    """What both sides did otherwise, and why that cannot be seen."""
    if exchange.fault:
        return [], [f"Er kwam geen goed antwoord: {exchange.fault}"], ""
    if content["answer"]["body"].get("cut") or content["request"]["body"].get("cut"):
        return [], [], "De inhoud is ingekort, dus niet opnieuw te toetsen."
    try:
        published = load(standards, exchange.api, str(content["version"]))
    except StandaardOntbreekt as absent:
        return [], [], str(absent)
    operation = judge.operation_of(exchange, published, str(content["base"]))
    if operation is None:
        return [], [], "Dit adres staat niet in het gepubliceerde document."
    sent = [f"{r.where}: {r.told}" for r in judge.judge_request(exchange, operation)]
    got = [f"{r.where}: {r.told}" if r.where else r.told for r in judge.judge(exchange, operation) if r.is_fault]
    return sent, got, ""


def exchange_of(content: dict[str, Any]) -> Exchange:
    request, answer = content["request"], content["answer"]
    sent = Request(
        str(request["method"]), str(request["url"]), {str(n): str(v) for n, v in request["headers"]},
        body_of(request["body"]),
    )  # fmt: skip
    headers = tuple((str(n), str(v)) for n, v in answer["headers"])
    return Exchange(
        0, str(content["api"]), sent, int(answer["status"]), headers, body_of(answer["body"]), str(answer["fault"])
    )


def body_of(body: dict[str, Any]) -> bytes:
    if "text" in body:
        return str(body["text"]).encode()
    try:
        return base64.b64decode(str(body["base64"]), validate=True)
    except binascii.Error as fault:
        raise SpoorOngeldig("De inhoud van dit spoor is niet te lezen.") from fault
