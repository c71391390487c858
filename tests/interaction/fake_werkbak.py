"""The work of civil affairs in memory: one of each kind at Meerwijde, one of them of a colleague."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from msgspec.structs import replace

from meent.integration.brp.brieven import Brief
from meent.integration.brp.werk import Hebber, Stuk
from meent.interaction.seams import (
    Afloop,
    Behandelinvoer,
    Briefbeeld,
    Gebrek,
    Gemeld,
    Loop,
    Meldinginvoer,
    Taak,
    Termijn,
    Terugmelding,
    Uitkomst,
    Uitval,
    Verhuismelding,
    Wachtend,
    Werk,
    ZgwFout,
)
from meent.process.burgerzaken.overkomst import Overkomstinvoer
from meent.process.burgerzaken.taken import TAKEN
from meent.services.personen.bevinding import Bevinding
from tests.interaction.fake_burgerzaken import NOELLE, SUZANNE, lijst_uuid
from tests.interaction.fake_eloket import BZ_202
from tests.interaction.fake_zgw import NOW, TODAY

KEYS = (UUID(int=n) for n in range(201, 209))
MELDING, BERICHT, VOORSTEL, TWIJFEL, TWIJFEL_LOOPT, TERMIJN, BRIEF, OVERKOMST = KEYS
GEBREK = lijst_uuid(NOELLE)
YUSUF = Hebber("yusuf", "Yusuf <b>Demir</b>")


class FakeWerkbak:
    """What was done is in `gepakt`, `beslist` and `berichten`; `eerst` says a colleague was first."""

    def __init__(self) -> None:
        self.eerst = False
        self.gepakt: list[tuple[str, UUID, str, str]] = []
        self.beslist: list[tuple[UUID, str]] = []
        self.berichten: list[tuple[UUID, bool, str]] = []
        self.stappen: list[Behandelinvoer] = []
        self.gemeld: list[Meldinginvoer] = []
        self.gekeken: list[tuple[UUID, str, date | None]] = []
        self.uitkomst = Uitkomst()
        self.gepland: list[Any] = []
        self.brieven: list[tuple[UUID, str]] = []
        self.beeld = Briefbeeld(
            brief=Brief(
                soort="briefadres", over=SUZANNE.bsn, aan=NOELLE.bsn, uiterlijk=date(2026, 11, 19), id=BRIEF, zaak=None,
                op=NOW, toestand="wacht", document=None, uitleg="",
            ),
            titel="U krijgt post voor <b>Suzanne</b> Moulin", geadresseerde=("N. Moulin", "Otterlaan 7", "9810 AB M"),
            aanhef="Geachte mevrouw Moulin,", alineas=("U zorgt ervoor dat Suzanne de post krijgt.",),
        )  # fmt: skip
        self.afloop = Afloop(toestand="gedaan")
        self.werk: list[Werk] = [
            Werk(Stuk(soort="onderzoek", id=lijst_uuid(SUZANNE), wat=("081100",)), None, None, False),
            Werk(Stuk(soort="verhuizing", id=MELDING, wat=("BZ-202",), op=TODAY), date(2026, 11, 19), YUSUF, False),
            Werk(Stuk(soort="verhuizing", id=UUID(int=9), wat=("toestemming",), op=TODAY), TODAY, None, False),
            Werk(Stuk(soort="bericht", id=BERICHT, wat=("If01",), ander="0599"), date(2026, 11, 26), None, True),
            Werk(Stuk(soort="terugmelding", id=TWIJFEL, wat=("081100", "ontvangen")), date(2026, 12, 1), None, False),
            Werk(Stuk(soort="brief", id=BRIEF, wat=("briefadres",)), date(2026, 12, 28), None, False),
            Werk(Stuk(soort="overkomst", id=OVERKOMST, ander="0599"), date(2026, 12, 1), None, False),
            Werk(Stuk(soort="termijn", id=TERMIJN, wat=("briefadres",)), date(2026, 12, 1), None, False),
            Werk(Stuk(soort="gebrek", id=GEBREK, wat=("PRE043",)), date(2026, 12, 18), None, False),
            Werk(Stuk(soort="voorstel", id=VOORSTEL, wat=("correctie",)), date(2027, 1, 4), None, False),
        ]  # fmt: skip

    async def aantal(self, zgw: Any) -> int:
        return len(self.werk)

    async def lijst(self) -> Sequence[Werk]:
        return self.werk

    async def pak(self, soort: str, key: UUID, doe: str, van: str = "") -> bool:
        if key not in {een.stuk.id for een in self.werk}:
            raise ZgwFout(404, {})
        self.gepakt.append((soort, key, doe, van))
        return not self.eerst

    async def melding(self, key: UUID) -> Verhuismelding:
        if key != MELDING:
            raise ZgwFout(404, {})
        return Verhuismelding(
            id=key, toestand="behandelen", op=NOW, uiterlijk=date(2026, 11, 19), redenen=(BZ_202,),
            mensen=(SUZANNE.bsn, NOELLE.bsn), adres=("Otterlaan 7", "9810AB Meerwijde"),
            elementen={"11.60": "9810AB", "11.20": "7"}, vanaf=TODAY, is_inwonend=False, zaak=None,
        )  # fmt: skip

    async def neem_op(self, key: UUID) -> Afloop:
        await self.melding(key)
        self.beslist.append((key, "opnemen"))
        return self.afloop

    async def plan_verhuizing(self, invoer: Any) -> Afloop:
        self.gepland.append(invoer)
        return Afloop(toestand="gepland")

    async def wijs_af(self, key: UUID, uitleg: str) -> None:
        await self.melding(key)
        self.beslist.append((key, uitleg))

    async def terugmelding(self, key: UUID) -> Terugmelding:
        if key not in (TWIJFEL, TWIJFEL_LOOPT):
            raise ZgwFout(404, {})
        return Terugmelding(
            kenmerk="t1", bsn=SUZANNE.bsn, aanduiding="081100", toelichting="Post komt <b>terug</b>.", id=key,
            melder="uwv", ontvangen_op=NOW, uiterlijk=date(2026, 11, 19), onderzoek=False, resultaat="", antwoord="",
            toestand="ontvangen" if key == TWIJFEL else "in_behandeling", doorgestuurd="", behandelaar="",
            gereageerd_op=None, gesloten_op=None,
        )  # fmt: skip

    async def behandel(self, invoer: Behandelinvoer) -> Uitkomst:
        self.stappen.append(invoer)
        return self.uitkomst

    async def meld(self, invoer: Meldinginvoer) -> Gemeld:
        """Refused by what stands in `uitkomst`; the report that is kept is TWIJFEL."""
        self.gemeld.append(invoer)
        if self.uitkomst.weigeringen:
            return Gemeld(weigeringen=self.uitkomst.weigeringen)
        return Gemeld() if invoer.alleen_toetsen else Gemeld(melding=await self.terugmelding(TWIJFEL))

    async def overkomst(self, key: UUID) -> Wachtend:
        if key != OVERKOMST:
            raise ZgwFout(404, {})
        asked = Overkomstinvoer(
            sleutel="o", uit="0599", aangever=SUZANNE.bsn, datum=TODAY, verhuizers={SUZANNE.bsn: "I", NOELLE.bsn: "G"},
            adres={"10.10": "W", "11.10": "<i>Spui</i>", "11.20": "70"},
        )  # fmt: skip
        return Wachtend(key, "0599", NOW, asked, ((SUZANNE.bsn, True), (NOELLE.bsn, False)))

    async def na_wachten(self, key: UUID, *, opnieuw: bool, uitleg: str = "") -> None:
        await self.overkomst(key)
        self.berichten.append((key, opnieuw, uitleg))

    async def termijn(self, key: UUID) -> Termijn:
        if key != TERMIJN:
            raise ZgwFout(404, {})
        return Termijn(id=key, soort="briefadres", bsn=SUZANNE.bsn, dag=date(2026, 11, 19), wie="ans", op=NOW)

    async def rond_termijn_af(self, key: UUID, uitleg: str, *, opnieuw: date | None = None) -> None:
        await self.termijn(key)
        self.gekeken.append((key, uitleg, opnieuw))

    async def gebrek(self, lijst: UUID) -> Gebrek:
        if lijst != GEBREK:
            raise ZgwFout(404, {})
        found = (
            Bevinding("PRE043", "01", 1, 0, "02.40", "De persoon heeft nu een geslachtsnaam."),
            Bevinding("waarde", "04", 1, 0, "65.10", "Deze waarde kennen wij <i>niet</i>.", "let op"),
        )
        return Gebrek(lijst=lijst, bevindingen=found, sinds=NOW, bsn=NOELLE.bsn)

    async def laat_staan(self, lijst: UUID, uitleg: str) -> None:
        await self.gebrek(lijst)
        self.beslist.append((lijst, uitleg))

    async def uitval(self, key: UUID) -> Uitval:
        if key != BERICHT:
            raise ZgwFout(404, {})
        when = datetime.fromisoformat("2026-11-19T10:42:00+01:00")
        return Uitval(key, "If01", "0599", when, "De andere gemeente kent <i>deze</i> persoon niet.", SUZANNE.bsn)

    async def brief(self, key: UUID) -> Briefbeeld:
        if key != BRIEF:
            raise ZgwFout(404, {})
        return self.beeld

    async def maak_brief(self, key: UUID) -> Briefbeeld:
        self.brieven.append((key, "gemaakt"))
        return replace(await self.brief(key), pdf=b"" if self.beeld.weigeringen else b"%PDF-")

    async def laat_brief_vervallen(self, key: UUID, uitleg: str) -> None:
        self.brieven.append((key, uitleg))

    async def na_uitval(self, key: UUID, *, opnieuw: bool, uitleg: str = "") -> None:
        await self.uitval(key)
        self.berichten.append((key, opnieuw, uitleg))


async def vaste_taken(zgw: Any) -> Sequence[tuple[Taak, Loop | None]]:
    """One is done, one stopped on its way, the others never ran."""
    done = Loop(
        id=UUID(int=301), taak="gezag", periode="2026-11-20", begonnen=NOW, bij=NOW, tot=UUID(int=0), bekeken=3,
        verslag={"veranderd": 2, "overgeslagen": 1}, klaar=NOW,
    )  # fmt: skip
    halfway = replace(done, taak="keuring", bekeken=300, verslag={"fout": 1}, klaar=None)
    last = {"gezag": done, "keuring": halfway}
    return [(taak, last.get(taak.naam)) for taak in TAKEN.values()]
