"""Facts of life as screens and commands record them: plain input, one call, an Uitkomst.

Each function reads the lists it needs, signs the akte when this municipality makes it, judges by the rules of its file
and records all of it in one transaction. Whatever stands in the way is in `Uitkomst.weigeringen`. raises ZgwFout
"""

from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from meent.integration.brp.bijhouding import Gevolg
from meent.integration.brp.boek import Boek
from meent.integration.brp.feiten import Invoer, Uitkomst
from meent.integration.zgw import Zgw
from meent.process.burgerzaken import verhuizing
from meent.process.burgerzaken.opnemen import neem_op, nummers


class Verhuisinvoer(Invoer, frozen=True, kw_only=True):
    """A declaration of adreswijziging.

    adres       elements: 10.10 (W or B), 10.20, and 11.10 (street), 11.20 (number) and on, or 12.10 (description)
    verhuizers  BSN -> who declares for that person (72.10): I self, G parent or guardian, P partner, O parent of a grown
                child, K grown child, M with a machtiging, H head of an institution, A without declaration
    ontvangen   day on which it came in; today when it is at the counter now
    stukken     "machtiging", "verklaring instelling", "instemming briefadresgever", "uittreksel gezagsregister"
    """

    aangever: str
    datum: date
    adres: Mapping[str, str]
    verhuizers: Mapping[str, str]
    ontvangen: date | None = None
    stukken: frozenset[str] = frozenset()


async def verhuis(zgw: Zgw, invoer: Verhuisinvoer) -> Uitkomst:
    """A move within the municipality, or into it of somebody whose list has arrived."""

    async def bereid(boek: Boek) -> Gevolg:
        people = dict.fromkeys([invoer.aangever, *invoer.verhuizers])
        feit = verhuizing.Verhuizing(
            eigen=boek.eigen, aangever=invoer.aangever, datum=invoer.datum, ontvangen=invoer.ontvangen or boek.vandaag,
            vandaag=boek.vandaag, adres=invoer.adres, verhuizers=invoer.verhuizers, stukken=invoer.stukken,
            lijsten={bsn: await boek.lees(bsn) for bsn in people}, voorbij=nummers(invoer),
        )  # fmt: skip
        return verhuizing.verhuis(feit)

    leest = ("01", "02", "03", "05", "07", "08", "09")
    return await neem_op(zgw, invoer, bereid, feit="verhuizing", leest=leest, sinds=invoer.ontvangen)


Feit = tuple[type[Any], Callable[[Zgw, Any], Awaitable[Uitkomst]]]
FEITEN: Mapping[str, Feit] = MappingProxyType({"verhuizing": (Verhuisinvoer, verhuis)})
"""Name of a fact -> its input and what records it: for commands, and for whoever goes by name."""
