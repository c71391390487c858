"""RvIG's test set of 687 persoonslijsten: every one is read, every defect told, and nothing mended on the way."""

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from meent.services.personen import lo3, pljson, rvig
from meent.services.personen.bevinding import Bevinding
from meent.services.personen.keuring import keur
from meent.services.personen.persoonslijst import Persoonslijst, Voorkomen
from meent.services.personen.rvig import CsvOnleesbaar, Ingelezen
from meent.services.personen.waarden import is_anummer, is_bsn, is_testnummer

pytestmark = pytest.mark.rule("PL-53")
FILE = Path("data") / "brp" / "persoonslijsten" / "rvig-testset-gbav-20220502.csv"
NIET_IN_LO3 = {
    "Lg01_276": ["08.13.30, stapel 1", "08.13.30, stapel 1, historie 1"],
    "Lg01_284": ["08.13.30, stapel 1"],
    "Lg01_285": ["08.13.30, stapel 1, historie 1"],
    "Lg01_287": ["08.13.30, stapel 1"],
    "Lg01_487": ["08.13.30, stapel 1"],
    "Lg01_383": ["02.02.10, stapel 1"],
    "Lg01_610": ["01.02.10, stapel 1", "02.02.10, stapel 1"],
}
"""Lists with a character that LO3 does not have, and where: five with a broken bar, two with an e with a breve."""


@cache
def lists(shared: Path) -> tuple[Ingelezen, ...]:
    return tuple(rvig.read(shared / FILE))


def found_in(shared: Path) -> Counter[str]:
    found = Counter(b.code for one in lists(shared) for b in one.bevindingen)
    for one in lists(shared):
        assert one.pl is not None
        found.update(b.code for b in keur(one.pl))
    return found


def test_every_list_is_read(shared: Path) -> None:
    """A person who is left out at a migration does not exist any more."""
    stapels, rows = Counter[str](), Counter[str]()
    for one in lists(shared):
        assert one.pl is not None
        for c, found in one.pl.stapels.items():
            stapels[c] += len(found)
            rows[c] += sum(map(len, found))
    assert len(lists(shared)) == 687
    assert {c: (stapels[c], rows[c]) for c in stapels} == {
        "01": (687, 863), "02": (668, 729), "03": (668, 741), "04": (775, 866), "05": (262, 373), "06": (26, 35),
        "07": (687, 687), "08": (687, 1743), "09": (519, 727), "10": (47, 151), "11": (44, 52), "12": (169, 169),
        "13": (7, 7),
    }  # fmt: skip
    # The count of the source is 5,246 and 7,145: two rows more, after marks that name no category of these columns.
    assert (sum(stapels.values()), sum(rows.values())) == (5246, 7143)


@pytest.mark.requirement("burgerzaken-bar-2")
def test_every_defect_is_told(shared: Path) -> None:
    """What the importer swallows, somebody finds years later in a decision."""
    found = found_in(shared)
    assert {c: found[c] for c in ("niet-aangekondigd", "open-merkteken", "merkteken", "leeg-voorkomen")} == {
        "niet-aangekondigd": 11, "open-merkteken": 6, "merkteken": 2, "leeg-voorkomen": 7,
    }  # fmt: skip
    leeg = found["leeg-voorkomen"]  # announced and empty: they lack both dates, beside what the source counts
    geen_datum = 7  # as 1994031, 19660013
    assert (found["PRE030"], found["PRE031"]) == (5 + leeg, 58 + geen_datum + leeg)
    assert (found["PRE018"], found["PRE020"], found["volgorde"], found["waarde"]) == (3, 1, 3, 1)
    assert [found[c] for c in ("PRE040", "PRE055", "PRE076", "stapels", "historie")] == [0] * 5


def test_the_broken_order_is_told_where_it_is(shared: Path) -> None:
    told = [(one.naam, b.categorie) for one in lists(shared) if one.pl for b in keur(one.pl) if b.code == "volgorde"]
    assert sorted(told) == [("Lg01_289", "01"), ("Lg01_456", "11"), ("Lg01_594", "08")]


@pytest.mark.rule("PL-09", "PL-10")
def test_numbers_are_those_that_pass(shared: Path) -> None:
    """A test that refuses a number that was given out locks somebody out."""
    pls = [one.pl for one in lists(shared) if one.pl]
    assert all(is_anummer(pl.anummer) for pl in pls)
    bsns = Counter(pl.bsn for pl in pls)
    assert bsns.pop("") == 2
    assert len(bsns) == 680
    assert all(map(is_bsn, bsns))
    assert sum(1 for count in bsns.values() if count == 2) == 5
    assert sum(count for bsn, count in bsns.items() if not is_testnummer(bsn)) == 19


@pytest.mark.rule("PL-51", "PL-52", "PL-05")
@pytest.mark.requirement("K-05", "burgerzaken-bar-1")
def test_out_as_lg01_and_in_again_is_the_same(shared: Path) -> None:
    """Per element and in order. What LO3 cannot say is told by list and element; all beside it comes back as well.

    7,145 rows are what the source counts: two of them were announced by a mark that names no category, and are told.
    """
    told, stapels, rows = {}, 0, 0
    for one in lists(shared):
        assert one.pl is not None
        assert pljson.read(pljson.write(one.pl)) == one.pl
        strange = [b for b in keur(one.pl) if b.code == "teken"]
        if strange:
            told[one.naam] = [b.plaats for b in strange]
            with pytest.raises(lo3.Lo3Fout, match=f"{strange[0].categorie}.{strange[0].element}") as fault:
                lo3.write_message(lo3.lg01(one.pl))
            assert fault.value.code == "teken"
        sent = without(one.pl, strange)
        assert lo3.read_message(lo3.write_message(lo3.lg01(sent))).pl == sent
        stapels, rows = stapels + sum(map(len, sent.stapels.values())), rows + sum(1 for _ in sent.voorkomens())
    assert told == NIET_IN_LO3
    found = found_in(shared)
    assert (stapels, rows + found["merkteken"]) == (5246, 7145)
    pls = [one.pl for one in lists(shared) if one.pl]
    bsns = Counter(pl.bsn for pl in pls if pl.bsn)
    assert (sum(is_anummer(pl.anummer) for pl in pls), sum(map(is_bsn, bsns)), len(bsns)) == (687, 680, 680)
    assert (found["zonder-bsn"], sum(count > 1 for count in bsns.values())) == (2, 5)


def without(pl: Persoonslijst, found: list[Bevinding]) -> Persoonslijst:
    """The list but for these values."""
    gone = {(b.categorie, b.stapel - 1, b.voorkomen, b.element) for b in found}
    kept = {
        c: [[Voorkomen((n, w) for n, w in x.items() if (c, s, v, n) not in gone) for v, x in enumerate(stapel)]
            for s, stapel in enumerate(stapels)]
        for c, stapels in pl.stapels.items()
    }  # fmt: skip
    return Persoonslijst(kept)


@pytest.mark.requirement("burgerzaken-bar-2")
def test_damaged_names_are_told_and_stay_as_they_are(shared: Path) -> None:
    """Somebody has to look; a guess of ours would be somebody's name."""
    told = {one.naam for one in lists(shared) if one.pl and any(b.code == "beschadigd" for b in keur(one.pl))}
    assert told == {"Lg01_284", "Lg01_443", "Lg01_450", "Lg01_504", "Lg01_549", "Lg01_572"}
    by_name = {one.naam: one.pl for one in lists(shared)}
    pl = by_name["Lg01_572"]
    assert pl is not None
    assert pl.stapels["01"][0].historie[0]["02.40"] == "RodrŦguez-Zuluaga"
    assert pl.waarde("01.03.20") == "FacatativÆ"


HEADER = ";01.01.10;01.02.40;01.H;08.09.10;08.H\n"


@pytest.mark.parametrize(("text", "codes", "voorkomens"), [
    ("a;1;X;;0518;\n", [], {"01": 1, "08": 1}),
    ("a;1;X;51;0518;58\n;1;Y;;0599;\n", [], {"01": 2, "08": 2}),
    ("a;1;X;51;0518;\n", ["open-merkteken"], {"01": 1, "08": 1}),
    ("a;1;X;51;0518;\n;;;;0599;\n", ["leeg-voorkomen", "niet-aangekondigd"], {"01": 2, "08": 1}),
    ("a;1;X;09;0518;\n;1;Y;;;\n", ["merkteken", "niet-aangekondigd"], {"01": 1, "08": 1}),
    ("a;1;X;;;\n", [], {"01": 1}),
])  # fmt: skip
def test_marks_announce_the_next_row(tmp_path: Path, text: str, codes: list[str], voorkomens: dict[str, int]) -> None:
    """What stands in the wrong row would become somebody's present address."""
    (tmp_path / "x.csv").write_text(HEADER + text, encoding="utf-8-sig")
    (one,) = rvig.read(tmp_path / "x.csv")
    assert one.pl is not None
    assert sorted(b.code for b in one.bevindingen) == codes
    assert {c: sum(map(len, s)) for c, s in one.pl.stapels.items()} == voorkomens


@pytest.mark.parametrize("text", ["", "a;b\n", HEADER + "a;1;X\n", ";01.99.10;01.H\n", ";01.01.10\n"])
def test_another_file_is_refused(tmp_path: Path, text: str) -> None:
    """Half a file, taken for a whole one, is a municipality of half its size."""
    (tmp_path / "x.csv").write_text(text)
    with pytest.raises(CsvOnleesbaar):
        list(rvig.read(tmp_path / "x.csv"))
    with pytest.raises(CsvOnleesbaar):
        list(rvig.read(tmp_path / "weg.csv"))
