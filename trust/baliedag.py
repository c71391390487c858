"""`python -m trust.baliedag`: a day at the counter, first through the screens in Chromium, then through the API.

Birth, acknowledgement, marriage, death, a correction by two people, an extract, a report of doubt, and a family that
moves from one municipality to another of this installation. What the lists say in the evening is held against
`baliedag_verwacht`, written by hand by element number.
Ends with 1 when anything is otherwise.
"""

import argparse
import asyncio
import sys
import tempfile
from base64 import b64decode
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple, Protocol
from uuid import UUID

import aiohttp
import msgspec
from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page, async_playwright
from rich.console import Console
from starlette.applications import Starlette

from meent.app import App, Database, running, with_selectielijst
from meent.data import embedded, migrate, tenant
from meent.data.pool import connect
from meent.engine.authorise import ALL_RIGHTS, Caller
from meent.integration.brp import voorraad
from meent.integration.brp.postbus import AAN
from meent.integration.brp.simulator import BrpV
from meent.integration.burgerzaken.document import ROOT
from meent.integration.zgw import Zgw
from meent.interaction.screens import routes
from meent.process.burgerzaken.overkomst import verwerk_post
from meent.services.autorisaties import applications
from meent.services.personen import opslag
from meent.services.personen.omgeving import BRP, TEST
from meent.services.personen.persoonslijst import Persoonslijst
from tests.asgi import token
from tests.interaction.browser import ARGUMENTS, CHROMIUM
from tests.listening import listening
from trust.baliedag_verwacht import (
    GERRIT,
    HIER,
    KIND,
    KIND_ANUMMER,
    OVERKOMST,
    PAUL,
    SUZANNE,
    VANDAAG,
    VERWACHT,
    begin,
    verschillen,
)
from trust.server import RSIN, free_port

NU = datetime(2026, 11, 27, 9, 30, 0, 123000, tzinfo=UTC)
OUD, NIEUW, CLIENT = "meerwijde", "zuiderkoog", "baliedag"
CODES = {OUD: HIER, NIEUW: "0363"}
GEDULD_MS = 15_000
Invoer = Mapping[str, Any]


TICKS = count()


def ticking() -> datetime:
    """The clock of the screens: it makes the key of each attempt, so that no two facts have one."""
    return NU + timedelta(microseconds=next(TICKS))


class NietOpgenomen(AssertionError):
    """A fact of the day was not recorded."""


class Antwoord(NamedTuple):
    """What came back: JSON or the bytes of a paper, and where what was made can be read."""

    told: Any
    plek: str


class Dag:
    """Two municipalities, the post between them, and a server for their screens and APIs."""

    def __init__(self, app: App, base: str, secrets: Mapping[str, str]) -> None:
        self.app, self.base, self.secrets = app, base, secrets
        self.brpv = BrpV(app.pool, {CODES[slug]: app.directory.by_slug[slug].id for slug in CODES})

    def zgw(self, slug: str, wie: str = "ans") -> Zgw:
        caller = Caller("baliedag", ALL_RIGHTS, "Baliedag", wie, wie.title(), doel="bijhouding BRP")
        return Zgw(self.app.engine, self.app.directory.by_slug[slug], caller, self.app.base)

    async def lijst(self, slug: str, bsn: str) -> Persoonslijst:
        return (await self._bewaard(slug, bsn)).pl

    async def sleutel(self, slug: str, bsn: str) -> UUID:
        """By which a screen names somebody."""
        return (await self._bewaard(slug, bsn)).id

    async def _bewaard(self, slug: str, bsn: str) -> opslag.Bewaard:
        place = self.app.directory.by_slug[slug]
        async with self.app.pool.tenant(place.id) as conn:
            [kept] = await opslag.lees(conn, place.id, bsn)
        return kept

    async def post(self) -> None:
        """Until all is quiet."""
        while await self.brpv.bezorg():
            for slug in CODES:
                while await verwerk_post(self.zgw(slug, "post")):
                    pass

    async def stuur(self, url: str, body: Any, *, wie: str = "ans") -> Antwoord:
        """A POST by a supplier's application with this officer behind it. raises NietOpgenomen"""
        bearer = token(CLIENT, self.secrets[url.partition("/")[0]], user_id=wie, user_representation=wie.title())
        async with aiohttp.ClientSession() as session, session.post(
            f"{self.base}/{url}", json=body, headers={"authorization": f"Bearer {bearer}"}
        ) as answer:  # fmt: skip
            raw, is_json = await answer.read(), "json" in answer.content_type
        told = msgspec.json.decode(raw) if is_json else raw
        if answer.status >= 300:
            raise NietOpgenomen(f"{url}: {answer.status} {told!r}")
        return Antwoord(told, answer.headers.get("location", ""))

    async def vraag(self, slug: str, bsn: str, *fields: str) -> dict[str, Any]:
        """One person as the query API gives it, over HTTP."""
        body = {"type": "RaadpleegMetBurgerservicenummer", "burgerservicenummer": [bsn], "fields": fields}
        told = (await self.stuur(f"{slug}/brp/api/v2/personen", body)).told
        if len(told["personen"]) != 1:
            raise NietOpgenomen(f"{slug}: {told}")
        one: dict[str, Any] = told["personen"][0]
        return one


class Weg(Protocol):
    """A way in which a fact is recorded: `over` is of whom, `velden` what is filled in step by step."""

    naam: str

    async def neem_op(
        self, feit: str, over: str, invoer: Invoer, velden: Sequence[Mapping[str, str]], *, samen: bool = False
    ) -> str: ...

    async def geef_uittreksel(self) -> str:
        """Of who she is and where she lives; a PDF."""

    async def meld_terug(self) -> str:
        """Doubt about the address of the man who died; it is looked into and stands as it was."""

    async def vraag_over(self) -> str:
        """The family moves to the other municipality, which asks for its lists; they go by post."""


class Api:
    """Over HTTP, as a supplier of e-services would; what needs a colleague is agreed to by one."""

    naam = "api"

    def __init__(self, dag: Dag) -> None:
        self.dag = dag

    async def neem_op(
        self, feit: str, over: str, invoer: Invoer, velden: Sequence[Mapping[str, str]], *, samen: bool = False
    ) -> str:
        done = await self.dag.stuur(f"{OUD}/{ROOT}/feiten/{feit}", {"sleutel": f"dag {feit}", **invoer})
        if samen:
            waits = done.plek.removeprefix(f"{self.dag.base}/")
            done = await self.dag.stuur(f"{waits}/akkoord", None, wie="yusuf")
        if not done.told["opgenomen"]:
            raise NietOpgenomen(f"{feit}: {done.told}")
        return "API" if not samen else "API, goedgekeurd door een collega"

    async def geef_uittreksel(self) -> str:
        asked = {"sleutel": "dag uittreksel", "bsn": SUZANNE, "soort": "woonadres"}
        paper = (await self.dag.stuur(f"{OUD}/{ROOT}/uittreksels", asked)).told
        if not paper.startswith(b"%PDF"):
            raise NietOpgenomen("uittreksel: geen PDF")
        return f"API, {len(paper):,} bytes PDF"

    async def meld_terug(self) -> str:
        told = {
            "kenmerk": "dag", "burgerservicenummer": GERRIT, "aanduiding": "080000", "toelichting": "Post komt terug",
        }  # fmt: skip
        kept = (await self.dag.stuur(f"{OUD}/brp/api/v1/terugmeldingen", told)).told
        steps: tuple[Invoer, ...] = (
            {"handeling": "behandel"},
            {"handeling": "sluit", "resultaat": "niet_gewijzigd", "toelichting": "Het adres klopt"},
        )
        for number, step in enumerate(steps):
            given = {"sleutel": f"dag terugmelding {number}", **step}
            await self.dag.stuur(f"{OUD}/{ROOT}/terugmeldingen/{kept['identificatie']}/stappen", given)
        return "API, in onderzoek en afgesloten"

    async def vraag_over(self) -> str:
        await self.dag.stuur(f"{NIEUW}/{ROOT}/overkomsten", OVERKOMST)
        return "API en berichten"


class Schermen:
    """By an officer in a browser; what needs a colleague is agreed to by one in another. `daar` is elsewhere."""

    naam = "schermen"

    def __init__(self, dag: Dag, ans: Page, collega: Page, daar: Page) -> None:
        self.dag, self.ans, self.collega, self.daar = dag, ans, collega, daar

    async def neem_op(
        self, feit: str, over: str, invoer: Invoer, velden: Sequence[Mapping[str, str]], *, samen: bool = False
    ) -> str:
        async with self.scherm(self.ans, feit):
            await self.ans.goto(f"{await self.person(over)}/{feit}")
            await steps(self.ans, velden)
            if not samen:
                await press(self.ans, "Neem op in de BRP")
                return "scherm"
            await self._by_two()
        return "scherm, goedgekeurd door een collega op een ander scherm"

    async def person(self, bsn: str) -> str:
        """The page of somebody in the old municipality."""
        return f"{self.dag.base}/{OUD}/balie/personen/{await self.dag.sleutel(OUD, bsn)}"

    @asynccontextmanager
    async def scherm(self, page: Page, feit: str) -> AsyncIterator[None]:
        """What the screen says when it goes otherwise. raises NietOpgenomen"""
        try:
            yield
        except PlaywrightError as fault:
            shown = await page.locator("main").inner_text()
            raise NietOpgenomen(f"{feit}: {str(fault).splitlines()[0]}; the screen says:\n{shown}") from fault

    async def _by_two(self) -> None:
        """What needs two people goes to the screen of the colleague."""
        await press(self.ans, "Leg voor aan een collega")
        await self.collega.goto(f"{self.dag.base}/{OUD}/balie/accorderen")
        await self.collega.locator("main a[href*='/balie/accorderen/']").first.click()
        await press(self.collega, "Akkoord, neem op in de BRP")

    async def geef_uittreksel(self) -> str:
        async with self.scherm(self.ans, "uittreksel"):
            await self.ans.goto(f"{await self.person(SUZANNE)}/uittreksel")
            await steps(self.ans, [{"papier": "woonadres"}])
            await press(self.ans, "Geef het uittreksel af")
            link = await self.ans.locator("a[download]").get_attribute("href")
        paper = b64decode((link or "").partition("base64,")[2])
        if not paper.startswith(b"%PDF"):
            raise NietOpgenomen(f"uittreksel: {paper[:20]!r}")
        return f"scherm, {len(paper):,} bytes PDF"

    async def meld_terug(self) -> str:
        ans = self.ans
        async with self.scherm(ans, "terugmelding"):
            await ans.goto(f"{await self.person(GERRIT)}/terugmelding")
            await steps(ans, [{"rij": "08-0"}, {"deel": "00", "toelichting": "Post komt terug"}])
            await press(ans, "Leg de twijfel vast")
            await ans.get_by_label("Neem in behandeling", exact=True).check()
            await press(ans, "Vastleggen")
            await ans.locator("main a[href*='/werk/terugmeldingen/']").first.click()
            await fill(ans, {"handeling": "sluit", "resultaat": "niet_gewijzigd", "toelichting": "Het adres klopt"})
            await press(ans, "Vastleggen")
        return "scherm, in onderzoek en afgesloten"

    async def vraag_over(self) -> str:
        daar, waar = self.daar, {"straat": "Spui", "huisnummer": "70", "postcode": "2511BT", "woonplaats": ""}
        async with self.scherm(daar, "overkomst"):
            await daar.goto(f"{self.dag.base}/{NIEUW}/balie")
            await daar.get_by_role("link", name="Verhuizing uit een andere gemeente").click()
            await fill(daar, {"uit": HIER, "melder": SUZANNE, "ook-1": PAUL})
            await daar.get_by_role("button", name="Nog iemand").click()
            await steps(daar, [{"ook-2": KIND}, waar, {f"wijze-{PAUL}": "P", f"wijze-{KIND}": "G"}])
            await press(daar, "Vraag de lijsten")
            await daar.get_by_role("link", name="Naar Werk").click()
            await daar.get_by_role("rowheader", name="Wacht op een andere gemeente").wait_for()
        return "scherm, en berichten"


async def press(page: Page, knop: str) -> None:
    """The last button of something, and that it was done."""
    await page.get_by_role("button", name=knop, exact=True).click()
    await page.locator("#gelukt").wait_for()


async def steps(page: Page, velden: Sequence[Mapping[str, str]]) -> None:
    """Each step filled in, until the last one shows what it comes to."""
    for step in velden:
        await fill(page, step)
        await page.get_by_role("button", name="Volgende stap").click()


async def fill(page: Page, step: Mapping[str, str]) -> None:
    """Fields by their name, whatever kind they are."""
    for naam, waarde in step.items():
        field = page.locator(f"form.velden [name='{naam}']:not([type=hidden])").first
        kind = await field.evaluate("e => e.tagName === 'SELECT' ? 'select' : e.type")
        match kind:
            case "select":
                await field.select_option(waarde)
            case "checkbox":
                await field.check()
            case "radio":
                await page.locator(f"form.velden [name='{naam}'][value='{waarde}']").check()
            case _:
                await field.fill(waarde)


# --- the day ---------------------------------------------------------------------------------------------------------


async def speel(dag: Dag, weg: Weg, vertel: Console) -> None:
    """Everything that happens, in order. raises NietOpgenomen"""

    async def feit(naam: str, over: str, invoer: Invoer, *velden: Mapping[str, str], samen: bool = False) -> None:
        how = await weg.neem_op(naam, over, invoer, velden, samen=samen)
        vertel.print(f"  {naam}: {how}", highlight=False)

    await feit(
        "geboorte", SUZANNE,
        {"moeder": SUZANNE, "naam": {"02.10": "Noor", "02.40": "Moulin"}, "geslacht": "V", "datum": "2026-11-26"},
        {"voornamen": "Noor", "geslacht": "V", "datum": "2026-11-26"},
    )  # fmt: skip
    await feit(
        "erkenning", KIND,
        {"kind": KIND, "erkenner": PAUL, "datum": "2026-11-27", "akte": {"gemeente": HIER, "nummer": "10C0001"},
         "stukken": ["toestemming moeder"]},
        {"erkenner": "ander", "bsn": PAUL},
        {"datum": "2026-11-27", "aktegemeente": HIER, "aktenummer": "10C0001", "stuk-toestemming moeder": "1"},
    )  # fmt: skip
    await feit(
        "huwelijk", SUZANNE,
        {"soort": "H", "partners": [SUZANNE, PAUL], "gemeld": "2026-11-01", "getuigen": 2, "datum": "2026-11-27"},
        {"soort": "H", "partner": PAUL, "datum": "2026-11-27", "gemeld": "2026-11-01", "getuigen": "2"},
    )  # fmt: skip
    await feit(
        "overlijden", GERRIT, {"bsn": GERRIT, "datum": "20261126"}, {"datum": "26-11-2026"},
    )  # fmt: skip
    adres = {"11.10": "Boterdiep", "11.20": "33", "11.60": "2512AA"}
    await feit(
        "correctie", PAUL,
        {"bsn": PAUL, "categorie": "08", "document": "huurcontract", "reden": "Het huisnummer was verkeerd gelezen",
         "verbeteringen": [{"voorkomen": 0, "inhoud": adres}]},
        {"rij": "08-0-0", "hoe": "anders"}, {"nieuw-08-0-0-11.20": "33"},
        {"document": "huurcontract", "reden": "Het huisnummer was verkeerd gelezen"}, samen=True,
    )  # fmt: skip
    more = (
        ("uittreksel", weg.geef_uittreksel), ("terugmelding", weg.meld_terug),
        ("verhuizing naar de andere gemeente", weg.vraag_over),
    )  # fmt: skip
    for naam, doe in more:
        vertel.print(f"  {naam}: {await doe()}", highlight=False)
    await dag.post()


async def faults(dag: Dag) -> list[str]:
    """What is otherwise than expected: in the lists, in what the query API tells, and in what stayed behind."""
    found = []
    for slug, bsn, stapels in VERWACHT:
        found += [f"{slug} {bsn[-3:]}: {told}" for told in verschillen(await dag.lijst(slug, bsn), stapels)]
    told = await dag.vraag(NIEUW, SUZANNE, "naam.volledigeNaam", "partners", "kinderen", "verblijfplaats")
    partner, child = told["partners"][0], told["kinderen"][0]
    said = (
        told["naam"]["volledigeNaam"], partner["burgerservicenummer"], child["burgerservicenummer"],
        told["verblijfplaats"]["verblijfadres"]["officieleStraatnaam"],
    )  # fmt: skip
    if said != ("Suzanne Moulin", PAUL, KIND, "Spui"):
        found.append(f"the query API says {said}")
    for slug in CODES:
        place = dag.app.directory.by_slug[slug]
        async with dag.app.pool.tenant(place.id) as conn:
            found += [f"{slug}: {row[0]}" for row in await conn.fetch(
                "SELECT uitleg FROM brp_bericht WHERE toestand = 'uitval'"
            )]  # fmt: skip
    for anummer, pl in dag.brpv.lijsten.items():
        slug = OUD if pl.waarde("08.09.10") == HIER else NIEUW
        if pl != await dag.lijst(slug, pl.bsn):
            found.append(f"BRP-V has another list of …{anummer[-3:]} than {slug}")
    return found


# --- the stage -------------------------------------------------------------------------------------------------------


@asynccontextmanager
async def gemeenten(dsn: str, owner_dsn: str) -> AsyncIterator[Dag]:
    """Two municipalities for tests with their people, and the server of screens and APIs. The clock stands still."""
    await migrate.migrate(owner_dsn)
    await with_selectielijst(Database(dsn, owner_dsn))
    owner = await connect(owner_dsn)
    for slug, code in CODES.items():
        await tenant.new(owner, tenant.Tenant(
            slug=slug, naam=slug.title(), rsin=RSIN, gemeentecode=code, instellingen={BRP: TEST, AAN: True}
        ))  # fmt: skip
    await owner.close()
    port = free_port()
    async with running(App(dsn, now=lambda: NU, base=f"http://127.0.0.1:{port}")) as app:
        deps = replace(app.deps(b"only for this day, never in a server"), clock=ticking)
        app.pages = Starlette(routes=routes(deps))
        asked = applications.body_from(CLIENT, "", "")
        secrets = {slug: await applications.new(app.engine, app.directory.by_slug[slug], asked) for slug in CODES}
        async with app.pool.tenant(app.directory.by_slug[OUD].id) as conn, conn.transaction():
            for pl in begin():
                await opslag.bewaar(conn, app.directory.by_slug[OUD].id, pl)
            await voorraad.vul(conn, app.directory.by_slug[OUD].id, "bsn", [KIND])
            await voorraad.vul(conn, app.directory.by_slug[OUD].id, "anummer", [KIND_ANUMMER])
        async with listening(app, port) as base:
            yield Dag(app, base, secrets)


@asynccontextmanager
async def balie(dag: Dag) -> AsyncIterator[Schermen]:
    """Two officers and one of the other municipality, each signed in in a browser of their own."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        pages = []
        for persona in (f"{OUD}-burgerzaken", f"{OUD}-burgerzaken-collega", f"{NIEUW}-burgerzaken"):
            context = await browser.new_context(locale="nl-NL")
            context.set_default_timeout(GEDULD_MS)
            page = await context.new_page()
            await page.goto(dag.base)
            await page.locator(f"form:has(input[value='{persona}']) button").click()
            pages.append(page)
        yield Schermen(dag, *pages)
        await browser.close()


def dag_door(weg: str, vertel: Console) -> list[str]:
    """The day by one way, in a place of its own; what was otherwise than expected."""
    vertel.print(f"De dag van {VANDAAG} door {weg}")
    with tempfile.TemporaryDirectory(prefix="meent-baliedag-") as folder:
        Path(folder).chmod(0o711)  # the account that runs PostgreSQL must get through
        with embedded.start(Path(folder) / "postgres") as database:
            return asyncio.run(_dag_door(weg, database, vertel))


async def _dag_door(weg: str, database: embedded.Embedded, vertel: Console) -> list[str]:
    async with gemeenten(database.app_dsn, database.owner_dsn) as dag:
        if weg == Schermen.naam:
            async with balie(dag) as schermen:
                await speel(dag, schermen, vertel)
        else:
            await speel(dag, Api(dag), vertel)
        return await faults(dag)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m trust.baliedag", description=__doc__.partition("\n\n")[0])
    ways = (Schermen.naam, Api.naam)
    parser.add_argument("--door", choices=ways, help="only this way")
    asked = parser.parse_args()
    vertel, found = Console(), list[str]()
    for weg in (asked.door,) if asked.door else ways:
        told = dag_door(weg, vertel)
        vertel.print(*[f"  ANDERS: {one}" for one in told] or ["  alle lijsten zijn zoals verwacht"], sep="\n")
        found += told
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
