"""Uittreksel: what the paper says line by line, who gets it, and the line in the log."""

from typing import Any

import msgspec
import pytest

from meent.data import embedded
from meent.integration.zgw import ZgwFout
from meent.process.burgerzaken.toetsen import Geweigerd, require
from meent.process.burgerzaken.uittreksel import (
    IN_LEVEN,
    LEEFT,
    TOETSEN,
    Aanvraag,
    Uittrekselinvoer,
    is_in_twijfel,
    uittreksel,
)
from meent.services.personen.tabellen import Tabellen
from tests.process.burgerzaken.conftest import Loket
from tests.process.burgerzaken.test_feiten import BRON, HIJ, MAN, SLUITING
from tests.process.burgerzaken.test_meer_feiten import DAG, KIND
from tests.process.burgerzaken.test_opnemen import LOG
from tests.services.personen.lijsten import ANDER_BSN, BSN, EIGEN, INSCHRIJVING, ONTBINDING, WOONT, lijst
from tests.verwerkingen.conftest import who_is
from tests.zgw import een_zaaktype

VRAAG = Aanvraag(eigen=EIGEN, persoon=lijst(), aanvrager=lijst(), vandaag=DAG)
GEHEIM = lijst(c07=[[{**INSCHRIJVING, "70.10": "7"}]])
VERTROKKEN = lijst(c07=[[{**INSCHRIJVING, "67.10": "20200101", "67.20": "E"}]])


@pytest.mark.parametrize(
    ("soort", "categorieen", "lines"),
    [
        ("woonadres", {}, [("Woonadres", "Boterdiep 31"), ("Daar sinds", "19 februari 2008")]),
        ("woonadres", {"c08": [[{**WOONT, "10.10": "B"}]]}, [("Briefadres", "Boterdiep 31")]),
        ("burgerlijke staat", {"c05": [[{**HIJ, **SLUITING, **BRON}]]},
         [("Huwelijk", "met Paul van Dijk\nsinds 14 februari 2020")]),
        ("burgerlijke staat", {"c05": [[ONTBINDING]]}, [("Huwelijk", "met Beaudelaire\ngeëindigd op 1 maart 2015")]),
        ("burgerlijke staat", {},
         [("Burgerlijke staat", "Er staat geen huwelijk of geregistreerd partnerschap geregistreerd")]),
        ("nationaliteit", {}, [("Nationaliteit", "0001")]),
        ("in leven", {}, [("Woonadres", "Boterdiep 31")]),
        ("attestatie de vita", {}, [("Woonadres", "Boterdiep 31")]),
    ],
)  # fmt: skip
async def test_what_the_paper_says(
    loket: Loket,
    soort: Any,
    categorieen: dict[str, Any],
    lines: list[tuple[str, str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Who it is, and what was asked for; by a table where there is one, else the code as it is registered."""
    monkeypatch.setitem(loket.zgw.engine.outside, Tabellen, lambda: Tabellen({}))
    await loket.bewaar(lijst(**categorieen))
    made = await uittreksel(loket.zgw, Uittrekselinvoer(sleutel="u", bsn=BSN, soort=soort, gezien=True))
    told = [(r.naam, r.waarde) for r in made.regels]
    assert told[:3] == [
        ("Naam", "Suzanne Moulin"), ("Geboren op", "1 december 1985"), ("Geboren in", loket.gemeente.slug.title()),
    ]  # fmt: skip
    assert [t for t in told if t in lines] == lines
    alive = [line.format(dag="28-11-2026") for line in LEEFT] if soort in IN_LEVEN else []
    assert list(made.meldingen) == alive
    assert made.pdf.startswith(b"%PDF-")
    assert b"pdfuaid" in made.pdf  # PDF/UA: tagged, a screen reader can read it


async def test_who_gets_it_is_a_line_in_the_log(loket: Loket) -> None:
    """With the rubrieken behind what stands on the paper; nothing of the list moved."""
    await loket.bewaar(lijst())
    made = await uittreksel(loket.zgw, Uittrekselinvoer(sleutel="u", bsn=BSN, soort="nationaliteit", met_bsn=True))
    assert ("Burgerservicenummer", BSN) in [(r.naam, r.waarde) for r in made.regels]
    [row] = await loket.gemeente.rows(LOG)
    assert (row["handeling"], row["betrokkene"]) == ("retrieve", await who_is(loket.gemeente, BSN))
    assert {"01.02.40", "04.05.10", "01.01.20"} <= set(row["gegevens"])
    assert "08.11.10" not in row["gegevens"]
    assert (await loket.lees(BSN)).waarde("07.80.10") == INSCHRIJVING["80.10"]


async def test_who_does_not_get_it(loket: Loket) -> None:
    """Nothing is made; that somebody looked is told."""
    await loket.bewaar(lijst(), MAN)
    asked = Uittrekselinvoer(sleutel="u", bsn=BSN, soort="woonadres", aanvrager=ANDER_BSN)
    made = await uittreksel(loket.zgw, asked)
    assert ([w.nummer for w in made.weigeringen], made.pdf) == (["BZ-91"], b"")
    assert len(await loket.gemeente.rows(LOG)) == 2
    missing = await uittreksel(loket.zgw, msgspec.structs.replace(asked, bsn="999991115"))
    assert [w.nummer for w in missing.weigeringen] == ["BZ-43"]


@pytest.mark.parametrize(
    ("anders", "nummers"),
    [
        pytest.param({"eigen": "0363"}, ["BZ-90"], marks=pytest.mark.rule("BZ-90")),
        pytest.param({"persoon": VERTROKKEN}, ["BZ-90"], marks=pytest.mark.rule("BZ-90")),
        pytest.param({"aanvrager": MAN}, ["BZ-91"], marks=pytest.mark.rule("BZ-91")),
        pytest.param({"persoon": KIND, "aanvrager": MAN}, ["BZ-91"], marks=pytest.mark.rule("BZ-91")),
        pytest.param({"persoon": KIND, "aanvrager": KIND}, ["BZ-91"], marks=pytest.mark.rule("BZ-91")),
        pytest.param({"persoon": KIND}, [], marks=pytest.mark.rule("BZ-91")),
        pytest.param({"aanvrager": MAN, "stukken": frozenset({"machtiging"})}, [], marks=pytest.mark.rule("BZ-91")),
        pytest.param({"persoon": GEHEIM, "aanvrager": MAN, "stukken": frozenset({"machtiging"})}, ["BZ-92"],
                     marks=pytest.mark.rule("BZ-92")),
        pytest.param({"persoon": GEHEIM, "aanvrager": GEHEIM}, [], marks=pytest.mark.rule("BZ-92")),
        pytest.param({"soort": "in leven"}, ["BZ-94"], marks=pytest.mark.rule("BZ-94")),
        pytest.param({"soort": "attestatie de vita"}, ["BZ-94"], marks=pytest.mark.rule("BZ-94")),
        pytest.param({"soort": "attestatie de vita", "gezien": True}, [], marks=pytest.mark.rule("BZ-94")),
    ],
)  # fmt: skip
def test_who_may_ask(anders: dict[str, Any], nummers: list[str]) -> None:
    try:
        require(TOETSEN, msgspec.structs.replace(VRAAG, **anders))
        found: list[str] = []
    except Geweigerd as told:
        found = [b.nummer for b in told.bezwaren]
    assert found == nummers


@pytest.mark.rule("BZ-93")
async def test_what_is_in_doubt_is_told(loket: Loket, monkeypatch: pytest.MonkeyPatch) -> None:
    """An address that is looked into stands on the paper with a warning; what is not asked for does not warn."""
    papers: list[dict[str, Any]] = []
    monkeypatch.setattr("meent.process.burgerzaken.uittreksel.as_pdf", lambda stuk: papers.append(stuk) or b"")
    await loket.bewaar(lijst(c08=[[{**WOONT, "83.10": "081100", "83.20": "20260901"}]]))
    for soort in ("woonadres", "nationaliteit"):
        await uittreksel(loket.zgw, Uittrekselinvoer(sleutel=soort, bsn=BSN, soort=soort))  # type: ignore[arg-type]
    assert [len(paper["meldingen"]) for paper in papers] == [1, 0]
    assert not is_in_twijfel({"a": [{"b": "c"}]})


@pytest.mark.rule("BZ-383")
async def test_the_zaak_and_what_it_costs(loket: Loket, migrated: embedded.Embedded) -> None:
    """Judged first: what stands on it and its price are seen, and nothing is made. Then one zaak, which says it was
    paid; the same paper again makes no second."""
    await een_zaaktype(loket.gemeente.client, identificatie="UITT", statussen=("Gevraagd", "Klaar"))
    soort = {"zaaktype": "UITT", "status": "Klaar", "resultaat": "Toegekend"}
    await loket.stel_in(migrated.owner_dsn, brp_zaken={"uittreksel": soort}, brp_leges={"uittreksel": 1550})
    await loket.bewaar(lijst())
    asked = Uittrekselinvoer(sleutel="u", bsn=BSN, soort="woonadres", betaling="betaald", alleen_toetsen=True)
    judged = await uittreksel(loket.zgw, asked)
    assert (judged.leges_eurocent, judged.pdf, judged.zaak) == (1550, b"", None)
    made = await uittreksel(loket.zgw, msgspec.structs.replace(asked, alleen_toetsen=False))
    assert made.regels == judged.regels
    zaak = await loket.zgw.get("zaken", "zaken", str(made.zaak))
    assert (zaak["betalingsindicatie"], zaak["laatsteBetaaldatum"][:10], zaak["einddatum"]) == (
        "geheel", "2026-11-28", "2026-11-28",
    )  # fmt: skip
    again = await uittreksel(loket.zgw, msgspec.structs.replace(asked, alleen_toetsen=False, nog_eens=True))
    assert (again.zaak, again.pdf[:5]) == (None, b"%PDF-")
    same = await uittreksel(loket.zgw, msgspec.structs.replace(asked, alleen_toetsen=False))
    assert (same.zaak, same.pdf[:5]) == (made.zaak, b"%PDF-")
    with pytest.raises(ZgwFout) as told:
        await uittreksel(loket.zgw, msgspec.structs.replace(asked, alleen_toetsen=False, soort="nationaliteit"))
    assert told.value.status == 409
    assert (await loket.zgw.list("zaken", "zaken"))["count"] == 1


async def test_a_zaak_that_cannot_be_made_refuses_the_paper(loket: Loket, migrated: embedded.Embedded) -> None:
    await loket.stel_in(migrated.owner_dsn, brp_zaken={"uittreksel": {"zaaktype": "ER-IS-NIET", "status": "Klaar"}})
    await loket.bewaar(lijst())
    made = await uittreksel(loket.zgw, Uittrekselinvoer(sleutel="u", bsn=BSN, soort="woonadres"))
    assert ([w.nummer for w in made.weigeringen], made.pdf) == (["BZ-44"], b"")
