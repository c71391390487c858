"""A client for tests: calls the application in this process, as any ZGW client would over HTTP."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode, urlsplit

import msgspec
from joserfc import jwt
from joserfc.jwk import OctKey

SECRET = "een-geheim-van-ten-minste-dertig-tekens"


def token(client_id: str, secret: str = SECRET, **claims: Any) -> str:
    """A JWT as ZGW clients make them; claims override the usual ones."""
    moment = int(time.time())
    return signed(client_id, secret, moment, **claims) if claims else of_this_second(client_id, secret, moment)


def signed(client_id: str, secret: str, moment: int, **claims: Any) -> str:
    usual = {"iss": client_id, "iat": moment, "client_id": client_id}
    usual |= {"user_id": "jdevries", "user_representation": "J. de Vries"}
    wanted = {k: v for k, v in (usual | claims).items() if v is not None}
    return jwt.encode({"alg": "HS256"}, wanted, OctKey.import_key(secret))


of_this_second = lru_cache(maxsize=64)(signed)
"""The same claims under the same secret are the same token, octet by octet."""


@dataclass
class Response:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return msgspec.json.decode(self.body)

    @property
    def codes(self) -> set[tuple[str, str]]:
        """(name, code) of every invalidParam."""
        return {(p["name"], p["code"]) for p in self.json.get("invalidParams", [])}


CRS = {"accept-crs": "EPSG:4326", "content-crs": "EPSG:4326"}


@dataclass
class Client:
    """One application of one municipality.

    prefix   "/meerwijde"; paths and absolute URLs of this municipality are both accepted
    """

    app: Any
    prefix: str
    client_id: str
    host: str = "gemeente.test"
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def base(self) -> str:
        return f"http://{self.host}{self.prefix}"

    async def get(self, path: str, query: dict[str, Any] | None = None, **headers: str | None) -> Response:
        return await self.call("GET", path, query=query, headers=headers)

    async def head(self, path: str, **headers: str | None) -> Response:
        return await self.call("HEAD", path, headers=headers)

    async def post(self, path: str, body: Any, **headers: str | None) -> Response:
        return await self.call("POST", path, body=body, headers=headers)

    async def put(self, path: str, body: Any, **headers: str | None) -> Response:
        return await self.call("PUT", path, body=body, headers=headers)

    async def patch(self, path: str, body: Any, **headers: str | None) -> Response:
        return await self.call("PATCH", path, body=body, headers=headers)

    async def delete(self, path: str, **headers: str | None) -> Response:
        return await self.call("DELETE", path, headers=headers)

    async def call(
        self,
        method: str,
        path: str,
        *,
        body: Any = None,
        raw: bytes | None = None,
        query: dict[str, Any] | None = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> Response:
        """Header names may be written with underscores; the value None leaves a usual header out."""
        url = urlsplit(path if "://" in path else self.base + path)
        usual: dict[str, Any] = {"host": url.netloc, "authorization": f"Bearer {token(self.client_id)}"}
        usual |= {"content-type": "application/json"} | CRS | self.headers
        usual |= {k.replace("_", "-").lower(): v for k, v in (headers or {}).items()}
        content = raw if raw is not None else msgspec.json.encode(body) if method in ("POST", "PUT", "PATCH") else b""
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": url.scheme,
            "path": url.path, "raw_path": url.path.encode(), "root_path": "",
            "query_string": (urlencode(query) if query else url.query).encode(),
            "headers": [(k.encode(), v.encode()) for k, v in usual.items() if v is not None],
            "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80), "extensions": {},
        }  # fmt: skip
        return await _exchange(self.app, scope, content)


async def _exchange(app: Any, scope: dict[str, Any], content: bytes) -> Response:
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": content, "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await app(scope, receive, send)
    headers = {k.decode(): v.decode() for k, v in sent[0]["headers"]}
    return Response(sent[0]["status"], headers, b"".join(m.get("body", b"") for m in sent[1:]))
