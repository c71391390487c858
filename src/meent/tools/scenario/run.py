"""`meent scenario run`: from models to papers. Needs the extra `scenario` (numpy, scipy)."""

import json
from pathlib import Path

import click

from meent.tools.scenario import rapport, trekking, uitvoer
from meent.tools.scenario.commands import FILES, load_all
from meent.tools.scenario.stuk import money, percent


@click.command("run")
@FILES
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default=Path("scenario"), show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print the outcomes, a list for scripts; write nothing.")
def run_command(files: tuple[Path, ...], out: Path, as_json: bool) -> None:
    """Reckon with these models; write per model a paper, its appendix, a workbook and the figures as JSON."""
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
