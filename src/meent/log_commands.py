"""`meent purpose` and `meent log`: what personal data is used for, and the log of it (ARCHITECTURE §11)."""

import json
import sys
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TextIO

import click

from meent.app import App
from meent.basis.datums import AMSTERDAM
from meent.commands import of_tenants, print_rows, with_app
from meent.verwerkingen import doelen, inzage
from meent.verwerkingen.bewaren import Bewaarder
from meent.verwerkingen.uitvoer import as_ldv
from meent.wire.place import Place


@click.group("purpose")
def purpose_group() -> None:
    """Purposes (doelen): what a municipality uses personal data for, and which application may."""


@purpose_group.command("new")
@click.argument("slug")
@click.argument("name")
@click.option("--words", required=True, help='For the resident, in plain Dutch: "Een zaak behandelen".')
@click.option("--activity", default="", help="URI of this version of the processing activity in your register.")
def purpose_new(slug: str, name: str, words: str, activity: str) -> None:
    """Add a purpose, or a new version of the one of this name; lines of the log keep the version of their day."""
    with_app(slug, lambda app, place: doelen.store(app.pool, place.id, name, words, activity))
    click.echo(f"Doel {name} is vastgelegd.")


@purpose_group.command("list")
@click.argument("slug")
@click.option("--json", "as_json", is_flag=True)
def purpose_list(slug: str, as_json: bool) -> None:
    """The purposes of a municipality, and who may use them."""

    async def work(app: App, place: Place) -> list[doelen.Doel]:
        async with app.pool.tenant(place.id) as conn:
            return await doelen.known(conn, place.id)

    rows = [
        {"doel": d.naam, "woorden": d.woorden, "activiteit": d.activiteit, "applicaties": ", ".join(d.applicaties)}
        for d in with_app(slug, work)
    ]
    print_rows(rows, as_json, "doel", "woorden", "activiteit", "applicaties")


@purpose_group.command("remove")
@click.argument("slug")
@click.argument("name")
def purpose_remove(slug: str, name: str) -> None:
    """Nobody may use it any more, within a minute; lines of the log keep it."""
    with_app(slug, lambda app, place: doelen.end(app.pool, place.id, name))
    click.echo(f"Doel {name} is vervallen.")


@purpose_group.command("bind")
@click.argument("slug")
@click.argument("client_id")
@click.argument("name")
def purpose_bind(slug: str, client_id: str, name: str) -> None:
    """Let an application use personal data for this purpose. With one purpose it need not tell which."""
    with_app(slug, lambda app, place: doelen.bind(app.pool, place.id, client_id, name))
    click.echo(f"Applicatie {client_id} mag gegevens gebruiken voor het doel {name}.")


@purpose_group.command("unbind")
@click.argument("slug")
@click.argument("client_id")
@click.argument("name")
def purpose_unbind(slug: str, client_id: str, name: str) -> None:
    """Take a purpose from an application, within a minute."""
    with_app(slug, lambda app, place: doelen.unbind(app.pool, place.id, client_id, name))
    click.echo(f"Applicatie {client_id} mag geen gegevens meer gebruiken voor het doel {name}.")


@click.group("log")
def log_group() -> None:
    """The log of processing: who used which personal data, when and why."""


@log_group.command("export")
@click.argument("slug")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="First day; without it from the beginning.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Last day; without it up to now.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="File; without it the screen.")
def log_export(slug: str, since: datetime | None, until: datetime | None, out: Path | None) -> None:
    """Write lines as records of Logboek Dataverwerkingen, one JSON object a line, oldest first."""
    first = _begin(since.date()) if since else datetime.fromtimestamp(0, UTC)
    end = _begin(until.date() + timedelta(days=1)) if until else datetime.now(UTC) + timedelta(days=1)
    if out is None:
        with_app(slug, lambda app, place: _export(app, place, first, end, sys.stdout))
        return
    with out.open("w") as file:
        count = with_app(slug, lambda app, place: _export(app, place, first, end, file))
    click.echo(f"{count} regels staan in {out}.")


@log_group.command("prune")
@click.option("--tenant", "slug", help="Only this municipality.")
@click.option("--json", "as_json", is_flag=True)
def log_prune(slug: str | None, as_json: bool) -> None:
    """Remove lines past their term now; `meent worker` does so every hour."""
    gone = of_tenants(slug, lambda app, place: Bewaarder(app.pool).remove(place))
    print_rows([{"tenant": name, "lines": count} for name, count in gone.items()], as_json, "tenant", "lines")


async def _export(app: App, place: Place, first: datetime, end: datetime, out: TextIO) -> int:
    count = 0
    async for line in inzage.all_lines(app.pool, place.id, first, end):
        out.write(json.dumps(as_ldv(line, place.slug), ensure_ascii=False) + "\n")
        count += 1
    return count


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), AMSTERDAM)
