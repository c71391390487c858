"""Naamgebruik, beperking, ontbinding, vertrek and return, erkenning, onderzoek, correctie: by element, and why not."""

from datetime import date
from typing import Any

import msgspec
import pytest

from meent.process.burgerzaken.correctie import Correctie, Verbetering, corrigeer
from meent.process.burgerzaken.deblokkering import Deblokkering, deblokkeer
from meent.process.burgerzaken.erkenning import Erkenning, erken
from meent.process.burgerzaken.hervestiging import Hervestiging, hervestig
from meent.process.burgerzaken.naamgebruik import Naamgebruik, kies_naamgebruik
from meent.process.burgerzaken.omzetting import Omzetting, zet_om
from meent.process.burgerzaken.onderzoek import Onderzoek, onderzoek
from meent.process.burgerzaken.ontbinding import Ontbinding, ontbind
from meent.process.burgerzaken.toetsen import Geweigerd
from meent.process.burgerzaken.verstrekkingsbeperking import Verstrekkingsbeperking, beperk
from meent.process.burgerzaken.vertrek import Vertrek, vertrek
from meent.services.personen.mutaties import apply
from meent.services.personen.persoonslijst import Persoonslijst
from tests.process.burgerzaken.test_feiten import BRON, HIJ, MAN, ONDER_CURATELE, SLUITING, WEDUWNAAR, ZIJ, akte
from tests.services.personen.lijsten import (
    ANDER_BSN,
    BSN,
    DOCUMENT,
    EIGEN,
    GEZAG,
    HUWELIJK,
    INSCHRIJVING,
    NU,
    ONTBINDING,
    PERSOON,
    VANDAAG,
    WOONT,
    lijst,
    met,
    stapel,
)  # fmt: skip

DAG = date(2026, 11, 28)
VROUW, MAN_VAN = lijst(c05=[[{**HIJ, **SLUITING, **BRON}]]), WEDUWNAAR
"""Married to each other, as both lists say."""
WEG = lijst(
    c07=[[{**INSCHRIJVING, "67.10": "20200101", "67.20": "E"}]],
    c08=[[{"09.10": EIGEN, "09.20": "20080219", "13.10": "5010", "13.20": "20200101", "72.10": "I",
           "85.10": "20200101", "86.10": "20200102"}]],
)  # fmt: skip
KIND_BSN = "999991115"
KIND_PERSOON = {**PERSOON, "01.10": "2121212140", "01.20": KIND_BSN, "02.10": "Noor", "03.10": "20240501",
                "81.20": "10A0345", "85.10": "20240501"}  # fmt: skip
LEEG = {**akte("10A0345"), "85.10": "20240501", "86.10": "20240503"}
KIND = lijst(c01=[[KIND_PERSOON]], c02=[[{**ZIJ, "62.10": "20240501", **LEEG}]], c03=[[LEEG]])
KIND_BIJ_MOEDER = {n: w for n, w in KIND_PERSOON.items() if n[:2] in ("01", "02", "03")}
MOEDER = lijst(c09=[[{**KIND_BIJ_MOEDER, **LEEG}]])
IN_ONDERZOEK = lijst(c08=[[{**WOONT, "83.10": "080000", "83.20": "20260901"}]])

ONDERZOCHT = lijst(c08=[[{**WOONT, "83.10": "080000", "83.20": "20260901", "83.30": "20261101"}]])

NAAM = Naamgebruik(eigen=EIGEN, persoon=VROUW, naamgebruik="V", ontvangen=DAG, vandaag=DAG)
GEHEIM = Verstrekkingsbeperking(eigen=EIGEN, persoon=lijst(), verzoeker=lijst(), beperkt=True, vandaag=DAG)
SCHEIDING = Ontbinding(
    eigen=EIGEN, persoon=VROUW, partner=MAN_VAN, datum="20261120", plaats=EIGEN, akte=akte("30B0007"), vandaag=DAG
)
PARTNERSCHAP = {**SLUITING, **BRON, **akte("50A0008"), "15.10": "P"}
PARTNER = lijst(c05=[[{**HIJ, **PARTNERSCHAP}]])
PARTNER_VAN = lijst(c01=[[{**PERSOON, **HIJ}]], c05=[[{**ZIJ, **PARTNERSCHAP}]])
OMZETTING = Omzetting(
    eigen=EIGEN, persoon=PARTNER, partner=PARTNER_VAN, datum=date(2026, 11, 20), plaats=EIGEN, akte=akte("30H0008"),
    vandaag=DAG,
)  # fmt: skip
GETEKEND = {"beschikking": "Rechtbank Den Haag 26/1234"}
VERTREK = Vertrek(
    eigen=EIGEN, aangever=BSN, vertrekdag=date(2026, 12, 1), ontvangen=DAG, vandaag=DAG, land="5010",
    regels={"13.30": "Rue Haute 1", "13.40": "1000 Bruxelles"}, vertrekkers={BSN: "I"}, lijsten={BSN: lijst()},
    blijft_weg=True,
)  # fmt: skip
TERUG = Hervestiging(
    eigen=EIGEN, persoon=WEG, adres={"10.10": "W", "11.10": "Spui", "11.20": "70"}, ontvangen=DAG, vandaag=DAG,
    wijze="I", blijft=True, gezien=True, rechtmatig=True,
)  # fmt: skip
ERKENNING = Erkenning(
    eigen=EIGEN, kind=KIND, erkenner=MAN, moeder=MOEDER, datum=date(2026, 11, 20), akte=akte("10C0345"), vandaag=DAG,
    naam={"02.10": "Noor", "02.30": "van", "02.40": "Dijk"}, stukken=frozenset({"toestemming moeder"}),
)  # fmt: skip
TWIJFEL = Onderzoek(eigen=EIGEN, persoon=lijst(), stap="begin", aanduiding="080000", datum=DAG, vandaag=DAG)
FOUT = Correctie(
    eigen=EIGEN, persoon=lijst(c11=[[GEZAG]]), categorie="11", stapel=0, bron=DOCUMENT, reden="Verkeerd overgenomen",
    verbeteringen=(Verbetering(voorkomen=0, inhoud={"32.10": "2D"}),),
)  # fmt: skip
FOUT_ADRES = Correctie(
    eigen=EIGEN, persoon=lijst(), categorie="08", stapel=0, bron={}, reden="Nummer verwisseld", stuk="huurcontract",
    verbeteringen=(Verbetering(voorkomen=0, inhoud={"11.20": "13"}),),
)  # fmt: skip
OP_WEG = lijst(c07=[[{**INSCHRIJVING, "66.20": "20261127"}]])
BLIJFT = Deblokkering(eigen=EIGEN, persoon=OP_WEG, reden="Gebeld")
DOEN: dict[type, Any] = {
    Naamgebruik: kies_naamgebruik, Verstrekkingsbeperking: beperk, Ontbinding: ontbind, Vertrek: vertrek,
    Hervestiging: hervestig, Erkenning: erken, Onderzoek: onderzoek, Correctie: corrigeer,
    Deblokkering: deblokkeer, Omzetting: zet_om,
}  # fmt: skip


def na(pl: Persoonslijst, feit: Any, **anders: Any) -> Persoonslijst:
    """The list after the fact."""
    feit = msgspec.structs.replace(feit, **anders)
    return apply(pl, DOEN[type(feit)](feit).wijzigingen[pl.bsn], NU)


def test_a_name_of_the_partner() -> None:
    """HUP 4.7: 01 with history, by document, from the day of the request; of the marriage when it was asked before."""
    new = na(VROUW, NAAM)
    assert (new.waarde("01.61.10"), new.waarde("01.85.10"), new.waarde("01.82.30")) == (
        "V", VANDAAG, "verzoek wijziging naamgebruik",
    )  # fmt: skip
    assert len(new.stapels["01"][0].historie) == 1
    assert na(VROUW, NAAM, ontvangen=date(2020, 2, 1)).waarde("01.85.10") == "20200214"
    gescheiden = lijst(c05=[[ONTBINDING, HUWELIJK]])
    assert na(gescheiden, NAAM, persoon=gescheiden, naamgebruik="P").waarde("01.61.10") == "P"


def test_data_go_to_fewer_and_to_all_again() -> None:
    """HUP 4.8: 07.70.10, without history. For a child a parent asks."""
    beperkt = na(lijst(), GEHEIM)
    assert (beperkt.waarde("07.70.10"), len(beperkt.stapels["07"][0])) == ("7", 1)
    assert na(beperkt, GEHEIM, persoon=beperkt, beperkt=False).waarde("07.70.10") == "0"
    assert na(KIND, GEHEIM, persoon=KIND).is_beperkt


@pytest.mark.requirement("burgerzaken-16")
def test_a_divorce() -> None:
    """HUP 5.4: 07 with reason S instead of 06, on both lists, by the akte of the marriage with another letter."""
    einde = {"07.10": "20261120", "07.20": EIGEN, "07.30": "6030", "07.40": "S", "15.10": "H", **akte("30B0007"),
             "85.10": "20261120", "86.10": VANDAAG}  # fmt: skip
    assert na(VROUW, SCHEIDING).stapels["05"][0] == stapel({**HIJ, **einde}, {**HIJ, **SLUITING, **BRON})
    assert na(MAN_VAN, SCHEIDING).stapels["05"][1].actueel == stapel({**ZIJ, **einde})[0]
    assert list(ontbind(msgspec.structs.replace(SCHEIDING, partner=None)).wijzigingen) == [BSN]


@pytest.mark.requirement("burgerzaken-16")
def test_a_bond_that_is_declared_void() -> None:
    """HUP 7.6: ended with N on the day it was entered; valid from the day on which the decision became final; C."""
    nietig = na(VROUW, SCHEIDING, reden="N", akte=akte("30C0007"))
    einde = {"07.10": "20200214", "07.20": EIGEN, "07.30": "6030", "07.40": "N", "15.10": "H", **akte("30C0007"),
             "85.10": "20261120", "86.10": VANDAAG}  # fmt: skip
    assert nietig.stapels["05"][0] == stapel({**HIJ, **einde}, {**HIJ, **SLUITING, **BRON})


@pytest.mark.requirement("burgerzaken-16")
@pytest.mark.requirement("K-38")
def test_a_partnership_becomes_a_marriage() -> None:
    """HUP 5.15: the next occurrence of the same stapel, on both lists, by an akte of its own with an H."""
    huwelijk = {"06.10": "20261120", "06.20": EIGEN, "06.30": "6030", "15.10": "H", **akte("30H0008"),
                "85.10": "20261120", "86.10": VANDAAG}  # fmt: skip
    new, other = na(PARTNER, OMZETTING), na(PARTNER_VAN, OMZETTING)
    assert new.stapels["05"][0] == stapel({**HIJ, **huwelijk}, {**HIJ, **PARTNERSCHAP})
    assert other.stapels["05"][0].actueel == stapel({**ZIJ, **huwelijk})[0]


@pytest.mark.requirement("burgerzaken-16")
def test_an_end_that_is_signed_here_is_in_time() -> None:
    """Six months after the decision; three after the agreement, and so only of a partnership."""
    assert na(VROUW, SCHEIDING, beschikking="Rechtbank", beslist=date(2026, 5, 20))
    verklaring = {"beschikking": "Verklaring", "wijze": "verklaring", "beslist": date(2026, 8, 20)}
    assert na(PARTNER, SCHEIDING, persoon=PARTNER, partner=PARTNER_VAN, akte=akte("50B0008"), **verklaring)


@pytest.mark.requirement("K-37", "burgerzaken-6")
def test_somebody_leaves() -> None:
    """HUP 4.6: 13 goes, 08 has the address abroad and the municipality of before, 07 is suspended with E."""
    kiezer = lijst(c08=[[met(WOONT, e75_10="1")]], c13=[[{"31.10": "2", "31.20": "20200101"}]])
    new = na(kiezer, VERTREK, lijsten={BSN: kiezer})
    assert "13" not in new.stapels
    assert new.stapels["08"][0].actueel == stapel({
        "09.10": EIGEN, "09.20": "20080219", "13.10": "5010", "13.20": VANDAAG, "13.30": "Rue Haute 1",
        "13.40": "1000 Bruxelles", "72.10": "I", "85.10": VANDAAG, "86.10": VANDAAG,
    })[0]  # fmt: skip
    assert (new.waarde("07.67.10"), new.waarde("07.67.20")) == (VANDAAG, "E")
    uitgesloten = lijst(c13=[[{"31.10": "2", "31.20": "20200101", "38.10": "A"}]])
    assert na(uitgesloten, VERTREK, lijsten={BSN: uitgesloten}).stapels["13"] == (stapel({"38.10": "A"}),)


@pytest.mark.requirement("K-37", "burgerzaken-6")
def test_somebody_is_gone_and_nobody_knows_where() -> None:
    """HUP 6.3.1: country 0000, A, from the day on which the intention was made known."""
    new = na(ONDERZOCHT, VERTREK, **ONBEKEND, lijsten={BSN: ONDERZOCHT})
    assert [new.waarde(f"08.{n}") for n in ("13.10", "13.20", "72.10")] == ["0000", "20261102", "A"]


def test_somebody_comes_back() -> None:
    """HUP 4.3: no suspension any more, 68.10 as it was, and Immigratie from the country that the list says."""
    new = na(WEG, TERUG)
    assert (new.waarde("07.67.20"), new.waarde("07.68.10")) == ("", INSCHRIJVING["68.10"])
    assert new.stapels["08"][0].actueel.inhoud == {
        "09.10": EIGEN, "09.20": VANDAAG, "10.10": "W", "10.30": VANDAAG, "11.10": "Spui", "11.20": "70",
        "14.10": "5010", "14.20": VANDAAG, "72.10": "I",
    }  # fmt: skip


def test_a_child_is_recognised() -> None:
    """HUP 5.9: 01 also when the name stays, the empty parent filled, and 09 of both parents with the new name."""
    kind = na(KIND, ERKENNING)
    bron = {**akte("10C0345"), "85.10": "20261120", "86.10": VANDAAG}
    naam = {"02.10": "Noor", "02.30": "van", "02.40": "Dijk"}
    assert kind.stapels["01"][0].actueel == stapel({**KIND_PERSOON, **naam, **bron})[0]
    assert kind.stapels["03"][0] == stapel({**HIJ, "62.10": "20261120", **bron}, LEEG)
    assert na(MOEDER, ERKENNING).stapels["09"][0].actueel == stapel({**KIND_BIJ_MOEDER, **naam, **bron})[0]
    assert na(MAN, ERKENNING).stapels["09"][0].actueel == stapel({**KIND_BIJ_MOEDER, **naam, **bron})[0]
    zelfde = {n: KIND_PERSOON[n] for n in ("02.10", "02.40")}
    assert len(na(KIND, ERKENNING, naam=zelfde).stapels["01"][0]) == 2


def test_a_doubt_and_its_end() -> None:
    """HUP 6.9: 83 without history; 85 and 86 stay, and 83.20 too when it is widened."""
    new = na(lijst(), TWIJFEL)
    assert new.stapels["08"][0] == stapel({**WOONT, "83.10": "080000", "83.20": VANDAAG})
    wider = na(IN_ONDERZOEK, TWIJFEL, persoon=IN_ONDERZOEK, stap="wijzig", aanduiding="089999")
    assert wider.stapels["08"][0] == stapel({**WOONT, "83.10": "089999", "83.20": "20260901"})
    ended = na(IN_ONDERZOEK, TWIJFEL, persoon=IN_ONDERZOEK, stap="beeindig")
    assert ended.stapels["08"][0] == stapel({**WOONT, "83.10": "080000", "83.20": "20260901", "83.30": VANDAAG})
    assert na(ended, TWIJFEL, persoon=ended).stapels["08"][0] == new.stapels["08"][0]


def test_a_correction_and_what_should_not_have_been_there() -> None:
    """HUP 7.3: wrong stays with O; a category that should not be there ends empty."""
    new = na(FOUT.persoon, FOUT)
    assert [(v.get("32.10"), v.get("84.10")) for v in new.stapels["11"][0]] == [("2D", None), ("12", "O")]
    assert new.waarde("11.85.10") == GEZAG["85.10"]
    leeg = na(FOUT.persoon, FOUT, verbeteringen=(), ten_onrechte=True)
    assert [(v.get("32.10"), v.get("84.10")) for v in leeg.stapels["11"][0]] == [(None, None), ("12", "O")]


@pytest.mark.requirement("K-35")
def test_a_list_that_did_not_go_stays() -> None:
    """Nothing else of a blocked list may change; that it is not blocked any more may."""
    assert na(OP_WEG, BLIJFT).stapels["07"][0].actueel.keys() == INSCHRIJVING.keys()


ONBEKEND = {"land": "0000", "regels": {}, "vertrekkers": {BSN: "A"}, "vertrekdag": date(2026, 11, 2)}
DOOD = lijst(c07=[[{**INSCHRIJVING, "67.10": "20200101", "67.20": "O"}]])
TIENER = lijst(c01=[[{**KIND_PERSOON, "03.10": "20120101"}]], c03=[[LEEG]])
JONG = lijst(c01=[[{**PERSOON, **HIJ, "03.10": "20110101"}]])
BROER = lijst(c01=[[{**PERSOON, **HIJ}]], c02=[[{"01.10": "1111111116", "02.40": "Moulin"}]])
ZUS = lijst(c02=[[{"01.10": "1111111116", "02.40": "Moulin"}]])
NEE: list[tuple[str, Any, dict[str, Any]]] = [
    ("BZ-89", FOUT_ADRES, {"stuk": " "}),
    ("BZ-50", NAAM, {"eigen": "0363"}),
    ("BZ-50", NAAM, {"ontvangen": date(2026, 11, 29)}),
    ("BZ-51", NAAM, {"naamgebruik": "E"}),
    ("BZ-51", NAAM, {"naamgebruik": "X"}),
    ("BZ-52", NAAM, {"persoon": lijst()}),
    ("BZ-53", GEHEIM, {"persoon": DOOD, "verzoeker": DOOD}),
    ("BZ-54", GEHEIM, {"verzoeker": MAN}),
    ("BZ-54", GEHEIM, {"persoon": KIND, "verzoeker": MAN}),
    ("BZ-55", GEHEIM, {"beperkt": False}),
    ("BZ-56", SCHEIDING, {"partner": MAN}),
    ("BZ-57", SCHEIDING, {"datum": "20261129"}),
    ("BZ-57", SCHEIDING, {"datum": "20200101"}),
    ("BZ-58", SCHEIDING, {"akte": akte("30A0007")}),
    ("BZ-58", SCHEIDING, {"reden": "N"}),
    ("BZ-310", SCHEIDING, GETEKEND),
    ("BZ-310", SCHEIDING, {**GETEKEND, "beslist": date(2026, 5, 19)}),
    ("BZ-310", SCHEIDING, {**GETEKEND, "beslist": date(2026, 11, 21)}),
    ("BZ-311", SCHEIDING, {"wijze": "verklaring"}),
    ("BZ-312", OMZETTING, {"persoon": VROUW, "partner": None}),
    ("BZ-312", OMZETTING, {"partner": MAN}),
    ("BZ-312", OMZETTING, {"eigen": "0363"}),
    ("BZ-313", OMZETTING, {"datum": date(2026, 11, 29)}),
    ("BZ-313", OMZETTING, {"datum": date(2020, 2, 13)}),
    ("BZ-314", OMZETTING, {"akte": akte("30A0008")}),
    ("BZ-58", SCHEIDING, {"akte": akte("30B0008") | {"81.10": "0363"}, "plaats": "0363"}),
    ("BZ-58", SCHEIDING, {"akte": akte("30B0007") | {"81.10": "0363"}, "plaats": "0363"}),
    ("BZ-76", SCHEIDING, {"plaats": "0363"}),
    ("BZ-60", VERTREK, {"lijsten": {BSN: DOOD}}),
    ("BZ-60", VERTREK, {"lijsten": {BSN: lijst(c08=[[met(WOONT, e85_10="20261129")]])}}),
    ("BZ-61", VERTREK, {"vertrekdag": date(2026, 12, 4)}),
    ("BZ-62", VERTREK, {"blijft_weg": False}),
    ("BZ-63", VERTREK, {"vertrekkers": {BSN: "M"}}),
    ("BZ-63", VERTREK, {"vertrekkers": {BSN: "P"}, "aangever": ANDER_BSN, "lijsten": {BSN: lijst(), ANDER_BSN: MAN}}),
    ("BZ-64", VERTREK, {"land": "6030"}),
    ("BZ-64", VERTREK, {"land": "0000", "regels": {}}),
    ("BZ-64", VERTREK, {"regels": {"13.30": "Rue Haute 1"}}),
    ("BZ-68", VERTREK, ONBEKEND),
    ("BZ-68", VERTREK, {**ONBEKEND, "lijsten": {BSN: IN_ONDERZOEK}}),
    ("BZ-65", TERUG, {"persoon": lijst()}),
    ("BZ-66", TERUG, {"adres": {"10.10": "W", "11.10": "Spui"}}),
    ("BZ-67", TERUG, {"gezien": False}),
    ("BZ-67", TERUG, {"blijft": False}),
    ("BZ-67", TERUG, {"rechtmatig": False}),
    ("BZ-70", ERKENNING, {"kind": lijst(c01=[[KIND_PERSOON]])}),
    ("BZ-71", ERKENNING, {"erkenner": JONG}),
    ("BZ-71", ERKENNING, {"erkenner": BROER, "moeder": ZUS}),
    ("BZ-72", ERKENNING, {"stukken": frozenset()}),
    ("BZ-72", ERKENNING, {"kind": TIENER}),
    ("BZ-73", ERKENNING, {"naam": {"02.10": "Noor", "02.40": "Jansen"}}),
    ("BZ-73", ERKENNING, {"naam": {"02.10": "Nora", "02.40": "Moulin"}}),
    ("BZ-75", ERKENNING, {"naam": {"02.10": "Noor", "02.20": "SIR", "02.40": "Moulin"}}),
    ("BZ-74", ERKENNING, {"akte": akte("10A0345")}),
    ("BZ-74", ERKENNING, {"akte": akte("10C0346")}),
    ("BZ-74", ERKENNING, {"akte": akte("10C0345") | {"81.10": "0363"}}),
    ("BZ-74", ERKENNING, {"datum": date(2026, 11, 29)}),
    ("BZ-351", ERKENNING, {"erkenner": ONDER_CURATELE}),
    ("BZ-80", TWIJFEL, {"eigen": "0363"}),
    ("BZ-81", TWIJFEL, {"aanduiding": "081210"}),
    ("BZ-81", TWIJFEL, {"aanduiding": "070000"}),
    ("BZ-82", TWIJFEL, {"persoon": IN_ONDERZOEK}),
    ("BZ-82", TWIJFEL, {"stap": "beeindig"}),
    ("BZ-83", TWIJFEL, {"datum": date(2026, 11, 29)}),
    ("BZ-83", TWIJFEL, {"persoon": IN_ONDERZOEK, "stap": "beeindig", "datum": date(2026, 8, 31)}),
    ("BZ-84", FOUT, {"eigen": "0363"}),
    ("BZ-85", FOUT, {"reden": " "}),
    ("BZ-86", FOUT, {"verbeteringen": (Verbetering(voorkomen=0, inhoud={"32.10": "12"}),)}),
    ("BZ-86", FOUT, {"verbeteringen": (Verbetering(voorkomen=1, inhoud={"32.10": "2D"}),)}),
    ("BZ-86", FOUT, {"categorie": "07"}),
    ("BZ-87", BLIJFT, {"persoon": lijst()}),
    ("BZ-87", BLIJFT, {"eigen": "0363"}),
    ("BZ-88", BLIJFT, {"reden": ""}),
]


MARKS = {
    row[0]: [pytest.mark.rule(row[0]), *([pytest.mark.requirement("burgerzaken-6")] if row[1] is VERTREK else [])]
    for row in NEE
}


@pytest.mark.parametrize(("nummer", "feit", "anders"), [pytest.param(*row, marks=MARKS[row[0]]) for row in NEE])
def test_what_stands_in_the_way(nummer: str, feit: Any, anders: dict[str, Any]) -> None:
    """That rule alone, with its article and without anybody's number."""
    feit = msgspec.structs.replace(feit, **anders)
    with pytest.raises(Geweigerd) as told:
        DOEN[type(feit)](feit)
    assert {b.nummer for b in told.value.bezwaren} == {nummer}
    assert all("artikel" in b.artikel and BSN not in b.reden for b in told.value.bezwaren)
