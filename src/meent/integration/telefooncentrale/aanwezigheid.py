"""Who of the back office is free, as Microsoft Graph tells it: to be shown, never to choose an agent by.

Graph gives presence to a person only, not to a program (delegated permission Presence.Read.All): somebody of the
municipality signs in once with a code, and from then on a key is renewed that lies in a file of ours. It knows at most
650 people per question, and is seconds late. Microsoft Graph v1.0, `communications/getPresencesByUserId`; OAuth 2.0
device authorization grant (RFC 8628).
"""

import asyncio
import json
import os
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import aiohttp
import msgspec

from meent.integration.netwerk import Networks, guarded_session
from meent.integration.telefooncentrale.centrale import CentraleFout

LOGIN, GRAPH = "https://login.microsoftonline.com", "https://graph.microsoft.com"
RECHTEN = "https://graph.microsoft.com/Presence.Read.All offline_access"
APPARAATCODE = "urn:ietf:params:oauth:grant-type:device_code"
PER_VRAAG = 650
ANTWOORD_MAX_BYTES = 1_000_000
SECONDEN, POGINGEN, WACHT_MAX_SECONDEN, SPELING_SECONDEN = 10.0, 3, 60.0, 60.0


class Stand(StrEnum):
    """How it is with somebody, in words for a screen."""

    VRIJ = "vrij"
    BEZET = "bezet"
    IN_GESPREK = "in gesprek"
    NIET_STOREN = "niet storen"
    WEG = "weg"
    ONBEKEND = "onbekend"


BELT = frozenset({"InACall", "InAConferenceCall"})
STANDEN = {
    "Available": Stand.VRIJ, "AvailableIdle": Stand.VRIJ, "Busy": Stand.BEZET, "BusyIdle": Stand.BEZET,
    "DoNotDisturb": Stand.NIET_STOREN, "Away": Stand.WEG, "BeRightBack": Stand.WEG, "Offline": Stand.WEG,
}  # fmt: skip


class GraphWeg(CentraleFout):
    """Microsoft Graph antwoordt niet. Probeer het later opnieuw."""


class GraphWeigert(CentraleFout):
    """Microsoft Graph weigert; de reden staat erbij. Meld u opnieuw aan met `meent telephony presence login`."""


@dataclass(frozen=True)
class Toegang:
    """The registration of Meent at Microsoft: `organisatie` is the tenant there, `programma` the client id."""

    organisatie: str
    programma: str
    login: str = LOGIN
    graph: str = GRAPH


class Code(msgspec.Struct, frozen=True):
    """What somebody types in at Microsoft to sign in."""

    device_code: str
    user_code: str
    verification_uri: str
    expires_in: int
    interval: int = 5


class Aanwezigheid:
    """Asks Graph. `open` and `close` like a session; `bewaard` is the file of the key that is renewed.

    wacht   how it waits when Graph says so; a test does not
    """

    def __init__(
        self, toegang: Toegang, bewaard: Path, networks: Networks, *,
        wacht: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:  # fmt: skip
        self.toegang, self.bewaard, self._wacht = toegang, bewaard, wacht
        self._session = guarded_session(networks, SECONDEN)
        self._sleutel, self._geldig_tot = "", 0.0

    async def close(self) -> None:
        await self._session.close()

    # --- asking -----------------------------------------------------------------------------------------------------

    async def standen(self, wie: Sequence[str]) -> dict[str, Stand]:
        """Of each of these (object ids at Microsoft); whom Graph does not know is ONBEKEND.

        raises  GraphWeg, GraphWeigert
        """
        found = dict.fromkeys(wie, Stand.ONBEKEND)
        for at in range(0, len(wie), PER_VRAAG):
            told = await self._vraag(wie[at : at + PER_VRAAG])
            for een in told.get("value", ()):
                if een.get("id") in found:
                    found[een["id"]] = stand_of(een.get("availability", ""), een.get("activity", ""))
        return found

    async def _vraag(self, wie: Sequence[str]) -> dict[str, Any]:
        url = f"{self.toegang.graph}/v1.0/communications/getPresencesByUserId"
        for _ in range(POGINGEN):
            headers = {"authorization": f"Bearer {await self._geldige_sleutel()}"}
            status, told, later = await self._post(url, headers=headers, json={"ids": list(wie)})
            if status == 200:
                return told
            if status == 401:
                self._geldig_tot = 0.0
            elif status in (429, 503):
                await self._wacht(min(later, WACHT_MAX_SECONDEN))
            else:
                raise GraphWeigert(f"Microsoft Graph weigert: {told.get('error', {}).get('code', status)}")
        raise GraphWeg(GraphWeg.__doc__)

    # --- signing in -------------------------------------------------------------------------------------------------

    async def begin(self) -> Code:
        """A code for somebody of the municipality to type in. raises GraphWeigert, GraphWeg"""
        told = await self._oauth("devicecode", scope=RECHTEN)
        return msgspec.convert(told, Code)

    async def voltooi(self, code: Code) -> None:
        """Wait until he has done so, and keep the key. raises GraphWeigert when he did not, GraphWeg"""
        rust, until = float(code.interval), time.monotonic() + code.expires_in
        while time.monotonic() < until:
            await self._wacht(rust)
            try:
                self._neem(await self._oauth("token", grant_type=APPARAATCODE, device_code=code.device_code))
            except NogNiet as nog_niet:
                rust += 5.0 * (str(nog_niet) == "slow_down")
            else:
                return
        raise GraphWeigert("Microsoft Graph weigert: de code is verlopen")

    async def _geldige_sleutel(self) -> str:
        if time.monotonic() >= self._geldig_tot:
            try:
                kept = json.loads(self.bewaard.read_bytes())["refresh_token"]
            except (OSError, ValueError, KeyError, TypeError) as fault:
                raise GraphWeigert(GraphWeigert.__doc__) from fault
            self._neem(await self._oauth("token", grant_type="refresh_token", refresh_token=kept, scope=RECHTEN))
        return self._sleutel

    def _neem(self, told: dict[str, Any]) -> None:
        """Each answer brings a new key to renew with; the one before may be refused from then on."""
        self._sleutel = str(told["access_token"])
        self._geldig_tot = time.monotonic() + float(told["expires_in"]) - SPELING_SECONDEN
        if "refresh_token" in told:
            bewaar(self.bewaard, json.dumps({"refresh_token": told["refresh_token"]}))

    async def _oauth(self, what: str, **form: str) -> dict[str, Any]:
        url = f"{self.toegang.login}/{self.toegang.organisatie}/oauth2/v2.0/{what}"
        status, told, _ = await self._post(url, data=form | {"client_id": self.toegang.programma})
        if status == 200:
            return told
        if told.get("error") in ("authorization_pending", "slow_down"):
            raise NogNiet(told["error"])
        raise GraphWeigert(f"Microsoft Graph weigert: {told.get('error', status)}")

    async def _post(self, url: str, **given: Any) -> tuple[int, dict[str, Any], float]:
        """Status, document, and after how many seconds one may ask again."""
        given["headers"] = {"accept-encoding": "identity"} | given.get("headers", {})
        try:
            async with self._session.post(url, allow_redirects=False, **given) as response:
                body = await response.content.read(ANTWOORD_MAX_BYTES)
                told = json.loads(body) if response.content_type == "application/json" else {}
                later = response.headers.get("retry-after", "")
                return response.status, told, float(later) if later.isdigit() else 1.0
        except (TimeoutError, aiohttp.ClientError, OSError, ValueError) as fault:
            raise GraphWeg(GraphWeg.__doc__) from fault


class NogNiet(Exception):
    """Nobody has typed the code in yet."""


def stand_of(availability: str, activity: str) -> Stand:
    """In our words; who is calling is "busy" to Graph, but not so for who wants to pass a caller on."""
    return Stand.IN_GESPREK if activity in BELT else STANDEN.get(availability, Stand.ONBEKEND)


def bewaar(path: Path, text: str) -> None:
    """For us alone, and whole or not at all."""
    partial = path.with_suffix(".deel")
    partial.unlink(missing_ok=True)
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    partial.rename(path)
