"""What an agent noted stands in our own registers, in the klantcontact that the contact centre wrote."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from meent.integration.kennis.boek import PostgresKennisboek
from meent.integration.telefooncentrale.werkboek import Bron, Vraag, Werkcontact
from meent.interaction.klantcontact import afronden
from meent.interaction.klantcontact.ophalen import API, EXPAND
from meent.interaction.session import Session
from meent.process.telefonie.registers import Registers, key_of_contact
from meent.process.telefonie.toestand import SchrijfKlantcontact
from tests.process.telefonie.opzet import BELLER, beleid

TOEN = datetime(2026, 11, 27, 9, 0, 0, 123456, tzinfo=UTC)


@pytest.mark.requirement("contact-27")
async def test_notes_complete_the_klantcontact_of_the_call(app, gemeente):
    gesprek = "01936f00-0000-7000-8000-000000000001"
    registers = Registers(app.telephony_registers, lambda tenant: beleid())
    await registers.schrijf(gemeente.id, gesprek, "1", SchrijfKlantcontact(
        van=BELLER, medewerker="ann", wachtrij="kcc", begonnen_op=TOEN, beantwoord_op=TOEN, beeindigd_op=TOEN,
        wacht_seconden=3, terugbel=False,
    ))  # fmt: skip
    zgw = app.registers_for(Session("ann", "Ann", {}, "dienstverlening klantcontact", "s", 0), gemeente.slug)
    partij = await zgw.create(API, "partijen", {"soortPartij": "persoon", "indicatieActief": True})
    afdeling = await zgw.create(API, "actoren", {"naam": "Team Afval", "soortActor": "organisatorische_eenheid"})
    zaak = "00000000-0000-4000-8000-00000000000a"
    artikel = Bron("00000000-0000-4000-8000-00000000000b", "Afval")
    contact = Werkcontact(
        gesprek, "ann", TOEN, van=BELLER, beantwoord_op=TOEN, is_gesprek=True, partij=partij["uuid"],
        vragen=(Vraag("Afval", "Bak stuk", "Nieuwe bak", "beantwoord", zaak=zaak, bronnen=(artikel,)),
                Vraag("Grofvuil", bronnen=(artikel,), afdeling=afdeling["uuid"], verzoek="Bel terug")),
    )  # fmt: skip
    for _ in range(2):  # a fault halfway: all of it once more
        await afronden.schrijf(zgw, contact, TOEN)
    found = await zgw.list(API, "klantcontacten", expand=EXPAND, plaatsgevondenOp=TOEN.isoformat())
    (row,) = found["results"]
    expand = row["_expand"]
    assert row["uuid"] == str(key_of_contact(gesprek))
    assert (row["onderwerp"], row["inhoud"], row["reactie"]) == ("Afval; Grofvuil", "1. Bak stuk", "1. Nieuwe bak")
    assert row["metadata"]["gesprek"] == gesprek
    assert [one["wasPartij"]["uuid"] for one in expand["hadBetrokkenen"]] == [partij["uuid"]]
    codes = [one["onderwerpobjectidentificator"] for one in expand["gingOverOnderwerpobjecten"]]
    assert sorted((code["codeObjecttype"], code["codeRegister"], code["objectId"]) for code in codes) == [
        ("kennisartikel", "obj", artikel.artikel), ("zgw-Zaak", "openzaak", zaak),
    ]  # fmt: skip
    assert (row["metadata"]["vraag1"], row["metadata"]["vraag2"]) == ("Afval (beantwoord)", "Grofvuil")
    assert (await PostgresKennisboek(app.pool).oordeel(gemeente.id, UUID(artikel.artikel))).gebruikt == 1
    assert [one["toelichting"] for one in expand["leiddeTotInterneTaken"]] == ["Bel terug"]


async def test_a_contact_without_a_call_is_made_once(app, gemeente):
    zgw = app.registers_for(Session("ann", "Ann", {}, "dienstverlening klantcontact", "s", 0), gemeente.slug)
    contact = Werkcontact("balie-1", "ann", TOEN + timedelta(hours=1), "Balie", vragen=(Vraag("Paspoort"),))
    for _ in range(2):
        await afronden.schrijf(zgw, contact, TOEN)
    found = await zgw.list(API, "klantcontacten", plaatsgevondenOp=contact.begonnen_op.isoformat())
    assert [(row["kanaal"], row["onderwerp"]) for row in found["results"]] == [("Balie", "Paspoort")]
