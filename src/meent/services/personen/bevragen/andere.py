"""The APIs beside Personen, one row each: whose right is asked, what is read, and what is made of it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from meent.services.personen.bevragen import bewoning, historie, reisdocumenten, zoeken
from meent.services.personen.bevragen.feiten import Feiten
from meent.services.personen.bevragen.fouten import Param
from meent.services.personen.bevragen.verblijf import keur_periode
from meent.services.personen.bevragen.vraag import Vraag
from meent.services.personen.opslag import Bewaard
from meent.services.personen.zoekregel import OBJECT, REISDOCUMENT

Json = dict[str, Any]


@dataclass(frozen=True)
class Andere:
    """One API that answers questions about people.

    recht       scope that lets a question be asked (BV-41)
    rubrieken   what must be read to answer a question (BV-40)
    vind        the lists that it may be about; one statement
    meest       how many lists those may be; more is refused (BV-16)
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
    meest: int = zoeken.MEEST_OP_SLEUTEL
    handeling: str = "retrieve"
    velden_van: Mapping[str, str] = field(default_factory=dict)
    automatisch: tuple[str, ...] = ()


async def _op_object(conn: Any, tenant_id: int, vraag: Vraag) -> list[Bewaard]:
    return await zoeken.op_sleutel(conn, tenant_id, OBJECT, vraag.gegeven["adresseerbaarObjectIdentificatie"])


async def _op_bsn(conn: Any, tenant_id: int, vraag: Vraag) -> list[Bewaard]:
    return await zoeken.raadpleeg(conn, tenant_id, [vraag.gegeven["burgerservicenummer"]])


async def _op_document(conn: Any, tenant_id: int, vraag: Vraag) -> list[Bewaard]:
    if vraag.type == reisdocumenten.VAN_PERSOON:
        return await _op_bsn(conn, tenant_id, vraag)
    return await zoeken.op_sleutel(conn, tenant_id, REISDOCUMENT, vraag.gegeven["reisdocumentnummer"][0])


ANDERE: Mapping[str, Andere] = {
    "bewoningen": Andere(
        recht="brp.bewoningen", rubrieken=bewoning.rubrieken, vind=_op_object, antwoord=bewoning.bewoningen,
        keur=keur_periode, handeling="list",
    ),
    "verblijfplaatshistorie": Andere(
        recht="brp.verblijfplaatshistorie", rubrieken=historie.rubrieken, vind=_op_bsn, antwoord=historie.historie,
        keur=keur_periode, meest=1,
    ),
    "reisdocumenten": Andere(
        recht="brp.reisdocumenten", rubrieken=reisdocumenten.rubrieken, vind=_op_document,
        antwoord=reisdocumenten.reisdocumenten, velden_van=reisdocumenten.VELDEN_VAN,
        automatisch=reisdocumenten.AUTOMATISCH,
    ),
}  # fmt: skip
"""Path of the API, as its document is called too."""
