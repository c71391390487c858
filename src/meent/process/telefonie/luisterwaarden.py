"""Values of who hears a conversation beside those who talk: its recording, and a team leader who listens in.

Stored as those of `toestand.py` are, which puts them with the rest.
"""

from datetime import datetime

import msgspec

from meent.integration.telefooncentrale.centrale import Bestemming

LUISTERT = "luistert:"
"""Before the name of a team leader: as whom his page is called to listen in. It is no telephone of an agent."""


class Waarde(msgspec.Struct, frozen=True):
    """A value that never changes."""


class Opname(Waarde, frozen=True):
    """The recording of one conversation (decision 0062).

    is_verteld  the caller heard that he may be recorded; without that nothing is
    loopt       the exchange was told to record
    is_stil     an agent paused it
    hapert      the exchange did not do what was asked last
    sinds       when it first ran; None when nothing was recorded
    dagen       after so many days it must go: the shortest term of the queues in which it ran
    """

    is_verteld: bool = False
    loopt: bool = False
    is_stil: bool = False
    hapert: bool = False
    sinds: datetime | None = None
    dagen: int = 0


class Been(Waarde, frozen=True):
    """One copy: of what this party says, to the listener under this name. Nobody mixes, so each party has its own."""

    partij: str
    luisteraar: str


class Luisteraar(Waarde, frozen=True):
    """Who listens in silently (decision 0062).

    benen       the copies there are now, or that ring
    nummer      how many there were, for the name of the next
    """

    wie: str
    naam: str
    bestemming: Bestemming
    sinds: datetime
    benen: tuple[Been, ...] = ()
    nummer: int = 0


class LuisterMee(Waarde, frozen=True, tag=True):
    """A team leader begins to listen in."""

    wie: str
    naam: str
    bestemming: Bestemming


class StopLuisteren(Waarde, frozen=True, tag=True):
    """He stops."""

    wie: str


class Kopieer(Waarde, frozen=True, tag=True):
    """Let the listener hear what this party says."""

    partij: str
    luisteraar: str
    bestemming: Bestemming


class KopieKlaar(Waarde, frozen=True, tag=True):
    """The listener answered for this copy."""

    luisteraar: str
    sdp: str


class StopKopie(Waarde, frozen=True, tag=True):
    """The listener hears this copy no more."""

    luisteraar: str
