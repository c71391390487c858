"""Digitale adressen, rekeningnummers, vertegenwoordigingen and categorieen (Klantinteracties API 0.9.0)."""

import asyncio
from typing import Any

import pytest

from tests.asgi import Client
from tests.services.klantinteracties.bodies import (
    ADRESSEN,
    CATEGORIEEN,
    NERGENS,
    REKENINGEN,
    RELATIES,
    VERTEGENWOORDIGINGEN,
    een_adres,
    een_identificator,
    een_partij,
    een_rekening,
    link,
    nummer,
    ref,
)  # fmt: skip
from tests.zgw import made


async def keys(client: Client, path: str, **query: str) -> set[str]:
    answer = await client.get(path, query)
    assert answer.status == 200, answer.body
    return {row["uuid"] for row in answer.json["results"]}


async def test_digitaal_adres_is_shown_whole(client: Client) -> None:
    """A client of the peer reads these members, in this form."""
    adres = await een_adres(client)
    assert {k: v for k, v in adres.items() if k not in ("url", "uuid")} == {
        "verstrektDoorBetrokkene": None, "verstrektDoorPartij": None, "adres": "sam@b.example",
        "soortDigitaalAdres": "email", "isStandaardAdres": False, "omschrijving": "", "referentie": "",
        "verificatieDatum": None,
    }  # fmt: skip


@pytest.mark.rule("KI-15")
@pytest.mark.parametrize(("soort", "adres", "status"), [
    ("email", "sam@gemeente.nl", 201),
    ("email", "sam.de-vries+werk@mail.gemeente.nl", 201),
    ("email", "sam@gemeente", 400),
    ("email", "sam.@gemeente.nl", 400),
    ("email", "sam@-gemeente.nl", 400),
    ("email", "0612345678", 400),
    ("email", "sam@gemeente.nl\n", 400),
    ("telefoonnummer", "0612345678", 201),
    ("telefoonnummer", "0201234567", 201),
    ("telefoonnummer", "+31612345678", 201),
    ("telefoonnummer", "0031612345678", 201),
    ("telefoonnummer", "06-12345678", 400),
    ("telefoonnummer", "0800", 400),
    ("telefoonnummer", "1400", 400),
    ("telefoonnummer", "14020", 400),
    ("telefoonnummer", "061234567", 400),
    ("telefoonnummer", "0612345678\n", 400),
    ("overig", "@sam bij de buren", 201),
])  # fmt: skip
async def test_address_can_be_used(client: Client, soort: str, adres: str, status: int) -> None:
    """A number with a digit missing is found out when nobody answers."""
    answer = await client.post(ADRESSEN, {"soortDigitaalAdres": soort, "adres": adres})
    assert answer.status == status
    assert answer.codes == (set() if status == 201 else {("adres", "invalid")})


async def test_kind_cannot_be_changed_under_an_address(client: Client) -> None:
    """What was right as a number is no e-mail address."""
    adres = await een_adres(client)
    answer = await client.patch(adres["url"], {"soortDigitaalAdres": "telefoonnummer"})
    assert (answer.status, answer.codes) == (400, {("adres", "invalid")})


@pytest.mark.rule("KI-16")
async def test_partij_has_one_standard_address_of_each_kind(client: Client) -> None:
    """Of two standard addresses the letter goes to the wrong one."""
    partij, ander = await een_partij(client), await een_partij(client)
    old = await een_adres(client, partij, isStandaardAdres=True)
    others = [
        await een_adres(client, partij, isStandaardAdres=True, soortDigitaalAdres="telefoonnummer", adres="0612345678"),
        await een_adres(client, ander, isStandaardAdres=True),
        await een_adres(client, None, isStandaardAdres=True),
    ]
    new = await een_adres(client, partij, isStandaardAdres=True)
    assert await keys(client, ADRESSEN, isStandaardAdres="true") == {new["uuid"], *(o["uuid"] for o in others)}
    await client.patch(old["url"], {"isStandaardAdres": True})
    assert await keys(client, ADRESSEN, isStandaardAdres="true") == {old["uuid"], *(o["uuid"] for o in others)}
    await client.patch(others[2]["url"], {"verstrektDoorPartij": ref(partij)})
    assert await keys(client, ADRESSEN, isStandaardAdres="true") == {o["uuid"] for o in others}


@pytest.mark.rule("KI-16")
async def test_address_that_a_partij_is_given_keeps_one_standard(client: Client) -> None:
    """By the list of the partij a second standard would slip in."""
    partij = await een_partij(client)
    own = await een_adres(client, partij, isStandaardAdres=True)
    eerste, tweede = await een_adres(client, isStandaardAdres=True), await een_adres(client, isStandaardAdres=True)
    await client.patch(partij["url"], {"digitaleAdressen": [ref(eerste), ref(own), ref(tweede)]})
    standard = [a for a in (own, eerste, tweede) if (await client.get(a["url"])).json["isStandaardAdres"]]
    assert len(standard) == 1
    assert standard[0] is not own


@pytest.mark.rule("KI-16")
async def test_two_standards_at_once_leave_one(client: Client) -> None:
    """Two clerks save at the same moment, and both think that theirs counts."""
    partij = await een_partij(client)
    await asyncio.gather(*(een_adres(client, partij, isStandaardAdres=True) for _ in range(6)))
    assert len(await keys(client, ADRESSEN, isStandaardAdres="true")) == 1


@pytest.mark.rule("KI-24")
async def test_reference_leads_to_one_address_of_a_partij(client: Client) -> None:
    """A program that looks for `portaal` gets two, and takes one by chance."""
    partij, ander = await een_partij(client), await een_partij(client)
    first = await een_adres(client, partij, referentie="portaal")
    phone = {"soortDigitaalAdres": "telefoonnummer", "adres": "0612345678"}
    for allowed in (
        await een_adres(client, ander, referentie="portaal"),
        await een_adres(client, None, referentie="portaal"),
        await een_adres(client, partij, referentie="portaal", **phone),
        await een_adres(client, partij),
        await een_adres(client, partij),
    ):
        assert allowed["uuid"]
    body = {"soortDigitaalAdres": "email", "adres": "kim@b.example", "verstrektDoorPartij": ref(partij)}
    refused = await client.post(ADRESSEN, body | {"referentie": "portaal"})
    assert (refused.status, refused.codes) == (400, {("referentie", "unique")})
    assert (await client.patch(first["url"], {"omschrijving": "werk"})).status == 200
    refused = await client.post(ADRESSEN, body | {"referentie": "geen spatie"})
    assert (refused.status, refused.codes) == (400, {("referentie", "invalid")})


async def test_addresses_are_found(client: Client) -> None:
    """The telephone rings, and the desk wants to know who it is before it answers."""
    vos, sam = await een_partij(client, "organisatie"), await een_partij(client)
    await een_identificator(client, sam, nummer("bsn", "999990019"))
    mail = await een_adres(client, vos, adres="Info@Vos.example", omschrijving="Balie", referentie="balie")
    phone = await een_adres(
        client, sam, soortDigitaalAdres="telefoonnummer", adres="0612345678", verificatieDatum="2026-01-05",
        isStandaardAdres=True,
    )  # fmt: skip
    for query, wanted in (
        ({"adres": "0612345678"}, {phone["uuid"]}),
        ({"adres": "info@vos.example"}, set()),
        ({"adres__icontains": "INFO@vos"}, {mail["uuid"]}),
        ({"omschrijving": "bal"}, {mail["uuid"]}),
        ({"referentie": "balie"}, {mail["uuid"]}),
        ({"soortDigitaalAdres": "telefoonnummer"}, {phone["uuid"]}),
        ({"isStandaardAdres": "true"}, {phone["uuid"]}),
        ({"isGeverifieerd": "true"}, {phone["uuid"]}),
        ({"isGeverifieerd": "false"}, {mail["uuid"]}),
        ({"verificatieDatum": "2026-01-05"}, {phone["uuid"]}),
        ({"verificatieDatum__gt": "2026-01-05"}, set()),
        ({"verificatieDatum__gte": "2026-01-05"}, {phone["uuid"]}),
        ({"verificatieDatum__lt": "2026-01-05"}, set()),
        ({"verificatieDatum__lte": "2026-01-05"}, {phone["uuid"]}),
        ({"verstrektDoorPartij__uuid": sam["uuid"]}, {phone["uuid"]}),
        ({"verstrektDoorPartij__url": vos["url"]}, {mail["uuid"]}),
        ({"verstrektDoorPartij__soortPartij": "organisatie"}, {mail["uuid"]}),
        ({"verstrektDoorPartij__partijIdentificator__codeSoortObjectId": "bsn",
          "verstrektDoorPartij__partijIdentificator__objectId": "999990019"}, {phone["uuid"]}),
        ({"verstrektDoorPartij__partijIdentificator__codeRegister": "hr",
          "verstrektDoorPartij__partijIdentificator__objectId": "999990019"}, set()),
    ):  # fmt: skip
        assert await keys(client, ADRESSEN, **query) == wanted, query
    for wrong in ("telegram", "Email"):
        refused = await client.get(ADRESSEN, {"soortDigitaalAdres": wrong})
        assert refused.codes == {("soortDigitaalAdres", "invalid_choice")}


# --- rekeningnummers -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"iban": "12NLINHO0003456789"}, ("iban", "invalid")),
        ({"iban": ""}, ("iban", "blank")),
        ({"iban": "NL12" + "X" * 31}, ("iban", "max_length")),
        ({"bic": "INHO"}, ("bic", "min_length")),
        ({"bic": "INHO NL2A"}, ("bic", "invalid")),
        ({"partij": NERGENS}, ("partij.uuid", "does_not_exist")),
    ],
)
async def test_account_is_checked(client: Client, changed: dict[str, Any], fault: tuple[str, str]) -> None:
    """Money that goes to an account that is none comes back weeks later, or not."""
    answer = await client.post(REKENINGEN, {"iban": "NL12INHO0003456789"} | changed)
    assert (answer.status, answer.codes) == (400, {fault})


async def test_accounts_are_found(client: Client) -> None:
    """A payment without a name is traced by its account."""
    one = await een_rekening(client, iban="NL12INHO0000000001", bic="INHONL2A")
    await een_rekening(client)
    for query in ({"iban": "NL12INHO0000000001"}, {"bic": "INHONL2A"}, {"uuid": one["uuid"]}):
        assert await keys(client, REKENINGEN, **query) == {one["uuid"]}, query


# --- vertegenwoordigingen --------------------------------------------------------------------------------------------


@pytest.mark.rule("KI-19")
async def test_nobody_represents_himself(client: Client) -> None:
    """A guardian of oneself hides that there is none."""
    partij = await een_partij(client)
    both = {"vertegenwoordigendePartij": ref(partij), "vertegenwoordigdePartij": ref(partij)}
    answer = await client.post(VERTEGENWOORDIGINGEN, both)
    assert (answer.status, answer.codes) == (400, {("vertegenwoordigdePartij", "invalid")})


@pytest.mark.rule("KI-20")
async def test_representation_stands_once(client: Client) -> None:
    """Who takes one away would think that it is gone."""
    a, b = await een_partij(client), await een_partij(client)
    both = {"vertegenwoordigendePartij": ref(a), "vertegenwoordigdePartij": ref(b)}
    one = await made(client, VERTEGENWOORDIGINGEN, both)
    assert (one["vertegenwoordigendePartij"], one["vertegenwoordigdePartij"]) == (link(a), link(b))
    again = await client.post(VERTEGENWOORDIGINGEN, both)
    assert (again.status, again.codes) == (400, {("nonFieldErrors", "unique")})
    back = {"vertegenwoordigendePartij": ref(b), "vertegenwoordigdePartij": ref(a)}
    other = await made(client, VERTEGENWOORDIGINGEN, back)
    for name in ("vertegenwoordigendePartij", "vertegenwoordigdePartij"):
        row = one if name == "vertegenwoordigendePartij" else other
        assert await keys(client, VERTEGENWOORDIGINGEN, **{f"{name}__uuid": a["uuid"]}) == {row["uuid"]}
        assert await keys(client, VERTEGENWOORDIGINGEN, **{f"{name}__url": a["url"]}) == {row["uuid"]}
    missing = await client.post(VERTEGENWOORDIGINGEN, {"vertegenwoordigendePartij": None})
    assert missing.codes == {("vertegenwoordigendePartij", "null"), ("vertegenwoordigdePartij", "required")}


# --- categorieen -----------------------------------------------------------------------------------------------------


async def test_categories_are_found_by_partij_and_day(client: Client) -> None:
    """Who was an entrepreneur last year need not be one now."""
    partij, ander = await een_partij(client), await een_partij(client)
    categorie, leeg = await made(client, CATEGORIEEN, {"naam": "Ondernemer"}), await made(client, CATEGORIEEN, {})
    assert leeg["naam"] == ""
    days = {"beginDatum": "2026-01-05", "eindDatum": "2026-12-31"}
    one = await made(client, RELATIES, {"partij": ref(partij), "categorie": ref(categorie)} | days)
    loose = await made(client, RELATIES, {})
    assert (loose["partij"], loose["categorie"]) == (None, None)
    for query in (
        {"partij__uuid": partij["uuid"]}, {"partij__url": partij["url"]}, {"partij__nummer": partij["nummer"]},
        {"categorie__uuid": categorie["uuid"]}, {"categorie__url": categorie["url"]},
        {"categorie__naam": "Ondernemer"}, {"beginDatum": "2026-01-05"}, {"eindDatum": "2026-12-31"},
    ):  # fmt: skip
        assert await keys(client, RELATIES, **query) == {one["uuid"]}, query
    assert await keys(client, RELATIES, partij__uuid=ander["uuid"]) == set()
    in_use = await client.delete(categorie["url"])
    assert (in_use.status, in_use.codes) == (400, {("nonFieldErrors", "pending-relations")})
    assert (await client.delete(leeg["url"])).status == 204
