"""What follows from what: one row per line of the matches in `gesprek.py`, as (state, event) -> (state, commands)."""

import ast
import inspect
import sys
from datetime import timedelta

import msgspec
import pytest

from meent.integration.telefooncentrale.centrale import Beantwoord, Bestemming, Kwam, Mislukt, Toestel, Toets, Verbroken
from meent.process.telefonie import gesprek as stappen
from meent.process.telefonie import medewerker as m
from meent.process.telefonie.beleid import Doel, Geluid, Noodmelding, Nummer, Overloop
from meent.process.telefonie.gesprek import step
from meent.process.telefonie.luisterwaarden import Been, Luisteraar, LuisterMee, StopKopie, StopLuisteren
from meent.process.telefonie.toestand import (
    Afgelopen,
    Bel,
    BeltBurger,
    Binnengekomen,
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
    Koppel,
    KrijgtAanbod,
    MaakVerzoek,
    MedewerkerWeg,
    MeldAfloop,
    NeemOp,
    NeemTerug,
    OpnameHapert,
    Overleg,
    Parkeer,
    Ruggespraak,
    Samen,
    SchrijfKlantcontact,
    Speel,
    Stil,
    TerugbelGevraagd,
    Toegewezen,
    Verbind,
    VerbindWachtrij,
    Verbreek,
    Waarvoor,
    Weiger,
    Wekker,
    Wissel,
    ZetInWacht,
    ZetMedewerker,
    ZetOpname,
)
from meent.process.telefonie.wachtrij import Drukte
from tests.process.telefonie.opzet import (
    BELLER,
    BUITEN,
    MAANDAG,
    NUMMER,
    aan,
    beleid,
    buiten,
    gesprek,
    wachtrij,
    wereld,
)

NU = MAANDAG + timedelta(minutes=2)
EERDER = MAANDAG + timedelta(minutes=1)
ANN, BOB = aan("ann"), aan("bob")
MUZIEK = "1/muziek.nl.1"


def in_rij(toestand, **anders) -> Gesprek:
    """A caller on the line who came into the general queue a minute ago."""
    gewoon = {"lijn": "A", "wachtrij": "kcc", "wacht_sinds": EERDER, "toestand": toestand, "pogingen": 1}
    return gesprek(**gewoon | anders)


def zonder_lijn(toestand, **anders) -> Gesprek:
    return in_rij(toestand, lijn="", terugbel=True, **anders)


def wakker(g: Gesprek, waarvoor: Waarvoor) -> tuple[Gesprek, Gewekt]:
    """With a timer that is due."""
    return msgspec.structs.replace(g, wekkers=(Wekker(waarvoor, NU),)), Gewekt(waarvoor)


WACHT, OVER = InWachtrij(EERDER), GaatOver(ANN, "1", EERDER)
PRAAT, GEPRAAT = InGesprek(ANN, "1", EERDER), {"beantwoord_op": EERDER, "beantwoord_door": "ann"}
RUG = Ruggespraak(ANN, "1", EERDER, BOB, "2", EERDER)
RUG_SPREEKT = msgspec.structs.replace(RUG, spreekt=True)
BELT = BeltBurger(ANN, "1", "2", EERDER)
MELDING = HoortMelding("gesloten", Doel("ophangen"))
BEVESTIGING = HoortMelding("terugbel-bevestiging", Doel("ophangen"), terugbellen=True)


def praat(**anders) -> Gesprek:
    return in_rij(**{"toestand": PRAAT} | GEPRAAT | anders)


ELS = Luisteraar("els", "Els", ANN.bestemming, EERDER, (Been("A", "L1"),), 1)
ROWS = [
    # arriving
    ("kwam", gesprek(), Kwam("g", BELLER, NUMMER, "sdp"), InMenu("hoofd"), [NeemOp, Speel]),
    ("kwam op onbekend nummer", gesprek(naar=BUITEN), Kwam("g", BELLER, BUITEN, "sdp"), "onbekend nummer", [Weiger]),
    ("gevraagd", gesprek(), TerugbelGevraagd("kcc"), InWachtrij(NU), [MaakVerzoek]),
    ("gevraagd voor straks", gesprek(), TerugbelGevraagd("kcc", NU + timedelta(hours=1)),
     Gepland(NU + timedelta(hours=1)), [MaakVerzoek]),
    # prompts
    ("bevestiging gehoord", *wakker(in_rij(BEVESTIGING, terugbel=True), Waarvoor.MELDING), InWachtrij(NU),
     [Verbreek("A"), GeefVrij]),
    ("opgehangen in bevestiging", in_rij(BEVESTIGING, terugbel=True), Verbroken("g", "A"), InWachtrij(NU), [GeefVrij]),
    ("melding gehoord", *wakker(in_rij(MELDING), Waarvoor.MELDING), "melding gehoord", [Verbreek("A"), GeefVrij]),
    ("opgehangen in melding", in_rij(MELDING), Verbroken("g", "A"), "melding gehoord", [GeefVrij]),
    # menu
    ("keuze", in_rij(InMenu("hoofd"), wachtrij=""), Toets("g", "1"), InWachtrij(NU), [Stil, Speel]),
    ("keuze die er niet is", in_rij(InMenu("hoofd")), Toets("g", "7"), InMenu("hoofd", 2), [Stil, Speel]),
    ("nul is een mens", in_rij(InMenu("hoofd", 2), wachtrij=""), Toets("g", "0"), InWachtrij(NU), [Stil, Speel]),
    ("niets gekozen", *wakker(in_rij(InMenu("hoofd")), Waarvoor.MENU), InMenu("hoofd", 2), [Speel]),
    ("weer niets gekozen", *wakker(in_rij(InMenu("hoofd", 2)), Waarvoor.MENU), InWachtrij(NU), [Speel]),
    ("opgehangen in menu", in_rij(InMenu("hoofd")), Verbroken("g", "A"), "opgehangen in het menu", [GeefVrij]),
    # queue
    ("toegewezen", in_rij(WACHT), Toegewezen(ANN), GaatOver(ANN, "2", NU), [m.Krijgt, Bel]),
    ("toegewezen zonder lijn", zonder_lijn(WACHT), Toegewezen(ANN), GaatOver(ANN, "2", NU), [m.Krijgt, Bel]),
    ("plaats", *wakker(in_rij(WACHT), Waarvoor.PLAATS), WACHT, [Speel]),
    ("weer muziek", *wakker(in_rij(WACHT), Waarvoor.MUZIEK), WACHT, [Speel]),
    ("te lang", *wakker(in_rij(WACHT), Waarvoor.OVERLOOP), InWachtrij(NU), [Speel]),
    ("wil teruggebeld", in_rij(WACHT), Toets("g", "5"), BEVESTIGING, [MaakVerzoek, Speel]),
    ("aanbod aangenomen", in_rij(KrijgtAanbod(EERDER)), Toets("g", "1"), BEVESTIGING, [MaakVerzoek, Speel]),
    ("aanbod afgeslagen", in_rij(KrijgtAanbod(EERDER)), Toets("g", "2"), InWachtrij(NU), [Speel]),
    ("aanbod niet beantwoord", *wakker(in_rij(KrijgtAanbod(EERDER)), Waarvoor.MELDING), InWachtrij(NU), [Speel]),
    ("afgehaakt in de rij", in_rij(WACHT), Verbroken("g", "A"), "afgehaakt", [GeefVrij]),
    ("afgehaakt bij het aanbod", in_rij(KrijgtAanbod(EERDER)), Verbroken("g", "A"), "afgehaakt", [GeefVrij]),
    ("afgehaakt terwijl het overgaat", in_rij(OVER), Verbroken("g", "A"), "afgehaakt",
     [Verbreek("1"), GeefVrij, m.Vrijgelaten]),
    ("het is tijd", *wakker(zonder_lijn(Gepland(NU)), Waarvoor.TERUGBELLEN), InWachtrij(NU), []),
    ("ingetrokken", zonder_lijn(WACHT), Ingetrokken(), "ingetrokken", [MeldAfloop]),
    ("ingetrokken voor het tijd was", zonder_lijn(Gepland(NU)), Ingetrokken(), "ingetrokken", [MeldAfloop]),
    # ringing
    ("opgenomen", in_rij(OVER), Beantwoord("g", "1", "sdp"), InGesprek(ANN, "1", NU), [Koppel("1", "sdp"), m.NamOp]),
    ("opgenomen, burger nog niet", zonder_lijn(OVER), Beantwoord("g", "1", "sdp"), BeltBurger(ANN, "1", "2", NU),
     [Koppel("1", "sdp"), m.NamOp, Speel, Bel]),
    ("niet opgenomen", in_rij(OVER), Mislukt("g", "1", 480), InWachtrij(NU), [m.NamNietOp, Speel]),
    ("geweigerd", in_rij(OVER), Mislukt("g", "1", 603), InWachtrij(NU), [m.NamNietOp, Speel]),
    ("telefoon stuk", in_rij(OVER), Mislukt("g", "1", 503), InWachtrij(NU), [m.Onbereikbaar, Speel]),
    ("door ons gestopt", in_rij(OVER), Mislukt("g", "1", 487), InWachtrij(NU), [m.Vrijgelaten, Speel]),
    ("meteen mislukt", in_rij(GaatOver(ANN, "1", NU)), Mislukt("g", "1", 480), InWachtrij(NU),
     [m.Onbereikbaar, Speel]),
    ("niet opgenomen, zonder lijn", zonder_lijn(OVER), Mislukt("g", "1", 480), InWachtrij(NU),
     [m.NamNietOp, GeefVrij]),
    ("toestel weg terwijl het overgaat", in_rij(OVER), Verbroken("g", "1"), InWachtrij(NU), [m.Onbereikbaar, Speel]),
    ("centrale zegt niets", *wakker(in_rij(OVER), Waarvoor.OVERGAAN), InWachtrij(NU),
     [Verbreek("1"), m.NamNietOp, Speel]),
    ("browser weg terwijl het overgaat", in_rij(OVER), MedewerkerWeg("ann"), InWachtrij(NU),
     [Verbreek("1"), m.Vrijgelaten, Speel]),
    # calling back
    ("burger neemt op", zonder_lijn(BELT), Beantwoord("g", "2", "sdp"), InGesprek(ANN, "1", NU), [Koppel("2", "sdp")]),
    ("burger neemt niet op", zonder_lijn(BELT), Mislukt("g", "2", 486), Gepland(NU + timedelta(seconds=1_800)),
     [Verbreek("1"), GeefVrij, m.GesprekKlaar]),
    ("burger neemt nooit op", zonder_lijn(BELT, terugbel_pogingen=2), Mislukt("g", "2", 486), "niet bereikt",
     [Verbreek("1"), GeefVrij, m.GesprekKlaar, MeldAfloop(False, "niet bereikt")]),
    ("centrale zegt niets van burger", *wakker(zonder_lijn(BELT), Waarvoor.OVERGAAN),
     Gepland(NU + timedelta(seconds=1_800)), [Verbreek("2"), Verbreek("1"), GeefVrij, m.GesprekKlaar]),
    ("medewerker hangt op voor burger er is", zonder_lijn(BELT), Verbroken("g", "1"), InWachtrij(NU),
     [Verbreek("2"), Verbreek("1"), m.GesprekKlaar, GeefVrij]),
    ("browser weg voor burger er is", zonder_lijn(BELT), MedewerkerWeg("ann"), InWachtrij(NU),
     [Verbreek("2"), Verbreek("1"), m.GesprekKlaar, GeefVrij]),
    # talking
    ("burger hangt op", praat(), Verbroken("g", "A"), "gesproken",
     [Verbreek("1"), GeefVrij, m.GesprekKlaar, SchrijfKlantcontact]),
    ("medewerker hangt op", praat(), Verbroken("g", "1"), "gesproken",
     [Verbreek("A"), GeefVrij, m.GesprekKlaar, SchrijfKlantcontact]),
    ("medewerker klikt ophangen", praat(), HangOp(), "gesproken",
     [Verbreek("A"), Verbreek("1"), GeefVrij, m.GesprekKlaar, SchrijfKlantcontact]),
    ("anoniem telt maar is geen klantcontact", praat(van=""), HangOp(), "gesproken",
     [Verbreek("A"), Verbreek("1"), GeefVrij, m.GesprekKlaar]),
    ("teruggebeld en gesproken", praat(lijn="2", terugbel=True), Verbroken("g", "2"), "gesproken",
     [Verbreek("1"), GeefVrij, m.GesprekKlaar, SchrijfKlantcontact, MeldAfloop(True, "gesproken")]),
    ("browser weg in gesprek", praat(), MedewerkerWeg("ann"), InWachtrij(NU),
     [Verbreek("1"), m.GesprekKlaar, Speel]),
    ("browser van een ander weg", praat(), MedewerkerWeg("bob"), None, []),
    ("blind naar bob", praat(), Verbind(BOB), GaatOver(BOB, "2", NU),
     [Verbreek("1"), m.GesprekKlaar, Speel, m.Krijgt, Bel]),
    ("blind naar buiten", praat(), Verbind(buiten()), GaatOver(buiten(), "2", NU),
     [Verbreek("1"), m.GesprekKlaar, Speel, Bel]),
    ("blind naar wachtrij", praat(), VerbindWachtrij("paspoort"), InWachtrij(NU),
     [Verbreek("1"), m.GesprekKlaar, Speel]),
    ("in de wacht", praat(), ZetInWacht(True), InGesprek(ANN, "1", EERDER, True), [Parkeer("A", MUZIEK)]),
    ("uit de wacht", praat(toestand=InGesprek(ANN, "1", EERDER, True)), ZetInWacht(False), PRAAT, [Samen("A", "1")]),
    ("al in de wacht", praat(), ZetInWacht(False), None, []),
    ("pauzeert een opname die er niet is", praat(), ZetOpname(False), None, []),
    ("opname begint niet", praat(), OpnameHapert(True), PRAAT, []),
    ("luistert mee waar dat niet mag", praat(), LuisterMee("els", "Els", ANN.bestemming), None, []),
    ("luistert niet meer", praat(luisteraar=ELS), StopLuisteren("els"), PRAAT, [StopKopie("L1")]),
    ("luisteraar weg", praat(luisteraar=ELS), Verbroken("g", "L1"), PRAAT, []),
    # consulting
    ("overleg", praat(), Overleg(BOB), Ruggespraak(ANN, "1", EERDER, BOB, "2", NU),
     [Parkeer("A", MUZIEK), m.Krijgt, Bel]),
    ("collega neemt op", praat(toestand=RUG), Beantwoord("g", "2", "sdp"), RUG_SPREEKT,
     [Koppel("2", "sdp"), m.NamOp]),
    ("collega neemt niet op", praat(toestand=RUG), Mislukt("g", "2", 480), PRAAT, [m.Vrijgelaten, Samen("A", "1")]),
    ("collega hangt op", praat(toestand=RUG_SPREEKT), Verbroken("g", "2"), PRAAT, [m.GesprekKlaar, Samen("A", "1")]),
    ("medewerker hangt op na overleg", praat(toestand=RUG_SPREEKT), Verbroken("g", "1"), InGesprek(BOB, "2", NU),
     [Samen("A", "2"), m.GesprekKlaar]),
    ("medewerker hangt op voor overleg", praat(toestand=RUG), Verbroken("g", "1"), InWachtrij(NU),
     [Verbreek("2"), m.GesprekKlaar, m.Vrijgelaten, Speel]),
    ("burger hangt op in overleg", praat(toestand=RUG_SPREEKT), Verbroken("g", "A"), "gesproken",
     [Verbreek("1"), Verbreek("2"), GeefVrij, m.GesprekKlaar, m.GesprekKlaar, SchrijfKlantcontact]),
    ("browser collega weg", praat(toestand=RUG_SPREEKT), MedewerkerWeg("bob"), PRAAT,
     [Verbreek("2"), m.GesprekKlaar, Samen("A", "1")]),
    ("browser medewerker weg", praat(toestand=RUG_SPREEKT), MedewerkerWeg("ann"), InGesprek(BOB, "2", NU),
     [Samen("A", "2"), Verbreek("1"), m.GesprekKlaar]),
    ("geeft over", praat(toestand=RUG_SPREEKT), GeefOver(), InGesprek(BOB, "2", NU),
     [Samen("A", "2"), Verbreek("1"), m.GesprekKlaar]),
    ("kan nog niet overgeven", praat(toestand=RUG), GeefOver(), None, []),
    ("neemt terug", praat(toestand=RUG_SPREEKT), NeemTerug(), PRAAT,
     [Verbreek("2"), m.GesprekKlaar, Samen("A", "1")]),
    ("collega laat te lang wachten", *wakker(praat(toestand=RUG), Waarvoor.OVERGAAN), PRAAT,
     [Verbreek("2"), m.Vrijgelaten, Samen("A", "1")]),
    ("wisselt naar burger", praat(toestand=RUG_SPREEKT), Wissel(),
     msgspec.structs.replace(RUG_SPREEKT, bij_burger=True), [Parkeer("2", MUZIEK), Samen("A", "1")]),
    ("wisselt terug", praat(toestand=msgspec.structs.replace(RUG_SPREEKT, bij_burger=True)), Wissel(), RUG_SPREEKT,
     [Parkeer("A", MUZIEK), Samen("2", "1")]),
    ("kan nog niet wisselen", praat(toestand=RUG), Wissel(), None, []),
    ("hangt alles op", praat(toestand=RUG), HangOp(), "gesproken",
     [Verbreek("A"), Verbreek("1"), Verbreek("2"), GeefVrij, m.GesprekKlaar, m.Vrijgelaten, SchrijfKlantcontact]),
    # too late, or told twice
    ("neemt te laat op", in_rij(WACHT), Beantwoord("g", "1", "sdp"), WACHT, [Verbreek("1")]),
    ("tweemaal opgenomen", praat(), Beantwoord("g", "1", "sdp"), None, []),
    ("tweemaal gekomen", in_rij(InMenu("hoofd")), Kwam("g", BELLER, NUMMER, "sdp"), None, []),
    ("oude poging verbroken", in_rij(InMenu("hoofd")), Verbroken("g", "1"), None, []),
    ("wekker van vroeger", in_rij(WACHT), Gewekt(Waarvoor.PLAATS), None, []),
    ("toets in gesprek", praat(), Toets("g", "1"), None, []),
    ("afgelopen is afgelopen", gesprek(toestand=Afgelopen("gesproken", EERDER)), Verbroken("g", "A"), None, []),
    # after a restart
    ("herstart in menu", in_rij(InMenu("hoofd", 2)), Herstart(frozenset("A")), InMenu("hoofd", 2), [Speel]),
    ("herstart in melding", in_rij(MELDING), Herstart(frozenset("A")), MELDING, [Speel]),
    ("herstart in aanbod", in_rij(KrijgtAanbod(EERDER)), Herstart(frozenset("A")), KrijgtAanbod(NU), [Speel]),
    ("herstart in rij", in_rij(WACHT), Herstart(frozenset("A")), InWachtrij(NU), [Speel]),
    ("herstart in rij, beller kwijt", in_rij(WACHT), Herstart(frozenset()), "verbroken",
     [Verbreek("A"), GeefVrij, MaakVerzoek]),
    ("herstart in rij, anonieme beller kwijt", in_rij(WACHT, van=""), Herstart(frozenset()), "verbroken",
     [Verbreek("A"), GeefVrij]),
    ("herstart in menu, beller kwijt", in_rij(InMenu("hoofd")), Herstart(frozenset()), "verbroken",
     [Verbreek("A"), GeefVrij]),
    ("herstart in bevestiging, beller kwijt", in_rij(BEVESTIGING, terugbel=True), Herstart(frozenset()),
     InWachtrij(NU), [Verbreek("A"), GeefVrij]),
    ("herstart zonder lijn", zonder_lijn(WACHT), Herstart(frozenset()), None, []),
    ("herstart gepland", zonder_lijn(Gepland(NU)), Herstart(frozenset()), None, []),
    ("herstart, gaat nog over", in_rij(OVER), Herstart(frozenset({"A", "1"})), None, []),
    ("herstart, gaat niet meer over", in_rij(OVER), Herstart(frozenset("A")), InWachtrij(NU),
     [m.Vrijgelaten, Verbreek("1"), Speel]),
    ("herstart, belt medewerker niet meer", zonder_lijn(OVER), Herstart(frozenset()), InWachtrij(NU),
     [m.Vrijgelaten, Verbreek("1"), GeefVrij]),
    ("herstart, belt burger", zonder_lijn(BELT), Herstart(frozenset({"1", "2"})), None, []),
    ("herstart, belt burger niet meer", zonder_lijn(BELT), Herstart(frozenset({"1"})), InWachtrij(NU),
     [Verbreek("2"), Verbreek("1"), m.GesprekKlaar, GeefVrij]),
    ("herstart in gesprek", praat(), Herstart(frozenset({"A", "1"})), None, []),
    ("herstart, medewerker kwijt", praat(), Herstart(frozenset("A")), InWachtrij(NU),
     [Verbreek("1"), m.GesprekKlaar, Speel]),
    ("herstart, burger kwijt", praat(), Herstart(frozenset("1")), "verbroken",
     [Verbreek("A"), Verbreek("1"), GeefVrij, m.GesprekKlaar, SchrijfKlantcontact]),
    ("herstart in overleg", praat(toestand=RUG), Herstart(frozenset({"A", "1", "2"})), None, []),
    ("herstart, collega kwijt", praat(toestand=RUG_SPREEKT), Herstart(frozenset({"A", "1"})), PRAAT,
     [Verbreek("2"), m.GesprekKlaar, Samen("A", "1")]),
    ("herstart, medewerker kwijt in overleg", praat(toestand=RUG_SPREEKT), Herstart(frozenset({"A", "2"})),
     InGesprek(BOB, "2", NU), [Samen("A", "2"), Verbreek("1"), m.GesprekKlaar]),
    ("herstart, beiden kwijt in overleg", praat(toestand=RUG_SPREEKT), Herstart(frozenset({"A"})), InWachtrij(NU),
     [Verbreek("1"), Verbreek("2"), m.GesprekKlaar, m.Vrijgelaten, Speel]),
]  # fmt: skip


def fits(opdracht, verwacht) -> bool:
    """A command as a whole, or by its kind; for an agent by what happened to him."""
    if isinstance(opdracht, ZetMedewerker):
        opdracht = opdracht.gebeurtenis
    return isinstance(opdracht, verwacht) if isinstance(verwacht, type) else opdracht == verwacht


@pytest.mark.parametrize(("voor", "event", "toestand", "opdrachten"), [r[1:] for r in ROWS], ids=[r[0] for r in ROWS])
def test_what_follows(voor, event, toestand, opdrachten):
    """A row that is wrong is a caller who hears silence, or an agent who is busy with nobody."""
    na, doen = step(voor, event, wereld(), NU)
    if toestand is None:
        assert (na, doen) == (voor, [])
        return
    if isinstance(toestand, str):
        toestand = Afgelopen(toestand, NU)
    assert na.toestand == toestand
    assert len(doen) == len(opdrachten), doen
    assert all(map(fits, doen, opdrachten)), doen
    assert na.versie == voor.versie + 1


def test_every_line_of_the_matches_has_a_row():
    """A case that no row reaches is a case nobody has thought through."""
    source = inspect.getsource(stappen)
    cases = [case.body[0].lineno for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Match)
             for case in node.cases]  # fmt: skip
    reached: set[int] = set()

    def trace(frame, what, arg):
        if frame.f_code.co_filename != stappen.__file__:
            return None
        reached.add(frame.f_lineno)
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        for _, voor, event, *_ in ROWS:
            step(voor, event, wereld(), NU)
    finally:
        sys.settrace(before)
    assert [line for line in cases if line not in reached] == []


# --- what a row does not show ----------------------------------------------------------------------------------------


@pytest.mark.requirement("contact-13")
def test_a_caller_who_was_not_answered_keeps_his_first_moment_of_waiting():
    """Or he would wait twice, and the report would say that he waited once."""
    na, _ = step(in_rij(OVER), Mislukt("g", "1", 480), wereld(), NU)
    assert (na.wacht_sinds, na.kop) == (EERDER, True)


@pytest.mark.requirement("contact-2")
def test_two_numbers_reach_two_menus():
    b = beleid()
    tweede = "+31707654321"
    b = msgspec.structs.replace(b, nummers=b.nummers | {tweede: Nummer("afval", Doel("wachtrij", "kcc"), "kcc")})
    toestanden = [step(gesprek(naar=n), Kwam("g", BELLER, n, ""), wereld(b), NU)[0].toestand for n in (NUMMER, tweede)]
    assert toestanden == [InMenu("hoofd"), InWachtrij(NU)]


@pytest.mark.requirement("contact-6")
@pytest.mark.parametrize(("klok", "toestand"), [
    ("07:29", "HoortMelding"), ("07:30", "InWachtrij"), ("15:59", "InWachtrij"), ("16:00", "HoortMelding"),
])  # fmt: skip
def test_a_queue_opens_and_closes_by_the_clock_of_amsterdam(klok, toestand):
    """16:59 is in time and 17:00 is not; the clock here is an hour behind in November."""
    uur, minuut = map(int, klok.split(":"))
    now = MAANDAG.replace(hour=uur, minute=minuut)
    na, _ = step(in_rij(InMenu("hoofd"), wachtrij=""), Toets("g", "1"), wereld(), now)
    assert type(na.toestand).__name__ == toestand


@pytest.mark.requirement("contact-6")
def test_a_queue_that_is_closed_at_once_takes_no_new_callers_and_keeps_who_waits():
    dicht = wereld(msgspec.structs.replace(beleid(), gesloten=frozenset({"kcc"})))
    nieuw, doen = step(in_rij(InMenu("hoofd")), Toets("g", "1"), dicht, NU)
    assert nieuw.toestand == HoortMelding("gesloten", Doel("ophangen"))
    assert Speel(("1/gesloten.nl.1",), 1, "A") in doen
    assert step(in_rij(WACHT), Toegewezen(ANN), dicht, NU)[0].toestand == GaatOver(ANN, "2", NU)


@pytest.mark.requirement("contact-6")
@pytest.mark.parametrize(("ophangen", "daarna"), [(True, Doel("ophangen")), (False, Doel("menu", "hoofd"))])
def test_an_emergency_prompt_is_heard_before_anything_else(ophangen, daarna):
    b = msgspec.structs.replace(beleid(), noodmelding=Noodmelding("nood", ophangen))
    na, doen = step(gesprek(), Kwam("g", BELLER, NUMMER, "sdp"), wereld(b), NU)
    assert na.toestand == HoortMelding("nood", daarna)
    assert doen == [NeemOp("sdp"), Speel(("1/nood.nl.1",), 1, "A")]


@pytest.mark.requirement("contact-7")
def test_a_language_that_is_chosen_is_spoken_from_then_on():
    """In English where there is an English prompt, in Dutch where there is none."""
    b = beleid()
    menu = msgspec.structs.replace(b.menus["hoofd"], keuzes={"3": Doel("wachtrij", "kcc", "en")})
    muziek = msgspec.structs.replace(b.geluiden["muziek"], duur={"nl": 2.0, "en": 3.0}, versie=4)
    b = msgspec.structs.replace(b, menus={"hoofd": menu}, geluiden=b.geluiden | {"muziek": muziek})
    na, doen = step(in_rij(InMenu("hoofd")), Toets("g", "3"), wereld(b), NU)
    assert na.taal == "en"
    assert doen[-1] == Speel(("1/muziek.en.4",), 0, "A")
    _, doen = step(*wakker(na, Waarvoor.PLAATS), wereld(b), NU)
    assert doen == [Speel(("1/u-bent-nummer.nl.1", "1/getal-1.nl.1"), 1, "A")]


@pytest.mark.requirement("contact-9")
@pytest.mark.parametrize(("voor", "ingelogd", "minuten"), [
    (0, 2, 2), (4, 2, 12), (4, 10, 3), (0, 60, 1), (60, 2, None), (4, 0, None),
])  # fmt: skip
def test_the_expected_wait_is_told_behind_the_place(voor, ingelogd, minuten):
    """In whole minutes, rounded up; what cannot be counted or known is not told, for a wrong promise is worse."""
    b = beleid()
    b = msgspec.structs.replace(b, geluiden=b.geluiden | {"wachttijd": Geluid(1, {"nl": 2.0})})
    _, doen = step(*wakker(in_rij(WACHT), Waarvoor.PLAATS), wereld(b, Drukte(voor, voor, ingelogd, 300.0)), NU)
    verteld = [naam.removeprefix("1/").removesuffix(".nl.1") for naam in doen[0].geluiden]
    assert verteld[:2] == ["u-bent-nummer", f"getal-{min(voor + 1, 20)}"]
    assert verteld[2:] == (["wachttijd", f"getal-{minuten}"] if minuten else [])


@pytest.mark.parametrize(("voor", "getal"), [(0, 1), (4, 5), (19, 20), (60, 20)])
def test_the_place_is_told_and_the_music_comes_back(voor, getal):
    druk = wereld(drukte=Drukte(voor, voor, 2, 300.0))
    na, doen = step(*wakker(in_rij(WACHT), Waarvoor.PLAATS), druk, NU)
    assert doen == [Speel(("1/u-bent-nummer.nl.1", f"1/getal-{getal}.nl.1"), 1, "A")]
    assert na.wekkers == (Wekker(Waarvoor.MUZIEK, NU + timedelta(seconds=4)),)
    later = NU + timedelta(seconds=4)
    na, doen = step(na, Gewekt(Waarvoor.MUZIEK), druk, later)
    assert doen == [Speel((MUZIEK,), 0, "A")]
    assert na.wekkers == (Wekker(Waarvoor.PLAATS, later + timedelta(seconds=60)),)


OVERLOOP = [
    ("10 wachtenden", [Overloop("lengte", Doel("wachtrij", "paspoort"), 10)], Drukte(10, 10, 2, 300.0), "paspoort"),
    ("9 wachtenden", [Overloop("lengte", Doel("wachtrij", "paspoort"), 10)], Drukte(9, 9, 2, 300.0), "kcc"),
    ("niemand er", [Overloop("geen_medewerkers", Doel("melding", "nood"))], Drukte(0, 0, 0, 300.0), "nood"),
    ("iemand er", [Overloop("geen_medewerkers", Doel("melding", "nood"))], Drukte(0, 0, 1, 300.0), "kcc"),
    ("aanbod", [Overloop("lengte", Doel("aanbod"), 10)], Drukte(10, 10, 2, 300.0), "aanbod"),
]


@pytest.mark.requirement("contact-14")
@pytest.mark.parametrize(("regels", "drukte", "waar"), [r[1:] for r in OVERLOOP], ids=[r[0] for r in OVERLOOP])
def test_a_queue_that_is_too_busy_runs_over(regels, drukte, waar):
    b = beleid()
    b = msgspec.structs.replace(b, wachtrijen={"kcc": wachtrij(overloop=regels), "paspoort": wachtrij()})
    na, _ = step(in_rij(InMenu("hoofd"), wachtrij=""), Toets("g", "1"), wereld(b, drukte), NU)
    gevonden = {"HoortMelding": getattr(na.toestand, "geluid", ""), "KrijgtAanbod": "aanbod"}
    assert gevonden.get(type(na.toestand).__name__, na.wachtrij) == waar


@pytest.mark.requirement("contact-14")
def test_who_waits_too_long_runs_over_once_and_never_in_a_circle():
    over = {n: wachtrij(overloop=[Overloop("wachttijd", Doel("wachtrij", ander), 60)], plaats_seconden=0)
            for n, ander in (("kcc", "paspoort"), ("paspoort", "kcc"))}  # fmt: skip
    w = wereld(msgspec.structs.replace(beleid(), wachtrijen=over))
    na, _ = step(in_rij(InMenu("hoofd"), wachtrij="", wacht_sinds=None), Toets("g", "1"), w, MAANDAG)
    assert na.wekkers == (Wekker(Waarvoor.OVERLOOP, MAANDAG + timedelta(seconds=60)),)
    na, doen = step(na, Gewekt(Waarvoor.OVERLOOP), w, MAANDAG + timedelta(seconds=60))
    assert (na.wachtrij, na.geweest, na.wacht_sinds) == ("paspoort", ("kcc",), MAANDAG)
    assert doen == [Speel((MUZIEK,), 0, "A")]
    assert na.wekkers == ()


def test_who_withheld_his_number_is_not_offered_to_be_called_back():
    b = beleid()
    druk = wachtrij(overloop=[Overloop("lengte", Doel("aanbod"))])
    b = msgspec.structs.replace(b, wachtrijen=b.wachtrijen | {"kcc": druk})
    anoniem = in_rij(InMenu("hoofd"), van="", wachtrij="")
    assert step(anoniem, Toets("g", "1"), wereld(b), NU)[0].toestand == InWachtrij(NU)
    assert step(anoniem, Toets("g", "9"), wereld(b), NU)[0].toestand == InWachtrij(NU)


@pytest.mark.requirement("contact-15")
def test_a_call_back_calls_the_agent_first_and_shows_the_citizen_the_number_he_called():
    gaat, doen = step(zonder_lijn(WACHT), Toegewezen(ANN), wereld(), NU)
    assert doen[1:] == [Bel("2", Bestemming(Toestel.BROWSER, "ann", 1, BELLER), 4, "")]
    _, doen = step(gaat, Beantwoord("g", "2", "sdp"), wereld(), NU)
    assert doen[2:] == [
        Speel((MUZIEK,), 0, "2"), Bel("3", Bestemming(Toestel.LIJN, BELLER, 1, NUMMER), 30, "2"),
    ]  # fmt: skip


def test_the_contact_that_is_written_has_the_times_of_the_journal():
    """Opened when it was answered, not when somebody found time to type."""
    _, doen = step(praat(), Verbroken("g", "A"), wereld(), NU)
    assert doen[-1] == SchrijfKlantcontact(BELLER, "ann", "kcc", MAANDAG, EERDER, NU, 0, False)


def test_a_queue_that_was_taken_out_of_the_policy_loses_nobody():
    """The municipality throws a queue away while people wait in it: they go to the safety net of the number."""
    b = beleid()
    b = msgspec.structs.replace(b, wachtrijen={"kcc": b.wachtrijen["kcc"]}, menus={}, geluiden={})
    for voor, event in (
        (in_rij(OVER, wachtrij="weg"), Mislukt("g", "1", 480)), (in_rij(InMenu("hoofd"), wachtrij=""), Toets("g", "1")),
        (wakker(in_rij(InMenu("hoofd")), Waarvoor.MENU)), (wakker(in_rij(WACHT, wachtrij="weg"), Waarvoor.OVERLOOP)),
    ):  # fmt: skip
        na, _ = step(voor, event, wereld(b), NU)
        assert (na.toestand, na.wachtrij) == (InWachtrij(NU), "kcc")


def test_every_state_survives_its_own_json():
    """What is stored is read again by the next version of the program."""
    for _, voor, event, *_ in ROWS:
        na, _ = step(voor, event, wereld(), NU)
        for g in (voor, na):
            assert msgspec.json.decode(msgspec.json.encode(g), type=Gesprek) == g


def test_nothing_has_happened_yet():
    assert gesprek().toestand == Binnengekomen()
