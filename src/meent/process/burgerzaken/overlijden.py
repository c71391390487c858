"""Overlijden: 06 and the suspension on the list of who died, the end of the bond on the partner's (HUP 5.5)."""

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType

from meent.basis.datums import PartialDate
from meent.integration.brp.bijhouding import Gevolg
from meent.process.burgerzaken.aktes import BRON_BRP, NEDERLAND, is_voorbij, past_akte, past_plaats
from meent.process.burgerzaken.toetsen import Rechtsfeit, Toets, is_dezelfde, require
from meent.services.personen.mutaties import Actualiseren, Mutatie, Opnemen, Overschrijven
from meent.services.personen.persoonslijst import Persoonslijst

GESTORVEN, GEVONDEN = "A", "G"
"""Letter of the akte: of a death, or of a body that was found, and then day and place are those of the finding.
Source: HUP 7.15."""


class Overlijden(Rechtsfeit, frozen=True, kw_only=True):
    """A death of which there is an akte.

    eigen     code of this municipality
    datum     eight digits, zeroes for what the akte does not know
    akte      81.10 and 81.20; outside the Netherlands a document of that country (82) may take its place
    partner   list of who was married to the dead person and lives here, if so
    """

    eigen: str
    persoon: Persoonslijst
    datum: str
    plaats: str
    land: str
    akte: Mapping[str, str]
    vandaag: date
    partner: Persoonslijst | None = None


def overlijd(feit: Overlijden) -> Gevolg:
    """What the death does. raises Geweigerd"""
    require(TOETSEN, feit)
    wijzigingen: dict[str, tuple[Mutatie, ...]] = {feit.persoon.bsn: (_death(feit), _suspension(feit))}
    if feit.partner is not None and feit.partner.is_open_voor(feit.datum):
        wijzigingen[feit.partner.bsn] = (_dissolution(feit, feit.partner),)
    return Gevolg(soort="nl.meent.brp.overleden", over=feit.persoon.bsn, wijzigingen=wijzigingen)


def _death(feit: Overlijden) -> Mutatie:
    """A new category; above what stood there wrongly when there is such a thing."""
    inhoud = {"08.10": feit.datum, "08.20": feit.plaats, "08.30": feit.land}
    if feit.persoon.actueel("06") is None:
        return Opnemen(categorie="06", inhoud=inhoud, bron=feit.akte, ingang=feit.datum)
    return Actualiseren(categorie="06", inhoud=inhoud, bron=feit.akte, ingang=feit.datum)


def _suspension(feit: Overlijden) -> Mutatie:
    return Overschrijven(categorie="07", inhoud={"67.10": feit.datum, "67.20": "O"})


def _dissolution(feit: Overlijden, partner: Persoonslijst) -> Mutatie:
    """Group 07 enters and 06 leaves; names stay as they were copied."""
    return Actualiseren(
        categorie="05", stapel=bond_with(partner, feit.persoon) or 0, bron=feit.akte, ingang=feit.datum,
        inhoud={"07.10": feit.datum, "07.20": feit.plaats, "07.30": feit.land, "07.40": "O"},
    )  # fmt: skip


def bond_with(pl: Persoonslijst, ander: Persoonslijst) -> int | None:
    """Number of the stapel of 05 that is about a bond with that person and has not ended."""
    found = enumerate(s.actueel for s in pl.stapels.get("05", ()))
    return next((i for i, v in found if v.heeft("06") and is_dezelfde(v, ander)), None)


# --- checks ----------------------------------------------------------------------------------------------------------


def van_hier(feit: Overlijden) -> Iterator[str]:
    """Only who is registered here; another municipality gets word of it. Source: BZ-20, K-36."""
    if feit.persoon.waarde("08.09.10") != feit.eigen:
        yield "Deze persoon is niet in uw gemeente ingeschreven; stuur de andere gemeente bericht."
    elif feit.persoon.waarde("07.67.20") not in ("", "O"):
        yield "De bijhouding van deze lijst is opgeschort; meld het overlijden bij RvIG."


def nog_niet_overleden(feit: Overlijden) -> Iterator[str]:
    """Nobody dies twice. Source: BZ-21."""
    if feit.persoon.waarde("06.08.10") or feit.persoon.waarde("07.67.20") == "O":
        yield "Het overlijden staat al op de lijst; corrigeer het als het onjuist is."


def mogelijke_dag(feit: Overlijden) -> Iterator[str]:
    """Not before birth and not after today, as far as both are known. Source: BZ-22."""
    born = PartialDate(feit.persoon.waarde("01.03.10") or "00000000").eerste_dag
    died = PartialDate(feit.datum).laatste_dag
    if not is_voorbij(feit.datum, feit.vandaag) or (born is not None and died is not None and died < born):
        yield "De dag van overlijden ligt na vandaag of voor de geboorte."


def akte_van_overlijden(feit: Overlijden) -> Iterator[str]:
    """An akte of register 2, or abroad a foreign document; and a place that fits the country. Source: BZ-23."""
    if feit.land == NEDERLAND or "81.20" in feit.akte:
        yield from past_akte(feit.akte, "2", GESTORVEN + GEVONDEN)
    elif not feit.akte.get("82.30", "").strip():
        yield "Noem het buitenlandse document waaruit het overlijden blijkt."
    yield from past_plaats(feit.plaats, feit.land)


def echte_partner(feit: Overlijden) -> Iterator[str]:
    """The list of the partner names the dead person, in a bond that has not ended. Source: BZ-24, K-41."""
    if feit.partner is not None and bond_with(feit.partner, feit.persoon) is None:
        yield "Op de lijst van de partner staat geen verbintenis met deze persoon; leg eerst de relatie."


TOETSEN: Mapping[str, Toets] = MappingProxyType({
    "BZ-20": Toets("artikel 1.4 van de Wet BRP", van_hier),
    "BZ-21": Toets("artikel 2.58 van de Wet BRP", nog_niet_overleden),
    "BZ-22": Toets(BRON_BRP, mogelijke_dag),
    "BZ-23": Toets(BRON_BRP, akte_van_overlijden),
    "BZ-24": Toets("artikel 1:149 van het Burgerlijk Wetboek", echte_partner),
})  # fmt: skip
