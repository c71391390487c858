"""The Selectielijst API as a whole: reference data by which types say how long a zaak is kept. Version 1.0.0.

As the public service publishes it, with the same uuids; the communicatiekanalen are those of the Referentielijsten API
0.6.0 of VNG, which served both until the lists were split.
"""

from meent.engine.declare import Api

SELECTIELIJST = Api(
    "selectielijst",
    "selectielijst",
    "1.0.0",
    "Selectielijst API",
    reference=True,
    elsewhere=(
        "selectielijst.openzaak.nl/api/v1",
        "referentielijsten-api.vng.cloud/api/v1",
        "referentielijsten-api.test.vng.cloud/api/v1",
    ),
)
IDS = {"ids": {"retrieve": "read"}}
"""So its operation ids end."""
