"""The language of voorwaarderegels: what is read is written again, and a fault says where it is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meent.services.personen.autorisatie.voorwaarde import (
    Getal,
    Haakjes,
    InLijst,
    Samen,
    Tekst,
    Termijn,
    Vergelijk,
    Voorkomt,
    Voorwaarde,
    VoorwaardeFout,
    Waarde,
    lees,
    rubrieken_in,
    schrijf,
)


@pytest.mark.rule("AU-02")
def test_a_condition_is_a_tree() -> None:
    """Of every part a reader can say what it is."""
    text = (
        '(08.09.10 GA1 0518 OFVGL 0599) ENVWD 08.10.10 OGA1 "B" ENVWD 01.03.10 KDOG1 19.89.30 - 0018 OFVWD KNV 07.67.10'
    )
    assert lees(text) == Samen("OFVWD", (
        Samen("ENVWD", (
            Haakjes(Vergelijk("08.09.10", "GA1", (Getal("0518"), Getal("0599")))),
            Vergelijk("08.10.10", "OGA1", (Tekst("B"),)),
            Vergelijk("01.03.10", "KDOG1", (Termijn(Waarde("19.89.30"), "-", "0018"),)),
        )),
        Voorkomt("KNV", "07.67.10"),
    ))  # fmt: skip
    assert rubrieken_in(lees(text)) == {"08.09.10", "08.10.10", "01.03.10", "07.67.10"}


@pytest.mark.rule("AU-01")
@pytest.mark.parametrize(("text", "plaats", "told"), [
    ("", 1, "Hier hoort een rubriek, KV, KNV, LIJST of een haakje."),
    ("08.09.10", 9, "Hier hoort een van GA1, GAA,"),
    ("08.09.10 GA1", 13, "Hier hoort een waarde"),
    ("08.09.10 GA1 0518 ENVWD", 24, "Hier hoort een rubriek, KV"),
    ("08.09.10 GA1 0518 OFVGL OFVGL 0599", 25, "Hier hoort een waarde"),
    ("08.09.10 GA1 0518 0599", 19, "Hier hoort ENVWD, OFVWD of het einde."),
    ("08.09.10 OGA1 1 OFVGL 2 ENVGL 3", 25, "niet met beide"),
    ("(08.09.10 GA1 0518", 19, "Hier hoort )."),
    ("08.99.10 GA1 1", 1, "08.99.10: Dit nummer komt in de tabel van rubrieken niet voor"),
    ("KV 07", 4, "Hier hoort een rubriek"),
    ("KV 99.68.10", 4, "komt in de tabel"),
    ('08.10.10 GA1 "B', 14, "geen sluitend aanhalingsteken"),
    ("08.10.10 GA1 B", 14, "Dit teken hoort hier niet."),
    ('08.10.10 GD1 "B"', 14, "niet groter of kleiner"),
    ("08.09.10 GA1 0518 - 0001", 19, "Alleen van een datum"),
    ("01.03.10 GA1 19.89.30 - 18", 25, "4, 6 of 8 cijfers"),
    ("01.03.10 GA1 (19.89.30)", 14, "een dag plus of min een termijn"),
    ("LIJST (kolom GA1 01.01.10)", 8, "Dit teken hoort hier niet."),
    ("LIJST (01.01.10 GA1 01.01.10)", 8, "Hier hoort een kolom"),
    ("LIJST (kolom1 KD1 01.01.10)", 8, "staat een waarde of staat zij niet"),
    ("(" * 51 + "KV 01.01.10" + ")" * 51, 51, "hoogstens 50 diep"),
    ("KV 01.01.10 ENVWD " * 2000 + "KV 01.01.10", 20_000, "hoogstens 20000 tekens"),
])  # fmt: skip
def test_a_fault_says_where_it_is(text: str, plaats: int, told: str) -> None:
    """Who types a rule must find the mistake in a line of sixteen hundred signs."""
    with pytest.raises(VoorwaardeFout) as fault:
        lees(text)
    assert fault.value.plaats == plaats
    assert told in str(fault.value)


RUBRIEK = st.sampled_from(["01.03.10", "58.09.10", "07.67.20", "08.11.60", "14.40.10", "64.40.10", "04.82.30"])
CIJFERS = st.text("0123456789", min_size=1, max_size=8)
DATUM = st.sampled_from(["01.03.10", "08.14.20", "58.10.30"])
EEN_DAG = st.sampled_from(["19.89.20", "19.89.30", "08.09.20"]).map(Waarde) | st.just(Getal("20101201"))
TERMIJN = st.builds(
    Termijn, EEN_DAG, st.sampled_from("+-"), st.sampled_from(["0018", "000300", "00480115"]), st.booleans()
)
TEKST = st.builds(Tekst, st.text(st.characters(exclude_characters='"', exclude_categories=["Cs"]), max_size=6))
OP = st.sampled_from(["GA1", "GAA", "OGA1", "OGAA"])
ORDE = st.sampled_from(["GD1", "GDA", "GDOG1", "GDOGA", "KD1", "KDA", "KDOG1", "KDOGA"])
WAARDEN = st.lists(TEKST | CIJFERS.map(Getal) | RUBRIEK.map(Waarde), min_size=1, max_size=3).map(tuple)
DAGEN = st.lists(TERMIJN | CIJFERS.map(Getal), min_size=1, max_size=2).map(tuple)
BLAD = st.one_of(
    st.builds(Vergelijk, RUBRIEK, OP, WAARDEN),
    st.builds(Vergelijk, DATUM, OP | ORDE, DAGEN),
    st.builds(Voorkomt, st.sampled_from(["KV", "KNV"]), RUBRIEK),
    st.builds(InLijst, st.sampled_from(["kolom1", "kolom12"]), OP, RUBRIEK),
)


def _with_more(binnen: st.SearchStrategy[Voorwaarde]) -> st.SearchStrategy[Voorwaarde]:
    """Conditions made of others, as reading makes them: no brackets are needed that do not stand there."""
    een = BLAD | binnen.map(Haakjes)
    en = st.lists(een, min_size=2, max_size=3).map(lambda delen: Samen("ENVWD", tuple(delen)))
    of = st.lists(een | en, min_size=2, max_size=3).map(lambda delen: Samen("OFVWD", tuple(delen)))
    return st.one_of(een, en, of)


@pytest.mark.rule("AU-02")
@settings(max_examples=80)
@given(st.recursive(BLAD, _with_more, max_leaves=8))
def test_what_is_written_is_read_as_the_same(tree: Voorwaarde) -> None:
    """A rule that changes when it is shown and saved again is another rule than was decided on."""
    assert lees(schrijf(tree)) == tree


@pytest.mark.rule("AU-01")
@settings(max_examples=200)
@given(st.text('0123456789. GADKOVNE1"()-/*LIJST', max_size=60))
def test_anything_else_is_a_fault_and_never_a_crash(text: str) -> None:
    """A table comes from elsewhere: a strange cell may not stop the import of the others."""
    fault: VoorwaardeFout | None = None
    try:
        tree = lees(text)
    except VoorwaardeFout as found:
        fault = found
    assert 1 <= fault.plaats <= len(text) + 1 if fault else lees(schrijf(tree)) == tree
