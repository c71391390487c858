"""Two people tell that they will marry, and a day is kept for them: an ambtenaar, a place, witnesses.

It stands beside the registers and may fail without touching them. What the law asks of the two is judged when they tell
of it, so that nobody sends out cards for a day that cannot be; and again on the day itself (BW 1:43 to 1:46, 1:62).
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec

from meent.basis.datums import amsterdam_dag
from meent.basis.feestdagen import maanden_na
from meent.basis.fouten import Fout
from meent.basis.ids import uuid7
from meent.integration.brp import huwelijksmeldingen as rijen
from meent.integration.brp.bijhouding import GeenLijst
from meent.integration.brp.boek import Boek, open_boek
from meent.integration.brp.feiten import Invoer, Weigering
from meent.integration.brp.huwelijksmeldingen import Huwelijksmelding
from meent.integration.zgw import Zgw
from meent.process.burgerzaken import huwelijk
from meent.process.burgerzaken.huwelijk import MAANDEN_GELDIG, Huwelijk
from meent.process.burgerzaken.opnemen import nummers, require_agreed, weigeringen_van
from meent.process.burgerzaken.toetsen import Bezwaar, Geweigerd, Toets, require

TROUWEN = "brp_trouwen"
"""Setting of a municipality: {"babsen": [...], "plaatsen": [...]}; without it any name will do."""
DAGEN = timedelta(days=14)
BIJ_MELDING = ("BZ-10", "BZ-11", "BZ-12", "BZ-16", "BZ-302", "BZ-303")
BIJ_PLANNEN = ("BZ-10", "BZ-13", "BZ-14", "BZ-301")
"""Rules of the marriage that are known to hold, or not, before the day itself."""
GROND = "artikelen 1:43 en 1:63 van het Burgerlijk Wetboek"
LEZEN = ("01", "02", "03", "04", "05", "07", "11")
Tijdstip = Annotated[datetime, msgspec.Meta(tz=True)]


class Meldinginvoer(Invoer, frozen=True, kw_only=True):
    """They told of it; today when `gemeld` is None. stukken as with Huwelijk."""

    soort: Literal["H", "P"]
    partners: tuple[str, str]
    gemeld: date | None = None
    stukken: frozenset[str] = frozenset()


class Planinvoer(Invoer, frozen=True, kw_only=True):
    """The day, with who marries them and where; again to move it. getuigen are names."""

    melding: UUID
    begin: Tijdstip
    eind: Tijdstip
    babs: str
    plaats: str
    getuigen: tuple[str, ...]
    ontheffing: bool = False


class Gemeld(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it: refusals, or what is kept now. It can be from vanaf up to tot."""

    weigeringen: tuple[Weigering, ...] = ()
    melding: Huwelijksmelding | None = None
    vanaf: date | None = None
    tot: date | None = None


async def meldt(zgw: Zgw, invoer: Meldinginvoer) -> Gemeld:
    """Judges the two and keeps it; the same key again is the same. raises ZgwFout"""
    async with open_boek(zgw) as boek:
        await rijen.wacht(boek.conn, boek.tenant_id)
        known = await rijen.van_sleutel(boek.conn, boek.tenant_id, invoer.sleutel)
        if known is not None:
            if (known.soort, set(known.partners)) != (invoer.soort, set(invoer.partners)):
                raise Fout(409, "conflict", "Deze sleutel is al gebruikt voor een andere melding.")
            return as_gemeld(known)
        melding = Huwelijksmelding(
            id=uuid7(), sleutel=invoer.sleutel, soort=invoer.soort, bsn=invoer.partners[0], partner=invoer.partners[1],
            gemeld=invoer.gemeld or boek.vandaag, stukken=sorted(invoer.stukken), begin=None, eind=None, babs="",
            plaats="", getuigen=(), toestand="gemeld",
        )  # fmt: skip
        try:
            require_agreed(invoer, boek)
            if melding.gemeld > boek.vandaag:
                raise weigering("BZ-304", "De dag van de melding is nog niet gekomen.")
            first = max(boek.vandaag, melding.gemeld + DAGEN)
            await _judge(boek, BIJ_MELDING, melding, first, invoer)
        except (Geweigerd, GeenLijst) as fault:
            return Gemeld(weigeringen=weigeringen_van(fault))
        finally:
            await boek.log_gezien(*LEZEN)
        if not invoer.alleen_toetsen:
            await rijen.voeg_toe(boek.conn, boek.tenant_id, melding, wie=boek.wie, op=boek.nu)
        return as_gemeld(melding)


async def plant(zgw: Zgw, invoer: Planinvoer) -> Gemeld:
    """Keeps the day, the ambtenaar and the place for these two, and for nobody else. raises ZgwFout"""
    async with open_boek(zgw) as boek:
        await rijen.wacht(boek.conn, boek.tenant_id)
        try:
            require_agreed(invoer, boek)
            melding = await open_melding(boek, invoer.melding)
            asked = msgspec.structs.replace(
                melding, begin=invoer.begin, eind=invoer.eind, babs=invoer.babs.strip(), plaats=invoer.plaats.strip(),
                getuigen=invoer.getuigen, toestand="gepland",
            )  # fmt: skip
            found = plan_faults(asked, boek.session.place.settings.get(TROUWEN, {}), boek.nu)
            found += clashes(asked, await rijen.botsingen(boek.conn, boek.tenant_id, asked)) if not found else []
            if found:
                raise weigering("BZ-305", *found)
            await _judge(boek, BIJ_PLANNEN, asked, amsterdam_dag(invoer.begin), invoer, invoer.ontheffing)
        except (Geweigerd, GeenLijst) as fault:
            return Gemeld(weigeringen=weigeringen_van(fault))
        finally:
            await boek.log_gezien(*LEZEN)
        if not invoer.alleen_toetsen:
            await rijen.plan(boek.conn, boek.tenant_id, asked)
        return as_gemeld(asked)


async def trekt_in(zgw: Zgw, key: UUID) -> Gemeld:
    """They do not marry; ambtenaar and place are free again. raises ZgwFout"""
    async with open_boek(zgw) as boek:
        try:
            melding = await open_melding(boek, key)
        except Geweigerd as refused:
            return Gemeld(weigeringen=weigeringen_van(refused))
        await rijen.zet(boek.conn, boek.tenant_id, key, "ingetrokken")
        return Gemeld(melding=msgspec.structs.replace(melding, toestand="ingetrokken"))


async def agenda(zgw: Zgw) -> list[Huwelijksmelding]:
    """What is planned, by time, and what waits for a day; who is in it is in the log. raises ZgwFout"""
    async with open_boek(zgw) as boek:
        found = await rijen.open_staand(boek.conn, boek.tenant_id)
        await boek.log_in_akten([bsn for m in found for bsn in m.partners])
        return found


async def voltrokken(boek: Boek, key: UUID, soort: str, partners: tuple[str, str], datum: date) -> Huwelijksmelding:
    """The planned one that is entered today, as it was told; done from now on. raises Geweigerd. Source: BZ-306"""
    melding = await open_melding(boek, key)
    if told := other_than_planned(melding, soort, partners, datum):
        raise weigering("BZ-306", told)
    await rijen.zet(boek.conn, boek.tenant_id, key, "voltrokken")
    return melding


# --- checks ----------------------------------------------------------------------------------------------------------


async def open_melding(boek: Boek, key: UUID) -> Huwelijksmelding:
    """raises Geweigerd when it is not there, or is done or withdrawn. Source: BZ-304"""
    melding = await rijen.lees(boek.conn, boek.tenant_id, key)
    if melding is None or not is_open(melding):
        raise weigering("BZ-304", "Deze melding is er niet, of is al voltrokken of ingetrokken.")
    return melding


def is_open(melding: Huwelijksmelding) -> bool:
    """Source: BZ-304"""
    return melding.toestand in ("gemeld", "gepland")


def plan_faults(melding: Huwelijksmelding, settings: Mapping[str, Any], nu: datetime) -> list[str]:
    """A time to come, an ambtenaar and a place that the municipality has. Source: BZ-305"""
    begin, eind = melding.begin, melding.eind
    if begin is None or eind is None or not nu < begin < eind:
        return ["Kies een begin dat nog moet komen, en een einde daarna."]
    found = []
    for what, value, words in (
        ("babsen", melding.babs, "een ambtenaar van de burgerlijke stand"),
        ("plaatsen", melding.plaats, "een plaats om te trouwen"),
    ):
        known = settings.get(what)
        if not value or (known is not None and value not in known):
            found.append(f"Kies {words} van uw gemeente.")
    if not all(naam.strip() for naam in melding.getuigen):
        found.append("Vul van elke getuige de naam in.")
    return found


def clashes(melding: Huwelijksmelding, others: list[tuple[str, str]]) -> list[str]:
    """Nobody marries two couples at once, and no room holds two. Source: BZ-305"""
    found = ["Deze ambtenaar is dan al bezet; kies een ander of een andere tijd."] * any(
        babs == melding.babs for babs, _ in others
    )
    return found + ["Deze plaats is dan al bezet; kies een andere plaats of tijd."] * any(
        plaats == melding.plaats for _, plaats in others
    )


def other_than_planned(melding: Huwelijksmelding, soort: str, partners: tuple[str, str], datum: date) -> str:
    """What is entered is what was told and planned. Source: BZ-306"""
    if melding.begin is None or amsterdam_dag(melding.begin) != datum:
        return "Voor deze dag is niets gepland; plan het, of kies de dag die is gepland."
    if melding.soort != soort or set(melding.partners) != set(partners):
        return "De melding is van andere partners, of van een andere verbintenis."
    return ""


def weigering(nummer: str, *zinnen: str) -> Geweigerd:
    return Geweigerd([Bezwaar(nummer, told, GROND) for told in zinnen])


def as_gemeld(melding: Huwelijksmelding) -> Gemeld:
    """With the first and last day on which it can be."""
    return Gemeld(melding=melding, vanaf=melding.gemeld + DAGEN, tot=maanden_na(melding.gemeld, MAANDEN_GELDIG))


async def _judge(
    boek: Boek, which: tuple[str, ...], melding: Huwelijksmelding, datum: date, invoer: Invoer, ontheffing: bool = False
) -> None:
    """By those rules of the marriage. raises Geweigerd, GeenLijst"""
    een, ander = [await boek.lees(bsn) for bsn in melding.partners]
    feit = Huwelijk(
        soort=melding.soort, partners=(een, ander), datum=datum, plaats=boek.eigen, akte={}, gemeld=melding.gemeld,
        vandaag=boek.vandaag, getuigen=len(melding.getuigen), ontheffing=ontheffing,
        stukken=frozenset(melding.stukken), voorbij=nummers(invoer),
    )  # fmt: skip
    some: Mapping[str, Toets] = MappingProxyType({n: t for n, t in huwelijk.TOETSEN.items() if n in which})
    require(some, feit)
