"""The corner of Klantinteracties: partijen, actoren and klantcontacten of our own, as short as a rule needs them.

All bear the name of the run, so that somebody who meets one knows what it is; nobody in them exists.
"""

from typing import Any

from meent.tools.conform.scratch import NAAM, Failed, Json, Scratch, demand, expect
from meent.tools.conform.target import KLANTINTERACTIES
from meent.tools.conform.traffic import Exchange

K = (KLANTINTERACTIES,)
(
    PARTIJEN, NUMMERS, ADRESSEN, REKENINGEN, CATEGORIEEN, RELATIES, VERTEGENWOORDIGINGEN,
    CONTACTEN, BETROKKENEN, ACTOREN, ACTORCONTACTEN, ONDERWERPEN, BIJLAGEN, TAKEN, MAAK,
) = (
    f"{KLANTINTERACTIES}/{name}" for name in (
        "partijen", "partij-identificatoren", "digitaleadressen", "rekeningnummers", "categorieen",
        "categorie-relaties", "vertegenwoordigingen", "klantcontacten", "betrokkenen", "actoren",
        "actorklantcontacten", "onderwerpobjecten", "bijlagen", "internetaken", "maak-klantcontact",
    )
)  # fmt: skip
REFUSED = (400, 409, 422)
"""How a wish may be refused: the published document names no refusal at all."""


def ref(row: Json) -> Json:
    """A row as a client names it."""
    return {"uuid": row["uuid"]}


def uuids(rows: Any) -> list[str]:
    """Of links in an answer."""
    return [str(r.get("uuid")) for r in rows if isinstance(r, dict)] if isinstance(rows, list) else []


def uuid_of(link: Any) -> str:
    return str(link.get("uuid")) if isinstance(link, dict) else ""


def group(row: Json, name: str) -> Json:
    """A group in an answer; an empty one when it is something else."""
    found = row.get(name)
    return found if isinstance(found, dict) else {}


async def refused(s: Scratch, place: str, body: Json, told: str) -> None:
    """Failed when this can be made."""
    is_refused(await s.post(place, body), told)


def is_refused(answer: Exchange, told: str) -> None:
    if 200 <= answer.status < 300:
        raise Failed(told)
    expect(answer, *REFUSED)


async def read(s: Scratch, row: Json) -> Json:
    return expect(await s.get(row["url"]), 200).document


async def patch(s: Scratch, row: Json, **changes: Any) -> Exchange:
    """With what tells the kind of a partij or an actor: the document asks it of a PATCH too."""
    kind = {name: row[name] for name in ("soortPartij", "indicatieActief", "soortActor", "naam") if name in row}
    is_of_kind = "soortPartij" in row or "soortActor" in row
    return await s.patch(row["url"], (kind if is_of_kind else {}) | changes)


async def changed(s: Scratch, row: Json, **changes: Any) -> Json:
    return expect(await patch(s, row, **changes), 200).document


async def found(s: Scratch, place: str, **query: str) -> set[str]:
    """The uuids on the first page of a list."""
    return set(uuids(expect(await s.get(place, query), 200).rows))


async def is_gone(s: Scratch, *rows: Json) -> None:
    for row in rows:
        expect(await s.get(row["url"]), 404, 410)


# --- bodies and rows -------------------------------------------------------------------------------------------------


def partij_body(soort: str = "persoon", **extra: Any) -> Json:
    return {"soortPartij": soort, "indicatieActief": True, "interneNotitie": NAAM} | extra


async def partij(s: Scratch, soort: str = "persoon", **extra: Any) -> Json:
    return await s.create(PARTIJEN, partij_body(soort, **extra))


async def a_partij(s: Scratch) -> Json:
    """One that rules share which leave it as it is."""
    shared: Json = await s.once("partij", lambda: partij(s))
    return shared


def naam(voornaam: str = "Proef", achternaam: str = "Vries", **extra: str) -> Json:
    return {"contactnaam": {"voornaam": voornaam, "achternaam": achternaam} | extra}


def adres_body(of: Json | None = None, adres: str = "proef@example.com", soort: str = "email", **extra: Any) -> Json:
    owner = {"verstrektDoorPartij": ref(of) if of else None, "verstrektDoorBetrokkene": None}
    return owner | {"adres": adres, "soortDigitaalAdres": soort, "omschrijving": NAAM} | extra


async def adres(s: Scratch, of: Json | None = None, **extra: Any) -> Json:
    return await s.create(ADRESSEN, adres_body(of, **extra))


def rekening_body(of: Json | None = None, **extra: Any) -> Json:
    return {"partij": ref(of) if of else None, "iban": "NL12INHO0003456789"} | extra


def number(soort: str, value: str) -> Json:
    """The group partijIdentificator of a number of that kind."""
    objecttype = {"bsn": "natuurlijk_persoon", "vestigingsnummer": "vestiging"}.get(soort, "niet_natuurlijk_persoon")
    return {
        "codeObjecttype": objecttype, "codeSoortObjectId": soort, "objectId": value,
        "codeRegister": "brp" if soort == "bsn" else "hr",
    }  # fmt: skip


def digits(s: Scratch, length: int) -> str:
    """A number that nobody has: of the mark of this run, and never the same twice."""
    wide = 10 ** (length - 1)
    return str(wide + (int(s.mark, 36) * 997 + s.number()) % (9 * wide))


def kvk(s: Scratch) -> Json:
    return number("kvk_nummer", digits(s, 8))


def vestiging(s: Scratch) -> Json:
    return number("vestigingsnummer", digits(s, 12))


def bsn(s: Scratch) -> Json:
    """One that fits the eleven test, begins with 99 and is no other one of this run."""
    weights = (9, 8, 7, 6, 5, 4, 3, 2)
    first = 2 * (int(s.mark, 36) * 997 + s.number())
    for prefix in (f"99{n % 1_000_000:06d}" for n in (first, first + 1)):
        rest = sum(int(digit) * weight for digit, weight in zip(prefix, weights, strict=True)) % 11
        if rest < 10:
            return number("bsn", f"{prefix}{rest}")
    return bsn(s)


def nummer_body(identificator: Json, of: Json | None = None, under: Json | None = None) -> Json:
    body: Json = {"identificeerdePartij": ref(of) if of else None, "partijIdentificator": identificator}
    return body | ({"subIdentificatorVan": ref(under)} if under else {})


async def nummer(s: Scratch, identificator: Json, of: Json | None = None, under: Json | None = None) -> Json:
    return await s.create(NUMMERS, nummer_body(identificator, of, under))


def contact_body(**extra: Any) -> Json:
    return {"kanaal": "proef", "onderwerp": NAAM, "taal": "nld", "vertrouwelijk": False} | extra


async def contact(s: Scratch, **extra: Any) -> Json:
    return await s.create(CONTACTEN, contact_body(**extra))


async def a_contact(s: Scratch) -> Json:
    shared: Json = await s.once("klantcontact", lambda: contact(s))
    return shared


def betrokkene_body(of: Json, **extra: Any) -> Json:
    return {"hadKlantcontact": ref(of), "wasPartij": None, "rol": "klant", "initiator": True} | extra


async def betrokkene(s: Scratch, of: Json, **extra: Any) -> Json:
    return await s.create(BETROKKENEN, betrokkene_body(of, **extra))


def actor_body(**extra: Any) -> Json:
    return {"naam": NAAM, "soortActor": "organisatorische_eenheid", "indicatieActief": True} | extra


async def actor(s: Scratch, **extra: Any) -> Json:
    return await s.create(ACTOREN, actor_body(**extra))


def object_id(value: str = "proef") -> Json:
    return {"objectId": value, "codeObjecttype": "zaak", "codeRegister": "proef", "codeSoortObjectId": "uuid"}


def onderwerp_body(of: Json | None, **extra: Any) -> Json:
    body: Json = {"klantcontact": ref(of) if of else None, "wasKlantcontact": None}
    return body | {"onderwerpobjectidentificator": object_id()} | extra


async def onderwerp(s: Scratch, of: Json | None, **extra: Any) -> Json:
    return await s.create(ONDERWERPEN, onderwerp_body(of, **extra))


def taak_body(of: Json, *actoren: Json, **extra: Any) -> Json:
    return {
        "aanleidinggevendKlantcontact": ref(of), "gevraagdeHandeling": NAAM, "status": "te_verwerken",
        "toegewezenAanActoren": [ref(a) for a in actoren],
    } | extra  # fmt: skip


async def taak(s: Scratch, of: Json, *actoren: Json, **extra: Any) -> Json:
    return await s.create(TAKEN, taak_body(of, *(actoren or (await actor(s),)), **extra))


def is_links(rows: Any, *expected: Json, told: str) -> None:
    """The links in an answer must be those of these rows, in any order."""
    demand(sorted(uuids(rows)) == sorted(str(r["uuid"]) for r in expected), told)
