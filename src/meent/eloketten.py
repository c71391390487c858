"""Wires the e-services of residents, the work list and the jobs of civil affairs: who may do what, and what waits."""

import asyncio
import logging
from collections.abc import Mapping
from typing import Protocol

from meent.basis.meanwhile import meanwhile
from meent.data.pool import endure
from meent.engine.authorise import ALL_RIGHTS, Caller
from meent.engine.web import Engine
from meent.integration.zgw import Zgw, ZgwFout
from meent.interaction.identity import BURGERZAKEN
from meent.interaction.session import Session
from meent.process.burgerzaken.eloket import Eloket
from meent.process.burgerzaken.taken import overzicht
from meent.process.burgerzaken.verhuismelding import geplande, verwerk_geplande
from meent.process.burgerzaken.werkbak import Werkbak, wachtend_werk
from meent.services.directory import Directory
from meent.vaste_taken import VasteTaken
from meent.verwerkingen.doelen import EIGEN_GEGEVENS

log = logging.getLogger("meent.eloket")

CLIENT, LABEL, BIJHOUDEN = "meent-eservice", "E-diensten van de gemeente", "bijhouding BRP"
"""Client id under which a resident's own declaration is written, its name for people, and why it may."""
NAMENS = "de e-dienst van de gemeente"
KIJKEN = "meent-schermen"
"""Client id under which residents look at their own data: that of the screens."""
PAUSE_SECONDEN = 1800
WERKBAK, TELLERS, TAKEN = Werkbak, {BURGERZAKEN: wachtend_werk}, overzicht
"""The work list of civil affairs, how much of it their menu tells, and their jobs with the last run of each."""


class Inwoner(Protocol):
    """A resident that somebody can be."""

    @property
    def user(self) -> str: ...

    @property
    def bsn(self) -> str: ...


class Eloketten:
    """inwoners: slug -> the resident who may sign in there."""

    def __init__(self, engine: Engine, directory: Directory, inwoners: Mapping[str, Inwoner], base: str) -> None:
        self.engine, self.directory, self.inwoners, self.base = engine, directory, inwoners, base

    def at(self, session: Session, slug: str) -> Eloket | None:
        """What this person can do from home; None for who is no resident of that municipality."""
        inwoner = self.inwoners.get(slug)
        if inwoner is None or session.user != inwoner.user:
            return None
        doing = Caller(CLIENT, ALL_RIGHTS, LABEL, session.user, NAMENS, BIJHOUDEN)
        looking = Caller(KIJKEN, ALL_RIGHTS, "Schermen van Meent", session.user, doel=EIGEN_GEGEVENS)
        return Eloket(self._zgw(slug, doing), self._zgw(slug, looking), inwoner.bsn)

    def _zgw(self, slug: str, caller: Caller) -> Zgw:
        return Zgw(self.engine, self.directory.by_slug[slug], caller, self.base)

    async def run(self) -> None:
        """Until it is cancelled: twice an hour each move whose day has come, of every municipality; and their jobs."""
        async with meanwhile(VasteTaken(self.engine, self.directory, self.base).run()):
            while True:
                for slug in [t.slug for t in self.directory.tenants if t.gemeentecode]:
                    await self.record_planned(slug)
                await asyncio.sleep(PAUSE_SECONDEN)

    async def record_planned(self, slug: str) -> int:
        """How many were recorded, or went to an officer; one that cannot be yet holds up no other."""
        zgw, done = self._zgw(slug, Caller(CLIENT, ALL_RIGHTS, LABEL, CLIENT, NAMENS, BIJHOUDEN)), 0
        with endure(log, "geplande_verhuizingen_wachten", ZgwFout, gemeente=slug):
            for key in await geplande(zgw):
                with endure(log, "geplande_verhuizing_wacht", ZgwFout, gemeente=slug, melding=str(key)):
                    await verwerk_geplande(zgw, key)
                    done += 1
        return done
