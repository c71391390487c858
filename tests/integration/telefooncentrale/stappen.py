"""What the tests of the real exchange share: a listener to reports, and the steps that a contact centre would take."""

import asyncio
from pathlib import Path
from typing import TypeVar

from meent.integration.telefooncentrale import geluid
from meent.integration.telefooncentrale.aansluiting import Aansluiting
from meent.integration.telefooncentrale.centrale import Beantwoord, Bestemming, Kwam, Melding, Toestel

M = TypeVar("M")
WELKOM_HZ, MUZIEK_HZ, BELLER_HZ, AGENT_HZ, ANDERE_HZ = 1200, 600, 440, 880, 1000
TONEN = (WELKOM_HZ, MUZIEK_HZ, BELLER_HZ, AGENT_HZ, ANDERE_HZ)
TENANT = 1


class Oor:
    """Hears every report; a test waits for the next of a kind."""

    def __init__(self) -> None:
        self.gehoord: list[Melding] = []
        self._new = asyncio.Event()

    async def __call__(self, melding: Melding) -> None:
        self.gehoord.append(melding)
        self._new.set()

    async def wacht(self, soort: type[M], seconden: float = 25.0) -> M:
        async with asyncio.timeout(seconden):
            while True:
                for i, melding in enumerate(self.gehoord):
                    if isinstance(melding, soort):
                        del self.gehoord[i]
                        return melding
                self._new.clear()
                await self._new.wait()


class Geluiden:
    """The sounds of the tests, each a tone of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for naam, hz in (("welkom", WELKOM_HZ), ("muziek", MUZIEK_HZ), ("beller", BELLER_HZ),
                         ("agent", AGENT_HZ), ("andere", ANDERE_HZ)):  # fmt: skip
            lange_toon(self(naam), hz)

    def __call__(self, naam: str) -> Path:
        return self.folder / f"{naam}.wav"


def lange_toon(path: Path, hz: int) -> Path:
    """Two minutes of it, so that it lasts as long as a test on a busy machine."""
    return geluid.write(path, geluid.read(geluid.toon(path, hz, 1.0)) * 120)


async def neem_op(aan: Aansluiting, oor: Oor) -> Kwam:
    """A caller is greeted: from the INVITE to the prompt."""
    kwam = await oor.wacht(Kwam)
    await aan.legs.answer(kwam.gesprek, await aan.media.greet(kwam.gesprek, kwam.sdp))
    await aan.media.play(kwam.gesprek, ["welkom"], repeat=0)
    return kwam


async def bel(
    aan: Aansluiting, gesprek: str, poging: str, adres: str, *, toestel: Toestel = Toestel.TELEFOON,
    ring_seconden: int = 25, naar: str = "A",
) -> None:  # fmt: skip
    sdp = await aan.media.offer(gesprek, poging, toestel, naar=naar)
    to = Bestemming(toestel, adres, TENANT, van="+31600000001", naam="Beller")
    await aan.legs.dial(gesprek, poging, to, sdp, ring_seconden)


async def verbind(aan: Aansluiting, oor: Oor, gesprek: str, poging: str) -> None:
    answered = await oor.wacht(Beantwoord)
    assert (answered.gesprek, answered.poging) == (gesprek, poging)
    await aan.media.connect(gesprek, poging, answered.sdp)
