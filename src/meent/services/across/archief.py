"""What happens to the file of a zaak after its end, and on which day (Zaken API 1.7.0, zrc-021 and zrc-026).

Pure: facts go in, days come out. archieffeiten.py fetches the facts, archiefregels.py says when they are asked for.
A day too early destroys a file that somebody still needs, so what cannot be known is None and nothing is destroyed.
Choices where the standard is silent: docs/decisions/0013-archive-dates-that-follow-and-dates-that-were-chosen.md.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import TypeVar

from meent.basis.datums import amsterdam_dag
from meent.basis.periode import Periode

T = TypeVar("T")

BEWAREN = "blijvend_bewaren"


class Onafleidbaar(Exception):
    """The brondatum cannot follow from these facts, and somebody can do something about it: the message says what."""


@dataclass(frozen=True, kw_only=True)
class Feiten:
    """What the nine ways look at. Each looks at one or two of them; what it does not look at is left empty.

    einddatum       of the zaak itself: a calendar day in Amsterdam, as all days here
    procestermijn   of the resultaattype
    eigenschap      value of the eigenschap that the datumkenmerk names; "" when the zaak has none
    objectwaarden   value of the attribute that the datumkenmerk names, for each object of the type; None for one
                    without it
    andere_zaken    einddatum of each related zaak; None for one that is still open
    vervaldatums    of the besluiten of the zaak; None for one that does not expire
    """

    einddatum: date
    procestermijn: Periode | None = None
    heeft_hoofdzaak: bool = False
    einddatum_hoofdzaak: date | None = None
    eigenschap: str = ""
    objectwaarden: tuple[str | None, ...] = ()
    andere_zaken: tuple[date | None, ...] = ()
    ingangsdatums: tuple[date, ...] = ()
    vervaldatums: tuple[date | None, ...] = ()


def leid_brondatum_af(afleidingswijze: str, feiten: Feiten) -> date | None:
    """The day on which the bewaartermijn begins, None when it is not known (yet).

    raises Onafleidbaar. Source: zrc-021, step 2.1.
    """
    return AFLEIDINGEN[afleidingswijze](feiten)


# --- the nine ways, in the order of the standard ---------------------------------------------------------------------


def van_zaak(feiten: Feiten) -> date | None:
    return feiten.einddatum


def van_hoofdzaak(feiten: Feiten) -> date | None:
    """Not known when the deelzaak closes: a hoofdzaak closes last (Z-16)."""
    if not feiten.heeft_hoofdzaak:
        raise Onafleidbaar("Koppel deze zaak eerst aan haar hoofdzaak: daar begint de bewaartermijn.")
    return feiten.einddatum_hoofdzaak


def van_eigenschap(feiten: Feiten) -> date | None:
    return lees_dag(feiten.eigenschap) if feiten.eigenschap else None


def van_niets(feiten: Feiten) -> date | None:
    """Somebody finds out and writes it down."""
    return None


def van_zaakobject(feiten: Feiten) -> date | None:
    if not feiten.objectwaarden:
        raise Onafleidbaar("Koppel eerst het object aan de zaak waarvan de bewaartermijn afhangt.")
    if None in feiten.objectwaarden:
        raise Onafleidbaar("Vul bij het object van deze zaak eerst de datum in waarvan de bewaartermijn afhangt.")
    return laatste(lees_dag(waarde) for waarde in feiten.objectwaarden if waarde is not None)


def van_termijn(feiten: Feiten) -> date | None:
    if feiten.procestermijn is None:
        raise Onafleidbaar("Vul bij het resultaattype eerst de procestermijn in.")
    return dag_na(feiten.einddatum, feiten.procestermijn)


def van_andere_zaken(feiten: Feiten) -> date | None:
    if not feiten.andere_zaken:
        raise Onafleidbaar("Koppel eerst de andere zaak waarvan de bewaartermijn afhangt.")
    return laatste(feiten.andere_zaken)


def van_ingang(feiten: Feiten) -> date | None:
    if not feiten.ingangsdatums:
        raise Onafleidbaar("Leg eerst het besluit vast waarmee de bewaartermijn begint.")
    return laatste(feiten.ingangsdatums)


def van_verval(feiten: Feiten) -> date | None:
    return laatste(feiten.vervaldatums)


AFLEIDINGEN: Mapping[str, Callable[[Feiten], date | None]] = MappingProxyType(
    {
        "afgehandeld": van_zaak,
        "hoofdzaak": van_hoofdzaak,
        "eigenschap": van_eigenschap,
        "ander_datumkenmerk": van_niets,
        "zaakobject": van_zaakobject,
        "termijn": van_termijn,
        "gerelateerde_zaak": van_andere_zaken,
        "ingangsdatum_besluit": van_ingang,
        "vervaldatum_besluit": van_verval,
    }
)


# --- days ------------------------------------------------------------------------------------------------------------


def laatste(dagen: Iterable[date | None]) -> date | None:
    """The latest of the days that are known."""
    return max((dag for dag in dagen if dag is not None), default=None)


def dag_na(dag: date, termijn: Periode) -> date | None:
    """Counted on the calendar: 29 February plus one year is 28 February. None for what lies after the year 9999."""
    try:
        return termijn.add_to(dag)
    except OverflowError:
        return None


def lees_dag(text: str) -> date:
    """The day that a text means: 2026-03-01 or 20260301, whether or not a time of day follows.

    An eigenschap is written without dashes (C-36), though clients send ISO too (RULES §13 no. 16). A time with a zone
    falls on its day in Amsterdam. raises Onafleidbaar
    """
    day_and_time = text[:8] if len(text) == 14 and text.isdecimal() else text
    try:
        moment = datetime.fromisoformat(day_and_time)
    except ValueError as no_date:
        raise Onafleidbaar(f"“{text[:40]}” is geen datum. Schrijf jaar, maand en dag: 2026-03-01.") from no_date
    return moment.date() if moment.tzinfo is None else amsterdam_dag(moment)


# --- the three archive fields of a zaak ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Archief:
    """The archive fields of a zaak, named as there; None for what is not known."""

    archiefnominatie: str | None = None
    startdatum_bewaartermijn: date | None = None
    archiefactiedatum: date | None = None


@dataclass(frozen=True)
class Regime:
    """What the resultaat of a zaak means for its archive; empty without a resultaat.

    termijn     archiefactietermijn: how long the file is kept, counted from the brondatum
    brondatum   as it follows from the facts; None when it is not known
    """

    nominatie: str | None = None
    termijn: Periode | None = None
    brondatum: date | None = None


def archiveer(gekozen: Archief, regime: Regime) -> Archief:
    """The archive fields that follow from the regime; what somebody chose wins.

    Of a file that is kept for ever no bewaartermijn begins; it has a day on which it goes to the archive.
    Source: zrc-021 and zrc-026.
    """
    nominatie = gekozen.archiefnominatie or regime.nominatie or None
    brondatum = gekozen.startdatum_bewaartermijn or regime.brondatum
    actiedatum = dag_na(brondatum, regime.termijn) if brondatum and regime.termijn else None
    return Archief(
        archiefnominatie=nominatie,
        startdatum_bewaartermijn=gekozen.startdatum_bewaartermijn if nominatie == BEWAREN else brondatum,
        archiefactiedatum=gekozen.archiefactiedatum or actiedatum,
    )


def gekozen(archief: Archief, regime: Regime) -> Archief:
    """What somebody chose for a closed zaak: all that is not as the regime would have it."""
    nominatie = other_than(regime.nominatie, archief.archiefnominatie)
    follows = archiveer(Archief(nominatie), regime)
    start = other_than(follows.startdatum_bewaartermijn, archief.startdatum_bewaartermijn)
    follows = archiveer(Archief(nominatie, start), regime)
    return Archief(nominatie, start, other_than(follows.archiefactiedatum, archief.archiefactiedatum))


def other_than(usual: T | None, value: T | None) -> T | None:
    """The value, if it is another one."""
    return None if value == usual else value


def herzie(archief: Archief, voor: Regime | None, na: Regime) -> Archief:
    """The archive fields of a closed zaak when the regime changes: what followed follows, what was chosen stays.

    voor   None when the facts of before cannot be had: nobody can tell what was chosen, so the later day holds
    """
    if voor is not None:
        return archiveer(gekozen(archief, voor), na)
    follows = archiveer(Archief(archief.archiefnominatie), na)
    if na.brondatum is None:
        return follows
    return Archief(
        follows.archiefnominatie,
        laatste((archief.startdatum_bewaartermijn, follows.startdatum_bewaartermijn)),
        laatste((archief.archiefactiedatum, follows.archiefactiedatum)),
    )
