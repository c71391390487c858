"""Geboorte: a new list for a child whose mother lives here, and the child on the lists of its parents (HUP 5.1).

Recognised with the declaration of birth it has one parent until that day, and that stays to be seen (HUP 5.2, K-40).
"""

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType

from meent.basis.datums import PartialDate
from meent.basis.feestdagen import laatste_dag
from meent.integration.brp.bijhouding import Gevolg
from meent.integration.brp.gelijkend import is_zelfde_naam
from meent.process.burgerzaken.aktes import (
    BRON_BRP,
    NEDERLAND,
    document,
    opgeschort,
    past_akte,
    past_plaats,
    zelfde_akte,
)
from meent.process.burgerzaken.brieven import overzicht
from meent.process.burgerzaken.toetsen import (
    NEDERLANDER,
    Rechtsfeit,
    Toets,
    is_dezelfde,
    is_familie,
    is_nederlander,
    kopie,
    leeftijd,
    require,
    zin,
)
from meent.services.personen.mutaties import Actualiseren, Mutatie, Opnemen
from meent.services.personen.namen import Persoonsnaam
from meent.services.personen.persoonslijst import Persoonslijst, Voorkomen

VAN_OUDER = ("01", "02", "03", "04")
VAN_GROEP_02 = ("02.10", "02.20", "02.30", "02.40")
AANGIFTEDAGEN = 3
DOOR_GEBOORTE = "017"
"""63.10 of table 37: Dutch by a Dutch parent. Source: Rijkswet op het Nederlanderschap, article 3."""
DOOR_ERKENNING = "164"
"""The same: Dutch by being recognised by who is Dutch, before the age of seven. Source: article 4, lid 2."""
BIJ_AANGIFTE = "B"
ERKENNER_VANAF, VAN_MOEDER = 16, "toestemming moeder"
CURATELE, VAN_RECHTER = "1", "toestemming kantonrechter"


class Geboorte(Rechtsfeit, frozen=True, kw_only=True):
    """A birth of which there is an akte.

    naam      elements of group 02; geslacht M, V or O
    anummer   of the stock of the municipality, as is bsn
    moeder    who gave birth
    ouder     the other legal parent whose list is here; None when it is elsewhere, or when by law there is none
    elders    groups 01 to 04 of the other legal parent whose list is elsewhere, as the list of the mother has them
    erkend    by an akte of before the birth: of the unborn child
    aangegeven  day on which it was declared here; None when the akte was made elsewhere
    erkend_op   day of the declaration of birth when the other parent recognised the child with it; None: not so
    vermelding  group 81 of that erkenning: the geboorteakte as 1•B
    stukken     "toestemming moeder", "toestemming kantonrechter"
    """

    eigen: str
    naam: Mapping[str, str]
    geslacht: str
    datum: date
    plaats: str
    akte: Mapping[str, str]
    anummer: str
    bsn: str
    moeder: Persoonslijst
    vandaag: date
    ouder: Persoonslijst | None = None
    elders: Mapping[str, str] = MappingProxyType({})
    erkend: bool = False
    aangegeven: date | None = None
    erkend_op: date | None = None
    vermelding: Mapping[str, str] = MappingProxyType({})
    stukken: frozenset[str] = frozenset()

    @property
    def dag(self) -> str:
        return str(PartialDate.of(self.datum))

    @property
    def later(self) -> str:
        """Day from which a child that was born before that has its second parent; "" when it had both at once."""
        return str(PartialDate.of(self.erkend_op)) if self.erkend_op and self.erkend_op != self.datum else ""

    @property
    def bron(self) -> Mapping[str, str]:
        """Of all but the mother: with an erkenning on the day of birth the akte and that are one. Source: HUP 5.2."""
        return self.vermelding if self.erkend_op == self.datum else self.akte

    @property
    def eerst(self) -> Mapping[str, str]:
        """Name and all with which the child began: until it is recognised that of the mother."""
        if not self.later:
            return self.naam
        given = {n: w for n, w in self.naam.items() if n == "02.10"}
        return given | {n: w for n, w in kopie(self.moeder, "02").items() if n in ("02.30", "02.40")}

    @property
    def ouders(self) -> tuple[Persoonslijst, ...]:
        return (self.moeder,) if self.ouder is None else (self.moeder, self.ouder)

    @property
    def andere_ouder(self) -> Mapping[str, str]:
        """Groups 01 to 04; empty when by law there is none."""
        return self.elders if self.ouder is None else kopie(self.ouder, *VAN_OUDER)


def word_geboren(feit: Geboorte) -> Gevolg:
    """The list of the child and a stapel of 09 at each parent. raises Geweigerd"""
    require(TOETSEN, feit)
    return Gevolg(
        soort="nl.brp.ingeschreven.geboorte", over=feit.bsn, nieuw=(_list_of(feit),),
        wijzigingen={pl.bsn: tuple(_child(feit, pl)) for pl in feit.ouders if pl.is_open_voor(feit.dag)},
        brieven=(overzicht(feit.bsn, feit.vandaag),),
    )  # fmt: skip


def _list_of(feit: Geboorte) -> tuple[Mutatie, ...]:
    """07 first, since without it there is no list; what the akte does not tell stays out."""
    persoon = {**_identity(feit, feit.eerst), "04.10": feit.geslacht, "61.10": "E"}
    ander = {} if feit.later else feit.andere_ouder
    return (
        Opnemen(categorie="07", inhoud={"68.10": feit.dag, "70.10": "0"}),
        Opnemen(categorie="01", inhoud=persoon, bron=feit.bron, ingang=feit.dag),
        _parent(feit, "02", kopie(feit.moeder, *VAN_OUDER), feit.akte),
        _parent(feit, "03", ander, feit.bron),
        *_nationality(feit),
        Opnemen(categorie="08", inhoud=_home(feit), ingang=feit.dag),
        *(_recognised(feit) if feit.later else ()),
    )


def _recognised(feit: Geboorte) -> tuple[Mutatie, ...]:
    """What the child had until then becomes history, also when its name stays as it was. Source: K-40."""
    ouder = {**feit.andere_ouder, "62.10": feit.later}
    return (
        Actualiseren(categorie="01", inhoud=feit.naam, bron=feit.vermelding, ingang=feit.later),
        Actualiseren(categorie="03", inhoud=ouder, bron=feit.vermelding, ingang=feit.later),
    )


def _identity(feit: Geboorte, naam: Mapping[str, str]) -> dict[str, str]:
    geboorte = {"03.10": feit.dag, "03.20": feit.plaats, "03.30": NEDERLAND}
    return {"01.10": feit.anummer, "01.20": feit.bsn, **naam, **geboorte}


def _child(feit: Geboorte, ouder: Persoonslijst) -> Iterator[Mutatie]:
    """Each child has a stapel of its own; who recognised it has it from that day on, the mother from its birth."""
    if feit.later and ouder is not feit.moeder:
        yield Opnemen(categorie="09", inhoud=_identity(feit, feit.naam), bron=feit.vermelding, ingang=feit.later)
        return
    yield Opnemen(categorie="09", inhoud=_identity(feit, feit.eerst), bron=feit.bron, ingang=feit.dag)
    if feit.later:
        number = len(ouder.stapels.get("09", ()))
        yield Actualiseren(categorie="09", stapel=number, inhoud=feit.naam, bron=feit.vermelding, ingang=feit.later)


def _parent(feit: Geboorte, categorie: str, ouder: Mapping[str, str], bron: Mapping[str, str]) -> Mutatie:
    """A copy of the parent with 62.10; when by law there is none, only the akte and the day (K-06)."""
    inhoud = {**ouder, "62.10": feit.dag} if ouder else {}
    return Opnemen(categorie=categorie, inhoud=inhoud, bron=bron, ingang=feit.dag)


def _nationality(feit: Geboorte) -> Iterator[Mutatie]:
    """By the akte as document, with the day on which it was taken from it (HUP 6.2, 04.82.20).

    By birth when a parent of that day is Dutch, else by the erkenning when that one is.
    """
    by_birth = any(map(is_nederlander, (feit.moeder,) if feit.later else feit.ouders))
    if by_birth or any(map(is_nederlander, feit.ouders)):
        reden, ingang = (DOOR_GEBOORTE, feit.dag) if by_birth else (DOOR_ERKENNING, feit.later)
        bron = document(feit.eigen, feit.vandaag, "geboorteakte")
        yield Opnemen(categorie="04", inhoud={"05.10": NEDERLANDER, "63.10": reden}, bron=bron, ingang=ingang)


def _home(feit: Geboorte) -> dict[str, str]:
    """Where the mother lives, without her Immigratie, since the day of birth. Source: K-39."""
    own = feit.moeder.actueel("08") or Voorkomen()
    return {**own.groep("09", "10", "11", "12"), "09.20": feit.dag, "10.30": feit.dag, "72.10": "A"}


# --- checks ----------------------------------------------------------------------------------------------------------


def moeder_woont_hier(feit: Geboorte) -> Iterator[str]:
    """She lives here, and did on the day of birth, also when she died since. Source: BZ-30, K-36; HUP 5.1."""
    moeder = feit.moeder
    if moeder.waarde("08.09.10") != feit.eigen or moeder.waarde("08.09.20") > feit.dag:
        yield "De moeder was op de geboortedag niet in uw gemeente ingeschreven."
    else:
        yield from opgeschort(moeder, feit.dag)


def naam_van_ouders(feit: Geboorte) -> Iterator[str]:
    """Of a parent, or since 2024 of both in either order; of the mother when there is no other. Source: BZ-31."""
    names = [_surname(n) for n in (kopie(feit.moeder, "02"), feit.andere_ouder) if n]
    allowed = {*names, *(f"{a} {b}" for a in names for b in names if a != b)}
    if not feit.naam.keys() <= set(VAN_GROEP_02) or _surname(feit.naam) not in allowed:
        yield "De geslachtsnaam is die van een ouder, of van allebei achter elkaar."


def akte_van_geboorte(feit: Geboorte) -> Iterator[str]:
    """Register 1, a municipality, and a day that has come. Source: BZ-32."""
    yield from past_akte(feit.akte, "1")
    yield from past_plaats(feit.plaats, NEDERLAND)
    if feit.datum > feit.vandaag:
        yield "De geboortedag is nog niet gekomen."


def ouder_van_rechtswege(feit: Geboorte) -> Iterator[str]:
    """Who is married to the mother is the other parent; nobody else is but who recognised it before. Source: BZ-33."""
    bonds = [s.actueel for s in feit.moeder.stapels.get("05", ()) if s.actueel.heeft("06")]
    if bonds and not any(_is_partner(feit, v) for v in bonds):
        yield "De moeder is gehuwd of heeft een partner; die is van rechtswege de andere ouder."
    elif feit.andere_ouder and not bonds and not (feit.erkend or feit.erkend_op):
        yield "De moeder is niet gehuwd; zonder erkenning is er geen andere ouder."


def _is_partner(feit: Geboorte, bond: Voorkomen) -> bool:
    return bond.groep(*VAN_OUDER) == feit.elders if feit.ouder is None else is_dezelfde(bond, feit.ouder)


def leeftijd_van_moeder(feit: Geboorte) -> Iterator[str]:
    """Between fourteen and fifty, as far as her day of birth is known. Source: BZ-34, R1745."""
    years = leeftijd(feit.moeder, feit.datum)
    if years is not None and not 14 <= years <= 50:
        yield "De moeder was bij de geboorte jonger dan veertien of ouder dan vijftig jaar; klopt de lijst?"


def nog_niet_ingeschreven(feit: Geboorte) -> Iterator[str]:
    """The mother has no child of that day with those given names: not twice the same one. Source: BZ-35, K-45."""
    children = (s.actueel for s in feit.moeder.stapels.get("09", ()))
    own = feit.naam.get("02.10", "")
    if any(v.get("03.10") == feit.dag and is_zelfde_naam(v.get("02.10", ""), own) for v in children):
        yield "De moeder heeft al een kind met deze geboortedag en voornamen; is dit niet hetzelfde kind?"


def op_tijd_aangegeven(feit: Geboorte) -> Iterator[str]:
    """Within three days after the birth; of what is later the prosecutor is told. Source: BZ-300."""
    if feit.aangegeven is not None and feit.aangegeven > laatste_dag(feit.datum, AANGIFTEDAGEN):
        yield "De aangifte is later dan drie dagen na de geboorte; meld dat aan de officier van justitie."


def past_naam(feit: Geboorte) -> Iterator[str]:
    """A voorvoegsel and a title are those of their tables. Source: BZ-36, K-08."""
    yield from Persoonsnaam(feit.naam).fouten(kopie(feit.moeder, "02"), feit.andere_ouder)


def erkenning_bij_aangifte(feit: Geboorte) -> Iterator[str]:
    """By one who is here and no parent yet, from the birth on, on the same akte with a B. Source: BZ-240, K-40."""
    if feit.erkend_op is None:
        return
    if feit.ouder is None or feit.erkend or any(s.actueel.heeft("06") for s in feit.moeder.stapels.get("05", ())):
        yield "Bij de aangifte erkent iemand die hier staat ingeschreven en nog geen ouder van het kind is."
    if not feit.datum <= feit.erkend_op <= feit.vandaag:
        yield "De dag van de erkenning ligt voor de geboorte of na vandaag."
    yield from past_akte(feit.vermelding, "1", BIJ_AANGIFTE)
    yield from zelfde_akte(feit.vermelding, feit.akte)


def mag_erkennen(feit: Geboorte) -> Iterator[str]:
    """Sixteen or older, no kin of the mother, with her written consent and leave of the judge under curatele.

    Source: BZ-241, BZ-71, BZ-72, BZ-351.
    """
    if feit.erkend_op is None or feit.ouder is None:
        return
    if (leeftijd(feit.ouder, feit.erkend_op) or 0) < ERKENNER_VANAF:
        yield f"De {zin(feit.ouder)} is niet aantoonbaar zestien jaar."
    if is_familie(feit.ouder, feit.moeder):
        yield "De erkenner is te nauw verwant met de moeder."
    if feit.ouder.waarde("11.33.10") == CURATELE and VAN_RECHTER not in feit.stukken:
        yield "De erkenner staat onder curatele; vraag de toestemming van de kantonrechter."
    if VAN_MOEDER not in feit.stukken:
        yield "Voor een erkenning is de schriftelijke toestemming van de moeder nodig."


def _surname(naam: Mapping[str, str]) -> str:
    return " ".join(filter(None, (naam.get("02.30"), naam.get("02.40"))))


TOETSEN: Mapping[str, Toets] = MappingProxyType({
    "BZ-30": Toets("artikel 2.3 van de Wet BRP", moeder_woont_hier),
    "BZ-31": Toets("artikel 1:5 van het Burgerlijk Wetboek", naam_van_ouders, mag_voorbij=True),
    "BZ-32": Toets(BRON_BRP, akte_van_geboorte),
    "BZ-33": Toets("artikelen 1:198 en 1:199 van het Burgerlijk Wetboek", ouder_van_rechtswege, mag_voorbij=True),
    "BZ-34": Toets(BRON_BRP, leeftijd_van_moeder, mag_voorbij=True),
    "BZ-35": Toets("artikel 2.3 van de Wet BRP", nog_niet_ingeschreven, mag_voorbij=True),
    "BZ-300": Toets("artikel 1:19e van het Burgerlijk Wetboek", op_tijd_aangegeven, mag_voorbij=True),
    "BZ-36": Toets(BRON_BRP, past_naam),
    "BZ-240": Toets("artikel 1:203 van het Burgerlijk Wetboek", erkenning_bij_aangifte),
    "BZ-241": Toets("artikel 1:204 van het Burgerlijk Wetboek", mag_erkennen),
})  # fmt: skip
