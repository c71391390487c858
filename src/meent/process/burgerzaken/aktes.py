"""What all facts ask of the akte they rest on, and of the day and the place. Source: HUP hoofdstuk 5, bijlage 1."""

from collections.abc import Iterator, Mapping
from datetime import date

from meent.basis.datums import PartialDate

NEDERLAND = "6030"
BRON_BRP = "artikel 2.8, eerste lid, van de Wet BRP"


def past_akte(akte: Mapping[str, str], soort: str) -> Iterator[str]:
    """Register and kind of the akte, whose letter is A when it is made. Source: K-31."""
    nummer = akte.get("81.20", "")
    if akte.keys() != {"81.10", "81.20"} or nummer[:1] != soort or nummer[2:3] != "A":
        yield "Noem de registergemeente en het nummer van de akte die bij dit feit hoort."


def past_plaats(plaats: str, land: str) -> Iterator[str]:
    """A code in the Netherlands, words outside it. Source: K-07."""
    is_code = len(plaats) == 4 and plaats.isascii() and plaats.isdigit()
    if not plaats or is_code is not (land == NEDERLAND):
        yield "Een plaats in Nederland is een gemeentecode, een plaats daarbuiten staat er in woorden."


def is_voorbij(datum: str, vandaag: date) -> bool:
    """Whether it certainly has begun: of a partial date its first day counts."""
    first = PartialDate(datum).eerste_dag
    return first is None or first <= vandaag
