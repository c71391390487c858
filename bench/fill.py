"""Municipalities with 1,000, 10,000 and 100,000 cases for the bench, and a few dozen small ones beside them.

Up to BASE cases go through the one write path, several to a transaction. Larger municipalities are copies of their own
first BASE cases, made in SQL with other keys, identificaties and BSNs; `verify` holds a sample of what is kept against
what the engine renders. The outbox is emptied, as a worker leaves it.
"""

import asyncio
import base64
import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from rich.progress import Progress

from bench import cloning
from meent.app import App, Database, running, with_selectielijst
from meent.basis.ids import uuid7
from meent.data import embedded, migrate, tenant
from meent.data.pool import Connection, connect
from meent.engine.authorise import ALL_RIGHTS, Caller
from meent.engine.write import write
from meent.integration.objectopslag.folder import FolderStore
from meent.tools.demo.applicaties import applicatie_items
from meent.tools.demo.bewoners import bsns, generate_bewoners
from meent.tools.demo.catalogus import catalogus_items
from meent.tools.demo.gemeenten import MEERWIJDE
from meent.tools.demo.items import Item, Verwijzing, resolve
from meent.tools.demo.zaken import ZaakPakket, generate_zaken
from tests.asgi import SECRET, Client

DOCUMENTEN = "/documenten/api/v1"
DOCUMENT_BYTES = 100_000
HOME = Path("/tmp/meent-bench")
BASE = 2_500
BEWONERS = 880
CASES_WITH_DOCUMENTS, DOCUMENTS = 3, 20
SMALL_TENANTS = 36
SMALL_CASES = 8
PER_TRANSACTION = 40
VANDAAG = date(2026, 7, 1)
HOST = "bench.test"
ALL, LIMITED = "meerwijde-alles", "meerwijde-balie"
"""Client ids of the two applications; their secret is that of the tests."""


def slug_of(size: int) -> str:
    return f"zaken-{size}"


def start_database() -> embedded.Embedded:
    HOME.mkdir(mode=0o711, exist_ok=True)
    return embedded.start(HOME / "postgres")


async def fill(database: embedded.Embedded, sizes: list[int], progress: Progress) -> None:
    """What is missing of these municipalities; those that are complete stay as they are."""
    await migrate.migrate(database.owner_dsn)
    await with_selectielijst(Database(database.app_dsn, database.owner_dsn))
    owner = await connect(database.dsn("postgres"), command_max_seconden=None)
    await owner.execute("set statement_timeout = 0; create table if not exists bench_klaar (slug text primary key)")
    ready = {r[0] for r in await owner.fetch("select slug from bench_klaar")}
    wanted = [(slug_of(size), size) for size in sizes]
    wanted += [(f"klein-{n}", SMALL_CASES) for n in range(1, SMALL_TENANTS + 1)]
    async with running(App(database.app_dsn, store=FolderStore(HOME / "documenten"))) as app:
        for slug, size in wanted:
            if slug not in ready:
                await _fill_one(app, owner, slug, size, progress)
                await owner.execute("insert into bench_klaar values ($1)", slug)
    if any(slug not in ready for slug, _ in wanted):
        await owner.execute("vacuum (analyze)")
        await owner.execute("checkpoint")
    await owner.close()


async def _fill_one(app: App, owner: Connection, slug: str, size: int, progress: Progress) -> None:
    if await tenant.get(owner, slug):
        raise RuntimeError(f"{slug} is half filled; remove {HOME} and fill again")
    made = await tenant.new(owner, tenant.Tenant(slug=slug, naam=slug.title(), rsin=MEERWIJDE.rsin))
    await app.directory.refresh()
    urls = await _write_catalogus(app, owner, made.id, slug)
    base = min(size, BASE)
    bewoners = generate_bewoners(MEERWIJDE, BEWONERS, seed=1, vandaag=VANDAAG)
    pakketten = generate_zaken(MEERWIJDE, bewoners, base, seed=1, vandaag=VANDAAG)
    task = progress.add_task(slug, total=size)
    for batch in _batches(pakketten):
        await _write_zaken(app, made.id, slug, batch, urls)
        progress.advance(task, len(batch))
    if size > base:
        spare = list(bsns(MEERWIJDE.bsn_begin, seed=1))
        for copy in range(size // base - 1, 0, -1):
            await cloning.clone(owner, app.registry, made.id, copy=copy, base=base, bsns=spare)
            progress.advance(task, base)
        await cloning.multiply_counters(owner, made.id, size // base)
    await _write_documents(Client(app, f"/{slug}", "vuller", host=HOST), urls)
    await owner.execute("delete from outbox where tenant_id = $1", made.id)
    await verify(app, owner, made.id, size)


async def _write_catalogus(app: App, owner: Connection, tenant_id: int, slug: str) -> dict[Verwijzing, str]:
    """Catalogus and both applications; gives the URL of every type."""
    client = await _application(app, owner, tenant_id, slug)
    urls: dict[Verwijzing, str] = {}
    publish = []
    for item in catalogus_items(MEERWIJDE):
        urls[item.verwijzing] = await _post(client, item, urls)
        if item.publiceren:
            publish.append(urls[item.verwijzing])
    for url in publish:
        published = await client.post(f"{url}/publish", {})
        assert published.status == 200, published.body
    for item in applicatie_items(MEERWIJDE):
        await _post(client, item, urls)
        secret = "insert into applicatie_geheim (tenant_id, client_id, geheim) values ($1, $2, $3)"
        await owner.execute(secret, tenant_id, item.body["clientIds"][0], SECRET)
    return urls


async def _application(app: App, owner: Connection, tenant_id: int, slug: str) -> Client:
    """The application that fills; it may do everything."""
    secret = "insert into applicatie_geheim (tenant_id, client_id, geheim) values ($1, 'vuller', $2)"
    await owner.execute(secret, tenant_id, SECRET)
    await owner.execute(
        "insert into applicatie (tenant_id, id, client_ids, label, heeft_alle_autorisaties,"
        " alleen_is_gereed_voor_publicatie, autorisaties) values ($1, $2, '[\"vuller\"]', 'Vuller', true, false, '[]')",
        tenant_id, uuid7(),
    )  # fmt: skip
    return Client(app, f"/{slug}", "vuller", host=HOST)


async def _post(client: Client, item: Item, urls: dict[Verwijzing, str]) -> str:
    answer = await client.post(f"/{item.api}/api/v1/{item.collectie}", resolve(item.body, urls.__getitem__))
    assert answer.status == 201, (item.sleutel, answer.body)
    url: str = answer.json["url"]
    return url


def _batches(pakketten: Iterator[ZaakPakket]) -> Iterator[list[ZaakPakket]]:
    batch: list[ZaakPakket] = []
    for pakket in pakketten:
        batch.append(pakket)
        if len(batch) == PER_TRANSACTION:
            yield batch
            batch = []
    if batch:
        yield batch


async def _write_zaken(
    app: App, tenant_id: int, slug: str, batch: list[ZaakPakket], types: dict[Verwijzing, str]
) -> None:
    """These cases in one transaction, through the one write path."""
    base = f"http://{HOST}/{slug}"
    place = app.directory.by_slug[slug]
    vuller = Caller("vuller", ALL_RIGHTS, "Vuller")
    async with app.engine.together(place, vuller, app.engine.links(base, place)) as session:
        for pakket in batch:
            urls: dict[Verwijzing, str] = {}
            for item in pakket.items():
                resource = app.registry.by_address[item.api, item.collectie]
                body = resolve(item.body, lambda v, urls=urls: urls.get(v) or types[v])  # type: ignore[misc]
                key, _, _ = await write(session, resource, "create", body=body)
                urls[item.verwijzing] = f"{base}{resource.url_path}{key}"


def document_body(soort: str, content: bytes) -> dict[str, Any]:
    return {
        "bronorganisatie": "999000019", "creatiedatum": "2026-06-01", "titel": "Bewijsstuk", "auteur": "Bench",
        "taal": "nld", "formaat": "application/pdf", "bestandsnaam": "bewijs.pdf", "informatieobjecttype": soort,
        "bestandsomvang": len(content), "inhoud": base64.b64encode(content).decode(), "indicatieGebruiksrecht": False,
    }  # fmt: skip


async def _write_documents(client: Client, types: dict[Verwijzing, str]) -> None:
    """DOCUMENTS documents in each of the CASES_WITH_DOCUMENTS newest open cases that take them."""
    soort = types[Verwijzing("informatieobjecttype", "Bijlage")]
    zaken = (await client.get("/zaken/api/v1/zaken", {"einddatum__isnull": "true"})).json["results"]
    for zaak in zaken[:CASES_WITH_DOCUMENTS]:
        for number in range(DOCUMENTS):
            content = random.Random(number).randbytes(DOCUMENT_BYTES)
            made = await client.post(f"{DOCUMENTEN}/enkelvoudiginformatieobjecten", document_body(soort, content))
            assert made.status == 201, made.body
            relatie = {"zaak": zaak["url"], "informatieobject": made.json["url"]}
            told = await client.post("/zaken/api/v1/zaakinformatieobjecten", relatie)
            assert told.status == 201, told.body


async def verify(app: App, owner: Connection, tenant_id: int, size: int) -> None:
    """What is kept equals what the engine renders, and the counters tell the truth; raises AssertionError."""
    zaak = app.registry.of("Zaak")
    join, body = app.engine.sql.rendering(zaak)
    keys = [r[0] for r in await owner.fetch("select id from zaak where tenant_id = $1", tenant_id)]
    assert len(keys) == size, (len(keys), size)
    sample = random.Random(1).sample(keys, min(300, size))
    records = await owner.fetch(
        f"SELECT k.body::text = ({body})::text, k.etag = md5(k.body::text) FROM zaak z"
        f" JOIN zaak_document k ON k.tenant_id = z.tenant_id AND k.id = z.id {join}"
        " WHERE z.tenant_id = $1 AND z.id = ANY($2)",
        tenant_id, sample,
    )  # fmt: skip
    assert len(records) == len(sample)
    assert all(r[0] and r[1] for r in records), "the kept document is not the rendered one"
    counted = await owner.fetch(
        "select soort, niveau, sum(aantal)::int from aantal where tenant_id = $1 and resource = 'zaak' group by 1, 2"
        " except select zaaktype, vertrouwelijkheidaanduiding, count(*)::int from zaak where tenant_id = $1"
        " group by 1, 2",
        tenant_id,
    )  # fmt: skip
    assert not counted, "the counters are wrong"


async def _main() -> None:
    database = start_database()
    try:
        with Progress() as progress:
            await fill(database, [1_000, 10_000, 100_000], progress)
    finally:
        database.stop()


if __name__ == "__main__":
    asyncio.run(_main())
