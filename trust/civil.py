"""Civil affairs for fuzzing: people who live in the town, facts about each of them, and what waits there.

A fact changes whom it is about (who died is refused all else), so there are many of them, each with keys of their own.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

from meent.basis.ids import uuid7
from meent.integration.brp import voorraad, voorstellen
from meent.integration.burgerzaken.document import API, ROOT
from meent.process.burgerzaken.velden import VORMEN
from meent.services.personen import opslag
from meent.services.personen.persoonslijst import Persoonslijst
from tests.process.burgerzaken.voorbeelden import VOORBEELDEN
from tests.services.personen.lijsten import ANDER_ANUMMER, ANDER_BSN, ANUMMER, BSN, EIGEN, PERSOON, lijst

Json = dict[str, Any]
PAREN, STOCK = 24, 200
EERSTE_BSN, EERSTE_ANUMMER = 999600000, 5000000000
WITH_CODE = "UPDATE tenant SET gemeentecode = $2 WHERE id = $1"
TERMIJN = """
INSERT INTO brp_termijn (tenant_id, id, soort, bsn, dag, wie, op)
VALUES ($1, $2, 'briefadres', $3, '2026-01-01', 'f', $4)
"""


def people() -> list[tuple[Persoonslijst, Persoonslijst]]:
    """Two by two, of this municipality."""
    bsns = voorraad.reeks("bsn", EERSTE_BSN, 2 * PAREN)
    anummers = voorraad.reeks("anummer", EERSTE_ANUMMER, 2 * PAREN)
    made = [lijst(c01=[[{**PERSOON, "01.10": a, "01.20": b}]]) for a, b in zip(anummers, bsns, strict=True)]
    return list(zip(made[::2], made[1::2], strict=True))


def facts(number: int, een: Persoonslijst, ander: Persoonslijst) -> Mapping[str, Json]:
    """Every fact about these two, by the address where it is sent."""
    other = {BSN: een.bsn, ANDER_BSN: ander.bsn, ANUMMER: een.anummer, ANDER_ANUMMER: ander.anummer}
    found = {}
    for feit, invoer in VOORBEELDEN.items():
        body = msgspec.json.encode(VORMEN.toon(invoer)).decode()
        for known, new in other.items():
            body = body.replace(known, new)
        found[f"{API}/feiten/{feit}"] = msgspec.json.decode(body) | {"sleutel": f"{feit} {number}"}
    found[f"{API}/uittreksels"] = {"sleutel": f"u {number}", "bsn": een.bsn, "soort": "woonadres"}
    return found


async def with_civil_affairs(conn: Any, tenant_id: int) -> tuple[Mapping[str, list[Json]], list[str]]:
    """Bodies by API and address, and the addresses of what waits."""
    await conn.execute(WITH_CODE, tenant_id, EIGEN)
    bodies: dict[str, list[Json]] = {}
    waiting: list[str] = []
    for number, two in enumerate(people()):
        for pl in two:
            await opslag.bewaar(conn, tenant_id, pl)
        for at, body in facts(number, *two).items():
            bodies.setdefault(at, []).append(body)
        waiting += await _waits(conn, tenant_id, number, two[0])
    async with conn.transaction():
        for soort, first in (("bsn", EERSTE_BSN + 90000), ("anummer", EERSTE_ANUMMER + 9_000_000)):
            await voorraad.vul(conn, tenant_id, soort, voorraad.reeks(soort, first, STOCK))  # type: ignore[arg-type]
    return bodies, waiting


async def _waits(conn: Any, tenant_id: int, number: int, pl: Persoonslijst) -> list[str]:
    """A proposal and a day to look again."""
    nu, termijn = datetime.now(UTC), uuid7()
    invoer = msgspec.structs.replace(VOORBEELDEN["deblokkering"], sleutel=f"v {number}", bsn=pl.bsn)
    made = await voorstellen.voeg_toe(
        conn, tenant_id, feit="deblokkering", sleutel=invoer.sleutel, vingerafdruk=bytes(32),
        invoer=msgspec.json.encode(invoer), over=pl.bsn, soort="nl.meent", wie="f", weergave="f", op=nu,
    )  # fmt: skip
    await conn.execute(TERMIJN, tenant_id, termijn, pl.bsn, nu)
    return [f"/{ROOT}/voorstellen/{made.id}", f"/{ROOT}/termijnen/{termijn}"]
