"""Persoonslijsten of the demo's residents: the same people as in the cases, right by every rule, and nobody's."""

from collections import Counter
from datetime import date

import pytest

from meent.integration.brp import inladen
from meent.process.burgerzaken.toetsen import is_dezelfde
from meent.services.personen import opslag
from meent.services.personen.keuring import keur
from meent.tools.demo.bewoners import generate_bewoners
from meent.tools.demo.gemeenten import MEERWIJDE
from meent.tools.demo.lijsten import persoonslijsten

VANDAAG = date(2026, 11, 29)
CSV = "data/brp/persoonslijsten/rvig-testset-gbav-20220502.csv"
ZONDER_ANUMMER = {"PRE005", "PRE046"}
"""There is no A-nummer that can be nobody's, so residents that are generated have none."""


@pytest.fixture(scope="module")
def bewoners():
    return generate_bewoners(MEERWIJDE, 1_500, seed=1, vandaag=VANDAAG)


@pytest.fixture(scope="module")
def lijsten(bewoners):
    return [inladen.persoonslijst(one) for one in persoonslijsten(MEERWIJDE, bewoners, seed=1, vandaag=VANDAAG)]


def test_each_resident_has_a_list_that_says_the_same(bewoners, lijsten):
    """A case and the register that contradict each other teach a visitor of the demo not to trust either."""
    assert [pl.bsn for pl in lijsten] == [p.bsn for p in bewoners]
    for persoon, pl in zip(bewoners, lijsten, strict=True):
        assert (pl.waarde("01.02.10"), pl.waarde("01.02.40")) == (persoon.voornamen, persoon.geslachtsnaam)
        assert pl.waarde("01.03.10") == persoon.geboortedatum
        assert pl.waarde("08.11.90") == persoon.verblijfplaats.identificatie
        assert (pl.waarde("07.67.20") == "O") is persoon.is_overleden
        assert pl.is_beperkt is persoon.heeft_geheimhouding


def test_the_lists_are_right_by_every_precondition(lijsten):
    found = Counter((b.code, b.plaats) for pl in lijsten for b in keur(pl) if b.code not in ZONDER_ANUMMER)
    assert found == {}


def test_relatives_name_each_other(lijsten):
    """A link from a child to its mother leads to her, and from her back."""
    by_bsn = {pl.bsn: pl for pl in lijsten}
    for pl in lijsten:
        for categorie, _, _, relatie in pl.voorkomens("02", "03", "05", "09"):
            if other := by_bsn.get(relatie.get("01.20", "")):
                assert is_dezelfde(relatie, other)
                back = {"02": ("09",), "03": ("09",), "05": ("05",), "09": ("02", "03")}[categorie]
                assert any(r.get("01.20") == pl.bsn for _, _, _, r in other.voorkomens(*back))


def test_there_is_something_to_see(lijsten):
    """History, an end of a marriage, a correction, an onderzoek, people from elsewhere."""
    rows = [(c, v, rij) for pl in lijsten for c, _, v, rij in pl.voorkomens()]
    assert sum(c == "08" and v > 0 for c, v, _ in rows) > 300
    assert {rij.get("07.40") for c, _, rij in rows if c == "05"} == {None, "O", "S"}
    assert any(rij.is_onjuist for _, _, rij in rows)
    assert any("83.10" in rij for _, _, rij in rows)
    assert len({rij["05.10"] for c, _, rij in rows if c == "04"}) > 3


def test_testpersonen_of_rvig_live_here_with_their_own_history(shared):
    found = list(inladen.testpersonen(shared / CSV, {"999993653", "999990019"}, MEERWIJDE.code))
    assert [pl.waarde("08.09.10") for pl in found] == [MEERWIJDE.code] * 2
    assert len({pl.bsn for pl in found}) == 2


async def test_filling_makes_them_found(gemeente, lijsten):
    """What is loaded at once is what is stored one by one: read by BSN, searched by the row beside it."""
    await inladen.laad(gemeente.app.pool, gemeente.id, lijsten[:300])
    async with gemeente.app.pool.tenant(gemeente.id) as conn:
        assert [kept.pl for kept in await opslag.lees(conn, gemeente.id, lijsten[7].bsn)] == [lijsten[7]]
        before = await conn.fetch("select * from persoon_zoek order by lijst")
        assert await opslag.herbouw_zoekregels(conn, gemeente.id) == 300
        assert await conn.fetch("select * from persoon_zoek order by lijst") == before
