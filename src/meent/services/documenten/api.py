"""The Documenten API as a whole: version and the scopes of its resources."""

from meent.engine.declare import Api, Scopes
from meent.engine.marks import Doc

DOCUMENTEN = Api("documenten", "drc", "1.7.0", "Documenten API")

LEZEN = ("documenten.lezen",)
BIJWERKEN = ("documenten.bijwerken",)
ONDER_DOCUMENT = Scopes(
    read=LEZEN, create=("documenten.aanmaken",), update=BIJWERKEN, delete=("documenten.verwijderen",)
)
WRITABLE_ONLY = ("create", "update", "patch")
"""Bodies that leave out what can only be read, as this register publishes them."""
NOT_BLANK = Doc(extra=tuple((use, {"minLength": 1}) for use in WRITABLE_ONLY))
"""Published with a least length for who writes, and without one for who reads."""
