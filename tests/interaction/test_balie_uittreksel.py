"""An uittreksel at the counter: seen before it is paid for, one zaak, and the paper in the page."""

from base64 import b64encode

from meent.integration.brp.feiten import Weigering
from tests.interaction.fake_burgerzaken import NOELLE, SUZANNE, lijst_uuid
from tests.interaction.test_balie_feiten import PERSOON, step
from tests.services.personen.lijsten import ANDER_BSN, BSN

BZ_92 = Weigering("BZ-92", "Geef het alleen aan de persoon zelf.", "artikel 2.59 van de Wet BRP", True)
PDF = f"data:application/pdf;base64,{b64encode(b'%PDF-1.7').decode()}"


def gevraagd(ans, **filled):
    return step(ans, "uittreksel", ans.get(f"{PERSOON}/uittreksel").text, **filled)


def test_what_stands_on_it_is_seen_first_and_then_the_paper_is_there(ans, deps):
    seen = gevraagd(ans, papier="burgerlijke staat", met_bsn="1", betaling="kosteloos")
    for told in ("Boterdiep 31", "€ 15,50", "Onderzoek.", "Geef het uittreksel af"):
        assert told in seen, told
    assert PDF not in seen
    done = step(ans, "uittreksel", seen)
    assert PDF in done
    assert "Er is een zaak gemaakt." in done
    judged, made = deps.uittreksel.gevraagd
    assert (judged.alleen_toetsen, made.alleen_toetsen, made.nog_eens) == (True, False, False)
    assert (made.bsn, made.aanvrager, made.soort, made.met_bsn, made.betaling) == (
        BSN, BSN, "burgerlijke staat", True, "kosteloos",
    )  # fmt: skip
    assert PDF in step(ans, "uittreksel", seen)
    assert deps.uittreksel.gevraagd[-1].nog_eens  # a second click is no second zaak


def test_who_may_not_have_it_reads_why_at_who_asks_and_nobody_goes_past_it(ans, deps):
    deps.uittreksel.weigeringen = [BZ_92]
    page = gevraagd(ans, aanvrager=str(lijst_uuid(NOELLE)))
    assert deps.uittreksel.gevraagd[0].aanvrager == ANDER_BSN
    assert "artikel 2.59 van de Wet BRP" in page.split("<dt>Wie vraagt het?</dt>")[1].split("</dd>")[0]
    assert ("voorbij-BZ-92" in page, "Geef het uittreksel af" in page) == (False, False)
    assert f"/balie/personen/{lijst_uuid(SUZANNE)}/uittreksel" in page
