"""What cannot be logged is not done: no personal data leaves without a line (design/trust.md §1.4)."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from meent.capabilities.zoek import zoek_of
from meent.data.pool import Connection
from meent.engine.declare import Resource
from meent.services.resources import RESOURCES
from meent.verwerkingen import regels
from tests.conftest import Gemeente
from tests.engine.samples import Gevuld, gevuld
from tests.verwerkingen.conftest import ANNA, Town
from tests.verwerkingen.test_lines import personal_texts
from tests.zgw import ZAKEN

LOGGED = [r for r in RESOURCES if regels.betrokkenen_of(r)]
BROKEN = {
    "no right to add": ("revoke insert on verwerking from meent_app", "grant insert on verwerking to meent_app"),
    "table away": ("alter table verwerking rename to weg", "alter table weg rename to verwerking"),
    "refuses every line": (
        "alter table verwerking add constraint dicht check (false) not valid",
        "alter table verwerking drop constraint dicht",
    ),
}


@asynccontextmanager
async def broken(superuser: Connection, how: str) -> AsyncIterator[None]:
    break_it, mend_it = BROKEN[how]
    await superuser.execute(break_it)
    try:
        yield
    finally:
        await superuser.execute(mend_it)


@dataclass(frozen=True)
class Asked:
    """One way in which data of a resource comes or goes."""

    name: str
    what: str
    method: str
    url: str
    body: Any = None


async def ways(g: Gevuld, resource: Resource[Any]) -> list[Asked]:
    """All of them; what they need is made here, while it still can be."""
    name, row, rows, ops = resource.name, g.url(resource.name), g.collection(resource), resource.operations
    await g.save_up()
    key = await g.key(resource, g.rows[name])
    alone = (await g.fresh(resource))["url"] if "delete" in ops else ""
    found = {
        "list": Asked(name, "list", "GET", rows),
        "retrieve": Asked(name, "retrieve", "GET", row),
        "head": Asked(name, "head", "HEAD", row),
        "create": Asked(name, "create", "POST", rows, g.body(resource) if "create" in ops else None),
        "partial_update": Asked(name, "partial_update", "PATCH", row, key),
        "delete": Asked(name, "delete", "DELETE", alone),
    }
    asked = [one for what, one in found.items() if what in ops]
    if resource.audit:
        asked.append(Asked(name, "audittrail", "GET", f"{row}/audittrail"))
    if zoek := zoek_of(resource):
        wanted = {"uuid__in": [g.uuid(name)]} if zoek.usual else {}
        asked.append(Asked(name, "zoek", "POST", f"{rows}/{zoek.word}", wanted))
    if name == "object":
        asked += [Asked(name, what, "GET", f"{row}/{what}") for what in ("history", "1")]
    return asked


@pytest.mark.parametrize("how", BROKEN)
async def test_without_a_line_nothing_is_shown_or_written(
    gemeente: Gemeente, superuser: Connection, how: str
) -> None:
    """One answer without a line, and the log can no longer prove who did not look."""
    g = await gevuld(gemeente)
    told: set[str] = set()
    for resource in LOGGED:
        told |= personal_texts(resource, (await g.client.get(g.url(resource.name))).json)
    asked = [one for r in LOGGED for one in await ways(g, r)]
    asked.append(Asked("zaak", "expand", "GET", f"{g.url('zaak')}?expand=rollen,status"))
    known = await count(gemeente)
    rows = await everything(gemeente)
    async with broken(superuser, how):
        answers = [(one, await g.client.call(one.method, one.url, body=one.body)) for one in asked]
    refused = [one for one, answer in answers if answer.status in (500, 503)]
    print(f"log unwritable ({how}): {len(refused)} of {len(answers)} refused, {len(answers) - len(refused)} unlogged")  # noqa: T201
    assert [(one.name, one.what, a.status) for one, a in answers if one not in refused] == []
    assert len(answers) > 60
    assert [(one.name, one.what) for one, a in answers if any(text.encode() in a.body for text in told)] == []
    assert await everything(gemeente) == rows
    assert await count(gemeente) == known


async def count(gemeente: Gemeente) -> int:
    (row,) = await gemeente.rows("select count(*) from verwerking where tenant_id = $1", gemeente.id)
    return int(row[0])


async def everything(gemeente: Gemeente) -> dict[str, list[str]]:
    """All rows that hold personal data, as text."""
    return {
        r.name: [row[0] for row in await gemeente.rows(f"select row_to_json(z)::text from {r.name} z order by id")]
        for r in LOGGED
    }


async def test_without_a_key_nothing_is_shown(town: Town, superuser: Connection) -> None:
    """A line about nobody, because the key is lost, would be a line that nobody finds."""
    tenant = town.gemeente.id
    kept = await superuser.fetchrow("delete from verwerkingssleutel where tenant_id = $1 returning *", tenant)
    try:
        answer = await town.client.get(town.anna["url"])
        assert (answer.status, answer.json["code"]) == (503, "log-niet-beschikbaar")
        assert (await town.client.patch(town.anna["url"], {"toelichting": "Anders"})).status == 500
    finally:
        await superuser.execute("insert into verwerkingssleutel values ($1, $2, $3)", *kept)
    assert (await town.client.get(town.anna["url"])).json["toelichting"] == ""


async def test_the_refusal_tells_what_to_do(town: Town, superuser: Connection) -> None:
    """A client that knows it is for a moment tries again; one that does not calls the helpdesk."""
    async with broken(superuser, "no right to add"):
        answer = await town.client.get(f"{ZAKEN}/zaken")
    assert (answer.status, answer.json["code"]) == (503, "log-niet-beschikbaar")
    assert answer.headers["retry-after"] == "10"
    assert answer.headers["content-type"] == "application/problem+json"
    assert "gelogd" in answer.json["detail"]
    assert ANNA not in answer.body.decode()


async def test_types_are_shown_without_the_log(town: Town, superuser: Connection) -> None:
    """Nobody is in a type, so it need not wait."""
    async with broken(superuser, "no right to add"):
        assert (await town.client.get(town.zaaktype["url"])).status == 200


@pytest.mark.parametrize("change", [
    "update verwerking set applicatie = 'iemand anders'",
    "delete from verwerking",
    "truncate verwerking",
    "update verwerkingssleutel set binnen = buiten",
    "delete from verwerkingssleutel",
    "delete from verwerkingsdoel",
])  # fmt: skip
async def test_who_serves_cannot_change_the_log(town: Town, change: str) -> None:
    """Whoever breaks into the server could otherwise wipe their own traces."""
    with pytest.raises(Exception, match="permission denied"):
        await town.gemeente.rows(change)
