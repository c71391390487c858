"""Verhuizing: within the municipality (HUP 4.5), and into it from another whose list has arrived (HUP 4.4).

Who declares in time is moved on the day declared, who is late on the day of receipt, and who declares nothing on the
day on which the municipality told what it was going to do.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from types import MappingProxyType

from meent.basis import feestdagen
from meent.basis.datums import PartialDate
from meent.integration.brp.bijhouding import Gevolg
from meent.process.burgerzaken.brieven import naar_oud_adres
from meent.process.burgerzaken.toetsen import Rechtsfeit, Toets, is_verwant, leeftijd, require, zin
from meent.services.personen.mutaties import Actualiseren
from meent.services.personen.persoonslijst import Persoonslijst, Voorkomen

VIER_WEKEN = timedelta(weeks=4)
AMBTSHALVE, TOESTEMMING = "A", "toestemming hoofdbewoner"
VAN_ADRES = ("10", "11", "12")
NIET_NAAST_BIJ_OF_TEGENOVER = ("11.15", "11.40", "11.70", "11.80", "11.90")


class Verhuizing(Rechtsfeit, frozen=True, kw_only=True):
    """A declaration of adreswijziging, or a decision to change the address without one.

    eigen       code of this municipality
    datum       day of the move as declared; ambtshalve: day on which the intention was made known
    ontvangen   day on which the declaration came in
    adres       elements of 10 (10.10, 10.20) and of 11 or 12
    verhuizers  BSN -> how the move was declared for that person (72.10)
    lijsten     BSN -> list of each mover and of the aangever
    stukken     what was handed over: "machtiging", "verklaring instelling", "instemming briefadresgever",
                "toestemming hoofdbewoner"
    bewoners    how many live at the address already, and stay
    """

    eigen: str
    aangever: str
    datum: date
    ontvangen: date
    vandaag: date
    adres: Mapping[str, str]
    verhuizers: Mapping[str, str]
    lijsten: Mapping[str, Persoonslijst]
    stukken: frozenset[str] = frozenset()
    bewoners: int = 0

    @property
    def is_ambtshalve(self) -> bool:
        return set(self.verhuizers.values()) == {AMBTSHALVE}

    @property
    def aanvang(self) -> date:
        """Datum aanvang adreshouding (10.30). Source: BZ-02; Wet BRP 2.20 lid 3."""
        return self.datum if self.is_ambtshalve or self.ontvangen <= laatste_dag(self.datum) else self.ontvangen

    def persoon(self, bsn: str) -> Persoonslijst:
        return self.lijsten[bsn]

    def van_elders(self, bsn: str) -> bool:
        return self.persoon(bsn).waarde("08.09.10") != self.eigen


def laatste_dag(datum: date) -> date:
    """Last day on which a move is declared in time: the fifth after it, as the Algemene termijnenwet extends it."""
    return feestdagen.laatste_dag(datum, 5)


def verhuis(feit: Verhuizing) -> Gevolg:
    """What the move does. raises Geweigerd"""
    require(TOETSEN, feit)
    soort = "buitengemeentelijk" if any(map(feit.van_elders, feit.verhuizers)) else "binnengemeentelijk"
    return Gevolg(
        soort=f"nl.brp.verhuisd.{soort}",
        over=feit.aangever if feit.aangever in feit.verhuizers else next(iter(feit.verhuizers)),
        wijzigingen={bsn: (_move(feit, bsn, wijze),) for bsn, wijze in feit.verhuizers.items()},
        brieven=tuple(b for bsn in feit.verhuizers if (b := naar_oud_adres(feit.persoon(bsn), feit.vandaag))),
    )


def _move(feit: Verhuizing, bsn: str, wijze: str) -> Actualiseren:
    """Category 08 with its new address; Immigratie (14) stays when it was there, a documentindicatie (75) does not."""
    aanvang = str(PartialDate.of(feit.aanvang))
    gemeente = {"09.10": feit.eigen, "09.20": aanvang} if feit.van_elders(bsn) else {}
    inhoud = {**gemeente, **feit.adres, "10.30": aanvang, "72.10": wijze}
    return Actualiseren(categorie="08", inhoud=inhoud, weg=("75",), ingang=aanvang)


# --- checks ----------------------------------------------------------------------------------------------------------


def niet_te_vroeg(feit: Verhuizing) -> Iterator[str]:
    """Not more than four weeks before the move. Source: BZ-01."""
    if not feit.is_ambtshalve and feit.ontvangen < feit.datum - VIER_WEKEN:
        yield "De aangifte is meer dan vier weken voor de verhuizing gedaan; laat haar later opnieuw doen."


def al_verhuisd(feit: Verhuizing) -> Iterator[str]:
    """A move is recorded on the day it happens, not before. Source: BZ-03."""
    if feit.aanvang > feit.vandaag:
        yield f"De verhuizing is pas op {feit.aanvang:%d-%m-%Y}; verwerk haar op die dag."


def bevoegde_aangever(feit: Verhuizing) -> Iterator[str]:
    """Who declares may do so for each mover, in the way that 72.10 says. Source: BZ-04, K-46."""
    for bsn, wijze in feit.verhuizers.items():
        may = WIJZEN.get(wijze)
        if may is None or not may(feit, feit.persoon(bsn)):
            yield f"De aangever mag voor de {zin(feit.persoon(bsn))} zo geen aangifte doen."


def ingezetene(feit: Verhuizing) -> Iterator[str]:
    """Only who lives in the Netherlands by the BRP moves; who left or died does not. Source: BZ-05, K-36."""
    for bsn in feit.verhuizers:
        pl = feit.persoon(bsn)
        if pl.waarde("07.67.20") or pl.waarde("08.09.10") in ("", "1999", "0000"):
            yield f"De {zin(pl)} is geen ingezetene; schrijf deze persoon eerst (opnieuw) in."


def heel_adres(feit: Verhuizing) -> Iterator[str]:
    """A street with a number, or a place described; never both. Source: BZ-06; HUP 4.4, groups 11 and 12."""
    yield from address_faults(feit.adres)


def address_faults(adres: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with the elements of 10, and of 11 or 12."""
    if adres.keys() - {"10.10", "10.20"} != {n for n in adres if n[:2] in ("11", "12")} or "10.30" in adres:
        yield "Een adres heeft alleen een functie, een gemeentedeel, en een straat of een plaatsbeschrijving."
    if adres.get("10.10") not in ("W", "B"):
        yield "Kies of dit een woonadres of een briefadres is."
    if ("12.10" in adres) is any(n[:2] == "11" for n in adres):
        yield "Vul een straat met huisnummer in, of een plaatsbeschrijving als dat niet kan."
    elif "12.10" not in adres and not {"11.10", "11.20"} <= adres.keys():
        yield "Vul bij de straat ook het huisnummer in."
    if "11.50" in adres and any(n in adres for n in NIET_NAAST_BIJ_OF_TEGENOVER):
        yield "Naast 'bij' of 'tegenover' staan geen toevoeging en geen gegevens van de BAG."


def ander_adres(feit: Verhuizing) -> Iterator[str]:
    """Somebody who stays where they are does not move. Source: BZ-07."""
    for bsn in feit.verhuizers:
        now = feit.persoon(bsn).actueel("08") or Voorkomen()
        old = {n: w for n, w in now.groep(*VAN_ADRES).items() if n != "10.30"}
        if old == dict(feit.adres) and not feit.van_elders(bsn):
            yield f"De {zin(feit.persoon(bsn))} staat al op dit adres."


def na_vorige(feit: Verhuizing) -> Iterator[str]:
    """What held since later is not pushed into history by something older. Source: BZ-08, K-13; HUP 7.3.2.10."""
    for bsn in feit.verhuizers:
        pl = feit.persoon(bsn)
        if PartialDate.of(feit.aanvang) < pl.waarde("08.85.10"):
            yield f"De {zin(pl)} staat al vanaf een latere dag op een ander adres; corrigeer dat eerst."


def briefadres(feit: Verhuizing) -> Iterator[str]:
    """Who hands over the post has agreed in writing. Source: BZ-09."""
    if feit.adres.get("10.10") == "B" and "instemming briefadresgever" not in feit.stukken and not feit.is_ambtshalve:
        yield "Voor een briefadres is de schriftelijke instemming van de briefadresgever nodig."


def hoofdbewoner_is_het_eens(feit: Verhuizing) -> Iterator[str]:
    """Who lives there already agrees that others come. Source: BZ-420."""
    lives_there = feit.bewoners and feit.adres.get("10.10") == "W" and not feit.is_ambtshalve
    if lives_there and TOESTEMMING not in feit.stukken:
        yield "Op dit adres staat al iemand ingeschreven; vraag de toestemming van de hoofdbewoner."


def zelf(feit: Verhuizing, pl: Persoonslijst) -> bool:
    """From sixteen on; who is younger is declared by a parent, guardian or carer."""
    years = leeftijd(pl, feit.ontvangen)
    return feit.aangever == pl.bsn and (years is None or years >= 16)


def gezaghouder(feit: Verhuizing, pl: Persoonslijst) -> bool:
    """A parent for a child under eighteen; a voogd or curator shows the register."""
    years = leeftijd(pl, feit.ontvangen)
    minor = years is not None and years < 18
    is_parent = is_verwant(pl, ("02", "03"), feit.persoon(feit.aangever))
    return (minor and is_parent) or "uittreksel gezagsregister" in feit.stukken


def partner(feit: Verhuizing, pl: Persoonslijst) -> bool:
    """Married now, and going to the same address."""
    return feit.aangever in feit.verhuizers and feit.aangever != pl.bsn and is_verwant(
        pl, ("05",), feit.persoon(feit.aangever), needs="06"
    )  # fmt: skip


def ouder(feit: Verhuizing, pl: Persoonslijst) -> bool:
    """For a grown child that comes along."""
    return _is_meerderjarig(pl, feit) and feit.aangever in feit.verhuizers and is_verwant(
        pl, ("02", "03"), feit.persoon(feit.aangever)
    )  # fmt: skip


def kind(feit: Verhuizing, pl: Persoonslijst) -> bool:
    """A grown child for a parent that comes along."""
    aangever = feit.persoon(feit.aangever)
    return _is_meerderjarig(aangever, feit) and feit.aangever in feit.verhuizers and is_verwant(pl, ("09",), aangever)


def _is_meerderjarig(pl: Persoonslijst, feit: Verhuizing) -> bool:
    return (leeftijd(pl, feit.ontvangen) or 0) >= 18


Wijze = Callable[[Verhuizing, Persoonslijst], bool]
WIJZEN: Mapping[str, Wijze] = MappingProxyType({
    "I": zelf, "G": gezaghouder, "P": partner, "O": ouder, "K": kind,
    "M": lambda feit, pl: "machtiging" in feit.stukken and _is_meerderjarig(feit.persoon(feit.aangever), feit),
    "H": lambda feit, pl: "verklaring instelling" in feit.stukken,
    AMBTSHALVE: lambda feit, pl: feit.is_ambtshalve,
})  # fmt: skip
"""72.10 -> whether the aangever may declare so for this person. Source: Wet BRP 2.48, 2.49; HUP 4.0.3, 4.4."""

TOETSEN: Mapping[str, Toets] = MappingProxyType({
    "BZ-01": Toets("artikel 2.39 van de Wet BRP", niet_te_vroeg),
    "BZ-03": Toets("artikel 2.20, derde lid, van de Wet BRP", al_verhuisd),
    "BZ-04": Toets("artikelen 2.48 en 2.49 van de Wet BRP", bevoegde_aangever, mag_voorbij=True),
    "BZ-05": Toets("artikel 2.39 van de Wet BRP", ingezetene),
    "BZ-06": Toets("artikel 1.1 van de Wet BRP", heel_adres),
    "BZ-07": Toets("artikel 2.39 van de Wet BRP", ander_adres),
    "BZ-08": Toets("artikel 2.58 van de Wet BRP", na_vorige),
    "BZ-09": Toets("artikel 2.42 van de Wet BRP", briefadres),
    "BZ-420": Toets("artikel 2.45 van de Wet BRP", hoofdbewoner_is_het_eens, mag_voorbij=True),
})  # fmt: skip
