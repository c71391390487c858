"""Registers in memory for the tests of the screens: two municipalities, answers in the JSON of the standard.

It knows the few filters and rules that the screens lean on. All people and zaken are invented.
"""

from collections.abc import AsyncIterator, Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from meent.interaction.seams import Inhoud, TenantInfo, ZgwFout
from meent.interaction.session import Session
from tests.interaction import fake_klanten

Json = dict[str, Any]
Rows = list[Json]

TODAY = date(2026, 11, 20)
NOW = datetime.fromisoformat("2026-11-20T10:42:00+01:00")
PER_PAGE = 100

MEERWIJDE = TenantInfo("meerwijde", "Meerwijde", "meerwijde", "Suzanne Maassen", id=1)
ZUIDERKOOG = TenantInfo("zuiderkoog", "Zuiderkoog", "zuiderkoog", "Daan Hoekstra", id=2)
TENANTS = (MEERWIJDE, ZUIDERKOOG)

ZAAKTYPEN = {
    "Melding openbare ruimte": ("Ontvangen", "In behandeling", "Uitgevoerd", "Afgerond"),
    "Parkeervergunning bewoner": ("Ontvangen", "Beoordelen", "Besluit genomen", "Afgerond"),
    "Omgevingsvergunning dakkapel": ("Ontvangen", "Volledig", "Advies gevraagd", "Besluit genomen", "Afgerond"),
    "Vermissing reisdocument": ("Ontvangen", "In behandeling", "Nieuw document maken", "Klaar om op te halen"),
}
RESULTATEN = ("Verleend", "Geweigerd", "Ingetrokken")
ONDERWERPEN = (
    ("Losse stoeptegel bij de school", "Melding openbare ruimte"),
    ("Bewonersvergunning Singel 14", "Parkeervergunning bewoner"),
    ("Dakkapel aan de voorkant, Molenweg 3", "Omgevingsvergunning dakkapel"),
    ("Paspoort kwijt in de trein", "Vermissing reisdocument"),
    ("Lantaarnpaal doet het niet", "Melding openbare ruimte"),
    ("Tweede auto, wijk De Waterkant", "Parkeervergunning bewoner"),
)


class FakeZgw:
    """One municipality. `extra` changes every zaak and rol, for hostile texts."""

    def __init__(
        self, tenant: TenantInfo, *, zaken: int = 24, extra: Callable[[Json], Json] = lambda body: body
    ) -> None:
        self.base = f"http://testserver/{tenant.slug}"
        self.tenant = tenant
        self.rows: dict[str, list[Json]] = {}
        self.trails: dict[str, list[Json]] = {}
        self.created: list[tuple[str, Json]] = []
        self.deleted: list[str] = []
        self.updated: list[tuple[str, Json]] = []
        self.asked: list[str] = []
        self.contents: dict[str, bytes] = {}
        self.refuse: ZgwFout | None = None
        self.refuse_only: tuple[str, ...] = ("statussen", "resultaten")
        self._fill(zaken, extra)
        fake_klanten.fill(self, NOW, extra)

    # --- the seam ----------------------------------------------------------------------------------------------------

    async def list(self, api: str, collectie: str, *, page: int = 1, expand: str = "", **filters: str) -> Json:
        self.asked.append(f"{api}/{collectie}")
        size = int(filters.pop("pageSize", PER_PAGE))
        if api == fake_klanten.API:
            rows = fake_klanten.found(self, collectie, filters)
        else:
            rows = [row for row in self.rows.get(f"{api}/{collectie}", []) if self._matches(row, filters)]
        if page > 1 and (page - 1) * size >= len(rows):
            raise ZgwFout(404, {"code": "not_found"})
        if filters.get("ordering") == "-startdatum":
            rows = sorted(rows, key=lambda row: row["startdatum"], reverse=True)
        some = rows[(page - 1) * size : page * size]
        more = f"{self.base}/?page={page + 1}" if page * size < len(rows) else None
        return {
            "count": len(rows),
            "next": more,
            "previous": None,
            "results": [self._expanded(row) if expand else row for row in some],
        }

    async def all(self, api: str, collectie: str, *, expand: str = "", **filters: str) -> Rows:
        return list((await self.list(api, collectie, expand=expand, **filters))["results"])

    async def get(self, api: str, collectie: str, uuid: str, *, expand: str = "", **parameters: str) -> Json:
        self.asked.append(f"{api}/{collectie}/")
        if api == "objecten":
            return self._object(uuid)
        for row in self.rows[f"{api}/{collectie}"]:
            if row["url"].endswith(uuid):
                row = row | {"versie": int(parameters["versie"])} if "versie" in parameters else row
                return self._expanded(row) if expand else row
        raise ZgwFout(404, {"code": "not_found"})

    async def create(self, api: str, collectie: str, body: Json, *, inhoud: AsyncIterator[bytes] | None = None) -> Json:
        if self.refuse and collectie in self.refuse_only:
            raise self.refuse
        if inhoud is not None:
            return await self._create_document(body, inhoud)
        if api == "objecten":
            self.created.append((collectie, body))
            made = {"type": body["type"], "records": [self._record([], body["record"])]}
            return self._add("objecten/objects", f"new{len(self.created)}", made)
        if collectie == "zaakinformatieobjecten":
            self.created.append((collectie, body))
            return self._add(f"zaken/{collectie}", f"new{len(self.created)}", body)
        zaak = next(row for row in self.rows["zaken/zaken"] if row["url"] == body["zaak"])
        if collectie == "statussen":
            self._require_resultaat(zaak, body)
        row = self._add(f"zaken/{collectie}", f"new{len(self.created)}", body)
        self.created.append((collectie, body))
        zaak["status" if collectie == "statussen" else "resultaat"] = row["url"]
        return row

    async def _create_document(self, body: Json, inhoud: AsyncIterator[bytes]) -> Json:
        more = {"versie": 1, "beginRegistratie": NOW.isoformat(), "inhoud": "…/download", "locked": False, "status": ""}
        row = self._add("documenten/enkelvoudiginformatieobjecten", f"new{len(self.created)}", body | more)
        self.contents[row["uuid"]] = b"".join([piece async for piece in inhoud])
        self.created.append(("enkelvoudiginformatieobjecten", body))
        return row

    async def update(self, api: str, collectie: str, uuid: str, body: Json) -> Json:
        if self.refuse and collectie in self.refuse_only:
            raise self.refuse
        row = await self.get(api, collectie, uuid)
        if api == "objecten":
            row["records"].append(self._record(row["records"], body["record"]))
            self.updated.append((uuid, body))
            return row
        row |= body | {"afgehandeldOp": NOW.isoformat()}
        self.updated.append((uuid, body))
        return row

    async def delete(self, api: str, collectie: str, uuid: str) -> None:
        self.deleted.append(uuid)

    async def download(self, uuid: str, **parameters: str) -> Inhoud:
        row = await self.get("documenten", "enkelvoudiginformatieobjecten", uuid)
        content = self.contents[uuid]

        async def pieces() -> AsyncIterator[bytes]:
            yield content

        return Inhoud(row["formaat"], row["bestandsnaam"], len(content), pieces())

    async def audittrail(self, zaak_uuid: str) -> Rows:
        return self.trails[zaak_uuid]

    def _object(self, key: str) -> Json:
        """An object, or its history."""
        uuid, _, part = key.partition("/")
        row = next((one for one in self.rows.get("objecten/objects", []) if one["uuid"] == uuid), None)
        if row is None:
            raise ZgwFout(404, {"code": "not_found"})
        if part == "history":
            return {"count": len(row["records"]), "next": None, "results": row["records"]}
        begun = [record for record in row["records"] if record["startAt"] <= str(TODAY)]
        return row | {"record": (begun or row["records"])[-1]}

    def _record(self, records: Rows, record: Json) -> Json:
        return record | {"index": len(records) + 1, "registrationAt": str(TODAY)}

    # --- rules -------------------------------------------------------------------------------------------------------

    def _require_resultaat(self, zaak: Json, body: Json) -> None:
        siblings = [row for row in self.rows["catalogi/statustypen"] if row["zaaktype"] == zaak["zaaktype"]]
        if body["statustype"] != siblings[-1]["url"]:
            return
        if not zaak["resultaat"]:
            reason = "De zaak heeft geen resultaat."
            param = {"name": "nonFieldErrors", "code": "resultaat-does-not-exist", "reason": reason}
            raise ZgwFout(400, {"code": "invalid", "invalidParams": [param]})
        zaak["einddatum"] = body["datumStatusGezet"][:10]

    def _matches(self, row: Json, filters: dict[str, str]) -> bool:
        for name, value in filters.items():
            field, _, lookup = name.partition("__")
            held = row.get(field)
            match lookup:
                case "" if field != "ordering" and held != value:
                    return False
                case "isnull" if (held is None) != (value == "true"):
                    return False
                case "gte" if not (held and held >= value):
                    return False
                case "lt" if not (held and held < value):
                    return False
        return True

    def _expanded(self, row: Json) -> Json:
        """What the screens ask to be expanded, for every kind of row."""
        if f"/{fake_klanten.API}/" in row["url"]:
            return fake_klanten.expanded(self, row)
        if "betalingsindicatieWeergave" in row:
            return self._expanded_zaak(row)
        names = [name for name in ("informatieobject", "informatieobjecttype", "besluittype") if name in row]
        return row | {"_expand": {name: self._expanded(self._by_url(row[name])) for name in names}} if names else row

    def _expanded_zaak(self, zaak: Json) -> Json:
        expand: Json = {"zaaktype": self._by_url(zaak["zaaktype"])}
        if zaak["status"]:
            status = self._by_url(zaak["status"])
            expand["status"] = status | {"_expand": {"statustype": self._by_url(status["statustype"])}}
        if zaak["resultaat"]:
            resultaat = self._by_url(zaak["resultaat"])
            expand["resultaat"] = resultaat | {"_expand": {"resultaattype": self._by_url(resultaat["resultaattype"])}}
        return zaak | {"_expand": expand}

    def _by_url(self, url: str) -> Json:
        return next(row for rows in self.rows.values() for row in rows if row["url"] == url)

    # --- contents ----------------------------------------------------------------------------------------------------

    def _add(self, collectie: str, name: str, body: Json) -> Json:
        api, resource = collectie.split("/")
        uuid = uuid5(UUID(int=0), f"{self.tenant.slug}/{collectie}/{name}")
        row = body | {"url": f"{self.base}/{api}/api/v1/{resource}/{uuid}", "uuid": str(uuid)}
        self.rows.setdefault(collectie, []).append(row)
        return row

    def _fill(self, count: int, extra: Callable[[Json], Json]) -> None:
        for name, statussen in ZAAKTYPEN.items():
            body = {"omschrijving": name, "identificatie": name, "beginGeldigheid": "2025-01-01"}
            zaaktype = self._add("catalogi/zaaktypen", name, extra(body))
            for number, text in enumerate(statussen, 1):
                body = {"zaaktype": zaaktype["url"], "omschrijving": text, "volgnummer": number}
                self._add("catalogi/statustypen", f"{name}/{text}", extra(body))
            for text in DOCUMENTSOORTEN:
                soort = self._add("catalogi/informatieobjecttypen", f"{name}/{text}", extra({"omschrijving": text}))
                link = {"zaaktype": zaaktype["url"], "informatieobjecttype": soort["url"]}
                self._add("catalogi/zaaktype-informatieobjecttypen", f"{name}/{text}", link)
            self._add("catalogi/besluittypen", name, extra({"omschrijving": f"Besluit {name.lower()}"}))
            for text in RESULTATEN:
                body = {"zaaktype": zaaktype["url"], "omschrijving": text}
                self._add("catalogi/resultaattypen", f"{name}/{text}", extra(body))
        for number in range(count):
            self._fill_zaak(number, extra)

    def _fill_zaak(self, number: int, extra: Callable[[Json], Json]) -> None:
        about, name = ONDERWERPEN[number % len(ONDERWERPEN)]
        at = list(ZAAKTYPEN).index(name)
        zaaktype = self.rows["catalogi/zaaktypen"][at]
        statustypen = [row for row in self.rows["catalogi/statustypen"] if row["zaaktype"] == zaaktype["url"]]
        begun = TODAY - timedelta(days=3 + 4 * number)
        closed = number % 6 == 5
        body = {
            "identificatie": f"ZAAK-2026-{1482 - number:010d}",
            "bronorganisatie": "999990639",
            "omschrijving": about,
            "toelichting": "De aanvrager heeft de foto’s al gestuurd. Bel eerst voordat u langsgaat.",
            "zaaktype": zaaktype["url"],
            "registratiedatum": str(begun),
            "startdatum": str(begun),
            "einddatum": str(begun + timedelta(days=20)) if closed else None,
            "einddatumGepland": str(begun + timedelta(days=30)),
            "uiterlijkeEinddatumAfdoening": str(begun + timedelta(days=42)),
            "vertrouwelijkheidaanduiding": "zaakvertrouwelijk",
            "betalingsindicatieWeergave": "De kosten zijn geheel betaald." if number % 3 == 2 else "",
            "zaakgeometrie": GEOMETRIES[number % len(GEOMETRIES)],
            "verlenging": {"reden": "Advies van de brandweer duurt langer", "duur": "P4W"} if number % 3 == 2 else None,
            "opschorting": {"indicatie": number % 4 == 2, "reden": "Wij wachten op een tekening"},
            "kenmerken": [{"kenmerk": "DSO-8812", "bron": "Omgevingsloket"}] if number % 3 == 2 else [],
            "status": None,
            "resultaat": None,
        }
        zaak = self._add("zaken/zaken", str(number), extra(body))
        reached = len(statustypen) if closed else 1 + number % 3
        for step, statustype in enumerate(statustypen[:reached]):
            status = {
                "zaak": zaak["url"],
                "statustype": statustype["url"],
                "datumStatusGezet": f"{begun + timedelta(days=2 * step)}T09:1{step}:00Z",
                "statustoelichting": "Alle stukken zijn binnen." if step == 1 else "",
            }
            zaak["status"] = self._add("zaken/statussen", f"{number}/{step}", extra(status))["url"]
        if closed:
            resultaattype = next(
                row for row in self.rows["catalogi/resultaattypen"] if row["zaaktype"] == zaaktype["url"]
            )
            resultaat = {"zaak": zaak["url"], "resultaattype": resultaattype["url"]}
            zaak["resultaat"] = self._add("zaken/resultaten", str(number), resultaat)["url"]
        for at, rol in enumerate(ROLLEN):
            self._add("zaken/rollen", f"{number}/{at}", extra({"zaak": zaak["url"]} | rol))
        self._fill_documents(number, zaak, extra)
        for at, link in enumerate(OBJECTEN):
            self._add("zaken/zaakobjecten", f"{number}/{at}", extra({"zaak": zaak["url"]} | link))
        self.trails[zaak["uuid"]] = [
            extra(entry | {"aanmaakdatum": f"{begun + timedelta(days=at)}T08:0{at}:00.123456Z"})
            for at, entry in enumerate(TRAIL)
        ]

    def _fill_documents(self, number: int, zaak: Json, extra: Callable[[Json], Json]) -> None:
        soorten = self.rows["catalogi/informatieobjecttypen"]
        for at, (titel, naam, formaat, content) in enumerate(DOCUMENTEN if number % 4 != 3 else ()):
            body = {
                "titel": titel, "bestandsnaam": naam, "formaat": formaat, "bestandsomvang": len(content),
                "creatiedatum": zaak["startdatum"],
                "auteur": "Suzanne van Šimić-Maassen", "beschrijving": "", "status": "definitief" if at == 0 else "",
                "versie": 2 if at == 0 else 1, "locked": at == 2, "inhoud": "…/download",
            }  # fmt: skip
            facts = {
                "informatieobjecttype": soorten[at % len(soorten)]["url"],
                "beginRegistratie": f"{zaak['startdatum']}T08:3{at}:00Z",
            }
            document = self._add("documenten/enkelvoudiginformatieobjecten", f"{number}/{at}", extra(body) | facts)
            self.contents[document["uuid"]] = content
            self._add("zaken/zaakinformatieobjecten", f"{number}/{at}", {
                "zaak": zaak["url"], "informatieobject": document["url"],
            })  # fmt: skip
        if number % 6 == 5:
            of = {"zaak": zaak["url"], "besluittype": self.rows["catalogi/besluittypen"][0]["url"]}
            besluit = {
                "identificatie": f"BESLUIT-2026-{number:010d}", "datum": zaak["startdatum"],
                "ingangsdatum": zaak["startdatum"], "vervaldatum": "2027-01-31",
                "toelichting": "De vergunning geldt voor één auto.",
            }  # fmt: skip
            self._add("besluiten/besluiten", str(number), extra(besluit) | of)


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63f8cf50fc1f0005"
    "020280b5d3a5c90000000049454e44ae426082"
)
DOCUMENTSOORTEN = ("Aanvraag", "Bijlage", "Beschikking")
DOCUMENTEN = (
    ("Tekening van de voorgevel", "voorgevel.png", "image/png", PIXEL),
    ("Toelichting op de aanvraag", "toelichting.txt", "text/plain", b"Beste gemeente,\n\nHierbij mijn toelichting.\n"),
    ("Berekening van de constructeur", "berekening.xlsx", "application/vnd.ms-excel", b"PK\x03\x04"),
)

GEOMETRIES: tuple[Json | None, ...] = (
    {"type": "Point", "coordinates": [4.8952, 52.3702]},
    {"type": "Polygon", "coordinates": [[[4.89, 52.37], [4.8912, 52.3702], [4.8915, 52.3696], [4.89, 52.37]]]},
    {"type": "LineString", "coordinates": [[4.89, 52.37], [4.893, 52.3705], [4.8945, 52.371]]},
    None,
)  # fmt: skip

ROLLEN: tuple[Json, ...] = (
    {
        "betrokkeneType": "natuurlijk_persoon",
        "omschrijving": "Aanvrager",
        "afwijkendeNaamBetrokkene": "",
        "betrokkeneIdentificatie": {
            "inpBsn": "999993264",
            "voornamen": "Suzanne",
            "voorvoegselGeslachtsnaam": "van",
            "geslachtsnaam": "Šimić-Maassen",
            "verblijfsadres": {
                "gorOpenbareRuimteNaam": "Singel",
                "aoaHuisnummer": 14,
                "aoaPostcode": "1234AB",
                "wplWoonplaatsNaam": "Meerwijde",
            },
        },
    },
    {
        "betrokkeneType": "vestiging",
        "omschrijving": "Gemachtigde",
        "betrokkeneIdentificatie": {"handelsnaam": ["Bouwbedrijf De Korenaar"], "kvkNummer": "90004760"},
    },
    {
        "betrokkeneType": "medewerker",
        "omschrijving": "Behandelaar",
        "betrokkeneIdentificatie": {"identificatie": "joost", "voorletters": "J.", "achternaam": "Bakker"},
    },
)
OBJECTEN: tuple[Json, ...] = (
    {
        "objectType": "adres",
        "relatieomschrijving": "Plek van de aanvraag",
        "objectIdentificatie": {
            "gorOpenbareRuimteNaam": "Molenweg",
            "huisnummer": 3,
            "huisletter": "b",
            "huisnummertoevoeging": "",
            "postcode": "1234AC",
            "wplWoonplaatsNaam": "Meerwijde",
        },
    },
    {"objectType": "pand", "objectIdentificatie": {"identificatie": "0518100000262482"}, "relatieomschrijving": ""},
)
TRAIL: tuple[Json, ...] = (
    {"actie": "create", "resource": "zaak", "gebruikersWeergave": "Webformulier", "toelichting": ""},
    {"actie": "create", "resource": "rol", "gebruikersWeergave": "Webformulier", "toelichting": ""},
    {"actie": "create", "resource": "status", "gebruikersWeergave": "Joost Bakker", "toelichting": "Stukken gezien"},
    {
        "actie": "partial_update",
        "resource": "zaak",
        "gebruikersWeergave": "Joost Bakker",
        "toelichting": "Adres verbeterd",
    },
)


class FakeRegisters:
    """Both municipalities, and who asked for which."""

    def __init__(self, **options: Any) -> None:
        self.by_slug = {tenant.slug: FakeZgw(tenant, **options) for tenant in TENANTS}
        self.asked: list[tuple[str, str]] = []

    def __call__(self, session: Session, slug: str) -> FakeZgw:
        self.asked.append((session.user, slug))
        return self.by_slug[slug]
