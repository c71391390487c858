"""Rules of partij-identificatoren, wherever they are written: by themselves, or inside their partij."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from meent.basis.nummers import Bsn, OngeldigNummer, Rsin

if TYPE_CHECKING:
    from meent.engine.change import Change
    from meent.services.klantinteracties.partijidentificator import Identificator

OBJECTTYPEN = {"brp": ("natuurlijk_persoon",), "hr": ("niet_natuurlijk_persoon", "vestiging")}
"""Register -> kinds of object in it."""
SOORTEN = {
    "natuurlijk_persoon": ("bsn",),
    "niet_natuurlijk_persoon": ("kvk_nummer", "rsin"),
    "vestiging": ("vestigingsnummer",),
}
"""Kind of object -> numbers by which it is known."""
LENGTHS = {"kvk_nummer": 8, "vestigingsnummer": 12}


@dataclass(frozen=True)
class Candidate:
    """An identificator as it will be.

    id      None for a new one inside its partij
    above   the identificator under which it is unique
    where   what stands before the names of its members in the request
    """

    id: UUID | None
    identificator: Identificator
    above: UUID | None
    where: str = ""


def candidates(change: Change[Any]) -> Iterator[Candidate]:
    """The identificator that is written, or all that come with a partij."""
    if change.operation == "delete":
        return
    if change.resource.shape.__name__ == "PartijIdentificator":
        yield Candidate(change.id, change.new.partij_identificator, change.new.sub_identificator_van)
    elif "partijIdentificatoren" in change.given:
        for i, one in enumerate(change.new.partij_identificatoren or ()):
            above = one.sub_identificator_van.uuid if one.sub_identificator_van else None
            yield Candidate(one.uuid, one.partij_identificator, above, f"partijIdentificatoren.{i}.")


async def require_fitting_codes(change: Change[Any]) -> None:
    """Register, kind of object and kind of number belong together. Source: KI-11."""
    for one in candidates(change):
        register, soort = one.identificator.code_register, one.identificator.code_objecttype
        if soort not in (fitting := OBJECTTYPEN[register]):
            reason = f"In register {register} staat: {', '.join(fitting)}. Kies daaruit."
            change.reject(f"{one.where}partijIdentificator.codeObjecttype", "invalid", reason)
        elif one.identificator.code_soort_object_id not in (fitting := SOORTEN[soort]):
            reason = f"Een {soort} heeft als nummer: {', '.join(fitting)}. Kies daaruit."
            change.reject(f"{one.where}partijIdentificator.codeSoortObjectId", "invalid", reason)


async def require_right_number(change: Change[Any]) -> None:
    """A BSN, RSIN, KVK-nummer or vestigingsnummer can be one. Source: KI-12."""
    for one in candidates(change):
        if fault := number_fault(one.identificator.code_soort_object_id, one.identificator.object_id):
            change.reject(f"{one.where}partijIdentificator.objectId", "invalid", fault)


def number_fault(soort: str, number: str) -> str:
    """What is wrong with a number of that kind, "" when nothing is."""
    if length := LENGTHS.get(soort):
        is_right = len(number) == length and number.isascii() and number.isdecimal()
        return "" if is_right else f"Dit nummer heeft {length} cijfers."
    try:
        (Bsn if soort == "bsn" else Rsin)(number)
    except OngeldigNummer:
        return OngeldigNummer.__doc__ or ""
    return ""


async def require_kvk_above_vestiging(change: Change[Any]) -> None:
    """A vestigingsnummer stands under the KVK-nummer of what it is a part of. Source: KI-13."""
    for one in candidates(change):
        name = f"{one.where}subIdentificatorVan"
        above: Any = await change.get("PartijIdentificator", one.above)
        if one.above and above is None:
            change.reject(f"{name}.uuid", "does_not_exist", "Kies een identificator die er is.")
        if one.identificator.code_soort_object_id != "vestigingsnummer":
            continue
        if one.above is None:
            change.reject(name, "required", "Noem het KVK-nummer waar deze vestiging onder valt.")
        elif above and above.partij_identificator.code_soort_object_id != "kvk_nummer":
            change.reject(name, "invalid", "Kies een KVK-nummer: een vestiging valt niet onder een ander nummer.")


async def require_other_above(change: Change[Any]) -> None:
    """An identificator does not stand under itself. Source: KI-14."""
    for one in candidates(change):
        if one.above and one.above == one.id:
            change.reject(f"{one.where}subIdentificatorVan", "invalid", "Kies een andere identificator dan deze zelf.")
