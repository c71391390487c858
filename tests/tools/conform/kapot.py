"""A server that is broken on purpose: Meent behind a wrapper that breaks the standard in one way at a time.

Each fault is what some supplier might really do. A conformance test that does not notice them is worth nothing.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode

Json = Any
UUID = r"[0-9a-f-]{36}"


@dataclass
class Asked:
    """A request on its way in."""

    method: str
    path: str
    query: list[tuple[str, str]]
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Json:
        return json.loads(self.body or b"null")


@dataclass
class Answer:
    """An answer on its way out."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Json:
        return json.loads(self.body or b"null")

    def show(self, value: Json, status: int | None = None) -> None:
        self.body, self.status = json.dumps(value).encode(), status or self.status


Change = Callable[[Answer, Asked], None]
Disturb = Callable[[Asked], None]


class Fault(NamedTuple):
    """One way to break the standard.

    on       regular expression for "METHOD path below the municipality" of the requests it touches
    rules    what is run to find it
    found    id of the check that must fail by it, or remark on it where that is advice
    change   breaks the answer
    disturb  breaks the request before Meent sees it, as a server does that does not heed it
    """

    name: str
    on: str
    rules: tuple[str, ...]
    found: str
    change: Change = lambda answer, asked: None
    disturb: Disturb = lambda asked: None


def is_of_klantinteracties(fault: Fault) -> bool:
    return "klantinteracties" in fault.found or fault.found.startswith("rule KI")


class Broken:
    """The ASGI application with the fault in place."""

    def __init__(self, app: Any, fault: Fault | None = None) -> None:
        self.app, self.fault = app, fault
        self.last_authorization = ""

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        asked = Asked(
            scope["method"], scope["path"], parse_qsl(scope["query_string"].decode()),
            {k.decode(): v.decode() for k, v in scope["headers"]}, (await receive())["body"],
        )  # fmt: skip
        fault = self.fault
        place = f"{asked.method} {asked.path.partition('/api/v1')[2]}"
        is_touched = fault is not None and re.fullmatch(fault.on, place)
        if fault and is_touched:
            fault.disturb(asked)
        answer = await self._ask(scope, asked)
        if fault and is_touched:
            fault.change(answer, asked)
        headers = [(k.encode(), v.encode()) for k, v in answer.headers.items()]
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        await send({"type": "http.response.body", "body": answer.body})

    async def _ask(self, scope: dict[str, Any], asked: Asked) -> Answer:
        sent: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": asked.body, "more_body": False}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        changed = {
            "query_string": urlencode(asked.query).encode(),
            "headers": [(k.encode(), v.encode()) for k, v in asked.headers.items()],
        }
        await self.app(scope | changed, receive, send)
        headers = {k.decode(): v.decode() for k, v in sent[0]["headers"]}
        return Answer(sent[0]["status"], headers, b"".join(m.get("body", b"") for m in sent[1:]))


# --- ways to break an answer -----------------------------------------------------------------------------------------


def status(wrong: int, instead_of: int) -> Change:
    def change(answer: Answer, asked: Asked) -> None:
        if answer.status == instead_of:
            answer.status = wrong

    return change


def member(name: str, make: Callable[[Json], Json]) -> Change:
    """Another value for a member, in an object and in each row of a list."""

    def change(answer: Answer, asked: Asked) -> None:
        if answer.status < 300 and answer.body:
            found = answer.json
            rows = found.get("results", [found]) if isinstance(found, dict) else found
            for row in rows:
                if name in row:
                    row[name] = make(row[name])
            answer.show(found)

    return change


def member_of_page(name: str, value: Json) -> Change:
    def change(answer: Answer, asked: Asked) -> None:
        if answer.status == 200:
            answer.show(answer.json | {name: value})

    return change


def without(name: str) -> Change:
    def change(answer: Answer, asked: Asked) -> None:
        if answer.status < 300 and isinstance(found := answer.json, dict):
            answer.show({k: v for k, v in found.items() if k != name})

    return change


def header(name: str, value: str | None = None) -> Change:
    def change(answer: Answer, asked: Asked) -> None:
        answer.headers = {k: v for k, v in answer.headers.items() if k.lower() != name}
        if value is not None:
            answer.headers[name] = value

    return change


def forget(*names: str) -> Disturb:
    """Heeds these query parameters no more."""

    def disturb(asked: Asked) -> None:
        asked.query = [(k, v) for k, v in asked.query if k not in names]

    return disturb


def code(wrong: str, instead_of: str) -> Change:
    def change(answer: Answer, asked: Asked) -> None:
        answer.body = answer.body.replace(f'"{instead_of}"'.encode(), f'"{wrong}"'.encode())

    return change


def accept(instead_of: str) -> Change:
    """Does as if it was made, though it should have been refused with this code."""

    def change(answer: Answer, asked: Asked) -> None:
        if answer.status == 400 and f'"{instead_of}"'.encode() in answer.body:
            answer.show({}, 201)

    return change


def nothing(answer: Answer, asked: Asked) -> None:
    """An empty list."""
    answer.show([])


def other_order(answer: Answer, asked: Asked) -> None:
    found = answer.json
    if answer.status == 200:
        answer.show(found | {"results": found["results"][::-1]})


def other_layout(answer: Answer, asked: Asked) -> None:
    """An error as many frameworks make it."""
    if answer.status >= 400:
        answer.headers["content-type"] = "application/json"
        answer.show({"detail": "Er ging iets mis"})


def html(answer: Answer, asked: Asked) -> None:
    if answer.status == 400:
        answer.headers["content-type"] = "text/html"
        answer.body = b"<h1>Bad Request</h1>"


def one_fault_at_a_time(answer: Answer, asked: Asked) -> None:
    if answer.status == 400:
        found = answer.json
        answer.show(found | {"invalidParams": found["invalidParams"][:1]})


def other_bytes(answer: Answer, asked: Asked) -> None:
    answer.body = answer.body.replace(b"proef", b"PROEF")


def show_key(answer: Answer, asked: Asked) -> None:
    """Every document shows the key with which it is locked; Meent tells it to nobody, so the wrapper keeps it."""
    if asked.path.endswith("/lock"):
        KEYS[asked.path.removesuffix("/lock")] = answer.json.get("lock", "")
    elif answer.status == 200 and asked.path in KEYS:
        answer.show(answer.json | {"lock": KEYS[asked.path]})


def no_audit_side(answer: Answer, asked: Asked) -> None:
    """Only the writes of the object itself are in its trail."""
    answer.show([line for line in answer.json if line["resource"] == "zaak"])


def a_year_later(found: Json) -> Json:
    return f"{int(found[:4]) + 1}{found[4:]}" if found else found


KEYS: dict[str, str] = {}
SEEN: dict[str, str] = {}


def believe_anybody(asked: Asked) -> None:
    """Looks at no signature: whoever names a client is that client."""
    SEEN.setdefault("authorization", asked.headers.get("authorization", ""))
    if asked.headers.get("authorization", "").startswith("Bearer ey"):
        asked.headers["authorization"] = SEEN["authorization"]


def let_in(asked: Asked) -> None:
    """Whoever comes is the client that came first."""
    SEEN.setdefault("authorization", asked.headers.get("authorization", ""))
    asked.headers["authorization"] = SEEN["authorization"]


def change_nothing(asked: Asked) -> None:
    asked.body = b"{}"


def forget_etag(asked: Asked) -> None:
    asked.headers.pop("if-none-match", None)


def more_fields(asked: Asked) -> None:
    body = asked.json
    asked.body = json.dumps(body | {"fields": [*body["fields"], "omschrijving", "toelichting"]}).encode()


def show_concepts(asked: Asked) -> None:
    asked.query = [*[(k, v) for k, v in asked.query if k != "status"], ("status", "alles")]


def trust_all(asked: Asked) -> None:
    """Fills in the headers that a client forgot."""
    asked.headers |= {"accept-crs": "EPSG:4326", "content-crs": "EPSG:4326"}


ZAAK = rf"/zaken/{UUID}"
KI = "document klantinteracties"
KLANTINTERACTIES = (
    Fault("a partij of no kind", rf"GET /partijen/{UUID}", ("KI-03",), f"{KI} GET /partijen/{{uuid}} 200",
          without("soortPartij")),
    Fault("a person without a name", r"POST /partijen", ("KI-08",), f"{KI} POST /partijen 201",
          member("partijIdentificatie", lambda v: {k: x for k, x in v.items() if k != "volledigeNaam"})),
    Fault("a link is an address", r"POST /digitaleadressen", ("KI-03",), f"{KI} POST /digitaleadressen 201",
          member("verstrektDoorPartij", lambda v: v and v["url"])),
    Fault("a status that is none", r"POST /internetaken", ("KI-34",), f"{KI} POST /internetaken 201",
          member("status", lambda v: "bezig")),
    Fault("yes as a text", r"POST /klantcontacten", ("KI-44",), f"{KI} POST /klantcontacten 201",
          member("vertrouwelijk", lambda v: "nee")),
    Fault("no version of klantinteracties", r"GET /partijen", ("KI-01",), f"{KI} GET /partijen 200",
          header("api-version")),
    Fault("everybody is let in", r"GET /partijen", ("KI-01",), "rule KI-01", disturb=let_in),
    Fault("PUT wipes what was not sent", rf"PUT /partijen/{UUID}", ("KI-02",), "rule KI-02",
          member("voorkeurstaal", lambda v: "")),
    Fault("the other end shows no link", rf"GET /partijen/{UUID}", ("KI-03",), "rule KI-03",
          member("digitaleAdressen", lambda v: [])),
    Fault("a number is lost on the way", rf"PATCH /partijen/{UUID}", ("KI-09",), "rule KI-09",
          member("partijIdentificatoren", lambda v: v[:1])),
    Fault("one number of two partijen", r"POST /partij-identificatoren", ("KI-10",), "rule KI-10", accept("unique")),
    Fault("a vestiging of nothing", r"POST /partij-identificatoren", ("KI-13",), "rule KI-13", accept("required")),
    Fault("any telephone number", r"POST /digitaleadressen", ("KI-15",), "rule KI-15", accept("invalid")),
    Fault("two standard addresses", rf"GET /digitaleadressen/{UUID}", ("KI-16",), "rule KI-16",
          member("isStandaardAdres", lambda v: True)),
    Fault("partijen are not expanded", r"GET /partijen.*", ("KI-17",), "rule KI-17", disturb=forget("expand")),
    Fault("a search by number ignored", r"GET /partijen", ("KI-18",), "rule KI-18",
          disturb=forget("partijIdentificator__objectId")),
    Fault("one reference of two contacts", r"POST /klantcontacten", ("KI-31",), "rule KI-31 uniek", accept("unique")),
    Fault("cascade not heeded", rf"DELETE /onderwerpobjecten/{UUID}", ("KI-40",), "rule KI-40",
          disturb=forget("cascade")),
    Fault("a contact without who was there", r"POST /maak-klantcontact", ("KI-41",), "rule KI-41",
          without("betrokkene")),
    Fault("a search in text ignored", r"GET /klantcontacten", ("KI-42",), "rule KI-42", disturb=forget("inhoud")),
    Fault("actoren are not shown", rf"GET /klantcontacten/{UUID}", ("KI-44",), "rule KI-44",
          member("hadBetrokkenActoren", lambda v: [])),
    Fault("a list that does not count", r"GET /digitaleadressen", ("G-06",), "rule G-06 klantinteracties",
          member_of_page("count", 0)),
    Fault("a change that is none", r"PATCH /categorieen/.*", ("KI",), "rule KI categorieen", disturb=change_nothing),
    Fault("a partij that stays", rf"DELETE /partijen/{UUID}", ("KI",), "rule KI partijen", status(202, 204)),
)  # fmt: skip
FAULTS = (
    *KLANTINTERACTIES,
    Fault("made answers 200", r"POST /zaken", ("Z-22",), "document zaken POST /zaken 200", status(200, 201)),
    Fault("deleted answers 200", rf"DELETE {ZAAK}", ("G-24",), "rule G-24", status(200, 204)),
    Fault("absent answers 403", rf"GET {ZAAK}", ("E-05",), "rule E-05", status(403, 404)),
    Fault("forbidden answers 404", rf"GET {ZAAK}", ("A-11",), "rule A-11", status(404, 403)),
    Fault("a member is missing", rf"GET {ZAAK}", ("G-17",), "document zaken GET /zaken/{uuid} 200", without("rollen")),
    Fault("a number is text", r"GET /zaken", ("Z-56",), "document zaken GET /zaken 200",
          member_of_page("count", "1")),
    Fault("a value outside the list", r"GET /zaken", ("Z-56",), "document zaken GET /zaken 200",
          member("archiefstatus", lambda v: "zoek")),
    Fault("a date the other way round", r"POST /zaken", ("Z-22",), "document zaken POST /zaken 201",
          member("startdatum", lambda v: "-".join(v.split("-")[::-1]))),
    Fault("null where something is", r"POST /zaken", ("Z-22",), "document zaken POST /zaken 201",
          member("omschrijving", lambda v: None)),
    Fault("a detail of a rol is a number", r"POST /rollen", ("Z-35",), "document zaken POST /rollen 201",
          member("betrokkeneIdentificatie", lambda v: v | {"inpBsn": 999990019})),
    Fault("errors in another layout", r"GET .*", ("E-01",), "rule E-01", other_layout),
    Fault("an error is a page", r"POST /statussen", ("Z-12",), "document zaken POST /statussen 400", html),
    Fault("one fault at a time", r"POST /zaken", ("E-07",), "rule E-07", one_fault_at_a_time),
    Fault("another code", r"POST /zaken", ("Z-03",), "rule Z-03", code("unique", "identificatie-niet-uniek")),
    Fault("no version told", r".*", ("G-03",), "rule G-03", header("api-version")),
    Fault("no ETag", rf"(GET|HEAD) {ZAAK}", ("G-17",), "rule G-17", header("etag")),
    Fault("one ETag for all", rf"(GET|HEAD) {ZAAK}", ("G-17",), "rule G-17", header("etag", '"vast"')),
    Fault("a next that is not told", r"GET /zaken", ("G-06",), "rule G-06", member_of_page("next", None)),
    Fault("something old at a create", r"GET .*/audittrail", ("AT-03",), "rule AT-03",
          member("wijzigingen", lambda v: v | {"oud": v["oud"] or {}})),
    Fault("all content is of one kind", r"GET .*/download", ("D-18",), "rule D-18",
          header("content-type", "application/pdf")),
    Fault("all fields anyway", r"POST /zaken/_zoek", ("Z-46",), "rule Z-46", disturb=more_fields),
    Fault("If-None-Match not heeded", rf"GET {ZAAK}", ("G-18",), "rule G-18", disturb=forget_etag),
    Fault("no CRS asked for", r".* /zaken.*", ("G-25",), "rule G-25", disturb=trust_all),
    Fault("no Location", r"POST /zaken", ("Z-22",), "document zaken POST /zaken 201", header("location")),
    Fault("count is wrong", r"GET /zaken", ("G-06",), "rule G-06", member_of_page("count", 0)),
    Fault("a paged list where none should be", r"GET .*/audittrail", ("AT-04",), "rule AT-04",
          lambda a, q: a.show({"count": 1, "results": a.json})),
    Fault("unknown parameters ignored", r"GET .*", ("G-09",), "rule G-09 autorisaties", disturb=forget("bestaatNiet")),
    Fault("a filter ignored", r"GET /zaken", ("Z-56",), "rule Z-56", disturb=forget("startdatum")),
    Fault("a filter of besluiten ignored", r"GET /besluiten", ("B-11",), "rule B-11", disturb=forget("zaak")),
    Fault("another order", r"POST /zaken/_zoek", ("Z-48",), "rule Z-48", other_order),
    Fault("expand not heeded", rf"GET {ZAAK}", ("X-01",), "rule X-01", disturb=forget("expand")),
    Fault("an empty trail", r"GET .*/audittrail", ("AT-01",), "rule AT-01", nothing),
    Fault("a trail without what hangs under it", r"GET .*/audittrail", ("AT-01",), "rule AT-01", no_audit_side),
    Fault("a false signature believed", r"GET /zaken", ("A-03",), "rule A-03", disturb=believe_anybody),
    Fault("rights not heeded", r"(GET|POST) /zaken.*", ("A-10",), "rule A-10", disturb=believe_anybody),
    Fault("a concept is good enough", r"POST /zaken", ("Z-01",), "rule Z-01", accept("not-published")),
    Fault("never closed", rf"GET {ZAAK}", ("Z-11",), "rule Z-11", member("einddatum", lambda v: None)),
    Fault("kept a year too long", rf"GET {ZAAK}", ("Z-37",), "rule Z-37", member("archiefactiedatum", a_year_later)),
    Fault("a second resultaat", r"POST /resultaten", ("Z-33",), "rule Z-33", accept("unique")),
    Fault("no mirror", r"GET /objectinformatieobjecten", ("Z-09",), "rule Z-09", nothing),
    Fault("other bytes", r"GET .*/download", ("D-18",), "rule D-18", other_bytes),
    Fault("the key is shown", r".* /enkelvoudig.*", ("D-15",), "rule D-15", show_key),
    Fault("old versions are not to be read", r"GET /enkelvoudig.*", ("D-17",), "rule D-17", disturb=forget("versie")),
    Fault("any size will do", r"POST /enkelvoudig.*", ("D-19",), "rule D-19", accept("file-size")),
    Fault("concepts in the list", r"GET /zaaktypen", ("C-02",), "rule C-02", disturb=show_concepts),
    Fault("no status is the last", r"GET /statustypen/.*", ("C-39",), "rule C-39",
          member("isEindstatus", lambda v: False)),
    Fault("somebody else's application", r"GET /applicaties/consumer", ("AC-07",), "rule AC-07",
          member("url", lambda v: v[:-4] + "0000")),
    Fault("any channel will do", r"POST /notificaties", ("N-05",), "rule N-05", accept("message_kanaal")),
)  # fmt: skip
