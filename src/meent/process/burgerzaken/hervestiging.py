"""Hervestiging: somebody who left the Netherlands lives here again, and the list has come back (HUP 4.3)."""

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType

from meent.basis.datums import PartialDate
from meent.integration.brp.bijhouding import Gevolg
from meent.integration.brp.boek import Boek
from meent.integration.brp.feiten import Invoer, Uitkomst
from meent.integration.zgw import Zgw
from meent.process.burgerzaken.aktes import na_vorige
from meent.process.burgerzaken.brieven import overzicht
from meent.process.burgerzaken.opnemen import neem_op, nummers
from meent.process.burgerzaken.toetsen import Rechtsfeit, Toets, require, zin
from meent.process.burgerzaken.verhuizing import address_faults
from meent.services.personen.mutaties import Actualiseren, Mutatie, Overschrijven
from meent.services.personen.persoonslijst import Persoonslijst, Voorkomen

WEG = ("E", "M")
WIJZEN = ("I", "G", "H", "K", "O", "P", "A")
"""72.10: nobody comes back by machtiging. Source: HUP 4.1.8."""


class Hervestiging(Rechtsfeit, frozen=True, kw_only=True):
    """A declaration of stay and address, in person.

    ontvangen  day on which it was declared: from then on the address holds
    wijze      who declared (72.10)
    blijft     at least two thirds of half a year, as far as can be expected
    gezien     the person was here in person, and who it is was established
    rechtmatig lawful stay was established, or the person is Dutch
    """

    eigen: str
    persoon: Persoonslijst
    adres: Mapping[str, str]
    ontvangen: date
    vandaag: date
    wijze: str
    blijft: bool
    gezien: bool
    rechtmatig: bool

    @property
    def dag(self) -> str:
        return str(PartialDate.of(self.ontvangen))


def hervestig(feit: Hervestiging) -> Gevolg:
    """07 without its suspension, 08 with an address here and Immigratie. raises Geweigerd"""
    require(TOETSEN, feit)
    bsn = feit.persoon.bsn
    return Gevolg(
        soort="nl.brp.verhuisd.immigratie", over=bsn,
        wijzigingen={bsn: (Overschrijven(categorie="07", weg=("67",)), _home(feit))},
        brieven=(overzicht(bsn, feit.vandaag),),
    )  # fmt: skip


def _home(feit: Hervestiging) -> Mutatie:
    """From the country that the list says; the documentindicatie (75) stays until the documents have been asked."""
    old = feit.persoon.actueel("08") or Voorkomen()
    own = {"09.10": feit.eigen, "09.20": feit.dag, **feit.adres, "10.30": feit.dag}
    immigratie = {"14.10": old.get("13.10", "0000"), "14.20": feit.dag}
    return Actualiseren(categorie="08", inhoud={**own, **immigratie, "72.10": feit.wijze}, ingang=feit.dag)


# --- checks ----------------------------------------------------------------------------------------------------------


def was_vertrokken(feit: Hervestiging) -> Iterator[str]:
    """The list says that somebody left, and nothing of later. Source: BZ-65, K-36."""
    if feit.persoon.waarde("07.67.20") not in WEG:
        yield f"De {zin(feit.persoon)} is niet geëmigreerd; verwerk een verhuizing of een eerste inschrijving."
    yield from na_vorige(feit.persoon, "08", feit.dag)
    if feit.ontvangen > feit.vandaag:
        yield "De dag van de aangifte is nog niet gekomen."


def heel_adres(feit: Hervestiging) -> Iterator[str]:
    """As at a move. Source: BZ-66."""
    yield from address_faults(feit.adres)


def in_persoon(feit: Hervestiging) -> Iterator[str]:
    """Seen, staying, and allowed to. Source: BZ-67."""
    if not feit.gezien or feit.wijze not in WIJZEN:
        yield "Wie zich hervestigt komt zelf, en u stelt vast wie het is; een gemachtigde kan dit niet doen."
    if not feit.blijft:
        yield "Wie korter dan vier maanden in een half jaar blijft, wordt geen ingezetene."
    if not feit.rechtmatig:
        yield "Stel vast dat deze persoon hier rechtmatig verblijft."


TOETSEN: Mapping[str, Toets] = MappingProxyType({
    "BZ-65": Toets("artikel 2.38 van de Wet BRP", was_vertrokken),
    "BZ-66": Toets("artikel 1.1 van de Wet BRP", heel_adres),
    "BZ-67": Toets("artikelen 2.4 en 2.38 van de Wet BRP", in_persoon),
})  # fmt: skip


# --- recording -------------------------------------------------------------------------------------------------------


class Hervestigingsinvoer(Invoer, frozen=True, kw_only=True):
    """See Hervestiging; it is declared today when `ontvangen` is not told."""

    bsn: str
    adres: Mapping[str, str]
    wijze: str = "I"
    blijft: bool
    gezien: bool
    rechtmatig: bool
    ontvangen: date | None = None


async def hervestigt(zgw: Zgw, invoer: Hervestigingsinvoer) -> Uitkomst:
    """Records that somebody who left lives here again."""

    async def bereid(boek: Boek) -> Gevolg:
        feit = Hervestiging(
            eigen=boek.eigen, persoon=await boek.lees(invoer.bsn), adres=invoer.adres, wijze=invoer.wijze,
            ontvangen=invoer.ontvangen or boek.vandaag, vandaag=boek.vandaag, blijft=invoer.blijft,
            gezien=invoer.gezien, rechtmatig=invoer.rechtmatig, voorbij=nummers(invoer),
        )  # fmt: skip
        return hervestig(feit)

    return await neem_op(zgw, invoer, bereid, feit="hervestiging", leest=("01", "07", "08"), sinds=invoer.ontvangen)
