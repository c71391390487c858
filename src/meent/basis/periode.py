"""A length of time as ISO 8601 writes it: `P5Y`, `P1Y2M10D`, `P6W`, `PT48H`.

Terms of law are counted on the calendar: a month is a month, whatever its number of days. Therefore this is no number
of seconds, and `P12M` and `P365D` are different values. Only whole numbers, and never below zero.
"""

import re
from calendar import monthrange
from dataclasses import astuple, dataclass
from datetime import date, timedelta
from typing import Self

_NUMBER_MAX = 99_999  # five digits; ten times more would leave the calendar anyway
_ISO = re.compile(
    r"P(?=[0-9T])(?:(?P<jaren>[0-9]{1,5})Y)?(?:(?P<maanden>[0-9]{1,5})M)?"
    r"(?:(?P<weken>[0-9]{1,5})W)?(?:(?P<dagen>[0-9]{1,5})D)?"
    r"(?:T(?=[0-9])(?:(?P<uren>[0-9]{1,5})H)?(?:(?P<minuten>[0-9]{1,5})M)?(?:(?P<seconden>[0-9]{1,5})S)?)?"
)


class OngeldigePeriode(ValueError):
    """Dit is geen periode; schrijf bijvoorbeeld P30D, P6W of P1Y2M."""


@dataclass(frozen=True, slots=True)
class Periode:
    """Parts are kept as they were written, so that `str(Periode.parse(text))` gives back what came in."""

    jaren: int = 0
    maanden: int = 0
    weken: int = 0
    dagen: int = 0
    uren: int = 0
    minuten: int = 0
    seconden: int = 0

    def __post_init__(self) -> None:
        if any(not 0 <= part <= _NUMBER_MAX for part in astuple(self)):
            raise OngeldigePeriode(OngeldigePeriode.__doc__)

    @classmethod
    def parse(cls, text: str) -> Self:
        """raises OngeldigePeriode."""
        match = _ISO.fullmatch(text)
        if not match:
            raise OngeldigePeriode(OngeldigePeriode.__doc__)
        return cls(**{part: int(number) for part, number in match.groupdict(default="0").items()})

    def __str__(self) -> str:
        days = _written({"Y": self.jaren, "M": self.maanden, "W": self.weken, "D": self.dagen})
        time = _written({"H": self.uren, "M": self.minuten, "S": self.seconden})
        return f"P{days}{'T' if time else ''}{time}" if days or time else "P0D"

    def add_to(self, day: date) -> date:
        """The day this much later, on the calendar.

        Years, months and days, in that order. A day that the month does not have becomes its last day, once, after
        years and months together: 29 February plus P1Y is 28 February, plus P1Y1M 29 March. Of hours only whole days
        count.
        raises      OverflowError after the year 9999
        """
        months = (day.year + self.jaren) * 12 + day.month - 1 + self.maanden
        year, month = months // 12, months % 12 + 1
        if year > date.max.year:
            raise OverflowError("After the year 9999.")
        time = timedelta(hours=self.uren, minutes=self.minuten, seconds=self.seconden)
        days = timedelta(days=self.weken * 7 + self.dagen + time.days)
        return date(year, month, min(day.day, monthrange(year, month)[1])) + days


def _written(parts: dict[str, int]) -> str:
    return "".join(f"{number}{letter}" for letter, number in parts.items() if number)
