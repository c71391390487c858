"""Vertegenwoordigden: which partij acts for which other one.

Source: Klantinteracties API 0.9.0, as Open Klant 2.18.0 serves it.
"""

from typing import TYPE_CHECKING, Annotated

from meent.capabilities.linked import Linked
from meent.engine.declare import Kanaal, Resource, Unique
from meent.engine.marks import By, Ref, Shape
from meent.services.across import betrokkenen
from meent.services.klantinteracties import partijregels
from meent.services.klantinteracties.api import KLANTINTERACTIES, OPERATIONS, SCOPES, document

if TYPE_CHECKING:
    from meent.services.klantinteracties.partij import Partij


class Vertegenwoordigden(Shape, kw_only=True):
    vertegenwoordigende_partij: Annotated[Ref["Partij"], Linked(), By("uuid", "url")]
    vertegenwoordigde_partij: Annotated[Ref["Partij"], Linked(), By("uuid", "url")]


VERTEGENWOORDIGDEN = Resource(
    Vertegenwoordigden,
    api=KLANTINTERACTIES,
    path="/vertegenwoordigingen",
    scopes=SCOPES,
    privacy="personal",
    along=(betrokkenen.VAN_VERTEGENWOORDIGDEN,),
    operations=OPERATIONS,
    kanaal=Kanaal("vertegenwoordigingen", ()),
    expands=(),
    unique=(
        Unique(
            ("vertegenwoordigende_partij", "vertegenwoordigde_partij"),
            on="nonFieldErrors",
            reason="Deze vertegenwoordiging is er al.",
        ),
    ),
    rules=(partijregels.require_other_represented,),
    document=document("vertegenwoordigingen", "Wie voor een ander mag optreden."),
)
