"""What the Notificaties API asks of the world outside: app.py hands in who really calls."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Answered:
    """What a callback address said.

    status   HTTP status; 0 when there was no answer
    trouble  why there was none, in words for a person
    """

    status: int
    trouble: str = ""


class Callbacks(Protocol):
    """Calls the address of a subscriber."""

    async def post(self, url: str, body: bytes, *, auth: str) -> Answered:
        """POSTs a message with this value of the header Authorization, or without it when it is empty."""
