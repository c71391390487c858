"""The trace of which a request is a part (W3C Trace Context): the same in the log, in messages and in calls outside.

It belongs to whatever is being done at this moment, so that what calls outside need not be handed it, and cannot forget
it: `integration/netwerk` sends it along by itself. Decision 0038.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

TRACEPARENT = re.compile(
    rb"(?!ff|00.{53}.)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f]{2}(?:-.*)?"
)
"""Version, trace, operation of the caller, flags; only versions to come may say more."""


@dataclass(frozen=True)
class Spoor:
    """A trace, and where in it we are.

    trace      16 bytes
    aanroeper  8 bytes: the operation of the caller; None when the trace begins here
    """

    trace: bytes
    aanroeper: bytes | None = None

    def further(self) -> str:
        """The header `traceparent` of a call that is made now: the same trace, an operation of its own."""
        return f"00-{self.trace.hex()}-{os.urandom(8).hex()}-01"


def new() -> Spoor:
    return Spoor(os.urandom(16))


def of_header(header: bytes | None) -> Spoor:
    """What the caller tells; a trace of our own when it tells nothing that can be read."""
    found = TRACEPARENT.fullmatch(header) if header else None
    return Spoor(*(bytes.fromhex(part.decode()) for part in found.groups())) if found else new()


NOW: ContextVar[Spoor | None] = ContextVar("spoor", default=None)


def current() -> Spoor:
    """Of what is being done; a new one for what belongs to no request."""
    return NOW.get() or new()


@contextmanager
def along(spoor: Spoor) -> Iterator[None]:
    """What is done in this block belongs to that trace."""
    token = NOW.set(spoor)
    try:
        yield
    finally:
        NOW.reset(token)
