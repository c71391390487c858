"""A node in a process of its own, for tests that kill it: takes a call, connects a telephone, and notes its dialogues.

Usage: python -m tests.integration.telefooncentrale.knooppunt FOLDER eerst|daarna

"eerst" takes one call and connects `agent`; "daarna" adopts what that one noted. Both write a line for each report.
"""

import asyncio
import sys
from pathlib import Path

import msgspec

from meent.integration.telefooncentrale.aansluiting import Aansluiting
from meent.integration.telefooncentrale.centrale import Dialoog, DialoogGewijzigd, Melding
from meent.integration.telefooncentrale.opstelling import Opstelling, Poorten
from tests.integration.telefooncentrale.stappen import Oor, bel, neem_op, verbind


class Schrijvend(Oor):
    """Writes down what it hears, as a journal would."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder

    async def __call__(self, melding: Melding) -> None:
        if isinstance(melding, DialoogGewijzigd):
            with (self.folder / "dialogen").open("ab") as file:
                file.write(msgspec.json.encode(melding.dialoog) + b"\n")
        await super().__call__(melding)
        self.zeg(type(melding).__name__, getattr(melding, "partij", ""))

    def zeg(self, *what: str) -> None:
        sys.stdout.write(" ".join(what) + "\n")
        sys.stdout.flush()

    def dialogen(self) -> list[Dialoog]:
        """The newest of each party."""
        lines = (self.folder / "dialogen").read_bytes().splitlines()
        found = [msgspec.json.decode(line, type=Dialoog) for line in lines]
        return list({(dialoog.gesprek, dialoog.partij): dialoog for dialoog in found}.values())


async def main(folder: Path, when: str) -> None:
    ports = msgspec.json.decode((folder / "poorten").read_bytes(), type=Poorten)
    oor = Schrijvend(folder)
    async with Aansluiting.open(Opstelling(folder / "centrale", poorten=ports), oor, sounds(folder)) as aan:
        if when == "eerst":
            kwam = await neem_op(aan, oor)
            await bel(aan, kwam.gesprek, "p1", "agent")
            await verbind(aan, oor, kwam.gesprek, "p1")
            oor.zeg("verbonden", kwam.gesprek)
        else:
            adopted = await aan.legs.adopt(oor.dialogen())
            oor.zeg("overgenomen", *sorted(partij for _, partij in adopted))
            gesprek, partij = (await asyncio.to_thread(sys.stdin.readline)).split()
            await aan.legs.hang_up(gesprek, partij)
            await aan.media.release(gesprek)
            oor.zeg("opgehangen", partij)
        await asyncio.sleep(60)


def sounds(folder: Path):
    return lambda naam: folder / "tonen" / f"{naam}.wav"


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2]))
