"""Deblokkering: a list on its way to another municipality that did not go is kept up here again (HUP 7.3.2.4).

A list stays blocked when the move at the other side came to nothing. Only a person can know: two people say so.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from meent.integration.brp.bijhouding import Gevolg
from meent.integration.brp.boek import Boek
from meent.integration.brp.feiten import Invoer, Uitkomst, Voorbij
from meent.integration.zgw import Zgw
from meent.process.burgerzaken.opnemen import neem_op, nummers
from meent.process.burgerzaken.toetsen import Rechtsfeit, Toets, require
from meent.services.personen.mutaties import Overschrijven
from meent.services.personen.persoonslijst import Persoonslijst


class Deblokkering(Rechtsfeit, frozen=True, kw_only=True):
    """The other municipality does not take the list.

    reden   how that is known, such as who was spoken with
    """

    eigen: str
    persoon: Persoonslijst
    reden: str


def deblokkeer(feit: Deblokkering) -> Gevolg:
    """Group 66 goes. raises Geweigerd"""
    require(TOETSEN, feit)
    bsn = feit.persoon.bsn
    return Gevolg(
        soort="nl.meent.brp.gedeblokkeerd", over=bsn,
        wijzigingen={bsn: (Overschrijven(categorie="07", weg=("66",)),)},
    )  # fmt: skip


# --- checks ----------------------------------------------------------------------------------------------------------


def is_geblokkeerd(feit: Deblokkering) -> Iterator[str]:
    """It is on its way, from here. Source: BZ-87, K-35."""
    if not feit.persoon.is_geblokkeerd or feit.persoon.waarde("08.09.10") != feit.eigen:
        yield "Deze lijst is hier niet aan het verhuizen."


def heeft_reden(feit: Deblokkering) -> Iterator[str]:
    """How it is known. Source: BZ-88."""
    if not feit.reden.strip():
        yield "Schrijf op hoe u weet dat de andere gemeente de lijst niet overneemt."


TOETSEN: Mapping[str, Toets] = MappingProxyType({
    "BZ-87": Toets("artikel 1.4 van de Wet BRP", is_geblokkeerd),
    "BZ-88": Toets("artikel 1.4 van de Wet BRP", heeft_reden),
})  # fmt: skip


# --- recording -------------------------------------------------------------------------------------------------------


class Deblokkeringsinvoer(Invoer, frozen=True, kw_only=True):
    """See Deblokkering."""

    bsn: str
    reden: str

    @property
    def verantwoording(self) -> tuple[Voorbij, ...]:
        """The reason is kept beside the fact; it takes a colleague."""
        return (*self.voorbij, Voorbij(nummer="BZ-88", reden=self.reden))


async def deblokkeert(zgw: Zgw, invoer: Deblokkeringsinvoer) -> Uitkomst:
    """Records that a list stays here."""

    async def bereid(boek: Boek) -> Gevolg:
        feit = Deblokkering(
            eigen=boek.eigen, persoon=await boek.lees(invoer.bsn), reden=invoer.reden, voorbij=nummers(invoer),
        )  # fmt: skip
        return deblokkeer(feit)

    return await neem_op(zgw, invoer, bereid, feit="deblokkering", leest=("01", "07", "08"))
