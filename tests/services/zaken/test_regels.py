"""Small decisions in the rules of the Zaken API 1.7.0."""

import pytest

from meent.engine.marks import Group
from meent.services.zaken.regels import is_empty
from meent.services.zaken.rol import Medewerker, NatuurlijkPersoon


@pytest.mark.parametrize(
    ("beschrijving", "verwacht"),
    [
        (None, True),
        (NatuurlijkPersoon(), True),
        (NatuurlijkPersoon(inp_bsn="999993653"), False),
        (Medewerker(achternaam="de Wit"), False),
    ],
)
def test_description_that_says_nothing(beschrijving: Group | None, verwacht: bool) -> None:
    """A rol without anybody in it looks like an answer and is none."""
    assert is_empty(beschrijving) is verwacht
