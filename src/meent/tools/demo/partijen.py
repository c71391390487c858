"""Whom the municipality is in touch with: residents, organisations and their contact persons (Klantinteracties 0.9).

Mail addresses lie in a domain that can never exist. Telephone numbers begin with 060, which is given out to nobody:
mobile numbers begin with 061 to 065 or 068.
"""

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from meent.tools.demo.bewoners import Adres, Persoon
from meent.tools.demo.items import KLANTINTERACTIES, Body, Groep, Item, Koppeling
from meent.tools.demo.klantinhoud import CATEGORIEEN

TALEN = ("nld",) * 56 + ("eng", "pol", "tur", "ara")


@dataclass(frozen=True, slots=True)
class Wie:
    """Somebody as the rest of the demo refers to him: key, and name as the API writes it.

    namens   for a contact person, the organisation
    """

    sleutel: str
    naam: Body
    organisatie: str = ""
    namens: "Wie | None" = None

    @property
    def koppeling(self) -> Koppeling:
        return Koppeling("partij", self.sleutel)


def persoon_wie(persoon: Persoon) -> Wie:
    return Wie(f"persoon-{persoon.bsn}", contactnaam(persoon.voornamen, persoon.voorvoegsel, persoon.geslachtsnaam))


def organisatie_wie(gegevens: Mapping[str, Any]) -> Wie:
    """gegevens   betrokkeneIdentificatie of a rol of a niet-natuurlijk persoon"""
    return Wie(f"organisatie-{gegevens['innNnpId']}", {}, str(gegevens["statutaireNaam"]))


def contactpersoon_wie(namens: Wie, naam: tuple[str, str, str]) -> Wie:
    return Wie(f"contactpersoon-{namens.sleutel}", contactnaam(*naam), namens.organisatie, namens)


def contactnaam(voornamen: str, voorvoegsel: str, achternaam: str) -> Body:
    namen = voornamen.split()
    return {
        "voorletters": "".join(f"{naam[0]}." for naam in namen)[:10],
        "voornaam": namen[0] if namen else "",
        "voorvoegselAchternaam": voorvoegsel,
        "achternaam": achternaam,
    }


def persoon_groep(persoon: Persoon, wie: Wie, op: datetime, chance: Callable[[], float]) -> Groep:
    """A resident with number and addresses; the house of who keeps it secret is not told."""
    body: Body = {
        "soortPartij": "persoon",
        "indicatieActief": not persoon.is_overleden,
        "indicatieGeheimhouding": persoon.heeft_geheimhouding,
        "voorkeurstaal": TALEN[int(chance() * len(TALEN))],
        "partijIdentificatie": {"contactnaam": wie.naam},
        "partijIdentificatoren": [identificator("natuurlijk_persoon", "bsn", persoon.bsn, "brp")],
    }
    if persoon.verblijfplaats and not persoon.heeft_geheimhouding:
        body["bezoekadres"] = bezoekadres(persoon.verblijfplaats)
    if chance() < 0.03:
        body["interneNotitie"] = "Praat liever rustig. Neem de tijd en vat samen wat is afgesproken."
    categorie = 2 if chance() < 0.02 else 3 if chance() < 0.05 else None
    return Groep((
        partij_item(wie, body, op),
        *adressen(wie, op, chance, mail="post.example"),
        *([] if categorie is None else [in_categorie(wie, categorie, op)]),
    ))  # fmt: skip


def organisatie_groep(wie: Wie, rsin: str, persoon: Wie, op: datetime, chance: Callable[[], float]) -> Groep:
    """An organisation with the person who speaks for it."""
    organisatie: Body = {
        "soortPartij": "organisatie",
        "indicatieActief": True,
        "voorkeurstaal": "nld",
        "partijIdentificatie": {"naam": wie.organisatie},
        "partijIdentificatoren": [identificator("niet_natuurlijk_persoon", "rsin", rsin, "hr")],
    }
    contactpersoon: Body = {
        "soortPartij": "contactpersoon",
        "indicatieActief": True,
        "voorkeurstaal": "nld",
        "partijIdentificatie": {"werkteVoorPartij": wie.koppeling, "contactnaam": persoon.naam},
    }
    return Groep((
        partij_item(wie, organisatie, op),
        *adressen(wie, op, chance, mail="bedrijf.example"),
        in_categorie(wie, 0 if chance() < 0.6 else 1, op),
        partij_item(persoon, contactpersoon, op),
        *adressen(persoon, op, chance, mail="bedrijf.example"),
    ))  # fmt: skip


def partij_item(wie: Wie, body: Body, op: datetime) -> Item:
    return Item(KLANTINTERACTIES, "partijen", wie.sleutel, body, op=op)


def identificator(objecttype: str, soort: str, nummer: str, register: str) -> Body:
    codes = {"codeObjecttype": objecttype, "codeSoortObjectId": soort, "objectId": nummer, "codeRegister": register}
    return {"partijIdentificator": codes}


def bezoekadres(adres: Adres) -> Body:
    """As groep Adres; a part that the register does not take is left out."""
    body: Body = {"stad": adres.woonplaats, "land": "NL", "straatnaam": adres.straat or adres.locatiebeschrijving}
    if adres.huisnummer:
        body |= {
            "huisnummer": adres.huisnummer,
            "huisnummertoevoeging": " ".join(filter(None, (adres.huisletter, adres.toevoeging))),
        }
    if len(adres.postcode) == 6:
        body["postcode"] = f"{adres.postcode[:4]} {adres.postcode[4:]}"
    if len(adres.identificatie) == 16 and adres.identificatie.isdecimal():
        body["nummeraanduidingId"] = adres.identificatie
    return body


def adressen(wie: Wie, op: datetime, chance: Callable[[], float], *, mail: str) -> Iterator[Item]:
    """Where somebody can be reached: nearly everybody by telephone, most by mail."""
    if chance() < 0.93:
        yield adres_item(wie, "telefoonnummer", telefoonnummer(chance), op)
    if chance() < 0.75:
        naam = mailnaam(wie)
        yield adres_item(wie, "email", f"{naam}{int(chance() * 90) + 10}@{mail}", op)


def adres_item(wie: Wie, soort: str, adres: str, op: datetime) -> Item:
    body: Body = {
        "verstrektDoorPartij": wie.koppeling,
        "verstrektDoorBetrokkene": None,
        "adres": adres,
        "soortDigitaalAdres": soort,
        "isStandaardAdres": True,
        "verificatieDatum": op.date().isoformat(),
    }
    return Item(KLANTINTERACTIES, "digitaleadressen", f"{wie.sleutel}.{soort}", body, op=op)


def telefoonnummer(chance: Callable[[], float]) -> str:
    return f"060{int(chance() * 10_000_000):07d}"


def mailnaam(wie: Wie) -> str:
    """Letters and dots that stand in every keyboard."""
    whole = wie.organisatie if not wie.naam else f"{wie.naam['voornaam']}.{wie.naam['achternaam']}"
    plain = unicodedata.normalize("NFKD", whole.lower()).encode("ascii", "ignore").decode()
    return "".join(c for c in plain if c.isalnum() or c == ".").strip(".")[:40] or "post"


def categorie_items(op: datetime) -> Iterator[Item]:
    for nummer, naam in enumerate(CATEGORIEEN):
        yield Item(KLANTINTERACTIES, "categorieen", f"categorie-{nummer}", {"naam": naam}, op=op)


def in_categorie(wie: Wie, nummer: int, op: datetime) -> Item:
    body: Body = {
        "partij": wie.koppeling,
        "categorie": Koppeling("categorie", f"categorie-{nummer}"),
        "beginDatum": op.date().isoformat(),
    }
    return Item(KLANTINTERACTIES, "categorie-relaties", f"{wie.sleutel}.{nummer}", body, op=op)
