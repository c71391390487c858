"""`meent personen`, what stands beside the lists: what somebody has a right to see, and the registers of akten."""

import time
from pathlib import Path

import click

from meent.fact_commands import person_group
from meent.integration.brp.inzageverzoek import alles_over, as_bestand
from meent.person_commands import as_officer

__all__ = ["person_group"]


@person_group.command("inzage")
@click.argument("slug")
@click.argument("bsn")
@click.option("--wie", required=True, help="Who gathers it.")
@click.option("--behalve", help="Name of a purpose that a resident is not told of, such as 'opsporing'.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="File to write.")
def person_insight(slug: str, bsn: str, wie: str, behalve: str | None, out: Path) -> None:
    """Write everything that the municipality holds about somebody, in every register, and who looked, as JSON."""
    begun = time.monotonic()
    found = as_officer(slug, wie, lambda zgw: alles_over(zgw, bsn, behalve=behalve))
    out.write_bytes(as_bestand(bsn, found))
    count = sum(len(rows) for rows in found.delen.values())
    click.echo(
        f"Er staat {count} keer iets in {len(found.delen)} van de {len(found.doorzocht)} tabellen; "
        f"er is {len(found.gebruik)} keer gekeken of veranderd. Het staat in {out} ({time.monotonic() - begun:.1f} s)."
    )
