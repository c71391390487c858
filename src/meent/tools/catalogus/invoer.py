"""A catalogue out of an archive, into a register: all of it or nothing, and every refusal told.

Records go through the one write path of the register, which judges them; here stands only how an archive becomes
bodies. What the standard does not have is not read. Relations between types become names: those in the archive, or
else those of the types that its URLs lead to.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from meent.integration.zgw import Work, Zgw, ZgwFout
from meent.tools.catalogus.archief import ExportOnleesbaar, read_json_files
from meent.tools.catalogus.uitvoer import CATALOGI, find_catalogus
from meent.tools.catalogus.vorm import BESTANDEN, EEN_DOCUMENT, VERWANT, Json, Relatie, camel, respelt

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Keuzes:
    """How an archive comes in.

    catalogus       domein of an existing catalogus that takes the types; "" makes the one in the archive
    houd_uuids      every record keeps the uuid it had at its source; otherwise all get new ones
    als_concept     nothing is published, whatever it was at its source
    sla_over        what is refused stays out and the rest comes in: a member that may not be there, a publication, or
                    else the record with all under it; otherwise one refusal keeps all out
    """

    catalogus: str = ""
    houd_uuids: bool = False
    als_concept: bool = False
    sla_over: bool = False


ALLES = Keuzes()


@dataclass(frozen=True, slots=True)
class Weigering:
    """What the register refused of one record: attribute, code of the standard and the reason.

    gevolg   what stayed out when the rest came in
    """

    bestand: str
    record: str
    veld: str
    code: str
    reden: str
    gevolg: str


@dataclass(slots=True)
class Invoer:
    """What became of an archive.

    gedaan        whether anything was kept
    aantallen     file -> number of records that were written
    gepubliceerd  number of types that were published
    niet_gelezen  names of files that are none of a catalogue
    """

    gedaan: bool = False
    aantallen: dict[str, int] = field(default_factory=dict)
    gepubliceerd: int = 0
    geweigerd: list[Weigering] = field(default_factory=list)
    niet_gelezen: list[str] = field(default_factory=list)


class _Geweigerd(Exception):
    """Ends the transaction so that nothing is kept."""


@dataclass(slots=True)
class Record:
    """One record of the archive.

    body    as it is posted, but for its own links, which lead to the source
    uuid    what it keeps, or None when it gets a new one
    """

    bestand: str
    url: str
    naam: str
    body: Json
    uuid: UUID | None
    is_definitief: bool


async def import_catalogus(
    zgw: Zgw, source: Path | IO[bytes], keuzes: Keuzes = ALLES, progress: Progress = lambda count: None
) -> Invoer:
    """Writes the archive in one transaction. Raises ExportOnleesbaar and GeenCatalogus; a refusal is in the outcome."""
    files = read_json_files(source)
    result = Invoer(niet_gelezen=sorted(files.keys() - BESTANDEN.keys()))
    records = list(_records(files, keuzes))
    try:
        async with zgw.together() as work:
            await Import(work, keuzes, result, progress).run(records)
            if result.geweigerd and not keuzes.sla_over:
                raise _Geweigerd
    except _Geweigerd:
        return Invoer(geweigerd=result.geweigerd, niet_gelezen=result.niet_gelezen)
    result.gedaan = True
    return result


def count_records(source: Path) -> int:
    """How many steps the import of this archive takes."""
    return sum(len(rows) for naam, rows in read_json_files(source).items() if naam in BESTANDEN)


# --- from archive to bodies ------------------------------------------------------------------------------------------


def _records(files: Mapping[str, list[Any]], keuzes: Keuzes) -> Iterator[Record]:
    """The records in the order in which they can be written, with names where the standard wants names."""
    if not any(files.get(naam) for naam in BESTANDEN):
        raise ExportOnleesbaar(f"In dit archief staat niets van een catalogus ({', '.join(BESTANDEN)}).")
    if not files.get("Catalogus") and not keuzes.catalogus:
        raise ExportOnleesbaar("In dit archief staat geen Catalogus.json. Zeg in welke catalogus de typen komen.")
    rows = {naam: [_row(naam, i, row) for i, row in enumerate(files.get(naam, []))] for naam in BESTANDEN}
    names = {
        (naam, attribuut): {row["url"]: row[attribuut] for row in rows[naam] if isinstance(row.get(attribuut), str)}
        for naam, attribuut in {
            (r.bestand, r.naam) for r in (*(r for b in BESTANDEN.values() for r in b.relaties), VERWANT, EEN_DOCUMENT)
        }
    }
    for naam, bestand in BESTANDEN.items():
        for row in rows[naam]:
            if naam == "Catalogus" and keuzes.catalogus:
                continue
            known = row.get("identificatie") or row.get("naam") or row.get("omschrijving") or row.get("domein")
            yield Record(
                naam, row["url"], str(known or row["url"]), _body(naam, row, names),
                _uuid_of(naam, row["url"]) if keuzes.houd_uuids else None,
                bestand.publiceren and row.get("concept") is False,
            )  # fmt: skip


def _row(naam: str, index: int, row: Any) -> Json:
    """The record with its attributes spelt as the standard does. Raises ExportOnleesbaar."""
    url = row.get("url") if isinstance(row, dict) else None
    if not isinstance(url, str) or not url:
        raise ExportOnleesbaar(f"{naam}.json: het gegeven op plaats {index + 1} heeft geen url.")
    try:
        spelt: Json = respelt(row, camel)
    except ValueError as fault:
        raise ExportOnleesbaar(f"{naam}.json: {url} heeft {fault}.") from fault
    return spelt


def _uuid_of(naam: str, url: str) -> UUID:
    try:
        return UUID(url.rstrip("/").rpartition("/")[2])
    except ValueError as fault:
        raise ExportOnleesbaar(f"{naam}.json: {url} eindigt niet op een uuid, dus die is niet te houden.") from fault


Names = Mapping[tuple[str, str], Mapping[str, str]]


def _body(bestand: str, row: Json, names: Names) -> Json:
    body = {name: value for name, value in row.items() if name not in ("url", "concept")}
    for relatie in BESTANDEN[bestand].relaties:
        given = row.get(relatie.namen)
        if isinstance(given, list):
            body[relatie.veld] = given
        elif isinstance(urls := row.get(relatie.veld), list):
            body[relatie.veld] = [_name(relatie, url, names) for url in urls]
    if bestand == "ZaakType" and isinstance(related := row.get("gerelateerdeZaaktypen"), list):
        body["gerelateerdeZaaktypen"] = [_named(VERWANT, r, names) if isinstance(r, dict) else r for r in related]
    return _named(EEN_DOCUMENT, body, names) if bestand == "ZaakTypeInformatieObjectType" else body


def _named(relatie: Relatie, row: Json, names: Names) -> Json:
    name = row.get(relatie.namen) or _name(relatie, row.get(relatie.veld), names)
    return row | {relatie.veld: name}


def _name(relatie: Relatie, url: Any, names: Names) -> Any:
    """The name of the type that a URL of the source leads to; what is no such URL stays as it is."""
    return names[relatie.bestand, relatie.naam].get(url, url) if isinstance(url, str) else url


# --- writing ---------------------------------------------------------------------------------------------------------


class Import:
    """One archive on its way in.

    uuids    URL at the source -> uuid here, of everything in the archive, known before anything is written
    links    URL at the source -> URL here
    missing  URLs at the source of what was refused
    """

    def __init__(self, work: Work, keuzes: Keuzes, result: Invoer, progress: Progress) -> None:
        self.work, self.keuzes, self.result, self.progress = work, keuzes, result, progress
        self.uuids: dict[str, UUID] = {}
        self.links: dict[str, str] = {}
        self.missing: set[str] = set()

    async def run(self, records: list[Record]) -> None:
        """Writes all, then publishes: what is published takes no new parts."""
        for record in records:
            if record.url in self.links:
                raise ExportOnleesbaar(f"{record.bestand}.json: {record.url} staat er twee keer in.")
            uuid = self.uuids[record.url] = record.uuid or self.work.new_uuid()
            self.links[record.url] = self.work.url(CATALOGI, BESTANDEN[record.bestand].collectie, uuid)
        if self.keuzes.catalogus:
            target = (await find_catalogus(self.work, self.keuzes.catalogus))["url"]
            self.links |= {url: target for r in records if isinstance(url := r.body.get("catalogus"), str)}
        for record in records:
            await self._write(record)
            self.progress(1)
        for record in records:
            if record.is_definitief and record.url not in self.missing and not self.keuzes.als_concept:
                await self._publish(record)

    async def _write(self, record: Record) -> None:
        under = record.body.get(BESTANDEN[record.bestand].hoort_bij)
        if under in self.missing:  # what it belongs to is told
            self.missing.add(record.url)
            return
        body = self._rewritten(record.body)
        fout = await self._try(record, body)
        if fout and (superfluous := _superfluous(fout)):
            self._refuse(record, fout, "veld weggelaten")
            fout = await self._try(record, _without(body, superfluous))
        if fout:
            self.missing.add(record.url)
            self._refuse(record, fout, "niet ingelezen")
        else:
            self.result.aantallen[record.bestand] = self.result.aantallen.get(record.bestand, 0) + 1

    async def _try(self, record: Record, body: Json) -> ZgwFout | None:
        try:
            async with self.work.attempt():
                await self.work.create(CATALOGI, BESTANDEN[record.bestand].collectie, body, uuid=self.uuids[record.url])
        except ZgwFout as fout:
            return fout
        return None

    async def _publish(self, record: Record) -> None:
        try:
            async with self.work.attempt():
                await self.work.act(self.links[record.url], "publish")
        except ZgwFout as fout:
            self._refuse(record, fout, "blijft concept")
        else:
            self.result.gepubliceerd += 1

    def _rewritten(self, value: Any) -> Any:
        """The same value with the links of the source leading to what is here."""
        if isinstance(value, dict):
            return {name: self._rewritten(part) for name, part in value.items()}
        if isinstance(value, list):
            return [self._rewritten(part) for part in value]
        return self.links.get(value, value) if isinstance(value, str) else value

    def _refuse(self, record: Record, fout: ZgwFout, gevolg: str) -> None:
        told = fout.body.get("invalidParams") or [
            {"name": "", "code": fout.body.get("code", ""), "reason": fout.body.get("detail", "")}
        ]
        self.result.geweigerd += [
            Weigering(record.bestand, record.naam, p["name"], p["code"], p["reason"], gevolg) for p in told
        ]


def _superfluous(fout: ZgwFout) -> list[str]:
    """Dotted names of the members that may not be there, when that is all that is wrong."""
    params = fout.body.get("invalidParams") or [{"code": "", "name": ""}]
    return [p["name"] for p in params] if all(p["code"] == "must-be-empty" for p in params) else []


def _without(body: Json, names: list[str]) -> Json:
    """The body without these members, given by their dotted names."""
    found = dict(body)
    for name in names:
        head, _, rest = name.partition(".")
        if rest:
            found[head] = _without(found[head], [rest])
        else:
            found.pop(head, None)
    return found
