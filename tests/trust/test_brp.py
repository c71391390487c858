"""What fuzzing of the query APIs of the BRP rests on: an answer outside the kind that it says it is must be seen."""

import pytest

from trust.brp import misfits

PERSOON = {"type": "RaadpleegMetBurgerservicenummer", "personen": [{"geboorte": {"datum": {
    "type": "Datum", "datum": "1985-12-01", "langFormaat": "1 december 1985"}}}]}  # fmt: skip
JAAR = {"type": "RaadpleegMetBurgerservicenummer", "personen": [{"geboorte": {"datum": {
    "type": "JaarDatum", "langFormaat": "1985"}}}]}  # fmt: skip
BEPERKT = {"type": "ZoekMetPostcodeEnHuisnummer", "personen": [{"leeftijd": "negen"}]}
PLAATS = {"verblijfplaatsen": [{"type": "Nergens"}]}


@pytest.mark.parametrize(("api", "answer", "times"), [
    ("personen", PERSOON, 0), ("personen", JAAR, 1), ("personen", BEPERKT, 1), ("personen", {"type": "Iets"}, 1),
    ("verblijfplaatshistorie", PLAATS, 1), ("verblijfplaatshistorie", {"verblijfplaatsen": [{"type": "Adres"}]}, 0),
])  # fmt: skip
def test_an_answer_that_is_not_its_kind_is_seen(api: str, answer: object, times: int) -> None:
    """A validator passes over a discriminator: a year without a year would be found by the client only."""
    assert len(list(misfits(api, None, answer))) == times
