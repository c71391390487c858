"""The archive in which a catalogue travels: what a stranger may put in it, and what may not happen then.

Open Zaak wrote a file of such an archive outside its folder (CVE-2026-55836); nothing of ours is ever written to disk.
"""

import contextlib
import io
import json
import random
import stat
import zipfile
from pathlib import Path

import pytest

from meent.tools.catalogus import archief
from meent.tools.catalogus.archief import ExportOnleesbaar, read_json_files, write_json_files


def een_zip(members: dict[str, str | bytes]) -> io.BytesIO:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for naam, content in members.items():
            archive.writestr(naam, content)
    buffer.seek(0)
    return buffer


def met_link() -> io.BytesIO:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        info = zipfile.ZipInfo("ZaakType.json")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
    buffer.seek(0)
    return buffer


def met_naam(naam: bytes) -> io.BytesIO:
    """A name that no zip module would write."""
    raw = een_zip({"ZaakType_.json": "[]"}).getvalue()
    return io.BytesIO(raw.replace(b"ZaakType_.json", naam.ljust(14, b"_")[:14]))


@pytest.mark.parametrize(
    ("source", "reden"),
    [
        (io.BytesIO(b"geen zip"), "zipbestand"),
        (io.BytesIO(b""), "zipbestand"),
        (een_zip({"../ZaakType.json": "[]"}), "vreemd pad"),
        (een_zip({"a/../../ZaakType.json": "[]"}), "vreemd pad"),
        (een_zip({"/etc/ZaakType.json": "[]"}), "vreemd pad"),
        (een_zip({"a\\..\\ZaakType.json": "[]"}), "vreemd pad"),
        (een_zip({"C:ZaakType.json": "[]"}), "vreemd pad"),
        (een_zip({"%2e%2e/ZaakType.json": "[]"}), "vreemd pad"),
        (een_zip({"．．/ZaakType.json": "[]"}), "vreemd pad"),
        (een_zip({"a/b/c/d/ZaakType.json": "[]"}), "vreemd pad"),
        (een_zip({".verborgen/ZaakType.json": "[]"}), "vreemd pad"),
        (met_naam(b"Zaak\x00Type.json"), "vreemd pad"),
        (met_naam(b"Zaak\nType.json"), "vreemd pad"),
        (met_link(), "vreemd pad"),
        (een_zip({"a/ZaakType.json": "[]", "b/ZaakType.json": "[]"}), "meer dan één keer"),
        (een_zip({f"{n}.json": "[]" for n in range(51)}), "meer dan 50"),
        (een_zip({"ZaakType.json": "{}"}), "geen lijst"),
        (een_zip({"ZaakType.json": "[NaN]"}), "geen JSON"),
        (een_zip({"ZaakType.json": "[" * 100_000}), "geen JSON"),
        (een_zip({"ZaakType.json": b"\xff\xff"}), "geen JSON"),
        (een_zip({"ZaakType.json": json.dumps([0] * 100_001)}), "meer dan 100000"),
    ],
)
def test_hostile_or_broken_file_is_refused(source: io.BytesIO, reden: str) -> None:
    """What a stranger uploads ends in one clear sentence, never in a file on disk or a stack trace."""
    with pytest.raises(ExportOnleesbaar, match=reden):
        read_json_files(source)


def test_absent_file(tmp_path: Path) -> None:
    with pytest.raises(ExportOnleesbaar, match="is er niet"):
        read_json_files(tmp_path / "weg.zip")


def test_large_file_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archief, "MAX_BYTES_ZIP", 10)
    (tmp_path / "x.zip").write_bytes(een_zip({"ZaakType.json": "[]"}).getvalue())
    with pytest.raises(ExportOnleesbaar, match="groter dan 10 bytes"):
        read_json_files(tmp_path / "x.zip")


def test_bomb_is_stopped_while_unpacking(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forty kilobytes that unpack to forty megabytes; the size that the zip tells is not believed."""
    monkeypatch.setattr(archief, "MAX_BYTES_FILE", 1_000_000)
    with pytest.raises(ExportOnleesbaar, match="te groot"):
        read_json_files(een_zip({"ZaakType.json": b" " * 40_000_000}))


def test_many_small_bombs_are_one_bomb(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archief, "MAX_BYTES_TOTAL", 1_000_000)
    with pytest.raises(ExportOnleesbaar, match="te groot"):
        read_json_files(een_zip({f"{n}.json": b"[" + b" " * 400_000 + b"]" for n in range(5)}))


def test_damaged_archive_is_refused_or_read() -> None:
    """Random damage may not end in anything but a refusal; seeded, so that a finding can be repeated."""
    good = een_zip({"ZaakType.json": json.dumps([{"url": "x"}] * 20)}).getvalue()
    chance = random.Random(20261128)
    for _ in range(300):
        bad = bytearray(good)
        for _ in range(chance.randint(1, 4)):
            bad[chance.randrange(len(bad))] = chance.randrange(256)
        with contextlib.suppress(ExportOnleesbaar):
            read_json_files(io.BytesIO(bytes(bad)))


def test_what_is_written_is_read_again() -> None:
    """The same catalogue gives the same bytes, so that two exports can be compared by their checksum."""
    files = {"Catalogus": [{"domein": "ABC", "naam": "Één"}], "ZaakType": []}
    assert read_json_files(io.BytesIO(write_json_files(files))) == files
    assert write_json_files(files) == write_json_files(files)
