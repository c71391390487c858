"""A bucket that speaks S3 as store of content: `<prefix>/<tenant>/ab/<key>`. Needs the extra `s3` (obstore).

An object has its name only when all of it has arrived, for so S3 works; what a process leaves of an upload that it did
not live to finish has no name, and goes by the bucket's own rule for incomplete uploads (docs/settings.md).
"""

import logging
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from urllib.parse import urlsplit

import obstore
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import S3Store as Bucket

from meent.basis.fouten import OpslagVol
from meent.capabilities.opslag import KEY, Content, Found, InhoudWeg, OpslagWeg

PIECE = 8 * 1024 * 1024
"""S3 takes at most 10,000 parts, so 8 MB each is enough for 80 GB."""
AT_ONCE = 4
PATIENCE = timedelta(seconds=30)
FULL = ("QuotaExceeded", "StorageFull", "InsufficientStorage", "507 ", "NoSpaceLeft")

log = logging.getLogger("meent.opslag")


@dataclass(frozen=True)
class Access:
    """How to reach the bucket; what is left empty is taken from where the machine runs (role, region)."""

    endpoint: str = ""
    region: str = ""
    key: str = ""
    secret: str = ""


class S3Store:
    """See `engine.opslag.Store`.

    address  "s3://bucket/prefix"
    """

    def __init__(self, address: str, access: Access) -> None:
        parts = urlsplit(address)
        self.prefix = parts.path.strip("/")
        given = {
            "endpoint": access.endpoint, "region": access.region or ("us-east-1" if access.endpoint else ""),
            "access_key_id": access.key, "secret_access_key": access.secret,
        }  # fmt: skip
        self.bucket = Bucket(
            parts.netloc,
            client_options={"allow_http": access.endpoint.startswith("http://"), "timeout": PATIENCE},
            retry_config={"max_retries": 3, "retry_timeout": PATIENCE},
            **{name: value for name, value in given.items() if value},  # type: ignore[arg-type]
        )

    async def write(self, tenant_id: int, sleutel: str, stream: AsyncIterator[bytes]) -> Content:
        counted = _Counted(stream)
        first = await counted.next_piece()
        with _told(sleutel):
            if len(first) < PIECE:
                await obstore.put_async(self.bucket, self._path(tenant_id, sleutel), first)
            else:
                await self._put_parts(self._path(tenant_id, sleutel), first, counted)
        return Content(sleutel=sleutel, omvang=counted.size, sha256=counted.hash.hexdigest())

    async def _put_parts(self, path: str, first: bytes, counted: "_Counted") -> None:
        """Nothing appears under the name when the stream breaks off; what broke it off is raised."""

        async def pieces() -> AsyncIterator[bytes]:
            piece = first
            while piece:
                yield piece
                piece = await counted.next_piece()

        try:
            await obstore.put_async(self.bucket, path, pieces(), chunk_size=PIECE, max_concurrency=AT_ONCE)
        except BaseException:
            if counted.fault:
                raise counted.fault from None
            raise

    async def read(self, tenant_id: int, sleutel: str, start: int, end: int) -> AsyncIterator[bytes]:
        path = self._path(tenant_id, sleutel)
        with _told(sleutel):
            while start < end:
                upto = min(start + PIECE, end)
                piece = bytes(await obstore.get_range_async(self.bucket, path, start=start, end=upto))
                if len(piece) != upto - start:
                    raise InhoudWeg(sleutel)
                start = upto
                yield piece

    async def delete(self, tenant_id: int, sleutels: Iterable[str]) -> None:
        with _told(""):
            for sleutel in sleutels:
                try:
                    await obstore.delete_async(self.bucket, self._path(tenant_id, sleutel))
                except (NotFoundError, FileNotFoundError):
                    continue

    async def found(self, tenant_id: int) -> AsyncIterator[Found]:
        folder = self._path(tenant_id)
        with _told(""):
            async for batch in obstore.list(self.bucket, folder + "/"):
                for one in batch:
                    yield Found(one["path"].removeprefix(folder + "/"), one["size"], one["last_modified"])

    async def tidy(self, tenant_id: int) -> None:
        """Left to the bucket's own rule for incomplete uploads."""

    def _path(self, tenant_id: int, sleutel: str = "") -> str:
        if sleutel and not KEY.fullmatch(sleutel):
            raise InhoudWeg(sleutel)
        return "/".join(p for p in (self.prefix, str(tenant_id), sleutel) if p)


class _Counted:
    """A stream in pieces that fit S3, with what has gone by: size, hash, and what broke it off."""

    def __init__(self, stream: AsyncIterator[bytes]) -> None:
        self._stream = stream
        self.size, self.hash = 0, sha256()
        self.fault: BaseException | None = None

    async def next_piece(self) -> bytes:
        """PIECE bytes or more; less at the end, and then b""."""
        waiting = bytearray()
        try:
            while len(waiting) < PIECE and (piece := await anext(self._stream, None)) is not None:
                waiting += piece
        except BaseException as fault:
            self.fault = fault
            raise
        self.size += len(waiting)
        self.hash.update(waiting)
        return bytes(waiting)


@contextmanager
def _told(sleutel: str) -> Iterator[None]:
    """What S3 refuses, in words of the store."""
    try:
        yield
    except (NotFoundError, FileNotFoundError) as missing:
        raise InhoudWeg(sleutel) from missing
    except BaseError as refused:
        if any(word in str(refused) for word in FULL):
            raise OpslagVol from refused
        log.error("store_refused", exc_info=refused)
        raise OpslagWeg from refused
