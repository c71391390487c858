"""Does `meent conform` notice? Each numbered rule of Meent is switched off in turn, and the test must see it.

`python -m trust.conform` starts a database and judges Meent once per rule that has a switch (a function that names
it, or a row in tests/rules_off.py), in the same process. What survives is printed by name: some rules are kept twice,
by the database too, and of some the switch breaks a side that nobody outside can see. It takes some minutes.

Switches of what is prepared when the modules are loaded do not work here; those rules show as survivors too.
"""

import asyncio
import logging
import os
import sys
import tempfile
from collections import Counter
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from rich.console import Console
from rich.progress import Progress

from meent.app import App, Database, running, with_selectielijst
from meent.data import embedded, migrate
from meent.integration.objectopslag.folder import FolderStore
from meent.services.autorisaties import applications
from meent.services.notificaties.callbacks import Callbacks
from meent.services.resources import EVERYTHING
from meent.settings import shared_folder
from meent.tools.conform.rules import RULES
from meent.tools.conform.run import Run
from meent.tools.conform.target import Key
from meent.tools.rules.switch import RULE_OFF, rules_in_docstrings
from tests.conftest import _gemeente
from tests.rules_off import OFF
from tests.tools.conform.conftest import InProcess, Unreachable, target_at

ROOT = Path(__file__).parents[1]
SECOND = "tweede-client"


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
            target = target_at(gemeente, Key(SECOND, secret or ""))
            rules = [r for r in RULES if r.number == number]
            standards = shared_folder() / "standards"
            report = await Run(target, InProcess(app), standards, Ed25519PrivateKey.generate(), rules, looks=False)()
    if {c.verdict for c in report.checks if c.kind == "rule"} & {"failed", "remark"}:
        return "gezien"
    return "gezien in een antwoord of bij het maken" if not report.is_good else "niet gezien"


async def main(only: list[str]) -> None:
    console = Console()
    logging.disable(logging.CRITICAL)  # a server with a rule switched off has reason to complain
    switched = set(OFF) | rules_in_docstrings(ROOT)
    numbers = [n for n in dict.fromkeys(r.number for r in RULES) if n in switched and (not only or n in only)]
    with tempfile.TemporaryDirectory(prefix="meent-conform-", ignore_cleanup_errors=True) as folder:
        os.chmod(folder, 0o711)  # the account that runs the server must get through
        store = FolderStore(Path(folder) / "documenten")
        with embedded.start(Path(folder) / "postgres") as server:
            await migrate.migrate(server.owner_dsn)
            await with_selectielijst(Database(server.app_dsn, server.owner_dsn))
            found = {}
            with Progress(console=console, transient=True) as bar:
                for number in bar.track(numbers):
                    found[number] = await verdict_without(number, server, store)
    for number, verdict in found.items():
        if verdict == "niet gezien":
            console.print(f"niet gezien: {number}")
    console.print(", ".join(f"{n} {verdict}" for verdict, n in Counter(found.values()).items()))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
