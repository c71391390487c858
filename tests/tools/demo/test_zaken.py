"""Generated cases. Standard: Zaken 1.7."""

from datetime import UTC, date, datetime

import pytest

from meent.basis.nummers import is_elfproef
from meent.tools.demo.besluiten import VAN_ZAAKTYPE
from meent.tools.demo.bewoners import generate_bewoners
from meent.tools.demo.catalogus import catalogus_items
from meent.tools.demo.gemeenten import GEMEENTEN, MEERWIJDE
from meent.tools.demo.items import Verwijzing
from meent.tools.demo.zaakinhoud import INHOUD
from meent.tools.demo.zaaktypen import ZAAKTYPEN, zaaktypen_of
from meent.tools.demo.zaken import AANTAL_ZAKEN, ZaakPakket, einde_rijbewijs, generate_zaken

VANDAAG = date(2026, 3, 2)
STEEDS = {"seed": 11, "vandaag": VANDAAG}


def maak(gemeente=MEERWIJDE, aantal=3_000, **anders) -> list[ZaakPakket]:
    bewoners = generate_bewoners(gemeente, 1_000, seed=1, vandaag=VANDAAG)
    return list(generate_zaken(gemeente, bewoners, aantal, **(STEEDS | anders)))


@pytest.fixture(scope="session")
def pakketten() -> list[ZaakPakket]:
    return maak()


def eindstatus(pakket: ZaakPakket) -> Verwijzing:
    sleutel = pakket.zaak.body["zaaktype"].sleutel
    row = next(row for row in zaaktypen_of("meerwijde") if row.sleutel == sleutel)
    return Verwijzing("statustype", f"{sleutel}.{len(row.statussen)}")


def is_closed(pakket: ZaakPakket) -> bool:
    return any(status.body["statustype"] == eindstatus(pakket) for status in pakket.statussen)


@pytest.mark.parametrize("gemeente", GEMEENTEN, ids=lambda gemeente: gemeente.slug)
def test_every_body_fits_the_published_schema(gemeente, faults):
    """References lead to the catalogue of the same municipality, and to earlier bodies only."""
    zaken = [item for pakket in maak(gemeente, 1_500) for item in pakket.items()]
    assert faults([*catalogus_items(gemeente), *zaken]) == []


def test_same_seed_and_day_same_cases():
    assert maak(aantal=200) == maak(aantal=200)
    assert maak(aantal=200) != maak(aantal=200, seed=12)
    assert maak(aantal=200) != maak(aantal=200, vandaag=date(2026, 3, 3))


def test_default_is_ten_thousand_over_two_municipalities():
    assert sum(AANTAL_ZAKEN.values()) == 10_000


def test_every_zaaktype_has_cases(pakketten):
    assert INHOUD.keys() == {row.sleutel for row in ZAAKTYPEN}
    assert {pakket.zaak.body["zaaktype"].sleutel for pakket in pakketten} == INHOUD.keys()


def test_cases_spread_over_two_years_up_to_today(pakketten):
    days = [pakket.zaak.body["startdatum"] for pakket in pakketten]
    assert days == sorted(days)
    assert days[0] < "2024-03-10"
    assert "2026-02-25" < days[-1] <= VANDAAG.isoformat()
    per_month = {month: sum(day.startswith(month) for day in days) for month in ("2024-06", "2025-01", "2025-12")}
    assert all(90 < count < 160 for count in per_month.values())


def test_statuses_rise_inside_the_past(pakketten):
    """A status in the future is refused (Z-17), and two at one instant as well."""
    midnight = datetime(2026, 3, 2, tzinfo=UTC)
    for pakket in pakketten:
        moments = [datetime.fromisoformat(status.body["datumStatusGezet"]) for status in pakket.statussen]
        assert moments == sorted(set(moments))
        assert all(moment < midnight for moment in moments)
        assert all(f"{moment:%Y-%m-%d}" >= pakket.zaak.body["startdatum"] for moment in moments)
        volgorde = [int(status.body["statustype"].sleutel.rsplit(".", 1)[1]) for status in pakket.statussen]
        assert volgorde == list(range(1, len(volgorde) + 1))


def test_some_open_some_closed_some_late(pakketten):
    closed = [pakket for pakket in pakketten if is_closed(pakket)]
    late = [p for p in closed if p.statussen[-1].body["datumStatusGezet"] > p.zaak.body["uiterlijkeEinddatumAfdoening"]]
    overdue = [
        p for p in pakketten if not is_closed(p) and p.zaak.body["uiterlijkeEinddatumAfdoening"] < VANDAAG.isoformat()
    ]
    assert 0.85 < len(closed) / len(pakketten) < 0.99
    assert 0.03 < len(late) / len(closed) < 0.2
    assert overdue
    assert any(pakket.statussen == [] for pakket in maak(aantal=3_000)[-20:])


def test_initiator_is_an_adult_alive(pakketten):
    """A child does not start a case, and somebody who died even less."""
    may = {
        persoon.bsn
        for persoon in generate_bewoners(MEERWIJDE, 1_000, seed=1, vandaag=VANDAAG)
        if persoon.is_meerderjarig(VANDAAG) and not persoon.is_overleden
    }
    for pakket in pakketten:
        betrokkene = pakket.rollen[0].body["betrokkeneIdentificatie"]
        assert betrokkene.get("inpBsn") in may or is_elfproef(betrokkene["innNnpId"])


def test_secret_address_stands_in_no_case(pakketten):
    """geheimhouding (70.10): an address in a rol would tell it to everybody who may read the case."""
    secret = {
        persoon.bsn
        for persoon in generate_bewoners(MEERWIJDE, 1_000, seed=1, vandaag=VANDAAG)
        if persoon.heeft_geheimhouding
    }
    parties = [rol.body["betrokkeneIdentificatie"] for pakket in pakketten for rol in pakket.rollen]
    seen = [party for party in parties if party.get("inpBsn") in secret]
    assert seen
    assert not any("verblijfsadres" in party for party in seen)
    moved = [pakket for pakket in pakketten if pakket.zaak.body["zaaktype"].sleutel == "verhuizing"]
    hidden = [p for p in moved if p.rollen[0].body["betrokkeneIdentificatie"].get("inpBsn") in secret]
    assert hidden
    assert not any(pakket.zaakobjecten for pakket in hidden)


def test_at_most_one_initiator_and_one_coordinator(pakketten):
    """Z-34."""
    for pakket in pakketten:
        roltypen = [rol.body["roltype"].sleutel.split(".")[1] for rol in pakket.rollen]
        assert sum(name in {"Aanvrager", "Aangever", "Melder", "Indiener"} for name in roltypen) == 1
        assert roltypen.count("Zaakcoördinator") <= 1


def test_every_kind_of_content_occurs(pakketten):
    bodies = [pakket.zaak.body for pakket in pakketten]
    for field in ("zaakgeometrie", "kenmerken", "toelichting", "verlenging", "opschorting", "betalingsindicatie",
                  "laatsteBetaaldatum", "vertrouwelijkheidaanduiding", "publicatiedatum"):  # fmt: skip
        assert any(field in body for body in bodies), field
    objecttypen = {item.body["objectType"] for pakket in pakketten for item in pakket.zaakobjecten}
    assert objecttypen == {"adres", "overige"}
    betrokkenen = {rol.body["betrokkeneType"] for pakket in pakketten for rol in pakket.rollen}
    assert betrokkenen == {"natuurlijk_persoon", "niet_natuurlijk_persoon", "medewerker", "organisatorische_eenheid"}


def test_terms_only_where_the_zaaktype_allows(pakketten):
    rows = {row.sleutel: row for row in ZAAKTYPEN}
    for pakket in pakketten:
        body, row = pakket.zaak.body, rows[pakket.zaak.body["zaaktype"].sleutel]
        assert "verlenging" not in body or row.verlenging_dagen
        assert "opschorting" not in body or (row.mag_opschorten and not is_closed(pakket))
        assert body["einddatumGepland"] <= body["uiterlijkeEinddatumAfdoening"]


def test_what_is_granted_is_a_besluit_that_can_end(pakketten):
    """The file of a permit is kept as long as the permit holds; without a besluit nobody knows how long that is."""
    with_besluit = [pakket for pakket in pakketten if pakket.besluiten]
    assert {pakket.zaak.body["zaaktype"].sleutel for pakket in with_besluit} == VAN_ZAAKTYPE.keys()
    assert all(is_closed(pakket) for pakket in with_besluit)
    until = {pakket.besluiten[0].body.get("vervaldatum", "") > VANDAAG.isoformat() for pakket in with_besluit}
    assert until == {True, False}
    waiting = [pakket for pakket in with_besluit if "vervaldatum" not in pakket.besluiten[0].body]
    assert 0 < len(waiting) < len(with_besluit)


def test_bewaartermijn_of_a_rijbewijs_begins_when_it_ends(pakketten):
    """The day stands in another register, so it is written down while the case goes on."""
    begins = {pakket.zaak.sleutel: pakket.zaak.body.get("startdatumBewaartermijn") for pakket in pakketten}
    handed_over = [
        pakket for pakket in pakketten
        if [r.body["resultaattype"].sleutel for r in pakket.resultaten] == ["rijbewijs.1"]
    ]  # fmt: skip
    assert {key for key, day in begins.items() if day} == {pakket.zaak.sleutel for pakket in handed_over}
    ends = [pakket.statussen[-1].body["datumStatusGezet"][:10] for pakket in handed_over]
    years = [int(begins[p.zaak.sleutel][:4]) - int(end[:4]) for p, end in zip(handed_over, ends, strict=True)]
    assert set(years) == {10}


@pytest.mark.parametrize(("verstrekt", "einde"), [("2025-06-01", "2035-06-01"), ("2024-02-29", "2034-02-28")])
def test_rijbewijs_holds_ten_years(verstrekt, einde):
    assert einde_rijbewijs(verstrekt) == einde


def test_statuses_are_written_last(pakketten):
    """Nothing may be added to a closed case without the forced scope (zrc-007)."""
    for pakket in pakketten[:50]:
        order = [item.collectie for item in pakket.items()]
        assert order[0] == "zaken"
        assert order[-len(pakket.statussen) :] == ["statussen"] * len(pakket.statussen)


def test_nobody_to_start_a_case_is_told():
    with pytest.raises(ValueError, match="volwassen"):
        next(generate_zaken(MEERWIJDE, [], 1, **STEEDS))
