"""What goes leaves lines with whom it was about, though what said so goes first; what is kept is shown again."""

from typing import Any

import pytest

from tests.conftest import Gemeente
from tests.services.klantinteracties.bodies import KLANTINTERACTIES as KI
from tests.services.klantinteracties.bodies import een_adres, een_identificator, een_partij, nummer, ref
from tests.services.klantinteracties.contacten import (
    betrokkene_body,
    een_betrokkene,
    een_bijlage,
    een_klantcontact,
    een_onderwerp,
    klantcontact_body,
)  # fmt: skip
from tests.verwerkingen.conftest import ANNA, BRAM, Town, key, person, who_is
from tests.zgw import ZAKEN, een_rol, een_zaak, een_zaaktype

Line = tuple[str, str, Any, bytes | None]


async def lines_of(gemeente: Gemeente, known: int = 0) -> list[Line]:
    lines = await gemeente.rows("select * from verwerking where tenant_id = $1 order by id", gemeente.id)
    return [(r["handeling"], r["resource"], r["object"], r["betrokkene"]) for r in lines[known:]]


async def een_anna(gemeente: Gemeente) -> dict[str, Any]:
    anna = await een_partij(gemeente.client)
    await een_identificator(gemeente.client, anna, nummer("bsn", ANNA))
    return anna


@pytest.mark.rule("LV-04")
async def test_a_partij_that_goes_was_somebody(gemeente: Gemeente) -> None:
    """Who had a resident removed from the register would be the one whom that resident cannot find."""
    anna = await een_anna(gemeente)
    adres = await een_adres(gemeente.client, anna)
    known = len(await lines_of(gemeente))
    assert (await gemeente.client.delete(anna["url"])).status == 204
    wie, new = await who_is(gemeente, ANNA), await lines_of(gemeente, known)
    assert {line[:2] for line in new} == {
        ("destroy", "partij"), ("destroy", "digitaaladres"), ("destroy", "partijidentificator"),
    }  # fmt: skip
    assert {line[3] for line in new} == {wie}
    assert len(new) == 3
    assert ("destroy", "partij", key(anna), wie) in new
    assert ("destroy", "digitaaladres", key(adres), wie) in new


@pytest.mark.rule("LV-04")
async def test_a_klantcontact_that_goes_was_with_somebody(gemeente: Gemeente) -> None:
    """Its betrokkenen go first, and they alone say whose conversation it was."""
    anna, client = await een_anna(gemeente), gemeente.client
    contact = await een_klantcontact(client)
    betrokkene = await een_betrokkene(client, contact, wasPartij=ref(anna))
    await een_adres(client, verstrektDoorBetrokkene=ref(betrokkene))
    await een_onderwerp(client, contact)
    await een_bijlage(client, contact)
    known = len(await lines_of(gemeente))
    assert (await client.delete(contact["url"])).status == 204
    new = await lines_of(gemeente, known)
    assert {line[1] for line in new} == {"klantinteractie", "betrokkene", "digitaaladres", "onderwerpobject", "bijlage"}
    assert {line[3] for line in new} == {await who_is(gemeente, ANNA)}
    assert len(new) == 5


@pytest.mark.rule("LV-04")
async def test_a_zaak_that_goes_was_of_somebody(gemeente: Gemeente) -> None:
    """With a zaak go its rollen and its deelzaken, each with people of its own."""
    client = gemeente.client
    zaaktype = await een_zaaktype(client, identificatie="ZELF", deelzaaktypen=["ZELF"])
    hoofd = await een_zaak(client, zaaktype)
    deel = await een_zaak(client, zaaktype, hoofdzaak=hoofd["url"])
    for zaak, name, bsn in ((hoofd, "Anna Appelboom", ANNA), (deel, "Bram Berkenhout", BRAM)):
        await een_rol(client, zaak, zaaktype["roltypen"][0], betrokkeneIdentificatie=person(name, bsn))
    known, anna, bram = len(await lines_of(gemeente)), await who_is(gemeente, ANNA), await who_is(gemeente, BRAM)
    assert (await client.delete(hoofd["url"])).status == 204
    assert sorted(await lines_of(gemeente, known)) == sorted(
        [("destroy", "zaak", key(deel), bram), ("destroy", "zaak", key(hoofd), anna)]
    )


@pytest.mark.rule("LV-04")
async def test_who_is_nobody_stays_nobody(gemeente: Gemeente) -> None:
    """A firm has no BSN; its line is there all the same."""
    firm = await een_partij(gemeente.client, "organisatie")
    await een_identificator(gemeente.client, firm)
    known = len(await lines_of(gemeente))
    assert (await gemeente.client.delete(firm["url"])).status == 204
    assert ("destroy", "partij", key(firm), None) in await lines_of(gemeente, known)


# --- an answer that is given once more --------------------------------------------------------------------------------


@pytest.mark.rule("LV-05")
@pytest.mark.parametrize("operation", ["create", "update", "partial_update"])
async def test_a_kept_answer_of_a_row_is_a_line(gemeente: Gemeente, operation: str) -> None:
    """Whoever has the key reads the same data once more, days later."""
    client, anna = gemeente.client, await een_anna(gemeente)
    body = {"soortPartij": "persoon", "indicatieActief": True, "interneNotitie": "Belt elke maandag"}
    if operation == "create":
        answers = [await client.post(f"{KI}/partijen", body, idempotency_key="een") for _ in range(2)]
    else:
        send = client.put if operation == "update" else client.patch
        answers = [await send(anna["url"], body, idempotency_key="een") for _ in range(2)]
    assert answers[0].body == answers[1].body
    wie = None if operation == "create" else await who_is(gemeente, ANNA)
    row = key(answers[0].json)
    wanted = [(operation, "partij", row, wie), ("retrieve", "partij", row, wie)]
    assert [line for line in await lines_of(gemeente) if line[:1] != ("create",) or line[2] == row][-2:] == wanted


@pytest.mark.rule("LV-05")
async def test_a_kept_answer_of_a_named_operation_is_a_line(gemeente: Gemeente) -> None:
    """All rows in it are shown once more, and no others."""
    client, anna = gemeente.client, await een_anna(gemeente)
    betrokkene = {k: v for k, v in betrokkene_body({"uuid": ""}, wasPartij=ref(anna)).items() if k != "hadKlantcontact"}
    body = {"klantcontact": klantcontact_body(), "betrokkene": betrokkene}
    first = await client.post(f"{KI}/maak-klantcontact", body, idempotency_key="een")
    assert first.status == 201, first.body
    known = len(await lines_of(gemeente))
    again = await client.post(f"{KI}/maak-klantcontact", body, idempotency_key="een")
    assert (again.status, again.body) == (201, first.body)
    wie = await who_is(gemeente, ANNA)
    assert set(await lines_of(gemeente, known)) == {
        ("retrieve", "klantinteractie", key(first.json["klantcontact"]), wie),
        ("retrieve", "betrokkene", key(first.json["betrokkene"]), wie),
    }


@pytest.mark.rule("LV-05")
async def test_a_kept_answer_that_shows_nothing_is_no_line(town: Town) -> None:
    """Numbers that were given out, and a row that is gone, say nothing of people."""
    client = town.client
    numbers = {"bronorganisatie": "823288444"}
    for _ in range(2):
        assert (await client.post(f"{ZAKEN}/zaaknummer_reserveren", numbers, idempotency_key="n")).status == 201
    known = len(await town.lines())
    for _ in range(2):
        assert (await client.delete(town.anna["url"], idempotency_key="weg")).status == 204
    assert await town.since(known) == {("destroy", "zaak", key(town.anna), await town.who(ANNA))}
