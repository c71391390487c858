"""The joint contract and the gates, from the text of a model to figures that were reckoned by hand; and wrong text."""

import pytest

from meent.tools.scenario.bestand import ModelGeweigerd
from meent.tools.scenario.controle import load
from meent.tools.scenario.deelname import options, participation
from tests.tools.scenario.test_controle import line_of
from tests.tools.scenario.voorbeeld import TEKST, write

BRON = 'bron = "Invented for a test"\ndatum = 2026-11-01\n'


def figure(naam: str, eenheid: str, waarde: str, btw: str = "") -> str:
    money = f'prijspeil = 2026\nbtw = "{btw}"\n' if btw else ""
    return f'[grootheden.{naam}]\n{waarde}\neenheid = "{eenheid}"\n{money}{BRON}\n'


JOINT = (
    figure("vast", "euro/jaar", "waarde = 30000", "hoog")
    + figure("samen", "euro/seat/jaar", "waarde = 100", "hoog")
    + figure("alleen_groot", "euro/seat/jaar", "waarde = 200", "hoog")
    + figure("alleen_klein", "euro/seat/jaar", "waarde = 140", "hoog")
    + figure("beheer", "euro/jaar/deelnemer", "waarde = 0", "geen")
    + figure("anders", "factor", 'verdeling = { soort = "lognormaal", gemiddelde = 1, spreiding = 0.2 }')
    + f"""
[coalitie]
naam = "Samen"
toelichting = "Een gezamenlijk contract."
vast = "vast"
volume = "seats_per_inwoner"
tredes = [ {{ prijs = "samen" }} ]
sleutel = "gelijk"
minimum = 2

[coalitie.groepen.groot]
naam = "Groot"
aantal = 2
inwoners = 20000
alternatief = "alleen_groot"
eigen = "beheer"
{BRON}
[coalitie.groepen.klein]
naam = "Klein"
aantal = 1
inwoners = 10000
alternatief = "alleen_klein"
eigen = "beheer"
{BRON}
"""
)
WAY = (
    figure("proefkosten", "euro", "waarde = 1000", "geen")
    + figure("vervolg", "euro", "waarde = 9000", "geen")
    + """
[opties.proef]
naam = "Eerst een proef"
toelichting = "Stoppen kan na de proef."
wortel = "start"

[opties.proef.knopen.start]
naam = "Proef"
jaar = 2026
kosten = "proefkosten"
takken = [ { kans = "half", naar = "klaar" }, { naar = "tegenvaller" } ]

[opties.proef.knopen.klaar]
naam = "Het werkt"
jaar = 2027
kosten = "proefkosten"

[opties.proef.knopen.tegenvaller]
naam = "Het werkt niet"
jaar = 2027
kosten = "proefkosten * half"
stop = "proefkosten"
takken = [ { naar = "doorgaan" } ]

[opties.proef.knopen.doorgaan]
naam = "Toch door"
jaar = 2028
kosten = "vervolg"
"""
)


def test_leaving_and_collapse_by_hand(tmp_path):
    """200, 200 and 100 seats; each € 10,000 fixed. The small one pays 20,000 against 14,000 alone and goes; then the
    large ones pay 35,000 against 40,000, which holds until all is 14.3 % dearer. VAT weighs 4.2 % on everything."""
    found = participation(load(write(tmp_path, TEKST + JOINT)))
    assert found is not None
    assert [(r.ronde, r.groep, r.aantal, r.blijven, r.alternatief) for r in found.rondes] == [
        (1, "Klein", 1, 20_840_00, 14_588_00),
    ]  # fmt: skip
    assert (found.deelnemers, found.blijvers, found.minimum) == (3, 2, 2)
    assert found.stijging == pytest.approx(40_000 / 35_000 - 1, abs=1e-6)
    assert found.per_sleutel == {"inwoners": 2, "volume": 2, "gelijk": 2, "shapley": 2}
    assert (found.kans, found.gemiddeld) == (0, 2)


def test_alternatives_that_differ_give_a_chance_of_collapse(tmp_path):
    text = TEKST + JOINT.replace('sleutel = "gelijk"', 'sleutel = "gelijk"\nspreiding = "anders"')
    found = participation(load(write(tmp_path, text)))
    assert found is not None
    assert 0.05 < found.kans < 0.95
    assert found == participation(load(write(tmp_path, text)))


def test_a_model_without_a_joint_contract_has_none(tmp_path):
    model = load(write(tmp_path))
    assert participation(model) is None
    assert options(model) == {}


def test_the_worth_of_stopping_by_hand(tmp_path):
    """A pilot of € 1,000; then € 1,000, or € 500 and a choice: stop for € 1,000 or go on for € 9,000 a year later."""
    found = options(load(write(tmp_path, TEKST + WAY)))["proef"]
    today = [1.0225 ** -(t + 0.5) for t in range(3)]
    start, after = 1000 * today[0] + 0.5 * 1000 * today[1] + 0.5 * 500 * today[1], 0.5
    assert found.zonder_stop == pytest.approx(start + after * 9000 * today[2])
    assert found.met_stop == pytest.approx(start + after * 1000 * today[1])
    assert found.stoppen_bij == ["tegenvaller"]


@pytest.mark.parametrize(("old", "new", "at", "told"), [
    ('vast = "vast"', 'vast = "vst"', 'vast = "vst"', "Bedoelt u 'vast'?"),
    ('volume = "seats_per_inwoner"', 'volume = "uren"', 'volume = "uren"', "geen aantal per inwoner"),
    ('vast = "vast"', 'vast = "uurtarief"', 'vast = "uurtarief"', "hier hoort euro/jaar"),
    ('{ prijs = "samen" }', '{ vanaf = "seats", prijs = "samen" }', "tredes", "Alleen de eerste trede"),
    ('[ { prijs = "samen" } ]', '[ { prijs = "samen" }, { vanaf = "seats", prijs = "alleen_groot" } ]', "tredes",
     "prijs stijgt"),
    ("minimum = 2", "minimum = 4", "minimum", "meer dan alle deelnemers"),
    ("aantal = 1\n", "aantal = 0\n", "aantal = 0", "minstens 1"),
    ('eigen = "beheer"\nbron = "Invented for a test"\ndatum = 2026-11-01\n\n[coalitie.groepen.klein]',
     'eigen = "beheer"\n\n[coalitie.groepen.klein]', "[coalitie.groepen.groot]", "ontbreekt 'bron'"),
    ('wortel = "start"', 'wortel = "begin"', "wortel", "'begin' bestaat niet"),
    ('jaar = 2028\nkosten = "vervolg"', 'jaar = 2035\nkosten = "vervolg"', "jaar = 2035", "valt buiten"),
    ('stop = "proefkosten"', 'stop = "uren"', 'stop = "uren"', "hier hoort euro"),
    ('{ naar = "tegenvaller" }', '{ kans = "half", naar = "tegenvaller" }', "takken", "tellen de kansen niet"),
    ('{ naar = "doorgaan" }', '{ naar = "verder" }', "takken = [ { naar = \"verder\"", "'verder' bestaat niet"),
    ('{ naar = "doorgaan" }', '{ naar = "start" }', "[opties.proef]", "in een kring"),
    ('{ kans = "half", naar = "klaar" }', '{ kans = "heel", naar = "klaar" }, { kans = "half", naar = "klaar" }',
     "takken", "meer dan 1"),
])  # fmt: skip
def test_wrong_text_is_told_with_its_line(tmp_path, old, new, at, told):
    text = JOINT + WAY
    assert text.count(old) == 1, (text.count(old), old)
    text = TEKST + text.replace(old, new)
    with pytest.raises(ModelGeweigerd) as refused:
        load(write(tmp_path, text))
    fitting = [fault for fault in refused.value.fouten if told in f"{fault.wat} {fault.herstel}"]
    assert line_of(text, at) in {fault.plaats.regel for fault in fitting}, str(refused.value)
