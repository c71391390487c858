"""The preconditions PRE001–PRE115: what must be true of one persoonslijst, each a named check of its own.

They run on import, before a list is sent, and nightly (K-48). The numbers are those under which the field knows them;
the sentences are ours. A check finds and never mends. Not here: what is not about one list in LO3 (PRE013, 019, 060,
095, 096, 108; PRE061 is the store's), and what needs a table that we do not have (PRE017, 021, 022, 057).
"""

from collections.abc import Mapping
from types import MappingProxyType

from meent.services.personen.bevinding import Bevinding
from meent.services.personen.controles import lijst, plaatsen, stapels, voorkomens
from meent.services.personen.controles.preconditie import Preconditie, bevinding_of
from meent.services.personen.persoonslijst import Persoonslijst
from meent.services.personen.tabellen import Tabellen

CONTROLES: Mapping[str, Preconditie] = MappingProxyType({
    p.nummer: p for p in sorted((*voorkomens.CONTROLES, *stapels.CONTROLES, *lijst.CONTROLES))
})  # fmt: skip
"""Number -> the check, for all that needs nothing but the list."""
MET_TABELLEN = plaatsen.CONTROLES
"""Those that look codes up, on the day of the fact."""


def controleer(pl: Persoonslijst, tabellen: Tabellen | None = None) -> list[Bevinding]:
    """All that the preconditions find, in order of number and place; without tables their checks are not made."""
    found = [bevinding_of(p.nummer, p.zin, plaats) for p in CONTROLES.values() for plaats in p.zoek(pl)]
    if tabellen is not None:
        found += [bevinding for zoek in MET_TABELLEN.values() for bevinding in zoek(pl, tabellen)]
    return sorted(found)
