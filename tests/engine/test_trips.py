"""What hangs under a zaak costs two round trips: one to judge, one that writes (decision 0010)."""

from typing import Any

import pytest

from meent.data.pool import Connection
from tests.conftest import Gemeente
from tests.zgw import ZAKEN, een_zaak, een_zaaktype

PER_ROW = 2


@pytest.mark.parametrize("name", ["zaakeigenschap", "resultaat", "zaakcontactmoment", "zaakverzoek", "zaaknotitie"])
async def test_new_row_under_a_zaak_takes_two_round_trips(
    gemeente: Gemeente, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Each trip is a wait for the citizen at the desk, and fifty microseconds of a processor for everybody."""
    zaaktype = await een_zaaktype(gemeente.client)
    trips: list[str] = []
    for method in ("fetch", "fetchrow", "fetchval", "execute"):
        before = getattr(Connection, method)

        async def counted(self: Any, query: str, *args: Any, _before: Any = before, **more: Any) -> Any:
            trips.append(query)
            return await _before(self, query, *args, **more)

        monkeypatch.setattr(Connection, method, counted)
    for round_number in range(2):  # the second finds its types remembered
        zaak = await een_zaak(gemeente.client, zaaktype)
        path, body = {
            "zaakeigenschap": (f"{zaak['url']}/zaakeigenschappen", {
                "zaak": zaak["url"], "eigenschap": zaaktype["eigenschappen"][0]["url"], "waarde": "x",
            }),
            "resultaat": (f"{ZAKEN}/resultaten", {
                "zaak": zaak["url"], "resultaattype": zaaktype["resultaattypen"][0]["url"],
            }),
            "zaakcontactmoment": (f"{ZAKEN}/zaakcontactmomenten", {
                "zaak": zaak["url"], "contactmoment": "https://contact.example/1",
            }),
            "zaakverzoek": (f"{ZAKEN}/zaakverzoeken", {"zaak": zaak["url"], "verzoek": "https://verzoek.example/1"}),
            "zaaknotitie": (f"{ZAKEN}/zaaknotities", {
                "gerelateerdAan": zaak["url"], "onderwerp": "x", "tekst": "y",
            }),
        }[name]  # fmt: skip
        trips.clear()
        answer = await gemeente.client.post(path, body)
        assert answer.status == 201, (round_number, answer.body)
    assert len(trips) == PER_ROW, trips
