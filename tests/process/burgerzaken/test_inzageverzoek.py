"""One question gives all that is held about a person, and who looked. Design §12, measure 12; AVG article 15."""

import json
from typing import Any

import msgspec
import pytest

from meent.data import embedded
from meent.integration.brp import inzageverzoek
from meent.integration.brp.inzageverzoek import Alles, alles_over
from meent.integration.zgw import ZgwFout
from meent.process.burgerzaken import accord, feiten
from meent.services.across import alles
from meent.verwerkingen.regels import betrokkenen_of
from tests.process.burgerzaken.conftest import Loket
from tests.process.burgerzaken.test_feiten import MAN
from tests.process.burgerzaken.test_opnemen import HUWELIJK, OVERLIJDEN, VERHUIZING
from tests.services.personen.lijsten import ANDER_BSN, BSN, lijst
from tests.zgw import een_rol, een_zaak, een_zaaktype

GEEN_PERSOON = frozenset({
    "aantal", "akteregister", "applicatie_geheim", "applicatie_sleutel", "bezorging", "bezorgstand",
    "brp_autorisatie", "brp_autorisatie_inlezing", "brp_taak", "brp_uittreksel", "brp_werk", "dienst", "elders",
    "inhoud_los", "inhoud_quarantaine", "inlezing", "kennisoordeel", "kennisvondst", "migratie", "nummerreeks",
    "nummervoorraad", "objecttekst", "objectwaarde", "spiegel", "telefoonbeleid", "telefoonconcept",
    "telefoonmedewerker", "telefoonnummer", "telefoonopname", "telefoonsluiting", "tenant", "versie",
    "verwerkingsdoel", "verwerkingsdoel_van", "verwerkingssleutel",
})  # fmt: skip
"""Tables without anything about a resident: settings, counters, stock, what an officer is doing."""
KORT = frozenset({"idempotentie", "outbox", "opdracht", "wek", "dialoog"})
"""What waits to be sent, or to be asked again, and is gone within days; it repeats what stands elsewhere."""
TOESTEL = frozenset({"gesprek", "gesprek_event", "gespreksopname"})
"""A call knows the number of a telephone; who called stands with the klantcontact."""


async def of(loket: Loket, bsn: str = BSN) -> dict[str, list[dict[str, Any]]]:
    found = await alles_over(loket.zgw, bsn)
    return {name: [json.loads(bytes(row)) for row in rows] for name, rows in found.delen.items()}


@pytest.mark.requirement("burgerzaken-bar-12")
@pytest.mark.rule("BZ-340")
async def test_all_that_is_held_about_somebody(loket: Loket) -> None:
    """The list and its changes, the akte, the fact, a zaak with what was done in it, and what relatives hold."""
    client = loket.gemeente.client
    await loket.bewaar(lijst(), MAN)
    zaaktype = await een_zaaktype(client)
    zaak = await een_zaak(client, zaaktype)
    await een_rol(
        client, zaak, zaaktype["roltypen"][0], betrokkeneIdentificatie={"inpBsn": BSN, "geslachtsnaam": "Moulin"}
    )
    await feiten.verhuis(loket.zgw, VERHUIZING)
    await feiten.huwt(loket.zgw, HUWELIJK)
    await accord.stel_voor(loket.zgw, "overlijden", msgspec.structs.replace(OVERLIJDEN, bsn=ANDER_BSN))
    mine = await of(loket)
    assert [row["lijst"]["stapels"][0]["categorie"] for row in mine["persoonslijst"]] == ["01"]
    assert [row["in_woorden"]["aktenummer"] for row in mine["akte"]] == ["30A0001"]
    assert {row["soort"] for row in mine["brp_gebeurtenis"]} == {
        "nl.brp.verhuisd.binnengemeentelijk", "nl.meent.brp.verbintenis.aangegaan",
    }  # fmt: skip
    assert (len(mine["brp_feit"]), len(mine["persoonslijst_wijziging"])) == (2, 2)
    assert [s["categorie"] for s in mine["persoonslijst van een ander"][0]["stapels"]] == ["05"]
    assert [row["id"] for row in mine["zaak"]] == [zaak["uuid"]]
    assert {row["resource"] for row in mine["audit"]} >= {"zaak", "rol"}
    assert "brp_voorstel" not in mine
    assert {"brp_voorstel", "akte"} <= (await of(loket, ANDER_BSN)).keys()
    assert (await of(loket, "999991115")).keys() == set()
    for geen_bsn in ("", "bsn", "٩٩٩٩٩٠٠١٩"):  # a word that stands in the rows of everybody
        with pytest.raises(ZgwFout, match="400"):
            await alles_over(loket.zgw, geen_bsn)


@pytest.mark.requirement("burgerzaken-bar-12")
@pytest.mark.rule("BZ-341")
async def test_who_looked(loket: Loket, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every line of the log, the gathering itself too, page by page; without a purpose that is not told."""
    await loket.bewaar(lijst())
    await feiten.verhuis(loket.zgw, VERHUIZING)
    monkeypatch.setattr(alles, "BLADZIJDE", 1)
    assert [u["handeling"] for u in (await alles_over(loket.zgw, BSN)).gebruik] == ["partial_update"]
    told = await alles_over(loket.zgw, BSN)
    assert ("persoon", ["alles"], "De gegevens van inwoners bijhouden") in [
        (u["wat"], u["gegevens"], u["waarom"]) for u in told.gebruik
    ]
    assert (await alles_over(loket.zgw, BSN, behalve="bijhouding BRP")).gebruik == ()
    with pytest.raises(ZgwFout, match="400"):  # a slip of the pen would tell what must not be told
        await alles_over(loket.zgw, BSN, behalve="Bijhouding BRP")
    asked = json.loads(inzageverzoek.as_bestand(BSN, told))
    assert (asked["burgerservicenummer"], len(asked["gebruik"])) == (BSN, 2)


async def test_no_table_is_forgotten(loket: Loket, migrated: embedded.Embedded) -> None:
    """Whoever adds one that is about people without saying so is told here: give it a column `bsn`, or say in
    `alles.APART` how it names somebody, or here that it does not."""
    rows = await loket.gemeente.rows("select tablename from pg_tables where schemaname = 'public'")
    found: Alles = await alles_over(loket.zgw, BSN)
    registry = loket.zgw.engine.registry
    plain = {r.name for r in registry.all if betrokkenen_of(r) is None}
    known = {*found.doorzocht, *GEEN_PERSOON, *KORT, *TOESTEL, *plain, "verwerking"}
    beside = tuple(f"{name}_" for name in (*(r.name for r in registry.all), "selectielijst", "migratie"))
    assert [row[0] for row in rows if row[0] not in known and not row[0].startswith(beside)] == []
