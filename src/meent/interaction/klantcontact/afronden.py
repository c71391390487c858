"""What an agent noted goes to the registers, into the klantcontact that the contact centre wrote of the call.

Whatever stands there already is left, so that trying again after a fault halfway has one effect (decision 0044).
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from meent.integration.kennis.artikel import ARTIKEL, codes_of_artikel
from meent.integration.telefooncentrale.werkboek import Vraag, Werkcontact
from meent.interaction.behandelen.zakenlijst import uuid_of
from meent.interaction.klantcontact.klant import ZAAK, objecten_van
from meent.interaction.klantcontact.ophalen import API, EXPAND
from meent.interaction.problems import Probleem
from meent.interaction.seams import Json, Zgw, ZgwFout
from meent.interaction.words import mark
from meent.process.telefonie.registers import key_of_contact

ONDERWERP_MAX, NOTITIE_MAX, ANTWOORD_MAX, VERZOEK_MAX = 200, 1000, 4000, 1000
METADATA_MAX, VRAAG = 255, "vraag"
WACHT_MAX = timedelta(minutes=2)
"""So long we wait for the klantcontact of a call. The contact centre writes it within seconds when it can."""
GENOTEERD = "genoteerdDoor"
"""Member of the metadata: the agents whose notes stand in the klantcontact."""

GEEN_ONDERWERP = Probleem("onderwerp", mark("Vul in waar het over ging."))
NOTITIE_LANG = Probleem("notitie", mark("De notities zijn samen te lang. Er passen 1.000 tekens."))
ANTWOORD_LANG = Probleem("antwoord", mark("De antwoorden zijn samen te lang. Er passen 4.000 tekens."))
KIES_AFDELING = Probleem("afdeling", mark("Kies welke afdeling het verzoek krijgt."))


class NogNiet(Exception):
    """The klantcontact of the call does not stand yet; it will be tried again."""


def problemen(contact: Werkcontact) -> list[Probleem]:
    """What must be repaired before this can be written down; the name of a field with the number of its question."""
    found = []
    for at, vraag in enumerate(contact.vragen):
        faults = [] if vraag.onderwerp else [GEEN_ONDERWERP]
        faults += [KIES_AFDELING] if vraag.verzoek and not vraag.afdeling else []
        found += [Probleem(f"{fault.field}-{at}", fault.text) for fault in faults]
    if len(samen(contact, "notitie")) > NOTITIE_MAX:
        found.append(Probleem("notitie-0", NOTITIE_LANG.text))
    if len(samen(contact, "antwoord")) > ANTWOORD_MAX:
        found.append(Probleem("antwoord-0", ANTWOORD_LANG.text))
    return found


def samen(contact: Werkcontact, naam: str) -> str:
    """What stands at all questions in one text, numbered when there are more."""
    texts = [(at, getattr(vraag, naam)) for at, vraag in enumerate(contact.vragen, 1) if getattr(vraag, naam)]
    if len(contact.vragen) == 1:
        return texts[0][1] if texts else ""
    return "\n".join(f"{at}. {text}" for at, text in texts)


async def schrijf(zgw: Zgw, contact: Werkcontact, now: datetime) -> None:
    """Write it all down. raises NogNiet, ZgwFout."""
    found = await klantcontact(zgw, contact)
    if found is None and contact.is_gesprek and contact.van and now - (contact.klaar_op or now) < WACHT_MAX:
        raise NogNiet
    if found is None:
        made = await zgw.create(API, "klantcontacten", nieuw(contact))
        found = await zgw.get(API, "klantcontacten", uuid_of(made), expand=EXPAND)
    elif (body := aangevuld(found, contact)) is not None:
        await zgw.update(API, "klantcontacten", uuid_of(found), body)
    await koppel(zgw, contact, found)


async def klantcontact(zgw: Zgw, contact: Werkcontact) -> Json | None:
    """The klantcontact of this call or contact, by the key that follows from its id or by its metadata."""
    if contact.is_gesprek:
        try:
            return await zgw.get(API, "klantcontacten", str(key_of_contact(contact.id)), expand=EXPAND)
        except ZgwFout as fout:
            if fout.status != 404:
                raise
    op = (contact.beantwoord_op or contact.begonnen_op).isoformat()
    rows = (await zgw.list(API, "klantcontacten", expand=EXPAND, plaatsgevondenOp=op))["results"]
    return next((row for row in rows if contact.id in (row.get("metadata") or {}).values()), None)


def nieuw(contact: Werkcontact) -> Json:
    """Of a contact that the contact centre does not write: no call, or a number that was withheld."""
    return {
        "kanaal": contact.kanaal,
        "indicatieContactGelukt": True,
        "taal": "nld",
        "vertrouwelijk": False,
        "plaatsgevondenOp": (contact.beantwoord_op or contact.begonnen_op).isoformat(),
        **_texts(contact),
        "metadata": {"gesprek": contact.id, GENOTEERD: contact.medewerker} | _resultaat(contact, {}),
    }


def aangevuld(found: Json, contact: Werkcontact) -> Json | None:
    """The klantcontact of the call with these notes; None when they stand there. Those of a colleague stay."""
    metadata = found.get("metadata") or {}
    door = [wie for wie in metadata.get(GENOTEERD, "").split(",") if wie]
    if contact.medewerker in door:
        return None
    texts = _texts(contact)
    if door:
        texts = {
            "onderwerp": f"{found['onderwerp']}; {texts['onderwerp']}"[:ONDERWERP_MAX],
            "inhoud": f"{found.get('inhoud') or ''}\n{texts['inhoud']}".strip()[:NOTITIE_MAX],
            "reactie": f"{found.get('reactie') or ''}\n{texts['reactie']}".strip()[:ANTWOORD_MAX],
            "verdereActieOndernomen": bool(found.get("verdereActieOndernomen")) or texts["verdereActieOndernomen"],
        }
    return texts | {
        "metadata": metadata | _resultaat(contact, metadata) | {GENOTEERD: ",".join([*door, contact.medewerker])}
    }


def _texts(contact: Werkcontact) -> Json:
    return {
        "onderwerp": "; ".join(vraag.onderwerp for vraag in contact.vragen)[:ONDERWERP_MAX],
        "inhoud": samen(contact, "notitie"),
        "reactie": samen(contact, "antwoord"),
        "verdereActieOndernomen": any(vraag.verzoek for vraag in contact.vragen),
    }


def _resultaat(contact: Werkcontact, known: Mapping[str, str]) -> dict[str, str]:
    """What came of it, and of each question when there are more; those of a colleague keep their numbers.

    known   the metadata that stand there
    """
    found = ", ".join(dict.fromkeys(vraag.resultaat for vraag in contact.vragen if vraag.resultaat))
    total = {"resultaat": found[:METADATA_MAX]} if found else {}
    first = 1 + sum(name.startswith(VRAAG) for name in known)
    if len(contact.vragen) == 1 and first == 1:
        return total
    each = (f"{v.onderwerp} ({v.resultaat})" if v.resultaat else v.onderwerp for v in contact.vragen)
    return total | {f"{VRAAG}{at}": text[:METADATA_MAX] for at, text in enumerate(each, first)}


async def koppel(zgw: Zgw, contact: Werkcontact, found: Json) -> None:
    """Who it was, which cases, which departments, and what those are asked to do."""
    link, expand = {"uuid": uuid_of(found)}, found.get("_expand") or {}
    if contact.partij:
        await wie_het_was(zgw, contact.partij, link, expand.get("hadBetrokkenen") or [])
    onderwerpen = expand.get("gingOverOnderwerpobjecten") or []
    zaken, artikelen = (set(objecten_van(onderwerpen, soort)) for soort in (ZAAK, ARTIKEL))
    actoren = {uuid_of(actor) for actor in found.get("hadBetrokkenActoren") or []}
    taken = {(t["gevraagdeHandeling"], t.get("toelichting")) for t in expand.get("leiddeTotInterneTaken") or []}
    for zaak in dict.fromkeys(vraag.zaak for vraag in contact.vragen if vraag.zaak):
        if zaak not in zaken:
            await zgw.create(API, "onderwerpobjecten", onderwerp(zaak, link))
    for artikel in dict.fromkeys(bron.artikel for vraag in contact.vragen for bron in vraag.bronnen):
        if artikel not in artikelen:
            await zgw.create(API, "onderwerpobjecten", bron_van(artikel, link))
    for vraag in contact.vragen:
        if vraag.verzoek:
            body = taak(vraag, link)
            if (body["gevraagdeHandeling"], body["toelichting"]) not in taken:
                await zgw.create(API, "internetaken", body)
        elif vraag.afdeling and vraag.afdeling not in actoren:
            actoren.add(vraag.afdeling)
            await zgw.create(API, "actorklantcontacten", {"actor": {"uuid": vraag.afdeling}, "klantcontact": link})


async def wie_het_was(zgw: Zgw, partij: str, link: Json, betrokkenen: list[Json]) -> None:
    """The one that the contact centre wrote by its number alone gets a name; otherwise somebody is added."""
    if any((one.get("wasPartij") or {}).get("uuid") == partij for one in betrokkenen):
        return
    onbekend = next((one for one in betrokkenen if not one.get("wasPartij")), None)
    if onbekend:
        await zgw.update(API, "betrokkenen", uuid_of(onbekend), {"wasPartij": {"uuid": partij}})
        return
    body = {"wasPartij": {"uuid": partij}, "hadKlantcontact": link, "rol": "klant", "organisatienaam": ""}
    await zgw.create(API, "betrokkenen", body | {"initiator": True})


def onderwerp(zaak: str, link: Json) -> Json:
    codes = {"objectId": zaak, "codeObjecttype": ZAAK, "codeRegister": "openzaak", "codeSoortObjectId": "uuid"}
    return {"klantcontact": link, "wasKlantcontact": None, "onderwerpobjectidentificator": codes}


def bron_van(artikel: str, link: Json) -> Json:
    return {"klantcontact": link, "wasKlantcontact": None, "onderwerpobjectidentificator": codes_of_artikel(artikel)}


def taak(vraag: Vraag, link: Json) -> Json:
    return {
        "gevraagdeHandeling": f"Contactverzoek: {vraag.onderwerp}"[:ONDERWERP_MAX],
        "toelichting": vraag.verzoek[:VERZOEK_MAX],
        "status": "te_verwerken",
        "aanleidinggevendKlantcontact": link,
        "toegewezenAanActoren": [{"uuid": vraag.afdeling}],
    }
