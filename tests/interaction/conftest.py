"""The screens on a fake register: in-process for most tests, behind a real port for the browser."""

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import msgspec
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.testclient import TestClient

from meent.interaction.assets import BUILT
from meent.interaction.identity import BURGERZAKEN, DemoRolePicker
from meent.interaction.screens import exception_handlers, routes
from meent.interaction.visit import Deps
from meent.settings import scenarios_folder
from meent.tools.scenario.afwegingen import Afwegingen
from tests.interaction import fake_kennis
from tests.interaction.fake_bezorging import FakeBezorging, FakeOmroep
from tests.interaction.fake_burgerzaken import CORRECTIE, FakeAccord, FakeBurgerzaken, FakeFeiten, FakeUittreksel
from tests.interaction.fake_centrum import drukke_ochtend
from tests.interaction.fake_eloket import FakeEloket
from tests.interaction.fake_inzage import FakeInzage
from tests.interaction.fake_kennis import FakeKennisboek
from tests.interaction.fake_klapper import FakeAktestuk, FakeKlapper
from tests.interaction.fake_opnamen import FakeOpnamen
from tests.interaction.fake_werkbak import FakeWerkbak, vaste_taken
from tests.interaction.fake_zgw import NOW, TENANTS, FakeRegisters

ORIGIN = {"Origin": "http://testserver"}
VOORSTELLEN = (
    ("meerwijde-burgerzaken", "Ans Mulder", "c", ""),
    ("meerwijde-burgerzaken-collega", "Yusuf Aydın", "y", ""),
    ("meerwijde-burgerzaken", "Ans Mulder", "t", "Het document hoort bij een ander adres."),
)
AFWEGINGEN = Afwegingen(scenarios_folder())
"""One for all tests: what it reckoned for one it remembers for the next."""


@pytest.fixture(scope="session", autouse=True)
def _built_files() -> None:
    if not (BUILT / "manifest.json").exists():
        pytest.skip("the front end is not built: run `python hatch_build.py`")


@pytest.fixture
def registers() -> FakeRegisters:
    return FakeRegisters()


@pytest.fixture
def deps(registers: FakeRegisters) -> Deps:
    return deps_for(registers)


@pytest.fixture
def visitor(deps: Deps) -> TestClient:
    """Somebody who has not chosen a role."""
    return TestClient(app_for(deps), follow_redirects=False)


@pytest.fixture
def behandelaar(visitor: TestClient) -> TestClient:
    """Joost of Meerwijde."""
    log_in(visitor, "meerwijde-behandelaar")
    return visitor


@pytest.fixture
def kcc(visitor: TestClient) -> TestClient:
    """Noor of Meerwijde, who answers the telephone."""
    log_in(visitor, "meerwijde-kcc")
    return visitor


@pytest.fixture
def ans(visitor: TestClient) -> TestClient:
    """Ans of Meerwijde, at the counter of burgerzaken."""
    log_in(visitor, "meerwijde-burgerzaken")
    return visitor


@pytest.fixture
def inwoner(visitor: TestClient) -> TestClient:
    """Suzanne of Meerwijde, a resident."""
    log_in(visitor, "meerwijde-inwoner")
    return visitor


@pytest.fixture
def beheerder(visitor: TestClient) -> TestClient:
    """The administrator of Meerwijde."""
    log_in(visitor, "meerwijde-beheerder")
    return visitor


@pytest.fixture
def informatiemanager(visitor: TestClient) -> TestClient:
    """Ilse of Meerwijde, who prepares a choice."""
    log_in(visitor, "meerwijde-informatiemanager")
    return visitor


def deps_for(registers: FakeRegisters) -> Deps:
    burgerzaken, feiten = FakeBurgerzaken(), FakeFeiten()
    for zgw in registers.by_slug.values():
        fake_kennis.fill(zgw)
    werkbak = FakeWerkbak()
    return Deps(
        zgw=registers,
        burgerzaken=lambda zgw: burgerzaken,
        neem_op=feiten,
        uittreksel=FakeUittreksel(),
        aktestuk=FakeAktestuk(),
        accord=FakeAccord(feiten, lambda: registers.asked[-1][0]),
        klapper=FakeKlapper(),
        eloket=FakeEloket(),
        werkbak=lambda zgw: werkbak,
        vaste_taken=vaste_taken,
        tellers={BURGERZAKEN: werkbak.aantal},
        tenants=lambda: TENANTS,
        identity=DemoRolePicker(lambda: TENANTS),
        bezorging=FakeBezorging(),
        inzage=FakeInzage(),
        kennis=FakeKennisboek(registers),
        afwegingen=AFWEGINGEN,
        listen=FakeOmroep(),
        session_secret=b"only for tests, never in a server",
        clock=lambda: NOW,
    )


def app_for(deps: Deps) -> Starlette:
    return Starlette(routes=routes(deps), exception_handlers=exception_handlers(deps))


def log_in(client: TestClient, persona: str) -> None:
    answer = client.post("/login", data={"persona": persona}, headers=ORIGIN)
    assert answer.status_code == 303, answer.text


@pytest.fixture(scope="session")
def served_deps() -> Deps:
    """What stands behind the running server: Meerwijde has a busy contact centre, Zuiderkoog has none; a few proposals
    wait for a colleague."""
    deps = deps_for(FakeRegisters())
    accord: Any = deps.accord
    for wie, weergave, sleutel, uitleg in VOORSTELLEN:
        invoer = msgspec.structs.replace(CORRECTIE, sleutel=sleutel)
        accord.add("correctie", invoer, wie=wie, weergave=weergave, uitleg=uitleg)
    return replace(deps, desk=asyncio.run(drukke_ochtend()).desk, opnamen=FakeOpnamen())


@pytest.fixture(scope="session")
def served(served_deps: Deps) -> Iterator[str]:
    """The address of a running server with the screens, for the browser."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    config = uvicorn.Config(
        app_for(served_deps), port=port, log_level="warning", ws="none", timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(5)
