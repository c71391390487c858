"""What is different between two policies, part by part and field by field, for people to read before they agree."""

from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

import msgspec

from meent.process.telefonie.beleid import Beleid
from meent.process.telefonie.keuring import DELEN

LOSSE_DELEN = ("terugbellen", "buitenbellen", "noodmelding", "gesloten")
"""Parts of which there is one."""
DIEP = ("keuzes", "week", "uitzonderingen", "vaardigheden", "duur", "vertaald")
"""Fields of which each key is told by itself."""


class Verschil(NamedTuple):
    """One difference.

    deel    a member of the policy, such as wachtrijen; `naam` of which one, "" for a part of which there is one
    veld    what changed, with dots inside, such as keuzes.3; "" when the whole part came or went
    was, wordt  as in the document; None for nothing
    """

    soort: Literal["erbij", "weg", "anders"]
    deel: str
    naam: str
    veld: str = ""
    was: Any = None
    wordt: Any = None


def verschillen(oud: Beleid, nieuw: Beleid) -> list[Verschil]:
    """In the order of the document; nothing when both say the same."""
    was, wordt = msgspec.to_builtins(oud), msgspec.to_builtins(nieuw)
    alle = [v for deel in DELEN for v in _delen(deel, was[deel], wordt[deel])]
    for deel in LOSSE_DELEN:
        a, b = was[deel], wordt[deel]
        if isinstance(a, dict) and isinstance(b, dict):
            alle += _velden(deel, "", a, b)
        elif _vast(a) != _vast(b):
            alle.append(Verschil("anders", deel, "", "", a, b))
    return alle


def _delen(deel: str, was: dict[str, Any], wordt: dict[str, Any]) -> Iterator[Verschil]:
    for naam in [*was, *(naam for naam in wordt if naam not in was)]:
        if naam not in wordt:
            yield Verschil("weg", deel, naam, was=was[naam])
        elif naam not in was:
            yield Verschil("erbij", deel, naam, wordt=wordt[naam])
        else:
            yield from _velden(deel, naam, was[naam], wordt[naam])


def _velden(deel: str, naam: str, was: dict[str, Any], wordt: dict[str, Any]) -> Iterator[Verschil]:
    for veld in was:
        a, b = was[veld], wordt[veld]
        if veld in DIEP:
            sleutels = [*a, *(sleutel for sleutel in b if sleutel not in a)]
            paren = [(f"{veld}.{sleutel}", a.get(sleutel), b.get(sleutel)) for sleutel in sleutels]
        else:
            paren = [(veld, a, b)]
        yield from (Verschil("anders", deel, naam, pad, x, y) for pad, x, y in paren if _vast(x) != _vast(y))


def _vast(waarde: Any) -> Any:
    """A set comes as a list in no order."""
    is_set = isinstance(waarde, list) and all(isinstance(deel, str | int) for deel in waarde)
    return sorted(waarde) if is_set else waarde
