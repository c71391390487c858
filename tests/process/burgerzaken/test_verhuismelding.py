"""A resident's own move: what goes straight through, what waits and for whom, and who may do what. Decision 0068."""

from datetime import date
from typing import Any

import msgspec
import pytest

from meent.data import embedded
from meent.integration.brp import eigenmeldingen
from meent.integration.zgw import ZgwFout
from meent.process.burgerzaken.feiten import Verhuisinvoer
from meent.process.burgerzaken.verhuismelding import (
    Afloop,
    Verhuisverzoek,
    geef_toestemming,
    geplande,
    meld_verhuizing,
    neem_melding_op,
    plan_verhuizing,
    verwerk_geplande,
    wijs_melding_af,
)
from meent.services.personen.persoonslijst import Persoonslijst, Voorkomen
from tests.process.burgerzaken.conftest import Loket
from tests.process.burgerzaken.test_feiten import BRON, HIJ, MAN, WEDUWNAAR
from tests.process.burgerzaken.test_meer_feiten import IN_ONDERZOEK, KIND, KIND_BSN, VROUW
from tests.services.personen.lijsten import ANDER_BSN, BSN, GEZAG, INSCHRIJVING, PERSOON, WOONT, lijst, met
from tests.zgw import een_zaaktype

DAG = date(2026, 11, 28)
NUMMER_35 = {"10.10": "W", "11.10": "Boterdiep", "11.20": "35", "11.60": "2512AA"}
"""Next door to where everybody lives: the street is known and nobody is registered there."""
VERZOEK = Verhuisverzoek(sleutel="v1", datum=DAG, adres=NUMMER_35)
MOEDER_VAN = lijst(c01=[[met(PERSOON, e01_10="", e01_20="999991619", e02_10="Truus", e02_40="Jansen")]])
BUUR = lijst(
    c01=[[met(PERSOON, e01_10="", e01_20="999990007", e02_10="Gerrit", e02_40="Brouwer", e03_10="19700101")]],
    c08=[[met(WOONT, e11_20="35")]],
)  # fmt: skip
BIJ_BUUR = msgspec.structs.replace(VERZOEK, is_inwonend=True, hoofdbewoner="BROUWER", hoofdbewoner_geboren="19700101")
KIND_VAN_BEIDEN = KIND.met("03", [[Voorkomen({**HIJ, "62.10": "20240501", **BRON})]])
CURATELE = lijst(c11=[[met(GEZAG, e32_10="", e33_10="1")]])
VIJFTIEN = lijst(c01=[[met(PERSOON, e03_10="20110601")]])


async def meld(loket: Loket, verzoek: Verhuisverzoek = VERZOEK, **anders: Any) -> Afloop:
    return await meld_verhuizing(loket.zgw, BSN, msgspec.structs.replace(verzoek, **anders))


def waarom(afloop: Afloop) -> list[str]:
    return [w.nummer for w in (*afloop.stop, *afloop.redenen)]


async def aantal(loket: Loket, tabel: str) -> int:
    [row] = await loket.gemeente.rows(f"select count(*) from {tabel}")
    return int(row[0])


async def test_straight_through_with_the_family(loket: Loket, migrated: embedded.Embedded) -> None:
    """Husband and child go along as the register knows them; the zaak is closed, the new address counts from today."""
    await een_zaaktype(loket.gemeente.client, identificatie="VERH", statussen=("Gemeld", "Klaar"))
    await loket.stel_in(migrated.owner_dsn, brp_zaken={
        "verhuizing": {"zaaktype": "VERH", "status": "Klaar", "resultaat": "Toegekend"},
    })  # fmt: skip
    await loket.bewaar(VROUW, WEDUWNAAR, KIND, MOEDER_VAN)
    done = await meld(loket, mee=(ANDER_BSN, KIND_BSN))
    assert (done.toestand, waarom(done), done.vanaf) == ("gedaan", [], DAG)
    for bsn, wijze in ((BSN, "I"), (ANDER_BSN, "P"), (KIND_BSN, "G")):
        pl = await loket.lees(bsn)
        assert (pl.waarde("08.11.20"), pl.waarde("08.72.10")) == ("35", wijze)
    assert (await loket.lees("999991619")).waarde("08.11.20") == "31"
    assert done.melding is not None
    zaak = await loket.zgw.get("zaken", "zaken", str(done.melding.zaak))
    assert zaak["einddatum"] == "2026-11-28"


@pytest.mark.rule("BZ-209")
async def test_the_same_again_is_recorded_once(loket: Loket) -> None:
    """A double click, or a page that is sent again after an hour."""
    await loket.bewaar(lijst())
    first, second = [await meld(loket) for _ in range(2)]
    assert first.melding is not None
    assert second.melding is not None
    assert first.melding.id == second.melding.id
    assert (await aantal(loket, "brp_gebeurtenis"), await aantal(loket, "brp_melding")) == (1, 1)


@pytest.mark.parametrize(
    ("own", "others", "anders", "nummers"),
    [
        pytest.param(VIJFTIEN, [], {}, ["BZ-200"], marks=pytest.mark.rule("BZ-200")),
        pytest.param(lijst(), [MOEDER_VAN], {"mee": ("999991619",)}, ["BZ-201"], marks=pytest.mark.rule("BZ-201")),
        pytest.param(lijst(), [], {"adres": NUMMER_35 | {"11.20": "31"}}, ["BZ-207"],
                     marks=pytest.mark.rule("BZ-207")),
        (lijst(), [], {"datum": date(2027, 1, 30)}, ["BZ-01"]),
        (lijst(c07=[[{**INSCHRIJVING, "67.10": "20200101", "67.20": "E"}]]), [], {}, ["BZ-05"]),
    ],
)  # fmt: skip
async def test_what_is_told_and_not_sent(
    loket: Loket, own: Persoonslijst, others: list[Persoonslijst], anders: dict[str, Any], nummers: list[str]
) -> None:
    """Nobody can do something about these for the resident, so nothing waits for anybody."""
    await loket.bewaar(own, *others)
    afloop = await meld(loket, **anders)
    assert [w.nummer for w in afloop.stop if w.nummer in nummers] == nummers
    assert await aantal(loket, "brp_melding") == 0


@pytest.mark.parametrize(
    ("own", "others", "anders", "nummers"),
    [
        pytest.param(lijst(), [], {"adres": NUMMER_35 | {"11.60": "9999ZZ"}}, ["BZ-202"],
                     marks=pytest.mark.rule("BZ-202")),
        pytest.param(lijst(), [BUUR], {}, ["BZ-203"], marks=pytest.mark.rule("BZ-203")),
        pytest.param(IN_ONDERZOEK, [], {}, ["BZ-204"], marks=pytest.mark.rule("BZ-204")),
        pytest.param(VROUW, [WEDUWNAAR, KIND_VAN_BEIDEN], {"mee": (KIND_BSN,)}, ["BZ-205"],
                     marks=pytest.mark.rule("BZ-205")),
        pytest.param(CURATELE, [], {}, ["BZ-206"], marks=pytest.mark.rule("BZ-206")),
    ],
)  # fmt: skip
async def test_what_an_officer_looks_at(
    loket: Loket, own: Persoonslijst, others: list[Persoonslijst], anders: dict[str, Any], nummers: list[str]
) -> None:
    await loket.bewaar(own, *others)
    afloop = await meld(loket, **anders)
    assert (afloop.stop, waarom(afloop)) == ((), nummers)
    assert afloop.toestand == ("behandelen" if nummers else "gedaan")


async def op_hun_dag(loket: Loket) -> int:
    """How many planned moves had their day."""
    due = await geplande(loket.zgw)
    for key in due:
        await verwerk_geplande(loket.zgw, key)
    return len(due)


@pytest.mark.rule("BZ-208")
async def test_a_move_of_later_waits_for_its_day(loket: Loket, clock: Any) -> None:
    """Recorded on the day itself, from that day; before it nothing moves."""
    await loket.bewaar(lijst())
    afloop = await meld(loket, datum=date(2026, 12, 10))
    assert (afloop.toestand, afloop.vanaf) == ("gepland", date(2026, 12, 10))
    assert await op_hun_dag(loket) == 0
    clock("2026-12-10T05:00:00Z")
    assert await op_hun_dag(loket) == 1
    assert await op_hun_dag(loket) == 0
    assert (await loket.lees(BSN)).waarde("08.10.30") == "20261210"


async def test_who_tells_late_moves_on_the_day_of_telling(loket: Loket) -> None:
    await loket.bewaar(lijst())
    assert (await meld(loket, datum=date(2026, 10, 1))).vanaf == DAG
    assert (await loket.lees(BSN)).waarde("08.10.30") == "20261128"


async def test_living_in_waits_for_the_main_occupant(loket: Loket) -> None:
    """The one who was named right says yes: recorded. Nobody else can say so, not even who asked."""
    await loket.bewaar(lijst(), MAN, BUUR)
    afloop = await meld(loket, BIJ_BUUR)
    assert (afloop.toestand, afloop.melding is not None) == ("toestemming", True)
    assert afloop.melding is not None
    for other in (BSN, ANDER_BSN):
        with pytest.raises(ZgwFout, match="404"):
            await geef_toestemming(loket.zgw, other, afloop.melding.id, is_goed=True)
    async with loket.gemeente.app.pool.tenant(loket.gemeente.id) as conn:
        [asked] = await eigenmeldingen.gevraagd_aan(conn, loket.gemeente.id, BUUR.bsn)
        assert await eigenmeldingen.gevraagd_aan(conn, loket.gemeente.id, BSN) == []
    assert asked.id == afloop.melding.id
    assert (await geef_toestemming(loket.zgw, BUUR.bsn, asked.id, is_goed=True)).toestand == "gedaan"
    assert (await loket.lees(BSN)).waarde("08.11.20") == "35"
    with pytest.raises(ZgwFout, match="409"):
        await geef_toestemming(loket.zgw, BUUR.bsn, asked.id, is_goed=False)


async def test_a_main_occupant_who_says_no(loket: Loket) -> None:
    await loket.bewaar(lijst(), BUUR)
    afloop = await meld(loket, BIJ_BUUR)
    assert afloop.melding is not None
    found = await geef_toestemming(loket.zgw, BUUR.bsn, afloop.melding.id, is_goed=False)
    assert (found.toestand, [r.nummer for r in found.redenen]) == ("behandelen", ["BZ-203"])


async def test_a_name_that_is_wrong_tells_nothing(loket: Loket) -> None:
    """Who guesses learns nothing of who lives there: an officer looks, as for anybody who was not named."""
    await loket.bewaar(lijst(), BUUR)
    guessed = await meld(loket, BIJ_BUUR, hoofdbewoner="Visser")
    assert (guessed.toestand, waarom(guessed)) == ("behandelen", ["BZ-203"])


async def test_an_officer_records_what_waited(loket: Loket, migrated: embedded.Embedded, clock: Any) -> None:
    """The zaak that was there is finished; no second one comes."""
    await een_zaaktype(loket.gemeente.client, identificatie="VERH", statussen=("Gemeld", "Klaar"))
    soort = {"zaaktype": "VERH", "status": "Klaar", "resultaat": "Toegekend", "afgewezen": "Toegekend"}
    await loket.stel_in(migrated.owner_dsn, brp_zaken={"verhuizing": soort})
    await loket.bewaar(lijst(), BUUR)
    for n, ends in enumerate((neem_melding_op, wijs_melding_af)):
        clock(f"2026-11-28T1{n}:00:00Z")
        told = await meld(loket, sleutel=f"v{n}", adres=NUMMER_35 | ({"11.60": "9999ZZ"} if n else {}))
        assert told.melding is not None
        zaak = str(told.melding.zaak)
        begun = await loket.zgw.get("zaken", "zaken", zaak)
        assert (begun["einddatum"], "Via de e-dienst gemeld." in begun["toelichting"]) == (None, True)
        clock(f"2026-11-28T1{n}:30:00Z")
        await ends(loket.zgw, told.melding.id, *(["Dit adres bestaat niet."] if n else []))  # type: ignore[operator]
        assert (await loket.zgw.get("zaken", "zaken", zaak))["einddatum"] == "2026-11-28"
        with pytest.raises(ZgwFout, match="409"):
            await wijs_melding_af(loket.zgw, told.melding.id, "Nog eens.")
    assert (await loket.lees(BSN)).waarde("08.11.20") == "35"
    assert await aantal(loket, "zaak") == 2


AAN_BALIE = Verhuisinvoer(
    sleutel="b1", aangever=BSN, datum=date(2026, 12, 10), adres=NUMMER_35, verhuizers={BSN: "I", ANDER_BSN: "M"},
    stukken=frozenset({"machtiging"}),
)  # fmt: skip


@pytest.mark.rule("BZ-421")
async def test_a_move_of_later_at_the_counter(loket: Loket, clock: Any) -> None:
    """Kept once, as the officer filled it in, and recorded on its day with who comes along by a machtiging; what does
    not stand the law then, or need not wait, is told at once."""
    await loket.bewaar(lijst(), MAN)
    assert waarom(await plan_verhuizing(loket.zgw, msgspec.structs.replace(AAN_BALIE, datum=DAG))) == ["BZ-421"]
    wrong = msgspec.structs.replace(AAN_BALIE, stukken=frozenset())
    assert waarom(await plan_verhuizing(loket.zgw, wrong)) == ["BZ-04"]
    for _ in range(2):
        assert (await plan_verhuizing(loket.zgw, AAN_BALIE)).toestand == "gepland"
    assert (await aantal(loket, "brp_melding"), await geplande(loket.zgw)) == (1, [])
    clock("2026-12-10T05:00:00Z")
    [due] = await geplande(loket.zgw)
    assert (await verwerk_geplande(loket.zgw, due)).toestand == "gedaan"
    for bsn in (BSN, ANDER_BSN):
        moved = await loket.lees(bsn)
        assert (moved.waarde("08.11.20"), moved.waarde("08.10.30")) == ("35", "20261210")
    assert (await loket.lees(ANDER_BSN)).waarde("08.72.10") == "M"
