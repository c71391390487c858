"""The generated town written into a municipality, through the one write path."""

from collections import Counter
from datetime import date

from meent.demo import Sleutel, description
from meent.services.resources import EVERYTHING
from meent.tools.demo.gemeenten import GEMEENTEN
from meent.tools.demo.uitkomsten import uitkomsten_of
from meent.tools.demo.zaaktypen import ZAAKTYPEN
from tests.conftest import Gemeente
from tests.tools.demo.stad import een_demo, een_klantcontact

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


TAKEN = """
select t.status, t.toegewezen_op, k.plaatsgevonden_op, t.afgehandeld_op from internetaak t
join klantinteractie k on k.tenant_id = t.tenant_id and k.id = t.aanleidinggevend_klantcontact order by t.id
"""
LOST = """
select count(*) from onderwerpobject o where o.onderwerpobjectidentificator_code_objecttype = 'zgw-Zaak' and not exists
(select 1 from zaak z where z.tenant_id = o.tenant_id and z.id::text = o.onderwerpobjectidentificator_object_id)
"""
RECORDS = "select count(distinct object), count(*), count(correction_for) from objectrecord"
ABOUT = "select moment, handeling from verwerking where resource = 'klantinteractie' order by id"


async def test_customer_contact_and_objects_go_in_as_any_client_would_write_them(gemeente: Gemeente) -> None:
    """They pass every rule, lead to cases that are there, and were written down when they happened."""
    loader = await een_klantcontact(gemeente, bewoners=150, zaken=60, contacten=90, objecten=60)
    taken = await gemeente.rows(TAKEN)
    assert len(taken) > 5
    assert all(since == happened for _, since, happened, _ in taken)
    assert [since for _, since, *_ in taken] == sorted(since for _, since, *_ in taken)
    assert all((status == "verwerkt") == (done is not None) for status, *_, done in taken)
    assert (await gemeente.rows(LOST))[0][0] == 0
    ((objects, records, corrections),) = await gemeente.rows(RECORDS)
    assert objects > 40
    assert records > objects
    assert corrections > 0
    moments = [moment for moment, _ in await gemeente.rows(ABOUT)]
    assert moments == sorted(moments)
    found = await loader.zgw.list("objecten", "objects", data_attr="soort__exact__Zomereik")
    assert all(one["record"]["data"]["soort"] == "Zomereik" for one in found["results"])
    history = await loader.zgw.get("objecten", "objects", found["results"][0]["uuid"] + "/history")
    assert history["count"] >= 2


def test_the_demo_tells_of_every_api() -> None:
    """Somebody who tries a client finds the address of its register."""
    keys = {g.slug: {"een": Sleutel("geheim", "sleutel"), "twee": Sleutel("geheim", "sleutel")} for g in GEMEENTEN}
    for told in description("http://demo.test", keys)["tenants"]:
        assert told["apis"]["besluiten"] == f"http://demo.test/{told['slug']}/besluiten/api/v1"
        assert told["apis"].keys() == {resource.api.name for resource in EVERYTHING}
        assert told["apis"]["klantinteracties"] == f"http://demo.test/{told['slug']}/klantinteracties/api/v1"
        assert told["apis"]["objecten"] == f"http://demo.test/{told['slug']}/objecten/api/v2"
        assert told["applications"][0] == {
            "client_id": "een", "secret": "geheim", "token": "sleutel", "rights": "all",
        }  # fmt: skip
        assert told["screens"]["klantcontact"] == f"http://demo.test/{told['slug']}/klantcontact"
