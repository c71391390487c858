"""Omzetting: a partnership becomes a marriage, as the next occurrence in the same stapel (HUP 5.15)."""

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType

from meent.basis.datums import PartialDate
from meent.integration.brp.akten import Soort
from meent.integration.brp.bijhouding import Gevolg
from meent.integration.brp.boek import Boek
from meent.integration.brp.feiten import Akte, Invoer, Uitkomst
from meent.integration.zgw import Zgw
from meent.process.burgerzaken.aktes import BRON_BRP, NEDERLAND, ingezetene_van, na_vorige, past_akte, past_plaats
from meent.process.burgerzaken.opnemen import neem_op, nummers
from meent.process.burgerzaken.toetsen import Rechtsfeit, Toets, is_dezelfde, kopie, require, zin
from meent.services.personen.mutaties import Actualiseren
from meent.services.personen.persoonslijst import Persoonslijst, Voorkomen

HUWELIJK, PARTNERSCHAP = "H", "P"
REGISTER: Soort = "3"
VAN_OMZETTING = "H"


class Omzetting(Rechtsfeit, frozen=True, kw_only=True):
    """Two partners had their partnership turned into a marriage.

    persoon   who lives here; partner the other, when that list is here too
    akte      of omzetting: 3•H
    """

    eigen: str
    persoon: Persoonslijst
    datum: date
    plaats: str
    akte: Mapping[str, str]
    vandaag: date
    partner: Persoonslijst | None = None

    @property
    def dag(self) -> str:
        return str(PartialDate.of(self.datum))

    @property
    def lijsten(self) -> tuple[Persoonslijst, ...]:
        return (self.persoon,) if self.partner is None else (self.persoon, self.partner)

    def stapel(self, pl: Persoonslijst) -> int | None:
        """Of the partnership with the other one, on one of the lists."""
        ander = self.partner if pl is self.persoon else self.persoon
        bonds = enumerate(s.actueel for s in pl.stapels.get("05", ()))
        return next(
            (i for i, v in bonds if is_partnerschap(v) and (ander is None or is_dezelfde(v, ander))), None
        )  # fmt: skip


def is_partnerschap(bond: Voorkomen) -> bool:
    """One that has not ended."""
    return bond.heeft("06") and bond.get("15.10") == PARTNERSCHAP


def zet_om(feit: Omzetting) -> Gevolg:
    """06 and 15 anew on each list that is here; the partnership is what was before. raises Geweigerd"""
    require(TOETSEN, feit)
    inhoud = {"06.10": feit.dag, "06.20": feit.plaats, "06.30": NEDERLAND, "15.10": HUWELIJK}
    changed = {
        pl.bsn: (Actualiseren(
            categorie="05", stapel=feit.stapel(pl) or 0, inhoud=inhoud, bron=feit.akte, ingang=feit.dag
        ),)
        for pl in feit.lijsten
    }  # fmt: skip
    return Gevolg(soort="nl.meent.brp.verbintenis.omgezet", over=feit.persoon.bsn, wijzigingen=changed)


# --- checks ----------------------------------------------------------------------------------------------------------


def heeft_partnerschap(feit: Omzetting) -> Iterator[str]:
    """Each list tells of a partnership that has not ended, with the other one. Source: BZ-312, K-38."""
    yield from ingezetene_van(feit.persoon, feit.eigen)
    for pl in feit.lijsten:
        if feit.stapel(pl) is None:
            yield f"Op de lijst van de {zin(pl)} staat geen partnerschap dat nu een huwelijk wordt."


def mogelijke_dag(feit: Omzetting) -> Iterator[str]:
    """After the partnership was entered, and not after today. Source: BZ-313."""
    for pl in feit.lijsten:
        stapel = feit.stapel(pl)
        if stapel is not None:
            yield from na_vorige(pl, "05", feit.dag, stapel)
    if feit.datum > feit.vandaag:
        yield "De dag van de omzetting is nog niet gekomen."


def akte_van_omzetting(feit: Omzetting) -> Iterator[str]:
    """Of the register of marriages, with an H. Source: BZ-314, K-31."""
    yield from past_akte(feit.akte, REGISTER, VAN_OMZETTING)
    yield from past_plaats(feit.plaats, NEDERLAND)


TOETSEN: Mapping[str, Toets] = MappingProxyType({
    "BZ-312": Toets("artikel 1:80g van het Burgerlijk Wetboek", heeft_partnerschap),
    "BZ-313": Toets("artikel 1:80g van het Burgerlijk Wetboek", mogelijke_dag),
    "BZ-314": Toets(BRON_BRP, akte_van_omzetting),
})  # fmt: skip


# --- recording -------------------------------------------------------------------------------------------------------


class Omzettingsinvoer(Invoer, frozen=True, kw_only=True):
    """See Omzetting. The list of the person tells the partner; `plaats` is where it was, own when empty.

    akte   made elsewhere; None: it is signed here now
    """

    bsn: str
    datum: date
    plaats: str = ""
    akte: Akte | None = None


async def wordt_omgezet(zgw: Zgw, invoer: Omzettingsinvoer) -> Uitkomst:
    """Records it on both lists when both are here."""

    async def bereid(boek: Boek) -> Gevolg:
        return await omzetting_van(boek, invoer)

    return await neem_op(zgw, invoer, bereid, feit="omzetting", leest=("01", "05", "07", "08"))


async def omzetting_van(boek: Boek, invoer: Omzettingsinvoer) -> Gevolg:
    """What it does, judged by the lists in the book. raises Geweigerd, GeenLijst"""
    persoon = await boek.lees(invoer.bsn)
    bonds = (s.actueel for s in persoon.stapels.get("05", ()))
    bond = next((v for v in bonds if is_partnerschap(v)), Voorkomen())
    partner = await boek.zoek(bond.get("01.20", ""))
    plaats = invoer.plaats or boek.eigen
    partners = [kopie(persoon, "01", "02", "03"), bond.groep("01", "02", "03")]
    told = {"datum": invoer.datum.isoformat(), "plaats": plaats, "soort": HUWELIJK, "partners": partners}
    feit = Omzetting(
        eigen=boek.eigen, persoon=persoon, datum=invoer.datum, plaats=plaats, vandaag=boek.vandaag,
        akte=await boek.akte_van(invoer.akte, REGISTER, told, invoer.datum, VAN_OMZETTING),
        partner=partner if partner is not None and is_dezelfde(bond, partner) else None, voorbij=nummers(invoer),
    )  # fmt: skip
    return zet_om(feit)
