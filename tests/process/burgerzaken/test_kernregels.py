"""Rules of the kernel, each told whole: the numbers K of the register of requirements beside what a list does."""

import contextlib
from datetime import date
from typing import Any

import msgspec
import pytest

from meent.process.burgerzaken.geboorte import word_geboren
from meent.process.burgerzaken.huwelijk import trouw
from meent.process.burgerzaken.ontbinding import ontbind
from meent.process.burgerzaken.toetsen import Geweigerd, leeftijd
from meent.process.burgerzaken.vertrek import vertrek
from meent.services.personen.controles import controleer
from meent.services.personen.mutaties import (
    Actualiseren,
    Corrigeren,
    Mutatie,
    MutatieGeweigerd,
    Overschrijven,
    Vervanging,
    apply,
)
from meent.services.personen.persoonslijst import Persoonslijst
from meent.services.personen.rubrieken import tabel
from meent.services.personen.tabellen import Code, Tabellen
from tests.process.burgerzaken.test_feiten import BRON, HIJ, JAWOORD, MAN, SLUITING, WEDUWNAAR, WIEG
from tests.process.burgerzaken.test_meer_feiten import SCHEIDING, VERTREK
from tests.services.personen.lijsten import (
    AKTE,
    ANDER_BSN,
    BSN,
    DOCUMENT,
    EIGEN,
    GEZAG,
    HUWELIJK,
    INSCHRIJVING,
    NU,
    OVERLEDEN,
    PERSOON,
    VANDAAG,
    WOONT,
    lijst,
    met,
    stapel,
)  # fmt: skip

TABELLEN = Tabellen({33: {EIGEN: Code(EIGEN, "Eigen")}, 34: {"6030": Code("6030", "NL"), "5002": Code("5002", "FR")}})


def na(pl: Persoonslijst, mutatie: Mutatie) -> Persoonslijst:
    return apply(pl, [mutatie], NU)


@pytest.mark.requirement("K-02")
@pytest.mark.parametrize(
    ("categorie", "nummer"),
    [("01", "PRE047"), ("02", "PRE065"), ("03", "PRE066"), ("07", "PRE032"), ("08", "PRE033")],
)
def test_five_categories_are_always_there(categorie: str, nummer: str) -> None:
    assert nummer in {b.code for b in controleer(lijst(**{f"c{categorie}": []}))}
    assert nummer not in {b.code for b in controleer(lijst())}


@pytest.mark.requirement("K-03")
def test_five_categories_may_have_more_stapels() -> None:
    several = {nummer for nummer, categorie in tabel().categorieen.items() if categorie.meer_stapels}
    assert several == {"04", "05", "09", "12", "14"}


@pytest.mark.requirement("K-04")
def test_a_date_with_zeroes_sorts_before_every_day_in_it_and_is_no_date_for_law() -> None:
    """Born in some month of 1984 is no age that counts; some day of 2007 stands below the first of January of it."""
    oud = [met(WOONT, e85_10=dag) for dag in ("20070101", "00000000")]
    pl = lijst(c01=[[met(PERSOON, e03_10="19840000")]], c08=[[WOONT, *oud]])
    assert leeftijd(pl, NU.date()) is None
    some_day = Vervanging(voorkomen=1, inhoud={"09.10": EIGEN}, ingang="20070000")
    new = na(pl, Corrigeren(categorie="08", vervangingen=(some_day,)))
    assert [v["85.10"] for v in new.stapels["08"][0]] == ["20080219", "20070101", "20070000", "00000000"]
    assert new.waarde("01.03.10") == "19840000"


@pytest.mark.requirement("K-07")
@pytest.mark.parametrize(
    ("plaats", "land", "nummers"),
    [(EIGEN, "6030", set()), ("Lille", "5002", set()), ("Den Haag", "6030", {"PRE004"}), (EIGEN, "5002", {"PRE003"})],
)
def test_a_place_is_a_code_in_the_netherlands_only(plaats: str, land: str, nummers: set[str]) -> None:
    pl = lijst(c01=[[met(PERSOON, e03_20=plaats, e03_30=land)]])
    assert {b.code for b in controleer(pl, TABELLEN)} & {"PRE003", "PRE004"} == nummers


@pytest.mark.requirement("K-20")
@pytest.mark.parametrize(("einde", "mee"), [({}, True), ({"83.30": "20261101"}, False)])
def test_a_doubt_goes_along_with_a_correction_too(einde: dict[str, str], mee: bool) -> None:
    """An error was found, the doubt was not settled by it; one that was ended stays with what it was about."""
    twijfel = {**GEZAG, "83.10": "110000", "83.20": "20260901", **einde}
    pl = lijst(c11=[[twijfel]])
    correctie = Corrigeren(
        categorie="11", bron=DOCUMENT, vervangingen=(Vervanging(voorkomen=0, inhoud={"32.10": "2D"}),)
    )
    new = na(pl, correctie).stapels["11"][0]
    assert new.actueel.heeft("83") is mee
    assert new.historie[0] == stapel({**twijfel, "84.10": "O"})[0]


@pytest.mark.rule("BZ-58", "BZ-76")
@pytest.mark.requirement("K-32", "burgerzaken-16")
@pytest.mark.parametrize(("register", "plaats", "nummers"), [
    ("0003", "1979", set()),
    ("1979", "1979", {"BZ-58"}),
    ("0003", "0003", {"BZ-76"}),
    ("0003", "0010", {"BZ-76"}),
])  # fmt: skip
def test_a_divorce_after_a_herindeling(register: str, plaats: str, nummers: set[str]) -> None:
    """Married in a municipality that is no more: its akte keeps its code, and the bond ends in what came after it."""
    gemeenten = {
        "0003": Code("0003", "Appingedam", einde="20210101", opvolger="0010"),
        "0010": Code("0010", "Delfzijl", einde="20230101", opvolger="1979"), "1979": Code("1979", "Eemsdelta"),
    }  # fmt: skip
    gehuwd = {**HIJ, **SLUITING, "06.20": "0003", **BRON, "81.10": "0003"}
    feit = msgspec.structs.replace(
        SCHEIDING, persoon=lijst(c05=[[gehuwd]]), partner=None, plaats=plaats, tabellen=Tabellen({33: gemeenten}),
        akte={"81.10": register, "81.20": "30B0007"},
    )  # fmt: skip
    if nummers:
        with pytest.raises(Geweigerd) as told:
            ontbind(feit)
        assert {b.nummer for b in told.value.bezwaren} == nummers
        return
    einde = na(feit.persoon, ontbind(feit).wijzigingen[BSN][0]).stapels["05"][0].actueel
    assert (einde["81.10"], einde["81.20"], einde["07.20"]) == ("0003", "30B0007", "1979")


NIEUW_ADRES = Actualiseren(categorie="08", inhoud={"11.10": "Spui", "11.20": "70"}, ingang="20191101")
LATER_ADRES = msgspec.structs.replace(NIEUW_ADRES, ingang="20200102")
TWIJFEL = Overschrijven(categorie="08", inhoud={"83.10": "080000", "83.20": "20261101"})
FOUT = Corrigeren(categorie="08", vervangingen=(Vervanging(voorkomen=0, inhoud={"09.10": EIGEN}),))
HEFT_OP = Overschrijven(categorie="07", weg=("67",))


def opgeschort(reden: str, dag: str = "20200101", **anders: Any) -> Persoonslijst:
    return lijst(c07=[[{**INSCHRIJVING, "67.10": dag, "67.20": reden}]], **anders)


@pytest.mark.rule("BZ-38")
@pytest.mark.requirement("K-36")
@pytest.mark.parametrize(("reden", "mag"), [
    ("O", "eerder twijfel fout op"), ("E", "twijfel fout op"), ("M", "twijfel fout op"), ("R", "twijfel fout op"),
    ("F", "op"), ("W", "eerder later twijfel fout op"),
])  # fmt: skip
def test_a_suspended_list_changes_by_its_reason(reden: str, mag: str) -> None:
    """Nothing new but of before a death; what was wrong or is in doubt is still told, unless the list is of nobody."""
    doen: dict[str, list[Mutatie]] = {
        "eerder": [NIEUW_ADRES], "later": [LATER_ADRES], "twijfel": [TWIJFEL], "fout": [FOUT], "op": [HEFT_OP],
    }  # fmt: skip
    gelukt = []
    for naam, mutaties in doen.items():
        with contextlib.suppress(MutatieGeweigerd):
            apply(opgeschort(reden), mutaties, NU)
            gelukt.append(naam)
    assert gelukt == mag.split()
    if reden in "EMR":  # who comes back gets an address with the end of it
        assert apply(opgeschort(reden), [HEFT_OP, LATER_ADRES], NU).waarde("08.11.10") == "Spui"


@pytest.mark.rule("BZ-38")
@pytest.mark.requirement("K-36")
@pytest.mark.parametrize(("dood", "nog"), [
    ("20200215", True), ("20200214", True), ("20200213", False), ("20200000", False), ("00000000", False),
])  # fmt: skip
def test_a_marriage_of_before_a_death_is_recorded_after_it(dood: str, nog: bool) -> None:
    """Her list has the bond, his that it began and that it ended by her death; a day later and there was none."""
    zij = opgeschort("O", dood, c06=[[met(OVERLEDEN, e08_10=dood, e85_10=dood)]])
    dag = date(2020, 2, 14)
    feit = msgspec.structs.replace(JAWOORD, partners=(zij, MAN), datum=dag, gemeld=date(2020, 1, 1))
    if not nog:
        with pytest.raises(Geweigerd, match="overleden") as told:
            trouw(feit)
        assert {b.nummer for b in told.value.bezwaren} == {"BZ-16"}
        return
    gevolg = trouw(feit)
    [hers] = apply(zij, gevolg.wijzigingen[BSN], NU).stapels["05"]
    [his] = apply(MAN, gevolg.wijzigingen[ANDER_BSN], NU).stapels["05"]
    assert [(v.get("06.10"), v.get("07.10")) for v in hers] == [("20200214", None)]
    assert [(v.get("06.10"), v.get("07.10"), v.get("07.40"), v["81.20"]) for v in his] == [
        (None, dood, "O", OVERLEDEN["81.20"]), ("20200214", None, None, "30A0031"),
    ]  # fmt: skip
    assert {b.code for b in controleer(apply(MAN, gevolg.wijzigingen[ANDER_BSN], NU)) if b.ernst == "fout"} == set()


@pytest.mark.requirement("K-36")
def test_a_mother_who_died_at_the_birth_has_the_child_on_her_list() -> None:
    dag = "20261127"
    moeder = opgeschort("O", dag, c06=[[met(OVERLEDEN, e08_10=dag, e85_10=dag)]])
    gevolg = word_geboren(msgspec.structs.replace(WIEG, moeder=moeder))
    assert apply(moeder, gevolg.wijzigingen[BSN], NU).waarde("09.03.10") == dag
    with pytest.raises(Geweigerd, match="overleden") as told:
        word_geboren(msgspec.structs.replace(WIEG, moeder=opgeschort("O", "20261126")))
    assert {b.nummer for b in told.value.bezwaren} == {"BZ-30"}


@pytest.mark.requirement("K-36")
@pytest.mark.parametrize(("reden", "woord"), [("E", "vertrokken"), ("M", "besluit"), ("R", "RNI"), ("F", "afgevoerd")])
def test_who_is_not_kept_here_gets_no_fact_and_is_told_where(reden: str, woord: str) -> None:
    """Of a divorce of before somebody left too: the RNI records that. The list of the other is kept up all the same."""
    weg = opgeschort(reden, "20261125", c05=[[{**HIJ, **SLUITING, **BRON}]])
    with pytest.raises(Geweigerd, match=woord) as told:
        ontbind(msgspec.structs.replace(SCHEIDING, persoon=weg))
    assert {b.nummer for b in told.value.bezwaren} == {"BZ-56"}
    hij = msgspec.structs.replace(SCHEIDING, persoon=WEDUWNAAR, partner=weg)
    assert list(ontbind(hij).wijzigingen) == [ANDER_BSN]


@pytest.mark.requirement("K-38")
def test_a_partnership_becomes_a_marriage_in_the_same_stapel() -> None:
    """Omzetting: the partners did not part, so there is one bond with a history."""
    partnerschap = met(HUWELIJK, e15_10="P", e81_20="5XA0086")
    sluiting = {"06.10": VANDAAG, "06.20": EIGEN, "06.30": "6030", "15.10": "H"}
    omzetting = Actualiseren(categorie="05", inhoud=sluiting, bron={**AKTE, "81.20": "30H0012"}, ingang=VANDAAG)
    [bond] = na(lijst(c05=[[partnerschap]]), omzetting).stapels["05"]
    assert [(v["15.10"], v["06.10"], v.heeft("07")) for v in bond] == [
        ("H", VANDAAG, False), ("P", HUWELIJK["06.10"], False),
    ]  # fmt: skip
    assert bond.historie[0] == stapel(partnerschap)[0]


@pytest.mark.requirement("K-47")
def test_gezag_pushes_out_curatele_as_well() -> None:
    gezag = Actualiseren(categorie="11", inhoud={"32.10": "12"}, bron=DOCUMENT, ingang="20261101")
    new = na(lijst(c11=[[{"33.10": "1", **DOCUMENT, "85.10": "20200101", "86.10": "20200101"}]]), gezag)
    assert (new.waarde("11.32.10"), new.waarde("11.33.10")) == ("12", "")


@pytest.mark.requirement("K-39")
def test_a_child_is_not_told_on_the_list_of_a_parent_who_left() -> None:
    """The father lives abroad: he is on the list of the child, and his own list is not kept up here."""
    weg = lijst(c01=[[{**PERSOON, **HIJ}]], c07=[[{**INSCHRIJVING, "67.10": "20200101", "67.20": "E"}]])
    gevolg = word_geboren(msgspec.structs.replace(WIEG, ouder=weg))
    assert list(gevolg.wijzigingen) == [BSN]
    assert apply(Persoonslijst({}), gevolg.nieuw[0], NU).waarde("03.01.20") == HIJ["01.20"]


@pytest.mark.requirement("K-46")
@pytest.mark.parametrize(("wijze", "mag"), [("I", True), ("M", False), ("B", False), ("T", False), ("W", False)])
def test_who_may_declare_leaving(wijze: str, mag: bool) -> None:
    """By a machtiging somebody may be moved within the country and not out of it; T and W are of no declaration."""
    feit = msgspec.structs.replace(VERTREK, vertrekkers={BSN: wijze}, stukken=frozenset({"machtiging"}))
    if mag:
        assert na(lijst(), vertrek(feit).wijzigingen[BSN][0]).waarde("08.72.10") == wijze
        return
    with pytest.raises(Geweigerd) as told:
        vertrek(feit)
    assert {b.nummer for b in told.value.bezwaren} == {"BZ-63"}
