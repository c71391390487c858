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
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import meent
from trust.server import CLIENT_ID, SLUG, Meent, prepared, serving

CALLS = Path(__file__).with_name("openklant_calls.py")
RESULTS = Path(__file__).parent / "results"
VERSIONS = "import sys, importlib.metadata as m; print(m.version('open-klant-client'), sys.version.split()[0])"


def new_key(server: Meent) -> str:
    """A key as an administrator makes one, while the server runs."""
    environment = os.environ | {"MEENT_DATA": str(server.folder), "PYTHONPATH": str(Path(meent.__file__).parents[1])}
    environment.pop("MEENT_DATABASE_URL", None)
    command = [sys.executable, "-m", "meent.cli", "application", "key", "new", SLUG, CLIENT_ID, "kiss", "--json"]
    made = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    key: str = json.loads(made.stdout)["sleutel"]
    return key


def run(python: str) -> dict[str, Any]:
    """The steps that went well, and what the client said when one did not."""
    versions = subprocess.run([python, "-c", VERSIONS], capture_output=True, text=True, check=True).stdout
    version, of_python = versions.split()
    with tempfile.TemporaryDirectory(prefix="meent-openklant-") as folder, serving(prepared(Path(folder))) as server:
        asyncio.run(server.ready())
        base = f"{server.base}/klantinteracties/api/v1"
        done = subprocess.run([python, str(CALLS), base, new_key(server)], capture_output=True, text=True, check=False)
    return {
        "client": f"open-klant-client {version}", "python": of_python, "at": datetime.now(UTC).isoformat(),
        "steps": [json.loads(line) for line in done.stdout.splitlines()],
        "passed": done.returncode == 0, "said": done.stderr[-2_000:],
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--python", required=True)
    found = run(parser.parse_args().python)
    shown = json.dumps(found, indent=2, ensure_ascii=False)
    sys.stdout.write(shown + "\n")
    if not found["passed"]:
        sys.exit(1)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{found['at'][:10]}-openklant.json").write_text(shown + "\n")


if __name__ == "__main__":
    main()
