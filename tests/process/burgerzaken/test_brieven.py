"""Letters: which ones a fact asks for and by which day, what they say to whom, and where the paper stays."""

import asyncio
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
import pytest

from meent.data import embedded
from meent.integration.brp.brieven import Brief, Briefvraag, vraag
from meent.integration.zgw import ZgwFout
from meent.process.burgerzaken import correspondentie, feiten
from meent.process.burgerzaken.briefadres import geef_briefadres
from meent.process.burgerzaken.brieven import (
    SOORTEN,
    Brievenboek,
    Opstelling,
    Tekst,
    book_faults,
    onze_teksten,
    stel_op,
    vier_weken_na,
)
from meent.process.burgerzaken.feiten import FEITEN
from meent.process.burgerzaken.geboorte import word_geboren
from meent.process.burgerzaken.hervestiging import hervestig
from meent.process.burgerzaken.inschrijving import schrijf_in
from meent.process.burgerzaken.naamgebruik import Naamgebruikinvoer, kies_naamgebruik
from meent.process.burgerzaken.rni import Doorzending, Doorzendinvoer, zend_door
from meent.process.burgerzaken.toetsen import Geweigerd
from meent.process.burgerzaken.verhuizing import Verhuizing, verhuis
from meent.process.burgerzaken.verstrekkingsbeperking import beperk
from meent.process.burgerzaken.vertrek import vertrek
from meent.process.burgerzaken.werkbak import Werkbak
from tests.conftest import Gemeente
from tests.process.burgerzaken.conftest import Loket
from tests.process.burgerzaken.test_briefadres import FEIT as BRIEFADRES
from tests.process.burgerzaken.test_feiten import BRON, HIJ, MAN, SLUITING, WIEG
from tests.process.burgerzaken.test_inschrijving import FEIT as INSCHRIJVING_FEIT
from tests.process.burgerzaken.test_inschrijving import NIEUW_BSN
from tests.process.burgerzaken.test_meer_feiten import GEHEIM, KIND, NAAM, TERUG, VERTREK
from tests.process.burgerzaken.test_opnemen import LOG, VERHUIZING
from tests.services.personen.lijsten import ANDER_BSN, BSN, EIGEN, INSCHRIJVING, OVERLEDEN, lijst
from tests.zgw import een_catalogus, een_informatieobjecttype, een_zaaktype

DAG, VIER_WEKEN, VIJF_DAGEN = date(2026, 11, 28), date(2026, 12, 28), date(2026, 12, 4)
BEPERKT = lijst(c07=[[{**INSCHRIJVING, "70.10": "7"}]])
VROUW = lijst(c05=[[{**HIJ, **SLUITING, **BRON}]])
VERHUIST = Verhuizing(
    eigen=EIGEN, aangever=BSN, datum=DAG, ontvangen=DAG, vandaag=DAG, verhuizers={BSN: "I"}, lijsten={BSN: lijst()},
    adres={"10.10": "W", "11.10": "Spui", "11.20": "70"},
)  # fmt: skip
VERZOEK = Naamgebruikinvoer(sleutel="n1", bsn=BSN, naamgebruik="V")


def anders(feit: Any, **values: Any) -> Any:
    return msgspec.structs.replace(feit, **values)


def brief(**values: Any) -> Brief:
    base = Brief(
        soort="briefadres", over=BSN, aan=ANDER_BSN, uiterlijk=DAG, id=UUID(int=1), zaak=None, toestand="wacht",
        document=None, uitleg="", op=None,  # type: ignore[arg-type]
    )  # fmt: skip
    return anders(base, **values)


# --- which, and when -------------------------------------------------------------------------------------------------


@pytest.mark.rule("BZ-400")
@pytest.mark.parametrize(("sinds", "laatste"), [
    (date(2026, 11, 2), date(2026, 11, 30)), (date(2026, 11, 28), date(2026, 12, 28)),  # a Saturday counts to Monday
    (date(2026, 11, 27), date(2026, 12, 28)), (date(2026, 12, 4), date(2027, 1, 4)),  # Christmas, New Year's Day
])  # fmt: skip
def test_four_weeks(sinds: date, laatste: date) -> None:
    """As the Algemene termijnenwet extends them."""
    assert vier_weken_na(sinds) == laatste


VRAGEN: list[tuple[str, Any, Any, list[tuple[str, str, str, date]]]] = [
    ("BZ-401", schrijf_in, INSCHRIJVING_FEIT, [("overzicht", NIEUW_BSN, NIEUW_BSN, VIER_WEKEN)]),
    ("BZ-401", hervestig, TERUG, [("overzicht", BSN, BSN, VIER_WEKEN)]),
    ("BZ-401", word_geboren, WIEG, [("overzicht", WIEG.bsn, WIEG.bsn, VIER_WEKEN)]),
    ("BZ-402", kies_naamgebruik, anders(NAAM, ontvangen=date(2026, 11, 2)),
     [("naamgebruik", BSN, BSN, date(2026, 11, 30))]),
    ("BZ-402", beperk, anders(GEHEIM, persoon=KIND),
     [("verstrekkingsbeperking", KIND.bsn, GEHEIM.verzoeker.bsn, VIER_WEKEN)]),
    ("BZ-402", beperk, anders(GEHEIM, persoon=BEPERKT, verzoeker=BEPERKT, beperkt=False),
     [("verstrekking_vrij", BSN, BSN, VIER_WEKEN)]),
    ("BZ-403", geef_briefadres, BRIEFADRES,
     [("verhuizing", BSN, BSN, VIJF_DAGEN), ("briefadres", BSN, ANDER_BSN, VIJF_DAGEN)]),
    ("BZ-406", verhuis, VERHUIST, [("verhuizing", BSN, BSN, VIJF_DAGEN)]),
    ("BZ-406", verhuis, anders(VERHUIST, lijsten={BSN: BEPERKT}), []),
    ("BZ-407", vertrek, anders(VERTREK, land="5107"), [("verhuisbericht", BSN, BSN, date(2026, 11, 30))]),
    ("BZ-407", vertrek, VERTREK, []),
]  # fmt: skip


ROW = {"BZ-403": ["burgerzaken-7"], "BZ-407": ["burgerzaken-6"]}
"""Rule -> the requirement of which it is a part."""


def _marks(nummer: str) -> list[pytest.MarkDecorator]:
    return [pytest.mark.rule(nummer), *(pytest.mark.requirement(eis) for eis in ROW.get(nummer, ()))]


@pytest.mark.parametrize(("doe", "feit", "brieven"), [pytest.param(*row[1:], marks=_marks(row[0])) for row in VRAGEN])
def test_what_a_fact_asks_for(doe: Any, feit: Any, brieven: list[tuple[str, str, str, date]]) -> None:
    """Kind, about whom, to whom and the last day."""
    assert [(b.soort, b.over, b.aan, b.uiterlijk) for b in doe(feit).brieven] == brieven


@pytest.mark.rule("BZ-403")
def test_a_legal_person_is_written_to_at_the_address() -> None:
    appointed = anders(BRIEFADRES, gever=None, stukken=BRIEFADRES.stukken | {"aanwijzing briefadresgever"})
    told = geef_briefadres(appointed).brieven[-1]
    assert (told.aan, told.adres) == ("", ("Spui 70", "2511BT"))


# --- what it says ----------------------------------------------------------------------------------------------------


@pytest.mark.rule("BZ-404")
def test_a_text_names_what_a_letter_knows() -> None:
    """There is one of ours for each kind. That of a municipality is judged before it is kept."""
    assert set(onze_teksten()) == set(SOORTEN)
    assert list(book_faults(Brievenboek(teksten=onze_teksten()))) == []
    wrong = {"briefadres": Tekst("{bsn}", ("{over.bsn}",)), "verhuizing": Tekst("Dag", ("{",))}
    told = list(book_faults(Brievenboek(teksten=wrong)))  # type: ignore[arg-type]
    assert [[word in one for word in ("bsn", "accolade")] for one in told] == [
        [True, False],
        [True, False],
        [False, True],
    ]


MET_ADRES = Tekst("Brief", ("{over} woont nu op {adres}.",))
WAARDEN = {"over": "S. Moulin", "adres": "Spui 70"}


NIET: list[tuple[str, dict[str, Any]]] = [
    ("BZ-408", {"over": BEPERKT, "tekst": MET_ADRES}),
    ("BZ-408", {"over": BEPERKT, "tekst": MET_ADRES, "brief": brief(aan=BSN, adres=("Boterdiep 31",))}),
    ("BZ-406", {"over": BEPERKT, "brief": brief(soort="verhuizing", aan=BSN, adres=("Boterdiep 31",))}),
    ("BZ-405", {"brief": brief(toestand="gemaakt")}),
    ("BZ-409", {"aan": lijst(c06=[[OVERLEDEN]])}),
]


@pytest.mark.parametrize(("nummer", "feit"), [pytest.param(*row, marks=pytest.mark.rule(row[0])) for row in NIET])
def test_what_is_not_written(nummer: str, feit: dict[str, Any]) -> None:
    base = Opstelling(brief=brief(), over=lijst(), aan=MAN, tekst=onze_teksten()["briefadres"])
    with pytest.raises(Geweigerd) as told:
        stel_op(anders(base, **feit), WAARDEN)
    assert [b.nummer for b in told.value.bezwaren] == [nummer]


@pytest.mark.rule("BZ-408")
def test_whom_it_is_about_reads_the_own_address() -> None:
    own = Opstelling(brief=brief(aan=BSN), over=BEPERKT, aan=BEPERKT, tekst=MET_ADRES)
    assert stel_op(own, WAARDEN).alineas == ("S. Moulin woont nu op Spui 70.",)
    assert stel_op(anders(own, brief=brief(), over=lijst()), WAARDEN).titel == "Brief"


# --- in the register -------------------------------------------------------------------------------------------------


async def test_a_notice_is_made_and_stands_on_the_work_list_until_then(loket: Loket) -> None:
    """With its last day; the paper says how somebody is addressed now. Who read what of whom is in the log."""
    await loket.bewaar(VROUW, MAN)
    assert (await feiten.FEITEN["naamgebruik"][1](loket.zgw, VERZOEK)).is_opgenomen
    bak = Werkbak(loket.zgw)
    [werk] = await bak.lijst()
    assert (werk.stuk.soort, werk.stuk.wat, werk.uiterlijk) == ("brief", ("naamgebruik",), VIER_WEKEN)
    assert await bak.aantal() == 1
    seen = await bak.brief(werk.stuk.id)
    assert (seen.pdf, seen.geadresseerde[:2]) == (b"", ("S. van Dijk-Moulin", "Boterdiep 31"))
    assert "Wij schrijven u voortaan aan als: S. van Dijk-Moulin." in seen.alineas
    made = await bak.maak_brief(werk.stuk.id)
    assert made.pdf.startswith(b"%PDF-")
    assert b"pdfuaid" in made.pdf  # PDF/UA: tagged, a screen reader can read it
    assert (await bak.lijst(), made.bij_zaak) == ([], False)
    assert "brief" not in await gelezen(loket)
    assert (await bak.brief(werk.stuk.id)).pdf == made.pdf
    assert {"01.61.10", "08.11.10", "brief"} <= await gelezen(loket)  # who reads the paper again as well


async def gelezen(loket: Loket) -> set[str]:
    """Rubrieken that the log says were used."""
    return {rubriek for row in await loket.gemeente.rows(LOG) for rubriek in row["gegevens"]}


async def wachtend(loket: Loket, feit: str, invoer: Any) -> UUID:
    """Key of the letter that a fact asks for."""
    assert (await FEITEN[feit][1](loket.zgw, invoer)).is_opgenomen
    [found] = await correspondentie.lijst(loket.zgw)
    return found.id


async def test_the_overview_has_the_whole_list_behind_it(loket: Loket, monkeypatch: pytest.MonkeyPatch) -> None:
    """In words, with every number on it, to the parents of a child; that all of it was read is in the log."""
    papers: list[dict[str, Any]] = []
    monkeypatch.setattr(correspondentie, "as_pdf", lambda stuk: papers.append(stuk) or b"%PDF-")
    await loket.bewaar(KIND)
    async with loket.gemeente.app.pool.tenant(loket.gemeente.id) as conn:
        ask = [Briefvraag(soort="overzicht", over=KIND.bsn, aan=KIND.bsn, uiterlijk=VIER_WEKEN)]
        await vraag(conn, loket.gemeente.id, ask, {}, zaak=None, wie="ans", op=loket.zgw.engine.now())
    [found] = await correspondentie.lijst(loket.zgw)
    await correspondentie.maak(loket.zgw, found.id)
    [paper] = papers
    assert (paper["geadresseerde"][0], paper["aanhef"]) == (
        "Aan de ouders of verzorgers van", "Geachte ouder of verzorger,",
    )  # fmt: skip
    assert [deel["naam"] for deel in paper["delen"]][:3] == ["Persoon", "Ouder1", "Ouder2"]
    told = {regel["waarde"] for deel in paper["delen"] for rij in deel["rijen"] for regel in rij["regels"]}
    assert {KIND.bsn, BSN} <= told
    assert {"01.01.20", "02.01.20", "07.70.10"} <= await gelezen(loket)


@pytest.mark.rule("BZ-410")
async def test_the_paper_stands_beside_its_zaak_once(loket: Loket, migrated: embedded.Embedded) -> None:
    """As the kind of document that the municipality chose, in its own words, also when a try broke off half-way."""
    client = loket.gemeente.client
    catalogus = (await een_catalogus(client))["url"]
    await een_informatieobjecttype(client, catalogus, omschrijving="Brief")
    await een_zaaktype(
        client, catalogus, ("Gevraagd", "Klaar"), documenten=("Brief",), identificatie="NAAM"
    )  # fmt: skip
    own = {"teksten": {"naamgebruik": {"titel": "Uw naam, {over}", "alineas": ["Geregeld."]}}, "document": "Brief"}
    await loket.stel_in(
        migrated.owner_dsn,
        brp_brieven=own,
        brp_zaken={"naamgebruik": {"zaaktype": "NAAM", "status": "Klaar", "resultaat": "Toegekend"}},
    )
    await loket.bewaar(VROUW, MAN)
    key = await wachtend(loket, "naamgebruik", VERZOEK)
    tries = await asyncio.gather(*(correspondentie.maak(loket.zgw, key) for _ in range(3)))  # who clicks thrice
    made = next(one for one in tries if one.titel)
    assert (made.titel, made.alineas) == ("Uw naam, Suzanne Moulin", ("Geregeld.",))
    assert {one.pdf for one in tries} - {b""} == {made.pdf}  # nothing is kept here of what stands there already
    assert all(one.bij_zaak for one in tries)
    async with loket.gemeente.app.pool.tenant(loket.gemeente.id) as conn:
        await conn.execute("UPDATE brp_brief SET document = NULL, stuk = $1", made.pdf)
    again = await correspondentie.maak(loket.zgw, key)
    assert (again.pdf, again.bij_zaak) == (made.pdf, True)
    zaak = await loket.zgw.get("zaken", "zaken", str(made.brief.zaak))
    [link] = await loket.zgw.all("zaken", "zaakinformatieobjecten", zaak=zaak["url"])
    document = await loket.zgw.get(
        "documenten", "enkelvoudiginformatieobjecten", link["informatieobject"].split("/")[-1]
    )
    assert (document["titel"], document["bestandsomvang"]) == ("Brief: naamgebruik", len(made.pdf))
    assert (await correspondentie.bekijk(loket.zgw, key)).pdf == b""


async def test_a_letter_that_is_not_needed(loket: Loket) -> None:
    """It takes a reason. No letter goes to the old address unless the municipality has a text for it."""
    await loket.bewaar(VROUW, MAN)
    assert (await feiten.verhuis(loket.zgw, VERHUIZING)).is_opgenomen
    key = await wachtend(loket, "naamgebruik", VERZOEK)
    with pytest.raises(ValueError, match="says why"):
        await correspondentie.laat_vervallen(loket.zgw, key, " ")
    await correspondentie.laat_vervallen(loket.zgw, key, "Zelf opgehaald")
    assert await correspondentie.lijst(loket.zgw) == []
    assert [w.nummer for w in (await correspondentie.maak(loket.zgw, key)).weigeringen] == ["BZ-405"]
    with pytest.raises(ZgwFout, match="409"):
        await correspondentie.laat_vervallen(loket.zgw, key, "Nog eens")
    with pytest.raises(ZgwFout, match="404"):
        await correspondentie.bekijk(loket.zgw, UUID(int=7))


async def test_another_municipality_has_its_own_letters(
    loket: Loket, andere_gemeente: Gemeente, migrated: embedded.Embedded
) -> None:
    await loket.bewaar(VROUW, MAN)
    key = await wachtend(loket, "naamgebruik", VERZOEK)
    elders = Loket(andere_gemeente, loket.zgw)
    await elders.stel_in(migrated.owner_dsn, code="0363")
    assert await correspondentie.lijst(elders.zgw) == []
    for asked in (correspondentie.bekijk, correspondentie.maak):
        with pytest.raises(ZgwFout, match="404"):
            await asked(elders.zgw, key)


# --- what comes in about who left ------------------------------------------------------------------------------------

VERTROKKEN = lijst(c07=[[{**INSCHRIJVING, "67.10": "20260601", "67.20": "E"}]])
ERNA = Doorzending(
    eigen=EIGEN, persoon=VERTROKKEN, datum="20260701", wat="huwelijk", stukken=("acte 12",), vandaag=DAG
)  # fmt: skip


@pytest.mark.rule("BZ-432")
@pytest.mark.requirement("burgerzaken-6")
@pytest.mark.parametrize(
    ("datum", "soort"), [("20260531", "rni_verzoek"), ("20260601", "rni_stukken"), ("20260701", "rni_stukken")]
)
def test_what_comes_in_about_who_left_goes_to_rvig(datum: str, soort: str) -> None:
    """HUP 4.6: what held before the day of leaving as wijzigingsverzoek, else the documents; no list changes here."""
    gevolg = zend_door(anders(ERNA, datum=datum))
    assert [(b.soort, b.adres[0], b.uiterlijk) for b in gevolg.brieven] == [
        (soort, "Rijksdienst voor Identiteitsgegevens", VIJF_DAGEN)
    ]
    assert (gevolg.wijzigingen, gevolg.nieuw) == ({}, ())


NIET_DOOR: list[tuple[str, dict[str, Any]]] = [
    ("BZ-430", {"persoon": lijst()}), ("BZ-430", {"eigen": "0363"}), ("BZ-431", {"stukken": ()}),
    ("BZ-431", {"datum": "20261129"}), ("BZ-431", {"wat": " "}),
]  # fmt: skip


@pytest.mark.parametrize(("nummer", "feit"), [pytest.param(*row, marks=pytest.mark.rule(row[0])) for row in NIET_DOOR])
def test_what_is_not_sent_on(nummer: str, feit: dict[str, Any]) -> None:
    with pytest.raises(Geweigerd) as told:
        zend_door(anders(ERNA, **feit))
    assert [b.nummer for b in told.value.bezwaren] == [nummer]


@pytest.mark.requirement("burgerzaken-6")
async def test_the_letter_to_rvig_says_what_came_in(loket: Loket) -> None:
    """It waits on the work list as any letter; the list stays as it was."""
    await loket.bewaar(VERTROKKEN)
    invoer = Doorzendinvoer(sleutel="r1", bsn=BSN, datum="20260531", wat="Nationaliteit", stukken=("besluit 7", "akte"))
    seen = await correspondentie.bekijk(loket.zgw, await wachtend(loket, "rni", invoer))
    assert seen.geadresseerde == ("Rijksdienst voor Identiteitsgegevens",)
    assert BSN in seen.alineas[0]
    assert "Nationaliteit. Het geldt vanaf 31-05-2026" in seen.alineas[1]
    assert (await loket.lees(BSN)).waarde("07.80.10") == INSCHRIJVING["80.10"]
