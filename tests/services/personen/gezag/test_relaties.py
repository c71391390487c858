"""Whom a question about gezag is about: the minor itself, its parents, and a partner who is no parent."""

import re
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from meent.services.personen import rvig
from meent.services.personen.bevragen.contract import document
from meent.services.personen.bevragen.gezag import in_gezag, in_personen, in_regels
from meent.services.personen.gezag.relaties import RUBRIEKEN, Gezagsrelatie, gezag_over, gezag_van
from meent.services.personen.persoonslijst import Persoonslijst
from meent.services.personen.rubrieken import tabel
from meent.services.personen.tabellen import Tabellen
from tests.services.personen.gezag.gezin import (
    ANNE,
    DERDE,
    GEEN,
    KIND,
    MOEDER,
    VADER,
    VANDAAG,
    Gezin,
    als_kind,
    in_woorden,
    mens,
    ouder,
    verbintenis,
)  # fmt: skip
from tests.services.personen.lijsten import stapel

ZUS = "999990068"
TOELICHTING = re.compile(document("personen")["components"]["schemas"]["Toelichting"]["pattern"])
NOOR = Gezin()
MET_KIND = NOOR.met(mens(MOEDER, c09=[[als_kind()]]), mens(VADER, c09=[[als_kind()]]))
ANNE_GEHUWD = replace(NOOR, ouder2=[GEEN]).met(
    mens(MOEDER, verbintenis(ANNE, "20180601"), c09=[[als_kind()]]), mens(ANNE, verbintenis(MOEDER, "20180601"))
)


def van(bsn: str, gezin: Gezin, *meer: Persoonslijst) -> list[Gezagsrelatie]:
    """What somebody of the family hears."""
    lijsten = {**gezin.lijsten, KIND: gezin.kind, **{pl.bsn: pl for pl in meer}}
    return [*gezag_van(lijsten[bsn], lijsten, VANDAAG).relaties]


def hoort(bsn: str, gezin: Gezin, *meer: Persoonslijst) -> dict[str, str]:
    return {r.minderjarige.bsn: in_woorden(r) for r in van(bsn, gezin, *meer)}


@pytest.mark.rule("GZ-20")
def test_a_minor_hears_who_decides() -> None:
    assert hoort(KIND, MET_KIND) == {KIND: "moeder"}


@pytest.mark.rule("GZ-21")
def test_a_parent_hears_over_whom() -> None:
    """Of a child over which the other parent alone has authority this one hears nothing: there is no relation."""
    assert hoort(MOEDER, MET_KIND) == {KIND: "moeder"}
    assert hoort(VADER, MET_KIND) == {}


@pytest.mark.rule("GZ-21")
def test_a_parent_hears_that_nobody_has_it() -> None:
    """Then a court can still give it to this one, and a desk must not read silence as "no child"."""
    dood = MET_KIND.met(mens(MOEDER, overleden="20250101", c09=[[als_kind()]]))
    assert hoort(VADER, dood) == {KIND: "geen: de ouder overleden is."}
    elders = replace(MET_KIND, zelf={"e03_30": "5002"})
    assert hoort(VADER, elders) == {KIND: "niet: minderjarige in het buitenland is geboren."}
    assert hoort(VADER, replace(MET_KIND, uitspraak=("D", "20210101"))) == {}


@pytest.mark.rule("GZ-21")
def test_two_children_of_different_fathers() -> None:
    """Each child has an answer of its own."""
    zus = replace(NOOR, geboren="20230701", zelf={"e01_20": ZUS}, ouder1=[ouder(MOEDER, sinds="20230701")],
                  ouder2=[ouder(DERDE, sinds="20240301", akte="C")]).kind  # fmt: skip
    gezin = MET_KIND.met(
        mens(MOEDER, c09=[[als_kind()], [als_kind(ZUS, "20230701")]]), mens(DERDE, c09=[[als_kind(ZUS, "20230701")]])
    )
    assert hoort(MOEDER, gezin, zus) == {KIND: "moeder", ZUS: "moeder en Kees"}
    assert hoort(DERDE, gezin, zus) == {ZUS: "moeder en Kees"}
    assert hoort(VADER, gezin, zus) == {}


@pytest.mark.rule("GZ-21")
def test_a_minor_mother_hears_of_both() -> None:
    """Who is a minor and a mother stands in two relations: under her own mother, and over a child that has nobody."""
    jong = replace(NOOR, zelf={"e01_20": ANNE}, geboren="20100510").kind
    jong = jong.met("09", [stapel(als_kind(ZUS, "20260301"))])
    baby = replace(NOOR, geboren="20260301", zelf={"e01_20": ZUS}, ouder1=[ouder(ANNE, sinds="20260301")],
                   ouder2=[GEEN]).kind  # fmt: skip
    assert hoort(ANNE, NOOR.met(jong), baby) == {ANNE: "moeder", ZUS: "geen: de ouder minderjarig is."}


@pytest.mark.rule("GZ-22")
def test_a_child_that_is_not_here_is_told() -> None:
    """A child that lives in another municipality is no adult and is not gone; who may be of age is left out."""
    gezin = NOOR.met(mens(MOEDER, c09=[[als_kind()], [als_kind(ZUS, "20000101")], [als_kind("", "20220101")]]))
    for dag in (VANDAAG, date(2028, 2, 29)):
        (relatie,) = gezag_van(gezin.lijsten[MOEDER], gezin.lijsten, dag).relaties
        assert relatie.minderjarige.bsn == KIND
    assert "(niet in deze registratie)" in relatie.uitkomst.toelichting


@pytest.mark.rule("GZ-22")
@pytest.mark.parametrize("onbekend", ["", "000000000"])
def test_nobody_is_found_by_a_number_that_nobody_has(onbekend: str) -> None:
    """Zeroes say that a number is unknown: who else has them is no mother, no husband and no child."""
    vreemd = mens(MOEDER, e01_20=onbekend)
    gezin = replace(NOOR, ouder1=[ouder(MOEDER, e01_20=onbekend)])
    lijsten = {**gezin.zonder(MOEDER).lijsten, onbekend: vreemd}
    relatie = gezag_over(gezin.kind, lijsten, VANDAAG)
    assert relatie
    assert "burgerservicenummer van ouder1 (02.01.20)" in relatie.uitkomst.toelichting
    zonder = replace(gezin, zelf={"e01_20": onbekend}).kind
    assert gezag_van(zonder, lijsten, VANDAAG).relaties == (), "a relation needs the number of the minor"
    assert gezag_van(mens(ANNE, c09=[[als_kind(onbekend)]]), lijsten, VANDAAG).relaties == ()


@pytest.mark.rule("GZ-21")
def test_no_relation_with_who_is_no_child_any_more() -> None:
    """A stillborn child, one that was adopted away, and one that the list of the parent has wrongly."""
    gezin = NOOR.met(mens(MOEDER, c09=[[als_kind(e89_10="L")], [GEEN, als_kind()]]))
    assert hoort(MOEDER, gezin) == {}
    assert hoort(ANNE, NOOR.met(mens(ANNE, c09=[[als_kind()]]))) == {}


@pytest.mark.rule("GZ-21")
def test_a_partner_hears_over_whom() -> None:
    """Anne has authority over a child that stands on her list nowhere."""
    assert hoort(ANNE, ANNE_GEHUWD) == {KIND: "moeder en Anne"}
    assert hoort(ANNE, MET_KIND.met(mens(ANNE, verbintenis(MOEDER, "20220101")))) == {}


@pytest.mark.rule("GZ-28")
def test_each_answer_tells_how_it_came_about() -> None:
    """An officer who does not agree can see at which question, and with which article he may look it up."""
    relatie = replace(NOOR, ouder2=[ouder(VADER, sinds="20240301", akte="C")]).relatie()
    assert relatie
    assert in_regels(relatie) == [line.rstrip() for line in f"""\
{KIND} GezamenlijkOuderlijkGezag: {MOEDER} en {VADER}
  1.1   Staat het kind als ingezetene ingeschreven?                          ja
  1.2   Leeft het kind, en is het minderjarig?                               ja
  1.3   Heeft het kind in het buitenland gewoond?                            nee
  1.3a  Is het kind in het buitenland geboren?                               nee
  1.4   Is er een uitspraak van de rechter?                                  nee
  2.1   Welke ouders zijn er?                                                ouder1 en ouder2
  2a.1  Waren de ouders sinds de geboorte met elkaar getrouwd of partners?   nee
  2a.2  Is het kind geadopteerd?                                             nee
  2b.1  Had ouder1 bij de geboorte een echtgenoot of partner?                nee
  2a.3  Wie heeft het na de erkenning?                                       samen
  4     Kan ouder1 het gezag hebben?                                         bevoegd
  4     Kan ouder2 het gezag hebben?                                         bevoegd""".splitlines()]
    zonder = NOOR.zonder(MOEDER).relatie()
    assert zonder
    assert zonder.stappen[-1].antwoord == "onbekend: persoonslijst van ouder1 (niet in deze registratie)"


@pytest.mark.rule("GZ-24")
def test_each_kind_has_its_members() -> None:
    """The six kinds as Gezag 2 publishes them: a member too many breaks every generated client."""
    noor = {
        "burgerservicenummer": KIND, "naam": {"voornamen": "Noor", "geslachtsnaam": "Bakker"},
        "geslacht": {"code": "V", "omschrijving": "vrouw"}, "geboorte": {"datum": "20200510"},
    }  # fmt: skip
    mila = {"burgerservicenummer": MOEDER, "naam": {"voornamen": "Mila", "geslachtsnaam": "Bakker"},
            "geslacht": {"code": "V", "omschrijving": "vrouw"}}  # fmt: skip
    anne = {"burgerservicenummer": ANNE, "naam": {"voornamen": "Anne", "geslachtsnaam": "Smit"},
            "geslacht": {"code": "V", "omschrijving": "vrouw"}}  # fmt: skip
    begin = {"minderjarige": noor}
    geen = "Tijdelijk geen gezag omdat beide ouders onbekend zijn."

    def shown(gezin: Gezin) -> object:
        relatie = gezin.relatie()
        assert relatie
        return in_gezag(relatie, Tabellen({}))

    zonder_moeder = mens(MOEDER, verbintenis(ANNE, "20180601"), overleden="20250101")
    assert [shown(gezin) for gezin in (
        NOOR, replace(NOOR, uitspraak=("1D", "20210101")), ANNE_GEHUWD, replace(NOOR, uitspraak=("D", "20210101")),
        ANNE_GEHUWD.met(zonder_moeder), replace(NOOR, ouder1=[GEEN], ouder2=[GEEN]),
    )] == [
        {"type": "EenhoofdigOuderlijkGezag", **begin, "ouder": mila},
        {"type": "GezamenlijkGezag", **begin, "ouder": mila, "derde": {"type": "OnbekendeDerde"}},
        {"type": "GezamenlijkGezag", **begin, "ouder": mila, "derde": {"type": "BekendeDerde", **anne}},
        {"type": "Voogdij", **begin, "derden": []},
        {"type": "Voogdij", **begin, "derden": [{"type": "BekendeDerde", **anne}]},
        {"type": "TijdelijkGeenGezag", **begin, "toelichting": geen},
    ]  # fmt: skip


@pytest.mark.rule("GZ-24")
def test_personen_gives_whole_names_and_an_age() -> None:
    twijfel = replace(
        NOOR, uitspraak=("12", "20210101"), ouder2=[{**ouder(VADER), "83.10": "030120", "83.20": "20260101"}]
    )
    relatie = twijfel.relatie()
    assert relatie
    assert in_personen(relatie, VANDAAG) == {
        "type": "GezamenlijkOuderlijkGezag", "inOnderzoek": True,
        "minderjarige": {"burgerservicenummer": KIND, "naam": {"volledigeNaam": "Noor Bakker"}, "leeftijd": 6},
        "ouders": [{"burgerservicenummer": MOEDER, "naam": {"volledigeNaam": "Mila Bakker"}},
                   {"burgerservicenummer": VADER, "naam": {"volledigeNaam": "Joris Visser"}}],
    }  # fmt: skip


def test_every_rubriek_exists() -> None:
    for rubriek in RUBRIEKEN:
        tabel().element(rubriek[:2], rubriek[3:])


def test_all_of_the_test_set_has_an_answer(shared: Path) -> None:
    """687 people, each asked, with all others around: nobody makes it fail. In 2012 all six kinds are among them."""
    lists = [one.pl for one in rvig.read(shared / "data/brp/persoonslijsten/rvig-testset-gbav-20220502.csv") if one.pl]
    numbers = Counter(pl.bsn for pl in lists)
    around = {pl.bsn: pl for pl in lists if pl.bsn and numbers[pl.bsn] == 1}
    counted = []
    for dag in (date(2012, 5, 2), VANDAAG):
        found = [relatie for pl in lists for relatie in gezag_van(pl, around, dag).relaties]
        assert all(set().union(*r.gelezen.values()) <= set(RUBRIEKEN) for r in found)
        assert all(TOELICHTING.fullmatch(r.uitkomst.toelichting) for r in found if r.uitkomst.toelichting)
        counted.append(Counter(r.uitkomst.soort for r in found))
    assert len(lists) == 687
    assert counted == [
        {
            "GezamenlijkOuderlijkGezag": 178, "EenhoofdigOuderlijkGezag": 43, "GezamenlijkGezag": 4, "Voogdij": 4,
            "TijdelijkGeenGezag": 12, "GezagNietTeBepalen": 150,
        },
        {"GezamenlijkOuderlijkGezag": 45, "EenhoofdigOuderlijkGezag": 33, "GezagNietTeBepalen": 50},
    ]  # fmt: skip
