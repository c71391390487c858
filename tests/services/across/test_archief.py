"""Archive dates (Zaken API 1.7.0, zrc-021 and zrc-026): the nine ways and what follows, as tables, without a database.

Each row can be read aloud to a record manager: with these facts, on this day the bewaartermijn begins, or on this day
the file must go. "?" is a day that nobody knows yet.
"""

from datetime import date
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meent.basis.periode import Periode
from meent.services.across.archief import (
    AFLEIDINGEN,
    Archief,
    Feiten,
    Onafleidbaar,
    Regime,
    archiveer,
    herzie,
    lees_dag,
    leid_brondatum_af,
)
from meent.services.catalogi.resultaattype import Afleidingswijze

GESLOTEN_OP = "2026-03-02"


def dag(text: str | None) -> date | None:
    return None if text in (None, "?", "") else date.fromisoformat(text)  # type: ignore[arg-type]


def dagen(texts: list[str]) -> tuple[Any, ...]:
    return tuple(dag(text) for text in texts)


def feiten(
    *,
    einddatum: str = GESLOTEN_OP,
    procestermijn: str = "",
    hoofdzaak: str = "",
    eigenschap: str = "",
    objecten: tuple[str | None, ...] = (),
    andere_zaken: list[str] | None = None,
    ingangsdatums: list[str] | None = None,
    vervaldatums: list[str] | None = None,
) -> Feiten:
    """Facts of a zaak that closes on 2 March 2026; hoofdzaak "?" is one that is still open."""
    return Feiten(
        einddatum=date.fromisoformat(einddatum),
        procestermijn=Periode.parse(procestermijn) if procestermijn else None,
        heeft_hoofdzaak=bool(hoofdzaak),
        einddatum_hoofdzaak=dag(hoofdzaak),
        eigenschap=eigenschap,
        objectwaarden=objecten,
        andere_zaken=dagen(andere_zaken or []),
        ingangsdatums=dagen(ingangsdatums or []),
        vervaldatums=dagen(vervaldatums or []),
    )


# --- step 1: when does the bewaartermijn begin? ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("afleidingswijze", "feiten", "brondatum"),
    [
        # The zaak itself
        ("afgehandeld", feiten(), "2026-03-02"),
        ("termijn", feiten(procestermijn="P5Y"), "2031-03-02"),
        ("termijn", feiten(procestermijn="P1Y2M10D"), "2027-05-12"),
        ("termijn", feiten(einddatum="2028-02-29", procestermijn="P1Y"), "2029-02-28"),
        ("termijn", feiten(einddatum="2028-02-29", procestermijn="P4Y"), "2032-02-29"),
        ("termijn", feiten(einddatum="2026-01-31", procestermijn="P1M"), "2026-02-28"),
        ("termijn", feiten(procestermijn="P8000Y"), "?"),
        # Its hoofdzaak
        ("hoofdzaak", feiten(hoofdzaak="2026-06-30"), "2026-06-30"),
        ("hoofdzaak", feiten(hoofdzaak="?"), "?"),
        # What somebody wrote down
        ("eigenschap", feiten(eigenschap="20271231"), "2027-12-31"),
        ("eigenschap", feiten(eigenschap="2027-12-31"), "2027-12-31"),
        ("eigenschap", feiten(eigenschap=""), "?"),
        ("ander_datumkenmerk", feiten(), "?"),
        # Objects: the last of them
        ("zaakobject", feiten(objecten=("2030-05-01",)), "2030-05-01"),
        ("zaakobject", feiten(objecten=("2030-05-01", "20310501", "2029-05-01")), "2031-05-01"),
        # Related zaken: the last that is closed
        ("gerelateerde_zaak", feiten(andere_zaken=["2026-04-01", "2026-07-01"]), "2026-07-01"),
        ("gerelateerde_zaak", feiten(andere_zaken=["2025-04-01", "?"]), "2025-04-01"),
        ("gerelateerde_zaak", feiten(andere_zaken=["?", "?"]), "?"),
        # Besluiten: the last of them
        ("ingangsdatum_besluit", feiten(ingangsdatums=["2026-01-05", "2026-02-07"]), "2026-02-07"),
        ("ingangsdatum_besluit", feiten(ingangsdatums=["2026-09-01"]), "2026-09-01"),
        ("vervaldatum_besluit", feiten(vervaldatums=["2036-01-01", "2031-01-01"]), "2036-01-01"),
        ("vervaldatum_besluit", feiten(vervaldatums=["?", "2031-01-01"]), "2031-01-01"),
        ("vervaldatum_besluit", feiten(vervaldatums=["?"]), "?"),
        ("vervaldatum_besluit", feiten(vervaldatums=[]), "?"),
    ],
)
def test_zrc_021_brondatum(afleidingswijze: str, feiten: Feiten, brondatum: str) -> None:
    """The source date follows from the way the result type prescribes; a wrong one destroys a file too early."""
    assert leid_brondatum_af(afleidingswijze, feiten) == dag(brondatum)


@pytest.mark.parametrize(
    ("afleidingswijze", "feiten", "wat_te_doen"),
    [
        ("hoofdzaak", feiten(), "Koppel deze zaak eerst aan haar hoofdzaak"),
        ("eigenschap", feiten(eigenschap="volgend jaar"), "“volgend jaar” is geen datum"),
        ("eigenschap", feiten(eigenschap="20270231"), "“20270231” is geen datum"),
        ("zaakobject", feiten(), "Koppel eerst het object"),
        ("zaakobject", feiten(objecten=("2030-05-01", None)), "Vul bij het object van deze zaak eerst de datum in"),
        ("zaakobject", feiten(objecten=("0599100000000001",)), "is geen datum"),
        ("termijn", feiten(), "Vul bij het resultaattype eerst de procestermijn in"),
        ("gerelateerde_zaak", feiten(), "Koppel eerst de andere zaak"),
        ("ingangsdatum_besluit", feiten(), "Leg eerst het besluit vast"),
    ],
)
def test_zrc_021_what_is_missing_is_said(afleidingswijze: str, feiten: Feiten, wat_te_doen: str) -> None:
    """A case closes without a date because something was forgotten, and its file lies around for ever."""
    with pytest.raises(Onafleidbaar, match=wat_te_doen):
        leid_brondatum_af(afleidingswijze, feiten)


def test_every_way_of_the_standard_has_its_row() -> None:
    """A way that is in the catalogue and not here stops the closing of cases with a server error."""
    assert set(AFLEIDINGEN) == set(get_args(Afleidingswijze))


@pytest.mark.parametrize(
    ("tekst", "bedoeld"),
    [
        ("2026-03-02", "2026-03-02"),
        ("20260302", "2026-03-02"),
        ("20260302235959", "2026-03-02"),  # datum_tijd as a catalogue prescribes it: on the clock here
        ("2026-03-02T23:30:00", "2026-03-02"),
        ("2026-03-02T23:30:00+01:00", "2026-03-02"),
        ("2026-03-02T23:30:00Z", "2026-03-03"),  # half past midnight in Amsterdam
        ("2026-07-02T22:30:00Z", "2026-07-03"),  # summer time
    ],
)
def test_a_text_means_a_day_in_amsterdam(tekst: str, bedoeld: str) -> None:
    """Systems write a day in different ways; read wrongly it is a day off, or an error that stops closing."""
    assert lees_dag(tekst) == dag(bedoeld)


# --- step 2: what follows for the zaak? ------------------------------------------------------------------------------


def archief(nominatie: str = "", start: str = "?", actie: str = "?") -> Archief:
    return Archief(nominatie or None, dag(start), dag(actie))


def regime(nominatie: str = "", termijn: str = "", brondatum: str = "?") -> Regime:
    return Regime(nominatie or None, Periode.parse(termijn) if termijn else None, dag(brondatum))


VERNIETIGEN, BEWAREN = "vernietigen", "blijvend_bewaren"


@pytest.mark.parametrize(
    ("gekozen", "regime", "uitkomst"),
    [
        # Nothing chosen: all follows from the resultaattype
        (archief(), regime(VERNIETIGEN, "P10Y", "2026-03-02"), archief(VERNIETIGEN, "2026-03-02", "2036-03-02")),
        (archief(), regime(VERNIETIGEN, "P1Y", "2028-02-29"), archief(VERNIETIGEN, "2028-02-29", "2029-02-28")),
        (archief(), regime(VERNIETIGEN, "P5Y", "?"), archief(VERNIETIGEN)),
        (archief(), regime(VERNIETIGEN), archief(VERNIETIGEN)),
        (archief(), regime(), archief()),
        # Kept for ever: there is a day for the archive, and no bewaartermijn that begins
        (archief(), regime(BEWAREN, "P20Y", "2026-03-02"), archief(BEWAREN, "?", "2046-03-02")),
        # What somebody chose during the case wins
        (archief(BEWAREN), regime(VERNIETIGEN, "P1Y", "2026-03-02"), archief(BEWAREN, "?", "2027-03-02")),
        (
            archief(start="2030-01-01"),
            regime(VERNIETIGEN, "P1Y", "2026-03-02"),
            archief(VERNIETIGEN, "2030-01-01", "2031-01-01"),
        ),
        (
            archief(actie="2050-01-01"),
            regime(VERNIETIGEN, "P1Y", "2026-03-02"),
            archief(VERNIETIGEN, "2026-03-02", "2050-01-01"),
        ),
        (archief(start="2030-01-01"), regime(VERNIETIGEN), archief(VERNIETIGEN, "2030-01-01", "?")),
    ],
)
def test_what_a_closed_zaak_gets(gekozen: Archief, regime: Regime, uitkomst: Archief) -> None:
    """A file without a day is never destroyed; one with the wrong day is gone when somebody asks for it."""
    assert archiveer(gekozen, regime) == uitkomst


NU = regime(VERNIETIGEN, "P5Y", "2026-03-02")


@pytest.mark.parametrize(
    ("archief", "voor", "na", "uitkomst"),
    [
        # A later besluit: brondatum and day follow
        (
            archief(VERNIETIGEN, "2026-03-02", "2031-03-02"),
            NU,
            regime(VERNIETIGEN, "P5Y", "2027-01-01"),
            archief(VERNIETIGEN, "2027-01-01", "2032-01-01"),
        ),
        # The day becomes known only now
        (archief(VERNIETIGEN), regime(VERNIETIGEN, "P5Y"), NU, archief(VERNIETIGEN, "2026-03-02", "2031-03-02")),
        # The only besluit is withdrawn: nobody knows the day any more
        (archief(VERNIETIGEN, "2026-03-02", "2031-03-02"), NU, regime(VERNIETIGEN, "P5Y"), archief(VERNIETIGEN)),
        # Another resultaat
        (
            archief(VERNIETIGEN, "2026-03-02", "2031-03-02"),
            NU,
            regime(BEWAREN, "P20Y", "2026-03-02"),
            archief(BEWAREN, "?", "2046-03-02"),
        ),
        # No resultaat
        (archief(VERNIETIGEN, "2026-03-02", "2031-03-02"), NU, regime(), archief()),
        # The record manager put off the destruction: that stays
        (
            archief(VERNIETIGEN, "2026-03-02", "2040-01-01"),
            NU,
            regime(VERNIETIGEN, "P5Y", "2027-01-01"),
            archief(VERNIETIGEN, "2027-01-01", "2040-01-01"),
        ),
        # Somebody found the day himself: that stays, and the termijn of the new resultaat is counted from it
        (
            archief(VERNIETIGEN, "2028-01-01", "2033-01-01"),
            NU,
            regime(VERNIETIGEN, "P7Y", "2027-01-01"),
            archief(VERNIETIGEN, "2028-01-01", "2035-01-01"),
        ),
        # Kept for ever by hand, whatever the resultaat says
        (
            archief(BEWAREN, "?", "2031-03-02"),
            NU,
            regime(VERNIETIGEN, "P1Y", "2026-03-02"),
            archief(BEWAREN, "?", "2027-03-02"),
        ),
        # The register that knew the day has gone, so nobody can tell what was chosen: the later day holds
        (
            archief(VERNIETIGEN, "2026-03-02", "2031-03-02"),
            None,
            regime(VERNIETIGEN, "P5Y", "2027-01-01"),
            archief(VERNIETIGEN, "2027-01-01", "2032-01-01"),
        ),
        (
            archief(VERNIETIGEN, "2028-01-01", "2040-01-01"),
            None,
            regime(VERNIETIGEN, "P5Y", "2027-01-01"),
            archief(VERNIETIGEN, "2028-01-01", "2040-01-01"),
        ),
        # It does not answer now either: no day at all
        (archief(VERNIETIGEN, "2026-03-02", "2031-03-02"), None, regime(VERNIETIGEN, "P5Y"), archief(VERNIETIGEN)),
    ],
)
def test_what_followed_follows_and_what_was_chosen_stays(
    archief: Archief, voor: Regime | None, na: Regime, uitkomst: Archief
) -> None:
    """A correction to an old case destroys a file that the record manager meant to keep."""
    assert herzie(archief, voor, na) == uitkomst


DAGEN = st.none() | st.dates(date(2020, 1, 1), date(2030, 12, 31))
NOMINATIES = st.sampled_from([None, VERNIETIGEN, BEWAREN])
ARCHIEF = st.builds(Archief, NOMINATIES, DAGEN, DAGEN)
TERMIJNEN = st.none() | st.builds(Periode, jaren=st.integers(0, 100), maanden=st.integers(0, 11))
REGIME = st.builds(Regime, NOMINATIES, TERMIJNEN, DAGEN)


@given(ARCHIEF, REGIME)
def test_nothing_moves_when_nothing_changes(gekozen: Archief, regime: Regime) -> None:
    """Each letter that is added to a closed file shifts its day a little."""
    closed = archiveer(gekozen, regime)
    assert herzie(closed, regime, regime) == closed


@given(REGIME, REGIME)
def test_there_and_back_is_where_it_was(regime: Regime, other: Regime) -> None:
    """A besluit that was entered by mistake and removed has changed the day of destruction, unseen."""
    closed = archiveer(Archief(), regime)
    there = herzie(closed, regime, other)
    assert herzie(there, other, regime) == closed
