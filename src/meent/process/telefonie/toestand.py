"""What can be true of a conversation, what can happen to it, and what the contact centre then wants done.

Values only. `gesprek.py` says what follows from what; `desk.py` does it. Everything here is stored as JSON, so a field
is only added with a default, and a state that is no longer reached stays readable.
"""

from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from meent.integration.telefooncentrale.centrale import (
    TELEFOON,
    Beantwoord,
    Bestemming,
    Kwam,
    Mislukt,
    Toets,
    Verbroken,
)
from meent.process.telefonie.beleid import TAAL, Doel
from meent.process.telefonie.buitenlijn import Buiten, Geweigerd
from meent.process.telefonie.luisterwaarden import (
    Kopieer,
    KopieKlaar,
    Luisteraar,
    LuisterMee,
    Opname,
    StopKopie,
    StopLuisteren,
    Waarde,
)
from meent.process.telefonie.medewerker import Gebeurtenis


class Aan(Waarde, frozen=True):
    """Somebody a caller is or will be connected with: an agent, or a number outside (`medewerker` is then "")."""

    bestemming: Bestemming
    medewerker: str = ""


# --- states -----------------------------------------------------------------------------------------------------------


class Binnengekomen(Waarde, frozen=True, tag=True):
    """Nothing has been done yet."""


class HoortMelding(Waarde, frozen=True, tag=True):
    """Hears a prompt, and goes on when it is over."""

    geluid: str
    daarna: Doel
    terugbellen: bool = False


class InMenu(Waarde, frozen=True, tag=True):
    """Hears a menu for the `keer`-th time, or has just heard it."""

    menu: str
    keer: int = 1


class InWachtrij(Waarde, frozen=True, tag=True):
    """Waits for an agent; with nobody on the line it is a request to be called back that keeps its place."""

    sinds: datetime


class KrijgtAanbod(Waarde, frozen=True, tag=True):
    """Is asked whether he wants to be called back."""

    sinds: datetime


class Gepland(Waarde, frozen=True, tag=True):
    """Will be called back at a moment: chosen by the citizen, or after a try that failed."""

    op: datetime


class GaatOver(Waarde, frozen=True, tag=True):
    """Rings at an agent or a number outside."""

    aan: Aan
    poging: str
    sinds: datetime


class BeltBurger(Waarde, frozen=True, tag=True):
    """Calling back: the agent is on the line and hears music, the telephone of the citizen rings."""

    aan: Aan
    partij: str
    poging: str
    sinds: datetime


class InGesprek(Waarde, frozen=True, tag=True):
    """The citizen and this party talk, or the citizen is on hold."""

    aan: Aan
    partij: str
    sinds: datetime
    in_wacht: bool = False


class Ruggespraak(Waarde, frozen=True, tag=True):
    """The agent consults somebody else; the citizen hears music.

    spreekt     the other has answered
    bij_burger  the agent talks with the citizen for a moment, and the other hears music
    """

    aan: Aan
    partij: str
    sinds: datetime
    met: Aan
    poging: str
    overleg_sinds: datetime
    spreekt: bool = False
    bij_burger: bool = False


class Afgelopen(Waarde, frozen=True, tag=True):
    """Over. redenen: the constants of `Reden`."""

    reden: str
    op: datetime


class Reden(StrEnum):
    """Why a conversation is over."""

    GESPROKEN = "gesproken"
    AFGEHAAKT = "afgehaakt"  # left while waiting
    MENU = "opgehangen in het menu"
    MELDING = "melding gehoord"
    VERBROKEN = "verbroken"  # lost by a fault or a restart
    NIET_BEREIKT = "niet bereikt"  # called back in vain
    ONBEKEND_NUMMER = "onbekend nummer"
    INGETROKKEN = "ingetrokken"


Toestand: TypeAlias = (
    Binnengekomen
    | HoortMelding
    | InMenu
    | InWachtrij
    | KrijgtAanbod
    | Gepland
    | GaatOver
    | BeltBurger
    | InGesprek
    | Ruggespraak
    | Afgelopen
)


class Waarvoor(StrEnum):
    """What a timer is for; a conversation has at most one of each."""

    MELDING = "melding"  # a prompt is over
    MENU = "menu"  # nothing was pressed
    PLAATS = "plaats"  # tell the place in the queue
    MUZIEK = "muziek"  # the place was told
    OVERLOOP = "overloop"  # waits too long
    OVERGAAN = "overgaan"  # should have been answered or given up by now
    TERUGBELLEN = "terugbellen"


class Wekker(Waarde, frozen=True):
    """A timer: stored with the state that set it, gone with it."""

    waarvoor: Waarvoor
    op: datetime


class Gesprek(Waarde, frozen=True):
    """One conversation: a call from its arrival to its end, or a request to be called back.

    lijn            party of the citizen: "A" for who called, an attempt for who was called back, "" for nobody
    wacht_sinds     when he first began to wait; survives whatever fails
    kop             goes before all who wait: was offered or connected already, or is called back in his place
    pogingen        how many parties were called, for the name of the next
    geweest         queues that he has been sent on from
    voorkeur        agent he spoke with not long ago
    versie          how many steps were taken
    beleid          version of the policy under which he came in
    buiten          who is or was on the line at a number outside, and for how long (decision 0080)
    geweigerd       numbers outside that were not called
    kanaal          by what the citizen came
    """

    id: str
    tenant: int
    van: str
    naar: str
    begonnen_op: datetime
    toestand: Toestand = Binnengekomen()
    versie: int = 0
    lijn: str = ""
    taal: str = TAAL
    wachtrij: str = ""
    wacht_sinds: datetime | None = None
    voorrang: int = 0
    kop: bool = False
    keuzes: tuple[str, ...] = ()
    pogingen: int = 0
    geweest: tuple[str, ...] = ()
    aanbod_gehad: bool = False
    beantwoord_op: datetime | None = None
    beantwoord_door: str = ""
    terugbel: bool = False
    terugbel_pogingen: int = 0
    voorkeur: str = ""
    wekkers: tuple[Wekker, ...] = ()
    beleid: int = 0
    opname: Opname = Opname()
    luisteraar: Luisteraar | None = None
    buiten: tuple[Buiten, ...] = ()
    geweigerd: tuple[Geweigerd, ...] = ()
    kanaal: str = TELEFOON

    @property
    def is_open(self) -> bool:
        return not isinstance(self.toestand, Afgelopen)


# --- events -----------------------------------------------------------------------------------------------------------


class Gewekt(Waarde, frozen=True, tag=True):
    """A timer went off."""

    waarvoor: Waarvoor


class Toegewezen(Waarde, frozen=True, tag=True):
    """This agent is to get this caller; he is ready and nobody else was given to him."""

    aan: Aan


class Verbind(Waarde, frozen=True, tag=True):
    """The agent passes the caller on, without waiting for who gets him."""

    naar: Aan


class VerbindWachtrij(Waarde, frozen=True, tag=True):
    """The agent passes the caller on to a queue."""

    wachtrij: str


class Overleg(Waarde, frozen=True, tag=True):
    """The agent consults somebody; the caller waits."""

    met: Aan


class Wissel(Waarde, frozen=True, tag=True):
    """The agent goes from the one to the other of caller and colleague."""


class GeefOver(Waarde, frozen=True, tag=True):
    """The agent leaves caller and colleague together."""


class NeemTerug(Waarde, frozen=True, tag=True):
    """The agent ends the consultation and takes the caller back."""


class ZetInWacht(Waarde, frozen=True, tag=True):
    """The agent puts the caller on hold, or takes him off it."""

    aan: bool


class ZetOpname(Waarde, frozen=True, tag=True):
    """The agent pauses the recording, or lets it go on."""

    aan: bool


class OpnameHapert(Waarde, frozen=True, tag=True):
    """The exchange could not begin (`aan`) or stop recording."""

    aan: bool


class HangOp(Waarde, frozen=True, tag=True):
    """The agent ends the conversation."""


class MedewerkerWeg(Waarde, frozen=True, tag=True):
    """The telephone or browser of an agent in this conversation was lost; nobody hung up."""

    medewerker: str


class TerugbelGevraagd(Waarde, frozen=True, tag=True):
    """Somebody wants to be called back: through the site, or by an agent. `op` None is as soon as possible."""

    wachtrij: str
    op: datetime | None = None


class Ingetrokken(Waarde, frozen=True, tag=True):
    """The request to be called back is no longer wanted."""


class Herstart(Waarde, frozen=True, tag=True):
    """The node started again; `levend` are the parties of this conversation that are still there."""

    levend: frozenset[str]


Event: TypeAlias = (
    Kwam
    | Toets
    | Beantwoord
    | Mislukt
    | Verbroken
    | Gewekt
    | Toegewezen
    | Verbind
    | VerbindWachtrij
    | Overleg
    | Wissel
    | GeefOver
    | NeemTerug
    | ZetInWacht
    | ZetOpname
    | OpnameHapert
    | LuisterMee
    | StopLuisteren
    | HangOp
    | MedewerkerWeg
    | TerugbelGevraagd
    | Ingetrokken
    | Herstart
)


# --- commands ---------------------------------------------------------------------------------------------------------


class NeemOp(Waarde, frozen=True, tag=True):
    """Answer the caller; nobody is there yet."""

    sdp: str


class Weiger(Waarde, frozen=True, tag=True):
    """Do not answer the caller."""

    code: int


class Speel(Waarde, frozen=True, tag=True):
    """Let a party hear sounds; `keer` 0 is without end."""

    geluiden: tuple[str, ...]
    keer: int
    partij: str


class Stil(Waarde, frozen=True, tag=True):
    """Stop what a party hears."""

    partij: str


class Bel(Waarde, frozen=True, tag=True):
    """Call a party, who will hear `naar`; `naar` "" is the first of a call-back."""

    poging: str
    bestemming: Bestemming
    overgaan_seconden: int
    naar: str = ""


class Koppel(Waarde, frozen=True, tag=True):
    """Connect a party that answered with whom it was called for."""

    poging: str
    sdp: str


class Parkeer(Waarde, frozen=True, tag=True):
    """This party hears only music."""

    partij: str
    geluid: str


class Samen(Waarde, frozen=True, tag=True):
    """These two hear each other."""

    partij: str
    andere: str


class Verbreek(Waarde, frozen=True, tag=True):
    """End a party, or stop calling it."""

    partij: str


class NeemGesprekOp(Waarde, frozen=True, tag=True):
    """Record, or stop recording."""

    aan: bool


class GeefVrij(Waarde, frozen=True, tag=True):
    """Forget the sound of this conversation."""


class ZetMedewerker(Waarde, frozen=True, tag=True):
    """Tell an agent's own step what happened to him; taken in the same transaction as this conversation's."""

    medewerker: str
    gebeurtenis: Gebeurtenis


class SchrijfKlantcontact(Waarde, frozen=True, tag=True):
    """Register the contact, with its true times. Nothing is registered of who withheld his number."""

    van: str
    medewerker: str
    wachtrij: str
    begonnen_op: datetime
    beantwoord_op: datetime
    beeindigd_op: datetime
    wacht_seconden: int
    terugbel: bool
    taal: str = TAAL
    kanaal: str = TELEFOON


class MaakVerzoek(Waarde, frozen=True, tag=True):
    """Make the guarded request to call back: an interneTaak with a key that follows from this conversation's id.

    op   the moment that the citizen chose, if he chose one
    """

    van: str
    wachtrij: str
    aanleiding: str
    termijn_werkdagen: int
    op: datetime | None = None
    gevraagd_op: datetime | None = None


class MeldAfloop(Waarde, frozen=True, tag=True):
    """Write down what came of the request to call back. A request that was not met stays open, for people."""

    gelukt: bool
    toelichting: str


class BewaarOpname(Waarde, frozen=True, tag=True):
    """Keep what was recorded of a conversation that is over, from the exchange to where content is stored."""

    wachtrij: str
    medewerker: str
    begonnen_op: datetime
    beeindigd_op: datetime
    bewaardagen: int


VoorRegister: TypeAlias = SchrijfKlantcontact | MaakVerzoek | MeldAfloop | BewaarOpname
"""What is done in its own time, again until it succeeds; everything else goes to the exchange at once."""
Opdracht: TypeAlias = (
    NeemOp
    | Weiger
    | Speel
    | Stil
    | Bel
    | Koppel
    | Parkeer
    | Samen
    | Verbreek
    | NeemGesprekOp
    | Kopieer
    | KopieKlaar
    | StopKopie
    | GeefVrij
    | ZetMedewerker
    | VoorRegister
)
