"""Texts: each in both languages, each in plain Dutch, and none of them a way in."""

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir

import meent.interaction
from meent.interaction.words import Words, words

PACKAGE = Path(meent.interaction.__file__).parent
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "mark": None}
FORBIDDEN = ("derhalve", "dient u", "d.d.", "middels", "teneinde", "betreffende", "conform", "alsmede", "indien",
             "ten behoeve van", "met betrekking tot", "desbetreffende", "reeds", "thans", "verzoeken wij")  # fmt: skip


def texts():
    """What stands in templates and code: a text, or (singular, plural)."""
    methods = [("**.py", "python"), ("**.html", "jinja2")]
    return {message for _, _, message, _, _ in extract_from_dir(PACKAGE, methods, keywords=KEYWORDS)}


def sentences(text):
    return [part for part in re.split(r"(?<=[.!?])\s+", re.sub(r"%\(\w+\)s", "woord", text)) if part]


def test_english_knows_every_text_and_no_other():
    """A Dutch word on an English page, or a text that nobody shows any more."""
    assert set(words("en").catalogue) == texts()


def test_translations_keep_the_same_blanks():
    """A blank that is missing loses a number; one too many breaks the page."""
    for text, translated in words("en").catalogue.items():
        for one, other in zip([text] if isinstance(text, str) else text, translated, strict=True):
            assert sorted(re.findall(r"%\(\w+\)s", one)) == sorted(re.findall(r"%\(\w+\)s", other)), text


@pytest.mark.requirement("experience-21")
def test_dutch_is_plain():
    """Level B1: short sentences, common words. The bar of the design: 12 words on average, Flesch at least 60."""
    found = [part for text in texts() for part in sentences(text if isinstance(text, str) else text[1])]
    whole = [part for part in found if part[-1] in ".!?"]
    lengths = [len(part.split()) for part in whole]
    assert sum(lengths) / len(lengths) <= 12
    assert max(lengths) <= 16
    assert [part for part in found for word in FORBIDDEN if re.search(rf"\b{re.escape(word)}", part.lower())] == []
    assert flesch(whole) >= 60


def flesch(parts):
    """Flesch for Dutch (Douma, 1960): 206,84 - 0,93 x words a sentence - 0,77 x syllables per hundred words."""
    count = sum(len(part.split()) for part in parts)
    syllables = sum(len(re.findall(r"[aeiouyéëïöüèê]+", word.lower())) or 1 for part in parts for word in part.split())
    return 206.84 - 0.93 * count / len(parts) - 77 * syllables / count


def test_only_literal_texts_are_marked_safe():
    """Jinja does not escape what `_()` returns: a name or a refusal of a register must go through `vertaal`."""
    loose = [f"{path.name}: {call}" for path in PACKAGE.rglob("*.html")
             for call in re.findall(r"\b_\([^)]*", path.read_text("utf-8")) if not re.match(r'_\("', call)]  # fmt: skip
    assert loose == []
    assert [path.name for path in PACKAGE.rglob("*.html") if re.search(r"\|\s*safe\b", path.read_text("utf-8"))] == []


def test_templates_hold_no_style_and_no_script():
    """The content security policy would block it, silently."""
    for path in PACKAGE.rglob("*.html"):
        text = path.read_text("utf-8")
        assert not re.search(r"\sstyle=|\son\w+=|<style|<script(?![^>]*\bsrc=)", text), path.name


@pytest.mark.parametrize(("method", "value", "dutch", "english"), [
    ("day", "2026-11-20", "20 november 2026", "20 November 2026"),
    ("day", None, "", ""),
    ("short_day", "2026-11-20", "20 nov 2026", "20 Nov 2026"),
    ("moment", "2026-07-01T22:30:00Z", "2 juli 2026, 00:30", "2 July 2026, 00:30"),
    ("moment", "2026-11-20T09:42:00.123456+00:00", "20 november 2026, 10:42", "20 November 2026, 10:42"),
    ("number", 1234, "1.234", "1,234"),
    ("degrees", 52.37, "52,37000°", "52.37000°"),
    ("duration", "P4W", "4 weken", "4 weeks"),
    ("duration", "P1Y2M1D", "1 jaar 2 maanden 1 dag", "1 year 2 months 1 day"),
    ("duration", "onzin", "onzin", "onzin"),
])  # fmt: skip
def test_dates_and_numbers_are_said_as_people_say_them(method, value, dutch, english):
    """Legal days and times are those of Amsterdam."""
    assert getattr(words("nl"), method)(value) == dutch
    assert getattr(words("en"), method)(value) == english


def test_plural():
    dutch = Words("nl", {})
    assert [dutch.ngettext("dag", "dagen", n) for n in (0, 1, 2)] == ["dagen", "dag", "dagen"]
