"""Idempotency-Key: the same key and the same request give the same answer and one effect (trust §3).

The key is claimed in the transaction that writes, so a second request with it waits until the first has committed and
then gets the first one's answer. Keys are kept KEEP_DAYS and belong to one application.
"""

from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

import msgspec

from meent.basis.fouten import Fout, one_fault
from meent.capabilities.logbook import Seen, tell
from meent.engine.call import Call
from meent.engine.change import Session
from meent.engine.declare import Operation

NO_ROW = UUID(int=0)
"""Kept as the uuid of an answer that is not about one row."""
MAX_KEY = 255
KEEP_DAYS = 7

CLAIM = """
INSERT INTO idempotentie (tenant_id, client_id, sleutel, vingerafdruk, aanmaakdatum) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (tenant_id, client_id, sleutel) DO NOTHING RETURNING sleutel
"""
KNOWN = """
SELECT vingerafdruk, resource_id, antwoord FROM idempotentie WHERE tenant_id = $1 AND client_id = $2 AND sleutel = $3
"""
REMEMBER = """
UPDATE idempotentie SET resource_id = $4, antwoord = $5 WHERE tenant_id = $1 AND client_id = $2 AND sleutel = $3
"""


@dataclass(frozen=True)
class Claim:
    """A key that this request is the first to bring, or the answer that was given to it before.

    answer   uuid and body, links with placeholder
    """

    sleutel: str
    answer: tuple[UUID, bytes] | None = None

    async def keep(self, session: Session, written: UUID, document: bytes) -> None:
        """Keeps the answer beside the key, in the same transaction."""
        owner = (session.tenant_id, session.caller.client_id, self.sleutel)
        await session.conn.execute(REMEMBER, *owner, written, document)


async def claim(
    call: Call, session: Session, operation: Operation | str, key: UUID | None, raw: bytes
) -> Claim | None:
    """None without the header or where only the standard counts; else the key, with the earlier answer if any.

    raises    Fout 400 for a key that is none, 409 for one that was used for another request
    """
    header = call.headers.get(b"idempotency-key")
    if header is None or not call.place.extras:
        return None
    await session.begin()
    sleutel: str = header.decode("latin-1").strip()
    if not 0 < len(sleutel) <= MAX_KEY:
        raise one_fault("Idempotency-Key", "invalid", f"De sleutel moet 1 tot {MAX_KEY} tekens lang zijn.")
    name = operation.path if isinstance(operation, Operation) else operation
    print_ = sha256(f"{name} {call.resource.name} {key or ''}\n".encode() + raw).digest()
    owner = (call.place.id, call.caller.client_id, sleutel)
    if await session.conn.fetchval(CLAIM, *owner, print_, session.now):
        return Claim(sleutel)
    known = await session.conn.fetchrow(KNOWN, *owner)
    if known is None or known[0] != print_:
        raise Fout(409, "conflict", "Deze Idempotency-Key is al gebruikt voor een ander verzoek.")
    if known[2]:
        await tell(session.conn, call, _shown(call, operation, known[1], known[2]), "retrieve")
    return Claim(sleutel, (known[1], known[2]))


def _shown(call: Call, operation: Operation | str, key: UUID, body: bytes) -> Seen:
    """The rows that an answer shows: the one it is about, or those that a named operation says its members are."""
    if not isinstance(operation, Operation) or not (operation.body or operation.gives):
        return [] if key == NO_ROW else [(call.resource, [key])]
    rows, told = operation.document.get("rows", {}), msgspec.json.decode(body)
    registry = call.engine.registry
    return [(registry.of(shape), [UUID(told[name]["uuid"])]) for name, (shape, *_) in rows.items() if told[name]]
