"""Text, dates and numbers in the visitor's language. Dutch is the source; other languages are Babel catalogues.

A text in a template is marked by `_()` or `{% trans %}`, a text in Python by `mark()`. Catalogues are read as they
are (`locale/<language>/meent.po`), so there is no compiled file that can be older than its source.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
DUTCH = "nl"
LANGUAGES = {"nl": "Nederlands", "en": "English"}
LOCALE = Path(__file__).parent / "locale"


def mark(text: str) -> str:
    """Marks a text for the catalogue; it is translated where it is shown."""
    return text


MILJOEN = mark("miljoen")


@dataclass(frozen=True)
class Words:
    """One language.

    catalogue   Dutch text, or (Dutch singular, Dutch plural) -> the texts of this language
    """

    language: str
    catalogue: dict[str | tuple[str, str], tuple[str, ...]]

    def gettext(self, text: str) -> str:
        return self.catalogue.get(text, (text,))[0]

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        one, many = self.catalogue.get((singular, plural), (singular, plural))
        return one if number == 1 else many

    def day(self, value: date | str | None) -> str:
        """20 november 2026; "" for nothing."""
        if not value:
            return ""
        value = date.fromisoformat(value) if isinstance(value, str) else value
        return format_date(value, "d MMMM y", locale=self.language)

    def short_day(self, value: date | str | None) -> str:
        """20 nov 2026, for tables."""
        if not value:
            return ""
        value = date.fromisoformat(value) if isinstance(value, str) else value
        return format_date(value, "d MMM y", locale=self.language).replace(".", "")

    def moment(self, value: str | None) -> str:
        """20 november 2026, 10:42 on the clock of Amsterdam."""
        if not value:
            return ""
        return format_datetime(datetime.fromisoformat(value), "d MMMM y, HH:mm", AMSTERDAM, locale=self.language)

    def number(self, value: float) -> str:
        return format_decimal(value, locale=self.language)

    def size(self, count: int) -> str:
        """Bytes as people say them: 850 bytes, 12 kB, 2,3 MB."""
        for unit, per in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
            if count >= per:
                digits = "0" if count >= 10 * per else "0.#"
                return f"{format_decimal(count / per, digits, locale=self.language)} {unit}"
        return f"{count} bytes"

    def clock(self, value: float | None) -> str:
        """Seconds as people read them on a clock: 4:10, or 1:02:03; a dash for nothing, and for without end."""
        if value is None or value == float("inf"):
            return "–"
        minuten, seconden = divmod(round(value), 60)
        uren, minuten = divmod(minuten, 60)
        return f"{uren}:{minuten:02}:{seconden:02}" if uren else f"{minuten}:{seconden:02}"

    def percent(self, value: float | None) -> str:
        """A part as whole percents, rounded down so that 79,9 % never passes for 80; a dash for nothing."""
        return "–" if value is None else f"{int(value * 100 + 1e-9)}%"

    def money(self, cents: float) -> str:
        """Three digits that matter, and no cents: € 74.900; from a million on in millions: € 1,84 miljoen."""
        euro, sign = abs(cents) / 100, "-" if round(cents) < 0 else ""
        if euro >= 999_500:
            return f"{sign}€ {format_decimal(euro / 1_000_000, '0.00', locale=self.language)} {self.gettext(MILJOEN)}"
        step = 10 ** max(0, len(str(int(euro))) - 3)
        return f"{sign}€ {format_decimal(round(euro / step) * step, '#,##0', locale=self.language)}"

    def difference(self, cents: float) -> str:
        """As `money`, with a plus for what is more."""
        return f"{'+' if cents > 0 else ''}{self.money(cents)}"

    def price(self, cents: float) -> str:
        """With cents: € 2,51."""
        return f"{'-' if cents < 0 else ''}€ {format_decimal(abs(cents) / 100, '#,##0.00', locale=self.language)}"

    def figure(self, value: float, unit: str = "", digits: int = 3) -> str:
        """So many digits that matter, thousands always whole; a part ("fractie") as percents."""
        value, tail = (100 * value, "%") if unit.startswith("fractie") else (value, "")
        rounded = float(f"{value:.{digits}g}") if abs(value) < 1000 else round(value)
        return format_decimal(rounded, "#,##0.######", locale=self.language) + tail

    def degrees(self, value: float) -> str:
        """52,37021°: five digits are about a metre."""
        return format_decimal(value, "0.00000", locale=self.language) + "°"

    def duration(self, value: str | None) -> str:
        """An ISO 8601 duration in words: P4W is "4 weken"."""
        found = re.fullmatch(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T.*)?", value or "")
        if not found:
            return value or ""
        units = ((mark("jaar"), mark("jaar")), (mark("maand"), mark("maanden")),
                 (mark("week"), mark("weken")), (mark("dag"), mark("dagen")))  # fmt: skip
        counts = [(int(text), unit) for text, unit in zip(found.groups(), units, strict=True) if text and int(text)]
        return " ".join(f"{count} {self.gettext(one if count == 1 else many)}" for count, (one, many) in counts)


@cache
def words(language: str) -> Words:
    """The words of a language; Dutch needs no catalogue."""
    if language == DUTCH:
        return Words(language, {})
    with (LOCALE / language / "meent.po").open("rb") as file:
        messages = [(message.id, message.string) for message in read_po(file, locale=language)]
    return Words(language, {_key(text): _texts(translated) for text, translated in messages if text and translated})


def _key(text: str | list[str] | tuple[str, ...]) -> str | tuple[str, str]:
    return text if isinstance(text, str) else (text[0], text[1])


def _texts(text: str | list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def today(now: datetime) -> date:
    """The calendar day in Amsterdam, which is the day the law counts in."""
    return now.astimezone(AMSTERDAM).date()
