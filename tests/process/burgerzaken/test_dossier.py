"""A dossier as e-services send it: what it says of the move, and what is refused."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from meent.process.burgerzaken import dossier
from meent.settings import shared_folder
from tests.services.personen.lijsten import BSN, EIGEN, lijst

VOORBEELD = shared_folder() / "data/brp/dossier-voorbeelden/IntraRelocationResourceV1Test-gba-request.json"
VANDAAG = date(2026, 11, 28)


def een(**verhuizing: Any) -> dict[str, Any]:
    adres = {"straat": "Spui", "hnr": 70, "hnrL": "A", "postcode": "2511BT", "functieAdres": "WOONADRES"}
    return {
        "zaak": {
            "algemeen": {"datumIngang": 20261124, "datumInvoer": 0},
            "verhuizing": {
                "type": "BINNENGEMEENTELIJK", "aangever": {"bsn": int(BSN)},
                "binnenverhuizing": {"nieuwAdres": adres},
                "verhuizers": [{"bsn": int(BSN), "aangifte": "INGESCHREVENE"}], **verhuizing,
            },
        }
    }  # fmt: skip


def test_a_dossier_tells_of_a_move() -> None:
    found = dossier.verhuizing_of(een(), {BSN: lijst()}, eigen=EIGEN, vandaag=VANDAAG)
    assert (found.datum, found.ontvangen, found.verhuizers) == (date(2026, 11, 24), VANDAAG, {BSN: "I"})
    assert found.adres == {"10.10": "W", "11.10": "Spui", "11.20": "70", "11.30": "A", "11.60": "2511BT"}
    assert found.stukken == frozenset()


@pytest.mark.skipif(not VOORBEELD.is_file(), reason=f"zonder {VOORBEELD}: zet MEENT_SHARED")
def test_what_suppliers_send_today_is_read(tmp_path: Path) -> None:
    given = json.loads(VOORBEELD.read_text())
    assert dossier.bsns_in(given) == [BSN, "000002458", "000003116"]
    found = dossier.verhuizing_of(given, {}, eigen=EIGEN, vandaag=VANDAAG)
    assert found.verhuizers == {"000002458": "G", "000003116": "G", BSN: "I"}
    assert found.adres == {
        "10.10": "W", "11.10": "Dorpstraat", "11.20": "1", "11.30": "A", "11.40": "4", "11.60": "1234AA",
    }  # fmt: skip


@pytest.mark.parametrize("given", [
    {},
    {"zaak": {"verhuizing": []}},
    {"zaak": []},
    een(verhuizers=[]),
    een(verhuizers=[{"bsn": "x", "aangifte": "INGESCHREVENE"}]),
    een(verhuizers=[{"bsn": 1, "aangifte": "A"}]),
    een(binnenverhuizing=None),
    een(type="EMIGRATIE"),
    een(aangever=None),
])  # fmt: skip
def test_what_is_no_move_is_refused(given: dict[str, Any]) -> None:
    """Nobody says in a dossier that the municipality decided it itself."""
    with pytest.raises(dossier.DossierOnleesbaar):
        dossier.verhuizing_of(given, {}, eigen=EIGEN, vandaag=VANDAAG)
