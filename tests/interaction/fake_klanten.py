"""Klantinteracties in memory for the tests of the screens: some customers, what was said, and what must still be done.

The newest stands first, as in every list of the register. All people are invented.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.interaction.fake_zgw import FakeZgw

Json = dict[str, Any]
API = "klantinteracties"
OPEN = 23
"""Tasks that are still to be done: more than stand on one page."""
SUZANNE, KORENAAR, SPREKER, GEHEIM, TWEEDE = "suzanne", "korenaar", "spreker", "geheim", "tweede"
PARTIJEN: dict[str, Json] = {
    SUZANNE: {"soortPartij": "persoon", "voorkeurstaal": "pol", "indicatieActief": True},
    KORENAAR: {"soortPartij": "organisatie", "voorkeurstaal": "nld", "indicatieActief": True},
    SPREKER: {"soortPartij": "contactpersoon", "voorkeurstaal": "xyz", "indicatieActief": True},
    GEHEIM: {"soortPartij": "persoon", "voorkeurstaal": "", "indicatieActief": False, "indicatieGeheimhouding": True},
    TWEEDE: {"soortPartij": "persoon", "voorkeurstaal": "nld", "indicatieActief": True},
}
NAMEN = {
    SUZANNE: "Suzanne van Šimić-Maassen",
    KORENAAR: "Bouwbedrijf De Korenaar en Zonen Aannemersmaatschappij",
    SPREKER: "Marleen Dekker",
    GEHEIM: "Jan de Vries",
    TWEEDE: "Bo Maassen",
}
NUMMERS = {
    SUZANNE: ("bsn", "999993264"), KORENAAR: ("rsin", "999990639"), GEHEIM: ("bsn", "999990019"),
}  # fmt: skip
ADRES = {"straatnaam": "Singel", "huisnummer": 14, "huisnummertoevoeging": "b", "postcode": "1234 AB",
         "stad": "Meerwijde"}  # fmt: skip
LANG = "een.lang.adres.dat.niet.op.een.telefoon.past@voorbeeld-van-een-bedrijf.example"
DIGITAAL = (
    ("email", LANG, "", False), ("telefoonnummer", "0600000001", "Na vier uur", True),
    ("overig", "Schriftelijk", "", False),
)  # fmt: skip


def fill(zgw: "FakeZgw", now: datetime, extra: Callable[[Json], Json]) -> None:
    """Customers; a contact a day with one of them, each about a zaak; and tasks."""
    for name in ("Team Vergunningen", "Team Parkeren"):
        zgw._add(f"{API}/actoren", name, {"naam": name, "soortActor": "organisatorische_eenheid"})
    zgw._add(f"{API}/actoren", "joost", extra({"naam": "J. van der Laan"}) | {"soortActor": "medewerker"})
    for at, (name, facts) in enumerate(PARTIJEN.items()):
        _partij(zgw, at, name, facts, extra)
    for number in range(OPEN + 4):
        _contact(zgw, number, now - timedelta(days=OPEN + 4 - number, hours=2), extra)


def _partij(zgw: "FakeZgw", at: int, name: str, facts: Json, extra: Callable[[Json], Json]) -> None:
    identificatie = {"naam": NAMEN[name]} if facts["soortPartij"] == "organisatie" else {"volledigeNaam": NAMEN[name]}
    body: Json = {
        "nummer": f"{at + 1:010d}",
        "partijIdentificatie": extra(identificatie),
        "interneNotitie": "Praat liever rustig." if name == SUZANNE else "",
        "bezoekadres": None if name == GEHEIM else extra(ADRES),
        "correspondentieadres": None,
        "categorieRelaties": [extra({"categorieNaam": "Ondernemer"})] if name == KORENAAR else [],
        "indicatieGeheimhouding": False,
        "partijIdentificatoren": [],
    }
    partij = zgw._add(f"{API}/partijen", name, body | facts)
    if name == SPREKER:
        partij["partijIdentificatie"]["werkteVoorPartij"] = _link(one(zgw, "partijen", KORENAAR))
    if name in NUMMERS:
        soort, number = NUMMERS[name]
        codes = {"codeSoortObjectId": soort, "objectId": number}
        row = zgw._add(f"{API}/partij-identificatoren", name, {"partijIdentificator": codes})
        partij["partijIdentificatoren"] = [row]
    if name == SUZANNE:
        for soort, adres, text, is_standaard in DIGITAAL:
            facts = {"soortDigitaalAdres": soort, "adres": adres, "isStandaardAdres": is_standaard}
            facts |= {"verstrektDoorPartij": _link(partij), "verstrektDoorBetrokkene": None}
            zgw._add(f"{API}/digitaleadressen", adres, extra({"omschrijving": text}) | facts)


def _contact(zgw: "FakeZgw", number: int, moment: datetime, extra: Callable[[Json], Json]) -> None:
    """The oldest four have a task that is done, the rest one that is not."""
    name = (SUZANNE, KORENAAR, TWEEDE, "")[number % 4]
    actor = zgw.rows[f"{API}/actoren"][number % 3]
    texts = {
        "kanaal": "Telefoon", "onderwerp": "Hoe staat het met mijn zaak?",
        "inhoud": "Vraagt hoe ver de zaak is. De stukken zijn gisteren nog per post nagestuurd.",
        "reactie": "Verteld wat de status is." if number % 3 else "",
    }  # fmt: skip
    facts = {
        "plaatsgevondenOp": moment.isoformat(), "indicatieContactGelukt": number % 5 != 4,
        "hadBetrokkenActoren": [actor] if number % 3 else [], "nummer": f"{number + 1:010d}",
    }  # fmt: skip
    contact = zgw._add(f"{API}/klantcontacten", str(number), extra(texts) | facts)
    partij = _link(one(zgw, "partijen", name)) if name else None
    who = {"volledigeNaam": NAMEN.get(name, ""), "organisatienaam": ""}
    facts = {"wasPartij": partij, "hadKlantcontact": _link(contact), "initiator": number % 6 != 5}
    betrokkene = zgw._add(f"{API}/betrokkenen", str(number), extra(who) | facts)
    if number % 2:
        facts = {"soortDigitaalAdres": "telefoonnummer", "adres": "0600000002", "isStandaardAdres": False}
        facts |= {"verstrektDoorPartij": None, "verstrektDoorBetrokkene": _link(betrokkene)}
        zgw._add(f"{API}/digitaleadressen", str(number), extra({"omschrijving": "Bel mij hier"}) | facts)
    codes = {"objectId": zgw.rows["zaken/zaken"][number % 4]["uuid"], "codeObjecttype": "zgw-Zaak"}
    facts = {"klantcontact": _link(contact), "onderwerpobjectidentificator": codes}
    zgw._add(f"{API}/onderwerpobjecten", str(number), facts)
    is_done = number < 4
    texts = {"gevraagdeHandeling": f"Bel terug, vraag {number}", "toelichting": "Bel na vier uur."}
    zgw._add(f"{API}/internetaken", str(number), extra(texts) | {
        "referentienummer": f"{number + 1:010d}", "aanleidinggevendKlantcontact": _link(contact),
        "toegewezenAanActoren": [_link(actor)], "status": "verwerkt" if is_done else "te_verwerken",
        "toegewezenOp": moment.isoformat(),
        "afgehandeldOp": (moment + timedelta(days=1)).isoformat() if is_done else None,
    })  # fmt: skip


def _link(row: Json) -> Json:
    return {"uuid": row["uuid"], "url": row["url"]}


def one(zgw: "FakeZgw", collectie: str, name: str) -> Json:
    """The row that was made under this name."""
    at = list(PARTIJEN).index(name)
    found: Json = zgw.rows[f"{API}/{collectie}"][at]
    return found


def found(zgw: "FakeZgw", collectie: str, filters: dict[str, str]) -> list[Json]:
    """The rows that meet the filters that the screens use, newest first; another filter is refused, as it would be."""
    rows = zgw.rows.get(f"{API}/{collectie}", [])[::-1]
    for name, value in filters.items():
        rows = [row for row in rows if FILTERS[collectie, name](zgw, row, value)]
    return rows


def _has(zgw: "FakeZgw", contact: Json, collectie: str, link: str) -> list[Json]:
    return [row for row in zgw.rows[f"{API}/{collectie}"] if (row[link] or {}).get("uuid") == contact["uuid"]]


def _of_partij(zgw: "FakeZgw", row: Json, uuid: str) -> bool:
    return any((b["wasPartij"] or {}).get("uuid") == uuid for b in _has(zgw, row, "betrokkenen", "hadKlantcontact"))


def _about(zgw: "FakeZgw", row: Json, uuid: str) -> bool:
    codes = [o["onderwerpobjectidentificator"] for o in _has(zgw, row, "onderwerpobjecten", "klantcontact")]
    return any(code["objectId"] == uuid for code in codes)


def _of_actor(zgw: "FakeZgw", row: Json, name: str) -> bool:
    uuids = [actor["uuid"] for actor in zgw.rows[f"{API}/actoren"] if actor["naam"] == name]
    return any(link["uuid"] in uuids for link in row["toegewezenAanActoren"])


def _number(zgw: "FakeZgw", row: Json, value: str) -> bool:
    return any(one["partijIdentificator"]["objectId"] == value for one in row["partijIdentificatoren"])


FILTERS: dict[tuple[str, str], Callable[["FakeZgw", Json, str], bool]] = {
    ("klantcontacten", "hadBetrokkene__wasPartij__uuid"): _of_partij,
    ("klantcontacten", "onderwerpobject__onderwerpobjectidentificatorObjectId"): _about,
    ("klantcontacten", "plaatsgevondenOp"): lambda zgw, row, value: row["plaatsgevondenOp"] == value,
    ("internetaken", "status"): lambda zgw, row, value: row["status"] == value,
    ("internetaken", "actoren__naam"): _of_actor,
    ("actoren", "soortActor"): lambda zgw, row, value: row["soortActor"] == value,
    ("partijen", "partijIdentificator__objectId"): _number,
    ("digitaleadressen", "adres"): lambda zgw, row, value: row["adres"] == value,
    ("betrokkenen", "contactnaamAchternaam"): lambda zgw, row, value: row["volledigeNaam"].endswith(f" {value}"),
}


def expanded(zgw: "FakeZgw", row: Json) -> Json:
    """What the screens ask to be expanded."""
    if "/partijen/" in row["url"]:
        return row | {"_expand": {"digitaleAdressen": _has(zgw, row, "digitaleadressen", "verstrektDoorPartij")}}
    betrokkenen = [
        one | {"_expand": {"digitaleAdressen": _has(zgw, one, "digitaleadressen", "verstrektDoorBetrokkene")}}
        for one in _has(zgw, row, "betrokkenen", "hadKlantcontact")
    ]
    return row | {"_expand": {
        "hadBetrokkenen": betrokkenen,
        "gingOverOnderwerpobjecten": _has(zgw, row, "onderwerpobjecten", "klantcontact"),
        "leiddeTotInterneTaken": _has(zgw, row, "internetaken", "aanleidinggevendKlantcontact"),
    }}  # fmt: skip
