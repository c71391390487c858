"""One input of each fact, and the people about whom it can be recorded: for whoever goes by all of them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

from meent.process.burgerzaken.afvoering import Afvoeringsinvoer
from meent.process.burgerzaken.briefadres import Briefadresinvoer
from meent.process.burgerzaken.deblokkering import Deblokkeringsinvoer
from meent.process.burgerzaken.dubbel import Dubbelinvoer
from meent.process.burgerzaken.feiten import FEITEN
from meent.process.burgerzaken.rni import Doorzendinvoer
from meent.process.burgerzaken.verwanten import Gerelateerdeninvoer
from meent.services.personen import pljson
from meent.services.personen.persoonslijst import Persoonslijst
from tests.process.burgerzaken import test_dubbel as dubbel
from tests.process.burgerzaken.test_briefadres import GEVER
from tests.process.burgerzaken.test_feiten import BRON, HIJ, MAN, SLUITING, ZIJ
from tests.process.burgerzaken.test_inschrijving import INVOER as INSCHRIJVING
from tests.process.burgerzaken.test_meer_feiten import KIND, KIND_BSN, OP_WEG, WEG
from tests.process.burgerzaken.test_opnemen import (
    ADRES,
    DAG,
    GEBOORTE,
    HUWELIJK,
    MEER,
    OVERLIJDEN,
    VERHUIZING,
    VROUW,
)
from tests.services.personen.lijsten import ANDER_ANUMMER, ANDER_BSN, ANUMMER, BSN, GEZAG, PERSOON, lijst

BRIEFADRES = Briefadresinvoer(
    sleutel="b1", aangever=BSN, datum=DAG, adres={n: w for n, w in ADRES.items() if n != "10.10"}, gever=ANDER_BSN,
    verhuizers={BSN: "I"}, reden="geen woonadres", herzien=date(2027, 2, 1),
    stukken=frozenset({"instemming briefadresgever"}),
)  # fmt: skip
VOORBEELDEN: Mapping[str, Any] = {
    "verhuizing": VERHUIZING, "overlijden": OVERLIJDEN, "huwelijk": HUWELIJK, "geboorte": GEBOORTE,
    "briefadres": BRIEFADRES, "inschrijving": INSCHRIJVING,
    "deblokkering": Deblokkeringsinvoer(sleutel="k1", bsn=BSN, reden="Gebeld"),
    "dubbelinschrijving": Dubbelinvoer(sleutel="d1", blijft=dubbel.OUD, vervalt=dubbel.NIEUW, reden="Twee keer"),
    "gerelateerde": Gerelateerdeninvoer(sleutel="r1", bsn=BSN, ander=ANDER_BSN),
    "rni": Doorzendinvoer(sleutel="r1", bsn=BSN, datum="20260101", wat="Geslachtsnaam", stukken=("akte",)),
    "afvoering": Afvoeringsinvoer(sleutel="a1", anummer=ANUMMER, reden="Fraude"),
    **{feit: msgspec.convert({"sleutel": feit, **body}, FEITEN[feit][0]) for feit, (body, _) in MEER.items()},
}  # fmt: skip
GEHUWD = lijst(c05=VROUW.stapels["05"], c11=[[GEZAG]])
ZONDER_NUMMERS = {n: w for n, w in HIJ.items() if n[:2] in ("02", "03")}
ECHTGENOOT = {"c01": [[{**PERSOON, **HIJ}]], "c05": [[{**ZIJ, **SLUITING, **BRON}]]}
MENSEN: Mapping[str, Sequence[Persoonslijst]] = {
    "huwelijk": (lijst(), MAN),
    "briefadres": (lijst(), GEVER),
    "deblokkering": (OP_WEG,),
    "dubbelinschrijving": (dubbel.EERSTE, dubbel.TWEEDE, dubbel.TWEE_KEER),
    "hervestiging": (lijst(**ECHTGENOOT, c07=WEG.stapels["07"], c08=WEG.stapels["08"]),),
    "gerelateerde": (lijst(c05=[[{**ZONDER_NUMMERS, **SLUITING, **BRON}]]), MAN),
    "rni": (WEG,),
    **dict.fromkeys(("ontbinding", "naamgebruik", "erkenning", "correctie"), (GEHUWD, lijst(**ECHTGENOOT), KIND)),
}
"""Of a fact that is not here somebody alone will do."""
NUMMERS = (BSN, ANDER_BSN, KIND_BSN, ANUMMER, ANDER_ANUMMER, KIND.anummer)
"""All by which they are known: three BSNs and three A-nummers."""


def mensen_bij(feit: str) -> Sequence[Persoonslijst]:
    return MENSEN.get(feit, (lijst(),))


def hernummerd(raw: bytes, nummers: Sequence[str]) -> bytes:
    """The same JSON about people with these numbers, in the order of NUMMERS."""
    for old, new in zip(NUMMERS, nummers, strict=True):
        raw = raw.replace(old.encode(), new.encode())
    return raw


def ander_mens(pl: Persoonslijst, nummers: Sequence[str]) -> Persoonslijst:
    return pljson.read(hernummerd(pljson.write(pl), nummers))
