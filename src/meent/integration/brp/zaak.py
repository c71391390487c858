"""The zaak beside a fact of life: in the Zaken register, with status and resultaat, so that case handlers see it.

Which zaaktype goes with which fact is the municipality's own choice; without one there is no zaak.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from meent.basis.datums import amsterdam_dag
from meent.integration.zgw import Work

ZAKEN = "brp_zaken"
"""Setting of the municipality: fact -> Zaaksoort."""
VOORAF = timedelta(seconds=1)
Json = dict[str, Any]


class Zaaksoort(msgspec.Struct, frozen=True):
    """How a fact becomes a zaak.

    zaaktype    its identificatie
    status      omschrijving of the status that is reached with the fact
    resultaat   omschrijving of the resultaat; "" when the zaak goes on after the fact
    """

    zaaktype: str
    status: str
    resultaat: str = ""


class ZaaksoortOnbekend(LookupError):
    """De zaak bij dit feit lukt niet: het zaaktype, de status, de rol of het resultaat staat niet in de catalogus."""


def soort_of(settings: Mapping[str, Any], feit: str) -> Zaaksoort | None:
    """What the municipality makes of a fact."""
    found = settings.get(ZAKEN, {}).get(feit)
    return msgspec.convert(found, Zaaksoort) if found else None


async def maak(work: Work, soort: Zaaksoort, *, rsin: str, over: str, sinds: date, nu: datetime) -> UUID:
    """Makes it, within the transaction of the fact.

    over     BSN of whom the fact is about; of nobody else a number stands in the zaak
    sinds    day on which the municipality was told
    raises   ZaaksoortOnbekend; Fout when the register refuses
    """
    zaaktype = await _zaaktype(work, soort.zaaktype, amsterdam_dag(nu))
    uuid = work.new_uuid()
    organisatie = {"bronorganisatie": rsin, "verantwoordelijkeOrganisatie": rsin}
    body = {"zaaktype": zaaktype["url"], "omschrijving": zaaktype["omschrijving"][:80], "startdatum": sinds.isoformat()}
    zaak = await work.create("zaken", "zaken", body | organisatie, uuid=uuid)
    await _rol(work, zaak, zaaktype, over)
    statustypen = sorted(await work.rows("catalogi", "statustypen", zaaktype=zaaktype["url"]), key=_volgnummer)
    bereikt = _with(statustypen, "omschrijving", soort.status)
    if bereikt is not statustypen[0]:
        await _status(work, zaak, statustypen[0], nu - VOORAF)
    if soort.resultaat:
        resultaattypen = await work.rows("catalogi", "resultaattypen", zaaktype=zaaktype["url"])
        resultaat = _with(resultaattypen, "omschrijving", soort.resultaat)
        await work.create("zaken", "resultaten", {"zaak": zaak, "resultaattype": resultaat["url"], "toelichting": ""})
    await _status(work, zaak, bereikt, nu)
    return uuid


async def _zaaktype(work: Work, identificatie: str, op: date) -> Json:
    """The published version that holds on that day."""
    versions = await work.rows("catalogi", "zaaktypen", identificatie=identificatie)
    day = op.isoformat()
    for found in versions:
        einde = found.get("eindeGeldigheid")
        if not found["concept"] and found["beginGeldigheid"] <= day and (not einde or einde > day):
            return found
    raise ZaaksoortOnbekend(ZaaksoortOnbekend.__doc__)


async def _rol(work: Work, zaak: str, zaaktype: Json, bsn: str) -> None:
    roltypen = await work.rows("catalogi", "roltypen", zaaktype=zaaktype["url"])
    roltype = _with(roltypen, "omschrijvingGeneriek", "initiator")
    body = {
        "zaak": zaak, "roltype": roltype["url"], "betrokkeneType": "natuurlijk_persoon",
        "roltoelichting": roltype["omschrijving"], "betrokkeneIdentificatie": {"inpBsn": bsn},
    }  # fmt: skip
    await work.create("zaken", "rollen", body)


async def _status(work: Work, zaak: str, statustype: Json, op: datetime) -> None:
    body = {"zaak": zaak, "statustype": statustype["url"], "datumStatusGezet": op.isoformat()}
    await work.create("zaken", "statussen", body)


def _volgnummer(statustype: Json) -> int:
    return int(statustype["volgnummer"])


def _with(rows: list[Json], name: str, value: str) -> Json:
    """The first row that says so. raises ZaaksoortOnbekend"""
    for row in rows:
        if row[name] == value:
            return row
    raise ZaaksoortOnbekend(ZaaksoortOnbekend.__doc__)
