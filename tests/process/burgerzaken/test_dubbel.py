"""Two lists of one person, and a list that was made wrongly: by element, from finding to repair. HUP 7.9, 7.11."""

from datetime import date
from typing import Any

import msgspec
import pytest

from meent.integration.brp.feiten import Voorbij
from meent.process.burgerzaken import accord, dubbel, feiten
from meent.process.burgerzaken.afvoering import Afvoering, Afvoeringsinvoer, voer_af
from meent.process.burgerzaken.dubbel import Dubbelinschrijving, Dubbelinvoer, ontdubbel
from meent.process.burgerzaken.terugmelding import Meldinginvoer, meldt
from meent.process.burgerzaken.toetsen import Geweigerd
from meent.services.personen import keuring, opslag
from meent.services.personen.mutaties import apply
from meent.services.personen.persoonslijst import Persoonslijst
from tests.process.burgerzaken.conftest import Loket
from tests.process.burgerzaken.test_accord import yusuf
from tests.process.burgerzaken.test_feiten import ZIJ
from tests.process.burgerzaken.test_meer_feiten import KIND_BIJ_MOEDER, KIND_PERSOON, LEEG
from tests.services.personen.lijsten import (
    ANUMMER,
    BSN,
    EIGEN,
    GEZAG,
    INSCHRIJVING,
    NU,
    VANDAAG,
    lijst,
    met,
)  # fmt: skip

DAG = date(2026, 11, 28)
OUD, NIEUW, NIEUW_BSN = KIND_PERSOON["01.10"], "1010101025", "999990019"
DOCUMENT = {"82.10": EIGEN, "82.20": VANDAAG, "82.30": "dubbele inschrijving"}
OUDER = {**ZIJ, "62.10": "20240501", **LEEG}


def kind(**anders: str) -> Persoonslijst:
    return lijst(
        c01=[[{**KIND_PERSOON, **{n.replace("_", "."): w for n, w in anders.items()}}]], c02=[[OUDER]], c03=[[LEEG]],
        c07=[[met(INSCHRIJVING, e68_10="20240501")]],
    )  # fmt: skip


EERSTE = kind()
TWEEDE = lijst(
    c01=[[{**KIND_PERSOON, "01.10": NIEUW, "01.20": NIEUW_BSN}]], c02=[[OUDER]], c03=[[LEEG]],
    c07=[[met(INSCHRIJVING, e68_10="20240503")]],
)  # fmt: skip
TWEE_KEER = lijst(
    c09=[[{**KIND_BIJ_MOEDER, **LEEG}], [{**KIND_BIJ_MOEDER, "01.10": NIEUW, "01.20": NIEUW_BSN, **LEEG}]]
)
FEIT = Dubbelinschrijving(
    eigen=EIGEN, persoon=TWEEDE, blijft=EERSTE, reden="Twee keer aangegeven", vandaag=DAG, verwanten={BSN: TWEE_KEER}
)
AF = Afvoering(eigen=EIGEN, persoon=TWEEDE, reden="Identiteitsfraude", vandaag=DAG)
DOEN: dict[type, Any] = {Dubbelinschrijving: ontdubbel, Afvoering: voer_af}


def anders(feit: Any, **values: Any) -> Any:
    return msgspec.structs.replace(feit, **values)


@pytest.mark.requirement("K-45")
def test_the_same_child_recorded_twice() -> None:
    """Each list names the other, the second is F, and on the mother's list the second child was never so."""
    gevolg = ontdubbel(FEIT)
    blijft, gaat = apply(EERSTE, gevolg.wijzigingen[OUD], NU), apply(TWEEDE, gevolg.wijzigingen[NIEUW], NU)
    assert (blijft.anummer, blijft.waarde("01.20.10"), blijft.waarde("01.82.30")) == (
        OUD,
        NIEUW,
        "dubbele inschrijving",
    )
    assert (gaat.anummer, gaat.waarde("01.20.20"), gaat.waarde("01.85.10")) == (NIEUW, OUD, VANDAAG)
    assert (gaat.is_afgevoerd, gaat.waarde("07.67.10")) == (True, VANDAAG)
    moeder = apply(TWEE_KEER, gevolg.wijzigingen[BSN], NU)
    assert moeder.stapels["09"][0] == TWEE_KEER.stapels["09"][0]
    assert [(v.get("01.10"), v.get("84.10")) for v in moeder.stapels["09"][1]] == [(None, None), (NIEUW, "O")]
    for pl in (blijft, gaat, moeder):
        assert [b.code for b in keuring.keur(pl) if b.ernst == "fout"] == []


def test_a_relative_who_knows_only_the_second_gets_the_first() -> None:
    """HUP 7.9.8: the number that stays, with history and without O."""
    knows = lijst(c09=[[{**KIND_BIJ_MOEDER, "01.10": NIEUW, "01.20": NIEUW_BSN, **LEEG}]])
    new = apply(knows, ontdubbel(anders(FEIT, verwanten={BSN: knows})).wijzigingen[BSN], NU)
    assert [(v.get("01.10"), v.get("84.10")) for v in new.stapels["09"][0]] == [(OUD, None), (NIEUW, None)]
    assert new.waarde("09.01.20") == EERSTE.bsn


@pytest.mark.requirement("K-27")
def test_a_list_that_was_made_wrongly_and_was_not() -> None:
    weg = apply(TWEEDE, voer_af(AF).wijzigingen[NIEUW], NU)
    assert (weg.waarde("07.67.10"), weg.waarde("07.67.20")) == (VANDAAG, "F")
    terug = apply(weg, voer_af(anders(AF, persoon=weg, terug=True)).wijzigingen[NIEUW], NU)
    assert (terug.waarde("07.67.20"), terug.is_afgevoerd) == ("", False)


NEE: list[tuple[str, Any, dict[str, Any]]] = [
    ("BZ-130", FEIT, {"blijft": TWEEDE}),
    ("BZ-130", FEIT, {"eigen": "0363"}),
    ("BZ-130", FEIT, {"blijft": lijst(c01=EERSTE.stapels["01"], c07=[[{**INSCHRIJVING, "66.20": VANDAAG}]])}),
    ("BZ-131", FEIT, {"blijft": kind(**{"03_10": "20240502"})}),
    ("BZ-131", FEIT, {"blijft": kind(**{"02_10": "Piet", "02_40": "Dijk"})}),
    ("BZ-132", FEIT, {"persoon": EERSTE, "blijft": TWEEDE}),
    ("BZ-133", FEIT, {"persoon": lijst(**{f"c{c}": s for c, s in TWEEDE.stapels.items()}, c11=[[GEZAG]])}),
    ("BZ-134", FEIT, {"open_meldingen": 1}),
    ("BZ-135", FEIT, {"reden": " "}),
    ("BZ-140", AF, {"eigen": "0363"}),
    ("BZ-140", AF, {"terug": True}),
    ("BZ-141", AF, {"open_meldingen": 1}),
    ("BZ-142", AF, {"reden": ""}),
]


@pytest.mark.parametrize(
    ("nummer", "feit", "values"), [pytest.param(*row, marks=pytest.mark.rule(row[0])) for row in NEE]
)
def test_what_stands_in_the_way(nummer: str, feit: Any, values: dict[str, Any]) -> None:
    with pytest.raises(Geweigerd) as told:
        DOEN[type(feit)](anders(feit, **values))
    assert {b.nummer for b in told.value.bezwaren} == {nummer}


async def test_found_and_repaired_by_two_people(loket: Loket) -> None:
    """One BSN on two lists is found too; the list that goes can no longer be found, and not by one person alone."""
    tweede = lijst(**{f"c{c}": s for c, s in TWEEDE.stapels.items()} | {
        "c01": [[{**KIND_PERSOON, "01.10": NIEUW}]],
    })  # fmt: skip
    moeder = lijst(c09=[[{**KIND_BIJ_MOEDER, **LEEG}], [{**KIND_BIJ_MOEDER, "01.10": NIEUW, **LEEG}]])
    await loket.bewaar(EERSTE, tweede, moeder)
    assert [(v.waarom, sorted(v.anummers)) for v in await dubbel.vermoedens(loket.zgw)] == [
        ("bsn", sorted([OUD, NIEUW]))
    ]
    invoer = Dubbelinvoer(sleutel="d1", blijft=OUD, vervalt=NIEUW, reden="Twee keer aangegeven")
    alone = await feiten.FEITEN["dubbelinschrijving"][1](loket.zgw, invoer)
    assert [w.nummer for w in alone.weigeringen] == ["K-49"]
    proposed = await accord.stel_voor(loket.zgw, "dubbelinschrijving", invoer)
    assert proposed.voorstel is not None, proposed.weigeringen
    done = await accord.keur_goed(yusuf(loket), proposed.voorstel.id)
    assert [(w.bsn, w.categorie) for w in done.wijzigingen] == [
        (EERSTE.bsn, "01"), (EERSTE.bsn, "01"), (EERSTE.bsn, "07"), (BSN, "09"),
    ]  # fmt: skip
    assert (await loket.lees(EERSTE.bsn)).anummer == OUD
    assert await dubbel.vermoedens(loket.zgw) == []
    back = Afvoeringsinvoer(sleutel="t1", anummer=NIEUW, reden="Toch twee kinderen", terug=True)
    proposed = await accord.stel_voor(loket.zgw, "afvoering", back)
    assert proposed.voorstel is not None, proposed.weigeringen
    assert (await accord.keur_goed(yusuf(loket), proposed.voorstel.id)).is_opgenomen
    async with loket.gemeente.app.pool.tenant(loket.gemeente.id) as conn:
        again = await opslag.lees_anummer(conn, loket.gemeente.id, NIEUW)
    assert again is not None
    assert not again.pl.is_afgevoerd


@pytest.mark.rule("BZ-141")
async def test_a_report_is_closed_first(loket: Loket) -> None:
    await loket.bewaar(lijst())
    await meldt(loket.zgw, Meldinginvoer(sleutel="m1", bsn=BSN, aanduiding="010000", toelichting="Bestaat niet"))
    invoer = Afvoeringsinvoer(sleutel="a1", anummer=ANUMMER, reden="Fraude")
    assert [w.nummer for w in (await accord.stel_voor(loket.zgw, "afvoering", invoer)).weigeringen] == ["BZ-141"]


async def test_which_of_two_stays_may_be_decided(loket: Loket) -> None:
    """That the oldest stays is a preference (HUP 7.9.1): an officer goes past it with a reason."""
    await loket.bewaar(EERSTE, TWEEDE)
    invoer = Dubbelinvoer(sleutel="d2", blijft=NIEUW, vervalt=OUD, reden="Zelfde kind")
    refused = await accord.stel_voor(loket.zgw, "dubbelinschrijving", invoer)
    assert [(w.nummer, w.kan_worden_overruled) for w in refused.weigeringen] == [("BZ-132", True)]
    past = anders(invoer, voorbij=(Voorbij(nummer="BZ-132", reden="Op deze lijst staat het meeste"),))
    assert (await accord.stel_voor(loket.zgw, "dubbelinschrijving", past)).voorstel is not None
