"""Finding zaken and what hangs under them: every filter of the Zaken API 1.7.0, in lists and in `_zoek`, and ordering.

One town that nobody changes, beside a town that holds the same things and must never be found.
Source: gemma-zaken, docs/standaard/zaken, and RULES.md §1 and §6.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import yaml

from meent.app import App
from meent.data import embedded
from meent.engine.marks import VERTROUWELIJKHEID
from tests.asgi import Client, Response
from tests.conftest import Gemeente, _gemeente
from tests.zgw import RSIN, ZAKEN, een_resultaat, een_rol, een_status, een_zaak, een_zaaktype, made, zrc

ANDER_RSIN = "111222333"
NERGENS = "00000000-0000-4000-8000-000000000000"
PARTIJ = "https://partijen.test/api/v1/partijen/"


@dataclass
class Town:
    """`named` holds every object that a test can find, by a name of its own."""

    client: Client
    named: dict[str, dict[str, Any]]

    def filled(self, value: Any) -> Any:
        """{vroeg} becomes the URL of what bears that name."""
        if isinstance(value, list):
            return [self.filled(v) for v in value]
        urls = {name: thing["url"] for name, thing in self.named.items()}
        return value.format(**urls, base=self.client.base) if isinstance(value, str) else value

    def names(self, answer: Response) -> set[str]:
        assert answer.status == 200, answer.body
        by_url = {thing["url"]: name for name, thing in self.named.items()}
        return {by_url[found["url"]] for found in answer.json["results"]}


ZAAK: dict[str, dict[str, Any]] = {
    "laat": {
        "identificatie": "LAAT",
        "bronorganisatie": ANDER_RSIN,
        "startdatum": "2026-06-05",
        "registratiedatum": "2026-06-06",
        "publicatiedatum": "2026-04-01",
        "einddatumGepland": "2026-07-01",
        "uiterlijkeEinddatumAfdoening": "2026-08-01",
        "archiefnominatie": "blijvend_bewaren",
        "archiefactiedatum": "2040-01-01",
        "archiefstatus": "overgedragen",
        "vertrouwelijkheidaanduiding": "geheim",
    },
    "vroeg": {
        "identificatie": "VROEG",
        "startdatum": "2026-01-05",
        "registratiedatum": "2026-01-06",
        "publicatiedatum": "2026-05-01",
        "einddatumGepland": "2026-02-01",
        "uiterlijkeEinddatumAfdoening": "2026-03-01",
        "archiefnominatie": "vernietigen",
        "archiefactiedatum": "2030-01-01",
        "archiefstatus": "gearchiveerd",
        "vertrouwelijkheidaanduiding": "openbaar",
    },
    "kaal": {
        "identificatie": "KAAL",
        "startdatum": "2026-03-05",
        "registratiedatum": "2026-03-06",
        "publicatiedatum": "2026-05-01",
        "vertrouwelijkheidaanduiding": "intern",
    },
}
ROL: dict[str, tuple[str, int, dict[str, Any]]] = {  # zaak, roltype, who
    "inwoner": (
        "vroeg",
        0,
        {
            "betrokkeneType": "natuurlijk_persoon",
            "betrokkeneIdentificatie": {
                "inpBsn": "999990019", "anpIdentificatie": "ANP-1", "inpA_nummer": "1234567890",
            },
        },
    ),
    "medewerker": (
        "vroeg",
        1,
        {"betrokkeneType": "medewerker", "betrokkeneIdentificatie": {"identificatie": "X-1"}},
    ),
    "bedrijf": (
        "laat",
        0,
        {
            "betrokkeneType": "niet_natuurlijk_persoon",
            "betrokkeneIdentificatie": {"innNnpId": "999990019", "annIdentificatie": "ANN-1"},
        },
    ),
    "vestiging": (
        "laat",
        1,
        {"betrokkeneType": "vestiging", "betrokkeneIdentificatie": {"vestigingsNummer": "X-1"}},
    ),
    "afdeling": (
        "kaal",
        1,
        {"betrokkeneType": "organisatorische_eenheid", "betrokkeneIdentificatie": {"identificatie": "X-1"}},
    ),
    "partij": (
        "kaal",
        0,
        {"betrokkeneType": "natuurlijk_persoon", "betrokkeneIdentificatie": None, "betrokkene": PARTIJ + "1"},
    ),
}  # fmt: skip


async def fill(client: Client) -> Town:
    gewoon, ander = await een_zaaktype(client), await een_zaaktype(client)
    types = {"vroeg": gewoon, "laat": ander, "kaal": gewoon}
    named = {"gewoon": gewoon, "ander": ander}
    named |= {name: await een_zaak(client, types[name], **fields) for name, fields in ZAAK.items()}
    for name, (zaak, roltype, fields) in ROL.items():
        named[name] = await een_rol(client, named[zaak], types[zaak]["roltypen"][roltype], **fields)
    named |= {"initiator": gewoon["roltypen"][0], "begin": gewoon["statustypen"][0], "eind": ander["statustypen"][2]}
    for name, zaak, number, op in (
        ("begonnen", "vroeg", 0, "2026-01-07T10:00:00Z"),
        ("gesloten", "vroeg", 2, "2026-02-02T10:00:00Z"),
        ("laat gesloten", "laat", 2, "2026-07-02T10:00:00Z"),
    ):
        if number == 2:
            named[f"resultaat van {zaak}"] = await een_resultaat(client, named[zaak], types[zaak])
        named[name] = await een_status(client, named[zaak], types[zaak]["statustypen"][number], op=op)
    for name, zaak, fields in (
        ("pand", "vroeg", {"objectType": "pand", "objectIdentificatie": {"identificatie": "1"}}),
        ("boom", "kaal", {"objectType": "overige", "objectTypeOverige": "boom", "object": "https://bomen.test/1"}),
    ):
        named[name] = await made(client, f"{ZAKEN}/zaakobjecten", {"zaak": named[zaak]["url"], **fields})
    return Town(client, named)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def gemeenten(app: App, migrated: embedded.Embedded) -> AsyncIterator[tuple[Gemeente, Gemeente]]:
    yield await _gemeente(app, migrated.owner_dsn), await _gemeente(app, migrated.owner_dsn)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def town(gemeenten: tuple[Gemeente, Gemeente]) -> Town:
    """The town that is searched; the other one holds the same."""
    await fill(gemeenten[1].client)
    return await fill(gemeenten[0].client)


def as_text(value: Any) -> str:
    """A value as it stands in a query string."""
    if isinstance(value, list):
        return ",".join(value)
    return str(value).lower() if isinstance(value, bool) else str(value)


# --- filters on zaken ------------------------------------------------------------------------------------------------

BETROKKENE = "rol__betrokkeneIdentificatie__"
ZAKEN_FILTERS: list[tuple[str, Any, str]] = [
    ("identificatie", "VROEG", "vroeg"),
    ("bronorganisatie", RSIN, "vroeg kaal"),
    ("bronorganisatie__in", [ANDER_RSIN, "000000000"], "laat"),
    ("zaaktype", "{ander}", "laat"),
    ("archiefnominatie", "vernietigen", "vroeg"),
    ("archiefnominatie__in", ["vernietigen", "blijvend_bewaren"], "vroeg laat"),
    ("archiefactiedatum", "2030-01-01", "vroeg"),
    ("archiefactiedatum__isnull", True, "kaal"),
    ("archiefactiedatum__isnull", False, "vroeg laat"),
    ("archiefactiedatum__lt", "2040-01-01", "vroeg"),
    ("archiefactiedatum__gt", "2030-01-01", "laat"),
    ("archiefstatus", "gearchiveerd", "vroeg"),
    ("archiefstatus__in", ["gearchiveerd", "nog_te_archiveren"], "vroeg kaal"),
    ("startdatum", "2026-03-05", "kaal"),
    ("startdatum__gt", "2026-03-05", "laat"),
    ("startdatum__gte", "2026-03-05", "kaal laat"),
    ("startdatum__lt", "2026-03-05", "vroeg"),
    ("startdatum__lte", "2026-03-05", "vroeg kaal"),
    ("registratiedatum", "2026-03-06", "kaal"),
    ("registratiedatum__gt", "2026-03-06", "laat"),
    ("registratiedatum__lt", "2026-03-06", "vroeg"),
    ("einddatum", "2026-02-02", "vroeg"),
    ("einddatum__isnull", True, "kaal"),
    ("einddatum__isnull", False, "vroeg laat"),
    ("einddatum__gt", "2026-02-02", "laat"),
    ("einddatum__lt", "2026-07-02", "vroeg"),
    ("einddatumGepland", "2026-02-01", "vroeg"),
    ("einddatumGepland__gt", "2026-02-01", "laat"),
    ("einddatumGepland__lt", "2026-07-01", "vroeg"),
    ("uiterlijkeEinddatumAfdoening", "2026-03-01", "vroeg"),
    ("uiterlijkeEinddatumAfdoening__gt", "2026-03-01", "laat"),
    ("uiterlijkeEinddatumAfdoening__lt", "2026-08-01", "vroeg"),
    ("maximaleVertrouwelijkheidaanduiding", "intern", "vroeg kaal"),
    ("rol__betrokkeneType", "vestiging", "laat"),
    ("rol__betrokkene", PARTIJ + "1", "kaal"),
    ("rol__omschrijvingGeneriek", "initiator", "vroeg laat kaal"),
    ("rol__omschrijvingGeneriek", "adviseur", ""),
    # The same numbers and names stand in roles of other kinds: only the kind that is asked for counts.
    (BETROKKENE + "natuurlijkPersoon__inpBsn", "999990019", "vroeg"),
    (BETROKKENE + "natuurlijkPersoon__anpIdentificatie", "ANP-1", "vroeg"),
    (BETROKKENE + "natuurlijkPersoon__inpA_nummer", "1234567890", "vroeg"),
    (BETROKKENE + "nietNatuurlijkPersoon__innNnpId", "999990019", "laat"),
    (BETROKKENE + "nietNatuurlijkPersoon__annIdentificatie", "ANN-1", "laat"),
    (BETROKKENE + "vestiging__vestigingsNummer", "X-1", "laat"),
    (BETROKKENE + "medewerker__identificatie", "X-1", "vroeg"),
    (BETROKKENE + "organisatorischeEenheid__identificatie", "X-1", "kaal"),
]


@pytest.mark.rule("Z-56")
@pytest.mark.parametrize(("name", "value", "found"), ZAKEN_FILTERS)
async def test_list_of_zaken_is_narrowed(town: Town, name: str, value: Any, found: str) -> None:
    """A handler who looks for a case does not find it, or acts on the wrong one."""
    answer = await town.client.get(f"{ZAKEN}/zaken", {name: as_text(town.filled(value))})
    assert town.names(answer) == set(found.split())
    assert answer.json["count"] == len(found.split())


@pytest.mark.rule("Z-47")
@pytest.mark.parametrize(("name", "value", "found"), ZAKEN_FILTERS)
async def test_search_knows_every_filter_of_the_list(town: Town, name: str, value: Any, found: str) -> None:
    """A question too long for an address cannot be asked, or gives another answer."""
    answer = await town.client.post(f"{ZAKEN}/zaken/_zoek", {name: town.filled(value)})
    assert town.names(answer) == set(found.split())
    assert answer.json["count"] == len(found.split())


@pytest.mark.rule("Z-56")
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("identificatie", "vroe"),
        ("bronorganisatie", "000000000"),
        ("zaaktype", "{base}/catalogi/api/v1/zaaktypen/" + NERGENS),
        ("zaaktype", "https://elders.test/catalogi/api/v1/zaaktypen/" + NERGENS),
        ("zaaktype", "{begin}"),
        ("archiefstatus", "gearchiveerd_procestermijn_onbekend"),
        ("rol__betrokkene", PARTIJ + "2"),
        (BETROKKENE + "natuurlijkPersoon__inpBsn", "111222333"),
        (BETROKKENE + "medewerker__identificatie", "x-1"),
    ],
)
async def test_what_is_nowhere_is_not_found(town: Town, name: str, value: str) -> None:
    """A search for one citizen shows another."""
    for answer in (
        await town.client.get(f"{ZAKEN}/zaken", {name: town.filled(value)}),
        await town.client.post(f"{ZAKEN}/zaken/_zoek", {name: town.filled(value)}),
    ):
        assert (answer.status, answer.json["count"], answer.json["results"]) == (200, 0, [])


@pytest.mark.rule("Z-56")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"startdatum__gt": "2026-01-05", "startdatum__lt": "2026-06-05"}, "kaal"),
        ({"bronorganisatie": RSIN, "einddatum__isnull": "false"}, "vroeg"),
        ({"zaaktype": "{gewoon}", "archiefstatus": "overgedragen"}, ""),
        ({"zaaktype": "{gewoon}", "rol__betrokkeneType": "medewerker"}, "vroeg"),
    ],
)
async def test_filters_hold_together(town: Town, query: dict[str, str], found: str) -> None:
    """A list that should be short is long, and people are written to who should not be."""
    answer = await town.client.get(f"{ZAKEN}/zaken", {n: town.filled(v) for n, v in query.items()})
    assert town.names(answer) == set(found.split())


WRONG: list[tuple[str, str, str]] = [
    *(
        (name, value, "invalid")
        for name in (
            "archiefactiedatum", "archiefactiedatum__lt", "archiefactiedatum__gt", "startdatum", "startdatum__gt",
            "startdatum__gte", "startdatum__lt", "startdatum__lte", "registratiedatum", "registratiedatum__gt",
            "registratiedatum__lt", "einddatum", "einddatum__gt", "einddatum__lt", "einddatumGepland",
            "einddatumGepland__gt", "einddatumGepland__lt", "uiterlijkeEinddatumAfdoening",
            "uiterlijkeEinddatumAfdoening__gt", "uiterlijkeEinddatumAfdoening__lt",
        )
        for value in ("05-01-2026",)
    ),
    ("startdatum", "2026-02-30", "invalid"),
    ("startdatum", "", "invalid"),
    ("zaaktype", "geen-adres", "invalid"),
    ("rol__betrokkene", "geen-adres", "invalid"),
    ("archiefactiedatum__isnull", "misschien", "invalid"),
    ("einddatum__isnull", "misschien", "invalid"),
    ("archiefnominatie", "weggooien", "invalid_choice"),
    ("archiefnominatie__in", "vernietigen,weggooien", "invalid_choice"),
    ("archiefstatus", "zoek", "invalid_choice"),
    ("archiefstatus__in", "gearchiveerd,zoek", "invalid_choice"),
    ("rol__betrokkeneType", "huisdier", "invalid_choice"),
    ("rol__omschrijvingGeneriek", "baas", "invalid_choice"),
    ("maximaleVertrouwelijkheidaanduiding", "top_secret", "invalid_choice"),
    (BETROKKENE + "natuurlijkPersoon__inpBsn", "1234567890", "max_length"),
    (BETROKKENE + "natuurlijkPersoon__anpIdentificatie", "x" * 18, "max_length"),
    (BETROKKENE + "natuurlijkPersoon__inpA_nummer", "12345678901", "max_length"),
    (BETROKKENE + "nietNatuurlijkPersoon__annIdentificatie", "x" * 18, "max_length"),
    (BETROKKENE + "vestiging__vestigingsNummer", "x" * 25, "max_length"),
    (BETROKKENE + "medewerker__identificatie", "x" * 255, "max_length"),
]  # fmt: skip


@pytest.mark.rule("Z-56", "Z-47")
@pytest.mark.parametrize(("name", "value", "code"), WRONG)
async def test_wrong_value_is_told_by_the_name_of_the_filter(town: Town, name: str, value: str, code: str) -> None:
    """A typing error in a question gives a confident "nothing found"."""
    body = value.split(",") if name.endswith("__in") else value
    for answer in (
        await town.client.get(f"{ZAKEN}/zaken", {name: value}),
        await town.client.post(f"{ZAKEN}/zaken/_zoek", {name: body}),
    ):
        assert (answer.status, answer.codes) == (400, {(name, code)})


@pytest.mark.rule("Z-56", "Z-47")
@pytest.mark.parametrize(
    "name", ["onzin", "toelichting", "startdatum__isnull", "rol__betrokkeneIdentificatie", "fields"]
)
async def test_filter_that_does_not_exist_is_refused(town: Town, name: str) -> None:
    """A filter is passed over in silence, and everybody's cases are shown."""
    answer = await town.client.get(f"{ZAKEN}/zaken", {name: "x"})
    assert (answer.status, answer.codes) == (400, {("nonFieldErrors", "unknown-parameters")})
    if name != "fields":
        answer = await town.client.post(f"{ZAKEN}/zaken/_zoek", {name: "x"})
        assert (answer.status, answer.codes) == (400, {("nonFieldErrors", "unknown-parameters")})


@pytest.mark.rule("Z-49")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"betrokkeneType": "natuurlijk_persoon", "omschrijvingGeneriek": "initiator"}, "vroeg kaal"),
        ({"betrokkeneType": "medewerker", "omschrijvingGeneriek": "behandelaar"}, "vroeg"),
        ({"betrokkeneType": "medewerker", "omschrijvingGeneriek": "initiator"}, ""),
        ({"betrokkeneType": "natuurlijk_persoon", "omschrijvingGeneriek": "behandelaar"}, ""),
        ({"betrokkene": PARTIJ + "1", "betrokkeneType": "organisatorische_eenheid"}, ""),
        (
            {
                "betrokkeneIdentificatie__medewerker__identificatie": "X-1",
                "betrokkeneIdentificatie__natuurlijkPersoon__inpBsn": "999990019",
            },
            "",
        ),
    ],
)
async def test_filters_on_rollen_are_about_one_rol(town: Town, query: dict[str, str], found: str) -> None:
    """Cases in which somebody only advises are shown as those he applied for."""
    given = {f"rol__{name}": value for name, value in query.items()}
    for answer in (
        await town.client.get(f"{ZAKEN}/zaken", given),
        await town.client.post(f"{ZAKEN}/zaken/_zoek", given),
    ):
        assert town.names(answer) == set(found.split())


@pytest.mark.rule("Z-50")
async def test_confidentiality_up_to_a_level(client: Client) -> None:
    """A list made for the counter shows a secret case."""
    zaaktype = await een_zaaktype(client)
    zaken = {
        level: (await een_zaak(client, zaaktype, vertrouwelijkheidaanduiding=level))["url"]
        for level in VERTROUWELIJKHEID
    }
    assert len(zaken) == 8
    for place, highest in enumerate(VERTROUWELIJKHEID, start=1):
        answer = await client.get(f"{ZAKEN}/zaken", {"maximaleVertrouwelijkheidaanduiding": highest})
        assert {z["url"] for z in answer.json["results"]} == {zaken[level] for level in VERTROUWELIJKHEID[:place]}


# --- ordering --------------------------------------------------------------------------------------------------------


@pytest.mark.rule("Z-48")
@pytest.mark.parametrize(
    ("ordering", "expected"),
    [
        ("startdatum", "vroeg kaal laat"),
        ("-startdatum", "laat kaal vroeg"),
        ("registratiedatum", "vroeg kaal laat"),
        ("-registratiedatum", "laat kaal vroeg"),
        ("identificatie", "kaal laat vroeg"),
        ("-identificatie", "vroeg laat kaal"),
        ("einddatum", "vroeg laat"),
        ("-einddatum", "laat vroeg"),
        ("archiefactiedatum", "vroeg laat"),
        ("-archiefactiedatum", "laat vroeg"),
        ("publicatiedatum,identificatie", "laat kaal vroeg"),
        ("publicatiedatum,-identificatie", "laat vroeg kaal"),
        ("-publicatiedatum,identificatie", "kaal vroeg laat"),
        ("-publicatiedatum,-startdatum", "kaal vroeg laat"),
    ],
)
async def test_zaken_come_in_the_order_asked_for(town: Town, ordering: str, expected: str) -> None:
    """The case that waits longest stands at the bottom of the list."""
    by_url = {town.named[name]["url"]: name for name in ZAAK}
    for answer in (
        await town.client.get(f"{ZAKEN}/zaken", {"ordering": ordering}),
        await town.client.post(f"{ZAKEN}/zaken/_zoek", {"ordering": ordering, "startdatum__gt": "2020-01-01"}),
        await town.client.post(
            f"{ZAKEN}/zaken/_zoek", {"ordering": ordering.split(","), "startdatum__gt": "2020-01-01"}
        ),
    ):
        shown = [by_url[z["url"]] for z in answer.json["results"]]
        assert len(shown) == 3
        assert [name for name in shown if name in expected.split()] == expected.split()


@pytest.mark.rule("Z-48")
@pytest.mark.parametrize("ordering", ["toelichting", "--startdatum", "startdatum,onzin", "uuid", "startdatum desc"])
async def test_other_order_is_refused(town: Town, ordering: str) -> None:
    """A list stands in an order that nobody asked for."""
    for answer in (
        await town.client.get(f"{ZAKEN}/zaken", {"ordering": ordering}),
        await town.client.post(f"{ZAKEN}/zaken/_zoek", {"ordering": ordering}),
    ):
        assert (answer.status, answer.codes) == (400, {("ordering", "invalid_choice")})


# --- filters on what hangs under a zaak ------------------------------------------------------------------------------

SUB_FILTERS: list[tuple[str, str, str, str]] = [
    ("statussen", "zaak", "{vroeg}", "begonnen,gesloten"),
    ("statussen", "statustype", "{begin}", "begonnen"),
    ("statussen", "indicatieLaatstGezetteStatus", "true", "gesloten,laat gesloten"),
    ("statussen", "indicatieLaatstGezetteStatus", "false", "begonnen"),
    ("rollen", "zaak", "{vroeg}", "inwoner,medewerker"),
    ("rollen", "betrokkene", PARTIJ + "1", "partij"),
    ("rollen", "betrokkeneType", "natuurlijk_persoon", "inwoner,partij"),
    ("rollen", "betrokkeneIdentificatie__natuurlijkPersoon__inpBsn", "999990019", "inwoner"),
    ("rollen", "betrokkeneIdentificatie__natuurlijkPersoon__anpIdentificatie", "ANP-1", "inwoner"),
    ("rollen", "betrokkeneIdentificatie__natuurlijkPersoon__inpA_nummer", "1234567890", "inwoner"),
    ("rollen", "betrokkeneIdentificatie__nietNatuurlijkPersoon__innNnpId", "999990019", "bedrijf"),
    ("rollen", "betrokkeneIdentificatie__nietNatuurlijkPersoon__annIdentificatie", "ANN-1", "bedrijf"),
    ("rollen", "betrokkeneIdentificatie__vestiging__vestigingsNummer", "X-1", "vestiging"),
    ("rollen", "betrokkeneIdentificatie__organisatorischeEenheid__identificatie", "X-1", "afdeling"),
    ("rollen", "betrokkeneIdentificatie__medewerker__identificatie", "X-1", "medewerker"),
    ("rollen", "roltype", "{initiator}", "inwoner,partij"),
    ("rollen", "omschrijving", "Aanvrager", "inwoner,bedrijf,partij"),
    ("rollen", "omschrijvingGeneriek", "behandelaar", "medewerker,vestiging,afdeling"),
    ("zaakobjecten", "zaak", "{vroeg}", "pand"),
    ("zaakobjecten", "object", "https://bomen.test/1", "boom"),
    ("zaakobjecten", "objectType", "pand", "pand"),
]


@pytest.mark.rule("Z-57")
@pytest.mark.parametrize(("path", "name", "value", "found"), SUB_FILTERS)
async def test_list_under_zaken_is_narrowed(town: Town, path: str, name: str, value: str, found: str) -> None:
    """The file of one citizen shows the people and the steps of another."""
    answer = await town.client.get(f"{ZAKEN}/{path}", {name: town.filled(value)})
    assert town.names(answer) == set(found.split(","))
    assert answer.json["count"] == len(found.split(","))


@pytest.mark.rule("Z-57")
@pytest.mark.parametrize(
    ("path", "name", "value"),
    [
        ("statussen", "zaak", "{kaal}"),
        ("statussen", "zaak", "{base}/zaken/api/v1/zaken/" + NERGENS),
        ("statussen", "statustype", "{initiator}"),
        ("rollen", "zaak", "https://elders.test/zaken/1"),
        ("rollen", "betrokkene", PARTIJ + "2"),
        ("rollen", "omschrijving", "aanvrager van"),
        ("rollen", "omschrijvingGeneriek", "adviseur"),
        ("zaakobjecten", "zaak", "{laat}"),
        ("zaakobjecten", "object", "https://bomen.test/2"),
        ("zaakobjecten", "objectType", "adres"),
    ],
)
async def test_what_is_not_there_is_not_found(town: Town, path: str, name: str, value: str) -> None:
    """A question about one case answers with all of them."""
    answer = await town.client.get(f"{ZAKEN}/{path}", {name: town.filled(value)})
    assert (answer.status, answer.json["count"], answer.json["results"]) == (200, 0, [])


@pytest.mark.rule("Z-57")
@pytest.mark.parametrize(
    ("path", "name", "value", "code"),
    [
        ("statussen", "zaak", "geen-adres", "invalid"),
        ("statussen", "statustype", "geen-adres", "invalid"),
        ("statussen", "indicatieLaatstGezetteStatus", "misschien", "invalid"),
        ("rollen", "zaak", "geen-adres", "invalid"),
        ("rollen", "roltype", "geen-adres", "invalid"),
        ("rollen", "betrokkene", "geen-adres", "invalid"),
        ("rollen", "betrokkeneType", "huisdier", "invalid_choice"),
        ("rollen", "omschrijvingGeneriek", "baas", "invalid_choice"),
        ("zaakobjecten", "zaak", "geen-adres", "invalid"),
        ("zaakobjecten", "object", "geen-adres", "invalid"),
        ("zaakobjecten", "objectType", "boom", "invalid_choice"),
    ],
)
async def test_wrong_value_under_zaken_is_told_by_name(town: Town, path: str, name: str, value: str, code: str) -> None:
    """A typing error gives a confident "nothing found"."""
    answer = await town.client.get(f"{ZAKEN}/{path}", {name: value})
    assert (answer.status, answer.codes) == (400, {(name, code)})


@pytest.mark.rule("Z-56", "Z-57")
def test_every_published_filter_is_tested_here(shared: Path) -> None:
    """A filter that the standard adds is taken in untested."""
    document = yaml.safe_load((shared / "standards/zaken/1.7.0/openapi.yaml").read_text())
    tested = {"/zaken": {name for name, _, _ in ZAKEN_FILTERS}}
    for path, name, _, _ in SUB_FILTERS:
        tested.setdefault(f"/{path}", set()).add(name)
    for path, names in tested.items():
        published = {p["name"] for p in document["paths"][path]["get"]["parameters"] if p.get("in") == "query"}
        assert published - {"page", "ordering", "expand"} == names, path


# --- within the rights of the caller ---------------------------------------------------------------------------------


@pytest.mark.rule("Z-10", "Z-47")
async def test_what_the_caller_may_not_see_is_not_found(town: Town, gemeenten: tuple[Gemeente, Gemeente]) -> None:
    """A search for a citizen's number betrays a case that the searcher may not know of."""
    gewoon, ander = town.named["gewoon"], town.named["ander"]
    caller = await gemeenten[0].application(
        zrc(["zaken.lezen"], gewoon, tot="beperkt_openbaar"), zrc(["zaken.bijwerken"], ander, tot="zeer_geheim")
    )
    for query in ({}, {"identificatie": "VROEG"}, {"startdatum__gt": "2020-01-01"}, {"bronorganisatie": RSIN}):
        listed = await caller.get(f"{ZAKEN}/zaken", query)
        searched = await caller.post(f"{ZAKEN}/zaken/_zoek", query or {"ordering": "startdatum"})
        assert town.names(listed) == town.names(searched) == {"vroeg"}
        assert (listed.json["count"], searched.json["count"]) == (1, 1)
    for hidden in (
        {"identificatie": "LAAT"},
        {"identificatie": "KAAL"},
        {BETROKKENE + "vestiging__vestigingsNummer": "X-1"},
    ):
        for answer in (await caller.get(f"{ZAKEN}/zaken", hidden), await caller.post(f"{ZAKEN}/zaken/_zoek", hidden)):
            assert (answer.status, answer.json["count"], answer.json["results"]) == (200, 0, [])
    seen = {path: town.names(await caller.get(f"{ZAKEN}/{path}")) for path in ("statussen", "rollen", "zaakobjecten")}
    assert seen == {
        "statussen": {"begonnen", "gesloten"}, "rollen": {"inwoner", "medewerker"}, "zaakobjecten": {"pand"},
    }  # fmt: skip
