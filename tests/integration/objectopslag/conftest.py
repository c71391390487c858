"""Stores to hold to the contract: a folder, and a bucket of a real S3 server (moto, in this process)."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer

from meent.capabilities.opslag import Store
from meent.integration.objectopslag.folder import FolderStore
from meent.integration.objectopslag.s3 import Access, S3Store

NUMBERS = itertools.count(1)


class Bucket:
    """A bucket of the test server, with what a client of it needs."""

    def __init__(self, endpoint: str) -> None:
        self.name = f"documenten-{next(NUMBERS)}"
        self.access = Access(endpoint, "eu-west-1", "sleutel", "geheim")
        self.client = boto3.client(
            "s3", endpoint_url=endpoint, region_name="eu-west-1",
            aws_access_key_id="sleutel", aws_secret_access_key="geheim",
        )  # fmt: skip
        self.client.create_bucket(Bucket=self.name, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})

    def store(self) -> S3Store:
        return S3Store(f"s3://{self.name}/register/documenten", self.access)


@pytest.fixture(scope="session")
def s3_server() -> Iterator[str]:
    """Address of an S3 server on this machine."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    yield "http://{}:{}".format(*server.get_host_and_port())
    server.stop()


@pytest.fixture
def bucket(s3_server: str) -> Bucket:
    return Bucket(s3_server)


@pytest.fixture(params=["folder", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "folder":
        return FolderStore(tmp_path / "documenten")
    made: Store = request.getfixturevalue("bucket").store()
    return made
