"""What the thread of SIP tells the rest, and the facts of a dialogue by which another process can go on with it.

A leg ("been") is a number: above zero when we called, below zero when we were called.
"""

from typing import TypeAlias

import msgspec


class Nieuw(msgspec.Struct, frozen=True):
    """Somebody calls. `van` is "" when it is withheld; `sleutel` is the same whenever this INVITE is heard."""

    been: int
    sleutel: str
    van: str
    naar: str
    sdp: str


class Over(msgspec.Struct, frozen=True):
    """It rings there."""

    been: int


class Opgenomen(msgspec.Struct, frozen=True):
    """Whom we called has answered."""

    been: int
    sdp: str


class Gemist(msgspec.Struct, frozen=True):
    """Whom we called has not, and will not."""

    been: int
    code: int


class Gevallen(msgspec.Struct, frozen=True):
    """A party hung up, or gave up before we answered."""

    been: int


class Cijfer(msgspec.Struct, frozen=True):
    """A digit that came by SIP INFO; the others come with the sound."""

    been: int
    cijfer: str


class Feiten(msgspec.Struct, frozen=True):
    """A dialogue as it is now (RFC 3261 section 12)."""

    been: int
    call_id: str
    eigen_tag: str
    hun_tag: str
    cseq_eigen: int
    cseq_hun: int
    doel: str
    eigen_uri: str
    hun_uri: str
    route: tuple[str, ...]
    sdp: str


Voorval: TypeAlias = Nieuw | Over | Opgenomen | Gemist | Gevallen | Cijfer | Feiten
