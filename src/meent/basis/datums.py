"""Days: the calendar day in Amsterdam that belongs to an instant, and dates of which a part is unknown.

Instants are UTC and carry their zone; what the law calls a day is a day in Amsterdam. Here, and nowhere else, one
becomes the other.
"""

import re
from calendar import monthrange
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Self
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


class OngeldigeDatum(ValueError):
    """Deze datum bestaat niet; schrijf acht cijfers, met nullen voor wat onbekend is."""


def amsterdam_dag(instant: datetime) -> date:
    """The calendar day on the clock in Amsterdam. raises ValueError for an instant without a zone."""
    if instant.tzinfo is None:
        raise ValueError("An instant without a zone belongs to no day.")
    return instant.astimezone(AMSTERDAM).date()


def vandaag(now: datetime) -> date:
    """Today, for whoever decides something; `now` is handed in so that a test can set the clock."""
    return amsterdam_dag(now)


_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def parse_date(value: str) -> date:
    """A calendar day written as 2026-03-31; other spellings of ISO 8601 are not the standard's. Raises ValueError."""
    if not _DATE.fullmatch(value):
        raise ValueError(value)
    return date.fromisoformat(value)


def parse_datetime(value: str) -> datetime:
    """An instant; text without a zone counts as UTC. Raises ValueError."""
    moment = datetime.fromisoformat(value)
    if "T" not in value and " " not in value:
        raise ValueError(value)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment.astimezone(UTC)


class PartialDate(str):
    """A date of the BRP in eight digits, zeroes for an unknown part.

    19630000 is "some day in 1963", 19630500 some day in May of that year, 00000000 any day at all. As text it sorts
    as the BRP sorts: unknown first. Never an empty value and never the first of January.
    raises      OngeldigeDatum; also when a larger part is unknown while a smaller one is given
    """

    __slots__ = ()

    def __new__(cls, digits: str) -> Self:
        if len(digits) != 8 or not (digits.isascii() and digits.isdigit()) or not _exists(digits):
            raise OngeldigeDatum(OngeldigeDatum.__doc__)
        return super().__new__(cls, digits)

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(f"{day.year:04}{day.month:02}{day.day:02}")

    @property
    def jaar(self) -> int | None:
        return int(self[:4]) or None

    @property
    def maand(self) -> int | None:
        return int(self[4:6]) or None

    @property
    def dag(self) -> int | None:
        return int(self[6:]) or None

    @property
    def is_volledig(self) -> bool:
        return self.dag is not None

    @property
    def datum(self) -> date | None:
        """The calendar day, or None when it is not fully known: for the law that is not a date."""
        return self.eerste_dag if self.is_volledig else None

    @property
    def eerste_dag(self) -> date | None:
        """First day it can be; None when even the year is unknown."""
        return date(self.jaar, self.maand or 1, self.dag or 1) if self.jaar else None

    @property
    def laatste_dag(self) -> date | None:
        """Last day it can be; None when even the year is unknown."""
        if not self.jaar:
            return None
        maand = self.maand or 12
        return date(self.jaar, maand, self.dag or monthrange(self.jaar, maand)[1])


@lru_cache(50_000)
def _exists(digits: str) -> bool:
    """Remembered: a persoonslijst has dozens of dates, and all lists together not many more different ones."""
    jaar, maand, dag = int(digits[:4]), int(digits[4:6]), int(digits[6:])
    if not jaar or not maand:
        return not dag and not (maand and not jaar)
    return maand <= 12 and dag <= monthrange(jaar, maand)[1]
