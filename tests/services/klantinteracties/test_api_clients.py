"""What clients in use send, in the shapes in which they send it: KISS, and the published Python client of Open Klant.

The real Python client is run by trust/openklant.py, which needs a newer Python than this project; here its requests are
sent by hand, so that every run of the tests tries them. Source: `open-klant-client` 0.8.0 on PyPI, and the requests in
src/services/openklant2 of Klantinteractie-Servicesysteem/KISS-frontend.
"""

from dataclasses import replace
from typing import Any

import pytest
import pytest_asyncio

from meent.services.autorisaties import keys
from tests.asgi import Client
from tests.conftest import Gemeente
from tests.services.klantinteracties.bodies import KLANTINTERACTIES as KI
from tests.services.klantinteracties.bodies import ref
from tests.zgw import made

AFDELING = {"objectId": "burgerzaken", "codeObjecttype": "afd", "codeRegister": "obj", "codeSoortObjectId": "idf"}
MEDEWERKER = {
    "objectId": "a@b.example", "codeObjecttype": "mdw", "codeRegister": "handmatig", "codeSoortObjectId": "email",
}  # fmt: skip
CONTACT = {
    "kanaal": "Telefoon", "onderwerp": "Paspoort (wat kost het)", "inhoud": "Notitie", "indicatieContactGelukt": True,
    "taal": "nld", "vertrouwelijk": False, "plaatsgevondenOp": "2026-11-28T09:15:30.123Z",
}  # fmt: skip
LEEG = {
    "digitaleAdressen": [], "betrokkenen": [], "categorieRelaties": [], "voorkeursDigitaalAdres": None,
    "vertegenwoordigden": [], "rekeningnummers": [], "partijIdentificatoren": [], "voorkeursRekeningnummer": None,
    "indicatieGeheimhouding": False, "indicatieActief": True,
}  # fmt: skip
BSN = {"codeObjecttype": "natuurlijk_persoon", "codeRegister": "brp", "codeSoortObjectId": "bsn"}


@pytest_asyncio.fixture(loop_scope="session")
async def kiss(gemeente: Gemeente) -> Client:
    """A client that knows a key and no JWT."""
    place = gemeente.app.directory.by_slug[gemeente.slug]
    key = await keys.new(gemeente.app.engine, place, gemeente.client.client_id, "kiss")
    return replace(gemeente.client, headers={"authorization": f"Token {key}"})


async def actor_of(kiss: Client, naam: str, soort: str, known: dict[str, str]) -> str:
    """KISS looks an actor up by its four codes and makes it when it is not there."""
    asked = {f"actoridentificator{name[0].upper()}{name[1:]}": value for name, value in known.items()}
    found = (await kiss.get(f"{KI}/actoren", asked)).json["results"]
    if found:
        uuid: str = found[0]["uuid"]
        return uuid
    body = {"naam": naam, "soortActor": soort, "indicatieActief": True, "actoridentificator": known}
    created: str = (await made(kiss, f"{KI}/actoren", body))["uuid"]
    return created


@pytest.mark.rule("KI-35")
async def test_kiss_registers_a_contact_and_a_task(kiss: Client) -> None:
    """The contact centre of a municipality that changes registers would stand still."""
    contact = await made(kiss, f"{KI}/klantcontacten", CONTACT)
    naam = {"voorletters": "A", "voornaam": "Anna", "voorvoegselAchternaam": "", "achternaam": "Vries"}
    body = {"wasPartij": None, "hadKlantcontact": ref(contact), "rol": "klant", "initiator": True}
    betrokkene = await made(kiss, f"{KI}/betrokkenen", body | {"organisatienaam": "", "contactnaam": naam})
    adres = {
        "verstrektDoorBetrokkene": ref(betrokkene), "verstrektDoorPartij": None, "adres": "0612345678",
        "soortDigitaalAdres": "telefoonnummer", "omschrijving": "onbekend",
    }  # fmt: skip
    adres = await made(kiss, f"{KI}/digitaleadressen", adres)
    actoren = [
        await actor_of(kiss, "A. de Boer", "medewerker", MEDEWERKER),
        await actor_of(kiss, "Burgerzaken", "organisatorische_eenheid", AFDELING),
    ]
    assert await actor_of(kiss, "Burgerzaken", "organisatorische_eenheid", AFDELING) == actoren[1]
    taak = {
        "nummer": "", "gevraagdeHandeling": "Contact opnemen met betrokkene", "status": "te_verwerken",
        "aanleidinggevendKlantcontact": ref(contact), "toelichting": "Graag vanmiddag",
        "toegewezenAanActoren": [{"uuid": uuid} for uuid in actoren],
    }  # fmt: skip
    taak = await made(kiss, f"{KI}/internetaken", taak)
    assert [a["uuid"] for a in taak["toegewezenAanActoren"]] == actoren
    onderwerp = {"codeObjecttype": "zgw-Zaak", "codeRegister": "openzaak", "codeSoortObjectId": "uuid"}
    onderwerp |= {"objectId": "Z-1"}
    body = {"klantcontact": ref(contact), "wasKlantcontact": None, "onderwerpobjectidentificator": onderwerp}
    await made(kiss, f"{KI}/onderwerpobjecten", body)
    expand = "leiddeTotInterneTaken,gingOverOnderwerpobjecten,hadBetrokkenen,hadBetrokkenen.digitaleAdressen"
    asked = {"onderwerpobject__onderwerpobjectidentificatorObjectId": "Z-1", "expand": expand}
    (shown,) = (await kiss.get(f"{KI}/klantcontacten", asked)).json["results"]
    assert shown["_expand"]["leiddeTotInterneTaken"] == [taak]
    assert shown["_expand"]["hadBetrokkenen"][0]["_expand"]["digitaleAdressen"] == [adres]
    path = "verstrektDoorBetrokkene.hadKlantcontact.leiddeTotInterneTaken"
    asked = {"adres": "0612345678", "page": "1", "expand": f"verstrektDoorBetrokkene,{path}"}
    (found,) = (await kiss.get(f"{KI}/digitaleadressen", asked)).json["results"]
    of_contact = found["_expand"]["verstrektDoorBetrokkene"]["_expand"]["hadKlantcontact"]
    assert of_contact["_expand"]["leiddeTotInterneTaken"] == [taak]


async def test_kiss_makes_and_finds_a_resident(kiss: Client) -> None:
    """Each call of the same resident would make another partij."""
    body = LEEG | {"soortPartij": "persoon", "partijIdentificatie": {"contactnaam": None}}
    partij = await made(kiss, f"{KI}/partijen", body)
    body = {"identificeerdePartij": ref(partij) | {"url": partij["url"]}}
    await made(kiss, f"{KI}/partij-identificatoren", body | {"partijIdentificator": BSN | {"objectId": "999990019"}})
    asked = {
        "expand": "digitaleAdressen", "soortPartij": "persoon", "partijIdentificator__codeSoortObjectId": "bsn",
        "partijIdentificator__objectId": "999990019",
    }  # fmt: skip
    found = (await kiss.get(f"{KI}/partijen", asked)).json
    assert [p["uuid"] for p in found["results"]] == [partij["uuid"]]
    contact = await made(kiss, f"{KI}/klantcontacten", CONTACT)
    body = {"wasPartij": ref(partij), "hadKlantcontact": ref(contact), "rol": "klant", "initiator": True}
    betrokkene = await made(kiss, f"{KI}/betrokkenen", body)
    listed = (await kiss.get(f"{KI}/betrokkenen", {"wasPartij__url": partij["url"], "pageSize": "100"})).json
    assert [b["uuid"] for b in listed["results"]] == [betrokkene["uuid"]]


async def test_python_client_pages_by_our_links(kiss: Client) -> None:
    """A nightly job would see the first page only."""
    for _ in range(3):
        await made(kiss, f"{KI}/klantcontacten", CONTACT)
    seen: list[Any] = []
    page = (await kiss.get(f"{KI}/klantcontacten", {"pageSize": "2"})).json
    while page["next"]:
        seen += page["results"]
        page = (await kiss.get(page["next"])).json
    assert len({c["uuid"] for c in [*seen, *page["results"]]}) == 3
