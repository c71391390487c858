"""A struct of the process as it stands in JSON: names as the standards write them, and every fault told at once.

What only we fill in is not there; a text has a form where its member has one. Elements of a persoonslijst are held to
the table of rubrieken here, so that no rule meets a date that does not exist.
"""

import re
import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import fields

from meent.basis.fouten import Faults, one_fault
from meent.services.personen.rubrieken import tabel
from meent.services.personen.waarden import fault_in, is_datum

VERZWEGEN = frozenset(("voorstel", "akkoord_van", "nog_eens"))
"""Members that count for nothing when somebody hands them in."""
LANGST, MEESTE, HOOGSTE = 4000, 100, 99
VROEGST, LAATST = 1850, 2199
"""Years within which a day of somebody's life can lie."""
STUURTEKEN = re.compile(r"[\x00-\x1f\x7f]")
MEER_REGELS = ("reden", "toelichting", "uitleg")
ACHT_CIJFERS = ("datum", "sinds", "ingang")
"""Members that hold a date of the BRP where they are text."""
ELEMENT = re.compile(r"\.(\d\d\.\d\d)\Z", re.ASCII)
WAAR = re.compile(r" - at `\$(.*)`\Z")
S = TypeVar("S", bound=Struct)


@dataclass(frozen=True)
class Veld:
    """What is known of a member.

    zegt       what people read of it, in plain Dutch
    patroon    how a text in it is written, "" for any
    sleutels   how the keys are written when it is an object
    minstens   how many members it has at least when it is an object
    """

    zegt: str
    patroon: str = ""
    sleutels: str = ""
    minstens: int = 0


class Vormen:
    """Structs as they stand in JSON, each made once.

    velden   name of a member, or of a struct and its member ("Akte.nummer") -> what is known of it
    """

    def __init__(self, velden: Mapping[str, Veld]) -> None:
        self.velden = velden
        self._made: dict[type[Struct], type[Struct]] = {}

    def veld(self, kind: str, naam: str) -> Veld:
        """Of this struct, else of every member by that name, else what its name says."""
        own = self.velden.get(f"{kind}.{naam}") or self.velden.get(naam)
        return own or Veld(f"{naam.replace('_', ' ').capitalize()}.")

    def spiegel(self, kind: type[Struct]) -> type[Struct]:
        """The same struct for who writes JSON."""
        if kind not in self._made:
            self._made[kind] = msgspec.defstruct(
                kind.__name__, [self._member(kind, f) for f in fields(kind) if f.name not in VERZWEGEN],
                rename="camel", forbid_unknown_fields=True, frozen=True, kw_only=True,
            )  # fmt: skip
        return self._made[kind]

    def toon(self, invoer: Struct) -> Any:
        """As it was sent."""
        return msgspec.to_builtins(msgspec.convert(invoer, self.spiegel(type(invoer)), from_attributes=True))

    def lees(self, kind: type[S], body: Any) -> S:
        """What was sent, as the process takes it. raises Fout 400 with every fault"""
        if not isinstance(body, dict):
            raise one_fault("nonFieldErrors", "invalid", "Stuur een object met de velden van de beschrijving.")
        written, faults, found = self.spiegel(kind), Faults(), {}
        known = {f.encode_name: f for f in fields(written)}
        for naam in sorted(body.keys() - known.keys()):
            faults.add(naam[:100], "unknown-parameters", "Dit veld bestaat hier niet.")
        for naam, f in known.items():
            if naam in body:
                found[f.name] = _converted(body[naam], f.type, naam, self.veld(kind.__name__, f.name), faults)
            elif f.required:
                faults.add(naam, "required")
        faults.stop_if_any()
        made = written(**found)
        for pad, waarde in bladen(made, ""):
            if told := leaf_fault(pad, waarde):
                faults.add(pad[:100], "invalid", told)
        faults.stop_if_any()
        return msgspec.convert(made, kind, from_attributes=True)

    def _member(self, kind: type[Struct], f: Any) -> Any:
        written = self._type(f.type, self.veld(kind.__name__, f.name))
        if f.default is not msgspec.NODEFAULT:
            return f.name, written, f.default
        if f.default_factory is not msgspec.NODEFAULT:
            return f.name, written, msgspec.field(default_factory=f.default_factory)
        return f.name, written

    def _type(self, kind: Any, veld: Veld) -> Any:
        """How it is written: texts, numbers and lists within limits, structs mirrored."""
        origin, args = get_origin(kind), get_args(kind)
        if isinstance(kind, type) and issubclass(kind, Struct):
            return self.spiegel(kind)
        if kind is str:
            return Annotated[str, Meta(pattern=veld.patroon) if veld.patroon else Meta(max_length=LANGST)]
        if kind is int:
            return Annotated[int, Meta(ge=0, le=HOOGSTE)]
        if origin in (types.UnionType, Union):
            return Union[tuple(self._type(arg, veld) for arg in args)]  # noqa: UP007
        if origin is tuple and args[-1] is not Ellipsis:
            return tuple[tuple(self._type(arg, veld) for arg in args)]  # type: ignore[misc]
        if origin in (tuple, frozenset):
            inner = self._type(args[0], veld)
            return Annotated[origin[(inner, ...) if origin is tuple else inner], Meta(max_length=MEESTE)]
        if origin in (Mapping, dict):
            keys = Annotated[str, Meta(pattern=veld.sleutels or "^.{1,20}$")]
            limits = Meta(min_length=veld.minstens, max_length=MEESTE)
            return Annotated[origin[keys, self._type(args[1], veld)], limits]
        return kind


def _converted(waarde: Any, kind: Any, naam: str, veld: Veld, faults: Faults) -> Any:
    try:
        return msgspec.convert(waarde, kind)
    except msgspec.ValidationError as fault:
        found = WAAR.search(str(fault))
        faults.add(f"{naam}{found[1] if found else ''}"[:100], "invalid", f"Dit past hier niet. {veld.zegt}")
        return None


def bladen(waarde: Any, pad: str) -> Iterator[tuple[str, Any]]:
    """Every value in it, keys of objects included, with where it stands."""
    match waarde:
        case Struct():
            for f in fields(type(waarde)):
                yield from bladen(getattr(waarde, f.name), f"{pad}.{f.encode_name}".lstrip("."))
        case dict():
            for key, inner in waarde.items():
                yield pad, key
                yield from bladen(inner, f"{pad}.{key}")
        case tuple() | frozenset():
            for number, inner in enumerate(waarde):
                yield from bladen(inner, f"{pad}[{number}]")
        case _:
            yield pad, waarde


def leaf_fault(pad: str, waarde: Any) -> str:
    """What is wrong with one value beyond its type; "" when nothing is."""
    if isinstance(waarde, date) and not VROEGST <= waarde.year <= LAATST:
        return f"Geef een dag tussen {VROEGST} en {LAATST}."
    if not isinstance(waarde, str):
        return ""
    if STUURTEKEN.search(waarde.replace("\n", "") if pad.endswith(MEER_REGELS) else waarde):
        return "Hierin staat een teken dat niemand kan lezen."
    if at := ELEMENT.search(pad):
        element = tabel().elementen.get(at[1])
        told = fault_in(element, waarde) if element else "dit element bestaat niet"
        return f"{told[:1].upper()}{told[1:]}." if told else ""
    if waarde and pad.rpartition(".")[2] in ACHT_CIJFERS and not is_datum(waarde):
        return "Deze datum bestaat niet; schrijf nullen voor wat onbekend is."
    return ""
