"""`meent demo`: makes the town when it is not there yet, serves it, and tells where everything is."""

import asyncio
import json
import os
import shutil
import sys
import time
import webbrowser
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from secrets import token_bytes
from typing import Any

import uvloop
from rich.console import Console

from meent import __version__, demo_calls
from meent.app import App, Database, Inwoner, open_database, running, with_selectielijst
from meent.basis.datums import vandaag
from meent.data import tenant
from meent.data.migrate import migrate
from meent.data.pool import connect
from meent.engine.authorise import ALL_RIGHTS, Caller
from meent.integration.brp import inladen, voorraad
from meent.integration.brp.brieven import BRIEVEN
from meent.integration.brp.zaak import ZAKEN
from meent.integration.kennis.boek import PostgresKennisboek
from meent.integration.telefooncentrale.opstelling import Opstelling
from meent.integration.telefooncentrale.verbinding import Echt, Gesimuleerd
from meent.integration.zgw import Zgw
from meent.interaction.identity import DOELEN, INWONER, ROLLEN, DemoRolePicker
from meent.process.burgerzaken.uittreksel import LEGES
from meent.serve import serve
from meent.services.autorisaties import applications
from meent.services.autorisaties import keys as api_keys
from meent.services.notificaties.callbacks import Answered, Callbacks
from meent.services.personen.omgeving import BRP, TEST
from meent.services.resources import EVERYTHING
from meent.settings import data_folder, shared_folder
from meent.tools.catalogus.invoer import Keuzes, count_records, import_catalogus
from meent.tools.demo import (
    afnemers,
    applicaties,
    balie,
    catalogus,
    documenten,
    kennis,
    klantcontacten,
    lijsten,
    objecten,
    personen,
    zaken,
)
from meent.tools.demo.gemeenten import GEMEENTEN, MEERWIJDE, Gemeente
from meent.tools.demo.items import Verwijzing
from meent.tools.demo.klantcontacten import Dossier
from meent.tools.demo.load import Loader
from meent.tools.demo.progress import Steps
from meent.tools.demo.zaaktypen import RECHTSFEITEN
from meent.verwerkingen import doelen

CALLER = Caller(
    client_id="meent-demo", rights=ALL_RIGHTS, label="Demo", user_id="demo", user_weergave="Demo-inhoud",
    doel="functioneel beheer",
)  # fmt: skip
KLANTCONTACT = replace(
    CALLER, label="Klantcontact", user_id="demo-klantcontact", user_weergave="Klantcontact",
    doel="dienstverlening klantcontact",
)  # fmt: skip
"""Who writes customer contact: residents see it as such in the log of who used their data."""
SEED = 1
SIZES = {"small": 0.1, "full": 1.0}
ROOTS = {resource.api.name: resource.api.root for resource in EVERYTHING}
"""Every API that is served, and what stands behind its name in an address."""
THIS_COMPUTER = "127.0.0.0/8, ::1/128"
"""Where a subscriber of the demo may be: all of it stays on this computer."""
CHANGED = 3
DOEL = "zaakbehandeling"
"""Why the applications of the demo use personal data; they have no other purpose, so they need not tell."""
TARIEVEN = {"uittreksel": 1130}
"""What a municipality of the demo asks for, in eurocents; invented."""
GEBOORTEN = 200
"""Births that a municipality of the demo has numbers for."""
KLAAR = "demo"
"""Key in the settings of a tenant: it was filled to the end. Without it the next start begins anew."""
EXPORT = "data/catalogi/openzaak-export-sudwest-fryslan-68-zaaktypen.zip"
MOST_ZAKEN = """
SELECT r.natuurlijk_persoon_inp_bsn, (array_agg(r.betrokkene_identificatie))[1] FROM rol r
WHERE r.tenant_id = $1 AND r.natuurlijk_persoon_inp_bsn LIKE '999%'
GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1
"""
PERSOONSLIJSTEN = "data/brp/persoonslijsten/rvig-testset-gbav-20220502.csv"


@dataclass(frozen=True)
class Sleutel:
    """By what an application of the demo proves who it is: a secret for a JWT, a key for `Authorization: Token`."""

    secret: str
    token: str


Sleutels = dict[str, dict[str, Sleutel]]
"""Slug of a municipality -> client id -> its proof."""


@dataclass(frozen=True)
class Wanted:
    """What was asked on the command line; without an exchange telephone calls are played."""

    size: str
    host: str
    port: int
    as_json: bool
    open_browser: bool
    exchange: Opstelling | None = None

    @property
    def base(self) -> str:
        return f"http://{self.host}:{self.port}"


def run(wanted: Wanted) -> None:
    """Fills when needed and serves until stopped."""
    began = time.monotonic()
    console = Console(stderr=wanted.as_json, highlight=False)
    console.print(f"Meent {__version__} · demo-gemeenten {' en '.join(g.naam for g in GEMEENTEN)}"
                  " · alles blijft op deze computer")  # fmt: skip
    steps = Steps(console)
    database = _prepared(steps)
    start = uvloop.run(_begin(database, wanted.base, steps))
    inwoners: dict[str, Inwoner] = {}
    uvloop.run(demo_calls.prepare(database))
    exchange = Echt(wanted.exchange) if wanted.exchange else Gesimuleerd()
    app = App(
        database.app_dsn, pool_size=8, demo_secret=token_bytes(32), base=wanted.base,
        callback_networks=THIS_COMPUTER, with_worker=True, more_routes=afnemers.ROUTES, inwoners=inwoners,
        in_opbouw={g.slug for g in start.made}, telefonie=exchange,
    )  # fmt: skip

    def on_ready() -> None:
        if start.made:
            seconds = time.monotonic() - began
            console.print(f"  Eerste pagina na {seconds:.0f} s: {wanted.base}/ · kijk vast rond, de rest volgt")
        _open(wanted)

    async def beside() -> None:
        day = asyncio.ensure_future(demo_calls.play(app, database, exchange))
        try:
            await fill()
            await demo_calls.remember(database, datetime.now(UTC))
            await day
        finally:
            day.cancel()

    async def fill() -> None:
        if start.made:
            await _fill(app, database, start, wanted.size, steps)
        await _subscribe(app)
        inwoners.update(await _inwoners(app))
        keys = await _keys(app)
        if wanted.as_json:
            sys.stdout.write(json.dumps(description(wanted.base, keys)) + "\n")
            sys.stdout.flush()
        _tell(console, wanted, keys, time.monotonic() - began, _memory_mb(database))

    with database.in_service(), demo_calls.exchange_up(wanted.exchange):
        try:
            serve(app, wanted.host, wanted.port, on_ready=on_ready, beside=beside)
        finally:
            asyncio.run(demo_calls.forget(database))


def _prepared(steps: Steps) -> Database:
    """The database, empty or filled to the end; what was left half is thrown away when it is ours."""
    with steps.step("database"):
        folder = data_folder() / "demo"
        database = open_database(folder)
        if database.server and asyncio.run(_is_half(database)):
            home = database.server.home
            database.server.stop()
            shutil.rmtree(home)
            database = open_database(folder)
        asyncio.run(migrate(database.owner_dsn))
        asyncio.run(with_selectielijst(database))
    return database


async def _is_half(database: Database) -> bool:
    """Whether an earlier run was cut off while it filled."""
    conn = await connect(database.owner_dsn)
    try:
        if not await conn.fetchval("SELECT to_regclass('tenant') IS NOT NULL"):
            return False
        known = await tenant.list_tenants(conn)
        return any(t.slug in {g.slug for g in GEMEENTEN} and KLAAR not in t.instellingen for t in known)
    finally:
        await conn.close()


@dataclass(frozen=True)
class Begin:
    """What stands when the first page is served; of the municipalities that are new, everything but their types waits.

    town     slug -> its residents
    urls     slug -> addresses of its types
    """

    made: list[Gemeente]
    town: dict[str, list[Any]]
    urls: dict[str, dict[Verwijzing, str]]
    today: date


async def _begin(database: Database, base: str, steps: Steps) -> Begin:
    """Makes the municipalities that are not there yet, with their types and applications."""
    made, today = await _new_tenants(database), vandaag(datetime.now(UTC))
    if not made:
        return Begin([], {}, {}, today)
    with steps.step("inwoners") as step:
        town = personen.bevolking(seed=SEED, vandaag=today, csv_path=shared_folder() / PERSOONSLIJSTEN)
        step.result = f"{sum(map(len, town.values())):,}".replace(",", ".")
    urls = {}
    async with running(App(database.app_dsn, pool_size=2, base=base)) as app:
        for gemeente in made:
            loader = Loader(_zgw(app, gemeente))
            urls[gemeente.slug] = loader.urls
            types = [*catalogus.catalogus_items(gemeente), *applicaties.applicatie_items(gemeente)]
            with steps.bar(f"{gemeente.naam}: catalogus", len(types)) as step:
                await loader.types(types, step.advance)
            for client_id in _clients(gemeente):
                await doelen.bind(app.pool, loader.zgw.place.id, client_id, DOEL)
    return Begin(made, town, urls, today)


def _zgw(app: App, gemeente: Gemeente, caller: Caller = CALLER) -> Zgw:
    return Zgw(app.engine, app.directory.by_slug[gemeente.slug], caller, app.base)


async def _fill(app: App, database: Database, start: Begin, size: str, steps: Steps) -> None:
    """Fills the municipalities that are new, while they are served already."""
    for gemeente in start.made:
        await _fill_one(app, database, gemeente, start, size, steps)
    if MEERWIJDE in start.made:
        await _announce(app)
    await _mark_ready(database, start.made, size)
    await _analyse(database)
    app.in_opbouw.clear()


async def _keys(app: App) -> Sleutels:
    return {g.slug: {c: await _sleutel(app, g, c) for c in _clients(g)} for g in GEMEENTEN}


async def _sleutel(app: App, gemeente: Gemeente, client_id: str) -> Sleutel:
    """A new secret and a new key in the place of those of the start before."""
    place = app.directory.by_slug[gemeente.slug]
    with suppress(api_keys.SleutelGeweigerd):
        await api_keys.revoke(app.engine, place, client_id, KLAAR)
    return Sleutel(
        await applications.keep_secret(app.engine, place, client_id),
        await api_keys.new(app.engine, place, client_id, KLAAR),
    )


async def _new_tenants(database: Database) -> list[Gemeente]:
    """The municipalities that were not there yet, now made."""
    conn = await connect(database.owner_dsn)
    try:
        made = []
        for g in GEMEENTEN:
            if await tenant.get(conn, g.slug) is None:
                new = tenant.Tenant(
                    slug=g.slug, naam=g.naam, gemeentecode=g.code, rsin=g.rsin, thema=g.slug,
                    instellingen={BRP: TEST, ZAKEN: RECHTSFEITEN, LEGES: TARIEVEN, BRIEVEN: {"document": "Brief"}},
                )  # fmt: skip
                await tenant.new(conn, new)
                made.append(g)
        return made
    finally:
        await conn.close()


async def _mark_ready(database: Database, made: list[Gemeente], size: str) -> None:
    conn = await connect(database.owner_dsn)
    try:
        for g in made:
            known = await tenant.get(conn, g.slug)
            assert known is not None
            await tenant.change(conn, replace(known, instellingen=known.instellingen | {KLAAR: size}))
    finally:
        await conn.close()


async def _analyse(database: Database) -> None:
    conn = await connect(database.owner_dsn)
    try:
        await conn.execute("ANALYZE")
    finally:
        await conn.close()


async def _fill_one(app: App, database: Database, gemeente: Gemeente, start: Begin, size: str, steps: Steps) -> None:
    bewoners, today, deel = start.town[gemeente.slug], start.today, SIZES[size]
    await _burgerzaken(app, gemeente, bewoners, today, steps)
    loader = Loader(_zgw(app, gemeente), start.urls[gemeente.slug])
    count = int(zaken.AANTAL_ZAKEN[gemeente.slug] * deel)
    with steps.bar(f"{gemeente.naam}: zaken", count) as step:
        packages = zaken.generate_zaken(gemeente, bewoners, count, seed=SEED, vandaag=today)
        dossiers: list[Dossier] = []
        await loader.cases(
            packages, step.advance, partial(_analyse, database), lambda p, url: dossiers.append(Dossier.of(p, url))
        )
    newest = await documenten.newest_open(loader.zgw)
    with steps.bar(f"{gemeente.naam}: zaken met brieven", len(newest)) as step:
        await documenten.write_brieven(loader, gemeente, newest, step.advance)
    town = Bevolkt(gemeente, bewoners, dossiers, deel, today)
    await _klantcontact(Loader(_zgw(app, gemeente, KLANTCONTACT)), town, steps)
    await _objecten(loader, town, steps)
    await _kennis(app, loader.zgw, town, steps)
    if gemeente is MEERWIJDE and (shared_folder() / EXPORT).is_file():
        await _real_catalogue(loader.zgw, shared_folder() / EXPORT, steps)


async def _burgerzaken(app: App, gemeente: Gemeente, bewoners: list[Any], today: date, steps: Steps) -> None:
    """The same people as persoonslijsten: RvIG's own where they have one, else one that is made for them."""
    theirs = {p.bsn for p in bewoners if not p.huishouden}
    made = lijsten.persoonslijsten(gemeente, bewoners, seed=SEED, vandaag=today)
    with steps.bar(f"{gemeente.naam}: persoonslijsten", len(bewoners)) as step:
        place = app.directory.by_slug[gemeente.slug]
        if theirs:
            path = shared_folder() / PERSOONSLIJSTEN
            await inladen.laad(app.pool, place.id, inladen.testpersonen(path, theirs, gemeente.code), step.advance)
        await inladen.laad(app.pool, place.id, map(inladen.persoonslijst, made), step.advance)
    async with app.pool.tenant(place.id) as conn:
        for soort, vanaf in gemeente.voorraad:
            await voorraad.vul(conn, place.id, soort, voorraad.reeks(soort, vanaf, GEBOORTEN))
    [yusuf] = [p for p in DemoRolePicker(app.tenants).personas() if p.key == f"{gemeente.slug}-burgerzaken-collega"]
    proposes = replace(CALLER, user_id=yusuf.key, user_weergave=yusuf.name, doel=DOELEN[yusuf.role])
    await balie.leg_voor(app.persons_for(_zgw(app, gemeente, proposes)))


@dataclass(frozen=True)
class Bevolkt:
    """A municipality whose cases are written; deel is the share of the full size."""

    gemeente: Gemeente
    bewoners: list[Any]
    dossiers: list[Dossier]
    deel: float
    vandaag: date


async def _klantcontact(loader: Loader, town: Bevolkt, steps: Steps) -> None:
    count = int(klantcontacten.AANTAL_CONTACTEN[town.gemeente.slug] * town.deel)
    made = klantcontacten.generate_klantcontact(
        town.gemeente, town.bewoners, town.dossiers, count, seed=SEED, vandaag=town.vandaag
    )
    with steps.bar(f"{town.gemeente.naam}: partijen", len(made.eerst) + len(made.partijen)) as step:
        await loader.packages(iter(made.eerst), step.advance, keep=True)
        await loader.packages(iter(made.partijen), step.advance, keep=True)
    with steps.bar(f"{town.gemeente.naam}: klantcontacten", len(made.contacten)) as step:
        await loader.packages(iter(made.contacten), step.advance, keep=True, at_once=1)
    with steps.bar(f"{town.gemeente.naam}: interne taken", len(made.taken)) as step:
        await loader.packages(iter(made.taken), step.advance, at_once=1)


async def _objecten(loader: Loader, town: Bevolkt, steps: Steps) -> None:
    count = int(objecten.AANTAL_OBJECTEN[town.gemeente.slug] * town.deel)
    adressen = [a for p in town.bewoners if (a := p.verblijfplaats) and a.lengtegraad is not None]
    types, made = objecten.generate_objecten(
        town.gemeente, adressen, town.dossiers, count, seed=SEED, vandaag=town.vandaag
    )
    with steps.bar(f"{town.gemeente.naam}: objecten", len(made)) as step:
        await loader.types(types, lambda _: None)
        await loader.packages(iter(made), step.advance)


async def _kennis(app: App, zgw: Zgw, town: Bevolkt, steps: Steps) -> None:
    made = list(kennis.generate_artikelen(town.gemeente, seed=SEED, vandaag=town.vandaag))
    with steps.bar(f"{town.gemeente.naam}: kennisartikelen", len(made)) as step:
        await kennis.write_artikelen(zgw, PostgresKennisboek(app.pool), made, step.advance)


class Gewillig:
    """Systems of the demo are not called when they subscribe: one of them has to be out of order."""

    async def post(self, url: str, body: bytes, *, auth: str) -> Answered:
        return Answered(204 if auth else 403)


async def _announce(app: App) -> None:
    """A few changes for subscribers to hear of; all that was filled before is no news."""
    place, bezorger = app.directory.by_slug[MEERWIJDE.slug], app.bezorger()
    while await bezorger.verdeler.verdeel(place.id) != (0, set()):
        pass
    await bezorger.pool.close()
    zgw = _zgw(app, MEERWIJDE)
    for zaak in (await zgw.list("zaken", "zaken", einddatum__isnull="true"))["results"][:CHANGED]:
        await zgw.update("zaken", "zaken", zaak["uuid"], {"toelichting": "De inwoner belde en vroeg hoe het staat."})


async def _subscribe(app: App) -> None:
    """Two systems that want to hear of changes, at the address that the demo has this time."""
    zgw, real = _zgw(app, MEERWIJDE), app.engine.outside[Callbacks]
    app.engine.outside[Callbacks] = Gewillig()
    there: Any = await zgw.list("notificaties", "abonnement")  # without pages, so a list
    for body in afnemers.abonnementen(app.base):
        naam = body["callbackUrl"].removeprefix(app.base)
        known = next((a for a in there if a["callbackUrl"].endswith(naam)), None)
        if known is None:
            await zgw.create("notificaties", "abonnement", body)
        elif known["callbackUrl"] != body["callbackUrl"]:
            await zgw.update("notificaties", "abonnement", known["url"][-36:], {"callbackUrl": body["callbackUrl"]})
    app.engine.outside[Callbacks] = real


async def _real_catalogue(zgw: Zgw, path: Path, steps: Steps) -> None:
    """A catalogue that a municipality really used, with what is wrong in it told and not mended."""
    with steps.bar("catalogus van een echte gemeente", count_records(path)) as step:
        found = await import_catalogus(zgw, path, Keuzes(sla_over=True), step.advance)
        step.result = f"{sum(found.aantallen.values())} typen, {len(found.geweigerd)} geweigerd"


async def _inwoners(app: App) -> dict[str, Inwoner]:
    """Slug -> the resident that a visitor may be: the one with the most zaken."""
    found = {}
    for slug, place in app.directory.by_slug.items():
        async with app.pool.tenant(place.id) as conn:
            record = await conn.fetchrow(MOST_ZAKEN, place.id)
        if record:
            person = json.loads(record[1])
            names = (person["voornamen"], person["voorvoegselGeslachtsnaam"], person["geslachtsnaam"])
            found[slug] = Inwoner(f"{slug}-{INWONER}", " ".join(filter(None, names)), record[0])
    return found


def _clients(gemeente: Gemeente) -> list[str]:
    return [item.body["clientIds"][0] for item in applicaties.applicatie_items(gemeente)]


def description(base: str, keys: Sleutels) -> dict[str, Any]:
    """What `--json` prints when the demo is ready (ARCHITECTURE §11)."""
    screens = {rol.screen: rol for rol in ROLLEN if rol.ready}
    return {
        "base": base,
        "tenants": [
            {
                "slug": g.slug,
                "apis": {name: f"{base}/{g.slug}/{name}/{root}" for name, root in ROOTS.items()},
                "applications": [
                    {"client_id": c, "secret": s.secret, "token": s.token, "rights": rights}
                    for (c, s), rights in zip(keys[g.slug].items(), ("all", "limited"), strict=True)
                ],
                "screens": {screen: f"{base}/{g.slug}/{screen}" for screen in screens},
                "logins": [{"role": rol.role, "user": f"{g.slug}-{rol.sleutel}"} for rol in screens.values()],
            }
            for g in GEMEENTEN
        ],
    }


def _tell(console: Console, wanted: Wanted, keys: Sleutels, seconds: float, memory_mb: int) -> None:
    console.print(f"  Klaar in {seconds:.0f} s · geheugen {memory_mb} MB", style="bold")
    console.print(f"  Rol kiezen      {wanted.base}/")
    for g in GEMEENTEN:
        console.print(f"  Behandelaar     {wanted.base}/{g.slug}/behandelen")
        console.print(f"  Klantcontact    {wanted.base}/{g.slug}/klantcontact")
        console.print(f"  API             {wanted.base}/{g.slug}/zaken/api/v1/zaken")
        for client_id, proof in keys[g.slug].items():
            console.print(f"    client_id {client_id}  secret {proof.secret}  sleutel {proof.token}", soft_wrap=True)
    console.print("\n".join(demo_calls.told(wanted.exchange)), soft_wrap=True)
    console.print("  Stoppen: Ctrl-C")


def _open(wanted: Wanted) -> None:
    if wanted.open_browser and sys.stdout.isatty():
        with suppress(webbrowser.Error):
            webbrowser.open(wanted.base)


def _memory_mb(database: Database) -> int:
    """Memory of this process and its own database together, shared pages counted once (PSS)."""
    postgres = database.server.pid if database.server else None
    total = 0
    for folder in Path("/proc").iterdir():
        with suppress(OSError, ValueError, IndexError):
            if folder.name.isdigit() and (int(folder.name) in (os.getpid(), postgres) or _parent(folder) == postgres):
                text = (folder / "smaps_rollup").read_text()
                total += int(text.partition("Pss:")[2].split()[0])
    return total // 1024


def _parent(folder: Path) -> int:
    """Process that started the one in this folder of /proc."""
    return int((folder / "stat").read_text().rpartition(")")[2].split()[1])
