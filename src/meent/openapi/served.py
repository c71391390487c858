"""The documents as every register serves them, open for any origin (G-02)."""

from meent.basis.fouten import not_found
from meent.engine.call import Call
from meent.engine.declare import Registry
from meent.openapi.document import as_json
from meent.wire.answer import JSON, Answer, not_allowed


class Documents:
    """All documents of a registry, with and without what the standard lacks; made once."""

    def __init__(self, registry: Registry) -> None:
        self.made = {
            (name, extras): as_json(api, registry, extras=extras)
            for name, api in registry.apis.items()
            for extras in (True, False)
        }

    async def serve(self, call: Call, rest: list[str]) -> Answer:
        """The document of one API."""
        if call.parts[4:] not in (["openapi.json"], ["schema", "openapi.json"], ["schema", "openapi.yaml"]):
            raise not_found()
        if call.method not in ("GET", "HEAD"):
            raise not_allowed(["GET", "HEAD"])
        document = self.made[call.parts[1], call.place.extras]
        return Answer(200, call.links.render(document), (JSON, (b"access-control-allow-origin", b"*")))
