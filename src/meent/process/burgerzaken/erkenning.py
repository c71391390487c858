"""Erkenning after the birth: the child gets a second parent from that day on, and may get another surname (HUP 5.9)."""

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType

from meent.basis.datums import PartialDate
from meent.integration.brp.bijhouding import Gevolg
from meent.integration.brp.boek import Boek
from meent.integration.brp.feiten import Akte, Invoer, Uitkomst
from meent.integration.zgw import Zgw
from meent.process.burgerzaken.aktes import BRON_BRP, ingezetene_van, na_vorige, past_akte, zelfde_akte
from meent.process.burgerzaken.geboorte import (
    CURATELE,
    ERKENNER_VANAF,
    VAN_GROEP_02,
    VAN_MOEDER,
    VAN_OUDER,
    VAN_RECHTER,
)
from meent.process.burgerzaken.opnemen import neem_op, nummers
from meent.process.burgerzaken.toetsen import (
    OUDERS,
    Rechtsfeit,
    Toets,
    is_dezelfde,
    is_familie,
    kopie,
    leeftijd,
    require,
    zin,
)
from meent.services.personen.mutaties import Actualiseren, Mutatie, Opnemen
from meent.services.personen.namen import Persoonsnaam
from meent.services.personen.persoonslijst import Persoonslijst, Voorkomen

KIND_STEMT_IN_VANAF, MOEDER_STEMT_IN_TOT = 12, 16
VAN_KIND = "toestemming kind"
LATERE_VERMELDING = "C"


class Erkenning(Rechtsfeit, frozen=True, kw_only=True):
    """Somebody recognises a child that was born before.

    moeder   list of the parent who gave birth, when it is here
    naam     elements of group 02 of the child from that day on: as they were, or with the surname that was chosen
    akte     geboorteakte with a latere vermelding of erkenning: 1•C
    stukken  "toestemming moeder", "toestemming kind", "toestemming kantonrechter"
    """

    eigen: str
    kind: Persoonslijst
    erkenner: Persoonslijst
    moeder: Persoonslijst | None
    naam: Mapping[str, str]
    datum: date
    akte: Mapping[str, str]
    vandaag: date
    stukken: frozenset[str] = frozenset()

    @property
    def dag(self) -> str:
        return str(PartialDate.of(self.datum))


def erken(feit: Erkenning) -> Gevolg:
    """01 and the empty parent of the child, 09 of both parents. raises Geweigerd"""
    require(TOETSEN, feit)
    wijzigingen: dict[str, tuple[Mutatie, ...]] = {feit.kind.bsn: (_person(feit), _parent(feit))}
    if feit.erkenner.is_open_voor(feit.dag):
        child = {**kopie(feit.kind, "01", "03"), **feit.naam}
        wijzigingen[feit.erkenner.bsn] = (Opnemen(categorie="09", inhoud=child, bron=feit.akte, ingang=feit.dag),)
    stapel = child_on(feit.moeder, feit.kind)
    if feit.moeder is not None and stapel is not None and feit.moeder.is_open_voor(feit.dag):
        known = Actualiseren(categorie="09", stapel=stapel, inhoud=feit.naam, bron=feit.akte, ingang=feit.dag)
        wijzigingen[feit.moeder.bsn] = (known,)
    return Gevolg(soort="nl.meent.brp.erkend", over=feit.kind.bsn, wijzigingen=wijzigingen)


def _person(feit: Erkenning) -> Mutatie:
    """Also when the name stays as it was."""
    return Actualiseren(categorie="01", inhoud=feit.naam, bron=feit.akte, ingang=feit.dag)


def _parent(feit: Erkenning) -> Mutatie:
    inhoud = {**kopie(feit.erkenner, *VAN_OUDER), "62.10": feit.dag}
    return Actualiseren(categorie=empty_parent(feit.kind) or "03", inhoud=inhoud, bron=feit.akte, ingang=feit.dag)


def empty_parent(kind: Persoonslijst) -> str:
    """The category of a parent who by law is not there; "" when both are known, or not known by default values."""
    return next((c for c in OUDERS if (v := kind.actueel(c)) is not None and v.is_leeg), "")


def child_on(ouder: Persoonslijst | None, kind: Persoonslijst) -> int | None:
    """Number of the stapel of 09 that is about this child."""
    stapels = enumerate(ouder.stapels.get("09", ())) if ouder is not None else ()
    return next((i for i, s in stapels if is_dezelfde(s.actueel, kind)), None)


# --- checks ----------------------------------------------------------------------------------------------------------


def een_ouder(feit: Erkenning) -> Iterator[str]:
    """The child lives here and has one parent by law; a third is not possible. Source: BZ-70."""
    yield from ingezetene_van(feit.kind, feit.eigen, feit.dag)
    if not empty_parent(feit.kind):
        yield "Dit kind heeft al twee ouders, of van een ouder is niets bekend."


def mag_erkennen(feit: Erkenning) -> Iterator[str]:
    """Sixteen or older, and nobody who may not marry the mother for kinship. Source: BZ-71, R1736, R1733."""
    if (leeftijd(feit.erkenner, feit.datum) or 0) < ERKENNER_VANAF:
        yield f"De {zin(feit.erkenner)} is niet aantoonbaar zestien jaar."
    if feit.moeder is not None and is_familie(feit.erkenner, feit.moeder):
        yield "De erkenner is te nauw verwant met de moeder."
    if feit.erkenner.bsn == feit.kind.bsn:
        yield "Niemand erkent zichzelf."


def toestemming(feit: Erkenning) -> Iterator[str]:
    """The mother in writing while the child is under sixteen, the child itself from twelve on. Source: BZ-72."""
    years = leeftijd(feit.kind, feit.datum)
    if VAN_MOEDER not in feit.stukken and (years is None or years < MOEDER_STEMT_IN_TOT):
        yield "Voor een kind onder de zestien is de schriftelijke toestemming van de moeder nodig."
    if VAN_KIND not in feit.stukken and (years is None or years >= KIND_STEMT_IN_VANAF):
        yield "Vanaf twaalf jaar is de schriftelijke toestemming van het kind nodig."


def onder_curatele(feit: Erkenning) -> Iterator[str]:
    """Who is under curatele recognises a child with leave of the judge. Source: BZ-351."""
    if feit.erkenner.waarde("11.33.10") == CURATELE and VAN_RECHTER not in feit.stukken:
        yield "De erkenner staat onder curatele; vraag de toestemming van de kantonrechter."


def naam_van_ouders(feit: Erkenning) -> Iterator[str]:
    """As it was, or of the one who recognises, or of both in either order; given names stay. Source: BZ-73."""
    was = kopie(feit.kind, "02")
    own, other = (_surname(n) for n in (was, kopie(feit.erkenner, "02")))
    allowed = {own, other, f"{own} {other}", f"{other} {own}"}
    if not feit.naam.keys() <= set(VAN_GROEP_02) or _surname(feit.naam) not in allowed:
        yield "De geslachtsnaam is die van een ouder, of van allebei achter elkaar."
    if feit.naam.get("02.10") != was.get("02.10"):
        yield "Bij een erkenning veranderen de voornamen niet."


def akte_van_erkenning(feit: Erkenning) -> Iterator[str]:
    """The geboorteakte with its latere vermelding, of a day that has come and is not before others.

    Source: BZ-74, K-32.
    """
    yield from past_akte(feit.akte, "1", LATERE_VERMELDING)
    if (was := kopie(feit.kind, "81")).get("81.20", "").startswith("1"):
        yield from zelfde_akte(feit.akte, was)
    yield from na_vorige(feit.kind, "01", feit.dag)
    if feit.datum > feit.vandaag:
        yield "De dag van de erkenning is nog niet gekomen."


def past_naam(feit: Erkenning) -> Iterator[str]:
    """A voorvoegsel and a title are those of their tables. Source: BZ-75, K-08."""
    yield from Persoonsnaam(feit.naam).fouten(kopie(feit.kind, "02"), kopie(feit.erkenner, "02"))


def _surname(naam: Mapping[str, str]) -> str:
    return " ".join(filter(None, (naam.get("02.30"), naam.get("02.40"))))


TOETSEN: Mapping[str, Toets] = MappingProxyType({
    "BZ-70": Toets("artikel 1:204 van het Burgerlijk Wetboek", een_ouder),
    "BZ-71": Toets("artikel 1:204 van het Burgerlijk Wetboek", mag_erkennen, mag_voorbij=True),
    "BZ-72": Toets("artikel 1:204 van het Burgerlijk Wetboek", toestemming),
    "BZ-73": Toets("artikel 1:5 van het Burgerlijk Wetboek", naam_van_ouders, mag_voorbij=True),
    "BZ-74": Toets(BRON_BRP, akte_van_erkenning),
    "BZ-351": Toets("artikel 1:204 van het Burgerlijk Wetboek", onder_curatele),
    "BZ-75": Toets(BRON_BRP, past_naam),
})  # fmt: skip


# --- recording -------------------------------------------------------------------------------------------------------


class Erkenningsinvoer(Invoer, frozen=True, kw_only=True):
    """See Erkenning; the mother is found by the list of the child. An empty `naam` is the name as it is.

    akte   with its latere vermelding, made elsewhere; None: it is signed here now, on the geboorteakte of the child
    """

    kind: str
    erkenner: str
    datum: date
    akte: Akte | None = None
    naam: Mapping[str, str] = {}
    stukken: frozenset[str] = frozenset()


async def erkent(zgw: Zgw, invoer: Erkenningsinvoer) -> Uitkomst:
    """Records that somebody recognised a child."""

    async def bereid(boek: Boek) -> Gevolg:
        kind = await boek.lees(invoer.kind)
        mother = next((kind.waarde(f"{c}.01.20") for c in OUDERS if kind.waarde(f"{c}.01.20")), "")
        erkenner = await boek.lees(invoer.erkenner)
        naam = Persoonsnaam(invoer.naam).gesplitst or kopie(kind, "02")
        if invoer.akte is None:
            told = {"datum": invoer.datum.isoformat(), "erkenner": kopie(erkenner, *VAN_OUDER), "kind": dict(naam)}
            own, born = kind.actueel("01") or Voorkomen(), PartialDate(kind.waarde("01.03.10") or "00000000")
            akte = await boek.vermelding_op(own.groep("81"), LATERE_VERMELDING, told, van=born)
        else:
            akte = await boek.akte_van(invoer.akte, "1", {}, invoer.datum)
        feit = Erkenning(
            eigen=boek.eigen, kind=kind, erkenner=erkenner, moeder=await boek.zoek(mother),
            naam=naam, datum=invoer.datum, vandaag=boek.vandaag, stukken=invoer.stukken,
            akte=akte, voorbij=nummers(invoer),
        )  # fmt: skip
        return erken(feit)

    return await neem_op(zgw, invoer, bereid, feit="erkenning", leest=("01", "02", "03", "07", "08", "09", "11"))
