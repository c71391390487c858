"""Judges objects by JSON schemas, in a process of its own: run by schemakeuring.py, imported by nobody.

Both come from outside, so that judging may take for ever or all memory (decisions 0027, 0036). A question on standard
input is two lengths of four bytes, and then a schema and an object as JSON of those lengths; without an object only the
schema is judged. The answer is one line of JSON: the verdict, and where in the object which word of the schema was not
met. Who takes too long ends the process. One line before all that says that it is ready. Nothing else is written, and
nothing of Meent is imported.
"""

import json
import resource
import signal
import sys
from functools import lru_cache
from itertools import islice
from typing import Any

from jsonschema import SchemaError
from jsonschema.validators import Draft202012Validator, validator_for
from referencing import Registry
from referencing.exceptions import Unresolvable

GOOD, WRONG_SCHEMA, WRONG_DATA = 0, 64, 65
CPU_SECONDS = 1
MEMORY_BYTES = 512 * 1024 * 1024
TOLD = 20
"""Faults that are told of one object."""


@lru_cache(maxsize=64)
def validator(schema: bytes) -> Any:
    """What judges by this schema. Nothing outside it is ever fetched: the registry is empty and stays so.

    raises   SchemaError, ValueError
    """
    read = json.loads(schema)
    if type(read) not in (dict, bool):
        raise ValueError("no schema")
    kind = validator_for(read, default=Draft202012Validator)
    kind.check_schema(read)
    return kind(read, registry=Registry())


def judge(schema: bytes, data: bytes) -> dict[str, Any]:
    """The verdict and the faults, of each its place in the object and the word of the schema that was not met."""
    try:
        by = validator(schema)
        found = list(islice(by.iter_errors(json.loads(data)), TOLD)) if data else []
    except (SchemaError, ValueError, Unresolvable):
        return {"verdict": WRONG_SCHEMA}
    faults = [[[str(name) for name in fault.absolute_path], str(fault.validator)] for fault in found]
    return {"verdict": WRONG_DATA if faults else GOOD, "faults": faults}


def answer_all() -> None:
    """Answers until nobody asks any more."""
    asked, told = sys.stdin.buffer, sys.stdout.buffer
    told.write(b"ready\n")
    told.flush()
    while lengths := asked.read(8):
        schema = asked.read(int.from_bytes(lengths[:4], "big"))
        data = asked.read(int.from_bytes(lengths[4:], "big"))
        signal.setitimer(signal.ITIMER_PROF, CPU_SECONDS)  # at zero the process ends
        line = json.dumps(judge(schema, data)).encode()
        signal.setitimer(signal.ITIMER_PROF, 0)
        told.write(line + b"\n")
        told.flush()


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    answer_all()
