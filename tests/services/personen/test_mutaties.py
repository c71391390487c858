"""The verbs: what each does to a list, and what it refuses (HUP 3.9 §2.8, §6.9, §7.3)."""

from datetime import UTC, date, datetime

import pytest

from meent.services.personen.mutaties import (
    Actualiseren,
    Corrigeren,
    Mutatie,
    MutatieGeweigerd,
    Opnemen,
    Overschrijven,
    TenOnrechte,
    Vervanging,
    Verwijderen,
    apply,
)
from meent.services.personen.persoonslijst import Persoonslijst, Stapel
from meent.services.personen.rubrieken import OnbekendeRubriek
from tests.services.personen.lijsten import (
    AKTE,
    DOCUMENT,
    GEZAG,
    HUWELIJK,
    INSCHRIJVING,
    KIND,
    NEDERLANDER,
    NU,
    ONTBINDING,
    OVERLEDEN,
    PASPOORT,
    PERSOON,
    TITEL,
    VANDAAG,
    WOONT,
    lijst,
    met,
    stapel,
)

ONDERZOEK = {"83.10": "080000", "83.20": "20260101"}
ADRES = {"10.10": "W", "10.30": "20261120", "11.10": "Dorpsstraat", "11.20": "1", "11.60": "2511AA"}


def refused(pl: Persoonslijst, *mutaties: Mutatie) -> str:
    with pytest.raises(MutatieGeweigerd) as fault:
        apply(pl, mutaties, NU)
    assert str(fault.value).endswith(".")
    return fault.value.code


def na(pl: Persoonslijst, *mutaties: Mutatie, categorie: str = "") -> Stapel:
    return apply(pl, mutaties, NU).stapels[categorie or mutaties[-1].categorie][mutaties[-1].stapel]


# --- actualiseren ----------------------------------------------------------------------------------------------------


@pytest.mark.rule("PL-19")
@pytest.mark.requirement("K-19")
def test_a_move_makes_history_of_the_old_address() -> None:
    """Where somebody lived on a day must be answered for ever, exactly as it was known."""
    verhuizing = Actualiseren(categorie="08", inhoud={**ADRES, "72.10": "I"}, ingang="20261120")
    assert na(lijst(), verhuizing) == stapel(
        {"09.10": "0518", "09.20": "20080219", **ADRES, "72.10": "I", "85.10": "20261120", "86.10": VANDAAG}, WOONT
    )


@pytest.mark.rule("PL-19")
@pytest.mark.requirement("K-19")
def test_groups_are_replaced_whole() -> None:
    """A house letter of the old address at the new one is an address that is not there."""
    oud = met(WOONT, e11_30="a", e11_40="2hg")
    new = na(lijst(c08=[[oud]]), Actualiseren(categorie="08", inhoud=ADRES, ingang="20261120")).actueel
    assert "11.30" not in new
    assert "11.40" not in new


@pytest.mark.rule("PL-38")
@pytest.mark.requirement("K-38")
@pytest.mark.parametrize(
    ("pl", "mutatie", "weg", "nieuw"),
    [
        (
            lijst(c05=[[HUWELIJK]]),
            Actualiseren(
                categorie="05",
                ingang="20261101",
                bron=AKTE,
                inhoud={"07.10": "20261101", "07.20": "0518", "07.30": "6030", "07.40": "S"},
            ),
            "06",
            "07",
        ),
        (
            lijst(c05=[[ONTBINDING, HUWELIJK]]),
            Actualiseren(
                categorie="05",
                ingang="20261101",
                bron=AKTE,
                inhoud={"06.10": "20261101", "06.20": "0518", "06.30": "6030"},
            ),
            "07",
            "06",
        ),
        (
            lijst(),
            Actualiseren(categorie="08", ingang="20261101", inhoud={"13.10": "5002", "13.20": "20261101"}),
            "11",
            "13",
        ),
        (
            lijst(
                c08=[
                    [
                        {
                            "09.10": "1999",
                            "09.20": "20200101",
                            "13.10": "5002",
                            "13.20": "20200101",
                            "72.10": "I",
                            "85.10": "20200101",
                            "86.10": "20200101",
                        }
                    ]
                ]
            ),
            Actualiseren(categorie="08", ingang="20261101", inhoud=ADRES),
            "13",
            "11",
        ),
    ],
)
def test_what_enters_pushes_out_what_it_cannot_stand_beside(
    pl: Persoonslijst, mutatie: Mutatie, weg: str, nieuw: str
) -> None:
    """Married and divorced in one voorkomen, or living here and abroad, is nobody."""
    new = na(pl, mutatie).actueel
    assert not new.heeft(weg)
    assert new.heeft(nieuw)


@pytest.mark.rule("PL-47")
@pytest.mark.requirement("K-47")
def test_curatele_pushes_out_gezag_over_a_minor() -> None:
    """Nobody is a minor under gezag and an adult under curatele at once."""
    curatele = Actualiseren(categorie="11", inhoud={"33.10": "1"}, bron=DOCUMENT, ingang="20261101")
    new = na(lijst(c11=[[GEZAG]]), curatele).actueel
    assert (new.heeft("33"), new.heeft("32")) == (True, False)


@pytest.mark.rule("PL-06")
@pytest.mark.requirement("K-06")
def test_a_fact_ends_with_a_voorkomen_without_content() -> None:
    """The end is a fact with a date and a source of its own."""
    einde = Actualiseren(categorie="11", weg=("32",), bron=DOCUMENT, ingang="20261101")
    found = na(lijst(c11=[[GEZAG]]), einde)
    assert found.actueel.is_leeg
    assert found == stapel({**DOCUMENT, "85.10": "20261101", "86.10": VANDAAG}, GEZAG)


@pytest.mark.rule("PL-18")
@pytest.mark.requirement("K-18")
def test_the_day_of_recording_is_todays_in_amsterdam() -> None:
    """Half past eleven at night in London is tomorrow here."""
    late = datetime(2026, 11, 28, 23, 30, tzinfo=UTC)
    verhuizing = Actualiseren(categorie="08", inhoud=ADRES, ingang="20261120")
    assert apply(lijst(), [verhuizing], late).waarde("08.86.10") == "20261129"


@pytest.mark.rule("PL-18")
@pytest.mark.requirement("K-18")
@pytest.mark.parametrize("zelf", [{"86.10": "20200101"}, {"84.10": "O"}, {"85.10": "20200101"}])
def test_nobody_fills_in_what_the_system_does(zelf: dict[str, str]) -> None:
    """A day of recording in the past rewrites what was known when."""
    verhuizing = Actualiseren(categorie="08", inhoud={**ADRES, **zelf}, ingang="20261120")
    assert refused(lijst(), verhuizing) == "niet-zelf-invullen"


@pytest.mark.rule("PL-20", "PL-33")
@pytest.mark.requirement("K-20", "K-33")
@pytest.mark.parametrize(
    ("onderzoek", "mee"),
    [
        (ONDERZOEK, True),
        ({**ONDERZOEK, "83.30": "20260201"}, False),
        ({}, False),
    ],
)
def test_an_open_onderzoek_goes_along(onderzoek: dict[str, str], mee: bool) -> None:
    """A doubt that disappears with a move leaves everybody trusting an address."""
    pl = lijst(c08=[[{**WOONT, **onderzoek}]])
    found = na(pl, Actualiseren(categorie="08", inhoud=ADRES, ingang="20261120"))
    assert found.actueel.heeft("83") is mee
    assert found.historie[0] == pl.actueel("08")


@pytest.mark.rule("PL-16")
@pytest.mark.requirement("K-16")
@pytest.mark.parametrize(
    "bron",
    [
        {},
        {**AKTE, **DOCUMENT},
        {"81.10": "0518"},
        {"82.10": "0518", "82.20": "20200101"},
        {"02.40": "X"},
    ],
)
def test_a_fact_has_one_whole_source(bron: dict[str, str]) -> None:
    """What nobody can look up is hearsay."""
    kind = Opnemen(categorie="09", inhoud={"02.40": "Moulin"}, bron=bron, ingang="20261101")
    assert refused(lijst(), kind) == "bron"


@pytest.mark.rule("PL-13")
@pytest.mark.requirement("K-13")
def test_history_is_sorted_and_left_as_it_was() -> None:
    """What comes in goes before the first that is not newer; a wrong order of before is not mended by the way."""
    oud = [met(WOONT, e85_10=d, e86_10=d) for d in ("20080219", "19990101", "20010101")]
    found = na(lijst(c08=[oud]), Actualiseren(categorie="08", inhoud=ADRES, ingang="20261120"))
    assert [v["85.10"] for v in found] == ["20261120", "20080219", "19990101", "20010101"]
    correctie = Corrigeren(categorie="08", vervangingen=(Vervanging(voorkomen=2, inhoud=ADRES, ingang="20000101"),))
    found = na(lijst(c08=[oud]), correctie)
    assert [v["85.10"] for v in found] == ["20080219", "20000101", "19990101", "20010101"]


@pytest.mark.rule("PL-14")
@pytest.mark.requirement("K-14")
@pytest.mark.parametrize(
    ("categorie", "stapels"),
    [
        ("07", [[INSCHRIJVING]]),
        ("12", [[PASPOORT]]),
        ("13", [[{"38.10": "A", **DOCUMENT}]]),
    ],
)
def test_three_categories_get_no_history(categorie: str, stapels: list[list[dict[str, str]]]) -> None:
    """A stolen passport with the old number as history would be two passports."""
    pl = lijst(**{f"c{categorie}": stapels})
    assert refused(pl, Actualiseren(categorie=categorie, bron=DOCUMENT, ingang="20261101")) == "geen-historie"
    correctie = Corrigeren(categorie=categorie, bron=DOCUMENT, vervangingen=(Vervanging(voorkomen=0, inhoud={}),))
    assert refused(pl, correctie) == "geen-historie"


# --- opnemen ---------------------------------------------------------------------------------------------------------


@pytest.mark.rule("PL-03")
@pytest.mark.requirement("K-03")
def test_a_second_child_is_a_second_stapel_and_a_second_person_is_refused() -> None:
    """Two stapels of 01 are two people on one list."""
    pl = lijst(c09=[[KIND]])
    tweede = Opnemen(categorie="09", inhoud={"02.40": "Moulin"}, bron=AKTE, ingang="20261101")
    assert len(apply(pl, [tweede], NU).stapels["09"]) == 2
    overlijden = Opnemen(categorie="06", inhoud={"08.10": "20200101", "08.30": "6030"}, bron=AKTE, ingang="20200101")
    assert refused(lijst(c06=[[OVERLEDEN]]), overlijden) == "een-stapel"


def test_a_new_list_begins_with_version_one() -> None:
    """A birth makes a list out of nothing, under the same rules."""
    nieuw = [
        Opnemen(categorie="07", inhoud={"68.10": "20261120", "70.10": "0"}),
        Opnemen(categorie="01", inhoud={n: w for n, w in PERSOON.items() if n < "80"}, bron=AKTE, ingang="20261120"),
    ]
    pl = apply(Persoonslijst({}), nieuw, NU)
    assert (pl.waarde("07.80.10"), pl.waarde("01.86.10")) == ("0001", VANDAAG)
    assert refused(Persoonslijst({}), nieuw[1]) == "inschrijving"


@pytest.mark.parametrize(
    ("inhoud", "code"),
    [
        ({"02.40": "x" * 201}, "vorm"),
        ({"02.40": "Ma€ny"}, "vorm"),
        ({"03.10": "20261340"}, "vorm"),
        ({"01.20": "123"}, "vorm"),
    ],
)
def test_what_we_write_is_of_good_form(inhoud: dict[str, str], code: str) -> None:
    """What is accepted from others must stand; what we add ourselves must be right."""
    assert refused(lijst(), Opnemen(categorie="09", inhoud=inhoud, bron=AKTE, ingang="20261101")) == code


def test_an_element_elsewhere_is_refused() -> None:
    with pytest.raises(OnbekendeRubriek):
        apply(lijst(), [Actualiseren(categorie="08", inhoud={"02.40": "X"}, ingang="20261101")], NU)
    with pytest.raises(OnbekendeRubriek):
        apply(lijst(), [Opnemen(categorie="99", inhoud={"02.40": "X"})], NU)


@pytest.mark.parametrize("ingang", ["", "2026", "20261340"])
def test_a_fact_has_a_beginning(ingang: str) -> None:
    """Without 85.10 nobody can say what held on a day."""
    assert refused(lijst(), Actualiseren(categorie="08", inhoud=ADRES, ingang=ingang)) == "ingangsdatum"


# --- corrigeren ------------------------------------------------------------------------------------------------------


@pytest.mark.rule("PL-21")
@pytest.mark.requirement("K-21")
def test_what_is_incorrect_never_changes_again() -> None:
    """A correction of a correction would hide that we were wrong twice."""
    pl = lijst(c11=[[GEZAG, met(GEZAG, e84_10="O")]])
    correctie = Corrigeren(
        categorie="11", bron=DOCUMENT, vervangingen=(Vervanging(voorkomen=1, inhoud={"32.10": "1"}),)
    )
    assert refused(pl, correctie) == "onjuist"
    bron = Overschrijven(categorie="11", inhoud=DOCUMENT, voorkomen=1)
    assert refused(pl, bron) == "onjuist"


@pytest.mark.rule("PL-17")
@pytest.mark.requirement("K-17")
def test_the_actual_one_is_never_incorrect() -> None:
    """A list that says of itself that it is wrong is of no use to anybody."""
    correctie = Corrigeren(
        categorie="11", bron=DOCUMENT, vervangingen=(Vervanging(voorkomen=0, inhoud={"32.10": "1"}),)
    )
    found = na(lijst(c11=[[GEZAG]]), correctie)
    assert [v.is_onjuist for v in found] == [False, True]


@pytest.mark.parametrize("nummers", [(), (0, 0), (2,), (-1,)])
def test_a_correction_names_what_is_wrong(nummers: tuple[int, ...]) -> None:
    """A number that is not there is a mistake about what is on the screen."""
    vervangingen = tuple(Vervanging(voorkomen=n, inhoud={"32.10": "1"}) for n in nummers)
    correctie = Corrigeren(categorie="11", bron=DOCUMENT, vervangingen=vervangingen)
    assert refused(lijst(c11=[[GEZAG]]), correctie) == "voorkomen"
    assert refused(lijst(), correctie) == "geen-stapel"


@pytest.mark.rule("PL-24")
@pytest.mark.requirement("K-24")
@pytest.mark.parametrize(
    ("categorie", "voor", "bron", "ingang"),
    [
        ("05", [ONTBINDING, HUWELIJK], DOCUMENT, "20081201"),
        ("06", [OVERLEDEN], DOCUMENT, "20200101"),
        ("09", [KIND], DOCUMENT, "20101010"),
        ("10", [TITEL], {}, "20050101"),
        ("11", [GEZAG], DOCUMENT, "20140129"),
    ],
)
def test_a_category_that_should_not_be_there(
    categorie: str, voor: list[dict[str, str]], bron: dict[str, str], ingang: str
) -> None:
    """HUP 7.3.4: an empty voorkomen, the oldest date, and everything below it incorrect."""
    pl = lijst(**{f"c{categorie}": [voor]})
    assert na(pl, TenOnrechte(categorie=categorie, bron=bron)) == stapel(
        {**bron, "85.10": ingang, "86.10": VANDAAG}, *({**v, "84.10": "O"} for v in voor)
    )


@pytest.mark.rule("PL-24")
@pytest.mark.requirement("K-24")
def test_what_must_be_there_is_corrected_and_travel_documents_go() -> None:
    """Nobody has no name; a passport that was never issued leaves nothing behind."""
    assert refused(lijst(), TenOnrechte(categorie="01", bron=DOCUMENT)) == "verplicht"
    pl = lijst(c12=[[PASPOORT], [met(PASPOORT, e35_20="SPECI2015")]])
    new = apply(pl, [Verwijderen(categorie="12", stapel=0)], NU)
    assert [s.actueel["35.20"] for s in new.stapels["12"]] == ["SPECI2015"]
    assert refused(pl, Verwijderen(categorie="09")) == "geen-stapel"
    assert refused(lijst(c09=[[KIND]]), Verwijderen(categorie="09")) == "niet-te-verwijderen"


# --- overschrijven and verwijderen -----------------------------------------------------------------------------------


@pytest.mark.rule("PL-25", "PL-33")
@pytest.mark.requirement("K-25", "K-33")
@pytest.mark.parametrize(
    ("pl", "mutatie"),
    [
        (lijst(), Overschrijven(categorie="07", inhoud={"70.10": "7"})),
        (lijst(), Overschrijven(categorie="08", inhoud={"72.10": "A"})),
        (lijst(), Overschrijven(categorie="08", inhoud={"75.10": "1"})),
        (lijst(), Overschrijven(categorie="04", inhoud={"73.10": "BE123"})),
        (lijst(), Overschrijven(categorie="01", inhoud={"83.10": "010000", "83.20": "20261101"})),
        (
            lijst(c12=[[PASPOORT]]),
            Overschrijven(
                categorie="12",
                inhoud=met({n: w for n, w in PASPOORT.items() if n[:2] == "35"}, e35_60="20261101", e35_70="V"),
            ),
        ),
    ],
)
def test_administration_is_overwritten(pl: Persoonslijst, mutatie: Overschrijven) -> None:
    """No history, and the day of recording stays: nothing in the world changed."""
    found = na(pl, mutatie)
    assert len(found) == 1
    old = pl.stapels[mutatie.categorie][0].actueel
    assert {n: w for n, w in found.actueel.items() if n[:2] != "80"} == {
        n: w for n, w in {**old, **mutatie.inhoud}.items() if n[:2] != "80"
    }


@pytest.mark.rule("PL-25")
@pytest.mark.requirement("K-25")
@pytest.mark.parametrize(
    ("mutatie", "code"),
    [
        (Overschrijven(categorie="01", inhoud={"02.40": "Jansen"}), "niet-overschrijfbaar"),
        (Overschrijven(categorie="08", inhoud=ADRES), "niet-overschrijfbaar"),
        (Overschrijven(categorie="07", inhoud={"80.10": "0001"}), "niet-zelf-invullen"),
        (Overschrijven(categorie="01", weg=("84",)), "niet-zelf-invullen"),
        (Overschrijven(categorie="01"), "niet-zelf-invullen"),
        (Overschrijven(categorie="01", weg=("81",)), "bron"),
        (Overschrijven(categorie="08", inhoud={"72.10": "A"}, voorkomen=1), "voorkomen"),
    ],
)
def test_nothing_else_is_overwritten(mutatie: Overschrijven, code: str) -> None:
    """A name that changes without history is a person who was never called otherwise."""
    assert refused(lijst(), mutatie) == code


@pytest.mark.rule("PL-25")
@pytest.mark.requirement("K-25")
def test_a_stronger_source_moves_the_day_of_recording() -> None:
    """HUP 7.12: the same facts on an akte; only 86.10 goes along."""
    found = na(lijst(), Overschrijven(categorie="04", inhoud=met(DOCUMENT, e82_30="akte")))
    assert found == stapel(met(NEDERLANDER, e82_30="akte", e86_10=VANDAAG))
    found = na(lijst(), Overschrijven(categorie="01", inhoud=DOCUMENT, weg=("81",)))
    assert (found.actueel.heeft("81"), found.actueel.heeft("82")) == (False, True)


@pytest.mark.rule("PL-33")
@pytest.mark.requirement("K-33")
def test_doubt_reaches_history_and_not_a_nationality_that_ended_by_404() -> None:
    """An onderzoek is about what stood there too; group 85 and 86 do not move with it."""
    oud = met(WOONT, e85_10="20000101", e86_10="20000101")
    pl = lijst(c08=[[WOONT, oud]])
    found = na(pl, Overschrijven(categorie="08", inhoud=ONDERZOEK, voorkomen=1))
    assert found == stapel(WOONT, {**oud, **ONDERZOEK})
    assert apply(pl, [Overschrijven(categorie="08", inhoud=ONDERZOEK)], NU).waarde("07.80.10") == "0006"
    assert refused(pl, Overschrijven(categorie="08", inhoud={"72.10": "A"}, voorkomen=1)) == "historie"
    einde = {"64.10": "404", **DOCUMENT, "85.10": "20200101", "86.10": "20200101"}
    pl = lijst(c04=[[einde, NEDERLANDER]])
    assert refused(pl, Overschrijven(categorie="04", inhoud={"83.10": "040000", "83.20": "20260101"})) == "onderzoek"


@pytest.mark.rule("PL-26")
@pytest.mark.requirement("K-26")
@pytest.mark.parametrize(
    ("voorkomens", "verzoek", "code"),
    [
        ((1,), None, "verzoek"),
        ((1,), date(2026, 12, 1), "verzoek"),
        ((0,), date(2026, 11, 1), "voorkomen"),
        ((3,), date(2026, 11, 1), "voorkomen"),
    ],
)
def test_history_goes_on_request_only(voorkomens: tuple[int, ...], verzoek: date | None, code: str) -> None:
    """Nobody else may make a former name disappear, and nobody the present one."""
    oud = met(PERSOON, e02_10="Simon", e85_10="19800101")
    pl = lijst(c01=[[PERSOON, oud, met(oud, e84_10="O")]])
    assert refused(pl, Verwijderen(categorie="01", voorkomens=voorkomens, verzoek=verzoek)) == code
    done = apply(pl, [Verwijderen(categorie="01", voorkomens=(1, 2), verzoek=date(2026, 11, 1))], NU)
    assert done.stapels["01"][0] == stapel(PERSOON)


@pytest.mark.requirement("K-24")
def test_one_group_of_kiesrecht_goes_and_the_other_stays() -> None:
    """Who leaves loses the European vote and stays excluded."""
    beide = {"31.10": "1", "31.20": "20200101", "38.10": "A"}
    new = apply(lijst(c13=[[beide]]), [Verwijderen(categorie="13", groepen=("31",))], NU)
    assert new.actueel("13") == stapel({"38.10": "A"})[0]
    assert "13" not in apply(lijst(c13=[[beide]]), [Verwijderen(categorie="13")], NU).stapels


# --- group 80 and what stands in the way -----------------------------------------------------------------------------


@pytest.mark.rule("PL-15")
@pytest.mark.requirement("K-15")
@pytest.mark.parametrize(("voor", "na_"), [("0005", "0006"), ("60005", "60006"), ("0999", "1000")])
def test_every_change_raises_the_version(voor: str, na_: str) -> None:
    """BRP-V sees by it that it misses something."""
    pl = lijst(c07=[[met(INSCHRIJVING, e80_10=voor)]])
    new = apply(pl, [Overschrijven(categorie="07", inhoud={"70.10": "7"})], NU)
    assert (new.waarde("07.80.10"), new.waarde("07.80.20")) == (na_, "20261128103000123")


@pytest.mark.rule("PL-15")
@pytest.mark.requirement("K-15")
def test_a_version_that_cannot_rise_stops() -> None:
    """Beginning anew at 0000 would look older than what everybody has."""
    pl = lijst(c07=[[met(INSCHRIJVING, e80_10="9999")]])
    assert refused(pl, Overschrijven(categorie="07", inhoud={"70.10": "7"})) == "versienummer"


@pytest.mark.rule("PL-35")
@pytest.mark.requirement("K-35")
def test_nothing_changes_on_the_way_to_another_municipality() -> None:
    """What is written after the copy left exists nowhere."""
    pl = lijst(c07=[[met(INSCHRIJVING, e66_20="20261101")]])
    assert refused(pl, Overschrijven(categorie="07", inhoud={"70.10": "7"})) == "geblokkeerd"
    assert refused(pl) == "geblokkeerd"
    assert refused(pl, Overschrijven(categorie="07", weg=("66",), inhoud={"70.10": "7"})) == "geblokkeerd"
    assert not apply(pl, [Overschrijven(categorie="07", weg=("66",))], NU).is_geblokkeerd


@pytest.mark.rule("PL-27")
@pytest.mark.requirement("K-27")
def test_a_list_made_wrongly_is_only_read() -> None:
    """It is kept to explain what happened, not to go on with."""
    pl = lijst(c07=[[met(INSCHRIJVING, e67_10="20261101", e67_20="F")]])
    assert pl.is_afgevoerd
    assert refused(pl, Actualiseren(categorie="08", inhoud=ADRES, ingang="20261120")) == "afgevoerd"
    assert not apply(pl, [Overschrijven(categorie="07", weg=("67",))], NU).is_afgevoerd


def test_all_changes_or_none() -> None:
    """Half a birth is worse than none; the list that went in is as it was."""
    pl = lijst()
    goed = Overschrijven(categorie="07", inhoud={"70.10": "7"})
    assert refused(pl, goed, Overschrijven(categorie="01", inhoud={"02.40": "X"})) == "niet-overschrijfbaar"
    assert pl == lijst()
