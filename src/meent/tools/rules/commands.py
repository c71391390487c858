"""`meent rules` and `meent requirements`: the registers, for people as a table and for scripts as JSON."""

import json
from collections.abc import Iterable, Sequence
from time import monotonic

import click
from rich.console import Console
from rich.table import Column, Table

from meent.tools.rules.proof import Proof, in_order, proofs
from meent.tools.rules.register import load_requirements, load_rules, requirements, rules, waits_for
from meent.tools.rules.results import project_root

APIS = list(dict.fromkeys(rule["api"] for rule in load_rules()))
AREAS = list(dict.fromkeys(entry["area"] for entry in load_requirements()))

COLOURS: dict[str, str] = {
    "passed": "green", "failed": "bold red", "untested": "red", "waits": "dim",
    "proven": "green", "not proven": "bold red", "no switch": "yellow", "not passed": "dim", "broken": "bold red",
}  # fmt: skip


@click.command("rules")
@click.argument("api", required=False, type=click.Choice(APIS))
@click.option("--json", "as_json", is_flag=True, help="Print a list for scripts.")
@click.option("--prove", "proving", is_flag=True, help="Switch each rule off in turn; its tests must then fail.")
@click.option("--rule", "only", multiple=True, help="Prove this rule only; may be given more than once.")
@click.option("--workers", type=int, help="How many rules are tried at once; as many as there are processors.")
@click.option("--again", is_flag=True, help="Prove also what was proven before on the same code.")
@click.pass_context
def rules_command(
    context: click.Context,
    api: str | None,
    as_json: bool,
    proving: bool,
    only: tuple[str, ...],
    workers: int | None,
    again: bool,
) -> None:
    """The numbered rules of the ZGW standards, and what the last test run said of each."""
    if proving:
        ids = [rule["id"] for rule in load_rules() if api in (None, rule["api"]) and (not only or rule["id"] in only)]
        context.exit(show_proofs(proofs(ids, project_root(), workers=workers, again=again), as_json))
    states = rules(api)
    if as_json:
        click.echo(json.dumps(states, ensure_ascii=False, indent=1))
        return
    missing = {rule["id"]: "\n".join(waits_for(rule)) for rule in load_rules()}
    table = Table("Regel", "Titel", Column("Stand", overflow="fold"), "Tests")
    for row in states:
        stand = f"waits for\n{missing[row['rule']]}" if row["state"] == "waits" else row["state"]
        table.add_row(row["rule"], row["title"], coloured(row["state"], stand), str(len(row["tests"])))
    Console().print(table)
    click.echo(summary([row["state"] for row in states]))


@click.command("requirements")
@click.argument("area", required=False, type=click.Choice(AREAS))
@click.option("--json", "as_json", is_flag=True, help="Print a list for scripts.")
def requirements_command(area: str | None, as_json: bool) -> None:
    """What Meent must do, and what the last test run said of each."""
    states = requirements(area)
    if as_json:
        click.echo(json.dumps(states, ensure_ascii=False, indent=1))
        return
    table = Table("Eis", "Titel", "Prioriteit", "Stand", "Tests")
    for row in states:
        priority = "" if row["priority"] is None else str(row["priority"])
        table.add_row(row["id"], row["title"], priority, coloured(row["state"]), str(len(row["tests"])))
    Console().print(table)
    click.echo(summary([row["state"] for row in states]))


COMMANDS: list[click.Command] = [rules_command, requirements_command]


def show_proofs(found: Iterable[Proof], as_json: bool) -> int:
    """Print the proofs as they come; returns the exit code, 1 when a rule with passing tests could not be proven."""
    began, shown = monotonic(), []
    for proof in found:
        shown.append(proof)
        if not as_json:
            Console().print(f"{proof['rule']:6} {coloured(proof['verdict'])}  {proof['title']}", highlight=False)
    if as_json:
        click.echo(json.dumps(in_order(shown), ensure_ascii=False, indent=1))
    else:
        click.echo(f"{summary([proof['verdict'] for proof in shown])} in {monotonic() - began:.0f} s")
    return 1 if any(proof["verdict"] not in ("proven", "not passed") for proof in shown) else 0


def coloured(state: str, text: str | None = None) -> str:
    return f"[{COLOURS[state]}]{text or state}[/]"


def summary(states: Sequence[str]) -> str:
    """`12 passed, 3 untested`, in the order in which they occur; said also when there is nothing."""
    counts = {state: states.count(state) for state in dict.fromkeys(states)}
    return ", ".join(f"{count} {state}" for state, count in counts.items()) or "nothing to show"
