"""What the tests of the log of processing share: a town with people in it, and its lines as plain tuples."""

import hmac
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest_asyncio

from meent.data import embedded
from meent.data.pool import Connection, connect
from tests.asgi import Client
from tests.conftest import Gemeente
from tests.zgw import een_rol, een_zaak, een_zaaktype

ANNA, BRAM = "999990019", "999990020"


@dataclass
class Town:
    """Three zaken: of Anna and Bram together, of nobody we know, and of Anna alone."""

    gemeente: Gemeente
    zaaktype: dict[str, Any]
    samen: dict[str, Any]
    niemand: dict[str, Any]
    anna: dict[str, Any]
    rollen: list[dict[str, Any]]

    @property
    def client(self) -> Client:
        return self.gemeente.client

    async def lines(self) -> list[Any]:
        return await self.gemeente.rows("select * from verwerking where tenant_id = $1 order by id", self.gemeente.id)

    async def since(self, known: int) -> set[tuple[str, str, UUID, bytes | None]]:
        """Lines after the first `known` ones: what, of which resource, which row, about whom. No two are the same."""
        new = [(r["handeling"], r["resource"], r["object"], r["betrokkene"]) for r in (await self.lines())[known:]]
        assert len(new) == len(set(new))
        return set(new)

    async def who(self, bsn: str) -> bytes:
        """Under which hash a person stands in the log, computed as RFC 2104 says and not by our own SQL."""
        return await who_is(self.gemeente, bsn)


async def who_is(gemeente: Gemeente, bsn: str) -> bytes:
    return await hash_of(gemeente, f"bsn:{bsn}")


async def hash_of(gemeente: Gemeente, wie: str) -> bytes:
    (row,) = await gemeente.rows("select binnen from verwerkingssleutel where tenant_id = $1", gemeente.id)
    key = bytes(b ^ 0x36 for b in row[0]).rstrip(b"\0")
    return hmac.digest(key, wie.encode(), "sha256")[:16]


def key(body: dict[str, Any]) -> UUID:
    return UUID(body["uuid"])


@pytest_asyncio.fixture(loop_scope="session")
async def town(gemeente: Gemeente) -> Town:
    client = gemeente.client
    zaaktype = await een_zaaktype(client)
    aanvrager, behandelaar = zaaktype["roltypen"]
    zaken = [await een_zaak(client, zaaktype) for _ in range(3)]
    samen, niemand, anna = zaken
    clerk = {"betrokkeneType": "medewerker", "betrokkeneIdentificatie": {"achternaam": "Prins"}}
    rollen = [
        await een_rol(client, samen, aanvrager, betrokkeneIdentificatie=person("Anna Appelboom", ANNA)),
        await een_rol(client, samen, behandelaar, betrokkeneIdentificatie=person("Bram Berkenhout", BRAM)),
        await een_rol(client, niemand, behandelaar, **clerk),
        await een_rol(client, anna, aanvrager, betrokkeneIdentificatie=person("Anna Appelboom", ANNA)),
    ]
    return Town(gemeente, zaaktype, samen, niemand, anna, rollen)


def person(name: str, bsn: str) -> dict[str, Any]:
    return {"inpBsn": bsn, "geslachtsnaam": name}


@pytest_asyncio.fixture(loop_scope="session")
async def superuser(migrated: embedded.Embedded) -> AsyncIterator[Connection]:
    conn = await connect(migrated.dsn("postgres"))
    yield conn
    await conn.close()
