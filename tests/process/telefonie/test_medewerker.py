"""An agent: one row per line of the match in `medewerker.py`."""

from datetime import timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from meent.process.telefonie.medewerker import (
    Aangeboden,
    Afwezig,
    Bezet,
    GesprekKlaar,
    IsKlaar,
    Klaar,
    Krijgt,
    Medewerker,
    MeldtAan,
    MeldtAf,
    NamNietOp,
    NamOp,
    Nawerk,
    NeemtPauze,
    Onbereikbaar,
    Pauze,
    SocketVerloren,
    Vrijgelaten,
    Wekt,
    step,
)
from tests.process.telefonie.opzet import MAANDAG

NU = MAANDAG + timedelta(minutes=5)
STRAKS = NU + timedelta(seconds=60)
GAAT, PRAAT, SCHRIJFT = Aangeboden("g"), Bezet("g"), Nawerk("g", NU)
LUNCH = Pauze("lunch")

ROWS = [
    ("meldt aan", Afwezig(), MeldtAan(), Klaar()),
    ("terug van pauze", LUNCH, IsKlaar(), Klaar()),
    ("klaar met schrijven", SCHRIJFT, IsKlaar(), Klaar()),
    ("krijgt een beller", Klaar(), Krijgt("g"), GAAT),
    ("krijgt er een terwijl hij praat", PRAAT, Krijgt("h"), PRAAT),
    ("krijgt er een in de pauze", LUNCH, Krijgt("h"), LUNCH),
    ("neemt op", GAAT, NamOp("g"), PRAAT),
    ("neemt een ander op", GAAT, NamOp("h"), GAAT),
    ("neemt niet op", GAAT, NamNietOp("g"), Afwezig("nam niet op")),
    ("neemt een ander niet op", GAAT, NamNietOp("h"), GAAT),
    ("telefoon stuk", GAAT, Onbereikbaar("g"), Klaar()),
    ("beller hing op", GAAT, Vrijgelaten("g"), Klaar()),
    ("was bezet en wordt losgelaten", PRAAT, Vrijgelaten("g"), Klaar()),
    ("gesprek klaar", PRAAT, GesprekKlaar("g", 60), Nawerk("g", STRAKS)),
    ("gesprek klaar zonder nawerk", PRAAT, GesprekKlaar("g", 0), Klaar()),
    ("ander gesprek klaar", PRAAT, GesprekKlaar("h", 60), PRAAT),
    ("nawerk is om", SCHRIJFT, Wekt(), Klaar()),
    ("nawerk is nog niet om", Nawerk("g", STRAKS), Wekt(), Nawerk("g", STRAKS)),
    ("pauze", Klaar(), NeemtPauze("lunch"), LUNCH),
    ("meldt af", Klaar(), MeldtAf(), Afwezig("afgemeld")),
    ("meldt af na het gesprek", SCHRIJFT, MeldtAf(), Afwezig("afgemeld")),
    ("meldt af in gesprek", PRAAT, MeldtAf(), PRAAT),
    ("pauze in gesprek", PRAAT, NeemtPauze("lunch"), PRAAT),
    ("browser weg in gesprek", PRAAT, SocketVerloren(), Afwezig("browser weg")),
    ("browser weg", Klaar(), SocketVerloren(), Afwezig("browser weg")),
    ("was al klaar", Klaar(), MeldtAan(), Klaar()),
]


def wie(stand, **anders) -> Medewerker:
    return Medewerker("ann", 1, stand, MAANDAG, MAANDAG, **anders)


@pytest.mark.requirement("contact-22")
@pytest.mark.parametrize(("voor", "event", "na"), [r[1:] for r in ROWS], ids=[r[0] for r in ROWS])
def test_what_becomes_of_an_agent(voor, event, na):
    assert step(wie(voor), event, NU).stand == na


@pytest.mark.requirement("contact-22")
@pytest.mark.parametrize(("wens", "daarna"), [(NeemtPauze("lunch"), LUNCH), (MeldtAf(), Afwezig("afgemeld"))])
def test_what_he_asks_while_he_talks_comes_after_it(wens, daarna):
    """He gets no next call before his break, and the one he has is not cut off."""
    na = step(step(wie(PRAAT), wens, NU), GesprekKlaar("g", 60), NU)
    assert na.stand == Nawerk("g", STRAKS)
    assert step(na, Wekt(), STRAKS).stand == daarna
    assert step(step(wie(PRAAT), wens, NU), Vrijgelaten("g"), NU).stand == daarna


def test_he_can_change_his_mind_while_he_talks():
    na = step(step(wie(PRAAT), NeemtPauze("lunch"), NU), IsKlaar(), NU)
    assert step(na, GesprekKlaar("g", 0), NU).stand == Klaar()


@pytest.mark.requirement("contact-10")
def test_idle_counts_from_the_end_of_work_and_a_refused_offer_changes_nothing_of_it():
    """Or who was called by somebody that hung up would go to the back of the row."""
    na = step(wie(PRAAT), GesprekKlaar("g", 0), NU)
    assert na.vrij_sinds == NU
    later = NU + timedelta(minutes=1)
    assert step(step(na, Krijgt("h"), later), Vrijgelaten("h"), later).vrij_sinds == NU


def test_offers_that_fail_at_once_come_slower_and_then_stop():
    """Without it a broken telephone is rung thousands of times a second."""
    ann = wie(Klaar())
    for wacht in (1, 2):
        ann = step(step(ann, Krijgt("g"), NU), Onbereikbaar("g"), NU)
        assert ann.niet_voor == NU + timedelta(seconds=wacht) == ann.wekker
        assert not ann.is_vrij(NU)
        assert ann.is_vrij(NU + timedelta(seconds=wacht))
    ann = step(step(ann, Krijgt("g"), NU), Onbereikbaar("g"), NU)
    assert ann.stand == Afwezig("telefoon niet bereikbaar")


def test_an_offer_that_is_answered_forgets_the_ones_that_failed():
    ann = step(wie(GAAT, fouten=2, niet_voor=NU), NamOp("g"), NU)
    assert (ann.fouten, ann.niet_voor) == (0, None)


def test_the_pause_ends_by_itself():
    ann = wie(Klaar(), fouten=1, niet_voor=NU)
    assert step(ann, Wekt(), NU - timedelta(seconds=1)) is ann
    assert step(ann, Wekt(), NU).wekker is None


STANDEN = st.sampled_from([Afwezig(), Klaar(), GAAT, PRAAT, SCHRIJFT, LUNCH])
ID = st.sampled_from(["g", "h"])
EVENTS = st.one_of(
    st.sampled_from([MeldtAan(), MeldtAf(), NeemtPauze("lunch"), IsKlaar(), SocketVerloren(), Wekt()]),
    *(st.builds(soort, ID) for soort in (Krijgt, NamOp, NamNietOp, Onbereikbaar, Vrijgelaten)),
    st.builds(GesprekKlaar, ID, st.sampled_from([0, 60])),
)


@given(STANDEN, st.lists(EVENTS, max_size=20))
def test_a_second_conversation_never_replaces_the_one_he_has(stand, events):
    """An agent with two calls hears both, and neither caller is helped."""
    ann = wie(stand)
    for event in events:
        na = step(ann, event, NU)
        if ann.gesprek and na.gesprek:
            assert na.gesprek == ann.gesprek
        assert msgspec.json.decode(msgspec.json.encode(na), type=Medewerker) == na
        ann = na
