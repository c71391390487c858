"""`meent scenario`: check a model, and print the schema for editors."""

import json
from pathlib import Path

import click

from meent.tools.scenario.bestand import ModelGeweigerd
from meent.tools.scenario.controle import load
from meent.tools.scenario.vorm import Model, json_schema

FILES = click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False))


@click.group("scenario")
def scenario_group() -> None:
    """Business cases: what each choice costs, how sure that is, and what would change the answer."""


@scenario_group.command("schema")
def schema_command() -> None:
    """Print the JSON Schema of a model, for editors that check while you type."""
    click.echo(json.dumps(json_schema(), ensure_ascii=False, indent=1))


@scenario_group.command("check")
@FILES
@click.option("--json", "as_json", is_flag=True)
def check_command(files: tuple[Path, ...], as_json: bool) -> None:
    """Tell every fault of these models with file, line and repair."""
    models = load_all(files)
    told = [
        {"file": str(file), "scenarios": list(model.scenarios), "grootheden": len(model.grootheden)}
        for file, model in models.items()
    ]
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False))
    for row in told if not as_json else ():
        click.echo(f"{row['file']}: goed, {row['grootheden']} grootheden met bron.")


def load_all(files: tuple[Path, ...]) -> dict[Path, Model]:
    """All models, or the faults of all of them together."""
    models, faults = {}, []
    for file in files:
        try:
            models[file] = load(file)
        except ModelGeweigerd as refused:
            faults += refused.fouten
    if faults:
        raise click.ClickException(f"Er is niets gerekend of geschreven.\n{ModelGeweigerd(faults)}")
    return models
