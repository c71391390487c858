"""Facts of life as screens and commands record them: plain input, one call, an Uitkomst.

The four that touch most are here, the others stand in the file of their fact; FEITEN has them all by name.
Each function reads the lists it needs, signs the akte when this municipality makes it, judges by the rules of its file
and records all of it in one transaction. Whatever stands in the way is in `Uitkomst.weigeringen`. raises ZgwFout
"""

from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Literal
from uuid import UUID

import msgspec

from meent.integration.brp import adressen
from meent.integration.brp.akten import Soort
from meent.integration.brp.bijhouding import Gevolg
from meent.integration.brp.boek import Boek
from meent.integration.brp.feiten import Akte, Invoer, Uitkomst
from meent.integration.zgw import Zgw
from meent.process.burgerzaken import (
    afvoering,
    briefadres,
    correctie,
    deblokkering,
    dubbel,
    erkenning,
    geboorte,
    gerelateerde,
    hervestiging,
    huwelijk,
    inschrijving,
    levenloos,
    naamgebruik,
    omzetting,
    onderzoek,
    ontbinding,
    overlijden,
    rni,
    signalering,
    verhuizing,
    verstrekkingsbeperking,
    vertrek,
    verwanten,
)
from meent.process.burgerzaken.aktes import NEDERLAND, document
from meent.process.burgerzaken.huwelijksmelding import voltrokken
from meent.process.burgerzaken.opnemen import neem_op, nummers
from meent.process.burgerzaken.toetsen import kopie
from meent.services.personen.namen import Persoonsnaam
from meent.services.personen.persoonslijst import Persoonslijst, Voorkomen


class Verhuisinvoer(Invoer, frozen=True, kw_only=True):
    """A declaration of adreswijziging.

    adres       elements: 10.10 (W or B), 10.20, and 11.10 (street), 11.20 (number) and on, or 12.10 (description)
    verhuizers  BSN -> who declares for that person (72.10): I self, G parent or guardian, P partner, O parent of a
                grown child, K grown child, M with a machtiging, H head of an institution, A without declaration
    ontvangen   day on which it came in; today when it is at the counter now
    stukken     "machtiging", "verklaring instelling", "instemming briefadresgever", "uittreksel gezagsregister",
                "toestemming hoofdbewoner"
    """

    aangever: str
    datum: date
    adres: Mapping[str, str]
    verhuizers: Mapping[str, str]
    ontvangen: date | None = None
    stukken: frozenset[str] = frozenset()


async def verhuis(zgw: Zgw, invoer: Verhuisinvoer) -> Uitkomst:
    """A move within the municipality, or into it of somebody whose list has arrived."""

    async def bereid(boek: Boek) -> Gevolg:
        gevolg = await verhuizing_van(boek, invoer)
        await briefadres.eindigt(boek, invoer.verhuizers)
        return gevolg

    leest = ("01", "02", "03", "05", "07", "08", "09")
    return await neem_op(zgw, invoer, bereid, feit="verhuizing", leest=leest, sinds=invoer.ontvangen)


async def verhuizing_van(boek: Boek, invoer: Verhuisinvoer) -> Gevolg:
    """What a declared move does, judged by the lists in the book. raises Geweigerd, GeenLijst"""
    people = dict.fromkeys([invoer.aangever, *invoer.verhuizers])
    feit = verhuizing_als(boek, invoer, {bsn: await boek.lees(bsn) for bsn in people})
    return verhuizing.verhuis(msgspec.structs.replace(feit, bewoners=await wie_er_blijft(boek, invoer)))


def verhuizing_als(boek: Boek, invoer: Verhuisinvoer, lijsten: Mapping[str, Persoonslijst]) -> verhuizing.Verhuizing:
    """The declaration, with the lists by which it is judged."""
    return verhuizing.Verhuizing(
        eigen=boek.eigen, aangever=invoer.aangever, datum=invoer.datum, ontvangen=invoer.ontvangen or boek.vandaag,
        vandaag=boek.vandaag, adres=invoer.adres, verhuizers=invoer.verhuizers, stukken=invoer.stukken,
        lijsten=lijsten, voorbij=nummers(invoer),
    )  # fmt: skip


async def wie_er_blijft(boek: Boek, invoer: Verhuisinvoer) -> int:
    """How many live at the new address and do not move; nobody is counted when they agreed."""
    if verhuizing.TOESTEMMING in invoer.stukken:
        return 0
    moving = [boek.gelezen[bsn].id for bsn in invoer.verhuizers]
    return await adressen.anderen(boek.conn, boek.tenant_id, invoer.adres, boek.eigen, moving)


class Overlijdensinvoer(Invoer, frozen=True, kw_only=True):
    """A death.

    datum   eight digits, zeroes for what is not known
    plaats  code of the municipality (own when empty), or words when it was abroad
    akte    made elsewhere; None: this municipality makes it now
    document   of another country, in words: there no akte is made here
    """

    bsn: str
    datum: str
    plaats: str = ""
    land: str = NEDERLAND
    akte: Akte | None = None
    document: str = ""


async def overlijdt(zgw: Zgw, invoer: Overlijdensinvoer) -> Uitkomst:
    """A death; the bond of a partner who is registered here ends with it."""

    async def bereid(boek: Boek) -> Gevolg:
        return await overlijden_van(boek, invoer)

    return await neem_op(zgw, invoer, bereid, feit="overlijden", leest=("01", "05", "06", "07", "08"))


async def overlijden_van(boek: Boek, invoer: Overlijdensinvoer) -> Gevolg:
    """What it does, judged by the lists in the book. raises Geweigerd, GeenLijst"""
    persoon = await boek.lees(invoer.bsn)
    partner = await boek.zoek(partner_of(persoon).get("01.20", ""))
    plaats = invoer.plaats or boek.eigen
    told = {"datum": invoer.datum, "plaats": plaats, "land": invoer.land, "overledene": wie(persoon)}
    if invoer.land != NEDERLAND and invoer.akte is None:
        akte = document(boek.eigen, boek.vandaag, invoer.document)
    else:
        akte = await boek.akte_van(invoer.akte, "2", told, boek.vandaag)
    feit = overlijden.Overlijden(
        eigen=boek.eigen, persoon=persoon, datum=invoer.datum, plaats=plaats, land=invoer.land, akte=akte,
        vandaag=boek.vandaag, partner=partner, voorbij=nummers(invoer),
    )  # fmt: skip
    return overlijden.overlijd(feit)


class Huwelijksinvoer(Invoer, frozen=True, kw_only=True):
    """A marriage (H) or partnership (P) of two people who live here.

    datum       day on which it was entered; today when None
    gemeld      day on which they told of it; ontheffing when the prosecutor allowed less than fourteen days
    plaats      code of the municipality where it was; own when empty
    stukken     see Huwelijk
    melding     the one that was planned for today: it tells when they told of it, the witnesses, and where it was
    """

    soort: Literal["H", "P"]
    partners: tuple[str, str]
    gemeld: date
    getuigen: int
    datum: date | None = None
    plaats: str = ""
    ontheffing: bool = False
    stukken: frozenset[str] = frozenset()
    melding: UUID | None = None
    akte: Akte | None = None


async def huwt(zgw: Zgw, invoer: Huwelijksinvoer) -> Uitkomst:
    """A marriage or partnership, on both lists."""

    async def bereid(boek: Boek) -> Gevolg:
        return await huwelijk_van(boek, invoer)

    return await neem_op(zgw, invoer, bereid, feit="huwelijk", leest=("01", "02", "03", "04", "05", "07", "11"))


async def huwelijk_van(boek: Boek, invoer: Huwelijksinvoer) -> Gevolg:
    """What it does, judged by the lists in the book. raises Geweigerd, GeenLijst"""
    een, ander = [await boek.lees(bsn) for bsn in invoer.partners]
    datum, plaats = invoer.datum or boek.vandaag, invoer.plaats or boek.eigen
    told: dict[str, Any] = {
        "datum": datum.isoformat(), "plaats": plaats, "soort": invoer.soort, "partners": [wie(een), wie(ander)],
    }  # fmt: skip
    gemeld, getuigen, stukken = invoer.gemeld, invoer.getuigen, invoer.stukken
    if invoer.melding is not None:
        kept = await voltrokken(boek, invoer.melding, invoer.soort, invoer.partners, datum)
        gemeld, getuigen, stukken = kept.gemeld, len(kept.getuigen), stukken | set(kept.stukken)
        told["voltrekking"] = {"babs": kept.babs, "plaats": kept.plaats, "getuigen": list(kept.getuigen)}
    register: Soort = "3" if invoer.soort == "H" else "5"
    akte = await boek.akte_van(invoer.akte, register, told, datum)
    feit = huwelijk.Huwelijk(
        soort=invoer.soort, partners=(een, ander), datum=datum, plaats=plaats, akte=akte, gemeld=gemeld,
        vandaag=boek.vandaag, getuigen=getuigen, ontheffing=invoer.ontheffing, voorbij=nummers(invoer),
        hier=invoer.akte is None, stukken=stukken,
    )  # fmt: skip
    return huwelijk.trouw(feit)


class Geboorteinvoer(Invoer, frozen=True, kw_only=True):
    """A birth of which the mother lives here. A-nummer and BSN come from the stock; who has gezag is not recorded here.

    naam    elements 02.10 (given names) and 02.40, with 02.30 or before 02.40 (K-08)
    ouder   BSN of the other parent; empty: the partner of the mother if she has one, else nobody
    erkend  the unborn child was recognised by that parent
    erkend_op  day on which that parent recognised it with the declaration of birth: 1•B of the same akte; None: not so
    stukken    "toestemming moeder", "toestemming kantonrechter"
    """

    moeder: str
    naam: Mapping[str, str]
    geslacht: Literal["M", "V", "O"]
    datum: date
    plaats: str = ""
    ouder: str = ""
    erkend: bool = False
    erkend_op: date | None = None
    akte: Akte | None = None
    stukken: frozenset[str] = frozenset()


async def geboren(zgw: Zgw, invoer: Geboorteinvoer) -> Uitkomst:
    """A birth: a new list for the child, and the child on the lists of its parents."""

    async def bereid(boek: Boek) -> Gevolg:
        return await geboorte_van(boek, invoer)

    return await neem_op(zgw, invoer, bereid, feit="geboorte", leest=("01", "04", "05", "07", "08"))


async def geboorte_van(boek: Boek, invoer: Geboorteinvoer) -> Gevolg:
    """What it does, judged by the lists in the book. raises Geweigerd, GeenLijst"""
    moeder = await boek.lees(invoer.moeder)
    ouder = await boek.lees(invoer.ouder) if invoer.ouder else await boek.zoek(partner_of(moeder).get("01.20", ""))
    plaats, naam = invoer.plaats or boek.eigen, Persoonsnaam(invoer.naam).gesplitst
    told = {
        "datum": invoer.datum.isoformat(), "plaats": plaats, "kind": naam,
        "geslacht": invoer.geslacht, "ouders": [wie(pl) for pl in (moeder, ouder) if pl is not None],
    }  # fmt: skip
    akte = await boek.akte_van(invoer.akte, "1", told, boek.vandaag)
    vermelding = await _erkenning_op(boek, akte, invoer, naam, ouder) if invoer.erkend_op else {}
    feit = geboorte.Geboorte(
        eigen=boek.eigen, naam=naam, geslacht=invoer.geslacht, datum=invoer.datum, plaats=plaats, akte=akte,
        anummer=await boek.neem("anummer"), bsn=await boek.neem("bsn"), moeder=moeder, ouder=ouder,
        vandaag=boek.vandaag, erkend=invoer.erkend, erkend_op=invoer.erkend_op, vermelding=vermelding,
        stukken=invoer.stukken, aangegeven=None if invoer.akte else boek.vandaag,
        elders={} if ouder else partner_of(moeder).groep(*geboorte.VAN_OUDER), voorbij=nummers(invoer),
    )  # fmt: skip
    return geboorte.word_geboren(feit)


async def _erkenning_op(
    boek: Boek, akte: Mapping[str, str], invoer: Geboorteinvoer, naam: Mapping[str, str], ouder: Persoonslijst | None
) -> Mapping[str, str]:
    """Group 81 of the erkenning on the geboorteakte: signed with it, or on the akte that was made elsewhere."""
    if invoer.akte is not None:
        nummer = akte["81.20"]
        return {**akte, "81.20": f"{nummer[:2]}{geboorte.BIJ_AANGIFTE}{nummer[3:]}"}
    told = {
        "datum": str(invoer.erkend_op), "erkenner": wie(ouder) if ouder else {}, "kind": dict(naam),
    }  # fmt: skip
    return await boek.vermelding_op(akte, geboorte.BIJ_AANGIFTE, told, van=boek.vandaag.year)


def partner_of(pl: Persoonslijst) -> Voorkomen:
    """Whom somebody is married to now, or in a partnership with, as the list says it; empty when nobody."""
    bonds = (s.actueel for s in pl.stapels.get("05", ()))
    return next((v for v in bonds if v.heeft("06")), Voorkomen())


def wie(pl: Persoonslijst) -> dict[str, str]:
    """Somebody in an akte: numbers, name and birth, as the list has them on the day of signing."""
    return kopie(pl, "01", "02", "03")


Feit = tuple[type[Any], Callable[[Zgw, Any], Awaitable[Uitkomst]]]
FEITEN: Mapping[str, Feit] = MappingProxyType({
    "verhuizing": (Verhuisinvoer, verhuis),
    "briefadres": (briefadres.Briefadresinvoer, briefadres.krijgt_briefadres),
    "overlijden": (Overlijdensinvoer, overlijdt),
    "huwelijk": (Huwelijksinvoer, huwt),
    "geboorte": (Geboorteinvoer, geboren),
    "levenloos": (levenloos.Levenloosinvoer, levenloos.neemt_kind_op),
    "erkenning": (erkenning.Erkenningsinvoer, erkenning.erkent),
    "ontbinding": (ontbinding.Ontbindingsinvoer, ontbinding.scheidt),
    "omzetting": (omzetting.Omzettingsinvoer, omzetting.wordt_omgezet),
    "naamgebruik": (naamgebruik.Naamgebruikinvoer, naamgebruik.wijzigt_naamgebruik),
    "verstrekkingsbeperking": (verstrekkingsbeperking.Beperkingsinvoer, verstrekkingsbeperking.beperkt_verstrekking),
    "signalering": (signalering.Signaleringsinvoer, signalering.signaleert),
    "vertrek": (vertrek.Vertrekinvoer, vertrek.vertrekt),
    "rni": (rni.Doorzendinvoer, rni.zendt_door),
    "inschrijving": (inschrijving.Inschrijvingsinvoer, inschrijving.schrijft_in),
    "hervestiging": (hervestiging.Hervestigingsinvoer, hervestiging.hervestigt),
    "onderzoek": (onderzoek.Onderzoeksinvoer, onderzoek.onderzoekt),
    "deblokkering": (deblokkering.Deblokkeringsinvoer, deblokkering.deblokkeert),
    "dubbelinschrijving": (dubbel.Dubbelinvoer, dubbel.ontdubbelt),
    "afvoering": (afvoering.Afvoeringsinvoer, afvoering.voert_af),
    "gerelateerde": (verwanten.Gerelateerdeninvoer, gerelateerde.werkt_bij),
    "correctie": (correctie.Correctieinvoer, correctie.corrigeert),
})  # fmt: skip
"""Name of a fact -> its input and what records it: for commands, and for whoever goes by name."""
