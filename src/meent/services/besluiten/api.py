"""The Besluiten API as a whole: version and the scopes of its two resources."""

from meent.engine.declare import Api, Scopes

BESLUITEN = Api("besluiten", "brc", "1.1.0", "Besluiten API")

SCOPES = Scopes(
    read=("besluiten.lezen",),
    create=("besluiten.aanmaken",),
    update=("besluiten.bijwerken",),
    delete=("besluiten.verwijderen",),
)
OPERATION_IDS = {"retrieve": "read", "delete": "delete"}
"""The last words of its operation ids, where they differ from those of the other registers."""
