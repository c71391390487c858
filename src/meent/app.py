"""Wires the parts together: the only file that may know them all."""

import logging
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, asynccontextmanager, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from types import MappingProxyType
from uuid import UUID

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from meent import __version__
from meent.basis.meanwhile import begun, meanwhile
from meent.capabilities import audittrail, beside, views, zoek
from meent.capabilities.elders import Bringer, require_elders
from meent.capabilities.idempotency import claim
from meent.capabilities.logbook import Logbook
from meent.capabilities.opslag import Scanner, Store
from meent.capabilities.series import Numbers
from meent.capabilities.weigering import as_asked
from meent.data import embedded
from meent.data.pool import DatabaseBezig, DatabaseWeg, Pool, connect
from meent.eloketten import TAKEN, TELLERS, WERKBAK, Eloketten
from meent.engine.authorise import ALL_RIGHTS, Caller
from meent.engine.declare import Registry
from meent.engine.web import Engine, Room
from meent.integration.brp.inzien import Gemeente, Inzien
from meent.integration.diensten.objecten import Objects
from meent.integration.diensten.register import HttpRegisters
from meent.integration.kennis.boek import PostgresKennisboek
from meent.integration.netwerk import Networks
from meent.integration.notificaties.bezorger import Bezorger
from meent.integration.notificaties.omroep import Luisteraar, Omroep
from meent.integration.notificaties.sender import Patient, Sender
from meent.integration.notificaties.toestand import Abonnee, Geparkeerd, Opnieuw, Toestand
from meent.integration.objectopslag import content_store
from meent.integration.objectopslag.opruimer import Opruimer
from meent.integration.openid import OpenId
from meent.integration.telefooncentrale.beluisteren import Beluisteren
from meent.integration.telefooncentrale.journaal import PostgresJournaal
from meent.integration.telefooncentrale.opnamen import Opnamen
from meent.integration.telefooncentrale.verbinding import Verbinding
from meent.integration.telefooncentrale.werkboek import PostgresWerkboek
from meent.integration.virusscan.clamd import Clamd
from meent.integration.zgw import Zgw
from meent.interaction.identity import DemoRolePicker, IdentityProvider, Makelaar
from meent.interaction.screens import exception_handlers, routes
from meent.interaction.seams import MEEST, Blik, Kanaal, TenantInfo
from meent.interaction.session import Session
from meent.interaction.visit import Deps
from meent.openapi.served import Documents
from meent.process.burgerzaken.oproepen import DEUR as BURGERZAKEN
from meent.process.telefonie import gebeurtenissen as gesprekken
from meent.process.telefonie.centrum import Centrum
from meent.services.across.elders import ALONG
from meent.services.autorisaties.rights import FreshAuthenticator, Rights
from meent.services.directory import Directory
from meent.services.koppelingen.diensten import Diensten
from meent.services.notificaties import eigen_kanalen
from meent.services.notificaties.callbacks import Callbacks
from meent.services.personen import tabellen
from meent.services.personen.bevragen import gebeurtenissen
from meent.services.personen.bevragen.api import API as BRP
from meent.services.personen.bevragen.api import Bevragen
from meent.services.personen.tabellen import Tabellen
from meent.services.resources import in_service
from meent.services.selectielijst import lading
from meent.settings import data_folder, read, scenarios_folder, shared_folder
from meent.tools.scenario.afwegingen import Afwegingen
from meent.verwerkingen import doelen, inzage
from meent.verwerkingen.api import Inzage
from meent.verwerkingen.bewaren import Bewaarder
from meent.verwerkingen.document import API as LOGGING
from meent.verwerkingen.doelen import EIGEN_GEGEVENS
from meent.verwerkingen.logboek import Logboek
from meent.wire.place import Place

log = logging.getLogger(__name__)

SCREENS_CLIENT = "meent-schermen"
"""Client id under which the screens write; who it was stands in the user of the audit trail."""


TELEPHONY_CONNECTIONS = 4
TELEPHONY_CLIENT, KLANTCONTACT = "meent-telefonie", "dienstverlening klantcontact"
"""Client id under which the contact centre writes what happened on the telephone, and why it may."""


@dataclass(frozen=True)
class Inwoner:
    """A resident that somebody can be: by which name the session knows who it is, and whom the registers know."""

    user: str
    naam: str
    bsn: str


@dataclass(frozen=True)
class Database:
    """Where the data is: DSNs of the serving and the owning role, and the embedded server when it is ours."""

    app_dsn: str
    owner_dsn: str
    server: embedded.Embedded | None = None

    @contextmanager
    def in_service(self) -> Iterator[None]:
        """While serving: ours is launched again when it dies, and stopped at the end if nobody else uses it."""
        if self.server is None:
            yield
            return
        try:
            with self.server.kept_alive():
                yield
        finally:
            self.server.stop()


def open_database(folder: Path | None = None) -> Database:
    """MEENT_DATABASE_URL when it is set, else the embedded server, started when needed."""
    if url := read("MEENT_DATABASE_URL"):
        return Database(url, read("MEENT_OWNER_URL") or url)
    server = embedded.start((folder or data_folder()) / "postgres")
    return Database(server.app_dsn, server.owner_dsn, server)


async def with_selectielijst(database: Database) -> lading.Lading | None:
    """Loads what an installation begins with, once it is migrated; None when it has a selectielijst."""
    conn = await connect(database.owner_dsn)
    try:
        return await lading.load_first(conn, shared_folder())
    finally:
        await conn.close()


def utc_now() -> datetime:
    return datetime.now(UTC)


@cache
def landelijke_tabellen() -> tabellen.Tabellen:
    """What the codes of persons mean, as far as the tables are here; without them codes are shown alone."""
    folder = shared_folder() / "data" / "brp" / "landelijke-tabellen"
    return tabellen.read(folder) if folder.is_dir() else tabellen.Tabellen({})


class App:
    """The whole server as one ASGI application.

    demo_secret   signs the sessions of the role picker; without it and without a broker there are no screens
    openid        the broker at which people sign in, instead of the role picker
    base          scheme and host under which screens write links
    store         of the content of documents (default: that of MEENT_DOCUMENTS)
    scanner       looks for malware in it (default: that of MEENT_CLAMD, when there is one)
    callback_networks  private networks in which subscribers may be called (MEENT_CALLBACK_NETWORKS)
    service_networks   private networks in which registers of others may be called (MEENT_SERVICE_NETWORKS)
    with_worker        delivers notifications as well, beside serving
    more_routes        pages beside our own, for the demo
    telefonie          the exchange on which the contact centre of this process works; None for no contact centre
    inwoners           slug -> the resident that a visitor of the demo may be
    in_opbouw          slugs of municipalities that are being filled
    """

    def __init__(
        self,
        dsn: str,
        *,
        pool_size: int = 10,
        now: Callable[[], datetime] = utc_now,
        demo_secret: bytes | None = None,
        openid: OpenId | None = None,
        base: str = "http://127.0.0.1:8400",
        callback_networks: str = "",
        service_networks: str = "",
        with_worker: bool = False,
        more_routes: Sequence[BaseRoute] = (),
        inwoners: Mapping[str, Inwoner] = MappingProxyType({}),
        in_opbouw: Iterable[str] = (),
        store: Store | None = None,
        scanner: Scanner | None = None,
        telefonie: Verbinding | None = None,
    ) -> None:
        self.dsn, self.with_worker, self.inwoners, self.in_opbouw = dsn, with_worker, inwoners, set(in_opbouw)
        self.pool = Pool(dsn, pool_size)
        self.registry = Registry(in_service(without=read("MEENT_RULE_OFF")))
        self.logboek = Logboek(self.registry, now)
        self.directory = Directory(self.pool, on_new=self.welcome)
        self.sender = Sender(Networks(callback_networks))
        self.diensten = Diensten(self.pool)
        self.registers = HttpRegisters(self.diensten, Networks(service_networks, "MEENT_SERVICE_NETWORKS"))
        self.objects = Objects(self.registry, self.pool, self.registers, along=ALONG, now=now)
        self.store = store or content_store()
        self.opnamen = Opnamen(self.pool, self.store, now)
        self.scanner = scanner or (Clamd(clamd) if (clamd := read("MEENT_CLAMD")) else None)
        self.base = base
        self.engine = Engine(
            registry=self.registry,
            pool=self.pool,
            tenants=self.directory,
            authenticator=FreshAuthenticator(Rights(self.pool)),
            now=now,
            outside={
                Callbacks: Patient(self.sender),
                Store: self.store,
                Scanner: self.scanner,
                Bringer: self.objects,
                Logbook: self.logboek,
                Tabellen: landelijke_tabellen,
                Numbers: Numbers(self.pool.beside()),  # a request takes one while it holds a connection
            },
            rooms=rooms(self.registry)
            | {f"{LOGGING}/": Inzage(self.logboek).answer}
            | {f"{BRP}/": Bevragen(self.logboek, landelijke_tabellen).answer}
            | BURGERZAKEN.room,
            views=views,
            claim=claim,
            require_elders=require_elders,
        )
        self.centrum = self.contact_centre(telefonie, now) if telefonie else None
        self.eloketten = Eloketten(self.engine, self.directory, self.inwoners, base)
        self.omroep = Omroep(dsn, self.engine.authenticator.forget)
        health = [
            Route("/_healthz/livez/", livez),
            Route("/_healthz/livez", livez),
            Route("/_healthz/readyz/", self.readyz),
            Route("/_healthz/readyz", self.readyz),
            Route("/_healthz", self.readyz),
        ]
        self.openid = openid
        secret = openid.sessiesleutel if openid else demo_secret
        deps = self.deps(secret) if secret else None
        self.pages = Starlette(
            routes=[*health, *more_routes, *(routes(deps) if deps else [])],
            exception_handlers=exception_handlers(deps) if deps else {},
        )

    def identity(self) -> IdentityProvider:
        """The broker of this installation, or the role picker of the demo."""
        if self.openid is None:
            return DemoRolePicker(self.tenants)
        rollen, wie = read("MEENT_OIDC_ROLES"), read("MEENT_OIDC_USER")
        return Makelaar(self.openid, self.tenants, now=self.engine.now, rollen_in=rollen, wie_in=wie)

    def deps(self, secret: bytes) -> Deps:
        """What the screens need from below."""
        centrum = self.centrum
        return Deps(
            zgw=self.registers_for, burgerzaken=self.persons_for, tenants=self.tenants,
            identity=self.identity(), eloket=self.eloketten.at, werkbak=WERKBAK, tellers=TELLERS,
            vaste_taken=TAKEN,
            bezorging=Bezorging(self), inzage=WieKeek(self), listen=self.listen, session_secret=secret,
            kennis=PostgresKennisboek(self.pool), afwegingen=Afwegingen(scenarios_folder()),
            telefoon=Telefoons(self, centrum.verbinding) if centrum and not centrum.verbinding.knoppen else None,
            desk=centrum.desk if centrum else None, werkboek=PostgresWerkboek(self.pool),
            opnamen=Beluisteren(self.opnamen, self.logboek),
            vrij_bellen=read("MEENT_SIP_112_TESTED") == "yes" or bool(centrum and centrum.verbinding.knoppen),
        )  # fmt: skip

    def tenants(self) -> list[TenantInfo]:
        names = {slug: inwoner.naam for slug, inwoner in self.inwoners.items()}
        return [
            TenantInfo(t.slug, t.naam, t.thema or "", names.get(t.slug, ""), t.slug in self.in_opbouw, t.id)
            for t in self.directory.tenants
        ]

    async def welcome(self) -> None:
        """What every municipality begins with: channels of our own registers (N-01), key and purposes of its log."""
        await eigen_kanalen.register(self.pool, self.registry, [gebeurtenissen.KANAAL, gesprekken.KANAAL])
        await doelen.begin(self.pool)

    def bezorger(self) -> Bezorger:
        """A dispatcher of notifications; any number may run."""
        return Bezorger(self.dsn, self.registry, self.sender, self.address_of)

    def listen(self, slug: str, since: int | None) -> AbstractContextManager[Luisteraar]:
        """What happens in a municipality, for its screens."""
        return self.omroep.listen(self.directory.by_slug[slug].id, since)

    async def address_of(self, tenant_id: int) -> str:
        """Where a municipality is, for links that go to who never called us (decision 0018)."""
        if tenant_id not in {t.id for t in self.directory.tenants}:
            await self.directory.refresh()
        found = next(t for t in self.directory.tenants if t.id == tenant_id)
        return f"https://{found.host}" if found.host else f"{self.base}/{found.slug}"

    def registers_for(self, session: Session, slug: str) -> Zgw:
        """The registers as this person sees them; what a role may do is decided by the screens' routes."""
        caller = Caller(
            client_id=SCREENS_CLIENT,
            rights=ALL_RIGHTS,
            label="Schermen van Meent",
            user_id=session.user,
            user_weergave=session.name,
            doel=session.purpose,
        )
        return Zgw(self.engine, self.directory.by_slug[slug], caller, self.base)

    def persons_for(self, zgw: Zgw) -> Inzien:
        """Persons of the BRP for whoever these registers are for."""
        own = next(t for t in self.directory.tenants if t.id == zgw.place.id)
        names = {t.gemeentecode: t.naam for t in self.directory.tenants if t.gemeentecode}
        return Inzien(
            zgw, self.logboek, landelijke_tabellen(), Gemeente(own.gemeentecode or "", names), self.engine.now
        )

    def contact_centre(self, exchange: Verbinding, now: Callable[[], datetime]) -> Centrum:
        """With connections of its own: a busy page must not hold up who calls."""
        self.telephony_pool = Pool(self.dsn, TELEPHONY_CONNECTIONS)
        journaal = PostgresJournaal(self.telephony_pool)
        return Centrum(exchange, journaal, self.telephony_registers, self.opnamen, now=now)

    def telephony_registers(self, tenant_id: int, agent: str) -> Zgw:
        """The registers as the contact centre writes in them, on behalf of an agent or "" of nobody in particular."""
        caller = Caller(
            client_id=TELEPHONY_CLIENT, rights=ALL_RIGHTS, label="Contactcentrum", user_id=agent or TELEPHONY_CLIENT,
            user_weergave=agent or "Contactcentrum", doel=KLANTCONTACT,
        )  # fmt: skip
        place = next(place for place in self.directory.by_slug.values() if place.id == tenant_id)
        return Zgw(self.engine, place, caller, self.base)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["type"] == "http" and "/api/" in scope["path"]:
            await self.engine(scope, receive, as_asked(self.registry, scope, send))  # type: ignore[arg-type]
        else:
            await self.pages(scope, receive, send)

    async def readyz(self, request: Request) -> Response:
        """Ready when the database answers; the version is open to all."""
        try:
            async with self.pool.any() as conn:
                await conn.fetchval("SELECT 1")
        except (DatabaseWeg, DatabaseBezig) as away:
            return JSONResponse({"status": "unavailable", "detail": str(away)}, status_code=503)
        return JSONResponse({"status": "ok", "version": __version__})

    async def close(self) -> None:
        await self.sender.close()
        await self.registers.close()
        if self.centrum:
            await self.telephony_pool.close()
        await self.pool.close()

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        await receive()
        await self.directory.refresh()
        async with self._beside_serving():
            await send({"type": "lifespan.startup.complete"})
            await receive()
        await self.close()
        await send({"type": "lifespan.shutdown.complete"})

    @asynccontextmanager
    async def _beside_serving(self) -> AsyncIterator[None]:
        """Listens for what happened meanwhile, delivers it when that was asked, takes calls if there is an exchange.

        Recordings whose time is over go, also when no calls are taken any more.
        """
        bezorger = self.bezorger() if self.with_worker else None
        delivering = begun(bezorger.run()) if bezorger else None
        try:
            async with (
                meanwhile(self.omroep.run(), self.opnamen.run()),
                self.healing() if self.with_worker else nullcontext(),
                self.centrum.running() if self.centrum else nullcontext(),
            ):
                yield
        finally:
            if bezorger and delivering:
                bezorger.stop()
                await delivering

    @asynccontextmanager
    async def healing(self) -> AsyncIterator[None]:
        """Meanwhile, what a crash left undone is done: mirrors elsewhere (decision 0025), loose content (0016).

        And lines of the log that are past their term go (0037); civil affairs does what it is time for (0068, 0074).
        """
        directory = self.directory
        async with meanwhile(
            self.objects.spiegels.run(lambda: [p.id for p in directory.by_slug.values()]),
            Opruimer(self.pool, self.store, self.scanner).run(),
            Bewaarder(self.pool).run(lambda: list(directory.by_slug.values())),
            self.eloketten.run(),
        ):
            yield

    def leave(self) -> None:
        """Ends what never ends by itself, so that a server that stops need not wait for it."""
        self.omroep.close()
        if self.centrum:
            self.centrum.desk.vertrek()


def rooms(registry: Registry) -> dict[str, Room]:
    """What answers an address that is no collection and no row."""
    document = Documents(registry).serve
    return {
        "_zoek": zoek.search, "search": zoek.search, "audittrail": audittrail.audittrail,
        "/openapi.json": document, "/schema": document, "/": beside.act,
    }  # fmt: skip


class Bezorging:
    """How delivering goes, as the screens ask for it: by the name of a municipality. What people do is logged."""

    def __init__(self, app: App) -> None:
        self.toestand, self.directory = Toestand(app.pool), app.directory

    def _id(self, slug: str) -> int:
        return self.directory.by_slug[slug].id

    async def abonnees(self, slug: str) -> list[Abonnee]:
        return await self.toestand.abonnees(self._id(slug))

    async def geparkeerd(self, slug: str) -> list[Geparkeerd]:
        return await self.toestand.geparkeerd(self._id(slug))

    async def opnieuw(self, slug: str, *, abonnement: UUID, nummer: int | None, by: str) -> Opnieuw:
        done = await self.toestand.opnieuw(self._id(slug), abonnement, nummer)
        log.info(
            "bezorging_opnieuw", extra={"gemeente": slug, "abonnement": str(abonnement), "nummer": nummer, "by": by}
        )
        return done

    async def laat_vervallen(self, slug: str, *, abonnement: UUID, nummer: int, by: str) -> bool:
        log.info(
            "bericht_vervallen", extra={"gemeente": slug, "abonnement": str(abonnement), "nummer": nummer, "by": by}
        )
        return await self.toestand.laat_vervallen(self._id(slug), abonnement, nummer)


class WieKeek:
    """What the log says of a resident, as the screens ask for it. That somebody asks is a line as well."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def over(self, slug: str, user: str, voor: UUID | None) -> tuple[list[Blik], UUID | None] | None:
        """The last MEEST times, and what the next page begins with; of the resident's own looking none."""
        place, inwoner = self.app.directory.by_slug[slug], self.app.inwoners.get(slug)
        if inwoner is None or user != inwoner.user:
            return None
        caller = Caller(SCREENS_CLIENT, ALL_RIGHTS, "Schermen van Meent", user, doel=EIGEN_GEGEVENS)
        vraag = inzage.Vraag(f"bsn:{inwoner.bsn}", inzage.FIRST, voor or inzage.END, behalve=EIGEN_GEGEVENS)
        return await self._times(place, caller, vraag)

    async def van(self, who: Session, slug: str, wie: str, voor: UUID | None) -> tuple[list[Blik], UUID | None]:
        """Of somebody whom an officer looks up; all times, with the user who it was."""
        caller = Caller(SCREENS_CLIENT, ALL_RIGHTS, "Schermen van Meent", who.user, who.name, who.purpose)
        vraag = inzage.Vraag(wie, inzage.FIRST, voor or inzage.END)
        return await self._times(self.app.directory.by_slug[slug], caller, vraag)

    async def _times(self, place: Place, caller: Caller, vraag: inzage.Vraag) -> tuple[list[Blik], UUID | None]:
        app = self.app
        async with app.pool.tenant(place.id) as conn:
            regels, verder = await inzage.times_about(conn, place.id, vraag, most=MEEST)
            await app.logboek.was_read(conn, place, caller, {}, [vraag.wie])
        blikken = [
            Blik(
                moment=regel.moment,
                applicatie="" if regel.applicatie == SCREENS_CLIENT else regel.applicatie_weergave or regel.applicatie,
                handeling=regel.handeling, waarom=regel.doel_woorden or "", gegevens=tuple(regel.gegevens),
                gebruiker=regel.gebruiker,
            )
            for regel in regels
        ]  # fmt: skip
        return blikken, verder


class Telefoons:
    """Telephones in a browser, as the screens ask for them: by the name of a municipality."""

    def __init__(self, app: App, exchange: Verbinding) -> None:
        self.app, self.exchange = app, exchange

    async def serve(self, slug: str, user: str, kanaal: Kanaal) -> None:
        await self.exchange.serve(self.app.directory.by_slug[slug].id, user, kanaal)


async def livez(request: Request) -> Response:
    return JSONResponse({"status": "ok", "version": __version__})


@asynccontextmanager
async def running(app: App) -> AsyncIterator[App]:
    """The application without a web server: for tests, imports and commands."""
    await app.directory.refresh()
    try:
        yield app
    finally:
        await app.close()
