"""The decision: in which order the questions are asked, and what follows from their answers.

Source: antwoordenmodel and hoofdstroomschema gezag 2.2 of RvIG. A test walks all rows of that model through here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from meent.services.personen.gezag import vragen
from meent.services.personen.gezag.blad import Feit
from meent.services.personen.gezag.kind import GeboortedatumOnbekend, GegevensOntbreken, Kind
from meent.services.personen.gezag.vragen import Staat

Soort = Literal[
    "GezamenlijkOuderlijkGezag", "EenhoofdigOuderlijkGezag", "GezamenlijkGezag", "Voogdij", "TijdelijkGeenGezag",
    "GezagNietTeBepalen",
]  # fmt: skip
NIET = "Gezag kan niet worden bepaald omdat"
TIJDELIJK = "Tijdelijk geen gezag omdat"


@dataclass(frozen=True)
class Uitkomst:
    """Who has the authority.

    ouders        numbers of the parents who have it
    partner       who has it and is no parent, where we know who that is
    toelichting   why nobody has it, or why we cannot say
    """

    soort: Soort
    ouders: tuple[int, ...] = ()
    partner: Feit | None = None
    toelichting: str = ""


BEIDEN: Mapping[tuple[Staat, Staat], str] = {
    ("overleden", "overleden"): "beide ouders overleden zijn.",
    ("overleden", "curatele"): "een ouder overleden is en de andere ouder onder curatele staat.",
    ("overleden", "minderjarig"): "een ouder overleden is en de andere ouder minderjarig is.",
    ("curatele", "curatele"): "beide ouders onder curatele staan.",
    ("curatele", "minderjarig"): "een ouder onder curatele staat en de andere ouder minderjarig is.",
    ("minderjarig", "minderjarig"): "beide ouders minderjarig zijn.",
}
EEN: Mapping[Staat, str] = {
    "overleden": "de ouder overleden is.",
    "curatele": "de ouder onder curatele staat.",
    "minderjarig": "de ouder minderjarig is.",
}
MET_PARTNER: Mapping[tuple[Staat, Staat], str] = {
    ("overleden", "overleden"): "beide ouders overleden zijn.",
    ("overleden", "curatele"): "de ouder is overleden en de niet-ouder onder curatele staat.",
    ("overleden", "minderjarig"): "de ouder is overleden en de niet-ouder minderjarig is.",
    ("curatele", "overleden"): "de ouder onder curatele staat en de niet-ouder overleden is.",
    ("curatele", "curatele"): "beide ouders onder curatele staan.",
    ("curatele", "minderjarig"): "ouder onder curatele staat en niet-ouder minderjarig is.",
    ("minderjarig", "overleden"): "ouder minderjarig is en niet-ouder overleden is.",
    ("minderjarig", "curatele"): "ouder minderjarig is en niet-ouder onder curatele staat.",
    ("minderjarig", "minderjarig"): "beide ouders minderjarig zijn.",
}
"""What both are -> why nobody has the authority, in the words of the published model."""


def bepaal(kind: Kind) -> Uitkomst | None:
    """Who has authority over this child; None when nobody needs to: it is of age, or has died."""
    try:
        return _bepaal(kind)
    except GeboortedatumOnbekend:
        return niet_te_bepalen("de geboortedatum van persoon niet bekend is.")
    except GegevensOntbreken as gemis:
        return zonder_gegevens(gemis.waarbij, gemis.gegeven)


def _bepaal(kind: Kind) -> Uitkomst | None:
    if not vragen.is_ingezetene(kind):
        return niet_te_bepalen("minderjarige niet in Nederland woont.")
    if not vragen.is_minderjarig(kind):
        return None
    if vragen.heeft_in_buitenland_gewoond(kind):
        return niet_te_bepalen("minderjarige buiten Nederland heeft verbleven.")
    if vragen.is_in_buitenland_geboren(kind) and not vragen.is_met_akte_geadopteerd(kind):
        return niet_te_bepalen("minderjarige in het buitenland is geboren.")
    if vragen.heeft_uitspraak(kind) and not vragen.is_uitspraak_achterhaald(kind):
        return volgens_uitspraak(kind)
    return van_rechtswege(kind)


def niet_te_bepalen(waarom: str) -> Uitkomst:
    return Uitkomst("GezagNietTeBepalen", toelichting=f"{NIET} {waarom}")


def zonder_gegevens(waarbij: str, gegeven: str) -> Uitkomst:
    where = f" {waarbij}" if waarbij else ""
    return niet_te_bepalen(f"relevante gegevens ontbreken{where}. Het gaat om de volgende gegevens: {gegeven}")


def tijdelijk_geen_gezag(waarom: str) -> Uitkomst:
    return Uitkomst("TijdelijkGeenGezag", toelichting=f"{TIJDELIJK} {waarom}")


def volgens_uitspraak(kind: Kind) -> Uitkomst:
    """What a court said, as far as who it named can still have it. Source: GZ-06, tabel 61."""
    match vragen.uitspraak(kind):
        case "12":
            return van_beiden(kind)
        case "1":
            return van_een(kind, 1)
        case "2":
            return van_een(kind, 2)
        case "1D":
            return met_ander(kind, 1, None)
        case "2D":
            return met_ander(kind, 2, None)
        case "D":
            return Uitkomst("Voogdij")
    raise GegevensOntbreken("", "een bekende waarde van de indicatie gezag minderjarige (11.32.10)")


def van_rechtswege(kind: Kind) -> Uitkomst:
    """What the law says where no court did."""
    ouders = vragen.ouders(kind)
    if ouders is None:
        return niet_te_bepalen("één of meer ouders van minderjarige onbekend zijn.")
    if not ouders:
        return tijdelijk_geen_gezag("beide ouders onbekend zijn.")
    if len(ouders) == 1:
        partner = vragen.partner_bij_geboorte(kind, ouders[0])
        return met_ander(kind, ouders[0], partner) if partner else van_een(kind, ouders[0])
    if vragen.zijn_samen_geweest(kind) or vragen.is_geadopteerd(kind):
        return van_beiden(kind)
    match vragen.gezag_na_erkenning(kind):
        case "samen":
            return van_beiden(kind)
        case "ouder1":
            return van_een(kind, 1)
        case "ouder2":
            return van_een(kind, 2)
        case "onbekend":
            return van_een_onbekende(kind)


def van_beiden(kind: Kind) -> Uitkomst:
    """Both, or the one who can; after the death of one the other goes on. Source: GZ-16, artikel 253f, 253q."""
    staten = vragen.bevoegdheid(kind, 1), vragen.bevoegdheid(kind, 2)
    match [nummer for nummer, staat in enumerate(staten, start=1) if staat == "bevoegd"]:
        case [1, 2]:
            return Uitkomst("GezamenlijkOuderlijkGezag", (1, 2))
        case [nummer]:
            return Uitkomst("EenhoofdigOuderlijkGezag", (nummer,))
    return tijdelijk_geen_gezag(van_twee(staten))


def van_twee(staten: tuple[Staat, Staat]) -> str:
    return BEIDEN.get(staten) or BEIDEN[staten[1], staten[0]]


def van_een(kind: Kind, nummer: int) -> Uitkomst:
    """One parent; where that one cannot, the other does not follow by itself. Source: GZ-17, artikel 253g, 253q."""
    staat = vragen.bevoegdheid(kind, nummer)
    if staat == "bevoegd":
        return Uitkomst("EenhoofdigOuderlijkGezag", (nummer,))
    ander = vragen.toestand_van_ander(kind, 3 - nummer)
    if ander in (None, "bevoegd"):
        return tijdelijk_geen_gezag(EEN[staat])
    return tijdelijk_geen_gezag(van_twee((staat, ander)))


def van_een_onbekende(kind: Kind) -> Uitkomst:
    """The mother alone, of whom the list does not say which of both she is. Source: GZ-11, artikel 253b."""
    found = van_beiden(kind)
    if found.soort == "GezamenlijkOuderlijkGezag":
        return niet_te_bepalen("niet kan worden vastgesteld welke ouder de geboortemoeder is.")
    return found


def met_ander(kind: Kind, nummer: int, partner: Feit | None) -> Uitkomst:
    """A parent and somebody who is none: whom a court named, or who was the partner of the only parent at birth.

    Without the parent the other is voogd. Source: GZ-12, GZ-18, artikel 253sa, 253t, 253x.
    """
    staten = vragen.bevoegdheid(kind, nummer), vragen.bevoegdheid_van_ander(kind, partner)
    match staten:
        case "bevoegd", "bevoegd":
            return Uitkomst("GezamenlijkGezag", (nummer,), partner)
        case "bevoegd", _:
            return Uitkomst("EenhoofdigOuderlijkGezag", (nummer,))
        case _, "bevoegd":
            return Uitkomst("Voogdij", (), partner)
    return tijdelijk_geen_gezag(MET_PARTNER[staten])
