"""A resident's own uittreksel: nothing before the fee, one paper, a line in the log, and nobody else's."""

from typing import Any
from uuid import UUID

import pytest

from meent.data import embedded
from meent.integration.betalen import DemoKassa
from meent.integration.brp import eigenmeldingen
from meent.integration.zgw import ZgwFout
from meent.process.burgerzaken.uittrekselmelding import (
    Uittrekselverzoek,
    bekijk_uittreksel,
    rond_uittreksel_af,
    vraag_uittreksel,
)
from tests.process.burgerzaken.conftest import Loket
from tests.process.burgerzaken.test_feiten import MAN
from tests.process.burgerzaken.test_opnemen import LOG
from tests.services.personen.lijsten import ANDER_BSN, BSN, lijst
from tests.zgw import een_zaaktype

VERZOEK = Uittrekselverzoek(sleutel="u1", soort="nationaliteit")


class Gesloten(DemoKassa):
    """Nobody has paid."""

    async def is_betaald(self, kenmerk: str) -> bool:
        return False


async def stuk(loket: Loket, bsn: str, key: UUID) -> bytes | None:
    async with loket.gemeente.app.pool.tenant(loket.gemeente.id) as conn:
        return await eigenmeldingen.stuk_van(conn, loket.gemeente.id, bsn, key)


async def test_nothing_before_the_fee_and_one_paper_after_it(
    loket: Loket, migrated: embedded.Embedded, clock: Any
) -> None:
    """Paid once, made once: coming back again gives the paper that was made, with the zaak of then."""
    await een_zaaktype(loket.gemeente.client, identificatie="UITT", statussen=("Gevraagd", "Klaar"))
    soort = {"zaaktype": "UITT", "status": "Klaar", "resultaat": "Toegekend"}
    await loket.stel_in(migrated.owner_dsn, brp_zaken={"uittreksel": soort}, brp_leges={"uittreksel": 1130})
    await loket.bewaar(lijst(), MAN)
    asked = [await vraag_uittreksel(loket.zgw, BSN, VERZOEK) for _ in range(2)][1]
    assert (asked.toestand, await stuk(loket, BSN, asked.id)) == ("betalen", None)
    assert (await rond_uittreksel_af(loket.zgw, BSN, asked.id, Gesloten())).toestand == "betalen"
    with pytest.raises(ZgwFout, match="404"):
        await rond_uittreksel_af(loket.zgw, ANDER_BSN, asked.id, DemoKassa())
    first, again = [await rond_uittreksel_af(loket.zgw, BSN, asked.id, DemoKassa()) for _ in range(2)]
    assert (first.toestand, first.zaak, again) == ("gedaan", again.zaak, again)
    zaak = await loket.zgw.get("zaken", "zaken", str(first.zaak))
    assert zaak["einddatum"] == "2026-11-28"
    paper = await stuk(loket, BSN, asked.id)
    assert paper is not None
    assert (paper[:5], b"pdfuaid" in paper) == (b"%PDF-", True)
    assert await stuk(loket, ANDER_BSN, asked.id) is None
    assert [row["handeling"] for row in await loket.gemeente.rows(LOG)] == ["retrieve"]


async def test_what_is_free_is_made_at_once(loket: Loket) -> None:
    await loket.bewaar(lijst())
    seen = await bekijk_uittreksel(loket.zgw, BSN, VERZOEK)
    assert (seen.pdf, seen.regels[0].waarde) == (b"", "Suzanne Moulin")
    done = await vraag_uittreksel(loket.zgw, BSN, VERZOEK)
    assert (done.toestand, bool(await stuk(loket, BSN, done.id))) == ("gedaan", True)


async def test_who_paid_gets_the_paper_where_the_catalogue_does_not_fit(
    loket: Loket, migrated: embedded.Embedded
) -> None:
    """A zaaktype that is not there is for the municipality to mend; the resident has paid."""
    soort = {"zaaktype": "BESTAAT-NIET", "status": "Klaar"}
    await loket.stel_in(migrated.owner_dsn, brp_zaken={"uittreksel": soort}, brp_leges={"uittreksel": 1130})
    await loket.bewaar(lijst())
    asked = await vraag_uittreksel(loket.zgw, BSN, VERZOEK)
    done = await rond_uittreksel_af(loket.zgw, BSN, asked.id, DemoKassa())
    assert (done.toestand, done.zaak, bool(await stuk(loket, BSN, done.id))) == ("gedaan", None, True)
