"""Who looked for whom: "nobody here" is an answer about a person, and so leaves a line (decision 0037)."""

import json
from typing import Any

import pytest

from meent.data.pool import Connection
from meent.engine import filters
from meent.engine.declare import Registry
from meent.engine.fields import SQL_TYPE
from meent.services.resources import RESOURCES
from meent.verwerkingen import inzage, regels
from meent.verwerkingen.gezocht import gezocht
from tests.asgi import Client
from tests.conftest import Gemeente
from tests.services.klantinteracties.bodies import KLANTINTERACTIES as KI
from tests.services.klantinteracties.bodies import PARTIJEN, een_adres, een_identificator, een_partij, nummer, ref
from tests.services.klantinteracties.contacten import een_betrokkene, een_klantcontact
from tests.services.objecten.bomen import OBJECTS, een_object
from tests.verwerkingen.conftest import ANNA, Town, hash_of, key
from tests.verwerkingen.test_refused import broken
from tests.zgw import ZAKEN

REGISTRY = Registry(RESOURCES)
NIEMAND = "999990032"
PERSON = "betrokkeneIdentificatie__natuurlijkPersoon__"
OF_ROL, OF_ZAAK = f"{PERSON}inpBsn", f"rol__{PERSON}inpBsn"
ID = "partijIdentificator__objectId"
NOWHERE = "00000000-0000-4000-8000-000000000000"

LOOKED_FOR = [
    ("GET", f"{ZAKEN}/zaken", {OF_ZAAK: NIEMAND}, f"bsn:{NIEMAND}"),
    ("GET", f"{ZAKEN}/zaken", {f"rol__{PERSON}inpA_nummer": "1234567890"}, "a-nummer:1234567890"),
    ("GET", f"{ZAKEN}/zaken", {f"rol__{PERSON}anpIdentificatie": "ANP-9"}, "anp:ANP-9"),
    ("GET", f"{ZAKEN}/zaken", {"rol__betrokkene": "https://brp.example/9"}, "webadres:https://brp.example/9"),
    ("POST", f"{ZAKEN}/zaken/_zoek", {OF_ZAAK: NIEMAND}, f"bsn:{NIEMAND}"),
    ("GET", f"{ZAKEN}/rollen", {OF_ROL: NIEMAND}, f"bsn:{NIEMAND}"),
    ("GET", f"{ZAKEN}/rollen", {"betrokkene": "https://brp.example/9"}, "webadres:https://brp.example/9"),
    ("GET", f"{ZAKEN}/rollen", {"betrokkene": "https://brp.example/a\\9"}, "webadres:https://brp.example/a\\9"),
    ("GET", f"{ZAKEN}/zaakobjecten", {"object": "https://brp.example/9", "objectType": "natuurlijk_persoon"},
     "webadres:https://brp.example/9"),
    ("GET", "/documenten/api/v1/verzendingen", {"betrokkene": "https://brp.example/9"},
     "webadres:https://brp.example/9"),
    ("GET", PARTIJEN, {ID: NIEMAND}, f"bsn:{NIEMAND}"),
    ("GET", PARTIJEN, {ID: "12", "partijIdentificator__codeSoortObjectId": "bsn"}, "bsn:12"),
    ("GET", PARTIJEN, {"nummer": "0000000099"}, "partijnummer:0000000099"),
    ("GET", f"{KI}/partij-identificatoren", {"partijIdentificatorObjectId": NIEMAND}, f"bsn:{NIEMAND}"),
    ("GET", f"{KI}/digitaleadressen", {"adres": "Anna@b.example"}, "adres:anna@b.example"),
    ("GET", f"{KI}/digitaleadressen", {"adres__icontains": "ANNA@"}, "adres:anna@"),
    ("GET", f"{KI}/digitaleadressen", {f"verstrektDoorPartij__{ID}": NIEMAND}, f"bsn:{NIEMAND}"),
    ("GET", f"{KI}/klantcontacten", {f"hadBetrokkene__wasPartij__{ID}": NIEMAND}, f"bsn:{NIEMAND}"),
    ("GET", f"{KI}/klantcontacten", {"hadBetrokkene__wasPartij__uuid": NOWHERE}, f"partij:{NOWHERE}"),
    ("GET", f"{KI}/klantcontacten", {"hadBetrokkene__digitaaladres__adres__icontains": "0612345678"},
     "adres:0612345678"),
    ("GET", f"{KI}/onderwerpobjecten", {"onderwerpobjectidentificatorObjectId": NIEMAND}, f"bsn:{NIEMAND}"),
    ("GET", f"{KI}/betrokkenen", {"contactnaamAchternaam": "Niemandsverdriet"}, "naam:niemandsverdriet"),
    ("GET", f"{KI}/rekeningnummers", {"iban": "NL12INHO0003456789"}, "iban:nl12inho0003456789"),
    ("GET", OBJECTS, {"data_attr": f"eigenaar__exact__{NIEMAND}"}, f"bsn:{NIEMAND}"),
    ("GET", OBJECTS, {"data_attrs": f"soort__exact__eik,eigenaar__in__12|{NIEMAND}"}, f"bsn:{NIEMAND}"),
    ("GET", OBJECTS, {"data_icontains": NIEMAND}, f"bsn:{NIEMAND}"),
    ("POST", f"{OBJECTS}/search", {"data_attr": f"eigenaar__exact__{NIEMAND}"}, f"bsn:{NIEMAND}"),
]  # fmt: skip


async def ask(client: Client, method: str, path: str, asked: dict[str, Any]) -> Any:
    answer = await client.get(path, asked) if method == "GET" else await client.post(path, asked)
    assert answer.status == 200, answer.body
    return answer.json


async def lines_of(gemeente: Gemeente) -> list[Any]:
    return await gemeente.rows("select * from verwerking where tenant_id = $1 order by id", gemeente.id)


@pytest.mark.rule("LV-01")
@pytest.mark.parametrize(("method", "path", "asked", "wie"), LOOKED_FOR)
async def test_who_is_not_found_was_looked_for(
    gemeente: Gemeente, method: str, path: str, asked: dict[str, Any], wie: str
) -> None:
    """A clerk could try the whole street, and only those who have a case would ever know."""
    found = await ask(gemeente.client, method, path, asked)
    assert found["count"] == 0
    (line,) = await lines_of(gemeente)
    assert (line["handeling"], line["gegevens"]) == ("search", ["zoekvraag"])
    assert line["betrokkene"] == await hash_of(gemeente, wie)
    assert line["applicatie"] == gemeente.client.client_id
    text = json.dumps([str(value) for value in line.values()])
    assert [value for value in (wie.partition(":")[2], NIEMAND) if len(value) > 3 and value in text] == []


@pytest.mark.rule("LV-01")
async def test_a_page_that_is_not_there_was_asked_for(town: Town) -> None:
    """With pages of one row, "no second page" says that somebody has one case or none."""
    known = len(await town.lines())
    answer = await town.client.get(f"{ZAKEN}/zaken", {OF_ZAAK: NIEMAND, "page": "2", "pageSize": "1"})
    assert answer.status == 404
    wie = await hash_of(town.gemeente, f"bsn:{NIEMAND}")
    assert [(line["handeling"], line["betrokkene"]) for line in (await town.lines())[known:]] == [("search", wie)]


@pytest.mark.rule("LV-01")
async def test_who_asks_the_log_finds_the_search(town: Town) -> None:
    """By the same number, as one time that somebody looked."""
    await town.client.get(f"{ZAKEN}/zaken", {OF_ZAAK: NIEMAND})
    await town.client.get(f"{ZAKEN}/rollen", {OF_ROL: NIEMAND})
    async with town.gemeente.app.pool.tenant(town.gemeente.id) as conn:
        vraag = inzage.Vraag(f"bsn:{NIEMAND}", inzage.FIRST, inzage.END)
        found, _ = await inzage.times_about(conn, town.gemeente.id, vraag, most=10)
    assert [(r.handeling, r.resource, tuple(r.gegevens)) for r in found] == [
        ("search", "rol", ("zoekvraag",)), ("search", "zaak", ("zoekvraag",)),
    ]  # fmt: skip


@pytest.mark.rule("LV-01")
@pytest.mark.parametrize("asked", [
    {"identificatie": "bestaat-niet"},
    {"rol__betrokkeneIdentificatie__vestiging__vestigingsNummer": "000012345678"},
    {"rol__betrokkeneIdentificatie__medewerker__identificatie": "jdevries"},
    {OF_ZAAK: ""},
])  # fmt: skip
async def test_who_names_nobody_leaves_no_line(town: Town, asked: dict[str, str]) -> None:
    """A line about nobody says nothing to anybody, and the log would hold each empty list of the day."""
    known = len(await town.lines())
    assert (await town.client.get(f"{ZAKEN}/zaken", asked)).json["count"] == 0
    assert await town.since(known) == set()


@pytest.mark.rule("LV-01")
@pytest.mark.parametrize("soort", ["kvk_nummer", "rsin", "vestigingsnummer"])
async def test_the_number_of_a_firm_is_nobodys(gemeente: Gemeente, soort: str) -> None:
    """A RSIN looks like a BSN; what the client says it is counts."""
    await ask(gemeente.client, "GET", PARTIJEN, {ID: NIEMAND, "partijIdentificator__codeSoortObjectId": soort})
    assert await lines_of(gemeente) == []


@pytest.mark.rule("LV-01")
@pytest.mark.parametrize("how", ["no right to add", "table away"])
async def test_without_a_line_nobody_hears_that_there_is_nobody(
    town: Town, superuser: Connection, how: str
) -> None:
    """An answer that cannot be logged is not given, whatever it says."""
    async with broken(superuser, how):
        answer = await town.client.get(f"{ZAKEN}/zaken", {OF_ZAAK: NIEMAND})
        assert (answer.status, answer.json["code"]) == (503, "log-niet-beschikbaar")
        assert (await town.client.get(f"{ZAKEN}/zaken", {"identificatie": "bestaat-niet"})).status == 200
    assert (await town.client.get(f"{ZAKEN}/zaken", {OF_ZAAK: NIEMAND})).json["count"] == 0


@pytest.mark.rule("LV-02")
async def test_who_was_looked_for_stands_with_what_was_found(town: Town) -> None:
    """A person who is known by another number than the register knows would not find that they were found."""
    body = {"zaak": town.niemand["url"], "betrokkeneType": "natuurlijk_persoon",
            "roltype": town.zaaktype["roltypen"][0]["url"], "roltoelichting": "Aanvrager",
            "betrokkeneIdentificatie": {"inpA_nummer": "1234567890"}}  # fmt: skip
    assert (await town.client.post(f"{ZAKEN}/rollen", body)).status == 201
    known = len(await town.lines())
    found = await ask(town.client, "GET", f"{ZAKEN}/zaken", {f"rol__{PERSON}inpA_nummer": "1234567890"})
    assert found["count"] == 1
    wie = await hash_of(town.gemeente, "a-nummer:1234567890")
    assert await town.since(known) == {("list", "zaak", key(town.niemand), wie)}


@pytest.mark.rule("LV-02")
async def test_who_the_register_knows_too_is_told_once(town: Town) -> None:
    """Two lines for one look would say that somebody looked twice."""
    known = len(await town.lines())
    assert (await ask(town.client, "GET", f"{ZAKEN}/rollen", {OF_ROL: ANNA}))["count"] == 2
    anna = await town.who(ANNA)
    assert await town.since(known) == {("list", "rol", key(town.rollen[n]), anna) for n in (0, 3)}


@pytest.mark.rule("LV-02")
@pytest.mark.parametrize("how", ["uuid", "url", "nummer"])
async def test_who_is_named_by_a_partij_is_the_person_that_it_is(gemeente: Gemeente, how: str) -> None:
    """Found or not: residents ask by their BSN, and know nothing of partijen."""
    client = gemeente.client
    anna = await een_partij(client)
    await een_identificator(client, anna, nummer("bsn", ANNA))
    known = len(await lines_of(gemeente))
    found = await ask(client, "GET", f"{KI}/betrokkenen", {f"wasPartij__{how}": anna[how]})
    assert found["count"] == 0
    wie = await hash_of(gemeente, f"bsn:{ANNA}")
    assert [(r["handeling"], r["betrokkene"]) for r in (await lines_of(gemeente))[known:]] == [("search", wie)]


@pytest.mark.rule("LV-02")
async def test_an_address_is_of_who_gave_it_and_of_who_was_looked_for(gemeente: Gemeente) -> None:
    """The number that somebody dialled from may be known as another's."""
    client = gemeente.client
    anna = await een_partij(client)
    await een_identificator(client, anna, nummer("bsn", ANNA))
    contact = await een_klantcontact(client)
    betrokkene = await een_betrokkene(client, contact, wasPartij=ref(anna))
    await een_adres(client, verstrektDoorBetrokkene=ref(betrokkene), adres="anna@b.example")
    known = len(await lines_of(gemeente))
    asked = {"hadBetrokkene__digitaaladres__adres__icontains": "anna@b"}
    assert (await ask(client, "GET", f"{KI}/klantcontacten", asked))["count"] == 1
    wie = {await hash_of(gemeente, text) for text in (f"bsn:{ANNA}", "adres:anna@b")}
    new = (await lines_of(gemeente))[known:]
    assert {(r["handeling"], r["object"], r["betrokkene"]) for r in new} == {("list", key(contact), w) for w in wie}


@pytest.mark.rule("LV-02")
async def test_an_object_that_holds_the_number_is_about_who_has_it(gemeente: Gemeente) -> None:
    """Of what stands in an object we know nothing, but who asks for it by a BSN does."""
    eik = await een_object(gemeente.client, data={"soort": "eik", "eigenaar": ANNA})
    await een_object(gemeente.client, data={"soort": "beuk"})
    known = len(await lines_of(gemeente))
    asked = {"data_attr": f"eigenaar__exact__{ANNA}"}
    assert (await ask(gemeente.client, "GET", OBJECTS, asked))["count"] == 1
    wie = await hash_of(gemeente, f"bsn:{ANNA}")
    assert [(r["object"], r["betrokkene"]) for r in (await lines_of(gemeente))[known:]] == [(key(eik), wie)]


async def test_looking_for_somebody_costs_no_round_trip_more(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """One insert with all lines, found or not; finding nobody asks the question and writes the line."""
    trips: list[str] = []
    for method in ("fetch", "fetchrow", "fetchval", "execute"):
        before = getattr(Connection, method)

        async def counted(self: Any, query: str, *args: Any, _before: Any = before, **more: Any) -> Any:
            trips.append(query)
            return await _before(self, query, *args, **more)

        monkeypatch.setattr(Connection, method, counted)
    await town.client.get(f"{ZAKEN}/zaken")  # what is remembered for a minute is remembered
    for bsn, count in ((ANNA, 2), (NIEMAND, 0)):
        trips.clear()
        assert (await town.client.get(f"{ZAKEN}/zaken", {OF_ZAAK: bsn})).json["count"] == count
        assert len(trips) == 2, trips
        assert sum("INSERT INTO verwerking" in trip for trip in trips) == 1


# --- which parameters those are ---------------------------------------------------------------------------------------

NOBODY = {
    "identificatie", "zaak", "zaaktype", "besluittype", "informatieobject", "trefwoorden", "statustype",
    "resultaattype", "roltype", "omschrijving", "type", "gerelateerdAan", "onderwerp", "tekst", "aangemaaktDoor",
    "objectinformatieobjecten_object", "objectinformatieobjecten__object", "fields", "ordering", "referentie",
    "referentienummer", "kanaal", "inhoud", "reactie", "organisatienaam", "bic", "anderePartijIdentificator",
    "categorie", "categorie__naam", "categorierelatie__categorie__naam", "actor", "actoren__naam",
    "toegewezenAanActor", "uuid",
    "contactnaamVoorletters", "contactnaamVoornaam", "contactnaamVoorvoegselAchternaam",
}  # fmt: skip
"""What is asked of a row, or of what it is about; a first name alone is nobody's."""
NOBODY_BEGINS = (
    "bezoekadres", "correspondentieadres", "bijlageidentificator", "klantcontact", "wasKlantcontact", "hadKlantcontact",
    "aanleidinggevendKlantcontact", "verstrektDoorBetrokkene", "hadBetrokkene__u", "onderwerpobject__u",
    "wasOnderwerpobject__u", "verstrektedigitaalAdres__u",
)  # fmt: skip
NOBODY_HOLDS = ("nietNatuurlijkPersoon", "vestiging", "medewerker", "organisatorischeEenheid", "odeObjecttype",
                "odeRegister", "odeSoortObjectId")  # fmt: skip
TEXTS = {kind for kind, sql in SQL_TYPE.items() if sql in ("text", "uuid")} - {"choice"}


def parameters() -> list[tuple[Any, str]]:
    """Resource and parameter of all look-ups by a text or a key, where the log listens."""
    found = []
    for resource in (r for r in RESOURCES if regels.betrokkenen_of(r)):
        own, related = filters.filters_of(resource), filters.related_filters(REGISTRY, resource)
        looked_up = own | {name: flt for name, (_, flt) in related.items()}
        found += [(resource, name) for name, flt in looked_up.items() if flt.kind in TEXTS and not flt.choices]
    return found


def names_nobody(name: str) -> bool:
    bare = name.removesuffix("__icontains").removesuffix("__uuid").removesuffix("__url")
    return (
        bare in NOBODY or name.startswith(NOBODY_BEGINS) or any(part in name for part in NOBODY_HOLDS)
        or name.endswith(("__referentienummer",))
    )  # fmt: skip


def test_each_parameter_names_somebody_or_nobody() -> None:
    """A new filter by which people can be looked for would be a way to look unseen."""
    undecided = []
    for resource, name in parameters():
        people = regels.betrokkenen_of(resource)
        assert people is not None
        is_nummer_of_contact = name.endswith("nummer") and resource.name in ("klantinteractie", "internetaak")
        if name not in people.gezocht and not names_nobody(name) and not is_nummer_of_contact:
            undecided.append(f"{resource.name}: {name}")
    assert undecided == []


def test_what_is_declared_can_be_asked() -> None:
    """A name that is spelled otherwise than the filter would never be heard."""
    known = {(resource.name, name) for resource, name in parameters()}
    declared = {(r.name, name) for r in RESOURCES if (p := regels.betrokkenen_of(r)) for name in p.gezocht}
    assert declared - known == set()
    assert len(declared) > 40


@pytest.mark.parametrize("value", ["", [], None, "geen-uuid"])
def test_what_is_no_value_names_nobody(value: Any) -> None:
    people = regels.betrokkenen_of(REGISTRY.of("Vertegenwoordigden"))
    assert people is not None
    assert gezocht(people.gezocht, {"vertegenwoordigdePartij__uuid": value}) == {}
