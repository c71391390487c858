"""Whom a request is about, before anything else is known of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol


@dataclass(frozen=True)
class Place:
    """The municipality that a request is about.

    prefix   what stands before `/{api}` in the path: "/meerwijde", or "" when the host name tells
    aliases  other bases (scheme and host, with prefix) by which it is known
    extras   whether operations and parameters beyond the standard are offered (G-22)
    settings all that the municipality has set for itself
    """

    id: int
    slug: str
    prefix: str
    aliases: tuple[str, ...] = ()
    extras: bool = True
    settings: Mapping[str, Any] = field(default_factory=dict, compare=False)


class Tenants(Protocol):
    """Finds the municipality of a request."""

    def known(self, host: str, path: str) -> Place | None:
        """At once, without asking the database."""

    async def find(self, host: str, path: str) -> Place | None: ...

    def moved(self, path: str) -> str | None:
        """Where an address of before is now, or None."""
