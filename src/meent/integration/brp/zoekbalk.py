"""One box in which an officer types what is known of somebody, and the statement that looks for it (decision 0061).

`ontleed` reads what was typed: a BSN, an A-nummer, a postcode or a street with a number, or a name with or without a
date of birth, in any order. Each kind is one indexed statement on the row by which lists are searched (decision 0052).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from meent.basis.datums import OngeldigeDatum, PartialDate
from meent.services.personen.bevragen.zoeken import FOUND, LAATSTE, MEEST_OP_ADRES, MEEST_OP_NAAM, ORDER
from meent.services.personen.opslag import Bewaard, as_kept
from meent.services.personen.zoekregel import vouw

Soort = Literal["bsn", "anummer", "adres", "straat", "naam", "geboren"]
NUMMER = re.compile(r"[\d.\s-]+", re.ASCII)
POSTCODE = re.compile(r"\b([1-9]\d{3})\s?([a-z]{2})\b\s*(.*)", re.ASCII | re.IGNORECASE)
HUISNUMMER = re.compile(r"(\d{1,5})[\s-]*(\w{0,4})", re.ASCII)
STRAAT = re.compile(r"(\D+?)\s+(\d{1,5})[\s-]*(\w{0,4})", re.IGNORECASE)
DATUM = re.compile(r"\b(\d{1,2})[-/.\s](\d{1,2})[-/.\s](\d{4})\b|\b(\d{4})-(\d{2})-(\d{2})\b", re.ASCII)
JAAR = re.compile(r"\b(1[89]\d\d|20\d\d)\b", re.ASCII)
MEEST_WOORDEN = 6
OP_NUMMER = """
SELECT id, lijst FROM persoonslijst WHERE tenant_id = $1 AND {} = $2 AND {} <> '' {} ORDER BY id LIMIT $3
"""
NIET_AFGEVOERD = {"bsn": "AND opschorting <> 'F'", "anummer": ""}
"""Who has the A-nummer of a list that was afgevoerd comes to read that one: to look for people finds it not (K-27)."""
NAAM_OF_VOORNAAM = "strpos(' ' || z.geslachtsnaam || ' ' || z.voornamen || ' ' || z.voorvoegsel, ' ' || {}) > 0"
VOORNAAM = "strpos(' ' || z.voornamen || ' ' || z.voorvoegsel, ' ' || {}) > 0"


@dataclass(frozen=True)
class Zoekvraag:
    """What was typed, as it is understood.

    woorden   of a name, folded
    geboren   the dates in eight digits that this birth date can stand as in the register: also without day, or month
    jaar      of birth, when no more is known
    """

    soort: Soort
    nummer: str = ""
    postcode: str = ""
    straat: str = ""
    huisnummer: int = 0
    toevoeging: str = ""
    woorden: tuple[str, ...] = ()
    geboren: tuple[str, ...] = ()
    jaar: str = ""

    @property
    def meest(self) -> int:
        """How many people may be found; more is refused, not cut off."""
        return MEEST_OP_ADRES if self.soort in ("adres", "straat") else MEEST_OP_NAAM

    @property
    def wie(self) -> str | None:
        """As whom the log knows who was looked for, where that is somebody."""
        if self.soort in ("bsn", "anummer"):
            return f"{'bsn' if self.soort == 'bsn' else 'a-nummer'}:{self.nummer}"
        return f"naam:{' '.join(self.woorden)}" if self.woorden else None


def ontleed(getypt: str) -> Zoekvraag | None:
    """None when there is nothing in it to look for."""
    text = " ".join(getypt.split())
    digits = re.sub(r"\D", "", text) if NUMMER.fullmatch(text) else ""
    if len(digits) == 9 and not DATUM.fullmatch(text):
        return Zoekvraag("bsn", nummer=digits)
    if len(digits) == 10:
        return Zoekvraag("anummer", nummer=digits)
    if found := POSTCODE.search(text):
        number = HUISNUMMER.match(found[3])
        if number or not text[: found.start()].strip():
            huis = (int(number[1]), vouw(number[2])) if number else (0, "")
            return Zoekvraag("adres", postcode=(found[1] + found[2]).upper(), huisnummer=huis[0], toevoeging=huis[1])
    text, geboren, jaar = _without_birth(text)
    if (found := STRAAT.fullmatch(text)) and not geboren and not jaar:
        return Zoekvraag("straat", straat=vouw(found[1]), huisnummer=int(found[2]), toevoeging=vouw(found[3]))
    woorden = tuple(vouw(text.replace(",", " ").rstrip("*")).split())[:MEEST_WOORDEN]
    if not woorden and not geboren:
        return None
    return Zoekvraag("naam" if woorden else "geboren", woorden=woorden, geboren=geboren, jaar=jaar)


def _without_birth(text: str) -> tuple[str, tuple[str, ...], str]:
    """The text without a date or a year of birth, and those."""
    if found := DATUM.search(text):
        day, month, year = (found[1], found[2], found[3]) if found[3] else (found[6], found[5], found[4])
        try:
            whole = PartialDate(f"{year}{int(month):02}{int(day):02}")
        except OngeldigeDatum:
            return text, (), ""
        rest = f"{text[: found.start()]} {text[found.end() :]}".strip()
        return rest, (whole, f"{whole[:6]}00", f"{whole[:4]}0000"), ""
    if found := JAAR.search(text):
        return f"{text[: found.start()]} {text[found.end() :]}".strip(), (), found[1]
    return text, (), ""


def statement(vraag: Zoekvraag, gemeente: str) -> tuple[str, list[Any]]:
    """The statement and its values behind the municipality; one row more than may be shown.

    gemeente   own code, in which a street is looked for
    """
    if vraag.soort in ("bsn", "anummer"):
        return OP_NUMMER.format(vraag.soort, vraag.soort, NIET_AFGEVOERD[vraag.soort]), [vraag.nummer, vraag.meest + 1]
    asked = Voorwaarden()
    asked.add("z.opschorting <> 'F'")
    if vraag.soort == "adres":
        asked.add("z.postcode = {} AND z.postcode <> ''", vraag.postcode)
        if vraag.huisnummer:
            asked.add("z.huisnummer = {}", vraag.huisnummer)
    elif vraag.soort == "straat":
        asked.add("z.gemeente = {} AND z.huisnummer = {}", gemeente, vraag.huisnummer)
        asked.add("z.straat >= {} AND z.straat < {}", vraag.straat, vraag.straat + LAATSTE)
    elif vraag.geboren:
        asked.add("z.geboortedatum = ANY({})", list(vraag.geboren))
        for woord in vraag.woorden:
            asked.add(NAAM_OF_VOORNAAM, woord)
    else:
        _by_name(asked, vraag)
    if vraag.toevoeging:
        asked.add("(z.huisletter = {} OR z.toevoeging = {})", vraag.toevoeging, vraag.toevoeging)
    return f"{FOUND} WHERE z.tenant_id = $1 AND {asked} {ORDER} LIMIT {vraag.meest + 1}", asked.values


def _by_name(asked: "Voorwaarden", vraag: Zoekvraag) -> None:
    """The family name is what the words end with: "anna de groot" may be Anna, of the name de Groot or Groot."""
    ways = []
    for at in range(len(vraag.woorden)):
        name = " ".join(vraag.woorden[at:])
        way = Voorwaarden(asked.values)
        way.add("z.geslachtsnaam >= {} AND z.geslachtsnaam < {}", name, name + LAATSTE)
        for woord in vraag.woorden[:at]:
            way.add(VOORNAAM, woord)
        ways.append(f"({way})")
    asked.parts.append(f"({' OR '.join(ways)})")
    if vraag.jaar:
        asked.add("z.geboortedatum >= {} AND z.geboortedatum < {}", vraag.jaar, vraag.jaar + LAATSTE)


class Voorwaarden:
    """Conditions with their values, numbered from $2 on."""

    def __init__(self, values: list[Any] | None = None) -> None:
        self.parts: list[str] = []
        self.values: list[Any] = values if values is not None else []

    def add(self, sql: str, *values: Any) -> None:
        types = {int: "integer", list: "text[]"}
        places = [f"${n}::{types.get(type(v), 'text')}" for n, v in enumerate(values, start=len(self.values) + 2)]
        self.values += values
        self.parts.append(sql.format(*places))

    def __str__(self) -> str:
        return " AND ".join(self.parts)


async def zoek(conn: Any, tenant_id: int, vraag: Zoekvraag, gemeente: str) -> Sequence[Bewaard]:
    """The lists, by name; at most one more than may be shown."""
    query, values = statement(vraag, gemeente)
    return [as_kept(row) for row in await conn.fetch(query, tenant_id, *values)]
