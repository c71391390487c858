"""Stores of content: a folder of this machine, or a bucket that speaks S3 (protocol: capabilities/opslag.py)."""

from pathlib import Path

from meent.capabilities.opslag import Store
from meent.integration.objectopslag.folder import FolderStore
from meent.settings import data_folder, read

try:
    from meent.integration.objectopslag import s3
except ModuleNotFoundError as missing:  # the extra s3 is not there, and need not be
    if missing.name != "obstore":
        raise
    s3 = None  # type: ignore[assignment]


class OpslagOntbreekt(Exception):
    """Voor documenten in een S3-bucket is een uitbreiding nodig: pip install 'meent[s3]'."""

    def __init__(self) -> None:
        super().__init__(OpslagOntbreekt.__doc__)


def content_store() -> Store:
    """The store of MEENT_DOCUMENTS. Raises OpslagOntbreekt."""
    place = read("MEENT_DOCUMENTS")
    if not place.startswith("s3://"):
        return FolderStore(Path(place) if place else data_folder() / "documenten")
    if s3 is None:
        raise OpslagOntbreekt
    names = ("MEENT_S3_ENDPOINT", "MEENT_S3_REGION", "MEENT_S3_KEY", "MEENT_S3_SECRET")
    return s3.S3Store(place, s3.Access(*map(read, names)))
