"""A stand-in for Microsoft Graph and its sign-in: as strict as theirs in what our adapter depends on. All made up."""

import time
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from aiohttp import web

PER_VRAAG = 650
APPARAATCODE = "urn:ietf:params:oauth:grant-type:device_code"


@dataclass
class Graph:
    """People by their id: (availability, activity).

    nog_niet    what is answered before somebody has typed the code in
    te_druk     how many of the next questions are answered with 429
    geldig      seconds that a key is good for
    """

    mensen: dict[str, tuple[str, str]]
    nog_niet: list[str] = field(default_factory=lambda: ["authorization_pending", "slow_down"])
    te_druk: int = 0
    geldig: int = 3600
    vragen: list[list[str]] = field(default_factory=list)
    geweigerd: list[str] = field(default_factory=list)
    _keys: dict[str, float] = field(default_factory=dict)
    _renew: str = ""
    _numbers: Any = field(default_factory=lambda: count(1))

    def app(self) -> web.Application:
        made = web.Application()
        made.router.add_post("/org/oauth2/v2.0/devicecode", self._code)
        made.router.add_post("/org/oauth2/v2.0/token", self._token)
        made.router.add_post("/v1.0/communications/getPresencesByUserId", self._presences)
        return made

    def vergeet(self) -> None:
        """All keys are worth nothing any more, as when somebody's password was changed; renewing still works."""
        self._keys.clear()

    def trek_in(self) -> None:
        self.vergeet()
        self._renew = ""

    def _no(self, status: int, error: str, **more: Any) -> web.Response:
        self.geweigerd.append(error)
        return web.json_response({"error": error} | more, status=status)

    async def _code(self, request: web.Request) -> web.Response:
        form = await request.post()
        if form.get("client_id") != "meent" or "offline_access" not in str(form.get("scope")):
            return self._no(400, "invalid_request")
        return web.json_response({
            "device_code": "apparaat", "user_code": "ABCD-1234", "interval": 5, "expires_in": 900,
            "verification_uri": "https://microsoft.test/devicelogin", "message": "…",
        })  # fmt: skip

    async def _token(self, request: web.Request) -> web.Response:
        form = await request.post()
        if form.get("grant_type") == APPARAATCODE and form.get("device_code") == "apparaat":
            if self.nog_niet:
                return self._no(400, self.nog_niet.pop(0))
        elif form.get("grant_type") != "refresh_token" or not self._renew or form.get("refresh_token") != self._renew:
            return self._no(400, "invalid_grant")
        number = next(self._numbers)
        self._renew, key = f"vernieuw-{number}", f"sleutel-{number}"
        self._keys[key] = time.monotonic() + self.geldig
        return web.json_response({"access_token": key, "expires_in": self.geldig, "refresh_token": self._renew})

    async def _presences(self, request: web.Request) -> web.Response:
        key = request.headers.get("authorization", "").removeprefix("Bearer ")
        if self._keys.get(key, 0.0) <= time.monotonic():
            return self._no(401, "InvalidAuthenticationToken")
        if self.te_druk:
            self.te_druk -= 1
            return web.json_response({"error": {"code": "TooManyRequests"}}, status=429, headers={"Retry-After": "7"})
        ids = (await request.json())["ids"]
        if len(ids) > PER_VRAAG:
            return web.json_response({"error": {"code": "BadRequest"}}, status=400)
        self.vragen.append(ids)
        found = [(id, *self.mensen[id]) for id in ids if id in self.mensen]
        return web.json_response(
            {"value": [{"id": id, "availability": free, "activity": does} for id, free, does in found]}
        )
