"""The archive in which a catalogue travels: a zip with a list of JSON per resource, as Open Zaak makes it.

Nothing is written to disk, so a path inside the zip can lead nowhere; an archive with such a path is refused all the
same, because it was made to do harm. Sizes are counted while unpacking: what the zip says about itself is not believed.
"""

import io
import json
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import IO, Any, NoReturn

MAX_FILES = 50
MAX_BYTES_ZIP = 32 * 1024 * 1024
MAX_BYTES_FILE = 32 * 1024 * 1024
MAX_BYTES_TOTAL = 64 * 1024 * 1024
MAX_RECORDS = 100_000
# What the zip module raises for an archive that is damaged, encrypted (RuntimeError) or packed in another way; found by
# changing random bytes of a real one.
DAMAGED = (zipfile.BadZipFile, OSError, ValueError, RuntimeError, EOFError, zlib.error, struct.error)


HONEST = re.compile(r"(?:[A-Za-z0-9_][A-Za-z0-9_. -]*/){0,3}[A-Za-z0-9_][A-Za-z0-9_ -]*(?:\.[A-Za-z0-9]{1,8})?")
"""A path that an honest export may have: a few folders and a name, no dots in front, nothing encoded."""
DAY_ZERO = (1980, 1, 1, 0, 0, 0)


class ExportOnleesbaar(ValueError):
    """De export van de catalogus kan niet worden gelezen."""


def write_json_files(files: Mapping[str, list[Any]]) -> bytes:
    """The zip with each list as `{name}.json`; the same lists always give the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in files.items():
            content = json.dumps(rows, ensure_ascii=False, indent=1)
            archive.writestr(zipfile.ZipInfo(f"{name}.json", DAY_ZERO), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def read_json_files(source: Path | IO[bytes]) -> dict[str, list[Any]]:
    """Name without `.json` -> the records in that file; other files count as one record without content.

    source  path of the zip, or an open binary file
    raises  ExportOnleesbaar: not there, no zip, too large, a strange path, encrypted, no list of JSON, a name twice
    """
    if isinstance(source, Path):
        if not source.is_file():
            raise ExportOnleesbaar(f"Het bestand {source} is er niet.")
        if source.stat().st_size > MAX_BYTES_ZIP:
            raise ExportOnleesbaar(f"Het bestand is groter dan {MAX_BYTES_ZIP} bytes.")
    try:
        archive = zipfile.ZipFile(source)
    except DAMAGED as fault:
        raise ExportOnleesbaar("Dit is geen (heel) zipbestand.") from fault
    with archive:
        return _read_members(archive)


def _read_members(archive: zipfile.ZipFile) -> dict[str, list[Any]]:
    members = [info for info in archive.infolist() if not info.filename.endswith("/")]
    if len(members) > MAX_FILES:
        raise ExportOnleesbaar(f"Het zipbestand heeft meer dan {MAX_FILES} bestanden.")
    for info in members:
        refuse_strange_path(info)
    found: dict[str, list[Any]] = {}
    room = MAX_BYTES_TOTAL
    for info in members:
        path = PurePosixPath(info.filename)
        name = path.stem if path.suffix == ".json" else path.name
        if name in found:
            raise ExportOnleesbaar(f"Het bestand {path.name} staat er meer dan één keer in.")
        if path.suffix != ".json":
            found[name] = [None]
            continue
        content = _read_bounded(archive, info, min(MAX_BYTES_FILE, room))
        room -= len(content)
        found[name] = parse_records(content, info.filename)
    return found


def refuse_strange_path(info: zipfile.ZipInfo) -> None:
    """A path that leaves its folder, starts at a root or a drive, is encoded, or is a link to elsewhere.

    The name is judged as it stands in the archive: Python cuts it off at a NUL and turns backslashes about.
    """
    strange = any(not HONEST.fullmatch(name) for name in (info.filename, info.orig_filename))
    if strange or ".." in info.filename or stat.S_ISLNK(info.external_attr >> 16):
        raise ExportOnleesbaar(f"Het zipbestand heeft een bestand met een vreemd pad: {info.orig_filename!r}.")


def _read_bounded(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limit: int) -> bytes:
    try:
        if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise zipfile.BadZipFile(f"compression method {info.compress_type}")
        with archive.open(info) as member:
            content = member.read(limit + 1)
    except DAMAGED as fault:
        raise ExportOnleesbaar(f"Het bestand {info.filename} kan niet worden uitgepakt.") from fault
    if len(content) > limit:
        raise ExportOnleesbaar(f"Het bestand {info.filename} is uitgepakt te groot (meer dan {limit} bytes).")
    return content


def parse_records(content: bytes, name: str) -> list[Any]:
    """The list in this file; NaN and Infinity are no JSON, and a list nested without end is refused."""
    try:
        records = json.loads(content, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as fault:
        raise ExportOnleesbaar(f"Het bestand {name} is geen JSON.") from fault
    if not isinstance(records, list):
        raise ExportOnleesbaar(f"Het bestand {name} bevat geen lijst.")
    if len(records) > MAX_RECORDS:
        raise ExportOnleesbaar(f"Het bestand {name} heeft meer dan {MAX_RECORDS} regels.")
    return records


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)
