"""Onderzoek: something on a list is in doubt; begun, widened or narrowed, ended, begun anew (HUP 6.9).

Group 83 has no history and leaves 85 and 86 alone. Who decides afterwards that a value was wrong corrects it.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Literal

from meent.basis.datums import PartialDate
from meent.integration.brp.bijhouding import Gevolg
from meent.integration.brp.boek import Boek
from meent.integration.brp.feiten import Invoer, Uitkomst
from meent.integration.zgw import Zgw
from meent.process.burgerzaken.opnemen import neem_op, nummers
from meent.process.burgerzaken.toetsen import Rechtsfeit, Toets, require
from meent.services.personen.mutaties import Overschrijven
from meent.services.personen.persoonslijst import Persoonslijst, Voorkomen

Stap = Literal["begin", "wijzig", "beeindig"]
KAN_IN_ONDERZOEK = ("01", "02", "03", "04", "05", "06", "08", "09", "10", "11", "12", "21")
NIET_OP_ADRES = "089999"
"""Part result: does not live at the address, and it is not known where."""


class Onderzoek(Rechtsfeit, frozen=True, kw_only=True):
    """A step in an onderzoek of one voorkomen.

    aanduiding  what is in doubt (83.10): six digits, rubriek, group or category; the same as it is when it ends
    voorkomen   0 is the actual one
    """

    eigen: str
    persoon: Persoonslijst
    stap: Stap
    aanduiding: str
    datum: date
    vandaag: date
    stapel: int = 0
    voorkomen: int = 0

    @property
    def categorie(self) -> str:
        return self.aanduiding[:2]

    @property
    def plaats(self) -> Voorkomen | None:
        """The voorkomen that is looked into; None when it is not there."""
        stapels = self.persoon.stapels.get(self.categorie, ())
        in_range = 0 <= self.stapel < len(stapels) and 0 <= self.voorkomen < len(stapels[self.stapel])
        return stapels[self.stapel][self.voorkomen] if in_range else None

    @property
    def loopt(self) -> bool:
        return self.plaats is not None and "83.20" in self.plaats and "83.30" not in self.plaats


def onderzoek(feit: Onderzoek) -> Gevolg:
    """Group 83 of that voorkomen. raises Geweigerd"""
    require(TOETSEN, feit)
    old, dag = feit.plaats or Voorkomen(), str(PartialDate.of(feit.datum))
    inhoud = {
        "begin": {"83.10": feit.aanduiding, "83.20": dag},
        "wijzig": {"83.10": feit.aanduiding, "83.20": old.get("83.20", "")},
        "beeindig": {**old.groep("83"), "83.30": dag},
    }[feit.stap]
    changed = Overschrijven(
        categorie=feit.categorie, stapel=feit.stapel, voorkomen=feit.voorkomen, inhoud=inhoud,
    )  # fmt: skip
    bsn, soort = feit.persoon.bsn, {"begin": "begonnen", "wijzig": "gewijzigd", "beeindig": "beeindigd"}[feit.stap]
    return Gevolg(soort=f"nl.meent.brp.onderzoek.{soort}", over=bsn, wijzigingen={bsn: (changed,)})


# --- checks ----------------------------------------------------------------------------------------------------------


def van_hier(feit: Onderzoek) -> Iterator[str]:
    """Also when the list is no longer kept up, but it must be ours. Source: BZ-80, HUP 6.9."""
    if feit.persoon.waarde("08.09.10") != feit.eigen:
        yield "Deze lijst wordt niet in uw gemeente bijgehouden; stuur de melding door."


def staat_er(feit: Onderzoek) -> Iterator[str]:
    """What is in doubt is a rubriek, a group or a category of what stands there. Source: BZ-81."""
    digits = len(feit.aanduiding) == 6 and feit.aanduiding.isascii() and feit.aanduiding.isdigit()
    if not digits or feit.categorie not in KAN_IN_ONDERZOEK or feit.plaats is None:
        yield "Wat u wilt onderzoeken staat niet op deze lijst."
        return
    groep, element = feit.aanduiding[2:4], feit.aanduiding[4:]
    is_whole = feit.aanduiding in (NIET_OP_ADRES, f"{feit.categorie}0000")
    if not is_whole and not (feit.plaats.heeft(groep) if element == "00" else f"{groep}.{element}" in feit.plaats):
        yield "Wat u wilt onderzoeken staat niet op deze lijst."


def past_bij_stand(feit: Onderzoek) -> Iterator[str]:
    """What runs is not begun again; what does not run is not changed or ended. Source: BZ-82."""
    if feit.stap == "begin" and feit.loopt:
        yield "Dit loopt al; breid het onderzoek uit of beperk het."
    if feit.stap != "begin" and not feit.loopt:
        yield "Hier loopt geen onderzoek."


def mogelijke_dag(feit: Onderzoek) -> Iterator[str]:
    """Not after today, and no end before its beginning. Source: BZ-83."""
    begun = feit.plaats.get("83.20", "") if feit.plaats is not None and feit.stap == "beeindig" else ""
    if feit.datum > feit.vandaag or str(PartialDate.of(feit.datum)) < begun:
        yield "De dag ligt na vandaag, of voor het begin van het onderzoek."


TOETSEN: Mapping[str, Toets] = MappingProxyType({
    "BZ-80": Toets("artikel 1.4 van de Wet BRP", van_hier),
    "BZ-81": Toets("artikel 2.26 van de Wet BRP", staat_er),
    "BZ-82": Toets("artikel 2.26 van de Wet BRP", past_bij_stand),
    "BZ-83": Toets("artikel 2.26 van de Wet BRP", mogelijke_dag),
})  # fmt: skip


# --- recording -------------------------------------------------------------------------------------------------------


class Onderzoeksinvoer(Invoer, frozen=True, kw_only=True):
    """See Onderzoek; it is today when `datum` is not told."""

    bsn: str
    stap: Stap
    aanduiding: str
    datum: date | None = None
    stapel: int = 0
    voorkomen: int = 0


async def onderzoekt(zgw: Zgw, invoer: Onderzoeksinvoer) -> Uitkomst:
    """Records a step in an onderzoek."""

    async def bereid(boek: Boek) -> Gevolg:
        feit = Onderzoek(
            eigen=boek.eigen, persoon=await boek.lees(invoer.bsn), stap=invoer.stap, aanduiding=invoer.aanduiding,
            datum=invoer.datum or boek.vandaag, vandaag=boek.vandaag, stapel=invoer.stapel,
            voorkomen=invoer.voorkomen, voorbij=nummers(invoer),
        )  # fmt: skip
        return onderzoek(feit)

    return await neem_op(zgw, invoer, bereid, feit="onderzoek", leest=("01", "08", invoer.aanduiding[:2]))
