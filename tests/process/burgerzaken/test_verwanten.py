"""Data of relatives: what is missing or of before on a list, by element, and the new search for relatives. HUP 7.4."""

from datetime import date
from typing import Any

import msgspec
import pytest

from meent.process.burgerzaken import accord, feiten
from meent.process.burgerzaken.correctie import Correctieinvoer, Verbetering
from meent.process.burgerzaken.naamgebruik import Naamgebruikinvoer
from meent.process.burgerzaken.toetsen import Geweigerd
from meent.process.burgerzaken.verwanten import Gerelateerde, Gerelateerdeninvoer, werk_bij
from meent.services.personen.mutaties import apply
from meent.services.personen.persoonslijst import Persoonslijst
from tests.process.burgerzaken.conftest import Loket
from tests.process.burgerzaken.test_accord import yusuf
from tests.process.burgerzaken.test_feiten import BRON, HIJ, SLUITING, ZIJ
from tests.services.personen.lijsten import (
    AKTE,
    ANDER_BSN,
    BSN,
    DOCUMENT,
    EIGEN,
    INSCHRIJVING,
    NU,
    PERSOON,
    VANDAAG,
    lijst,
    met,
    stapel,
)  # fmt: skip

DAG = date(2026, 11, 28)
NAAM = {n: w for n, w in HIJ.items() if n[:2] == "02"}
GEBOORTE = {n: w for n, w in HIJ.items() if n[:2] == "03"}
MAN = lijst(c01=[[{**PERSOON, **HIJ}]])
PAPIER = {"82.10": EIGEN, "82.20": VANDAAG, "82.30": "PL gerelateerde", "85.10": VANDAAG, "86.10": VANDAAG}


def getrouwd(kopie: dict[str, str], **anders: Any) -> Persoonslijst:
    """She, married to somebody of whom her list says this."""
    return lijst(c05=[[{**kopie, **SLUITING, **BRON}]], **anders)


def feit(persoon: Persoonslijst, ander: Persoonslijst = MAN) -> Gerelateerde:
    return Gerelateerde(eigen=EIGEN, persoon=persoon, ander=ander, vandaag=DAG)


def na(persoon: Persoonslijst, ander: Persoonslijst = MAN) -> Persoonslijst:
    return apply(persoon, werk_bij(feit(persoon, ander)).wijzigingen[BSN], NU)


def weigering(een: Gerelateerde) -> set[str]:
    with pytest.raises(Geweigerd) as told:
        werk_bij(een)
    return {b.nummer for b in told.value.bezwaren}


@pytest.mark.requirement("K-29")
@pytest.mark.parametrize("kopie", [
    {**NAAM, **GEBOORTE},
    {**NAAM, **GEBOORTE, "01.10": HIJ["01.10"]},
    {**NAAM, **GEBOORTE, "04.10": "M"},
    {**NAAM, "01.10": HIJ["01.10"]},
])  # fmt: skip
def test_what_is_missing_comes_from_the_list_of_the_relative(kopie: dict[str, str]) -> None:
    """Numbers, sex, and birth when it was not there; with the day of today and the history of before. HUP 7.4.3."""
    persoon = getrouwd(kopie)
    [bond] = na(persoon).stapels["05"]
    assert bond == stapel({**HIJ, **SLUITING, **PAPIER}, {**kopie, **SLUITING, **BRON})
    assert weigering(feit(na(persoon))) == {"BZ-181"}


@pytest.mark.rule("BZ-181")
@pytest.mark.parametrize("kopie", [
    {**NAAM, **GEBOORTE, "02.10": "Pauline"},
    {"02.10": "Paul", "02.40": "Dijk", **GEBOORTE},
    {**NAAM, **GEBOORTE, "03.20": "0000"},
    NAAM,
    {**NAAM, **GEBOORTE, "01.10": "1111111116"},
    HIJ,
])  # fmt: skip
def test_who_is_not_certainly_the_same_gets_nothing(kopie: dict[str, str]) -> None:
    """Another first name, no voorvoegsel, a birthplace that nobody knows, another number; or it is all there."""
    assert weigering(feit(getrouwd(kopie))) == {"BZ-181"}


@pytest.mark.rule("BZ-180")
@pytest.mark.requirement("K-29")
def test_only_on_a_list_that_is_kept_up() -> None:
    """Of who died, left or lives elsewhere nothing is added; who is added may have died."""
    kopie = {**NAAM, **GEBOORTE}
    weg = [[{**INSCHRIJVING, "67.10": "20260101", "67.20": reden}] for reden in "OEMR"]
    assert [weigering(feit(getrouwd(kopie, c07=[c07]))) for c07 in weg] == [{"BZ-180"}] * 4
    assert weigering(msgspec.structs.replace(feit(getrouwd(kopie)), eigen="0363")) == {"BZ-180"}
    dood = lijst(c01=MAN.stapels["01"], c07=[weg[0]])
    assert na(getrouwd(kopie), dood).waarde("05.01.20") == ANDER_BSN


@pytest.mark.requirement("K-30")
def test_a_new_name_goes_to_the_list_of_a_relative() -> None:
    """By the same akte and from the same day; a name that was wrong is corrected there too. HUP 7.4.4, 7.3.2.3."""
    nieuw = {**PERSOON, **HIJ, "02.10": "Pauline", "04.10": "V", **AKTE, "81.20": "10H0007", "85.10": "20261101"}
    persoon = getrouwd(HIJ)
    gewijzigd = na(persoon, lijst(c01=[[nieuw, {**PERSOON, **HIJ}]])).stapels["05"][0]
    assert [(v["02.10"], v["04.10"], v["85.10"], v["81.20"]) for v in gewijzigd] == [
        ("Pauline", "V", "20261101", "10H0007"), ("Paul", "M", BRON["85.10"], BRON["81.20"]),
    ]  # fmt: skip
    assert gewijzigd.actueel["06.10"] == SLUITING["06.10"]
    juist = met({**nieuw, **DOCUMENT}, e81_10="", e81_20="")
    hersteld = na(persoon, lijst(c01=[[juist, {**PERSOON, **HIJ, "84.10": "O"}]])).stapels["05"][0]
    assert [(v["02.10"], v["85.10"], v.get("84.10"), v.get("82.30")) for v in hersteld] == [
        ("Pauline", BRON["85.10"], None, DOCUMENT["82.30"]), ("Paul", BRON["85.10"], "O", None),
    ]  # fmt: skip


@pytest.mark.rule("BZ-182")
def test_something_newer_stays_on_top() -> None:
    ouder = {**PERSOON, **HIJ, "02.10": "Pauline", "85.10": "20190101"}
    assert weigering(feit(getrouwd(HIJ), lijst(c01=[[ouder, {**PERSOON, **HIJ}]]))) == {"BZ-182"}


NAAM_FOUT = Correctieinvoer(
    sleutel="n1", bsn=ANDER_BSN, categorie="01", document="geboorteakte", reden="Verkeerd gelezen",
    verbeteringen=(Verbetering(voorkomen=0, inhoud={**NAAM, "02.10": "Pauline"}),),
)  # fmt: skip
HIJ_MET_HAAR = lijst(c01=MAN.stapels["01"], c05=[[{**ZIJ, **SLUITING, **BRON}]])


@pytest.mark.rule("BZ-183")
@pytest.mark.requirement("K-29", "K-30")
async def test_a_name_that_changed_starts_a_new_search(loket: Loket) -> None:
    """His wife has his old name: that she gets the new one is proposed, by whose work it was, and never done alone."""
    zij = getrouwd(HIJ)
    await loket.bewaar(zij, HIJ_MET_HAAR)
    assert (await loket.met_collega("correctie", NAAM_FOUT)).is_opgenomen
    assert await loket.lees(BSN) == zij
    [voorstel] = await accord.lijst(loket.zgw)
    assert (voorstel.feit, voorstel.over, voorstel.wie) == ("gerelateerde", BSN, "ans")
    alone = await feiten.FEITEN["gerelateerde"][1](
        loket.zgw, Gerelateerdeninvoer(sleutel="x", bsn=BSN, ander=ANDER_BSN)
    )  # fmt: skip
    assert [w.nummer for w in alone.weigeringen] == ["K-49"]
    assert not (await accord.keur_goed(loket.zgw, voorstel.id)).is_opgenomen
    seen = await accord.bekijk(yusuf(loket), voorstel.id)
    assert seen.uitkomst is not None
    changed = {(v.rubriek, v.oud, v.nieuw) for v in seen.uitkomst.verschillen if v.plaats == "actueel"}
    assert ("05.02.10", "Paul", "Pauline") in changed
    assert (await accord.keur_goed(yusuf(loket), voorstel.id)).is_opgenomen
    assert (await loket.lees(BSN)).waarde("05.02.10") == "Pauline"
    assert await accord.lijst(loket.zgw) == []
    gezien = "select count(*) from verwerking where resource = 'persoon' and gegevens = '{01.02.10,01.02.40,01.03.10}'"
    assert (await loket.gemeente.rows(gezien))[0][0] == 1


@pytest.mark.rule("BZ-183")
@pytest.mark.requirement("K-30")
async def test_a_child_that_its_father_did_not_have_is_found(loket: Loket) -> None:
    """His daughter names him, and he does not name her: with his name put right, both lists get what they lack."""
    pauline = {**NAAM, "02.10": "Pauline", **GEBOORTE}
    dochter = lijst(c01=[[met(PERSOON, e03_10="20150301")]], c03=[[{**pauline, "62.10": "20150301", **BRON}]])
    await loket.bewaar(dochter, MAN)
    assert (await loket.met_collega("correctie", NAAM_FOUT)).is_opgenomen
    voorstellen = await accord.lijst(loket.zgw)
    assert {v.over for v in voorstellen} == {BSN, ANDER_BSN}
    for voorstel in voorstellen:
        assert (await accord.keur_goed(yusuf(loket), voorstel.id)).is_opgenomen
    vader = await loket.lees(ANDER_BSN)
    assert (vader.waarde("09.01.20"), vader.waarde("09.82.30")) == (BSN, "PL kind")
    assert (await loket.lees(BSN)).waarde("03.01.20") == ANDER_BSN


@pytest.mark.requirement("K-30")
async def test_how_somebody_is_addressed_starts_no_search(loket: Loket) -> None:
    await loket.bewaar(getrouwd({**NAAM, **GEBOORTE}), HIJ_MET_HAAR)
    gebruik = Naamgebruikinvoer(sleutel="g1", bsn=ANDER_BSN, naamgebruik="P")
    assert (await feiten.FEITEN["naamgebruik"][1](loket.zgw, gebruik)).is_opgenomen
    assert await accord.lijst(loket.zgw) == []
