"""A Meent to judge, called in this process as any server would be, and what has been found of it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from meent.app import App
from meent.data import embedded
from meent.services.autorisaties import applications
from meent.services.notificaties.callbacks import Answered, Callbacks
from meent.tools.conform.findings import Report
from meent.tools.conform.published import Published
from meent.tools.conform.run import LISTS, Run
from meent.tools.conform.scratch import Scratch
from meent.tools.conform.target import APIS, Key, Target
from meent.tools.conform.traffic import Exchange, Limits, Reply, Request, Traffic
from tests.asgi import SECRET, _exchange
from tests.conftest import Gemeente, Obliging, _gemeente

MAIN = (
    "zaken/api/v1/zaken", "documenten/api/v1/enkelvoudiginformatieobjecten", "besluiten/api/v1/besluiten",
    "catalogi/api/v1/zaaktypen", "catalogi/api/v1/besluittypen", "catalogi/api/v1/informatieobjecttypen",
    "autorisaties/api/v1/applicaties", *(f"klantinteracties/api/v1/{path}" for path in LISTS["klantinteracties"]),
)  # fmt: skip


@dataclass
class InProcess:
    """Carries to an ASGI application without a network."""

    app: Any

    async def carry(self, request: Request, limits: Limits) -> Reply:
        url = urlsplit(request.url)
        headers = {"host": url.netloc} | {k.lower(): v for k, v in request.headers.items()}
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": request.method,
            "scheme": url.scheme, "path": url.path, "raw_path": url.path.encode(), "root_path": "",
            "query_string": url.query.encode(), "headers": [(k.encode(), v.encode()) for k, v in headers.items()],
            "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80), "extensions": {},
        }  # fmt: skip
        answer = await _exchange(self.app, scope, request.body)
        return Reply(answer.status, tuple(answer.headers.items()), answer.body)

    async def close(self) -> None:
        """Nothing to close."""


class Unreachable(Obliging):
    """Callback addresses that behave, but for those that can never exist."""

    async def post(self, url: str, body: bytes, *, auth: str) -> Answered:
        if ".invalid" in url:
            return Answered(0, "De naam van dit adres is niet bekend")
        return await super().post(url, body, auth=auth)


@dataclass
class Proefbank:
    """A municipality of Meent as a target.

    scratch  a corner for runs of a rule or two
    whole    what the run over everything found
    asked    its exchanges, without most bodies of answers
    published  the documents it held them against
    stayed   list -> how many objects that run left behind
    """

    gemeente: Gemeente
    target: Target
    standards: Path
    key: Ed25519PrivateKey
    scratch: Scratch
    whole: Report
    asked: list[Exchange]
    published: dict[str, Published]
    stayed: dict[str, int]

    async def run(self, app: Any, *numbers: str, looks: bool = False) -> Report:
        """Only these rules, against this application, in the corner that is there already."""
        rules = [r for r in Run.rules if r.number in numbers]
        assert {r.number for r in rules} == set(numbers)
        carrier = InProcess(app)
        return await Run(self.target, carrier, self.standards, self.key, rules, looks=looks, scratch=self.scratch)()


def target_at(gemeente: Gemeente, second: Key) -> Target:
    bases = {api: f"{gemeente.client.base}/{api}/api/v1" for api in APIS}
    return Target("Meent", bases, Key(gemeente.client.client_id, SECRET), second)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def proefbank(app: App, migrated: embedded.Embedded, shared: Path) -> AsyncIterator[Proefbank]:
    """Judged once, over everything."""
    gemeente = await _gemeente(app, migrated.owner_dsn)
    secret = await applications.only_secret(app.engine, app.directory.by_slug[gemeente.slug], "tweede-client")
    assert secret
    usual, app.engine.outside[Callbacks] = app.engine.outside[Callbacks], Unreachable()
    target, key = target_at(gemeente, Key("tweede-client", secret)), Ed25519PrivateKey.generate()
    standards = shared / "standards"
    run = Run(target, InProcess(app), standards, key)
    whole = await run()
    stayed = {}
    for place in MAIN:
        answer = await gemeente.client.get(f"/{place}", {"status": "alles"} if "catalogi" in place else None)
        stayed[place] = answer.json["count"]
    scratch = Scratch(Traffic(target, InProcess(app)), dict(whole.versions), "proefbank")
    yield Proefbank(gemeente, target, standards, key, scratch, whole, run.traffic.kept, run.published, stayed)
    app.engine.outside[Callbacks] = usual


@pytest.fixture
def whole(proefbank: Proefbank) -> Report:
    return proefbank.whole
