"""The node of `bench.gesprekken`: the contact centre on the real exchange and on PostgreSQL, which notes when.

Usage: python -m bench.gesprekken_node FOLDER, where `opzet.json` stands. A line of standard input is what an agent
does; a line of standard output is what happened, with the second of the clock that all processes of a machine share.
Killing it is a scenario of its own, so it keeps nothing that is not in the journal.
"""

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import uvloop

from bench.contactcentrum import Stil
from meent.data.pool import Pool
from meent.integration.telefooncentrale.aansluiting import Aansluiting
from meent.integration.telefooncentrale.centrale import Melding
from meent.integration.telefooncentrale.journaal import PostgresJournaal
from meent.integration.telefooncentrale.opstelling import Opstelling, Poorten
from meent.process.telefonie import medewerker as m
from meent.process.telefonie.desk import Desk, NietMogelijk
from meent.process.telefonie.toestand import Aan, GeefOver, HangOp
from tests.integration.telefooncentrale.chromium import schermen
from tests.listening import listening

GEMEENTE = "meerwijde"
"""What the screens of the browser telephone call it."""


class Opzet(msgspec.Struct):
    """All that a node must know."""

    dsn: str
    tenant: int
    poorten: Poorten
    trunk: str
    geluiden: str
    web: int


class Doe(msgspec.Struct):
    """What an agent does: aan, af, overleg, verbind (both `naar` an agent), geef-over, ophangen."""

    doe: str
    wie: str
    naar: str = ""


class Gebeurd(msgspec.Struct, omit_defaults=True):
    """What happened at `op`; a command of ours began at `van`."""

    wat: str
    op: float
    van: float = 0.0
    gesprek: str = ""
    partij: str = ""
    fout: str = ""


def vertel(wat: str, **meer: Any) -> None:
    sys.stdout.write(msgspec.json.encode(Gebeurd(wat, time.monotonic(), **meer)).decode() + "\n")
    sys.stdout.flush()


class Verteld:
    """A protocol of the exchange; each command is told when it is done."""

    def __init__(self, echt: Any) -> None:
        self._echt = echt

    def __getattr__(self, name: str) -> Callable[..., Awaitable[Any]]:
        command: Callable[..., Awaitable[Any]] = getattr(self._echt, name)
        if name in ("adopt", "running"):
            return command

        async def told(gesprek: str, *args: Any, **given: Any) -> Any:
            begin = time.monotonic()
            answer = await command(gesprek, *args, **given)
            partij = args[0] if args and name in ("dial", "connect", "hang_up") else ""
            vertel(name, van=begin, gesprek=gesprek, partij=partij)
            return answer

        return told


async def run(opzet: Opzet, folder: Path) -> None:
    opstelling = Opstelling(folder / "centrale", poorten=opzet.poorten, trunks=[opzet.trunk])
    pool, desks = Pool(opzet.dsn, 4), list[Desk]()

    async def meld(melding: Melding) -> None:
        gesprek = getattr(melding, "gesprek", "")
        wie = getattr(melding, "poging", "") or getattr(melding, "partij", "") or getattr(melding, "medewerker", "")
        vertel(type(melding).__name__, gesprek=gesprek, partij=wie)
        await desks[0].meld(melding)

    def geluid(naam: str) -> Path:
        """The name of a sound at the exchange is municipality/name.language.version; each has a tone of its own."""
        return Path(opzet.geluiden) / f"{naam.split('/')[-1].split('.')[0]}.wav"

    async with (
        Aansluiting.open(opstelling, meld, geluid) as aan,
        listening(schermen(aan.legs, {GEMEENTE: opzet.tenant}), opzet.web),
    ):
        leg, media = Verteld(aan.legs), Verteld(aan.media)
        desk = Desk(PostgresJournaal(pool), leg, media, Stil(), now=lambda: datetime.now(UTC))  # type: ignore[arg-type]
        desks.append(desk)
        await desk.begin()
        vertel("klaar")
        running = asyncio.create_task(desk.run())
        await _luister(desk, opzet.tenant)
        running.cancel()


async def _luister(desk: Desk, tenant: int) -> None:
    """Until nobody says anything more."""
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        asked = msgspec.json.decode(line, type=Doe)
        begin = time.monotonic()
        try:
            await _doe(desk, tenant, asked)
        except NietMogelijk as fout:
            vertel(asked.doe, van=begin, partij=asked.wie, fout=str(fout))
        else:
            vertel(asked.doe, van=begin, partij=asked.wie)


async def _doe(desk: Desk, tenant: int, asked: Doe) -> None:
    wie = asked.wie
    match asked.doe:
        case "aan":
            await desk.van_medewerker(tenant, wie, m.MeldtAan())
        case "af":
            await desk.van_medewerker(tenant, wie, m.MeldtAf())
        case "overleg" | "verbind":
            beleid = desk.boeken[tenant].beleid
            naar = Aan(beleid.bestemming(asked.naar, tenant, ""), asked.naar)
            await desk.verbind(tenant, wie, naar, overleg=asked.doe == "overleg")
        case "geef-over":
            await desk.doet(tenant, wie, GeefOver())
        case "ophangen":
            await desk.doet(tenant, wie, HangOp())
        case _:
            raise ValueError(asked.doe)


def main() -> None:
    folder = Path(sys.argv[1])
    opzet = msgspec.json.decode((folder / "opzet.json").read_bytes(), type=Opzet)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(run(opzet, folder))


if __name__ == "__main__":
    main()
