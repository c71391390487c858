"""Eerste inschrijving: somebody from abroad who never had a list lives here now (HUP 4.1).

The list begins with what holds now; a bond that ended stands on it with how it began. A parent who lives here gets the
child on the own list (HUP 7.4.5); what lists of other family lack is proposed to a colleague (`verwanten.py`).
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Literal

from meent.basis.datums import PartialDate
from meent.integration.brp.bijhouding import Gevolg
from meent.integration.brp.boek import Boek
from meent.integration.brp.feiten import Akte, Invoer, Uitkomst
from meent.integration.zgw import Zgw
from meent.process.burgerzaken.aktes import document
from meent.process.burgerzaken.brieven import overzicht
from meent.process.burgerzaken.opnemen import neem_op, nummers
from meent.process.burgerzaken.relaties import (
    ONBEKEND,
    Kind,
    Nationaliteit,
    Ouder,
    Verbintenis,
    at_parents,
    bond_of,
    child_of,
    nationality_of,
    parent_of,
)
from meent.process.burgerzaken.toetsen import Rechtsfeit, Toets, is_code, require, zin
from meent.process.burgerzaken.verhuizing import AMBTSHALVE, address_faults
from meent.services.personen.mutaties import Mutatie, Opnemen
from meent.services.personen.namen import Persoonsnaam
from meent.services.personen.persoonslijst import Persoonslijst, Voorkomen

WIJZEN = ("I", "G", "H", "K", "O", "P", "M", AMBTSHALVE)
"""72.10: who declared. Source: HUP 4.1.8."""
NODIG = ("02.40", "03.10", "03.20", "03.30", "04.10")
VAN_PERSOON = ("02", "03", "04")
EEN_DAG = timedelta(days=1)
NEDERLANDER = "0001"
Rang = Literal["a", "b", "c", "d", "e"]
"""Of a source, from strong to weak: a Dutch akte, a Dutch judgment, a foreign akte or judgment, another paper of that
country, a statement under oath. Source: Wet BRP 2.8, second paragraph; HUP 3.3.4.2."""
ZWAK = ("d", "e")


class EersteInschrijving(Rechtsfeit, frozen=True, kw_only=True):
    """A declaration of stay and address by somebody who is not in the BRP.

    persoon    elements of groups 02, 03 and 04, as the documents say
    bron       group 81 or 82 of what tells who it is; sinds is 85.10 of that, 00000000 when no document tells
    rang       of that source; geen_sterker when it is weak and no stronger one can reasonably be shown
    land       from where (14.10); "" for a child that was born here
    ontvangen  day of the declaration; ambtshalve the day on which the intention was made known
    presentie  day on which BV-BSN was asked, and knew nobody
    gezien     seen in person, or what kept the person away was shown
    lijsten    BSN -> list of a relative who is registered here
    gelijkenden  people here who may be the same
    """

    eigen: str
    anummer: str
    bsn: str
    persoon: Mapping[str, str]
    bron: Mapping[str, str]
    sinds: str
    ouders: tuple[Ouder, Ouder]
    nationaliteiten: tuple[Nationaliteit, ...]
    adres: Mapping[str, str]
    land: str
    wijze: str
    ontvangen: date
    vandaag: date
    presentie: date | None
    gezien: bool
    blijft: bool
    rechtmatig: bool
    rang: Rang = "c"
    geen_sterker: bool = False
    verbintenissen: tuple[Verbintenis, ...] = ()
    kinderen: tuple[Kind, ...] = ()
    lijsten: Mapping[str, Persoonslijst] = MappingProxyType({})
    gelijkenden: tuple[Persoonslijst, ...] = ()

    @property
    def dag(self) -> str:
        return str(PartialDate.of(self.ontvangen))

    @property
    def zelf(self) -> dict[str, str]:
        """Category 01 without its source."""
        return {"01.10": self.anummer, "01.20": self.bsn, **self.persoon, "61.10": "E"}


def schrijf_in(feit: EersteInschrijving) -> Gevolg:
    """The new list, and the child on that of a parent who lives here. raises Geweigerd"""
    require(TOETSEN, feit)
    own = document(feit.eigen, feit.vandaag, "PL kind")
    today, new = str(PartialDate.of(feit.vandaag)), Persoonslijst({"01": [[Voorkomen(feit.zelf)]]})
    return Gevolg(
        soort="nl.brp.ingeschreven.immigratie", over=feit.bsn, nieuw=(tuple(_list_of(feit)),),
        wijzigingen=at_parents(new, feit.ouders, feit.lijsten, bron=own, dag=today, eigen=feit.eigen),
        brieven=(overzicht(feit.bsn, feit.vandaag),),
    )  # fmt: skip


def _list_of(feit: EersteInschrijving) -> Iterator[Mutatie]:
    """07 first, since without it there is no list. Source: K-02"""
    yield Opnemen(categorie="07", inhoud={"68.10": feit.dag, "70.10": "0"})
    yield Opnemen(categorie="01", inhoud=feit.zelf, bron=feit.bron, ingang=feit.sinds)
    for categorie, ouder in zip(("02", "03"), feit.ouders, strict=True):
        yield parent_of(categorie, ouder, feit.lijsten, document(feit.eigen, feit.vandaag, "."))
    for nationaliteit in feit.nationaliteiten:
        yield nationality_of(nationaliteit)
    for number, verbintenis in enumerate(feit.verbintenissen):
        yield from bond_of(number, verbintenis, feit.lijsten)
    own = {"09.10": feit.eigen, "09.20": feit.dag, **feit.adres, "10.30": feit.dag, "72.10": feit.wijze}
    immigratie = {"14.10": feit.land, "14.20": feit.dag} if feit.land else {}
    yield Opnemen(categorie="08", inhoud={**own, **immigratie}, ingang=feit.dag)
    for kind in feit.kinderen:
        yield child_of(kind, feit.lijsten)


# --- checks ----------------------------------------------------------------------------------------------------------


def nog_niet_hier(feit: EersteInschrijving) -> Iterator[str]:
    """Nobody here has that birth date with that surname or those given names. Source: BZ-110, HUP 7.9.1."""
    for pl in feit.gelijkenden:
        yield f"De {zin(pl)} heeft dezelfde geboortedatum en naam; stel vast dat dit iemand anders is."


def nergens_bekend(feit: EersteInschrijving) -> Iterator[str]:
    """BV-BSN was asked, today or yesterday: after a day it is asked again. Source: BZ-111, HUP 4.0.7.4."""
    asked = feit.presentie
    if asked is None or not feit.vandaag - EEN_DAG <= asked <= feit.vandaag:
        yield "Stel de presentievraag aan de Beheervoorziening BSN; een vraag van meer dan een dag geleden telt niet."


def in_persoon(feit: EersteInschrijving) -> Iterator[str]:
    """Who it is was established, the stay lasts and is lawful. Source: BZ-112, HUP 4.0.7.1, 4.0.7.2."""
    if not feit.gezien or feit.wijze not in WIJZEN:
        yield "Stel vast wie het is: wie zich inschrijft komt zelf, of laat zien waarom dat niet kan."
    if not feit.blijft:
        yield "Wie korter dan vier maanden in een half jaar blijft, wordt geen ingezetene."
    if not feit.rechtmatig:
        yield "Stel vast dat deze persoon hier rechtmatig verblijft."
    if feit.ontvangen > feit.vandaag:
        yield "De dag van de aangifte is nog niet gekomen."


def heel_adres(feit: EersteInschrijving) -> Iterator[str]:
    """As at a move; and from where. Source: BZ-113."""
    yield from address_faults(feit.adres)
    if feit.land and (not is_code(feit.land) or feit.land == "6030"):
        yield "Kies het land waar deze persoon vandaan komt, of 0000 als dat niet bekend is."


def hele_persoon(feit: EersteInschrijving) -> Iterator[str]:
    """A surname, birth and sex, from a document; born before today. Source: BZ-114, HUP 4.1.1."""
    if any(not feit.persoon.get(n) for n in NODIG) or any(n[:2] not in VAN_PERSOON for n in feit.persoon):
        yield "Vul naam, geboortedatum, -plaats en -land en geslacht in; wat onbekend is krijgt de standaardwaarde."
    elif feit.persoon["03.10"] > feit.dag or feit.sinds > feit.dag:
        yield "De geboorte, of de dag waarop de gegevens ingingen, ligt na de aangifte."
    if not feit.bron:
        yield "Noem het document of de akte waaruit blijkt wie dit is."


def sterkste_bron(feit: EersteInschrijving) -> Iterator[str]:
    """The strongest source that can be had; only a Dutch akte has the first rank. Source: BZ-117, HUP 3.3.4.2."""
    if feit.rang in ZWAK and not feit.geen_sterker:
        yield "Vraag eerst om een sterker stuk; dit stuk telt alleen als dat er redelijkerwijs niet is."
    if "81.20" in feit.bron and feit.rang != "a":
        yield "Een akte van de Nederlandse burgerlijke stand is het sterkste stuk; kies die rang."


def past_nationaliteit(feit: EersteInschrijving) -> Iterator[str]:
    """At least one, each once, with the reason that fits it; who is Dutch has no other beside it. Source: BZ-115."""
    codes = [n.code for n in feit.nationaliteiten]
    if not codes or len(set(codes)) < len(codes) or (NEDERLANDER in codes and len(codes) > 1):
        yield "Kies elke nationaliteit een keer; naast de Nederlandse staat er geen andere, en onbekend is 0000."
    if any(not n.past_reden for n in feit.nationaliteiten):
        yield "De reden van opname past niet bij de nationaliteit."


def hele_relaties(feit: EersteInschrijving) -> Iterator[str]:
    """Of a parent, partner or child at least a surname, with the document that tells it. Source: BZ-116, HUP 4.1.2."""
    for ouder in feit.ouders:
        if ouder.soort != ONBEKEND and not ouder.is_heel:
            yield "Noem van elke ouder de naam en het document, of zeg dat er geen is of dat de ouder onbekend is."
    if not all(v.is_heel for v in feit.verbintenissen) or not all(k.is_heel for k in feit.kinderen):
        yield "Noem van elke partner en elk kind de naam en het document, en van een verbintenis hoe zij begon."


def past_naam(feit: EersteInschrijving) -> Iterator[str]:
    """Every voorvoegsel and every title is one of its table, of relatives too. Source: BZ-118, K-08."""
    relatives = (*feit.ouders, *feit.verbintenissen, *feit.kinderen)
    names = (feit.persoon, *(r.gegevens for r in relatives if r.bsn not in feit.lijsten))
    yield from dict.fromkeys(told for naam in names for told in Persoonsnaam(naam).fouten())


TOETSEN: Mapping[str, Toets] = MappingProxyType({
    "BZ-110": Toets("procedure 7.9 van de Handleiding Uitvoeringsprocedures BRP", nog_niet_hier, mag_voorbij=True),
    "BZ-111": Toets("procedure 4.0.7.4 van de Handleiding Uitvoeringsprocedures BRP", nergens_bekend),
    "BZ-112": Toets("artikelen 2.4 en 2.38 van de Wet BRP", in_persoon),
    "BZ-113": Toets("artikel 1.1 van de Wet BRP", heel_adres),
    "BZ-114": Toets("artikel 2.8 van de Wet BRP", hele_persoon),
    "BZ-115": Toets("artikelen 2.7, 2.15 en 2.17 van de Wet BRP", past_nationaliteit),
    "BZ-116": Toets("artikel 2.8 van de Wet BRP", hele_relaties),
    "BZ-117": Toets("artikel 2.8, tweede lid, van de Wet BRP", sterkste_bron),
    "BZ-118": Toets("artikel 2.8 van de Wet BRP", past_naam),
})  # fmt: skip


# --- recording -------------------------------------------------------------------------------------------------------


class Inschrijvingsinvoer(Invoer, frozen=True, kw_only=True):
    """See EersteInschrijving. A-nummer and BSN come from the stock of the municipality.

    akte, document   what tells who it is: an akte of the Netherlands, or else words (82.30)
    rang             of it; "" is a for an akte and else c
    """

    persoon: Mapping[str, str]
    ouders: tuple[Ouder, Ouder]
    nationaliteiten: tuple[Nationaliteit, ...]
    adres: Mapping[str, str]
    land: str
    gezien: bool
    blijft: bool
    rechtmatig: bool
    presentie: date | None = None
    document: str = ""
    akte: Akte | None = None
    rang: Rang | Literal[""] = ""
    geen_sterker: bool = False
    sinds: str = "00000000"
    wijze: str = "I"
    ontvangen: date | None = None
    verbintenissen: tuple[Verbintenis, ...] = ()
    kinderen: tuple[Kind, ...] = ()


async def schrijft_in(zgw: Zgw, invoer: Inschrijvingsinvoer) -> Uitkomst:
    """Records somebody who was never in the BRP, with a new list."""

    async def bereid(boek: Boek) -> Gevolg:
        persoon = Persoonsnaam(invoer.persoon).gesplitst
        bron = document(boek.eigen, boek.vandaag, invoer.document) if invoer.document else {}
        if invoer.akte is not None:
            bron = await boek.akte_van(invoer.akte, "1", {}, boek.vandaag)
        relatives = (*invoer.ouders, *invoer.verbintenissen, *invoer.kinderen)
        feit = EersteInschrijving(
            eigen=boek.eigen, anummer=await boek.neem("anummer"), bsn=await boek.neem("bsn"), persoon=persoon,
            bron=bron, sinds=invoer.sinds, ouders=invoer.ouders, nationaliteiten=invoer.nationaliteiten,
            adres=invoer.adres, land=invoer.land, wijze=invoer.wijze, ontvangen=invoer.ontvangen or boek.vandaag,
            vandaag=boek.vandaag, presentie=invoer.presentie, gezien=invoer.gezien, blijft=invoer.blijft,
            rechtmatig=invoer.rechtmatig, rang=invoer.rang or ("a" if invoer.akte else "c"),
            geen_sterker=invoer.geen_sterker, verbintenissen=invoer.verbintenissen, kinderen=invoer.kinderen,
            lijsten={r.bsn: await boek.lees(r.bsn) for r in relatives if r.bsn},
            gelijkenden=await boek.gelijkenden(persoon), voorbij=nummers(invoer),
        )  # fmt: skip
        return schrijf_in(feit)

    leest = ("01", "02", "03", "05", "07", "08", "09")
    return await neem_op(zgw, invoer, bereid, feit="inschrijving", leest=leest, sinds=invoer.ontvangen)
