"""Preconditions on a stapel, and on the stapels of one category beside each other."""

from collections.abc import Callable, Iterator
from itertools import groupby, pairwise

from meent.services.personen.controles.preconditie import Plaats, Preconditie, Zoek
from meent.services.personen.persoonslijst import Persoonslijst, Stapel, Voorkomen

NEDERLANDS = "0001"
MAG_LEEG_BEGINNEN = ("02", "03", "05", "06", "10")


def elke_stapel(*categorieen: str) -> Callable[[Callable[[Stapel], Iterator[int]]], Zoek]:
    """A search out of a function that gives the numbers of the voorkomens that are wrong in one stapel."""

    def make(in_stapel: Callable[[Stapel], Iterator[int]]) -> Zoek:
        def zoek(pl: Persoonslijst) -> Iterator[Plaats]:
            for c, stapels in pl.stapels.items():
                if not categorieen or c in categorieen:
                    yield from (Plaats(c, s, v) for s, stapel in enumerate(stapels) for v in in_stapel(stapel))

        return zoek

    return make


def actueel_is_juist(stapel: Stapel) -> Iterator[int]:
    if stapel.actueel.is_onjuist:
        yield 0


def einde_heeft_begin(pl: Persoonslijst) -> Iterator[Plaats]:
    """What ends must have been there: an older voorkomen with content."""
    for c, s, v, voorkomen in pl.voorkomens():
        if c in MAG_LEEG_BEGINNEN or not _dated(voorkomen) or not (voorkomen.is_leeg or "64.10" in voorkomen):
            continue
        filled = [x for x in pl.stapels[c][s] if not x.is_leeg and "64.10" not in x and _dated(x)]
        if not any(_not_later(x, voorkomen) for x in filled):
            yield Plaats(c, s, v)


def _dated(voorkomen: Voorkomen) -> bool:
    return "85.10" in voorkomen and "86.10" in voorkomen


def _not_later(a: Voorkomen, b: Voorkomen) -> bool:
    return a["85.10"] <= b["85.10"] and a["86.10"] <= b["86.10"]


def leeg_na_onjuist(stapel: Stapel) -> Iterator[int]:
    """An empty voorkomen stands where something wrong stood: same date, recorded no earlier."""
    yield from (i for i, v in enumerate(stapel) if v.is_leeg and not v.is_onjuist and not _replaces_wrong(stapel, v))


def _replaces_wrong(stapel: Stapel, leeg: Voorkomen) -> bool:
    wrong = (v for v in stapel if v.is_onjuist and not v.is_leeg)
    return any(v.get("85.10") == leeg.get("85.10") and v.get("86.10", "") <= leeg.get("86.10", "") for v in wrong)


def niet_alles_onjuist(stapel: Stapel) -> Iterator[int]:
    """When all content is wrong, an empty voorkomen of the same date says so."""
    filled = [v for v in stapel if not v.is_leeg]
    if not filled or not all(v.is_onjuist for v in filled):
        return
    empty = [v for v in stapel if v.is_leeg and not v.is_onjuist]
    if not any(
        e.get("85.10") == f.get("85.10") and e.get("86.10", "") >= f.get("86.10", "") for e in empty for f in filled
    ):
        yield 0


def een_code(stapel: Stapel) -> Iterator[int]:
    """One nationality in a stapel, also in what is wrong in it."""
    first = next((v["05.10"] for v in stapel if "05.10" in v), "")
    yield from (i for i, v in enumerate(stapel) if v.get("05.10", first) != first)


def blijft_gelijk(groep: str) -> Callable[[Stapel], Iterator[int]]:
    """Two right voorkomens after each other of the same kind tell the same of this group."""

    def in_stapel(stapel: Stapel) -> Iterator[int]:
        right = [(i, v) for i, v in enumerate(stapel) if not v.is_onjuist]
        for (i, a), (_, b) in pairwise(right):
            both = a.heeft(groep) and b.heeft(groep) and a.get("15.10") == b.get("15.10")
            if both and a.groep(groep) != b.groep(groep):
                yield i

    return in_stapel


def omzetting_heeft_sluiting(stapel: Stapel) -> Iterator[int]:
    """Each stretch of one kind, marriage or partnership, has somewhere its beginning."""
    right = [(i, v) for i, v in enumerate(stapel) if not v.is_onjuist and "15.10" in v]
    stretches = [list(some) for _, some in groupby(right, key=lambda pair: pair[1]["15.10"])]
    if len(stretches) > 1:
        yield from (some[0][0] for some in stretches if not any(v.heeft("06") for _, v in some))


# --- nationalities beside each other ---------------------------------------------------------------------------------


def _nationaliteiten(pl: Persoonslijst, *, onjuist: bool) -> Iterator[tuple[int, int, Voorkomen]]:
    return ((s, v, x) for _, s, v, x in pl.voorkomens("04") if x.is_onjuist is onjuist)


def _is_nl(v: Voorkomen) -> bool:
    return v.get("05.10") == NEDERLANDS


def _is_vreemd(v: Voorkomen) -> bool:
    return v.get("05.10", NEDERLANDS) != NEDERLANDS


def _is_bijzonder(v: Voorkomen) -> bool:
    return "65.10" in v


def zelfde_code(*, onjuist: bool) -> Zoek:
    """No code that another stapel has too; told at the later of the two."""

    def zoek(pl: Persoonslijst) -> Iterator[Plaats]:
        everything = [(s, x) for wrong in (False, True) for s, _, x in _nationaliteiten(pl, onjuist=wrong)]
        for s, v, x in _nationaliteiten(pl, onjuist=onjuist):
            others = everything if onjuist else [(t, y) for t, y in everything if not y.is_onjuist and t < s]
            if "05.10" in x and any(t != s and y.get("05.10") == x["05.10"] for t, y in others):
                yield Plaats("04", s, v, "05.10")

    return zoek


def niet_naast_bijzonder(soort: Callable[[Voorkomen], bool], *, onjuist: bool, zelfde_stapel: bool) -> Zoek:
    """Such a nationality and bijzonder Nederlanderschap do not stand in two stapels, or not in one.

    onjuist   whether one of the two is incorrect
    """

    def zoek(pl: Persoonslijst) -> Iterator[Plaats]:
        everything = [(s, v, x) for _, s, v, x in pl.voorkomens("04")]
        for s, v, x in everything:
            if not _is_bijzonder(x):
                continue
            for t, _, y in everything:
                if soort(y) and (s == t) is zelfde_stapel and (x.is_onjuist or y.is_onjuist) is onjuist:
                    yield Plaats("04", s, v, "65.10")
                    break

    return zoek


CONTROLES = tuple(
    Preconditie(*row)
    for row in (
        ("PRE050", "Wat eindigt, is eerder begonnen.", einde_heeft_begin),
        ("PRE051", "Een stapel gaat over een nationaliteit.", elke_stapel("04")(een_code)),
        ("PRE055", "Wat nu geldt is niet als onjuist gemerkt.", elke_stapel()(actueel_is_juist)),
        (
            "PRE056",
            "Een lege rij komt in de plaats van een onjuiste van dezelfde dag.",
            elke_stapel("05", "06")(leeg_na_onjuist),
        ),
        (
            "PRE074",
            "Een sluiting blijft dezelfde zolang de verbintenis dezelfde is.",
            elke_stapel("05")(blijft_gelijk("06")),
        ),
        (
            "PRE075",
            "Een ontbinding blijft dezelfde zolang de verbintenis dezelfde is.",
            elke_stapel("05")(blijft_gelijk("07")),
        ),
        ("PRE082", "Een nationaliteit staat in een stapel.", zelfde_code(onjuist=False)),
        ("PRE093", "Een onjuiste nationaliteit komt niet in een andere stapel terug.", zelfde_code(onjuist=True)),
        (
            "PRE103",
            "Nederlander en bijzonder Nederlander staan niet in twee stapels.",
            niet_naast_bijzonder(_is_nl, onjuist=False, zelfde_stapel=False),
        ),
        (
            "PRE104",
            "Ook een onjuist Nederlanderschap staat niet in een andere stapel dan een bijzonder.",
            niet_naast_bijzonder(_is_nl, onjuist=True, zelfde_stapel=False),
        ),
        (
            "PRE109",
            "Een stapel gaat niet over een vreemde nationaliteit en bijzonder Nederlanderschap.",
            niet_naast_bijzonder(_is_vreemd, onjuist=False, zelfde_stapel=True),
        ),
        (
            "PRE110",
            "Ook een onjuiste vreemde nationaliteit staat niet bij bijzonder Nederlanderschap.",
            niet_naast_bijzonder(_is_vreemd, onjuist=True, zelfde_stapel=True),
        ),
        (
            "PRE112",
            "Is alles in een stapel onjuist, dan zegt een lege rij van dezelfde dag dat.",
            elke_stapel("04", "11")(niet_alles_onjuist),
        ),
        ("PRE114", "Na een omzetting heeft elk van beide zijn sluiting.", elke_stapel("05")(omzetting_heeft_sluiting)),
    )
)
