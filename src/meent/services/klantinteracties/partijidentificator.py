"""PartijIdentificator: the number by which a partij is known in the BRP or the Handelsregister.

Source: Klantinteracties API 0.9.0, as Open Klant 2.18.0 serves it.
"""

from typing import TYPE_CHECKING, Annotated, Literal

from msgspec import Meta

from meent.capabilities.linked import Linked
from meent.engine.declare import Filter, Kanaal, Resource, Unique
from meent.engine.marks import Doc, Group, Keyed, Ref, Shape
from meent.services.across import betrokkenen
from meent.services.klantinteracties import identificatorregels
from meent.services.klantinteracties.api import KLANTINTERACTIES, OPERATIONS, SCOPES, document

if TYPE_CHECKING:
    from meent.services.klantinteracties.partij import Partij


class Identificator(Group, kw_only=True):
    code_objecttype: Literal["natuurlijk_persoon", "niet_natuurlijk_persoon", "vestiging"]
    code_soort_object_id: Literal["bsn", "vestigingsnummer", "kvk_nummer", "rsin"]
    object_id: Annotated[str, Meta(max_length=200)]
    code_register: Literal["brp", "hr"]


MEMBERS = {
    "codeObjecttype": "partij_identificator_code_objecttype",
    "codeSoortObjectId": "partij_identificator_code_soort_object_id",
    "objectId": "partij_identificator_object_id",
    "codeRegister": "partij_identificator_code_register",
}
"""Member -> generated column in which it is looked up."""
SUB = (
    "z.sub_identificator_van IN"
    " (SELECT s.id FROM partijidentificator s WHERE s.tenant_id = z.tenant_id AND s.{} = {{}})"
)
IDENTIFICATOR_FILTERS = (
    *(Filter(f"partijIdentificator__{name}", f"z.{column} = {{}}") for name, column in MEMBERS.items()),
    *(Filter(f"subIdentificatorVan__{name}", SUB.format(column)) for name, column in MEMBERS.items()),
)
"""By one and the same identificator of a partij: a vestiging by its own number and by that of what it is part of."""


class PartijIdentificator(Shape, kw_only=True):
    identificeerde_partij: Annotated[Ref["Partij"] | None, Linked()] = None
    andere_partij_identificator: Annotated[str, Meta(max_length=200), Doc(extra=(("deprecated", True),))] = ""
    partij_identificator: Annotated[Identificator, Keyed(*MEMBERS)]
    sub_identificator_van: Annotated[Ref["PartijIdentificator"] | None, Linked()] = None


PARTIJIDENTIFICATOR = Resource(
    PartijIdentificator,
    api=KLANTINTERACTIES,
    path="/partij-identificatoren",
    scopes=SCOPES,
    privacy="personal",
    along=(betrokkenen.VAN_IDENTIFICATOR,),
    operations=OPERATIONS,
    kanaal=Kanaal("partij-identificatoren", ()),
    expands=(),
    unique=(
        Unique(
            (
                "partij_identificator_object_id",
                "partij_identificator_code_soort_object_id",
                "partij_identificator_code_objecttype",
                "partij_identificator_code_register",
                "sub_identificator_van",
            ),
            on="partijIdentificator",
            reason="Een andere partij heeft dit nummer al. Gebruik die partij, of verbeter het nummer.",
            nulls_equal=True,
        ),
    ),
    filters=(Filter("anderePartijIdentificator", "z.andere_partij_identificator = {}", deprecated=True),),
    rules=(
        identificatorregels.require_fitting_codes,
        identificatorregels.require_right_number,
        identificatorregels.require_kvk_above_vestiging,
        identificatorregels.require_other_above,
    ),
    weergave=lambda i: f"{i.partij_identificator.code_soort_object_id} {i.id}",
    document=document(
        "partijIdentificatoren",
        "Het nummer waaronder een partij in de BRP of het Handelsregister bekend is.",
        tag="partij-identificatoren",
    ),
)
