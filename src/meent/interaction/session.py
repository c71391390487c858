"""Who is at the screen, kept in a signed cookie.

The cookie is readable but cannot be changed: base64url(JSON) "." base64url(HMAC-SHA-256). It holds no personal data
beyond the name of a member of staff. Nothing is stored on the server, so every process can read it.
"""

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

COOKIE = "meent_sessie"
WERKDAG = timedelta(hours=10)


@dataclass(frozen=True)
class Identity:
    """What a source of identity vouches for.

    roles     slug of a municipality -> roles there
    purpose   doel: why this person may see personal data; goes along to audit and processing log
    start     address of the first screen
    """

    user: str
    name: str
    roles: Mapping[str, tuple[str, ...]]
    purpose: str
    start: str = "/"


@dataclass(frozen=True)
class Session:
    """An identity, for one working day at one browser."""

    user: str
    name: str
    roles: Mapping[str, tuple[str, ...]]
    purpose: str
    id: str
    until: int

    @classmethod
    def begin(cls, identity: Identity, now: datetime) -> "Session":
        until = int((now + WERKDAG).timestamp())
        return cls(identity.user, identity.name, identity.roles, identity.purpose, secrets.token_urlsafe(16), until)

    def has_role(self, tenant: str, role: str) -> bool:
        return role in self.roles.get(tenant, ())


def seal(session: Session, secret: bytes) -> str:
    """The value of the cookie."""
    return sealed(asdict(session), secret, b"session")


def unseal(value: str, secret: bytes, now: datetime) -> Session | None:
    """The session, or None when the cookie is absent, changed, made elsewhere or past its time."""
    facts = unsealed(value, secret, b"session")
    if facts is None:
        return None
    facts["roles"] = {tenant: tuple(roles) for tenant, roles in facts["roles"].items()}
    session = Session(**facts)
    return session if now.timestamp() < session.until else None


def sealed(facts: Mapping[str, Any], secret: bytes, use: bytes) -> str:
    """The value of a cookie that holds these facts."""
    payload = json.dumps(facts, separators=(",", ":")).encode()
    return f"{_text(payload)}.{_text(_mac(secret, use, payload))}"


def unsealed(value: str, secret: bytes, use: bytes) -> Any:
    """The facts in a cookie; None when it is absent, changed, or made elsewhere or for another use."""
    payload_text, _, mac_text = value.partition(".")
    try:
        payload, mac = _bytes(payload_text), _bytes(mac_text)
    except ValueError:
        return None
    # Only we can have signed this, so its shape is ours.
    return json.loads(payload) if hmac.compare_digest(mac, _mac(secret, use, payload)) else None


def form_token(session: Session, secret: bytes) -> str:
    """Stands in every form; another site cannot know it, so it cannot send the form for the visitor."""
    return _text(_mac(secret, b"form", session.id.encode()))


def is_form_token(token: str, session: Session, secret: bytes) -> bool:
    return hmac.compare_digest(token.encode(), form_token(session, secret).encode())


def ticket(session: Session, secret: bytes, what: str, until: datetime) -> str:
    """Lets this session have one thing until a moment: for what was asked for, and logged, just before."""
    end = int(until.timestamp())
    return f"{end}.{_text(_mac(secret, b'ticket', f'{session.id}/{end}/{what}'.encode()))}"


def is_ticket(text: str, session: Session, secret: bytes, what: str, now: datetime) -> bool:
    end, _, _ = text.partition(".")
    if not (end.isascii() and end.isdigit() and len(end) < 12) or now.timestamp() >= int(end):
        return False
    right = ticket(session, secret, what, datetime.fromtimestamp(int(end), now.tzinfo))
    return hmac.compare_digest(text.encode(), right.encode())


def _mac(secret: bytes, use: bytes, payload: bytes) -> bytes:
    """One secret, several uses: the use is signed too, so that a token of one kind is worth nothing as another."""
    return hmac.new(secret, use + b"\0" + payload, hashlib.sha256).digest()


def _text(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def _bytes(value: str) -> bytes:
    return base64.urlsafe_b64decode(value.encode("ascii") + b"=" * (-len(value) % 4))
