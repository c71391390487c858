"""Documents of a zaak that closes or is archived (Zaken API 1.7.0, zrc-007 and zrc-022), and RULES.md §6."""

from collections.abc import Callable
from typing import Any

import pytest

from meent.data.pool import Connection
from tests.asgi import Client, Response
from tests.zgw import (
    ZAKEN,
    bij_zaak,
    een_document,
    een_informatieobjecttype,
    een_resultaat,
    een_zaak,
    gewijzigd,
    sleutel_van,
    zaaktype_met,
)  # fmt: skip

Json = dict[str, Any]


@pytest.fixture(autouse=True)
def now(clock: Callable[[str], None]) -> None:
    """A fixed day, after all moments that these tests write."""
    clock("2026-12-01T12:00:00Z")


async def dossier(client: Client, **document: Any) -> tuple[Json, Json, list[Json]]:
    """An open zaak with a resultaat, its zaaktype, and two documents of it; the second as given."""
    soort = await een_informatieobjecttype(client)
    zaaktype = await zaaktype_met(client, soort)
    zaak = await een_zaak(client, zaaktype)
    await een_resultaat(client, zaak, zaaktype)
    first = await een_document(client, soort, indicatieGebruiksrecht=False, status="gearchiveerd")
    documenten = [first, await een_document(client, soort, **document)]
    for each in documenten:
        await bij_zaak(client, zaak, each)
    return zaak, zaaktype, documenten


async def sluit(client: Client, zaak: Json, zaaktype: Json) -> Response:
    body = {"zaak": zaak["url"], "statustype": zaaktype["statustypen"][-1]["url"]}
    return await client.post(f"{ZAKEN}/statussen", body | {"datumStatusGezet": "2026-03-02T10:00:00Z"})


@pytest.mark.rule("Z-14")
async def test_closing_asks_whether_usage_rights_apply(client: Client) -> None:
    """A drawing of which an architect holds the rights is published with the closed file."""
    zaak, zaaktype, documenten = await dossier(client, indicatieGebruiksrecht=None)
    refused = await sluit(client, zaak, zaaktype)
    assert (refused.status, refused.codes) == (400, {("nonFieldErrors", "indicatiegebruiksrecht-unset")})
    assert (await client.get(zaak["url"])).json["einddatum"] is None
    between = {"zaak": zaak["url"], "statustype": zaaktype["statustypen"][0]["url"]}
    step = await client.post(f"{ZAKEN}/statussen", between | {"datumStatusGezet": "2026-02-02T10:00:00Z"})
    assert step.status == 201  # on the way nobody asks
    await gewijzigd(client, documenten[1], indicatieGebruiksrecht=False)  # the version of now counts
    assert (await sluit(client, zaak, zaaktype)).status == 201


@pytest.mark.rule("Z-16")
async def test_closing_waits_for_who_works_on_a_document(client: Client) -> None:
    """The decision is still being written in a file that says it is finished."""
    zaak, zaaktype, documenten = await dossier(client, indicatieGebruiksrecht=False)
    key = await sleutel_van(client, documenten[1])
    refused = await sluit(client, zaak, zaaktype)
    assert (refused.status, refused.codes) == (400, {("nonFieldErrors", "informatieobject-locked")})
    assert (await client.post(f"{documenten[1]['url']}/unlock", {"lock": key})).status == 204
    assert (await sluit(client, zaak, zaaktype)).status == 201


@pytest.mark.rule("Z-38")
@pytest.mark.parametrize("archiefstatus", ["gearchiveerd", "gearchiveerd_procestermijn_onbekend", "overgedragen"])
async def test_archiving_needs_archived_documents(client: Client, archiefstatus: str) -> None:
    """A file is handed over while a document in it can still change."""
    zaak, zaaktype, documenten = await dossier(client, indicatieGebruiksrecht=False, status="definitief")
    assert (await sluit(client, zaak, zaaktype)).status == 201
    archived = {"archiefstatus": archiefstatus, "archiefnominatie": "vernietigen", "archiefactiedatum": "2031-03-02"}
    refused = await client.patch(zaak["url"], archived)
    assert (refused.status, refused.codes) == (400, {("archiefstatus", "documents-not-archived")})
    await gewijzigd(client, documenten[1], status="gearchiveerd")
    assert (await client.patch(zaak["url"], archived)).json["archiefstatus"] == archiefstatus
    assert (await client.patch(zaak["url"], {"archiefstatus": "nog_te_archiveren"})).status == 200


@pytest.mark.rule("Z-14")
async def test_many_documents_are_looked_at_together(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file with three hundred documents cannot be closed: the answer takes too long."""
    asked: list[str] = []
    fetch, fetchrow = Connection.fetch, Connection.fetchrow

    async def counting(self: Connection, query: str, *args: Any, **kwargs: Any) -> Any:
        asked.append(query)
        return await fetch(self, query, *args, **kwargs)

    async def counting_row(self: Connection, query: str, *args: Any, **kwargs: Any) -> Any:
        asked.append(query)
        return await fetchrow(self, query, *args, **kwargs)

    counts = []
    for more in (0, 4):
        zaak, zaaktype, documenten = await dossier(client, indicatieGebruiksrecht=False)
        for _ in range(more):
            soort = {"url": documenten[0]["informatieobjecttype"]}
            await bij_zaak(client, zaak, await een_document(client, soort, indicatieGebruiksrecht=False))
        await client.get(f"{ZAKEN}/zaken")  # types are in memory by now
        monkeypatch.setattr(Connection, "fetch", counting)
        monkeypatch.setattr(Connection, "fetchrow", counting_row)
        asked.clear()
        assert (await sluit(client, zaak, zaaktype)).status == 201
        monkeypatch.undo()
        counts.append(len(asked))
    assert counts[0] == counts[1]
