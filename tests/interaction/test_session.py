"""The signed cookie: whoever can change it can be anybody."""

from dataclasses import replace
from datetime import timedelta

import pytest

from meent.interaction.session import Identity, Session, form_token, is_form_token, seal, unseal
from tests.interaction.fake_zgw import NOW

SECRET = b"only for tests, never in a server"
JOOST = Identity("joost", "Joost Bakker", {"meerwijde": ("behandelaar",)}, "zaakbehandeling", "/meerwijde/behandelen")


@pytest.fixture
def session():
    return Session.begin(JOOST, NOW)


def test_a_session_comes_back_whole(session):
    """Role and purpose go along to audit; half a session would log the wrong reason."""
    back = unseal(seal(session, SECRET), SECRET, NOW)
    assert back == session
    assert back.has_role("meerwijde", "behandelaar")
    assert not back.has_role("zuiderkoog", "behandelaar")


def test_two_log_ins_differ(session):
    """Two browsers of one person must not share the proof in their forms."""
    assert Session.begin(JOOST, NOW).id != session.id


@pytest.mark.parametrize("value", ["", ".", "a.b", "é.é", "e30.e30", "===.===", "x" * 5000])
def test_nonsense_is_nobody(value):
    """A cookie can hold anything; a crash would lock the visitor out."""
    assert unseal(value, SECRET, NOW) is None


def test_a_changed_or_foreign_cookie_is_nobody(session):
    """Otherwise a visitor writes himself a role."""
    payload, _, mac = seal(session, SECRET).partition(".")
    richer, _, _ = seal(replace(session, roles={"zuiderkoog": ("behandelaar",)}), SECRET).partition(".")
    assert unseal(f"{richer}.{mac}", SECRET, NOW) is None
    assert unseal(f"{payload}.{mac}", b"another secret", NOW) is None


def test_a_session_ends_with_the_working_day(session):
    """A screen that was left open may not be somebody's way in tomorrow."""
    value = seal(session, SECRET)
    assert unseal(value, SECRET, NOW + timedelta(hours=9, minutes=59)) == session
    assert unseal(value, SECRET, NOW + timedelta(hours=10)) is None


def test_the_proof_in_a_form_belongs_to_one_session(session):
    """A proof that another visitor can read on his own page proves nothing."""
    other = Session.begin(JOOST, NOW)
    assert is_form_token(form_token(session, SECRET), session, SECRET)
    assert not is_form_token(form_token(other, SECRET), session, SECRET)
    assert not is_form_token("é", session, SECRET)
    assert not is_form_token(seal(session, SECRET).partition(".")[2], session, SECRET)
