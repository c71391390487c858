"""The two small shapes all of the demo is made of: a body to be posted, and a reference from one body to another.

A body is JSON of the standard (camelCase) with one exception: where a URL to something made here must come, stands a
`Verwijzing`. Only whoever writes the bodies knows the URLs; `resolve` puts them in.

Not here: writing, publishing, tenants. Keys are unique within one municipality, not over two: keep one table of URLs
per tenant.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Body = dict[str, Any]

CATALOGI = "catalogi"
ZAKEN = "zaken"
BESLUITEN = "besluiten"
AUTORISATIES = "autorisaties"

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
}


@dataclass(frozen=True, slots=True)
class Verwijzing:
    """Stands in a body where the URL of an earlier item must come: `Verwijzing("zaaktype", "verhuizing")`."""

    resource: str
    sleutel: str


@dataclass(frozen=True, slots=True)
class Item:
    """One body to post to `/{api}/api/v1/{collectie}`.

    sleutel     ours, unique per collection and municipality; never sent
    body        request body; parts may be shared with other bodies, so read it or `resolve` it, never change it
    publiceren  the type must be published afterwards: not before every item that refers to it is written, because
                a published zaaktype takes no new statustype or roltype (ztc-010)
    """

    api: str
    collectie: str
    sleutel: str
    body: Body
    publiceren: bool = False

    @property
    def verwijzing(self) -> Verwijzing:
        """What later bodies say when they mean this item."""
        return Verwijzing(RESOURCE[self.collectie], self.sleutel)


def resolve(value: Any, url_of: Callable[[Verwijzing], str]) -> Any:
    """Copy of a body with every Verwijzing replaced by its URL; `url_of` raises KeyError for one it does not know."""
    if isinstance(value, Verwijzing):
        return url_of(value)
    if isinstance(value, dict):
        return {name: resolve(part, url_of) for name, part in value.items()}
    if isinstance(value, list):
        return [resolve(part, url_of) for part in value]
    return value
