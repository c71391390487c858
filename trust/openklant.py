"""`python -m trust.openklant --python PATH`: the client of Open Klant, unchanged, against a real `meent serve`.

PATH is a Python of 3.12 or later in which `pip install open-klant-client typing_extensions` was done: 0.8.0 uses
the second without asking for it. What the client does is in openklant_calls.py; the outcome is printed, and when all
went well laid down in trust/results/.
"""

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import meent
from trust.server import CLIENT_ID, SLUG, Meent, prepared, serving

RESULTS = Path(__file__).parent / "results"
VERSIONS = "import sys, importlib.metadata as m; print(m.version(sys.argv[1]), sys.version.split()[0])"


@dataclass(frozen=True)
class Published:
    """A client of somebody else.

    name     of the outcome
    package  that it is on PyPI
    calls    script beside this one that uses it, with an address and a key
    root     where that address is, below the municipality
    """

    name: str
    package: str
    calls: str
    root: str = ""


OPENKLANT = Published("openklant", "open-klant-client", "openklant_calls.py", "/klantinteracties/api/v1")


def new_key(server: Meent) -> str:
    """A key as an administrator makes one, while the server runs."""
    environment = os.environ | {"MEENT_DATA": str(server.folder), "PYTHONPATH": str(Path(meent.__file__).parents[1])}
    environment.pop("MEENT_DATABASE_URL", None)
    command = [sys.executable, "-m", "meent.cli", "application", "key", "new", SLUG, CLIENT_ID, "kiss", "--json"]
    made = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    key: str = json.loads(made.stdout)["sleutel"]
    return key


def run(client: Published, python: str) -> dict[str, Any]:
    """The steps that went well, and what the client said when one did not."""
    asked = [python, "-c", VERSIONS, client.package]
    versions = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    version, of_python = versions.split()
    with tempfile.TemporaryDirectory(prefix="meent-openklant-") as folder, serving(prepared(Path(folder))) as server:
        asyncio.run(server.ready())
        command = [python, str(Path(__file__).with_name(client.calls)), server.base + client.root, new_key(server)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    return {
        "client": f"{client.package} {version}", "python": of_python, "at": datetime.now(UTC).isoformat(),
        "steps": [json.loads(line) for line in done.stdout.splitlines()],
        "passed": done.returncode == 0, "said": done.stderr[-2_000:],
    }  # fmt: skip


def main(client: Published) -> None:
    parser = argparse.ArgumentParser(description=f"{client.package}, unchanged, against a real server")
    parser.add_argument("--python", required=True)
    found = run(client, parser.parse_args().python)
    shown = json.dumps(found, indent=2, ensure_ascii=False)
    sys.stdout.write(shown + "\n")
    if not found["passed"]:
        sys.exit(1)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{found['at'][:10]}-{client.name}.json").write_text(shown + "\n")


if __name__ == "__main__":
    main(OPENKLANT)
