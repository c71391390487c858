"""`meent personen`: persoonslijsten in and out (ARCHITECTURE §11)."""

import json
import os
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID, uuid4

import click
import msgspec
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

from meent.app import App
from meent.basis.datums import AMSTERDAM, amsterdam_dag
from meent.commands import as_owner, with_app, with_server
from meent.data import tenant
from meent.engine.authorise import ALL_RIGHTS, Caller
from meent.integration.brp import bijhouding
from meent.integration.brp.feiten import Weigering
from meent.integration.brp.inzien import GEZOCHT, Protocollering
from meent.integration.brp.postbus import AAN, BRP_V, Uitval, afgehandeld, uitval
from meent.integration.brp.simulator import BrpV
from meent.integration.brp.zaak import ZAKEN, Zaaksoort
from meent.integration.zgw import Zgw, ZgwFout
from meent.process.burgerzaken import dossier, terugmelding
from meent.process.burgerzaken.feiten import FEITEN
from meent.process.burgerzaken.ontvangst import kijkt_elders
from meent.process.burgerzaken.overkomst import Overkomstinvoer, herinner, verwerk_post, vraagt_over
from meent.process.burgerzaken.synchronisatie import VrijBerichtGeweigerd, stuurt_vrij
from meent.process.burgerzaken.toetsen import Geweigerd
from meent.process.burgerzaken.uittreksel import (
    LEGES,
    UITTREKSEL,
    VELDEN,
    Soort,
    Uittrekselinvoer,
    uittreksel,
)
from meent.process.burgerzaken.verhuizing import verhuis
from meent.services.personen import inlezen, lo3, omgeving, opslag, pljson, tabellen
from meent.services.personen.bevragen.api import Regel
from meent.services.personen.bevragen.gezag import Gezagsvraag, in_regels
from meent.services.personen.bevragen.zoeken import raadpleeg
from meent.services.personen.gezag.relaties import RUBRIEKEN
from meent.services.personen.inleesblok import Uitkomst as Uitkomstsoort
from meent.services.personen.inleesploeg import InlezenAfgebroken
from meent.services.personen.mutaties import MutatieGeweigerd
from meent.settings import shared_folder
from meent.wire.place import Place

T = TypeVar("T")
TABELLEN = Path("data") / "brp" / "landelijke-tabellen"
VOOR_EEN_PLOEG, GETOOND = 5_000, 200
"""Lists from which on several processes are worth their start; lists with a finding that are shown."""
UITKOMSTEN: tuple[Uitkomstsoort, ...] = ("nieuw", "gelijk", "bijgewerkt", "ouder", "botst", "geweigerd")


@click.group("personen")
def person_group() -> None:
    """Persoonslijsten of the BRP."""


@person_group.command("import")
@click.argument("slug")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--tabellen", "folder", type=click.Path(path_type=Path), help="Folder with the national tables.")
@click.option("--all", "every", is_flag=True, help="Tell of each list, not only of those to look at.")
@click.option(
    "--processes",
    type=click.IntRange(1),
    default=os.cpu_count(),
    show_default="one per core",
    help="Only for files of more than a few thousand lists.",
)
@click.option("--json", "as_json", is_flag=True)
def person_import(slug: str, path: Path, folder: Path | None, every: bool, processes: int, as_json: bool) -> None:
    """Load the lists in PATH (RvIG's CSV, PL-JSON or LO3). Cut off, it goes on where it was when started again."""
    where = folder or shared_folder() / TABELLEN
    known = tabellen.read(where) if where.is_dir() else None
    if known is None and not as_json:
        click.echo("Zonder landelijke tabellen: codes worden niet nagezien (--tabellen).")

    async def work(app: App, place: Place) -> inlezen.Verslag:
        total = inlezen.count_in(path)
        ploeg = (app.dsn, processes) if processes > 1 and total >= VOOR_EEN_PLOEG else None
        bar = Progress(
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
            TimeRemainingColumn(), transient=True, disable=as_json, console=Console(stderr=True),
        )  # fmt: skip
        with bar:
            task = bar.add_task("persoonslijsten", total=total)
            return await inlezen.laad(
                app.pool, place.id, path, tabellen=known, is_productie=omgeving.is_productie(place.settings),
                advance=lambda count: bar.advance(task, count), ploeg=ploeg, alles=every,
            )  # fmt: skip

    begun = time.monotonic()
    try:
        found = with_app(slug, work)
    except InlezenAfgebroken as fault:
        raise click.ClickException(str(fault)) from fault
    if as_json:
        click.echo(json.dumps(_as_dict(found), ensure_ascii=False))
    else:
        _show(found, every=every, seconden=time.monotonic() - begun)
    if found.aantal("geweigerd") or found.aantal("botst"):
        raise SystemExit(1)


@person_group.command("export")
@click.argument("slug")
@click.argument("anummer")
@click.option("--form", type=click.Choice(["json", "lo3"]), default="json", show_default=True)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="File to write.")
def person_export(slug: str, anummer: str, form: str, out: Path) -> None:
    """Write one list as PL-JSON or as an Lg01 message."""

    async def work(app: App, place: Place) -> opslag.Bewaard | None:
        async with app.pool.tenant(place.id) as conn:
            return await opslag.lees_anummer(conn, place.id, anummer)

    found = with_app(slug, work)
    if found is None:
        raise click.ClickException("Er is geen persoonslijst met dit A-nummer.")
    try:
        raw = pljson.write(found.pl) if form == "json" else lo3.write_message(lo3.lg01(found.pl))
    except lo3.Lo3Fout as fault:
        raise click.ClickException(f"Deze lijst past niet in LO3. {fault}") from fault
    out.write_bytes(raw)
    click.echo(f"De persoonslijst staat in {out}.")


@person_group.command("verhuis")
@click.argument("slug")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--gemeente", required=True, help="Code of the municipality (table 33).")
@click.option("--wie", required=True, help="Who records it.")
@click.option("--op", type=click.DateTime(["%Y-%m-%d"]), help="Judge as on this day; records nothing.")
def person_move(slug: str, path: Path, gemeente: str, wie: str, op: datetime | None) -> None:
    """Record the move that the dossier in PATH tells of, or say with which article why not."""
    given = json.loads(path.read_text())

    async def work(app: App, place: Place) -> str:
        nu = datetime.now(UTC)
        async with app.pool.tenant(place.id) as conn:
            lijsten = await bijhouding.lees(conn, place.id, dossier.bsns_in(given))
            lists = {bsn: bewaard.pl for bsn, bewaard in lijsten.items()}
            vandaag = op.date() if op else amsterdam_dag(nu)
            gevolg = verhuis(dossier.verhuizing_of(given, lists, eigen=gemeente, vandaag=vandaag))
            if op is None:
                await bijhouding.verwerk(conn, place.id, gevolg, lijsten, nu, wie=wie)
            return gevolg.soort

    try:
        soort = with_app(slug, work)
    except Geweigerd as refused:
        told = "\n".join(f"{b.nummer} {b.reden}" for b in refused.bezwaren)
        raise click.ClickException(told) from refused
    except (dossier.DossierOnleesbaar, bijhouding.GeenLijst, MutatieGeweigerd, opslag.LijstVeranderd) as fault:
        raise click.ClickException(str(fault)) from fault
    click.echo(f"{soort}: {'dit mag' if op else 'opgenomen'}.")


@person_group.command("feit")
@click.argument("slug")
@click.argument("feit", type=click.Choice(sorted(FEITEN)))
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--wie", required=True, help="Who records it.")
@click.option("--judge", is_flag=True, help="Only judge; records nothing.")
@click.option("--json", "as_json", is_flag=True)
def person_fact(slug: str, feit: str, path: Path, wie: str, judge: bool, as_json: bool) -> None:
    """Record the fact of life that the JSON in PATH tells of, or say with which article why not."""
    kind, record = FEITEN[feit]
    invoer = read_input(path, kind, feit)
    found = as_officer(slug, wie, lambda zgw: record(zgw, msgspec.structs.replace(invoer, alleen_toetsen=judge)))
    if as_json:
        click.echo(msgspec.json.encode(found).decode())
    elif not found.weigeringen:
        click.echo(f"{found.soort}: {'opgenomen' if found.is_opgenomen else 'dit mag'}.")
    refuse(found.weigeringen)


@person_group.command("uittreksel")
@click.argument("slug")
@click.argument("bsn")
@click.option("--soort", type=click.Choice(list(VELDEN)), default="woonadres", show_default=True)
@click.option("--aanvrager", default="", help="BSN of who asks, when that is somebody else.")
@click.option("--stuk", "stukken", multiple=True, help="What was shown, such as 'machtiging'. May be repeated.")
@click.option("--gezien", is_flag=True, help="The person is here and showed who that is.")
@click.option("--wie", required=True, help="Who hands it out.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="File to write.")
def person_extract(
    slug: str, bsn: str, soort: Soort, aanvrager: str, stukken: tuple[str, ...], gezien: bool, wie: str, out: Path
) -> None:
    """Write what the BRP says about somebody, as PDF, or say with which article why not."""
    invoer = Uittrekselinvoer(
        sleutel=f"uittreksel-{uuid4()}",
        bsn=bsn,
        soort=soort,
        aanvrager=aanvrager,
        stukken=frozenset(stukken),
        gezien=gezien,
    )
    made = as_officer(slug, wie, lambda zgw: uittreksel(zgw, invoer))
    refuse(made.weigeringen)
    out.write_bytes(made.pdf)
    click.echo(f"Het uittreksel staat in {out}.")


@person_group.command("overkomst")
@click.argument("slug")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--wie", required=True, help="Who records it.")
def person_arrival(slug: str, path: Path, wie: str) -> None:
    """Ask another municipality for the lists of who moves here, as the JSON in PATH tells."""
    invoer = read_input(path, Overkomstinvoer, "overkomst")
    found = as_officer(slug, wie, lambda zgw: vraagt_over(zgw, invoer))
    refuse(found.weigeringen)
    click.echo("De lijsten zijn gevraagd; de verhuizing komt erop als zij er zijn (meent personen post).")


@person_group.command("post")
@click.option("--herinner", "dagen", type=int, help="First send again what has no answer after so many days.")
def person_post(dagen: int | None) -> None:
    """Bring messages between the municipalities here that have a mailbox, and handle them, until all is quiet."""

    async def work(app: App) -> tuple[int, int]:
        here = [t for t in app.directory.tenants if t.instellingen.get(AAN) and t.gemeentecode]
        brpv = BrpV(app.pool, {str(t.gemeentecode): t.id for t in here})
        offices = [as_caller(app, app.directory.by_slug[t.slug], "meent-post") for t in here]
        for zgw in offices if dagen is not None else []:
            await herinner(zgw, datetime.now(UTC) - timedelta(days=dagen or 0))
        brought = handled = 0
        while count := await brpv.bezorg():
            brought += count
            for zgw in offices:
                handled += await verwerk_post(zgw)
        return brought, handled

    brought, handled = with_server(work)
    click.echo(f"{brought} berichten bezorgd, {handled} verwerkt.")


@person_group.command("berichten")
@click.argument("slug")
@click.option("--gedaan", "handled", type=click.UUID, help="Key of a message that somebody has handled.")
@click.option("--wie", required=True, help="Who looks.")
def person_messages(slug: str, handled: UUID | None, wie: str) -> None:
    """Show the messages at which a person must look, and why; or tell that one was handled."""

    async def work(app: App, place: Place) -> list[Uitval] | bool:
        async with app.pool.tenant(place.id) as conn:
            if handled is not None:
                return await afgehandeld(conn, place.id, handled, wie)
            return await uitval(conn, place.id)

    found = with_app(slug, work)
    if found is False:
        raise click.ClickException("Dit bericht wacht niet op iemand.")
    if isinstance(found, bool):
        click.echo("Het bericht is afgehandeld.")
        return
    for message in found:
        since = message.op.astimezone(AMSTERDAM)
        sender = "BRP-V" if message.ander == BRP_V else f"gemeente {message.ander}"
        click.echo(f"{message.id}  {message.soort} van {sender}, {since:%d-%m-%Y %H:%M}")
        for line in (message.uitleg, *(message.tekst.splitlines() if message.soort == lo3.VRIJ else ())):
            click.echo(f"    {line}")
    click.echo(f"Berichten die op iemand wachten: {len(found)}.")


@person_group.command("elders")
@click.argument("slug")
@click.argument("anummer")
@click.option("--wie", required=True, help="Who wants to know.")
def person_elsewhere(slug: str, anummer: str, wie: str) -> None:
    """Show what BRP-V told of somebody who lives elsewhere, as PL-JSON; who looks is logged."""
    found = as_officer(slug, wie, lambda zgw: kijkt_elders(zgw, anummer))
    if found is None:
        raise click.ClickException("Van dit A-nummer heeft BRP-V hier niets verteld.")
    click.echo(pljson.write(found).decode())


@person_group.command("vrijbericht")
@click.argument("slug")
@click.argument("tekst")
@click.option("--aan", required=True, help="Code of the municipality, 0000 for BRP-V.")
@click.option("--wie", required=True, help="Who writes.")
def person_free_message(slug: str, tekst: str, aan: str, wie: str) -> None:
    """Send a free message (Vb01) to another municipality or to BRP-V."""
    try:
        as_officer(slug, wie, lambda zgw: stuurt_vrij(zgw, aan, tekst))
    except (VrijBerichtGeweigerd, lo3.Lo3Fout) as fault:
        raise click.ClickException(str(fault)) from fault
    click.echo("Het bericht ligt in de postbus (meent personen post).")


@person_group.command("postbus")
@click.argument("slug")
@click.option("--on/--off", "on", required=True, help="Whether it sends messages.")
def person_mailbox(slug: str, on: bool) -> None:
    """Give a municipality a mailbox: each change goes to BRP-V, and lists go to other municipalities."""
    name = with_settings(slug, {AAN: on}).naam
    click.echo(f"Gemeente {name} {'heeft een postbus' if on else 'stuurt geen berichten meer'}.")


def as_caller(app: App, place: Place, wie: str) -> Zgw:
    caller = Caller("meent-commando", ALL_RIGHTS, "Meent", user_id=wie, doel="bijhouding BRP")
    return Zgw(app.engine, place, caller, app.base)


def as_officer(slug: str, wie: str, act: Callable[[Zgw], Awaitable[T]]) -> T:
    """What a call for this person gives. raises ClickException with what the register says"""
    try:
        return with_app(slug, lambda app, place: act(as_caller(app, place, wie)))
    except ZgwFout as fault:
        raise click.ClickException(fault.body.get("detail") or fault.body.get("title", "")) from fault


def read_input(path: Path, kind: type[T], wat: str) -> T:
    """The JSON in a file as what a fact needs. raises ClickException when it is not that"""
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except msgspec.MsgspecError as fault:
        raise click.ClickException(f"Dit bestand is geen {wat}: {fault}") from fault


def refuse(weigeringen: Sequence[Weigering]) -> None:
    """raises ClickException with why not, each with its number and ground; nothing when there is none"""
    if weigeringen:
        raise click.ClickException("\n".join(f"{w.nummer} {w.zin} ({w.grond})" for w in weigeringen))


def with_settings(slug: str, new: dict[str, Any]) -> tenant.Tenant:
    async def work(conn: Any) -> tenant.Tenant:
        known = await tenant.get(conn, slug)
        if known is None:
            raise click.ClickException(f"Er is geen gemeente met de slug '{slug}'.")
        return await tenant.change(conn, replace(known, instellingen=known.instellingen | new))

    return as_owner(work)


@person_group.command("gezag")
@click.argument("slug")
@click.argument("bsn")
@click.option("--wie", required=True, help="Who wants to know.")
def person_authority(slug: str, bsn: str, wie: str) -> None:
    """Tell who has authority over a minor, or over whom somebody has it, with each question that was answered."""
    click.echo("\n".join(with_app(slug, lambda app, place: authority(app, place, bsn, wie=wie))))


async def authority(app: App, place: Place, bsn: str, *, wie: str) -> list[str]:
    """The lines to show, with those of the log before them. raises ClickException for who has no list here, or two."""
    log: Protocollering = app.logboek
    async with app.pool.tenant(place.id) as conn:
        found = await raadpleeg(conn, place.id, [bsn])
        vraag = Gezagsvraag(found, amsterdam_dag(app.engine.now()))
        await vraag.zoek(conn, place.id)
        lines: list[Regel] = [*((kept.id, f"bsn:{bsn}", RUBRIEKEN) for kept in found), *vraag.gelezen()]
        lines = lines or [(None, f"bsn:{bsn}", GEZOCHT)]
        await log.persons(conn, as_caller(app, place, wie), lines, "retrieve" if found else "search")
    if len(found) != 1:
        raise click.ClickException("Met dit nummer zijn hier twee lijsten." if found else "Dit nummer is hier niet.")
    relaties = vraag.relaties(found[0])
    told = [line for relatie in relaties for line in in_regels(relatie)]
    return told or ["Deze persoon is niet minderjarig, en heeft over geen kind het gezag."]


@person_group.command("leges")
@click.argument("slug")
@click.argument("eurocent", type=click.IntRange(0, 100_000))
def person_fees(slug: str, eurocent: int) -> None:
    """Set what an uittreksel costs, in eurocent."""
    name = with_settings(slug, {LEGES: {UITTREKSEL: eurocent}}).naam
    click.echo(f"Gemeente {name} vraagt {eurocent} eurocent voor een uittreksel.")


@person_group.command("zaken")
@click.argument("slug")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def person_cases(slug: str, path: Path) -> None:
    """Set which zaak goes with which fact of life: JSON of fact -> zaaktype, status, resultaat."""
    try:
        soorten = msgspec.json.decode(path.read_bytes(), type=dict[str, Zaaksoort])
    except msgspec.MsgspecError as fault:
        raise click.ClickException(f"Dit bestand is niet te lezen: {fault}") from fault
    if unknown := soorten.keys() - FEITEN.keys() - {terugmelding.FEIT, UITTREKSEL}:
        raise click.ClickException(f"Dit zijn geen feiten: {', '.join(sorted(unknown))}.")

    name = with_settings(slug, {ZAKEN: msgspec.to_builtins(soorten)}).naam
    click.echo(f"Gemeente {name} maakt een zaak bij: {', '.join(sorted(soorten))}.")


def _show(found: inlezen.Verslag, *, every: bool, seconden: float) -> None:
    table = Table("Lijst", "Uitkomst", "Bevindingen")
    for regel in found.regels if every else found.regels[:GETOOND]:
        table.add_row(regel.naam, regel.uitkomst, "\n".join(f"{b.code} {b.plaats}" for b in regel.bevindingen))
    Console().print(table)
    if not every and len(found.regels) > GETOOND:
        click.echo(f"En nog {len(found.regels) - GETOOND} lijsten met een bevinding; --json geeft ze alle.")
    counts = ", ".join(f"{found.aantal(u)} {u}" for u in UITKOMSTEN if found.aantal(u))
    click.echo(f"{found.totaal} persoonslijsten in {seconden:.0f} s: {counts or 'geen'}.")
    for code, count in found.per_code().items():
        click.echo(f"  {code:<18} {count:>5}")
    if found.dubbele_bsn:
        click.echo(f"  {inlezen.ANDER_BSN:<18} {found.dubbele_bsn:>5} (een BSN op twee lijsten)")


def _as_dict(found: inlezen.Verslag) -> dict[str, Any]:
    return {
        "inlezing": str(found.inlezing), "bron": found.bron, "dubbele_bsn": found.dubbele_bsn,
        "uitkomsten": {u: found.aantal(u) for u in UITKOMSTEN}, "bevindingen": found.per_code(),
        "lijsten": [
            {"naam": r.naam, "uitkomst": r.uitkomst, "bevindingen": [b.as_dict() for b in r.bevindingen]}
            for r in found.regels
        ],
    }  # fmt: skip


@person_group.command("index")
@click.argument("slug")
def person_index(slug: str) -> None:
    """Write anew by what each list is searched: once for lists that were loaded before searching was there."""

    async def work(app: App, place: Place) -> int:
        async with app.pool.tenant(place.id) as conn:
            return await opslag.herbouw_zoekregels(conn, place.id)

    click.echo(f"{with_app(slug, work)} persoonslijsten zijn weer te vinden.")
