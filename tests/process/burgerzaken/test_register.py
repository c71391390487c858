"""The registers of the burgerlijke stand: no gap, nothing changed, closed after the year, and a double elsewhere."""

import hashlib
from collections.abc import Callable
from datetime import date

import msgspec
import pytest

from meent.integration.brp import akten
from meent.integration.brp.akten import Ondertekend
from meent.process.burgerzaken import feiten, register
from meent.process.burgerzaken.register import GeenDubbel, afwijkingen, dubbel, gebreken, gelezen, sluit
from tests.process.burgerzaken.conftest import Loket
from tests.process.burgerzaken.test_latere_vermelding import SCHEIDING, getrouwd, neem_op
from tests.process.burgerzaken.test_opnemen import OVERLIJDEN
from tests.services.personen.lijsten import BSN, lijst

OP_SLOT = "2027-01-04T09:00:00Z"


@pytest.mark.requirement("burgerzaken-28")
@pytest.mark.rule("BZ-331")
@pytest.mark.rule("BZ-332")
async def test_a_register_is_closed_when_its_year_is_over(loket: Loket, clock: Callable[[str], None]) -> None:
    """Not before, and once. Nothing is signed in it any more; what is added to its akten goes on."""
    await getrouwd(loket)
    early = await sluit(loket.zgw, "3", 2026)
    assert [w.nummer for w in early.weigeringen] == ["BZ-332"]
    clock(OP_SLOT)
    assert (await sluit(loket.zgw, "3", 2026)).aantal == 1
    assert [w.nummer for w in (await sluit(loket.zgw, "3", 2026)).weigeringen] == ["BZ-332"]
    async with loket.gemeente.app.pool.tenant(loket.gemeente.id) as conn:
        for deel in ("0", "A"):  # nor in a new part
            with pytest.raises(akten.RegisterGesloten):
                async with conn.transaction():
                    await akten.onderteken(conn, loket.gemeente.id, "3", {}, date(2026, 12, 31), deel=deel, wie="ans")
        async with conn.transaction():
            assert await akten.onderteken(conn, loket.gemeente.id, "3", {}, date(2027, 1, 4), wie="ans") == "30A0001"
    assert (await neem_op(loket, "ontbinding", SCHEIDING)).akte == "30B0001"
    gesloten, vals = (await dubbel(loket.zgw, "3", 2026)).inhoud, b'{"aktenummer":"30A0002"}'
    async with loket.gemeente.app.pool.tenant(loket.gemeente.id) as conn:  # past the numbers of the register
        digest = hashlib.sha256(vals).digest()
        await conn.execute(akten.SIGN, loket.gemeente.id, "3", "0", 2026, 2, vals, digest, "iemand")
    assert await afwijkingen(loket.zgw, gesloten) == [
        "Akte 30A0002 is in het register gekomen toen het al was gesloten."
    ]


@pytest.mark.requirement("burgerzaken-28")
@pytest.mark.rule("BZ-332")
def test_a_register_with_a_gap_or_a_changed_akte_stays_open() -> None:
    """Each is told, by part."""
    een = Ondertekend(nummer="10A0001", jaar=2026, inhoud=b"{}", digest=b"x", vermeldingen=())
    drie = msgspec.structs.replace(een, nummer="10A0003")
    assert gebreken([een, drie, msgspec.structs.replace(een, nummer="1AA0001")]) == [
        "Akte 10A0001 is anders dan zij is ondertekend.", "Akte 10A0003 is anders dan zij is ondertekend.",
        "Akte 1AA0001 is anders dan zij is ondertekend.", "Nummer 2 van deel 0 is er niet.",
    ]  # fmt: skip


@pytest.mark.requirement("burgerzaken-28")
@pytest.mark.rule("BZ-330")
async def test_the_double_of_a_register(loket: Loket, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each akte to the byte, and the klapper. What is added later is no difference; anything else is told."""
    await getrouwd(loket)
    made = await dubbel(loket.zgw, "3", 2026)
    kop, (akte,) = gelezen(made.inhoud)
    assert (kop["register"], kop["jaar"], kop["aantal"], akte["akte"]) == ("3", 2026, 1, "30A0001")
    *_, index, _ = map(msgspec.json.decode, made.inhoud.splitlines())
    assert [regel["geslachtsnaam"] for regel in index["klapper"]] == ["Dijk", "Moulin"]
    assert await afwijkingen(loket.zgw, made.inhoud) == []
    assert (await neem_op(loket, "ontbinding", SCHEIDING)).akte == "30B0001"
    assert await afwijkingen(loket.zgw, made.inhoud) == []
    later = gelezen((await dubbel(loket.zgw, "3", 2026)).inhoud)[1]
    assert list(register.verschil(later, {"30A0001": akte})) == [
        "Akte 30A0001 is in het register anders dan in het dubbel."
    ]
    assert list(register.verschil(later, {})) == ["Akte 30A0001 staat in het dubbel en niet in het register."]
    with pytest.raises(GeenDubbel):
        gelezen(made.inhoud.replace(b"Moulin", b"Moulen"))
    rows = await loket.gemeente.rows("select 1 from verwerking where handeling = 'list' and gegevens = '{akte}'")
    assert len(rows) == 4


@pytest.mark.requirement("burgerzaken-28")
async def test_signed_content_is_never_changed(loket: Loket) -> None:
    """Nobody who serves can change or remove an akte, or lower a number that was given."""
    await loket.bewaar(lijst())
    assert (await feiten.overlijdt(loket.zgw, msgspec.structs.replace(OVERLIJDEN, bsn=BSN))).akte == "20A0001"
    async with loket.gemeente.app.pool.tenant(loket.gemeente.id) as conn:
        for statement in ("update akte set inhoud = 'x'", "delete from akte", "delete from akteregister"):
            with pytest.raises(Exception, match="permission denied"):
                async with conn.transaction():
                    await conn.execute(f"{statement} where tenant_id = $1", loket.gemeente.id)
