"""The works W1 to W10 of ARCHITECTURE §13: which requests, which floor, which bar."""

import math
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import msgspec

from bench.fill import ALL, DOCUMENT_BYTES, DOCUMENTEN, HOST, LIMITED, VANDAAG, document_body, slug_of
from bench.load import request
from meent.data.pool import Connection, connect
from meent.engine.marks import VERTROUWELIJKHEID
from meent.tools.demo.applicaties import BALIE_ZAAKTYPEN
from meent.tools.demo.bewoners import generate_bewoners
from meent.tools.demo.gemeenten import MEERWIJDE
from meent.tools.demo.items import Verwijzing, resolve
from meent.tools.demo.zaaktypen import zaaktypen_of
from meent.tools.demo.zaken import generate_zaken
from tests.asgi import token

ZAKEN, CATALOGI = "/zaken/api/v1", "/catalogi/api/v1"
WANTED_ROWS = 30
WANTED_HITS = 100
APPLICATIONS = {"all": ALL, "limited": LIMITED}


@dataclass
class Prepared:
    """What a work needs for one municipality and one application.

    requests   to rotate through
    keys       of the documents that the floor selects, one answer's worth per entry
    """

    requests: list[bytes]
    keys: list[list[UUID]] = field(default_factory=list)


@dataclass
class Town:
    """One filled municipality, as the bench needs to know it."""

    conn: Connection
    id: int
    size: int
    zaaktypen: dict[str, UUID]

    @property
    def slug(self) -> str:
        return slug_of(self.size)

    @property
    def base(self) -> str:
        return f"http://{HOST}/{self.slug}"

    def headers(self, application: str) -> dict[str, str]:
        return {
            "host": HOST,
            "authorization": f"Bearer {token(APPLICATIONS[application])}",
            "content-type": "application/json",
            "accept-crs": "EPSG:4326",
            "content-crs": "EPSG:4326",
        }

    def get(self, application: str, path: str, api: str = ZAKEN, **query: str) -> bytes:
        text = f"?{urlencode(query)}" if query else ""
        return request("GET", f"/{self.slug}{api}{path}{text}", self.headers(application))

    def post(self, application: str, path: str, body: Any, api: str = ZAKEN) -> bytes:
        return request("POST", f"/{self.slug}{api}{path}", self.headers(application), msgspec.json.encode(body))

    def url(self, path: str, key: UUID) -> str:
        return f"{self.base}{path}/{key}"

    def seen(self, application: str) -> str:
        """SQL condition on zaak `z`: what this application may see."""
        if application == "all":
            return "true"
        parts = []
        for sleutel, level in BALIE_ZAAKTYPEN.items():
            levels = ", ".join(f"'{v}'" for v in VERTROUWELIJKHEID[: VERTROUWELIJKHEID.index(level) + 1])
            parts.append(f"z.zaaktype = '{self.zaaktypen[sleutel]}' AND z.vertrouwelijkheidaanduiding IN ({levels})")
        return f"(({') OR ('.join(parts)}))"

    async def zaken(self, application: str, condition: str = "true", *values: Any, limit: int = 300) -> list[UUID]:
        """Keys of cases, newest first."""
        found = await self.conn.fetch(
            f"SELECT z.id FROM zaak z WHERE z.tenant_id = $1 AND {self.seen(application)} AND {condition}"
            f" ORDER BY z.id DESC LIMIT {limit:d}", self.id, *values,
        )  # fmt: skip
        return [r[0] for r in found]

    async def any_zaken(self, application: str, count: int = 300) -> list[UUID]:
        """Keys spread over the whole register, the same each time."""
        found = await self.zaken(application, limit=1_000_000)
        return random.Random(1).sample(found, min(count, len(found)))


async def town(dsn: str, size: int) -> Town:
    """Opens a connection of its own that sees this municipality."""
    conn = await connect(dsn)
    await conn.execute("set application_name = 'bench'; set statement_timeout = 0")
    tenant_id = await conn.fetchval("select id from tenant where slug = $1", slug_of(size))
    await conn.execute(f"select set_config('meent.tenant', '{tenant_id}', false)")
    by_name = {
        r[1]: r[0] for r in await conn.fetch("select id, identificatie from zaaktype where tenant_id = $1", tenant_id)
    }
    zaaktypen = {row.sleutel: by_name[row.identificatie] for row in zaaktypen_of(MEERWIJDE.slug)}
    return Town(conn, tenant_id, size, zaaktypen)


# --- reading ---------------------------------------------------------------------------------------------------------


async def get_zaak(town: Town, application: str) -> Prepared:
    keys = await town.any_zaken(application)
    return Prepared([town.get(application, f"/zaken/{k}") for k in keys], [[k] for k in keys])


async def list_zaken(town: Town, application: str) -> Prepared:
    return Prepared([town.get(application, "/zaken")], [await town.zaken(application, limit=100)])


async def list_by_zaaktype(town: Town, application: str) -> Prepared:
    """Per zaaktype the startdatum from which on there are about WANTED_ROWS cases; the three that come closest."""
    rows = await town.conn.fetch(
        "SELECT zaaktype, startdatum, n FROM (SELECT zaaktype, startdatum, sum(count(*)) OVER (PARTITION BY zaaktype"
        " ORDER BY startdatum DESC) AS n FROM zaak z WHERE tenant_id = $1"
        f" AND {town.seen(application)} GROUP BY 1, 2) q"
        " ORDER BY abs(n - $2), 1, 2 LIMIT 3", town.id, WANTED_ROWS,
    )  # fmt: skip
    requests, keys = [], []
    for zaaktype, startdatum, _ in rows:
        url = town.url("/catalogi/api/v1/zaaktypen", zaaktype)
        requests.append(town.get(application, "/zaken", zaaktype=url, startdatum__gte=startdatum.isoformat()))
        keys.append(await town.zaken(application, "z.zaaktype = $2 AND z.startdatum >= $3", zaaktype, startdatum))
    return Prepared(requests, keys)


async def list_by_bsn(town: Town, application: str) -> Prepared:
    """Residents with exactly one case that the application may see."""
    rows = await town.conn.fetch(
        "SELECT r.natuurlijk_persoon_inp_bsn, min(r.zaak::text)::uuid FROM rol r"
        " JOIN zaak z ON z.tenant_id = r.tenant_id AND z.id = r.zaak"
        f" WHERE r.tenant_id = $1 AND {town.seen(application)} AND natuurlijk_persoon_inp_bsn IS NOT NULL"
        " GROUP BY 1 HAVING count(DISTINCT r.zaak) = 1 ORDER BY 1 LIMIT 200", town.id,
    )  # fmt: skip
    name = "rol__betrokkeneIdentificatie__natuurlijkPersoon__inpBsn"
    return Prepared([town.get(application, "/zaken", **{name: r[0]}) for r in rows], [[r[1]] for r in rows])


async def get_expanded(town: Town, application: str) -> Prepared:
    keys = await town.any_zaken(application)
    requests = [town.get(application, f"/zaken/{k}", expand="zaaktype,status,rollen") for k in keys]
    return Prepared(requests, [[k] for k in keys])


async def search_area(town: Town, application: str) -> Prepared:
    """Circles (as polygons of 32 corners) around three cases, just wide enough for at most WANTED_HITS cases."""
    rows = await town.conn.fetch(
        "SELECT z.id, (z.zaakgeometrie->'coordinates'->>0)::float, (z.zaakgeometrie->'coordinates'->>1)::float"
        f" FROM zaak z WHERE z.tenant_id = $1 AND zaakgeometrie IS NOT NULL AND {town.seen(application)}"
        " ORDER BY z.id",
        town.id,
    )  # fmt: skip
    requests, keys = [], []
    middles = random.Random(1).sample(rows, 3)
    for _, lon, lat in middles:
        by_distance = sorted(((math.dist((lon, lat), (x, y)), k) for k, x, y in rows), key=lambda d: d[0])
        upto = min(WANTED_HITS, len(by_distance) - 1)
        while upto > 1 and by_distance[upto][0] - by_distance[upto - 1][0] < 1e-9:  # whole addresses only
            upto -= 1
        radius = (by_distance[upto][0] + by_distance[upto - 1][0]) / 2
        ring = [
            (lon + radius * math.cos(i * math.pi / 16), lat + radius * math.sin(i * math.pi / 16)) for i in range(32)
        ]
        within = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
        requests.append(town.post(application, "/zaken/_zoek", {"zaakgeometrie": {"within": within}}))
        keys.append([k for _, k in by_distance[:upto]])
    return Prepared(requests, keys)


async def documents_of_case(town: Town, application: str) -> Prepared:
    """The cases that were given documents when the municipality was filled, with the documents of each."""
    rows = await town.conn.fetch(
        "SELECT o.object, array_agg(o.informatieobject ORDER BY o.informatieobject) FROM objectinformatieobject o"
        " WHERE o.tenant_id = $1 GROUP BY o.object ORDER BY o.object", town.id,
    )  # fmt: skip
    requests = [
        town.get(
            application, "/enkelvoudiginformatieobjecten", DOCUMENTEN,
            objectinformatieobjecten_object=town.url(f"{ZAKEN}/zaken", UUID(row[0][-36:])),
        )
        for row in rows
    ]  # fmt: skip
    return Prepared(requests, [row[1] for row in rows])


async def download(town: Town, application: str) -> Prepared:
    keys = await town.conn.fetch(
        "SELECT e.id FROM enkelvoudiginformatieobject e WHERE e.tenant_id = $1 AND e.bestandsomvang = $2 ORDER BY e.id",
        town.id, DOCUMENT_BYTES,
    )  # fmt: skip
    paths = [f"/enkelvoudiginformatieobjecten/{r[0]}/download" for r in keys]
    return Prepared([town.get(application, path, DOCUMENTEN) for path in paths], [[r[0]] for r in keys])


# --- writing ---------------------------------------------------------------------------------------------------------


async def post_zaak(town: Town, application: str, count: int = 400) -> Prepared:
    """Bodies as the generator makes them, without identificatie: the register numbers them."""
    bewoners = generate_bewoners(MEERWIJDE, 500, seed=2, vandaag=VANDAAG)
    allowed = set(town.zaaktypen) if application == "all" else set(BALIE_ZAAKTYPEN)

    def url_of(ref: Verwijzing) -> str:
        return town.url("/catalogi/api/v1/zaaktypen", town.zaaktypen[ref.sleutel])

    bodies = []
    for pakket in generate_zaken(MEERWIJDE, bewoners, count * 12, seed=2, vandaag=VANDAAG):
        body = {n: v for n, v in pakket.zaak.body.items() if n not in ("identificatie", "vertrouwelijkheidaanduiding")}
        if body["zaaktype"].sleutel in allowed:
            bodies.append(resolve(body, url_of))
    return Prepared([town.post(application, "/zaken", body) for body in bodies[:count]])


async def post_status(town: Town, application: str, zaken: list[str]) -> Prepared:
    """The first status on each of these fresh cases (URLs)."""
    keys = [UUID(url[-36:]) for url in zaken]
    rows = await town.conn.fetch(
        "SELECT z.id, s.id FROM zaak z JOIN statustype s ON s.tenant_id = z.tenant_id AND s.zaaktype = z.zaaktype"
        " AND s.volgnummer = 1 WHERE z.tenant_id = $1 AND z.id = ANY($2)", town.id, keys,
    )  # fmt: skip
    requests = [
        town.post(application, "/statussen", {
            "zaak": town.url(f"{ZAKEN}/zaken", zaak),
            "statustype": town.url("/catalogi/api/v1/statustypen", statustype),
            "datumStatusGezet": "2026-06-30T10:00:00Z",
        })
        for zaak, statustype in rows
    ]  # fmt: skip
    return Prepared(requests)


async def post_document(town: Town, application: str, count: int = 400) -> Prepared:
    """Documents of DOCUMENT_BYTES as base64 in the body, each with bytes of its own."""
    soort = await town.conn.fetchval(
        "SELECT i.id FROM informatieobjecttype i WHERE i.tenant_id = $1 ORDER BY i.id LIMIT 1", town.id
    )
    url, chance = town.url(f"{CATALOGI}/informatieobjecttypen", soort), random.Random(8)
    bodies = [document_body(url, chance.randbytes(DOCUMENT_BYTES)) for _ in range(count)]
    return Prepared([town.post(application, "/enkelvoudiginformatieobjecten", b, DOCUMENTEN) for b in bodies])


@dataclass(frozen=True)
class Work:
    """One line of the table.

    bar     times its floor
    floor   what the floor is besides F1: "one", "list" and "documents" select kept documents, "zaak" and "status"
            insert, "file" hashes and writes, "" is nothing
    apps    who does it: the limited application has no rights on documents
    count   requests in a run
    """

    name: str
    title: str
    bar: float
    floor: str
    count: int
    prepare: Callable[..., Awaitable[Prepared]]
    status: int = 200
    apps: tuple[str, ...] = ("all", "limited")


WORKS = {
    w.name: w
    for w in (
        Work("W1", "GET zaak", 2.5, "one", 1_200, get_zaak),
        Work("W2", "GET zaken, page 1", 2.5, "list", 300, list_zaken),
        Work("W3", "list by zaaktype and startdatum__gte", 3, "list", 400, list_by_zaaktype),
        Work("W4", "list by inpBsn of a rol", 6, "one", 800, list_by_bsn),
        Work("W5", "POST zaak", 3, "zaak", 300, post_zaak, 201),
        Work("W6", "POST status", 4, "status", 300, post_status, 201),
        Work("W7", "GET zaak, expand zaaktype,status,rollen", 6, "one", 500, get_expanded),
        Work("W8a", "POST a document of 100 kB", 3, "file", 200, post_document, 201, ("all",)),
        Work("W8b", "GET its content", 3, "", 400, download, apps=("all",)),
        Work("W9", "POST zaken/_zoek within a polygon", 4, "list", 200, search_area),
        Work("W10", "the 20 documents of a case", 3, "documents", 400, documents_of_case, apps=("all",)),
    )
}
