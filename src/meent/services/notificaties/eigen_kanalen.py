"""The channels of our own registers: there from the start in every municipality, with what each register declares."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from meent.basis.placeholder import PLACEHOLDER
from meent.data.pool import Pool
from meent.engine.declare import Registry
from meent.engine.fields import camel

REGISTER = "SELECT meent_eigen_kanalen($1)"


async def register(pool: Pool, registry: Registry, andere: Sequence[Mapping[str, Any]] = ()) -> None:
    """Makes what is missing or changed, in all municipalities; several processes may do so at once (N-01).

    andere   channels of what is no resource: naam, filters and documentatie_link of each
    """
    async with pool.any() as conn:
        await conn.fetchval(REGISTER, msgspec.json.encode([*of(registry), *andere]))


def of(registry: Registry) -> Iterator[dict[str, object]]:
    """Name, kenmerken and documentation of each channel."""
    for resource in registry.all:
        if resource.kanaal:
            van_type = [resource.kanaal.van_type] if resource.kanaal.van_type else []
            yield {
                "naam": resource.kanaal.naam,
                "filters": [camel(name) for name in resource.kanaal.kenmerken] + van_type,
                "documentatie_link": f"{PLACEHOLDER}/{resource.api.name}/{resource.api.root}/openapi.json",
            }
