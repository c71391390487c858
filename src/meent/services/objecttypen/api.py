"""The Objecttypen API as a whole: version and scopes."""

from meent.engine.declare import Api, Scopes

OBJECTTYPEN = Api(
    "objecttypen", "objecttypen", "2.2.2", "Objecttypen API", root="api/v2",
    uuid_in_body=True, versioned=True, keys=True, plain_refusals=True,
)  # fmt: skip

LEZEN = ("objecttypen.lezen",)
BIJWERKEN = ("objecttypen.bijwerken",)
SCOPES = Scopes(read=LEZEN, create=BIJWERKEN, update=BIJWERKEN, delete=BIJWERKEN)
OPERATIONS = ("list", "create", "retrieve", "update", "partial_update", "delete")
