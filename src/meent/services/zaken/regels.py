"""Rules of the Zaken API 1.7.0 that need no other register: for zaak, rol and zaakobject.

Not here: what follows from the types in a catalogus (services/across/zaken_catalogi.py), what a status does to its
zaak (services/across/afsluiten.py), and what hangs on documents (services/across/archiefdocumenten.py).
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import msgspec

from meent.capabilities.series import next_number
from meent.services.links import local_ref, look
from meent.services.nummering import number

if TYPE_CHECKING:
    from meent.engine.change import Change
    from meent.engine.marks import Group
    from meent.services.zaken.klantcontact import KlantContact
    from meent.services.zaken.rol import Rol
    from meent.services.zaken.status import Status
    from meent.services.zaken.zaak import Zaak
    from meent.services.zaken.zaaknotitie import ZaakNotitie
    from meent.services.zaken.zaakobject import ZaakObject

LEEWAY = timedelta(minutes=1)
"""The clock of a client may run this far ahead before a moment lies in the future."""

ZAAKNUMMER = "ZAAK-{}-"
"""What a number of ours begins with, the year filled in."""

EENMALIGE_ROLLEN = {"initiator", "zaakcoordinator"}


# --- any write under a zaak ------------------------------------------------------------------------------------------


async def require_forced_on_closed_zaak(change: Change[Any]) -> None:
    """What belongs to a closed zaak only changes for who may correct it. Source: Z-15, zrc-007."""
    zaak = change.old if change.parent is None else change.parent
    if zaak is None or zaak.einddatum is None:
        return
    if not change.may("zaken.geforceerd-bijwerken"):
        change.refuse(reason="Deze zaak is afgesloten. Heropen haar eerst.")
    change.is_forced = True


# --- zaak ------------------------------------------------------------------------------------------------------------


async def stamp_registratiedag(change: Change[Zaak]) -> None:
    """A zaak without registratiedatum was registered today; leaving it out later changes nothing. Source: Z-55."""
    zaak = change.new
    if zaak.registratiedatum is None:
        zaak.registratiedatum = change.old.registratiedatum if change.old else change.today


async def number_zaak(change: Change[Zaak]) -> None:
    """A zaak without identificatie gets the next free number of its bronorganisatie. Source: Z-03, Z-04, zrc-002."""
    await number(change, ZAAKNUMMER.format(change.today.year), per="bronorganisatie")


async def clear_betaaldatum(change: Change[Zaak]) -> None:
    """Once there is nothing to pay, the date of an earlier payment goes. Source: Z-28, zrc-014."""
    if change.new.betalingsindicatie == "nvt" and "laatsteBetaaldatum" not in change.given:
        change.new.laatste_betaaldatum = None


async def require_consistent_betaling(change: Change[Zaak]) -> None:
    """A payment belongs to a zaak that costs something, and has been made already. Source: Z-27, Z-28, zrc-014."""
    if change.operation == "delete" or change.new.laatste_betaaldatum is None:
        return
    if change.new.betalingsindicatie == "nvt":
        change.reject("laatsteBetaaldatum", "betaling-nvt", "Laat de betaaldatum weg: er valt niets te betalen.")
    elif change.new.laatste_betaaldatum > change.now + LEEWAY:
        change.reject("laatsteBetaaldatum", "future_not_allowed", "Kies een betaaldatum die niet in de toekomst ligt.")


async def require_hoofdzaak(change: Change[Zaak]) -> None:
    """A hoofdzaak is another zaak, and there are only two levels. Source: Z-26, zrc-013."""
    if change.operation == "delete" or not change.changed("hoofdzaak"):
        return
    zaak = change.new
    if zaak.hoofdzaak == zaak.id:
        change.reject("hoofdzaak", "self-forbidden", "Kies een andere zaak dan deze zaak zelf.")
        return
    hoofdzaak = await change.get(type(zaak), zaak.hoofdzaak)
    if hoofdzaak is None:
        return
    if hoofdzaak.hoofdzaak is not None:
        change.reject("hoofdzaak", "deelzaak-als-hoofdzaak", "Kies een zaak die geen deelzaak is.")
    elif change.old is not None and await change.find(type(zaak), hoofdzaak=zaak.id):
        change.reject("hoofdzaak", "deelzaak-als-hoofdzaak", "Laat dit leeg: deze zaak heeft zelf deelzaken.")


async def require_resolvable_andere_zaken(change: Change[Zaak]) -> None:
    """Each related zaak exists, here or in a register elsewhere that we know. Source: Z-24, zrc-011."""
    if change.operation == "delete" or not change.changed("relevante_andere_zaken"):
        return
    zaak = change.new
    elders = await look(change, "Zaak", [andere.url for andere in zaak.relevante_andere_zaken])
    for i, (andere, found) in enumerate(zip(zaak.relevante_andere_zaken, elders, strict=True)):
        if found is None and await change.get(type(zaak), local_ref(change, andere.url, "Zaak")) is None:
            change.reject(f"relevanteAndereZaken.{i}.url", "bad-url", "Op dit adres staat geen zaak. Kies een ander.")


async def require_archive_parameters(change: Change[Zaak]) -> None:
    """What leaves the working files has a destination and a day for it. Source: Z-38, zrc-022."""
    if change.operation == "delete" or change.new.archiefstatus == "nog_te_archiveren":
        return
    if not change.new.archiefnominatie:
        change.reject("archiefnominatie", "archiefnominatie-not-set", "Kies eerst bewaren of vernietigen.")
    if change.new.archiefactiedatum is None:
        change.reject("archiefactiedatum", "archiefactiedatum-not-set", "Vul eerst de datum in waarop dat gebeurt.")


async def delete_deelzaken(change: Change[Zaak]) -> None:
    """With a hoofdzaak its deelzaken go, if the caller could delete each of them. Source: Z-40, zrc-023."""
    if change.operation != "delete":
        return
    zaak = change.row
    for deelzaak in await change.find(type(zaak), hoofdzaak=zaak.id):
        if not may_delete(change, deelzaak):
            change.refuse(reason="Deze zaak heeft een deelzaak die u niet mag verwijderen.")
        change.also_delete(type(zaak), deelzaak.id)


def may_delete(change: Change[Zaak], zaak: Zaak) -> bool:
    """Whether the caller may delete this other zaak; a closed one also asks for the right to correct (Z-10, Z-15)."""
    needed = [change.resource.scopes.delete] + ([("zaken.geforceerd-bijwerken",)] if zaak.einddatum else [])
    reaches = [change.caller.rights.reach(change.resource.api.component, scopes) for scopes in needed]
    return all(reach.covers(zaak.zaaktype, zaak.vertrouwelijkheidaanduiding) for reach in reaches)


# --- rol -------------------------------------------------------------------------------------------------------------


async def stamp_registratiedatum(change: Change[Rol]) -> None:
    """A rol is registered at the moment it is made. Source: Zaken API 1.7.0."""
    if change.old is None:
        change.new.registratiedatum = change.now


async def require_betrokkene(change: Change[Rol]) -> None:
    """Somebody fills the rol: a link to that person or organisation, or a description. Source: Z-35."""
    if change.operation == "delete":
        return
    if not change.new.betrokkene and is_empty(change.new.betrokkene_identificatie):
        change.reject("nonFieldErrors", "invalid-betrokkene", "Vul betrokkene of betrokkeneIdentificatie in.")


async def require_single_initiator_and_coordinator(change: Change[Rol]) -> None:
    """A zaak has one initiator and one coordinator at most. Source: Z-34."""
    rol = change.row
    if change.operation == "delete" or rol.omschrijving_generiek not in EENMALIGE_ROLLEN:
        return
    others = await change.find(type(rol), zaak=rol.zaak, omschrijving_generiek=rol.omschrijving_generiek)
    if any(other.id != rol.id for other in others):
        change.reject(
            "roltype", "max-occurences", f"Deze zaak heeft al een {rol.omschrijving_generiek}. Verwijder eerst die rol."
        )


async def clear_gezetdoor(change: Change[Rol]) -> None:
    """A rol can be replaced after it set a status; that status then says no longer by whom. Source: Z-53."""
    if change.operation != "delete":
        return
    statussen: list[Status] = await change.find("Status", gezetdoor=change.row.id)
    for status in statussen:
        change.also("Status", status.id, gezetdoor=None)


# --- klantcontact and zaaknotitie ------------------------------------------------------------------------------------


async def number_klantcontact(change: Change[KlantContact]) -> None:
    """A klantcontact without identificatie gets the next free number. Source: Zaken API 1.7.0."""
    if not change.new.identificatie:
        change.new.identificatie = await next_number(change, "identificatie", "KC-")


async def stamp_notitie(change: Change[ZaakNotitie]) -> None:
    """A note tells when it was made and when it last changed. Source: Zaken API 1.7.0."""
    change.new.wijzigingsdatum = change.now
    if change.old is None:
        change.new.aanmaakdatum = change.now


# --- zaakobject ------------------------------------------------------------------------------------------------------


async def require_object(change: Change[ZaakObject]) -> None:
    """The object is pointed to or described. Source: Z-36."""
    if change.operation == "delete":
        return
    if not change.new.object and is_empty(change.new.object_identificatie):
        change.reject("nonFieldErrors", "invalid-zaakobject", "Vul object of objectIdentificatie in.")


async def require_object_type_overige(change: Change[ZaakObject]) -> None:
    """An object of another type names that type, and no other object does. Source: Z-36."""
    if change.operation == "delete":
        return
    zaakobject = change.new
    names_type = bool(zaakobject.object_type_overige or zaakobject.object_type_overige_definitie)
    if zaakobject.object_type == "overige" and not names_type:
        change.reject(
            "nonFieldErrors", "missing-object-type-overige", "Vul bij objecttype overige ook objectTypeOverige in."
        )
    if zaakobject.object_type != "overige" and names_type:
        reason = "Laat objectTypeOverige weg, of kies objecttype overige."
        change.reject("nonFieldErrors", "invalid-object-type-overige-usage", reason)


def is_empty(group: Group | None) -> bool:
    """Whether a description says nothing: not given, or without one member that has a value."""
    return group is None or not any(msgspec.structs.asdict(group).values())
