"""The published antwoordenmodel of the gezag module of RvIG (2.2.4), row by row, through our decision."""

import csv
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from meent.services.personen.gezag import vragen
from meent.services.personen.gezag.beslissing import Uitkomst, bepaal
from meent.services.personen.gezag.blad import Blad, Feit
from meent.services.personen.gezag.kind import GeboortedatumOnbekend, GegevensOntbreken, Kind
from meent.services.personen.gezag.vragen import Staat
from meent.services.personen.persoonslijst import Persoonslijst, Voorkomen

MODEL = Path("data") / "brp" / "gezag" / "AntwoordenModel_v2_2_4.csv"
LEEG = Persoonslijst({})
PARTNER = Feit(Blad(LEEG), "05", Voorkomen({"02.40": "Jansen"}))
SOORTEN = {
    "OG2": "GezamenlijkOuderlijkGezag", "OG1": "EenhoofdigOuderlijkGezag", "GG": "GezamenlijkGezag", "V": "Voogdij",
    "G": "TijdelijkGeenGezag", "N": "GezagNietTeBepalen",
}  # fmt: skip
STATEN: Mapping[str, Staat] = {
    "overleden": "overleden", "onder_curatele": "curatele", "minderjarig": "minderjarig",
    "beiden_overleden": "overleden", "beiden_onder_curatele": "curatele", "beiden_minderjarig": "minderjarig",
}  # fmt: skip
BESTAAT_NIET = {
    "0": "a fault of the program, which is no answer about a child",
    "0e": "as a whole: at each question apart",
    "4no1": "ouder1 and a third, and it is ouder2 who has it", "4ano1": "the same",
    "5no2": "ouder2 and a third, and it is ouder1 who has it", "5ano2": "the same",
    "18": "one parent, and it does not say which", "18a": "the same", "40": "the same", "40a": "the same",
}  # fmt: skip
ANDERE_WOORDEN = {
    "4amm": "the row says that both died where both are minors",
    "32": "a note of the makers instead of a sentence", "32a": "the same",
    **dict.fromkeys(("7e", "7ae", "11e", "11ae", "13e", "13ae"), "it does not tell at which question; ours does"),
}  # fmt: skip
"""Rows of which the outcome is ours and the sentence is not."""


def rows(shared: Path) -> list[dict[str, str]]:
    with (shared / MODEL).open(encoding="utf-8-sig", newline="") as file:
        return [{name.lower(): cell for name, cell in row.items()} for row in csv.DictReader(file)]


def answers(row: Mapping[str, str]) -> dict[str, Callable[..., Any]]:
    """Our questions, each answered by the cell of the row; an empty cell is what the registration does not tell."""

    def yes(cell: str, waarbij: str = "") -> Callable[..., bool]:
        return lambda kind: told(cell, waarbij) == "Ja"

    def told(cell: str, waarbij: str) -> str:
        if not row[cell]:
            raise GegevensOntbreken(waarbij, "%s")
        return row[cell]

    def is_minor(kind: Kind) -> bool:
        if not row["v0102"]:
            raise GeboortedatumOnbekend
        return row["v0102"] == "Ja"

    def parents(kind: Kind) -> tuple[int, ...] | None:
        one = (2,) if any(row[c].endswith("ouder2") for c in ("v04a03", "v04b01")) else (1,)
        return {
            "Geen_ouders": (), "Twee_ouders": (1, 2), "Een_ouder": one, "1_of_2_puntouders": None,
        }[told("v0201", vragen.AANTAL_OUDERS)]  # fmt: skip

    def recognised(kind: Kind) -> str:
        found = told("v02a03", vragen.VAN_ERKENNING)
        return {"Na": "samen", "Voor": "onbekend", "Voor_ouder1": "ouder1", "Voor_ouder2": "ouder2"}[found]

    return {
        "is_ingezetene": yes("v0101"), "is_minderjarig": is_minor,
        "heeft_in_buitenland_gewoond": yes("v0103", vragen.EMIGRATIE),
        "is_in_buitenland_geboren": yes("v0103a"),
        "is_met_akte_geadopteerd": yes("v0103b", vragen.VAN_ADOPTIE),
        "heeft_uitspraak": yes("v0104"), "is_uitspraak_achterhaald": yes("v0301"),
        "uitspraak": lambda kind: told("v0302", ""), "ouders": parents,
        "zijn_samen_geweest": lambda kind: told("v02a01", vragen.HUWELIJK) in ("Ja", "Nee"),
        "is_geadopteerd": yes("v02a02", vragen.VAN_ADOPTIE), "gezag_na_erkenning": recognised,
        "partner_bij_geboorte": lambda kind, nummer: PARTNER if told("v02b01", vragen.HUWELIJK) == "Ja" else None,
        "bevoegdheid": lambda kind, nummer: states(row)[f"ouder{nummer}"],
        "toestand_van_ander": lambda kind, nummer: states(row)[f"ouder{nummer}"],
        "bevoegdheid_van_ander": lambda kind, partner: states(row)["niet_ouder"],
    }  # fmt: skip


def states(row: Mapping[str, str]) -> dict[str, Staat]:
    """What ouder1, ouder2 and who is no parent are, out of the last three questions of the row."""
    cell = row["v04a02"] or row["v04a03"] or row["v04b01"]
    if not cell:
        raise GegevensOntbreken(vragen.BEVOEGDHEID, "%s")
    found: dict[str, Staat] = dict.fromkeys(("ouder1", "ouder2", "niet_ouder"), "bevoegd")
    holder = "2" if row["v0302"] in ("2", "2D") or row["v02a03"] == "Voor_ouder2" else "1"
    if cell in ("Nee_ouder1", "Nee_ouder2"):  # who can; the reason why the other cannot is only in the sentence
        other = "ouder2" if cell == "Nee_ouder1" else "ouder1"
        if row["soortgezag"] == "G":
            found[other] = next(s for word, s in (
                ("overleden", "overleden"), ("curatele", "curatele"), ("minderjarig", "minderjarig"),
            ) if word in row["uitleg"])  # fmt: skip
    elif cell in ("Ja_ouder1", "Ja_ouder2"):
        found[f"ouder{holder}" if row["v0302"] in ("1D", "2D") else cell[3:]] = "overleden"
    elif cell.startswith("Ja_nietouder"):
        found["niet_ouder"] = "overleden"
    elif cell.startswith("Ja_"):
        first, _, second = cell.removeprefix("Ja_").removeprefix("ouder_").partition("_en_")
        found[f"ouder{holder}"] = STATEN[first]
        rest = second.removeprefix("andere_ouder_").removeprefix("niet_ouder_") or first * first.startswith("beiden")
        for who in (f"ouder{3 - int(holder)}", "niet_ouder") if rest else ():
            found[who] = STATEN[rest]
    return found


def outcome(row: Mapping[str, str], patch: pytest.MonkeyPatch) -> Uitkomst | None:
    for name, answer in answers(row).items():
        patch.setattr(vragen, name, answer)
    return bepaal(Kind(Blad(LEEG), {}, date(2026, 11, 29)))


@pytest.mark.rule("GZ-19")
@pytest.mark.requirement("burgerzaken-bar-6")
def test_every_row_of_the_model(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """549 answers that the whole country gets for the same facts; ours may not be another one."""
    counted, wrong = Counter[str](), []
    for row in rows(shared):
        if row["route"] in BESTAAT_NIET:
            continue
        found = outcome(row, monkeypatch)
        counted[row["soortgezag"]] += 1
        got = (found.soort, {f"ouder{n}" for n in found.ouders}, found.partner is not None) if found else None
        want_parents = {f"ouder{n}" for n in (1, 2) if row[f"gezag_ouder{n}"] == "Ja"}
        if row["soortgezag"] == "GG" and row["v0201"]:  # the row names all four, of whom one is a parent
            want_parents = {"ouder1"}
        is_known = "Ja" in (row["gezag_niet_ouder1"], row["gezag_niet_ouder2"])
        wanted = (SOORTEN[row["soortgezag"]], want_parents, is_known) if row["soortgezag"] != "NVT" else None
        words = row["uitleg"].strip() if row["soortgezag"] in "GN" and row["route"] not in ANDERE_WOORDEN else None
        told = found.toelichting if found and words is not None else None
        if (got, told) != (wanted, words):
            wrong.append((row["route"], got, wanted, told, words))
    assert wrong == []
    assert sum(counted.values()) + len(BESTAAT_NIET) == len(rows(shared)) == 549
    assert counted == {"G": 328, "N": 83, "OG1": 82, "OG2": 18, "V": 18, "GG": 8, "NVT": 2}
