"""`meent personen`, what facts of life need beside themselves: numbers to give out, and colleagues who agree."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import get_args
from uuid import UUID

import click
import msgspec
from rich.console import Console
from rich.table import Table

from meent.app import App
from meent.basis.datums import AMSTERDAM
from meent.commands import with_app
from meent.integration.brp import keuringen, termijnen, voorraad
from meent.integration.brp.akten import Soort as Aktesoort
from meent.integration.brp.boek import open_boek
from meent.integration.brp.brieven import BRIEVEN
from meent.integration.brp.feiten import Uitkomst
from meent.integration.zgw import Zgw
from meent.person_commands import as_officer, person_group, read_input, refuse, with_settings
from meent.process.burgerzaken import accord, correspondentie, dubbel, klapper, taken, terugmelding
from meent.process.burgerzaken.brieven import Brievenboek, book_faults
from meent.process.burgerzaken.feiten import FEITEN
from meent.process.burgerzaken.kennisgeving import Kennisgevinginvoer, geeft_kennis
from meent.process.burgerzaken.terugmelding import Behandelinvoer, Handeling, Meldinginvoer
from meent.services.personen import omgeving
from meent.services.personen.terugmeldingen import Resultaat
from meent.wire.place import Place

__all__ = ["person_group"]


@person_group.command("voorraad")
@click.argument("slug")
@click.argument("soort", type=click.Choice(["anummer", "bsn"]))
@click.option(
    "--add", "path", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Numbers, one a line."
)
@click.option("--reeks", nargs=2, type=int, metavar="FROM COUNT", help="Numbers of our own, in a place for tests only.")
def person_stock(slug: str, soort: voorraad.Soort, path: Path | None, reeks: tuple[int, int] | None) -> None:
    """Tell how many numbers may still be given out, after adding what RvIG or BV-BSN gave."""
    given = path.read_text(encoding="ascii").split() if path else []
    given += voorraad.reeks(soort, *reeks) if reeks else []

    async def work(app: App, place: Place) -> int:
        if reeks and omgeving.is_productie(place.settings):
            raise click.ClickException("Een reeks van onszelf kan alleen in een gemeente met testpersonen.")
        async with app.pool.tenant(place.id) as conn, conn.transaction():
            await voorraad.vul(conn, place.id, soort, given)
            return await voorraad.aantal(conn, place.id, soort)

    try:
        left = with_app(slug, work)
    except voorraad.OngeldigNummer as fault:
        raise click.ClickException(str(fault)) from fault
    click.echo(f"Er zijn {left} nummers ({soort}) om uit te geven.")


@person_group.command("voorstel")
@click.argument("slug")
@click.argument("feit", type=click.Choice(sorted(FEITEN)))
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--wie", required=True, help="Who proposes it.")
def person_propose(slug: str, feit: str, path: Path, wie: str) -> None:
    """Let the fact of life that the JSON in PATH tells of wait for a colleague."""
    invoer = read_input(path, FEITEN[feit][0], feit)
    found = as_officer(slug, wie, lambda zgw: accord.stel_voor(zgw, feit, invoer))
    refuse(found.weigeringen)
    assert found.voorstel is not None
    click.echo(f"Het voorstel wacht op een collega: meent personen akkoord {slug} {found.voorstel.id} --wie …")


@person_group.command("voorstellen")
@click.argument("slug")
@click.option("--wie", required=True, help="Who looks.")
def person_proposals(slug: str, wie: str) -> None:
    """List what waits for a colleague, the oldest first."""
    found = as_officer(slug, wie, accord.lijst)
    table = Table("Voorstel", "Feit", "Van", "Sinds")
    for een in found:
        table.add_row(str(een.id), een.feit, een.weergave, f"{een.op:%d-%m-%Y %H:%M}")
    Console().print(table)


@person_group.command("akkoord")
@click.argument("slug")
@click.argument("key", type=click.UUID)
@click.option("--wie", required=True, help="Who agrees: somebody else than who proposed it.")
@click.option("--terug", default="", help="Why it goes back, when it is not recorded.")
def person_agree(slug: str, key: UUID, wie: str, terug: str) -> None:
    """Record what a colleague proposed, or send it back with a reason."""

    async def work(zgw: Zgw) -> Uitkomst:
        if terug:
            return Uitkomst(weigeringen=await accord.stuur_terug(zgw, key, terug))
        return await accord.keur_goed(zgw, key)

    found = as_officer(slug, wie, work)
    refuse(found.weigeringen)
    click.echo("Het voorstel is teruggestuurd." if terug else f"{found.soort}: opgenomen.")


@person_group.command("terugmelding")
@click.argument("slug")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--wie", required=True, help="Who reports it.")
def person_report(slug: str, path: Path, wie: str) -> None:
    """Receive the doubt about what stands on a list that the JSON in PATH tells of."""
    invoer = read_input(path, Meldinginvoer, "terugmelding")
    found = as_officer(slug, wie, lambda zgw: terugmelding.meldt(zgw, invoer))
    refuse(found.weigeringen)
    assert found.melding is not None
    click.echo(f"Terugmelding {found.melding.id}: reageer uiterlijk op {found.melding.uiterlijk:%d-%m-%Y}.")


@person_group.command("terugmeldingen")
@click.argument("slug")
@click.option("--wie", required=True, help="Who looks.")
@click.option("--te-laat", "late", is_flag=True, help="Only those that nobody reacted to in time.")
def person_reports(slug: str, wie: str, late: bool) -> None:
    """List the reports of doubt that are open, the most urgent first."""
    found = as_officer(slug, wie, lambda zgw: terugmelding.lijst(zgw, te_laat=late))
    table = Table("Terugmelding", "Gegeven", "Stand", "Uiterlijk")
    for een in found:
        table.add_row(str(een.id), een.aanduiding, een.toestand, f"{een.uiterlijk:%d-%m-%Y}")
    Console().print(table)


@person_group.command("behandel")
@click.argument("slug")
@click.argument("key", type=click.UUID)
@click.argument("handeling", type=click.Choice(get_args(Handeling)))
@click.option("--wie", required=True, help="Who does it.")
@click.option("--toelichting", default="", help="What is told to who reported it.")
@click.option("--gemeente", default="", help="Code of the municipality it is sent on to.")
@click.option("--resultaat", type=click.Choice(["", "gewijzigd", "niet_gewijzigd"]), default="")
@click.option("--geen-onderzoek", "plain", default="", help="Why nothing is looked into.")
def person_handle(
    slug: str, key: UUID, handeling: Handeling, wie: str, toelichting: str, gemeente: str, resultaat: Resultaat,
    plain: str,
) -> None:  # fmt: skip
    """Take a report of doubt up, send it on, refuse it, withdraw it, or close it with an answer."""
    invoer = Behandelinvoer(
        sleutel=f"terugmelding-{key}-{handeling}", melding=key, handeling=handeling, toelichting=toelichting,
        gemeente=gemeente, resultaat=resultaat, geen_onderzoek=plain,
    )  # fmt: skip
    found = as_officer(slug, wie, lambda zgw: terugmelding.behandelt(zgw, invoer))
    refuse(found.weigeringen)
    click.echo(f"{found.soort}: gedaan.")


@person_group.command("dubbelen")
@click.argument("slug")
@click.option("--wie", required=True, help="Who looks.")
def person_doubles(slug: str, wie: str) -> None:
    """List the persoonslijsten that may be of one person: of one BSN, or of one birth date and name."""
    found = as_officer(slug, wie, dubbel.vermoedens)
    for een in found:
        click.echo(f"{', '.join(een.anummers)}: {een.waarom}")
    click.echo(f"{len(found)} keer kan het om een en dezelfde persoon gaan.")


@person_group.command("klapper")
@click.argument("slug")
@click.argument("soort", type=click.Choice(list(get_args(Aktesoort))))
@click.argument("jaar", type=int)
@click.option("--wie", required=True, help="Who looks.")
@click.option("--nazien", "check", is_flag=True, help="Only hold each akte against what was signed.")
def person_index_of_akten(slug: str, soort: Aktesoort, jaar: int, wie: str, check: bool) -> None:
    """Show who stands in the akten of a register (1 birth, 2 death, 3 marriage, 5 partnership) and year, by name."""
    if check:
        wrong = as_officer(slug, wie, lambda zgw: klapper.niet_kloppend(zgw, soort, jaar))
        if wrong:
            raise click.ClickException(f"Anders dan ondertekend: {', '.join(wrong)}.")
        click.echo("Alle akten zijn zoals ze zijn ondertekend.")
        return
    table = Table("Geslachtsnaam", "Voornamen", "Akte", "Datum", "Latere vermeldingen")
    for een in as_officer(slug, wie, lambda zgw: klapper.klapper(zgw, soort, jaar)):
        naam = ", ".join(filter(None, (een.geslachtsnaam, een.voorvoegsel)))
        table.add_row(naam, een.voornamen, een.aktenummer, een.datum, een.vermeldingen)
    Console().print(table)


@person_group.command("termijnen")
@click.argument("slug")
@click.option("--wie", required=True, help="Who looks.")
@click.option("--gedaan", "done", type=click.UUID, help="Somebody looked: this one is done.")
@click.option("--uitleg", default="", help="What came of it.")
def person_terms(slug: str, wie: str, done: UUID | None, uitleg: str) -> None:
    """List what is to be looked at again because its day has come, such as a briefadres."""

    async def work(zgw: Zgw) -> Sequence[termijnen.Termijn]:
        async with open_boek(zgw) as boek:
            if done and not await termijnen.gedaan(boek, done, uitleg):
                raise click.ClickException("Deze termijn is er niet, of is al gedaan.")
            return await termijnen.verlopen(boek)

    table = Table("Termijn", "Soort", "Dag")
    for een in as_officer(slug, wie, work):
        table.add_row(str(een.id), een.soort, f"{een.dag:%d-%m-%Y}")
    Console().print(table)


@person_group.command("brieven")
@click.argument("slug")
@click.option("--wie", required=True, help="Who looks.")
def person_letters(slug: str, wie: str) -> None:
    """List the letters that wait, what is due first on top."""
    table = Table("Brief", "Soort", "Uiterlijk")
    for een in as_officer(slug, wie, correspondentie.lijst):
        table.add_row(str(een.id), een.soort, f"{een.uiterlijk:%d-%m-%Y}")
    Console().print(table)


@person_group.command("brief")
@click.argument("slug")
@click.argument("key", type=click.UUID)
@click.option("--wie", required=True, help="Who makes it.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="File to write.")
def person_letter(slug: str, key: UUID, wie: str, out: Path) -> None:
    """Make a letter that waits, as PDF, and keep it beside its zaak."""
    made = as_officer(slug, wie, lambda zgw: correspondentie.maak(zgw, key))
    refuse(made.weigeringen)
    if not made.pdf:
        raise click.ClickException("Deze brief staat al bij de zaak.")
    out.write_bytes(made.pdf)
    click.echo(f"De brief staat in {out}{' en bij de zaak' if made.bij_zaak else ''}.")


@person_group.command("brieventeksten")
@click.argument("slug")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def person_letter_texts(slug: str, path: Path) -> None:
    """Set the municipality's own texts of letters: TOML with teksten, afzender and document."""
    try:
        chosen = msgspec.toml.decode(path.read_bytes(), type=Brievenboek)
    except msgspec.MsgspecError as fault:
        raise click.ClickException(f"Dit bestand is niet te lezen: {fault}") from fault
    if found := list(book_faults(chosen)):
        raise click.ClickException("\n".join(found))
    name = with_settings(slug, {BRIEVEN: msgspec.to_builtins(chosen)}).naam
    click.echo(f"Gemeente {name} heeft eigen teksten voor: {', '.join(sorted(chosen.teksten)) or 'geen brief'}.")


@person_group.command("taken")
@click.argument("slug")
@click.option("--draai", "naam", type=click.Choice(list(taken.TAKEN)), help="Run this one now, also outside its time.")
@click.option("--wie", default="meent-taken", show_default=True, help="Who runs it, or looks.")
def person_jobs(slug: str, naam: str | None, wie: str) -> None:
    """Tell of each job that comes back by itself when it last ran and what it did; or run one now."""
    if naam and as_officer(slug, wie, lambda zgw: taken.draai(zgw, taken.TAKEN[naam])) is None:
        raise click.ClickException("Een ander proces is met deze taak bezig.")
    table = Table("Taak", "Elke", "Voor", "Begonnen", "Stand", "Lijsten", "Uitkomst")
    for taak, loop in as_officer(slug, wie, taken.overzicht):
        if loop is None:
            table.add_row(taak.naam, taak.elke, "", "", "nog niet gedraaid", "", "")
            continue
        began = f"{loop.begonnen.astimezone(AMSTERDAM):%d-%m-%Y %H:%M}"
        did = ", ".join(f"{count} {name}" for name, count in loop.verslag.items())
        stand = "klaar" if loop.klaar else "onderweg"
        table.add_row(taak.naam, taak.elke, loop.periode, began, stand, str(loop.bekeken), did or "niets te doen")
    Console().print(table)


@person_group.command("keuring")
@click.argument("slug")
@click.option("--wie", required=True, help="Who looks.")
def person_checks(slug: str, wie: str) -> None:
    """Tell how many lists have each kind of fault, as the nightly look at all of them found."""

    async def work(zgw: Zgw) -> Mapping[str, int]:
        async with open_boek(zgw) as boek:
            return await keuringen.per_code(boek.conn, boek.tenant_id)

    found = as_officer(slug, wie, work)
    for code, count in found.items():
        click.echo(f"{code:<18} {count:>7}")
    click.echo("Wat iemand moet herstellen staat onder Werk." if found else "Op geen enkele lijst is iets gevonden.")


@person_group.command("kennisgeving")
@click.argument("slug")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--wie", required=True, help="Who signs the akte.")
def person_notice(slug: str, path: Path, wie: str) -> None:
    """Sign the akte of somebody who lives elsewhere, as the JSON in PATH tells, and tell the municipality there."""
    invoer = read_input(path, Kennisgevinginvoer, "kennisgeving")
    found = as_officer(slug, wie, lambda zgw: geeft_kennis(zgw, invoer))
    refuse(found.weigeringen)
    click.echo(f"Akte {found.akte} is ondertekend; gemeente {invoer.gemeente} hoort het (meent personen post).")
