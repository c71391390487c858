"""Out and in again gives the same list, whatever the verbs made of it; and what no verb may ever do."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meent.services.personen import lo3, pljson
from meent.services.personen.mutaties import (
    Actualiseren,
    Corrigeren,
    Mutatie,
    MutatieGeweigerd,
    Opnemen,
    Overschrijven,
    TenOnrechte,
    Vervanging,
    Verwijderen,
    apply,
)
from meent.services.personen.persoonslijst import Persoonslijst
from meent.services.personen.rubrieken import OnbekendeRubriek, tabel
from meent.services.personen.teletex import TO_BYTES
from tests.services.personen.lijsten import ANUMMER, BSN, GEZAG, HUWELIJK, KIND, NU, PASPOORT, lijst

LETTERS = sorted(letter for letter in TO_BYTES if letter.isprintable())
DATUM = st.sampled_from(["00000000", "19630000", "19850500", "19991231", "20200229", "20261128"])
BEGIN = lijst(c05=[[HUWELIJK]], c09=[[KIND]], c11=[[GEZAG]], c12=[[PASPOORT]])


@st.composite
def waarde(draw: st.DrawFn, nummer: str) -> str:
    """A value of good form for this element."""
    element = tabel().elementen[nummer]
    match element.vorm:
        case "anummer":
            return ANUMMER
        case "bsn":
            return BSN
        case "datum":
            return draw(DATUM)
        case "tijdstempel":
            return "20200101120000000"
        case "cijfers":
            return draw(st.text("0123456789", min_size=element.kort, max_size=element.lang))
    half = max(1, element.lang // 2)
    if element.kort == element.lang:
        return draw(st.text("ABCxyz019 ", min_size=element.kort, max_size=element.kort))
    return draw(st.text(LETTERS if element.lang > 1 else "ABC", min_size=1, max_size=min(half, 12)))


@st.composite
def inhoud(draw: st.DrawFn, categorie: str, *groepen: str) -> dict[str, str]:
    """Some elements of some groups of the category."""
    kind = tabel().categorieen[categorie]
    known = [n for n, e in tabel().elementen.items() if e.groep in (groepen or kind.groepen) and e.groep < "81"]
    known = [n for n in known if n[:2] != "80"]
    chosen = draw(st.lists(st.sampled_from(known), min_size=1, max_size=5, unique=True)) if known else []
    return {n: draw(waarde(n)) for n in chosen}


@st.composite
def bron(draw: st.DrawFn, categorie: str) -> dict[str, str]:
    kind = tabel().categorieen[categorie]
    found = [g for g in ("81", "82") if g in kind.groepen]
    if not found:
        return {}
    groep = draw(st.sampled_from(found))
    return {n: draw(waarde(n)) for n in tabel().elementen if n[:2] == groep}


@st.composite
def mutatie(draw: st.DrawFn) -> Mutatie:
    """Any verb on any stapel, with content that fits; it may well be refused."""
    c = draw(st.sampled_from(["01", "02", "04", "05", "06", "07", "08", "09", "10", "11", "12", "13"]))
    s = draw(st.integers(0, 1))
    common: dict[str, Any] = {"categorie": c, "stapel": s}
    source = draw(bron(c))
    match draw(
        st.sampled_from(["opnemen", "actualiseren", "corrigeren", "ten onrechte", "overschrijven", "verwijderen"])
    ):
        case "opnemen":
            return Opnemen(**common, inhoud=draw(inhoud(c)), bron=source, ingang=draw(DATUM))
        case "actualiseren":
            return Actualiseren(**common, inhoud=draw(inhoud(c)), bron=source, ingang=draw(DATUM))
        case "corrigeren":
            wrong = draw(st.lists(st.integers(0, 3), min_size=1, max_size=3, unique=True))
            replaced = tuple(Vervanging(voorkomen=v, inhoud=draw(inhoud(c)), ingang=draw(DATUM)) for v in wrong)
            return Corrigeren(**common, vervangingen=replaced, bron=source)
        case "ten onrechte":
            return TenOnrechte(**common, bron=source)
        case "overschrijven":
            groep = draw(st.sampled_from(["66", "67", "70", "72", "73", "75", "83", "35"]))
            values = {n: draw(waarde(n)) for n in tabel().elementen if n[:2] == groep}
            return Overschrijven(**common, inhoud=values, voorkomen=draw(st.integers(0, 2)))
    return Verwijderen(**common, voorkomens=draw(st.sampled_from([(), (1,), (1, 2)])), verzoek=NU.date())


def done(pl: Persoonslijst, one: Mutatie) -> Persoonslijst | None:
    try:
        return apply(pl, [one], NU)
    except (MutatieGeweigerd, OnbekendeRubriek):
        return None


@pytest.mark.rule("PL-51", "PL-52", "PL-15", "PL-21", "PL-17")
@pytest.mark.requirement("K-15", "K-17", "K-21")
@settings(max_examples=200)
@given(st.lists(mutatie(), min_size=1, max_size=8))
def test_verbs_and_the_way_out_and_in_again(mutaties: list[Mutatie]) -> None:
    """A list that others read otherwise than we wrote it is two lists; and nothing right may vanish on the way."""
    pl = BEGIN
    for one in mutaties:
        new = done(pl, one)
        if new is None:
            continue
        assert lo3.read_body(lo3.write_body(new)) == new
        assert pljson.read(pljson.write(new)) == new
        assert int(new.waarde("07.80.10")) == int(pl.waarde("07.80.10")) + 1
        assert not any(v == 0 and x.is_onjuist for _, _, v, x in new.voorkomens())
        require_frozen(pl, new, one)
        pl = new


def require_frozen(old: Persoonslijst, new: Persoonslijst, one: Mutatie) -> None:
    """What was incorrect is still there, to the letter (but for doubt about it); only removal takes it away."""
    if isinstance(one, Verwijderen):
        return
    for c, stapels in old.stapels.items():
        for s, stapel in enumerate(stapels):
            kept = [v.zonder("83") for v in new.stapels[c][s]]
            assert all(v.zonder("83") in kept for v in stapel if v.is_onjuist)
            assert len(new.stapels[c][s]) >= len(stapel)


@pytest.mark.rule("PL-52")
@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b'{"stapels": [{"categorie": "51", "voorkomens": [{"01.10": "1"}]}]}',
        b'{"stapels": [{"categorie": "01", "voorkomens": []}]}',
        b'{"stapels": [{"categorie": "01", "voorkomens": [{"01.10": ""}]}]}',
        b'{"stapels": [], "meer": 1}',
        b'{"stapels": [{"categorie": "01", "voorkomens": [{"01.10": 1}]}]}',
        b" " * (pljson.MAX_BYTES + 1),
    ],
)
def test_json_that_is_no_list_is_refused(raw: bytes) -> None:
    """A supplier's mistake must not become somebody's persoonslijst."""
    with pytest.raises(pljson.PlJsonFout):
        pljson.read(raw)


@pytest.mark.rule("PL-52")
def test_json_with_an_element_elsewhere_is_refused() -> None:
    with pytest.raises(OnbekendeRubriek):
        pljson.read(b'{"stapels": [{"categorie": "01", "voorkomens": [{"08.10": "20200101"}]}]}')
