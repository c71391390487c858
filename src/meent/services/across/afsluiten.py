"""Closing and reopening a zaak: what a new status does to it (Zaken API 1.7.0, zrc-007 and zrc-008).

An end status closes. Another status on a closed zaak reopens it, unless it is older than the current status: then it
only completes the history, as migrations do (Z-18), and that is a correction.
Not here: archive fields (archiveren.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from meent.basis.datums import amsterdam_dag
from meent.services.across.archiefdocumenten import documenten_of
from meent.services.catalogi.statustype import StatusType
from meent.services.zaken.resultaat import Resultaat
from meent.services.zaken.zaak import Zaak

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from meent.engine.change import Change
    from meent.services.zaken.status import Status

Gevolg = Literal["sluit", "heropent", "geen"]


def is_eindstatus(volgnummer: int, volgnummers: Iterable[int]) -> bool:
    """Whether this is the highest number of the zaaktype (Z-11, C-39)."""
    return all(volgnummer >= other for other in volgnummers)


def is_nieuwste(gezet: datetime, eerdere: Iterable[datetime]) -> bool:
    """Whether a status becomes the current one: by its own date, not by the order of arrival (Z-18)."""
    return all(gezet > other for other in eerdere)


def gevolg_van_status(*, eindstatus: bool, nieuwste: bool, gesloten: bool) -> Gevolg:
    """What a new status does to its zaak."""
    if gesloten and not nieuwste:
        return "geen"
    if eindstatus:
        return "sluit"
    return "heropent" if gesloten else "geen"


async def gevolg(change: Change[Status]) -> Gevolg:
    """Fetches the facts for `gevolg_van_status`; the earlier statuses only count once the zaak is closed."""
    eindstatus = await sets_eindstatus(change)
    if change.parent.einddatum is None:
        return gevolg_van_status(eindstatus=eindstatus, nieuwste=True, gesloten=False)
    nieuwste = is_nieuwste(change.new.datum_status_gezet, [s.datum_status_gezet for s in await eerdere(change)])
    return gevolg_van_status(eindstatus=eindstatus, nieuwste=nieuwste, gesloten=True)


async def sets_eindstatus(change: Change[Status]) -> bool:
    """Whether the new status is the end status of its zaaktype."""
    statustype = await change.get(StatusType, change.new.statustype)
    if statustype is None:
        return False
    statustypen = await change.find(StatusType, zaaktype=statustype.zaaktype)
    return is_eindstatus(statustype.volgnummer, [s.volgnummer for s in statustypen])


async def eerdere(change: Change[Status]) -> list[Status]:
    """The statuses that the zaak already has."""
    return await change.find(change.resource.shape, zaak=change.new.zaak)


# --- rules of status, in order ---------------------------------------------------------------------------------------


async def require_scope_for_status(change: Change[Status]) -> None:
    """Who may only make zaken sets the first status and leaves the next ones to others. Source: RULES §4, zrc-006."""
    if change.may("zaken.statussen.toevoegen", "zaken.heropenen"):
        return
    if await eerdere(change):
        change.refuse(reason="Deze zaak heeft al een status. Vraag het recht om statussen toe te voegen.")


async def require_scope_to_reopen(change: Change[Status]) -> None:
    """Reopening a closed zaak is a right of its own. Source: Z-20, zrc-008."""
    if change.parent.einddatum is None or await gevolg(change) != "heropent":
        return
    if not change.may("zaken.heropenen"):
        change.refuse(reason="Deze zaak is afgesloten. Vraag het recht om zaken te heropenen.")


async def require_forced_status_on_closed_zaak(change: Change[Status]) -> None:
    """A status that leaves a closed zaak closed is a correction. Source: Z-15, Z-18, zrc-007."""
    if change.parent.einddatum is None or await gevolg(change) == "heropent":
        return
    if not change.may("zaken.geforceerd-bijwerken"):
        change.refuse(reason="Deze zaak is afgesloten. Vraag het recht om gesloten zaken te corrigeren.")
    change.is_forced = True


async def require_resultaat(change: Change[Status]) -> None:
    """Who closes a zaak has said how it ended. Source: Z-12, zrc-007."""
    if await gevolg(change) == "sluit" and not await change.find(Resultaat, zaak=change.new.zaak):
        change.reject("zaak", "resultaat-does-not-exist", "Geef deze zaak eerst een resultaat.")


async def require_gebruiksrecht_known(change: Change[Status]) -> None:
    """Closing needs every document of the zaak to say whether usage rights apply. Source: Z-14, zrc-007."""
    if await gevolg(change) != "sluit":
        return
    unset = [d for d in await documenten_of(change, change.new.zaak) if d.indicatie_gebruiksrecht is None]
    if unset:
        reason = f"Zeg eerst of er gebruiksrechten gelden voor de documenten van deze zaak ({len(unset)} nog niet)."
        change.reject("nonFieldErrors", "indicatiegebruiksrecht-unset", reason)


async def require_documenten_free(change: Change[Status]) -> None:
    """Nobody is still at work on a document of a zaak that closes. Source: Z-16."""
    if await gevolg(change) != "sluit":
        return
    locked = [d for d in await documenten_of(change, change.new.zaak) if d.slot]
    if locked:
        reason = f"Ontgrendel eerst de documenten van deze zaak ({len(locked)} op slot)."
        change.reject("nonFieldErrors", "informatieobject-locked", reason)


async def require_closed_deelzaken(change: Change[Status]) -> None:
    """A zaak closes after its deelzaken. Source: Z-16."""
    if await gevolg(change) != "sluit":
        return
    deelzaken = await change.find(Zaak, hoofdzaak=change.new.zaak)
    if not all(deelzaak.einddatum for deelzaak in deelzaken):
        change.reject("nonFieldErrors", "deelzaken-not-closed", "Sluit eerst alle deelzaken van deze zaak af.")


async def require_open_hoofdzaak(change: Change[Status]) -> None:
    """A deelzaak is reopened after its hoofdzaak. Source: Z-21."""
    if change.parent.einddatum is None or change.parent.hoofdzaak is None or await gevolg(change) != "heropent":
        return
    hoofdzaak = await change.get(Zaak, change.parent.hoofdzaak)
    if hoofdzaak is not None and hoofdzaak.einddatum is not None:
        change.reject("nonFieldErrors", "hoofdzaak-closed", "Heropen eerst de hoofdzaak van deze deelzaak.")


async def close_zaak(change: Change[Status]) -> None:
    """With its end status a zaak ends, on the day in Amsterdam of that status. Source: Z-11, Z-13, zrc-007."""
    if await gevolg(change) == "sluit":
        change.also(Zaak, change.new.zaak, einddatum=amsterdam_dag(change.new.datum_status_gezet))


async def reopen_zaak(change: Change[Status]) -> None:
    """A reopened zaak has no end and no archive dates until it closes again. Source: Z-20, zrc-008."""
    if change.parent.einddatum is not None and await gevolg(change) == "heropent":
        change.also(Zaak, change.new.zaak, **NIET_MEER_GESLOTEN)


NIET_MEER_GESLOTEN: dict[str, Any] = {
    "einddatum": None,
    "archiefactiedatum": None,
    "archiefnominatie": None,
    "startdatum_bewaartermijn": None,
}
