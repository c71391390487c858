"""`meent service`: which registers of other suppliers a municipality uses (ARCHITECTURE §11)."""

import json
from datetime import UTC, datetime

import click

from meent.app import App
from meent.commands import print_rows, with_app
from meent.integration.diensten.register import Fetched
from meent.services.koppelingen import diensten
from meent.wire.place import Place


@click.group("service")
def service_group() -> None:
    """Registers of other suppliers that a municipality uses. Only these are ever called."""


@service_group.command("new")
@click.argument("slug")
@click.argument("name")
@click.argument("base")
@click.option("--api", type=click.Choice(diensten.SOORTEN), required=True)
@click.option("--client-id", default="", help="By which it knows us; without it the secret is sent as a fixed token.")
@click.option("--secret", prompt=True, hide_input=True, help="Asked for when it is not given.")
def service_new(slug: str, name: str, base: str, api: str, client_id: str, secret: str) -> None:
    """Let a municipality use the register at BASE, such as https://catalogi.example/catalogi/api/v1."""
    dienst = diensten.Dienst(name, base, api, client_id, secret)
    with_app(slug, lambda app, place: app.diensten.new(place.id, dienst))
    click.echo(f"Dienst {name} is ingesteld. Probeer haar met `meent service test {slug} {name}`.")


@service_group.command("list")
@click.argument("slug")
@click.option("--json", "as_json", is_flag=True)
def service_list(slug: str, as_json: bool) -> None:
    """The registers of others that a municipality uses, without the secrets."""
    known = with_app(slug, lambda app, place: app.diensten.all(place.id))
    rows = [
        {"dienst": d.slug, "soort": d.soort, "basis": d.basis, "client_id": d.client_id, "aan": d.aan} for d in known
    ]
    print_rows(rows, as_json, "dienst", "soort", "basis", "client_id", "aan")


@service_group.command("remove")
@click.argument("slug")
@click.argument("name")
def service_remove(slug: str, name: str) -> None:
    """Use a register no longer; what already links to it keeps its link."""
    if not with_app(slug, lambda app, place: app.diensten.remove(place.id, name)):
        raise click.ClickException(f"Deze gemeente heeft geen dienst '{name}'.")
    click.echo(f"Dienst {name} is weg.")


@service_group.command("test")
@click.argument("slug")
@click.argument("name")
@click.option("--path", default="", help="What to fetch below the base, e.g. a collection; by default one that fits.")
@click.option("--json", "as_json", is_flag=True)
def service_test(slug: str, name: str, path: str, as_json: bool) -> None:
    """Fetch something from a register with our own credentials and tell what it answers."""

    async def work(app: App, place: Place) -> Fetched:
        known = {d.slug: d for d in await app.diensten.all(place.id)}
        if name not in known:
            raise click.ClickException(f"Deze gemeente heeft geen dienst '{name}'.")
        below = path or diensten.PROBE.get(known[name].soort, "")
        return await app.registers.fetch(place.id, known[name].basis + below)

    found = with_app(slug, work)
    told = found.told or "De dienst antwoordt en kent ons."
    click.echo(json.dumps({"status": found.status, "bereikbaar": not found.code, "uitleg": told}) if as_json else told)
    if found.code:
        raise SystemExit(1)


@service_group.command("heal")
@click.argument("slug")
@click.option("--json", "as_json", is_flag=True)
def service_heal(slug: str, as_json: bool) -> None:
    """Make or remove in registers of others what a crash left undone; the worker does so by itself."""
    healed, failed = with_app(slug, lambda app, place: app.objects.spiegels.heal(place.id, datetime.now(UTC)))
    shown = {"hersteld": healed, "mislukt": failed}
    click.echo(json.dumps(shown) if as_json else f"Hersteld: {healed}, niet gelukt: {failed}.")
    if failed:
        raise SystemExit(1)
