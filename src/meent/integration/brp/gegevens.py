"""Somebody's data in words, as the query API gives them: for papers that a municipality hands out.

The same tree of members answers, so that codes, dates and what is in doubt read the same everywhere, and the rubrieken
behind each field are known for the log of processing.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from meent.engine.web import Engine
from meent.integration.brp import kaart as kaarten
from meent.integration.brp.kaart import Deel, Kaart
from meent.integration.zgw import Zgw
from meent.services.personen.bevragen import persoon
from meent.services.personen.bevragen.feiten import Feiten
from meent.services.personen.bevragen.tonen import nested, rubrieken_of
from meent.services.personen.persoonslijst import Persoonslijst
from meent.services.personen.tabellen import Tabellen

Json = dict[str, Any]


def landelijke_tabellen(engine: Engine) -> Tabellen:
    """What codes mean, as far as this installation has the national tables."""
    tabellen: Callable[[], Tabellen] = engine.outside[Tabellen]
    return tabellen()


def in_woorden(zgw: Zgw, pl: Persoonslijst, velden: Sequence[str], vandaag: date) -> Json:
    """What stands on the list, by paths of Persoon in BRP API Personen 2.7."""
    return persoon.persoon(persoon.PERSOON, Feiten(pl, landelijke_tabellen(zgw.engine), vandaag), nested(tuple(velden)))


def rubrieken(velden: Sequence[str]) -> list[str]:
    """What these fields are made of."""
    return sorted(rubrieken_of(persoon.PERSOON, nested(tuple(velden))))


def kaart_van(zgw: Zgw, pl: Persoonslijst, vandaag: date) -> Kaart:
    """Who somebody is at a glance."""
    return kaarten.kaart(Feiten(pl, landelijke_tabellen(zgw.engine), vandaag))


def hele_lijst(zgw: Zgw, pl: Persoonslijst, vandaag: date) -> tuple[Deel, ...]:
    """All of a list in words, with each number on it: for whose list it is."""
    return kaarten.delen(Feiten(pl, landelijke_tabellen(zgw.engine), vandaag), bsn=True, van_verwanten=True)
