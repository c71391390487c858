"""Everything that is looked at when a persoonslijst comes in: the form of each value, the build of the list, and the
preconditions. What is found is told and stays as it is (K-48)."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from meent.services.personen.bevinding import Bevinding
from meent.services.personen.controles import controleer
from meent.services.personen.persoonslijst import Persoonslijst
from meent.services.personen.rubrieken import tabel
from meent.services.personen.tabellen import Tabellen
from meent.services.personen.teletex import OnbekendTeken, bytes_in, is_damaged
from meent.services.personen.waarden import fault_in, is_aktenummer, is_bekend, is_testnummer

ZONDER_HISTORIE = "Deze categorie kent geen historie."
EEN_STAPEL = "Deze categorie staat er hoogstens een keer."
VOLGORDE = "De historie staat niet op ingangsdatum en dag van opneming, de nieuwste eerst."
LETTER = "Deze waarde kennen wij niet; zij blijft staan zoals zij kwam."
BESCHADIGD = "Hier staat een hoofdletter midden in een woord, zoals na een verkeerde omzetting van tekens."
AKTE = "Een aktenummer heeft zeven tekens: soort, deel, letter en vier cijfers."
TEKEN = "Zo past deze lijst in geen bericht."
ZONDER_BSN = "Deze lijst heeft geen burgerservicenummer."
TESTNUMMER = "Een nummer uit de testreeks hoort niet bij iemand die bestaat."


def keur(pl: Persoonslijst, tabellen: Tabellen | None = None, *, is_productie: bool = False) -> list[Bevinding]:
    """All findings, in order of code and place. In production a number for tests is a fault."""
    found = [*vormen(pl), *bouw(pl), *controleer(pl, tabellen)]
    if pl.actueel("01") is not None and not pl.bsn:
        found.append(Bevinding("zonder-bsn", "01", 1, 0, "01.20", ZONDER_BSN, "let op"))
    if is_productie and heeft_testnummer(pl):
        found.append(Bevinding("testnummer", "01", 1, 0, "01.20", TESTNUMMER))
    return sorted(found)


def vormen(pl: Persoonslijst) -> Iterator[Bevinding]:
    """Each value by itself: length in bytes, digits, dates, numbers, letters. Source: K-04, K-09, K-10, K-11, K-12."""
    for c, s, v, voorkomen in pl.voorkomens():
        for nummer, waarde in voorkomen.items():
            judged = vorm if nummer[:2] in VAN_EEN or nummer in EIGEN else vorm_van_soort
            for found in judged(nummer, waarde):
                yield Bevinding(found.code, c, s + 1, v, nummer, found.uitleg, found.ernst)


VAN_EEN, EIGEN = frozenset({"01", "02", "20", "35", "73"}), frozenset({"11.80", "11.90", "80.20", "81.20"})
"""Groups and elements that tell of somebody in particular: those are judged anew, what many share is remembered."""


def vorm(nummer: str, waarde: str) -> tuple[Bevinding, ...]:
    """What is wrong with a value of this element, wherever it stands."""
    element, found = tabel().elementen[nummer], []
    if teken := vreemd_teken(waarde):
        found.append(Bevinding("teken", uitleg=f"{teken} {TEKEN}"))
    elif told := fault_in(element, waarde):
        found.append(Bevinding("vorm", uitleg=told))
    elif not is_bekend(element, waarde):
        found.append(Bevinding("waarde", uitleg=LETTER, ernst="let op"))
    elif nummer == "81.20" and not is_aktenummer(waarde):
        found.append(Bevinding("aktenummer", uitleg=AKTE, ernst="let op"))
    if element.vorm == "tekst" and is_damaged(waarde):
        found.append(Bevinding("beschadigd", uitleg=BESCHADIGD, ernst="let op"))
    return tuple(found)


def vreemd_teken(waarde: str) -> str:
    """Where there is a character that LO3 lacks, as a sentence; empty when there is none. Source: K-11."""
    try:
        bytes_in(waarde)
    except OnbekendTeken as fault:
        return str(fault)
    return ""


vorm_van_soort = lru_cache(50_000)(vorm)


def bouw(pl: Persoonslijst) -> Iterator[Bevinding]:
    """How the list is put together. Source: K-03, K-13, K-14."""
    for c, stapels in pl.stapels.items():
        kind = tabel().categorieen[c]
        if len(stapels) > 1 and not kind.meer_stapels:
            yield Bevinding("stapels", c, uitleg=EEN_STAPEL)
        for s, stapel in enumerate(stapels, start=1):
            if len(stapel) > 1 and not kind.historie:
                yield Bevinding("historie", c, s, 1, uitleg=ZONDER_HISTORIE)
            if any(a.volgorde < b.volgorde for a, b in pairwise(stapel.historie) if a and b):
                yield Bevinding("volgorde", c, s, uitleg=VOLGORDE)


def heeft_testnummer(pl: Persoonslijst) -> bool:
    """Whether the person, or a relative, has a number that is for tests. Source: K-10."""
    return any(is_testnummer(x.get("01.20", "")) for _, _, _, x in pl.voorkomens("01", "02", "03", "05", "09", "21"))
