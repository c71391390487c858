"""A contact centre that was busy this morning, on a clock that stands still: for pages that show how it goes."""

from meent.process.telefonie.medewerker import IsKlaar, MeldtAan, NeemtPauze
from tests.interaction.fake_zgw import MEERWIJDE
from tests.process.telefonie.opzet import NUMMER, Speelveld

OCHTEND = 40
"""Callers who were spoken with, each after a wait of his own."""


async def bezig() -> Speelveld:
    """One was answered after ten seconds, one gave up, one waits."""
    v = await Speelveld(tenant=MEERWIJDE.id).begin()
    eerste = await v.in_rij()
    await v.verstrijk(1)
    tweede = await v.in_rij()
    await v.verstrijk(9)
    await v.zegt("ann", MeldtAan())
    await v.neemt_op(eerste)
    await v.sim.leave(tweede)
    await v.in_rij()
    await v.verstrijk(60)
    return v


async def drukke_ochtend() -> Speelveld:
    """An hour and a half with one agent: one caller of five gives up; at the end one talks and one waits."""
    v = await Speelveld(tenant=MEERWIJDE.id).begin()
    for nummer in range(OCHTEND):
        id = await v.sim.call("+31612345678", NUMMER)
        await v.sim.press(id, "12"[nummer % 3 == 0])
        await v.verstrijk(2 + nummer)
        if nummer % 5 == 4:
            await v.sim.leave(id)
            continue
        await v.zegt("ann", MeldtAan())
        await v.neemt_op(id)
        await v.verstrijk(90 + nummer)
        await v.sim.leave(id)
        await v.verstrijk(20)
        await v.zegt("ann", IsKlaar())
        await v.zegt("ann", NeemtPauze("koffie"))
    await v.zegt("ann", MeldtAan())
    spreekt = await v.in_rij()
    await v.neemt_op(spreekt)
    await v.in_rij()
    await v.verstrijk(70)
    return v
