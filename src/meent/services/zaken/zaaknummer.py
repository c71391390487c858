"""Reserving zaaknummers: numbers that the register gives away and never uses itself. Zaken API 1.7.0.

They come out of the series from which zaken are numbered, so that a number is given once, whoever asks for it.
"""

from typing import Annotated, Any

from msgspec import Meta

from meent.basis.datums import vandaag
from meent.basis.fouten import one_fault
from meent.capabilities.kinds import Rsin
from meent.capabilities.series import take_numbers
from meent.engine.change import Session
from meent.engine.marks import Doc, Group
from meent.services.zaken.regels import ZAAKNUMMER

MAX_AANTAL = 10_000
SENT = Doc(extra=(("writeOnly", True),))


class ReserveZaakIdentificatie(Group, kw_only=True):
    bronorganisatie: Annotated[Rsin, Meta(min_length=9), SENT]
    aantal: Annotated[int, Meta(ge=1), Doc(extra=(("writeOnly", True), ("default", 1)))] = 1


GERESERVEERD = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {"zaaknummer": {"type": "string", "readOnly": True, "description": "Een nummer voor een zaak."}},
        "required": ["zaaknummer"],
    },
}
"""What is told back, as the OpenAPI document has it."""


async def reserveer(session: Session, values: dict[str, Any]) -> list[dict[str, str]]:
    """Numbers that no zaak gets unless a client names them, within one bronorganisatie. Source: Z-05.

    raises   Fout for more than MAX_AANTAL at once
    """
    if values["aantal"] > MAX_AANTAL:
        raise one_fault("aantal", "max_value", f"Reserveer ten hoogste {MAX_AANTAL:,} nummers tegelijk.")
    zaak = session.registry.of("Zaak")
    series, equal = ZAAKNUMMER.format(vandaag(session.now).year), {"bronorganisatie": values["bronorganisatie"]}
    taken = await take_numbers(session, zaak, "identificatie", series, values["aantal"], **equal)
    return [{"zaaknummer": number} for number in taken]
