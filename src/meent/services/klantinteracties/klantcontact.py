"""Klantcontact: that a resident or company and the municipality were in touch, and what about.

The Zaken API has a klantcontact too, which says no more than that there was contact about a zaak. Hence the shape has
a name of its own.

Source: Klantinteracties API 0.9.0, as Open Klant 2.18.0 serves it.
"""

from dataclasses import replace
from datetime import datetime
from typing import Annotated

from msgspec import Meta

from meent.capabilities.linked import Link, Whole
from meent.engine.declare import Filter, Kanaal, Operation, Related, Resource, Unique
from meent.engine.marks import Doc, Exact, JsonObject, Reverse, Shape, Uri
from meent.services.across import betrokkenen
from meent.services.klantinteracties import contactregels, maakklantcontact, opruimen
from meent.services.klantinteracties.api import KLANTINTERACTIES, OPERATIONS, SCOPES, document
from meent.services.klantinteracties.betrokkene import OF_IDENTIFICATOR
from meent.services.klantinteracties.identificator import CODES
from meent.services.klantinteracties.nummers import Nummer, OudNummer

HAS_TAAK = (
    "EXISTS (SELECT 1 FROM internetaak t WHERE t.tenant_id = z.tenant_id AND t.aanleidinggevend_klantcontact = z.id)"
)
OF_ADRES = (
    "z.id IN (SELECT a.verstrekt_door_betrokkene FROM digitaaladres a"
    " WHERE a.tenant_id = z.tenant_id AND strpos(lower(a.adres), lower({})) > 0)"
)
ABOUT = tuple(f"onderwerpobjectidentificator{code[0].upper()}{code[1:]}" for code in CODES)


class Klantinteractie(Shape, kw_only=True):
    ging_over_onderwerpobjecten: Annotated[list[Link], Reverse("Onderwerpobject", via="klantcontact")] = []
    had_betrokken_actoren: Annotated[
        list[JsonObject], Reverse("ActorKlantcontact", via="klantcontact"), Whole("actor")
    ] = []
    omvatte_bijlagen: Annotated[list[Link], Reverse("Bijlage", via="was_bijlage_van_klantcontact")] = []
    had_betrokkenen: Annotated[list[Link], Reverse("Betrokkene", via="had_klantcontact")] = []
    leidde_tot_interne_taken: Annotated[list[Link], Reverse("InterneTaak", via="aanleidinggevend_klantcontact")] = []
    nummer: OudNummer = None
    referentienummer: Nummer = None
    kanaal: Annotated[Exact[str], Meta(max_length=50)]
    onderwerp: Annotated[str, Meta(max_length=200)]
    inhoud: Annotated[str, Meta(max_length=1000)] = ""
    reactie: Annotated[str, Meta(max_length=4000)] = ""
    indicatie_contact_gelukt: Exact[bool | None] = None
    hoofd_onderwerp_type: Annotated[Uri, Meta(max_length=200)] = ""
    verdere_actie_ondernomen: Annotated[bool, Doc(extra=(("default", False),))] = False
    taal: Annotated[str, Meta(max_length=3)]
    vertrouwelijk: Exact[bool]
    plaatsgevonden_op: Annotated[Exact[datetime | None], Doc(nullable=False)] = None
    metadata: dict[str, Annotated[str, Meta(max_length=255)]] = {}


KLANTINTERACTIE = Resource(
    Klantinteractie,
    api=KLANTINTERACTIES,
    path="/klantcontacten",
    scopes=SCOPES,
    privacy="personal",
    operations=OPERATIONS,
    along=(betrokkenen.VAN_KLANTCONTACT,),
    kanaal=Kanaal("klantcontacten", ()),
    expands=(
        "gingOverOnderwerpobjecten",
        "hadBetrokkenen",
        "hadBetrokkenen.digitaleAdressen",
        "hadBetrokkenen.wasPartij",
        "leiddeTotInterneTaken",
        "omvatteBijlagen",
    ),
    unique=(
        Unique(("nummer",), on="nummer", reason="Kies een ander nummer: er is al een klantcontact met dit nummer."),
        Unique(
            ("referentienummer",),
            on="referentienummer",
            reason="Kies een ander nummer: er is al een klantcontact met dit nummer.",
        ),
    ),
    filters=(
        *(Filter(name, f"strpos(lower(z.{name}), lower({{}})) > 0") for name in ("onderwerp", "inhoud", "reactie")),
        Filter("nummer", "z.nummer = {}", deprecated=True),
        Filter("leiddeTotInterneTaken", f"({HAS_TAAK}) = {{}}", kind="bool"),
    ),
    related=(
        Related(
            "hadBetrokkene__",
            "Betrokkene",
            via="had_klantcontact",
            names=("wasPartij__uuid", "wasPartij__url"),
            own=(
                Filter("uuid", "z.id = {}", kind="uuid"),
                Filter("url", "z.id = {}", kind="ref", target="Betrokkene"),
                Filter("wasPartij", "(z.was_partij IS NOT NULL) = {}", kind="bool"),
                Filter("digitaaladres__adres__icontains", OF_ADRES),
            ),
            deeper=(replace(OF_IDENTIFICATOR, prefix=f"hadBetrokkene__{OF_IDENTIFICATOR.prefix}"),),
        ),
        *(
            Related(
                prefix,
                "Onderwerpobject",
                via=via,
                names=ABOUT,
                own=(
                    Filter("uuid", "z.id = {}", kind="uuid"),
                    Filter("url", "z.id = {}", kind="ref", target="Onderwerpobject"),
                ),
            )
            for prefix, via in (("onderwerpobject__", "klantcontact"), ("wasOnderwerpobject__", "was_klantcontact"))
        ),
    ),
    named=(
        Operation(
            "POST",
            "/maak-klantcontact",
            act=maakklantcontact.maak,
            scopes=SCOPES.create,
            body=maakklantcontact.MaakKlantcontact,
            status=201,
            document={
                "id": "maakKlantcontactCreate",
                "rows": {"klantcontact": ("Klantinteractie",)} | maakklantcontact.PARTS,
                "failing": ("400",),
                "without": ("Content-Type",),
            },
        ),
    ),
    defaults=(contactregels.number_klantcontact, contactregels.stamp_plaatsgevonden),
    rules=(contactregels.require_own_nummer, opruimen.delete_parts),
    weergave=lambda k: f"Klantcontact {k.referentienummer}",
    document=document(
        "klantcontacten",
        "Dat een inwoner of bedrijf en de gemeente contact hadden, en waarover.",
        tag="klanten contacten",
        filters={"plaatsgevondenOp": {"format": "date-time"}},
    ),
)
