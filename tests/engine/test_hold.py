"""What happens to one case happens in a row, also when it is judged before it is locked (decision 0010)."""

import asyncio
from typing import Any

import pytest

from meent.engine import change
from meent.engine.declare import Resource
from tests.asgi import Client
from tests.conftest import Gemeente
from tests.zgw import ZAKEN, een_resultaat, een_rol, een_status, een_zaak, een_zaaktype, rol_body


async def shown(client: Client, zaak: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = (await client.get(zaak["url"])).json
    return found


async def test_rollen_at_once_all_stand_in_their_zaak(gemeente: Gemeente) -> None:
    """A rol that the case does not show is a person whom nobody will write to."""
    zaaktype = await een_zaaktype(gemeente.client)
    zaak = await een_zaak(gemeente.client, zaaktype)
    made = await asyncio.gather(*(een_rol(gemeente.client, zaak, zaaktype["roltypen"][1]) for _ in range(12)))
    assert sorted((await shown(gemeente.client, zaak))["rollen"]) == sorted(r["url"] for r in made)


async def test_one_initiator_of_many_at_once(gemeente: Gemeente) -> None:
    """A case with two initiators has two people who each think that it is theirs."""
    zaaktype = await een_zaaktype(gemeente.client)
    zaak = await een_zaak(gemeente.client, zaaktype)
    body = rol_body(zaak, zaaktype["roltypen"][0])
    answers = await asyncio.gather(*(gemeente.client.post(f"{ZAKEN}/rollen", body) for _ in range(8)))
    assert sorted(a.status for a in answers) == [201, *[400] * 7]
    assert len((await shown(gemeente.client, zaak))["rollen"]) == 1


async def test_kept_document_shows_what_was_just_written(gemeente: Gemeente) -> None:
    """A case that shows its status a second late tells a citizen something that is no longer true."""
    zaaktype = await een_zaaktype(gemeente.client)
    zaak = await een_zaak(gemeente.client, zaaktype)
    first = await een_status(gemeente.client, zaak, zaaktype["statustypen"][0])
    before = await gemeente.client.get(zaak["url"])
    assert before.json["status"] == first["url"]
    rol = await een_rol(gemeente.client, zaak, zaaktype["roltypen"][0])
    after = await gemeente.client.get(zaak["url"])
    assert after.json == {**before.json, "rollen": [rol["url"]]}
    assert after.headers["etag"] != before.headers["etag"]


async def test_zaak_that_closed_meanwhile_is_judged_again(gemeente: Gemeente, monkeypatch: pytest.MonkeyPatch) -> None:
    """A status that was allowed on an open case must not slip into one that was closed in the same moment."""
    zaaktype = await een_zaaktype(gemeente.client)
    zaak = await een_zaak(gemeente.client, zaaktype)
    await een_resultaat(gemeente.client, zaak, zaaktype)
    hold, tries = change.Session.hold, []

    async def slow(self: change.Session, resource: Resource[Any], key: Any) -> Any:
        found = await hold(self, resource, key)
        tries.append(self.judged is not None)
        if len(tries) == 1:
            await een_status(gemeente.client, zaak, zaaktype["statustypen"][-1])
        return found

    monkeypatch.setattr(change.Session, "hold", slow)
    statustype = zaaktype["statustypen"][0]["url"]
    body = {"zaak": zaak["url"], "statustype": statustype, "datumStatusGezet": "2026-01-05T10:00:00Z"}
    answer = await gemeente.client.post(f"{ZAKEN}/statussen", body)
    assert tries == [True, True, False]  # judged, the one that closed, and then locked first
    assert answer.status == 201
    line = (await gemeente.client.get(f"{zaak['url']}/audittrail")).json[-1]
    assert line["toelichting"] == "[geforceerd]"  # it was judged as a correction of a closed case
    assert (await shown(gemeente.client, zaak))["einddatum"] is not None
