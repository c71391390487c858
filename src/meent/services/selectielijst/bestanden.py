"""Files with the selectielijst: JSON as the public service answers, a list or a page with `results`.

A row belongs to the collection that its own url names; what a file is called does not matter.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from meent.services.selectielijst.eigen import COMMUNICATIEKANALEN

Rows = Mapping[str, list[dict[str, Any]]]
"""Collection -> rows, each with its `url`."""

COLLECTIONS = ("procestypen", "resultaten", "resultaattypeomschrijvingen", "communicatiekanalen")
MAX_BYTES = 32 * 1024 * 1024
MAX_FILES = 100

ONE_MISSING = "c9b84207-7610-46d8-93a5-a0dc686cbc9f"
"""Resultaat 8.1 of 2020: the public list has it, the snapshot of that service that is at hand does not."""


class SelectielijstOnleesbaar(ValueError):
    """Deze bestanden zijn geen selectielijst."""


def read(path: Path) -> dict[str, list[dict[str, Any]]]:
    """The rows of one file, or of all JSON files of a folder; raises SelectielijstOnleesbaar."""
    if not path.exists():
        raise SelectielijstOnleesbaar(f"{path} is er niet.")
    paths = sorted(path.glob("*.json")) if path.is_dir() else [path]
    if len(paths) > MAX_FILES:
        raise SelectielijstOnleesbaar(f"{path} heeft meer dan {MAX_FILES} bestanden.")
    found: dict[str, list[dict[str, Any]]] = {}
    for file in paths:
        for row in _rows(file):
            found.setdefault(_collection(row, file), []).append(row)
    if not found:
        raise SelectielijstOnleesbaar(f"In {path} staat geen enkele regel van de selectielijst.")
    return found


def read_shared(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """The list that is at hand for development: the public service's, with what its snapshot lacks."""
    if not (folder / "openzaak-dienst").is_dir():
        return {}
    found = read(folder / "openzaak-dienst")
    other = folder / "oneground"
    if other.is_dir():
        missing = [row for row in _rows(other / "Resultaten_data.json") if row["url"].endswith(ONE_MISSING)]
        found["resultaten"] += missing
    return found | {"communicatiekanalen": COMMUNICATIEKANALEN}


def _rows(file: Path) -> list[dict[str, Any]]:
    if file.stat().st_size > MAX_BYTES:
        raise SelectielijstOnleesbaar(f"{file.name} is groter dan {MAX_BYTES // 1024**2} MB.")
    try:
        content = msgspec.json.decode(file.read_bytes())
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise SelectielijstOnleesbaar(f"{file.name} is geen JSON.") from fault
    rows = content.get("results") if isinstance(content, dict) else content
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise SelectielijstOnleesbaar(f"{file.name} bevat geen lijst van objecten.")
    return rows


def _collection(row: Mapping[str, Any], file: Path) -> str:
    segments = str(row.get("url", "")).split("/")
    found = next((name for name in COLLECTIONS if name in segments), None)
    if found is None:
        raise SelectielijstOnleesbaar(f"{file.name}: {row.get('url')!r} wijst naar geen van {', '.join(COLLECTIONS)}.")
    return found
