"""Huwelijk and geregistreerd partnerschap: a stapel of 05 on both lists, with a copy of the other (HUP 5.3)."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Literal

from meent.basis.datums import PartialDate
from meent.basis.feestdagen import maanden_na
from meent.integration.brp.bijhouding import Gevolg
from meent.process.burgerzaken.aktes import BRON_BRP, NEDERLAND, opgeschort, past_akte, past_plaats
from meent.process.burgerzaken.toetsen import (
    Rechtsfeit,
    Toets,
    is_nederlander,
    is_verwant,
    kopie,
    leeftijd,
    require,
    zin,
)
from meent.services.personen.mutaties import Actualiseren, Mutatie, Opnemen
from meent.services.personen.persoonslijst import Persoonslijst, Voorkomen

SOORT_AKTE = MappingProxyType({"H": "3", "P": "5"})
MAANDEN_GELDIG = 12
CURATELE, TOESTEMMING = "1", "toestemming curator of kantonrechter"
GEEN_SCHIJN = "verklaring geen schijnhuwelijk"
"""Papers of a marriage: who may give leave for somebody under curatele, and that it is not for a right to stay."""


class Huwelijk(Rechtsfeit, frozen=True, kw_only=True):
    """Two people who live here married in the Netherlands, or entered a partnership.

    soort       H or P (15.10)
    gemeld      day on which they told of it; `ontheffing` when the prosecutor allowed less than fourteen days
    hier        whether it was entered before us; what another ambtenaar judged is not judged again
    stukken     "toestemming curator of kantonrechter", "verklaring geen schijnhuwelijk"
    """

    soort: Literal["H", "P"]
    partners: tuple[Persoonslijst, Persoonslijst]
    datum: date
    plaats: str
    akte: Mapping[str, str]
    gemeld: date
    vandaag: date
    getuigen: int
    ontheffing: bool = False
    hier: bool = True
    stukken: frozenset[str] = frozenset()

    @property
    def dag(self) -> str:
        return str(PartialDate.of(self.datum))


def trouw(feit: Huwelijk) -> Gevolg:
    """What it does to both lists. raises Geweigerd"""
    require(TOETSEN, feit)
    een, ander = feit.partners
    return Gevolg(
        soort="nl.meent.brp.verbintenis.aangegaan", over=een.bsn,
        wijzigingen={een.bsn: tuple(_bond(feit, een, ander)), ander.bsn: tuple(_bond(feit, ander, een))},
    )  # fmt: skip


def _bond(feit: Huwelijk, pl: Persoonslijst, partner: Persoonslijst) -> Iterator[Mutatie]:
    """The bond with a copy of the partner; and its end when that one has died before it was recorded (HUP 5.5)."""
    sluiting = {"06.10": feit.dag, "06.20": feit.plaats, "06.30": NEDERLAND, "15.10": feit.soort}
    yield Opnemen(
        categorie="05", inhoud={**kopie(partner, "01", "02", "03", "04"), **sluiting}, bron=feit.akte, ingang=feit.dag
    )
    died = partner.actueel("06") or Voorkomen()
    if died.heeft("08") and pl.is_open_voor(died["08.10"]):
        einde = {f"07.{n}0": died.get(f"08.{n}0", "") for n in "123"} | {"07.40": "O", "15.10": feit.soort}
        yield Actualiseren(
            categorie="05", stapel=len(pl.stapels.get("05", ())), inhoud=einde, bron=died.groep("81", "82"),
            ingang=died["08.10"],
        )  # fmt: skip


# --- checks ----------------------------------------------------------------------------------------------------------


def meerderjarig(feit: Huwelijk) -> Iterator[str]:
    """Both are eighteen, and known to be. Source: BZ-10."""
    for pl in feit.partners:
        if (leeftijd(pl, feit.datum) or 0) < 18:
            yield f"De {zin(pl)} is niet aantoonbaar achttien jaar."


def geen_andere_verbintenis(feit: Huwelijk) -> Iterator[str]:
    """One bond at a time, of either kind. Source: BZ-11."""
    for pl in feit.partners:
        if any(s.actueel.heeft("06") for s in pl.stapels.get("05", ())):
            yield f"De {zin(pl)} is al gehuwd of heeft een geregistreerd partnerschap."


def geen_familie(feit: Huwelijk) -> Iterator[str]:
    """No parent and child, no brother and sister, as far as the lists tell. Source: BZ-12."""
    een, ander = feit.partners
    is_parent = any(is_verwant(a, ("02", "03"), b) for a, b in ((een, ander), (ander, een)))
    if is_parent or _parents(een) & _parents(ander):
        yield "Deze twee personen zijn ouder en kind, of broer en zus."


def op_tijd_gemeld(feit: Huwelijk) -> Iterator[str]:
    """Fourteen days between telling and the day, unless the prosecutor allowed less. Source: BZ-13."""
    if not feit.ontheffing and feit.datum < feit.gemeld + timedelta(days=14):
        yield "Tussen de melding en de dag zelf zitten minder dan veertien dagen."


def genoeg_getuigen(feit: Huwelijk) -> Iterator[str]:
    """Two to four. Source: BZ-14."""
    if not 2 <= feit.getuigen <= 4:
        yield "Er zijn twee tot vier getuigen nodig."


def akte_van_huwelijk(feit: Huwelijk) -> Iterator[str]:
    """Register 3 or 5, a municipality, and a day that has come. Source: BZ-15."""
    yield from past_akte(feit.akte, SOORT_AKTE[feit.soort])
    yield from past_plaats(feit.plaats, NEDERLAND)
    if feit.datum > feit.vandaag:
        yield "De dag van de sluiting is nog niet gekomen."


def twee_ingezetenen(feit: Huwelijk) -> Iterator[str]:
    """Two people, both alive that day and living in the Netherlands by the BRP. Source: BZ-16, K-36."""
    een, ander = feit.partners
    if een.bsn == ander.bsn:
        yield "Een verbintenis heeft twee verschillende partners."
    for pl in feit.partners:
        yield from opgeschort(pl, feit.dag)


def melding_geldt(feit: Huwelijk) -> Iterator[str]:
    """A year after they told of it they tell again. Source: BZ-301."""
    if feit.hier and feit.datum > maanden_na(feit.gemeld, MAANDEN_GELDIG):
        yield "De melding is ouder dan een jaar; laat de partners het opnieuw melden."


def met_toestemming(feit: Huwelijk) -> Iterator[str]:
    """Who is under curatele marries with leave of the curator, or of the judge. Source: BZ-302."""
    for pl in feit.partners:
        if feit.hier and pl.waarde("11.33.10") == CURATELE and TOESTEMMING not in feit.stukken:
            yield f"De {zin(pl)} staat onder curatele; vraag de toestemming van de curator of de kantonrechter."


def geen_schijn(feit: Huwelijk) -> Iterator[str]:
    """A partner who is not Dutch: both declare that it is not for a right to stay. Source: BZ-303."""
    foreign = [pl for pl in feit.partners if not is_nederlander(pl)]
    if feit.hier and foreign and GEEN_SCHIJN not in feit.stukken:
        yield "Een partner is niet Nederlands; vraag beiden de verklaring dat het geen schijnhuwelijk is."


def _parents(pl: Persoonslijst) -> set[str]:
    """A-nummers of the parents; without one nobody is known to be the same."""
    return {pl.waarde("02.01.10"), pl.waarde("03.01.10")} - {"", "0000000000"}


TOETSEN: Mapping[str, Toets] = MappingProxyType({
    "BZ-10": Toets("artikel 1:31 van het Burgerlijk Wetboek", meerderjarig, mag_voorbij=True),
    "BZ-11": Toets("artikelen 1:33 en 1:42 van het Burgerlijk Wetboek", geen_andere_verbintenis, mag_voorbij=True),
    "BZ-12": Toets("artikel 1:41 van het Burgerlijk Wetboek", geen_familie, mag_voorbij=True),
    "BZ-13": Toets("artikel 1:62 van het Burgerlijk Wetboek", op_tijd_gemeld),
    "BZ-14": Toets("artikel 1:63 van het Burgerlijk Wetboek", genoeg_getuigen),
    "BZ-15": Toets(BRON_BRP, akte_van_huwelijk),
    "BZ-16": Toets("artikel 1:80a van het Burgerlijk Wetboek", twee_ingezetenen),
    "BZ-301": Toets("artikel 1:46 van het Burgerlijk Wetboek", melding_geldt),
    "BZ-302": Toets("artikelen 1:37 en 1:38 van het Burgerlijk Wetboek", met_toestemming),
    "BZ-303": Toets("artikel 1:44 van het Burgerlijk Wetboek", geen_schijn, mag_voorbij=True),
})  # fmt: skip
