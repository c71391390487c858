"""Whatever people do and the municipality changes, in whatever order: nobody is lost, nobody is busy with nobody."""

import asyncio
from contextlib import suppress
from datetime import timedelta

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from meent.process.telefonie import beheren
from meent.process.telefonie import medewerker as m
from meent.process.telefonie.beleid import Doel, Geluid, Nummer
from meent.process.telefonie.desk import NietMogelijk
from meent.process.telefonie.toestand import (
    Afgelopen,
    GeefOver,
    Gesprek,
    HangOp,
    InGesprek,
    InWachtrij,
    NeemTerug,
    Wissel,
    ZetInWacht,
)
from tests.process.telefonie.opzet import BELLER, NUMMER, Speelveld, aan, beleid, buiten

WIE = st.sampled_from(["ann", "bob", "cor"])
WELKE = st.integers(0, 3)
DADEN = st.one_of(
    st.tuples(st.just("belt")),
    st.tuples(st.just("toets"), WELKE, st.sampled_from("012579")),
    st.tuples(st.just("neemt op"), WELKE),
    st.tuples(st.just("weigert"), WELKE, st.sampled_from([480, 486, 503, 603])),
    st.tuples(st.just("hangt op"), WELKE, st.integers(0, 2)),
    st.tuples(st.just("zegt"), WIE, st.sampled_from([m.MeldtAan(), m.MeldtAf(), m.NeemtPauze("lunch"), m.IsKlaar()])),
    st.tuples(st.just("doet"), WIE, st.sampled_from([ZetInWacht(True), ZetInWacht(False), Wissel(), GeefOver(),
                                                      NeemTerug(), HangOp()])),
    st.tuples(st.just("verbindt"), WIE, st.one_of(WIE, st.just("buiten")), st.booleans()),
    st.tuples(st.just("naar rij"), WIE, st.sampled_from(["kcc", "paspoort"])),
    st.tuples(st.just("browser weg"), WIE),
    st.tuples(st.just("herstart")),
    st.tuples(st.just("beleid"), st.sampled_from(["gewoon", "omgekeerd", "klein", "zonder bob"])),
    st.tuples(st.just("sluit"), st.sampled_from(["", "kcc"])),
    st.tuples(st.just("tijd"), st.sampled_from([0.5, 3, 10, 70, 2_000])),
)  # fmt: skip

B = beleid()
BELEIDEN = {
    "gewoon": B,
    "omgekeerd": msgspec.structs.replace(
        B, geluiden=B.geluiden | {"welkom": Geluid(2, {"nl": 3.0})},
        menus={"hoofd": msgspec.structs.replace(B.menus["hoofd"], keuzes={"1": Doel("wachtrij", "paspoort")})},
    ),
    "klein": msgspec.structs.replace(
        B, menus={}, wachtrijen={"paspoort": B.wachtrijen["paspoort"]},
        nummers={NUMMER: Nummer("gemeente", Doel("wachtrij", "paspoort"), "paspoort")},
    ),
    "zonder bob": msgspec.structs.replace(B, medewerkers={wie: i for wie, i in B.medewerkers.items() if wie != "bob"}),
}  # fmt: skip
RIJ = (("belt",), ("toets", 0, "1"))
PRAAT = (*RIJ, ("neemt op", 0), ("zegt", "bob", m.MeldtAan()))
OVERLEG = (*PRAAT, ("verbindt", "ann", "bob", True))
EERST = ((), RIJ, PRAAT, OVERLEG, (*OVERLEG, ("neemt op", 0)), (*RIJ, ("weigert", 0, 480), ("toets", 0, "5")))
"""How it begins: chance alone comes seldom far enough to go wrong."""


async def doe(v: Speelveld, daad: tuple) -> None:
    """One thing that somebody does; what is not possible then does nothing."""
    gesprekken = sorted(v.sim.gesprekken)

    def welk(n: int) -> str:
        return gesprekken[n % len(gesprekken)] if gesprekken else "weg"

    match daad:
        case ("belt",):
            await v.sim.call(BELLER, NUMMER)
        case ("toets", n, cijfer):
            await v.sim.press(welk(n), cijfer)
        case ("neemt op", n):
            for poging in v.sim.ringing(welk(n))[:1]:
                await v.sim.pick_up(welk(n), poging)
        case ("weigert", n, code):
            for poging in v.sim.ringing(welk(n))[:1]:
                await v.sim.refuse(welk(n), poging, code)
        case ("hangt op", n, wie):
            await v.sim.leave(welk(n), ("A", "1", "2")[wie])
        case ("zegt", wie, wat):
            await v.zegt(wie, wat)
        case ("doet", wie, wat):
            await v.desk.doet(1, wie, wat)
        case ("verbindt", wie, naar, overleg):
            await v.desk.verbind(1, wie, buiten() if naar == "buiten" else aan(naar), overleg=overleg)
        case ("naar rij", wie, rij):
            await v.desk.verbind_wachtrij(1, wie, rij)
        case ("browser weg", wie):
            await v.sim.lose_browser(1, wie)
        case ("herstart",):
            await v.start()
        case ("beleid", naam):
            na = v.desk.boeken[1].versie
            await beheren.zet_in_werking(v.desk, 1, BELEIDEN[naam], na=na, by="els", toelichting="")
        case ("sluit", rij):
            now = v.desk.now()
            rijen = frozenset({rij} & v.desk.boeken[1].beleid.wachtrijen.keys())
            dicht = beheren.sluiting(
                "Brand", now, now + timedelta(minutes=5), by="els", wachtrijen=rijen, melding="nood"
            )
            await beheren.sluit(v.desk, 1, dicht)
        case ("tijd", seconden):
            await v.verstrijk(seconden)


def check(v: Speelveld) -> None:
    """What may never be, whatever was done."""
    v.check()
    boek = v.desk.boeken[1]
    for id in v.sim.gesprekken:
        assert not v.sim.is_answered(id) or id in boek.gesprekken, f"{id} hangt aan de lijn zonder toestand"
    for g in boek.gesprekken.values():
        lijn_hoort = v.sim.hears(g.id, g.lijn) if g.lijn else ()
        assert not isinstance(g.toestand, Afgelopen)
        assert not g.lijn or v.sim.is_there(g.id, g.lijn), f"{g.toestand} zonder lijn"
        if g.lijn and isinstance(g.toestand, InWachtrij):
            assert lijn_hoort, "wacht in stilte"
        if isinstance(g.toestand, InGesprek):
            hoort = "muziek" if g.toestand.in_wacht else f"partij {g.toestand.partij}"
            assert hoort in lijn_hoort[0], (g.toestand, lijn_hoort)
            assert v.sim.is_there(g.id, g.toestand.partij)


@settings(max_examples=200)
@given(st.sampled_from(EERST), st.lists(DADEN, max_size=40))
def test_whatever_people_do_nobody_is_lost(eerst, daden):
    """Waiting in silence, on the line without a state, an agent with two calls: never."""

    async def play() -> None:
        v = await Speelveld().begin(klaar=["ann"])
        for daad in (*eerst, *daden):
            with suppress(NietMogelijk):
                await doe(v, daad)
            check(v)
        await _afloop(v)

    asyncio.run(play())


async def _afloop(v: Speelveld) -> None:
    """Everybody hangs up, and the call-backs run out: then nothing is left."""
    for id in sorted(v.sim.gesprekken):
        gesprek: Gesprek | None = v.gesprek(id)
        await v.sim.leave(id, gesprek.lijn if gesprek and gesprek.lijn else "A")
    for _ in range(30):
        for wie in ("ann", "bob", "cor"):
            await v.zegt(wie, m.MeldtAan())
        for id in sorted(v.sim.gesprekken):
            for poging in v.sim.ringing(id)[:1]:
                await v.sim.pick_up(id, poging)
        await v.verstrijk(2_000)
        for id, g in list(v.desk.boeken[1].gesprekken.items()):
            if g.lijn:
                await v.sim.leave(id, g.lijn)
        check(v)
        if not v.desk.boeken[1].gesprekken:
            break
    await v.verstrijk(60)
    assert v.desk.boeken[1].gesprekken == {}
    assert v.sim.gesprekken == frozenset()
    assert (await v.journaal.open(1)).opdrachten == []
