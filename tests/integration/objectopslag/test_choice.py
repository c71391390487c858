"""Which store the settings ask for."""

from pathlib import Path

import pytest

from meent.integration import objectopslag
from meent.integration.objectopslag import OpslagOntbreekt, content_store
from meent.integration.objectopslag.folder import FolderStore
from meent.integration.objectopslag.s3 import S3Store


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MEENT_DATA", str(tmp_path))
    return tmp_path


def test_without_a_setting_content_is_in_the_data_folder(data: Path) -> None:
    store = content_store()
    assert isinstance(store, FolderStore)
    assert store.root == data / "documenten"


def test_a_folder_of_ones_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEENT_DOCUMENTS", "/net/documenten")
    store = content_store()
    assert isinstance(store, FolderStore)
    assert store.root == Path("/net/documenten")


def test_a_bucket(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEENT_DOCUMENTS", "s3://gemeente/register/")
    monkeypatch.setenv("MEENT_S3_ENDPOINT", "https://s3.example")
    store = content_store()
    assert isinstance(store, S3Store)
    assert store.prefix == "register"


def test_a_bucket_without_the_extra_is_told_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """A start that fails must say which command mends it."""
    monkeypatch.setenv("MEENT_DOCUMENTS", "s3://gemeente")
    monkeypatch.setattr(objectopslag, "s3", None)
    with pytest.raises(OpslagOntbreekt, match=r"meent\[s3\]"):
        content_store()
