"""`meent notifications`: what scripts and people without a screen do (ARCHITECTURE §11: fixed names)."""

import asyncio
import json
from typing import Any
from uuid import uuid4

import pytest
from click.testing import CliRunner

from meent import doctor
from meent.app import Database
from meent.cli import main
from meent.data.embedded import Embedded
from meent.data.pool import connect
from tests.conftest import Gemeente

ARRANGE = """
with a as (
    insert into abonnement (tenant_id, id, callback_url, auth, kanalen, send_cloudevents, basis)
    values ($1, $2, 'https://x.example/n', 'x', '[{"naam": "zaken", "filters": {}}]', false, '') returning id),
s as (
    insert into bezorgstand (tenant_id, abonnement, fouten, geparkeerd_op, reden)
    select $1, id, 7, now(), 'Het antwoord is 503' from a)
insert into bezorging (tenant_id, abonnement, nummer, object, bericht, pogingen, geparkeerd_op, reden)
select $1, id, n, $3, '{"kanaal": "zaken", "resource": "zaak", "actie": "create", "hoofdObject": "\x7f/zaken/1"}', 10,
    case n when 1 then now() end, 'Het antwoord is 400' from a, generate_series(1, 3) n
"""


@pytest.fixture
def command(migrated: Embedded, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Runs `meent` on the database of the tests, and reads the JSON it prints."""
    monkeypatch.setenv("MEENT_DATABASE_URL", migrated.app_dsn)
    monkeypatch.setenv("MEENT_OWNER_URL", migrated.owner_dsn)

    def run(*arguments: str) -> Any:
        done = CliRunner().invoke(main, [*arguments, "--json"])
        assert done.exit_code == 0, done.output
        return json.loads(done.output)

    return run


def as_tenant(migrated: Embedded, gemeente: Gemeente, sql: str, *values: Any) -> list[Any]:
    """Outside the loop of the tests, because a command has a loop of its own."""

    async def ask() -> list[Any]:
        conn = await connect(migrated.app_dsn)
        await conn.fetchval("select set_config('meent.tenant', $1, false)", str(gemeente.id))
        try:
            return list(await conn.fetch(sql, *values))
        finally:
            await conn.close()

    return asyncio.run(ask())


def test_what_is_parked_is_told_and_tried_again(command: Any, migrated: Embedded, gemeente: Gemeente) -> None:
    """An alarm at night is answered from a terminal."""
    abonnement, zaak = uuid4(), uuid4()
    as_tenant(migrated, gemeente, ARRANGE, gemeente.id, abonnement, zaak)
    whole, message = command("notifications", "parked", "--tenant", gemeente.slug)
    assert whole | {"parked": ""} == {
        "tenant": gemeente.slug, "subscription": str(abonnement), "subscriber": "https://x.example/n", "message": None,
        "channel": None, "resource": None, "action": None, "object": None, "tries": 7, "parked": "", "waiting": 2,
        "reason": "Het antwoord is 503",
    }  # fmt: skip
    assert message | {"parked": ""} == whole | {
        "message": 1, "channel": "zaken", "resource": "zaak", "action": "create", "object": "/zaken/1", "tries": 10,
        "parked": "", "reason": "Het antwoord is 400",
    }  # fmt: skip
    assert [r for r in command("notifications", "parked") if r["tenant"] == gemeente.slug] == [whole, message]
    everywhere = command("notifications", "parked")
    findings = asyncio.run(doctor.examine(Database(migrated.app_dsn, migrated.owner_dsn)))
    finding = next(f for f in findings if f.subject == "notificaties")
    messages = sum(r["message"] is not None for r in everywhere)
    told = f"{len(everywhere) - messages} afnemers gestopt, {messages} berichten apart gezet"
    assert (finding.is_good, told in finding.told) == (False, True)

    other = command("notifications", "replay", "--tenant", gemeente.slug, "--message", "99")
    assert other == [{"tenant": gemeente.slug, "messages": 0, "subscribers": 0}]
    done = command("notifications", "replay", "--tenant", gemeente.slug, "--subscription", str(abonnement))
    assert done == [{"tenant": gemeente.slug, "messages": 1, "subscribers": 1}]
    assert command("notifications", "parked", "--tenant", gemeente.slug) == []
    as_tenant(migrated, gemeente, "delete from abonnement where tenant_id = $1", gemeente.id)


def test_an_unknown_municipality_is_refused(command: Any) -> None:
    """A typing error must not try everything again everywhere."""
    refused = CliRunner().invoke(main, ["notifications", "replay", "--tenant", "nergens"])
    assert refused.exit_code == 1
    assert "Er is geen gemeente met de slug 'nergens'" in refused.output
