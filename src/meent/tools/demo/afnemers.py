"""Two systems that want to hear of changes in the demo: one that works, one that has stopped and nobody noticed.

They live at addresses of the demo itself, so that nothing leaves this computer and Beheer has something to show.
"""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from meent.tools.demo.items import Body

AUTH = "Bearer demo"
AFNEMERS = {"zaakdashboard": 204, "oud-archief": 503}
"""Name, as in its address, and what it answers."""


def abonnementen(base: str) -> list[Body]:
    """Their subscriptions, as bodies for the Notificaties API."""
    return [
        {"callbackUrl": f"{base}/_demo/{naam}", "auth": AUTH, "kanalen": [{"naam": "zaken", "filters": {}}]}
        for naam in AFNEMERS
    ]


async def ontvang(request: Request) -> Response:
    """Reads the message and answers as this system does."""
    status = AFNEMERS.get(request.path_params["naam"], 404)
    if request.headers.get("authorization") != AUTH:
        return Response(status_code=403)
    await request.body()
    return Response(status_code=status)


ROUTES = (Route("/_demo/{naam}", ontvang, methods=["POST"]),)
