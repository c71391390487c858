"""The caller before somebody is found for him: prompts, menus, queues, and the offer to be called back."""

from datetime import datetime

from meent.integration.telefooncentrale.centrale import BELLER, Bestemming, Kwam, Toestel
from meent.process.telefonie import kosten, opname
from meent.process.telefonie import medewerker as m
from meent.process.telefonie.beleid import Doel, Wachtrij
from meent.process.telefonie.overgang import (
    Uitkomst,
    Wereld,
    bel,
    burger,
    duur,
    einde,
    later_terugbellen,
    muziek,
    na,
    naar,
    plaats,
    replace,
    speel,
    wacht,
    weer_voorop,
    zet,
)
from meent.process.telefonie.toestand import (
    Aan,
    Afgelopen,
    GeefVrij,
    Gepland,
    Gesprek,
    HoortMelding,
    InMenu,
    InWachtrij,
    KrijgtAanbod,
    MaakVerzoek,
    NeemOp,
    Opdracht,
    Reden,
    Stil,
    TerugbelGevraagd,
    Toegewezen,
    Verbreek,
    Waarvoor,
    Weiger,
    Wekker,
)

OPHANGEN = Doel("ophangen")
MENS = "0"
"""The key that reaches a human in every menu that gives it no other meaning (contact-47)."""
AANBOD_SECONDEN = 6
NIET_IN_GEBRUIK = 404


def welkom(gesprek: Gesprek, kwam: Kwam, w: Wereld, now: datetime) -> Uitkomst:
    """Answer, and go where the number leads; an emergency prompt is heard first."""
    nummer = w.beleid.nummers.get(gesprek.naar)
    if nummer is None:
        return naar(gesprek, Afgelopen(Reden.ONBEKEND_NUMMER, now)), [Weiger(NIET_IN_GEBRUIK)]
    gesprek = replace(gesprek, lijn=BELLER, taal=nummer.taal)
    nood = w.beleid.noodmelding
    if nood:
        verder = melding(gesprek, nood.geluid, OPHANGEN if nood.ophangen else nummer.begin, w, now)
    else:
        verder = ga_naar(gesprek, nummer.begin, w, now)
    return verder[0], [NeemOp(kwam.sdp), *verder[1]]


def ga_naar(gesprek: Gesprek, doel: Doel, w: Wereld, now: datetime) -> Uitkomst:
    """Where a goal of the policy leads."""
    if doel.taal:
        gesprek = replace(gesprek, taal=doel.taal)
    match doel.soort:
        case "menu" if doel.naam in w.beleid.menus:
            return menu(gesprek, InMenu(doel.naam), w, now)
        case "wachtrij" if doel.naam in w.beleid.wachtrijen:
            return naar_wachtrij(gesprek, doel.naam, w, now)
        case "melding" if doel.naam in w.beleid.geluiden:
            return melding(gesprek, doel.naam, OPHANGEN, w, now)
        case "aanbod" if gesprek.van:
            return aanbod(gesprek, w, now)
        case "extern":
            return naar_extern(gesprek, doel.naam, w, now)
        case "ophangen":
            return einde(gesprek, Reden.MELDING, w, now)
    return naar_wachtrij(gesprek, w.vangnet(gesprek), w, now)


def naar_extern(gesprek: Gesprek, nummer: str, w: Wereld, now: datetime) -> Uitkomst:
    """To a number outside; when that may not be called he waits for an agent, if anybody is there today."""
    if geweigerd := kosten.weiger(gesprek, nummer, "", w, now):
        naam = gesprek.wachtrij or w.vangnet(gesprek)
        if naam in w.beleid.wachtrijen and not w.beleid.is_open(naam, now):
            return melding(geweigerd, w.beleid.gesloten_melding(naam, now), OPHANGEN, w, now)
        return wacht(replace(geweigerd, wachtrij=naam), w, now)
    return geef(gesprek, Aan(Bestemming(Toestel.LIJN, nummer, gesprek.tenant, gesprek.naar)), w, now)


# --- prompts and menus ------------------------------------------------------------------------------------------------


def melding(gesprek: Gesprek, geluid: str, daarna: Doel, w: Wereld, now: datetime) -> Uitkomst:
    over = na(now, duur(gesprek, w, geluid), Waarvoor.MELDING)
    return naar(gesprek, HoortMelding(geluid, daarna), over), speel(gesprek, w, geluid)


def menu(gesprek: Gesprek, keuze: InMenu, w: Wereld, now: datetime) -> Uitkomst:
    """Let him hear a menu, or go on when it was heard often enough or is no more."""
    gevonden = w.beleid.menus.get(keuze.menu)
    if gevonden is None:
        return naar_wachtrij(gesprek, w.vangnet(gesprek), w, now)
    if keuze.keer > gevonden.keer:
        return ga_naar(gesprek, gevonden.standaard, w, now)
    over = na(now, duur(gesprek, w, gevonden.melding) + gevonden.wacht_seconden, Waarvoor.MENU)
    return naar(gesprek, keuze, over), speel(gesprek, w, gevonden.melding)


def kies(gesprek: Gesprek, waar: InMenu, cijfer: str, w: Wereld, now: datetime) -> Uitkomst:
    """A key in a menu, also while the prompt sounds; one that means nothing counts as a turn."""
    gevonden = w.beleid.menus.get(waar.menu)
    gesprek = replace(gesprek, keuzes=(*gesprek.keuzes, cijfer))
    stil: list[Opdracht] = [Stil(gesprek.lijn)]
    if gevonden and cijfer in gevonden.keuzes:
        gesprek, verder = ga_naar(gesprek, gevonden.keuzes[cijfer], w, now)
    elif cijfer == MENS:
        gesprek, verder = naar_wachtrij(gesprek, w.vangnet(gesprek), w, now)
    else:
        gesprek, verder = menu(gesprek, InMenu(waar.menu, waar.keer + 1), w, now)
    return gesprek, stil + verder


# --- queues -----------------------------------------------------------------------------------------------------------


def naar_wachtrij(gesprek: Gesprek, naam: str, w: Wereld, now: datetime) -> Uitkomst:
    """Into a queue that is open and not too busy; else where its policy says. Who will be recorded hears so first."""
    rij = w.beleid.wachtrijen.get(naam)
    if rij is None or (not gesprek.lijn):
        return wacht(replace(gesprek, wachtrij=naam), w, now)
    if not w.beleid.is_open(naam, now):
        return melding(gesprek, w.beleid.gesloten_melding(naam, now), OPHANGEN, w, now)
    if eerst := vertel_opname(gesprek, naam, w, now):
        return eerst
    gesprek = replace(gesprek, wachtrij=naam, wacht_sinds=gesprek.wacht_sinds or now)
    doel = None if gesprek.kop else overloop(gesprek, rij, w, now)
    return _loop_over(gesprek, doel, w, now) if doel else wacht(gesprek, w, now)


def vertel_opname(gesprek: Gesprek, naam: str, w: Wereld, now: datetime) -> Uitkomst | None:
    """Who will be recorded in this queue hears so, and comes to it then; None for who need not hear it."""
    rij = w.beleid.wachtrijen.get(naam)
    if rij is None or not opname.moet_horen(gesprek, rij, w):
        return None
    return melding(opname.verteld(gesprek), rij.opname_melding, Doel("wachtrij", naam), w, now)


def overloop(gesprek: Gesprek, rij: Wachtrij, w: Wereld, now: datetime) -> Doel | None:
    """The first way out of a queue that is too busy; never to where he came from, nor to what is closed."""
    drukte = w.drukte(gesprek, gesprek.wachtrij)
    gewacht = (now - (gesprek.wacht_sinds or now)).total_seconds()
    for regel in rij.overloop:
        te_druk = {
            "lengte": drukte.wachtend >= regel.grens,
            "wachttijd": gewacht >= regel.grens,
            "geen_medewerkers": not drukte.ingelogd,
        }
        if te_druk[regel.bij] and _kan(gesprek, regel.naar, w, now):
            return regel.naar
    return None


def _kan(gesprek: Gesprek, doel: Doel, w: Wereld, now: datetime) -> bool:
    if doel.soort == "wachtrij":
        return doel.naam not in (*gesprek.geweest, gesprek.wachtrij) and w.beleid.is_open(doel.naam, now)
    return doel.soort != "aanbod" or bool(gesprek.van and not gesprek.aanbod_gehad)


def _loop_over(gesprek: Gesprek, doel: Doel, w: Wereld, now: datetime) -> Uitkomst:
    return ga_naar(replace(gesprek, geweest=(*gesprek.geweest, gesprek.wachtrij)), doel, w, now)


def te_lang(gesprek: Gesprek, w: Wereld, now: datetime) -> Uitkomst:
    """He has waited as long as the queue allows."""
    rij = w.rij(gesprek)
    doel = overloop(gesprek, rij, w, now) if rij else None
    return _loop_over(gesprek, doel, w, now) if doel else wacht(gesprek, w, now)


def zeg_plaats(gesprek: Gesprek, w: Wereld, now: datetime) -> Uitkomst:
    """Tell his place; music again when it was told. The other timers stay."""
    rest = tuple(x for x in gesprek.wekkers if x.waarvoor is not Waarvoor.PLAATS)
    geluiden = plaats(gesprek, w)
    over = na(now, duur(gesprek, w, *geluiden), Waarvoor.MUZIEK)
    return replace(gesprek, wekkers=(*rest, over)), speel(gesprek, w, *geluiden)


def weer_muziek(gesprek: Gesprek, w: Wereld, now: datetime) -> Uitkomst:
    rest = tuple(x for x in gesprek.wekkers if x.waarvoor is not Waarvoor.MUZIEK)
    rij = w.rij(gesprek)
    weer = (na(now, rij.plaats_seconden, Waarvoor.PLAATS),) if rij and rij.plaats_seconden else ()
    return replace(gesprek, wekkers=(*rest, *weer)), muziek(gesprek, w)


def geef(gesprek: Gesprek, aan: Aan, w: Wereld, now: datetime) -> Uitkomst:
    """Let it ring at who was chosen; the caller goes on hearing what he heard."""
    gesprek, opdracht = bel(gesprek, aan, w, now)
    return gesprek, [*zet(aan, m.Krijgt(gesprek.id)), opdracht]


def toegewezen(gesprek: Gesprek, event: Toegewezen, w: Wereld, now: datetime) -> Uitkomst:
    """An agent is found. If his place is just being told, the music comes back first: ringing may take a while.

    Who is to be called back where we may not call now is tried later, and no agent is kept for it.
    """
    if not gesprek.lijn and (geweigerd := kosten.weiger(gesprek, burger(gesprek).adres, "", w, now)):
        straks = later_terugbellen(geweigerd, w, now)
        return (straks, []) if straks else einde(geweigerd, Reden.NIET_BEREIKT, w, now)
    wordt_verteld = any(x.waarvoor is Waarvoor.MUZIEK for x in gesprek.wekkers)
    verder, opdrachten = geef(gesprek, event.aan, w, now)
    return verder, [*(muziek(gesprek, w) if wordt_verteld else []), *opdrachten]


# --- calling back -----------------------------------------------------------------------------------------------------


def vraagt_terugbellen(gesprek: Gesprek, cijfer: str, w: Wereld, now: datetime) -> Uitkomst:
    """A key while waiting: the one of the queue asks to be called back; who has no number cannot be."""
    rij = w.rij(gesprek)
    if rij and rij.terugbel_toets == cijfer and gesprek.van:
        return neem_aan(gesprek, w, now)
    return gesprek, []


def aanbod(gesprek: Gesprek, w: Wereld, now: datetime) -> Uitkomst:
    """Ask whether he wants to be called back; his place is kept while he thinks."""
    vraag = w.beleid.terugbellen.aanbod
    over = na(now, duur(gesprek, w, vraag) + AANBOD_SECONDEN, Waarvoor.MELDING)
    gesprek = replace(
        gesprek, wachtrij=gesprek.wachtrij or w.vangnet(gesprek), wacht_sinds=gesprek.wacht_sinds or now,
        aanbod_gehad=True,
    )  # fmt: skip
    return naar(gesprek, KrijgtAanbod(now), over), speel(gesprek, w, vraag)


def antwoord_op_aanbod(gesprek: Gesprek, cijfer: str, w: Wereld, now: datetime) -> Uitkomst:
    if cijfer == w.beleid.terugbellen.toets:
        return neem_aan(gesprek, w, now)
    return wacht(gesprek, w, now)


def neem_aan(gesprek: Gesprek, w: Wereld, now: datetime) -> Uitkomst:
    """He will be called back: the guarded request is made before he hears that it is."""
    terug = w.beleid.terugbellen
    over = na(now, duur(gesprek, w, terug.bevestiging), Waarvoor.MELDING)
    hoort = HoortMelding(terug.bevestiging, OPHANGEN, terugbellen=True)
    verzoek = MaakVerzoek(
        gesprek.van, gesprek.wachtrij, "keuze van de beller", terug.termijn_werkdagen, gevraagd_op=now
    )
    return naar(gesprek, hoort, over, terugbel=True), [verzoek, *speel(gesprek, w, terug.bevestiging)]


def zonder_lijn(gesprek: Gesprek, w: Wereld, now: datetime, *, hing_op: bool) -> Uitkomst:
    """The line ends, his place stays."""
    weg: list[Opdracht] = [] if hing_op else [Verbreek(gesprek.lijn)]
    gesprek, verder = wacht(replace(gesprek, lijn=""), w, now)
    return gesprek, [*weg, GeefVrij(), *verder]


def gevraagd(gesprek: Gesprek, event: TerugbelGevraagd, w: Wereld, now: datetime) -> Uitkomst:
    """A request from the site or an agent: waits at once, or for its moment."""
    termijn = w.beleid.terugbellen.termijn_werkdagen
    gesprek = replace(gesprek, wachtrij=event.wachtrij, terugbel=True, wacht_sinds=event.op or now)
    verzoek = MaakVerzoek(gesprek.van, event.wachtrij, "verzoek", termijn, event.op, now)
    if event.op and event.op > now:
        return naar(gesprek, Gepland(event.op), Wekker(Waarvoor.TERUGBELLEN, event.op)), [verzoek]
    gesprek, verder = wacht(gesprek, w, now)
    return gesprek, [verzoek, *verder]


def hervat(gesprek: Gesprek, w: Wereld, now: datetime) -> Uitkomst:
    """After a restart he hears again what he was hearing."""
    match gesprek.toestand:
        case HoortMelding(geluid=geluid):
            over = na(now, duur(gesprek, w, geluid), Waarvoor.MELDING)
            return naar(gesprek, gesprek.toestand, over), speel(gesprek, w, geluid)
        case InMenu():
            return menu(gesprek, gesprek.toestand, w, now)
        case KrijgtAanbod():
            return aanbod(gesprek, w, now)
        case InWachtrij():
            return wacht(gesprek, w, now)
    return weer_voorop(gesprek, w, now)
