"""PL-beheer: what stands wrongly on a list is corrected (HUP 7.3).

What was wrong stays and is marked; what should have stood there comes beside it (K-21 to K-24). The verbs do the work:
here is judged who may do it, and that it is whole. It takes two people (`accord.py`).
"""

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType

import msgspec

from meent.integration.brp.bijhouding import Gevolg
from meent.integration.brp.boek import Boek
from meent.integration.brp.corrigeerbaar import kent_document
from meent.integration.brp.feiten import Invoer, Uitkomst, Voorbij
from meent.integration.zgw import Zgw
from meent.process.burgerzaken.aktes import document
from meent.process.burgerzaken.opnemen import neem_op, nummers
from meent.process.burgerzaken.toetsen import Rechtsfeit, Toets, require
from meent.services.personen.mutaties import Corrigeren, Mutatie, TenOnrechte, Vervanging
from meent.services.personen.persoonslijst import Persoonslijst, Stapel

NIET_TE_CORRIGEREN = ("07", "12", "13", "15")
"""Without history: overwritten or removed, never corrected."""
MAG_ZONDER_STUK = ("04", "11")


class Verbetering(msgspec.Struct, frozen=True, kw_only=True):
    """What one voorkomen should have said.

    voorkomen  its number in the stapel as it is now, 0 is the actual one
    inhoud     groups that were wrong, each whole; what is not named was right
    weg        groups that should not have been there
    ingang     only when 85.10 was the error
    """

    voorkomen: int
    inhoud: Mapping[str, str] = {}
    weg: tuple[str, ...] = ()
    ingang: str = ""


class Correctie(Rechtsfeit, frozen=True, kw_only=True):
    """Something on a list is wrong, by a document.

    ten_onrechte  the whole category should not have been there; then there are no verbeteringen
    reden         why, in words, for who looks later
    stuk          the document that shows it, also where the category has no room for it
    """

    eigen: str
    persoon: Persoonslijst
    categorie: str
    stapel: int
    bron: Mapping[str, str]
    reden: str
    stuk: str = ""
    verbeteringen: tuple[Verbetering, ...] = ()
    ten_onrechte: bool = False

    @property
    def is_er(self) -> Stapel | None:
        found = self.persoon.stapels.get(self.categorie, ())
        return found[self.stapel] if 0 <= self.stapel < len(found) else None


def corrigeer(feit: Correctie) -> Gevolg:
    """raises Geweigerd"""
    require(TOETSEN, feit)
    bsn = feit.persoon.bsn
    return Gevolg(soort="nl.meent.brp.gecorrigeerd", over=bsn, wijzigingen={bsn: (_correction(feit),)})


def _correction(feit: Correctie) -> Mutatie:
    if feit.ten_onrechte:
        return TenOnrechte(categorie=feit.categorie, stapel=feit.stapel, bron=feit.bron)
    stapel = feit.is_er or Stapel()
    replaced = tuple(
        Vervanging(voorkomen=v.voorkomen, inhoud=_whole(stapel, v), ingang=v.ingang) for v in feit.verbeteringen
    )
    return Corrigeren(categorie=feit.categorie, stapel=feit.stapel, vervangingen=replaced, bron=feit.bron)


def _whole(stapel: Stapel, v: Verbetering) -> dict[str, str]:
    """All that the voorkomen should have said: its groups that were right, and the others as they should be."""
    wrong = {n[:2] for n in v.inhoud} | set(v.weg)
    return {**{n: w for n, w in stapel[v.voorkomen].inhoud.items() if n[:2] not in wrong}, **v.inhoud}


# --- checks ----------------------------------------------------------------------------------------------------------


def van_hier(feit: Correctie) -> Iterator[str]:
    """The municipality that keeps the list corrects it, also after it was suspended. Source: BZ-84."""
    if feit.persoon.waarde("08.09.10") != feit.eigen:
        yield "Deze lijst wordt niet in uw gemeente bijgehouden; stuur de gegevens door."


def heeft_reden(feit: Correctie) -> Iterator[str]:
    """For who looks later. Source: BZ-85."""
    if not feit.reden.strip():
        yield "Schrijf op waarom dit onjuist is."


def heeft_stuk(feit: Correctie) -> Iterator[str]:
    """What shows it; of a nationality and of gezag there need not be one. Source: BZ-89, HUP 6.2.1, 7.3."""
    if not feit.stuk.strip() and not feit.bron and feit.categorie not in MAG_ZONDER_STUK:
        yield "Noem het stuk of de akte waaruit blijkt dat dit onjuist is."


def is_iets(feit: Correctie) -> Iterator[str]:
    """Each voorkomen is there, and something about it changes. Source: BZ-86."""
    stapel = feit.is_er
    if stapel is None or feit.categorie in NIET_TE_CORRIGEREN:
        yield "Deze categorie staat er niet, of wordt niet gecorrigeerd maar overschreven."
        return
    if feit.ten_onrechte is bool(feit.verbeteringen):
        yield "Zeg wat er had moeten staan, of dat het er helemaal niet had moeten staan."
    for v in feit.verbeteringen:
        if not 0 <= v.voorkomen < len(stapel):
            yield "Dit voorkomen staat er niet."
        elif _whole(stapel, v) == stapel[v.voorkomen].inhoud and v.ingang in ("", stapel[v.voorkomen].get("85.10")):
            yield "Er verandert niets: zo staat het er al."


TOETSEN: Mapping[str, Toets] = MappingProxyType({
    "BZ-84": Toets("artikel 1.4 van de Wet BRP", van_hier),
    "BZ-85": Toets("artikel 2.58 van de Wet BRP", heeft_reden),
    "BZ-86": Toets("artikel 2.58 van de Wet BRP", is_iets),
    "BZ-89": Toets("artikel 2.8 van de Wet BRP", heeft_stuk),
})  # fmt: skip


# --- recording -------------------------------------------------------------------------------------------------------


class Correctieinvoer(Invoer, frozen=True, kw_only=True):
    """See Correctie.

    document  what showed that it was wrong, as 82.30 says it where the category has one; or `bron`, when it is an
              akte (81) or of elsewhere (82)
    """

    bsn: str
    categorie: str
    reden: str
    stapel: int = 0
    verbeteringen: tuple[Verbetering, ...] = ()
    ten_onrechte: bool = False
    document: str = ""
    bron: Mapping[str, str] = {}
    ontvangen: date | None = None

    @property
    def verantwoording(self) -> tuple[Voorbij, ...]:
        """The reason is kept beside the fact, with a document that has no room on the list; it takes a colleague."""
        why = self.reden if kent_document(self.categorie) else f"{self.reden} ({self.document})"
        return (*self.voorbij, Voorbij(nummer="BZ-85", reden=why))


async def corrigeert(zgw: Zgw, invoer: Correctieinvoer) -> Uitkomst:
    """Records a correction."""

    async def bereid(boek: Boek) -> Gevolg:
        papier = document(boek.eigen, boek.vandaag, invoer.document) if invoer.document else {}
        bron = invoer.bron or boek.bron_bij(invoer.categorie, papier)
        feit = Correctie(
            eigen=boek.eigen, persoon=await boek.lees(invoer.bsn), categorie=invoer.categorie, stapel=invoer.stapel,
            bron=bron, reden=invoer.reden, stuk=invoer.document, verbeteringen=invoer.verbeteringen,
            ten_onrechte=invoer.ten_onrechte, voorbij=nummers(invoer),
        )  # fmt: skip
        return corrigeer(feit)

    return await neem_op(
        zgw, invoer, bereid, feit="correctie", leest=("01", "08", invoer.categorie), sinds=invoer.ontvangen
    )
