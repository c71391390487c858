"""Paying a fee: the narrow door to whoever takes the money. There is no provider yet, only a stand-in for the demo."""

from typing import NamedTuple, Protocol


class Betaling(NamedTuple):
    """What is to be paid.

    kenmerk   of this payment, by which it is asked for afterwards
    terug     address of ours to which the browser comes back, paid or not
    """

    kenmerk: str
    bedrag_eurocent: int
    omschrijving: str
    terug: str


class Kassa(Protocol):
    """Takes payments. A provider of payments is one implementation."""

    is_echt: bool
    """False: nothing is really paid, and the page says so."""

    async def begin(self, betaling: Betaling) -> str:
        """The address where the browser pays; the same payment again is no second one."""

    async def is_betaald(self, kenmerk: str) -> bool:
        """Asked of who takes the money: that a browser came back proves nothing."""


class DemoKassa:
    """Whoever comes by has paid: for invented data only."""

    is_echt = False

    async def begin(self, betaling: Betaling) -> str:
        return betaling.terug

    async def is_betaald(self, kenmerk: str) -> bool:
        return True
