"""The table of rubrieken holds the facts of the Logisch Ontwerp, and nothing else."""

import csv
from pathlib import Path

import pytest

from meent.services.personen.persoonslijst import Persoonslijst
from meent.services.personen.rubrieken import OnbekendeRubriek, tabel
from tests.services.personen.lijsten import BASIS, lijst, stapel

SOORT = {"1": "algemeen", "3": "administratief", "5": "technisch"}


def rows(shared: Path, name: str) -> list[list[str]]:
    with (shared / "data" / "brp" / "lo3-model" / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))[1:]


@pytest.mark.rule("PL-00")
def test_every_rubriek_of_the_dictionary_is_known(shared: Path) -> None:
    """A rubriek that is missing makes a list unreadable; a wrong soort gives history where there is none."""
    published = rows(shared, "lo3-rubrieken.csv")
    assert len(published) == 240
    for _, categorie, historie, _, nummer, soort, *_ in published:
        element = tabel().element(categorie, nummer)
        assert tabel().groepen[element.groep].soort == SOORT[soort], (categorie, nummer)
        assert tabel().categorieen[categorie].historie == historie


@pytest.mark.rule("PL-00")
def test_lengths_are_those_of_the_dictionary(shared: Path) -> None:
    """A shorter length here cuts names that are right."""
    published = {r[0]: r for r in rows(shared, "lo3-elementen.csv") if r[0][:2] in tabel().groepen}
    assert set(published) == set(tabel().elementen)
    for nummer, (_, kind, least, most, *_) in published.items():
        element = tabel().elementen[nummer]
        assert (element.kort, element.lang) == ((int(least), int(most)) if least else (1, 999))
        assert (element.vorm == "tekst") == (kind == "A"), nummer


@pytest.mark.rule("PL-00")
def test_categories_have_their_groups(shared: Path) -> None:
    """Group 84 is not named in the table: it is known wherever there is history."""
    for nummer, _, historie, stapels, groepen in rows(shared, "lo3-categorieen.csv"):
        found = tabel().categorieen[nummer]
        assert found.groepen - {"37"} == set(groepen.split())
        assert found.meer_stapels == (stapels == "n")
        assert tabel().heeft(nummer, "84") == (historie != "-")


@pytest.mark.rule("PL-00")
@pytest.mark.parametrize(("categorie", "nummer"), [("01", "99.10"), ("07", "02.40"), ("13", "84.10"), ("08", "82.10")])
def test_an_element_elsewhere_is_refused(categorie: str, nummer: str) -> None:
    """An element in a category that does not know it would be sent and refused by everybody else."""
    with pytest.raises(OnbekendeRubriek):
        Persoonslijst(
            {**{c: [stapel(*s) for s in found] for c, found in BASIS.items()}, categorie: [stapel({nummer: "1"})]}
        )


@pytest.mark.rule("PL-01")
@pytest.mark.requirement("K-01")
def test_the_first_voorkomen_is_the_actual_one() -> None:
    """Which of two addresses counts is a matter of place on the list, and of nothing else."""
    pl = lijst(c08=[[{"09.10": "0518", "85.10": "20200101"}, {"09.10": "0599", "85.10": "20220101"}]])
    assert pl.waarde("08.09.10") == "0518"
    assert tabel().van["58"] == "08"
    assert [v for _, _, v, _ in pl.voorkomens("08")] == [0, 1]


@pytest.mark.rule("PL-12")
@pytest.mark.requirement("K-12")
@pytest.mark.parametrize(("geheim", "beperkt"), [("0", False), ("", False), *[(str(n), True) for n in range(1, 8)]])
def test_every_code_of_geheim_restricts(geheim: str, beperkt: bool) -> None:
    """A code of before 1994 still means that an address may not be told."""
    inschrijving = {"80.10": "0001", **({"70.10": geheim} if geheim else {})}
    assert lijst(c07=[[inschrijving]]).is_beperkt is beperkt


def test_no_name_in_a_traceback() -> None:
    """What a log holds, a log leaks."""
    pl = lijst()
    assert "Moulin" not in repr(pl)
    assert "Moulin" not in repr(pl.actueel("01"))
