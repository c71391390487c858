"""The caller and who answers him: ringing, talking, hold, passing on, consulting; and calling back."""

from datetime import datetime

from meent.integration.telefooncentrale.centrale import Beantwoord
from meent.process.telefonie import kosten
from meent.process.telefonie import medewerker as m
from meent.process.telefonie.overgang import (
    OVERGAAN_SECONDEN,
    OVERGAAN_SPELING_SECONDEN,
    Uitkomst,
    Wereld,
    burger,
    einde,
    laat_los,
    later_terugbellen,
    muziek,
    na,
    naar,
    nawerk,
    replace,
    weer_voorop,
    zet,
)
from meent.process.telefonie.toestand import (
    Aan,
    Bel,
    BeltBurger,
    GaatOver,
    GeefVrij,
    Gesprek,
    InGesprek,
    Koppel,
    Opdracht,
    Overleg,
    Parkeer,
    Reden,
    Ruggespraak,
    Samen,
    Verbind,
    VerbindWachtrij,
    Verbreek,
    Waarvoor,
)
from meent.process.telefonie.wachten import geef, vertel_opname

METEEN_SECONDEN = 1.0
"""What failed within this did not ring: the telephone is not there."""
NAM_NIET_OP = frozenset({408, 480, 486, 603})


# --- ringing ----------------------------------------------------------------------------------------------------------


def opgenomen(gesprek: Gesprek, over: GaatOver, event: Beantwoord, w: Wereld, now: datetime) -> Uitkomst:
    """Somebody answered: the caller talks, or the citizen is called back."""
    koppel = [Koppel(over.poging, event.sdp), *zet(over.aan, m.NamOp(gesprek.id))]
    if not gesprek.lijn:
        gesprek, verder = _bel_burger(gesprek, over, w, now)
        return gesprek, koppel + verder
    return _spreekt(gesprek, over.aan, over.poging, now), koppel


def _spreekt(gesprek: Gesprek, aan: Aan, partij: str, now: datetime) -> Gesprek:
    return naar(
        gesprek,
        InGesprek(aan, partij, now),
        beantwoord_op=gesprek.beantwoord_op or now,
        beantwoord_door=gesprek.beantwoord_door or aan.medewerker or aan.bestemming.adres,
    )


def niet_opgenomen(gesprek: Gesprek, over: GaatOver, code: int, w: Wereld, now: datetime) -> Uitkomst:
    """Nobody answered: the agent goes away or is left in peace, the caller to the head of the queue."""
    belde = (now - over.sinds).total_seconds() >= METEEN_SECONDEN
    if code == 487:
        wat: m.Gebeurtenis = m.Vrijgelaten(gesprek.id)
    elif belde and code in NAM_NIET_OP:
        wat = m.NamNietOp(gesprek.id)
    else:
        wat = m.Onbereikbaar(gesprek.id)
    return _terug_in_rij(gesprek, zet(over.aan, wat), w, now)


def te_lang_overgegaan(gesprek: Gesprek, over: GaatOver, w: Wereld, now: datetime) -> Uitkomst:
    gesprek, verder = niet_opgenomen(gesprek, over, 408, w, now)
    return gesprek, [Verbreek(over.poging), *verder]


def medewerker_weg(gesprek: Gesprek, partij: str, w: Wereld, now: datetime) -> Uitkomst:
    """An agent was lost, while his telephone rang or in conversation: the citizen waits again, first of all."""
    return _terug_in_rij(gesprek, [Verbreek(partij), *laat_los(gesprek, w)], w, now)


def _terug_in_rij(gesprek: Gesprek, eerst: list[Opdracht], w: Wereld, now: datetime) -> Uitkomst:
    """To the head; without a line there is no sound left to keep."""
    vrij: list[Opdracht] = [] if gesprek.lijn else [GeefVrij()]
    gesprek, verder = weer_voorop(gesprek, w, now)
    return gesprek, [*eerst, *vrij, *verder]


# --- calling back -----------------------------------------------------------------------------------------------------


def _bel_burger(gesprek: Gesprek, over: GaatOver, w: Wereld, now: datetime) -> Uitkomst:
    poging, seconden = str(gesprek.pogingen + 1), w.beleid.terugbellen.overgaan_seconden
    belt = BeltBurger(over.aan, over.poging, poging, now)
    wekker = na(now, seconden + OVERGAAN_SPELING_SECONDEN, Waarvoor.OVERGAAN)
    hoort = muziek(gesprek, w, partij=over.poging)
    return naar(gesprek, belt, wekker, pogingen=gesprek.pogingen + 1), [
        *hoort, Bel(poging, burger(gesprek), seconden, over.poging),
    ]  # fmt: skip


def burger_nam_op(gesprek: Gesprek, belt: BeltBurger, event: Beantwoord, now: datetime) -> Uitkomst:
    gesprek = replace(gesprek, lijn=belt.poging)
    return _spreekt(gesprek, belt.aan, belt.partij, now), [Koppel(belt.poging, event.sdp)]


def burger_nam_niet_op(gesprek: Gesprek, belt: BeltBurger, w: Wereld, now: datetime, *, stop: bool = False) -> Uitkomst:
    """Tried once more in vain: again later, or over; then the request stays open, for people."""
    stoppen: list[Opdracht] = [Verbreek(belt.poging)] if stop else []
    straks = later_terugbellen(gesprek, w, now)
    if straks is None:
        gesprek, opdrachten = einde(gesprek, Reden.NIET_BEREIKT, w, now, weg=belt.poging)
        return gesprek, stoppen + opdrachten
    return straks, [*stoppen, Verbreek(belt.partij), GeefVrij(), *zet(belt.aan, nawerk(gesprek, w))]


def medewerker_weg_bij_terugbellen(gesprek: Gesprek, belt: BeltBurger, w: Wereld, now: datetime) -> Uitkomst:
    """Nobody is left to talk to the citizen: stop ringing there. It was not his fault, so it is no try."""
    weg = [Verbreek(belt.poging), Verbreek(belt.partij), *zet(belt.aan, m.GesprekKlaar(gesprek.id, 0))]
    return _terug_in_rij(gesprek, weg, w, now)


# --- talking ----------------------------------------------------------------------------------------------------------


def zet_in_wacht(gesprek: Gesprek, in_gesprek: InGesprek, aan: bool, w: Wereld) -> Uitkomst:
    if aan == in_gesprek.in_wacht:
        return gesprek, []
    anders = InGesprek(in_gesprek.aan, in_gesprek.partij, in_gesprek.sinds, aan)
    if aan:
        return replace(gesprek, toestand=anders), _parkeer(gesprek, gesprek.lijn, w)
    return replace(gesprek, toestand=anders), [Samen(gesprek.lijn, in_gesprek.partij)]


def _parkeer(gesprek: Gesprek, partij: str, w: Wereld) -> list[Opdracht]:
    """Music for one party; without a queue there is none, and then it is silent there."""
    rij = w.rij(gesprek) or w.beleid.wachtrijen.get(w.vangnet(gesprek))
    return [Parkeer(partij, w.beleid.adres_van(rij.muziek, gesprek.tenant, gesprek.taal) if rij else "")]


def verbind(gesprek: Gesprek, in_gesprek: InGesprek, event: Verbind, w: Wereld, now: datetime) -> Uitkomst:
    """Passed on blindly: who passes is free at once; if nobody answers, the caller waits at the head of his queue.

    A number outside that may not be called changes nothing: they go on talking.
    """
    if geweigerd := kosten.weiger_aan(gesprek, event.naar, in_gesprek.aan.medewerker, w, now):
        return geweigerd, []
    weg = [Verbreek(in_gesprek.partij), *laat_los(gesprek, w)]
    gesprek, verder = geef(gesprek, event.naar, w, now)
    return gesprek, [*weg, *muziek(gesprek, w), *verder]


def verbind_wachtrij(
    gesprek: Gesprek, in_gesprek: InGesprek, event: VerbindWachtrij, w: Wereld, now: datetime
) -> Uitkomst:
    """To the head of another queue; who will be recorded there hears so first."""
    weg = [Verbreek(in_gesprek.partij), *laat_los(gesprek, w)]
    gesprek = replace(gesprek, wachtrij=event.wachtrij, kop=True)
    gesprek, verder = vertel_opname(gesprek, event.wachtrij, w, now) or weer_voorop(gesprek, w, now)
    return gesprek, [*weg, *verder]


# --- consulting -------------------------------------------------------------------------------------------------------


def overleg(gesprek: Gesprek, in_gesprek: InGesprek, event: Overleg, w: Wereld, now: datetime) -> Uitkomst:
    if geweigerd := kosten.weiger_aan(gesprek, event.met, in_gesprek.aan.medewerker, w, now):
        return geweigerd, []
    poging = str(gesprek.pogingen + 1)
    rug = Ruggespraak(in_gesprek.aan, in_gesprek.partij, in_gesprek.sinds, event.met, poging, now)
    wekker = na(now, OVERGAAN_SECONDEN + OVERGAAN_SPELING_SECONDEN, Waarvoor.OVERGAAN)
    return naar(gesprek, rug, wekker, pogingen=gesprek.pogingen + 1), [
        *_parkeer(gesprek, gesprek.lijn, w),
        *zet(event.met, m.Krijgt(gesprek.id)),
        Bel(poging, event.met.bestemming, OVERGAAN_SECONDEN, in_gesprek.partij),
    ]


def collega_nam_op(gesprek: Gesprek, rug: Ruggespraak, event: Beantwoord) -> Uitkomst:
    anders = met(rug, spreekt=True, bij_burger=False)
    return naar(gesprek, anders), [Koppel(rug.poging, event.sdp), *zet(rug.met, m.NamOp(gesprek.id))]


def collega_nam_niet_op(gesprek: Gesprek, rug: Ruggespraak, code: int, now: datetime) -> Uitkomst:
    """The colleague is no agent who should have answered: he is not taken off the line for it."""
    belde = (now - rug.overleg_sinds).total_seconds() >= METEEN_SECONDEN or code == 487
    los = m.Vrijgelaten(gesprek.id) if belde else m.Onbereikbaar(gesprek.id)
    return _bij_burger(gesprek, rug, zet(rug.met, los))


def neem_terug(gesprek: Gesprek, rug: Ruggespraak, w: Wereld, *, hing_op: bool = False) -> Uitkomst:
    """The consultation is over, the agent goes on with the caller."""
    weg: list[Opdracht] = [] if hing_op else [Verbreek(rug.poging)]
    los = nawerk(gesprek, w) if rug.spreekt else m.Vrijgelaten(gesprek.id)
    return _bij_burger(gesprek, rug, weg + zet(rug.met, los))


def _bij_burger(gesprek: Gesprek, rug: Ruggespraak, eerst: list[Opdracht]) -> Uitkomst:
    return naar(gesprek, InGesprek(rug.aan, rug.partij, rug.sinds)), [*eerst, Samen(gesprek.lijn, rug.partij)]


def geef_over(gesprek: Gesprek, rug: Ruggespraak, w: Wereld, now: datetime, *, hing_op: bool = False) -> Uitkomst:
    """Caller and colleague go on together; while the colleague still rings there is nobody, and the caller waits."""
    weg: list[Opdracht] = [] if hing_op else [Verbreek(rug.partij)]
    if not rug.spreekt:
        return _terug_in_rij(gesprek, [*weg, Verbreek(rug.poging), *laat_los(gesprek, w)], w, now)
    samen = [Samen(gesprek.lijn, rug.poging), *weg, *zet(rug.aan, nawerk(gesprek, w))]
    return naar(gesprek, InGesprek(rug.met, rug.poging, now)), samen


def wissel(gesprek: Gesprek, rug: Ruggespraak, w: Wereld) -> Uitkomst:
    """From the one to the other; both can be gone back to."""
    if not rug.spreekt:
        return gesprek, []
    naar_burger = not rug.bij_burger
    hoort, wachtend = (gesprek.lijn, rug.poging) if naar_burger else (rug.poging, gesprek.lijn)
    anders = met(rug, spreekt=True, bij_burger=naar_burger)
    return replace(gesprek, toestand=anders), [*_parkeer(gesprek, wachtend, w), Samen(hoort, rug.partij)]


def met(rug: Ruggespraak, *, spreekt: bool, bij_burger: bool) -> Ruggespraak:
    return Ruggespraak(
        rug.aan, rug.partij, rug.sinds, rug.met, rug.poging, rug.overleg_sinds, spreekt, bij_burger
    )  # fmt: skip
