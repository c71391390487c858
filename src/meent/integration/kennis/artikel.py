"""A knowledge article: what its object says, and whether somebody may still use it."""

from datetime import date
from enum import StrEnum
from typing import Any

import msgspec

Json = dict[str, Any]
TITEL_MAX, TEKST_MAX, TREFWOORD_MAX, TREFWOORDEN_MEEST, NAAM_MAX = 200, 20_000, 60, 30, 200
ARTIKEL = "kennisartikel"
"""Kind of onderwerpobject of a klantcontact in which it was the answer."""
TALEN = ("nl", "en", "de", "fr", "ar", "pl", "tr", "uk")


class Stand(StrEnum):
    """Where an article stands on a day."""

    GELDIG = "geldig"
    GEPLAND = "gepland"
    VERLOPEN = "verlopen"
    INGETROKKEN = "ingetrokken"


class Inhoud(msgspec.Struct, frozen=True, rename="camel", kw_only=True):
    """What stands in the data of a record.

    tekst               in a small markdown: headings, lists, strong, emphasis, links
    trefwoorden         by which people know it, subjects as well
    afdeling, eigenaar  the department that keeps it, and who there
    is_openbaar         may be told and sent to a resident as it is; else it is for colleagues only
    geldig_tot_en_met   last day on which it may be used, None for as long as nobody changes it
    gewijzigd_door      name of who made this version
    """

    titel: str
    tekst: str
    trefwoorden: tuple[str, ...] = ()
    taal: str = "nl"
    afdeling: str = ""
    eigenaar: str = ""
    is_openbaar: bool = False
    geldig_tot_en_met: date | None = None
    is_ingetrokken: bool = False
    gewijzigd_door: str = ""


class Versie(msgspec.Struct, frozen=True):
    """One record of an article.

    nummer      of the record, from 1
    vanaf       first day on which it counts
    vastgelegd  day on which it was written
    """

    nummer: int
    vanaf: date
    vastgelegd: date
    inhoud: Inhoud

    def stand(self, day: date) -> Stand:
        if self.inhoud.is_ingetrokken:
            return Stand.INGETROKKEN
        if self.vanaf > day:
            return Stand.GEPLAND
        tot = self.inhoud.geldig_tot_en_met
        return Stand.VERLOPEN if tot and tot < day else Stand.GELDIG


def codes_of_artikel(uuid: str) -> Json:
    """By what a klantcontact says that this article was the answer.

    Clients call the register of objects `obj` when it holds departments, and say so here too (decision 0063).
    """
    return {"objectId": uuid, "codeObjecttype": ARTIKEL, "codeRegister": "obj", "codeSoortObjectId": "uuid"}


def lees(found: bytes | Json) -> Inhoud | None:
    """The data of a record; None when somebody else gave the type a schema of his own, and this does not fit ours."""
    try:
        return msgspec.convert(msgspec.json.decode(found) if isinstance(found, bytes) else found, Inhoud)
    except msgspec.ValidationError:
        return None


def versie(record: Json) -> Versie | None:
    """A record of the Objecten API, or of its history; None as for its data."""
    inhoud = lees(record["data"])
    if inhoud is None:
        return None
    begun, written = (date.fromisoformat(record[name]) for name in ("startAt", "registrationAt"))
    return Versie(record["index"], begun, written, inhoud)


def data(inhoud: Inhoud) -> Json:
    """The data of a record; what is not there is null, which takes it away from what was there before."""
    found: Json = msgspec.json.decode(msgspec.json.encode(inhoud))
    return found


def _tekst(most: int, least: int = 0) -> Json:
    return {"type": "string", "maxLength": most} | ({"minLength": least} if least else {})


SCHEMA: Json = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Kennisartikel",
    "type": "object",
    "properties": {
        "titel": _tekst(TITEL_MAX, 1),
        "tekst": _tekst(TEKST_MAX, 1),
        "trefwoorden": {"type": "array", "maxItems": TREFWOORDEN_MEEST, "items": _tekst(TREFWOORD_MAX, 1)},
        "taal": {"type": "string", "pattern": "^[a-z]{2}$"},
        "afdeling": _tekst(NAAM_MAX),
        "eigenaar": _tekst(NAAM_MAX),
        "isOpenbaar": {"type": "boolean"},
        "geldigTotEnMet": {"type": ["string", "null"], "format": "date"},
        "isIngetrokken": {"type": "boolean"},
        "gewijzigdDoor": _tekst(NAAM_MAX),
    },
    "required": ["titel", "tekst"],
    "additionalProperties": False,
}
