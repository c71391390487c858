"""Civil affairs for fuzzing: people who live in the town, a fact about each of them, and what waits there.

A fact changes whom it is about (who died is refused all else), so each has people of its own.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

from meent.basis.ids import uuid7
from meent.integration.brp import voorraad, voorstellen
from meent.integration.burgerzaken.document import API, ROOT
from meent.process.burgerzaken.velden import VORMEN
from meent.services.personen import opslag, terugmeldingen
from meent.services.personen.persoonslijst import Persoonslijst
from meent.services.personen.terugmeldingen import Melding
from tests.process.burgerzaken.voorbeelden import VOORBEELDEN, ander_mens, hernummerd, mensen_bij
from tests.services.personen.lijsten import BSN, EIGEN

Json = dict[str, Any]
KEER, MENSEN, STOCK = 4, 3, 200
EERSTE_BSN, EERSTE_ANUMMER = 999600000, 5010101010
WITH_CODE = "UPDATE tenant SET gemeentecode = $2 WHERE id = $1"
TERMIJN = """
INSERT INTO brp_termijn (tenant_id, id, soort, bsn, dag, wie, op)
VALUES ($1, $2, 'briefadres', $3, '2026-01-01', 'f', $4)
"""


def facts() -> Iterator[tuple[str, Json, list[Persoonslijst]]]:
    """Each fact some times: where it is sent, what is sent, and about whom."""
    many = KEER * len(VOORBEELDEN) * MENSEN
    bsns = iter(voorraad.reeks("bsn", EERSTE_BSN, many))
    anummers = iter(voorraad.reeks("anummer", EERSTE_ANUMMER, many))
    for number in range(KEER):
        for feit, invoer in VOORBEELDEN.items():
            nummers = [next(of) for of in (bsns,) * MENSEN + (anummers,) * MENSEN]
            body = msgspec.json.decode(hernummerd(msgspec.json.encode(VORMEN.toon(invoer)), nummers))
            people = [ander_mens(pl, nummers) for pl in mensen_bij(feit)]
            yield f"{API}/feiten/{feit}", body | {"sleutel": f"{feit} {number}"}, people


async def with_civil_affairs(conn: Any, tenant_id: int) -> tuple[Mapping[str, list[Json]], list[str]]:
    """Bodies by API and address, and the addresses of what waits."""
    await conn.execute(WITH_CODE, tenant_id, EIGEN)
    bodies: dict[str, list[Json]] = {}
    waiting: list[str] = []
    for number, (at, body, people) in enumerate(facts()):
        bodies.setdefault(at, []).append(body)
        for pl in people:
            await opslag.bewaar(conn, tenant_id, pl)
        asked = {"sleutel": f"u {number}", "bsn": people[0].bsn, "soort": "woonadres"}
        bodies.setdefault(f"{API}/uittreksels", []).append(asked)
        waiting += await _waits(conn, tenant_id, number, people[0])
    async with conn.transaction():
        await voorraad.vul(conn, tenant_id, "bsn", voorraad.reeks("bsn", EERSTE_BSN + 90_000, STOCK))
        await voorraad.vul(conn, tenant_id, "anummer", voorraad.reeks("anummer", EERSTE_ANUMMER + 9_000_000, STOCK))
    return bodies, waiting


async def _waits(conn: Any, tenant_id: int, number: int, pl: Persoonslijst) -> list[str]:
    """A move that was proposed, a day to look again, and a report of doubt."""
    nu, termijn = datetime.now(UTC), uuid7()
    sent = msgspec.json.encode(VOORBEELDEN["verhuizing"]).replace(BSN.encode(), pl.bsn.encode())
    made = await voorstellen.voeg_toe(
        conn, tenant_id, feit="verhuizing", sleutel=f"v {number}", vingerafdruk=bytes(32), invoer=sent, over=pl.bsn,
        soort="nl.brp.verhuisd", wie="f", weergave="f", op=nu,
    )  # fmt: skip
    await conn.execute(TERMIJN, tenant_id, termijn, pl.bsn, nu)
    doubt = Melding(kenmerk=f"m {number}", bsn=pl.bsn, aanduiding="080000", toelichting="Post komt terug.")
    kept = await terugmeldingen.ontvang(conn, tenant_id, doubt, melder="f", nu=nu)
    places = {"voorstellen": made.id, "termijnen": termijn, "terugmeldingen": kept.id}
    return [f"/{ROOT}/{where}/{key}" for where, key in places.items()]
