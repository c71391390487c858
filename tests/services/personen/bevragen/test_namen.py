"""Names, initials and how people are addressed. Source: BRP API Personen 2.7.0; decision 0051."""

from datetime import date

import pytest

from meent.services.personen.bevragen.feiten import Feiten
from meent.services.personen.bevragen.namen import aanspreking, voorletters
from meent.services.personen.bevragen.persoon import PERSOON, persoon
from meent.services.personen.bevragen.tonen import nested
from meent.services.personen.tabellen import Tabellen
from tests.services.personen.lijsten import HUWELIJK, ONTBINDING, OVERLEDEN, lijst, met, stapel
from tests.services.personen.lijsten import PERSOON as CAT01

VANDAAG = date(2026, 11, 29)


def feiten(partner: dict[str, str] | None = None, **elementen: str) -> Feiten:
    """Somebody with these elements of category 01, and a partner with these of category 05."""
    zelf = met(CAT01, **elementen)
    bonds = [] if partner is None else [[met(HUWELIJK, **partner)]]
    return Feiten(lijst(c01=[[zelf]], c05=bonds), Tabellen({}), VANDAAG)


@pytest.mark.rule("BV-31")
@pytest.mark.parametrize(("elementen", "naam"), [
    ({}, "Suzanne Moulin"),
    ({"e02_30": "de"}, "Suzanne de Moulin"),
    ({"e02_10": ""}, "Moulin"),  # a namenreeks
    ({"e02_40": "."}, "Suzanne"),  # nobody knows the family name
    ({"e02_20": "B", "e02_30": "van", "e04_10": "M"}, "Suzanne baron van Moulin"),
    ({"e02_20": "B", "e02_30": "van", "e04_10": "V"}, "Suzanne barones van Moulin"),
    ({"e02_20": "JV", "e02_30": "van"}, "jonkvrouw Suzanne van Moulin"),
    ({"e02_20": "JH", "e04_10": "M"}, "jonkheer Suzanne Moulin"),
    ({"e02_20": "B", "e04_10": "O"}, "Suzanne Moulin"),  # baron or barones, we cannot say
    ({"e02_20": "R"}, "Suzanne Moulin"),  # there is no word for her
])  # fmt: skip
def test_the_whole_name(elementen: dict[str, str], naam: str) -> None:
    """A title stands before the family name, a predicaat before the first names, in the form for who bears it."""
    shown = persoon(PERSOON, feiten(**elementen), nested(("naam.volledigeNaam",)))
    assert shown["naam"]["volledigeNaam"] == naam


@pytest.mark.rule("BV-32")
@pytest.mark.parametrize(("voornamen", "letters"), [
    ("Jan Peter", "J.P."), ("A", "A"), ("Suzan A Bo", "S.A B."), ("Özlem", "Ö."), (".", ""), ("", ""),
])  # fmt: skip
def test_initials(voornamen: str, letters: str) -> None:
    """A first name that is one letter is no abbreviation, so no dot stands behind it."""
    assert voorletters(voornamen) == letters


WIE = [
    # naamgebruik, sex, prefix, partner's prefix: name on the envelope, aanspreekvorm, aanhef, in a sentence
    ("E", "M", "van", "de", "S. van Moulin", "De heer", "Geachte heer Van Moulin", "de heer Van Moulin"),
    ("E", "V", "", "de", "S. Moulin", "Mevrouw", "Geachte mevrouw Moulin", "mevrouw Moulin"),
    ("P", "V", "van", "de", "S. de Velzen", "Mevrouw", "Geachte mevrouw De Velzen", "mevrouw De Velzen"),
    ("V", "V", "van", "de", "S. de Velzen-van Moulin", "Mevrouw", "Geachte mevrouw De Velzen-van Moulin",
     "mevrouw De Velzen-van Moulin"),
    ("N", "M", "van", "", "S. van Moulin-Velzen", "De heer", "Geachte heer Van Moulin-Velzen",
     "de heer Van Moulin-Velzen"),
    ("E", "O", "van", "", "S. van Moulin", "", "Geachte S. van Moulin", "S. van Moulin"),
]  # fmt: skip


@pytest.mark.rule("BV-33")
@pytest.mark.rule("BV-34")
@pytest.mark.rule("BV-35")
@pytest.mark.rule("BV-36")
@pytest.mark.parametrize(("gebruik", "geslacht", "voor", "bij_partner", "naam", "vorm", "aanhef", "tekst"), WIE)
def test_how_somebody_is_addressed(
    gebruik: str, geslacht: str, voor: str, bij_partner: str, naam: str, vorm: str, aanhef: str, tekst: str
) -> None:
    """Who chose the name of a partner is called by it, on the envelope, above the letter and in it."""
    wie = feiten({"e02_40": "Velzen", "e02_30": bij_partner}, e61_10=gebruik, e04_10=geslacht, e02_30=voor)
    shown = persoon(PERSOON, wie, nested(("adressering",)))["adressering"]
    envelop = {"naam": naam} | ({"aanspreekvorm": vorm} if vorm else {})
    assert (shown["aanschrijfwijze"], shown["aanhef"], shown["gebruikInLopendeTekst"]) == (envelop, aanhef, tekst)


@pytest.mark.rule("BV-34")
@pytest.mark.rule("BV-35")
@pytest.mark.rule("BV-36")
@pytest.mark.parametrize(("titel", "geslacht", "naam", "vorm", "aanhef", "tekst"), [
    ("B", "M", "S. baron van Moulin", "De hoogwelgeboren heer", "Hoogwelgeboren heer", "baron Van Moulin"),
    ("G", "V", "S. gravin van Moulin", "De hooggeboren vrouwe", "Hooggeboren vrouwe", "gravin Van Moulin"),
    ("JV", "V", "jonkvrouw S. van Moulin", "De hoogwelgeboren vrouwe", "Hoogwelgeboren vrouwe", "jonkvrouw Van Moulin"),
    ("PS", "V", "S. prinses van Moulin", "Hare Hoogheid", "Hoogheid", "prinses Van Moulin"),
    ("R", "M", "S. ridder van Moulin", "De hoogwelgeboren heer", "Hoogwelgeboren heer", "ridder Van Moulin"),
])  # fmt: skip
def test_nobility_is_addressed_as_the_law_has_it(
    titel: str, geslacht: str, naam: str, vorm: str, aanhef: str, tekst: str
) -> None:
    found = aanspreking(feiten(e02_20=titel, e04_10=geslacht, e02_30="van"))
    assert found
    assert (found.op_envelop, found.aanspreekvorm, found.aanhef, found.in_lopende_tekst) == (naam, vorm, aanhef, tekst)


@pytest.mark.rule("BV-38")
@pytest.mark.parametrize(("gebruik", "titel", "van_partner", "naam"), [
    ("P", "B", "M", "S. barones Velzen"),
    ("V", "G", "M", "S. gravin Velzen-Moulin"),
    ("N", "B", "M", "S. Moulin-Velzen"),
    ("P", "JH", "M", "S. Velzen"),  # a predicaat is of the person alone
    ("P", "B", "V", "S. Velzen"),
    ("E", "B", "M", "S. Moulin"),
])  # fmt: skip
def test_a_wife_bears_her_husbands_title_with_his_name(gebruik: str, titel: str, van_partner: str, naam: str) -> None:
    found = aanspreking(feiten({"e02_40": "Velzen", "e02_20": titel, "e04_10": van_partner}, e61_10=gebruik))
    assert found
    assert found.op_envelop == naam


@pytest.mark.rule("BV-33")
def test_which_partner_gives_the_name() -> None:
    """Of two the first; of nobody now the last one; and whose name nobody knows gives none."""
    first, second = met(HUWELIJK, e02_40="Eerste", e06_10="19990101"), met(HUWELIJK, e02_40="Tweede")
    gone, long_gone = met(ONTBINDING, e02_40="Laatste"), met(ONTBINDING, e02_40="Eerste", e07_10="20010101")
    for bonds, naam in (
        ([second, first], "S. Eerste"), ([long_gone, gone], "S. Laatste"), ([gone, second], "S. Tweede"),
        ([met(HUWELIJK, e02_40=".")], "S. Moulin"), ([], "S. Moulin"),
    ):  # fmt: skip
        pl = lijst(c01=[[met(CAT01, e61_10="P")]], c05=[stapel(bond) for bond in bonds])
        found = aanspreking(Feiten(pl, Tabellen({}), VANDAAG))
        assert found
        assert found.op_envelop == naam


@pytest.mark.rule("BV-37")
def test_the_dead_are_not_addressed() -> None:
    """A letter that greets somebody who has died hurts who opens it."""
    pl = lijst(c06=[[OVERLEDEN]])
    shown = persoon(PERSOON, Feiten(pl, Tabellen({}), VANDAAG), nested(("adressering", "leeftijd")))
    assert shown == {"adressering": {"adresregel1": "Boterdiep 31"}}
    assert aanspreking(feiten(e02_40=".")) is None
