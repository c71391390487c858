"""A recording from the exchange to where documents are kept, and its end: on its day, by the server that runs."""

import asyncio
import wave
from datetime import UTC, datetime, timedelta
from io import BytesIO
from uuid import UUID, uuid4

import msgspec
import pytest

from meent.app import SCREENS_CLIENT
from meent.basis.fouten import Fout, OpslagVol
from meent.engine.authorise import ALL_RIGHTS, Caller
from meent.integration.objectopslag.controle import verify
from meent.integration.objectopslag.folder import FolderStore
from meent.integration.telefooncentrale.beluisteren import HANDELING, NAAM, Beluisteren
from meent.integration.telefooncentrale.opnamen import VERWIJDERD, opname_van
from meent.integration.zgw import Zgw, ZgwFout
from meent.process.telefonie import medewerker as m
from meent.process.telefonie.bewaren import MetOpnamen
from meent.process.telefonie.registers import key_of_contact
from meent.process.telefonie.teschrijven import RegisterWeg
from meent.process.telefonie.toestand import BewaarOpname, InGesprek
from meent.verwerkingen import inzage
from tests.process.telefonie.opzet import BELLER, MAANDAG
from tests.process.telefonie.test_centrum import NUMMER, een_beleid, server, until
from tests.process.telefonie.test_opname import met_opname
from tests.services.klantinteracties.bodies import een_identificator, een_partij, nummer, ref

KI = "klantinteracties"
GEHOORD = f"SELECT object, betrokkene FROM verwerking WHERE tenant_id = $1 AND handeling = '{HANDELING}' ORDER BY id"


def een_beleid_met_opname(gemeente):
    gewoon, b = een_beleid(gemeente), met_opname()
    kort = b.geluiden | {"opname": msgspec.structs.replace(b.geluiden["opname"], duur={"nl": 0.1})}
    return msgspec.structs.replace(gewoon, wachtrijen=b.wachtrijen, geluiden=kort)


@pytest.mark.requirement("contact-30")
async def test_a_recording_is_kept_with_documents_and_gone_on_its_day(migrated, gemeente, andere_gemeente, tmp_path):
    store, verder = FolderStore(tmp_path), timedelta()
    met = een_beleid_met_opname(gemeente)

    def now():
        return datetime.now(UTC) + verder

    async with server(migrated, gemeente, met=met, store=store, now=now) as (app, desk, sim):
        id = await opgenomen_gesprek(gemeente, app, desk, sim)
        opname = await app.opnamen.van_gesprek(gemeente.id, id)
        await until(lambda: not sim._opnamen)
        assert await app.opnamen.van_gesprek(andere_gemeente.id, id) is None
        assert (opname.wachtrij, opname.medewerker, opname.weg_op - opname.beeindigd_op) == ("kcc", "ann", dagen(14))
        content = await app.opnamen.inhoud(gemeente.id, id)
        geluid = b"".join([piece async for piece in store.read(gemeente.id, content.sleutel, 0, content.omvang)])
        with wave.open(BytesIO(geluid)) as file:
            assert file.getnframes() / file.getframerate() == opname.seconden
        assert (await verify(app.pool, app.registry, store, gemeente.id)).is_good
        verder = dagen(14) - timedelta(minutes=5)
        assert await app.opnamen.te_horen(gemeente.id, [UUID(id), uuid4()]) == [UUID(id)]
        assert await app.opnamen.te_horen(andere_gemeente.id, [UUID(id)]) == []
        assert await app.opnamen.verwijder_oude() == 0
        verder = dagen(14) + timedelta(minutes=5)
        assert await app.opnamen.inhoud(gemeente.id, id) is None, "past its day nobody hears it, deleted or not"
        assert await app.opnamen.te_horen(gemeente.id, [UUID(id)]) == []
        assert await app.opnamen.verwijder_oude() == 1
        assert [one async for one in store.found(gemeente.id)] == []
        assert (await app.opnamen.van_gesprek(gemeente.id, id)).verwijderd_op is not None
        assert (await desk.journaal.regels(gemeente.id, id))[-1].soort == VERWIJDERD


async def opgenomen_gesprek(gemeente, app, desk, sim):
    """Somebody was spoken with and recorded, and it is kept."""
    await desk.van_medewerker(gemeente.id, "ann", m.MeldtAan())
    id = await sim.call(BELLER, NUMMER.format(gemeente.id))
    await sim.press(id, "1")
    await until(lambda: sim.ringing(id))
    await desk.neem_op(gemeente.id, "ann")
    assert isinstance(desk.boeken[gemeente.id].gesprekken[id].toestand, InGesprek)
    await sim.leave(id)
    async with asyncio.timeout(5):
        while not await app.opnamen.heeft(gemeente.id, id):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    return id


async def test_what_cannot_be_kept_now_stays_on_the_exchange_and_twice_is_once(app, gemeente, tmp_path, monkeypatch):
    """The disk is full, or the server falls between keeping and forgetting: nothing is lost, nothing is there twice."""
    id, op = "0f0c3b1e-0000-7000-8000-000000000001", BewaarOpname("kcc", "ann", MAANDAG, MAANDAG, 14)
    monkeypatch.setattr(app.opnamen, "store", store := FolderStore(tmp_path))
    media = Centrale()
    bij = MetOpnamen(None, app.opnamen, lambda: media)

    async def vol(*args):
        raise OpslagVol

    with monkeypatch.context() as now_full:
        now_full.setattr(store, "write", vol)
        with pytest.raises(RegisterWeg):
            await bij.schrijf(gemeente.id, id, "", op)
    assert media.ligt
    media.valt = True
    with pytest.raises(RuntimeError):
        await bij.schrijf(gemeente.id, id, "", op)
    media.valt = False
    await bij.schrijf(gemeente.id, id, "", op)
    assert (media.ligt, len([one async for one in store.found(gemeente.id)])) == (b"", 1)


@pytest.mark.requirement("contact-50")
async def test_who_called_finds_in_the_log_that_his_recording_was_heard_and_why(app, gemeente, tmp_path, monkeypatch):
    """Known by the klantcontact of the conversation; without a line nothing is heard."""
    monkeypatch.setattr(app.opnamen, "store", FolderStore(tmp_path))
    id, bekend = UUID("0f0c3b1e-0000-7000-8000-000000000002"), UUID("0f0c3b1e-0000-7000-8000-000000000003")
    for gesprek in (id, bekend):
        opname = opname_van(
            str(gesprek), bytes(1_600), wachtrij="kcc", medewerker="", van=MAANDAG, tot=MAANDAG, dagen=30
        )
        await app.opnamen.bewaar(
            gemeente.id, msgspec.structs.replace(opname, weg_op=app.engine.now() + dagen(1)), bytes(1_600)
        )
    partij = await een_partij(gemeente.client)
    await een_identificator(gemeente.client, partij, nummer("bsn", "999990019"))
    els = Caller(SCREENS_CLIENT, ALL_RIGHTS, "Schermen van Meent", "els", "Els de Boer", "sturing klantcontact")
    zgw = Zgw(app.engine, app.directory.by_slug[gemeente.slug], els, "http://meent")
    async with zgw.together() as work:
        contact = {"kanaal": "Telefoon", "onderwerp": "Vraag", "taal": "nld", "vertrouwelijk": False}
        await work.create(KI, "klantcontacten", contact, uuid=key_of_contact(str(bekend)))
        wie = {"wasPartij": ref(partij), "hadKlantcontact": {"uuid": str(key_of_contact(str(bekend)))}, "rol": "klant",
               "organisatienaam": "", "initiator": True}  # fmt: skip
        await work.create(KI, "betrokkenen", wie)
    kast = Beluisteren(app.opnamen, app.logboek)
    for gesprek in (id, bekend):
        assert await kast.luister(zgw, gesprek, key_of_contact(str(gesprek)), "klacht")
    async with app.pool.tenant(gemeente.id) as conn:
        lines = await conn.fetch(GEHOORD, gemeente.id)
        van_hem = await inzage.about(
            conn, gemeente.id, inzage.Vraag("bsn:999990019", inzage.FIRST, inzage.END), most=50
        )
    assert [(line["object"], line["betrokkene"] is not None) for line in lines] == [(id, False), (bekend, True)]
    (een,) = [regel for regel in van_hem if regel.handeling == HANDELING]
    assert (een.object, een.doel_woorden, een.gebruiker, een.gegevens) == (
        bekend,
        "Het klantcontact regelen",
        "els",
        [NAAM],
    )
    (_, (keer,)) = await kast.een(zgw, bekend)
    assert (keer.naam, keer.reden) == ("Els de Boer", "klacht")
    stuk = await kast.geluid(zgw, bekend, 100, None)
    assert len(b"".join([piece async for piece in stuk.stukken])) == 1_500

    async def weg(*args):
        raise Fout(503, "log-niet-beschikbaar", "")

    monkeypatch.setattr(app.logboek, "beside", weg)
    with pytest.raises(ZgwFout):
        await kast.luister(zgw, bekend, key_of_contact(str(bekend)), "klacht")
    assert len((await kast.een(zgw, bekend))[1]) == 1


class Centrale:
    """An exchange with one recording; when the server `valt` it cannot be told to forget it."""

    def __init__(self):
        self.ligt, self.valt = bytes(1_600), False

    async def recorded(self, gesprek):
        return self.ligt or None

    async def forget_recorded(self, gesprek):
        if self.valt:
            raise RuntimeError
        self.ligt = b""


def dagen(aantal):
    return timedelta(days=aantal)


def test_a_term_is_counted_from_the_end_of_the_conversation():
    opname = opname_van("g", bytes(32_000), wachtrij="kcc", medewerker="", van=MAANDAG, tot=MAANDAG, dagen=2)
    assert (opname.seconden, opname.weg_op) == (2, MAANDAG + dagen(2))
