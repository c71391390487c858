"""What a telephone exchange needs on this machine, what of it is there, and how to get the rest, in plain Dutch."""

import importlib.util
import socket
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from shutil import which
from typing import Any

from meent.integration.telefooncentrale.opstelling import LOOPBACK, SBIN, Opstelling

MODULES = ("tls.so", "dispatcher.so", "registrar.so", "auth.so", "pike.so", "jsonrpcs.so")
MODULE_FOLDERS = tuple(Path(root) for root in (
    "/usr/lib/x86_64-linux-gnu/kamailio/modules", "/usr/lib/aarch64-linux-gnu/kamailio/modules",
    "/usr/lib/kamailio/modules", "/usr/lib64/kamailio/modules",
))  # fmt: skip


@dataclass(frozen=True)
class Bevinding:
    """One thing looked at: how it is, and what to do when it is not good. What is not `is_nodig` may be missing."""

    onderwerp: str
    is_goed: bool
    verteld: str
    raad: str = ""
    is_nodig: bool = True

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


async def keur(opstelling: Opstelling) -> list[Bevinding]:
    """All findings, the most basic first."""
    running = {name for name in ("rtpengine", "kamailio") if opstelling.pid_of(name)}
    silent = set(await opstelling.silent())
    found = [
        _program("rtpengine", "rtpengine-daemon", "het geluid"),
        _program("kamailio", "kamailio kamailio-tls-modules kamailio-extra-modules", "telefoons en lijnen"),
        _modules(),
        _python("sippy", "telefonie", "pip install 'meent[telephony]'"),
        _python("websockets", "de telefoon in de browser", "pip install 'meent[telephony]'"),
        _speech(),
        *_ports(opstelling, running),
    ]
    for name in ("rtpengine", "kamailio"):
        good = name in running and name not in silent
        told = "draait en antwoordt" if good else "draait, maar antwoordt niet" if name in running else "draait niet"
        found.append(_judged(f"{name} nu", good, told, "Start de telefooncentrale met `meent telephony up`."))
    found += [
        _judged(f"lijn {trunk}", answers, "antwoordt" if answers else "antwoordt niet op OPTIONS",
                "Kijk of adres, poort en certificaat kloppen, en of de andere kant onze naam kent (MEENT_SIP_NAME).")
        for trunk, answers in (await opstelling.lijnen()).items()
    ]  # fmt: skip
    return found


def _judged(subject: str, is_good: bool, told: str, cure: str, *, is_needed: bool = True) -> Bevinding:
    return Bevinding(subject, is_good, told, "" if is_good else cure, is_needed)


def _program(name: str, packages: str, use: str) -> Bevinding:
    found = which(name) or which(name, path=SBIN)
    return _judged(name, found is not None, found or f"ontbreekt; nodig voor {use}", f"apt-get install {packages}")


def _modules() -> Bevinding:
    there = {path.name for folder in MODULE_FOLDERS if folder.is_dir() for path in folder.glob("*.so")}
    missing = [name for name in MODULES if name not in there]
    told = f"ontbreekt: {', '.join(missing)}" if missing else "alles wat nodig is"
    return _judged(
        "modules van kamailio", not missing, told, "apt-get install kamailio-tls-modules kamailio-extra-modules"
    )


def _python(name: str, use: str, cure: str) -> Bevinding:
    there = importlib.util.find_spec(name) is not None
    return _judged(name, there, "geïnstalleerd" if there else f"ontbreekt; nodig voor {use}", cure)


def _speech() -> Bevinding:
    found = which("espeak-ng")
    told = found or "ontbreekt; zonder kunt u alleen eigen opnamen afspelen"
    return _judged("espeak-ng", found is not None, told, "apt-get install espeak-ng", is_needed=False)


def _ports(opstelling: Opstelling, running: set[str]) -> list[Bevinding]:
    """Ports that our own programs will take; what runs already holds its own."""
    p = opstelling.poorten
    wanted: list[tuple[str, str, int, Callable[[str, int], bool]]] = []
    if "kamailio" not in running:
        wanted += [
            ("SIP", opstelling.host, p.sip, _is_free_udp), ("SIP over TCP", opstelling.host, p.sip, _is_free_tcp),
            ("SIP over TLS", opstelling.host, p.tls, _is_free_tcp), ("SIP binnen", LOOPBACK, p.binnen, _is_free_udp),
        ]  # fmt: skip
    if "rtpengine" not in running:
        wanted += [("opdrachten voor het geluid", LOOPBACK, p.ng, _is_free_udp)]
    return [
        _judged(f"poort {port} ({use})", free, "vrij" if free else "bezet of niet toegestaan",
                "Stop het andere programma, of kies een andere poort (docs/settings.md).")
        for use, host, port, is_free in wanted for free in [is_free(host, port)]
    ]  # fmt: skip


def _is_free_udp(host: str, port: int) -> bool:
    return _is_free(host, port, socket.SOCK_DGRAM)


def _is_free_tcp(host: str, port: int) -> bool:
    return _is_free(host, port, socket.SOCK_STREAM)


def _is_free(host: str, port: int, kind: socket.SocketKind) -> bool:
    with socket.socket(socket.AF_INET, kind) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, int(kind == socket.SOCK_STREAM))
        try:
            tried.bind((host, port))
        except OSError:
            return False
    return True
