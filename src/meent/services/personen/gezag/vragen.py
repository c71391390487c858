"""The questions by which the law says who has authority over a minor, one function each.

Numbers (1.1, 2a.3) are those of the published antwoordenmodel of RvIG. Articles are of the Burgerlijk Wetboek boek 1;
which of them still have to be held against the text of the law is in decision 0059.
"""

from collections.abc import Iterator
from datetime import date
from typing import Literal

from meent.basis.datums import OngeldigeDatum, PartialDate
from meent.services.personen.gezag.blad import Blad, Feit, ligt_voor
from meent.services.personen.gezag.kind import OUDERS, GeboortedatumOnbekend, GegevensOntbreken, Kind, gesteld

MEERDERJARIG = 18
"""Years. Source: artikel 233."""
SAMEN_NA_ERKENNING = "20230101"
"""From this day who acknowledges a child shares the authority. Source: artikel 251b."""
NEDERLAND, RNI, ONBEKENDE_GEMEENTE = "6030", "1999", "0000"
ONBEKENDE_NAAM = "."
ADOPTIE = "Q"
ERKENNING = ("B", "C", "F", "J")
"""Aktesoort of an acknowledgement: with the birth, after it, after a denial, before a notary. Source: tabel 39."""
VASTSTELLING = "V"
"""Aktesoort by which a court says who the parent is."""

Staat = Literal["bevoegd", "overleden", "curatele", "minderjarig"]
NaErkenning = Literal["samen", "ouder1", "ouder2", "onbekend"]

AANTAL_OUDERS = "bij het bepalen van het aantal ouders"
EMIGRATIE = "bij het bepalen of de persoon naar het buitenland geëmigreerd is geweest"
VAN_ADOPTIE = "bij het bepalen van de adoptie"
VAN_ERKENNING = "bij het bepalen van de erkenning"
HUWELIJK = "bij het bepalen van het huwelijk/partnerschap van de ouder(s)"
BEVOEGDHEID = "bij het bepalen van de bevoegdheid van een ouder"


# --- 1: about the child ----------------------------------------------------------------------------------------------


@gesteld("1.1", "Staat het kind als ingezetene ingeschreven?")
def is_ingezetene(kind: Kind) -> bool:
    """1.1 Whether the child is an ingezetene of the BRP. Source: GZ-01, Wet BRP artikel 1.1."""
    gemeente = kind.blad.waarde("08.09.10")
    if gemeente in ("", ONBEKENDE_GEMEENTE):
        raise GegevensOntbreken("", "gemeente van inschrijving (08.09.10)")
    return gemeente != RNI and kind.blad.is_bijgehouden


@gesteld("1.2", "Leeft het kind, en is het minderjarig?")
def is_minderjarig(kind: Kind) -> bool:
    """1.2 Whether it lives and is not of age. Source: GZ-02, artikel 233."""
    if kind.blad.is_overleden:
        return False
    found = is_meerderjarig(kind.blad, kind.vandaag)
    if found is None:
        raise GeboortedatumOnbekend(GeboortedatumOnbekend.__doc__)
    return not found


def is_meerderjarig(blad: Blad, vandaag: date) -> bool | None:
    """Eighteen; None when nobody can say. Since 2015 a marriage makes nobody of age. Source: GZ-02, artikel 233."""
    return is_achttien(blad.waarde("01.03.10"), vandaag)


def is_achttien(dag: str, vandaag: date) -> bool | None:
    """Whether who was born on this (partial) day is of age; None when both are possible. Source: GZ-02, K-04."""
    try:
        geboren = PartialDate(dag)
    except OngeldigeDatum:
        return None
    if geboren.eerste_dag is None or geboren.laatste_dag is None:
        return None
    oldest, youngest = (_jaren(dag, vandaag) >= MEERDERJARIG for dag in (geboren.eerste_dag, geboren.laatste_dag))
    return oldest if oldest == youngest else None


def _jaren(geboren: date, vandaag: date) -> int:
    return vandaag.year - geboren.year - ((vandaag.month, vandaag.day) < (geboren.month, geboren.day))


@gesteld("1.3", "Heeft het kind in het buitenland gewoond?")
def heeft_in_buitenland_gewoond(kind: Kind) -> bool:
    """1.3 Whether it has lived abroad after it was registered, or came here later though born here.

    What the law of another country made of the authority meanwhile does not stand on the list. Who was born abroad is
    the next question. Source: GZ-03, Haags Kinderbeschermingsverdrag 1996 artikel 16.
    """
    feiten = [feit for stapel in kind.blad.stapels("08", "13.10") for feit in stapel]
    if not feiten:
        raise GegevensOntbreken(EMIGRATIE, "verblijfplaats (08)")
    born_here = kind.blad.waarde("01.03.30") == NEDERLAND
    return any(feit["13.10"] != "" or (born_here and feit["14.10"] != "") for feit in feiten)


@gesteld("1.3a", "Is het kind in het buitenland geboren?")
def is_in_buitenland_geboren(kind: Kind) -> bool:
    """1.3a Whether it was born abroad. Source: GZ-04, Haags Kinderbeschermingsverdrag 1996 artikel 16."""
    land = kind.blad.waarde("01.03.30")
    if land.strip("0") == "":
        raise GegevensOntbreken("", "geboorteland (01.03.30)")
    return land != NEDERLAND


@gesteld("1.3b", "Is het kind met een Nederlandse akte geadopteerd?")
def is_met_akte_geadopteerd(kind: Kind) -> bool:
    """1.3b Whether a Dutch akte says that it was adopted. Source: GZ-05, artikel 227, tabel 39 (Q)."""
    return _heeft_akte_van_adoptie(kind)


def _heeft_akte_van_adoptie(kind: Kind) -> bool:
    ouders = [ouder for nummer in OUDERS if (ouder := kind.ouder(nummer)) is not None and not ouder.is_leeg]
    if any(ouder.aktesoort == ADOPTIE for ouder in ouders):
        return True
    if bare := [o for o in ouders if not o["81.20"] and not o["82.30"]]:
        raise GegevensOntbreken(VAN_ADOPTIE, f"akte of document van {naam_van(bare[0])} ({bare[0].categorie}.81.20)")
    return False


def naam_van(ouder: Feit) -> str:
    return "ouder1" if ouder.categorie == OUDERS[1] else "ouder2"


# --- 1.4 and 3: what a court said ------------------------------------------------------------------------------------


@gesteld("1.4", "Is er een uitspraak van de rechter?")
def heeft_uitspraak(kind: Kind) -> bool:
    """1.4 Whether the gezagsregister told who has the authority. Source: GZ-06, artikel 244; HUP 6.6."""
    return kind.blad.waarde("11.32.10") != ""


@gesteld("3.2", "Wie noemde de rechter?")
def uitspraak(kind: Kind) -> str:
    """3.2 Whom the court named: 1, 2, 12, 1D, 2D or D. Source: GZ-06, tabel 61."""
    return kind.blad.waarde("11.32.10")


@gesteld("3.1", "Is die uitspraak achterhaald?")
def is_uitspraak_achterhaald(kind: Kind) -> bool:
    """3.1 Whether the parents changed, or married each other, after what the court said.

    An adoption always ends it. Where the court named somebody else than a parent, an acknowledgement or a marriage does
    not: then the gezagsregister tells when it ends (HUP 6.6). Source: GZ-07, artikel 229, 251, 251b, 253.
    """
    code, ingang = kind.blad.waarde("11.32.10"), kind.blad.waarde("11.85.10")
    ouders = [ouder for nummer in OUDERS if (ouder := kind.ouder(nummer)) is not None]
    if any(_later(ingang, o["62.10"]) for o in ouders if o.aktesoort == ADOPTIE):
        return True
    if "D" in code:
        return False
    changed = [o["62.10"] for o in ouders if o.aktesoort in ERKENNING] + [o["85.10"] for o in ouders if o.is_leeg]
    if any(_later(ingang, dag) for dag in changed):
        return True
    return code != "12" and any(_later(ingang, begin) for begin, _ in _samen(kind, ""))


def _later(ingang: str, dag: str) -> bool:
    """Whether something was after the day of the ruling. raises GegevensOntbreken when that cannot be said"""
    if dag == ingang != "":
        return False
    found = ligt_voor(ingang, dag)
    if found is None:
        raise GegevensOntbreken("", "datum van ingang van het gezag (11.85.10) of van een latere gebeurtenis")
    return found


# --- 2: what follows from the law ------------------------------------------------------------------------------------


@gesteld("2.1", "Welke ouders zijn er?")
def ouders(kind: Kind) -> tuple[int, ...] | None:
    """2.1 Which parents there are: none, one or both; None when there is one of whom not even a name is known.

    Source: GZ-08, artikel 198, 199; K-06 for what by law there is not.
    """
    found: list[int] = []
    for nummer in OUDERS:
        ouder = kind.ouder(nummer)
        if ouder is None:
            raise GegevensOntbreken(AANTAL_OUDERS, f"ouder{nummer} ({OUDERS[nummer]})")
        if ouder.is_leeg:
            continue
        if ouder["02.40"] == ONBEKENDE_NAAM:
            return None
        if not ouder["02.40"]:
            raise GegevensOntbreken(AANTAL_OUDERS, f"geslachtsnaam van ouder{nummer} ({OUDERS[nummer]}.02.40)")
        found.append(nummer)
    return tuple(found)


@gesteld("2a.1", "Waren de ouders sinds de geboorte met elkaar getrouwd of partners?")
def zijn_samen_geweest(kind: Kind) -> bool:
    """2a.1 Whether the parents were married to each other, or registered partners, at some time since the birth.

    Then both have the authority, also after a divorce. Source: GZ-09, artikel 251, 253aa.
    """
    for _, einde in _samen(kind, HUWELIJK):
        if not einde:
            return True
        ended_before = ligt_voor(einde, kind.geboren)
        if ended_before is None and einde != kind.geboren:
            raise GegevensOntbreken(HUWELIJK, "datum van ontbinding (05.07.10)")
        if not ended_before:
            return True
    return False


@gesteld("2a.2", "Is het kind geadopteerd?")
def is_geadopteerd(kind: Kind) -> bool:
    """2a.2 Whether both have the authority because of an adoption. Source: GZ-10, artikel 227, 229; HUP 6.6."""
    return _heeft_akte_van_adoptie(kind)


@gesteld("2a.3", "Wie heeft het na de erkenning?")
def gezag_na_erkenning(kind: Kind) -> NaErkenning:
    """2a.3 Who has it of two parents who never married: both since 2023, before that the mother alone.

    Of an unborn child that was acknowledged the list knows no day but that of birth; those of 2022 who were born in
    2023 stand in category 11 (HUP 6.6). Where a court said who the father is nobody acknowledged.

    Source: GZ-11, artikel 251b, 253b.
    """
    ouders = {nummer: ouder for nummer in OUDERS if (ouder := kind.ouder(nummer)) is not None}
    later = [n for n, o in ouders.items() if o.aktesoort in (*ERKENNING, VASTSTELLING) or _is_later_ouder(kind, o)]
    if len(later) == 1:
        moeder, erkenner = 3 - later[0], ouders[later[0]]
        shares = kan_erkenner_gezag_krijgen(kind, moeder, erkenner)
        return "samen" if shares and not _voor_2023(erkenner["62.10"]) else _ouder(moeder)
    if not _voor_2023(max(ouders[n]["62.10"] for n in later) if later else kind.geboren):
        return "samen"
    moeders = {"VM": _ouder(1), "MV": _ouder(2)}
    return moeders.get("".join(o["04.10"] for o in ouders.values()), "onbekend")


def kan_erkenner_gezag_krijgen(kind: Kind, moeder: int, erkenner: Feit) -> bool:
    """Whether the mother could share: she lived, and had it alone. A court that says who the father is gives it not.

    Whoever was her partner at the birth had it with her, and nothing on a list tells whether that ended. Source: GZ-15,
    artikel 251b lid 1, artikel 253sa.
    """
    if partner_bij_geboorte(kind, moeder) is not None:
        raise GegevensOntbreken(VAN_ERKENNING, f"gezag van wie bij de geboorte de partner van ouder{moeder} was")
    if erkenner.aktesoort == VASTSTELLING:
        return False
    blad = _lijst(kind, moeder)
    overleden = blad.waarde("06.08.10") if blad is not None else ""
    died_before = ligt_voor(overleden, erkenner["62.10"]) if overleden else False
    if died_before is None:
        raise GegevensOntbreken(VAN_ERKENNING, f"datum van overlijden van ouder{moeder} (06.08.10)")
    return not died_before


def _ouder(nummer: int) -> NaErkenning:
    return "ouder1" if nummer == 1 else "ouder2"


def _is_later_ouder(kind: Kind, ouder: Feit) -> bool:
    """Whether somebody became a parent after the birth. raises GegevensOntbreken"""
    sinds = ouder["62.10"]
    if sinds == kind.geboren:
        return False
    found = ligt_voor(kind.geboren, sinds)
    if found is None:
        raise GegevensOntbreken(
            VAN_ERKENNING, f"ingang familierechtelijke betrekking van {naam_van(ouder)} ({ouder.categorie}.62.10)"
        )
    return found


def _voor_2023(dag: str) -> bool:
    found = ligt_voor(dag, SAMEN_NA_ERKENNING)
    if found is None:
        raise GegevensOntbreken(VAN_ERKENNING, "datum van erkenning (62.10)")
    return found


@gesteld("2b.1", "Had ouder{} bij de geboorte een echtgenoot of partner?")
def partner_bij_geboorte(kind: Kind, nummer: int) -> Feit | None:
    """2b.1 Who was married to the only parent, or registered partner, when the child was born.

    Source: GZ-12, artikel 253sa.
    """
    blad = _bijgehouden(kind, nummer)
    if blad is None:
        raise GegevensOntbreken(HUWELIJK, _waarom_niet(kind, nummer))
    for begin, einde, feit in _verbintenissen(blad):
        ended = False if einde in ("", kind.geboren) else ligt_voor(einde, kind.geboren)
        begun_later = False if begin == kind.geboren else ligt_voor(kind.geboren, begin)
        if ended or begun_later:
            continue
        if ended is None or begun_later is None:
            raise GegevensOntbreken(HUWELIJK, f"begin of einde van een verbintenis van ouder{nummer} (05)")
        return feit
    return None


# --- 4: who may ------------------------------------------------------------------------------------------------------


@gesteld("4", "Kan ouder{} het gezag hebben?")
def bevoegdheid(kind: Kind, nummer: int) -> Staat:
    """4a.2, 4a.3, 4b.1 Whether a parent can have authority. Source: GZ-13, artikel 246."""
    blad = _lijst(kind, nummer)
    if blad is None or not (blad.is_overleden or blad.is_bijgehouden):
        raise GegevensOntbreken(BEVOEGDHEID, _waarom_niet(kind, nummer))
    return _staat(blad, kind.vandaag, f"ouder{nummer}")


@gesteld("4b.1", "Kan de niet-ouder het gezag hebben?")
def bevoegdheid_van_ander(kind: Kind, partner: Feit | None) -> Staat:
    """4b.1 Whether somebody who is no parent can have authority.

    Whom a court named the list does not name: that one is taken to be able to. Source: GZ-14, artikel 246.
    """
    if partner is None:
        return "bevoegd"
    blad = kind.lijsten.get(partner.bsn)
    if blad is None or not (blad.is_overleden or blad.is_bijgehouden):
        raise GegevensOntbreken(BEVOEGDHEID, "persoonslijst van de partner (niet in deze registratie bijgehouden)")
    return _staat(blad, kind.vandaag, "de partner")


def toestand_van_ander(kind: Kind, nummer: int) -> Staat | None:
    """Why the other parent cannot have authority either; None where there is none, or nobody knows. Source: GZ-17."""
    try:
        return bevoegdheid(kind, nummer)
    except GegevensOntbreken:
        return None


def _staat(blad: Blad, vandaag: date, wie: str) -> Staat:
    if blad.is_overleden:
        return "overleden"
    if blad.waarde("11.33.10") == "1":
        return "curatele"
    is_of_age = is_meerderjarig(blad, vandaag)
    if is_of_age is None:
        raise GegevensOntbreken(BEVOEGDHEID, f"geboortedatum van {wie} (01.03.10)")
    return "bevoegd" if is_of_age else "minderjarig"


# --- lists of others -------------------------------------------------------------------------------------------------


def _lijst(kind: Kind, nummer: int) -> Blad | None:
    ouder = kind.ouder(nummer)
    return kind.lijsten.get(ouder.bsn) if ouder is not None else None


def _bijgehouden(kind: Kind, nummer: int) -> Blad | None:
    blad = _lijst(kind, nummer)
    return blad if blad is not None and blad.is_bijgehouden else None


def _waarom_niet(kind: Kind, nummer: int) -> str:
    """Why the list of a parent does not help."""
    ouder = kind.ouder(nummer)
    if ouder is None or ouder.is_leeg:
        return f"ouder{nummer} ({OUDERS[nummer]})"
    if not ouder.bsn:
        return f"burgerservicenummer van ouder{nummer} ({OUDERS[nummer]}.01.20)"
    why = "niet in deze registratie" if _lijst(kind, nummer) is None else "bijhouding is opgeschort"
    return f"persoonslijst van ouder{nummer} ({why})"


def _samen(kind: Kind, waarbij: str) -> Iterator[tuple[str, str]]:
    """Begin and end of each bond between both parents; the list of one of them is enough to know them all.

    raises   GegevensOntbreken when of neither there is a list that is kept
    """
    bladen = {nummer: blad for nummer in OUDERS if (blad := _bijgehouden(kind, nummer)) is not None}
    if not bladen:
        raise GegevensOntbreken(waarbij, _waarom_niet(kind, 1))
    for nummer, blad in bladen.items():
        ander = kind.ouder(3 - nummer)
        for begin, einde, feit in _verbintenissen(blad):
            if ander is not None and is_dezelfde(feit, ander):
                yield begin, einde


def _verbintenissen(blad: Blad) -> Iterator[tuple[str, str, Feit]]:
    """First day, last day (empty while it lasts) and partner of each bond; what was converted is one bond."""
    for stapel in blad.stapels("05", "06.10"):
        begin = min((feit["06.10"] for feit in stapel if feit["06.10"]), default="00000000")
        yield begin, stapel[0]["07.10"], stapel[0]


def is_dezelfde(een: Feit, ander: Feit) -> bool:
    """Whether two copies are of one person: by BSN, without it by name and birth. Source: K-28."""
    if een.bsn and ander.bsn:
        return een.bsn == ander.bsn
    elementen = ("02.10", "02.30", "02.40", "03.10", "03.20", "03.30")
    return een["02.40"] != "" and all(een[e] == ander[e] for e in elementen)
