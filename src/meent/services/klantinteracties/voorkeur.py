"""One out of several: the standard address of each kind, and the address and account that a partij prefers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from meent.services.klantinteracties.koppelen import given_lists

if TYPE_CHECKING:
    from meent.engine.change import Change
    from meent.services.klantinteracties.digitaaladres import DigitaalAdres
    from meent.services.klantinteracties.partij import Partij
    from meent.services.klantinteracties.rekeningnummer import Rekeningnummer

VOORKEUREN = {
    "digitale_adressen": ("voorkeurs_digitaal_adres", "DigitaalAdres", "verstrekt_door_partij"),
    "rekeningnummers": ("voorkeurs_rekeningnummer", "Rekeningnummer", "partij"),
}
"""List of a partij -> which one it prefers; what that is, and its link to the partij."""


async def require_own_voorkeur(change: Change[Partij]) -> None:
    """What a partij prefers is its own; a preference for what it has no longer ends. Source: KI-05."""
    if change.operation == "delete":
        return
    given = {f.name: wanted for f, _, wanted in given_lists(change)}
    for listed, (name, shape, via) in VOORKEUREN.items():
        preferred, json = getattr(change.new, name), change.resource.field[name].json
        if preferred is None or (listed not in given and not change.changed(name)):
            continue
        row: Any = await change.lock(shape, preferred)  # nobody takes it away meanwhile
        is_own = preferred in given[listed] if listed in given else getattr(row, via, None) == change.id
        if not is_own and json in change.given:
            change.reject(json, "invalid", "Kies er een die bij deze partij zelf hoort.")
        elif not is_own:
            setattr(change.new, name, None)


async def clear_voorkeur_elsewhere(change: Change[Partij]) -> None:
    """Who gives an address or account to another partij no longer prefers it. Source: KI-05."""
    for f, _, wanted in given_lists(change):
        name = VOORKEUREN[f.name][0]
        await change.find_each("Partij", **{name: wanted})
        for key in wanted:
            await _clear(change, name, key, but=change.id)


async def clear_voorkeur_of_moved_adres(change: Change[DigitaalAdres]) -> None:
    """Nobody prefers an address that he has no longer. Source: KI-05."""
    await _clear_moved(change, "voorkeurs_digitaal_adres", "verstrekt_door_partij")


async def clear_voorkeur_of_moved_rekening(change: Change[Rekeningnummer]) -> None:
    """Nobody prefers an account that he has no longer. Source: KI-05."""
    await _clear_moved(change, "voorkeurs_rekeningnummer", "partij")


async def _clear_moved(change: Change[Any], name: str, via: str) -> None:
    if change.old is not None and change.changed(via):
        await _clear(change, name, change.id, but=None if change.operation == "delete" else getattr(change.new, via))


async def _clear(change: Change[Any], name: str, key: UUID, *, but: UUID | None) -> None:
    partijen: list[Partij] = await change.find("Partij", **{name: key})
    for other in partijen:
        if other.id != but:
            change.also("Partij", other.id, **{name: None})


async def keep_one_standard(change: Change[DigitaalAdres]) -> None:
    """Of each kind a partij has one standard address; the newest one takes the place of the other. Source: KI-16."""
    if change.operation == "delete" or not change.new.is_standaard_adres or not change.new.verstrekt_door_partij:
        return
    await change.lock("Partij", change.new.verstrekt_door_partij)
    same: list[DigitaalAdres] = await change.find(
        "DigitaalAdres",
        verstrekt_door_partij=change.new.verstrekt_door_partij,
        soort_digitaal_adres=change.new.soort_digitaal_adres,
        is_standaard_adres=True,
    )
    for other in same:
        if other.id != change.id:
            change.also("DigitaalAdres", other.id, is_standaard_adres=False)


async def keep_one_standard_of_partij(change: Change[Partij]) -> None:
    """So too when a partij is given addresses that were standard elsewhere: the last one counts. Source: KI-16."""
    for f, _, wanted in given_lists(change):
        if f.name != "digitale_adressen":
            continue
        rows: list[Any] = await change.load("DigitaalAdres", wanted)
        standard: dict[str, UUID] = {}
        for row in sorted(rows, key=lambda row: row.verstrekt_door_partij != change.id):  # what it had comes first
            if row.is_standaard_adres and (before := standard.get(row.soort_digitaal_adres)):
                change.also("DigitaalAdres", before, is_standaard_adres=False)
            if row.is_standaard_adres:
                standard[row.soort_digitaal_adres] = row.id
