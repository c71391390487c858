"""Preconditions on the list as a whole: what must be there, and what may be there once."""

from collections.abc import Iterator

from meent.services.personen.controles.preconditie import Plaats, Preconditie, Zoek
from meent.services.personen.persoonslijst import Persoonslijst

RNI = "1999"
"""Gemeente van inschrijving of who does not live in the Netherlands."""


def aanwezig(categorie: str, *, ook_rni: bool = True) -> Zoek:
    """The category is there; parents need not be on a list of the RNI that was closed or taken over. Source: K-02."""

    def zoek(pl: Persoonslijst) -> Iterator[Plaats]:
        is_exempt = pl.waarde("07.67.20") in ("R", "O", "F") and pl.waarde("08.09.10") == RNI
        if categorie not in pl.stapels and (ook_rni or not is_exempt):
            yield Plaats(categorie)

    return zoek


def actueel(categorie: str, *elementen: str) -> Zoek:
    """The actual voorkomen has these."""

    def zoek(pl: Persoonslijst) -> Iterator[Plaats]:
        found = pl.actueel(categorie)
        yield from (Plaats(categorie, 0, 0, n) for n in elementen if found is None or n not in found)

    return zoek


def een_adres(pl: Persoonslijst) -> Iterator[Plaats]:
    found = pl.actueel("08")
    if found is None or not found.heeft("10", "13"):
        yield Plaats("08", 0)


def kinderen_verschillen(pl: Persoonslijst) -> Iterator[Plaats]:
    """Two stapels about one child would count it twice."""
    seen: set[str] = set()
    for c, s, v, voorkomen in pl.voorkomens("09"):
        nummer = voorkomen.get("01.10", "")
        if v == 0 and nummer:
            if nummer in seen:
                yield Plaats(c, s, v, "01.10")
            seen.add(nummer)


def niet_zichzelf(pl: Persoonslijst) -> Iterator[Plaats]:
    for c, s, v, voorkomen in pl.voorkomens("02", "03", "05", "09"):
        if pl.anummer and not voorkomen.is_onjuist and voorkomen.get("01.10") == pl.anummer:
            yield Plaats(c, s, v, "01.10")


def een_signalering(pl: Persoonslijst) -> Iterator[Plaats]:
    found = [Plaats(c, s, v, "36.10") for c, s, v, voorkomen in pl.voorkomens("12") if voorkomen.heeft("36")]
    yield from found[1:]


def niet_beide(pl: Persoonslijst) -> Iterator[Plaats]:
    """Treated as Dutch, and established not to be."""
    found = {voorkomen.get("65.10"): (c, s) for c, s, v, voorkomen in pl.voorkomens("04") if v == 0}
    if "B" in found and "V" in found:
        yield Plaats(*found["V"], 0, "65.10")


CONTROLES = tuple(
    Preconditie(*row)
    for row in (
        ("PRE032", "Op elke lijst staat een inschrijving.", aanwezig("07")),
        ("PRE033", "Op elke lijst staat een verblijfplaats.", aanwezig("08")),
        ("PRE043", "De persoon heeft nu een geslachtsnaam.", actueel("01", "02.40")),
        ("PRE044", "Van de persoon is nu een geboorte bekend.", actueel("01", "03.10", "03.30")),
        ("PRE045", "De persoon heeft nu een adres, hier of in het buitenland.", een_adres),
        ("PRE046", "De persoon heeft nu een A-nummer.", actueel("01", "01.10")),
        ("PRE047", "Op elke lijst staat een persoon.", aanwezig("01")),
        ("PRE058", "Niemand wordt als Nederlander behandeld die vastgesteld geen Nederlander is.", niet_beide),
        (
            "PRE065",
            "Op elke lijst staat ouder1, behalve bij de RNI als de bijhouding stopte.",
            aanwezig("02", ook_rni=False),
        ),
        (
            "PRE066",
            "Op elke lijst staat ouder2, behalve bij de RNI als de bijhouding stopte.",
            aanwezig("03", ook_rni=False),
        ),
        ("PRE073", "Elk kind staat er een keer.", kinderen_verschillen),
        ("PRE107", "Er is hoogstens een signalering.", een_signalering),
        ("PRE113", "Niemand is zijn eigen ouder, partner of kind.", niet_zichzelf),
    )
)
