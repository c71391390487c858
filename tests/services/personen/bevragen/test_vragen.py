"""Questions over HTTP: who may ask, what is found, what is refused, and the line in the log. BRP API Personen 2.7.0."""

from typing import Any

import pytest
import pytest_asyncio

from meent.data import embedded
from meent.data.pool import Connection, connect
from meent.services.personen import opslag
from meent.services.personen.bevragen import zoeken
from meent.services.personen.bevragen.vraag import Vraag
from meent.services.personen.persoonslijst import Persoonslijst
from tests.asgi import Client, Response
from tests.conftest import Gemeente
from tests.services.personen.bevragen.antwoord import of_schema
from tests.services.personen.lijsten import (
    BSN,
    EIGEN,
    INSCHRIJVING,
    OVERLEDEN,
    PERSOON,
    WOONT,
    lijst,
    met,
)  # fmt: skip
from tests.verwerkingen.conftest import hash_of, who_is
from tests.verwerkingen.test_purposes import purpose
from tests.verwerkingen.test_refused import BROKEN, broken

PERSONEN = "/brp/api/v2/personen"
BSNS = ["999990019", "999990020", "999990032", "999990044", "999990056", "999990068", "999990081", "999990093"]
NUMMERAANDUIDING, OBJECT = "0518200000000001", "0518010000000001"


def raadpleeg(*bsns: str, fields: list[str] | None = None, **more: Any) -> dict[str, Any]:
    return {
        "type": "RaadpleegMetBurgerservicenummer", "burgerservicenummer": list(bsns),
        "fields": fields or ["burgerservicenummer", "naam.geslachtsnaam"], **more,
    }  # fmt: skip


def op_naam(geslachtsnaam: str, **more: Any) -> dict[str, Any]:
    return {
        "type": "ZoekMetGeslachtsnaamEnGeboortedatum", "geslachtsnaam": geslachtsnaam, "geboortedatum": "1985-12-01",
        "fields": ["burgerservicenummer"], **more,
    }  # fmt: skip


def op_adres(**more: Any) -> dict[str, Any]:
    fields = ["burgerservicenummer"]
    return {"type": "ZoekMetPostcodeEnHuisnummer", "postcode": "2512AA", "huisnummer": 31, "fields": fields, **more}


def iemand(
    number: int, *, inschrijving: Any = INSCHRIJVING, woont: Any = WOONT, c06: Any = (), **elementen: str
) -> Persoonslijst:
    """Somebody with a BSN of their own."""
    zelf = met(PERSOON, e01_10="", e01_20=BSNS[number], **elementen)
    return lijst(c01=[[zelf]], c06=c06, c07=[[inschrijving]], c08=[[woont]])


async def bewaar(gemeente: Gemeente, *lists: Persoonslijst) -> None:
    async with gemeente.app.pool.tenant(gemeente.id) as conn:
        for pl in lists:
            await opslag.bewaar(conn, gemeente.id, pl)


async def lines(gemeente: Gemeente) -> list[Any]:
    return await gemeente.rows(
        "select handeling, object, gegevens, betrokkene, doel from verwerking"
        " where tenant_id = $1 and resource = 'persoon' order by id", gemeente.id,
    )  # fmt: skip


def found(answer: Response) -> list[str]:
    assert answer.status == 200, answer.body
    fits("PersonenQueryResponse", answer)
    return [p["burgerservicenummer"] for p in answer.json["personen"]]


def fits(schema: str, answer: Response) -> None:
    of_schema("personen", answer, schema)


@pytest_asyncio.fixture(loop_scope="session")
async def moulin(gemeente: Gemeente) -> Gemeente:
    """A municipality with Suzanne Moulin."""
    await bewaar(gemeente, lijst())
    return gemeente


# --- who may ask -----------------------------------------------------------------------------------------------------


@pytest.mark.rule("BV-01")
async def test_nobody_gets_nothing(moulin: Gemeente) -> None:
    """The published status for who is not known is 401, with where to go."""
    answer = await moulin.client.post(PERSONEN, raadpleeg(BSN), authorization=None)
    assert (answer.status, answer.json["code"]) == (401, "authentication")
    assert "www-authenticate" in answer.headers
    fits("Foutbericht", answer)
    assert (await moulin.client.post(PERSONEN, raadpleeg(BSN), authorization="Token verzonnen")).status == 401
    assert await lines(moulin) == []


@pytest.mark.rule("BV-41")
async def test_asking_and_searching_are_two_rights(moulin: Gemeente) -> None:
    """A desk that checks a number need not be able to search the whole town."""
    asks = await moulin.application({"component": "brp", "scopes": ["brp.raadplegen", "rubrieken"]})
    searches = await moulin.application({"component": "brp", "scopes": ["brp.zoeken", "rubrieken"]})
    other = await moulin.application({"component": "zrc", "scopes": ["brp.raadplegen", "rubrieken"]})
    assert [(await c.post(PERSONEN, raadpleeg(BSN))).status for c in (asks, searches, other)] == [200, 403, 403]
    assert [(await c.post(PERSONEN, op_naam("Moulin"))).status for c in (asks, searches, other)] == [403, 200, 403]


@pytest.mark.rule("BV-40")
@pytest.mark.parametrize(("scope", "fields", "status"), [
    ("rubriek.01.01.20", ["burgerservicenummer"], 200),
    ("rubriek.01.01.20", ["burgerservicenummer", "geslacht"], 403),
    ("rubriek.01.02", ["naam.geslachtsnaam"], 200),
    ("rubriek.01", ["leeftijd"], 403),  # whether somebody lives is in 06 and 07
    ("rubriek.01", ["geboorte"], 200),
    ("rubriek.01", ["adressering.aanhef"], 403),  # the name of a partner is in 05
    ("rubrieken", ["adressering", "leeftijd", "partners"], 200),
])  # fmt: skip
async def test_one_field_too_many_refuses_all(moulin: Gemeente, scope: str, fields: list[str], status: int) -> None:
    """Rights are on rubrieken, and what is derived needs all that it is made of."""
    client = await moulin.application({"component": "brp", "scopes": ["brp.raadplegen", scope]})
    answer = await client.post(PERSONEN, raadpleeg(BSN, fields=fields))
    assert answer.status == status
    if status == 403:
        fits("Foutbericht", answer)
        assert answer.json["code"] == "autorisation"


async def test_another_municipality_has_its_own_people(moulin: Gemeente, andere_gemeente: Gemeente) -> None:
    """Every kind of question, asked next door, finds nobody."""
    questions = [raadpleeg(BSN), op_naam("Moulin"), op_adres()]
    assert [len(found(await moulin.client.post(PERSONEN, q))) for q in questions] == [1, 1, 1]
    assert [len(found(await andere_gemeente.client.post(PERSONEN, q))) for q in questions] == [0, 0, 0]


# --- the answer ------------------------------------------------------------------------------------------------------


async def test_raadplegen(moulin: Gemeente) -> None:
    """In the order of the question, each once; who is not here is left out."""
    await bewaar(moulin, iemand(0, e02_40="Ander"))
    answer = await moulin.client.post(PERSONEN, raadpleeg(BSNS[0], BSNS[5], BSN, BSNS[0]))
    assert answer.json == {
        "type": "RaadpleegMetBurgerservicenummer",
        "personen": [
            {"burgerservicenummer": BSNS[0], "naam": {"geslachtsnaam": "Ander"}},
            {"burgerservicenummer": BSN, "naam": {"geslachtsnaam": "Moulin"}},
        ],
    }
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    assert answer.headers["api-version"] == "2.7.0"
    elsewhere = await moulin.client.post(PERSONEN, raadpleeg(BSN, gemeenteVanInschrijving="0363"))
    assert found(elsewhere) == []
    assert found(await moulin.client.post(PERSONEN, raadpleeg(BSN, gemeenteVanInschrijving=EIGEN))) == [BSN]


@pytest.mark.rule("BV-13")
@pytest.mark.requirement("K-27")
async def test_the_dead_only_when_asked_and_what_is_gone_never(gemeente: Gemeente) -> None:
    """A list that was made wrongly is of nobody; it may be read by who mends it, and is never given."""
    dead = iemand(0, inschrijving=met(INSCHRIJVING, e67_10="20200101", e67_20="O"), c06=[[OVERLEDEN]])
    wrong = iemand(1, inschrijving=met(INSCHRIJVING, e67_10="20200101", e67_20="F"))
    await bewaar(gemeente, dead, wrong, iemand(2))
    client = gemeente.client
    assert found(await client.post(PERSONEN, op_naam("Moulin"))) == [BSNS[2]]
    assert found(await client.post(PERSONEN, op_naam("Moulin", inclusiefOverledenPersonen=False))) == [BSNS[2]]
    assert set(found(await client.post(PERSONEN, op_naam("Moulin", inclusiefOverledenPersonen=True)))) == {
        BSNS[0], BSNS[2]}  # fmt: skip
    assert found(await client.post(PERSONEN, raadpleeg(*BSNS[:3]))) == [BSNS[0], BSNS[2]]


@pytest.mark.rule("BV-14")
@pytest.mark.rule("BV-15")
@pytest.mark.parametrize(("gevraagd", "wie"), [
    ({"geslachtsnaam": "Gröning"}, [0]),
    ({"geslachtsnaam": "GRONING"}, [0]),  # no capitals, no accents
    ({"geslachtsnaam": "Gron"}, []),  # no beginning without a star
    ({"geslachtsnaam": "gron*"}, [0, 1]),
    ({"geslachtsnaam": "gron*", "voornamen": "Zoë"}, [0]),
    ({"geslachtsnaam": "gron*", "voornamen": "z*"}, [0, 1]),
    ({"geslachtsnaam": "gron*", "voorvoegsel": "DE"}, [1]),
    ({"geslachtsnaam": "gron*", "geslacht": "m"}, [1]),
    ({"geslachtsnaam": "gron*", "gemeenteVanInschrijving": "0363"}, []),
    ({"geslachtsnaam": "gron*", "geboortedatum": "1985-12-02"}, []),
    ({"geslachtsnaam": "100*"}, []),
])  # fmt: skip
async def test_searching_by_name(gemeente: Gemeente, gevraagd: dict[str, Any], wie: list[int]) -> None:
    """Somebody at the counter spells his name, and is found whoever typed it."""
    await bewaar(gemeente, iemand(0, e02_40="Gröning", e02_10="Zoë"),
                 iemand(1, e02_40="Groninger", e02_10="Zoef", e02_30="de", e04_10="M"))  # fmt: skip
    answer = await gemeente.client.post(PERSONEN, op_naam("x") | gevraagd)
    assert found(answer) == [BSNS[n] for n in wie]
    if gevraagd.get("voornamen") == "Zoë":
        asked = gevraagd | {"type": "ZoekMetNaamEnGemeenteVanInschrijving", "fields": ["burgerservicenummer"]}
        for gemeente_code, people in ((EIGEN, wie), ("0363", [])):
            answer = await gemeente.client.post(PERSONEN, asked | {"gemeenteVanInschrijving": gemeente_code})
            assert found(answer) == [BSNS[n] for n in people]


@pytest.mark.rule("BV-14")
@pytest.mark.parametrize(("vraag", "wie"), [
    (op_adres(), [0, 1]),
    (op_adres(postcode="2512 aa"), [0, 1]),
    (op_adres(huisletter="A"), [1]),
    (op_adres(huisletter="a", huisnummertoevoeging="BIS"), [1]),
    (op_adres(geslachtsnaam="Een*"), [0]),
    (op_adres(geboortedatum="1985-12-02"), []),
    (op_adres(huisnummer=32), []),
    ({"type": "ZoekMetStraatHuisnummerEnGemeenteVanInschrijving", "straat": "boterdiep", "huisnummer": 31}, [0, 1]),
    ({"type": "ZoekMetStraatHuisnummerEnGemeenteVanInschrijving", "straat": "Het Botérd*", "huisnummer": 31}, [0]),
    ({"type": "ZoekMetStraatHuisnummerEnGemeenteVanInschrijving", "straat": "*oterdiep", "huisnummer": 31}, [0, 1]),
    ({"type": "ZoekMetStraatHuisnummerEnGemeenteVanInschrijving", "straat": "*terdief", "huisnummer": 31}, []),
    ({"type": "ZoekMetNummeraanduidingIdentificatie", "nummeraanduidingIdentificatie": NUMMERAANDUIDING}, [0]),
    ({"type": "ZoekMetAdresseerbaarObjectIdentificatie", "adresseerbaarObjectIdentificatie": OBJECT}, [1]),
    ({"type": "ZoekMetAdresseerbaarObjectIdentificatie", "adresseerbaarObjectIdentificatie": NUMMERAANDUIDING}, []),
])  # fmt: skip
async def test_searching_by_address(gemeente: Gemeente, vraag: dict[str, Any], wie: list[int]) -> None:
    """By the number on the door, the name of the street on the sign or in the BAG, and the numbers of the BAG."""
    await bewaar(gemeente, iemand(0, woont=met(WOONT, e11_15="Het Boterdiep", e11_90=NUMMERAANDUIDING), e02_40="Eén"),
                 iemand(1, woont=met(WOONT, e11_30="a", e11_40="bis", e11_80=OBJECT), e02_40="Twee"))  # fmt: skip
    asked = {"fields": ["burgerservicenummer"], **vraag}
    if "straat" in asked:
        asked["gemeenteVanInschrijving"] = EIGEN
    assert found(await gemeente.client.post(PERSONEN, asked)) == [BSNS[n] for n in wie]


async def test_a_list_that_changes_is_found_by_what_it_became(moulin: Gemeente) -> None:
    """Who moved would be found at the old address, and missed at the new one."""
    async with moulin.app.pool.tenant(moulin.id) as conn:
        (old,) = await opslag.lees(conn, moulin.id, BSN)
        new = old.pl.met("08", lijst(c08=[[met(WOONT, e11_60="9999ZZ")]]).stapels["08"])
        await opslag.vervang(conn, moulin.id, old, new, wie="anna", wat=[])
    assert found(await moulin.client.post(PERSONEN, op_adres())) == []
    assert found(await moulin.client.post(PERSONEN, op_adres(postcode="9999ZZ"))) == [BSN]


@pytest.mark.rule("BV-16")
async def test_too_many_are_refused(gemeente: Gemeente, monkeypatch: pytest.MonkeyPatch) -> None:
    """A list that was cut off looks like all there are."""
    monkeypatch.setattr(zoeken, "MEEST_OP_NAAM", 2)
    await bewaar(gemeente, iemand(0), iemand(1))
    assert len(found(await gemeente.client.post(PERSONEN, op_naam("Moulin")))) == 2
    await bewaar(gemeente, iemand(2))
    answer = await gemeente.client.post(PERSONEN, op_naam("Moulin"))
    assert (answer.status, answer.json["code"]) == (400, "tooManyResults")
    fits("BadRequestFoutbericht", answer)
    assert len(await lines(gemeente)) == 2


# --- refused questions -----------------------------------------------------------------------------------------------


WRONG: list[tuple[dict[str, Any], set[tuple[str, str]]]] = [
    ({}, {("type", "required"), ("fields", "required")}),
    ({"type": "Iets", "fields": ["naam"]}, {("type", "value")}),
    ({"type": 3, "fields": ["naam"]}, {("type", "value")}),
    (raadpleeg(), {("burgerservicenummer", "minItems")}),
    (raadpleeg(*["999990019"] * 21), {("burgerservicenummer", "maxItems")}),
    (raadpleeg(BSN) | {"burgerservicenummer": BSN}, {("burgerservicenummer", "array")}),
    (raadpleeg(BSN, "12345678", "x"), {("burgerservicenummer[1]", "pattern"), ("burgerservicenummer[2]", "pattern")}),
    (raadpleeg(BSN, kleur="rood"), {("kleur", "unknownParam")}),
    (raadpleeg(BSN, geboortedatum="1985-12-01"), {("geboortedatum", "unknownParam")}),
    (raadpleeg(BSN) | {"fields": []}, {("fields", "minItems")}),
    (raadpleeg(BSN) | {"fields": "naam"}, {("fields", "array")}),
    (raadpleeg(BSN) | {"fields": ["naam"] * 131}, {("fields", "maxItems")}),
    (raadpleeg(BSN, fields=["naam", "bestaatNiet", "naam.x"]), {("fields[1]", "fields"), ("fields[2]", "fields")}),
    (raadpleeg(BSN, fields=["naam", "na am", 3]), {("fields[1]", "pattern"), ("fields[2]", "pattern")}),
    (raadpleeg(BSN, fields=["inOnderzoek", "naam.inOnderzoek", "rni", "verificatie.datum",
                            "opschortingBijhouding.reden", "geheimhoudingPersoonsgegevens"]),
     {(f"fields[{n}]", "fields") for n in range(6)}),
    (op_naam("Moulin", fields=["partners"]), {("fields[0]", "fields")}),
    (op_adres(fields=["gezag"]), {("fields[0]", "fields")}),
    (op_naam("Mo*"), {("geslachtsnaam", "pattern")}),
    (op_naam("Moulin\n"), {("geslachtsnaam", "pattern")}),
    (op_naam("M*lin"), {("geslachtsnaam", "pattern")}),
    (op_naam("Moulin", geboortedatum="1985-12-00"), {("geboortedatum", "date")}),
    (op_naam("Moulin", geboortedatum=19851201), {("geboortedatum", "date")}),
    (op_naam("Moulin", geslacht="X", voorvoegsel="v4n"), {("geslacht", "pattern"), ("voorvoegsel", "pattern")}),
    (op_naam("Moulin", inclusiefOverledenPersonen="true"), {("inclusiefOverledenPersonen", "boolean")}),
    (op_naam("", geboortedatum=None), {("geslachtsnaam", "required"), ("geboortedatum", "required")}),
    (op_adres(huisnummer="31"), {("huisnummer", "integer")}),
    (op_adres(huisnummer=True), {("huisnummer", "integer")}),
    (op_adres(huisnummer=0), {("huisnummer", "minimum")}),
    (op_adres(huisnummer=100000), {("huisnummer", "maximum")}),
    (op_adres(postcode="0512AA", huisletter="ab", huisnummertoevoeging="12345"),
     {("postcode", "pattern"), ("huisletter", "pattern"), ("huisnummertoevoeging", "pattern")}),
    ({"type": "ZoekMetStraatHuisnummerEnGemeenteVanInschrijving", "straat": "Boter*", "fields": ["naam"],
      "gemeenteVanInschrijving": "518"},
     {("straat", "pattern"), ("huisnummer", "required"), ("gemeenteVanInschrijving", "pattern")}),
    ({"type": "ZoekMetNaamEnGemeenteVanInschrijving", "geslachtsnaam": "Moulin", "voornamen": "S*", "fields": ["naam"]},
     {("voornamen", "pattern"), ("gemeenteVanInschrijving", "required")}),
    ({"type": "ZoekMetNummeraanduidingIdentificatie", "nummeraanduidingIdentificatie": "0" * 16, "fields": ["naam"]},
     {("nummeraanduidingIdentificatie", "pattern")}),
    ({"type": "ZoekMetAdresseerbaarObjectIdentificatie", "adresseerbaarObjectIdentificatie": "1", "fields": ["naam"]},
     {("adresseerbaarObjectIdentificatie", "pattern")}),
]  # fmt: skip


@pytest.mark.rule("BV-02")
@pytest.mark.rule("BV-10")
@pytest.mark.rule("BV-11")
@pytest.mark.rule("BV-12")
async def test_a_wrong_question_is_refused_with_all_that_is_wrong(client: Client, gemeente: Gemeente) -> None:
    """Who builds a client must hear everything at once, under the codes that are published."""
    for question, faults in WRONG:
        answer = await client.post(PERSONEN, question)
        assert (answer.status, answer.codes) == (400, faults), question
        assert [p["name"] for p in answer.json["invalidParams"]] == sorted(n for n, _ in faults)
        missing = any(code == "required" for _, code in faults)
        assert answer.json["code"] == ("paramsRequired" if missing else "paramsValidation")
        assert answer.headers["content-type"] == "application/problem+json"
    assert await lines(gemeente) == []


@pytest.mark.rule("BV-17")
async def test_what_is_sent_empty_is_not_what_was_not_sent(client: Client, gemeente: Gemeente) -> None:
    """A program that lost the name it wanted to send must not get everybody of that birth date."""
    leeg = {"voornamen": "", "voorvoegsel": None, "geslacht": "", "inclusiefOverledenPersonen": None}
    answer = await client.post(PERSONEN, op_naam("Moulin", **leeg, gemeenteVanInschrijving=None))
    assert (answer.status, answer.json["code"]) == (400, "paramsValidation")
    assert [(p["name"], p["code"]) for p in answer.json["invalidParams"]] == [
        ("gemeenteVanInschrijving", "pattern"), ("geslacht", "pattern"), ("inclusiefOverledenPersonen", "boolean"),
        ("voornamen", "pattern"), ("voorvoegsel", "pattern"),
    ]  # fmt: skip
    answer = await client.post(PERSONEN, op_adres(postcode="", huisletter="", huisnummer=None))
    assert answer.codes == {("postcode", "required"), ("huisnummer", "required"), ("huisletter", "pattern")}
    assert await lines(gemeente) == []


@pytest.mark.rule("BV-03")
async def test_other_ways_to_ask_it_wrongly(client: Client) -> None:
    """Every refusal has the published shape, also before anything is read."""
    for answer, status, code in (
        (await client.post(PERSONEN, raadpleeg(BSN), accept="application/xml"), 406, "notAcceptable"),
        (await client.post(PERSONEN, raadpleeg(BSN), **{"content-type": "text/plain"}), 415, "unsupported"),
        (await client.post(PERSONEN, ["geen object"]), 400, "paramsValidation"),
        (await client.get(PERSONEN), 405, "methodNotAllowed"),
        (await client.post("/brp/api/v2/iets", {}), 404, "notFound"),
        (await client.post("/brp/api/v1/personen", {}), 404, "notFound"),
    ):
        assert (answer.status, answer.json["code"]) == (status, code)
        fits("Foutbericht", answer)
    for accepted in ("application/json", "*/*", "text/html, application/*;q=0.5"):
        assert (await client.post(PERSONEN, raadpleeg(BSN), accept=accepted)).status == 200


# --- the log ---------------------------------------------------------------------------------------------------------


@pytest.mark.rule("BV-42")
async def test_each_person_shown_is_a_line(moulin: Gemeente) -> None:
    """Who was looked at, which rubrieken were used for it, and why: kept before the answer leaves, without a value."""
    await bewaar(moulin, iemand(0))
    doel = await purpose(moulin, "verhuizing", moulin.client.client_id)
    await moulin.client.post(PERSONEN, raadpleeg(BSN, BSNS[0], fields=["leeftijd", "geslacht"]))
    await moulin.client.post(PERSONEN, op_naam("Moulin"))
    kept = await lines(moulin)
    people = [await who_is(moulin, BSN), await who_is(moulin, BSNS[0])]
    assert [r["betrokkene"] for r in kept[:2]] == people
    assert {r["betrokkene"] for r in kept[2:]} == set(people)
    assert [r["handeling"] for r in kept] == ["retrieve", "retrieve", "list", "list"]
    assert [r["gegevens"] for r in kept[1:3]] == [["01.03.10", "01.04.10", "06.08.10", "07.67.20"], ["01.01.20"]]
    assert {r["doel"] for r in kept} == {doel.id}
    ids = await moulin.rows("select id from persoonslijst where tenant_id = $1", moulin.id)
    assert {r["object"] for r in kept} == {r["id"] for r in ids}


@pytest.mark.rule("BV-43")
async def test_nobody_here_is_an_answer_about_somebody(moulin: Gemeente) -> None:
    """Who asks whether somebody lives here learns it from an empty list too."""
    await moulin.client.post(PERSONEN, raadpleeg(BSN, BSNS[0]))
    await moulin.client.post(PERSONEN, op_naam("Zoek"))
    await moulin.client.post(PERSONEN, op_adres(huisnummer=99))
    kept = await lines(moulin)
    assert [r["gegevens"] for r in kept] == [["01.01.20", "01.02.40"], ["zoekvraag"], ["zoekvraag"], ["zoekvraag"]]
    assert [r["betrokkene"] for r in kept] == [
        await who_is(moulin, BSN), await who_is(moulin, BSNS[0]), await hash_of(moulin, "naam:zoek"), None,
    ]  # fmt: skip
    assert [r["handeling"] for r in kept] == ["retrieve", "retrieve", "search", "search"]


@pytest.mark.rule("BV-44")
@pytest.mark.parametrize("how", BROKEN)
async def test_what_cannot_be_logged_is_not_shown(moulin: Gemeente, migrated: embedded.Embedded, how: str) -> None:
    """Data that left without a line were used by nobody, as far as anybody can tell."""
    superuser = await connect(migrated.dsn("postgres"))
    try:
        async with broken(superuser, how):
            for question in (raadpleeg(BSN), op_naam("Moulin"), op_naam("Niemand")):
                answer = await moulin.client.post(PERSONEN, question)
                assert (answer.status, answer.json["code"]) == (503, "notAvailable")
                assert "Moulin" not in answer.body.decode()
                fits("Foutbericht", answer)
    finally:
        await superuser.close()
    assert len(found(await moulin.client.post(PERSONEN, raadpleeg(BSN)))) == 1


INDEXES: list[tuple[dict[str, Any], str]] = [
    ({"geslachtsnaam": "n*", "geboortedatum": "1900-00-01"}, "geboortedatum"),
    ({"geslachtsnaam": "n12*", "voornamen": "v12*", "gemeenteVanInschrijving": EIGEN}, "geslachtsnaam"),
    ({"postcode": "1000A1", "huisnummer": 1}, "postcode"),
    ({"straat": "*oterdiep", "huisnummer": 31, "gemeenteVanInschrijving": EIGEN}, "huisnummer"),
    ({"nummeraanduidingIdentificatie": NUMMERAANDUIDING}, "nummeraanduiding"),
    ({"adresseerbaarObjectIdentificatie": OBJECT}, "adresseerbaar_object"),
]  # fmt: skip
TOWN = """
WITH pl AS (
    INSERT INTO persoonslijst (tenant_id, id, anummer, bsn, versie, tijdstempel, opschorting, lijst)
    SELECT $1, gen_random_uuid(), '', '', '', '', '', '{}' FROM generate_series(1, 3000) RETURNING id
)
INSERT INTO persoon_zoek
SELECT $1, id, 'n' || n, 'v' || n, '', 'V', (19000000 + n)::text, '0518', '1000A' || n, n % 300,
    '', '', 's' || n, 's' || n, 'a' || n, 'o' || n, '' FROM (SELECT id, row_number() OVER () FROM pl) p(id, n)
"""


@pytest.mark.rule("BV-45")
async def test_each_search_goes_by_its_index(gemeente: Gemeente, migrated: embedded.Embedded) -> None:
    """A search that reads everybody is slow for all, and under row policies a pattern would do that."""
    await gemeente.rows(TOWN, gemeente.id)
    owner = await connect(migrated.owner_dsn)
    await owner.execute("analyze persoonslijst, persoon_zoek")
    await owner.close()
    for gegeven, column in INDEXES:
        query, values = zoeken.statement(Vraag("", gegeven))
        async with gemeente.app.pool.tenant(gemeente.id) as conn:
            plan = "\n".join(row[0] for row in await conn.fetch(f"explain {query}", gemeente.id, *values))
        of_search = plan.partition("on persoon_zoek")[2].partition("persoonslijst")[0]
        condition = of_search[of_search.find("Index Cond") :].partition("\n")[0]
        assert f"({column} " in condition, plan


@pytest.mark.rule("BV-45")
async def test_a_question_is_one_look_and_one_line(moulin: Gemeente, monkeypatch: pytest.MonkeyPatch) -> None:
    """Twenty people cost the database as much as one; who is asked by number is read and logged at once."""
    await bewaar(moulin, *(iemand(n) for n in range(8)))
    await moulin.client.post(PERSONEN, raadpleeg(BSN))  # rights and purposes are known from here
    asked: list[str] = []
    for name in ("fetch", "fetchrow", "fetchval", "execute"):
        real = getattr(Connection, name)

        def counting(self: Connection, query: str, *args: Any, _real: Any = real, **options: Any) -> Any:
            asked.append(query)
            return _real(self, query, *args, **options)

        monkeypatch.setattr(Connection, name, counting)
    for question, looks in ((raadpleeg(BSN), 1), (raadpleeg(BSN, *BSNS), 1), (op_naam("Moulin"), 2)):
        asked.clear()
        assert found(await moulin.client.post(PERSONEN, question))
        assert len(asked) == looks


async def test_lists_of_before_are_found_after_rebuilding(moulin: Gemeente, migrated: embedded.Embedded) -> None:
    """Lists that were stored before there was an index would be found by nobody."""
    superuser = await connect(migrated.dsn("postgres"))
    await superuser.execute("delete from persoon_zoek where tenant_id = $1", moulin.id)
    await superuser.close()
    assert found(await moulin.client.post(PERSONEN, op_naam("Moulin"))) == []
    async with moulin.app.pool.tenant(moulin.id) as conn:
        assert await opslag.herbouw_zoekregels(conn, moulin.id) == 1
    assert found(await moulin.client.post(PERSONEN, op_naam("Moulin"))) == [BSN]
