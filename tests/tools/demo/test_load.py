"""The generated town written into a municipality, through the one write path."""

from collections import Counter
from datetime import date

from meent.demo import description
from meent.services.resources import EVERYTHING
from meent.tools.demo.gemeenten import GEMEENTEN
from meent.tools.demo.uitkomsten import uitkomsten_of
from meent.tools.demo.zaaktypen import ZAAKTYPEN
from tests.conftest import Gemeente
from tests.tools.demo.stad import een_demo

CASES = 150
CLOSED = """
select t.identificatie, r.omschrijving, z.archiefnominatie, z.einddatum, z.startdatum_bewaartermijn, z.archiefactiedatum
from zaak z
join resultaat u on u.tenant_id = z.tenant_id and u.zaak = z.id
join resultaattype r on r.tenant_id = z.tenant_id and r.id = u.resultaattype
join zaaktype t on t.tenant_id = z.tenant_id and t.id = z.zaaktype
where z.einddatum is not null
"""
OPEN = "select count(*) from zaak z where z.einddatum is null and (z.archiefnominatie, z.archiefactiedatum) is null"


async def test_closed_cases_know_what_becomes_of_them(gemeente: Gemeente) -> None:
    """Whoever tries the demo as a record manager sees files without a day, or with one that the law does not know."""
    await een_demo(gemeente, bewoners=200, zaken=CASES)
    closed = await gemeente.rows(CLOSED)
    (still_open,) = await gemeente.rows(OPEN)
    assert len(closed) + still_open[0] == CASES
    terms = {(row.identificatie, u.naam): u for row in ZAAKTYPEN for u in uitkomsten_of(row).alle}
    waits: Counter[str] = Counter()
    for zaaktype, resultaat, nominatie, einddatum, start, actie in closed:
        assert nominatie == "vernietigen"
        years = int(terms[zaaktype, resultaat].termijn.strip("PY"))
        if start is None:
            waits[resultaat] += 1
            assert actie is None
        else:
            assert (start.year + years, start.month) == (actie.year, actie.month)
            assert start >= einddatum
    assert set(waits) <= {"Vergunning verleend"}
    assert sum(start is not None and start > einddatum for *_, einddatum, start, _ in closed) > 0
    assert min(actie for *_, actie in closed if actie) > date(2020, 1, 1)


def test_the_demo_tells_of_every_api() -> None:
    """Somebody who tries a client finds the address of its register."""
    keys = {gemeente.slug: {"een": "geheim", "twee": "geheim"} for gemeente in GEMEENTEN}
    for told in description("http://demo.test", keys)["tenants"]:
        assert told["apis"]["besluiten"] == f"http://demo.test/{told['slug']}/besluiten/api/v1"
        assert told["apis"].keys() == {resource.api.name for resource in EVERYTHING}
