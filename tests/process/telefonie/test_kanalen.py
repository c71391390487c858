"""One life cycle for every channel: a message goes through the very states of a call (contact-1).

The message is a stub: its channel is an exchange without any sound, on which agents answer by a button.
"""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from meent.integration.telefooncentrale.centrale import BELLER as SCHRIJVER
from meent.integration.telefooncentrale.centrale import Beantwoord, Kwam, Mislukt, SocketWeg, Verbroken
from meent.process.telefonie.beleid import Doel, Inzet, Nummer
from meent.process.telefonie.toestand import Aan, GeefOver, HangOp, SchrijfKlantcontact, Wissel, ZetInWacht
from tests.process.telefonie.opzet import BELLER, NUMMER, Speelveld, aan, beleid, wachtrij

NIEMAND, GESTOPT = 480, 487
MENSEN = {"ann": Inzet("Ann", {"algemeen": 2}), "bob": Inzet("Bob", {"algemeen": 1})}
BELEID = beleid(
    nummers={NUMMER: Nummer("gemeente", Doel("wachtrij", "kcc"), "kcc")}, medewerkers=MENSEN, menus={},
    wachtrijen={"kcc": wachtrij()},
)  # fmt: skip


class Berichten:
    """`Leg` and `Media` of messages: who is asked lies in `wachten` until he answers, and nothing is ever heard."""

    def __init__(self, later: Callable[..., None]) -> None:
        self.later, self.melder, self.wachten, self.er_zijn = later, None, {}, {}

    def __getattr__(self, naam: str) -> Callable[..., Awaitable[str]]:
        return stil  # every command of sound

    async def call(self, van: str, naar: str) -> str:
        self.er_zijn["bericht"] = {SCHRIJVER}
        await self.melder(Kwam("bericht", van, naar, "", kanaal="Bericht"))
        return "bericht"

    async def dial(self, gesprek: str, poging: str, to: Any, sdp: str, ring_seconden: int) -> None:
        self.er_zijn[gesprek].add(poging)
        self.wachten[poging] = to
        self.later(ring_seconden, lambda: self.refuse(gesprek, poging, NIEMAND))

    async def pick_up(self, gesprek: str, poging: str) -> None:
        if self.wachten.pop(poging, None):
            await self.melder(Beantwoord(gesprek, poging, ""))

    async def refuse(self, gesprek: str, poging: str, code: int = 603) -> None:
        if self.wachten.pop(poging, None):
            self.er_zijn[gesprek].discard(poging)
            await self.melder(Mislukt(gesprek, poging, code))

    async def leave(self, gesprek: str, partij: str = SCHRIJVER) -> None:
        self.er_zijn[gesprek].discard(partij)
        await self.melder(Verbroken(gesprek, partij))

    async def hang_up(self, gesprek: str, partij: str, cause: int = 0) -> None:
        self.er_zijn.get(gesprek, set()).discard(partij)
        if self.wachten.pop(partij, None):
            await self.melder(Mislukt(gesprek, partij, GESTOPT))

    async def lose_browser(self, tenant: int, medewerker: str) -> None:
        await self.melder(SocketWeg(tenant, medewerker))

    def ringing(self, gesprek: str) -> list[str]:
        return list(self.wachten)

    async def adopt(self, dialogen: object) -> frozenset[tuple[str, str]]:
        return frozenset((id, wie) for id, partijen in self.er_zijn.items() for wie in partijen)

    async def running(self) -> frozenset[str]:
        return frozenset(self.er_zijn)


async def stil(*_: object, **__: object) -> str:
    return ""


class Berichtveld(Speelveld):
    """The same contact centre, on messages."""

    async def start(self) -> None:
        self.sim = self.sim if isinstance(self.sim, Berichten) else Berichten(self.klok.later)
        await super().start()


async def beantwoord(v, id):
    await v.neemt_op(id)
    await v.sim.leave(id)


async def afgehaakt(v, id):
    await v.sim.leave(id)


async def niet_opgenomen(v, id):
    await v.verstrijk(5)
    await v.neemt_op(id)
    await v.desk.doet(1, "bob", HangOp())


async def browser_weg(v, id):
    await v.neemt_op(id)
    await v.sim.lose_browser(1, "ann")
    await v.neemt_op(id)
    await v.desk.doet(1, "bob", HangOp())


async def doorverbonden(v, id):
    await v.neemt_op(id)
    await v.desk.doet(1, "ann", ZetInWacht(True))
    await v.desk.doet(1, "ann", ZetInWacht(False))
    await v.desk.verbind(1, "ann", aan("bob"), overleg=False)
    await v.neemt_op(id)
    await v.sim.leave(id)


async def met_ruggespraak(v, id):
    await v.neemt_op(id)
    await v.desk.verbind(1, "ann", Aan(aan("bob").bestemming, "bob"), overleg=True)
    await v.neemt_op(id)
    await v.desk.doet(1, "ann", Wissel())
    await v.desk.doet(1, "ann", GeefOver())
    await v.desk.doet(1, "bob", HangOp())


async def andere_wachtrij(v, id):
    await v.neemt_op(id)
    await v.desk.verbind_wachtrij(1, "ann", "kcc")
    await v.neemt_op(id)
    await v.sim.leave(id)


async def herstart(v, id):
    await v.neemt_op(id)
    await v.start()
    await v.desk.doet(1, "ann", HangOp())


VERLOPEN = (beantwoord, afgehaakt, niet_opgenomen, browser_weg, doorverbonden, met_ruggespraak, andere_wachtrij,
            herstart)  # fmt: skip


@pytest.mark.requirement("contact-1")
@pytest.mark.parametrize("verloop", VERLOPEN, ids=lambda verloop: verloop.__name__)
async def test_a_call_and_a_message_pass_the_same_states(verloop):
    """A second set of states for messages would be a second set of ways to lose somebody."""
    gevonden = []
    for soort in (Speelveld, Berichtveld):
        v = await soort().begin(BELEID, klaar=["ann", "bob"])
        id = await v.sim.call(BELLER, NUMMER)
        await verloop(v, id)
        v.check()
        regels = [(regel.soort, regel.toestand) for regel in await v.journaal.regels(1, id)]
        standen = [(wie, r.soort, r.toestand) for wie in MENSEN for r in await v.journaal.regels(1, wie)]
        await v.verstrijk(1)
        contacten = v.registers.of(SchrijfKlantcontact)
        gevonden.append((regels, standen, [(c.medewerker, c.wachtrij) for c in contacten]))
        assert {c.kanaal for c in contacten} <= {"Telefoon" if soort is Speelveld else "Bericht"}
    gesprek, bericht = gevonden
    assert bericht == gesprek
    assert gesprek[0][-1][1] == "Afgelopen"
