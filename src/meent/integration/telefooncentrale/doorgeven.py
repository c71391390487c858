"""TURN (RFC 8656): where the sound of a browser goes when its network lets no UDP through to the media server.

The server is one of the municipality's own, such as coturn with `use-auth-secret`. A browser gets a name that is valid
for a working day and a password that follows from it, so no account is kept anywhere ("TURN REST API" of coturn).
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

GELDIG = timedelta(hours=10)


@dataclass(frozen=True)
class Doorgeven:
    """
    adressen  such as turn:turn.gemeente.nl:3478 and turns:turn.gemeente.nl:443?transport=tcp; none for no TURN
    geheim    that the server shares with us
    """

    adressen: tuple[str, ...] = ()
    geheim: str = ""

    def voor(self, wie: str, now: datetime) -> list[dict[str, Any]]:
        """`iceServers` of one browser (WebRTC 4.2.4); nobody is named in it that the server does not see anyway."""
        if not self.adressen:
            return []
        naam = f"{int((now + GELDIG).timestamp())}:{hashlib.sha256(wie.encode()).hexdigest()[:16]}"
        wachtwoord = hmac.new(self.geheim.encode(), naam.encode(), hashlib.sha1).digest()
        return [
            {"urls": list(self.adressen), "username": naam, "credential": base64.b64encode(wachtwoord).decode()}
        ]  # fmt: skip


GEEN = Doorgeven()
