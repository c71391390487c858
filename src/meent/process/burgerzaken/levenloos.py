"""Levenloos geboren kind: on the list of the parent who asks for it, and of nobody else; there is no list of the child.

Also a child that died before its birth was declared. Who lives abroad by now asks it of the municipality of before,
which passes it on to the RNI. Source: HUP 7.18; Wet BRP 2.56a; K-42.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType

from meent.basis.datums import PartialDate
from meent.integration.brp.akten import Soort
from meent.integration.brp.bijhouding import Gevolg
from meent.integration.brp.boek import Boek
from meent.integration.brp.feiten import Akte, Invoer, Uitkomst
from meent.integration.brp.gelijkend import is_zelfde_naam
from meent.integration.zgw import Zgw
from meent.process.burgerzaken.aktes import NEDERLAND, document, ingezetene_van, is_voorbij, past_akte, past_plaats
from meent.process.burgerzaken.brieven import mededeling
from meent.process.burgerzaken.geboorte import VAN_GROEP_02
from meent.process.burgerzaken.opnemen import neem_op, nummers
from meent.process.burgerzaken.toetsen import Rechtsfeit, Toets, require
from meent.services.personen.mutaties import Opnemen
from meent.services.personen.namen import Persoonsnaam
from meent.services.personen.persoonslijst import Persoonslijst

LEVENLOOS = "L"
"""89.10: who may not have data about such children gets none."""
GEWIJZIGD = "nl.meent.brp.gewijzigd"
"""An event that does not tell what happened: few may hear of it. Source: HUP 7.18."""
OVERLIJDENSREGISTER: Soort = "2"
LETTER = "B"


class LevenloosGeboren(Rechtsfeit, frozen=True, kw_only=True):
    """A parent asks that a child that did not live stands on the own list.

    ouder      whose list it is; verzoeker: BSN of who asks
    naam       elements of group 02: of the akte, or as the parent tells
    datum      eight digits, zeroes for what is not known
    bron       81.10 and 81.20 of an akte 2•B; of a birth abroad a document (82)
    verzocht   day of the written request; None: there is none on paper
    """

    eigen: str
    ouder: Persoonslijst
    verzoeker: str
    naam: Mapping[str, str]
    datum: str
    plaats: str
    land: str
    bron: Mapping[str, str]
    vandaag: date
    verzocht: date | None = None


def neem_kind_op(feit: LevenloosGeboren) -> Gevolg:
    """A stapel of 09 at this parent, who hears of it. raises Geweigerd. Source: BZ-255."""
    require(TOETSEN, feit)
    geboorte = {"03.10": feit.datum, "03.20": feit.plaats, "03.30": feit.land}
    kind = Opnemen(
        categorie="09", inhoud={**feit.naam, **geboorte, "89.10": LEVENLOOS}, bron=feit.bron, ingang=feit.datum
    )
    bsn = feit.ouder.bsn
    told = mededeling("levenloos", bsn, bsn, feit.verzocht or feit.vandaag)
    return Gevolg(soort=GEWIJZIGD, over=bsn, wijzigingen={bsn: (kind,)}, brieven=(told,))


# --- checks ----------------------------------------------------------------------------------------------------------


def vraagt_zelf(feit: LevenloosGeboren) -> Iterator[str]:
    """Each parent for the own list only, and in writing. Source: BZ-250, K-42."""
    if feit.verzoeker != feit.ouder.bsn:
        yield "Alleen de ouder zelf kan vragen om het kind op de eigen lijst te zetten."
    if feit.verzocht is None or feit.verzocht > feit.vandaag:
        yield "Het verzoek moet op papier staan, met een dag tot en met vandaag."


def woont_hier(feit: LevenloosGeboren) -> Iterator[str]:
    """Who emigrated is kept by the RNI: the municipality passes the request on. Source: BZ-251; HUP 7.18."""
    if feit.ouder.waarde("07.67.20") == "E" and feit.ouder.waarde("08.09.10") == feit.eigen:
        yield "Deze ouder is vertrokken; geef het verzoek door aan de RNI met een wijzigingsverzoek."
    else:
        yield from ingezetene_van(feit.ouder, feit.eigen)


def past_bron(feit: LevenloosGeboren) -> Iterator[str]:
    """An akte 2•B that is there already; of a birth abroad a document will do. Source: BZ-252; Wet BRP 2.8a."""
    yield from past_plaats(feit.plaats, feit.land)
    if feit.land == NEDERLAND or "81.20" in feit.bron:
        yield from past_akte(feit.bron, OVERLIJDENSREGISTER, LETTER)
    elif not feit.bron.get("82.30", "").strip():
        yield "Noem het document of de verklaring waaruit de geboorte blijkt."
    if not is_voorbij(feit.datum, feit.vandaag):
        yield "De geboortedag is nog niet gekomen."
    yield from Persoonsnaam(feit.naam).fouten()
    if not feit.naam.get("02.40") or not feit.naam.keys() <= set(VAN_GROEP_02):
        yield "Vul de geslachtsnaam in; staat zij niet op de akte, dan zegt de ouder hoe het kind heet."


def staat_er_nog_niet(feit: LevenloosGeboren) -> Iterator[str]:
    """Not twice the same child; of twins each has its own name. Source: BZ-253."""
    own = feit.naam.get("02.10", "")
    for child in (s.actueel for s in feit.ouder.stapels.get("09", ())):
        if child.get("03.10") == feit.datum and is_zelfde_naam(child.get("02.10", ""), own):
            yield "Deze ouder heeft al een kind met deze geboortedag en voornamen; is dit niet hetzelfde kind?"


ARTIKEL = "artikel 2.56a van de Wet BRP"
TOETSEN: Mapping[str, Toets] = MappingProxyType({
    "BZ-250": Toets(ARTIKEL, vraagt_zelf),
    "BZ-251": Toets(ARTIKEL, woont_hier),
    "BZ-252": Toets("artikel 2.8a van de Wet BRP", past_bron),
    "BZ-253": Toets(ARTIKEL, staat_er_nog_niet, mag_voorbij=True),
})  # fmt: skip


# --- recording -------------------------------------------------------------------------------------------------------


class Levenloosinvoer(Invoer, frozen=True, kw_only=True):
    """A parent asks for it. The akte is there already: who has none is sent to the burgerlijke stand first.

    verzocht   day of the written request; from it runs the term of four weeks
    plaats     code of the municipality (own when empty), or words when it was abroad
    akte       2•B; document: of another country, or a declaration, in words
    """

    ouder: str
    verzoeker: str
    naam: Mapping[str, str]
    datum: str
    verzocht: date | None = None
    plaats: str = ""
    land: str = NEDERLAND
    akte: Akte | None = None
    document: str = ""


async def neemt_kind_op(zgw: Zgw, invoer: Levenloosinvoer) -> Uitkomst:
    """Records it on the list of this parent."""

    async def bereid(boek: Boek) -> Gevolg:
        if invoer.akte is not None:
            bron = await boek.akte_van(invoer.akte, OVERLIJDENSREGISTER, {}, boek.vandaag)
        else:
            bron = document(boek.eigen, boek.vandaag, invoer.document)
        feit = LevenloosGeboren(
            eigen=boek.eigen, ouder=await boek.lees(invoer.ouder), verzoeker=invoer.verzoeker,
            naam=Persoonsnaam(invoer.naam).gesplitst,
            datum=str(PartialDate(invoer.datum)), plaats=invoer.plaats or boek.eigen, land=invoer.land, bron=bron,
            vandaag=boek.vandaag, verzocht=invoer.verzocht, voorbij=nummers(invoer),
        )  # fmt: skip
        return neem_kind_op(feit)

    leest = ("01", "07", "08", "09")
    return await neem_op(zgw, invoer, bereid, feit="levenloos", leest=leest, sinds=invoer.verzocht)
