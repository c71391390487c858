"""Who gets in where: nobody, the wrong municipality, the wrong form, the right person."""

from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from meent.interaction.identity import ROLLEN, DemoRolePicker
from tests.interaction.browser import zaak_uuid
from tests.interaction.conftest import ORIGIN, app_for, deps_for, log_in
from tests.interaction.fake_zgw import TENANTS

OWN = f"/meerwijde/behandelen/zaken/{zaak_uuid('meerwijde', 0)}"
OTHER = f"/zuiderkoog/behandelen/zaken/{zaak_uuid('zuiderkoog', 0)}"
BEHIND_LOG_IN = [("GET", "/{}/behandelen"), ("GET", "/{}/behandelen/zaken/{}"),
                 ("POST", "/{}/behandelen/zaken/{}/status"), ("POST", "/{}/behandelen/zaken/{}/resultaat"),
                 ("GET", "/{}/beheer"), ("GET", "/{}/beheer/notificaties"), ("GET", "/{}/inwoner"),
                 ("GET", "/{}/behandelen/partijen/{}"), ("POST", "/{}/behandelen/partijen/{}/bsn"),
                 ("POST", "/{}/beheer/notificaties/opnieuw"),
                 ("POST", "/{}/beheer/notificaties/vervallen")]  # fmt: skip


def proof(client, path):
    """The hidden proof on a page of this visitor."""
    return client.get(path).text.split('name="formulierbewijs" value="')[1].split('"')[0]


def test_a_municipality_that_is_being_filled_says_so(registers):
    """Who looks at the demo in its first minute would take half a town for a whole one."""
    busy = (replace(TENANTS[0], in_opbouw=True), TENANTS[1])
    deps = replace(deps_for(registers), tenants=lambda: busy, identity=DemoRolePicker(lambda: busy))
    meerwijde, zuiderkoog = TestClient(app_for(deps)).get("/").text.split("</section>")[:2]
    assert "wordt nog gevuld" in meerwijde
    assert "wordt nog gevuld" not in zuiderkoog


@pytest.mark.parametrize(("method", "path"), BEHIND_LOG_IN)
def test_nobody_is_sent_to_the_cards(visitor, registers, method, path):
    """A zaak holds personal data: without a name for the log nobody reads it."""
    answer = visitor.request(method, path.format("meerwijde", zaak_uuid("meerwijde", 0)), headers=ORIGIN)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert registers.asked == []


@pytest.mark.parametrize(("method", "path"), BEHIND_LOG_IN)
def test_the_other_municipality_is_closed(behandelaar, registers, method, path):
    """Personal data of one municipality on the screen of another is a data breach."""
    answer = behandelaar.request(method, path.format("zuiderkoog", zaak_uuid("zuiderkoog", 0)), headers=ORIGIN)
    assert answer.status_code == 403
    assert "Zuiderkoog" not in answer.text.split("<main")[1]
    assert registers.asked == []


def test_a_part_of_a_page_is_never_replaced_by_another_page(visitor, registers):
    """After the working day HTMX asks for a table; the cards must not appear inside the list."""
    answer = visitor.get("/meerwijde/behandelen", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["hx-redirect"], answer.text) == (204, "/", "")
    log_in(visitor, "zuiderkoog-behandelaar")
    answer = visitor.get("/meerwijde/behandelen?stand=alle", headers={"HX-Request": "true"})
    assert answer.headers["hx-redirect"] == "http://testserver/meerwijde/behandelen?stand=alle"


def test_a_municipality_that_does_not_exist(behandelaar):
    assert behandelaar.get("/nergens/behandelen").status_code == 404


@pytest.mark.parametrize("path", ["/nergens", "/meerwijde/behandelen/zaken/geen-uuid", "/static/geen.css"])
def test_an_address_that_leads_nowhere_says_so(visitor, path):
    answer = visitor.get(path)
    assert answer.status_code == 404
    assert "Deze pagina is er niet" in answer.text
    assert "content-security-policy" in answer.headers


def test_a_zaak_of_the_other_municipality_is_not_found_here(behandelaar):
    """The address says Meerwijde, the uuid is Zuiderkoog's."""
    answer = behandelaar.get(f"/meerwijde/behandelen/zaken/{zaak_uuid('zuiderkoog', 0)}")
    assert answer.status_code == 404
    assert "Deze pagina is er niet" in answer.text


@pytest.mark.parametrize("origin", [
    {"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}, {},
])  # fmt: skip
def test_a_form_from_elsewhere_is_refused(behandelaar, registers, origin):
    """Another site must not set a status with the visitor's cookie."""
    form = {"formulierbewijs": proof(behandelaar, OWN), "formuliersleutel": "k"}
    assert behandelaar.post(f"{OWN}/status", data=form, headers=origin).status_code == 403
    assert behandelaar.post("/login/uit", data=form, headers=origin).status_code == 403
    assert registers.by_slug["meerwijde"].created == []


@pytest.mark.parametrize("wrong", ["", "x", "é"])
def test_a_form_without_its_proof_is_refused(behandelaar, registers, wrong):
    """The second lock, for a browser that says nothing reliable about where a form came from."""
    answer = behandelaar.post(f"{OWN}/status", data={"formulierbewijs": wrong}, headers=ORIGIN)
    assert answer.status_code == 403
    assert registers.by_slug["meerwijde"].created == []


def test_a_log_in_from_elsewhere_is_refused(visitor):
    """Otherwise another site logs somebody in as a person of its choice."""
    answer = visitor.post(
        "/login", data={"persona": "meerwijde-behandelaar"}, headers={"Origin": "https://evil.example"}
    )
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("persona", ["", "meerwijde-burgemeester", "nergens-behandelaar"])
def test_a_role_that_is_not_there_cannot_be_chosen(visitor, persona):
    """What no card offers may not open anything."""
    answer = visitor.post("/login", data={"persona": persona}, headers=ORIGIN)
    assert (answer.status_code, "set-cookie" in answer.headers) == (303, False)


def test_choosing_a_role_opens_its_screen(visitor):
    answer = visitor.post("/login", data={"persona": "zuiderkoog-behandelaar"}, headers=ORIGIN)
    cookie = answer.headers["set-cookie"].lower()
    assert answer.headers["location"] == "/zuiderkoog/behandelen"
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert visitor.get("/zuiderkoog/behandelen").status_code == 200


def test_leaving_closes_the_screens(behandelaar):
    answer = behandelaar.post("/login/uit", data={"formulierbewijs": proof(behandelaar, OWN)}, headers=ORIGIN)
    assert answer.headers["location"] == "/"
    assert behandelaar.get(OWN).status_code == 303


def test_the_register_hears_who_asks(behandelaar, registers):
    """Audit and processing log name the person, not the screen."""
    behandelaar.get(OWN)
    assert set(registers.asked) == {("meerwijde-behandelaar", "meerwijde")}


def test_the_cards_name_every_municipality_and_every_role(visitor):
    text = visitor.get("/").text
    assert all(f"Gemeente {tenant.naam}" in text for tenant in TENANTS)
    assert "Deze rollen komen later" not in text
    assert text.count("<form") == len(TENANTS) * sum(rol.ready for rol in ROLLEN)


@pytest.mark.parametrize("path", ["/", "/meerwijde/behandelen", OWN, OTHER])
def test_every_page_forbids_what_it_does_not_use(behandelaar, path):
    """A text that gets through unescaped may still not run, and no other site may frame a form."""
    headers = behandelaar.get(path).headers
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"


def test_the_cookie_is_for_https_alone_where_there_is_https(deps):
    visitor = TestClient(app_for(deps), base_url="https://testserver", follow_redirects=False)
    answer = visitor.post("/login", data={"persona": "meerwijde-behandelaar"}, headers={"Origin": "https://testserver"})
    assert "secure" in answer.headers["set-cookie"].lower()


def test_a_form_has_a_limit(behandelaar):
    """Memory is shared by everybody at this server."""
    data = {"formulierbewijs": proof(behandelaar, OWN), "statustoelichting": "x" * 70_000}
    assert behandelaar.post(f"{OWN}/status", data=data, headers=ORIGIN).status_code == 413


@pytest.mark.parametrize(("asked", "location", "cookie"), [
    ("/?taal=en", "/", "meent_taal=en"),
    ("/?scherm=donker", "/", "meent_scherm=donker"),
    ("/meerwijde/behandelen?stand=alle&taal=en", "/meerwijde/behandelen?stand=alle", "meent_taal=en"),
    ("//evil.example/?taal=en", None, None),
])  # fmt: skip
def test_language_and_colours_are_remembered(behandelaar, asked, location, cookie):
    """Without JavaScript, and never leading to another site."""
    answer = behandelaar.get("http://testserver" + asked)
    if location is None:
        assert answer.status_code == 404
    else:
        assert (answer.status_code, answer.headers["location"]) == (303, location)
        assert cookie in answer.headers["set-cookie"]


def test_unknown_language_and_colours_are_ignored(visitor):
    answer = visitor.get("/?taal=tlh&scherm=roze")
    assert answer.status_code == 200
    visitor.cookies.update({"meent_taal": "../../etc", "meent_scherm": '"><script>'})
    answer = visitor.get("/")
    assert '<html lang="nl"' in answer.text
    assert '"><script>' not in answer.text


def test_english_is_english(visitor):
    visitor.cookies.set("meent_taal", "en")
    log_in(visitor, "meerwijde-behandelaar")
    text = visitor.get(OWN).text
    assert '<html lang="en"' in text
    assert "People involved" in text
    assert 'lang="nl">Losse stoeptegel' in text


@pytest.mark.parametrize(("scheme", "media"), [
    ("systeem", "screen and (prefers-color-scheme: dark)"), ("donker", "screen"), ("licht", None),
])  # fmt: skip
def test_the_dark_stylesheet_follows_the_choice(visitor, scheme, media):
    visitor.cookies.set("meent_scherm", scheme)
    text = visitor.get("/").text
    assert (f'media="{media}"' in text) if media else ("donker." not in text)


def test_static_files_may_be_kept_for_a_year(visitor):
    name = visitor.get("/").text.split('href="/static/meent.')[1].split('"')[0]
    answer = visitor.get(f"/static/meent.{name}")
    assert answer.status_code == 200
    assert "immutable" in answer.headers["cache-control"]
    assert visitor.get("/static/bestaat-niet.css").status_code == 404
