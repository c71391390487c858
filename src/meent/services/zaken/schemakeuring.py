"""Whether an object elsewhere is what its JSON schema says: paths into what was fetched, and judging within bounds."""

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
PROOF = Path(__file__).with_name("schemaproef.py")
GOOD, WRONG_DATA, NONE = 0, 65, -1
"""Exit statuses of that program; it is no module to import, so that the server never loads what judges."""
REFERENCES = ("$ref", "$dynamicRef", "$recursiveRef")

_turns = asyncio.Semaphore(AT_ONCE)


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
    if refers_elsewhere(schema):
        return "schema", "Dit schema verwijst naar een ander schema. Kies een schema dat op zichzelf staat."
    if len(msgspec.json.encode(schema)) > MAX_SCHEMA_BYTES:
        return "schema", f"Dit schema is groter dan {MAX_SCHEMA_BYTES // 1024} kB. Kies een kleiner schema."
    if len(msgspec.json.encode(data)) > MAX_DATA_BYTES:
        return "object", f"Dit object is groter dan {MAX_DATA_BYTES // 1024} kB. Kies een kleiner object."
    verdict = await _verdict(msgspec.json.encode({"schema": schema, "data": data}))
    if verdict == GOOD:
        return "", ""
    if verdict == WRONG_DATA:
        return "object", "Dit object voldoet niet aan het schema van zijn objecttype. Verbeter het object eerst."
    return "schema", "Dit schema is ongeldig, of te ingewikkeld om mee te controleren. Kies een ander schema."


async def _verdict(asked: bytes) -> int:
    """Exit status of the process that judges, below 0 when it was stopped. It knows no setting or secret of ours."""
    try:
        async with asyncio.timeout(SECONDS), _turns:
            return await _run(asked)
    except TimeoutError:
        return NONE


async def _run(asked: bytes) -> int:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-I", str(PROOF), env={},
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        await process.communicate(asked)
    finally:
        if process.returncode is None:
            process.kill()
    return await process.wait()
