"""Trying a policy before anybody calls: what a caller finds, a test call of every way, and what would change."""

from datetime import timedelta

import msgspec
import pytest

from meent.integration.telefooncentrale.rijen import Sluiting
from meent.process.telefonie import proef, testbellen
from meent.process.telefonie.beleid import Doel, Menu, Noodmelding, Overloop, Tijdvak
from meent.process.telefonie.keuring import attention
from meent.process.telefonie.testbellen import Afloop, Pad
from meent.process.telefonie.verschil import verschillen
from tests.process.telefonie.opzet import BUITEN, KANTOOR, MAANDAG, NUMMER, beleid, wachtrij

ZONDAG = MAANDAG - timedelta(days=1)


def met_overloop():
    b = beleid()
    kcc = wachtrij(overloop=[Overloop("wachttijd", Doel("wachtrij", "paspoort"), 90)])
    return msgspec.structs.replace(b, wachtrijen=b.wachtrijen | {"kcc": kcc})


def met_nood(*, ophangen):
    return beleid(noodmelding=Noodmelding("nood", ophangen))


VINDT = [
    ("kiest 1", beleid(), MAANDAG, "1", proef.RUSTIG, "0 menu hoofd, 0 toets 1, 0 wachtrij kcc"),
    ("kiest niets: het menu klinkt twee keer", beleid(), MAANDAG, "", proef.RUSTIG,
     "0 menu hoofd, 7 menu hoofd, 14 wachtrij kcc"),
    ("kiest iets dat niets betekent", beleid(), MAANDAG, "7", proef.RUSTIG,
     "0 menu hoofd, 0 toets 7, 0 menu hoofd, 7 wachtrij kcc"),
    ("0 is altijd een mens", beleid(), MAANDAG, "0", proef.RUSTIG, "0 menu hoofd, 0 toets 0, 0 wachtrij kcc"),
    ("op zondag", beleid(), ZONDAG, "1", proef.RUSTIG, "0 menu hoofd, 0 toets 1, 0 melding gesloten, 2 einde"),
    ("om 17:00 precies", beleid(), MAANDAG.replace(hour=16), "1", proef.RUSTIG,
     "0 menu hoofd, 0 toets 1, 0 melding gesloten, 2 einde"),
    ("wil teruggebeld worden", beleid(), MAANDAG, "15", proef.DRUK,
     "0 menu hoofd, 0 toets 1, 0 wachtrij kcc, 0 toets 5, 0 melding terugbel-bevestiging, 2 terugbellen kcc"),
    ("het is te druk en hij slaat het aanbod af", beleid(), MAANDAG, "2", proef.DRUK,
     "0 menu hoofd, 0 toets 2, 0 aanbod paspoort, 8 wachtrij paspoort"),
    ("na anderhalve minuut naar een ander", met_overloop(), MAANDAG, "1", proef.DRUK,
     "0 menu hoofd, 0 toets 1, 0 wachtrij kcc, 90 aanbod paspoort, 98 wachtrij paspoort"),
    ("iedereen hoort de noodmelding", met_nood(ophangen=False), MAANDAG, "1", proef.RUSTIG,
     "0 melding nood, 2 menu hoofd, 2 toets 1, 2 wachtrij kcc"),
    ("en daarna niets meer", met_nood(ophangen=True), MAANDAG, "1", proef.RUSTIG, "0 melding nood, 2 einde"),
]  # fmt: skip


@pytest.mark.requirement("contact-6", "contact-7", "contact-47")
@pytest.mark.parametrize(("b", "moment", "toetsen", "drukte", "vindt"), [r[1:] for r in VINDT],
                         ids=[r[0] for r in VINDT])  # fmt: skip
def test_what_a_caller_finds(b, moment, toetsen, drukte, vindt):
    """What the screen says is what a caller will find: the steps are those of a real conversation."""
    gevonden = proef.volg(b, NUMMER, moment, toetsen, drukte)
    assert ", ".join(f"{m.seconden} {m.wat} {m.naam}".strip() for m in gevonden) == vindt


def test_a_closing_of_now_is_found_too():
    dicht = Sluiting("1", "Brand", MAANDAG, MAANDAG + timedelta(hours=1), "karim", melding="nood")
    b = msgspec.structs.replace(beleid(), sluitingen=(dicht,))
    assert [m.naam for m in proef.volg(b, NUMMER, MAANDAG, "1")] == ["hoofd", "1", "nood", ""]
    assert proef.volg(b, NUMMER, MAANDAG + timedelta(hours=1), "1")[-1].naam == "kcc"


# --- test calls -------------------------------------------------------------------------------------------------------


def groot():
    """Two menus deep, a prompt, a number outside; and a queue whose only agent is gone."""
    b = beleid()
    keuzes = {"1": Doel("wachtrij", "kcc"), "2": Doel("menu", "meer"), "3": Doel("melding", "gesloten"),
              "8": Doel("extern", BUITEN), "9": Doel("aanbod")}  # fmt: skip
    meer = Menu("welkom", {"1": Doel("wachtrij", "paspoort"), "9": Doel("menu", "hoofd")}, Doel("ophangen"))
    hoofd = msgspec.structs.replace(b.menus["hoofd"], keuzes=keuzes)
    return msgspec.structs.replace(b, menus={"hoofd": hoofd, "meer": meer})


async def aflopen(b, moment=MAANDAG):
    return {"".join(u.pad.toetsen) or "niets": u for u in await testbellen.test(b, moment)}


@pytest.mark.requirement("contact-53", "contact-8")
async def test_every_way_through_the_menus_is_called():
    """Nobody finds out on Monday morning that key 8 leads nowhere."""
    uitslagen = await aflopen(groot())
    assert {pad: (u.afloop.value, u.waar) for pad, u in uitslagen.items()} == {
        "0": ("beantwoord", "kcc"), "1": ("beantwoord", "kcc"), "20": ("beantwoord", "kcc"),
        "21": ("beantwoord", "paspoort"), "29": ("beantwoord", "kcc"), "2": ("opgehangen", "welkom"),
        "3": ("melding", "gesloten"), "8": ("extern", BUITEN), "9": ("aanbod", "kcc"), "niets": ("beantwoord", "kcc"),
    }  # fmt: skip
    assert uitslagen["1"].gehoord == ("welkom", "muziek")
    assert all(u.is_goed for u in uitslagen.values())


async def test_a_way_that_goes_wrong_is_told():
    """Nobody works there yet: the caller would hear music for ever."""
    zonder = await aflopen(msgspec.structs.replace(beleid(), medewerkers={}))
    assert (zonder["1"].afloop, zonder["1"].is_goed) == (Afloop.NIEMAND, False)


@pytest.mark.parametrize("doel", [Doel("wachtrij", "paspoort"), Doel("melding", "nood"), Doel("ophangen")])
async def test_a_call_that_ends_elsewhere_than_the_policy_says_is_told(monkeypatch, doel):
    """A fault of ours in the steps must show here, and not at a caller."""
    monkeypatch.setattr(testbellen, "paden", lambda b: [Pad(NUMMER, ("1",), doel)])
    (uitslag,) = await testbellen.test(beleid(), MAANDAG)
    assert (uitslag.afloop, uitslag.waar, uitslag.is_goed) == (Afloop.ANDERS, "kcc", False)


async def test_when_it_is_closed_every_caller_must_hear_so():
    uitslagen = await aflopen(groot(), ZONDAG)
    assert {u.afloop for pad, u in uitslagen.items() if pad in ("0", "1", "21")} == {Afloop.GESLOTEN}
    nood = await aflopen(met_nood(ophangen=True))
    assert {(u.afloop, u.gehoord) for u in nood.values()} == {(Afloop.MELDING, ("nood",))}


def test_there_is_an_end_to_the_ways():
    """A menu in which all keys lead to another such menu: 12 to the power of 9."""
    namen = [f"m{n}" for n in range(9)]
    menus = {naam: Menu("welkom", {c: Doel("menu", volgend) for c in "123456789"}, Doel("wachtrij", "kcc"))
             for naam, volgend in zip(namen, [*namen[1:], "m0"], strict=True)}  # fmt: skip
    b = msgspec.structs.replace(beleid(), menus=menus)
    b = msgspec.structs.replace(
        b, nummers={NUMMER: msgspec.structs.replace(b.nummers[NUMMER], begin=Doel("menu", "m0"))}
    )
    assert len(testbellen.paden(b)) == testbellen.PADEN_MEEST


# --- what changes, and what to look at --------------------------------------------------------------------------------


def test_what_changes_is_told_part_by_part():
    """Who presses the button must see everything that becomes different, and nothing else."""
    b = beleid()
    hoofd = msgspec.structs.replace(b.menus["hoofd"], keuzes={"1": Doel("wachtrij", "paspoort"), "9": Doel("aanbod")})
    kantoor = msgspec.structs.replace(KANTOOR, week=KANTOOR.week | {"za": [Tijdvak("10:00", "12:00")]})
    nieuw = msgspec.structs.replace(
        b, menus={"hoofd": hoofd}, tijden={"kantoor": kantoor}, noodmelding=Noodmelding("nood"),
        wachtrijen=b.wachtrijen | {"kcc": wachtrij(norm_seconden=30)}, medewerkers={"ann": b.medewerkers["ann"]},
    )  # fmt: skip
    gevonden = [(v.soort, v.deel, v.naam, v.veld) for v in verschillen(b, nieuw)]
    assert gevonden == [
        ("anders", "menus", "hoofd", "keuzes.1"), ("anders", "menus", "hoofd", "keuzes.2"),
        ("anders", "wachtrijen", "kcc", "norm_seconden"), ("anders", "wachtrijen", "kcc", "terugbel_toets"),
        ("anders", "tijden", "kantoor", "week.za"),
        ("weg", "medewerkers", "bob", ""), ("weg", "medewerkers", "cor", ""), ("anders", "noodmelding", "", ""),
    ]  # fmt: skip
    assert verschillen(nieuw, nieuw) == []


def test_what_is_no_fault_and_mostly_not_meant_is_told():
    b = beleid()
    over = msgspec.structs.replace(
        b, wachtrijen=b.wachtrijen | {"vergeten": wachtrij()}, medewerkers={},
        menus=b.menus | {"kwijt": b.menus["hoofd"]},
    )  # fmt: skip
    plaatsen = {fout.plaats for fout in attention(over)}
    assert {"menus.kwijt", "wachtrijen.vergeten", "wachtrijen.kcc.vaardigheid", "geluiden.welkom"} <= plaatsen
    assert "geluiden.muziek" not in plaatsen
