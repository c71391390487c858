"""What leaves a list because time passes, without anybody declaring it: old travel documents, and gezag at eighteen.

Pure: a list and a day. Of a day that is only partly known the last one it can be counts, so that nothing goes too soon;
who may be of age or not is left to a person (K-04). Source: HUP 6.7.5, 6.6.3; K-43.
"""

from datetime import date

from meent.basis.datums import PartialDate
from meent.integration.brp.bijhouding import Gevolg
from meent.services.personen.mutaties import Actualiseren, Mutatie, Verwijderen
from meent.services.personen.persoonslijst import Persoonslijst, Voorkomen

KORT_GELDIG, BEWAAR_KORT, BEWAAR_LANG = 5, 11, 16
"""Years: valid for so long at most, then kept for eleven; else for sixteen."""
VOLWASSEN = 18
BIJGEHOUDEN = ("", "O")
"""Of who died the travel documents go too. Who left or never lived here is kept up by somebody else."""


def verwijder_reisdocumenten(pl: Persoonslijst, eigen: str, vandaag: date) -> Gevolg | None:
    """Each old one as a whole; None when there is none. Source: BZ-260, BZ-261."""
    if pl.waarde("08.09.10") != eigen or pl.waarde("07.67.20") not in BIJGEHOUDEN:
        return None
    stapels = pl.stapels.get("12", ())
    old = [number for number, stapel in enumerate(stapels) if is_te_oud(stapel.actueel, vandaag)]
    weg = tuple(Verwijderen(categorie="12", stapel=number) for number in reversed(old))  # those behind it move up
    return _gevolg("nl.meent.brp.reisdocument.verwijderd", pl, weg)


def is_te_oud(reisdocument: Voorkomen, vandaag: date) -> bool:
    """Longer than eleven years ago, or sixteen or more for what was valid longer than five. Source: BZ-260."""
    uitgereikt, eind = (PartialDate(reisdocument.get(n, "00000000")).laatste_dag for n in ("35.30", "35.50"))
    if uitgereikt is None:
        return False
    if eind is not None and eind <= jaren_later(uitgereikt, KORT_GELDIG):
        return jaren_later(uitgereikt, BEWAAR_KORT) < vandaag
    return jaren_later(uitgereikt, BEWAAR_LANG) <= vandaag


def beeindig_gezag(pl: Persoonslijst, eigen: str, vandaag: date) -> Gevolg | None:
    """Who has come of age is under nobody's gezag since; no document is needed. Source: BZ-262, HUP 6.6.3."""
    gezag, born = pl.actueel("11"), PartialDate(pl.waarde("01.03.10") or "00000000").datum
    if gezag is None or born is None or not gezag.heeft("32"):
        return None
    achttien = jaren_later(born, VOLWASSEN)
    if achttien > vandaag or pl.waarde("08.09.10") != eigen or pl.waarde("07.67.20"):
        return None
    ingang = str(PartialDate.of(achttien))
    return _gevolg("nl.meent.brp.gezag.beeindigd", pl, (Actualiseren(categorie="11", weg=("32",), ingang=ingang),))


def _gevolg(soort: str, pl: Persoonslijst, mutaties: tuple[Mutatie, ...]) -> Gevolg | None:
    return Gevolg(soort=soort, over=pl.bsn, wijzigingen={pl.bsn: mutaties}) if mutaties else None


def jaren_later(dag: date, jaren: int) -> date:
    """The same day so many years on; of 29 February, when that is not there, 1 March. Source: HUP 6.6.3."""
    try:
        return dag.replace(year=dag.year + jaren)
    except ValueError:
        return date(dag.year + jaren, 3, 1)
