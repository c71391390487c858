"""Whether an object is what its JSON schema says, judged within bounds; and paths into what was fetched elsewhere."""

import asyncio
import re
import sys
from pathlib import Path
from typing import Any

import msgspec

PLAIN_PATH = re.compile(r"\.|(?:\.[A-Za-z_][A-Za-z0-9_]*){1,10}", re.ASCII)
"""The part of jq that is understood: names with dots before them, or "." for the whole. No expression is ever run."""
MAX_PATH = 200
MAX_SCHEMA_BYTES, MAX_DATA_BYTES = 256 * 1024, 1024 * 1024
SECONDS = 6.0
"""On the clock, waiting for a turn included; a processor is held for two of them at most."""
AT_ONCE = 2
"""Processes, which stay to judge again (decision 0036)."""
PROOF = Path(__file__).with_name("schemaproef.py")
GOOD, WRONG_DATA, NONE = 0, 65, -1
"""Its verdicts; it is no module to import, so that the server never loads what judges."""
REFERENCES = ("$ref", "$dynamicRef", "$recursiveRef")
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


class Judges:
    """Processes that judge, each one question at a time; one that was too slow is stopped and replaced when needed.

    They know no setting or secret of ours, and end by themselves when nobody can ask them any more.
    """

    def __init__(self) -> None:
        self._idle: list[asyncio.subprocess.Process] = []
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._loop: asyncio.AbstractEventLoop | None = None

    async def ask(self, schema: bytes, data: bytes) -> bytes:
        """The line that a process answers; b"" when it ended or was stopped."""
        if self._loop is not asyncio.get_running_loop():  # the processes of another loop cannot be heard in this one
            self.__init__()  # type: ignore[misc]
            self._loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(SECONDS), self._turns:
                return await self._ask_one(schema, data)
        except TimeoutError:
            return b""

    async def _ask_one(self, schema: bytes, data: bytes) -> bytes:
        process = self._idle.pop() if self._idle else await self._start()
        is_kept = False
        assert process.stdin
        assert process.stdout
        try:
            process.stdin.write(len(schema).to_bytes(4, "big") + len(data).to_bytes(4, "big") + schema + data)
            await process.stdin.drain()
            said = await process.stdout.readline()
            is_kept = said.endswith(b"\n")
        except ConnectionError:  # it ended while it was idle
            said = b""
        finally:
            if is_kept:
                self._idle.append(process)
            elif process.returncode is None:
                process.kill()
        return said if is_kept else b""

    @staticmethod
    async def _start() -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            sys.executable, "-I", str(PROOF), env={},
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip


_judges = Judges()
