"""How an object is known in somebody else's register: four texts of which none is required.

Source: Klantinteracties API 0.9.0, as Open Klant 2.18.0 serves it.
"""

from typing import Annotated

from msgspec import Meta

from meent.engine.marks import Group

Code = Annotated[str, Meta(max_length=200)]
CODES = ("objectId", "codeObjecttype", "codeRegister", "codeSoortObjectId")
"""Members that lists can be narrowed by."""


class Objectidentificator(Group, kw_only=True):
    """`objectId` is the value that identifies; the other three say of what kind, where, and by which property."""

    object_id: Code = ""
    code_objecttype: Code = ""
    code_register: Code = ""
    code_soort_object_id: Code = ""
