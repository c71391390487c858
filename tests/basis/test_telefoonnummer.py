"""Telephone numbers: ITU-T E.164, and the way people type them."""

import pytest

from meent.basis.telefoonnummer import e164, kiesbaar, landelijk


@pytest.mark.parametrize(("getypt", "nummer"), [
    ("06-12 34 56 78", "+31612345678"), ("(020) 123.45.67", "+31201234567"), ("+31 (0)20 123 4567", "+31201234567"),
    ("0031 20 1234567", "+31201234567"), ("+49 30 123456", "+4930123456"), ("0800-1234", "+318001234"),
    ("14 020", "+3114020"), ("140314", "+31140314"),
])  # fmt: skip
def test_a_number_is_dialled_however_it_is_typed(getypt, nummer):
    assert kiesbaar(getypt) == nummer


@pytest.mark.parametrize("getypt", [
    "", "112", "0112", "+31112", "0031112", "144", "14", "bel mij", "06 toestel 12345678", "+", "+3161234567890123",
    "+31 20 +31 20 123", "٠٦١٢٣٤٥٦٧٨", "0" * 12,
])  # fmt: skip
def test_what_is_no_number_is_not_dialled(getypt):
    """An agent who means somebody else may not get 112 through a slip, and nobody pays for nonsense."""
    assert kiesbaar(getypt) == ""


@pytest.mark.parametrize("nummer", ["0612345678", "0201234567", "14020", "140314"])
def test_here_and_in_the_world_are_two_ways_to_write_one_number(nummer):
    assert landelijk(e164(nummer)) == nummer
    assert landelijk("+4930123456") == "+4930123456"
