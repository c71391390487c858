"""Knowledge articles of the demo: believable, plain, and found."""

import re

import jsonschema
import pytest

from meent.integration.kennis.artikel import SCHEMA, data
from meent.integration.kennis.boek import PostgresKennisboek
from meent.interaction.session import Session
from meent.tools.demo.gemeenten import GEMEENTEN, MEERWIJDE
from meent.tools.demo.kennis import FOLDER, generate_artikelen, write_artikelen
from meent.tools.demo.klantinhoud import ALGEMEEN
from tests.tools.demo.test_klantcontacten import VANDAAG


def maak(gemeente=MEERWIJDE):
    return list(generate_artikelen(gemeente, seed=1, vandaag=VANDAAG))


@pytest.mark.parametrize("gemeente", GEMEENTEN, ids=lambda gemeente: gemeente.slug)
def test_every_article_fits_its_type_and_the_same_day_gives_the_same(gemeente):
    made = maak(gemeente)
    for one in made:
        jsonschema.validate(data(one.inhoud), SCHEMA)
    assert made == maak(gemeente)
    assert len(made) >= 15


@pytest.mark.parametrize("one", maak(), ids=lambda one: one.inhoud.titel)
def test_an_article_is_plain(one):
    """Somebody reads it while another waits on the line."""
    text = re.sub(r"[#*_]|^\d\.|^-", "", one.inhoud.tekst, flags=re.MULTILINE)
    sentences = [part.split() for part in re.split(r"[.!?:]\s+|\n", text) if part.strip()]
    assert sum(map(len, sentences)) / len(sentences) <= 12
    assert len(text.split()) <= 200


def test_what_contacts_name_is_there():
    assert {vraag.artikel for vraag in ALGEMEEN if vraag.artikel} < {path.stem for path in FOLDER.glob("*.md")}


async def test_what_a_caller_asks_is_found(app, gemeente):
    """And what has expired or is to come is not."""
    zgw = app.registers_for(Session("demo", "Demo", {}, "functioneel beheer", "s", 0), gemeente.slug)
    boek = PostgresKennisboek(app.pool)
    await write_artikelen(zgw, boek, maak(), lambda _: None)
    for asked, titel in (
        ("paspoort kwijt", "Paspoort kwijt of gestolen"), ("verhuisd", "Verhuizing doorgeven"),
        ("bank ophalen", "Grofvuil laten ophalen"), ("kapotte lantaarnpalen", "Iets kapot of vies op straat melden"),
        ("tweede auto", "Parkeervergunning voor bewoners"), ("rijbewijzen 75", "Rijbewijs aanvragen of verlengen"),
    ):  # fmt: skip
        assert (await boek.zoek(gemeente.id, asked, VANDAAG, 3))[0].titel == titel
    assert await boek.zoek(gemeente.id, "leges tarieven", VANDAAG, 3) == []
    assert await boek.zoek(gemeente.id, "luiers", VANDAAG, 3) == []
    (regel,) = await boek.lijst(gemeente.id, "grofvuil kringloopwinkel", VANDAAG)
    assert (regel.oordeel.open, regel.versie.inhoud.eigenaar) == (1, "H. de Graaf")
