"""What leaves a list with time: old travel documents, and gezag at eighteen. Source: HUP 6.7.5, 6.6.3; K-43."""

from datetime import date
from typing import Any

import msgspec
import pytest

from meent.process.burgerzaken.opschonen import beeindig_gezag, verwijder_reisdocumenten
from meent.process.burgerzaken.signalering import Signalering, signaleer
from meent.process.burgerzaken.toetsen import Geweigerd
from meent.services.personen.mutaties import apply
from meent.services.personen.persoonslijst import Persoonslijst
from tests.process.burgerzaken.test_feiten import ernstig
from tests.services.personen.lijsten import (
    BSN,
    EIGEN,
    GEZAG,
    INSCHRIJVING,
    NU,
    PASPOORT,
    PERSOON,
    SIGNALERING,
    VANDAAG,
    WOONT,
    lijst,
    met,
    stapel,
)  # fmt: skip

DAG = date(2026, 11, 28)


def paspoort(uitgereikt: str, eind: str) -> dict[str, str]:
    return met(PASPOORT, e35_30=uitgereikt, e35_50=eind)


def schoon(*stapels: dict[str, str], **anders: object) -> Persoonslijst | None:
    """The list afterwards; None when nothing goes."""
    pl = lijst(c12=[[s] for s in stapels], **anders)  # type: ignore[arg-type]
    gevolg = verwijder_reisdocumenten(pl, EIGEN, DAG)
    return apply(pl, gevolg.wijzigingen[pl.bsn], NU) if gevolg else None


@pytest.mark.requirement("K-43")
@pytest.mark.rule("BZ-260")
@pytest.mark.parametrize(("uitgereikt", "eind", "weg"), [
    ("20151127", "20201127", True),    # five years, longer than eleven years ago
    ("20151128", "20201128", False),   # eleven years ago today is not longer than that
    ("20151127", "20251127", False),   # ten years: that one stays for sixteen
    ("20101128", "20201128", True),    # sixteen years ago today
    ("20101129", "20201129", False),
    ("20151100", "20200000", False),   # some day in November: the last it can be counts
    ("20151000", "20201000", True),
    ("00000000", "20110101", False),   # nobody knows since when
    ("20101128", "00000000", True),    # until when is not known: sixteen years, to be sure
])  # fmt: skip
def test_how_long_a_travel_document_stays(uitgereikt: str, eind: str, weg: bool) -> None:
    assert (schoon(paspoort(uitgereikt, eind)) is not None) is weg


@pytest.mark.requirement("K-43")
@pytest.mark.rule("BZ-261")
def test_each_goes_whole_and_what_is_newer_stays() -> None:
    """Two old ones around a new one and a signalering: no trace is left of the two, group 80 moves once."""
    oud, nieuw = paspoort("20050101", "20150101"), paspoort("20240101", "20340101")
    pl = schoon(oud, nieuw, SIGNALERING, oud)
    assert pl is not None
    assert pl.stapels["12"] == (stapel(nieuw), stapel(SIGNALERING))
    assert pl.waarde("07.80.10") == "0006"
    assert "12" not in (schoon(oud) or lijst(c12=[[oud]])).stapels


@pytest.mark.requirement("K-43")
@pytest.mark.rule("BZ-261")
@pytest.mark.parametrize(("reden", "weg"), [("O", True), ("E", False), ("M", False), ("F", False)])
def test_of_who_died_too_but_not_of_whom_another_keeps(reden: str, weg: bool) -> None:
    oud = paspoort("20050101", "20150101")
    opgeschort = [[{**INSCHRIJVING, "67.10": "20200101", "67.20": reden}]]
    assert (schoon(oud, c07=opgeschort) is not None) is weg
    assert schoon(oud, c08=[[met(WOONT, e09_10="0363")]]) is None


@pytest.mark.rule("BZ-262")
@pytest.mark.parametrize(("geboren", "ingang"), [
    ("20081128", VANDAAG), ("20081129", None), ("20080229", "20260301"), ("20081100", None), ("00000000", None),
])  # fmt: skip
def test_gezag_ends_at_eighteen(geboren: str, ingang: str | None) -> None:
    """From the birthday on, without a document; of 29 February from 1 March. What it was stays as history."""
    pl = lijst(c01=[[met(PERSOON, e03_10=geboren)]], c11=[[GEZAG]])
    gevolg = beeindig_gezag(pl, EIGEN, DAG)
    assert (gevolg is None) is (ingang is None)
    if gevolg is not None:
        new = apply(pl, gevolg.wijzigingen[BSN], NU)
        assert new.stapels["11"] == (stapel({"85.10": ingang or "", "86.10": VANDAAG}, GEZAG),)
        assert ernstig(new) == []
        assert beeindig_gezag(new, EIGEN, DAG) is None


@pytest.mark.rule("BZ-262")
def test_curatele_does_not_end_at_eighteen() -> None:
    pl = lijst(c11=[[{"33.10": "1", **{n: w for n, w in GEZAG.items() if n != "32.10"}}]])
    assert beeindig_gezag(pl, EIGEN, DAG) is None


# --- a signalering ---------------------------------------------------------------------------------------------------

BEGINT = Signalering(eigen=EIGEN, persoon=lijst(), stap="begin", vandaag=DAG, datum=DAG)
STAAT_ER = lijst(c12=[[SIGNALERING], [PASPOORT]])


def na(feit: Signalering) -> Persoonslijst:
    return apply(feit.persoon, signaleer(feit).wijzigingen[BSN], NU)


@pytest.mark.requirement("K-43")
@pytest.mark.rule("BZ-271")
def test_a_signalering_comes_in_a_stapel_of_its_own_and_goes_whole() -> None:
    """HUP 6.7.6, 6.7.7: by the signaleringslijst, from the day of the register; when it is over no trace is left."""
    assert na(BEGINT).stapels["12"] == (
        stapel({
            "36.10": "1", "82.10": "0000", "82.20": "00000000", "82.30": "signaleringslijst", "85.10": VANDAAG,
            "86.10": VANDAAG,
        }),
    )  # fmt: skip
    over = msgspec.structs.replace(BEGINT, persoon=STAAT_ER, stap="beeindig", datum=None)
    assert na(over).stapels["12"] == (stapel(PASPOORT),)


@pytest.mark.parametrize(("nummer", "anders"), [
    pytest.param(nummer, anders, marks=pytest.mark.rule(nummer)) for nummer, anders in (
        ("BZ-270", {"eigen": "0363"}),
        ("BZ-271", {"persoon": STAAT_ER}),
        ("BZ-271", {"stap": "beeindig"}),
        ("BZ-271", {"datum": None}),
        ("BZ-271", {"datum": date(2026, 11, 29)}),
    )
])  # fmt: skip
def test_no_signalering(nummer: str, anders: dict[str, Any]) -> None:
    with pytest.raises(Geweigerd) as told:
        signaleer(msgspec.structs.replace(BEGINT, **anders))
    assert [b.nummer for b in told.value.bezwaren] == [nummer]
