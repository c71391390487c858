"""A Monday in the country, in a small form: 6·10⁴ events; `python -m trust.maandag` plays all of it."""

from pathlib import Path

import pytest

from meent.process.telefonie import boek, desk
from meent.process.telefonie import gesprek as stappen
from meent.process.telefonie import medewerker as m
from meent.process.telefonie.toestand import GeefVrij, MaakVerzoek, Verbreek
from trust.gemeentedag import Kansen, Maandag, Onwaar, Rampen
from trust.maandag import run, summary


@pytest.mark.requirement("contact-48", "contact-41")
async def test_on_a_monday_nobody_is_lost(tmp_path: Path):
    """Never a caller without a state, an agent with two calls or a request that vanishes, while things break."""
    land = summary(await run(tmp_path, 60_000, 12, lambda uitslag: None))
    assert land["gebeurtenissen"] > 50_000
    assert land["herstarts"] > 10
    assert set(land["rampen"]) == {"stil", "weg", "browsers", "vloed"}
    assert land["opdrachten geweigerd"] > 30
    assert land["terugbelverzoeken"] > 50
    assert sum(land["redenen"].values()) == land["bellers"]
    assert land["redenen"]["gesproken"] > 0.6 * land["bellers"]


async def test_a_run_that_was_cut_off_goes_on(tmp_path: Path):
    eerst = await run(tmp_path, 1_000, 3, lambda uitslag: None)
    opnieuw = await run(tmp_path, 1_000, 4, lambda uitslag: None)
    assert [u.gemeente for u in opnieuw] == [1, 2, 3, 4]
    assert [u.seconden for u in opnieuw[:3]] == [u.seconden for u in eerst]


async def test_the_same_seed_is_the_same_day():
    een, twee = [await Maandag(7, 100, Kansen()).play() for _ in range(2)]
    assert (een.events, een.redenen, een.wacht_seconden_max) == (twee.events, twee.redenen, twee.wacht_seconden_max)
    ander = await Maandag(7, 100, Kansen(), seed=2).play()
    assert (ander.events, ander.redenen) != (een.events, een.redenen)


def forget_agents(monkeypatch: pytest.MonkeyPatch) -> None:
    """An agent is not told that his conversation is over."""
    echt = m.step
    monkeypatch.setattr(boek.m, "step", lambda w, e, now: w if isinstance(e, m.GesprekKlaar) else echt(w, e, now))


def _do_not(monkeypatch: pytest.MonkeyPatch, soort: type) -> None:
    echt = desk.do

    async def do(opdracht, gesprek, leg, media):
        if not isinstance(opdracht, soort):
            await echt(opdracht, gesprek, leg, media)

    monkeypatch.setattr(desk, "do", do)


def leave_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who must be hung up is not."""
    _do_not(monkeypatch, Verbreek)


def keep_sound(monkeypatch: pytest.MonkeyPatch) -> None:
    """The media server is never told that a conversation is over."""
    _do_not(monkeypatch, GeefVrij)


def give_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """An agent who is busy is chosen as well."""
    monkeypatch.setattr(m.Medewerker, "is_vrij", lambda self, now: True)
    monkeypatch.setattr(boek.Ronde, "_is_iemand_klaar", lambda self: True)
    monkeypatch.setattr(boek.Ronde, "_kandidaten", _all)


def _all(ronde, *, ook_bezet=False):
    inzet = ronde.boek.beleid.medewerkers
    for wie in ronde.boek.medewerkers:
        yield boek.Kandidaat(ronde.medewerker(wie), inzet[wie])


def adopt_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """After a restart what was open is believed to go on."""
    monkeypatch.setattr(stappen, "_herstart", lambda *given: None)


def sweep_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sound that could not be ended sounds for ever."""

    async def ruim_op(self):
        return []

    monkeypatch.setattr(desk.Desk, "ruim_op", ruim_op)


def lose_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    """A request to be called back is not written down."""
    echt = Maandag.schrijf

    async def schrijf(self, tenant, gesprek, sleutel, opdracht):
        if not isinstance(opdracht, MaakVerzoek):
            await echt(self, tenant, gesprek, sleutel, opdracht)

    monkeypatch.setattr(Maandag, "schrijf", schrijf)


def count_the_wait_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wait is written that nobody had."""
    echt = Maandag.schrijf

    async def schrijf(self, tenant, gesprek, sleutel, opdracht):
        if hasattr(opdracht, "wacht_seconden"):
            opdracht = type(opdracht)(**{f: getattr(opdracht, f) for f in opdracht.__struct_fields__}
                                      | {"wacht_seconden": 100_000})  # fmt: skip
        await echt(self, tenant, gesprek, sleutel, opdracht)

    monkeypatch.setattr(Maandag, "schrijf", schrijf)


@pytest.mark.parametrize(
    "breek",
    [forget_agents, leave_lines, keep_sound, give_twice, adopt_nothing, sweep_nothing, lose_requests,
     count_the_wait_anew],
)  # fmt: skip
async def test_a_day_that_goes_wrong_is_seen(breek, monkeypatch):
    """A proof that cannot fail is none."""
    breek(monkeypatch)
    with pytest.raises(Onwaar):
        await Maandag(3, 200, Kansen(wil_terugbellen=0.2), Rampen(stil=60, weg=2)).play()
