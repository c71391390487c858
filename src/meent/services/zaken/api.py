"""The Zaken API as a whole: version and the scopes that several resources share."""

from meent.engine.declare import Api, Scopes

ZAKEN = Api("zaken", "zrc", "1.7.0", "Zaken API", uuid_in_body=True)

LEZEN = ("zaken.lezen",)
BIJWERKEN = ("zaken.bijwerken", "zaken.geforceerd-bijwerken")
ONDER_ZAAK = Scopes(read=LEZEN, create=BIJWERKEN, update=BIJWERKEN, delete=BIJWERKEN)
