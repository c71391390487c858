"""RNI: something comes in about somebody who left the Netherlands from here, and RvIG keeps the list now (HUP 4.6).

What held before the day of leaving is asked to be changed there (wijzigingsverzoek RNI); what happened after it is sent
on with the documents, which RvIG keeps. Nothing of the list is changed here: a letter with it waits, with its day.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType

from meent.basis.datums import PartialDate
from meent.basis.feestdagen import werkdagen_na
from meent.integration.brp.bijhouding import Gevolg
from meent.integration.brp.boek import Boek
from meent.integration.brp.brieven import Briefvraag, Soort
from meent.integration.brp.feiten import Invoer, Uitkomst
from meent.integration.zgw import Zgw
from meent.process.burgerzaken.opnemen import neem_op, nummers
from meent.process.burgerzaken.toetsen import Rechtsfeit, Toets, require, zin
from meent.services.personen.persoonslijst import Persoonslijst

VERTROKKEN = "E"
RVIG = ("Rijksdienst voor Identiteitsgegevens",)
WERKDAGEN = 5
"""Within which it is sent on: a norm of ours."""


class Doorzending(Rechtsfeit, frozen=True, kw_only=True):
    """What came in.

    datum    eight digits: from when it holds
    wat      what changes, in words
    stukken  the documents that show it
    """

    eigen: str
    persoon: Persoonslijst
    datum: str
    wat: str
    stukken: tuple[str, ...]
    vandaag: date


def zend_door(feit: Doorzending) -> Gevolg:
    """raises Geweigerd"""
    require(TOETSEN, feit)
    bsn = feit.persoon.bsn
    told = Briefvraag(
        soort=soort_voor(feit), over=bsn, adres=RVIG, uiterlijk=werkdagen_na(feit.vandaag, WERKDAGEN),
        waarden={"wat": feit.wat, "datum": _day(feit.datum), "stukken": ", ".join(feit.stukken), "bsn": bsn},
    )  # fmt: skip
    return Gevolg(soort="nl.meent.brp.rni.doorgezonden", over=bsn, brieven=(told,))


def soort_voor(feit: Doorzending) -> Soort:
    """A wijzigingsverzoek for what held before the day of leaving, else the documents. Source: BZ-432, HUP 4.6"""
    return "rni_verzoek" if feit.datum < feit.persoon.waarde("07.67.10") else "rni_stukken"


def _day(digits: str) -> str:
    return f"{digits[6:]}-{digits[4:6]}-{digits[:4]}"


# --- checks ----------------------------------------------------------------------------------------------------------


def vertrok_van_hier(feit: Doorzending) -> Iterator[str]:
    """The municipality that kept the list last, of somebody who emigrated. Source: BZ-430."""
    if feit.persoon.waarde("07.67.20") != VERTROKKEN or feit.persoon.waarde("08.09.10") != feit.eigen:
        yield f"De {zin(feit.persoon)} is niet uit uw gemeente naar het buitenland vertrokken."


def is_heel(feit: Doorzending) -> Iterator[str]:
    """A day that has come, what changes, and a document. Source: BZ-431."""
    if len(feit.datum) != 8 or not feit.datum.isdigit() or feit.datum > str(PartialDate.of(feit.vandaag)):
        yield "Vul de dag in vanaf wanneer het geldt, in acht cijfers en niet na vandaag."
    if not feit.wat.strip() or not any(s.strip() for s in feit.stukken):
        yield "Schrijf op wat er verandert, en uit welk stuk dat blijkt."


TOETSEN: Mapping[str, Toets] = MappingProxyType({
    "BZ-430": Toets("procedure 4.6 van de Handleiding Uitvoeringsprocedures BRP", vertrok_van_hier),
    "BZ-431": Toets("procedure 4.6 van de Handleiding Uitvoeringsprocedures BRP", is_heel),
})  # fmt: skip


# --- recording -------------------------------------------------------------------------------------------------------


class Doorzendinvoer(Invoer, frozen=True, kw_only=True):
    """See Doorzending; it came in today when `ontvangen` is not told."""

    bsn: str
    datum: str
    wat: str
    stukken: tuple[str, ...]
    ontvangen: date | None = None


async def zendt_door(zgw: Zgw, invoer: Doorzendinvoer) -> Uitkomst:
    """Records that it came in, and that it must be sent on."""

    async def bereid(boek: Boek) -> Gevolg:
        feit = Doorzending(
            eigen=boek.eigen, persoon=await boek.lees(invoer.bsn), datum=invoer.datum, wat=invoer.wat,
            stukken=invoer.stukken, vandaag=boek.vandaag, voorbij=nummers(invoer),
        )  # fmt: skip
        return zend_door(feit)

    return await neem_op(zgw, invoer, bereid, feit="rni", leest=("01", "07", "08"), sinds=invoer.ontvangen)
