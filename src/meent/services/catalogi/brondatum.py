"""Which members the brondatumArchiefprocedure of a resultaattype has, by its afleidingswijze (C-34, ztc-004…008)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from meent.engine.change import Change
    from meent.services.catalogi.resultaattype import BrondatumArchiefprocedure, ResultaatType

Eis = Literal["verplicht", "leeg", "vrij"]
MEMBERS = ("datumkenmerk", "einddatum_bekend", "objecttype", "registratie", "procestermijn")
JSON = {"einddatum_bekend": "einddatumBekend"}

_AUTOMATISCH: tuple[Eis, ...] = ("leeg", "vrij", "leeg", "leeg", "leeg")
EISEN: Mapping[str, tuple[Eis, ...]] = {
    "afgehandeld":          ("leeg",      "leeg", "leeg",      "leeg",      "leeg"),
    "ander_datumkenmerk":   ("verplicht", "vrij", "verplicht", "verplicht", "leeg"),
    "eigenschap":           ("verplicht", "vrij", "leeg",      "leeg",      "leeg"),
    "gerelateerde_zaak":    _AUTOMATISCH,
    "hoofdzaak":            _AUTOMATISCH,
    "ingangsdatum_besluit": _AUTOMATISCH,
    "vervaldatum_besluit":  _AUTOMATISCH,
    "termijn":              ("leeg",      "leeg", "leeg",      "leeg",      "verplicht"),
    "zaakobject":           ("verplicht", "vrij", "verplicht", "leeg",      "leeg"),
}  # fmt: skip
"""Afleidingswijze -> what it asks of each of MEMBERS."""


def gebreken(procedure: BrondatumArchiefprocedure) -> Iterator[tuple[str, str]]:
    """JSON name and code of each member that is missing or must not be there; false counts as empty."""
    for member, eis in zip(MEMBERS, EISEN[procedure.afleidingswijze], strict=True):
        is_given = bool(getattr(procedure, member))
        if eis == "verplicht" and not is_given:
            yield JSON.get(member, member), "required"
        elif eis == "leeg" and is_given:
            yield JSON.get(member, member), "must-be-empty"


async def require_members_of_afleidingswijze(change: Change[ResultaatType]) -> None:
    """Each way to find the brondatum has members of its own. Source: C-34, ztc-004 to ztc-008."""
    procedure = None if change.operation == "delete" else change.new.brondatum_archiefprocedure
    if procedure is None or not change.changed("brondatum_archiefprocedure"):
        return
    for member, code in gebreken(procedure):
        what = "is dit verplicht" if code == "required" else "blijft dit leeg"
        reason = f"Bij de afleidingswijze {procedure.afleidingswijze} {what}."
        change.reject(f"brondatumArchiefprocedure.{member}", code, reason)
