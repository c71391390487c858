"""Reference data in a service that the municipality has configured (Z-23, C-30…C-32, decisions 0021 and 0024)."""

from typing import Any

import msgspec
import pytest

from tests.conftest import Gemeente
from tests.services.koppelingen.conftest import Leverancier
from tests.zgw import (
    CATALOGI,
    KANAAL,
    KLASSE,
    OMSCHRIJVING,
    PROCESTYPE,
    SELECTIELIJST,
    ZAKEN,
    een_catalogus,
    een_concept,
    een_zaak,
    een_zaaktype,
    made,
    resultaattype_body,
    zaak_body,
    zaaktype_body,
)  # fmt: skip


def elders(leverancier: Leverancier, link: str) -> str:
    return link.replace(SELECTIELIJST, leverancier.basis("selectielijst"))


def answers(leverancier: Leverancier, link: str, body: Any) -> None:
    """The service says this at that address from now on."""
    path = "/" + link.partition("://")[2].partition("/")[2]
    leverancier.wire.answers[path] = (200, [(b"content-type", b"application/json")])
    leverancier.wire.body = msgspec.json.encode(body)


async def refused(gemeente: Gemeente, zaaktype: dict[str, Any], link: str) -> set[tuple[str, str]]:
    answer = await gemeente.client.post(f"{ZAKEN}/zaken", zaak_body(zaaktype["url"], communicatiekanaal=link))
    assert answer.status == 400, answer.body
    return answer.codes


@pytest.mark.rule("Z-23")
async def test_communicatiekanaal_of_a_service(gemeente: Gemeente, leverancier: Leverancier) -> None:
    """A municipality with a list of its own could not say how a case came in."""
    zaaktype, link = await een_zaaktype(gemeente.client), elders(leverancier, KANAAL)
    assert await refused(gemeente, zaaktype, link) == {("communicatiekanaal", "bad-url")}
    assert leverancier.wire.paths() == []  # what is not configured is never asked
    await leverancier.is_known_to(gemeente, "selectielijst")
    zaak = await een_zaak(gemeente.client, zaaktype, communicatiekanaal=link)
    assert zaak["communicatiekanaal"] == link
    assert (await gemeente.client.get(zaak["url"])).json["communicatiekanaal"] == link


@pytest.mark.rule("Z-23")
async def test_what_is_no_communicatiekanaal_there(gemeente: Gemeente, leverancier: Leverancier) -> None:
    """Any address that answers would pass for a channel."""
    await leverancier.is_known_to(gemeente, "selectielijst")
    zaaktype = await een_zaaktype(gemeente.client)
    dood = elders(leverancier, KANAAL.replace("2b757868", "2b757869"))
    assert await refused(gemeente, zaaktype, dood) == {("communicatiekanaal", "bad-url")}
    link = elders(leverancier, KLASSE)
    assert await refused(gemeente, zaaktype, link) == {("communicatiekanaal", "invalid-resource")}
    link = elders(leverancier, KANAAL)
    for wrong in ({"url": link, "naam": "Balie"}, {"url": link, "naam": 7, "omschrijving": ["x"]}):
        answers(leverancier, link, wrong)
        assert await refused(gemeente, zaaktype, link) == {("communicatiekanaal", "invalid-resource")}
        leverancier.wire.answers.clear()
        gemeente.app.objects._looked.clear()


@pytest.mark.rule("C-30")
async def test_procestype_of_a_service(gemeente: Gemeente, leverancier: Leverancier) -> None:
    """Whoever keeps to the rebuilt service of VNG, with uuids of its own, could not publish a type."""
    catalogus, link = (await een_catalogus(gemeente.client))["url"], elders(leverancier, PROCESTYPE)
    body = zaaktype_body(catalogus, selectielijstProcestype=link)
    wrong = {("selectielijstProcestype", "invalid-resource")}
    assert (await gemeente.client.post(f"{CATALOGI}/zaaktypen", body)).codes == wrong
    await leverancier.is_known_to(gemeente, "selectielijst")
    assert (await made(gemeente.client, f"{CATALOGI}/zaaktypen", body))["selectielijstProcestype"] == link
    for other in (KLASSE, PROCESTYPE.replace("aa8aa2fd", "aa8aa2fe")):
        body = zaaktype_body(catalogus, selectielijstProcestype=elders(leverancier, other))
        assert (await gemeente.client.post(f"{CATALOGI}/zaaktypen", body)).codes == wrong


@pytest.mark.rule("C-31", "C-32")
async def test_resultaattype_follows_the_klasse_of_a_service(gemeente: Gemeente, leverancier: Leverancier) -> None:
    """How long is kept would have to be typed over from a list that says it already."""
    await leverancier.is_known_to(gemeente, "selectielijst")
    zaaktype = await een_concept(gemeente.client, selectielijstProcestype=elders(leverancier, PROCESTYPE))
    links = {
        "selectielijstklasse": elders(leverancier, KLASSE),
        "resultaattypeomschrijving": elders(leverancier, OMSCHRIJVING),
    }
    body = resultaattype_body(zaaktype["url"], **links)
    del body["archiefnominatie"]
    row = await made(gemeente.client, f"{CATALOGI}/resultaattypen", body)
    assert {name: row[name] for name in links} == links
    assert (row["archiefnominatie"], bool(row["omschrijvingGeneriek"])) == ("blijvend_bewaren", True)
    ander = await een_concept(gemeente.client)  # its procestype is of the public list
    answer = await gemeente.client.post(f"{CATALOGI}/resultaattypen", body | {"zaaktype": ander["url"]})
    assert answer.codes == {("nonFieldErrors", "procestype-mismatch")}
