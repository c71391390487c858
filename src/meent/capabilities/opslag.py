"""Where content is kept: what the engine asks of a store of content, whichever it is (ARCHITECTURE §8, §12).

The implementations are in `integration/objectopslag`; app.py hands one in. A key names content within one municipality
and is never used again. What a store has written once does not change.
"""

import re
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from meent.basis.base64text import Ongeldig
from meent.basis.fouten import Fout
from meent.basis.ids import uuid7
from meent.engine.marks import Group

KEY = re.compile(r"[0-9a-f]{2}/[0-9a-f]{32}")


class Content(Group):
    """Content that a store keeps beside the database (decision 0016).

    sleutel  its name in the store, within the municipality
    omvang   bytes
    sha256   of all of it, 64 hexadecimal digits
    """

    sleutel: str
    omvang: int
    sha256: str


@dataclass(frozen=True)
class Found:
    """One thing that a store holds: bytes, and the instant since when (UTC)."""

    sleutel: str
    omvang: int
    sinds: datetime


class Store(Protocol):
    """A store of content.

    write   all of the stream under a key; durable when it returns. When the stream raises, nothing stays
    read    the bytes from `start` to `end` (not included), in pieces; the first piece tells whether it is there
    delete  these keys; what is not there is passed over
    found   everything there is of one municipality, for the doctor
    tidy    removes what writers that are no more left unfinished
    raises  OpslagVol, OpslagWeg, and `read` InhoudWeg
    """

    async def write(self, tenant_id: int, sleutel: str, stream: AsyncIterator[bytes]) -> Content: ...

    def read(self, tenant_id: int, sleutel: str, start: int, end: int) -> AsyncIterator[bytes]: ...

    async def delete(self, tenant_id: int, sleutels: Iterable[str]) -> None: ...

    def found(self, tenant_id: int) -> AsyncIterator[Found]: ...

    async def tidy(self, tenant_id: int) -> None: ...


@dataclass(frozen=True)
class Verdict:
    """What was found in content: nothing (schoon), malware by that name (besmet), or not known yet (wacht)."""

    oordeel: Literal["schoon", "besmet", "wacht"]
    gevonden: str = ""


class Scan(Protocol):
    """One content on its way past a scanner: fed all of it, then asked. Does not raise: not knowing is `wacht`."""

    async def feed(self, piece: bytes) -> None: ...

    async def verdict(self) -> Verdict: ...


class Scanner(Protocol):
    """Looks for malware; patient when nobody waits for the answer."""

    def begin(self, *, is_patient: bool = False) -> Scan: ...


def infected(gevonden: str) -> Ongeldig:
    return Ongeldig("infected", f"In dit bestand is een virus gevonden ({gevonden}). Het is niet aangenomen.")


class OpslagWeg(Fout):
    """De opslag voor documenten is even niet bereikbaar; probeer het over enkele seconden opnieuw."""

    def __init__(self) -> None:
        super().__init__(503, "unavailable", OpslagWeg.__doc__ or "", headers=((b"retry-after", b"5"),))


class InhoudWeg(Exception):
    """The store does not have this content, although a row says so."""


def new_key() -> str:
    """A key nobody has had; the folder in front spreads a million files over 256 of them."""
    key = uuid7().hex
    return f"{key[-2:]}/{key}"
