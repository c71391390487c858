"""Numbers by which people name a klantcontact or a taak on the telephone: ten digits, in one series per municipality.

Version 2.18 has two names for it: `nummer`, that older clients know, and `referentienummer` (decision 0033).
"""

from typing import Annotated, Any

from msgspec import Meta

from meent.engine.change import Change
from meent.engine.marks import Doc, Exact
from meent.services.klantinteracties.partijregels import next_nummer

Nummer = Annotated[Exact[str | None], Meta(max_length=10)]
OudNummer = Annotated[str | None, Meta(max_length=10), Doc(extra=(("deprecated", True),))]
NAMES = ("nummer", "referentienummer")


async def number(change: Change[Any]) -> None:
    """Fills in what was left out: with the other of the two, else what it was, else the next number of the series."""
    row = change.new
    given = next((value for name in NAMES if (value := getattr(row, name))), None)
    for name in NAMES:
        if not getattr(row, name):
            setattr(row, name, getattr(change.old, name) if change.old else given)
    if not row.referentienummer:
        row.nummer = row.referentienummer = await next_nummer(change, change.resource.name)


async def require_number(change: Change[Any]) -> None:
    """Complains of a number that holds anything but digits, or that another row has, by the name that was sent."""
    for name in NAMES if change.operation != "delete" else ():
        value = getattr(change.new, name)
        if not (value.isascii() and value.isdecimal()):
            change.reject(name, "invalid", "Gebruik alleen cijfers, of laat het nummer weg: dan krijgt u er een.")
        elif name not in change.given or not change.changed(name):
            continue
        elif await change.find(change.resource.shape, **{name: value}):
            change.reject(name, "unique", "Kies een ander nummer, of laat het weg: dit nummer is al in gebruik.")
