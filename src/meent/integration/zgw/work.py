"""A unit of work: several writes to a register of ours in one transaction, through the one write path."""

from typing import Any
from uuid import UUID

from meent.engine.change import Session
from meent.engine.declare import Registry, Resource
from meent.engine.links import Links
from meent.engine.write import write

Json = dict[str, Any]


class Work:
    """Writes that all happen or none; raises Fout as soon as one is refused, and then nothing is kept."""

    def __init__(self, session: Session) -> None:
        self.session = session

    @property
    def _registry(self) -> Registry:
        return self.session.registry

    @property
    def _links(self) -> Links:
        return self.session.links

    async def create(self, api: str, collectie: str, body: Json) -> str:
        """POST; gives the URL of what was made."""
        resource = self._registry.by_address[api, collectie]
        key, _, _ = await write(self.session, resource, "create", body=body)
        return f"{self._links.base}{resource.url_path}{key}"

    async def act(self, url: str, name: str) -> None:
        """A named operation on what `url` leads to, such as "publish"."""
        resource, key = self._find(url)
        operation = next(o for o in resource.named if o.path == f"/{{uuid}}/{name}")
        await write(self.session, resource, "partial_update", key=key, named=operation)

    def _find(self, url: str) -> tuple[Resource[Any], UUID]:
        found = self._links.find(url)
        if found is None:
            raise ValueError(f"geen link naar een eigen register: {url}")
        return found
