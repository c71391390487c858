"""What an autorisatie must say (Autorisaties API 1.1.0, ac-003)."""

from typing import Any

import pytest

from meent.services.autorisaties.applicatie import Autorisatie
from meent.services.autorisaties.regels import missing_members

ZAAKTYPE = "https://voorbeeld.test/catalogi/api/v1/zaaktypen/1"


@pytest.mark.parametrize(
    ("component", "scopes", "gegeven", "ontbreekt"),
    [
        ("zrc", ["zaken.lezen"], {}, ["zaaktype", "max_vertrouwelijkheidaanduiding"]),
        ("zrc", ["zaken.lezen"], {"zaaktype": ZAAKTYPE}, ["max_vertrouwelijkheidaanduiding"]),
        ("zrc", ["zaken.lezen"], {"zaaktype": ZAAKTYPE, "max_vertrouwelijkheidaanduiding": "openbaar"}, []),
        ("zrc", ["audittrails.lezen"], {}, []),
        ("zrc", ["audittrails.lezen", "zaken.lezen"], {}, ["zaaktype", "max_vertrouwelijkheidaanduiding"]),
        ("drc", ["documenten.lezen"], {}, ["informatieobjecttype", "max_vertrouwelijkheidaanduiding"]),
        ("brc", ["besluiten.lezen"], {}, ["besluittype"]),
        ("ztc", ["catalogi.lezen"], {}, []),
        ("ac", ["autorisaties.lezen"], {}, []),
    ],
)
def test_missing_members(component: Any, scopes: list[str], gegeven: dict[str, Any], ontbreekt: list[str]) -> None:
    """An autorisatie that does not say which files gives a program too much or nothing."""
    assert missing_members(Autorisatie(component=component, scopes=scopes, **gegeven)) == ontbreekt
