"""Links to our own resources that a row keeps as text, inside a group or a list."""

from typing import Any
from uuid import UUID

from meent.engine.change import Change
from meent.engine.links import PLACEHOLDER


def local_ref(change: Change[Any], url: str, shape: str) -> UUID | None:
    """The uuid that `url` leads to when it is a link to that shape in this municipality, else None.

    url     as the client wrote it, or as it is stored: then a placeholder stands for scheme, host and municipality
    """
    if url.startswith(PLACEHOLDER):
        url = change.links.base + url.removeprefix(PLACEHOLDER)
    return change.links.parse(url, shape)
