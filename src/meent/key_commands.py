"""`meent application key`: keys for clients that know no JWT (decision 0031)."""

import json

import click

from meent.commands import print_rows, with_app
from meent.services.autorisaties import keys


@click.group("key")
def key_group() -> None:
    """Keys of an application, for `Authorization: Token` in the APIs that take it."""


@key_group.command("new")
@click.argument("slug")
@click.argument("client_id")
@click.argument("name")
@click.option("--json", "as_json", is_flag=True)
def key_new(slug: str, client_id: str, name: str, as_json: bool) -> None:
    """Make a key called NAME and print it, once. It may do what the application may."""
    key = with_app(slug, lambda app, place: keys.new(app.engine, place, client_id, name))
    shown = {"client_id": client_id, "naam": name, "sleutel": key}
    click.echo(json.dumps(shown) if as_json else f"client_id {client_id}\nsleutel   {key}")


@key_group.command("list")
@click.argument("slug")
@click.option("--json", "as_json", is_flag=True)
def key_list(slug: str, as_json: bool) -> None:
    """The keys of a municipality by name; a key itself is never shown again."""
    known = with_app(slug, lambda app, place: keys.known(app.engine, place))
    rows = [{"client_id": k.client_id, "naam": k.naam, "sinds": k.sinds} for k in known]
    print_rows(rows, as_json, "client_id", "naam", "sinds")


@key_group.command("revoke")
@click.argument("slug")
@click.argument("client_id")
@click.argument("name")
def key_revoke(slug: str, client_id: str, name: str) -> None:
    """Take a key back; it stops working within a minute."""
    with_app(slug, lambda app, place: keys.revoke(app.engine, place, client_id, name))
    click.echo(f"Sleutel {name} van {client_id} is ingetrokken.")
