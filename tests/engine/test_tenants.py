"""No municipality sees or touches another one (trust §4 no. 12).

Every operation of every resource is tried with everything that is known of another municipality: its keys in the path,
in filters, in links of a body, in expand, in a search, in the audit trail, its idempotency keys and case numbers.
The whole runs three times: as served; with the engine's own comparison of the tenant taken out, so that only the row
policies hold; and as a role that row policies do not bind, so that only the engine holds.
"""

import re
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec
import pytest
import pytest_asyncio

from meent.app import App, running
from meent.capabilities.expand import is_relation, target_of
from meent.capabilities.linked import Linked
from meent.capabilities.zoek import zoek_of
from meent.data import embedded
from meent.data.pool import Connection, connect
from meent.engine.declare import Resource
from meent.engine.filters import filters_of, related_filters
from meent.engine.marks import Choice, Keyed, Reverse
from meent.services.notificaties.callbacks import Callbacks
from meent.services.personen.bevragen.andere import ANDERE
from meent.services.resources import RESOURCES
from tests.asgi import Response
from tests.conftest import STOCK, Gemeente, Obliging
from tests.engine import brp_aanval, burgerzaken_aanval
from tests.engine.samples import AROUND, READABLE, REGISTRY, Gevuld, gevuld
from tests.zgw import RSIN

ANYTHING = ("zaaktype", "zaak", "rol", "enkelvoudiginformatieobject", "besluittype", "besluit", "applicatie", "kanaal")
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Attempt:
    """One request with something of another municipality in it, and the statuses that are an honest answer."""

    method: str
    path: str
    allowed: tuple[int, ...]
    query: dict[str, str] | None = None
    body: Any = None
    headers: tuple[tuple[str, str], ...] = ()
    count: int | None = None

    def __str__(self) -> str:
        return f"{self.method} {self.path} {self.query or ''} {self.body or ''} {self.headers or ''}"


Recipe = Callable[[Resource[Any], Gevuld, Gevuld], Iterator[Attempt]]


def own_link(mine: Gevuld, theirs: Gevuld, name: str) -> str:
    """A link within our own address that carries the key of a row of theirs."""
    return theirs.url(name).replace(theirs.client.base, mine.client.base)


def foreign_links(mine: Gevuld, theirs: Gevuld, name: str) -> tuple[str, str]:
    return theirs.url(name), own_link(mine, theirs, name)


def any_links(mine: Gevuld, theirs: Gevuld) -> Iterator[str]:
    """What a field or filter for any address is tried with: of each API of theirs one type and one object."""
    for name in ANYTHING:
        yield from foreign_links(mine, theirs, name)


def on_row(resource: Resource[Any], mine: Gevuld, theirs: Gevuld) -> tuple[str, str]:
    """Their row under our address, and under theirs with our token."""
    return own_link(mine, theirs, resource.name), theirs.url(resource.name)


# --- recipes, one per operation --------------------------------------------------------------------------------------


def lists(resource: Resource[Any], mine: Gevuld, theirs: Gevuld) -> Iterator[Attempt]:
    path = mine.collection(resource)
    yield Attempt("GET", path, (200,))
    if resource.paginated:
        yield Attempt("GET", path, (200,), {"pageSize": "500"})
    yield Attempt("GET", theirs.client.base + path, (403,))
    if "{" in resource.path:
        yield Attempt("GET", theirs.collection(resource), (404,))
    related = {name: flt for name, (_, flt) in related_filters(REGISTRY, resource).items()}
    for name, flt in (filters_of(resource) | related).items():
        for value in values_of(flt.kind, flt.target, name, mine, theirs, resource):
            yield Attempt("GET", path, (200, 400), {name: value})
    for names in expansions(resource):
        yield Attempt("GET", path, (200,), {"expand": names})


def values_of(
    kind: str, target: str, name: str, mine: Gevuld, theirs: Gevuld, resource: Resource[Any]
) -> tuple[str, ...]:
    """What is known of them that fits this filter."""
    if kind == "uuid":
        return (theirs.uuid(target.lower() or resource.name),) if REGISTRY.find(target) or not target else ()
    if kind == "ref":
        return foreign_links(mine, theirs, target.lower()) if REGISTRY.find(target) else ()
    if kind in ("uri", "url"):
        return tuple(any_links(mine, theirs))
    known = theirs.rows[resource.name].get(name.partition("__")[0])
    if isinstance(known, list):
        known = ",".join(str(k) for k in known)
    common = {"bool": ("true", "false"), "date": ("2026-01-05",), "level": ("zeer_geheim",)}.get(kind, (theirs.mark,))
    return (*common, str(known), "alles") if known not in (None, "") else (*common, "alles")


def expansions(resource: Resource[Any]) -> list[str]:
    """Every relation, and every relation of that one."""
    if resource.expands is not None:
        return list(resource.expands)
    found = []
    for f in resource.fields:
        if is_relation(f):
            found.append(f.json)
            other = target_of(REGISTRY, f)
            found += [f"{f.json}.{g.json}" for g in (other.fields if other else ()) if is_relation(g)]
    return found


def creates(resource: Resource[Any], mine: Gevuld, theirs: Gevuld) -> Iterator[Attempt]:
    path = mine.collection(resource)
    yield Attempt("POST", theirs.client.base + path, (403,), body=mine.body(resource))
    if any(f.kind == "ref" and not f.read_only for f in resource.stored):
        yield Attempt("POST", path, (400,), body=theirs.body(resource))
    if "{" in resource.path:
        yield Attempt("POST", theirs.collection(resource), (400,), body=mine.body(resource))
    for body in with_foreign(resource, mine.body(resource), mine, theirs):
        yield Attempt("POST", path, (201, 400), body=body)
    yield Attempt("POST", path, (201,), body=mine.body(resource), headers=(("idempotency-key", KEY + resource.name),))
    yield Attempt("POST", path, (201,), body=mine.body(resource) | same_number(resource, theirs))


def same_number(resource: Resource[Any], theirs: Gevuld) -> dict[str, Any]:
    """What must be unique, with the values that they already use."""
    keyed = [f for f in resource.fields if f.mark(Keyed)]
    names = [resource.field[n] for u in resource.unique for n in u.fields if n in resource.field] + keyed
    own = [f for f in names if f.kind not in ("ref", "uri", "datetime", "int")]
    taken = {f.json: theirs.rows[resource.name][f.json] for f in own}
    if resource.name == "applicatie":
        taken["clientIds"] = theirs.rows["applicatie"]["clientIds"]
    return taken


def with_foreign(
    resource: Resource[Any], body: dict[str, Any], mine: Gevuld, theirs: Gevuld
) -> Iterator[dict[str, Any]]:
    """The body with each link in turn replaced by one of theirs, of whatever depth."""
    for f in resource.writable:
        shape = f.target or ((reverse := f.mark(Reverse)) and reverse.shape) or ""
        if (f.mark(Linked) or f.mark(Reverse)) and REGISTRY.find(shape):
            key = {"uuid": theirs.uuid(shape.lower())}
            yield body | {f.json: [key | WITH_LINK.get(f.json, {})] if f.item else key}
            for name in NESTED.get(f.json, ()):
                yield body | {f.json: [WITH_LINK[f.json] | {name: key}]}
        elif f.kind == "ref" and REGISTRY.find(f.target):
            yield from (body | {f.json: link} for link in foreign_links(mine, theirs, f.target.lower()))
        elif f.kind == "uri":
            yield from (body | {f.json: link} for link in any_links(mine, theirs))
        elif f.kind == "list" and f.item and f.item.kind in ("uri", "text"):
            yield from (body | {f.json: [link]} for link in any_links(mine, theirs))
            yield body | {f.json: [theirs.rows["zaaktype"]["identificatie"]]}
        elif f.kind == "list" and f.json in MEMBERS:
            for link in (*foreign_links(mine, theirs, "zaak"), *foreign_links(mine, theirs, "zaaktype")):
                yield body | {f.json: [MEMBERS[f.json](link)]} | {"heeftAlleAutorisaties": False}


WITH_LINK: dict[str, Any] = {
    "partijIdentificatoren": {
        "partijIdentificator": {
            "codeObjecttype": "niet_natuurlijk_persoon", "codeSoortObjectId": "kvk_nummer", "codeRegister": "hr",
            "objectId": "99999999",
        }
    }
}  # fmt: skip
"""List of links -> what an item of it must have beside the link."""
NESTED = {"partijIdentificatoren": ("subIdentificatorVan", "identificeerdePartij")}
"""List of links -> further links in an item."""
MEMBERS: dict[str, Callable[[str], dict[str, Any]]] = {
    "relevanteAndereZaken": lambda link: {"url": link, "aardRelatie": "vervolg"},
    "gerelateerdeZaaktypen": lambda link: {"zaaktype": link, "aardRelatie": "vervolg"},
    "autorisaties": lambda link: {
        "component": "zrc", "scopes": ["zaken.lezen"], "zaaktype": link, "maxVertrouwelijkheidaanduiding": "geheim",
    },
    "kanalen": lambda link: {"naam": "zaken", "filters": {"zaaktype": link}},
}  # fmt: skip
NO_LINKS = {"kenmerken", "checklistitemStatustype"}
"""Lists of objects that hold no link, so that nothing of another municipality can stand in them."""


def retrieves(resource: Resource[Any], mine: Gevuld, theirs: Gevuld) -> Iterator[Attempt]:
    for method in ("GET", "HEAD") if "head" in resource.operations else ("GET",):
        ours, foreign = on_row(resource, mine, theirs)
        yield Attempt(method, ours, (404,))
        yield Attempt(method, foreign, (403,))
        for names in expansions(resource):
            yield Attempt(method, ours, (404,), {"expand": names})
    for names in expansions(resource):
        yield Attempt("GET", mine.url(resource.name), (200,), {"expand": names})


def changes(method: str) -> Recipe:
    def attempts(resource: Resource[Any], mine: Gevuld, theirs: Gevuld) -> Iterator[Attempt]:
        ours, foreign = on_row(resource, mine, theirs)
        row = mine.again(resource, mine.rows[resource.name])
        fresh, key = mine.body(resource), theirs.keys.get(resource.name, {})
        for body in (key, fresh | key) if method == "PATCH" else (fresh | key,):
            yield Attempt(method, ours, (404,), body=body)
            yield Attempt(method, foreign, (403,), body=body)
        yield Attempt(method, ours, (404,), body=fresh, headers=(("idempotency-key", KEY + method + resource.name),))
        for changed in with_foreign(resource, row, mine, theirs):
            yield Attempt(method, mine.url(resource.name), (200, 400), body=changed)
        yield Attempt(method, mine.url(resource.name), (200, 400), body=row)  # as it was, for those that come after

    return attempts


def deletes(resource: Resource[Any], mine: Gevuld, theirs: Gevuld) -> Iterator[Attempt]:
    ours, foreign = on_row(resource, mine, theirs)
    yield Attempt("DELETE", ours, (404,))
    yield Attempt("DELETE", foreign, (403,))
    if resource.name == "onderwerpobject":  # which takes more along when asked
        yield Attempt("DELETE", ours, (404,), {"cascade": "true"})
        yield Attempt("DELETE", foreign, (403,), {"cascade": "true"})
    if unused := theirs.unused.get(resource.name):
        yield Attempt("DELETE", unused.replace(theirs.client.base, mine.client.base), (404,))


def searches(resource: Resource[Any], mine: Gevuld, theirs: Gevuld) -> Iterator[Attempt]:
    path = f"{mine.collection(resource)}/_zoek"
    key = theirs.uuid(resource.name)
    yield Attempt("POST", path, (200,), body={"uuid__in": [key]}, count=0)
    yield Attempt("POST", path, (200,), body={"uuid__in": [key, mine.uuid(resource.name)]}, count=1)
    types, area = list(foreign_links(mine, theirs, "zaaktype")), {"zaakgeometrie": {"within": AROUND}}
    if (zoek := zoek_of(resource)) and zoek.within:
        yield Attempt("POST", path, (200,), body={"zaaktype__in": types}, count=0)
        yield Attempt("POST", path, (200,), body=area)
        yield Attempt("POST", path, (200,), body=area | {"fields": ["*", {"rollen": ["*"]}]})
    yield Attempt("POST", theirs.client.base + path, (403,), body={"uuid__in": [key]})
    for names in expansions(resource):
        yield Attempt("POST", path, (200,), body={"uuid__in": [key], "expand": [names]}, count=0)
    for name, flt in filters_of(resource).items():
        for value in values_of(flt.kind, flt.target, name, mine, theirs, resource):
            yield Attempt("POST", path, (200, 400), body={name: value})


def trails(resource: Resource[Any], mine: Gevuld, theirs: Gevuld) -> Iterator[Attempt]:
    yield Attempt("GET", mine.url(resource.name) + "/audittrail", (200,))
    for url, status in zip(on_row(resource, mine, theirs), (404, 403), strict=True):
        yield Attempt("GET", f"{url}/audittrail", (status,))
        yield Attempt("GET", f"{url}/audittrail/{LINE}", (status,))
    yield Attempt("GET", f"{mine.url(resource.name)}/audittrail/{LINE}", (404,))


def publishes(resource: Resource[Any], mine: Gevuld, theirs: Gevuld) -> Iterator[Attempt]:
    concept = theirs.concept["url"]
    yield Attempt("POST", concept.replace(theirs.client.base, mine.client.base) + "/publish", (404,), body={})
    yield Attempt("POST", concept + "/publish", (403,), body={})


def locks(name: str) -> Recipe:
    def attempts(resource: Resource[Any], mine: Gevuld, theirs: Gevuld) -> Iterator[Attempt]:
        foreign = theirs.unused[resource.name] if name == "lock" else theirs.url(resource.name)
        ours = foreign.replace(theirs.client.base, mine.client.base)
        yield Attempt("POST", f"{ours}/{name}", (404,), body={})
        yield Attempt("POST", f"{foreign}/{name}", (403,), body={})

    return attempts


def downloads(resource: Resource[Any], mine: Gevuld, theirs: Gevuld) -> Iterator[Attempt]:
    ours, foreign = on_row(resource, mine, theirs)
    yield Attempt("HEAD", f"{ours}/download", (404,))
    yield Attempt("GET", f"{ours}/download", (404,))
    yield Attempt("GET", f"{foreign}/download", (403,))


def uploads(resource: Resource[Any], mine: Gevuld, theirs: Gevuld) -> Iterator[Attempt]:
    as_form = (("content-type", "application/x-www-form-urlencoded"),)
    ours, foreign = on_row(resource, mine, theirs)
    form = f"&inhoud=abc&lock={theirs.keys[resource.name]['lock']}&"
    yield Attempt("PUT", ours, (404,), body=form, headers=as_form)
    yield Attempt("PUT", foreign, (403,), body=form, headers=as_form)


def consumers(resource: Resource[Any], mine: Gevuld, theirs: Gevuld) -> Iterator[Attempt]:
    client_id = theirs.rows["applicatie"]["clientIds"][0]
    path = f"{mine.collection(resource)}/consumer"
    yield Attempt("GET", path, (200, 404), {"clientId": client_id})  # we may have it too
    yield Attempt("GET", theirs.client.base + path, (403,), {"clientId": client_id})


def reserves(resource: Resource[Any], mine: Gevuld, theirs: Gevuld) -> Iterator[Attempt]:
    path, body = "/zaken/api/v1/zaaknummer_reserveren", {"bronorganisatie": RSIN}
    yield Attempt("POST", path, (201,), body=body)
    yield Attempt("POST", theirs.client.base + path, (403,), body=body)


def announces(resource: Resource[Any], mine: Gevuld, theirs: Gevuld) -> Iterator[Attempt]:
    path = "/notificaties/api/v1/notificaties"
    message = {
        "kanaal": mine.rows["kanaal"]["naam"], "resource": "zaak", "actie": "create",
        "aanmaakdatum": "2026-01-05T00:00:00Z",
    }  # fmt: skip
    for link in foreign_links(mine, theirs, "zaak"):
        body = message | {"hoofdObject": link, "resourceUrl": link}
        yield Attempt("POST", path, (200,), body=body)
        yield Attempt("POST", path, (200, 400), body=body | {"kanaal": theirs.rows["kanaal"]["naam"]})
        yield Attempt("POST", theirs.client.base + path, (403,), body=body)


def histories(name: str) -> Recipe:
    def attempts(resource: Resource[Any], mine: Gevuld, theirs: Gevuld) -> Iterator[Attempt]:
        ours, foreign = on_row(resource, mine, theirs)
        yield Attempt("GET", f"{ours}/{name}", (404,))
        yield Attempt("GET", f"{foreign}/{name}", (403,))
        yield Attempt("GET", f"{mine.url(resource.name)}/{name}", (200,))

    return attempts


def permissions(resource: Resource[Any], mine: Gevuld, theirs: Gevuld) -> Iterator[Attempt]:
    path = "/objecten/api/v2/permissions"
    yield Attempt("GET", path, (200,))
    yield Attempt("GET", theirs.client.base + path, (403,))


def looks_for_objects(resource: Resource[Any], mine: Gevuld, theirs: Gevuld) -> Iterator[Attempt]:
    path, type_of = f"{mine.collection(resource)}/search", foreign_links(mine, theirs, "objecttype")
    within = {"geometry": {"within": AROUND}}
    yield Attempt("POST", path, (200,), body=within)
    yield Attempt("POST", path, (200,), body=within | {"date": "2021-01-01", "registrationDate": "2999-01-01"})
    yield Attempt("POST", theirs.client.base + path, (403,), body=within)
    for body in ({"data_attr": f"merk__exact__{theirs.mark}"}, {"data_icontains": theirs.mark}):
        yield Attempt("POST", path, (200,), body=body, count=0)
        yield Attempt("POST", path, (200,), body=within | body, count=0)
    for link in type_of:
        yield Attempt("POST", path, (200,), body={"type": link}, count=0)


TABLES = "select table_name::text from information_schema.columns where column_name = 'tenant_id' order by 1"
WHOLE = (
    "select '{0}', md5(string_agg(rij, ' ' order by rij)) from"
    " (select to_jsonb(t)::text as rij from {0} t where $1 = tenant_id) q"
)
LEAK = "toont|veranderd|telt|status 2|status 400|status 500"
"""What shows that the walls are down; also that there are too many rows, or a statement that trips over others.
While a wall stands, no attempt ends so unless it may."""
KEY = "sleutel-van-de-ander"
LINE = "regel-van-het-spoor"  # replaced by the key of a line of their trail
def makes_contact(resource: Resource[Any], mine: Gevuld, theirs: Gevuld) -> Iterator[Attempt]:
    """A klantcontact of ours with a partij, or about a klantcontact, of theirs."""
    path = "/klantinteracties/api/v1/maak-klantcontact"
    contact = {"kanaal": "telefoon", "onderwerp": "Vraag", "taal": "nld", "vertrouwelijk": False}
    betrokkene = {"rol": "klant", "initiator": True}
    theirs_named = {"wasPartij": {"uuid": theirs.uuid("partij")}}, {"uuid": theirs.uuid("klantinteractie")}
    yield Attempt("POST", theirs.client.base + path, (403,), body={"klantcontact": contact})
    for more, status in (
        ({"betrokkene": betrokkene | theirs_named[0]}, 400),
        ({"onderwerpobject": {"wasKlantcontact": theirs_named[1]}}, 400),
        ({"betrokkene": betrokkene | {"hadKlantcontact": theirs_named[1]}}, 201),
        ({"onderwerpobject": {"klantcontact": theirs_named[1]}}, 201),
    ):
        yield Attempt("POST", path, (status,), body={"klantcontact": contact} | more)
    key = (("idempotency-key", KEY + "maak-klantcontact"),)
    yield Attempt("POST", path, (201,), body={"klantcontact": contact}, headers=key)


@dataclass(frozen=True)
class OfNoResource:
    """An API that is of no resource, in the list of what is attacked."""

    name: str
    stored: tuple[Any, ...] = ()


def questions(naam: str) -> Recipe:
    """Questions about persons of theirs, to one of the query APIs of the BRP."""

    def attempts(resource: Resource[Any], mine: Gevuld, theirs: Gevuld) -> Iterator[Attempt]:
        for path, vraag, status in brp_aanval.aanvallen(naam, mine, theirs):
            yield Attempt("POST", path, (status,), body=vraag)

    return attempts


def asks_civil_affairs(wat: str) -> Recipe:
    """Facts about persons of theirs, and what waits there, at the door of civil affairs."""

    def attempts(resource: Resource[Any], mine: Gevuld, theirs: Gevuld) -> Iterator[Attempt]:
        for een in burgerzaken_aanval.aanvallen(wat, theirs):
            yield Attempt(een.method, een.path, (een.status,), een.query, een.body)

    return attempts


BRP: Any = OfNoResource("brp")
BURGERZAKEN: Any = OfNoResource("burgerzaken")
BRP_APIS = ("personen", *ANDERE)
RECIPES: dict[str, Recipe] = {
    "list": lists, "create": creates, "retrieve": retrieves, "head": retrieves, "update": changes("PUT"),
    "partial_update": changes("PATCH"), "delete": deletes, "_zoek": searches, "audittrail": trails,
    "/{uuid}/lock": locks("lock"), "/{uuid}/unlock": locks("unlock"),
    "/{uuid}/download": downloads, "/{uuid}": uploads,
    "/{uuid}/publish": publishes, "/consumer": consumers, "/notificaties": announces,
    "/zaaknummer_reserveren": reserves, "/maak-klantcontact": makes_contact,
    "/{uuid}/history": histories("history"), "/{uuid}/{index}": histories("1"),
    "/permissions": permissions, "search": looks_for_objects,
    **{naam: questions(naam) for naam in BRP_APIS},
    **{wat: asks_civil_affairs(wat) for wat in burgerzaken_aanval.WAT},
}  # fmt: skip


def operations_of(resource: Resource[Any]) -> list[str]:
    """Everything that can be asked of a resource, named operations, search and trail included."""
    found = [*resource.operations, *(named.path for named in resource.named if named.method != "DELETE")]
    zoek = zoek_of(resource)
    return found + ([zoek.word] if zoek else []) + ["audittrail"] * resource.audit


ALL = [(resource, operation) for resource in RESOURCES for operation in operations_of(resource)]
ALL += [(BRP, naam) for naam in BRP_APIS]
ALL += [(BURGERZAKEN, wat) for wat in burgerzaken_aanval.WAT]
BACKWARDS = ALL[::-1]


# --- the attack ------------------------------------------------------------------------------------------------------


@dataclass
class Pair:
    """Two municipalities.

    line  key of a line in the trail of theirs
    seen  what stood of theirs in every table when the last attack was over, so before the next one
    """

    mine: Gevuld
    theirs: Gevuld
    line: str
    keys: frozenset[str]
    tables: list[str]
    superuser: Connection
    seen: dict[str, str] = field(default_factory=dict)

    async def leaks(self, resource: Resource[Any], operation: str, enough: str = "$^") -> list[str]:
        """What came out, or was changed, that should not have been; all of it, or up to one that matches `enough`."""
        found = []
        before = self.seen or await self.state()
        for attempt in RECIPES[operation](resource, self.mine, self.theirs):
            attempt = replace(attempt, path=attempt.path.replace(LINE, self.line))
            answer = await self.mine.client.call(
                attempt.method, attempt.path, query=attempt.query, body=attempt.body, headers=dict(attempt.headers)
            )
            found += [f"{attempt}: {what}" for what in self.faults(attempt, answer)]
            if any(re.search(enough, leak) for leak in found):
                break
        after = self.seen = await self.state()
        if changed := [t for t in self.tables if before[t] != after[t]]:
            found.append(f"{operation} {resource.name}: hun gegevens zijn veranderd: {changed}")
        return found

    def faults(self, attempt: Attempt, answer: Response) -> Iterator[str]:
        if answer.status not in attempt.allowed:
            yield f"status {answer.status} {answer.body[:300]!r}"
        shown = answer.body.decode() + str(answer.headers)
        if self.theirs.mark in shown and self.theirs.mark not in str(attempt):
            yield "toont hun merk"
        if (theirs := set(UUID.findall(shown)) & self.keys) and (strange := theirs - self.known(attempt, answer)):
            yield f"toont hun sleutels {strange}"
        if attempt.count is not None and answer.status == 200 and answer.json["count"] != attempt.count:
            yield f"telt {answer.json['count']}"

    def known(self, attempt: Attempt, answer: Response) -> set[str]:
        """Keys that may be shown: we asked for them, have them in a row of ours, or wrote them down."""
        return set(UUID.findall(f"{attempt} {self.mine.rows}")) | self.echoed(answer)

    def echoed(self, answer: Response) -> set[str]:
        """Keys of theirs that we wrote down ourselves as a plain link: to them, or dead within our own address."""
        return set(UUID.findall(str(self.written))) if answer.status in (200, 201) else set()

    @property
    def written(self) -> list[str]:
        """Links that earlier attempts stored as text; that is no knowledge of theirs."""
        return [link for r in RESOURCES for link in foreign_links(self.mine, self.theirs, r.name)]

    async def state(self) -> dict[str, str]:
        """What stands of theirs in every table, as the superuser sees it: a digest of all rows, for one is enough."""
        everything = " union all ".join(WHOLE.format(table) for table in self.tables)
        return dict(await self.superuser.fetch(everything, self.theirs.gemeente.id))


@pytest_asyncio.fixture(loop_scope="session")
async def pair(gemeente: Gemeente, andere_gemeente: Gemeente, migrated: embedded.Embedded) -> AsyncIterator[Pair]:
    mine, theirs = await gevuld(gemeente), await gevuld(andere_gemeente)
    for one in (mine, theirs):
        await brp_aanval.bewaar_persoon(one)
        await burgerzaken_aanval.bewaar(one)
    for resource in READABLE:  # they used the same idempotency keys before us
        path, key = theirs.collection(resource), KEY + resource.name
        await theirs.client.post(path, theirs.body(resource), idempotency_key=key)
    document = REGISTRY.of("EnkelvoudigInformatieObject")
    theirs.keys[document.name] = await theirs.key(document, theirs.rows[document.name])
    records = await andere_gemeente.rows("select id::text from audit")
    keys = frozenset(UUID.findall(str(theirs.rows) + str(theirs.concept))) | {r[0] for r in records}
    superuser = await connect(migrated.dsn("postgres"))
    await superuser.execute(burgerzaken_aanval.WITH_CODE, [mine.gemeente.id, theirs.gemeente.id])
    tables = [r[0] for r in await superuser.fetch(TABLES)]
    yield Pair(mine, theirs, records[0][0], keys, tables, superuser)
    await superuser.close()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def unbound(app: App, migrated: embedded.Embedded) -> AsyncIterator[App]:
    """The application as a role that no row policy binds."""
    async with running(App(migrated.dsn("postgres"), pool_size=4, store=app.store)) as started:
        started.engine.outside[Callbacks] = Obliging()
        yield started
    STOCK.pop(app, None)  # with both walls down lines of the log landed in every municipality, those in waiting too


COMPARISON = re.compile(r"\b(?:\w+\.)?tenant_id = (?:\$1|\w+\.tenant_id)(?!\d)")


def without_comparison(query: str) -> str:
    """The statement with the tenant compared nowhere; the parameter stays, so that its type is still known."""
    return COMPARISON.sub(lambda found: "$1::integer IS NOT NULL" if "$1" in query else "true", query)


def take_out_comparison(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("fetch", "fetchrow", "fetchval", "execute"):
        asked = getattr(Connection, name)

        def changed(self: Connection, query: str, *args: Any, _asked: Any = asked, **options: Any) -> Any:
            return _asked(self, without_comparison(query), *args, **options)

        monkeypatch.setattr(Connection, name, changed)


# --- tests -----------------------------------------------------------------------------------------------------------


def test_every_operation_has_a_recipe() -> None:
    """A new operation that nobody attacks is where the next leak will be."""
    assert {operation for _, operation in ALL} == set(RECIPES)


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda r: r.name)
def test_every_nested_link_has_a_recipe(resource: Resource[Any]) -> None:
    """A list of objects can carry a link into another municipality: each is attacked, or known to hold none."""
    others = [f for f in resource.writable if f.kind == "list" and not f.mark(Reverse)]
    lists_of_objects = {f.json for f in others if f.item and f.item.kind == "group"}
    assert lists_of_objects <= set(MEMBERS) | NO_LINKS
    assert not any(f.mark(Choice) and f.kind == "ref" for f in resource.fields)


async def test_no_leak_as_served(pair: Pair) -> None:
    """Somebody at one town hall would read or change what another one keeps about its residents."""
    assert [leak for resource, operation in ALL for leak in await pair.leaks(resource, operation)] == []


async def test_no_leak_with_row_policies_alone(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    """The day somebody forgets the tenant in one statement, the database must still hold."""
    take_out_comparison(monkeypatch)
    assert [leak for resource, operation in ALL for leak in await pair.leaks(resource, operation)] == []


async def test_no_leak_with_engine_alone(pair: Pair, unbound: App) -> None:
    """The day a role is given too much, or a table gets no policy, the engine must still hold."""
    await unbound.directory.refresh()
    pair.mine.client.app = unbound
    assert [leak for resource, operation in ALL for leak in await pair.leaks(resource, operation)] == []


async def test_planted_leak_is_found(pair: Pair, unbound: App, monkeypatch: pytest.MonkeyPatch) -> None:
    """An attack that finds nothing when both walls are down proves nothing while they stand."""
    await unbound.directory.refresh()
    pair.mine.client.app = unbound
    take_out_comparison(monkeypatch)
    tight = set()
    # Who reads, reads before it is gone; a document is changed while it is locked, and deleted when it is not.
    order = ["create", "/{uuid}/publish", "update", "partial_update", "/{uuid}/unlock", "delete"]
    last_first = sorted(BACKWARDS, key=lambda one: order.index(one[1]) if one[1] in order else -1)
    for resource, operation in last_first:
        found = await pair.leaks(resource, operation, enough=LEAK)
        if not any(re.search(LEAK, leak) for leak in found):
            tight.add((resource, operation))
    # A third wall: with the tenant in every foreign key, a row that links to another municipality cannot be stored.
    held = {(r, op) for r, op in tight if op in ("create", "update") and any(f.kind == "ref" for f in r.stored)}
    assert {f"{r.name}-{op}" for r, op in tight - held} == set()


async def test_walls_really_come_down(pair: Pair, unbound: App, monkeypatch: pytest.MonkeyPatch) -> None:
    """Guards the two tests above: the role must see all rows, and the comparison must be gone from each statement."""
    async with unbound.pool.tenant(pair.mine.gemeente.id) as conn:
        assert await conn.fetchval("select count(distinct tenant_id) from zaak") > 1
    async with pair.mine.gemeente.app.pool.tenant(pair.mine.gemeente.id) as conn:
        assert await conn.fetchval("select count(distinct tenant_id) from zaak") == 1
    statement = "SELECT 1 FROM a z JOIN b k ON k.tenant_id = z.tenant_id WHERE z.tenant_id = $1 AND z.id = $2"
    assert "tenant_id" not in without_comparison(statement)
    take_out_comparison(monkeypatch)
    async with unbound.pool.tenant(pair.mine.gemeente.id) as conn:
        one = unbound.engine.sql.one(REGISTRY.of("Zaak"))
        seen = await conn.fetchval(one, pair.mine.gemeente.id, pair.theirs.uuid("zaak"))
    assert pair.theirs.mark in msgspec.json.decode(seen)["omschrijving"]
