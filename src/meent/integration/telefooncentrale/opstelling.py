"""Kamailio and rtpengine of this machine: their configuration written, started, looked at and stopped.

Both run as the user that starts them, as root as `nobody`; on the loopback address unless it is told otherwise. They
are sessions of their own: whoever started them may die, and the conversations go on. A next start finds them again.
"""

import asyncio
import hashlib
import json
import os
import pwd
import re
import secrets
import signal
import socket
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from importlib import resources
from ipaddress import ip_network
from pathlib import Path
from shutil import which

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from meent.integration.telefooncentrale.centrale import CentraleFout
from meent.integration.telefooncentrale.doorgeven import GEEN, Doorgeven
from meent.integration.telefooncentrale.ng import MediaWeg, Ng

LOOPBACK = "127.0.0.1"
REALM = "meent"
START_MAX_SECONDEN = 30.0
STOP_MAX_SECONDEN = 5.0
POLL_SECONDEN = 0.05
BEGIN_SECONDEN = 0.001
LOG_MAX_BYTES = 10_000_000
STIL_MAX_SECONDEN = 60
"""After this without any sound rtpengine ends a media call: the last net under a lost conversation."""
FALLBACK = Path("/var/lib/meent")
KNOPEN, LIJNEN = 1, 2
"""To Kamailio: the set of nodes, and that of trunks."""
EERST_OPTIONS = 9
"""To Kamailio: not in use until it has answered OPTIONS, for it knows us by our name (decision 0057)."""
OPNAMEN = "opnamen"
"""Folder in which the media server records; `Media.recorded` reads it."""
SJABLONEN = resources.files(__package__) / "sjablonen"
PLAATS = re.compile("@([A-Z_]+)@")
SBIN = "/usr/sbin:/usr/local/sbin:/sbin"
"""Debian keeps both programs where a normal user's PATH does not look."""


class OpstellingFout(CentraleFout):
    """De telefooncentrale start niet. Kijk met `meent telephony check` wat eraan scheelt."""


@dataclass(frozen=True)
class Poorten:
    """Outside: `sip` (UDP and TCP), `tls`, and `media` for the sound. The others are on the loopback address only."""

    sip: int = 5060
    tls: int = 5061
    media: tuple[int, int] = (30000, 40000)
    binnen: int = 5059
    node: int = 5080
    ng: int = 2223
    toetsen: int = 2233


@dataclass(frozen=True)
class Opstelling:
    """An exchange on one machine.

    folder       where all of it is; as root another one when `nobody` cannot reach this one (see `home`)
    host         address for SIP and sound
    naam         name by which others know us, in their certificates too; without it the address
    trunks       addresses such as sip:trunk.example:5061;transport=tls; only these may call us, when there are any
    netwerken    such as 52.112.0.0/14: where trunks call from beside their own addresses
    lijn_srtp    sound over trunks is encrypted (SDES), in both directions; all trunks must be TLS then (decision 0057)
    toestel_srtp  telephones register over TLS only, and their sound is encrypted (decision 0080)
    certificaat  and sleutel: files of our own; without them a certificate is made that nobody else trusts
    ca           certificates by which those of trunks must be signed
    doorgeven    where browsers go whose network lets no UDP through
    """

    folder: Path
    host: str = LOOPBACK
    naam: str = ""
    poorten: Poorten = field(default_factory=Poorten)
    trunks: Sequence[str] = ()
    netwerken: Sequence[str] = ()
    lijn_srtp: bool = False
    toestel_srtp: bool = False
    certificaat: Path | None = None
    sleutel: Path | None = None
    ca: Path | None = None
    doorgeven: Doorgeven = GEEN

    @property
    def home(self) -> Path:
        if os.geteuid() != 0 or _is_reachable(self.folder):
            return self.folder
        return FALLBACK / f"telefonie-{hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:12]}"

    def wachtwoord(self, toestel: str) -> str:
        """Of a telephone that wants to register: it follows from the name, so none is kept."""
        secret = self._secret()
        once = hashlib.sha256(f"{secret}:{toestel}".encode()).hexdigest()
        return hashlib.sha256(f"{secret}:{once}".encode()).hexdigest()

    # --- starting and stopping --------------------------------------------------------------------------------------

    async def start(self) -> None:
        """Write the configuration, start what does not run, and wait until both answer.

        raises  OpstellingFout, with the last words of the program that would not
        """
        self.prepare()
        for name, command in (("rtpengine", self.rtpengine()), ("kamailio", self.kamailio())):
            if self.pid_of(name) is None:
                self._launch(name, command)
        until = time.monotonic() + START_MAX_SECONDEN
        while missing := await self.silent():
            gone = [name for name in missing if self.pid_of(name) is None]
            if gone or time.monotonic() > until:
                name = (gone or missing)[0]
                told = "stopt meteen weer" if gone else "antwoordt niet"
                self.stop()
                raise OpstellingFout(f"{name} {told}: {self.last_words(name)}")
            await asyncio.sleep(POLL_SECONDEN)

    def stop(self) -> None:
        """End both. Conversations end with them."""
        pids = {name: pid for name in ("kamailio", "rtpengine") if (pid := self.pid_of(name))}
        for pid in pids.values():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM)
        until = time.monotonic() + STOP_MAX_SECONDEN
        for name, pid in pids.items():
            while self._is_ours(pid) and time.monotonic() < until:
                with suppress(ChildProcessError):
                    os.waitpid(pid, os.WNOHANG)
                time.sleep(POLL_SECONDEN)
            if self._is_ours(pid):
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            (self.home / f"{name}.pid").unlink(missing_ok=True)

    async def silent(self) -> list[str]:
        """Which of the two do not answer."""
        media, edge = await asyncio.gather(self._media_answers(), self._edge_answers())
        return [name for name, answers in (("rtpengine", media), ("kamailio", edge)) if not answers]

    async def lijnen(self) -> dict[str, bool]:
        """Each trunk, and whether it answers OPTIONS; none while Kamailio does not run."""
        return await self._antwoorden(LIJNEN)

    async def knooppunt_antwoordt(self) -> bool:
        """Whether Kamailio sends calls to our node: it asks every five seconds whether it is there."""
        return any((await self._antwoorden(KNOPEN)).values())

    async def _antwoorden(self, welke: int) -> dict[str, bool]:
        """Of one set of Kamailio's: each address, and whether it is in use."""
        told = await asyncio.to_thread(self._asked, "dispatcher.list")
        sets = told.get("RECORDS", []) if isinstance(told, dict) else []
        targets = [target["DEST"] for one in sets for target in one["SET"]["TARGETS"] if one["SET"]["ID"] == welke]
        return {target["URI"]: target["FLAGS"].startswith("A") for target in targets}

    def pid_of(self, name: str) -> int | None:
        """The running one of this folder; a stranger with its number, or one that ended, is none."""
        try:
            pid = int((self.home / f"{name}.pid").read_text())
        except (OSError, ValueError):
            return None
        with suppress(ChildProcessError):
            os.waitpid(pid, os.WNOHANG)  # a child of ours that ended keeps its number until somebody asks
        return pid if self._is_ours(pid) else None

    def last_words(self, name: str) -> str:
        try:
            return (self.home / f"{name}.log").read_text(errors="replace")[-600:].strip()
        except OSError:
            return "(geen log)"

    # --- configuration ----------------------------------------------------------------------------------------------

    def prepare(self) -> None:
        """Everything the two programs read, in folders that they can reach. raises OpstellingFout for a trunk."""
        if self.lijn_srtp and not all(map(_is_tls, self.trunks)):
            raise OpstellingFout("Versleuteld geluid vraagt een lijn met TLS: zet ;transport=tls in MEENT_SIP_TRUNKS.")
        if self.naam and not _is_known(self.naam):  # Kamailio would start, and listen to nobody
            raise OpstellingFout(f"De naam {self.naam} is niet te vinden; zet hem in DNS, of verbeter MEENT_SIP_NAME.")
        home, account = self.home, _account()
        for folder in (home, home / OPNAMEN, home / "geluid", home / "gesprekken", home / "spool"):
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(0o700 if folder.name == OPNAMEN else 0o755)  # voices of people: for the media server alone
            if account:
                os.chown(folder, *account)
        certificate, key = self.certificaat or home / "certificaat.pem", self.sleutel or home / "sleutel.pem"
        if self.certificaat is None and not key.exists():
            _make_certificate(certificate, key, self.naam or self.host, account)
        signers = self.ca.read_text() if self.ca else ""  # a few: with all that Debian knows Kamailio starts in minutes
        _write(home / "ca.pem", signers + certificate.read_text(), account, 0o644)
        nodes = [f"{KNOPEN} sip:{LOOPBACK}:{self.poorten.node} 0 0 socket=udp:{LOOPBACK}:{self.poorten.binnen}"]
        lines = [f"{LIJNEN} {trunk} {EERST_OPTIONS if _is_tls(trunk) else 0}" for trunk in self.trunks]
        _write(home / "dispatcher.list", "\n".join(nodes + lines) + "\n", account)
        values = {
            "HOST": self.host, "NAAM": self.naam or self.host, "FOLDER": str(home), "REALM": REALM,
            "GEHEIM": self._secret(), "SIP": str(self.poorten.sip), "TLS": str(self.poorten.tls),
            "BINNEN": str(self.poorten.binnen), "NODE": str(self.poorten.node),
            "ADVERTISE_SIP": f' advertise "{self.naam}":{self.poorten.sip}' if self.naam else "",
            "ADVERTISE_TLS": f' advertise "{self.naam}":{self.poorten.tls}' if self.naam else "",
            "ALLEEN_TRUNK": str(int(self.host != LOOPBACK)), "LIJN_SRTP": str(int(self.lijn_srtp)),
            "TOESTEL_SRTP": str(int(self.toestel_srtp)),
            "VAN_LIJN": " || ".join(['ds_is_from_list("2", "1")', *map(_van_netwerk, self.netwerken)]),
            "SLEUTEL": str(key), "CERTIFICAAT": str(certificate),
        }  # fmt: skip
        for name in ("kamailio.cfg", "tls.cfg"):
            _write(home / name, filled((SJABLONEN / name).read_text("utf-8"), values), account)

    def kamailio(self) -> list[str]:
        return [
            _program("kamailio"), "-DD", "-E", "-m", "64", "-M", "8", "-Y", str(self.home),
            "-f", str(self.home / "kamailio.cfg"),
        ]  # fmt: skip

    def rtpengine(self) -> list[str]:
        low, high = self.poorten.media
        # --table=-1: no kernel module, which is what lets a caller hear music while nobody is there (contact.md 4).
        return [
            _program("rtpengine"), "--config-file=none", "--foreground", "--log-stderr", "--log-level=4", "--table=-1",
            f"--interface={self.host}", f"--listen-ng={LOOPBACK}:{self.poorten.ng}",
            f"--dtmf-log-dest={LOOPBACK}:{self.poorten.toetsen}", f"--port-min={low}", f"--port-max={high}",
            f"--recording-dir={self.home / OPNAMEN}", "--recording-method=pcap", f"--timeout={STIL_MAX_SECONDEN}",
            "--num-threads=2", "--media-num-threads=2",
        ]  # fmt: skip

    def _secret(self) -> str:
        path = self.home / "geheim"
        if not path.exists():
            self.home.mkdir(parents=True, exist_ok=True)
            _write(path, secrets.token_hex(32), None)
        return path.read_text()

    def _launch(self, name: str, command: list[str]) -> None:
        account = _account()
        path = self.home / f"{name}.log"
        with path.open("ab") as log:
            if log.tell() > LOG_MAX_BYTES:
                log.truncate(0)
            begun = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.home, start_new_session=True,
                env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8"},
                user=account and account[0], group=account and account[1], extra_groups=[] if account else None,
            )  # fmt: skip
        _write(self.home / f"{name}.pid", str(begun.pid), None, 0o644)
        while not self._is_ours(begun.pid) and begun.poll() is None:  # for an instant it has no command line yet
            time.sleep(BEGIN_SECONDEN)
        begun.returncode = 0  # it outlives us: no warning that it still runs

    def _is_ours(self, pid: int) -> bool:
        try:
            return os.fsencode(str(self.home)) in Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            return False

    async def _media_answers(self) -> bool:
        ng = await Ng.open(LOOPBACK, self.poorten.ng)
        try:
            async with asyncio.timeout(0.5):
                await ng.command("ping")
        except (MediaWeg, TimeoutError):
            return False
        finally:
            ng.close()
        return True

    async def _edge_answers(self) -> bool:
        """It tells how long it runs; by a socket that only it and we can reach."""
        return await asyncio.to_thread(self._asked, "core.uptime") is not None

    def _asked(self, method: str) -> object:
        own = self.home / f"vraag-{secrets.token_hex(4)}.sock"
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as asking:
            asking.settimeout(0.5)
            try:
                asking.bind(str(own))
                own.chmod(0o666)  # the answer comes from another account
                asking.sendto(json.dumps({"jsonrpc": "2.0", "method": method, "id": 1}).encode(),
                              str(self.home / "kamailio.sock"))  # fmt: skip
                return json.loads(asking.recv(65536)).get("result")
            except (OSError, ValueError):
                return None
            finally:
                own.unlink(missing_ok=True)


def filled(template: str, values: dict[str, str]) -> str:
    """The template with each @NAME@ replaced (`$` belongs to Kamailio); KeyError for a name without a value."""
    return PLAATS.sub(lambda found: values[found[1]], template)


def _is_known(name: str) -> bool:
    try:
        return bool(socket.getaddrinfo(name, None, socket.AF_INET))
    except OSError:
        return False


def _is_tls(trunk: str) -> bool:
    return "transport=tls" in trunk.lower().split(";")


def _van_netwerk(text: str) -> str:
    """It becomes a piece of configuration, so it is read first."""
    try:
        return f"src_ip == {ip_network(text)}"
    except ValueError as fault:
        raise OpstellingFout(f"MEENT_SIP_TRUNK_NETWORKS: {text[:40]} is geen netwerk zoals 52.112.0.0/14.") from fault


def _program(name: str) -> str:
    found = which(name) or which(name, path=SBIN)
    if found is None:
        package = "rtpengine-daemon" if name == "rtpengine" else "kamailio kamailio-tls-modules kamailio-extra-modules"
        raise OpstellingFout(f"{name} is niet geïnstalleerd: apt-get install {package}")
    return found


def _account() -> tuple[int, int] | None:
    """Whom the programs run as: ourselves (None), or nobody when we are root."""
    if os.geteuid() != 0:
        return None
    nobody = pwd.getpwnam("nobody")
    return nobody.pw_uid, nobody.pw_gid


def _is_reachable(folder: Path) -> bool:
    """Whether everybody may walk to it; what does not exist yet will be made so."""
    there = [part for part in (folder.resolve(), *folder.resolve().parents) if part.exists()]
    return all(part.stat().st_mode & 0o001 for part in there)


def _write(path: Path, text: str, account: tuple[int, int] | None, mode: int = 0o600) -> None:
    """Never through a link: whoever has the account must not make root write elsewhere."""
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, mode)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        if account:
            os.fchown(handle, *account)
        os.fchmod(handle, mode)
        file.write(text)


def _make_certificate(certificate: Path, key: Path, name: str, account: tuple[int, int] | None) -> None:
    private = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:64])])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(who).issuer_name(who).public_key(private.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=3650))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(private, hashes.SHA256())
    )  # fmt: skip
    pem = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    _write(key, pem.decode(), account)
    _write(certificate, made.public_bytes(serialization.Encoding.PEM).decode(), account, 0o644)
