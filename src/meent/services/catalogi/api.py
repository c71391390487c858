"""The Catalogi API as a whole: version and scopes."""

from meent.engine.declare import Api, Scopes

CATALOGI = Api("catalogi", "ztc", "1.3.3", "Catalogi API", versioned=True)

SCHRIJVEN = Scopes(
    read=("catalogi.lezen",),
    create=("catalogi.schrijven",),
    update=("catalogi.schrijven", "catalogi.geforceerd-schrijven"),
    delete=("catalogi.schrijven", "catalogi.geforceerd-verwijderen"),
)
