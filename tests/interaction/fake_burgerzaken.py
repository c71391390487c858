"""Persons of the BRP in memory for the tests of the screens: shown by the real functions, without a database."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID, uuid5

import msgspec

from meent.integration.brp import corrigeerbaar
from meent.integration.brp import kaart as kaarten
from meent.integration.brp.feiten import Uitkomst, Weigering, Wijziging
from meent.integration.brp.inzien import Bewoner, Gevonden, Persoonsblad, TeCorrigeren, Treffer
from meent.integration.brp.tijdlijn import tijdlijn
from meent.integration.brp.verschil import Verschil
from meent.integration.brp.voorstellen import Voorstel
from meent.integration.brp.zoekbalk import ontleed
from meent.interaction.seams import Blad, ZgwFout
from meent.process.burgerzaken.accord import Bekeken, Voorgesteld
from meent.process.burgerzaken.correctie import Correctieinvoer, Verbetering
from meent.process.burgerzaken.uittreksel import Regel as UittrekselRegel
from meent.process.burgerzaken.uittreksel import Uittreksel, Uittrekselinvoer
from meent.services.personen.bevragen.feiten import Feiten
from meent.services.personen.persoonslijst import Persoonslijst
from meent.services.personen.tabellen import Code, Tabellen
from tests.interaction.fake_zgw import NOW, TODAY
from tests.services.personen.lijsten import (
    ANDER_ANUMMER,
    ANDER_BSN,
    EIGEN,
    GEZAG,
    HUWELIJK,
    INSCHRIJVING,
    KIND,
    ONTBINDING,
    OVERLEDEN,
    PASPOORT,
    PERSOON,
    TITEL,
    WOONT,
    lijst,
    met,
)

TABELLEN = Tabellen({
    32: {"0131": Code("0131", "Marokkaanse")}, 33: {EIGEN: Code(EIGEN, "Meerwijde")},
    34: {code: Code(code, naam) for code, naam in (("5002", "Frankrijk"), ("5022", "Marokko"), ("6030", "Nederland"))},
})  # fmt: skip
LEEG_OUDER = {"81.10": EIGEN, "81.20": "10A1285", "85.10": "20200501", "86.10": "20200502"}
ONJUIST = met(WOONT, e11_20="13", e84_10="O", e86_10="20080219")
EERDER = met(WOONT, e11_10="Oude Vaart", e10_30="19990101", e85_10="19990101", e86_10="19990104")
SUZANNE = lijst(
    c05=[[ONTBINDING, HUWELIJK]],
    c07=[[met(INSCHRIJVING, e70_10="7")]],
    c08=[[met(WOONT, e83_10="081100", e83_20="20261001"), ONJUIST, EERDER]],
    c09=[[met(KIND, e01_20=ANDER_BSN, e02_10="Noëlle Annemarie Wilhelmina")]],
    c10=[[TITEL]], c11=[[GEZAG]], c12=[[PASPOORT]],
)  # fmt: skip
NOELLE = lijst(c01=[[met(PERSOON, e01_10=ANDER_ANUMMER, e01_20=ANDER_BSN, e02_10="<b>Noëlle</b>", e03_10="20101010")]])
ZOE = lijst(c01=[[met(PERSOON, e01_10="", e01_20="999990202", e02_10="Zoë", e03_10="20200501")]], c03=[[LEEG_OUDER]])
"""With one parent by law."""
WEG = lijst(c01=[[met(PERSOON, e01_10="", e01_20="999990305", e02_10="Vera")]],
            c07=[[met(INSCHRIJVING, e67_10="20240101", e67_20="E")]])  # fmt: skip
"""Who left the Netherlands."""
GERRIT = lijst(c01=[[met(PERSOON, e01_10="", e01_20="999990007", e02_10="Gerrit")]], c06=[[OVERLEDEN]], c05=[],
               c07=[[met(INSCHRIJVING, e67_10="20200101", e67_20="O")]])  # fmt: skip
OP_WEG = lijst(c01=[[met(PERSOON, e01_10="", e01_20="999990408", e02_10="Femke", e02_40="Dijk")]],
               c07=[[met(INSCHRIJVING, e66_20="20261110")]])  # fmt: skip
"""Whose list went to another municipality and never arrived."""
IN_BRIEF = lijst(c01=[[met(PERSOON, e01_10="", e01_20="999990500", e02_10="Bram", e02_40="Vis")]],
                 c08=[[met(WOONT, e10_10="B")]])  # fmt: skip
TWEEDE = lijst(c01=[[met(PERSOON, e01_10="1010101025", e01_20="999990603")]],
               c07=[[met(INSCHRIJVING, e68_10="20240503")]])  # fmt: skip
"""Suzanne once more, on a list that should not be there."""
AFGEVOERD = lijst(c01=[[met(PERSOON, e01_10="2020202039", e01_20="999990706", e02_10="Nep")]],
                  c07=[[met(INSCHRIJVING, e67_10="20260101", e67_20="F")]])  # fmt: skip


def lijst_uuid(pl: Persoonslijst) -> UUID:
    return uuid5(UUID(int=0), f"persoonslijst/{pl.bsn}")


def voorstel_uuid(wie: str, sleutel: str) -> UUID:
    return uuid5(UUID(int=0), f"voorstel/{wie}/{sleutel}")


PERSONEN = (SUZANNE, NOELLE, GERRIT, ZOE, WEG, OP_WEG, IN_BRIEF, TWEEDE, AFGEVOERD)
ANDER_ADRES = (GERRIT, WEG, OP_WEG, IN_BRIEF, TWEEDE, AFGEVOERD)


class FakeBurgerzaken:
    """Finds by BSN or by family name; "Iedereen" finds too many."""

    def __init__(self) -> None:
        self.lijsten = {lijst_uuid(pl): pl for pl in PERSONEN}
        self.looked: list[tuple[str, str, bool]] = []

    async def zoek(self, getypt: str) -> Gevonden:
        vraag = ontleed(getypt)
        if vraag is None:
            return Gevonden(None)
        if "iedereen" in vraag.woorden:
            return Gevonden(vraag, te_veel=True)
        found = [
            self._treffer(pl) for pl in self.lijsten.values()
            if not pl.is_afgevoerd and (pl.bsn == vraag.nummer or pl.waarde("01.02.40").lower() in vraag.woorden)
        ]  # fmt: skip
        return Gevonden(vraag, tuple(found))

    async def lees(self, lijst: UUID, blad: Blad, *, bsn: bool = False) -> Persoonsblad:
        pl = self.lijsten.get(lijst)
        if pl is None:
            raise ZgwFout(404, {})
        self.looked.append((pl.bsn, blad, bsn))
        feiten = self.feiten(pl)
        return Persoonsblad(
            id=lijst, kaart=kaarten.kaart(feiten), bsn=pl.bsn,
            lijsten={other.bsn: key for key, other in self.lijsten.items()},
            momenten=tuple(tijdlijn(feiten)) if blad == "tijdlijn" else (),
            delen=kaarten.delen(feiten, bsn=bsn) if blad == "lijst" else (),
            getoond_bsn=pl.bsn if bsn else "",
        )  # fmt: skip

    async def bewoners(self, lijst: UUID) -> list[Bewoner]:
        """Suzanne and her children, whoever of them is asked first."""
        if lijst not in self.lijsten:
            raise ZgwFout(404, {})
        keys = [lijst, *(key for key in self.lijsten if key != lijst and self.lijsten[key] not in ANDER_ADRES)]
        return [self._bewoner(key) for key in keys]

    async def gelijkend(self, persoon: Mapping[str, str]) -> list[Treffer]:
        """Who was born on that day and has that surname."""
        wanted = persoon.get("03.10"), persoon.get("02.40")
        found = [pl for pl in PERSONEN if (pl.waarde("01.03.10"), pl.waarde("01.02.40")) == wanted]
        return [self._treffer(pl) for pl in found if not pl.is_afgevoerd]

    async def dubbelen(self, lijst: UUID, anummer: str = "") -> list[Treffer]:
        """Suzanne and her second list; another when its number is named."""
        own = self.lijsten[lijst]
        lists = [own, *(pl for pl in (SUZANNE, TWEEDE) if own in (SUZANNE, TWEEDE) and pl is not own)]
        lists += [pl for pl in PERSONEN if anummer and pl.anummer == anummer and pl not in lists]
        return [self._treffer(pl) for pl in sorted(lists, key=lambda pl: pl.waarde("07.68.10"))]

    def _treffer(self, pl: Persoonslijst) -> Treffer:
        return Treffer(lijst_uuid(pl), kaarten.kaart(self.feiten(pl)))

    async def met_nummers(self, bsns: Sequence[str]) -> list[Bewoner]:
        return [self._bewoner(key) for bsn in bsns for key, pl in self.lijsten.items() if pl.bsn == bsn]

    async def bezetting(self, postcode: str, huisnummer: str, huisletter: str, toevoeging: str) -> int:
        return 3 if (postcode, huisnummer) == ("9810AB", "7") else 0

    def _bewoner(self, key: UUID) -> Bewoner:
        pl = self.lijsten[key]
        naam = {n: pl.waarde(f"01.{n}") for n in ("02.10", "02.30", "02.40") if pl.waarde(f"01.{n}")}
        return Bewoner(key, pl.bsn, kaarten.kaart(self.feiten(pl)), naam)

    async def te_corrigeren(self, lijst: UUID, sleutel: str) -> TeCorrigeren:
        feiten = self.feiten(self.lijsten[lijst])
        rows = {plaats.sleutel: plaats for plaats in corrigeerbaar.plaatsen(feiten)}
        chosen = corrigeerbaar.inhoud(feiten, rows[sleutel]) if sleutel in rows else None
        return TeCorrigeren(tuple(rows.values()), chosen)

    eigen_naam = "Meerwijde"
    heeft_postbus = True

    def codes(self, tabel: int) -> Mapping[str, str]:
        return {code: found.omschrijving for code, found in TABELLEN.per_nummer.get(tabel, {}).items()}

    def code_van(self, tabel: int, getypt: str) -> str:
        return next((code for code, naam in self.codes(tabel).items() if getypt in (code, naam)), "")

    def feiten(self, pl: Persoonslijst) -> Feiten:
        return Feiten(pl, TABELLEN, TODAY)


CORRECTIE = Correctieinvoer(
    sleutel="c", bsn=SUZANNE.bsn, categorie="08", reden="Verkeerd <i>gelezen</i>", document="huurcontract",
    verbeteringen=(Verbetering(voorkomen=0, inhoud={"11.20": "7"}),),
)  # fmt: skip
BZ_04 = Weigering("BZ-04", "De aangever mag dit <b>niet</b> doen.", "artikel 2.48 van de Wet BRP", True)
BZ_07 = Weigering("BZ-07", "Deze persoon staat al op dit adres.", "artikel 2.39 van de Wet BRP", False)
ANDERS = Verschil(bsn=SUZANNE.bsn, anummer=SUZANNE.anummer, rubriek="08.11.20", categorie="Verblijfplaats",
                  element="Huisnummer", stapel=0, plaats="actueel", oud="31", nieuw="7")  # fmt: skip


class FakeFeiten:
    """Refuses by what is put in `weigeringen`; what may be passed goes when it is. `opgenomen` is what was
    recorded; `uitkomst` what came of it, where that is told."""

    def __init__(self) -> None:
        self.weigeringen: list[Weigering] = []
        self.gevraagd: list[tuple[str, Any]] = []
        self.opgenomen: list[tuple[str, Any]] = []
        self.uitkomst: Uitkomst | None = None

    async def __call__(self, zgw: Any, feit: str, invoer: Any) -> Uitkomst:
        self.gevraagd.append((feit, invoer))
        if left := self.left(invoer):
            return Uitkomst(weigeringen=tuple(left))
        if invoer.alleen_toetsen:
            return Uitkomst(verschillen=(ANDERS,))
        self.opgenomen.append((feit, invoer))
        if self.uitkomst is not None:
            return self.uitkomst
        changed = (Wijziging(SUZANNE.bsn, "actualiseren", "08", "Verblijfplaats"),)
        return Uitkomst(gebeurtenis=UUID(int=7), soort="nl.brp.verhuisd", wijzigingen=changed, berichten=("Lg01",))

    def left(self, invoer: Any) -> list[Weigering]:
        passed = {v.nummer for v in invoer.voorbij}
        return [w for w in self.weigeringen if not (w.kan_worden_overruled and w.nummer in passed)]


class FakeUittreksel:
    """A paper of one line; refuses what is put in `weigeringen`."""

    def __init__(self) -> None:
        self.weigeringen: list[Weigering] = []
        self.gevraagd: list[Uittrekselinvoer] = []

    async def __call__(self, zgw: Any, invoer: Uittrekselinvoer) -> Uittreksel:
        self.gevraagd.append(invoer)
        if self.weigeringen:
            return Uittreksel(weigeringen=tuple(self.weigeringen))
        return Uittreksel(
            pdf=b"" if invoer.alleen_toetsen else b"%PDF-1.7", leges_eurocent=1550, meldingen=("Onderzoek.",),
            regels=(UittrekselRegel("Naam", "Suzanne Moulin"), UittrekselRegel("Woonadres", "Boterdiep 31\nMeerwijde")),
            zaak=None if invoer.alleen_toetsen or invoer.nog_eens else UUID(int=8),
        )  # fmt: skip


class FakeAccord:
    """Proposals in memory; nobody decides on their own.

    hier   who is signed in
    """

    def __init__(self, feiten: FakeFeiten, hier: Callable[[], str]) -> None:
        self.feiten, self.hier = feiten, hier
        self.voorstellen: dict[UUID, tuple[Voorstel, Any]] = {}

    async def stel_voor(self, zgw: Any, feit: str, invoer: Any) -> Voorgesteld:
        if left := self.feiten.left(invoer):
            return Voorgesteld(weigeringen=tuple(left))
        return Voorgesteld(voorstel=self.add(feit, invoer, wie=self.hier()))

    def add(self, feit: str, invoer: Any, *, wie: str, weergave: str = "Yusuf Aydın", uitleg: str = "") -> Voorstel:
        made = Voorstel(
            id=voorstel_uuid(wie, invoer.sleutel), feit=feit, sleutel=invoer.sleutel,
            vingerafdruk=b"", invoer=b"{}", over=SUZANNE.bsn, soort="nl.meent.brp.gecorrigeerd", wie=wie,
            weergave=weergave, op=NOW, toestand="teruggestuurd" if uitleg else "wacht", besloten_door="",
            besloten_op=None, uitleg=uitleg,
        )  # fmt: skip
        self.voorstellen[made.id] = made, invoer
        return made

    async def lijst(self, zgw: Any, toestand: str = "wacht") -> Sequence[Voorstel]:
        return [v for v, _ in self.voorstellen.values() if v.toestand == toestand]

    async def bekijk(self, zgw: Any, key: UUID) -> Bekeken:
        if key not in self.voorstellen:
            raise ZgwFout(404, {})
        voorstel, invoer = self.voorstellen[key]
        mine = voorstel.wie == self.hier()
        return Bekeken(voorstel=voorstel, invoer=invoer, uitkomst=Uitkomst(verschillen=(ANDERS,)),
                       mag_besluiten=voorstel.wacht and not mine, mag_intrekken=mine)  # fmt: skip

    async def keur_goed(self, zgw: Any, key: UUID) -> Uitkomst:
        voorstel, invoer = self.voorstellen[key]
        self.become(key, "opgenomen")
        return await self.feiten(zgw, voorstel.feit, invoer)

    async def stuur_terug(self, zgw: Any, key: UUID, reden: str) -> tuple[Weigering, ...]:
        self.become(key, "teruggestuurd", reden)
        return ()

    async def trek_in(self, zgw: Any, key: UUID) -> tuple[Weigering, ...]:
        self.become(key, "ingetrokken")
        return ()

    def become(self, key: UUID, toestand: Any, uitleg: str = "") -> None:
        voorstel, invoer = self.voorstellen[key]
        self.voorstellen[key] = msgspec.structs.replace(voorstel, toestand=toestand, uitleg=uitleg), invoer
