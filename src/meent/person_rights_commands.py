"""`meent personen autorisatie`: who may read what of persons, as tabel 35 and the municipality say (decision 0069)."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from meent.app import App
from meent.basis.datums import amsterdam_dag
from meent.commands import with_app
from meent.services.personen.autorisatie import regels, tabel35, taken
from meent.services.personen.autorisatie.tabel35 import Gebrek, Regel
from meent.services.personen.autorisatie.toetsing import cijfers_van
from meent.services.personen.autorisatie.voorwaarde import VoorwaardeFout, lees, schrijf
from meent.wire.place import Place

MAX_SHOWN = 20
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("autorisatie")
def rights_group() -> None:
    """Who may read what of persons."""


@rights_group.command("import")
@click.argument("slug")
@click.argument("path", type=FILE)
@click.option("--wie", required=True, help="Who reads it in.")
def rights_import(slug: str, path: Path, wie: str) -> None:
    """Make tabel 35 of a municipality equal to PATH (CSV, gzip allowed), and tell what is wrong in it."""
    try:
        found = tabel35.read(path)
    except tabel35.TabelOnleesbaar as fault:
        raise click.ClickException(str(fault)) from fault
    codes = Counter(gebrek.code for gebrek in found.gebreken)
    _read_in(slug, path, "afnemer", found.regels, codes, wie)
    _show_defects(found.gebreken, codes)


@rights_group.command("taken")
@click.argument("slug")
@click.argument("path", type=FILE)
@click.option("--wie", required=True, help="Who reads it in.")
def rights_tasks(slug: str, path: Path, wie: str) -> None:
    """Make the rules of the municipality itself equal to PATH (TOML): tasks, their rubrieken and on what these rest."""
    try:
        found = taken.read(path)
    except taken.TakenOnleesbaar as fault:
        raise click.ClickException(str(fault)) from fault
    _read_in(slug, path, "taak", found, Counter(), wie)


@rights_group.command("show")
@click.argument("slug")
@click.argument("wie")
@click.option("--op", type=click.DateTime(["%Y-%m-%d"]), help="The day that counts; today without it.")
def rights_show(slug: str, wie: str, op: datetime | None) -> None:
    """Tell what the rule of WIE gives (afnemer.250301 or taak.naam), which is also its scope in Autorisaties."""

    async def work(app: App, place: Place) -> list[Regel]:
        async with app.pool.tenant(place.id) as conn:
            return await regels.van(conn, place.id, [wie])

    known = with_app(slug, work)
    dag = op.date() if op else _today()
    told = [line for regel in known if regel.geldt_op(cijfers_van(dag)) for line in in_regels(regel)]
    if not told:
        raise click.ClickException(f"{wie} heeft op {dag:%d-%m-%Y} geen regel.")
    click.echo("\n".join(told))


@rights_group.command("check")
@click.argument("voorwaarde")
def rights_check(voorwaarde: str) -> None:
    """Read one condition, and say how it is understood or where it goes wrong."""
    try:
        click.echo(schrijf(lees(voorwaarde)))
    except VoorwaardeFout as fault:
        raise click.ClickException(f"{fault}\n  {voorwaarde}\n  {'^':>{fault.plaats}}") from fault


def in_regels(regel: Regel) -> Iterable[str]:
    """A rule in lines for people."""
    einde = f" tot {regel.einde}" if regel.einde else ""
    yield f"{regel.wie} {regel.naam}, vanaf {regel.ingang}{einde}"
    if regel.grond:
        yield f"  grond: {regel.grond}"
    marks = {
        "derde: niets van wie een verstrekkingsbeperking heeft": regel.is_derde,
        "mag vragen wie op een adres woont": regel.mag_adresvraag,
        "mag personen volgen": regel.mag_plaatsen,
    }
    yield from (f"  {text}" for text, so in marks.items() if so)
    kinds = {"spontaan": regel.spontaan, "selectie": regel.selectie, "ad hoc": regel.adhoc, "adres": regel.adres}
    for soort, gegeven in kinds.items():
        if gegeven.is_gegeven:
            yield f"  {soort}: {' '.join(sorted(gegeven.rubrieken))}"
            if gegeven.voorwaarde:
                yield f"    {'DICHT, onleesbaar' if gegeven.dicht else 'als'}: {gegeven.voorwaarde}"


def _read_in(
    slug: str, path: Path, soort: regels.Soort, found: tuple[Regel, ...], codes: Counter[str], wie: str
) -> None:
    raw = path.read_bytes()

    async def work(app: App, place: Place) -> dict[str, int]:
        async with app.pool.tenant(place.id) as conn:
            return await regels.lees_in(
                conn, place.id, soort, found, bestand=path.name, raw=raw, gebreken=codes, wie=wie
            )

    count = with_app(slug, work)
    current = sum(regel.geldt_op(cijfers_van(_today())) for regel in found)
    told = ", ".join(f"{number} {naam}" for naam, number in count.items())
    click.echo(f"Regels: {len(found)}, vandaag van kracht: {current} ({told}).")


def _show_defects(gebreken: Iterable[Gebrek], codes: Counter[str]) -> None:
    for code, number in sorted(codes.items()):
        click.echo(f"  {code:<16} {number:>5}")
    shut = [gebrek for gebrek in gebreken if gebrek.code != "aanhalingsteken"]
    if shut:
        table = Table("Afnemer", "Ingang", "Element", "Gebrek")
        for gebrek in shut[:MAX_SHOWN]:
            table.add_row(gebrek.wie, gebrek.ingang, gebrek.element, gebrek.uitleg)
        Console().print(table)


def _today() -> date:
    return amsterdam_dag(datetime.now(UTC))
