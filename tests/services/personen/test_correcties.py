"""The eleven tables of HUP 3.9 §7.3, before and after, as they stand: a row for an element, a column for a voorkomen.

They are the specification of correcting, and were read from pages 191 to 203 by somebody who did not write the verbs.
Numbers stand for those of the examples, which are invented; `eigen` is the municipality that corrects.
"""

from datetime import UTC, datetime

import pytest

from meent.services.personen.mutaties import (
    Actualiseren,
    Corrigeren,
    Mutatie,
    MutatieGeweigerd,
    Overschrijven,
    TenOnrechte,
    Vervanging,
    apply,
    verbeterd,
)
from meent.services.personen.persoonslijst import Persoonslijst, Stapel, Voorkomen
from tests.services.personen.lijsten import (
    ANDER_ANUMMER,
    ANDER_BSN,
    ANUMMER,
    BSN,
    EIGEN,
    GEZAG,
    HUWELIJK,
    INSCHRIJVING,
    NEDERLANDER,
    NU,
    ONTBINDING,
    OVERLEDEN,
    PASPOORT,
    VANDAAG,
    lijst,
    met,
)
from tests.services.personen.lijsten import stapel as stapel_van

TEN_ONRECHTE = {"82.10": EIGEN, "82.20": VANDAAG, "82.30": "ten onrechte opgenomen categorie"}
MET_NAAM = {"eigen": EIGEN, "A-nr": ANDER_ANUMMER, "BSN": ANDER_BSN, "a-nr": ANUMMER, "bsn": BSN}


def kolommen(tekst: str) -> list[dict[str, str]]:
    """The voorkomens of a table; an empty cell is an element that is not there, `"` repeats the cell to its left."""
    found: list[dict[str, str]] = []
    for line in tekst.strip().splitlines():
        nummer, *cellen = (cel.strip() for cel in line.split("|"))
        found = found or [{} for _ in cellen]
        for i, cel in enumerate(cellen):
            waarde = found[i - 1].get(nummer, "") if cel == '"' else MET_NAAM.get(cel, cel)
            if waarde:
                found[i][nummer] = waarde
    return found


def gecorrigeerd(categorie: str, voor: str, op: str, *mutaties: Mutatie) -> Stapel:
    """The stapel after these changes on that day."""
    dag = datetime.strptime(op, "%Y%m%d").replace(hour=12, tzinfo=UTC)
    stapels = apply(lijst(**{f"c{categorie}": [kolommen(voor)]}), mutaties, dag).stapels[categorie]
    assert len(stapels) == 1
    return stapels[0]


def tabel(tekst: str) -> Stapel:
    return Stapel(Voorkomen(v) for v in kolommen(tekst))


def document(gemeente: str, dag: str, tekst: str) -> dict[str, str]:
    return {"82.10": gemeente, "82.20": dag, "82.30": tekst}


def inhoud(tekst: str, kolom: int) -> dict[str, str]:
    """What somebody types as the content of that column of the table after: no source, no dates."""
    return {n: w for n, w in kolommen(tekst)[kolom].items() if n < "81"}


corrections = pytest.mark.rule("PL-21", "PL-22", "PL-23")
required = pytest.mark.requirement("K-21", "K-22", "K-23", "burgerzaken-bar-4")


@corrections
@required
def test_7_3_1_1_wrong_in_the_actual_category_only() -> None:
    voor = """
        32.10 | 1D
        82.10 | 0917
        82.20 | 20141214
        82.30 | uittreksel gezagsregister
        85.10 | 20141129
        86.10 | 20141214
    """
    na = """
        32.10 | 2D                        | 1D
        82.10 | eigen                     | 0917
        82.20 | 20180312                  | 20141214
        82.30 | uittreksel gezagsregister | "
        84.10 |                           | O
        85.10 | 20141129                  | 20141129
        86.10 | 20180312                  | 20141214
    """
    bron = document(EIGEN, "20180312", "uittreksel gezagsregister")
    vervangingen = (Vervanging(voorkomen=0, inhoud={"32.10": "2D"}),)
    done = gecorrigeerd("11", voor, "20180312", Corrigeren(categorie="11", vervangingen=vervangingen, bron=bron))
    assert done == tabel(na)


@corrections
@required
def test_7_3_1_2_wrong_in_history_only() -> None:
    voor = """
        32.10 |          | 12
        82.10 |          | 0106
        82.20 |          | 20140224
        82.30 |          | uittreksel gezagsregister
        85.10 | 20171004 | 20140129
        86.10 | 20171101 | 20140224
    """
    na = """
        32.10 |          | 12                        | 12
        82.10 |          | eigen                     | 0106
        82.20 |          | 20180305                  | 20140224
        82.30 |          | uittreksel gezagsregister | "
        84.10 |          |                           | O
        85.10 | 20171004 | 20140130                  | 20140129
        86.10 | 20171101 | 20180305                  | 20140224
    """
    bron = document(EIGEN, "20180305", "uittreksel gezagsregister")
    vervangingen = (Vervanging(voorkomen=1, inhoud={"32.10": "12"}, ingang="20140130"),)
    done = gecorrigeerd("11", voor, "20180305", Corrigeren(categorie="11", vervangingen=vervangingen, bron=bron))
    assert done == tabel(na)


@corrections
@required
def test_7_3_1_3_wrong_in_history_and_in_the_actual_category() -> None:
    """The akte that proves it goes with the oldest; the newer two keep what they had."""
    voor = """
        01.10 | A-nr      | A-nr            |
        01.20 | BSN       | BSN             |
        02.10 | Madelief  | Kim             | Kim
        02.40 | Dubbeldam | "               | "
        03.10 | 20020415  | "               | "
        03.20 | 0599      | "               | "
        03.30 | 6030      | "               | "
        81.10 | 0599      |                 | 0599
        81.20 | 10M1234   |                 | 10A1234
        82.10 |           | 0637            |
        82.20 |           | 20100620        |
        82.30 |           | PL gerelateerde |
        85.10 | 20120828  | 20100620        | 20020415
        86.10 | 20121211  | 20100620        | 20020418
    """
    na = """
        01.10 | A-nr     | A-nr      | A-nr            | A-nr            |          |
        01.20 | BSN      | BSN       | BSN             | BSN             |          |
        02.10 | Madelief | Madelief  | Kim             | Kim             | Kim      | Kim
        02.40 | Erikson  | Dubbeldam | Erikson         | Dubbeldam       | Erikson  | Dubbeldam
        03.10 | 20020415 | "         | "               | "               | "        | "
        03.20 | 0599     | "         | "               | "               | "        | "
        03.30 | 6030     | "         | "               | "               | "        | "
        81.10 | 0599     | 0599      |                 |                 | 0599     | 0599
        81.20 | 10M1234  | 10M1234   |                 |                 | 10V1234  | 10A1234
        82.10 |          |           | 0637            | 0637            |          |
        82.20 |          |           | 20100620        | 20100620        |          |
        82.30 |          |           | PL gerelateerde | PL gerelateerde |          |
        84.10 |          | O         |                 | O               |          | O
        85.10 | 20120828 | 20120828  | 20100620        | 20100620        | 20020415 | 20020415
        86.10 | 20180305 | 20121211  | 20180305        | 20100620        | 20180305 | 20020418
    """
    vervangingen = tuple(Vervanging(voorkomen=i, inhoud=inhoud(na, 2 * i)) for i in range(3))
    bron = {"81.10": "0599", "81.20": "10V1234"}
    done = gecorrigeerd("09", voor, "20180305", Corrigeren(categorie="09", vervangingen=vervangingen, bron=bron))
    assert done == tabel(na)


@corrections
@required
def test_7_3_2_2_a_birth_date_from_the_minister() -> None:
    """From when the data hold stays unknown where no document told it."""
    voor = """
        01.10 | a-nr        | "
        01.20 | bsn         | "
        02.10 | Omar        |
        02.40 | Hussein     | Omar Abdi Hussein
        03.10 | 19880000    | "
        03.20 | Mosul       | "
        03.30 | 5043        | "
        04.10 | M           | "
        61.10 | E           | "
        82.10 | 0047        | 0935
        82.20 | 20160220    | 20100622
        82.30 | KB 20151128 | VOE 19-06-2010
        85.10 | 20151128    | 00000000
        86.10 | 20160220    | 20100622
    """
    na = """
        01.10 | a-nr        | "           | "                                  | "
        01.20 | bsn         | "           | "                                  | "
        02.10 | Omar        | Omar        |                                    |
        02.40 | Hussein     | Hussein     | Omar Abdi Hussein                  | Omar Abdi Hussein
        03.10 | 19880701    | 19880000    | 19880701                           | 19880000
        03.20 | Mosul       | "           | "                                  | "
        03.30 | 5043        | "           | "                                  | "
        04.10 | M           | "           | "                                  | "
        61.10 | E           | "           | "                                  | "
        82.10 | 0047        | 0047        | eigen                              | 0935
        82.20 | 20160220    | 20160220    | 20180224                           | 20100622
        82.30 | KB 20151128 | KB 20151128 | mededeling ex artikel 2.17 Wet BRP | VOE 19-06-2010
        84.10 |             | O           |                                    | O
        85.10 | 20151128    | 20151128    | 00000000                           | 00000000
        86.10 | 20180224    | 20160220    | 20180224                           | 20100622
    """
    beter = {"03.10": "19880701", "03.20": "Mosul", "03.30": "5043"}
    wrong = tabel(voor)
    vervangingen = tuple(Vervanging(voorkomen=i, inhoud=verbeterd(wrong[i], beter)) for i in (0, 1))
    bron = document(EIGEN, "20180224", "mededeling ex artikel 2.17 Wet BRP")
    done = gecorrigeerd("01", voor, "20180224", Corrigeren(categorie="01", vervangingen=vervangingen, bron=bron))
    assert done == tabel(na)


@corrections
@required
def test_7_3_2_3_from_the_list_of_the_relative() -> None:
    """Made the same as hers first; her numbers come afterwards, as a fact of their own."""
    voor = """
        02.10 | Maria
        02.40 | Lopez Monteiro
        03.10 | 19520415
        03.20 | Jinotega
        03.30 | 8032
        04.10 | V
        62.10 | 19720318
        82.10 | 0114
        82.20 | 19911228
        82.30 | PK
        85.10 | 19720318
        86.10 | 19911228
    """
    na = """
        01.10 | A-nr            |                  |
        01.20 | BSN             |                  |
        02.10 | Maria Carmen    | Maria Carmen     | Maria
        02.40 | Lopez Monteiro  | "                | "
        03.10 | 19520415        | "                | "
        03.20 | Jinotega        | "                | "
        03.30 | 8032            | "                | "
        04.10 | V               | "                | "
        62.10 | 19720318        | "                | "
        82.10 | eigen           | eigen            | 0114
        82.20 | 20180306        | 20180306         | 19911228
        82.30 | PL gerelateerde | Cat 01 PL ouder2 | PK
        84.10 |                 |                  | O
        85.10 | 20180306        | 19720318         | 19720318
        86.10 | 20180306        | 20180306         | 19911228
    """
    vervangingen = (Vervanging(voorkomen=0, inhoud=inhoud(na, 1)),)
    done = gecorrigeerd(
        "03", voor, "20180306",
        Corrigeren(categorie="03", vervangingen=vervangingen, bron=document(EIGEN, "20180306", "Cat 01 PL ouder2")),
        Actualiseren(
            categorie="03", inhoud={"01.10": ANDER_ANUMMER, "01.20": ANDER_BSN}, ingang="20180306",
            bron=document(EIGEN, "20180306", "PL gerelateerde"),
        ),
    )  # fmt: skip
    assert done == tabel(na)


TERUG_VERHUISD = """
    09.10 | 0637     | 0599      | 0637
    09.20 | 20080219 | 20180315  | 20080219
    10.10 | W        | W         | W
    10.30 | 20080219 | 20180315  | 20080219
    11.10 | Markt    | Coolsingel| Markt
    11.20 | 10       | 40        | 10
    11.60 | 2711CZ   | 3011AD    | 2711CZ
    72.10 | A        | I         | T
    84.10 |          | O         |
    85.10 | 20180315 | 20180315  | 20110920
    86.10 | 20180328 | 20180319  | 20110920
"""
TERUG_UIT_TUNESIE = """
    09.10 | 0119        | 1999     | 0119
    09.20 | 20140714    | 20180315 | 20140714
    10.10 | W           |          | W
    10.30 | 20150819    |          | 20150819
    11.10 | Grote Oever |          | Grote Oever
    11.20 | 26          |          | 26
    11.60 | 7941BJ      |          | 7941BJ
    13.10 |             | 5008     |
    13.20 |             | 20180315 |
    14.10 | 5002        |          | 5002
    14.20 | 20130327    |          | 20130327
    72.10 | A           | I        | I
    84.10 |             | O        |
    85.10 | 20180315    | 20180315 | 20150819
    86.10 | 20180328    | 20180319 | 20150822
"""
TERUG_NAAR_POLEN = """
    09.10 | 0307     | 0307          | 1999
    09.20 | 20150819 | 20180315      | 20150819
    10.10 |          | W             |
    10.30 |          | 20180315      |
    11.10 |          | Stadhuisplein |
    11.20 |          | 1             |
    11.60 |          | 3811LM        |
    13.10 | 7028     |               | 7028
    13.20 | 20150819 |               | 20150819
    14.10 |          | 7028          |
    14.20 |          | 20180315      |
    72.10 | A        | I             | A
    84.10 |          | O             |
    85.10 | 20180315 | 20180315      | 20150819
    86.10 | 20180323 | 20180319      | 20150822
"""


@corrections
@required
@pytest.mark.parametrize(
    ("na", "op"),
    [(TERUG_VERHUISD, "20180328"), (TERUG_UIT_TUNESIE, "20180328"), (TERUG_NAAR_POLEN, "20180323")],
    ids=["7.3.2.4 move", "7.3.2.5 emigration", "7.3.2.6 settlement"],
)
def test_7_3_2_4_to_6_a_move_of_somebody_else(na: str, op: str) -> None:
    """Back to where the person was, from the day on which the wrong move began; category 08 has no source.

    Before, the wrong one is the actual one: the middle column, without its mark.
    """
    _, onjuist, oud = kolommen(na)
    del onjuist["84.10"]
    pl = lijst(c08=[[onjuist, oud]])
    correctie = Corrigeren(categorie="08", vervangingen=(Vervanging(voorkomen=0, inhoud=inhoud(na, 0)),))
    dag = datetime.strptime(op, "%Y%m%d").replace(hour=12, tzinfo=UTC)
    assert apply(pl, [correctie], dag).stapels["08"] == (tabel(na),)


@corrections
@required
def test_7_3_2_7_a_dissolution_that_never_was() -> None:
    """An akte has no sign for this, so a document takes its place."""
    voor = """
        02.10 | Fleur     | Fleur
        02.40 | Belleboom | Belleboom
        06.10 |           | 20140214
        06.20 |           | 0687
        06.30 |           | 6030
        07.10 | 20180326  |
        07.20 | 0687      |
        07.30 | 6030      |
        07.40 | S         |
        15.10 | H         | H
        81.10 | 0687      | 0687
        81.20 | 30B1234   | 30A1234
        85.10 | 20180326  | 20140214
        86.10 | 20180328  | 20140217
    """
    na = """
        02.10 | Fleur                                | Fleur     | Fleur
        02.40 | Belleboom                            | Belleboom | Belleboom
        06.10 | 20140214                             |           | 20140214
        06.20 | 0687                                 |           | 0687
        06.30 | 6030                                 |           | 6030
        07.10 |                                      | 20180326  |
        07.20 |                                      | 0687      |
        07.30 |                                      | 6030      |
        07.40 |                                      | S         |
        15.10 | H                                    | H         | H
        81.10 |                                      | 0687      | 0687
        81.20 |                                      | 30B1234   | 30A1234
        82.10 | 0687                                 |           |
        82.20 | 20180330                             |           |
        82.30 | Ten onrechte opgenomen actualisering |           |
        84.10 |                                      | O         |
        85.10 | 20180326                             | 20180326  | 20140214
        86.10 | 20180330                             | 20180328  | 20140217
    """
    bron = document("0687", "20180330", "Ten onrechte opgenomen actualisering")
    vervangingen = (Vervanging(voorkomen=0, inhoud=inhoud(na, 0)),)
    done = gecorrigeerd("05", voor, "20180330", Corrigeren(categorie="05", vervangingen=vervangingen, bron=bron))
    assert done == tabel(na)


@corrections
@required
def test_7_3_2_10_the_date_of_a_move() -> None:
    """2 October was typed for 22 October: 85.10 itself was the error."""
    voor = """
        09.10 | 0971            | 0448
        09.20 | 20181002        | 20080219
        10.10 | W               | W
        10.30 | 20181002        | 20160714
        11.10 | Stadhouderslaan | Emmalaan
        11.20 | 200             | 15
        11.60 | 6171KP          | 1791AT
        72.10 | I               | I
        85.10 | 20181002        | 20160714
        86.10 | 20181005        | 20160716
    """
    na = """
        09.10 | 0971            | 0971            | 0448
        09.20 | 20181022        | 20181002        | 20080219
        10.10 | W               | W               | W
        10.30 | 20181022        | 20181002        | 20160714
        11.10 | Stadhouderslaan | Stadhouderslaan | Emmalaan
        11.20 | 200             | 200             | 15
        11.60 | 6171KP          | 6171KP          | 1791AT
        72.10 | I               | I               | I
        84.10 |                 | O               |
        85.10 | 20181022        | 20181002        | 20160714
        86.10 | 20181101        | 20181005        | 20160716
    """
    vervangingen = (Vervanging(voorkomen=0, inhoud=inhoud(na, 0), ingang="20181022"),)
    done = gecorrigeerd("08", voor, "20181101", Corrigeren(categorie="08", vervangingen=vervangingen))
    assert done == tabel(na)


@corrections
@required
def test_7_3_2_11_what_was_taken_from_the_list_of_a_child() -> None:
    """The akte shows since when it holds, and the numbers of the child stay."""
    voor = """
        01.10 | A-nr
        01.20 | BSN
        02.10 | Ingrid
        02.40 | Kroezen
        03.10 | 19640718
        03.20 | 0575
        03.30 | 6030
        82.10 | 0537
        82.20 | 19980819
        82.30 | PL kind
        85.10 | 19980819
        86.10 | 19980819
    """
    na = """
        01.10 | A-nr     | A-nr
        01.20 | BSN      | BSN
        02.10 | Ingrid   | Ingrid
        02.40 | Krüzen   | Kroezen
        03.10 | 19640718 | 19640718
        03.20 | 0575     | 0575
        03.30 | 6030     | 6030
        81.10 | 0575     |
        81.20 | 1 A1234  |
        82.10 |          | 0537
        82.20 |          | 19980819
        82.30 |          | PL kind
        84.10 |          | O
        85.10 | 19640718 | 19980819
        86.10 | 20181023 | 19980819
    """
    bron = {"81.10": "0575", "81.20": "1 A1234"}
    vervangingen = (Vervanging(voorkomen=0, inhoud=inhoud(na, 0), ingang="19640718"),)
    done = gecorrigeerd("09", voor, "20181023", Corrigeren(categorie="09", vervangingen=vervangingen, bron=bron))
    assert done == tabel(na)


# --- what §7.3 says beside its tables --------------------------------------------------------------------------------


@pytest.mark.rule("PL-24")
@pytest.mark.requirement("K-24")
def test_6_2_15_a_nationality_that_was_never_there_says_405() -> None:
    """The only category that does not stay empty; its document is not obligatory."""
    pl = lijst(c04=[[NEDERLANDER]])
    for bron in ({}, TEN_ONRECHTE):
        found = apply(pl, [TenOnrechte(categorie="04", bron=bron)], NU).stapels["04"][0]
        assert found == stapel_van(
            {"64.10": "405", **bron, "85.10": NEDERLANDER["85.10"], "86.10": VANDAAG}, met(NEDERLANDER, e84_10="O")
        )


@pytest.mark.rule("PL-24")
@pytest.mark.requirement("K-24")
@pytest.mark.parametrize("ingang", ["20081201", "00000000"])
def test_7_3_4_a_marriage_that_never_was_counts_from_its_day(ingang: str) -> None:
    """85.10 is the day of the marriage (06.10), also when since when it held was unknown or it was dissolved."""
    gesloten = met(HUWELIJK, e85_10=ingang)
    found = apply(lijst(c05=[[ONTBINDING, gesloten]]), [TenOnrechte(categorie="05", bron=TEN_ONRECHTE)], NU)
    assert found.stapels["05"][0] == stapel_van(
        {**TEN_ONRECHTE, "85.10": "20081201", "86.10": VANDAAG},
        met(ONTBINDING, e84_10="O"),
        met(gesloten, e84_10="O"),
    )


@pytest.mark.rule("PL-24")
@pytest.mark.requirement("K-24")
def test_7_3_4_the_document_may_be_left_out_with_gezag_only() -> None:
    """Of 05, 06 and 09 it is among the groups to fill in; of 11 it is optional."""
    found = apply(lijst(c11=[[GEZAG]]), [TenOnrechte(categorie="11")], NU).stapels["11"][0]
    assert found == stapel_van({"85.10": GEZAG["85.10"], "86.10": VANDAAG}, met(GEZAG, e84_10="O"))
    with pytest.raises(MutatieGeweigerd):
        apply(lijst(c06=[[OVERLEDEN]]), [TenOnrechte(categorie="06")], NU)


@pytest.mark.rule("PL-25")
@pytest.mark.requirement("K-25")
@pytest.mark.parametrize(
    "mutatie",
    [
        Overschrijven(categorie="12", inhoud=met({n: w for n, w in PASPOORT.items() if n[:2] == "35"}, e35_70="I")),
        Overschrijven(categorie="12", inhoud={n: w for n, w in PASPOORT.items() if n[:2] == "35"}),
        Overschrijven(categorie="12", inhoud={"36.10": "1"}, weg=("35",)),
    ],
)
def test_7_3_2_8_a_passport_that_is_missing_stays_missing(mutatie: Mutatie) -> None:
    """Who finds it again must not travel on it: V is never taken back."""
    vermist = lijst(c12=[[met(PASPOORT, e35_60="20261101", e35_70="V")]])
    with pytest.raises(MutatieGeweigerd) as told:
        apply(vermist, [mutatie], NU)
    assert told.value.code == "vermist"


def test_7_3_4_a_death_of_somebody_else() -> None:
    """The list lives again: 06 empty above the wrong one, and group 67 gone, in one change."""
    pl = lijst(c06=[[OVERLEDEN]], c07=[[{**INSCHRIJVING, "67.10": "20200101", "67.20": "O"}]])
    weg = Overschrijven(categorie="07", weg=("67",))
    new: Persoonslijst = apply(pl, [TenOnrechte(categorie="06", bron=TEN_ONRECHTE), weg], NU)
    assert new.stapels["06"][0] == stapel_van(
        {**TEN_ONRECHTE, "85.10": "20200101", "86.10": VANDAAG}, met(OVERLEDEN, e84_10="O")
    )
    assert new.actueel("07") == Voorkomen(INSCHRIJVING | {"80.10": "0006", "80.20": "20261128103000123"})
