"""The JWT of a ZGW application, or its key where an API takes one: who it is, and its rights (RULES §3)."""

import json
import time
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Protocol

import msgspec
from joserfc import jws
from joserfc.errors import BadSignatureError, JoseError
from joserfc.jwk import OctKey

from meent.basis.adres import key_of
from meent.basis.fouten import forbidden
from meent.basis.placeholder import PLACEHOLDER, as_plain
from meent.engine.authorise import LEVEL, Caller, Grant, Rights
from meent.engine.links import parse_uuid

CACHE_SECONDS = 60
CACHE_SIZE = 10_000
MAX_TOKEN_BYTES = 8_192
LIFETIME_SECONDS = 3_600
MOMENT_MAX = 2**53
"""Seconds; beyond it a whole number of JSON is no longer one number for every reader."""
LEEWAY_SECONDS = 300
"""A client's clock may run this far ahead (A-05)."""


@dataclass(frozen=True)
class Application:
    """What the registers know of one client id."""

    label: str
    rights: Rights
    secret: str


class Applications(Protocol):
    """Where client ids, secrets and rights of one municipality come from."""

    async def of(self, tenant_id: int) -> dict[str, Application]: ...

    async def by_key(self, tenant_id: int, digest: bytes) -> str | None:
        """The client id whose key has this SHA-256 (decision 0031)."""


OF_TYPE = ("zaaktype", "informatieobjecttype", "besluittype", "objecttype")
"""Members of an autorisatie that name the type it is about; each has one of them at most."""


def rights_of(heeft_alle_autorisaties: bool, autorisaties: list[dict[str, Any]], *, only_open: bool = False) -> Rights:
    """Rights from the body of an Applicatie; a type in somebody else's register is known by its key there."""
    grants = []
    for a in autorisaties:
        url = next((u for name in OF_TYPE if (u := a.get(name))), "")
        of_type = parse_uuid(url.rpartition("/")[2]) if url.startswith(PLACEHOLDER) else key_of(url) if url else None
        level = LEVEL.get(a.get("maxVertrouwelijkheidaanduiding") or "", 0)
        grants.append(Grant(a["component"], frozenset(a["scopes"]), of_type, level, a.get("fields")))
    return Rights(heeft_alle_autorisaties, only_open, tuple(grants))


class Authenticator:
    """Turns the Authorization header into a Caller. A header seen less than a minute ago costs one look-up."""

    def __init__(self, applications: Applications) -> None:
        self.applications = applications
        self._known: dict[tuple[int, bytes, bool], tuple[float, Caller]] = {}
        self._times_forgotten = 0

    def forget(self, tenant_id: int | None) -> None:
        """Rights or secrets of this municipality have changed (AC-06); None: of any, we cannot know which."""
        self._times_forgotten += 1
        self._known = {k: v for k, v in self._known.items() if tenant_id not in (None, k[0])}

    async def caller(self, tenant_id: int, header: bytes | None, *, keys: bool = False) -> Caller:
        """The caller; raises Fout 403 with the code that says what is wrong with the token (A-01…A-04).

        keys   a key will do; what is remembered where it does says nothing of where it does not
        """
        if not header:
            raise forbidden("Stuur een token mee in de header Authorization.", "not_authenticated")
        known = self._known.get((tenant_id, header, keys))
        if known and known[0] > time.monotonic():
            return known[1]
        times_forgotten = self._times_forgotten
        verify = self._verify_key if keys and header[:6].lower() == b"token " else self._verify
        caller, seconds = await verify(tenant_id, header)
        if len(self._known) >= CACHE_SIZE:
            self._known.clear()
        if times_forgotten == self._times_forgotten:  # else the rights may have changed after we read them
            self._known[tenant_id, header, keys] = (time.monotonic() + seconds, caller)
        return caller

    async def _verify_key(self, tenant_id: int, header: bytes) -> tuple[Caller, float]:
        """Who has this key. Source: KI-01."""
        client_id = await self.applications.by_key(tenant_id, sha256(header[6:].strip()).digest())
        application = (await self.applications.of(tenant_id)).get(client_id or "")
        if client_id is None or application is None:
            raise forbidden("Deze sleutel is hier niet bekend.", "not_authenticated")
        return Caller(client_id=client_id, label=application.label, rights=application.rights), CACHE_SECONDS

    async def _verify(self, tenant_id: int, header: bytes) -> tuple[Caller, float]:
        kind, _, token = header.partition(b" ")
        if kind.lower() != b"bearer" or not token or len(token) > MAX_TOKEN_BYTES:
            raise forbidden("De header Authorization heeft niet de vorm 'Bearer <token>'.", "not_authenticated")
        client_id = str(_claims(token).get("client_id") or "")
        if not client_id:
            raise forbidden("In het token ontbreekt client_id.", "missing-client-identifier")
        application = (await self.applications.of(tenant_id)).get(client_id)
        if application is None:
            raise forbidden("Deze client_id is hier niet bekend.", "invalid-client-identifier")
        claims = _verified_claims(token.strip(), application.secret)
        seconds = _check_times(claims, time.time())
        return (
            Caller(
                client_id=client_id,
                label=application.label,
                user_id=as_plain(str(claims.get("user_id") or ""))[:255],
                user_weergave=as_plain(str(claims.get("user_representation") or ""))[:255],
                rights=application.rights,
            ),
            min(seconds, CACHE_SECONDS),
        )


def _decode_error() -> Exception:
    return forbidden("Het token is niet te lezen.", "jwt-decode-error")


def _claims(token: bytes) -> dict[str, Any]:
    """The claims before verification, only to know whose secret to use."""
    try:
        obj = jws.extract_compact(token.strip())
        claims = msgspec.json.decode(obj.payload)
        json.loads(obj.payload, object_pairs_hook=_once)
    except (JoseError, ValueError, msgspec.DecodeError, TypeError, KeyError, RecursionError) as fault:
        raise _decode_error() from fault
    if not isinstance(claims, dict) or obj.headers().get("alg") != "HS256":
        raise _decode_error()
    return claims


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of JSON; raises ValueError when a name occurs twice, because each reader then chooses its own."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a claim occurs twice")
    return found


def _verified_claims(token: bytes, secret: str) -> dict[str, Any]:
    try:
        obj = jws.deserialize_compact(token, OctKey.import_key(secret), algorithms=["HS256"])
    except BadSignatureError as fault:
        raise forbidden("De handtekening van het token klopt niet.", "invalid-jwt-signature") from fault
    except (JoseError, ValueError) as fault:
        raise _decode_error() from fault
    claims: dict[str, Any] = msgspec.json.decode(obj.payload)
    return claims


def _check_times(claims: dict[str, Any], now: float) -> float:
    """Seconds that the token is still good for; raises when it is not."""
    iat = claims.get("iat")
    if iat is None:
        raise forbidden("In het token ontbreekt iat.", "jwt-missing-iat-claim")
    moments = [claims[name] for name in ("iat", "exp", "nbf") if claims.get(name) is not None]
    if any(isinstance(m, bool) or not isinstance(m, (int, float)) or abs(m) > MOMENT_MAX for m in moments):
        raise _decode_error()
    left = iat + LIFETIME_SECONDS - now
    if left <= 0:
        raise forbidden("Het token is verlopen: iat ligt te ver terug.", "jwt-expired")
    if iat > now + LEEWAY_SECONDS:
        raise forbidden("Het token is nog niet geldig: iat ligt in de toekomst.", "jwt-immaturesignatureerror")
    if (exp := claims.get("exp")) is not None:
        if exp <= now:
            raise forbidden("Het token is verlopen.", "jwt-expiredsignatureerror")
        left = min(left, exp - now)
    if (nbf := claims.get("nbf")) is not None and nbf > now + LEEWAY_SECONDS:
        raise forbidden("Het token is nog niet geldig.", "jwt-immaturesignatureerror")
    return float(left)
