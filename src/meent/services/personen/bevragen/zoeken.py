"""Finding the lists that a question is about: one indexed statement for each kind of question (decision 0052)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from meent.services.personen.bevragen.vraag import Vraag
from meent.services.personen.opslag import Bewaard, as_kept
from meent.services.personen.zoekregel import vouw

BY_BSN = (
    "SELECT id, lijst, 'bsn:' || bsn FROM persoonslijst WHERE tenant_id = $1 AND bsn = ANY($2::text[]) AND bsn <> ''"
    " AND opschorting NOT IN ('F', 'W') ORDER BY array_position($2::text[], bsn), id"
)
"""With as whom the log knows the person."""
BY_SLEUTEL = """
SELECT l.id, l.lijst FROM persoon_sleutel s JOIN persoonslijst l ON l.tenant_id = $1 AND l.id = s.lijst
WHERE s.tenant_id = $1 AND s.soort = $2 AND s.waarde = $3 AND l.opschorting NOT IN ('F', 'W') ORDER BY l.id LIMIT $4
"""
FOUND = "SELECT l.id, l.lijst FROM persoon_zoek z JOIN persoonslijst l ON l.tenant_id = $1 AND l.id = z.lijst"
ORDER = "ORDER BY z.geslachtsnaam, z.voornamen, z.geboortedatum, z.lijst"
LAATSTE = "\U0010ffff"
"""Behind everything that begins with a text."""
OVERLEDEN = "O"
MEEST_OP_NAAM, MEEST_OP_ADRES = 10, 30
"""People whom a search may find; more is refused (BV-16, decision 0052)."""
MEEST_OP_SLEUTEL = 1000
"""People who ever lived at one place: more is refused too, or a period of the past would look empty (decision 0058)."""


@dataclass(frozen=True)
class Voorwaarde:
    """A piece of SQL with a place for each of its values, and the values."""

    sql: str
    waarden: tuple[Any, ...]


Maak = Callable[[Any], Voorwaarde]


def equals(column: str, read: Callable[[Any], Any] = str) -> Maak:
    return lambda value: Voorwaarde(f"z.{column} = {{}}", (read(value),))


def text(column: str) -> Maak:
    """The same text, or one that begins with it when a star stands behind it. Source: BV-14, BV-15."""

    def make(value: str) -> Voorwaarde:
        if not value.endswith("*"):
            return Voorwaarde(f"z.{column} = {{}}", (vouw(value),))
        begin = vouw(value[:-1])
        return Voorwaarde(f"z.{column} >= {{}} AND z.{column} < {{}}", (begin, begin + LAATSTE))

    return make


def street(value: str) -> Voorwaarde:
    """The name on the sign or the official one; a star may stand before it too. Source: BV-14."""
    if value.startswith("*"):
        end = vouw(value[1:])
        return Voorwaarde("(right(z.straat, {}) = {} OR right(z.openbare_ruimte, {}) = {})", (len(end), end) * 2)
    short, official = text("straat")(value), text("openbare_ruimte")(value)
    return Voorwaarde(f"({short.sql} OR {official.sql})", (*short.waarden, *official.waarden))


VOORWAARDEN: Mapping[str, Maak] = {
    "geslachtsnaam": text("geslachtsnaam"),
    "voornamen": text("voornamen"),
    "voorvoegsel": equals("voorvoegsel", vouw),
    "geslacht": equals("geslacht", str.upper),
    "geboortedatum": equals("geboortedatum", lambda day: day.replace("-", "")),
    "gemeenteVanInschrijving": equals("gemeente"),
    "postcode": equals("postcode", lambda code: code.replace(" ", "").upper()),
    "huisnummer": equals("huisnummer", int),
    "huisletter": equals("huisletter", vouw),
    "huisnummertoevoeging": equals("toevoeging", vouw),
    "straat": street,
    "nummeraanduidingIdentificatie": equals("nummeraanduiding"),
    "adresseerbaarObjectIdentificatie": equals("adresseerbaar_object"),
}
"""Parameter -> what it asks of the row by which lists are searched."""
TYPES = {int: "integer", str: "text"}


def meest(vraag: Vraag) -> int:
    """How many people this kind of question may find."""
    return MEEST_OP_NAAM if "geslachtsnaam" in vraag.gegeven and "postcode" not in vraag.gegeven else MEEST_OP_ADRES


def statement(vraag: Vraag) -> tuple[str, list[Any]]:
    """The statement of a search and its values behind the municipality; one row more than may be shown.

    Who has died is found when that is asked, what was afgevoerd or wiped never. Source: BV-13, K-27.
    """
    values: list[Any] = []
    conditions = ["z.tenant_id = $1", "z.opschorting NOT IN ('F', 'W')"]
    if vraag.gegeven.get("inclusiefOverledenPersonen") is not True:
        conditions.append(f"z.opschorting <> '{OVERLEDEN}'")
    for name, make in VOORWAARDEN.items():
        if name in vraag.gegeven:
            found = make(vraag.gegeven[name])
            places = [f"${n}::{TYPES[type(v)]}" for n, v in enumerate(found.waarden, start=len(values) + 2)]
            conditions.append(found.sql.format(*places))
            values += found.waarden
    # The partial indexes hold what is known only, and the planner must see that it looks for nothing else.
    for column, name in (("postcode", "postcode"), ("nummeraanduiding", "nummeraanduidingIdentificatie"),
                         ("adresseerbaar_object", "adresseerbaarObjectIdentificatie")):  # fmt: skip
        if name in vraag.gegeven:
            conditions.append(f"z.{column} <> ''")
    return f"{FOUND} WHERE {' AND '.join(conditions)} {ORDER} LIMIT {meest(vraag) + 1}", values


async def zoek(conn: Any, tenant_id: int, vraag: Vraag) -> list[Bewaard]:
    """The lists of a search, by name; at most one more than may be shown."""
    query, values = statement(vraag)
    return [as_kept(row) for row in await conn.fetch(query, tenant_id, *values)]


async def raadpleeg(conn: Any, tenant_id: int, bsns: Sequence[str]) -> list[Bewaard]:
    """The lists with these numbers, in the order in which they were asked."""
    return [as_kept(row) for row in await conn.fetch(BY_BSN, tenant_id, bekend(bsns))]


def bekend(bsns: Sequence[str]) -> list[str]:
    """Nine zeroes are no number: they would find everybody of whom it is unknown. Source: K-05."""
    return [bsn for bsn in bsns if bsn.strip("0")]


async def op_sleutel(conn: Any, tenant_id: int, soort: str, waarde: str) -> list[Bewaard]:
    """The lists that have this key, now or before; at most one more than may be found. Source: BV-13, K-27."""
    return [as_kept(row) for row in await conn.fetch(BY_SLEUTEL, tenant_id, soort, waarde, MEEST_OP_SLEUTEL + 1)]
