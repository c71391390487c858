"""A catalogue from one register into another, and back: nothing lost, nothing half done."""

import io
import json
import random
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meent.app import App
from meent.data import embedded
from meent.engine.authorise import ALL_RIGHTS, Caller
from meent.integration.zgw import Zgw
from meent.tools.catalogus.archief import ExportOnleesbaar, read_json_files, write_json_files
from meent.tools.catalogus.commands import catalogus_group
from meent.tools.catalogus.invoer import Invoer, Keuzes, Weigering, import_catalogus
from meent.tools.catalogus.uitvoer import GeenCatalogus, export_catalogus
from meent.tools.catalogus.vorm import BESTANDEN, camel, snake
from tests.conftest import Gemeente, _gemeente
from tests.zgw import (
    CATALOGI,
    KLASSE,
    OMSCHRIJVING,
    besluittype_body,
    catalogus_body,
    een_catalogus,
    een_zaaktype,
    made,
    published,
    zaaktype_body,
)  # fmt: skip

Json = dict[str, Any]
Files = dict[str, list[Json]]
ALLES = Keuzes()
CALLER = Caller(client_id="meent-toets", rights=ALL_RIGHTS)


def registers(gemeente: Gemeente) -> Zgw:
    place = gemeente.app.directory.by_slug[gemeente.slug]
    return Zgw(gemeente.app.engine, place, CALLER, "http://gemeente.test")


async def exported(gemeente: Gemeente, domein: str) -> Files:
    return read_json_files(io.BytesIO((await export_catalogus(registers(gemeente), domein)).archief))


async def imported(gemeente: Gemeente, files: Files, keuzes: Keuzes = ALLES) -> Invoer:
    return await import_catalogus(registers(gemeente), io.BytesIO(write_json_files(files)), keuzes)


def anonymous(files: Files) -> Files:
    """The same content with every address of a record replaced by its place in the archive."""
    places = {row["url"]: f"{naam}[{i}]" for naam, rows in files.items() for i, row in enumerate(rows)}

    def renamed(value: Any) -> Any:
        if isinstance(value, dict):
            return {k: renamed(v) for k, v in value.items()}
        if isinstance(value, list):
            return [renamed(v) for v in value]
        return places.get(value, value) if isinstance(value, str) else value

    found: Files = renamed(files)
    return found


# --- a catalogue with everything in it -------------------------------------------------------------------------------


async def een_volle_catalogus(gemeente: Gemeente, seed: int) -> str:
    """A catalogue of its own with a bit of everything, published and not; gives its domein."""
    client, chance = gemeente.client, random.Random(seed)
    catalogus = await een_catalogus(client, naam="Proef", begindatumVersie="2024-01-01")
    url = catalogus["url"]
    documenten = [f"Stuk {n}" for n in range(chance.randint(1, 3))]
    for naam in documenten:
        body = {
            "catalogus": url, "omschrijving": naam, "vertrouwelijkheidaanduiding": "openbaar",
            "beginGeldigheid": "2024-01-01", "informatieobjectcategorie": "Brief", "trefwoord": ["een", "twee"],
        }  # fmt: skip
        iot = await made(client, f"{CATALOGI}/informatieobjecttypen", body)
        await maybe_publish(gemeente, iot, chance)
    for einde, begin in (("2024-12-31", "2024-01-01"), (None, "2025-01-01")):
        besluit = besluittype_body(
            url, omschrijving="Vergunning", beginGeldigheid=begin, eindeGeldigheid=einde, reactietermijn="P42D",
            informatieobjecttypen=documenten,
        )  # fmt: skip
        await maybe_publish(gemeente, await made(client, f"{CATALOGI}/besluittypen", besluit), chance)
    for number in range(chance.randint(1, 3)):
        zaaktype = await made(
            client, f"{CATALOGI}/zaaktypen", zaaktype_body(
                url, identificatie=f"Z{number}", besluittypen=["Vergunning", "Onbekend"], deelzaaktypen=["Z0"],
                gerelateerdeZaaktypen=[{"zaaktype": "Z0", "aardRelatie": "vervolg", "toelichting": "daarna"}],
                trefwoorden=["x"], referentieproces={"naam": "P", "link": "https://proces.example/1"},
            ),
        )  # fmt: skip
        await een_inhoud(gemeente, zaaktype, documenten, chance)
        await maybe_publish(gemeente, zaaktype, chance)
    domein: str = catalogus["domein"]
    return domein


async def maybe_publish(gemeente: Gemeente, concept: Json, chance: random.Random) -> None:
    if chance.random() < 0.6:
        await published(gemeente.client, concept)


async def een_inhoud(gemeente: Gemeente, zaaktype: Json, documenten: list[str], chance: random.Random) -> None:
    """One of each kind of type under a zaaktype."""
    client, under = gemeente.client, {"zaaktype": zaaktype["url"]}
    statustypen = [
        await made(client, f"{CATALOGI}/statustypen", under | {"omschrijving": f"S{n}", "volgnummer": n} | extra)
        for n, extra in enumerate(
            ({"checklistitemStatustype": [{"itemnaam": "a", "vraagstelling": "b"}]}, {"doorlooptijd": "P1D"}), start=1
        )
    ]
    rol = under | {"omschrijving": "Aanvrager", "omschrijvingGeneriek": "initiator"}
    await made(client, f"{CATALOGI}/roltypen", rol)
    resultaat = under | {
        "omschrijving": "Klaar", "resultaattypeomschrijving": OMSCHRIJVING, "selectielijstklasse": KLASSE,
        "besluittypen": ["Vergunning"], "informatieobjecttypen": documenten,
        "brondatumArchiefprocedure": {"afleidingswijze": "termijn", "procestermijn": "P1Y"},
    }  # fmt: skip
    await made(client, f"{CATALOGI}/resultaattypen", resultaat)
    specificatie = {"formaat": "tekst", "lengte": "20", "kardinaliteit": "1", "waardenverzameling": ["rood"]}
    eigenschap = under | {"naam": "kleur", "definitie": "x", "specificatie": specificatie}
    eigenschap |= {"statustype": statustypen[0]["url"]} if chance.random() < 0.5 else {}
    made_eigenschap = await made(client, f"{CATALOGI}/eigenschappen", eigenschap)
    await client.patch(statustypen[1]["url"], {"eigenschappen": [made_eigenschap["url"]]})
    await made(client, f"{CATALOGI}/zaakobjecttypen", under | {
        "catalogus": zaaktype["catalogus"], "anderObjecttype": True, "objecttype": "https://objecten.example/boom",
        "relatieOmschrijving": "gaat over",
    })  # fmt: skip
    for n, document in enumerate([*documenten, "Onbekend stuk"], start=1):
        ziot = under | {"informatieobjecttype": document, "volgnummer": n, "richting": "intern"}
        await made(client, f"{CATALOGI}/zaaktype-informatieobjecttypen", ziot)


# --- there and back --------------------------------------------------------------------------------------------------


@given(seed=st.integers(0, 2**16))
@settings(max_examples=6, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.parametrize("houd_uuids", [True, False])
async def test_there_and_back_is_the_same(
    app: App, migrated: embedded.Embedded, gemeente: Gemeente, houd_uuids: bool, seed: int
) -> None:
    """What is lost on the way is found missing in the first case that needs it, years later."""
    first = await exported(gemeente, domein := await een_volle_catalogus(gemeente, seed))
    assert set(first) == set(BESTANDEN)
    assert all(first.values())
    elders = await _gemeente(app, migrated.owner_dsn)
    result = await imported(elders, first, Keuzes(houd_uuids=houd_uuids))
    assert result.geweigerd == []
    assert result.aantallen == {naam: len(rows) for naam, rows in first.items()}
    second = await exported(elders, domein)
    assert anonymous(second) == anonymous(first)
    keys = [{row["url"][-36:] for rows in files.values() for row in rows} for files in (first, second)]
    assert (keys[0] == keys[1]) is houd_uuids
    assert houd_uuids or not keys[0] & keys[1]


@pytest.mark.parametrize(
    ("aantal", "geschreven", "gepubliceerd", "geweigerd"), [(68, 1835, 178, 29), (123, 3913, 380, 62)]
)
async def test_real_catalogue(
    gemeente: Gemeente, shared: Path, aantal: int, geschreven: int, gepubliceerd: int, geweigerd: int
) -> None:
    """Two catalogues of a municipality: what the standard forbids in them is told, and the rest works."""
    path = shared / f"data/catalogi/openzaak-export-sudwest-fryslan-{aantal}-zaaktypen.zip"
    refused = await import_catalogus(registers(gemeente), path)
    assert (refused.gedaan, refused.aantallen, len(refused.geweigerd)) == (False, {}, geweigerd)
    with pytest.raises(GeenCatalogus):
        await exported(gemeente, "SWF")
    counted = 0

    def count(number: int) -> None:
        nonlocal counted
        counted += number

    result = await import_catalogus(registers(gemeente), path, Keuzes(sla_over=True), count)
    assert counted == sum(len(rows) for rows in read_json_files(path).values())
    assert (sum(result.aantallen.values()), result.gepubliceerd) == (geschreven, gepubliceerd)
    assert len(result.geweigerd) == geweigerd
    files = await exported(gemeente, "SWF")
    assert {naam: len(rows) for naam, rows in files.items() if rows} == result.aantallen
    zaaktypen = (await gemeente.client.get(f"{CATALOGI}/zaaktypen", {"catalogus": files["Catalogus"][0]["url"]})).json
    assert zaaktypen["count"] == sum(not z["concept"] for z in files["ZaakType"])


async def test_old_export_without_names(gemeente: Gemeente) -> None:
    """Before Catalogi 1.3 relations were addresses; those in the archive become the names of what they lead to."""
    files = await exported(gemeente, await een_volle_catalogus(gemeente, 5))
    files["Catalogus"][0]["domein"] = "OUD"
    names = {snake(r.namen) for b in BESTANDEN.values() for r in b.relaties} | {"informatieobjecttype_omschrijving"}
    old = {naam: [{k: v for k, v in row.items() if k not in names} for row in rows] for naam, rows in files.items()}
    assert (await imported(gemeente, old)).geweigerd == []
    again = await exported(gemeente, "OUD")
    assert [z["besluittype_omschrijving"] for z in again["ZaakType"]] == [["Vergunning"] for _ in again["ZaakType"]]
    pairs = zip(again["ZaakTypeInformatieObjectType"], files["ZaakTypeInformatieObjectType"], strict=True)
    assert all(a["informatieobjecttype_omschrijving"] == b["informatieobjecttype_omschrijving"] for a, b in pairs)


# --- choices ---------------------------------------------------------------------------------------------------------


async def test_one_refusal_keeps_all_out(gemeente: Gemeente) -> None:
    """Half a catalogue looks whole until the first case of the other half comes in."""
    files = await exported(gemeente, await een_volle_catalogus(gemeente, 1))
    files["Catalogus"][0]["domein"] = "NIEW"
    files["RolType"][0]["omschrijving_generiek"] = "keizer"
    files["StatusType"][0]["volgnummer"] = files["StatusType"][1]["volgnummer"]
    result = await imported(gemeente, files)
    told = {(w.bestand, w.veld, w.code) for w in result.geweigerd}
    assert {("RolType", "omschrijvingGeneriek", "invalid_choice"), ("StatusType", "nonFieldErrors", "unique")} <= told
    assert (result.gedaan, result.aantallen, result.gepubliceerd) == (False, {}, 0)
    with pytest.raises(GeenCatalogus):
        await exported(gemeente, "NIEW")
    rest = await imported(gemeente, files, Keuzes(sla_over=True))
    assert rest.gedaan
    assert len((await exported(gemeente, "NIEW"))["RolType"]) == len(files["RolType"]) - 1


async def test_what_hangs_under_a_refused_type_is_not_told_again(gemeente: Gemeente) -> None:
    """One broken zaaktype would give a page of complaints about its statustypen."""
    files = await exported(gemeente, await een_volle_catalogus(gemeente, 2))
    files["Catalogus"][0]["domein"] = "KAPOT"
    files["ZaakType"][0]["doorlooptijd"] = "soms"
    result = await imported(gemeente, files, Keuzes(sla_over=True))
    assert {(w.bestand, w.veld, w.gevolg) for w in result.geweigerd} == {("ZaakType", "doorlooptijd", "niet ingelezen")}
    assert len((await exported(gemeente, "KAPOT"))["ZaakType"]) == len(files["ZaakType"]) - 1


async def test_superfluous_member_is_left_out(gemeente: Gemeente) -> None:
    """What may not be there has no meaning, and is no reason to lose a resultaattype with its retention."""
    files = await exported(gemeente, await een_volle_catalogus(gemeente, 3))
    files["Catalogus"][0]["domein"] = "VEEL"
    files["ResultaatType"][0]["brondatum_archiefprocedure"] |= {"objecttype": "pand"}
    result = await imported(gemeente, files, Keuzes(sla_over=True))
    assert [(w.veld, w.code, w.gevolg) for w in result.geweigerd] == [
        ("brondatumArchiefprocedure.objecttype", "must-be-empty", "veld weggelaten")
    ]
    again = await exported(gemeente, "VEEL")
    assert again["ResultaatType"][0]["brondatum_archiefprocedure"]["objecttype"] == ""


async def test_everything_as_concept(gemeente: Gemeente) -> None:
    """Somebody looks it over first; published, nothing can be taken out any more."""
    files = await exported(gemeente, await een_volle_catalogus(gemeente, 4))
    files["Catalogus"][0]["domein"] = "CONC"
    result = await imported(gemeente, files, Keuzes(als_concept=True))
    assert result.geweigerd == []
    again = await exported(gemeente, "CONC")
    assert (result.gepubliceerd, {row["concept"] for row in again["ZaakType"]}) == (0, {True})


async def test_into_an_existing_catalogus(gemeente: Gemeente) -> None:
    """Later editions of Open Zaak leave the catalogus out of the archive."""
    files = await exported(gemeente, await een_volle_catalogus(gemeente, 6))
    del files["Catalogus"]
    with pytest.raises(ExportOnleesbaar, match="Zeg in welke catalogus"):
        await imported(gemeente, files)
    target = await een_catalogus(gemeente.client)
    result = await imported(gemeente, files, Keuzes(catalogus=target["domein"]))
    assert result.geweigerd == []
    assert "Catalogus" not in result.aantallen
    again = await exported(gemeente, target["domein"])
    assert {z["catalogus"] for z in again["ZaakType"]} == {target["url"]}
    with pytest.raises(GeenCatalogus, match="domein 'WEG'"):
        await imported(gemeente, files, Keuzes(catalogus="WEG"))


async def test_uuid_that_is_taken_is_told(gemeente: Gemeente) -> None:
    """Read in twice, the second one must not become a server fault."""
    files = await exported(gemeente, await een_volle_catalogus(gemeente, 7))
    files["Catalogus"][0]["domein"] = "DUBB"
    result = await imported(gemeente, files, Keuzes(houd_uuids=True))
    assert not result.gedaan
    assert {(w.veld, w.code) for w in result.geweigerd} == {("uuid", "unique")}


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"Ander": [{}]}, "niets van een catalogus"),
        ({"Catalogus": [{"domein": "X"}]}, "geen url"),
        ({"Catalogus": [3]}, "geen url"),
        ({"Catalogus": [{"url": "a"}, {"url": "a"}]}, "twee keer"),
        ({"Catalogus": [{"url": "a", "x": json.loads('{"a":' * 50 + "1" + "}" * 50)}]}, "lagen diep"),
    ],
)
async def test_absurd_archive_is_refused(gemeente: Gemeente, files: Any, told: str) -> None:
    """One sentence that says what is wrong, before anything is written."""
    with pytest.raises(ExportOnleesbaar, match=told):
        await imported(gemeente, files)


async def test_uuid_that_is_none_cannot_be_kept(gemeente: Gemeente) -> None:
    with pytest.raises(ExportOnleesbaar, match="eindigt niet op een uuid"):
        await imported(gemeente, {"Catalogus": [{"url": "https://bron.example/1"}]}, Keuzes(houd_uuids=True))


async def test_two_catalogi_travel_apart(gemeente: Gemeente) -> None:
    """Types of another catalogus, or another municipality, in the archive would end up with strangers."""
    first = await een_volle_catalogus(gemeente, 8)
    second = (await made(gemeente.client, f"{CATALOGI}/catalogussen", catalogus_body()))["url"]
    await een_zaaktype(gemeente.client, second)
    files = await exported(gemeente, first)
    assert {z["catalogus"] for z in files["ZaakType"]} == {files["Catalogus"][0]["url"]}
    assert second not in json.dumps(files)


def test_spelling_of_attributes() -> None:
    for name in ("checklistitemStatustype", "brondatumArchiefprocedure", "opschortingEnAanhoudingMogelijk", "doel"):
        assert camel(snake(name)) == name
    assert snake("beginGeldigheid") == "begin_geldigheid"


# --- the commands ----------------------------------------------------------------------------------------------------


def test_commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The exit status is how a script knows that nothing came in."""
    done = Invoer(gedaan=True, aantallen={"ZaakType": 2}, gepubliceerd=1, niet_gelezen=["Foto"])
    same = [Weigering("RolType", f"rol {n}", "omschrijving", "blank", "Vul dit in.", "") for n in range(12)]
    outcomes = iter([done, Invoer(geweigerd=same), done])
    group = catalogus_group(lambda slug, act: next(outcomes))
    path = tmp_path / "x.zip"
    path.write_bytes(write_json_files({"Catalogus": [{"url": "a"}]}))
    run = CliRunner().invoke
    told = run(group, ["import", "stad", str(path), "--keep-uuids"])
    assert told.exit_code == 0
    assert "met de uuids van de bron" in told.output
    assert "Foto" in told.output
    refused = run(group, ["import", "stad", str(path)])
    assert (refused.exit_code, "niets ingelezen" in refused.output) == (1, True)
    assert "12 keer geweigerd: RolType omschrijving: Vul dit in.\n  rol 0, rol 1," in refused.output
    assert "rol 9 en nog 2\n" in refused.output
    assert json.loads(run(group, ["import", "stad", str(path), "--json"]).stdout)["aantallen"] == {"ZaakType": 2}
