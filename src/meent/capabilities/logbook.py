"""What capabilities tell the log of processing: rows that are about to be shown. The log is `meent.verwerkingen`.

Whatever shows rows tells so before they leave, on the connection that read them. When the log cannot be written it
raises Fout, and then nothing leaves (decision 0037).
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Protocol
from uuid import UUID

from meent.engine.call import Call
from meent.engine.declare import Resource

Seen = list[tuple[Resource[Any], list[UUID]]]
"""Rows that an answer shows, as they were found."""
Asked = Mapping[str, Any]
"""What a list was asked, by parameter."""
NOTHING_ASKED: Asked = MappingProxyType({})


class Logbook(Protocol):
    """Handed in by app.py."""

    async def shown(
        self, conn: Any, call: Call, seen: Seen, handeling: str, fields: Any = None, asked: Asked = NOTHING_ASKED
    ) -> None:
        """Writes lines for what of these rows is personal, for good.

        fields   what the client chose of them, None for all
        asked    what the list was asked in which they were found, or nothing was
        """


async def tell(
    conn: Any, call: Call, seen: Seen, handeling: str, fields: Any = None, asked: Asked = NOTHING_ASKED
) -> None:
    """Rows are about to be shown, or that there are none. Raises Fout, and then they may not be."""
    log: Logbook = call.engine.outside[Logbook]
    await log.shown(conn, call, seen, handeling, fields, asked)
