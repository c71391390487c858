"""The APIs beside Personen, one row each: whose right is asked, what is read, and what is made of it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from meent.services.personen.bevragen import bewoning, zoeken
from meent.services.personen.bevragen.feiten import Feiten
from meent.services.personen.bevragen.fouten import Param
from meent.services.personen.bevragen.verblijf import keur_periode
from meent.services.personen.bevragen.vraag import Vraag
from meent.services.personen.opslag import Bewaard
from meent.services.personen.zoekregel import OBJECT

Json = dict[str, Any]


@dataclass(frozen=True)
class Andere:
    """One API that answers questions about people.

    recht       scope that lets a question be asked (BV-41)
    rubrieken   what must be read to answer a question (BV-40)
    vind        the lists that it may be about; one statement
    antwoord    the answer, and the places of those of them whom it shows
    keur        what is wrong with a question beyond the form of its parameters
    handeling   what the log says was done with whom it shows
    velden_van  kind of question -> the schema whose members may be asked
    """

    recht: str
    rubrieken: Callable[[Vraag], Sequence[str]]
    vind: Callable[[Any, int, Vraag], Awaitable[list[Bewaard]]]
    antwoord: Callable[[Vraag, Sequence[Feiten]], tuple[Json, list[int]]]
    keur: Callable[[Mapping[str, Any]], Sequence[Param]] = lambda gegeven: ()
    handeling: str = "retrieve"
    velden_van: Mapping[str, str] = field(default_factory=dict)
    automatisch: tuple[str, ...] = ()


async def _op_object(conn: Any, tenant_id: int, vraag: Vraag) -> list[Bewaard]:
    return await zoeken.op_sleutel(conn, tenant_id, OBJECT, vraag.gegeven["adresseerbaarObjectIdentificatie"])


ANDERE: Mapping[str, Andere] = {
    "bewoningen": Andere(
        recht="brp.bewoningen", rubrieken=bewoning.rubrieken, vind=_op_object, antwoord=bewoning.bewoningen,
        keur=keur_periode, handeling="list",
    ),
}  # fmt: skip
"""Path of the API, as its document is called too."""
