"""The generated town written into a municipality, through the one write path."""

from collections import Counter
from datetime import date

from meent.basis.datums import vandaag
from meent.demo import description
from meent.engine.authorise import ALL_RIGHTS, Caller
from meent.integration.zgw import Zgw
from meent.services.resources import EVERYTHING
from meent.tools.demo.bewoners import generate_bewoners
from meent.tools.demo.catalogus import catalogus_items
from meent.tools.demo.gemeenten import GEMEENTEN, MEERWIJDE
from meent.tools.demo.load import Loader
from meent.tools.demo.uitkomsten import uitkomsten_of
from meent.tools.demo.zaaktypen import ZAAKTYPEN
from meent.tools.demo.zaken import generate_zaken
from tests.conftest import Gemeente

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
    caller = Caller(client_id="demo", rights=ALL_RIGHTS, label="Demo")
    app = gemeente.app
    loader = Loader(Zgw(app.engine, app.directory.by_slug[gemeente.slug], caller, "http://gemeente.test"))
    assert await loader.types(catalogus_items(MEERWIJDE), lambda _: None) == []
    day = vandaag(app.engine.now())
    people = generate_bewoners(MEERWIJDE, 200, seed=1, vandaag=day)

    async def analyse() -> None:
        """On so few rows any plan will do."""

    await loader.cases(generate_zaken(MEERWIJDE, people, CASES, seed=3, vandaag=day), lambda _: None, analyse)
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
