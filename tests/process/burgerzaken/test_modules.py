"""Rows of the design (§3) that are whole: what the software enforces of one module, in one test each."""

from datetime import date

import msgspec
import pytest

from meent.process.burgerzaken.naamgebruik import kies_naamgebruik
from meent.process.burgerzaken.toetsen import Geweigerd
from meent.services.personen.mutaties import apply
from tests.process.burgerzaken.test_meer_feiten import NAAM, VROUW, WEG
from tests.services.personen.lijsten import BSN, HUWELIJK, NU, ONTBINDING, PERSOON, lijst


@pytest.mark.requirement("burgerzaken-18")
@pytest.mark.rule("BZ-350")
def test_naamgebruik() -> None:
    """E, P, V or N; the last three only with a partner, of now or before. Within four weeks the person is told. Who
    left the country only goes back to E, and that is for the RNI to record."""
    own, past = lijst(), lijst(c05=[[ONTBINDING, HUWELIJK]])
    uses_partner = lijst(c01=[[{**PERSOON, "61.10": "P"}]], c05=VROUW.stapels["05"])
    for choice, pl in (("P", VROUW), ("V", VROUW), ("N", past), ("E", uses_partner)):
        gevolg = kies_naamgebruik(msgspec.structs.replace(NAAM, persoon=pl, naamgebruik=choice))
        assert apply(pl, gevolg.wijzigingen[BSN], NU).waarde("01.61.10") == choice
        [brief] = gevolg.brieven
        assert (brief.soort, brief.aan, brief.uiterlijk) == ("naamgebruik", BSN, date(2026, 12, 28))
    gone = lijst(
        c01=[[{**PERSOON, "61.10": "P"}]], c05=VROUW.stapels["05"], c07=WEG.stapels["07"], c08=WEG.stapels["08"]
    )  # fmt: skip
    for choice, pl, nummer, zin in (
        ("P", own, "BZ-52", "geen partner"), ("V", own, "BZ-52", "geen partner"), ("X", VROUW, "BZ-51", "Kies"),
        ("N", gone, "BZ-350", "alleen terug naar de eigen naam"), ("E", gone, "BZ-350", "wijzigingsverzoek RNI"),
    ):  # fmt: skip
        with pytest.raises(Geweigerd, match=zin) as told:
            kies_naamgebruik(msgspec.structs.replace(NAAM, persoon=pl, naamgebruik=choice))
        assert [b.nummer for b in told.value.bezwaren] == [nummer]
