"""Ontbinding: divorce, or the end of a partnership, from the latere vermelding on the akte (HUP 5.4).

And nietigverklaring, which is one from the day of the bond itself on (HUP 7.6).
"""

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Literal

import msgspec

from meent.basis.datums import PartialDate
from meent.basis.feestdagen import maanden_na
from meent.integration.brp.bijhouding import Gevolg
from meent.integration.brp.boek import Boek
from meent.integration.brp.feiten import Akte, Invoer, Uitkomst
from meent.integration.zgw import Zgw
from meent.process.burgerzaken.aktes import NEDERLAND, ingezetene_van, na_vorige, past_akte, past_plaats, zelfde_akte
from meent.process.burgerzaken.huwelijk import SOORT_AKTE
from meent.process.burgerzaken.opnemen import neem_op, nummers
from meent.process.burgerzaken.overlijden import bond_with
from meent.process.burgerzaken.toetsen import Rechtsfeit, Toets, is_dezelfde, kopie, require, zin
from meent.services.personen.mutaties import Actualiseren
from meent.services.personen.persoonslijst import Persoonslijst, Voorkomen
from meent.services.personen.tabellen import Tabellen

Reden = Literal["S", "N"]
"""Divorce or the like, nietigverklaring (07.40)."""
Wijze = Literal["rechter", "verklaring"]
LATERE_VERMELDING: Mapping[str, str] = MappingProxyType({"S": "B", "N": "C"})
MAANDEN: Mapping[str, int] = MappingProxyType({"rechter": 6, "verklaring": 3})
"""Months in which it is written in the registers: after the decision is final, after the agreement was signed."""
GEMEENTEN, DEN_HAAG = 33, "0518"
"""Registers what was entered abroad, under a number of its own."""


class Ontbinding(Rechtsfeit, frozen=True, kw_only=True):
    """A bond ended otherwise than by death, or was declared void.

    persoon   who lives here
    partner   the other, when that list is here too
    datum     eight digits: day on which it was written in the registers; of N on which the decision became final
    akte      the akte of the bond with a latere vermelding: letter B, or C of N
    beschikking  what the latere vermelding rests on, when it is signed here; None when it was made elsewhere
    wijze     by a court, or by a declaration of both partners
    beslist   day on which the decision became final, or the agreement was signed
    """

    eigen: str
    persoon: Persoonslijst
    datum: str
    plaats: str
    akte: Mapping[str, str]
    vandaag: date
    partner: Persoonslijst | None = None
    land: str = NEDERLAND
    beschikking: str | None = None
    reden: Reden = "S"
    wijze: Wijze = "rechter"
    beslist: date | None = None
    tabellen: Tabellen = Tabellen({})

    @property
    def register(self) -> str:
        """Code of the municipality that keeps the akte on the day itself."""
        return self.tabellen.opvolger(GEMEENTEN, self.akte.get("81.10", ""), self.datum)

    @property
    def lijsten(self) -> tuple[Persoonslijst, ...]:
        return (self.persoon,) if self.partner is None else (self.persoon, self.partner)

    def stapel(self, pl: Persoonslijst) -> int | None:
        """Of the bond that ends, on one of the lists."""
        if self.partner is None:
            bonds = enumerate(s.actueel for s in pl.stapels.get("05", ()))
            return next((i for i, v in bonds if v.heeft("06")), None)
        return bond_with(pl, self.partner if pl is self.persoon else self.persoon)

    def bond(self, pl: Persoonslijst) -> Voorkomen:
        stapel = self.stapel(pl)
        return Voorkomen() if stapel is None else pl.stapels["05"][stapel].actueel


def ontbind(feit: Ontbinding) -> Gevolg:
    """Group 07 enters and 06 leaves, on each list that is kept up here. raises Geweigerd"""
    require(TOETSEN, feit)
    ended = {pl.bsn: (_end(feit, pl),) for pl in feit.lijsten if pl.is_open_voor(feit.datum)}
    return Gevolg(soort="nl.meent.brp.verbintenis.ontbonden", over=feit.persoon.bsn, wijzigingen=ended)


def _end(feit: Ontbinding, pl: Persoonslijst) -> Actualiseren:
    """What is void was so from the beginning: 07.10 is then the day of the bond. Source: HUP 7.6."""
    day = feit.bond(pl).get("06.10", feit.datum) if feit.reden == "N" else feit.datum
    inhoud = {"07.10": day, "07.20": feit.plaats, "07.30": feit.land, "07.40": feit.reden}
    return Actualiseren(
        categorie="05", stapel=feit.stapel(pl) or 0, inhoud=inhoud, bron=feit.akte, ingang=feit.datum
    )  # fmt: skip


# --- checks ----------------------------------------------------------------------------------------------------------


def is_verbonden(feit: Ontbinding) -> Iterator[str]:
    """Each list tells of a bond that has not ended, with the other one. Source: BZ-56, K-38."""
    yield from ingezetene_van(feit.persoon, feit.eigen, feit.datum)
    for pl in feit.lijsten:
        if feit.stapel(pl) is None:
            yield f"Op de lijst van de {zin(pl)} staat geen verbintenis die nu eindigt."


def mogelijke_dag(feit: Ontbinding) -> Iterator[str]:
    """After it was entered, not after today, and not before what each list says since. Source: BZ-57."""
    day = PartialDate(feit.datum).eerste_dag
    for pl in feit.lijsten:
        stapel = feit.stapel(pl)
        if stapel is not None:
            yield from na_vorige(pl, "05", feit.datum, stapel)
    if day is None or day > feit.vandaag:
        yield "De dag waarop het huwelijk of partnerschap eindigt is niet bekend, of nog niet gekomen."


def latere_vermelding(feit: Ontbinding) -> Iterator[str]:
    """On the akte of the bond itself: only its letter is another. Source: BZ-58, K-31, K-32."""
    yield from past_plaats(feit.plaats, feit.land)
    bond = feit.bond(feit.persoon)
    yield from past_akte(feit.akte, SOORT_AKTE.get(bond.get("15.10", "H"), "3"), LATERE_VERMELDING[feit.reden])
    if feit.akte.get("81.10") != DEN_HAAG:
        yield from zelfde_akte(feit.akte, bond.groep("81"))


def plaats_van_register(feit: Ontbinding) -> Iterator[str]:
    """Where the akte is kept that day: the municipality that made it, or which came after it. Source: BZ-76, K-32."""
    if feit.land == NEDERLAND and feit.plaats != feit.register:
        yield "De plaats is de gemeente die de akte nu bewaart; na een herindeling is dat de nieuwe gemeente."


def heeft_beschikking(feit: Ontbinding) -> Iterator[str]:
    """What is signed here says what it rests on. Source: BZ-59."""
    if feit.beschikking is not None and not feit.beschikking.strip():
        yield "Noem de beschikking van de rechter, of de verklaring waarop de ontbinding berust."


def op_tijd_ingeschreven(feit: Ontbinding) -> Iterator[str]:
    """Six months after the decision of a court is final, three after an agreement was signed. Source: BZ-310."""
    day = PartialDate(feit.datum).datum
    if feit.beschikking is None or feit.reden == "N" or day is None:
        return
    if told := buiten_termijn(day, feit.wijze, feit.beslist):
        yield told


def buiten_termijn(day: date, wijze: Wijze, beslist: date | None) -> str:
    """Why this is no day to write it in the registers; "" when it is. Source: BZ-310"""
    if beslist is None:
        return "Vul in wanneer de uitspraak onherroepelijk werd, of wanneer de overeenkomst is gesloten."
    if not beslist <= day <= maanden_na(beslist, MAANDEN[wijze]):
        return f"De inschrijving moet binnen {MAANDEN[wijze]} maanden; deze komt te vroeg of te laat."
    return ""


def verklaring_van_partners(feit: Ontbinding) -> Iterator[str]:
    """Without a court only a partnership ends. Source: BZ-311."""
    if feit.wijze == "verklaring" and (feit.reden == "N" or feit.bond(feit.persoon).get("15.10") != "P"):
        yield "Alleen een partnerschap eindigt met een verklaring; voor een huwelijk is een uitspraak nodig."


TOETSEN: Mapping[str, Toets] = MappingProxyType({
    "BZ-56": Toets("artikel 1:149 van het Burgerlijk Wetboek", is_verbonden),
    "BZ-57": Toets("artikel 1:163 van het Burgerlijk Wetboek", mogelijke_dag),
    "BZ-58": Toets("artikel 2.8, eerste lid, van de Wet BRP", latere_vermelding),
    "BZ-59": Toets("artikel 1:20 van het Burgerlijk Wetboek", heeft_beschikking),
    "BZ-310": Toets("artikelen 1:163 en 1:80d van het Burgerlijk Wetboek", op_tijd_ingeschreven),
    "BZ-311": Toets("artikel 1:80c van het Burgerlijk Wetboek", verklaring_van_partners),
    "BZ-76": Toets("artikel 2.8, eerste lid, van de Wet BRP", plaats_van_register),
})  # fmt: skip


# --- recording -------------------------------------------------------------------------------------------------------


class Ontbindingsinvoer(Invoer, frozen=True, kw_only=True):
    """See Ontbinding. The list of the person tells the partner.

    plaats       where it ended; empty: in the municipality that keeps the akte on the day itself
    akte         with its latere vermelding, made elsewhere; None: it is signed here now, on the akte of the bond
    beschikking  what it rests on then: the court, its number and day, or the declaration of both partners
    beslist      day on which the decision became final, or on which the agreement behind the declaration was signed
    """

    bsn: str
    datum: date
    akte: Akte | None = None
    beschikking: str = ""
    reden: Reden = "S"
    wijze: Wijze = "rechter"
    beslist: date | None = None
    plaats: str = ""
    land: str = NEDERLAND


def told_of(invoer: Ontbindingsinvoer, persoon: Persoonslijst, bond: Voorkomen) -> dict[str, Any]:
    """What the latere vermelding says."""
    partners = [kopie(persoon, "01", "02", "03"), bond.groep("01", "02", "03")]
    return {"datum": invoer.datum.isoformat(), "beschikking": invoer.beschikking.strip(), "partners": partners}


async def scheidt(zgw: Zgw, invoer: Ontbindingsinvoer) -> Uitkomst:
    """Records a divorce, or the end of a partnership, on both lists when both are here."""

    async def bereid(boek: Boek) -> Gevolg:
        return await ontbinding_van(boek, invoer)

    return await neem_op(zgw, invoer, bereid, feit="ontbinding", leest=("01", "05", "07", "08"))


async def ontbinding_van(boek: Boek, invoer: Ontbindingsinvoer) -> Gevolg:
    """What it does, judged by the lists in the book. raises Geweigerd, GeenLijst, AkteOnbekend"""
    persoon = await boek.lees(invoer.bsn)
    bonds = (s.actueel for s in persoon.stapels.get("05", ()))
    bond = next((v for v in bonds if v.heeft("06")), Voorkomen())
    partner = await boek.zoek(bond.get("01.20", ""))
    if invoer.akte is None:
        akte = await boek.vermelding_op(
            bond.groep("81"), LATERE_VERMELDING[invoer.reden], told_of(invoer, persoon, bond),
            van=PartialDate(bond.get("06.10") or "00000000"),
        )  # fmt: skip
    else:
        akte = await boek.akte_van(invoer.akte, "3", {}, invoer.datum)
    feit = Ontbinding(
        eigen=boek.eigen, persoon=persoon, datum=str(PartialDate.of(invoer.datum)), tabellen=boek.tabellen,
        plaats=invoer.plaats, land=invoer.land, vandaag=boek.vandaag, voorbij=nummers(invoer),
        akte=akte, beschikking=invoer.beschikking if invoer.akte is None else None, reden=invoer.reden,
        wijze=invoer.wijze, beslist=invoer.beslist,
        partner=partner if partner is not None and is_dezelfde(bond, partner) else None,
    )  # fmt: skip
    return ontbind(feit if feit.plaats else msgspec.structs.replace(feit, plaats=feit.register))
