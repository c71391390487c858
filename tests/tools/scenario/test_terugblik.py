"""The back-test of 2018 stays what it was when it came out: nobody tunes it afterwards."""

import hashlib
from datetime import date

import pytest

from meent.tools.scenario import coalitie
from meent.tools.scenario.controle import load
from meent.tools.scenario.deelname import contract_of, undelivered
from tests.house.source import ROOT
from tests.tools.scenario.test_deelname import JOINT
from tests.tools.scenario.voorbeeld import TEKST, write

FILE = ROOT / "docs" / "voorbeelden" / "terugblik-2018" / "gt-connect.toml"
PAGE = (ROOT / "docs" / "terugblik-2018.md").read_text()


@pytest.fixture(scope="module")
def model():
    return load(FILE)


def test_the_model_is_the_one_whose_outcome_was_published():
    assert hashlib.sha256(FILE.read_bytes()).hexdigest() in PAGE


def test_what_was_published_was_known_in_2018_and_the_rest_is_called_a_guess(model):
    for name, quantity in model.grootheden.items():
        assert quantity.onbekend or quantity.datum <= date(2018, 12, 31), name
    guesses = sum(quantity.onbekend for quantity in model.grootheden.values())
    assert f"Of the {len(model.grootheden)} figures {guesses} were published nowhere" in PAGE


def test_the_published_figures_are_those_of_the_model(model):
    contract, participants = contract_of(model, model.coalitie)
    stays = coalitie.stable(contract, participants).blijvers
    assert f"| {len(stays)} of {len(participants)} |" in PAGE
    assert f"| {100 * coalitie.collapse(contract, participants):.1f} % |" in PAGE
    assert f"| {100 * undelivered(model, 'gt_connect', 0):.0f} % |" in PAGE
    assert f"| {100 * undelivered(model, 'gt_connect', 0.59902):.0f} % |" in PAGE


def test_no_delivery_is_being_called_off_or_being_left_by_hand(tmp_path):
    """Called off in one of two years at 5 % each: 9.75 %; half of the time too few stay: 54.875 % brings nothing."""
    assert undelivered(load(write(tmp_path)), "nieuw", 0.5) == pytest.approx(1 - 0.95**2 * 0.5)


def test_a_contract_under_a_scenario_that_is_not_there_is_refused(tmp_path):
    text = (TEKST + JOINT).replace("[coalitie]\n", '[coalitie]\nscenario = "oud"\n')
    with pytest.raises(Exception, match="Het scenario 'oud' bestaat niet"):
        load(write(tmp_path, text))
