"""Reporting doubt by HTTP: the report, its answer, and who may. Decision 0066."""

from typing import Any

import pytest

from meent.services.personen.bevragen.contract import document
from tests.conftest import Gemeente
from tests.services.personen.bevragen.antwoord import fits_document
from tests.services.personen.bevragen.test_vragen import bewaar, lines
from tests.services.personen.lijsten import BSN, lijst
from tests.verwerkingen.conftest import who_is

PAD = "/brp/api/v1/terugmeldingen"
NERGENS = "/01a227d7-e9bc-74fc-9df2-0e2c078bd478"
MELDEN = {"component": "brp", "scopes": ["brp.terugmelden"]}
BODY: dict[str, Any] = {
    "kenmerk": "Z-17", "burgerservicenummer": BSN, "aanduiding": "081120", "toelichting": "Huisnummer is 33.",
}  # fmt: skip


def fits(answer: Any, status: int) -> Any:
    return fits_document("terugmeldingen", answer, "Terugmelding", status)


@pytest.mark.rule("BZ-125")
async def test_it_is_received_and_read_by_who_reported_it(gemeente: Gemeente, andere_gemeente: Gemeente) -> None:
    """Twice the same is once; another application, or another municipality, does not see it."""
    await bewaar(gemeente, lijst())
    melder = await gemeente.application(MELDEN)
    found = fits(await melder.post(PAD, BODY), 201)
    assert (found["status"], found["kenmerk"]) == ("ontvangen", "Z-17")
    assert fits(await melder.post(PAD, BODY), 201) == found
    assert fits(await melder.get(f"{PAD}/{found['identificatie']}"), 200) == found
    line = (await lines(gemeente))[0]
    assert (line[0], line[2], line[3]) == ("create", ["terugmelding"], await who_is(gemeente, BSN))
    for other in (await gemeente.application(MELDEN), andere_gemeente.client):
        assert (await other.get(f"{PAD}/{found['identificatie']}")).status == 404
    may_not = await gemeente.application({"component": "brp", "scopes": ["brp.raadplegen", "rubrieken"]})
    assert (await may_not.post(PAD, BODY)).status == 403
    assert (await gemeente.client.post(PAD, BODY, authorization=None)).status == 401
    anders = await melder.post(PAD, BODY | {"toelichting": "Toch iets anders."})
    refused = fits_document("terugmeldingen", anders, "Foutbericht", 409)
    assert (refused["code"], refused["title"]) == ("conflict", "Dit past niet bij wat er al is.")
    assert "409" in document("terugmeldingen")["paths"]["/terugmeldingen"]["post"]["responses"]


@pytest.mark.rule("BZ-120")
@pytest.mark.parametrize(
    ("anders", "name", "code"),
    [
        ({"aanduiding": "070000"}, "aanduiding", "value"),
        ({"aanduiding": "0811"}, "aanduiding", "pattern"),
        ({"toelichting": " "}, "toelichting", "required"),
        ({"toelichting": "x\x00"}, "toelichting", "pattern"),
        ({"kenmerk": "a\nb"}, "kenmerk", "pattern"),
        ({"burgerservicenummer": "999991115"}, "burgerservicenummer", "value"),
        ({"naam": "Moulin"}, "naam", "unknownParam"),
    ],
)
async def test_what_is_wrong_is_told(gemeente: Gemeente, anders: dict[str, Any], name: str, code: str) -> None:
    await bewaar(gemeente, lijst())
    refused = fits_document(
        "terugmeldingen", await gemeente.client.post(PAD, BODY | anders), "BadRequestFoutbericht", 400
    )
    assert [(p["name"], p["code"]) for p in refused["invalidParams"]] == [(name, code)]


@pytest.mark.parametrize(
    ("method", "rest", "status"),
    [("get", "", 405), ("get", NERGENS, 404), ("get", "/x", 404), ("get", "/a/b", 404), ("post", "/x", 405)],
)
async def test_what_is_not_there(gemeente: Gemeente, method: str, rest: str, status: int) -> None:
    client = gemeente.client
    answer = await (client.get(PAD + rest) if method == "get" else client.post(PAD + rest, {}))
    assert answer.status == status
