"""The sheet of the sample, reckoned by hand beside it: VAT, BCF, indices, cash and budget, calling off."""

from fractions import Fraction

import pytest

from meent.tools.scenario import contant
from meent.tools.scenario.controle import load
from meent.tools.scenario.posten import Post
from meent.tools.scenario.uitkomst import Uitkomst, outcomes
from meent.tools.scenario.waarden import expected, prepared
from tests.tools.scenario.voorbeeld import changed, write


def sheet(tmp_path, *changes: tuple[str, str]) -> dict[str, Uitkomst]:
    text = changed("zaad = 7", "zaad = 7")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    model = load(write(tmp_path, text))
    return outcomes(model, prepared(model, expected(model)))


def amounts(found: Uitkomst, key: str) -> dict[int, tuple[int, int, int]]:
    return {post.jaar: (post.ex, post.btw, post.bcf) for post in found.posten if post.sleutel == key}


def test_lines_of_the_nulalternatief_with_vat_and_bcf(tmp_path):
    """200 seats at a mean of € 40 a month are € 96,000 a year; 21 % VAT of which 80 % comes back; 2 % a year."""
    nul = sheet(tmp_path)["nul"]
    found = amounts(nul, "licentie_oud")
    assert found[2026] == (96_000_00, 20_160_00, 16_128_00)
    assert found[2027] == (97_920_00, 20_563_20, 16_450_56)
    assert list(found) == [2026, 2027, 2028, 2029]
    assert amounts(nul, "uren_oud")[2028] == (5_304_50, 0, 0)  # 100 hours of € 50, 3 % a year; no VAT


def test_every_amount_is_whole_cents_and_adds_up(tmp_path):
    for found in sheet(tmp_path).values():
        assert all(type(amount) is int for p in found.posten for amount in (p.ex, p.btw, p.bcf, p.last, p.incl))
        assert sum(year.last for year in found.jaren) == sum(p.last for p in found.posten)
        assert sum(found.per_soort.values()) == sum(p.incl - p.bcf for p in found.posten)
        assert all(year.last == year.ex + year.btw - year.bcf for year in found.jaren)


def test_a_scenario_is_the_difference_from_the_nulalternatief(tmp_path):
    """The old licence lapses in 2028 and the new one runs from 2027: in 2027 both are paid."""
    nieuw = sheet(tmp_path)["nieuw"]
    assert list(amounts(nieuw, "licentie_oud")) == [2026, 2027]
    assert list(amounts(nieuw, "licentie_nieuw")) == [2027, 2028, 2029]
    assert list(amounts(nieuw, "uren_oud")) == [2026, 2027, 2028, 2029]
    assert nieuw.per_soort["exit"] == 5_000_00 + 1_050_00 - 840_00


def test_uplift_chance_and_growth_of_a_benefit(tmp_path):
    nieuw = sheet(tmp_path)["nieuw"]
    assert amounts(nieuw, "aanschaf")[2026][0] == 11_900_00  # plan of € 10,000 and 19 % on top
    assert amounts(nieuw, "storing")[2027][0] == 2_500_00  # a quarter of the time
    assert amounts(nieuw, "minder_werk") == {  # half the chance, half reached in the first year, then all
        2028: (-1_326_13, 0, 0), 2029: (-2_731_82, 0, 0),
    }  # fmt: skip


def test_real_amounts_leave_general_inflation_out(tmp_path):
    """A price that rises with inflation is the same each year in real terms; wages rise one per cent more."""
    old = 'index = "loon"\nvan = 2026\ntot = 2029'
    nul = sheet(tmp_path, (old, old.replace("loon", "prijzen")))
    assert {year.reeel for year in nul["nul"].jaren} == {100_032_00 + 5_000_00}
    real = [year.reeel for year in sheet(tmp_path)["nul"].jaren]
    expected_wage = [Fraction(5_000_00) * Fraction(103, 102) ** t for t in range(4)]
    assert real == [round(100_032_00 + wage) for wage in expected_wage]


def test_cash_beside_budget(tmp_path):
    """An investment of € 12,399.80 burden in two years: half each, and 2 % over what was left after the first."""
    nieuw = sheet(tmp_path)["nieuw"]
    (bought,) = [p for p in nieuw.posten if p.sleutel == "aanschaf"]
    assert bought.last == 12_399_80
    cash, budget = [y.last for y in nieuw.jaren], [y.lasten for y in nieuw.jaren]
    assert budget[0] == cash[0] - 12_399_80 + 6_199_90
    assert budget[1] == cash[1] + 6_199_90 + 124_00
    assert budget[2:] == cash[2:]
    assert nieuw.boekwaarde == 0


def test_what_is_not_written_off_within_the_years_is_told(tmp_path):
    nieuw = sheet(tmp_path, ("jaren = 2, rente", "jaren = 7, rente"))["nieuw"]
    budget = sum(y.lasten for y in nieuw.jaren) - sum(y.last for y in nieuw.jaren)
    assert nieuw.boekwaarde == 12_399_80 - 4 * 1_771_40
    interest = [round(0.02 * (12_399_80 - t * 1_771_40)) for t in (1, 2, 3)]
    assert budget == sum(interest) - nieuw.boekwaarde


def test_present_value_annuity_and_per_inhabitant(tmp_path):
    nul = sheet(tmp_path)["nul"]
    discounted = sum(y.reeel / 1.0225 ** (t + 0.5) for t, y in enumerate(nul.jaren))
    assert nul.contante_waarde == nul.verwacht == round(discounted)
    assert nul.annuiteit == round(discounted / sum(1.0225 ** -(t + 0.5) for t in range(4)))
    people = sum(20_000 * 1.01**t / 1.0225 ** (t + 0.5) for t in range(4))
    assert nul.per_inwoner == round(discounted / people)


def test_calling_off_is_weighed_in(tmp_path):
    """5 % in 2026 and again in 2027; then the nulalternatief returns, with € 12,100 to settle."""
    found = sheet(tmp_path)
    nul, nieuw = ([y.reeel for y in found[key].jaren] for key in ("nul", "nieuw"))
    closing = [10_420_00, round(10_420_00 / 1.02)]  # € 10,000 with VAT, of which 80 % comes back
    branches = [
        (0.05, [nieuw[0] + closing[0], *nul[1:]]), (0.95 * 0.05, [nieuw[0], nieuw[1] + closing[1], *nul[2:]]),
        (0.95**2, nieuw),
    ]  # fmt: skip
    expected_value = sum(chance * contant.npv(flows, 0.0225, 0.5) for chance, flows in branches)
    assert found["nieuw"].verwacht == pytest.approx(expected_value, abs=1)
    assert found["nieuw"].contante_waarde != found["nieuw"].verwacht


def test_prices_of_another_year_and_with_vat_are_brought_to_the_model(tmp_path):
    """€ 60.50 with VAT in 2024 is € 50 without; two years of 2 % make it € 52.02 in 2026."""
    old = '[grootheden.uurtarief]\nwaarde = 50\neenheid = "euro/uur"\nprijspeil = 2026\nbtw = "geen"\n'
    new = (old.replace("50", "60.50").replace("2026", '2024\nindex = "prijzen"')
           .replace('"geen"', '"hoog"\nbtw_inbegrepen = true'))  # fmt: skip
    nul = sheet(tmp_path, (old, new))["nul"]
    assert amounts(nul, "uren_oud")[2026] == (5_202_00, 1_092_42, 873_94)


def test_an_index_and_a_rate_of_vat_may_follow_from_a_formula(tmp_path):
    """€ 57 with 14 % VAT in 2024 is € 50 without; two years of 2 % + 3 % make it € 55.125."""
    derived = ('[afgeleid.stijging]\nformule = "inflatie + loonstijging"\neenheid = "fractie/jaar"\n\n'
               '[afgeleid.tarief]\nformule = "btw_hoog / (1 + half)"\neenheid = "fractie"\n\n'
               '[afgeleid.seats]')  # fmt: skip
    old = '[grootheden.uurtarief]\nwaarde = 50\neenheid = "euro/uur"\nprijspeil = 2026\nbtw = "geen"\n'
    new = (old.replace("50", "57").replace("2026", '2024\nindex = "loon"')
           .replace('"geen"', '"hoog"\nbtw_inbegrepen = true'))  # fmt: skip
    nul = sheet(tmp_path, (old, new), ("[afgeleid.seats]", derived), ('loon = "loonstijging"', 'loon = "stijging"'),
                ('tarief = "btw_hoog"', 'tarief = "tarief"'))["nul"]  # fmt: skip
    assert amounts(nul, "uren_oud")[2026][:2] == (5_512_50, 771_75)


def test_the_burden_of_a_line_is_what_the_fund_does_not_give_back():
    post = Post("nul", "a", "exploitatie", 2026, 100_00, 21_00, 16_80)
    assert (post.incl, post.last) == (121_00, 104_20)
