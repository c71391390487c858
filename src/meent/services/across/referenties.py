"""Links to reference data: selectielijst and communicatiekanalen, ours or those of the public service."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from meent.engine.marks import Shape
from meent.services.links import local_ref

if TYPE_CHECKING:
    from meent.engine.change import Change

T = TypeVar("T", bound=Shape)


async def reference(change: Change[Any], url: str, shape: type[T]) -> T | None:
    """The row that `url` leads to, or None when it leads to nothing, or to something else.

    Our own address is understood, and those at which others publish the same rows (`Api.elsewhere`).
    Every rule that follows a link to reference data asks here: a service that a municipality configures itself is to
    be asked from this place.
    """
    return await change.get(shape, local_ref(change, url, shape.__name__))
