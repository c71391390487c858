"""The desk of an agent: his state, the call he has or is offered, and the contacts he is writing about.

The page asks for its own upper part again when something changed for this agent, and only then; what he is writing
stands beside it and is not touched. Without JavaScript every button brings the whole page.
"""

from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from typing import Any
from uuid import uuid4

import msgspec
from starlette.responses import RedirectResponse, Response, StreamingResponse

from meent.basis.feestdagen import werkdagen_na
from meent.basis.telefoonnummer import kiesbaar
from meent.integration.telefooncentrale.centrale import Bestemming, Toestel
from meent.integration.telefooncentrale.werkboek import Werkcontact
from meent.interaction.gebeurtenissen import HARTSLAG_SECONDEN
from meent.interaction.klantcontact import afronden, klant, ophalen, vragen
from meent.interaction.klantcontact.beller import wie_belt
from meent.interaction.klantcontact.live import ticks
from meent.interaction.klantcontact.zoekvak import zoek_alles
from meent.interaction.problems import Invulling, Probleem
from meent.interaction.seams import ZgwFout
from meent.interaction.telefoon import MICROPHONE
from meent.interaction.visit import NOT_HERE, Refused, Visit, Weigering, known_uuid
from meent.interaction.words import mark, today
from meent.process.telefonie import medewerker as m
from meent.process.telefonie.boek import Boek
from meent.process.telefonie.buitenlijn import NietGebeld, Waarom
from meent.process.telefonie.desk import Desk, NietMogelijk, Zelf
from meent.process.telefonie.toestand import Aan, GeefOver, HangOp, NeemTerug, Wissel, ZetInWacht, ZetOpname
from meent.process.telefonie.werkplek import Hoe, Werkplek, bestemming_van, leesbaar, werkplek

STANDEN = {
    "Afwezig": mark("U bent niet aangemeld"), "Klaar": mark("U bent klaar voor een gesprek"),
    "Aangeboden": mark("Uw telefoon gaat over"), "Bezet": mark("U bent in gesprek"),
    "Nawerk": mark("U rondt een gesprek af"), "Pauze": mark("U hebt pauze"),
}  # fmt: skip
HOE = {
    Hoe.GAAT_OVER: mark("Er belt iemand"), Hoe.BELT_TERUG: mark("De telefoon van de inwoner gaat over"),
    Hoe.SPREEKT: mark("In gesprek"), Hoe.IN_WACHT: mark("De beller staat in de wacht"),
    Hoe.OVERLEG_BELT: mark("De telefoon van uw collega gaat over"), Hoe.OVERLEG: mark("In overleg"),
    Hoe.OVERLEG_BURGER: mark("U spreekt de beller. Uw collega wacht."),
    Hoe.GERAADPLEEGD: mark("Een collega vraagt u om raad"),
}  # fmt: skip
OPNAME = {
    "loopt": mark("Dit gesprek wordt opgenomen."),
    "stil": mark("De opname staat stil. Niets van wat u nu zegt, wordt bewaard."),
    "nu-niet": mark("Er wordt nu niet opgenomen. Het gaat vanzelf verder."),
}  # fmt: skip
OPNAME_HAPERT = {
    "loopt": mark("De opname stopt niet. Laat de beller nog niets over betalen zeggen. Probeer het opnieuw."),
    "stil": mark("De opname begint niet. Probeer het opnieuw."),
}  # fmt: skip
REDENEN = {"pauze": mark("Pauze"), "lunch": mark("Lunch"), "overleg": mark("Overleg"), "training": mark("Training")}
RESULTATEN = {
    "beantwoord": mark("Beantwoord"), "doorverbonden": mark("Doorverbonden"),
    "contactverzoek": mark("Contactverzoek gemaakt"), "verwezen": mark("Verwezen naar een ander"),
    "geen": mark("Geen antwoord"),
}  # fmt: skip
KANALEN = {"Balie": mark("Balie"), "Telefoon": mark("Telefoon"), "E-mail": mark("E-mail")}
FOUTEN = {
    "niet": mark("Dat kan nu niet. Kijk of het gesprek nog loopt en of de ander vrij is."),
    Waarom.DAGBEDRAG: mark("Het bedrag voor bellen naar buiten is voor vandaag op. Maak een terugbelverzoek."),
    Waarom.BUITENLAND: mark("Uw gemeente belt niet naar het buitenland. Vraag het uw beheerder."),
    Waarom.BETAALD: mark("Dit is een betaald nummer. Wij bellen het niet."),
}  # fmt: skip
GEEN_CENTRUM = Weigering(
    404, mark("Hier draait geen contactcentrum"), mark("Deze server neemt geen telefoon aan. Vraag het uw beheerder.")
)


async def show(visit: Visit) -> Response:
    """The whole page, or only its upper part when the page asks for that itself."""
    if visit.deps.desk is None or visit.gemeente.id not in visit.deps.desk.boeken:
        return visit.render("klantcontact/werkplek_geen.html")
    plek = mijn_plek(visit)
    contacten = await mijn_contacten(visit, plek)
    toon = gekozen(visit.request.query_params.get("contact", ""), plek, contacten)
    facts = boven(visit, plek, contacten, toon)
    if visit.wants_part:
        return visit.render("klantcontact/werkplek_boven.html", beller=None, **facts)
    facts["beller"] = await wie_belt(visit, plek.gesprek.van, "") if plek.gesprek and _gaat_over(plek) else None
    here = next((one for one in contacten if one.id == toon), None)
    more = await van_contact(visit, here, Invulling()) if here else {"contact": None}
    response = visit.render("klantcontact/werkplek.html", **facts, **more, gezocht="", zoekresultaat=None)
    if visit.deps.telefoon is not None:
        response.headers["Permissions-Policy"] = MICROPHONE
    return response


def boven(visit: Visit, plek: Werkplek, contacten: list[Werkcontact], toon: str) -> dict[str, Any]:
    return {
        "plek": plek, "contacten": contacten, "toon": toon, "standen": STANDEN, "hoe": HOE, "redenen": REDENEN,
        "heeft_knoppen": desk_of(visit).knoppen is not None, "heeft_geluid": visit.deps.telefoon is not None,
        "is_browser": plek.toestel is Toestel.BROWSER, "vrij_bellen": visit.deps.vrij_bellen, "leesbaar": leesbaar,
        "kanalen": KANALEN, "opname": OPNAME, "opname_hapert": OPNAME_HAPERT,
        "melding": FOUTEN.get(visit.request.query_params.get("fout", ""), ""),
        "opgeslagen": visit.request.query_params.get("gelukt") == "klaar",
    }  # fmt: skip


async def beller(visit: Visit) -> Response:
    """Who calls, as a part: asked for once per call."""
    plek = mijn_plek(visit)
    if not plek.gesprek or plek.gesprek.id != str(visit.uuid):
        raise Refused(NOT_HERE)
    return visit.render("klantcontact/werkplek_beller.html", beller=await wie_belt(visit, plek.gesprek.van, ""))


async def live(visit: Visit) -> Response:
    """A tick for each change of this desk."""
    desk, tenant, wie = desk_of(visit), visit.gemeente.id, visit.who.user

    def gezien() -> object:
        return _zichtbaar(werkplek(desk.boeken[tenant], wie, desk.now()))

    stream: AsyncIterator[str] = ticks(desk.volg(tenant), gezien, HARTSLAG_SECONDEN)
    return StreamingResponse(stream, media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})


# --- what the agent does ----------------------------------------------------------------------------------------------


async def zet_stand(visit: Visit) -> Response:
    form = await visit.form()
    what: Mapping[str, m.Gebeurtenis] = {
        "klaar": m.IsKlaar(), "pauze": m.NeemtPauze(form.get("reden") or "pauze"), "weg": m.MeldtAf(),
    }  # fmt: skip
    stand = form.get("stand", "")
    if stand in what and stand in mijn_plek(visit).mag:
        await desk_of(visit).van_medewerker(visit.gemeente.id, visit.who.user, what[stand])
        return terug(visit, form)
    return terug(visit, form, fout="niet")


async def doe(visit: Visit) -> Response:
    """A button of the conversation; what cannot be done any more is said, and nothing else happens."""
    form, desk = await visit.form(), desk_of(visit)
    try:
        await _doe(visit, desk.boeken[visit.gemeente.id], form)
    except NietMogelijk:
        return terug(visit, form, fout="niet")
    except NietGebeld as niet:
        return terug(visit, form, fout=niet.waarom)
    return terug(visit, form)


async def _doe(visit: Visit, boek: Boek, form: Mapping[str, str]) -> None:
    """raises NietMogelijk, NietGebeld"""
    desk, wie = desk_of(visit), visit.who.user
    simple: dict[str, Zelf] = {
        "wacht": ZetInWacht(True), "uit-wacht": ZetInWacht(False), "wissel": Wissel(), "geef-over": GeefOver(),
        "neem-terug": NeemTerug(), "ophangen": HangOp(),
        "opname-stil": ZetOpname(False), "opname-verder": ZetOpname(True),
    }  # fmt: skip
    wat, plek = form.get("doe", ""), werkplek(boek, wie, desk.now())
    if wat in ("opnemen", "weigeren") and "opnemen" in plek.mag:
        await (desk.neem_op if wat == "opnemen" else desk.weiger)(boek.tenant, wie)
    elif wat in simple and wat in plek.mag:
        await desk.doet(boek.tenant, wie, simple[wat])
    elif wat in ("verbind", "overleg") and "verbind" in plek.mag and plek.gesprek:
        soort, _, naam = form.get("naar", "").partition(":")
        if soort == "rij" and wat == "verbind":
            await desk.verbind_wachtrij(boek.tenant, wie, naam)
            return
        aan = bestemming_van(boek, naam, plek.gesprek.van) if soort == "wie" else buiten(visit, boek, form, plek)
        if aan is None:
            raise NietMogelijk
        await desk.verbind(boek.tenant, wie, aan, overleg=wat == "overleg")
    else:
        raise NietMogelijk


def buiten(visit: Visit, boek: Boek, form: Mapping[str, str], plek: Werkplek) -> Aan | None:
    """A number outside, as people write it; 112 and other short numbers are not dialled from here.

    Nobody dials freely over a line on which 112 was not tried: who may ring everybody must reach that as well.
    """
    nummer = kiesbaar(form.get("nummer", "")) if visit.deps.vrij_bellen else ""
    if not nummer or plek.gesprek is None:
        return None
    return Aan(Bestemming(Toestel.LIJN, nummer, boek.tenant, plek.gesprek.nummer))


# --- contacts ---------------------------------------------------------------------------------------------------------


async def nieuw(visit: Visit) -> Response:
    """A contact without a call: at the counter, or on a telephone that is not ours."""
    form = await visit.form()
    kanaal = form.get("kanaal", "") if form.get("kanaal", "") in KANALEN else "Balie"
    id = str(uuid4())
    if visit.deps.spent_forms.spend(form.get("formuliersleutel", "")):
        await visit.deps.werkboek.neem(visit.gemeente.id, Werkcontact(id, visit.who.user, visit.now, kanaal))
    return terug(visit, {"contact": id})


async def contact(visit: Visit) -> Response:
    """One contact, as a part of the page."""
    here = await contact_in(visit)
    if not visit.wants_part:
        return terug(visit, {"contact": here.id})
    return visit.render("klantcontact/werkplek_contact.html", **await van_contact(visit, here, Invulling()))


async def bewaar(visit: Visit) -> Response:
    """What is typed, by itself; answers with when."""
    form = await visit.form()
    await wijzig(visit, form)
    return visit.render("klantcontact/werkplek_opgeslagen.html", nu=visit.now.isoformat())


async def verwerk(visit: Visit) -> Response:
    """A button of the form of a contact: keep, one more question, choose who it is, or be done."""
    form = await visit.form()
    here = await wijzig(visit, form)
    invulling = Invulling()
    if form.get("doe") == "afronden":
        if not (problems := afronden.problemen(here) + nog_in_gesprek(visit, here)):
            await visit.deps.werkboek.wijzig(
                visit.gemeente.id, visit.who.user, here.id, lambda c: msgspec.structs.replace(c, klaar_op=visit.now)
            )
            return klaar(visit)
        invulling = Invulling("contact", form, problems)
    if not visit.wants_part and not invulling.problems:
        return terug(visit, {"contact": here.id})
    facts = await van_contact(visit, here, invulling) | {"nieuwe_vraag": form.get("doe") == "vraag"}
    if visit.wants_part:
        return visit.render("klantcontact/werkplek_contact.html", **facts)
    plek = mijn_plek(visit)
    page = boven(visit, plek, await mijn_contacten(visit, plek), here.id) | {"beller": None}
    return visit.render(
        "klantcontact/werkplek.html", status=400, back=_home(visit), **page, **facts, gezocht="", zoekresultaat=None
    )


def klaar(visit: Visit) -> Response:
    """The contact goes from the page; what stands above it is asked for again by the page itself."""
    if not visit.wants_part:
        return terug(visit, {}, gelukt=True)
    response = visit.render("klantcontact/werkplek_contact.html", contact=None)
    response.headers["HX-Trigger"] = "klaar"
    return response


async def wijzig(visit: Visit, form: Mapping[str, str]) -> Werkcontact:
    """Keep what stands in the form. raises Refused when this contact is not on his desk."""

    id = str(visit.uuid)
    found = await visit.deps.werkboek.wijzig(
        visit.gemeente.id, visit.who.user, id, lambda oud: vragen.ingevuld(oud, form)
    )
    if found is None:
        raise Refused(NOT_HERE)
    return found


def nog_in_gesprek(visit: Visit, here: Werkcontact) -> list[Probleem]:
    plek = mijn_plek(visit) if visit.deps.desk and visit.gemeente.id in visit.deps.desk.boeken else None
    if plek and plek.gesprek and plek.gesprek.id == here.id:
        return [Probleem("", mark("U bent nog in gesprek. Hang eerst op."))]
    return []


async def van_contact(visit: Visit, here: Werkcontact, invulling: Invulling) -> dict[str, Any]:
    """All that the part of one contact shows."""
    wie = await wie_belt(visit, here.van, here.partij, zoek=not here.geen_partij)
    if wie.klant and not here.partij:  # known by the number: from now on it is he, until somebody says otherwise
        uuid = wie.klant.uuid
        await visit.deps.werkboek.wijzig(
            visit.gemeente.id, visit.who.user, here.id, lambda c: msgspec.structs.replace(c, partij=uuid)
        )
    afdelingen = await ophalen.alle_actoren(visit.zgw, soortActor="organisatorische_eenheid")
    zaken = {zaak.uuid: f"{zaak.nummer} {zaak.omschrijving}".strip() for zaak in wie.open_zaken}
    return {
        "contact": here, "wie": wie, "zaken": zaken, "resultaten": RESULTATEN, "invulling": invulling,
        "afdelingen": sorted(afdelingen.items(), key=lambda pair: pair[1].casefold()),
        "uiterlijk": werkdagen_na(today(visit.now), klant.NORM_WERKDAGEN), "vragen_meest": vragen.VRAGEN_MEEST,
        "eind": [f"-{at}" for at in range(len(here.vragen))], "nieuwe_vraag": False,
    }  # fmt: skip


async def zoek(visit: Visit) -> Response:
    """One box over persons, cases, contacts and articles."""
    form = await visit.form()
    gezocht = form.get("zoek", "").strip()[:80]
    found = await zoek_alles(visit, gezocht) if gezocht else None
    here = await open_contact(visit, form.get("contact", ""))
    return visit.render(
        "klantcontact/werkplek_gevonden.html" if visit.wants_part else "klantcontact/werkplek_zoeken.html",
        back=_home(visit), gezocht=gezocht, zoekresultaat=found, toon=here.id if here else "",
        aantal=len(here.vragen) if here else 0,
    )  # fmt: skip


# --- helpers ----------------------------------------------------------------------------------------------------------


def desk_of(visit: Visit) -> Desk:
    desk = visit.deps.desk
    if desk is None or visit.gemeente.id not in desk.boeken:
        raise Refused(GEEN_CENTRUM)
    return desk


def mijn_plek(visit: Visit) -> Werkplek:
    desk = desk_of(visit)
    return werkplek(desk.boeken[visit.gemeente.id], visit.who.user, desk.now())


async def mijn_contacten(visit: Visit, plek: Werkplek) -> list[Werkcontact]:
    """What lies on the desk: a call that was answered is put there, and what is done is written down if it can be."""
    werkboek, tenant, wie = visit.deps.werkboek, visit.gemeente.id, visit.who.user
    mijn = plek.gesprek
    if mijn and not _gaat_over(plek):
        await werkboek.neem(tenant, Werkcontact(
            mijn.id, wie, mijn.begonnen_op, van=mijn.van, wachtrij=mijn.wachtrij, beantwoord_op=mijn.beantwoord_op,
            is_gesprek=True,
        ))  # fmt: skip
    found = await werkboek.open(tenant, wie)
    return [one for one in found if one.klaar_op is None or not await schrijf_op(visit, one)]


async def schrijf_op(visit: Visit, one: Werkcontact) -> bool:
    """True when what was noted stands in the registers, and is gone from the desk."""
    if one.id in desk_of(visit).boeken[visit.gemeente.id].gesprekken:
        return False  # goes on with a colleague: its klantcontact is still to come
    try:
        await afronden.schrijf(visit.zgw, one, visit.now)
    except (afronden.NogNiet, ZgwFout):
        return False
    await visit.deps.werkboek.weg(visit.gemeente.id, visit.who.user, one.id)
    return True


async def open_contact(visit: Visit, id: str) -> Werkcontact | None:
    """The contact on this desk that is still open, if it is one."""
    found = await visit.deps.werkboek.open(visit.gemeente.id, visit.who.user)
    return next((one for one in found if one.id == id and one.klaar_op is None), None)


async def contact_in(visit: Visit) -> Werkcontact:
    id = str(visit.uuid)
    found = [one for one in await visit.deps.werkboek.open(visit.gemeente.id, visit.who.user) if one.id == id]
    if not found:
        raise Refused(NOT_HERE)
    return found[0]


def gekozen(asked: str, plek: Werkplek, contacten: list[Werkcontact]) -> str:
    """Which contact is shown: the one asked for, else that of the call, else the first that is not done."""
    open_ids = [one.id for one in contacten if one.klaar_op is None]
    mine = plek.gesprek.id if plek.gesprek else plek.nawerk_van
    return next((id for id in (asked, mine, *open_ids) if id in open_ids), "")


def terug(visit: Visit, form: Mapping[str, str], *, fout: str = "", gelukt: bool = False) -> Response:
    """Back to the desk, with the contact that was shown."""
    asked = form.get("contact", "")
    query = [f"contact={known_uuid(asked)}"] if asked else []
    query += [f"fout={fout}"] * bool(fout) + ["gelukt=klaar"] * gelukt
    return RedirectResponse(_home(visit) + (f"?{'&'.join(query)}" if query else ""), 303)


def _home(visit: Visit) -> str:
    return f"/{visit.gemeente.slug}/klantcontact/werkplek"


def _gaat_over(plek: Werkplek) -> bool:
    return plek.gesprek is not None and plek.gesprek.hoe is Hoe.GAAT_OVER


def _zichtbaar(plek: Werkplek) -> Werkplek:
    """The desk without what only the clock changes."""
    return replace(plek, gesprek=replace(plek.gesprek, wacht_seconden=0, duur_seconden=0)) if plek.gesprek else plek
