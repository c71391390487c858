"""A folder that the account of PostgreSQL can reach; pytest's own are closed to it."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="meent-trust-", ignore_cleanup_errors=True) as made:
        yield Path(made)
