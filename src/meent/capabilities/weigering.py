"""Under which media type a refusal goes out, in an API whose published document names none (decision 0030).

Who would rather have application/json than application/problem+json, as `Accept` says, gets it under that name; it is
the same document.
"""

from typing import Any

from meent.basis.accept import quality
from meent.engine.declare import Registry
from meent.wire.answer import JSON, PROBLEM, Scope, Send


def as_asked(registry: Registry, scope: Scope, send: Send) -> Send:
    """How the answer to this request is sent."""
    api = registry.apis.get(scope["path"].partition("/api/")[0].rpartition("/")[2])
    if api is None or not api.plain_refusals:
        return send
    accept: bytes = dict(scope["headers"]).get(b"accept", b"")
    if quality(accept, JSON[1]) <= quality(accept, PROBLEM[1]):
        return send

    async def sends(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            message = message | {"headers": [JSON if h == PROBLEM else h for h in message["headers"]]}
        await send(message)

    return sends
