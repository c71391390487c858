"""Signing in elsewhere: a client of OpenID Connect Core 1.0 with Discovery 1.0, for the broker of a municipality.

Authorisation code with PKCE (RFC 7636), a state and a nonce of this one browser; the ID token is judged by the keys of
the broker, and nothing else is believed: neither what the browser brings nor a broker that calls itself differently.
"""

import base64
import hashlib
import json
import secrets
from contextlib import suppress
from datetime import datetime
from typing import Any, Self
from urllib.parse import quote, urlencode, urljoin, urlsplit

import aiohttp
import msgspec
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import JWKRegistry, KeySet

WACHT_SECONDEN = 10.0
ANTWOORD_MAX_BYTES = 256 * 1024
SPELING_SECONDEN = 60
"""So much the clocks may differ."""
ALGORITMEN = ["RS256", "PS256", "ES256", "RS384", "PS384", "ES384", "RS512", "PS512", "ES512"]
"""With the keys of the broker only: no "none", and no secret that we know as well."""
GEHEIM_MINST = 16
ONTDEKKING = "/.well-known/openid-configuration"

Json = dict[str, Any]


class AanmeldenMislukt(Exception):
    """Het aanmelden is niet gelukt. Probeer het nog eens."""


class Bewijs(msgspec.Struct, frozen=True):
    """What only this browser and we know of one attempt to sign in; kept in its cookie."""

    state: str
    nonce: str
    verifier: str

    @classmethod
    def nieuw(cls) -> Self:
        return cls(*(secrets.token_urlsafe(32) for _ in range(3)))

    @property
    def uitdaging(self) -> str:
        """RFC 7636, 4.2: S256."""
        hashed = hashlib.sha256(self.verifier.encode()).digest()
        return base64.urlsafe_b64encode(hashed).rstrip(b"=").decode()


class OpenId:
    """The broker `issuer`, to which we are known as `client` with a `geheim`.

    terug   where the browser comes back to: https://…/login/terug
    raises  ValueError for an address that is not https, unless it is this machine, and without a secret
    """

    def __init__(self, issuer: str, client: str, geheim: str, terug: str) -> None:
        self.issuer, self.client, self.geheim, self.terug = issuer.rstrip("/"), client, geheim, terug
        if not (client and len(geheim) >= GEHEIM_MINST):
            raise ValueError("Vul de naam en het geheim in waarmee de makelaar ons kent.")
        for eigen in (self.issuer, terug):
            _require_safe(eigen)
        self._bekend: Json = {}
        self._sleutels: KeySet | None = None

    @property
    def sessiesleutel(self) -> bytes:
        """By which sessions are signed here: every process that knows the secret knows it, and nobody else."""
        return hashlib.sha256(b"meent sessies\0" + self.geheim.encode()).digest()

    async def adres(self, bewijs: Bewijs) -> str:
        """Where the browser goes to sign in. raises AanmeldenMislukt when the broker cannot be reached."""
        vraag = {
            "response_type": "code", "client_id": self.client, "redirect_uri": self.terug, "scope": "openid profile",
            "state": bewijs.state, "nonce": bewijs.nonce, "code_challenge": bewijs.uitdaging,
            "code_challenge_method": "S256",
        }  # fmt: skip
        eind = str((await self._ontdek())["authorization_endpoint"])
        return eind + ("&" if "?" in eind else "?") + urlencode(vraag)

    async def afmelden(self) -> str:
        """Where the browser goes to leave the broker too (RP-Initiated Logout 1.0); "" when it has no such place."""
        eind = str((await self._ontdek()).get("end_session_endpoint") or "")
        try:
            _require_safe(eind)
        except ValueError:
            return ""
        vraag = {"client_id": self.client, "post_logout_redirect_uri": urljoin(self.terug, "/")}
        return eind + ("&" if "?" in eind else "?") + urlencode(vraag)

    async def wie(self, code: str, bewijs: Bewijs, now: datetime) -> Json:
        """The claims of the ID token for this code. raises AanmeldenMislukt for whatever is not right."""
        bekend = await self._ontdek()
        form = {
            "grant_type": "authorization_code", "code": code, "redirect_uri": self.terug,
            "code_verifier": bewijs.verifier, "client_id": self.client,
        }  # fmt: skip
        antwoord = await _vraag("POST", str(bekend["token_endpoint"]), form, _basic(self.client, self.geheim))
        claims = await self._gelezen(str(antwoord.get("id_token", "")))
        self._beoordeel(claims, bewijs, now)
        return claims

    async def _gelezen(self, token: str) -> Json:
        """The claims of a token that the broker signed; its keys are asked anew when they do not fit."""
        for vers in (False, True):
            sleutels = await self._sleutelbos(vers=vers)
            try:
                return dict(jwt.decode(token, sleutels, algorithms=ALGORITMEN).claims)
            except (JoseError, ValueError) as fout:
                gezien = fout
        raise AanmeldenMislukt(AanmeldenMislukt.__doc__) from gezien

    def _beoordeel(self, claims: Json, bewijs: Bewijs, now: datetime) -> None:
        """Core 3.1.3.7: of this broker, for us, of this attempt, and of now."""
        voor = claims.get("aud")
        ontvangers = voor if isinstance(voor, list) else [voor]
        tot, nu = claims.get("exp"), now.timestamp()
        is_goed = (
            str(claims.get("iss", "")).rstrip("/") == self.issuer
            and self.client in ontvangers
            and claims.get("azp", self.client) == self.client
            and secrets.compare_digest(str(claims.get("nonce", "")).encode(), bewijs.nonce.encode())
            and isinstance(tot, int | float)
            and nu < tot + SPELING_SECONDEN
            and bool(claims.get("sub"))
        )
        if not is_goed:
            raise AanmeldenMislukt(AanmeldenMislukt.__doc__)

    async def _ontdek(self) -> Json:
        """What the broker says of itself; asked once."""
        if not self._bekend:
            bekend = await _vraag("GET", self.issuer + ONTDEKKING)
            eindpunten = [bekend.get(naam) for naam in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
            if str(bekend.get("issuer", "")).rstrip("/") != self.issuer or not all(eindpunten):
                raise AanmeldenMislukt(AanmeldenMislukt.__doc__)
            try:
                for eindpunt in eindpunten:
                    _require_safe(str(eindpunt))
            except ValueError as fout:
                raise AanmeldenMislukt(AanmeldenMislukt.__doc__) from fout
            self._bekend = bekend
        return self._bekend

    async def _sleutelbos(self, *, vers: bool) -> KeySet:
        if self._sleutels is None or vers:
            gevraagd = await _vraag("GET", str((await self._ontdek())["jwks_uri"]))
            self._sleutels = _leesbaar(gevraagd.get("keys"))
        return self._sleutels


def _leesbaar(sleutels: Any) -> KeySet:
    """The keys that we can read; any other is for somebody else (RFC 7517, 5), not a reason to lock everybody out."""
    gelezen = []
    for sleutel in sleutels if isinstance(sleutels, list) else ():
        with suppress(JoseError, KeyError, TypeError, ValueError):
            gelezen.append(JWKRegistry.import_key(dict(sleutel)))
    return KeySet(gelezen)


async def _vraag(methode: str, adres: str, form: Json | None = None, auth: str = "") -> Json:
    """A JSON object of the broker; no redirect is followed. raises AanmeldenMislukt."""
    kop = {"accept": "application/json", "user-agent": "Meent"} | ({"authorization": auth} if auth else {})
    wachten = aiohttp.ClientTimeout(total=WACHT_SECONDEN)
    try:
        async with (
            aiohttp.ClientSession(timeout=wachten, cookie_jar=aiohttp.DummyCookieJar()) as client,
            client.request(methode, adres, data=form, headers=kop, allow_redirects=False) as antwoord,
        ):
            inhoud = await antwoord.content.read(ANTWOORD_MAX_BYTES)
    except (aiohttp.ClientError, TimeoutError, OSError) as fout:
        raise AanmeldenMislukt(AanmeldenMislukt.__doc__) from fout
    try:
        gelezen = json.loads(inhoud)
    except ValueError as fout:
        raise AanmeldenMislukt(AanmeldenMislukt.__doc__) from fout
    if antwoord.status != 200 or not isinstance(gelezen, dict):
        raise AanmeldenMislukt(AanmeldenMislukt.__doc__)
    return gelezen


def _basic(client: str, geheim: str) -> str:
    """RFC 6749, 2.3.1: both are encoded as in a form before they are joined."""
    paar = f"{quote(client, safe='')}:{quote(geheim, safe='')}"
    return f"Basic {base64.b64encode(paar.encode()).decode()}"


def _require_safe(adres: str) -> None:
    deel = urlsplit(adres)
    if deel.scheme != "https" and not (deel.scheme == "http" and deel.hostname in ("localhost", "127.0.0.1", "::1")):
        raise ValueError(f"Gebruik een adres dat met https:// begint: {adres[:80]}")
