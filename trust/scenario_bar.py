"""`python -m trust.scenario_bar`: every row of the bar for business cases, with its figure and whether it is met.

The rows are those of the design (bar A7), and one for the screen. What takes minutes has a command of its own,
`trust.workbook` for LibreOffice and `bench.scenario` for speed; here LibreOffice recomputes the workbooks as they are,
and speed is judged by CPU, because others may use the machine.
The table is printed, and laid down in trust/results/ when every row is met.
"""

import argparse
import json
import math
import platform
import random
import re
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import numpy as np
import numpy_financial as npf
from scipy.stats import norm, spearmanr

from meent.tools.scenario import coalitie, contant, scherm, trekking
from meent.tools.scenario.bestand import ModelGeweigerd
from meent.tools.scenario.bijlage import appendix
from meent.tools.scenario.controle import load, load_with_places
from meent.tools.scenario.deelname import contract_of, participation, undelivered
from meent.tools.scenario.gevoeligheid import sobol
from meent.tools.scenario.rapport import report
from meent.tools.scenario.stuk import council_paper
from meent.tools.scenario.uitkomst import outcomes
from meent.tools.scenario.waarden import expected, prepared
from meent.tools.scenario.werkboek import workbook
from tests.tools.scenario.test_coalitie import airport, glove, majority, voting
from tests.tools.scenario.test_controle import FAULTS
from tests.tools.scenario.test_gevoeligheid import ishigami
from tests.tools.scenario.voorbeeld import TEKST
from trust.scenario import EXAMPLES, FIRST, SECOND, digests
from trust.workbook import ours, recompute, theirs

ROOT = Path(__file__).parents[1]
RESULTS = Path(__file__).parent / "results"
CASES = sorted((ROOT / "docs" / "voorbeelden" / "gt-connect").glob("*.toml"))
MIDDLE = next(file for file in CASES if file.stem == "gemeente-100000")
BACK = ROOT / "docs" / "voorbeelden" / "terugblik-2018" / "gt-connect.toml"
FLOWS, DRAWS = 10_000, 100_000
Row = tuple[str, bool]
"""The figure in words, and whether it meets the bar."""


def money_of_time() -> Row:
    """Largest relative difference with numpy-financial."""
    chance, worst, rates = random.Random(1), 0.0, 0
    for _ in range(FLOWS):
        flows = [float(chance.randint(-(10**9), 10**9)) for _ in range(chance.randint(1, 30))]
        rate = chance.uniform(-0.05, 0.2)
        value = npf.npv(rate, flows)
        yearly = -npf.pmt(rate, len(flows), value)
        worst = max(worst, abs(contant.npv(flows, rate, 0) - value) / abs(value))
        worst = max(worst, abs(contant.annuity(value, rate, len(flows), 1) - yearly) / abs(yearly))
        project = [-float(chance.randint(10**6, 10**8)), *(float(chance.randint(1, 10**8)) for _ in range(8))]
        found, of_numpy = contant.irr(project), float(npf.irr(project))
        if found is not None and math.isfinite(of_numpy) and found > -0.9:
            worst, rates = max(worst, abs(found - of_numpy) / (1 + abs(of_numpy))), rates + 1
    return f"{FLOWS} flows, {rates} rates of return: largest difference {worst:.1e}", worst <= 1e-9


def spreadsheet() -> Row:
    """LibreOffice opens our workbooks, which hold no outcome, and reckons."""
    figures, wrong, years = 0, 0, {}
    with tempfile.TemporaryDirectory(prefix="meent-bar-") as folder:
        loaded = {file.stem: load_with_places(file) for file in CASES}
        books = recompute({name: workbook(*both) for name, both in loaded.items()}, Path(folder))
    for name, (model, _) in loaded.items():
        years[name] = model.kop.jaren
        for place, one in enumerate(outcomes(model, prepared(model, expected(model))).values()):
            given, wanted = theirs(books[name], place, years[name]), ours(one)
            figures += len(wanted)
            wrong += sum(a != b for a, b in zip(given, wanted, strict=True))
    return f"{len(books)} workbooks, {figures} figures, {wrong} not equal to the cent", not wrong


def chances() -> Row:
    """Draws against formulas, in standard errors; shares of Ishigami's function against its formula."""
    x, y = np.random.default_rng(9).standard_normal((2, DRAWS))
    a, b = 100 + 8 * x, 103 + 6 * (0.5 * x + math.sqrt(0.75) * y)
    found, mu, sigma = trekking.compare({"a": a, "b": b}, 9), -3.0, math.sqrt(52)
    chance = float(norm.cdf(-mu / sigma))
    regret = float(sigma * norm.pdf(mu / sigma) + mu * norm.cdf(mu / sigma))
    square = float((mu**2 + sigma**2) * norm.cdf(mu / sigma) + mu * sigma * norm.pdf(mu / sigma))
    off = [
        abs(found.goedkoper["a"]["b"] - chance) / math.sqrt(chance * (1 - chance) / DRAWS),
        max(0.0, abs(found.scenarios["a"].spijt / 100 - regret) - 0.005) / math.sqrt((square - regret**2) / DRAWS),
    ]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "model.toml"
        file.write_text(TEKST)
        model = load(file)
    spreads, _ = trekking.summary(model, DRAWS)
    sheet = outcomes(model, prepared(model, expected(model)))
    off += [max(0, abs(s.gemiddelde - sheet[key].verwacht) - 1) / s.fout for key, s in spreads.scenarios.items()]
    drawn = trekking.correlated(model, trekking.draw(model, DRAWS, 5))
    rank = float(spearmanr(drawn["tarief_oud"], drawn["tarief_nieuw"]).statistic)
    off.append(abs(rank - 0.5) * math.sqrt(DRAWS))
    shares = shares_off()
    text = f"{DRAWS} draws: {len(off)} cases within {max(off):.1f} standard errors; Ishigami within {shares:.4f}"
    return text, max(off) <= 3 and shares <= 0.01


def shares_off() -> float:
    pi4, pi8 = math.pi**4, math.pi**8
    variance = 7**2 / 8 + 0.1 * pi4 / 5 + 0.01 * pi8 / 18 + 0.5
    first = [0.5 * (1 + 0.1 * pi4 / 5) ** 2 / variance, 7**2 / 8 / variance, 0.0]
    both = (0.01 * pi8 / 18 - 0.01 * pi8 / 50) / variance
    total = [first[0] + both, first[1], both]
    found = sobol(ishigami, [[0], [1], [2]], 2**14, 1)
    return max(
        abs(got - true) for i, pair in enumerate(found) for got, true in zip(pair, (first[i], total[i]), strict=True)
    )


def games() -> Row:
    """Games of the textbooks; the core; and every small coalition that can be tried out against ours."""
    known = [
        (airport, [1 / 3, 5 / 6, 17 / 6]), (glove, [2 / 3, 1 / 6, 1 / 6]), (voting, [2 / 3, 1 / 6, 1 / 6]),
        (majority, [-1 / 3, -1 / 3, -1 / 3]),
    ]  # fmt: skip
    off = max(abs(a - b) for game, shares in known for a, b in zip(coalitie.shapley(3, game), shares, strict=True))
    groups = coalitie.subsets(range(3))
    core = [
        coalitie.core_violation([1 / 3, 5 / 6, 17 / 6], airport, groups) is None,
        coalitie.core_violation([4 / 3] * 3, airport, groups) is not None,
        coalitie.core_violation([-1 / 3] * 3, majority, groups) is not None,
    ]
    tried = sum(largest_stable_is_ours(seed) for seed in range(300))
    text = f"4 games within {off:.0e}; core right in {sum(core)} of 3; coalition right in {tried} of 300 tried out"
    return text, off < 1e-12 and all(core) and tried == 300


def largest_stable_is_ours(seed: int) -> bool:
    """Of all groups in which nobody wants to leave, the largest; found by trying each."""
    chance = random.Random(seed)
    people = [
        coalitie.Deelnemer(str(i), chance.randint(1, 9), chance.randint(1, 9), 0.0, float(chance.randint(5, 60)))
        for i in range(chance.randint(2, 6))
    ]  # fmt: skip
    key = chance.choice(["inwoners", "volume", "gelijk"])
    contract = coalitie.Contract(chance.randint(10, 90), [(0, 4.0), (15, 3.0)], key)  # type: ignore[arg-type]

    def stays(group: frozenset[int]) -> bool:
        inside = [people[i] for i in group]
        costs = coalitie.shared(contract, inside)
        return all(c <= d.alternatief + coalitie.PRECISION for c, d in zip(costs, inside, strict=True))

    best = max((group for group in coalitie.subsets(range(len(people))) if stays(group)), key=len)
    return {people[i].naam for i in best} == set(coalitie.stable(contract, people).blijvers)


def speed() -> Row:
    """As `bench.scenario`, once: the clock is that of a machine that others may use."""
    model = load(MIDDLE)
    begin, cpu = time.perf_counter(), time.process_time()
    trekking.summary(model, DRAWS)
    participation(model, DRAWS)
    took, burned = time.perf_counter() - begin, time.process_time() - cpu
    assert model.coalitie is not None
    people = sum(group.aantal for group in model.coalitie.groepen.values())
    size = f"{DRAWS} draws, {len(model.scenarios)} scenarios, {people} participants"
    return f"{size}: {took:.1f} s, {burned:.1f} s of CPU", burned <= 10


def slider() -> Row:
    """A moved assumption on the screen: all that it shows, for ten values one after another; the slowest, in CPU."""
    model, took = load(MIDDLE), []
    basis = scherm.basis_of(model)
    for step in range(10):
        begin, cpu = time.perf_counter(), time.process_time()
        scherm.look(model, basis, {basis.volgorde[0]: 1 + step / 10})
        took.append((time.process_time() - cpu, time.perf_counter() - begin))
    burned, clock = max(took)
    return f"slowest of 10: {burned:.2f} s of CPU, {clock:.2f} s on the clock", burned <= 1


def planted() -> Row:
    """Each fault of the list, planted in a right model: refused, with the message that belongs to it."""
    right = 0
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "model.toml"
        for old, new, _, told in FAULTS:
            file.write_text(TEKST.replace(old, new))
            try:
                load(file)
            except ModelGeweigerd as refused:
                right += any(told in f"{fault.wat} {fault.herstel}" for fault in refused.fouten)
    return f"{right} of {len(FAULTS)} refused with the right message", right >= 38 and right / len(FAULTS) >= 0.95


def back_test() -> Row:
    """The case of 2018 says what was published of it, digit for digit."""
    model, page = load(BACK), (ROOT / "docs" / "terugblik-2018.md").read_text()
    contract, people = contract_of(model, model.coalitie)  # type: ignore[arg-type]
    found = participation(model)
    rise, nothing = coalitie.collapse(contract, people), undelivered(model, "gt_connect", found.kans)  # type: ignore[union-attr]
    shown = f"collapse at +{100 * (rise or 0):.1f} %", f"no delivery {100 * nothing:.0f} %"
    published = f"| {100 * (rise or 0):.1f} % |" in page and f"| {100 * nothing:.0f} % |" in page
    return f"{shown[0]}, {shown[1]}; {'as published' if published else 'NOT as published'}", published


def traceability() -> Row:
    """Figures of the papers, counted by part: each part that tells one points at the appendix, and no link is dead.

    On the screen each amount is itself a link (tests/interaction/test_scenario.py); in the workbook each is a formula.
    """
    figures = led = 0
    for file in CASES:
        found = report(file, *load_with_places(file))
        there = {part.anker for part in appendix(found).onderdelen} | {
            row for part in appendix(found).onderdelen if part.tabel for row in part.tabel.ankers
        }
        for part in council_paper(found).onderdelen:
            cells = [cell for row in (part.tabel.rijen if part.tabel else []) for cell in row]
            told = len(re.findall(r"\d[\d.,]*", " ".join([*part.alineas, *cells, *(bar.tekst for bar in part.balken)])))
            figures += told
            led += told if part.bronnen and all(source.anker in there for source in part.bronnen) else 0
    return f"{led} of {figures} figures of {len(CASES)} papers lead to a source or a formula", led == figures


def reproducibility() -> Row:
    """Two processes that differ in hash seed, time zone, language, threads and order; every file byte for byte."""
    with tempfile.TemporaryDirectory(prefix="meent-bar-") as folder:
        first = digests(EXAMPLES, Path(folder) / "een", FIRST)
        second = digests(EXAMPLES[::-1], Path(folder) / "twee", SECOND)
    same = sum(first[name] == second.get(name) for name in first)
    return f"{same} of {len(first)} files equal in two runs", same == len(first) == len(second)


ROWS: list[tuple[str, str, Callable[[], Row]]] = [
    ("NPV, IRR, annuity against numpy-financial", "≤ 1e-9", money_of_time),
    ("workbook recomputed by LibreOffice", "every figure", spreadsheet),
    ("draws against formulas; Ishigami", "3 errors; 0.01", chances),
    ("games, core, coalition", "exact", games),
    ("speed", "≤ 10 s on 2 cores", speed),
    ("a slider of the screen", "≤ 1 s", slider),
    ("planted errors", "≥ 38 of 40", planted),
    ("back-test of 2018", "as published", back_test),
    ("traceability", "100 %", traceability),
    ("reproducibility", "same digest", reproducibility),
]


def main() -> None:
    parser = argparse.ArgumentParser(description="Every row of the bar for business cases, with its figure")
    parser.add_argument("--rows", type=int, default=len(ROWS), help="only the first so many")
    rows = []
    for name, bar, judge in islice(ROWS, parser.parse_args().rows):
        figure, met = judge()
        rows.append({"row": name, "bar": bar, "figure": figure, "met": bool(met)})
        sys.stdout.write(f"{'met    ' if met else 'NOT MET'}  {name} ({bar}): {figure}\n")
        sys.stdout.flush()
    if not all(row["met"] for row in rows):
        sys.exit(1)
    if len(rows) == len(ROWS):
        told = {"at": datetime.now(UTC).isoformat(timespec="minutes"), "machine": platform.machine(), "rows": rows}
        target = RESULTS / f"{datetime.now(UTC).date()}-scenario-bar.json"
        target.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
