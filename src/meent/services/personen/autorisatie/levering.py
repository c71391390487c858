"""Spontaneous delivery: what goes to an afnemer when a list changes, as its rule of tabel 35 says. Pure.

Who follows a person hears of each change in the rubrieken of its rule (Gv01), first gets all of them (Ag01), and hears
when the list was never right (Ng01). Who follows nobody may ask to hear when somebody comes to meet its condition: then
one message goes (Ag21), or it follows from then on (Ag11). decision 0070.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from meent.services.personen.autorisatie.tabel35 import Regel
from meent.services.personen.autorisatie.toetsing import Geval, lezer_van, oordeel
from meent.services.personen.persoonslijst import Persoonslijst, Stapel, Voorkomen
from meent.services.personen.rubrieken import tabel

ALTIJD = frozenset(("01.01.10", "07.70.10"))
"""Whose list it is, and that data may not go on to others: with every message. Source: AU-41."""
AFVOEREN = frozenset(("01.01.10", "07.67.10", "07.67.20"))
LEVENLOOS = "09.89.10"
LEEG = Voorkomen()


class PastNiet(ValueError):
    """Dit bericht past niet op wat wij van deze persoon hebben."""


@dataclass(frozen=True)
class Levering:
    """A message to an afnemer: its number, and what it holds."""

    nummer: str
    pl: Persoonslijst


def gefilterd(pl: Persoonslijst, rubrieken: frozenset[str]) -> Persoonslijst:
    """Only these rubrieken of a list; history is a rubriek of its own (58.11.10). Source: AU-40."""
    stapels: dict[str, list[Stapel]] = {}
    for categorie, found in pl.stapels.items():
        historie = tabel().categorieen[categorie].historie
        may = [stapel for stapel in found if mag_zien(stapel, rubrieken)]
        kept = [_stapel(stapel, categorie, historie, rubrieken) for stapel in may]
        stapels[categorie] = [stapel for stapel in kept if any(stapel)]
    return Persoonslijst(stapels)


def mag_zien(stapel: Stapel, rubrieken: frozenset[str]) -> bool:
    """Of a child that did not live only who may have the element that says so. Source: HUP 7.18; BZ-254."""
    return LEVENLOOS in rubrieken or not any(LEVENLOOS[3:] in voorkomen for voorkomen in stapel)


def _stapel(stapel: Stapel, categorie: str, historie: str, rubrieken: frozenset[str]) -> Stapel:
    rows = [_voorkomen(v, categorie if n == 0 else historie, rubrieken) for n, v in enumerate(stapel)]
    return Stapel([rows[0], *filter(None, rows[1:])])


def _voorkomen(voorkomen: Voorkomen, categorie: str, rubrieken: frozenset[str]) -> Voorkomen:
    return Voorkomen((n, w) for n, w in voorkomen.items() if f"{categorie}.{n}" in rubrieken)


def vulling(pl: Persoonslijst, regel: Regel) -> Persoonslijst:
    """All that an afnemer may have of a list; of who is restricted a derde hears that only. Source: AU-40, AU-41."""
    return gefilterd(pl, ALTIJD if regel.verbergt(pl) else regel.spontaan.rubrieken | ALTIJD)


def mutatie(heeft: Persoonslijst, nieuw: Persoonslijst, regel: Regel) -> Levering | None:
    """What goes to who follows, and has had `heeft`; None when nothing does. Source: AU-42."""
    if nieuw.is_afgevoerd:
        return Levering("Ng01", gefilterd(nieuw, AFVOEREN))
    if regel.verbergt(nieuw):
        changed = verschil(gefilterd(heeft, ALTIJD), gefilterd(nieuw, ALTIJD))
        return Levering("Gv01", changed) if changed.stapels else None
    changed = verschil(heeft, vulling(nieuw, regel))
    return Levering("Gv01", changed) if changed.stapels else None


def attendering(oud: Persoonslijst | None, nieuw: Persoonslijst, regel: Regel, vandaag: date) -> Levering | None:
    """What goes to who does not follow: when a key rubriek changed and the condition holds. Source: AU-43."""
    given = regel.spontaan
    if not given.is_open or not given.voorwaarde or not regel.sleutels or nieuw.is_afgevoerd:
        return None
    before, after = Geval(oud or Persoonslijst({}), vandaag), Geval(nieuw, vandaag)
    if not any(waarden(before) != waarden(after) for waarden in map(lezer_van, regel.sleutels)):
        return None
    if regel.verbergt(nieuw) or not oordeel(given.voorwaarde)(after):
        return None
    return Levering("Ag21" if regel.is_conditioneel else "Ag11", vulling(nieuw, regel))


# --- what changed ----------------------------------------------------------------------------------------------------


def verschil(oud: Persoonslijst, nieuw: Persoonslijst) -> Persoonslijst:
    """Of each stapel whose actual voorkomen changed: what it says now, and as history what it said before.

    Nothing now: it is no more. Nothing before: it is new. Whole voorkomens, so that the afnemer can tell which of
    several stapels is meant. A category without history (07, 12, 13, 15) comes whole, as it is now. Source: AU-42.
    """
    changed = {c: [Stapel(told) for told in _told(oud, nieuw, c)] for c in sorted({*oud.stapels, *nieuw.stapels})}
    return Persoonslijst(changed)


def _told(oud: Persoonslijst, nieuw: Persoonslijst, categorie: str) -> Iterator[tuple[Voorkomen, ...]]:
    before, after = _actuelen(oud, categorie), _actuelen(nieuw, categorie)
    gone, come = _without(before, after), _without(after, before)
    if not tabel().categorieen[categorie].historie:
        yield from ((now,) for now in after or (LEEG,) if gone or come)
        return
    for n in range(max(len(gone), len(come))):
        now = come[n] if n < len(come) else LEEG
        yield (now, gone[n]) if n < len(gone) else (now,)


def _actuelen(pl: Persoonslijst, categorie: str) -> list[Voorkomen]:
    return [stapel.actueel for stapel in pl.stapels.get(categorie, ()) if stapel.actueel]


def _without(some: list[Voorkomen], others: list[Voorkomen]) -> list[Voorkomen]:
    """Those that are not among the others, each as often as it is more."""
    left, found = list(others), []
    for one in some:
        if one in left:
            left.remove(one)
        else:
            found.append(one)
    return found


def pas_toe(heeft: Persoonslijst, bericht: Persoonslijst) -> Persoonslijst:
    """What an afnemer has after a Gv01. The history of a stapel that changed goes: it is no longer known whole.

    raises   PastNiet when what was before is not what it has. Source: AU-44.
    """
    stapels = {c: list(found) for c, found in heeft.stapels.items()}
    for categorie, found in bericht.stapels.items():
        if not tabel().categorieen[categorie].historie:
            stapels[categorie] = [stapel for stapel in found if stapel.actueel]
            continue
        for stapel in found:
            _replace(stapels.setdefault(categorie, []), stapel)
    return Persoonslijst(stapels)


def _replace(stapels: list[Stapel], told: Stapel) -> None:
    if len(told) > 1:
        place = next((n for n, stapel in enumerate(stapels) if stapel.actueel == told[1]), None)
        if place is None:
            raise PastNiet(PastNiet.__doc__)
        stapels[place : place + 1] = [Stapel((told.actueel,))] if told.actueel else []
    elif told.actueel:
        stapels.append(Stapel((told.actueel,)))
