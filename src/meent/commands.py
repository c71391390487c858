"""What commands share: a database that is up to date, the application with one municipality, rows on the screen."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import click
from rich.console import Console
from rich.table import Table

from meent.app import App, Database, open_database, running
from meent.data import migrate
from meent.data.pool import connect
from meent.engine.authorise import ALL_RIGHTS, Caller
from meent.integration.openid import OpenId
from meent.integration.zgw import Zgw
from meent.settings import read
from meent.wire.place import Place

T = TypeVar("T")


def broker() -> OpenId | None:
    """Where staff signs in, as the settings have it; None without one. raises click.ClickException."""
    if not (issuer := read("MEENT_OIDC_ISSUER")):
        return None
    try:
        return OpenId(issuer, read("MEENT_OIDC_CLIENT"), read("MEENT_OIDC_SECRET"), read("MEENT_OIDC_RETURN"))
    except ValueError as fout:
        raise click.ClickException(str(fout)) from fout


def require_migrated(database: Database) -> None:
    if pending := asyncio.run(migrate.pending(database.owner_dsn)):
        raise click.ClickException(f"Voer eerst `meent migrate` uit; nog te doen: {', '.join(pending)}")


def as_owner(act: Callable[[Any], Awaitable[T]]) -> T:
    """Runs with a connection of the owning role, on a database that is up to date."""

    async def work(database: Database) -> T:
        await migrate.migrate(database.owner_dsn)
        conn = await connect(database.owner_dsn)
        try:
            return await act(conn)
        finally:
            await conn.close()

    return asyncio.run(work(open_database()))


def of_tenants(slug: str | None, act: Callable[[App, Place], Awaitable[T]]) -> dict[str, T]:
    """Runs for one municipality, or for each of them; by its name."""
    require_migrated(database := open_database())

    async def work() -> dict[str, T]:
        async with running(App(database.app_dsn, pool_size=2, service_networks=read("MEENT_SERVICE_NETWORKS"))) as app:
            places = app.directory.by_slug
            if slug is not None and slug not in places:
                raise click.ClickException(f"Er is geen gemeente met de slug '{slug}'.")
            return {name: await act(app, place) for name, place in places.items() if slug in (None, name)}

    return asyncio.run(work())


def with_server(act: Callable[[App], Awaitable[T]]) -> T:
    """Runs with the application and all its municipalities."""

    async def work(database: Database) -> T:
        async with running(App(database.app_dsn, pool_size=2, service_networks=read("MEENT_SERVICE_NETWORKS"))) as app:
            return await act(app)

    return asyncio.run(work(open_database()))


def with_app(slug: str, act: Callable[[App, Place], Awaitable[T]]) -> T:
    """Runs with the application and one municipality."""

    async def work(app: App) -> T:
        place = app.directory.by_slug.get(slug)
        if place is None:
            raise click.ClickException(f"Er is geen gemeente met de slug '{slug}'.")
        return await act(app, place)

    return with_server(work)


def print_rows(rows: list[dict[str, Any]], as_json: bool, *columns: str) -> None:
    if as_json:
        click.echo(json.dumps(rows))
        return
    table = Table(*columns)
    for row in rows:
        table.add_row(*("ja" if row[c] is True else "nee" if row[c] is False else str(row[c] or "-") for c in columns))
    Console().print(table)


def with_registers(slug: str, act: Callable[[Zgw], Awaitable[T]]) -> T:
    """Runs with the registers of one municipality, for who works at the command line."""
    caller = Caller(client_id="meent-commando", rights=ALL_RIGHTS, label="Meent", doel="functioneel beheer")
    return with_app(slug, lambda app, place: act(Zgw(app.engine, place, caller, app.base)))
