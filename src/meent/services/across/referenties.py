"""Links to reference data: selectielijst and communicatiekanalen, ours or those of a service of the municipality."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from meent.basis.fouten import Faults
from meent.engine.check import Context, check_body
from meent.engine.marks import Shape
from meent.services.links import local_ref, local_target, look

if TYPE_CHECKING:
    from uuid import UUID

    from meent.engine.change import Change
    from meent.engine.declare import Resource

T = TypeVar("T", bound=Shape)

FORGIVEN = {"blank", "max_length", "min_length"}
"""Faults of an attribute that do not make it another kind of thing: another service has its own limits."""


async def reference(change: Change[Any], url: str, shape: type[T]) -> T | None:
    """The row that `url` leads to, or None when it leads to nothing, or to something else.

    Our own address is understood, and those at which others publish the same rows (`Api.elsewhere`). Any other is
    looked at when it lies within a service that the municipality has configured (decision 0024); nothing of it is kept.
    """
    if local_target(change, url):
        found = await change.get(shape, local_ref(change, url, shape.__name__))
        if found is not None:
            return found
    (body,) = await look(change, shape.__name__, [url])
    return _row(change, change.session.registry.of(shape.__name__), body) if body else None


def reference_key(change: Change[Any], url: str, shape: type[Shape]) -> UUID | None:
    """By which a link to such a row can be compared with another link, ours or elsewhere."""
    return local_ref(change, url, shape.__name__) or change.links.elders_key(url)


def _row(change: Change[Any], resource: Resource[T], body: dict[str, Any]) -> T | None:
    """The row as another service tells it; None when its attributes are not what they are with us."""
    faults = Faults()
    values = check_body(resource, body, Context(faults, change.links), partial=False)
    is_other = any(fault.code not in FORGIVEN for fault in faults.found)
    return None if is_other else resource.shape(**values)
