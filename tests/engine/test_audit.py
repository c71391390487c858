"""The audit trail of a case (RULES §5)."""

from datetime import datetime
from typing import Any

import pytest

from meent.engine.marks import PERSONAL
from meent.services.resources import RESOURCES
from tests.conftest import Gemeente
from tests.engine.samples import REGISTRY, Gevuld, collection, gevuld
from tests.zgw import ZAKEN, een_rol, een_zaak, een_zaaktype, sluit, zrc

UNDER = [r for r in RESOURCES if REGISTRY.main(r).audit]


async def trail(g: Gevuld, url: str) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = (await g.client.get(f"{url}/audittrail")).json
    return lines


@pytest.mark.rule("AT-01", "AT-03")
@pytest.mark.parametrize("resource", UNDER, ids=lambda r: r.name)
async def test_every_write_leaves_one_line(gemeente: Gemeente, resource: Any) -> None:
    """A change without a line is a change that nobody did."""
    g = await gevuld(gemeente)
    actions = {"create": "POST", "update": "PUT", "partial_update": "PATCH", "delete": "DELETE"}
    absent: Any = None
    for operation in (o for o in resource.operations if o in actions):
        row = await g.fresh(resource)
        hoofd = row["url"] if resource.audit else row.get(resource.field[resource.under].json, g.url("zaak"))
        before = await trail(g, hoofd)
        if operation == "create":
            oud, nieuw, lines = absent, row, before[-1:]
        else:
            key = await g.key(resource, row) if operation != "delete" else {}
            shown, before = (await g.client.get(row["url"])).json, await trail(g, hoofd)
            body = (g.again(resource, row) if operation == "update" else {}) | key
            answer = await g.client.call(actions[operation], row["url"], body=body)
            assert answer.status in (200, 204)
            if resource.audit and operation == "delete":
                continue  # its trail goes along, see AT-05
            lines = (await trail(g, hoofd))[len(before) :]
            oud, nieuw = shown, absent if operation == "delete" else answer.json
        (line,) = lines
        assert line["wijzigingen"] == {"oud": oud, "nieuw": nieuw}
        assert line["actie"] == {"delete": "destroy"}.get(operation, operation)
        assert (line["resource"], line["resourceUrl"], line["hoofdObject"]) == (resource.name, row["url"], hoofd)
        assert line["resultaat"] == {"create": 201, "delete": 204}.get(operation, 200)


@pytest.mark.rule("AT-02", "A-16")
async def test_line_says_who_what_when_and_why(stad: Gevuld, clock: Any) -> None:
    """Years later a court asks who changed this, when and why; the line is the only witness."""
    clock("2026-03-31T22:30:00Z")
    answer = await stad.client.patch(stad.url("zaak"), {"toelichting": "Nu"}, x_audit_toelichting="Telefonisch verzoek")
    assert answer.status == 200
    (line,) = (await trail(stad, stad.url("zaak")))[-1:]
    assert set(line) == {
        "uuid", "bron", "applicatieId", "applicatieWeergave", "gebruikersId", "gebruikersWeergave", "actie",
        "actieWeergave", "resultaat", "hoofdObject", "resource", "resourceUrl", "toelichting", "resourceWeergave",
        "aanmaakdatum", "wijzigingen",
    }  # fmt: skip
    assert (line["bron"], line["applicatieId"]) == ("zrc", stad.client.client_id)
    assert line["applicatieWeergave"] == stad.client.client_id  # the label of the application in these tests
    assert (line["gebruikersId"], line["gebruikersWeergave"]) == ("jdevries", "J. de Vries")
    assert (line["toelichting"], line["resourceWeergave"]) == (
        "Telefonisch verzoek",
        stad.rows["zaak"]["identificatie"],
    )
    assert datetime.fromisoformat(line["aanmaakdatum"]) == datetime.fromisoformat("2026-03-31T22:30:00+00:00")
    assert line["actieWeergave"]
    assert (await stad.client.get(f"{stad.url('zaak')}/audittrail/{line['uuid']}")).json == line


@pytest.mark.rule("AT-04")
async def test_trail_is_only_read(stad: Gevuld) -> None:
    """Who can write the trail can write history."""
    (line,) = (await trail(stad, stad.url("zaak")))[:1]
    for path in (f"{stad.url('zaak')}/audittrail", f"{stad.url('zaak')}/audittrail/{line['uuid']}"):
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            answer = await stad.client.call(method, path, body=line, headers={"content-type": "application/json"})
            assert (answer.status, answer.headers["allow"]) == (405, "GET")
    assert isinstance(await trail(stad, stad.url("zaak")), list)
    assert (await stad.client.get(f"{stad.url('zaak')}/audittrail/{stad.uuid('zaak')}")).status == 404
    for resource in (r for r in RESOURCES if not r.audit):
        assert (await stad.client.get(f"{stad.url(resource.name)}/audittrail")).status == 404


@pytest.mark.rule("AT-05")
async def test_trail_goes_with_its_case(stad: Gevuld) -> None:
    """A destroyed case of which the trail still tells everything is not destroyed."""
    zaak = await stad.fresh(REGISTRY.of("Zaak"))
    await een_rol(stad.client, zaak, stad.rows["zaaktype"]["roltypen"][0])
    assert (await stad.client.delete(zaak["url"])).status == 204
    assert (await stad.client.get(f"{zaak['url']}/audittrail")).status == 404
    assert await stad.gemeente.rows("select 1 from audit where hoofd_id = $1::uuid", zaak["uuid"]) == []
    assert await stad.gemeente.rows("select 1 from zaak_document where id = $1::uuid", zaak["uuid"]) == []
    assert len(await trail(stad, stad.url("zaak"))) > 0


@pytest.mark.rule("AT-06")
async def test_side_effect_stands_in_the_trail_of_what_changes(stad: Gevuld) -> None:
    """The case closes because of a status; its own trail must show the end date appearing."""
    zaak = await een_zaak(stad.client, stad.rows["zaaktype"])
    await sluit(stad.client, zaak, stad.rows["zaaktype"], op="2026-01-07T10:00:00Z")
    lines = await trail(stad, zaak["url"])
    assert [(line["actie"], line["resource"]) for line in lines[2:]] == [
        ("create", "status"),
        ("partial_update", "zaak"),
    ]
    wijzigingen = lines[-1]["wijzigingen"]
    assert (wijzigingen["oud"]["einddatum"], wijzigingen["nieuw"]["einddatum"]) == (None, "2026-01-07")


@pytest.mark.rule("AT-01")
async def test_trail_is_read_with_its_own_scope_for_that_case(gemeente: Gemeente) -> None:
    """The trail holds what has been erased from the case; reading cases is not enough, nor a right elsewhere."""
    one, two = await een_zaaktype(gemeente.client), await een_zaaktype(gemeente.client)
    zaak = await een_zaak(gemeente.client, two)
    lezen = zrc(["zaken.lezen"], two, "zeer_geheim")
    untyped = {"component": "zrc", "scopes": ["audittrails.lezen"]}
    for grants, status in (
        ([lezen], 403),
        ([untyped], 403),
        ([lezen, untyped], 200),
        ([zrc(["audittrails.lezen"], two, "zeer_geheim")], 200),
        ([lezen, zrc(["audittrails.lezen"], one, "zeer_geheim")], 403),
        ([lezen, {"component": "drc", "scopes": ["audittrails.lezen"]}], 403),
        ([zrc(["zaken.lezen", "audittrails.lezen"], one, "zeer_geheim")], 403),
    ):
        client = await gemeente.application(*grants)
        assert (await client.get(f"{zaak['url']}/audittrail")).status == status, grants


async def test_message_holds_no_personal_data(stad: Gevuld) -> None:
    """A message goes to every subscriber; who it is about does not belong in it."""
    await stad.fresh(REGISTRY.of("Rol"))
    (row,) = await stad.gemeente.rows("select * from outbox where resource = 'rol' order by id desc limit 1")
    assert "999990019" not in str(dict(row))
    assert stad.mark not in str(dict(row))
    for resource in (r for r in RESOURCES if r.kanaal):
        assert not any(resource.field[n].has(PERSONAL) for n in resource.kanaal.kenmerken)  # type: ignore[union-attr]
    assert collection(REGISTRY.of("Zaak")) == f"{ZAKEN}/zaken"
