"""Who looked at my data: who, when, why and which kind of data, in words that everybody knows."""

from uuid import UUID

import pytest

from meent.integration.telefooncentrale import beluisteren
from meent.interaction.inwoner import wie_keek
from meent.services.resources import RESOURCES
from meent.verwerkingen import doelen, regels
from tests.interaction.conftest import log_in
from tests.interaction.fake_inzage import VERGUNNING

PAGE = "/meerwijde/inwoner"


def test_every_group_of_data_has_words():
    """A resident who reads "enkelvoudiginformatieobject" learns nothing."""
    declared = {g for r in RESOURCES if regels.betrokkenen_of(r) for g in regels.groups(r)}
    assert beluisteren.HANDELING in wie_keek.HANDELINGEN
    assert declared | {beluisteren.NAAM, "verwerking", "enkelvoudiginformatieobject_inhoud"} <= set(wie_keek.GEGEVENS)


def test_every_purpose_of_ours_is_translated():
    """The words stand in the log in Dutch; here they are known, or an English page shows Dutch."""
    assert set(wie_keek.DOELEN) == set(doelen.OWN.values())


def test_the_page_tells_who_when_why_and_what(inwoner):
    text = inwoner.get(PAGE).text
    for told in ("20 november 2026", "19 november 2026", "10:41", "09:42", "Een medewerker van de gemeente",
                 "Een zaak behandelen", VERGUNNING, "wie u bent: naam, BSN en adres", "Dat is niet verteld.",
                 "Bekeken in een lijst", "Veranderd", "andere gegevens over u"):  # fmt: skip
        assert told in text, told
    assert text.count("andere gegevens over u") == 1  # said once, however many we have no words for
    assert text.index("20 november") < text.index("19 november")


def test_a_name_is_no_markup(inwoner):
    """Whoever registers an application chooses its name."""
    assert "&lt;b&gt;Meerwijde&lt;/b&gt;" in inwoner.get(PAGE).text


def test_what_was_before_is_one_click_away(inwoner, deps):
    """Nobody reads a year on one page, and nothing may be out of reach."""
    text = inwoner.get(PAGE).text
    last = str(deps.inzage.verder)
    assert f"{PAGE}?voor={last}" in text
    text = inwoner.get(f"{PAGE}?voor={last}").text
    assert "Daarvoor keek niemand in uw gegevens." in text
    assert deps.inzage.asked[-1] == ("meerwijde", "meerwijde-inwoner", UUID(last))
    deps.inzage.verder = None
    assert "?voor=" not in inwoner.get(PAGE).text


def test_nobody_looked(visitor):
    log_in(visitor, "zuiderkoog-inwoner")
    assert "Niemand keek nog in uw gegevens." in visitor.get("/zuiderkoog/inwoner").text


@pytest.mark.parametrize("voor", ["gisteren", "", "7", "' or 1=1"])
def test_an_address_that_makes_no_sense(inwoner, deps, voor):
    assert inwoner.get(PAGE, params={"voor": voor}).status_code == 404
    assert deps.inzage.asked == []


def test_only_the_resident_reads_it(behandelaar, deps):
    """Staff have no business in what a resident may see of them; they have their own way to the log."""
    assert behandelaar.get(PAGE).status_code == 403
    assert deps.inzage.asked == []


def test_somebody_who_is_no_resident_here(inwoner, deps, monkeypatch):
    """A session that outlived the person it was of."""

    async def unknown(slug, user, voor):
        return None

    monkeypatch.setattr(deps.inzage, "over", unknown)
    assert inwoner.get(PAGE).status_code == 404


def test_the_page_in_english(inwoner):
    text = inwoner.get(PAGE, params={"taal": "en"}, follow_redirects=True).text
    for told in ("Who looked at my data?", "Handling a case", "A member of staff of the municipality", "Viewed"):
        assert told in text, told
    assert f'lang="nl">{VERGUNNING}' in text


def test_rubrieken_of_the_brp_are_said_in_words() -> None:
    """Nobody knows what 01.02.40 is."""
    assert [wie_keek.woorden(n) for n in ("01.02.40", "zaak", "anders")] == [
        wie_keek.BRP, wie_keek.GEGEVENS["zaak"], wie_keek.OVERIG,
    ]  # fmt: skip
