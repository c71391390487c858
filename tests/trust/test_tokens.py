"""What a token says of a person lands in the audit trail; nonsense in it may not stop a write or bend a line."""

from typing import Any

import pytest

from meent.basis.placeholder import PLACEHOLDER
from tests.asgi import Client, token
from tests.zgw import een_zaak


@pytest.mark.parametrize("name", [
    "a\x00b", f"{PLACEHOLDER}/zaken/api/v1/zaken/x", "x" * 3_000, "\u202e", None, 5, ["a"], {"a": 1}, True,
], ids=ascii)  # fmt: skip
async def test_an_odd_name_in_a_token_is_written_or_refused(client: Client, name: Any):
    """A signed token may come from a client with a fault of its own; a 5xx tells its maker nothing."""
    zaak = await een_zaak(client)
    odd = token(client.client_id, user_id=name, user_representation=name)
    answer = await client.patch(zaak["url"], {"toelichting": "x"}, authorization=f"Bearer {odd}")
    assert answer.status in (200, 400, 403), answer.body
    trail = await client.get(f"{zaak['url']}/audittrail")
    assert trail.status == 200
    assert all("http://" not in line["gebruikersId"] for line in trail.json)


@pytest.mark.parametrize("toelichting", [f"a{PLACEHOLDER}b", "x" * 3_000, "\ufffe"])
async def test_an_odd_reason_is_written_or_refused(client: Client, toelichting: str):
    """The placeholder for our own address must not come in by a header and go out as a link."""
    zaak = await een_zaak(client)
    answer = await client.patch(zaak["url"], {"toelichting": "x"}, x_audit_toelichting=toelichting)
    assert answer.status in (200, 400), answer.body
    trail = await client.get(f"{zaak['url']}/audittrail")
    assert all("http://" not in line["toelichting"] for line in trail.json)
