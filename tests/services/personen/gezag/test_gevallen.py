"""Who has authority over a child: families, and what the law makes of them. Burgerlijk Wetboek boek 1, titel 14.

The child is Noor, her mother Mila, her father Joris; Anne is a partner, and Kees somebody who is no parent. Unless it
says otherwise Noor was born here on 10 May 2020, and her parents were never married.
"""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from meent.services.personen.gezag.relaties import RUBRIEKEN
from tests.services.personen.gezag.gezin import (
    ANNE,
    DERDE,
    GEEN,
    MOEDER,
    ONBEKEND,
    VADER,
    VANDAAG,
    Gezin,
    gehuwd,
    mens,
    ouder,
    verbintenis,
)  # fmt: skip
from tests.services.personen.lijsten import WOONT, met

NOOR = Gezin()
NA_2023 = replace(NOOR, geboren="20240510", ouder1=[ouder(MOEDER, sinds="20240510")],
                  ouder2=[ouder(VADER, sinds="20240510")])  # fmt: skip
ERKEND_IN_2024 = replace(NOOR, ouder2=[ouder(VADER, sinds="20240301", akte="C"), {**GEEN}])
ERKEND_IN_2021 = replace(NOOR, ouder2=[ouder(VADER, sinds="20210301", akte="C"), {**GEEN}])
ALLEEN_MOEDER = replace(NOOR, ouder2=[GEEN])
TWEE_MOEDERS = replace(NOOR, ouder2=[ouder(ANNE)])
WEG = met(WOONT, e13_10="5002", e13_20="20220101", e11_10="", e11_20="", e11_60="", e10_10="", e10_30="")
"""An address in France."""
GEHUWD = gehuwd()
GESCHEIDEN = gehuwd("20150601", "20220901")
JONG_GEZIN = replace(ALLEEN_MOEDER, geboren="20260301", ouder1=[ouder(MOEDER, sinds="20260301")])
ANNE_GEHUWD = ALLEEN_MOEDER.met(mens(MOEDER, verbintenis(ANNE, "20180601")))
GEADOPTEERD = replace(NOOR, ouder1=[ouder(MOEDER, sinds="20220301", akte="Q")],
                      ouder2=[ouder(VADER, sinds="20220301", akte="Q")])  # fmt: skip
ELDERS_GEBOREN = {"e03_30": "5002", "e03_20": "Parijs"}


def volgens(code: str, gezin: Gezin = NOOR, sinds: str = "20210101") -> Gezin:
    """A court said so."""
    return replace(gezin, uitspraak=(code, sinds))


def jong(bsn: str = MOEDER, *verbintenissen: Any, geboren: str = "20091201") -> Any:
    """A parent of sixteen."""
    return mens(bsn, *verbintenissen, e03_10=geboren)


def geval(regel: str, zin: str, gezin: Gezin, gezag: str) -> Any:
    return pytest.param(gezin, gezag, id=zin, marks=pytest.mark.rule(regel))


GEVALLEN = [
    # --- does it need authority, and can we say so ---------------------------------------------------------------
    geval("GZ-01", "een kind dat als niet-ingezetene staat ingeschreven",
          replace(NOOR, woont=[met(WOONT, e09_10="1999")]), "niet: minderjarige niet in Nederland woont."),
    geval("GZ-01", "een kind dat is geemigreerd", replace(NOOR, opschorting="E", woont=[WEG, WOONT]),
          "niet: minderjarige niet in Nederland woont."),
    geval("GZ-02", "een volwassene die is geemigreerd", replace(NOOR, geboren="19800101", opschorting="E"),
          "niemand nodig"),
    geval("GZ-01", "een kind van wie de gemeente onbekend is", replace(NOOR, woont=[met(WOONT, e09_10="0000")]),
          "niet: relevante gegevens ontbreken. Het gaat om de volgende gegevens: gemeente van inschrijving (08.09.10)"),
    geval("GZ-02", "wie vandaag achttien wordt", replace(NOOR, geboren="20081129"), "niemand nodig"),
    geval("GZ-02", "wie morgen achttien wordt", gehuwd(gezin=replace(NOOR, geboren="20081130")), "moeder en vader"),
    geval("GZ-02", "een kind dat is overleden", replace(NOOR, opschorting="O", overleden="20240101"), "niemand nodig"),
    geval("GZ-02", "wie jonger is en al getrouwd", replace(NOOR, geboren="20090601",
          kind05=[verbintenis(DERDE, "20251201")]), "moeder"),
    geval("GZ-02", "van wie de geboortedatum onbekend is", replace(NOOR, geboren="00000000"),
          "niet: de geboortedatum van persoon niet bekend is."),
    geval("GZ-02", "geboren ergens in 2008: misschien achttien", replace(NOOR, geboren="20080000"),
          "niet: de geboortedatum van persoon niet bekend is."),
    geval("GZ-02", "geboren ergens in 2007: zeker achttien", replace(NOOR, geboren="20070000"), "niemand nodig"),
    geval("GZ-02", "geboren ergens in mei 2020, ouders getrouwd", gehuwd(gezin=replace(NOOR, geboren="20200500")),
          "moeder en vader"),
    # --- abroad --------------------------------------------------------------------------------------------------
    geval("GZ-03", "een kind dat in Frankrijk woonde en terug is", replace(GEHUWD, woont=[WOONT, WEG, WOONT]),
          "niet: minderjarige buiten Nederland heeft verbleven."),
    geval("GZ-03", "hier geboren en later uit Frankrijk gekomen", replace(GEHUWD, woont=[met(WOONT, e14_10="5002")]),
          "niet: minderjarige buiten Nederland heeft verbleven."),
    geval("GZ-03", "naar het buitenland, maar dat was een vergissing",
          replace(GEHUWD, woont=[WOONT, met(WEG, e84_10="O"), WOONT]), "moeder en vader"),
    geval("GZ-03", "zonder verblijfplaats", replace(GEHUWD, woont=[met(WOONT, e84_10="O")]),
          "niet: relevante gegevens ontbreken bij het bepalen of de persoon naar het buitenland geëmigreerd is geweest."
          " Het gaat om de volgende gegevens: verblijfplaats (08)"),
    geval("GZ-04", "een kind dat in Frankrijk is geboren", replace(GEHUWD, zelf=ELDERS_GEBOREN),
          "niet: minderjarige in het buitenland is geboren."),
    geval("GZ-04", "een kind van wie het geboorteland onbekend is", replace(GEHUWD, zelf={"e03_30": "0000"}),
          "niet: relevante gegevens ontbreken. Het gaat om de volgende gegevens: geboorteland (01.03.30)"),
    geval("GZ-05", "in Frankrijk geboren en hier geadopteerd",
          replace(GEADOPTEERD, zelf=ELDERS_GEBOREN, woont=[met(WOONT, e14_10="5002")]), "moeder en vader"),
    geval("GZ-05", "in Frankrijk geboren, ouders zonder akte of document", replace(
          GEHUWD, zelf=ELDERS_GEBOREN, ouder1=[ouder(MOEDER, e81_20="", e81_10="")]),
          "niet: relevante gegevens ontbreken bij het bepalen van de adoptie. Het gaat om de volgende gegevens: akte of"
          " document van ouder1 (02.81.20)"),
    # --- the parents ---------------------------------------------------------------------------------------------
    geval("GZ-08", "een vondeling: geen ouders", replace(NOOR, ouder1=[GEEN], ouder2=[GEEN]),
          "geen: beide ouders onbekend zijn."),
    geval("GZ-08", "een vader van wie niets bekend is", replace(NOOR, ouder2=[ONBEKEND]),
          "niet: één of meer ouders van minderjarige onbekend zijn."),
    geval("GZ-08", "ouder2 staat helemaal niet op de lijst", replace(NOOR, ouder2=[]),
          "niet: relevante gegevens ontbreken bij het bepalen van het aantal ouders. Het gaat om de volgende gegevens:"
          " ouder2 (03)"),
    geval("GZ-08", "alleen een moeder", ALLEEN_MOEDER, "moeder"),
    geval("GZ-08", "de erkenning is vernietigd: weer alleen een moeder",
          replace(NOOR, ouder2=[{**GEEN, "85.10": "20230101"}, ouder(VADER, akte="C", sinds="20210301", e84_10="O")]),
          "moeder"),
    # --- married to each other -----------------------------------------------------------------------------------
    geval("GZ-09", "ouders getrouwd voor de geboorte", GEHUWD, "moeder en vader"),
    geval("GZ-09", "ouders met een geregistreerd partnerschap", NOOR.met(mens(MOEDER, verbintenis(VADER, "20190101",
          soort="P")), mens(VADER)), "moeder en vader"),
    geval("GZ-09", "ouders getrouwd na de geboorte", gehuwd("20220601"), "moeder en vader"),
    geval("GZ-09", "ouders gescheiden na de geboorte", GESCHEIDEN, "moeder en vader"),
    geval("GZ-09", "ouders gescheiden voor de geboorte, erkend in 2021", gehuwd("20100601", "20180901", ERKEND_IN_2021),
          "moeder"),
    geval("GZ-09", "ouders gescheiden ergens in het jaar van de geboorte", gehuwd("20100601", "20200000"),
          "niet: relevante gegevens ontbreken bij het bepalen van het huwelijk/partnerschap van de ouder(s). Het gaat"
          " om de volgende gegevens: datum van ontbinding (05.07.10)"),
    geval("GZ-09", "een huwelijk dat er nooit was", NOOR.met(mens(MOEDER,
          [{"85.10": "20150601", "86.10": "20220101"}, *verbintenis(VADER, "20150601", e84_10="O")])), "moeder"),
    geval("GZ-09", "een huwelijk dat is weggehaald zonder het onjuist te noemen", NOOR.met(mens(MOEDER,
          [{"85.10": "20150601", "86.10": "20220101"}, *verbintenis(VADER, "20150601")])), "moeder"),
    geval("GZ-09", "partnerschap omgezet in huwelijk", NOOR.met(mens(MOEDER,
          [*verbintenis(VADER, "20220101"), *verbintenis(VADER, "20190101", soort="P")])), "moeder en vader"),
    geval("GZ-09", "de moeder is getrouwd met een ander", NOOR.met(mens(MOEDER, verbintenis(DERDE, "20190101"))),
          "moeder"),
    geval("GZ-09", "de partner op de lijst heeft geen nummer, wel naam en geboorte", NOOR.met(mens(MOEDER,
          verbintenis(VADER, "20190101", e01_20=""))), "moeder en vader"),
    geval("GZ-09", "een andere Joris Visser, van een andere dag", NOOR.met(mens(MOEDER,
          verbintenis(VADER, "20190101", e01_20="", e03_10="19880713"))), "moeder"),
    geval("GZ-09", "van geen van beide ouders staat de lijst hier", NOOR.zonder(MOEDER, VADER),
          "niet: relevante gegevens ontbreken bij het bepalen van het huwelijk/partnerschap van de ouder(s). Het gaat"
          " om de volgende gegevens: persoonslijst van ouder1 (niet in deze registratie)"),
    geval("GZ-09", "de moeder woont elders, de vader hier: nooit getrouwd", NOOR.zonder(MOEDER),
          "niet: relevante gegevens ontbreken bij het bepalen van de bevoegdheid van een ouder. Het gaat om de volgende"
          " gegevens: persoonslijst van ouder1 (niet in deze registratie)"),
    geval("GZ-09", "de vader woont elders en de moeder heeft het alleen", NOOR.zonder(VADER), "moeder"),
    # --- adopted -------------------------------------------------------------------------------------------------
    geval("GZ-10", "geadopteerd door twee mensen die niet getrouwd zijn", GEADOPTEERD, "moeder en vader"),
    geval("GZ-10", "geadopteerd door de partner van de moeder", replace(NOOR, ouder2=[ouder(ANNE, sinds="20220301",
          akte="Q"), {**GEEN}]), "moeder en Anne"),
    # --- acknowledged --------------------------------------------------------------------------------------------
    geval("GZ-11", "erkend voor de geboorte, geboren in 2020", NOOR, "moeder"),
    geval("GZ-11", "dezelfde, met de moeder als ouder2", replace(NOOR, ouder1=NOOR.ouder2, ouder2=NOOR.ouder1),
          "moeder"),
    geval("GZ-11", "erkend voor de geboorte, geboren in 2024", NA_2023, "moeder en vader"),
    geval("GZ-11", "erkend in 2021", ERKEND_IN_2021, "moeder"),
    geval("GZ-11", "erkend op de laatste dag van 2022",
          replace(NOOR, ouder2=[ouder(VADER, sinds="20221231", akte="C")]), "moeder"),
    geval("GZ-11", "erkend op 1 januari 2023", replace(NOOR, ouder2=[ouder(VADER, sinds="20230101", akte="C")]),
          "moeder en vader"),
    geval("GZ-11", "erkend in 2024", ERKEND_IN_2024, "moeder en vader"),
    geval("GZ-11", "erkend bij de aangifte, in 2024", replace(NA_2023, ouder2=[ouder(VADER, sinds="20240512",
          akte="B")]), "moeder en vader"),
    geval("GZ-11", "erkend ergens in 2022", replace(NOOR, ouder2=[ouder(VADER, sinds="20220000", akte="C")]), "moeder"),
    geval("GZ-11", "erkend op een onbekende dag", replace(NOOR, ouder2=[ouder(VADER, sinds="00000000", akte="C")]),
          "niet: relevante gegevens ontbreken bij het bepalen van de erkenning. Het gaat om de volgende gegevens: datum"
          " van erkenning (62.10)"),
    geval("GZ-11", "vader door de rechter vastgesteld, in 2024", replace(NA_2023, ouder2=[ouder(VADER, sinds="20240510",
          akte="V")]), "moeder"),
    geval("GZ-15", "erkend in 2024, toen de moeder al was overleden", ERKEND_IN_2024.met(mens(MOEDER,
          overleden="20240101")), "geen: de ouder overleden is."),
    geval("GZ-15", "erkend in 2024, en daarna overleed de moeder", ERKEND_IN_2024.met(mens(MOEDER,
          overleden="20250101")), "vader"),
    geval("GZ-15", "erkend in 2024, en de moeder overleed ergens in dat jaar", ERKEND_IN_2024.met(mens(MOEDER,
          overleden="20240000")), "niet: relevante gegevens ontbreken bij het bepalen van de erkenning. Het gaat om de"
          " volgende gegevens: datum van overlijden van ouder1 (06.08.10)"),
    geval("GZ-15", "geboren in het huwelijk met Anne, en in 2024 door Joris erkend", ERKEND_IN_2024.met(mens(MOEDER,
          verbintenis(ANNE, "20180601"))), "niet: relevante gegevens ontbreken bij het bepalen van de erkenning. Het"
          " gaat om de volgende gegevens: gezag van wie bij de geboorte de partner van ouder1 was"),
    geval("GZ-11", "twee moeders, niet getrouwd, geboren in 2020", TWEE_MOEDERS,
          "niet: niet kan worden vastgesteld welke ouder de geboortemoeder is."),
    geval("GZ-11", "twee moeders, van wie een het kind later erkende", replace(NOOR, ouder2=[ouder(ANNE,
          sinds="20210301", akte="C")]), "moeder"),
    geval("GZ-11", "twee moeders, getrouwd", TWEE_MOEDERS.met(mens(MOEDER, verbintenis(ANNE, "20180601"))),
          "moeder en Anne"),
    geval("GZ-11", "een zusje van een andere vader, erkend in 2024", replace(NOOR, geboren="20230701",
          ouder1=[ouder(MOEDER, sinds="20230701")], ouder2=[ouder(DERDE, sinds="20240301", akte="C")]).met(mens(DERDE)),
          "moeder en Kees"),
    # --- one parent and a partner --------------------------------------------------------------------------------
    geval("GZ-12", "geboren in het huwelijk van de moeder met Anne", ANNE_GEHUWD, "moeder en Anne"),
    geval("GZ-12", "en later gescheiden van Anne", ALLEEN_MOEDER.met(mens(MOEDER, verbintenis(ANNE, "20180601",
          "20230101")), mens(ANNE)), "moeder en Anne"),
    geval("GZ-12", "na de geboorte met Anne getrouwd", ALLEEN_MOEDER.met(mens(MOEDER, verbintenis(ANNE, "20210601"))),
          "moeder"),
    geval("GZ-12", "voor de geboorte van Anne gescheiden", ALLEEN_MOEDER.met(mens(MOEDER, verbintenis(ANNE, "20180601",
          "20190101"))), "moeder"),
    geval("GZ-12", "met Anne getrouwd op een onbekende dag", ALLEEN_MOEDER.met(mens(MOEDER, verbintenis(ANNE,
          "00000000"))), "niet: relevante gegevens ontbreken bij het bepalen van het huwelijk/partnerschap van de"
          " ouder(s). Het gaat om de volgende gegevens: begin of einde van een verbintenis van ouder1 (05)"),
    geval("GZ-12", "van Anne staat de lijst hier niet", ANNE_GEHUWD.zonder(ANNE),
          "niet: relevante gegevens ontbreken bij het bepalen van de bevoegdheid van een ouder. Het gaat om de volgende"
          " gegevens: persoonslijst van de partner (niet in deze registratie bijgehouden)"),
    geval("GZ-14", "Anne staat onder curatele", ANNE_GEHUWD.met(mens(ANNE, curatele=True)), "moeder"),
    geval("GZ-18", "de moeder overleed, Anne is voogd", ANNE_GEHUWD.met(mens(MOEDER, verbintenis(ANNE, "20180601",
          "20250101"), overleden="20250101")), "voogd Anne"),
    geval("GZ-18", "de moeder en Anne zijn overleden", ANNE_GEHUWD.met(mens(MOEDER, verbintenis(ANNE, "20180601"),
          overleden="20250101"), mens(ANNE, overleden="20250101")), "geen: beide ouders overleden zijn."),
    geval("GZ-18", "de moeder overleed, Anne staat onder curatele", ANNE_GEHUWD.met(mens(MOEDER, verbintenis(ANNE,
          "20180601"), overleden="20250101"), mens(ANNE, curatele=True)),
          "geen: de ouder is overleden en de niet-ouder onder curatele staat."),
    # --- who can -------------------------------------------------------------------------------------------------
    geval("GZ-13", "een moeder van zestien", JONG_GEZIN.met(jong()), "geen: de ouder minderjarig is."),
    geval("GZ-13", "een moeder van zestien die getrouwd is", JONG_GEZIN.met(jong(MOEDER, verbintenis(DERDE,
          "20260601"))), "geen: de ouder minderjarig is."),
    geval("GZ-13", "een moeder geboren ergens in 2008", JONG_GEZIN.met(jong(geboren="20080000")),
          "niet: relevante gegevens ontbreken bij het bepalen van de bevoegdheid van een ouder. Het gaat om de volgende"
          " gegevens: geboortedatum van ouder1 (01.03.10)"),
    geval("GZ-13", "een moeder onder curatele", ALLEEN_MOEDER.met(mens(MOEDER, curatele=True)),
          "geen: de ouder onder curatele staat."),
    geval("GZ-13", "een geemigreerde vader, getrouwd geweest: wat hij nu is weten wij niet",
          GESCHEIDEN.met(mens(VADER, opschorting="E")),
          "niet: relevante gegevens ontbreken bij het bepalen van de bevoegdheid van een ouder. Het gaat om de volgende"
          " gegevens: persoonslijst van ouder2 (bijhouding is opgeschort)"),
    geval("GZ-13", "een geemigreerde vader, en de moeder heeft het alleen", NOOR.met(mens(VADER, opschorting="E")),
          "moeder"),
    geval("GZ-16", "getrouwd, en de vader overleed", GEHUWD.met(mens(VADER, overleden="20250101")), "moeder"),
    geval("GZ-16", "samen na erkenning, en de moeder staat onder curatele", ERKEND_IN_2024.met(mens(MOEDER,
          curatele=True)), "vader"),
    geval("GZ-16", "beide ouders overleden", GEHUWD.met(mens(MOEDER, overleden="20250101"), mens(VADER,
          overleden="20250102")), "geen: beide ouders overleden zijn."),
    geval("GZ-16", "de vader overleden, de moeder onder curatele", GESCHEIDEN.met(mens(MOEDER, verbintenis(VADER,
          "20150601"), curatele=True), mens(VADER, overleden="20250101")),
          "geen: een ouder overleden is en de andere ouder onder curatele staat."),
    geval("GZ-17", "alleen de moeder had het, en zij overleed: de vader krijgt het niet vanzelf",
          ERKEND_IN_2021.met(mens(MOEDER, overleden="20250101")), "geen: de ouder overleden is."),
    geval("GZ-17", "zij overleed, en hij staat onder curatele", ERKEND_IN_2021.met(mens(MOEDER, overleden="20250101"),
          mens(VADER, curatele=True)), "geen: een ouder overleden is en de andere ouder onder curatele staat."),
    # --- what a court said ---------------------------------------------------------------------------------------
    geval("GZ-06", "de rechter: beide ouders", volgens("12"), "moeder en vader"),
    geval("GZ-06", "de rechter: alleen ouder2", volgens("2", GEHUWD), "vader"),
    geval("GZ-06", "de rechter: ouder1 en een derde", volgens("1D"), "moeder en een derde"),
    geval("GZ-06", "de rechter: ouder2 en een derde", volgens("2D"), "vader en een derde"),
    geval("GZ-06", "de rechter: een voogd", volgens("D"), "een voogd"),
    geval("GZ-06", "een waarde die de tabel niet zo bedoelt", volgens("3D"),
          "niet: relevante gegevens ontbreken. Het gaat om de volgende gegevens: een bekende waarde van de indicatie"
          " gezag minderjarige (11.32.10)"),
    geval("GZ-06", "alleen ouder2, maar die overleed", volgens("2", GEHUWD.met(mens(VADER, verbintenis(MOEDER,
          "20150601"), overleden="20250101"))), "geen: de ouder overleden is."),
    geval("GZ-18", "ouder1 en een derde, en ouder1 overleed", volgens("1D", NOOR.met(mens(MOEDER,
          overleden="20250101"))), "een voogd"),
    geval("GZ-06", "een uitspraak die is gecorrigeerd van ouder1 naar ouder2", replace(GEHUWD, gezag=[
          {"32.10": "2", "85.10": "20210101", "86.10": "20220101"},
          {"32.10": "1", "84.10": "O", "85.10": "20210101", "86.10": "20210105"}]), "vader"),
    geval("GZ-06", "een uitspraak die er nooit was", replace(NOOR, gezag=[{"85.10": "20210101", "86.10": "20220101"},
          {"32.10": "D", "84.10": "O", "85.10": "20210101", "86.10": "20210105"}]), "moeder"),
    geval("GZ-07", "alleen de moeder, en daarna trouwden de ouders", volgens("1", gehuwd("20220601")),
          "moeder en vader"),
    geval("GZ-07", "alleen de moeder, van voor de scheiding", volgens("1", GESCHEIDEN), "moeder"),
    geval("GZ-07", "alleen de moeder, en daarna erkende de vader in 2024", volgens("1", ERKEND_IN_2024),
          "moeder en vader"),
    geval("GZ-07", "een voogd, en daarna trouwden de ouders: de voogd blijft", volgens("D", gehuwd("20220601")),
          "een voogd"),
    geval("GZ-07", "een voogd, en daarna geadopteerd", volgens("D", GEADOPTEERD), "moeder en vader"),
    geval("GZ-07", "beide ouders, en daarna verviel het vaderschap", volgens("12", replace(NOOR,
          ouder2=[{**GEEN, "85.10": "20230101"}, ouder(VADER, e84_10="O")])), "moeder"),
    geval("GZ-07", "een uitspraak van een onbekende dag, en ouders die trouwden", volgens("1", gehuwd("20220601"),
          "00000000"), "niet: relevante gegevens ontbreken. Het gaat om de volgende gegevens: datum van ingang van het"
          " gezag (11.85.10) of van een latere gebeurtenis"),
]  # fmt: skip


@pytest.mark.parametrize(("gezin", "gezag"), GEVALLEN)
def test_who_has_authority(gezin: Gezin, gezag: str) -> None:
    """A school, a doctor or a passport desk that hears the wrong name lets the wrong person decide for a child."""
    assert gezin.gezag_is() == gezag
    relatie = gezin.relatie()
    for rubrieken in relatie.gelezen.values() if relatie else ():
        assert rubrieken <= set(RUBRIEKEN), "read without anybody having the right to know it"


@pytest.mark.rule("GZ-02")
def test_on_the_birthday_it_is_over() -> None:
    """The day before, parents decide; on the day nobody does. Born on a leap day, that is 1 March."""
    leap = gehuwd(gezin=replace(NOOR, geboren="20080229"))
    assert [leap.gezag_is(date(2026, 2, 28)), leap.gezag_is(date(2026, 3, 1))] == ["moeder en vader", "niemand nodig"]


@pytest.mark.rule("GZ-25")
@pytest.mark.parametrize(
    ("gezin", "twijfel"),
    [
        (GEHUWD, False),
        (replace(GEHUWD, ouder2=[{**ouder(VADER), "83.10": "030000", "83.20": "20260101"}]), True),
        (replace(GEHUWD, ouder2=[{**ouder(VADER), "83.10": "036210", "83.20": "20260101"}]), False),
        (replace(NOOR, ouder2=[{**ouder(VADER), "83.10": "036210", "83.20": "20260101"}]), True),
        (replace(NOOR, ouder2=[{**ouder(VADER), "83.10": "030000", "83.20": "20250101", "83.30": "20250201"}]), False),
        (NOOR.met(mens(MOEDER, e83_10="010310", e83_20="20260101")), True),
        (NOOR.met(mens(ANNE, e83_10="010310", e83_20="20260101")), False),
        (replace(GEHUWD, woont=[met(WOONT, e83_10="089999", e83_20="20260101")]), True),
    ],
    ids=[
        "nothing is doubted",
        "the whole father is",
        "since when he is, which did not matter",
        "and here it did",
        "it was, and has been settled",
        "the mother's birth",
        "of somebody who is not in it",
        "where the child lives",
    ],
)
def test_an_onderzoek_reaches_what_follows_from_it(gezin: Gezin, twijfel: bool) -> None:
    """The answer says that it may be wrong exactly when something is doubted that decided it."""
    relatie = gezin.relatie(VANDAAG)
    assert relatie is not None
    assert relatie.in_onderzoek is twijfel


def test_the_table_is_long_enough_to_read() -> None:
    """Every question of the law has a family in it."""
    regels = {mark.args[0] for case in GEVALLEN for mark in case.marks}
    assert {f"GZ-{n:02}" for n in range(1, 19)} <= regels
    assert len(GEVALLEN) >= 60
