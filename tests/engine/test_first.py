"""The main road through the engine: a case from catalogue to closing."""

from tests.conftest import Gemeente
from tests.zgw import ZAKEN, een_resultaat, een_rol, een_status, een_zaak, een_zaaktype


async def test_case_lives_from_start_to_end(gemeente: Gemeente) -> None:
    """If this fails nothing works: a case is made, gets people and a status, is closed, and tells its history."""
    client = gemeente.client
    zaaktype = await een_zaaktype(client)
    zaak = await een_zaak(client, zaaktype)
    rol = await een_rol(client, zaak, zaaktype["roltypen"][0])
    resultaat = await een_resultaat(client, zaak, zaaktype)
    status = await een_status(client, zaak, zaaktype["statustypen"][-1], op="2026-02-01T23:30:00Z")
    shown = (await client.get(zaak["url"])).json
    assert shown["rollen"] == [rol["url"]]
    assert shown["status"] == status["url"]
    assert shown["resultaat"] == resultaat["url"]
    assert shown["einddatum"] == "2026-02-02"
    trail = (await client.get(f"{zaak['url']}/audittrail")).json
    assert [(line["actie"], line["resource"]) for line in trail] == [
        ("create", "zaak"), ("create", "rol"), ("create", "resultaat"), ("create", "status"),
        ("partial_update", "zaak"),
    ]  # fmt: skip
    events = await gemeente.rows("select actie, resource from outbox where kanaal = 'zaken' order by id")
    assert [tuple(e) for e in events] == [(line["actie"], line["resource"]) for line in trail]
    assert (await client.get(f"{ZAKEN}/zaken")).json["count"] == 1
