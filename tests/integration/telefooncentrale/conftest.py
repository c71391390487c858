"""Kamailio and rtpengine for real, on free ports of the loopback address, once for the tests of a file.

Where the programs are missing and may not be installed, the tests are skipped by name; as root they never are.
"""

import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from meent.integration.telefooncentrale.opstelling import SBIN, Opstelling, Poorten
from tests.integration.telefooncentrale.stappen import Geluiden, Oor
from tests.integration.telefooncentrale.telefoons import WERKER, vrije_poort
from tests.integration.telefooncentrale.tijden import GEHOORD, HOORDE

PROGRAMS = ("kamailio", "rtpengine", "baresip")


@pytest.fixture(scope="session")
def programs() -> None:
    missing = [name for name in PROGRAMS if not (shutil.which(name) or shutil.which(name, path=SBIN))]
    if missing and os.geteuid() != 0:
        pytest.skip(f"not on this machine: {', '.join(missing)} (see .ci/telefonie)")
    assert not missing, f"run .ci/telefonie: {', '.join(missing)} ontbreekt"


@pytest.fixture(autouse=True)
def _tijden(record_property: Callable[[str, object], None]) -> Iterator[None]:
    """What is heard goes along with the report of the test."""
    GEHOORD.clear()
    yield
    for gehoord in GEHOORD:
        record_property(HOORDE, gehoord)


@pytest.fixture(scope="module")
def plek() -> Iterator[Path]:
    """A folder that `nobody` can reach."""
    folder = Path(tempfile.mkdtemp(prefix="meent-tel-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def opstelling_in(folder: Path, **more) -> Opstelling:
    sip, tls, binnen, node, ng, toetsen = (vrije_poort() for _ in range(6))
    media = (30_000 + 2_000 * WERKER, 31_998 + 2_000 * WERKER)
    ports = Poorten(sip=sip, tls=tls, media=media, binnen=binnen, node=node, ng=ng, toetsen=toetsen)
    return Opstelling(folder / "centrale", poorten=ports, **more)


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def opstelling(programs: None, plek: Path) -> AsyncIterator[Opstelling]:
    made = opstelling_in(plek)
    await made.start()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def geluiden(plek: Path) -> Geluiden:
    folder = plek / "tonen"
    folder.mkdir()
    return Geluiden(folder)


@pytest.fixture
def oor() -> Oor:
    return Oor()
