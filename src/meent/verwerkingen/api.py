"""The read side of the VNG's Verwerkingenlogging API 0.9.0, over the log: verwerkte-objecten and verwerkingsacties.

Whoever reads the log processes personal data, so that is a line as well. The person is in the query because that is
what the published document asks; it stands in no line.
"""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import msgspec

from meent.basis.datums import AMSTERDAM, parse_date, vandaag
from meent.basis.fouten import Faults, forbidden, not_found
from meent.basis.nummers import is_elfproef
from meent.engine.call import Call
from meent.engine.links import parse_uuid
from meent.verwerkingen import inzage
from meent.verwerkingen.aanleiding import first_id
from meent.verwerkingen.bewaren import term_of
from meent.verwerkingen.document import AS_JSON, ROOT, VERSION
from meent.verwerkingen.inzage import Regel, Vraag
from meent.verwerkingen.logboek import Logboek
from meent.wire.answer import JSON, Answer, not_allowed, with_header

COMPONENT, SCOPE = "ac", "verwerkingen.lezen"
"""The right to read the log is given in the Autorisaties API, where no component is named after it (decision 0038)."""
PAGE = 100
MAX_PAGE = 10_000
API_VERSION = (b"api-version", VERSION.encode())
PARAMETERS = ("objecttype", "soortObjectId", "objectId", "beginDatum", "eindDatum", "verwerkingsactiviteitId",
              "vertrouwelijkheid", "page")  # fmt: skip
OIN = "SELECT '00000001' || rsin || '000' FROM tenant WHERE id = $1 AND rsin IS NOT NULL"
EPOCH = date(1970, 1, 2)
Json = dict[str, Any]


class Inzage:
    """The API; `answer` is its room in the engine."""

    def __init__(self, logboek: Logboek) -> None:
        self.logboek = logboek

    async def answer(self, call: Call, rest: list[str]) -> Answer:
        """What stands at an address below the API; every answer tells its version. Raises Fout."""
        return await with_header(self._answer(call, rest), API_VERSION)

    async def _answer(self, call: Call, parts: list[str]) -> Answer:
        """GET of a collection or of one of it."""
        names: dict[str, Callable[[Call], Awaitable[Json]]] = {
            "verwerkte-objecten": partial(self._list, shown=_objecten),
            "verwerkingsacties": partial(self._list, shown=_acties),
        }
        is_document = parts[2:] == ["openapi.json"]
        if parts[:2] != ["api", "v1"] or len(parts) not in (3, 4) or not (is_document or parts[2] in names):
            raise not_found()
        if call.method not in ("GET", "HEAD"):
            raise not_allowed(["GET", "HEAD"])
        if is_document:
            return Answer(200, call.links.render(AS_JSON), (JSON, (b"access-control-allow-origin", b"*")))
        await self._require_right(call)
        body = await (names[parts[2]](call) if len(parts) == 3 else self._one(call, parts[2], parse_uuid(parts[3])))
        return Answer(200, msgspec.json.encode(body), (JSON,))

    async def _require_right(self, call: Call) -> None:
        authenticator = call.engine.authenticator
        call.caller = call.known_caller or await authenticator.caller(call.place.id, call.headers.get(b"authorization"))
        if not call.caller.rights.reach(COMPONENT, (SCOPE,)).given:
            raise forbidden()

    async def _list(self, call: Call, shown: "Callable[[Gemeente, list[Regel], str], list[Json]]") -> Json:
        """A page of what was done with the data of one person, newest first."""
        vraag, bsn, number = _asked(call.parameters(), needs_days=call.parts[4] == "verwerkte-objecten")
        async with call.engine.pool.tenant(call.place.id) as conn:
            lines = await inzage.about(conn, call.place.id, vraag, most=PAGE, skip=(number - 1) * PAGE)
            total = await inzage.count(conn, call.place.id, vraag)
            if not lines and number > 1:
                raise not_found()
            gemeente = Gemeente(call, await conn.fetchval(OIN, call.place.id))
            await self.logboek.was_read(conn, call.place, call.caller, call.headers, [vraag.wie])
        return {
            "count": total,
            "next": _page(call, number + 1) if number * PAGE < total else None,
            "previous": _page(call, number - 1) if number > 1 else None,
            "results": shown(gemeente, lines, bsn),
        }

    async def _one(self, call: Call, name: str, key: UUID | None) -> Json:
        """One action or object; who it is about is not told, for the log does not know."""
        if key is None:
            raise not_found()
        async with call.engine.pool.tenant(call.place.id) as conn:
            lines = await inzage.of_action(conn, call.place.id, UUID(int=key.int & ~inzage.LAST))
            gemeente = Gemeente(call, await conn.fetchval(OIN, call.place.id))
            if name == "verwerkte-objecten":
                lines = [line for line in lines if line.id == key]
            if not lines or (name == "verwerkingsacties" and key != lines[0].actie):
                raise not_found()
            await self.logboek.was_read(conn, call.place, call.caller, call.headers, [])
        return (_objecten if name == "verwerkte-objecten" else _acties)(gemeente, lines, "")[0]


class Gemeente:
    """What stands in every answer of one request.

    oin   of the municipality, from its RSIN; None when that is not known
    """

    def __init__(self, call: Call, oin: str | None) -> None:
        self.base, self.oin, self.term = f"{call.links.base}/{ROOT}", oin, term_of(call.place)


def _objecten(gemeente: Gemeente, lines: list[Regel], bsn: str) -> list[Json]:
    return [
        object_ | {"verwerkingsactie": _actie(gemeente, line) | {"verwerkteObjecten": [object_]}}
        for line in lines
        if (object_ := _object(gemeente, line, bsn))
    ]


def _acties(gemeente: Gemeente, lines: list[Regel], bsn: str) -> list[Json]:
    """Actions with what of them stands in these lines."""
    found: dict[UUID, list[Regel]] = {}
    for line in lines:
        found.setdefault(line.actie, []).append(line)
    return [
        _actie(gemeente, some[0])
        | {"systeem": some[0].applicatie_weergave or some[0].applicatie, "gebruiker": some[0].gebruiker[:40]}
        | {"verwerkteObjecten": [_object(gemeente, line, bsn) for line in some]}
        for some in found.values()
    ]


def _object(gemeente: Gemeente, line: Regel, bsn: str) -> Json:
    """Who it is about: the BSN that was asked for, else what the log knows, which is no BSN."""
    known = ("BSN", bsn) if bsn else ("pseudoniem", line.betrokkene.hex() if line.betrokkene else "onbekend")
    return {
        "url": f"{gemeente.base}/verwerkte-objecten/{line.id}",
        "verwerktObjectId": line.id,
        "objecttype": "persoon",
        "soortObjectId": known[0],
        "objectId": known[1],
        "verwerkteSoortenGegevens": [{"soortGegeven": naam} for naam in line.gegevens],
    }


def _actie(gemeente: Gemeente, line: Regel) -> Json:
    found = {
        "url": f"{gemeente.base}/verwerkingsacties/{line.actie}",
        "actieId": line.actie,
        "actieNaam": f"{line.handeling} {line.resource}",
        "vertrouwelijkheid": "normaal",
        "bewaartermijn": gemeente.term,
        "tijdstip": line.moment,
        "tijdstipRegistratie": line.moment,
    }
    if gemeente.oin:
        found["uitvoerder"] = gemeente.oin
    if line.doel:
        found |= {"verwerkingNaam": line.doel_woorden, "verwerkingsactiviteitId": line.doel}
    if line.activiteit:
        found["verwerkingsactiviteitUrl"] = line.activiteit
    return found


def _asked(given: dict[str, str], *, needs_days: bool) -> tuple[Vraag, str, int]:
    """What the query asks for: whom, when, why; the BSN, and the page. Raises Fout 400 with all faults."""
    faults = Faults()
    for name in [n for n in given if n not in PARAMETERS]:
        faults.add(name, "unknown-parameters", "Deze parameter bestaat hier niet.")
    needed = ("objecttype", "soortObjectId", "objectId", *(("beginDatum", "eindDatum") if needs_days else ()))
    for name in (n for n in needed if n not in given):
        faults.add(name, "required")
    if given.get("objecttype", "persoon") != "persoon":
        faults.add("objecttype", "invalid_choice")
    if given.get("soortObjectId", "BSN") != "BSN":
        faults.add("soortObjectId", "invalid_choice", "Wij vinden personen alleen op BSN.")
    bsn = given.get("objectId", "")
    if "objectId" in given and not is_elfproef(bsn):
        faults.add("objectId", "invalid", "Dit is geen geldig BSN.")
    if given.get("vertrouwelijkheid", "normaal") not in ("normaal", "vertrouwelijk", "opgeheven"):
        faults.add("vertrouwelijkheid", "invalid_choice")
    doel = given.get("verwerkingsactiviteitId")
    if doel is not None and parse_uuid(doel) is None:
        faults.add("verwerkingsactiviteitId", "invalid", "Geef een uuid.")
    today = vandaag(datetime.now(UTC))
    sinds = _day(given, "beginDatum", EPOCH, faults)
    tot = _day(given, "eindDatum", today + timedelta(days=2), faults)
    faults.stop_if_any()
    number = given.get("page", "1")
    if not (number.isascii() and number.isdigit() and len(number) < 9 and 0 < int(number) <= MAX_PAGE):
        raise not_found()
    return Vraag(f"bsn:{bsn}", _first(sinds), _first(tot), parse_uuid(doel) if doel else None), bsn, int(number)


def _day(given: dict[str, str], name: str, otherwise: date, faults: Faults) -> date:
    try:
        day = parse_date(given[name]) if name in given else otherwise
    except ValueError:
        faults.add(name, "invalid", "Schrijf een datum als 2026-03-31.")
        return otherwise
    return max(day, EPOCH)


def _first(day: date) -> UUID:
    """The first id of a day in Amsterdam."""
    return first_id(datetime.combine(day, time(), AMSTERDAM))


def _page(call: Call, number: int) -> str:
    query = {n: v for n, v in call.parameters().items() if n != "page"} | {"page": str(number)}
    return f"{call.links.base}{'/'.join(call.parts)}?{urlencode(query)}"
