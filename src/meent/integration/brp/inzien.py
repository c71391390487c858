"""Persons as an officer at the counter sees them: found, read and shown, and each look written in the log.

An address of the screens names the key of a list, never a number of a person. What is read has its line in the log of
processing before it is shown (decision 0037); when that cannot be written nothing is shown.
"""

import re
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, Protocol
from uuid import UUID

from meent.basis import spoor
from meent.basis.datums import PartialDate, vandaag
from meent.basis.fouten import Fout
from meent.data.pool import DatabaseBezig, DatabaseWeg
from meent.integration.brp import adressen, corrigeerbaar, gelijkend, postbus, zoekbalk
from meent.integration.brp import kaart as kaarten
from meent.integration.brp.corrigeerbaar import Inhoud, Plaats
from meent.integration.brp.kaart import BSN, Deel, Kaart, Relatie
from meent.integration.brp.tijdlijn import ZONDER_VERHAAL, Moment, tijdlijn
from meent.integration.zgw import Zgw, ZgwFout
from meent.services.personen.bevragen.feiten import LEEG, Feiten
from meent.services.personen.bevragen.zoeken import raadpleeg
from meent.services.personen.opslag import Bewaard, as_kept
from meent.services.personen.persoonslijst import Persoonslijst
from meent.services.personen.tabellen import Code, Tabellen

OP_SLEUTEL = "SELECT id, lijst FROM persoonslijst WHERE tenant_id = $1 AND id = $2"
SLEUTELS = """
SELECT bsn, min(id::text)::uuid AS id FROM persoonslijst
WHERE tenant_id = $1 AND bsn = ANY($2) AND bsn <> '' AND opschorting <> 'F' GROUP BY bsn HAVING count(*) = 1
"""
OP_ADRES = f"{adressen.WIE_DAAR} ORDER BY z.geboortedatum, l.id LIMIT 40"
BEZETTING = f"SELECT count(*)::int FROM persoon_zoek z WHERE {adressen.DAAR}"
CODE = re.compile(r"\d{4}", re.ASCII)
GEZOCHT = ("zoekvraag",)
IN_LIJST = (
    "01.01.20", "01.02.10", "01.02.20", "01.02.30", "01.02.40", "01.03.10", "01.04.10", "06.08.10", "07.67.20",
    "07.70.10", "08.10.30", "08.11.10", "08.11.20", "08.11.30", "08.11.40", "08.11.60", "08.11.70",
)  # fmt: skip
"""What a row of a search shows of somebody."""
IN_VERGELIJKING = (*IN_LIJST, "01.01.10", "01.03.20", "01.03.30", "04.05.10", "07.68.10")
"""What is shown of two lists that may be of one person."""
IN_KORT: Mapping[str, tuple[str, ...]] = {
    "01": ("01", "02", "03", "04", "61"), "02": ("01", "02", "03", "04"), "03": ("01", "02", "03", "04"),
    "04": ("05", "64", "65", "83"), "05": ("01", "02", "03", "04", "06", "07", "15", "83"), "06": ("08",),
    "07": ("66", "67", "70"), "08": ("09", "10", "11", "12", "13", "83"), "09": ("01", "02", "03", "83"),
    "10": ("39",), "11": ("33",), "12": ("35", "36"),
}  # fmt: skip
"""Category -> groups of what counts now that the page of a person shows at a glance."""
IN_KOP: Mapping[str, tuple[str, ...]] = {"01": ("01", "02", "03"), "06": ("08",), "07": ("66", "67", "70")}
"""The same for the head alone."""
Blad = Literal["kop", "kort", "tijdlijn", "lijst"]


@dataclass(frozen=True)
class Treffer:
    """Somebody who may be meant, with what tells people apart."""

    id: UUID
    kaart: Kaart


@dataclass(frozen=True)
class Bewoner:
    """Somebody who may have part in a fact. `bsn` is for the process, not for showing.

    naam   elements of group 02
    """

    id: UUID
    bsn: str
    kaart: Kaart
    naam: Mapping[str, str]

    @property
    def voornamen(self) -> dict[str, str]:
        return {n: w for n, w in self.naam.items() if n == "02.10"}

    @property
    def familienaam(self) -> dict[str, str]:
        """What a child may get."""
        return {n: w for n, w in self.naam.items() if n in ("02.30", "02.40")}

    @property
    def is_volwassen(self) -> bool:
        """Sixteen or older, or of unknown age: who may tell of a fact."""
        return self.kaart.leeftijd is None or self.kaart.leeftijd >= 16

    @property
    def achternaam(self) -> str:
        return " ".join(self.familienaam.values())


@dataclass(frozen=True)
class Gevonden:
    """What a search came to.

    vraag     as it was understood; None when nothing was typed to look for
    te_veel   more than may be shown, so nobody is
    """

    vraag: zoekbalk.Zoekvraag | None
    treffers: tuple[Treffer, ...] = ()
    te_veel: bool = False


@dataclass(frozen=True)
class Persoonsblad:
    """One person. `bsn` and `wie` are for asking other registers and the log, not for showing.

    lijsten   BSN of a relative -> key of the list, of who is registered here
    momenten, delen   only on the page that shows them
    """

    id: UUID
    kaart: Kaart
    bsn: str
    lijsten: Mapping[str, UUID]
    momenten: tuple[Moment, ...] = ()
    delen: tuple[Deel, ...] = ()
    getoond_bsn: str = ""

    @property
    def wie(self) -> str:
        return f"bsn:{self.bsn}" if self.bsn else f"a-nummer:{self.kaart.anummer}"

    def lijst_van(self, relatie: Relatie) -> UUID | None:
        return self.lijsten.get(relatie.bsn)


@dataclass(frozen=True)
class TeCorrigeren:
    """What can be corrected on a list, and the row that was chosen."""

    plaatsen: tuple[Plaats, ...]
    gekozen: Inhoud | None


class Protocollering(Protocol):
    """The log of processing. Handed in by app.py."""

    async def persons(
        self, conn: Any, call: Any, lines: Sequence[tuple[UUID | None, str | None, Sequence[str]]], handeling: str
    ) -> None: ...


@dataclass(frozen=True)
class Gemeente:
    """Own code of table 33, and what the codes of the municipalities of this installation are called."""

    code: str
    namen: Mapping[str, str]


class Inzien:
    """Persons of one municipality, for one officer; the trace is that of what the same page asks of other registers."""

    def __init__(
        self, zgw: Zgw, log: Protocollering, tabellen: Tabellen, gemeente: Gemeente, now: Callable[[], datetime]
    ) -> None:
        self.zgw, self.log, self.gemeente, self.now = zgw, log, gemeente, now
        self.tabellen = met_gemeenten(tabellen, gemeente.namen)

    @property
    def vandaag(self) -> date:
        return vandaag(self.now())

    async def zoek(self, getypt: str) -> Gevonden:
        """Who may be meant. Raises ZgwFout."""
        vraag = zoekbalk.ontleed(getypt)
        if vraag is None:
            return Gevonden(None)
        async with self._read() as conn:
            found = await zoekbalk.zoek(conn, self.zgw.place.id, vraag, self.gemeente.code)
            if len(found) > vraag.meest:
                return Gevonden(vraag, te_veel=True)
            await self._log_found(conn, found, vraag.wie)
        return Gevonden(vraag, tuple(map(self._treffer, found)))

    async def gelijkend(self, persoon: Mapping[str, str]) -> list[Treffer]:
        """People here who may be the one with these elements of 02 and 03. Raises ZgwFout."""
        async with self._read() as conn:
            found = await gelijkend.zoek(conn, self.zgw.place.id, persoon)
            await self._log_found(conn, found, f"naam:{gelijkend.gevouwen(persoon.get('02.40', ''))}")
        return [self._treffer(kept) for kept in found]

    async def dubbelen(self, lijst: UUID, anummer: str = "") -> list[Treffer]:
        """This list, and those that may be of the same person, the oldest first. Raises ZgwFout.

        anummer   of one that an officer found, beside those with its BSN, or its birth date and a name in common
        """
        async with self._read() as conn:
            kept, place = await self._one(conn, lijst), self.zgw.place.id
            own = (kept.pl.actueel("01") or LEEG).groep("02", "03")
            asked = [zoekbalk.Zoekvraag("bsn", nummer=kept.pl.bsn), zoekbalk.Zoekvraag("anummer", nummer=anummer)]
            named = [one for v in asked if v.nummer for one in await zoekbalk.zoek(conn, place, v, self.gemeente.code)]
            found = {one.id: one for one in (kept, *named, *await gelijkend.zoek(conn, place, own))}
            lists = sorted(found.values(), key=lambda one: (one.pl.waarde("07.68.10"), str(one.id)))
            await self._log(conn, lists, IN_VERGELIJKING, "list")
        return [self._treffer(one) for one in lists]

    async def lees(self, lijst: UUID, blad: Blad, *, bsn: bool = False) -> Persoonsblad:
        """One page of one person. Raises ZgwFout, 404 when there is no such list.

        bsn   whether the whole number is shown, because somebody asked for it with a reason
        """
        async with self._read() as conn:
            kept = await self._one(conn, lijst)
            feiten = self.feiten(kept.pl)
            kaart = kaarten.kaart(feiten)
            lijsten = await self._lists_of(conn, [r.bsn for r in kaart.relaties]) if blad == "kort" else {}
            await self._log(conn, [kept], used(kept.pl, blad), "retrieve")
        return Persoonsblad(
            id=kept.id, kaart=kaart, bsn=kept.pl.bsn, lijsten=lijsten,
            momenten=tuple(tijdlijn(feiten)) if blad == "tijdlijn" else (),
            delen=kaarten.delen(feiten, bsn=bsn) if blad == "lijst" else (),
            getoond_bsn=kept.pl.bsn if bsn else "",
        )  # fmt: skip

    async def bewoners(self, lijst: UUID) -> list[Bewoner]:
        """Who is registered at the address of this person, this one included and first. Raises ZgwFout."""
        async with self._read() as conn:
            kept = await self._one(conn, lijst)
            where = adressen.sleutel(adressen.adres_van(kept.pl), kept.pl.waarde("08.09.10"))
            found = [as_kept(row) for row in await conn.fetch(OP_ADRES, self.zgw.place.id, *where)]
            people = [kept, *(other for other in found if other.id != kept.id)]
            await self._log(conn, people, IN_LIJST, "list")
        return [self._bewoner(one) for one in people]

    async def met_nummers(self, bsns: Sequence[str]) -> list[Bewoner]:
        """The people with these numbers, in this order, without those who are not here. Raises ZgwFout."""
        async with self._read() as conn:
            found = await raadpleeg(conn, self.zgw.place.id, list(bsns))
            if found:
                await self._log(conn, found, IN_LIJST, "list")
        return [self._bewoner(one) for one in found]

    async def bezetting(self, postcode: str, huisnummer: str, huisletter: str, toevoeging: str) -> int:
        """How many people are registered at an address here: a number, of nobody in particular. Raises ZgwFout."""
        adres = {"11.60": postcode, "11.20": huisnummer, "11.30": huisletter, "11.40": toevoeging}
        where = adressen.sleutel(adres, self.gemeente.code)
        async with self._read() as conn:
            found: int = await conn.fetchval(BEZETTING, self.zgw.place.id, *where)
        return found

    def _treffer(self, kept: Bewaard) -> Treffer:
        return Treffer(kept.id, kaarten.kaart(self.feiten(kept.pl)))

    def _bewoner(self, kept: Bewaard) -> Bewoner:
        own = kept.pl.actueel("01") or LEEG
        return Bewoner(kept.id, kept.pl.bsn, kaarten.kaart(self.feiten(kept.pl)), own.groep("02"))

    async def te_corrigeren(self, lijst: UUID, sleutel: str) -> TeCorrigeren:
        """The rows of this person that can be corrected, and the elements of one of them. Raises ZgwFout.

        sleutel   of the row, such as 08-0-1; none when it is not there
        """
        async with self._read() as conn:
            kept = await self._one(conn, lijst)
            feiten = self.feiten(kept.pl)
            rows = {plaats.sleutel: plaats for plaats in corrigeerbaar.plaatsen(feiten)}
            chosen = corrigeerbaar.inhoud(feiten, rows[sleutel]) if sleutel in rows else None
            seen = {f"{p.categorie}.{n}" for p in rows.values() for n in ("85.10", "86.10")}
            seen |= {f"{chosen.plaats.categorie}.{n}" for n in chosen.voorkomen} if chosen else set()
            await self._log(conn, [kept], sorted(seen), "retrieve")
        return TeCorrigeren(tuple(rows.values()), chosen)

    def codes(self, tabel: int) -> Mapping[str, str]:
        """What the codes of a national table are called that hold today; empty where it is not installed."""
        known = self.tabellen.per_nummer.get(tabel, {})
        today = PartialDate.of(self.vandaag)
        return {code.code: code.omschrijving for code in known.values() if code.geldt_op(today)}

    @property
    def heeft_postbus(self) -> bool:
        """Whether messages go to other municipalities."""
        return bool(self.zgw.place.settings.get(postbus.AAN))

    @property
    def eigen_naam(self) -> str:
        """What table 33 calls this municipality: Den Haag is 's-Gravenhage there; its code where there is no table."""
        return self.codes(33).get(self.gemeente.code, self.gemeente.code)

    def code_van(self, tabel: int, getypt: str) -> str:
        """The code that somebody means by its name or itself; "" for what is none.

        Of a name that several had, the one that holds today; an old code is right in an old akte (K-07).
        """
        known = self.tabellen.per_nummer.get(tabel, {})
        if CODE.fullmatch(getypt):
            return getypt if getypt in known or not known else ""
        wanted = getypt.strip().casefold()
        found = [code for code in known.values() if code.omschrijving.casefold() == wanted]
        now = PartialDate.of(self.vandaag)
        best = next((code for code in found if code.geldt_op(now)), found[-1] if len(found) == 1 else None)
        return best.code if best else ""

    def feiten(self, pl: Persoonslijst) -> Feiten:
        return Feiten(pl, self.tabellen, self.vandaag)

    async def _one(self, conn: Any, lijst: UUID) -> Bewaard:
        row = await conn.fetchrow(OP_SLEUTEL, self.zgw.place.id, lijst)
        if row is None:
            raise ZgwFout(404, {"status": 404, "title": "Deze persoonslijst is er niet."})
        return as_kept(row)

    async def _lists_of(self, conn: Any, bsns: Sequence[str]) -> dict[str, UUID]:
        """Of the relatives who are registered here: where a link leads."""
        known = [bsn for bsn in dict.fromkeys(bsns) if bsn]
        rows = await conn.fetch(SLEUTELS, self.zgw.place.id, known) if known else []
        return {row["bsn"]: row["id"] for row in rows}

    async def _log_found(self, conn: Any, found: Sequence[Bewaard], wie: str | None) -> None:
        """Who was found; or that nobody was.

        wie   as whom the log knows who was looked for
        """
        if found:
            await self._log(conn, found, IN_LIJST, "list")
        else:
            await self.log.persons(conn, self.zgw, [(None, wie, GEZOCHT)], "search")

    async def _log(self, conn: Any, found: Sequence[Bewaard], rubrieken: Sequence[str], handeling: str) -> None:
        await self.log.persons(conn, self.zgw, [(kept.id, who(kept.pl), rubrieken) for kept in found], handeling)

    @asynccontextmanager
    async def _read(self) -> AsyncIterator[Any]:
        """A connection within the trace of the page; what goes wrong is told as the registers tell it."""
        zgw = self.zgw
        try:
            with spoor.along(spoor.of_header(zgw.headers[b"traceparent"])):
                async with zgw.engine.pool.tenant(zgw.place.id) as conn:
                    yield conn
        except Fout as fout:
            raise ZgwFout(fout.status, {"status": fout.status, "title": fout.detail}) from fout
        except (DatabaseWeg, DatabaseBezig) as gone:
            raise ZgwFout(503, {"status": 503, "title": str(gone)}) from gone


def who(pl: Persoonslijst) -> str:
    """As whom the log knows the person of a list."""
    return f"bsn:{pl.bsn}" if pl.bsn else f"a-nummer:{pl.anummer}"


def used(pl: Persoonslijst, blad: Blad) -> list[str]:
    """The rubrieken of this list that a page shows, for the log: only what is there can have been seen."""
    found = set()
    for categorie, _, n, voorkomen in pl.voorkomens():
        for nummer in voorkomen:
            if (
                blad == "lijst"
                or (n == 0 and nummer[:2] in (IN_KORT if blad == "kort" else IN_KOP).get(categorie, ()))
                or (blad == "tijdlijn" and categorie not in ZONDER_VERHAAL and nummer not in (BSN, "01.10", "35.20"))
            ):
                found.add(f"{categorie}.{nummer}")
    return sorted(found)


def met_gemeenten(tabellen: Tabellen, namen: Mapping[str, str]) -> Tabellen:
    """Table 33 with the municipalities of this installation, of which an invented one stands in no national table."""
    known = tabellen.per_nummer.get(33, {})
    own = {code: Code(code, naam) for code, naam in namen.items() if code and code not in known}
    return Tabellen({**tabellen.per_nummer, 33: {**known, **own}}) if own else tabellen
