"""What the contact centre writes in the real register of customer contact: true times, once, and nothing is lost."""

from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio

from meent.app import App
from meent.basis.ids import uuid7
from meent.data.pool import Pool
from meent.process.telefonie.registers import Registers, key_of_contact, key_of_verzoek
from meent.process.telefonie.teschrijven import RegisterWeg, RegisterWeigert
from meent.process.telefonie.toestand import MaakVerzoek, MeldAfloop, SchrijfKlantcontact
from tests.conftest import Gemeente
from tests.process.telefonie.opzet import BELLER, beleid

API = "/klantinteracties/api/v1"
KWAM = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
NAM_OP = KWAM + timedelta(seconds=40)
EINDE = NAM_OP + timedelta(seconds=125)
CONTACT = SchrijfKlantcontact(BELLER, "ann", "kcc", KWAM, NAM_OP, EINDE, 30, False)
VERZOEK = MaakVerzoek(BELLER, "kcc", "keuze van de beller", 2, gevraagd_op=KWAM)


@pytest_asyncio.fixture(loop_scope="session")
async def registers(app: App, gemeente: Gemeente) -> Registers:
    return Registers(app.telephony_registers, lambda tenant: beleid())


async def rows(gemeente: Gemeente, path: str) -> list[dict]:
    return (await gemeente.client.get(f"{API}/{path}")).json["results"]


@pytest.mark.requirement("contact-26")
async def test_a_conversation_is_registered_with_its_true_times_and_once(gemeente, registers):
    """The moment is that of the answer, not that of the writing; a second telling has no second effect."""
    gesprek = str(uuid7())
    for _ in range(2):
        await registers.schrijf(gemeente.id, gesprek, f"{gesprek}/5/0", CONTACT)
    (contact,) = await rows(gemeente, "klantcontacten?expand=hadBetrokkenen,hadBetrokkenen.digitaleAdressen")
    assert contact["uuid"] == str(key_of_contact(gesprek))
    assert (contact["kanaal"], contact["indicatieContactGelukt"], contact["taal"]) == ("Telefoon", True, "nld")
    assert datetime.fromisoformat(contact["plaatsgevondenOp"]) == NAM_OP
    assert contact["metadata"] == {
        "gesprek": gesprek, "wachtrij": "kcc", "wachtSeconden": "30", "gesprekSeconden": "125",
        "begonnenOp": KWAM.isoformat(), "beeindigdOp": EINDE.isoformat(),
    }  # fmt: skip
    assert [actor["naam"] for actor in contact["hadBetrokkenActoren"]] == ["Ann"]
    (burger,) = contact["_expand"]["hadBetrokkenen"]
    assert (burger["rol"], burger["initiator"], burger["wasPartij"]) == ("klant", True, None)
    (adres,) = burger["_expand"]["digitaleAdressen"]
    assert (adres["adres"], adres["soortDigitaalAdres"]) == ("0612345678", "telefoonnummer")


@pytest.mark.requirement("contact-16")
async def test_a_request_to_call_back_is_work_for_the_team_of_the_queue_with_a_deadline(gemeente, registers):
    """Asked on a Monday at nine, two working days: Wednesday. Met: done, with what came of it. Once, both of them."""
    team = (await gemeente.client.post(f"{API}/actoren", {
        "naam": "Klantcontact", "soortActor": "organisatorische_eenheid", "indicatieActief": True,
        "actoridentificator": {"objectId": "kcc", "codeObjecttype": "grp", "codeRegister": "obj",
                               "codeSoortObjectId": "idf"},
    })).json  # fmt: skip
    gesprek = str(uuid7())
    for _ in range(2):
        await registers.schrijf(gemeente.id, gesprek, f"{gesprek}/2/0", VERZOEK)
    (taak,) = await rows(gemeente, "internetaken")
    assert (taak["uuid"], taak["status"]) == (str(key_of_verzoek(gesprek)), "te_verwerken")
    assert taak["gevraagdeHandeling"] == "Terugbellen"
    assert taak["toelichting"] == "Bel 0612345678. Aanleiding: keuze van de beller. Uiterlijk 02-12-2026."
    assert [actor["uuid"] for actor in taak["toegewezenAanActoren"]] == [team["uuid"]]
    assert [one["indicatieContactGelukt"] for one in await rows(gemeente, "klantcontacten")] == [False]
    await registers.schrijf(gemeente.id, gesprek, f"{gesprek}/7/0", MeldAfloop(False, "niet bereikt"))
    assert (await rows(gemeente, "internetaken"))[0]["status"] == "te_verwerken"
    for _ in range(2):
        await registers.schrijf(gemeente.id, gesprek, f"{gesprek}/9/0", MeldAfloop(True, "gesproken"))
    (taak,) = await rows(gemeente, "internetaken")
    assert taak["status"] == "verwerkt"
    assert taak["toelichting"].splitlines()[1:] == ["Afloop: niet bereikt.", "Afloop: gesproken."]


async def test_two_municipalities_never_meet(gemeente, andere_gemeente, registers):
    gesprek = str(uuid7())
    await registers.schrijf(gemeente.id, gesprek, f"{gesprek}/5/0", CONTACT)
    assert await rows(andere_gemeente, "klantcontacten") == []
    assert await rows(andere_gemeente, "actoren") == []


async def test_what_a_register_refuses_is_told_with_its_reason_and_without_values(gemeente, registers):
    with pytest.raises(RegisterWeigert) as refused:
        await registers.schrijf(gemeente.id, str(uuid7()), "x", MeldAfloop(True, "gesproken"))
    assert str(refused.value).startswith("404")
    wild = SchrijfKlantcontact("+12", "ann", "kcc", KWAM, NAM_OP, EINDE, 30, False)
    with pytest.raises(RegisterWeigert) as refused:
        await registers.schrijf(gemeente.id, str(uuid7()), "x", wild)
    assert "adres: Geef een telefoonnummer" in str(refused.value)
    assert await rows(gemeente, "klantcontacten") == []


async def test_a_database_that_is_away_is_asked_again_later(app, gemeente, registers, monkeypatch):
    gesprek = str(uuid7())
    gone = Pool("postgresql://meent_app@127.0.0.1:9/meent", 1)
    with monkeypatch.context() as away:
        away.setattr(app.engine, "pool", gone)
        for opdracht in (CONTACT, VERZOEK, MeldAfloop(True, "gesproken")):
            with pytest.raises(RegisterWeg):
                await registers.schrijf(gemeente.id, gesprek, "x", opdracht)
    await gone.close()
    await registers.schrijf(gemeente.id, gesprek, "x", CONTACT)
    assert len(await rows(gemeente, "klantcontacten")) == 1
