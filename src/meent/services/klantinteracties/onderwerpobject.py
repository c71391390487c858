"""Onderwerpobject: what a klantcontact was about, an object in some register or another klantcontact.

Source: Klantinteracties API 0.9.0, as Open Klant 2.18.0 serves it.
"""

from typing import TYPE_CHECKING, Annotated

from meent.capabilities.linked import Linked
from meent.engine.declare import Kanaal, Operation, Resource
from meent.engine.marks import By, Keyed, Ref, Shape
from meent.services.across import betrokkenen
from meent.services.klantinteracties import opruimen
from meent.services.klantinteracties.api import KLANTINTERACTIES, OPERATIONS, SCOPES, document
from meent.services.klantinteracties.identificator import CODES, Objectidentificator

if TYPE_CHECKING:
    from meent.services.klantinteracties.klantcontact import Klantinteractie


class Onderwerpobject(Shape, kw_only=True):
    klantcontact: Annotated[Ref["Klantinteractie"] | None, Linked(), By("uuid", "url")] = None
    was_klantcontact: Annotated[Ref["Klantinteractie"] | None, Linked(), By("uuid", "url")] = None
    onderwerpobjectidentificator: Annotated[Objectidentificator | None, Keyed(*CODES)] = None


ONDERWERPOBJECT = Resource(
    Onderwerpobject,
    api=KLANTINTERACTIES,
    path="/onderwerpobjecten",
    scopes=SCOPES,
    privacy="personal",
    operations=OPERATIONS,
    along=(betrokkenen.VAN_ONDERWERPOBJECT,),
    kanaal=Kanaal("onderwerpobjecten", ()),
    expands=(),
    named=(
        Operation(
            "DELETE",
            "/{uuid}",
            act=opruimen.delete_onderwerpobject,
            scopes=SCOPES.delete,
            document={
                "id": "onderwerpobjectenDestroy",
                "query": {"cascade": opruimen.CASCADE},
                "without": ("Content-Type",),
                "answers": {"204": None, "200": opruimen.BEHOUDEN},
                "failing": ("400", "404"),
            },
        ),
    ),
    weergave=lambda o: str(o.id),
    document=document(
        "onderwerpobjecten", "Waar een klantcontact over ging: iets uit een register, of een ander klantcontact."
    ),
)
