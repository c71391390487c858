"""The decisions about what was not taken, row by row; and whom a message concerns."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import msgspec
import pytest

from meent.integration.notificaties.beleid import (
    BREEDTE,
    BREEDTE_TRAAG,
    DOOD_NA,
    FOUTEN_TOT_PAUZE,
    POGINGEN_MAX,
    Afloop,
    Bericht,
    Stand,
    afloop,
    breedte,
    oordeel_abonnee,
    oordeel_bericht,
    wachttijd,
)
from meent.integration.notificaties.bericht import Aankondiging, Wens, as_cloudevent, body_of, is_wanted
from meent.integration.notificaties.verdelen import OMROEP_MAX_BYTES, Uitzending, uitzendingen

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
WEG, GEWEIGERD = Afloop.ABONNEE_WEG, Afloop.BERICHT_GEWEIGERD
EEN_MINUUT = timedelta(minutes=1)


@pytest.mark.rule("N-10")
@pytest.mark.parametrize(("status", "expected"), [
    (200, Afloop.BEZORGD), (204, Afloop.BEZORGD), (299, Afloop.BEZORGD),
    (0, WEG), (301, WEG), (401, WEG), (403, WEG), (404, WEG), (408, WEG), (410, WEG), (429, WEG),
    (500, WEG), (503, WEG),
    (400, GEWEIGERD), (413, GEWEIGERD), (415, GEWEIGERD), (422, GEWEIGERD),
])  # fmt: skip
def test_what_an_answer_says(status, expected):
    """A login that expired is about the subscriber: parking its messages one by one would be thousands of alarms."""
    assert afloop(status) is expected


@pytest.mark.rule("N-11")
def test_waiting_grows_and_ends_at_five_minutes():
    """Exponential, as Open Notificaties; but who comes back after a night hears everything within minutes."""
    waits = [int(wachttijd(n).total_seconds()) for n in range(1, 13)]
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]


@pytest.mark.parametrize(("wat", "pogingen", "gelukt_op", "is_parked"), [
    (WEG, 1, None, False),
    (WEG, 10_000, None, False),
    (WEG, 10_000, NOW - 2 * EEN_MINUUT, False),
    (WEG, POGINGEN_MAX - 1, NOW, False),
    (WEG, POGINGEN_MAX, NOW, True),
    (GEWEIGERD, POGINGEN_MAX - 1, None, False),
    (GEWEIGERD, POGINGEN_MAX, None, True),
])  # fmt: skip
def test_a_message_is_parked_when_its_subscriber_is_there(wat, pogingen, gelukt_op, is_parked):
    """A message tried for a month at an address where nobody is has nothing wrong with it."""
    bericht = Bericht(pogingen, eerste_poging=NOW - EEN_MINUUT)
    op = oordeel_bericht(wat, bericht, Stand(gelukt_op=gelukt_op), NOW).op
    assert (op is None) == is_parked
    assert is_parked or op == NOW + wachttijd(pogingen)


@pytest.mark.parametrize(("wat", "before", "after"), [
    (GEWEIGERD, Stand(fouten=3), Stand(fouten=3)),
    (WEG, Stand(), Stand(fouten=1, sinds=NOW)),
    (WEG, Stand(fouten=3, sinds=NOW), Stand(fouten=4, sinds=NOW, gepauzeerd_tot=NOW + timedelta(seconds=1))),
    (WEG, Stand(fouten=9, sinds=NOW), Stand(fouten=10, sinds=NOW, gepauzeerd_tot=NOW + timedelta(seconds=64))),
    (WEG, Stand(fouten=90, sinds=NOW), Stand(fouten=91, sinds=NOW, gepauzeerd_tot=NOW + timedelta(seconds=300))),
])  # fmt: skip
def test_a_subscriber_that_takes_nothing_is_left_in_peace(wat, before, after):
    assert oordeel_abonnee(wat, before, NOW) == after


def test_what_fails_together_counts_once():
    """Thirty-two messages were under way when it went down; that is one outage, not thirty-two."""
    stand = Stand()
    for _ in range(BREEDTE):
        stand = oordeel_abonnee(WEG, stand, NOW)
    assert (stand.fouten, stand.gepauzeerd_tot) == (FOUTEN_TOT_PAUZE, NOW + timedelta(seconds=1))


def test_a_subscriber_is_parked_after_days():
    """A weekend is not enough; a forgotten address is found the same week."""
    almost = Stand(fouten=900, sinds=NOW - DOOD_NA + EEN_MINUUT)
    assert oordeel_abonnee(WEG, almost, NOW).geparkeerd_op is None
    assert oordeel_abonnee(WEG, replace(almost, sinds=NOW - DOOD_NA), NOW).geparkeerd_op == NOW
    assert timedelta(days=2) < DOOD_NA < timedelta(days=7)


@pytest.mark.parametrize(("fouten", "seconden", "expected"), [
    (0, 0.0, BREEDTE), (0, 1.0, BREEDTE), (0, 1.1, BREEDTE_TRAAG), (1, 0.0, BREEDTE_TRAAG),
    (FOUTEN_TOT_PAUZE, 0.0, 1), (FOUTEN_TOT_PAUZE + 50, 9.0, 1),
])  # fmt: skip
def test_who_is_slow_or_away_holds_few_connections(fouten, seconden, expected):
    assert breedte(fouten, seconden) == expected


@pytest.mark.rule("N-09")
@pytest.mark.parametrize(("wensen", "expected"), [
    ([Wens("zaken", {})], True),
    ([Wens("zaken", {"zaaktype": "a"})], True),
    ([Wens("zaken", {"zaaktype": "*"})], True),
    ([Wens("zaken", {"zaaktype": "b"})], False),
    ([Wens("zaken", {"zaaktype": "a", "niveau": "openbaar"})], True),
    ([Wens("zaken", {"zaaktype": "a", "niveau": "geheim"})], False),
    ([Wens("zaken", {"zaaktype": "a", "zaaktype.catalogus": "*"})], True),
    ([Wens("zaken", {"zaaktype.catalogus": "c"})], False),
    ([Wens("besluiten", {})], False),
    ([Wens("besluiten", {}), Wens("zaken", {"zaaktype": "a"})], True),
    ([Wens("zaken", {"zaaktype": "b"}), Wens("zaken", {"niveau": "openbaar"})], True),
    ([], False),
])  # fmt: skip
def test_who_wants_a_message(wensen, expected):
    """Too much is noise that hides what matters, too little is a case that nobody picks up."""
    assert is_wanted("zaken", {"zaaktype": "a", "niveau": "openbaar"}, wensen) is expected


def aankondiging(number: int = 7, **extra) -> Aankondiging:
    known = Aankondiging(
        number, "zaken", "zaak", UUID(int=1), "status", UUID(int=2), "create", {"zaaktype": "\x7f/x"}, NOW
    )
    return replace(known, **extra)


def test_a_cloudevent_has_the_same_id_each_time_it_is_sent():
    """Receivers drop what they have seen by it; two municipalities do not share ids."""
    body = body_of(aankondiging(), {"zaak": "/zaken/api/v1/zaken/", "status": "/zaken/api/v1/statussen/"})
    first, again, other, elsewhere = (
        msgspec.json.decode(as_cloudevent(body, source=source, nummer=nummer))
        for source, nummer in (("https://a", 7), ("https://a", 7), ("https://a", 8), ("https://b", 7))
    )
    assert first == again
    assert len({first["id"], other["id"], elsewhere["id"]}) == 3
    assert (first["subject"], first["type"]) == (str(UUID(int=2)), "nl.overheid.zaken.status.create")


def test_broadcasts_fit_in_what_postgresql_passes_on():
    """One byte too many and the whole batch is refused, and the one behind it."""
    many = [aankondiging(n, resource="é" * 100, actie="\n" * 100) for n in range(200)]
    portions = list(uitzendingen(3, many))
    assert max(len(p.encode()) for p in portions) < OMROEP_MAX_BYTES + 100
    assert sum(len(msgspec.json.decode(p, type=Uitzending).veranderingen) for p in portions) == 200
