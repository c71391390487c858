"""Something of ours behind a real port of this machine, in the loop of who asks for it."""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import uvicorn


@asynccontextmanager
async def listening(app: Any, port: int = 0) -> AsyncIterator[str]:
    """An ASGI application behind a port of this machine, any by itself; gives its address."""
    bound = socket.create_server(("127.0.0.1", port))
    config = uvicorn.Config(app, lifespan="off", log_level="error", access_log=False)
    config.load()
    server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    await server.startup(sockets=[bound])
    try:
        yield f"http://127.0.0.1:{bound.getsockname()[1]}"
    finally:
        await server.shutdown(sockets=[bound])
