"""Reporting doubt by HTTP: what is sent, and what the reporter may read of it afterwards. Decision 0066.

Whoever reports reads the own reports only, and nothing of the person that was not sent along.
"""

from typing import Any
from uuid import UUID

from meent.basis.fouten import not_found
from meent.engine.authorise import Caller
from meent.services.personen import terugmeldingen
from meent.services.personen.bevragen.contract import Contract
from meent.services.personen.bevragen.fouten import BrpFout, ongeldig
from meent.services.personen.bevragen.vraag import parameters, require_object
from meent.services.personen.terugmeldingen import Melding, Terugmelding

Json = dict[str, Any]
TERUGMELDINGEN, TERUGMELDEN = "terugmeldingen", "brp.terugmelden"
"""Name of the API, and the scope of who may report."""
NIEUW = "NieuweTerugmelding"
GEEN_AANDUIDING = ("aanduiding", "value", "Dit is geen rubriek, groep of categorie van een persoonslijst.")
NIET_HIER = ("burgerservicenummer", "value", "Van deze persoon is hier niet een persoonslijst.")


def require_right(caller: Caller) -> None:
    """Raises BrpFout 403. Source: BZ-125"""
    if not caller.rights.reach("brp", (TERUGMELDEN,)).given:
        raise BrpFout(403, "Deze applicatie mag niet terugmelden.")


def lees(api: Contract, body: Any) -> Melding:
    """What is reported. Raises BrpFout 400 with every fault. Source: BZ-120"""
    require_object(body)
    faults = parameters(api, NIEUW, body, is_missing)
    if all(naam != "aanduiding" for naam, *_ in faults) and not terugmeldingen.is_aanduiding(body["aanduiding"]):
        faults.append(GEEN_AANDUIDING)
    if faults:
        raise ongeldig(faults)
    return Melding(
        kenmerk=body["kenmerk"], bsn=body["burgerservicenummer"], aanduiding=body["aanduiding"],
        toelichting=body["toelichting"],
    )  # fmt: skip


def is_missing(waarde: Any) -> bool:
    """Also when only spaces were sent."""
    return waarde is None or (isinstance(waarde, str) and not waarde.strip())


async def eigen(conn: Any, tenant_id: int, melder: str, identificatie: UUID | None) -> Terugmelding:
    """One's own report. Raises Fout 404, also for that of somebody else."""
    found = await terugmeldingen.lees(conn, tenant_id, identificatie) if identificatie else None
    if found is None or found.melder != melder:
        raise not_found()
    return found


def as_json(melding: Terugmelding) -> Json:
    """As the reporter reads it."""
    told = {"resultaat": melding.resultaat, "antwoord": melding.antwoord, "doorgestuurdNaar": melding.doorgestuurd}
    return {
        "identificatie": str(melding.id), "kenmerk": melding.kenmerk, "status": melding.toestand,
        "ontvangen": melding.ontvangen_op.isoformat(), "uiterlijk": melding.uiterlijk.isoformat(),
        **{naam: waarde for naam, waarde in told.items() if waarde},
    }  # fmt: skip
