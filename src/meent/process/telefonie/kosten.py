"""Keeping to the amount per day: which parties of a conversation are outside, and what is refused. Pure.

The list follows the state, as the recorder does: nobody who passes a caller on has to think of it. Decision 0080.
"""

from collections.abc import Iterator
from datetime import datetime

from meent.integration.telefooncentrale.centrale import BELLER, Toestel
from meent.process.telefonie.buitenlijn import GEWEIGERD_MEEST, Buiten, Geweigerd, waarom_niet
from meent.process.telefonie.overgang import Uitkomst, Wereld, burger, replace
from meent.process.telefonie.toestand import Aan, BeltBurger, GaatOver, Gesprek, InGesprek, Ruggespraak


def weiger(gesprek: Gesprek, nummer: str, door: str, w: Wereld, now: datetime) -> Gesprek | None:
    """The conversation with the refusal in it; None when this number may be called."""
    waarom = waarom_niet(nummer, w.besteed(), w.beleid.buitenbellen)
    if waarom is None:
        return None
    geweigerd = (*gesprek.geweigerd, Geweigerd(nummer, door, waarom, now))
    return replace(gesprek, geweigerd=geweigerd[-GEWEIGERD_MEEST:])


def weiger_aan(gesprek: Gesprek, aan: Aan, door: str, w: Wereld, now: datetime) -> Gesprek | None:
    """The same for whom somebody is passed on to; where an agent is called is for the policy to say."""
    if aan.medewerker or aan.bestemming.toestel is not Toestel.LIJN:
        return None
    return weiger(gesprek, aan.bestemming.adres, door, w, now)


def volg(uitkomst: Uitkomst, now: datetime) -> Uitkomst:
    """The same, with who is outside as the new state has it."""
    gesprek, opdrachten = uitkomst
    hier = dict(_verbonden(gesprek))
    if not (hier or any(been.tot is None for been in gesprek.buiten)):
        return uitkomst
    oud = tuple(_tot(been, now) if been.tot is None and been.partij not in hier else been for been in gesprek.buiten)
    bekend = {been.partij for been in oud if been.tot is None}
    nieuw = (Buiten(partij, nummer, now) for partij, nummer in hier.items() if partij not in bekend)
    return replace(gesprek, buiten=(*oud, *nieuw)), opdrachten


def _tot(been: Buiten, tot: datetime) -> Buiten:
    return Buiten(been.partij, been.nummer, been.sinds, tot)


def buiten_van(gesprek: Gesprek, now: datetime) -> tuple[Buiten, ...]:
    """All that this conversation cost or will: who is or was outside, and who is being called there now."""
    return (*gesprek.buiten, *(Buiten(partij, nummer, now) for partij, nummer in _gebeld(gesprek)))


def _verbonden(gesprek: Gesprek) -> Iterator[tuple[str, str]]:
    """(party, number) of who is on the line outside."""
    match gesprek.toestand:
        case InGesprek(aan=aan, partij=partij) | BeltBurger(aan=aan, partij=partij):
            yield from _op_lijn(partij, aan)
        case Ruggespraak(aan=aan, partij=partij, met=met, poging=poging, spreekt=spreekt):
            yield from _op_lijn(partij, aan)
            if spreekt:
                yield from _op_lijn(poging, met)
    if gesprek.lijn not in ("", BELLER):
        yield gesprek.lijn, burger(gesprek).adres


def _gebeld(gesprek: Gesprek) -> Iterator[tuple[str, str]]:
    """(party, number) of whose telephone rings outside."""
    match gesprek.toestand:
        case GaatOver(aan=aan, poging=poging):
            yield from _op_lijn(poging, aan)
            if not gesprek.lijn:  # the citizen is called as soon as the agent answers
                yield "", burger(gesprek).adres
        case Ruggespraak(met=met, poging=poging, spreekt=False):
            yield from _op_lijn(poging, met)
        case BeltBurger(poging=poging):
            yield poging, burger(gesprek).adres


def _op_lijn(partij: str, aan: Aan) -> Iterator[tuple[str, str]]:
    if aan.bestemming.toestel is Toestel.LIJN:
        yield partij, aan.bestemming.adres
