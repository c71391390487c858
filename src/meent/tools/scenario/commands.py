"""`meent scenario`: check a model, reckon with it, print the schema for editors."""

import json
from pathlib import Path

import click

from meent.tools.scenario.bestand import Gelezen, ModelGeweigerd
from meent.tools.scenario.controle import load_with_places
from meent.tools.scenario.stuk import money, percent
from meent.tools.scenario.vorm import Model, json_schema

try:
    from meent.tools.scenario import rapport, trekking, uitvoer
except ModuleNotFoundError as missing:  # the extra scenario is not there, and need not be
    if (missing.name or "").partition(".")[0] not in ("numpy", "scipy"):
        raise
    rapport = None  # type: ignore[assignment]

FILES = click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False))
ONTBREEKT = "Om te rekenen is een uitbreiding nodig: pip install 'meent[scenario]'."


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
    told = [
        {"file": str(file), "scenarios": list(model.scenarios), "grootheden": len(model.grootheden)}
        for file, (model, _) in load_all(files).items()
    ]
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False))
    for row in told if not as_json else ():
        click.echo(f"{row['file']}: goed, {row['grootheden']} grootheden met bron.")


@scenario_group.command("run")
@FILES
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default=Path("scenario"), show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print the outcomes, a list for scripts; write nothing.")
def run_command(files: tuple[Path, ...], out: Path, as_json: bool) -> None:
    """Reckon with these models; write per model a council paper, its appendix and the figures as JSON."""
    if rapport is None:
        raise click.ClickException(ONTBREEKT)
    if len({file.stem for file in files}) < len(files):
        raise click.ClickException("Twee modellen hebben dezelfde bestandsnaam; hun uitvoer zou elkaar overschrijven.")
    reports = {}
    for file, (model, read) in load_all(files).items():
        try:
            reports[file.stem] = rapport.report(file, model, read)
        except trekking.CorrelatieOnmogelijk as error:
            place = read.plaats("correlaties", "0")
            raise click.ClickException(f"{place.bestand}:{place.regel}: {error} Er is niets geschreven.") from error
    if as_json:
        click.echo(json.dumps([json.loads(uitvoer.as_json(one)) for one in reports.values()], ensure_ascii=False))
        return
    try:
        written = uitvoer.write_all(out, {stem: uitvoer.rendered(one) for stem, one in reports.items()})
    except uitvoer.UitvoerGeweigerd as error:
        raise click.ClickException(str(error)) from error
    for folder, one in zip(written, reports.values(), strict=True):
        best = one.rangorde[0]
        worth, chance = one.uitkomsten[best], one.kansen.scenarios[best].kans_goedkoopst
        told = f"{worth.naam} is naar verwachting het goedkoopst ({money(worth.verwacht)}), met een kans van"
        click.echo(f"{folder}: {told} {percent(chance)}.")


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
