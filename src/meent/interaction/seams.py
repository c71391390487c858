"""What the screens ask of the layers below, and nothing more.

Protocols only: `app.py` hands in the implementations, the tests hand in a fake.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from meent.interaction.session import Session

Json = dict[str, Any]
Rows = list[Json]


class ZgwFout(Exception):
    """The register refused or failed.

    status   its HTTP status
    body     its answer: a problem+json object, with `invalidParams` when fields were wrong
    """

    def __init__(self, status: int, body: Json) -> None:
        super().__init__(f"{status} {body.get('code', '')}")
        self.status = status
        self.body = body


class Zgw(Protocol):
    """One municipality's registers, in the JSON of the standard: camelCase, absolute URLs."""

    async def list(self, api: str, collectie: str, *, page: int = 1, expand: str = "", **filters: str) -> Json:
        """One page: `count`, `next`, `previous`, `results`."""

    async def get(self, api: str, collectie: str, uuid: str, *, expand: str = "") -> Json: ...

    async def create(self, api: str, collectie: str, body: Json) -> Json: ...

    async def audittrail(self, zaak_uuid: str) -> Rows:
        """What happened to a zaak and everything under it."""


@dataclass(frozen=True)
class TenantInfo:
    """A municipality as people see it.

    slug    first part of every address
    naam    without "gemeente"
    thema   name of its stylesheet in `style/thema/`
    """

    slug: str
    naam: str
    thema: str


OpenZgw = Callable[[Session, str], Zgw]
"""(who, slug of the municipality) -> its registers, so that audit and processing log know who asked."""
