"""Verhuizing: who may declare it, on which day it counts, and what category 08 then says, element by element."""

from datetime import date

import msgspec
import pytest

from meent.process.burgerzaken.toetsen import Geweigerd
from meent.process.burgerzaken.verhuizing import Verhuizing, laatste_dag, verhuis
from meent.services.personen.mutaties import MutatieGeweigerd, apply
from meent.services.personen.persoonslijst import Persoonslijst
from tests.services.personen.lijsten import (
    BSN,
    DATUMS,
    EIGEN,
    GEBOORTE,
    HUWELIJK,
    INSCHRIJVING,
    KIND,
    NU,
    PERSOON,
    VANDAAG,
    WOONT,
    lijst,
    met,
    stapel,
)  # fmt: skip

KIND_BSN, PARTNER_BSN = "999990019", "999991115"
ADRES = {"10.10": "W", "11.10": "Spui", "11.20": "70", "11.60": "2511BT"}
AANGIFTE = Verhuizing(
    eigen=EIGEN, aangever=BSN, datum=date(2026, 11, 24), ontvangen=date(2026, 11, 28), vandaag=date(2026, 11, 28),
    adres=ADRES, verhuizers={BSN: "I"}, lijsten={BSN: lijst()},
)  # fmt: skip
ANDERS = {"01.20": PARTNER_BSN, "01.10": "1010101025", "02.40": "Beaudelaire"}
PARTNER = lijst(c01=[[{**PERSOON, **ANDERS, "03.10": "19760801"}]])
GETROUWD = {**HUWELIJK, "01.20": PARTNER_BSN, "03.10": "19760801", "03.20": GEBOORTE["03.20"], "03.30": "6030"}


def van(**anders: object) -> Verhuizing:
    return msgspec.structs.replace(AANGIFTE, **anders)


def na(feit: Verhuizing, bsn: str = BSN) -> Persoonslijst:
    return apply(feit.lijsten[bsn], verhuis(feit).wijzigingen[bsn], NU)


def weigering(feit: Verhuizing) -> list[str]:
    with pytest.raises(Geweigerd) as told:
        verhuis(feit)
    assert all("artikel" in b.reden and BSN not in b.reden for b in told.value.bezwaren)
    return [b.nummer for b in told.value.bezwaren]


# --- what the list says afterwards -----------------------------------------------------------------------------------


def test_within_the_municipality() -> None:
    """HUP 4.5: group 09 as it was, 10.30 and 85.10 the day of the move, and Immigratie goes along; 75 does not."""
    oud = {**WOONT, "14.10": "5002", "14.20": "20080219", "75.10": "1"}
    feit = van(lijsten={BSN: lijst(c08=[[oud]])})
    new = na(feit)
    assert new.stapels["08"][0] == stapel(
        {
            "09.10": EIGEN, "09.20": "20080219", "10.10": "W", "10.30": "20261124", "11.10": "Spui", "11.20": "70",
            "11.60": "2511BT", "14.10": "5002", "14.20": "20080219", "72.10": "I", "85.10": "20261124",
            "86.10": VANDAAG,
        },
        oud,
    )  # fmt: skip
    assert new.waarde("07.80.10") == "0006"
    assert (verhuis(feit).soort, verhuis(feit).over) == ("nl.brp.verhuisd.binnengemeentelijk", BSN)


def test_from_another_municipality_whose_list_has_arrived() -> None:
    """HUP 4.4: group 09 is ours, from the day of the move."""
    elders = met(WOONT, e09_10="0363")
    feit = van(lijsten={BSN: lijst(c08=[[elders]])})
    new = na(feit)
    assert new.stapels["08"][0] == stapel(
        {
            "09.10": EIGEN, "09.20": "20261124", "10.10": "W", "10.30": "20261124", "11.10": "Spui", "11.20": "70",
            "11.60": "2511BT", "72.10": "I", "85.10": "20261124", "86.10": VANDAAG,
        },
        elders,
    )  # fmt: skip
    assert verhuis(feit).soort == "nl.brp.verhuisd.buitengemeentelijk"


def test_a_list_on_its_way_does_not_change() -> None:
    """Between Ii01 and Iv01 nothing is written."""
    feit = van(lijsten={BSN: lijst(c07=[[{**INSCHRIJVING, "66.20": "20261120"}]])})
    with pytest.raises(MutatieGeweigerd):
        na(feit)


# --- on which day ----------------------------------------------------------------------------------------------------


@pytest.mark.rule("BZ-02")
@pytest.mark.parametrize(
    ("verhuisd", "tot"),
    [
        (date(2026, 11, 24), date(2026, 11, 30)),  # the fifth day is a Sunday
        (date(2026, 11, 23), date(2026, 11, 30)),  # a Saturday
        (date(2026, 11, 25), date(2026, 11, 30)),
        (date(2026, 12, 23), date(2026, 12, 28)),  # 24 and 28 December are two working days
        (date(2026, 12, 24), date(2026, 12, 29)),  # Christmas and a weekend leave only Monday 28
        (date(2026, 4, 1), date(2026, 4, 7)),  # Easter Monday is the fifth day
        (date(2026, 11, 9), date(2026, 11, 16)),
    ],
)
def test_the_fifth_day_and_the_algemene_termijnenwet(verhuisd: date, tot: date) -> None:
    """In time counts from the move; a day later counts from the day of receipt."""
    assert laatste_dag(verhuisd) == tot
    vandaag = date(2027, 1, 4)
    assert van(datum=verhuisd, ontvangen=tot, vandaag=vandaag).aanvang == verhuisd
    laat = date.fromordinal(tot.toordinal() + 1)
    assert van(datum=verhuisd, ontvangen=laat, vandaag=vandaag).aanvang == laat


@pytest.mark.rule("BZ-02")
def test_without_a_declaration_the_day_of_the_intention_counts() -> None:
    """Ambtshalve: however late it is decided."""
    feit = van(datum=date(2026, 9, 1), ontvangen=date(2026, 11, 28), verhuizers={BSN: "A"})
    assert na(feit).waarde("08.10.30") == "20260901"
    assert na(feit).waarde("08.72.10") == "A"


@pytest.mark.rule("BZ-01", "BZ-03")
def test_not_too_early_and_not_before_the_day() -> None:
    """Four weeks ahead is allowed, but the list changes on the day itself."""
    assert weigering(van(datum=date(2026, 12, 26))) == ["BZ-03"]
    assert weigering(van(datum=date(2026, 12, 27))) == ["BZ-01", "BZ-03"]
    assert weigering(van(datum=date(2026, 12, 27), vandaag=date(2026, 12, 27))) == ["BZ-01"]
    assert verhuis(van(datum=date(2026, 12, 26), vandaag=date(2026, 12, 26)))


# --- who may declare -------------------------------------------------------------------------------------------------


def kind(geboren: str) -> Persoonslijst:
    """Her child, by both lists."""
    ouder = {n: w for n, w in PERSOON.items() if n[:2] in ("01", "02", "03", "04")}
    eigen = {**PERSOON, "01.10": "2121212140", "01.20": KIND_BSN, "02.10": "Sam", "03.10": geboren}
    return lijst(c01=[[eigen]], c02=[[{**ouder, "62.10": geboren, **DATUMS}]])


def met_kind(geboren: str, wijze: str, **anders: object) -> Verhuizing:
    return van(lijsten={BSN: lijst(), KIND_BSN: kind(geboren)}, verhuizers={BSN: "I", KIND_BSN: wijze}, **anders)


@pytest.mark.rule("BZ-04")
@pytest.mark.requirement("K-46")
def test_a_family_moves() -> None:
    """One declaration, each list in its own way."""
    met_haar = {**GETROUWD, **{n: w for n, w in PERSOON.items() if n[:2] in ("01", "02", "03")}}
    getrouwd = lijst(c05=[[met_haar]], c01=PARTNER.stapels["01"])
    feit = van(
        lijsten={BSN: lijst(), PARTNER_BSN: getrouwd, KIND_BSN: kind("20200101")},
        verhuizers={BSN: "I", PARTNER_BSN: "P", KIND_BSN: "G"},
    )
    assert {b: na(feit, b).waarde("08.72.10") for b in feit.verhuizers} == {BSN: "I", PARTNER_BSN: "P", KIND_BSN: "G"}
    gescheiden = lijst(c05=[[met(met_haar, e06_10="", e06_20="", e06_30="")]], c01=PARTNER.stapels["01"])
    assert weigering(van(lijsten={BSN: lijst(), PARTNER_BSN: gescheiden}, verhuizers={BSN: "I", PARTNER_BSN: "P"})) == [
        "BZ-04"
    ]


@pytest.mark.rule("BZ-04")
@pytest.mark.requirement("K-46")
@pytest.mark.parametrize(
    ("geboren", "wijze", "mag"),
    [
        ("20081129", "G", True),  # seventeen until tomorrow
        ("20081128", "G", False),
        ("20081128", "O", True),
        ("20081129", "O", False),
        ("20200101", "I", False),
        ("20200101", "M", False),
        ("20200101", "X", False),
        ("20200101", "A", False),
    ],
)
def test_for_a_child(geboren: str, wijze: str, mag: bool) -> None:
    """A parent until eighteen as gezaghouder, afterwards as a parent at the same address."""
    if mag:
        assert na(met_kind(geboren, wijze), KIND_BSN).waarde("08.72.10") == wijze
    else:
        assert weigering(met_kind(geboren, wijze)) == ["BZ-04"]


@pytest.mark.rule("BZ-04")
@pytest.mark.parametrize(("geboren", "mag"), [("20101128", True), ("20101129", False)])
def test_who_is_sixteen_declares_alone(geboren: str, mag: bool) -> None:
    feit = van(aangever=KIND_BSN, lijsten={KIND_BSN: kind(geboren)}, verhuizers={KIND_BSN: "I"})
    if mag:
        assert na(feit, KIND_BSN).waarde("08.11.10") == "Spui"
    else:
        assert weigering(feit) == ["BZ-04"]


@pytest.mark.rule("BZ-04")
@pytest.mark.requirement("K-46")
def test_somebody_else_needs_a_paper() -> None:
    """A machtiging, a declaration of the institution, or the register of gezag."""
    for wijze, stuk in [("M", "machtiging"), ("H", "verklaring instelling"), ("G", "uittreksel gezagsregister")]:
        feit = van(lijsten={BSN: lijst(), PARTNER_BSN: PARTNER}, verhuizers={PARTNER_BSN: wijze})
        assert weigering(feit) == ["BZ-04"]
        assert verhuis(msgspec.structs.replace(feit, stukken=frozenset({stuk}))).over == PARTNER_BSN


@pytest.mark.rule("BZ-04")
@pytest.mark.requirement("K-46")
def test_a_grown_child_for_a_parent() -> None:
    """Only who comes along."""
    ouder = lijst(c09=[[{**KIND, "01.10": "2121212140", "01.20": KIND_BSN, **{
        n: w for n, w in kind("20000101").stapels["01"][0][0].items() if n[:2] in ("02", "03")}}]])  # fmt: skip
    lijsten = {BSN: ouder, KIND_BSN: kind("20000101")}
    feit = van(aangever=KIND_BSN, lijsten=lijsten, verhuizers={KIND_BSN: "I", BSN: "K"})
    assert na(feit).waarde("08.72.10") == "K"
    assert weigering(msgspec.structs.replace(feit, verhuizers={BSN: "K"})) == ["BZ-04"]


# --- who, and where --------------------------------------------------------------------------------------------------


@pytest.mark.rule("BZ-05")
@pytest.mark.parametrize("anders", [
    {"c07": [[{**INSCHRIJVING, "67.10": "20260101", "67.20": "O"}]]},
    {"c08": [[met(WOONT, e09_10="1999")]]},
])  # fmt: skip
def test_who_died_or_left_does_not_move(anders: dict[str, list[list[dict[str, str]]]]) -> None:
    """A list that is suspended is not brought back by an address."""
    assert weigering(van(lijsten={BSN: lijst(**anders)})) == ["BZ-05"]


@pytest.mark.rule("BZ-06")
@pytest.mark.parametrize("adres", [
    {"10.10": "W"},
    {"10.10": "X", "11.10": "Spui", "11.20": "70"},
    {"11.10": "Spui", "11.20": "70"},
    {"10.10": "W", "11.10": "Spui"},
    {"10.10": "W", "11.10": "Spui", "11.20": "70", "12.10": "Woonboot"},
    {"10.10": "W", "11.10": "Spui", "11.20": "70", "11.50": "by", "11.40": "bis"},
    {**ADRES, "09.10": "0363"},
    {**ADRES, "72.10": "A"},
    {**ADRES, "10.30": "20200101"},
])  # fmt: skip
def test_an_address_is_whole(adres: dict[str, str]) -> None:
    """What the form does not ask cannot be slipped in with it."""
    assert weigering(van(adres=adres)) == ["BZ-06"]


def test_a_place_without_a_street() -> None:
    new = na(van(adres={"10.10": "W", "12.10": "Woonboot bij de sluis"}))
    assert new.actueel("08") == stapel({
        "09.10": EIGEN, "09.20": "20080219", "10.10": "W", "10.30": "20261124", "12.10": "Woonboot bij de sluis",
        "72.10": "I", "85.10": "20261124", "86.10": VANDAAG,
    })[0]  # fmt: skip


@pytest.mark.rule("BZ-07")
def test_who_stays_does_not_move() -> None:
    adres = {n: w for n, w in WOONT.items() if n[:2] in ("10", "11") and n != "10.30"}
    assert weigering(van(adres=adres)) == ["BZ-07"]


@pytest.mark.rule("BZ-08")
def test_nothing_older_goes_on_top() -> None:
    """A move before the last one is a correction."""
    later = met(WOONT, e85_10="20261125")
    assert weigering(van(lijsten={BSN: lijst(c08=[[later]])})) == ["BZ-08"]


@pytest.mark.rule("BZ-420")
def test_who_lives_there_agrees() -> None:
    """The paper does, and nobody is asked for a briefadres or for what the municipality decides itself."""
    assert weigering(van(bewoners=2)) == ["BZ-420"]
    for fine in ({"stukken": frozenset({"toestemming hoofdbewoner"})}, {"verhuizers": {BSN: "A"}}):
        assert na(van(bewoners=2, **fine)).waarde("08.11.10") == "Spui"


@pytest.mark.rule("BZ-09")
def test_a_briefadres_needs_who_hands_over_the_post() -> None:
    brief = {**ADRES, "10.10": "B"}
    assert weigering(van(adres=brief)) == ["BZ-09"]
    assert na(van(adres=brief, stukken=frozenset({"instemming briefadresgever"}))).waarde("08.10.10") == "B"
