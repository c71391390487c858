"""Rules of a digitaal adres: that it can be one, and that its reference tells it from others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from meent.engine.change import Change
    from meent.services.klantinteracties.digitaaladres import DigitaalAdres

LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
EMAIL = re.compile(
    rf"[A-Za-z0-9!#$%&'*+/=?^_`{{}}|~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{{}}|~-]+)*@(?:{LABEL}\.)+[A-Za-z][A-Za-z0-9-]*"
    r"(?<!-)"
)
TELEFOON = re.compile(r"0[1-9][0-9]{8}|\+[0-9]{9,15}|00[0-9]{7,13}")
VORMEN = {
    "email": (EMAIL, "Geef een e-mailadres, zoals naam@gemeente.nl."),
    "telefoonnummer": (TELEFOON, "Geef een telefoonnummer van tien cijfers, of met landnummer: +31612345678."),
}
"""Kind of address -> what it looks like, and what to tell when it does not."""


async def require_adres_of_soort(change: Change[DigitaalAdres]) -> None:
    """An e-mail address or telephone number is one that can be used. Source: KI-15."""
    if change.operation == "delete" or change.new.soort_digitaal_adres not in VORMEN:
        return
    vorm, reason = VORMEN[change.new.soort_digitaal_adres]
    if not vorm.fullmatch(change.new.adres):
        change.reject("adres", "invalid", reason)


async def require_single_referentie(change: Change[DigitaalAdres]) -> None:
    """A reference leads a program to one address of a kind of a partij. Source: KI-24."""
    if change.operation == "delete" or not change.new.referentie or not change.new.verstrekt_door_partij:
        return
    await change.lock("Partij", change.new.verstrekt_door_partij)
    same: list[DigitaalAdres] = await change.find(
        "DigitaalAdres",
        verstrekt_door_partij=change.new.verstrekt_door_partij,
        soort_digitaal_adres=change.new.soort_digitaal_adres,
        referentie=change.new.referentie,
    )
    if any(other.id != change.id for other in same):
        change.reject("referentie", "unique", "Kies een andere referentie: deze partij heeft er al een adres mee.")
