"""LO3 on the wire: byte-exact both ways, and a typed fault for whatever is wrong in it."""

from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meent.services.personen import lo3
from meent.services.personen.persoonslijst import Persoonslijst
from tests.services.personen.lijsten import HUWELIJK, ONTBINDING, lijst, met

pytestmark = pytest.mark.rule("PL-51")
MESSAGES = ("Ag01-guirten", "Ib01-dungelmann", "Lg01-moulin-teletex", "Lg01-vandenheuvel")
EEN = lo3.write_message(lo3.lg01(lijst(c05=[[ONTBINDING, HUWELIJK]])))


@pytest.mark.requirement("burgerzaken-bar-3")
@pytest.mark.parametrize("name", MESSAGES)
def test_real_messages_come_back_to_the_byte(shared: Path, name: str) -> None:
    """A message that we write otherwise than we read it is another message."""
    raw = (shared / "data" / "brp" / "lo3-berichten" / f"{name}.txt").read_bytes()
    bericht = lo3.read_message(raw)
    assert bericht.nummer == name[:4]
    assert lo3.write_message(bericht) == raw


@pytest.mark.rule("PL-11")
def test_the_diacritics_are_those_of_the_sender(shared: Path) -> None:
    """Lengths count bytes: a reader of characters ends in the middle of the next element."""
    raw = (shared / "data" / "brp" / "lo3-berichten" / "Lg01-moulin-teletex.txt").read_bytes()
    assert lo3.read_message(raw).pl.waarde("02.02.40") == "Béamont"


def test_the_header_is_that_of_the_list() -> None:
    """BRP-V compares the stamp with what it has."""
    bericht = lo3.read_message(EEN)
    assert dict(bericht.kop) == {
        "tijdstempel": "20191204171500000", "anummer": "8940402024", "vorig_anummer": "0000000000",
    }  # fmt: skip


def body(*parts: str) -> bytes:
    """Categories from 'nn' and elements 'nnnn=value'."""
    found = b""
    for part in parts:
        nummer, *elements = part.split(" ")
        inside = "".join(f"{e[:4]}{len(e) - 5:03}{e[5:]}" for e in elements)
        found += f"{nummer}{len(inside):03}{inside}".encode()
    return found


@pytest.mark.parametrize(("raw", "code"), [
    (body("99 0110=1"), "categorie"), (body("57 6810=1"), "categorie"), (body("51 0240=X"), "historie"),
    (body("02 0240=X", "01 0240=X"), "volgorde"), (body("01 0240=X 0210=Y"), "volgorde"),
    (body("01 0240=X 0240=Y"), "dubbel"), (body("01 0240="), "leeg"), (body("07 0240=X"), "rubriek"),
    (b"0101X0240001X", "cijfers"), (b"01099", "lengte"), (b"01007024000A", "cijfers"), (b"010080240005X", "lengte"),
    (b"01", "lengte"), (b"010080240001\xff", "teken"), (b"\xc1101", "teken"),
])  # fmt: skip
def test_a_fault_has_a_name(raw: bytes, code: str) -> None:
    """Who must answer with a Pf message has to know what was wrong."""
    with pytest.raises(lo3.Lo3Fout) as refused:
        lo3.read_body(raw)
    assert refused.value.code == code


@pytest.mark.parametrize(("raw", "code"), [
    (b"", "bericht"), (b"00000000Xx99", "bericht"), (EEN[:-1], "lengte"), (EEN + b"0", "lengte"), (EEN[:40], "lengte"),
], ids=["nothing", "another", "too short", "too long", "broken off"])  # fmt: skip
def test_a_message_is_whole(raw: bytes, code: str) -> None:
    """Half a list, taken for a whole one, ends marriages."""
    with pytest.raises(lo3.Lo3Fout) as refused:
        lo3.read_message(raw)
    assert refused.value.code == code


@pytest.mark.parametrize(("pl", "code"), [
    (lijst(c01=[[{"01.10": "8940402024", "02.40": "Ma€ny"}]]), "teken"),
    (lijst(c07=[[{"80.10": "0001"}, {"80.10": "0000"}]]), "historie"),
    (lijst(c01=[[{"01.10": "8940402024", "02.40": "x" * 1000}]]), "lengte"),
])  # fmt: skip
def test_what_does_not_fit_is_refused(pl: Persoonslijst, code: str) -> None:
    """Cut off or left out, it would be somebody else's list."""
    with pytest.raises(lo3.Lo3Fout) as refused:
        lo3.write_body(pl)
    assert refused.value.code == code


@pytest.mark.requirement("burgerzaken-bar-3")
def test_a_hundred_thousand_damaged_messages(shared: Path) -> None:
    """What a line does to a message is either noticed or changes nothing; it never stops the mailbox."""
    folder, chance, whole = shared / "data" / "brp" / "lo3-berichten", Random(2026), 0
    real = [(folder / f"{name}.txt").read_bytes() for name in MESSAGES]
    for number in range(100_000):
        raw = bytearray(real[number % len(real)])
        for _ in range(chance.randint(1, 4)):
            place = chance.randrange(len(raw))
            raw[place : place + 1] = chance.choice((bytes([chance.randrange(256)]), b"", raw[place : place + 1] * 2))
        try:
            found = lo3.read_message(bytes(raw))
        except lo3.Lo3Fout:
            continue
        whole += 1
        assert lo3.write_message(found) == bytes(raw)
    assert whole > 1000


@settings(max_examples=200)
@given(st.data())
def test_a_damaged_message_gives_a_typed_fault_or_the_same_bytes(data: st.DataObject) -> None:
    """A crash stops the mailbox of a whole municipality; a silent repair is worse."""
    raw = bytearray(EEN)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(raw) - 1))
        match data.draw(st.sampled_from(("change", "drop", "double"))):
            case "change":
                raw[place] = data.draw(st.integers(0, 255))
            case "drop":
                del raw[place]
            case _:
                raw.insert(place, raw[place])
    try:
        found = lo3.read_message(bytes(raw))
    except lo3.Lo3Fout:
        return
    assert lo3.write_message(found) == bytes(raw)


@pytest.mark.rule("PL-06")
@pytest.mark.requirement("K-06")
def test_a_voorkomen_without_content_is_kept() -> None:
    """It says that a marriage never was; without it the marriage is there again."""
    leeg = {"82.10": "0518", "82.20": "20200101", "82.30": "ten onrechte opgenomen categorie", "85.10": "20081201",
            "86.10": "20200101"}  # fmt: skip
    pl = lijst(c05=[[leeg, met(HUWELIJK, e84_10="O")]])
    found = lo3.read_body(lo3.write_body(pl))
    assert found == pl
    actueel = found.actueel("05")
    assert actueel is not None
    assert actueel.is_leeg
    assert not found.stapels["05"][0].historie[0].is_leeg
