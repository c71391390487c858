"""An akte made where somebody does not live, told to where they do: recorded there, or why not. Design §6."""

from collections.abc import Callable
from datetime import date
from random import Random
from typing import Any

import msgspec
import pytest

from meent.data import embedded
from meent.integration.brp import voorraad
from meent.integration.brp.feiten import Uitkomst
from meent.process.burgerzaken.kennisgeving import Kennisgevinginvoer, answer_to, geeft_kennis
from meent.process.burgerzaken.klapper import klapper
from meent.process.burgerzaken.toetsen import Geweigerd
from meent.services.personen.mutaties import MutatieGeweigerd
from tests.process.burgerzaken.conftest import ANDERS
from tests.process.burgerzaken.test_feiten import MAN
from tests.process.burgerzaken.test_overkomst import Stel, stel
from tests.services.personen.lijsten import ANDER_ANUMMER, ANDER_BSN, BSN, EIGEN, INSCHRIJVING, lijst

__all__ = ["stel"]
ZIJ, HIJ = {"02.10": "Suzanne", "02.40": "Moulin"}, {"02.10": "Piet", "02.30": "van", "02.40": "Dijk"}
MENSEN = {BSN: ZIJ, ANDER_BSN: HIJ, "999991140": ZIJ}
DOOD = Kennisgevinginvoer(
    sleutel="k1", feit="overlijden", gemeente=EIGEN, bsn=BSN, datum=date(2026, 11, 26), personen=MENSEN
)
HUWELIJK = Kennisgevinginvoer(
    sleutel="k2", feit="huwelijk", gemeente=EIGEN, bsn=BSN, ander=ANDER_BSN, datum=date(2026, 11, 27),
    gegevens={"15.10": "P"}, personen=MENSEN,
)  # fmt: skip
GEBOORTE = Kennisgevinginvoer(
    sleutel="k3", feit="geboorte", gemeente=EIGEN, bsn=BSN, datum=date(2026, 11, 27),
    gegevens={"02.10": "Zoë", "02.40": "Moulin", "04.10": "V"}, personen=MENSEN,
)  # fmt: skip


async def antwoord(stel: Stel, invoer: Kennisgevinginvoer) -> list[str]:
    """What the municipality that made the akte hears."""
    assert (await geeft_kennis(stel.nieuw.zgw, invoer)).weigeringen == ()
    for _ in range(3):
        await stel.ronde()
    rows = await stel.nieuw.gemeente.rows("select soort from brp_bericht where richting = 'in' order by id")
    return [r["soort"] for r in rows]


@pytest.mark.requirement("burgerzaken-28")
async def test_a_death_elsewhere(stel: Stel) -> None:
    """Signed there under its number, recorded here with the akte of there; once, however often it is clicked."""
    done = await geeft_kennis(stel.nieuw.zgw, DOOD)
    again: Uitkomst = await geeft_kennis(stel.nieuw.zgw, DOOD)
    assert (done.akte, again.akte, done.berichten) == ("20A0001", "20A0001", ("Tb02",))
    assert len(await stel.nieuw.gemeente.rows("select 1 from akte")) == 1
    assert await antwoord(stel, DOOD) == ["Null"]
    pl = (await stel.waar(stel.oud))[BSN]
    assert (pl.waarde("06.08.10"), pl.waarde("06.08.20"), pl.waarde("06.81.10"), pl.waarde("06.81.20")) == (
        "20261126", ANDERS, ANDERS, "20A0001",
    )  # fmt: skip
    assert pl.waarde("07.67.20") == "O"
    assert stel.brpv.lijsten[pl.anummer] == pl
    assert await stel.uitval(stel.oud) == await stel.uitval(stel.nieuw) == []


async def test_a_partnership_elsewhere(stel: Stel) -> None:
    """On both lists; who signed judged the witnesses and the fourteen days."""
    await stel.oud.bewaar(MAN)
    assert await antwoord(stel, HUWELIJK) == ["Null"]
    een, ander = [(await stel.waar(stel.oud))[bsn] for bsn in (BSN, ANDER_BSN)]
    assert (een.waarde("05.81.20"), een.waarde("05.15.10"), een.waarde("05.06.20")) == ("50A0001", "P", ANDERS)
    assert [r.geslachtsnaam for r in await klapper(stel.nieuw.zgw, "5", 2026)] == ["Dijk", "Moulin"]
    assert (een.waarde("05.01.20"), ander.stapels["05"][-1].actueel["01.20"]) == (ANDER_BSN, BSN)


@pytest.mark.requirement("burgerzaken-16")
@pytest.mark.rule("BZ-310")
async def test_a_partnership_elsewhere_becomes_a_marriage_and_ends(stel: Stel) -> None:
    """By an akte of omzetting, and then by a latere vermelding on it that is in time; both lists follow."""
    await stel.oud.bewaar(MAN)
    anders = msgspec.structs.replace
    huwelijk = await geeft_kennis(stel.nieuw.zgw, HUWELIJK)
    om = await geeft_kennis(stel.nieuw.zgw, anders(HUWELIJK, sleutel="k4", feit="omzetting", gegevens={}))
    einde = anders(
        HUWELIJK, sleutel="k5", feit="ontbinding", gegevens={"15.10": "H", "07.40": "S"}, akte="30H0001", jaar=2026,
        beschikking="Rechtbank Den Haag 26/1234", beslist=date(2026, 5, 26), datum=date(2026, 11, 27),
    )  # fmt: skip
    for wrong in ({}, {"beslist": None}, {"akte": ""}, {"wijze": "verklaring"}, {"ander": ""}, {"gegevens": {}}):
        refused = await geeft_kennis(stel.nieuw.zgw, anders(einde, **wrong))
        assert {w.nummer for w in refused.weigeringen} == {"BZ-170"}
    einde = anders(einde, beslist=date(2026, 5, 27))
    assert [w.nummer for w in (await geeft_kennis(stel.nieuw.zgw, anders(einde, akte="30A0009"))).weigeringen] == [
        "BZ-160"
    ]
    assert await antwoord(stel, einde) == ["Null"] * 3
    assert (huwelijk.akte, om.akte) == ("50A0001", "30H0001")
    for bsn in (BSN, ANDER_BSN):
        pl = (await stel.waar(stel.oud))[bsn]
        assert stel.brpv.lijsten[pl.anummer] == pl
        ended, married, partners = pl.stapels["05"][-1]
        assert [v["81.20"] for v in (ended, married, partners)] == ["30B0001", "30H0001", "50A0001"]
        assert (ended["07.10"], ended["07.20"], ended["07.40"]) == ("20261127", ANDERS, "S")
        assert (married["15.10"], partners["15.10"]) == ("H", "P")


@pytest.mark.requirement("burgerzaken-28")
async def test_a_birth_elsewhere(stel: Stel) -> None:
    """The child gets its numbers from the stock of where the mother lives; letters with accents arrive as they were."""
    async with stel.oud.gemeente.app.pool.tenant(stel.oud.gemeente.id) as conn:
        await voorraad.vul(conn, stel.oud.gemeente.id, "bsn", ["999991140"])
        await voorraad.vul(conn, stel.oud.gemeente.id, "anummer", [ANDER_ANUMMER])
    assert await antwoord(stel, GEBOORTE) == ["Null"]
    kind = (await stel.waar(stel.oud))["999991140"]
    assert (kind.waarde("01.02.10"), kind.waarde("01.03.20"), kind.waarde("01.81.10")) == ("Zoë", ANDERS, ANDERS)
    assert (kind.waarde("02.01.20"), kind.waarde("08.09.10")) == (BSN, EIGEN)


@pytest.mark.rule("BZ-171")
async def test_why_it_is_not_recorded(stel: Stel) -> None:
    """Not known, refused by a rule, not kept up now: each its own answer, and a person looks where it can be mended."""
    wie_dan = msgspec.structs.replace(DOOD, sleutel="a", bsn="999991140")
    assert await antwoord(stel, wie_dan) == ["Tf01"]
    assert await stel.uitval(stel.oud) == []
    assert "kent deze persoon niet" in (await stel.uitval(stel.nieuw))[0]
    voor_de_geboorte = msgspec.structs.replace(DOOD, sleutel="b", datum=date(1980, 1, 1))
    assert await antwoord(stel, voor_de_geboorte) == ["Tf01", "Tf21"]
    geblokkeerd = lijst(c01=MAN.stapels["01"], c07=[[{**INSCHRIJVING, "66.20": "20261127"}]])
    await stel.oud.bewaar(geblokkeerd)
    assert await antwoord(stel, msgspec.structs.replace(DOOD, sleutel="c", bsn=ANDER_BSN)) == ["Tf01", "Tf21", "Tf11"]
    assert len(await stel.uitval(stel.oud)) == 2
    assert (await stel.waar(stel.oud))[BSN].waarde("06.08.10") == ""
    assert (answer_to(Geweigerd([])), answer_to(MutatieGeweigerd("x", "y"))) == ("Tf21", "Tf11")


@pytest.mark.rule("BZ-97")
@pytest.mark.parametrize("seed", range(2))
async def test_post_that_gets_lost_or_comes_twice(stel: Stel, seed: int) -> None:
    """Half of it is lost and reminders double the rest: one death, one akte, one answer."""
    chance = Random(seed)
    await geeft_kennis(stel.nieuw.zgw, DOOD)
    for _ in range(6):
        await stel.ronde(lambda soort: soort != "Lg01" and chance.random() < 0.5)
        await stel.herinner()
    for _ in range(3):
        await stel.herinner()
        await stel.ronde()
    assert len(await stel.oud.gemeente.rows("select 1 from brp_gebeurtenis")) == 1
    assert (await stel.waar(stel.oud))[BSN].waarde("06.81.20") == "20A0001"
    assert await stel.uitval(stel.oud) == await stel.uitval(stel.nieuw) == []


@pytest.mark.rule("BZ-170")
@pytest.mark.parametrize(
    "wrong",
    [
        {"gemeente": ANDERS},
        {"gemeente": "Breda"},
        {"datum": date(2026, 11, 29)},
        {"feit": "geboorte"},
        {"personen": {}},
        {"feit": "huwelijk", "gegevens": {"15.10": "H"}},
    ],
)
async def test_what_is_not_sent(stel: Stel, wrong: dict[str, Any]) -> None:
    """Nothing is signed then."""
    refused = await geeft_kennis(stel.nieuw.zgw, msgspec.structs.replace(DOOD, **wrong))
    assert [w.nummer for w in refused.weigeringen] == ["BZ-170"]
    assert await stel.nieuw.gemeente.rows("select 1 from akte") == []


@pytest.mark.rule("BZ-170")
async def test_without_a_mailbox_nothing_is_sent(
    stel: Stel, migrated: embedded.Embedded, clock: Callable[[str], None]
) -> None:
    await stel.nieuw.stel_in(migrated.owner_dsn, ANDERS)
    assert [w.nummer for w in (await geeft_kennis(stel.nieuw.zgw, DOOD)).weigeringen] == ["BZ-170"]
