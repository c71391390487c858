"""Persons of the BRP in memory for the tests of the screens: shown by the real functions, without a database."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid5

from meent.integration.brp import kaart as kaarten
from meent.integration.brp.feiten import Uitkomst, Weigering, Wijziging
from meent.integration.brp.inzien import Bewoner, Gevonden, Persoonsblad, Treffer
from meent.integration.brp.tijdlijn import tijdlijn
from meent.integration.brp.zoekbalk import ontleed
from meent.interaction.seams import Blad, ZgwFout
from meent.services.personen.bevragen.feiten import Feiten
from meent.services.personen.persoonslijst import Persoonslijst
from meent.services.personen.tabellen import Code, Tabellen
from tests.interaction.fake_zgw import TODAY
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

TABELLEN = Tabellen({33: {EIGEN: Code(EIGEN, "Meerwijde")}, 34: {"5002": Code("5002", "Frankrijk")}})
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
GERRIT = lijst(c01=[[met(PERSOON, e01_10="", e01_20="999990007", e02_10="Gerrit")]], c06=[[OVERLEDEN]], c05=[],
               c07=[[met(INSCHRIJVING, e67_10="20200101", e67_20="O")]])  # fmt: skip


def lijst_uuid(pl: Persoonslijst) -> UUID:
    return uuid5(UUID(int=0), f"persoonslijst/{pl.bsn}")


class FakeBurgerzaken:
    """Finds by BSN or by family name; "Iedereen" finds too many."""

    def __init__(self) -> None:
        self.lijsten = {lijst_uuid(pl): pl for pl in (SUZANNE, NOELLE, GERRIT)}
        self.looked: list[tuple[str, str, bool]] = []

    async def zoek(self, getypt: str) -> Gevonden:
        vraag = ontleed(getypt)
        if vraag is None:
            return Gevonden(None)
        if "iedereen" in vraag.woorden:
            return Gevonden(vraag, te_veel=True)
        found = [
            Treffer(key, kaarten.kaart(self.feiten(pl))) for key, pl in self.lijsten.items()
            if pl.bsn == vraag.nummer or pl.waarde("01.02.40").lower() in vraag.woorden
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
        """Suzanne and her daughter, whoever of them is asked first."""
        if lijst not in self.lijsten:
            raise ZgwFout(404, {})
        keys = [lijst, *(key for key in self.lijsten if key != lijst and self.lijsten[key] is not GERRIT)]
        return [self._bewoner(key) for key in keys]

    async def met_nummers(self, bsns: Sequence[str]) -> list[Bewoner]:
        return [self._bewoner(key) for bsn in bsns for key, pl in self.lijsten.items() if pl.bsn == bsn]

    async def bezetting(self, postcode: str, huisnummer: str, huisletter: str, toevoeging: str) -> int:
        return 3 if (postcode, huisnummer) == ("9810AB", "7") else 0

    def _bewoner(self, key: UUID) -> Bewoner:
        pl = self.lijsten[key]
        return Bewoner(key, pl.bsn, kaarten.kaart(self.feiten(pl)), {"02.40": pl.waarde("01.02.40")})

    def feiten(self, pl: Persoonslijst) -> Feiten:
        return Feiten(pl, TABELLEN, TODAY)


BZ_04 = Weigering("BZ-04", "De aangever mag dit <b>niet</b> doen.", "artikel 2.48 van de Wet BRP", True)
BZ_07 = Weigering("BZ-07", "Deze persoon staat al op dit adres.", "artikel 2.39 van de Wet BRP", False)


class FakeFeiten:
    """Refuses by what is put in `weigeringen`; what may be passed goes when it is. `opgenomen` is what was recorded."""

    def __init__(self) -> None:
        self.weigeringen: list[Weigering] = []
        self.gevraagd: list[tuple[str, Any]] = []
        self.opgenomen: list[tuple[str, Any]] = []

    async def __call__(self, zgw: Any, feit: str, invoer: Any) -> Uitkomst:
        self.gevraagd.append((feit, invoer))
        passed = {v.nummer for v in invoer.voorbij}
        left = [w for w in self.weigeringen if not (w.kan_worden_overruled and w.nummer in passed)]
        if left or invoer.alleen_toetsen:
            return Uitkomst(weigeringen=tuple(left))
        self.opgenomen.append((feit, invoer))
        changed = (Wijziging(SUZANNE.bsn, "actualiseren", "08", "Verblijfplaats"),)
        return Uitkomst(gebeurtenis=UUID(int=7), soort="nl.brp.verhuisd", wijzigingen=changed)
