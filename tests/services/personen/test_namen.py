"""Names as somebody types them, and as a list holds them. HUP 2.8.1, 2.8.2."""

import pytest

from meent.services.personen.bevragen.namen import TITELS
from meent.services.personen.namen import Persoonsnaam, voorvoegsels
from meent.services.personen.rubrieken import tabel


@pytest.mark.rule("BZ-37")
@pytest.mark.requirement("K-08")
@pytest.mark.parametrize(("getypt", "voorvoegsel", "geslachtsnaam"), [
    ("Van der Hove", "Van der", "Hove"),
    ("Van Der", "Van", "Der"),
    ("Van", "", "Van"),
    ("in 't Veld", "in 't", "Veld"),
    ("van  den Berg ", "van den", "Berg"),
    ("Moulin van Dijk", "", "Moulin van Dijk"),
    ("d'Hondt", "", "d'Hondt"),
    ("Vanderbilt", "", "Vanderbilt"),
    (".", "", "."),
])  # fmt: skip
def test_a_voorvoegsel_stands_apart_when_a_name_follows(getypt: str, voorvoegsel: str, geslachtsnaam: str) -> None:
    """Who is written as `Van der Hove` with an H in the search box and with a V on the list is found by nobody."""
    assert Persoonsnaam({"02.10": "Noor", "02.40": getypt}).gesplitst == {
        "02.10": "Noor", "02.40": geslachtsnaam, **({"02.30": voorvoegsel} if voorvoegsel else {}),
    }  # fmt: skip


@pytest.mark.rule("BZ-37")
def test_what_was_typed_apart_counts_too() -> None:
    """`van` with `der Berg` is `van der` with `Berg`; names of somebody without given names stay together."""
    assert Persoonsnaam({"02.30": "van", "02.40": "der Berg"}).gesplitst == {"02.30": "van der", "02.40": "Berg"}
    assert Persoonsnaam({"02.30": "Sint", "02.40": "de Berg"}).gesplitst == {"02.30": "Sint", "02.40": "de Berg"}
    assert Persoonsnaam({"02.40": "Le Thi Hoa"}).gesplitst == {"02.40": "Le Thi Hoa"}


@pytest.mark.requirement("K-08")
@pytest.mark.parametrize(("naam", "woord"), [
    ({"02.30": "Sint", "02.40": "Berg"}, "voorvoegsel"),
    ({"02.20": "SIR", "02.40": "Berg"}, "titel"),
    ({"02.20": "JH", "02.30": "Van Der", "02.40": "Berg"}, ""),
])  # fmt: skip
def test_a_voorvoegsel_and_a_title_are_of_their_tables(naam: dict[str, str], woord: str) -> None:
    told = " ".join(Persoonsnaam(naam).fouten())
    assert woord in told if woord else not told
    assert not list(Persoonsnaam({"02.30": "Sint", "02.40": "Berg"}).fouten({"02.30": "Sint", "02.40": "Dijk"}))


def test_the_lists_fit_the_elements() -> None:
    """Every voorvoegsel fits in 02.30 and every title in 02.20; the table of titles is whole."""
    longest = tabel().elementen["02.30"].lang
    assert [v for v in voorvoegsels() if len(v) > longest or v != v.casefold()] == []
    assert sorted(TITELS) == ["B", "BS", "G", "GI", "H", "HI", "JH", "JV", "M", "MI", "P", "PS", "R"]
