"""Server-sent events for our own screens: who hears, what is told, when it ends; and the page that refreshes itself."""

from uuid import UUID

import pytest

from meent.integration.notificaties.verdelen import Verandering
from meent.interaction import gebeurtenissen
from meent.interaction.gebeurtenissen import as_event, events, last_heard
from meent.interaction.identity import INWONER
from meent.interaction.seams import Nieuws
from meent.interaction.session import COOKIE, Identity, Session, seal
from tests.interaction.fake_bezorging import FakeOmroep
from tests.interaction.fake_zgw import NOW

PATH = "/meerwijde/gebeurtenissen"


@pytest.mark.parametrize("roles", [None, {}, {"zuiderkoog": ("behandelaar",)}, {"meerwijde": (INWONER,)}])
def test_only_who_works_here_hears_anything(visitor, deps, roles):
    """Even that something happens in a case is nobody's business outside this municipality."""
    if roles is not None:
        session = Session.begin(Identity("x", "X", roles, "doel"), NOW)
        visitor.cookies.set(COOKIE, seal(session, deps.session_secret))
    answer = visitor.get(PATH)
    assert answer.status_code == 403
    assert "event-stream" not in answer.headers["content-type"]


def test_too_many_listeners_are_told_to_come_back(behandelaar, deps):
    deps.listen.is_full = True
    answer = behandelaar.get(PATH)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "60")


def test_a_stream_is_what_a_browser_understands(behandelaar, deps, monkeypatch):
    monkeypatch.setattr(gebeurtenissen, "DUUR_SECONDEN", 0)
    answer = behandelaar.get(PATH, headers={"Last-Event-ID": "41"})
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.text == "retry: 3000\n\n"
    assert deps.listen.listening == []


@pytest.mark.parametrize(("header", "number"), [
    ("", None), ("41", 41), ("x", -1), ("-1", -1), ("9" * 30, -1), ("²", -1)
])  # fmt: skip
def test_where_a_browser_was(header, number):
    """A number that nobody knows means: look at everything anew."""
    assert last_heard(header) == number


def test_what_an_event_says():
    """That something changed, and where; never what it became."""
    told = as_event(Nieuws(7, (verandering(),)))
    assert told == (
        "id: 7\nevent: verandering\n"
        f'data: [{{"kanaal":"zaken","object":"{UUID(int=1)}","resource":"status","actie":"create"}}]\n\n'
    )
    assert as_event(None) == "event: opnieuw\ndata:\n\n"


def verandering() -> Verandering:
    return Verandering("zaken", UUID(int=1), "status", "create")


async def test_news_heartbeats_and_the_end(monkeypatch):
    """A silent line is taken for a dead one; a server that stops must not wait for its listeners."""
    monkeypatch.setattr(gebeurtenissen, "HARTSLAG_SECONDEN", 0.01)
    omroep = FakeOmroep()
    stream = events(omroep, "meerwijde", 3)
    assert await anext(stream) == "retry: 3000\n\n"
    ((slug, since, listener),) = omroep.listening
    assert (slug, since) == ("meerwijde", 3)
    assert await anext(stream) == ":\n\n"
    listener.tell(Nieuws(8, (verandering(),)))
    assert (await anext(stream)).startswith("id: 8\n")
    listener.is_gesloten = True
    with pytest.raises(StopAsyncIteration):
        await anext(stream)
    assert omroep.listening == []
