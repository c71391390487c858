"""Idempotency-Key: the same key and the same request give the same answer and one effect (trust §3).

The key is claimed in the transaction that writes, so a second request with it waits until the first has committed and
then gets the first one's answer. Keys are kept KEEP_DAYS and belong to one application.
"""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from meent.engine.errors import Fout, one_fault

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
class Replay:
    """The answer that was given before, links with placeholder."""

    key: UUID
    body: bytes


async def replay_or_claim(conn: Any, call: Any, operation: str, key: UUID | None, raw: bytes) -> "Replay | str | None":
    """None without the header or where only the standard counts, the key when it is new, or the earlier answer.

    raises    Fout 400 for a key that is none, 409 for one that was used for another request
    """
    header = call.headers.get(b"idempotency-key")
    if header is None or not call.place.extras:
        return None
    sleutel: str = header.decode("latin-1").strip()
    if not 0 < len(sleutel) <= MAX_KEY:
        raise one_fault("Idempotency-Key", "invalid", f"De sleutel moet 1 tot {MAX_KEY} tekens lang zijn.")
    asked = f"{operation} {call.resource.name} {key or ''}\n".encode() + raw
    print_ = sha256(asked).digest()
    owner = (call.place.id, call.caller.client_id, sleutel)
    if await conn.fetchval(CLAIM, *owner, print_, call.engine.now()):
        return sleutel
    known = await conn.fetchrow(KNOWN, *owner)
    if known is None or known[0] != print_:
        raise Fout(409, "conflict", "Deze Idempotency-Key is al gebruikt voor een ander verzoek.")
    return Replay(known[1], known[2])


async def remember(conn: Any, call: Any, sleutel: str, written: UUID, document: bytes) -> None:
    """Keeps the answer beside the key, in the same transaction."""
    await conn.execute(REMEMBER, call.place.id, call.caller.client_id, sleutel, written, document)
