"""What happened on the telephone, in the register of customer contact (Klantinteracties): through the one way there.

Every row has a key that follows from the conversation, so what is given twice is refused by its key the second time:
that is how we know that it stands. All rows of one command are written together or not at all.

contact     the conversation as it was: its moments, who answered, and by which number the citizen can be reached
verzoek     the guarded request to call back: a contact, and an interneTaak for the team of the queue with a deadline
afloop      what came of it; a request that was not met stays open, for people
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid5

from meent.basis.datums import AMSTERDAM, amsterdam_dag
from meent.basis.feestdagen import werkdagen_na
from meent.basis.telefoonnummer import landelijk
from meent.integration.zgw import Work, Zgw, ZgwFout
from meent.process.telefonie.beleid import TAAL, Beleid
from meent.process.telefonie.teschrijven import RegisterWeg, RegisterWeigert
from meent.process.telefonie.toestand import MaakVerzoek, MeldAfloop, SchrijfKlantcontact, VoorRegister

API = "klantinteracties"
KANAAL = "Telefoon"
GESPREKKEN = UUID("0f6a3b5e-7c3d-5a51-9c0e-6d1f3a2b8c47")
"""Under which the keys of rows are made from the ids of conversations."""
TALEN = {TAAL: "nld", "en": "eng", "de": "deu", "fr": "fra", "fy": "fry", "pl": "pol", "tr": "tur", "ar": "ara",
         "uk": "ukr", "es": "spa"}  # fmt: skip
"""Language of the prompts that were heard -> ISO 639-2."""
WEG = (429, 500, 502, 503, 504)
"""Answers after which the same request may succeed."""
ONDERWERP_MAX, WAARDE_MAX, TOELICHTING_MAX = 200, 255, 1000

Json = dict[str, Any]


def key_of_contact(gesprek: str) -> UUID:
    """The klantcontact of a conversation, there or not yet."""
    return uuid5(GESPREKKEN, f"{gesprek}/contact")


def key_of_verzoek(gesprek: str) -> UUID:
    """The interneTaak of a request to be called back, there or not yet."""
    return uuid5(GESPREKKEN, f"{gesprek}/verzoek")


class Registers:
    """See `teschrijven.Register`.

    zgw      (municipality, agent or "") -> its registers, as that agent would write in them
    beleid   what a municipality calls its queues and agents; None when it has no policy any more
    """

    def __init__(self, zgw: Callable[[int, str], Zgw], beleid: Callable[[int], Beleid | None]) -> None:
        self._zgw, self._beleid = zgw, beleid
        self._actoren: dict[tuple[int, str, str], str] = {}

    async def schrijf(self, tenant: int, gesprek: str, sleutel: str, opdracht: VoorRegister) -> None:
        try:
            match opdracht:
                case SchrijfKlantcontact():
                    await self._contact(tenant, gesprek, opdracht)
                case MaakVerzoek():
                    await self._verzoek(tenant, gesprek, opdracht)
                case MeldAfloop():
                    await self._afloop(tenant, gesprek, opdracht)
        except ZgwFout as fout:
            raise (RegisterWeg if fout.status in WEG else RegisterWeigert)(_reason(fout)) from fout

    async def _contact(self, tenant: int, gesprek: str, op: SchrijfKlantcontact) -> None:
        zgw = self._zgw(tenant, op.medewerker)
        actor = await self._medewerker(zgw, tenant, op.medewerker) if op.medewerker else ""
        async with zgw.together() as work:
            if await _klantcontact(work, key_of_contact(gesprek), contact_body(gesprek, op)):
                await _burger(work, key_of_contact(gesprek), op.van, is_initiator=not op.terugbel)
                if actor:
                    await _betrokken_actor(work, key_of_contact(gesprek), actor)

    async def _verzoek(self, tenant: int, gesprek: str, op: MaakVerzoek) -> None:
        zgw, beleid = self._zgw(tenant, ""), self._beleid(tenant)
        team = await self._team(zgw, tenant, op.wachtrij)
        contact, taak = uuid5(GESPREKKEN, f"{gesprek}/verzocht"), key_of_verzoek(gesprek)
        async with zgw.together() as work:
            if await _klantcontact(work, contact, verzoek_body(gesprek, op)):
                await _burger(work, contact, op.van, is_initiator=True)
                body = taak_body(op, beleid) | {
                    "aanleidinggevendKlantcontact": {"uuid": str(contact)}, "toegewezenAanActoren": [{"uuid": team}],
                }  # fmt: skip
                await work.create(API, "internetaken", body, uuid=taak, at=op.gevraagd_op)

    async def _afloop(self, tenant: int, gesprek: str, op: MeldAfloop) -> None:
        """Once: the line that tells it stands last, and nobody writes that line but this."""
        zgw, uuid = self._zgw(tenant, ""), str(key_of_verzoek(gesprek))
        told = (await zgw.get(API, "internetaken", uuid))["toelichting"]
        line = f"Afloop: {op.toelichting}."
        if line in told.splitlines():
            return
        body: Json = {"toelichting": f"{told[: TOELICHTING_MAX - len(line) - 1]}\n{line}".strip()}
        await zgw.update(API, "internetaken", uuid, body | ({"status": "verwerkt"} if op.gelukt else {}))

    # --- who works here ----------------------------------------------------------------------------------------------

    async def _medewerker(self, zgw: Zgw, tenant: int, wie: str) -> str:
        beleid = self._beleid(tenant)
        inzet = beleid.medewerkers.get(wie) if beleid else None
        return await self._actor(zgw, tenant, ("mdw",), wie, inzet.naam if inzet else wie, "medewerker")

    async def _team(self, zgw: Zgw, tenant: int, wachtrij: str) -> str:
        return await self._actor(zgw, tenant, ("grp", "afd"), wachtrij, wachtrij, "organisatorische_eenheid")

    async def _actor(self, zgw: Zgw, tenant: int, soorten: tuple[str, ...], wie: str, naam: str, soort: str) -> str:
        """The uuid of an actor by its id, made when the register has none. Kinds as KISS has them: mdw, grp, afd."""
        known = (tenant, soorten[0], wie)
        if known not in self._actoren:
            self._actoren[known] = await _found(zgw, soorten, wie) or await _made(zgw, soorten[0], wie, naam, soort)
        return self._actoren[known]


# --- bodies -----------------------------------------------------------------------------------------------------------


def contact_body(gesprek: str, op: SchrijfKlantcontact) -> Json:
    """The moments are those of the journal; the agent who finishes it writes what was said."""
    gesproken = round((op.beeindigd_op - op.beantwoord_op).total_seconds())
    return {
        "kanaal": op.kanaal,
        "onderwerp": f"{'Teruggebeld' if op.terugbel else 'Telefoongesprek'}: {op.wachtrij}"[:ONDERWERP_MAX],
        "indicatieContactGelukt": True,
        "taal": TALEN.get(op.taal, TALEN[TAAL]),
        "vertrouwelijk": False,
        "plaatsgevondenOp": op.beantwoord_op.isoformat(),
        "metadata": _metadata(
            gesprek=gesprek, wachtrij=op.wachtrij, wachtSeconden=op.wacht_seconden, gesprekSeconden=gesproken,
            begonnenOp=op.begonnen_op.isoformat(), beeindigdOp=op.beeindigd_op.isoformat(),
        ),
    }  # fmt: skip


def verzoek_body(gesprek: str, op: MaakVerzoek) -> Json:
    """Nobody was spoken with."""
    return {
        "kanaal": KANAAL,
        "onderwerp": f"Terugbelverzoek: {op.wachtrij}"[:ONDERWERP_MAX],
        "indicatieContactGelukt": False,
        "taal": TALEN[TAAL],
        "vertrouwelijk": False,
        "metadata": _metadata(gesprek=gesprek, wachtrij=op.wachtrij, aanleiding=op.aanleiding),
    } | ({"plaatsgevondenOp": op.gevraagd_op.isoformat()} if op.gevraagd_op else {})


def taak_body(op: MaakVerzoek, beleid: Beleid | None) -> Json:
    """The deadline is counted from when it was asked, or from the moment that the citizen chose."""
    regels = [f"Bel {landelijk(op.van)}. Aanleiding: {op.aanleiding}."] if op.van else [f"Aanleiding: {op.aanleiding}."]
    if op.op:
        regels.append(f"Gevraagd moment: {op.op.astimezone(AMSTERDAM):%d-%m-%Y %H:%M}.")
    if begin := op.op or op.gevraagd_op:
        regels.append(f"Uiterlijk {werkdagen_na(amsterdam_dag(begin), op.termijn_werkdagen):%d-%m-%Y}.")
    return {"gevraagdeHandeling": "Terugbellen", "toelichting": " ".join(regels), "status": "te_verwerken"}


def _metadata(**waarden: object) -> dict[str, str]:
    return {naam: str(waarde)[:WAARDE_MAX] for naam, waarde in waarden.items()}


# --- rows -------------------------------------------------------------------------------------------------------------


async def _klantcontact(work: Work, uuid: UUID, body: Json) -> bool:
    """False when it stands already: then all that belongs to it does."""
    try:
        async with work.attempt():
            await work.create(API, "klantcontacten", body, uuid=uuid)
    except ZgwFout as fout:
        if is_taken(fout):
            return False
        raise
    return True


async def _burger(work: Work, contact: UUID, van: str, *, is_initiator: bool) -> None:
    """Who called, by his number alone; who withheld it is nobody in the register."""
    if not van:
        return
    wie = uuid5(contact, "betrokkene")
    body: Json = {"wasPartij": None, "hadKlantcontact": {"uuid": str(contact)}, "rol": "klant",
                  "organisatienaam": "", "initiator": is_initiator}  # fmt: skip
    await work.create(API, "betrokkenen", body, uuid=wie)
    adres: Json = {"verstrektDoorBetrokkene": {"uuid": str(wie)}, "verstrektDoorPartij": None,
                   "adres": landelijk(van), "soortDigitaalAdres": "telefoonnummer",
                   "omschrijving": "Nummer van dit gesprek"}  # fmt: skip
    await work.create(API, "digitaleadressen", adres, uuid=uuid5(contact, "nummer"))


async def _betrokken_actor(work: Work, contact: UUID, actor: str) -> None:
    body: Json = {"actor": {"uuid": actor}, "klantcontact": {"uuid": str(contact)}}
    await work.create(API, "actorklantcontacten", body, uuid=uuid5(contact, "actor"))


async def _found(zgw: Zgw, soorten: tuple[str, ...], wie: str) -> str:
    for soort in soorten:
        rows = (
            await zgw.list(
                API, "actoren", actoridentificatorObjectId=wie, actoridentificatorCodeObjecttype=soort,
                indicatieActief="true",
            )
        )["results"]  # fmt: skip
        if rows:
            return str(rows[0]["uuid"])
    return ""


async def _made(zgw: Zgw, code: str, wie: str, naam: str, soort: str) -> str:
    uuid = uuid5(GESPREKKEN, f"{zgw.place.id}/{code}/{wie}")
    codes = {"objectId": wie, "codeObjecttype": code, "codeRegister": "obj", "codeSoortObjectId": "idf"}
    body: Json = {"naam": naam[:ONDERWERP_MAX], "soortActor": soort, "actoridentificator": codes}
    try:
        async with zgw.together() as work, work.attempt():
            await work.create(API, "actoren", body, uuid=uuid)
    except ZgwFout as fout:
        if not is_taken(fout):
            raise
    return str(uuid)


def is_taken(fout: ZgwFout) -> bool:
    """Whether a row with this key stands already."""
    return any(one["name"] == "uuid" and one["code"] == "unique" for one in fout.body.get("invalidParams", ()))


def _reason(fout: ZgwFout) -> str:
    """What the register said, without values: they may be somebody's."""
    faults = [f"{one['name']}: {one['reason']}" for one in fout.body.get("invalidParams", ())]
    return "; ".join([f"{fout.status} {fout.body.get('title') or fout.body.get('code') or ''}".strip(), *faults])
