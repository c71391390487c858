"""Four eyes: what one proposes another records, signed in and with the right to. Decision 0065."""

from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest

from meent.engine.authorise import Grant, Rights
from meent.integration.brp import boek
from meent.integration.brp.feiten import Voorbij, Weigering
from meent.integration.zgw import Zgw, ZgwFout
from meent.process.burgerzaken import accord, feiten
from meent.process.burgerzaken.correctie import Correctieinvoer, Verbetering
from tests.conftest import Gemeente
from tests.process.burgerzaken.conftest import Loket
from tests.process.burgerzaken.test_feiten import HIJ
from tests.process.burgerzaken.test_opnemen import HUWELIJK, VERHUIZING
from tests.services.personen.lijsten import BSN, GEZAG, PERSOON, WOONT, lijst

CORRECTIE = Correctieinvoer(
    sleutel="c1", bsn=BSN, categorie="11", document="uitspraak", reden="Verkeerd gelezen",
    verbeteringen=(Verbetering(voorkomen=0, inhoud={"32.10": "2D"}),),
)  # fmt: skip
KEPT = "select toestand, besloten_door, uitleg, octet_length(invoer) > 0 from brp_voorstel"


def rechten(*scopes: str) -> Rights:
    return Rights(grants=(Grant("brp", frozenset(scopes), None, 0),))


def yusuf(loket: Loket, *scopes: str) -> Zgw:
    """A colleague; with the right to agree, or with these rights."""
    return loket.als(user_id="yusuf", user_weergave="Yusuf Demir", rights=rechten(*(scopes or ALLES)))


ALLES = (boek.BIJHOUDEN, boek.ACCORDEREN)


def zinnen(found: tuple[Weigering, ...]) -> list[str]:
    return [w.zin for w in found]


async def voorgesteld(loket: Loket, invoer: Any = CORRECTIE, feit: str = "correctie") -> UUID:
    found = await accord.stel_voor(loket.zgw, feit, invoer)
    assert found.voorstel is not None, found.weigeringen
    return found.voorstel.id


@pytest.mark.rule("BZ-100")
@pytest.mark.requirement("K-49")
async def test_a_correction_waits_for_a_colleague(loket: Loket) -> None:
    """Nothing changes before; then it is the fact of who proposed it, with who agreed; the input is gone."""
    await loket.bewaar(lijst(c11=[[GEZAG]]))
    key = await voorgesteld(loket)
    assert (await loket.lees(BSN)).waarde("11.32.10") == "12"
    alone = await accord.keur_goed(loket.zgw, key)
    assert zinnen(alone.weigeringen) == ["Een andere collega, die mag accorderen, beslist over dit voorstel."]
    assert (await accord.keur_goed(yusuf(loket, boek.BIJHOUDEN), key)).weigeringen[0].nummer == "K-49"
    done = await accord.keur_goed(yusuf(loket), key)
    assert (done.is_opgenomen, (await loket.lees(BSN)).waarde("11.32.10")) == (True, "2D")
    [row] = await loket.gemeente.rows("select wie, voorbij->0->>'akkoord_van', voorbij->0->>'reden' from brp_feit")
    assert tuple(row) == ("ans", "yusuf", "Verkeerd gelezen")
    assert [tuple(r) for r in await loket.gemeente.rows(KEPT)] == [("opgenomen", "yusuf", "", False)]
    assert zinnen((await accord.keur_goed(yusuf(loket), key)).weigeringen) == ["Dit voorstel is al behandeld."]


async def test_the_colleague_sees_what_changes_by_element(loket: Loket) -> None:
    """The value that is and the one that comes, in the actual voorkomen; and what history says more."""
    await loket.bewaar(lijst(c11=[[GEZAG]]))
    key = await voorgesteld(loket)
    seen = await accord.bekijk(yusuf(loket), key)
    assert seen.uitkomst is not None
    told = {(v.rubriek, v.plaats): (v.oud, v.nieuw) for v in seen.uitkomst.verschillen}
    assert told["11.32.10", "actueel"] == ("12", "2D")
    assert told["11.84.10", "historie"] == ("", "O")
    assert ("07.80.10", "actueel") not in told
    assert (seen.mag_besluiten, seen.mag_intrekken, seen.voorstel.weergave) == (True, False, "Ans Brouwer")
    mine = await accord.bekijk(loket.zgw, key)
    assert (mine.mag_besluiten, mine.mag_intrekken, mine.invoer) == (
        False, True, msgspec.structs.replace(CORRECTIE, voorstel=key)
    )  # fmt: skip
    rows = await loket.gemeente.rows("select gebruiker from verwerking where resource = 'persoon' order by gebruiker")
    assert [r[0] for r in rows] == ["ans", "ans", "yusuf"]


@pytest.mark.rule("BZ-101")
async def test_only_what_may_be_recorded_is_proposed(loket: Loket) -> None:
    """A refused fact is refused now, not by the colleague; and a list that changed since refuses the colleague."""
    await loket.bewaar(lijst(c11=[[GEZAG]]))
    refused = await accord.stel_voor(loket.zgw, "correctie", msgspec.structs.replace(CORRECTIE, reden=""))
    assert ([w.nummer for w in refused.weigeringen], await loket.gemeente.rows(KEPT)) == (["BZ-85"], [])
    key = await voorgesteld(loket, VERHUIZING, "verhuizing")
    assert await accord.aantal(loket.zgw) == 0
    assert await accord.aantal(yusuf(loket)) == 1
    assert (await feiten.verhuis(loket.zgw, msgspec.structs.replace(VERHUIZING, sleutel="v2"))).is_opgenomen
    late = await accord.keur_goed(yusuf(loket), key)
    assert [w.nummer for w in late.weigeringen] == ["BZ-07"]
    assert [v.toestand for v in await accord.lijst(loket.zgw)] == ["wacht"]


async def test_a_second_click_proposes_once(loket: Loket) -> None:
    await loket.bewaar(lijst(c11=[[GEZAG]]))
    assert await voorgesteld(loket) == await voorgesteld(loket)
    with pytest.raises(ZgwFout) as told:
        await accord.stel_voor(loket.zgw, "correctie", msgspec.structs.replace(CORRECTIE, reden="Anders"))
    assert told.value.status == 409


@pytest.mark.rule("BZ-102")
async def test_it_goes_back_with_a_reason(loket: Loket) -> None:
    """By another; who proposed it reads why and takes it away."""
    await loket.bewaar(lijst(c11=[[GEZAG]]))
    key = await voorgesteld(loket)
    assert zinnen(await accord.stuur_terug(yusuf(loket), key, " ")) == ["Schrijf op waarom u het voorstel terugstuurt."]
    assert len(await accord.stuur_terug(loket.zgw, key, "Toch niet")) == 1
    assert len(await accord.trek_in(yusuf(loket), key)) == 1
    assert await accord.stuur_terug(yusuf(loket), key, "Welke uitspraak?") == ()
    assert [tuple(r) for r in await loket.gemeente.rows(KEPT)] == [("teruggestuurd", "yusuf", "Welke uitspraak?", True)]
    assert len((await accord.keur_goed(yusuf(loket), key)).weigeringen) == 1
    assert await accord.trek_in(loket.zgw, key) == ()
    assert [tuple(r) for r in await loket.gemeente.rows(KEPT)] == [("ingetrokken", "ans", "", False)]
    assert (await loket.lees(BSN)).waarde("11.32.10") == "12"


@pytest.mark.rule("BZ-100")
async def test_a_check_that_was_passed_takes_a_colleague(loket: Loket) -> None:
    """Who may go past a check proposes it; the colleague needs no such right, and records nothing else."""
    await loket.bewaar(lijst(), lijst(c01=[[{**PERSOON, **HIJ, "03.10": "20081129"}]]))
    past = msgspec.structs.replace(HUWELIJK, voorbij=(Voorbij(nummer="BZ-10", reden="Ontheffing gezien"),))
    klerk = loket.als(rights=rechten(boek.BIJHOUDEN))
    assert [w.nummer for w in (await accord.stel_voor(klerk, "huwelijk", past)).weigeringen] == ["K-49"]
    key = await voorgesteld(loket, past, "huwelijk")
    other = msgspec.structs.replace(past, getuigen=4, voorstel=key, sleutel="h9")
    assert zinnen((await feiten.huwt(yusuf(loket), other)).weigeringen) == [
        "Dit is iets anders dan er werd voorgesteld."
    ]
    assert (await accord.keur_goed(yusuf(loket), key)).is_opgenomen


async def test_of_another_municipality_there_is_nothing(loket: Loket, andere_gemeente: Gemeente, migrated: Any) -> None:
    await loket.bewaar(lijst(c11=[[GEZAG]], c08=[[WOONT]]))
    key = await voorgesteld(loket)
    elders = Loket(andere_gemeente, loket.zgw)
    await elders.stel_in(migrated.owner_dsn, "0363")
    assert list(await accord.lijst(elders.zgw)) == []
    for asked in (accord.bekijk(elders.zgw, key), accord.keur_goed(elders.zgw, key), accord.trek_in(elders.zgw, key)):
        with pytest.raises(ZgwFout) as told:
            await asked
        assert told.value.status == 404
    with pytest.raises(ZgwFout) as told:
        await accord.bekijk(loket.als(rights=rechten(boek.ACCORDEREN)), uuid4())
    assert told.value.status == 403
