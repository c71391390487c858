"""`meent scenario`: check a model, print the schema for editors; `run` stands in a module of its own."""

import json
from importlib import import_module
from pathlib import Path

import click

from meent.tools.scenario.bestand import Gelezen, ModelGeweigerd
from meent.tools.scenario.controle import load_with_places
from meent.tools.scenario.dossier_commands import achteraf_command, inkoop_command
from meent.tools.scenario.vorm import Model, json_schema

FILES = click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False))
ONTBREEKT = "Om te rekenen is een uitbreiding nodig: pip install 'meent[scenario]'."


class Later(click.Group):
    """Loads `run` when somebody asks for it: its libraries would make every command of meent start later."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), "run"])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name != "run":
            return super().get_command(ctx, cmd_name)
        try:
            found: click.Command = import_module("meent.tools.scenario.run").run_command
        except ModuleNotFoundError as missing:  # the extra scenario is not there, and need not be
            if (missing.name or "").partition(".")[0] not in ("numpy", "scipy", "xlsxwriter"):
                raise
            return run_without_extra
        return found


@click.command("run", context_settings={"ignore_unknown_options": True})
@click.argument("files", nargs=-1)
def run_without_extra(files: tuple[str, ...]) -> None:
    """Reckon with models; needs the extra `scenario`."""
    raise click.ClickException(ONTBREEKT)


@click.group("scenario", cls=Later)
def scenario_group() -> None:
    """Business cases: what each choice costs, how sure that is, and what would change the answer."""


scenario_group.add_command(inkoop_command)
scenario_group.add_command(achteraf_command)


@scenario_group.command("schema")
def schema_command() -> None:
    """Print the JSON Schema of a model, for editors that check while you type."""
    click.echo(json.dumps(json_schema(), ensure_ascii=False, indent=1))


@scenario_group.command("check")
@FILES
@click.option("--json", "as_json", is_flag=True)
def check_command(files: tuple[Path, ...], as_json: bool) -> None:
    """Tell every fault of these models with file, line and repair."""
    told = [
        {"file": str(file), "scenarios": list(model.scenarios), "grootheden": len(model.grootheden)}
        for file, (model, _) in load_all(files).items()
    ]
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False))
    for row in told if not as_json else ():
        click.echo(f"{row['file']}: goed, {row['grootheden']} grootheden met bron.")


def load_all(files: tuple[Path, ...]) -> dict[Path, tuple[Model, Gelezen]]:
    """All models, or the faults of all of them together."""
    models, faults = {}, []
    for file in files:
        try:
            models[file] = load_with_places(file)
        except ModelGeweigerd as refused:
            faults += refused.fouten
    if faults:
        raise click.ClickException(f"Er is niets gerekend of geschreven.\n{ModelGeweigerd(faults)}")
    return models
