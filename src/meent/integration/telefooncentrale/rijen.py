"""Rows of the journal of the contact centre, as they are stored: what is in `inhoud` only the contact centre reads."""

from datetime import datetime

import msgspec

from meent.integration.telefooncentrale.centrale import Dialoog


class Rij(msgspec.Struct, frozen=True):
    """A row."""


class GesprekRij(Rij, frozen=True):
    """The state of a conversation; `was` is the version it must still have, 0 for a new one."""

    id: str
    was: int
    versie: int
    toestand: str
    is_open: bool
    van: str
    medewerker: str
    begonnen_op: datetime
    inhoud: msgspec.Raw


class MedewerkerRij(Rij, frozen=True):
    """The state of an agent; `was` as for a conversation."""

    id: str
    was: int
    versie: int
    stand: str
    gesprek: str
    inhoud: msgspec.Raw


class Regel(Rij, frozen=True):
    """Something that happened, in the order of `versie`; never changed. `over` is a conversation or an agent."""

    over: str
    versie: int
    moment: datetime
    soort: str
    toestand: str
    inhoud: msgspec.Raw


class OpdrachtRij(Rij, frozen=True):
    """Something that must be done outside; `voor_register` for what goes to a register instead of the exchange.

    fout    why a register refused it, or ""
    """

    gesprek: str
    versie: int
    nummer: int
    soort: str
    voor_register: bool
    inhoud: msgspec.Raw
    fout: str = ""


class WekRij(Rij, frozen=True):
    """A timer of a conversation or an agent (`wie`)."""

    wie: str
    waarvoor: str
    op: datetime


class BerichtRij(Rij, frozen=True):
    """Something that is told to who subscribed, as Notificaties has it; what is told of one `gesprek` goes in order."""

    kanaal: str
    gesprek: str
    resource: str
    actie: str
    kenmerken: dict[str, str]
    aanmaakdatum: datetime
    bericht: msgspec.Raw


class Stap(Rij, frozen=True):
    """All that one transaction writes. The timers of `gewekten` are replaced by `wekkers`."""

    gesprekken: list[GesprekRij]
    medewerkers: list[MedewerkerRij]
    regels: list[Regel]
    opdrachten: list[OpdrachtRij]
    gewekten: list[str]
    wekkers: list[WekRij]
    berichten: list[BerichtRij] = []


class Opslag(Rij, frozen=True):
    """What a starting node must know of one municipality: all that is open."""

    gesprekken: list[msgspec.Raw]
    medewerkers: list[msgspec.Raw]
    opdrachten: list[OpdrachtRij]
    dialogen: list[Dialoog]


class BeleidRij(Rij, frozen=True):
    """One version of the policy; `toelichting` is why it was put in force."""

    versie: int
    inhoud: msgspec.Raw
    gemaakt_op: datetime
    door: str
    toelichting: str = ""


class ConceptRij(Rij, frozen=True):
    """The policy that somebody is working on.

    stand   counts its changes
    basis   version it was made from; 0 for none
    """

    stand: int
    basis: int
    inhoud: msgspec.Raw
    gewijzigd_op: datetime
    door: str


class Sluiting(Rij, frozen=True):
    """Closed now, whatever the hours say, from `van` up to, not including, `tot`.

    wachtrijen  none is all of them
    melding     what callers hear instead of the prompt of their queue; "" for that one
    """

    id: str
    reden: str
    van: datetime
    tot: datetime
    door: str
    wachtrijen: frozenset[str] = frozenset()
    melding: str = ""

    def geldt(self, wachtrij: str, now: datetime) -> bool:
        """Whether this queue is closed by it at this instant."""
        return self.van <= now < self.tot and (not self.wachtrijen or wachtrij in self.wachtrijen)


class GesprekFeit(Rij, frozen=True):
    """What is counted of one conversation.

    wachtrij        where he was last; "" for who never reached a queue
    wacht_sinds     when he first began to wait; None for who did not
    beeindigd_op    None while it goes on
    terugbel        he is, or was, to be called back
    kwam            he called us; False for a call-back that was asked for in another way
    keuzes          keys that he pressed in menus
    """

    naar: str
    wachtrij: str
    begonnen_op: datetime
    wacht_sinds: datetime | None
    beantwoord_op: datetime | None
    beeindigd_op: datetime | None
    reden: str
    terugbel: bool
    kwam: bool
    id: str = ""
    keuzes: tuple[str, ...] = ()


class StandFeit(Rij, frozen=True):
    """From `moment` on an agent was in this state, because of `gesprek` when that is not ""."""

    medewerker: str
    moment: datetime
    stand: str
    gesprek: str = ""


class StapGeweigerd(Exception):
    """Een ander heeft dit gesprek of deze medewerker intussen gewijzigd."""


class NummerBezet(ValueError):
    """Dit telefoonnummer hoort al bij een andere gemeente."""


class BeleidVeranderd(ValueError):
    """Iemand anders heeft het beleid intussen veranderd. Kijk eerst wat er nu geldt."""
