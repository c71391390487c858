"""The Autorisaties API as a whole: version and scopes."""

from meent.engine.declare import Api, Scopes

AUTORISATIES = Api("autorisaties", "ac", "1.1.0", "Autorisaties API")

LEZEN = ("autorisaties.lezen",)
BIJWERKEN = ("autorisaties.bijwerken",)
SCOPES = Scopes(read=LEZEN, create=BIJWERKEN, update=BIJWERKEN, delete=BIJWERKEN)
