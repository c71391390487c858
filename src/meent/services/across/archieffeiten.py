"""Fetches the facts from which the archive fields of a zaak follow (Zaken API 1.7.0, zrc-021).

One question per kind of fact, whatever the number of besluiten or objects. What follows from them: archief.py.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import msgspec

from meent.basis.adres import is_elders
from meent.basis.periode import Periode
from meent.engine.fields import snake
from meent.services.across.archief import Archief, Feiten, Onafleidbaar, Regime, lees_dag, leid_brondatum_af
from meent.services.catalogi.resultaattype import ResultaatType
from meent.services.links import local_target, look

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from meent.engine.change import Change
    from meent.engine.marks import Shape
    from meent.services.catalogi.resultaattype import BrondatumArchiefprocedure
    from meent.services.zaken.resultaat import Resultaat
    from meent.services.zaken.zaak import Zaak
    from meent.services.zaken.zaakobject import ZaakObject

Anders = Mapping[tuple[str, "UUID"], "Shape | None"]
"""Rows that will be other than they are stored, by shape name and uuid; None for one that goes."""


class Onbereikbaar(Onafleidbaar):
    """What the brondatum follows from stands in another register, which does not answer now."""


@dataclass(frozen=True)
class Stand:
    """The registers as they are, or with `anders` as they will be once the change is written."""

    change: Change[Any]
    anders: Anders = field(default_factory=dict)

    async def get(self, shape: str, ref: UUID) -> Any:
        if (shape, ref) in self.anders:
            return self.anders[shape, ref]
        return await self.change.get(shape, ref)

    async def load(self, shape: str, refs: list[UUID]) -> list[Any]:
        stored: list[Any] = await self.change.load(shape, [ref for ref in refs if (shape, ref) not in self.anders])
        return [*stored, *(row for ref in refs if (row := self.anders.get((shape, ref))))]

    async def find(self, shape: str, **equal: Any) -> list[Any]:
        """Rows whose fields equal the values."""
        stored: list[Any] = await self.change.find(shape, **equal)
        own = [row for (of, _), row in self.anders.items() if of == shape and row is not None]
        return [
            *(row for row in stored if (shape, row.id) not in self.anders),
            *(row for row in own if all(getattr(row, name) == value for name, value in equal.items())),
        ]


async def resultaattype_of(stand: Stand, zaak: Zaak) -> ResultaatType | None:
    """The type of the resultaat of this zaak; None without a resultaat."""
    resultaten: list[Resultaat] = await stand.find("Resultaat", zaak=zaak.id)
    return await stand.change.get(ResultaatType, resultaten[0].resultaattype) if resultaten else None


async def regime_of(stand: Stand, zaak: Zaak) -> Regime:
    """What the resultaat means for a zaak that ends on its einddatum.

    Without an archiefactietermijn there is nothing to count from, and no brondatum is asked for.
    raises Onafleidbaar
    """
    resultaattype = await resultaattype_of(stand, zaak)
    if resultaattype is None:
        return Regime()
    nominatie, termijn = resultaattype.archiefnominatie or None, periode(resultaattype.archiefactietermijn)
    procedure = resultaattype.brondatum_archiefprocedure
    if termijn is None or procedure is None:
        return Regime(nominatie, termijn)
    found = await feiten(stand, zaak, procedure)
    return Regime(nominatie, termijn, leid_brondatum_af(procedure.afleidingswijze, found))


async def known_regime_of(stand: Stand, zaak: Zaak) -> Regime:
    """As `regime_of`, but what cannot follow is not known: a closed zaak is not refused."""
    try:
        return await regime_of(stand, zaak)
    except Onafleidbaar:
        resultaattype = await resultaattype_of(stand, zaak)
        assert resultaattype is not None
        return Regime(resultaattype.archiefnominatie or None, periode(resultaattype.archiefactietermijn))


async def former_regime_of(stand: Stand, zaak: Zaak) -> Regime | None:
    """As `known_regime_of`; None when the facts stand in another register that does not answer."""
    try:
        return await regime_of(stand, zaak)
    except Onbereikbaar:
        return None
    except Onafleidbaar:
        return await known_regime_of(stand, zaak)


def archief_of(zaak: Zaak) -> Archief:
    return Archief(zaak.archiefnominatie or None, zaak.startdatum_bewaartermijn, zaak.archiefactiedatum)


def periode(text: str | None) -> Periode | None:
    return Periode.parse(text) if text else None


# --- the facts -------------------------------------------------------------------------------------------------------


async def feiten(stand: Stand, zaak: Zaak, procedure: BrondatumArchiefprocedure) -> Feiten:
    assert zaak.einddatum is not None, "alleen een zaak die eindigt heeft een archiefregime"
    fetch = BRONNEN.get(procedure.afleidingswijze)
    fetched = await fetch(stand, zaak, procedure) if fetch else {}
    return Feiten(einddatum=zaak.einddatum, procestermijn=periode(procedure.procestermijn), **fetched)


async def hoofdzaak(stand: Stand, zaak: Zaak, procedure: BrondatumArchiefprocedure) -> dict[str, Any]:
    if zaak.hoofdzaak is None:
        return {}
    if is_elders(zaak.hoofdzaak):  # as it is now, not as it was when it was linked
        session = stand.change.session
        (said,) = await elders(stand, "Zaak", [await session.url_of(session.registry.of("Zaak"), zaak.hoofdzaak)])
        return {"heeft_hoofdzaak": True, "einddatum_hoofdzaak": dag_in(said, "einddatum")}
    found = await stand.get("Zaak", zaak.hoofdzaak)
    return {"heeft_hoofdzaak": True, "einddatum_hoofdzaak": found.einddatum}


async def eigenschap(stand: Stand, zaak: Zaak, procedure: BrondatumArchiefprocedure) -> dict[str, Any]:
    eigenschappen = await stand.find("ZaakEigenschap", zaak=zaak.id, naam=procedure.datumkenmerk)
    return {"eigenschap": eigenschappen[0].waarde if eigenschappen else ""}


async def zaakobjecten(stand: Stand, zaak: Zaak, procedure: BrondatumArchiefprocedure) -> dict[str, Any]:
    objecten = await stand.find("ZaakObject", zaak=zaak.id, object_type=procedure.objecttype)
    described = await beschrijvingen(stand, objecten)
    return {"objectwaarden": tuple(attribuut(each, procedure.datumkenmerk) for each in described)}


async def andere_zaken(stand: Stand, zaak: Zaak, procedure: BrondatumArchiefprocedure) -> dict[str, Any]:
    urls = [andere.url for andere in zaak.relevante_andere_zaken]
    targets = {url: local_target(stand.change, url) for url in urls}
    ours = await stand.load("Zaak", [target[1] for target in targets.values() if target and target[0] == "Zaak"])
    theirs = await elders(stand, "Zaak", [url for url, target in targets.items() if target is None])
    einddatums = [andere.einddatum for andere in ours] + [dag_in(each, "einddatum") for each in theirs]
    return {"andere_zaken": tuple(einddatums)}


async def besluiten(stand: Stand, zaak: Zaak, procedure: BrondatumArchiefprocedure) -> dict[str, Any]:
    found = await stand.find("Besluit", zaak=zaak.id)
    return {
        "ingangsdatums": tuple(besluit.ingangsdatum for besluit in found),
        "vervaldatums": tuple(besluit.vervaldatum for besluit in found),
    }


Bron = Callable[[Stand, "Zaak", "BrondatumArchiefprocedure"], Awaitable[dict[str, Any]]]
BRONNEN: Mapping[str, Bron] = MappingProxyType(
    {
        "hoofdzaak": hoofdzaak,
        "eigenschap": eigenschap,
        "zaakobject": zaakobjecten,
        "gerelateerde_zaak": andere_zaken,
        "ingangsdatum_besluit": besluiten,
        "vervaldatum_besluit": besluiten,
    }
)
"""Where the facts of an afleidingswijze stand. The other three ask for no more than zaak and resultaattype."""


# --- objects, here and elsewhere -------------------------------------------------------------------------------------


async def beschrijvingen(stand: Stand, objecten: list[ZaakObject]) -> list[Any]:
    """What is known about each object: our own row, what another register says, or what stands with the zaak."""
    targets = {o.object: local_target(stand.change, o.object) for o in objecten if o.object}
    ours: dict[Any, Any] = {}
    for shape in {target[0] for target in targets.values() if target}:
        refs = [target[1] for target in targets.values() if target and target[0] == shape]
        ours |= {(shape, row.id): row for row in await stand.load(shape, refs)}
    out = [url for url, target in targets.items() if target is None]
    theirs = dict(zip(out, await elders(stand, None, out), strict=True))
    found = {url: theirs[url] if target is None else ours.get(target) for url, target in targets.items()}
    return [found[o.object] if o.object else o.object_identificatie for o in objecten]


async def elders(stand: Stand, shape: str | None, urls: list[str]) -> list[dict[str, Any]]:
    """The objects at these addresses of other registers, as they are now. raises Onbereikbaar"""
    found = await look(stand.change, shape, urls)
    for url, body in zip(urls, found, strict=True):
        if body is None:
            raise Onbereikbaar(f"Een ander register geeft nu geen antwoord: {url[:100]}. Probeer het later opnieuw.")
    return [body for body in found if body is not None]


def dag_in(value: Any, name: str) -> date | None:
    """The day that stands under this name; None when nothing stands there. raises Onafleidbaar"""
    text = attribuut(value, name)
    return lees_dag(text) if text else None


def attribuut(value: Any, datumkenmerk: str) -> str | None:
    """What stands in a description under this name, as text; a path goes through objects: `isVoor/waardepeildatum`.

    Names may be written as in the standard or with underscores. None for what is not there or empty.
    """
    found = msgspec.to_builtins(value)
    for name in datumkenmerk.split("/"):
        members = {snake(key): member for key, member in found.items()} if isinstance(found, dict) else {}
        found = members.get(snake(name))
    return str(found) if found not in (None, "") else None
