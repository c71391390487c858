"""The Objecten API as a whole: version, scopes, and where its records are kept."""

from meent.engine.declare import Api, Scopes

OBJECTEN = Api(
    "objecten", "objecten", "2.7.0", "Objecten API", root="api/v2",
    uuid_in_body=True, includes=("objecttypen",), keys=True, plain_refusals=True,
)  # fmt: skip

LEZEN = ("objecten.lezen",)
BIJWERKEN = ("objecten.bijwerken",)
"""With the first a type may be read, with both it may be written too: what the document calls its two modes."""
SCOPES = Scopes(read=LEZEN, create=BIJWERKEN, update=BIJWERKEN, delete=BIJWERKEN)
