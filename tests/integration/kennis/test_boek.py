"""Articles are found as people type, and only while they may be used; what agents think of them is counted."""

from datetime import UTC, date, datetime

import pytest

from meent.basis.ids import uuid7
from meent.basis.objectsoorten import KENNISARTIKEL
from meent.integration.kennis.artikel import ARTIKEL, Inhoud
from meent.integration.kennis.boek import Artikelcijfers, Oordeel, PostgresKennisboek, fragment, woorden
from meent.integration.zgw import ZgwFout
from meent.interaction.session import Session
from meent.process.kennis import artikelen
from tests.services.klantinteracties.contacten import een_klantcontact, een_onderwerp, identificator
from tests.services.objecten.bomen import OBJECTS, een_object, een_objecttype

TOEN, NU = date(2026, 1, 5), datetime(2026, 11, 29, 10, tzinfo=UTC)
VANDAAG = NU.date()
RIJBEWIJS = Inhoud(
    titel="Rijbewijs verlengen", tekst="# Meenemen\nNeem een **pasfoto** mee van [de fotograaf](https://f.example/foto).",
    trefwoorden=("roze pasje", "vernieuwen"), afdeling="Team Burgerzaken",
)  # fmt: skip
VERHUIZING = Inhoud(titel="Verhuizing doorgeven", tekst="Geef het door van 4 weken ervoor tot 5 dagen erna. Grofvuil?")


def registers(app, gemeente):
    return app.registers_for(Session("beheer", "Beheer", {}, "functioneel beheer", "s", 0), gemeente.slug)


@pytest.fixture
async def boek(app, gemeente):
    """Two articles of `gemeente`, and the book."""
    zgw = registers(app, gemeente)
    for inhoud in (RIJBEWIJS, VERHUIZING):
        await artikelen.nieuw(zgw, inhoud, TOEN)
    return PostgresKennisboek(app.pool)


async def titels(boek, gemeente, vraag, day=VANDAAG):
    return [een.titel for een in await boek.zoek(gemeente.id, vraag, day, 5)]


@pytest.mark.requirement("experience-33")
async def test_as_people_type(boek, gemeente):
    """Half a word, a plural, another name for it, capitals, a question mark, words that say nothing."""
    for vraag in (
        "rijb",
        "Rijbewijzen?",
        "fotografen",
        "roze pasje",
        "pasfoto's",
        "hoe moet ik mijn rijbewijs verlengen",
    ):
        assert await titels(boek, gemeente, vraag) == ["Rijbewijs verlengen"], vraag
    for vraag in ("verhuis", "verhuizen", "VERHUIZINGEN doorg"):
        assert await titels(boek, gemeente, vraag) == ["Verhuizing doorgeven"], vraag
    for vraag in ("", "  ?!", "de het een", "zwembad", "' | & : * \\", "f.example"):
        assert await titels(boek, gemeente, vraag) == [], vraag


async def test_all_the_words_before_some_of_them_and_the_title_before_the_text(app, gemeente, boek):
    await artikelen.nieuw(registers(app, gemeente), Inhoud(titel="Grofvuil", tekst="Na een verhuizing."), TOEN)
    assert await titels(boek, gemeente, "grofvuil") == ["Grofvuil", "Verhuizing doorgeven"]
    assert await titels(boek, gemeente, "rijbewijs pasfoto") == ["Rijbewijs verlengen"]
    some = await titels(boek, gemeente, "rijbewijs verhuizing")
    assert (sorted(some[:2]), some[2:]) == (["Rijbewijs verlengen", "Verhuizing doorgeven"], ["Grofvuil"])


async def test_a_snippet_shows_where_without_the_marks_of_the_layout(boek, gemeente):
    (found,) = await boek.zoek(gemeente.id, "fotograaf", VANDAAG, 5)
    assert found.fragment == (("Meenemen\nNeem een pasfoto mee van de ", False), ("fotograaf", True))
    assert fragment("\x02a\x03b") == (("a", True), ("b", False))
    assert woorden("Eén_twee  één x") == ["eén", "twee", "één"]


@pytest.mark.requirement("experience-33")
async def test_agents_find_only_what_may_be_used_and_the_owner_sees_all(app, gemeente, boek):
    """An agent who tells the price of last year is believed."""
    zgw = registers(app, gemeente)
    tot = replace_tot(RIJBEWIJS, titel="Kosten 2025", tot=date(2025, 12, 31))
    await artikelen.nieuw(zgw, tot, date(2025, 1, 1))
    straks = await artikelen.nieuw(zgw, replace_tot(RIJBEWIJS, titel="Kosten 2027"), date(2027, 1, 1))
    weg = await artikelen.nieuw(zgw, replace_tot(RIJBEWIJS, titel="Kosten oud"), TOEN)
    await artikelen.trek_in(zgw, await artikelen.lees(zgw, weg, VANDAAG), VANDAAG, by="Beheer")
    assert await titels(boek, gemeente, "kosten") == []
    assert await titels(boek, gemeente, "kosten", date(2025, 12, 31)) == ["Kosten 2025"]
    assert await titels(boek, gemeente, "kosten", date(2027, 1, 1)) == ["Kosten 2027"]
    regels = {een.versie.inhoud.titel: een for een in await boek.lijst(gemeente.id, "kosten", VANDAAG)}
    assert {titel: een.versie.stand(VANDAAG) for titel, een in regels.items()} == {
        "Kosten 2025": "verlopen", "Kosten 2027": "gepland", "Kosten oud": "ingetrokken",
    }  # fmt: skip
    assert regels["Kosten 2027"].uuid == straks
    assert len(await boek.lijst(gemeente.id, "", VANDAAG)) == 5


def replace_tot(inhoud, *, titel, tot=None):
    return Inhoud(titel=titel, tekst=inhoud.tekst, geldig_tot_en_met=tot)


async def test_a_change_is_found_by_what_it_says_from_its_day_on(app, gemeente, boek):
    zgw = registers(app, gemeente)
    uuid = next(een.uuid for een in await boek.lijst(gemeente.id, "rijbewijs", VANDAAG))
    was = await artikelen.lees(zgw, uuid, VANDAAG)
    anders = Inhoud(titel="Rijbewijs digitaal verlengen", tekst="Met DigiD.")
    await artikelen.wijzig(zgw, was, anders, date(2026, 12, 1), gezien=1)
    assert await titels(boek, gemeente, "digid") == []
    assert await titels(boek, gemeente, "digid", date(2026, 12, 1)) == ["Rijbewijs digitaal verlengen"]
    assert await titels(boek, gemeente, "pasfoto", date(2026, 12, 1)) == []
    (regel,) = await boek.lijst(gemeente.id, "pasfoto", VANDAAG)
    assert (regel.versie.nummer, regel.later) == (1, True)
    now = await artikelen.lees(zgw, uuid, VANDAAG)
    assert ([een.nummer for een in now.versies], now.getoond.nummer, now.nieuwste.nummer) == ([2, 1], 1, 2)
    with pytest.raises(artikelen.NetVeranderd):
        await artikelen.wijzig(zgw, now, anders, VANDAAG, gezien=1)


async def test_the_newest_of_many_versions_is_seen(app, gemeente):
    """The register shows a hundred at a time, oldest first: after that nobody could change the article any more."""
    zgw = registers(app, gemeente)
    uuid = await artikelen.nieuw(zgw, VERHUIZING, TOEN)
    async with zgw.together() as work:
        url = work.url("objecten", "objects", uuid)
        for number in range(100):
            record = {"typeVersion": 1, "data": {"titel": f"Titel {number}"}, "startAt": str(TOEN)}
            await work.update(url, {"record": record})
    found = await artikelen.lees(zgw, uuid, VANDAAG)
    assert (len(found.versies), found.nieuwste.nummer, found.getoond.inhoud.titel) == (101, 101, "Titel 99")


async def test_judgments_are_counted_and_a_word_for_the_owner_waits(boek, gemeente):
    (regel,) = await boek.lijst(gemeente.id, "rijbewijs", VANDAAG)
    uuid = regel.uuid
    for hielp, notitie in ((True, ""), (False, "De prijs klopt niet"), (False, "")):
        assert await boek.oordeel_over(gemeente.id, uuid, 1, hielp=hielp, notitie=notitie, by="Noor", now=NU)
    (regel,) = await boek.lijst(gemeente.id, "rijbewijs", VANDAAG)
    assert regel.oordeel == await boek.oordeel(gemeente.id, uuid) == Oordeel(1, 2, 1)
    (een,) = await boek.opmerkingen(gemeente.id, uuid)
    assert (een.notitie, een.wie, een.versie, een.hielp, een.op) == ("De prijs klopt niet", "Noor", 1, False, NU)
    await boek.handel_af(gemeente.id, uuid, een.id, by="Beheer", now=NU)
    assert (await boek.opmerkingen(gemeente.id, uuid), await boek.oordeel(gemeente.id, uuid)) == ([], Oordeel(1, 2, 0))


async def test_another_municipality_finds_and_judges_nothing(app, gemeente, andere_gemeente, boek):
    (regel,) = await boek.lijst(gemeente.id, "rijbewijs", VANDAAG)
    assert await titels(boek, andere_gemeente, "rijbewijs") == []
    assert await boek.lijst(andere_gemeente.id, "", VANDAAG) == []
    assert not await boek.oordeel_over(andere_gemeente.id, regel.uuid, 1, hielp=True, notitie="", by="x", now=NU)
    await boek.oordeel_over(gemeente.id, regel.uuid, 1, hielp=True, notitie="Goed", by="Noor", now=NU)
    (een,) = await boek.opmerkingen(gemeente.id, regel.uuid)
    await boek.handel_af(andere_gemeente.id, regel.uuid, een.id, by="x", now=NU)
    assert await boek.opmerkingen(andere_gemeente.id, regel.uuid) == []
    assert await boek.opmerkingen(gemeente.id, regel.uuid) == [een]
    with pytest.raises(ZgwFout) as refused:
        await artikelen.lees(registers(app, andere_gemeente), regel.uuid, VANDAAG)
    assert refused.value.status == 404


async def test_an_article_of_another_system_is_found_and_another_object_is_no_article(app, gemeente, boek, client):
    """The register is the source: who writes there by the standard needs nothing of ours."""
    body = {"type": f"http://gemeente.test/{gemeente.slug}/objecttypen/api/v2/objecttypes/{KENNISARTIKEL}", "record": {
        "typeVersion": 1, "startAt": "2026-01-01", "data": {"titel": "Zwembad", "tekst": "Open vanaf 7 uur."},
    }}  # fmt: skip
    assert (await client.post(OBJECTS, body)).status == 201
    assert await titels(boek, gemeente, "zwembad") == ["Zwembad"]
    eik = await een_object(client)
    with pytest.raises(ZgwFout):
        await artikelen.lees(registers(app, gemeente), eik["uuid"], VANDAAG)
    assert not await boek.oordeel_over(gemeente.id, eik["uuid"], 1, hielp=True, notitie="", by="x", now=NU)


async def test_a_type_that_somebody_else_made_his_own_breaks_no_screen(app, gemeente, client):
    """Whoever may make types may make ours first."""
    await een_objecttype(client, {"type": "object"}, uuid=str(KENNISARTIKEL))
    body = {"type": f"http://gemeente.test/{gemeente.slug}/objecttypen/api/v2/objecttypes/{KENNISARTIKEL}", "record": {
        "typeVersion": 1, "startAt": "2026-01-01",
        "data": {"titel": "Zwembad", "tekst": 7, "trefwoorden": "x", "isIngetrokken": "nee", "geldigTotEnMet": "ooit"},
    }}  # fmt: skip
    made = await client.post(OBJECTS, body)
    assert made.status == 201
    boek = PostgresKennisboek(app.pool)
    assert await boek.zoek(gemeente.id, "zwembad", VANDAAG, 5) == await boek.lijst(gemeente.id, "", VANDAAG) == []
    with pytest.raises(ZgwFout):
        await artikelen.lees(registers(app, gemeente), made.json["uuid"], VANDAAG)


async def test_a_period_tells_how_often_each_article_was_found_used_and_helped(gemeente, andere_gemeente, boek):
    """Who keeps the articles writes for what is asked, and mends what does not help; a day ends in Amsterdam."""
    uuid = {een.versie.inhoud.titel: een.uuid for een in await boek.lijst(gemeente.id, "", VANDAAG)}
    rijbewijs, verhuizing = uuid["Rijbewijs verlengen"], uuid["Verhuizing doorgeven"]
    for dag, gevonden in ((28, [rijbewijs]), (29, [rijbewijs, verhuizing]), (29, [rijbewijs, uuid7()]), (30, [])):
        await boek.vond(gemeente.id, gevonden, date(2026, 11, dag))
    for hielp, op in ((True, NU), (False, NU), (True, NU.replace(day=28, hour=22, minute=59)),
                      (True, NU.replace(day=28, hour=23))):  # fmt: skip
        await boek.oordeel_over(gemeente.id, rijbewijs, 1, hielp=hielp, notitie="", by="Noor", now=op)
    for op, artikel in ((NU, rijbewijs), (NU.replace(day=27), rijbewijs), (NU, "geen uuid")):
        contact = await een_klantcontact(gemeente.client, plaatsgevondenOp=op.isoformat())
        codes = identificator(str(artikel), codeObjecttype=ARTIKEL, codeRegister="obj")
        await een_onderwerp(gemeente.client, contact, onderwerpobjectidentificator=codes)
    dag = date(2026, 11, 29)
    assert await boek.cijfers(gemeente.id, dag, dag) == [
        Artikelcijfers(rijbewijs, "Rijbewijs verlengen", 2, 1, 2, 1),
        Artikelcijfers(verhuizing, "Verhuizing doorgeven", 1, 0, 0, 0),
    ]
    (een, _) = await boek.cijfers(gemeente.id, date(2026, 11, 27), dag)
    assert (een.gevonden, een.gebruikt, een.ja, een.nee) == (3, 2, 3, 1)
    assert await boek.cijfers(gemeente.id, date(2026, 12, 1), date(2026, 12, 31)) == []
    assert await boek.cijfers(andere_gemeente.id, dag, dag) == []
