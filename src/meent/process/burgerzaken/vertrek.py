"""Vertrek: abroad after a declaration (HUP 4.6), or gone nobody knows where, by decision of the town (HUP 6.3.1).

First the vote of a citizen of the EU goes, then the address abroad comes, then the keeping up of the list stops.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from types import MappingProxyType

from meent.basis.datums import PartialDate
from meent.integration.brp.bijhouding import Gevolg
from meent.integration.brp.boek import Boek
from meent.integration.brp.feiten import Invoer, Uitkomst
from meent.integration.zgw import Zgw
from meent.process.burgerzaken.aktes import NEDERLAND, ingezetene_van, na_vorige
from meent.process.burgerzaken.brieven import verhuisbericht
from meent.process.burgerzaken.opnemen import neem_op, nummers
from meent.process.burgerzaken.toetsen import Rechtsfeit, Toets, is_code, is_verwant, leeftijd, require, zin
from meent.services.personen.mutaties import Actualiseren, Mutatie, Overschrijven, Verwijderen
from meent.services.personen.persoonslijst import Persoonslijst, Voorkomen

VIJF_DAGEN = timedelta(days=5)
AMBTSHALVE, ONBEKEND_LAND = "A", "0000"
VOLWASSEN, ZELF_VANAF = 18, 16


class Vertrek(Rechtsfeit, frozen=True, kw_only=True):
    """Somebody leaves, with others or alone.

    vertrekdag   day of leaving as declared; ambtshalve: day on which the intention was made known
    land         code of table 34; 0000 when nobody knows where to
    regels       13.30, 13.40 and 13.50: the address abroad
    vertrekkers  BSN -> who declares for that person (72.10)
    blijft_weg   at least two thirds of a year, as far as can be expected
    stukken      "uittreksel gezagsregister", "verklaring instelling"
    """

    eigen: str
    aangever: str
    vertrekdag: date
    ontvangen: date
    vandaag: date
    land: str
    vertrekkers: Mapping[str, str]
    lijsten: Mapping[str, Persoonslijst]
    blijft_weg: bool
    regels: Mapping[str, str] = MappingProxyType({})
    stukken: frozenset[str] = frozenset()

    @property
    def is_ambtshalve(self) -> bool:
        return set(self.vertrekkers.values()) == {AMBTSHALVE}

    @property
    def dag(self) -> str:
        """Day on which it was declared; ambtshalve the day of the intention. Source: HUP 4.6, Wet BRP 2.21 lid 3."""
        return str(PartialDate.of(self.vertrekdag if self.is_ambtshalve else self.ontvangen))


def vertrek(feit: Vertrek) -> Gevolg:
    """What leaving does. raises Geweigerd"""
    require(TOETSEN, feit)
    return Gevolg(
        soort="nl.brp.verhuisd.emigratie",
        over=feit.aangever if feit.aangever in feit.vertrekkers else next(iter(feit.vertrekkers)),
        wijzigingen={bsn: tuple(_leave(feit, bsn, wijze)) for bsn, wijze in feit.vertrekkers.items()},
        brieven=tuple(b for bsn in feit.vertrekkers if (b := verhuisbericht(bsn, feit.land, feit.vandaag))),
    )


def _leave(feit: Vertrek, bsn: str, wijze: str) -> Iterator[Mutatie]:
    """13, then 08, then 07. Source: K-37."""
    kiesrecht = feit.lijsten[bsn].actueel("13")
    if kiesrecht is not None and kiesrecht.heeft("31"):
        yield Verwijderen(categorie="13", groepen=("31",) if kiesrecht.heeft("38") else ())
    buitenland = {"13.10": feit.land, "13.20": feit.dag, **feit.regels}
    yield Actualiseren(categorie="08", inhoud={**buitenland, "72.10": wijze}, weg=("75",), ingang=feit.dag)
    yield Overschrijven(categorie="07", inhoud={"67.10": feit.dag, "67.20": "E"})


# --- checks ----------------------------------------------------------------------------------------------------------


def van_hier(feit: Vertrek) -> Iterator[str]:
    """Who leaves lives here, and nothing of later stands on the list. Source: BZ-60, K-36."""
    for bsn in feit.vertrekkers:
        yield from ingezetene_van(feit.lijsten[bsn], feit.eigen)
        yield from na_vorige(feit.lijsten[bsn], "08", feit.dag)


def op_tijd(feit: Vertrek) -> Iterator[str]:
    """Declared from the fifth day before leaving on, and not in the future. Source: BZ-61."""
    if not feit.is_ambtshalve and feit.ontvangen < feit.vertrekdag - VIJF_DAGEN:
        yield "Aangifte van vertrek kan vanaf vijf dagen voor het vertrek; laat haar later opnieuw doen."
    if feit.dag > str(PartialDate.of(feit.vandaag)):
        yield "De dag van de aangifte is nog niet gekomen."


def lang_genoeg(feit: Vertrek) -> Iterator[str]:
    """Who comes back within two thirds of a year stays an inhabitant. Source: BZ-62."""
    if not feit.blijft_weg:
        yield "Wie in een jaar korter dan acht maanden weg is, blijft ingeschreven."


def bevoegde_aangever(feit: Vertrek) -> Iterator[str]:
    """Who declares may do so for each; nobody leaves by another's machtiging. Source: BZ-63, K-46."""
    for bsn, wijze in feit.vertrekkers.items():
        may = WIJZEN.get(wijze)
        if may is None or not may(feit, feit.lijsten[bsn]):
            yield f"De aangever mag voor de {zin(feit.lijsten[bsn])} zo geen aangifte van vertrek doen."


def heel_adres(feit: Vertrek) -> Iterator[str]:
    """A country outside the Netherlands, and of an address at least its second line. Source: BZ-64."""
    if not is_code(feit.land) or feit.land == NEDERLAND:
        yield "Kies het land waarheen iemand vertrekt."
    if feit.land == ONBEKEND_LAND and (not feit.is_ambtshalve or feit.regels):
        yield "Alleen bij een vertrek zonder aangifte is het land onbekend, en dan is er geen adres."
    lines = feit.regels.keys()
    if lines - {"13.30", "13.40", "13.50"} or (lines and "13.40" not in lines) or ("13.50" in lines > {"13.30"}):
        yield "Vul van het adres in het buitenland ten minste de tweede regel in, en de derde alleen na de eerste."


def na_onderzoek(feit: Vertrek) -> Iterator[str]:
    """Nobody is gone to nowhere without an onderzoek of the address, which has ended. Source: BZ-68, HUP 6.3.1."""
    if feit.land != ONBEKEND_LAND or not feit.is_ambtshalve:
        return
    for bsn in feit.vertrekkers:
        if "83.30" not in (feit.lijsten[bsn].actueel("08") or Voorkomen()):
            yield f"Onderzoek eerst het adres van de {zin(feit.lijsten[bsn])}, en beëindig het onderzoek."


def zelf(feit: Vertrek, pl: Persoonslijst) -> bool:
    years = leeftijd(pl, feit.ontvangen)
    return feit.aangever == pl.bsn and (years is None or years >= ZELF_VANAF)


def gezaghouder(feit: Vertrek, pl: Persoonslijst) -> bool:
    """A parent for a child; a voogd or curator shows the register."""
    years = leeftijd(pl, feit.ontvangen)
    is_parent = is_verwant(pl, ("02", "03"), _declarant(feit))
    return (years is not None and years < VOLWASSEN and is_parent) or "uittreksel gezagsregister" in feit.stukken


def partner(feit: Vertrek, pl: Persoonslijst) -> bool:
    return is_verwant(pl, ("05",), _declarant(feit), needs="06") and _same_address(feit, pl)


def ouder(feit: Vertrek, pl: Persoonslijst) -> bool:
    """For a grown child of the same address."""
    return _is_grown(pl, feit) and is_verwant(pl, ("02", "03"), _declarant(feit)) and _same_address(feit, pl)


def kind(feit: Vertrek, pl: Persoonslijst) -> bool:
    """A grown child for a parent of the same address."""
    aangever = _declarant(feit)
    return _is_grown(aangever, feit) and is_verwant(pl, ("09",), aangever) and _same_address(feit, pl)


def _declarant(feit: Vertrek) -> Persoonslijst:
    return feit.lijsten[feit.aangever]


def _is_grown(pl: Persoonslijst, feit: Vertrek) -> bool:
    return (leeftijd(pl, feit.ontvangen) or 0) >= VOLWASSEN


def _same_address(feit: Vertrek, pl: Persoonslijst) -> bool:
    own, other = (p.actueel("08") or Voorkomen() for p in (pl, _declarant(feit)))
    return own.groep("11", "12") == other.groep("11", "12")


WIJZEN: Mapping[str, Callable[[Vertrek, Persoonslijst], bool]] = MappingProxyType({
    "I": zelf, "G": gezaghouder, "P": partner, "O": ouder, "K": kind,
    "H": lambda feit, pl: "verklaring instelling" in feit.stukken,
    AMBTSHALVE: lambda feit, pl: feit.is_ambtshalve,
})  # fmt: skip
"""72.10 -> whether the aangever may declare so. M is not among them. Source: HUP 4.6."""

TOETSEN: Mapping[str, Toets] = MappingProxyType({
    "BZ-60": Toets("artikel 1.4 van de Wet BRP", van_hier),
    "BZ-61": Toets("artikel 2.43 van de Wet BRP", op_tijd),
    "BZ-62": Toets("artikel 2.43 van de Wet BRP", lang_genoeg),
    "BZ-63": Toets("artikelen 2.48 en 2.49 van de Wet BRP", bevoegde_aangever, mag_voorbij=True),
    "BZ-64": Toets("artikel 2.43 van de Wet BRP", heel_adres),
    "BZ-68": Toets("artikel 2.22 van de Wet BRP", na_onderzoek, mag_voorbij=True),
})  # fmt: skip


# --- recording -------------------------------------------------------------------------------------------------------


class Vertrekinvoer(Invoer, frozen=True, kw_only=True):
    """See Vertrek; it is declared today when `ontvangen` is not told."""

    aangever: str
    vertrekdag: date
    land: str
    vertrekkers: Mapping[str, str]
    blijft_weg: bool
    regels: Mapping[str, str] = {}
    ontvangen: date | None = None
    stukken: frozenset[str] = frozenset()


async def vertrekt(zgw: Zgw, invoer: Vertrekinvoer) -> Uitkomst:
    """Records that people leave the Netherlands."""

    async def bereid(boek: Boek) -> Gevolg:
        people = dict.fromkeys([invoer.aangever, *invoer.vertrekkers])
        feit = Vertrek(
            eigen=boek.eigen, aangever=invoer.aangever, vertrekdag=invoer.vertrekdag,
            ontvangen=invoer.ontvangen or boek.vandaag, vandaag=boek.vandaag, land=invoer.land,
            vertrekkers=invoer.vertrekkers, lijsten={bsn: await boek.lees(bsn) for bsn in people},
            blijft_weg=invoer.blijft_weg, regels=invoer.regels, stukken=invoer.stukken, voorbij=nummers(invoer),
        )  # fmt: skip
        return vertrek(feit)

    leest = ("01", "02", "03", "05", "07", "08", "09", "13")
    return await neem_op(zgw, invoer, bereid, feit="vertrek", leest=leest, sinds=invoer.ontvangen)
