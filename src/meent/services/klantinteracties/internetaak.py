"""Internetaak: what somebody of the municipality must do because of a klantcontact.

Source: Klantinteracties API 0.9.0, as Open Klant 2.18.0 serves it.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Literal

from msgspec import Meta

from meent.capabilities.linked import Linked
from meent.engine.declare import Filter, Kanaal, Related, Resource, Unique
from meent.engine.marks import By, Doc, Exact, Personal, Ref, Server, Shape
from meent.services.across import betrokkenen
from meent.services.klantinteracties import taakregels
from meent.services.klantinteracties.api import KLANTINTERACTIES, OPERATIONS, SCOPES, document
from meent.services.klantinteracties.nummers import Nummer, OudNummer

if TYPE_CHECKING:
    from meent.services.klantinteracties.actor import Actor
    from meent.services.klantinteracties.klantcontact import Klantinteractie

OF_ACTOR = (
    "z.id IN (SELECT p.van FROM internetaak_toegewezen_aan_actoren p WHERE p.tenant_id = z.tenant_id AND p.naar = {})"
)
OF_ACTOR_NAMED = (
    "z.id IN (SELECT p.van FROM internetaak_toegewezen_aan_actoren p"
    " JOIN actor n ON n.tenant_id = p.tenant_id AND n.id = p.naar WHERE p.tenant_id = z.tenant_id AND n.naam = {})"
)
TWICE = "Kies een ander nummer: er is al een interne taak met dit nummer."


class InterneTaak(Shape, kw_only=True):
    nummer: OudNummer = None
    referentienummer: Nummer = None
    gevraagde_handeling: Annotated[Personal[str], Meta(max_length=200)]
    aanleidinggevend_klantcontact: Annotated[Ref["Klantinteractie"], Linked(), By("uuid", "url")]
    toegewezen_aan_actor: Annotated[Ref["Actor"] | None, Linked(), Doc(extra=(("deprecated", True),))] = None
    toegewezen_aan_actoren: Annotated[list[Ref["Actor"]], Linked()] = []
    toelichting: Annotated[Personal[str], Meta(max_length=1000)] = ""
    status: Exact[Literal["te_verwerken", "verwerkt"]]
    toegewezen_op: Server[Exact[datetime]]
    afgehandeld_op: datetime | None = None


INTERNETAAK = Resource(
    InterneTaak,
    api=KLANTINTERACTIES,
    path="/internetaken",
    scopes=SCOPES,
    privacy="none",
    operations=OPERATIONS,
    along=(betrokkenen.van_klantcontact("aanleidinggevend_klantcontact"),),
    kanaal=Kanaal("internetaken", ()),
    expands=(),
    unique=(
        Unique(("nummer",), on="nummer", reason=TWICE),
        Unique(("referentienummer",), on="referentienummer", reason=TWICE),
    ),
    filters=(
        Filter("nummer", "z.nummer = {}", deprecated=True),
        Filter("toegewezenAanActor__uuid", OF_ACTOR, kind="uuid"),
        Filter("toegewezenAanActor__url", OF_ACTOR, kind="ref", target="Actor"),
        Filter("actoren__naam", OF_ACTOR_NAMED),
        Filter("klantcontact__uuid", "z.aanleidinggevend_klantcontact = {}", kind="uuid"),
    ),
    related=(
        Related(
            "klantcontact__",
            "Klantinteractie",
            via="id",
            of="aanleidinggevend_klantcontact",
            names=("referentienummer",),
            own=(Filter("nummer", "z.nummer = {}", deprecated=True),),
        ),
    ),
    defaults=(
        taakregels.number_taak,
        taakregels.fill_actoren,
        taakregels.stamp_toegewezen,
        taakregels.stamp_afgehandeld,
    ),
    rules=(
        taakregels.require_own_nummer,
        taakregels.require_one_way_of_assigning,
        taakregels.require_verwerkt_when_afgehandeld,
    ),
    weergave=lambda t: f"Interne taak {t.referentienummer}",
    document=document(
        "internetaken",
        "Wat iemand van de gemeente moet doen vanwege een klantcontact.",
        tag="interne taken",
        filters={"toegewezenOp": {"format": "date-time"}},
    ),
)
