"""Betrokkene: who took part in a klantcontact, with the address and name to use when it is followed up.

Those may differ from what is known of the partij; of somebody who is no partij they are all there is.

Source: Klantinteracties API 0.9.0, as Open Klant 2.18.0 serves it.
"""

from typing import TYPE_CHECKING, Annotated, Literal

from msgspec import Meta

from meent.capabilities.linked import Link, Linked
from meent.engine.declare import Filter, Kanaal, Related, Resource
from meent.engine.marks import By, Computed, Exact, Keyed, Ref, Reverse, Shape
from meent.services.across import betrokkenen
from meent.services.klantinteracties import opruimen
from meent.services.klantinteracties.api import KLANTINTERACTIES, OPERATIONS, SCOPES, document
from meent.services.klantinteracties.groepen import Adres, Contactnaam
from meent.services.klantinteracties.partijidentificator import MEMBERS
from meent.verwerkingen.regels import Gegevens

if TYPE_CHECKING:
    from meent.services.klantinteracties.klantcontact import Klantinteractie
    from meent.services.klantinteracties.partij import Partij

NAAM = (
    "concat_ws(' ', coalesce(nullif(z.contactnaam ->> 'voornaam', ''), nullif(z.contactnaam ->> 'voorletters', '')),"
    " nullif(z.contactnaam ->> 'voorvoegselAchternaam', ''), nullif(z.contactnaam ->> 'achternaam', ''))"
)
"""As groepen.volledige_naam."""
OF_IDENTIFICATOR = Related(
    "wasPartij__partijIdentificator__",
    "PartijIdentificator",
    via="identificeerde_partij",
    of="was_partij",
    own=tuple(Filter(name, f"z.{column} = {{}}") for name, column in MEMBERS.items()),
)


Rol = Literal["vertegenwoordiger", "klant"]


class Betrokkene(Shape, kw_only=True):
    was_partij: Annotated[Ref["Partij"] | None, Linked(), By("uuid", "url")] = None
    had_klantcontact: Annotated[Ref["Klantinteractie"], Linked(), By("uuid", "url")]
    digitale_adressen: Annotated[list[Link], Reverse("DigitaalAdres", via="verstrekt_door_betrokkene")] = []
    bezoekadres: Annotated[Adres | None, Gegevens("contact")] = None
    correspondentieadres: Annotated[Adres | None, Gegevens("contact")] = None
    contactnaam: Annotated[
        Contactnaam | None,
        Keyed("voorletters", "voornaam", "voorvoegselAchternaam", "achternaam"),
        Gegevens("identiteit"),
    ] = None
    volledige_naam: Annotated[str, Computed(NAAM), Gegevens("identiteit")] = ""
    rol: Rol
    organisatienaam: Annotated[Exact[str], Meta(max_length=200)] = ""
    initiator: bool


BETROKKENE = Resource(
    Betrokkene,
    api=KLANTINTERACTIES,
    path="/betrokkenen",
    scopes=SCOPES,
    privacy="personal",
    operations=OPERATIONS,
    along=(betrokkenen.VAN_BETROKKENE,),
    kanaal=Kanaal("betrokkenen", ()),
    expands=("digitaleAdressen",),
    related=(
        Related(
            "hadKlantcontact__",
            "Klantinteractie",
            via="id",
            of="had_klantcontact",
            names=("referentienummer",),
            own=(Filter("nummer", "z.nummer = {}", deprecated=True),),
        ),
        Related("wasPartij__", "Partij", via="id", of="was_partij", names=("nummer",)),
        OF_IDENTIFICATOR,
        Related(
            "verstrektedigitaalAdres__",
            "DigitaalAdres",
            via="verstrekt_door_betrokkene",
            names=("adres",),
            own=(
                Filter("uuid", "z.id = {}", kind="uuid"),
                Filter("url", "z.id = {}", kind="ref", target="DigitaalAdres"),
            ),
        ),
    ),
    rules=(opruimen.delete_adressen,),
    weergave=lambda b: f"{b.rol} {b.id}",
    document=document("betrokkenen", "Wie bij een klantcontact was, en hoe die daarna bereikt wil worden."),
)
