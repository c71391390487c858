"""What closing and reopening do to the archive fields of a zaak and of what waits for it (Zaken API 1.7.0, zrc-021).

Rules of a status; what closes or reopens is decided in afsluiten.py. What follows: archief.py.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import msgspec

from meent.basis.datums import amsterdam_dag
from meent.services.across.afsluiten import gevolg
from meent.services.across.archief import Onafleidbaar, archiveer, herzie
from meent.services.across.archieffeiten import Stand, archief_of, former_regime_of, regime_of
from meent.services.across.archiefherziening import herzien, is_volgzaam
from meent.services.catalogi.resultaattype import ResultaatType
from meent.services.zaken.resultaat import Resultaat
from meent.services.zaken.zaak import Zaak

if TYPE_CHECKING:
    from meent.engine.change import Change
    from meent.services.zaken.status import Status


LOOKING_AT = "SELECT a.zaak FROM zaak_andere a WHERE a.tenant_id = $1 AND a.andere = $2 AND a.zaak <> $2 ORDER BY 1"


async def derive_archief(change: Change[Status]) -> None:
    """A zaak that closes gets the archive fields of its resultaat. Source: Z-37, Z-44, zrc-021, zrc-026."""
    if await gevolg(change) != "sluit":
        return
    zaak = await change.lock(Zaak, change.new.zaak)  # nobody adds a besluit while the facts are counted
    assert zaak is not None
    closed = msgspec.structs.replace(zaak, einddatum=amsterdam_dag(change.new.datum_status_gezet))
    stand, archief = Stand(change), archief_of(zaak)
    try:
        regime = await regime_of(stand, closed)
    except Onafleidbaar as reason:
        change.reject("nonFieldErrors", "archiefactiedatum-error", str(reason))
        return
    if zaak.einddatum is None:
        follows = archiveer(archief, regime)
    else:  # closed again, on another day
        follows = herzie(archief, await former_regime_of(stand, zaak), regime)
    change.also(Zaak, zaak.id, **asdict(follows))


async def derive_archief_of_others(change: Change[Status]) -> None:
    """What waits for this zaak to close gets its dates, and waits again when it reopens. Source: Z-37, zrc-021."""
    outcome = await gevolg(change)
    if outcome == "geen":
        return
    others = [*await change.find(Zaak, hoofdzaak=change.new.zaak), *await looking_at(change)]
    waiting = {zaak.id: zaak for zaak in others if is_volgzaam(zaak)}
    await change.find_each(Resultaat, zaak=waiting)
    day = amsterdam_dag(change.new.datum_status_gezet) if outcome == "sluit" else None
    ended = msgspec.structs.replace(change.parent, einddatum=day)
    for zaak in waiting.values():
        await herzien(change, zaak, {("Zaak", ended.id): ended})


async def looking_at(change: Change[Status]) -> list[Zaak]:
    """The zaken that name this one among their related zaken."""
    records = await change.session.conn.fetch(LOOKING_AT, change.session.tenant_id, change.new.zaak)
    return await change.load(Zaak, [record[0] for record in records])


async def require_resultaat_of_deelzaken(change: Change[Status]) -> None:
    """A file that waits for this zaak to close has a resultaat, which says how long it is kept. Source: Z-16."""
    if await gevolg(change) != "sluit":
        return
    deelzaken = await change.find(Zaak, hoofdzaak=change.new.zaak)
    await change.find_each(Resultaat, zaak=[zaak.id for zaak in deelzaken])
    for deelzaak in deelzaken:
        if not await change.find(Resultaat, zaak=deelzaak.id) and await can_wait(change, deelzaak):
            reason = f"Geef deelzaak {deelzaak.identificatie} eerst een resultaat."
            change.reject("nonFieldErrors", "deelzaak-resultaat-does-not-exist", reason)
            return


async def can_wait(change: Change[Status], deelzaak: Zaak) -> bool:
    """Whether its zaaktype knows a resultaat by which the bewaartermijn begins with the end of the hoofdzaak."""
    types = await change.find(ResultaatType, zaaktype=deelzaak.zaaktype)
    procedures = [resultaattype.brondatum_archiefprocedure for resultaattype in types]
    return any(procedure is not None and procedure.afleidingswijze == "hoofdzaak" for procedure in procedures)
