"""Links to our own resources that a row keeps as text, inside a group or a list."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import msgspec

from meent.basis.placeholder import PLACEHOLDER
from meent.capabilities.elders import Outcome, Wanted, bring
from meent.engine.change import Change


def local_target(change: Change[Any], url: str) -> tuple[str, UUID] | None:
    """Shape and uuid that `url` leads to when it is a link within this municipality, else None.

    url     as the client wrote it, or as it is stored: then a placeholder stands for scheme, host and municipality
    """
    if url.startswith(PLACEHOLDER):
        url = change.links.base + url.removeprefix(PLACEHOLDER)
    found = change.links.find(url)
    return (found[0].shape.__name__, found[1]) if found else None


def local_ref(change: Change[Any], url: str, shape: str) -> UUID | None:
    """The uuid that `url` leads to when it is a link to that shape in this municipality, else None."""
    found = local_target(change, url)
    return found[1] if found and found[0] == shape else None


def stored_url(change: Change[Any], shape: str, ref: UUID) -> str:
    """The link to that row as a column of text keeps it."""
    return f"{PLACEHOLDER}{change.session.registry.of(shape).url_path}{ref}"


async def seen(change: Change[Any], shape: str | None, url: str) -> Outcome | None:
    """What came of looking at an object of that shape in a register of others; None for a URL of our own.

    shape   None when any object will do
    """
    if change.links.elders_key(url) is None:
        return None
    resource = change.session.registry.of(shape) if shape else None
    (outcome,) = await bring(change.session, [Wanted(resource, url, only_look=True)])
    return outcome


async def look(change: Change[Any], shape: str | None, urls: Iterable[str]) -> list[dict[str, Any] | None]:
    """What objects of that shape say at these URLs in registers of others; None where there is none.

    shape   None when any object will do
    Nothing of it is kept. A URL of our own gives None as well: those rows are for `change.get`.
    """
    resource = change.session.registry.of(shape) if shape else None
    urls = list(urls)
    out = {url: Wanted(resource, url, only_look=True) for url in urls if change.links.elders_key(url)}
    outcomes = dict(zip(out, await bring(change.session, list(out.values())), strict=True)) if out else {}
    return [msgspec.json.decode(o.body) if (o := outcomes.get(url)) and o.body else None for url in urls]


async def listed(change: Change[Any], shape: str, base: str, asked: dict[str, str]) -> list[Any]:
    """The rows of that shape in the register at `base` that meet the filters; none when it does not answer."""
    resource = change.session.registry.of(shape)
    wanted = Wanted(resource, f"{base}{resource.path}?{urlencode(asked)}", only_look=True)
    (outcome,) = await bring(change.session, [wanted])
    return msgspec.json.decode(outcome.body)["results"] if outcome.body else []
