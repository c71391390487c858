"""An agent: is he there, is he free, and what is he doing.

A step of its own beside that of a conversation: what happens to him comes from himself (his screen), from a
conversation, or from his browser that is lost. He never has two conversations: `Aangeboden` and `Bezet` hold one.
"""

from datetime import UTC, datetime, timedelta
from typing import TypeAlias

import msgspec

WEG_NA_FOUTEN = 3
"""After so many offers that failed at once an agent is away: something is wrong with his telephone."""
NOOIT = datetime(1970, 1, 1, tzinfo=UTC)


class Waarde(msgspec.Struct, frozen=True):
    """A value that never changes."""


class Afwezig(Waarde, frozen=True, tag=True):
    """Not logged in, or taken off the line; `reden` says why."""

    reden: str = ""


class Klaar(Waarde, frozen=True, tag=True):
    """Waits for work."""


class Aangeboden(Waarde, frozen=True, tag=True):
    """His telephone rings, or will at once."""

    gesprek: str


class Bezet(Waarde, frozen=True, tag=True):
    """Is in a conversation."""

    gesprek: str


class Nawerk(Waarde, frozen=True, tag=True):
    """Writes down what was said, until `tot` at most."""

    gesprek: str
    tot: datetime


class Pauze(Waarde, frozen=True, tag=True):
    """Is away for a while, with a reason the municipality knows."""

    reden: str


Stand: TypeAlias = Afwezig | Klaar | Aangeboden | Bezet | Nawerk | Pauze


class Medewerker(Waarde, frozen=True):
    """One agent.

    sinds           in this state since
    vrij_sinds      idle since: what decides between equals. A pause or a refused offer does not make it earlier
    daarna          what he asked for while he was busy
    fouten          offers on end that failed at once
    niet_voor       no offers before this moment
    """

    id: str
    tenant: int
    stand: Stand = Afwezig()
    sinds: datetime = NOOIT
    vrij_sinds: datetime = NOOIT
    daarna: Afwezig | Pauze | None = None
    fouten: int = 0
    niet_voor: datetime | None = None
    versie: int = 0

    @property
    def gesprek(self) -> str:
        """The conversation he has, or ""."""
        return self.stand.gesprek if isinstance(self.stand, Aangeboden | Bezet) else ""

    @property
    def wekker(self) -> datetime | None:
        """When something about him changes by itself."""
        if isinstance(self.stand, Nawerk):
            return self.stand.tot
        return self.niet_voor if isinstance(self.stand, Klaar) else None

    def is_vrij(self, now: datetime) -> bool:
        """Whether he can be given a call this instant."""
        return isinstance(self.stand, Klaar) and (self.niet_voor is None or self.niet_voor <= now)


class MeldtAan(Waarde, frozen=True, tag=True):
    """He is logged in, his microphone works, and he wants work."""


class MeldtAf(Waarde, frozen=True, tag=True):
    """He stops; after this conversation if he has one."""


class NeemtPauze(Waarde, frozen=True, tag=True):
    """He goes away for a while; after this conversation if he has one."""

    reden: str


class IsKlaar(Waarde, frozen=True, tag=True):
    """He is ready with what he was writing, or back from a pause."""


class Krijgt(Waarde, frozen=True, tag=True):
    """A caller is offered to him."""

    gesprek: str


class NamOp(Waarde, frozen=True, tag=True):
    """He answered."""

    gesprek: str


class NamNietOp(Waarde, frozen=True, tag=True):
    """It rang and he did not answer, or he refused."""

    gesprek: str


class Onbereikbaar(Waarde, frozen=True, tag=True):
    """It failed at once: his telephone is not there, or out of order."""

    gesprek: str


class Vrijgelaten(Waarde, frozen=True, tag=True):
    """What was offered to him is no longer, and he had no part in it."""

    gesprek: str


class GesprekKlaar(Waarde, frozen=True, tag=True):
    """His conversation is over, or went on without him; he may write for so long."""

    gesprek: str
    nawerk_seconden: int


class SocketVerloren(Waarde, frozen=True, tag=True):
    """His browser is gone."""


class Wekt(Waarde, frozen=True, tag=True):
    """The moment of `wekker` came."""


Gebeurtenis: TypeAlias = (
    MeldtAan
    | MeldtAf
    | NeemtPauze
    | IsKlaar
    | Krijgt
    | NamOp
    | NamNietOp
    | Onbereikbaar
    | Vrijgelaten
    | GesprekKlaar
    | SocketVerloren
    | Wekt
)


def step(wie: Medewerker, event: Gebeurtenis, now: datetime) -> Medewerker:
    """What becomes of an agent. What says nothing in his state, or is about another conversation, changes nothing."""
    match wie.stand, event:
        case _, SocketVerloren():
            return _naar(wie, Afwezig("browser weg"), now, daarna=None)
        case ((Afwezig() | Pauze() | Nawerk()), (MeldtAan() | IsKlaar())):
            return _vrij(wie, now)
        case Klaar(), Krijgt(gesprek):
            return _naar(wie, Aangeboden(gesprek), now)
        case Aangeboden(gesprek), NamOp(welk) if gesprek == welk:
            return _naar(wie, Bezet(gesprek), now, fouten=0, niet_voor=None)
        case Aangeboden(gesprek), NamNietOp(welk) if gesprek == welk:
            return _naar(wie, wie.daarna or Afwezig("nam niet op"), now, daarna=None)
        case Aangeboden(gesprek), Onbereikbaar(welk) if gesprek == welk:
            return _terugtred(wie, now)
        case ((Aangeboden(gesprek) | Bezet(gesprek)), Vrijgelaten(welk)) if gesprek == welk:
            return _naar(wie, wie.daarna or Klaar(), now, daarna=None)
        case ((Aangeboden(gesprek) | Bezet(gesprek)), GesprekKlaar(welk, seconden)) if gesprek == welk:
            if not seconden:
                return _vrij(wie, now)
            return _naar(wie, Nawerk(gesprek, now + timedelta(seconds=seconden)), now)
        case Nawerk(_, tot), Wekt() if tot <= now:
            return _vrij(wie, now)
        case Klaar(), Wekt() if wie.niet_voor is not None and wie.niet_voor <= now:
            return msgspec.structs.replace(wie, niet_voor=None)
        case ((Aangeboden() | Bezet() | Nawerk()), NeemtPauze(reden)):
            return msgspec.structs.replace(wie, daarna=Pauze(reden))
        case ((Aangeboden() | Bezet()), MeldtAf()):
            return msgspec.structs.replace(wie, daarna=Afwezig("afgemeld"))
        case ((Aangeboden() | Bezet()), IsKlaar()):
            return msgspec.structs.replace(wie, daarna=None)
        case ((Klaar() | Pauze() | Afwezig()), NeemtPauze(reden)):
            return _naar(wie, Pauze(reden), now)
        case ((Klaar() | Pauze() | Nawerk()), MeldtAf()):
            return _naar(wie, Afwezig("afgemeld"), now, daarna=None)
    return wie


def _naar(wie: Medewerker, stand: Stand, now: datetime, **changes: object) -> Medewerker:
    return msgspec.structs.replace(wie, stand=stand, sinds=now, **changes)


def _vrij(wie: Medewerker, now: datetime) -> Medewerker:
    """Ready, or what he asked for meanwhile."""
    if wie.daarna and not isinstance(wie.stand, Pauze | Afwezig):
        return _naar(wie, wie.daarna, now, daarna=None)
    return _naar(wie, Klaar(), now, vrij_sinds=now, daarna=None, fouten=0, niet_voor=None)


def _terugtred(wie: Medewerker, now: datetime) -> Medewerker:
    """A pause that doubles, and away after three: without it a broken telephone is offered a call without end."""
    fouten = wie.fouten + 1
    if fouten >= WEG_NA_FOUTEN:
        return _naar(wie, Afwezig("telefoon niet bereikbaar"), now, daarna=None, fouten=0, niet_voor=None)
    stand = wie.daarna or Klaar()
    return _naar(wie, stand, now, daarna=None, fouten=fouten, niet_voor=now + timedelta(seconds=2 ** (fouten - 1)))
