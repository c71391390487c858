"""Gezag asked over HTTP, as a member of Personen 2.7 and by itself: who may ask, what is logged, what is looked up."""

from dataclasses import replace
from typing import Any

import click
import jsonschema
import pytest
import pytest_asyncio

from meent.person_commands import authority
from meent.services.personen.bevragen import gezag
from meent.services.personen.bevragen.contract import document
from meent.services.personen.bevragen.zoeken import raadpleeg as lists_of
from meent.services.personen.gezag.relaties import RUBRIEKEN
from tests.asgi import Client, Response
from tests.conftest import Gemeente
from tests.services.personen.bevragen.test_vragen import OBJECT, PERSONEN, bewaar, fits, found, lines, raadpleeg
from tests.services.personen.gezag.gezin import (
    ANNE,
    GEEN,
    KIND,
    MOEDER,
    VADER,
    VANDAAG,
    Gezin,
    als_kind,
    mens,
    ouder,
    verbintenis,
)  # fmt: skip
from tests.services.personen.lijsten import WOONT, met
from tests.verwerkingen.conftest import who_is

GEZAG = "/brp/api/v1/opvragenBevoegdheidTotGezag"
ELDERS = "999990093"
"""Nobody here."""
GEZIN = replace(Gezin(), ouder2=[ouder(VADER, sinds="20240301", akte="C")], woont=[met(WOONT, e11_80=OBJECT)])


@pytest_asyncio.fixture(loop_scope="session")
async def gezin(gemeente: Gemeente) -> Gemeente:
    """A municipality with Noor, Mila, Joris who acknowledged her in 2024, and Anne."""
    await bewaar(gemeente, GEZIN.kind, mens(MOEDER, c09=[[als_kind()]]), mens(VADER, c09=[[als_kind()]]), mens(ANNE))
    return gemeente


def gezag_of(answer: Response) -> list[dict[str, Any]]:
    assert answer.status == 200, answer.body
    fits("PersonenQueryResponse", answer)
    return [relatie for persoon in answer.json["personen"] for relatie in persoon.get("gezag", [])]


@pytest.mark.rule("GZ-20", "GZ-21", "GZ-24")
async def test_personen_gives_it_to_child_and_parents(gezin: Gemeente) -> None:
    answer = await gezin.client.post(PERSONEN, raadpleeg(KIND, MOEDER, VADER, ANNE, fields=["gezag"]))
    first, *others = gezag_of(answer)
    assert first["type"] == "GezamenlijkOuderlijkGezag"
    assert others == [first, first]
    assert first["minderjarige"]["naam"] == {"volledigeNaam": "Noor Bakker"}
    assert [o["burgerservicenummer"] for o in first["ouders"]] == [MOEDER, VADER]
    assert len(answer.json["personen"]) == 4, "Anne is there, and has authority over nobody"


@pytest.mark.rule("BV-11")
async def test_only_the_asked_part_is_given(gezin: Gemeente) -> None:
    """A desk that needs to know whether two share it need not see who they are."""
    fields = ["gezag.type", "gezag.ouders.burgerservicenummer"]
    (relatie,) = gezag_of(await gezin.client.post(PERSONEN, raadpleeg(KIND, fields=fields)))
    assert relatie == {
        "type": "GezamenlijkOuderlijkGezag", "ouders": [{"burgerservicenummer": MOEDER}, {"burgerservicenummer": VADER}]
    }  # fmt: skip
    (relatie,) = gezag_of(await gezin.client.post(PERSONEN, raadpleeg(KIND, fields=["gezag.toelichting"])))
    assert relatie == {"type": "GezamenlijkOuderlijkGezag"}


async def test_at_an_address_it_may_be_asked_too(gezin: Gemeente) -> None:
    op_object = {"type": "ZoekMetAdresseerbaarObjectIdentificatie", "adresseerbaarObjectIdentificatie": OBJECT}
    answer = await gezin.client.post(PERSONEN, {**op_object, "fields": ["burgerservicenummer", "gezag.type"]})
    assert gezag_of(answer) == [{"type": "GezamenlijkOuderlijkGezag"}]
    assert [p["burgerservicenummer"] for p in answer.json["personen"]] == [KIND]


@pytest.mark.rule("BV-40")
async def test_whoever_asks_it_may_read_all_that_it_is_made_of(gezin: Gemeente) -> None:
    """Out of the answer follow a marriage, a death and a guardianship: who may not read one of these hears nothing."""
    scopes = [f"rubriek.{rubriek}" for rubriek in RUBRIEKEN]
    allowed = await gezin.application({"component": "brp", "scopes": ["brp.raadplegen", *scopes]})
    one_less = await gezin.application(
        {"component": "brp", "scopes": ["brp.raadplegen", *(s for s in scopes if s != "rubriek.11.33.10")]}
    )
    question = raadpleeg(KIND, fields=["gezag.type"])
    assert [(await c.post(PERSONEN, question)).status for c in (allowed, one_less)] == [200, 403]


@pytest.mark.rule("GZ-26")
async def test_every_list_that_was_read_is_a_line(gezin: Gemeente) -> None:
    """The mother was looked at when the child was asked, and she may know that. Anne was not."""
    await gezin.client.post(PERSONEN, raadpleeg(KIND, fields=["gezag.type"]))
    kept = await lines(gezin)
    assert {r["betrokkene"] for r in kept} == {await who_is(gezin, bsn) for bsn in (KIND, MOEDER, VADER)}
    child, *parents = kept
    assert child["gegevens"] == sorted(RUBRIEKEN)
    assert [r["gegevens"] for r in parents] == [["01.03.10", "05.06.10", "06.08.10", "07.67.20", "11.33.10"]] * 2


async def test_the_lists_of_another_municipality_decide_nothing(gezin: Gemeente, andere_gemeente: Gemeente) -> None:
    """There the child lives without its parents, and we cannot say; here its parents decide as before."""
    await bewaar(andere_gemeente, GEZIN.kind)
    (relatie,) = gezag_of(await andere_gemeente.client.post(PERSONEN, raadpleeg(KIND, fields=["gezag"])))
    assert relatie["type"] == "GezagNietTeBepalen"
    assert "persoonslijst van ouder1 (niet in deze registratie)" in relatie["toelichting"]
    assert gezag_of(await andere_gemeente.client.post(PERSONEN, raadpleeg(MOEDER, fields=["gezag"]))) == []
    answer = await ask(andere_gemeente.client, {"burgerservicenummer": [MOEDER, VADER]})
    assert answer.json == {"personen": []}


@pytest.mark.rule("GZ-23")
async def test_two_statements_find_everybody(gemeente: Gemeente, monkeypatch: pytest.MonkeyPatch) -> None:
    """Anne, her wife, the child of her wife, and its grandparents' names: the farthest that the decision looks."""
    kind = replace(Gezin(), ouder2=[GEEN]).kind
    await bewaar(
        gemeente, kind, mens(ANNE, verbintenis(MOEDER, "20180601")),
        mens(MOEDER, verbintenis(ANNE, "20180601"), c09=[[als_kind()]]),
    )  # fmt: skip
    asked: list[list[str]] = []

    async def counted(conn: Any, tenant_id: int, bsns: list[str]) -> Any:
        asked.append(bsns)
        return await lists_of(conn, tenant_id, bsns)

    monkeypatch.setattr(gezag.zoeken, "raadpleeg", counted)
    async with gemeente.app.pool.tenant(gemeente.id) as conn:
        vraag = gezag.Gezagsvraag(await lists_of(conn, gemeente.id, [ANNE]), VANDAAG)
        await vraag.zoek(conn, gemeente.id)
    assert asked == [[MOEDER], [KIND]]
    assert [r.uitkomst.soort for r in vraag.relaties(vraag.gevraagd[0])] == ["GezamenlijkGezag"]


@pytest.mark.rule("GZ-23")
async def test_of_two_lists_with_one_number_neither_is_used(gezin: Gemeente) -> None:
    """After a double registration nobody knows which of the two is the mother."""
    await bewaar(gezin, mens(MOEDER, e01_10="1010101025"))
    (relatie,) = gezag_of(await gezin.client.post(PERSONEN, raadpleeg(KIND, fields=["gezag"])))
    assert relatie["type"] == "GezagNietTeBepalen"


async def test_the_command_tells_why_and_is_logged(gezin: Gemeente) -> None:
    """Who sits at the municipality asks it without an application, and stands in the log as well."""
    place = gezin.app.directory.by_slug[gezin.slug]
    told = await authority(gezin.app, place, KIND, wie="jdevries")
    assert told[0] == f"{KIND} GezamenlijkOuderlijkGezag: {MOEDER} en {VADER}"
    assert len(told) > 10
    assert {r["betrokkene"] for r in await lines(gezin)} == {await who_is(gezin, b) for b in (KIND, MOEDER, VADER)}
    assert await authority(gezin.app, place, ANNE, wie="jdevries") == [
        "Deze persoon is niet minderjarig, en heeft over geen kind het gezag."
    ]
    with pytest.raises(click.ClickException, match="Dit nummer is hier niet"):
        await authority(gezin.app, place, ELDERS, wie="jdevries")
    assert (await lines(gezin))[-1]["gegevens"] == ["zoekvraag"]


# --- Gezag 2 ---------------------------------------------------------------------------------------------------------


async def ask(client: Client, body: Any, versie: str | None = "2", **more: Any) -> Response:
    return await client.post(GEZAG, body, accept_gezag_version=versie, **more)


def misfits(answer: Response, schema: str = "GezagResponse") -> list[str]:
    said = document("gezag") | {"$ref": f"#/components/schemas/{schema}"}
    return [error.message for error in jsonschema.Draft202012Validator(said).iter_errors(answer.json)]


@pytest.mark.rule("GZ-24")
async def test_gezag_gives_each_person_a_list(gezin: Gemeente) -> None:
    """In the order of the question; who has nobody has an empty list, and who is not here is not there."""
    answer = await ask(gezin.client, {"burgerservicenummer": [ANNE, KIND, ELDERS, VADER]})
    assert (answer.status, misfits(answer)) == (200, [])
    assert answer.headers["content-type"] == "application/json"
    anne, kind, vader = answer.json["personen"]
    assert anne == {"burgerservicenummer": ANNE, "gezag": []}
    assert (kind["burgerservicenummer"], vader["burgerservicenummer"]) == (KIND, VADER)
    assert kind["gezag"] == vader["gezag"]
    (relatie,) = kind["gezag"]
    assert relatie["type"] == "GezamenlijkOuderlijkGezag"
    assert relatie["minderjarige"]["geboorte"] == {"datum": "20200510"}
    assert [ouder["naam"]["geslachtsnaam"] for ouder in relatie["ouders"]] == ["Bakker", "Visser"]


async def test_zeroes_find_nobody(gezin: Gemeente) -> None:
    """Everybody whose number is unknown has nine zeroes; a question for that number is about none of them."""
    await bewaar(gezin, mens(ANNE, e01_10="", e01_20="000000000"))
    answer = await ask(gezin.client, {"burgerservicenummer": ["000000000"]})
    assert (answer.status, answer.json) == (200, {"personen": []})
    assert found(await gezin.client.post(PERSONEN, raadpleeg("000000000"))) == []


@pytest.mark.rule("GZ-26")
async def test_gezag_is_logged_before_it_leaves(gezin: Gemeente) -> None:
    await ask(gezin.client, {"burgerservicenummer": [KIND, ELDERS]})
    kept = await lines(gezin)
    assert {r["betrokkene"] for r in kept} == {await who_is(gezin, bsn) for bsn in (KIND, ELDERS, MOEDER, VADER)}
    assert [r["gegevens"] for r in kept].count(["zoekvraag"]) == 1


@pytest.mark.rule("BV-41")
async def test_gezag_is_a_right_of_its_own(gezin: Gemeente) -> None:
    asks = await gezin.application({"component": "brp", "scopes": ["brp.gezag", "rubrieken"]})
    looks = await gezin.application({"component": "brp", "scopes": ["brp.raadplegen", "rubrieken"]})
    bare = await gezin.application({"component": "brp", "scopes": ["brp.gezag", "rubriek.01"]})
    question = {"burgerservicenummer": [KIND]}
    assert [(await ask(c, question)).status for c in (asks, looks, bare)] == [200, 403, 403]
    assert (await ask(gezin.client, question, authorization=None)).status == 401


@pytest.mark.parametrize(("body", "versie", "fault"), [
    pytest.param({"burgerservicenummer": [KIND]}, None, ("Accept-Gezag-Version", "required"),
                 marks=pytest.mark.rule("GZ-27")),
    pytest.param({"burgerservicenummer": [KIND]}, "1", ("Accept-Gezag-Version", "version"),
                 marks=pytest.mark.rule("GZ-27")),
    ({}, "2", ("burgerservicenummer", "required")),
    ({"burgerservicenummer": []}, "2", ("burgerservicenummer", "minItems")),
    ({"burgerservicenummer": [KIND] * 21}, "2", ("burgerservicenummer", "maxItems")),
    ({"burgerservicenummer": KIND}, "2", ("burgerservicenummer", "array")),
    ({"burgerservicenummer": ["99999003", KIND]}, "2", ("burgerservicenummer[0]", "pattern")),
    ({"bsn": [KIND]}, "2", ("bsn", "unknownParam")),
])  # fmt: skip
async def test_a_wrong_question_hears_what_is_wrong(
    gezin: Gemeente, body: Any, versie: str | None, fault: tuple[str, str]
) -> None:
    answer = await ask(gezin.client, body, versie)
    assert answer.status == 400
    assert [(param["name"], param["code"]) for param in answer.json["invalidParams"]] == [fault]
    assert await lines(gezin) == []
