"""Generated customer contact. Standard: Klantinteracties 0.9, as Open Klant 2.18.0 serves it."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from meent.basis.nummers import is_elfproef
from meent.tools.demo.bewoners import generate_bewoners
from meent.tools.demo.gemeenten import GEMEENTEN, MEERWIJDE
from meent.tools.demo.items import Koppeling
from meent.tools.demo.klantcontacten import (
    AANTAL_CONTACTEN,
    AMSTERDAM,
    STORING_DAGEN_TERUG,
    Dossier,
    Klantcontact,
    generate_klantcontact,
)
from meent.tools.demo.klantinhoud import BEMAND, STORING
from meent.tools.demo.zaken import generate_zaken

VANDAAG = date(2026, 3, 2)
ZAKEN = 1_500


def dossiers_of(gemeente) -> list[Dossier]:
    bewoners = generate_bewoners(gemeente, 1_000, seed=1, vandaag=VANDAAG)
    pakketten = generate_zaken(gemeente, bewoners, ZAKEN, seed=11, vandaag=VANDAAG)
    return [Dossier.of(p, f"http://demo.test/zaken/{number:036d}") for number, p in enumerate(pakketten)]


def maak(gemeente=MEERWIJDE, aantal=1_200, **anders) -> Klantcontact:
    bewoners = generate_bewoners(gemeente, 1_000, seed=1, vandaag=VANDAAG)
    steeds = {"seed": 11, "vandaag": VANDAAG} | anders
    dossiers = steeds.pop("dossiers", None) or dossiers_of(gemeente)
    return generate_klantcontact(gemeente, bewoners, dossiers, aantal, **steeds)


@pytest.fixture(scope="session")
def contact() -> Klantcontact:
    return maak()


def items(contact: Klantcontact):
    groups = (*contact.eerst, *contact.partijen, *contact.contacten, *contact.taken)
    return [item for group in groups for item in group.items()]


def of(contact, collectie):
    return [item for item in items(contact) if item.collectie == collectie]


@pytest.mark.parametrize("gemeente", GEMEENTEN, ids=lambda gemeente: gemeente.slug)
def test_every_body_fits_the_published_schema(gemeente, faults):
    """A body that the peer does not know would show a demo that no other supplier can repeat."""
    assert faults(items(maak(gemeente, 700))) == []


def test_same_seed_and_day_same_contacts():
    assert maak(aantal=150) == maak(aantal=150)
    assert maak(aantal=150) != maak(aantal=150, seed=12)


def test_the_order_in_which_cases_were_written_does_not_matter():
    """Several are written at once, so they come in another order each time."""
    assert maak(aantal=150, dossiers=dossiers_of(MEERWIJDE)[::-1]) == maak(aantal=150)


def test_without_cases_people_call_all_the_same():
    bewoners = generate_bewoners(MEERWIJDE, 100, seed=1, vandaag=VANDAAG)
    found = generate_klantcontact(MEERWIJDE, bewoners, [], 50, seed=1, vandaag=VANDAAG)
    assert len(found.contacten) >= 50
    assert not any(item.sleutel.endswith(".zaak") for item in of(found, "onderwerpobjecten"))


def test_three_thousand_in_the_demo():
    assert sum(AANTAL_CONTACTEN.values()) == 3_000


def test_nothing_lies_ahead_and_contacts_come_in_order(contact):
    midnight = datetime.combine(VANDAAG, datetime.min.time(), AMSTERDAM)
    moments = [datetime.fromisoformat(item.body["plaatsgevondenOp"]) for item in of(contact, "klantcontacten")]
    assert moments == sorted(moments)
    assert moments[-1] < midnight
    assert moments[0] > midnight - timedelta(days=185)
    assert all(item.op < midnight for item in items(contact))


def test_calls_come_as_calls_do(contact):
    """A busy Monday morning, a dip at noon, nobody at the desk at night or on Sunday."""
    calls = [datetime.fromisoformat(item.body["plaatsgevondenOp"]).astimezone(AMSTERDAM)
             for item in of(contact, "klantcontacten") if item.body["kanaal"] in BEMAND]  # fmt: skip
    hours, days = Counter(call.hour for call in calls), Counter(call.weekday() for call in calls)
    assert set(hours) == set(range(8, 17))
    assert all(call.hour > 8 or call.minute >= 30 for call in calls)
    assert hours[12] < hours[9] < 1.6 * hours[11]
    assert set(days) <= set(range(5))
    assert max(days, key=lambda day: days[day]) == 0
    others = [item for item in of(contact, "klantcontacten") if item.body["kanaal"] not in BEMAND]
    assert any(datetime.fromisoformat(o.body["plaatsgevondenOp"]).astimezone(AMSTERDAM).hour >= 19 for o in others)


def test_on_one_day_all_ask_the_same(contact):
    found = [c for c in of(contact, "klantcontacten") if c.body["onderwerp"] == STORING.onderwerp]
    (day,) = {datetime.fromisoformat(c.body["plaatsgevondenOp"]).date() for c in found}
    assert len(found) == 30
    assert day.weekday() < 5
    assert VANDAAG - day >= timedelta(days=STORING_DAGEN_TERUG)


def codes_of(onderwerp):
    return onderwerp.body.get("onderwerpobjectidentificator") or {}


def test_agents_note_which_article_they_used_of_late(contact):
    """An article that nobody uses looks as if nobody needs it."""
    used = [o for o in of(contact, "onderwerpobjecten") if codes_of(o).get("codeObjecttype") == "kennisartikel"]
    assert 20 < len(used) < 120
    assert len({codes_of(o)["objectId"] for o in used}) > 5


def test_people_call_about_their_own_case_while_it_runs(contact):
    """A contact about a case is of who started it, and not long after it was closed."""
    dossiers = {d.url[-36:]: d for d in dossiers_of(MEERWIJDE)}
    who = {b.body["hadKlantcontact"]: b.body["wasPartij"] for b in of(contact, "betrokkenen")
           if b.body["rol"] == "klant"}  # fmt: skip
    about = [o for o in of(contact, "onderwerpobjecten") if codes_of(o).get("codeObjecttype") == "zgw-Zaak"]
    assert len(about) > 500
    for one in about:
        dossier = dossiers[one.body["onderwerpobjectidentificator"]["objectId"]]
        number = dossier.initiator.get("inpBsn") or dossier.initiator["innNnpId"]
        assert who[one.body["klantcontact"]].sleutel.endswith(number)
        if "-terug" not in one.sleutel:
            assert dossier.loopt(one.op.astimezone(AMSTERDAM).date())


def test_a_partij_is_somebody_of_this_town_and_comes_once(contact):
    residents = {p.bsn: p for p in generate_bewoners(MEERWIJDE, 1_000, seed=1, vandaag=VANDAAG)}
    seen = set()
    for partij in of(contact, "partijen"):
        for one in partij.body.get("partijIdentificatoren", ()):
            codes = one["partijIdentificator"]
            assert codes["objectId"] not in seen
            seen.add(codes["objectId"])
            assert is_elfproef(codes["objectId"])
            if codes["codeSoortObjectId"] == "bsn":
                person = residents[codes["objectId"]]
                assert partij.body["indicatieGeheimhouding"] == person.heeft_geheimhouding
                assert ("bezoekadres" in partij.body) == (not person.heeft_geheimhouding)
    assert {p.body["soortPartij"] for p in of(contact, "partijen")} == {"persoon", "organisatie", "contactpersoon"}
    assert len(seen) > 300


def test_nobody_can_be_reached_by_accident(contact):
    """An invented number or address may not be somebody's."""
    for one in of(contact, "digitaleadressen"):
        if one.body["soortDigitaalAdres"] == "email":
            assert one.body["adres"].endswith(".example")
            assert one.body["adres"].isascii()
        else:
            assert one.body["adres"].startswith("060")


def test_work_is_done_open_or_forgotten(contact):
    """A list without anything overdue shows nothing."""
    taken = of(contact, "internetaken")
    assert [taak.op for taak in taken] == sorted(taak.op for taak in taken)
    is_open = [taak for taak in taken if taak.body["status"] == "te_verwerken"]
    late = [taak for taak in is_open if taak.op < datetime.combine(VANDAAG, datetime.min.time(), UTC) - timedelta(5)]
    assert len(taken) > 60
    assert len(late) > 3
    assert len(is_open) > len(late)
    for taak in taken:
        if "afgehandeldOp" in taak.body:
            done = datetime.fromisoformat(taak.body["afgehandeldOp"]).astimezone(AMSTERDAM)
            assert done > taak.op
            assert done.weekday() < 5 or done - taak.op < timedelta(hours=3)
        assert isinstance(taak.body["toegewezenAanActoren"][0], Koppeling)


def test_departments_groups_and_people_are_told_apart(contact):
    codes = Counter(item.body["actoridentificator"]["codeObjecttype"] for item in of(contact, "actoren"))
    assert set(codes) == {"afd", "grp", "mdw"}
    assert codes["afd"] == 9
