"""What the types in a catalogus prescribe for zaken (Zaken API 1.7.0, Catalogi API 1.3.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meent.services.catalogi.eigenschap import Eigenschap
from meent.services.catalogi.resultaattype import ResultaatType
from meent.services.catalogi.roltype import RolType
from meent.services.catalogi.statustype import StatusType
from meent.services.catalogi.zaaktype import ZaakType
from meent.services.zaken.eigenschapwaarde import waarom_niet

if TYPE_CHECKING:
    from meent.engine.change import Change
    from meent.services.zaken.resultaat import Resultaat
    from meent.services.zaken.rol import Rol
    from meent.services.zaken.status import Status
    from meent.services.zaken.zaak import Zaak
    from meent.services.zaken.zaakeigenschap import ZaakEigenschap


# --- zaak ------------------------------------------------------------------------------------------------------------


async def fill_vertrouwelijkheid(change: Change[Zaak]) -> None:
    """A zaak without vertrouwelijkheidaanduiding takes the one of its zaaktype. Source: Z-22, zrc-009."""
    if change.new.vertrouwelijkheidaanduiding:
        return
    zaaktype = await change.get(ZaakType, change.new.zaaktype)
    if zaaktype is not None:
        change.new.vertrouwelijkheidaanduiding = zaaktype.vertrouwelijkheidaanduiding


async def require_published_zaaktype(change: Change[Zaak]) -> None:
    """A zaak is made with a zaaktype that is no longer a concept; it may move to another (Z-02). Source: Z-01, C-03."""
    if change.operation == "delete" or not change.changed("zaaktype"):
        return
    zaaktype = await change.get(ZaakType, change.new.zaaktype)
    if zaaktype is not None and zaaktype.concept:
        change.reject("zaaktype", "not-published", "Dit zaaktype is nog een concept. Publiceer het eerst.")


async def require_deelzaaktype(change: Change[Zaak]) -> None:
    """The zaaktype of the hoofdzaak names that of the deelzaak among its deelzaaktypen. Source: Z-26."""
    if change.operation == "delete" or not (change.changed("hoofdzaak") or change.changed("zaaktype")):
        return
    zaak = change.new
    hoofdzaak = await change.get(type(zaak), zaak.hoofdzaak)
    if hoofdzaak is None or hoofdzaak.id == zaak.id:
        return
    zaaktype = await change.get(ZaakType, zaak.zaaktype)
    of_hoofdzaak = await change.get(ZaakType, hoofdzaak.zaaktype)
    if zaaktype and of_hoofdzaak and zaaktype.identificatie not in of_hoofdzaak.deelzaaktypen:
        change.reject(
            "hoofdzaak",
            "invalid-deelzaaktype",
            f"Het zaaktype van de hoofdzaak kent geen deelzaken van het type {zaaktype.identificatie}.",
        )


async def require_products_of_zaaktype(change: Change[Zaak]) -> None:
    """A zaak delivers only products that its zaaktype knows. Source: Z-29, zrc-015."""
    if change.operation == "delete" or not (change.changed("producten_of_diensten") or change.changed("zaaktype")):
        return
    zaaktype = await change.get(ZaakType, change.new.zaaktype)
    if zaaktype and not set(change.new.producten_of_diensten) <= set(zaaktype.producten_of_diensten):
        change.reject(
            "productenOfDiensten", "invalid-products-services", "Kies alleen producten of diensten van het zaaktype."
        )


# --- status, resultaat and rol ---------------------------------------------------------------------------------------


async def require_statustype_of_zaaktype(change: Change[Status]) -> None:
    """A status is one of those that the zaaktype knows. Source: Z-30, zrc-016."""
    statustype = await change.get(StatusType, change.new.statustype)
    if statustype is not None and statustype.zaaktype != change.parent.zaaktype:
        change.reject("nonFieldErrors", "zaaktype-mismatch", "Kies een statustype van het zaaktype van deze zaak.")


async def require_resultaattype_of_zaaktype(change: Change[Resultaat]) -> None:
    """A resultaat is one of those that the zaaktype knows. Source: Z-32, zrc-020."""
    if change.operation == "delete" or not change.changed("resultaattype"):
        return
    resultaattype = await change.get(ResultaatType, change.new.resultaattype)
    if resultaattype is not None and resultaattype.zaaktype != change.parent.zaaktype:
        change.reject("nonFieldErrors", "zaaktype-mismatch", "Kies een resultaattype van het zaaktype van deze zaak.")


async def copy_roltype(change: Change[Rol]) -> None:
    """A rol bears the description of its roltype. Source: Z-35."""
    roltype = await change.get(RolType, change.new.roltype)
    if roltype is not None:
        change.new.omschrijving = roltype.omschrijving
        change.new.omschrijving_generiek = roltype.omschrijving_generiek


async def require_roltype_of_zaaktype(change: Change[Rol]) -> None:
    """A rol is one of those that the zaaktype knows. Source: Z-32, zrc-019."""
    if change.operation == "delete":
        return
    roltype = await change.get(RolType, change.new.roltype)
    if roltype is not None and roltype.zaaktype != change.parent.zaaktype:
        change.reject("nonFieldErrors", "zaaktype-mismatch", "Kies een roltype van het zaaktype van deze zaak.")


# --- zaakeigenschap --------------------------------------------------------------------------------------------------


async def copy_naam_of_eigenschap(change: Change[ZaakEigenschap]) -> None:
    """A zaakeigenschap bears the name of its eigenschap. Source: Z-51."""
    if change.old is not None:  # the eigenschap is fixed
        return
    eigenschap = await change.get(Eigenschap, change.new.eigenschap)
    if eigenschap is not None:
        change.new.naam = eigenschap.naam


async def require_eigenschap_of_zaaktype(change: Change[ZaakEigenschap]) -> None:
    """An eigenschap is one of those that the zaaktype knows. Source: Z-32, zrc-018."""
    if change.operation != "create":  # it is fixed
        return
    eigenschap = await change.get(Eigenschap, change.new.eigenschap)
    if eigenschap is not None and eigenschap.zaaktype != change.parent.zaaktype:
        change.reject("nonFieldErrors", "zaaktype-mismatch", "Kies een eigenschap van het zaaktype van deze zaak.")


async def warn_of_waarde(change: Change[ZaakEigenschap]) -> None:
    """A value that does not fit what the catalogus prescribes is kept, and told of. Source: Z-51."""
    if change.operation == "delete" or not change.changed("waarde"):
        return
    eigenschap = await change.get(Eigenschap, change.new.eigenschap)
    if eigenschap is not None and (reason := waarom_niet(eigenschap.specificatie, change.new.waarde)):
        change.warn(f"De waarde van {eigenschap.naam} past niet: {reason}")
