"""Does `meent conform` notice? A server that is broken on purpose, and Meent with each rule switched off in turn.

`python -m trust.conform` starts a database. First it plants the faults of tests/tools/conform/kapot.py one by one and
prints how many of them were found, and what was found where none was planted. Then it judges Meent once per rule that
has a switch (a function that names it, or a row in tests/rules_off.py), in the same process. What survives is printed
by name: some rules are kept twice, by the database too, and of some the switch breaks a side that nobody outside can
see. It takes some minutes. `python -m trust.conform faults` plants the faults only, `python -m trust.conform Z-01`
tries that rule only.

Switches of what is prepared when the modules are loaded do not work here; those rules show as survivors too.
"""

import asyncio
import logging
import os
import sys
import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from rich.console import Console
from rich.progress import Progress

from meent.app import App, Database, running, with_selectielijst
from meent.data import embedded, migrate
from meent.integration.objectopslag.folder import FolderStore
from meent.services.autorisaties import applications, keys
from meent.services.notificaties.callbacks import Callbacks
from meent.services.resources import EVERYTHING
from meent.settings import shared_folder
from meent.tools.conform.findings import Check, Report
from meent.tools.conform.rules import RULES
from meent.tools.conform.run import Run
from meent.tools.conform.scratch import Scratch
from meent.tools.conform.target import KLANTINTERACTIES, Key
from meent.tools.conform.traffic import Limits, NoAnswer, Reply, Request, Traffic
from meent.tools.rules.switch import RULE_OFF, rules_in_docstrings
from tests.conftest import _gemeente
from tests.rules_off import OFF
from tests.tools.conform.conftest import InProcess, Unreachable, target_at
from tests.tools.conform.kapot import FAULTS, KEYS, SEEN, Broken, is_of_klantinteracties

ROOT = Path(__file__).parents[1]
SECOND = "tweede-client"


class Falling(InProcess):
    """A server with a rule switched off may fall over: its client then has no answer."""

    async def carry(self, request: Request, limits: Limits) -> Reply:
        try:
            return await super().carry(request, limits)
        except Exception as fault:
            raise NoAnswer("De server viel om.") from fault


async def verdict_without(number: str, server: embedded.Embedded, store: FolderStore) -> str:
    """What the conformance test says of this rule in a municipality of its own, while Meent does not keep it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(RULE_OFF, number)
        for resource in EVERYTHING:
            for kept in ("active_rules", "active_defaults"):
                resource.__dict__.pop(kept, None)
        if number in OFF:
            OFF[number](patch)
        async with running(App(server.app_dsn, pool_size=4, store=store)) as app:
            app.engine.outside[Callbacks] = Unreachable()
            gemeente = await _gemeente(app, server.owner_dsn)
            secret = await applications.only_secret(app.engine, app.directory.by_slug[gemeente.slug], SECOND)
            place = app.directory.by_slug[gemeente.slug]
            plain = await keys.new(app.engine, place, gemeente.client.client_id, "trust")
            target = replace(target_at(gemeente, Key(SECOND, secret or "")), keys={KLANTINTERACTIES: plain})
            rules = [r for r in RULES if r.number == number]
            standards = shared_folder() / "standards"
            report = await Run(target, Falling(app), standards, Ed25519PrivateKey.generate(), rules, looks=False)()
    if {c.verdict for c in report.checks if c.kind == "rule"} & {"failed", "remark"}:
        return "gezien"
    return "gezien in een antwoord of bij het maken" if not report.is_good else "niet gezien"


async def planted(server: embedded.Embedded, store: FolderStore, console: Console) -> None:
    """Each fault by itself, found by the check that is about it; and the same checks where there is none."""
    async with running(App(server.app_dsn, pool_size=4, store=store)) as app:
        app.engine.outside[Callbacks] = Unreachable()
        gemeente = await _gemeente(app, server.owner_dsn)
        secret = await applications.only_secret(app.engine, app.directory.by_slug[gemeente.slug], SECOND)
        target = target_at(gemeente, Key(SECOND, secret or ""))
        standards, key = shared_folder() / "standards", Ed25519PrivateKey.generate()

        async def judged(broken: Broken, numbers: set[str], scratch: Scratch | None) -> Report:
            rules = [r for r in RULES if r.number in numbers]
            return await Run(target, InProcess(broken), standards, key, rules, looks=False, scratch=scratch)()

        whole = await judged(Broken(app), {n for f in FAULTS for n in f.rules}, None)
        scratch = Scratch(Traffic(target, InProcess(app)), dict(whole.versions), "trust")
        found = {}
        with Progress(console=console, transient=True) as bar:
            for fault in bar.track(FAULTS):
                KEYS.clear()
                SEEN.clear()
                report = await judged(Broken(app, fault), set(fault.rules), scratch)
                found[fault.name] = any(c.id == fault.found and is_seen(c) for c in report.checks)
    for name in (name for name, is_found in found.items() if not is_found):
        console.print(f"niet gevonden: {name}")
    ours = {f.name for f in FAULTS if is_of_klantinteracties(f)}
    console.print(f"{sum(found.values())} van {len(found)} geplante fouten gevonden, waarvan")
    console.print(f"  {sum(found[n] for n in ours)} van {len(ours)} in Klantinteracties")
    console.print(f"{whole.summary['failed']} fouten op de server zonder geplante fout")


def is_seen(check: Check) -> bool:
    """What breaks the standard fails; what goes against advice is remarked upon."""
    return check.verdict == ("remark" if check.ground == "advice" else "failed")


async def main(only: list[str]) -> None:
    console = Console()
    logging.disable(logging.CRITICAL)  # a server with a rule switched off has reason to complain
    with_faults, without_rules = only in ([], ["faults"]), only == ["faults"]
    switched = set(OFF) | rules_in_docstrings(ROOT)
    numbers = [n for n in dict.fromkeys(r.number for r in RULES) if n in switched and (not only or n in only)]
    with tempfile.TemporaryDirectory(prefix="meent-conform-", ignore_cleanup_errors=True) as folder:
        os.chmod(folder, 0o711)  # the account that runs the server must get through
        store = FolderStore(Path(folder) / "documenten")
        with embedded.start(Path(folder) / "postgres") as server:
            await migrate.migrate(server.owner_dsn)
            await with_selectielijst(Database(server.app_dsn, server.owner_dsn))
            if with_faults:
                await planted(server, store, console)
            found = {}
            with Progress(console=console, transient=True) as bar:
                for number in bar.track([] if without_rules else numbers):
                    found[number] = await verdict_without(number, server, store)
    for number, verdict in found.items():
        if verdict == "niet gezien":
            console.print(f"niet gezien: {number}")
    if found:
        console.print(", ".join(f"{n} {verdict}" for verdict, n in Counter(found.values()).items()))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
