"""Import of a catalogue export of Open Zaak: two real ones, and made ones with one fault.

Standard: Catalogi 1.3.3.
"""

import io
import json
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from meent.tools.demo import openzaak_velden as velden
from meent.tools.demo import openzaak_zip
from meent.tools.demo.items import Verwijzing
from meent.tools.demo.openzaak import ExportOnleesbaar, Gebrek, Inlezing, read_export

EXPORT = "data/catalogi/openzaak-export-sudwest-fryslan-{}-zaaktypen.zip"
BRON = "http://bron.example/catalogi/api/v1"
CATALOGUS, ZAAKTYPE, ANDER = f"{BRON}/catalogussen/1", f"{BRON}/zaaktypen/1", f"{BRON}/zaaktypen/2"


def een_catalogus(**anders):
    body = {
        "url": CATALOGUS, "domein": "VOORB", "rsin": "999000019", "contactpersoon_beheer_naam": "Beheer",
        "contactpersoon_beheer_telefoonnummer": "", "contactpersoon_beheer_emailadres": "", "zaaktypen": [ZAAKTYPE],
        "besluittypen": [], "informatieobjecttypen": [],
    }  # fmt: skip
    return body | anders


def een_zaaktype(**anders):
    body = {
        "url": ZAAKTYPE, "identificatie": "Z1", "omschrijving": "Voorbeeld", "omschrijving_generiek": "",
        "vertrouwelijkheidaanduiding": "openbaar", "doel": "Doel", "aanleiding": "Aanleiding", "toelichting": "",
        "indicatie_intern_of_extern": "extern", "handeling_initiator": "Aanvragen", "onderwerp": "Voorbeeld",
        "handeling_behandelaar": "Behandelen", "doorlooptijd": "P56D", "servicenorm": None,
        "opschorting_en_aanhouding_mogelijk": False, "verlenging_mogelijk": False, "verlengingstermijn": None,
        "trefwoorden": ["voorbeeld"], "publicatie_indicatie": False, "publicatietekst": "",
        "verantwoordingsrelatie": [], "producten_of_diensten": [], "referentieproces": {"naam": "Proces", "link": ""},
        "verantwoordelijke": "Gemeente", "catalogus": CATALOGUS, "statustypen": [], "resultaattypen": [],
        "eigenschappen": [], "informatieobjecttypen": [], "roltypen": [], "besluittypen": [], "deelzaaktypen": [],
        "gerelateerde_zaaktypen": [], "begin_geldigheid": "2024-01-01", "einde_geldigheid": None,
        "versiedatum": "2024-01-01", "concept": False,
    }  # fmt: skip
    return body | anders


def een_statustype(**anders):
    body = {
        "url": f"{BRON}/statustypen/1", "omschrijving": "Klaar", "omschrijving_generiek": "", "statustekst": "",
        "zaaktype": ZAAKTYPE, "volgnummer": 1, "is_eindstatus": True, "informeren": False,
    }  # fmt: skip
    return body | anders


def een_roltype(**anders):
    body = {
        "url": f"{BRON}/roltypen/1", "zaaktype": ZAAKTYPE, "omschrijving": "Aanvrager",
        "omschrijving_generiek": "initiator",
    }  # fmt: skip
    return body | anders


def een_export(**files) -> io.BytesIO:
    """Zip with one record of each kind, or what is given instead; None leaves the file out."""
    content = {
        "Catalogus": [een_catalogus()], "ZaakType": [een_zaaktype()], "StatusType": [een_statustype()],
        "RolType": [een_roltype()],
    } | files  # fmt: skip
    return een_zip({f"{naam}.json": json.dumps(rows) for naam, rows in content.items() if rows is not None})


def een_zip(members: dict[str, str | bytes]) -> io.BytesIO:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for naam, content in members.items():
            archive.writestr(naam, content)
    buffer.seek(0)
    return buffer


def told(result: Inlezing) -> list[tuple[str, str]]:
    return [(gebrek.item.removeprefix(BRON), gebrek.veld) for gebrek in result.gebreken]


@pytest.mark.parametrize(
    ("aantal", "items", "gepubliceerd", "overgeslagen"),
    [
        (68, {"catalogussen": 1, "zaaktypen": 68, "statustypen": 343, "roltypen": 412}, 67, [112, 237, 662]),
        (123, {"catalogussen": 1, "zaaktypen": 123, "statustypen": 714, "roltypen": 762}, 101, [308, 488, 1558]),
    ],
)
def test_real_export_is_read_whole(shared, aantal, items, gepubliceerd, overgeslagen):
    """Every record of the export is either an item or counted; none gets lost."""
    result = read_export(shared / EXPORT.format(aantal))
    assert Counter(item.collectie for item in result.items) == items
    assert sum(item.publiceren for item in result.items) == gepubliceerd
    assert [over.aantal for over in result.overgeslagen] == overgeslagen
    assert {over.reden for over in result.overgeslagen} == {"register komt later"}


@pytest.mark.parametrize("aantal", [68, 123])
def test_real_export_fits_the_published_schema(shared, faults, aantal):
    """What the schema refuses is what we told, and nothing else. `verantwoordelijke` is in neither export."""
    result = read_export(shared / EXPORT.format(aantal), aanvulling={"verantwoordelijke": "Gemeente"})
    # An empty text in an optional URL is how the practice writes "not given" (Z-25).
    wrong = [fault for fault in faults(result.items) if not fault.endswith(": '' is no uri")]
    refused = {fault.split(" ", 1)[1].rsplit(": ", 1)[0] for fault in wrong}
    assert refused <= {f"{gebrek.item}.{gebrek.veld}" for gebrek in result.gebreken}
    assert len(refused) == {68: 0, 123: 1}[aantal]
    without = read_export(shared / EXPORT.format(aantal))
    assert sum(gebrek.veld == "verantwoordelijke" for gebrek in without.gebreken) == aantal


def test_real_faults_are_told(shared):
    """The export of 2024 has a zaaktype without term and versions that overlap, so that publishing will be refused."""
    result = read_export(shared / EXPORT.format(123), aanvulling={"verantwoordelijke": "Gemeente"})
    fields = Counter(gebrek.veld for gebrek in result.gebreken)
    assert fields == {"verantwoordelijke": 123, "doorlooptijd": 1, "beginGeldigheid": 15}


def test_faultless_export(faults):
    result = read_export(een_export())
    assert result.gebreken == []
    assert [item.collectie for item in result.items] == ["catalogussen", "zaaktypen", "statustypen", "roltypen"]
    zaaktype = result.items[1]
    assert zaaktype.body["catalogus"] == Verwijzing("catalogus", CATALOGUS)
    assert zaaktype.body["opschortingEnAanhoudingMogelijk"] is False
    assert not zaaktype.body.keys() & {"url", "concept", "statustypen"}
    assert zaaktype.publiceren
    assert result.items[3].body["zaaktype"] == Verwijzing("zaaktype", ZAAKTYPE)


def test_concept_stays_a_concept():
    assert not read_export(een_export(ZaakType=[een_zaaktype(concept=True)])).items[1].publiceren


@pytest.mark.parametrize(
    ("anders", "veld"),
    [
        ({"handeling_initiator": "Een aanvraag indienen"}, "handelingInitiator"),
        ({"omschrijving": "x" * 81}, "omschrijving"),
        ({"doorlooptijd": None}, "doorlooptijd"),
        ({"doorlooptijd": "8 weken"}, "doorlooptijd"),
        ({"begin_geldigheid": "01-01-2024"}, "beginGeldigheid"),
        ({"einde_geldigheid": "2023-12-31"}, "eindeGeldigheid"),
        ({"vertrouwelijkheidaanduiding": "top secret"}, "vertrouwelijkheidaanduiding"),
        ({"doel": ""}, "doel"),
        ({"servicenorm": ""}, "servicenorm"),
        ({"publicatie_indicatie": "nee"}, "publicatieIndicatie"),
        ({"trefwoorden": "los"}, "trefwoorden"),
        ({"trefwoorden": ["x" * 31]}, "trefwoorden.0"),
        ({"producten_of_diensten": ["geen url"]}, "productenOfDiensten.0"),
        ({"referentieproces": {"link": ""}}, "referentieproces.naam"),
        ({"verlenging_mogelijk": True}, "verlengingstermijn"),
        ({"verlengingstermijn": "P30D"}, "verlengingstermijn"),
        ({"concept": "false"}, "concept"),
        ({"eigen_veld": 1}, "eigenVeld"),
        ({"deelzaaktypen": [ANDER]}, "deelzaaktypen.0"),
    ],
)
def test_fault_is_told_and_not_mended(anders, veld):
    """An importer that mends in silence decides what the municipality should decide."""
    result = read_export(een_export(ZaakType=[een_zaaktype(**anders)]))
    assert told(result) == [("/zaaktypen/1", veld)]
    (naam, waarde) = next(iter(anders.items()))
    zaaktype = result.items[1]
    if naam not in {"concept", "eigen_veld"}:
        assert zaaktype.body[veld.split(".")[0] if "." in veld else camel_of(naam)] == waarde


def camel_of(naam: str) -> str:
    first, *rest = naam.split("_")
    return first + "".join(part.capitalize() for part in rest)


def test_relations_go_by_name():
    """C-20: within one catalogue, besluittypen by omschrijving and zaaktypen by identificatie."""
    besluittype = {"url": f"{BRON}/besluittypen/1", "omschrijving": "Besluit op aanvraag"}
    first = een_zaaktype(
        besluittypen=[besluittype["url"]],
        deelzaaktypen=[ANDER],
        gerelateerde_zaaktypen=[{"zaaktype": ANDER, "aard_relatie": "vervolg", "toelichting": ""}],
    )
    second = een_zaaktype(url=ANDER, identificatie="Z2", concept=True)
    result = read_export(een_export(ZaakType=[first, second], BesluitType=[besluittype]))
    body = result.items[1].body
    assert body["besluittypen"] == ["Besluit op aanvraag"]
    assert body["deelzaaktypen"] == ["Z2"]
    assert body["gerelateerdeZaaktypen"] == [{"zaaktype": "Z2", "aardRelatie": "vervolg", "toelichting": ""}]
    assert result.gebreken == []
    assert [(over.bestand, over.aantal) for over in result.overgeslagen] == [("BesluitType", 1)]


def test_ztc_016_overlapping_versions_are_told():
    """Two published versions on one day: nobody could say which rules count."""
    later = een_zaaktype(url=ANDER, begin_geldigheid="2025-01-01")
    status = een_statustype(url=f"{BRON}/statustypen/2", zaaktype=ANDER)
    files = {"StatusType": [een_statustype(), status]}
    assert told(read_export(een_export(ZaakType=[een_zaaktype(), later], **files))) == [
        ("/zaaktypen/2", "beginGeldigheid")
    ]
    ended = een_zaaktype(einde_geldigheid="2024-12-31")
    assert told(read_export(een_export(ZaakType=[ended, later], **files))) == []


@pytest.mark.parametrize(
    ("statustypen", "expected"),
    [
        ([], [("/zaaktypen/1", "statustypen")]),
        ([een_statustype(zaaktype=ANDER)], [("/statustypen/1", "zaaktype"), ("/zaaktypen/1", "statustypen")]),
        ([een_statustype(volgnummer=0)], [("/statustypen/1", "volgnummer")]),
        ([een_statustype(is_eindstatus=False)], [("/statustypen/1", "isEindstatus")]),
        (
            [een_statustype(), een_statustype(url=f"{BRON}/statustypen/2")],
            [("/statustypen/2", "volgnummer")],
        ),
        ([een_statustype(), een_statustype(omschrijving="Nog eens")], [("/statustypen/1", "url")]),
        ([een_statustype(), "geen groep"], [("StatusType[1]", "url")]),
    ],
)
def test_faults_in_statustypen(statustypen, expected):
    assert told(read_export(een_export(StatusType=statustypen))) == expected


def test_rsin_that_cannot_be():
    result = read_export(een_export(Catalogus=[een_catalogus(rsin="123456789")]))
    assert result.gebreken == [Gebrek(CATALOGUS, "rsin", "123456789", "Dit RSIN voldoet niet aan de elfproef.")]


def test_later_export_without_catalogus_goes_where_the_caller_says():
    own = Verwijzing("catalogus", "MEERW")
    result = read_export(een_export(Catalogus=None), catalogus=own)
    assert result.items[0].body["catalogus"] == own
    with pytest.raises(ExportOnleesbaar, match=r"Catalogus\.json"):
        read_export(een_export(Catalogus=None))


def test_filling_in_is_asked_for_and_told():
    zaaktype = een_zaaktype()
    del zaaktype["verantwoordelijke"]
    result = read_export(een_export(ZaakType=[zaaktype]), aanvulling={"verantwoordelijke": "Wij", "doel": "Anders"})
    assert told(result) == [("/zaaktypen/1", "verantwoordelijke")]
    assert result.items[1].body["verantwoordelijke"] == "Wij"
    assert result.items[1].body["doel"] == "Doel"


@pytest.mark.parametrize(
    ("source", "reden"),
    [
        (io.BytesIO(b"geen zip"), "zipbestand"),
        (io.BytesIO(b""), "zipbestand"),
        (een_export(RolType=None), "RolType.json"),
        (een_zip({"../ZaakType.json": "[]"}), "vreemd pad"),
        (een_zip({"/etc/ZaakType.json": "[]"}), "vreemd pad"),
        (een_zip({"a\\..\\ZaakType.json": "[]"}), "vreemd pad"),
        (een_zip({"C:ZaakType.json": "[]"}), "vreemd pad"),
        (een_zip({"a/ZaakType.json": "[]", "b/ZaakType.json": "[]"}), "meer dan één keer"),
        (een_zip({f"{n}.json": "[]" for n in range(51)}), "meer dan 50"),
        (een_zip({"ZaakType.json": "{}"}), "geen lijst"),
        (een_zip({"ZaakType.json": "[NaN]"}), "geen JSON"),
        (een_zip({"ZaakType.json": "[" * 100_000}), "geen JSON"),
        (een_zip({"ZaakType.json": b"\xff\xff"}), "geen JSON"),
        (een_export(ZaakType=[een_zaaktype(referentieproces=json.loads('{"a":' * 50 + "1" + "}" * 50))]), "diep"),
    ],
)
def test_hostile_or_broken_file_is_refused(source, reden):
    """What a stranger uploads ends in one clear sentence, never in a file on disk or a stack trace."""
    with pytest.raises(ExportOnleesbaar, match=reden):
        read_export(source)


def test_absent_file(tmp_path: Path):
    with pytest.raises(ExportOnleesbaar, match="is er niet"):
        read_export(tmp_path / "weg.zip")


def test_bomb_is_stopped_while_unpacking(monkeypatch):
    """Forty kilobytes that unpack to forty megabytes; the size that the zip tells is not believed."""
    monkeypatch.setattr(openzaak_zip, "MAX_BYTES_FILE", 1_000_000)
    with pytest.raises(ExportOnleesbaar, match="te groot"):
        read_export(een_zip({"ZaakType.json": b" " * 40_000_000}))


def test_damaged_archive_is_refused_or_read():
    """Any one byte changed: a clear refusal or a reading, never another exception."""
    original = een_export().getvalue()
    refusals = []
    for position in range(0, len(original), 7):
        damaged = bytearray(original)
        damaged[position] ^= 0xFF
        try:
            read_export(io.BytesIO(bytes(damaged)))
        except ExportOnleesbaar as refusal:
            refusals.append(str(refusal))
    assert len(refusals) > 10
    assert all(refusals)


@pytest.mark.parametrize(
    ("schema", "table", "bestand"),
    [
        ("Catalogus", velden.CATALOGUS, "Catalogus"),
        ("ZaakTypeCreate", velden.ZAAKTYPE, "ZaakType"),
        ("StatusType", velden.STATUSTYPE, "StatusType"),
        ("RolType", velden.ROLTYPE, "RolType"),
    ],
)
def test_table_of_fields_equals_the_published_one(schemas_of, schema, table, bestand):
    """Our table is written by hand; the document decides about names, limits, what is required and what may be null."""
    published = schemas_of("catalogi")[schema]
    properties = published["properties"]
    writable = {naam for naam, part in properties.items() if not part.get("readOnly")}
    assert table.keys() == writable
    assert properties.keys() - writable <= velden.ALLEEN_LEZEN[bestand]
    assert {naam for naam, veld in table.items() if veld.verplicht} == writable & set(published["required"])
    for naam, veld in table.items():
        part = properties[naam]
        limit = part.get("maxLength") or part.get("maximum") or part.get("items", {}).get("maxLength")
        assert (naam, veld.max) == (naam, limit)
        assert (naam, veld.mag_null) == (naam, bool(part.get("nullable")))


@pytest.mark.parametrize(
    ("schema", "table"),
    [
        ("ReferentieProces", velden.REFERENTIEPROCES),
        ("BronCatalogus", velden.BRONCATALOGUS),
        ("BronZaaktype", velden.BRONZAAKTYPE),
        ("ZaakTypenRelatieCreate", velden.RELATIE),
        ("CheckListItem", velden.CHECKLISTITEM),
    ],
)
def test_table_of_groups_equals_the_published_one(schemas_of, schema, table):
    published = schemas_of("catalogi")[schema]
    assert {naam: veld.max for naam, veld in table.items()} == {
        naam: part.get("maxLength") for naam, part in published["properties"].items()
    }
    assert {naam for naam, veld in table.items() if veld.verplicht} == set(published["required"])


@pytest.mark.parametrize(
    ("schema", "keuzes"),
    [
        ("VertrouwelijkheidaanduidingEnum", velden.VERTROUWELIJKHEID),
        ("OmschrijvingGeneriekEnum", velden.ROL_GENERIEK),
        ("AardRelatieEnum", velden.AARD_RELATIE),
    ],
)
def test_choices_equal_the_published_ones(schemas_of, schema, keuzes):
    assert schemas_of("catalogi")[schema]["enum"] == list(keuzes)
