"""Judges one object by a JSON schema, in a process of its own: run by schemakeuring.py, imported by nobody.

Both come from outside, so that judging may take for ever or all memory (decision 0027). Standard input holds
`{"schema": …, "data": …}`; the exit status is the verdict. Nothing is written, and nothing of Meent is imported.
"""

import json
import resource
import sys
from typing import Any

from jsonschema import SchemaError
from jsonschema.validators import Draft202012Validator, validator_for
from referencing import Registry
from referencing.exceptions import Unresolvable

GOOD, WRONG_SCHEMA, WRONG_DATA = 0, 64, 65
CPU_SECONDS = 2
MEMORY_BYTES = 512 * 1024 * 1024


def judge(schema: Any, data: Any) -> int:
    """The verdict. Nothing outside the schema is ever fetched: the registry is empty and stays so."""
    if type(schema) not in (dict, bool):
        return WRONG_SCHEMA
    kind = validator_for(schema, default=Draft202012Validator)
    try:
        kind.check_schema(schema)
        return GOOD if kind(schema, registry=Registry()).is_valid(data) else WRONG_DATA
    except (SchemaError, Unresolvable):
        return WRONG_SCHEMA


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    asked = json.load(sys.stdin.buffer)
    sys.exit(judge(asked["schema"], asked["data"]))
