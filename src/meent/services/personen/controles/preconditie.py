"""One precondition: a number, a sentence, and a function that gives the places where it does not hold."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from meent.services.personen.bevinding import Bevinding, Ernst
from meent.services.personen.persoonslijst import Persoonslijst


class Plaats(NamedTuple):
    """Where; stapel and voorkomen count from 0, and None is all of them."""

    categorie: str = ""
    stapel: int | None = None
    voorkomen: int = 0
    element: str = ""
    ernst: Ernst = "fout"


Zoek = Callable[[Persoonslijst], Iterator[Plaats]]


class Preconditie(NamedTuple):
    """zin is what must hold, one Dutch sentence"""

    nummer: str
    zin: str
    zoek: Zoek


def bevinding_of(nummer: str, zin: str, plaats: Plaats) -> Bevinding:
    stapel = 0 if plaats.stapel is None else plaats.stapel + 1
    return Bevinding(nummer, plaats.categorie, stapel, plaats.voorkomen, plaats.element, zin, plaats.ernst)
