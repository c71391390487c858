"""How busy a queue is, and what a caller may be told of it."""

from typing import NamedTuple


class Drukte(NamedTuple):
    """A queue as one caller sees it.

    voor                callers who go before him
    wachtend            callers who wait, without him
    ingelogd            agents who could answer this queue and are not away or in a pause
    afhandel_seconden   mean time an agent has with one caller, wrap-up included
    """

    voor: int
    wachtend: int
    ingelogd: int
    afhandel_seconden: float


def verwachte_wacht_seconden(drukte: Drukte) -> int | None:
    """Time until it is his turn, when agents go on as they did; None when nobody is there to tell it by.

    Each agent takes a caller every `afhandel_seconden`; one who is next waits half of such a turn on average.
    """
    if not drukte.ingelogd:
        return None
    return round((drukte.voor + 0.5) * drukte.afhandel_seconden / drukte.ingelogd)
