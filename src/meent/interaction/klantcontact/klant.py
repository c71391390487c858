"""What the pages show of a partij and of contact with it, taken from answers of the registers.

Pure: no request, no clock, no language. Of a BSN only the last three digits leave this module, unless it is asked for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from meent.basis.datums import amsterdam_dag
from meent.basis.feestdagen import werkdagen_na
from meent.interaction.behandelen.dossier import joined
from meent.interaction.behandelen.zakenlijst import uuid_of
from meent.interaction.seams import Json, Rows
from meent.interaction.words import mark

NORM_WERKDAGEN = 2
"""So soon a department calls back, counted from the day after it was asked."""
ZAAK = "zgw-Zaak"
"""Kind of onderwerpobject, as the clients of Klantinteracties call a case of the Zaken API."""

SOORTEN = {
    "persoon": mark("Persoon"),
    "organisatie": mark("Organisatie"),
    "contactpersoon": mark("Contactpersoon"),
}
ADRES_SOORTEN = {
    "telefoonnummer": mark("Telefoon"),
    "email": mark("E-mail"),
    "overig": mark("Anders bereikbaar"),
}
NUMMERS = {
    "bsn": mark("BSN"),
    "rsin": mark("RSIN"),
    "kvk_nummer": mark("KVK-nummer"),
    "vestigingsnummer": mark("Vestigingsnummer"),
}
TALEN = {
    "nld": mark("Nederlands"), "eng": mark("Engels"), "pol": mark("Pools"), "tur": mark("Turks"),
    "ara": mark("Arabisch"), "deu": mark("Duits"), "fra": mark("Frans"),
}  # fmt: skip


@dataclass(frozen=True)
class Nummer:
    """A number by which somebody is known; a BSN is masked until it is asked for."""

    uuid: str
    soort: str
    waarde: str
    is_bsn: bool


@dataclass(frozen=True)
class Digitaal:
    """Where somebody can be reached."""

    soort: str
    adres: str
    omschrijving: str
    link: str
    is_standaard: bool


@dataclass(frozen=True)
class Klant:
    """A partij at a glance.

    taal   a Dutch word, or the code when we have none
    """

    uuid: str
    naam: str
    soort: str
    nummer: str
    nummers: list[Nummer]
    adres: str
    digitaal: list[Digitaal]
    taal: str
    categorieen: list[str]
    notitie: str
    is_geheim: bool
    is_actief: bool


@dataclass(frozen=True)
class Taak:
    """Something to be done because of a contact.

    sinds   instant at which it was given to somebody
    uiterlijk  day on which it must be done
    dagen   until then, negative when it passed; None when it is done
    """

    uuid: str
    nummer: str
    vraag: str
    toelichting: str
    voor: list[str]
    sinds: str
    uiterlijk: date
    klaar: str
    dagen: int | None

    @property
    def te_laat(self) -> bool:
        return self.dagen is not None and self.dagen < 0

    @property
    def binnenkort(self) -> bool:
        return self.dagen is not None and self.dagen >= 0


@dataclass(frozen=True)
class Deelnemer:
    """Who took part in a contact; uuid of the partij, or "" of somebody we do not know."""

    uuid: str
    naam: str


@dataclass(frozen=True)
class Moment:
    """One contact on the timeline; `gesprek` is the conversation of our contact centre that it was, "" for none."""

    uuid: str
    op: str
    kanaal: str
    onderwerp: str
    inhoud: str
    reactie: str
    is_mislukt: bool
    is_van_ons: bool
    wie: list[Deelnemer]
    medewerkers: list[str]
    zaken: list[str]
    taken: list[Taak]
    gesprek: str = ""


def klant(partij: Json, digitale_adressen: Rows, *, bsn: str = "") -> Klant:
    """bsn   the whole number when it was asked for"""
    return Klant(
        uuid=uuid_of(partij),
        naam=naam_van(partij),
        soort=SOORTEN.get(partij["soortPartij"], ""),
        nummer=partij.get("nummer") or "",
        nummers=[nummer(one, bsn) for one in partij.get("partijIdentificatoren") or []],
        adres=adres_van(partij.get("bezoekadres") or partij.get("correspondentieadres") or {}),
        digitaal=digitaal(digitale_adressen),
        taal=TALEN.get(partij.get("voorkeurstaal") or "", partij.get("voorkeurstaal") or ""),
        categorieen=[one["categorieNaam"] for one in partij.get("categorieRelaties") or [] if one.get("categorieNaam")],
        notitie=partij.get("interneNotitie") or "",
        is_geheim=bool(partij.get("indicatieGeheimhouding")),
        is_actief=bool(partij.get("indicatieActief")),
    )


def naam_van(partij: Json) -> str:
    facts = partij.get("partijIdentificatie") or {}
    return facts.get("naam") or facts.get("volledigeNaam") or ""


def nummer(one: Json, bsn: str) -> Nummer:
    codes = one.get("partijIdentificator") or {}
    value, soort = codes.get("objectId") or "", codes.get("codeSoortObjectId") or ""
    is_bsn = soort == "bsn"
    shown = bsn if bsn and bsn == value else value[-3:] if is_bsn else value
    return Nummer(str(one.get("uuid") or ""), NUMMERS.get(soort, soort), shown, is_bsn)


def identificator(partij: Json, soort: str) -> tuple[str, str]:
    """Number of this kind and the uuid of the row that holds it; "" and "" when there is none."""
    for one in partij.get("partijIdentificatoren") or []:
        codes = one.get("partijIdentificator") or {}
        if codes.get("codeSoortObjectId") == soort:
            return codes.get("objectId") or "", str(one.get("uuid") or "")
    return "", ""


def adres_van(facts: Mapping[str, Any]) -> str:
    """Straat 1A, 1234 AB Plaats; of an address abroad its lines."""
    number = joined(facts.get("huisnummer"), facts.get("huisnummertoevoeging"))
    street = joined(facts.get("straatnaam"), number)
    lines = [facts.get(f"adresregel{at}") for at in (1, 2, 3)]
    return ", ".join(part for part in (street, *lines, joined(facts.get("postcode"), facts.get("stad"))) if part)


def digitaal(rows: Rows) -> list[Digitaal]:
    """The standard address first, telephone before mail."""
    order = list(ADRES_SOORTEN)
    found = sorted(
        rows,
        key=lambda row: (not row.get("isStandaardAdres"), order.index(row["soortDigitaalAdres"])),
    )
    schemes = {"telefoonnummer": "tel:", "email": "mailto:"}
    return [
        Digitaal(
            soort=ADRES_SOORTEN[row["soortDigitaalAdres"]],
            adres=row["adres"],
            omschrijving=row.get("omschrijving") or "",
            link=f"{scheme}{row['adres']}" if (scheme := schemes.get(row["soortDigitaalAdres"])) else "",
            is_standaard=bool(row.get("isStandaardAdres")),
        )
        for row in found
    ]


def tijdlijn(contacten: Rows, actoren: Mapping[str, str], today: date) -> list[Moment]:
    """Newest first, by when it took place.

    contacten  with hadBetrokkenen, gingOverOnderwerpobjecten and leiddeTotInterneTaken expanded
    actoren    uuid -> name, of who is named in the tasks
    """
    newest = sorted(contacten, key=lambda row: datetime.fromisoformat(row["plaatsgevondenOp"]), reverse=True)
    return [moment(row, actoren, today) for row in newest]


def moment(row: Json, actoren: Mapping[str, str], today: date) -> Moment:
    expand = row.get("_expand") or {}
    betrokkenen = expand.get("hadBetrokkenen") or []
    return Moment(
        uuid=uuid_of(row),
        op=row["plaatsgevondenOp"],
        kanaal=row["kanaal"],
        onderwerp=row["onderwerp"],
        inhoud=row.get("inhoud") or "",
        reactie=row.get("reactie") or "",
        is_mislukt=row.get("indicatieContactGelukt") is False,
        is_van_ons=bool(betrokkenen) and not any(one.get("initiator") for one in betrokkenen),
        wie=deelnemers(betrokkenen),
        medewerkers=[actor["naam"] for actor in row.get("hadBetrokkenActoren") or []],
        zaken=objecten_van(expand.get("gingOverOnderwerpobjecten") or [], ZAAK),
        taken=[taak(one, actoren, today) for one in expand.get("leiddeTotInterneTaken") or []],
        gesprek=(row.get("metadata") or {}).get("gesprek", ""),
    )


def deelnemers(betrokkenen: Rows) -> list[Deelnemer]:
    """Who took part, the one who speaks first; of a partij the name that was given at this contact."""
    order = sorted(betrokkenen, key=lambda one: not one.get("initiator"))
    found = []
    for one in order:
        name = one.get("volledigeNaam") or one.get("organisatienaam") or ""
        if name:
            found.append(Deelnemer(str((one.get("wasPartij") or {}).get("uuid") or ""), name))
    return found


def objecten_van(onderwerpen: Rows, soort: str) -> list[str]:
    """Uuids of what a contact was about: of the cases (ZAAK), or of the articles that were the answer (ARTIKEL)."""
    codes = [one.get("onderwerpobjectidentificator") or {} for one in onderwerpen]
    return [code["objectId"] for code in codes if code.get("codeObjecttype") == soort and code.get("objectId")]


def taak(row: Json, actoren: Mapping[str, str], today: date) -> Taak:
    sinds = row["toegewezenOp"]
    uiterlijk = werkdagen_na(amsterdam_dag(datetime.fromisoformat(sinds)), NORM_WERKDAGEN)
    is_klaar = row["status"] == "verwerkt"
    voor = [actoren[uuid_of(one)] for one in row.get("toegewezenAanActoren") or [] if uuid_of(one) in actoren]
    return Taak(
        uuid=uuid_of(row),
        nummer=row.get("referentienummer") or row.get("nummer") or "",
        vraag=row["gevraagdeHandeling"],
        toelichting=row.get("toelichting") or "",
        voor=voor,
        sinds=sinds,
        uiterlijk=uiterlijk,
        klaar=row.get("afgehandeldOp") or "",
        dagen=None if is_klaar else (uiterlijk - today).days,
    )


def open_taken(momenten: Sequence[Moment]) -> list[Taak]:
    """What is still to be done, the oldest first."""
    return sorted((t for m in momenten for t in m.taken if t.dagen is not None), key=lambda t: t.sinds)
