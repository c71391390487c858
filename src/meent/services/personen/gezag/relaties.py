"""Over whom somebody has authority, and who has it over them: one relation for each minor, with who is in it.

Names and numbers of parents and partner are the copies on the list that the relation follows from (K-28).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from meent.services.personen.gezag import vragen
from meent.services.personen.gezag.beslissing import Uitkomst, bepaal, zonder_gegevens
from meent.services.personen.gezag.blad import Blad, Feit, bekend_bsn
from meent.services.personen.gezag.kind import OUDERS, Kind, Stap
from meent.services.personen.persoonslijst import Persoonslijst, Voorkomen

IDENTITEIT = "01.20 02.10 02.20 02.30 02.40 03.10 03.20 03.30 04.10"
OUDER = f"{IDENTITEIT} 62.10 81.20 82.30 85.10"
RUBRIEKEN = tuple(
    f"{categorie}.{element}"
    for categorie, elementen in {
        "01": IDENTITEIT, "02": OUDER, "03": OUDER, "05": f"{IDENTITEIT} 06.10 07.10", "06": "08.10", "07": "67.20",
        "08": "09.10 13.10 14.10", "09": "01.20 02.10 02.20 02.30 02.40 03.10 89.10", "11": "32.10 33.10 85.10",
    }.items()
    for element in elementen.split()
)  # fmt: skip
"""All that the decision may read, on any list: whoever asks for the answer may know all of it. A test holds it true."""
ELDERS = zonder_gegevens("", "persoonslijst van minderjarige (niet in deze registratie)")


@dataclass(frozen=True)
class Mens:
    """Somebody in a relation, as a voorkomen shows them."""

    categorie: str
    voorkomen: Voorkomen

    @property
    def bsn(self) -> str:
        return bekend_bsn(self.voorkomen.get("01.20", ""))


@dataclass(frozen=True)
class Gezagsrelatie:
    """The authority over one minor.

    ouders         parents who have it
    derde          who has it and is no parent; None where nobody has, or nobody knows who
    in_onderzoek   an open onderzoek doubts something that decided it
    gelezen        BSN -> rubrieken that were read on that list
    stappen        the questions that led here
    """

    minderjarige: Mens
    uitkomst: Uitkomst
    ouders: tuple[Mens, ...] = ()
    derde: Mens | None = None
    in_onderzoek: bool = False
    gelezen: Mapping[str, frozenset[str]] = field(default_factory=dict)
    stappen: tuple[Stap, ...] = ()

    def heeft(self, bsn: str) -> bool:
        """Whether this person has the authority."""
        return bsn != "" and any(mens.bsn == bsn for mens in (*self.ouders, *([self.derde] if self.derde else ())))


def gezag_over(pl: Persoonslijst, lijsten: Mapping[str, Persoonslijst], vandaag: date) -> Gezagsrelatie | None:
    """Who has authority over this person; None for who is of age or has died.

    lijsten   lists that may be needed, by BSN; who is not in it is not here
    """
    bladen = {bsn: Blad(lijst) for bsn, lijst in lijsten.items() if bekend_bsn(bsn)}
    blad = Blad(pl)
    if bekend_bsn(pl.bsn):
        bladen[pl.bsn] = blad
    # Before the first question, which is about where somebody lives: of an adult abroad there is nothing to decide.
    if blad.is_overleden or vragen.is_meerderjarig(blad, vandaag):
        return None
    kind = Kind(blad, bladen, vandaag)
    uitkomst = bepaal(kind)
    if uitkomst is None:
        return None
    zelf, ouders = blad.actueel("01"), [blad.actueel(OUDERS[nummer]) for nummer in uitkomst.ouders]
    return Gezagsrelatie(
        _mens(zelf) if zelf else Mens("01", Voorkomen()), uitkomst, tuple(_mens(o) for o in ouders if o),
        _mens(uitkomst.partner) if uitkomst.partner else None, any(b.twijfel for b in bladen.values()),
        {bsn: frozenset(b.gelezen) for bsn, b in bladen.items() if b.gelezen}, tuple(kind.stappen),
    )  # fmt: skip


def _mens(feit: Feit) -> Mens:
    return Mens(feit.categorie, feit.voorkomen)


@dataclass(frozen=True)
class Gezag:
    """What somebody hears: the relations, and BSN -> rubrieken that were read on that list, also to find none."""

    relaties: tuple[Gezagsrelatie, ...]
    gelezen: Mapping[str, frozenset[str]]


def gezag_van(pl: Persoonslijst, lijsten: Mapping[str, Persoonslijst], vandaag: date) -> Gezag:
    """Who has authority over this person, and over whom this person has it. Source: GZ-20, GZ-21, GZ-22.

    Of a child of which that cannot be said, or over which nobody has it now, a parent hears so. A child that is not in
    this registration is told with what the list of the parent knows of it.
    """
    gelezen: dict[str, frozenset[str]] = {}

    def over(kind: Persoonslijst) -> Gezagsrelatie | None:
        found = gezag_over(kind, lijsten, vandaag) if bekend_bsn(kind.bsn) else None  # the document demands a number
        for bsn, rubrieken in found.gelezen.items() if found else ():
            gelezen[bsn] = gelezen.get(bsn, frozenset()) | rubrieken
        return found

    relaties = [over(pl)]
    for feit in minderjarige_kinderen(pl, vandaag):
        kind = lijsten.get(feit.bsn)
        if kind is not None:
            relaties.append(_als_betrokken(pl, over(kind), kind))
        elif feit.bsn:
            relaties.append(Gezagsrelatie(_mens(feit), ELDERS))
    for kind in kinderen_van_partners(pl, lijsten, vandaag):
        relatie = over(kind)
        relaties.append(relatie if relatie is not None and relatie.heeft(pl.bsn) else None)
    return Gezag(tuple(relatie for relatie in relaties if relatie is not None), gelezen)


def _als_betrokken(pl: Persoonslijst, relatie: Gezagsrelatie | None, kind: Persoonslijst) -> Gezagsrelatie | None:
    """The relation, when this person has the authority, or is a parent and nobody has it for certain."""
    if relatie is None or relatie.heeft(pl.bsn):
        return relatie
    is_parent = pl.bsn in [kind.waarde(f"{categorie}.01.20") for categorie in OUDERS.values()]
    return relatie if is_parent and relatie.uitkomst.toelichting else None


def minderjarige_kinderen(pl: Persoonslijst, vandaag: date) -> Iterator[Feit]:
    """The children on a list who may be minors, without who was stillborn or is a child of this parent no more."""
    blad = Blad(pl)
    for stapel in pl.stapels.get("09", ()):
        feit = Feit(blad, "09", stapel.actueel)
        if not feit.is_leeg and not feit["89.10"] and not vragen.is_achttien(feit["03.10"], vandaag):
            yield feit


def kinderen_van_partners(
    pl: Persoonslijst, lijsten: Mapping[str, Persoonslijst], vandaag: date
) -> Iterator[Persoonslijst]:
    """Children of who is or was the partner, that are no children of this person: of these one may have authority."""
    theirs = {kind for bsn in partners(pl) if bsn in lijsten for kind in kinderen(lijsten[bsn], vandaag)}
    for bsn in sorted(theirs - kinderen(pl, vandaag)):
        if bsn in lijsten:
            yield lijsten[bsn]


def partners(pl: Persoonslijst) -> set[str]:
    """BSNs of who is or was married to this person, or registered partner."""
    return {bsn for stapel in Blad(pl).stapels("05", "01.20") if (bsn := stapel[0].bsn)}


def kinderen(pl: Persoonslijst, vandaag: date) -> set[str]:
    """BSNs of the children who may be minors."""
    return {bsn for feit in minderjarige_kinderen(pl, vandaag) if (bsn := feit.bsn)}


def ouders(pl: Persoonslijst, vandaag: date) -> set[str]:
    """BSNs of the parents of who may be a minor; of others nobody needs them."""
    if vragen.is_achttien(pl.waarde("01.03.10"), vandaag):
        return set()
    return {bsn for categorie in OUDERS.values() if (bsn := bekend_bsn(pl.waarde(f"{categorie}.01.20")))}
