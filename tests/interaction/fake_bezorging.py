"""Subscribers in memory for the tests of the screens: one that is well, one that is away, one that stopped."""

import asyncio
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from meent.interaction.seams import Abonnee, Geparkeerd, Luisteraar, Nieuws, Opnieuw, Vol
from tests.interaction.fake_zgw import NOW

GOED, WEG, DOOD, NIEUW = (UUID(int=n) for n in range(1, 5))


def abonnee(key: UUID, naam: str, **extra) -> Abonnee:
    well = Abonnee(
        id=key, callback_url=f"https://gebruiker@{naam}.example/notificaties?sleutel=geheim", kanalen=("zaken",),
        fouten=0, sinds=None, gelukt_op=NOW - timedelta(minutes=3), gepauzeerd_tot=None, geparkeerd_op=None, reden="",
        bezorgd=1234, wachtend=0, oudste=None, geparkeerd=0,
    )  # fmt: skip
    return replace(well, **extra)


def parked(nummer: int, actie: str, **extra) -> Geparkeerd:
    known = Geparkeerd(
        abonnement=GOED, nummer=nummer, kanaal="zaken", resource="status", actie=actie,
        object=f"\x7f/zaken/api/v1/zaken/{UUID(int=nummer)}", pogingen=10, eerste_poging=NOW - timedelta(hours=2),
        geparkeerd_op=NOW - timedelta(hours=1), reden="Het antwoord is 400", wachten_erachter=0,
    )  # fmt: skip
    return replace(known, **extra)


class FakeBezorging:
    """The same for both municipalities, but Zuiderkoog has no subscribers."""

    def __init__(self) -> None:
        self.done: list[tuple] = []

    async def abonnees(self, slug: str) -> list[Abonnee]:
        if slug != "meerwijde":
            return []
        away = {"fouten": 7, "sinds": NOW, "reden": "Er luistert niemand op dit adres", "wachtend": 10_000,
                "oudste": "2026-11-20T08:00:00Z"}  # fmt: skip
        return [
            abonnee(GOED, "zaaksysteem", kanalen=("zaken", "besluiten"), geparkeerd=2, wachtend=1,
                    oudste="2026-11-20T09:00:00Z"),
            abonnee(WEG, "dashboard-met-een-erg-lange-naam-die-niet-op-een-telefoon-past",
                    gepauzeerd_tot=NOW + timedelta(minutes=4), **away),
            abonnee(DOOD, "archief", geparkeerd_op=NOW - timedelta(days=1), gelukt_op=None, **away),
            abonnee(NIEUW, "nieuw", gelukt_op=None),
        ]  # fmt: skip

    async def geparkeerd(self, slug: str) -> list[Geparkeerd]:
        return [parked(7, "create", wachten_erachter=3), parked(8, "verlengd")] if slug == "meerwijde" else []

    async def opnieuw(self, slug: str, *, abonnement: UUID, nummer: int | None, by: str) -> Opnieuw:
        self.done.append(("opnieuw", slug, abonnement, nummer, by))
        return Opnieuw(1, 1)

    async def laat_vervallen(self, slug: str, *, abonnement: UUID, nummer: int, by: str) -> bool:
        self.done.append(("vervallen", slug, abonnement, nummer, by))
        return nummer == 7


class FakeOmroep:
    """Broadcasts by hand, to whoever listens."""

    def __init__(self) -> None:
        self.listening: list[tuple[str, int | None, Luisteraar]] = []
        self.is_full = False
        self.loop: asyncio.AbstractEventLoop | None = None

    def tell(self, slug: str, nieuws: Nieuws) -> None:
        """To all screens of a municipality, from another thread than that of the server."""
        for where, _, listener in list(self.listening):
            if where == slug and self.loop:
                self.loop.call_soon_threadsafe(listener.tell, nieuws)

    @contextmanager
    def __call__(self, slug: str, since: int | None):
        self.loop = asyncio.get_running_loop()
        if self.is_full:
            raise Vol(Vol.__doc__)
        one = (slug, since, Luisteraar())
        self.listening.append(one)
        try:
            yield one[2]
        finally:
            self.listening.remove(one)
