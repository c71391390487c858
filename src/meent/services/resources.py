"""The one list of all resources. What stands here exists: table, API, OpenAPI, audit and tests follow from it.

RESOURCES are those of a municipality; REFERENCE is what the installation keeps once for all of them (decision 0021).
"""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from meent.engine.declare import Resource
from meent.services.autorisaties.applicatie import APPLICATIE
from meent.services.besluiten.besluit import BESLUIT
from meent.services.besluiten.besluitinformatieobject import BESLUITINFORMATIEOBJECT
from meent.services.catalogi.besluittype import BESLUITTYPE
from meent.services.catalogi.catalogus import CATALOGUS
from meent.services.catalogi.eigenschap import EIGENSCHAP
from meent.services.catalogi.informatieobjecttype import INFORMATIEOBJECTTYPE
from meent.services.catalogi.resultaattype import RESULTAATTYPE
from meent.services.catalogi.roltype import ROLTYPE
from meent.services.catalogi.statustype import STATUSTYPE
from meent.services.catalogi.zaakobjecttype import ZAAKOBJECTTYPE
from meent.services.catalogi.zaaktype import ZAAKTYPE
from meent.services.catalogi.zaaktypeinformatieobjecttype import ZAAKTYPEINFORMATIEOBJECTTYPE
from meent.services.documenten.bestandsdeel import BESTANDSDEEL
from meent.services.documenten.enkelvoudiginformatieobject import ENKELVOUDIGINFORMATIEOBJECT
from meent.services.documenten.gebruiksrechten import GEBRUIKSRECHTEN
from meent.services.documenten.objectinformatieobject import OBJECTINFORMATIEOBJECT
from meent.services.documenten.verzending import VERZENDING
from meent.services.klantinteracties.actor import ACTOR
from meent.services.klantinteracties.actorklantcontact import ACTORKLANTCONTACT
from meent.services.klantinteracties.betrokkene import BETROKKENE
from meent.services.klantinteracties.bijlage import BIJLAGE
from meent.services.klantinteracties.categorie import CATEGORIE, CATEGORIERELATIE
from meent.services.klantinteracties.digitaaladres import DIGITAALADRES
from meent.services.klantinteracties.internetaak import INTERNETAAK
from meent.services.klantinteracties.klantcontact import KLANTINTERACTIE
from meent.services.klantinteracties.onderwerpobject import ONDERWERPOBJECT
from meent.services.klantinteracties.partij import PARTIJ
from meent.services.klantinteracties.partijidentificator import PARTIJIDENTIFICATOR
from meent.services.klantinteracties.rekeningnummer import REKENINGNUMMER
from meent.services.klantinteracties.vertegenwoordigden import VERTEGENWOORDIGDEN
from meent.services.notificaties.abonnement import ABONNEMENT
from meent.services.notificaties.kanaal import KANAAL
from meent.services.objecten.object import OBJECT
from meent.services.objecttypen.objecttype import OBJECTTYPE
from meent.services.objecttypen.objecttypeversion import OBJECTTYPEVERSION
from meent.services.selectielijst.communicatiekanaal import COMMUNICATIEKANAAL
from meent.services.selectielijst.procestype import PROCESTYPE
from meent.services.selectielijst.resultaat import SELECTIELIJSTRESULTAAT
from meent.services.selectielijst.resultaattypeomschrijving import RESULTAATTYPEOMSCHRIJVINGGENERIEK
from meent.services.zaken.klantcontact import KLANTCONTACT
from meent.services.zaken.resultaat import RESULTAAT
from meent.services.zaken.rol import ROL
from meent.services.zaken.status import STATUS
from meent.services.zaken.zaak import ZAAK
from meent.services.zaken.zaakbesluit import ZAAKBESLUIT
from meent.services.zaken.zaakcontactmoment import ZAAKCONTACTMOMENT
from meent.services.zaken.zaakeigenschap import ZAAKEIGENSCHAP
from meent.services.zaken.zaakinformatieobject import ZAAKINFORMATIEOBJECT
from meent.services.zaken.zaaknotitie import ZAAKNOTITIE
from meent.services.zaken.zaakobject import ZAAKOBJECT
from meent.services.zaken.zaakverzoek import ZAAKVERZOEK

RESOURCES: tuple[Resource[Any], ...] = (
    CATALOGUS,
    ZAAKTYPE,
    STATUSTYPE,
    ROLTYPE,
    INFORMATIEOBJECTTYPE,
    BESLUITTYPE,
    RESULTAATTYPE,
    EIGENSCHAP,
    ZAAKTYPEINFORMATIEOBJECTTYPE,
    ZAAKOBJECTTYPE,
    ENKELVOUDIGINFORMATIEOBJECT,
    BESTANDSDEEL,
    ZAAK,
    STATUS,
    RESULTAAT,
    ROL,
    ZAAKOBJECT,
    ZAAKINFORMATIEOBJECT,
    ZAAKEIGENSCHAP,
    KLANTCONTACT,
    ZAAKCONTACTMOMENT,
    ZAAKVERZOEK,
    ZAAKNOTITIE,
    BESLUIT,
    ZAAKBESLUIT,
    BESLUITINFORMATIEOBJECT,
    OBJECTINFORMATIEOBJECT,
    GEBRUIKSRECHTEN,
    VERZENDING,
    OBJECTTYPE,
    OBJECTTYPEVERSION,
    OBJECT,
    APPLICATIE,
    KANAAL,
    ABONNEMENT,
    PARTIJ,
    PARTIJIDENTIFICATOR,
    DIGITAALADRES,
    REKENINGNUMMER,
    VERTEGENWOORDIGDEN,
    CATEGORIE,
    CATEGORIERELATIE,
    ACTOR,
    KLANTINTERACTIE,
    BETROKKENE,
    ONDERWERPOBJECT,
    BIJLAGE,
    ACTORKLANTCONTACT,
    INTERNETAAK,
)

REFERENCE: tuple[Resource[Any], ...] = (
    PROCESTYPE,
    SELECTIELIJSTRESULTAAT,
    RESULTAATTYPEOMSCHRIJVINGGENERIEK,
    COMMUNICATIEKANAAL,
)

EVERYTHING = (*RESOURCES, *REFERENCE)


def in_service(without: str) -> tuple[Resource[Any], ...]:
    """Everything, and from here on without the functions that name the rule `without` behind `Source:`, "" for none.

    For `meent rules --prove`: what a rule asks is then no longer done, and its tests must notice.
    """

    def stays(rule: Callable[..., Any]) -> bool:
        return without not in re.split(r"[\s,.;]+", (rule.__doc__ or "").partition("Source:")[2])

    for resource in EVERYTHING if without else ():
        resource.rules = tuple(filter(stays, resource.rules))
        resource.defaults = tuple(filter(stays, resource.defaults))
        resource.named = tuple(
            o if stays(o.act) or o.method == "GET" else replace(o, act=_nothing) for o in resource.named
        )
    return EVERYTHING


async def _nothing(*_: Any) -> None:
    """What is left of a named operation without its rule."""
