"""What a contract test needs of an exchange: its two protocols, and hands to play the people with.

The simulator has them by itself. The real exchange gets them from its own tests (SIP telephones, a browser), as a
class with these methods that is added to `CENTRALES` of test_contract.py.
"""

from typing import Protocol

from meent.integration.telefooncentrale.centrale import Leg, Media, Melding, Toestel


class Proefcentrale(Protocol):
    """An exchange with people at its telephones.

    gemeld      everything it reported, in order
    """

    leg: Leg
    media: Media
    gemeld: list[Melding]

    async def call(self) -> str:
        """Somebody calls; returns the id of the conversation once Kwam was reported."""

    async def press(self, gesprek: str, cijfer: str) -> None:
        """The caller presses a key."""

    async def pick_up(self, gesprek: str, poging: str) -> None:
        """Who is called answers."""

    async def refuse(self, gesprek: str, poging: str) -> None:
        """Who is called refuses."""

    async def leave(self, gesprek: str, partij: str) -> None:
        """Somebody hangs up."""

    async def hears(self, gesprek: str, partij: str) -> tuple[str, ...]:
        """What a party hears now: names of sounds, or ("partij X",)."""

    async def until(self, soort: type[Melding]) -> Melding:
        """The next report of this kind; fails after some seconds."""

    async def settle(self) -> None:
        """Wait until nothing more is under way."""

    def toestel(self) -> Toestel:
        """On what those who are called talk."""
