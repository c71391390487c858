"""One row of every resource, and fresh bodies for more: what tests over all resources arrange with.

A resource without a recipe in BODIES fails every test that runs over all of them: a new one cannot be forgotten.
"""

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from meent.capabilities.inhoud import contents_in
from meent.engine.declare import Registry, Resource
from meent.engine.marks import HIDDEN
from meent.services.resources import RESOURCES
from tests.asgi import Client, Response
from tests.conftest import Gemeente
from tests.zgw import (
    KLASSE,
    OMSCHRIJVING,
    RSIN,
    besluit_body,
    catalogus_body,
    document_body,
    een_besluittype,
    een_informatieobjecttype,
    een_zaaktype,
    made,
    sleutel_van,
    zaak_body,
    zaaktype_body,
)  # fmt: skip

REGISTRY = Registry(RESOURCES)
READABLE = tuple(r for r in RESOURCES if "list" in r.operations)
"""All but the bestandsdeel, which is only sent: what it refuses is in tests/services/documenten/test_api_inhoud.py."""
NUMBERS = itertools.count(1)
SPARE = 12
LONE = ("partij", "klantinteractie")
ENDS = 6
"""Of documents and of what they may be tied to, so that there are its square of relations to make."""
FEW = 15
VOLGNUMMERS = itertools.cycle(range(1, 1000))
POINT = {"type": "Point", "coordinates": [5.11, 52.09]}
AROUND = {"type": "Polygon", "coordinates": [[[5, 52], [6, 52], [6, 53], [5, 53], [5, 52]]]}


def collection(resource: Resource[Any]) -> str:
    """`/zaken/api/v1/zaken`; of what is nested see `Gevuld.collection`."""
    return resource.url_path.rstrip("/")


@dataclass
class Gevuld:
    """A municipality with at least one row of every resource.

    mark    text that stands in every row of it and nowhere else
    rows    resource name -> the object as it was created
    keys    resource name -> what a change of its row must bring along
    loose   resource name -> pairs of a document and what it may be tied to, each for one relation
    concept a zaaktype that is not published, for what can only be added to one
    unused  resource name -> address of a row that nothing refers to
    afnemer address of a subscriber who answers as he must
    spare   zaken without a resultaat, besluiten that their zaak does not know, partijen that nobody represents and
            klantcontacten without an actor: each good for one body; the first partij stays, and nothing is done to it
    """

    gemeente: Gemeente
    mark: str
    afnemer: str = "https://afnemer.example"
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    keys: dict[str, dict[str, str]] = field(default_factory=dict)
    loose: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    concept: dict[str, Any] = field(default_factory=dict)
    unused: dict[str, str] = field(default_factory=dict)
    spare: dict[str, list[str]] = field(default_factory=lambda: {name: [] for name in ("zaak", "besluit", *LONE)})

    @property
    def client(self) -> Client:
        return self.gemeente.client

    def url(self, name: str) -> str:
        found: str = self.rows[name]["url"]
        return found

    def collection(self, resource: Resource[Any]) -> str:
        """Where its rows are; of what is nested, those of the zaak or objecttype of this municipality."""
        path = collection(resource)
        for name in ("zaak", "objecttype"):
            path = path.replace(f"{{{name}_uuid}}", self.uuid(name) if name in self.rows else "")
        return path

    def uuid(self, name: str) -> str:
        return self.url(name)[-36:]

    def body(self, resource: Resource[Any], **extra: Any) -> dict[str, Any]:
        """A body with which another row can be made."""
        return BODIES[resource.name](self) | extra

    async def save_up(self) -> None:
        """There are always some to spare, for whoever asks a few bodies in a row."""
        zaak, besluit = REGISTRY.of("Zaak"), REGISTRY.of("Besluit")
        while len(self.spare["zaak"]) < SPARE:
            self.spare["zaak"].append((await made(self.client, collection(zaak), self.body(zaak)))["url"])
        while len(self.spare["besluit"]) < SPARE and "zaak" in self.rows:
            of_zaak = self.body(besluit) | {"zaak": self.url("zaak")}
            self.spare["besluit"].append((await made(self.client, collection(besluit), of_zaak))["url"])
            relations = (await self.client.get(f"{self.url('zaak')}/besluiten")).json
            (own,) = [r["url"] for r in relations if r["besluit"] == self.spare["besluit"][-1]]
            assert (await self.client.delete(own)).status == 204
        for lone in (REGISTRY.of("Partij"), REGISTRY.of("Klantinteractie")):
            while len(self.spare[lone.name]) < SPARE and lone.name in self.rows:
                self.spare[lone.name].append((await made(self.client, collection(lone), self.body(lone)))["url"])

    async def fresh(self, resource: Resource[Any], **extra: Any) -> dict[str, Any]:
        """A new row, which nothing refers to."""
        await self.save_up()
        if resource.name in self.loose and len(self.loose[resource.name]) < FEW:
            await tie_loose_ends(self)
        row = await made(self.client, self.collection(resource), self.body(resource, **extra))
        if resource.name == "objectinformatieobject":
            await untie(self, row)
        return {name: value for name, value in row.items() if name not in resource.document.get("tells_maker", ())}

    async def write(self, method: str, resource: Resource[Any]) -> Response:
        """A write that must succeed, by its HTTP method."""
        if method == "POST":
            return await self.client.post(self.collection(resource), self.body(resource))
        row = await self.fresh(resource)
        if method == "DELETE":
            return await self.client.delete(row["url"])
        key = await self.key(resource, row)
        body = self.again(resource, row) if method == "PUT" else {}
        return await self.client.call(method, row["url"], body=body | key)

    async def key(self, resource: Resource[Any], row: dict[str, Any]) -> dict[str, str]:
        """What a PUT or PATCH of this row must bring along: the key of a document, which is locked by this."""
        return {"lock": await sleutel_van(self.client, row)} if resource.name == "enkelvoudiginformatieobject" else {}

    def related(self, name: str, to: str) -> dict[str, Any]:
        """The two ends of a relation that is not there yet."""
        document, other = self.loose[name].pop()
        return {"informatieobject": document, to: other}

    def again(self, resource: Resource[Any], row: dict[str, Any]) -> dict[str, Any]:
        """The row as a client sends it back with PUT."""
        hidden = {f.json: self.body(resource)[f.json] for f in resource.writable if f.has(HIDDEN)}
        return hidden | {f.json: row[f.json] for f in resource.writable if f.json in row and row[f.json] is not None}


def _minute() -> str:
    """A moment that no other status has."""
    minutes = next(NUMBERS)
    return f"2026-01-{6 + minutes // 1440:02d}T{minutes // 60 % 24:02d}:{minutes % 60:02d}:00Z"


CHANGEABLE = {
    "catalogus": "naam", "zaaktype": "toelichting", "statustype": "statustekst", "roltype": "omschrijving",
    "informatieobjecttype": "informatieobjectcategorie", "besluittype": "toelichting", "resultaattype": "toelichting",
    "eigenschap": "toelichting", "zaaktypeinformatieobjecttype": "informatieobjecttype",
    "zaakobjecttype": "relatieOmschrijving",
    "zaak": "toelichting", "besluit": "toelichting", "resultaat": "toelichting",
    "zaakobject": "relatieomschrijving", "zaakeigenschap": "waarde", "zaaknotitie": "aangemaaktDoor",
    "applicatie": "label", "abonnement": "callbackUrl",
    "gebruiksrechten": "omschrijvingVoorwaarden", "verzending": "toelichting",
    "enkelvoudiginformatieobject": "beschrijving", "zaakinformatieobject": "beschrijving",
    "partij": "interneNotitie", "partijidentificator": "anderePartijIdentificator", "digitaaladres": "omschrijving",
    "categorie": "naam", "rekeningnummer": "bic", "categorierelatie": "eindDatum",
    "vertegenwoordigden": "vertegenwoordigdePartij", "actor": "naam", "klantinteractie": "onderwerp",
    "betrokkene": "organisatienaam", "internetaak": "toelichting", "onderwerpobject": "wasKlantcontact",
    "bijlage": "wasBijlageVanKlantcontact", "actorklantcontact": "klantcontact",
    "objecttype": "description",
}  # fmt: skip
"""Resource name -> a field of it that a client may change, a text where there is one."""
LEADS_TO = {
    "vertegenwoordigdePartij": "partij", "klantcontact": "klantinteractie", "wasKlantcontact": "klantinteractie",
    "wasBijlageVanKlantcontact": "klantinteractie",
}  # fmt: skip
ANOTHER = {"bic": "ANDEFR2A", "eindDatum": "2026-12-31"}


NO_TEXT = {"objecttypeversion", "object"}
"""What a client may change of these is a schema, and a record: their own tests do that."""


def another(g: Gevuld, name: str) -> Any:
    """A new value for one of CHANGEABLE, as it will be shown."""
    if name in LEADS_TO:
        other = g.spare[LEADS_TO[name]].pop()
        return {"uuid": other[-36:], "url": other}
    if name in ANOTHER:
        return ANOTHER[name]
    return "https://anders.example/" if name.endswith("Url") else "Anders"


def partij_of(g: Gevuld) -> dict[str, Any]:
    """An organisatie at first, and then those who work for it."""
    about = {"interneNotitie": g.mark, "indicatieActief": True, "nummer": f"9{next(NUMBERS):09d}"}
    if "partij" not in g.rows:
        return about | {"soortPartij": "organisatie", "partijIdentificatie": {"naam": g.mark}}
    naam = {"voornaam": "Sam", "achternaam": g.mark}
    werkt = {"werkteVoorPartij": {"uuid": g.uuid("partij")}, "contactnaam": naam}
    return about | {"soortPartij": "contactpersoon", "partijIdentificatie": werkt}


def identificator_of(g: Gevuld) -> dict[str, str]:
    """How something is known in another register, with the mark in each member."""
    return dict.fromkeys(("objectId", "codeObjecttype", "codeRegister", "codeSoortObjectId"), g.mark)


BODIES: dict[str, Callable[[Gevuld], dict[str, Any]]] = {
    "catalogus": lambda g: catalogus_body(naam=g.mark),
    "zaaktype": lambda g: zaaktype_body(g.url("catalogus"), omschrijving=g.mark),
    "statustype": lambda g: {
        "omschrijving": g.mark, "zaaktype": g.concept["url"], "volgnummer": 1 + next(NUMBERS) % 9999,
    },
    "roltype": lambda g: {
        "omschrijving": g.mark, "zaaktype": g.concept["url"], "omschrijvingGeneriek": "behandelaar",
    },
    "informatieobjecttype": lambda g: {
        "catalogus": g.url("catalogus"), "omschrijving": f"{g.mark} {next(NUMBERS)}",
        "vertrouwelijkheidaanduiding": "openbaar", "beginGeldigheid": "2020-01-01", "informatieobjectcategorie": g.mark,
    },
    "besluittype": lambda g: {
        "catalogus": g.url("catalogus"), "omschrijving": f"{g.mark} {next(NUMBERS)}", "publicatieIndicatie": False,
        "informatieobjecttypen": [], "beginGeldigheid": "2020-01-01",
    },
    "resultaattype": lambda g: {
        "zaaktype": g.concept["url"], "omschrijving": f"{g.mark[:20]} {next(NUMBERS)}", "toelichting": g.mark,
        "resultaattypeomschrijving": OMSCHRIJVING, "selectielijstklasse": KLASSE, "archiefnominatie": "vernietigen",
    },
    "eigenschap": lambda g: {
        "zaaktype": g.concept["url"], "naam": f"eigenschap {next(NUMBERS)}", "definitie": g.mark,
        "specificatie": {"formaat": "tekst", "lengte": "20", "kardinaliteit": "1"},
    },
    "zaaktypeinformatieobjecttype": lambda g: {
        "zaaktype": g.concept["url"], "informatieobjecttype": g.mark, "volgnummer": next(VOLGNUMMERS),
        "richting": "intern",
    },
    "zaakobjecttype": lambda g: {
        "zaaktype": g.concept["url"], "catalogus": g.url("catalogus"), "anderObjecttype": True,
        "objecttype": "https://objecttypen.example/boom", "relatieOmschrijving": g.mark,
    },
    "zaak": lambda g: zaak_body(
        g.url("zaaktype"), omschrijving=g.mark, zaakgeometrie=POINT,
        identificatie=f"{g.gemeente.slug}-{next(NUMBERS)}",
    ),
    "status": lambda g: {
        "zaak": g.url("zaak"), "statustype": g.rows["zaaktype"]["statustypen"][0]["url"],
        "datumStatusGezet": _minute(), "statustoelichting": g.mark,
    },
    "resultaat": lambda g: {
        "zaak": g.spare["zaak"].pop(), "resultaattype": g.rows["zaaktype"]["resultaattypen"][0]["url"],
        "toelichting": g.mark,
    },
    "rol": lambda g: {
        "zaak": g.url("zaak"), "roltype": g.rows["zaaktype"]["roltypen"][1]["url"], "roltoelichting": g.mark,
        "betrokkeneType": "natuurlijk_persoon",
        "betrokkeneIdentificatie": {"inpBsn": "999990019", "geslachtsnaam": g.mark},
    },
    "zaakobject": lambda g: {
        "zaak": g.url("zaak"), "objectType": "overige", "objectTypeOverige": "boom", "relatieomschrijving": g.mark,
        "objectIdentificatie": {"overigeData": {"boom": g.mark}},
    },
    "zaakeigenschap": lambda g: {
        "zaak": g.url("zaak"), "eigenschap": g.rows["zaaktype"]["eigenschappen"][0]["url"], "waarde": g.mark,
    },
    "klantcontact": lambda g: {
        "zaak": g.url("zaak"), "datumtijd": "2026-01-06T10:00:00Z", "onderwerp": g.mark,
        "identificatie": f"{g.gemeente.id}-{next(NUMBERS)}",
    },
    "zaakcontactmoment": lambda g: {
        "zaak": g.url("zaak"), "contactmoment": f"https://contactmomenten.example/{g.mark}/{next(NUMBERS)}",
    },
    "zaakverzoek": lambda g: {
        "zaak": g.url("zaak"), "verzoek": f"https://verzoeken.example/{g.mark}/{next(NUMBERS)}",
    },
    "zaaknotitie": lambda g: {"gerelateerdAan": g.url("zaak"), "onderwerp": g.mark, "tekst": "Belt morgen terug"},
    "zaakbesluit": lambda g: {"besluit": g.spare["besluit"].pop()},
    "besluit": lambda g: besluit_body(
        g.url("besluittype"), toelichting=g.mark, identificatie=f"{g.gemeente.slug}-{next(NUMBERS)}"
    ),
    "enkelvoudiginformatieobject": lambda g: document_body(
        g.url("informatieobjecttype"), titel=g.mark, identificatie=f"{g.gemeente.slug}-{next(NUMBERS)}"
    ),
    "zaakinformatieobject": lambda g: g.related("zaakinformatieobject", "zaak") | {"titel": g.mark},
    "besluitinformatieobject": lambda g: g.related("besluitinformatieobject", "besluit"),
    "objectinformatieobject": lambda g: g.related("objectinformatieobject", "object") | {"objectType": "zaak"},
    "gebruiksrechten": lambda g: {
        "informatieobject": g.url("enkelvoudiginformatieobject"), "startdatum": "2026-01-05T00:00:00Z",
        "omschrijvingVoorwaarden": g.mark,
    },
    "verzending": lambda g: {
        "informatieobject": g.url("enkelvoudiginformatieobject"), "betrokkene": "https://klanten.example/1",
        "aardRelatie": "geadresseerde", "contactPersoon": "https://klanten.example/2", "toelichting": g.mark,
        "emailadres": "a@b.example",
    },
    "objecttype": lambda g: {"name": g.mark, "namePlural": g.mark},
    "objecttypeversion": lambda g: {"jsonSchema": {"type": "object", "title": g.mark}},
    "object": lambda g: {
        "type": g.url("objecttype"),
        "record": {"typeVersion": 1, "data": {"merk": g.mark}, "startAt": "2020-01-01", "geometry": POINT},
    },
    "applicatie": lambda g: {
        "clientIds": [f"client-{next(NUMBERS)}"], "label": g.mark, "heeftAlleAutorisaties": True,
    },
    "kanaal": lambda g: {"naam": f"{g.mark[:40]}-{next(NUMBERS)}", "filters": ["soort"]},
    "abonnement": lambda g: {
        "callbackUrl": f"{g.afnemer}/{g.mark}", "auth": f"Bearer {g.mark}",
        "kanalen": [{"naam": "zaken", "filters": {"zaaktype": g.url("zaaktype")}}],
    },
    "partij": partij_of,
    "partijidentificator": lambda g: {
        "identificeerdePartij": {"uuid": g.spare["partij"][0][-36:]}, "anderePartijIdentificator": g.mark,
        "partijIdentificator": {
            "codeObjecttype": "niet_natuurlijk_persoon", "codeSoortObjectId": "kvk_nummer", "codeRegister": "hr",
            "objectId": f"{next(NUMBERS):08d}",
        },
    },
    "digitaaladres": lambda g: {
        "verstrektDoorPartij": {"uuid": g.uuid("partij")}, "soortDigitaalAdres": "email", "adres": "a@b.example",
        "omschrijving": g.mark, "verificatieDatum": "2026-01-05",
    },
    "rekeningnummer": lambda g: {
        "partij": {"uuid": g.uuid("partij")}, "iban": "NL12INHO0003456789", "bic": "INHONL2A",
    },
    "vertegenwoordigden": lambda g: {
        "vertegenwoordigendePartij": {"uuid": g.uuid("partij")},
        "vertegenwoordigdePartij": {"uuid": g.spare["partij"].pop()[-36:]},
    },
    "categorie": lambda g: {"naam": g.mark},
    "categorierelatie": lambda g: {
        "partij": {"uuid": g.uuid("partij")}, "categorie": {"uuid": g.uuid("categorie")}, "beginDatum": "2026-01-05",
    },
    "actor": lambda g: {
        "naam": g.mark, "soortActor": "medewerker", "actoridentificator": identificator_of(g),
        "actorIdentificatie": {"functie": "Baliemedewerker", "telefoonnummer": "0301234567"},
    },
    "klantinteractie": lambda g: {
        "kanaal": "telefoon", "onderwerp": g.mark, "taal": "nld", "vertrouwelijk": False,
        "plaatsgevondenOp": "2026-01-05T10:00:00Z", "metadata": {"merk": g.mark}, "nummer": f"9{next(NUMBERS):09d}",
    },
    "betrokkene": lambda g: {
        "hadKlantcontact": {"uuid": g.uuid("klantinteractie")}, "wasPartij": {"uuid": g.uuid("partij")},
        "rol": "klant", "initiator": True, "organisatienaam": g.mark, "contactnaam": {"achternaam": g.mark},
    },
    "onderwerpobject": lambda g: {
        "klantcontact": {"uuid": g.uuid("klantinteractie")}, "wasKlantcontact": None,
        "onderwerpobjectidentificator": identificator_of(g),
    },
    "bijlage": lambda g: {
        "wasBijlageVanKlantcontact": {"uuid": g.uuid("klantinteractie")}, "bijlageidentificator": identificator_of(g),
    },
    "actorklantcontact": lambda g: {
        "actor": {"uuid": g.uuid("actor")}, "klantcontact": {"uuid": g.spare["klantinteractie"].pop()[-36:]},
    },
    "internetaak": lambda g: {
        "gevraagdeHandeling": "Terugbellen", "aanleidinggevendKlantcontact": {"uuid": g.uuid("klantinteractie")},
        "toegewezenAanActoren": [{"uuid": g.uuid("actor")}], "toelichting": g.mark, "status": "te_verwerken",
        "nummer": f"9{next(NUMBERS):09d}",
    },
}  # fmt: skip


CONTENT = {"inhoud": "bWVyaw==", "bestandsomvang": 4}


async def slot_of(g: Gevuld, document: dict[str, Any]) -> str:
    """The key of a document that waits for its content; only its maker was told."""
    text = "select slot from enkelvoudiginformatieobject where tenant_id = $1 and id = $2"
    ((slot,),) = await g.gemeente.rows(text, g.gemeente.id, document["url"][-36:])
    found: str = slot
    return found


async def gevuld(gemeente: Gemeente, **known: str) -> Gevuld:
    """The municipality with one row of every resource, each bearing its mark."""
    g = Gevuld(gemeente, f"merk-{gemeente.slug}-merk", **known)
    client = gemeente.client
    g.rows["catalogus"] = await made(client, "/catalogi/api/v1/catalogussen", g.body(REGISTRY.of("Catalogus")))
    soort = f"{g.mark} soort"
    g.rows["informatieobjecttype"] = await een_informatieobjecttype(client, g.url("catalogus"), omschrijving=soort)
    g.rows["zaaktype"] = await een_zaaktype(
        client, g.url("catalogus"), documenten=(soort,), omschrijving=g.mark,
        besluittypen=[f"{g.mark} besluit"],
    )
    g.rows["besluittype"] = await een_besluittype(
        client, g.url("catalogus"), omschrijving=f"{g.mark} besluit", informatieobjecttypen=[soort]
    )
    g.concept = await made(client, "/catalogi/api/v1/zaaktypen", g.body(REGISTRY.of("ZaakType")))
    loose = ("BesluitType", "InformatieObjectType", "EnkelvoudigInformatieObject", "ObjectType")
    unused = {name: (await g.fresh(REGISTRY.of(name)))["url"] for name in loose}
    g.unused = {"zaaktype": g.concept["url"]} | {name.lower(): url for name, url in unused.items()}
    await tie_loose_ends(g)
    await g.save_up()
    for resource in RESOURCES:
        if resource.name not in g.rows and resource.name != "bestandsdeel":
            content = CONTENT if contents_in(resource) else {}
            g.rows[resource.name] = await g.fresh(resource, **content)
    for name in ("Zaak", "Partij", "Categorie", "Actor"):
        g.unused[name.lower()] = (await g.fresh(REGISTRY.of(name)))["url"]
    awaited = await g.fresh(REGISTRY.of("EnkelvoudigInformatieObject"), bestandsomvang=3)
    (g.rows["bestandsdeel"],) = awaited["bestandsdelen"]
    g.keys["bestandsdeel"] = {"lock": await slot_of(g, awaited)}
    return g


def zaak_of(g: Gevuld, **extra: Any) -> dict[str, Any]:
    return zaak_body(g.url("zaaktype"), bronorganisatie=RSIN, **extra)


RELATE = """
insert into zaakinformatieobject (tenant_id, id, informatieobject, zaak, titel, beschrijving, registratiedatum)
select $1, gen_random_uuid(), d.id, z.id, $4, '', now() from unnest($2::uuid[]) d(id), unnest($3::uuid[]) z(id)
"""


async def tie_loose_ends(g: Gevuld) -> None:
    """Documents, zaken and besluiten that can be tied to one another.

    A mirror can be made only where a zaak has a document and Documenten does not know so: what a register of before
    left behind. No API makes that, so it is laid in the database here.
    """

    async def several(shape: str) -> list[str]:
        return [(await g.fresh(REGISTRY.of(shape)))["url"] for _ in range(ENDS)]

    documents, zaken, alien = await several("EnkelvoudigInformatieObject"), await several("Zaak"), await several("Zaak")
    g.rows.setdefault("zaak", await g.fresh(REGISTRY.of("Zaak")))
    g.loose = {
        "zaakinformatieobject": list(product(documents, zaken)),
        "besluitinformatieobject": list(product(documents, await several("Besluit"))),
        "objectinformatieobject": list(product(documents, alien)),
    }
    keys = [[url[-36:] for url in urls] for urls in (documents, alien)]
    await g.gemeente.rows(RELATE, g.gemeente.id, *keys, g.mark)
    app = g.gemeente.app
    await g.gemeente.rows(app.engine.sql.refresh(REGISTRY.of("Zaak")), g.gemeente.id, keys[1])


UNTIE = "delete from zaakinformatieobject where tenant_id = $1 and informatieobject = $2 and zaak = $3"


async def untie(g: Gevuld, mirror: dict[str, Any]) -> None:
    """Takes away what the mirror shows, so that it may be deleted."""
    zaak = mirror["object"][-36:]
    await g.gemeente.rows(UNTIE, g.gemeente.id, mirror["informatieobject"][-36:], zaak)
    await g.gemeente.rows(g.gemeente.app.engine.sql.refresh(REGISTRY.of("Zaak")), g.gemeente.id, [zaak])
