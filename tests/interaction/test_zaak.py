"""The page of one zaak: its parts, its two forms, and what must not appear on it."""

import json

import pytest
from starlette.testclient import TestClient

from meent.interaction.behandelen.dossier import betrokkene, betrokkenen, stappen, zaakobject
from meent.interaction.problems import explain
from meent.interaction.seams import ZgwFout
from tests.interaction.browser import document_path, zaak_uuid
from tests.interaction.conftest import ORIGIN, app_for, deps_for, log_in
from tests.interaction.fake_zgw import FakeRegisters

ZAAK = f"/meerwijde/behandelen/zaken/{zaak_uuid('meerwijde', 0)}"
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{7*7}}%s%(x)s"


def fields(page):
    """The hidden fields of the first form with a key, as a browser would send them."""

    def value(name):
        return page.split(f'name="{name}" value="')[1].split('"')[0]

    return {name: value(name) for name in ("formulierbewijs", "formuliersleutel", "vorige")}


def options(page, select):
    """Value and text of the choices."""
    body = page.split(f'id="{select}"')[1].split("</select>")[0]
    return [(part.split('"')[0], part.split(">")[1].split("<")[0]) for part in body.split('<option value="')[1:]]


def statustype(number, url=None):
    return {"url": url or f"http://c/{number}", "omschrijving": f"S{number}", "volgnummer": number}


def status(number, moment, text=""):
    return {"statustype": f"http://c/{number}", "datumStatusGezet": moment, "statustoelichting": text}


@pytest.mark.parametrize(("set_", "stands"), [
    ([], ["volgt", "volgt", "volgt"]),
    ([(1, "2026-01-01T10:00:00Z")], ["nu", "volgt", "volgt"]),
    ([(1, "2026-01-01T10:00:00Z"), (2, "2026-01-02T10:00:00Z")], ["gedaan", "nu", "volgt"]),
    ([(1, "2026-01-01T10:00:00Z"), (3, "2026-01-02T10:00:00Z")], ["gedaan", "overgeslagen", "nu"]),
    # Put back: what was set later is to come again.
    ([(1, "2026-01-03T10:00:00Z"), (2, "2026-01-02T10:00:00Z")], ["nu", "volgt", "volgt"]),
    # As text the first one is later; as a moment it is an hour earlier.
    ([(1, "2026-01-02T10:30:00+02:00"), (2, "2026-01-02T09:30:00Z")], ["gedaan", "nu", "volgt"]),
])  # fmt: skip
def test_steps_follow_the_zaaktype_and_the_latest_status(set_, stands):
    """Somebody reads here how far his zaak is."""
    steps = stappen([statustype(n) for n in (2, 1, 3)], [status(*one) for one in set_])
    assert [step.stand for step in steps] == stands
    assert [bool(step.datum) for step in steps] == [stand in ("gedaan", "nu") for stand in stands]


@pytest.mark.parametrize(("kind", "facts", "name"), [
    ("natuurlijk_persoon", {"voornamen": "Ada", "voorvoegselGeslachtsnaam": "de", "geslachtsnaam": "W"}, "Ada de W"),
    ("natuurlijk_persoon", {"voorletters": "A.", "geslachtsnaam": "Wit"}, "A. Wit"),
    ("medewerker", {"voorletters": "J.", "achternaam": "Bakker"}, "J. Bakker"),
    ("medewerker", {"identificatie": "joost"}, "joost"),
    ("niet_natuurlijk_persoon", {"statutaireNaam": "VvE Havenzicht"}, "VvE Havenzicht"),
    ("vestiging", {"handelsnaam": ["A", "B"]}, "A, B"),
    ("organisatorische_eenheid", {"naam": "Vergunningen"}, "Vergunningen"),
    ("", None, ""),
])  # fmt: skip
def test_everybody_involved_has_a_name(kind, facts, name):
    assert betrokkene({"betrokkeneType": kind, "betrokkeneIdentificatie": facts}).naam == name


def test_the_applicant_stands_first():
    """A behandelaar looks for the person whose zaak it is, not for a colleague."""
    kinds = ("behandelaar", "mede_initiator", "initiator", "")
    rollen = [{"omschrijving": kind, "omschrijvingGeneriek": kind} for kind in kinds]
    assert [one.rol for one in betrokkenen(rollen)] == ["initiator", "mede_initiator", "behandelaar", ""]


@pytest.mark.parametrize(("link", "text"), [
    ({"objectType": "adres", "objectIdentificatie": {"gorOpenbareRuimteNaam": "Molenweg", "huisnummer": 3,
      "huisletter": "b", "huisnummertoevoeging": "2", "postcode": "1234AC", "wplWoonplaatsNaam": "Meerwijde"}},
     "Molenweg 3b-2, 1234 AC Meerwijde"),
    ({"objectType": "pand", "objectIdentificatie": {"identificatie": "0518100000262482"}}, "0518100000262482"),
    ({"objectType": "overige", "objectTypeOverige": "boom", "objectIdentificatie": {"overigeData": {}}}, ""),
    ({"objectType": "overige", "objectIdentificatie": {"overigeData": {"kenteken": "G-001-XX"}}}, "G-001-XX"),
    ({"objectType": "natuurlijk_persoon", "objectIdentificatie": {"inpBsn": "999993264"}}, ""),
    ({"objectType": "wijk", "objectIdentificatie": None}, ""),
])  # fmt: skip
def test_an_object_is_one_line(link, text):
    assert zaakobject(link).omschrijving == text


def test_the_page_tells_the_whole_zaak(behandelaar):
    text = behandelaar.get(ZAAK).text
    for part in ("Losse stoeptegel", "Voortgang", "Ontvangen", "17 november 2026, 10:10", "Suzanne van Šimić-Maassen",
                 "Singel 14, 1234 AB Meerwijde", "Molenweg 3b", "Geschiedenis", "Eén punt"):  # fmt: skip
        assert part in text


def test_a_bsn_never_reaches_the_browser(behandelaar):
    """Masked on the server: what is only hidden by the browser can be read in its tools."""
    text = behandelaar.get(ZAAK).text
    assert "999993264" not in text
    assert "BSN eindigt op 264" in text


@pytest.mark.requirement("experience-68")
def test_the_next_status_is_set_once(behandelaar, registers):
    """A second click must not set a second status."""
    page = behandelaar.get(ZAAK).text
    next_one, name = options(page, "statustype")[0]
    form = fields(page) | {"statustype": next_one, "statustoelichting": " Gezien "}
    answer = behandelaar.post(f"{ZAAK}/status", data=form, headers=ORIGIN)
    again = behandelaar.post(f"{ZAAK}/status", data=form, headers=ORIGIN)
    created = registers.by_slug["meerwijde"].created
    assert answer.headers["location"] == f"{ZAAK}?gelukt=status#status"
    assert again.headers["location"] == ZAAK
    assert [(where, body["statustoelichting"]) for where, body in created] == [("statussen", "Gezien")]
    assert created[0][1]["datumStatusGezet"] == "2026-11-20T10:42:00+01:00"
    after = behandelaar.get(answer.headers["location"]).text
    assert "De nieuwe status is vastgelegd." in after
    assert name == "In behandeling"


def test_a_form_made_before_somebody_elses_status_is_not_written(behandelaar, registers):
    """Two colleagues with the same zaak open: the second must look again."""
    page = behandelaar.get(ZAAK).text
    choice = options(page, "statustype")[1][0]
    form = fields(page) | {"statustype": choice, "statustoelichting": "Mijn tekst"}
    answer = behandelaar.post(f"{ZAAK}/status", data=form | {"vorige": "iets-anders"}, headers=ORIGIN)
    assert answer.status_code == 400
    assert "Iemand heeft de status net veranderd" in answer.text
    assert "Mijn tekst" in answer.text
    assert f'<option value="{choice}" selected' in answer.text
    assert registers.by_slug["meerwijde"].created == []


def test_a_status_of_another_zaaktype_cannot_be_chosen(behandelaar, registers):
    page = behandelaar.get(ZAAK).text
    answer = behandelaar.post(f"{ZAAK}/status", data=fields(page) | {"statustype": "iets"}, headers=ORIGIN)
    assert (answer.status_code, "Kies een status." in answer.text) == (400, True)
    assert registers.by_slug["meerwijde"].created == []


def test_the_last_status_waits_for_a_result(behandelaar):
    """The register refuses (zrc-007); the person reads what to do, does it, and gets on."""
    page = behandelaar.get(ZAAK).text
    last = next(value for value, name in options(page, "statustype") if name == "Afgerond")
    refused = behandelaar.post(f"{ZAAK}/status", data=fields(page) | {"statustype": last}, headers=ORIGIN)
    assert "Deze zaak heeft nog geen resultaat. Leg eerst een resultaat vast." in refused.text
    assert '<div class="melding melding--fout" role="alert">' in refused.text

    result = options(refused.text, "resultaattype")[1][0]
    done = behandelaar.post(f"{ZAAK}/resultaat", data=fields(refused.text) | {"resultaattype": result}, headers=ORIGIN)
    assert done.headers["location"] == f"{ZAAK}?gelukt=resultaat#resultaat"

    page = behandelaar.get(ZAAK).text
    closed = behandelaar.post(f"{ZAAK}/status", data=fields(page) | {"statustype": last}, headers=ORIGIN)
    assert closed.status_code == 303
    assert "Volgende stap" not in behandelaar.get(ZAAK).text


def test_a_result_must_be_chosen(behandelaar):
    form = fields(behandelaar.get(ZAAK).text)
    answer = behandelaar.post(f"{ZAAK}/resultaat", data=form | {"resultaattype": ""}, headers=ORIGIN)
    assert 'id="fout-resultaattype"' in answer.text
    assert 'aria-invalid="true"' in answer.text


def test_a_form_that_was_refused_can_be_sent_again(behandelaar, registers):
    """What failed was not written, so the same form must work once the cause is gone."""
    zgw = registers.by_slug["meerwijde"]
    page = behandelaar.get(ZAAK).text
    form = fields(page) | {"statustype": options(page, "statustype")[0][0]}
    zgw.refuse = ZgwFout(409, {"code": "conflict"})
    assert behandelaar.post(f"{ZAAK}/status", data=form, headers=ORIGIN).status_code == 400
    zgw.refuse = None
    assert behandelaar.post(f"{ZAAK}/status", data=form, headers=ORIGIN).status_code == 303


@pytest.mark.parametrize(("status_", "body", "field", "text"), [
    (400, {"invalidParams": [{"name": "nonFieldErrors", "code": "deelzaken-not-closed", "reason": "x"}]},
     "", "Er loopt nog een deelzaak. Rond die eerst af."),
    (400, {"invalidParams": [{"name": "statustoelichting", "code": "max_length", "reason": "x"}]},
     "statustoelichting", "Deze tekst is te lang. Maak de tekst korter."),
    (400, {"invalidParams": [{"name": "statustype", "code": "nieuw", "reason": "Een zin van het register."}]},
     "statustype", "Een zin van het register."),
    (403, {}, "", "U mag dit niet doen bij deze zaak. Vraag het aan uw beheerder."),
    (500, {}, "", "Het is niet gelukt. Er is niets veranderd. Probeer het later nog eens."),
])  # fmt: skip
def test_a_refusal_says_what_to_do(status_, body, field, text):
    names = {"statustype": "statustype", "statustoelichting": "statustoelichting"}
    (problem,) = explain(ZgwFout(status_, body), names)
    assert (problem.field, problem.text) == (field, text)


def test_a_register_that_is_down_gives_a_plain_page(behandelaar, registers):
    async def fails(*args, **filters):
        raise ZgwFout(503, {})

    registers.by_slug["meerwijde"].list = fails
    answer = behandelaar.get("/meerwijde/behandelen")
    assert answer.status_code == 502
    assert "Wij kunnen de gegevens nu niet laten zien" in answer.text


def hostile(body):
    """Every text of a body that a person could have written, replaced; codes, links and dates stay."""
    keep = (
        "url",
        "uuid",
        "zaak",
        "zaaktype",
        "statustype",
        "resultaattype",
        "betrokkeneType",
        "objectType",
        "actie",
        "resource",
        "duur",
        "type",
        "beginGeldigheid",
        "datumStatusGezet",
        "aanmaakdatum",
        "status",
        "resultaat",
    )
    return {
        name: hostile(value) if isinstance(value, dict)
        else [hostile(one) if isinstance(one, dict) else HOSTILE if isinstance(one, str) else one for one in value]
        if isinstance(value, list) and name != "coordinates"
        else HOSTILE if isinstance(value, str) and name not in keep and "datum" not in name.lower()
        else value
        for name, value in body.items()
    }  # fmt: skip


@pytest.mark.parametrize("language", ["nl", "en"])
def test_hostile_texts_stay_text(language):
    """A resident fills in forms that a civil servant opens: what she types may never run there."""
    registers = FakeRegisters(extra=hostile)
    client = TestClient(app_for(deps_for(registers)), follow_redirects=False)
    client.cookies.set("meent_taal", language)
    log_in(client, "meerwijde-behandelaar")
    zgw = registers.by_slug["meerwijde"]
    zgw.trails[str(zaak_uuid("meerwijde", 2))][0] |= {"actie": HOSTILE, "resource": HOSTILE}
    address = f"/meerwijde/behandelen/zaken/{zaak_uuid('meerwijde', 2)}"
    page = client.get(address)
    form = fields(page.text) | {"statustype": options(page.text, "statustype")[0][0], "statustoelichting": HOSTILE}
    reason = {"invalidParams": [{"name": "statustype", "code": "nieuw", "reason": HOSTILE}]}
    zgw.refuse = ZgwFout(400, reason)
    pages = [
        page,
        client.post(f"{address}/status", data=form, headers=ORIGIN),
        client.get("/meerwijde/behandelen", params={"stand": "alle"}),
        client.get(document_path("meerwijde", 2, 1)),
        client.get("/meerwijde/behandelen", params={"nummer": HOSTILE, "zaaktype": HOSTILE, "stand": HOSTILE}),
    ]
    for answer in pages:
        assert "<script>alert" not in answer.text, answer.url
        assert "<img src=x" not in answer.text
        assert "&lt;script&gt;alert(1)" in answer.text  # shown as it was typed
        assert "{{7*7}}%s%(x)s" in answer.text  # and neither run as a template nor filled in as a format
    assert [answer.status_code for answer in pages] == [200, 400, 200, 200, 200]


def test_hostile_bodies_still_cover_the_page():
    """The guard itself: if nothing were replaced, the test above would prove nothing."""
    registers = FakeRegisters(extra=hostile)
    zaak = registers.by_slug["meerwijde"].rows["zaken/zaken"][2]
    assert json.dumps(zaak).count("onerror") >= 6
