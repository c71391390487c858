"""What a client likes best of what it can get, as its header Accept says (RFC 9110 §12.5.1)."""

import re

WEIGHT = re.compile(rb"0(\.\d{0,3})?|1(\.0{0,3})?")


def quality(accept: bytes, kind: bytes) -> float:
    """How much a client likes a media type, 0 to 1: by the range in its Accept that fits best."""
    found = {}
    for part in accept.lower().split(b","):
        name, *parameters = (word.strip() for word in part.split(b";"))
        weight = next((p[2:] for p in parameters if p.startswith(b"q=")), b"1")
        found[name] = float(weight) if WEIGHT.fullmatch(weight) else 0.0
    ranges = (kind, kind.partition(b"/")[0] + b"/*", b"*/*")
    return next((found[name] for name in ranges if name in found), 0.0)
