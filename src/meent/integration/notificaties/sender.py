"""Calls the addresses of subscribers, and nobody else: no private network, no redirect, no long answer."""

import asyncio

import aiohttp

from meent.integration.netwerk import Networks, guarded_session
from meent.services.notificaties.callbacks import Answered

SECONDS = 10.0
MAX_ANSWER_BYTES = 16 * 1024
"""An answer is read this far, so that the connection can be used again; a longer one costs its subscriber a new one."""
JSON = "application/json"


class Sender:
    """Posts messages to callback addresses; one for the whole process.

    seconds   how long an answer may take, connecting included
    """

    def __init__(self, networks: Networks, *, seconds: float = SECONDS) -> None:
        self.networks, self.seconds = networks, seconds
        self._session: aiohttp.ClientSession | None = None

    async def post(self, url: str, body: bytes, *, auth: str, kind: str = JSON) -> Answered:
        """The status that the subscriber answers, or why there is none. A redirect is an answer, and not followed."""
        if trouble := self.networks.refused(url):
            return Answered(0, trouble)
        headers = {"content-type": kind} | ({"authorization": auth} if auth else {})
        try:
            async with self._http().post(url, data=body, headers=headers, allow_redirects=False) as response:
                await response.content.read(MAX_ANSWER_BYTES)
                return Answered(response.status)
        except TimeoutError:
            return Answered(0, f"Het antwoordt niet binnen {self.seconds:g} seconden")
        except (aiohttp.ClientError, OSError, ValueError) as fault:
            return Answered(0, self.networks.told(fault))

    async def close(self) -> None:
        if self._session:
            await self._session.close()
            self._session = None

    def _http(self) -> aiohttp.ClientSession:
        """Made when first needed, because it belongs to the loop that runs then."""
        if self._session is None:
            self._session = guarded_session(self.networks, self.seconds)
        return self._session


class Patient:
    """A Sender for the test of a new subscription: a few at once, because each holds a connection to the database."""

    def __init__(self, sender: Sender, at_once: int = 2) -> None:
        self.sender, self._turn = sender, asyncio.Semaphore(at_once)

    async def post(self, url: str, body: bytes, *, auth: str) -> Answered:
        async with self._turn:
            return await self.sender.post(url, body, auth=auth)
