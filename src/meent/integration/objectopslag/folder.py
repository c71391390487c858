"""A folder as store of content: `<root>/<tenant>/ab/<key>`, for one machine or a file system that nodes share.

A file has its name only when all of it is on disk: it is written under `.nieuw`, synchronised, and then renamed. What
is left in `.nieuw` for days is of a process that did not live to finish.
"""

import asyncio
import errno
import logging
import os
import time
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, ParamSpec, TypeVar

from meent.basis.fouten import OpslagVol
from meent.capabilities.opslag import KEY, Content, Found, InhoudWeg, OpslagWeg

PIECE = 1024 * 1024
"""Bytes per visit to a thread; a visit costs as much as writing 50 kB."""
UNFINISHED = ".nieuw"
UNFINISHED_MAX_SECONDEN = 2 * 24 * 3600

log = logging.getLogger("meent.opslag")
P = ParamSpec("P")
T = TypeVar("T")


class FolderStore:
    """See `engine.opslag.Store`."""

    def __init__(self, root: Path) -> None:
        self.root = root

    async def write(self, tenant_id: int, sleutel: str, stream: AsyncIterator[bytes]) -> Content:
        file = _File(self._folder(tenant_id), sleutel)
        pieces: list[bytes] = []
        waiting = 0
        try:
            async for piece in stream:
                pieces.append(piece)
                waiting += len(piece)
                if waiting >= PIECE:
                    await _visit(file.add, pieces)
                    pieces, waiting = [], 0
            return await _visit(file.finish, pieces)
        finally:
            if file.is_begun:
                await _visit(file.drop)

    async def read(self, tenant_id: int, sleutel: str, start: int, end: int) -> AsyncIterator[bytes]:
        file, piece = await _visit(_open_and_read, self._path(tenant_id, sleutel), start, min(PIECE, end - start))
        try:
            while start < end:
                if not piece:
                    raise InhoudWeg(sleutel)
                start += len(piece)
                yield piece
                piece = await _visit(file.read, min(PIECE, end - start)) if start < end else b""
        finally:
            file.close()

    async def delete(self, tenant_id: int, sleutels: Iterable[str]) -> None:
        await _visit(_remove, [self._path(tenant_id, s) for s in sleutels])

    async def found(self, tenant_id: int) -> AsyncIterator[Found]:
        folder = self._folder(tenant_id)
        for part in await _visit(_names, folder):
            if part != UNFINISHED:
                for one in await _visit(_files, folder, part):
                    yield one

    async def tidy(self, tenant_id: int) -> None:
        await _visit(_remove_old, self._folder(tenant_id) / UNFINISHED)

    def _folder(self, tenant_id: int) -> Path:
        return self.root / str(tenant_id)

    def _path(self, tenant_id: int, sleutel: str) -> Path:
        if not KEY.fullmatch(sleutel):
            raise InhoudWeg(sleutel)
        return self._folder(tenant_id) / sleutel


class _File:
    """One file while it is written. Its methods block, so each call is a visit to a thread."""

    def __init__(self, folder: Path, sleutel: str) -> None:
        self.sleutel, self.target = sleutel, folder / sleutel
        self.unfinished = folder / UNFINISHED / self.target.name
        self.size, self.hash = 0, sha256()
        self.file: BinaryIO | None = None

    @property
    def is_begun(self) -> bool:
        """There is a file under its unfinished name."""
        return self.file is not None

    def add(self, pieces: list[bytes]) -> None:
        file = self.file or self._begin()
        for piece in pieces:
            self.hash.update(piece)
            self.size += len(piece)
            left = memoryview(piece)
            while left:
                left = left[file.write(left) :]

    def finish(self, pieces: list[bytes]) -> Content:
        """The last of it; then all of it is on disk, and its name as well."""
        self.add(pieces)
        assert self.file is not None
        os.fsync(self.file.fileno())
        if _make(self.target.parent):
            _sync(self.target.parent.parent)
        self.unfinished.rename(self.target)
        self.file.close()
        self.file = None
        _sync(self.target.parent)
        return Content(sleutel=self.sleutel, omvang=self.size, sha256=self.hash.hexdigest())

    def drop(self) -> None:
        """Away with what was not finished."""
        assert self.file is not None
        self.file.close()
        self.unfinished.unlink(missing_ok=True)

    def _begin(self) -> BinaryIO:
        _make(self.unfinished.parent)
        self.file = open(self.unfinished, "xb", buffering=0, opener=_private)  # noqa: SIM115 - it stays open
        return self.file


def _private(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_CLOEXEC, 0o600)


async def _visit(do: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Done in a thread; what the file system refuses is told in words of the store."""
    try:
        return await asyncio.to_thread(do, *args, **kwargs)
    except FileNotFoundError as missing:
        raise InhoudWeg(missing.filename) from missing
    except OSError as refused:
        if refused.errno in (errno.ENOSPC, errno.EDQUOT):
            raise OpslagVol from refused
        log.error("store_refused", extra={"errno": refused.errno}, exc_info=refused)
        raise OpslagWeg from refused


def _open_and_read(path: Path, start: int, count: int) -> tuple[BinaryIO, bytes]:
    """The file and its first bytes, in one visit: most documents are no longer than that."""
    file = path.open("rb", buffering=0)
    file.seek(start)
    return file, file.read(count) if count > 0 else b""


def _make(folder: Path) -> bool:
    """Whether it was not there yet."""
    if folder.is_dir():
        return False
    for step in reversed([folder, *folder.parents]):
        with suppress(FileExistsError):
            step.mkdir(mode=0o700)
    return True


def _sync(folder: Path) -> None:
    """A new name is on disk only when its folder is."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _remove(paths: list[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)


def _names(folder: Path) -> list[str]:
    return sorted(os.listdir(folder)) if folder.is_dir() else []


def _files(folder: Path, part: str) -> list[Found]:
    found = []
    with os.scandir(folder / part) as entries:
        for entry in entries:
            told = entry.stat()
            since = datetime.fromtimestamp(told.st_mtime, UTC)
            found.append(Found(f"{part}/{entry.name}", told.st_size, since))
    return sorted(found, key=lambda f: f.sleutel)


def _remove_old(folder: Path) -> None:
    limit = time.time() - UNFINISHED_MAX_SECONDEN
    for name in _names(folder):
        with suppress(FileNotFoundError):
            if (folder / name).stat().st_mtime < limit:
                (folder / name).unlink()
