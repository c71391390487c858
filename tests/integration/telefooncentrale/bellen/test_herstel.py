"""A node is killed in the middle of a conversation: the sound goes on, and the next node ends what there is to end."""

import asyncio
import sys
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from meent.integration.telefooncentrale.aansluiting import Aansluiting
from meent.process.telefonie.desk import Desk
from meent.process.telefonie.journaal import InGeheugen
from tests.integration.telefooncentrale.bellen.test_gesprekken import BELLER, accounts
from tests.integration.telefooncentrale.stappen import AGENT_HZ, BELLER_HZ, TONEN
from tests.integration.telefooncentrale.telefoons import telefoon
from tests.integration.telefooncentrale.tonen import volgorde
from tests.process.telefonie.opzet import Registers

__all__ = ["accounts"]

ROOT = Path(__file__).parents[4]


@asynccontextmanager
async def knooppunt(folder, when):
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.integration.telefooncentrale.knooppunt", str(folder), when,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, cwd=ROOT,
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def vertelt(process, begin, seconden=30.0):
    """The rest of the first line that begins so."""
    async with asyncio.timeout(seconden):
        while line := (await process.stdout.readline()).decode().split():
            if line[0] == begin:
                return line[1:]
    raise AssertionError(f"{begin} is not told: the node stopped")


async def test_killed_in_a_conversation(opstelling, plek, geluiden, oor, accounts, tmp_path):
    """kill -9: both go on hearing each other; the next node answers a BYE and hangs up the other."""
    (plek / "poorten").write_bytes(msgspec.json.encode(opstelling.poorten))
    async with (
        telefoon(tmp_path, "agent", accounts("agent"), geluiden("agent")) as agent,
        telefoon(tmp_path, "beller", BELLER, geluiden("beller")) as beller,
    ):
        await agent.aangemeld()
        async with knooppunt(plek, "eerst") as node:
            await vertelt_als_luistert(opstelling)
            await beller.bel(f"sip:14020@127.0.0.1:{opstelling.poorten.sip}")
            (gesprek,) = await vertelt(node, "verbonden")
            await beller.hoort(AGENT_HZ)
            node.kill()  # SIGKILL: it can say nothing any more
            await node.wait()
        await beller.hoort(AGENT_HZ, 1.5)
        await agent.hoort(BELLER_HZ, 1.5)
        async with knooppunt(plek, "daarna") as node:
            assert await vertelt(node, "overgenomen") == ["A", "p1"]
            await beller.hang_op()
            assert await vertelt(node, "Verbroken") == ["A"]
            await beller.wacht("CALL_CLOSED")
            node.stdin.write(f"{gesprek} p1\n".encode())
            assert await vertelt(node, "opgehangen") == ["p1"]
            await agent.wacht("CALL_CLOSED")
    assert volgorde(beller.gehoord(), *TONEN)[-1] == AGENT_HZ
    assert volgorde(agent.gehoord(), *TONEN) == [BELLER_HZ]


async def vertelt_als_luistert(opstelling):
    """Until a node answers at its port."""
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(30):
        while not await loop.run_in_executor(None, listens, opstelling.poorten.node):  # noqa: ASYNC110
            await asyncio.sleep(0.05)


def listens(port):
    sockets = Path("/proc/net/udp").read_text().splitlines()[1:]
    return any(line.split()[1].endswith(f":{port:04X}") for line in sockets)


async def test_no_node_is_told_at_once(opstelling, geluiden, tmp_path):
    """A caller must not ring into nothing: without a node the answer is 503."""
    async with telefoon(tmp_path, "beller", BELLER, geluiden("beller")) as beller:
        await beller.bel(f"sip:14020@127.0.0.1:{opstelling.poorten.sip}")
        closed = await beller.wacht("CALL_CLOSED")
        assert "503" in closed["param"]


async def test_orphans_are_ended(opstelling, geluiden, oor):
    """Sound that no conversation knows of would keep ports, and perhaps a line, for ever."""
    sdp = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 6000 RTP/AVP 8\r\n"
    moment = datetime(2026, 11, 30, tzinfo=UTC)
    async with Aansluiting.open(opstelling, oor, geluiden) as aan:
        desk = Desk(InGeheugen([1]), aan.legs, aan.media, Registers(), now=lambda: moment)
        await aan.media.greet("wees", sdp)
        assert await desk.ruim_op() == [], "it may have begun a moment ago"
        moment += timedelta(seconds=61)
        assert await desk.ruim_op() == ["wees"]
        assert await aan.media.running() == frozenset()
