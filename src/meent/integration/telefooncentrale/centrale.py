"""What the contact centre asks of a telephone exchange, and what an exchange reports back.

Two narrow protocols: `Leg` is the signalling of one party, `Media` the sound of one conversation. The real exchange
(rtpengine, Kamailio, sippy, the browser) and the simulator stand behind the same two and pass the same contract tests.
They live in `integration` because imports look down: `process/telefonie` may see them from here, an exchange could
not see them there (decision 0042).

The shapes are those of design/contact.md section 5, and differ from it in four things:

1. a party is named by (gesprek, partij), not by a leg id of its own, so nothing needs to be looked up after a restart;
2. `offer` says who the new party will hear (`naar`), so that a consultation is an offer from the agent, not the caller;
3. `hold` and `join` say who hears whom; hold, toggle, "take back" and the end of a consultation are nothing else;
4. `call_first` begins a call-back, where the agent is called before the citizen and there is no caller yet.

Outcomes come back as events, never as a return value: a command that was accepted may still fail.
"""

from collections.abc import Awaitable, Callable, Sequence
from enum import StrEnum
from typing import Protocol, TypeAlias

import msgspec

# The caller of a call that came in. A call-back has none: its parties are all attempts.
BELLER = "A"
SDP_MAX = 20_000
"""Letters in what a device says of its sound; longer comes from nobody who means to talk."""


class CentraleFout(Exception):
    """De telefooncentrale kon een opdracht niet uitvoeren."""


class Toestel(StrEnum):
    """On what a party talks; it decides how the sound is offered (WEB for a browser, PLAIN for the others)."""

    BROWSER = "browser"
    TELEFOON = "telefoon"  # a SIP telephone or softphone that is registered with us
    LIJN = "lijn"  # over the trunk: a citizen, a mobile, a back office, a Teams user


class Bestemming(msgspec.Struct, frozen=True):
    """Where a party can be called.

    adres       who: the id of the agent for a browser, the registered SIP user for a telephone, +E.164 for the trunk
    tenant      on whose behalf; a trunk, its limits and its numbers belong to a municipality
    van         number that is shown to the called party, +E.164; "" shows none
    naam        name that is shown to the called party
    """

    toestel: Toestel
    adres: str
    tenant: int
    van: str = ""
    naam: str = ""


class Dialoog(msgspec.Struct, frozen=True):
    """Facts of one SIP dialogue that a restarted node needs to answer a BYE and to hang up by itself.

    Opaque to the contact centre: it stores the newest one per party and hands it back to `Leg.adopt`.
    """

    gesprek: str
    partij: str
    call_id: str
    eigen_tag: str
    hun_tag: str
    cseq_eigen: int
    cseq_hun: int
    doel: str  # remote target: the address in their Contact
    eigen_uri: str
    hun_uri: str
    route: tuple[str, ...] = ()
    sdp: str = ""  # what we last told them, for a re-INVITE that only refreshes the session


# What an exchange reports. `gesprek` is the id of the conversation, a uuid7 as text; `partij` is BELLER or an attempt.


TELEFOON = "Telefoon"


class Kwam(msgspec.Struct, frozen=True, tag=True):
    """A call came in. The exchange makes the id of the conversation; a repeated INVITE is not a second call.

    Told again under the same id when the INVITE is repeated before it was answered: a node that has just started
    hears of who is ringing only so.

    van     number of the caller, +E.164; "" when it is withheld
    naar    number that was called, +E.164
    sdp     offer of the caller, for `Media.greet`
    kanaal  what the klantcontact says of it: a message waits, is offered and is finished as a call is
    """

    gesprek: str
    van: str
    naar: str
    sdp: str
    kanaal: str = TELEFOON


class Toets(msgspec.Struct, frozen=True, tag=True):
    """The caller pressed a key: one of 0-9, *, #, A-D. Keys of other parties are not reported."""

    gesprek: str
    cijfer: str


class GaatOver(msgspec.Struct, frozen=True, tag=True):
    """The telephone of this attempt rings (180); a device that never says so may still answer."""

    gesprek: str
    poging: str


class Beantwoord(msgspec.Struct, frozen=True, tag=True):
    """The party of this attempt answered; `sdp` is its answer, for `Media.connect`."""

    gesprek: str
    poging: str
    sdp: str


class Mislukt(msgspec.Struct, frozen=True, tag=True):
    """The attempt came to nothing.

    code    SIP status: 408 or 480 nobody answered or nobody there, 486 busy, 487 stopped by us, 603 refused, 5xx fault
    """

    gesprek: str
    poging: str
    code: int


class Verbroken(msgspec.Struct, frozen=True, tag=True):
    """A party that was in the conversation hung up or was lost. Not reported for parties that we hang up."""

    gesprek: str
    partij: str


class DialoogGewijzigd(msgspec.Struct, frozen=True, tag=True):
    """The facts of a dialogue are new; they must be stored before a restart may need them."""

    dialoog: Dialoog


class SocketWeg(msgspec.Struct, frozen=True, tag=True):
    """The browser of an agent is gone (closed, or no heartbeat for ten seconds).

    Reported before its parties are reported Verbroken: who lost an agent waits again, who was hung up on does not.
    """

    tenant: int
    medewerker: str


class SocketTerug(msgspec.Struct, frozen=True, tag=True):
    """The browser of an agent is connected, its microphone works."""

    tenant: int
    medewerker: str


Melding: TypeAlias = (
    Kwam | Toets | GaatOver | Beantwoord | Mislukt | Verbroken | DialoogGewijzigd | SocketWeg | SocketTerug
)

# Where an exchange hands its reports: one at a time per conversation, in the order in which things happened.
Melder: TypeAlias = Callable[[Melding], Awaitable[None]]


class Leg(Protocol):
    """Signalling of one party: trunk call, telephone or browser. Every command may be given twice."""

    async def answer(self, gesprek: str, sdp: str) -> None:
        """Take the call of the caller with this SDP, which `Media.greet` made."""

    async def dial(self, gesprek: str, poging: str, to: Bestemming, sdp: str, ring_seconden: int) -> None:
        """Call a party. Ends in Beantwoord or Mislukt, at the latest when `ring_seconden` are over (480)."""

    async def hang_up(self, gesprek: str, partij: str, cause: int = 0) -> None:
        """End a party, refuse a call that was not answered (with SIP status `cause`) or stop one that rings.

        A party that is not there any more is no fault. One that rang is reported Mislukt with 487.
        """

    async def adopt(self, dialogen: Sequence[Dialoog]) -> frozenset[tuple[str, str]]:
        """Take over parties of a node that stopped; returns the (gesprek, partij) that can be held.

        Their BYE is answered and reported Verbroken from now on, and `hang_up` works for them. Parties in a browser
        need no adopting: they come back with their socket under the same (gesprek, partij), and the contact centre
        waits ten seconds for SocketTerug.
        """


class Media(Protocol):
    """Sound: one media call per conversation. Raises CentraleFout when the media server refuses or is silent."""

    async def greet(self, gesprek: str, offer: str) -> str:
        """Make the media call for a caller who is alone on the line; returns the SDP for the 200 OK."""

    async def call_first(self, gesprek: str, poging: str, toestel: Toestel) -> str:
        """Make the media call of a call-back; returns the SDP to offer to whoever is called first.

        After `connect` it can be played to (`aan=poging`), and the citizen is offered with `naar=poging`.
        """

    async def play(self, gesprek: str, geluiden: Sequence[str], *, repeat: int = 1, aan: str = BELLER) -> None:
        """Let a party hear sounds, one after the other, as if they were one; what sounds now stops.

        geluiden    names of sounds; the adapter is built with a function from a name to a file
        repeat      how often the whole is heard; 0 is without end
        raises      CentraleFout for a sound that does not exist: silence would be worse
        """

    async def stop_playing(self, gesprek: str, *, aan: str = BELLER) -> None:
        """Stop what a party hears; nothing sounding is no fault."""

    async def offer(self, gesprek: str, poging: str, toestel: Toestel, *, naar: str = BELLER) -> str:
        """Prepare sound between party `naar` and a new party; returns the SDP to offer to the new one.

        Nothing that is heard now changes until `connect`. Several attempts may be open at once.
        """

    async def connect(self, gesprek: str, poging: str, answer: str) -> None:
        """The new party answered: from now on it and the `naar` of its offer hear each other; sound to it stops."""

    async def hold(self, gesprek: str, partij: str, geluid: str) -> None:
        """This party hears only the sound, again and again, and nobody hears it."""

    async def join(self, gesprek: str, partij: str, andere: str) -> None:
        """These two, both connected already, hear each other and nobody else."""

    async def copy(self, gesprek: str, partij: str, luisteraar: str, toestel: Toestel = Toestel.TELEFOON) -> str:
        """Prepare a silent copy of what a party says; returns the SDP to offer to the listener.

        Nobody hears the listener. What the other side says is a copy of its own, with a listener of its own name.
        """

    async def copy_answered(self, gesprek: str, luisteraar: str, answer: str) -> None:
        """The listener answered: it hears the copy, with whomever that party talks, until `copy_ended`."""

    async def copy_ended(self, gesprek: str, luisteraar: str) -> None:
        """The listener hears it no more; no copy is no fault."""

    async def record(self, gesprek: str, *, on: bool) -> None:
        """Start, go on with or pause the recording of what all its parties say."""

    async def recorded(self, gesprek: str) -> bytes | None:
        """All that was recorded of a conversation that is over, one after the other, as a WAV; None for nothing.

        Also when the sound was released, or this process did not record it itself: it stays until `forget_recorded`.
        """

    async def forget_recorded(self, gesprek: str) -> None:
        """It is kept elsewhere: the exchange has nothing of it any more. Nothing there is no fault."""

    async def release(self, gesprek: str) -> None:
        """End the sound of a conversation and forget it; unknown is no fault."""

    async def running(self) -> frozenset[str]:
        """Ids of the conversations that the media server holds now, for recovery and for the reaper."""
