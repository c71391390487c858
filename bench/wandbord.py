"""How soon the wallboard moves: `python -m bench.wandbord`. From the commit of an event to what Chromium painted.

A contact centre on the simulated exchange, its journal on PostgreSQL with a day behind it, its screens served, and a
team leader's browser on the wallboard. Callers come by chance and are answered; the board counts who began to wait
today, so the first picture with a number tells when that caller was seen. Bar: within a second (contact-32).
"""

import asyncio
import os
import random
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import MISSING, dataclass, field, fields
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click
from playwright.async_api import Page, async_playwright
from rich.console import Console
from starlette.applications import Starlette

from bench import report
from bench.contactcentrum import Stil, gemeente
from meent.data import embedded
from meent.data.pool import SET_TENANT, Pool, connect
from meent.integration.telefooncentrale.centrale import Bestemming
from meent.integration.telefooncentrale.journaal import PostgresJournaal
from meent.integration.telefooncentrale.rijen import Stap
from meent.integration.telefooncentrale.simulator import Simulator
from meent.interaction import session as sessions
from meent.interaction.identity import DemoRolePicker
from meent.interaction.screens import routes
from meent.interaction.seams import TenantInfo
from meent.interaction.visit import Deps
from meent.process.telefonie import medewerker as m
from meent.process.telefonie.beleid import Beleid, Doel, Geluid, Inzet, Nummer, Wachtrij
from meent.process.telefonie.desk import Desk
from tests.interaction.browser import ARGUMENTS, CHROMIUM
from tests.listening import listening
from tests.process.telefonie.opzet import ALTIJD

RESULTS = Path(__file__).with_name("results")
NUMMER, SLUG = "+31701234567", "meten"
SECRET = b"only for measuring, never in a server"
BAR_MS = 1_000.0
GEWEEST = 2_000
"""Callers of today before it begins: the day of a large municipality."""
DRUK = {20: 0.5, 200: 5.0}
"""Agents -> callers a second: ten times what so many agents get, with short calls, and so the board never rests."""
OPNEMEN_SECONDEN, PRAAT_SECONDEN = (0.3, 1.5), (3.0, 15.0)
KIJK = """
window.gezien = [];
const kijk = () => {
  const bord = document.querySelector("#wandbord");
  if (!bord) return requestAnimationFrame(kijk);
  const tel = () => requestAnimationFrame(() => setTimeout(() => {
    const wacht = /van ([0-9.]+) die wachtten/.exec(bord.textContent);
    if (wacht) window.gezien.push([Date.now(), Number(wacht[1].replace(/[.]/g, ""))]);
  }));
  new MutationObserver(tel).observe(bord, {subtree: true, childList: true, characterData: true});
  tel();
};
document.addEventListener("DOMContentLoaded", kijk);
"""
"""Notes after each picture how many began to wait today: the task after an animation frame runs when it was painted."""


@dataclass
class Uitslag:
    """ms from the commit of a caller who begins to wait to the picture that counts him, per number of agents."""

    about: dict[str, str]
    seconden: float
    bord: dict[int, list[float]] = field(default_factory=dict)


class Vastgelegd(PostgresJournaal):
    """A journal that remembers when it was stored that somebody began to wait."""

    def __init__(self, pool: Pool) -> None:
        super().__init__(pool)
        self.wacht: dict[str, float] = {}

    async def leg_vast(self, tenant: int, stap: Stap) -> None:
        await super().leg_vast(tenant, stap)
        for rij in stap.gesprekken:
            if rij.toestand in ("InWachtrij", "GaatOver"):
                self.wacht.setdefault(rij.id, time.time())


class Mensen:
    """Callers and agents: who is called answers after a moment, and hangs up after a while."""

    def __init__(self, seed: int) -> None:
        self.kans, self.sim = random.Random(seed), Simulator(gedrag=self._gaat_over)

    def _gaat_over(self, gesprek: str, poging: str, to: Bestemming) -> None:
        na = self.kans.uniform(*OPNEMEN_SECONDEN)
        self.sim.later(na, lambda: self.sim.pick_up(gesprek, poging))
        self.sim.later(na + self.kans.uniform(*PRAAT_SECONDEN), lambda: self.sim.leave(gesprek))


@click.command()
@click.option("--seconds", default=60.0, show_default=True, help="How long callers come, per number of agents.")
@click.option("--agents", type=int, multiple=True, default=tuple(DRUK), show_default=True)
@click.option("--save/--no-save", default=True, help="Lay the outcome down in bench/results/.")
def main(seconds: float, agents: Sequence[int], save: bool) -> None:
    """From the commit of an event to the picture of the wallboard, in ms."""
    found = Uitslag({}, seconds)
    for aantal in agents:
        with tempfile.TemporaryDirectory(prefix="meent-wandbord-", ignore_cleanup_errors=True) as folder:
            Path(folder).chmod(0o755)
            with embedded.start(Path(folder) / "postgres") as database:
                found.bord[aantal] = asyncio.run(_measure(database, aantal, seconds))
    found.about = report.machine() | {"load": f"{os.getloadavg()[0]:.1f}"}
    told = as_table(found)
    Console().print(told, markup=False, soft_wrap=True)
    if save:
        target = RESULTS / f"{date.today().isoformat()}-wandbord.json"  # noqa: DTZ011 - names a file of this machine
        report.lay_down(target, found, found.about, "How soon the wallboard moves", told)


async def _measure(database: embedded.Embedded, agents: int, seconds: float) -> list[float]:
    policy = beleid(agents)
    meten = await gemeente(database, policy, slug=SLUG, naam="Meten")
    async with AsyncExitStack() as stack:
        pool, mensen = Pool(database.app_dsn, 4), Mensen(agents)
        stack.push_async_callback(pool.close)
        journaal = Vastgelegd(pool)
        desk = Desk(journaal, mensen.sim, mensen.sim, Stil(), now=lambda: datetime.now(UTC))  # type: ignore[arg-type]
        mensen.sim.melder = desk.meld
        await desk.begin()
        await _dag(desk, mensen, database, meten)
        running = asyncio.create_task(desk.run())
        stack.callback(running.cancel)
        for wie in policy.medewerkers:
            await desk.van_medewerker(meten, wie, m.MeldtAan())
        page = await stack.enter_async_context(_bord(await stack.enter_async_context(served(desk, meten))))
        journaal.wacht.clear()
        await _komen(mensen, DRUK.get(agents, agents / 40), seconds)
        await asyncio.sleep(3 * BAR_MS / 1000)
        gezien = await page.evaluate("window.gezien")
    return vertraging(list(journaal.wacht.values()), gezien, GEWEEST)


async def _komen(mensen: Mensen, per_seconde: float, seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        await mensen.sim.call(f"+316{mensen.kans.randrange(10**7, 10**8)}", NUMMER)
        await asyncio.sleep(mensen.kans.expovariate(per_seconde))


def vertraging(begonnen: Sequence[float], gezien: Sequence[tuple[float, int]], eerder: int) -> list[float]:
    """ms until each caller was counted on the board: the n-th who began to wait by the first picture with n more."""
    found = []
    for n, moment in enumerate(sorted(begonnen), eerder + 1):
        pictures = [op for op, aantal in gezien if aantal >= n]
        assert pictures, f"caller {n} was never seen; the board came to {gezien[-1:]}"
        found.append(pictures[0] - 1000 * moment)
    return found


async def _dag(desk: Desk, mensen: Mensen, database: embedded.Embedded, tenant: int) -> None:
    """One call as it is stored, and so many copies of it: the day that the board counts."""
    id = await mensen.sim.call("+31612345678", NUMMER)
    await mensen.sim.leave(id)
    assert id not in desk.boeken[tenant].gesprekken
    owner = await connect(database.owner_dsn)
    try:
        await owner.execute(SET_TENANT, str(tenant))
        columns = [row[0] for row in await owner.fetch(
            "SELECT column_name FROM information_schema.columns WHERE table_name = 'gesprek' ORDER BY ordinal_position"
        )]  # fmt: skip
        values = ", ".join("gen_random_uuid()" if name == "id" else name for name in columns)
        await owner.execute(
            f"INSERT INTO gesprek ({', '.join(columns)}) SELECT {values} FROM gesprek, generate_series(2, {GEWEEST})"
        )
        await owner.execute("ANALYZE gesprek")
    finally:
        await owner.close()


@asynccontextmanager
async def served(desk: Desk, tenant: int) -> AsyncIterator[str]:
    """The address of the screens, in the loop of the contact centre, as in a real server."""
    tenants = (TenantInfo(SLUG, "Meten", "voorbeeld", id=tenant),)
    given: dict[str, Any] = {
        "tenants": lambda: tenants, "identity": DemoRolePicker(lambda: tenants), "session_secret": SECRET, "desk": desk,
    }  # fmt: skip
    absent = {one.name: None for one in fields(Deps) if one.default is MISSING and one.default_factory is MISSING}
    async with listening(Starlette(routes=routes(Deps(**absent | given)))) as base:
        try:
            yield base
        finally:
            desk.vertrek()


@asynccontextmanager
async def _bord(base: str) -> AsyncIterator[Page]:
    """A team leader looks at the wallboard, and the day that was stands on it."""
    identity = sessions.Identity("lea", "Lea", {SLUG: ("teamleider",)}, "dienstverlening klantcontact")
    cookie = sessions.seal(sessions.Session.begin(identity, datetime.now(UTC)), SECRET)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        context = await browser.new_context(viewport={"width": 1280, "height": 900}, locale="nl-NL")
        await context.add_cookies([{"name": sessions.COOKIE, "value": cookie, "url": base}])
        page = await context.new_page()
        await page.add_init_script(KIJK)
        await page.goto(f"{base}/{SLUG}/wandbord")
        async with asyncio.timeout(30):
            while not await page.evaluate("window.gezien.length"):  # noqa: ASYNC110
                await asyncio.sleep(0.1)
        yield page
        await browser.close()


def beleid(agents: int) -> Beleid:
    return Beleid(
        nummers={NUMMER: Nummer("meten", Doel("wachtrij", "kcc"), "kcc")},
        wachtrijen={"kcc": Wachtrij("algemeen", "altijd", "gesloten", "muziek", nawerk_seconden=0, plaats_seconden=0)},
        tijden={"altijd": ALTIJD},
        geluiden={naam: Geluid(1, {"nl": 1.0}) for naam in ("gesloten", "muziek")},
        medewerkers={f"m{n}": Inzet(f"Medewerker {n}", {"algemeen": 1}) for n in range(1, agents + 1)},
    )


def as_table(found: Uitslag) -> str:
    lines = [
        f"ms from the commit to the picture in Chromium, bar {BAR_MS:.0f}; {found.seconden:.0f} s each; "
        f"{GEWEEST} callers earlier that day; load {found.about['load']}.", "",
        "| agents | callers a second | callers seen | median | p95 | most | within a second |",
        "|--:|--:|--:|--:|--:|--:|--:|",
    ]  # fmt: skip
    for agents, times in found.bord.items():
        p95, within = sorted(times)[int(len(times) * 0.95)], sum(ms <= BAR_MS for ms in times) / len(times)
        cells = f"{agents} | {DRUK.get(agents, agents / 40):g} | {len(times)} | {statistics.median(times):.0f}"
        lines.append(f"| {cells} | {p95:.0f} | {max(times):.0f} | {within:.1%} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
