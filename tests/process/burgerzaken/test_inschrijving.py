"""Eerste inschrijving: somebody from abroad without a list, by element; who is family here; and why not. HUP 4.1."""

from datetime import date
from typing import Any

import msgspec
import pytest

from meent.integration.brp import voorraad
from meent.integration.brp.feiten import Voorbij
from meent.process.burgerzaken import accord, feiten
from meent.process.burgerzaken.inschrijving import EersteInschrijving, Inschrijvingsinvoer, schrijf_in
from meent.process.burgerzaken.relaties import Kind, Nationaliteit, Ouder, Verbintenis
from meent.process.burgerzaken.toetsen import Geweigerd
from meent.services.personen import keuring
from meent.services.personen.mutaties import apply
from meent.services.personen.persoonslijst import Persoonslijst
from tests.process.burgerzaken.conftest import Loket
from tests.process.burgerzaken.test_accord import yusuf
from tests.process.burgerzaken.test_meer_feiten import KIND, KIND_BSN
from tests.services.personen.lijsten import ANUMMER, BSN, EIGEN, NU, PERSOON, VANDAAG, lijst, met, stapel

DAG = date(2026, 11, 28)
NIEUW_BSN, NIEUW_ANUMMER = "999990019", "2121212140"
AMINA = {"02.10": "Amina", "02.40": "Haddad", "03.10": "19900514", "03.20": "Rabat", "03.30": "5022", "04.10": "V"}
UITTREKSEL = {"82.10": EIGEN, "82.20": VANDAAG, "82.30": "geboorteakte Rabat 1990/77"}
GEEN_BRON = {"82.10": EIGEN, "82.20": VANDAAG, "82.30": "."}
MOEDER = {"02.10": "Fatima", "02.40": "Alaoui", "03.10": "19650101", "03.20": "Rabat", "03.30": "5022", "04.10": "V"}
OUDERS = (
    Ouder(gegevens=MOEDER, bron=UITTREKSEL, ingang="19900514", sinds="19900514"), Ouder(soort="onbekend"),
)  # fmt: skip
MAROKKAANS = Nationaliteit(code="5030", reden="301", bron=UITTREKSEL)
ADRES = {"10.10": "W", "11.10": "Spui", "11.20": "70", "11.60": "2511BT"}
FEIT = EersteInschrijving(
    eigen=EIGEN, anummer=NIEUW_ANUMMER, bsn=NIEUW_BSN, persoon=AMINA, bron=UITTREKSEL, sinds="19900514", ouders=OUDERS,
    nationaliteiten=(MAROKKAANS,), adres=ADRES, land="5022", wijze="I", ontvangen=DAG, vandaag=DAG, presentie=DAG,
    gezien=True, blijft=True, rechtmatig=True,
)  # fmt: skip
INVOER = Inschrijvingsinvoer(
    sleutel="i1", persoon=AMINA, ouders=OUDERS, nationaliteiten=(MAROKKAANS,), adres=ADRES, land="5022", gezien=True,
    blijft=True, rechtmatig=True, presentie=DAG, document="geboorteakte Rabat 1990/77", sinds="19900514",
)  # fmt: skip


def anders(feit: Any, **values: Any) -> Any:
    return msgspec.structs.replace(feit, **values)


def ingeschreven(**values: Any) -> Persoonslijst:
    [made] = schrijf_in(anders(FEIT, **values)).nieuw
    return apply(Persoonslijst({}), made, NU)


def test_the_whole_list() -> None:
    """Each category as HUP 4.1 says, and no precondition is broken."""
    pl = ingeschreven()
    assert [b.code for b in keuring.keur(pl) if b.ernst == "fout"] == []
    vandaag = {"86.10": VANDAAG}
    assert pl.stapels["01"][0] == stapel({
        "01.10": NIEUW_ANUMMER, "01.20": NIEUW_BSN, **AMINA, "61.10": "E", **UITTREKSEL, "85.10": "19900514", **vandaag,
    })  # fmt: skip
    assert pl.stapels["02"][0] == stapel({**MOEDER, "62.10": "19900514", **UITTREKSEL, "85.10": "19900514", **vandaag})
    assert pl.stapels["03"][0] == stapel({
        "02.40": ".", "62.10": "00000000", **GEEN_BRON, "85.10": "00000000", **vandaag,
    })  # fmt: skip
    assert pl.stapels["04"][0] == stapel({
        "05.10": "5030", "63.10": "301", **UITTREKSEL, "85.10": "00000000", **vandaag,
    })  # fmt: skip
    assert pl.stapels["08"][0] == stapel({
        "09.10": EIGEN, "09.20": VANDAAG, **ADRES, "10.30": VANDAAG, "14.10": "5022", "14.20": VANDAAG, "72.10": "I",
        "85.10": VANDAAG, **vandaag,
    })  # fmt: skip
    assert (pl.waarde("07.68.10"), pl.waarde("07.70.10"), pl.waarde("07.80.10")) == (VANDAAG, "0", "0001")


def test_who_has_no_second_parent_and_no_known_nationality() -> None:
    """By law none is an empty category with its source; an unknown nationality has no document."""
    geen = Ouder(soort="geen", bron=UITTREKSEL, ingang="19900514")
    onbekend = Nationaliteit(code="0000", reden="311")
    pl = ingeschreven(ouders=(OUDERS[0], geen), nationaliteiten=(onbekend,))
    assert pl.stapels["03"][0] == stapel({**UITTREKSEL, "85.10": "19900514", "86.10": VANDAAG})
    assert pl.stapels["04"][0] == stapel({"05.10": "0000", "63.10": "311", "85.10": "00000000", "86.10": VANDAAG})
    assert [b.code for b in keuring.keur(pl) if b.ernst == "fout"] == []


def test_a_bond_that_ended() -> None:
    """How it began is history, how it ended stands above. HUP 4.1.5."""
    sluiting = {"06.10": "20100601", "06.20": "Rabat", "06.30": "5022", "15.10": "H"}
    einde = {"07.10": "20200301", "07.20": "Rabat", "07.30": "5022", "07.40": "S"}
    man = {"02.10": "Karim", "02.40": "Idrissi", "03.10": "19850202", "03.20": "Fez", "03.30": "5022", "04.10": "M"}
    bond = Verbintenis(gegevens=man, bron=UITTREKSEL, sluiting=sluiting, ontbinding=einde, einde=UITTREKSEL)
    pl = ingeschreven(verbintenissen=(bond,))
    assert [(v.get("06.10"), v.get("07.10")) for v in pl.stapels["05"][0]] == [(None, "20200301"), ("20100601", None)]
    assert [b.code for b in keuring.keur(pl) if b.ernst == "fout"] == []


KOP = {n: w for n, w in AMINA.items() if n[:2] in ("02", "03", "04")}
ZONDER = {**KOP, "62.10": "20240501", **UITTREKSEL, "85.10": "20240501", "86.10": "20240503"}
DOCHTER = lijst(c01=[[met(KIND.stapels["01"][0].actueel, e01_10=ANUMMER)]], c02=[[ZONDER]])
"""Lives here, and has her mother without a number."""


@pytest.mark.requirement("K-28")
def test_a_parent_who_lives_here_gets_the_child() -> None:
    """By the own list of the child, once; other family keeps what its lists say until two people look. HUP 7.4.5."""
    ouders = (Ouder(bsn=BSN, bron=UITTREKSEL), OUDERS[1])
    gevolg = schrijf_in(anders(
        FEIT, lijsten={BSN: lijst(), KIND_BSN: DOCHTER}, ouders=ouders,
        kinderen=(Kind(bsn=KIND_BSN, bron=UITTREKSEL),),
    ))  # fmt: skip
    ouder = apply(lijst(), gevolg.wijzigingen[BSN], NU)
    assert (ouder.waarde("09.01.20"), ouder.waarde("09.82.30"), ouder.waarde("09.85.10")) == (
        NIEUW_BSN, "PL kind", VANDAAG,
    )  # fmt: skip
    assert list(gevolg.wijzigingen) == [BSN]
    [made] = gevolg.nieuw
    assert apply(Persoonslijst({}), made, NU).waarde("02.01.20") == BSN
    assert not schrijf_in(anders(FEIT, lijsten={BSN: ouder}, ouders=ouders)).wijzigingen


@pytest.mark.rule("BZ-183")
@pytest.mark.requirement("K-29", "K-30")
async def test_a_daughter_who_has_her_without_a_number(loket: Loket) -> None:
    """With the mother registered it is proposed that her daughter gets the number; a colleague says that it is her."""
    await loket.bewaar(DOCHTER)
    await vul(loket)
    kinderen = (Kind(bsn=KIND_BSN, bron=UITTREKSEL),)
    done = await feiten.FEITEN["inschrijving"][1](loket.zgw, anders(INVOER, kinderen=kinderen))
    assert done.nieuw == (NIEUW_BSN,)
    assert (await loket.lees(KIND_BSN)) == DOCHTER
    [voorstel] = await accord.lijst(loket.zgw)
    assert (voorstel.feit, voorstel.over, voorstel.wie) == ("gerelateerde", KIND_BSN, "ans")
    assert (await accord.keur_goed(yusuf(loket), voorstel.id)).is_opgenomen
    aangevuld = await loket.lees(KIND_BSN)
    assert [v.get("01.20") for v in aangevuld.stapels["02"][0]] == [NIEUW_BSN, None]
    assert (aangevuld.waarde("02.82.30"), aangevuld.waarde("02.62.10")) == ("PL gerelateerde", "20240501")


NEE: list[tuple[str, dict[str, Any]]] = [
    ("BZ-110", {"gelijkenden": (lijst(),)}),
    ("BZ-111", {"presentie": None}),
    ("BZ-111", {"presentie": date(2026, 11, 26)}),
    ("BZ-111", {"presentie": date(2026, 11, 29)}),
    ("BZ-112", {"gezien": False}),
    ("BZ-112", {"blijft": False}),
    ("BZ-112", {"rechtmatig": False}),
    ("BZ-113", {"adres": {"10.10": "W", "11.10": "Spui"}}),
    ("BZ-113", {"land": "6030"}),
    ("BZ-114", {"persoon": met(AMINA, e03_30="")}),
    ("BZ-114", {"persoon": met(AMINA, e03_10="20261129")}),
    ("BZ-114", {"bron": {}}),
    ("BZ-115", {"nationaliteiten": ()}),
    ("BZ-115", {"nationaliteiten": (MAROKKAANS, Nationaliteit(code="0001", reden="017"))}),
    ("BZ-115", {"nationaliteiten": (Nationaliteit(code="0001", reden="301"),)}),
    ("BZ-115", {"nationaliteiten": (Nationaliteit(code="0499", reden="301"),)}),
    ("BZ-116", {"ouders": (Ouder(gegevens=MOEDER), OUDERS[1])}),
    ("BZ-117", {"rang": "d"}),
    ("BZ-117", {"bron": {"81.10": EIGEN, "81.20": "10A1284"}}),
    ("BZ-118", {"persoon": met(AMINA, e02_20="SIR")}),
    ("BZ-118", {"ouders": (Ouder(gegevens=met(MOEDER, e02_30="Sint"), bron=UITTREKSEL), OUDERS[1])}),
    ("BZ-116", {"kinderen": (Kind(gegevens={"02.10": "Noor"}, bron=UITTREKSEL),)}),
]


@pytest.mark.parametrize(("nummer", "values"), [pytest.param(*row, marks=pytest.mark.rule(row[0])) for row in NEE])
def test_what_stands_in_the_way(nummer: str, values: dict[str, Any]) -> None:
    with pytest.raises(Geweigerd) as told:
        schrijf_in(anders(FEIT, **values))
    assert {b.nummer for b in told.value.bezwaren} == {nummer}


async def vul(loket: Loket) -> None:
    async with loket.gemeente.app.pool.tenant(loket.gemeente.id) as conn:
        await voorraad.vul(conn, loket.gemeente.id, "bsn", [NIEUW_BSN])
        await voorraad.vul(conn, loket.gemeente.id, "anummer", [NIEUW_ANUMMER])


@pytest.mark.rule("BZ-37")
@pytest.mark.requirement("K-08")
async def test_from_the_stock_to_the_register(loket: Loket) -> None:
    """Numbers of the stock; from JSON as a supplier sends it. A name typed as one stands apart, a parent's too."""
    await vul(loket)
    kind, record = feiten.FEITEN["inschrijving"]
    moeder = Ouder(gegevens=met(MOEDER, e02_40="Van Der"), bron=UITTREKSEL, ingang="19900514")
    invoer = anders(INVOER, persoon=met(AMINA, e02_40="el Haddad"), ouders=(moeder, OUDERS[1]))
    done = await record(loket.zgw, msgspec.json.decode(msgspec.json.encode(invoer), type=kind))
    assert (done.nieuw, done.soort, done.weigeringen) == ((NIEUW_BSN,), "nl.brp.ingeschreven.immigratie", ())
    pl = await loket.lees(NIEUW_BSN)
    assert pl.anummer == NIEUW_ANUMMER
    assert [(pl.waarde(f"{c}.02.30"), pl.waarde(f"{c}.02.40")) for c in ("01", "02")] == [
        ("el", "Haddad"), ("Van", "Der"),
    ]  # fmt: skip


@pytest.mark.rule("BZ-110")
@pytest.mark.requirement("K-49")
async def test_somebody_who_is_here_already(loket: Loket) -> None:
    """Found by the given names and birth date too, when she was registered by her husband's name; two people decide."""
    daar = lijst(c01=[[{**PERSOON, **AMINA, "02.10": "AMÍNA", "02.40": "Idrissi"}]])
    await loket.bewaar(daar)
    await vul(loket)
    refused = await feiten.FEITEN["inschrijving"][1](loket.zgw, INVOER)
    assert [(w.nummer, w.kan_worden_overruled) for w in refused.weigeringen] == [("BZ-110", True)]
    rows = await loket.gemeente.rows("select gegevens from verwerking where resource = 'persoon'")
    assert [r["gegevens"] for r in rows] == [["01.02.10", "01.02.40", "01.03.10"]]
    past = anders(INVOER, voorbij=(Voorbij(nummer="BZ-110", reden="Ander paspoort, andere ouders"),))
    proposed = await accord.stel_voor(loket.zgw, "inschrijving", past)
    assert proposed.voorstel is not None
    assert proposed.voorstel.over == ""  # of nobody yet: the number may be given to somebody else meanwhile
    assert (await accord.keur_goed(yusuf(loket), proposed.voorstel.id)).nieuw == (NIEUW_BSN,)
