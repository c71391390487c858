"""What the page of a zaak shows, taken from answers of the registers. Pure: no request, no clock, no language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from meent.interaction.behandelen.zakenlijst import uuid_of
from meent.interaction.seams import Json
from meent.interaction.words import mark


@dataclass(frozen=True)
class Stap:
    """A status that was set, is now, or is still to come.

    stand   gedaan, nu, volgt, or overgeslagen (an earlier one that was never set)
    """

    uuid: str
    naam: str
    stand: str
    datum: str = ""
    toelichting: str = ""


@dataclass(frozen=True)
class Betrokkene:
    """Somebody with a part in the zaak. Of a BSN only the last three digits leave this module."""

    naam: str
    rol: str
    soort: str
    bsn_einde: str = ""
    nummer: str = ""
    adres: str = ""


@dataclass(frozen=True)
class Zaakobject:
    soort: str
    omschrijving: str
    relatie: str


@dataclass(frozen=True)
class Gebeurtenis:
    """One row of the history: no old and new values, they hold personal data."""

    moment: str
    wie: str
    actie: str
    onderdeel: str
    toelichting: str


SOORTEN = {
    "natuurlijk_persoon": mark("Persoon"),
    "niet_natuurlijk_persoon": mark("Organisatie"),
    "vestiging": mark("Vestiging"),
    "organisatorische_eenheid": mark("Afdeling"),
    "medewerker": mark("Medewerker"),
}
ACTIES = {
    "create": mark("Toegevoegd"),
    "update": mark("Gewijzigd"),
    "partial_update": mark("Gewijzigd"),
    "destroy": mark("Verwijderd"),
    "list": mark("Bekeken"),
    "retrieve": mark("Bekeken"),
}
ONDERDELEN = {
    "zaak": mark("Zaak"),
    "status": mark("Status"),
    "rol": mark("Betrokkene"),
    "resultaat": mark("Resultaat"),
    "zaakobject": mark("Object"),
    "zaakeigenschap": mark("Eigenschap"),
    "zaakinformatieobject": mark("Document"),
    "zaakbesluit": mark("Besluit"),
    "klantcontact": mark("Contact"),
}
VOLGORDE = ("initiator", "mede_initiator", "klantcontacter", "belanghebbende")
"""Whom a behandelaar looks for first; colleagues come after everybody from outside."""
OBJECT_FIELDS: Mapping[str, tuple[str, ...]] = {
    "buurt": ("buurtNaam",),
    "gemeente": ("gemeenteNaam",),
    "gemeentelijke_openbare_ruimte": ("openbareRuimteNaam",),
    "kadastrale_onroerende_zaak": ("kadastraleAanduiding", "kadastraleIdentificatie"),
    "maatschappelijke_activiteit": ("handelsnaam", "kvkNummer"),
    "niet_natuurlijk_persoon": ("statutaireNaam",),
    "openbare_ruimte": ("gorOpenbareRuimteNaam", "wplWoonplaatsNaam"),
    "organisatorische_eenheid": ("naam",),
    "vestiging": ("vestigingsNummer",),
    "wijk": ("wijkNaam",),
    "woonplaats": ("woonplaatsNaam",),
    "woz_object": ("wozObjectNummer",),
}
OBJECT_FIELDS_OTHERWISE = ("naam", "identificatie")


def stappen(statustypen: list[Json], statussen: list[Json]) -> list[Stap]:
    """The statuses of the zaaktype in their order, with what happened to each."""
    history = sorted(statussen, key=moment_set)
    latest = {status["statustype"]: status for status in history}
    ordered = sorted(statustypen, key=lambda statustype: int(statustype["volgnummer"]))
    now = history[-1]["statustype"] if history else ""
    reached = next((at for at, statustype in enumerate(ordered) if statustype["url"] == now), -1)
    return [stap(statustype, at - reached, latest.get(statustype["url"])) for at, statustype in enumerate(ordered)]


def stap(statustype: Json, ahead: int, status: Json | None) -> Stap:
    """One step, `ahead` places after the present one; negative is behind."""
    if ahead > 0:
        status = None  # it was set once, but the zaak went back: it is to come again
    stand = "nu" if ahead == 0 else "volgt" if ahead > 0 else "gedaan" if status else "overgeslagen"
    facts = status or {}
    return Stap(
        uuid=uuid_of(statustype),
        naam=statustype["omschrijving"],
        stand=stand,
        datum=facts.get("datumStatusGezet") or "",
        toelichting=facts.get("statustoelichting") or "",
    )


def moment_set(status: Json) -> datetime:
    """Text would sort wrongly: one register answers in UTC, another with an offset."""
    return datetime.fromisoformat(status["datumStatusGezet"])


def betrokkenen(rollen: list[Json]) -> list[Betrokkene]:
    def place(rol: Json) -> int:
        kind = rol.get("omschrijvingGeneriek", "")
        return VOLGORDE.index(kind) if kind in VOLGORDE else len(VOLGORDE)

    return [betrokkene(rol) for rol in sorted(rollen, key=place)]


def betrokkene(rol: Json) -> Betrokkene:
    facts = rol.get("betrokkeneIdentificatie") or {}
    kind = rol.get("betrokkeneType", "")
    return Betrokkene(
        naam=rol.get("afwijkendeNaamBetrokkene") or name_of(kind, facts) or rol.get("roltoelichting") or "",
        rol=rol.get("omschrijving") or "",
        soort=SOORTEN.get(kind, ""),
        bsn_einde=(facts.get("inpBsn") or "")[-3:],
        nummer=facts.get("kvkNummer") or facts.get("innNnpId") or facts.get("vestigingsNummer") or "",
        adres=address_of(facts.get("verblijfsadres") or {}),
    )


def name_of(kind: str, facts: Mapping[str, Any]) -> str:
    match kind:
        case "natuurlijk_persoon":
            given = facts.get("voornamen") or facts.get("voorletters")
            return joined(given, facts.get("voorvoegselGeslachtsnaam"), facts.get("geslachtsnaam"))
        case "medewerker":
            surname = joined(facts.get("voorvoegselAchternaam"), facts.get("achternaam"))
            return joined(facts.get("voorletters"), surname) or facts.get("identificatie") or ""
        case "niet_natuurlijk_persoon":
            return facts.get("statutaireNaam") or ""
        case "vestiging":
            return ", ".join(facts.get("handelsnaam") or [])
        case "organisatorische_eenheid":
            return facts.get("naam") or facts.get("identificatie") or ""
        case _:
            return ""


def zaakobject(link: Json) -> Zaakobject:
    """An object in one line. A person as object is not spelled out: that is what betrokkenen are for."""
    kind = link.get("objectType", "")
    facts = link.get("objectIdentificatie") or {}
    if kind == "adres":
        text = address_of(facts)
    elif kind == "terrein_gebouwd_object":
        text = address_of(facts.get("adresAanduidingGrp") or {}) or facts.get("identificatie") or ""
    elif kind == "natuurlijk_persoon":
        text = ""
    elif kind == "overige":
        text = ", ".join(
            str(value) for value in (facts.get("overigeData") or {}).values() if not isinstance(value, dict)
        )
    else:
        text = joined(*(facts.get(name) for name in OBJECT_FIELDS.get(kind, OBJECT_FIELDS_OTHERWISE)))
    soort = link.get("objectTypeOverige") or kind.replace("_", " ")
    return Zaakobject(soort.capitalize(), text, link.get("relatieomschrijving") or "")


def address_of(facts: Mapping[str, Any]) -> str:
    """Straat 1A-2, 1234 AB Plaats, from the fields of an address in either spelling of the standard."""
    number = joined(facts.get("huisnummer") or facts.get("aoaHuisnummer"))
    number += facts.get("huisletter") or facts.get("aoaHuisletter") or ""
    addition = facts.get("huisnummertoevoeging") or facts.get("aoaHuisnummertoevoeging")
    street = joined(facts.get("gorOpenbareRuimteNaam"), number + (f"-{addition}" if addition else ""))
    postcode = facts.get("postcode") or facts.get("aoaPostcode") or ""
    if len(postcode) == 6:
        postcode = f"{postcode[:4]} {postcode[4:]}"
    return ", ".join(part for part in (street, joined(postcode, facts.get("wplWoonplaatsNaam"))) if part)


def gebeurtenis(entry: Json) -> Gebeurtenis:
    action, part = str(entry.get("actie", "")), str(entry.get("resource", ""))
    return Gebeurtenis(
        moment=entry["aanmaakdatum"],
        wie=entry.get("gebruikersWeergave") or entry.get("applicatieWeergave") or "",
        actie=ACTIES.get(action) or entry.get("actieWeergave") or action,
        onderdeel=ONDERDELEN.get(part, part),
        toelichting=entry.get("toelichting") or "",
    )


def joined(*parts: Any) -> str:
    return " ".join(str(part) for part in parts if part)
