"""Who calls: the JWT of a ZGW application, and every way to forge one (RULES §3, trust §4 no. 15)."""

import hmac
import json
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest
from joserfc import jws
from joserfc.jwk import RSAKey

from tests.asgi import SECRET, Client, token
from tests.conftest import Gemeente
from tests.engine.samples import Gevuld
from tests.zgw import ZAKEN


def part(value: Any) -> str:
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def signed(header: Any, payload: Any, secret: str = SECRET) -> str:
    """A token by hand: header and payload as they are, signed with HMAC SHA-256 whatever the header says."""
    text = f"{part(header)}.{part(payload)}"
    return f"{text}.{part(hmac.digest(secret.encode(), text.encode(), sha256))}"


def claims(client: str, **extra: Any) -> dict[str, Any]:
    found = {"iss": "x", "iat": int(time.time()), "client_id": client, "user_id": "u", "user_representation": "U"}
    return {k: v for k, v in (found | extra).items() if v is not None}


HS = {"alg": "HS256", "typ": "JWT"}
RSA = RSAKey.generate_key(2048)
PUBLIC = RSA.as_pem(private=False).decode()
MAYOR = "de burgemeester"
TWICE = b'{"iat":%d,"client_id":"een-ander","client_id":"%s"}'

FORGED: dict[str, tuple[Callable[[str], str], str]] = {
    "no algorithm": (lambda c: signed({"alg": "none"}, claims(c)), "jwt-decode-error"),
    "no algorithm and no signature": (lambda c: f"{part({'alg': 'none'})}.{part(claims(c))}.", "jwt-decode-error"),
    "NoNe": (lambda c: f"{part({'alg': 'NoNe'})}.{part(claims(c))}.", "jwt-decode-error"),
    "algorithm left out": (lambda c: signed({}, claims(c)), "jwt-decode-error"),
    "no signature": (lambda c: f"{part(HS)}.{part(claims(c))}.", "invalid-jwt-signature"),
    "HS512": (lambda c: signed({"alg": "HS512"}, claims(c)), "jwt-decode-error"),
    "RS256": (lambda c: jws.serialize_compact({"alg": "RS256"}, json.dumps(claims(c)), RSA), "jwt-decode-error"),
    "public key as secret": (lambda c: signed(HS, claims(c), PUBLIC), "invalid-jwt-signature"),
    "empty secret": (lambda c: signed(HS, claims(c), ""), "invalid-jwt-signature"),
    "wrong secret": (lambda c: token(c, SECRET[::-1]), "invalid-jwt-signature"),
    "key from the header": (
        lambda c: signed(HS | {"jwk": {"kty": "oct", "k": part(b"mijn-sleutel")}}, claims(c), "mijn-sleutel"),
        "invalid-jwt-signature",
    ),
    "kid that is a path": (lambda c: signed(HS | {"kid": "../../../dev/null"}, claims(c), ""), "invalid-jwt-signature"),
    "kid that is SQL": (lambda c: signed(HS | {"kid": "x' union select 'a"}, claims(c), "a"), "invalid-jwt-signature"),
    "jku and x5u": (
        lambda c: signed(HS | {"jku": "http://127.0.0.1:9/k", "x5u": "http://127.0.0.1:9/k"}, claims(c), "a"),
        "invalid-jwt-signature",
    ),
    "a demand we do not know": (lambda c: signed(HS | {"crit": ["x"], "x": 1}, claims(c)), "jwt-decode-error"),
    "claim twice": (lambda c: signed(HS, TWICE % (time.time(), c.encode())), "jwt-decode-error"),
    "changed after signing": (lambda c: _swapped(token(c), claims(c, user_id=MAYOR)), "invalid-jwt-signature"),
    "claims are a list": (lambda c: signed(HS, [claims(c)]), "jwt-decode-error"),
    "claims are no JSON": (lambda c: signed(HS, b"{"), "jwt-decode-error"),
    "claims are no UTF-8": (lambda c: signed(HS, b'{"client_id":"\xff"}'), "jwt-decode-error"),
    "deep claims": (lambda c: signed(HS, b'{"client_id":' + b"[" * 3000 + b"]" * 3000 + b"}"), "jwt-decode-error"),
    "two parts": (lambda c: token(c).rpartition(".")[0], "jwt-decode-error"),
    "four parts": (lambda c: token(c) + ".x", "jwt-decode-error"),
    "five parts": (lambda c: "a.b.c.d.e", "jwt-decode-error"),
    "not base64": (lambda c: "é.é.é", "jwt-decode-error"),
    "nonsense": (lambda c: "nonsense", "jwt-decode-error"),
    "no client": (lambda c: signed(HS, claims(c, client_id=None)), "missing-client-identifier"),
    "empty client": (lambda c: signed(HS, claims(c, client_id="")), "missing-client-identifier"),
    "client null": (lambda c: signed(HS, claims(c) | {"client_id": None}), "missing-client-identifier"),
    "unknown client": (lambda c: token("niemand"), "invalid-client-identifier"),
    "client is a list": (lambda c: signed(HS, claims(c, client_id=[c])), "invalid-client-identifier"),
    "client in other case": (lambda c: token(c.upper()), "invalid-client-identifier"),
    "no iat": (lambda c: token(c, iat=None), "jwt-missing-iat-claim"),
    "iat an hour old": (lambda c: token(c, iat=int(time.time()) - 3601), "jwt-expired"),
    "iat in 1970": (lambda c: token(c, iat=0), "jwt-expired"),
    "iat far ahead": (lambda c: token(c, iat=int(time.time()) + 330), "jwt-immaturesignatureerror"),
    "iat is text": (lambda c: token(c, iat=str(int(time.time()))), "jwt-decode-error"),
    "iat is true": (lambda c: token(c, iat=True), "jwt-decode-error"),
    "iat beyond all numbers": (lambda c: signed(HS, claims(c, iat=10**400)), "jwt-decode-error"),
    "iat infinite": (lambda c: signed(HS, b'{"client_id":"%s","iat":1e999}' % c.encode()), "jwt-decode-error"),
    "iat not a number": (lambda c: signed(HS, b'{"client_id":"%s","iat":NaN}' % c.encode()), "jwt-decode-error"),
    "expired": (lambda c: token(c, exp=int(time.time()) - 1), "jwt-expiredsignatureerror"),
    "exp beyond all numbers": (lambda c: signed(HS, claims(c, exp=10**400)), "jwt-decode-error"),
    "exp is text": (lambda c: token(c, exp="morgen"), "jwt-decode-error"),
    "not yet valid": (lambda c: token(c, nbf=int(time.time()) + 330), "jwt-immaturesignatureerror"),
}  # fmt: skip
RULE_OF = {
    "invalid-client-identifier": "A-03", "invalid-jwt-signature": "A-03", "jwt-decode-error": "A-03",
    "missing-client-identifier": "A-02", "not_authenticated": "A-01",
}  # fmt: skip


def _swapped(honest: str, payload: Any) -> str:
    header, _, signature = honest.split(".")
    return f"{header}.{part(payload)}.{signature}"


@pytest.mark.parametrize(
    ("forge", "code"),
    [
        pytest.param(*forged, id=name, marks=pytest.mark.rule(RULE_OF.get(forged[1], "A-04")))
        for name, forged in FORGED.items()
    ],
)
async def test_forged_token_is_refused(stad: Gevuld, forge: Callable[[str], str], code: str) -> None:
    """Whoever forges one token reads every case of a municipality."""
    forged = forge(stad.client.client_id)
    for path in (f"{ZAKEN}/zaken", stad.url("zaak"), f"{stad.url('zaak')}/audittrail"):
        answer = await stad.client.call("GET", path, headers={"authorization": f"Bearer {forged}"})
        assert (answer.status, answer.json["code"]) == (403, code)
        assert stad.mark not in answer.body.decode()
    made = await stad.client.call("POST", f"{ZAKEN}/zaken", body={}, headers={"authorization": f"Bearer {forged}"})
    assert (made.status, made.json["code"]) == (403, code)


@pytest.mark.rule("A-01")
@pytest.mark.parametrize(
    "header", [None, "", "Bearer", "Bearer ", "Basic YTpi", "Token abc", "Bearer " + "x" * 1_000_000]
)
async def test_without_token_nothing(stad: Gevuld, header: str | None) -> None:
    """No token, another kind of one, or a megabyte that only costs time: refused before anything is looked up."""
    headers: dict[str, Any] = {"authorization": header}
    answer = await stad.client.call("GET", f"{ZAKEN}/zaken", headers=headers)
    assert (answer.status, answer.json["code"]) == (403, "not_authenticated")


@pytest.mark.rule("A-01")
@pytest.mark.parametrize("make", [
    lambda c: f"Bearer {token(c)}",
    lambda c: f"bearer {token(c)}",
    lambda c: f"Bearer {signed(HS | {'kid': 'sleutel-1'}, claims(c))}",
    lambda c: f"Bearer {signed({'alg': 'HS256'}, claims(c, iss=None))}",
    lambda c: f"Bearer {token(c, exp=int(time.time()) + 600, nbf=int(time.time()) - 5)}",
], ids=["usual", "small letters", "with kid", "without issuer", "exp and nbf"])  # fmt: skip
async def test_honest_token_is_let_in(stad: Gevuld, make: Callable[[str], str]) -> None:
    """What clients in the field send must work: refusing it stops a municipality on Monday morning."""
    answer = await stad.client.get(f"{ZAKEN}/zaken", authorization=make(stad.client.client_id))
    assert answer.status == 200


@pytest.mark.rule("A-02", "A-16")
async def test_user_may_be_empty(stad: Gevuld) -> None:
    """A machine has no user; the client stands in the trail all the same, and a person when there is one."""
    for given, shown in (
        (("", ""), ("", "")),
        ((None, None), ("", "")),
        (("jdv", "J. de Vries"), ("jdv", "J. de Vries")),
    ):
        bearer = f"Bearer {token(stad.client.client_id, user_id=given[0], user_representation=given[1])}"
        assert (await stad.client.patch(stad.url("zaak"), {}, authorization=bearer)).status == 200
        line = (await stad.client.get(f"{stad.url('zaak')}/audittrail")).json[-1]
        assert (line["gebruikersId"], line["gebruikersWeergave"]) == shown
        assert line["applicatieId"] == stad.client.client_id


@pytest.mark.rule("A-05")
@pytest.mark.parametrize("ahead", [1, 60, 290])
async def test_clock_that_runs_ahead_is_tolerated(stad: Gevuld, ahead: int) -> None:
    """Clients sign minutes ahead; strictness here is a helpdesk full of municipalities that cannot get in."""
    bearer = f"Bearer {token(stad.client.client_id, iat=int(time.time()) + ahead)}"
    assert (await stad.client.get(f"{ZAKEN}/zaken", authorization=bearer)).status == 200


async def test_token_of_another_municipality(gemeente: Gemeente, andere_gemeente: Gemeente) -> None:
    """A client id is known in one municipality; the same token next door is a stranger's."""
    theirs = Client(gemeente.app, f"/{gemeente.slug}", andere_gemeente.client.client_id)
    answer = await theirs.get(f"{ZAKEN}/zaken")
    assert (answer.status, answer.json["code"]) == (403, "invalid-client-identifier")


@pytest.mark.rule("A-04")
async def test_remembered_token_still_expires(stad: Gevuld, monkeypatch: pytest.MonkeyPatch) -> None:
    """A token that is remembered for speed must not outlive itself."""
    bearer = f"Bearer {token(stad.client.client_id, exp=int(time.time()) + 30)}"
    assert (await stad.client.get(f"{ZAKEN}/zaken", authorization=bearer)).status == 200
    now, ticks = time.time, time.monotonic
    monkeypatch.setattr(time, "time", lambda: now() + 31)
    monkeypatch.setattr(time, "monotonic", lambda: ticks() + 31)
    answer = await stad.client.get(f"{ZAKEN}/zaken", authorization=bearer)
    assert (answer.status, answer.json["code"]) == (403, "jwt-expiredsignatureerror")


@pytest.mark.rule("A-07")
async def test_client_without_applicatie_may_nothing(stad: Gevuld) -> None:
    """A secret that was made before the rights were given opens nothing yet."""
    async with stad.gemeente.app.pool.tenant(stad.gemeente.id) as conn:
        await conn.execute(
            "insert into applicatie_geheim (tenant_id, client_id, geheim) values ($1, 'zonder-rechten', $2)",
            stad.gemeente.id, SECRET,
        )  # fmt: skip
    stad.gemeente.app.engine.authenticator.forget(stad.gemeente.id)
    client = Client(stad.gemeente.app, stad.client.prefix, "zonder-rechten")
    for name in set(stad.rows) - {"bestandsdeel"}:  # that can only be sent
        answer = await client.get(stad.url(name))
        assert (answer.status, answer.json["code"]) == (403, "permission_denied"), name
