"""What `bench.gesprekken` plays: one function per scenario, which returns seconds under the names of its rows.

Times run on one clock: of what a telephone hears, of what the node reports, and of what is done to either. A telephone
writes down each packet of 20 ms as it comes; a tone is heard when two of them have come, so no time is told too short.
"""

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from bench.gesprekken_node import GEMEENTE, Doe, Gebeurd
from meent.integration.telefooncentrale.opstelling import Opstelling
from tests.integration.telefooncentrale.chromium import agent
from tests.integration.telefooncentrale.stappen import AGENT_HZ, ANDERE_HZ, BELLER_HZ, MUZIEK_HZ, WELKOM_HZ
from tests.integration.telefooncentrale.telefoons import Telefoon
from tests.integration.telefooncentrale.tonen import KOP, RATE, STIL

ROOT = Path(__file__).parents[1]
GEDULD_SECONDEN, POLL_SECONDEN, TOETS_SECONDEN, LUISTER_SECONDEN = 30.0, 0.005, 0.25, 2.0
STUK, AFWIJKING_HZ, STUKKEN_MINST = 160, 40, 2
"""A piece of 20 ms tells a tone to within some tens of Hz; two on end are heard."""
DICHT_HZ, BEVESTIGING_HZ, AANBOD_HZ = 1500, 1700, 1900
OPEN, DICHT, VOL = "+31701234501", "+31701234502", "+31701234503"
"""Numbers of the municipality: with a menu, of a queue that is closed, of one in which a second caller is too many."""
BURGER = "+31600000001"
OVERGAAN_SECONDEN = 4


class Node:
    """The process under measurement, and what it told."""

    def __init__(self, process: asyncio.subprocess.Process, log: Path) -> None:
        self.process, self.log = process, log
        self.verteld: list[Gebeurd] = []
        self._new = asyncio.Event()
        self._lezer: asyncio.Task[None] | None = None

    @classmethod
    async def begin(cls, folder: Path) -> "Node":
        """Started and ready for calls. Whoever starts it kills it."""
        log = folder / "node.log"
        with log.open("ab") as errors:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bench.gesprekken_node", str(folder), cwd=ROOT, stderr=errors,
                stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
            )  # fmt: skip
        node = cls(process, log)
        node._lezer = asyncio.create_task(node._lees())
        await node.wacht("klaar")
        return node

    async def dood(self) -> None:
        """SIGKILL: it can say nothing any more."""
        if self.process.returncode is None:
            self.process.kill()
        await self.process.wait()
        if self._lezer:
            await self._lezer

    async def _lees(self) -> None:
        assert self.process.stdout
        while line := await self.process.stdout.readline():
            if line.startswith(b"{"):  # a library may say something of its own
                self.verteld.append(msgspec.json.decode(line, type=Gebeurd))
                self._new.set()
        self._new.set()

    async def wacht(self, wat: str, sinds: float = 0.0, **gelijk: str) -> Gebeurd:
        """The first of this kind since then. raises AssertionError with its last words when it does not come."""
        try:
            async with asyncio.timeout(GEDULD_SECONDEN):
                while True:
                    self._new.clear()
                    if found := self.gevonden(wat, sinds, **gelijk):
                        return found[0]
                    assert self.process.returncode is None, self.log.read_text()[-2000:]
                    await self._new.wait()
        except TimeoutError as never:
            kinds = [(told.wat, told.partij) for told in self.verteld if told.op >= sinds]
            raise AssertionError(f"{wat} {gelijk} is not told, but {kinds}; {self.log.read_text()[-1000:]}") from never

    def gevonden(self, wat: str, sinds: float = 0.0, **gelijk: str) -> list[Gebeurd]:
        return [
            told for told in self.verteld
            if told.wat == wat and told.op >= sinds and all(getattr(told, k) == v for k, v in gelijk.items())
        ]  # fmt: skip

    async def doe(self, doe: str, wie: str, naar: str = "") -> Gebeurd:
        """An agent does something; returns when it began and was done."""
        sinds = time.monotonic()
        assert self.process.stdin
        self.process.stdin.write(msgspec.json.encode(Doe(doe, wie, naar)) + b"\n")
        done = await self.wacht(doe, sinds, partij=wie)
        assert not done.fout, (doe, wie, done.fout)
        return done


@dataclass
class Gehoor:
    """What a telephone hears, and when."""

    telefoon: Telefoon
    gelezen: dict[Path, int] = field(default_factory=dict)

    def vergeet(self) -> None:
        """What it heard until now does not count."""
        for path in (self.telefoon.folder / "snd").glob("*dec.wav"):
            self.gelezen[path] = path.stat().st_size

    def nieuw(self) -> list[int]:
        """The loudest tone of each new piece, 0 for silence, of its newest call."""
        paths = list((self.telefoon.folder / "snd").glob("*dec.wav"))
        if not paths:
            return []
        path = max(paths, key=lambda path: path.stat().st_mtime_ns)
        with path.open("rb") as file:
            file.seek(van := self.gelezen.get(path, KOP))
            raw = file.read()
        whole = len(raw) // (2 * STUK)
        self.gelezen[path] = van + whole * 2 * STUK
        return tonen(np.frombuffer(raw[: whole * 2 * STUK], "<i2"))

    async def hoort(self, hz: int) -> float:
        """Until this tone is heard; returns when. raises AssertionError with what was heard instead."""
        heard: list[int] = []
        until = time.monotonic() + GEDULD_SECONDEN
        while True:
            heard += self.nieuw()
            if klinkt(heard, hz):
                return time.monotonic()
            if time.monotonic() > until:
                raise AssertionError(f"{self.telefoon.naam} does not hear {hz} Hz but {sorted(set(heard))}")
            await asyncio.sleep(POLL_SECONDEN)

    async def langste_gat(self, hz: int, seconden: float = LUISTER_SECONDEN) -> float:
        """The longest time in which this tone was not heard, of so many seconds: packets that do not come, silence."""
        until, last, longest = time.monotonic() + seconden, time.monotonic(), 0.0
        while (now := time.monotonic()) < until:
            if any(abs(tone - hz) < AFWIJKING_HZ for tone in self.nieuw()):
                longest, last = max(longest, now - last), now
            await asyncio.sleep(POLL_SECONDEN)
        return max(longest, until - last)


def tonen(samples: "np.ndarray[Any, Any]") -> list[int]:
    """The loudest tone of each piece of 20 ms, 0 for silence."""
    pieces = samples.astype(float).reshape(-1, STUK)
    if not len(pieces):
        return []
    loud = np.sqrt(np.mean(pieces**2, axis=1)) >= STIL
    loudest = np.abs(np.fft.rfft(pieces * np.hanning(STUK), n=RATE, axis=1)).argmax(axis=1)
    return [int(tone) if sounds else 0 for tone, sounds in zip(loudest, loud, strict=True)]


def klinkt(tones: Sequence[int], hz: int) -> bool:
    """Whether a tone lasts somewhere in these."""
    right = [abs(tone - hz) < AFWIJKING_HZ for tone in tones]
    return any(all(right[at : at + STUKKEN_MINST]) for at in range(len(right) - STUKKEN_MINST + 1))


@dataclass
class Spel:
    """One round: the exchange, its node, and everybody's telephone."""

    opstelling: Opstelling
    folder: Path
    web: int
    microfoon: Path
    telefoons: dict[str, Telefoon]
    node: Node
    oren: dict[str, Gehoor] = field(default_factory=dict)
    _vingers: set["asyncio.Task[None]"] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.oren = {naam: Gehoor(telefoon) for naam, telefoon in self.telefoons.items()}

    async def einde(self) -> None:
        """The node of now ends with the play: one that was killed has a successor."""
        await self.node.dood()

    async def begin(self, *klaar: str) -> None:
        """Nobody is on the line, and only these agents are there."""
        for wie in ("ann", "bob", "stil", "noor"):
            await self.node.doe("aan" if wie in klaar else "af", wie)
        for telefoon, oor in zip(self.telefoons.values(), self.oren.values(), strict=True):
            telefoon.events.clear()
            oor.vergeet()

    async def bel(self, wie: str, nummer: str) -> float:
        """Somebody calls; returns when."""
        tls, ports = wie == "veilig", self.opstelling.poorten
        adres = f"127.0.0.1:{ports.tls};transport=tls" if tls else f"127.0.0.1:{ports.sip}"
        at = time.monotonic()
        await self.telefoons[wie].bel(f"sip:{nummer}@{adres}")
        return at

    async def druk(self, wie: str, cijfer: str) -> float:
        """Somebody presses a key, and lets it go by itself; returns when he pressed."""
        telefoon, at = self.telefoons[wie], time.monotonic()
        await telefoon.zeg("sndcode", cijfer)
        losgelaten = asyncio.create_task(self._laat_los(telefoon))
        self._vingers.add(losgelaten)
        losgelaten.add_done_callback(self._vingers.discard)
        return at

    async def _laat_los(self, telefoon: Telefoon) -> None:
        await asyncio.sleep(TOETS_SECONDEN)
        await telefoon.zeg("sndcode", "\x04")

    async def kiest(self, wie: str = "beller") -> tuple[str, float]:
        """Somebody calls, hears the menu and presses 1; returns the conversation, and when he pressed."""
        gebeld = await self.bel(wie, OPEN)
        kwam = await self.node.wacht("Kwam", gebeld)
        await self.oren[wie].hoort(WELKOM_HZ)
        return kwam.gesprek, await self.druk(wie, "1")

    async def hang_op(self, gesprek: str, wie: str, *anderen: str) -> float:
        """Somebody hangs up; returns after how long the telephones of the others were free as well."""
        at = time.monotonic()
        await self.telefoons[wie].hang_op()
        for ander in anderen:
            await self.telefoons[ander].wacht("CALL_CLOSED")
        took = time.monotonic() - at
        await self.node.wacht("release", at, gesprek=gesprek)
        return took


# --- scenarios --------------------------------------------------------------------------------------------------------


async def heel_gesprek(s: Spel) -> dict[str, float]:
    """Prompt, key, music, answer, consultation, blind transfer, and the end."""
    await s.begin()
    beller, ann, bob = (s.oren[wie] for wie in ("beller", "ann", "bob"))
    gebeld = await s.bel("beller", OPEN)
    gegroet = await beller.hoort(WELKOM_HZ)
    kwam = await s.node.wacht("Kwam", gebeld)
    id = kwam.gesprek
    opgenomen = await s.node.wacht("answer", gebeld, gesprek=id)
    gedrukt = await s.druk("beller", "1")
    muziek = await beller.hoort(MUZIEK_HZ)
    gat = await beller.langste_gat(MUZIEK_HZ)

    klaar = await s.node.doe("aan", "ann")
    gebeld_1 = await s.node.wacht("dial", klaar.van, gesprek=id)
    nam_op = await s.node.wacht("Beantwoord", klaar.van, gesprek=id)
    hoort_ann, ann_hoort = await asyncio.gather(beller.hoort(AGENT_HZ), ann.hoort(BELLER_HZ))
    samen = await s.node.wacht("connect", klaar.van, gesprek=id)

    await s.node.doe("aan", "bob")
    overleg = await s.node.doe("overleg", "ann", "bob")
    collega, in_wacht, _ = await asyncio.gather(
        ann.hoort(ANDERE_HZ), beller.hoort(MUZIEK_HZ), bob.hoort(AGENT_HZ)
    )  # fmt: skip
    over = await s.node.doe("geef-over", "ann")
    gekregen = await beller.hoort(ANDERE_HZ)
    await s.telefoons["ann"].wacht("CALL_CLOSED")

    verder = await s.node.doe("verbind", "bob", "ann")
    weer_op = await s.node.wacht("Beantwoord", verder.van, gesprek=id)
    weer_samen = await s.node.wacht("connect", verder.van, gesprek=id)
    bij_ann = await beller.hoort(AGENT_HZ)
    return {
        "kiezen tot prompt": gegroet - gebeld, "oproep tot 200 OK": opgenomen.op - kwam.op,
        "toets tot muziek": muziek - gedrukt, "langste gat": gat,
        "klaar tot overgaan": gebeld_1.op - klaar.van, "opnemen tot verbonden": samen.op - nam_op.op,
        "opnemen tot gehoord": max(hoort_ann, ann_hoort) - nam_op.op,
        "overleg tot muziek": in_wacht - overleg.van, "overleg tot collega": collega - overleg.van,
        "overgeven tot collega": gekregen - over.van,
        "doorverbinden tot toon": bij_ann - verder.van, "doorverbinden, verbonden": weer_samen.op - weer_op.op,
        "ophangen tot los": await s.hang_op(id, "beller", "ann"),
    }  # fmt: skip


async def neemt_niet_op(s: Spel) -> dict[str, float]:
    """It rings for four seconds at somebody, and then elsewhere."""
    await s.begin("stil", "ann")
    id, gedrukt = await s.kiest()
    ging_over = await s.node.wacht("GaatOver", gedrukt, gesprek=id)
    mislukt = await s.node.wacht("Mislukt", gedrukt, gesprek=id)
    gehoord = await s.oren["beller"].hoort(AGENT_HZ)
    await s.hang_op(id, "beller", "ann")
    return {
        "overgaan tot opgegeven": mislukt.op - ging_over.op, "opgegeven tot ander gehoord": gehoord - mislukt.op,
    }  # fmt: skip


async def terugbellen(s: Spel) -> dict[str, float]:
    """Who waits presses 5, hears that he will be called, and is: the agent first."""
    await s.begin()
    id, _ = await s.kiest()
    await s.oren["beller"].hoort(MUZIEK_HZ)
    gedrukt = await s.druk("beller", "5")
    bevestigd = await s.oren["beller"].hoort(BEVESTIGING_HZ)
    await s.telefoons["beller"].wacht("CALL_CLOSED")
    klaar = await s.node.doe("aan", "ann")
    agent_op = await s.node.wacht("Beantwoord", klaar.van, gesprek=id, partij="1")
    gebeld = await s.node.wacht("dial", klaar.van, gesprek=id, partij="2")
    burger_op = await s.node.wacht("Beantwoord", klaar.van, gesprek=id, partij="2")
    beide = await asyncio.gather(s.oren["burger"].hoort(AGENT_HZ), s.oren["ann"].hoort(BELLER_HZ))
    await s.hang_op(id, "burger", "ann")
    return {
        "toets tot bevestiging": bevestigd - gedrukt, "medewerker op tot burger gebeld": gebeld.op - agent_op.op,
        "burger op tot beiden gehoord": max(beide) - burger_op.op,
    }  # fmt: skip


async def gesloten(s: Spel) -> dict[str, float]:
    """A queue that is closed tells so, and breaks the line."""
    await s.begin("ann")
    gebeld = await s.bel("beller", DICHT)
    gehoord = await s.oren["beller"].hoort(DICHT_HZ)
    await s.telefoons["beller"].wacht("CALL_CLOSED")
    return {"kiezen tot melding": gehoord - gebeld}


async def overloop(s: Spel) -> dict[str, float]:
    """One waits already: the second is offered to be called back."""
    await s.begin()
    eerste = await s.bel("tweede", VOL)
    await s.oren["tweede"].hoort(MUZIEK_HZ)
    gebeld = await s.bel("beller", VOL)
    aangeboden = await s.oren["beller"].hoort(AANBOD_HZ)
    kwam = await s.node.wacht("Kwam", gebeld)
    await s.hang_op(kwam.gesprek, "beller")
    await s.hang_op((await s.node.wacht("Kwam", eerste)).gesprek, "tweede")
    return {"kiezen tot aanbod": aangeboden - gebeld}


async def versleuteld(s: Spel) -> dict[str, float]:
    """Signalling over TLS, sound over SRTP; the agent has an ordinary telephone."""
    await s.begin("ann")
    beller = s.oren["veilig"]
    gebeld = await s.bel("veilig", OPEN)
    gegroet = await beller.hoort(WELKOM_HZ)
    id = (await s.node.wacht("Kwam", gebeld)).gesprek
    gedrukt = await s.druk("veilig", "1")
    nam_op = await s.node.wacht("Beantwoord", gedrukt, gesprek=id)
    beide = await asyncio.gather(beller.hoort(AGENT_HZ), s.oren["ann"].hoort(BELLER_HZ))
    await s.hang_op(id, "veilig", "ann")
    return {"kiezen tot prompt": gegroet - gebeld, "opnemen tot gehoord": max(beide) - nam_op.op}


async def in_de_browser(s: Spel) -> dict[str, float]:
    """The agent is a page in Chromium that answers at once."""
    await s.begin()
    opened = time.monotonic()
    async with agent(f"http://127.0.0.1:{s.web}", "noor", s.microfoon, gemeente=GEMEENTE):
        await s.node.wacht("SocketTerug", opened)
        await s.node.doe("aan", "noor")
        id, gedrukt = await s.kiest()
        nam_op = await s.node.wacht("Beantwoord", gedrukt, gesprek=id)
        gebeld = await s.node.wacht("dial", gedrukt, gesprek=id)
        samen = await s.node.wacht("connect", gedrukt, gesprek=id)
        gehoord = await s.oren["beller"].hoort(AGENT_HZ)
        await s.hang_op(id, "beller")
        await s.node.doe("af", "noor")
    return {
        "aanbod tot antwoord": nam_op.op - gebeld.van, "aanbod tot verbonden": samen.op - gebeld.van,
        "opnemen tot gehoord": gehoord - nam_op.op,
    }  # fmt: skip


async def gedood(s: Spel) -> dict[str, float]:
    """kill -9 in a conversation: the sound goes on, who calls now is told at once, and the next node takes it up."""
    await s.begin("ann")
    id, _ = await s.kiest()
    await s.oren["beller"].hoort(AGENT_HZ)
    await s.node.dood()
    gat = await s.oren["beller"].langste_gat(AGENT_HZ)
    gebeld = await s.bel("tweede", OPEN)
    geweigerd = await s.telefoons["tweede"].wacht("CALL_CLOSED")
    weigering = time.monotonic() - gebeld
    assert "503" in geweigerd["param"], geweigerd
    begon = time.monotonic()
    s.node = await Node.begin(s.folder)
    opnieuw = (await s.node.wacht("klaar")).op - begon
    gat_erna = await s.oren["beller"].langste_gat(AGENT_HZ)
    los = await s.hang_op(id, "beller", "ann")
    await actief(s.opstelling)
    weer = time.monotonic() - begon
    await _weer_een_gesprek(s)
    return {
        "langste gat na de kill": gat, "zonder knooppunt tot 503": weigering, "nieuw knooppunt klaar": opnieuw,
        "langste gat na de overname": gat_erna, "ophangen na de overname": los, "weer oproepen": weer,
    }  # fmt: skip


async def _weer_een_gesprek(s: Spel) -> None:
    """Who calls now is answered as before."""
    await s.begin("ann")
    id, _ = await s.kiest()
    await s.oren["beller"].hoort(AGENT_HZ)
    await s.hang_op(id, "beller", "ann")


async def actief(opstelling: Opstelling) -> None:
    """Until Kamailio sends calls to the node: it asks every five seconds whether it is there."""
    async with asyncio.timeout(GEDULD_SECONDEN):
        while not await opstelling.knooppunt_antwoordt():  # noqa: ASYNC110
            await asyncio.sleep(0.05)


@dataclass(frozen=True)
class Scenario:
    """A scenario and the rows it fills: name -> (what is measured, the trial of the design)."""

    naam: str
    speel: Callable[[Spel], Awaitable[dict[str, float]]]
    rijen: dict[str, tuple[str, str]]


SCENARIOS = (
    Scenario("gesprek", heel_gesprek, {
        "kiezen tot prompt": ("prompt: the number is dialled → heard", ""),
        "oproep tot 200 OK": ("prompt: call at the node → 200 OK handed over", "1.4 / 3.6"),
        "toets tot muziek": ("DTMF choice: key pressed → music heard", ""),
        "langste gat": ("waiting: longest time without a packet, in 2 s of music", "0 silent frames"),
        "klaar tot overgaan": ("answer: an agent is ready → his telephone is called", ""),
        "opnemen tot verbonden": ("answer: he picks up → the node has connected both", "9 / 12"),
        "opnemen tot gehoord": ("answer: he picks up → both hear each other", ""),
        "overleg tot muziek": ("consult: asked → the caller hears music", ""),
        "overleg tot collega": ("consult: asked → the agent hears his colleague", ""),
        "overgeven tot collega": ("consult: handed over → the caller hears the colleague", "tone within 200"),
        "doorverbinden tot toon": ("blind transfer: asked → the caller hears the next", "tone within 200"),
        "doorverbinden, verbonden": ("blind transfer: the next picks up → connected", "7"),
        "ophangen tot los": ("hang up: BYE of the caller → the agent's telephone is free", "0 / 4"),
    }),
    Scenario("neemt-niet-op", neemt_niet_op, {
        "overgaan tot opgegeven": (f"no answer: it rings ({OVERGAAN_SECONDEN} s) → given up", "4000"),
        "opgegeven tot ander gehoord": ("no answer: given up → the caller hears the next agent", ""),
    }),
    Scenario("terugbellen", terugbellen, {
        "toets tot bevestiging": ("call-back: key pressed → hears that he will be called", ""),
        "medewerker op tot burger gebeld": ("call-back: the agent picks up → the citizen is called", ""),
        "burger op tot beiden gehoord": ("call-back: the citizen picks up → both hear each other", ""),
    }),
    Scenario("gesloten", gesloten, {"kiezen tot melding": ("closed: the number is dialled → told so", "")}),
    Scenario("overloop", overloop, {"kiezen tot aanbod": ("overflow: the number is dialled → the offer is heard", "")}),
    Scenario("versleuteld", versleuteld, {
        "kiezen tot prompt": ("TLS and SRTP: the number is dialled → prompt heard", ""),
        "opnemen tot gehoord": ("TLS and SRTP: an agent picks up → both hear each other", ""),
    }),
    Scenario("browser", in_de_browser, {
        "aanbod tot antwoord": ("browser: offer → its answer", "18–41"),
        "aanbod tot verbonden": ("browser: offer → connected", "25–49"),
        "opnemen tot gehoord": ("browser: it picks up → the caller hears the agent", ""),
    }),
    Scenario("gedood", gedood, {
        "langste gat na de kill": ("kill -9: longest time without sound in the 2 s after it", "audio survives"),
        "zonder knooppunt tot 503": ("kill -9: who calls without a node → 503", "503"),
        "nieuw knooppunt klaar": ("kill -9: a new node is started → conversations are taken up", "not built"),
        "langste gat na de overname": ("kill -9: longest time without sound in the 2 s after that", "not built"),
        "ophangen na de overname": ("kill -9: then the caller hangs up → the agent is free", "not built"),
        "weer oproepen": ("kill -9: a new node is started → new calls come to it", ""),
    }),
)  # fmt: skip
