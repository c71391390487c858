"""The journal of the contact centre: everything that happened, what is so now, and what must still be done.

`Journaal` is what the contact centre asks; the one on PostgreSQL is `integration/telefooncentrale/journaal.py`. The one
here lives in memory, for tests and for simulated days; both pass the same tests.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

import msgspec

from meent.integration.telefooncentrale import beleidboek
from meent.integration.telefooncentrale.beleidboek import Beleidboek
from meent.integration.telefooncentrale.centrale import Dialoog
from meent.integration.telefooncentrale.rijen import (
    BerichtRij,
    GesprekFeit,
    GesprekRij,
    MedewerkerRij,
    OpdrachtRij,
    Opslag,
    Regel,
    StandFeit,
    Stap,
    StapGeweigerd,
    WekRij,
)


class Journaal(Beleidboek, Protocol):
    """Where it is kept, the policy too. Every method is one transaction and sees one municipality only."""

    async def gemeenten(self) -> list[int]:
        """The municipalities of this installation."""

    async def open(self, tenant: int) -> Opslag:
        """All that a starting node must know."""

    async def leg_vast(self, tenant: int, stap: Stap) -> None:
        """All of it or nothing. raises StapGeweigerd when somebody else changed the same meanwhile."""

    async def gedaan(self, tenant: int, opdrachten: Sequence[OpdrachtRij]) -> None:
        """These are done and need not be done again."""

    async def parkeer(self, tenant: int, opdracht: OpdrachtRij, fout: str) -> None:
        """This was refused, and why: it stays, and who starts does it again."""

    async def dialoog(self, tenant: int, dialoog: Dialoog) -> None:
        """The newest facts of a party's dialogue, instead of older ones."""

    async def regels(self, tenant: int, over: str) -> list[Regel]:
        """What happened in one conversation or to one agent, in order."""

    async def laatste_medewerker(self, tenant: int, van: str, sinds: datetime) -> str:
        """Who last spoke with this number since then, or ""."""

    async def naar_buiten(self, tenant: int, sinds: datetime) -> list[msgspec.Raw]:
        """The conversations that began since then in which a number outside was called, or not called."""

    async def feiten(self, tenant: int, van: datetime, tot: datetime) -> list[GesprekFeit]:
        """What is counted of the conversations that began from `van` up to, not including, `tot`; in no order."""

    async def standen(self, tenant: int, van: datetime, tot: datetime) -> list[StandFeit]:
        """When agents came into a state, from `van` up to, not including, `tot`; per agent in order."""


@dataclass
class _Gemeente:
    gesprekken: dict[str, GesprekRij] = field(default_factory=dict)
    medewerkers: dict[str, MedewerkerRij] = field(default_factory=dict)
    regels: dict[str, list[Regel]] = field(default_factory=lambda: defaultdict(list))
    opdrachten: dict[tuple[str, int, int], OpdrachtRij] = field(default_factory=dict)
    wekkers: dict[str, list[WekRij]] = field(default_factory=dict)
    dialogen: dict[tuple[str, str], Dialoog] = field(default_factory=dict)
    berichten: list[BerichtRij] = field(default_factory=list)


class InGeheugen(beleidboek.InGeheugen):
    """A journal that is gone with the process.

    bewaar      whether what is over is kept; a simulated year would fill the memory
    """

    def __init__(self, tenants: Iterable[int] = (), *, bewaar: bool = True) -> None:
        self._alle = {tenant: _Gemeente() for tenant in tenants}
        super().__init__(list(self._alle))
        self.bewaar = bewaar

    async def gemeenten(self) -> list[int]:
        return sorted(self._alle)

    async def open(self, tenant: int) -> Opslag:
        hier = self._alle[tenant]
        opdrachten = [hier.opdrachten[sleutel] for sleutel in sorted(hier.opdrachten)]
        nog_nodig = {g.id for g in hier.gesprekken.values() if g.is_open} | {o.gesprek for o in opdrachten}
        return Opslag(
            [g.inhoud for g in hier.gesprekken.values() if g.is_open],
            [m.inhoud for m in hier.medewerkers.values()],
            opdrachten,
            [d for d in hier.dialogen.values() if d.gesprek in nog_nodig],
        )

    async def leg_vast(self, tenant: int, stap: Stap) -> None:
        hier = self._alle[tenant]
        anders = [rij.id for rij in stap.gesprekken if _versie(hier.gesprekken.get(rij.id)) != rij.was]
        anders += [rij.id for rij in stap.medewerkers if _versie(hier.medewerkers.get(rij.id)) != rij.was]
        if anders:
            raise StapGeweigerd(StapGeweigerd.__doc__)
        hier.gesprekken.update((rij.id, rij) for rij in stap.gesprekken)
        hier.medewerkers.update((rij.id, rij) for rij in stap.medewerkers)
        hier.opdrachten.update(((o.gesprek, o.versie, o.nummer), o) for o in stap.opdrachten)
        for wie in stap.gewekten:
            hier.wekkers.pop(wie, None)
        for wek in stap.wekkers:
            hier.wekkers.setdefault(wek.wie, []).append(wek)
        if self.bewaar:
            for regel in stap.regels:
                hier.regels[regel.over].append(regel)
            hier.berichten += stap.berichten
        else:
            for rij in stap.gesprekken:
                if not rij.is_open:
                    del hier.gesprekken[rij.id]

    async def gedaan(self, tenant: int, opdrachten: Sequence[OpdrachtRij]) -> None:
        for o in opdrachten:
            self._alle[tenant].opdrachten.pop((o.gesprek, o.versie, o.nummer), None)

    async def parkeer(self, tenant: int, opdracht: OpdrachtRij, fout: str) -> None:
        sleutel = (opdracht.gesprek, opdracht.versie, opdracht.nummer)
        self._alle[tenant].opdrachten[sleutel] = msgspec.structs.replace(opdracht, fout=fout)

    async def dialoog(self, tenant: int, dialoog: Dialoog) -> None:
        self._alle[tenant].dialogen[dialoog.gesprek, dialoog.partij] = dialoog

    async def regels(self, tenant: int, over: str) -> list[Regel]:
        return list(self._alle[tenant].regels[over])

    async def laatste_medewerker(self, tenant: int, van: str, sinds: datetime) -> str:
        eerder = [
            g for g in self._alle[tenant].gesprekken.values()
            if not g.is_open and g.van == van and g.medewerker and g.begonnen_op >= sinds
        ]  # fmt: skip
        return max(eerder, key=lambda g: g.begonnen_op).medewerker if eerder else ""

    async def naar_buiten(self, tenant: int, sinds: datetime) -> list[msgspec.Raw]:
        rijen = sorted(self._alle[tenant].gesprekken.values(), key=lambda rij: (rij.begonnen_op, rij.id))
        return [rij.inhoud for rij in rijen if rij.begonnen_op >= sinds and _ging_buiten(rij.inhoud)]

    async def feiten(self, tenant: int, van: datetime, tot: datetime) -> list[GesprekFeit]:
        hier = self._alle[tenant]
        rijen = [rij for rij in hier.gesprekken.values() if van <= rij.begonnen_op < tot]
        return [_feit(rij, hier.regels[rij.id]) for rij in rijen]

    async def standen(self, tenant: int, van: datetime, tot: datetime) -> list[StandFeit]:
        hier = self._alle[tenant]
        return [
            StandFeit(wie, regel.moment, regel.toestand, msgspec.json.decode(regel.inhoud, type=_Over).gesprek)
            for wie in sorted(hier.medewerkers)
            for regel in hier.regels[wie]
            if van <= regel.moment < tot
        ]


class _Over(msgspec.Struct):
    gesprek: str = ""


class _NaarBuiten(msgspec.Struct):
    buiten: list[msgspec.Raw] = []
    geweigerd: list[msgspec.Raw] = []


def _ging_buiten(inhoud: msgspec.Raw) -> bool:
    gesprek = msgspec.json.decode(inhoud, type=_NaarBuiten)
    return bool(gesprek.buiten or gesprek.geweigerd)


class _Afloop(msgspec.Struct):
    op: datetime | None = None
    reden: str = ""


class _Geteld(msgspec.Struct):
    """What is counted, as it stands in a conversation that was stored."""

    naar: str
    wachtrij: str
    wacht_sinds: datetime | None
    beantwoord_op: datetime | None
    terugbel: bool
    toestand: msgspec.Raw
    keuzes: tuple[str, ...]


def _feit(rij: GesprekRij, regels: list[Regel]) -> GesprekFeit:
    g = msgspec.json.decode(rij.inhoud, type=_Geteld)
    afloop = _Afloop() if rij.is_open else msgspec.json.decode(g.toestand, type=_Afloop)
    kwam = not g.terugbel or (bool(regels) and regels[0].soort == "Kwam")
    return GesprekFeit(
        g.naar, g.wachtrij, rij.begonnen_op, g.wacht_sinds, g.beantwoord_op, afloop.op, afloop.reden, g.terugbel, kwam,
        rij.id, g.keuzes,
    )  # fmt: skip


def _versie(rij: GesprekRij | MedewerkerRij | None) -> int:
    return rij.versie if rij else 0
