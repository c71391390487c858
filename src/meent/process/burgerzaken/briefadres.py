"""Briefadres: who has no home gets post at somebody who agreed to that (HUP 4.0.1.2, 7.5).

On the list it is a move within the municipality with another functie (10.10); more is asked for it: why there is no
woonadres, who passes the post on, and a day on which the municipality looks again.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Literal

import msgspec

from meent.integration.brp import termijnen
from meent.integration.brp.bijhouding import Gevolg
from meent.integration.brp.boek import Boek
from meent.integration.brp.feiten import Invoer, Uitkomst
from meent.integration.zgw import Zgw
from meent.process.burgerzaken import verhuizing
from meent.process.burgerzaken.aktes import ingezetene_van
from meent.process.burgerzaken.brieven import aan_briefadresgever
from meent.process.burgerzaken.opnemen import neem_op, nummers
from meent.process.burgerzaken.toetsen import Toets, require, zin
from meent.services.personen.persoonslijst import Persoonslijst, Voorkomen

Reden = Literal["geen woonadres", "instelling", "veiligheid"]
STUK: Mapping[str, str] = MappingProxyType({
    "instelling": "verblijf in instelling", "veiligheid": "besluit burgemeester",
})  # fmt: skip
"""Why there is no woonadres -> what shows it. Source: HUP 4.0.1.2; Wet BRP 2.40, 2.41."""
AANGEWEZEN, INSTEMMING = "aanwijzing briefadresgever", "instemming briefadresgever"
SOORT = "briefadres"


class Briefadres(verhuizing.Verhuizing, frozen=True, kw_only=True):
    """A declaration of a briefadres, or a decision to record one.

    reden     why there is no woonadres
    gever     list of who passes the post on; None for a legal person, or the municipality itself
    herzien   day on which the municipality looks whether it is still so
    stukken   as at a move, and "verblijf in instelling", "besluit burgemeester", "aanwijzing briefadresgever"
    """

    reden: Reden
    gever: Persoonslijst | None
    herzien: date


def geef_briefadres(feit: Briefadres) -> Gevolg:
    """As a move does. raises Geweigerd with what stands in the way of either"""
    require({**verhuizing.TOETSEN, **TOETSEN}, feit)
    moved = verhuizing.verhuis(feit)
    gever = feit.gever.bsn if feit.gever is not None else ""
    told = [aan_briefadresgever(bsn, gever, feit.adres, feit.vandaag) for bsn in feit.verhuizers]
    return msgspec.structs.replace(moved, brieven=(*moved.brieven, *told))


async def eindigt(boek: Boek, verhuizers: Iterable[str]) -> None:
    """Whoever of these had a briefadres gets another address: the day to look again goes. Source: BZ-153"""
    for bsn in verhuizers:
        if (await boek.lees(bsn)).waarde("08.10.10") == "B":
            await termijnen.vervalt(boek, SOORT, bsn, "Er is een ander adres.")


# --- checks ----------------------------------------------------------------------------------------------------------


def heeft_grond(feit: Briefadres) -> Iterator[str]:
    """No woonadres at all, or one of the two that the law names, with what shows it. Source: BZ-150."""
    if feit.adres.get("10.10") != "B":
        yield "Dit is geen briefadres; neem het op als verhuizing."
    if (needed := STUK.get(feit.reden)) and needed not in feit.stukken:
        yield f"Voor deze reden is een stuk nodig: {needed}."


def gever_woont_daar(feit: Briefadres) -> Iterator[str]:
    """Somebody else with a woonadres there, or a legal person that the college appointed. Source: BZ-151."""
    if feit.gever is None:
        if AANGEWEZEN not in feit.stukken and not feit.is_ambtshalve:
            yield "Een rechtspersoon is alleen briefadresgever als het college die heeft aangewezen."
        return
    yield from ingezetene_van(feit.gever, feit.eigen)
    same = plek_van(feit.gever) == {n: w for n, w in feit.adres.items() if n[:2] != "10"}
    if feit.gever.bsn in feit.verhuizers or feit.gever.waarde("08.10.10") != "W" or not same:
        yield f"De {zin(feit.gever)} woont niet op het briefadres."


def plek_van(pl: Persoonslijst) -> dict[str, str]:
    """Street and number, or description, of where somebody is registered."""
    return (pl.actueel("08") or Voorkomen()).groep("11", "12")


def wordt_herzien(feit: Briefadres) -> Iterator[str]:
    """A day that is still to come. Source: BZ-152."""
    if feit.herzien <= feit.vandaag:
        yield "Kies een dag na vandaag waarop u opnieuw bekijkt of het briefadres nog nodig is."


TOETSEN: Mapping[str, Toets] = MappingProxyType({
    "BZ-150": Toets("artikelen 2.23, 2.40 en 2.41 van de Wet BRP", heeft_grond),
    "BZ-151": Toets("artikel 2.42 van de Wet BRP", gever_woont_daar, mag_voorbij=True),
    "BZ-152": Toets("de beheerregeling BRP van uw gemeente", wordt_herzien),
})  # fmt: skip


# --- recording -------------------------------------------------------------------------------------------------------


class Briefadresinvoer(Invoer, frozen=True, kw_only=True):
    """See Briefadres; `gever` is a BSN, empty for a legal person or the municipality.

    adres   10.10 need not be told; none at all is where the gever lives
    """

    aangever: str
    datum: date
    verhuizers: Mapping[str, str]
    reden: Reden
    herzien: date
    adres: Mapping[str, str] = {}
    gever: str = ""
    ontvangen: date | None = None
    stukken: frozenset[str] = frozenset()


async def krijgt_briefadres(zgw: Zgw, invoer: Briefadresinvoer) -> Uitkomst:
    """Records a briefadres, and the day on which it is looked at again."""

    async def bereid(boek: Boek) -> Gevolg:
        people = dict.fromkeys([invoer.aangever, *invoer.verhuizers])
        gever = await boek.lees(invoer.gever) if invoer.gever else None
        adres = invoer.adres or (plek_van(gever) if gever else {})
        feit = Briefadres(
            eigen=boek.eigen, aangever=invoer.aangever, datum=invoer.datum, ontvangen=invoer.ontvangen or boek.vandaag,
            vandaag=boek.vandaag, adres={"10.10": "B", **adres}, verhuizers=invoer.verhuizers,
            stukken=invoer.stukken, lijsten={bsn: await boek.lees(bsn) for bsn in people}, reden=invoer.reden,
            gever=gever, herzien=invoer.herzien,
            voorbij=nummers(invoer),
        )  # fmt: skip
        gevolg = geef_briefadres(feit)
        await eindigt(boek, invoer.verhuizers)
        for bsn in invoer.verhuizers:
            await termijnen.zet(boek, SOORT, bsn, invoer.herzien)
        return gevolg

    leest = ("01", "02", "03", "05", "07", "08", "09")
    return await neem_op(zgw, invoer, bereid, feit=SOORT, leest=leest, sinds=invoer.ontvangen)
