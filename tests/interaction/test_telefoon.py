"""The door of the agent's telephone: who gets in, and what a page may send. And the page that checks the headset."""

import os
from dataclasses import replace

import pytest
from playwright.sync_api import sync_playwright
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from meent.integration.telefooncentrale.browser import BrowserLegs
from meent.interaction import session as sessions
from meent.interaction.session import COOKIE, Identity, Session
from tests.interaction.browser import ARGUMENTS, CHROMIUM
from tests.interaction.conftest import app_for, deps_for
from tests.interaction.fake_zgw import NOW, FakeRegisters
from tests.interaction.test_pages import AXE, axe

SOCKET = "/meerwijde/telefoon"
OWN = {"Origin": "http://testserver"}
OPEN = '{"t": "hier", "legs": []}', '{"t": "klaar"}', '{"t": "hart"}'


class Toestellen:
    """Serves with the real legs, and remembers whom."""

    def __init__(self):
        self.told, self.served = [], []
        self.legs = BrowserLegs(self.told.append)

    async def serve(self, slug, user, kanaal):
        self.served.append((slug, user))
        await self.legs.serve(1, user, kanaal)


@pytest.fixture
def toestellen():
    return Toestellen()


def sealed(deps, *, role="kcc", gemeente="meerwijde", until=None):
    identity = Identity("noor", "Noor van Dam", {gemeente: (role,)}, "dienstverlening klantcontact")
    session = Session.begin(identity, NOW)
    return sessions.seal(replace(session, until=until) if until else session, deps.session_secret)


def visitor(toestellen, **who):
    deps = replace(deps_for(FakeRegisters()), telefoon=toestellen)
    client = TestClient(app_for(deps))
    if who.pop("known", True):
        client.cookies.set(COOKIE, sealed(deps, **who))
    return client


@pytest.mark.parametrize(("who", "headers", "path"), [
    ({"known": False}, OWN, SOCKET),
    ({"gemeente": "zuiderkoog"}, OWN, SOCKET),
    ({"role": "inwoner"}, OWN, SOCKET),
    ({"role": "behandelaar"}, OWN, SOCKET),
    ({"until": int(NOW.timestamp()) - 1}, OWN, SOCKET),
    ({}, {"Origin": "https://elders.example"}, SOCKET),
    ({}, {"Origin": "null"}, SOCKET),
    ({}, {}, SOCKET),
    ({"gemeente": "bestaat-niet"}, OWN, "/bestaat-niet/telefoon"),
])  # fmt: skip
def test_nobody_else_gets_in(toestellen, who, headers, path):
    """Whoever answers as an agent hears what a resident tells."""
    client = visitor(toestellen, **who)
    with pytest.raises(WebSocketDisconnect), client.websocket_connect(path, headers=headers):
        pytest.fail("it was opened")
    assert toestellen.served == []


def test_without_an_exchange_there_is_no_line():
    client = visitor(None)
    with pytest.raises(WebSocketDisconnect), client.websocket_connect(SOCKET, headers=OWN):
        pytest.fail("it was opened")


def test_who_it_is_comes_from_the_session(toestellen):
    with visitor(toestellen).websocket_connect(f"{SOCKET}?user=karim&agent=karim", headers=OWN) as line:
        for word in OPEN:
            line.send_text(word)
        assert line.receive_json() == {"t": "hart"}
    assert toestellen.served == [("meerwijde", "noor")]


@pytest.mark.parametrize("frame", [b"", b"\x00\xff", b"x" * 70_000, "", "{", "x" * 70_000, '{"t": []}'])
def test_a_frame_that_is_none(toestellen, frame):
    """Octets, a text that is no message, one that is far too long: refused, and the line lives."""
    with visitor(toestellen).websocket_connect(SOCKET, headers=OWN) as line:
        (line.send_bytes if isinstance(frame, bytes) else line.send_text)(frame)
        line.send_text(OPEN[2])
        assert line.receive_json() == {"t": "hart"}


def test_an_endless_stream_of_them_is_closed(toestellen):
    with visitor(toestellen).websocket_connect(SOCKET, headers=OWN) as line:
        for _ in range(20):
            line.send_text("{")
        assert line.receive_json() == {"t": "hart"}
        with pytest.raises(WebSocketDisconnect) as closed:
            line.receive_text()
    assert closed.value.code == 1008


def test_the_microphone_is_for_this_page_alone(toestellen):
    """Elsewhere a script that slipped in could listen along."""
    client = visitor(toestellen)
    page = client.get("/meerwijde/klantcontact/headset")
    assert page.status_code == 200
    assert "microphone=(self)" in page.headers["Permissions-Policy"]
    assert "microphone=()" in client.get("/").headers["Permissions-Policy"]


def test_the_page_is_for_agents(toestellen):
    page = visitor(toestellen, role="behandelaar").get("/meerwijde/klantcontact/headset")
    assert page.status_code == 403


@pytest.mark.skipif(not os.path.exists(CHROMIUM), reason="no Chromium on this machine (apt-get install chromium)")
@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not there: run `python hatch_build.py`")
@pytest.mark.requirement("contact-23", "experience-21")
def test_headset_page(served, served_deps):
    """The microphone is heard, the page says so, and axe-core finds nothing in either language and colour."""
    args = [*ARGUMENTS, "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=args)
        context = browser.new_context(permissions=["microphone"], viewport={"width": 1280, "height": 900})
        context.add_cookies([{"name": COOKIE, "value": sealed(served_deps), "url": served}])
        page = context.new_page()
        for taal in ("nl", "en"):
            for scherm in ("licht", "donker"):
                page.goto(f"{served}/meerwijde/klantcontact/headset?taal={taal}")
                page.goto(f"{served}/meerwijde/klantcontact/headset?scherm={scherm}")
                assert axe(page) == []
        page.goto(f"{served}/meerwijde/klantcontact/headset?taal=nl")
        page.get_by_role("button", name="Probeer de microfoon").click()
        page.get_by_text("Wij horen u.").wait_for(timeout=10_000)
        browser.close()
