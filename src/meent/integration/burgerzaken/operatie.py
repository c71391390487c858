"""What can be asked at the door of civil affairs: one operation is one address with what it reads, does and answers.

The process lists them (`process/burgerzaken/oproepen.py`); routes, rights and the OpenAPI document follow from there.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

import msgspec

from meent.basis.fouten import Fout
from meent.integration.brp.boek import BIJHOUDEN
from meent.integration.brp.feiten import Weigering
from meent.integration.zgw import Zgw

GEWEIGERD, PDF = "geweigerd", "application/pdf"
NERGENS = UUID(int=0)
KEY = "{uuid}"


@dataclass(frozen=True)
class Vraag:
    """One call: the registers for who calls, what was sent, and the key in the address.

    ziet_alles   whether who calls keeps the BRP (brp.bijhouden), and not one kind of fact only
    """

    zgw: Zgw
    invoer: Any = None
    uuid: UUID = NERGENS
    ziet_alles: bool = False


@dataclass(frozen=True)
class Gegeven:
    """What an operation gives back.

    inhoud   a struct that becomes JSON, the bytes of a PDF, or nothing
    plek     where what was made can be read, below the API; "" when nowhere
    zaak     address of the zaak beside it, where the body has no place for it; "" when there is none
    """

    status: int
    inhoud: msgspec.Struct | bytes | None = None
    plek: str = ""
    zaak: str = ""


@dataclass(frozen=True)
class Operatie:
    """One operation.

    naam     operationId
    pad      below the API, with {uuid} for a key
    zegt     what people read of it, in plain Dutch
    geeft    status -> what is answered: a struct, `bytes` for a PDF, None for nothing
    leest    what is in the body; None when nothing is sent
    vraagt   what stands in the query; None when nothing does
    opent    scopes that let somebody in who has not the right to all of it (brp.bijhouden)
    """

    naam: str
    methode: Literal["GET", "POST"]
    pad: str
    zegt: str
    doe: Callable[[Vraag], Awaitable[Gegeven]]
    geeft: Mapping[int, Any]
    leest: type[msgspec.Struct] | None = None
    vraagt: type[msgspec.Struct] | None = None
    opent: tuple[str, ...] = ()

    @property
    def scopes(self) -> tuple[str, ...]:
        """Any of which lets somebody in."""
        return (BIJHOUDEN, *self.opent)

    def is_at(self, parts: Sequence[str]) -> bool:
        """Whether this is its address, whatever the key in it is."""
        own = self.pad.strip("/").split("/")
        return len(own) == len(parts) and all(o in (p, KEY) for o, p in zip(own, parts, strict=True))


class Geweigerd(Fout):
    """The rules stand in the way: each with its number, its ground, and whether an officer may go past it."""

    def __init__(self, weigeringen: Sequence[Weigering]) -> None:
        super().__init__(422, GEWEIGERD, "Dit kan zo niet worden opgenomen; bij weigeringen staat waarom.")
        self.weigeringen = weigeringen

    def as_json(self, base: str) -> bytes:
        body = msgspec.json.decode(super().as_json(base))
        told = [
            {"nummer": w.nummer, "zin": w.zin, "grond": w.grond, "kanWordenOverruled": w.kan_worden_overruled}
            for w in self.weigeringen
        ]
        return msgspec.json.encode(body | {"title": "De regels laten dit niet toe.", "weigeringen": told})


def require_none(weigeringen: Sequence[Weigering]) -> None:
    """raises Geweigerd"""
    if weigeringen:
        raise Geweigerd(weigeringen)
