"""The browser of the tests: Debian's Chromium, driven by Playwright, and the pages it visits."""

from uuid import UUID, uuid5

from playwright.sync_api import Page

from meent.services.personen.persoonslijst import Persoonslijst
from tests.interaction.fake_burgerzaken import SUZANNE, ZOE, lijst_uuid, voorstel_uuid
from tests.interaction.fake_eloket import VERHUISD
from tests.interaction.fake_kennis import GROFVUIL, PASPOORT, artikel_uuid
from tests.interaction.fake_klapper import HUWELIJK
from tests.interaction.fake_opnamen import NIEUW
from tests.interaction.fake_werkbak import BERICHT, BRIEF, GEBREK, MELDING, OVERKOMST, TERMIJN, TWIJFEL

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def zaak_uuid(tenant: str, number: int) -> UUID:
    return uuid5(UUID(int=0), f"{tenant}/zaken/zaken/{number}")


def document_path(tenant: str, number: int, at: int) -> str:
    document = uuid5(UUID(int=0), f"{tenant}/documenten/enkelvoudiginformatieobjecten/{number}/{at}")
    return f"/{tenant}/behandelen/zaken/{zaak_uuid(tenant, number)}/documenten/{document}"


def partij_path(tenant: str, name: str, werkplek: str = "klantcontact") -> str:
    return f"/{tenant}/{werkplek}/partijen/{uuid5(UUID(int=0), f'{tenant}/klantinteracties/partijen/{name}')}"


def persoon_path(pl: Persoonslijst) -> str:
    return f"/meerwijde/balie/personen/{lijst_uuid(pl)}"


VOORSTEL = f"/meerwijde/balie/accorderen/{voorstel_uuid('meerwijde-burgerzaken', 'c')}"
"""What Ans proposed, in the running server of the tests."""
PAGES = (
    ("rolkeuze", "/", ""),
    ("zakenlijst", "/meerwijde/behandelen", "meerwijde-behandelaar"),
    ("zakenlijst-leeg", "/meerwijde/behandelen?nummer=bestaat-niet", "meerwijde-behandelaar"),
    ("zaak", f"/meerwijde/behandelen/zaken/{zaak_uuid('meerwijde', 2)}", "meerwijde-behandelaar"),
    ("zaak-klaar", f"/meerwijde/behandelen/zaken/{zaak_uuid('meerwijde', 5)}", "meerwijde-behandelaar"),
    ("document", document_path("meerwijde", 2, 0), "meerwijde-behandelaar"),
    ("document-tekst", document_path("meerwijde", 2, 1), "meerwijde-behandelaar"),
    ("document-bestand", document_path("meerwijde", 2, 2), "meerwijde-behandelaar"),
    ("zuiderkoog", "/zuiderkoog/behandelen?stand=te_laat", "zuiderkoog-behandelaar"),
    ("zuiderkoog-zaak", f"/zuiderkoog/behandelen/zaken/{zaak_uuid('zuiderkoog', 13)}", "zuiderkoog-behandelaar"),
    ("zaak-klant", partij_path("meerwijde", "suzanne", "behandelen"), "meerwijde-behandelaar"),
    ("taken", "/meerwijde/klantcontact", "meerwijde-kcc"),
    ("taken-klaar", "/meerwijde/klantcontact?stand=klaar", "meerwijde-kcc"),
    ("taken-leeg", "/zuiderkoog/klantcontact?afdeling=Team+Onbekend", "zuiderkoog-kcc"),
    ("werkplek-geen", "/zuiderkoog/klantcontact/werkplek", "zuiderkoog-kcc"),
    ("klant-zoeken", "/meerwijde/klantcontact/zoeken", "meerwijde-kcc"),
    ("klant", partij_path("meerwijde", "suzanne") + "?gelukt=klaar", "meerwijde-kcc"),
    ("klant-organisatie", partij_path("meerwijde", "korenaar"), "meerwijde-kcc"),
    ("klant-contactpersoon", partij_path("meerwijde", "spreker"), "meerwijde-kcc"),
    ("klant-geheim", partij_path("zuiderkoog", "geheim"), "zuiderkoog-kcc"),
    ("artikel", f"/meerwijde/klantcontact/werkplek/artikelen/{artikel_uuid('meerwijde', PASPOORT)}", "meerwijde-kcc"),
    ("wandbord", "/meerwijde/wandbord", "meerwijde-teamleider"),
    ("wandbord-geen-centrale", "/zuiderkoog/wandbord", "zuiderkoog-teamleider"),
    ("rapport", "/meerwijde/rapporten?tijd=&groep=onderwerp", "meerwijde-teamleider"),
    ("rapport-kennis", "/meerwijde/rapporten/kennis", "meerwijde-teamleider"),
    ("bezetting", "/meerwijde/bezetting", "meerwijde-teamleider"),
    ("meeluisteren", "/meerwijde/meeluisteren", "meerwijde-teamleider"),
    ("opnamen", "/meerwijde/opnamen", "meerwijde-teamleider"),
    ("opname", f"/meerwijde/opnamen/{NIEUW}", "meerwijde-teamleider"),
    ("beheer", "/meerwijde/beheer", "meerwijde-beheerder"),
    ("notificaties", "/meerwijde/beheer/notificaties?gelukt=opnieuw", "meerwijde-beheerder"),
    ("notificaties-leeg", "/zuiderkoog/beheer/notificaties", "zuiderkoog-beheerder"),
    ("kennis", "/meerwijde/beheer/kennis", "meerwijde-beheerder"),
    ("kennis-nieuw", "/meerwijde/beheer/kennis/nieuw", "meerwijde-beheerder"),
    ("kennis-artikel", f"/meerwijde/beheer/kennis/{artikel_uuid('meerwijde', PASPOORT)}?gelukt=nieuw",
     "meerwijde-beheerder"),
    ("kennis-wijzigen", f"/meerwijde/beheer/kennis/{artikel_uuid('meerwijde', GROFVUIL)}/wijzigen",
     "meerwijde-beheerder"),
    ("afwegingen", "/meerwijde/beheer/scenario", "meerwijde-informatiemanager"),
    ("afweging", "/meerwijde/beheer/scenario/gemeente-100000?beheer_meent=2&programma=5000000",
     "meerwijde-informatiemanager"),
    ("afweging-bronnen", "/meerwijde/beheer/scenario/gemeente-100000/bronnen", "meerwijde-informatiemanager"),
    ("telefonie-geen-centrale", "/meerwijde/beheer/telefonie", "meerwijde-beheerder"),
    ("telefonie-deel-geen-centrale", "/meerwijde/beheer/telefonie/concept/menus", "meerwijde-beheerder"),
    ("wie-keek", "/meerwijde/inwoner", "meerwijde-inwoner"),
    ("wie-keek-eerder", "/meerwijde/inwoner?voor=00000000-0000-0000-0000-000000060000", "meerwijde-inwoner"),
    ("wie-keek-leeg", "/zuiderkoog/inwoner", "zuiderkoog-inwoner"),
    ("verhuizen", "/meerwijde/inwoner/verhuizen", "meerwijde-inwoner"),
    ("mijn-zaken", "/meerwijde/inwoner/zaken", "meerwijde-inwoner"),
    ("uittreksel", "/meerwijde/inwoner/uittreksel", "meerwijde-inwoner"),
    ("mijn-zaak", f"/meerwijde/inwoner/zaken/{VERHUISD}?net=1", "meerwijde-inwoner"),
    ("balie", "/meerwijde/balie", "meerwijde-burgerzaken"),
    ("persoon", persoon_path(SUZANNE), "meerwijde-burgerzaken"),
    ("persoon-tijdlijn", persoon_path(SUZANNE) + "?blad=tijdlijn", "meerwijde-burgerzaken"),
    ("werk", "/meerwijde/balie/werk?gelukt=opgenomen", "meerwijde-burgerzaken"),
    ("werk-melding", f"/meerwijde/balie/werk/meldingen/{MELDING}", "meerwijde-burgerzaken"),
    ("werk-terugmelding", f"/meerwijde/balie/werk/terugmeldingen/{TWIJFEL}", "meerwijde-burgerzaken"),
    ("werk-taken", "/meerwijde/balie/werk/taken", "meerwijde-burgerzaken"),
    ("werk-gebrek", f"/meerwijde/balie/werk/gebreken/{GEBREK}", "meerwijde-burgerzaken"),
    ("werk-bericht", f"/meerwijde/balie/werk/berichten/{BERICHT}", "meerwijde-burgerzaken"),
    ("werk-brief", f"/meerwijde/balie/werk/brieven/{BRIEF}", "meerwijde-burgerzaken"),
    ("werk-overkomst", f"/meerwijde/balie/werk/overkomsten/{OVERKOMST}", "meerwijde-burgerzaken"),
    ("werk-termijn", f"/meerwijde/balie/werk/termijnen/{TERMIJN}", "meerwijde-burgerzaken"),
    ("akten", "/meerwijde/balie/akten", "meerwijde-burgerzaken"),
    ("akte", f"/meerwijde/balie/akten/2026/{HUWELIJK}", "meerwijde-burgerzaken"),
    ("verhuizing", persoon_path(SUZANNE) + "/verhuizing", "meerwijde-burgerzaken"),
    ("erkenning", persoon_path(ZOE) + "/erkenning", "meerwijde-burgerzaken"),
    ("balie-uittreksel", persoon_path(SUZANNE) + "/uittreksel", "meerwijde-burgerzaken"),
    ("inschrijving", "/meerwijde/balie/inschrijving", "meerwijde-burgerzaken"),
    ("correctie", persoon_path(SUZANNE) + "/correctie?rij=08-0-0", "meerwijde-burgerzaken"),
    ("accorderen", "/meerwijde/balie/accorderen", "meerwijde-burgerzaken"),
    ("voorstel", VOORSTEL, "meerwijde-burgerzaken-collega"),
    ("geweigerd", "/zuiderkoog/behandelen", "meerwijde-behandelaar"),
)
"""(name, address, who): at least one page for every HTML route that answers GET. Those of the administration of the
contact centre say all the same without one; with one they are visited in test_telefoniebeheer.py."""


def log_in(page: Page, base: str, persona: str) -> None:
    """Press the button of a card, as a visitor does; with "" the visitor is nobody."""
    page.context.clear_cookies(name="meent_sessie")
    page.goto(base + "/")
    if persona:
        page.locator(f"form:has(input[value={persona}]) button").click()
