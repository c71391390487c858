"""Reads a catalogue export of Open Zaak (zip) into the same Items as our own catalogue.

The export holds one JSON list per resource, fields in snake_case, relations as URLs of the source system. Out come
bodies for the Catalogi API 1.3.3: camelCase, relations as Verwijzing (key = the source's URL) or by name where 1.3
wants a name. A wrong value is told as a Gebrek and stays as it is: what to do with it is for the municipality to say.
Not here: resultaattypen, informatieobjecttypen and the rest; they are counted as `overgeslagen`.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from meent.basis.nummers import is_elfproef
from meent.tools.demo import openzaak_velden as velden
from meent.tools.demo.items import CATALOGI, Body, Item, Verwijzing
from meent.tools.demo.openzaak_toets import faults_of
from meent.tools.demo.openzaak_velden import Veld
from meent.tools.demo.openzaak_zip import ExportOnleesbaar, read_json_files

__all__ = ["ExportOnleesbaar", "Gebrek", "Inlezing", "Overgeslagen", "read_export"]

LATER = "register komt later"
MAX_DEPTH = 10
# File in the export -> collection of the API and the fields it may hold. Order: each refers to earlier ones.
BESTANDEN: dict[str, tuple[str, dict[str, Veld]]] = {
    "Catalogus": ("catalogussen", velden.CATALOGUS),
    "ZaakType": ("zaaktypen", velden.ZAAKTYPE),
    "StatusType": ("statustypen", velden.STATUSTYPE),
    "RolType": ("roltypen", velden.ROLTYPE),
}
# File -> the relation without which its records cannot be written.
HOORT_BIJ = {"Catalogus": "", "ZaakType": "catalogus", "StatusType": "zaaktype", "RolType": "zaaktype"}
Bron = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Gebrek:
    """One thing that is wrong in the export.

    item    key of the Item (URL in the source), or `ZaakType[3]` for a record that has none
    veld    dotted camelCase name, empty when it is about the whole record
    """

    item: str
    veld: str
    waarde: object
    reden: str


@dataclass(frozen=True, slots=True)
class Overgeslagen:
    """A file of the export that was not turned into items, with its number of records."""

    bestand: str
    aantal: int
    reden: str


@dataclass(slots=True)
class Inlezing:
    """What came out of an export; items stand in the order in which they can be written."""

    items: list[Item] = field(default_factory=list)
    overgeslagen: list[Overgeslagen] = field(default_factory=list)
    gebreken: list[Gebrek] = field(default_factory=list)

    def report(self, item: str, veld: str, waarde: object, reden: str) -> None:
        self.gebreken.append(Gebrek(item, veld, waarde, reden))


def read_export(
    source: Path | IO[bytes],
    *,
    catalogus: Verwijzing | None = None,
    aanvulling: Mapping[str, object] | None = None,
) -> Inlezing:
    """Read the zip.

    catalogus   where its zaaktypen go; used when the export has no Catalogus.json (as later editions of Open Zaak)
    aanvulling  zaaktype fields (camelCase) that the caller wants filled in where they are absent, such as
                `verantwoordelijke`; each use is told as a Gebrek
    raises      ExportOnleesbaar
    """
    files = read_json_files(source)
    require_files(files, catalogus)
    result = Inlezing()
    records = {naam: unique_records(naam, files.get(naam, []), result) for naam in BESTANDEN}
    names = Namen.of(records["ZaakType"], files)
    targets = {} if "Catalogus" in files else given_catalogus(catalogus, records["ZaakType"].values())
    for naam in BESTANDEN:
        for url, bron in records[naam].items():
            body = body_of(naam, url, bron, result)
            if naam == "ZaakType":
                complete(body, aanvulling or {}, url, result)
                relate_by_name(body, names, url, result)
            add_item(naam, url, bron, body, targets, result)
    check_together(result, records)
    result.overgeslagen = [
        Overgeslagen(naam, len(rows), LATER) for naam, rows in files.items() if naam not in BESTANDEN
    ]
    return result


def require_files(files: Mapping[str, list[Any]], catalogus: Verwijzing | None) -> None:
    needed = set(BESTANDEN) - ({"Catalogus"} if catalogus else set())
    missing = sorted(f"{naam}.json" for naam in needed - files.keys())
    if missing:
        raise ExportOnleesbaar(f"In de export ontbreekt {', '.join(missing)}.")


def given_catalogus(catalogus: Verwijzing | None, zaaktypen: Iterable[Bron]) -> dict[str, Verwijzing]:
    """Every catalogue that these zaaktypen name, as the one the caller gave."""
    urls = {bron["catalogus"] for bron in zaaktypen if isinstance(bron.get("catalogus"), str)}
    return {url: catalogus for url in urls if catalogus}


def add_item(naam: str, url: str, bron: Bron, body: Body, targets: dict[str, Verwijzing], result: Inlezing) -> None:
    """Check the body, tie it to earlier items and put it in the result; `targets` learns its URL."""
    collectie, allowed = BESTANDEN[naam]
    for veld, waarde, reden in faults_of(body, allowed):
        result.report(url, veld, waarde, reden)
    if not refer(body, url, targets, result, required=HOORT_BIJ[naam]):
        return
    item = Item(CATALOGI, collectie, url, body, publiceren=naam == "ZaakType" and is_published(bron, url, result))
    targets[url] = item.verwijzing
    result.items.append(item)


def unique_records(naam: str, rows: Iterable[Any], result: Inlezing) -> dict[str, Bron]:
    """URL -> record; what has no URL of its own cannot be referred to and is left out, with a Gebrek."""
    found: dict[str, Bron] = {}
    for index, row in enumerate(rows):
        url = row.get("url") if isinstance(row, dict) else None
        if not isinstance(url, str) or not url:
            result.report(f"{naam}[{index}]", "url", url, "Dit gegeven heeft geen url; het is niet overgenomen.")
        elif url in found:
            result.report(url, "url", url, "Deze url komt twee keer voor; het tweede gegeven is niet overgenomen.")
        else:
            found[url] = row
    return found


def body_of(naam: str, url: str, bron: Bron, result: Inlezing) -> Body:
    """The record in camelCase without what only the server may say; fields the standard lacks are left out and told."""
    allowed = BESTANDEN[naam][1]
    body: Body = {}
    for key, waarde in bron.items():
        veld = camel(key)
        if veld in velden.ALLEEN_LEZEN[naam]:
            continue
        if veld not in allowed:
            result.report(url, veld, waarde, "De standaard kent dit veld niet; het is niet overgenomen.")
        elif veld in body:
            result.report(url, veld, waarde, "Dit veld staat er twee keer in; het tweede is niet overgenomen.")
        else:
            body[veld] = camel_keys(waarde)
    if naam == "StatusType" and body.get("eigenschappen"):
        result.report(url, "eigenschappen", body.pop("eigenschappen"), f"Niet overgenomen: {LATER}.")
    return body


def camel(key: str) -> str:
    """`begin_geldigheid` becomes `beginGeldigheid`."""
    return re.sub(r"_([a-z])", lambda match: match[1].upper(), key)


def camel_keys(waarde: Any, room: int = MAX_DEPTH) -> Any:
    """The same value with camelCase keys all the way down, which in an honest export is two steps."""
    if room == 0:
        raise ExportOnleesbaar(f"De export heeft gegevens die meer dan {MAX_DEPTH} lagen diep zijn.")
    if isinstance(waarde, dict):
        return {camel(key): camel_keys(part, room - 1) for key, part in waarde.items()}
    if isinstance(waarde, list):
        return [camel_keys(part, room - 1) for part in waarde]
    return waarde


def complete(body: Body, aanvulling: Mapping[str, object], url: str, result: Inlezing) -> None:
    """Fill in what the caller decided for absent fields; never over a value that is there."""
    for veld, waarde in aanvulling.items():
        if veld not in body:
            body[veld] = waarde
            result.report(url, veld, None, f"Dit veld ontbrak; op verzoek aangevuld met {waarde!r}.")


@dataclass(frozen=True, slots=True)
class Namen:
    """URL in the source -> the name by which Catalogi 1.3 refers to it (C-20)."""

    zaaktypen: Mapping[str, str]
    besluittypen: Mapping[str, str]

    @classmethod
    def of(cls, zaaktypen: Mapping[str, Bron], files: Mapping[str, list[Any]]) -> "Namen":
        besluittypen = [row for row in files.get("BesluitType", []) if isinstance(row, dict)]
        return cls(
            {url: row["identificatie"] for url, row in zaaktypen.items() if isinstance(row.get("identificatie"), str)},
            {
                row["url"]: row["omschrijving"]
                for row in besluittypen
                if isinstance(row.get("url"), str) and isinstance(row.get("omschrijving"), str)
            },
        )


def relate_by_name(body: Body, names: Namen, url: str, result: Inlezing) -> None:
    """Replace source URLs in the relations between types by names; a URL that leads nowhere stays and is told."""
    for veld, table in (("besluittypen", names.besluittypen), ("deelzaaktypen", names.zaaktypen)):
        if isinstance(body.get(veld), list):
            body[veld] = [name_of(part, table, f"{veld}.{i}", url, result) for i, part in enumerate(body[veld])]
    relations = body.get("gerelateerdeZaaktypen")
    for i, relation in enumerate(relations if isinstance(relations, list) else []):
        if isinstance(relation, dict) and "zaaktype" in relation:
            veld = f"gerelateerdeZaaktypen.{i}.zaaktype"
            relation["zaaktype"] = name_of(relation["zaaktype"], names.zaaktypen, veld, url, result)


def name_of(waarde: Any, table: Mapping[str, str], veld: str, url: str, result: Inlezing) -> Any:
    if not isinstance(waarde, str) or "://" not in waarde:
        return waarde
    if waarde not in table:
        result.report(url, veld, waarde, "Dit verwijst naar iets dat niet in de export zit.")
    return table.get(waarde, waarde)


def refer(body: Body, url: str, targets: Mapping[str, Verwijzing], result: Inlezing, *, required: str) -> bool:
    """Put a Verwijzing where the source's URL of catalogus or zaaktype stands; False when the required one fails.

    A record without its catalogus or zaaktype cannot be written. A roltype may name its catalogus as well, but need
    not: then only that field goes.
    """
    for veld in ("zaaktype", "catalogus"):
        source = body.get(veld)
        target = targets.get(source) if isinstance(source, str) else None
        if target is not None and target.resource == veld:
            body[veld] = target
        elif veld == required:
            result.report(
                url, veld, source, f"De bron ({veld}) hiervan zit niet in de export; dit is niet overgenomen."
            )
            return False
        elif source is not None:
            del body[veld]
            result.report(url, veld, source, "Verwijst naar iets buiten de export; het veld is niet overgenomen.")
    return True


def is_published(bron: Bron, url: str, result: Inlezing) -> bool:
    """Only a plain `concept: false` is published; anything else stays a concept, which can be mended later."""
    concept = bron.get("concept")
    if not isinstance(concept, bool):
        result.report(url, "concept", concept, "Het is niet duidelijk of dit gepubliceerd is; het blijft een concept.")
    return concept is False


def check_together(result: Inlezing, records: Mapping[str, Mapping[str, Bron]]) -> None:
    """Faults that no single field shows; each of them makes a register refuse the item or its publication."""
    by_type = {collectie: [i for i in result.items if i.collectie == collectie] for collectie, _ in BESTANDEN.values()}
    for item in by_type["catalogussen"]:
        rsin = item.body.get("rsin")
        if not (isinstance(rsin, str) and is_elfproef(rsin)):
            result.report(item.sleutel, "rsin", rsin, "Dit RSIN voldoet niet aan de elfproef.")
    for item in by_type["zaaktypen"]:
        check_terms(item, result)
    check_overlap(by_type["zaaktypen"], result)
    check_statustypen(by_type, records["StatusType"], result)


def check_terms(item: Item, result: Inlezing) -> None:
    """An extension needs its length and the other way round (C-37); an end lies not before its begin (C-10)."""
    body = item.body
    if body.get("verlengingMogelijk") is not bool(body.get("verlengingstermijn")):
        waarde = body.get("verlengingstermijn")
        result.report(item.sleutel, "verlengingstermijn", waarde, "Dit past niet bij verlengingMogelijk.")
    begin, einde = body.get("beginGeldigheid"), body.get("eindeGeldigheid")
    if isinstance(begin, str) and isinstance(einde, str) and einde < begin:
        result.report(item.sleutel, "eindeGeldigheid", einde, f"Dit ligt voor het begin ({begin}).")


def check_overlap(zaaktypen: Iterable[Item], result: Inlezing) -> None:
    """Two published versions of one zaaktype may not be valid on the same day (ztc-016); ISO dates sort as text."""
    versions: dict[tuple[str, str], list[Item]] = defaultdict(list)
    for item in zaaktypen:
        if item.publiceren and isinstance(item.body.get("beginGeldigheid"), str):
            versions[str(item.body["catalogus"]), str(item.body.get("identificatie"))].append(item)
    for (_, identificatie), group in versions.items():
        group.sort(key=lambda item: str(item.body["beginGeldigheid"]))
        last = ""
        for item in group:
            begin = item.body["beginGeldigheid"]
            if begin <= last:
                reden = (
                    f"Een andere gepubliceerde versie van {identificatie} geldt dan ook; publiceren wordt geweigerd."
                )
                result.report(item.sleutel, "beginGeldigheid", begin, reden)
            last = max(last, str(item.body.get("eindeGeldigheid") or "9999-12-31"))


def check_statustypen(by_type: Mapping[str, list[Item]], bronnen: Mapping[str, Bron], result: Inlezing) -> None:
    """Numbers differ within a zaaktype (C-38), the highest one is the end (C-39), and to publish needs at least one."""
    groups: dict[str, list[Item]] = defaultdict(list)
    for item in by_type["statustypen"]:
        groups[item.body["zaaktype"].sleutel].append(item)
    for zaaktype in by_type["zaaktypen"]:
        group = groups[zaaktype.sleutel]
        if zaaktype.publiceren and not group:
            result.report(zaaktype.sleutel, "statustypen", [], "Zonder statustype kan dit niet worden gepubliceerd.")
        nummers = [item.body.get("volgnummer") for item in group]
        highest = max((nummer for nummer in nummers if isinstance(nummer, int)), default=None)
        for index, item in enumerate(group):
            nummer = nummers[index]
            if nummer in nummers[:index]:
                result.report(item.sleutel, "volgnummer", nummer, "Dit volgnummer komt twee keer voor in het zaaktype.")
            told = bronnen[item.sleutel].get("is_eindstatus", nummer == highest)
            if told is not (nummer == highest):
                result.report(item.sleutel, "isEindstatus", told, "De eindstatus is die met het hoogste volgnummer.")
