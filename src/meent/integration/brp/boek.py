"""The book in which one fact of life is recorded: lists, akten, numbers, zaak and log of one municipality, together.

All of it is one transaction, also what stands in the Zaken register. What was judged and refused leaves one thing: the
line that somebody looked.
"""

import hashlib
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import date
from types import MappingProxyType
from typing import Any, Protocol
from uuid import UUID

import msgspec

from meent.basis.datums import PartialDate, amsterdam_dag
from meent.basis.fouten import Fout, forbidden
from meent.capabilities.logbook import Logbook
from meent.engine.change import Session
from meent.integration.brp import akten, bijhouding, brieven, gelijkend, postbus, voorraad, voorstellen, zaak
from meent.integration.brp.akten import Soort
from meent.integration.brp.bijhouding import Gevolg
from meent.integration.brp.feiten import Akte, Invoer, Uitkomst, Voorbij, Wijziging
from meent.integration.brp.verschil import Verschil, verschillen
from meent.integration.brp.voorstellen import Voorstel
from meent.integration.zgw import Work, Zgw
from meent.services.personen import keuring, lo3, opslag
from meent.services.personen.mutaties import Corrigeren, Mutatie, Overschrijven, apply
from meent.services.personen.opslag import Bewaard
from meent.services.personen.persoonslijst import Persoonslijst
from meent.services.personen.rubrieken import tabel
from meent.services.personen.tabellen import Tabellen

COMPONENT, BIJHOUDEN, VOORBIJGAAN, ACCORDEREN = "brp", "brp.bijhouden", "brp.voorbijgaan", "brp.accorderen"
"""Scopes: who may record facts, who may go past a check of the kind that allows it, and who may agree to it (K-49)."""
GEMEENTE = "SELECT naam, gemeentecode, rsin FROM tenant WHERE id = $1"
ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtextextended('brp_feit ' || $1::int || ' ' || $2::text, 0))"
EERDER = "SELECT vingerafdruk, uitkomst FROM brp_feit WHERE tenant_id = $1 AND sleutel = $2"
BEWAAR = """
INSERT INTO brp_feit (tenant_id, sleutel, vingerafdruk, gebeurtenis, uitkomst, voorbij, wie)
VALUES ($1, $2, $3, $4, $5, $6, $7)
"""
GEEN_CODE = "De gemeentecode of het RSIN van deze gemeente is niet ingevuld; vul ze aan bij de gemeente."
NIETS: Mapping[str, Any] = MappingProxyType({})
Regel = tuple[UUID | None, str, Sequence[str]]
"""Of the log: list (None where it is about none), whom it is about ('bsn:999990019'), and the rubrieken used."""


class Bijhoudlog(Protocol):
    """The log of processing, as it takes what happened to lists."""

    async def persons_kept(self, session: Session, regels: Sequence[Regel], handeling: str) -> None:
        """Writes the lines in the transaction of the session. Raises Fout when it cannot."""


class LijstWordtFout(ValueError):
    """Zo klopt de lijst niet meer."""


class Boek:
    """See `open_boek`; `vandaag` is the day in Amsterdam, `eigen` the code of the municipality, `naam` its name."""

    def __init__(self, work: Work, *, eigen: str, naam: str, rsin: str) -> None:
        self.work, self.session, self.eigen, self.naam, self.rsin = work, work.session, eigen, naam, rsin
        self.conn, self.tenant_id = self.session.conn, self.session.tenant_id
        self.nu = self.session.now
        self.vandaag = amsterdam_dag(self.nu)
        self.gelezen: dict[str, Bewaard] = {}
        self.vergeleken: list[Bewaard] = []
        self.akte = ""
        self.voorstel: Voorstel | None = None
        self.lopende_zaak: UUID | None = None
        """A zaak that waits for the fact: it is finished, instead of a new one made."""

    @property
    def hier(self) -> str:
        """Who is signed in."""
        caller = self.session.caller
        return caller.user_id or caller.client_id

    @property
    def wie(self) -> str:
        """Whose fact it is: who proposed it, or who is signed in when nobody did."""
        return self.voorstel.wie if self.voorstel else self.hier

    @property
    def weergave(self) -> str:
        """Who it is, for people."""
        return self.session.caller.user_weergave or self.wie

    @property
    def mag_voorbij(self) -> bool:
        return self.session.caller.rights.reach(COMPONENT, (VOORBIJGAAN,)).given

    @property
    def mag_accorderen(self) -> bool:
        return self.session.caller.rights.reach(COMPONENT, (ACCORDEREN,)).given

    @property
    def tabellen(self) -> Tabellen:
        """The national tables, as far as they are here."""
        read: Callable[[], Tabellen] = self.session.engine.outside[Tabellen]
        return read()

    async def neem_voorstel(self, key: UUID) -> None:
        """What is recorded now was proposed by somebody; nobody else decides about it meanwhile. raises Fout"""
        self.voorstel = await voorstellen.lees(self.conn, self.tenant_id, key, lock=True)
        if self.voorstel is None:
            raise Fout(404, "not-found", "Dit voorstel is er niet.")

    async def eerder(self, invoer: Invoer) -> Uitkomst | None:
        """What came of this key before; waits while somebody else records with it.

        raises   Fout 409 when the key was used for something else
        """
        await self.conn.execute(ONE_AT_A_TIME, self.tenant_id, invoer.sleutel)
        known = await self.conn.fetchrow(EERDER, self.tenant_id, invoer.sleutel)
        if known is None:
            return None
        if known[0] != print_of(invoer):
            raise Fout(409, "conflict", "Deze sleutel is al gebruikt voor een ander feit.")
        return msgspec.json.decode(known[1], type=Uitkomst)

    @asynccontextmanager
    async def poging(self, *, bewaren: bool) -> AsyncIterator[None]:
        """What is written within stays only when `bewaren` and nothing was raised."""
        await self.conn.execute("SAVEPOINT poging")
        try:
            yield
        except Exception:
            await self.conn.execute("ROLLBACK TO SAVEPOINT poging")
            session = self.session
            for known in (session.seen, session.found, session.held, session.stale):  # may hold what is no longer there
                known.clear()
            raise
        await self.conn.execute("RELEASE SAVEPOINT poging" if bewaren else "ROLLBACK TO SAVEPOINT poging")

    async def lees(self, bsn: str) -> Persoonslijst:
        """The list of somebody who must be here. raises GeenLijst"""
        if bsn not in self.gelezen:
            self.gelezen |= await bijhouding.lees(self.conn, self.tenant_id, [bsn])
        return self.gelezen[bsn].pl

    async def lees_anummer(self, anummer: str) -> Persoonslijst:
        """The list with this A-nummer, also one that is afgevoerd; known here by that number. raises GeenLijst"""
        kept = await self.op_anummer(anummer)
        if kept is None:
            raise bijhouding.GeenLijst(bijhouding.GeenLijst.__doc__)
        self.gelezen[anummer] = kept
        return kept.pl

    async def dubbelen(self) -> list[tuple[str, list[str]]]:
        """Why lists here may be of one person, with their A-nummers; each is in the log."""
        found = await gelijkend.dubbelen(self.conn, self.tenant_id)
        self.vergeleken = [kept for _, lists in found for kept in lists]
        await self._log_compared()
        return [(why, [kept.pl.anummer for kept in lists]) for why, lists in found]

    async def zoek(self, bsn: str) -> Persoonslijst | None:
        """The list of somebody who may be registered elsewhere, or not at all."""
        try:
            return await self.lees(bsn) if bsn else None
        except bijhouding.GeenLijst:
            return None

    async def gelijkenden(self, persoon: Mapping[str, str]) -> tuple[Persoonslijst, ...]:
        """People here who may be the one with these elements of 02 and 03; that they were compared is in the log."""
        self.vergeleken = await gelijkend.zoek(self.conn, self.tenant_id, persoon)
        return tuple(kept.pl for kept in self.vergeleken)

    async def akte_van(
        self, given: Akte | None, soort: Soort, inhoud: Mapping[str, Any], op: date, letter: str = "A"
    ) -> dict[str, str]:
        """Group 81 of what rests on an akte: the given one, or one signed here and now. raises RegisterVol"""
        if given is None:
            nummer = await akten.onderteken(self.conn, self.tenant_id, soort, inhoud, op, letter=letter, wie=self.wie)
            given = Akte(gemeente=self.eigen, nummer=nummer)
        self.akte = given.nummer
        return given.groep

    async def vermelding_op(
        self, akte: Mapping[str, str], letter: str, inhoud: Mapping[str, Any], *, van: PartialDate | int
    ) -> dict[str, str]:
        """Group 81 of a latere vermelding that is signed here and now on this akte. raises AkteOnbekend"""
        if akte.get("81.10") != self.eigen:
            raise akten.AkteOnbekend(akten.AkteOnbekend.__doc__)
        nummer = akte.get("81.20", "")
        signed = await akten.vermeld(self.conn, self.tenant_id, nummer, letter, inhoud, van=van, wie=self.wie)
        self.akte = signed
        return Akte(gemeente=self.eigen, nummer=signed).groep

    async def akten_van(self, soort: Soort, jaar: int) -> list[akten.Ondertekend]:
        return await akten.van_jaar(self.conn, self.tenant_id, soort, jaar)

    async def lees_akte(self, nummer: str, jaar: int) -> akten.Ondertekend:
        """raises Fout 404"""
        found = await akten.lees(self.conn, self.tenant_id, nummer, jaar)
        if found is None:
            raise Fout(404, "not-found", "Deze akte is hier niet ondertekend.")
        return found

    async def log_in_akten(self, bsns: Sequence[str]) -> None:
        """These people were read in akten of the burgerlijke stand."""
        await self.log_genoemd("akte", bsns)

    async def log_genoemd(self, gegeven: str, bsns: Sequence[str]) -> None:
        """These people were named in something beside their lists, such as a termijn."""
        await self._log([(None, f"bsn:{bsn}", (gegeven,)) for bsn in dict.fromkeys(bsns)], "list")

    async def log_alles(self, bsn: str) -> None:
        """Everything that is held about this person was gathered, for that person to have."""
        await self._log([(None, f"bsn:{bsn}", ("alles",))], "retrieve")

    def bron_bij(self, categorie: str, bron: Mapping[str, str]) -> dict[str, str]:
        """The source as a list can hold it: 08 and 10 have no groups 81 and 82, and there it stays off the list."""
        kind = tabel().categorieen.get(categorie)
        return {n: w for n, w in bron.items() if kind is not None and n[:2] in kind.groepen}

    async def neem(self, soort: voorraad.Soort) -> str:
        """A number of the stock. raises VoorraadOp"""
        return await voorraad.neem(self.conn, self.tenant_id, soort)

    async def verwanten(self, pl: Persoonslijst) -> list[Persoonslijst]:
        """Lists here of who may be a parent, partner or child on this one; that they were compared is in the log.

        From now on the book has all of these as they are after what was written.
        """
        found = [kept for kept in await gelijkend.verwanten(self.conn, self.tenant_id, pl) if kept.pl.bsn != pl.bsn]
        await self._log([_regel(kept, gelijkend.GEZIEN) for kept in found], "retrieve")
        self.gelezen |= await bijhouding.lees(self.conn, self.tenant_id, [pl.bsn])
        self.gelezen |= {kept.pl.bsn: kept for kept in found if kept.pl.bsn}
        return [kept.pl for kept in found]

    async def leg_voor(self, feit: str, invoer: Invoer, gevolg: Gevolg, *lijsten: str) -> None:
        """Lets a colleague decide what followed from what was recorded now; once while it waits.

        lijsten   BSNs of the lists in the book that it follows from, of which the first would change
        """
        kept = [self.gelezen[bsn] for bsn in lijsten]
        begin = f"{feit}-{'-'.join(str(one.id) for one in kept)}-"
        if await voorstellen.wacht(self.conn, self.tenant_id, begin):
            return
        invoer = msgspec.structs.replace(invoer, sleutel=begin + "-".join(one.pl.waarde("07.80.10") for one in kept))
        await voorstellen.voeg_toe(
            self.conn, self.tenant_id, feit=feit, sleutel=invoer.sleutel, vingerafdruk=print_of(invoer),
            invoer=msgspec.json.encode(invoer), over=gevolg.over, soort=gevolg.soort, wie=self.wie,
            weergave=self.voorstel.weergave if self.voorstel else self.weergave, op=self.nu,
        )  # fmt: skip

    def require_right(self, gevolg: Gevolg) -> None:
        """No fact makes a list wrong that was not. raises LijstWordtFout, MutatieGeweigerd. Source: BZ-49, K-48."""
        for old, new in self.states(gevolg):
            require_sound(new, old)

    async def neem_op(self, feit: str, gevolg: Gevolg, invoer: Invoer, sinds: date) -> Uitkomst:
        """Writes all that a fact does, within `poging`: lists, event, log, zaak, and what came of it under its key.

        raises   MutatieGeweigerd, LijstVeranderd, ZaaksoortOnbekend, Fout; then nothing of it stays
        """
        event = await bijhouding.schrijf(self.conn, self.tenant_id, gevolg, self.gelezen, self.nu, wie=self.wie)
        await self._log_kept(gevolg)
        await self._log_compared()
        berichten = await self._meld(gevolg)
        made = await self.maak_zaak(feit, gevolg.over, sinds=sinds)
        settings = self.session.place.settings
        await brieven.vraag(
            self.conn, self.tenant_id, gevolg.brieven, settings, zaak=made, wie=self.wie, op=self.nu
        )  # fmt: skip
        uitkomst = Uitkomst(
            gebeurtenis=event, soort=gevolg.soort, wijzigingen=wijzigingen_of(gevolg, self.gelezen), akte=self.akte,
            zaak=made, nieuw=tuple(bsn_of(made) for made in gevolg.nieuw), over=gevolg.over,
            berichten=berichten,
        )  # fmt: skip
        passed = msgspec.json.encode(await self._agreed(invoer))
        await self.conn.execute(
            BEWAAR, self.tenant_id, invoer.sleutel, print_of(invoer), event, msgspec.json.encode(uitkomst), passed,
            self.wie,
        )  # fmt: skip
        return uitkomst

    async def _agreed(self, invoer: Invoer) -> Sequence[Voorbij]:
        """Why it was recorded so, with who agreed; what was proposed waits no longer."""
        if self.voorstel is None:
            return invoer.verantwoording
        key = self.voorstel.id
        await voorstellen.besluit(self.conn, self.tenant_id, key, "opgenomen", wie=self.hier, op=self.nu)
        return [msgspec.structs.replace(v, akkoord_van=self.hier) for v in invoer.verantwoording]

    def verschillen(self, gevolg: Gevolg) -> Sequence[Verschil]:
        """What each list would say otherwise. raises MutatieGeweigerd"""
        return [one for old, new in self.states(gevolg) for one in verschillen(old, new)]

    def states(self, gevolg: Gevolg) -> Iterator[tuple[Persoonslijst, Persoonslijst]]:
        """Each list before and after; of a new one there is nothing before. raises MutatieGeweigerd"""
        for bsn, mutaties in gevolg.wijzigingen.items():
            old = self.gelezen[bsn].pl
            yield old, apply(old, mutaties, self.nu)
        for made in gevolg.nieuw:
            yield Persoonslijst({}), apply(Persoonslijst({}), made, self.nu)

    async def _meld(self, gevolg: Gevolg) -> tuple[str, ...]:
        """An Lg01 to BRP-V for each list that changed, in the transaction that changed it. raises Lo3Fout"""
        if not self.session.place.settings.get(postbus.AAN):
            return ()
        lists = [new for _, new in self.states(gevolg)]
        for pl in lists:
            await postbus.zend(self.conn, self.tenant_id, "Lg01", postbus.BRP_V, lo3.lg01(pl).kop, pl)
        return ("Lg01",) * len(lists)

    async def neem_over(self, pl: Persoonslijst) -> None:
        """Takes the list of another municipality in, open again; in the place of what was here of the same person."""
        open_again = pl.met("07", [[v.zonder("66") for v in stapel] for stapel in pl.stapels["07"]])
        known = await opslag.bekende(self.conn, self.tenant_id, open_again)
        if known is None:
            kept = Bewaard(await opslag.bewaar(self.conn, self.tenant_id, open_again), open_again)
        else:
            told = [{"werkwoord": "overgenomen"}]
            await opslag.vervang(self.conn, self.tenant_id, known, open_again, wie=self.wie, wat=told)
            kept = Bewaard(known.id, open_again)
        self.gelezen[open_again.bsn] = kept
        await self._log([_regel(kept, rubrieken_of(open_again))], "create")

    async def geef_over(self, bsn: str) -> Persoonslijst:
        """The list as it goes to another municipality; here it is blocked from now on. Source: K-35, BZ-95"""
        kept = self.gelezen[bsn]
        block = Overschrijven(categorie="07", inhoud={"66.20": str(PartialDate.of(self.vandaag))})
        await opslag.wijzig(self.conn, self.tenant_id, kept, (block,), self.nu, wie=self.wie)
        await self.log_verstrekt(kept)
        return kept.pl

    async def laat_los(self, bsn: str, verwijzing: Persoonslijst) -> None:
        """Of a list that has moved on only this stays. Source: K-27, BZ-98"""
        kept = self.gelezen[bsn]
        told = [{"werkwoord": "verhuisd", "categorie": "21"}]
        await opslag.vervang(self.conn, self.tenant_id, kept, verwijzing, wie=self.wie, wat=told)
        await self._log([_regel(kept, ["21"])], "partial_update")

    async def maak_zaak(
        self, feit: str, over: str, meer: Mapping[str, Any] = NIETS, *, sinds: date | None = None
    ) -> UUID | None:
        """A zaak beside something that is done now; None where the municipality wants none.

        meer     members of the zaak beside its own, as the standard calls them
        sinds    day on which the municipality was told; today when that is not told
        raises   as `begin_zaak`
        """
        soort = zaak.soort_of(self.session.place.settings, feit)
        if soort is None:
            return None
        if self.lopende_zaak is not None:
            await zaak.rond_af(self.work, soort, self.lopende_zaak, self.nu)
            return self.lopende_zaak
        return await zaak.maak(
            self.work, soort, rsin=self.rsin, over=over, sinds=sinds or self.vandaag, nu=self.nu, meer=meer
        )

    async def begin_zaak(self, feit: str, over: str, toelichting: str) -> UUID | None:
        """A zaak for an officer, about something that a resident asked; None where the municipality wants none.

        raises   ZaaksoortOnbekend, Fout
        """
        soort = zaak.soort_of(self.session.place.settings, feit)
        if soort is None:
            return None
        return await zaak.begin(
            self.work, soort, rsin=self.rsin, over=over, sinds=self.vandaag, nu=self.nu, toelichting=toelichting
        )

    async def sluit_zaak(self, feit: str, uuid: UUID, *, afgewezen: bool = False, uitleg: str = "") -> None:
        """That zaak is finished without a fact that is recorded. raises ZaaksoortOnbekend, Fout"""
        soort = zaak.soort_of(self.session.place.settings, feit)
        if soort is not None:
            await zaak.rond_af(self.work, soort, uuid, self.nu, afgewezen=afgewezen, uitleg=uitleg)

    async def log_gezien(self, *categorieen: str) -> None:
        """Lists were judged, and nothing came of it."""
        seen = [_regel(kept, rubrieken_of(kept.pl, categorieen)) for kept in self.gelezen.values()]
        await self._log(seen, "retrieve")
        await self._log_compared()

    async def _log_compared(self) -> None:
        await self._log([_regel(kept, gelijkend.GEZIEN) for kept in self.vergeleken], "retrieve")

    async def log_gegeven(self, bsn: str, rubrieken: Sequence[str]) -> None:
        """Somebody gets these data of a list on paper."""
        await self._log([_regel(self.gelezen[bsn], rubrieken)], "retrieve")

    async def op_anummer(self, anummer: str) -> Bewaard | None:
        """The list with this A-nummer; ten zeroes are none."""
        return await opslag.lees_anummer(self.conn, self.tenant_id, anummer) if anummer.strip("0") else None

    async def log_verstrekt(self, kept: Bewaard) -> None:
        """All of a list goes to somebody who keeps it too."""
        await self._log([_regel(kept, rubrieken_of(kept.pl))], "retrieve")

    async def log_elders(self, rij: UUID, wie: str, rubrieken: Sequence[str], handeling: str) -> None:
        """What came in about somebody whose list another municipality keeps."""
        await self._log([(rij, wie, rubrieken)], handeling)

    async def _log_kept(self, gevolg: Gevolg) -> None:
        """A line for each list that changed or came, with the rubrieken that did."""
        changed = {bsn: sorted(touched(m)) for bsn, m in gevolg.wijzigingen.items()}
        await self._log([_regel(self.gelezen[bsn], what) for bsn, what in changed.items()], "partial_update")
        for made in gevolg.nieuw:
            [kept] = (await bijhouding.lees(self.conn, self.tenant_id, [bsn_of(made)])).values()
            await self._log([_regel(kept, sorted(touched(made)))], "create")

    async def _log(self, regels: Sequence[Regel], handeling: str) -> None:
        if regels:
            log: Bijhoudlog = self.session.engine.outside[Logbook]
            await log.persons_kept(self.session, regels, handeling)


@asynccontextmanager
async def open_boek(zgw: Zgw) -> AsyncIterator[Boek]:
    """The book of a municipality, for who may record in it; what was written stays when the block ends well.

    raises   ZgwFout for a caller without the right, and for whatever a register refuses
    """
    async with zgw.together() as work:
        if not zgw.caller.rights.reach(COMPONENT, (BIJHOUDEN,)).given:
            raise forbidden("U mag geen feiten in de BRP opnemen.")
        row = await work.session.conn.fetchrow(GEMEENTE, zgw.place.id)
        if row is None or not row["gemeentecode"] or not row["rsin"]:
            raise Fout(409, "gemeentecode-ontbreekt", GEEN_CODE)
        yield Boek(work, eigen=row["gemeentecode"], naam=row["naam"], rsin=row["rsin"])


def require_sound(pl: Persoonslijst, old: Persoonslijst) -> None:
    """No fault of a kind that was not there before; the old list is judged only when there is one.

    raises LijstWordtFout
    """
    found = [b for b in keuring.keur(pl) if b.ernst == "fout"]
    known = {b.code for b in keuring.keur(old)} if found and old.stapels else set()
    for bevinding in found:
        if bevinding.code not in known:
            raise LijstWordtFout(f"Zo klopt de lijst niet meer bij {bevinding.plaats} ({bevinding.code}).")


def print_of(invoer: Invoer) -> bytes:
    """By which the same fact is known again, whether it was only judged or proposed before or not."""
    invoer = msgspec.structs.replace(invoer, alleen_toetsen=False, voorstel=None)
    return hashlib.sha256(type(invoer).__name__.encode() + msgspec.json.encode(invoer, order="sorted")).digest()


def wijzigingen_of(gevolg: Gevolg, lijsten: Mapping[str, Bewaard]) -> tuple[Wijziging, ...]:
    """What happens to each list, in order."""
    of_known = [(lijsten[key].pl.bsn, m) for key, mutaties in gevolg.wijzigingen.items() for m in mutaties]
    of_new = [(bsn_of(made), m) for made in gevolg.nieuw for m in made]
    return tuple(
        Wijziging(bsn, type(m).__name__.lower(), m.categorie, tabel().categorieen[m.categorie].naam, elementen_of(m))
        for bsn, m in (*of_known, *of_new)
    )


def elementen_of(mutatie: Mutatie) -> tuple[str, ...]:
    """Numbers of what it writes, in the actual voorkomen or in place of what was wrong."""
    replaced = [v.inhoud for v in mutatie.vervangingen] if isinstance(mutatie, Corrigeren) else []
    return tuple(sorted({*_inhoud(mutatie), *(n for inhoud in replaced for n in inhoud)}))


def bsn_of(nieuw: Sequence[Mutatie]) -> str:
    """Whose list these mutations make."""
    return next((_inhoud(m)["01.20"] for m in nieuw if m.categorie == "01" and "01.20" in _inhoud(m)), "")


def touched(mutaties: Sequence[Mutatie]) -> set[str]:
    """Rubrieken that these mutations write; the category alone where they take something away."""
    found = set()
    for m in mutaties:
        found |= {f"{m.categorie}.{n}" for n in _inhoud(m)} or {m.categorie}
    return found


def _inhoud(mutatie: Mutatie) -> Mapping[str, str]:
    """What it writes; nothing for one that only takes away or corrects."""
    return getattr(mutatie, "inhoud", {})


def rubrieken_of(pl: Persoonslijst, categorieen: Sequence[str] = ()) -> list[str]:
    """What a list holds in these categories; in all when none is named."""
    return sorted({f"{c}.{n}" for c, _, _, voorkomen in pl.voorkomens(*categorieen) for n in voorkomen})


def _regel(kept: Bewaard, rubrieken: Sequence[str]) -> Regel:
    return kept.id, f"bsn:{kept.pl.bsn}", rubrieken
