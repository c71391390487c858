"""What other programs can ask of civil affairs: every fact, what waits for a colleague, papers, klapper and termijnen.

One list, of which the routes, the rights and the OpenAPI document are made. Decision 0075.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import msgspec
from msgspec.structs import fields

from meent.basis.fouten import Fout, forbidden
from meent.integration.brp import akten, meldingen, termijnen
from meent.integration.brp.boek import open_boek
from meent.integration.brp.feiten import Invoer, Uitkomst
from meent.integration.brp.voorstellen import Toestand, folded
from meent.integration.burgerzaken.deur import Deur
from meent.integration.burgerzaken.operatie import Gegeven, Operatie, Vraag, require_none
from meent.integration.zgw import Zgw
from meent.process.burgerzaken import accord, antwoorden, klapper, terugmelding
from meent.process.burgerzaken.feiten import FEITEN
from meent.process.burgerzaken.overkomst import Overkomstinvoer, vraagt_over
from meent.process.burgerzaken.uittreksel import Uittrekselinvoer, uittreksel
from meent.process.burgerzaken.velden import VORMEN
from meent.services.personen.terugmeldingen import Resultaat

Neemt = Callable[[Zgw, Any], Awaitable[Uitkomst]]
UITTREKSELS = "brp.uittreksels"
"""The scope of who may hand out papers and nothing else."""
GEEN_MENS = "Over een voorstel beslist een mens: zet user_id in het token."


class Terugstuur(msgspec.Struct, frozen=True, kw_only=True):
    """Why a proposal goes back."""

    reden: str


class Stap(Invoer, frozen=True, kw_only=True):
    """A step with a report of doubt; see Behandelinvoer."""

    handeling: terugmelding.Handeling
    toelichting: str = ""
    gemeente: str = ""
    resultaat: Resultaat = ""
    geen_onderzoek: str = ""


class Gedaan(msgspec.Struct, frozen=True, kw_only=True):
    """What came of looking again."""

    uitleg: str = ""


class Voorstelvraag(msgspec.Struct, frozen=True, kw_only=True):
    """Which proposals."""

    toestand: Toestand = "wacht"


class Klappervraag(msgspec.Struct, frozen=True, kw_only=True):
    """Of which register and year."""

    soort: akten.Soort
    jaar: str


# --- facts -----------------------------------------------------------------------------------------------------------


def recht_op(feit: str) -> str:
    """The scope of who may record this fact and nothing else."""
    return f"brp.feit.{feit}"


def feit_at(feit: str, kind: type[Invoer], neemt: Neemt) -> Operatie:
    """A fact as an operation: only judged, recorded, or waiting for a colleague where it takes two."""

    async def doe(vraag: Vraag) -> Gegeven:
        invoer: Invoer = vraag.invoer
        if invoer.verantwoording and not invoer.alleen_toetsen:
            return await stel_voor(vraag.zgw, feit, invoer)
        done = await neemt(vraag.zgw, invoer)
        if invoer.alleen_toetsen:
            return Gegeven(200, antwoorden.uitslag(done, alles=vraag.ziet_alles))
        return opgenomen(vraag, done)

    return Operatie(
        f"feit_{feit}", "POST", f"/feiten/{feit}", f"Neemt een feit op: {feit}.", doe,
        {200: antwoorden.Uitslag, 201: antwoorden.Uitslag, 202: antwoorden.Voorstel}, leest=kind,
        opent=(recht_op(feit),),
    )  # fmt: skip


def opgenomen(vraag: Vraag, done: Uitkomst) -> Gegeven:
    """raises Geweigerd"""
    require_none(done.weigeringen)
    return Gegeven(201, antwoorden.uitslag(done, alles=vraag.ziet_alles))


async def stel_voor(zgw: Zgw, feit: str, invoer: Invoer) -> Gegeven:
    """It waits for a colleague. raises Geweigerd"""
    proposed = await accord.stel_voor(zgw, feit, invoer)
    require_none(proposed.weigeringen)
    assert proposed.voorstel is not None
    return Gegeven(202, antwoorden.voorstel(proposed.voorstel), plek=f"/voorstellen/{proposed.voorstel.id}")


# --- what waits for a colleague --------------------------------------------------------------------------------------


async def voorstellen(vraag: Vraag) -> Gegeven:
    found = await accord.lijst(vraag.zgw, vraag.invoer.toestand)
    return Gegeven(200, antwoorden.Voorstellen(results=tuple(map(antwoorden.voorstel, found))))


async def bekijk(vraag: Vraag) -> Gegeven:
    seen = await accord.bekijk(vraag.zgw, vraag.uuid)
    return Gegeven(200, antwoorden.Voorstelinzage(
        voorstel=antwoorden.voorstel(seen.voorstel), invoer=VORMEN.toon(seen.invoer) if seen.invoer else None,
        uitslag=antwoorden.uitslag(seen.uitkomst, alles=True) if seen.uitkomst else None,
        mag_besluiten=seen.mag_besluiten, mag_intrekken=seen.mag_intrekken,
    ))  # fmt: skip


async def akkoord(vraag: Vraag) -> Gegeven:
    require_person(vraag.zgw)
    return opgenomen(vraag, await accord.keur_goed(vraag.zgw, vraag.uuid))


async def terug(vraag: Vraag) -> Gegeven:
    require_person(vraag.zgw)
    require_none(await accord.stuur_terug(vraag.zgw, vraag.uuid, vraag.invoer.reden))
    return Gegeven(204)


async def intrekken(vraag: Vraag) -> Gegeven:
    require_none(await accord.trek_in(vraag.zgw, vraag.uuid))
    return Gegeven(204)


def require_person(zgw: Zgw) -> None:
    """A program is no colleague. raises Fout 403. Source: BZ-382"""
    if not folded(zgw.caller.user_id):
        raise forbidden(GEEN_MENS)


# --- papers, akten, days ---------------------------------------------------------------------------------------------


async def geef_uittreksel(vraag: Vraag) -> Gegeven:
    made = await uittreksel(vraag.zgw, vraag.invoer)
    if vraag.invoer.alleen_toetsen:
        return Gegeven(200, antwoorden.proef(made))
    require_none(made.weigeringen)
    return Gegeven(201, made.pdf, zaak=antwoorden.zaak_at(made.zaak) or "")


async def in_klapper(vraag: Vraag) -> Gegeven:
    found = await klapper.klapper(vraag.zgw, vraag.invoer.soort, int(vraag.invoer.jaar))
    return Gegeven(200, antwoorden.Klapper(results=tuple(map(antwoorden.ingang, found))))


async def verlopen(vraag: Vraag) -> Gegeven:
    """Whoever is named in it is in the log."""
    async with open_boek(vraag.zgw) as boek:
        found = await termijnen.verlopen(boek)
        await boek.log_genoemd("termijn", [een.bsn for een in found])
    return Gegeven(200, antwoorden.Termijnen(results=tuple(map(antwoorden.termijn, found))))


async def bekeken(vraag: Vraag) -> Gegeven:
    async with open_boek(vraag.zgw) as boek:
        if not await termijnen.gedaan(boek, vraag.uuid, vraag.invoer.uitleg):
            raise Fout(404, "not_found", "Deze termijn is er niet, of is al gedaan.")
    return Gegeven(204)


# --- doubt, and who comes from elsewhere -----------------------------------------------------------------------------


async def twijfel(vraag: Vraag) -> Gegeven:
    """Whoever is named in it is in the log."""
    async with open_boek(vraag.zgw) as boek:
        found = await meldingen.open_meldingen(boek)
        await boek.log_genoemd("terugmelding", [een.bsn for een in found])
    return Gegeven(200, antwoorden.Terugmeldingen(results=tuple(map(antwoorden.terugmelding, found))))


async def behandel(vraag: Vraag) -> Gegeven:
    step: Stap = vraag.invoer
    told = {f.name: getattr(step, f.name) for f in fields(step)}
    done = await terugmelding.behandelt(vraag.zgw, terugmelding.Behandelinvoer(melding=vraag.uuid, **told))
    require_none(done.weigeringen)
    return Gegeven(200, antwoorden.uitslag(done, alles=vraag.ziet_alles))


async def vraag_over(vraag: Vraag) -> Gegeven:
    done = await vraagt_over(vraag.zgw, vraag.invoer)
    require_none(done.weigeringen)
    return Gegeven(202, antwoorden.uitslag(done, alles=vraag.ziet_alles))


VOORSTELLEN, TERMIJNEN, TERUGMELDINGEN = "/voorstellen", "/termijnen", "/terugmeldingen"
OPERATIES: Sequence[Operatie] = (
    *(feit_at(feit, *how) for feit, how in FEITEN.items()),
    Operatie("voorstellen", "GET", VOORSTELLEN, "Wat er op een collega wacht, de oudste eerst.", voorstellen,
             {200: antwoorden.Voorstellen}, vraagt=Voorstelvraag),
    Operatie("voorstel", "GET", f"{VOORSTELLEN}/{{uuid}}", "Eén voorstel, met wat er nu van zou komen.", bekijk,
             {200: antwoorden.Voorstelinzage}),
    Operatie("voorstel_akkoord", "POST", f"{VOORSTELLEN}/{{uuid}}/akkoord",
             "Neemt op wat een collega voorstelde. Nodig is ook brp.accorderen.", akkoord, {201: antwoorden.Uitslag}),
    Operatie("voorstel_terug", "POST", f"{VOORSTELLEN}/{{uuid}}/terug",
             "Stuurt een voorstel terug, met een reden. Nodig is ook brp.accorderen.", terug, {204: None},
             leest=Terugstuur),
    Operatie("voorstel_intrekken", "POST", f"{VOORSTELLEN}/{{uuid}}/intrekken", "Trekt een eigen voorstel in.",
             intrekken, {204: None}),
    Operatie("uittreksel", "POST", "/uittreksels", "Geeft een uittreksel als PDF.", geef_uittreksel,
             {200: antwoorden.Uittrekselproef, 201: bytes}, leest=Uittrekselinvoer, opent=(UITTREKSELS,)),
    Operatie("overkomst", "POST", "/overkomsten", "Vraagt de lijsten op van wie uit een andere gemeente komt.",
             vraag_over, {202: antwoorden.Uitslag}, leest=Overkomstinvoer),
    Operatie("terugmeldingen", "GET", TERUGMELDINGEN, "Terugmeldingen die open staan, de dringendste eerst.", twijfel,
             {200: antwoorden.Terugmeldingen}),
    Operatie("terugmelding_stap", "POST", f"{TERUGMELDINGEN}/{{uuid}}/stappen",
             "Behandelt een terugmelding, stuurt haar door, weigert haar, trekt haar in of sluit haar af.", behandel,
             {200: antwoorden.Uitslag}, leest=Stap),
    Operatie("klapper", "GET", "/klapper", "Wie er in de akten van een register en een jaar staat, op naam.",
             in_klapper, {200: antwoorden.Klapper}, vraagt=Klappervraag),
    Operatie("termijnen", "GET", TERMIJNEN, "Waar iemand opnieuw naar kijkt, omdat de dag er is.", verlopen,
             {200: antwoorden.Termijnen}),
    Operatie("termijn_gedaan", "POST", f"{TERMIJNEN}/{{uuid}}/gedaan", "Er is opnieuw gekeken.", bekeken, {204: None},
             leest=Gedaan),
)  # fmt: skip
DEUR = Deur(OPERATIES, VORMEN)
