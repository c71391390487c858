"""What the screens ask of the layers below, and nothing more.

`app.py` hands in `meent.integration.zgw.Zgw`, the tests hand in a fake; both raise ZgwFout.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from meent.integration.betalen import Kassa
from meent.integration.brp.akten import Soort as Register
from meent.integration.brp.feiten import Uitkomst, Weigering
from meent.integration.brp.inzien import Bewoner, Blad, Gevonden, Persoonsblad, TeCorrigeren, Treffer
from meent.integration.brp.keuringen import Gebrek
from meent.integration.brp.taken import Loop
from meent.integration.brp.termijnen import Termijn
from meent.integration.brp.voorstellen import Toestand, Voorstel
from meent.integration.notificaties.omroep import Luisteraar, Nieuws, Vol
from meent.integration.notificaties.toestand import TELLEN_TOT, Abonnee, Geparkeerd, Opnieuw
from meent.integration.telefooncentrale.beluisteren import Keer, Stuk
from meent.integration.telefooncentrale.browser import Kanaal
from meent.integration.telefooncentrale.opnamen import Opname
from meent.integration.zgw import Inhoud, ZgwFout
from meent.interaction.session import Session
from meent.process.burgerzaken.accord import Bekeken, Voorgesteld
from meent.process.burgerzaken.correspondentie import Briefbeeld
from meent.process.burgerzaken.eloket import Gevraagd, Mijn, Overzicht, Thuis
from meent.process.burgerzaken.feiten import Verhuisinvoer
from meent.process.burgerzaken.klapper import Akteblad, Klapperregel
from meent.process.burgerzaken.overkomst import Wachtend
from meent.process.burgerzaken.taken import Taak
from meent.process.burgerzaken.terugmelding import Behandelinvoer, Gemeld, Meldinginvoer
from meent.process.burgerzaken.uittreksel import Uittreksel
from meent.process.burgerzaken.uittrekselmelding import Uittrekselverzoek
from meent.process.burgerzaken.verhuismelding import Afloop, Verhuisverzoek
from meent.process.burgerzaken.werkbak import Doe, Uitval, Verhuismelding, Werk
from meent.services.personen.terugmeldingen import Terugmelding

__all__ = [
    "MEEST",
    "TELLEN_TOT",
    "Abonnee",
    "Accord",
    "Afloop",
    "Afwegingen",
    "Akteblad",
    "Behandelinvoer",
    "Bewoner",
    "Bezorging",
    "Blad",
    "Blik",
    "Briefbeeld",
    "Burgerzaken",
    "Eloket",
    "Gebrek",
    "GeefUittreksel",
    "Gemeld",
    "Geparkeerd",
    "Gevraagd",
    "Inhoud",
    "Inzage",
    "Json",
    "Kanaal",
    "Keer",
    "Klapper",
    "Klapperregel",
    "Listen",
    "Loop",
    "Luisteraar",
    "Meldinginvoer",
    "Mijn",
    "NeemOp",
    "Nieuws",
    "OpenBurgerzaken",
    "OpenEloket",
    "OpenWerkbak",
    "OpenZgw",
    "Opname",
    "Opnamen",
    "Opnieuw",
    "Overzicht",
    "Register",
    "Rows",
    "Stuk",
    "Taak",
    "Teller",
    "TenantInfo",
    "Termijn",
    "Terugmelding",
    "Thuis",
    "Toestellen",
    "Uitkomst",
    "Uittrekselverzoek",
    "Uitval",
    "Verhuismelding",
    "Verhuisverzoek",
    "Vol",
    "Wachtend",
    "Werk",
    "Werkbak",
    "Zgw",
    "ZgwFout",
]  # fmt: skip

Json = dict[str, Any]
Rows = list[Json]


class Zgw(Protocol):
    """One municipality's registers, in the JSON of the standard: camelCase, absolute URLs."""

    async def list(self, api: str, collectie: str, *, page: int = 1, expand: str = "", **filters: str) -> Json:
        """One page: `count`, `next`, `previous`, `results`."""

    async def all(self, api: str, collectie: str, *, expand: str = "", **filters: str) -> Rows:
        """A collection that comes in one piece (G-07)."""

    async def get(self, api: str, collectie: str, uuid: str, *, expand: str = "", **parameters: str) -> Json: ...

    async def create(self, api: str, collectie: str, body: Json, *, inhoud: AsyncIterator[bytes] | None = None) -> Json:
        """Makes one; `inhoud` becomes the member of that name while it is read."""

    async def update(self, api: str, collectie: str, uuid: str, body: Json) -> Json:
        """Changes only what is given."""

    async def delete(self, api: str, collectie: str, uuid: str) -> None: ...

    async def download(self, uuid: str, **parameters: str) -> Inhoud:
        """The content of a document."""

    async def audittrail(self, zaak_uuid: str) -> Rows:
        """What happened to a zaak and everything under it."""


@dataclass(frozen=True)
class TenantInfo:
    """A municipality as people see it.

    slug       first part of every address
    naam       without "gemeente"
    thema      name of its stylesheet in `style/thema/`
    inwoner    name of the resident that a visitor of the demo may be, or ""
    in_opbouw  whether it is being filled: the demo is served before it is complete
    id         by which the contact centre knows it
    """

    slug: str
    naam: str
    thema: str
    inwoner: str = ""
    in_opbouw: bool = False
    id: int = 0


OpenZgw = Callable[[Session, str], Zgw]
"""(who, slug of the municipality) -> its registers, so that audit and processing log know who asked."""

Listen = Callable[[str, int | None], AbstractContextManager[Luisteraar]]
"""(slug, number of the last broadcast that was heard) -> what happens in that municipality. Raises Vol."""


class Bezorging(Protocol):
    """How the delivery of notifications goes in a municipality (its slug), for who keeps an eye on it."""

    async def abonnees(self, slug: str) -> list[Abonnee]: ...

    async def geparkeerd(self, slug: str) -> list[Geparkeerd]: ...

    async def opnieuw(self, slug: str, *, abonnement: UUID, nummer: int | None, by: str) -> Opnieuw:
        """One message again, or all of a subscriber."""

    async def laat_vervallen(self, slug: str, *, abonnement: UUID, nummer: int, by: str) -> bool: ...


MEEST = 100
"""Times that somebody used data, on one page."""


@dataclass(frozen=True)
class Blik:
    """One time that somebody used the data of a resident.

    applicatie  its name, "" for a member of staff at our own screens
    handeling   retrieve, list, create …
    waarom      the purpose in words, or "" when none was told
    gegevens    groups of data
    gebruiker   the user at the application, for colleagues who may know
    """

    moment: datetime
    applicatie: str
    handeling: str
    waarom: str
    gegevens: tuple[str, ...]
    gebruiker: str = ""


class Inzage(Protocol):
    """What stands in the log of processing about a resident."""

    async def over(self, slug: str, user: str, voor: UUID | None) -> tuple[Sequence[Blik], UUID | None] | None:
        """The last MEEST times, newest first, of those before `voor` if given; and the `voor` of the next page.

        None when this user is no resident of this municipality.
        """

    async def van(self, who: Session, slug: str, wie: str, voor: UUID | None) -> tuple[Sequence[Blik], UUID | None]:
        """The same about somebody else ("bsn:…"), for an officer who may ask; that it was asked is a line as well."""


class Burgerzaken(Protocol):
    """Persons of the BRP, as an officer sees them; each look is a line in the log. Raises ZgwFout."""

    async def zoek(self, getypt: str) -> Gevonden: ...

    async def lees(self, lijst: UUID, blad: Blad, *, bsn: bool = False) -> Persoonsblad: ...

    async def gelijkend(self, persoon: Mapping[str, str]) -> Sequence[Treffer]: ...

    async def dubbelen(self, lijst: UUID, anummer: str = "") -> Sequence[Treffer]: ...

    async def bewoners(self, lijst: UUID) -> Sequence[Bewoner]: ...

    async def met_nummers(self, bsns: Sequence[str]) -> Sequence[Bewoner]: ...

    async def bezetting(self, postcode: str, huisnummer: str, huisletter: str, toevoeging: str) -> int: ...

    async def te_corrigeren(self, lijst: UUID, sleutel: str) -> TeCorrigeren: ...

    @property
    def eigen_naam(self) -> str: ...

    @property
    def heeft_postbus(self) -> bool: ...

    def codes(self, tabel: int) -> Mapping[str, str]: ...

    def code_van(self, tabel: int, getypt: str) -> str: ...


OpenBurgerzaken = Callable[[Any], Burgerzaken]
"""The registers of a visit -> the persons of the same municipality, for the same person and in the same trace."""


class Eloket(Protocol):
    """What one resident does with the municipality from home: own data, and nobody else's. Raises ZgwFout."""

    async def thuis(self) -> Thuis | None:
        """Who this is and who may go along; None for who is not registered here."""

    async def meld_verhuizing(self, verzoek: Verhuisverzoek, *, alleen_toetsen: bool = False) -> Afloop: ...

    async def geef_toestemming(self, key: UUID, *, is_goed: bool) -> None: ...

    async def melding(self, key: UUID) -> Mijn: ...

    async def overzicht(self) -> Overzicht: ...

    def leges(self) -> int:
        """Fee of an uittreksel, in eurocents."""

    async def bekijk_uittreksel(self, verzoek: Uittrekselverzoek) -> Uittreksel: ...

    async def vraag_uittreksel(self, verzoek: Uittrekselverzoek) -> Mijn: ...

    async def rond_uittreksel_af(self, key: UUID, kassa: Kassa) -> Mijn: ...

    async def stuk(self, key: UUID) -> bytes | None:
        """The paper; None for what is not there or not of this person."""


class Werkbak(Protocol):
    """What waits for an officer of civil affairs. Raises ZgwFout."""

    async def lijst(self) -> Sequence[Werk]: ...

    async def pak(self, soort: str, key: UUID, doe: Doe, van: str = "") -> bool:
        """False when a colleague was first."""

    async def melding(self, key: UUID) -> Verhuismelding: ...

    async def neem_op(self, key: UUID) -> Afloop:
        """What stands in the way in `stop`, or what it is now."""

    async def plan_verhuizing(self, invoer: Verhuisinvoer) -> Afloop:
        """A move of later is kept until its day; why not in `stop`."""

    async def wijs_af(self, key: UUID, uitleg: str) -> None: ...

    async def uitval(self, key: UUID) -> Uitval: ...

    async def terugmelding(self, key: UUID) -> Terugmelding: ...

    async def behandel(self, invoer: Behandelinvoer) -> Uitkomst: ...

    async def meld(self, invoer: Meldinginvoer) -> Gemeld: ...

    async def overkomst(self, key: UUID) -> Wachtend: ...

    async def na_wachten(self, key: UUID, *, opnieuw: bool, uitleg: str = "") -> None: ...

    async def termijn(self, key: UUID) -> Termijn: ...

    async def rond_termijn_af(self, key: UUID, uitleg: str, *, opnieuw: date | None = None) -> None: ...

    async def gebrek(self, lijst: UUID) -> Gebrek: ...

    async def laat_staan(self, lijst: UUID, uitleg: str) -> None: ...

    async def na_uitval(self, key: UUID, *, opnieuw: bool, uitleg: str = "") -> None: ...

    async def brief(self, key: UUID) -> Briefbeeld: ...

    async def maak_brief(self, key: UUID) -> Briefbeeld:
        """The paper, or why there is none."""

    async def laat_brief_vervallen(self, key: UUID, uitleg: str) -> None: ...


OpenWerkbak = Callable[[Any], Werkbak]
"""The registers of a visit -> the work of that municipality, for the same officer."""

Teller = Callable[[Any], Awaitable[int]]
"""Registers of a visit -> how much work waits."""

OpenEloket = Callable[[Session, str], Eloket | None]
"""(who, slug of the municipality) -> what this resident can do there; None for who is no resident of it."""


class Afwegingen(Protocol):
    """Business cases, reckoned; answers in the words of a model and of `uitkomst.json`, amounts in eurocents."""

    @property
    def kan_rekenen(self) -> bool:
        """Whether what is needed to reckon is installed."""

    async def overzicht(self) -> Rows:
        """Every case by `sleutel`, with `titel`, `vraag` and names of `scenarios`; or `fouten`, sentences."""

    async def vergelijk(self, naam: str, gevraagd: Mapping[str, str], *, precies: bool = False) -> Json | None:
        """The scenarios compared, with some assumptions held at a value; None for what is not there or has faults."""

    async def herkomst(self, naam: str, gevraagd: Mapping[str, str]) -> Json | None:
        """Formula of every outcome and line, source of every figure."""


NeemOp = Callable[[Any, str, Any], Awaitable[Uitkomst]]
"""(registers of a visit, name of a fact, its input) -> what came of it: see `process/burgerzaken/feiten`."""


GeefUittreksel = Callable[[Any, Any], Awaitable[Uittreksel]]
"""(registers of a visit, what is asked) -> the paper, or why there is none: see `process/burgerzaken/uittreksel`,
and `aktestuk` beside it."""


class Accord(Protocol):
    """Facts that wait for a colleague: see `process/burgerzaken/accord`. Raises ZgwFout."""

    async def stel_voor(self, zgw: Any, feit: str, invoer: Any) -> Voorgesteld: ...

    async def lijst(self, zgw: Any, toestand: Toestand = "wacht") -> Sequence[Voorstel]: ...

    async def bekijk(self, zgw: Any, key: UUID) -> Bekeken: ...

    async def keur_goed(self, zgw: Any, key: UUID) -> Uitkomst: ...

    async def stuur_terug(self, zgw: Any, key: UUID, reden: str) -> tuple[Weigering, ...]: ...

    async def trek_in(self, zgw: Any, key: UUID) -> tuple[Weigering, ...]: ...


class Klapper(Protocol):
    """Akten that were signed here: see `process/burgerzaken/klapper`. Raises ZgwFout."""

    async def zoek(self, zgw: Any, soort: Register, jaar: int, naam: str) -> list[Klapperregel] | None:
        """Who stands in them, by name; None for more than a screen tells."""

    async def open_akte(self, zgw: Any, nummer: str, jaar: int) -> Akteblad: ...


class Opnamen(Protocol):
    """Recordings of conversations of the municipality and person of a visit. See `beluisteren.Beluisteren`."""

    async def lijst(self, zgw: Any, van: datetime, tot: datetime) -> list[Opname]: ...

    async def een(self, zgw: Any, gesprek: UUID) -> tuple[Opname, list[Keer]] | None: ...

    async def te_horen(self, zgw: Any, gesprekken: Sequence[UUID]) -> list[UUID]: ...

    async def luister(self, zgw: Any, gesprek: UUID, contact: UUID, reden: str) -> bool: ...

    async def geluid(self, zgw: Any, gesprek: UUID, van: int, tot: int | None) -> Stuk | None: ...


class Toestellen(Protocol):
    """Where telephones in a browser are served."""

    async def serve(self, slug: str, user: str, kanaal: Kanaal) -> None:
        """One page of one agent, for as long as it is there."""
