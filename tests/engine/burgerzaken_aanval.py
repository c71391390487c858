"""Civil affairs over HTTP in the attack of test_tenants.py: of no resource, so what is tried stands here by hand.

Whatever can be named of the other municipality is named: people by number, a proposal and a day by key, their key of a
fact. Their mark stands in what each of it would show.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from meent.integration.brp import akten, voorstellen
from meent.integration.burgerzaken.document import ROOT
from meent.process.burgerzaken.velden import VORMEN
from meent.services.personen import terugmeldingen as terugmeldingen_register
from meent.services.personen.terugmeldingen import Melding
from tests.engine.brp_aanval import nummer_van
from tests.engine.samples import Gevuld
from tests.process.burgerzaken.voorbeelden import VOORBEELDEN
from tests.services.personen.lijsten import ANDER_BSN, BSN

NU = datetime(2026, 11, 28, 9, 30, tzinfo=UTC)
TERMIJN = """
INSERT INTO brp_termijn (tenant_id, id, soort, bsn, dag, wie, op)
VALUES ($1, $2, 'briefadres', $3, '2026-01-01', $4, $5)
"""
GEBEURD = """
INSERT INTO brp_gebeurtenis (tenant_id, id, soort, bsn, lijsten, wie) VALUES ($1, $2, 'nl.brp', $3, ARRAY[$2::uuid], $4)
"""
FEIT = """
INSERT INTO brp_feit (tenant_id, sleutel, vingerafdruk, gebeurtenis, uitkomst, voorbij, wie)
VALUES ($1, $2, $3, $4, '{}', '[]', $5)
"""
WITH_CODE = "UPDATE tenant SET gemeentecode = '0518', rsin = '823288444' WHERE id = ANY($1)"
"""Who does not know its own code records no facts."""
WAT = ("feiten", "voorstellen", "uittreksels", "klapper", "termijnen", "terugmeldingen")


class Poging(NamedTuple):
    """One request, and the only honest status."""

    method: str
    path: str
    status: int
    body: Any = None
    query: Any = None


def sleutel_van(g: Gevuld, soort: int) -> UUID:
    """Of a proposal (1), a day to look again (2), what happened (3), a report of doubt (4)."""
    return UUID(int=(g.gemeente.id << 8) + soort)


def feit_van(g: Gevuld) -> str:
    """The key under which they recorded something."""
    return f"feit van {g.gemeente.id}"


async def bewaar(g: Gevuld) -> None:
    """A proposal, a day, an akte and a fact."""
    tenant_id, mark = g.gemeente.id, g.mark
    async with g.gemeente.app.pool.tenant(tenant_id) as conn, conn.transaction():
        made = await voorstellen.voeg_toe(
            conn, tenant_id, feit="verhuizing", sleutel="v", vingerafdruk=bytes(32), invoer=b"{}", over=nummer_van(g),
            soort="nl.brp", wie=mark, weergave=mark, op=NU,
        )  # fmt: skip
        await conn.execute(
            "UPDATE brp_voorstel SET id = $3 WHERE tenant_id = $1 AND id = $2", tenant_id, made.id, sleutel_van(g, 1)
        )
        await conn.execute(TERMIJN, tenant_id, sleutel_van(g, 2), nummer_van(g), mark, NU)
        told = {"datum": "20260101", "overledene": {"01.20": nummer_van(g), "02.40": mark}}
        await akten.onderteken(conn, tenant_id, "2", told, date(2026, 1, 2), wie=mark)
        melding = Melding(kenmerk="m", bsn=nummer_van(g), aanduiding="080000", toelichting=mark)
        kept = await terugmeldingen_register.ontvang(conn, tenant_id, melding, melder="m", nu=NU)
        await conn.execute(
            "UPDATE brp_terugmelding SET id = $3 WHERE tenant_id = $1 AND id = $2",
            tenant_id, kept.id, sleutel_van(g, 4),
        )  # fmt: skip
        await conn.execute(GEBEURD, tenant_id, sleutel_van(g, 3), nummer_van(g), mark)
        await conn.execute(FEIT, tenant_id, feit_van(g), bytes(32), sleutel_van(g, 3), mark)


def aanvallen(wat: str, theirs: Gevuld) -> Iterator[Poging]:
    """Here about them, and at them with our token."""
    for een in HIER[wat](theirs):
        yield een
        yield een._replace(path=theirs.client.base + een.path, status=403)


def feiten(theirs: Gevuld) -> Iterator[Poging]:
    wie = nummer_van(theirs)
    known = over(VORMEN.toon(VOORBEELDEN["verhuizing"]), wie) | {"sleutel": feit_van(theirs)}
    yield Poging("POST", f"/{ROOT}/feiten/verhuizing", 422, known)
    for feit, invoer in VOORBEELDEN.items():
        body = over(VORMEN.toon(invoer), wie)
        yield Poging("POST", f"/{ROOT}/feiten/{feit}", 200, body | {"alleenToetsen": True})
        yield Poging("POST", f"/{ROOT}/feiten/{feit}", 422, body)


def voorstel(theirs: Gevuld) -> Iterator[Poging]:
    at = f"/{ROOT}/voorstellen"
    yield Poging("GET", at, 200)
    yield Poging("GET", f"{at}/{sleutel_van(theirs, 1)}", 404)
    for doet, body in (("akkoord", None), ("terug", {"reden": "Niet van hier"}), ("intrekken", None)):
        yield Poging("POST", f"{at}/{sleutel_van(theirs, 1)}/{doet}", 404, body)


def uittreksels(theirs: Gevuld) -> Iterator[Poging]:
    body = {"sleutel": "u", "bsn": nummer_van(theirs), "soort": "woonadres"}
    yield Poging("POST", f"/{ROOT}/uittreksels", 200, body | {"alleenToetsen": True})
    yield Poging("POST", f"/{ROOT}/uittreksels", 422, body)


def klapper(theirs: Gevuld) -> Iterator[Poging]:
    yield Poging("GET", f"/{ROOT}/klapper", 200, query={"soort": "2", "jaar": "2026"})


def termijnen(theirs: Gevuld) -> Iterator[Poging]:
    yield Poging("GET", f"/{ROOT}/termijnen", 200)
    yield Poging("POST", f"/{ROOT}/termijnen/{sleutel_van(theirs, 2)}/gedaan", 404, {"uitleg": "Gezien"})


def terugmeldingen(theirs: Gevuld) -> Iterator[Poging]:
    yield Poging("GET", f"/{ROOT}/terugmeldingen", 200)
    step = {"sleutel": "s", "handeling": "weiger", "toelichting": "Niet van hier"}
    yield Poging("POST", f"/{ROOT}/terugmeldingen/{sleutel_van(theirs, 4)}/stappen", 404, step)


HIER = dict(zip(WAT, (feiten, voorstel, uittreksels, klapper, termijnen, terugmeldingen), strict=True))


def over(body: Any, wie: str) -> Any:
    """The same, about somebody else."""
    match body:
        case dict():
            return {over(k, wie): over(v, wie) for k, v in body.items()}
        case list() | tuple():
            return [over(v, wie) for v in body]
    return wie if body in (BSN, ANDER_BSN) else body
