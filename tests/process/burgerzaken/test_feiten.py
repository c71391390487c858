"""Overlijden, huwelijk and geboorte: what each list says afterwards, by element number, and why it may not be."""

from datetime import date
from typing import Any

import msgspec
import pytest

from meent.process.burgerzaken.geboorte import Geboorte, word_geboren
from meent.process.burgerzaken.huwelijk import GEEN_SCHIJN, TOESTEMMING, Huwelijk, trouw
from meent.process.burgerzaken.overlijden import Overlijden, overlijd
from meent.process.burgerzaken.toetsen import Geweigerd
from meent.services.personen import keuring
from meent.services.personen.mutaties import apply
from meent.services.personen.persoonslijst import Persoonslijst
from tests.services.personen.lijsten import (
    ANDER_ANUMMER,
    ANDER_BSN,
    ANUMMER,
    BSN,
    EIGEN,
    GEBOORTE,
    HUWELIJK,
    INSCHRIJVING,
    KIND,
    NAAM,
    NEDERLANDER,
    NU,
    OVERLEDEN,
    PERSOON,
    TITEL,
    VANDAAG,
    WOONT,
    lijst,
    met,
    stapel,
)  # fmt: skip

DAG = date(2026, 11, 28)
ZIJ = {n: w for n, w in PERSOON.items() if n[:2] in ("01", "02", "03", "04")}
HIJ = {
    "01.10": ANDER_ANUMMER, "01.20": ANDER_BSN, "02.10": "Paul", "02.30": "van", "02.40": "Dijk", "03.10": "19840101",
    "03.20": EIGEN, "03.30": "6030", "04.10": "M",
}  # fmt: skip
VROUW, MAN = lijst(), lijst(c01=[[{**PERSOON, **HIJ}]])
SLUITING = {"06.10": "20200214", "06.20": EIGEN, "06.30": "6030", "15.10": "H"}
BRON = {"81.10": EIGEN, "81.20": "30A0007", "85.10": "20200214", "86.10": "20200215"}
WEDUWNAAR = lijst(c01=[[{**PERSOON, **HIJ}]], c05=[[HUWELIJK], [{**ZIJ, **SLUITING, **BRON}]])


def akte(nummer: str) -> dict[str, str]:
    return {"81.10": EIGEN, "81.20": nummer}


IN_LILLE = {"plaats": "Lille", "land": "5002"}
STUK = {"82.10": EIGEN, "82.20": "20261127", "82.30": "acte 12"}
DOOD = Overlijden(
    eigen=EIGEN, persoon=VROUW, datum="20261126", plaats=EIGEN, land="6030", akte=akte("20A0012"), vandaag=DAG,
    partner=WEDUWNAAR,
)  # fmt: skip
JAWOORD = Huwelijk(
    soort="H", partners=(VROUW, MAN), datum=DAG, plaats=EIGEN, akte=akte("30A0031"), gemeld=date(2026, 11, 14),
    vandaag=DAG, getuigen=2,
)  # fmt: skip
WIEG = Geboorte(
    eigen=EIGEN, naam={"02.10": "Noor", "02.40": "Moulin"}, geslacht="V", datum=date(2026, 11, 27), plaats=EIGEN,
    akte=akte("10A0345"), anummer="2121212140", bsn="999991115", moeder=VROUW, ouder=MAN, vandaag=DAG,
    erkend=True,
)  # fmt: skip
DOEN: dict[type, Any] = {Overlijden: overlijd, Huwelijk: trouw, Geboorte: word_geboren}


def weigering(feit: Any, **anders: Any) -> list[str]:
    feit = msgspec.structs.replace(feit, **anders)
    with pytest.raises(Geweigerd) as told:
        DOEN[type(feit)](feit)
    assert all("artikel" in b.reden and BSN not in b.reden for b in told.value.bezwaren)
    return [b.nummer for b in told.value.bezwaren]


def ernstig(pl: Persoonslijst) -> list[str]:
    """What the preconditions say is wrong with it."""
    return sorted({b.code for b in keuring.keur(pl) if b.ernst == "fout"})


# --- overlijden ------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("K-41")
def test_a_death_and_the_list_of_the_partner() -> None:
    """HUP 5.5: 06 and 67 at who died; at the partner the bond that is about her ends, another one stays."""
    gevolg = overlijd(DOOD)
    dood = apply(VROUW, gevolg.wijzigingen[BSN], NU)
    overlijden = {"08.10": "20261126", "08.20": EIGEN, "08.30": "6030", **akte("20A0012")}
    assert dood.stapels["06"] == (stapel({**overlijden, "85.10": "20261126", "86.10": VANDAAG}),)
    assert (dood.waarde("07.67.10"), dood.waarde("07.67.20"), dood.waarde("07.80.10")) == ("20261126", "O", "0006")
    weduwnaar = apply(WEDUWNAAR, gevolg.wijzigingen[ANDER_BSN], NU)
    assert weduwnaar.stapels["05"] == (
        stapel(HUWELIJK),
        stapel(
            {
                **ZIJ, "07.10": "20261126", "07.20": EIGEN, "07.30": "6030", "07.40": "O", "15.10": "H",
                **akte("20A0012"), "85.10": "20261126", "86.10": VANDAAG,
            },
            {**ZIJ, **SLUITING, **BRON},
        ),
    )  # fmt: skip
    assert (gevolg.soort, gevolg.over) == ("nl.meent.brp.overleden", BSN)


@pytest.mark.rule("BZ-21")
def test_a_death_above_one_that_was_of_somebody_else() -> None:
    """What stood there wrongly stays; the real one comes on top. A second time it is refused."""
    leeg = {"82.10": EIGEN, "82.20": "20200110", "82.30": "ten onrechte opgenomen categorie", "85.10": "20200101",
            "86.10": "20200110"}  # fmt: skip
    pl = lijst(c06=[[leeg, met(OVERLEDEN, e84_10="O")]])
    dood = apply(pl, overlijd(msgspec.structs.replace(DOOD, persoon=pl)).wijzigingen[BSN], NU)
    assert [v.get("08.10") for v in dood.stapels["06"][0]] == ["20261126", None, "20200101"]
    assert weigering(DOOD, persoon=dood) == ["BZ-21"]


@pytest.mark.parametrize(
    ("anders", "nummers"),
    [
        pytest.param({"eigen": "0363"}, ["BZ-20"], marks=pytest.mark.rule("BZ-20")),
        pytest.param(
            {"persoon": lijst(c07=[[{**INSCHRIJVING, "67.10": "20200101", "67.20": "E"}]])}, ["BZ-20"],
            marks=pytest.mark.rule("BZ-20"),
        ),
        pytest.param({"datum": "20261129"}, ["BZ-22"], marks=pytest.mark.rule("BZ-22")),
        pytest.param({"datum": "19851130"}, ["BZ-22"], marks=pytest.mark.rule("BZ-22")),
        pytest.param({"datum": "19840000"}, ["BZ-22"], marks=pytest.mark.rule("BZ-22")),
        pytest.param({"akte": akte("10A0012")}, ["BZ-23"], marks=pytest.mark.rule("BZ-23")),
        pytest.param({"akte": akte("20H0012")}, ["BZ-23"], marks=pytest.mark.rule("BZ-23")),
        pytest.param({"plaats": "Den Haag"}, ["BZ-23"], marks=pytest.mark.rule("BZ-23")),
        pytest.param({**IN_LILLE, "akte": {**STUK, "82.30": " "}}, ["BZ-23"], marks=pytest.mark.rule("BZ-23")),
        pytest.param({"akte": STUK}, ["BZ-23"], marks=pytest.mark.rule("BZ-23")),
        pytest.param({"partner": MAN}, ["BZ-24"], marks=pytest.mark.rule("BZ-24")),
    ],
)  # fmt: skip
def test_no_death(anders: dict[str, Any], nummers: list[str]) -> None:
    assert weigering(DOOD, **anders) == nummers


@pytest.mark.rule("BZ-23")
def test_a_death_abroad_rests_on_a_document_of_that_country() -> None:
    """No akte of ours is made for it; the place stands there in words."""
    gevolg = overlijd(msgspec.structs.replace(DOOD, **IN_LILLE, akte=STUK, partner=None))
    dood = apply(VROUW, gevolg.wijzigingen[BSN], NU)
    assert (dood.waarde("06.08.20"), dood.waarde("06.08.30"), dood.waarde("06.82.30")) == ("Lille", "5002", "acte 12")
    assert (dood.waarde("06.81.20"), dood.waarde("07.67.20")) == ("", "O")


@pytest.mark.rule("BZ-25")
def test_a_body_that_was_found() -> None:
    """HUP 7.15: an akte 2•G; the day and the place of the finding stand there as those of the death."""
    gevolg = overlijd(msgspec.structs.replace(DOOD, akte=akte("20G0012"), plaats="0363", partner=None))
    dood = apply(VROUW, gevolg.wijzigingen[BSN], NU)
    found = [dood.waarde(n) for n in ("06.08.10", "06.08.20", "06.81.20", "07.67.10", "07.67.20")]
    assert found == ["20261126", "0363", "20G0012", "20261126", "O"]


@pytest.mark.parametrize("datum", ["20261100", "20260000", "00000000", "19851201"])
def test_a_day_of_death_that_is_not_known(datum: str) -> None:
    """Somebody who was found: the akte says what it knows."""
    gevolg = overlijd(msgspec.structs.replace(DOOD, datum=datum, partner=None))
    assert apply(VROUW, gevolg.wijzigingen[BSN], NU).waarde("06.85.10") == datum


# --- huwelijk --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("soort", "nummer"), [("H", "30A0031"), ("P", "5XA0031")])
def test_two_people_marry(soort: Any, nummer: str) -> None:
    """HUP 5.3: a new stapel at both, with the other's groups 01 to 04 of that day."""
    feit = msgspec.structs.replace(JAWOORD, soort=soort, akte=akte(nummer))
    sluiting = {
        "06.10": VANDAAG, "06.20": EIGEN, "06.30": "6030", "15.10": soort, **akte(nummer), "85.10": VANDAAG,
        "86.10": VANDAAG,
    }  # fmt: skip
    gevolg = trouw(feit)
    assert apply(VROUW, gevolg.wijzigingen[BSN], NU).stapels["05"] == (stapel({**HIJ, **sluiting}),)
    assert apply(MAN, gevolg.wijzigingen[ANDER_BSN], NU).stapels["05"] == (stapel({**ZIJ, **sluiting}),)


ONDER_CURATELE = lijst(c01=[[{**PERSOON, **HIJ}]], c11=[[{"33.10": "1", **STUK, "85.10": "20200101"}]])
NIET_NEDERLANDS = lijst(c01=[[{**PERSOON, **HIJ}]], c04=[[met(NEDERLANDER, e05_10="0055")]])
KIND_VAN_HAAR = lijst(c01=[[{**PERSOON, **HIJ}]], c02=[[{**ZIJ, "62.10": "20040101"}]])
ZELFDE_OUDER = [[{"01.10": "2121212140", "02.40": "Moulin"}]]
ZUS, BROER = (lijst(c01=[[p]], c02=ZELFDE_OUDER) for p in (PERSOON, {**PERSOON, **HIJ}))


@pytest.mark.parametrize(
    ("anders", "nummers"),
    [
        pytest.param({"partners": (VROUW, lijst(c01=[[{**PERSOON, **HIJ, "03.10": "20081129"}]]))}, ["BZ-10"],
                     marks=pytest.mark.rule("BZ-10")),
        pytest.param({"partners": (VROUW, lijst(c01=[[{**PERSOON, **HIJ, "03.10": "19840000"}]]))}, ["BZ-10"],
                     marks=pytest.mark.rule("BZ-10")),
        pytest.param({"partners": (VROUW, WEDUWNAAR)}, ["BZ-11"], marks=pytest.mark.rule("BZ-11")),
        pytest.param({"partners": (VROUW, KIND_VAN_HAAR)}, ["BZ-12"], marks=pytest.mark.rule("BZ-12")),
        pytest.param({"partners": (ZUS, BROER)}, ["BZ-12"], marks=pytest.mark.rule("BZ-12")),
        pytest.param({"gemeld": date(2026, 11, 15)}, ["BZ-13"], marks=pytest.mark.rule("BZ-13")),
        pytest.param({"getuigen": 1}, ["BZ-14"], marks=pytest.mark.rule("BZ-14")),
        pytest.param({"getuigen": 5}, ["BZ-14"], marks=pytest.mark.rule("BZ-14")),
        pytest.param({"akte": akte("50A0031")}, ["BZ-15"], marks=pytest.mark.rule("BZ-15")),
        pytest.param({"vandaag": date(2026, 11, 27)}, ["BZ-15"], marks=pytest.mark.rule("BZ-15")),
        pytest.param({"partners": (VROUW, VROUW)}, ["BZ-16"], marks=pytest.mark.rule("BZ-16")),
        pytest.param({"gemeld": date(2025, 11, 27)}, ["BZ-301"], marks=pytest.mark.rule("BZ-301")),
        pytest.param({"partners": (VROUW, ONDER_CURATELE)}, ["BZ-302"], marks=pytest.mark.rule("BZ-302")),
        pytest.param({"partners": (VROUW, NIET_NEDERLANDS)}, ["BZ-303"], marks=pytest.mark.rule("BZ-303")),
    ],
)  # fmt: skip
def test_no_marriage(anders: dict[str, Any], nummers: list[str]) -> None:
    found = weigering(JAWOORD, **anders)
    assert [n for n in found if n in nummers] == nummers
    assert len(found) == 1 or anders.get("partners") == (VROUW, VROUW)


def test_the_prosecutor_may_allow_less_than_fourteen_days() -> None:
    assert trouw(msgspec.structs.replace(JAWOORD, gemeld=DAG, ontheffing=True)).over == BSN


def test_a_marriage_that_was_told_a_year_ago_and_papers_that_are_there() -> None:
    """The day itself still counts; who is under curatele or not Dutch marries with the papers for that. What another
    municipality signed is not judged again."""
    assert trouw(msgspec.structs.replace(JAWOORD, gemeld=date(2025, 11, 28)))
    for ander in (ONDER_CURATELE, NIET_NEDERLANDS):
        paren = msgspec.structs.replace(JAWOORD, partners=(VROUW, ander))
        assert trouw(msgspec.structs.replace(paren, stukken=frozenset({TOESTEMMING, GEEN_SCHIJN})))
        assert trouw(msgspec.structs.replace(paren, hier=False))


# --- geboorte --------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("K-39")
def test_a_child_of_two_parents() -> None:
    """HUP 5.1, element by element; its address is the mother's, without her Immigratie."""
    moeder = lijst(c08=[[{**WOONT, "14.10": "5002", "14.20": "20080219"}]])
    gevolg = word_geboren(msgspec.structs.replace(WIEG, moeder=moeder))
    kind = apply(Persoonslijst({}), gevolg.nieuw[0], NU)
    bron = {**akte("10A0345"), "85.10": "20261127", "86.10": VANDAAG}
    wie = {
        "01.10": "2121212140", "01.20": "999991115", "02.10": "Noor", "02.40": "Moulin", "03.10": "20261127",
        "03.20": EIGEN, "03.30": "6030",
    }  # fmt: skip
    assert kind == Persoonslijst({
        c: [stapel(v)]
        for c, v in {
            "01": {**wie, "04.10": "V", "61.10": "E", **bron},
            "02": {**ZIJ, "62.10": "20261127", **bron},
            "03": {**HIJ, "62.10": "20261127", **bron},
            "04": {
                "05.10": "0001", "63.10": "017", "82.10": EIGEN, "82.20": VANDAAG, "82.30": "geboorteakte",
                "85.10": "20261127", "86.10": VANDAAG,
            },
            "07": {"68.10": "20261127", "70.10": "0", "80.10": "0001", "80.20": "20261128103000123"},
            "08": {
                "09.10": EIGEN, "09.20": "20261127", "10.10": "W", "10.30": "20261127", "11.10": "Boterdiep",
                "11.20": "31", "11.60": "2512AA", "72.10": "A", "85.10": "20261127", "86.10": VANDAAG,
            },
        }.items()
    })  # fmt: skip
    for ouder, bsn in ((moeder, BSN), (MAN, ANDER_BSN)):
        assert apply(ouder, gevolg.wijzigingen[bsn], NU).stapels["09"] == (stapel({**wie, **bron}),)
    assert (gevolg.soort, gevolg.over) == ("nl.brp.ingeschreven.geboorte", "999991115")
    assert ernstig(kind) == []


@pytest.mark.requirement("K-39")
def test_a_child_of_a_mother_alone_who_is_not_dutch() -> None:
    """03 holds the akte and the day only: by law there is nobody. No nationality is guessed."""
    moeder = lijst(c04=[[met(NEDERLANDER, e05_10="0055")]], c10=[[TITEL]])
    gevolg = word_geboren(msgspec.structs.replace(WIEG, moeder=moeder, ouder=None))
    kind = apply(Persoonslijst({}), gevolg.nieuw[0], NU)
    assert kind.stapels["03"] == (stapel({**akte("10A0345"), "85.10": "20261127", "86.10": VANDAAG}),)
    assert "04" not in kind.stapels
    assert list(gevolg.wijzigingen) == [BSN]
    assert ernstig(kind) == []


@pytest.mark.rule("BZ-31")
@pytest.mark.parametrize(("naam", "mag"), [
    ({"02.40": "Moulin"}, True),
    ({"02.30": "van", "02.40": "Dijk"}, True),
    ({"02.30": "van", "02.40": "Dijk Moulin"}, True),
    ({"02.40": "Moulin van Dijk"}, True),
    ({"02.40": "Dijk"}, False),
    ({"02.40": "Jansen"}, False),
    ({"02.40": "Moulin", "01.10": ANUMMER}, False),
])  # fmt: skip
def test_the_name_is_of_the_parents(naam: dict[str, str], mag: bool) -> None:
    """Of one, or of both in either order."""
    if mag:
        assert word_geboren(msgspec.structs.replace(WIEG, naam=naam))
    else:
        assert weigering(WIEG, naam=naam) == ["BZ-31"]
    if naam["02.40"] != "Moulin":
        assert weigering(WIEG, naam=naam, ouder=None) == ["BZ-31"]


@pytest.mark.parametrize(
    ("anders", "nummers"),
    [
        pytest.param({"eigen": "0363"}, ["BZ-30"], marks=pytest.mark.rule("BZ-30")),
        pytest.param({"moeder": lijst(c08=[[met(WOONT, e09_20="20261128")]])}, ["BZ-30"],
                     marks=pytest.mark.rule("BZ-30")),
        pytest.param({"akte": akte("20A0345")}, ["BZ-32"], marks=pytest.mark.rule("BZ-32")),
        pytest.param({"datum": date(2026, 11, 29)}, ["BZ-32"], marks=pytest.mark.rule("BZ-32")),
        pytest.param({"erkend": False}, ["BZ-33"], marks=pytest.mark.rule("BZ-33")),
        pytest.param({"moeder": lijst(c05=[[{**HIJ, **SLUITING, **BRON}]]), "ouder": None}, ["BZ-33"],
                     marks=pytest.mark.rule("BZ-33")),
        pytest.param({"moeder": lijst(c05=[[HUWELIJK]])}, ["BZ-33"], marks=pytest.mark.rule("BZ-33")),
        pytest.param({"moeder": lijst(c01=[[met(PERSOON, e03_10="20130101")]])}, ["BZ-34"],
                     marks=pytest.mark.rule("BZ-34")),
        pytest.param({"moeder": lijst(c01=[[met(PERSOON, e03_10="19750101")]])}, ["BZ-34"],
                     marks=pytest.mark.rule("BZ-34")),
        pytest.param({"naam": {"02.10": "Noor", "02.20": "SIR", "02.40": "Moulin"}}, ["BZ-36"],
                     marks=pytest.mark.rule("BZ-36")),
        pytest.param({"moeder": lijst(c09=[[met(KIND, e02_10="NOOR", e03_10="20261127")]])}, ["BZ-35"],
                     marks=pytest.mark.rule("BZ-35")),
    ],
)  # fmt: skip
def test_no_birth(anders: dict[str, Any], nummers: list[str]) -> None:
    assert weigering(WIEG, **anders) == nummers


@pytest.mark.rule("BZ-300")
@pytest.mark.parametrize(("geboren", "op_tijd"), [
    (24, False),  # Friday was the third day
    (25, True),  # the third day is this Saturday, so the term ends on Monday
])  # fmt: skip
def test_a_birth_is_declared_within_three_days(geboren: int, op_tijd: bool) -> None:
    """Of an akte of elsewhere the municipality there saw to it."""
    if op_tijd:
        assert word_geboren(msgspec.structs.replace(WIEG, datum=date(2026, 11, geboren), aangegeven=DAG))
    else:
        assert weigering(WIEG, datum=date(2026, 11, geboren), aangegeven=DAG) == ["BZ-300"]
        assert word_geboren(msgspec.structs.replace(WIEG, datum=date(2026, 11, geboren)))


def test_the_other_parent_is_registered_elsewhere() -> None:
    """The mother is married to somebody whose list is not here: 03 is what her list says of that person."""
    moeder = lijst(c05=[[{**HIJ, **SLUITING, **BRON}]])
    gevolg = word_geboren(msgspec.structs.replace(WIEG, moeder=moeder, ouder=None, elders=HIJ, erkend=False))
    kind = apply(Persoonslijst({}), gevolg.nieuw[0], NU)
    assert kind.stapels["03"][0].actueel.inhoud == {**HIJ, "62.10": "20261127"}
    assert list(gevolg.wijzigingen) == [BSN]


@pytest.mark.requirement("K-49")
def test_an_officer_goes_past_what_may_be_passed() -> None:
    """A mother of fifty-one with a foreign birth certificate is told; that it is not this day's akte is not passed."""
    feit = msgspec.structs.replace(WIEG, moeder=lijst(c01=[[met(PERSOON, e03_10="19750101")]]), akte=akte("20A0345"))
    assert weigering(feit) == ["BZ-32", "BZ-34"]
    assert weigering(feit, voorbij=frozenset({"BZ-34", "BZ-32"})) == ["BZ-32"]


def test_these_lists_are_what_they_say() -> None:
    assert {**NAAM, **GEBOORTE}.items() <= ZIJ.items()
