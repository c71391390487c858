"""What the screens ask of the layers below, and nothing more.

`app.py` hands in `meent.integration.zgw.Zgw`, the tests hand in a fake; both raise ZgwFout.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from meent.integration.zgw import ZgwFout
from meent.interaction.session import Session

__all__ = ["Json", "OpenZgw", "Rows", "TenantInfo", "Zgw", "ZgwFout"]

Json = dict[str, Any]
Rows = list[Json]


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
