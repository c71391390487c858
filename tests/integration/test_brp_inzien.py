"""Persons as the counter sees them, on the real register: found by whatever is known, each look logged."""

from datetime import date

import pytest

from meent.engine.authorise import ALL_RIGHTS, Caller
from meent.integration.brp import inladen
from meent.integration.brp.inzien import Gemeente, Inzien
from meent.integration.brp.kaart import delen, kaart
from meent.integration.brp.tijdlijn import SOORTEN, tijdlijn
from meent.integration.zgw import Zgw, ZgwFout
from meent.interaction.balie.stamboom import stamboom
from meent.services.personen import opslag, rvig
from meent.services.personen.bevragen.feiten import Feiten
from meent.services.personen.tabellen import read as read_tabellen
from meent.tools.demo.bewoners import generate_bewoners
from meent.tools.demo.gemeenten import MEERWIJDE
from meent.tools.demo.lijsten import persoonslijsten
from tests.services.personen.lijsten import ANUMMER, lijst

VANDAAG = date(2026, 11, 20)
CSV = "data/brp/persoonslijsten/rvig-testset-gbav-20220502.csv"
LOG = "select resource, handeling, betrokkene is not null, gegevens, object from verwerking order by id"


@pytest.fixture
async def stad(gemeente):
    """Three hundred residents of the demo, in a municipality of this test."""
    bewoners = generate_bewoners(MEERWIJDE, 300, seed=1, vandaag=VANDAAG)
    made = persoonslijsten(MEERWIJDE, bewoners, seed=1, vandaag=VANDAAG)
    await inladen.laad(gemeente.app.pool, gemeente.id, map(inladen.persoonslijst, made))
    return bewoners


def inzien(gemeente, *, by="ans") -> Inzien:
    app = gemeente.app
    caller = Caller("meent-schermen", ALL_RIGHTS, "Schermen van Meent", by, "Ans", "bijhouding BRP")
    found: Inzien = app.persons_for(Zgw(app.engine, app.directory.by_slug[gemeente.slug], caller, app.base))
    found.gemeente = Gemeente(MEERWIJDE.code, {MEERWIJDE.code: MEERWIJDE.naam})  # where the people of the demo live
    return found


async def test_a_resident_is_found_by_whatever_is_known(gemeente, andere_gemeente, stad):
    """Whoever stands at the counter has a passport, an address or only a name and a birthday."""
    een = next(p for p in stad if p.voorvoegsel and " " in p.voornamen and p.geboortedatum[4:] != "0000")
    adres, born = een.verblijfplaats, een.geboortedatum
    dag = f"{int(born[6:])}-{int(born[4:6])}-{born[:4]}"
    for getypt in (
        een.bsn, f"{een.geslachtsnaam.upper()} {dag}", f"{een.voornamen.split()[1]} {dag}",
        f"{een.voornamen.split()[0]} {een.voorvoegsel} {een.geslachtsnaam} {born[:4]}",
        f"{adres.postcode} {adres.huisnummer}", f"{adres.straat} {adres.huisnummer}",
    ):  # fmt: skip
        gevonden = await inzien(gemeente).zoek(getypt)
        assert een.bsn[-3:] in [t.kaart.bsn_einde for t in gevonden.treffers], getypt
        assert (await inzien(andere_gemeente).zoek(getypt)).treffers == ()


async def test_too_many_are_refused_and_not_cut_off(gemeente, stad):
    """A list that was cut off looks complete; the one who was meant is the eleventh."""
    gevonden = await inzien(gemeente).zoek("b")
    assert (gevonden.te_veel, gevonden.treffers) == (True, ())
    assert await gemeente.rows(LOG) == []


async def test_each_look_is_a_line_with_what_was_seen(gemeente, stad):
    """Residents see who looked, and a look for somebody who is not here is one about somebody too."""
    een = stad[0]
    [treffer] = (await inzien(gemeente).zoek(een.bsn)).treffers
    await inzien(gemeente).lees(treffer.id, "kort")
    await inzien(gemeente).lees(treffer.id, "lijst")
    assert (await inzien(gemeente).zoek("123456782")).treffers == ()
    lines = await gemeente.rows(LOG)
    assert [tuple(line)[:3] for line in lines] == [
        ("persoon", "list", True), ("persoon", "retrieve", True), ("persoon", "retrieve", True),
        ("persoon", "search", True),
    ]  # fmt: skip
    listed, short, whole, nobody = (set(line["gegevens"]) for line in lines)
    assert "04.05.10" in short - listed
    assert {"07.80.10", "08.86.10"} <= whole - short
    assert nobody == {"zoekvraag"}
    assert [line["object"] == treffer.id for line in lines] == [True, True, True, False]


async def test_relatives_who_live_here_have_a_page(gemeente, andere_gemeente, stad):
    """The copy on the list is shown; the number only leads to the list of that person, and not to another town."""
    ouder = next(p for p in stad if any(c.huishouden == p.huishouden and c.geslachtsnaam == p.geslachtsnaam
                                        and c.geboortedatum > "2009" for c in stad))  # fmt: skip
    [treffer] = (await inzien(gemeente).zoek(ouder.bsn)).treffers
    blad = await inzien(gemeente).lees(treffer.id, "kort")
    kind = next(r for r in blad.kaart.relaties if r.rol == "kind" and r.bsn)
    lijst = blad.lijst_van(kind)
    assert lijst is not None
    assert (await inzien(gemeente).lees(lijst, "kort")).bsn == kind.bsn
    with pytest.raises(ZgwFout) as refused:
        await inzien(andere_gemeente).lees(lijst, "kort")
    assert refused.value.status == 404


async def test_an_a_nummer_finds_its_list(gemeente):
    async with gemeente.app.pool.tenant(gemeente.id) as conn:
        await opslag.bewaar(conn, gemeente.id, lijst())
    [treffer] = (await inzien(gemeente).zoek(ANUMMER)).treffers
    assert treffer.kaart.anummer == ANUMMER


def test_every_list_of_rvig_can_be_read_and_told(shared):
    """What was recorded oddly forty years ago must still come on the screen: with words, and without a fault."""
    tabellen = read_tabellen(shared / "data/brp/landelijke-tabellen")
    said = set()
    for one in rvig.read(shared / CSV):
        feiten = Feiten(one.pl, tabellen, VANDAAG)
        boom = stamboom(kaart(feiten), lambda relatie: "")
        assert all(vak.y + 52 <= boom.hoog for vak in boom.vakken)
        assert {deel.nummer for deel in delen(feiten)} == set(one.pl.stapels)
        said |= {moment.soort for moment in tijdlijn(feiten)}
    assert said <= set(SOORTEN)
    assert len(said) > 25
