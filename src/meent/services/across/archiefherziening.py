"""A closed zaak whose archive fields follow what happens to it later (Zaken API 1.7.0, zrc-021 and zrc-026).

What followed before follows now; what somebody chose stays (archief.py). A zaak that has gone to the archive, or is
marked as such, keeps what it has. How a zaak gets its archive fields in the first place: afsluiten.py.
"""

from __future__ import annotations

from dataclasses import asdict, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from meent.services.across.archief import archiveer, gekozen, herzie
from meent.services.across.archieffeiten import (
    Anders,
    Stand,
    archief_of,
    former_regime_of,
    known_regime_of,
    resultaattype_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from meent.engine.change import Change
    from meent.services.catalogi.resultaattype import ResultaatType
    from meent.services.zaken.zaak import Zaak

ALLE = "alle"
TELT_VOOR: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = MappingProxyType(
    {
        "Resultaat": (("resultaattype",), (ALLE,)),
        "Besluit": (("ingangsdatum", "vervaldatum"), ("ingangsdatum_besluit", "vervaldatum_besluit")),
        "ZaakEigenschap": (("waarde",), ("eigenschap",)),
        "ZaakObject": (("object_identificatie",), ("zaakobject",)),
        "Zaak": (("einddatum",), ("hoofdzaak", "gerelateerde_zaak")),
    }
)
"""Shape of what belongs to a zaak -> its fields that count, and the ways of derivation for which they do."""

OP_DE_ZAAK = (
    "hoofdzaak", "relevante_andere_zaken", "archiefnominatie", "startdatum_bewaartermijn", "archiefactiedatum",
)  # fmt: skip
"""Fields of a zaak that its archive fields follow from, themselves included."""


async def derive_archief_anew(change: Change[Any]) -> None:
    """What is written later about a closed zaak can move its archive dates. Source: Z-37, Z-44, zrc-021, zrc-026."""
    fields, _ = TELT_VOOR[change.resource.shape.__name__]
    if change.row.zaak is None or not any(change.changed(name) for name in fields):
        return
    if change.parent is not None and change.parent.einddatum is None:
        return
    zaak: Any = await change.lock("Zaak", change.row.zaak)
    if zaak is None or not is_volgzaam(zaak):
        return
    shape = change.resource.shape.__name__
    after = None if change.operation == "delete" else change.new
    await herzien(change, zaak, {(shape, change.id): after})


async def derive_archief_of_changed_zaak(change: Change[Zaak]) -> None:
    """Another hoofdzaak, related zaak or begin of the bewaartermijn moves the dates. Source: Z-37, Z-44, zrc-026."""
    old, new = change.old, change.new
    if old is None or not is_volgzaam(old) or not any(change.changed(name) for name in OP_DE_ZAAK):
        return
    stand = Stand(change)
    voor, na = await former_regime_of(stand, old), await known_regime_of(stand, new)
    written = {name: value for name, value in asdict(archief_of(new)).items() if change.changed(name)}
    if voor is None:
        follows = herzie(replace(archief_of(old), **written), voor, na)
    else:
        follows = archiveer(replace(gekozen(archief_of(old), voor), **written), na)
    for name, value in asdict(follows).items():
        if name not in written or change.resource.field[name].json not in change.given:
            setattr(new, name, value)


def is_volgzaam(zaak: Zaak) -> bool:
    """Whether the archive fields of this zaak still follow: it is closed, and has not gone to the archive."""
    return zaak.einddatum is not None and zaak.archiefstatus == "nog_te_archiveren"


async def herzien(change: Change[Any], zaak: Zaak, anders: Anders) -> None:
    """Changes the archive fields of a closed zaak along with the rows `anders`, if they follow from those."""
    before, after = Stand(change), Stand(change, anders)
    types = [await resultaattype_of(before, zaak), await resultaattype_of(after, zaak)]
    if not any(telt(resultaattype, anders) for resultaattype in types if resultaattype):
        return
    locked: Any = await change.lock("Zaak", zaak.id)
    if locked is None or not is_volgzaam(locked):
        return
    voor, na = await former_regime_of(before, locked), await known_regime_of(after, locked)
    change.also("Zaak", locked.id, **asdict(herzie(archief_of(locked), voor, na)))


def telt(resultaattype: ResultaatType, anders: Anders) -> bool:
    """Whether one of the rows can move the brondatum of this type."""
    procedure = resultaattype.brondatum_archiefprocedure
    wijze = procedure.afleidingswijze if procedure else ""
    ways = {way for shape, _ in anders for way in TELT_VOOR[shape][1]}
    return ALLE in ways or wijze in ways
