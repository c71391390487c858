"""The command line. Names are fixed: others script against them (ARCHITECTURE §11)."""

import asyncio
import json
import logging
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import click
from rich.progress import Progress

from meent import __version__, doctor, openapi
from meent.app import App, open_database, running, with_selectielijst
from meent.basis.fouten import Fout
from meent.basis.periode import OngeldigePeriode
from meent.basis.placeholder import PLACEHOLDER
from meent.civil_commands import person_group
from meent.commands import as_owner, broker, of_tenants, print_rows, require_migrated, with_app, with_registers
from meent.data import migrate, tenant
from meent.data.embedded import PostgresOntbreekt, PostgresStartNiet
from meent.data.migrate import MigratieFout
from meent.data.pool import DatabaseWeg
from meent.demo import SIZES, Wanted
from meent.demo import run as run_demo
from meent.engine.declare import Registry
from meent.integration.burgerzaken.document import API as BURGERZAKEN
from meent.integration.notificaties.toestand import Toestand
from meent.integration.objectopslag import OpslagOntbreekt, controle
from meent.integration.telefooncentrale.centrale import CentraleFout
from meent.key_commands import key_group
from meent.log_commands import log_group, purpose_group
from meent.person_rights_commands import rights_group
from meent.process.burgerzaken.oproepen import DEUR
from meent.schema import show
from meent.schema.rebuild import rebuild
from meent.serve import serve
from meent.service_commands import service_group
from meent.services.autorisaties import applications
from meent.services.autorisaties.keys import SleutelGeweigerd
from meent.services.koppelingen import diensten
from meent.services.personen import omgeving
from meent.services.personen.bevragen.api import DOCUMENTEN as BRP_DOCUMENTEN
from meent.services.personen.bevragen.contract import document as brp_document
from meent.services.personen.inleesblok import BestandOnleesbaar
from meent.services.personen.rvig import CsvOnleesbaar
from meent.services.personen.tabellen import TabelOnleesbaar
from meent.services.resources import EVERYTHING
from meent.services.selectielijst import lading
from meent.services.selectielijst.bestanden import SelectielijstOnleesbaar
from meent.settings import read
from meent.telephony_commands import opstelling, started, telephony_group, verbinding
from meent.tools.catalogus.archief import ExportOnleesbaar
from meent.tools.catalogus.commands import catalogus_group
from meent.tools.catalogus.uitvoer import GeenCatalogus
from meent.tools.conform.commands import conform_group
from meent.tools.rules.commands import COMMANDS
from meent.tools.scenario.commands import scenario_group
from meent.verwerkingen.bewaren import TermijnTeKort, checked_term
from meent.verwerkingen.doelen import DoelGeweigerd
from meent.verwerkingen.logboek import ON, PURPOSE, TERM
from meent.wire.place import Place
from meent.worker import work

PARKED_MAX = 10_000
"""Rows of one municipality that `notifications parked` shows; who has more has one cause, and sees it here."""
EXPECTED = (
    OpslagOntbreekt,
    PostgresOntbreekt, PostgresStartNiet, MigratieFout, DatabaseWeg, tenant.TenantGeweigerd, SelectielijstOnleesbaar,
    diensten.DienstGeweigerd, ExportOnleesbaar, GeenCatalogus, SleutelGeweigerd, DoelGeweigerd,
    TermijnTeKort, OngeldigePeriode, CentraleFout, BestandOnleesbaar, CsvOnleesbaar, TabelOnleesbaar,
    omgeving.OmgevingGeweigerd,
)  # fmt: skip


class Plain(click.Group):
    """Expected trouble is told in one line, without a traceback."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except EXPECTED as trouble:
            raise click.ClickException(str(trouble)) from trouble
        except Fout as fout:
            told = [f"{p.name}: {p.reason} ({p.code})" for p in fout.params] or [fout.detail]
            raise click.ClickException("; ".join(told)) from fout


@click.group(cls=Plain, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="meent")
def main() -> None:
    """Meent: registers, burgerzaken en klantcontact voor gemeenten."""
    logging.basicConfig(level=read("MEENT_LOG").upper(), format="%(asctime)s %(levelname)s %(name)s %(message)s")


for command in (
    *COMMANDS, service_group, conform_group, scenario_group, purpose_group, log_group, telephony_group, person_group,
):  # fmt: skip
    main.add_command(command)
main.add_command(catalogus_group(with_registers))
person_group.add_command(rights_group)


@main.command()
@click.option("--size", type=click.Choice(list(SIZES)), default="full", show_default=True)
@click.option("--port", type=int, default=lambda: int(read("MEENT_PORT")), help="Port (MEENT_PORT).")
@click.option("--json", "as_json", is_flag=True, help="Print one line for scripts when it is ready.")
@click.option("--no-browser", is_flag=True, help="Do not open a browser.")
@click.option("--telephony", is_flag=True, help="With the telephone exchange of this machine: really call.")
def demo(size: str, port: int, as_json: bool, no_browser: bool, telephony: bool) -> None:
    """Start Meent with two invented municipalities."""
    exchange = opstelling() if telephony else None
    run_demo(Wanted(size, read("MEENT_HOST"), port, as_json, not (no_browser or as_json), exchange))


@main.command("serve")
@click.option("--host", default=lambda: read("MEENT_HOST"))
@click.option("--port", type=int, default=lambda: int(read("MEENT_PORT")))
@click.option("--with-worker", is_flag=True, help="Deliver notifications as well, as `meent worker` does.")
def serve_command(host: str, port: int, with_worker: bool) -> None:
    """Serve the registers on the database of MEENT_DATABASE_URL, or on the embedded one."""
    require_migrated(database := open_database())
    app = App(
        database.app_dsn, pool_size=int(read("MEENT_POOL")), base=f"http://{host}:{port}",
        callback_networks=read("MEENT_CALLBACK_NETWORKS"), service_networks=read("MEENT_SERVICE_NETWORKS"),
        with_worker=with_worker, telefonie=started(verbinding()), openid=broker(),
    )  # fmt: skip
    with database.in_service():
        serve(app, host, port, on_ready=lambda: click.echo(f"Meent luistert op http://{host}:{port}"))


@main.command("worker")
def worker_command() -> None:
    """Deliver notifications to subscribers, until it is stopped. Several may run at once."""
    require_migrated(database := open_database())
    base = f"http://{read('MEENT_HOST')}:{read('MEENT_PORT')}"
    app = App(database.app_dsn, pool_size=2, base=base, callback_networks=read("MEENT_CALLBACK_NETWORKS"))
    with database.in_service():
        work(app, on_ready=lambda: click.echo("Meent bezorgt notificaties"))


@main.command("migrate")
@click.option("--phase", type=click.Choice(["pre", "post", "all"]), default="all", show_default=True)
def migrate_command(phase: migrate.Phase) -> None:
    """Bring the database up to date."""
    database = open_database()
    applied = asyncio.run(migrate.migrate(database.owner_dsn, phase=phase))
    click.echo("\n".join(applied) or "De database is al bij.")
    if phase != "post" and (loaded := asyncio.run(with_selectielijst(database))):
        click.echo(f"Selectielijst {loaded.uitgave} geladen uit {loaded.bron}.")


# --- municipalities --------------------------------------------------------------------------------------------------


@main.group("tenant")
def tenant_group() -> None:
    """Municipalities of this installation."""


@tenant_group.command("new")
@click.argument("slug")
@click.option("--naam", required=True)
@click.option("--gemeentecode")
@click.option("--rsin")
@click.option("--host", help="Host name that stands for the slug.")
def tenant_new(slug: str, naam: str, gemeentecode: str | None, rsin: str | None, host: str | None) -> None:
    """Add a municipality."""
    made = tenant.Tenant(slug=slug, naam=naam, gemeentecode=gemeentecode, rsin=rsin, host=host)
    stored = as_owner(lambda conn: tenant.new(conn, made))
    click.echo(f"Gemeente {stored.naam} is aangemaakt op /{stored.slug}.")


@tenant_group.command("change")
@click.argument("slug")
@click.option("--naam")
@click.option("--host", help="Host name that stands for the slug.")
@click.option("--extras/--standard", "extras", default=None, help="Offer what goes beyond the standard, or not.")
@click.option("--voorheen", multiple=True, help="Former slug; its addresses lead here. May be repeated.")
@click.option("--log/--no-log", "logs", default=None, help="Log each use of personal data (it does), or not.")
@click.option("--purpose-required/--purpose-optional", "needs_purpose", default=None,
              help="Refuse personal data to who tells no purpose, or not.")  # fmt: skip
@click.option("--brp", type=click.Choice([omgeving.TEST, omgeving.PRODUCTIE]),
              help="Persons for tests, which never changes back, or real ones.")  # fmt: skip
@click.option("--log-term", help="How long lines of the log stay, such as P5Y (the default).")
def tenant_change(
    slug: str,
    naam: str | None,
    host: str | None,
    extras: bool | None,
    voorheen: tuple[str, ...],
    logs: bool | None,
    needs_purpose: bool | None,
    brp: str | None,
    log_term: str | None,
) -> None:
    """Change what is given; the rest stays."""

    async def work(conn: Any) -> tenant.Tenant:
        known = await tenant.get(conn, slug)
        if known is None:
            raise click.ClickException(f"Er is geen gemeente met de slug '{slug}'.")
        settings = known.instellingen | ({} if extras is None else {"extras": extras})
        settings |= {"voorheen": list(voorheen)} if voorheen else {}
        settings |= {n: v for n, v in ((ON, logs), (PURPOSE, needs_purpose)) if v is not None}
        settings |= {TERM: checked_term(log_term)} if log_term else {}
        settings |= {omgeving.BRP: omgeving.checked(settings, brp)} if brp else {}
        return await tenant.change(
            conn, replace(known, naam=naam or known.naam, host=host or known.host, instellingen=settings)
        )

    click.echo(f"Gemeente {as_owner(work).naam} is bijgewerkt.")


@tenant_group.command("list")
@click.option("--json", "as_json", is_flag=True)
def tenant_list(as_json: bool) -> None:
    """All municipalities."""
    known = [_shown(t) for t in as_owner(tenant.list_tenants)]
    print_rows(known, as_json, "slug", "naam", "gemeentecode", "host")


@tenant_group.command("show")
@click.argument("slug")
@click.option("--json", "as_json", is_flag=True)
def tenant_show(slug: str, as_json: bool) -> None:
    """One municipality."""
    found = as_owner(lambda conn: tenant.get(conn, slug))
    if found is None:
        raise click.ClickException(f"Er is geen gemeente met de slug '{slug}'.")
    shown = _shown(found)
    if as_json:
        click.echo(json.dumps(shown))
    else:
        for name, value in shown.items():
            click.echo(f"{name:<14} {value if value is not None else '-'}")


def _shown(t: tenant.Tenant) -> dict[str, Any]:
    """A municipality without what may hold a secret."""
    return {
        "slug": t.slug, "naam": t.naam, "gemeentecode": t.gemeentecode, "rsin": t.rsin, "host": t.host,
        "thema": t.thema, "eigen_database": t.database_url is not None,
    }  # fmt: skip


# --- applications ----------------------------------------------------------------------------------------------------


@main.group("application")
def application_group() -> None:
    """ZGW applications, their rights and secrets."""


application_group.add_command(key_group)


@application_group.command("new")
@click.argument("slug")
@click.argument("client_id")
@click.option("--label", default="")
@click.option("--autorisaties", default="", help="JSON list as in the Autorisaties API; without it: all rights.")
@click.option("--without-rights", is_flag=True, help="Only a secret: rights come later, over the Autorisaties API.")
@click.option("--json", "as_json", is_flag=True)
def application_new(
    slug: str, client_id: str, label: str, autorisaties: str, without_rights: bool, as_json: bool
) -> None:
    """Register an application and print its secret, once."""
    body = applications.body_from(client_id, label, autorisaties)
    if without_rights:
        made = with_app(slug, lambda app, place: applications.only_secret(app.engine, place, client_id))
        if made is None:
            raise click.ClickException(f"De client_id '{client_id}' is hier al bekend.")
        _print_secret(client_id, made, as_json)
        return
    secret = with_app(slug, lambda app, place: applications.new(app.engine, place, body))
    _print_secret(client_id, secret, as_json)


@application_group.command("rotate")
@click.argument("slug")
@click.argument("client_id")
@click.option("--json", "as_json", is_flag=True)
def application_rotate(slug: str, client_id: str, as_json: bool) -> None:
    """Give an application a new secret; the old one stops working within a minute."""
    secret = with_app(slug, lambda app, place: applications.rotate(app.engine, place, client_id))
    if secret is None:
        raise click.ClickException(f"De client_id '{client_id}' is hier niet bekend.")
    _print_secret(client_id, secret, as_json)


@application_group.command("list")
@click.argument("slug")
@click.option("--json", "as_json", is_flag=True)
def application_list(slug: str, as_json: bool) -> None:
    """Applications of a municipality, without their secrets."""
    known = with_app(slug, lambda app, place: applications.known(app.engine, place))
    rows = [
        {"client_id": k.client_id, "label": k.label, "alle_rechten": k.heeft_alle_autorisaties, "sinds": k.sinds}
        for k in known
    ]
    print_rows(rows, as_json, "client_id", "label", "alle_rechten", "sinds")


def _print_secret(client_id: str, secret: str, as_json: bool) -> None:
    shown = {"client_id": client_id, "secret": secret}
    click.echo(json.dumps(shown) if as_json else f"client_id {client_id}\nsecret    {secret}")


# --- reference data --------------------------------------------------------------------------------------------------


@main.group("selectielijst")
def selectielijst_group() -> None:
    """The selectielijst of this installation: one for all municipalities."""


@selectielijst_group.command("import")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--uitgave", default="", help="Name of the edition; without it the years of its procestypen.")
@click.option("--json", "as_json", is_flag=True)
def selectielijst_import(path: Path, uitgave: str, as_json: bool) -> None:
    """Load a file or a folder with JSON as the public service gives it. Rows are added or updated, never removed."""
    _print_lading(as_owner(lambda conn: lading.load_path(conn, path, uitgave)), as_json)


@selectielijst_group.command("show")
@click.option("--json", "as_json", is_flag=True)
def selectielijst_show(as_json: bool) -> None:
    """Which edition is served, and since when."""
    found = as_owner(lading.newest)
    if found is None:
        raise click.ClickException("Er is nog geen selectielijst. Voer `meent migrate` uit.")
    _print_lading(found, as_json)


def _print_lading(found: lading.Lading, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(found.as_dict()))
        return
    what = "; dit is niet de hele lijst" if found.is_eigen else ""
    op = f"{found.geladen_op:%Y-%m-%d %H:%M} UTC"
    click.echo(f"Selectielijst {found.uitgave}, geladen op {op} uit {found.bron}{what}")
    for name, n in found.aantallen.items():
        click.echo(f"  {name:<28} {n.nieuw:>4} nieuw {n.gewijzigd:>4} gewijzigd {n.gelijk:>4} gelijk")


# --- notifications ---------------------------------------------------------------------------------------------------


@main.group("notifications")
def notifications_group() -> None:
    """Delivery of notifications: what waits for a person."""


@notifications_group.command("parked")
@click.option("--tenant", "slug", help="Only this municipality.")
@click.option("--json", "as_json", is_flag=True)
def notifications_parked(slug: str | None, as_json: bool) -> None:
    """Messages and subscribers that are no longer tried; a row without a message is a whole subscriber."""
    rows = [row for found in of_tenants(slug, _parked).values() for row in found]
    print_rows(
        rows, as_json, "tenant", "subscriber", "message", "resource", "action", "tries", "parked", "waiting", "reason"
    )


@notifications_group.command("replay")
@click.option("--tenant", "slug", help="Only this municipality.")
@click.option("--subscription", type=click.UUID, help="Only this subscription (its uuid).")
@click.option("--message", type=int, help="Only the message with this number.")
@click.option("--json", "as_json", is_flag=True)
def notifications_replay(slug: str | None, subscription: UUID | None, message: int | None, as_json: bool) -> None:
    """Try again what is parked, and whoever is left in peace; all of it, unless told otherwise."""
    done = of_tenants(slug, lambda app, place: Toestand(app.pool).opnieuw(place.id, subscription, message))
    rows = [{"tenant": name, "messages": d.berichten, "subscribers": d.abonnees} for name, d in done.items()]
    print_rows(rows, as_json, "tenant", "messages", "subscribers")


async def _parked(app: App, place: Place) -> list[dict[str, Any]]:
    toestand = Toestand(app.pool)
    abonnees = {a.id: a for a in await toestand.abonnees(place.id)}
    whole = [
        {
            "tenant": place.slug, "subscription": str(a.id), "subscriber": a.callback_url, "message": None,
            "channel": None, "resource": None, "action": None, "object": None, "tries": a.fouten,
            "parked": a.geparkeerd_op.isoformat(), "waiting": a.wachtend, "reason": a.reden,
        }
        for a in abonnees.values() if a.geparkeerd_op
    ]  # fmt: skip
    return whole + [
        {
            "tenant": place.slug, "subscription": str(m.abonnement), "subscriber": abonnees[m.abonnement].callback_url,
            "message": m.nummer, "channel": m.kanaal, "resource": m.resource, "action": m.actie,
            "object": m.object.replace(PLACEHOLDER, ""), "tries": m.pogingen, "parked": m.geparkeerd_op.isoformat(),
            "waiting": m.wachten_erachter, "reason": m.reden,
        }
        for m in await toestand.geparkeerd(place.id, most=PARKED_MAX) if m.abonnement in abonnees
    ]  # fmt: skip


# --- looking inside --------------------------------------------------------------------------------------------------


@main.command("show")
@click.argument("resource", type=click.Choice(sorted(r.name for r in EVERYTHING)))
@click.option("--sql", "as_sql", is_flag=True, help="Only the table, as SQL.")
def show_command(resource: str, as_sql: bool) -> None:
    """Everything the engine knows of a resource: table, queries, rules in order, listeners."""
    registry = Registry(EVERYTHING)
    found = next(r for r in EVERYTHING if r.name == resource)
    click.echo(show.table_sql(registry, found) if as_sql else show.everything(registry, found))


@main.command("openapi")
@click.argument("api", type=click.Choice(sorted({r.api.name for r in EVERYTHING} | {BURGERZAKEN, *BRP_DOCUMENTEN})))
@click.option("--standard", is_flag=True, help="Leave out what goes beyond the standard.")
def openapi_command(api: str, standard: bool) -> None:
    """Print the OpenAPI document of an API."""
    if api in (BURGERZAKEN, *BRP_DOCUMENTEN):
        told = DEUR.document if api == BURGERZAKEN else brp_document(api)
        click.echo(json.dumps(told, ensure_ascii=False).replace(PLACEHOLDER, ""))
        return
    registry = Registry(EVERYTHING)
    click.echo(openapi.as_json(registry.apis[api], registry, extras=not standard).decode())


@main.command("doctor")
@click.option("--json", "as_json", is_flag=True)
@click.option("--verify-content", "with_content", is_flag=True, help="Read all documents back, and compare.")
def doctor_command(as_json: bool, with_content: bool) -> None:
    """Check the installation; every finding tells what to do."""
    if with_content:
        verify_content(as_json)
        return
    findings = asyncio.run(doctor.examine(open_database()))
    if as_json:
        click.echo(json.dumps([f.as_dict() for f in findings]))
    else:
        for f in findings:
            click.echo(f"{'✔' if f.is_good else '✘'} {f.subject}: {f.told}" + (f" → {f.cure}" if f.cure else ""))
    if not all(f.is_good for f in findings):
        raise SystemExit(1)


def verify_content(as_json: bool) -> None:
    """What is missing, altered or orphaned in the store of documents, for each municipality."""
    require_migrated(database := open_database())

    async def work() -> dict[str, controle.Outcome]:
        async with running(App(database.app_dsn, pool_size=2)) as app:
            found = {}
            with Progress(transient=True, disable=as_json) as bar:
                for slug, place in app.directory.by_slug.items():
                    total = sum(c.omvang for c in (await controle.held(app.pool, app.registry, place.id)).values())
                    task = bar.add_task(slug, total=total)
                    advance = partial(bar.advance, task)
                    found[slug] = await controle.verify(app.pool, app.registry, app.store, place.id, advance)
            return found

    found = asyncio.run(work())
    if as_json:
        click.echo(json.dumps({slug: outcome.as_dict() for slug, outcome in found.items()}))
    for slug, outcome in found.items() if not as_json else ():
        click.echo(f"{'✔' if outcome.is_good else '✘'} {slug}: {outcome.checked} bestanden, {outcome.size} bytes")
        named = {"ontbreekt": outcome.missing, "gewijzigd": outcome.altered, "van niemand": outcome.orphaned}
        for told, keys in named.items():
            for key in keys:
                click.echo(f"  {told}: {key}")
    if not all(outcome.is_good for outcome in found.values()):
        raise SystemExit(1)


@main.command("rebuild")
@click.argument("resource", type=click.Choice(sorted(r.name for r in EVERYTHING if r.keeps_document)))
def rebuild_command(resource: str) -> None:
    """Render the kept documents of a resource anew, for all municipalities."""
    require_migrated(database := open_database())

    async def work() -> dict[str, int]:
        async with running(App(database.app_dsn, pool_size=2)) as app:
            found = next(r for r in EVERYTHING if r.name == resource)
            differed = {}
            with Progress(transient=True) as bar:
                for slug, place in app.directory.by_slug.items():
                    task = bar.add_task(slug, total=None)
                    advance = partial(bar.advance, task)
                    differed[slug] = await rebuild(app.pool, app.engine.sql, found, place.id, advance)
            return differed

    for slug, count in asyncio.run(work()).items():
        click.echo(f"{slug}: {count} documenten weken af en zijn hersteld.")


if __name__ == "__main__":
    main()
