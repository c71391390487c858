"""What follows from what in a conversation: `step(gesprek, event, wereld, now) -> (gesprek, opdrachten)`.

Pure: no clock, no lock, no exchange, no database. All that is permitted stands in the three matches below, by who is
on the line; what happens in a row is one function of `wachten.py` or `verbonden.py`. An event without a row changes
nothing: it came too late, or was told twice.

Differs from contact.md section 5 in three things: the policy and how busy it is are handed in with `wereld`; timers
are part of the state, so that they cannot outlive it; `Toegewezen` is an event only, since between being chosen and
ringing nothing can be told apart.
"""

from datetime import datetime

from meent.integration.telefooncentrale.centrale import Beantwoord, Kwam, Mislukt, Toets, Verbroken
from meent.process.telefonie import kosten, meeluisteren, opname, verbonden, wachten
from meent.process.telefonie import medewerker as m
from meent.process.telefonie.luisterwaarden import LuisterMee, StopLuisteren
from meent.process.telefonie.overgang import Uitkomst, Wereld, einde, partijen, replace, wacht, wacht_iemand, zet
from meent.process.telefonie.toestand import (
    BeltBurger,
    Binnengekomen,
    Event,
    GaatOver,
    GeefOver,
    GeefVrij,
    Gepland,
    Gesprek,
    Gewekt,
    HangOp,
    Herstart,
    HoortMelding,
    InGesprek,
    Ingetrokken,
    InMenu,
    InWachtrij,
    KrijgtAanbod,
    MaakVerzoek,
    MedewerkerWeg,
    NeemTerug,
    Opdracht,
    OpnameHapert,
    Overleg,
    Reden,
    Ruggespraak,
    TerugbelGevraagd,
    Toegewezen,
    Verbind,
    VerbindWachtrij,
    Verbreek,
    Waarvoor,
    Wissel,
    ZetInWacht,
    ZetOpname,
)


def step(gesprek: Gesprek, event: Event, w: Wereld, now: datetime) -> Uitkomst:
    """The conversation after an event, and what must be done in this order. Unchanged when nothing follows."""
    if isinstance(event, Gewekt):
        gaat_af = [x for x in gesprek.wekkers if x.waarvoor is event.waarvoor and x.op <= now]
        if not gaat_af:
            return gesprek, []
    if isinstance(event, Herstart):
        uitkomst: Uitkomst | None = _herstart(gesprek, event.levend, w, now)
    else:
        uitkomst = (
            _wachtend(gesprek, event, w, now) or _verbonden(gesprek, event, w, now) or _overal(gesprek, event, w, now)
        )
    if uitkomst is None or uitkomst == (gesprek, []):
        return gesprek, []
    uitkomst = kosten.volg(meeluisteren.volg(opname.volg(uitkomst, event, w, now), w), now)
    return replace(uitkomst[0], versie=gesprek.versie + 1), uitkomst[1]


def _wachtend(g: Gesprek, event: Event, w: Wereld, now: datetime) -> Uitkomst | None:
    """Rows of who has nobody yet."""
    if isinstance(event, Verbroken) and event.partij != g.lijn:
        return None
    match g.toestand, event:
        case Binnengekomen(), Kwam():
            return wachten.welkom(g, event, w, now)
        case Binnengekomen(), TerugbelGevraagd():
            return wachten.gevraagd(g, event, w, now)
        case HoortMelding(terugbellen=True), (Gewekt() | Verbroken()):
            return wachten.zonder_lijn(g, w, now, hing_op=isinstance(event, Verbroken))
        case HoortMelding(daarna=daarna), Gewekt():
            return wachten.ga_naar(g, daarna, w, now)
        case HoortMelding(), Verbroken():
            return einde(g, Reden.MELDING, w, now, weg=g.lijn)
        case InMenu(), Toets(cijfer=cijfer):
            return wachten.kies(g, g.toestand, cijfer, w, now)
        case InMenu(menu, keer), Gewekt():
            return wachten.menu(g, InMenu(menu, keer + 1), w, now)
        case InMenu(), Verbroken():
            return einde(g, Reden.MENU, w, now, weg=g.lijn)
        case InWachtrij(), Toegewezen():
            return wachten.toegewezen(g, event, w, now)
        case InWachtrij(), Gewekt(Waarvoor.PLAATS):
            return wachten.zeg_plaats(g, w, now)
        case InWachtrij(), Gewekt(Waarvoor.MUZIEK):
            return wachten.weer_muziek(g, w, now)
        case InWachtrij(), Gewekt(Waarvoor.OVERLOOP):
            return wachten.te_lang(g, w, now)
        case InWachtrij(), Toets(cijfer=cijfer):
            return wachten.vraagt_terugbellen(g, cijfer, w, now)
        case KrijgtAanbod(), Toets(cijfer=cijfer):
            return wachten.antwoord_op_aanbod(g, cijfer, w, now)
        case KrijgtAanbod(), Gewekt():
            return wacht(g, w, now)
        case ((InWachtrij() | KrijgtAanbod() | GaatOver()), Verbroken()):
            return einde(g, Reden.AFGEHAAKT, w, now, weg=g.lijn)
        case Gepland(), Gewekt():
            return wacht(g, w, now)
        case ((Gepland() | InWachtrij()), Ingetrokken()) if not g.lijn:
            return einde(g, Reden.INGETROKKEN, w, now)
    return None


def _verbonden(g: Gesprek, event: Event, w: Wereld, now: datetime) -> Uitkomst | None:
    """Rows of who is being connected, or is."""
    match g.toestand, event:
        case GaatOver(poging=poging) as over, Beantwoord(poging=welke) if poging == welke:
            return verbonden.opgenomen(g, over, event, w, now)
        case GaatOver(poging=poging) as over, Mislukt(poging=welke, code=code) if poging == welke:
            return verbonden.niet_opgenomen(g, over, code, w, now)
        case GaatOver(poging=poging) as over, Verbroken(partij=welke) if poging == welke:
            return verbonden.niet_opgenomen(g, over, 500, w, now)
        case GaatOver() as over, Gewekt():
            return verbonden.te_lang_overgegaan(g, over, w, now)
        case ((GaatOver(aan=aan, poging=p) | InGesprek(aan=aan, partij=p)), MedewerkerWeg(wie)) if (
            aan.medewerker == wie
        ):
            return verbonden.medewerker_weg(g, p, w, now)
        case BeltBurger(poging=poging) as belt, Beantwoord(poging=welke) if poging == welke:
            return verbonden.burger_nam_op(g, belt, event, now)
        case BeltBurger(poging=poging) as belt, Mislukt(poging=welke) if poging == welke:
            return verbonden.burger_nam_niet_op(g, belt, w, now)
        case BeltBurger() as belt, Gewekt():
            return verbonden.burger_nam_niet_op(g, belt, w, now, stop=True)
        case BeltBurger(partij=partij) as belt, Verbroken(partij=welke) if partij == welke:
            return verbonden.medewerker_weg_bij_terugbellen(g, belt, w, now)
        case BeltBurger() as belt, (MedewerkerWeg() | HangOp()):
            return verbonden.medewerker_weg_bij_terugbellen(g, belt, w, now)
        case ((InGesprek() | Ruggespraak()), Verbroken(partij=partij)) if partij == g.lijn:
            return einde(g, Reden.GESPROKEN, w, now, weg=partij)
        case InGesprek(partij=p), Verbroken(partij=partij) if p == partij:
            return einde(g, Reden.GESPROKEN, w, now, weg=partij)
        case InGesprek(), HangOp():
            return einde(g, Reden.GESPROKEN, w, now)
        case InGesprek() as in_gesprek, Verbind():
            return verbonden.verbind(g, in_gesprek, event, w, now)
        case InGesprek() as in_gesprek, VerbindWachtrij():
            return verbonden.verbind_wachtrij(g, in_gesprek, event, w, now)
        case InGesprek() as in_gesprek, Overleg():
            return verbonden.overleg(g, in_gesprek, event, w, now)
        case InGesprek() as in_gesprek, ZetInWacht(aan):
            return verbonden.zet_in_wacht(g, in_gesprek, aan, w)
        case Ruggespraak() as rug, _:
            return _ruggespraak(g, rug, event, w, now)
    return None


def _ruggespraak(g: Gesprek, rug: Ruggespraak, event: Event, w: Wereld, now: datetime) -> Uitkomst | None:
    """Rows of a consultation."""
    match event:
        case Beantwoord(poging=welke) if welke == rug.poging and not rug.spreekt:
            return verbonden.collega_nam_op(g, rug, event)
        case Mislukt(poging=welke, code=code) if welke == rug.poging and not rug.spreekt:
            return verbonden.collega_nam_niet_op(g, rug, code, now)
        case Verbroken(partij=partij) if partij == rug.poging:
            return verbonden.neem_terug(g, rug, w, hing_op=True)
        case Verbroken(partij=partij) if partij == rug.partij:
            return verbonden.geef_over(g, rug, w, now, hing_op=True)
        case MedewerkerWeg(wie) if wie == rug.met.medewerker:
            return verbonden.neem_terug(g, rug, w)
        case MedewerkerWeg(wie) if wie == rug.aan.medewerker:
            return verbonden.geef_over(g, rug, w, now)
        case GeefOver() if rug.spreekt:
            return verbonden.geef_over(g, rug, w, now)
        case NeemTerug() | Gewekt():
            return verbonden.neem_terug(g, rug, w)
        case Wissel():
            return verbonden.wissel(g, rug, w)
        case HangOp():
            return einde(g, Reden.GESPROKEN, w, now)
    return None


def _overal(g: Gesprek, event: Event, w: Wereld, now: datetime) -> Uitkomst | None:
    """Who answers too late is hung up on: nobody is there for him any more. And what is so of any conversation."""
    if isinstance(event, Beantwoord | Mislukt | Verbroken) and (been := meeluisteren.van_been(g, event)):
        return been
    match event:
        case Beantwoord(poging=poging) if poging not in (g.lijn, *partijen(g.toestand)):
            return g, [Verbreek(poging)]
        case ZetOpname():
            return opname.zet(g, event, w)
        case OpnameHapert():
            return opname.hapert(g, event)
        case LuisterMee():
            return meeluisteren.begin(g, event, w, now)
        case StopLuisteren():
            return meeluisteren.stop(g, event)
    return None


# --- after a restart --------------------------------------------------------------------------------------------------


def _herstart(g: Gesprek, levend: frozenset[str], w: Wereld, now: datetime) -> Uitkomst | None:
    """Adopt what lives, end what does not; who waited and was lost gets a request to be called back."""
    if g.lijn and g.lijn not in levend:
        return _lijn_kwijt(g, w, now)
    dood = [partij for partij in partijen(g.toestand) if partij not in levend]
    match g.toestand:
        case InWachtrij() | HoortMelding() | InMenu() | KrijgtAanbod() if g.lijn:
            return wachten.hervat(g, w, now)
        case GaatOver(aan=aan, poging=poging) if dood:
            vrij: list[Opdracht] = [] if g.lijn else [GeefVrij()]
            verder, opdrachten = wachten.hervat(g, w, now)
            return verder, [*zet(aan, m.Vrijgelaten(g.id)), Verbreek(poging), *vrij, *opdrachten]
        case BeltBurger() as belt if dood:
            return verbonden.medewerker_weg_bij_terugbellen(g, belt, w, now)
        case InGesprek(partij=partij) if dood:
            return verbonden.medewerker_weg(g, partij, w, now)
        case Ruggespraak() as rug if rug.partij in dood:
            spreekt = rug.spreekt and rug.poging not in dood
            over = verbonden.met(rug, spreekt=spreekt, bij_burger=False)
            return verbonden.geef_over(replace(g, toestand=over), over, w, now)
        case Ruggespraak() as rug if dood:
            return verbonden.neem_terug(g, rug, w)
    return None


def _lijn_kwijt(g: Gesprek, w: Wereld, now: datetime) -> Uitkomst:
    """The citizen is not on the line any more."""
    match g.toestand:
        case HoortMelding(terugbellen=True):
            return wachten.zonder_lijn(g, w, now, hing_op=False)
    over, opdrachten = einde(g, Reden.VERBROKEN, w, now)
    if wacht_iemand(g.toestand) and g.van and not g.terugbel:
        termijn = w.beleid.terugbellen.termijn_werkdagen
        opdrachten.append(MaakVerzoek(g.van, g.wachtrij, "verbroken tijdens het wachten", termijn, None, now))
    return over, opdrachten
