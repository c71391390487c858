"""What the tests of the engine share."""

import pytest_asyncio

from meent.app import App
from meent.data import embedded
from tests.conftest import Gemeente, _gemeente
from tests.engine.samples import Gevuld, gevuld


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def stad(app: App, migrated: embedded.Embedded) -> Gevuld:
    """A municipality with a row of everything, for tests that only look or add."""
    gemeente: Gemeente = await _gemeente(app, migrated.owner_dsn)
    return await gevuld(gemeente)
