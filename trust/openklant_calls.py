"""What the published client of Open Klant (PyPI `open-klant-client`) does, step by step, against an address and a key.

Run by openklant.py with a Python that has that client: it asks 3.12, and this project runs on 3.11. It prints a line of
JSON for each step; a step that goes otherwise than the client promises ends the run with a traceback. Nothing here is
ours but the residents, who are invented.
"""

import json
import sys
from collections.abc import Callable
from copy import deepcopy
from functools import partial
from typing import Any
from uuid import uuid4

from openklant_client import OpenKlantClient  # type: ignore[import-not-found]
from openklant_client.exceptions import ResponseError  # type: ignore[import-not-found]

IDENTIFICATOR = {"codeObjecttype": "natuurlijk_persoon", "codeRegister": "brp", "codeSoortObjectId": "bsn"}
EMPTY = {
    "digitaleAdressen": [], "voorkeursDigitaalAdres": None, "rekeningnummers": [], "voorkeursRekeningnummer": None,
    "voorkeurstaal": "nld", "indicatieActief": True, "indicatieGeheimhouding": False,
}  # fmt: skip
CONTACT = {"kanaal": "telefoon", "onderwerp": "Paspoort", "taal": "nld", "vertrouwelijk": False}


def ref(row: dict[str, Any]) -> dict[str, str]:
    return {"uuid": row["uuid"]}


def tell(step: str, **more: Any) -> None:
    sys.stdout.write(json.dumps({"step": step} | more) + "\n")


def partijen(client: Any) -> dict[str, Any]:
    """A person with a BSN, found by it; an organisation and who works for it; addresses."""
    naam = {"voorletters": "A.", "voornaam": "Anna", "voorvoegselAchternaam": "de", "achternaam": "Vries"}
    person: dict[str, Any] = client.partij.create_persoon(
        data=EMPTY | {"soortPartij": "persoon", "partijIdentificatie": {"contactnaam": naam}}
    )
    client.partij_identificator.create(
        data={"identificeerdePartij": ref(person), "partijIdentificator": IDENTIFICATOR | {"objectId": "999990019"}}
    )
    asked = {f"partijIdentificator__{name}": value for name, value in IDENTIFICATOR.items()}
    found = client.partij.list(params=asked | {"partijIdentificator__objectId": "999990019", "soortPartij": "persoon"})
    assert [p["uuid"] for p in found["results"]] == [person["uuid"]]
    firm = client.partij.create_organisatie(
        data=EMPTY | {"soortPartij": "organisatie", "partijIdentificatie": {"naam": "Bakkerij Vries"}}
    )
    works_for = {"partijIdentificatie": {"contactnaam": naam, "werkteVoorPartij": ref(firm)}}
    client.partij.create_contactpersoon(data=EMPTY | {"soortPartij": "contactpersoon"} | works_for)
    adres = client.digitaal_adres.create(
        data={
            "verstrektDoorPartij": ref(person), "verstrektDoorBetrokkene": None, "adres": "anna@voorbeeld.example",
            "omschrijving": "thuis", "soortDigitaalAdres": "email",
        }
    )  # fmt: skip
    changed = client.digitaal_adres.partial_update(adres["uuid"], data={"omschrijving": "werk"})
    assert (changed["omschrijving"], changed["adres"]) == ("werk", "anna@voorbeeld.example")
    moved = client.partij.partial_update(
        person["uuid"], data={"soortPartij": "persoon", "voorkeursDigitaalAdres": ref(adres)}
    )
    assert moved["voorkeursDigitaalAdres"]["uuid"] == adres["uuid"]
    shown = client.partij.retrieve(person["uuid"], params={"expand": ["digitaleAdressen", "betrokkenen"]})
    assert [a["uuid"] for a in shown["_expand"]["digitaleAdressen"]] == [adres["uuid"]]
    second = client.digitaal_adres.create(
        data={
            "verstrektDoorPartij": None, "verstrektDoorBetrokkene": None, "adres": "0301234567",
            "omschrijving": "balie", "soortDigitaalAdres": "telefoonnummer",
        }
    )  # fmt: skip
    assert client.digitaal_adres.delete(second["uuid"]).status_code == 204
    tell("partijen", partijen=len(list(client.partij.list_iter(params={"pageSize": 1}))))
    return person


def contacten(client: Any, person: dict[str, Any]) -> dict[str, Any]:
    """A call with who took part and what it was about, shown with all of it."""
    contact: dict[str, Any] = client.klant_contact.create(data=CONTACT | {"inhoud": "Wil weten wat het kost."})
    betrokkene = client.betrokkene.create(
        data={
            "hadKlantcontact": ref(contact), "wasPartij": ref(person), "rol": "klant", "organisatienaam": "",
            "initiator": True, "contactnaam": {"voornaam": "Anna", "achternaam": "Vries"},
        }
    )  # fmt: skip
    about = {"objectId": str(uuid4()), "codeObjecttype": "zaak", "codeRegister": "meent", "codeSoortObjectId": "uuid"}
    client.onderwerp_object.create(
        data={"klantcontact": ref(contact), "wasKlantcontact": None, "onderwerpobjectidentificator": about}
    )
    expand = ["hadBetrokkenen", "hadBetrokkenen.wasPartij", "gingOverOnderwerpobjecten", "leiddeTotInterneTaken"]
    shown = client.klant_contact.retrieve(contact["uuid"], params={"expand": expand})
    (who,) = shown["_expand"]["hadBetrokkenen"]
    assert (who["uuid"], who["_expand"]["wasPartij"]["uuid"]) == (betrokkene["uuid"], person["uuid"])
    for asked in (
        {"onderwerpobject__onderwerpobjectidentificatorObjectId": about["objectId"]},
        {"hadBetrokkene__wasPartij__uuid": person["uuid"]},
        {"onderwerp": "paspoort", "vertrouwelijk": "False"},
    ):
        found = client.klant_contact.list(params=asked)
        assert [c["uuid"] for c in found["results"]] == [contact["uuid"]], asked
    found = client.betrokkene.list(params={"wasPartij__url": person["url"], "expand": ["digitaleAdressen"]})
    assert [b["uuid"] for b in found["results"]] == [betrokkene["uuid"]]
    tell("klantcontacten", nummer=contact["nummer"])
    return contact


def taken(client: Any, contact: dict[str, Any]) -> None:
    """A department must call back."""
    known = {"objectId": "burgerzaken", "codeObjecttype": "afd", "codeRegister": "obj", "codeSoortObjectId": "idf"}
    actor = client.actor.create(
        data={"naam": "Burgerzaken", "soortActor": "organisatorische_eenheid", "actoridentificator": known}
    )
    found = client.actor.list(params={f"actoridentificator{n[0].upper()}{n[1:]}": v for n, v in known.items()})
    assert [a["uuid"] for a in found["results"]] == [actor["uuid"]]
    taak = client.interne_taak.create(
        data={
            "gevraagdeHandeling": "Terugbellen", "aanleidinggevendKlantcontact": ref(contact),
            "toegewezenAanActor": ref(actor), "status": "te_verwerken",
        }
    )  # fmt: skip
    found = client.interne_taak.list(params={"toegewezenAanActor__uuid": actor["uuid"], "status": "te_verwerken"})
    assert [t["uuid"] for t in found["results"]] == [taak["uuid"]]
    assert client.interne_taak.retrieve(taak["uuid"])["toegewezenAanActor"]["uuid"] == actor["uuid"]
    tell("internetaken", nummer=taak["nummer"])


def in_one(client: Any, person: dict[str, Any]) -> None:
    """What a form or portal sends: all in one request."""
    betrokkene = {"wasPartij": ref(person), "rol": "klant", "organisatienaam": "", "initiator": True}
    made = client.methods.maak_klant_contact(data={"klantcontact": CONTACT, "betrokkene": betrokkene})
    assert made["betrokkene"]["hadKlantcontact"]["uuid"] == made["klantcontact"]["uuid"]
    assert made["onderwerpobject"] is None
    tell("maak-klantcontact", nummer=made["klantcontact"]["nummer"])


AS_JSON = {"headers": {"Accept": "application/json"}}
"""The client's own setting for every request; what it sends without it is `*/*`, and then a refusal is
application/problem+json (decision 0030)."""


def refusals(base: str, key: str) -> None:
    """What is refused reaches the caller as an error of the client with our answer in it; told that we may send plain
    JSON, as the error of its kind."""
    wanted = ["BadRequest", "NotFound", "Forbidden"]
    for name, settings, raised in (("refusals", {}, ["NonJSONResponse"] * 3), ("refusals as JSON", AS_JSON, wanted)):
        client, stranger = (
            OpenKlantClient(base, token=token, request_kwargs=deepcopy(settings)) for token in (key, "geen-sleutel")
        )
        calls = (
            partial(client.klant_contact.create, data={}),
            partial(client.klant_contact.retrieve, str(uuid4())),
            stranger.actor.list,
        )
        told = [refused(call) for call in calls]
        assert [error.response.status_code for error in told] == [400, 404, 403]
        assert all(error.response.json()["code"] for error in told)
        assert [type(error).__name__ for error in told] == raised
        tell(name, raised=raised, said=str(told[0]).splitlines()[0])


def refused(call: Callable[[], Any]) -> Any:
    """The error that the client makes of it."""
    try:
        call()
    except ResponseError as error:
        return error
    raise AssertionError("dit had geweigerd moeten worden")


def main(base: str, key: str) -> None:
    client = OpenKlantClient(base, token=key)
    person = partijen(client)
    contact = contacten(client, person)
    taken(client, contact)
    in_one(client, person)
    refusals(base, key)


if __name__ == "__main__":
    main(*sys.argv[1:])
