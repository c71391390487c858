"""How a municipality wants to be reached: its numbers, menus, hours, queues, prompts and norms, as one document.

The municipality changes it itself; every change is a new version, and an old one can be put back. `read` tells all
that is wrong at once, each with the place in the document. Who calls follows the version that was in force when he
came in; closings, hours and queues hold for everybody at once (decision 0055).
"""

from datetime import date, datetime
from typing import Annotated, Literal

import msgspec

from meent.basis.datums import AMSTERDAM
from meent.basis.feestdagen import feestdagen
from meent.integration.telefooncentrale.centrale import Bestemming, Toestel
from meent.integration.telefooncentrale.rijen import Sluiting

TAAL = "nl"

Naam = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
E164 = Annotated[str, msgspec.Meta(pattern=r"^\+[1-9][0-9]{4,14}$")]
Klok = Annotated[str, msgspec.Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$")]
Cijfer = Annotated[str, msgspec.Meta(pattern=r"^[0-9*#]$")]
Seconden = Annotated[int, msgspec.Meta(ge=0, le=86_400)]
Dag = Literal["ma", "di", "wo", "do", "vr", "za", "zo"]
DAGEN: tuple[Dag, ...] = ("ma", "di", "wo", "do", "vr", "za", "zo")
Datum = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
Soort = Literal["menu", "wachtrij", "melding", "extern", "aanbod", "ophangen"]


class Deel(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part of the policy; a name that does not exist is a fault, not a wish that is ignored."""


class Doel(Deel, frozen=True, forbid_unknown_fields=True):
    """Where a caller goes next.

    soort   menu, wachtrij, melding (and then the line is broken), extern (a number), aanbod (to be called back),
            ophangen
    naam    of the menu, queue or prompt; the number for extern
    taal    language from here on; "" leaves it as it is
    """

    soort: Soort
    naam: str = ""
    taal: str = ""


class Tijdvak(Deel, frozen=True, forbid_unknown_fields=True):
    """Open from `van` up to, not including, `tot`; clock of Amsterdam."""

    van: Klok
    tot: Klok


class Openingstijden(Deel, frozen=True, forbid_unknown_fields=True):
    """When something is open. A day without a row is closed.

    uitzonderingen  date -> other hours; an empty list is closed. Goes before the week and before holidays
    """

    week: dict[Dag, list[Tijdvak]]
    feestdagen_gesloten: bool = True
    uitzonderingen: dict[Datum, list[Tijdvak]] = {}


class Geluid(Deel, frozen=True, forbid_unknown_fields=True):
    """A prompt or music. `duur`: language -> seconds; the version is part of its name at the exchange.

    tekst       what is spoken
    opgenomen   languages in which it is a recording instead
    vertaald    language -> what is spoken in it, where that is another text
    """

    versie: int
    duur: dict[str, Annotated[float, msgspec.Meta(gt=0, le=600)]]
    tekst: str = ""
    opgenomen: frozenset[str] = frozenset()
    vertaald: dict[str, str] = {}

    def tekst_in(self, taal: str) -> str:
        """What is spoken in this language; "" for a tone."""
        return self.vertaald.get(taal, self.tekst)


class Menu(Deel, frozen=True, forbid_unknown_fields=True):
    """A choice by key.

    keuzes              key -> where to
    wacht_seconden      after the prompt, before it is repeated
    keer                how often the prompt is heard in all
    standaard           where to when nothing sensible is pressed
    """

    melding: Naam
    keuzes: dict[Cijfer, Doel]
    standaard: Doel
    wacht_seconden: Annotated[int, msgspec.Meta(ge=1, le=60)] = 5
    keer: Annotated[int, msgspec.Meta(ge=1, le=5)] = 2


class Overloop(Deel, frozen=True, forbid_unknown_fields=True):
    """What happens when a queue is too busy.

    bij     lengte: so many are waiting already · wachttijd: waited so many seconds · geen_medewerkers: nobody is there
    """

    bij: Literal["lengte", "wachttijd", "geen_medewerkers"]
    naar: Doel
    grens: Seconden = 0


class Wachtrij(Deel, frozen=True, forbid_unknown_fields=True):
    """A queue, and what agents need for it.

    vaardigheid         skill; an agent needs at least `niveau`
    overgaan_seconden   ring time at one agent
    nawerk_seconden     at most, after a conversation
    norm_seconden       within which a human should answer
    plaats_seconden     how often the place is told; 0 for never
    voorrang            goes before queues with a lower number, until they have waited longer
    veroudering_seconden  waiting so long equals one step of voorrang
    terugbel_toets      key by which who waits asks to be called back; "" for none
    zelfde_uren         who called within so many hours gets the same agent if he is free; 0 for no
    opnemen             conversations are recorded, of whoever heard `opname_melding` before (decision 0062)
    opname_bewaardagen  after so many days a recording is deleted
    meeluisteren        a team leader may listen in; the agent sees it
    """

    vaardigheid: Naam
    tijden: Naam
    gesloten: Naam
    muziek: Naam
    niveau: Annotated[int, msgspec.Meta(ge=1, le=9)] = 1
    overgaan_seconden: Annotated[int, msgspec.Meta(ge=3, le=120)] = 20
    nawerk_seconden: Seconden = 60
    norm_seconden: Seconden = 25
    norm_procent: Annotated[int, msgspec.Meta(ge=1, le=100)] = 80
    plaats_seconden: Seconden = 60
    voorrang: Annotated[int, msgspec.Meta(ge=0, le=9)] = 0
    veroudering_seconden: Annotated[int, msgspec.Meta(ge=1, le=3_600)] = 60
    terugbel_toets: Annotated[str, msgspec.Meta(pattern=r"^[0-9*#]?$")] = ""
    zelfde_uren: Annotated[int, msgspec.Meta(ge=0, le=168)] = 0
    opnemen: bool = False
    opname_melding: Annotated[str, msgspec.Meta(pattern=r"^([a-z0-9][a-z0-9-]{0,39})?$")] = ""
    opname_bewaardagen: Annotated[int, msgspec.Meta(ge=1, le=365)] = 30
    meeluisteren: bool = False
    overloop: list[Overloop] = []


class Nummer(Deel, frozen=True, forbid_unknown_fields=True):
    """A telephone number, and where its callers begin.

    vangnet     queue for who got stuck, and for the key 0 of every menu: a human can always be reached
    """

    naam: str
    begin: Doel
    vangnet: Naam
    taal: str = TAAL


class Inzet(Deel, frozen=True, forbid_unknown_fields=True):
    """What an agent can do and on what he talks.

    vaardigheden    skill -> level, 1 to 9
    adres           SIP user or number; "" for the browser, which is found by the id of the agent
    mandaat         numbers (id) of other municipalities for which he may answer
    """

    naam: str
    vaardigheden: dict[Naam, Annotated[int, msgspec.Meta(ge=1, le=9)]]
    toestel: Toestel = Toestel.BROWSER
    adres: str = ""
    mandaat: frozenset[int] = frozenset()


class Terugbellen(Deel, frozen=True, forbid_unknown_fields=True):
    """Norms and prompts of calling back."""

    aanbod: Naam = "terugbel-aanbod"
    bevestiging: Naam = "terugbel-bevestiging"
    toets: Cijfer = "1"
    pogingen: Annotated[int, msgspec.Meta(ge=1, le=10)] = 3
    tussen_seconden: Annotated[int, msgspec.Meta(ge=60, le=86_400)] = 1_800
    overgaan_seconden: Annotated[int, msgspec.Meta(ge=5, le=120)] = 30
    termijn_werkdagen: Annotated[int, msgspec.Meta(ge=1, le=60)] = 2


class Buitenbellen(Deel, frozen=True, forbid_unknown_fields=True):
    """Calls of ours to numbers outside: passed on, consulted, called back, and agents who answer there (0080).

    dagbedrag_euro  once so much was spent on a day, nobody is passed on outside or called back until the next
    buitenland      numbers outside the Netherlands may be called; paid numbers (0900) never are
    """

    dagbedrag_euro: Annotated[int, msgspec.Meta(ge=0, le=100_000)] = 250
    vast_eurocent_per_minuut: Annotated[int, msgspec.Meta(ge=0, le=1_000)] = 5
    mobiel_eurocent_per_minuut: Annotated[int, msgspec.Meta(ge=0, le=1_000)] = 10
    buitenland: bool = False
    buitenland_eurocent_per_minuut: Annotated[int, msgspec.Meta(ge=0, le=10_000)] = 150


class Noodmelding(Deel, frozen=True, forbid_unknown_fields=True):
    """Heard by everybody who calls, before anything else; `ophangen` when there is nothing after it."""

    geluid: Naam
    ophangen: bool = False


class Beleid(Deel, frozen=True, forbid_unknown_fields=True):
    """All of it.

    gesloten    queues that are closed in this version, whatever their hours say
    sluitingen  closings of now; not of the document: who follows a policy puts them in
    """

    nummers: dict[E164, Nummer]
    wachtrijen: dict[Naam, Wachtrij]
    tijden: dict[Naam, Openingstijden]
    geluiden: dict[Naam, Geluid]
    menus: dict[Naam, Menu] = {}
    medewerkers: dict[str, Inzet] = {}
    terugbellen: Terugbellen = Terugbellen()
    buitenbellen: Buitenbellen = Buitenbellen()
    noodmelding: Noodmelding | None = None
    gesloten: frozenset[Naam] = frozenset()
    sluitingen: tuple[Sluiting, ...] = ()

    def is_open(self, wachtrij: str, now: datetime) -> bool:
        """Whether a queue takes calls at this instant."""
        if wachtrij in self.gesloten or self.sluiting(wachtrij, now):
            return False
        return is_open(self.tijden[self.wachtrijen[wachtrij].tijden], now)

    def sluiting(self, wachtrij: str, now: datetime) -> Sluiting | None:
        """By what a queue is closed at this instant beside its hours, if by anything."""
        return next((s for s in self.sluitingen if s.geldt(wachtrij, now)), None)

    def gesloten_melding(self, wachtrij: str, now: datetime) -> str:
        """The prompt for who comes to a queue that is closed."""
        dicht = self.sluiting(wachtrij, now)
        return dicht.melding if dicht and dicht.melding in self.geluiden else self.wachtrijen[wachtrij].gesloten

    def seconden(self, geluid: str, taal: str) -> float:
        """How long a prompt takes; in Dutch when there is none in this language."""
        duur = self.geluiden[geluid].duur
        return duur.get(taal, duur[TAAL])

    def adres_van(self, geluid: str, tenant: int, taal: str) -> str:
        """The name by which the exchange knows this version of a prompt in this language."""
        gevonden = self.geluiden[geluid]
        return f"{tenant}/{geluid}.{taal if taal in gevonden.duur else TAAL}.{gevonden.versie}"

    def bestemming(self, medewerker: str, tenant: int, van: str) -> Bestemming:
        """Where an agent is called, and which number he sees."""
        inzet = self.medewerkers[medewerker]
        return Bestemming(inzet.toestel, inzet.adres or medewerker, tenant, van)


def voor_wie_er_is(eigen: Beleid, nieuw: Beleid) -> Beleid:
    """What a caller follows who came in under an older version than the one in force.

    His numbers, menus and prompts stay, for a key must mean what he just heard. Hours, closings, agents and the
    queues that still exist are those of now; a queue that does not, he keeps.
    """
    return msgspec.structs.replace(
        nieuw, nummers=eigen.nummers, menus=eigen.menus, terugbellen=eigen.terugbellen,
        wachtrijen=eigen.wachtrijen | nieuw.wachtrijen, tijden=eigen.tijden | nieuw.tijden,
        geluiden=nieuw.geluiden | eigen.geluiden,
    )  # fmt: skip


def is_open(tijden: Openingstijden, now: datetime) -> bool:
    """Whether these hours hold this instant; the day and the clock are those of Amsterdam."""
    lokaal = now.astimezone(AMSTERDAM)
    dag, klok = lokaal.date(), f"{lokaal.hour:02}:{lokaal.minute:02}"
    return any(vak.van <= klok < vak.tot for vak in _vakken(tijden, dag))


def _vakken(tijden: Openingstijden, dag: date) -> list[Tijdvak]:
    anders = tijden.uitzonderingen.get(dag.isoformat())
    if anders is not None:
        return anders
    if tijden.feestdagen_gesloten and dag in feestdagen(dag.year):
        return []
    return tijden.week.get(DAGEN[dag.weekday()], [])
