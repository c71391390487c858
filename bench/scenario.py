"""`python -m bench.scenario`: what a hundred thousand draws cost, of four scenarios and of 342 participants.

Bar: both together at most 10 s on two cores. Printed are seconds of the clock and of CPU, of this process alone; the
worst of three runs counts. The clock says nothing while others use the machine.
"""

import json
import time
from datetime import UTC, datetime
from pathlib import Path

import click

from bench import report
from meent.tools.scenario.controle import load
from meent.tools.scenario.deelname import participation
from meent.tools.scenario.trekking import summary

MODEL = Path(__file__).parents[1] / "docs" / "voorbeelden" / "gt-connect" / "gemeente-100000.toml"
RESULTS = Path(__file__).with_name("results")
BAR_S, DRAWS, RUNS = 10.0, 100_000, 3


@click.command()
@click.option("--save", is_flag=True, help="Lay the outcome down in bench/results/.")
def main(save: bool) -> None:
    """Draws of four scenarios and of 342 participants, against the bar of 10 s."""
    model = load(MODEL)
    model.kop.trekkingen = DRAWS
    assert model.coalitie is not None
    people = sum(group.aantal for group in model.coalitie.groepen.values())
    worst: dict[str, tuple[float, float]] = {}
    for _ in range(RUNS):
        for name, work in (("scenarios", summary), ("participants", participation)):
            clock, cpu = time.perf_counter(), time.process_time()
            work(model)
            took = (time.perf_counter() - clock, time.process_time() - cpu)
            worst[name] = max(worst.get(name, took), took)
    total, burned = (sum(took[i] for took in worst.values()) for i in (0, 1))
    for name, (clock, cpu) in worst.items():
        click.echo(f"{name:13} {clock:6.2f} s, CPU {cpu:6.2f} s")
    verdict = "met" if total <= BAR_S else "not met"
    size = f"{DRAWS} draws, {len(model.scenarios)} scenarios and the nulalternatief, {people} participants"
    click.echo(f"{size}: {total:.2f} s, CPU {burned:.2f} s; bar {BAR_S:.0f} s: {verdict}")
    if save:
        told = {"about": report.machine(), "draws": DRAWS, "participants": people, "bar_s": BAR_S,
                "seconds": {name: {"clock": took[0], "cpu": took[1]} for name, took in worst.items()}}  # fmt: skip
        target = RESULTS / f"{datetime.now(UTC).date()}-scenario.json"
        target.write_text(json.dumps(told, indent=1) + "\n")


if __name__ == "__main__":
    main()
