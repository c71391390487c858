"""The small shapes all of the demo is made of: a body to be posted, and a reference from one body to another.

A body is JSON of the standard (camelCase) with one exception: where a link to something made here must come, stands a
`Verwijzing` or a `Koppeling`. Only whoever writes the bodies knows the URLs; `resolve` puts them in.

Not here: writing, publishing, tenants. Keys are unique within one municipality, not over two: keep one table of URLs
per tenant.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

Body = dict[str, Any]

CATALOGI = "catalogi"
ZAKEN = "zaken"
BESLUITEN = "besluiten"
AUTORISATIES = "autorisaties"
KLANTINTERACTIES = "klantinteracties"
OBJECTTYPEN = "objecttypen"
OBJECTEN = "objecten"

# Collection in the path of the API -> name of one resource out of it, as the standard writes it in text.
RESOURCE = {
    "catalogussen": "catalogus",
    "zaaktypen": "zaaktype",
    "statustypen": "statustype",
    "roltypen": "roltype",
    "resultaattypen": "resultaattype",
    "besluittypen": "besluittype",
    "informatieobjecttypen": "informatieobjecttype",
    "zaaktype-informatieobjecttypen": "zaaktypeinformatieobjecttype",
    "zaken": "zaak",
    "rollen": "rol",
    "statussen": "status",
    "resultaten": "resultaat",
    "zaakobjecten": "zaakobject",
    "besluiten": "besluit",
    "applicaties": "applicatie",
    "actoren": "actor",
    "categorieen": "categorie",
    "partijen": "partij",
    "categorie-relaties": "categorierelatie",
    "digitaleadressen": "digitaaladres",
    "klantcontacten": "klantcontact",
    "betrokkenen": "betrokkene",
    "onderwerpobjecten": "onderwerpobject",
    "actorklantcontacten": "actorklantcontact",
    "internetaken": "internetaak",
    "objecttypes": "objecttype",
    "objecttypes/versions": "objecttypeversion",
    "objects": "object",
}


@dataclass(frozen=True, slots=True)
class Verwijzing:
    """Stands in a body where the URL of an earlier item must come: `Verwijzing("zaaktype", "verhuizing")`."""

    resource: str
    sleutel: str


@dataclass(frozen=True, slots=True)
class Koppeling:
    """Stands in a body where an earlier item must come as `{"uuid": …}`, as the Klantinteracties API links."""

    resource: str
    sleutel: str


@dataclass(frozen=True, slots=True)
class Item:
    """One body to post to a collection of an API.

    sleutel     ours, unique per collection and municipality; never sent
    body        request body; parts may be shared with other bodies, so read it or `resolve` it, never change it
    publiceren  the type must be published afterwards: not before every item that refers to it is written, because
                a published zaaktype takes no new statustype or roltype (ztc-010)
    onder       the item in whose address it is posted, for `objecttypes/versions`
    op          the instant at which it was written in the town; None is now
    """

    api: str
    collectie: str
    sleutel: str
    body: Body
    publiceren: bool = False
    onder: Verwijzing | None = None
    op: datetime | None = None

    @property
    def verwijzing(self) -> Verwijzing:
        """What later bodies say when they mean this item."""
        return Verwijzing(RESOURCE[self.collectie], self.sleutel)

    @property
    def koppeling(self) -> Koppeling:
        """As `verwijzing`, where the API links by uuid."""
        return Koppeling(RESOURCE[self.collectie], self.sleutel)


@dataclass(frozen=True, slots=True)
class Wijziging:
    """What is changed later in an item that was written: a body to PATCH it with.

    op   as in Item
    """

    wat: Verwijzing
    body: Body
    op: datetime | None = None


@dataclass(frozen=True, slots=True)
class Groep:
    """What belongs together and is written in one transaction, in this order."""

    delen: tuple[Item | Wijziging, ...]

    def items(self) -> Iterator[Item | Wijziging]:
        yield from self.delen


def resolve(value: Any, url_of: Callable[[Verwijzing], str]) -> Any:
    """Copy of a body with every Verwijzing replaced by its URL, and every Koppeling by its uuid.

    url_of   raises KeyError for one it does not know
    """
    if isinstance(value, Verwijzing):
        return url_of(value)
    if isinstance(value, Koppeling):
        return {"uuid": url_of(Verwijzing(value.resource, value.sleutel))[-36:]}
    if isinstance(value, dict):
        return {name: resolve(part, url_of) for name, part in value.items()}
    if isinstance(value, list):
        return [resolve(part, url_of) for part in value]
    return value
