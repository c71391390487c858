"""Rules of a partij: its number, what it is, its identificatoren, and what goes when it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from meent.basis.fouten import Fout
from meent.basis.ids import uuid7
from meent.basis.placeholder import PLACEHOLDER
from meent.capabilities.series import DIGITS, next_number
from meent.services.klantinteracties.groepen import Contactpersoon, Persoon, volledige_naam

if TYPE_CHECKING:
    from meent.engine.change import Change
    from meent.services.klantinteracties.digitaaladres import DigitaalAdres
    from meent.services.klantinteracties.partij import Partij
    from meent.services.klantinteracties.partijidentificator import PartijIdentificator
    from meent.services.klantinteracties.vertegenwoordigden import Vertegenwoordigden

OF_PARTIJ = (
    ("CategorieRelatie", "partij"),
    ("Vertegenwoordigden", "vertegenwoordigende_partij"),
    ("Vertegenwoordigden", "vertegenwoordigde_partij"),
    ("Rekeningnummer", "partij"),
)
"""What says nothing without its partij: shape and the link to it."""


async def next_nummer(change: Change[Any], series: str) -> str:
    """The next number of ten digits, which is as long as a `nummer` may be, above those in use.

    series   name of the series, within the municipality; it is no part of the number
    raises   Fout 409 when the last of ten digits is in use
    """
    number = await next_number(change, "nummer", "", kept_as=series)
    if len(number) > DIGITS:
        raise Fout(409, "conflict", "Alle nummers van tien cijfers zijn uitgegeven. Stuur zelf een nummer mee.")
    return number


async def number_partij(change: Change[Partij]) -> None:
    """A partij by which people can name it has a number, also when the client gave none. Source: KI-22."""
    if not change.new.nummer:
        known = change.old.nummer if change.old else None
        change.new.nummer = known or await next_nummer(change, "partij")


async def complete_identificatie(change: Change[Partij]) -> None:
    """The full name follows from its parts, and the organisation of a contactpersoon is a link. Source: KI-08."""
    change.new.werkte_voor = None
    found = change.new.partij_identificatie
    if isinstance(found, (Persoon, Contactpersoon)):
        found.volledige_naam = volledige_naam(found.contactnaam)
    if isinstance(found, Contactpersoon):
        before = change.old.partij_identificatie if change.old else None
        found.uuid = found.uuid or (before.uuid if isinstance(before, Contactpersoon) else None) or uuid7()
        if link := found.werkte_voor_partij:
            link.url = f"{PLACEHOLDER}{change.resource.url_path}{link.uuid}"
            change.new.werkte_voor = link.uuid  # type: ignore[assignment]


async def require_numeric_nummer(change: Change[Partij]) -> None:
    """The number of a partij is one: people read it out by telephone. Source: KI-22."""
    if change.operation == "delete":
        return
    nummer = change.new.nummer or ""
    if not (nummer.isascii() and nummer.isdecimal()):
        change.reject("nummer", "invalid", "Gebruik alleen cijfers, of laat het nummer weg: dan krijgt u er een.")


async def require_identificatie_of_soort(change: Change[Partij]) -> None:
    """Who becomes another kind of partij says at once what is known of it as that kind. Source: KI-06."""
    if change.old is None or change.operation == "delete" or not change.changed("soort_partij"):
        return
    if change.old.partij_identificatie is not None and "partijIdentificatie" not in change.given:
        change.reject("partijIdentificatie", "required", "Geef bij een andere soortPartij ook de partijIdentificatie.")
    if await change.find("Partij", werkte_voor=change.id):
        change.reject("soortPartij", "invalid", "Laat dit een organisatie blijven: er horen contactpersonen bij.")


async def require_organisatie(change: Change[Partij]) -> None:
    """A contactpersoon worked for an organisation, not for a person. Source: KI-07."""
    if change.operation == "delete" or change.new.werkte_voor is None or not change.changed("werkte_voor"):
        return
    name = "partijIdentificatie.werkteVoorPartij.uuid"
    employer: Any = await change.get("Partij", change.new.werkte_voor)
    if employer is None:
        change.reject(name, "does_not_exist", "Kies een partij die er is.")
    elif employer.soort_partij != "organisatie":
        change.reject(name, "invalid", "Kies een partij van de soort organisatie.")


async def write_identificatoren(change: Change[Partij]) -> None:
    """The identificatoren in a request are those of the partij: known ones are changed, the others made anew, and what
    is not named goes. Source: KI-09."""
    if change.operation == "delete" or "partijIdentificatoren" not in change.given:
        return
    given = change.new.partij_identificatoren or []
    named = [one.uuid for one in given if one.uuid]
    there: list[PartijIdentificator] = await change.load("PartijIdentificator", named)
    known = {row.id for row in there}
    await _delete_identificatoren(change, but=known)
    for i, one in enumerate(given):
        fields = {
            "identificeerde_partij": change.id,
            "andere_partij_identificator": one.andere_partij_identificator,
            "partij_identificator": one.partij_identificator,
            "sub_identificator_van": one.sub_identificator_van.uuid if one.sub_identificator_van else None,
        }
        if one.uuid is None:
            change.also_create("PartijIdentificator", **fields)
        elif one.uuid in known:
            change.also("PartijIdentificator", one.uuid, **fields)
        else:
            change.reject(f"partijIdentificatoren.{i}.uuid", "does_not_exist", "Kies een identificator die er is.")


async def delete_what_is_of_partij(change: Change[Partij]) -> None:
    """With a partij goes what says something of that partij only. Source: KI-21."""
    if change.operation != "delete":
        return
    partij = change.row
    if partij.voorkeurs_digitaal_adres or partij.voorkeurs_rekeningnummer:
        change.also("Partij", change.id, voorkeurs_digitaal_adres=None, voorkeurs_rekeningnummer=None)
    adressen: list[DigitaalAdres] = await change.find("DigitaalAdres", verstrekt_door_partij=change.id)
    for adres in adressen:
        if adres.verstrekt_door_betrokkene:
            change.also("DigitaalAdres", adres.id, verstrekt_door_partij=None)
        else:
            change.also_delete("DigitaalAdres", adres.id)
    for shape, via in OF_PARTIJ:
        rows: list[Any] = await change.find(shape, **{via: change.id})
        for row in rows:
            change.also_delete(shape, row.id)
    await _delete_identificatoren(change, but=set())


async def _delete_identificatoren(change: Change[Partij], *, but: set[Any]) -> None:
    """Those of the partij that are not kept; first what stands under another one."""
    held: list[Any] = await change.find("PartijIdentificator", identificeerde_partij=change.id) if change.old else []
    for row in sorted(held, key=lambda row: row.sub_identificator_van is None):
        if row.id not in but:
            change.also_delete("PartijIdentificator", row.id)


async def require_other_represented(change: Change[Vertegenwoordigden]) -> None:
    """Nobody represents himself. Source: KI-19."""
    if change.operation != "delete" and change.new.vertegenwoordigde_partij == change.new.vertegenwoordigende_partij:
        change.reject("vertegenwoordigdePartij", "invalid", "Kies een ander: niemand vertegenwoordigt zichzelf.")
