"""The Zaken API as a whole: version and the scopes that several resources share."""

from meent.engine.declare import Api, Scopes

ZAKEN = Api("zaken", "zrc", "1.7.0", "Zaken API", uuid_in_body=True)

AUDIT_HEADERS = ("X-NLX-Logrecord-ID", "X-Audit-Toelichting")
"""Accepted on every write (G-23), though not every published operation names them."""

LEZEN = ("zaken.lezen",)
BIJWERKEN = ("zaken.bijwerken", "zaken.geforceerd-bijwerken")
ALLEEN_BIJWERKEN = ("zaken.bijwerken",)
ONDER_ZAAK = Scopes(read=LEZEN, create=BIJWERKEN, update=BIJWERKEN, delete=BIJWERKEN)

WARNING = {
    "X-Warning": {
        "schema": {"type": "string"},
        "description": "Waarom de opgeslagen waarde niet past bij wat de catalogus voorschrijft; anders afwezig.",
    }
}
