"""Rules of internetaken: who must do it, and when that was done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meent.services.klantinteracties.nummers import number, require_number

if TYPE_CHECKING:
    from meent.engine.change import Change
    from meent.services.klantinteracties.internetaak import InterneTaak

ONE, ALL = "toegewezenAanActor", "toegewezenAanActoren"
"""The same actoren under an old name, for the first of them, and under the name for all."""


async def number_taak(change: Change[InterneTaak]) -> None:
    """A taak without a number gets the next one, and keeps it. Source: KI-33."""
    await number(change)


async def require_own_nummer(change: Change[InterneTaak]) -> None:
    """A number is made of digits, for people read it out by telephone, and of one taak. Source: KI-33."""
    await require_number(change)


async def fill_actoren(change: Change[InterneTaak]) -> None:
    """The first actor and the list of all are the same actoren, whichever of the two was sent. Source: KI-35."""
    taak = change.new
    if ONE not in change.given or taak.toegewezen_aan_actor is None:
        taak.toegewezen_aan_actor = next(iter(taak.toegewezen_aan_actoren), None)
    elif ALL not in change.given:
        taak.toegewezen_aan_actoren = [taak.toegewezen_aan_actor]


async def require_one_way_of_assigning(change: Change[InterneTaak]) -> None:
    """A new taak is given to actoren in one of two ways; later both may come back, saying the same. Source: KI-35."""
    if change.operation == "delete":
        return
    taak, asked = change.new, {ONE, ALL} & change.given
    if change.operation == "create" and len(asked) != 1:
        change.reject("nonFieldErrors", "invalid", f"Stuur {ALL} mee, of anders alleen {ONE}: niet beide.")
    elif taak.toegewezen_aan_actor != next(iter(taak.toegewezen_aan_actoren), None):
        change.reject(ONE, "invalid", f"Dit is niet de eerste van {ALL}. Stuur alleen {ALL} mee.")


async def stamp_toegewezen(change: Change[InterneTaak]) -> None:
    """A taak is assigned at the moment it is made. Source: KI-34."""
    if change.old is None:
        change.new.toegewezen_op = change.now


async def stamp_afgehandeld(change: Change[InterneTaak]) -> None:
    """A taak that is done says since when; one that is taken up again says so no more. Source: KI-36."""
    taak, was = change.new, change.old.afgehandeld_op if change.old else None
    if taak.status == "verwerkt" and taak.afgehandeld_op is None:
        taak.afgehandeld_op = was or change.now
    elif taak.status == "te_verwerken" and "afgehandeldOp" not in change.given:
        taak.afgehandeld_op = None


async def require_verwerkt_when_afgehandeld(change: Change[InterneTaak]) -> None:
    """Only a taak that is done has a moment at which it was. Source: KI-36."""
    if change.operation != "delete" and change.new.afgehandeld_op and change.new.status != "verwerkt":
        change.reject("afgehandeldOp", "invalid", "Zet de status op verwerkt, of laat afgehandeldOp weg.")
