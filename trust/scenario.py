"""`python -m trust.scenario`: the same business case, reckoned twice by processes that have nothing in common but it.

Each run is a `meent scenario run` of the worked examples in a process of its own; the second with another hash seed,
time zone, language, folder, number of threads and order of files. Every file must be equal byte for byte. The digests
are laid down in trust/results/, so that another machine can be held against this one: `--against FILE`.
"""

import argparse
import hashlib
import json
import os
import platform
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import numpy
import scipy

ROOT = Path(__file__).parents[1]
RESULTS = Path(__file__).parent / "results"
MODELS = ("gt-connect", "terugblik-2018")
EXAMPLES = sorted(file for name in MODELS for file in (ROOT / "docs" / "voorbeelden" / name).glob("*.toml"))
FIRST = {"PYTHONHASHSEED": "0", "TZ": "Europe/Amsterdam", "LC_ALL": "C.UTF-8", "OMP_NUM_THREADS": "1"}
SECOND = {"PYTHONHASHSEED": "4711", "TZ": "Pacific/Auckland", "LC_ALL": "C", "OMP_NUM_THREADS": "2"}


def digests(files: list[Path], out: Path, surroundings: dict[str, str]) -> dict[str, str]:
    """Name of each file that was written -> its SHA-256."""
    command = [sys.executable, "-m", "meent.cli", "scenario", "run", *map(str, files), "--out", str(out)]
    subprocess.run(command, env=os.environ | surroundings, cwd=out.parent, check=True, capture_output=True)
    written = sorted(path for path in out.rglob("*") if path.is_file())
    return {str(path.relative_to(out)): hashlib.sha256(path.read_bytes()).hexdigest() for path in written}


def main() -> None:
    parser = argparse.ArgumentParser(description="The same models, reckoned twice")
    parser.add_argument("--against", type=Path, help="the outcome of another machine")
    against: Path | None = parser.parse_args().against
    with tempfile.TemporaryDirectory(prefix="meent-scenario-") as folder:
        first = digests(EXAMPLES, Path(folder) / "een", FIRST)
        second = digests(EXAMPLES[::-1], Path(folder) / "twee", SECOND)
    other = json.loads(against.read_text())["digests"] if against else first
    names = first.keys() | second.keys() | other.keys()
    differing = sorted(name for name in names if not first.get(name) == second.get(name) == other.get(name))
    sys.stdout.write(f"{len(EXAMPLES)} models, {len(first)} files, {len(differing)} differ\n")
    sys.stdout.write("".join(f"  {name}\n" for name in differing))
    if differing:
        sys.exit(1)
    RESULTS.mkdir(exist_ok=True)
    told = {
        "at": datetime.now(UTC).isoformat(timespec="minutes"), "machine": platform.machine(),
        "python": platform.python_version(), "numpy": numpy.__version__, "scipy": scipy.__version__, "digests": first,
    }  # fmt: skip
    (RESULTS / f"{datetime.now(UTC).date()}-scenario.json").write_text(json.dumps(told, indent=1) + "\n")


if __name__ == "__main__":
    main()
