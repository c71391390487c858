"""Facts of life from plain input to register: lists, akte, zaak, event, log, in one transaction. Decision 0060."""

import asyncio
from dataclasses import replace
from datetime import date
from typing import Any

import msgspec
import pytest

from meent.data import embedded
from meent.engine.authorise import Grant, Rights
from meent.integration.brp import boek, voorraad
from meent.integration.brp.feiten import Akte, Uitkomst, Voorbij
from meent.integration.zgw import Zgw, ZgwFout
from meent.process.burgerzaken import accord, feiten
from meent.process.burgerzaken.feiten import Geboorteinvoer, Huwelijksinvoer, Overlijdensinvoer, Verhuisinvoer
from tests.conftest import Gemeente
from tests.process.burgerzaken.conftest import Loket
from tests.process.burgerzaken.test_feiten import BRON, HIJ, MAN, SLUITING, WEDUWNAAR, ZIJ
from tests.process.burgerzaken.test_meer_feiten import KIND, VROUW, WEG
from tests.services.personen.lijsten import ANDER_BSN, BSN, EIGEN, GEZAG, PERSOON, TITEL, WOONT, lijst
from tests.verwerkingen.conftest import who_is
from tests.zgw import een_zaaktype

DAG = date(2026, 11, 28)
ADRES = {"10.10": "W", "11.10": "Spui", "11.20": "70", "11.60": "2511BT"}
VERHUIZING = Verhuisinvoer(sleutel="v1", aangever=BSN, datum=DAG, adres=ADRES, verhuizers={BSN: "I"})
OVERLIJDEN = Overlijdensinvoer(sleutel="o1", bsn=BSN, datum="20261126")
HUWELIJK = Huwelijksinvoer(sleutel="h1", soort="H", partners=(BSN, ANDER_BSN), gemeld=date(2026, 11, 1), getuigen=2)
GEBOORTE = Geboorteinvoer(
    sleutel="g1", moeder=BSN, naam={"02.10": "Noor", "02.40": "Moulin"}, geslacht="V", datum=date(2026, 11, 27)
)
KIND_BSN, KIND_ANUMMER = "999991115", "2121212140"
EVENTS = "select soort, bsn, wie from brp_gebeurtenis"
LOG = "select handeling, gegevens, betrokkene, gebruiker from verwerking where resource = 'persoon' order by id"


def anders(invoer: Any, **values: Any) -> Any:
    return msgspec.structs.replace(invoer, **values)


def nummers(uitkomst: Uitkomst) -> list[tuple[str, bool]]:
    assert uitkomst.gebeurtenis is None
    assert all(w.grond and w.zin.endswith((".", "?")) and BSN not in w.zin for w in uitkomst.weigeringen)
    return [(w.nummer, w.kan_worden_overruled) for w in uitkomst.weigeringen]


# --- what is recorded ------------------------------------------------------------------------------------------------


@pytest.mark.rule("BZ-46")
async def test_a_move(loket: Loket) -> None:
    """The list, the event, what changed for the screen, and the line of who used what."""
    await loket.bewaar(lijst())
    done = await feiten.verhuis(loket.zgw, VERHUIZING)
    assert (done.is_opgenomen, done.soort, done.zaak) == (True, "nl.brp.verhuisd.binnengemeentelijk", None)
    assert [(w.bsn, w.werkwoord, w.categorie) for w in done.wijzigingen] == [(BSN, "actualiseren", "08")]
    assert (await loket.lees(BSN)).waarde("08.11.10") == "Spui"
    assert [tuple(r) for r in await loket.gemeente.rows(EVENTS)] == [(done.soort, BSN, "ans")]
    rubrieken = [f"08.{n}" for n in ("10.10", "10.30", "11.10", "11.20", "11.60", "72.10")]
    assert [tuple(r) for r in await loket.gemeente.rows(LOG)] == [
        ("partial_update", rubrieken, await who_is(loket.gemeente, BSN), "ans")
    ]


@pytest.mark.rule("BZ-420")
async def test_a_move_to_where_somebody_lives(loket: Loket) -> None:
    """Counted in the register: who comes along is nobody to ask, and a colleague may agree to go past it."""
    await loket.bewaar(lijst(), lijst(c01=[[{**PERSOON, **HIJ}]], c08=[[{**WOONT, **ADRES}]]))
    refused = await feiten.verhuis(loket.zgw, VERHUIZING)
    assert nummers(refused) == [("BZ-420", True)]
    agreed = anders(VERHUIZING, stukken=frozenset({"toestemming hoofdbewoner"}))
    assert (await feiten.verhuis(loket.zgw, agreed)).is_opgenomen


async def test_a_death_signs_an_akte_and_reaches_the_partner(loket: Loket) -> None:
    await loket.bewaar(VROUW, WEDUWNAAR)
    done = await feiten.overlijdt(loket.zgw, OVERLIJDEN)
    assert done.akte == "20A0001"
    assert [(w.bsn, w.categorie) for w in done.wijzigingen] == [(BSN, "06"), (BSN, "07"), (ANDER_BSN, "05")]
    dood, weduwnaar = await loket.lees(BSN), await loket.lees(ANDER_BSN)
    assert (dood.waarde("06.81.20"), dood.waarde("07.67.20")) == ("20A0001", "O")
    assert weduwnaar.stapels["05"][1].actueel["07.40"] == "O"
    [row] = await loket.gemeente.rows("select convert_from(inhoud, 'utf8')::jsonb->'overledene'->>'02.40' from akte")
    assert row[0] == "Moulin"


async def test_an_akte_of_another_municipality_is_taken_as_it_is(loket: Loket) -> None:
    await loket.bewaar(lijst())
    done = await feiten.overlijdt(
        loket.zgw, anders(OVERLIJDEN, plaats="0363", akte=Akte(gemeente="0363", nummer="2AA0777"))
    )
    assert (done.akte, (await loket.lees(BSN)).waarde("06.81.10")) == ("2AA0777", "0363")
    assert await loket.gemeente.rows("select 1 from akte") == []


@pytest.mark.rule("BZ-37")
@pytest.mark.requirement("K-08")
async def test_a_marriage_and_then_a_birth(loket: Loket) -> None:
    """The spouse is the other parent without being named; the child gets its numbers of the stock.

    The name is typed as one, and stands with its voorvoegsel apart: on its list, at the parents and in the akte.
    """
    await loket.bewaar(lijst(), MAN)
    assert (await feiten.huwt(loket.zgw, HUWELIJK)).akte == "30A0001"
    async with loket.gemeente.app.pool.tenant(loket.gemeente.id) as conn:
        await voorraad.vul(conn, loket.gemeente.id, "bsn", [KIND_BSN])
        await voorraad.vul(conn, loket.gemeente.id, "anummer", [KIND_ANUMMER])
    done = await feiten.geboren(loket.zgw, anders(GEBOORTE, naam={"02.10": "Noor", "02.40": "van Dijk"}))
    assert (done.nieuw, done.akte, done.soort) == ((KIND_BSN,), "10A0001", "nl.brp.ingeschreven.geboorte")
    kind = await loket.lees(KIND_BSN)
    assert (kind.anummer, kind.waarde("02.01.20"), kind.waarde("03.01.20")) == (KIND_ANUMMER, BSN, ANDER_BSN)
    vader = await loket.lees(ANDER_BSN)
    assert vader.waarde("09.01.20") == KIND_BSN
    assert [(pl.waarde(f"{c}.02.30"), pl.waarde(f"{c}.02.40")) for pl, c in ((kind, "01"), (vader, "09"))] == [
        ("van", "Dijk"), ("van", "Dijk"),
    ]  # fmt: skip
    [row] = await loket.gemeente.rows(
        "select convert_from(inhoud, 'utf8')::jsonb->'kind'->>'02.30' from akte where soort = '1'"
    )
    assert row[0] == "van"


async def test_a_parent_elsewhere_is_taken_from_the_list_of_the_mother(loket: Loket) -> None:
    await loket.bewaar(VROUW)
    async with loket.gemeente.app.pool.tenant(loket.gemeente.id) as conn:
        await voorraad.vul(conn, loket.gemeente.id, "bsn", [KIND_BSN])
        await voorraad.vul(conn, loket.gemeente.id, "anummer", [KIND_ANUMMER])
    assert (await feiten.geboren(loket.zgw, GEBOORTE)).weigeringen == ()
    assert (await loket.lees(KIND_BSN)).waarde("03.02.40") == HIJ["02.40"]


@pytest.mark.rule("BZ-44")
async def test_the_zaak_beside_it(loket: Loket, migrated: embedded.Embedded) -> None:
    """Of the municipality's own zaaktype: closed with resultaat, or open at the status that the fact reaches."""
    zaaktype = await een_zaaktype(loket.gemeente.client, identificatie="VERH", statussen=("Gemeld", "Bekeken", "Klaar"))
    soort = {"zaaktype": "VERH", "status": "Klaar", "resultaat": "Toegekend"}
    await loket.stel_in(migrated.owner_dsn, brp_zaken={"verhuizing": soort, "overlijden": {**soort, "status": "Weg"}})
    await loket.bewaar(lijst())
    done = await feiten.verhuis(loket.zgw, VERHUIZING)
    zaak = await loket.zgw.get("zaken", "zaken", str(done.zaak))
    assert (zaak["zaaktype"].rpartition("/")[2], zaak["startdatum"], zaak["einddatum"]) == (
        zaaktype["url"].rpartition("/")[2], "2026-11-28", "2026-11-28",
    )  # fmt: skip
    rollen = (await loket.zgw.list("zaken", "rollen", zaak=zaak["url"]))["results"]
    assert [(r["omschrijvingGeneriek"], r["betrokkeneIdentificatie"]["inpBsn"]) for r in rollen] == [("initiator", BSN)]
    refused = await feiten.overlijdt(loket.zgw, OVERLIJDEN)
    assert nummers(refused) == [("BZ-44", False)]
    assert (await loket.lees(BSN)).waarde("06.08.10") == ""


AKTE = {"gemeente": EIGEN, "nummer": "30B0007"}
MEER: dict[str, tuple[dict[str, Any], str]] = {
    "levenloos": (
        {"ouder": BSN, "verzoeker": BSN, "naam": {"02.40": "Moulin"}, "datum": "19930412", "verzocht": "2026-11-20",
         "akte": {"gemeente": EIGEN, "nummer": "20B0012"}}, "09.89.10",
    ),
    "signalering": ({"bsn": BSN, "stap": "begin", "datum": "2026-11-20"}, "12.36.10"),
    "naamgebruik": ({"bsn": BSN, "naamgebruik": "V"}, "01.61.10"),
    "verstrekkingsbeperking": ({"bsn": BSN, "beperkt": True}, "07.70.10"),
    "ontbinding": ({"bsn": BSN, "datum": "2026-11-20", "akte": AKTE}, "05.07.40"),
    "vertrek": (
        {"aangever": BSN, "vertrekdag": "2026-11-28", "land": "5010", "vertrekkers": {BSN: "I"}, "blijft_weg": True},
        "08.13.10",
    ),
    "hervestiging": (
        {"bsn": ANDER_BSN, "adres": ADRES, "blijft": True, "gezien": True, "rechtmatig": True}, "08.14.10",
    ),
    "erkenning": (
        {"kind": KIND_BSN, "erkenner": ANDER_BSN, "datum": "2026-11-20", "stukken": ["toestemming moeder"],
         "akte": AKTE | {"nummer": "10C0345"}},
        "03.62.10",
    ),
    "onderzoek": ({"bsn": BSN, "stap": "begin", "aanduiding": "080000"}, "08.83.20"),
    "correctie": (
        {"bsn": BSN, "categorie": "11", "document": "uitspraak", "reden": "Verkeerd gelezen",
         "verbeteringen": [{"voorkomen": 0, "inhoud": {"32.10": "2D"}}]},
        "11.32.10",
    ),
}  # fmt: skip
"""Fact -> input as a supplier sends it, and a rubriek that it fills."""


@pytest.mark.parametrize("feit", MEER)
async def test_each_fact_goes_by_its_name(loket: Loket, feit: str) -> None:
    """From JSON to the register, with who is concerned found by the lists themselves; a correction keeps its reason."""
    weg = {"c07": WEG.stapels["07"], "c08": WEG.stapels["08"]} if feit == "hervestiging" else {}
    await loket.bewaar(
        lijst(c05=VROUW.stapels["05"], c11=[[GEZAG]]),
        lijst(c01=[[{**PERSOON, **HIJ}]], c05=[[{**ZIJ, **SLUITING, **BRON}]], **weg),
        KIND,
    )
    kind, record = feiten.FEITEN[feit]
    body, rubriek = MEER[feit]
    invoer = msgspec.json.decode(msgspec.json.encode({"sleutel": feit, **body}), type=kind)
    done = await (loket.met_collega(feit, invoer) if feit == "correctie" else record(loket.zgw, invoer))
    assert done.weigeringen == ()
    [event] = await loket.gemeente.rows("select soort, bsn from brp_gebeurtenis")
    assert (await loket.lees(event["bsn"])).waarde(rubriek)
    if feit == "correctie":
        [row] = await loket.gemeente.rows("select voorbij->0->>'reden' from brp_feit")
        assert row[0] == "Verkeerd gelezen"


@pytest.mark.parametrize("categorie", ["08", "10"])
async def test_a_correction_where_no_document_stands(loket: Loket, categorie: str) -> None:
    """08 and 10 have no group 82: the document is named to the colleague, not on the list (found by the day at the
    counter, where an address could not be corrected)."""
    await loket.bewaar(lijst(c10=[[TITEL]]))
    inhoud = {"08": {"11.10": "Boterdiep", "11.20": "33"}, "10": {"39.10": "22", "39.30": "20050101"}}[categorie]
    body = {"sleutel": "c", "bsn": BSN, "categorie": categorie, "document": "huurcontract", "reden": "Verkeerd gelezen",
            "verbeteringen": [{"voorkomen": 0, "inhoud": inhoud}]}  # fmt: skip
    kind, _ = feiten.FEITEN["correctie"]
    proposed = await accord.stel_voor(loket.zgw, "correctie", msgspec.convert(body, type=kind))
    assert proposed.voorstel is not None
    assert (await accord.keur_goed(loket.als(user_id="yusuf"), proposed.voorstel.id)).is_opgenomen
    better, wrong = (await loket.lees(BSN)).stapels[categorie][0]
    assert (better.groep("82"), wrong["84.10"]) == ({}, "O")


def test_every_fact_is_tried() -> None:
    assert set(feiten.FEITEN) == {
        "verhuizing", "overlijden", "huwelijk", "geboorte", "deblokkering", "inschrijving", "dubbelinschrijving",
        "afvoering", "briefadres", "omzetting", "gerelateerde", "rni", *MEER,
    }  # fmt: skip


# --- what is not -----------------------------------------------------------------------------------------------------


@pytest.mark.rule("BZ-46")
async def test_what_is_refused_leaves_only_that_somebody_looked(loket: Loket) -> None:
    """All objections at once, with ground; no list, no number of an akte, no event. That he looked is in the log."""
    await loket.bewaar(lijst())
    refused = await feiten.overlijdt(loket.zgw, anders(OVERLIJDEN, datum="20261129", plaats="Den Haag"))
    assert nummers(refused) == [("BZ-22", False), ("BZ-23", False)]
    assert await loket.gemeente.rows(EVENTS) == []
    assert [r["handeling"] for r in await loket.gemeente.rows(LOG)] == ["retrieve"]
    assert (await feiten.overlijdt(loket.zgw, OVERLIJDEN)).akte == "20A0001"


@pytest.mark.rule("BZ-46")
async def test_only_judging_writes_nothing(loket: Loket) -> None:
    await loket.bewaar(lijst())
    judged = await feiten.verhuis(loket.zgw, anders(VERHUIZING, alleen_toetsen=True))
    assert (judged.weigeringen, judged.is_opgenomen, len(judged.wijzigingen)) == ((), False, 1)
    assert (await loket.lees(BSN)).waarde("08.11.10") == WOONT["11.10"]
    assert [r["handeling"] for r in await loket.gemeente.rows(LOG)] == ["retrieve"]


@pytest.mark.rule("BZ-43")
@pytest.mark.rule("BZ-42")
async def test_what_is_not_here_is_told(loket: Loket) -> None:
    assert nummers(await feiten.verhuis(loket.zgw, VERHUIZING)) == [("BZ-43", False)]
    await loket.bewaar(lijst())
    assert nummers(await feiten.geboren(loket.zgw, GEBOORTE)) == [("BZ-42", False)]


@pytest.mark.rule("BZ-49")
@pytest.mark.requirement("K-48")
async def test_no_fact_makes_a_list_wrong(loket: Loket) -> None:
    """A postcode that is none passes the rules of a move, and not those of the list."""
    await loket.bewaar(lijst())
    wrong = anders(VERHUIZING, adres={**ADRES, "11.50": "xx"})
    assert [n for n, _ in nummers(await feiten.verhuis(loket.zgw, wrong))] == ["BZ-49"]


@pytest.mark.rule("BZ-45")
async def test_a_second_click_records_once(loket: Loket) -> None:
    """Twice at the same moment: one event, and both get the same answer. The key of one fact is not that of another."""
    await loket.bewaar(lijst())
    een, twee = await asyncio.gather(feiten.verhuis(loket.zgw, VERHUIZING), feiten.verhuis(loket.zgw, VERHUIZING))
    assert een == twee
    assert len(await loket.gemeente.rows(EVENTS)) == 1
    with pytest.raises(ZgwFout) as told:
        await feiten.overlijdt(loket.zgw, anders(OVERLIJDEN, sleutel=VERHUIZING.sleutel))
    assert told.value.status == 409


@pytest.mark.rule("BZ-47")
@pytest.mark.requirement("K-49")
async def test_going_past_a_check(loket: Loket) -> None:
    """The age of the partners may be passed, by who may: with a reason and a colleague, both kept; never by one."""
    await loket.bewaar(lijst(), lijst(c01=[[{**PERSOON, **HIJ, "03.10": "20081129"}]]))
    assert nummers(await feiten.huwt(loket.zgw, HUWELIJK)) == [("BZ-10", True)]

    def past(reden: str) -> Huwelijksinvoer:
        voorbij = Voorbij(nummer="BZ-10", reden=reden, akkoord_van="yusuf")  # a name that is typed counts for nothing
        return msgspec.structs.replace(HUWELIJK, voorbij=(voorbij,))

    assert nummers(await feiten.huwt(loket.zgw, past(""))) == [("K-49", False)] * 2
    klerk = loket.als(rights=Rights(grants=(Grant("brp", frozenset({boek.BIJHOUDEN}), None, 0),)))
    goed = past("Beschikking van de rechter gezien")
    assert nummers(await feiten.huwt(klerk, goed)) == [("K-49", False)] * 2
    assert nummers(await feiten.huwt(loket.zgw, goed)) == [("K-49", False)]
    assert (await loket.met_collega("huwelijk", goed)).is_opgenomen
    [row] = await loket.gemeente.rows("select voorbij->0->>'reden', voorbij->0->>'akkoord_van', wie from brp_feit")
    assert tuple(row) == ("Beschikking van de rechter gezien", "yusuf", "ans")


@pytest.mark.rule("BZ-48")
async def test_who_may_record(loket: Loket, andere_gemeente: Gemeente) -> None:
    """Not who has another right; and no municipality that does not know its own code. Of another one nobody is here."""
    await loket.bewaar(lijst())
    caller = replace(loket.zgw.caller, rights=Rights(grants=(Grant("brp", frozenset({boek.VOORBIJGAAN}), None, 0),)))
    with pytest.raises(ZgwFout) as told:
        await feiten.verhuis(Zgw(loket.zgw.engine, loket.zgw.place, caller, loket.zgw.base), VERHUIZING)
    assert told.value.status == 403
    app = loket.gemeente.app
    elders = Zgw(app.engine, app.directory.by_slug[andere_gemeente.slug], loket.zgw.caller, loket.zgw.base)
    with pytest.raises(ZgwFout) as told:
        await feiten.verhuis(elders, VERHUIZING)
    assert (told.value.status, told.value.body["code"]) == (409, "gemeentecode-ontbreekt")
