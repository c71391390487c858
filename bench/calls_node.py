"""The node of `bench.calls`: the contact centre on the real exchange and on PostgreSQL, which times what it does.

Usage: python -m bench.calls_node DSN TENANT PORTS FOLDER; ends at SIGTERM and leaves `tijden.json` in FOLDER.
"""

import asyncio
import signal
import sys
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import uvloop

from bench.contactcentrum import Stil
from meent.data.pool import Pool
from meent.integration.telefooncentrale.aansluiting import Aansluiting
from meent.integration.telefooncentrale.centrale import Beantwoord, Kwam, Melding
from meent.integration.telefooncentrale.journaal import PostgresJournaal
from meent.integration.telefooncentrale.opstelling import Opstelling, Poorten
from meent.process.telefonie import medewerker as m
from meent.process.telefonie.desk import Desk
from meent.process.telefonie.stem import Stem


class Klok:
    """Milliseconds of each kind:

    beslissing  from what the exchange reports to the first command that follows: step, choice and journal
    opnemen     from a call that came in to its 200 OK handed to the stack
    verbinden   from the INVITE to an agent to both hearing each other; his ringing is part of it
    doorgeven   the last part of that: from his answer to both hearing each other
    """

    def __init__(self) -> None:
        self.tijden: dict[str, list[float]] = defaultdict(list)
        self._sinds: dict[tuple[str, str], float] = {}

    def begin(self, kind: str, gesprek: str) -> None:
        self._sinds.setdefault((kind, gesprek), time.monotonic())

    def einde(self, kind: str, gesprek: str) -> None:
        if (since := self._sinds.pop((kind, gesprek), None)) is not None:
            self.tijden[kind].append(1000 * (time.monotonic() - since))


class Geklokt:
    """A protocol of the exchange, each command timed by its name."""

    def __init__(self, echt: Any, klok: Klok) -> None:
        self._echt, self._klok = echt, klok

    def __getattr__(self, name: str) -> Callable[..., Awaitable[Any]]:
        command: Callable[..., Awaitable[Any]] = getattr(self._echt, name)
        if name in ("adopt", "running"):
            return command

        async def timed(gesprek: str, *args: Any, **given: Any) -> Any:
            self._klok.einde("beslissing", gesprek)
            if name == "dial":
                self._klok.begin("verbinden", gesprek)
            told = await command(gesprek, *args, **given)
            if name == "answer":
                self._klok.einde("opnemen", gesprek)
            if name == "connect":
                self._klok.einde("verbinden", gesprek)
                self._klok.einde("doorgeven", gesprek)
            return told

        return timed


async def serve(dsn: str, tenant: int, opstelling: Opstelling, klok: Klok) -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    pool = Pool(dsn, 4)
    desks: list[Desk] = []

    async def meld(melding: Melding) -> None:
        if isinstance(melding, Kwam | Beantwoord):
            klok.begin("beslissing", melding.gesprek)
            klok.begin("opnemen" if isinstance(melding, Kwam) else "doorgeven", melding.gesprek)
        await desks[0].meld(melding)

    stem = Stem(lambda tenant: desks[0].boeken[tenant].beleid)
    folder = opstelling.home / "meldingen"
    async with Aansluiting.open(opstelling, meld, lambda naam: stem(naam, folder)) as aan:
        leg, media = Geklokt(aan.legs, klok), Geklokt(aan.media, klok)
        desk = Desk(PostgresJournaal(pool), leg, media, Stil(), now=lambda: datetime.now(UTC))
        desks.append(desk)
        await desk.begin()
        for wie in desk.boeken[tenant].beleid.medewerkers:
            await desk.van_medewerker(tenant, wie, m.MeldtAan())
        running = asyncio.create_task(desk.run())
        sys.stdout.write("klaar\n")
        sys.stdout.flush()
        await stop.wait()
        running.cancel()
    await pool.close()


def main() -> None:
    dsn, tenant, ports, folder = sys.argv[1:]
    klok = Klok()
    opstelling = Opstelling(Path(folder), poorten=msgspec.json.decode(ports, type=Poorten))
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serve(dsn, int(tenant), opstelling, klok))
    (Path(folder) / "tijden.json").write_bytes(msgspec.json.encode(klok.tijden))


if __name__ == "__main__":
    main()
