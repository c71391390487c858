"""`meent personen`, what stands beside the lists: what somebody has a right to see, and the registers of akten."""

import time
from pathlib import Path
from typing import get_args
from uuid import UUID

import click
from rich.console import Console
from rich.table import Column, Table

from meent.fact_commands import person_group
from meent.integration.brp.akten import Soort as Aktesoort
from meent.integration.brp.inzageverzoek import alles_over, as_bestand
from meent.person_commands import as_officer, read_input, refuse
from meent.process.burgerzaken import aktestuk, huwelijksmelding, lijkbezorging, register

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


@person_group.command("sluit-register")
@click.argument("slug")
@click.argument("soort", type=click.Choice(list(get_args(Aktesoort))))
@click.argument("jaar", type=int)
@click.option("--wie", required=True, help="Who closes it.")
def person_close_register(slug: str, soort: Aktesoort, jaar: int, wie: str) -> None:
    """Close a register (1 birth, 2 death, 3 marriage, 5 partnership) of a year that is over."""
    found = as_officer(slug, wie, lambda zgw: register.sluit(zgw, soort, jaar))
    refuse(found.weigeringen)
    click.echo(f"Register {soort} van {jaar} is gesloten met {found.aantal} akten, zonder gat.")


@person_group.command("dubbel")
@click.argument("slug")
@click.argument("soort", type=click.Choice(list(get_args(Aktesoort))))
@click.argument("jaar", type=int)
@click.option("--wie", required=True, help="Who makes it.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="File to write.")
def person_double_register(slug: str, soort: Aktesoort, jaar: int, wie: str, out: Path) -> None:
    """Write the double of a register: each akte with what was added, and the klapper. Keep it at another place."""
    made = as_officer(slug, wie, lambda zgw: register.dubbel(zgw, soort, jaar))
    out.write_bytes(made.inhoud)
    click.echo(f"Het dubbel met {made.aantal} akten staat in {out}; het slot is {made.slot}.")


@person_group.command("vergelijk-dubbel")
@click.argument("slug")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--wie", required=True, help="Who looks.")
def person_compare_register(slug: str, path: Path, wie: str) -> None:
    """Hold a double that was made before against the register: tell each akte that is not the same."""
    try:
        found = as_officer(slug, wie, lambda zgw: register.afwijkingen(zgw, path.read_bytes()))
    except register.GeenDubbel as fault:
        raise click.ClickException(str(fault)) from fault
    if found:
        raise click.ClickException("\n".join(found))
    click.echo("Het dubbel en het register zeggen hetzelfde.")


@person_group.command("verlof")
@click.argument("slug")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--wie", required=True, help="Who signs it.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="File to write.")
def person_leave(slug: str, path: Path, wie: str, out: Path) -> None:
    """Give leave to bury, to cremate or to carry abroad, as the JSON in PATH tells, as PDF; or say why not."""
    invoer = read_input(path, lijkbezorging.Verlofinvoer, "verlof")
    made = as_officer(slug, wie, lambda zgw: lijkbezorging.geeft_verlof(zgw, invoer))
    refuse(made.weigeringen)
    out.write_bytes(made.pdf)
    click.echo(f"{lijkbezorging.TITELS[invoer.soort]} staat in {out}.")


@person_group.command("aktestuk")
@click.argument("slug")
@click.argument("akte")
@click.argument("jaar", type=int)
@click.option("--vorm", type=click.Choice(list(get_args(aktestuk.Vorm))), default="uittreksel", show_default=True)
@click.option("--aanvrager", default="", help="BSN of who asks.")
@click.option("--belang", default="", help="Why somebody who does not stand in it needs it.")
@click.option("--wie", required=True, help="Who hands it out.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="File to write.")
def person_paper_of_akte(
    slug: str, akte: str, jaar: int, vorm: aktestuk.Vorm, aanvrager: str, belang: str, wie: str, out: Path
) -> None:
    """Write an uittreksel or afschrift of an akte that was signed here, as PDF; or say why not."""
    invoer = aktestuk.Stukinvoer(
        sleutel="aktestuk", akte=akte, jaar=jaar, vorm=vorm, aanvrager=aanvrager, belang=belang
    )  # fmt: skip
    made = as_officer(slug, wie, lambda zgw: aktestuk.geeft_stuk(zgw, invoer))
    refuse(made.weigeringen)
    out.write_bytes(made.pdf)
    click.echo(f"Het {vorm} staat in {out}.")


@person_group.command("huwelijksmelding")
@click.argument("slug")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--wie", required=True, help="Who records it.")
@click.option("--plannen", "plan", is_flag=True, help="PATH tells of a day for a melding that is there.")
def person_will_marry(slug: str, path: Path, wie: str, plan: bool) -> None:
    """Record that two people told that they will marry, or plan the day, as the JSON in PATH tells."""
    if plan:
        planned = read_input(path, huwelijksmelding.Planinvoer, "huwelijksmelding")
        found = as_officer(slug, wie, lambda zgw: huwelijksmelding.plant(zgw, planned))
    else:
        told = read_input(path, huwelijksmelding.Meldinginvoer, "huwelijksmelding")
        found = as_officer(slug, wie, lambda zgw: huwelijksmelding.meldt(zgw, told))
    refuse(found.weigeringen)
    assert found.melding is not None
    click.echo(f"Melding {found.melding.id}: het kan van {found.vanaf:%d-%m-%Y} tot en met {found.tot:%d-%m-%Y}.")


@person_group.command("huwelijken")
@click.argument("slug")
@click.option("--wie", required=True, help="Who looks.")
@click.option("--trek-in", "gone", type=click.UUID, help="They do not marry: this one is withdrawn.")
def person_weddings(slug: str, wie: str, gone: UUID | None) -> None:
    """List the marriages and partnerships that are planned, by time, and those that wait for a day."""
    if gone is not None:
        refuse(as_officer(slug, wie, lambda zgw: huwelijksmelding.trekt_in(zgw, gone)).weigeringen)
    table = Table(Column("Melding", no_wrap=True), "Soort", "Gemeld", "Wanneer", "Ambtenaar", "Plaats")
    for een in as_officer(slug, wie, huwelijksmelding.agenda):
        day = f"{een.begin:%d-%m-%Y %H:%M}" if een.begin else "nog niet gepland"
        table.add_row(str(een.id), een.soort, f"{een.gemeld:%d-%m-%Y}", day, een.babs, een.plaats)
    Console().print(table)
