"""The eleven examples of HUP 3.9 §7.3, before and after, element by element.

They are the specification of correcting. Written from the tables on pages 191 to 203; A-nummers, BSNs and municipality
codes stand for those of the examples, which are invented.
"""

from datetime import UTC, datetime

import pytest

from meent.services.personen.mutaties import Actualiseren, Corrigeren, Mutatie, Vervanging, apply, verbeterd
from meent.services.personen.persoonslijst import Stapel
from tests.services.personen.lijsten import ANDER_ANUMMER, ANDER_BSN, ANUMMER, BSN, lijst, met, stapel

pytestmark = [
    pytest.mark.rule("PL-21", "PL-22", "PL-23"),
    pytest.mark.requirement("K-21", "K-22", "K-23"),
]
EIGEN = "0518"
ONJUIST = {"84.10": "O"}


def na(categorie: str, voor: Stapel, nu: str, *mutaties: Mutatie) -> Stapel:
    """The stapel after these changes on that day (dd-mm-jjjj, as the HUP writes it)."""
    dag = datetime.strptime(nu, "%d-%m-%Y").replace(hour=12, tzinfo=UTC)
    stapels = {f"c{categorie}": [voor]}
    found = apply(lijst(**stapels), mutaties, dag).stapels[categorie]
    assert len(found) == 1
    return found[0]


def document(gemeente: str, dag: str, tekst: str) -> dict[str, str]:
    return {"82.10": gemeente, "82.20": dag, "82.30": tekst}


def akte(gemeente: str, nummer: str) -> dict[str, str]:
    return {"81.10": gemeente, "81.20": nummer}


def geldig(ingang: str, opneming: str) -> dict[str, str]:
    return {"85.10": ingang, "86.10": opneming}


def test_7_3_1_1_only_the_actual_one_is_wrong() -> None:
    """A third and ouder1 were written down; it was ouder2."""
    een = {"32.10": "1D", **document("0917", "20141214", "uittreksel gezagsregister"), **geldig("20141129", "20141214")}
    bron = document(EIGEN, "20180312", "uittreksel gezagsregister")
    vervanging = Vervanging(voorkomen=0, inhoud={"32.10": "2D"})
    assert na(
        "11", stapel(een), "12-03-2018", Corrigeren(categorie="11", vervangingen=(vervanging,), bron=bron)
    ) == stapel(
        {"32.10": "2D", **bron, **geldig("20141129", "20180312")},
        {**een, **ONJUIST},
    )


def test_7_3_1_2_only_history_is_wrong() -> None:
    """The date was wrong; that it has ended is not touched."""
    een = {"32.10": "12", **document("0106", "20140224", "uittreksel gezagsregister"), **geldig("20140129", "20140224")}
    twee = geldig("20171004", "20171101")
    bron = document(EIGEN, "20180305", "uittreksel gezagsregister")
    vervanging = Vervanging(voorkomen=1, inhoud={"32.10": "12"}, ingang="20140130")
    assert na(
        "11", stapel(twee, een), "05-03-2018", Corrigeren(categorie="11", vervangingen=(vervanging,), bron=bron)
    ) == stapel(
        twee,
        {"32.10": "12", **bron, **geldig("20140130", "20180305")},
        {**een, **ONJUIST},
    )


def test_7_3_1_3_actual_and_history_are_wrong() -> None:
    """Three times the name of a child; the akte goes with the oldest, the others keep what they had."""
    nummers = {"01.10": ANDER_ANUMMER, "01.20": ANDER_BSN}
    geboren = {"03.10": "20020415", "03.20": "0599", "03.30": "6030"}
    kim, madelief = {"02.10": "Kim"}, {"02.10": "Madelief"}
    oud, nieuw = {"02.40": "Dubbeldam"}, {"02.40": "Erikson"}
    een = {**kim, **oud, **geboren, **akte("0599", "10A1234"), **geldig("20020415", "20020418")}
    twee = {
        **nummers,
        **kim,
        **oud,
        **geboren,
        **document("0637", "20100620", "PL gerelateerde"),
        **geldig("20100620", "20100620"),
    }
    drie = {**nummers, **madelief, **oud, **geboren, **akte("0599", "10M1234"), **geldig("20120828", "20121211")}
    correctie = Corrigeren(
        categorie="09",
        bron=akte("0599", "10V1234"),
        vervangingen=tuple(
            Vervanging(voorkomen=i, inhoud={**n, **voornaam, **nieuw, **geboren})
            for i, (n, voornaam) in enumerate([(nummers, madelief), (nummers, kim), ({}, kim)])
        ),
    )
    assert na("09", stapel(drie, twee, een), "05-03-2018", correctie) == stapel(
        met({**drie, **nieuw}, e86_10="20180305"),
        {**drie, **ONJUIST},
        met({**twee, **nieuw}, e86_10="20180305"),
        {**twee, **ONJUIST},
        {**kim, **nieuw, **geboren, **akte("0599", "10V1234"), **geldig("20020415", "20180305")},
        {**een, **ONJUIST},
    )


def test_7_3_2_2_a_birth_date_from_the_minister() -> None:
    """The date was unknown in both; from when the data hold stays unknown where it was."""
    vast = {"01.10": ANUMMER, "01.20": BSN, "04.10": "M", "61.10": "E"}
    geboren = {"03.10": "19880000", "03.20": "Mosul", "03.30": "5043"}
    beter = {**geboren, "03.10": "19880701"}
    een = {
        **vast,
        "02.40": "Omar Abdi Hussein",
        **geboren,
        **document("0935", "20100622", "VOE 19-06-2010"),
        **geldig("00000000", "20100622"),
    }
    twee = {
        **vast,
        "02.10": "Omar",
        "02.40": "Hussein",
        **geboren,
        **document("0047", "20160220", "KB 20151128"),
        **geldig("20151128", "20160220"),
    }
    voor = stapel(twee, een)
    bron = document(EIGEN, "20180224", "mededeling ex artikel 2.17 Wet BRP")
    correctie = Corrigeren(
        categorie="01",
        bron=bron,
        vervangingen=tuple(Vervanging(voorkomen=i, inhoud=verbeterd(voor[i], beter)) for i in (0, 1)),
    )
    assert na("01", voor, "24-02-2018", correctie) == stapel(
        {**twee, **beter, "86.10": "20180224"},
        {**twee, **ONJUIST},
        {**een, **beter, **bron, **geldig("00000000", "20180224")},
        {**een, **ONJUIST},
    )


def test_7_3_2_3_from_the_list_of_the_relative() -> None:
    """A first name was missing: first made the same as hers, then her numbers come with it."""
    inhoud = {
        "02.10": "Maria",
        "02.40": "Lopez Monteiro",
        "03.10": "19520415",
        "03.20": "Jinotega",
        "03.30": "8032",
        "04.10": "V",
        "62.10": "19720318",
    }
    een = {**inhoud, **document("0114", "19911228", "PK"), **geldig("19720318", "19911228")}
    beter = {**inhoud, "02.10": "Maria Carmen"}
    cat_01, gerelateerde = (document(EIGEN, "20180306", t) for t in ("Cat 01 PL ouder2", "PL gerelateerde"))
    nummers = {"01.10": ANDER_ANUMMER, "01.20": ANDER_BSN}
    found = na(
        "03",
        stapel(een),
        "06-03-2018",
        Corrigeren(categorie="03", bron=cat_01, vervangingen=(Vervanging(voorkomen=0, inhoud=beter),)),
        Actualiseren(categorie="03", inhoud=nummers, bron=gerelateerde, ingang="20180306"),
    )
    assert found == stapel(
        {**nummers, **beter, **gerelateerde, **geldig("20180306", "20180306")},
        {**beter, **cat_01, **geldig("19720318", "20180306")},
        {**een, **ONJUIST},
    )


def woont(gemeente: str, sinds: str, aanvang: str, straat: str, nummer: str, postcode: str) -> dict[str, str]:
    return {
        "09.10": gemeente,
        "09.20": sinds,
        "10.10": "W",
        "10.30": aanvang,
        "11.10": straat,
        "11.20": nummer,
        "11.60": postcode,
    }


def terug(inhoud: dict[str, str]) -> Corrigeren:
    """The move that was wrong, put back by the municipality itself."""
    return Corrigeren(categorie="08", vervangingen=(Vervanging(voorkomen=0, inhoud={**inhoud, "72.10": "A"}),))


def test_7_3_2_4_a_move_that_was_somebody_elses() -> None:
    """Back to Zoetermeer, from the day on which the wrong move began."""
    markt = woont("0637", "20080219", "20080219", "Markt", "10", "2711CZ")
    een = {**markt, "72.10": "T", **geldig("20110920", "20110920")}
    twee = {
        **woont("0599", "20180315", "20180315", "Coolsingel", "40", "3011AD"),
        "72.10": "I",
        **geldig("20180315", "20180319"),
    }
    assert na("08", stapel(twee, een), "28-03-2018", terug(markt)) == stapel(
        {**markt, "72.10": "A", **geldig("20180315", "20180328")}, {**twee, **ONJUIST}, een
    )


def test_7_3_2_5_an_emigration_that_was_somebody_elses() -> None:
    """Back in Meppel, with the immigration that stood there."""
    oever = {
        **woont("0119", "20140714", "20150819", "Grote Oever", "26", "7941BJ"),
        "14.10": "5002",
        "14.20": "20130327",
    }
    een = {**oever, "72.10": "I", **geldig("20150819", "20150822")}
    twee = {
        "09.10": "1999",
        "09.20": "20180315",
        "13.10": "5008",
        "13.20": "20180315",
        "72.10": "I",
        **geldig("20180315", "20180319"),
    }
    assert na("08", stapel(twee, een), "28-03-2018", terug(oever)) == stapel(
        {**oever, "72.10": "A", **geldig("20180315", "20180328")}, {**twee, **ONJUIST}, een
    )


def test_7_3_2_6_a_settlement_that_was_somebody_elses() -> None:
    """Back abroad; the RNI takes the municipality over afterwards."""
    een = {
        "09.10": "1999",
        "09.20": "20150819",
        "13.10": "7028",
        "13.20": "20150819",
        "72.10": "A",
        **geldig("20150819", "20150822"),
    }
    twee = {
        **woont("0307", "20180315", "20180315", "Stadhuisplein", "1", "3811LM"),
        "14.10": "7028",
        "14.20": "20180315",
        "72.10": "I",
        **geldig("20180315", "20180319"),
    }
    polen = {"09.10": "0307", "09.20": "20150819", "13.10": "7028", "13.20": "20150819"}
    assert na("08", stapel(twee, een), "23-03-2018", terug(polen)) == stapel(
        {**polen, "72.10": "A", **geldig("20180315", "20180323")}, {**twee, **ONJUIST}, een
    )


def test_7_3_2_7_a_dissolution_that_never_was() -> None:
    """The marriage is there again, from the day of the wrong dissolution; a document takes the akte's place."""
    fleur = {"02.10": "Fleur", "02.40": "Belleboom", "15.10": "H"}
    sluiting = {"06.10": "20140214", "06.20": "0687", "06.30": "6030"}
    ontbinding = {"07.10": "20180326", "07.20": "0687", "07.30": "6030", "07.40": "S"}
    een = {**fleur, **sluiting, **akte("0687", "30A1234"), **geldig("20140214", "20140217")}
    twee = {**fleur, **ontbinding, **akte("0687", "30B1234"), **geldig("20180326", "20180328")}
    bron = document("0687", "20180330", "Ten onrechte opgenomen actualisering")
    correctie = Corrigeren(
        categorie="05", bron=bron, vervangingen=(Vervanging(voorkomen=0, inhoud={**fleur, **sluiting}),)
    )
    assert na("05", stapel(twee, een), "30-03-2018", correctie) == stapel(
        {**fleur, **sluiting, **bron, **geldig("20180326", "20180330")}, {**twee, **ONJUIST}, een
    )


def test_7_3_2_10_the_date_of_a_move() -> None:
    """2 October was typed for 22 October: the date itself was the error."""
    een = {
        **woont("0448", "20080219", "20160714", "Emmalaan", "15", "1791AT"),
        "72.10": "I",
        **geldig("20160714", "20160716"),
    }
    twee = {
        **woont("0971", "20181002", "20181002", "Stadhouderslaan", "200", "6171KP"),
        "72.10": "I",
        **geldig("20181002", "20181005"),
    }
    goed = {**woont("0971", "20181022", "20181022", "Stadhouderslaan", "200", "6171KP"), "72.10": "I"}
    correctie = Corrigeren(categorie="08", vervangingen=(Vervanging(voorkomen=0, inhoud=goed, ingang="20181022"),))
    assert na("08", stapel(twee, een), "01-11-2018", correctie) == stapel(
        {**goed, **geldig("20181022", "20181101")}, {**twee, **ONJUIST}, een
    )


def test_7_3_2_11_a_child_taken_from_its_own_list() -> None:
    """The akte tells the name, and since when."""
    vast = {"01.10": ANDER_ANUMMER, "01.20": ANDER_BSN, "03.10": "19640718", "03.20": "0575", "03.30": "6030"}
    een = {
        **vast,
        "02.10": "Ingrid",
        "02.40": "Kroezen",
        **document("0537", "19980819", "PL kind"),
        **geldig("19980819", "19980819"),
    }
    goed = {**vast, "02.10": "Ingrid", "02.40": "Krüzen"}
    correctie = Corrigeren(
        categorie="09",
        bron=akte("0575", "1 A1234"),
        vervangingen=(Vervanging(voorkomen=0, inhoud=goed, ingang="19640718"),),
    )
    assert na("09", stapel(een), "23-10-2018", correctie) == stapel(
        {**goed, **akte("0575", "1 A1234"), **geldig("19640718", "20181023")}, {**een, **ONJUIST}
    )
