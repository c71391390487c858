"""A corner of the server of our own, in which rules are tried: a catalogus with types, and zaken, documents, besluiten.

Everything made here bears our mark and is taken away afterwards as far as the standard allows. Nothing else is
touched: what is changed or deleted is what we made in this run.
"""

import base64
import itertools
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from meent.tools.conform.published import Published
from meent.tools.conform.target import AUTORISATIES, BESLUITEN, CATALOGI, DOCUMENTEN, ZAKEN, Key
from meent.tools.conform.traffic import Exchange, Traffic, is_web_address, shown

Json = dict[str, Any]

DOMEIN, NAAM = "PROEF", "meent conform"
"""By these a later run finds the catalogus again: Catalogi has no way to delete one before 1.4."""
DAG, BEGIN = "2026-01-05", "2024-01-01"
NERGENS = "00000000-0000-4000-8000-000000000000"
"""A uuid that nothing has."""
SCOPES: dict[str, list[str]] = {
    "zrc": ["zaken.lezen", "zaken.aanmaken", "zaken.bijwerken"],
    "drc": ["documenten.lezen", "documenten.aanmaken", "documenten.bijwerken", "documenten.lock"],
    "brc": ["besluiten.lezen", "besluiten.aanmaken"],
    "ztc": ["catalogi.lezen", "catalogi.schrijven"],
}
"""What the second application may do, with one zaaktype, besluittype and informatieobjecttype, up to intern."""


class Failed(Exception):
    """De server doet het anders dan de regel."""


class NotTried(Exception):
    """De regel is hier niet te proberen; de tekst zegt waarom."""


@dataclass
class Scratch:
    """What rules work with.

    made     addresses of what we made, in order
    remarks  what the rule under trial noticed without failing
    second_url  address of the Applicatie of the second client
    first    api and path -> the first exchange that had to make one, and whether it did: that is judged by itself
    documents  api -> the document by which it is judged
    """

    traffic: Traffic
    versions: dict[str, str]
    mark: str
    made: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    first: dict[tuple[str, str], tuple[Exchange, bool]] = field(default_factory=dict)
    second_url: str = ""
    documents: dict[str, Published] = field(default_factory=dict)
    _kept: dict[str, Any] = field(default_factory=dict)
    _numbers: Any = field(default_factory=lambda: itertools.count(1))

    # --- asking ------------------------------------------------------------------------------------------------------

    def at(self, place: str) -> str:
        """The address of "zaken/rollen": an API and a path in it; an address stays one."""
        if "://" in place:
            return place
        api, _, path = place.partition("/")
        if api not in self.traffic.target.bases:
            raise NotTried(f"de API {api} is niet opgegeven")
        return f"{self.traffic.target.bases[api]}/{path}"

    async def get(self, place: str, query: Json | None = None, **how: Any) -> Exchange:
        return await self.traffic.send("GET", self.at(place), query=query, **how)

    async def head(self, place: str, **how: Any) -> Exchange:
        return await self.traffic.send("HEAD", self.at(place), **how)

    async def post(self, place: str, body: Any, **how: Any) -> Exchange:
        """What is made is ours, also when it should have been refused: it will be taken away."""
        answer = await self.traffic.send("POST", self.at(place), body, **how)
        url = answer.document.get("url")
        if answer.status == 201 and isinstance(url, str) and self.traffic.target.api_of(url):
            self.made.append(url)
        return answer

    async def put(self, place: str, body: Any, **how: Any) -> Exchange:
        return await self.traffic.send("PUT", self.at(place), body, **how)

    async def patch(self, place: str, body: Any, **how: Any) -> Exchange:
        return await self.traffic.send("PATCH", self.at(place), body, **how)

    async def delete(self, place: str, **how: Any) -> Exchange:
        return await self.traffic.send("DELETE", self.at(place), **how)

    async def all_of(self, place: str, query: Json, **how: Any) -> set[str]:
        """Addresses of what a list with this question holds on its first page. Failed when it is no list."""
        answer = expect(await self.get(place, query, **how), 200)
        return {str(row.get("url")) for row in answer.rows}

    # --- what this version knows -------------------------------------------------------------------------------------

    def since(self, api: str, *version: int) -> None:
        """NotTried where the server is held to an older version, that does not know this yet."""
        if tuple(int(n) for n in self.versions[api].split(".")) < version:
            raise NotTried(f"versie {self.versions[api]} van {api} kent dit nog niet")

    def knows(self, api: str, path: str, *names: str) -> bool:
        """Whether the published list at this path can be asked for these query parameters."""
        operation = self.documents[api].operation("GET", path) if api in self.documents else None
        return operation is None or set(names) <= set(operation.query)

    # --- judging -----------------------------------------------------------------------------------------------------

    def refuses(
        self,
        answer: Exchange,
        name: str | tuple[str, ...],
        *codes: str,
        status: int | tuple[int, ...] = 400,
        firm: bool = True,
        named: bool = False,
    ) -> None:
        """The answer must be this refusal.

        name   of the member, or several that will do
        codes  any of these; none: any code will do
        status the only one, or those that will do
        firm   name and code are the standard's; otherwise another one is only a remark
        named  the name is the standard's, the code is not
        """
        expect(answer, *([status] if isinstance(status, int) else status))
        names = (name,) if isinstance(name, str) else name
        found = sorted(answer.codes)
        if any(n in names and (not codes or c in codes) for n, c in found):
            return
        told = f"verwacht {' of '.join(names)} · {' of '.join(codes) or '…'}, kreeg {shown(listed(found))}"
        if (firm and not named) or (named and not any(n in names for n, _ in found)):
            raise Failed(told)
        self.remarks.append(told)

    def remark(self, is_so: bool, told: str) -> None:
        """What is not as practice has it, without being against the standard."""
        if not is_so:
            self.remarks.append(told)

    # --- making ------------------------------------------------------------------------------------------------------

    def number(self) -> int:
        return int(next(self._numbers))

    def name(self, what: str = "proef") -> str:
        return f"{what}-{self.mark}-{self.number()}"

    async def create(self, place: str, body: Json, **how: Any) -> Json:
        """Makes what any server must be able to make; NotTried when it does not, which is judged by itself."""
        answer = await self.post(place, body, **how)
        api, _, path = place.partition("/")
        known = self.first.get((api, path))
        if "://" not in place and not how and (known is None or known[1]):
            self.first[api, path] = (answer, is_made(answer))
        if not is_made(answer):
            raise NotTried(f"de voorbereiding lukte niet: {shown(answer.line)} {shown(listed(sorted(answer.codes)))}")
        return answer.document

    async def once(self, name: str, make: Callable[[], Awaitable[Any]]) -> Any:
        """What several rules share; when it could not be made, nobody tries again."""
        if name not in self._kept:
            try:
                self._kept[name] = await make()
            except NotTried as why:
                self._kept[name] = why
        if isinstance(self._kept[name], NotTried):
            raise self._kept[name]
        return self._kept[name]

    async def catalogus(self) -> Json:
        """Ours, of this run or an earlier one."""

        async def make() -> Json:
            rsin = self.traffic.target.rsin
            found = await self.get("catalogi/catalogussen", {"domein": DOMEIN, "rsin": rsin})
            ours = [r for r in found.rows if r.get("domein") == DOMEIN and is_web_address(r.get("url"))]
            if ours:
                return ours[0]
            body = {"domein": DOMEIN, "rsin": rsin, "naam": NAAM, "contactpersoonBeheerNaam": NAAM}
            return await self.create("catalogi/catalogussen", body)

        found: Json = await self.once("catalogus", make)
        return found

    @property
    def by_name(self) -> bool:
        """Since Catalogi 1.3 types refer to each other by name (C-20)."""
        return [int(n) for n in self.versions.get(CATALOGI, "1.3").split(".")][:2] >= [1, 3]

    def refer(self, soort: Json) -> str:
        return str(soort["omschrijving"] if self.by_name else soort["url"])

    async def published(self, concept: Json) -> Json:
        answer = await self.traffic.send("POST", f"{concept['url']}/publish", {})
        if answer.status != 200:
            raise NotTried(f"publiceren lukte niet: {shown(answer.line)} {shown(listed(sorted(answer.codes)))}")
        return answer.document

    async def soort_concept(self, **extra: Any) -> Json:
        """An informatieobjecttype that is not published."""
        body = {
            "catalogus": (await self.catalogus())["url"], "omschrijving": self.name("soort"),
            "vertrouwelijkheidaanduiding": "openbaar", "beginGeldigheid": BEGIN, "informatieobjectcategorie": "bijlage",
        }  # fmt: skip
        return await self.create("catalogi/informatieobjecttypen", body | extra)

    async def soort(self) -> Json:
        async def make() -> Json:
            return await self.published(await self.soort_concept())

        found: Json = await self.once("soort", make)
        return found

    async def besluittype_concept(self, **extra: Any) -> Json:
        body = {
            "catalogus": (await self.catalogus())["url"], "omschrijving": self.name("besluittype"),
            "publicatieIndicatie": False, "informatieobjecttypen": [], "beginGeldigheid": BEGIN,
        }  # fmt: skip
        return await self.create("catalogi/besluittypen", body | extra)

    async def besluittype(self) -> Json:
        async def make() -> Json:
            soorten = [self.refer(await self.soort())]
            return await self.published(await self.besluittype_concept(informatieobjecttypen=soorten))

        found: Json = await self.once("besluittype", make)
        return found

    async def zaaktype_body(self, **extra: Any) -> Json:
        return {
            "identificatie": self.name("zt"), "omschrijving": "Proef", "vertrouwelijkheidaanduiding": "openbaar",
            "doel": "Beproeven", "aanleiding": "Een toets", "indicatieInternOfExtern": "extern",
            "handelingInitiator": "aangeven", "onderwerp": "Proef", "handelingBehandelaar": "behandelen",
            "doorlooptijd": "P30D", "opschortingEnAanhoudingMogelijk": True, "verlengingMogelijk": False,
            "publicatieIndicatie": False, "productenOfDiensten": ["https://example.com/product/1"],
            "selectielijstProcestype": self.traffic.target.selectielijst.procestype,
            "referentieproces": {"naam": "Proef"}, "verantwoordelijke": NAAM,
            "catalogus": (await self.catalogus())["url"], "besluittypen": [], "gerelateerdeZaaktypen": [],
            "beginGeldigheid": BEGIN,
        } | extra  # fmt: skip

    async def concept(self) -> Json:
        """A zaaktype that stays a concept, to which rules may add."""

        async def make() -> Json:
            return await self.create("catalogi/zaaktypen", await self.zaaktype_body())

        found: Json = await self.once("concept", make)
        return found

    def resultaattype_body(self, zaaktype: Json, **extra: Any) -> Json:
        lijst = self.traffic.target.selectielijst
        return {
            "zaaktype": zaaktype["url"], "omschrijving": f"uitkomst {self.number()}",
            "resultaattypeomschrijving": lijst.omschrijving, "selectielijstklasse": lijst.klasse,
            "archiefnominatie": "vernietigen", "archiefactietermijn": "P5Y",
            "brondatumArchiefprocedure": brondatum("afgehandeld"),
        } | extra  # fmt: skip

    def eigenschap_body(self, zaaktype: Json, **specificatie: Any) -> Json:
        return {
            "zaaktype": zaaktype["url"], "naam": f"kenmerk {self.number()}"[:20], "definitie": "Van de proef",
            "specificatie": {"formaat": "tekst", "lengte": "40", "kardinaliteit": "1"} | specificatie,
        }  # fmt: skip

    async def whole_zaaktype(self, *, with_types: bool = True, **extra: Any) -> Json:
        """A published zaaktype with all its parts: statustypen, roltypen, resultaattypen, eigenschappen."""
        besluittypen = [self.refer(await self.besluittype())] if with_types else []
        body = await self.zaaktype_body(besluittypen=besluittypen, **extra)
        body |= {"deelzaaktypen": [body["identificatie"]]} if self.by_name else {}
        zaaktype = await self.create("catalogi/zaaktypen", body)
        of = {"zaaktype": zaaktype["url"]}
        term = brondatum("termijn", procestermijn="P1Y")
        parts: Json = {
            "statustypen": [
                await self.create("catalogi/statustypen", of | {"omschrijving": o, "volgnummer": n})
                for n, o in enumerate(("Ontvangen", "In behandeling", "Afgerond"), start=1)
            ],
            "roltypen": [
                await self.create("catalogi/roltypen", of | {"omschrijving": o, "omschrijvingGeneriek": o})
                for o in ("initiator", "behandelaar", "belanghebbende")
            ],
            "resultaattypen": [
                await self.create("catalogi/resultaattypen", self.resultaattype_body(zaaktype)),
                await self.create(
                    "catalogi/resultaattypen", self.resultaattype_body(zaaktype, brondatumArchiefprocedure=term)
                ),
            ],
            "eigenschappen": [await self.create("catalogi/eigenschappen", self.eigenschap_body(zaaktype))],
        }  # fmt: skip
        if with_types:
            soort = of | {"informatieobjecttype": self.refer(await self.soort()), "volgnummer": 1}
            await self.create("catalogi/zaaktype-informatieobjecttypen", soort | {"richting": "inkomend"})
        return await self.published(zaaktype) | parts

    async def zaaktype(self) -> Json:
        found: Json = await self.once("zaaktype", self.whole_zaaktype)
        return found

    async def other_zaaktype(self) -> Json:
        """Another one, whose parts fit no zaak of the first, and that knows no documents or besluiten."""
        found: Json = await self.once("other", lambda: self.whole_zaaktype(with_types=False))
        return found

    async def zaak_body(self, zaaktype: Json | None = None, **extra: Any) -> Json:
        soort = zaaktype or await self.zaaktype()
        rsin = self.traffic.target.rsin
        return {
            "bronorganisatie": rsin, "verantwoordelijkeOrganisatie": rsin, "startdatum": DAG, "zaaktype": soort["url"],
            "omschrijving": NAAM,
        } | extra  # fmt: skip

    async def zaak(self, zaaktype: Json | None = None, **extra: Any) -> Json:
        return await self.create("zaken/zaken", await self.zaak_body(zaaktype, **extra))

    async def zaak_of(self, hoofdzaak: Json) -> Json:
        return await self.zaak(hoofdzaak=hoofdzaak["url"])

    async def a_zaak(self) -> Json:
        """One that rules share which leave it as it is."""
        found: Json = await self.once("zaak", self.zaak)
        return found

    async def status_body(self, zaak: Json, nummer: int = 0, **extra: Any) -> Json:
        op = datetime.now(UTC).replace(microsecond=0) - timedelta(days=1) + timedelta(seconds=self.number())
        statustype = (await self.zaaktype())["statustypen"][nummer]["url"]
        gezet = {"datumStatusGezet": op.isoformat().replace("+00:00", "Z")}
        return {"zaak": zaak["url"], "statustype": statustype} | gezet | extra

    async def status(self, zaak: Json, nummer: int = 0, **extra: Any) -> Json:
        return await self.create("zaken/statussen", await self.status_body(zaak, nummer, **extra))

    async def resultaat(self, zaak: Json, nummer: int = 0) -> Json:
        soort = (await self.zaaktype())["resultaattypen"][nummer]["url"]
        return await self.create("zaken/resultaten", {"zaak": zaak["url"], "resultaattype": soort})

    async def closed_zaak(self, nummer: int = 0, **extra: Any) -> Json:
        """With a resultaat and its end status; as it then is."""
        zaak = await self.zaak(**extra)
        await self.resultaat(zaak, nummer)
        await self.status(zaak, -1)
        answer = await self.get(zaak["url"])
        if answer.status != 200:
            raise NotTried(f"de voorbereiding lukte niet: {shown(answer.line)}")
        return answer.document

    async def rol_body(self, zaak: Json, **extra: Any) -> Json:
        return {
            "zaak": zaak["url"], "roltype": (await self.zaaktype())["roltypen"][2]["url"],
            "betrokkeneType": "natuurlijk_persoon", "roltoelichting": NAAM,
            "betrokkeneIdentificatie": {"inpBsn": "999990019", "geslachtsnaam": "Proef"},
        } | extra  # fmt: skip

    async def rol(self, zaak: Json, **extra: Any) -> Json:
        return await self.create("zaken/rollen", await self.rol_body(zaak, **extra))

    async def document_body(self, soort: Json | None = None, **extra: Any) -> Json:
        return {
            "bronorganisatie": self.traffic.target.rsin, "creatiedatum": DAG, "titel": NAAM, "auteur": NAAM,
            "taal": "nld", "informatieobjecttype": (soort or await self.soort())["url"],
            "formaat": "text/plain", "bestandsnaam": "proef.txt",
        } | extra  # fmt: skip

    async def document(self, inhoud: bytes | None = b"proef", **extra: Any) -> Json:
        with_content = {} if inhoud is None else content(inhoud)
        body = await self.document_body(**with_content | extra)
        return await self.create("documenten/enkelvoudiginformatieobjecten", body)

    async def a_document(self) -> Json:
        found: Json = await self.once("document", self.document)
        return found

    async def lock(self, document: Json) -> str:
        answer = await self.traffic.send("POST", f"{document['url']}/lock", {})
        lock = answer.document.get("lock")
        if answer.status != 200 or not isinstance(lock, str):
            raise NotTried(f"vergrendelen lukte niet: {shown(answer.line)}")
        return lock

    async def unlock(self, document: Json, lock: str) -> Exchange:
        return await self.traffic.send("POST", f"{document['url']}/unlock", {"lock": lock} if lock else {})

    async def document_of_zaak(self, zaak: Json, document: Json) -> Json:
        relation = {"zaak": zaak["url"], "informatieobject": document["url"]}
        return await self.create("zaken/zaakinformatieobjecten", relation)

    async def besluit_body(self, besluittype: Json | None = None, **extra: Any) -> Json:
        return {
            "verantwoordelijkeOrganisatie": self.traffic.target.rsin, "datum": DAG, "ingangsdatum": DAG,
            "besluittype": (besluittype or await self.besluittype())["url"],
        } | extra  # fmt: skip

    async def besluit(self, **extra: Any) -> Json:
        return await self.create("besluiten/besluiten", await self.besluit_body(**extra))

    async def a_besluit(self) -> Json:
        found: Json = await self.once("besluit", self.besluit)
        return found

    async def document_of_besluit(self, besluit: Json, document: Json) -> Json:
        relation = {"besluit": besluit["url"], "informatieobject": document["url"]}
        return await self.create("besluiten/besluitinformatieobjecten", relation)

    # --- somebody with less rights -----------------------------------------------------------------------------------

    async def second(self) -> Key:
        """The second application, after it was given its rights. NotTried when there is none, or it has rights."""
        found: Key = await self.once("second", self._give_rights)
        return found

    async def _give_rights(self) -> Key:
        key = self.traffic.target.second
        if key is None:
            raise NotTried("er is geen tweede client opgegeven (--second-client-id, --second-secret)")
        known = await self.get("autorisaties/applicaties", {"clientIds": key.client_id})
        if known.status != 200 or known.rows:
            raise NotTried("de tweede client heeft al rechten; daar komen wij niet aan")
        tot = {"maxVertrouwelijkheidaanduiding": "intern"}
        types: dict[str, Json] = {"zrc": {"zaaktype": (await self.zaaktype())["url"]} | tot, "ztc": {}}
        if DOCUMENTEN in self.traffic.target.bases:
            types["drc"] = {"informatieobjecttype": (await self.soort())["url"]} | tot
        if BESLUITEN in self.traffic.target.bases:
            types["brc"] = {"besluittype": (await self.besluittype())["url"]}
        rights = [{"component": c, "scopes": SCOPES[c]} | of for c, of in types.items()]
        body = {"clientIds": [key.client_id], "label": NAAM, "heeftAlleAutorisaties": False, "autorisaties": rights}
        self.second_url = (await self.create(f"{AUTORISATIES}/applicaties", body))["url"]
        if (await self.get(f"{ZAKEN}/zaken", {"zaaktype": types["zrc"]["zaaktype"]}, key=key)).status != 200:
            raise NotTried("de tweede client kreeg rechten, maar mag nog niets; is zijn geheim hier bekend?")
        return key


def brondatum(afleidingswijze: str, **extra: Any) -> Json:
    return {
        "afleidingswijze": afleidingswijze, "datumkenmerk": "", "einddatumBekend": False, "objecttype": "",
        "registratie": "", "procestermijn": None,
    } | extra  # fmt: skip


def content(inhoud: bytes) -> Json:
    return {"inhoud": base64.b64encode(inhoud).decode(), "bestandsomvang": len(inhoud)}


def is_made(answer: Exchange) -> bool:
    return answer.status == 201 and not answer.fault and is_web_address(answer.document.get("url"))


def expect(answer: Exchange, *statuses: int) -> Exchange:
    """The answer, which must have one of these statuses. Failed otherwise."""
    if answer.fault:
        raise Failed(answer.fault)
    if answer.status not in statuses:
        wanted = " of ".join(map(str, statuses))
        refused = f" ({shown(listed(sorted(answer.codes)))})" if answer.codes else ""
        raise Failed(f"verwacht status {wanted}, kreeg {answer.status}{refused}")
    return answer


def demand(is_so: bool, told: str) -> None:
    if not is_so:
        raise Failed(told)


def listed(codes: list[tuple[str, str]]) -> str:
    return ", ".join(f"{n} · {c}" for n, c in codes[:5]) or "geen invalidParams"


def same_day(value: Any, day: str) -> bool:
    return isinstance(value, str) and value[:10] == day
