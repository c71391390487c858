"""Links between resources: URLs outside, uuids inside.

Rendered documents hold a placeholder where scheme, host and municipality go (basis/placeholder.py).
"""

import re
from typing import Any
from uuid import UUID

from asyncpg.pgproto.pgproto import UUID as AsyncpgUUID  # a uuid.UUID that is made five times faster

from meent.basis.adres import FIRST, key_of, key_of_number, normal
from meent.basis.placeholder import PLACEHOLDER, PLACEHOLDER_BYTES
from meent.engine.declare import Registry, Resource

ELDERS = FIRST[:15]
BEGIN = b'{"url":"'
"""So every rendered object begins."""


def parse_uuid(text: str) -> UUID | None:
    """The key in an address of ours; those of objects elsewhere are no part of it."""
    if len(text) != 36 or text.startswith(ELDERS):
        return None
    try:
        return AsyncpgUUID(text)
    except ValueError:
        return None


def prefix(resource: Resource[Any]) -> str:
    """What stands before the uuid in a link to this resource, as an SQL literal."""
    return f"'{PLACEHOLDER}{resource.url_path}'"


def address(resource: Resource[Any], main: str, key: str) -> str:
    """The link to row `key`, which hangs under `main`, as an SQL expression of both."""
    before, *after = re.split(r"{\w+}", resource.url_path)
    return " || ".join([f"'{PLACEHOLDER}{before}'", *(f"{main} || '{text}'" for text in after), key])


def own_address(resource: Resource[Any], row: str) -> str:
    """The link to the row that the statement calls `row`."""
    return address(resource, f"{row}.{resource.under}", f"{row}.{resource.numbered or 'id'}")


def key_at(resource: Resource[Any], main: UUID | None, text: str) -> UUID | None:
    """The key that stands in an address; of what is numbered within its main object, that of the number."""
    return key_of_number(main, text) if resource.numbered else parse_uuid(text)


class Links:
    """Reads URLs of one municipality as seen from one request.

    base     what the client sees before `/zaken/api/v1/…`, without closing slash
    aliases  other bases by which the same municipality is known (G-15)
    """

    __slots__ = ("aliases", "base", "base_bytes", "registry")

    def __init__(self, registry: Registry, base: str, aliases: tuple[str, ...] = ()) -> None:
        self.registry = registry
        self.base = base
        self.base_bytes = base.encode()
        self.aliases = aliases

    def local_path(self, url: str) -> str | None:
        """The path behind our own base, or None for a URL of somebody else."""
        if url.startswith(f"{self.base}/"):  # with the slash: /ede-noord is not /ede
            return url[len(self.base) :]
        scheme_free = url.partition("://")[2]
        for alias in (self.base, *self.aliases):
            known = alias.partition("://")[2]
            if scheme_free.startswith(known + "/"):
                return scheme_free[len(known) :]
        return None

    def find(self, url: str) -> tuple[Resource[object], UUID] | None:  # type: ignore[type-var]
        """Resource and uuid that a local URL points to; None when it is foreign or malformed."""
        path = self.local_path(url) or self._published_path(url)
        parts = path.split("/") if path else []
        resource = self.registry.by_address.get((parts[1], *parts[4:-1:2])) if len(parts) in (6, 8) else None
        if resource is None or "/".join(parts[2:4]) != self.registry.apis[parts[1]].root:
            return None
        key = key_at(resource, parse_uuid(parts[-3]), parts[-1])
        return (resource, key) if key else None

    def _published_path(self, url: str) -> str | None:
        """The path here of a row that others publish as well, when the URL is theirs."""
        free, known = url.partition("://")[2], self.registry.elsewhere
        return next((f"/{api}/api/v1/{free[len(base) :]}" for base, api in known if free.startswith(base)), None)

    def parse(self, url: str, shape: str) -> UUID | None:
        """The key when `url` is a link to a resource of that shape, here or in somebody else's register."""
        found = self.find(url)
        if found is None:
            return self.elders_key(url)
        return found[1] if found[0].shape.__name__ == shape else None

    def elders_key(self, url: str) -> UUID | None:
        """The key of an object in somebody else's register; None for a URL of ours, dead or not."""
        is_ours = url.startswith(PLACEHOLDER) or self.local_path(url) is not None
        return key_of(url) if not is_ours and normal(url) else None

    def store(self, url: str) -> str:
        """A URL as it is stored: our own base replaced by the placeholder."""
        path = self.local_path(url)
        return PLACEHOLDER + path if path is not None and path.startswith("/") else url

    @staticmethod
    def of(body: bytes) -> bytes:
        """The link to a rendered object itself, which stands first in it."""
        return body[len(BEGIN) : body.index(b'"', len(BEGIN))]

    def render(self, body: bytes) -> bytes:
        """A rendered document as this client sees it."""
        return body.replace(PLACEHOLDER_BYTES, self.base_bytes)
