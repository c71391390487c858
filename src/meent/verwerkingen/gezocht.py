"""Whom a search names: the parameters of a list by which people are looked for. "Nobody here" is an answer about them.

Which parameters those are stands with the resource, in `Betrokkenen`. What is looked for stands in the log as people
do: as a keyed hash, of 'bsn:999990019' or 'adres:anna@voorbeeld.example'. Decision 0037.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from meent.basis.nummers import is_elfproef
from meent.engine.links import parse_uuid

Given = Mapping[str, Any]
"""What a list was asked, by parameter: of a query string or of a search body."""
Read = Callable[[Any, Given], Iterator[str]]


@dataclass(frozen=True)
class Naam:
    """How a parameter names somebody.

    sql    SELECT of who they are, such as 'bsn:999990019', over the values `{}` (text[]); $1 is the municipality
    read   takes the values out of what the client wrote; none when it names nobody
    """

    sql: str
    read: Read


def _as_it_is(value: Any, given: Given) -> Iterator[str]:
    yield from (str(one) for one in (value if isinstance(value, list) else [value]) if one)


def _in_small(value: Any, given: Given) -> Iterator[str]:
    yield from (one.strip().lower() for one in _as_it_is(value, given))


def _key(value: Any, given: Given) -> Iterator[str]:
    """The uuid, or the one at the end of a URL."""
    yield from (str(key) for one in _as_it_is(value, given) if (key := parse_uuid(one[-36:])))


def named(soort: str, read: Read = _as_it_is) -> Naam:
    """By what somebody goes elsewhere: 'bsn', 'a-nummer', 'adres'."""
    return Naam(f"SELECT '{soort}:' || v FROM unnest({{}}::text[]) v", read)


BSN, A_NUMMER, ANDER_NUMMER = named("bsn"), named("a-nummer"), named("anp")
ADRES, NAAM, IBAN = (named(soort, _in_small) for soort in ("adres", "naam", "iban"))
WEBADRES = named("webadres")
"""Of somebody in another register."""


def bsn_if(kind: str) -> Naam:
    """A BSN when the parameter `kind` says so; when that is not given, when it can be one."""

    def read(value: Any, given: Given) -> Iterator[str]:
        said = given.get(kind)
        yield from (one for one in _as_it_is(value, given) if said == "bsn" or (said is None and is_elfproef(one)))

    return Naam(BSN.sql, read)


def named_if(soort: str, kind: str, is_person: str) -> Naam:
    """By what may be anything, when the parameter `kind` says that it is a person."""
    return named(soort, lambda value, given: _as_it_is(value, given) if given.get(kind) == is_person else iter(()))


def bsns_in(numbers: Callable[[Any], Iterator[str]]) -> Naam:
    """Whatever of these can be a BSN, where nobody says what is what."""
    return Naam(BSN.sql, lambda value, given: (one for one in numbers(value) if is_elfproef(one)))


def found_by(sql: str, *, is_key: bool = False) -> Naam:
    """By a row of ours, with a SELECT that tells who that is."""
    return Naam(sql, _key if is_key else _as_it_is)


def gezocht(names: Mapping[str, Naam], given: Given) -> dict[str, list[str]]:
    """SELECT -> its values, for all that was given: in the order of the declaration, so that texts are few."""
    found: dict[str, list[str]] = {}
    for parameter, naam in names.items():
        if parameter in given and (values := list(naam.read(given[parameter], given))):
            found.setdefault(naam.sql, []).extend(values)
    return found
