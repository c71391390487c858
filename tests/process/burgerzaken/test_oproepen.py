"""Civil affairs over HTTP: a fact, what waits for a colleague, papers, klapper and termijnen. Decision 0075."""

from typing import Any

import jsonschema
import msgspec
import pytest
import yaml
from click.testing import CliRunner
from openapi_spec_validator import OpenAPIV31SpecValidator

from meent.basis.fouten import Fout
from meent.cli import main
from meent.data import embedded
from meent.integration.brp import voorraad
from meent.integration.burgerzaken.document import ROOT
from meent.integration.burgerzaken.vorm import ACHT_CIJFERS
from meent.process.burgerzaken.feiten import FEITEN, Verhuisinvoer
from meent.process.burgerzaken.oproepen import DEUR, OPERATIES
from meent.process.burgerzaken.velden import DATUM, DATUM_OF_LEEG, VORMEN
from tests.asgi import Client, Response, token
from tests.conftest import Gemeente
from tests.process.burgerzaken.conftest import Loket
from tests.process.burgerzaken.test_accord import CORRECTIE
from tests.process.burgerzaken.test_feiten import WEDUWNAAR
from tests.process.burgerzaken.test_opnemen import HUWELIJK, LOG, OVERLIJDEN, VERHUIZING, VROUW
from tests.process.burgerzaken.voorbeelden import BRIEFADRES, VOORBEELDEN, mensen_bij
from tests.services.klantinteracties.test_api_sleutels import with_key
from tests.services.personen.lijsten import ANDER_BSN, BSN, GEZAG, lijst
from tests.verwerkingen.conftest import who_is
from tests.zgw import een_zaaktype

API = f"/{ROOT}"
FEITEN_AT = f"{API}/feiten"
BIJHOUDEN, ACCORDEREN = "brp.bijhouden", "brp.accorderen"
NERGENS = "01a227d7-e9bc-74fc-9df2-0e2c078bd478"
DOCUMENT = DEUR.document
VERHUIST = VORMEN.toon(VERHUIZING)


def fits(answer: Response, schema: str, status: int) -> Any:
    """The answer is what the document says; nothing leaves that a generated client could not read. Returns its JSON."""
    assert answer.status == status, answer.body
    assert answer.headers["api-version"] == "1.0.0"
    jsonschema.Draft202012Validator(DOCUMENT | {"$ref": f"#/components/schemas/{schema}"}).validate(answer.json)
    return answer.json


def recht(*scopes: str) -> dict[str, Any]:
    return {"component": "brp", "scopes": list(scopes)}


def wie(client: Client, user: str | None) -> str:
    """The token of this application with somebody behind it, or nobody."""
    return f"Bearer {token(client.client_id, user_id=user, user_representation=user)}"


def nummers(refused: Any) -> list[tuple[str, bool]]:
    return [(w["nummer"], w["kanWordenOverruled"]) for w in refused["weigeringen"]]


# --- facts -----------------------------------------------------------------------------------------------------------


@pytest.mark.rule("BZ-380")
async def test_who_may(loket: Loket, andere_gemeente: Gemeente) -> None:
    """Nobody without a token; an application for one fact records that one and nothing else; nobody of elsewhere."""
    await loket.bewaar(lijst())
    gemeente = loket.gemeente
    assert (await gemeente.client.post(f"{FEITEN_AT}/verhuizing", VERHUIST, authorization=None)).status == 403
    leest = await gemeente.application(recht("brp.raadplegen", "rubrieken", ACCORDEREN))
    fits(await leest.post(f"{FEITEN_AT}/verhuizing", VERHUIST), "Fout", 403)
    loket_van_een = await gemeente.application(recht("brp.feit.verhuizing"))
    assert (await loket_van_een.post(f"{FEITEN_AT}/overlijden", VORMEN.toon(OVERLIJDEN))).status == 403
    for rest in ("klapper?soort=1&jaar=2026", "termijnen", "voorstellen"):
        assert (await loket_van_een.get(f"{API}/{rest}")).status == 403
    assert (await loket_van_een.post(f"{FEITEN_AT}/verhuizing", VERHUIST)).status == 201
    elders = await andere_gemeente.application(recht(BIJHOUDEN))
    assert (await elders.post(f"{FEITEN_AT}/verhuizing", VERHUIST)).status == 409  # it does not know its own code


async def test_a_key_will_do_but_is_nobody(loket: Loket) -> None:
    """Decision 0031: it records as the application, and agrees with nothing."""
    await loket.bewaar(lijst(c11=[[GEZAG]]))
    client, _ = await with_key(loket.gemeente, recht(BIJHOUDEN, ACCORDEREN))
    assert (await client.post(f"{FEITEN_AT}/verhuizing", VERHUIST)).status == 201
    [row] = await loket.gemeente.rows("select wie from brp_feit")
    assert row["wie"] == client.client_id
    at = (await loket.gemeente.client.post(f"{FEITEN_AT}/correctie", VORMEN.toon(CORRECTIE))).headers["location"]
    fits(await client.post(f"{at}/akkoord", None), "Fout", 403)


async def test_a_fact_is_recorded_once(loket: Loket) -> None:
    """What changed, by list and element, with where the rest is to be read; the list and the line of who used what."""
    await loket.bewaar(lijst())
    client = await loket.gemeente.application(recht(BIJHOUDEN, "brp.gebeurtenissen", "rubrieken"))
    done = fits(await client.post(f"{FEITEN_AT}/verhuizing", VERHUIST), "Uitslag", 201)
    assert (done["opgenomen"], done["soort"], done["over"]) == (True, "nl.brp.verhuisd.binnengemeentelijk", BSN)
    [changed] = done["wijzigingen"]
    assert (changed["bsn"], changed["werkwoord"], changed["categorie"]) == (BSN, "actualiseren", "08")
    assert {"11.10", "11.20", "10.30"} <= set(changed["elementen"])
    assert (await loket.lees(BSN)).waarde("08.11.10") == "Spui"
    assert (await client.get(done["gebeurtenis"])).json["gewijzigd"] == [BSN]
    [line] = [r for r in await loket.gemeente.rows(LOG) if r["handeling"] == "partial_update"]
    assert (line["betrokkene"], line["gebruiker"]) == (await who_is(loket.gemeente, BSN), "jdevries")
    again = await client.post(f"{FEITEN_AT}/verhuizing", VERHUIST)
    assert fits(again, "Uitslag", 201) == done
    other = VERHUIST | {"adres": VERHUIST["adres"] | {"11.20": "71"}}
    fits(await client.post(f"{FEITEN_AT}/verhuizing", other), "Fout", 409)


@pytest.mark.parametrize("feit", VOORBEELDEN)
async def test_every_fact_is_recorded_or_waits_for_a_colleague(loket: Loket, feit: str) -> None:
    """From JSON to the register by one call, or by two people where it takes two."""
    await loket.bewaar(*(mensen_bij(feit) if feit != "inschrijving" else ()))
    async with loket.gemeente.app.pool.tenant(loket.gemeente.id) as conn, conn.transaction():
        await voorraad.vul(conn, loket.gemeente.id, "bsn", voorraad.reeks("bsn", 999600000, 1))
        await voorraad.vul(conn, loket.gemeente.id, "anummer", voorraad.reeks("anummer", 5010101010, 1))
    answer = await loket.gemeente.client.post(f"{FEITEN_AT}/{feit}", VORMEN.toon(VOORBEELDEN[feit]))
    if VOORBEELDEN[feit].verantwoording:
        fits(answer, "Voorstel", 202)
        yusuf = wie(loket.gemeente.client, "yusuf")
        answer = await loket.gemeente.client.post(f"{answer.headers['location']}/akkoord", None, authorization=yusuf)
    assert fits(answer, "Uitslag", 201)["opgenomen"]


async def test_what_stands_in_the_way_is_told(loket: Loket) -> None:
    """Every rule with its number, its ground, and whether an officer may go past it."""
    await loket.bewaar(lijst())
    body = VORMEN.toon(OVERLIJDEN) | {"datum": "20261129", "plaats": "Den Haag"}
    refused = fits(await loket.gemeente.client.post(f"{FEITEN_AT}/overlijden", body), "Weigering", 422)
    assert (refused["code"], nummers(refused)) == ("geweigerd", [("BZ-22", False), ("BZ-23", False)])
    assert all(w["zin"] and w["grond"] for w in refused["weigeringen"])
    judged = await loket.gemeente.client.post(f"{FEITEN_AT}/overlijden", body | {"alleenToetsen": True})
    assert nummers(fits(judged, "Uitslag", 200)) == nummers(refused)


@pytest.mark.rule("BZ-381")
async def test_who_records_one_kind_of_fact_reads_no_list(loket: Loket) -> None:
    """Judging shows each element, old beside new, to who keeps the BRP; nobody else hears of the list of a relative."""
    await loket.bewaar(VROUW, WEDUWNAAR)
    uitvaart = await loket.gemeente.application(recht("brp.feit.overlijden"))
    body = VORMEN.toon(OVERLIJDEN)
    for client, sees in ((loket.gemeente.client, True), (uitvaart, False)):
        answer = await client.post(f"{FEITEN_AT}/overlijden", body | {"alleenToetsen": True})
        told = fits(answer, "Uitslag", 200)
        assert (told["opgenomen"], {w["bsn"] for w in told["wijzigingen"]}) == (
            False, {BSN, ANDER_BSN} if sees else {BSN},
        )  # fmt: skip
        shown = {(v["rubriek"], v["nieuw"]) for v in told["verschillen"]}
        assert (("06.08.10", "20261126") in shown) is sees
    assert (await loket.lees(BSN)).waarde("06.08.10") == ""
    recorded = fits(await uitvaart.post(f"{FEITEN_AT}/overlijden", body), "Uitslag", 201)
    assert (recorded["akte"], ANDER_BSN in str(recorded)) == ("20A0001", False)


async def test_the_zaak_needs_no_right_of_who_asks(loket: Loket, migrated: embedded.Embedded) -> None:
    """Which zaak goes with a fact is the choice of the municipality; the application reaches no other one by it."""
    await een_zaaktype(loket.gemeente.client, identificatie="VERH", statussen=("Gemeld", "Klaar"))
    soort = {"zaaktype": "VERH", "status": "Klaar", "resultaat": "Toegekend"}
    await loket.stel_in(migrated.owner_dsn, brp_zaken={"verhuizing": soort, "uittreksel": soort})
    await loket.bewaar(lijst())
    client = await loket.gemeente.application(recht(BIJHOUDEN))
    done = fits(await client.post(f"{FEITEN_AT}/verhuizing", VERHUIST), "Uitslag", 201)
    assert (await loket.gemeente.client.get(done["zaak"])).json["einddatum"] == "2026-11-28"
    assert (await client.get(done["zaak"])).status == 403
    asked = {"sleutel": "u", "bsn": BSN, "soort": "woonadres"}
    paper = await client.post(f"{API}/uittreksels", asked)
    assert (await client.post(f"{API}/uittreksels", asked)).headers["link"] == paper.headers["link"]
    assert (paper.status, paper.headers["content-type"], paper.body[:5]) == (201, "application/pdf", b"%PDF-")
    link = paper.headers["link"].removeprefix("<").removesuffix('>; rel="related"')
    assert (await loket.gemeente.client.get(link)).json["zaaktype"]


# --- what is sent ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("feit", VOORBEELDEN)
def test_each_fact_is_read_as_it_was_sent(feit: str) -> None:
    """Every input goes to JSON and back, and the document says how it is written."""
    body = msgspec.json.decode(msgspec.json.encode(VORMEN.toon(VOORBEELDEN[feit])))
    kind = FEITEN[feit][0]
    assert VORMEN.lees(kind, body) == VOORBEELDEN[feit]
    jsonschema.Draft202012Validator(DOCUMENT | {"$ref": f"#/components/schemas/{kind.__name__}"}).validate(body)


@pytest.mark.parametrize(
    ("anders", "faults"),
    [
        ({"aangever": "12"}, {("aangever", "invalid")}),
        ({"sleutel": ""}, {("sleutel", "invalid")}),
        ({"verhuizers": {}}, {("verhuizers", "invalid")}),
        ({"datum": "1000-01-01"}, {("datum", "invalid")}),
        ({"datum": 3, "verhuizers": {"x": "I"}}, {("datum", "invalid"), ("verhuizers", "invalid")}),
        ({"adres": {"11.10": "Sp\x00ui", "11.20": "a", "99.10": "x"}},
         {("adres.11.10", "invalid"), ("adres.11.20", "invalid"), ("adres.99.10", "invalid")}),
        ({"voorbij": [{"nummer": "BZ-04", "reden": 1}]}, {("voorbij[0].reden", "invalid")}),
        ({"voorbij": [{"nummer": "BZ-04", "reden": "x", "akkoordVan": "yusuf"}]}, {("voorbij[0]", "invalid")}),
        ({"voorstel": NERGENS, "alleen_toetsen": True},
         {("voorstel", "unknown-parameters"), ("alleen_toetsen", "unknown-parameters")}),
    ],
)  # fmt: skip
def test_everything_wrong_is_told_at_once(anders: dict[str, Any], faults: set[tuple[str, str]]) -> None:
    """What only we fill in cannot be handed in: nobody agrees with a proposal by typing a name."""
    with pytest.raises(Fout) as told:
        VORMEN.lees(Verhuisinvoer, VERHUIST | anders)
    assert {(p.name, p.code) for p in told.value.params} == faults
    assert all(p.reason.endswith(".") for p in told.value.params)


def test_a_day_in_eight_digits_has_its_form_in_every_fact() -> None:
    """An empty text is no day, and no rule expects one."""
    for kind in (operatie.leest for operatie in OPERATIES if operatie.leest):
        days = [f.name for f in msgspec.structs.fields(kind) if f.type is str and f.name in ACHT_CIJFERS]
        assert {VORMEN.veld(kind.__name__, naam).patroon for naam in days} <= {DATUM, DATUM_OF_LEEG}, kind.__name__


def test_what_is_missing_is_told() -> None:
    with pytest.raises(Fout) as told:
        VORMEN.lees(Verhuisinvoer, {"sleutel": "v"})
    assert {p.name for p in told.value.params} == {"aangever", "datum", "adres", "verhuizers"}
    with pytest.raises(Fout):
        VORMEN.lees(Verhuisinvoer, [])


# --- what waits for a colleague --------------------------------------------------------------------------------------


@pytest.mark.rule("BZ-382")
async def test_what_takes_two_waits_for_a_colleague(loket: Loket) -> None:
    """One proposes and reads where it waits; a program is no colleague, and neither is who proposed it."""
    await loket.bewaar(lijst(c11=[[GEZAG]]))
    client = await loket.gemeente.application(recht(BIJHOUDEN, ACCORDEREN))
    ans, yusuf = wie(client, "ans"), wie(client, "yusuf")
    answer = await client.post(f"{FEITEN_AT}/correctie", VORMEN.toon(CORRECTIE), authorization=ans)
    proposed = fits(answer, "Voorstel", 202)
    assert (proposed["feit"], proposed["toestand"], proposed["voorgesteldDoor"]) == ("correctie", "wacht", "ans")
    at = answer.headers["location"]
    assert BSN not in (await client.get(f"{API}/voorstellen")).body.decode()
    assert fits(await client.get(f"{API}/voorstellen"), "Voorstellen", 200)["results"] == [proposed]
    seen = fits(await client.get(at, authorization=yusuf), "Voorstelinzage", 200)
    assert (seen["magBesluiten"], seen["magIntrekken"]) == (True, False)
    assert seen["invoer"] == msgspec.json.decode(msgspec.json.encode(VORMEN.toon(CORRECTIE)))
    assert ("11.32.10", "12", "2D") in [(v["rubriek"], v["oud"], v["nieuw"]) for v in seen["uitslag"]["verschillen"]]
    for zelf in ("ans", "Ans", " ANS ", "ａｎｓ", "a\u200bns"):  # one person, however it is written
        alone = fits(await client.post(f"{at}/akkoord", None, authorization=wie(client, zelf)), "Weigering", 422)
        assert nummers(alone) == [("K-49", False)]
    for niemand in (None, " ", "\u200b"):
        fits(await client.post(f"{at}/akkoord", None, authorization=wie(client, niemand)), "Fout", 403)
    done = fits(await client.post(f"{at}/akkoord", None, authorization=yusuf), "Uitslag", 201)
    assert (done["opgenomen"], (await loket.lees(BSN)).waarde("11.32.10")) == (True, "2D")
    late = fits(await client.post(f"{at}/akkoord", None, authorization=yusuf), "Weigering", 422)
    assert nummers(late) == [("BZ-102", False)]
    again = await client.post(f"{FEITEN_AT}/correctie", VORMEN.toon(CORRECTIE), authorization=ans)
    assert fits(again, "Voorstel", 202)["toestand"] == "opgenomen"


async def test_it_goes_back_or_is_taken_back(loket: Loket) -> None:
    """With a reason; a check that is passed takes two as well, and a right of its own."""
    await loket.bewaar(lijst(c11=[[GEZAG]]))
    client = loket.gemeente.client
    body = VORMEN.toon(HUWELIJK) | {"voorbij": [{"nummer": "BZ-14", "reden": "Alles gezien"}]}
    klerk = await loket.gemeente.application(recht(BIJHOUDEN))
    refused = await klerk.post(f"{FEITEN_AT}/huwelijk", body)
    assert ("K-49", False) in nummers(fits(refused, "Weigering", 422))
    at = (await client.post(f"{FEITEN_AT}/correctie", VORMEN.toon(CORRECTIE))).headers["location"]
    yusuf = wie(client, "yusuf")
    assert (await client.post(f"{at}/terug", {}, authorization=yusuf)).codes == {("reden", "required")}
    assert (await client.post(f"{at}/terug", {"reden": "Welke uitspraak?"}, authorization=yusuf)).status == 204
    [told] = (await client.get(f"{API}/voorstellen", {"toestand": "teruggestuurd"})).json["results"]
    assert (told["uitleg"], told["beslotenDoor"]) == ("Welke uitspraak?", "yusuf")
    assert (await client.post(f"{at}/intrekken", None)).status == 204
    fits(await client.get(f"{API}/voorstellen/{NERGENS}"), "Fout", 404)
    assert (await client.get(f"{API}/voorstellen", {"toestand": "anders"})).codes == {("toestand", "invalid")}


# --- klapper, termijnen ----------------------------------------------------------------------------------------------


async def test_klapper_and_termijnen(loket: Loket) -> None:
    """Whoever is named in an answer has a line in the log."""
    await loket.bewaar(VROUW, WEDUWNAAR)
    client = loket.gemeente.client
    assert (await client.post(f"{FEITEN_AT}/overlijden", VORMEN.toon(OVERLIJDEN))).status == 201
    found = fits(await client.get(f"{API}/klapper", {"soort": "2", "jaar": "2026"}), "Klapper", 200)
    assert [(r["geslachtsnaam"], r["aktenummer"]) for r in found["results"]] == [("Moulin", "20A0001")]
    assert (await client.get(f"{API}/klapper", {"soort": "9"})).codes == {("soort", "invalid"), ("jaar", "required")}
    async with loket.gemeente.app.pool.tenant(loket.gemeente.id) as conn:
        await conn.execute(
            "insert into brp_termijn (tenant_id, id, soort, bsn, dag, wie, op) values ($1, $2, 'briefadres', $3,"
            " '2026-11-27', 'ans', now())", loket.gemeente.id, NERGENS, BSN,
        )  # fmt: skip
    [due] = fits(await client.get(f"{API}/termijnen"), "Termijnen", 200)["results"]
    assert (due["soort"], due["bsn"], due["dag"]) == ("briefadres", BSN, "2026-11-27")
    done = f"{API}/termijnen/{due['identificatie']}/gedaan"
    assert [(await client.post(done, {"uitleg": "Gezien"})).status for _ in range(2)] == [204, 404]
    seen = await loket.gemeente.rows("select gegevens[1] from verwerking where handeling = 'list'")
    assert sorted(r[0] for r in seen) == ["akte", "termijn"]


async def test_doubt_is_handled(loket: Loket) -> None:
    """What an afnemer reported is in the list of who keeps the BRP, until it has its answer."""
    await loket.bewaar(lijst())
    client = loket.gemeente.client
    told = {"kenmerk": "Z-17", "burgerservicenummer": BSN, "aanduiding": "080000", "toelichting": "Post komt terug."}
    kept = (await client.post("/brp/api/v1/terugmeldingen", told)).json
    [found] = fits(await client.get(f"{API}/terugmeldingen"), "Terugmeldingen", 200)["results"]
    assert (found["identificatie"], found["bsn"], found["stand"]) == (kept["identificatie"], BSN, "ontvangen")
    steps = f"{API}/terugmeldingen/{kept['identificatie']}/stappen"
    step = {"sleutel": "s1", "handeling": "sluit", "toelichting": "Klopt."}
    assert nummers(fits(await client.post(steps, step), "Weigering", 422)) == [("BZ-122", False)]
    begun = fits(await client.post(steps, {"sleutel": "s2", "handeling": "behandel"}), "Uitslag", 200)
    assert (begun["opgenomen"], (await loket.lees(BSN)).waarde("08.83.10")) == (True, "080000")
    assert (await client.get(f"/brp/api/v1/terugmeldingen/{kept['identificatie']}")).json["status"] == "in_behandeling"


async def test_a_move_from_elsewhere_is_asked_for(loket: Loket, migrated: embedded.Embedded) -> None:
    """Nothing is recorded until the lists are there; without a mailbox it is refused."""
    body = VERHUIST | {"uit": "0363"}
    refused = await loket.gemeente.client.post(f"{API}/overkomsten", body)
    assert nummers(fits(refused, "Weigering", 422)) == [("BZ-95", False)]
    await loket.stel_in(migrated.owner_dsn, brp_postbus=True)
    asked = fits(await loket.gemeente.client.post(f"{API}/overkomsten", body), "Uitslag", 202)
    assert (asked["opgenomen"], asked["soort"]) == (False, "nl.meent.brp.overkomst.gevraagd")


# --- the document ----------------------------------------------------------------------------------------------------


def test_the_document_is_whole() -> None:
    """It is valid, every member has words, and every fact is in it."""
    OpenAPIV31SpecValidator(DOCUMENT).validate()
    members = [m for s in DOCUMENT["components"]["schemas"].values() for m in s["properties"].values()]
    assert all(m["description"].endswith(".") for m in members)
    assert {f"/feiten/{feit}" for feit in FEITEN} <= set(DOCUMENT["paths"])
    assert len({o.naam for o in OPERATIES}) == len({(o.methode, o.pad) for o in OPERATIES}) == len(OPERATIES)


async def test_the_document_is_served_and_printed(client: Client) -> None:
    """To everybody, with the address of the municipality; and by the command."""
    answer = await client.get(f"{API}/openapi.json", authorization=None)
    assert [s["url"] for s in answer.json["servers"]] == [f"{client.base}{API}"]
    assert answer.headers["access-control-allow-origin"] == "*"
    printed = CliRunner().invoke(main, ["openapi", "burgerzaken"])
    assert yaml.safe_load(printed.output)["paths"].keys() == answer.json["paths"].keys()


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("get", "feiten/verhuizing", 405), ("get", "feiten", 404), ("post", "feiten/rijbewijs", 404),
     ("post", "klapper", 405), ("get", "voorstellen/x", 404), ("post", "openapi.json", 405), ("get", "", 404)],
)  # fmt: skip
async def test_what_is_not_there(gemeente: Gemeente, method: str, path: str, status: int) -> None:
    answer = await getattr(gemeente.client, method)(f"{API}/{path}", *({},) * (method == "post"))
    fits(answer, "Fout", status)


async def test_what_a_call_tells_goes_along(loket: Loket) -> None:
    """The trace and the purpose of who calls stand in the log with the fact."""
    await loket.bewaar(*mensen_bij("briefadres"))
    trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    said = {"traceparent": f"00-{trace}-00f067aa0ba902b7-01"}
    body = VORMEN.toon(BRIEFADRES) | {"alleenToetsen": True}
    assert (await loket.gemeente.client.post(f"{FEITEN_AT}/briefadres", body, **said)).status == 200
    rows = await loket.gemeente.rows("select distinct encode(trace, 'hex') from verwerking where resource = 'persoon'")
    assert [r[0] for r in rows] == [trace]
    unknown = await loket.gemeente.client.post(f"{FEITEN_AT}/briefadres", body, x_doelbinding="zomaar")
    assert fits(unknown, "Fout", 403)["code"] == "doel-niet-toegelaten"
