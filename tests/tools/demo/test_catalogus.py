"""The own catalogue of the demo, both municipalities. Standard: Catalogi 1.3.3, Autorisaties 1.1.0."""

import csv
import re
from dataclasses import replace

import pytest

from meent.basis.nummers import is_elfproef
from meent.process.burgerzaken.feiten import FEITEN
from meent.process.burgerzaken.uittreksel import UITTREKSEL
from meent.tools.demo.applicaties import applicatie_items
from meent.tools.demo.catalogus import catalogus_items
from meent.tools.demo.gemeenten import GEMEENTEN, MEERWIJDE, ZUIDERKOOG
from meent.tools.demo.items import Item, Verwijzing, resolve
from meent.tools.demo.uitkomsten import uitkomsten_of
from meent.tools.demo.zaaktypen import RECHTSFEITEN, ROLLEN, ZAAKTYPEN, zaaktypen_of

elke_gemeente = pytest.mark.parametrize("gemeente", GEMEENTEN, ids=lambda gemeente: gemeente.slug)


@elke_gemeente
def test_every_body_fits_the_published_schema(gemeente, faults):
    """A body that the standard does not know would show a demo that no other supplier can repeat."""
    assert faults([*catalogus_items(gemeente), *applicatie_items(gemeente)]) == []


@elke_gemeente
def test_24_zaaktypen_to_be_published(gemeente):
    zaaktypen = [item for item in catalogus_items(gemeente) if item.collectie == "zaaktypen"]
    assert len(zaaktypen) == len({item.body["identificatie"] for item in zaaktypen}) == 24
    assert all(item.publiceren for item in zaaktypen)
    published = {item.collectie for item in catalogus_items(gemeente) if item.publiceren}
    assert published == {"zaaktypen", "besluittypen", "informatieobjecttypen"}


def test_zuiderkoog_deviates_in_one_zaaktype():
    """Two municipalities on one server may do one thing differently, and the rest alike."""
    pairs = zip(zaaktypen_of(MEERWIJDE.slug), zaaktypen_of(ZUIDERKOOG.slug), strict=True)
    assert [own.sleutel for own, other in pairs if own != other] == ["parkeervergunning"]


@pytest.mark.parametrize("feit", RECHTSFEITEN)
def test_the_zaak_beside_a_fact_can_be_made(feit):
    """Its status and resultaat are of its zaaktype: else the counter of the demo would refuse the fact."""
    soort = RECHTSFEITEN[feit]
    [row] = [row for row in ZAAKTYPEN if row.identificatie == soort["zaaktype"]]
    statussen = [naam for naam, _ in row.statussen]
    assert feit in {*FEITEN, UITTREKSEL}
    assert soort["status"] in statussen
    assert (soort["status"] == statussen[-1]) is ("resultaat" in soort)
    known = {None, *(u.naam for u in uitkomsten_of(row).alle)}
    assert {soort.get("resultaat"), soort.get("afgewezen")} <= known


@pytest.mark.parametrize("row", ZAAKTYPEN, ids=lambda row: row.sleutel)
def test_zaaktype_is_complete(row):
    """A resident sees three to six steps in plain words, and somebody starts and somebody handles the case."""
    assert 3 <= len(row.statussen) <= 6
    assert all(naam and tekst for naam, tekst in row.statussen)
    generiek = [ROLLEN[naam] for naam in row.rollen]
    assert generiek.count("initiator") == generiek.count("behandelaar") == generiek.count("zaakcoordinator") == 1
    assert 0 < row.servicenorm_dagen <= row.doorlooptijd_dagen
    assert len(set(row.verwant) - {other.identificatie for other in ZAAKTYPEN}) == 0


@elke_gemeente
def test_volgnummers_rise_by_one(gemeente):
    numbers: dict[str, list[int]] = {}
    for item in catalogus_items(gemeente):
        if item.collectie == "statustypen":
            numbers.setdefault(item.body["zaaktype"].sleutel, []).append(item.body["volgnummer"])
    assert all(found == list(range(1, len(found) + 1)) for found in numbers.values())
    assert len(numbers) == 24


def test_tenants_have_own_valid_numbers():
    assert MEERWIJDE.rsin != ZUIDERKOOG.rsin
    for gemeente in GEMEENTEN:
        assert is_elfproef(gemeente.rsin)
        assert re.fullmatch(r"[A-Z]{1,5}", gemeente.domein)


def test_codes_belong_to_no_real_municipality(shared):
    """A code in use would put invented residents into a real municipality."""
    with (shared / "data/brp/bag-cbs/gemeentelijke-indeling.csv").open(encoding="utf-8") as file:
        cbs = {row["gemeentecode"] for row in csv.DictReader(file, delimiter=";")}
    tabel33 = (shared / "data/brp/landelijke-tabellen/Tabel33-Gemeententabel.csv").read_text(encoding="utf-16")
    for gemeente in GEMEENTEN:
        assert gemeente.code not in cbs
        assert f'"{gemeente.code}"' not in tabel33


@elke_gemeente
def test_applications_one_with_all_rights_one_with_few(gemeente):
    alles, balie = applicatie_items(gemeente)
    assert alles.body["heeftAlleAutorisaties"] is True
    assert alles.body["autorisaties"] == []  # ac-002: never both
    zrc = [autorisatie for autorisatie in balie.body["autorisaties"] if autorisatie["component"] == "zrc"]
    assert len({autorisatie["zaaktype"] for autorisatie in zrc}) == 3
    assert all(autorisatie["maxVertrouwelijkheidaanduiding"] for autorisatie in zrc)  # ac-003


def test_client_ids_are_nobody_elses():
    """ac-001: a client id belongs to one application, over both municipalities together."""
    ids = [name for gemeente in GEMEENTEN for item in applicatie_items(gemeente) for name in item.body["clientIds"]]
    assert len(ids) == len(set(ids)) == 4


@pytest.mark.parametrize(
    ("veld", "waarde"),
    [
        ("handelingInitiator", "x" * 21),
        ("doorlooptijd", "56 dagen"),
        ("doorlooptijd", None),
        ("beginGeldigheid", "2020-1-1"),
        ("publicatieIndicatie", "nee"),
        ("trefwoorden", "los"),
        ("indicatieInternOfExtern", "buiten"),
        ("referentieproces", {"link": "https://meent.example"}),
        ("productenOfDiensten", ["geen url"]),
        ("concept", False),
        ("onbekend", 1),
    ],
)
def test_the_walk_finds_a_fault(faults, veld, waarde):
    """A check that finds nothing anywhere would make all tests above worthless."""
    items = list(catalogus_items(MEERWIJDE))[:2]
    wrong = replace(items[1], body={**items[1].body, veld: waarde})
    assert [fault for fault in faults([items[0], wrong]) if f".{veld}" in fault]


def test_the_walk_finds_a_reference_to_something_later(faults):
    catalogus, zaaktype, *_ = catalogus_items(MEERWIJDE)
    with pytest.raises(KeyError):
        faults([zaaktype, catalogus])


def test_resolve_leaves_the_item_as_it_was():
    item = Item("zaken", "statussen", "1", {"zaak": Verwijzing("zaak", "a"), "lijst": [Verwijzing("zaak", "b")]})
    assert resolve(item.body, lambda v: f"/{v.sleutel}") == {"zaak": "/a", "lijst": ["/b"]}
    assert item.body["zaak"] == Verwijzing("zaak", "a")
