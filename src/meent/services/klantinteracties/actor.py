"""Actor: who or what does work for the municipality, a person, a department or a program.

Source: Klantinteracties API 0.9.0, as Open Klant 2.18.0 serves it.
"""

from typing import Annotated, Literal

from msgspec import Meta

from meent.capabilities.kinds import Email
from meent.engine.declare import Filter, Kanaal, Resource
from meent.engine.marks import Choice, Exact, Group, Keyed, Pattern, Shape
from meent.services.klantinteracties import actorregels
from meent.services.klantinteracties.api import KLANTINTERACTIES, OPERATIONS, SCOPES, document
from meent.services.klantinteracties.identificator import CODES, Objectidentificator

TELEFOONNUMMER = Pattern(r"^(0[1-9][0-9]{8}|\+[0-9]{9,15}|00[0-9]{7,13})$")


class Medewerker(Group, kw_only=True):
    functie: Annotated[str, Meta(max_length=40)]
    emailadres: Email = ""
    telefoonnummer: Annotated[str, Meta(max_length=20), TELEFOONNUMMER]


class OrganisatorischeEenheid(Group, kw_only=True):
    omschrijving: Annotated[str, Meta(max_length=200)] = ""
    emailadres: Email = ""
    faxnummer: Annotated[str, Meta(max_length=20)] = ""
    telefoonnummer: Annotated[str, Meta(max_length=20), TELEFOONNUMMER] = ""


class GeautomatiseerdeActor(Group, kw_only=True):
    functie: Annotated[str, Meta(max_length=40)]
    omschrijving: Annotated[str, Meta(max_length=200)] = ""


IDENTIFICATIE = Choice(
    by="soort_actor",
    shapes={
        "medewerker": Medewerker,
        "geautomatiseerde_actor": GeautomatiseerdeActor,
        "organisatorische_eenheid": OrganisatorischeEenheid,
    },
)


class Actor(Shape, kw_only=True):
    naam: Annotated[str, Meta(max_length=200)]
    soort_actor: Exact[Literal["medewerker", "geautomatiseerde_actor", "organisatorische_eenheid"]]
    indicatie_actief: Exact[bool] = True
    actoridentificator: Annotated[Objectidentificator | None, Keyed(*CODES)] = None
    actor_identificatie: Annotated[Group | None, IDENTIFICATIE] = None


ACTOR = Resource(
    Actor,
    api=KLANTINTERACTIES,
    path="/actoren",
    scopes=SCOPES,
    privacy="personal",
    operations=OPERATIONS,
    kanaal=Kanaal("actoren", ()),
    expands=(),
    filters=(Filter("naam", "strpos(lower(z.naam), lower({})) > 0"),),
    defaults=(actorregels.clear_identificatie_of_other_soort,),
    weergave=lambda a: f"{a.soort_actor} {a.id}",
    document=document("actoren", "Wie of wat voor de gemeente werkt: een medewerker, een afdeling of een programma."),
)
