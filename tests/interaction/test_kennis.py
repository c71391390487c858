"""Knowledge articles: kept by who administers, read and used by who answers."""

from datetime import timedelta
from uuid import UUID

import pytest

from meent.integration.telefooncentrale.werkboek import Bron, Vraag, Werkcontact
from meent.interaction.beheer.kennis import ingevuld
from meent.interaction.klantcontact import vragen
from meent.interaction.opmaak import opgemaakt
from meent.interaction.words import words
from tests.interaction.conftest import ORIGIN, log_in
from tests.interaction.fake_kennis import AANVRAAG, GROFVUIL, PASPOORT, PRIJZEN, artikel_uuid
from tests.interaction.fake_zgw import NOW, TODAY

BEHEER, DESK = "/meerwijde/beheer/kennis", "/meerwijde/klantcontact/werkplek"
PASPOORT_PAGE = f"{BEHEER}/{artikel_uuid('meerwijde', PASPOORT)}"
VELDEN = {
    "titel": "Honden", "tekst": "Meld uw hond *aan*.", "trefwoorden": "hondenbelasting, puppy,\nhondenbelasting",
    "afdeling": "Team Parkeren", "eigenaar": "Ans", "taal": "nl", "vanaf": str(TODAY), "tot": "",
}  # fmt: skip


def send(client, path, page="", **fields):
    """A form as a browser sends it, from the page on which it stands."""
    text = client.get(page or path).text
    proof, *_ = text.split('name="formulierbewijs" value="')[1].split('"')
    key = text.split('name="formuliersleutel" value="')[1].split('"')[0] if "formuliersleutel" in text else ""
    return client.post(path, data={"formulierbewijs": proof, "formuliersleutel": key} | fields, headers=ORIGIN)


def become(client, persona):
    """Somebody else in the same browser."""
    client.cookies.clear()
    log_in(client, persona)


# --- who keeps them ---------------------------------------------------------------------------------------------------


@pytest.mark.requirement("experience-33")
def test_the_owner_sees_what_has_expired(beheerder):
    """Nobody finds it any more, so nobody would miss it."""
    text = beheerder.get(BEHEER).text
    assert ("1 artikel is verlopen" in text, "4 artikelen" in text, "Tot en met 31 december 2025" in text) == (
        True,
    ) * 3
    verlopen = beheerder.get(BEHEER, params={"stand": "verlopen"}).text
    assert ("Prijzen van 2025" in verlopen, "Grofvuil" in verlopen) == (True, False)
    assert "Paspoort aanvragen" in beheerder.get(BEHEER, params={"stand": "opmerking"}).text
    assert "Er is geen artikel dat hieraan voldoet." in beheerder.get(BEHEER, params={"zoek": "zwembad"}).text
    assert "Grofvuil" in beheerder.get(BEHEER, params={"afdeling": "Team Parkeren", "stand": "onzin"}).text


def test_a_municipality_without_articles_is_told_what_to_do(visitor):
    log_in(visitor, "zuiderkoog-beheerder")
    assert "Er zijn nog geen artikelen." in visitor.get("/zuiderkoog/beheer/kennis").text


def test_a_new_article_is_looked_at_first_and_then_kept(beheerder, registers):
    """All of it with plain forms: an editor may have no JavaScript."""
    seen = send(beheerder, f"{BEHEER}/nieuw", **VELDEN, doe="voorbeeld")
    assert ("Meld uw hond <em>aan</em>." in seen.text, "hondenbelasting, puppy" in seen.text) == (True, True)
    assert registers.by_slug["meerwijde"].created == []
    made = send(beheerder, f"{BEHEER}/nieuw", **VELDEN, openbaar="1", doe="opslaan")
    ((_, body),) = registers.by_slug["meerwijde"].created
    assert (made.status_code, body["record"]["startAt"]) == (303, str(TODAY))
    data = body["record"]["data"]
    assert (list(data["trefwoorden"]), data["isOpenbaar"]) == (["hondenbelasting", "puppy"], True)
    assert data["gewijzigdDoor"] == "Beheer"
    page = beheerder.get(made.headers["location"]).text
    assert ("Het artikel is opgeslagen." in page, "Ook voor inwoners" in page) == (True, True)


@pytest.mark.parametrize(("fields", "told"), [
    ({"titel": " "}, "Geef het artikel een titel."),
    ({"titel": "x" * 201}, "Deze tekst is te lang."),
    ({"tekst": ""}, "Schrijf wat de medewerker moet weten."),
    ({"afdeling": ""}, "Kies welke afdeling"),
    ({"vanaf": str(TODAY - timedelta(days=1))}, "Kies vandaag of later."),
    ({"vanaf": "gisteren"}, "Vul een dag in"),
    ({"tot": str(TODAY - timedelta(days=1))}, "De laatste dag is eerder dan de eerste."),
    ({"trefwoorden": ",".join(map(str, range(31)))}, "te veel of te lange trefwoorden"),
])  # fmt: skip
def test_what_is_wrong_is_said_and_what_was_typed_comes_back(beheerder, registers, fields, told):
    answer = send(beheerder, f"{BEHEER}/nieuw", **VELDEN | {"eigenaar": "Wie dan ook"} | fields, doe="opslaan")
    assert (answer.status_code, told in answer.text, "Wie dan ook" in answer.text) == (400, True, True)
    assert registers.by_slug["meerwijde"].created == []


def test_a_change_is_a_version_and_the_old_one_can_be_read(beheerder, deps):
    change = f"{PASPOORT_PAGE}/wijzigen"
    assert send(beheerder, change, **VELDEN, versie="2", doe="opslaan").status_code == 303
    page = beheerder.get(PASPOORT_PAGE).text
    assert ("Honden" in page, "Versie 3" in page, "Geldt nu" in page) == (True, True, True)
    old = beheerder.get(PASPOORT_PAGE, params={"versie": "1"}).text
    assert ("Wat is nodig?" in old, "Dit is niet wat nu geldt." in old) == (True, True)
    twice = send(beheerder, change, **VELDEN, versie="2", doe="opslaan")
    assert (twice.status_code, "Iemand heeft dit artikel net veranderd." in twice.text) == (400, True)


def test_a_plan_is_changed_and_not_lost(beheerder):
    """The newest version would otherwise push out one that waits for its day."""
    page = beheerder.get(f"{BEHEER}/{artikel_uuid('meerwijde', AANVRAAG)}/wijzigen").text
    assert 'value="2027-01-01"' in page


def test_what_is_withdrawn_is_not_read_by_agents_and_can_be_published_again(beheerder):
    uuid = artikel_uuid("meerwijde", GROFVUIL)
    answer = send(beheerder, f"{BEHEER}/{uuid}", doe="intrekken")
    assert "Medewerkers vinden het niet meer" in beheerder.get(answer.headers["location"]).text
    become(beheerder, "meerwijde-kcc")
    assert beheerder.get(f"{DESK}/artikelen/{uuid}").status_code == 404
    become(beheerder, "meerwijde-beheerder")
    assert send(beheerder, f"{BEHEER}/{uuid}/wijzigen", **VELDEN, versie="2", doe="opslaan").status_code == 303
    become(beheerder, "meerwijde-kcc")
    assert "Meld uw hond" in beheerder.get(f"{DESK}/artikelen/{uuid}").text


@pytest.mark.requirement("experience-35")
def test_a_word_of_an_agent_waits_until_somebody_looked(beheerder):
    assert "De prijs klopt niet &lt;b&gt;meer" in beheerder.get(PASPOORT_PAGE).text
    send(beheerder, PASPOORT_PAGE, doe=f"gezien:{UUID(int=8)}")
    assert "Er zijn geen opmerkingen." in beheerder.get(PASPOORT_PAGE).text


@pytest.mark.parametrize("path", ["", "/nieuw", f"/{artikel_uuid('meerwijde', PASPOORT)}",
                                  f"/{artikel_uuid('meerwijde', PASPOORT)}/wijzigen"])  # fmt: skip
def test_only_who_administers_this_municipality(visitor, path):
    assert visitor.get(BEHEER + path).headers["location"] == "/"
    for persona in ("meerwijde-kcc", "zuiderkoog-beheerder"):
        become(visitor, persona)
        assert visitor.get(BEHEER + path).status_code == 403
        assert visitor.post(BEHEER + path, data={"doe": "opslaan"}, headers=ORIGIN).status_code in (403, 405)
    foreign = visitor.get(f"/zuiderkoog/beheer/kennis{path}")
    assert (foreign.status_code, "Paspoort" in foreign.text) == (404 if len(path) > 20 else 200, False)


# --- who answers ------------------------------------------------------------------------------------------------------


async def lay_on_desk(deps, **more):
    contact = Werkcontact("00000000-0000-4000-8000-000000000001", "meerwijde-kcc", NOW, "Balie", **more)
    await deps.werkboek.neem(1, contact)
    return contact.id


async def on_desk(deps):
    (contact,) = await deps.werkboek.open(1, "meerwijde-kcc")
    return contact


@pytest.mark.requirement("experience-34")
async def test_found_in_the_one_box_read_and_used_as_the_answer(kcc, deps):
    """What is used is counted by itself; an agent who must type it over does not."""
    id = await lay_on_desk(deps, vragen=(Vraag("Parkeren", "n", "Morgen", "verwezen"), Vraag()))
    page = f"{DESK}/artikelen/{artikel_uuid('meerwijde', PASPOORT)}?contact={id}"
    found = send(kcc, f"{DESK}/zoeken", page, zoek="paspoort", contact=id).text
    assert (page in found, "<strong>paspoort</strong>" in found, "Prijzen van 2025" in found) == (True, True, False)
    article = kcc.get(page).text
    assert ("<h3>Wat is nodig?</h3>" in article, "Gebruik als antwoord" in article, "Vraag 2" in article) == (True,) * 3
    used = send(kcc, page.partition("?")[0], page, contact=id, doe="gebruik")
    assert used.headers["location"] == f"{DESK}?contact={id}"
    bron = Bron(str(artikel_uuid("meerwijde", PASPOORT)), "Paspoort aanvragen of verlengen")
    assert (await on_desk(deps)).vragen == (
        Vraag("Parkeren", "n", "Morgen", "verwezen"),
        Vraag(bron.titel, antwoord=f"Uitgelegd: {bron.titel}.", resultaat="beantwoord", bronnen=(bron,)),
    )
    typed = {"notitie-0": "n, en nog iets dat net is getypt"}
    send(kcc, page.partition("?")[0], page, contact=id, doe="gebruik", bij="0", **typed)
    assert (await on_desk(deps)).vragen[0] == Vraag(
        "Parkeren", typed["notitie-0"], f"Morgen\nUitgelegd: {bron.titel}.", "verwezen", bronnen=(bron,)
    )


@pytest.mark.requirement("experience-35")
def test_whether_it_helped_is_counted_once_with_a_word_for_its_owner(kcc, deps):
    page = f"{DESK}/artikelen/{artikel_uuid('meerwijde', GROFVUIL)}"
    fields = {"doe": "hielp-niet", "notitie": "Waar belt men dan?", "formuliersleutel": "een"}
    for _ in range(2):
        assert "Bedankt." in send(kcc, page, **fields).text
    (_, een) = deps.kennis.oordelen[-1]
    assert (len(deps.kennis.oordelen), een.hielp, een.notitie, een.wie) == (
        2,
        False,
        "Waar belt men dan?",
        "Noor van Dam",
    )


@pytest.mark.parametrize("name", [PRIJZEN, AANVRAAG])
def test_an_agent_does_not_read_what_may_not_be_used(kcc, name):
    assert kcc.get(f"{DESK}/artikelen/{artikel_uuid('meerwijde', name)}").status_code == 404


async def test_only_agents_of_this_municipality_and_only_on_their_own_desk(kcc, deps):
    path = f"artikelen/{artikel_uuid('meerwijde', PASPOORT)}"
    fields = {"doe": "gebruik", "contact": "00000000-0000-4000-8000-00000000000f"}
    assert send(kcc, f"{DESK}/{path}", **fields).status_code == 404
    assert send(kcc, f"{DESK}/{path}", doe="onzin").status_code == 404
    become(kcc, "zuiderkoog-kcc")
    assert kcc.get(f"{DESK}/{path}").status_code == 403
    assert kcc.post(f"{DESK}/{path}", data={"doe": "hielp"}, headers=ORIGIN).status_code == 403
    assert kcc.get(f"/zuiderkoog/klantcontact/werkplek/{path}").status_code == 404
    become(kcc, "meerwijde-beheerder")
    assert kcc.get(f"{DESK}/{path}").status_code == 403


# --- pure -------------------------------------------------------------------------------------------------------------


def test_no_text_becomes_a_way_in():
    """Other systems write articles as well, through the Objecten API."""
    hostile = "<script>x</script> [a](javascript:x) [b](/login/uit) ![c](data:text/html,x) <img src=x>\n\n# <b>kop</b>"
    html = str(opgemaakt(hostile, words("nl")))
    assert "<h3>&lt;b&gt;kop&lt;/b&gt;</h3>" in html
    assert [part.split(">")[0].split()[0] for part in html.split("<")[1:]] == [
        "p",
        "a",
        "span",
        "/span",
        "/a",
        "/p",
        "h3",
        "/h3",
    ]
    assert ("href" in html, "<script" in html, "<img" in html) == (False, False, False)
    link = str(opgemaakt("[site](https://x.example/?a=1&b=2)", words("en")))
    assert 'href="https://x.example/?a=1&amp;b=2" target="_blank" rel="noopener noreferrer"' in link
    assert "(new window)" in link


@pytest.mark.requirement("experience-25")
@pytest.mark.parametrize(("doe", "left"), [
    ("weg:0", ("B",)), ("weg:1", ("A",)), ("weg:7", ("A", "B")), ("weg:x", ("A", "B")), ("vraag", ("A", "B", "")),
])  # fmt: skip
def test_one_question_more_or_less(doe, left):
    """A question that was opened by mistake kept a contact from being finished."""
    contact = Werkcontact("c", "noor", NOW, vragen=(Vraag("x"), Vraag("y")))
    found = vragen.ingevuld(contact, {"onderwerp-0": "A", "onderwerp-1": "B", "doe": doe})
    assert tuple(vraag.onderwerp for vraag in found.vragen) == left


def test_the_only_question_is_emptied_and_what_is_added_goes_where_it_was_asked():
    bronnen = (Bron("a", "A"), Bron("b", "B"))
    contact = Werkcontact("c", "noor", NOW, vragen=(Vraag("x", bronnen=bronnen), Vraag("y")))
    zaak = "00000000-0000-4000-8000-00000000000a"
    assert [v.zaak for v in vragen.ingevuld(contact, {"doe": f"zaak:{zaak}", "bij": "0"}).vragen] == [zaak, ""]
    assert [v.zaak for v in vragen.ingevuld(contact, {"doe": f"zaak:{zaak}", "bij": "5"}).vragen] == ["", zaak]
    assert vragen.ingevuld(contact, {"doe": "bron:0:a"}).vragen[0].bronnen == bronnen[1:]
    assert vragen.met_bron(contact, {"bij": "0"}, bronnen[0]) is contact
    one = replace_vragen(contact, Vraag("x"))
    assert vragen.ingevuld(one, {"doe": "weg:0"}).vragen == (Vraag(),)
    assert vragen.ingevuld(contact, {}).vragen[0].bronnen == bronnen


def replace_vragen(contact, *new):
    return Werkcontact(contact.id, contact.medewerker, contact.begonnen_op, vragen=new)


def test_keywords_are_kept_once_and_no_day_is_today():
    given = ingevuld(VELDEN | {"vanaf": ""}, TODAY, by="Ans")
    assert (given.inhoud.trefwoorden, given.vanaf, given.problems) == (("hondenbelasting", "puppy"), TODAY, [])
