"""Whether an object is what its JSON schema says, judged within bounds; and paths into what was fetched elsewhere."""

import asyncio
import re
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from meent.basis.fouten import Fout

PLAIN_PATH = re.compile(r"\.|(?:\.[A-Za-z_][A-Za-z0-9_]*){1,10}", re.ASCII)
"""The part of jq that is understood: names with dots before them, or "." for the whole. No expression is ever run."""
MAX_PATH = 200
MAX_SCHEMA_BYTES, MAX_DATA_BYTES = 256 * 1024, 1024 * 1024
TURN_SECONDS, SECONDS = 1.0, 3.5
"""On the clock, of waiting for a turn and of judging: together less than any answer may take. Who passes that is told
to come again. What is too much for a schema is measured on the processor, by the process itself."""
START_SECONDS = 30.0
AT_ONCE = 2
"""Processes, which stay to judge again (decision 0036)."""
PROOF = Path(__file__).with_name("schemaproef.py")
GOOD, WRONG_DATA, NONE = 0, 65, -1
"""Its verdicts; it is no module to import, so that the server never loads what judges."""
REFERENCES = ("$ref", "$dynamicRef", "$recursiveRef")
BUSY = "Er worden nu te veel schema's tegelijk gecontroleerd. Probeer het over enkele seconden opnieuw."
TOO_MUCH = "Dit schema is ongeldig, of te ingewikkeld om mee te controleren. Kies een ander schema."


def is_plain(path: str) -> bool:
    """Whether this is a path that `at` can follow."""
    return len(path) <= MAX_PATH and PLAIN_PATH.fullmatch(path) is not None


def at(path: str, found: Any) -> Any:
    """What stands at a plain path, such as `.record.data`; UNSET when nothing does."""
    for name in filter(None, path.split(".")):
        if not isinstance(found, dict) or name not in found:
            return msgspec.UNSET
        found = found[name]
    return found


def refers_elsewhere(schema: Any) -> bool:
    """Whether something in the schema would have to be fetched."""
    todo = [schema]
    while todo:
        part = todo.pop()
        if isinstance(part, dict):
            links = (part.get(name) for name in REFERENCES)
            if any(isinstance(link, str) and not link.startswith("#") for link in links):
                return True
            todo += part.values()
        elif isinstance(part, list):
            todo += part
    return False


async def judge(schema: Any, data: Any) -> tuple[str, str]:
    """What is wrong, "schema" or "object", and why in words; "" and "" when the object is what the schema says."""
    if told := what_is_odd(schema):
        return "schema", told
    if len(msgspec.json.encode(data)) > MAX_DATA_BYTES:
        return "object", f"Dit object is groter dan {MAX_DATA_BYTES // 1024} kB. Kies een kleiner object."
    verdict, _ = await faults_of(schema, data)
    if verdict == GOOD:
        return "", ""
    if verdict == WRONG_DATA:
        return "object", "Dit object voldoet niet aan het schema van zijn objecttype. Verbeter het object eerst."
    return "schema", TOO_MUCH


def what_is_odd(schema: Any) -> str:
    """Why a schema is not even judged, "" when it is."""
    if refers_elsewhere(schema):
        return "Dit schema verwijst naar een ander schema. Kies een schema dat op zichzelf staat."
    if len(msgspec.json.encode(schema)) > MAX_SCHEMA_BYTES:
        return f"Dit schema is groter dan {MAX_SCHEMA_BYTES // 1024} kB. Kies een kleiner schema."
    return ""


Faults = list[tuple[list[str], str]]
"""Of each fault its place in the object, names from the outside in, and the word of the schema that was not met."""


async def faults_of(schema: Any, data: Any = msgspec.UNSET) -> tuple[int, Faults]:
    """The verdict, NONE when judging was stopped, and some of the faults; without data only the schema is judged."""
    told = b"" if data is msgspec.UNSET else msgspec.json.encode(data)
    said = await _judges.ask(msgspec.json.encode(schema), told)
    if not said:
        return NONE, []
    found = msgspec.json.decode(said)
    return found["verdict"], [(place, word) for place, word in found.get("faults", ())]


# --- the processes ---------------------------------------------------------------------------------------------------


@dataclass
class Judge:
    """A process that judges; it says so once it is ready to, and is given up when it is not by `until`."""

    process: asyncio.subprocess.Process
    until: float
    is_ready: bool = False


def busy() -> Fout:
    return Fout(503, "unavailable", BUSY, headers=((b"retry-after", b"2"),))


class Judges:
    """Processes that judge, each one question at a time; one that was too slow is stopped and replaced when needed.

    They know no setting or secret of ours, and end by themselves when nobody can ask them any more.
    """

    def __init__(self) -> None:
        self._idle: list[Judge] = []
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._loop: asyncio.AbstractEventLoop | None = None

    async def ask(self, schema: bytes, data: bytes) -> bytes:
        """The line that a process answers; b"" when it ended or was stopped.

        raises   Fout 503 when it took too long on the clock: others were judged all the time, or the machine is busy,
                 and that says nothing of this schema
        """
        if self._loop is not asyncio.get_running_loop():  # the processes of another loop cannot be heard in this one
            self.__init__()  # type: ignore[misc]
            self._loop = asyncio.get_running_loop()
        turns = self._turns
        try:
            async with asyncio.timeout(TURN_SECONDS):
                await turns.acquire()
        except TimeoutError:
            raise busy() from None
        try:
            async with asyncio.timeout(SECONDS):
                return await self._ask_one(schema, data)
        except TimeoutError:
            raise busy() from None
        finally:
            turns.release()

    async def _ask_one(self, schema: bytes, data: bytes) -> bytes:
        judge = self._idle.pop() if self._idle else await self._start()
        is_kept = True
        stdin, stdout = judge.process.stdin, judge.process.stdout
        assert stdin
        assert stdout
        try:
            if not judge.is_ready and not (await stdout.readline()):
                is_kept = False
                raise busy()
            judge.is_ready, is_kept = True, False
            stdin.write(len(schema).to_bytes(4, "big") + len(data).to_bytes(4, "big") + schema + data)
            await stdin.drain()
            said = await stdout.readline()
            is_kept = said.endswith(b"\n")
        except ConnectionError:  # it ended while it was idle
            said = b""
        finally:
            if is_kept and (judge.is_ready or time.monotonic() < judge.until):
                self._idle.append(judge)
            elif judge.process.returncode is None:
                judge.process.kill()
        return said if is_kept else b""

    @staticmethod
    async def _start() -> Judge:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-I", str(PROOF), env={},
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        return Judge(process, until=time.monotonic() + START_SECONDS)


_judges = Judges()
