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
    afgewezen   omschrijving of the resultaat of what was asked and turned down; "" leaves that zaak open
    """

    zaaktype: str
    status: str
    resultaat: str = ""
    afgewezen: str = ""


class ZaaksoortOnbekend(LookupError):
    """De zaak bij dit feit lukt niet: het zaaktype, de status, de rol of het resultaat staat niet in de catalogus."""


def soort_of(settings: Mapping[str, Any], feit: str) -> Zaaksoort | None:
    """What the municipality makes of a fact."""
    found = settings.get(ZAKEN, {}).get(feit)
    return msgspec.convert(found, Zaaksoort) if found else None


async def maak(
    work: Work, soort: Zaaksoort, *, rsin: str, over: str, sinds: date, nu: datetime, meer: Mapping[str, Any] = {}
) -> UUID:
    """Makes it, within the transaction of the fact, at the status that the fact reaches.

    over     BSN of whom the fact is about; of nobody else a number stands in the zaak
    sinds    day on which the municipality was told
    meer     members of the zaak beside these
    raises   ZaaksoortOnbekend; Fout when the register refuses
    """
    zaaktype = await _zaaktype(work, soort.zaaktype, amsterdam_dag(nu))
    uuid = work.new_uuid()
    zaak = await _zaak(work, zaaktype, uuid, rsin=rsin, over=over, sinds=sinds, meer=meer)
    await _bereik(work, zaak, zaaktype, soort, nu, is_new=True)
    return uuid


async def begin(
    work: Work, soort: Zaaksoort, *, rsin: str, over: str, sinds: date, nu: datetime, toelichting: str
) -> UUID:
    """A zaak that an officer has to do something with: at its first status. raises as `maak`"""
    zaaktype = await _zaaktype(work, soort.zaaktype, amsterdam_dag(nu))
    uuid = work.new_uuid()
    zaak = await _zaak(
        work, zaaktype, uuid, rsin=rsin, over=over, sinds=sinds, meer={"toelichting": toelichting[:1000]}
    )
    await _status(work, zaak, (await _statustypen(work, zaaktype))[0], nu)
    return uuid


async def rond_af(
    work: Work, soort: Zaaksoort, uuid: UUID, nu: datetime, *, afgewezen: bool = False, uitleg: str = ""
) -> None:
    """The zaak that was begun gets its status and resultaat; one of before that has them already stays as it is.

    afgewezen   it was turned down: closed with the resultaat for that, or left open where there is none
    raises      as `maak`
    """
    zaak: Any = await work.session.lock(work.session.registry.by_address["zaken", "zaken"], uuid)
    if zaak is None or zaak.einddatum is not None or (afgewezen and not soort.afgewezen):
        return
    zaaktype = {"url": work.url("catalogi", "zaaktypen", zaak.zaaktype)}
    reached = msgspec.structs.replace(soort, resultaat=soort.afgewezen) if afgewezen else soort
    await _bereik(work, work.url("zaken", "zaken", uuid), zaaktype, reached, nu, uitleg=uitleg)


async def _zaak(
    work: Work, zaaktype: Json, uuid: UUID, *, rsin: str, over: str, sinds: date, meer: Mapping[str, Any]
) -> str:
    """The zaak itself, and whom it is of."""
    organisatie = {"bronorganisatie": rsin, "verantwoordelijkeOrganisatie": rsin}
    body = {"zaaktype": zaaktype["url"], "omschrijving": zaaktype["omschrijving"][:80], "startdatum": sinds.isoformat()}
    zaak = await work.create("zaken", "zaken", {**body, **organisatie, **meer}, uuid=uuid)
    await _rol(work, zaak, zaaktype, over)
    return zaak


async def _bereik(
    work: Work, zaak: str, zaaktype: Json, soort: Zaaksoort, nu: datetime, *, is_new: bool = False, uitleg: str = ""
) -> None:
    """The status that the fact reaches, with the resultaat before it; a new zaak passes its first status."""
    statustypen = await _statustypen(work, zaaktype)
    bereikt = _with(statustypen, "omschrijving", soort.status)
    if is_new and bereikt is not statustypen[0]:
        await _status(work, zaak, statustypen[0], nu - VOORAF)
    if soort.resultaat:
        resultaattypen = await work.rows("catalogi", "resultaattypen", zaaktype=zaaktype["url"])
        resultaat = _with(resultaattypen, "omschrijving", soort.resultaat)
        await work.create("zaken", "resultaten", {"zaak": zaak, "resultaattype": resultaat["url"], "toelichting": ""})
    await _status(work, zaak, bereikt, nu, uitleg)


async def _statustypen(work: Work, zaaktype: Json) -> list[Json]:
    return sorted(await work.rows("catalogi", "statustypen", zaaktype=zaaktype["url"]), key=_volgnummer)


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


async def _status(work: Work, zaak: str, statustype: Json, op: datetime, uitleg: str = "") -> None:
    body = {"zaak": zaak, "statustype": statustype["url"], "datumStatusGezet": op.isoformat()}
    body |= {"statustoelichting": uitleg[:1000]} if uitleg else {}
    await work.create("zaken", "statussen", body)


def _volgnummer(statustype: Json) -> int:
    return int(statustype["volgnummer"])


def _with(rows: list[Json], name: str, value: str) -> Json:
    """The first row that says so. raises ZaaksoortOnbekend"""
    for row in rows:
        if row[name] == value:
            return row
    raise ZaaksoortOnbekend(ZaaksoortOnbekend.__doc__)
