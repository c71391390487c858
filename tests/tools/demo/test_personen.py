"""Residents of the demo: RvIG's test persons and generated ones."""

import re
from datetime import date
from itertools import groupby, pairwise

import pytest

from meent.basis.nummers import is_elfproef
from meent.tools.demo.bewoners import MAX_BEWONERS, Persoon, bsns, generate_bewoners
from meent.tools.demo.gemeenten import GEMEENTEN, MEERWIJDE, ZUIDERKOOG
from meent.tools.demo.personen import (
    KOLOMMEN,
    PersoonslijstenOnleesbaar,
    bevolking,
    divide,
    read_persoonslijsten,
)

VANDAAG = date(2026, 3, 2)
CSV = "data/brp/persoonslijsten/rvig-testset-gbav-20220502.csv"


def een_persoon(**anders) -> Persoon:
    gegevens = {
        "bsn": "999000007", "a_nummer": "", "voornamen": "Test", "voorvoegsel": "", "geslachtsnaam": "Persoon",
        "geslacht": "v", "geboortedatum": "19800302", "verblijfplaats": None, "gemeente_van_inschrijving": "0363",
    }  # fmt: skip
    return Persoon(**(gegevens | anders))


@pytest.fixture(scope="session")
def rvig(shared) -> list[Persoon]:
    return read_persoonslijsten(shared / CSV)


def test_687_persoonslijsten(rvig):
    assert len(rvig) == 687
    assert sum(persoon.gemeente_van_inschrijving == "0518" for persoon in rvig) == 176
    assert sum(persoon.gemeente_van_inschrijving == "0599" for persoon in rvig) == 141
    assert sum(not persoon.bsn for persoon in rvig) == 2
    assert all(is_elfproef(persoon.bsn) for persoon in rvig if persoon.bsn)


def test_test_persons_live_where_their_code_says(rvig):
    town = divide(rvig, seed=1)
    home = {persoon.bsn: gemeente.slug for gemeente in GEMEENTEN for persoon in town[gemeente.slug]}
    for persoon in rvig:
        for gemeente in GEMEENTEN:
            if persoon.gemeente_van_inschrijving == gemeente.rvig and persoon.bsn in home:
                assert home[persoon.bsn] == gemeente.slug
    assert {persoon.gemeente_van_inschrijving for persoon in town[MEERWIJDE.slug]} == {MEERWIJDE.code}


@pytest.mark.parametrize(
    "persoon",
    [
        een_persoon(bsn=""),
        een_persoon(bsn="123456782"),
        een_persoon(opschorting_bijhouding="E"),
        een_persoon(opschorting_bijhouding="F"),
    ],
)
def test_who_is_no_resident(persoon):
    """A BSN outside the test range might be somebody's; a list suspended for emigration is no resident's."""
    assert divide([persoon], seed=1) == {MEERWIJDE.slug: [], ZUIDERKOOG.slug: []}


def test_double_registration_lives_here_once():
    found = divide([een_persoon(voornamen="Eerste"), een_persoon(voornamen="Tweede")], seed=1)
    assert [persoon.voornamen for people in found.values() for persoon in people] == ["Eerste"]


def test_town_is_full_with_and_without_the_csv(shared, tmp_path):
    with_csv = bevolking(seed=7, vandaag=VANDAAG, csv_path=shared / CSV)
    without = bevolking(seed=7, vandaag=VANDAAG, csv_path=tmp_path / "er-is-niets.csv")
    for town in (with_csv, without):
        assert {slug: len(people) for slug, people in town.items()} == {"meerwijde": 10_000, "zuiderkoog": 2_500}
        numbers = [persoon.bsn for people in town.values() for persoon in people]
        assert len(set(numbers)) == len(numbers) == 12_500
        assert all(is_elfproef(bsn) and bsn.startswith("999") for bsn in numbers)


def test_generated_residents_are_nobody(rvig):
    """A generated BSN or A-nummer that is somebody's would be a leak that nobody made on purpose."""
    known = {persoon.bsn for persoon in rvig}
    for gemeente in GEMEENTEN:
        for persoon in generate_bewoners(gemeente, 3_000, seed=1, vandaag=VANDAAG):
            assert persoon.bsn not in known
            assert not persoon.bsn.startswith("99999")
            assert persoon.a_nummer == ""


def test_range_of_bsns_holds_what_is_promised():
    numbers = list(bsns(MEERWIJDE.bsn_begin, seed=3))
    assert len(set(numbers)) == len(numbers) >= MAX_BEWONERS
    assert all(is_elfproef(number) and "9991" <= number[:4] <= "9994" for number in numbers)
    with pytest.raises(ValueError, match="36000"):
        generate_bewoners(MEERWIJDE, MAX_BEWONERS + 1, seed=3, vandaag=VANDAAG)


@pytest.mark.parametrize("gemeente", GEMEENTEN, ids=lambda gemeente: gemeente.slug)
def test_generated_town_looks_like_one(gemeente):
    people = generate_bewoners(gemeente, 10_000, seed=2, vandaag=VANDAAG)
    west, south, east, north = gemeente.kaart
    for persoon in people:
        adres = persoon.verblijfplaats
        assert re.fullmatch(r"[1-9][0-9]{3}[A-Z]{2}", adres.postcode)
        assert adres.postcode[4:] not in {"SA", "SD", "SS"}
        assert west <= adres.lengtegraad <= east
        assert south <= adres.breedtegraad <= north
        assert re.fullmatch(rf"{gemeente.code}20[0-9]{{10}}", adres.identificatie)
        assert persoon.geboortedatum < f"{VANDAAG:%Y%m%d}"
    addresses = {persoon.verblijfplaats.identificatie for persoon in people}
    assert len(addresses) == len({persoon.huishouden for persoon in people})
    assert 3_000 < len(addresses) < 6_000
    assert any(persoon.is_overleden for persoon in people)
    assert any(persoon.heeft_geheimhouding for persoon in people)
    assert any(not persoon.voornamen.isascii() for persoon in people)


def test_no_mother_gives_birth_twice_in_a_year():
    """Who is born on the same day is a twin."""
    people = [p for p in generate_bewoners(MEERWIJDE, 5_000, seed=2, vandaag=VANDAAG) if "0000" not in p.geboortedatum]
    for _, household in groupby(people, key=lambda p: p.huishouden):
        births = sorted({date.fromisoformat(p.geboortedatum) for p in household if p.geboortedatum > "20080302"})
        assert all((later - earlier).days > 280 for earlier, later in pairwise(births))


def test_same_seed_same_town():
    def make(seed: int) -> list[Persoon]:
        return generate_bewoners(MEERWIJDE, 500, seed=seed, vandaag=VANDAAG)

    assert make(4) == make(4)
    assert make(4) != make(5)
    assert make(4)[:100] == generate_bewoners(MEERWIJDE, 100, seed=4, vandaag=VANDAAG)


@pytest.mark.parametrize(
    ("geboortedatum", "is_meerderjarig"),
    [("20080302", True), ("20080303", False), ("20080000", False), ("20070000", True), ("00000000", True)],
)
def test_meerderjarig(geboortedatum, is_meerderjarig):
    """Somebody turns eighteen on the day itself; with an unknown month we wait for the end of the year."""
    assert een_persoon(geboortedatum=geboortedatum).is_meerderjarig(VANDAAG) is is_meerderjarig


@pytest.mark.parametrize(
    ("content", "reden"),
    [
        (b"", "ontbreken"),
        (b";01.01.10\nLg01_1;1\n", "ontbreken"),
        ((";" + ";".join(KOLOMMEN.values()) + "\nLg01_1;te;weinig\n").encode(), "kolommen"),
        (b"\xff\xfe\x00", "UTF-8"),
    ],
)
def test_wrong_file_is_named(tmp_path, content, reden):
    path = tmp_path / "pl.csv"
    path.write_bytes(content)
    with pytest.raises(PersoonslijstenOnleesbaar, match=reden):
        read_persoonslijsten(path)


def test_absent_file_is_named(tmp_path):
    with pytest.raises(PersoonslijstenOnleesbaar, match="is er niet"):
        read_persoonslijsten(tmp_path / "weg.csv")
