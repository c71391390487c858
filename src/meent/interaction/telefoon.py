"""The agent's telephone: the web socket that carries its signalling, and the page that checks the headset.

Who it is and of which municipality comes from the session. A page of another site gets nothing, whoever is logged in.
"""

import asyncio

from starlette.responses import Response
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from meent.integration.telefooncentrale.browser import KanaalDicht
from meent.interaction import session as sessions
from meent.interaction.identity import KCC, TEAMLEIDER
from meent.interaction.visit import Deps, Visit, is_same_origin
from meent.process.telefonie.luisterwaarden import LUISTERT

SOCKET, LUISTER_SOCKET = "/{gemeente}/telefoon", "/{gemeente}/luisteraar"
GEWILD = (1000, 1001)
"""What a browser says when somebody closes the page or goes elsewhere."""
GEEN_TOEGANG, NIET_HIER = 4403, 4404
MICROPHONE = "camera=(), geolocation=(), microphone=(self)"


class WebKanaal:
    """See `browser.Kanaal`."""

    def __init__(self, socket: WebSocket) -> None:
        self._socket = socket

    async def receive(self) -> str:
        try:
            return await self._socket.receive_text()
        except WebSocketDisconnect as left:
            raise KanaalDicht(is_gewild=left.code in GEWILD) from left
        except KeyError:  # octets where text belongs
            return ""
        except RuntimeError as closed:  # we closed it ourselves
            raise KanaalDicht(is_gewild=True) from closed

    async def send(self, text: str) -> None:
        try:
            await self._socket.send_text(text)
        except (RuntimeError, WebSocketDisconnect, OSError) as closed:
            raise KanaalDicht(is_gewild=False) from closed

    async def close(self, code: int) -> None:
        if self._socket.application_state is WebSocketState.CONNECTED:
            try:
                await self._socket.close(code)
            except (RuntimeError, OSError):
                return


async def headset(visit: Visit) -> Response:
    """Does the microphone work, and who hears whom: to look at before the first call of the day."""
    response = visit.render("klantcontact/headset.html")
    response.headers["Permissions-Policy"] = MICROPHONE
    return response


def socket_routes(deps: Deps) -> list[WebSocketRoute]:
    """The telephone of an agent, and the ear of a team leader, who may be the same person with both open."""
    return [_route(deps, SOCKET, KCC, ""), _route(deps, LUISTER_SOCKET, TEAMLEIDER, LUISTERT)]


def _route(deps: Deps, path: str, role: str, als: str) -> WebSocketRoute:
    async def answer(socket: WebSocket) -> None:
        slug = socket.path_params["gemeente"]
        now = deps.clock()
        session = sessions.unseal(socket.cookies.get(sessions.COOKIE, ""), deps.session_secret, now)
        if session is None or not is_same_origin(socket) or not session.has_role(slug, role):
            await socket.close(GEEN_TOEGANG)
            return
        if deps.telefoon is None or slug not in {tenant.slug for tenant in deps.tenants()}:
            await socket.close(NIET_HIER)
            return
        await socket.accept()
        try:
            async with asyncio.timeout(session.until - now.timestamp()):
                await deps.telefoon.serve(slug, als + session.user, WebKanaal(socket))
        except TimeoutError:  # the working day is over: log in again
            await WebKanaal(socket).close(GEEN_TOEGANG)

    return WebSocketRoute(path, answer)
