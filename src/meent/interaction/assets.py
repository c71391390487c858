"""The built static files: logical name -> address, and the handler that serves them."""

import json
from functools import cache
from pathlib import Path

from starlette.staticfiles import StaticFiles
from starlette.types import Message, Receive, Scope, Send

BUILT = Path(__file__).parent / "static/built"
A_YEAR = b"public, max-age=31536000, immutable"


@cache
def manifest() -> dict[str, str]:
    """Names as the templates know them -> file names that change with their contents."""
    file = BUILT / "manifest.json"
    if not file.exists():
        raise FileNotFoundError(f"{file} is not there: run `python hatch_build.py` once")
    names: dict[str, str] = json.loads(file.read_text())
    return names


def asset(name: str) -> str:
    return f"/static/{manifest()[name]}"


def has_asset(name: str) -> bool:
    return name in manifest()


class BuiltFiles:
    """Serves `static/built/`; what is found may be kept for a year, because its name says what is in it."""

    def __init__(self) -> None:
        self._files = StaticFiles(directory=BUILT, check_dir=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_lifetime(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:
                message["headers"] += [(b"cache-control", A_YEAR), (b"x-content-type-options", b"nosniff")]
            await send(message)

        await self._files(scope, receive, send_with_lifetime)
