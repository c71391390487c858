"""What is added to an akte that was signed here, and the index of akten by name. K-31, design §7."""

from datetime import date
from typing import Any

import msgspec
import pytest

from meent.basis.datums import PartialDate
from meent.integration.brp import akten, voorraad
from meent.integration.brp.feiten import Uitkomst
from meent.integration.zgw import ZgwFout
from meent.process.burgerzaken import feiten
from meent.process.burgerzaken import klapper as akten_hier
from meent.process.burgerzaken.erkenning import Erkenningsinvoer
from meent.process.burgerzaken.klapper import klapper, niet_kloppend, open_akte, zoek
from meent.process.burgerzaken.omzetting import Omzettingsinvoer
from meent.process.burgerzaken.ontbinding import Ontbindingsinvoer
from tests.conftest import Gemeente
from tests.process.burgerzaken.conftest import Loket
from tests.process.burgerzaken.test_feiten import MAN
from tests.process.burgerzaken.test_meer_feiten import VROUW
from tests.process.burgerzaken.test_opnemen import GEBOORTE, HUWELIJK, KIND_ANUMMER, KIND_BSN
from tests.services.personen.lijsten import ANDER_BSN, BSN, EIGEN, lijst

DAG = date(2026, 11, 28)
SCHEIDING = Ontbindingsinvoer(
    sleutel="s1",
    bsn=BSN,
    datum=DAG,
    beschikking="Rechtbank Den Haag 26/1234, 1 oktober 2026",
    beslist=date(2026, 11, 1),
)
ERKENNING = Erkenningsinvoer(
    sleutel="e1", kind=KIND_BSN, erkenner=ANDER_BSN, datum=DAG, stukken=frozenset({"toestemming moeder"})
)


async def neem_op(loket: Loket, feit: str, invoer: Any) -> Uitkomst:
    return await feiten.FEITEN[feit][1](loket.zgw, invoer)


async def getrouwd(loket: Loket) -> None:
    await loket.bewaar(lijst(), MAN)
    assert (await feiten.huwt(loket.zgw, HUWELIJK)).akte == "30A0001"


@pytest.mark.requirement("burgerzaken-16")
@pytest.mark.requirement("K-31")
@pytest.mark.rule("BZ-59")
async def test_a_divorce_is_signed_on_the_akte_of_the_marriage(loket: Loket) -> None:
    """Only the letter is another, on both lists; it says what it rests on, or nothing is signed."""
    await getrouwd(loket)
    zonder = await neem_op(loket, "ontbinding", msgspec.structs.replace(SCHEIDING, beschikking=" "))
    assert [w.nummer for w in zonder.weigeringen] == ["BZ-59"]
    done = await neem_op(loket, "ontbinding", SCHEIDING)
    assert (done.akte, done.weigeringen) == ("30B0001", ())
    for bsn in (BSN, ANDER_BSN):
        assert (await loket.lees(bsn)).stapels["05"][-1].actueel.groep("81") == {"81.10": EIGEN, "81.20": "30B0001"}
    [row] = await loket.gemeente.rows("select letter, volgnr, inhoud from akte_vermelding")
    told = msgspec.json.decode(row["inhoud"])
    assert (row["letter"], row["volgnr"], told["bij"], told["jaar"]) == ("B", 1, "30A0001", 2026)
    assert told["beschikking"] == SCHEIDING.beschikking


@pytest.mark.requirement("burgerzaken-16")
async def test_a_partnership_ends_or_becomes_a_marriage(loket: Loket) -> None:
    """By a declaration; or by an akte of omzetting, in the series of marriages, to which can be added later."""
    await loket.bewaar(lijst(), MAN)
    assert (await feiten.huwt(loket.zgw, msgspec.structs.replace(HUWELIJK, soort="P"))).akte == "50A0001"
    einde = {"reden": "N", "alleen_toetsen": True}
    judged = await neem_op(loket, "ontbinding", msgspec.structs.replace(SCHEIDING, wijze="verklaring", **einde))
    assert [w.nummer for w in judged.weigeringen] == ["BZ-311"]
    done = await neem_op(loket, "omzetting", Omzettingsinvoer(sleutel="om", bsn=BSN, datum=DAG))
    assert (done.akte, done.soort) == ("30H0001", "nl.meent.brp.verbintenis.omgezet")
    nietig = await neem_op(loket, "ontbinding", msgspec.structs.replace(SCHEIDING, reden="N"))
    assert nietig.akte == "30C0001"
    akte, _ = await klapper(loket.zgw, "3", 2026)
    assert (akte.aktenummer, akte.vermeldingen) == ("30H0001", "C")


async def test_a_child_is_recognised_on_its_own_akte(loket: Loket) -> None:
    """From birth to erkenning without a number that anybody typed."""
    await loket.bewaar(lijst(), MAN)
    async with loket.gemeente.app.pool.tenant(loket.gemeente.id) as conn:
        await voorraad.vul(conn, loket.gemeente.id, "bsn", [KIND_BSN])
        await voorraad.vul(conn, loket.gemeente.id, "anummer", [KIND_ANUMMER])
    assert (await feiten.geboren(loket.zgw, GEBOORTE)).akte == "10A0001"
    done = await neem_op(loket, "erkenning", ERKENNING)
    assert (done.akte, done.weigeringen) == ("10C0001", ())
    kind = await loket.lees(KIND_BSN)
    assert (kind.waarde("03.81.20"), kind.waarde("03.01.20")) == ("10C0001", ANDER_BSN)


@pytest.mark.rule("BZ-160")
async def test_an_akte_of_elsewhere_is_not_added_to(loket: Loket) -> None:
    """Of before this system, or of another municipality: then the number of what was made there is told."""
    await loket.bewaar(VROUW)
    assert [w.nummer for w in (await neem_op(loket, "ontbinding", SCHEIDING)).weigeringen] == ["BZ-160"]


@pytest.mark.rule("BZ-160")
async def test_a_number_comes_back_each_year_and_the_day_tells_which_akte(loket: Loket) -> None:
    """A child of New Year's Eve has an akte of the next year; it is not added to the one with that number of before."""
    tenant_id, geboren = loket.gemeente.id, date(2025, 12, 31)
    async with loket.gemeente.app.pool.tenant(tenant_id) as conn, conn.transaction():
        for signed, born in ((date(2025, 1, 6), date(2025, 1, 3)), (date(2026, 1, 2), geboren)):
            told = {"datum": born.isoformat()}
            assert await akten.onderteken(conn, tenant_id, "1", told, signed, wie="abs") == "10A0001"
        await akten.vermeld(conn, tenant_id, "10A0001", "C", {}, van=PartialDate.of(geboren), wie="abs")
        await akten.vermeld(conn, tenant_id, "10A0001", "C", {}, van=2025, wie="abs")
        found = await conn.fetch("select jaar, volgnr from akte_vermelding order by jaar desc")
        assert [tuple(row) for row in found] == [(2026, 1), (2025, 1)]
        with pytest.raises(akten.AkteOnbekend):  # it may be either
            await akten.vermeld(conn, tenant_id, "10A0001", "C", {}, van=PartialDate("20250000"), wie="abs")
        for nummer, jaar in (("10A000²", 2025), ("\0", 2025), ("10A0001", 10**12)):  # as a browser may ask
            assert await akten.lees(conn, tenant_id, nummer, jaar) is None


@pytest.mark.requirement("burgerzaken-28")
@pytest.mark.rule("BZ-161")
async def test_what_was_added_holds_what_stood_there(loket: Loket) -> None:
    """One that was taken out, or put in another order, is seen; nobody who serves can change one."""
    await getrouwd(loket)
    async with loket.gemeente.app.pool.tenant(loket.gemeente.id) as conn, conn.transaction():
        for letter, text in (("D", "verbeterd"), ("B", "ontbonden"), ("F", "vernietigd")):
            told, huwelijk = {"wat": text}, PartialDate.of(DAG)
            new = await akten.vermeld(conn, loket.gemeente.id, "30A0001", letter, told, van=huwelijk, wie="abs")
            assert new == f"30{letter}0001"
        [found] = await akten.van_jaar(conn, loket.gemeente.id, "3", 2026)
        for statement in ("update akte_vermelding set letter = 'C'", "delete from akte_vermelding"):
            with pytest.raises(Exception, match="permission denied"):
                async with conn.transaction():
                    await conn.execute(f"{statement} where tenant_id = $1", loket.gemeente.id)
    een, twee, drie = found.vermeldingen
    anders = msgspec.structs.replace
    assert found.klopt
    assert not anders(found, vermeldingen=(een, drie)).klopt
    assert not anders(found, vermeldingen=(twee, een, drie)).klopt
    assert not anders(found, inhoud=found.inhoud + b" ").klopt
    assert await niet_kloppend(loket.zgw, "3", 2026) == []


@pytest.mark.requirement("burgerzaken-28")
@pytest.mark.rule("BZ-162")
async def test_the_index_of_a_year(loket: Loket, andere_gemeente: Gemeente, migrated: Any) -> None:
    """Both partners, by surname; with what was added. Each is in the log, and another municipality has its own."""
    await getrouwd(loket)
    await neem_op(loket, "ontbinding", SCHEIDING)
    found = await klapper(loket.zgw, "3", 2026)
    assert [(r.voorvoegsel, r.geslachtsnaam, r.aktenummer, r.datum, r.vermeldingen) for r in found] == [
        ("van", "Dijk", "30A0001", "2026-11-28", "B"), ("", "Moulin", "30A0001", "2026-11-28", "B"),
    ]  # fmt: skip
    rows = await loket.gemeente.rows("select 1 from verwerking where handeling = 'list' and gegevens = '{akte}'")
    assert len(rows) == 2
    assert await klapper(loket.zgw, "3", 2025) == await klapper(loket.zgw, "1", 2026) == []
    elders = Loket(andere_gemeente, loket.zgw)
    await elders.stel_in(migrated.owner_dsn, "0363")
    assert await klapper(elders.zgw, "3", 2026) == []


@pytest.mark.requirement("burgerzaken-41")
async def test_an_akte_is_found_by_name_and_opened_with_what_was_added(
    loket: Loket, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the prefix or without; who is not told is not in the log, and who opens it reads all who are named."""
    await getrouwd(loket)
    await neem_op(loket, "ontbinding", SCHEIDING)
    seen = "select 1 from verwerking where handeling = 'list' and gegevens = '{akte}'"
    for naam in ("van d", "DÏJ"):
        assert [r.geslachtsnaam for r in await zoek(loket.zgw, "3", 2026, naam) or ()] == ["Dijk"]
    assert await zoek(loket.zgw, "3", 2026, "Jansen") == []
    assert len(await loket.gemeente.rows(seen)) == 2
    monkeypatch.setattr(akten_hier, "MEEST", 1)
    assert await zoek(loket.zgw, "3", 2026, "") is None
    assert len(await loket.gemeente.rows(seen)) == 2
    blad = await open_akte(loket.zgw, "30A0001", 2026)
    assert blad == await open_akte(loket.zgw, "30B0001", 2026)
    huwelijk, einde = blad.delen
    assert (blad.klopt, set(blad.bsns), len(await loket.gemeente.rows(seen))) == (True, {BSN, ANDER_BSN}, 6)
    assert [(m.rol, m.persoon["02.40"]) for m in huwelijk.mensen] == [("partner", "Moulin"), ("partner", "Dijk")]
    assert (huwelijk.letter, huwelijk.datum, huwelijk.plaats) == ("A", "20261128", EIGEN)
    assert (einde.letter, einde.nummer, einde.beschikking) == ("B", "30B0001", SCHEIDING.beschikking)
    with pytest.raises(ZgwFout, match="404"):
        await open_akte(loket.zgw, "30A0001", 2025)
