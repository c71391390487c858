"""`meent catalogus export` and `meent catalogus import`."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from meent.integration.zgw import Zgw
from meent.tools.catalogus.invoer import Invoer, Keuzes, Weigering, count_records, import_catalogus
from meent.tools.catalogus.uitvoer import export_catalogus

InRegisters = Callable[[str, Callable[[Zgw], Awaitable[Any]]], Any]
"""Runs something with the registers of the municipality with this slug."""
MAX_NAMED = 10
"""Records that are named of those that were refused for one reason; `--json` names all."""


def catalogus_group(in_registers: InRegisters) -> click.Group:
    """The commands, for an installation that `in_registers` leads to."""

    @click.group("catalogus")
    def group() -> None:
        """Move a catalogue with all its types, as a zip that Open Zaak also writes and reads."""

    @group.command("export")
    @click.argument("slug")
    @click.argument("domein")
    @click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
    @click.option("--json", "as_json", is_flag=True)
    def export_command(slug: str, domein: str, file: Path, as_json: bool) -> None:
        """Write the catalogus with this DOMEIN to FILE, concepts too."""
        found = in_registers(slug, lambda zgw: export_catalogus(zgw, domein))
        file.write_bytes(found.archief)
        if as_json:
            click.echo(json.dumps({"file": str(file), "aantallen": found.aantallen}))
            return
        click.echo(f"Catalogus {domein} staat in {file}.")
        _tell_counts(found.aantallen)

    @group.command("import")
    @click.argument("slug")
    @click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
    @click.option("--catalogus", default="", help="Domein of an existing catalogus that takes the types.")
    @click.option("--keep-uuids", is_flag=True, help="Keep the uuids of the source; without it all get new ones.")
    @click.option("--concept", is_flag=True, help="Publish nothing.")
    @click.option("--skip-refused", is_flag=True, help="Leave out what is refused; without it nothing comes in then.")
    @click.option("--json", "as_json", is_flag=True)
    def import_command(
        slug: str, file: Path, catalogus: str, keep_uuids: bool, concept: bool, skip_refused: bool, as_json: bool
    ) -> None:
        """Read FILE into the municipality SLUG: all of it, or nothing and the reasons why."""
        keuzes = Keuzes(catalogus, houd_uuids=keep_uuids, als_concept=concept, sla_over=skip_refused)
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("typen", total=count_records(file))
            work = lambda zgw: import_catalogus(zgw, file, keuzes, lambda n: bar.advance(task, n))  # noqa: E731
            found: Invoer = in_registers(slug, work)
        if as_json:
            click.echo(json.dumps(asdict(found)))
        else:
            _tell(found, keuzes)
        if not found.gedaan:
            raise SystemExit(1)

    return group


def _tell(found: Invoer, keuzes: Keuzes) -> None:
    uuids = "met de uuids van de bron" if keuzes.houd_uuids else "met nieuwe uuids"
    if found.gedaan:
        click.echo(f"De catalogus is ingelezen, {uuids}; {found.gepubliceerd} typen zijn gepubliceerd.")
        _tell_counts(found.aantallen)
    else:
        click.echo("Er is niets ingelezen. Verbeter wat hieronder staat, of gebruik --skip-refused.")
    if found.niet_gelezen:
        click.echo(f"Niet gelezen: {', '.join(found.niet_gelezen)}.")
    for (bestand, veld, reden, gevolg), names in _grouped(found.geweigerd):
        shown = ", ".join(names[:MAX_NAMED]) + (f" en nog {len(names) - MAX_NAMED}" if len(names) > MAX_NAMED else "")
        what = f" ({gevolg})" if found.gedaan else ""
        click.echo(f"{len(names)} keer geweigerd: {bestand} {veld}: {reden}{what}\n  {shown}")


def _grouped(geweigerd: list[Weigering]) -> list[tuple[tuple[str, str, str, str], list[str]]]:
    """What was refused for the same reason, with the names of the records; the most frequent first."""
    found: dict[tuple[str, str, str, str], list[str]] = {}
    for w in geweigerd:
        found.setdefault((w.bestand, w.veld or w.code, w.reden, w.gevolg), []).append(w.record)
    return sorted(found.items(), key=lambda item: -len(item[1]))


def _tell_counts(aantallen: dict[str, int]) -> None:
    for naam, aantal in aantallen.items():
        click.echo(f"  {naam:<30} {aantal:>6}")
