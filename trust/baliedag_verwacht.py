"""What the lists say in the evening of `trust.baliedag`, written by hand by element number.

Source: HUP 3.9 hoofdstuk 4, 5 and 7.3; K-19 to K-23, K-35, K-38 to K-41. Of each category that the day touches its
stapels stand here whole, the actual voorkomen first.
"""

from collections.abc import Iterator, Mapping, Sequence

from meent.services.personen.persoonslijst import Persoonslijst
from tests.services.personen.lijsten import (
    ANDER_ANUMMER,
    ANDER_BSN,
    ANUMMER,
    BSN,
    INSCHRIJVING,
    NEDERLANDER,
    OUDER1,
    OUDER2,
    PERSOON,
    WOONT,
    lijst,
)  # fmt: skip

Stapels = Mapping[str, Sequence[Sequence[Mapping[str, str]]]]
HIER, DAAR, VANDAAG, GISTEREN = "0518", "0363", "20261127", "20261126"
SUZANNE, PAUL, KIND, KIND_ANUMMER = BSN, ANDER_BSN, "999991115", "2121212140"
GERRIT, GERRIT_ANUMMER = "999990408", "3510247967"

NAAM_PAUL = {"02.10": "Paul", "02.30": "van", "02.40": "Dijk", "03.10": "19840101", "03.20": HIER, "03.30": "6030",
             "04.10": "M"}  # fmt: skip
NAAM_SUZANNE = {"02.10": "Suzanne", "02.40": "Moulin", "03.10": "19851201", "03.20": HIER, "03.30": "6030",
                "04.10": "V"}  # fmt: skip
NAAM_NOOR = {"02.10": "Noor", "02.40": "Moulin", "03.10": GISTEREN, "03.20": HIER, "03.30": "6030"}


def begin() -> Iterator[Persoonslijst]:
    """Who lives in the old municipality in the morning."""
    yield lijst()
    yield lijst(c01=[[PERSOON | {"01.10": ANDER_ANUMMER, "01.20": PAUL} | NAAM_PAUL]])
    gerrit = {"01.10": GERRIT_ANUMMER, "01.20": GERRIT, "02.10": "Gerrit", "03.10": "19400505", "04.10": "M"}
    yield lijst(c01=[[PERSOON | gerrit]])


OVERKOMST = {
    "sleutel": "dag overkomst", "uit": HIER, "aangever": SUZANNE, "datum": "2026-11-27",
    "adres": {"10.10": "W", "11.10": "Spui", "11.15": "Spui", "11.20": "70", "11.60": "2511BT"},
    "verhuizers": {SUZANNE: "I", PAUL: "P", KIND: "G"},
}  # fmt: skip

GEBOORTEAKTE = {"81.10": HIER, "81.20": "10A0001"}
ERKENNING = {"81.10": HIER, "81.20": "10C0001"}
HUWELIJKSAKTE = {"81.10": HIER, "81.20": "30A0001"}
OVERLIJDENSAKTE = {"81.10": HIER, "81.20": "20A0001"}
GISTEREN_INGEGAAN = {"85.10": GISTEREN, "86.10": VANDAAG}
VANDAAG_INGEGAAN = {"85.10": VANDAAG, "86.10": VANDAAG}
SLUITING = {"06.10": VANDAAG, "06.20": HIER, "06.30": "6030", "15.10": "H", **HUWELIJKSAKTE, **VANDAAG_INGEGAAN}
NIEUW_ADRES = {
    "09.10": DAAR, "09.20": VANDAAG, "10.10": "W", "10.30": VANDAAG, "11.10": "Spui", "11.15": "Spui", "11.20": "70",
    "11.60": "2511BT", **VANDAAG_INGEGAAN,
}  # fmt: skip
KIND_BIJ_OUDER = {"01.10": KIND_ANUMMER, "01.20": KIND, **NAAM_NOOR}
WOONDE_KIND = {
    "09.10": HIER, "09.20": GISTEREN, "10.10": "W", "10.30": GISTEREN, "11.10": "Boterdiep", "11.20": "31",
    "11.60": "2512AA", "72.10": "A", **GISTEREN_INGEGAAN,
}  # fmt: skip
WOONT_HERSTELD = {**WOONT, "11.20": "33", "86.10": VANDAAG}
"""Category 08 has no group 82: by which document it was corrected does not stand on the list."""

PERSOON_NOOR = {**KIND_BIJ_OUDER, "04.10": "V", "61.10": "E"}
"""Her 01 is actualised by the erkenning, also when her name stays (HUP 5.9.1.1)."""

VAN_SUZANNE: Stapels = {
    "01": [[PERSOON]],
    "02": [[OUDER1]],
    "03": [[OUDER2]],
    "04": [[NEDERLANDER]],
    "05": [[{"01.10": ANDER_ANUMMER, "01.20": PAUL, **NAAM_PAUL, **SLUITING}]],
    "08": [[{**NIEUW_ADRES, "72.10": "I"}, WOONT]],
    "09": [[
        {**KIND_BIJ_OUDER, **ERKENNING, **VANDAAG_INGEGAAN},
        {**KIND_BIJ_OUDER, **GEBOORTEAKTE, **GISTEREN_INGEGAAN},
    ]],
}
"""The mother's 09 is actualised by an erkenning too, also when no name changes (HUP 5.9.2.2)."""
VAN_PAUL: Stapels = {
    "05": [[{"01.10": ANUMMER, "01.20": SUZANNE, **NAAM_SUZANNE, **SLUITING}]],
    "08": [[{**NIEUW_ADRES, "72.10": "P"}, WOONT_HERSTELD, {**WOONT, "84.10": "O"}]],
    "09": [[{**KIND_BIJ_OUDER, **ERKENNING, **VANDAAG_INGEGAAN}]],
}
VAN_NOOR: Stapels = {
    "01": [[{**PERSOON_NOOR, **ERKENNING, **VANDAAG_INGEGAAN}, {**PERSOON_NOOR, **GEBOORTEAKTE, **GISTEREN_INGEGAAN}]],
    "02": [[{"01.10": ANUMMER, "01.20": SUZANNE, **NAAM_SUZANNE, "62.10": GISTEREN, **GEBOORTEAKTE,
             **GISTEREN_INGEGAAN}]],
    "03": [[
        {"01.10": ANDER_ANUMMER, "01.20": PAUL, **NAAM_PAUL, "62.10": VANDAAG, **ERKENNING, **VANDAAG_INGEGAAN},
        {**GEBOORTEAKTE, **GISTEREN_INGEGAAN},
    ]],
    "04": [[{"05.10": "0001", "63.10": "017", "82.10": HIER, "82.20": VANDAAG, "82.30": "geboorteakte",
             **GISTEREN_INGEGAAN}]],
    "08": [[{**NIEUW_ADRES, "72.10": "G"}, WOONDE_KIND]],
}  # fmt: skip
VAN_GERRIT: Stapels = {
    "05": [],
    "06": [[{"08.10": GISTEREN, "08.20": HIER, "08.30": "6030", **OVERLIJDENSAKTE, **GISTEREN_INGEGAAN}]],
    "07": [[{**INSCHRIJVING, "67.10": GISTEREN, "67.20": "O", "80.10": "0008", "80.20": "20261127103000123"}]],
    "08": [[{**WOONT, "83.10": "080000", "83.20": VANDAAG, "83.30": VANDAAG}]],
}
"""Who died may be looked into still; an onderzoek leaves 85 and 86 alone and moves group 80 (K-33): begun and ended."""
VERWACHT: Sequence[tuple[str, str, Stapels]] = (
    ("zuiderkoog", SUZANNE, VAN_SUZANNE),
    ("zuiderkoog", PAUL, VAN_PAUL),
    ("zuiderkoog", KIND, VAN_NOOR),
    ("meerwijde", GERRIT, VAN_GERRIT),
)
"""Where the list is in the evening, whose, and what it says."""


def verschillen(pl: Persoonslijst, verwacht: Stapels) -> Iterator[str]:
    """By element number, what a list says otherwise; values too, since nobody here exists."""
    for categorie, stapels in verwacht.items():
        found = [[dict(v) for v in stapel] for stapel in pl.stapels.get(categorie, ())]
        if [len(s) for s in found] != [len(s) for s in stapels]:
            yield f"{categorie}: {[len(s) for s in found]} voorkomens instead of {[len(s) for s in stapels]}"
            continue
        for s, (is_so, should) in enumerate(zip(found, stapels, strict=True)):
            for v, (one, other) in enumerate(zip(is_so, should, strict=True)):
                for n in sorted(one.keys() | other.keys()):
                    if one.get(n) != other.get(n):
                        yield f"{categorie}.{n} ({s},{v}): {one.get(n)} instead of {other.get(n)}"
