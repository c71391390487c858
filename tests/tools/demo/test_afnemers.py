"""The two systems of the demo that hear of changes: one that works and one that has stopped."""

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from meent.tools.demo.afnemers import AUTH, ROUTES, abonnementen


@pytest.mark.parametrize(("naam", "auth", "status"), [
    ("zaakdashboard", AUTH, 204), ("oud-archief", AUTH, 503), ("zaakdashboard", "", 403), ("bestaat-niet", AUTH, 404),
])  # fmt: skip
def test_what_a_system_answers(naam, auth, status):
    """Beheer must have something to show that is well, and something that is not."""
    client = TestClient(Starlette(routes=ROUTES))
    assert client.post(f"/_demo/{naam}", json={}, headers={"authorization": auth}).status_code == status


def test_they_live_at_the_demo_itself():
    """Nothing of the demo leaves this computer."""
    urls = [body["callbackUrl"] for body in abonnementen("http://127.0.0.1:8400")]
    assert urls == ["http://127.0.0.1:8400/_demo/zaakdashboard", "http://127.0.0.1:8400/_demo/oud-archief"]
