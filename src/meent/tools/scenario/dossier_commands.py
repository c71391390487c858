"""`meent scenario inkoop` and `achteraf`: a procurement with its days, and what came of a business case."""

import json
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path

import click

from meent.basis.datums import vandaag
from meent.basis.geld import in_euro
from meent.tools.scenario import inkoop, nacalculatie
from meent.tools.scenario.bestand import ModelGeweigerd

FILE = click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
JSON = click.option("--json", "as_json", is_flag=True)
DAY = click.DateTime(["%Y-%m-%d"])


@click.command("inkoop")
@FILE
@click.option("--op", type=DAY, help="The day of asking; today when left out.")
@JSON
def inkoop_command(file: Path, op: datetime | None, as_json: bool) -> None:
    """Tell the days of a procurement, and what in it must be looked at."""
    day: date = op.date() if op else vandaag(datetime.now(UTC))
    try:
        dossier, read = inkoop.load_dossier(file)
    except ModelGeweigerd as refused:
        raise click.ClickException(str(refused)) from refused
    days, found = inkoop.moments(dossier, day), inkoop.signals(dossier, read)
    if as_json:
        told = {"op": day, "momenten": [asdict(one) for one in days], "signalen": [asdict(one) for one in found]}
        click.echo(json.dumps(told, ensure_ascii=False, default=str))
        return
    for one in days:
        click.echo(f"{one.datum}  {one.staat:8}  {one.wat} ({one.grond})")
    for signal in found:
        click.echo(f"\n{signal.plaats}: {signal.wat}\n  {signal.herstel}")


@click.command("achteraf")
@FILE
@JSON
def achteraf_command(file: Path, as_json: bool) -> None:
    """Hold what really happened against the first baseline, line by line."""
    try:
        found = nacalculatie.afterwards(file)
    except ModelGeweigerd as refused:
        raise click.ClickException(str(refused)) from refused
    if as_json:
        click.echo(json.dumps(asdict(found) | {"overschrijding": found.overschrijding}, ensure_ascii=False))
        return
    for row in found.regels:
        paid, planned, gap = (in_euro(amount) for amount in (row.gerealiseerd, row.geraamd, row.verschil))
        click.echo(f"{row.jaar}  {row.regel}: {paid}, geraamd {planned}, verschil {gap}  ({row.bron or 'geen opgave'})")
    for name in found.niet_voorzien:
        click.echo(f"'{name}' stond niet in de basislijn.")
    total = f"Tot en met {found.tot}: {in_euro(found.gerealiseerd)}, geraamd {in_euro(found.geraamd)}."
    click.echo(f"{total} Eindstand: {in_euro(found.verwacht_eind)}, bij het besluit {in_euro(found.geraamd_eind)}.")
