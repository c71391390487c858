"""The inspector of notifications: what it says of a subscriber, and what its buttons do."""

from datetime import timedelta
from uuid import UUID

import pytest

from meent.interaction.beheer.notificaties import regel, waar
from tests.interaction.conftest import ORIGIN
from tests.interaction.fake_bezorging import DOOD, GOED, abonnee
from tests.interaction.fake_zgw import NOW

PAGE = "/meerwijde/beheer/notificaties"


def proof(client):
    return client.get(PAGE).text.split('name="formulierbewijs" value="')[1].split('"')[0]


@pytest.mark.parametrize(("extra", "stand", "moment"), [
    ({}, "goed", ""),
    ({"gelukt_op": None}, "nieuw", ""),
    ({"fouten": 1}, "pauze", ""),
    ({"fouten": 5, "gepauzeerd_tot": NOW + timedelta(minutes=1)}, "pauze", "2026-11-20T10:43:00+01:00"),
    ({"fouten": 5, "gepauzeerd_tot": NOW - timedelta(minutes=1)}, "pauze", ""),
    ({"fouten": 9, "geparkeerd_op": NOW}, "gestopt", "2026-11-20T10:42:00+01:00"),
])  # fmt: skip
def test_how_a_subscriber_is_doing(extra, stand, moment):
    """ "Works" beside a subscriber that has heard nothing for a day keeps everybody from looking."""
    found = regel(abonnee(GOED, "x", **extra), NOW)
    assert (found.stand, found.moment) == (stand, moment)


def test_an_address_is_shown_without_its_secrets():
    """Some receivers put a key in the address; everybody who may look here would have it."""
    assert waar(f"https://jan:{'geheim'}@x.example:8443/pad?sleutel=geheim#geheim") == "x.example:8443/pad"


def test_the_page_tells_who_waits_and_why(beheerder):
    text = beheerder.get(PAGE).text
    for told in ("zaaksysteem.example/notificaties", "Er luistert niemand op dit adres", "Gestopt", "10.000 of meer",
                 "3 berichten wachten hierop", "20 november 2026, 10:39"):  # fmt: skip
        assert told in text
    assert "geheim" not in text


@pytest.mark.requirement("experience-92")
def test_a_message_and_a_subscriber_are_tried_again(beheerder, deps):
    """Without this somebody needs a login on the server to repair what one click can."""
    form = {"formulierbewijs": proof(beheerder), "abonnement": str(GOED), "nummer": "7"}
    answer = beheerder.post(f"{PAGE}/opnieuw", data=form, headers=ORIGIN)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{PAGE}?gelukt=opnieuw")
    assert "Wij proberen het nu opnieuw" in beheerder.get(answer.headers["location"]).text
    del form["nummer"]
    beheerder.post(f"{PAGE}/opnieuw", data=form | {"abonnement": str(DOOD)}, headers=ORIGIN)
    assert deps.bezorging.done == [
        ("opnieuw", "meerwijde", GOED, 7, "meerwijde-beheerder"),
        ("opnieuw", "meerwijde", DOOD, None, "meerwijde-beheerder"),
    ]


@pytest.mark.parametrize(("nummer", "told"), [("7", "Het bericht is vervallen"), ("8", "wacht hier niet meer")])
def test_a_message_can_be_let_go(beheerder, deps, nummer, told):
    form = {"formulierbewijs": proof(beheerder), "abonnement": str(GOED), "nummer": nummer}
    answer = beheerder.post(f"{PAGE}/vervallen", data=form, headers=ORIGIN)
    assert told in beheerder.get(answer.headers["location"]).text
    assert deps.bezorging.done == [("vervallen", "meerwijde", GOED, int(nummer), "meerwijde-beheerder")]


@pytest.mark.parametrize(("what", "form"), [
    ("opnieuw", {"abonnement": "x"}), ("opnieuw", {"abonnement": str(GOED), "nummer": "x"}),
    ("vervallen", {"abonnement": str(GOED)}), ("vervallen", {"abonnement": str(UUID(int=1)), "nummer": "9" * 20}),
])  # fmt: skip
def test_a_form_that_means_nothing_changes_nothing(beheerder, deps, what, form):
    """In particular: a missing number must not try everything, or let everything go."""
    answer = beheerder.post(f"{PAGE}/{what}", data=form | {"formulierbewijs": proof(beheerder)}, headers=ORIGIN)
    assert answer.status_code == 404
    assert deps.bezorging.done == []


def test_a_case_handler_does_not_see_it(behandelaar):
    assert behandelaar.get(PAGE).status_code == 403


def test_the_address_of_the_role_leads_there(beheerder):
    answer = beheerder.get("/meerwijde/beheer")
    assert (answer.status_code, answer.headers["location"]) == (303, PAGE)
