"""Naamgebruik: by which name the government addresses somebody who is or was married (HUP 4.7)."""

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType

from meent.basis.datums import PartialDate
from meent.integration.brp.bijhouding import Gevolg
from meent.integration.brp.boek import Boek
from meent.integration.brp.feiten import Invoer, Uitkomst
from meent.integration.zgw import Zgw
from meent.process.burgerzaken.aktes import document, ingezetene_van, na_vorige
from meent.process.burgerzaken.brieven import mededeling
from meent.process.burgerzaken.opnemen import neem_op, nummers
from meent.process.burgerzaken.toetsen import Rechtsfeit, Toets, require
from meent.services.personen.mutaties import Actualiseren
from meent.services.personen.persoonslijst import Persoonslijst

EMIGRATIE = "E"
EIGEN_NAAM, VAN_PARTNER = "E", ("P", "V", "N")
VERZOEK = "verzoek wijziging naamgebruik"


class Naamgebruik(Rechtsfeit, frozen=True, kw_only=True):
    """A written request.

    naamgebruik  E own name, P that of the (former) partner, V partner's before own, N after it (61.10)
    ontvangen    day on which the request came in
    """

    eigen: str
    persoon: Persoonslijst
    naamgebruik: str
    ontvangen: date
    vandaag: date

    @property
    def ingang(self) -> str:
        """Day of the request; of the marriage when the request was there before it."""
        bonds = [s.actueel for s in self.persoon.stapels.get("05", ()) if s.actueel.heeft("06")]
        return max([str(PartialDate.of(self.ontvangen)), *(v.get("06.10", "") for v in bonds)])


def kies_naamgebruik(feit: Naamgebruik) -> Gevolg:
    """What it does to category 01. raises Geweigerd"""
    require(TOETSEN, feit)
    chosen = Actualiseren(
        categorie="01", inhoud={"61.10": feit.naamgebruik}, bron=document(feit.eigen, feit.vandaag, VERZOEK),
        ingang=feit.ingang,
    )  # fmt: skip
    bsn = feit.persoon.bsn
    told = mededeling("naamgebruik", bsn, bsn, feit.ontvangen)
    return Gevolg(
        soort="nl.meent.brp.naamgebruik.gewijzigd", over=bsn, wijzigingen={bsn: (chosen,)}, brieven=(told,)
    )  # fmt: skip


# --- checks ----------------------------------------------------------------------------------------------------------


def van_hier(feit: Naamgebruik) -> Iterator[str]:
    """Who lives here, and has asked by today. Source: BZ-50."""
    if not is_vertrokken(feit):
        yield from ingezetene_van(feit.persoon, feit.eigen)
    yield from na_vorige(feit.persoon, "01", feit.ingang)
    if feit.ontvangen > feit.vandaag:
        yield "De dag van het verzoek is nog niet gekomen."


def ander_naamgebruik(feit: Naamgebruik) -> Iterator[str]:
    """One of four, and not the one that is there. Source: BZ-51."""
    if feit.naamgebruik not in (EIGEN_NAAM, *VAN_PARTNER):
        yield "Kies eigen naam, naam van de partner, of een van beide volgordes."
    elif feit.naamgebruik == feit.persoon.waarde("01.61.10"):
        yield "Dit naamgebruik staat al op de lijst."


def heeft_partnernaam(feit: Naamgebruik) -> Iterator[str]:
    """The name of a partner is for who has one or had one. Source: BZ-52."""
    names = [s.actueel.get("02.40", ".") for s in feit.persoon.stapels.get("05", ())]
    if feit.naamgebruik in VAN_PARTNER and not any(name != "." for name in names):
        yield "Deze persoon heeft of had geen partner met een bekende naam."


def na_vertrek(feit: Naamgebruik) -> Iterator[str]:
    """Who left from here may only go back to the own name, and the RNI records that. Source: BZ-350; HUP 4.7."""
    if is_vertrokken(feit) and feit.naamgebruik != EIGEN_NAAM:
        yield "Wie uit Nederland is vertrokken, kan alleen terug naar de eigen naam."
    elif is_vertrokken(feit):
        yield "Deze persoon is vertrokken; geef het verzoek aan RvIG door met een wijzigingsverzoek RNI."


def is_vertrokken(feit: Naamgebruik) -> bool:
    """From this municipality to abroad."""
    return feit.persoon.waarde("07.67.20") == EMIGRATIE and feit.persoon.waarde("08.09.10") == feit.eigen


TOETSEN: Mapping[str, Toets] = MappingProxyType({
    "BZ-50": Toets("artikel 2.56 van de Wet BRP", van_hier),
    "BZ-51": Toets("artikel 2.56 van de Wet BRP", ander_naamgebruik),
    "BZ-52": Toets("artikel 1:9 van het Burgerlijk Wetboek", heeft_partnernaam),
    "BZ-350": Toets("artikel 35a van het Besluit BRP", na_vertrek),
})  # fmt: skip


# --- recording -------------------------------------------------------------------------------------------------------


class Naamgebruikinvoer(Invoer, frozen=True, kw_only=True):
    """See Naamgebruik; the request came in today when `ontvangen` is not told."""

    bsn: str
    naamgebruik: str
    ontvangen: date | None = None


async def wijzigt_naamgebruik(zgw: Zgw, invoer: Naamgebruikinvoer) -> Uitkomst:
    """Records the choice of a name."""

    async def bereid(boek: Boek) -> Gevolg:
        feit = Naamgebruik(
            eigen=boek.eigen, persoon=await boek.lees(invoer.bsn), naamgebruik=invoer.naamgebruik,
            ontvangen=invoer.ontvangen or boek.vandaag, vandaag=boek.vandaag, voorbij=nummers(invoer),
        )  # fmt: skip
        return kies_naamgebruik(feit)

    return await neem_op(
        zgw, invoer, bereid, feit="naamgebruik", leest=("01", "05", "07", "08"), sinds=invoer.ontvangen
    )
