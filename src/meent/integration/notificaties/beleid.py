"""When a message that was not taken is tried again, and when a person must look: decisions, and nothing that acts.

Two things can be wrong. A *message* is refused while its subscriber takes others: it steps aside, and is parked when it
goes on failing. A *subscriber* takes nothing at all: then it is left in peace for longer and longer, and parked when
that has lasted for days. Nothing is ever thrown away here (N-11).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

WACHTTIJDEN_SECONDEN = (1, 2, 4, 8, 16, 32, 64, 128, 256)
"""After the first, second … failure; after that MAX_SECONDEN. Open Notificaties waits up to 14 hours: a subscriber that
comes back after a night then still hears nothing for half a day."""
MAX_SECONDEN = 300
POGINGEN_MAX = 10
"""So often a message is tried before it is parked: about a quarter of an hour."""
FOUTEN_TOT_PAUZE = 4
"""Failures on end, none taken in between, after which a subscriber counts as away and gets one message at a time."""
DOOD_NA = timedelta(days=3)
"""A subscriber that took nothing for so long is parked: a weekend is not enough."""

BREEDTE = 32
"""Messages under way to one subscriber at once."""
BREEDTE_TRAAG = 4
TRAAG_SECONDEN = 1.0


class Afloop(Enum):
    """What an answer says of the message and of its subscriber."""

    BEZORGD = "bezorgd"
    BERICHT_GEWEIGERD = "bericht geweigerd"
    ABONNEE_WEG = "abonnee weg"


OVER_HET_BERICHT = frozenset({400, 406, 409, 411, 412, 413, 414, 415, 416, 417, 422, 428, 431})
"""Refusals that are about this message: whoever answers so is there and reads."""


def afloop(status: int) -> Afloop:
    """What became of it; 0 is no answer at all. A redirect is not followed and so nothing was delivered (N-10)."""
    if 200 <= status < 300:
        return Afloop.BEZORGD
    return Afloop.BERICHT_GEWEIGERD if status in OVER_HET_BERICHT else Afloop.ABONNEE_WEG


@dataclass(frozen=True)
class Bericht:
    """What is known of a message that was just not taken.

    pogingen       how often it was tried, this time included
    eerste_poging  when that began
    """

    pogingen: int
    eerste_poging: datetime


@dataclass(frozen=True)
class Stand:
    """How a subscriber is doing.

    fouten          failures on end that say it is away
    sinds           when the first of them was
    gelukt_op       when it last took something
    gepauzeerd_tot  it is left in peace until then; None for not
    geparkeerd_op   nothing is tried until a person says so
    """

    fouten: int = 0
    sinds: datetime | None = None
    gelukt_op: datetime | None = None
    gepauzeerd_tot: datetime | None = None
    geparkeerd_op: datetime | None = None


@dataclass(frozen=True)
class Opnieuw:
    """Try the message again at this moment; None means that it is parked."""

    op: datetime | None


def wachttijd(fouten: int) -> timedelta:
    """How long to wait after so many failures."""
    seconden = WACHTTIJDEN_SECONDEN[fouten - 1] if 0 < fouten <= len(WACHTTIJDEN_SECONDEN) else MAX_SECONDEN
    return timedelta(seconds=seconden)


def oordeel_bericht(wat: Afloop, bericht: Bericht, stand: Stand, now: datetime) -> Opnieuw:
    """Again later, or parked: after enough tries, if its subscriber is there.

    A subscriber that is away says nothing about a message. It is there when it refuses this one by its contents, or
    when it took another since this one was first tried.
    """
    is_there = wat is Afloop.BERICHT_GEWEIGERD or (
        stand.gelukt_op is not None and stand.gelukt_op > bericht.eerste_poging
    )
    if is_there and bericht.pogingen >= POGINGEN_MAX:
        return Opnieuw(None)
    return Opnieuw(now + wachttijd(bericht.pogingen))


def oordeel_abonnee(wat: Afloop, stand: Stand, now: datetime) -> Stand:
    """How the subscriber stands after one more message that was not taken.

    What was under way together fails together: while it is left in peace, further failures are no news.
    """
    if wat is not Afloop.ABONNEE_WEG or (stand.gepauzeerd_tot is not None and now < stand.gepauzeerd_tot):
        return stand
    fouten, sinds = stand.fouten + 1, stand.sinds or now
    pauze = now + wachttijd(fouten - FOUTEN_TOT_PAUZE + 1) if fouten >= FOUTEN_TOT_PAUZE else stand.gepauzeerd_tot
    dood = now if fouten >= FOUTEN_TOT_PAUZE and now - sinds >= DOOD_NA else stand.geparkeerd_op
    return Stand(fouten, sinds, stand.gelukt_op, pauze, dood)


def breedte(fouten: int, laatste_seconden: float) -> int:
    """How many messages may be under way at once: one to see whether a subscriber is back, few while it is slow."""
    if fouten >= FOUTEN_TOT_PAUZE:
        return 1
    return BREEDTE_TRAAG if fouten or laatste_seconden > TRAAG_SECONDEN else BREEDTE
