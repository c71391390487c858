"""Verstrekkingsbeperking: data do not go to those for whom the law lets a person prevent that (HUP 4.8)."""

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType

from meent.integration.brp.bijhouding import Gevolg
from meent.integration.brp.boek import Boek
from meent.integration.brp.brieven import Soort
from meent.integration.brp.feiten import Invoer, Uitkomst
from meent.integration.zgw import Zgw
from meent.process.burgerzaken.aktes import ingezetene_van
from meent.process.burgerzaken.brieven import mededeling
from meent.process.burgerzaken.opnemen import neem_op, nummers
from meent.process.burgerzaken.toetsen import Rechtsfeit, Toets, is_verwant, leeftijd, require
from meent.services.personen.mutaties import Overschrijven
from meent.services.personen.persoonslijst import Persoonslijst

GEHEIM, OPEN = "7", "0"
ZELF_VANAF = 16
GEZAGSREGISTER, VERZORGT, CURATELE = "uittreksel gezagsregister", "verklaring verzorger", "bewijs curatele"


class Verstrekkingsbeperking(Rechtsfeit, frozen=True, kw_only=True):
    """A written request, which needs no reason.

    verzoeker  list of who asks
    beperkt    put on, or lifted
    ontvangen  day on which it was asked; today when that is not told
    stukken    "uittreksel gezagsregister", "verklaring verzorger", "bewijs curatele"
    """

    eigen: str
    persoon: Persoonslijst
    verzoeker: Persoonslijst
    beperkt: bool
    vandaag: date
    ontvangen: date | None = None
    stukken: frozenset[str] = frozenset()


def beperk(feit: Verstrekkingsbeperking) -> Gevolg:
    """07.70.10, without history. raises Geweigerd"""
    require(TOETSEN, feit)
    value, bsn = GEHEIM if feit.beperkt else OPEN, feit.persoon.bsn
    soort: Soort = "verstrekkingsbeperking" if feit.beperkt else "verstrekking_vrij"
    told = mededeling(soort, bsn, feit.verzoeker.bsn, feit.ontvangen or feit.vandaag)
    return Gevolg(
        soort=f"nl.meent.brp.verstrekkingsbeperking.{'opgenomen' if feit.beperkt else 'opgeheven'}", over=bsn,
        wijzigingen={bsn: (Overschrijven(categorie="07", inhoud={"70.10": value}),)},
        brieven=(told,),
    )  # fmt: skip


# --- checks ----------------------------------------------------------------------------------------------------------


def van_hier(feit: Verstrekkingsbeperking) -> Iterator[str]:
    """The municipality where somebody lives. Source: BZ-53."""
    yield from ingezetene_van(feit.persoon, feit.eigen)


def mag_vragen(feit: Verstrekkingsbeperking) -> Iterator[str]:
    """Who is sixteen asks alone; for a younger child a parent, voogd or carer does, for who is under curatele the
    curator. Source: BZ-54."""
    years, is_self = leeftijd(feit.persoon, feit.vandaag), feit.verzoeker.bsn == feit.persoon.bsn
    is_young = years is not None and years < ZELF_VANAF
    is_parent = is_verwant(feit.persoon, ("02", "03"), feit.verzoeker)
    if is_young and not is_self and (is_parent or feit.stukken & {GEZAGSREGISTER, VERZORGT}):
        return
    if CURATELE in feit.stukken and not is_self:
        return
    if not is_self or is_young:
        yield "Deze verzoeker mag dit voor deze persoon niet vragen."


def anders_dan_nu(feit: Verstrekkingsbeperking) -> Iterator[str]:
    """It is not so already. Source: BZ-55, K-12."""
    if feit.persoon.is_beperkt is feit.beperkt:
        yield "De verstrekkingsbeperking is al zo geregistreerd."


TOETSEN: Mapping[str, Toets] = MappingProxyType({
    "BZ-53": Toets("artikel 1.4 van de Wet BRP", van_hier),
    "BZ-54": Toets("artikel 2.59 van de Wet BRP", mag_vragen),
    "BZ-55": Toets("artikel 2.59 van de Wet BRP", anders_dan_nu),
})  # fmt: skip


# --- recording -------------------------------------------------------------------------------------------------------


class Beperkingsinvoer(Invoer, frozen=True, kw_only=True):
    """See Verstrekkingsbeperking; `verzoeker` is a BSN, empty for the person."""

    bsn: str
    beperkt: bool
    verzoeker: str = ""
    ontvangen: date | None = None
    stukken: frozenset[str] = frozenset()


async def beperkt_verstrekking(zgw: Zgw, invoer: Beperkingsinvoer) -> Uitkomst:
    """Records that data go to fewer, or to all again."""

    async def bereid(boek: Boek) -> Gevolg:
        persoon = await boek.lees(invoer.bsn)
        feit = Verstrekkingsbeperking(
            eigen=boek.eigen, persoon=persoon, verzoeker=await boek.lees(invoer.verzoeker or invoer.bsn),
            beperkt=invoer.beperkt, vandaag=boek.vandaag, ontvangen=invoer.ontvangen, stukken=invoer.stukken,
            voorbij=nummers(invoer),
        )  # fmt: skip
        return beperk(feit)

    return await neem_op(
        zgw, invoer, bereid, feit="verstrekkingsbeperking", leest=("01", "02", "03", "07", "08"),
        sinds=invoer.ontvangen,
    )  # fmt: skip
