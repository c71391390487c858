"""The query APIs as a room of the engine: who asks, what is asked, what is found, and the line before it leaves.

A question is a POST to /{gemeente}/brp/api/v2/{personen|…}: nobody's number stands in an address. National tables are
read at /{gemeente}/brp/api/v1/tabellen.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Protocol
from uuid import UUID

import msgspec

from meent.basis.datums import vandaag
from meent.basis.fouten import Fout, not_found
from meent.basis.placeholder import PLACEHOLDER
from meent.engine.call import Call
from meent.engine.links import parse_uuid
from meent.services.personen import opslag, terugmeldingen
from meent.services.personen.autorisatie.regels import Regelboek
from meent.services.personen.bevragen import gebeurtenissen, naslag, terugmelden, volgen, zoeken
from meent.services.personen.bevragen import persoon as personen
from meent.services.personen.bevragen.andere import ANDERE
from meent.services.personen.bevragen.contract import Contract, contract, document
from meent.services.personen.bevragen.feiten import Feiten
from meent.services.personen.bevragen.fouten import BrpFout, as_brp, ongeldig, param, te_veel
from meent.services.personen.bevragen.gezag import Gezagsvraag
from meent.services.personen.bevragen.toegang import Gebruik, Toegang, toegang
from meent.services.personen.bevragen.tonen import gelezen
from meent.services.personen.bevragen.vraag import Vraag, lees
from meent.services.personen.gezag.relaties import RUBRIEKEN
from meent.services.personen.opslag import Bewaard, as_kept
from meent.services.personen.tabellen import Tabellen
from meent.wire.answer import Answer, not_allowed, with_header

RAADPLEGEN, ZOEKEN, GEZAG_RAADPLEGEN = "brp.raadplegen", "brp.zoeken", "brp.gezag"
API, PERSONEN, TABELLEN, GEZAG, UPDATE = "brp", "personen", "tabellen", "gezag", "update"
DOCUMENTEN = (PERSONEN, *ANDERE, TABELLEN, UPDATE, GEZAG, gebeurtenissen.GEBEURTENISSEN, terugmelden.TERUGMELDINGEN)
VOLGEN, GEVOLGD, VOLGINDICATIE = "brp.volgen", ("01.01.20",), "volgindicatie"
VERNEMEN = "brp.gebeurtenissen"
RAADPLEEG = "RaadpleegMetBurgerservicenummer"
OP_OBJECT = "ZoekMetAdresseerbaarObjectIdentificatie"
VRAAG, MELDING, IN_GEMEENTE = "zoekvraag", "terugmelding", "gemeenteVanInschrijving"
JSON = ((b"content-type", b"application/json"),)
OPEN = (*JSON, (b"access-control-allow-origin", b"*"))
READ = ("GET", "HEAD")
ACCEPTED = (b"*/*", b"application/*", b"application/json", b"application/hal+json")
Regel = tuple[UUID | None, str | None, Sequence[str]]
"""A line of the log: the list, whom it is about, and what was used of it. No list where somebody is not here."""


class Protocollering(Protocol):
    """The log of processing. Handed in by app.py."""

    async def persons(self, conn: Any, call: Call, regels: Sequence[Regel], handeling: str) -> None:
        """Writes a line for each person, with what was used of them, for good. Raises Fout when it cannot."""

    async def persons_read(
        self, conn: Any, call: Call, query: str, keys: Sequence[str], used: Sequence[str]
    ) -> Sequence[Any]:
        """The rows of a query, each with its line, in one statement. Raises Fout when it cannot."""


class Bevragen:
    """The API; `answer` is its room in the engine."""

    def __init__(self, log: Protocollering, tabellen: Callable[[], Tabellen]) -> None:
        self.log, self.tabellen, self.regelboek = log, tabellen, Regelboek()

    async def answer(self, call: Call, rest: list[str]) -> Answer:
        """What stands at an address below the API. Raises BrpFout."""
        asked = (contract(naam) for naam in DOCUMENTEN)
        api = next((one for one in asked if one.is_at(rest)), contract(PERSONEN))
        return await with_header(self._told(call, api, rest), (b"api-version", api.versie.encode()))

    async def _told(self, call: Call, api: Contract, parts: list[str]) -> Answer:
        """With each refusal in the shape of these APIs. Raises BrpFout."""
        try:
            return await self._answer(call, api, parts)
        except Fout as fout:
            raise as_brp(fout) from fout

    async def _answer(self, call: Call, api: Contract, parts: list[str]) -> Answer:
        if parts in ([*api.adres, "openapi.json"], [*api.adres[:2], "openapi.json"]):
            require_method(call, READ)
            return Answer(200, call.links.render(msgspec.json.encode(document(api.naam))), OPEN)
        if api.naam == TABELLEN:
            return await self.naslag(call, api, parts[2:])
        if api.naam == UPDATE:
            return await self.update(call, api, parts[2:])
        if api.naam == gebeurtenissen.GEBEURTENISSEN:
            return await self.gebeurtenis(call, parts[3:])
        if api.naam == terugmelden.TERUGMELDINGEN:
            return await self.terugmelding(call, api, parts[3:])
        if parts != api.adres:
            raise not_found()
        await admit(call, ["POST"])
        match api.naam:
            case "personen":
                found = await self.personen(call)
            case "gezag":
                found = await self.gezag(call, api)
            case _:
                found = await self.andere(call, api)
        return Answer(200, msgspec.json.encode(found), ((b"content-type", api.media.encode()),))

    async def naslag(self, call: Call, api: Contract, parts: list[str]) -> Answer:
        """What stands in the national tables."""
        await admit(call, READ)
        found = naslag.zoek(parts, call.parameters(), self.tabellen(), vandaag(call.engine.now()))
        media = next((o["media"] for o in api.operaties if "media" in o and len(parts) == 2), api.media)
        return Answer(200, msgspec.json.encode(found), ((b"content-type", media.encode()),))

    async def update(self, call: Call, api: Contract, parts: list[str]) -> Answer:
        """Whom an application follows, and who of them changed."""
        methods = {1: ["GET"], 2: ["GET", "PUT"] if parts[0] == volgen.VOLGINDICATIES else []}.get(len(parts), [])
        if not methods or parts == [UPDATE]:
            raise not_found()
        await admit(call, methods)
        open_for = await self.toegang(call, Gebruik(VOLGEN, GEVOLGD, volgt=True))
        wie = volgen.Volger(call.place.id, call.caller.client_id, vandaag(call.engine.now()))
        if len(parts) == 2:
            volgen.keur_nummer(parts[1])
        if call.method == "PUT":
            return await self.volg(
                call, wie, parts[1], volgen.lees_einde(api, (await call.json_body())[1], wie.vandaag)
            )
        if parts == [volgen.WIJZIGINGEN]:
            return await self.wijzigingen(call, wie, volgen.lees_vanaf(api, call.parameters()), open_for)
        async with call.engine.pool.tenant(call.place.id) as conn:
            found = await (volgen.een(conn, wie, parts[1]) if len(parts) == 2 else volgen.alle(conn, wie))
        return Answer(200, msgspec.json.encode(found), ((b"content-type", api.media.encode()),))

    async def gebeurtenis(self, call: Call, parts: list[str]) -> Answer:
        """What happened, with a line for each person it names. Source: BV-81."""
        if len(parts) != 1:
            raise not_found()
        await admit(call, READ)
        open_for = await self.toegang(call, Gebruik(VERNEMEN, GEVOLGD, verneemt=True))
        async with call.engine.pool.tenant(call.place.id) as conn:
            found, people = await gebeurtenissen.een(conn, call.place.id, parse_uuid(parts[0]))
            if open_for.kiest and not await self._may_hear(conn, call, [who for _, who in people], open_for):
                raise not_found()
            await self.log.persons(conn, call, [(lijst, who, GEVOLGD) for lijst, who in people], "retrieve")
        return Answer(200, msgspec.json.encode(found), JSON)

    async def _may_hear(self, conn: Any, call: Call, people: Sequence[str], open_for: Toegang) -> bool:
        """Whether a rule gives each of these, as the log names them. Source: AU-18."""
        numbers = [who.removeprefix("bsn:") for who in people]
        given = {
            kept.pl.bsn for kept in await zoeken.raadpleeg(conn, call.place.id, numbers) if open_for.geeft(kept.pl)
        }
        return given.issuperset(numbers)

    async def terugmelding(self, call: Call, api: Contract, parts: list[str]) -> Answer:
        """Doubt is reported, or what became of it is read. Source: BZ-120, BZ-125."""
        methods = {0: ["POST"], 1: ["GET"]}.get(len(parts), [])
        if not methods:
            raise not_found()
        await admit(call, methods)
        terugmelden.require_right(call.caller)
        melder = call.caller.client_id
        if parts:
            async with call.engine.pool.tenant(call.place.id) as conn:
                found = await terugmelden.eigen(conn, call.place.id, melder, parse_uuid(parts[0]))
            return Answer(200, msgspec.json.encode(terugmelden.as_json(found)), JSON)
        melding = terugmelden.lees(api, (await call.json_body())[1])
        async with call.engine.pool.tenant(call.place.id) as conn, conn.transaction():
            here = await opslag.enige(conn, call.place.id, melding.bsn)
            lijst, done = (here.id, "create") if here else (None, "search")
            await self.log.persons(conn, call, [(lijst, f"bsn:{melding.bsn}", (MELDING,))], done)
            kept = await terugmeldingen.ontvang(
                conn, call.place.id, melding, melder=melder, nu=call.engine.now()
            ) if here else None  # fmt: skip
        if kept is None:
            raise ongeldig([terugmelden.NIET_HIER])
        if (kept.bsn, kept.aanduiding, kept.toelichting) != (melding.bsn, melding.aanduiding, melding.toelichting):
            raise Fout(409, "conflict", "Dit kenmerk is al gebruikt voor een andere terugmelding.")
        return Answer(201, msgspec.json.encode(terugmelden.as_json(kept)), JSON)

    async def volg(self, call: Call, wie: volgen.Volger, bsn: str, einde: date | None) -> Answer:
        """Somebody is followed, or no more: with the line that he can read (BV-42)."""
        async with call.engine.pool.tenant(call.place.id) as conn, conn.transaction():
            found, is_new = await volgen.zet(conn, wie, bsn, einde)
            line: Regel = (None, f"bsn:{bsn}", (VOLGINDICATIE,))
            await self.log.persons(conn, call, [line], "create" if is_new else "update")
        media = b"application/hal+json" if is_new else b"application/json"
        return Answer(201 if is_new else 200, msgspec.json.encode(found), ((b"content-type", media),))

    async def wijzigingen(self, call: Call, wie: volgen.Volger, vanaf: date, open_for: Toegang) -> Answer:
        """Numbers of those who changed, each with a line."""
        async with call.engine.pool.tenant(call.place.id) as conn:
            changed = await volgen.veranderd(conn, wie, vanaf)
            if open_for.kiest:
                changed = await volgen.alleen(conn, wie, changed, open_for.geeft)
            if changed:
                lines = [(lijst, f"bsn:{bsn}", GEVOLGD) for bsn, lijst in changed]
                await self.log.persons(conn, call, lines, "list")
        query = f"?vanaf={vanaf}" if vanaf > volgen.ALTIJD else ""
        found = {
            "_links": {"self": {"href": f"{PLACEHOLDER}/brp/api/v1/{volgen.WIJZIGINGEN}{query}"}},
            "burgerservicenummers": list(dict.fromkeys(bsn for bsn, _ in changed)),
        }
        body = call.links.render(msgspec.json.encode(found))
        return Answer(200, body, ((b"content-type", b"application/hal+json"),))

    async def andere(self, call: Call, api: Contract) -> dict[str, Any]:
        """One question to an API beside Personen."""
        kind = ANDERE[api.naam]
        vraag = lees(api, (await call.json_body())[1], kind.velden_van, kind.automatisch)
        if faults := kind.keur(vraag.gegeven):
            raise ongeldig(faults)
        used = kind.rubrieken(vraag)
        open_for = await self.toegang(call, Gebruik(kind.recht, used, tuple(vraag.gegeven)))
        async with call.engine.pool.tenant(call.place.id) as conn:
            found = await kind.vind(conn, call.place.id, vraag)
            if len(found) > kind.meest:
                raise te_veel(kind.meest)
            found = [kept for kept in found if open_for.geeft(kept.pl)]
            people = [Feiten(kept.pl, self.tabellen(), vandaag(call.engine.now())) for kept in found]
            told, places = kind.antwoord(vraag, people)
            shown = [found[i] for i in places]
            await self.log.persons(conn, call, regels(vraag, shown, used), kind.handeling if shown else "search")
        return told

    async def personen(self, call: Call) -> dict[str, Any]:
        """One question about people."""
        vraag = lees(contract("personen"), (await call.json_body())[1], VELDEN_VAN, personen.AUTOMATISCH)
        is_search = vraag.type != RAADPLEEG
        groep = {RAADPLEEG: personen.PERSOON, OP_OBJECT: personen.OP_ADRES}.get(vraag.type, personen.BEPERKT)
        used = gelezen(groep, vraag.fields)
        met_gezag = personen.MET_GEZAG in vraag.gevraagd
        recht = ZOEKEN if is_search else RAADPLEGEN
        open_for = await self.toegang(call, Gebruik(recht, used, tuple(vraag.gegeven), gezag=met_gezag))
        dag = vandaag(call.engine.now())
        async with call.engine.pool.tenant(call.place.id) as conn:
            if shows_all := not (is_search or open_for.kiest or met_gezag or IN_GEMEENTE in vraag.gegeven):
                found = await self._raadpleeg(conn, call, vraag, used)
            else:
                found = [kept for kept in await self._find(conn, call, vraag) if open_for.geeft(kept.pl)]
            gezag = Gezagsvraag(found if met_gezag else (), dag)
            await gezag.zoek(conn, call.place.id)
            feiten = [Feiten(kept.pl, self.tabellen(), dag, gezag.in_personen(kept)) for kept in found]
            shown = [personen.persoon(groep, one, vraag.gevraagd) for one in feiten]
            if not shows_all:
                done = ("list" if is_search else "retrieve") if found else "search"
                await self.log.persons(conn, call, [*regels(vraag, found, used), *gezag.gelezen()], done)
        return {"type": vraag.type, "personen": shown}

    async def gezag(self, call: Call, api: Contract) -> dict[str, Any]:
        """Who has authority over whom, of some people. Source: GZ-27."""
        require_version(call, api)
        vraag = lees(api, (await call.json_body())[1], {}, ())
        if not vraag.gegeven:
            raise ongeldig([param("burgerservicenummer", "required")])
        used = sorted(RUBRIEKEN)
        open_for = await self.toegang(call, Gebruik(GEZAG_RAADPLEGEN, used, tuple(vraag.gegeven), gezag=True))
        async with call.engine.pool.tenant(call.place.id) as conn:
            asked = await zoeken.raadpleeg(conn, call.place.id, list(vraag.gegeven["burgerservicenummer"]))
            found = [kept for kept in asked if open_for.geeft(kept.pl)]
            gezag = Gezagsvraag(found, vandaag(call.engine.now()))
            await gezag.zoek(conn, call.place.id)
            shown = [
                {"burgerservicenummer": kept.pl.bsn, "gezag": gezag.in_gezag(kept, self.tabellen())} for kept in found
            ]
            done = "retrieve" if found else "search"
            await self.log.persons(conn, call, [*regels(vraag, found, used), *gezag.gelezen()], done)
        return {"personen": shown}

    async def toegang(self, call: Call, gebruik: Gebruik) -> Toegang:
        """Of whom the caller may ask this. Raises BrpFout 403."""
        dag = vandaag(call.engine.now())
        return await toegang(call.caller, gebruik, self.regelboek, call.engine.pool, call.place.id, dag)

    async def _raadpleeg(self, conn: Any, call: Call, vraag: Vraag, used: Sequence[str]) -> list[Bewaard]:
        """All lists with these numbers, read and logged in one statement; who is not here has a line after it."""
        bsns = list(vraag.gegeven["burgerservicenummer"])
        rows = await self.log.persons_read(conn, call, zoeken.BY_BSN, zoeken.bekend(bsns), used)
        found = [as_kept(row) for row in rows]
        if absent := [regel for regel in regels(vraag, found, used) if regel[0] is None]:
            await self.log.persons(conn, call, absent, "retrieve" if found else "search")
        return found

    async def _find(self, conn: Any, call: Call, vraag: Vraag) -> list[Bewaard]:
        if vraag.type == RAADPLEEG:
            found = await zoeken.raadpleeg(conn, call.place.id, list(vraag.gegeven["burgerservicenummer"]))
            gemeente = vraag.gegeven.get(IN_GEMEENTE)
            return [kept for kept in found if gemeente in (None, kept.pl.waarde("08.09.10"))]
        found = await zoeken.zoek(conn, call.place.id, vraag)
        if len(found) > zoeken.meest(vraag):
            raise te_veel(zoeken.meest(vraag))
        return found


VELDEN_VAN: Mapping[str, str] = {
    **dict.fromkeys(contract("personen").soorten["PersonenQuery"].soorten or (), "PersoonBeperkt"),
    RAADPLEEG: "Persoon",
    OP_OBJECT: "GezagPersoonBeperkt",
}
"""Kind of question -> the person whose members may be asked."""


async def admit(call: Call, methods: Sequence[str]) -> None:
    """What every question passes: its method, the form of the answer, and who asks. Raises Fout."""
    require_method(call, methods)
    require_json_wanted(call)
    await know_caller(call)


def require_method(call: Call, methods: Sequence[str]) -> None:
    """Raises Fout 405."""
    if call.method not in methods:
        raise not_allowed(methods)


async def know_caller(call: Call) -> None:
    """A token or a key will do (decision 0031). Raises Fout. Source: BV-01."""
    authenticator = call.engine.authenticator
    call.caller = call.known_caller or await authenticator.caller(
        call.place.id, call.headers.get(b"authorization"), keys=True
    )


def require_json_wanted(call: Call) -> None:
    """Raises BrpFout 406 for who wants another form. Source: BV-03."""
    accept = call.headers.get(b"accept", b"*/*")
    wanted = [part.partition(b";")[0].strip().lower() for part in accept.split(b",")]
    if not any(part in ACCEPTED for part in wanted):
        raise BrpFout(406, "Wij antwoorden met application/json.")


def require_version(call: Call, api: Contract) -> None:
    """Raises BrpFout 400 for who does not say which version is meant, or means another. Source: GZ-27."""
    for naam, written in api.meegestuurd.items():
        given = call.headers.get(naam.lower().encode(), b"").decode("latin-1").strip()
        if given not in {str(value) for value in written["enum"]}:
            raise ongeldig([param(naam, "version" if given else "required", written["default"])])


def who(kept: Bewaard) -> str:
    """As whom the log knows the person of a list."""
    return f"bsn:{kept.pl.bsn}" if kept.pl.bsn else f"a-nummer:{kept.pl.anummer}"


def regels(vraag: Vraag, found: Sequence[Bewaard], used: Sequence[str]) -> list[Regel]:
    """Whom the answer is about, and what it uses of each: also of who was asked by number and is not here.

    "Nobody here" is an answer about somebody too (decision 0037). Source: BV-42, BV-43.
    """
    lines: list[Regel] = [(kept.id, who(kept), used) for kept in found]
    here = {kept.pl.bsn for kept in found}
    asked = vraag.gegeven.get("burgerservicenummer", ())
    numbers = dict.fromkeys([asked] if isinstance(asked, str) else asked)
    lines += [(None, f"bsn:{bsn}", (VRAAG,)) for bsn in numbers if bsn not in here]
    return lines or [(None, gezocht(vraag), (VRAAG,))]


def gezocht(vraag: Vraag) -> str | None:
    """As whom the log knows somebody who was sought without a number and is not here."""
    naam, document = vraag.gegeven.get("geslachtsnaam"), vraag.gegeven.get("reisdocumentnummer", ())
    return f"naam:{naam.lower()}" if naam else next((f"reisdocument:{one}" for one in document), None)
