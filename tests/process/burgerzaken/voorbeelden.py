"""One input of each fact, and the people it is about: for whoever goes by all of them."""

from collections.abc import Mapping
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
from tests.process.burgerzaken.test_inschrijving import INVOER as INSCHRIJVING
from tests.process.burgerzaken.test_opnemen import DAG, GEBOORTE, HUWELIJK, MEER, OVERLIJDEN, VERHUIZING
from tests.services.personen.lijsten import ANDER_ANUMMER, ANDER_BSN, ANUMMER, BSN

BRIEFADRES = Briefadresinvoer(
    sleutel="b1", aangever=BSN, datum=DAG, adres={"11.10": "Spui", "11.20": "70", "11.60": "2511BT"},
    verhuizers={BSN: "I"}, reden="geen woonadres", herzien=date(2027, 2, 1),
)  # fmt: skip
VOORBEELDEN: Mapping[str, Any] = {
    "verhuizing": VERHUIZING, "overlijden": OVERLIJDEN, "huwelijk": HUWELIJK, "geboorte": GEBOORTE,
    "briefadres": BRIEFADRES, "inschrijving": INSCHRIJVING,
    "deblokkering": Deblokkeringsinvoer(sleutel="k1", bsn=BSN, reden="Gebeld"),
    "dubbelinschrijving": Dubbelinvoer(sleutel="d1", blijft=ANUMMER, vervalt=ANDER_ANUMMER, reden="Twee keer"),
    "gerelateerde": Gerelateerdeninvoer(sleutel="r1", bsn=BSN, ander=ANDER_BSN),
    "rni": Doorzendinvoer(sleutel="r1", bsn=BSN, datum="20260101", wat="Geslachtsnaam", stukken=("akte",)),
    "afvoering": Afvoeringsinvoer(sleutel="a1", anummer=ANUMMER, reden="Fraude"),
    **{feit: msgspec.convert({"sleutel": feit, **body}, FEITEN[feit][0]) for feit, (body, _) in MEER.items()},
}  # fmt: skip
