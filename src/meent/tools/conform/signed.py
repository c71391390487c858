"""A trace: one exchange as it was, without secrets, with a digest and a signature, so that two parties can settle.

The signature says that whoever holds the key saw this exchange, and that not a byte of it changed since. Who broke the
standard is not for the signer to say: `verify` holds request and answer against the published document again.
"""

import base64
import binascii
import hashlib
import json
import os
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from meent.tools.conform.traffic import Exchange, shown

MASK = "***"
BODY_SHOWN = 400_000
"""Bytes of a body that a trace shows, more than a page of a hundred zaken; the digest is over all of it."""
MASKED_HEADERS = ("authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key")
SECRET_MEMBERS = re.compile(r'("(?:auth|secret|lock|token|password|wachtwoord)"\s*:\s*)"(?:[^"\\]|\\.)*"')
TOKEN = re.compile(r"eyJ[\w-]{8,}\.[\w-]+\.[\w-]*")
"""A JWT, wherever a server repeats it."""
FILE_MODE = 0o600


class SpoorOngeldig(Exception):
    """Dit bestand is geen spoor van `meent conform`."""


def load_key(path: Path) -> Ed25519PrivateKey:
    """The key with which this installation signs; made when there is none yet."""
    if path.exists():
        return Ed25519PrivateKey.from_private_bytes(base64.b64decode(path.read_bytes(), validate=True))
    key = Ed25519PrivateKey.generate()
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE)
    with os.fdopen(descriptor, "wb") as file:
        file.write(base64.b64encode(key.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())))
    return key


def public_of(key: Ed25519PrivateKey) -> str:
    return base64.b64encode(key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()


class Masker:
    """Takes secrets out of text: those of this run, and what always is one."""

    def __init__(self, secrets: Iterable[str]) -> None:
        self.secrets = sorted((s for s in secrets if s), key=len, reverse=True)

    def text(self, text: str) -> str:
        for secret in self.secrets:
            text = text.replace(secret, MASK)
        return SECRET_MEMBERS.sub(rf'\1"{MASK}"', TOKEN.sub(MASK, text))

    def headers(self, headers: Iterable[tuple[str, str]]) -> list[list[str]]:
        return [[n, MASK if n.lower() in MASKED_HEADERS else self.text(v)] for n, v in headers]

    def body(self, body: bytes, size: int = -1, digest: str = "") -> dict[str, Any]:
        """As text when it is text; of what is long the beginning, with size and digest of all of it."""
        seen: dict[str, Any] = {
            "bytes": len(body) if size < 0 else size,
            "sha256": digest or hashlib.sha256(body).hexdigest(),
            "cut": max(size, len(body)) > BODY_SHOWN,
        }
        text = text_of(body[:BODY_SHOWN])
        if text is None:
            return seen | {"base64": base64.b64encode(body[:BODY_SHOWN]).decode()}
        return seen | {"text": self.text(text)}


def text_of(body: bytes) -> str | None:
    """None when it is no text; a last character that was cut through is left out."""
    for end in range(len(body), max(len(body) - 4, -1), -1):
        try:
            return body[:end].decode()
        except UnicodeDecodeError:
            continue
    return None


def content_of(
    exchange: Exchange, masker: Masker, *, version: str, base: str, rules: list[str], before: list[Exchange]
) -> dict[str, Any]:
    """What is signed.

    before  earlier exchanges of the same rule: told by a line each
    """
    request = exchange.request
    return {
        "api": exchange.api, "version": version, "base": base, "rules": rules,
        "at": datetime.fromtimestamp(exchange.at, UTC).isoformat(timespec="milliseconds"),
        "seconds": round(exchange.seconds, 3),
        "before": [masker.text(shown(e.line)) for e in before],
        "request": {
            "method": request.method, "url": masker.text(shown(request.url)),
            "headers": masker.headers(request.headers.items()), "body": masker.body(request.body),
        },
        "answer": {
            "status": exchange.status, "headers": masker.headers(exchange.headers),
            "body": masker.body(exchange.body, exchange.size, exchange.digest), "fault": exchange.fault,
        },
    }  # fmt: skip


def canonical(content: Mapping[str, Any]) -> bytes:
    """The bytes that are signed: sorted, without spaces, plain ASCII."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False).encode()


def sign(content: dict[str, Any], key: Ed25519PrivateKey) -> dict[str, Any]:
    signed = canonical(content)
    return {
        "content": content, "sha256": hashlib.sha256(signed).hexdigest(),
        "signature": base64.b64encode(key.sign(signed)).decode(), "public_key": public_of(key),
    }  # fmt: skip


def faults_of(trace: Any, expected_key: str = "") -> list[str]:
    """Why a trace is not to be trusted; [] when it is whole. SpoorOngeldig when it is no trace at all."""
    if not isinstance(trace, dict) or not isinstance(trace.get("content"), dict):
        raise SpoorOngeldig("Dit bestand is geen spoor van `meent conform`.")
    found = []
    try:
        signed = canonical(trace["content"])
    except (ValueError, RecursionError) as fault:
        raise SpoorOngeldig("De inhoud van dit spoor is niet te lezen.") from fault
    if hashlib.sha256(signed).hexdigest() != trace.get("sha256"):
        found.append("De inhoud is veranderd: de vingerafdruk klopt niet.")
    try:
        public = Ed25519PublicKey.from_public_bytes(base64.b64decode(str(trace.get("public_key")), validate=True))
        public.verify(base64.b64decode(str(trace.get("signature")), validate=True), signed)
    except (InvalidSignature, binascii.Error, ValueError):
        found.append("De handtekening hoort niet bij deze inhoud en sleutel.")
    if expected_key and trace.get("public_key") != expected_key:
        found.append("Het spoor is met een andere sleutel getekend dan verwacht.")
    return found
