"""Who gets which caller."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meent.process.telefonie.beleid import Inzet
from meent.process.telefonie.medewerker import Bezet, Klaar, Medewerker
from meent.process.telefonie.route import Kandidaat, choose, next_match
from meent.process.telefonie.toestand import InWachtrij
from tests.process.telefonie.opzet import MAANDAG, beleid, gesprek, wachtrij

NU = MAANDAG + timedelta(hours=1)


def wie(id: str, niveau: int = 1, vrij_minuten: int = 1, **anders) -> Kandidaat:
    inzet = Inzet(id, {"algemeen": niveau}, mandaat=anders.pop("mandaat", frozenset()))
    gewoon = {"tenant": 1, "stand": Klaar(), "vrij_sinds": NU - timedelta(minutes=vrij_minuten)}
    return Kandidaat(Medewerker(id, **gewoon | anders), inzet)


ROWS = [
    ("niemand", [], {}, None),
    ("langst vrij", [wie("ann", 1, 3), wie("bob", 1, 5), wie("cor", 1, 1)], {}, "bob"),
    ("hoogste niveau", [wie("ann", 1, 9), wie("bob", 3, 1), wie("cor", 2, 5)], {}, "bob"),
    ("gelijk: op naam", [wie("bob"), wie("ann")], {}, "ann"),
    ("bezet", [wie("ann", 9, stand=Bezet("h")), wie("bob")], {}, "bob"),
    ("niveau te laag", [wie("ann", 1)], {"niveau": 2}, None),
    ("kan het niet", [wie("ann")], {"vaardigheid": "paspoort"}, None),
    ("teruggetreden", [wie("ann", niet_voor=NU + timedelta(seconds=1)), wie("bob")], {}, "bob"),
    ("terugtred voorbij", [wie("ann", 2, niet_voor=NU), wie("bob")], {}, "ann"),
    ("andere gemeente", [wie("ann", 9, tenant=2), wie("bob")], {}, "bob"),
    ("mandaat", [wie("ann", 9, tenant=2, mandaat=frozenset({1})), wie("bob")], {}, "ann"),
    ("mandaat voor een ander", [wie("ann", 9, tenant=2, mandaat=frozenset({3}))], {}, None),
]  # fmt: skip


@pytest.mark.requirement("contact-10")
@pytest.mark.parametrize(("kandidaten", "rij", "gekozen"), [r[1:] for r in ROWS], ids=[r[0] for r in ROWS])
def test_the_agent_who_is_chosen(kandidaten, rij, gekozen):
    """Skill first, then fairness: who has been idle longest is next."""
    found = choose(gesprek(wachtrij="kcc"), wachtrij(**rij), kandidaten, NU)
    assert (found.id if found else None) == gekozen


@pytest.mark.requirement("contact-12")
@pytest.mark.parametrize(("voorkeur", "gekozen"), [("ann", "ann"), ("cor", "bob"), ("weg", "bob")])
def test_who_he_spoke_with_goes_first_if_he_can(voorkeur, gekozen):
    kandidaten = [wie("ann", 1, 1), wie("bob", 3, 9), wie("cor", 1, 1, stand=Bezet("h"))]
    found = choose(gesprek(voorkeur=voorkeur), wachtrij(), kandidaten, NU)
    assert found is not None
    assert found.id == gekozen


def beller(id: str, seconden: int, voorrang: int = 0, **anders):
    sinds = NU - timedelta(seconds=seconden)
    return gesprek(
        id=id, wachtrij="kcc", wacht_sinds=sinds, voorrang=voorrang, toestand=InWachtrij(sinds), **anders
    )  # fmt: skip


ORDER = [
    ("wie het eerst kwam", [beller("a", 10), beller("b", 30), beller("c", 20)], "b"),
    ("wie voorrang heeft", [beller("a", 10, 1), beller("b", 30)], "a"),
    ("voorrang slijt: lang genoeg wachten gaat voor", [beller("a", 10, 1), beller("b", 80)], "b"),
    ("teruggezet gaat voor alles", [beller("a", 10, kop=True), beller("b", 900, 9)], "a"),
    ("teruggezet: wie het eerst kwam", [beller("a", 10, kop=True), beller("b", 20, kop=True)], "b"),
]


@pytest.mark.requirement("contact-11")
@pytest.mark.parametrize(("wachtend", "eerste"), [r[1:] for r in ORDER], ids=[r[0] for r in ORDER])
def test_the_caller_who_goes_first(wachtend, eerste):
    """Put back goes before all, old beats new, and nobody waits for ever behind who is more urgent."""
    found = next_match(wachtend, [wie("ann")], lambda _: beleid(), NU)
    assert found is not None
    assert found[0].id == eerste


def test_a_caller_nobody_can_help_does_not_hold_up_the_next():
    paspoort = gesprek(id="p", wachtrij="paspoort", wacht_sinds=MAANDAG, kop=True, toestand=InWachtrij(MAANDAG))
    found = next_match([paspoort, beller("a", 1)], [wie("ann")], lambda _: beleid(), NU)
    assert found is not None
    assert found[0].id == "a"


def test_without_a_free_agent_nothing_is_tried():
    assert next_match([beller("a", 1)], [wie("ann", stand=Bezet("h"))], lambda _: beleid(), NU) is None


AGENTS = st.lists(
    st.builds(wie, st.text("abcdef", min_size=1, max_size=4), st.integers(1, 9), st.integers(0, 99),
              stand=st.sampled_from([Klaar(), Bezet("h")]), tenant=st.sampled_from([1, 1, 2])),
    max_size=8, unique_by=lambda k: k.medewerker.id,
)  # fmt: skip


@given(AGENTS, st.integers(1, 9), st.randoms())
def test_the_choice_does_not_hang_on_the_order_in_which_agents_are_looked_at(kandidaten, niveau, chance):
    """Two nodes that look at the same state choose the same agent, and it is one who may."""
    anders = list(kandidaten)
    chance.shuffle(anders)
    een, twee = (choose(gesprek(), wachtrij(niveau=niveau), k, NU) for k in (kandidaten, anders))
    assert een == twee
    kan = [k for k in kandidaten if k.medewerker.is_vrij(NU) and k.medewerker.tenant == 1
           and k.inzet.vaardigheden["algemeen"] >= niveau]  # fmt: skip
    assert (een is None) == (not kan)
    if een:
        best = max(k.inzet.vaardigheden["algemeen"] for k in kan)
        assert een.id in {k.medewerker.id for k in kan if k.inzet.vaardigheden["algemeen"] == best}
