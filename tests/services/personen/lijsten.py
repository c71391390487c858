"""Persoonslijsten to test with: one that is right in everything, and ways to make it wrong. Nobody in it exists."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from meent.services.personen.persoonslijst import Persoonslijst, Stapel, Voorkomen

Inhoud = Mapping[str, str]

ANUMMER, BSN = "8940402024", "999993653"
ANDER_ANUMMER, ANDER_BSN = "1010101025", "999990019"
EIGEN = "0518"
NU = datetime(2026, 11, 28, 9, 30, 0, 123000, tzinfo=UTC)
VANDAAG = "20261128"

AKTE = {"81.10": EIGEN, "81.20": "10A1284"}
DOCUMENT = {"82.10": EIGEN, "82.20": "20180312", "82.30": "uittreksel"}
NAAM = {"02.10": "Suzanne", "02.40": "Moulin"}
GEBOORTE = {"03.10": "19851201", "03.20": EIGEN, "03.30": "6030"}
DATUMS = {"85.10": "19851201", "86.10": "19851203"}

PERSOON = {"01.10": ANUMMER, "01.20": BSN, **NAAM, **GEBOORTE, "04.10": "V", "61.10": "E", **AKTE, **DATUMS}
OUDER1 = {
    "02.40": "Moulin",
    "03.10": "19561201",
    "03.20": "Toulon",
    "03.30": "5002",
    "04.10": "V",
    "62.10": "19851201",
    **AKTE,
    **DATUMS,
}
OUDER2 = {**OUDER1, "04.10": "M", "03.10": "19550403"}
NEDERLANDER = {"05.10": "0001", "63.10": "017", **DOCUMENT, **DATUMS}
HUWELIJK = {
    "01.10": ANDER_ANUMMER,
    "02.40": "Beaudelaire",
    "03.10": "19760801",
    "03.20": "Saint Amarin",
    "03.30": "5002",
    "06.10": "20081201",
    "06.20": EIGEN,
    "06.30": "6030",
    "15.10": "H",
    "81.10": EIGEN,
    "81.20": "3XA0086",
    "85.10": "20081201",
    "86.10": "20081203",
}
ONTBINDING = {
    **{n: w for n, w in HUWELIJK.items() if n[:2] not in ("06", "81")},
    "07.10": "20150301",
    "07.20": EIGEN,
    "07.30": "6030",
    "07.40": "S",
    "81.10": EIGEN,
    "81.20": "3XB0086",
    "85.10": "20150301",
    "86.10": "20150303",
}
OVERLEDEN = {
    "08.10": "20200101",
    "08.20": EIGEN,
    "08.30": "6030",
    "81.10": EIGEN,
    "81.20": "20A0001",
    "85.10": "20200101",
    "86.10": "20200103",
}
INSCHRIJVING = {"68.10": "19940101", "70.10": "0", "80.10": "0005", "80.20": "20191204171500000"}
WOONT = {
    "09.10": EIGEN,
    "09.20": "20080219",
    "10.10": "W",
    "10.30": "20080219",
    "11.10": "Boterdiep",
    "11.20": "31",
    "11.60": "2512AA",
    "72.10": "I",
    "85.10": "20080219",
    "86.10": "20080220",
}
KIND = {
    "01.10": ANDER_ANUMMER,
    "02.40": "Moulin",
    "03.10": "20101010",
    "03.20": EIGEN,
    "03.30": "6030",
    **AKTE,
    "85.10": "20101010",
    "86.10": "20101012",
}
TITEL = {"39.10": "21", "39.30": "20050101", "85.10": "20050101", "86.10": "20050103"}
GEZAG = {"32.10": "12", **DOCUMENT, "85.10": "20140129", "86.10": "20140224"}
PASPOORT = {
    "35.10": "PN",
    "35.20": "SPECI2014",
    "35.30": "20200101",
    "35.40": "B0518",
    "35.50": "20300101",
    "82.10": EIGEN,
    "82.20": "20200101",
    "82.30": "aanvraag",
    "85.10": "20200101",
    "86.10": "20200101",
}
SIGNALERING = {"36.10": "1", **DOCUMENT, "85.10": "20200101", "86.10": "20200101"}

BASIS: dict[str, Sequence[Sequence[Inhoud]]] = {
    "01": [[PERSOON]],
    "02": [[OUDER1]],
    "03": [[OUDER2]],
    "04": [[NEDERLANDER]],
    "07": [[INSCHRIJVING]],
    "08": [[WOONT]],
}


def lijst(**anders: Sequence[Sequence[Inhoud]]) -> Persoonslijst:
    """The right list with other stapels in some categories: lijst(c05=[[HUWELIJK]]); an empty list takes one away."""
    stapels = BASIS | {name[1:]: found for name, found in anders.items()}
    return Persoonslijst({c: [stapel(*s) for s in found] for c, found in stapels.items()})


def stapel(*voorkomens: Inhoud) -> Stapel:
    return Stapel(Voorkomen(v) for v in voorkomens)


def met(inhoud: Inhoud, **anders: str) -> dict[str, str]:
    """Some elements otherwise: met(WOONT, e72_10="A"); an empty text takes one away."""
    found = dict(inhoud) | {name[1:].replace("_", "."): waarde for name, waarde in anders.items()}
    return {n: w for n, w in found.items() if w}
