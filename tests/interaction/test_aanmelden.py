"""Signing in at the broker of the municipality, with a provider of OpenID Connect that others wrote.

OpenID Connect Core 1.0, 3.1; PKCE is RFC 7636. Whoever gets past this is anybody, in everybody's files.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OctKey
from oidc_provider_mock import User, run_server_in_thread
from starlette.testclient import TestClient

from meent.integration.openid import AanmeldenMislukt, Bewijs, OpenId
from meent.interaction.identity import Makelaar, rollen_van
from tests.interaction.conftest import app_for, deps_for
from tests.interaction.fake_zgw import NOW, TENANTS, FakeRegisters

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
CLIENT, GEHEIM, TERUG = "meent", "een lang geheim met & en :", "http://localhost/login/terug"


def iemand(sub, naam, *rollen):
    return User(sub=sub, claims={"name": naam, "roles": list(rollen)})


MENSEN = (
    User(
        sub="noor-1", claims={"name": "Noor van Dam", "roles": ["meerwijde:kcc", "meerwijde:burgerzaken", "elders:kcc"]}
    ),
    User(
        sub="gast-2",
        claims={"name": "Gast", "roles": ["meerwijde:burgemeester", "meerwijde:inwoner", "elders:beheerder"]},
    ),
)


@pytest.fixture(scope="module")
def makelaar():
    """The address of the provider."""
    with run_server_in_thread(require_nonce=True, user_claims=MENSEN) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture
def deps(makelaar):
    openid = OpenId(makelaar, CLIENT, GEHEIM, TERUG)
    nu = datetime.now(UTC)  # the provider has no other clock
    identity = Makelaar(openid, lambda: TENANTS, now=lambda: nu)
    return replace(deps_for(FakeRegisters()), identity=identity, clock=lambda: nu)


@pytest.fixture
def browser(deps):
    return TestClient(app_for(deps), base_url="http://localhost", follow_redirects=False)


def meld_aan(browser, wie):
    """At the provider, as `wie`; the address to which it sends the browser back."""
    naar = browser.get("/login").headers["location"]
    return httpx2.post(naar, data={"sub": wie}, follow_redirects=False).headers["location"]


@pytest.mark.requirement("contact-52")
def test_who_signs_in_at_the_broker_gets_the_roles_that_it_names(browser):
    """And nothing else: not the role of another municipality, and no screen of a role that was not given."""
    begin = browser.get("/")
    assert ('href="/login"' in begin.text, "Wie wil je zijn" in begin.text) == (True, False)
    assert "demo" not in begin.text
    klaar = browser.get(meld_aan(browser, "noor-1"))
    assert (klaar.status_code, klaar.headers["location"]) == (303, "/meerwijde/klantcontact")
    assert "Noor van Dam" in browser.get("/meerwijde/klantcontact").text
    assert browser.get("/meerwijde/balie").status_code == 200
    assert browser.get("/meerwijde/wandbord").status_code == 403
    assert browser.get("/zuiderkoog/klantcontact").status_code == 403
    assert ("Noor van Dam" in browser.get("/").text, 'href="/login"' in browser.get("/").text) == (True, False)


def test_the_log_hears_for_which_of_several_roles_somebody_looked(browser, deps, monkeypatch):
    """A line that says "klantcontact" for what was done in the BRP is a false line."""
    asked = []
    zgw = deps.zgw
    browser.get(meld_aan(browser, "noor-1"))
    monkeypatch.setattr(type(zgw), "__call__", lambda self, who, slug: asked.append(who.purpose) or self.by_slug[slug])
    browser.get("/meerwijde/klantcontact")
    browser.get("/meerwijde/balie")
    assert list(dict.fromkeys(asked)) == ["dienstverlening klantcontact", "bijhouding BRP"]


def test_who_has_no_role_here_is_told_so(browser):
    klaar = browser.get(meld_aan(browser, "gast-2"))
    assert (klaar.status_code, "U hebt hier nog geen rol" in klaar.text) == (403, True)
    assert "meent_sessie" not in klaar.headers.get("set-cookie", "")


def test_an_answer_that_this_browser_did_not_ask_for_is_refused(browser, deps):
    """Otherwise somebody signs another in as himself, or takes his code."""
    terug = meld_aan(browser, "noor-1")
    ander = TestClient(app_for(deps), base_url="http://localhost", follow_redirects=False)
    assert ander.get(terug).status_code == 400
    ander.get("/login")
    assert ander.get(terug).status_code == 400
    assert browser.get(terug.replace("state=", "state=x")).status_code == 400
    assert browser.get("/login/terug?error=access_denied").status_code == 400
    assert browser.get(terug).status_code == 303
    assert browser.get(terug).status_code == 400, "a code is for once"


def test_who_shares_a_computer_leaves_the_broker_too(browser, makelaar):
    """Else the next agent at the desk is the last one, without a password."""
    browser.get(meld_aan(browser, "noor-1"))
    bewijs = browser.get("/meerwijde/klantcontact").text.split('name="formulierbewijs" value="')[1].split('"')[0]
    weg = browser.post("/login/uit", data={"formulierbewijs": bewijs}, headers={"Origin": "http://localhost"})
    assert browser.get("/meerwijde/klantcontact").status_code == 303
    assert 'href="/login/af"' in browser.get(weg.headers["location"]).text
    naar = browser.get("/login/af").headers["location"]
    vraag = "client_id=meent&post_logout_redirect_uri=http%3A%2F%2Flocalhost%2F"
    assert naar == f"{makelaar}/oauth2/end_session?{vraag}"
    assert httpx2.get(naar).status_code == 200


def test_an_attempt_ends_after_ten_minutes(browser, deps):
    terug = meld_aan(browser, "noor-1")
    later = replace(deps, clock=lambda: deps.clock() + timedelta(minutes=11))
    oud = TestClient(app_for(later), base_url="http://localhost", cookies=browser.cookies, follow_redirects=False)
    assert oud.get(terug).status_code == 400


def test_with_a_broker_nobody_chooses_who_he_is(browser):
    assert (
        browser.post("/login", data={"persona": "meerwijde-kcc"}, headers={"Origin": "http://localhost"}).status_code
        == 404
    )


def test_the_demo_has_no_broker_to_go_to():
    visitor = TestClient(app_for(deps_for(FakeRegisters())), follow_redirects=False)
    assert visitor.get("/login").headers["location"] == "/"
    assert visitor.get("/login/terug?code=x&state=y").status_code == 400


def test_what_is_asked_of_the_broker(browser):
    """PKCE binds the code to this browser, the nonce binds the token to this attempt."""
    vraag = parse_qs(urlsplit(browser.get("/login").headers["location"]).query)
    assert (vraag["response_type"], vraag["client_id"], vraag["redirect_uri"]) == (["code"], [CLIENT], [TERUG])
    assert vraag["code_challenge_method"] == ["S256"]
    assert Bewijs("s", "n", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk").uitdaging == (
        "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    ), "the example of RFC 7636, appendix B"


# --- tokens that are not right ----------------------------------------------------------------------------------------

EIGEN, VREEMD = ECKey.generate_key("P-256", {"kid": "a"}), ECKey.generate_key("P-256", {"kid": "a"})
BEWIJS = Bewijs("state", "nonce", "verifier")
GOED = {"iss": "https://makelaar.test", "aud": CLIENT, "sub": "noor", "nonce": "nonce", "exp": NOW.timestamp() + 300}


async def gelezen(monkeypatch, claims, key=EIGEN, alg="ES256", erbij=()):
    """What the client makes of this ID token; `erbij` are keys that the broker has beside its own."""
    openid = OpenId("https://makelaar.test", CLIENT, GEHEIM, TERUG)
    token = jwt.encode({"alg": alg, "kid": "a"}, claims, key, algorithms=[alg])
    openid._bekend = {"token_endpoint": "https://makelaar.test/token", "jwks_uri": "https://makelaar.test/jwks"}

    async def vraag(methode, adres, form=None, auth=""):
        sleutels = [*erbij, *KeySet([EIGEN]).as_dict(private=False)["keys"]]
        return {"keys": sleutels} if adres.endswith("jwks") else {"id_token": token}

    monkeypatch.setattr("meent.integration.openid._vraag", vraag)
    return await openid.wie("code", BEWIJS, NOW)


async def test_a_token_that_is_right(monkeypatch):
    assert (await gelezen(monkeypatch, GOED))["sub"] == "noor"
    assert (await gelezen(monkeypatch, GOED | {"aud": ["ander", CLIENT], "azp": CLIENT}))["sub"] == "noor"


async def test_a_key_that_we_cannot_read_locks_nobody_out(monkeypatch):
    """The broker puts a curve of tomorrow beside its own key (RFC 7517, 5)."""
    morgen = {"kty": "EC", "crv": "P-999", "kid": "b", "x": "AA", "y": "AA"}
    assert (await gelezen(monkeypatch, GOED, erbij=[morgen, {"kty": "NEW"}, "?", None]))["sub"] == "noor"


@pytest.mark.parametrize("anders", [
    {"iss": "https://ander.test"}, {"aud": "ander"}, {"aud": ["ander", CLIENT], "azp": "ander"}, {"nonce": "oud"},
    {"exp": NOW.timestamp() - 61}, {"exp": None}, {"sub": ""},
])  # fmt: skip
async def test_a_token_of_another_broker_client_attempt_or_time_is_refused(monkeypatch, anders):
    with pytest.raises(AanmeldenMislukt):
        await gelezen(monkeypatch, GOED | anders)


@pytest.mark.parametrize(("key", "alg"), [(VREEMD, "ES256"), (OctKey.import_key(GEHEIM), "HS256")])
async def test_a_token_that_the_broker_did_not_sign_is_refused(monkeypatch, key, alg):
    with pytest.raises(AanmeldenMislukt):
        await gelezen(monkeypatch, GOED, key, alg)


@pytest.mark.parametrize(("issuer", "geheim", "terug"), [
    ("http://makelaar.test", GEHEIM, TERUG), ("https://makelaar.test", "kort", TERUG),
    ("https://makelaar.test", GEHEIM, "http://meent.test/login/terug"), ("ftp://localhost", GEHEIM, TERUG),
])  # fmt: skip
def test_settings_that_would_leave_the_door_open_are_refused(issuer, geheim, terug):
    with pytest.raises(ValueError, match=r"https://|geheim"):
        OpenId(issuer, CLIENT, geheim, terug)


@pytest.mark.parametrize(("claim", "rollen"), [
    (["b:kcc", "a:teamleider", "a:kcc"], {"a": ("kcc", "teamleider"), "b": ("kcc",)}), ("a:kcc", {"a": ("kcc",)}),
    (["a:baas", "kcc", "", 7], {}), (None, {}), ({"a": "kcc"}, {}), (["a:inwoner"], {}),
])  # fmt: skip
def test_roles_of_a_claim(claim, rollen):
    assert rollen_van(claim) == rollen


async def test_a_broker_whose_parts_are_not_safe_is_not_used(monkeypatch):
    """The secret goes there: over a line that others read, or nowhere."""
    openid = OpenId("https://makelaar.test", CLIENT, GEHEIM, TERUG)

    async def vraag(methode, adres, form=None, auth=""):
        return {"issuer": "https://makelaar.test", "authorization_endpoint": "https://makelaar.test/in",
                "token_endpoint": "http://makelaar.test/token", "jwks_uri": "https://makelaar.test/jwks"}  # fmt: skip

    monkeypatch.setattr("meent.integration.openid._vraag", vraag)
    with pytest.raises(AanmeldenMislukt):
        await openid.adres(BEWIJS)
