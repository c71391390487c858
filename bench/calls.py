"""Load on the telephone exchange: `python -m bench.calls`. Real calls with sound, the journal on PostgreSQL.

sipp calls the number of a municipality and answers as its agents; each call goes prompt, queue, agent, and both sides
send G.711 all the time. Meanwhile a probe call looks at every packet it gets: a 20 ms frame that is lost or silent is
counted. Printed beside what the trial of the design measured (November 2026, two shared cores).

Needs sip-tester beside what `meent telephony check` asks. `--concurrent 20 --rate 4` is a look beside other work.
"""

import asyncio
import csv
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, cast

import click
import msgspec
from rich.console import Console

from bench import report, sipp
from bench.cpu import spent_by, tree
from meent.data import embedded, tenant
from meent.data.migrate import migrate
from meent.data.pool import Pool, connect
from meent.integration.telefooncentrale.centrale import Toestel
from meent.integration.telefooncentrale.journaal import PostgresJournaal
from meent.integration.telefooncentrale.opstelling import Opstelling, Poorten
from meent.process.telefonie.beleid import (
    DAGEN,
    Beleid,
    Doel,
    Geluid,
    Inzet,
    Menu,
    Nummer,
    Openingstijden,
    Tijdvak,
    Wachtrij,
)
from meent.process.telefonie.keuring import GETALLEN
from tests.integration.telefooncentrale.srtp import KOP, PCMA, STAP, UIT_ALAW, naar_alaw, toon_alaw

RESULTS = Path(__file__).with_name("results")
NUMMER, GEBELD = "+31701234567", "0701234567"
RINKEL_MS, PROEF_SECONDEN = 100, 8.0
BELLER_HZ, MEDEWERKER_HZ = 440, 880
GELUIDEN = ("welkom", "muziek", "gesloten", "terugbel-aanbod", "terugbel-bevestiging", "u-bent-nummer",
            *(f"getal-{n}" for n in GETALLEN))  # fmt: skip
HALF = 0.5
"""A frame softer than this share of the median counts as silent."""
PROEF = {
    "INVITE→200 on the wire (300 at once)": (12, 72, None), "opnemen (400 at once)": (1.4, 32, 534),
    "verbinden (400 at once)": (110, 164, None),
}  # fmt: skip
"""The trial of the design: median, p95, max in ms. Its INVITE→200 at 300 was 4 / 12 / 72: median 4, p95 12, max 72."""


@dataclass
class Uitslag:
    """What one run came to; times in ms."""

    about: dict[str, str]
    concurrent: int
    rate: float
    calls: int
    gelukt: int
    mislukt: int
    proef: dict[str, int]
    cpu_procent: dict[str, float]
    tijden: dict[str, list[float]]


class Proefgesprek(asyncio.DatagramProtocol):
    """Sends a tone and looks at what comes: numbers that are missing, frames that are silent."""

    def __init__(self) -> None:
        self.frames: dict[int, float] = {}
        self.laatste: tuple[str, int] | None = None
        self.transport: asyncio.DatagramTransport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        if len(data) > KOP.size and data[1] & 0x7F == PCMA:
            _, _, number, _, source = KOP.unpack_from(data)
            voice = [UIT_ALAW[octet] for octet in data[KOP.size :]]
            self.frames[source << 16 | number] = statistics.fmean(map(abs, voice))
            self.laatste = addr
