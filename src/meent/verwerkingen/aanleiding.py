"""Who processes personal data in one request, for which purpose, and of which chain of calls it is a part."""

import os
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from uuid import UUID

import msgspec
from asyncpg.pgproto.pgproto import UUID as AsyncpgUUID

from meent.basis.fouten import Fout, forbidden
from meent.basis.nummers import is_elfproef
from meent.basis.spoor import Spoor, current
from meent.engine.authorise import Caller
from meent.verwerkingen.doelen import Doelen

HEADER = b"x-doelbinding"
EPOCH, MILLI = datetime.fromtimestamp(0, UTC), timedelta(milliseconds=1)
SOMEBODY = "(bsn)"
"""Stands for a user whom the application calls by a BSN: no line holds one."""


class Aanleiding(msgspec.Struct, frozen=True):
    """What all lines of one request have in common.

    doel       version of the purpose, or None when none was told
    spoor      the trace of which the request is a part
    weigering  why nothing personal may be processed in this request
    """

    caller: Caller
    doel: UUID | None
    spoor: Spoor
    weigering: Fout | None = None

    def values(self, moment: datetime, handeling: str) -> list[object]:
        """Parameters of an insert, in the order of `regels.COMMON`. Raises the Fout when it may not be."""
        if self.weigering:
            raise self.weigering
        caller = self.caller
        return [
            new_id(moment), moment, self.doel, caller.client_id[:100], caller.label[:200], _user(caller.user_id),
            self.spoor.trace, self.spoor.aanroeper, handeling,
        ]  # fmt: skip


def aanleiding(caller: Caller, headers: Mapping[bytes, bytes], doelen: Doelen, *, required: bool) -> Aanleiding:
    """Why this caller does so: what the header says, else the purpose of the screen, else the only one it has.

    required   whether the municipality refuses who tells no purpose
    """
    asked = headers.get(HEADER, b"").decode("latin-1").strip() or caller.doel
    doel, weigering = doelen.choose(caller.client_id, asked, is_own=bool(caller.doel)), None
    if asked and doel is None:
        weigering = forbidden(
            "Deze applicatie mag voor dit doel geen persoonsgegevens gebruiken. Stuur in de header X-Doelbinding een"
            " doel dat de gemeente haar heeft gegeven.", "doel-niet-toegelaten",
        )  # fmt: skip
    elif doel is None and required:
        weigering = forbidden(
            "Zeg in de header X-Doelbinding voor welk doel u deze persoonsgegevens gebruikt.", "doel-ontbreekt"
        )
    return Aanleiding(caller, doel, current(), weigering)


def new_id(moment: datetime) -> UUID:
    """Of an action: a uuid7 of its moment, of which the last 16 bits are left for the numbers of its lines.

    The moment to a microsecond, so that lines lie in the order in which things happened.
    """
    within = moment.microsecond % 1_000 * 4_096 // 1_000
    chance = int.from_bytes(os.urandom(6)) >> 2
    value = first_id(moment).int | 0x7 << 76 | within << 64 | 0b10 << 62 | chance << 16
    return AsyncpgUUID(value.to_bytes(16))


def first_id(moment: datetime) -> UUID:
    """Below every id of this millisecond and above all of before."""
    return UUID(int=(moment - EPOCH) // MILLI << 80)


def _user(user_id: str) -> str:
    return SOMEBODY if is_elfproef(user_id) else user_id
