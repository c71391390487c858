"""`_expand` of what stands in registers of others (RULES §1.1): added to bodies in which our own is expanded already.

Not here: our own rows, which capabilities/expand.py joins in one statement per level. Nothing is asked of a
municipality that uses no registers of others.
"""

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import msgspec

from meent.basis.fouten import Fout
from meent.basis.placeholder import PLACEHOLDER
from meent.capabilities.elders import Wanted
from meent.capabilities.expand import MAX_BYTES, Leads, Tree, target_of
from meent.engine.call import CRS, Call
from meent.engine.declare import Registry, Resource
from meent.engine.fields import Field

if TYPE_CHECKING:
    from meent.integration.diensten.objecten import Objects

Json = dict[str, Any]
MAX_ELDERS = 200
"""Objects elsewhere that one answer may show: each may be a request over the network."""
AT_ONCE = 8


@dataclass
class Asked:
    """One answer that is being expanded: who asks, and what has been fetched for it, by URL."""

    call: Call
    bodies: dict[str, Json] = field(default_factory=dict)
    size: int = 0


class Uitklapper:
    """Adds to `_expand` what stands elsewhere."""

    def __init__(self, registry: Registry, objects: "Objects") -> None:
        self.registry, self.objects = registry, objects

    async def expand(self, call: Call, resource: Resource[Any], bodies: list[bytes], tree: Tree) -> list[bytes]:
        """The bodies, links with placeholder. Raises 404 when something asked for cannot be had (X-06)."""
        if not any(b'"http' in body for body in bodies):
            return bodies
        asked, found = Asked(call), [msgspec.json.decode(body) for body in bodies]
        if not await self._level(asked, resource, found, tree):
            return bodies
        return [msgspec.json.encode(one) for one in found]

    async def _level(self, asked: Asked, resource: Resource[Any], objects: list[Json], tree: Tree) -> bool:
        """Expands one level and those below it; whether anything stood elsewhere."""
        was_changed = False
        for name, branch in tree.items():
            f = resource.by_json.get(name)
            other = target_of(self.registry, f) if f else None
            if f is None or other is None or not self._may(asked, other):
                continue
            out = {url for one in objects for url in self._out(asked, f, one)}
            await self._fetch(asked, other, out)
            for one in objects if out else ():
                self._put(asked, other, f, one)
            below = [child for one in objects for child in _children(one, name)]
            was_changed |= bool(out) | (await self._level(asked, other, below, branch) if below and branch else False)
        return was_changed

    def _may(self, asked: Asked, other: Resource[Any]) -> bool:
        return asked.call.caller.rights.reach(other.api.component, other.scopes.read).given

    def _out(self, asked: Asked, f: Field, one: Json) -> list[str]:
        """The URLs in this relation that lead out of what the engine has expanded."""
        shown = _expanded(one, f.json)
        return [url for url in _urls(f, one) if not url.startswith(PLACEHOLDER) and url not in shown]

    async def _fetch(self, asked: Asked, other: Resource[Any], urls: set[str]) -> None:
        wanted = sorted(url for url in urls if url not in asked.bodies)
        if len(asked.bodies) + len(wanted) > MAX_ELDERS:
            raise Fout(404, "not_found", f"Dit antwoord vraagt meer dan {MAX_ELDERS} objecten van anderen.")
        turn = asyncio.Semaphore(AT_ONCE)

        async def one(url: str) -> None:
            async with turn:
                asked.bodies[url] = await self._look(asked, other, url)

        await asyncio.gather(*(one(url) for url in wanted))

    async def _look(self, asked: Asked, other: Resource[Any], url: str) -> Json:
        """The object at a URL, {} when the caller may not see it. Raises 404 when it cannot be had."""
        call = asked.call
        if call.links.find(url):
            return await _of_our_own(call, url)
        wanted = Wanted(other, url, only_look=True)
        outcome = (await self.objects.bring(call.place.id, [wanted], call.links))[wanted]
        if outcome.code:
            raise Fout(404, "not_found", f"{url} is niet op te halen. {outcome.told}")
        asked.size += len(outcome.body)
        if asked.size > MAX_BYTES:
            raise Fout(404, "not_found", "Dit antwoord wordt te groot. Vraag minder relaties of minder diep.")
        found: Json = msgspec.json.decode(outcome.body)
        return found if await self._is_covered(asked, other, found) else {}

    async def _is_covered(self, asked: Asked, other: Resource[Any], found: Json) -> bool:
        """Whether the caller may see this object (X-07): by its own type and level, or those of what it belongs to."""
        reach = asked.call.caller.rights.reach(other.api.component, other.scopes.read)
        if reach.everything or not other.authorised_by:
            return True
        holder = self.registry.holder(other)
        if other.through:
            above = str(found.get(other.field[other.through].json))
            found = asked.bodies.get(above) or await self._look(asked, holder, above)
        of_type = str(found.get(holder.field[holder.type_field].json, ""))
        level = str(found.get(holder.field[holder.level].json, "")) if holder.level else ""
        return reach.covers(asked.call.links.parse(of_type, holder.field[holder.type_field].target), level)

    def _put(self, asked: Asked, other: Resource[Any], f: Field, one: Json) -> None:
        """What was fetched, beside what the engine found, in the order of the links."""
        shown = _expanded(one, f.json)
        urls = _urls(f, one)
        found = [body for url in urls if (body := shown.get(url) or asked.bodies.get(url))]
        if found:
            one.setdefault("_expand", {})[f.json] = found if f.item else found[0]


async def _of_our_own(call: Call, url: str) -> Json:
    """A row of ours that something elsewhere links to, as this caller may see it; {} when it may not."""
    parts = urlsplit(call.links.local_path(url) or "").path.split("/")
    crs = {b"accept-crs": CRS}
    ask = Call(call.engine, call.place, "GET", parts, crs, b"", call.links.base, call.receive, call.caller)
    try:
        answer = await call.engine.answer(ask)
    except Fout as fout:
        if fout.status in (403, 404):
            return {}
        raise
    found: Json = msgspec.json.decode(answer.body)
    return found


def _urls(f: Field, one: Json) -> list[str]:
    """The links that stand in a relation of an object."""
    value, leads = one.get(f.json), f.mark(Leads)
    many = value if isinstance(value, list) else [value]
    if leads:
        many = [item.get(leads.member) for item in many if isinstance(item, dict)]
    return [url for url in many if isinstance(url, str) and (url[:1] == PLACEHOLDER or "://" in url)]


def _children(one: Json, name: str) -> list[Json]:
    value = one.get("_expand", {}).get(name)
    return value if isinstance(value, list) else [value] if isinstance(value, dict) else []


def _expanded(one: Json, name: str) -> dict[str, Json]:
    """URL -> object, of what is expanded already."""
    return {child["url"]: child for child in _children(one, name) if "url" in child}
