"""Afschrift and uittreksel of an akte: who gets which, and what stands on it. Article 1:23b BW."""

from datetime import date
from typing import Any

import msgspec
import pytest

from meent.integration.brp.akten import Ondertekend
from meent.process.burgerzaken.aktestuk import TOETSEN, Stukaanvraag, Stukinvoer, geeft_stuk
from meent.process.burgerzaken.toetsen import Geweigerd, require
from tests.process.burgerzaken.conftest import Loket
from tests.process.burgerzaken.test_latere_vermelding import SCHEIDING, getrouwd, neem_op
from tests.services.personen.lijsten import ANDER_BSN, BSN

INHOUD = msgspec.json.encode({"kind": {"02.40": "Moulin"}, "ouders": [{"01.20": BSN}, {"02.40": "Dijk"}]})
AKTE = Ondertekend(nummer="10A0001", jaar=2026, inhoud=INHOUD, digest=b"", vermeldingen=())
VRAAG = Stukaanvraag(vorm="afschrift", akte=AKTE, aanvrager=BSN, vandaag=date(2026, 11, 28))
VREEMDE = {"aanvrager": ANDER_BSN}


@pytest.mark.rule("BZ-335")
@pytest.mark.rule("BZ-336")
@pytest.mark.parametrize(("values", "may"), [
    ({}, True),
    (VREEMDE, False),
    ({"aanvrager": ""}, False),
    ({**VREEMDE, "vorm": "uittreksel"}, True),
    ({**VREEMDE, "belang": "Erfgenaam, verklaring van de notaris"}, True),
    ({**VREEMDE, "akte": msgspec.structs.replace(AKTE, nummer="20A0001")}, True),
    ({**VREEMDE, "akte": msgspec.structs.replace(AKTE, jaar=1926)}, False),  # open a hundred full years later
    ({**VREEMDE, "akte": msgspec.structs.replace(AKTE, jaar=1925)}, True),
])  # fmt: skip
def test_who_gets_it(values: dict[str, Any], may: bool) -> None:
    with pytest.raises(Geweigerd) as told:
        require(TOETSEN, msgspec.structs.replace(VRAAG, **values))
    assert ("BZ-335" not in {b.nummer for b in told.value.bezwaren}) is may
    assert "BZ-336" in {b.nummer for b in told.value.bezwaren}  # this one was never signed


async def test_what_stands_on_it(loket: Loket) -> None:
    """An uittreksel says who, when and where; an afschrift all of it, with what was added. Each is in the log."""
    await getrouwd(loket)
    assert (await neem_op(loket, "ontbinding", SCHEIDING)).akte == "30B0001"
    asked = Stukinvoer(sleutel="s", akte="30A0001", jaar=2026)
    kort = await geeft_stuk(loket.zgw, asked)
    assert [(r.naam, r.waarde) for r in kort.regels] == [
        ("Akte", "30A0001 van 2026"), ("Datum", "28-11-2026"), ("Plaats", loket.gemeente.slug.title()),
        ("Partner", "Suzanne Moulin, geboren 01-12-1985\nPaul van Dijk, geboren 01-01-1984"),
    ]  # fmt: skip
    heel = await geeft_stuk(loket.zgw, msgspec.structs.replace(asked, vorm="afschrift", aanvrager=BSN))
    assert ("Berust op", SCHEIDING.beschikking) in [(r.naam, r.waarde) for r in heel.regels]
    assert (kort.pdf[:5], heel.pdf[:5]) == (b"%PDF-", b"%PDF-")
    nee = await geeft_stuk(loket.zgw, msgspec.structs.replace(asked, vorm="afschrift"))
    assert ([w.nummer for w in nee.weigeringen], nee.pdf) == (["BZ-335"], b"")
    onbekend = await geeft_stuk(loket.zgw, msgspec.structs.replace(asked, jaar=2025))
    assert [w.nummer for w in onbekend.weigeringen] == ["BZ-160"]
    rows = await loket.gemeente.rows("select 1 from verwerking where gegevens = '{akte}'")
    assert len(rows) == 6
