"""Days on which a municipality is closed for everybody: the public holidays of the Algemene termijnenwet, article 3.

Kingsday and Liberation Day are among them; Good Friday is treated as one there too (second paragraph). Saturday and
Sunday are not: opening hours say those.
"""

from calendar import monthrange
from datetime import date, timedelta
from functools import cache


@cache
def feestdagen(jaar: int) -> frozenset[date]:
    """The days of one year."""
    pasen = eerste_paasdag(jaar)
    koningsdag = date(jaar, 4, 27)
    if koningsdag.weekday() == 6:
        koningsdag -= timedelta(days=1)
    return frozenset({
        date(jaar, 1, 1), koningsdag, date(jaar, 5, 5), date(jaar, 12, 25), date(jaar, 12, 26),
        *(pasen + timedelta(days=dagen) for dagen in (-2, 0, 1, 39, 49, 50)),
    })  # fmt: skip


def werkdagen_na(dag: date, aantal: int) -> date:
    """The so-manieth working day after this one: no Saturday, Sunday or holiday. The day itself does not count."""
    while aantal:
        dag += timedelta(days=1)
        aantal -= not is_vrij(dag)
    return dag


def is_vrij(dag: date) -> bool:
    """Saturday, Sunday or holiday."""
    return dag.weekday() >= 5 or dag in feestdagen(dag.year)


def laatste_dag(dag: date, dagen: int) -> date:
    """Last day of a term that a law sets in days after this one, as the Algemene termijnenwet extends it.

    Not a Saturday, Sunday or holiday (article 1), and of three days or more at least two that are none of these
    (article 2).
    """
    day, working, needed = dag, 0, 2 if dagen >= 3 else 0
    while day < dag + timedelta(days=dagen) or working < needed or is_vrij(day):
        day += timedelta(days=1)
        working += not is_vrij(day)
    return day


def maanden_na(dag: date, aantal: int) -> date:
    """The same day so many months later; the last of that month when it has no such day."""
    later = dag.year * 12 + dag.month - 1 + aantal
    jaar, maand = later // 12, later % 12 + 1
    return date(jaar, maand, min(dag.day, monthrange(jaar, maand)[1]))


def eerste_paasdag(jaar: int) -> date:
    """Easter Sunday of the Gregorian calendar, by the rule of Gauss with its two exceptions."""
    eeuw = jaar // 100
    m = (15 + eeuw - eeuw // 4 - (8 * eeuw + 13) // 25) % 30
    d = (19 * (jaar % 19) + m) % 30
    n = (4 + eeuw - eeuw // 4) % 7
    e = (2 * (jaar % 4) + 4 * (jaar % 7) + 6 * d + n) % 7
    dagen = d + e
    if (d == 29 and e == 6) or (d == 28 and e == 6 and (11 * m + 11) % 30 < 19):
        dagen -= 7
    return date(jaar, 3, 22) + timedelta(days=dagen)
