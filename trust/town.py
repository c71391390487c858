"""A town for fuzzing: what exists in it, and how that is put into cases so that more is reached than 404 and 400."""

import random
import re
from collections import defaultdict
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import aiohttp

from meent.capabilities.expand import target_of
from meent.data.pool import Connection, connect
from meent.engine.sql import Sql
from meent.integration.burgerzaken.document import API as CIVIL
from meent.integration.burgerzaken.document import ROOT as CIVIL_ROOT
from meent.services.klantinteracties.maakklantcontact import PARTS
from tests.engine.samples import BODIES as RECIPES
from tests.engine.samples import REGISTRY, Gevuld, gevuld
from trust.brp import BRP, KNOWN, brp_document, brp_root, with_people
from trust.civil import with_civil_affairs
from trust.nasty import SCHEMAS, WORDS
from trust.server import SLUG, Http, Meent

REAL = 0.7
KEPT_PER_COLLECTION = 40
Kind = tuple[str, ...]
"""API and collection of an address; of what is nested, the collection of its main object between them."""
TARGETS = {
    (r.api.name, f.json): (o.api.name, *o.path.split("/")[1::2])
    for r in REGISTRY.all for f in r.fields if (o := target_of(REGISTRY, f))
}  # fmt: skip
LOOKUPS = ("", "__in", "__uuid", "__url")
LINKS = {(api, name + lookup): kind for (api, name), kind in TARGETS.items() for lookup in LOOKUPS}
"""API and property or parameter of the standard -> what its links lead to."""
LOG = "logging"
ROOTS = (
    {api.name: f"{api.name}/{api.root}" for api in REGISTRY.apis.values()}
    | {LOG: f"{LOG}/api/v1", CIVIL: CIVIL_ROOT}
    | {name: brp_root(name) for name in BRP}
)
"""Each API that has a document -> where its collections stand."""
OF_BRP = {brp_document(name): name for name in BRP}
NEW = ("klantinteracties", "objecttypen", "objecten", LOG, CIVIL, *BRP)
"""Those that are not of the ZGW standard."""
WORDED = tuple(set(NEW) - {CIVIL, *BRP})
"""Those of which words exist in the town (see nasty.py)."""
MAAK = ("klantinteracties", "maak-klantcontact")
NUMBERS = {
    "rsin", "bronorganisatie", "verantwoordelijkeOrganisatie", "opdrachtgevendeOrganisatie", "inpBsn", "objectId",
}  # fmt: skip
KEPT_WORDS = ("zaak",)
"""Values of a property that is called as a link is, and is none: the `type` of a reference."""
ELFPROEF = ("823288444", "999990019", "517439943")
BSN = "999990019"
"""Of a rol that every filled municipality has, so that the log knows of it."""


@dataclass
class Town:
    """What exists: links by what they lead to, recipes for bodies that are accepted, and questions about its people."""

    filled: list[Gevuld] = field(default_factory=list)
    links: dict[Kind, list[str]] = field(default_factory=lambda: defaultdict(list))
    questions: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))

    def add(self, url: str) -> None:
        known = self.links[kind_of(url)]
        if url not in known and len(known) < KEPT_PER_COLLECTION:
            known.append(url)

    def some(self, kind: Kind | None, rng: random.Random) -> str | None:
        known = self.links.get(kind) if kind else None
        return rng.choice(known) if known else None

    def path(self, operation: Any, rng: random.Random) -> dict[str, str]:
        """Values for what stands in braces in the address of an operation, as those of one row that is there."""
        if api_of(operation) in BRP:
            return {name: rng.choice(KNOWN[name]) for name in re.findall(r"{(\w+)}", operation.path)}
        url = self.some(kind_of_operation(operation), rng)
        names = re.findall(r"{(\w+)}", operation.path)
        keys = keys_of(url) if url else []
        return dict(zip(names, [*keys, *(rng.choice("1102") for _ in names[len(keys) :])], strict=False))

    def body(self, kind: Kind, rng: random.Random, path: str = "") -> dict[str, Any] | None:
        """A body for another row; None where only we make them, or when what it needs is used up."""
        if asked := self.questions.get(kind[0]) or self.questions.get(f"{kind[0]}{path}"):
            return deepcopy(rng.choice(asked))  # what is nasty is put in later, in place
        if kind == MAAK:
            parts = ("klantcontact", *PARTS)
            names = [(name, PARTS[name][0] if name in PARTS else "Klantinteractie") for name in parts]
            return {name: self.body(kind_of_shape(shape), rng) for name, shape in names}
        resource = REGISTRY.by_address.get(kind)
        if resource is not None and resource.name == "objecttypeversion" and rng.random() < REAL:
            return {"jsonSchema": rng.choice(SCHEMAS), "status": rng.choice(["draft", "published"])}
        if resource is None or resource.name not in RECIPES:
            return None
        try:
            return rng.choice(self.filled).body(resource)
        except IndexError:
            return None


def kind_of(url: str) -> Kind:
    """`…/meerwijde/zaken/api/v1/rollen/{uuid}` -> ("zaken", "rollen")."""
    before, _, after = url.partition("/api/")
    return before.rpartition("/")[2], *after.split("/")[1:-1:2]


def api_of(operation: Any) -> str:
    """By the address of its document."""
    path: str = operation.schema.location.split("/", 4)[4]
    return OF_BRP.get(path) or path.partition("/")[0]


def document_of(api: str) -> str:
    return brp_document(api) if api in BRP else f"{ROOTS[api]}/openapi.json"


def kind_of_operation(operation: Any) -> Kind:
    """What its address names, whatever stands behind that: `/objects/{uuid}/history` is of objects."""
    api, names = api_of(operation), operation.path.strip("/").split("/")[::2]
    for most in range(len(names), 0, -1):
        if resource := REGISTRY.by_address.get((api, *names[:most])):
            return resource.api.name, *names[:most]
    return api, names[0]


def kind_of_shape(shape: str) -> Kind:
    resource = REGISTRY.of(shape)
    return resource.api.name, *resource.path.split("/")[1::2]


def keys_of(url: str) -> list[str]:
    """The uuids and numbers in the address of a row, from the outside in."""
    return url.partition("/api/")[2].split("/")[2::2]


class Village:
    """What the recipes need of a municipality: a client and, for what no API makes, its rows."""

    def __init__(self, client: Http, conn: Connection, tenant_id: int, slug: str) -> None:
        self.client, self.conn, self.id, self.slug = client, conn, tenant_id, slug
        self.app = SimpleNamespace(engine=SimpleNamespace(sql=Sql(REGISTRY)))

    async def rows(self, sql: str, *values: Any) -> list[Any]:
        return list(await self.conn.fetch(sql, *values))


async def a_town(server: Meent, subscriber: str) -> Town:
    """Three times a row of everything."""
    town = Town()
    conn = await connect(server.superuser_dsn)
    tenant_id = await conn.fetchval("select id from tenant where slug = $1", SLUG)
    async with aiohttp.ClientSession() as session:
        for number in range(3):
            village: Any = Village(Http(session, server), conn, tenant_id, f"fuzz-{number}")
            filled = await gevuld(village, afnemer=subscriber)
            town.filled.append(filled)
            for row in (*filled.rows.values(), filled.concept):
                parts = [part for value in row.values() if isinstance(value, list) for part in value]
                for each in (row, *(part for part in parts if isinstance(part, dict))):
                    if re.search(r"/api/v\d/", each.get("url", "")):
                        town.add(each["url"])
        await _add_lines_of_log(town, Http(session, server))
    town.questions.update(await with_people(conn, tenant_id))
    bodies, waiting = await with_civil_affairs(conn, tenant_id)
    town.questions.update(bodies)
    for path in waiting:
        town.links[kind_of(path)].append(path)
    await conn.close()
    return town


async def _add_lines_of_log(town: Town, http: Http) -> None:
    asked = {"objecttype": "persoon", "soortObjectId": "BSN", "objectId": BSN}
    answer = await http.get(f"/{ROOTS[LOG]}/verwerkingsacties", asked)
    for action in answer.json["results"]:
        town.add(action["url"])
        for one in action["verwerkteObjecten"]:
            town.add(one["url"])


# --- putting in what exists-----------------------------------------------------------------------


def make_real(town: Town, case: Any, rng: random.Random) -> bool:
    """Puts links, numbers and words that exist where the standard has them; True when anything changed."""
    is_changed = False
    kind, api = kind_of_operation(case.operation), api_of(case.operation)
    is_kept = case.method == "DELETE" and rng.random() < REAL  # else nothing is left for what comes after
    for name, value in ({} if is_kept else town.path(case.operation, rng)).items():
        if name in (case.path_parameters or {}):
            case.path_parameters[name], is_changed = value, True
    for name in case.query or {}:
        if (value := _real_parameter(town, api, name, rng)) and rng.random() < REAL:
            case.query[name], is_changed = value, True
    if isinstance(case.body, dict) and case.method in ("POST", "PUT") and rng.random() < REAL:
        kept = ("type",) if api in BRP else ()
        is_changed = _from_recipe(town.body(kind, rng, case.operation.path), case, rng, kept) or is_changed
    if isinstance(case.body, (dict, list)):
        is_changed = _real_within(town, api, case.body, rng) or is_changed
    return is_changed


def _real_parameter(town: Town, api: str, name: str, rng: random.Random) -> str | None:
    if api in WORDED and (words := WORDS.get(name.rpartition("__")[2])):
        return rng.choice(words)
    url = town.some(LINKS.get((api, name)), rng)
    return url and (keys_of(url)[-1] if name.endswith("__uuid") else url)


def _from_recipe(body: dict[str, Any] | None, case: Any, rng: random.Random, kept: tuple[str, ...]) -> bool:
    """A body that is accepted, with a few properties made: most of it passes, so more is reached."""
    if body is None:
        return False
    others = sorted((name, made) for name, made in case.body.items() if name not in kept)
    for name, made in rng.sample(others, min(len(others), rng.randrange(3))):
        known = body.get(name)
        if isinstance(known, dict) and isinstance(made, dict) and rng.random() < REAL:  # then most of it is good
            made = known | dict(rng.sample(sorted(made.items()), min(len(made), rng.randrange(3))))
        body = body | {name: made}
    case.body = body
    return True


def _real_within(town: Town, api: str, value: Any, rng: random.Random) -> bool:
    is_changed = False
    for holder, name in list(leaves(value)):
        if not isinstance(holder, dict) or holder.get(name) is None or holder.get("coordinates"):
            continue
        if "record" in holder and rng.random() < REAL:  # an object of a type without versions gets no further
            continue
        url = town.some(LINKS.get((api, name)), rng)
        if name in NUMBERS:
            holder[name], is_changed = rng.choice(ELFPROEF), True
        elif api in WORDED and name in WORDS:
            holder[name], is_changed = rng.choice(WORDS[name]), True
        elif url and rng.random() < 0.9:
            holder[name], is_changed = _as_link(url, holder[name]), True
    return is_changed


def _as_link(url: str, was: Any) -> Any:
    """A link in the form that stands there: a URL, an object with the uuid, or a list of one of these."""
    if isinstance(was, list):
        return [_as_link(url, was[0] if was else "")]
    return {"uuid": keys_of(url)[-1]} if isinstance(was, dict) else was if was in KEPT_WORDS else url


def leaves(value: Any) -> Iterator[tuple[Any, Any]]:
    """Holder and key of every value within."""
    items: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield value, key
        yield from leaves(inner)
