"""What all facts ask of the akte they rest on, and of the day and the place. Source: HUP hoofdstuk 5, bijlage 1."""

from collections.abc import Iterator, Mapping
from datetime import date

from meent.basis.datums import PartialDate
from meent.process.burgerzaken.toetsen import is_code, zin
from meent.services.personen.persoonslijst import Persoonslijst

NEDERLAND = "6030"
BRON_BRP = "artikel 2.8, eerste lid, van de Wet BRP"


def past_akte(akte: Mapping[str, str], soort: str, letter: str = "A") -> Iterator[str]:
    """Register and kind of the akte; its letter is A when it is made, another for a latere vermelding. Source: K-31.

    letter   one, or each that may be
    """
    nummer = akte.get("81.20", "")
    if akte.keys() != {"81.10", "81.20"} or nummer[:1] != soort or nummer[2:3] not in tuple(letter):
        yield "Noem de registergemeente en het nummer van de akte die bij dit feit hoort."


def zelfde_akte(akte: Mapping[str, str], was: Mapping[str, str]) -> Iterator[str]:
    """A latere vermelding stands on the akte itself, in the municipality of then. Source: K-31, K-32, HUP bijlage 1."""
    nummer, old = akte.get("81.20", ""), was.get("81.20", "")
    if old and (nummer[:2], nummer[3:]) != (old[:2], old[3:]):
        yield "De latere vermelding hoort bij een andere akte dan die er al was."
    elif old and akte.get("81.10") != was.get("81.10"):
        yield "De registergemeente blijft die van de akte, ook na een herindeling."


def past_plaats(plaats: str, land: str) -> Iterator[str]:
    """A code in the Netherlands, words outside it. Source: K-07."""
    if not plaats or is_code(plaats) is not (land == NEDERLAND):
        yield "Een plaats in Nederland is een gemeentecode, een plaats daarbuiten staat er in woorden."


def ingezetene_van(pl: Persoonslijst, eigen: str, dag: str = "") -> Iterator[str]:
    """Only the municipality where somebody lives keeps the list, while it is kept up. Source: Wet BRP 1.4, K-36.

    dag   of a fact that still comes on the list of who has died since
    """
    if pl.waarde("08.09.10") != eigen:
        yield f"De {zin(pl)} is geen inwoner van uw gemeente van wie de lijst wordt bijgehouden."
    else:
        yield from opgeschort(pl, dag)


def opgeschort(pl: Persoonslijst, dag: str = "") -> Iterator[str]:
    """Why a fact of this day does not come on this list any more. Source: K-36."""
    if not pl.is_open_voor(dag):
        yield f"Lijst van de {zin(pl)}: {pl.waarom_opgeschort}"


def na_vorige(pl: Persoonslijst, categorie: str, ingang: str, stapel: int = 0) -> Iterator[str]:
    """What holds since later is not pushed into history by something older. Source: K-13."""
    now = pl.actueel(categorie, stapel)
    if now is not None and ingang < now.get("85.10", ""):
        yield f"Op de lijst van de {zin(pl)} staat al iets van een latere dag; corrigeer dat eerst."


def document(gemeente: str, op: date, beschrijving: str) -> dict[str, str]:
    """Group 82 of what rests on something else than an akte."""
    return {"82.10": gemeente, "82.20": str(PartialDate.of(op)), "82.30": beschrijving}


def is_voorbij(datum: str, vandaag: date) -> bool:
    """Whether it certainly has begun: of a partial date its first day counts."""
    first = PartialDate(datum).eerste_dag
    return first is None or first <= vandaag
