"""What is shown of a person: each member from its rubrieken. Source: BRP API Personen 2.7.0; decision 0051."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from meent.services.personen import rvig, tabellen
from meent.services.personen.bevragen import waarden
from meent.services.personen.bevragen.bewoning import BEWONER
from meent.services.personen.bevragen.contract import contract, document
from meent.services.personen.bevragen.feiten import Feiten
from meent.services.personen.bevragen.historie import VERBLIJFPLAATS
from meent.services.personen.bevragen.persoon import AUTOMATISCH, BEPERKT, OP_ADRES, PERSOON, persoon
from meent.services.personen.bevragen.reisdocumenten import REISDOCUMENT
from meent.services.personen.bevragen.tonen import ALLES, Groep, gelezen, nested, rubrieken_of
from meent.services.personen.rubrieken import tabel
from meent.services.personen.tabellen import Code, Tabellen
from tests.services.personen.lijsten import (
    HUWELIJK,
    INSCHRIJVING,
    KIND,
    NEDERLANDER,
    ONTBINDING,
    OUDER1,
    TITEL,
    WOONT,
    lijst,
    met,
)  # fmt: skip
from tests.services.personen.lijsten import PERSOON as CAT01

VANDAAG = date(2026, 11, 29)
TABELLEN = Tabellen({
    32: {"0001": Code("0001", "Nederlandse")},
    33: {"0518": Code("0518", "'s-Gravenhage")},
    34: {"6030": Code("6030", "Nederland"), "5002": Code("5002", "Frankrijk")},
    60: {"0201": Code("0201", "Sociale Verzekeringsbank")},
})  # fmt: skip


def toon(*paden: str, vandaag: date = VANDAAG, **anders: Any) -> Any:
    """What a question for these paths gets, of a list with these categories otherwise."""
    return persoon(PERSOON, Feiten(lijst(**anders), TABELLEN, vandaag), nested(paden))


# --- values ----------------------------------------------------------------------------------------------------------


@pytest.mark.rule("BV-20")
@pytest.mark.parametrize(("digits", "shown"), [
    ("19630803", {"type": "Datum", "datum": "1963-08-03", "langFormaat": "3 augustus 1963"}),
    ("19630800", {"type": "JaarMaandDatum", "jaar": 1963, "maand": 8, "langFormaat": "augustus 1963"}),
    ("19630000", {"type": "JaarDatum", "jaar": 1963, "langFormaat": "1963"}),
    ("00000000", {"type": "DatumOnbekend", "onbekend": True, "langFormaat": "onbekend"}),
    ("19630231", None),
    ("", None),
])  # fmt: skip
def test_a_date_tells_what_is_known_of_it(digits: str, shown: Any) -> None:
    """Some day in 1963 is not the first of January: a pension would begin on the wrong day."""
    assert waarden.datum(digits) == shown


@pytest.mark.rule("BV-21")
@pytest.mark.parametrize(("geboren", "vandaag", "jaren"), [
    ("20001129", "2026-11-29", 26),
    ("20001130", "2026-11-29", 25),
    ("20040229", "2026-02-28", 21),  # a birthday on 29 February is on 1 March in other years
    ("20040229", "2026-03-01", 22),
    ("20001000", "2026-11-29", 26),
    ("20001100", "2026-11-29", None),  # this very month: yesterday or tomorrow
    ("20000000", "2026-11-29", None),
    ("20000000", "2026-12-31", 26),
    ("00000000", "2026-11-29", None),
    ("20270101", "2026-11-29", None),
])  # fmt: skip
def test_age_only_when_it_is_certain(geboren: str, vandaag: str, jaren: int | None) -> None:
    """Who may not drink yet would be served."""
    assert waarden.leeftijd(geboren, date.fromisoformat(vandaag)) == jaren


def test_codes_mean_something_where_the_table_is_there() -> None:
    assert toon("geboorte.plaats", "geboorte.land") == {
        "geboorte": {
            "plaats": {"code": "0518", "omschrijving": "'s-Gravenhage"},
            "land": {"code": "6030", "omschrijving": "Nederland"},
        }
    }
    abroad = met(CAT01, e03_20="Toulon", e03_30="5002")
    assert toon("geboorte.plaats", c01=[[abroad]])["geboorte"]["plaats"] == {"omschrijving": "Toulon"}
    assert toon("geboorte.land", c01=[[met(CAT01, e03_30="0000")]])["geboorte"]["land"]["omschrijving"] == "Onbekend"


# --- what is there and what is not -----------------------------------------------------------------------------------


@pytest.mark.rule("BV-22")
def test_what_ended_or_is_unknown_is_absent() -> None:
    """An ended fact that still shows is a fact that somebody acts upon."""
    ended = {"85.10": "20200101", "86.10": "20200102"}
    assert toon("nationaliteiten", c04=[[ended, NEDERLANDER]]) == {}
    assert toon("kinderen", "partners", "ouders", c02=[[ended, OUDER1]], c03=[], c09=[[ended, KIND]]) == {}
    assert toon("naam", c01=[[met(CAT01, e02_10="", e02_40=".", e61_10="")]]) == {}
    wrong = met(WOONT, e84_10="O", e11_10="Elders")
    assert toon("verblijfplaats.verblijfadres.korteStraatnaam", c08=[[WOONT, wrong]])["verblijfplaats"] == {
        "type": "Adres", "verblijfadres": {"korteStraatnaam": "Boterdiep"},
    }  # fmt: skip


@pytest.mark.rule("BV-28")
@pytest.mark.parametrize(("pad", "anders"), [
    ("verblijfstitel", {"c10": [[met(TITEL, e39_20="20261129")]]}),
    ("verblijfstitel", {"c10": [[met(TITEL, e39_10="98")]]}),
    ("uitsluitingKiesrecht", {"c13": [[{"38.10": "A", "38.20": "20200101"}]]}),
    ("europeesKiesrecht", {"c13": [[{"31.10": "1", "31.20": "20190101", "31.30": "20200101"}]]}),
])  # fmt: skip
def test_what_has_an_end_is_shown_until_then(pad: str, anders: dict[str, Any]) -> None:
    """Somebody whose right to stay has ended has none, and who may vote again may vote."""
    assert toon(pad, **anders) == {}
    later = {c: [[{n: "20991231" if w in ("20261129", "20200101") else w.replace("98", "21") for n, w in v.items()}
                  for v in s] for s in stapels] for c, stapels in anders.items()}  # fmt: skip
    assert set(toon(pad, **later)) == {pad}


@pytest.mark.rule("BV-29")
def test_a_stillborn_child_is_not_given() -> None:
    assert toon("kinderen.naam.geslachtsnaam", c09=[[KIND], [met(KIND, e89_10="L")]]) == {
        "kinderen": [{"naam": {"geslachtsnaam": "Moulin"}}]
    }


@pytest.mark.rule("BV-30")
def test_partners_are_those_of_now_or_the_last_one() -> None:
    """An ex whose name shows beside the spouse of today is a quarrel."""

    def names(*bonds: Any) -> list[str]:
        found = toon("partners.naam.geslachtsnaam", c05=[[bond] for bond in bonds])
        return [p["naam"]["geslachtsnaam"] for p in found.get("partners", [])]

    old, ex = met(ONTBINDING, e02_40="Oud", e07_10="20010101"), met(ONTBINDING, e02_40="Ex")
    assert names(old, HUWELIJK, met(HUWELIJK, e02_40="Ook")) == ["Beaudelaire", "Ook"]
    assert names(ex, old) == ["Ex"]
    assert names() == []


@pytest.mark.rule("BV-27")
@pytest.mark.parametrize(("elementen", "soort"), [
    ({"05.10": "0001"}, "Nationaliteit"),
    ({"05.10": "0499"}, "Staatloos"),
    ({"05.10": "0000"}, "NationaliteitOnbekend"),
    ({"65.10": "B"}, "BehandeldAlsNederlander"),
    ({"65.10": "V"}, "VastgesteldNietNederlander"),
])  # fmt: skip
def test_kinds_of_nationality(elementen: dict[str, str], soort: str) -> None:
    (found,) = toon("nationaliteiten", c04=[[{**elementen, "85.10": "20000101"}]])["nationaliteiten"]
    assert found["type"] == soort
    assert ("nationaliteit" in found) == (soort == "Nationaliteit")


@pytest.mark.rule("BV-25")
@pytest.mark.parametrize(("elementen", "soort"), [
    ({"11.10": "Boterdiep"}, "Adres"),
    ({"11.10": "."}, "VerblijfplaatsOnbekend"),
    ({"12.10": "Woonboot de Zwaan"}, "Locatie"),
    ({"13.10": "5002", "13.20": "20200101"}, "VerblijfplaatsBuitenland"),
    ({"13.10": "0000"}, "VerblijfplaatsOnbekend"),
    ({}, None),
])  # fmt: skip
def test_kinds_of_verblijfplaats(elementen: dict[str, str], soort: str | None) -> None:
    found = toon("verblijfplaats", c08=[[{"09.10": "0518", **elementen}]])
    assert found.get("verblijfplaats", {}).get("type") == soort


@pytest.mark.rule("BV-26")
@pytest.mark.parametrize(("elementen", "regels"), [
    ({"11.10": "Boterdiep", "11.20": "31", "11.60": "2512AA", "11.70": "Delft"}, ["Boterdiep 31", "2512 AA  Delft"]),
    ({"11.10": "Boterdiep", "11.20": "1", "11.30": "a", "11.40": "2"}, ["Boterdiep 1a-2", "'s-Gravenhage"]),
    ({"11.10": "Boterdiep", "11.20": "1", "11.50": "to"}, ["Boterdiep t/o 1", "'s-Gravenhage"]),
    ({"12.10": "Woonboot de Zwaan"}, ["Woonboot de Zwaan", "'s-Gravenhage"]),
    ({"13.10": "5002", "13.30": "1 rue Monge", "13.40": "Paris", "13.50": "Île"}, ["1 rue Monge", "Paris", "Île"]),
    ({"13.10": "0000"}, []),
])  # fmt: skip
def test_lines_of_an_address(elementen: dict[str, str], regels: list[str]) -> None:
    """What stands on the envelope must bring the letter to the door."""
    found = toon("adressering", c08=[[{"09.10": "0518", **elementen}]])["adressering"]
    assert [found[f"adresregel{n}"] for n in (1, 2, 3) if f"adresregel{n}" in found] == regels
    assert ("land" in found) == (elementen.get("13.10") == "5002")


@pytest.mark.rule("BV-12")
def test_what_comes_by_itself() -> None:
    """A restriction must travel with the data; so must that the list is no longer kept."""
    rni = {"88.10": "0201", "88.20": "Verdrag"}
    secret = met(INSCHRIJVING, e70_10="7", e67_10="20200101", e67_20="E", e71_10="20190101", e71_20="nagezien")
    found = toon("burgerservicenummer", c01=[[{**CAT01, **rni}]], c07=[[secret]], c08=[[{**WOONT, **rni}]])
    assert found == {
        "burgerservicenummer": CAT01["01.20"],
        "geheimhoudingPersoonsgegevens": True,
        "opschortingBijhouding": {
            "reden": {"code": "E", "omschrijving": "emigratie"}, "datum": waarden.datum("20200101"),
        },
        "rni": [{"deelnemer": {"code": "0201", "omschrijving": "Sociale Verzekeringsbank"}, "categorie": "Persoon",
                 "omschrijvingVerdrag": "Verdrag"}],
        "verificatie": {"datum": waarden.datum("20190101"), "omschrijving": "nagezien"},
    }  # fmt: skip
    assert "geheimhoudingPersoonsgegevens" not in toon("burgerservicenummer")


# --- doubt -----------------------------------------------------------------------------------------------------------


SINDS = waarden.datum("20260901")
GEBOORTE, NAAM = "geboorte.inOnderzoek", "naam.inOnderzoek"


@pytest.mark.rule("BV-23")
@pytest.mark.parametrize(("aanduiding", "doubted"), [
    ("010310", {"geboorte": ["datum"], "": ["leeftijd"]}),  # the age follows from it
    ("010300", {"geboorte": ["datum", "land", "plaats"], "": ["leeftijd"]}),
    ("010240", {"naam": ["geslachtsnaam", "volledigeNaam"],
                "adressering": ["aanhef", "aanschrijfwijze", "gebruikInLopendeTekst"]}),
    ("510310", {}),  # of the history
    ("", {}),
])  # fmt: skip
def test_doubt_reaches_what_is_derived(aanduiding: str, doubted: dict[str, Sequence[str]]) -> None:
    """A decision upon an age that is doubted must be able to know it."""
    doubt = met(CAT01, e83_10=aanduiding, e83_20="20260901" if aanduiding else "")
    found = toon("geboorte", "naam", "leeftijd", "adressering", c01=[[doubt]])
    seen = {g: found.get(g, {}).get("inOnderzoek") for g in ("geboorte", "naam", "adressering")}
    seen[""] = found.get("inOnderzoek")
    named = {g: sorted(n for n in flags if not n.startswith("datumIngang")) for g, flags in seen.items() if flags}
    assert named == {g: sorted(names) for g, names in doubted.items()}
    assert all(SINDS in flags.values() for flags in seen.values() if flags)


@pytest.mark.rule("BV-23")
def test_doubt_that_was_settled_and_of_what_was_not_asked_is_not_told() -> None:
    settled = met(CAT01, e83_10="010000", e83_20="20260901", e83_30="20261001")
    assert "inOnderzoek" not in json.dumps(toon("naam", "geboorte", c01=[[settled]]))
    open_ = met(CAT01, e83_10="010310", e83_20="20260901")
    assert "inOnderzoek" not in json.dumps(toon("naam", c01=[[open_]]))
    partner = met(HUWELIJK, e83_10="050240", e83_20="20260901")
    found = toon("partners.naam.geslachtsnaam", "adressering.aanhef", c05=[[partner]])
    assert found["partners"][0]["naam"]["inOnderzoek"] == {"geslachtsnaam": True, "datumIngangOnderzoek": SINDS}
    assert found["adressering"]["inOnderzoek"] == {"aanhef": True, "datumIngangOnderzoekPartner": SINDS}


@pytest.mark.rule("BV-24")
def test_who_does_not_live_there_is_told() -> None:
    """Post to somebody of whom it is known that he left; and every part of the address is doubted."""
    away = met(WOONT, e83_10="089999", e83_20="20260901")
    found = toon("verblijfplaats", "adressering.indicatieVastgesteldVerblijftNietOpAdres", c08=[[away]])
    assert found["verblijfplaats"]["indicatieVastgesteldVerblijftNietOpAdres"] is True
    assert found["adressering"]["indicatieVastgesteldVerblijftNietOpAdres"] is True
    assert found["verblijfplaats"]["verblijfadres"]["inOnderzoek"]["postcode"] is True
    back = toon("verblijfplaats", c08=[[{**away, "83.30": "20261001"}]])["verblijfplaats"]
    assert "indicatieVastgesteldVerblijftNietOpAdres" not in back


# --- fields and rubrieken --------------------------------------------------------------------------------------------


@pytest.mark.rule("BV-11")
def test_a_path_asks_that_and_nothing_else() -> None:
    """What is not asked is not given; a path to a group, or into a value, gets all of it."""
    assert toon("geboorte.datum.jaar", "geslacht.omschrijving") == {
        "geboorte": {"datum": waarden.datum("19851201")}, "geslacht": {"code": "V", "omschrijving": "vrouw"},
    }  # fmt: skip
    assert set(toon("geboorte", "geboorte.datum")["geboorte"]) == {"datum", "land", "plaats"}
    assert toon("adressering.aanschrijfwijze.naam") == {"adressering": {"aanschrijfwijze": {"naam": "S. Moulin"}}}


@pytest.mark.rule("BV-40")
@pytest.mark.parametrize(("pad", "rubrieken"), [
    ("leeftijd", "01.03.10 06.08.10 07.67.20"),
    ("adressering.aanhef", "01.02.10 01.02.20 01.02.30 01.02.40 01.04.10 01.61.10 05.02.20 05.02.30 05.02.40 06.08.10"
                           " 07.67.20"),
    ("ouders.naam.voornamen", "02.02.10 03.02.10"),
    ("verblijfplaats.datumVan", "08.10.30 08.11.10 08.12.10 08.13.10 08.13.20"),
])  # fmt: skip
def test_a_derived_member_needs_what_it_is_made_of(pad: str, rubrieken: str) -> None:
    """Who may not know a date of birth may not ask the age on successive days."""
    assert list(gelezen(PERSOON, (pad,))) == rubrieken.split()


def _members(groep: Groep, at: str = "") -> set[str]:
    found: set[str] = set()
    for kind in groep.soorten.values():
        found |= _members(kind, at)
    for naam, lid in groep.leden.items():
        found |= {at + naam}
        found |= (
            _members(lid, f"{at}{naam}.") if isinstance(lid, Groep) else {f"{at}{naam}.{deel}" for deel in lid.delen}
        )
    return found


TREES: list[tuple[str, str, Groep, tuple[str, ...]]] = [
    ("personen", "Persoon", PERSOON, AUTOMATISCH),
    ("personen", "PersoonBeperkt", BEPERKT, AUTOMATISCH),
    ("personen", "GezagPersoonBeperkt", OP_ADRES, AUTOMATISCH),
    ("bewoningen", "Bewoner", BEWONER, AUTOMATISCH),
    ("verblijfplaatshistorie", "AbstractVerblijfplaatsVoorkomen", VERBLIJFPLAATS, (*AUTOMATISCH, "datumTot")),
    ("reisdocumenten", "Reisdocument", REISDOCUMENT, AUTOMATISCH),
]
"""API, schema, the tree that answers it, and members that come from elsewhere."""


@pytest.mark.parametrize(("api", "schema", "groep", "elders"), TREES)
def test_everything_published_is_there(api: str, schema: str, groep: Groep, elders: tuple[str, ...]) -> None:
    """A member that nobody built would be asked, allowed, logged, and never answered."""
    ours = _members(groep)
    values = {"type", "datum", "onbekend", "jaar", "maand", "langFormaat", "code", "omschrijving", "soort"}

    def is_known(pad: str) -> bool:
        return pad in ours or (pad.rpartition(".")[2] in values and pad.rpartition(".")[0] in ours)

    published = {pad for pad in contract(api).paden(schema) if not set(pad.split(".")) & set(elders)}
    assert [pad for pad in published if not is_known(pad)] == []
    assert ours - published == set()


def test_every_rubriek_exists() -> None:
    """A rubriek that nobody knows can be given to nobody, and stands in the log for nothing."""
    for _, _, groep, _ in TREES:
        for rubriek in rubrieken_of(groep, ALLES):
            tabel().element(rubriek[:2], rubriek[3:])


def test_all_of_the_test_set_fits_the_document(shared: Path) -> None:
    """687 people, everything asked: an answer outside the document breaks every generated client.

    Real names hold characters that the published patterns do not know; a name is not altered to fit (decision 0051).
    """
    known = tabellen.read(shared / "data/brp/landelijke-tabellen")
    checked = jsonschema.Draft202012Validator(document("personen") | {"$ref": "#/components/schemas/Persoon"})
    misfits, count = set(), 0
    for one in rvig.read(shared / "data/brp/persoonslijsten/rvig-testset-gbav-20220502.csv"):
        assert one.pl
        shown = persoon(PERSOON, Feiten(one.pl, known, VANDAAG), ALLES)
        count += 1
        if count % 4 == 0:
            misfits |= {f"{e.validator} {e.absolute_path[-1]}" for e in checked.iter_errors(shown)}
    assert count == 687
    assert {m for m in misfits if not m.startswith("pattern ")} <= {"maxLength adresregel1"}  # two streets abroad
